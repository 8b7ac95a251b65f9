/* Documents in and out of the window: opening, saving, exporting, printing. */
#include <glib/gi18n-lib.h>

#include "gs-compare-window.h"
#include "gs-dialogs.h"
#include "gs-export-dialog.h"
#include "gs-file-dialog.h"
#include "gs-host.h"
#include "gs-print.h"
#include "gs-recent.h"
#include "gs-window-private.h"

#define ENDING ".gradsheet"

static GsWorkbook *
get_book (GsWindow *self)
{
  return gs_view_get_workbook (self->view);
}

/* ---- files ---- */

static void
open_file (GFile *file, gpointer user_data)
{
  gs_host_open_file (GTK_WINDOW (user_data), file);
}

static void
ask_and_open (GsWindow *self)
{
  gs_file_dialog_open (GTK_WINDOW (self), _ ("Open a document"), open_file, self);
}

static void
open_uri (GsWindow *self, const gchar *uri)
{
  g_autoptr (GFile) file = g_file_new_for_uri (uri);

  open_file (file, self);
}

/* Both show the same workbook: what is done in one is seen in the other. */
static void
show_another (GsWindow *self)
{
  gs_host_open_book (get_book (self), self->path);
}

static void
open_example (GsWindow *self, const gchar *name)
{
  gs_host_open_example (GTK_WINDOW (self), name);
}

void
gs_window_keep_no_more (GsWindow *self)
{
  if (self->autosave != NULL)
    g_signal_handlers_disconnect_by_data (self->autosave, self);
  g_clear_object (&self->autosave);
}

static void
note_saved (GsWindow *self, const gchar *path)
{
  g_autofree gchar *now = g_strdup (path);

  g_free (self->path);
  self->path = g_steal_pointer (&now);
  if (self->autosave != NULL)
    gs_autosave_write (self->autosave, NULL);
  gs_recent_add (self->path);
  gs_window_update_title (self);
  if (self->closes_when_saved)
    gtk_window_close (GTK_WINDOW (self));
}

static void
save_over (GsWindow *self, const gchar *path)
{
  g_autoptr (GError) error = NULL;

  if (gs_workbook_save_over (get_book (self), path, &error))
    note_saved (self, path);
  else
    gs_dialogs_tell (GTK_WINDOW (self), _ ("Not saved"), error->message);
}

static void
on_changed_file (gint button, gpointer owner)
{
  GsWindow *self = GS_WINDOW (owner);
  g_autofree gchar *path = g_steal_pointer (&self->changed_path);

  if (button == 0)
    save_over (self, path);
  else if (button == 2)
    gs_window_save (self, TRUE, self->closes_when_saved);
}

/* Another program has written the file since: what is there is worth a question. */
static void
ask_about_changed (GsWindow *self, const gchar *path)
{
  static const gchar *const buttons[] = { N_ ("Save _over it"), N_ ("_Cancel"), N_ ("Save _elsewhere…"),
                                          NULL };
  g_autofree gchar *name = g_filename_display_basename (path);
  g_autofree gchar *title = g_strdup_printf (_ ("%s has changed on disk"), name);

  g_free (self->changed_path);
  self->changed_path = g_strdup (path);
  gs_dialogs_ask (
      GTK_WINDOW (self), title,
      _ ("Another program has written the file since it was opened here. If you save over it, what "
         "stands there now is lost."),
      buttons, on_changed_file, self);
}

static void
save_to (GsWindow *self, const gchar *path)
{
  g_autoptr (GError) error = NULL;

  if (gs_workbook_save (get_book (self), path, &error))
    note_saved (self, path);
  else if (g_error_matches (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_CHANGED))
    ask_about_changed (self, path);
  else
    gs_dialogs_tell (GTK_WINDOW (self), _ ("Not saved"), error->message);
}

static void
save_as (GFile *file, gpointer self)
{
  g_autofree gchar *path = g_file_get_path (file);

  if (path != NULL)
    save_to (self, path);
}

/* What a file of the document may be called, without an ending; caller frees. */
static gchar *
suggest_name (GsWindow *self)
{
  const gchar *title = gs_workbook_get_network (get_book (self))->title;

  return gs_file_dialog_suggest_name (self->path, title != NULL ? title : "", ENDING);
}

void
gs_window_save (GsWindow *self, gboolean ask_where, gboolean then_close)
{
  g_autofree gchar *name = NULL;

  if (!gs_workbook_settle (get_book (self), NULL))
    return;
  self->closes_when_saved = then_close;
  if (self->path != NULL && !ask_where) {
    save_to (self, self->path);
    return;
  }
  name = suggest_name (self);
  gs_file_dialog_save (GTK_WINDOW (self), _ ("Save the document"), name, ENDING, save_as, self);
}

static void
save (GsWindow *self)
{
  gs_window_save (self, FALSE, FALSE);
}

static void
ask_and_save (GsWindow *self)
{
  gs_window_save (self, TRUE, FALSE);
}

/* ---- exporting: a job ---- */

static void
on_exported (gpointer owner, const gchar *path, const GError *error)
{
  g_autofree gchar *name = g_filename_display_basename (path), *text = NULL;

  if (error != NULL) {
    gs_dialogs_tell (owner, _ ("Nothing was exported"), error->message);
    return;
  }
  text = g_strdup_printf (_ ("%s is written."), name);
  gs_window_tell (owner, text);
}

static void export(GsWindow *self)
{
  g_autofree gchar *name = suggest_name (self);

  gs_export_dialog_show (GTK_WINDOW (self), self->view, name, gs_sheet_pane_get_work (self->sheet_pane),
                         on_exported);
}

/* ---- comparing: a job ---- */

/* While numbers are asked for, nobody is told them. */
void
gs_window_compare (GsWindow *self, const gchar *path)
{
  if (gs_view_get_ask_first (self->view))
    gs_window_tell (self, _ ("Numbers are asked for first: nothing is compared until Ask first is off."));
  else
    gs_compare_window_open (GTK_WINDOW (self), self->view, path, gs_sheet_pane_get_work (self->sheet_pane));
}

static void
compare_with (GFile *file, gpointer user_data)
{
  g_autofree gchar *path = g_file_get_path (file);

  if (path != NULL)
    gs_window_compare (user_data, path);
}

static void
ask_and_compare (GsWindow *self)
{
  gs_file_dialog_choose_numbers (GTK_WINDOW (self), _ ("Compare with numbers of others"), compare_with, self);
}

static void
print (GsWindow *self)
{
  gs_print_sheet (GTK_WINDOW (self), self->view);
}

void
gs_window_add_file_actions (GsWindow *self)
{
  static const GsAct acts[] = {
    { "open", G_CALLBACK (ask_and_open) },
    { "open-uri", G_CALLBACK (open_uri), GS_ACT_TEXT },
    { "another", G_CALLBACK (show_another) },
    { "example", G_CALLBACK (open_example), GS_ACT_TEXT },
    { "save", G_CALLBACK (save) },
    { "save-as", G_CALLBACK (ask_and_save) },
    { "export", G_CALLBACK (export) },
    { "print", G_CALLBACK (print) },
    { "compare", G_CALLBACK (ask_and_compare) },
  };

  gs_actions_add (G_ACTION_MAP (self), acts, G_N_ELEMENTS (acts), self);
}
