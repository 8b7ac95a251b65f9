/* How many threads train: chosen by trying, or as somebody has asked.
 *
 *   GsCrew crew = GS_CREW_INIT;
 *   … a pass …
 *   gs_crew_note (&crew);          // after each pass, on the thread that trains
 *
 * Passes are timed with one thread and with several by turns, the faster goes on, and now and then it is
 * tried again: what pays depends on the network, its batches, and on what else the machine does. The bits of
 * all numbers are the same with any number of threads, so nobody sees it but by the clock.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  guint state; /* what is being timed */
  gint64 begun;
  guint32 n_passes;
  gdouble alone; /* microseconds a pass took with one thread */
} GsCrew;

#define GS_CREW_INIT ((GsCrew){ 0 })

void gs_crew_note (GsCrew *crew);

/* From now on so many, whatever pays; 0: choose. At the start GRADSHEET_THREADS says, if it is set. */
void gs_crew_fix (guint n_threads);

G_END_DECLS
