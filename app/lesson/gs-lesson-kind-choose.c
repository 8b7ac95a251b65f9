/* Tasks with options, one of which is right. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/text/gs-words.h"
#include "gs-lesson-player-private.h"

/* The option's number, or its text; 0 for neither. */
static guint
find_option (const GsLessonTask *task, const gchar *text)
{
  g_autofree gchar *trimmed = g_strstrip (g_strdup (text));
  g_autofree gchar *folded = g_utf8_casefold (trimmed, -1);
  gchar *end;
  guint64 number = g_ascii_strtoull (trimmed, &end, 10);

  if (g_ascii_isdigit (*trimmed) && *end == '\0')
    return number >= 1 && number <= task->options->len ? (guint) number : 0;
  for (guint i = 0; i < task->options->len; i++) {
    const GsLessonOption *option = g_ptr_array_index (task->options, i);
    g_autofree gchar *other = g_utf8_casefold (option->text->source, -1);

    if (g_str_equal (folded, other))
      return i + 1;
  }
  return 0;
}

static GsLessonVerdict
judge (GsLessonPlayer *self, const GsLessonTask *task, const gchar *text)
{
  guint number = find_option (task, text);
  const GsLessonOption *option;
  g_autofree gchar *words = NULL;

  if (number == 0) {
    g_autofree gchar *quoted = gs_words_quote (text, strlen (text), 40);

    words = g_strdup_printf (_ ("“%s” is none of the choices: type a number from 1 to %u."), quoted,
                             task->options->len);
    return gs_lesson_player_say (self, GS_LESSON_VERDICT_JUNK, NULL, words, NAN);
  }
  option = g_ptr_array_index (task->options, number - 1);
  gs_lesson_player_get_state (self)->done.tries++;
  if (option->right)
    return gs_lesson_player_solve (self, option->say != NULL ? option->say : task->right, number);
  return gs_lesson_player_say (self, GS_LESSON_VERDICT_WRONG, option->say,
                               _ ("Not that one. Look again, or take a hint."), number);
}

static guint
find_right_option (const GsLessonTask *task)
{
  for (guint i = 0; i < task->options->len; i++)
    if (((const GsLessonOption *) g_ptr_array_index (task->options, i))->right)
      return i + 1;
  return 0;
}

static gchar *
find_answer (GsLessonPlayer *self, const GsLessonTask *task, GError **error)
{
  return g_strdup_printf ("%u", find_right_option (task));
}

static void
derive (GsLessonPlayer *self, const GsLessonTask *task, GPtrArray *paragraphs)
{
  const GsLessonOption *option = g_ptr_array_index (task->options, find_right_option (task) - 1);
  GsExpressionScope scope;

  gs_lesson_values_get_scope (&self->values, &scope);
  g_ptr_array_add (paragraphs, gs_lesson_text_expand (option->text, &scope, NULL, NULL, task->digits));
  if (option->say != NULL)
    g_ptr_array_add (paragraphs, gs_lesson_text_expand (option->say, &scope, NULL, NULL, task->digits));
}

const GsLessonKind gs_lesson_kind_choose = { .judge = judge, .find_answer = find_answer, .derive = derive };
