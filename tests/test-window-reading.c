/* Reading never computes, in the whole window: cells are selected, pointed at and described, panels turned,
 * the teacher's window open, frames drawn, and no kernel is executed and no run made. Needs a screen
 * (with-display.sh). */
#include "app/lesson/gs-lesson.h"
#include "ui/gs-application.h"
#include "ui/gs-formula-line.h"
#include "ui/gs-window-private.h"

static GsApplication *application;

static void
start (void)
{
  g_autoptr (GError) error = NULL;

  if (application != NULL)
    return;
  application = gs_application_new ();
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, &error));
  g_assert_no_error (error);
}

/* ---- frames ---- */

static void
count_frame (GdkFrameClock *clock, guint *n)
{
  (*n)++;
}

/* Until the window has been drawn again. */
static void
draw (GsWindow *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  guint n = 0;

  g_signal_connect (clock, "after-paint", G_CALLBACK (count_frame), &n);
  gtk_widget_queue_draw (GTK_WIDGET (window));
  while (n == 0)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handlers_disconnect_by_data (clock, &n);
}

static GsWindow *
open_window (const gchar *name)
{
  g_autofree gchar *path = g_strdup_printf ("%s/lessons/networks/%s.gradsheet", SOURCE_ROOT, name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWorkbook) book = gs_workbook_open (path, &error);
  GsWindow *window;

  g_assert_no_error (error);
  start ();
  window = gs_window_new (GTK_APPLICATION (application), book, NULL);
  gtk_window_present (GTK_WINDOW (window));
  draw (window);
  return window;
}

static void
close_window (GsWindow *window)
{
  window->may_close = TRUE;
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
}

/* ---- reading ---- */

static void
read_window (GsWindow *window)
{
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (window->view));
  guint64 n_executed = nn_run_count_executed (), n_made = nn_run_count_made ();

  for (NnCell cell = { 0, 0 }; cell.tensor < nn_program_get_n_tensors (program); cell.tensor++) {
    NnCell last = { cell.tensor, nn_shape_count (&nn_program_get_tensor (program, cell.tensor)->shape) - 1 };

    gs_view_select (window->view, &cell, FALSE);
    gs_view_point_at (window->view, &last);
    gs_view_select (window->view, &last, TRUE);
    g_free (gs_formula_bar_copy (window->formula_bar, cell.tensor % 2 == 0));
    if (cell.tensor % 5 == 0)
      draw (window);
    gs_view_point_at (window->view, NULL);
  }
  draw (window);
  g_assert_cmpuint (nn_run_count_executed (), ==, n_executed);
  g_assert_cmpuint (nn_run_count_made (), ==, n_made);
}

static void
test_window (gconstpointer name)
{
  static const gchar *const panels[] = { "operation", "loss", "data", "practice" };
  GsWindow *window = open_window (name);

  for (gsize i = 0; i < G_N_ELEMENTS (panels); i++) {
    if (gtk_stack_get_child_by_name (window->side_stack, panels[i]) != NULL)
      gtk_stack_set_visible_child_name (window->side_stack, panels[i]);
    read_window (window);
    gs_view_set_step (window->view, (GsStep) i);
    gs_view_step (window->view, 2);
    draw (window);
  }
  /* The teacher's window looks ahead when a step is taken, and only then. */
  g_action_group_activate_action (G_ACTION_GROUP (window), "teacher", NULL);
  draw (window);
  gs_view_step (window->view, 1);
  read_window (window);
  close_window (window);
}

/* ---- the sum that a cell has come to ---- */

static GsFormulaLine *
find_line (GtkWidget *widget)
{
  GsFormulaLine *found = GS_IS_FORMULA_LINE (widget) ? GS_FORMULA_LINE (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_line (child);
  return found;
}

static void
test_terms (void)
{
  static const gchar *const sums[] = { "0.05 × 0.25 = 0.0125 + 0.1 × 0.3 + 0.35",
                                       "0.05 × 0.25 + 0.1 × 0.3 = 0.0425 + 0.35" };
  GsWindow *window = open_window ("mazur");
  GsWorkbook *book = gs_view_get_workbook (window->view);
  GsFormulaLine *line = find_line (GTK_WIDGET (window->formula_bar));

  g_assert_nonnull (line);
  gs_view_set_step (window->view, GS_STEP_TERM);
  g_assert_true (gs_workbook_go_to (book, &(GsCursor){ 1, 0, 1, 0 }, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (sums); i++) {
    g_autofree gchar *numbers = NULL;

    gs_view_step (window->view, 1);
    numbers = gs_formula_line_get_text (line, TRUE);
    g_assert_cmpstr (g_strstrip (numbers), ==, sums[i]);
    read_window (window);
  }
  close_window (window);
}

/* A lesson's texts have numbers in them: computed when a step of the lesson or of the pass is taken. */
static void
test_lesson (void)
{
  g_autoptr (GError) error = NULL;
  GsWindow *window = open_window ("mazur");
  GsLesson *lesson = gs_lesson_load (SOURCE_ROOT "/lessons/08-chain-rule.json", NULL, &error);

  g_assert_no_error (error);
  g_assert_true (gs_window_start_lesson (window, lesson, NULL, &error));
  g_assert_no_error (error);
  for (gint i = 0; i < 4; i++) {
    draw (window);
    read_window (window);
    gs_lesson_player_next (gs_lesson_pane_get_player (window->lesson_pane), NULL);
  }
  close_window (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/window-reading/mazur", "mazur", test_window);
  g_test_add_data_func ("/window-reading/softmax3", "softmax3", test_window);
  g_test_add_data_func ("/window-reading/convnet", "convnet", test_window);
  g_test_add_func ("/window-reading/terms", test_terms);
  g_test_add_func ("/window-reading/lesson", test_lesson);
  return g_test_run ();
}
