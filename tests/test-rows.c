/* Rows for a network: from files, pasted, and as one input; their names; targets that do not fit the loss. */
#include <glib/gstdio.h>
#include <string.h>

#include "app/data/gs-rows.h"
#include "app/data/gs-source.h"

static NnNetwork *
make_network (gint n_inputs, gint n_units, NnLossKind loss)
{
  NnNetwork *network = nn_network_new ();

  network->input = nn_shape (1, n_inputs);
  network->loss = loss;
  nn_network_add_layer (network, NN_LAYER_DENSE)->units = n_units;
  return network;
}

static GsDataset *
make (void)
{
  const NnShape two = { 1, { 2 } }, one = { 1, { 1 } };
  const gdouble inputs[] = { 7, 8 }, targets[] = { 9 };

  return gs_dataset_new (&two, &one, 1, inputs, targets);
}

static GsDataset *
read_for (const gchar *text, gint n_inputs, gint n_units, NnLossKind loss, gchar **said)
{
  g_autoptr (NnNetwork) network = make_network (n_inputs, n_units, loss);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsTable) table = gs_table_read (text, strlen (text), NULL, (gsize) (n_inputs + n_units), &error);
  GsDataset *data;

  g_assert_no_error (error);
  data = gs_rows_from_table (table, network, NULL, said, &error);
  g_assert_no_error (error);
  return data;
}

static void
refuse_for (const gchar *text,
            gint n_inputs,
            gint n_units,
            NnLossKind loss,
            GsDataset *like,
            const gchar *word)
{
  g_autoptr (NnNetwork) network = make_network (n_inputs, n_units, loss);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsTable) table =
      gs_table_read (text, strlen (text), "a.csv", (gsize) (n_inputs + n_units), &error);

  g_assert_no_error (error);
  g_assert_null (gs_rows_from_table (table, network, like, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, word));
}

static void
assert_rows (const gchar *text, gint n, gdouble first, gdouble second, gdouble target)
{
  g_autoptr (NnNetwork) network = make_network (2, 1, NN_LOSS_SQUARED_ERROR);
  g_autoptr (GsDataset) data = make ();
  g_autoptr (GError) error = NULL;
  g_autofree gchar *said = NULL;
  g_autoptr (GsDataset) longer = gs_rows_append (data, network, text, &said, &error);

  g_assert_no_error (error);
  g_assert_nonnull (said);
  g_assert_cmpint (gs_dataset_get_n_rows (longer), ==, 1 + n);
  g_assert_cmpint (gs_dataset_get_n_rows (data), ==, 1);
  g_assert_cmpfloat (gs_dataset_get_input (longer, 1)[0], ==, 7);
  g_assert_cmpfloat (gs_dataset_get_input (longer, 1 + n)[0], ==, first);
  g_assert_cmpfloat (gs_dataset_get_input (longer, 1 + n)[1], ==, second);
  g_assert_cmpfloat (gs_dataset_get_target (longer, 1 + n)[0], ==, target);
}

static void
test_append (void)
{
  assert_rows ("1\t2\t3", 1, 1, 2, 3);
  assert_rows ("1\t2\t3\n4\t5\t6\n", 2, 4, 5, 6);
  assert_rows ("1\t2\t3\r\n-4\t0.5\t1/4\r\n\r\n", 2, -4, 0.5, 0.25);
  assert_rows ("1\t2\t3\r-4\t0,5\t1/4\r", 2, -4, 0.5, 0.25);
  assert_rows ("1;2;3", 1, 1, 2, 3);
  assert_rows ("1,5;2;3,25", 1, 1.5, 2, 3.25);
  assert_rows ("1, 2, 3", 1, 1, 2, 3);
  assert_rows ("\"1\",\"2\",3", 1, 1, 2, 3);
  assert_rows ("1 2  3", 1, 1, 2, 3);
  assert_rows ("sleep\tstudy\tscore\n1\t2\t3", 1, 1, 2, 3);
}

static void
assert_refused (const gchar *text, const gchar *word)
{
  g_autoptr (NnNetwork) network = make_network (2, 1, NN_LOSS_SQUARED_ERROR);
  g_autoptr (GsDataset) data = make ();
  g_autoptr (GError) error = NULL;

  g_assert_null (gs_rows_append (data, network, text, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, word));
}

static void
test_append_refused (void)
{
  assert_refused ("1\t2", "Line 1: the rows have 2 columns");
  assert_refused ("1\t2\t3\n1\t2\t3\t4", "Line 2: the line has 4 cells");
  assert_refused ("1\t2\t3\n1\tmany\t3", "Line 2, column 2");
  assert_refused ("1\t\t2\t5", "Line 1, column 2: the cell is empty");
  assert_refused ("1\t2\tinf", "Line 1, column 3");
  assert_refused ("1\tinf\t2", "Line 1, column 2");
  assert_refused ("1,234\t0.5\t1", "Line 1, column 2");
  assert_refused ("", "no rows");
  assert_refused ("\n \n", "no rows");
}

static const gchar *
get_name (GsDataset *data, GsNameKind kind, gsize n)
{
  return gs_names_get (gs_dataset_get_names (data, kind), n);
}

static void
test_names (void)
{
  g_autofree gchar *said = NULL;
  g_autoptr (GsDataset) data =
      read_for ("file,sleep,study,score\na.png,7,3,61\nb.png,8,2,70\n", 2, 1, NN_LOSS_SQUARED_ERROR, &said);

  g_assert_cmpstr (said, ==,
                   "4 columns separated by commas, whole numbers, first line is a heading, the first column "
                   "names the rows");
  g_assert_cmpstr (get_name (data, GS_NAMES_FEATURES, 0), ==, "sleep");
  g_assert_cmpstr (get_name (data, GS_NAMES_FEATURES, 1), ==, "study");
  g_assert_cmpstr (get_name (data, GS_NAMES_TARGETS, 0), ==, "score");
  g_assert_cmpstr (get_name (data, GS_NAMES_ROWS, 1), ==, "b.png");
  g_assert_null (get_name (data, GS_NAMES_CLASSES, 0));
  g_assert_cmpfloat (gs_dataset_get_input (data, 2)[1], ==, 2);
  g_assert_cmpfloat (gs_dataset_get_target (data, 2)[0], ==, 70);
  refuse_for ("a,a,t\n1,2,3\n", 2, 1, NN_LOSS_SQUARED_ERROR, NULL, "a.csv, line 1: “a” (number 2)");
  refuse_for ("a,\"b\"\"\",t\n1,2,3\n", 2, 1, NN_LOSS_SQUARED_ERROR, NULL, "quotation mark");
  refuse_for ("study,sleep,score\n1,2,3\n", 2, 1, NN_LOSS_SQUARED_ERROR, data, "“study” stands where");
}

static void
test_names_follow (void)
{
  g_autoptr (NnNetwork) network = make_network (2, 1, NN_LOSS_SQUARED_ERROR);
  g_autoptr (GsDataset) plain = make ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDataset) data =
      gs_rows_append (plain, network, "f\tsleep\tstudy\tscore\nb\t1\t2\t3\nc\t4\t5\t6", NULL, &error);
  g_autoptr (GsDataset) batches = NULL, shorter = NULL, nameless = NULL, same = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (get_name (data, GS_NAMES_FEATURES, 1), ==, "study");
  g_assert_null (get_name (data, GS_NAMES_ROWS, 0));
  g_assert_cmpstr (get_name (data, GS_NAMES_ROWS, 2), ==, "c");
  batches = gs_dataset_with_batch_size (data, 2);
  g_assert_cmpstr (get_name (batches, GS_NAMES_ROWS, 2), ==, "c");
  shorter = gs_dataset_splice (batches, 2, 1, 0, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (get_name (shorter, GS_NAMES_ROWS, 1), ==, "c");
  g_assert_cmpstr (get_name (shorter, GS_NAMES_FEATURES, 0), ==, "sleep");
  nameless = gs_dataset_with_names (data, GS_NAMES_FEATURES, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (get_name (nameless, GS_NAMES_FEATURES, 0));
  g_assert_false (gs_dataset_equal (nameless, data));
  same = gs_dataset_with_names (nameless, GS_NAMES_FEATURES, gs_dataset_get_names (data, GS_NAMES_FEATURES),
                                &error);
  g_assert_no_error (error);
  g_assert_true (gs_dataset_equal (same, data));
  g_assert_null (
      gs_dataset_with_names (data, GS_NAMES_ROWS, gs_dataset_get_names (data, GS_NAMES_FEATURES), &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_SHAPE);
}

static void
assert_described (const gchar *text, gint n_in, gint n_out, NnLossKind loss, const gchar *expected)
{
  g_autoptr (GsDataset) data = read_for (text, n_in, n_out, loss, NULL);
  g_autofree gchar *line = gs_rows_describe (data, 2);

  g_assert_cmpstr (line, ==, expected);
}

/* A row in a line: its name, some of its numbers, and the class by name. */
static void
test_described (void)
{
  assert_described ("1 2 3\n4 5.25 6\n", 2, 1, NN_LOSS_SQUARED_ERROR, "  2   4  5.25  →  6");
  assert_described ("ada 1 2 3 4 5 a\nbob 6 7 8 9 10 b\n", 5, 2, NN_LOSS_CROSS_ENTROPY,
                    "  2   bob   6  7  8  9 …  →  b");
  assert_described ("0.5 yes\n1.5 no\n", 1, 1, NN_LOSS_BINARY_CROSS_ENTROPY, "  2   1.5  →  no");
}

static void
test_classes (void)
{
  const gchar irises[] = "length;kind\n5,1;virginica\n4,9;setosa\n4,7;versicolor\n";
  g_autofree gchar *said = NULL;
  g_autoptr (GsDataset) data = read_for (irises, 1, 3, NN_LOSS_CROSS_ENTROPY, &said);
  g_autoptr (GsDataset) digits = read_for ("0.5 0\n1.5 2\n", 1, 3, NN_LOSS_CROSS_ENTROPY, NULL);
  g_autoptr (GsDataset) two = read_for ("0.5 yes\n1.5 no\n", 1, 1, NN_LOSS_BINARY_CROSS_ENTROPY, NULL);
  g_autoptr (GsDataset) more = NULL;
  g_autoptr (NnNetwork) network = make_network (1, 3, NN_LOSS_CROSS_ENTROPY);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (
      said, ==,
      "2 columns separated by semicolons, decimal comma, first line is a heading, the last column is the "
      "class (setosa, versicolor, virginica)");
  g_assert_cmpstr (get_name (data, GS_NAMES_TARGETS, 1), ==, "versicolor");
  g_assert_cmpint (gs_dataset_get_class (data, 1), ==, 2);
  g_assert_cmpint (gs_dataset_get_class (data, 2), ==, 0);
  g_assert_cmpfloat (gs_dataset_get_target (data, 3)[1], ==, 1);
  g_assert_cmpstr (get_name (digits, GS_NAMES_TARGETS, 2), ==, "2");
  g_assert_cmpint (gs_dataset_get_class (digits, 2), ==, 2);
  g_assert_cmpstr (get_name (two, GS_NAMES_CLASSES, 0), ==, "no");
  g_assert_cmpint (gs_dataset_get_class (two, 1), ==, 1);
  more = gs_rows_append (data, network, "5\tversicolor\n6\tversicolor", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gs_dataset_get_class (more, 5), ==, 1);
  refuse_for ("5,versicolour\n", 1, 3, NN_LOSS_CROSS_ENTROPY, data, "versicolor");
  refuse_for ("5,a\n6,b\n", 1, 3, NN_LOSS_CROSS_ENTROPY, NULL,
              "a.csv, line 1, column 2: the column has 2 different words");
  refuse_for ("5,a\n6,b\n7,c\n", 1, 1, NN_LOSS_SQUARED_ERROR, NULL, "3 different words");
  refuse_for ("5,3\n", 1, 3, NN_LOSS_CROSS_ENTROPY, NULL, "a.csv, line 1, column 2: 3 is no class");
  refuse_for ("5,0.5\n", 1, 3, NN_LOSS_CROSS_ENTROPY, NULL, "0.5 is no class");
}

static void
test_targets (void)
{
  refuse_for ("1,1\n2,2\n", 1, 1, NN_LOSS_BINARY_CROSS_ENTROPY, NULL,
              "a.csv, line 2, column 2: the target 2 does not lie between 0 and 1");
  refuse_for ("1,-1\n", 1, 1, NN_LOSS_BINARY_CROSS_ENTROPY, NULL, "mse");
  refuse_for ("1,0,1\n2,1,-1\n", 1, 2, NN_LOSS_CROSS_ENTROPY, NULL,
              "a.csv, line 2, column 3: the target -1 is negative");
  refuse_for ("1,0,1\n2,0,0\n", 1, 2, NN_LOSS_CROSS_ENTROPY, NULL,
              "a.csv, line 2, column 2: all targets are 0");
  refuse_for ("1,0,1\n2,0,0\n", 1, 2, NN_LOSS_KL_DIVERGENCE, NULL, "all targets are 0");
  gs_dataset_unref (read_for ("1,0.25\n2,1\n", 1, 1, NN_LOSS_BINARY_CROSS_ENTROPY, NULL));
  gs_dataset_unref (read_for ("1,0.25,0.75\n2,2,0\n", 1, 2, NN_LOSS_CROSS_ENTROPY, NULL));
  gs_dataset_unref (read_for ("1,-5\n2,2\n", 1, 1, NN_LOSS_SQUARED_ERROR, NULL));
}

static void
test_files (void)
{
  g_autoptr (NnNetwork) network = make_network (2, 1, NN_LOSS_SQUARED_ERROR);
  g_autofree gchar *folder = g_dir_make_tmp (NULL, NULL), *path = g_build_filename (folder, "r.csv", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsSource) source = NULL;
  g_autoptr (GsDataset) data = NULL;
  g_autofree gdouble *input = NULL;

  g_file_set_contents (path,
                       "\xef\xbb\xbf"
                       "a;b;t\r\n1,5;2;3\r\n",
                       -1, NULL);
  source = gs_source_open (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (gs_source_get_size (source), ==, 19);
  g_assert_cmpuint (strlen (gs_source_get_sum (source)), ==, 64);
  data = gs_source_read (source, network, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (gs_dataset_get_input (data, 1)[0], ==, 1.5);
  g_assert_cmpstr (get_name (data, GS_NAMES_FEATURES, 0), ==, "a");
  g_unlink (path);
  g_assert_null (gs_source_open (path, &error));
  g_assert_nonnull (strstr (error->message, "r.csv"));
  g_clear_error (&error);
  g_rmdir (folder);
  input = gs_rows_read_input ("0,5 1,5", network, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (input[1], ==, 1.5);
  g_assert_null (gs_rows_read_input ("1 2 3", network, NULL, &error));
  g_assert_nonnull (strstr (error->message, "3 numbers"));
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rows/append", test_append);
  g_test_add_func ("/rows/append-refused", test_append_refused);
  g_test_add_func ("/rows/names", test_names);
  g_test_add_func ("/rows/names-follow", test_names_follow);
  g_test_add_func ("/rows/described", test_described);
  g_test_add_func ("/rows/classes", test_classes);
  g_test_add_func ("/rows/targets", test_targets);
  g_test_add_func ("/rows/files", test_files);
  return g_test_run ();
}
