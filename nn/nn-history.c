/* Past states in one allocation each, let go when there is no room. */
#include <string.h>

#include "nn-run-private.h"

/* One past pass in one allocation: the values of what persists, one tensor behind the
 * other in the program's order. Pins and batches of another size change a program but
 * neither that order nor those shapes. */
typedef struct {
  gsize n_cells;
  gdouble values[];
} Snapshot;

/* Consecutive passes, the first of them `oldest`. */
struct _NnHistory {
  gsize budget;
  gsize used;
  guint32 oldest; /* passes count from 1 */
  GQueue snapshots;
};

/* What a snapshot costs beside its values: its head, a link of the queue, malloc's headers. */
#define OVERHEAD (sizeof (Snapshot) + sizeof (GList) + 4 * sizeof (gsize))

NnHistory *
nn_history_new (gsize budget)
{
  NnHistory *history = g_new0 (NnHistory, 1);

  history->budget = budget;
  g_queue_init (&history->snapshots);
  return history;
}

void
nn_history_free (NnHistory *history)
{
  if (history == NULL)
    return;
  g_queue_clear_full (&history->snapshots, g_free);
  g_free (history);
}

static gsize
get_cost (const Snapshot *snapshot)
{
  return OVERHEAD + snapshot->n_cells * sizeof (gdouble);
}

static gsize
count_persistent (NnRun *run)
{
  gsize n_cells = 0;

  for (gint i = 0; i < run->n_tensors; i++) {
    const NnTensorInfo *info = nn_program_get_tensor (run->program, i);

    if (nn_tensor_info_persists (info))
      n_cells += nn_shape_count (&info->shape);
  }
  return n_cells;
}

static void
drop_oldest (NnHistory *history)
{
  Snapshot *snapshot = g_queue_pop_head (&history->snapshots);

  history->used -= get_cost (snapshot);
  history->oldest++;
  g_free (snapshot);
}

static void
keep_within_budget (NnHistory *history)
{
  while (history->used > history->budget)
    drop_oldest (history);
}

static Snapshot *
get_snapshot (NnHistory *history, guint32 pass)
{
  return nn_history_has (history, pass) ? g_queue_peek_nth (&history->snapshots, pass - history->oldest)
                                        : NULL;
}

static void
copy_values (Snapshot *snapshot, NnRun *run)
{
  gdouble *at = snapshot->values;

  for (gint i = 0; i < run->n_tensors; i++) {
    const NnTensorInfo *info = nn_program_get_tensor (run->program, i);
    gsize n = nn_shape_count (&info->shape);

    if (!nn_tensor_info_persists (info))
      continue;
    memcpy (at, run->values[run->parity][i], n * sizeof (gdouble));
    at += n;
  }
}

void
nn_history_record (NnHistory *history, NnRun *run, guint32 pass)
{
  gsize n_cells = count_persistent (run);
  Snapshot *snapshot = get_snapshot (history, pass);

  if (snapshot != NULL && snapshot->n_cells == n_cells) {
    copy_values (snapshot, run);
    return;
  }
  /* The passes kept stay consecutive: a gap drops what stood before it. */
  nn_history_truncate (history, pass);
  if (!g_queue_is_empty (&history->snapshots) && nn_history_get_newest (history) + 1 != pass)
    nn_history_truncate (history, 0);
  if (OVERHEAD + n_cells * sizeof (gdouble) > history->budget) {
    nn_history_truncate (history, 0);
    return;
  }
  snapshot = g_malloc (sizeof (Snapshot) + n_cells * sizeof (gdouble));
  snapshot->n_cells = n_cells;
  copy_values (snapshot, run);
  if (g_queue_is_empty (&history->snapshots))
    history->oldest = pass;
  g_queue_push_tail (&history->snapshots, snapshot);
  history->used += get_cost (snapshot);
  keep_within_budget (history);
}

gboolean
nn_history_recall (NnHistory *history, NnRun *run, guint32 pass)
{
  const Snapshot *snapshot = get_snapshot (history, pass);
  const gdouble *at;

  if (snapshot == NULL || snapshot->n_cells != count_persistent (run))
    return FALSE;
  at = snapshot->values;
  for (gint i = 0; i < run->n_tensors; i++) {
    const NnTensorInfo *info = nn_program_get_tensor (run->program, i);

    if (!nn_tensor_info_persists (info))
      continue;
    nn_run_set_values (run, i, at);
    at += nn_shape_count (&info->shape);
  }
  return TRUE;
}

gboolean
nn_history_has (NnHistory *history, guint32 pass)
{
  return pass >= history->oldest && pass - history->oldest < history->snapshots.length;
}

guint32
nn_history_get_oldest (NnHistory *history)
{
  return g_queue_is_empty (&history->snapshots) ? 0 : history->oldest;
}

guint32
nn_history_get_newest (NnHistory *history)
{
  return g_queue_is_empty (&history->snapshots) ? 0 : history->oldest + history->snapshots.length - 1;
}

void
nn_history_truncate (NnHistory *history, guint32 pass)
{
  while (!g_queue_is_empty (&history->snapshots) && nn_history_get_newest (history) >= pass) {
    Snapshot *snapshot = g_queue_pop_tail (&history->snapshots);

    history->used -= get_cost (snapshot);
    g_free (snapshot);
  }
}

void
nn_history_join (NnHistory *history, NnHistory *later)
{
  Snapshot *snapshot;

  if (g_queue_is_empty (&later->snapshots))
    return;
  nn_history_truncate (history, later->oldest);
  if (!g_queue_is_empty (&history->snapshots) && nn_history_get_newest (history) + 1 != later->oldest)
    nn_history_truncate (history, 0);
  if (g_queue_is_empty (&history->snapshots))
    history->oldest = later->oldest;
  while ((snapshot = g_queue_pop_head (&later->snapshots)) != NULL)
    g_queue_push_tail (&history->snapshots, snapshot);
  history->used += later->used;
  later->used = 0;
  keep_within_budget (history);
}

gsize
nn_history_get_used (NnHistory *history)
{
  return history->used;
}

gsize
nn_history_get_budget (NnHistory *history)
{
  return history->budget;
}

void
nn_history_set_budget (NnHistory *history, gsize budget)
{
  history->budget = budget;
  keep_within_budget (history);
}
