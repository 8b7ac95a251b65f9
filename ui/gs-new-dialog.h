/* A new network: its line and its list side by side, each following the other; loss and optimiser, which go
 * with the output; and the rows it learns from: made, from a file, typed or pasted. A file is read when it is
 * chosen, and a network proposed that takes its rows unless one has been begun. What does not fit is said
 * where it stands, and until it does nothing can be made.
 *
 *   gs_new_dialog_show (GTK_WINDOW (self));
 *
 * The document opens in a window of its own.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/workbook/gs-found-rows.h"

G_BEGIN_DECLS

#define GS_TYPE_NEW_DIALOG (gs_new_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GsNewDialog, gs_new_dialog, GS, NEW_DIALOG, GtkWindow)

/* Before `parent`, a window of the application; one that is there already comes to the front. */
void gs_new_dialog_show (GtkWindow *parent);

/* The same with a file as its rows, which are taken, and a network proposed that takes them. */
void gs_new_dialog_show_rows (GtkWindow *parent, GsFoundRows *found);

G_END_DECLS
