/* How far long work is, and whether it is still wanted. */
#include "gs-task.h"

#include <glib/gi18n-lib.h>
#include <stdatomic.h>

/* Before that much is done and so many microseconds have gone by nobody can tell how long the rest takes. */
#define ENOUGH_DONE 0.02
#define ENOUGH_TIME (300 * 1000)

/* In millionths, so that it is one atomic number. */
#define WHOLE 1000000

struct _GsTask {
  GCancellable parent_instance;

  gint64 begun;
  atomic_int done;
  /* The worker's. */
  gdouble before, share; /* of the part */
};

G_DEFINE_FINAL_TYPE (GsTask, gs_task, G_TYPE_CANCELLABLE)

static void
gs_task_class_init (GsTaskClass *klass)
{
}

static void
gs_task_init (GsTask *self)
{
  self->begun = g_get_monotonic_time ();
  self->share = 1;
}

GsTask *
gs_task_new (void)
{
  return g_object_new (GS_TYPE_TASK, NULL);
}

gdouble
gs_task_get_fraction (GsTask *self)
{
  return (gdouble) atomic_load (&self->done) / WHOLE;
}

gdouble
gs_task_estimate_rest (GsTask *self)
{
  gdouble done = gs_task_get_fraction (self);
  gint64 took = g_get_monotonic_time () - self->begun;

  return done < ENOUGH_DONE || took < ENOUGH_TIME ? -1 : (gdouble) took / 1e6 * (1 - done) / done;
}

/* ---- the worker's side ---- */

static GsTask *
get_current (void)
{
  GCancellable *current = g_cancellable_get_current ();

  return current != NULL && GS_IS_TASK (current) ? GS_TASK (current) : NULL;
}

/* Never less than before: whoever reads a part of a file in a part of the work knows nothing of the rest. */
static void
tell (GsTask *self, gdouble fraction)
{
  gint done = (gint) (CLAMP (fraction, 0, 1) * WHOLE);

  if (done > atomic_load (&self->done))
    atomic_store (&self->done, done);
}

void
gs_task_begin_part (gdouble share)
{
  GsTask *self = get_current ();

  if (self == NULL)
    return;
  if (self->share < 1)
    self->before += self->share;
  self->share = MIN (share, 1 - self->before);
  tell (self, self->before);
}

gboolean
gs_task_go_on (gsize done, gsize total, GError **error)
{
  GsTask *self = get_current ();

  if (self == NULL)
    return TRUE;
  if (g_cancellable_is_cancelled (G_CANCELLABLE (self))) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Stopped."));
    return FALSE;
  }
  if (total > 0)
    tell (self, self->before + self->share * (gdouble) MIN (done, total) / (gdouble) total);
  return TRUE;
}

gboolean
gs_task_is_cancelled (void)
{
  return !gs_task_go_on (0, 0, NULL);
}
