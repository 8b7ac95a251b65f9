/* The network as a drawing, in the window: neurons and weights are clicked, hovered, walked over with the
 * arrow keys, turned with the wheel and typed into. What is selected here is selected everywhere.
 *
 * "hovered" is emitted when the pointer or the keyboard comes to another neuron, or leaves; "tour-ended" when
 * a tour is over before somebody has ended it, or cannot begin.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/plane/gs-mapper.h"

G_BEGIN_DECLS

#define GS_TYPE_GRAPH_VIEW (gs_graph_view_get_type ())
G_DECLARE_FINAL_TYPE (GsGraphView, gs_graph_view, GS, GRAPH_VIEW, GtkWidget)

GtkWidget *gs_graph_view_new (GsMapper *mapper);

/* The neuron that the pointer is on: its layer, its number from 0, and its cell. FALSE if it is on none. */
gboolean gs_graph_view_get_hovered (GsGraphView *self, gint *layer, gint *neuron, NnCell *cell);
/* The same of the selected cell. */
gboolean gs_graph_view_get_selected (GsGraphView *self, gint *layer, gint *neuron, NnCell *cell);
/* Sends the rows on a tour, or ends it. */
void gs_graph_view_set_touring (GsGraphView *self, gboolean touring);
void gs_graph_view_set_discrete (GsGraphView *self, gboolean is_discrete);
/* Pixels for one of the design's, in place of the desktop's size of text. */
void gs_graph_view_set_scale (GsGraphView *self, gdouble scale);

G_END_DECLS
