/* The first page and what one has done.
 *
 *   /window-first-page/place   dots and number are those of the step that the lesson opens with, also when a
 * step before it was left out
 *   /window-first-page/beside  what is done in a lesson's window is seen on the page that is open beside it
 *   /window-first-page/unread  a document that is too large to be read for its picture has one all the same
 */
#include "app/lesson/gs-lesson.h"
#include "ui/gs-host.h"
#include "ui/gs-thumbnail.h"
#include "ui/gs-welcome.h"
#include "windows.h"

static gboolean
is_said (GtkWidget *widget, const gchar *text)
{
  gboolean found = GTK_IS_LABEL (widget) && gtk_widget_get_visible (widget)
                   && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !found;
       child = gtk_widget_get_next_sibling (child))
    found = is_said (child, text);
  return found;
}

static void
test_place (void)
{
  GtkApplication *application = windows_application ();
  g_autofree gchar *path = g_build_filename (SOURCE_ROOT, "lessons", "01-a-neuron.json", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsLesson) lesson = gs_lesson_load (path, NULL, &error);
  GsLessonProgress *progress = gs_host_get_progress ();
  GsLessonDone done = { .solved = TRUE };
  GtkWidget *page;

  g_assert_no_error (error);
  g_assert_cmpuint (lesson->steps->len, ==, 7);
  for (guint i = 1; i <= 2; i++)
    gs_lesson_progress_add (progress, lesson->id, gs_lesson_get_step (lesson, i)->id, &done);
  gs_lesson_progress_set_place (progress, lesson->id, gs_lesson_get_step (lesson, 4)->id);
  page = GTK_WIDGET (gs_welcome_new (application));
  gtk_window_present (GTK_WINDOW (page));
  windows_draw (page);
  g_assert_true (is_said (page, "○●●○◉○○"));
  g_assert_true (is_said (page, "Step 5 of 7"));
  gtk_window_destroy (GTK_WINDOW (page));
  windows_settle ();
}

static void
test_beside (void)
{
  GsWindow *window = windows_open ("mazur");
  g_autofree gchar *path = g_build_filename (SOURCE_ROOT, "lessons", "01-a-neuron.json", NULL),
                   *answer = NULL;
  g_autoptr (GError) error = NULL;
  GsLessonProgress *progress = gs_host_get_progress ();
  GsLesson *lesson = gs_lesson_load (path, NULL, &error);
  GtkWidget *page, *focus;

  g_assert_no_error (error);
  gs_lesson_progress_forget (progress, lesson->id);
  gs_lesson_progress_save (progress, &error);
  g_assert_no_error (error);
  page = GTK_WIDGET (gs_welcome_new (windows_application ()));
  gtk_window_present (GTK_WINDOW (page));
  windows_draw (page);
  g_assert_true (is_said (page, "See how a neural network computes, and learns"));
  gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
  focus = gtk_window_get_focus (GTK_WINDOW (page));
  g_assert_true (gs_window_start_lesson (window, lesson, progress, &error));
  g_assert_no_error (error);
  g_assert_true (gs_lesson_player_carry_out (gs_window_get_lesson (window), &answer, &error));
  g_assert_true (gs_lesson_player_next (gs_window_get_lesson (window), &error));
  windows_settle ();
  g_assert_true (is_said (page, "Go on where you stopped"));
  g_assert_true (is_said (page, "Step 2 of 7"));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (page)) == focus);
  windows_close (window);
  gtk_window_destroy (GTK_WINDOW (page));
  windows_settle ();
}

static void
test_unread (void)
{
  GtkWidget *window = gtk_window_new (), *picture = gs_thumbnail_new ();
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;

  gtk_widget_set_size_request (picture, 76, 52);
  gtk_window_set_child (GTK_WINDOW (window), picture);
  gs_thumbnail_set_document (GS_THUMBNAIL (picture), NULL);
  gtk_window_present (GTK_WINDOW (window));
  windows_draw (window);
  GTK_WIDGET_GET_CLASS (picture)->snapshot (picture, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  gsk_render_node_unref (node);
  gtk_window_destroy (GTK_WINDOW (window));
  windows_settle ();
}

int
main (int argc, char **argv)
{
  windows_application ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window-first-page/place", test_place);
  g_test_add_func ("/window-first-page/beside", test_beside);
  g_test_add_func ("/window-first-page/unread", test_unread);
  return g_test_run ();
}
