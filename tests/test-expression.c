/* What lessons are written in: formulas over the cells of a sheet, texts with links and live values, numbers
 * as answers. */
#include <math.h>
#include <string.h>

#include "app/lesson/gs-lesson-text.h"
#include "app/lesson/gs-lesson-values.h"
#include "nn/nn-error.h"

/* Mazur's network: z1[1,1] = 0.05 * 0.15 + 0.1 * 0.2 + 0.35. */
#define Z11 0.3775

/* ---- formulas ---- */

static void
assert_value (GsWorkbook *book, const gchar *text, gdouble wanted)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsExpression) formula = gs_expression_parse (text, &error);
  GsLessonValues values;
  GsExpressionScope scope;
  gdouble value = NAN;

  g_assert_no_error (error);
  gs_lesson_values_init (&values, book);
  gs_lesson_values_mark_start (&values);
  gs_lesson_values_get_scope (&values, &scope);
  scope.answer = 5;
  gs_expression_evaluate (formula, &scope, &value, &error);
  g_assert_no_error (error);
  g_test_message ("%s = %g", text, value);
  g_assert_cmpfloat_with_epsilon (value, wanted, 1e-12);
  gs_lesson_values_clear (&values);
}

static void
test_formulas (void)
{
  g_autoptr (GsWorkbook) book = gs_workbook_open (SOURCE_ROOT "/lessons/networks/mazur.gradsheet", NULL);

  assert_value (book, "1 + 2 * 3 - 4 / 8", 6.5);
  assert_value (book, "-(1 - 3) - -2", 4);
  assert_value (book, "2 - 1 - 1", 0);
  assert_value (book, "x[1,1] * W1[1,1] + x[1,2] * W1[2,1] + b1[1]", Z11);
  assert_value (book, "sum(i: x[1,i] * W1[i,1]) + b1[1,1]", Z11);
  assert_value (book, "z1[1,1]", Z11);
  assert_value (book, "sum(W1)", 0.9);
  assert_value (book, "mean(W1)", 0.225);
  assert_value (book, "max(W1, 0.29)", 0.3);
  assert_value (book, "min(i, j: W1[i,j])", 0.15);
  assert_value (book, "count(i, j: W1[i,j] > 0.2)", 2);
  assert_value (book, "sum(i, j: W1[i,3-j] * (i = 1) * j)", 0.25 + 0.3);
  assert_value (book, "if(x[1,1] < x[1,2] and not 1 > 2, 7, 8)", 7);
  assert_value (book, "sigmoid(0) + relu(-3) + abs(-2) + sqrt(9)", 5.5);
  assert_value (book, "exp(ln(3)) + tanh(0)", 3);
  assert_value (book, "round(0.37754, 4)", 0.3775);
  assert_value (book, "answer + pass + updates", 6);
  assert_value (book, "dL/dW1[1,1]", 0.00043856773447434685);
  assert_value (book, "dL/dW1[1,1] - dW1[1,1]", 0);
  assert_value (book, "start(W1[1,1]) - 2 * lr * dW1[1,1] - W1.next[1,1] + lr * dW1[1,1]", 0);
  assert_value (book, "1 <= 1 or 1/0 > 3", 1);
}

static void
refuse_formula (const gchar *text, const gchar *part)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsExpression) formula = gs_expression_parse (text, &error);

  g_assert_null (formula);
  g_assert_error (error, NN_ERROR, NN_ERROR_SYNTAX);
  if (strstr (error->message, part) == NULL)
    g_error ("“%s” is not in “%s”", part, error->message);
}

static void
test_bad_formulas (void)
{
  g_autofree gchar *deep = g_strnfill (500, '('), *minus = g_strnfill (900, '-'),
                   *huge = g_strnfill (2000, '1');

  refuse_formula ("", "ends too early");
  refuse_formula ("1 +", "ends too early");
  refuse_formula ("1 2", "at character 3");
  refuse_formula ("(1", "“)” is missing");
  refuse_formula ("W1[1,1", "“]” is missing");
  refuse_formula ("W1[1,1,1,1,1]", "at most 4");
  refuse_formula ("sine(1)", "unknown function");
  refuse_formula ("sqr(1)", "did you mean “sqrt”");
  refuse_formula ("if(1, 2)", "too few");
  refuse_formula ("sum(i, i: 1)", "in use");
  refuse_formula ("1e999", "no number");
  refuse_formula ("0x10", "no number");
  refuse_formula ("§", "at character 1");
  refuse_formula (deep, "parentheses");
  refuse_formula (minus, "parentheses");
  refuse_formula (huge, "1000");
}

static void
refuse_value (GsWorkbook *book, const gchar *text, gint code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsExpression) formula = gs_expression_parse (text, &error);
  GsLessonValues values;
  GsExpressionScope scope;
  gdouble value;

  g_assert_no_error (error);
  gs_lesson_values_init (&values, book);
  gs_lesson_values_get_scope (&values, &scope);
  g_assert_false (gs_expression_evaluate (formula, &scope, &value, &error));
  g_assert_error (error, NN_ERROR, code);
}

static void
test_bad_cells (void)
{
  g_autoptr (GsWorkbook) book = gs_workbook_open (SOURCE_ROOT "/lessons/networks/mazur.gradsheet", NULL);

  refuse_value (book, "W3[1,1]", NN_ERROR_NAME);
  refuse_value (book, "W1[3,1]", NN_ERROR_SHAPE);
  refuse_value (book, "W1[0.5,1]", NN_ERROR_SHAPE);
  refuse_value (book, "W1", NN_ERROR_SHAPE);
  refuse_value (book, "sum(i: 2)", NN_ERROR_SHAPE);
  refuse_value (book, "sum(i: x[i,i])", NN_ERROR_SHAPE);
  refuse_value (book, "1 + sum(i: W1[i+1,1] + W1[i,1])", NN_ERROR_SHAPE);
}

static void
test_printed_formulas (void)
{
  static const gchar *const cases[][3] = {
    { "W1[1,1] - lr * (x[1,1] + 1)", "W1[1,1] − lr × (x[1,1] + 1)", "0.15 − 0.5 × (0.05 + 1)" },
    { "1 - (2 - 3)", "1 − (2 − 3)", "1 − (2 − 3)" },
    { "2 / (3 / 4) * 5", "2 / (3 / 4) × 5", "2 / (3 / 4) × 5" },
    { "-(t[1,1] - 1) * -2", "−(t[1,1] − 1) × −2", "−(0.01 − 1) × −2" },
    { "mean(i: W1[i,1]) * 2", "(W1[1,1] + W1[2,1]) / 2 × 2", "(0.15 + 0.2) / 2 × 2" },
    { "sum(W1) + exp(x[1,2])", "sum(W1) + exp(x[1,2])", "0.9 + exp(0.1)" },
    { "x[1,1] < 0.1 and not x[1,2] = 3", "x[1,1] < 0.1 and not (x[1,2] = 3)",
      "0.05 < 0.1 and not (0.1 = 3)" },
  };
  g_autoptr (GsWorkbook) book = gs_workbook_open (SOURCE_ROOT "/lessons/networks/mazur.gradsheet", NULL);
  GsLessonValues values;
  GsExpressionScope scope;

  gs_lesson_values_init (&values, book);
  gs_lesson_values_get_scope (&values, &scope);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GsExpression) formula = gs_expression_parse (cases[i][0], NULL);
    g_autofree gchar *symbols = gs_expression_print_numbers (formula, &scope, 0, NULL);
    g_autofree gchar *numbers = gs_expression_print_numbers (formula, &scope, 6, NULL);

    g_assert_cmpstr (symbols, ==, cases[i][1]);
    g_assert_cmpstr (numbers, ==, cases[i][2]);
  }
}

/* ---- texts ---- */

static void
test_texts (void)
{
  static const struct {
    const gchar *source, *part;
  } bad[] = {
    { "an *open word", "not closed" },
    { "`open", "not closed" },
    { "a {L", "not closed" },
    { "[[W1[1,1]]", "not closed" },
    { "[[]]", "empty" },
    { "**", "empty" },
    { "{}", "too early" },
    { "{L:1}", "from 2 to 17" },
    { "{L:18}", "from 2 to 17" },
    { "[[|word]]", "with words" },
    { "{L +}", "ends too early" },
    { "[[L|]]", "with words" },
  };
  g_autoptr (GsLessonText) text = gs_lesson_text_parse (
      "A *new word*, `z = 1`, [[W1[1,1]|this]], [[b1]], {L:6} \\{\\*\\[[x] don't", NULL);
  static const GsLessonRunKind kinds[] = {
    GS_LESSON_RUN_PLAIN, GS_LESSON_RUN_EMPHASIS, GS_LESSON_RUN_PLAIN, GS_LESSON_RUN_FORMULA,
    GS_LESSON_RUN_PLAIN, GS_LESSON_RUN_LINK,     GS_LESSON_RUN_PLAIN, GS_LESSON_RUN_LINK,
    GS_LESSON_RUN_PLAIN, GS_LESSON_RUN_VALUE,    GS_LESSON_RUN_PLAIN,
  };

  g_assert_cmpuint (text->runs->len, ==, G_N_ELEMENTS (kinds));
  for (guint i = 0; i < text->runs->len; i++)
    g_assert_cmpint (((const GsLessonRun *) g_ptr_array_index (text->runs, i))->kind, ==, kinds[i]);
  g_assert_cmpstr (((const GsLessonRun *) g_ptr_array_index (text->runs, 5))->target, ==, "W1[1,1]");
  g_assert_cmpint (((const GsLessonRun *) g_ptr_array_index (text->runs, 9))->digits, ==, 6);
  g_assert_cmpstr (((const GsLessonRun *) g_ptr_array_index (text->runs, 10))->text, ==, " {*[[x] don't");
  /* A, new, word, the formula, this, b1, the value, x, don't */
  g_assert_cmpuint (gs_lesson_text_count_words (text), ==, 9);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (gs_lesson_text_parse (bad[i].source, &error));
    g_assert_error (error, NN_ERROR, NN_ERROR_SYNTAX);
    if (strstr (error->message, bad[i].part) == NULL)
      g_error ("“%s” is not in “%s”", bad[i].part, error->message);
  }
}

static void
test_numbers (void)
{
  static const struct {
    gdouble value;
    gint digits;
    const gchar *text;
    gdouble unit;
  } cases[] = {
    { 0.05, 4, "0.05", 1e-5 },
    { 0.37754, 4, "0.3775", 1e-4 },
    { -12.3456, 4, "−12.35", 1e-2 },
    { 0, 4, "0", 1e-4 },
    { 3, 4, "3", 1e-3 },
    { 1234.4, 4, "1234", 1 },
    { 0.00043857, 4, "0.0004386", 1e-7 },
    { 25000, 4, "25000", 10 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *text = gs_lesson_number (cases[i].value, cases[i].digits);

    g_assert_cmpstr (text, ==, cases[i].text);
    g_assert_cmpfloat_with_epsilon (gs_lesson_values_get_unit (cases[i].value, cases[i].digits),
                                    cases[i].unit, cases[i].unit * 1e-9);
  }
  g_assert_true (gs_lesson_values_agree (0.3776, 0.37754, 4));
  g_assert_true (gs_lesson_values_agree (0.3775, 0.3776, 4));
  g_assert_false (gs_lesson_values_agree (0.3774, 0.37754, 4));
  g_assert_false (gs_lesson_values_agree (NAN, 0.3775, 4));
  g_assert_false (gs_lesson_values_agree (INFINITY, INFINITY, 4));
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson-formula/values", test_formulas);
  g_test_add_func ("/lesson-formula/bad", test_bad_formulas);
  g_test_add_func ("/lesson-formula/bad-cells", test_bad_cells);
  g_test_add_func ("/lesson-formula/printed", test_printed_formulas);
  g_test_add_func ("/lesson-formula/texts", test_texts);
  g_test_add_func ("/lesson-formula/numbers", test_numbers);
  return g_test_run ();
}
