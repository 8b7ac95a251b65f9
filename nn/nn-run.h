/* Runs: the values of one program, and the place in it.
 *
 *   NnRun *run = nn_run_new (program);
 *   nn_run_load_state (run, state);            // parameters, optimiser state, hyperparameters
 *   nn_run_set_values (run, x, batch_inputs);  // inputs and targets
 *   nn_run_draw (run, seed, pass);             // dropout's random leaves
 *   nn_run_advance (run, n, NULL, NULL);       // execute instructions up to n
 *   nn_run_commit (run);                       // X.next becomes X: buffers swap, nothing is copied
 *
 * The position is the number of instructions that have run. Moving it back hides values but
 * keeps them: moving forward again costs nothing unless a leaf or a pin has changed in
 * between, and then only what depends on it is computed again.
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

NnRun *nn_run_new (NnProgram *program);
void nn_run_free (NnRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnRun, nn_run_free)

NnProgram *nn_run_get_program (NnRun *run);

/* ---- values ---- */

/* Every leaf of the program that `state` has by name and shape. */
void nn_run_load_state (NnRun *run, const NnState *state);
/* The program's parameters, optimiser state and hyperparameters as they stand now (before commit). */
NnState *nn_run_save_state (NnRun *run);

/* Borrowed; good until the next commit. Not yet computed values are stale: ask is_computed. */
const gdouble *nn_run_get_values (NnRun *run, gint tensor);
gdouble nn_run_get_cell (NnRun *run, const NnCell *cell);

/* Leaves and tensors whose instruction lies before the position. */
gboolean nn_run_is_computed (NnRun *run, gint tensor);

/* Leaves only; what depends on them is marked and computed again by nn_run_advance(). */
void nn_run_set_values (NnRun *run, gint tensor, const gdouble *values);
void nn_run_set_cell (NnRun *run, const NnCell *cell, gdouble value);

/* Fills the random leaves for this seed and pass. */
void nn_run_draw (NnRun *run, guint64 seed, guint32 pass);

/* Holds a computed cell at a value: written over whenever its instruction has run; the pin
 * leaf, if the program has one, gets its 1. */
void nn_run_pin (NnRun *run, const NnCell *cell, gdouble value);
void nn_run_unpin (NnRun *run, const NnCell *cell);
gboolean nn_run_is_pinned (NnRun *run, const NnCell *cell);
/* The value a pinned cell is held at, also where its instruction has not run. */
gdouble nn_run_get_pin (NnRun *run, const NnCell *cell);
/* NnCell, in the order of pinning; caller unrefs. */
GArray *nn_run_list_pins (NnRun *run);
/* What the formula itself would give for a pinned cell. */
gdouble nn_run_get_formula_value (NnRun *run, const NnCell *cell);

/* ---- moving ---- */

gint nn_run_get_position (NnRun *run);

/* Moves the position to `position`, forwards or back; executes what is missing or out of
 * date before it. With `bad` not NULL it stops behind the instruction that first writes a
 * NaN or infinity, stores the first such cell there and returns FALSE; the next call goes on
 * from behind it. */
gboolean nn_run_advance (NnRun *run, gint position, NnCell *bad, GError **error);

/* From the position behind the last instruction before commit. The position is 0 afterwards. */
void nn_run_commit (NnRun *run);

/* The binding of an instruction with the run's values, for formulas. */
void nn_run_get_binding (NnRun *run, gint instruction, NnBinding *binding);

/* How many instructions have been executed since the run was made; for tests and benchmarks. */
guint64 nn_run_get_n_executed (NnRun *run);

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
gsize nn_history_get_used (NnHistory *history);
gsize nn_history_get_budget (NnHistory *history);
void nn_history_set_budget (NnHistory *history, gsize budget);

G_END_DECLS
