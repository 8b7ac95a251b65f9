/* Rows of a table before they are taken: how the text was understood, and what each column is for.
 *
 *   gs_rows_dialog_show (GTK_WINDOW (self), "rows.csv", order, take, self);
 *
 * Nothing changes before it is confirmed; what the network cannot take cannot be, and why a row is refused
 * stands in the dialog, which stays open. `take` gets the order, with the columns picked and the rows read,
 * and owns it; nobody is told when the dialog is closed or the owner, an object that is
 * held weakly, has gone.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/workbook/gs-workbook-rows.h"

G_BEGIN_DECLS

#define GS_TYPE_ROWS_DIALOG (gs_rows_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GsRowsDialog, gs_rows_dialog, GS, ROWS_DIALOG, GtkWindow)

typedef void (*GsRowsTaken) (GsRowsOrder *order, gpointer owner);

/* Takes the order, which has been looked at and holds a table. */
void gs_rows_dialog_show (GtkWindow *parent,
                          const gchar *name,
                          GsRowsOrder *order,
                          GsRowsTaken take,
                          gpointer owner);

G_END_DECLS
