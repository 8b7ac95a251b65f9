/* Datasets: what goes in comes out, batches by size and listed, random splices beside a plain list of rows,
 * each refusal, and that a dataset never changes. */
#include <string.h>

#include "app/data/gs-dataset.h"
#include "nn/nn-error.h"
#include "pass.h"

#define WIDTH 3
#define MOST  60

/* Row r holds r*10, r*10+1, r*10+2 -> -r, so that it can be recognised wherever it goes. */
static void
fill (gint first, gint n, gdouble *inputs, gdouble *targets)
{
  for (gint row = 0; row < n; row++) {
    for (gint i = 0; i < WIDTH; i++)
      inputs[row * WIDTH + i] = (first + row) * 10 + i;
    targets[row] = -(first + row);
  }
}

static GsDataset *
make (gint n)
{
  gdouble inputs[MOST * WIDTH], targets[MOST];
  NnShape input = nn_shape (1, WIDTH), target = nn_shape (1, 1);

  fill (1, n, inputs, targets);
  return gs_dataset_new (&input, &target, n, inputs, targets);
}

/* The marks of the rows in order. */
static void
assert_rows (GsDataset *data, const gint *marks, gint n)
{
  g_assert_cmpint (gs_dataset_get_n_rows (data), ==, n);
  for (gint row = 1; row <= n; row++) {
    for (gint i = 0; i < WIDTH; i++)
      g_assert_cmpfloat (gs_dataset_get_input (data, row)[i], ==, marks[row - 1] * 10 + i);
    g_assert_cmpfloat (gs_dataset_get_target (data, row)[0], ==, -marks[row - 1]);
  }
}

static void
assert_batch (GsDataset *data, gint batch, const gint *wanted, gint n)
{
  gint length;
  const gint *rows = gs_dataset_get_batch (data, batch, &length);

  g_assert_cmpint (length, ==, n);
  for (gint i = 0; i < n; i++)
    g_assert_cmpint (rows[i], ==, wanted[i]);
}

static void
test_new (void)
{
  gdouble inputs[2 * WIDTH], targets[2];
  NnShape input = nn_shape (1, WIDTH), target = nn_shape (1, 1);
  g_autoptr (GsDataset) data = NULL;

  fill (1, 2, inputs, targets);
  data = gs_dataset_new (&input, &target, 2, inputs, targets);
  memset (inputs, 0, sizeof inputs); /* it has its own */
  assert_rows (data, (gint[]){ 1, 2 }, 2);
  g_assert_true (nn_shape_equal (gs_dataset_get_input_shape (data), &input));
  g_assert_true (nn_shape_equal (gs_dataset_get_target_shape (data), &target));
  g_assert_cmpint (gs_dataset_get_n_batches (data), ==, 1);
  g_assert_cmpint (gs_dataset_get_batch_size (data), ==, 2);
  g_assert_cmpint (gs_dataset_get_asked_batch_size (data), ==, G_MAXINT);
  assert_batch (data, 1, (gint[]){ 1, 2 }, 2);
  g_assert_true (gs_dataset_ref (data) == data);
  gs_dataset_unref (data);
  gs_dataset_unref (NULL);
}

/* Every row in exactly one batch, in order, whatever the sizes. */
static void
test_batches_by_size (void)
{
  for (gint n = 1; n <= 20; n++)
    for (gint size = 1; size <= 25; size++) {
      g_autoptr (GsDataset) all = make (n), data = gs_dataset_with_batch_size (all, size);
      gint next = 1;

      g_assert_cmpint (gs_dataset_get_asked_batch_size (data), ==, size);
      g_assert_cmpint (gs_dataset_get_batch_size (data), ==, MIN (size, n));
      for (gint batch = 1; batch <= gs_dataset_get_n_batches (data); batch++) {
        gint length;
        const gint *rows = gs_dataset_get_batch (data, batch, &length);

        g_assert_cmpint (length, ==, MIN (size, n - next + 1));
        for (gint i = 0; i < length; i++)
          g_assert_cmpint (rows[i], ==, next++);
      }
      g_assert_cmpint (next, ==, n + 1);
      for (guint32 pass = 1; pass < 50; pass++)
        g_assert_cmpint (gs_dataset_get_batch_of_pass (data, pass), ==,
                         1 + (gint) (pass - 1) % gs_dataset_get_n_batches (data));
      g_assert_cmpint (gs_dataset_get_n_batches (all), ==, 1); /* the first is as it was */
    }
}

static void
test_listed_batches (void)
{
  g_autoptr (GsDataset) all = make (4);
  g_autoptr (GError) error = NULL;
  const gint first[] = { 4, 1 }, second[] = { 1 };
  const gint *const batches[] = { first, second };
  g_autoptr (GsDataset) data = gs_dataset_with_batches (all, 2, batches, (gint[]){ 2, 1 }, &error);

  g_assert_no_error (error);
  g_assert_cmpint (gs_dataset_get_batch_size (data), ==, 0);
  g_assert_cmpint (gs_dataset_get_n_batches (data), ==, 2);
  assert_batch (data, 1, first, 2);
  assert_batch (data, 2, second, 1);
  g_assert_false (gs_dataset_equal (all, data));
}

static void
refuse_batches (gint n_batches, const gint *rows, gint length, const gchar *word)
{
  g_autoptr (GsDataset) all = make (3);
  g_autoptr (GError) error = NULL;

  g_assert_null (gs_dataset_with_batches (all, n_batches, &rows, &length, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
  if (strstr (error->message, word) == NULL)
    g_error ("“%s” does not say “%s”", error->message, word);
}

static void
test_listed_batches_refused (void)
{
  refuse_batches (0, NULL, 0, "no batches");
  refuse_batches (1, (gint[]){ 1 }, 0, "batch 1 is empty");
  refuse_batches (1, (gint[]){ 1, 4 }, 2, "batch 1 lists row 4; the rows go from 1 to 3");
  refuse_batches (1, (gint[]){ 0 }, 1, "row 0");
  refuse_batches (1, (gint[]){ -1 }, 1, "row -1");
}

/* Random splices, beside the same done to a plain array of marks. */
static void
test_splice (void)
{
  guint64 random = 3;

  for (gint trial = 0; trial < 300; trial++) {
    g_autoptr (GsDataset) data = make (5);
    g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (gint));
    gint next = 6, size = pass_random_int (&random, 1, 4);

    for (gint i = 1; i <= 5; i++)
      g_array_append_val (marks, i);
    if (trial % 2 == 1) {
      GsDataset *by_size = gs_dataset_with_batch_size (data, size);

      gs_dataset_unref (data);
      data = by_size;
    }
    for (gint step = 0; step < 6; step++) {
      g_autoptr (GError) error = NULL;
      gint n = (gint) marks->len;
      gint first = pass_random_int (&random, 1, n + 1);
      gint n_removed = pass_random_int (&random, 0, n + 1 - first), n_added = pass_random_int (&random, 0, 5);
      gdouble inputs[5 * WIDTH], targets[5];
      g_autoptr (GsDataset) before = gs_dataset_ref (data);
      g_autofree gint *kept = g_memdup2 (marks->data, marks->len * sizeof (gint));
      GsDataset *after;

      if (n - n_removed + n_added < 1)
        continue;
      fill (next, n_added, inputs, targets);
      after = gs_dataset_splice (data, first, n_removed, n_added, inputs, targets, &error);
      g_assert_no_error (error);
      g_array_remove_range (marks, (guint) first - 1, (guint) n_removed);
      for (gint i = 0; i < n_added; i++) {
        gint mark = next + i;

        g_array_insert_val (marks, (guint) (first - 1 + i), mark);
      }
      next += n_added;
      assert_rows (before, kept, n);
      gs_dataset_unref (data);
      data = after;
      assert_rows (data, (const gint *) marks->data, (gint) marks->len);
      g_assert_cmpint (gs_dataset_get_asked_batch_size (data), ==, trial % 2 == 1 ? size : G_MAXINT);
      g_assert_cmpint (gs_dataset_get_n_batches (data), ==,
                       trial % 2 == 1 ? ((gint) marks->len + size - 1) / size : 1);
    }
  }
}

/* Replaced rows stay in their batches, removed ones leave them, additional ones form one of their own. */
static void
test_splice_listed (void)
{
  g_autoptr (GsDataset) all = make (4);
  g_autoptr (GError) error = NULL;
  const gint first[] = { 1, 3 }, second[] = { 2 }, third[] = { 4, 2 };
  const gint *const batches[] = { first, second, third };
  g_autoptr (GsDataset) data = gs_dataset_with_batches (all, 3, batches, (gint[]){ 2, 1, 2 }, &error);
  g_autoptr (GsDataset) shorter = gs_dataset_splice (data, 2, 1, 0, NULL, NULL, &error);
  gdouble inputs[2 * WIDTH], targets[2];
  g_autoptr (GsDataset) longer = NULL;

  fill (8, 2, inputs, targets);
  longer = gs_dataset_splice (data, 3, 1, 2, inputs, targets, &error);
  g_assert_no_error (error);
  /* Row 2 gone: its batch too, and the rows behind it count one less. */
  g_assert_cmpint (gs_dataset_get_n_batches (shorter), ==, 2);
  assert_batch (shorter, 1, (gint[]){ 1, 2 }, 2);
  assert_batch (shorter, 2, (gint[]){ 3 }, 1);
  assert_rows (shorter, (gint[]){ 1, 3, 4 }, 3);
  /* Row 3 replaced and one more behind it. */
  g_assert_cmpint (gs_dataset_get_n_batches (longer), ==, 4);
  assert_batch (longer, 1, (gint[]){ 1, 3 }, 2);
  assert_batch (longer, 3, (gint[]){ 5, 2 }, 2);
  assert_batch (longer, 4, (gint[]){ 4 }, 1);
  assert_rows (longer, (gint[]){ 1, 2, 8, 9, 4 }, 5);
}

static void
refuse_splice (GsDataset *data, gint first, gint n_removed, gint n_added, const gchar *word)
{
  g_autoptr (GError) error = NULL;
  const gdouble zeros[WIDTH] = { 0 };

  g_assert_null (gs_dataset_splice (data, first, n_removed, n_added, zeros, zeros, &error));
  g_assert_true (error->domain == NN_ERROR);
  if (strstr (error->message, word) == NULL)
    g_error ("“%s” does not say “%s”", error->message, word);
}

static void
test_splice_refused (void)
{
  g_autoptr (GsDataset) data = make (3), listed = NULL;
  g_autoptr (GError) error = NULL;
  const gint only[] = { 2 };
  const gint *const batches[] = { only };

  refuse_splice (data, 0, 1, 0, "the rows go from 1 to 3");
  refuse_splice (data, 5, 0, 1, "from row 5 on");
  refuse_splice (data, 3, 2, 0, "2 rows from row 3");
  refuse_splice (data, 1, -1, 0, "rows");
  refuse_splice (data, 1, 0, -1, "rows");
  refuse_splice (data, 1, 3, 0, "the last row cannot be removed");
  refuse_splice (data, 1, 0, G_MAXINT, "memory");
  listed = gs_dataset_with_batches (data, 1, batches, (gint[]){ 1 }, &error);
  refuse_splice (listed, 2, 1, 0, "no batch would be left");
}

static void
test_equal (void)
{
  g_autoptr (GsDataset) one = make (4), same = make (4), longer = make (5);
  g_autoptr (GsDataset) batched = gs_dataset_with_batch_size (one, 2);
  g_autoptr (GsDataset) batched_too = gs_dataset_with_batch_size (same, 2);
  gdouble input[WIDTH] = { 10, 11, 12 }, target = -1;
  g_autoptr (GsDataset) again = gs_dataset_splice (one, 1, 1, 1, input, &target, NULL);
  g_autoptr (GsDataset) other = NULL;

  input[2] = 12.5;
  other = gs_dataset_splice (one, 1, 1, 1, input, &target, NULL);
  g_assert_true (gs_dataset_equal (one, one));
  g_assert_true (gs_dataset_equal (one, same));
  g_assert_true (gs_dataset_equal (one, again));
  g_assert_true (gs_dataset_equal (batched, batched_too));
  g_assert_false (gs_dataset_equal (one, longer));
  g_assert_false (gs_dataset_equal (one, batched));
  g_assert_false (gs_dataset_equal (one, other));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/new", test_new);
  g_test_add_func ("/dataset/batches-by-size", test_batches_by_size);
  g_test_add_func ("/dataset/listed-batches", test_listed_batches);
  g_test_add_func ("/dataset/listed-batches-refused", test_listed_batches_refused);
  g_test_add_func ("/dataset/splice", test_splice);
  g_test_add_func ("/dataset/splice-listed", test_splice_listed);
  g_test_add_func ("/dataset/splice-refused", test_splice_refused);
  g_test_add_func ("/dataset/equal", test_equal);
  return g_test_run ();
}
