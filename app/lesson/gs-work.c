/* Work: followed while a lesson is played, written, and read back. */
#include "gs-work.h"

#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "app/text/gs-file.h"
#include "app/text/gs-json.h"

#define FORMAT  "gradsheet-work"
#define VERSION 1
/* Nobody sits longer before a step; who closes the lid is not counted for the night. */
#define MAX_PAUSE 600.0

struct _GsWork {
  gchar *lesson, *learner;
  GPtrArray *steps; /* GsWorkStep, in the order in which one came to them */
  gboolean is_edited;

  GsLessonPlayer *player; /* that is followed; NULL for what was loaded, and once it has gone */
  gint64 since;           /* when the step it is at was last counted */
  gchar *kept;            /* where it is saved on the way, or NULL */
};

static void
step_free (gpointer data)
{
  GsWorkStep *step = data;

  g_free (step->id);
  g_free (step->answer);
  g_hash_table_unref (step->cells);
  g_free (step);
}

static GsWork *
work_new (void)
{
  GsWork *self = g_new0 (GsWork, 1);

  self->steps = g_ptr_array_new_with_free_func (step_free);
  return self;
}

void
gs_work_free (GsWork *self)
{
  if (self->player != NULL) {
    g_signal_handlers_disconnect_by_data (self->player, self);
    g_object_remove_weak_pointer (G_OBJECT (self->player), (gpointer *) &self->player);
  }
  g_ptr_array_unref (self->steps);
  g_free (self->lesson);
  g_free (self->learner);
  g_free (self->kept);
  g_free (self);
}

static GsWorkStep *
find (const GsWork *self, const gchar *id)
{
  for (guint i = 0; i < self->steps->len; i++) {
    GsWorkStep *step = g_ptr_array_index (self->steps, i);

    if (g_str_equal (step->id, id))
      return step;
  }
  return NULL;
}

static GsWorkStep *
take_step (GsWork *self, const gchar *id)
{
  GsWorkStep *step = find (self, id);

  if (step == NULL) {
    step = g_new0 (GsWorkStep, 1);
    step->id = g_strdup (id);
    step->cells = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    g_ptr_array_add (self->steps, step);
  }
  return step;
}

/* ---- following ---- */

/* What is typed into the blanks. A step begun again, all blanks empty, does not lose what was there. */
static void
note_cells (GsWorkStep *step, GsBlanks *blanks)
{
  NnProgram *program = gs_workbook_get_program (gs_blanks_get_book (blanks));

  if (gs_blanks_count_filled (blanks) == 0 || !gs_blanks_is_current (blanks))
    return;
  g_hash_table_remove_all (step->cells);
  for (guint i = 0; i < gs_blanks_get_n_cells (blanks); i++) {
    const NnCell *cell = gs_blanks_get_cell (blanks, i);
    const gchar *text = gs_blanks_get_text (blanks, cell);

    if (text != NULL)
      g_hash_table_insert (step->cells, gs_cell_name (program, cell), g_strdup (text));
  }
}

static void
note (GsWork *self)
{
  guint number = gs_lesson_player_get_number (self->player);
  GsWorkStep *step = take_step (self, gs_lesson_player_get_step (self->player)->id);
  GsBlanks *blanks = gs_lesson_player_get_blanks (self->player);
  const gchar *answer = gs_lesson_player_get_answer (self->player);
  gint64 now = g_get_monotonic_time ();

  step->seconds += MIN ((gdouble) (now - self->since) / G_USEC_PER_SEC, MAX_PAUSE);
  self->since = now;
  gs_lesson_player_get_done (self->player, number, &step->done);
  if (answer != NULL) {
    g_free (step->answer);
    step->answer = g_strdup (answer);
  }
  step->seed = gs_lesson_player_get_seed (self->player);
  if (blanks != NULL)
    note_cells (step, blanks);
}

static gboolean write_file (const GsWork *self, const gchar *path, GError **error);

static void
on_changed (GsWork *self)
{
  note (self);
  if (self->kept != NULL)
    write_file (self, self->kept, NULL);
}

void
gs_work_keep (GsWork *work, const gchar *path)
{
  g_free (work->kept);
  work->kept = g_strdup (path);
}

GsWork *
gs_work_new (GsLessonPlayer *player, const gchar *learner)
{
  GsWork *self = work_new ();

  self->lesson = g_strdup (gs_lesson_player_get_lesson (player)->id);
  self->learner = g_strdup (learner);
  self->player = player;
  self->since = g_get_monotonic_time ();
  g_object_add_weak_pointer (G_OBJECT (player), (gpointer *) &self->player);
  g_signal_connect_swapped (player, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (player, "moved", G_CALLBACK (on_changed), self);
  note (self);
  return self;
}

/* ---- asking ---- */

const gchar *
gs_work_get_lesson (const GsWork *work)
{
  return work->lesson;
}

const gchar *
gs_work_get_learner (const GsWork *work)
{
  return work->learner;
}

void
gs_work_set_learner (GsWork *work, const gchar *learner)
{
  g_free (work->learner);
  work->learner = g_strdup (learner);
}

gdouble
gs_work_get_seconds (const GsWork *work)
{
  gdouble seconds = 0;

  for (guint i = 0; i < work->steps->len; i++)
    seconds += ((const GsWorkStep *) g_ptr_array_index (work->steps, i))->seconds;
  return seconds;
}

const GsWorkStep *
gs_work_find_step (const GsWork *work, const gchar *id)
{
  return find (work, id);
}

gboolean
gs_work_is_edited (const GsWork *work)
{
  return work->is_edited;
}

/* ---- writing ---- */

static gint
compare_texts (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (a, b);
}

static void
write_cells (GsWriter *writer, GHashTable *cells)
{
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (cells), compare_texts);

  if (names == NULL)
    return;
  gs_writer_put_object (writer, "cells", FALSE);
  for (GList *link = names; link != NULL; link = link->next)
    gs_writer_put_string (writer, link->data, g_hash_table_lookup (cells, link->data));
  gs_writer_end_object (writer);
}

static void
write_step (GsWriter *writer, const GsWorkStep *step)
{
  gs_writer_put_object (writer, step->id, FALSE);
  gs_writer_put_integer (writer, "seed", (gint64) step->seed);
  gs_writer_put_string (writer, "answer", step->answer);
  write_cells (writer, step->cells);
  gs_writer_put_boolean (writer, "solved", step->done.solved);
  gs_writer_put_boolean (writer, "shown", step->done.shown);
  gs_writer_put_integer (writer, "tries", step->done.tries);
  gs_writer_put_integer (writer, "hints", step->done.hints);
  gs_writer_put_number (writer, "seconds", step->seconds);
  gs_writer_end_object (writer);
}

/* The file's text; with `checksum` NULL what the checksum is taken of. Caller frees. */
static gchar *
to_text (const GsWork *self, const gchar *checksum, gsize *length)
{
  GsWriter *writer = gs_writer_new ();

  gs_writer_begin_object (writer, FALSE);
  gs_writer_put_string (writer, "format", FORMAT);
  gs_writer_put_integer (writer, "version", VERSION);
  gs_writer_put_string (writer, "lesson", self->lesson);
  gs_writer_put_string (writer, "learner", self->learner);
  gs_writer_put_object (writer, "steps", FALSE);
  for (guint i = 0; i < self->steps->len; i++)
    write_step (writer, g_ptr_array_index (self->steps, i));
  gs_writer_end_object (writer);
  gs_writer_put_string (writer, "checksum", checksum);
  gs_writer_end_object (writer);
  return gs_writer_end (writer, length);
}

static gchar *
compute_checksum (const GsWork *self)
{
  gsize length;
  g_autofree gchar *text = to_text (self, NULL, &length);

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text, length);
}

static gboolean
write_file (const GsWork *self, const gchar *path, GError **error)
{
  gsize length;
  g_autofree gchar *checksum = compute_checksum (self), *text = to_text (self, checksum, &length);

  return gs_file_write (path, text, length, GS_FILE_PUBLIC, error);
}

gboolean
gs_work_save (GsWork *work, const gchar *path, GError **error)
{
  if (work->player != NULL)
    note (work);
  return write_file (work, path, error);
}

/* ---- reading ---- */

static void
read_cells (GsReader *reader, const cJSON *item, GsWorkStep *step)
{
  const cJSON *cells = gs_reader_find (item, "cells"), *child;
  gsize mark = gs_reader_enter (reader, "cells");

  if (cells != NULL && !cJSON_IsObject (cells))
    gs_reader_fail (reader, _ ("must be an object"));
  cJSON_ArrayForEach (child, cells)
  {
    const gchar *text = gs_reader_get_string (reader, cells, child->string, NULL);

    if (text != NULL)
      g_hash_table_insert (step->cells, g_strdup (child->string), g_strdup (text));
  }
  gs_reader_leave (reader, mark);
}

static void
read_step (GsReader *reader, const cJSON *item, GsWork *work)
{
  static const gchar *const keys[] = { "seed",  "answer", "cells",   "solved", "shown",
                                       "tries", "hints",  "seconds", NULL };
  gsize mark = gs_reader_enter (reader, item->string);

  if (gs_reader_check_object (reader, item, keys)) {
    GsWorkStep *step = take_step (work, item->string);

    step->seed = (guint64) gs_reader_get_integer (reader, item, "seed", 0, 0, G_MAXINT64);
    step->answer = g_strdup (gs_reader_get_string (reader, item, "answer", NULL));
    read_cells (reader, item, step);
    step->done.solved = gs_reader_get_boolean (reader, item, "solved", FALSE);
    step->done.shown = gs_reader_get_boolean (reader, item, "shown", FALSE);
    step->done.tries = (guint) gs_reader_get_integer (reader, item, "tries", 0, 0, G_MAXINT);
    step->done.hints = (guint) gs_reader_get_integer (reader, item, "hints", 0, 0, G_MAXINT);
    step->seconds = gs_reader_get_number (reader, item, "seconds", 0);
  }
  gs_reader_leave (reader, mark);
}

static void
read_work (GsReader *reader, const cJSON *root, GsWork *work)
{
  static const gchar *const keys[] = { "format", "version", "lesson", "learner", "steps", "checksum", NULL };
  const gchar *checksum = NULL;
  const cJSON *steps, *child;
  g_autofree gchar *own = NULL;
  gsize mark;

  if (!gs_reader_check_object (reader, root, keys)
      || gs_reader_need (reader, root, "lesson", "\"chain-rule\"") == NULL)
    return;
  work->lesson = g_strdup (gs_reader_get_string (reader, root, "lesson", ""));
  work->learner = g_strdup (gs_reader_get_string (reader, root, "learner", NULL));
  steps = gs_reader_need (reader, root, "steps", "{}");
  mark = gs_reader_enter (reader, "steps");
  if (steps != NULL && !cJSON_IsObject (steps))
    gs_reader_fail (reader, _ ("must be an object"));
  else
    cJSON_ArrayForEach (child, steps) read_step (reader, child, work);
  gs_reader_leave (reader, mark);
  checksum = gs_reader_get_string (reader, root, "checksum", "");
  own = compute_checksum (work);
  work->is_edited = g_strcmp0 (own, checksum) != 0;
}

GsWork *
gs_work_load_bytes (const gchar *text, gsize length, const gchar *name, GError **error)
{
  g_autoptr (GsWork) self = work_new ();
  cJSON *root = gs_json_parse (text, length, name, NULL, NULL, error);
  gboolean good = FALSE;

  if (root != NULL && gs_json_check_version (root, name, FORMAT, VERSION, error)) {
    GsReader reader;

    gs_reader_init (&reader, name, GS_JSON_MAX_VALUES);
    read_work (&reader, root, self);
    good = reader.error == NULL;
    if (!good)
      g_propagate_error (error, g_steal_pointer (&reader.error));
    gs_reader_clear (&reader);
  }
  cJSON_Delete (root);
  return good ? g_steal_pointer (&self) : NULL;
}

GsWork *
gs_work_load (const gchar *path, GError **error)
{
  gsize length;
  g_autofree gchar *text = gs_file_read (path, GS_FILE_MAX_LESSON, &length, error);

  return text != NULL ? gs_work_load_bytes (text, length, path, error) : NULL;
}
