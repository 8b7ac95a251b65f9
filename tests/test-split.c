/* Rows kept apart for testing, and scaling from the training rows. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "app/data/gs-advice.h"
#include "app/data/gs-rows.h"
#include "app/network/gs-spec.h"
#include "app/workbook/gs-workbook-replace.h"
#include "app/workbook/gs-workbook-rows.h"

static GsDataset *
make (gint n)
{
  const NnShape two = { 1, { 2 } }, one = { 1, { 1 } };
  g_autofree gdouble *inputs = g_new (gdouble, 2 * n), *targets = g_new (gdouble, n);

  for (gint i = 0; i < n; i++) {
    inputs[2 * i] = i * i;
    inputs[2 * i + 1] = 7;
    targets[i] = i;
  }
  return gs_dataset_new (&two, &one, n, inputs, targets);
}

/* In a workbook: one edit each, none where nothing is new; listed batches never hold rows that are kept
 * apart. */
static void
test_parts (void)
{
  g_autoptr (GsDataset) data = make (20);
  g_autoptr (GError) error = NULL;
  NnNetwork *network = nn_network_new ();
  g_autoptr (GsWorkbook) book = NULL;
  GsRowParts parts = { 0.2, 0.1, 3, 4 };
  gint place, n;

  g_assert_true (gs_spec_parse ("input 2, dense 1", network, &error));
  book = gs_workbook_new (gs_document_new (network, data, 1, &error), &error);
  g_assert_no_error (error);
  g_assert_true (gs_workbook_part_rows (book, &parts, &error));
  g_assert_true (gs_workbook_part_rows (book, &parts, &error));
  g_assert_cmpuint (gs_workbook_count_edits (book), ==, 1);
  g_assert_cmpint (gs_dataset_get_n_batches (gs_workbook_get_data (book)), ==, 4); /* 14 rows */
  /* Another seed alone; then a listed batch, which follows. */
  parts = (GsRowParts){ 0.2, 0.1, 4, -1 };
  g_assert_true (gs_workbook_part_rows (book, &parts, &error));
  g_assert_cmpint (gs_dataset_get_batch_size (gs_workbook_get_data (book)), ==, 4);
  for (gint row = 20; gs_dataset_get_batch_size (gs_workbook_get_data (book)) > 0; row--)
    gs_workbook_take_row (book, row, &place, NULL);
  parts.test = 0.5;
  g_assert_true (gs_workbook_part_rows (book, &parts, &error));
  g_assert_cmpint (gs_dataset_get_batch_size (gs_workbook_get_data (book)), ==, 4);
  for (gint batch = 1; batch <= gs_dataset_get_n_batches (gs_workbook_get_data (book)); batch++) {
    const gint *rows = gs_dataset_get_batch (gs_workbook_get_data (book), batch, &n);

    for (gint i = 0; i < n; i++)
      g_assert_cmpint (gs_dataset_get_use (gs_workbook_get_data (book), rows[i]), ==, GS_ROWS_TRAINING);
  }
  parts.batch_size = 0;
  g_assert_true (gs_workbook_part_rows (book, &parts, &error));
  g_assert_cmpint (gs_dataset_get_n_batches (gs_workbook_get_data (book)), ==, 1);
  g_assert_no_error (error);
  n = (gint) gs_workbook_count_edits (book);
  parts.test = 0.95;
  g_assert_false (gs_workbook_part_rows (book, &parts, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (gs_workbook_count_edits (book), ==, n);
}

/* As the dialog for a table does it: looked at, picked, scaled, read, taken; then scaled otherwise, and back
 * by undo to the bit. */
static void
test_order (void)
{
  const gsize backwards[] = { 2, 0, 1 }, too_few[] = { 0 };
  g_autofree gchar *folder = g_dir_make_tmp ("gradsheet-order-XXXXXX", NULL),
                   *path = g_build_filename (folder, "r.csv", NULL);
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autoptr (GsWorkbook) book = NULL;
  g_autoptr (GsRowsOrder) order = NULL, held = NULL;
  g_autoptr (GsDataset) given = make (3), taken = NULL;
  g_autoptr (GError) error = NULL, refusal = NULL;
  const gdouble *subtract, *divide;

  g_assert_true (g_file_set_contents (path, "a,b,c\n1,10,100\n2,20,300\n", -1, NULL));
  g_assert_true (gs_spec_parse ("input 2, dense 1", network, &error));
  book = gs_workbook_new (gs_document_new (g_steal_pointer (&network), given, 1, &error), &error);
  g_assert_no_error (error);
  order = gs_workbook_order_rows (book, path);
  g_assert_true (gs_rows_order_look (order, &error));
  g_assert_cmpuint (gs_table_get_n_columns (gs_rows_order_get_table (order)), ==, 3);
  g_assert_cmpint (gs_rows_order_get_network (order)->input.dim[0], ==, 2);
  g_assert_nonnull (strstr (gs_rows_order_get_source (order), "r.csv"));
  g_assert_false (gs_rows_order_try (order, too_few, 1, &refusal));
  g_assert_nonnull (refusal);
  gs_rows_order_scale (order, GS_SCALING_UNIT);
  held = gs_rows_order_ref (order);
  g_assert_true (gs_rows_order_try (held, backwards, 3, &error));
  g_assert_true (gs_workbook_take_rows (book, held, NULL, &error));
  g_assert_no_error (error);
  taken = gs_dataset_ref (gs_workbook_get_data (book));
  g_assert_cmpint (gs_dataset_get_n_rows (taken), ==, 2);
  g_assert_cmpfloat (gs_dataset_get_target (taken, 2)[0], ==, 20);
  g_assert_cmpint (gs_dataset_get_scaling (taken, &subtract, &divide), ==, GS_SCALING_UNIT);
  g_assert_cmpfloat (subtract[0], ==, 100);
  g_assert_cmpfloat (divide[0], ==, 200);
  g_assert_true (gs_workbook_scale_rows (book, GS_SCALING_NONE, &error));
  g_assert_cmpfloat (gs_dataset_get_input (gs_workbook_get_data (book), 2)[0], ==, 300);
  g_assert_cmpuint (gs_workbook_count_edits (book), ==, 2);
  g_assert_true (gs_workbook_scale_rows (book, GS_SCALING_NONE, &error));
  g_assert_cmpuint (gs_workbook_count_edits (book), ==, 2);
  g_assert_true (gs_workbook_undo (book));
  g_assert_true (gs_dataset_equal (gs_workbook_get_data (book), taken));
  g_unlink (path);
  g_rmdir (folder);
}

static gint
count_test_rows (GsDataset *data)
{
  gint n = 0;

  for (gint row = 1; row <= gs_dataset_get_n_rows (data); row++)
    n += gs_dataset_is_test (data, row);
  return n;
}

static void
test_split (void)
{
  g_autoptr (GsDataset) data = make (100), batches = gs_dataset_with_batch_size (data, 16);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDataset) parted = gs_dataset_with_test_rows (batches, 0.3, 5, &error);
  g_autoptr (GsDataset) again = gs_dataset_with_test_rows (data, 0.3, 5, &error);
  g_autoptr (GsDataset) other = gs_dataset_with_test_rows (data, 0.3, 6, &error);
  g_autoptr (GsDataset) training = NULL, test = NULL, shorter = NULL, whole = NULL;
  guint64 seed;
  gint n, n_differ = 0, sum = 0;

  g_assert_no_error (error);
  g_assert_cmpint (count_test_rows (parted), ==, 30);
  g_assert_cmpfloat (gs_dataset_get_test_share (parted, &seed), ==, 0.3);
  g_assert_cmpuint (seed, ==, 5);
  g_assert_cmpint (gs_dataset_get_n_batches (parted), ==, 5);
  for (gint batch = 1; batch <= 5; batch++) {
    const gint *rows = gs_dataset_get_batch (parted, batch, &n);

    for (gint i = 0; i < n; i++)
      g_assert_false (gs_dataset_is_test (parted, rows[i]));
    sum += n;
  }
  g_assert_cmpint (sum, ==, 70);
  for (gint row = 1; row <= 100; row++) {
    g_assert_cmpint (gs_dataset_is_test (parted, row), ==, gs_dataset_is_test (again, row));
    n_differ += gs_dataset_is_test (parted, row) != gs_dataset_is_test (other, row);
  }
  g_assert_cmpint (n_differ, >, 10);
  training = gs_dataset_get_part (parted, GS_ROWS_TRAINING);
  test = gs_dataset_get_part (parted, GS_ROWS_TEST);
  g_assert_cmpint (gs_dataset_get_n_rows (training), ==, 70);
  g_assert_cmpint (gs_dataset_get_n_rows (test), ==, 30);
  shorter = gs_dataset_splice (parted, 1, 50, 0, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_test_rows (shorter), ==, 15);
  whole = gs_dataset_with_test_rows (parted, 0, 5, &error);
  g_assert_true (gs_dataset_equal (whole, batches));
  g_assert_false (gs_dataset_equal (parted, batches));
  g_assert_null (gs_dataset_get_part (whole, GS_ROWS_TEST));
  g_assert_null (gs_dataset_with_test_rows (data, 1, 5, NULL));
  g_assert_null (gs_dataset_with_test_rows (data, -0.1, 5, NULL));
  g_assert_null (gs_dataset_with_test_rows (data, 0.999, 5, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
}

/* Validation rows are those next to the test rows: which rows are tested does not depend on them. */
static void
test_validation (void)
{
  g_autoptr (GsDataset) all = make (100), data = gs_dataset_with_batch_size (all, 16);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDataset) two = gs_dataset_with_test_rows (data, 0.3, 5, &error), part = NULL, none = NULL;
  g_autoptr (GsDataset) three = gs_dataset_with_split (data, 0.3, 0.2, 5, &error);
  gint counts[3] = { 0 }, n, sum = 0;

  g_assert_no_error (error);
  for (gint row = 1; row <= 100; row++) {
    counts[gs_dataset_get_use (three, row)]++;
    g_assert_cmpint (gs_dataset_is_test (two, row), ==, gs_dataset_is_test (three, row));
  }
  g_assert_cmpint (counts[GS_ROWS_TRAINING], ==, 50);
  g_assert_cmpint (counts[GS_ROWS_TEST], ==, 30);
  g_assert_cmpint (counts[GS_ROWS_VALIDATION], ==, 20);
  for (gint batch = 1; batch <= gs_dataset_get_n_batches (three); batch++) {
    const gint *rows = gs_dataset_get_batch (three, batch, &n);

    for (gint i = 0; i < n; i++)
      g_assert_cmpint (gs_dataset_get_use (three, rows[i]), ==, GS_ROWS_TRAINING);
    sum += n;
  }
  g_assert_cmpint (sum, ==, 50);
  part = gs_dataset_get_part (three, GS_ROWS_VALIDATION);
  g_assert_cmpint (gs_dataset_get_n_rows (part), ==, 20);
  g_assert_false (gs_dataset_equal (two, three));
  g_assert_null (gs_dataset_with_split (data, 0.5, 0.5, 5, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
  none = gs_dataset_with_split (three, 0, 0, 5, NULL);
  g_assert_true (gs_dataset_equal (none, data));
}

/* What a textbook says of the training rows. */
static void
test_scaling (void)
{
  g_autoptr (GsDataset) data = make (50), parted = gs_dataset_with_test_rows (data, 0.2, 1, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDataset) standard = gs_dataset_with_scaling (parted, GS_SCALING_STANDARD, &error);
  g_autoptr (GsDataset) unit = gs_dataset_with_scaling (parted, GS_SCALING_UNIT, &error), back = NULL,
                        appended = NULL;
  g_autoptr (NnNetwork) network = nn_network_new ();
  const gdouble *subtract, *divide;
  gdouble mean = 0, squares = 0, least = G_MAXDOUBLE, most = 0, row[] = { 100, 8 };
  g_autofree gdouble *read = NULL;

  g_assert_no_error (error);
  for (gint i = 1; i <= 50; i++)
    if (!gs_dataset_is_test (parted, i)) {
      gdouble value = gs_dataset_get_input (standard, i)[0];

      mean += value / 40;
      squares += value * value / 40;
      least = MIN (least, gs_dataset_get_input (unit, i)[0]);
      most = MAX (most, gs_dataset_get_input (unit, i)[0]);
    }
  g_assert_cmpfloat (fabs (mean), <, 1e-12);
  g_assert_cmpfloat (fabs (squares - 1), <, 1e-12);
  g_assert_cmpfloat (least, ==, 0);
  g_assert_cmpfloat (most, ==, 1);
  g_assert_cmpint (gs_dataset_get_scaling (standard, &subtract, &divide), ==, GS_SCALING_STANDARD);
  g_assert_cmpfloat (subtract[1], ==, 7);
  g_assert_cmpfloat (divide[1], ==, 1); /* the same everywhere */
  g_assert_cmpfloat (gs_dataset_get_input (standard, 1)[1], ==, 0);
  gs_dataset_scale_inputs (standard, 1, row);
  g_assert_cmpfloat (row[0], ==, (100 - subtract[0]) / divide[0]);
  g_assert_null (gs_dataset_with_scaling (standard, GS_SCALING_UNIT, &error));
  g_assert_nonnull (strstr (error->message, "already (standard)"));
  g_clear_error (&error);
  /* The same numbers lead to the same rows. */
  back = gs_dataset_with_known_scaling (parted, GS_SCALING_STANDARD, subtract, divide, FALSE);
  g_assert_true (gs_dataset_equal (back, standard));
  network->input = nn_shape (1, 2);
  nn_network_add_layer (network, NN_LAYER_DENSE)->units = 1;
  appended = gs_rows_append (standard, network, "100\t8\t1", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (gs_dataset_get_input (appended, 51), sizeof row, row, sizeof row);
  read = gs_rows_read_input ("100 8", network, standard, &error);
  g_assert_cmpmem (read, sizeof row, row, sizeof row);
  g_assert_cmpint (gs_scaling_find ("unit"), ==, GS_SCALING_UNIT);
  g_assert_cmpint (gs_scaling_find ("units"), ==, -1);
}

/* Scaled otherwise, and back: the very numbers that were read, whether they are still known or only what was
 * done to them is. */
static void
test_rescaled (void)
{
  static const gdouble values[] = { 5.1, 0.1, -3.75, 1e-3, 7, 1.0 / 3, 1234567.875, 0.30000000000000004 };
  gdouble targets[8] = { 0 };
  NnShape input = nn_shape (1, 1), target = nn_shape (1, 1);
  g_autoptr (GsDataset) data = gs_dataset_new (&input, &target, 8, values, targets);

  for (gint kind = GS_SCALING_STANDARD; kind < GS_N_SCALINGS; kind++) {
    g_autoptr (GsDataset) scaled = gs_dataset_rescale (data, (GsScalingKind) kind);
    g_autoptr (GsDataset) direct = gs_dataset_with_scaling (data, (GsScalingKind) kind, NULL);
    g_autoptr (GsDataset) other = gs_dataset_rescale (scaled, GS_SCALING_UNIT),
                          back = gs_dataset_rescale (other, GS_SCALING_NONE), read = NULL, told = NULL;
    const gdouble *subtract, *divide;

    g_assert_true (gs_dataset_equal (scaled, direct));
    g_assert_true (gs_dataset_equal (back, data));
    /* As a document has it: the scaled numbers, and how they were scaled. */
    gs_dataset_get_scaling (scaled, &subtract, &divide);
    read = gs_dataset_new (&input, &target, 8, gs_dataset_get_input (scaled, 1), targets);
    told = gs_dataset_with_known_scaling (read, (GsScalingKind) kind, subtract, divide, TRUE);
    g_clear_pointer (&back, gs_dataset_unref);
    back = gs_dataset_rescale (told, GS_SCALING_NONE);
    for (gint row = 1; row <= 8; row++) {
      gdouble plain = *gs_dataset_get_input (back, row);

      g_assert_cmpfloat ((plain - *subtract) / *divide, ==, *gs_dataset_get_input (scaled, row));
      if (row <= 3)
        g_assert_cmpfloat_with_epsilon (plain, values[row - 1], 1e-9);
    }
  }
}

/* The numbers of the irises come back as they were typed. */
static void
test_typed_again (void)
{
  NnShape input = nn_shape (1, 1), target = nn_shape (1, 1);
  gdouble values[60], targets[60] = { 0 };
  g_autoptr (GsDataset) data = NULL, scaled = NULL, read = NULL, told = NULL, back = NULL;
  const gdouble *subtract, *divide;

  for (gint i = 0; i < 60; i++)
    values[i] = (43 + i * 7 % 37) / 10.0;
  data = gs_dataset_new (&input, &target, 60, values, targets);
  scaled = gs_dataset_with_scaling (data, GS_SCALING_STANDARD, NULL);
  gs_dataset_get_scaling (scaled, &subtract, &divide);
  read = gs_dataset_new (&input, &target, 60, gs_dataset_get_input (scaled, 1), targets);
  told = gs_dataset_with_known_scaling (read, GS_SCALING_STANDARD, subtract, divide, TRUE);
  back = gs_dataset_rescale (told, GS_SCALING_NONE);
  g_assert_true (gs_dataset_equal (back, data));
}

/* The pixels of a channel are one quantity, and each channel is one of its own. */
static void
test_pictures (void)
{
  static const gdouble inputs[] = { 0, 8, 16, 4, 100, 100, 200, 300, 0, 2, 3, 4, 100, 100, 100, 100 },
                       targets[] = { 0, 1 };
  NnShape input = nn_shape (3, 2, 2, 2), target = nn_shape (1, 1);
  g_autoptr (GsDataset) data = gs_dataset_new (&input, &target, 2, inputs, targets);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDataset) unit = gs_dataset_with_scaling (data, GS_SCALING_UNIT, &error);
  const gdouble *subtract, *divide;

  g_assert_no_error (error);
  gs_dataset_get_scaling (unit, &subtract, &divide);
  for (gint i = 0; i < 8; i++) {
    g_assert_cmpfloat (subtract[i], ==, i < 4 ? 0 : 100);
    g_assert_cmpfloat (divide[i], ==, i < 4 ? 16 : 200);
  }
  g_assert_cmpfloat (gs_dataset_get_input (unit, 1)[1], ==, 0.5);
  g_assert_cmpfloat (gs_dataset_get_input (unit, 1)[7], ==, 1);
  g_assert_cmpfloat (gs_dataset_get_input (unit, 2)[3], ==, 0.25);
}

/* A class that only rows kept apart have is told by its name; one that nobody has is not. */
static void
test_lost_class (void)
{
  NnShape input = nn_shape (1, 1), target = nn_shape (1, 4);
  gdouble inputs[10], targets[40] = { 0 };
  static const gchar *const words[] = { "a", "b", "rare", "none" };
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GsDataset) plain = NULL, named = NULL;
  guint n_told = 0;

  for (gint i = 0; i < 10; i++) {
    inputs[i] = i;
    targets[4 * i + (i == 9 ? 2 : i % 2)] = 1;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    g_ptr_array_add (names, (gpointer) words[i]);
  plain = gs_dataset_new (&input, &target, 10, inputs, targets);
  named = gs_dataset_with_names (plain, GS_NAMES_TARGETS, names, NULL);
  g_assert_null (gs_advice_on_split (named));
  for (guint64 seed = 1; seed <= 20; seed++) {
    g_autoptr (GsDataset) data =
        gs_dataset_with_split (named, seed % 2 ? 0.2 : 0, seed % 2 ? 0 : 0.2, seed, NULL);
    g_autofree gchar *said = gs_advice_on_split (data);

    g_assert_cmpint (said != NULL, ==, gs_dataset_get_use (data, 10) != GS_ROWS_TRAINING);
    if (said == NULL)
      continue;
    g_assert_true (g_str_has_prefix (said, "No training row has class “rare”, only rows kept apart"));
    n_told++;
  }
  g_assert_cmpuint (n_told, >, 0);
  g_assert_cmpuint (n_told, <, 20);
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/split/split", test_split);
  g_test_add_func ("/split/scaling", test_scaling);
  g_test_add_func ("/split/rescaled", test_rescaled);
  g_test_add_func ("/split/typed-again", test_typed_again);
  g_test_add_func ("/split/validation", test_validation);
  g_test_add_func ("/split/parts", test_parts);
  g_test_add_func ("/split/order", test_order);
  g_test_add_func ("/split/lost-class", test_lost_class);
  g_test_add_func ("/split/pictures", test_pictures);
  return g_test_run ();
}
