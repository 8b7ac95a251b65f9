/* Pictures cut by chance: where, by numbers worked out elsewhere (Philox in Python); the same bits on a
 * thread, paused, gone back over, and saved in the middle; test rows in their middle. */
#include <glib/gstdio.h>
#include <string.h>

#include "app/data/gs-source.h"
#include "app/network/gs-spec.h"
#include "app/workbook/gs-trainer.h"

enum { N = 5, ROWS = 6, COLUMNS = 7, SIZE = 4, PIXELS = SIZE * SIZE, SEED = 11 };

static gchar *folder; /* of this test's files */

static guint8
get_pixel (gint row, gint y, gint x)
{
  return (guint8) (row * 45 + y * 7 + x * x);
}

static void
write_pictures (void)
{
  gchar pictures[16 + N * ROWS * COLUMNS] = { 0, 0, 8, 3, 0, 0, 0, N, 0, 0, 0, ROWS, 0, 0, 0, COLUMNS };
  const gchar labels[] = { 0, 0, 8, 1, 0, 0, 0, N, 1, 0, 2, 1, 0 };
  g_autofree gchar *images = g_build_filename (folder, "images", NULL),
                   *classes = g_build_filename (folder, "labels", NULL);

  for (gint i = 0; i < N * ROWS * COLUMNS; i++)
    pictures[16 + i] = (gchar) get_pixel (i / (ROWS * COLUMNS), i / COLUMNS % ROWS, i % COLUMNS);
  g_assert_true (g_file_set_contents (images, pictures, sizeof pictures, NULL));
  g_assert_true (g_file_set_contents (classes, labels, sizeof labels, NULL));
}

/* The rows as a source gives them, batches of 2, so that an epoch has 3 passes (2 with test rows). */
static GsWorkbook *
make_book (const gchar *layers, gdouble test_share)
{
  g_autofree gchar *word = g_strdup_printf ("%s/images,%s/labels:crop=%d,random", folder, folder, SIZE);
  NnNetwork *network = nn_network_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GsSource) source = gs_source_open (word, &error);
  g_autoptr (GsDataset) read = NULL, kept = NULL, parted = NULL, data = NULL;
  GsWorkbook *book;

  g_assert_no_error (error);
  gs_spec_parse (layers, network, &error);
  g_assert_no_error (error);
  network->optimizer = nn_optimizer_default (NN_OPTIMIZER_ADAM);
  read = gs_source_read (source, network, NULL, NULL, &error);
  g_assert_no_error (error);
  kept = gs_dataset_with_source (read, word, gs_source_get_size (source), gs_source_get_sum (source));
  parted = gs_dataset_with_test_rows (kept, test_share, 1, &error);
  data = gs_dataset_with_batch_size (parted, 2);
  book = gs_workbook_new (gs_document_new (network, data, SEED, &error), &error);
  g_assert_no_error (error);
  return book;
}

static const gchar line[] = "input 1x4x4 · conv 2 3x3 relu · flatten · dense 3";

/* Row `row` (from 1), cut at top and left, stands in the place `place` of the batch, from 0. */
static void
assert_shows (GsWorkbook *book, gint place, gint row, gint top, gint left)
{
  gint x = nn_program_find (gs_workbook_get_program (book), "x");
  gsize n;
  const gdouble *seen = gs_frame_get_values (gs_workbook_get_frame (book), x, &n);

  g_assert_cmpuint (n, >=, (gsize) (place + 1) * PIXELS);
  for (gint i = 0; i < PIXELS; i++)
    g_assert_cmpfloat (seen[place * PIXELS + i], ==,
                       get_pixel (row - 1, top + i / SIZE, left + i % SIZE) / 255.0);
}

/* Of epochs 1, 2 and 7 with seed 11. */
static const struct {
  guint32 epoch;
  gint at[N][2];
} known[] = {
  { 1, { { 2, 1 }, { 0, 3 }, { 0, 2 }, { 2, 3 }, { 0, 2 } } },
  { 2, { { 2, 0 }, { 1, 2 }, { 2, 2 }, { 2, 2 }, { 0, 2 } } },
  { 7, { { 2, 3 }, { 1, 0 }, { 1, 0 }, { 2, 1 }, { 0, 2 } } },
};

static void
test_places (void)
{
  g_autoptr (GsWorkbook) book = make_book (line, 0);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    for (gint row = 1; row <= N; row++) {
      guint32 pass = (known[i].epoch - 1) * 3 + (guint32) (row - 1) / 2 + 1;
      gint top, left;

      gs_dataset_get_crop (gs_workbook_get_data (book), row, SEED, pass, &top, &left);
      g_assert_cmpint (top, ==, known[i].at[row - 1][0]);
      g_assert_cmpint (left, ==, known[i].at[row - 1][1]);
      g_assert_true (gs_workbook_go_to (book, &(GsCursor){ .pass = pass }, &error));
      assert_shows (book, (row - 1) % 2, row, top, left);
    }
  /* What is no step of a pass takes the middle. */
  for (gint i = 0; i < PIXELS; i++)
    g_assert_cmpfloat (gs_dataset_get_input (gs_workbook_get_data (book), 3)[i], ==,
                       get_pixel (2, 1 + i / SIZE, 1 + i % SIZE) / 255.0);
}

static void
test_rows_apart (void)
{
  g_autoptr (GsWorkbook) book = make_book (line, 0.4);
  GsDataset *data = gs_workbook_get_data (book);
  gint n_apart = 0, top, left;

  for (gint row = 1; row <= N; row++)
    for (guint32 pass = 1; gs_dataset_is_test (data, row) && pass < 20; pass++) {
      gdouble values[PIXELS];

      gs_dataset_get_crop (data, row, SEED, pass, &top, &left);
      g_assert_cmpint (top, ==, 1);
      g_assert_cmpint (left, ==, 1);
      gs_dataset_copy_input (data, row, SEED, pass, values);
      g_assert_cmpmem (values, sizeof values, gs_dataset_get_input (data, row), sizeof values);
      n_apart++;
    }
  g_assert_cmpint (n_apart, ==, 2 * 19);
}

/* With the numbers of the training rows' middles, as test rows are. */
static void
test_scaled (void)
{
  g_autoptr (GsWorkbook) book = make_book ("input 16 · dense 3", 0);
  g_autoptr (GsDataset) scaled = gs_dataset_with_scaling (gs_workbook_get_data (book), GS_SCALING_UNIT, NULL);
  const gdouble *subtract, *divide;
  gdouble values[PIXELS];
  gint top, left;

  gs_dataset_get_scaling (scaled, &subtract, &divide);
  gs_dataset_get_crop (scaled, 2, SEED, 4, &top, &left);
  gs_dataset_copy_input (scaled, 2, SEED, 4, values);
  for (gint i = 0; i < PIXELS; i++)
    g_assert_cmpfloat (values[i], ==,
                       (get_pixel (1, top + i / SIZE, left + i % SIZE) / 255.0 - subtract[i]) / divide[i]);
}

static void
assert_same (GsWorkbook *a, GsWorkbook *b)
{
  g_autoptr (NnState) state = nn_run_save_state (gs_workbook_get_run (a));
  g_autoptr (NnState) other = nn_run_save_state (gs_workbook_get_run (b));

  g_assert_cmpuint (gs_workbook_get_cursor (a).pass, ==, gs_workbook_get_cursor (b).pass);
  g_assert_true (nn_state_equal (state, other));
}

static GsWorkbook *
save_and_open (GsWorkbook *book)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDocument) document = gs_workbook_to_document (book);
  gsize length;
  g_autofree gchar *text = gs_document_to_file (document, "a.gradsheet", &length, &error);
  GsWorkbook *opened = gs_workbook_new (gs_document_load_bytes (text, length, "a.gradsheet", &error), &error);

  g_assert_no_error (error);
  return opened;
}

static void
test_same_bits (void)
{
  g_autoptr (GsWorkbook) stepped = make_book (line, 0.2), trained = make_book (line, 0.2),
                         threaded = make_book (line, 0.2), opened = NULL;
  g_autoptr (GsTrainer) trainer = NULL;
  g_autoptr (GError) error = NULL;

  for (gint pass = 1; pass <= 41; pass++)
    g_assert_true (gs_workbook_step (stepped, GS_STEP_PASS, 1));
  g_assert_true (gs_workbook_train (trained, 41, NULL, NULL, NULL, &error));
  trainer = g_object_ref (gs_trainer_start (threaded, &(GsTrainerPlan){ .passes = 41 }, &error));
  gs_trainer_set_paused (trainer, TRUE);
  gs_trainer_set_paused (trainer, FALSE);
  while (!gs_trainer_has_ended (trainer))
    g_main_context_iteration (NULL, TRUE);
  assert_same (trained, threaded);
  g_assert_true (gs_workbook_go_to (stepped, &(GsCursor){ .pass = 18 }, &error)); /* within an epoch */
  opened = save_and_open (stepped);
  assert_same (stepped, opened);
  g_assert_true (gs_workbook_go_to (opened, &(GsCursor){ .pass = 42 }, &error));
  g_assert_true (gs_workbook_go_to (trained, &(GsCursor){ .pass = 42 }, &error));
  assert_same (opened, trained);
  g_assert_no_error (error);
}

/* A pixel that is typed changes, and no other that one sees; the rows are the document's own from then on. */
static void
test_edited (void)
{
  g_autoptr (GsWorkbook) book = make_book (line, 0), opened = NULL;
  g_autoptr (GError) error = NULL;
  gint x = nn_program_find (gs_workbook_get_program (book), "x"), top, left;
  gdouble value = 0.5;

  g_assert_true (gs_workbook_go_to (book, &(GsCursor){ .pass = 4 }, &error));
  gs_dataset_get_crop (gs_workbook_get_data (book), 2, SEED, 4, &top, &left);
  g_assert_true (gs_workbook_set_cells (book, &(NnCell){ x, 5 }, &value, 1, &error));
  assert_shows (book, 1, 2, top, left);
  g_assert_cmpfloat (nn_run_get_cell (gs_workbook_get_run (book), &(NnCell){ x, 5 }), ==, 0.5);
  g_assert_false (gs_dataset_is_cropped (gs_workbook_get_data (book)));
  opened = save_and_open (book);
  assert_shows (opened, 1, 2, top, left);
  g_assert_true (gs_workbook_undo (opened));
  g_assert_true (gs_dataset_is_cropped (gs_workbook_get_data (opened)));
  assert_shows (opened, 0, 1, known[1].at[0][0], known[1].at[0][1]);
  g_assert_true (gs_workbook_undo (book));
  g_assert_true (gs_dataset_equal (gs_workbook_get_data (book), gs_workbook_get_data (opened)));
}

/* Files that have moved with the document are found, a comma behind the colon or not. */
static void
test_beside (void)
{
  g_autofree gchar *two = gs_source_put_beside ("a/images.gz,b/labels.gz:crop=24,random", "folder"),
                   *one = gs_source_put_beside ("pictures:crop=24,random", "folder"),
                   *table = gs_source_put_beside ("rows.csv:columns=1-3;4", "folder"),
                   *plain = gs_source_put_beside ("rows.csv", "folder");

  g_assert_cmpstr (two, ==, "folder/a/images.gz,folder/b/labels.gz:crop=24,random");
  g_assert_cmpstr (one, ==, "folder/pictures:crop=24,random");
  g_assert_cmpstr (table, ==, "folder/rows.csv:columns=1-3;4");
  g_assert_cmpstr (plain, ==, "folder/rows.csv");
}

static void
test_refused (void)
{
  g_autofree gchar *word = g_strdup_printf ("%s/images,%s/labels:random", folder, folder),
                   *behind = g_strdup_printf ("%s/images,%s/labels:crop=4,random,often", folder, folder),
                   *map = g_strdup_printf ("%s/images,%s/labels:crop=4,random", folder, folder);
  g_autoptr (GError) error = NULL, second = NULL, third = NULL;
  g_autoptr (GsSource) source = NULL;
  g_autoptr (NnNetwork) network = nn_network_new ();

  g_assert_null (gs_source_open (word, &error)); /* no file is called labels:random */
  g_assert_nonnull (strstr (error->message, "labels:random"));
  g_assert_null (gs_source_open (behind, &second));
  g_assert_nonnull (strstr (second->message, "“often” says nothing of a file"));
  source = gs_source_open (map, NULL);
  gs_spec_parse ("input 1x4x4 · conv 3 4x4 softmax", network, &third);
  g_assert_no_error (third);
  g_assert_null (gs_source_read (source, network, NULL, NULL, &third));
  g_assert_nonnull (strstr (third->message, "one row of classes"));
}

int
main (int argc, char *argv[])
{
  g_autofree gchar *images = NULL, *labels = NULL;
  gint status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("crop-XXXXXX", NULL);
  write_pictures ();
  g_test_add_func ("/crop/places", test_places);
  g_test_add_func ("/crop/rows-apart", test_rows_apart);
  g_test_add_func ("/crop/scaled", test_scaled);
  g_test_add_func ("/crop/same-bits", test_same_bits);
  g_test_add_func ("/crop/edited", test_edited);
  g_test_add_func ("/crop/beside", test_beside);
  g_test_add_func ("/crop/refused", test_refused);
  status = g_test_run ();
  images = g_build_filename (folder, "images", NULL);
  labels = g_build_filename (folder, "labels", NULL);
  g_unlink (images);
  g_unlink (labels);
  g_rmdir (folder);
  g_free (folder);
  return status;
}
