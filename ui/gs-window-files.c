/* Documents in and out of the window: opening, saving, exporting, printing. */
#include <glib/gi18n-lib.h>

#include "app/paint/gs-picture.h"
#include "gs-application.h"
#include "gs-dialogs.h"
#include "gs-file-dialog.h"
#include "gs-job.h"
#include "gs-print.h"
#include "gs-style.h"
#include "gs-window-private.h"

static GsWorkbook *
get_book (GsWindow *self)
{
  return gs_view_get_workbook (self->view);
}

static GsApplication *
get_application (GsWindow *self)
{
  return GS_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
}

/* ---- files ---- */

static void
open_file (GFile *file, gpointer user_data)
{
  GsWindow *self = user_data;

  gs_application_open_file (get_application (self), GTK_WINDOW (self), file);
}

static void
on_open (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gs_file_dialog_choose (user_data, _ ("Open a document"), GTK_FILE_CHOOSER_ACTION_OPEN, NULL, open_file,
                         user_data);
}

static void
on_open_uri (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  open_file (file, user_data);
}

/* Both show the same workbook: what is done in one is seen in the other. */
static void
on_another (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GsWindow *self = user_data;

  gtk_window_present (GTK_WINDOW (
      gs_window_new (gtk_window_get_application (GTK_WINDOW (self)), get_book (self), self->path)));
}

static void
on_example (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GsWindow *self = user_data;

  gs_application_open_example (get_application (self), GTK_WINDOW (self),
                               g_variant_get_string (parameter, NULL));
}

static void
note_saved (GsWindow *self, const gchar *path)
{
  g_autofree gchar *now = g_strdup (path);

  g_free (self->path);
  self->path = g_steal_pointer (&now);
  if (self->autosave != NULL)
    gs_autosave_write (self->autosave, NULL);
  gs_application_remember (self->path);
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

void
gs_window_save (GsWindow *self, gboolean ask_where, gboolean then_close)
{
  if (!gs_workbook_settle (get_book (self), NULL))
    return;
  self->closes_when_saved = then_close;
  if (self->path == NULL || ask_where)
    gs_file_dialog_choose (GTK_WINDOW (self), _ ("Save the document"), GTK_FILE_CHOOSER_ACTION_SAVE,
                           "network.gradsheet", save_as, self);
  else
    save_to (self, self->path);
}

static void
on_save (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gs_window_save (user_data, FALSE, FALSE);
}

static void
on_save_as (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gs_window_save (user_data, TRUE, FALSE);
}

/* ---- exporting: a job ---- */

/* All that the picture needs, and nobody writes any more. */
typedef struct {
  gchar *path;
  GsSight *sight;
  GsLayout *layout;
  gboolean dark;
} Export;

static void
free_export (gpointer data)
{
  Export *export = data;

  g_free (export->path);
  gs_sight_unref (export->sight);
  gs_layout_free (export->layout);
  g_free (export);
}

static gpointer
work_export (gpointer order, GError **error)
{
  Export *export = order;

  return gs_picture_write (export->sight, export->layout, export->path, export->dark, error) ? order : NULL;
}

static void
on_exported (gpointer owner, gpointer order, gpointer result, const GError *error)
{
  g_autofree gchar *name = g_filename_display_basename (((Export *) order)->path), *text = NULL;

  if (result == NULL) {
    gs_dialogs_tell (owner, _ ("No picture was written"), error->message);
    return;
  }
  text = g_strdup_printf (_ ("%s is written."), name);
  gs_window_tell (owner, text);
}

static void
export_to (GFile *file, gpointer user_data)
{
  static const GsJobKind kind = { work_export, on_exported, free_export, NULL };
  GsWindow *self = user_data;
  g_autofree gchar *path = g_file_get_path (file), *name = NULL, *what = NULL;
  Export *export;

  if (path == NULL)
    return;
  name = g_filename_display_basename (path);
  what = g_strdup_printf (_ ("Exporting %s"), name);
  export = g_new0 (Export, 1);
  export->path = g_steal_pointer (&path);
  export->sight = gs_sight_ref ((GsSight *) gs_view_get_sight (self->view));
  export->layout = gs_layout_new_shown (self->view);
  export->dark = gs_style_is_dark ();
  gs_job_start (gs_window_get_work (self), &kind, what, export, self);
}

static void
on_export (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gs_file_dialog_choose (user_data, _ ("Export a picture (PNG, SVG or PDF)"), GTK_FILE_CHOOSER_ACTION_SAVE,
                         "sheet.pdf", export_to, user_data);
}

static void
on_print (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gs_print_sheet (user_data, GS_WINDOW (user_data)->view);
}

void
gs_window_add_file_actions (GsWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "open", .activate = on_open },
    { .name = "open-uri", .activate = on_open_uri, .parameter_type = "s" },
    { .name = "another", .activate = on_another },
    { .name = "example", .activate = on_example, .parameter_type = "s" },
    { .name = "save", .activate = on_save },
    { .name = "save-as", .activate = on_save_as },
    { .name = "export", .activate = on_export },
    { .name = "print", .activate = on_print },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
