/* Names of features, classes and rows on the cells of an open document, there and back through undo. */
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/data/gs-rows.h"
#include "app/view/gs-view.h"

static GsWorkbook *
make_book (const gchar *rows)
{
  NnNetwork *network = nn_network_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GsTable) table = gs_table_read (rows, strlen (rows), NULL, 0, &error);
  g_autoptr (GsDataset) data = NULL;
  GsWorkbook *book;

  network->input = nn_shape (1, 2);
  network->loss = NN_LOSS_CROSS_ENTROPY;
  nn_network_add_layer (network, NN_LAYER_DENSE)->units = 3;
  nn_network_add_layer (network, NN_LAYER_DENSE)->units = 3;
  data = gs_rows_from_table (table, network, NULL, NULL, &error);
  g_assert_no_error (error);
  book = gs_workbook_new (gs_document_new (network, data, 1, &error), &error);
  g_assert_no_error (error);
  return book;
}

#define ROWS "width,petal length,kind\n1,2,setosa\n3,4,virginica\n5,6,versicolor\n"

/* Both ways of saying it mean the cell, which is shown by name, and by number where programs read it. */
static void
assert_cell (GsWorkbook *book, const gchar *by_number, const gchar *by_name)
{
  NnProgram *program = gs_workbook_get_program (book);
  g_autoptr (GError) error = NULL;
  g_autofree gchar *shown = NULL, *plain = NULL;
  NnCell first, second;

  g_assert_true (gs_cell_name_parse (program, by_number, &first, &error));
  g_assert_no_error (error);
  g_assert_true (gs_cell_name_parse (program, by_name, &second, &error));
  g_assert_no_error (error);
  g_assert_cmpint (first.tensor, ==, second.tensor);
  g_assert_cmpuint (first.offset, ==, second.offset);
  plain = gs_cell_name (program, &first);
  g_assert_cmpstr (plain, ==, by_number);
  shown = gs_cell_name_display (program, &first);
  g_assert_cmpstr (shown, ==, by_name);
}

static void
refuse_cell (GsWorkbook *book, const gchar *name, const gchar *word)
{
  g_autoptr (GError) error = NULL;
  NnCell cell;

  g_assert_false (gs_cell_name_parse (gs_workbook_get_program (book), name, &cell, &error));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, word));
}

static void
test_cells (void)
{
  g_autoptr (GsWorkbook) book = make_book (ROWS);
  NnCell cell;

  assert_cell (book, "x[1,1]", "x[1,\"width\"]");
  assert_cell (book, "x[3,2]", "x[3,\"petal length\"]");
  assert_cell (book, "t[2,3]", "t[2,\"virginica\"]");
  assert_cell (book, "W1[2,3]", "W1[\"petal length\",3]");
  assert_cell (book, "W2[1,2]", "W2[1,\"versicolor\"]");
  assert_cell (book, "b2[1]", "b2[\"setosa\"]");
  assert_cell (book, "a2[1,1]", "a2[1,\"setosa\"]");
  assert_cell (book, "p[3,2]", "p[3,\"versicolor\"]");
  assert_cell (book, "dz2[1,2]", "dL/dz2[1,\"versicolor\"]");
  assert_cell (book, "dW1[1,2]", "dL/dW1[\"width\",2]");
  assert_cell (book, "db2[3]", "dL/db2[\"virginica\"]");
  assert_cell (book, "W2.next[1,1]", "W2.next[1,\"setosa\"]");
  /* As many cells as there are classes, but none of them a class. */
  assert_cell (book, "z1[1,2]", "z1[1,2]");
  assert_cell (book, "da1[1,2]", "dL/da1[1,2]");
  g_assert_true (gs_cell_name_parse (gs_workbook_get_program (book), "x[ 2 , “petal length” ]", &cell, NULL));
  g_assert_cmpuint (cell.offset, ==, 3);
  g_assert_true (gs_cell_name_parse (gs_workbook_get_program (book), "b2[1,\"virginica\"]", &cell, NULL));
  g_assert_cmpuint (cell.offset, ==, 2);
  refuse_cell (book, "x[1,\"petallength\"]", "did you mean “petal length”?");
  refuse_cell (book, "z1[1,\"width\"]", "no names");
  refuse_cell (book, "x[\"width\"]", "too few indices");
  refuse_cell (book, "x[1,\"width]", "is not a cell");
  refuse_cell (book, "x[1,\"\"]", "nothing in x");
}

static void
rename_features (GsWorkbook *book, const gchar *first)
{
  const gchar *texts[] = { first, "study" };
  g_autoptr (GPtrArray) names = gs_names_copy (texts, 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDataset) data =
      gs_dataset_with_names (gs_workbook_get_data (book), GS_NAMES_FEATURES, names, &error);

  g_assert_no_error (error);
  g_assert_true (gs_workbook_set_data (book, data, "Name columns", &error));
}

static void
test_undo (void)
{
  g_autoptr (GsWorkbook) book = make_book (ROWS);
  NnCell loss;

  g_assert_true (gs_workbook_go_to (book, &(GsCursor){ 2, 3, 0, 0 }, NULL));
  rename_features (book, "sleep");
  assert_cell (book, "x[1,1]", "x[1,\"sleep\"]");
  g_assert_cmpint (gs_workbook_get_cursor (book).instruction, ==, 3);
  rename_features (book, "");
  assert_cell (book, "x[1,1]", "x[1,1]");
  assert_cell (book, "x[1,2]", "x[1,\"study\"]");
  g_assert_true (gs_workbook_undo (book));
  assert_cell (book, "x[1,1]", "x[1,\"sleep\"]");
  g_assert_true (gs_workbook_undo (book));
  assert_cell (book, "x[1,1]", "x[1,\"width\"]");
  g_assert_true (gs_workbook_redo (book));
  assert_cell (book, "x[1,1]", "x[1,\"sleep\"]");
  g_assert_cmpint (gs_workbook_get_cursor (book).pass, ==, 2);
  g_assert_true (gs_cell_name_parse (gs_workbook_get_program (book), "L", &loss, NULL));
}

/* A screen reader hears the names, too. */
static void
test_speech (void)
{
  g_autoptr (GsWorkbook) book = make_book (ROWS);
  g_autoptr (GsView) view = gs_view_new (book);
  g_autofree gchar *value = NULL, *described = NULL;
  NnCell cell;

  g_assert_true (gs_cell_name_parse (gs_workbook_get_program (book), "x[2,2]", &cell, NULL));
  value = gs_view_speak_value (view, &cell);
  g_assert_cmpstr (value, ==, "x[2,\"petal length\"] = 4.0000");
  described = gs_view_describe (view, &cell);
  g_assert_true (g_str_has_prefix (described, "x[2,\"petal length\"] = 4.0000"));
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/names/cells", test_cells);
  g_test_add_func ("/names/undo", test_undo);
  g_test_add_func ("/names/speech", test_speech);
  return g_test_run ();
}
