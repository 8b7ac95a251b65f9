/* The right number of a task, and the mistakes that lead to another one. */
#include "app/cells/gs-cell-name.h"
#include "gs-lesson-player-private.h"

gboolean
gs_lesson_player_get_right (GsLessonPlayer *player, gdouble *value, GError **error)
{
  const GsLessonTask *task = gs_lesson_player_get_task (player);
  GsExpressionScope scope;
  NnCell cell;

  if (task->values->len > 0) {
    gs_lesson_values_get_scope (&player->values, &scope);
    return gs_expression_evaluate (g_ptr_array_index (task->values, 0), &scope, value, error);
  }
  if (!gs_cell_name_parse (gs_workbook_get_scope (player->book), task->cells[0], &cell, error))
    return FALSE;
  *value = gs_lesson_values_read (player->book, &cell);
  return TRUE;
}

gboolean
gs_lesson_player_is_mistake (GsLessonPlayer *player,
                             const GsLessonMistake *mistake,
                             gdouble answer,
                             gint digits)
{
  GsExpressionScope scope;
  gdouble value;

  if (mistake->when == NULL)
    return FALSE;
  gs_lesson_values_get_scope (&player->values, &scope);
  scope.answer = answer;
  if (!gs_expression_evaluate (mistake->when, &scope, &value, NULL))
    return FALSE;
  if (gs_expression_is_condition (mistake->when))
    return value != 0;
  return gs_lesson_values_agree (answer, value, digits);
}

gint
gs_lesson_player_find_mistake (GsLessonPlayer *player, gdouble answer, gint digits)
{
  const GPtrArray *mistakes = gs_lesson_player_get_task (player)->mistakes;

  for (guint i = 0; i < mistakes->len; i++)
    if (gs_lesson_player_is_mistake (player, g_ptr_array_index (mistakes, i), answer, digits))
      return (gint) i;
  return -1;
}

gboolean
gs_lesson_player_holds (GsLessonPlayer *self, const GsExpression *condition)
{
  GsExpressionScope scope;
  gdouble value = 0;

  gs_lesson_values_get_scope (&self->values, &scope);
  return gs_expression_evaluate (condition, &scope, &value, NULL) && value != 0;
}
