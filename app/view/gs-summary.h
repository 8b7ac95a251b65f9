/* What a spreadsheet says at its foot about the cells that are selected: count, sum, mean, least and
 * greatest. */
#pragma once

#include "gs-sight.h"

G_BEGIN_DECLS

typedef struct {
  gsize n; /* cells that show a number: computed, not hidden, finite */
  gdouble sum, mean, least, greatest;
} GsSummary;

/* Of the view's range. Cells that show no number are left out. */
GsSummary gs_summary_of_range (const GsSight *sight);

/* "W1[1,1] = 0.15" for one cell, "4 cells  sum 0.9000  mean 0.2250  min 0.1500  max 0.3000" for several, ""
 * for none. Caller frees. */
gchar *gs_summary_describe (const GsSight *sight);

G_END_DECLS
