/* The player speaks: verdicts, what is solved, what is kept of it. */
#include <glib/gi18n-lib.h>

#include "gs-lesson-player-private.h"

const GsLessonStep *
gs_lesson_player_get_step (GsLessonPlayer *player)
{
  return gs_lesson_get_step (player->lesson, player->number);
}

void
gs_lesson_player_notify (GsLessonPlayer *player)
{
  if (!player->is_setting_up)
    g_signal_emit_by_name (player, "changed");
}

void
gs_lesson_player_tell_moved (GsLessonPlayer *player)
{
  g_signal_emit_by_name (player, "moved");
}

GsLessonVerdict
gs_lesson_player_say (GsLessonPlayer *player,
                      GsLessonVerdict verdict,
                      const GsLessonText *text,
                      const gchar *words,
                      gdouble answer)
{
  GsStepState *state = gs_lesson_player_get_state (player);
  gint digits = gs_lesson_player_get_task (player)->digits;
  GsExpressionScope scope;

  g_clear_pointer (&state->feedback, g_ptr_array_unref);
  state->verdict = verdict;
  if (text != NULL) {
    gs_lesson_values_get_scope (&player->values, &scope);
    scope.answer = answer;
    state->feedback = gs_lesson_text_expand (text, &scope, NULL, NULL, digits);
  } else if (words != NULL) {
    state->feedback = gs_lesson_words_to_runs (words);
  }
  return verdict;
}

GsLessonVerdict
gs_lesson_player_solve (GsLessonPlayer *player, const GsLessonText *text, gdouble answer)
{
  GsStepState *state = gs_lesson_player_get_state (player);

  g_clear_pointer (&state->end, gs_document_free);
  state->end = gs_workbook_to_document (player->book);
  state->mistake = -1;
  state->done.solved = TRUE;
  gs_lesson_player_say (player, GS_LESSON_VERDICT_RIGHT, text, _ ("Right."), answer);
  gs_lesson_player_save (player);
  g_signal_emit_by_name (player, "solved");
  return GS_LESSON_VERDICT_RIGHT;
}

void
gs_lesson_player_save (GsLessonPlayer *player)
{
  const gchar *id = player->lesson->id;
  g_autoptr (GError) error = NULL;

  if (player->progress == NULL)
    return;
  for (guint i = 0; i < player->lesson->steps->len; i++)
    gs_lesson_progress_add (player->progress, id, gs_lesson_get_step (player->lesson, i)->id,
                            &player->states[i].done);
  gs_lesson_progress_set_place (player->progress, id, gs_lesson_player_get_step (player)->id);
  /* A full disk is no reason to stop learning. */
  if (!gs_lesson_progress_save (player->progress, &error))
    g_debug ("%s", error->message);
}

gboolean
gs_lesson_player_is_secret (GsLessonPlayer *player)
{
  const GsLessonTask *task = gs_lesson_player_get_task (player);
  const GsStepState *state = gs_lesson_player_get_state (player);

  return task != NULL && (task->test || task->kind == GS_LESSON_TASK_PRECEDENTS) && state->end == NULL
         && !state->is_shown && state->n_hints == 0;
}

GPtrArray *
gs_lesson_words_to_runs (const gchar *words)
{
  GPtrArray *runs = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_lesson_run_free);
  GsLessonRun *run = g_new0 (GsLessonRun, 1);

  run->kind = GS_LESSON_RUN_PLAIN;
  run->text = g_strdup (words);
  g_ptr_array_add (runs, run);
  return runs;
}
