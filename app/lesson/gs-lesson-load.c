/* Reading lessons: the outermost keys, the steps, and the kinds of value they are made of. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/text/gs-file.h"
#include "app/text/gs-words.h"
#include "gs-lesson-private.h"

/* ---- steps ---- */

static gchar *
read_id (GsLessonLoader *loader, const cJSON *object)
{
  const gchar *id;

  gs_reader_need (&loader->reader, object, "id", "\"first-sum\"");
  id = gs_reader_get_string (&loader->reader, object, "id", NULL);
  if (id != NULL
      && (*id == '\0' || strlen (id) > 60
          || strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen (id))) {
    g_autofree gchar *quoted = gs_words_quote (id, strlen (id), 60);

    gs_reader_fail (&loader->reader, _ ("id: “%s” is not made of small letters, digits and hyphens"), quoted);
  }
  return g_strdup (id);
}

static void
step_free (gpointer pointer)
{
  GsLessonStep *step = pointer;

  g_free (step->id);
  g_free (step->title);
  g_clear_pointer (&step->text, g_ptr_array_unref);
  g_clear_pointer (&step->notes, g_ptr_array_unref);
  gs_lesson_show_clear (&step->show);
  gs_lesson_task_free (step->task);
  g_free (step);
}

/* Panels are as in the step before, unless the step says otherwise. */
static void
carry_panels (const GsLesson *lesson, GsLessonShow *show)
{
  const GsLessonStep *before =
      lesson->steps->len > 0 ? gs_lesson_get_step (lesson, lesson->steps->len - 1) : NULL;

  for (gint i = 0; i < GS_LESSON_N_PANELS; i++)
    show->panels[i] = before != NULL ? before->show.panels[i] : -1;
}

static void
read_step (GsLessonLoader *loader, const cJSON *item)
{
  static const gchar *const keys[] = { "id", "title", "text", "show", "task", "notes", NULL };
  GsReader *reader = &loader->reader;
  GsLessonStep *step;
  const cJSON *task;

  if (!gs_reader_check_object (reader, item, keys))
    return;
  step = g_new0 (GsLessonStep, 1);
  step->show.step_size = -1;
  carry_panels (loader->lesson, &step->show);
  step->id = read_id (loader, item);
  step->title = gs_lesson_loader_get_words (loader, item, "title");
  gs_reader_need (reader, item, "text", "\"A paragraph.\"");
  step->text = gs_lesson_loader_get_texts (loader, item, "text");
  step->notes = gs_lesson_loader_get_texts (loader, item, "notes");
  gs_lesson_loader_read_show (loader, gs_reader_find (item, "show"), &step->show);
  task = gs_reader_find (item, "task");
  if (task != NULL && reader->error == NULL) {
    gsize mark = gs_reader_enter (reader, "task");

    step->task = gs_lesson_loader_read_task (loader, task);
    gs_reader_leave (reader, mark);
  }
  if (reader->error == NULL && gs_lesson_find_step (loader->lesson, step->id) >= 0)
    gs_reader_fail (reader, _ ("the id “%s” is another step's already"), step->id);
  if (reader->error == NULL && loader->lesson->steps->len == 0 && step->show.network == NULL)
    gs_reader_fail (reader, _ ("the first step needs a “network” in its “show”"));
  g_ptr_array_add (loader->lesson->steps, step);
}

static void
read_steps (GsLessonLoader *loader, const cJSON *root)
{
  GsReader *reader = &loader->reader;
  const cJSON *steps = gs_reader_need (reader, root, "steps", "[{\"id\": ..., \"text\": ...}]"), *child;
  gsize mark = gs_reader_enter (reader, "steps");
  GsReaderItems items = { 0 };

  if (cJSON_IsArray (steps)
      && (cJSON_GetArraySize (steps) < 1 || cJSON_GetArraySize (steps) > GS_LESSON_MAX_STEPS))
    gs_reader_fail (reader, _ ("must be from 1 to %d"), GS_LESSON_MAX_STEPS);
  while ((child = gs_reader_next (reader, steps, &items)) != NULL)
    read_step (loader, child);
  gs_reader_leave (reader, mark);
}

/* ---- lessons ---- */

/* All of them, used or not. */
static void
check_networks (GsLessonLoader *loader)
{
  GsReader *reader = &loader->reader;
  gsize mark = gs_reader_enter (reader, "networks");
  const cJSON *child;

  if (loader->networks != NULL && !cJSON_IsObject (loader->networks))
    gs_reader_fail (reader, _ ("must be an object with a network under each name"));
  cJSON_ArrayForEach (child, loader->networks)
  {
    gsize inner = gs_reader_enter (reader, child->string);
    GsLessonShow show = { 0 };

    if (reader->error == NULL && cJSON_IsString (child))
      gs_reader_fail (reader, _ ("must be an object with “spec” or “layers”"));
    if (reader->error == NULL)
      gs_lesson_loader_read_network (loader, child, &show);
    gs_lesson_show_clear (&show);
    gs_reader_leave (reader, inner);
  }
  gs_reader_leave (reader, mark);
}

static void
read_lesson (GsLessonLoader *loader, const cJSON *root)
{
  static const gchar *const keys[] = { "format",   "version",  "id",    "title",    "summary",
                                       "level",    "minutes",  "needs", "language", "digits",
                                       "captions", "networks", "steps", NULL };
  static const gchar *const levels[] = { "beginner", "intermediate", "advanced", NULL };
  GsReader *reader = &loader->reader;
  GsLesson *lesson = loader->lesson;

  if (!gs_reader_check_object (reader, root, keys))
    return;
  lesson->id = read_id (loader, root);
  gs_reader_need (reader, root, "title", "\"A first sum\"");
  lesson->title = gs_lesson_loader_get_words (loader, root, "title");
  lesson->summary = gs_lesson_loader_get_words (loader, root, "summary");
  lesson->level = g_strdup (levels[gs_lesson_loader_get_word (loader, root, "level", levels, 0)]);
  gs_reader_need (reader, root, "minutes", "10");
  lesson->minutes = (gint) gs_reader_get_integer (reader, root, "minutes", 1, 1, 240);
  lesson->needs = gs_lesson_loader_get_names (loader, root, "needs");
  lesson->language = g_strdup (gs_reader_get_string (reader, root, "language", "en"));
  lesson->digits = (gint) gs_reader_get_integer (reader, root, "digits", 4, 2, 17);
  lesson->captions = gs_reader_get_boolean (reader, root, "captions", TRUE);
  loader->networks = gs_reader_find (root, "networks");
  check_networks (loader);
  if (reader->error == NULL)
    read_steps (loader, root);
}

GsLesson *
gs_lesson_load_bytes (const gchar *text,
                      gsize length,
                      const gchar *name,
                      const GsLessonTranslation *translation,
                      GError **error)
{
  g_autoptr (GsLesson) lesson = NULL;
  GsLessonLoader loader = { .translation = translation };
  cJSON *root = gs_json_parse (text, length, name, NULL, NULL, error);
  gboolean good;

  if (root == NULL)
    return NULL;
  good = gs_json_check_version (root, name, "gradsheet-lesson", GS_LESSON_VERSION, error);
  if (good) {
    lesson = g_new0 (GsLesson, 1);
    lesson->path = g_strdup (name);
    lesson->steps = g_ptr_array_new_with_free_func (step_free);
    loader.lesson = lesson;
    gs_reader_init (&loader.reader, name, GS_JSON_MAX_VALUES);
    read_lesson (&loader, root);
    good = loader.reader.error == NULL;
    if (!good)
      g_propagate_error (error, g_steal_pointer (&loader.reader.error));
    gs_reader_clear (&loader.reader);
  }
  cJSON_Delete (root);
  return good ? g_steal_pointer (&lesson) : NULL;
}

GsLesson *
gs_lesson_load (const gchar *path, const gchar *languages, GError **error)
{
  g_autofree gchar *text = NULL;
  g_autoptr (GsLessonTranslation) translation = NULL;
  gsize length;

  text = gs_file_read (path, GS_FILE_MAX_LESSON, &length, error);
  if (text == NULL)
    return NULL;
  if (languages != NULL && !gs_lesson_translation_find (path, languages, &translation, error))
    return NULL;
  return gs_lesson_load_bytes (text, length, path, translation, error);
}
