/* A question of the window whose matter has gone goes, too: nobody is to stop what has ended.
 *
 *   /window-stale/training   the training ends while closing asks whether to stop it
 *   /window-stale/job        the same of a job
 *   /window-stale/saved      changes are saved from elsewhere while closing asks about them
 */
#include <glib/gstdio.h>

#include "app/workbook/gs-trainer.h"
#include "ui/gs-job.h"
#include "windows.h"

#define DEADLINE (30 * G_TIME_SPAN_SECOND)

static gboolean
is_asked (const gchar *title)
{
  GListModel *windows = gtk_window_get_toplevels ();
  gboolean found = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    found = found || g_strcmp0 (gtk_window_get_title (window), title) == 0;
  }
  return found;
}

/* Looks go on for a while: a question that holds is still there after some. */
static void
close_and_look (GsWindow *window, const gchar *title)
{
  gint64 end = g_get_monotonic_time () + G_TIME_SPAN_SECOND / 2;

  gtk_window_close (GTK_WINDOW (window));
  while (g_get_monotonic_time () < end) {
    windows_settle ();
    g_assert_true (is_asked (title));
    g_usleep (1000);
  }
}

static void
expect_gone (const gchar *title)
{
  gint64 end = g_get_monotonic_time () + DEADLINE;

  while (is_asked (title)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    windows_settle ();
    g_usleep (1000);
  }
}

static void
test_training (void)
{
  GsWindow *window = windows_open ("xor");
  g_autoptr (GError) error = NULL;
  GsTrainer *trainer = gs_trainer_start (gs_view_get_workbook (window->view),
                                         &(GsTrainerPlan){ .passes = GS_GOAL_MAX_PASSES }, &error);

  g_assert_no_error (error);
  close_and_look (window, "Stop training?");
  gs_trainer_stop (trainer);
  expect_gone ("Stop training?");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (window)));
  windows_close (window);
}

static gpointer
wait_for_flag (gpointer order, GError **error)
{
  while (!g_atomic_int_get ((gint *) order))
    g_usleep (1000);
  return order;
}

static void
on_flag_seen (gpointer owner, gpointer order, gpointer result, const GError *error)
{
  g_assert_true (result == order);
}

static void
keep (gpointer order)
{
}

static void
test_job (void)
{
  static const GsJobKind kind = { wait_for_flag, on_flag_seen, keep, NULL };
  GsWindow *window = windows_open ("xor");
  gint flag = 0;

  gs_job_start (gs_window_get_work (window), &kind, "Waiting", &flag, window);
  close_and_look (window, "Stop it?");
  g_atomic_int_set (&flag, 1);
  expect_gone ("Stop it?");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (window)));
  windows_close (window);
}

static void
test_saved (void)
{
  GsWindow *window = windows_open ("mazur");
  GsWorkbook *book = gs_view_get_workbook (window->view);
  g_autofree gchar *folder = g_dir_make_tmp ("stale-XXXXXX", NULL);
  g_autofree gchar *path = g_build_filename (folder, "mazur.gradsheet", NULL);
  g_autoptr (GError) error = NULL;

  gs_workbook_set_text (book, "W1[1,1]", "0.5", &error);
  g_assert_no_error (error);
  close_and_look (window, "Save the changes?");
  gs_workbook_save (book, path, &error);
  g_assert_no_error (error);
  expect_gone ("Save the changes?");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (window)));
  windows_close (window);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  windows_application ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window-stale/training", test_training);
  g_test_add_func ("/window-stale/job", test_job);
  g_test_add_func ("/window-stale/saved", test_saved);
  return g_test_run ();
}
