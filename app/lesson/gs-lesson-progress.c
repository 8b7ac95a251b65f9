#include "gs-lesson-progress.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "app/document/gs-document.h"
#include "app/text/gs-file.h"
#include "app/text/gs-json.h"

#define VERSION 1

typedef struct {
  gchar *place;
  GHashTable *steps; /* id to GsLessonDone */
} Lesson;

struct _GsLessonProgress {
  GObject parent_instance;

  gchar *path, *damaged;
  GHashTable *lessons; /* id to Lesson */
  gboolean changed;
};

G_DEFINE_FINAL_TYPE (GsLessonProgress, gs_lesson_progress, G_TYPE_OBJECT)

static void
lesson_free (gpointer pointer)
{
  Lesson *lesson = pointer;

  g_free (lesson->place);
  g_hash_table_unref (lesson->steps);
  g_free (lesson);
}

static void
gs_lesson_progress_finalize (GObject *object)
{
  GsLessonProgress *self = GS_LESSON_PROGRESS (object);

  g_free (self->path);
  g_free (self->damaged);
  g_hash_table_unref (self->lessons);
  G_OBJECT_CLASS (gs_lesson_progress_parent_class)->finalize (object);
}

static void
gs_lesson_progress_class_init (GsLessonProgressClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gs_lesson_progress_finalize;
}

static void
gs_lesson_progress_init (GsLessonProgress *self)
{
  self->lessons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, lesson_free);
}

static Lesson *
get_lesson (GsLessonProgress *self, const gchar *id)
{
  Lesson *lesson = g_hash_table_lookup (self->lessons, id);

  if (lesson == NULL) {
    lesson = g_new0 (Lesson, 1);
    lesson->steps = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    g_hash_table_insert (self->lessons, g_strdup (id), lesson);
  }
  return lesson;
}

/* ---- reading ---- */

static void
read_step (GsReader *reader, const cJSON *item, Lesson *lesson)
{
  static const gchar *const keys[] = { "solved", "shown", "tries", "hints", NULL };
  gsize mark = gs_reader_enter (reader, item->string);
  GsLessonDone *done;

  if (gs_reader_check_object (reader, item, keys)) {
    done = g_new0 (GsLessonDone, 1);
    done->solved = gs_reader_get_boolean (reader, item, "solved", FALSE);
    done->shown = gs_reader_get_boolean (reader, item, "shown", FALSE);
    done->tries = (guint) gs_reader_get_integer (reader, item, "tries", 0, 0, G_MAXINT);
    done->hints = (guint) gs_reader_get_integer (reader, item, "hints", 0, 0, G_MAXINT);
    g_hash_table_replace (lesson->steps, g_strdup (item->string), done);
  }
  gs_reader_leave (reader, mark);
}

static void
read_lesson (GsReader *reader, const cJSON *item, Lesson *lesson)
{
  static const gchar *const keys[] = { "place", "steps", NULL };
  gsize mark = gs_reader_enter (reader, item->string);
  const cJSON *steps, *child;

  if (gs_reader_check_object (reader, item, keys)) {
    g_free (lesson->place);
    lesson->place = g_strdup (gs_reader_get_string (reader, item, "place", NULL));
    steps = gs_reader_find (item, "steps");
    if (steps != NULL && !cJSON_IsObject (steps))
      gs_reader_fail (reader, _ ("must be an object"));
    else
      cJSON_ArrayForEach (child, steps) read_step (reader, child, lesson);
  }
  gs_reader_leave (reader, mark);
}

static void
read_lessons (GsReader *reader, const cJSON *root, GsLessonProgress *self)
{
  static const gchar *const keys[] = { "format", "version", "lessons", NULL };
  static const gchar *const formats[] = { "gradsheet-progress" };
  const cJSON *lessons, *child;

  if (!gs_reader_check_object (reader, root, keys)
      || gs_reader_need (reader, root, "format", "\"gradsheet-progress\"") == NULL)
    return;
  gs_reader_to_word (reader, gs_reader_find (root, "format"), formats, 1);
  gs_reader_get_integer (reader, root, "version", 1, 1, VERSION);
  lessons = gs_reader_need (reader, root, "lessons", "{}");
  if (lessons != NULL && !cJSON_IsObject (lessons))
    gs_reader_fail (reader, _ ("must be an object"));
  else
    cJSON_ArrayForEach (child, lessons) read_lesson (reader, child, get_lesson (self, child->string));
}

static gboolean
read_text (GsLessonProgress *self, const gchar *text, gsize length)
{
  cJSON *root = gs_json_parse (text, length, self->path, NULL, NULL, NULL);
  GsReader reader;
  gboolean good;

  if (root == NULL)
    return FALSE;
  gs_reader_init (&reader, self->path, GS_JSON_MAX_VALUES);
  read_lessons (&reader, root, self);
  good = reader.error == NULL;
  gs_reader_clear (&reader);
  cJSON_Delete (root);
  return good;
}

GsLessonProgress *
gs_lesson_progress_new (const gchar *path)
{
  GsLessonProgress *self = g_object_new (GS_TYPE_LESSON_PROGRESS, NULL);
  g_autofree gchar *text = NULL;
  gsize length;

  self->path = path != NULL ? g_strdup (path)
                            : g_build_filename (g_get_user_data_dir (), "gradsheet", "progress.json", NULL);
  if (!g_file_test (self->path, G_FILE_TEST_EXISTS))
    return self;
  text = gs_file_read (self->path, GS_FILE_MAX_LESSON, &length, NULL);
  if (text != NULL && read_text (self, text, length))
    return self;
  g_hash_table_remove_all (self->lessons);
  self->damaged = g_strconcat (self->path, ".damaged", NULL);
  if (g_rename (self->path, self->damaged) != 0)
    g_debug ("%s cannot be put aside", self->path);
  return self;
}

const gchar *
gs_lesson_progress_get_damaged (GsLessonProgress *progress)
{
  return progress->damaged;
}

/* ---- asking and telling ---- */

void
gs_lesson_progress_get (GsLessonProgress *progress,
                        const gchar *lesson,
                        const gchar *step,
                        GsLessonDone *done)
{
  const Lesson *one = g_hash_table_lookup (progress->lessons, lesson);
  const GsLessonDone *known = one != NULL ? g_hash_table_lookup (one->steps, step) : NULL;

  *done = known != NULL ? *known : (GsLessonDone){ 0 };
}

void
gs_lesson_progress_set (GsLessonProgress *progress,
                        const gchar *lesson,
                        const gchar *step,
                        const GsLessonDone *done)
{
  GsLessonDone old;

  gs_lesson_progress_get (progress, lesson, step, &old);
  if (!old.solved == !done->solved && !old.shown == !done->shown && old.tries == done->tries
      && old.hints == done->hints)
    return;
  g_hash_table_replace (get_lesson (progress, lesson)->steps, g_strdup (step),
                        g_memdup2 (done, sizeof *done));
  progress->changed = TRUE;
}

const gchar *
gs_lesson_progress_get_place (GsLessonProgress *progress, const gchar *lesson)
{
  const Lesson *one = g_hash_table_lookup (progress->lessons, lesson);

  return one != NULL ? one->place : NULL;
}

void
gs_lesson_progress_set_place (GsLessonProgress *progress, const gchar *lesson, const gchar *step)
{
  Lesson *one = get_lesson (progress, lesson);

  if (g_strcmp0 (one->place, step) == 0)
    return;
  g_free (one->place);
  one->place = g_strdup (step);
  progress->changed = TRUE;
}

guint
gs_lesson_progress_count (GsLessonProgress *progress, const gchar *lesson, const gchar *const *steps)
{
  guint n = 0;

  for (; *steps != NULL; steps++) {
    GsLessonDone done;

    gs_lesson_progress_get (progress, lesson, *steps, &done);
    n += done.solved != FALSE;
  }
  return n;
}

void
gs_lesson_progress_forget (GsLessonProgress *progress, const gchar *lesson)
{
  progress->changed |= g_hash_table_remove (progress->lessons, lesson);
}

/* ---- writing ---- */

static void
write_lesson (GsWriter *writer, const Lesson *lesson)
{
  GList *ids = g_list_sort (g_hash_table_get_keys (lesson->steps), (GCompareFunc) g_strcmp0);

  gs_writer_begin_object (writer, FALSE);
  if (lesson->place != NULL) {
    gs_writer_key (writer, "place");
    gs_writer_string (writer, lesson->place);
  }
  gs_writer_key (writer, "steps");
  gs_writer_begin_object (writer, FALSE);
  for (GList *id = ids; id != NULL; id = id->next) {
    const GsLessonDone *done = g_hash_table_lookup (lesson->steps, id->data);

    gs_writer_key (writer, id->data);
    gs_writer_begin_object (writer, TRUE);
    gs_writer_key (writer, "solved");
    gs_writer_boolean (writer, done->solved);
    gs_writer_key (writer, "shown");
    gs_writer_boolean (writer, done->shown);
    gs_writer_key (writer, "tries");
    gs_writer_integer (writer, done->tries);
    gs_writer_key (writer, "hints");
    gs_writer_integer (writer, done->hints);
    gs_writer_end_object (writer);
  }
  gs_writer_end_object (writer);
  gs_writer_end_object (writer);
  g_list_free (ids);
}

static gchar *
to_text (GsLessonProgress *self, gsize *length)
{
  GList *ids = g_list_sort (g_hash_table_get_keys (self->lessons), (GCompareFunc) g_strcmp0);
  GsWriter *writer = gs_writer_new ();

  gs_writer_begin_object (writer, FALSE);
  gs_writer_key (writer, "format");
  gs_writer_string (writer, "gradsheet-progress");
  gs_writer_key (writer, "version");
  gs_writer_integer (writer, VERSION);
  gs_writer_key (writer, "lessons");
  gs_writer_begin_object (writer, FALSE);
  for (GList *id = ids; id != NULL; id = id->next) {
    gs_writer_key (writer, id->data);
    write_lesson (writer, g_hash_table_lookup (self->lessons, id->data));
  }
  gs_writer_end_object (writer);
  gs_writer_end_object (writer);
  g_list_free (ids);
  return gs_writer_end (writer, length);
}

gboolean
gs_lesson_progress_save (GsLessonProgress *progress, GError **error)
{
  g_autofree gchar *folder = g_path_get_dirname (progress->path);
  g_autofree gchar *text = NULL;
  gsize length;

  if (!progress->changed)
    return TRUE;
  g_mkdir_with_parents (folder, 0700); /* if it cannot be made, nor can the file */
  text = to_text (progress, &length);
  progress->changed = !gs_file_write (progress->path, text, length, GS_FILE_PRIVATE, error);
  return !progress->changed;
}
