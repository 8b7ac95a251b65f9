/* Asks for a file.
 *
 *   gs_file_dialog_open (GTK_WINDOW (self), title, open_file, self);
 *   gs_file_dialog_save (GTK_WINDOW (self), title, "mazur", ".gradsheet", save_as, self);
 *
 * There is one dialog to open and one to save with at a time: asked again, it comes to the front. `done` gets
 * the file that was chosen; nobody is told when none was, or when the owner, an object that is held weakly,
 * has gone.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*GsFileChosen) (GFile *file, gpointer owner);

/* A document, or a model that becomes one (gs-file-kinds.h). */
void gs_file_dialog_open (GtkWindow *parent, const gchar *title, GsFileChosen done, gpointer owner);

/* Where to save. `name` is proposed, with the ending; a name that is typed without it gets it, and if such a
 * file is there already that is asked about once more. */
void gs_file_dialog_save (GtkWindow *parent,
                          const gchar *title,
                          const gchar *name,
                          const gchar *ending,
                          GsFileChosen done,
                          gpointer owner);

/* What to propose as `name`: the one of `path`, or if that is NULL the title, which may hold what no name
 * can. Caller frees. */
gchar *gs_file_dialog_suggest_name (const gchar *path, const gchar *title, const gchar *ending);

/* Rows, whatever their file is called, as the word that gs-source.h takes: a table, pictures and labels
 * chosen together ("images,labels"); or a folder of pictures. */
typedef void (*GsRowsChosen) (const gchar *source, gpointer owner);
void gs_file_dialog_choose_source (GtkWindow *parent, GsRowsChosen done, gpointer owner);
void gs_file_dialog_choose_source_folder (GtkWindow *parent, GsRowsChosen done, gpointer owner);

/* A file of numbers, whatever it is called: a table, arrays. */
void gs_file_dialog_choose_numbers (GtkWindow *parent, const gchar *title, GsFileChosen done, gpointer owner);

/* A folder. */
void gs_file_dialog_choose_folder (GtkWindow *parent, const gchar *title, GsFileChosen done, gpointer owner);
/* Files of work, several at once: `done` hears of each, then of NULL. */
void gs_file_dialog_choose_works (GtkWindow *parent, const gchar *title, GsFileChosen done, gpointer owner);
/* A lesson's file. */
void gs_file_dialog_choose_lesson (GtkWindow *parent, const gchar *title, GsFileChosen done, gpointer owner);

G_END_DECLS
