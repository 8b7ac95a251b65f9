/* A bent plane in the window: its three places are dragged, and the weights follow. With the keyboard 0, 1
 * and 2 choose one, and the arrow keys move it.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/plane/gs-mapper.h"

G_BEGIN_DECLS

#define GS_TYPE_BEND_VIEW (gs_bend_view_get_type ())
G_DECLARE_FINAL_TYPE (GsBendView, gs_bend_view, GS, BEND_VIEW, GtkWidget)

GtkWidget *gs_bend_view_new (GsMapper *mapper);
/* Whether the network has a layer of two inputs and two neurons. */
gboolean gs_bend_view_can_show (GsBendView *self);
/* Pixels for one of the design's, in place of the desktop's size of text. */
void gs_bend_view_set_scale (GsBendView *self, gdouble scale);

G_END_DECLS
