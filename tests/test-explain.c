/* Explanations and nudges on ready-made networks: arrows against brute force, gradients against differences.
 */
#include <math.h>
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/inspect/gs-explain.h"
#include "app/inspect/gs-nudge.h"
#include "nn/nn-error.h"

static GsWorkbook *
open_network (const gchar *name)
{
  g_autofree gchar *path = g_strdup_printf ("%s/lessons/networks/%s.gradsheet", SOURCE_ROOT, name);
  g_autoptr (GError) error = NULL;
  GsWorkbook *book = gs_workbook_open (path, &error);

  g_assert_no_error (error);
  return book;
}

static NnCell
find (GsWorkbook *book, const gchar *name)
{
  g_autoptr (GError) error = NULL;
  NnCell cell;

  gs_cell_name_parse (gs_workbook_get_program (book), name, &cell, &error);
  g_assert_no_error (error);
  return cell;
}

static void
assert_names (GsWorkbook *book, GArray *cells, const gchar *wanted)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < cells->len; i++) {
    g_autofree gchar *name = gs_cell_name (gs_workbook_get_program (book), &g_array_index (cells, NnCell, i));

    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", name);
  }
  g_assert_cmpstr (text->str, ==, wanted);
  g_string_free (text, TRUE);
}

/* ---- one cell, by hand ---- */

static void
test_mazur (void)
{
  g_autoptr (GsWorkbook) book = open_network ("mazur");
  NnCell cell = find (book, "dL/dW2[1,1]");
  g_autoptr (GsExplanation) explanation = gs_explanation_new (book, &cell, NULL);
  NnPrintLimits limits = { .digits = 9, .enough = TRUE };
  g_autofree gchar *numbers =
      gs_explanation_print (explanation, NN_DIALECT_NUMBERS, NN_PRINT_EXPANDED, &limits);
  g_autoptr (GArray) precedents = gs_explanation_get_precedents (explanation, 0);
  g_autoptr (GArray) dependents = gs_explanation_get_dependents (explanation, 0);
  NnTerm term;
  gdouble value;

  /* Published as 0.082167041. */
  g_assert_cmpfloat_with_epsilon (gs_explanation_get_value (explanation), 0.082167041, 5e-10);
  g_assert_cmpstr (numbers, ==, "0.59326999211 × 0.13849856163");
  g_assert_cmpstr (gs_explanation_get_op (explanation)->name, ==, "dense_dw");
  assert_names (book, precedents, "a1[1,1] dz2[1,1]");
  assert_names (book, dependents, "W2.next[1,1]");
  g_assert_cmpuint (gs_explanation_count_terms (explanation), ==, 1);
  g_assert_true (gs_explanation_get_term (explanation, 1, &term));
  g_assert_cmpint (term.n_factors, ==, 2);
  cell = gs_explanation_get_factor (explanation, &term, 1);
  g_assert_cmpint (cell.tensor, ==, find (book, "dz2[1,1]").tensor);
  /* The cursor has not moved: the cell is still blank. */
  cell = find (book, "dW2[1,1]");
  g_assert_cmpint (gs_workbook_look (book, &cell, &value), ==, GS_CELL_BLANK);
  g_assert_cmpint (gs_workbook_get_cursor (book).instruction, ==, 0);
}

static void
test_leaf_and_pin (void)
{
  g_autoptr (GsWorkbook) book = open_network ("mazur");
  NnCell w = find (book, "W1[1,1]"), a = find (book, "a1[1,1]");
  g_autoptr (GsExplanation) leaf = gs_explanation_new (book, &w, NULL), pinned = NULL;
  g_autoptr (GArray) none = gs_explanation_get_precedents (leaf, 0);
  g_autoptr (GArray) readers = gs_explanation_get_dependents (leaf, 0);
  g_autoptr (GError) error = NULL;

  g_assert_null (gs_explanation_get_op (leaf));
  g_assert_null (gs_explanation_print (leaf, NN_DIALECT_MATH, NN_PRINT_CELL, NULL));
  g_assert_cmpuint (none->len, ==, 0);
  assert_names (book, readers, "z1[1,1] W1.next[1,1]");
  g_assert_true (gs_workbook_pin (book, &a, 0.25, &error));
  a = find (book, "a1[1,1]");
  pinned = gs_explanation_new (book, &a, NULL);
  g_assert_true (gs_explanation_is_pinned (pinned));
  g_assert_cmpfloat (gs_explanation_get_value (pinned), ==, 0.25);
  g_assert_cmpfloat_with_epsilon (gs_explanation_get_formula_value (pinned), 0.593269992, 1e-9);
  g_assert_null (gs_explanation_new (book, &(NnCell){ 9999, 0 }, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_NAME);
}

/* ---- arrows point both ways ---- */

static void
assert_arrows (const gchar *name)
{
  g_autoptr (GsWorkbook) book = open_network (name);
  NnProgram *program = gs_workbook_get_program (book);
  g_autoptr (GHashTable) arrows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_forward = 0, n_back = 0;

  for (gint i = 0; i < nn_program_get_n_tensors (program); i++)
    for (gsize offset = 0; offset < nn_shape_count (&nn_program_get_tensor (program, i)->shape); offset++) {
      NnCell cell = { i, offset };
      g_autoptr (GsExplanation) explanation = gs_explanation_new (book, &cell, NULL);
      g_autoptr (GArray) precedents = gs_explanation_get_precedents (explanation, 0);

      for (guint k = 0; k < precedents->len; k++) {
        const NnCell *from = &g_array_index (precedents, NnCell, k);

        n_back += g_hash_table_add (
            arrows, g_strdup_printf ("%d %zu > %d %zu", from->tensor, from->offset, i, offset));
      }
    }
  for (gint i = 0; i < nn_program_get_n_tensors (program); i++)
    for (gsize offset = 0; offset < nn_shape_count (&nn_program_get_tensor (program, i)->shape); offset++) {
      NnCell cell = { i, offset };
      g_autoptr (GsExplanation) explanation = gs_explanation_new (book, &cell, NULL);
      g_autoptr (GArray) dependents = gs_explanation_get_dependents (explanation, 0);

      for (guint k = 0; k < dependents->len; k++) {
        const NnCell *to = &g_array_index (dependents, NnCell, k);
        g_autofree gchar *arrow = g_strdup_printf ("%d %zu > %d %zu", i, offset, to->tensor, to->offset);

        g_assert_true (g_hash_table_contains (arrows, arrow));
        n_forward++;
      }
    }
  g_assert_cmpuint (n_forward, ==, n_back);
  g_assert_cmpuint (n_forward, >, 50);
}

static void
test_arrows (void)
{
  assert_arrows ("mazur");
  assert_arrows ("softmax3");
  assert_arrows ("convnet");
}

/* ---- nudges ---- */

static void
test_nudge (void)
{
  g_autoptr (GsWorkbook) book = open_network ("mazur");
  g_autoptr (GError) error = NULL;
  NnCell w5 = find (book, "W2[1,1]"), a = find (book, "a1[1,1]"), lr = find (book, "lr");
  GsNudge nudge;

  g_assert_true (gs_nudge (book, &w5, 0, &nudge, &error));
  g_assert_cmpfloat_with_epsilon (nudge.difference, 0.082167041, 1e-9);
  g_assert_cmpfloat_with_epsilon (nudge.gradient, 0.082167041, 5e-10);
  g_assert_cmpint (nudge.kind, ==, GS_NUDGE_SMOOTH);
  g_assert_true (gs_nudge (book, &a, 1e-3, &nudge, &error));
  g_assert_cmpfloat (nudge.h, ==, 1e-3);
  g_assert_cmpfloat_with_epsilon (nudge.difference, nudge.gradient, 1e-7);
  g_assert_false (gs_nudge (book, &lr, 0, &nudge, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (gs_nudge (book, &w5, -1, &nudge, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
  g_assert_cmpint (gs_workbook_get_cursor (book).instruction, ==, 0);
}

/* An input under a relu whose pre-activation is exactly 0, and two equal cells in a window. */
static void
test_kink_and_tie (void)
{
  g_autoptr (GsWorkbook) book = open_network ("convnet");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  gint n_kinks = 0, n_ties = 0, n_smooth = 0;

  rows = gs_check (book, NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++) {
    const GsCheckRow *row = g_ptr_array_index (rows, i);

    n_kinks += row->nudge.kind == GS_NUDGE_KINK;
    n_ties += row->nudge.kind == GS_NUDGE_TIE;
    n_smooth += row->nudge.kind == GS_NUDGE_SMOOTH;
    if (row->nudge.kind == GS_NUDGE_SMOOTH)
      g_assert_cmpfloat (row->error, <, 1e-8);
    else
      g_assert_cmpint (row->nudge.where.tensor, >=, 0);
  }
  g_assert_cmpint (n_ties, >, 0);
  g_assert_cmpint (n_kinks, >, 0);
  g_assert_cmpint (n_smooth, >=, 38);
}

static void
test_check_all (void)
{
  static const gchar *const names[] = { "mazur", "welch", "xor", "logistic", "softmax3" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GsWorkbook) book = open_network (names[i]);
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) rows = gs_check (book, NULL, NULL, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (rows->len, >, 0);
    for (guint row = 0; row < rows->len; row++)
      g_assert_cmpfloat (((const GsCheckRow *) g_ptr_array_index (rows, row))->error, <, 1e-8);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/mazur", test_mazur);
  g_test_add_func ("/explain/leaf-and-pin", test_leaf_and_pin);
  g_test_add_func ("/explain/arrows", test_arrows);
  g_test_add_func ("/nudge/by-hand", test_nudge);
  g_test_add_func ("/nudge/kink-and-tie", test_kink_and_tie);
  g_test_add_func ("/nudge/check", test_check_all);
  return g_test_run ();
}
