/* The rows of the data: those of the current batch are marked; rows are added and removed. */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_DATA_PANEL (gs_data_panel_get_type ())
G_DECLARE_FINAL_TYPE (GsDataPanel, gs_data_panel, GS, DATA_PANEL, GtkWidget)

GtkWidget *gs_data_panel_new (GsView *view);

G_END_DECLS
