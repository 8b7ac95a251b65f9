/* Explanations on ready-made networks: arrows against brute force. */
#include <math.h>
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/inspect/gs-chain.h"
#include "app/inspect/gs-explain.h"
#include "app/workbook/gs-workbook.h"
#include "books.h"

/* With all numbers of the pass, the cursor's place regardless. */
static GsExplanation *
explain (GsWorkbook *book, const NnCell *cell, GError **error)
{
  g_autoptr (GsFrame) frame = gs_workbook_look_ahead (book, cell);

  return gs_explanation_new (frame, cell, error);
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
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  NnCell cell = book_find (book, "dL/dW2[1,1]");
  g_autoptr (GsExplanation) explanation = explain (book, &cell, NULL);
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
  g_assert_cmpint (cell.tensor, ==, book_find (book, "dz2[1,1]").tensor);
  /* The cursor has not moved: the cell is still blank. */
  cell = book_find (book, "dW2[1,1]");
  g_assert_cmpint (gs_workbook_look (book, &cell, &value), ==, GS_CELL_BLANK);
  g_assert_cmpint (gs_workbook_get_cursor (book).instruction, ==, 0);
}

static void
test_leaf_and_pin (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  NnCell w = book_find (book, "W1[1,1]"), a = book_find (book, "a1[1,1]");
  g_autoptr (GsExplanation) leaf = explain (book, &w, NULL), pinned = NULL;
  g_autoptr (GArray) none = gs_explanation_get_precedents (leaf, 0);
  g_autoptr (GArray) readers = gs_explanation_get_dependents (leaf, 0);
  g_autoptr (GError) error = NULL;

  g_assert_null (gs_explanation_get_op (leaf));
  g_assert_null (gs_explanation_print (leaf, NN_DIALECT_MATH, NN_PRINT_CELL, NULL));
  g_assert_cmpuint (none->len, ==, 0);
  assert_names (book, readers, "z1[1,1] W1.next[1,1]");
  g_assert_true (gs_workbook_pin (book, &a, 0.25, &error));
  a = book_find (book, "a1[1,1]");
  pinned = explain (book, &a, NULL);
  g_assert_true (gs_explanation_is_pinned (pinned));
  g_assert_cmpfloat (gs_explanation_get_value (pinned), ==, 0.25);
  g_assert_cmpfloat_with_epsilon (gs_explanation_get_formula_value (pinned), 0.593269992, 1e-9);
  g_assert_null (gs_explanation_new (gs_workbook_get_frame (book), &(NnCell){ 9999, 0 }, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_NAME);
}

/* ---- arrows point both ways ---- */

static void
assert_arrows (const gchar *name)
{
  g_autoptr (GsWorkbook) book = book_open (name);
  NnProgram *program = gs_workbook_get_program (book);
  g_autoptr (GHashTable) arrows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_forward = 0, n_back = 0;

  for (gint i = 0; i < nn_program_get_n_tensors (program); i++)
    for (gsize offset = 0; offset < nn_shape_count (&nn_program_get_tensor (program, i)->shape); offset++) {
      NnCell cell = { i, offset };
      g_autoptr (GsExplanation) explanation = explain (book, &cell, NULL);
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
      g_autoptr (GsExplanation) explanation = explain (book, &cell, NULL);
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

/* ---- blank cells ---- */

static void
assert_same_cells (GArray *one, GArray *other)
{
  g_assert_cmpuint (one->len, ==, other->len);
  for (guint i = 0; i < one->len; i++) {
    const NnCell *a = &g_array_index (one, NnCell, i), *b = &g_array_index (other, NnCell, i);

    g_assert_true (a->tensor == b->tensor && a->offset == b->offset);
  }
}

/* What a cell says before the cursor has come to it: its formula and arrows are those it will have, numbers
 * it has none. */
static void
assert_blank (GsFrame *frame, GsFrame *ahead, const NnCell *cell)
{
  static const NnDialect dialects[] = { NN_DIALECT_MATH, NN_DIALECT_LATEX };
  g_autoptr (GsExplanation) blank = gs_explanation_new (frame, cell, NULL);
  g_autoptr (GsExplanation) full = gs_explanation_new (ahead, cell, NULL);
  g_autoptr (GArray) precedents = gs_explanation_get_precedents (blank, 0);
  g_autoptr (GArray) wanted_precedents = gs_explanation_get_precedents (full, 0);
  g_autoptr (GArray) dependents = gs_explanation_get_dependents (blank, 0);
  g_autoptr (GArray) wanted_dependents = gs_explanation_get_dependents (full, 0);
  NnTerm term;

  assert_same_cells (precedents, wanted_precedents);
  assert_same_cells (dependents, wanted_dependents);
  g_assert_true (gs_explanation_get_op (blank) == gs_explanation_get_op (full));
  g_assert_cmpuint (gs_explanation_count_terms (blank), ==, gs_explanation_count_terms (full));
  for (gsize i = 0; i < G_N_ELEMENTS (dialects); i++) {
    g_autofree gchar *general = gs_explanation_print (blank, dialects[i], NN_PRINT_GENERAL, NULL);
    g_autofree gchar *wanted = gs_explanation_print (full, dialects[i], NN_PRINT_GENERAL, NULL);
    g_autofree gchar *here = gs_explanation_print (blank, dialects[i], NN_PRINT_CELL, NULL);
    g_autofree gchar *expanded = gs_explanation_print (blank, dialects[i], NN_PRINT_EXPANDED, NULL);

    g_assert_cmpstr (general, ==, wanted);
    g_assert_true ((here != NULL) == (general != NULL) && (expanded != NULL) == (general != NULL));
  }
  if (gs_frame_is_visible (frame, cell))
    return;
  g_assert_false (gs_explanation_has_numbers (blank));
  g_assert_null (gs_explanation_print (blank, NN_DIALECT_NUMBERS, NN_PRINT_EXPANDED, NULL));
  g_assert_false (gs_explanation_get_term (blank, 1, &term));
  g_assert_true (isnan (gs_explanation_get_value (blank))
                 && isnan (gs_explanation_get_formula_value (blank)));
}

static void
test_blank (void)
{
  static const gchar *const names[] = { "mazur", "welch", "xor", "logistic", "softmax3", "convnet" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GsWorkbook) book = book_open (names[i]);
    NnProgram *program = gs_workbook_get_program (book);
    gint n = nn_program_get_n_instructions (program),
         last = nn_program_get_instruction (program, n - 2)->output;
    g_autoptr (GsFrame) ahead = gs_workbook_look_ahead (book, &(NnCell){ last, 0 });

    for (gint instruction = 0; instruction < n; instruction += 3) {
      GsFrame *frame;
      guint64 n_executed, n_made = nn_run_count_made ();

      g_assert_true (gs_workbook_go_to (
          book, &(GsCursor){ gs_workbook_get_cursor (book).pass, instruction, 0, 0 }, NULL));
      frame = gs_workbook_get_frame (book);
      n_executed = nn_run_count_executed ();
      for (NnCell cell = { 0, 0 }; cell.tensor < nn_program_get_n_tensors (program); cell.tensor++)
        for (cell.offset = 0;
             cell.offset < nn_shape_count (&nn_program_get_tensor (program, cell.tensor)->shape);
             cell.offset += 1 + cell.offset / 4)
          assert_blank (frame, ahead, &cell);
      g_assert_cmpuint (nn_run_count_executed (), ==, n_executed);
      g_assert_cmpuint (nn_run_count_made (), ==, n_made);
    }
  }
}

static void
assert_prospect (GsExplanation *explanation, NnDialect dialect, gboolean plain, const gchar *wanted)
{
  g_autoptr (GPtrArray) pieces =
      gs_explanation_print_prospect (explanation, dialect, &(NnPrintLimits){ .digits = 3, .plain = plain });
  g_autofree gchar *text = nn_pieces_join (pieces);

  g_assert_cmpstr (text, ==, wanted);
}

static void
assert_asks (void)
{
  g_autoptr (GsWorkbook) book = book_open ("convnet");
  NnProgram *program = gs_workbook_get_program (book);
  NnCell cell = book_find (book, "da1[1,1,1,1]");
  GsCursor at = { 1, nn_program_get_tensor (program, cell.tensor)->producer, 0, 0 };
  g_autoptr (GsExplanation) explanation = NULL;
  g_autoptr (GPtrArray) pieces = NULL;
  g_autofree gchar *text = NULL;

  g_assert_true (gs_workbook_go_to (book, &at, NULL));
  explanation = gs_explanation_new (gs_workbook_get_frame (book), &cell, NULL);
  pieces = gs_explanation_print_prospect (explanation, NN_DIALECT_NUMBERS, &(NnPrintLimits){ .digits = 3 });
  text = nn_pieces_join (pieces);
  g_assert_true (g_str_has_prefix (text, "if("));
}

/* What a blank cell is going to come from: symbols and numbers are of the same of two branches. Names give
 * way to indices where there is little room. */
static void
test_branches (void)
{
  static const gdouble input = 0.7, target = 1;
  g_autoptr (GsWorkbook) book =
      book_new ("input 1 · dense 1", NN_LOSS_BINARY_CROSS_ENTROPY, 1, &input, &target);
  NnProgram *program = gs_workbook_get_program (book);
  NnCell loss = book_find (book, "L"), score = book_find (book, "z1[1,1]");
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GsExplanation) explanation = NULL, named = NULL;
  GsCursor at = { 1, nn_program_get_tensor (program, loss.tensor)->producer, 0, 0 };

  g_assert_true (gs_workbook_set_text (book, "W1[1,1]", "1", NULL));
  g_assert_true (gs_workbook_go_to (book, &at, NULL));
  explanation = gs_explanation_new (gs_workbook_get_frame (book), &loss, NULL);
  assert_prospect (explanation, NN_DIALECT_MATH, FALSE, "L = a1[1,1] − a1[1,1] × t[1,1] + ln1p(e^−a1[1,1])");
  assert_prospect (explanation, NN_DIALECT_NUMBERS, FALSE, "0.7 − 0.7 × 1 + ln1p(e^−0.7)");

  /* Whether a window's winner is here is the question. */
  assert_asks ();
  g_ptr_array_add (names, (gpointer) "rain");
  nn_program_set_labels (program, book_find (book, "x[1,1]").tensor, 1, names);
  g_assert_true (gs_workbook_go_to (book, &(GsCursor){ 1, 0, 0, 0 }, NULL));
  named = gs_explanation_new (gs_workbook_get_frame (book), &score, NULL);
  assert_prospect (named, NN_DIALECT_MATH, FALSE, "z1[1,1] = x[1,\"rain\"] × W1[1,1] + b1[1]");
  assert_prospect (named, NN_DIALECT_MATH, TRUE, "z1[1,1] = x[1,1] × W1[1,1] + b1[1]");
}

/* While a cell is written term by term its numbers are there, its value is not yet. */
static void
test_being_written (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  NnCell cell = book_find (book, "z1[1,2]");
  g_autoptr (GsExplanation) explanation = NULL;
  g_autofree gchar *numbers = NULL;
  NnTerm term;

  g_assert_true (gs_workbook_go_to (book, &(GsCursor){ 1, 0, 1, 2 }, NULL));
  explanation = gs_explanation_new (gs_workbook_get_frame (book), &cell, NULL);
  g_assert_true (gs_explanation_has_numbers (explanation));
  g_assert_true (isnan (gs_explanation_get_value (explanation)));
  numbers = gs_explanation_print (explanation, NN_DIALECT_NUMBERS, NN_PRINT_EXPANDED, NULL);
  g_assert_cmpstr (numbers, ==, "0.05 × 0.25 + 0.1 × 0.3 + 0.35");
  g_assert_true (gs_explanation_get_term (explanation, 2, &term));
  g_assert_cmpfloat_with_epsilon (term.running, 0.05 * 0.25 + 0.1 * 0.3, 1e-15);
}

/* In whatever order they are asked for, and with whatever else between. */
static void
test_terms (void)
{
  g_autoptr (GsWorkbook) book = book_open ("digits8-conv");
  NnCell cell = book_find (book, "z1[1,2,3,3]");
  g_autoptr (GsExplanation) explanation = explain (book, &cell, NULL);
  gsize n = gs_explanation_count_terms (explanation);

  g_assert_cmpuint (n, ==, 10); /* a kernel of 3 by 3, and the bias */
  for (gint i = 0; i < 200; i++) {
    gsize number = (gsize) g_test_rand_int_range (0, (gint32) n + 2);
    g_autoptr (GsExplanation) anew = explain (book, &cell, NULL);
    g_autofree gchar *between =
        gs_explanation_print (explanation, NN_DIALECT_NUMBERS, NN_PRINT_EXPANDED, NULL);
    NnTerm term, same;
    gboolean is_there = gs_explanation_get_term (explanation, number, &term);

    g_assert_nonnull (between);
    g_assert_cmpint (is_there, ==, number >= 1 && number <= n);
    g_assert_cmpint (gs_explanation_get_term (anew, number, &same), ==, is_there);
    if (!is_there)
      continue;
    g_assert_cmpuint (term.number, ==, number);
    g_assert_cmpfloat (term.value, ==, same.value);
    g_assert_cmpfloat (term.running, ==, same.running);
    g_assert_cmpint (term.n_factors, ==, same.n_factors);
  }
}

/* ---- where a gradient comes from, what a leaf is for ---- */

static void
assert_chain (GsWorkbook *book, const gchar *name, const gchar *wanted)
{
  NnCell cell = book_find (book, name);
  g_autofree gchar *text = gs_chain_print (gs_workbook_get_program (book), cell.tensor);

  g_assert_cmpstr (text, ==, wanted);
}

static void
test_chain (void)
{
  g_autoptr (GsWorkbook) mazur = book_open ("mazur");

  assert_chain (mazur, "dW2[1,1]", "dL/dW2 = dL/dz2 · dz2/dW2\nwhere dz2/dW2 = a1");
  assert_chain (mazur, "dz1[1,1]", "dL/dz1 = dL/da1 · da1/dz1\nwhere da1/dz1 = a1·(1 − a1)");
  assert_chain (mazur, "da1[1,1]", "dL/da1 = dL/dz2 · dz2/da1\nwhere dz2/da1 = W2");
  assert_chain (mazur, "da2[1,1]", "chain rule begins: dL/dL = 1\ndL/da2 = (a2 − t)");
  assert_chain (mazur, "z1[1,1]", NULL);
  assert_chain (mazur, "W1[1,1]", NULL);
}

/* Every gradient of every ready-made network says where it comes from. */
static void
test_every_chain (void)
{
  static const gchar *const names[] = { "mazur",   "welch",     "xor",      "logistic", "softmax3",
                                        "convnet", "convnetjs", "excelnet", "residual", "branches" };
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GsWorkbook) book = book_open (names[i]);
    NnProgram *program = gs_workbook_get_program (book);

    for (gint tensor = 0; tensor < nn_program_get_n_tensors (program); tensor++) {
      const NnTensorInfo *info = nn_program_get_tensor (program, tensor);
      g_autofree gchar *text = gs_chain_print (program, tensor);

      if (info->gradient_of < 0 || info->producer < 0) {
        g_assert_null (text);
        continue;
      }
      if (text == NULL)
        g_error ("%s: %s does not say where it comes from", names[i], info->name);
      g_assert_nonnull (strstr (text, nn_program_get_tensor (program, info->gradient_of)->name));
      n++;
    }
  }
  g_assert_cmpuint (n, >, 60);
}

static void
assert_leaf (GsWorkbook *book, const gchar *name, const gchar *kind, const gchar *wanted)
{
  NnCell cell = book_find (book, name);
  g_autoptr (GsExplanation) why = explain (book, &cell, NULL);
  g_autofree gchar *text = gs_explanation_describe_leaf (why);

  g_assert_cmpstr (gs_explanation_get_kind (why), ==, kind);
  g_assert_cmpstr (text, ==, wanted);
}

static void
test_leaves (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur");

  assert_leaf (book, "W1[2,1]", "Weight",
               "How strongly x[1,2] counts in z1[1,1]. The update changes it, against its gradient.");
  assert_leaf (book, "b1[2]", "Bias", "Added to z1[1,2], whatever the inputs are. It does not learn.");
  assert_leaf (book, "lr", "Setting", "A number that somebody chooses and training does not change.");
}

static void
assert_sign (GsWorkbook *book, const gchar *name, gsize term, const gchar *wanted)
{
  NnCell cell = book_find (book, name);
  g_autoptr (GsExplanation) why = explain (book, &cell, NULL);
  const gchar *sign = gs_explanation_get_sign (why, term);

  g_assert_cmpstr (sign, ==, wanted);
}

static void
test_signs (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur");

  assert_sign (book, "z1[1,1]", 0, "+");
  assert_sign (book, "z1[1,1]", 2, "×");
  assert_sign (book, "a1[1,1]", 0, "σ");
  assert_sign (book, "dW2[1,1]", 0, "×");
  assert_sign (book, "W1.next[1,1]", 0, "−");
  assert_sign (book, "x[1,1]", 0, "");
  /* As it is printed: what is divided by 1 is not divided, a miss is squared. */
  assert_sign (book, "da2[1,1]", 0, "×");
  assert_sign (book, "L", 1, "(−)²");
}

/* A blank cell whose inputs have come tells from which numbers it is going to come; farther ones do not. */
static void
test_prospect (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  NnPrintLimits limits = { .digits = 4 };

  for (gint far = 0; far < 2; far++) {
    NnCell cell = book_find (book, far ? "z2[1,1]" : "z1[1,1]");
    g_autoptr (GsExplanation) explanation = gs_explanation_new (gs_workbook_get_frame (book), &cell, NULL);
    g_autoptr (GPtrArray) pieces = gs_explanation_print_prospect (explanation, NN_DIALECT_NUMBERS, &limits);
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint i = 0; pieces != NULL && i < pieces->len; i++)
      g_string_append (text, ((NnPiece *) g_ptr_array_index (pieces, i))->text);
    if (far)
      g_assert_null (pieces);
    else
      g_assert_nonnull (strstr (text->str, "0.15"));
  }
}

/* In the middle of an operation: what the cell reads is seen, the rest of that tensor is still to come. */
static void
test_prospect_in_the_middle (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  NnCell cell = book_find (book, "a1[1,1]");
  g_autoptr (GsExplanation) explanation = NULL;
  g_autoptr (GPtrArray) numbers = NULL, symbols = NULL;
  NnPrintLimits limits = { .digits = 4 };

  g_assert_true (gs_workbook_go_to (book, &(GsCursor){ 1, 0, 1, 0 }, NULL));
  explanation = gs_explanation_new (gs_workbook_get_frame (book), &cell, NULL);
  numbers = gs_explanation_print_prospect (explanation, NN_DIALECT_NUMBERS, &limits);
  symbols = gs_explanation_print_prospect (explanation, NN_DIALECT_MATH, &limits);
  g_assert_null (numbers);
  g_assert_nonnull (symbols);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/mazur", test_mazur);
  g_test_add_func ("/explain/leaf-and-pin", test_leaf_and_pin);
  g_test_add_func ("/explain/arrows", test_arrows);
  g_test_add_func ("/explain/blank", test_blank);
  g_test_add_func ("/explain/branches", test_branches);
  g_test_add_func ("/explain/prospect", test_prospect);
  g_test_add_func ("/explain/prospect-in-the-middle", test_prospect_in_the_middle);
  g_test_add_func ("/explain/terms", test_terms);
  g_test_add_func ("/explain/being-written", test_being_written);
  g_test_add_func ("/explain/chain", test_chain);
  g_test_add_func ("/explain/every-chain", test_every_chain);
  g_test_add_func ("/explain/leaves", test_leaves);
  g_test_add_func ("/explain/signs", test_signs);
  return g_test_run ();
}
