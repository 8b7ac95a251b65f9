/* Rows dealt anew in each epoch: all training rows and no others, by seed and epoch alone. */
#include <glib/gstdio.h>
#include <string.h>

#include "app/exchange/gs-record.h"
#include "app/network/gs-spec.h"
#include "app/workbook/gs-race.h"
#include "app/workbook/gs-workbook-replace.h"
#include "app/workbook/gs-workbook-rows.h"
#include "nn/nn-error.h"

#define N 40

/* Row r has the input r, so that a cell tells which row it holds. */
static GsDataset *
make (gint batch_size)
{
  const NnShape one = { 1, { 1 } };
  gdouble inputs[N], targets[N];
  g_autoptr (GsDataset) all = NULL, parted = NULL, batched = NULL;

  for (gint i = 0; i < N; i++)
    inputs[i] = i + 1, targets[i] = i % 2;
  all = gs_dataset_new (&one, &one, N, inputs, targets);
  parted = gs_dataset_with_split (all, 0.2, 0.1, 3, NULL); /* 28 rows to train on */
  batched = gs_dataset_with_batch_size (parted, batch_size);
  return gs_dataset_with_shuffling (batched, TRUE, NULL);
}

static GsWorkbook *
make_book (gint batch_size)
{
  g_autoptr (GsDataset) data = make (batch_size);
  g_autoptr (GError) error = NULL;
  NnNetwork *network = nn_network_new ();
  GsWorkbook *book;

  gs_spec_parse ("input 1 · dense 3 tanh · dense 1 sigmoid", network, &error);
  g_assert_no_error (error);
  book = gs_workbook_new (gs_document_new (network, data, 11, &error), &error);
  g_assert_no_error (error);
  return book;
}

/* The rows of an epoch, in the order of its batches. */
static GArray *
list_epoch (GsDataset *data, guint64 seed, guint32 epoch)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (gint));
  guint32 n_batches = (guint32) gs_dataset_get_n_batches (data);

  for (guint32 i = 1; i <= n_batches; i++) {
    guint32 pass = (epoch - 1) * n_batches + i;
    g_autoptr (GsDataset) dealt = gs_dataset_deal (data, seed, pass);
    gint n;
    const gint *batch = gs_dataset_get_batch (dealt, gs_dataset_get_batch_of_pass (dealt, pass), &n);

    g_array_append_vals (rows, batch, (guint) n);
  }
  return rows;
}

static gboolean
same_rows (const GArray *a, const GArray *b)
{
  return a->len == b->len && memcmp (a->data, b->data, a->len * sizeof (gint)) == 0;
}

static void
test_permutations (void)
{
  for (gint size = 1; size <= N; size += 6) {
    g_autoptr (GsDataset) data = make (size);
    g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

    for (guint64 seed = 0; seed < 3; seed++)
      for (guint32 epoch = 1; epoch <= 4; epoch++) {
        GArray *rows = list_epoch (data, seed << 40, epoch);
        gboolean seen[N + 1] = { FALSE };

        g_assert_cmpuint (rows->len, ==, 28);
        for (guint i = 0; i < rows->len; i++) {
          gint row = g_array_index (rows, gint, i);

          g_assert_cmpint (gs_dataset_get_use (data, row), ==, GS_ROWS_TRAINING);
          g_assert_false (seen[row]);
          seen[row] = TRUE;
        }
        for (guint i = 0; i < all->len; i++)
          g_assert_false (same_rows (rows, g_ptr_array_index (all, i)));
        g_ptr_array_add (all, rows);
      }
  }
}

/* Whatever it is dealt from, and in which order one asks; in how many batches it falls is another matter. */
static void
test_only_seed_and_epoch (void)
{
  g_autoptr (GsDataset) data = make (28), later = gs_dataset_deal (data, 5, 9), again = NULL,
                        small = make (4);
  g_autoptr (GArray) first = list_epoch (data, 5, 2), back = list_epoch (later, 5, 2);
  g_autoptr (GArray) in_small = list_epoch (small, 5, 2);

  g_assert_true (same_rows (first, back));
  g_assert_true (same_rows (first, in_small));
  g_assert_true (gs_dataset_equal (data, later));
  again = gs_dataset_deal (later, 5, 9);
  g_assert_true (again == later);
}

/* Through all that makes one dataset from another. */
static void
test_kept (void)
{
  const gint rows[] = { 1, 2 };
  const gint *const lists[] = { rows };
  const gint length = 2;
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDataset) data = make (4), dealt = gs_dataset_deal (data, 1, 30);
  g_autoptr (GsDataset) sized = gs_dataset_with_batch_size (dealt, 5);
  g_autoptr (GsDataset) scaled = gs_dataset_with_scaling (dealt, GS_SCALING_UNIT, NULL);
  g_autoptr (GsDataset) shorter = gs_dataset_splice (dealt, 1, 9, 0, NULL, NULL, NULL);
  g_autoptr (GsDataset) listed = gs_dataset_with_batches (dealt, 1, lists, &length, NULL);
  g_autoptr (GsDataset) off = gs_dataset_with_shuffling (dealt, FALSE, NULL), itself = NULL;
  g_autoptr (GArray) wanted = list_epoch (data, 1, 3), found = list_epoch (scaled, 1, 3);
  gint n, before = 0;

  g_assert_true (gs_dataset_is_shuffled (sized) && gs_dataset_is_shuffled (scaled));
  g_assert_true (gs_dataset_is_shuffled (shorter));
  g_assert_true (same_rows (wanted, found));
  g_assert_false (gs_dataset_is_shuffled (listed) || gs_dataset_is_shuffled (off));
  g_assert_false (gs_dataset_equal (off, data));
  /* Off again, rows come in their order. */
  itself = gs_dataset_deal (off, 1, 30);
  g_assert_true (itself == off);
  for (gint batch = 1; batch <= gs_dataset_get_n_batches (off); batch++) {
    const gint *in_order = gs_dataset_get_batch (off, batch, &n);

    for (gint i = 0; i < n; i++) {
      g_assert_cmpint (in_order[i], >, before);
      before = in_order[i];
    }
  }
  g_assert_null (gs_dataset_with_shuffling (listed, TRUE, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
}

/* The cells of the pass hold the rows that frame and data say, however one came there. */
static void
assert_shows_rows (GsWorkbook *book)
{
  GsFrame *frame = gs_workbook_get_frame (book);
  guint32 pass = gs_workbook_get_cursor (book).pass;
  g_autoptr (GsDataset) dealt =
      gs_dataset_deal (gs_workbook_get_data (book), gs_workbook_get_seed (book), pass);
  gint n, n_wanted, tensor = nn_program_find (gs_workbook_get_program (book), "x");
  const gint *rows = gs_frame_get_batch (frame, &n);
  const gint *wanted = gs_dataset_get_batch (dealt, gs_dataset_get_batch_of_pass (dealt, pass), &n_wanted);

  g_assert_cmpmem (rows, (gsize) n * sizeof (gint), wanted, (gsize) n_wanted * sizeof (gint));
  for (gint i = 0; i < n; i++)
    g_assert_cmpfloat (nn_run_get_cell (gs_workbook_get_run (book), &(NnCell){ tensor, (gsize) i }), ==,
                       rows[i]);
}

static void
test_stepping_and_going_back (void)
{
  g_autoptr (GsWorkbook) book = make_book (5), trained = make_book (5), opened = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDocument) document = NULL;
  g_autoptr (NnState) stepped = NULL, at_once = NULL;
  g_autofree gchar *text = NULL;
  gsize length;

  for (gint pass = 1; pass <= 20; pass++) { /* three epochs of six, and a little */
    assert_shows_rows (book);
    g_assert_true (gs_workbook_step (book, GS_STEP_PASS, 1));
  }
  g_assert_true (gs_workbook_train (trained, 20, NULL, NULL, NULL, &error));
  g_assert_true (gs_workbook_go_to (book, &(GsCursor){ .pass = 21 }, &error));
  g_assert_no_error (error);
  stepped = nn_run_save_state (gs_workbook_get_run (book));
  at_once = nn_run_save_state (gs_workbook_get_run (trained));
  g_assert_true (nn_state_equal (stepped, at_once));
  for (guint32 pass = 20; pass >= 1; pass -= pass > 4 ? 4 : 1) {
    g_assert_true (gs_workbook_go_to (book, &(GsCursor){ .pass = pass }, &error));
    assert_shows_rows (book);
  }
  /* Saved in the middle of an epoch. */
  g_assert_true (gs_workbook_go_to (book, &(GsCursor){ .pass = 9 }, &error));
  document = gs_workbook_to_document (book);
  text = gs_document_to_file (document, "a.gradsheet", &length, &error);
  g_assert_no_error (error);
  opened = gs_workbook_new (gs_document_load_bytes (text, length, "a.gradsheet", &error), &error);
  g_assert_no_error (error);
  assert_shows_rows (opened);
  g_assert_true (gs_workbook_go_to (opened, &(GsCursor){ .pass = 21 }, &error));
  g_clear_pointer (&at_once, nn_state_free);
  at_once = nn_run_save_state (gs_workbook_get_run (opened));
  g_assert_true (nn_state_equal (stepped, at_once));
}

/* A run without a change is the document's own. */
static void
test_race (void)
{
  g_autoptr (GsWorkbook) book = make_book (5);
  g_autoptr (GsRace) race = gs_race_new (book);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsLosses) losses = NULL;
  g_autoptr (GsFrame) frame = NULL;
  gdouble loss, expected;
  gint n, tensor = nn_program_find (gs_workbook_get_program (book), "x");
  const gint *rows;
  gsize n_values;
  const gdouble *values;

  g_assert_true (gs_workbook_train (book, 15, NULL, NULL, &expected, &error));
  gs_race_add (race, "", &error);
  gs_race_run (race, 15, NULL, NULL, NULL);
  g_assert_no_error (error);
  losses = gs_race_get_losses (race, 0);
  g_assert_true (gs_losses_find (losses, 15, &loss));
  g_assert_cmpfloat (loss, ==, expected);
  frame = gs_race_make_frame (race, 0, 0);
  rows = gs_frame_get_batch (frame, &n);
  values = gs_frame_get_values (frame, tensor, &n_values);
  g_assert_cmpuint (n_values, ==, n);
  for (gint i = 0; i < n; i++)
    g_assert_cmpfloat (values[i], ==, rows[i]);
}

/* Switched on, off and on again, one edit each; a row that is stepped lists the batches of its epoch. */
static void
test_edits (void)
{
  g_autoptr (GsWorkbook) book = make_book (5);
  g_autoptr (GError) error = NULL;
  GsRowParts parts = { 0.2, 0.1, 3, -1, FALSE };
  gint place, n;
  const gint *rows;
  g_autofree gint *batch = NULL;

  g_assert_true (gs_workbook_part_rows (book, &parts, &error));
  g_assert_true (gs_workbook_part_rows (book, &parts, &error));
  g_assert_cmpuint (gs_workbook_count_edits (book), ==, 1);
  assert_shows_rows (book);
  g_assert_true (gs_workbook_undo (book));
  g_assert_true (gs_workbook_train (book, 8, NULL, NULL, NULL, &error));
  assert_shows_rows (book);
  rows = gs_workbook_get_batch (book, &n);
  batch = g_memdup2 (rows, (gsize) n * sizeof (gint));
  /* The first that may be stepped and is not in the batch. */
  for (gint row = 1; gs_dataset_is_shuffled (gs_workbook_get_data (book)); row++)
    gs_workbook_take_row (book, row, &place, NULL);
  place = nn_program_find (gs_workbook_get_program (book), "x");
  for (gint i = 1; i < n; i++) /* all but the first are as they were dealt */
    g_assert_cmpfloat (nn_run_get_cell (gs_workbook_get_run (book), &(NnCell){ place, (gsize) i }), ==,
                       batch[i]);
  parts.is_shuffled = TRUE;
  g_assert_true (gs_workbook_part_rows (book, &parts, &error));
  g_assert_true (gs_dataset_is_shuffled (gs_workbook_get_data (book)));
  g_assert_cmpint (gs_dataset_get_batch_size (gs_workbook_get_data (book)), ==, 5);
  assert_shows_rows (book);
  g_assert_no_error (error);
}

/* An export with the first rows only has those that each epoch deals to its batches. */
static void
test_cut_for_export (void)
{
  g_autoptr (GsWorkbook) book = make_book (7), whole = make_book (7);
  g_autoptr (GError) error = NULL;
  GsRecordOptions options = { .n_passes = 10, .n_rows = 2 };
  g_autoptr (GPtrArray) frames = gs_record_take (book, &options, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (frames->len, ==, 10); /* of two epochs and a half */
  for (guint32 pass = 1; pass <= 10; pass++) {
    g_autoptr (GsDataset) dealt = gs_dataset_deal (gs_workbook_get_data (whole), 11, pass);
    gint n, n_wanted;
    const gint *rows = gs_frame_get_batch (g_ptr_array_index (frames, pass - 1), &n);
    const gint *wanted = gs_dataset_get_batch (dealt, gs_dataset_get_batch_of_pass (dealt, pass), &n_wanted);

    g_assert_cmpint (n_wanted, ==, 7);
    g_assert_cmpmem (rows, (gsize) n * sizeof (gint), wanted, 2 * sizeof (gint));
  }
}

/* Other rows in the place of those that are there are shuffled likewise. */
static void
test_other_rows (void)
{
  g_autoptr (GsWorkbook) book = make_book (5);
  g_autoptr (GError) error = NULL;
  g_autofree gchar *folder = g_dir_make_tmp ("shuffle-XXXXXX", &error),
                   *path = g_build_filename (folder, "rows.csv", NULL);

  g_file_set_contents (path, "1,0\n2,1\n3,0\n4,1\n5,0\n6,1\n7,0\n", -1, &error);
  g_assert_no_error (error);
  g_assert_true (gs_workbook_import_rows (book, path, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (gs_dataset_get_n_batches (gs_workbook_get_data (book)), ==, 2);
  g_assert_true (gs_dataset_is_shuffled (gs_workbook_get_data (book)));
  g_assert_true (gs_workbook_train (book, 3, NULL, NULL, NULL, &error));
  assert_shows_rows (book);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shuffle/permutations", test_permutations);
  g_test_add_func ("/shuffle/only-seed-and-epoch", test_only_seed_and_epoch);
  g_test_add_func ("/shuffle/kept", test_kept);
  g_test_add_func ("/shuffle/stepping-and-going-back", test_stepping_and_going_back);
  g_test_add_func ("/shuffle/race", test_race);
  g_test_add_func ("/shuffle/edits", test_edits);
  g_test_add_func ("/shuffle/cut-for-export", test_cut_for_export);
  g_test_add_func ("/shuffle/other-rows", test_other_rows);
  return g_test_run ();
}
