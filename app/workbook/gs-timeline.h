/* A timeline: passes one after the other, the run of the current one, and past ones.
 *
 * It follows from a state, a seed and a regime, and knows nothing of undo. What the current
 * pass holds is computed with nn_run_ensure() on gs_timeline_get_run(); between passes one moves with
 * gs_timeline_next() and gs_timeline_go_to_pass(). Internal to the workbook.
 */
#pragma once

#include "app/document/gs-epochs.h"
#include "app/document/gs-regime.h"
#include "app/frame/gs-frame.h"
#include "nn/nn-network.h"
#include "nn/nn-run.h"

G_BEGIN_DECLS

/* What past passes may take, apart from the network itself. */
#define GS_HISTORY_BUDGET ((gsize) 256 << 20)

typedef struct _GsTimeline GsTimeline;

/* At the start of `pass`. Takes `network`, refs `regime`, copies what it needs of `state`. `program` is that
 * of the pass, if it has been compiled already, or NULL. */
GsTimeline *gs_timeline_new (NnNetwork *network,
                             GsRegime *regime,
                             guint64 seed,
                             NnCompileFlags flags,
                             const NnState *state,
                             guint32 pass,
                             NnProgram *program,
                             GError **error);
void gs_timeline_free (GsTimeline *timeline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsTimeline, gs_timeline_free)

/* The run of the current pass; another object after gs_timeline_get_n_rebuilt() has changed. */
NnRun *gs_timeline_get_run (GsTimeline *timeline);
guint gs_timeline_get_n_rebuilt (GsTimeline *timeline);
guint32 gs_timeline_get_pass (GsTimeline *timeline);
const NnNetwork *gs_timeline_get_network (GsTimeline *timeline);
GsRegime *gs_timeline_get_regime (GsTimeline *timeline);
guint64 gs_timeline_get_seed (GsTimeline *timeline);
NnHistory *gs_timeline_get_history (GsTimeline *timeline);
NnCompileFlags gs_timeline_get_flags (GsTimeline *timeline);

/* Of passes that were gone through and still hold. Borrowed; who keeps them takes a reference. */
GsLosses *gs_timeline_get_losses (GsTimeline *timeline);
/* Of epochs that were trained through and still hold, likewise. */
GsEpochs *gs_timeline_get_epochs (GsTimeline *timeline);
/* Those that a file knew of. */
void gs_timeline_take_epochs (GsTimeline *timeline, GsEpochs *epochs);
void gs_timeline_add_epoch (GsTimeline *timeline, const GsEpoch *epoch);

/* The loss of the pass before the current one. FALSE if it is not kept; gs_timeline_know_loss_before()
 * computes it again where that pass' state is, so that it will be. */
gboolean gs_timeline_get_loss_before (GsTimeline *timeline, gdouble *loss);
void gs_timeline_know_loss_before (GsTimeline *timeline);

/* The data of the current pass, its epoch's batches dealt where rows are shuffled (gs_dataset_deal());
 * borrowed until the timeline moves. */
GsDataset *gs_timeline_get_data (GsTimeline *timeline);
/* The rows of the current pass' batch, borrowed likewise. */
const gint *gs_timeline_get_batch (GsTimeline *timeline, gint *n_rows);

/* From a pass that is computed to its end to the start of the next pass. Fails if that pass does not
 * compile (another batch size that would not fit memory). */
gboolean gs_timeline_next (GsTimeline *timeline, GError **error);

/* The first pass that one can go back to, and the last one up to `pass` that takes no work to go to (`pass`
 * itself where nothing is kept). */
guint32 gs_timeline_get_earliest_pass (GsTimeline *timeline);
guint32 gs_timeline_find_near_pass (GsTimeline *timeline, guint32 pass);

/* To the start of `pass`: back by what is kept, forward by computing, at most from the start of its epoch.
 * NN_ERROR_VALUE if neither reaches. */
gboolean gs_timeline_go_to_pass (GsTimeline *timeline, guint32 pass, GError **error);

/* All that persists at the start of pass 1, as it was gone through; NULL if it is not kept. Caller frees. */
NnState *gs_timeline_copy_first (GsTimeline *timeline);

/* To the start of `pass` with this state; passes kept from `pass` on are forgotten. With
 * `anew` all are. */
gboolean
gs_timeline_restart (GsTimeline *timeline, const NnState *state, guint32 pass, gboolean anew, GError **error);

/* Another regime from now on: the current pass is set up again, later ones are forgotten.
 * Nothing of it is computed when the program changes. On failure everything stays. */
gboolean gs_timeline_set_regime (GsTimeline *timeline, GsRegime *regime, GError **error);

/* Sets a leaf that persists, in this pass; later passes are forgotten. The regime is the caller's care. */
void gs_timeline_set_cell (GsTimeline *timeline, const NnCell *cell, gdouble value);
/* Call once after any number of gs_timeline_set_cell(). */
void gs_timeline_keep (GsTimeline *timeline);

gboolean gs_timeline_set_flags (GsTimeline *timeline, NnCompileFlags flags, GError **error);

/* ---- another thread goes on ---- */

/* A timeline of its own that begins where this one stands, at the start of the current pass with `state`: it
 * shares what never changes (programs, rows), has the losses so far and no past. */
GsTimeline *gs_timeline_branch (GsTimeline *timeline, const NnState *state);
/* Goes to the start of the pass that `branch` has got to, and takes over its losses and the passes it has
 * kept. */
void gs_timeline_join (GsTimeline *timeline, GsTimeline *branch);

/* The instruction before which outputs and loss of a pass have just been computed. */
gint gs_program_find_behind_loss (NnProgram *program);

typedef struct {
  gdouble loss;
  gint n_rows;
  gint n_right; /* of these rows; -1: the targets say no classes, or nobody has asked */
} GsPassDone;

/* Whole passes from where the timeline stands, until `passes` are done, a breakpoint is reached, or somebody
 * asks to stop. All of it may be zero but `passes`. */
typedef struct {
  guint32 passes;
  /* Tensors before whose computing one stops, or "commit"; NULL-terminated. In the first pass only behind
   * instruction `from`. */
  const gchar *const *breakpoints;
  gint from;
  /* After each pass; FALSE stops. */
  gboolean (*pass_done) (GsTimeline *timeline, const GsPassDone *done, gpointer user_data);
  gboolean counts_right;
  /* Once in `look_every` microseconds when the loss of a pass has just been computed; FALSE: not now, but
   * after the next one's. */
  gboolean (*look) (GsTimeline *timeline, gpointer user_data);
  gint64 look_every;
  gpointer user_data;
  /* Atomic. When it is not 0 one stops at once: a pass begun is left, as if it had not been. */
  const gint *halt;
} GsPasses;

/* `stopped_at` gets the instruction before which a breakpoint lies, or behind which a NaN or infinity was
 * made (NN_ERROR_NOT_FINITE); -1 if the way ended between passes. Returns how many passes were done. */
guint32
gs_timeline_run_passes (GsTimeline *timeline, const GsPasses *passes, gint *stopped_at, GError **error);

G_END_DECLS
