#include "gs-autosave.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <unistd.h>

#define INTERVAL 20 /* seconds */

struct _GsAutosave {
  GsWorkbook *book;
  gchar *path;
  guint timer;
};

static gchar *
get_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "gradsheet", "kept", NULL);
}

void
gs_autosave_write (GsAutosave *autosave)
{
  g_autofree gchar *folder = get_folder ();
  g_autoptr (GsDocument) document = NULL;

  if (!gs_workbook_is_modified (autosave->book)) {
    g_unlink (autosave->path);
    return;
  }
  /* Nobody can be told now; the next time is soon. */
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return;
  document = gs_workbook_to_document (autosave->book);
  gs_document_save (document, autosave->path, NULL);
}

static gboolean
on_time (gpointer user_data)
{
  gs_autosave_write (user_data);
  return G_SOURCE_CONTINUE;
}

GsAutosave *
gs_autosave_new (GsWorkbook *book)
{
  static guint number;
  GsAutosave *autosave = g_new0 (GsAutosave, 1);
  g_autofree gchar *folder = get_folder ();
  g_autofree gchar *name = g_strdup_printf ("%d-%u.gradsheet", (gint) getpid (), ++number);

  autosave->book = g_object_ref (book);
  autosave->path = g_build_filename (folder, name, NULL);
  autosave->timer = g_timeout_add_seconds (INTERVAL, on_time, autosave);
  gs_autosave_write (autosave);
  return autosave;
}

void
gs_autosave_free (GsAutosave *autosave)
{
  if (autosave == NULL)
    return;
  g_clear_handle_id (&autosave->timer, g_source_remove);
  g_unlink (autosave->path);
  g_object_unref (autosave->book);
  g_free (autosave->path);
  g_free (autosave);
}

static gboolean
is_alive (gint64 pid)
{
  return pid > 0 && pid <= G_MAXINT && (kill ((pid_t) pid, 0) == 0 || errno != ESRCH);
}

gchar **
gs_autosave_list_left_behind (void)
{
  g_autofree gchar *folder = get_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  const gchar *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".gradsheet") && !is_alive (g_ascii_strtoll (name, NULL, 10)))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_add (paths, NULL);
  return (gchar **) g_ptr_array_free (g_steal_pointer (&paths), FALSE);
}
