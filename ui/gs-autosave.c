/* Copies for the case of a crash: each with a lock, and with the name of the file it is a copy of. */
#include "gs-autosave.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "app/text/gs-file.h"
#include "app/text/gs-json.h"

#define INTERVAL       20 /* seconds */
#define ENDING         ".gradsheet"
#define LOCK_ENDING    ".lock"
#define ORIGIN_ENDING  ".origin"
#define ORIGIN_FORMAT  "gradsheet-origin"
#define ORIGIN_VERSION 1
#define BOOK_KEY       "gs-autosave"
#define KEPT_KEY       "gs-autosave-kept"

struct _GsKept {
  gchar *path, *lock_path, *origin_path;
  gchar *origin; /* what was written there, or NULL */
  gint lock;     /* -1: it is no longer ours */
};

struct _GsAutosave {
  GObject parent_instance;

  GsWorkbook *book;
  GsKept *kept; /* NULL until there is something to keep */
  guint timer;
  gboolean has_failed; /* and somebody has been told */
  gboolean left_behind;
};

enum { SIGNAL_FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

static GPtrArray *all; /* of the autosaves that live; NULL before the first */

G_DEFINE_FINAL_TYPE (GsAutosave, gs_autosave, G_TYPE_OBJECT)

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
  g_autofree gchar *origin = g_strconcat (name, ORIGIN_ENDING, NULL);
  g_autofree gchar *lock_path = g_build_filename (folder, lock, NULL);
  gint descriptor = gs_file_lock (lock_path, 0, error);
  GsKept *kept;

  if (descriptor < 0)
    return NULL;
  kept = g_new0 (GsKept, 1);
  kept->path = g_build_filename (folder, file, NULL);
  kept->lock_path = g_steal_pointer (&lock_path);
  kept->origin_path = g_build_filename (folder, origin, NULL);
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
  g_free (kept->origin_path);
  g_free (kept->origin);
  g_free (kept);
}

/* The lock goes last, so that nobody finds the copy without it. */
static void
kept_remove (GsKept *kept)
{
  g_unlink (kept->path);
  g_unlink (kept->origin_path);
  g_unlink (kept->lock_path);
}

static GsKept *
kept_new (GError **error)
{
  g_autofree gchar *folder = get_folder (), *name = g_uuid_string_random ();

  return gs_file_make_folder (folder, error) ? hold (folder, name, error) : NULL;
}

/* ---- which file it is a copy of ---- */

/* NULL: none. */
static gchar *
describe_origin (GsWorkbook *book)
{
  const gchar *checksum, *file = gs_workbook_get_file (book, &checksum);
  g_autofree gchar *uri = file != NULL ? g_filename_to_uri (file, NULL, NULL) : NULL;
  GsWriter *writer;

  if (uri == NULL)
    return NULL;
  writer = gs_writer_new ();
  gs_writer_begin_object (writer, FALSE);
  gs_writer_key (writer, "format");
  gs_writer_string (writer, ORIGIN_FORMAT);
  gs_writer_key (writer, "version");
  gs_writer_integer (writer, ORIGIN_VERSION);
  gs_writer_key (writer, "file");
  gs_writer_string (writer, uri);
  gs_writer_key (writer, "checksum");
  gs_writer_string (writer, checksum != NULL ? checksum : "");
  gs_writer_end_object (writer);
  return gs_writer_end (writer, NULL);
}

static gboolean
write_origin (GsKept *kept, GsWorkbook *book, GError **error)
{
  g_autofree gchar *origin = describe_origin (book);

  if (g_strcmp0 (origin, kept->origin) == 0)
    return TRUE;
  if (origin == NULL)
    g_unlink (kept->origin_path);
  else if (!gs_file_write (kept->origin_path, origin, strlen (origin), GS_FILE_PRIVATE, error))
    return FALSE;
  g_free (kept->origin);
  kept->origin = g_steal_pointer (&origin);
  return TRUE;
}

/* The file it is a copy of; NULL where there is none, or none that can be read. Caller frees both. */
static gchar *
read_origin (const GsKept *kept, gchar **checksum)
{
  gsize length;
  g_autofree gchar *text = gs_file_read (kept->origin_path, GS_FILE_MAX_LESSON, &length, NULL), *file = NULL;
  cJSON *root = text != NULL ? gs_json_parse (text, length, kept->origin_path, NULL, NULL, NULL) : NULL;
  GsReader reader;

  *checksum = NULL;
  if (root == NULL)
    return NULL;
  gs_reader_init (&reader, kept->origin_path, 0);
  if (gs_json_check_version (root, kept->origin_path, ORIGIN_FORMAT, ORIGIN_VERSION, NULL)) {
    file = g_filename_from_uri (gs_reader_get_string (&reader, root, "file", ""), NULL, NULL);
    *checksum = g_strdup (gs_reader_get_string (&reader, root, "checksum", ""));
  }
  if (reader.error != NULL)
    g_clear_pointer (&file, g_free);
  gs_reader_clear (&reader);
  cJSON_Delete (root);
  return g_steal_pointer (&file);
}

/* ---- while one works ---- */

static void
forget_copy (GsAutosave *autosave)
{
  if (autosave->kept != NULL)
    kept_remove (autosave->kept);
  g_clear_pointer (&autosave->kept, kept_free);
}

static gboolean
write_copy (GsAutosave *autosave, GError **error)
{
  g_autoptr (GsDocument) document = NULL;

  if (autosave->kept == NULL)
    autosave->kept = kept_new (error);
  if (autosave->kept == NULL || !write_origin (autosave->kept, autosave->book, error))
    return FALSE;
  document = gs_workbook_to_document (autosave->book);
  return gs_document_save (document, autosave->kept->path, error);
}

/* Said once, and only when there is somebody to hear it. */
static void
tell (GsAutosave *autosave, const GError *error)
{
  g_autofree gchar *text = NULL;

  if (error == NULL)
    autosave->has_failed = FALSE;
  if (error == NULL || autosave->has_failed
      || !g_signal_has_handler_pending (autosave, signals[SIGNAL_FAILED], 0, FALSE))
    return;
  autosave->has_failed = TRUE;
  text = g_strdup_printf (_ ("Changes are not being kept in case of a crash. %s"), error->message);
  g_signal_emit (autosave, signals[SIGNAL_FAILED], 0, text);
}

gboolean
gs_autosave_write (GsAutosave *autosave, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (gs_workbook_is_modified (autosave->book))
    write_copy (autosave, &failure);
  else
    forget_copy (autosave);
  tell (autosave, failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
on_time (gpointer user_data)
{
  gs_autosave_write (user_data, NULL);
  return G_SOURCE_CONTINUE;
}

GsAutosave *
gs_autosave_new (GsWorkbook *book)
{
  GsAutosave *autosave = g_object_get_data (G_OBJECT (book), BOOK_KEY);

  if (autosave != NULL)
    return g_object_ref (autosave);
  autosave = g_object_new (GS_TYPE_AUTOSAVE, NULL);
  autosave->book = g_object_ref (book);
  autosave->kept = g_object_steal_data (G_OBJECT (book), KEPT_KEY);
  g_object_set_data (G_OBJECT (book), BOOK_KEY, autosave);
  gs_autosave_write (autosave, NULL);
  return autosave;
}

static void
gs_autosave_dispose (GObject *object)
{
  GsAutosave *autosave = GS_AUTOSAVE (object);

  g_clear_handle_id (&autosave->timer, g_source_remove);
  g_ptr_array_remove (all, autosave);
  if (autosave->book != NULL)
    g_object_set_data (G_OBJECT (autosave->book), BOOK_KEY, NULL);
  if (!autosave->left_behind)
    forget_copy (autosave);
  g_clear_pointer (&autosave->kept, kept_free);
  g_clear_object (&autosave->book);
  G_OBJECT_CLASS (gs_autosave_parent_class)->dispose (object);
}

static void
gs_autosave_class_init (GsAutosaveClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gs_autosave_dispose;
  signals[SIGNAL_FAILED] = g_signal_new ("failed", GS_TYPE_AUTOSAVE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
gs_autosave_init (GsAutosave *autosave)
{
  autosave->timer = g_timeout_add_seconds (INTERVAL, on_time, autosave);
  if (all == NULL)
    all = g_ptr_array_new ();
  g_ptr_array_add (all, autosave);
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
    const gchar *ending = g_str_has_suffix (file, ENDING)          ? ENDING
                          : g_str_has_suffix (file, ORIGIN_ENDING) ? ORIGIN_ENDING
                                                                   : LOCK_ENDING;
    g_autofree gchar *name = g_strndup (file, strlen (file) - MIN (strlen (file), strlen (ending)));
    /* Of those of one name the second is held already, by us. */
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

gchar *
gs_kept_get_name (const GsKept *kept)
{
  g_autofree gchar *checksum = NULL, *file = read_origin (kept, &checksum);
  GsDocument *document;
  gchar *name;

  if (file != NULL)
    return g_filename_display_basename (file);
  document = gs_document_load (kept->path, NULL);
  name = g_strdup (document != NULL && document->network->title != NULL ? document->network->title
                                                                        : _ ("Untitled"));
  g_clear_pointer (&document, gs_document_free);
  return name;
}

GsWorkbook *
gs_kept_open (GsKept *kept, GError **error)
{
  g_autofree gchar *checksum = NULL, *file = NULL;
  GsWorkbook *book = gs_workbook_open (kept->path, error);
  GsKept *taken;

  if (book == NULL)
    return NULL;
  /* What cannot be read is no reason not to open the copy: where it is saved is asked then. */
  file = read_origin (kept, &checksum);
  gs_workbook_set_file (book, file, checksum);
  gs_workbook_set_modified (book);
  taken = g_new (GsKept, 1);
  *taken = (GsKept){ g_strdup (kept->path), g_strdup (kept->lock_path), g_strdup (kept->origin_path), NULL,
                     kept->lock };
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
