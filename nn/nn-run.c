/* A run's values: laid out in one arena, set, marked when they change. */
#include "nn-run.h"

#include <math.h>
#include <string.h>

#include "nn-random.h"
#include "nn-run-private.h"

#define ALIGNMENT 64 /* bytes; a cache line, and the widest vector register */

static gsize
padded_cells (const NnShape *shape)
{
  const gsize line = ALIGNMENT / sizeof (gdouble);

  return (nn_shape_count (shape) + line - 1) / line * line;
}

/* One allocation for everything; the system hands out zeroed pages only when they are touched. */
static void
lay_out (NnRun *run)
{
  gsize n_cells = 0;
  guintptr start;
  gdouble *at;

  for (gint i = 0; i < run->n_tensors; i++)
    n_cells += padded_cells (&nn_program_get_tensor (run->program, i)->shape);
  run->arena = g_malloc0 (n_cells * sizeof (gdouble) + ALIGNMENT);
  start = ((guintptr) run->arena + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  at = (gdouble *) start;
  run->values[0] = g_new0 (gdouble *, run->n_tensors);
  for (gint i = 0; i < run->n_tensors; i++) {
    const NnTensorInfo *info = nn_program_get_tensor (run->program, i);

    run->values[0][i] = at;
    at += padded_cells (&info->shape);
    if (info->role == NN_ROLE_HYPER || info->role == NN_ROLE_SEED)
      run->values[0][i][0] = info->value;
  }
  run->values[1] = g_memdup2 (run->values[0], sizeof (gdouble *) * (gsize) run->n_tensors);
  for (gint i = 0; i < run->n_tensors; i++) {
    gint next = nn_program_get_tensor (run->program, i)->next;

    if (next >= 0) {
      run->values[1][i] = run->values[0][next];
      run->values[1][next] = run->values[0][i];
    }
  }
}

static void
prepare_call (NnRun *run, gint instruction, guint parity)
{
  const NnInstruction *line = nn_program_get_instruction (run->program, instruction);
  NnCall *call = &run->calls[parity][instruction];

  call->out = run->values[parity][line->output];
  call->out_shape = nn_program_get_tensor (run->program, line->output)->shape;
  for (gint i = 0; i < line->n_inputs; i++) {
    call->in[i] = run->values[parity][line->inputs[i]];
    call->in_shape[i] = nn_program_get_tensor (run->program, line->inputs[i])->shape;
  }
  memcpy (call->attribute, line->attributes, sizeof call->attribute);
  nn_kernel_prepare (line->op, call);
}

/* From this size on the gradients of a layer's weights have left the cache when the update asks for them. */
#define PAIR_FROM ((gsize) 16384)

/* Whether `update` is a plain step along the gradients that `gradients` computes; all else it reads is there
 * before. */
static gboolean
belong_together (NnRun *run, gint gradients, gint update)
{
  const NnInstruction *first = nn_program_get_instruction (run->program, gradients);
  const NnInstruction *second = nn_program_get_instruction (run->program, update);

  return first->op == NN_OP_DENSE_DW && second->op == NN_OP_DESCEND && second->inputs[1] == first->output
         && run->calls[0][gradients].n_cells >= PAIR_FROM
         && nn_program_get_tensor (run->program, second->inputs[0])->producer < 0
         && nn_program_get_tensor (run->program, second->inputs[2])->producer < 0;
}

static void
find_pairs (NnRun *run)
{
  run->partner = g_new (gint, run->n_executable + 1);
  run->leader = g_new (gint, run->n_executable + 1);
  for (gint i = 0; i < run->n_executable; i++)
    run->partner[i] = run->leader[i] = -1;
  for (gint i = 0; i < run->n_executable; i++) {
    gint n;
    const gint *readers =
        nn_program_get_readers (run->program, nn_program_get_instruction (run->program, i)->output, &n);

    for (gint k = 0; k < n && run->partner[i] < 0; k++)
      if (belong_together (run, i, readers[k])) {
        run->partner[i] = readers[k];
        run->leader[readers[k]] = i;
        for (guint parity = 0; parity < 2; parity++)
          run->calls[parity][i].ahead = run->calls[parity][readers[k]].out;
      }
  }
}

static void
prepare_stamps (NnRun *run)
{
  run->clock = (guint64) (atomic_fetch_add (&nn_run_n_made, 1) + 1) << 40;
  run->leaf_stamp = g_new (guint64, run->n_tensors);
  run->line_stamp = g_new (guint64, run->n_executable + 1);
  run->replaced = g_new (NnReplaced, run->n_tensors);
  for (gint i = 0; i < run->n_tensors; i++) {
    gint next = nn_program_get_tensor (run->program, i)->next;

    run->leaf_stamp[i] = ++run->clock;
    if (next >= 0)
      run->replaced[run->n_replaced++] =
          (NnReplaced){ i, nn_program_get_tensor (run->program, next)->producer };
  }
  for (gint i = 0; i < run->n_executable; i++)
    nn_run_stamp_line (run, i);
}

NnRun *
nn_run_new (NnProgram *program)
{
  NnRun *run = g_new0 (NnRun, 1);
  gint n = nn_program_get_n_instructions (program);

  run->program = nn_program_ref (program);
  run->n_tensors = nn_program_get_n_tensors (program);
  run->has_commit = n > 0 && nn_program_get_instruction (program, n - 1)->op == NN_OP_COMMIT;
  run->n_executable = run->has_commit ? n - 1 : n;
  lay_out (run);
  run->dirty = g_new0 (guint8, n + 1);
  run->always_check = g_new0 (guint8, n + 1);
  run->first_dirty = G_MAXINT;
  run->held = g_new0 (NnHeld, run->n_tensors);
  for (guint parity = 0; parity < 2; parity++) {
    run->calls[parity] = g_new0 (NnCall, n + 1);
    for (gint i = 0; i < run->n_executable; i++)
      prepare_call (run, i, parity);
  }
  find_pairs (run);
  prepare_stamps (run);
  for (gint i = 0; i < run->n_executable; i++)
    run->always_check[i] =
        nn_formula_is_transcendental (nn_formula_for_op (nn_program_get_instruction (program, i)->op));
  return run;
}

void
nn_run_free (NnRun *run)
{
  if (run == NULL)
    return;
  for (guint parity = 0; parity < 2; parity++) {
    g_free (run->values[parity]);
    g_free (run->calls[parity]);
  }
  g_free (run->arena);
  g_free (run->dirty);
  g_free (run->partner);
  g_free (run->leader);
  g_free (run->always_check);
  for (gint i = 0; i < run->n_tensors; i++) {
    g_clear_pointer (&run->held[i].pins, g_array_unref);
    g_clear_pointer (&run->held[i].places, g_free);
  }
  g_free (run->held);
  g_free (run->leaf_stamp);
  g_free (run->line_stamp);
  g_free (run->replaced);
  nn_program_unref (run->program);
  g_free (run);
}

NnProgram *
nn_run_get_program (NnRun *run)
{
  return run->program;
}

/* ---- values ---- */

void
nn_run_load_state (NnRun *run, const NnState *state)
{
  for (gint i = 0; i < run->n_tensors; i++) {
    const NnTensorInfo *info = nn_program_get_tensor (run->program, i);
    const NnTensor *tensor = info->producer < 0 ? nn_state_find (state, info->name) : NULL;

    if (tensor != NULL && nn_shape_equal (&tensor->shape, &info->shape))
      nn_run_set_values (run, i, tensor->values);
  }
}

NnState *
nn_run_save_state (NnRun *run)
{
  NnState *state = nn_state_new ();

  for (gint i = 0; i < run->n_tensors; i++) {
    const NnTensorInfo *info = nn_program_get_tensor (run->program, i);
    NnTensor *tensor;

    if (!nn_tensor_info_persists (info))
      continue;
    tensor = nn_tensor_new (info->name, &info->shape);
    memcpy (tensor->values, nn_run_get_values (run, i), nn_shape_count (&info->shape) * sizeof (gdouble));
    nn_state_put (state, tensor);
  }
  return state;
}

const gdouble *
nn_run_get_values (NnRun *run, gint tensor)
{
  g_assert (tensor >= 0 && tensor < run->n_tensors);
  return run->values[run->parity][tensor];
}

gdouble
nn_run_get_cell (NnRun *run, const NnCell *cell)
{
  g_assert (cell->offset < nn_shape_count (&nn_program_get_tensor (run->program, cell->tensor)->shape));
  return nn_run_get_values (run, cell->tensor)[cell->offset];
}

guint64
nn_run_get_stamp (NnRun *run, gint tensor)
{
  gint producer;

  g_assert (tensor >= 0 && tensor < run->n_tensors);
  producer = nn_program_get_tensor (run->program, tensor)->producer;
  return producer < 0 ? run->leaf_stamp[tensor] : run->line_stamp[producer];
}

gboolean
nn_run_is_computed (NnRun *run, gint tensor)
{
  return nn_program_get_tensor (run->program, tensor)->producer < nn_run_get_n_computed (run);
}

void
nn_run_mark_instruction (NnRun *run, gint instruction)
{
  if (instruction >= run->fresh)
    return;
  run->dirty[instruction] = TRUE;
  run->first_dirty = MIN (run->first_dirty, instruction);
  run->n_finite = MIN (run->n_finite, instruction);
}

void
nn_run_mark_readers (NnRun *run, gint tensor)
{
  gint n;
  const gint *readers = nn_program_get_readers (run->program, tensor, &n);

  for (gint i = 0; i < n && readers[i] < run->fresh; i++)
    nn_run_mark_instruction (run, readers[i]);
}

/* Nearly everything depends on a new batch: cheaper than to mark it all is to forget that it has run. */
static void
forget_readers (NnRun *run, gint tensor)
{
  gint n, first;
  const gint *readers = nn_program_get_readers (run->program, tensor, &n);

  if (n == 0 || readers[0] >= run->fresh)
    return;
  first = readers[0];
  memset (run->dirty + first, 0, (gsize) (run->fresh - first));
  run->fresh = first;
  run->n_finite = MIN (run->n_finite, first);
  if (run->first_dirty >= first)
    run->first_dirty = G_MAXINT;
}

void
nn_run_set_values (NnRun *run, gint tensor, const gdouble *values)
{
  const NnTensorInfo *info = nn_program_get_tensor (run->program, tensor);
  gsize n = nn_shape_count (&info->shape);
  gdouble *own = run->values[run->parity][tensor];

  g_assert (info->producer < 0);
  if (memcmp (own, values, n * sizeof (gdouble)) == 0)
    return;
  memcpy (own, values, n * sizeof (gdouble));
  run->leaf_stamp[tensor] = ++run->clock;
  run->suspect |= !nn_kernel_all_finite (own, n);
  if (info->role == NN_ROLE_INPUT)
    forget_readers (run, tensor);
  else
    nn_run_mark_readers (run, tensor);
}

void
nn_run_set_cell (NnRun *run, const NnCell *cell, gdouble value)
{
  const NnTensorInfo *info = nn_program_get_tensor (run->program, cell->tensor);
  gdouble *own = run->values[run->parity][cell->tensor] + cell->offset;

  g_assert (info->producer < 0 && cell->offset < nn_shape_count (&info->shape));
  if (memcmp (own, &value, sizeof value) == 0)
    return;
  *own = value;
  run->leaf_stamp[cell->tensor] = ++run->clock;
  run->suspect |= !isfinite (value);
  nn_run_mark_readers (run, cell->tensor);
}

void
nn_run_draw (NnRun *run, guint64 seed, guint32 pass)
{
  for (gint i = 0; i < run->n_tensors; i++) {
    const NnTensorInfo *info = nn_program_get_tensor (run->program, i);
    gsize n = nn_shape_count (&info->shape);

    if (info->role != NN_ROLE_RANDOM)
      continue;
    for (gsize cell = 0; cell < n; cell++)
      run->values[run->parity][i][cell] =
          nn_random_uniform (seed, NN_STREAM_DROPOUT, pass, (guint32) info->layer + 1, (guint32) cell);
    run->leaf_stamp[i] = ++run->clock;
    nn_run_mark_readers (run, i);
  }
}

void
nn_run_set_clock (NnRun *run, guint32 pass, gint n_batches)
{
  const struct {
    const gchar *name;
    gdouble value;
  } hands[] = { { NN_CLOCK_PASS, pass }, { NN_CLOCK_BATCHES, n_batches } };

  for (gsize i = 0; i < G_N_ELEMENTS (hands); i++) {
    gint tensor = nn_program_find (run->program, hands[i].name);

    if (tensor >= 0)
      nn_run_set_cell (run, &(NnCell){ tensor, 0 }, hands[i].value);
  }
}

void
nn_run_get_binding (NnRun *run, gint instruction, NnBinding *binding)
{
  const NnInstruction *line = nn_program_get_instruction (run->program, instruction);

  nn_program_get_binding (run->program, instruction, binding);
  for (gint i = 0; i < line->n_inputs; i++)
    binding->in[i] = nn_run_get_values (run, line->inputs[i]);
}

gint
nn_run_get_n_computed (NnRun *run)
{
  return MIN (run->fresh, run->first_dirty);
}
