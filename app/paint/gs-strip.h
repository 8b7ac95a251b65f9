/* The strip of numbers below the values of a layer that slides a window: what lies under it, the kernel,
 * their products, and the selected cell among its neighbours. It has the place that the layout keeps for it
 * (gs_layout_get_strip()), whatever is selected, and its letters grow with the sheet's zoom.
 *
 *   gs_strip_draw (cr, &scene);      // nothing where the sheet has none, or it is out of sight
 *   if (gs_strip_find_cell (&scene, x, y, &cell)) gs_view_select (view, &cell, FALSE);
 *   if (gs_strip_find_turn (&scene, x, y, &part)) gs_view_set_part (view, part);
 *
 * Of a window over several channels one is shown; while one steps by term, that of the term.
 */
#pragma once

#include "gs-painter.h"

G_BEGIN_DECLS

/* In pixels. FALSE if nothing of it is in sight. */
gboolean gs_strip_get_extent (const GsScene *scene, gdouble *x, gdouble *y, gdouble *width, gdouble *height);
void gs_strip_draw (cairo_t *cr, const GsScene *scene);
/* The cell whose number is at a place, in pixels. */
gboolean gs_strip_find_cell (const GsScene *scene, gdouble x, gdouble y, NnCell *cell);
/* The channel, from 0, that the sign at a place turns to. */
gboolean gs_strip_find_turn (const GsScene *scene, gdouble x, gdouble y, gint *part);

G_END_DECLS
