/* The loss, pass by pass, as far as one has been. */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_LOSS_PANEL (gs_loss_panel_get_type ())
G_DECLARE_FINAL_TYPE (GsLossPanel, gs_loss_panel, GS, LOSS_PANEL, GtkWidget)

GtkWidget *gs_loss_panel_new (GsView *view);
/* Pixels for one of the design's, in place of the desktop's size of text; the curve takes the room there is.
 */
void gs_loss_panel_set_scale (GsLossPanel *self, gdouble scale);
/* Without the curve's title, where room is scarce. */
void gs_loss_panel_be_brief (GsLossPanel *self);

G_END_DECLS
