/* What the network answers on all rows: how much is right, the confusion matrix, and the worst rows.
 *
 * It shows what the sheet of the data has asked for, and asks it to; a cell of the matrix makes the sheet,
 * and the list beneath, show its rows, and a row is stepped when it is clicked. When the weights have changed
 * since, it says so.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-data-grid.h"

G_BEGIN_DECLS

#define GS_TYPE_ANSWERS_PANE (gs_answers_pane_get_type ())
G_DECLARE_FINAL_TYPE (GsAnswersPane, gs_answers_pane, GS, ANSWERS_PANE, GtkWidget)

GtkWidget *gs_answers_pane_new (GsDataGrid *grid);

G_END_DECLS
