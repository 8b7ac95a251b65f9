/* The player: tasks that are done in the sheet, seen through the workbook's signals. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/cells/gs-cell-name.h"
#include "app/workbook/gs-workbook-replace.h"
#include "gs-lesson-player-private.h"

/* How far typed numbers may be from a written one. */
#define EXACT 1e-9

/* ---- set ---- */

static gboolean
is_wanted (GsLessonPlayer *self, const GsLessonTask *task, guint number, gdouble value)
{
  const GsExpression *formula = g_ptr_array_index (task->values, number);
  gdouble wanted = self->wanted[number];

  if (gs_expression_is_number (formula))
    return fabs (value - wanted) <= EXACT * MAX (1, fabs (wanted));
  return gs_lesson_values_agree (value, wanted, task->digits);
}

/* The cell's value now, NaN if it is gone. */
static gdouble
read_named (GsLessonPlayer *self, const gchar *name)
{
  NnCell cell;

  if (!gs_cell_name_parse (gs_workbook_get_scope (self->book), name, &cell, NULL))
    return NAN;
  return gs_lesson_values_read (self->book, &cell);
}

static gboolean
holds (GsLessonPlayer *self, const GsExpression *condition)
{
  GsExpressionScope scope;
  gdouble value = 0;

  gs_lesson_values_get_scope (&self->values, &scope);
  return gs_expression_evaluate (condition, &scope, &value, NULL) && value != 0;
}

static gboolean
is_set (GsLessonPlayer *self, const GsLessonTask *task)
{
  if (task->condition != NULL)
    return holds (self, task->condition);
  for (guint i = 0; i < task->values->len; i++)
    if (!is_wanted (self, task, i, read_named (self, task->cells[i])))
      return FALSE;
  return TRUE;
}

/* The first cell that is not what it is to be. */
static gchar *
describe_set (GsLessonPlayer *self, const GsLessonTask *task)
{
  if (task->condition != NULL)
    return g_strdup (_ ("Not yet. Read again what is asked for, or take a hint."));
  for (guint i = 0; i < task->values->len; i++) {
    gdouble value = read_named (self, task->cells[i]);
    g_autofree gchar *now = gs_lesson_number (value, task->digits);

    if (!is_wanted (self, task, i, value))
      return g_strdup_printf (_ ("Not yet: %s is %s."), task->cells[i], now);
  }
  return g_strdup ("");
}

/* ---- step-to ---- */

/* -1: not there yet; 0: there; 1: gone past. */
static gint
compare_place (GsLessonPlayer *self, const GsLessonTask *task)
{
  GsCursor place = gs_workbook_get_cursor (self->book);
  NnCell cell;
  gint producer;

  if (task->pass > 0 && place.pass != (guint32) task->pass)
    return place.pass < (guint32) task->pass ? -1 : 1;
  if (task->cells[0] == NULL)
    return 0;
  if (!gs_cell_name_parse (gs_workbook_get_scope (self->book), task->cells[0], &cell, NULL)
      || !gs_workbook_is_visible (self->book, &cell))
    return -1;
  if (!task->exactly)
    return 0;
  producer = nn_program_get_tensor (gs_workbook_get_program (self->book), cell.tensor)->producer;
  if (producer < 0)
    return place.instruction == 0 && place.cell == 0 && place.term == 0 ? 0 : 1;
  if (place.instruction == producer)
    return 0;
  return place.instruction == producer + 1 && place.cell == 0 && place.term == 0 ? 0 : 1;
}

/* ---- all three ---- */

static guint
count_updates (GsLessonPlayer *self)
{
  GsExpressionScope scope;

  gs_lesson_values_get_scope (&self->values, &scope);
  return (guint) scope.updates;
}

static gboolean
is_over (GsLessonPlayer *self, const GsLessonTask *task)
{
  return task->kind == GS_LESSON_TASK_REACH && task->updates >= 0
         && count_updates (self) > (guint) task->updates;
}

static gboolean
is_done (GsLessonPlayer *self, const GsLessonTask *task)
{
  switch (task->kind) {
  case GS_LESSON_TASK_SET: return is_set (self, task);
  case GS_LESSON_TASK_STEP_TO: return compare_place (self, task) == 0;
  case GS_LESSON_TASK_REACH: return holds (self, task->condition) && !is_over (self, task);
  case GS_LESSON_TASK_PREDICT:
  case GS_LESSON_TASK_CHOOSE:
  case GS_LESSON_TASK_FILL:
  case GS_LESSON_TASK_PRECEDENTS: break;
  }
  return FALSE;
}

static gboolean
is_watched (const GsLessonTask *task)
{
  return task != NULL
         && (task->kind == GS_LESSON_TASK_SET || task->kind == GS_LESSON_TASK_STEP_TO
             || task->kind == GS_LESSON_TASK_REACH);
}

/* What the learner made of it so far: the number of one cell that is to be set. */
static gdouble
get_answer (GsLessonPlayer *self, const GsLessonTask *task)
{
  return task->kind == GS_LESSON_TASK_SET && task->values->len == 1 ? read_named (self, task->cells[0]) : NAN;
}

static gboolean
has_moved (GsLessonPlayer *self)
{
  GsCursor place = gs_workbook_get_cursor (self->book);

  return place.pass != self->begin_place.pass || place.instruction != self->begin_place.instruction
         || place.cell != self->begin_place.cell || place.term != self->begin_place.term;
}

/* Edits that the step did not ask for, and other passes. Looking around within the pass is at home. */
static void
note_away (GsLessonPlayer *self, const GsLessonTask *task)
{
  const GsStepState *state = gs_lesson_player_get_state (self);
  const GsDocument *home = state->end != NULL ? state->end : state->begin;
  gboolean edited = gs_workbook_count_edits (self->book) != home->undo->len;
  gboolean other_pass = gs_workbook_get_cursor (self->book).pass != home->cursor.pass;
  gboolean may_edit = state->end == NULL && task != NULL
                      && (task->kind == GS_LESSON_TASK_SET || task->kind == GS_LESSON_TASK_REACH);
  gboolean may_go = state->end == NULL && is_watched (task);

  self->away = (edited && !may_edit) || (other_pass && !may_go);
}

static gchar *
describe_reach (GsLessonPlayer *self, const GsLessonTask *task)
{
  guint updates = count_updates (self);

  gchar *used, *most, *words;

  if (!is_over (self, task))
    return g_strdup (_ ("Not yet. Go on, or take a hint."));
  if (task->updates == 0)
    return g_strdup (
        _ ("That was an update; here it is to be done by hand. Go back to the start of the step."));
  used = gs_lesson_whole (updates);
  most = gs_lesson_whole ((guint64) task->updates);
  words = g_strdup_printf (
      _ ("That took %s updates; %s are allowed. Go back to the start of the step and try again."), used,
      most);
  g_free (used);
  g_free (most);
  return words;
}

/* What is missing: the lesson's own words, where no limit has been passed. */
static GsLessonVerdict
say_not_yet (GsLessonPlayer *self, const GsLessonTask *task, GsLessonVerdict verdict)
{
  g_autofree gchar *words = task->kind == GS_LESSON_TASK_SET     ? describe_set (self, task)
                            : task->kind == GS_LESSON_TASK_REACH ? describe_reach (self, task)
                                                                 : g_strdup (_ ("Not there yet."));

  return gs_lesson_player_say (self, verdict, is_over (self, task) ? NULL : task->not_yet, words,
                               get_answer (self, task));
}

void
gs_lesson_player_watch (GsLessonPlayer *self)
{
  const GsLessonTask *task = gs_lesson_player_get_task (self);
  GsStepState *state = gs_lesson_player_get_state (self);
  gboolean acted;
  gint mistake;

  note_away (self, task);
  if (!is_watched (task) || state->end != NULL)
    return;
  if (is_done (self, task)) {
    gs_lesson_player_solve (self, task->right, get_answer (self, task));
    return;
  }
  acted = gs_workbook_get_undo_label (self->book) != NULL || has_moved (self);
  mistake = acted ? gs_lesson_player_find_mistake (self, get_answer (self, task), task->digits) : -1;
  state->mistake = mistake;
  if (mistake >= 0) {
    const GsLessonMistake *one = g_ptr_array_index (task->mistakes, (guint) mistake);

    gs_lesson_player_say (self, GS_LESSON_VERDICT_WRONG, one->say, NULL, get_answer (self, task));
  } else if (task->kind == GS_LESSON_TASK_STEP_TO && compare_place (self, task) > 0 && has_moved (self)) {
    gs_lesson_player_say (self, GS_LESSON_VERDICT_WRONG, NULL, _ ("That was too far: step back."), NAN);
  } else if (acted && task->kind != GS_LESSON_TASK_STEP_TO) {
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
  if (task->kind == GS_LESSON_TASK_FILL)
    verdict = gs_lesson_player_mark_blanks (player, task);
  else if (is_watched (task))
    verdict = check_sheet (player, task);
  gs_lesson_player_save (player); /* a try counts even if one goes away now */
  gs_lesson_player_notify (player);
  return verdict;
}
