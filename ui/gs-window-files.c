/* Documents in and out of the window: opening, saving, exporting, printing. */
#include <glib/gi18n-lib.h>

#include "app/paint/gs-picture.h"
#include "gs-application.h"
#include "gs-dialogs.h"
#include "gs-file-dialog.h"
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

static gboolean
save_to (GsWindow *self, const gchar *path)
{
  g_autoptr (GError) error = NULL;

  if (!gs_workbook_save (get_book (self), path, &error)) {
    gs_dialogs_tell (GTK_WINDOW (self), _ ("Not saved"), error->message);
    return FALSE;
  }
  if (path != self->path) {
    g_free (self->path);
    self->path = g_strdup (path);
  }
  if (self->autosave != NULL)
    gs_autosave_write (self->autosave, NULL);
  gs_application_remember (path);
  gs_window_update_title (self);
  return TRUE;
}

static void
save_as (GFile *file, gpointer self)
{
  g_autofree gchar *path = g_file_get_path (file);

  if (path != NULL)
    save_to (self, path);
}

static void
save_as_and_close (GFile *file, gpointer self)
{
  g_autofree gchar *path = g_file_get_path (file);

  if (path != NULL && save_to (self, path))
    gtk_window_close (GTK_WINDOW (self));
}

void
gs_window_save (GsWindow *self, gboolean ask_where, gboolean then_close)
{
  if (!gs_workbook_settle (get_book (self), NULL))
    return;
  if (self->path == NULL || ask_where) {
    gs_file_dialog_choose (GTK_WINDOW (self), _ ("Save the document"), GTK_FILE_CHOOSER_ACTION_SAVE,
                           "network.gradsheet", then_close ? save_as_and_close : save_as, self);
    return;
  }
  if (save_to (self, self->path) && then_close)
    gtk_window_close (GTK_WINDOW (self));
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

static void
export_to (GFile *file, gpointer user_data)
{
  GsWindow *self = user_data;
  g_autofree gchar *path = g_file_get_path (file);
  g_autoptr (GsLayout) layout = gs_layout_new_shown (self->view);
  g_autoptr (GError) error = NULL;

  if (path != NULL
      && !gs_picture_write (gs_view_get_sight (self->view), layout, path, gs_style_is_dark (), &error))
    gs_dialogs_tell (GTK_WINDOW (self), _ ("No picture was written"), error->message);
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
