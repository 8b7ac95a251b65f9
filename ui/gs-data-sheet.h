/* The data's sheet: rows of numbers to be walked through, typed and pasted into, as on any other sheet.
 *
 * Put it into a GtkScrolledWindow. Keys are those of gs-sheet-view.h as far as they make sense here; Page
 * Down goes down by a page, Ctrl+− removes the marked rows. A click on a row's number makes it the row that
 * is stepped.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-data-grid.h"

G_BEGIN_DECLS

#define GS_TYPE_DATA_SHEET (gs_data_sheet_get_type ())
G_DECLARE_FINAL_TYPE (GsDataSheet, gs_data_sheet, GS, DATA_SHEET, GtkWidget)

GtkWidget *gs_data_sheet_new (GsDataGrid *grid);
gboolean gs_data_sheet_is_editing (GsDataSheet *self);
/* Of everything, by the desktop's size of text. */
void gs_data_sheet_set_scale (GsDataSheet *self, gdouble scale);
/* Fills down, or to the right. */
void gs_data_sheet_fill (GsDataSheet *self, gboolean down);

G_END_DECLS
