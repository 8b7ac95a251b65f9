/* The maps of what a view shows, made anew beside it whenever the weights are others.
 *
 *   GsMapper *mapper = gs_mapper_new (view);
 *   g_signal_connect (mapper, "changed", …);
 *   gs_mapper_set_watched (mapper, TRUE);       // from now on they are made, on a thread of their own
 *   maps = gs_mapper_get_maps (mapper);         // NULL before the first, and where there is no plane
 *
 * One is made at a time, of the newest weights: while a network trains, maps follow as fast as they can. The
 * old ones stay until then.
 */
#pragma once

#include "app/view/gs-view.h"
#include "gs-plane.h"

G_BEGIN_DECLS

#define GS_TYPE_MAPPER (gs_mapper_get_type ())
G_DECLARE_FINAL_TYPE (GsMapper, gs_mapper, GS, MAPPER, GObject)

GsMapper *gs_mapper_new (GsView *view);
GsView *gs_mapper_get_view (GsMapper *mapper);
void gs_mapper_set_watched (GsMapper *mapper, gboolean watched);
/* Borrowed until "changed". */
GsMaps *gs_mapper_get_maps (GsMapper *mapper);
/* Where points of the present rows lie; NULL where there is no plane. Borrowed until "changed"; for places
 * only. */
const GsPlane *gs_mapper_get_plane (GsMapper *mapper);
/* Whether the maps are those of the weights that are seen now. */
gboolean gs_mapper_is_current (GsMapper *mapper);

G_END_DECLS
