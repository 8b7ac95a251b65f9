/* What a spreadsheet says at its foot about the cells that are selected: count, sum, mean, least and
 * greatest; and how the numbers of a block are spread. */
#pragma once

#include "gs-sight.h"

G_BEGIN_DECLS

typedef struct {
  gsize n; /* cells that show a number: computed, not hidden, finite */
  gdouble sum, mean, least, greatest;
} GsSummary;

/* The sum of products of two ranges of as many cells, line by line; FALSE if there are no two such ranges, or
 * not all of their cells show a number. */
gboolean gs_summary_get_dot (const GsSight *sight, gdouble *dot);

/* How the numbers of a tensor are spread: so many lie in each of `n` bars of the same width, from -*largest
 * to *largest. FALSE where there is no number to see, or one may be hidden. */
gboolean gs_summary_spread (const GsSight *sight, gint tensor, gint n, gint counts[], gdouble *largest);

/* "W1[1,1] = 0.15" for one cell, "4 cells  sum 0.9000  mean 0.2250  min 0.1500  max 0.3000" for several, with
 * the dot product in front where there is one, "" for none. Caller frees. */
gchar *gs_summary_describe (const GsSight *sight);

G_END_DECLS
