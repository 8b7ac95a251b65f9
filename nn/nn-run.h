/* Runs: the values of one program, and how far they have been computed.
 *
 *   NnRun *run = nn_run_new (program);
 *   nn_run_load_state (run, state);            // parameters, optimiser state, hyperparameters
 *   nn_run_set_values (run, x, batch_inputs);  // inputs and targets
 *   nn_run_draw (run, seed, pass);             // dropout's random leaves
 *   nn_run_ensure (run, n, NULL, NULL);        // the first n instructions are computed and up to date
 *   nn_run_commit (run);                       // X.next becomes X: buffers swap, nothing is copied
 *
 * A run has no cursor: who looks at it stands where they like. nn_run_ensure() is the one function that
 * executes kernels. What has been computed is kept until a leaf or a pin changes, and then only
 * what depends on it is computed again.
 */
#pragma once

#include "nn-program.h"
#include "nn-tensor.h"

G_BEGIN_DECLS

typedef struct _NnRun NnRun;

/* A cell of the program: tensor and flat offset. */
typedef struct {
  gint tensor;
  gsize offset;
} NnCell;

static inline gboolean
nn_cell_equal (const NnCell *a, const NnCell *b)
{
  return a->tensor == b->tensor && a->offset == b->offset;
}

/* Whether the array of NnCell, or NULL, has the cell. */
static inline gboolean
nn_cells_contain (const GArray *cells, const NnCell *cell)
{
  for (guint i = 0; cells != NULL && i < cells->len; i++)
    if (nn_cell_equal (&g_array_index (cells, NnCell, i), cell))
      return TRUE;
  return FALSE;
}

NnRun *nn_run_new (NnProgram *program);
void nn_run_free (NnRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnRun, nn_run_free)

NnProgram *nn_run_get_program (NnRun *run);

/* ---- values ---- */

/* Every leaf of the program that `state` has by name and shape. */
void nn_run_load_state (NnRun *run, const NnState *state);
/* The program's parameters, optimiser state and hyperparameters as they stand now (before commit). */
NnState *nn_run_save_state (NnRun *run);

/* Borrowed; good until the next commit. Stale where nn_run_is_computed() says no. */
const gdouble *nn_run_get_values (NnRun *run, gint tensor);
gdouble nn_run_get_cell (NnRun *run, const NnCell *cell);

/* Another number whenever the tensor's values may have changed, and never that of another tensor or run; at
 * commit it goes with the values from X.next to X. Who has copied the values can tell by it that the copy
 * still holds. */
guint64 nn_run_get_stamp (NnRun *run, gint tensor);

/* Leaves, and tensors whose instruction and all before it are computed and up to date. */
gboolean nn_run_is_computed (NnRun *run, gint tensor);

/* Leaves only; what depends on them is marked and computed again by nn_run_ensure(). */
void nn_run_set_values (NnRun *run, gint tensor, const gdouble *values);
void nn_run_set_cell (NnRun *run, const NnCell *cell, gdouble value);

/* Fills the random leaves for this seed and pass. */
void nn_run_draw (NnRun *run, guint64 seed, guint32 pass);
/* Tells the program's schedule, if it has one, which pass this is and how many batches an epoch has (from 1;
 * until it is told, both are 1). */
void nn_run_set_clock (NnRun *run, guint32 pass, gint n_batches);

/* Holds a computed cell at a value: written over whenever its instruction has run; the pin
 * leaf, if the program has one, gets its 1. */
void nn_run_pin (NnRun *run, const NnCell *cell, gdouble value);
void nn_run_unpin (NnRun *run, const NnCell *cell);
gboolean nn_run_is_pinned (NnRun *run, const NnCell *cell);
/* The value a pinned cell is held at, also where its instruction has not run. */
gdouble nn_run_get_pin (NnRun *run, const NnCell *cell);
/* NnCell, tensor by tensor; caller unrefs. */
GArray *nn_run_list_pins (NnRun *run);

/* ---- computing ---- */

/* How many instructions, from the first on, are computed and up to date. */
gint nn_run_get_n_computed (NnRun *run);

/* Executes what is missing or out of date among the first `n` instructions (G_MAXINT: all before commit).
 * With `bad` not NULL they are looked through for a NaN or infinity: FALSE, and the first such cell of
 * the first such instruction in `bad`, as long as there is one. Who wants to go on regardless asks
 * with NULL. */
gboolean nn_run_ensure (NnRun *run, gint n, NnCell *bad, GError **error);

/* X.next becomes X, and nothing is computed any more. Everything before commit must be. */
void nn_run_commit (NnRun *run);

/* The binding of an instruction with the run's values, for formulas. */
void nn_run_get_binding (NnRun *run, gint instruction, NnBinding *binding);

/* How many instructions have been executed since the run was made; by all runs of the process (exact as long
 * as one thread at a time computes), and how many runs it has made. For tests and benchmarks. */
guint64 nn_run_get_n_executed (NnRun *run);
guint64 nn_run_count_executed (void);
guint64 nn_run_count_made (void);

/* ---- history ---- */

/* Past passes: the state before each, within a budget of bytes; the oldest go first. */
typedef struct _NnHistory NnHistory;

NnHistory *nn_history_new (gsize budget);
void nn_history_free (NnHistory *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnHistory, nn_history_free)

/* Copies the run's parameters, state and hyperparameters as those at the start of `pass`. */
void nn_history_record (NnHistory *history, NnRun *run, guint32 pass);
/* Loads them back. FALSE if that pass is no longer (or not yet) kept. */
gboolean nn_history_recall (NnHistory *history, NnRun *run, guint32 pass);
gboolean nn_history_has (NnHistory *history, guint32 pass);
/* The first pass one can go back to; 0 if none is kept. */
guint32 nn_history_get_oldest (NnHistory *history);
guint32 nn_history_get_newest (NnHistory *history);
/* Forgets `pass` and everything after it. */
void nn_history_truncate (NnHistory *history, guint32 pass);
/* Passes of `later` come behind, or in place of, those of `history` from its oldest on; nothing is copied,
 * and `later` is empty afterwards. Where a gap would be, what stood before it goes. */
void nn_history_join (NnHistory *history, NnHistory *later);
gsize nn_history_get_used (NnHistory *history);
gsize nn_history_get_budget (NnHistory *history);
void nn_history_set_budget (NnHistory *history, gsize budget);

G_END_DECLS
