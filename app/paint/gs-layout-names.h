/* How blocks are called, and over which columns of a drawing its layers stand.
 *
 *   g_autofree gchar *title = gs_layout_print_title (layout, program, block);     // "z1 = a1"
 *   g_autoptr (GArray) headings = gs_layout_list_headings (layout, program, tabs);
 */
#pragma once

#include "gs-layout.h"

G_BEGIN_DECLS

/* The tensor's name, and of those copies that share the block. Caller frees. */
gchar *gs_layout_print_title (const GsLayout *layout, NnProgram *program, gint block);

typedef struct {
  const gchar *title; /* the tab's */
  gsize n_parameters;
  gdouble left, right; /* of its columns */
} GsLayoutHeading;

/* Of the layers of a large network drawn whole, from left to right, none over another; empty for other sheets
 * and where branches lie above each other. `tabs`: GsTab, which must outlive the list. Caller unrefs. */
GArray *gs_layout_list_headings (const GsLayout *layout, NnProgram *program, const GArray *tabs);

G_END_DECLS
