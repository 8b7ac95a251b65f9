/* One cell moved a little, and the loss beside its gradient. */
#include "gs-nudge.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/text/gs-task.h"
#include "app/workbook/gs-probe.h"
#include "gs-nudge-private.h"
#include "nn/nn-error.h"

/* Of a nudge's time: a whole pass first, then a few times the way to the loss. */
#define REST_SHARE 0.5

struct _GsNudging {
  GsNudger *nudger;
  NnCell cell;
  gdouble h;
};

/* ---- branches: which way each formula went where its slope jumps ---- */

/* The instruction's tensor whose signs or values say the branch, or -1 where there is none. */
static gint
find_branch_tensor (const NnInstruction *line)
{
  if (line->op == NN_OP_RELU || line->op == NN_OP_LEAKY_RELU || line->op == NN_OP_L1_PENALTY
      || line->op == NN_OP_STEP)
    return line->inputs[0];
  return line->op == NN_OP_POOL_WHICH ? line->output : -1;
}

/* The winner's number in a window, else on which side of 0. At 0 is a side of its own, but not for a step. */
static gdouble
get_branch (const NnInstruction *line, gdouble value)
{
  if (line->op == NN_OP_STEP)
    return value >= 0;
  return line->op == NN_OP_POOL_WHICH ? value : (gdouble) ((value > 0) - (value < 0));
}

static void
read_branches (GsNudger *nudger, GArray *branches)
{
  g_array_set_size (branches, 0);
  for (guint i = 0; i < nudger->forks->len; i++) {
    gint instruction = g_array_index (nudger->forks, gint, i);
    const NnInstruction *line = nn_program_get_instruction (nudger->program, instruction);
    gint tensor = find_branch_tensor (line);
    gsize n = nn_shape_count (&nn_program_get_tensor (nudger->program, tensor)->shape);
    const gdouble *values = nn_run_get_values (nudger->run, tensor);

    for (gsize offset = 0; offset < n; offset++) {
      gdouble branch = get_branch (line, values[offset]);

      g_array_append_val (branches, branch);
    }
  }
}

/* Whether the loss listens to what the branch decides: where its gradient is 0 there is no kink. Where the
 * program has no gradient to tell, it may. */
static gboolean
is_heard (GsNudger *nudger, gint instruction, gsize offset)
{
  const NnInstruction *line = nn_program_get_instruction (nudger->program, instruction);
  gint output = line->output;

  for (gint i = instruction; line->op == NN_OP_POOL_WHICH && i <= nudger->last; i++) {
    const NnInstruction *pool = nn_program_get_instruction (nudger->program, i);

    if (pool->op == NN_OP_POOL_MAX && pool->inputs[1] == line->output)
      output = pool->output;
  }
  if (nn_program_get_tensor (nudger->program, output)->shape.rank == 0)
    offset = 0; /* a penalty on all of them */
  return nudger->gradients[output] == NULL || nudger->gradients[output][offset] != 0;
}

/* The first cell that goes another way in `branches` than at rest and to which the loss listens. Returns
 * whether there is one that it does not listen to at rest: there the gradient is 0 on both sides, and its own
 * slope jumps. */
static gboolean
find_switch (GsNudger *nudger, const GArray *branches, GsNudge *nudge)
{
  gboolean unheard = FALSE;
  guint at = 0;

  for (guint i = 0; i < nudger->forks->len; i++) {
    gint instruction = g_array_index (nudger->forks, gint, i);
    const NnInstruction *line = nn_program_get_instruction (nudger->program, instruction);
    gint tensor = find_branch_tensor (line);
    gsize n = nn_shape_count (&nn_program_get_tensor (nudger->program, tensor)->shape);

    for (gsize offset = 0; offset < n; offset++, at++) {
      if (g_array_index (branches, gdouble, at) == g_array_index (nudger->at_rest, gdouble, at))
        continue;
      if (!is_heard (nudger, instruction, offset)) {
        unheard = TRUE;
        continue;
      }
      nudge->kind = line->op == NN_OP_POOL_WHICH ? GS_NUDGE_TIE
                    : line->op == NN_OP_STEP     ? GS_NUDGE_JUMP
                                                 : GS_NUDGE_KINK;
      nudge->where = (NnCell){ tensor, offset };
      return FALSE;
    }
  }
  return unheard;
}

/* ---- the nudger ---- */

/* The gradient treats softmax's row maximum as a constant. That is exact unless a step of the softmax
 * is pinned; so that it stays exact then, the maximum is held while we nudge. */
static void
hold_row_maxima (GsNudger *nudger)
{
  g_autoptr (GArray) pins = nn_run_list_pins (nudger->run);

  for (gint i = 0; pins->len > 0 && i <= nudger->last; i++) {
    const NnInstruction *line = nn_program_get_instruction (nudger->program, i);
    const NnTensorInfo *info = nn_program_get_tensor (nudger->program, line->output);

    for (gsize offset = 0; line->op == NN_OP_ROW_MAX && offset < nn_shape_count (&info->shape); offset++) {
      NnCell cell = { line->output, offset };

      if (!nn_run_is_pinned (nudger->run, &cell))
        nn_run_pin (nudger->run, &cell, nn_run_get_cell (nudger->run, &cell));
    }
  }
}

/* From the loss backwards: which tensors reach it without a step, and which by the delta rule. */
static void
find_ways (GsNudger *nudger)
{
  nudger->smooth = g_new0 (gboolean, nn_program_get_n_tensors (nudger->program));
  nudger->ruled = g_new0 (gboolean, nn_program_get_n_tensors (nudger->program));
  nudger->smooth[nudger->loss.tensor] = TRUE;
  for (gint i = nudger->last; i >= 0; i--) {
    const NnInstruction *line = nn_program_get_instruction (nudger->program, i);
    gboolean by_rule = line->pass_through && line->op != NN_OP_COPY;

    for (gint k = 0; k < line->n_inputs; k++) {
      if (nudger->smooth[line->output] && line->op != NN_OP_STEP)
        nudger->smooth[line->inputs[k]] = TRUE;
      if (nudger->ruled[line->output] || by_rule)
        nudger->ruled[line->inputs[k]] = TRUE;
    }
  }
}

GsNudger *
gs_nudger_new (GsWorkbook *book, NnCompileFlags flags, GError **error)
{
  NnRun *run = gs_probe_new (book, flags, error);
  GsNudger *nudger;

  if (run == NULL)
    return NULL;
  nudger = g_new0 (GsNudger, 1);
  nudger->asked = (NnCell){ -1, 0 };
  nudger->gradients = g_new0 (gdouble *, nn_program_get_n_tensors (nn_run_get_program (run)));
  nudger->released = g_new0 (gdouble *, nn_program_get_n_tensors (nn_run_get_program (run)));
  nudger->held = g_array_new (FALSE, FALSE, sizeof (NnCell));
  nudger->run = run;
  nudger->program = nn_run_get_program (run);
  nudger->loss = (NnCell){ nn_program_get_loss (nudger->program), 0 };
  nudger->last = nn_program_get_tensor (nudger->program, nudger->loss.tensor)->producer;
  nudger->forks = g_array_new (FALSE, FALSE, sizeof (gint));
  nudger->at_rest = g_array_new (FALSE, FALSE, sizeof (gdouble));
  nudger->here = g_array_new (FALSE, FALSE, sizeof (gdouble));
  for (gint i = 0; i <= nudger->last; i++)
    if (find_branch_tensor (nn_program_get_instruction (nudger->program, i)) >= 0)
      g_array_append_val (nudger->forks, i);
  find_ways (nudger);
  return nudger;
}

/* Some instructions at a time, so that one can stop on the way. */
static gboolean
compute (GsNudger *nudger, gint n_instructions, GError **error)
{
  gint all = nn_program_get_n_instructions (nudger->program);

  for (gint i = 1; i <= MIN (n_instructions, all); i++) {
    nn_run_ensure (nudger->run, i, NULL, NULL);
    if (!gs_task_go_on ((gsize) i, (gsize) all, error))
      return FALSE;
  }
  return TRUE;
}

static void
copy_gradients (GsNudger *nudger, gdouble **into)
{
  for (gint i = 0; i < nn_program_get_n_tensors (nudger->program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (nudger->program, i);

    if (info->gradient >= 0)
      into[i] = g_memdup2 (nn_run_get_values (nudger->run, info->gradient),
                           nn_shape_count (&info->shape) * sizeof (gdouble));
  }
}

/* Which gradients are held by hand, and what all of them would be if none were. */
static gboolean
release_gradients (GsNudger *nudger, GError **error)
{
  g_autoptr (GArray) pins = nn_run_list_pins (nudger->run);

  for (guint i = 0; i < pins->len; i++) {
    const NnCell *cell = &g_array_index (pins, NnCell, i);

    if (nn_program_get_tensor (nudger->program, cell->tensor)->producer <= nudger->last)
      continue;
    g_array_append_val (nudger->held, *cell);
    nn_run_unpin (nudger->run, cell);
  }
  if (nudger->held->len == 0)
    return TRUE;
  if (!compute (nudger, G_MAXINT, error))
    return FALSE;
  copy_gradients (nudger, nudger->released);
  return TRUE;
}

gboolean
gs_nudger_rest (GsNudger *nudger, GError **error)
{
  NnRun *run = nudger->run;

  /* All gradients first: afterwards only the loss is computed, again and again. */
  if (!compute (nudger, G_MAXINT, error))
    return FALSE;
  copy_gradients (nudger, nudger->gradients);
  if (nudger->asked.tensor >= 0)
    gs_nudge_find_ways (run, &nudger->asked, &nudger->ways);
  if (!release_gradients (nudger, error))
    return FALSE;
  hold_row_maxima (nudger);
  if (!compute (nudger, nudger->last + 1, error))
    return FALSE;
  nudger->loss_at_rest = nn_run_get_cell (run, &nudger->loss);
  read_branches (nudger, nudger->at_rest);
  return TRUE;
}

void
gs_nudger_free (GsNudger *nudger)
{
  if (nudger == NULL)
    return;
  for (gint i = 0; i < nn_program_get_n_tensors (nudger->program); i++) {
    g_free (nudger->gradients[i]);
    g_free (nudger->released[i]);
  }
  g_free (nudger->gradients);
  g_free (nudger->released);
  g_array_unref (nudger->held);
  g_free (nudger->smooth);
  g_free (nudger->ruled);
  g_array_unref (nudger->forks);
  g_array_unref (nudger->at_rest);
  g_array_unref (nudger->here);
  nn_run_free (nudger->run);
  g_free (nudger);
}

/* Whether `to` is computed from `from`. */
static gboolean
reaches (GsNudger *nudger, gint from, gint to)
{
  g_autofree gboolean *reached = g_new0 (gboolean, nn_program_get_n_tensors (nudger->program));

  reached[from] = TRUE;
  for (gint i = 0; i <= nn_program_get_tensor (nudger->program, to)->producer; i++) {
    const NnInstruction *line = nn_program_get_instruction (nudger->program, i);

    for (gint input = 0; input < line->n_inputs; input++)
      reached[line->output] |= reached[line->inputs[input]];
  }
  return reached[to];
}

/* Where a gradient held by hand makes this one another than it were. */
static void
find_held (GsNudger *nudger, const NnCell *cell, GsNudge *nudge)
{
  const gdouble *released = nudger->released[cell->tensor];
  gint gradient = nn_program_get_tensor (nudger->program, cell->tensor)->gradient;

  if (released == NULL || released[cell->offset] == nudge->gradient)
    return;
  nudge->kind = GS_NUDGE_HELD;
  for (guint i = nudger->held->len; i > 0; i--) {
    const NnCell *held = &g_array_index (nudger->held, NnCell, i - 1);

    if (reaches (nudger, held->tensor, gradient))
      nudge->where = *held;
  }
}

/* L with the cell at `value`; a computed cell is held there. */
static gdouble
try_value (GsNudger *nudger, const NnCell *cell, gdouble value)
{
  if (nn_program_get_tensor (nudger->program, cell->tensor)->producer < 0)
    nn_run_set_cell (nudger->run, cell, value);
  else
    nn_run_pin (nudger->run, cell, value);
  nn_run_ensure (nudger->run, nudger->last + 1, NULL, NULL);
  return nn_run_get_cell (nudger->run, &nudger->loss);
}

/* A power of two, so that w + h and w - h are rarely rounded; near the cube root of the
 * rounding unit, where truncation and rounding errors of a central difference are alike. */
static gdouble
choose_step (gdouble value)
{
  gint exponent = 0;

  frexp (MAX (fabs (value), 1.0), &exponent);
  return ldexp (1.0, exponent - 18);
}

/* Where the slope of the gradient jumps, a central difference is off by h, not by its square. */
#define FINER 256.0

/* Each loss is off by a few roundings of its own size. */
gdouble
gs_nudge_get_noise (const GsNudge *nudge)
{
  return 8 * DBL_EPSILON * MAX (fabs (nudge->minus), fabs (nudge->plus)) / nudge->h;
}

/* The loss on both sides. Returns whether the gradient's own slope jumps between them. */
static gboolean
try_sides (GsNudger *nudger, const NnCell *cell, gdouble value, GsNudge *nudge)
{
  gboolean jumps;

  nudge->plus = try_value (nudger, cell, value + nudge->h);
  read_branches (nudger, nudger->here);
  jumps = find_switch (nudger, nudger->here, nudge);
  nudge->minus = try_value (nudger, cell, value - nudge->h);
  if (nudge->kind == GS_NUDGE_SMOOTH) {
    read_branches (nudger, nudger->here);
    jumps |= find_switch (nudger, nudger->here, nudge);
  }
  nudge->difference = (nudge->plus - nudge->minus) / ((value + nudge->h) - (value - nudge->h));
  return jumps && nudge->kind == GS_NUDGE_SMOOTH;
}

void
gs_nudger_nudge (GsNudger *nudger, const NnCell *cell, gdouble h, GsNudge *nudge)
{
  gdouble value = nn_run_get_cell (nudger->run, cell);
  const gdouble *gradient = nudger->gradients[cell->tensor];
  gboolean was_pinned = nn_run_is_pinned (nudger->run, cell);

  *nudge = (GsNudge){ .h = h > 0 ? h : choose_step (value), .kind = GS_NUDGE_SMOOTH, .where = { -1, 0 } };
  nudge->gradient = gradient != NULL ? gradient[cell->offset] : NAN;
  if (try_sides (nudger, cell, value, nudge) && h == 0) {
    nudge->h /= FINER;
    try_sides (nudger, cell, value, nudge);
  }
  if (nudge->kind == GS_NUDGE_SMOOTH && !nudger->smooth[cell->tensor])
    nudge->kind = GS_NUDGE_FLAT;
  if (nudger->ruled[cell->tensor]) {
    nudge->kind = GS_NUDGE_RULE;
    nudge->where = (NnCell){ -1, 0 };
  }
  find_held (nudger, cell, nudge);
  try_value (nudger, cell, value);
  if (nn_program_get_tensor (nudger->program, cell->tensor)->producer >= 0 && !was_pinned) {
    nn_run_unpin (nudger->run, cell);
    nn_run_ensure (nudger->run, nudger->last + 1, NULL, NULL);
  }
}

GsNudging *
gs_nudging_new (GsWorkbook *book, const NnCell *cell, gdouble h, GError **error)
{
  g_autoptr (GsNudging) self = g_new0 (GsNudging, 1);
  const NnTensorInfo *info = nn_program_get_tensor (gs_workbook_get_program (book), cell->tensor);
  g_autofree gchar *name = gs_cell_name_display (gs_workbook_get_program (book), cell);

  if (h != 0 && !(h > 0 && isfinite (h))) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _ ("The step h must be a small positive number."));
    return NULL;
  }
  self->nudger = gs_nudger_new (book, gs_probe_get_flags (book), error);
  self->cell = *cell;
  self->h = h;
  if (self->nudger == NULL)
    return NULL;
  self->nudger->asked = *cell;
  if (info->producer > self->nudger->last || !reaches (self->nudger, cell->tensor, self->nudger->loss.tensor)
      || cell->tensor == self->nudger->loss.tensor) {
    g_set_error (
        error, NN_ERROR, NN_ERROR_VALUE,
        _ ("%s cannot be nudged: the loss is not computed from it. Choose an input, a parameter, or a "
           "cell of the forward pass."),
        name);
    return NULL;
  }
  return g_steal_pointer (&self);
}

void
gs_nudging_free (GsNudging *self)
{
  if (self != NULL)
    gs_nudger_free (self->nudger);
  g_free (self);
}

gboolean
gs_nudging_run (GsNudging *self, GsNudge *nudge, GError **error)
{
  gs_task_begin_part (REST_SHARE);
  if (!gs_nudger_rest (self->nudger, error))
    return FALSE;
  gs_task_begin_part (1 - REST_SHARE);
  gs_nudger_nudge (self->nudger, &self->cell, self->h, nudge);
  nudge->n_ways = self->nudger->ways.n_ways;
  memcpy (nudge->way, self->nudger->ways.way, sizeof nudge->way);
  return gs_task_go_on (1, 1, error);
}

gboolean
gs_nudge (GsWorkbook *book, const NnCell *cell, gdouble h, GsNudge *nudge, GError **error)
{
  g_autoptr (GsNudging) nudging = gs_nudging_new (book, cell, h, error);

  return nudging != NULL && gs_nudging_run (nudging, nudge, error);
}
