/* The map that the selected cell is in, enlarged beside the tiles of a layer's sheet, in the room that the
 * layout has left there (GsStrip's map_side), whatever is selected; the cell is outlined.
 *
 *   gs_enlarged_map_draw (cr, &scene);      // nothing without room, or where the cell is in no map
 *   if (gs_enlarged_map_find_cell (&scene, x, y, &cell)) gs_view_select (view, &cell, FALSE);
 */
#pragma once

#include "gs-painter.h"

G_BEGIN_DECLS

/* Its room with the caption, in pixels. FALSE if there is none, or it is out of sight. */
gboolean
gs_enlarged_map_get_extent (const GsScene *scene, gdouble *x, gdouble *y, gdouble *width, gdouble *height);
void gs_enlarged_map_draw (cairo_t *cr, const GsScene *scene);
/* In pixels. */
gboolean gs_enlarged_map_find_cell (const GsScene *scene, gdouble x, gdouble y, NnCell *cell);

G_END_DECLS
