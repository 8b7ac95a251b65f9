/* What a learner has done, as a JSON file. */
#include "gs-lesson-progress.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "app/text/gs-file.h"
#include "app/text/gs-json.h"

#define VERSION 1

/* How long another program may take to write its own, in milliseconds. */
#define PATIENCE 1000

typedef struct {
  GsLessonDone done;
  gboolean changed; /* since it was read or written */
} Step;

typedef struct {
  gchar *place;
  gboolean place_changed;
  GHashTable *steps; /* id to Step */
} Lesson;

struct _GsLessonProgress {
  GObject parent_instance;

  gchar *path;
  GHashTable *lessons;   /* id to Lesson */
  GHashTable *forgotten; /* ids of lessons that are to begin anew, until that has been written */
  gchar *notice;         /* what the learner has not been told yet, or NULL */
  gboolean told;         /* that it cannot be written */
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
  g_free (self->notice);
  g_hash_table_unref (self->lessons);
  g_hash_table_unref (self->forgotten);
  G_OBJECT_CLASS (gs_lesson_progress_parent_class)->finalize (object);
}

static void
gs_lesson_progress_class_init (GsLessonProgressClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gs_lesson_progress_finalize;
  g_signal_new ("changed", GS_TYPE_LESSON_PROGRESS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GHashTable *
lessons_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, lesson_free);
}

static void
gs_lesson_progress_init (GsLessonProgress *self)
{
  self->lessons = lessons_new ();
  self->forgotten = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static Lesson *
get_lesson (GHashTable *lessons, const gchar *id)
{
  Lesson *lesson = g_hash_table_lookup (lessons, id);

  if (lesson == NULL) {
    lesson = g_new0 (Lesson, 1);
    lesson->steps = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    g_hash_table_insert (lessons, g_strdup (id), lesson);
  }
  return lesson;
}

static Step *
get_step (Lesson *lesson, const gchar *id)
{
  Step *step = g_hash_table_lookup (lesson->steps, id);

  if (step == NULL) {
    step = g_new0 (Step, 1);
    g_hash_table_insert (lesson->steps, g_strdup (id), step);
  }
  return step;
}

/* What has been done stays done, whoever comes later with less: two windows, or two programs. Whether that
 * adds to it. */
static gboolean
add_done (GsLessonDone *to, const GsLessonDone *done)
{
  GsLessonDone old = *to;

  to->solved = to->solved || done->solved;
  to->shown = to->shown || done->shown;
  to->tries = MAX (to->tries, done->tries);
  to->hints = MAX (to->hints, done->hints);
  to->score = MAX (to->score, done->score);
  return to->solved != old.solved || to->shown != old.shown || to->tries != old.tries
         || to->hints != old.hints || to->score != old.score;
}

/* ---- reading ---- */

static void
read_step (GsReader *reader, const cJSON *item, Lesson *lesson)
{
  static const gchar *const keys[] = { "solved", "shown", "tries", "hints", "score", NULL };
  gsize mark = gs_reader_enter (reader, item->string);

  if (gs_reader_check_object (reader, item, keys)) {
    GsLessonDone *done = &get_step (lesson, item->string)->done;

    done->solved = gs_reader_get_boolean (reader, item, "solved", FALSE);
    done->shown = gs_reader_get_boolean (reader, item, "shown", FALSE);
    done->tries = (guint) gs_reader_get_integer (reader, item, "tries", 0, 0, G_MAXINT);
    done->hints = (guint) gs_reader_get_integer (reader, item, "hints", 0, 0, G_MAXINT);
    done->score = (guint) gs_reader_get_integer (reader, item, "score", 0, 0, 100);
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
read_lessons (GsReader *reader, const cJSON *root, GHashTable *to)
{
  static const gchar *const keys[] = { "format", "version", "lessons", NULL };
  const cJSON *lessons, *child;

  if (!gs_reader_check_object (reader, root, keys))
    return;
  lessons = gs_reader_need (reader, root, "lessons", "{}");
  if (lessons != NULL && !cJSON_IsObject (lessons))
    gs_reader_fail (reader, _ ("must be an object"));
  else
    cJSON_ArrayForEach (child, lessons) read_lesson (reader, child, get_lesson (to, child->string));
}

GHashTable *
gs_lesson_progress_parse (const gchar *text, gsize length, const gchar *name, GError **error)
{
  g_autoptr (GHashTable) lessons = lessons_new ();
  cJSON *root = gs_json_parse (text, length, name, NULL, NULL, error);
  gboolean good = FALSE;

  if (root != NULL && gs_json_check_version (root, name, "gradsheet-progress", VERSION, error)) {
    GsReader reader;

    gs_reader_init (&reader, name, GS_JSON_MAX_VALUES);
    read_lessons (&reader, root, lessons);
    good = reader.error == NULL;
    if (!good)
      g_propagate_error (error, g_steal_pointer (&reader.error));
    gs_reader_clear (&reader);
  }
  cJSON_Delete (root);
  return good ? g_steal_pointer (&lessons) : NULL;
}

/* What the file says; NULL without an error if there is no file. */
static GHashTable *
read_file (const gchar *path, GError **error)
{
  g_autofree gchar *text = NULL;
  gsize length;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  text = gs_file_read (path, GS_FILE_MAX_LESSON, &length, error);
  return text != NULL ? gs_lesson_progress_parse (text, length, path, error) : NULL;
}

/* Whether the file can be read, but says nothing we understand or anybody will. */
static gboolean
is_damage (const GError *error)
{
  return error != NULL && !g_error_matches (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_READ)
         && !g_error_matches (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_NEWER);
}

static gint
lock (GsLessonProgress *self, GError **error)
{
  g_autofree gchar *path = g_strconcat (self->path, ".lock", NULL);

  return gs_file_lock (path, PATIENCE, error);
}

/* The damaged file gets a name that no other has, and is read by a person some day. */
static gboolean
put_aside (GsLessonProgress *self, GError **error)
{
  g_autofree gchar *aside = g_strconcat (self->path, ".damaged", NULL);

  for (guint i = 2; g_file_test (aside, G_FILE_TEST_EXISTS); i++) {
    g_free (aside);
    aside = g_strdup_printf ("%s.damaged-%u", self->path, i);
  }
  if (g_rename (self->path, aside) != 0) {
    g_set_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_WRITE,
                 _ ("%s is damaged, and cannot be put aside: %s. Move it away."), self->path,
                 g_strerror (errno));
    return FALSE;
  }
  g_free (self->notice);
  self->notice = g_strdup_printf (
      _ ("The file of your progress was damaged. It was put aside as %s, and a new one begun."), aside);
  return TRUE;
}

/* Says once that nothing is kept, and why. */
static void
tell (GsLessonProgress *self, const GError *error)
{
  if (self->told)
    return;
  self->told = TRUE;
  g_free (self->notice);
  self->notice = g_strdup_printf (_ ("What you do in lessons is not kept. %s"), error->message);
}

/* With the lock held: what is in the file, which was put aside if it was damaged. NULL, perhaps with an
 * error. */
static GHashTable *
read_held (GsLessonProgress *self, GError **error)
{
  g_autoptr (GError) own = NULL;
  GHashTable *lessons = read_file (self->path, &own);

  if (is_damage (own))
    put_aside (self, error);
  else if (own != NULL)
    g_propagate_error (error, g_steal_pointer (&own));
  return lessons;
}

GsLessonProgress *
gs_lesson_progress_new (const gchar *path)
{
  GsLessonProgress *self = g_object_new (GS_TYPE_LESSON_PROGRESS, NULL);
  g_autoptr (GHashTable) lessons = NULL;
  g_autoptr (GError) error = NULL;
  gint held = -1;

  self->path = path != NULL ? g_strdup (path)
                            : g_build_filename (g_get_user_data_dir (), "gradsheet", "progress.json", NULL);
  /* Reading needs no lock: the file is replaced as a whole. */
  lessons = read_file (self->path, &error);
  if (is_damage (error)) {
    g_clear_error (&error);
    held = lock (self, &error);
    if (held >= 0)
      lessons = read_held (self, &error);
    if (held >= 0)
      close (held);
  }
  if (error != NULL)
    tell (self, error);
  if (lessons != NULL) {
    g_hash_table_unref (self->lessons);
    self->lessons = g_steal_pointer (&lessons);
  }
  return self;
}

gchar *
gs_lesson_progress_take_notice (GsLessonProgress *progress)
{
  return g_steal_pointer (&progress->notice);
}

/* ---- asking and telling ---- */

void
gs_lesson_progress_get (GsLessonProgress *progress,
                        const gchar *lesson,
                        const gchar *step,
                        GsLessonDone *done)
{
  const Lesson *one = g_hash_table_lookup (progress->lessons, lesson);
  const Step *known = one != NULL ? g_hash_table_lookup (one->steps, step) : NULL;

  *done = known != NULL ? known->done : (GsLessonDone){ 0 };
}

void
gs_lesson_progress_add (GsLessonProgress *progress,
                        const gchar *lesson,
                        const gchar *step,
                        const GsLessonDone *done)
{
  GsLessonDone known;
  Step *one;

  gs_lesson_progress_get (progress, lesson, step, &known);
  if (!add_done (&known, done))
    return;
  one = get_step (get_lesson (progress->lessons, lesson), step);
  one->done = known;
  one->changed = TRUE;
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
  Lesson *one = get_lesson (progress->lessons, lesson);

  if (g_strcmp0 (one->place, step) == 0)
    return;
  g_free (one->place);
  one->place = g_strdup (step);
  one->place_changed = TRUE;
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

guint
gs_lesson_progress_count_done (GsLessonProgress *progress, const GsLesson *lesson)
{
  GsLessonDone done;
  guint n = 0;
  gint last = -1;

  for (guint i = 0; i < lesson->steps->len; i++) {
    const GsLessonStep *step = gs_lesson_get_step (lesson, i);

    gs_lesson_progress_get (progress, lesson->id, step->id, &done);
    n += done.solved != FALSE;
    if (step->task != NULL && step->task->kind != GS_LESSON_TASK_CHOOSE)
      last = (gint) i;
  }
  if (last < 0)
    return n;
  gs_lesson_progress_get (progress, lesson->id, gs_lesson_get_step (lesson, (guint) last)->id, &done);
  return done.solved && !done.shown ? lesson->steps->len : n;
}

void
gs_lesson_progress_forget (GsLessonProgress *progress, const gchar *lesson)
{
  g_hash_table_remove (progress->lessons, lesson);
  g_hash_table_add (progress->forgotten, g_strdup (lesson));
}

/* ---- writing ---- */

static void
write_lesson (GsWriter *writer, const Lesson *lesson)
{
  GList *ids = g_list_sort (g_hash_table_get_keys (lesson->steps), (GCompareFunc) g_strcmp0);

  gs_writer_begin_object (writer, FALSE);
  gs_writer_put_string (writer, "place", lesson->place);
  gs_writer_put_object (writer, "steps", FALSE);
  for (GList *id = ids; id != NULL; id = id->next) {
    const GsLessonDone *done = &((const Step *) g_hash_table_lookup (lesson->steps, id->data))->done;

    gs_writer_put_object (writer, id->data, TRUE);
    gs_writer_put_boolean (writer, "solved", done->solved);
    gs_writer_put_boolean (writer, "shown", done->shown);
    gs_writer_put_integer (writer, "tries", done->tries);
    gs_writer_put_integer (writer, "hints", done->hints);
    if (done->score > 0)
      gs_writer_put_integer (writer, "score", done->score);
    gs_writer_end_object (writer);
  }
  gs_writer_end_object (writer);
  gs_writer_end_object (writer);
  g_list_free (ids);
}

static gchar *
to_text (GHashTable *lessons, gsize *length)
{
  GList *ids = g_list_sort (g_hash_table_get_keys (lessons), (GCompareFunc) g_strcmp0);
  GsWriter *writer = gs_writer_new ();

  gs_writer_begin_object (writer, FALSE);
  gs_writer_put_string (writer, "format", "gradsheet-progress");
  gs_writer_put_integer (writer, "version", VERSION);
  gs_writer_put_object (writer, "lessons", FALSE);
  for (GList *id = ids; id != NULL; id = id->next) {
    gs_writer_key (writer, id->data);
    write_lesson (writer, g_hash_table_lookup (lessons, id->data));
  }
  gs_writer_end_object (writer);
  gs_writer_end_object (writer);
  g_list_free (ids);
  return gs_writer_end (writer, length);
}

static gboolean
has_changed (GsLessonProgress *self)
{
  GHashTableIter lessons, steps;
  gpointer lesson, step;

  g_hash_table_iter_init (&lessons, self->lessons);
  while (g_hash_table_iter_next (&lessons, NULL, &lesson)) {
    if (((const Lesson *) lesson)->place_changed)
      return TRUE;
    g_hash_table_iter_init (&steps, ((const Lesson *) lesson)->steps);
    while (g_hash_table_iter_next (&steps, NULL, &step))
      if (((const Step *) step)->changed)
        return TRUE;
  }
  return g_hash_table_size (self->forgotten) > 0;
}

/* Adds what was done here to what the file says; `everything`, or only what has changed since. */
static void
merge (GsLessonProgress *self, GHashTable *into, gboolean everything)
{
  GHashTableIter forgotten, lessons, steps;
  gpointer id, pointer;

  g_hash_table_iter_init (&forgotten, self->forgotten);
  while (g_hash_table_iter_next (&forgotten, &id, NULL))
    g_hash_table_remove (into, id);
  g_hash_table_iter_init (&lessons, self->lessons);
  while (g_hash_table_iter_next (&lessons, &id, &pointer)) {
    const Lesson *lesson = pointer;
    Lesson *other = get_lesson (into, id);

    if (lesson->place_changed || (everything && lesson->place != NULL)) {
      g_free (other->place);
      other->place = g_strdup (lesson->place);
    }
    g_hash_table_iter_init (&steps, lesson->steps);
    while (g_hash_table_iter_next (&steps, &id, &pointer))
      if (everything || ((const Step *) pointer)->changed)
        add_done (&get_step (other, id)->done, &((const Step *) pointer)->done);
  }
}

static gboolean
merge_and_write (GsLessonProgress *self, GError **error)
{
  GError *own = NULL;
  g_autoptr (GHashTable) lessons = read_held (self, &own);
  gboolean everything = lessons == NULL; /* what was in the file is known here alone */
  g_autofree gchar *text = NULL;
  gsize length;

  if (own != NULL) {
    g_propagate_error (error, own);
    return FALSE;
  }
  if (lessons == NULL)
    lessons = lessons_new ();
  merge (self, lessons, everything);
  text = to_text (lessons, &length);
  if (!gs_file_write (self->path, text, length, GS_FILE_PRIVATE, error))
    return FALSE;
  g_hash_table_unref (self->lessons);
  self->lessons = g_steal_pointer (&lessons);
  g_hash_table_remove_all (self->forgotten);
  return TRUE;
}

gboolean
gs_lesson_progress_save (GsLessonProgress *progress, GError **error)
{
  g_autofree gchar *folder = g_path_get_dirname (progress->path);
  g_autoptr (GError) own = NULL;
  gint held;

  if (!has_changed (progress))
    return TRUE;
  g_signal_emit_by_name (progress, "changed");
  held = gs_file_make_folder (folder, &own) ? lock (progress, &own) : -1;
  if (held >= 0) {
    merge_and_write (progress, &own);
    close (held);
  }
  if (own == NULL)
    return TRUE;
  tell (progress, own);
  g_propagate_error (error, g_steal_pointer (&own));
  return FALSE;
}
