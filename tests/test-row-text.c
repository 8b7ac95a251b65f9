/* Rows pasted as text. */
#include <string.h>

#include "app/data/gs-row-text.h"

static GsDataset *
make (void)
{
  const NnShape two = { 1, { 2 } }, one = { 1, { 1 } };
  const gdouble inputs[] = { 7, 8 }, targets[] = { 9 };

  return gs_dataset_new (&two, &one, 1, inputs, targets);
}

static void
assert_rows (const gchar *text, gint n, gdouble first, gdouble second, gdouble target)
{
  g_autoptr (GsDataset) data = make ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDataset) longer = gs_row_text_append (data, text, &error);

  g_assert_no_error (error);
  g_assert_cmpint (gs_dataset_get_n_rows (longer), ==, 1 + n);
  g_assert_cmpint (gs_dataset_get_n_rows (data), ==, 1);
  g_assert_cmpfloat (gs_dataset_get_input (longer, 1)[0], ==, 7);
  g_assert_cmpfloat (gs_dataset_get_input (longer, 1 + n)[0], ==, first);
  g_assert_cmpfloat (gs_dataset_get_input (longer, 1 + n)[1], ==, second);
  g_assert_cmpfloat (gs_dataset_get_target (longer, 1 + n)[0], ==, target);
}

static void
test_rows (void)
{
  assert_rows ("1\t2\t3", 1, 1, 2, 3);
  assert_rows ("1\t2\t3\n4\t5\t6\n", 2, 4, 5, 6);
  assert_rows ("1\t2\t3\r\n-4\t0.5\t1/4\r\n\r\n", 2, -4, 0.5, 0.25);
  assert_rows ("1;2;3", 1, 1, 2, 3);
  assert_rows ("1, 2, 3", 1, 1, 2, 3);
  assert_rows ("1,2,3", 1, 1, 2, 3);
  assert_rows ("1 2  3", 1, 1, 2, 3);
}

static void
assert_refused (const gchar *text, const gchar *word)
{
  g_autoptr (GsDataset) data = make ();
  g_autoptr (GError) error = NULL;

  g_assert_null (gs_row_text_append (data, text, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, word));
}

static void
test_refused (void)
{
  assert_refused ("1\t2", "Line 1 has 2");
  assert_refused ("1\t2\t3\n1\t2\t3\t4", "Line 2 has 4");
  assert_refused ("1\t2\t3\n1\tmany\t3", "Line 2");
  assert_refused ("1\t2\tinf", "Line 1");
  assert_refused ("", "no rows");
  assert_refused ("\n \n", "no rows");
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/row-text/rows", test_rows);
  g_test_add_func ("/row-text/refused", test_refused);
  return g_test_run ();
}
