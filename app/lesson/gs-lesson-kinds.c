/* The kinds of tasks: the table of them, and how one is done in the sheet. */
#include "gs-lesson-player-private.h"

const GsLessonKind *
gs_lesson_kind_get (GsLessonTaskKind kind)
{
  static const GsLessonKind *const kinds[] = {
    [GS_LESSON_TASK_PREDICT] = &gs_lesson_kind_predict,
    [GS_LESSON_TASK_CHOOSE] = &gs_lesson_kind_choose,
    [GS_LESSON_TASK_PRECEDENTS] = &gs_lesson_kind_precedents,
    [GS_LESSON_TASK_FILL] = &gs_lesson_kind_fill,
    [GS_LESSON_TASK_SET] = &gs_lesson_kind_set,
    [GS_LESSON_TASK_STEP_TO] = &gs_lesson_kind_step_to,
    [GS_LESSON_TASK_REACH] = &gs_lesson_kind_reach,
  };

  return kinds[kind];
}

gboolean
gs_lesson_task_carry_out (const GsLessonTask *task, GsWorkbook *book, GsLessonValues *values, GError **error)
{
  const GsLessonKind *kind = gs_lesson_kind_get (task->kind);

  return kind->carry_out == NULL || kind->carry_out (task, book, values, error);
}

gboolean
gs_lesson_player_carry_out (GsLessonPlayer *player, gchar **answer, GError **error)
{
  const GsLessonTask *task = gs_lesson_player_get_task (player);
  const GsLessonKind *kind = task != NULL ? gs_lesson_kind_get (task->kind) : NULL;

  *answer = NULL;
  if (kind == NULL)
    return TRUE;
  if (kind->fill != NULL)
    return kind->fill (player, error);
  if (kind->find_answer == NULL)
    return gs_lesson_task_carry_out (task, player->book, &player->values, error);
  *answer = kind->find_answer (player, task, error);
  return *answer != NULL;
}
