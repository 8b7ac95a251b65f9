#include "gs-autosave.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "app/text/gs-file.h"

#define INTERVAL    20 /* seconds */
#define ENDING      ".gradsheet"
#define LOCK_ENDING ".lock"
#define BOOK_KEY    "gs-autosave"
#define KEPT_KEY    "gs-autosave-kept"

struct _GsKept {
  gchar *path, *lock_path;
  gint lock; /* -1: it is no longer ours */
};

struct _GsAutosave {
  GsWorkbook *book;
  GsKept *kept; /* NULL until there is something to keep */
  guint n_users, timer;
  gboolean left_behind;
};

static GPtrArray *all; /* of the autosaves that live; NULL before the first */

static gchar *
get_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "gradsheet", "kept", NULL);
}

/* ---- one copy ---- */

/* The copy of this name if nobody else holds it, or NULL. */
static GsKept *
hold (const gchar *folder, const gchar *name, GError **error)
{
  g_autofree gchar *file = g_strconcat (name, ENDING, NULL), *lock = g_strconcat (name, LOCK_ENDING, NULL);
  g_autofree gchar *lock_path = g_build_filename (folder, lock, NULL);
  gint descriptor = gs_file_lock (lock_path, 0, error);
  GsKept *kept;

  if (descriptor < 0)
    return NULL;
  kept = g_new0 (GsKept, 1);
  kept->path = g_build_filename (folder, file, NULL);
  kept->lock_path = g_steal_pointer (&lock_path);
  kept->lock = descriptor;
  return kept;
}

static void
kept_free (GsKept *kept)
{
  if (kept->lock >= 0)
    close (kept->lock);
  g_free (kept->path);
  g_free (kept->lock_path);
  g_free (kept);
}

/* The lock goes last, so that nobody finds the copy without it. */
static void
kept_remove (GsKept *kept)
{
  g_unlink (kept->path);
  g_unlink (kept->lock_path);
}

static GsKept *
kept_new (GError **error)
{
  g_autofree gchar *folder = get_folder (), *name = g_uuid_string_random ();

  return gs_file_make_folder (folder, error) ? hold (folder, name, error) : NULL;
}

/* ---- while one works ---- */

static void
forget_copy (GsAutosave *autosave)
{
  if (autosave->kept != NULL)
    kept_remove (autosave->kept);
  g_clear_pointer (&autosave->kept, kept_free);
}

gboolean
gs_autosave_write (GsAutosave *autosave, GError **error)
{
  g_autoptr (GsDocument) document = NULL;

  if (!gs_workbook_is_modified (autosave->book)) {
    forget_copy (autosave);
    return TRUE;
  }
  if (autosave->kept == NULL)
    autosave->kept = kept_new (error);
  if (autosave->kept == NULL)
    return FALSE;
  document = gs_workbook_to_document (autosave->book);
  return gs_document_save (document, autosave->kept->path, error);
}

static gboolean
on_time (gpointer user_data)
{
  /* Nobody can be told now; the next time is soon. */
  gs_autosave_write (user_data, NULL);
  return G_SOURCE_CONTINUE;
}

GsAutosave *
gs_autosave_new (GsWorkbook *book)
{
  GsAutosave *autosave = g_object_get_data (G_OBJECT (book), BOOK_KEY);

  if (autosave == NULL) {
    autosave = g_new0 (GsAutosave, 1);
    autosave->book = g_object_ref (book);
    autosave->kept = g_object_steal_data (G_OBJECT (book), KEPT_KEY);
    autosave->timer = g_timeout_add_seconds (INTERVAL, on_time, autosave);
    g_object_set_data (G_OBJECT (book), BOOK_KEY, autosave);
    if (all == NULL)
      all = g_ptr_array_new ();
    g_ptr_array_add (all, autosave);
    gs_autosave_write (autosave, NULL);
  }
  autosave->n_users++;
  return autosave;
}

void
gs_autosave_free (GsAutosave *autosave)
{
  if (autosave == NULL || --autosave->n_users > 0)
    return;
  g_clear_handle_id (&autosave->timer, g_source_remove);
  g_ptr_array_remove (all, autosave);
  g_object_set_data (G_OBJECT (autosave->book), BOOK_KEY, NULL);
  if (!autosave->left_behind)
    forget_copy (autosave);
  g_clear_pointer (&autosave->kept, kept_free);
  g_object_unref (autosave->book);
  g_free (autosave);
}

void
gs_autosave_leave_all (void)
{
  for (guint i = 0; all != NULL && i < all->len; i++) {
    GsAutosave *autosave = g_ptr_array_index (all, i);
    g_autoptr (GError) error = NULL;

    if (!gs_autosave_write (autosave, &error))
      g_printerr ("%s\n", error->message);
    autosave->left_behind = TRUE;
  }
}

/* ---- after a crash ---- */

GPtrArray *
gs_autosave_find_left_behind (void)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) kept_free);
  g_autofree gchar *folder = get_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const gchar *file;

  while (dir != NULL && (file = g_dir_read_name (dir)) != NULL) {
    const gchar *ending = g_str_has_suffix (file, ENDING) ? ENDING : LOCK_ENDING;
    g_autofree gchar *name = g_strndup (file, strlen (file) - MIN (strlen (file), strlen (ending)));
    /* Of a pair the second is held already, by us. */
    GsKept *kept = g_str_has_suffix (file, ending) ? hold (folder, name, NULL) : NULL;

    if (kept == NULL)
      continue;
    /* Its owner may have taken it away just now, or have died before there was anything to keep. */
    if (g_file_test (kept->path, G_FILE_TEST_EXISTS)) {
      g_ptr_array_add (found, kept);
    } else {
      kept_remove (kept);
      kept_free (kept);
    }
  }
  return found;
}

const gchar *
gs_kept_get_path (const GsKept *kept)
{
  return kept->path;
}

GsWorkbook *
gs_kept_open (GsKept *kept, GError **error)
{
  GsWorkbook *book = gs_workbook_open (kept->path, error);
  GsKept *taken;

  if (book == NULL)
    return NULL;
  gs_workbook_set_modified (book);
  taken = g_new (GsKept, 1);
  *taken = (GsKept){ g_strdup (kept->path), g_strdup (kept->lock_path), kept->lock };
  kept->lock = -1;
  g_object_set_data_full (G_OBJECT (book), KEPT_KEY, taken, (GDestroyNotify) kept_free);
  return book;
}

void
gs_kept_throw_away (GsKept *kept)
{
  g_assert (kept->lock >= 0);
  kept_remove (kept);
}
