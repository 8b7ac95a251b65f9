/* What is marked: whole rows and columns, two ranges, by name, by what is looked for. */
#include "app/cells/gs-cell-name.h"
#include "app/view/gs-find.h"
#include "app/view/gs-summary.h"
#include "ranges.h"

/* ---- marking ---- */

static void
assert_marked (GsView *view, gsize selected, gsize first, gsize last)
{
  g_autoptr (GArray) cells = gs_view_list_range (view);
  NnCell cell;

  g_assert_true (gs_view_get_selected (view, &cell));
  g_assert_cmpuint (cell.offset, ==, selected);
  g_assert_cmpuint (g_array_index (cells, NnCell, 0).offset, ==, first);
  g_assert_cmpuint (g_array_index (cells, NnCell, cells->len - 1).offset, ==, last);
}

static void
test_whole (void)
{
  g_autoptr (GsView) view = open_dense (), conv = open_conv ();

  gs_range_select_block (view);
  mark (view, "W1", 5, 5);
  gs_range_select_rows (view);
  assert_marked (view, 5, 4, 7);
  mark (view, "W1", 5, 6);
  gs_range_select_columns (view);
  assert_marked (view, 5, 1, 10);
  gs_range_select_block (view);
  assert_marked (view, 5, 0, 11);
  mark (view, "W1", 5, 5);
  gs_range_select_to_edge (view, 0, 1);
  assert_marked (view, 5, 5, 7);
  gs_range_select_to_edge (view, -1, 0);
  assert_marked (view, 5, 1, 7);
  gs_range_select_to_end (view, TRUE);
  assert_marked (view, 5, 5, 11);
  mark (view, "b1", 2, 2);
  gs_range_select_columns (view);
  assert_marked (view, 2, 2, 2);
  gs_range_select_rows (view);
  assert_marked (view, 2, 0, 3);
  mark (view, "L", 0, 0);
  gs_range_select_rows (view);
  gs_range_select_to_edge (view, 1, 0);
  assert_marked (view, 0, 0, 0);
  /* In its own channel. */
  mark (conv, "x", 13, 13);
  gs_range_select_columns (conv);
  assert_copied (conv, "12\n15\n18");
}

static void
test_walk (void)
{
  g_autoptr (GsView) view = open_dense ();

  mark (view, "W1", 5, 5);
  g_assert_false (gs_range_walk (view, 1, 0));
  mark (view, "W1", 1, 6);
  g_assert_true (gs_range_walk (view, 1, 0));
  assert_marked (view, 5, 1, 6);
  g_assert_true (gs_range_walk (view, 1, 0));
  assert_marked (view, 2, 1, 6);
  g_assert_true (gs_range_walk (view, 0, 1));
  assert_marked (view, 5, 1, 6);
  g_assert_true (gs_range_walk (view, -1, 0));
  g_assert_true (gs_range_walk (view, -1, 0));
  assert_marked (view, 6, 1, 6);
}

/* Two ranges, and what they say together. */
static void
test_two (void)
{
  g_autoptr (GsView) view = open_dense ();
  NnCell cell = find (view, "W1", 4), corner = find (view, "W1", 7);
  g_autofree gchar *text = NULL, *one = NULL;
  gdouble dot;

  mark (view, "b1", 0, 3);
  one = gs_summary_describe (gs_view_get_sight (view));
  g_assert_cmpstr (one, ==, "4 numbers   sum 1.750   mean 0.4375   min −1.000   max 2.000");
  gs_view_select_also (view, &cell);
  g_assert_false (gs_summary_get_dot (gs_view_get_sight (view), &dot));
  gs_view_select (view, &corner, TRUE);
  g_assert_true (gs_summary_get_dot (gs_view_get_sight (view), &dot));
  g_assert_cmpfloat (dot, ==, 0.5 * 5 + 0.25 * 6 - 7 + 2 * 8);
  text = gs_summary_describe (gs_view_get_sight (view));
  g_assert_true (g_str_has_prefix (text, "dot product 13.0"));
  g_assert_nonnull (strstr (text, "   8 numbers   sum 27.75"));
  /* What is done is done with the later one. */
  assert_copied (view, "5\t6\t7\t8");
  gs_view_select (view, &cell, FALSE);
  g_assert_null (gs_view_get_sight (view)->other);
}

static void
assert_range (GsView *view, const gchar *text, const gchar *want)
{
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (view));
  g_autoptr (GError) error = NULL;
  g_autofree gchar *got = NULL;
  GsRange range;

  if (gs_range_parse (&range, gs_workbook_get_scope (gs_view_get_workbook (view)), text, &error))
    got = g_strdup_printf ("%s %zu-%zu", nn_program_get_tensor (program, range.tensor)->name,
                           gs_range_get_offset (&range, 0, 0),
                           gs_range_get_offset (&range, range.n_lines - 1, range.n_columns - 1));
  if (strstr (got != NULL ? got : error->message, want) == NULL)
    g_error ("“%s”: “%s”, not “%s”", text, got != NULL ? got : error->message, want);
}

/* What the name box takes. */
static void
test_parse (void)
{
  g_autoptr (GsView) view = open_dense ();

  assert_range (view, "W1", "W1 0-11");
  assert_range (view, "w1[2,3]", "W1 6-6");
  assert_range (view, " W1[1,1] : w1[2,2] ", "W1 0-5");
  assert_range (view, "W1[2,2]:W1[1,1]", "W1 0-5");
  assert_range (view, "W1!B1:C2", "W1 1-6");
  assert_range (view, "dl/dw1", "dW1 0-11");
  assert_range (view, "L", "L 0-0");
  assert_range (view, "W1:W1", "not one cell");
  assert_range (view, "W1[1,1]:b1[2]", "from one block to another");
  assert_range (view, "W1[1,1]:", "missing");
  assert_range (view, "W1[1,1]:W1[9,9]", "lies outside");
  assert_range (view, "", "missing");
  assert_range (view, "V1", "no block called “V1”");
}

static void
assert_found (GsView *view, const gchar *text, const gchar *want)
{
  const GsSight *sight = gs_view_get_sight (view);
  g_autoptr (GArray) cells = gs_find_cells (sight, text);
  g_autoptr (GString) got = g_string_new (NULL);

  for (guint i = 0; i < cells->len; i++) {
    g_autofree gchar *name = gs_cell_name (sight->program, &g_array_index (cells, NnCell, i));

    g_string_append_printf (got, "%s%s", i > 0 ? " " : "", name);
  }
  g_assert_cmpstr (got->str, ==, want);
}

static void
test_find (void)
{
  g_autoptr (GsView) view = open_dense ();
  g_autoptr (GArray) cells = NULL;
  NnCell cell = find (view, "b1", 1);

  assert_found (view, "0.25", "b1[2]");
  assert_found (view, "0,25", "b1[2]");
  assert_found (view, "1/4", "b1[2]");
  assert_found (view, "0.3", "b1[2]"); /* 0.25 to one decimal */
  assert_found (view, "0.26", "");
  assert_found (view, "7", "W1[2,3] t[2,3]");
  assert_found (view, "1.2e1", "W1[3,4]");
  assert_found (view, "b1", "b1[1] db1[1] b1.next[1]");
  assert_found (view, "NEXT", "W1.next[1,1] b1.next[1]");
  assert_found (view, "w1[2,3]", "W1[2,3]");
  assert_found (view, "zz", "");
  assert_found (view, "  ", "");
  cells = gs_find_cells (gs_view_get_sight (view), "-1");
  g_assert_cmpuint (cells->len, ==, 1);
  g_clear_pointer (&cells, g_array_unref);
  cells = gs_find_cells (gs_view_get_sight (view), "2");
  g_assert_cmpuint (cells->len, >, 2);
  g_assert_cmpuint (gs_find_next (cells, NULL, FALSE), ==, 0);
  for (guint i = 0; i < cells->len; i++) {
    g_assert_cmpuint (gs_find_next (cells, &g_array_index (cells, NnCell, i), FALSE), ==,
                      (i + 1) % cells->len);
    g_assert_cmpuint (gs_find_next (cells, &g_array_index (cells, NnCell, i), TRUE), ==,
                      (i + cells->len - 1) % cells->len);
  }
  /* Between two of them: the nearest. */
  g_assert_cmpint (g_array_index (cells, NnCell, gs_find_next (cells, &cell, FALSE)).tensor, ==, cell.tensor);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/range-select/whole", test_whole);
  g_test_add_func ("/range-select/walk", test_walk);
  g_test_add_func ("/range-select/two", test_two);
  g_test_add_func ("/range-select/parse", test_parse);
  g_test_add_func ("/range-select/find", test_find);
  return g_test_run ();
}
