/* The check: states of the sheet that a learner may leave it in, tried on a run of its own: wrong ones that
 * pass, right ones that do not, words that belong to another mistake. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/cells/gs-cell-name.h"
#include "app/workbook/gs-probe.h"
#include "gs-lesson-check-private.h"

typedef struct {
  GsLessonCheck *check;
  const GsLessonTask *task;
  NnRun *run;
  GArray *cells;           /* NnCell: what the task sets */
  gdouble *begin, *answer; /* of these cells */
} States;

static gdouble
read_run (const NnCell *cell, gboolean at_start, gpointer user_data)
{
  States *self = user_data;
  GsExpressionScope scope;

  if (!at_start)
    return nn_run_get_cell (self->run, cell);
  gs_lesson_values_get_scope (&self->check->player->values, &scope);
  return scope.read (cell, TRUE, scope.user_data);
}

static gboolean
holds (States *self, const GsExpression *condition)
{
  GsExpressionScope scope;
  gdouble value = 0;

  gs_lesson_values_get_scope (&self->check->player->values, &scope);
  scope.read = read_run;
  scope.user_data = self;
  return gs_expression_evaluate (condition, &scope, &value, NULL) && value != 0;
}

/* The first mistake that would be said, or -1. */
static gint
find_mistake (States *self)
{
  for (guint i = 0; i < self->task->mistakes->len; i++) {
    const GsLessonMistake *mistake = g_ptr_array_index (self->task->mistakes, i);

    if (mistake->when != NULL && gs_expression_is_condition (mistake->when) && holds (self, mistake->when))
      return (gint) i;
  }
  return -1;
}

static gdouble
get_loss (States *self)
{
  gint loss = nn_program_get_loss (nn_run_get_program (self->run));

  return loss >= 0 ? nn_run_get_cell (self->run, &(NnCell){ loss, 0 }) : NAN;
}

static void
put (States *self, const gdouble *values)
{
  for (guint i = 0; i < self->cells->len; i++)
    nn_run_set_cell (self->run, &g_array_index (self->cells, NnCell, i), values[i]);
  nn_run_ensure (self->run, G_MAXINT, NULL, NULL);
}

/* From the beginning towards the answer, and so many times as far. */
static void
put_along (States *self, gdouble times)
{
  g_autofree gdouble *values = g_new (gdouble, self->cells->len);

  for (guint i = 0; i < self->cells->len; i++)
    values[i] = self->begin[i] + times * (self->answer[i] - self->begin[i]);
  put (self, values);
}

/* ---- rules ---- */

static void
check_praise (States *self, gdouble value)
{
  gint mistake = holds (self, self->task->condition) ? find_mistake (self) : -1;
  g_autofree gchar *field = NULL;

  if (mistake < 0)
    return;
  field = g_strdup_printf ("task.mistakes[%d].when", mistake + 1);
  gs_lesson_check_complain (self->check, field, _ ("holds for %s = %g, which passes: the wrong is praised"),
                            self->task->cells[0], value);
}

/* One cell moved over a range: nothing passes that is called wrong, and the best is not called wrong. */
static void
check_range (States *self)
{
  gdouble least = INFINITY, best = NAN, lowered;
  guint n = self->check->problems->len;

  put_along (self, 1);
  lowered = get_loss (self);
  put_along (self, 0);
  lowered -= get_loss (self);
  for (gint k = -100; k <= 100; k++) {
    gdouble value = k * 0.1;

    put (self, &value);
    if (self->check->problems->len == n)
      check_praise (self, value);
    if (get_loss (self) < least) {
      least = get_loss (self);
      best = value;
    }
  }
  if (!(lowered < 0) || isnan (best))
    return;
  put (self, &best);
  if (find_mistake (self) >= 0)
    gs_lesson_check_complain (self->check, "task.mistakes",
                              _ ("mistake %d is said at %s = %g, where the loss is the least"),
                              find_mistake (self) + 1, self->task->cells[0], best);
}

/* Too far in the right direction is another mistake than the wrong direction. */
static void
check_overshoot (States *self)
{
  static const gdouble times[] = { 2, 4, 8, 16, 32 };
  gint back, far = -1;

  put_along (self, -1);
  back = find_mistake (self);
  for (gsize i = 0; i < G_N_ELEMENTS (times) && far < 0; i++) {
    put_along (self, times[i]);
    far = find_mistake (self);
  }
  if (back >= 0 && far == back)
    gs_lesson_check_complain (
        self->check, "task.mistakes",
        _ ("mistake %d is said to who goes the wrong way and to who goes too far alike"), back + 1);
}

/* What the lesson itself names as right or wrong. */
static void
check_named (States *self, const gchar *field, const GPtrArray *states, gboolean wanted)
{
  for (guint i = 0; i < states->len; i++) {
    const GsLessonMove *move = g_ptr_array_index (states, i);
    g_autofree gchar *place = g_strdup_printf ("task.%s[%u]", field, i + 1);
    gboolean good = TRUE;

    put_along (self, 0);
    for (guint k = 0; k < move->set->len; k++) {
      const GsLessonSetting *setting = g_ptr_array_index (move->set, k);
      GsExpressionScope scope;
      gdouble value;
      NnCell cell;

      gs_lesson_values_get_scope (&self->check->player->values, &scope);
      good = good && gs_cell_name_parse (scope.cells, setting->cell, &cell, NULL)
             && nn_program_get_tensor (scope.cells.program, cell.tensor)->producer < 0
             && gs_expression_evaluate (setting->value, &scope, &value, NULL);
      if (good)
        nn_run_set_cell (self->run, &cell, value);
    }
    nn_run_ensure (self->run, G_MAXINT, NULL, NULL);
    if (!good)
      gs_lesson_check_complain (self->check, place, _ ("names no cell that can be set"));
    else if (holds (self, self->task->condition) != wanted)
      gs_lesson_check_complain (self->check, place, wanted ? _ ("does not pass") : _ ("passes"));
    else if (wanted && find_mistake (self) >= 0)
      gs_lesson_check_complain (self->check, place, _ ("is called mistake %d"), find_mistake (self) + 1);
  }
}

/* ---- all of them ---- */

static void
add_cell (States *self, const gchar *name, const GsExpression *value)
{
  NnProgram *program = nn_run_get_program (self->run);
  GsExpressionScope scope;
  NnCell cell;
  guint n = self->cells->len;

  gs_lesson_values_get_scope (&self->check->player->values, &scope);
  if (!gs_cell_name_parse (gs_workbook_get_scope (self->check->player->book), name, &cell, NULL)
      || nn_program_get_tensor (program, cell.tensor)->producer >= 0
      || !gs_expression_evaluate (value, &scope, &self->answer[n], NULL))
    return;
  self->begin[n] = nn_run_get_cell (self->run, &cell);
  g_array_append_val (self->cells, cell);
}

/* What is set on the way to the task's own answer, by hand alone. */
static void
list_cells (States *self)
{
  const GsLessonTask *task = self->task;
  const GsLessonMove *move = task->answer->len == 1 ? g_ptr_array_index (task->answer, 0) : NULL;
  guint n = task->kind == GS_LESSON_TASK_SET ? task->values->len : move != NULL ? move->set->len : 0;

  self->begin = g_new0 (gdouble, n + 1);
  self->answer = g_new0 (gdouble, n + 1);
  for (guint i = 0; i < n; i++) {
    const GsLessonSetting *setting =
        task->kind == GS_LESSON_TASK_SET ? NULL : g_ptr_array_index (move->set, i);

    add_cell (self, setting != NULL ? setting->cell : task->cells[i],
              setting != NULL ? setting->value : g_ptr_array_index (task->values, i));
  }
}

void
gs_lesson_check_states (GsLessonCheck *check)
{
  const GsLessonTask *task = check->step->task;
  States states = { .check = check, .task = task };

  if (task == NULL || task->condition == NULL || task->updates > 0
      || (task->kind == GS_LESSON_TASK_REACH && task->updates != 0))
    return;
  states.run = gs_probe_new (check->player->book, gs_probe_get_flags (check->player->book), NULL);
  if (states.run == NULL)
    return;
  states.cells = g_array_new (FALSE, FALSE, sizeof (NnCell));
  list_cells (&states);
  if (states.cells->len > 0) {
    if (states.cells->len == 1)
      check_range (&states);
    check_overshoot (&states);
    check_named (&states, "refuse", task->refuse, FALSE);
    check_named (&states, "accept", task->accept, TRUE);
  }
  g_array_unref (states.cells);
  g_free (states.begin);
  g_free (states.answer);
  nn_run_free (states.run);
}
