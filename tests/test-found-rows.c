/* A file of rows before there is a network: what is said of it, and a network that takes it. */
#include <glib/gstdio.h>
#include <string.h>

#include "app/data/gs-advice.h"
#include "app/network/gs-spec.h"
#include "app/workbook/gs-found-rows.h"
#include "app/workbook/gs-workbook-layers.h"
#include "app/workbook/gs-workbook-rows.h"

static gchar *folder;

static gchar *
write_file (const gchar *name, const gchar *bytes, gsize length)
{
  gchar *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
  return path;
}

/* The proposed network takes the rows, and the loss their targets. */
static void
assert_proposed (const gchar *source, const gchar *line, const gchar *describes, const gchar *says)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsFoundRows) found = gs_found_rows_open (source, &error);
  g_autofree gchar *proposed = NULL, *what = NULL, *said = NULL;
  NnNetwork *network = nn_network_new ();
  g_autoptr (GsWorkbook) book = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (gs_found_rows_get_source (found), ==, source);
  proposed = gs_found_rows_propose (found);
  what = gs_found_rows_describe (found);
  g_assert_cmpstr (proposed, ==, line);
  g_assert_nonnull (strstr (what, describes));
  g_assert_true (gs_spec_parse (line, network, &error));
  g_assert_true (gs_found_rows_check (found, network, &said, &error));
  g_assert_no_error (error);
  g_assert_nonnull (strstr (said, says));
  book = gs_workbook_new_from_network (network, 10, &error);
  g_assert_true (gs_workbook_import_rows (book, source, NULL, &error));
  g_assert_no_error (error);
}

static void
test_tables (void)
{
  static const struct {
    const gchar *text, *line, *describes, *says;
  } tables[] = {
    { "a;b;kind\n1,5;2;x\n2,5;3;y\n3;1;z\n", "input 2 · dense 8 tanh · dense 3 softmax", "3 rows: 3 columns",
      "The class is “kind”, an output for each: x, y, z." },
    { "anna,1,2,no\nbob,3,4,yes\n", "input 2 · dense 8 tanh · dense 1 sigmoid", "2 rows",
      "0 and 1: no, yes" },
    { "1,2,0\n2,3,2\n4,5,1\n", "input 2 · dense 8 tanh · dense 3 softmax", "3 rows", "by its number" },
    { "1,2,0\n2,3,1\n", "input 2 · dense 8 tanh · dense 1 sigmoid", "2 rows", "The target is column 3" },
    { "1,2,1\n2,3,2\n", "input 2 · dense 8 tanh · dense 1", "2 rows", "2 inputs." },
    { "1,2,0.5\n2,3,0\n", "input 2 · dense 8 tanh · dense 1", "2 rows", "2 inputs." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree gchar *path = write_file ("rows.csv", tables[i].text, strlen (tables[i].text));

    assert_proposed (path, tables[i].line, tables[i].describes, tables[i].says);
    g_unlink (path);
  }
}

static void
test_pictures (void)
{
  enum { N = 3, SIDE = 4 };
  gchar pictures[16 + N * SIDE * SIDE] = { 0, 0, 8, 3, 0, 0, 0, N, 0, 0, 0, SIDE, 0, 0, 0, SIDE };
  const gchar labels[] = { 0, 0, 8, 1, 0, 0, 0, N, 1, 0, 2 };
  g_autofree gchar *first = write_file ("pictures", pictures, sizeof pictures),
                   *second = write_file ("labels", labels, sizeof labels),
                   *both = g_strconcat (first, ",", second, NULL), *said = NULL;
  g_autoptr (GsFoundRows) found = NULL;
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autoptr (GError) error = NULL;

  assert_proposed (both, "input 1x4x4 · flatten · dense 16 relu · dense 3 softmax",
                   "3 pictures of 4×4 pixels, in 3 classes", "");
  found = gs_found_rows_open (both, NULL);
  gs_spec_parse ("input 1x5x5 · flatten · dense 3 softmax", network, NULL);
  g_assert_false (gs_found_rows_check (found, network, &said, &error));
  g_assert_nonnull (strstr (error->message, "begin it with input 1x4x4"));
  g_unlink (first);
  g_unlink (second);
}

/* What another network would have to be like; what is no table at all. */
static void
test_refused (void)
{
  static const gchar text[] = "a;b;kind\n1,5;2;x\n2,5;3;y\n3;1;z\n", ragged[] = "1,2,3\n1,2\n";
  g_autofree gchar *path = write_file ("rows.csv", text, strlen (text)),
                   *bad = write_file ("bad.csv", ragged, strlen (ragged)), *said = NULL;
  g_autoptr (GsFoundRows) found = gs_found_rows_open (path, NULL);
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autoptr (GError) error = NULL, second = NULL;

  gs_spec_parse ("input 2 · dense 5 softmax", network, NULL);
  g_assert_false (gs_found_rows_check (found, network, &said, &error));
  g_assert_nonnull (strstr (error->message, "3 different words"));
  g_assert_null (gs_found_rows_open (bad, &second));
  g_assert_nonnull (strstr (second->message, "bad.csv, line 2"));
  g_unlink (path);
  g_unlink (bad);
}

/* What cannot be a name is refused before rows are made of it, and by the same words as then; a column that
 * is left out has none. */
static void
test_names (void)
{
  static const struct {
    const gchar *text, *line, *says;
  } tables[] = {
    { "width;\"height \"\"h\"\"\";kind\n1;2;x\n2;3;y\n", "input 2 · dense 1", "height" },
    { "width;height;\"ki\"\"nd\"\n1;2;x\n2;3;y\n", "input 2 · dense 1", "ki" },
    { "width;height;\"one\"\"\";two\n1;2;3;4\n", "input 2 · dense 2", "one" },
    { "a;a;kind\n1;2;x\n2;3;y\n", "input 2 · dense 1", "another one has it" },
    { "a;b;kind\n1;2;\"x\"\"\"\n2;3;y\n", "input 2 · dense 1", "quotation mark" },
    { "a;b;kind\n1;2;\"x\"\"\"\n2;3;y\n3;4;z\n", "input 2 · dense 3 softmax", "quotation mark" },
    { "n;a;kind\ncarl;1;x\n\"a\"\"nn\";2;y\n", "input 1 · dense 1", "(number 2)" },
    { "a;b;\"left \"\"out\"\"\";kind\n1;2;3;x\n2;3;4;y\n", "input 2 · dense 1", NULL },
    { "\"a\"\"\";b;c;d;e\n1;2;3;4;1\n", "input 1x2x2 · flatten · dense 2 softmax", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree gchar *path = write_file ("names.csv", tables[i].text, strlen (tables[i].text)), *said = NULL;
    g_autoptr (GError) error = NULL, later = NULL;
    g_autoptr (GsFoundRows) found = gs_found_rows_open (path, &error);
    NnNetwork *network = nn_network_new ();
    g_autoptr (GsWorkbook) book = NULL;

    g_assert_no_error (error);
    g_assert_true (gs_spec_parse (tables[i].line, network, &error));
    g_assert_cmpint (gs_found_rows_check (found, network, &said, &error), ==, tables[i].says == NULL);
    book = gs_workbook_new_from_network (network, 10, NULL);
    if (tables[i].says != NULL) {
      g_assert_nonnull (strstr (error->message, tables[i].says));
      g_assert_false (gs_workbook_import_rows (book, path, NULL, &later));
      g_assert_cmpstr (error->message, ==, later->message);
    }
    g_unlink (path);
  }
}

/* Large inputs are told, by what the network would take as inputs; not targets, and nothing once they are
 * small. */
static void
test_advice (void)
{
  static const struct {
    const gchar *text, *says;
  } tables[] = {
    { "size;rooms;price\n71,5;2;900\n-731;3;800\n", "Inputs reach −731, in “size”" },
    { "1,20,2\n3,5,900\n", NULL },
    { "1,20.5,2\n3,5,900\n", "Inputs reach 20.5, in " },
    { "anna,1,2,900\nbob,2,3,800\n", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree gchar *path = write_file ("sizes.csv", tables[i].text, strlen (tables[i].text));
    g_autoptr (GError) error = NULL;
    g_autoptr (GsFoundRows) found = gs_found_rows_open (path, &error);
    g_autoptr (GsDataset) scaled = NULL;
    g_autoptr (GsWorkbook) book = NULL;
    NnNetwork *network = nn_network_new ();
    g_autofree gchar *said = NULL, *of_rows = NULL, *of_scaled = NULL;

    g_assert_no_error (error);
    g_assert_true (gs_spec_parse ("input 2 · dense 1", network, &error));
    said = gs_found_rows_advise (found, network);
    book = gs_workbook_new_from_network (network, 10, &error);
    g_assert_true (gs_workbook_import_rows (book, path, NULL, &error));
    of_rows = gs_advice_on_rows (gs_workbook_get_data (book));
    scaled = gs_dataset_rescale (gs_workbook_get_data (book), GS_SCALING_STANDARD);
    of_scaled = gs_advice_on_rows (scaled);
    g_assert_null (of_scaled);
    g_assert_cmpint (said != NULL, ==, tables[i].says != NULL);
    g_assert_cmpint (of_rows != NULL, ==, tables[i].says != NULL);
    if (said != NULL) {
      g_assert_true (g_str_has_prefix (said, tables[i].says));
      g_assert_true (g_str_has_prefix (of_rows, tables[i].says));
    }
    g_unlink (path);
  }
}

int
main (int argc, char *argv[])
{
  gint status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("found-XXXXXX", NULL);
  g_test_add_func ("/found-rows/tables", test_tables);
  g_test_add_func ("/found-rows/pictures", test_pictures);
  g_test_add_func ("/found-rows/refused", test_refused);
  g_test_add_func ("/found-rows/names", test_names);
  g_test_add_func ("/found-rows/advice", test_advice);
  status = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return status;
}
