/* What a network of pictures is asked about: a drawing or a row, and what it is meant as. */
#include "app/view/gs-subject.h"
#include "app/view/gs-tabs.h"
#include "views.h"

static void
count (GsSubject *subject, gint *changes)
{
  (*changes)++;
}

/* A drawing takes the place of a row and a row that of a drawing; everybody hears of it. */
static void
test_one_at_a_time (void)
{
  g_autoptr (GsSubject) subject = gs_subject_new ();
  GsDrawing *drawing = gs_subject_get_drawing (subject);
  gint changes = 0;

  g_signal_connect (subject, "changed", G_CALLBACK (count), &changes);
  gs_subject_set_row (subject, 3, 7);
  g_assert_cmpint (gs_subject_get_row (subject), ==, 3);
  gs_drawing_begin (drawing, 0.5, 0.5);
  gs_subject_drawn (subject);
  g_assert_cmpint (gs_subject_get_row (subject), ==, 0);
  gs_subject_set_row (subject, 4, -1);
  g_assert_cmpuint (gs_drawing_get_n_strokes (drawing), ==, 0);
  g_assert_cmpint (changes, ==, 3);
}

/* What is asked about is stepped once; nothing is not. */
static void
test_new (void)
{
  g_autoptr (GsSubject) subject = gs_subject_new ();

  g_assert_false (gs_subject_is_new (subject));
  gs_subject_drawn (subject); /* the pad is empty */
  g_assert_false (gs_subject_is_new (subject));
  gs_subject_set_row (subject, 3, 7);
  g_assert_true (gs_subject_is_new (subject));
  gs_subject_take (subject);
  g_assert_false (gs_subject_is_new (subject));
  gs_subject_say (subject, 2);
  g_assert_true (gs_subject_is_new (subject));
  gs_subject_set_row (subject, 0, -1);
  g_assert_false (gs_subject_is_new (subject));
}

/* What somebody says counts more than what the network guesses, until another drawing is begun. */
static void
test_meant (void)
{
  g_autoptr (GsSubject) subject = gs_subject_new ();

  gs_subject_guess (subject, 2);
  g_assert_cmpint (gs_subject_get_meant (subject), ==, 2);
  gs_subject_say (subject, 5);
  gs_subject_guess (subject, 2);
  g_assert_cmpint (gs_subject_get_meant (subject), ==, 5);
  gs_subject_drawn (subject); /* the pad is empty */
  gs_subject_guess (subject, 1);
  g_assert_cmpint (gs_subject_get_meant (subject), ==, 1);
  gs_subject_set_row (subject, 1, 9);
  gs_subject_guess (subject, 1);
  g_assert_cmpint (gs_subject_get_meant (subject), ==, 9);
}

/* A row that is asked about is gone to: its numbers stand at the sample that is shown. */
static void
test_row_is_taken (void)
{
  g_autoptr (GsView) view = view_open ("digits8-conv");
  GsWorkbook *book = gs_view_get_workbook (view);
  GsDataset *data = gs_workbook_get_data (book);
  GsSubject *subject = gs_view_get_subject (view);
  gint x = nn_program_find (gs_workbook_get_program (book), "x"), row = gs_dataset_get_n_rows (data), sample;
  gsize n = nn_shape_count (gs_dataset_get_input_shape (data));
  g_autoptr (GError) error = NULL;

  while (gs_dataset_get_use (data, row) != GS_ROWS_TRAINING)
    row--;
  gs_subject_set_row (subject, row, -1);
  g_assert_true (gs_subject_is_new (subject));
  gs_view_take_subject (view, &error);
  g_assert_no_error (error);
  g_assert_false (gs_subject_is_new (subject));
  sample = gs_view_get_sample (view);
  for (gsize i = 0; i < n; i++) {
    NnCell cell = { x, (gsize) (sample - 1) * n + i };
    gdouble value;

    g_assert_cmpint (gs_workbook_look (book, &cell, &value), !=, GS_CELL_BLANK);
    g_assert_cmpfloat (value, ==, gs_dataset_get_input (data, row)[i]);
  }
}

/* What is selected in the rows is told while their sheet is shown. */
static void
test_data_cell (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  const GArray *tabs = gs_view_get_tabs (view);
  guint data = 0;

  while (data < tabs->len && g_array_index (tabs, GsTab, data).kind != GS_TAB_DATA)
    data++;
  g_assert_cmpuint (data, <, tabs->len);
  gs_view_set_data_cell (view, "row 1, x[1]");
  g_assert_null (gs_view_get_data_cell (view));
  gs_view_set_tab (view, data);
  g_assert_true (gs_view_shows_data (view));
  g_assert_cmpstr (gs_view_get_data_cell (view), ==, "row 1, x[1]");
  gs_view_leave_data (view);
  g_assert_false (gs_view_shows_data (view));
  g_assert_null (gs_view_get_data_cell (view));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/subject/one-at-a-time", test_one_at_a_time);
  g_test_add_func ("/subject/new", test_new);
  g_test_add_func ("/subject/meant", test_meant);
  g_test_add_func ("/subject/row-is-taken", test_row_is_taken);
  g_test_add_func ("/subject/data-cell", test_data_cell);
  return g_test_run ();
}
