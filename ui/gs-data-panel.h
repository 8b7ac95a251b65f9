/* The rows of the data: those of the current batch are marked; rows are added and removed. */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-data-grid.h"

G_BEGIN_DECLS

#define GS_TYPE_DATA_PANEL (gs_data_panel_get_type ())
G_DECLARE_FINAL_TYPE (GsDataPanel, gs_data_panel, GS, DATA_PANEL, GtkWidget)

/* `grid`: what its answers are of. */
GtkWidget *gs_data_panel_new (GsDataGrid *grid);

G_END_DECLS
