/* The tab of the data: what there is, where more comes from, and the sheet of rows. Without rows it invites
 * to paste them, type them, take them from a file or make them.
 */
#pragma once

#include "gs-data-sheet.h"

G_BEGIN_DECLS

#define GS_TYPE_DATA_PANE (gs_data_pane_get_type ())
G_DECLARE_FINAL_TYPE (GsDataPane, gs_data_pane, GS, DATA_PANE, GtkWidget)

/* Its buttons ask for "win.rows-paste", "win.rows-from-file", "win.rows-from-folder" and "win.rows-made". */
GtkWidget *gs_data_pane_new (GsView *view);
GsDataSheet *gs_data_pane_get_sheet (GsDataPane *self);
GsDataGrid *gs_data_pane_get_grid (GsDataPane *self);

G_END_DECLS
