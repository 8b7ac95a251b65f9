/* The check: trying a task as a learner would, with its own answer and with each mistake. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/cells/gs-cell-name.h"
#include "app/text/gs-number.h"
#include "gs-lesson-check-private.h"

/* ---- mistakes that are numbers ---- */

/* The number that a mistake gives in this sheet; FALSE, with a complaint, if there is none. */
static gboolean
evaluate (GsLessonCheck *check, const gchar *field, const GsExpression *formula, gdouble *value)
{
  g_autoptr (GError) error = NULL;
  GsExpressionScope scope;

  gs_lesson_values_get_scope (&check->player->values, &scope);
  if (gs_expression_evaluate (formula, &scope, value, &error))
    return TRUE;
  gs_lesson_check_complain (check, field, "%s", error->message);
  return FALSE;
}

/* Whether the numbers are the same to whoever reads them. */
static gboolean
is_confused (gdouble a, gdouble b, gint digits)
{
  return gs_lesson_values_agree (a, b, digits) || gs_lesson_values_agree (b, a, digits);
}

/* The number of a mistake must be one, and neither the right one nor an earlier mistake's. */
static gboolean
check_number (GsLessonCheck *check, const gchar *field, guint number, gdouble value, gdouble right)
{
  const GsLessonTask *task = check->step->task;
  gchar buffer[GS_NUMBER_BUFFER];

  if (!isfinite (value)) {
    gs_lesson_check_complain (check, field, _ ("gives no number here (%s)"),
                              gs_number_to_text (value, buffer));
    return FALSE;
  }
  if (is_confused (value, right, task->digits)) {
    gs_lesson_check_complain (check, field,
                              _ ("gives %s, which is also the right answer; choose numbers that "
                                 "tell them apart"),
                              gs_number_to_text (value, buffer));
    return FALSE;
  }
  for (guint i = 0; i < number; i++) {
    const GsLessonMistake *other = g_ptr_array_index (task->mistakes, i);
    gdouble known;

    if (!gs_expression_is_condition (other->when) && evaluate (check, field, other->when, &known)
        && is_confused (value, known, task->digits)) {
      gs_lesson_check_complain (check, field, _ ("gives %s, as mistake %u does, and is never recognised"),
                                gs_number_to_text (value, buffer), i + 1);
      return FALSE;
    }
  }
  return TRUE;
}

/* A condition must not hold for the right answer. */
static void
check_condition (GsLessonCheck *check, const gchar *field, const GsLessonMistake *mistake, gdouble right)
{
  gdouble value;

  if (evaluate (check, field, mistake->when, &value)
      && gs_lesson_player_is_mistake (check->player, mistake, right, check->step->task->digits))
    gs_lesson_check_complain (check, field, _ ("holds for the right answer, too"));
}

static void
check_typed_mistake (GsLessonCheck *check, guint number, gdouble right)
{
  const GsLessonMistake *mistake = g_ptr_array_index (check->step->task->mistakes, number);
  g_autofree gchar *field = g_strdup_printf ("task.mistakes[%u].when", number + 1);
  gchar buffer[GS_NUMBER_BUFFER];
  gdouble value;
  gint found;

  if (gs_expression_is_condition (mistake->when)) {
    check_condition (check, field, mistake, right);
    return;
  }
  if (!evaluate (check, field, mistake->when, &value) || !check_number (check, field, number, value, right))
    return;
  gs_lesson_player_answer (check->player, gs_number_to_text (value, buffer));
  found = gs_lesson_player_get_mistake (check->player);
  if (found != (gint) number)
    gs_lesson_check_complain (check, field, _ ("is not recognised when %s is answered"), buffer);
}

static void
check_predict (GsLessonCheck *check)
{
  g_autoptr (GError) error = NULL;
  gdouble right;

  if (!gs_lesson_player_get_right (check->player, &right, &error)) {
    gs_lesson_check_complain (check, "task", "%s", error->message);
    return;
  }
  if (!isfinite (right))
    gs_lesson_check_complain (check, "task", _ ("the right answer is no finite number"));
  for (guint i = 0; isfinite (right) && i < check->step->task->mistakes->len; i++)
    check_typed_mistake (check, i, right);
}

/* ---- mistakes in the sheet ---- */

/* One cell set to what the mistake gives, and the step begun anew. */
static void
check_set_mistake (GsLessonCheck *check, guint number)
{
  GsLessonPlayer *player = check->player;
  const GsLessonTask *task = check->step->task;
  const GsLessonMistake *mistake = g_ptr_array_index (task->mistakes, number);
  g_autofree gchar *field = g_strdup_printf ("task.mistakes[%u].when", number + 1);
  g_autoptr (GError) error = NULL;
  gdouble value, right = player->wanted[0];
  NnCell cell;

  if (gs_expression_is_condition (mistake->when)) {
    evaluate (check, field, mistake->when, &value);
    return;
  }
  if (task->values->len != 1) {
    gs_lesson_check_complain (check, field, _ ("must be a condition, as several cells are set"));
    return;
  }
  if (!evaluate (check, field, mistake->when, &value)
      || !check_number (check, field, number, value, task->condition == NULL ? right : NAN))
    return;
  if (!gs_cell_name_parse (gs_workbook_get_scope (player->book), task->cells[0], &cell, NULL)
      || !gs_lesson_values_put (player->book, &cell, value, &error)) {
    gs_lesson_check_complain (check, field, "%s", error != NULL ? error->message : task->cells[0]);
    return;
  }
  if (gs_lesson_player_get_mistake (player) != (gint) number)
    gs_lesson_check_complain (check, field, _ ("is not recognised when %s is set to it"), task->cells[0]);
  gs_lesson_player_restart (player, NULL);
}

/* What is watched in the sheet must not hold from the start, and mistakes must not hold when it is done. */
static void
check_watched (GsLessonCheck *check)
{
  const GsLessonTask *task = check->step->task;

  if (gs_lesson_player_get_verdict (check->player) == GS_LESSON_VERDICT_RIGHT) {
    gs_lesson_check_complain (check, "task", _ ("is done already when the step begins"));
    return;
  }
  for (guint i = 0; i < task->mistakes->len; i++) {
    const GsLessonMistake *mistake = g_ptr_array_index (task->mistakes, i);
    g_autofree gchar *field = g_strdup_printf ("task.mistakes[%u].when", i + 1);
    gdouble value;

    if (task->kind == GS_LESSON_TASK_SET)
      check_set_mistake (check, i);
    else if (!gs_expression_is_condition (mistake->when))
      gs_lesson_check_complain (check, field,
                                _ ("must be a condition over the sheet, such as \"L > start(L)\""));
    else
      evaluate (check, field, mistake->when, &value);
  }
}

/* ---- mistakes among cells ---- */

/* The right cells, with what the mistake picks too much, or without what it leaves out. */
static void
check_picked_mistake (GsLessonCheck *check, guint number, const gchar *right)
{
  const GsLessonMistake *mistake = g_ptr_array_index (check->step->task->mistakes, number);
  g_autofree gchar *field = g_strdup_printf ("task.mistakes[%u].cells", number + 1);
  g_autoptr (GArray) cells =
      gs_lesson_values_find (check->player->book, (const gchar *const *) mistake->cells, NULL);
  g_auto (GStrv) names = g_strsplit (right, " ", -1);
  g_autoptr (GString) picked = g_string_new (NULL);

  for (guint i = 0; cells != NULL && i < cells->len; i++) {
    g_autofree gchar *name =
        gs_cell_name (gs_workbook_get_program (check->player->book), &g_array_index (cells, NnCell, i));

    if (!mistake->missing)
      g_string_append_printf (picked, "%s ", name);
    for (gint k = 0; mistake->missing && names[k] != NULL; k++)
      if (g_str_equal (names[k], name))
        *names[k] = '\0';
  }
  for (gint k = 0; names[k] != NULL; k++)
    g_string_append_printf (picked, "%s ", names[k]);
  if (cells == NULL) {
    gs_lesson_check_complain (check, field, _ ("names a cell that does not exist"));
    return;
  }
  gs_lesson_player_answer (check->player, picked->str);
  if (gs_lesson_player_get_mistake (check->player) != (gint) number)
    gs_lesson_check_complain (check, field, _ ("is not recognised when %s is picked"), picked->str);
}

static void
check_precedents (GsLessonCheck *check)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar *right = NULL;

  if (!gs_lesson_player_carry_out (check->player, &right, &error)) {
    gs_lesson_check_complain (check, "task.cell", "%s", error->message);
    return;
  }
  if (*right == '\0')
    gs_lesson_check_complain (check, "task.cell", _ ("is computed from nothing"));
  for (guint i = 0; i < check->step->task->mistakes->len; i++)
    check_picked_mistake (check, i, right);
}

static void
check_choose (GsLessonCheck *check)
{
  const GsLessonTask *task = check->step->task;

  for (guint i = 0; i < task->options->len; i++) {
    const GsLessonOption *option = g_ptr_array_index (task->options, i);
    g_autofree gchar *field = g_strdup_printf ("task.options[%u]", i + 1);
    g_autofree gchar *number = g_strdup_printf ("%u", i + 1);

    if (option->right)
      continue;
    if (option->say == NULL)
      gs_lesson_check_complain (check, field, _ ("has no “say”: why is it wrong?"));
    if (gs_lesson_player_answer (check->player, number) != GS_LESSON_VERDICT_WRONG)
      gs_lesson_check_complain (check, field, _ ("is not taken as wrong"));
  }
}

/* ---- mistakes in blanks ---- */

static void
check_blank_mistake (GsLessonCheck *check, guint number, const NnCell *cell)
{
  const GsLessonMistake *mistake = g_ptr_array_index (check->step->task->mistakes, number);
  g_autofree gchar *field = g_strdup_printf ("task.mistakes[%u]", number + 1);
  GsBlanks *blanks = check->player->blanks;
  gdouble right = nn_run_get_cell (gs_blanks_get_run (blanks), cell), value;
  gchar buffer[GS_NUMBER_BUFFER];

  if (!gs_lesson_player_get_blank_mistake (check->player, mistake, cell, &value) || !isfinite (value)) {
    gs_lesson_check_complain (check, field, _ ("gives no number here"));
    return;
  }
  gs_number_to_text (value, buffer);
  if (gs_marking_agrees (value, right, check->step->task->digits)) {
    gs_lesson_check_complain (check, field, _ ("gives %s, which is also right"), buffer);
    return;
  }
  gs_blanks_forget_entries (blanks);
  if (gs_blanks_type (blanks, cell, buffer, NULL)) {
    g_autoptr (GsMarkNote) note = NULL;

    gs_lesson_player_check (check->player);
    note = gs_lesson_player_explain_blank (check->player, cell, FALSE);
    if (note == NULL || note->mark != GS_MARK_WRONG || note->mistake < 0)
      gs_lesson_check_complain (check, field, _ ("is not recognised when %s is filled in"), buffer);
  }
  gs_blanks_forget_entries (blanks);
}

static void
check_fill (GsLessonCheck *check)
{
  const GsLessonTask *task = check->step->task;

  for (guint i = 0; i < task->mistakes->len; i++) {
    const GsLessonMistake *mistake = g_ptr_array_index (task->mistakes, i);
    g_autofree gchar *field = g_strdup_printf ("task.mistakes[%u].cells", i + 1);
    g_autoptr (GError) error = NULL;
    g_autoptr (GArray) cells =
        gs_lesson_values_find (check->player->book, (const gchar *const *) mistake->cells, &error);

    if (cells == NULL)
      gs_lesson_check_complain (check, field, "%s", error->message);
    for (guint k = 0; cells != NULL && k < cells->len; k++) {
      const NnCell *cell = &g_array_index (cells, NnCell, k);

      if (gs_blanks_find (check->player->blanks, cell) < 0)
        gs_lesson_check_complain (check, field, _ ("names a cell that is no blank here"));
      else
        check_blank_mistake (check, i, cell);
    }
  }
}

/* ---- all of them ---- */

static void
check_mistakes (GsLessonCheck *check)
{
  switch (check->step->task->kind) {
  case GS_LESSON_TASK_PREDICT: check_predict (check); break;
  case GS_LESSON_TASK_CHOOSE: check_choose (check); break;
  case GS_LESSON_TASK_PRECEDENTS: check_precedents (check); break;
  case GS_LESSON_TASK_FILL: check_fill (check); break;
  case GS_LESSON_TASK_SET:
  case GS_LESSON_TASK_STEP_TO:
  case GS_LESSON_TASK_REACH: check_watched (check); break;
  }
}

/* What is said when its own answer does not pass. */
static void
complain_unsolved (GsLessonCheck *check)
{
  g_autoptr (GPtrArray) feedback = gs_lesson_player_get_feedback (check->player);
  g_autofree gchar *said = gs_lesson_paragraphs_join (feedback);

  gs_lesson_check_complain (check, "task", _ ("cannot be solved: its own answer does not pass (%s)"), said);
}

/* When the task has been done in the sheet no mistake may hold any more. */
static void
check_done (GsLessonCheck *check)
{
  const GsLessonTask *task = check->step->task;
  const GsLessonKind *kind = gs_lesson_kind_get (task->kind);
  gdouble answer;

  if (kind->is_done == NULL)
    return;
  answer = kind->read_answer != NULL ? kind->read_answer (check->player, task) : NAN;
  for (guint i = 0; i < task->mistakes->len; i++) {
    g_autofree gchar *field = g_strdup_printf ("task.mistakes[%u].when", i + 1);

    if (gs_lesson_player_is_mistake (check->player, g_ptr_array_index (task->mistakes, i), answer,
                                     task->digits))
      gs_lesson_check_complain (check, field, _ ("holds when the task has been done, too"));
  }
}

static void
try_task (GsLessonCheck *check)
{
  g_autofree gchar *answer = NULL;
  g_autoptr (GError) error = NULL;

  check_mistakes (check);
  if (gs_lesson_player_get_verdict (check->player) == GS_LESSON_VERDICT_RIGHT)
    return;
  if (!gs_lesson_player_carry_out (check->player, &answer, &error)) {
    gs_lesson_check_complain (check, "task", "%s", error->message);
    return;
  }
  if (answer != NULL)
    gs_lesson_player_answer (check->player, answer);
  else
    gs_lesson_player_check (check->player);
  if (gs_lesson_player_get_verdict (check->player) != GS_LESSON_VERDICT_RIGHT)
    complain_unsolved (check);
  else
    check_done (check);
}

/* How many draws of seeded numbers are tried. */
#define N_SEEDS 3

void
gs_lesson_check_task (GsLessonCheck *check)
{
  g_autoptr (GError) error = NULL;

  try_task (check);
  for (gint i = 1; i < N_SEEDS && check->step->task->seeded; i++) {
    if (!gs_lesson_player_restart (check->player, &error)) {
      gs_lesson_check_complain (check, "task.seeded", "%s", error->message);
      return;
    }
    try_task (check);
  }
}
