/* How fast one trains beside a window that shows it: the sheet alone, and the whole program. */
#include "bench-ui.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/workbook/gs-trainer.h"
#include "ui/gs-application.h"
#include "ui/gs-window.h"

typedef struct {
  gdouble passes, frames; /* a second */
  gdouble gap;            /* milliseconds between two frames, the longest */
  gdouble drawing;        /* milliseconds of the processor a frame takes the main thread */
} Speed;

static gboolean
on_wake (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Trains for a while, with the stage's window before it, or nobody looking (NULL). */
static Speed
train_for (GsWorkbook *book, Stage *stage, gdouble seconds)
{
  GsTrainer *trainer = g_object_ref (gs_trainer_start (book, &(GsTrainerPlan){ .passes = 1000000 }, NULL));
  gint64 start = g_get_monotonic_time (), end = start + (gint64) (seconds * 1e6), now, drawn = 0;
  guint wake = g_timeout_add (20, on_wake, NULL), n = stage != NULL ? stage->n_frames : 0, first = n;
  GsTrainerProgress progress;
  gdouble used = bench_get_processor_time ();
  Speed speed = { 0 };

  for (now = start; now < end; now = g_get_monotonic_time ()) {
    g_main_context_iteration (NULL, TRUE);
    if (stage == NULL || stage->n_frames == n)
      continue;
    now = g_get_monotonic_time ();
    if (drawn > 0)
      speed.gap = MAX (speed.gap, (gdouble) (now - drawn) / 1000.0);
    drawn = now;
    n = stage->n_frames;
  }
  gs_trainer_get_progress (trainer, &progress);
  speed.passes = progress.done / ((gdouble) (now - start) / 1e6);
  speed.drawing = (bench_get_processor_time () - used) / MAX (n - first, 1);
  speed.frames = (n - first) / ((gdouble) (now - start) / 1e6);
  gs_trainer_stop (trainer);
  while (!gs_trainer_has_ended (trainer))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (wake);
  g_object_unref (trainer);
  return speed;
}

/* By turns, for the machine is never quiet: the median of the turns' shares. `where` the stage's window shows
 * it. */
static void
measure_training (const gchar *name, Stage *stage, const gchar *where)
{
  gint n = bench_quick ? 1 : 5;
  g_autofree gdouble *shares = g_new (gdouble, n), *frames = g_new (gdouble, n), *gaps = g_new (gdouble, n),
                     *drawing = g_new (gdouble, n);
  g_autoptr (GsWorkbook) alone = bench_open_network (name);
  gdouble seconds = bench_quick ? 0.1 : 1;

  for (gint i = 0; i < n; i++) {
    gdouble passes = train_for (alone, NULL, seconds).passes;
    Speed speed = train_for (stage->book, stage, seconds);

    shares[i] = passes > 0 ? 100 * speed.passes / passes : 0;
    frames[i] = speed.frames;
    gaps[i] = speed.gap;
    drawing[i] = speed.drawing;
  }
  qsort (shares, (gsize) n, sizeof (gdouble), bench_compare);
  qsort (frames, (gsize) n, sizeof (gdouble), bench_compare);
  qsort (gaps, (gsize) n, sizeof (gdouble), bench_compare);
  qsort (drawing, (gsize) n, sizeof (gdouble), bench_compare);
  printf (
      "%s trained in %s: %.0f %% of its speed without (bound 85, %s), %.1f frames a second (bound 30, %s), "
      "longest gap %.0f ms (bound 50, %s); drawing takes %.1f ms of a processor a frame\n",
      name, where, shares[n / 2], shares[n / 2] >= 85 ? "held" : "MISSED", frames[n / 2],
      frames[n / 2] >= 30 ? "held" : "MISSED", gaps[n / 2], gaps[n / 2] <= 50 ? "held" : "MISSED",
      drawing[n / 2]);
  fflush (stdout);
}

/* In the sheet alone. */
static void
bench_training (const gchar *name)
{
  Stage *stage = bench_stage_new (bench_open_network (name), 1);

  measure_training (name, stage, "a bare sheet");
  bench_stage_free (stage);
}

/* ---- training in the whole program's window ---- */

static gboolean
on_settled (gpointer window)
{
  GsWorkbook *book = gs_view_get_workbook (gs_window_get_view (GS_WINDOW (window)));
  Stage stage = { .book = book, .window = GTK_WINDOW (window) };
  g_autofree gchar *where =
      g_strdup_printf ("the program's window of %d x %d", gtk_widget_get_width (GTK_WIDGET (window)),
                       gtk_widget_get_height (GTK_WIDGET (window)));

  bench_watch_frames (&stage);
  measure_training (bench_in_window, &stage, where);
  _exit (0);
}

static void
on_window_mapped (GtkWidget *window, gpointer data)
{
  g_timeout_add (bench_quick ? 200 : 1500, on_settled, window);
}

static void
on_window_to_train_in (GtkApplication *application, GtkWindow *window)
{
  if (GS_IS_WINDOW (window))
    g_signal_connect_after (window, "map", G_CALLBACK (on_window_mapped), NULL);
}

/* The child: the application itself with this network. */
gint
bench_run_in_window (void)
{
  g_autoptr (GsApplication) application = gs_application_new ();
  g_autofree gchar *path = g_strdup_printf ("%s/%s.gradsheet", bench_folder, bench_in_window);
  gchar *arguments[] = { (gchar *) "gradsheet", path, NULL };

  g_signal_connect (application, "window-added", G_CALLBACK (on_window_to_train_in), NULL);
  return g_application_run (G_APPLICATION (application), 2, arguments);
}

static void
bench_window (const gchar *self, const gchar *name)
{
  const gchar *arguments[] = { self,         "--in-window", name,
                               "--networks", bench_folder,  bench_quick ? "--quick" : NULL,
                               NULL };

  if (!g_spawn_sync (NULL, (gchar **) arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, NULL, NULL))
    printf ("%s could not be trained in a window\n", name);
}

void
bench_all_training (const gchar *self)
{
  static const gchar *const names[] = { "convnetjs", "excelnet" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    bench_training (names[i]);
    bench_window (self, names[i]);
  }
}
