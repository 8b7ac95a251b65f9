/* The data's sheet without a screen: columns, what stands in them, the cursor, and every edit. */
#include <locale.h>
#include <math.h>
#include <string.h>

#include "app/paint/gs-data-painter.h"
#include "app/workbook/gs-trainer.h"
#include "app/workbook/gs-workbook-replace.h"

static GsDataGrid *
open_grid (const gchar *text)
{
  g_autoptr (GError) error = NULL;
  GsDocument *document = gs_document_load_bytes (text, strlen (text), "grid", &error);
  g_autoptr (GsWorkbook) book = NULL;
  g_autoptr (GsView) view = NULL;

  g_assert_no_error (error);
  book = gs_workbook_new (document, &error);
  g_assert_no_error (error);
  view = gs_view_new (book);
  return gs_data_grid_new (view);
}

/* Four rows of two numbers and a class, two in a batch. */
static GsDataGrid *
open_classes (void)
{
  return open_grid (
      "{\"format\":\"gradsheet\",\"version\":2,\"input\":[2],\"layers\":[{\"kind\":\"dense\",\"units\":3}],"
      "\"loss\":{\"kind\":\"cross-entropy\"},\"data\":{\"batch-size\":2,\"inputs\":[[1,2],[3,4],[5,6],[7,8]],"
      "\"targets\":[[1,0,0],[0,1,0],[0,0,1],[1,0,0]],\"names\":{\"features\":[\"length\",\"width\"],"
      "\"targets\":[\"red\",\"green\",\"blue\"]}}}");
}

static GsDataGrid *
open_numbers (void)
{
  return open_grid (
      "{\"format\":\"gradsheet\",\"version\":1,\"input\":[1],\"layers\":[{\"kind\":\"dense\",\"units\":1}],"
      "\"data\":{\"inputs\":[[1],[2],[3]],\"targets\":[[10],[20],[30]]},\"state\":{\"W1\":[[2]],\"b1\":[1]}"
      "}");
}

static GsWorkbook *
get_book (GsDataGrid *grid)
{
  return gs_view_get_workbook (gs_data_grid_get_view (grid));
}

static guint
count_edits (GsDataGrid *grid)
{
  return gs_workbook_count_edits (get_book (grid));
}

static void
assert_text (GsDataGrid *grid, gint row, gint column, const gchar *want)
{
  g_autofree gchar *text = gs_data_grid_get_text (grid, row, column);

  g_assert_cmpstr (text, ==, want);
}

static void
assert_copied (GsDataGrid *grid, const gchar *want)
{
  g_autofree gchar *text = gs_data_grid_copy (grid, GS_COPY_LOCAL);

  g_assert_cmpstr (text, ==, want);
}

static void
mark (GsDataGrid *grid, gint top, gint left, gint bottom, gint right)
{
  gs_data_grid_select (grid, top, left, FALSE);
  gs_data_grid_select (grid, bottom, right, TRUE);
}

static void
type (GsDataGrid *grid, gint row, gint column, const gchar *text)
{
  g_autoptr (GError) error = NULL;
  gboolean done;

  gs_data_grid_select (grid, row, column, FALSE);
  done = gs_data_grid_type (grid, text, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (done);
}

static void
assert_refused (GsDataGrid *grid, gboolean done, GError *error, const gchar *reason, guint n_edits)
{
  g_autoptr (GError) owned = error;

  g_assert_false (done);
  if (strstr (error->message, reason) == NULL)
    g_error ("got “%s”, wanted “%s”", error->message, reason);
  g_assert_cmpuint (count_edits (grid), ==, n_edits);
}

/* ---- what is shown ---- */

static void
test_columns (void)
{
  static const GsDataKind kinds[] = { GS_DATA_INPUT,  GS_DATA_INPUT,  GS_DATA_TARGET, GS_DATA_TARGET,
                                      GS_DATA_TARGET, GS_DATA_CLASS,  GS_DATA_BATCH,  GS_DATA_ANSWER,
                                      GS_DATA_OUTPUT, GS_DATA_OUTPUT, GS_DATA_OUTPUT, GS_DATA_ERROR };
  g_autoptr (GsDataGrid) grid = open_classes ();
  g_autofree gchar *said = gs_data_grid_describe (grid, 2, 0), *empty = gs_data_grid_describe (grid, 5, 1);

  g_assert_cmpint (gs_data_grid_get_n_rows (grid), ==, 4);
  g_assert_cmpint (gs_data_grid_get_n_columns (grid), ==, G_N_ELEMENTS (kinds));
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_assert_cmpint (gs_data_grid_get_column (grid, (gint) i)->kind, ==, kinds[i]);
  g_assert_cmpstr (gs_data_grid_get_column (grid, 1)->title, ==, "width");
  g_assert_cmpstr (gs_data_grid_get_column (grid, 4)->title, ==, "blue");
  assert_text (grid, 2, 5, "green");
  assert_text (grid, 2, 6, "2 of 2");
  assert_text (grid, 3, 6, "");
  assert_text (grid, 5, 0, "");
  g_assert_cmpstr (said, ==, "row 2, x length: 3.000");
  g_assert_cmpstr (empty, ==, "new row, x width: ");
  g_assert_cmpint (gs_data_grid_get_stepped (grid), ==, 1);
  g_assert_cmpfloat (gs_data_grid_get_tone (grid, 1, 0), <, 0);
  g_assert_cmpfloat (gs_data_grid_get_tone (grid, 4, 0), >, 0);
  g_assert_cmpfloat (gs_data_grid_get_tone (grid, 1, 2), ==, 0);
}

static void
test_answers (void)
{
  g_autoptr (GsDataGrid) grid = open_numbers ();
  gint column = gs_data_grid_get_n_columns (grid) - 2;
  g_autoptr (GError) error = NULL;
  guint64 revision;
  gdouble value;

  g_assert_cmpint (gs_data_grid_get_column (grid, column)->kind, ==, GS_DATA_OUTPUT);
  g_assert_false (gs_data_grid_get_value (grid, 2, column, &value));
  g_assert_true (gs_data_grid_predict (grid, 1, 100));
  g_assert_true (gs_data_grid_get_value (grid, 3, column, &value));
  g_assert_cmpfloat (value, ==, 7);
  /* Its error beside it: mse of one output. */
  g_assert_cmpint (gs_data_grid_get_column (grid, column + 1)->kind, ==, GS_DATA_ERROR);
  g_assert_true (gs_data_grid_get_value (grid, 3, column + 1, &value));
  g_assert_cmpfloat (value, ==, 23 * 23);
  /* Known ones are not worked out again, also after a step; another weight makes them unknown. */
  revision = gs_data_grid_get_revision (grid);
  g_assert_false (gs_data_grid_predict (grid, 1, 3));
  gs_workbook_step (get_book (grid), GS_STEP_OPERATION, 1);
  g_assert_false (gs_data_grid_predict (grid, 2, 2));
  g_assert_true (gs_workbook_set_text (get_book (grid), "W1[1,1]", "3", &error));
  g_assert_true (gs_data_grid_predict (grid, 2, 2));
  g_assert_true (gs_data_grid_get_value (grid, 3, column, &value));
  g_assert_cmpfloat (value, ==, 10);
  g_assert_cmpuint (gs_data_grid_get_revision (grid), >, revision);
  /* What may be asked for is not given away. */
  gs_view_set_ask_first (gs_data_grid_get_view (grid), TRUE);
  g_assert_true (gs_workbook_set_text (get_book (grid), "W1[1,1]", "4", &error));
  g_assert_false (gs_data_grid_predict (grid, 1, 3));
}

/* Answers are those of the weights that are shown, while the network learns too. */
static void
count (gint *n)
{
  ++*n;
}

static void
test_answers_of_training (void)
{
  g_autoptr (GsDataGrid) grid = open_numbers ();
  GsWorkbook *book = get_book (grid);
  g_autoptr (GError) error = NULL;
  GsTrainer *trainer = gs_trainer_start (book, &(GsTrainerPlan){ .passes = 100000000 }, &error);
  const GsFrame *frame;
  const GArray *tabs = gs_view_get_tabs (gs_data_grid_get_view (grid));
  gdouble value, weight, bias;
  gint n_changes = 0;
  gsize n;

  g_assert_no_error (error);
  gs_view_set_tab (gs_data_grid_get_view (grid), tabs->len - 1);
  g_assert_true (gs_view_shows_data (gs_data_grid_get_view (grid)));
  g_signal_connect_swapped (grid, "changed", G_CALLBACK (count), &n_changes);
  do {
    g_main_context_iteration (NULL, TRUE);
    frame = gs_view_get_sight (gs_data_grid_get_view (grid))->frame;
  } while (gs_frame_get_cursor (frame)->pass < 3);
  g_assert_cmpint (n_changes, >, 0); /* who looks at the rows is told */
  g_assert_true (gs_data_grid_predict (grid, 1, 3));
  frame = gs_view_get_sight (gs_data_grid_get_view (grid))->frame;
  weight = *gs_frame_get_values (frame, nn_program_find (gs_frame_get_program (frame), "W1"), &n);
  bias = *gs_frame_get_values (frame, nn_program_find (gs_frame_get_program (frame), "b1"), &n);
  g_assert_cmpfloat (weight, !=, 2);
  g_assert_true (gs_data_grid_get_value (grid, 1, gs_data_grid_get_n_columns (grid) - 2, &value));
  g_assert_cmpfloat (value, ==, weight + bias);
  gs_trainer_stop (trainer);
  while (gs_workbook_get_trainer (book) != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_cursor (void)
{
  g_autoptr (GsDataGrid) grid = open_classes ();
  GsDataBox box;
  gint row, column;

  gs_data_grid_select (grid, 99, 99, FALSE);
  gs_data_grid_get_cursor (grid, &row, &column);
  g_assert_cmpint (row, ==, 5);
  g_assert_cmpint (column, ==, 11);
  g_assert_false (gs_data_grid_walk (grid, 1, 0));
  mark (grid, 2, 1, 3, 2);
  g_assert_true (gs_data_grid_walk (grid, 1, 0));
  g_assert_true (gs_data_grid_walk (grid, 1, 0));
  gs_data_grid_get_cursor (grid, &row, &column);
  g_assert_cmpint (row, ==, 2);
  g_assert_cmpint (column, ==, 2);
  g_assert_true (gs_data_grid_walk (grid, 0, 1));
  gs_data_grid_get_cursor (grid, &row, &column);
  g_assert_cmpint (row, ==, 3);
  g_assert_cmpint (column, ==, 1);
  box = gs_data_grid_get_box (grid);
  g_assert_true (box.top == 2 && box.left == 1 && box.bottom == 3 && box.right == 2);
  {
    g_autofree gchar *text = gs_data_grid_summarize (grid);

    g_assert_true (g_str_has_prefix (text, "4 numbers   sum 10.00"));
  }
}

static void
assert_found (GsDataGrid *grid, const gchar *text, gboolean back, gint row, gint column, gint place, gint n)
{
  gint at_row, at_column, at = -1;

  g_assert_cmpint (gs_data_grid_find (grid, text, back, FALSE, &at), ==, n);
  gs_data_grid_get_cursor (grid, &at_row, &at_column);
  g_assert_cmpint (at_row, ==, row);
  g_assert_cmpint (at_column, ==, column);
  g_assert_cmpint (at, ==, place);
}

static void
test_find (void)
{
  g_autoptr (GsDataGrid) grid = open_classes ();
  gint place;

  gs_data_grid_select (grid, 1, 0, FALSE);
  assert_found (grid, "RED", FALSE, 1, 5, 0, 2);
  assert_found (grid, "red", FALSE, 4, 5, 1, 2);
  assert_found (grid, "red", FALSE, 1, 5, 0, 2);
  assert_found (grid, "red", TRUE, 4, 5, 1, 2);
  assert_found (grid, "red", TRUE, 1, 5, 0, 2);
  assert_found (grid, "6", FALSE, 3, 1, 0, 1);
  assert_found (grid, "6", TRUE, 3, 1, 0, 1);
  assert_found (grid, "pink", FALSE, 3, 1, -1, 0);
  assert_found (grid, "", FALSE, 3, 1, -1, 0);
  g_assert_cmpint (gs_data_grid_find (grid, "1", FALSE, TRUE, &place), ==, 5);
  assert_found (grid, "1", TRUE, 2, 3, 2, 5);
  assert_found (grid, "1.0", FALSE, 3, 4, 3, 5);
}

/* ---- edits ---- */

static void
test_typing (void)
{
  g_autoptr (GsDataGrid) grid = open_classes ();
  GError *error = NULL;
  g_autofree gchar *said = NULL, *html = NULL;
  gboolean done;

  type (grid, 2, 1, "0,5");
  assert_copied (grid, "0.5");
  type (grid, 2, 5, "Blue");
  mark (grid, 2, 2, 2, 5);
  assert_copied (grid, "0\t0\t1\tblue");
  html = gs_data_grid_copy (grid, GS_COPY_HTML);
  g_assert_nonnull (strstr (html, "sdval=\"1\">1</td><td>blue</td></tr></table>"));
  type (grid, 3, 5, "0");
  assert_text (grid, 3, 5, "red");
  gs_data_grid_select (grid, 1, 0, FALSE);
  g_assert_true (gs_data_grid_type (grid, "=W1[1,1]*0 + 1/4", FALSE, &said, NULL));
  g_assert_nonnull (said);
  assert_copied (grid, "0.25");
  mark (grid, 1, 0, 2, 1);
  g_assert_true (gs_data_grid_type (grid, "50%", TRUE, NULL, NULL));
  assert_copied (grid, "0.5\t0.5\n0.5\t0.5");
  g_assert_cmpuint (count_edits (grid), ==, 5);
  gs_workbook_undo (get_book (grid));
  assert_copied (grid, "0.25\t2\n3\t0.5");
  gs_data_grid_select (grid, 2, 5, FALSE);
  done = gs_data_grid_type (grid, "pink", FALSE, NULL, &error);
  assert_refused (grid, done, error, "“pink” is no class here", 4);
  error = NULL;
  gs_data_grid_select (grid, 2, 6, FALSE);
  done = gs_data_grid_type (grid, "1", FALSE, NULL, &error);
  assert_refused (grid, done, error, "worked out from the others", 4);
}

/* The empty row becomes one when it has all of its numbers. */
static void
test_new_row (void)
{
  g_autoptr (GsDataGrid) grid = open_classes ();

  type (grid, 5, 0, "9");
  type (grid, 5, 1, "8");
  assert_text (grid, 5, 0, "9.000");
  g_assert_cmpint (gs_data_grid_get_n_rows (grid), ==, 4);
  g_assert_cmpuint (count_edits (grid), ==, 0);
  type (grid, 5, 5, "green");
  g_assert_cmpint (gs_data_grid_get_n_rows (grid), ==, 5);
  g_assert_cmpuint (count_edits (grid), ==, 1);
  mark (grid, 5, 0, 5, 5);
  assert_copied (grid, "9\t8\t0\t1\t0\tgreen");
  assert_text (grid, 6, 0, "");
  gs_workbook_undo (get_book (grid));
  g_assert_cmpint (gs_data_grid_get_n_rows (grid), ==, 4);
}

static void
test_first_row (void)
{
  g_autoptr (GsDataGrid) grid = open_grid (
      "{\"format\":\"gradsheet\",\"version\":2,\"input\":[1],\"layers\":[{\"kind\":\"dense\",\"units\":1}],"
      "\"data\":{\"batch-size\":2}}");
  g_autofree gchar *said = NULL;

  g_assert_cmpint (gs_data_grid_get_n_rows (grid), ==, 0);
  g_assert_cmpint (gs_data_grid_get_stepped (grid), ==, 0);
  type (grid, 1, 0, "3");
  type (grid, 1, 1, "4");
  g_assert_cmpint (gs_data_grid_get_n_rows (grid), ==, 1);
  gs_data_grid_select (grid, 2, 0, FALSE);
  g_assert_true (gs_data_grid_paste (grid, "5;6\n7;8", &said, NULL));
  g_assert_nonnull (said);
  mark (grid, 1, 0, 3, 1);
  assert_copied (grid, "3\t4\n5\t6\n7\t8");
}

static void
test_paste (void)
{
  g_autoptr (GsDataGrid) grid = open_classes ();
  GError *error = NULL;
  gboolean done;

  gs_data_grid_select (grid, 2, 0, FALSE);
  g_assert_true (gs_data_grid_paste (grid, "10\t20\n30\t40", NULL, NULL));
  assert_copied (grid, "10\t20\n30\t40");
  g_assert_cmpuint (count_edits (grid), ==, 1);
  mark (grid, 1, 0, 4, 0);
  g_assert_true (gs_data_grid_paste (grid, "0,5", NULL, NULL));
  assert_copied (grid, "0.5\n0.5\n0.5\n0.5");
  gs_data_grid_select (grid, 4, 0, FALSE);
  done = gs_data_grid_paste (grid, "1\t2\n3\t4", NULL, &error);
  assert_refused (grid, done, error, "do not fit", 2);
  error = NULL;
  gs_data_grid_select (grid, 1, 4, FALSE);
  done = gs_data_grid_paste (grid, "1\t2", NULL, &error);
  assert_refused (grid, done, error,
                  "2 columns of numbers do not fit: from here on there is room for 1 column.", 2);
  /* Whole rows behind the last, a class by its name. */
  gs_data_grid_select (grid, 5, 0, FALSE);
  g_assert_true (gs_data_grid_paste (grid, "1;2;red\n3;4;blue\n", NULL, NULL));
  g_assert_cmpint (gs_data_grid_get_n_rows (grid), ==, 6);
  assert_text (grid, 6, 5, "blue");
}

static void
test_fill (void)
{
  g_autoptr (GsDataGrid) grid = open_classes ();
  GError *error = NULL;
  gboolean done;

  mark (grid, 1, 0, 3, 1);
  g_assert_true (gs_data_grid_fill (grid, TRUE, NULL, NULL));
  assert_copied (grid, "1\t2\n1\t2\n1\t2");
  gs_data_grid_select (grid, 4, 5, FALSE);
  g_assert_true (gs_data_grid_fill (grid, TRUE, NULL, NULL));
  assert_text (grid, 4, 5, "blue");
  gs_data_grid_select (grid, 1, 0, FALSE);
  done = gs_data_grid_fill (grid, TRUE, NULL, &error);
  assert_refused (grid, done, error, "Nothing stands above", 2);
  type (grid, 2, 0, "3");
  mark (grid, 1, 0, 2, 0);
  g_assert_true (gs_data_grid_fill_to (grid, 4, NULL, NULL));
  assert_copied (grid, "1\n3\n5\n7");
  mark (grid, 2, 0, 2, 1);
  g_assert_true (gs_data_grid_clear (grid, NULL, NULL));
  assert_copied (grid, "0\t0");
  mark (grid, 2, 0, 3, 10);
  g_assert_true (gs_data_grid_remove (grid, NULL));
  g_assert_cmpint (gs_data_grid_get_n_rows (grid), ==, 2);
  gs_data_grid_select (grid, 3, 0, FALSE);
  error = NULL;
  done = gs_data_grid_remove (grid, &error);
  assert_refused (grid, done, error, "nothing to remove", 6);
}

/* A row that is not in the batch changes places with its first one, by one edit; one that is, is only shown.
 */
/* A target that the loss cannot take is taken and said, whichever way it comes. */
static void
test_targets (void)
{
  g_autoptr (GsDataGrid) grid = open_classes ();
  g_autofree gchar *typed = NULL, *pasted = NULL, *filled = NULL, *continued = NULL, *cleared = NULL,
                   *none = NULL;

  gs_data_grid_select (grid, 1, 2, FALSE);
  g_assert_true (gs_data_grid_type (grid, "0", FALSE, &typed, NULL));
  g_assert_nonnull (strstr (typed, "all targets are 0"));
  g_assert_true (gs_data_grid_paste (grid, "1\t0\t-2", &pasted, NULL));
  g_assert_nonnull (strstr (pasted, "-2"));
  mark (grid, 1, 2, 2, 4);
  g_assert_true (gs_data_grid_fill (grid, TRUE, &filled, NULL));
  g_assert_nonnull (strstr (filled, "-2"));
  g_assert_true (gs_data_grid_fill_to (grid, 3, &continued, NULL));
  g_assert_nonnull (strstr (continued, "-2"));
  g_assert_true (gs_data_grid_clear (grid, &cleared, NULL));
  g_assert_nonnull (strstr (cleared, "all targets are 0"));
  mark (grid, 1, 2, 3, 2);
  g_assert_true (gs_data_grid_type (grid, "1", TRUE, &none, NULL));
  g_assert_null (none);
}

static void
test_stepped (void)
{
  g_autoptr (GsDataGrid) grid = open_classes ();
  g_autoptr (GError) error = NULL;
  NnCell cell;
  gint n;

  g_assert_true (gs_data_grid_step_row (grid, 2, &error));
  g_assert_cmpint (gs_data_grid_get_stepped (grid), ==, 2);
  g_assert_cmpuint (count_edits (grid), ==, 0);
  g_assert_true (gs_view_get_selected (gs_data_grid_get_view (grid), &cell));
  g_assert_cmpuint (cell.offset, ==, 2);
  g_assert_true (gs_data_grid_step_row (grid, 4, &error));
  g_assert_cmpint (gs_data_grid_get_stepped (grid), ==, 4);
  g_assert_cmpint (gs_data_grid_get_place (grid, 4), ==, 1);
  g_assert_cmpint (gs_data_grid_get_place (grid, 2), ==, 2);
  g_assert_cmpint (gs_data_grid_get_place (grid, 1), ==, 0);
  g_assert_cmpint (gs_workbook_get_batch (get_book (grid), &n)[0], ==, 4);
  g_assert_cmpuint (count_edits (grid), ==, 1);
  gs_workbook_undo (get_book (grid));
  g_assert_cmpint (gs_data_grid_get_place (grid, 1), ==, 1);
}

/* ---- which rows, in which order ---- */

static void
choose (GsDataGrid *grid, const GsDataChoice *choice)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (gs_data_grid_choose (grid, choice, &error));
  g_assert_no_error (error);
  while (gs_data_grid_is_asking (grid))
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_numbers (GsDataGrid *grid, gint n, const gint *numbers)
{
  g_assert_cmpint (gs_data_grid_get_n_rows (grid), ==, n);
  for (gint line = 1; line <= n; line++)
    g_assert_cmpint (gs_data_grid_get_number (grid, line), ==, numbers[line - 1]);
}

/* Answers 3, 5, 7 to 10, 20, 30: the last is the worst. Edits find their rows, the order stays until it is
 * asked for again. */
static void
test_worst_first (void)
{
  g_autoptr (GsDataGrid) grid = open_numbers ();
  GsDataChoice choice = gs_data_choice_all;
  g_autoptr (GError) error = NULL;

  gs_data_grid_select (grid, 3, 0, FALSE);
  choice.worst_first = TRUE;
  choose (grid, &choice);
  assert_numbers (grid, 3, (gint[]){ 3, 2, 1 });
  g_assert_true (gs_data_grid_get_choice (grid)->worst_first);
  g_assert_null (gs_data_grid_get_failure (grid));
  g_assert_cmpint (gs_data_grid_is_right (grid, 1), ==, 0); /* numbers are never right or wrong */
  g_assert_false (gs_data_grid_is_stale (grid));
  g_assert_cmpfloat (gs_data_grid_get_share (grid, 1), ==, 0); /* nobody has looked yet */
  gs_data_grid_predict (grid, 1, 3);
  g_assert_cmpfloat (gs_data_grid_get_share (grid, 1), ==, 1);
  g_assert_cmpfloat (gs_data_grid_get_share (grid, 2), ==, 15.0 * 15 / (23 * 23));
  {
    gint row, column;

    gs_data_grid_get_cursor (grid, &row, &column);
    g_assert_cmpint (row, ==, 1); /* with its row */
    assert_text (grid, 1, 0, "3.000");
    assert_text (grid, 1, 3, "7.000");
    g_assert_cmpint (gs_data_grid_get_place (grid, 1), ==, 3);
  }
  type (grid, 1, 1, "7");
  g_assert_cmpfloat (*gs_dataset_get_target (gs_workbook_get_data (get_book (grid)), 3), ==, 7);
  g_assert_true (gs_data_grid_is_stale (grid));
  gs_data_grid_predict (grid, 1, 3);
  g_assert_cmpfloat (gs_data_grid_get_share (grid, 1), ==, 0);
  assert_numbers (grid, 3, (gint[]){ 3, 2, 1 });
  choose (grid, &choice);
  assert_numbers (grid, 3, (gint[]){ 2, 1, 3 });
  /* What is filled goes to the rows that are seen. */
  mark (grid, 1, 0, 2, 0);
  g_assert_true (gs_data_grid_fill (grid, TRUE, NULL, NULL));
  g_assert_cmpfloat (*gs_dataset_get_input (gs_workbook_get_data (get_book (grid)), 1), ==, 2);
  g_assert_cmpfloat (*gs_dataset_get_input (gs_workbook_get_data (get_book (grid)), 3), ==, 3);
  /* Rows 2 and 3 lie apart here. */
  choose (grid, &choice);
  assert_numbers (grid, 3, (gint[]){ 2, 1, 3 });
  g_assert_true (gs_data_grid_step_row (grid, 2, &error));
  g_assert_cmpint (gs_data_grid_get_stepped (grid), ==, 2);
  gs_data_grid_select (grid, 1, 0, FALSE);
  g_assert_true (gs_data_grid_remove (grid, &error));
  while (gs_data_grid_is_asking (grid))
    g_main_context_iteration (NULL, TRUE);
  assert_numbers (grid, 2, (gint[]){ 1, 2 });
  gs_workbook_undo (get_book (grid));
  while (gs_data_grid_is_asking (grid))
    g_main_context_iteration (NULL, TRUE);
  assert_numbers (grid, 3, (gint[]){ 2, 1, 3 });
  /* New rows are typed at the end all the same. */
  type (grid, 4, 0, "9");
  type (grid, 4, 1, "9");
  while (gs_data_grid_is_asking (grid))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (gs_data_grid_get_n_rows (grid), ==, 4);
  g_assert_cmpfloat (*gs_dataset_get_input (gs_workbook_get_data (get_book (grid)), 4), ==, 9);
}

/* The rows of the pass, and in the next pass its own; a batch that stays leaves what is marked. */
static void
test_this_batch (void)
{
  g_autoptr (GsDataGrid) grid = open_grid (
      "{\"format\":\"gradsheet\",\"version\":2,\"input\":[1],\"layers\":[{\"kind\":\"dense\",\"units\":1}],"
      "\"data\":{\"inputs\":[[1],[2],[3],[4],[5]],\"targets\":[[0],[1],[0],[1],[0]],"
      "\"batches\":[[4,1],[2,5]]},\"state\":{\"W1\":[[1]],\"b1\":[0]}}");
  GsDataChoice choice = gs_data_choice_all;
  GsDataBox box;

  choice.batch = TRUE;
  choose (grid, &choice);
  assert_numbers (grid, 2, (gint[]){ 1, 4 });
  mark (grid, 1, 0, 2, 0);
  g_assert_true (gs_workbook_step (get_book (grid), GS_STEP_OPERATION, 1));
  box = gs_data_grid_get_box (grid);
  g_assert_cmpint (box.bottom, ==, 2);
  g_assert_true (gs_workbook_step (get_book (grid), GS_STEP_PASS, 2)); /* to the loss, and the next one's */
  assert_numbers (grid, 2, (gint[]){ 2, 5 });
  g_assert_true (gs_data_grid_step_row (grid, 2, NULL));
  g_assert_cmpint (gs_data_grid_get_stepped (grid), ==, 2);
  choice.is = 1;
  choose (grid, &choice);
  assert_numbers (grid, 1, (gint[]){ 2 });
  choice = gs_data_choice_all;
  choice.batch = choice.worst_first = TRUE;
  choose (grid, &choice);
  assert_numbers (grid, 2, (gint[]){ 5, 2 });
  g_assert_true (gs_workbook_step (get_book (grid), GS_STEP_PASS, 1));
  assert_numbers (grid, 2, (gint[]){ 4, 1 });
  choose (grid, &gs_data_choice_all);
  g_assert_cmpint (gs_data_grid_get_n_rows (grid), ==, 5);
}

/* By class, by what was answered, wrong ones only; what is removed is what is seen. */
static void
test_chosen (void)
{
  g_autoptr (GsDataGrid) grid = open_grid (
      "{\"format\":\"gradsheet\",\"version\":2,\"input\":[2],\"layers\":[{\"kind\":\"dense\",\"units\":2}],"
      "\"loss\":{\"kind\":\"cross-entropy\"},\"data\":{\"inputs\":[[1,0],[0,1],[3,0],[0,2],[0,1]],"
      "\"targets\":[[1,0],[0,1],[0,1],[0,1],[1,0]]},\"state\":{\"W1\":[[1,0],[0,1]],\"b1\":[0,0]}}");
  GsDataChoice choice = gs_data_choice_all;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (gs_data_grid_count_classes (grid), ==, 2);
  choice.is = 1;
  choose (grid, &choice);
  g_assert_null (gs_data_grid_get_answers (grid)); /* nobody needed them */
  assert_numbers (grid, 3, (gint[]){ 2, 3, 4 });
  choice.wrong = TRUE;
  choose (grid, &choice);
  assert_numbers (grid, 1, (gint[]){ 3 });
  g_assert_cmpint (gs_answers_count (gs_data_grid_get_answers (grid), 1, 1), ==, 2);
  choice = (GsDataChoice){ .is = 0, .answer = 1, .use = -1 };
  choose (grid, &choice);
  assert_numbers (grid, 1, (gint[]){ 5 });
  choice = (GsDataChoice){ .worst_first = TRUE, .wrong = TRUE, .is = -1, .answer = -1, .use = -1 };
  choose (grid, &choice);
  assert_numbers (grid, 2, (gint[]){ 3, 5 });
  mark (grid, 1, 0, 2, 0);
  g_assert_true (gs_data_grid_remove (grid, &error));
  while (gs_data_grid_is_asking (grid))
    g_main_context_iteration (NULL, TRUE);
  assert_numbers (grid, 0, NULL);
  choose (grid, &gs_data_choice_all);
  g_assert_cmpint (gs_data_grid_get_n_rows (grid), ==, 3);
  g_assert_cmpfloat (gs_dataset_get_input (gs_workbook_get_data (get_book (grid)), 3)[1], ==, 2);
  /* What may be asked for is not told, not even by an order. */
  gs_view_set_ask_first (gs_data_grid_get_view (grid), TRUE);
  choice.worst_first = TRUE;
  g_assert_true (gs_workbook_set_text (get_book (grid), "W1[1,1]", "4", &error));
  g_assert_false (gs_data_grid_choose (grid, &choice, &error));
  g_assert_nonnull (error);
}

/* ---- drawing ---- */

static void
test_places (void)
{
  g_autoptr (GsDataGrid) grid = open_classes ();
  GsDataScene scene = { .grid = grid,
                        .theme = gs_theme_get (FALSE, FALSE),
                        .scale = 1.5,
                        .left = 40,
                        .top = 10,
                        .width = 700,
                        .height = 400 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 700, 400);
  cairo_t *cr = cairo_create (surface);
  gdouble across, down, left, top, cell_width, cell_height;
  gint row, column;

  /* Four rows, an empty one and the headings; the first cell begins where the numbers of the rows end. */
  gs_data_painter_get_size (&scene, &across, &down);
  down -= gs_data_painter_get_head_height (&scene) + 5 * gs_data_painter_get_row_height (&scene);
  g_assert_true (down >= 0 && down < gs_data_painter_get_row_height (&scene) / 2);
  gs_data_painter_get_cell (&scene, 1, 0, &left, &top, &cell_width, &cell_height);
  g_assert_cmpfloat (left + scene.left, ==, gs_data_painter_get_side_width (&scene));
  g_assert_cmpfloat (across, >, left + cell_width);
  gs_data_painter_draw_rows (cr, &scene, 1, 5);
  gs_data_painter_draw_marks (cr, &scene);
  gs_data_painter_draw_heads (cr, &scene);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  for (gint r = 1; r <= 5; r++)
    for (gint c = 1; c < 4; c++) {
      gdouble x, y, width, height;

      gs_data_painter_get_cell (&scene, r, c, &x, &y, &width, &height);
      g_assert_cmpint (gs_data_painter_find (&scene, x + width / 2, y + height / 2, &row, &column), ==,
                       GS_DATA_PLACE_CELL);
      g_assert_cmpint (row, ==, r);
      g_assert_cmpint (column, ==, c);
      g_assert_cmpint (gs_data_painter_find (&scene, 10, y + height / 2, &row, &column), ==,
                       GS_DATA_PLACE_ROW);
      g_assert_cmpint (row, ==, r);
    }
  g_assert_cmpint (gs_data_painter_find (&scene, 300, 10, &row, &column), ==, GS_DATA_PLACE_COLUMN);
  g_assert_cmpint (gs_data_painter_find (&scene, 10, 10, &row, &column), ==, GS_DATA_PLACE_CORNER);
  g_assert_cmpint (gs_data_painter_find (&scene, 300, 390, &row, &column), ==, GS_DATA_PLACE_NONE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data-grid/columns", test_columns);
  g_test_add_func ("/data-grid/answers", test_answers);
  g_test_add_func ("/data-grid/answers-of-training", test_answers_of_training);
  g_test_add_func ("/data-grid/cursor", test_cursor);
  g_test_add_func ("/data-grid/find", test_find);
  g_test_add_func ("/data-grid/typing", test_typing);
  g_test_add_func ("/data-grid/new-row", test_new_row);
  g_test_add_func ("/data-grid/first-row", test_first_row);
  g_test_add_func ("/data-grid/paste", test_paste);
  g_test_add_func ("/data-grid/fill", test_fill);
  g_test_add_func ("/data-grid/targets", test_targets);
  g_test_add_func ("/data-grid/stepped", test_stepped);
  g_test_add_func ("/data-grid/worst-first", test_worst_first);
  g_test_add_func ("/data-grid/this-batch", test_this_batch);
  g_test_add_func ("/data-grid/chosen", test_chosen);
  g_test_add_func ("/data-grid/places", test_places);
  return g_test_run ();
}
