/* The selected cell of a map among its neighbours, as numbers with the rows and columns that they have in the
 * map; at an edge of the map the piece of it that ends there.
 *
 *   GsAroundScene scene = { .table = table, .side = 5, .x = 900, .y = 47 };
 *   if (gs_around_has (sight)) gs_around_draw (cr, &scene);
 *   if (gs_around_find_cell (&scene, x, y, &cell)) gs_view_select (view, &cell, FALSE);
 */
#pragma once

#include "gs-number-table.h"

G_BEGIN_DECLS

typedef struct {
  GsNumberTable table; /* whose sight's selected cell it is */
  gint side;           /* rows and columns, or as many as the map has */
  gdouble x, y;        /* of the first cell, in pixels */
} GsAroundScene;

/* Whether the selected cell is one of a picture, a map or a kernel. */
gboolean gs_around_has (const GsSight *sight);
/* Nothing where there is no such cell. */
void gs_around_draw (cairo_t *cr, const GsAroundScene *scene);
/* "z1[1,2]", the map that the selected cell is in; there must be one. Caller frees. */
gchar *gs_around_name_map (const GsSight *sight);
gboolean gs_around_find_cell (const GsAroundScene *scene, gdouble x, gdouble y, NnCell *cell);

G_END_DECLS
