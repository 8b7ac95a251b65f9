/* The plane in the window: the map of the answer or of a neuron, with the rows as points.
 *
 * Pointing says the numbers there. A click on a point makes it the row that is stepped. The arrow keys move a
 * cross over the plane, with Shift farther; Enter takes the row there. While points are placed, a click on a
 * free place puts one there and a drag moves one; on the keyboard 1, 2, … put one of that class at the cross,
 * M takes the point there along until M lets it go, and Delete takes it away.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/plane/gs-mapper.h"

G_BEGIN_DECLS

#define GS_TYPE_PLANE_VIEW (gs_plane_view_get_type ())
G_DECLARE_FINAL_TYPE (GsPlaneView, gs_plane_view, GS, PLANE_VIEW, GtkWidget)

GtkWidget *gs_plane_view_new (GsMapper *mapper);

/* Which map is shown: of a neuron and its cell; NULL: of the answer. */
void gs_plane_view_show_neuron (GsPlaneView *self, gint layer, gint neuron, const NnCell *cell);
void gs_plane_view_set_discrete (GsPlaneView *self, gboolean is_discrete);
/* The class, from 0, that clicks place points of; -1: none are placed. */
void gs_plane_view_set_placed (GsPlaneView *self, gint class);
void gs_plane_view_set_test (GsPlaneView *self, gboolean shown);
/* Pixels for one of the design's, in place of the desktop's size of text. */
void gs_plane_view_set_scale (GsPlaneView *self, gdouble scale);

G_END_DECLS
