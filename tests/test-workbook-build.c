/* What is built by hand in an open document: rows, names of columns, layers; each is one edit. */
#include <glib/gstdio.h>
#include <string.h>

#include "app/network/gs-blueprint.h"
#include "app/workbook/gs-workbook-layers.h"
#include "app/workbook/gs-workbook-rows.h"
#include "books.h"

static GsWorkbook *
make_book (void)
{
  static const gdouble inputs[] = { 1, 2, 3, 4 }, targets[] = { 5, 6 };

  return book_new ("input 2 · dense 3 tanh · dense 1", NN_LOSS_SQUARED_ERROR, 2, inputs, targets);
}

static void
assert_rows (GsWorkbook *book, gint n, const gdouble *last)
{
  GsDataset *data = gs_workbook_get_data (book);

  g_assert_cmpint (gs_dataset_get_n_rows (data), ==, n);
  g_assert_cmpmem (gs_dataset_get_input (data, n), 2 * sizeof (gdouble), last, 2 * sizeof (gdouble));
  g_assert_cmpfloat (*gs_dataset_get_target (data, n), ==, last[2]);
}

static GsWorkbook *
make_empty (const gchar *line, gint batch_size)
{
  g_autoptr (GsBlueprint) blueprint = gs_blueprint_new_from_line (line);
  g_autoptr (GError) error = NULL;
  GsWorkbook *book = gs_workbook_new_from_network (gs_blueprint_build (blueprint, NULL), batch_size, &error);

  g_assert_no_error (error);
  return book;
}

static void
test_rows (void)
{
  g_autoptr (GsWorkbook) book = make_book (), empty = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (gs_workbook_add_row (book, &error));
  assert_rows (book, 3, (const gdouble[]){ 3, 4, 6 });
  g_assert_cmpstr (gs_workbook_get_undo_label (book), ==, "Add a row");
  g_assert_true (gs_workbook_remove_row (book, 2, &error));
  g_assert_true (gs_workbook_remove_row (book, 2, &error));
  assert_rows (book, 1, (const gdouble[]){ 1, 2, 5 });
  g_assert_false (gs_workbook_remove_row (book, 1, &error));
  g_assert_nonnull (strstr (error->message, "last row"));
  g_clear_error (&error);
  g_assert_false (gs_workbook_remove_row (book, 7, &error));
  g_assert_nonnull (strstr (error->message, "row 7"));
  g_assert_true (gs_workbook_undo (book));
  g_assert_true (gs_workbook_undo (book));
  g_assert_true (gs_workbook_undo (book));
  assert_rows (book, 2, (const gdouble[]){ 3, 4, 6 });
  /* Where there is none, none is made up. */
  empty = make_empty ("input 2 · dense 1", 0);
  g_clear_error (&error);
  g_assert_false (gs_workbook_add_row (empty, &error));
  g_assert_nonnull (strstr (error->message, "paste rows"));
  g_clear_error (&error);
  g_assert_cmpint (gs_dataset_get_n_rows (gs_workbook_get_data (empty)), ==, 0);
}

/* From the clipboard behind those that there are, from a file in their place; what was understood is said. */
static void
test_taken_in (void)
{
  g_autoptr (GsWorkbook) book = make_book ();
  g_autoptr (GError) error = NULL;
  g_autofree gchar *pasted = NULL, *made = NULL, *path = NULL;
  gint file = g_file_open_tmp ("rows-XXXXXX.csv", &path, NULL);

  g_assert_true (gs_workbook_append_rows (book, "7\t8\t9\n1\t1\t2\n", &pasted, &error));
  assert_rows (book, 4, (const gdouble[]){ 1, 1, 2 });
  g_assert_true (g_str_has_prefix (pasted, "2 rows: 3 columns separated by tabs"));
  g_assert_false (gs_workbook_append_rows (book, "7\t8\n", NULL, &error));
  g_assert_nonnull (strstr (error->message, "2 columns"));
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (path, "5;6;0,5\n", -1, NULL));
  g_assert_true (gs_workbook_import_rows (book, path, &made, &error));
  g_assert_no_error (error);
  assert_rows (book, 1, (const gdouble[]){ 5, 6, 0.5 });
  g_assert_nonnull (strstr (made, "decimal comma"));
  g_assert_true (gs_workbook_undo (book));
  assert_rows (book, 4, (const gdouble[]){ 1, 1, 2 });
  g_assert_true (gs_workbook_undo (book));
  assert_rows (book, 2, (const gdouble[]){ 3, 4, 6 });
  g_close (file, NULL);
  g_unlink (path);
}

static void
test_names (void)
{
  g_autoptr (GsWorkbook) book = make_book ();
  g_autoptr (GError) error = NULL;
  g_autofree gchar *line = NULL;

  g_assert_true (gs_workbook_name (book, GS_NAMES_FEATURES, " sleep ,study", &error));
  line = gs_names_to_line (gs_dataset_get_names (gs_workbook_get_data (book), GS_NAMES_FEATURES));
  g_assert_cmpstr (line, ==, "sleep, study");
  g_assert_cmpstr (gs_workbook_get_undo_label (book), ==, "Name columns");
  g_assert_true (gs_workbook_undo (book));
  g_assert_null (gs_workbook_get_undo_label (book));
  /* What they are called already is no edit. */
  g_assert_true (gs_workbook_name (book, GS_NAMES_FEATURES, "", &error));
  g_assert_null (gs_workbook_get_undo_label (book));
  g_assert_false (gs_workbook_name (book, GS_NAMES_FEATURES, "sleep", &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_false (gs_workbook_name (book, GS_NAMES_FEATURES, "sleep, sleep", &error));
  g_assert_nonnull (strstr (error->message, "sleep"));
  g_assert_null (gs_workbook_get_undo_label (book));
}

static void
test_layers (void)
{
  g_autoptr (GsWorkbook) book = make_book ();
  g_autoptr (GError) error = NULL;
  NnCell weight = book_find (book, "W1[1,2]");
  gdouble before = nn_run_get_cell (gs_workbook_get_run (book), &weight);

  /* Another layer behind, the same rows: weights that fit are kept, rows too. */
  g_assert_true (gs_workbook_set_line (book, "input 2 · dense 3 tanh · dense 2 relu · dense 1", &error));
  weight = book_find (book, "W1[1,2]");
  g_assert_cmpfloat (nn_run_get_cell (gs_workbook_get_run (book), &weight), ==, before);
  assert_rows (book, 2, (const gdouble[]){ 3, 4, 6 });
  g_assert_cmpstr (gs_workbook_get_undo_label (book), ==, "Change the layers");
  /* A bias goes with its weights: learned for others it would bend what these begin with. */
  for (gint i = 0; i < 2; i++) {
    NnCell bias = book_find (book, i == 0 ? "b1[2]" : "b2[2]");

    g_assert_true (gs_workbook_set_cells (book, &bias, &(const gdouble){ 0.75 }, 1, &error));
  }
  g_assert_true (gs_workbook_set_line (book, "input 3 · dense 3 tanh · dense 2 relu · dense 1", &error));
  weight = book_find (book, "b1[2]");
  g_assert_cmpfloat (nn_run_get_cell (gs_workbook_get_run (book), &weight), ==, 0);
  weight = book_find (book, "b2[2]");
  g_assert_cmpfloat (nn_run_get_cell (gs_workbook_get_run (book), &weight), ==, 0.75);
  g_assert_true (gs_workbook_undo (book));
  /* Two outputs: no row suits. */
  g_assert_true (gs_workbook_set_line (book, "input 2 · dense 2", &error));
  g_assert_cmpint (gs_dataset_get_n_rows (gs_workbook_get_data (book)), ==, 0);
  g_assert_true (gs_workbook_undo (book));
  assert_rows (book, 2, (const gdouble[]){ 3, 4, 6 });
  g_assert_false (gs_workbook_set_line (book, "input 2 · dens 2", &error));
  g_assert_nonnull (strstr (error->message, "dense"));
  g_assert_cmpint (gs_workbook_get_network (book)->layers->len, ==, 3);
}

static void
test_lines (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWorkbook) book = NULL;

  g_assert_true (gs_workbook_check_line ("input 2 · dense 1", &error));
  g_assert_false (gs_workbook_check_line ("input 1x4x4 · dense 1", &error));
  g_assert_nonnull (strstr (error->message, "flatten"));
  g_clear_error (&error);
  book = make_empty ("input 2 · dense 1 sigmoid", 10);
  g_assert_false (gs_workbook_has_rows (book, NULL));
  g_assert_cmpint (gs_workbook_get_network (book)->loss, ==, NN_LOSS_BINARY_CROSS_ENTROPY);
  /* Rows that come go into batches of the size that was asked for. */
  g_assert_true (gs_workbook_import_rows (book, "circle:rows=25", NULL, &error));
  g_assert_cmpint (gs_dataset_get_n_batches (gs_workbook_get_data (book)), ==, 3);
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/build/rows", test_rows);
  g_test_add_func ("/build/taken-in", test_taken_in);
  g_test_add_func ("/build/names", test_names);
  g_test_add_func ("/build/layers", test_layers);
  g_test_add_func ("/build/lines", test_lines);
  return g_test_run ();
}
