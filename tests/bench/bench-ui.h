/* What the parts of the drawing benchmark share: a window whose frames are timed.
 *
 *   Stage *stage = bench_stage_new (bench_open_network ("excelnet"), 1);
 *   ... stage->n_frames, stage->last ...
 *   bench_stage_free (stage);
 */
#pragma once

#include "app/view/gs-view.h"
#include "ui/gs-sheet-view.h"

typedef struct {
  GsWorkbook *book;
  GsView *view;
  GtkWindow *window;
  GsSheetView *sheet;
  GtkAdjustment *across, *down;
  gdouble left, zoom; /* where scrolling and zooming begin */
  gint64 started;
  gdouble began;      /* this thread's processor's time then */
  gdouble last, used; /* milliseconds of the last frame, and of the processor */
  guint n_frames;
  gint count; /* of what the benchmark did */
  NnCell cell;
} Stage;

extern gboolean bench_quick;   /* only see that it runs */
extern gchar *bench_folder;    /* of the ready-made networks */
extern gchar *bench_in_window; /* a child's task: the network to train */

/* Milliseconds that this thread has had. */
gdouble bench_get_processor_time (void);
int bench_compare (const void *a, const void *b);

/* Stops with a message if there is no such network. Caller unrefs. */
GsWorkbook *bench_open_network (const gchar *name);

/* The sheet in a window of its own, at rest; takes the workbook. */
Stage *bench_stage_new (GsWorkbook *book, gdouble zoom);
void bench_stage_free (Stage *stage);
/* From now on the frames of the stage's window, which is shown, are timed. */
void bench_watch_frames (Stage *stage);

/* Trains two networks beside a bare sheet, and in the program's window, for which `self` is started again;
 * prints what speed is left, and how it is drawn. */
void bench_all_training (const gchar *self);
/* The child's part. */
gint bench_run_in_window (void);
