/* A few threads that share one piece of work.
 *
 *   nn_threads_run (2, work, &data);    // work (&data, 0) here and work (&data, 1) wherever there is time
 *
 * The caller does part 0 itself, then what no other thread has taken yet, and returns when all parts are
 * done. The threads are kept, waiting, for the next call. When another caller has them at work, all parts run
 * here: the result is the same.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define NN_MAX_THREADS 64

typedef void (*NnThreadsWork) (gpointer data, guint part);

void nn_threads_run (guint n_parts, NnThreadsWork work, gpointer data);

/* Ends the waiting threads; the next call makes new ones. */
void nn_threads_stop (void);

G_END_DECLS
