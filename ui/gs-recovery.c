/* Kept changes: asked about, opened, thrown away. */
#include "gs-recovery.h"

#include <glib/gi18n-lib.h>

#include "gs-autosave.h"
#include "gs-dialogs.h"
#include "gs-host.h"

/* Of the application: GsKept that were left behind, while the user is asked about them. */
#define KEPT "gs-kept"

static void
open_kept (GsKept *kept)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWorkbook) book = gs_kept_open (kept, &error);
  const gchar *checksum;

  if (book != NULL)
    gs_host_open_book (book, gs_workbook_get_file (book, &checksum));
  else /* what cannot be read stays where it is */
    gs_dialogs_tell (NULL, _ ("A kept document cannot be opened"), error->message);
}

static void
on_answered (gint button, gpointer application)
{
  GPtrArray *kept = g_object_get_data (application, KEPT);

  for (guint i = 0; i < kept->len && button >= 0; i++)
    if (button == 1)
      open_kept (g_ptr_array_index (kept, i));
    else
      gs_kept_throw_away (g_ptr_array_index (kept, i));
  g_object_set_data (application, KEPT, NULL);
}

/* What the documents are called, with commas; caller frees. */
static gchar *
list_names (GPtrArray *kept)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < kept->len; i++) {
    g_autofree gchar *name = gs_kept_get_name (g_ptr_array_index (kept, i));

    g_string_append_printf (names, i > 0 ? ", “%s”" : "“%s”", name);
  }
  return g_string_free (names, FALSE);
}

void
gs_recovery_offer (GtkApplication *application)
{
  static const gchar *const buttons[] = { N_ ("_Discard"), N_ ("_Open"), NULL };
  static gboolean asked;
  g_autoptr (GPtrArray) kept = asked ? NULL : gs_autosave_find_left_behind ();
  g_autofree gchar *names = NULL, *text = NULL;

  if (kept == NULL || kept->len == 0)
    return;
  asked = TRUE;
  names = list_names (kept);
  text = g_strdup_printf (_ ("Gradsheet ended without closing. Changes were kept of: %s."), names);
  g_object_set_data_full (G_OBJECT (application), KEPT, g_steal_pointer (&kept),
                          (GDestroyNotify) g_ptr_array_unref);
  gs_dialogs_ask (gtk_application_get_active_window (application), _ ("Changes were kept"), text, buttons,
                  on_answered, application);
}
