/* Reading never computes, in the whole window: cells are selected, pointed at and described, panels turned,
 * the teacher's window open, frames drawn, and no kernel is executed and no run made. Needs a screen
 * (with-display.sh). */
#include "app/lesson/gs-lesson.h"
#include "ui/gs-formula-line.h"
#include "ui/gs-formula-pieces.h"
#include "windows.h"

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
      windows_draw (GTK_WIDGET (window));
    gs_view_point_at (window->view, NULL);
  }
  windows_draw (GTK_WIDGET (window));
  g_assert_cmpuint (nn_run_count_executed (), ==, n_executed);
  g_assert_cmpuint (nn_run_count_made (), ==, n_made);
}

static void
test_window (gconstpointer name)
{
  static const gchar *const panels[] = { "operation", "loss", "data", "practice" };
  GsWindow *window = windows_open (name);

  for (gsize i = 0; i < G_N_ELEMENTS (panels); i++) {
    if (gtk_stack_get_child_by_name (window->side_stack, panels[i]) != NULL)
      gtk_stack_set_visible_child_name (window->side_stack, panels[i]);
    read_window (window);
    gs_view_set_step (window->view, (GsStep) i);
    gs_view_step (window->view, 2);
    windows_draw (GTK_WIDGET (window));
  }
  /* The teacher's window looks ahead when a step is taken, and only then. */
  g_action_group_activate_action (G_ACTION_GROUP (window), "teacher", NULL);
  windows_draw (GTK_WIDGET (window));
  gs_view_step (window->view, 1);
  read_window (window);
  windows_close (window);
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
  GsWindow *window = windows_open ("mazur");
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
  windows_close (window);
}

/* Whether a label of the widget reads so, and is seen. */
static gboolean
has_label (GtkWidget *widget, const gchar *text)
{
  gboolean has = GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
                 && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !has;
       child = gtk_widget_get_next_sibling (child))
    has = has_label (child, text);
  return has;
}

/* A term is said at the side as the bar has it, whatever it is made of: a squared miss is no product of four.
 */
static void
test_squares (void)
{
  GsWindow *window = windows_open ("mazur");
  GsCursor place = { 1, 0, 0, 0 };
  NnProgram *program;

  gs_view_set_step (window->view, GS_STEP_TERM);
  g_assert_true (gs_workbook_go_to (gs_view_get_workbook (window->view), &(GsCursor){ 1, 4, 0, 0 }, NULL));
  gs_view_step (window->view, 1);
  g_assert_true (has_label (GTK_WIDGET (window->side_stack), "(a2[1,1] − t[1,1])²"));
  g_assert_true (has_label (GTK_WIDGET (window->side_stack), "(0.751365 − 0.01)² = 0.549622"));
  g_assert_true (has_label (GTK_WIDGET (window->side_stack), "(a2[1,2] − t[1,2])²"));
  windows_close (window);
  /* A term that is nothing is said to be so once. */
  window = windows_open ("softmax3");
  program = gs_workbook_get_program (gs_view_get_workbook (window->view));
  place.instruction = nn_program_get_tensor (program, nn_program_get_loss (program))->producer;
  gs_view_set_step (window->view, GS_STEP_TERM);
  g_assert_true (gs_workbook_go_to (gs_view_get_workbook (window->view), &place, NULL));
  gs_view_step (window->view, 4);
  g_assert_true (has_label (GTK_WIDGET (window->side_stack), "t[2,1] × (a1.lse[2] − a1.shift[2,1])"));
  g_assert_false (has_label (GTK_WIDGET (window->side_stack), "0 = 0"));
  windows_close (window);
}

/* Two ways lead from a1[1,1] to the loss, and the nudge says what each brings. */
static void
test_ways (void)
{
  GsWindow *window = windows_open ("mazur");
  GsWorkbook *book = gs_view_get_workbook (window->view);
  NnCell cell = { nn_program_find (gs_workbook_get_program (book), "a1"), 0 };

  g_assert_true (gs_workbook_go_to (book, &(GsCursor){ 1, 5, 0, 0 }, NULL));
  gs_view_select (window->view, &cell, FALSE);
  g_action_group_activate_action (G_ACTION_GROUP (window), "nudge", NULL);
  while (!has_label (GTK_WIDGET (window->side_stack), "over z2[1,2]"))
    windows_draw (GTK_WIDGET (window));
  g_assert_true (has_label (GTK_WIDGET (window->side_stack), "over z2[1,1]"));
  g_assert_true (has_label (GTK_WIDGET (window->side_stack), "−0.019049"));
  /* Another cell has one way only. */
  cell.tensor = nn_program_find (gs_workbook_get_program (book), "z2");
  gs_view_select (window->view, &cell, FALSE);
  g_action_group_activate_action (G_ACTION_GROUP (window), "nudge", NULL);
  while (!has_label (GTK_WIDGET (window->side_stack), "0.1385"))
    windows_draw (GTK_WIDGET (window));
  g_assert_false (has_label (GTK_WIDGET (window->side_stack), "over z2[1,2]"));
  windows_close (window);
}

/* In a narrow window what is said beside a formula goes before a factor of it does. */
static void
test_narrow (void)
{
  GsWindow *window = windows_open ("mazur");
  GsWorkbook *book = gs_view_get_workbook (window->view);
  GsFormulaLine *line = find_line (GTK_WIDGET (window->formula_bar));
  GtkWidget *around = gtk_widget_get_ancestor (GTK_WIDGET (line), GTK_TYPE_SCROLLED_WINDOW);
  NnCell cell = { nn_program_find (gs_workbook_get_program (book), "dW2"), 0 };

  for (gint i = 0; i < 2; i++) {
    gint width, frames = 0;

    gtk_window_set_default_size (GTK_WINDOW (window), i == 0 ? 1300 : 800, 700);
    while (gtk_widget_get_width (GTK_WIDGET (window)) != (i == 0 ? 1300 : 800) && frames++ < 100)
      windows_draw (GTK_WIDGET (window));
    g_assert_true (gs_workbook_go_to (book, &(GsCursor){ 1, 8, 0, 0 }, NULL));
    gs_view_select (window->view, &cell, FALSE);
    for (frames = 0; frames < 5; frames++)
      windows_draw (GTK_WIDGET (window));
    gs_formula_line_set_room (line, 0);
    gtk_widget_measure (GTK_WIDGET (line), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
    g_assert_cmpint (width, <=, gtk_widget_get_width (around));
    g_assert_true (
        has_label (GTK_WIDGET (window->formula_bar), "dL/dW2 = dL/dz2 · dz2/dW2\nwhere dz2/dW2 = a1"));
    gs_view_select (window->view, NULL, FALSE);
  }
  windows_close (window);
}

/* ---- what is filled in ---- */

static void
assert_reads (GsView *view, const gchar *tensor, gboolean for_class, const gchar *wanted)
{
  const GsFormulaForm form = { .max_terms = 8, .digits = 4, .for_class = for_class };
  GtkWidget *widget = g_object_ref_sink (gs_formula_line_new ());
  NnCell cell = { nn_program_find (gs_workbook_get_program (gs_view_get_workbook (view)), tensor), 0 };
  g_autofree gchar *numbers = NULL;

  gs_view_select (view, &cell, FALSE);
  gs_formula_pieces_fill (GS_FORMULA_LINE (widget), gs_view_get_sight (view), &form);
  numbers = gs_formula_line_get_text (GS_FORMULA_LINE (widget), TRUE);
  g_assert_cmpstr (g_strstrip (numbers), ==, wanted);
  g_object_unref (widget);
}

/* A blank is asked for until it is marked right, in its own formula and in those that read it. */
static void
test_solved (void)
{
  GsWindow *window = windows_open ("mazur");
  GsWorkbook *book = gs_view_get_workbook (window->view);
  g_autoptr (GsBlanks) blanks = NULL;

  g_assert_true (gs_workbook_go_to (book, &(GsCursor){ 1, 3, 0, 0 }, NULL));
  blanks = gs_blanks_new (book);
  g_assert_true (gs_blanks_add_text (blanks, "z1", NULL));
  gs_view_set_blanks (window->view, blanks);
  for (gint i = 0; i < 3; i++) {
    static const gchar *const typed[] = { NULL, "0.4", "0.3775" };
    gboolean right = i == 2;

    if (typed[i] != NULL)
      g_assert_true (gs_blanks_type (blanks, gs_blanks_get_cell (blanks, 0), typed[i], NULL));
    assert_reads (window->view, "z1", FALSE, "0.05 × 0.15 + 0.1 × 0.2 + 0.35 = ?");
    gs_view_mark_blanks (window->view);
    assert_reads (window->view, "z1", FALSE,
                  right ? "0.05 × 0.15 + 0.1 × 0.2 + 0.35 = 0.3775" : "0.05 × 0.15 + 0.1 × 0.2 + 0.35 = ?");
    assert_reads (window->view, "z1", TRUE,
                  right ? "0.3775 = 0.05 × 0.15 + 0.1 × 0.2 + 0.35" : "? = 0.05 × 0.15 + 0.1 × 0.2 + 0.35");
    assert_reads (window->view, "a1", FALSE,
                  right ? "1 / (1 + e^−0.3775) = 0.5933" : "1 / (1 + e^−?) = 0.5933");
  }
  gs_view_set_blanks (window->view, NULL);
  windows_close (window);
}

/* A lesson's texts have numbers in them: computed when a step of the lesson or of the pass is taken. */
static void
test_lesson (void)
{
  GsWindow *window = windows_open ("mazur");

  windows_begin_lesson (window, "08-chain-rule.json", NULL);
  for (gint i = 0; i < 4; i++) {
    windows_draw (GTK_WIDGET (window));
    read_window (window);
    gs_lesson_player_next (gs_lesson_pane_get_player (window->lesson_pane), NULL);
  }
  windows_close (window);
}

/* What a class is told of a wrong answer typed into its cell is the lesson's reply, and nothing of typing. */
static void
test_reply (void)
{
  GsWindow *window = windows_open ("mazur");
  GtkWidget *presenter, *sheet, *entry;
  NnCell cell = { 0, 0 };

  windows_begin_lesson (window, "09-backpropagation.json", NULL);
  cell.tensor = nn_program_find (gs_workbook_get_program (gs_view_get_workbook (window->view)), "z1");
  g_action_group_activate_action (G_ACTION_GROUP (window), "present", NULL);
  presenter = GTK_WIDGET (window->presenter);
  windows_draw (presenter);
  sheet = windows_find (presenter, GS_TYPE_SHEET_VIEW);
  gs_view_select (window->view, &cell, FALSE);
  windows_draw (presenter);
  gs_sheet_view_edit (GS_SHEET_VIEW (sheet), "0.3825");
  entry = windows_find (sheet, GTK_TYPE_ENTRY);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "0.3825");
  g_signal_emit_by_name (entry, "activate");
  windows_draw (presenter);
  g_assert_true (has_label (presenter, "That went along a row of W1. Neuron 1 has the first column."));
  g_assert_false (has_label (presenter,
                             "z1[1,1] is still being typed: That went along a row of W1. Neuron 1 has "
                             "the first column. Finish it there, or press Escape."));
  windows_close (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/window-reading/mazur", "mazur", test_window);
  g_test_add_data_func ("/window-reading/softmax3", "softmax3", test_window);
  g_test_add_data_func ("/window-reading/convnet", "convnet", test_window);
  g_test_add_func ("/window-reading/terms", test_terms);
  g_test_add_func ("/window-reading/squares", test_squares);
  g_test_add_func ("/window-reading/ways", test_ways);
  g_test_add_func ("/window-reading/narrow", test_narrow);
  g_test_add_func ("/window-reading/solved", test_solved);
  g_test_add_func ("/window-reading/lesson", test_lesson);
  g_test_add_func ("/window-reading/reply", test_reply);
  return g_test_run ();
}
