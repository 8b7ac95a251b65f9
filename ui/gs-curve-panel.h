/* The side panel's curves of what is selected: the loss over one cell, with a slider, or over two, as a
 * surface; how the block's numbers are spread; the history of cells one follows; and what is wrong here.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_CURVE_PANEL (gs_curve_panel_get_type ())
G_DECLARE_FINAL_TYPE (GsCurvePanel, gs_curve_panel, GS, CURVE_PANEL, GtkWidget)

GtkWidget *gs_curve_panel_new (GsView *view);

G_END_DECLS
