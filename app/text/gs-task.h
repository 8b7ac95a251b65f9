/* A task: long work on a thread of its own, seen from both sides. It is a GCancellable that knows how far the
 * work is.
 *
 * Who waits, on any thread:                      Who works, on the work's thread:
 *   task = gs_task_new ();                         g_cancellable_push_current (G_CANCELLABLE (task));
 *   gs_task_get_fraction (task);                   gs_task_begin_part (0.3);       // the next 30 %
 *   g_cancellable_cancel (G_CANCELLABLE (task));   while (…)
 *                                                    if (!gs_task_go_on (done, total, error))
 *                                                      return FALSE;
 *
 * The worker's functions find the task as g_cancellable_get_current() does, so nothing between has to hand it
 * on; where there is none, as on the main thread, they do nothing.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define GS_TYPE_TASK (gs_task_get_type ())
G_DECLARE_FINAL_TYPE (GsTask, gs_task, GS, TASK, GCancellable)

GsTask *gs_task_new (void);

/* How much of the whole is done, from 0 to 1. */
gdouble gs_task_get_fraction (GsTask *task);
/* Seconds, as far as one can know by what is done; negative: not known yet. */
gdouble gs_task_estimate_rest (GsTask *task);

/* What comes now is this share of the whole, 1 all that is left; what came before is done. */
void gs_task_begin_part (gdouble share);
/* `done` of `total` of the part are done. FALSE with G_IO_ERROR_CANCELLED if the task was cancelled. Costs
 * little, but no loop's innermost line. */
gboolean gs_task_go_on (gsize done, gsize total, GError **error);
/* Only that: for who has no error to give. */
gboolean gs_task_is_cancelled (void);

G_END_DECLS
