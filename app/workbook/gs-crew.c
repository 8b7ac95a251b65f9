/* One thread or several: timed by turns. */
#include "gs-crew.h"

#include "nn/nn-kernel.h"

/* How long each is tried, and how long the faster then goes on; in microseconds. */
#define TRIAL (60 * 1000)
#define SHIFT (5 * 1000 * 1000)
/* Passes of a trial at least; the first one after a change is not timed. */
#define MIN_PASSES 3
/* Several threads are worth their noise from this much on. */
#define GAIN 0.9

enum { BEGINNING, TRYING_ALONE, TRYING_TOGETHER, WORKING };

static gint fixed = -1; /* atomic; -1: nobody has asked yet */

void
gs_crew_fix (guint n_threads)
{
  g_atomic_int_set (&fixed, (gint) n_threads);
  if (n_threads > 0)
    nn_kernel_set_n_threads (n_threads);
}

/* As many as the machine has for us; 1 where somebody has said how many. */
static guint
get_most (void)
{
  if (g_atomic_int_get (&fixed) < 0)
    g_atomic_int_set (&fixed, g_getenv ("GRADSHEET_THREADS") != NULL ? (gint) nn_kernel_get_n_threads () : 0);
  return g_atomic_int_get (&fixed) > 0 ? 1 : MIN (g_get_num_processors (), 8);
}

static void
enter (GsCrew *crew, guint state)
{
  crew->state = state;
  crew->n_passes = 0;
  crew->begun = g_get_monotonic_time ();
}

void
gs_crew_note (GsCrew *crew)
{
  gint64 now = g_get_monotonic_time (), took = now - crew->begun;
  gdouble each;

  if (crew->state != BEGINNING && crew->n_passes++ == 0) {
    crew->begun = now;
    return;
  }
  each = (gdouble) took / MAX (crew->n_passes - 1, 1);
  if (crew->state == BEGINNING || (crew->state == WORKING && took >= SHIFT)) {
    if (get_most () < 2)
      return;
    nn_kernel_set_n_threads (1);
    enter (crew, TRYING_ALONE);
  } else if (crew->state != WORKING && took >= TRIAL && crew->n_passes > MIN_PASSES) {
    if (crew->state == TRYING_ALONE) {
      crew->alone = each;
      nn_kernel_set_n_threads (get_most ());
      enter (crew, TRYING_TOGETHER);
    } else {
      if (each > GAIN * crew->alone)
        nn_kernel_set_n_threads (1);
      enter (crew, WORKING);
    }
  }
}
