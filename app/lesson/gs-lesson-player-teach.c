/* The player: what a teacher sees of a step and the class does not. */
#include <math.h>

#include "app/cells/gs-cell-name.h"
#include "gs-lesson-player-private.h"

GPtrArray *
gs_lesson_player_get_solution (GsLessonPlayer *player)
{
  return gs_lesson_player_derive (player);
}

gboolean
gs_lesson_player_get_asked (GsLessonPlayer *player, NnCell *cell)
{
  const GsLessonTask *task = gs_lesson_player_get_task (player);

  return task != NULL && (task->kind == GS_LESSON_TASK_PREDICT || task->kind == GS_LESSON_TASK_PRECEDENTS)
         && task->cells != NULL && task->cells[0] != NULL
         && gs_cell_name_parse (gs_workbook_get_scope (player->book), task->cells[0], cell, NULL);
}

static void
add_line (GPtrArray *paragraphs, const gchar *what, GPtrArray *say)
{
  g_autofree gchar *begin = g_strdup_printf ("%s: ", what);
  GPtrArray *runs = gs_lesson_words_to_runs (begin);

  ((GsLessonRun *) g_ptr_array_index (runs, 0))->kind = GS_LESSON_RUN_EMPHASIS;
  g_ptr_array_extend_and_steal (runs, say);
  g_ptr_array_add (paragraphs, runs);
}

/* What one answers with this mistake: the number it leads to, the cells, or the condition as it is written.
 */
static gchar *
describe_mistake (GsLessonPlayer *self, const GsLessonMistake *mistake, gdouble *answer)
{
  GsExpressionScope scope;
  gdouble value;

  *answer = NAN;
  if (mistake->when == NULL)
    return mistake->cells != NULL ? g_strjoinv (" ", mistake->cells) : g_strdup (mistake->name);
  gs_lesson_values_get_scope (&self->values, &scope);
  if (gs_expression_is_condition (mistake->when)
      || !gs_expression_evaluate (mistake->when, &scope, &value, NULL))
    return g_strdup (gs_expression_get_text (mistake->when));
  *answer = value;
  return gs_lesson_number (value, gs_lesson_player_get_task (self)->digits);
}

GPtrArray *
gs_lesson_player_get_mistakes (GsLessonPlayer *player)
{
  const GsLessonTask *task = gs_lesson_player_get_task (player);
  GPtrArray *paragraphs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  GsExpressionScope scope;

  gs_lesson_values_get_scope (&player->values, &scope);
  for (guint i = 0; task != NULL && i < task->mistakes->len; i++) {
    const GsLessonMistake *mistake = g_ptr_array_index (task->mistakes, i);
    g_autofree gchar *what = describe_mistake (player, mistake, &scope.answer);

    add_line (paragraphs, what != NULL ? what : "…",
              gs_lesson_text_expand (mistake->say, &scope, NULL, NULL, task->digits));
  }
  for (guint i = 0; task != NULL && i < task->options->len; i++) {
    const GsLessonOption *option = g_ptr_array_index (task->options, i);
    g_autofree gchar *what = g_strdup_printf ("%u", i + 1);

    scope.answer = i + 1;
    if (!option->right && option->say != NULL)
      add_line (paragraphs, what, gs_lesson_text_expand (option->say, &scope, NULL, NULL, task->digits));
  }
  return paragraphs;
}
