/* Rows into the window: from a file, made, pasted; and what is dropped on it. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/data/gs-source.h"
#include "app/workbook/gs-workbook-rows.h"
#include "gs-clipboard.h"
#include "gs-dialogs.h"
#include "gs-file-dialog.h"
#include "gs-file-kinds.h"
#include "gs-host.h"
#include "gs-job.h"
#include "gs-rows-dialog.h"
#include "gs-window-private.h"

static GsWorkbook *
get_book (GsWindow *self)
{
  return gs_view_get_workbook (self->view);
}

/* ---- reading: a job ---- */

/* The order holds what is read: that it is there is all there is to tell. */
static gpointer
work_read (gpointer order, GError **error)
{
  return gs_rows_order_read (order, error) ? order : NULL;
}

static void
keep (gpointer result)
{
}

static void
take_read (GsWindow *self, const GsRowsOrder *order)
{
  g_autofree gchar *said = NULL;
  g_autoptr (GError) error = NULL;

  if (gs_workbook_take_rows (get_book (self), order, &said, &error))
    gs_window_tell (self, said);
  else
    gs_dialogs_tell (GTK_WINDOW (self), _ ("No rows were taken"), error->message);
}

static void
on_read (gpointer owner, gpointer order, gpointer result, const GError *error)
{
  if (result != NULL)
    take_read (owner, order);
  else
    gs_dialogs_tell (owner, _ ("No rows were taken"), error->message);
}

static void
take_order (GsRowsOrder *order, gpointer owner)
{
  GsWindow *self = owner;
  static const GsJobKind kind = { work_read, on_read, (GDestroyNotify) gs_rows_order_free, keep };

  gs_job_start (gs_sheet_pane_get_work (self->sheet_pane), &kind, _ ("Reading rows"), order, self);
}

/* Rows that are described by a word: there is nothing to be picked. */
static void
import (GsWindow *self, const gchar *source)
{
  take_order (gs_workbook_order_rows (get_book (self), source), self);
}

/* ---- looking first: a job ---- */

static gpointer
work_look (gpointer order, GError **error)
{
  return gs_rows_order_look (order, error) ? order : NULL;
}

/* The dialog has read them. */
static void
on_picked (GsRowsOrder *order, gpointer owner)
{
  g_autoptr (GsRowsOrder) read = order;

  take_read (owner, read);
}

/* A table is shown before anything changes; pictures have no columns. The job's order goes on. */
static void
on_looked (gpointer owner, gpointer job, gpointer result, const GError *error)
{
  GsWindow *self = owner;
  GsRowsOrder *order = result;

  if (order == NULL) {
    gs_dialogs_tell (GTK_WINDOW (self), _ ("No rows were taken"), error->message);
    return;
  }
  gs_rows_order_ref (order);
  if (gs_rows_order_get_table (order) != NULL) {
    g_autofree gchar *name = g_path_get_basename (gs_rows_order_get_source (order)),
                     *shown = g_filename_display_name (name);

    gs_rows_dialog_show (GTK_WINDOW (self), shown, order, on_picked, self);
  } else {
    take_order (order, self);
  }
}

static void
import_file (GsWindow *self, const gchar *source)
{
  static const GsJobKind kind = { work_look, on_looked, (GDestroyNotify) gs_rows_order_free, keep };

  gs_job_start (gs_sheet_pane_get_work (self->sheet_pane), &kind, _ ("Reading rows"),
                gs_workbook_order_rows (get_book (self), source), self);
}

/* ---- a file ---- */

static void
on_chosen (const gchar *source, gpointer user_data)
{
  import_file (user_data, source);
}

static void
ask_for_file (GsWindow *self)
{
  gs_file_dialog_choose_source (GTK_WINDOW (self), on_chosen, self);
}

static void
ask_for_folder (GsWindow *self)
{
  gs_file_dialog_choose_source_folder (GTK_WINDOW (self), on_chosen, self);
}

/* ---- made ---- */

static void
on_made_line (const gchar *text, gpointer user_data)
{
  if (text != NULL)
    import (user_data, text);
}

static gboolean
check_source (const gchar *text, GError **error)
{
  g_autoptr (GsSource) source = gs_source_open (text, error);

  return source != NULL;
}

static void
ask_for_made (GsWindow *self)
{
  gs_dialogs_ask_line (GTK_WINDOW (self), _ ("Make rows"),
                       _ ("What kind of points, and how many: circle, xor, gaussians, spiral, moons, blobs, "
                          "plane, curve, with "
                          "rows, noise and seed. Or rows that come with the program: iris, digits8."),
                       "circle:rows=200,noise=0.1,seed=1", _ ("_Make them"), check_source, on_made_line,
                       self);
}

/* ---- pasted ---- */

static void
on_clipboard (gpointer widget, const gchar *text)
{
  GsWindow *self = widget;
  g_autofree gchar *said = NULL;
  g_autoptr (GError) error = NULL;

  if (self->view == NULL)
    return;
  if (gs_workbook_append_rows (get_book (self), text != NULL ? text : "", &said, &error))
    gs_window_tell (self, said);
  else
    gs_window_tell (self, error->message);
}

static void
paste (GsWindow *self)
{
  gs_clipboard_read (GTK_WIDGET (self), on_clipboard);
}

/* ---- dropped ---- */

/* Documents, models and lessons are opened; anything else holds rows for the network, two files pictures and
 * labels.
 */
gboolean
gs_window_take_files (GsWindow *self, GSList *files)
{
  g_autoptr (GString) rows = g_string_new (NULL);

  for (GSList *link = files; link != NULL; link = link->next) {
    g_autofree gchar *path = g_file_get_path (link->data);

    switch (path != NULL ? gs_file_kinds_find (path) : GS_FILE_DOCUMENT) {
    case GS_FILE_ARRAYS: gs_window_compare (self, path); break;
    case GS_FILE_ROWS: g_string_append_printf (rows, "%s%s", rows->len > 0 ? "," : "", path); break;
    case GS_FILE_DOCUMENT:
    case GS_FILE_MODEL:
    case GS_FILE_LESSON:
    default: gs_host_open_file (GTK_WINDOW (self), link->data); break;
    }
  }
  if (rows->len > 0)
    import_file (self, rows->str);
  return files != NULL;
}

void
gs_window_add_rows_actions (GsWindow *self)
{
  static const GsAct acts[] = {
    { "rows-from-file", G_CALLBACK (ask_for_file) },
    { "rows-from-folder", G_CALLBACK (ask_for_folder) },
    { "rows-made", G_CALLBACK (ask_for_made) },
    { "rows-paste", G_CALLBACK (paste) },
  };

  gs_actions_add (G_ACTION_MAP (self), acts, G_N_ELEMENTS (acts), self);
}
