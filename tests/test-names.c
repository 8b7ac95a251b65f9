/* Names of features, classes and rows on the cells of an open document, there and back through undo. */
#include <string.h>

#include "app/cells/gs-cell-list.h"
#include "app/data/gs-rows.h"
#include "app/inspect/gs-explain.h"
#include "app/paint/gs-painter.h"
#include "app/view/gs-find.h"
#include "app/view/gs-range.h"
#include "app/view/gs-typed.h"
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

  g_assert_true (gs_cell_name_parse ((GsCellScope){ program }, by_number, &first, &error));
  g_assert_no_error (error);
  g_assert_true (gs_cell_name_parse ((GsCellScope){ program }, by_name, &second, &error));
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

  g_assert_false (gs_cell_name_parse (gs_workbook_get_scope (book), name, &cell, &error));
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
  g_assert_true (gs_cell_name_parse (gs_workbook_get_scope (book), "x[ 2 , “petal length” ]", &cell, NULL));
  g_assert_cmpuint (cell.offset, ==, 3);
  g_assert_true (gs_cell_name_parse (gs_workbook_get_scope (book), "b2[1,\"virginica\"]", &cell, NULL));
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
  g_assert_true (gs_cell_name_parse (gs_workbook_get_scope (book), "L", &loss, NULL));
}

#define NAMED_ROWS "plant,width,petal length,kind\nanna,1,2,setosa\nbert,3,4,virginica\ncara,5,6,versicolor\n"

/* What the formula bar prints for a cell. */
static void
assert_print (GsWorkbook *book, const gchar *name, NnDialect dialect, NnPrintForm form, const gchar *expected)
{
  g_autoptr (GsExplanation) explanation = NULL;
  g_autofree gchar *text = NULL;
  NnCell cell;

  g_assert_true (gs_cell_name_parse (gs_workbook_get_scope (book), name, &cell, NULL));
  explanation = gs_explanation_new (gs_workbook_get_frame (book), &cell, NULL);
  text = gs_explanation_print (explanation, dialect, form, NULL);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_formulas (void)
{
  g_autoptr (GsWorkbook) book = make_book (ROWS);

  assert_print (book, "z1[1,2]", NN_DIALECT_MATH, NN_PRINT_EXPANDED,
                "z1[1,2] = x[1,\"width\"] × W1[\"width\",2] + x[1,\"petal length\"] × W1[\"petal length\",2] "
                "+ b1[2]");
  assert_print (book, "z2[1,2]", NN_DIALECT_MATH, NN_PRINT_CELL,
                "z2[1,\"versicolor\"] = sum(i: a1[1,i] × W2[i,\"versicolor\"]) + b2[\"versicolor\"]");
  /* Every cell at once has no names; other dialects count. */
  assert_print (book, "z1[1,2]", NN_DIALECT_MATH, NN_PRINT_GENERAL,
                "z1[b,o] = sum(i: x[b,i] × W1[i,o]) + b1[o]");
  assert_print (book, "z1[1,2]", NN_DIALECT_PYTHON, NN_PRINT_CELL,
                "z1[0,1] = sum(x[0,i-1] * W1[i-1,1] for i in range(1, 3)) + b1[1]");
  rename_features (book, "");
  assert_print (book, "z1[1,2]", NN_DIALECT_MATH, NN_PRINT_EXPANDED,
                "z1[1,2] = x[1,1] × W1[1,2] + x[1,\"study\"] × W1[\"study\",2] + b1[2]");
}

/* A screen reader hears the names, too, and of which row the cell is. */
static void
test_speech (void)
{
  g_autoptr (GsWorkbook) book = make_book (NAMED_ROWS);
  g_autoptr (GsView) view = gs_view_new (book);
  g_autofree gchar *value = NULL, *described = NULL, *origin = NULL, *sum = NULL;
  NnCell cell;

  g_assert_true (gs_cell_name_parse (gs_workbook_get_scope (book), "x[2,2]", &cell, NULL));
  value = gs_sight_speak_value (gs_view_get_sight (view), &cell);
  g_assert_cmpstr (value, ==, "x[2,\"petal length\"] = 4.000");
  described = gs_view_describe (view, &cell);
  g_assert_cmpstr (described, ==, "x[2,\"petal length\"] = 4.000, row “bert”");
  origin = gs_sight_speak_origin (gs_view_get_sight (view), &cell);
  g_assert_cmpstr (origin, ==, "input, row “bert”, row 2 of 3, column 2 of 2");
  g_assert_true (gs_cell_name_parse (gs_workbook_get_scope (book), "z1[3,1]", &cell, NULL));
  g_assert_true (gs_workbook_go_to (book, &(GsCursor){ 1, 3, 0, 0 }, NULL));
  sum = gs_view_describe (view, &cell);
  g_assert_nonnull (strstr (sum, "row “cara”, forward, from x[3,\"width\"], W1[\"width\",1]"));
}

/* Names of rows are those of the pass' batch. */
static void
test_rows_of_a_batch (void)
{
  g_autoptr (GsWorkbook) book = make_book (NAMED_ROWS);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDataset) data = gs_dataset_with_batch_size (gs_workbook_get_data (book), 2);

  g_assert_true (gs_workbook_set_data (book, data, "Batches", &error));
  g_assert_cmpstr (gs_frame_get_row_name (gs_workbook_get_frame (book), 2), ==, "bert");
  g_assert_true (gs_workbook_go_to (book, &(GsCursor){ 2, 0, 0, 0 }, NULL));
  g_assert_cmpstr (gs_frame_get_row_name (gs_workbook_get_frame (book), 1), ==, "cara");
  refuse_cell (book, "x[\"anna\",1]", "“anna” is row 1, which is not in the batch of pass 2");
  g_assert_null (gs_frame_get_row_name (gs_workbook_get_frame (book), 2));
}

/* Rows of the batch stand for indices wherever their numbers do: in ranges, lists, what is looked for, what
 * is typed. */
static void
test_rows_by_name (void)
{
  g_autoptr (GsWorkbook) book = make_book (NAMED_ROWS);
  g_autoptr (GsView) view = gs_view_new (book);
  GsCellScope scope = gs_sight_get_scope (gs_view_get_sight (view));
  g_autoptr (GArray) cells = NULL, found = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree gchar *said = NULL, *shown = NULL;
  GsRange range;
  NnCell cell;
  gdouble value;

  g_assert_true (gs_cell_name_parse (scope, "x[ “bert” , “petal length” ]", &cell, &error));
  g_assert_cmpuint (cell.offset, ==, 3);
  shown = gs_cell_name_display (scope.program, &cell);
  g_assert_cmpstr (shown, ==, "x[2,\"petal length\"]");
  g_assert_true (gs_cell_name_parse (scope, "dL/dz1[\"cara\",3]", &cell, &error));
  g_assert_cmpuint (cell.offset, ==, 8);
  g_assert_true (gs_range_parse (&range, scope, "x[\"anna\",1]:x[\"bert\",2]", &error));
  g_assert_cmpuint (gs_range_count (&range), ==, 4);
  cells = gs_cell_list_parse (scope, "x[\"anna\",1]; z1[\"cara\",1]..z1[\"cara\",3]", 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cells->len, ==, 4);
  found = gs_find_cells (gs_view_get_sight (view), "t[\"bert\",\"virginica\"]");
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_true (
      gs_typed_read (view, "=10*x[\"bert\",\"petal length\"]+x[“cara”, 1]", &value, &said, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (value, ==, 45);
  g_assert_nonnull (strstr (said, "10*x[\"bert\",\"petal length\"]+x[“cara”, 1] is 45."));
  refuse_cell (book, "x[\"bret\",1]", "no row is called “bret”; did you mean “bert”?");
  refuse_cell (book, "W1[\"anna\",1]", "nothing in W1 is called “anna”");
  g_assert_false (gs_typed_read (view, "=x[\"\",1]", &value, NULL, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_NAME);
}

/* Where a formula goes wrong is counted in what was typed. */
static void
test_place_of_an_error (void)
{
  g_autoptr (GsWorkbook) book = make_book (ROWS);
  g_autoptr (GsView) view = gs_view_new (book);
  static const gchar *const typed[][2] = { { "=1+", "“=1+”, at character 4" },
                                           { "= 2 × (3", "“= 2 * (3”, at character 9" },
                                           { "1+)", "“1+)”, at character 3" } };

  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++) {
    g_autoptr (GError) error = NULL;
    gdouble value;

    g_assert_false (gs_typed_read (view, typed[i][0], &value, NULL, &error));
    if (!g_str_has_prefix (error->message, typed[i][1]))
      g_error ("“%s”, not “%s”", error->message, typed[i][1]);
  }
}

/* ---- headers ---- */

/* What a block looks like on white, headers and caption included. */
static gchar *
picture (GsLayout *layout, GsView *view, const gchar *tensor)
{
  g_autoptr (GsPainter) painter = gs_painter_new ();
  const GsSight *sight = gs_view_get_sight (view);
  GsScene scene = { .layout = layout,
                    .sight = sight,
                    .theme = gs_theme_get (FALSE, FALSE),
                    .zoom = 1,
                    .width = 1600,
                    .height = 1200 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1600, 1200);
  cairo_t *cr = cairo_create (surface);
  const GsBlock *block = gs_layout_find_block (layout, nn_program_find (sight->program, tensor));
  gchar *sum;

  cairo_translate (cr, 300 - block->x, 300 - block->y); /* wherever other names put it */
  for (gint i = 0; i < gs_layout_get_n_blocks (layout); i++)
    if (gs_layout_get_block (layout, i) == block)
      gs_painter_draw_block (painter, cr, &scene, i);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, cairo_image_surface_get_data (surface),
                                     (gsize) cairo_image_surface_get_stride (surface) * 1200);
  cairo_surface_destroy (surface);
  return sum;
}

static gdouble
get_header_width (GsLayout *layout, GsWorkbook *book, const gchar *tensor)
{
  return gs_layout_find_block (layout, nn_program_find (gs_workbook_get_program (book), tensor))
      ->header_width;
}

/* Rows of x, t and the output are called as the data's, rows of W1 as the features; whoever is renamed looks
 * otherwise, and nobody else does. */
static void
test_headers (void)
{
  g_autoptr (GsWorkbook) book = make_book (NAMED_ROWS), plain = make_book (ROWS);
  g_autoptr (GsView) view = gs_view_new (book), plain_view = gs_view_new (plain);
  g_autoptr (GsLayout) layout = gs_layout_new_shown (view), other = gs_layout_new_shown (plain_view);
  static const gchar *const named[] = { "x", "t", "a2" }, *const unnamed[] = { "W2", "z1" };
  g_autofree gchar *x = picture (layout, view, "x"), *w = picture (layout, view, "W1");
  g_autofree gchar *z = picture (layout, view, "z1");
  g_autofree gchar *x_then = NULL, *w_then = NULL, *z_then = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (named); i++)
    g_assert_cmpfloat (get_header_width (layout, book, named[i]), ==, GS_LABEL_WIDTH);
  for (gsize i = 0; i < G_N_ELEMENTS (unnamed); i++)
    g_assert_cmpfloat (get_header_width (layout, book, unnamed[i]), ==, GS_HEADER_HEIGHT);
  g_assert_cmpfloat (get_header_width (other, plain, "x"), ==, GS_HEADER_HEIGHT);
  /* "petal length" is wider. */
  g_assert_cmpfloat (get_header_width (layout, book, "W1"), >, GS_LABEL_WIDTH);
  g_assert_cmpfloat (get_header_width (other, plain, "W1"), >, GS_LABEL_WIDTH);
  rename_features (book, "sleep");
  g_clear_pointer (&layout, gs_layout_free);
  layout = gs_layout_new_shown (view);
  x_then = picture (layout, view, "x");
  w_then = picture (layout, view, "W1");
  z_then = picture (layout, view, "z1");
  g_assert_cmpstr (x, !=, x_then);
  g_assert_cmpstr (w, !=, w_then);
  g_assert_cmpstr (z, ==, z_then);
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/names/cells", test_cells);
  g_test_add_func ("/names/undo", test_undo);
  g_test_add_func ("/names/formulas", test_formulas);
  g_test_add_func ("/names/speech", test_speech);
  g_test_add_func ("/names/rows-of-a-batch", test_rows_of_a_batch);
  g_test_add_func ("/names/rows-by-name", test_rows_by_name);
  g_test_add_func ("/names/place-of-an-error", test_place_of_an_error);
  g_test_add_func ("/names/headers", test_headers);
  return g_test_run ();
}
