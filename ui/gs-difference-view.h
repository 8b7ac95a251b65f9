/* The sheet of one frame, showing in every cell by how much it differs from another: as heatmap and numbers.
 *
 *   GtkWidget *view = gs_difference_view_new ();
 *   gs_difference_view_take (GS_DIFFERENCE_VIEW (view), frame);   // made with what it is to be compared with
 *
 * A tooltip tells a cell's two numbers. Cells that are the same stay white.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/frame/gs-frame.h"

G_BEGIN_DECLS

#define GS_TYPE_DIFFERENCE_VIEW (gs_difference_view_get_type ())
G_DECLARE_FINAL_TYPE (GsDifferenceView, gs_difference_view, GS, DIFFERENCE_VIEW, GtkWidget)

GtkWidget *gs_difference_view_new (void);
/* Takes the frame; NULL shows nothing. */
void gs_difference_view_take (GsDifferenceView *view, GsFrame *frame);

G_END_DECLS
