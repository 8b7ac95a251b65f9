/* Every gradient against its difference: all right where all is right, whatever the size of the loss; what is
 * off is found; kinks and ties stand behind; the order; cancelling. */
#include <math.h>

#include "app/inspect/gs-nudge.h"
#include "books.h"

#define TOLERANCE 1e-6

static GPtrArray *
check (GsWorkbook *book)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = gs_check (book, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, >, 0);
  return rows;
}

static guint
count_off (GPtrArray *rows)
{
  guint n = 0;

  for (guint i = 0; i < rows->len; i++) {
    const GsCheckRow *row = g_ptr_array_index (rows, i);

    n += row->nudge.kind == GS_NUDGE_SMOOTH && !(row->error <= TOLERANCE + row->noise);
  }
  return n;
}

static void
test_ready_made (void)
{
  static const gchar *const names[] = { "mazur", "welch", "xor", "logistic", "softmax3" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GsWorkbook) book = book_open (names[i]);
    g_autoptr (GPtrArray) rows = check (book);

    for (guint k = 0; k < rows->len; k++) {
      const GsCheckRow *row = g_ptr_array_index (rows, k);

      g_assert_cmpfloat (row->error, <, 1e-8);
      g_assert_cmpfloat (row->noise, <, 1e-7); /* it excuses nothing here */
      g_assert_cmpint (gs_cell_name_parse (gs_workbook_get_scope (book), row->name, &(NnCell){ 0 }, NULL)
                           || row->name[0] == 'x',
                       ==, TRUE);
    }
  }
}

/* An input under a relu whose pre-activation is exactly 0, and two equal cells in a window. */
static void
test_kinks_and_ties_stand_behind (void)
{
  g_autoptr (GsWorkbook) book = book_open ("convnet");
  g_autoptr (GPtrArray) rows = check (book);
  gint n_kinks = 0, n_ties = 0, n_smooth = 0;
  gdouble last = INFINITY;

  for (guint i = 0; i < rows->len; i++) {
    const GsCheckRow *row = g_ptr_array_index (rows, i);

    n_kinks += row->nudge.kind == GS_NUDGE_KINK;
    n_ties += row->nudge.kind == GS_NUDGE_TIE;
    if (row->nudge.kind != GS_NUDGE_SMOOTH) {
      g_assert_cmpint (row->nudge.where.tensor, >=, 0);
      continue;
    }
    g_assert_cmpint (n_kinks + n_ties, ==, 0);
    n_smooth++;
    g_assert_cmpfloat (row->error, <, 1e-8);
    g_assert_cmpfloat (row->error, <=, last);
    last = row->error;
  }
  g_assert_cmpint (n_ties, >, 0);
  g_assert_cmpint (n_kinks, >, 0);
  g_assert_cmpint (n_smooth, >=, 38);
}

/* Losses of 1e10: their rounding alone, over 2h, is more than the tolerance. */
static void
test_large_losses (void)
{
  static const gdouble inputs[] = { 120, 3, 80, 2, 200, 5, 60, 1 };
  static const gdouble targets[] = { 250000, 180000, 420000, 120000 };
  g_autoptr (GsWorkbook) book = book_new ("input 2 · dense 1", NN_LOSS_SQUARED_ERROR, 4, inputs, targets);
  g_autoptr (GPtrArray) rows = check (book);
  gdouble worst = 0;

  for (guint i = 0; i < rows->len; i++)
    worst = MAX (worst, ((const GsCheckRow *) g_ptr_array_index (rows, i))->error);
  g_assert_cmpfloat (worst, >, TOLERANCE); /* or else this tests nothing */
  g_assert_cmpuint (count_off (rows), ==, 0);
}

/* The noise is no excuse for a gradient that is wrong: of a loss that goes on behind a gradient's back. */
static void
test_finds_what_is_off (void)
{
  static const gdouble inputs[] = { 120, 3, 80, 2 }, targets[] = { 250000, 180000 };
  g_autoptr (GsWorkbook) book = book_new ("input 2 · dense 1", NN_LOSS_SQUARED_ERROR, 2, inputs, targets);
  g_autoptr (GPtrArray) rows = check (book);

  for (guint i = 0; i < rows->len; i++) {
    GsCheckRow *row = g_ptr_array_index (rows, i);
    gdouble scale = MAX (1, MAX (fabs (row->nudge.difference), fabs (row->nudge.gradient)));

    /* One hundredth of the gradient missing would be seen in every row. */
    g_assert_cmpfloat (row->noise + TOLERANCE, <, 0.01 * fabs (row->nudge.gradient) / scale);
    row->error = fabs (row->nudge.difference - 0.99 * row->nudge.gradient) / scale;
  }
  g_assert_cmpuint (count_off (rows), ==, rows->len);
}

/* Exclusive or by two relus, to which a teacher comes by hand: every row is right, so that no gradient passes
 * the units that stand at exactly 0, and on one side of them the loss rises. */
static void
test_kinks_without_a_gradient (void)
{
  static const gdouble inputs[] = { 0, 0, 0, 1, 1, 0, 1, 1 }, targets[] = { 0, 1, 1, 0 };
  static const struct {
    const gchar *cell, *value;
  } weights[] = { { "W1[1,1]", "1" }, { "W1[1,2]", "1" }, { "W1[2,1]", "1" }, { "W1[2,2]", "1" },
                  { "b1[2]", "-1" },  { "W2[1,1]", "1" }, { "W2[2,1]", "-2" } };
  g_autoptr (GsWorkbook) book =
      book_new ("input 2 · dense 2 relu · dense 1", NN_LOSS_SQUARED_ERROR, 4, inputs, targets);
  g_autoptr (GPtrArray) rows = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (weights); i++)
    gs_workbook_set_text (book, weights[i].cell, weights[i].value, NULL);
  rows = check (book);
  for (guint i = 0; i < rows->len; i++) {
    const GsCheckRow *row = g_ptr_array_index (rows, i);

    g_assert_cmpint (row->nudge.kind, ==, GS_NUDGE_SMOOTH);
    g_assert_cmpfloat (row->nudge.gradient, ==, 0);
  }
  g_assert_cmpuint (count_off (rows), ==, 0);
}

static gboolean
stop_after_one (guint32 done, guint32 total, gdouble loss, gpointer user_data)
{
  gint *calls = user_data;

  g_assert_cmpuint (done, <=, total);
  return ++*calls > 1;
}

static void
test_cancel (void)
{
  g_autoptr (GsWorkbook) book = book_open ("convnet");
  g_autoptr (GError) error = NULL;
  gint calls = 0;

  g_assert_null (gs_check (book, stop_after_one, &calls, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (calls, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/check/ready-made", test_ready_made);
  g_test_add_func ("/check/kinks-and-ties", test_kinks_and_ties_stand_behind);
  g_test_add_func ("/check/kinks-without-a-gradient", test_kinks_without_a_gradient);
  g_test_add_func ("/check/large-losses", test_large_losses);
  g_test_add_func ("/check/what-is-off", test_finds_what_is_off);
  g_test_add_func ("/check/cancel", test_cancel);
  return g_test_run ();
}
