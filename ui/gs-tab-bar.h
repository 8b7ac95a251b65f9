/* The tabs under the sheet: All, a sheet for each layer, loss, optimiser, data; on the right what is
 * selected. */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-data-grid.h"

G_BEGIN_DECLS

#define GS_TYPE_TAB_BAR (gs_tab_bar_get_type ())
G_DECLARE_FINAL_TYPE (GsTabBar, gs_tab_bar, GS, TAB_BAR, GtkWidget)

GtkWidget *gs_tab_bar_new (GsView *view, GsDataGrid *grid);

G_END_DECLS
