/* Ways for arrows: with right angles, through the gutters between what is drawn.
 *
 * Walls are what no arrow may cross: blocks with their headers and headings. Places are where arrows begin;
 * one of them, the aim, is where all of them end, so that they join on their way.
 *
 *   g_autoptr (GsRoutes) routes = gs_routes_new (walls, n_walls, margin, places, n_places, aim);
 *   way = gs_routes_get_way (routes, place);    // corners from the place to the aim, or NULL
 *
 * A way is the shortest one, where a corner counts as much as GS_ROUTE_CORNER.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GS_ROUTE_CORNER 24.0

typedef struct {
  gdouble x, y;
} GsPoint;

typedef struct {
  gdouble x, y, width, height;
} GsRectangle;

typedef struct _GsRoutes GsRoutes;

/* Ways keep `margin` away from the walls, across and along. A place nearer to a wall than that has none. */
GsRoutes *gs_routes_new (const GsRectangle *walls,
                         gint n_walls,
                         GsPoint margin,
                         const GsPoint *places,
                         gint n_places,
                         gint aim);
void gs_routes_free (GsRoutes *routes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsRoutes, gs_routes_free)

/* Its length and its corners' price; INFINITY if there is none. */
gdouble gs_routes_get_cost (const GsRoutes *routes, gint place);
/* GsPoint: the place, the corners, the aim. NULL if there is no way. Caller unrefs. */
GArray *gs_routes_get_way (const GsRoutes *routes, gint place);

/* Whether no wall reaches into the rectangle. */
gboolean gs_walls_leave_free (const GsRectangle *walls, gint n_walls, const GsRectangle *rectangle);

G_END_DECLS
