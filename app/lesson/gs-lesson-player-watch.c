/* The player: what is done in the sheet, seen through the workbook's signals, and what is typed into the
 * pane. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/workbook/gs-workbook-replace.h"
#include "gs-lesson-player-private.h"

static gboolean
is_watched (const GsLessonTask *task)
{
  return task != NULL && gs_lesson_kind_get (task->kind)->is_done != NULL;
}

/* What the learner made of it so far; NaN where that is no number. */
static gdouble
get_answer (GsLessonPlayer *self, const GsLessonTask *task)
{
  const GsLessonKind *kind = gs_lesson_kind_get (task->kind);

  return kind->read_answer != NULL ? kind->read_answer (self, task) : NAN;
}

static gboolean
has_moved (GsLessonPlayer *self)
{
  GsCursor cursor = gs_workbook_get_cursor (self->book);

  return cursor.pass != self->begin_cursor.pass || cursor.instruction != self->begin_cursor.instruction
         || cursor.cell != self->begin_cursor.cell || cursor.term != self->begin_cursor.term;
}

/* Edits that the step did not ask for, and other passes. Looking around within the pass is at home. */
static void
note_away (GsLessonPlayer *self, const GsLessonTask *task)
{
  const GsStepState *state = gs_lesson_player_get_state (self);
  const GsDocument *home = state->end != NULL ? state->end : state->begin;
  gboolean edited = gs_workbook_count_edits (self->book) != home->undo->len;
  gboolean other_pass = gs_workbook_get_cursor (self->book).pass != home->cursor.pass;
  gboolean may_edit = state->end == NULL && task != NULL && gs_lesson_kind_get (task->kind)->edits;
  gboolean may_go = state->end == NULL && is_watched (task);

  self->away = (edited && !may_edit) || (other_pass && !may_go);
}

/* What is missing: the lesson's own words, where no limit has been passed. */
static GsLessonVerdict
say_not_yet (GsLessonPlayer *self, const GsLessonTask *task, GsLessonVerdict verdict)
{
  gboolean passed = FALSE;
  g_autofree gchar *words = gs_lesson_kind_get (task->kind)->describe (self, task, &passed);

  return gs_lesson_player_say (self, verdict, passed ? NULL : task->not_yet, words, get_answer (self, task));
}

void
gs_lesson_player_watch (GsLessonPlayer *self)
{
  const GsLessonTask *task = gs_lesson_player_get_task (self);
  GsStepState *state = gs_lesson_player_get_state (self);
  const GsLessonKind *kind;
  gboolean acted;
  gint mistake;

  note_away (self, task);
  if (!is_watched (task) || state->end != NULL)
    return;
  kind = gs_lesson_kind_get (task->kind);
  if (kind->is_done (self, task)) {
    gs_lesson_player_solve (self, task->right, get_answer (self, task));
    return;
  }
  acted = gs_workbook_get_undo_label (self->book) != NULL || has_moved (self);
  mistake = acted ? gs_lesson_player_find_mistake (self, get_answer (self, task), task->digits) : -1;
  state->mistake = mistake;
  if (mistake >= 0) {
    const GsLessonMistake *one = g_ptr_array_index (task->mistakes, (guint) mistake);

    gs_lesson_player_say (self, GS_LESSON_VERDICT_WRONG, one->say, NULL, get_answer (self, task));
  } else if (kind->is_past != NULL && kind->is_past (self, task) && has_moved (self)) {
    gs_lesson_player_say (self, GS_LESSON_VERDICT_WRONG, NULL, _ ("That was too far: step back."), NAN);
  } else if (acted && kind->is_past == NULL) {
    say_not_yet (self, task, GS_LESSON_VERDICT_NONE);
  } else {
    gs_lesson_player_say (self, GS_LESSON_VERDICT_NONE, NULL, NULL, NAN);
  }
}

/* ---- looking when asked to ---- */

static GsLessonVerdict
check_sheet (GsLessonPlayer *self, const GsLessonTask *task)
{
  GsStepState *state = gs_lesson_player_get_state (self);

  gs_lesson_player_watch (self);
  if (state->verdict != GS_LESSON_VERDICT_NONE)
    return state->verdict;
  state->done.tries++;
  return say_not_yet (self, task, GS_LESSON_VERDICT_WRONG);
}

GsLessonVerdict
gs_lesson_player_check (GsLessonPlayer *player)
{
  const GsLessonTask *task = gs_lesson_player_get_task (player);
  GsStepState *state = gs_lesson_player_get_state (player);
  GsLessonVerdict verdict = state->verdict;

  if (task == NULL || state->end != NULL)
    return verdict;
  if (gs_lesson_kind_get (task->kind)->mark != NULL)
    verdict = gs_lesson_kind_get (task->kind)->mark (player, task);
  else if (is_watched (task))
    verdict = check_sheet (player, task);
  gs_lesson_player_save (player); /* a try counts even if one goes away now */
  gs_lesson_player_notify (player);
  return verdict;
}

/* ---- what is typed into the pane ---- */

GsLessonVerdict
gs_lesson_player_answer (GsLessonPlayer *player, const gchar *text)
{
  const GsLessonTask *task = gs_lesson_player_get_task (player);
  GsStepState *state = gs_lesson_player_get_state (player);
  g_autofree gchar *valid = g_utf8_make_valid (text, -1);
  const GsLessonKind *kind;
  GsLessonVerdict verdict;

  if (task == NULL)
    return GS_LESSON_VERDICT_NONE;
  kind = gs_lesson_kind_get (task->kind);
  if (state->end != NULL)
    return GS_LESSON_VERDICT_RIGHT;
  g_free (state->answer);
  state->answer = g_strdup (valid);
  state->mistake = -1;
  verdict = kind->judge != NULL ? kind->judge (player, task, valid) : gs_lesson_player_check (player);
  gs_lesson_player_save (player);
  gs_lesson_player_notify (player);
  return verdict;
}
