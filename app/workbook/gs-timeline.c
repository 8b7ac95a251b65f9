/* Passes computed one after the other, and gone back to. */
#include "gs-timeline.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/cells/gs-cell-labels.h"
#include "gs-milestones.h"
#include "nn/nn-error.h"

/* Programs differ by batch size and by which tensors have pins. A last, shorter batch comes
 * round once an epoch, so a few runs are kept. */
#define MAX_RUNS 3

typedef struct {
  gchar *key;
  NnRun *run;
} KeptRun;

struct _GsTimeline {
  NnNetwork *network;
  GsRegime *regime;
  guint64 seed;
  NnCompileFlags flags;
  NnHistory *history;
  GsDataset *dealt, *dealt_from; /* the data of this pass, and what they are dealt from; or NULL */
  NnProgram *ready;              /* for the very first run, where somebody has compiled it already; or NULL */
  GPtrArray *runs;               /* KeptRun, the current one first */
  guint n_rebuilt;
  guint32 pass;
  GsLosses *losses;
  GsEpochs *epochs;
  GsMilestones *stones; /* the past beyond the history */
  guint32 begun;        /* of a branch: the pass it began in */
  guint32 known_pass;   /* one more whose loss is known, which thinning has let go; or 0 */
  gdouble known_loss;
};

static void
kept_run_free (gpointer pointer)
{
  KeptRun *kept = pointer;

  g_free (kept->key);
  nn_run_free (kept->run);
  g_free (kept);
}

NnRun *
gs_timeline_get_run (GsTimeline *timeline)
{
  return ((KeptRun *) g_ptr_array_index (timeline->runs, 0))->run;
}

/* ---- the right program for a pass ---- */

static void
put_in_front (GsTimeline *timeline, gchar *key, NnProgram *program)
{
  KeptRun *kept = g_new0 (KeptRun, 1);

  kept->key = key;
  kept->run = nn_run_new (program);
  g_ptr_array_insert (timeline->runs, 0, kept);
}

/* Brings the run that fits to the front, making it if need be. */
static gboolean
choose_run (GsTimeline *timeline, const GsRegime *regime, guint32 pass, GError **error)
{
  GsDataset *data = gs_regime_get_data (regime, pass);
  g_autoptr (GPtrArray) pins = gs_regime_get_pins (regime, pass);
  g_auto (GStrv) pinned = gs_cell_changes_list_tensors (pins);
  g_autofree gchar *names = g_strjoinv (" ", pinned);
  g_autofree gchar *labels = gs_cell_labels_get_key (data), *key = NULL;
  g_autoptr (NnProgram) program = NULL;
  KeptRun *kept = NULL;
  gint n_rows = gs_dataset_count_samples (data, pass);

  key = g_strdup_printf ("%d %d %s %s", n_rows, (gint) timeline->flags, labels, names);
  for (guint i = 0; i < timeline->runs->len && kept == NULL; i++) {
    KeptRun *other = g_ptr_array_index (timeline->runs, i);

    if (g_str_equal (other->key, key)) {
      kept = other;
      if (i == 0)
        return TRUE;
      g_ptr_array_steal_index (timeline->runs, i);
    }
  }
  if (kept == NULL) {
    program = timeline->ready != NULL ? g_steal_pointer (&timeline->ready)
                                      : nn_network_compile (timeline->network, n_rows, timeline->flags,
                                                            (const gchar *const *) pinned, error);
    if (program == NULL)
      return FALSE;
    gs_cell_labels_set (program, timeline->network, data);
    put_in_front (timeline, g_steal_pointer (&key), program);
  } else {
    g_ptr_array_insert (timeline->runs, 0, kept);
  }
  g_ptr_array_set_size (timeline->runs, (gint) MIN (timeline->runs->len, MAX_RUNS));
  timeline->n_rebuilt++;
  return TRUE;
}

/* ---- setting up the current pass ---- */

GsDataset *
gs_timeline_get_data (GsTimeline *timeline)
{
  GsDataset *from = gs_regime_get_data (timeline->regime, timeline->pass), *dealt;

  if (!gs_dataset_is_shuffled (from))
    return from;
  dealt =
      gs_dataset_deal (from == timeline->dealt_from ? timeline->dealt : from, timeline->seed, timeline->pass);
  gs_dataset_ref (from);
  g_clear_pointer (&timeline->dealt_from, gs_dataset_unref);
  g_clear_pointer (&timeline->dealt, gs_dataset_unref);
  timeline->dealt_from = from;
  timeline->dealt = dealt;
  return dealt;
}

const gint *
gs_timeline_get_batch (GsTimeline *timeline, gint *n_rows)
{
  GsDataset *data = gs_timeline_get_data (timeline);

  return gs_dataset_get_batch (data, gs_dataset_get_batch_of_pass (data, timeline->pass), n_rows);
}

static void
fill_batch (GsTimeline *timeline)
{
  NnRun *run = gs_timeline_get_run (timeline);
  NnProgram *program = nn_run_get_program (run);
  GsDataset *data = gs_timeline_get_data (timeline);
  gint n_rows;
  const gint *rows = gs_timeline_get_batch (timeline, &n_rows);

  for (gint tensor = 0; n_rows > 0 && tensor < nn_program_get_n_tensors (program); tensor++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, tensor);
    gsize width = nn_shape_count (&info->shape) / (gsize) n_rows;
    g_autofree gdouble *values = NULL;

    if (info->role != NN_ROLE_INPUT && info->role != NN_ROLE_TARGET)
      continue;
    values = g_new (gdouble, width * (gsize) n_rows);
    for (gint i = 0; i < n_rows; i++)
      if (info->role == NN_ROLE_INPUT)
        gs_dataset_copy_input (data, rows[i], timeline->seed, timeline->pass, values + (gsize) i * width);
      else
        memcpy (values + (gsize) i * width, gs_dataset_get_target (data, rows[i]), width * sizeof (gdouble));
    nn_run_set_values (run, tensor, values);
  }
}

static gboolean
find_pin_cell (NnProgram *program, const GsCellChange *pin, NnCell *cell)
{
  cell->tensor = nn_program_find (program, pin->tensor);
  cell->offset = pin->offset;
  return cell->tensor >= 0
         && pin->offset < nn_shape_count (&nn_program_get_tensor (program, cell->tensor)->shape);
}

/* The run's pins are those of the regime. A pin beyond a shorter batch has nothing to hold there. */
static void
fill_pins (GsTimeline *timeline)
{
  NnRun *run = gs_timeline_get_run (timeline);
  NnProgram *program = nn_run_get_program (run);
  g_autoptr (GPtrArray) pins = gs_regime_get_pins (timeline->regime, timeline->pass);
  g_autoptr (GArray) held = nn_run_list_pins (run);

  for (guint i = 0; i < held->len; i++) {
    const NnCell *cell = &g_array_index (held, NnCell, i);

    if (!gs_regime_find_pin (timeline->regime, timeline->pass,
                             nn_program_get_tensor (program, cell->tensor)->name, cell->offset, NULL))
      nn_run_unpin (run, cell);
  }
  for (guint i = 0; i < pins->len; i++) {
    const GsCellChange *pin = g_ptr_array_index (pins, i);
    NnCell cell;

    if (find_pin_cell (program, pin, &cell))
      nn_run_pin (run, &cell, pin->new_value);
  }
}

/* Everything of a pass but its state. */
static void
fill_pass (GsTimeline *timeline)
{
  fill_batch (timeline);
  fill_pins (timeline);
  nn_run_draw (gs_timeline_get_run (timeline), timeline->seed, timeline->pass);
  nn_run_set_clock (
      gs_timeline_get_run (timeline), timeline->pass,
      MAX (gs_dataset_get_n_batches (gs_regime_get_data (timeline->regime, timeline->pass)), 1));
}

/* Without a run yet. */
static GsTimeline *
timeline_new_empty (NnNetwork *network, GsRegime *regime, guint64 seed, NnCompileFlags flags)
{
  GsTimeline *timeline = g_new0 (GsTimeline, 1);

  timeline->network = network;
  timeline->regime = gs_regime_ref (regime);
  timeline->seed = seed;
  timeline->flags = flags;
  timeline->history = nn_history_new (GS_HISTORY_BUDGET);
  timeline->runs = g_ptr_array_new_with_free_func (kept_run_free);
  timeline->losses = gs_losses_new ();
  timeline->epochs = gs_epochs_new ();
  timeline->stones = gs_milestones_new (GS_MILESTONES_BUDGET);
  return timeline;
}

GsTimeline *
gs_timeline_new (NnNetwork *network,
                 GsRegime *regime,
                 guint64 seed,
                 NnCompileFlags flags,
                 const NnState *state,
                 guint32 pass,
                 NnProgram *program,
                 GError **error)
{
  g_autoptr (GsTimeline) timeline = timeline_new_empty (network, regime, seed, flags);

  timeline->ready = program != NULL ? nn_program_ref (program) : NULL;
  if (!gs_timeline_restart (timeline, state, pass, TRUE, error))
    return NULL;
  return g_steal_pointer (&timeline);
}

void
gs_timeline_free (GsTimeline *timeline)
{
  if (timeline == NULL)
    return;
  nn_network_free (timeline->network);
  gs_regime_unref (timeline->regime);
  nn_history_free (timeline->history);
  g_clear_pointer (&timeline->dealt_from, gs_dataset_unref);
  g_clear_pointer (&timeline->dealt, gs_dataset_unref);
  g_clear_pointer (&timeline->ready, nn_program_unref);
  g_ptr_array_unref (timeline->runs);
  gs_losses_unref (timeline->losses);
  gs_epochs_unref (timeline->epochs);
  gs_milestones_free (timeline->stones);
  g_free (timeline);
}

guint
gs_timeline_get_n_rebuilt (GsTimeline *timeline)
{
  return timeline->n_rebuilt;
}

guint32
gs_timeline_get_pass (GsTimeline *timeline)
{
  return timeline->pass;
}

const NnNetwork *
gs_timeline_get_network (GsTimeline *timeline)
{
  return timeline->network;
}

GsRegime *
gs_timeline_get_regime (GsTimeline *timeline)
{
  return timeline->regime;
}

guint64
gs_timeline_get_seed (GsTimeline *timeline)
{
  return timeline->seed;
}

NnHistory *
gs_timeline_get_history (GsTimeline *timeline)
{
  return timeline->history;
}

NnCompileFlags
gs_timeline_get_flags (GsTimeline *timeline)
{
  return timeline->flags;
}

GsLosses *
gs_timeline_get_losses (GsTimeline *timeline)
{
  return timeline->losses;
}

GsEpochs *
gs_timeline_get_epochs (GsTimeline *timeline)
{
  return timeline->epochs;
}

void
gs_timeline_take_epochs (GsTimeline *timeline, GsEpochs *epochs)
{
  gs_epochs_unref (timeline->epochs);
  timeline->epochs = epochs;
}

void
gs_timeline_add_epoch (GsTimeline *timeline, const GsEpoch *epoch)
{
  timeline->epochs = gs_epochs_own (timeline->epochs);
  gs_epochs_add (timeline->epochs, epoch);
}

/* ---- moving ---- */

/* Passes between two milestones at least: going through fewer takes no time. */
#define MILESTONE_GAP 64

static gdouble
get_loss (NnRun *run)
{
  return nn_run_get_cell (run, &(NnCell){ nn_program_get_loss (nn_run_get_program (run)), 0 });
}

static gint
count_up_to_loss (NnRun *run)
{
  NnProgram *program = nn_run_get_program (run);

  return nn_program_get_tensor (program, nn_program_get_loss (program))->producer + 1;
}

static void
forget_losses (GsTimeline *timeline, guint32 pass)
{
  timeline->losses = gs_losses_own (timeline->losses);
  gs_losses_forget (timeline->losses, pass);
  timeline->epochs = gs_epochs_own (timeline->epochs);
  gs_epochs_forget (timeline->epochs, pass);
  gs_milestones_forget (timeline->stones, pass);
  if (timeline->known_pass >= pass)
    timeline->known_pass = 0;
}

/* The leaves that were set by hand when this pass begins. */
static void
apply_overrides (GsTimeline *timeline)
{
  NnRun *run = gs_timeline_get_run (timeline);
  NnProgram *program = nn_run_get_program (run);
  g_autoptr (GPtrArray) overrides = gs_regime_get_cells (timeline->regime, timeline->pass);

  for (guint i = 0; i < overrides->len; i++) {
    const GsOverride *set = g_ptr_array_index (overrides, i);
    NnCell cell = { nn_program_find (program, set->tensor), set->offset };

    if (cell.tensor >= 0
        && cell.offset < nn_shape_count (&nn_program_get_tensor (program, cell.tensor)->shape))
      nn_run_set_cell (run, &cell, set->value);
  }
}

/* At the start of an epoch; where epochs are short, of every so many passes' work. */
static void
set_milestone (GsTimeline *timeline)
{
  guint32 pass = timeline->pass, last = gs_milestones_get_last (timeline->stones);
  gint n_batches = gs_dataset_get_n_batches (gs_regime_get_data (timeline->regime, pass));

  if ((pass - 1) % (guint32) MAX (n_batches, 1) == 0 && (last == 0 || pass >= last + MILESTONE_GAP))
    gs_milestones_add (timeline->stones, pass, nn_run_save_state (gs_timeline_get_run (timeline)));
}

gboolean
gs_timeline_next (GsTimeline *timeline, GError **error)
{
  NnRun *before = gs_timeline_get_run (timeline);
  guint32 pass = timeline->pass + 1;

  if (timeline->pass >= GS_MAX_PASS) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
                 _ ("Pass %u is the last that a document can hold; go back to an earlier one, or to the "
                    "starting weights."),
                 timeline->pass);
    return FALSE;
  }
  if (!choose_run (timeline, timeline->regime, pass, error))
    return FALSE;
  timeline->losses = gs_losses_own (timeline->losses);
  gs_losses_add (timeline->losses, timeline->pass, get_loss (before));
  nn_run_commit (before);
  if (gs_timeline_get_run (timeline) != before) {
    g_autoptr (NnState) state = nn_run_save_state (before);

    nn_run_load_state (gs_timeline_get_run (timeline), state);
  }
  timeline->pass = pass;
  apply_overrides (timeline);
  fill_pass (timeline);
  /* Behind the oldest one that the history has, on a way gone again, that has its future. */
  if (pass > nn_history_get_newest (timeline->history))
    nn_history_record (timeline->history, gs_timeline_get_run (timeline), pass);
  set_milestone (timeline);
  return TRUE;
}

static gboolean
recall (GsTimeline *timeline, guint32 pass, GError **error)
{
  if (!choose_run (timeline, timeline->regime, pass, error))
    return FALSE;
  timeline->pass = pass;
  nn_history_recall (timeline->history, gs_timeline_get_run (timeline), pass);
  fill_pass (timeline);
  return TRUE;
}

static gboolean
recall_milestone (GsTimeline *timeline, guint32 pass, const NnState *state, GError **error)
{
  if (!choose_run (timeline, timeline->regime, pass, error))
    return FALSE;
  timeline->pass = pass;
  nn_run_load_state (gs_timeline_get_run (timeline), state);
  fill_pass (timeline);
  return TRUE;
}

guint32
gs_timeline_get_earliest_pass (GsTimeline *timeline)
{
  guint32 oldest = nn_history_get_oldest (timeline->history),
          first = gs_milestones_get_first (timeline->stones);

  return first > 0 && (oldest == 0 || first < oldest) ? first : oldest;
}

guint32
gs_timeline_find_near_pass (GsTimeline *timeline, guint32 pass)
{
  const NnState *state = NULL;
  guint32 stone = gs_milestones_find (timeline->stones, pass, &state);

  return nn_history_has (timeline->history, pass) || stone == 0 ? pass : stone;
}

gboolean
gs_timeline_go_to_pass (GsTimeline *timeline, guint32 pass, GError **error)
{
  guint32 oldest = gs_timeline_get_earliest_pass (timeline),
          newest = nn_history_get_newest (timeline->history);
  const NnState *state = NULL;
  guint32 stone = gs_milestones_find (timeline->stones, pass, &state);
  gboolean from_here = timeline->pass <= pass && timeline->pass >= stone;

  if (pass == timeline->pass)
    return TRUE;
  if (nn_history_has (timeline->history, pass))
    return recall (timeline, pass, error);
  if (pass < timeline->pass && stone == 0) {
    if (oldest > 0)
      g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
                   _ ("Pass %u is no longer kept; the oldest one that is, is pass %u."), pass, oldest);
    else
      g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
                   _ ("Pass %u is not kept: one pass of this network takes more than the memory set aside."),
                   pass);
    return FALSE;
  }
  /* From the nearest place before it. */
  if (newest < pass && newest > timeline->pass && newest >= stone) {
    if (!recall (timeline, newest, error))
      return FALSE;
  } else if (!from_here && !recall_milestone (timeline, stone, state, error)) {
    return FALSE;
  }
  while (timeline->pass < pass) {
    NnRun *run = gs_timeline_get_run (timeline);

    nn_run_ensure (run, G_MAXINT, NULL, NULL);
    if (!gs_timeline_next (timeline, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
gs_timeline_get_loss_before (GsTimeline *timeline, gdouble *loss)
{
  guint32 pass = timeline->pass - 1;

  if (pass == 0)
    return FALSE;
  if (gs_losses_find (timeline->losses, pass, loss))
    return TRUE;
  *loss = timeline->known_loss;
  return timeline->known_pass == pass;
}

void
gs_timeline_know_loss_before (GsTimeline *timeline)
{
  guint32 pass = timeline->pass;
  gdouble loss;

  if (pass == 1 || gs_timeline_get_loss_before (timeline, &loss) || !nn_history_has (timeline->history, pass)
      || !nn_history_has (timeline->history, pass - 1) || !recall (timeline, pass - 1, NULL))
    return;
  nn_run_ensure (gs_timeline_get_run (timeline), count_up_to_loss (gs_timeline_get_run (timeline)), NULL,
                 NULL);
  timeline->known_loss = get_loss (gs_timeline_get_run (timeline));
  timeline->known_pass = pass - 1;
  recall (timeline, pass, NULL);
}

gboolean
gs_timeline_restart (GsTimeline *timeline, const NnState *state, guint32 pass, gboolean anew, GError **error)
{
  if (!choose_run (timeline, timeline->regime, pass, error))
    return FALSE;
  timeline->pass = pass;
  nn_run_load_state (gs_timeline_get_run (timeline), state);
  fill_pass (timeline);
  nn_history_truncate (timeline->history, anew ? 0 : pass);
  forget_losses (timeline, anew ? 0 : pass);
  nn_history_record (timeline->history, gs_timeline_get_run (timeline), pass);
  gs_milestones_add (timeline->stones, pass, nn_run_save_state (gs_timeline_get_run (timeline)));
  return TRUE;
}

NnState *
gs_timeline_copy_first (GsTimeline *timeline)
{
  const NnState *state;

  return gs_milestones_find (timeline->stones, 1, &state) == 1 ? nn_state_copy (state) : NULL;
}

/* ---- changes by hand ---- */

gboolean
gs_timeline_set_regime (GsTimeline *timeline, GsRegime *regime, GError **error)
{
  NnRun *before = gs_timeline_get_run (timeline);

  if (!choose_run (timeline, regime, timeline->pass, error))
    return FALSE;
  gs_regime_ref (regime);
  gs_regime_unref (timeline->regime);
  timeline->regime = regime;
  if (gs_timeline_get_run (timeline) != before) {
    g_autoptr (NnState) state = nn_run_save_state (before);

    nn_run_load_state (gs_timeline_get_run (timeline), state);
  }
  fill_pass (timeline);
  nn_history_truncate (timeline->history, timeline->pass + 1);
  forget_losses (timeline, timeline->pass);
  set_milestone (timeline);
  return TRUE;
}

void
gs_timeline_set_cell (GsTimeline *timeline, const NnCell *cell, gdouble value)
{
  nn_run_set_cell (gs_timeline_get_run (timeline), cell, value);
}

void
gs_timeline_keep (GsTimeline *timeline)
{
  nn_history_truncate (timeline->history, timeline->pass + 1);
  forget_losses (timeline, timeline->pass);
  set_milestone (timeline);
  nn_history_record (timeline->history, gs_timeline_get_run (timeline), timeline->pass);
}

gboolean
gs_timeline_set_flags (GsTimeline *timeline, NnCompileFlags flags, GError **error)
{
  NnCompileFlags old = timeline->flags;
  NnRun *before = gs_timeline_get_run (timeline);

  timeline->flags = flags;
  if (!choose_run (timeline, timeline->regime, timeline->pass, error)) {
    timeline->flags = old;
    return FALSE;
  }
  if (gs_timeline_get_run (timeline) != before) {
    g_autoptr (NnState) state = nn_run_save_state (before);

    nn_run_load_state (gs_timeline_get_run (timeline), state);
    fill_pass (timeline);
  }
  return TRUE;
}

/* ---- a branch ---- */

GsTimeline *
gs_timeline_branch (GsTimeline *timeline, const NnState *state)
{
  GsTimeline *branch = timeline_new_empty (nn_network_copy (timeline->network), timeline->regime,
                                           timeline->seed, timeline->flags);
  const KeptRun *now = g_ptr_array_index (timeline->runs, 0);
  gboolean done;

  put_in_front (branch, g_strdup (now->key), nn_run_get_program (now->run));
  done = gs_timeline_restart (branch, state, timeline->pass, TRUE, NULL);
  g_assert (done); /* its program is there */
  gs_losses_unref (branch->losses);
  branch->losses = gs_losses_ref (timeline->losses);
  branch->begun = timeline->pass;
  gs_epochs_unref (branch->epochs);
  branch->epochs = gs_epochs_ref (timeline->epochs);
  return branch;
}

void
gs_timeline_join (GsTimeline *timeline, GsTimeline *branch)
{
  g_autoptr (NnState) state = nn_run_save_state (gs_timeline_get_run (branch));

  if (!choose_run (timeline, timeline->regime, branch->pass, NULL)) {
    /* Too large with the gradients that were asked for meanwhile. */
    g_ptr_array_set_size (timeline->runs, 0);
    g_ptr_array_add (timeline->runs, g_ptr_array_steal_index (branch->runs, 0));
    timeline->flags = branch->flags;
    timeline->n_rebuilt++;
  }
  timeline->pass = branch->pass;
  nn_run_load_state (gs_timeline_get_run (timeline), state);
  fill_pass (timeline);
  nn_history_join (timeline->history, branch->history);
  gs_losses_unref (timeline->losses);
  timeline->losses = gs_losses_ref (branch->losses);
  gs_milestones_forget (timeline->stones, branch->begun);
  gs_milestones_join (timeline->stones, branch->stones);
  gs_epochs_unref (timeline->epochs);
  timeline->epochs = gs_epochs_ref (branch->epochs);
}
