/* Computing: the one place where a run's kernels are executed, and NaN and infinity are found. */
#include <fenv.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "nn-dialect.h"
#include "nn-error.h"
#include "nn-run-private.h"

atomic_ullong nn_run_n_executed, nn_run_n_made;

guint64
nn_run_get_n_executed (NnRun *run)
{
  return run->n_executed;
}

guint64
nn_run_count_executed (void)
{
  return atomic_load (&nn_run_n_executed);
}

guint64
nn_run_count_made (void)
{
  return atomic_load (&nn_run_n_made);
}

/* Runs [from, to), which has not run in this pass: nothing needs to be marked. */
static void
execute_fresh (NnRun *run, gint from, gint to)
{
  const NnCall *calls = run->calls[run->parity];
  guint64 *stamps = run->line_stamp, clock = run->clock + 1;

  if (from >= to)
    return;
  if (run->n_pins == 0) {
    for (gint i = from; i < to; i++) {
      gint partner = run->partner[i];

      if (G_UNLIKELY (partner >= 0 && partner < to))
        nn_kernel_execute_pair (&calls[i], &calls[partner], run->parity == 1);
      else if (run->leader[i] < from)
        nn_kernel_execute (&calls[i]);
    }
  } else {
    for (gint i = from; i < to; i++) {
      nn_kernel_execute (&calls[i]);
      nn_run_apply_pins (run, i);
    }
  }
  for (gint i = from; i < to; i++)
    stamps[i] = clock + (guint64) i;
  run->clock = clock + (guint64) to;
  run->fresh = to;
  run->n_executed += (guint64) (to - from);
}

/* Runs what is dirty before `end`; each marks its own readers, which come later. */
static void
execute_dirty (NnRun *run, gint end)
{
  const NnCall *calls = run->calls[run->parity];

  for (gint i = run->first_dirty; i < end; i++) {
    if (!run->dirty[i])
      continue;
    run->dirty[i] = FALSE;
    nn_kernel_execute (&calls[i]);
    nn_run_apply_pins (run, i);
    nn_run_stamp_line (run, i);
    nn_run_mark_readers (run, nn_program_get_instruction (run->program, i)->output);
    run->n_executed++;
  }
  /* Whatever is still dirty stands behind `end`. */
  for (run->first_dirty = MAX (run->first_dirty, end); run->first_dirty < run->fresh; run->first_dirty++)
    if (run->dirty[run->first_dirty])
      return;
  run->first_dirty = G_MAXINT;
}

static gboolean
output_is_finite (NnRun *run, gint instruction)
{
  gint output = nn_program_get_instruction (run->program, instruction)->output;
  const NnShape *shape = &nn_program_get_tensor (run->program, output)->shape;

  return nn_kernel_all_finite (run->values[run->parity][output], nn_shape_count (shape));
}

/* The first instruction of [from, to) that holds a NaN or an infinity, or -1. */
static gint
find_bad_instruction (NnRun *run, gint from, gint to, gboolean all)
{
  for (gint i = from; i < to; i++)
    if ((all || run->always_check[i]) && !output_is_finite (run, i))
      return i;
  return -1;
}

/* Whether the leaves hold no NaN and no infinity; then a pass that raises no status flag
 * cannot have made one. */
static gboolean
leaves_are_finite (NnRun *run)
{
  for (gint i = 0; i < run->n_tensors; i++) {
    const NnTensorInfo *info = nn_program_get_tensor (run->program, i);

    if (info->producer < 0
        && !nn_kernel_all_finite (run->values[run->parity][i], nn_shape_count (&info->shape)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
report (NnRun *run, gint instruction, NnCell *bad, GError **error)
{
  gint output = nn_program_get_instruction (run->program, instruction)->output;
  const NnTensorInfo *info = nn_program_get_tensor (run->program, output);
  const gdouble *values = run->values[run->parity][output];
  g_autofree gchar *cell = NULL;
  gsize offset = 0;

  while (isfinite (values[offset]))
    offset++;
  *bad = (NnCell){ output, offset };
  cell = nn_cell_name (info->name, &info->shape, offset);
  g_set_error (error, NN_ERROR, NN_ERROR_NOT_FINITE,
               _ ("%s became %s. Look at the cells it is computed from; a smaller learning rate or smaller "
                  "weights often help."),
               cell,
               isnan (values[offset]) ? _ ("NaN (not a number)")
               : values[offset] > 0   ? _ ("infinite")
                                      : _ ("minus infinite"));
  run->n_finite = instruction;
  run->suspect = TRUE;
  return FALSE;
}

#define FLAGS (FE_OVERFLOW | FE_DIVBYZERO | FE_INVALID)

/* Whether the processor raises its status flags; one that valgrind imitates does not. */
static gboolean
processor_has_flags (void)
{
  static gint answer; /* atomic: 0 not yet asked, 1 no, 2 yes */
  gint known = g_atomic_int_get (&answer);
  volatile gdouble zero = 0.0, large = G_MAXDOUBLE, result;

  if (known != 0)
    return known == 2;
  known = 2;
  for (gint i = 0; i < 3; i++) {
    feclearexcept (FLAGS);
    result = i == 0 ? large * large : i == 1 ? 1.0 / zero : zero / zero;
    (void) result;
    if (!fetestexcept (FLAGS))
      known = 1;
  }
  feclearexcept (FLAGS);
  g_atomic_int_set (&answer, known);
  return known == 2;
}

/* The processor's sticky status flags tell at no cost that nothing overflowed, divided by 0
 * or was invalid; only when one is up are the values looked at. They do not tell of a NaN
 * that came in with a leaf, or of what exp and ln build from bits. Threads that share a call raise the flags
 * here, too. */
static gboolean
ensure_checked (NnRun *run, gint n, NnCell *bad, GError **error)
{
  gint from = MIN (run->n_finite, run->first_dirty), fresh = run->fresh, found;
  gboolean flags_tell;

  if (run->suspect && from == 0)
    run->suspect = !leaves_are_finite (run);
  flags_tell = !run->suspect && processor_has_flags ();
  execute_dirty (run, MIN (n, fresh));
  /* What had run before without being looked at is looked at in any case. */
  found = find_bad_instruction (run, from, MIN (n, fresh), TRUE);
  if (found >= 0)
    return report (run, found, bad, error);

  feclearexcept (FLAGS);
  execute_fresh (run, fresh, n);
  if (fetestexcept (FLAGS))
    flags_tell = FALSE;
  found = find_bad_instruction (run, fresh, n, !flags_tell);
  if (found >= 0)
    return report (run, found, bad, error);
  run->n_finite = MAX (run->n_finite, n);
  return TRUE;
}

gboolean
nn_run_ensure (NnRun *run, gint n, NnCell *bad, GError **error)
{
  guint64 n_executed = run->n_executed;
  gboolean finite = TRUE;

  n = MIN (n, run->n_executable);
  g_assert (n >= 0);
  if (bad != NULL) {
    finite = ensure_checked (run, n, bad, error);
  } else {
    execute_dirty (run, MIN (n, run->fresh));
    execute_fresh (run, run->fresh, n);
    run->suspect |= run->n_executed != n_executed;
  }
  /* An atomic addition would be felt in a small network's pass. */
  if (run->n_executed != n_executed)
    atomic_store_explicit (&nn_run_n_executed,
                           atomic_load_explicit (&nn_run_n_executed, memory_order_relaxed)
                               + (run->n_executed - n_executed),
                           memory_order_relaxed);
  return finite;
}

void
nn_run_commit (NnRun *run)
{
  g_assert (run->has_commit && nn_run_get_n_computed (run) == run->n_executable);
  run->parity ^= 1;
  for (gint i = 0; i < run->n_replaced; i++)
    run->leaf_stamp[run->replaced[i].leaf] = run->line_stamp[run->replaced[i].line];
  run->fresh = run->n_finite = 0;
  run->first_dirty = G_MAXINT;
}
