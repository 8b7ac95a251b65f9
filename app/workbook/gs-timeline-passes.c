/* Whole passes, one after the other: the loop that trains, on whatever thread. */
#include "gs-timeline.h"

#include "gs-crew.h"
#include "gs-evaluator.h"

/* A stop need not wait longer than about this, in microseconds, however long a pass takes. */
#define SLICE (20 * 1000)

typedef struct {
  GsTimeline *timeline;
  const GsPasses *passes;
  gint slice; /* instructions between two looks at `halt` */
  gint from;  /* breakpoints up to here do not count */
  gboolean commit_stops;
  GsDataset *data; /* borrowed: whose targets are classes of this kind */
  GsClassKind classes;
  gint64 next_look;
} Loop;

/* The instruction before which the pass is to stop; the commit's number if there is none. */
static gint
find_end (const Loop *loop, NnProgram *program)
{
  gint end = nn_program_get_n_instructions (program) - 1;

  for (const gchar *const *name = loop->passes->breakpoints; name != NULL && *name != NULL; name++) {
    gint tensor = nn_program_find (program, *name);
    gint producer = tensor >= 0 ? nn_program_get_tensor (program, tensor)->producer : -1;

    if (producer > loop->from && producer < end)
      end = producer;
  }
  return end;
}

gint
gs_program_find_behind_loss (NnProgram *program)
{
  gint n = nn_program_get_n_instructions (program) - 1, i = 0;

  while (i < n && nn_program_get_instruction (program, i)->phase <= NN_PHASE_LOSS)
    i++;
  return i;
}

static gboolean
is_halted (const Loop *loop)
{
  return loop->passes->halt != NULL && g_atomic_int_get (loop->passes->halt) != 0;
}

static gboolean
run_slices (Loop *loop, gint from, gint to, NnCell *bad, GError **error)
{
  NnRun *run = gs_timeline_get_run (loop->timeline);

  for (gint at = from; at < to;) {
    if (is_halted (loop))
      return FALSE;
    at = to - at > loop->slice ? at + loop->slice : to;
    if (!nn_run_ensure (run, at, bad, error))
      return FALSE;
  }
  return TRUE;
}

/* Computes the first `end` instructions. FALSE if halted on the way, or with an error; `bad` is where. */
static gboolean
run_to (Loop *loop, gint end, NnCell *bad, GError **error)
{
  gint64 begun = g_get_monotonic_time (), took;
  gint loss = gs_program_find_behind_loss (nn_run_get_program (gs_timeline_get_run (loop->timeline)));
  /* By the clock and not from the last look, so that a pass that is under way delays one look, not all that
   * follow. */
  gboolean look = loop->passes->look != NULL && loss <= end && begun >= loop->next_look;

  if (look && !run_slices (loop, 0, loss, bad, error))
    return FALSE;
  if (look && loop->passes->look (loop->timeline, loop->passes->user_data))
    loop->next_look = MAX (loop->next_look, begun - loop->passes->look_every) + loop->passes->look_every;
  if (!run_slices (loop, look ? loss : 0, end, bad, error))
    return FALSE;
  took = MAX (g_get_monotonic_time () - begun, 1);
  loop->slice = (gint) CLAMP (SLICE * (gint64) MAX (end, 1) / took, 1, 1 << 20);
  return TRUE;
}

/* How many of its rows a pass that is computed has answered rightly. */
static gint
count_right (Loop *loop)
{
  GsTimeline *timeline = loop->timeline;
  GsDataset *data = gs_regime_get_data (gs_timeline_get_regime (timeline), gs_timeline_get_pass (timeline));
  gint n_rows;
  const gint *rows = gs_timeline_get_batch (timeline, &n_rows);

  if (data != loop->data) {
    loop->data = data; /* as long as the timeline has it, which is until this is looked at again */
    loop->classes = gs_evaluation_find_class_kind (data);
  }
  return loop->classes != GS_CLASSES_NONE
             ? gs_evaluation_count_right (loop->classes, data, gs_timeline_get_run (timeline), rows, n_rows)
             : -1;
}

/* One pass; FALSE if it did not get to its end. */
static gboolean
run_pass (Loop *loop, GsPassDone *pass, gint *stopped_at, GError **error)
{
  NnRun *run = gs_timeline_get_run (loop->timeline);
  NnProgram *program = nn_run_get_program (run);
  gint last = nn_program_get_n_instructions (program) - 1, end = find_end (loop, program);
  gboolean may_commit = end == last && (!loop->commit_stops || loop->from >= last);
  NnCell bad = { -1, 0 };

  loop->from = -1;
  if (!run_to (loop, end, &bad, error)) {
    if (bad.tensor >= 0)
      *stopped_at = nn_program_get_tensor (program, bad.tensor)->producer + 1;
    return FALSE;
  }
  *pass = (GsPassDone){ .loss = nn_run_get_cell (run, &(NnCell){ nn_program_get_loss (program), 0 }),
                        .n_rows = nn_program_get_batch_size (program),
                        .n_right = loop->passes->counts_right && may_commit ? count_right (loop) : -1 };
  if (may_commit && gs_timeline_next (loop->timeline, error))
    return TRUE;
  *stopped_at = end;
  return FALSE;
}

guint32
gs_timeline_run_passes (GsTimeline *timeline, const GsPasses *passes, gint *stopped_at, GError **error)
{
  /* A few instructions at a time until it is known how long a pass takes. */
  Loop loop = { .timeline = timeline,
                .passes = passes,
                .slice = 8,
                .from = passes->breakpoints != NULL ? passes->from : -1,
                .commit_stops =
                    passes->breakpoints != NULL && g_strv_contains (passes->breakpoints, "commit") };
  GsCrew crew = GS_CREW_INIT;
  guint32 done = 0;
  gboolean go_on = TRUE;

  *stopped_at = -1;
  while (go_on && done < passes->passes && !is_halted (&loop)) {
    GsPassDone pass;

    if (!run_pass (&loop, &pass, stopped_at, error))
      break;
    gs_crew_note (&crew);
    done++;
    go_on = passes->pass_done == NULL || passes->pass_done (timeline, &pass, passes->user_data);
  }
  return done;
}
