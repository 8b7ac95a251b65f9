/* Building a network at the side of the sheet: a row for each layer, which can be typed into, moved and taken
 * out; its shape and parameters, or why it does not fit, beneath it; loss and optimiser. Nothing happens to
 * the document before it is applied, as one edit.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_BUILD_PANEL (gs_build_panel_get_type ())
G_DECLARE_FINAL_TYPE (GsBuildPanel, gs_build_panel, GS, BUILD_PANEL, GtkWidget)

GtkWidget *gs_build_panel_new (GsView *view);

G_END_DECLS
