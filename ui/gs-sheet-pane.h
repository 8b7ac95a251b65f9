/* The sheet in its scroller, with the legend and the controls for digits, sample and zoom beneath. */
#pragma once

#include "app/view/gs-data-grid.h"
#include "gs-sheet-view.h"

G_BEGIN_DECLS

#define GS_TYPE_SHEET_PANE (gs_sheet_pane_get_type ())
G_DECLARE_FINAL_TYPE (GsSheetPane, gs_sheet_pane, GS, SHEET_PANE, GtkWidget)

GtkWidget *gs_sheet_pane_new (GsView *view);
GsSheetView *gs_sheet_pane_get_sheet (GsSheetPane *self);
/* What is in front and takes the keyboard: the sheet, or on the tab of the data that of the rows. */
GtkWidget *gs_sheet_pane_get_front (GsSheetPane *self);
/* Fills there what is marked, down or to the right. */
void gs_sheet_pane_fill (GsSheetPane *self, gboolean down);
/* Whether somebody is typing into one of the two. */
gboolean gs_sheet_pane_is_editing (GsSheetPane *self);
/* The rows of the tab of the data. */
GsDataGrid *gs_sheet_pane_get_grid (GsSheetPane *self);
/* Whether a new row of the data is not whole yet. */
gboolean gs_sheet_pane_has_draft (GsSheetPane *self);
/* Opens the line to look for something with. */
void gs_sheet_pane_find (GsSheetPane *self);
/* The box over the sheet where bars tell how far long work is (gs-job.h). */
GtkWidget *gs_sheet_pane_get_work (GsSheetPane *self);

G_END_DECLS
