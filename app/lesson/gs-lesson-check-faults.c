/* The check: what a learner would stumble over before answering: what is spoken of and not in view, answers
 * that stand there already, numbers that cannot be told apart. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/inspect/gs-explain.h"
#include "gs-lesson-check-private.h"

static NnProgram *
get_program (GsLessonCheck *check)
{
  return gs_workbook_get_program (check->player->book);
}

/* Whether the number stands in the sheet for all to see. */
static gboolean
is_in_sight (GsLessonCheck *check, const NnCell *cell)
{
  return gs_workbook_is_visible (check->player->book, cell)
         && !gs_lesson_player_is_hidden (check->player, cell);
}

static gboolean
is_plain_number (gdouble value)
{
  return value == 0 || fabs (value) == 1;
}

/* ---- in view ---- */

/* "Look at [[a1]]": then it must be there. */
static void
check_looked_at (GsLessonCheck *check, const gchar *field, const GsLessonText *text)
{
  static const gchar *const words[] = { "look at", "Look at", "watch ", "Watch ", "ompare " };
  gint loss = nn_program_get_loss (get_program (check));
  gboolean looks = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    looks = looks || strstr (text->source, words[i]) != NULL;
  if (looks && strstr (text->source, "the loss") != NULL && strstr (text->source, "[[L]]") == NULL
      && loss >= 0 && !gs_workbook_is_visible (check->player->book, &(NnCell){ loss, 0 }))
    gs_lesson_check_complain (check, field, _ ("asks to look at the loss, which is blank at the cursor"));
  for (guint i = 0; looks && i < text->runs->len; i++) {
    const GsLessonRun *run = g_ptr_array_index (text->runs, i);
    NnCell cell;
    gboolean whole;

    if (run->kind == GS_LESSON_RUN_LINK
        && gs_cell_name_parse_block (gs_workbook_get_scope (check->player->book), run->target, &cell, &whole,
                                     NULL)
        && !gs_workbook_is_visible (check->player->book, &cell))
      gs_lesson_check_complain (check, field, _ ("asks to look at %s, which is blank at the cursor"),
                                run->target);
  }
}

/* Scores beside targets of 0 and 1 mean nothing to anybody; the probability has a cell of its own. */
static void
check_scores (GsLessonCheck *check)
{
  NnProgram *program = get_program (check);
  gint last = nn_program_get_output (program), target = nn_program_find (program, "t"),
       probability = nn_program_find (program, "p");
  g_autoptr (GArray) cells = gs_lesson_player_list_highlighted (check->player);
  gboolean scores = FALSE, targets = FALSE, probabilities = FALSE;

  if (probability < 0)
    return;
  for (guint i = 0; i < cells->len; i++) {
    gint tensor = g_array_index (cells, NnCell, i).tensor;

    scores = scores || tensor == last;
    targets = targets || tensor == target;
    probabilities = probabilities || tensor == probability;
  }
  if (scores && targets && !probabilities)
    gs_lesson_check_complain (check, "show.highlight",
                              _ ("%s holds scores, which say nothing beside targets; show p"),
                              nn_program_get_tensor (program, last)->name);
}

/* ---- answers that are there already ---- */

static gboolean
is_asked (const GsLessonTask *task)
{
  return task->kind == GS_LESSON_TASK_PREDICT;
}

/* The name of a computed cell in sight that holds the number, or NULL. Caller frees. */
static gchar *
find_shown (GsLessonCheck *check, gdouble right, gint digits)
{
  NnProgram *program = get_program (check);

  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, i);
    gsize count = nn_shape_count (&info->shape);

    for (NnCell cell = { .tensor = i }; info->producer >= 0 && count <= 256 && cell.offset < count;
         cell.offset++)
      if (is_in_sight (check, &cell)
          && gs_lesson_values_agree (gs_lesson_values_read (check->player->book, &cell), right, digits))
        return gs_cell_name (program, &cell);
  }
  return NULL;
}

/* The values in the text beside the question. */
static void
check_text_shows (GsLessonCheck *check, const gchar *field, const GsLessonText *text, gdouble right)
{
  GsExpressionScope scope;

  gs_lesson_values_get_scope (&check->player->values, &scope);
  for (guint i = 0; i < text->runs->len; i++) {
    const GsLessonRun *run = g_ptr_array_index (text->runs, i);
    gdouble value;

    if (run->kind == GS_LESSON_RUN_VALUE && gs_expression_evaluate (run->formula, &scope, &value, NULL)
        && !is_plain_number (right) && value == right)
      gs_lesson_check_complain (check, field, _ ("shows the answer: {%s}"),
                                gs_expression_get_text (run->formula));
  }
}

static void
check_shown (GsLessonCheck *check, const GsLessonTask *task)
{
  g_autofree gchar *name = NULL;
  gdouble right;

  if (!gs_lesson_player_get_right (check->player, &right, NULL) || is_plain_number (right))
    return;
  /* Of a cell its own copies (a gradient that is handed on) are numbers of the same name to a learner. */
  if (task->values->len > 0)
    name = find_shown (check, right, task->digits);
  if (name != NULL)
    gs_lesson_check_complain (check, "task.value", _ ("the sheet shows the answer, in %s"), name);
  if (task->values->len == 0)
    return;
  check_text_shows (check, "task.prompt", task->prompt, right);
}

/* ---- numbers that cannot be told apart ---- */

/* A neighbour in the block with the same number: who answers that one is praised for it. */
static void
check_neighbours (GsLessonCheck *check, const NnCell *asked, gint digits)
{
  gsize count = nn_shape_count (&nn_program_get_tensor (get_program (check), asked->tensor)->shape);
  gdouble right = gs_lesson_values_read (check->player->book, asked);

  for (NnCell cell = { .tensor = asked->tensor }; count <= 256 && cell.offset < count; cell.offset++)
    if (cell.offset != asked->offset && right != 0
        && gs_lesson_values_agree (gs_lesson_values_read (check->player->book, &cell), right, digits)) {
      g_autofree gchar *name = gs_cell_name (get_program (check), &cell);

      gs_lesson_check_complain (check, "task.digits",
                                _ ("%s holds the same number to %d digits, and passes for the answer"), name,
                                digits);
      return;
    }
}

/* Two different blocks that go into the number with the same value: whichever one takes, it comes out right.
 */
static void
check_factors (GsLessonCheck *check, const NnCell *asked, gint digits)
{
  g_autoptr (GsExplanation) explanation =
      gs_explanation_new (gs_workbook_get_frame (check->player->book), asked, NULL);
  g_autoptr (GArray) cells = gs_explanation_get_precedents (explanation, 64);

  /* The loss compares row by row. */
  if (asked->tensor == nn_program_get_loss (get_program (check)))
    return;
  for (guint i = 0; i < cells->len; i++)
    for (guint k = 0; k < i; k++) {
      const NnCell *one = &g_array_index (cells, NnCell, i), *other = &g_array_index (cells, NnCell, k);
      gdouble value = gs_lesson_values_read (check->player->book, one);
      gdouble same_value = gs_lesson_values_read (check->player->book, other);
      g_autofree gchar *name = NULL, *same = NULL;

      if (one->tensor == other->tensor || is_plain_number (value) || is_plain_number (same_value)
          || !gs_lesson_values_agree (value, same_value, digits))
        continue;
      name = gs_cell_name (get_program (check), one);
      same = gs_cell_name (get_program (check), other);
      gs_lesson_check_complain (check, "show.network",
                                _ ("%s and %s hold the same number and cannot be told apart"), same, name);
      return;
    }
}

/* A sum of one term is no sum: who forgets to add is not found out. */
static void
check_sums (GsLessonCheck *check, const NnCell *asked)
{
  g_autoptr (GsExplanation) explanation =
      gs_explanation_new (gs_workbook_get_frame (check->player->book), asked, NULL);
  g_autofree gchar *name = NULL;

  if (!gs_explanation_is_sum (explanation) || gs_explanation_count_terms (explanation) != 1)
    return;
  name = gs_cell_name (get_program (check), asked);
  gs_lesson_check_complain (check, "show.network",
                            _ ("%s is a sum of one term; a test takes two rows and two outputs"), name);
}

static gboolean
is_whole_phase (const GsLessonTask *task)
{
  for (gint phase = NN_PHASE_FORWARD; phase < NN_PHASE_COMMIT; phase++)
    if (g_strv_contains ((const gchar *const *) task->cells, nn_phase_get_name ((NnPhase) phase)))
      return TRUE;
  return FALSE;
}

static void
check_cells (GsLessonCheck *check, const GsLessonTask *task)
{
  NnCell cell;

  if (task->kind == GS_LESSON_TASK_PREDICT && task->cells[0] != NULL
      && gs_cell_name_parse (gs_workbook_get_scope (check->player->book), task->cells[0], &cell, NULL)) {
    check_neighbours (check, &cell, task->digits);
    check_factors (check, &cell, task->digits);
  }
  if (task->kind != GS_LESSON_TASK_FILL || check->player->blanks == NULL)
    return;
  if (task->seeded && !task->test && is_whole_phase (task))
    gs_lesson_check_complain (check, "task",
                              _ ("gives itself away: a whole phase with numbers of one's own "
                                 "is a test; write \"test\": true"));
  for (guint i = 0; i < gs_blanks_get_n_cells (check->player->blanks); i++) {
    if (task->seeded)
      check_sums (check, gs_blanks_get_cell (check->player->blanks, i));
    else
      check_factors (check, gs_blanks_get_cell (check->player->blanks, i), task->digits);
  }
}

/* ---- as told ---- */

/* Where the question says F7, it is pressed. */
static void
check_nudge (GsLessonCheck *check, const GsLessonTask *task)
{
  g_autoptr (GError) error = NULL;
  GsNudge nudge;
  gdouble right;
  NnCell cell;

  if (task->kind != GS_LESSON_TASK_PREDICT || strstr (task->prompt->source, "F7") == NULL
      || !gs_lesson_player_get_right (check->player, &right, NULL))
    return;
  for (guint i = 0; i < task->prompt->runs->len; i++) {
    const GsLessonRun *run = g_ptr_array_index (task->prompt->runs, i);

    if (run->kind != GS_LESSON_RUN_LINK
        || !gs_cell_name_parse (gs_workbook_get_scope (check->player->book), run->target, &cell, NULL))
      continue;
    if (!gs_lesson_player_nudge (check->player, &cell, &nudge, &error))
      gs_lesson_check_complain (check, "task.prompt", "F7: %s", error->message);
    else if (!gs_lesson_values_agree (nudge.difference, right, task->digits))
      gs_lesson_check_complain (check, "task.prompt", _ ("the nudge gives %g, and the answer is %g"),
                                nudge.difference, right);
    return;
  }
  gs_lesson_check_complain (check, "task.prompt", _ ("says F7, and links no cell to be nudged"));
}

/* ---- all of them ---- */

static void
check_silence (GsLessonCheck *check, const GsLessonTask *task)
{
  if (task->condition == NULL)
    return;
  if (task->not_yet == NULL)
    gs_lesson_check_complain (check, "task.not-yet",
                              _ ("is missing: what is said while the condition does not hold?"));
  if (task->kind == GS_LESSON_TASK_SET && task->refuse->len == 0)
    gs_lesson_check_complain (check, "task.refuse",
                              _ ("is missing: name a state near by that must not pass"));
}

void
gs_lesson_check_faults (GsLessonCheck *check)
{
  const GsLessonTask *task = check->step->task;

  check_scores (check);
  for (guint i = 0; i < check->step->text->len; i++)
    check_looked_at (check, "text", g_ptr_array_index (check->step->text, i));
  if (task == NULL)
    return;
  check_looked_at (check, "task.prompt", task->prompt);
  check_silence (check, task);
  check_cells (check, task);
  check_nudge (check, task);
  if (is_asked (task))
    check_shown (check, task);
}
