/* The check: words and signs that are used before the lesson that explains them. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "gs-lesson-check-private.h"
#include "gs-lesson-glossary.h"
#include "gs-lessons.h"

static gint
find_lesson (const GPtrArray *lessons, const gchar *id)
{
  for (guint i = 0; i < lessons->len; i++) {
    const GsLessonEntry *entry = g_ptr_array_index (lessons, i);

    if (entry->lesson != NULL && g_str_equal (entry->lesson->id, id))
      return (gint) i;
  }
  return -1;
}

static void
add_text (GString *all, const GsLessonText *text)
{
  for (guint i = 0; text != NULL && i < text->runs->len; i++) {
    const GsLessonRun *run = g_ptr_array_index (text->runs, i);

    /* A value's formula and a link's cell are not read. */
    if (run->kind == GS_LESSON_RUN_EMPHASIS)
      g_string_append_printf (all, "*%s*", run->text);
    else if (run->kind != GS_LESSON_RUN_VALUE
             && (run->kind != GS_LESSON_RUN_LINK || run->target == NULL
                 || !g_str_equal (run->target, run->text)))
      g_string_append (all, run->text);
  }
  g_string_append_c (all, '\n');
}

static void
add_texts (GString *all, const GPtrArray *texts)
{
  for (guint i = 0; i < texts->len; i++)
    add_text (all, g_ptr_array_index (texts, i));
}

/* All that a learner reads of a step, in the order of reading. */
static gchar *
join_step (const GsLessonStep *step)
{
  GString *all = g_string_new (step->title);
  const GsLessonTask *task = step->task;

  g_string_append_c (all, '\n');
  add_texts (all, step->text);
  if (task == NULL)
    return g_string_free (all, FALSE);
  add_text (all, task->prompt);
  add_text (all, task->right);
  add_text (all, task->not_yet);
  add_texts (all, task->hints);
  for (guint i = 0; i < task->mistakes->len; i++)
    add_text (all, ((const GsLessonMistake *) g_ptr_array_index (task->mistakes, i))->say);
  for (guint i = 0; i < task->options->len; i++) {
    add_text (all, ((const GsLessonOption *) g_ptr_array_index (task->options, i))->text);
    add_text (all, ((const GsLessonOption *) g_ptr_array_index (task->options, i))->say);
  }
  return g_string_free (all, FALSE);
}

/* The first step that uses the word; its text in *text, which the caller frees. */
static gint
find_step (const GsLesson *lesson, const GsLessonWord *word, gchar **text)
{
  for (guint i = 0; i < lesson->steps->len; i++) {
    *text = join_step (gs_lesson_get_step (lesson, i));
    if (gs_lesson_glossary_find (word, *text) != NULL)
      return (gint) i;
    g_free (*text);
  }
  *text = NULL;
  return -1;
}

/* Whether the word stands between two stars once: behind an odd number of them in its paragraph. */
static gboolean
is_emphasised (const GsLessonWord *word, const gchar *text)
{
  if (!g_ascii_isalpha (*word->word) || strchr (word->word, '/') != NULL)
    return TRUE; /* a sign is explained by the words around it */
  for (const gchar *at = text; (at = gs_lesson_glossary_find (word, at)) != NULL; at++) {
    gboolean inside = FALSE;

    for (const gchar *before = at; before > text && before[-1] != '\n'; before--)
      inside ^= before[-1] == '*';
    if (inside)
      return TRUE;
  }
  return FALSE;
}

static void
check_word (GsLessonCheck *check, const GPtrArray *lessons, gint here, const GsLessonWord *word)
{
  gint first = find_lesson (lessons, word->lesson);
  const GsLesson *lesson = gs_lesson_player_get_lesson (check->player);
  g_autofree gchar *text = NULL;
  gint step = first >= here ? find_step (lesson, word, &text) : -1;

  if (step < 0)
    return;
  check->number = (guint) step;
  if (first > here)
    gs_lesson_check_complain (check, "text", _ ("uses “%s”, which only the lesson “%s” explains"), word->word,
                              word->lesson);
  else if (!is_emphasised (word, text))
    gs_lesson_check_complain (check, "text", _ ("uses “%s” for the first time; explain it, as *%s*"),
                              word->word, word->word);
}

void
gs_lesson_check_words (GsLessonCheck *check)
{
  const GsLesson *lesson = gs_lesson_player_get_lesson (check->player);
  g_autofree gchar *folder = g_path_get_dirname (lesson->path);
  const gchar *const folders[] = { folder, NULL };
  g_autoptr (GPtrArray) lessons = gs_lessons_list (folders, NULL);
  gint here = find_lesson (lessons, lesson->id);

  for (gsize i = 0; here >= 0 && i < gs_lesson_glossary_get_size (); i++)
    check_word (check, lessons, here, gs_lesson_glossary_get (i));
}
