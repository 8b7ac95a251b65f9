/* Jobs: long work of the window (opening, exporting, checking) on a thread of its own, with a bar that tells
 * how far it is and stops it.
 *
 *   static const GsJobKind kind = { work, done, free_order, free_result };
 *   gs_job_start (place, &kind, _ ("Opening rows.gradsheet"), order, owner);
 *
 * `work` runs on the job's thread, as a GsTask, and touches nothing but its order. `done` is told in the main
 * loop, unless the job was stopped or its owner has gone; then nobody is told, and what came of it is freed.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct {
  /* NULL with an error, which may be that the task was cancelled. */
  gpointer (*work) (gpointer order, GError **error);
  /* Takes the result; either that or the error is there. */
  void (*done) (gpointer owner, gpointer order, gpointer result, const GError *error);
  GDestroyNotify free_order, free_result;
} GsJobKind;

/* Takes the order. The bar is shown when the job takes long enough to be seen: in `place` if that is a
 * GtkBox, as a window has one over its sheet, and when that goes the job is stopped; else in a small window
 * of its own, before `place` if that is a window, or alone (NULL). While a job runs the application goes on.
 * `owner`, an object, is held weakly. */
void
gs_job_start (GtkWidget *place, const GsJobKind *kind, const gchar *what, gpointer order, gpointer owner);

/* What the first running job of this place does, to ask whether it may be stopped; NULL if there is none.
 * Borrowed. */
const gchar *gs_job_find (GtkWidget *place);
/* Stops all of this place; NULL: those that have a window of their own. */
void gs_job_stop (GtkWidget *place);

/* The program ends: stops all jobs and waits for their threads. */
void gs_job_stop_and_wait (void);

G_END_DECLS
