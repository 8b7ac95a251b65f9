/* Asks for a file.
 *
 *   gs_file_dialog_choose (GTK_WINDOW (self), title, GTK_FILE_CHOOSER_ACTION_OPEN, NULL,
 *                          open_file, self);
 *
 * There is one dialog to open and one to save with at a time: asked again, it comes to the front. `done` gets
 * the file that was chosen; nobody is told when none was, or when the owner, an object that is held weakly,
 * has gone.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*GsFileChosen) (GFile *file, gpointer owner);

/* Of documents where one opens, of all files where one saves; `suggestion` is a name to save by, or NULL. */
void gs_file_dialog_choose (GtkWindow *parent,
                            const gchar *title,
                            GtkFileChooserAction action,
                            const gchar *suggestion,
                            GsFileChosen done,
                            gpointer owner);

/* The same for a file of rows, whatever it is called: a table, pictures. */
void gs_file_dialog_choose_rows (GtkWindow *parent, const gchar *title, GsFileChosen done, gpointer owner);

G_END_DECLS
