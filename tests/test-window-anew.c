/* Lessons begun anew and rehearsed while all that shows them is open: the projector and the teacher's window,
 * blanks that are filled in and marked.
 *
 *   /window-anew/NN-lesson    each lesson: at its first blanks, and at its end
 *   /window-anew/layers       another network under marked blanks
 */
#include "app/workbook/gs-workbook-layers.h"
#include "windows.h"

static GsLessonPlayer *
get_player (GsWindow *window)
{
  return gs_lesson_pane_get_player (window->lesson_pane);
}

static GsWindow *
open_lesson (const gchar *name)
{
  GsWindow *window = windows_open ("mazur");

  windows_begin_lesson (window, name, NULL);
  g_action_group_activate_action (G_ACTION_GROUP (window), "teacher", NULL);
  g_action_group_activate_action (G_ACTION_GROUP (window), "present", NULL);
  windows_draw (GTK_WIDGET (window));
  return window;
}

/* Some right, some not; TRUE if there are any. */
static gboolean
fill_and_mark (GsWindow *window)
{
  GsBlanks *blanks = gs_lesson_player_get_blanks (get_player (window));

  for (guint i = 0; blanks != NULL && i < gs_blanks_get_n_cells (blanks); i++)
    gs_blanks_type (blanks, gs_blanks_get_cell (blanks, i), "0.5", NULL);
  if (blanks == NULL)
    return FALSE;
  gs_lesson_player_check (get_player (window));
  gs_view_mark_blanks (window->view);
  windows_draw (GTK_WIDGET (window));
  return TRUE;
}

/* Into a rehearsal and out of it. */
static void
rehearse (GsWindow *window)
{
  for (gint i = 0; i < 2; i++) {
    g_action_group_activate_action (G_ACTION_GROUP (window), "rehearse", NULL);
    windows_draw (GTK_WIDGET (window));
    g_assert_cmpuint (gs_lesson_player_get_number (get_player (window)), ==, 0);
  }
}

static void
go_to (GsWindow *window, guint number)
{
  g_autoptr (GError) error = NULL;

  gs_lesson_player_go_to (get_player (window), number, &error);
  g_assert_no_error (error);
}

static void
test_lesson (gconstpointer name)
{
  GsWindow *window = open_lesson (name);
  guint n = gs_lesson_player_get_n_steps (get_player (window)), number = 0;

  while (number < n && !fill_and_mark (window))
    if (++number < n)
      go_to (window, number);
  if (number < n)
    rehearse (window);
  go_to (window, n - 1);
  fill_and_mark (window);
  rehearse (window);
  windows_close (window);
}

/* By hand, in the middle of the lesson, there and back. */
static void
test_layers (void)
{
  GsWindow *window = open_lesson ("09-backpropagation.json");
  GsWorkbook *book = gs_view_get_workbook (window->view);
  g_autoptr (GError) error = NULL;
  guint number = 0;

  while (!fill_and_mark (window))
    go_to (window, ++number);
  g_assert_true (gs_workbook_set_line (book, "input 1 · dense 1", &error));
  g_assert_no_error (error);
  windows_draw (GTK_WIDGET (window));
  gs_workbook_undo (book);
  windows_draw (GTK_WIDGET (window));
  windows_close (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  windows_add_lessons ("window-anew", test_lesson);
  g_test_add_func ("/window-anew/layers", test_layers);
  return g_test_run ();
}
