/* The formula language: what each construct means, on numbers worked out here; what is refused, and where;
 * terms and arrows that agree with the value; and the digits of numbers close to 0. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "nn/nn-error.h"
#include "nn/nn-formula.h"

static const gchar *const inputs[] = { "x", "W", "t", NULL };
static const gchar *const attributes[] = { "n", "stride", NULL };

/* x is 2 by 3, W is 3 by 2, t are two labels. */
static const gdouble x[] = { 1, 2, 3, -4, 5, 6 };
static const gdouble W[] = { 0.5, -1, 2, 0.25, 3, 3 };
static const gdouble t[] = { 3, 1 };

static NnBinding
bind (NnShape out)
{
  return (NnBinding){ .out_shape = out,
                      .in_shape = { nn_shape (2, 2, 3), nn_shape (2, 3, 2), nn_shape (1, 2) },
                      .in = { x, W, t },
                      .attribute = { 2, 3 } };
}

static NnFormula *
parse (const gchar *text)
{
  g_autoptr (GError) error = NULL;
  NnFormula *formula = nn_formula_parse (text, inputs, attributes, &error);

  g_assert_no_error (error);
  return formula;
}

static gdouble
evaluate (const gchar *text, NnShape out, gsize offset)
{
  g_autoptr (NnFormula) formula = parse (text);
  NnBinding binding = bind (out);

  return nn_formula_evaluate (formula, &binding, offset);
}

static gdouble
value (const gchar *right_side)
{
  g_autofree gchar *text = g_strconcat ("out = ", right_side, NULL);

  return evaluate (text, nn_shape (0), 0);
}

/* ---- meaning ---- */

static void
test_arithmetic (void)
{
  g_assert_cmpfloat (value ("1 + 2 * 3 - 4 / 8"), ==, 6.5);
  g_assert_cmpfloat (value ("(1 + 2) * 3"), ==, 9);
  g_assert_cmpfloat (value ("10 - 4 - 3"), ==, 3);
  g_assert_cmpfloat (value ("16 / 4 / 2"), ==, 2);
  g_assert_cmpfloat (value ("--2"), ==, 2);
  g_assert_cmpfloat (value ("-2 * -3"), ==, 6);
  g_assert_cmpfloat (value ("0.125"), ==, 0.125);
  g_assert_cmpfloat (value ("sqrt(16)"), ==, 4);
  g_assert_cmpfloat (value ("exp(0) + ln(1) + ln1p(0) + tanh(0)"), ==, 1);
  g_assert_cmpfloat (value ("cospi(1) + cospi(1 / 2) + cospi(0)"), ==, 0);
  g_assert_cmpfloat (value ("n * stride"), ==, 6);
  g_assert_cmpfloat (value ("if(1 < 2 and 2 <= 2, 7, 8)"), ==, 7);
  g_assert_cmpfloat (value ("if(1 < 2 and 2 < 2, 7, 8)"), ==, 8);
  g_assert_cmpfloat (value ("if(1 <= 2 < 2, 7, 8)"), ==, 8);
  g_assert_cmpfloat (value ("if(1 <= 2 < 3 < 4, 7, 8)"), ==, 7);
  g_assert_cmpfloat (value ("if(2 >= 3, 7, if(2 = 2, 9, 8))"), ==, 9);
  /* The branch that is not taken may be anything. */
  g_assert_cmpfloat (value ("if(1 > 0, 1, 1 / 0)"), ==, 1);
}

/* div and mod go towards minus infinity, whatever the signs. */
static void
test_whole_numbers (void)
{
  for (gint a = -7; a <= 7; a++)
    for (gint b = -3; b <= 3; b++) {
      g_autofree gchar *quotient = g_strdup_printf ("(0 + %d) div (0 + %d)", a, b);
      g_autofree gchar *rest = g_strdup_printf ("(0 + %d) mod (0 + %d)", a, b);

      if (b == 0)
        continue;
      g_assert_cmpfloat (value (quotient), ==, floor ((gdouble) a / b));
      g_assert_cmpfloat (value (rest), ==, a - b * floor ((gdouble) a / b));
    }
}

static void
test_reductions (void)
{
  g_assert_cmpfloat (value ("sum(i: x[1,i])"), ==, 6);
  g_assert_cmpfloat (value ("sum(b,i: x[b,i])"), ==, 13);
  g_assert_cmpfloat (value ("sum(..: x[..])"), ==, 13);
  g_assert_cmpfloat (value ("sum(b,i where x[b,i] > 2: x[b,i])"), ==, 14);
  g_assert_cmpfloat (value ("sum(b,i where b < i: x[b,i])"), ==, 11);
  g_assert_cmpfloat (value ("max(..: x[..])"), ==, 6);
  g_assert_cmpfloat (value ("min(..: x[..])"), ==, -4);
  g_assert_cmpfloat (value ("argmax(b,i: x[b,i])"), ==, 6);
  g_assert_cmpfloat (value ("count(b,i where x[b,i] > 2: x[b,i])"), ==, 3);
  /* The first of equals wins: W[3,1] = W[3,2]. */
  g_assert_cmpfloat (value ("argmax(i,o: W[i,o])"), ==, 5);
  /* The place is that in the box, not the number of the term. */
  g_assert_cmpfloat (value ("argmax(i,o where i > 1 and W[i,o] < 3: W[i,o])"), ==, 3);
  /* A term whose index leaves its tensor does not exist, not even as a zero. */
  g_assert_cmpfloat (value ("max(i=1..3: x[2,i-1] - 10)"), ==, -5);
  g_assert_cmpfloat (value ("sum(i=0..4: x[1,i])"), ==, 6);
  g_assert_cmpfloat (value ("count(u=1..stride,v=1..n: x[v,u+1])"), ==, 4);
  g_assert_cmpfloat (value ("sum(i where i > 9: x[1,i])"), ==, 0);
  g_assert_cmpfloat (value ("max(i=2..1: x[1,i])"), ==, 0);
  /* Within each other, with the outer index in the inner sum. */
  g_assert_cmpfloat (value ("max(b: sum(i: x[b,i]))"), ==, 7);
  g_assert_cmpfloat (value ("sum(b: x[b,t[b]])"), ==, -1);
  g_assert_cmpfloat (value ("-sum(i: x[1,i]) / n"), ==, -3);
}

/* Products are accumulated with one rounding a term, from 0; other sums with one for each addition. */
static void
test_rounding (void)
{
  const gdouble a[] = { 1 + 0x1p-30, 3, -1 }, b[] = { 1 - 0x1p-30, 0x1p-60, 1 };
  g_autoptr (NnFormula) product =
      nn_formula_parse ("out = sum(i: a[i] * b[i])", (const gchar *const[]){ "a", "b", NULL }, NULL, NULL);
  g_autoptr (NnFormula) plain = nn_formula_parse ("out = sum(i: 0 + a[i] * b[i])",
                                                  (const gchar *const[]){ "a", "b", NULL }, NULL, NULL);
  NnBinding binding = { .in_shape = { nn_shape (1, 3), nn_shape (1, 3) }, .in = { a, b } };

  binding.out_shape = nn_shape (0);
  g_assert_cmpfloat (nn_formula_evaluate (product, &binding, 0), ==, 0); /* (1 - 2^-60) rounds to 1 */
  g_assert_cmpfloat (nn_formula_evaluate (plain, &binding, 0), ==, 0);
  {
    const gdouble c[] = { -1, 1 + 0x1p-30 }, d[] = { 1, 1 - 0x1p-30 };

    binding.in[0] = c;
    binding.in[1] = d;
    binding.in_shape[0] = binding.in_shape[1] = nn_shape (1, 2);
    g_assert_cmpfloat (nn_formula_evaluate (product, &binding, 0), ==, -0x1p-60);
    g_assert_cmpfloat (nn_formula_evaluate (plain, &binding, 0), ==, 0);
  }
}

/* A NaN is greater than nothing: it stays if it came first and is passed over later. */
static void
test_nan (void)
{
  const gdouble later[] = { 1, NAN, 2 }, first[] = { NAN, 1, 2 };
  NnBinding binding = { .in_shape = { nn_shape (1, 3) } };
  g_autoptr (NnFormula) most =
      nn_formula_parse ("out = max(i: a[i])", (const gchar *const[]){ "a", NULL }, NULL, NULL);
  g_autoptr (NnFormula) which =
      nn_formula_parse ("out = argmax(i: a[i])", (const gchar *const[]){ "a", NULL }, NULL, NULL);

  binding.out_shape = nn_shape (0);
  binding.in[0] = later;
  g_assert_cmpfloat (nn_formula_evaluate (most, &binding, 0), ==, 2);
  g_assert_cmpfloat (nn_formula_evaluate (which, &binding, 0), ==, 3);
  binding.in[0] = first;
  g_assert_true (isnan (nn_formula_evaluate (most, &binding, 0)));
  g_assert_cmpfloat (nn_formula_evaluate (which, &binding, 0), ==, 1);
}

static void
test_left_side (void)
{
  NnShape out = nn_shape (2, 2, 2);

  for (gsize offset = 0; offset < 4; offset++) {
    gsize b = offset / 2, o = offset % 2;
    gdouble wanted = x[3 * b] * W[o] + x[3 * b + 1] * W[2 + o] + x[3 * b + 2] * W[4 + o];

    g_assert_cmpfloat (evaluate ("out[b,o] = sum(i: x[b,i] * W[i,o])", out, offset), ==, wanted);
    g_assert_cmpfloat (evaluate ("out[o,b] = x[b,o]", out, offset), ==, x[3 * o + b]);
  }
  for (gsize offset = 0; offset < 6; offset++)
    g_assert_cmpfloat (evaluate ("out[..] = x[..] * x[..]", nn_shape (2, 2, 3), offset), ==,
                       x[offset] * x[offset]);
  for (gsize offset = 0; offset < 3; offset++)
    g_assert_cmpfloat (evaluate ("out[..] = sum(b: x[b,..])", nn_shape (1, 3), offset), ==,
                       x[offset] + x[3 + offset]);
}

/* ---- digits ---- */

static gdouble
evaluate_op (NnOp op, NnBinding *binding, gsize offset)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (
      nn_op_infer_shape (op, binding->in_shape, binding->attribute, NULL, &binding->out_shape, &error));
  return nn_formula_evaluate (nn_formula_for_op (op), binding, offset);
}

static void
assert_close (gdouble got, gdouble wanted)
{
  if (!(fabs (got - wanted) <= 4 * DBL_EPSILON * fabs (wanted)))
    g_error ("%.17g instead of %.17g", got, wanted);
}

/* What was 0, or had three digits, while 1 + exp(-40) was 1. The numbers are from decimal arithmetic of 60
 * digits. */
static void
test_small_numbers_keep_their_digits (void)
{
  static const struct {
    gdouble z, softplus;
  } cases[] = {
    { -40, 4.248354255291588995e-18 },  { -36.5, 1.406861712446146668e-16 },
    { -30, 9.357622968839736779e-14 },  { -700, 9.859676543759770857e-305 },
    { -10, 4.539889921686464677e-05 },  { 0, 0.6931471805599453094 },
    { 10, 10.00004539889921686464677 }, { 40, 40 },
  };
  NnBinding binding = { .attribute = { 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const gdouble yes = 1, no = 0, opposite = -cases[i].z;
    gdouble scores[] = { 0, cases[i].z, 0 };
    gdouble target[] = { 1, 0 };

    binding.in_shape[0] = nn_shape (2, 1, 1);
    binding.in[0] = &cases[i].z;
    assert_close (evaluate_op (NN_OP_SOFTPLUS, &binding, 0), cases[i].softplus);
    /* A sure and right answer: no and z far to the left, yes and z far to the right. */
    binding.in_shape[1] = binding.in_shape[0];
    binding.in[1] = &no;
    assert_close (evaluate_op (NN_OP_BINARY_CROSS_ENTROPY, &binding, 0), cases[i].softplus);
    binding.in[0] = &opposite;
    binding.in[1] = &yes;
    assert_close (evaluate_op (NN_OP_BINARY_CROSS_ENTROPY, &binding, 0), cases[i].softplus);
    /* The same of two classes, the right one z behind or in front. */
    if (cases[i].z <= 0) {
      gdouble e[] = { 1, exp (cases[i].z) }, lse;

      binding.in_shape[0] = nn_shape (2, 1, 2);
      binding.in[0] = e;
      lse = evaluate_op (NN_OP_LN_SUM, &binding, 0);
      assert_close (lse, cases[i].softplus);
      binding.in_shape[0] = binding.in_shape[1] = nn_shape (2, 1, 2);
      binding.in_shape[2] = nn_shape (1, 1);
      binding.in[0] = target;
      binding.in[1] = scores;
      binding.in[2] = &lse;
      assert_close (evaluate_op (NN_OP_CROSS_ENTROPY, &binding, 0), cases[i].softplus);
    }
  }
}

/* ln of a sum wherever the 1 stands, however often, and where there is none because a cell is held. */
static void
test_ln_sum (void)
{
  static const gdouble cells[][4] = {
    { 1, 0.5, 0.25, 0.125 }, { 0.5, 1, 1, 0 },   { 1, 1, 1, 1 },
    { 0.1, 0.2, 0.3, 0.1 },  { 3, 0.5, 1, 0.5 }, { 1e-9, 1e-12, 1, 1e-15 }
  };
  NnBinding binding = { .in_shape = { nn_shape (2, 1, 4) } };

  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++) {
    gint largest = 0;
    long double others = 0;

    for (gint k = 1; k < 4; k++)
      largest = cells[i][k] > cells[i][largest] ? k : largest;
    for (gint k = 0; k < 4; k++)
      others += k == largest ? 0 : cells[i][k];
    others += cells[i][largest] - 1;
    binding.in[0] = cells[i];
    assert_close (evaluate_op (NN_OP_LN_SUM, &binding, 0), (gdouble) log1pl (others));
  }
}

/* ---- what is refused, and where ---- */

static void
refuse (const gchar *text, gint code, const gchar *place, const gchar *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (nn_formula_parse (text, inputs, attributes, &error));
  g_assert_error (error, NN_ERROR, code);
  if (strstr (error->message, place) == NULL || strstr (error->message, words) == NULL)
    g_error ("“%s” does not say “%s” and “%s”", error->message, place, words);
}

static void
test_refusals (void)
{
  refuse ("", NN_ERROR_SYNTAX, "character 1", "“out” is missing");
  refuse ("in = 1", NN_ERROR_SYNTAX, "character 1", "“out” is missing");
  refuse ("out 1", NN_ERROR_SYNTAX, "character 5", "“=” is missing");
  refuse ("out[B] = 1", NN_ERROR_SYNTAX, "character 5", "index letter");
  refuse ("out[b,c,d,e,f] = 1", NN_ERROR_SYNTAX, "character", "at most 4 axes");
  refuse ("out[b = 1", NN_ERROR_SYNTAX, "character 7", "“]” is missing");
  refuse ("out =", NN_ERROR_SYNTAX, "character 6", "ends too early");
  refuse ("out = 1 +", NN_ERROR_SYNTAX, "character 10", "ends too early");
  refuse ("out = * 2", NN_ERROR_SYNTAX, "character 7", "was expected");
  refuse ("out = (1 + 2", NN_ERROR_SYNTAX, "character 13", "“)” is missing");
  refuse ("out = 1 2", NN_ERROR_SYNTAX, "character 9", "not understood");
  refuse ("out = y", NN_ERROR_SYNTAX, "y", "neither the output's nor summed over");
  refuse ("out = yy", NN_ERROR_SYNTAX, "character 7", "an input, an attribute");
  refuse ("out = sqrt 4", NN_ERROR_SYNTAX, "character 7", "an input, an attribute");
  refuse ("out = sqrt(4", NN_ERROR_SYNTAX, "character 13", "“)” is missing");
  refuse ("out = x[1,1", NN_ERROR_SYNTAX, "character 12", "“]” is missing");
  refuse ("out = x[1,1,1,1,1]", NN_ERROR_SYNTAX, "character", "at most 4 indices");
  refuse ("out = if(1, 2, 3)", NN_ERROR_SYNTAX, "character 10", "comparison");
  refuse ("out = if(1 < 2 and 3, 2, 3)", NN_ERROR_SYNTAX, "character 10", "comparison");
  refuse ("out = if(1 < 2, 2)", NN_ERROR_SYNTAX, "character 18", "“,” is missing");
  refuse ("out = if((1 < 2), 2, 3)", NN_ERROR_SYNTAX, "character 13", "“)” is missing");
  refuse ("out = sum(i x[1,i])", NN_ERROR_SYNTAX, "character 13", "“:” is missing");
  refuse ("out = sum(1: 2)", NN_ERROR_SYNTAX, "character 11", "index letter");
  refuse ("out = sum(a,b,c,d,e: 1)", NN_ERROR_SYNTAX, "character", "at most 4 indices");
  refuse ("out = sum(i where 1: x[1,i])", NN_ERROR_SYNTAX, "character 18", "comparison");
  refuse ("out = sum(i=1: x[1,i])", NN_ERROR_SYNTAX, "character 14", "“..” is missing");
  refuse ("out = sum(i: x[1,i]", NN_ERROR_SYNTAX, "character 20", "“)” is missing");
  refuse ("out = sum(i: 1)", NN_ERROR_SYNTAX, "index i", "has no range");
  refuse ("out = sum(i: x[1,i]) + i", NN_ERROR_SYNTAX, "index i", "neither the output's nor summed over");
  refuse ("out = 1e999", NN_ERROR_SYNTAX, "character 7", "no number");
  refuse ("out = 0x10", NN_ERROR_SYNTAX, "character 7", "no number");
}

/* Any text: read or refused, in good time, whatever stands within whatever. */
static void
test_hostile (void)
{
  static const gchar *const pieces[] = { "(",  "-",    "sum(i: ", "if(", "x[",  "1 < ",   "1 <= (",
                                         "..", "and ", ")",       "]",   ",",   "x[1,i]", "1",
                                         "e5", ":",    " where ", "=",   "out", "b" };
  guint64 state = 88172645463325252;

  for (gint trial = 0; trial < 5000; trial++) {
    g_autoptr (GString) text = g_string_new ("out = ");
    g_autoptr (GError) error = NULL;
    NnFormula *formula;

    for (gint i = trial % 40; i >= 0; i--) {
      state ^= state << 13;
      state ^= state >> 7;
      state ^= state << 17;
      g_string_append (text, pieces[state % G_N_ELEMENTS (pieces)]);
    }
    formula = nn_formula_parse (text->str, inputs, attributes, &error);
    g_assert_true ((formula == NULL) == (error != NULL));
    nn_formula_unref (formula);
  }
  {
    g_autofree gchar *many = g_strnfill (1000, '('), *text = g_strconcat ("out = ", many, NULL);

    refuse (text, NN_ERROR_SYNTAX, "character", "too many parentheses");
  }
}

/* ---- terms ---- */

/* The last running value of a leading sum is the value, to the bit; terms are counted and found by number. */
static void
test_terms (void)
{
  static const gchar *const right_sides[] = {
    "sum(i: x[1,i] * W[i,1])",
    "sum(i: x[1,i] * W[i,2]) + t[1] + t[2]",
    "max(..: x[..])",
    "argmax(b,i: x[b,i])",
    "sum(b,i where x[b,i] > 2: x[b,i])",
    "count(i=0..5: x[1,i])",
    "sum(i=0..4: x[1,i] * x[1,i+1])",
    "min(i,o: W[i,o])",
    "x[1,1] + 2",
  };

  for (gsize k = 0; k < G_N_ELEMENTS (right_sides); k++) {
    g_autofree gchar *text = g_strconcat ("out = ", right_sides[k], NULL);
    g_autoptr (NnFormula) formula = parse (text);
    NnBinding binding = bind (nn_shape (0));
    g_autoptr (NnTermIter) iter = nn_term_iter_new (formula, &binding, 0);
    NnTerm term;
    gsize n = 0;

    while (nn_term_iter_next (iter, &term))
      g_assert_cmpuint (term.number, ==, ++n);
    g_assert_cmpuint (n, >, 0);
    g_assert_cmpuint (nn_formula_count_terms (formula, &binding, 0), ==, n);
    g_assert_cmpfloat (term.running, ==, nn_formula_evaluate (formula, &binding, 0));
  }
}

static void
test_sums (void)
{
  g_autoptr (NnFormula) sum = parse ("out = sum(i: x[1,i]) / n + t[1]"),
                        most = parse ("out = max(..: x[..])"), single = parse ("out = x[1,1] + 2");

  g_assert_true (nn_formula_is_sum (sum));
  g_assert_false (nn_formula_is_sum (most));
  g_assert_false (nn_formula_is_sum (single));
}

/* "x × W + bias"; "" for what is no chain. */
static gchar *
print_chain (const NnFormula *formula, const gchar *const *names)
{
  GString *text = g_string_new (NULL);
  NnLink links[NN_MAX_INPUTS];
  gint n = nn_formula_get_chain (formula, links);

  for (gint i = 0; i < n; i++) {
    g_assert_true (i == 0 ? links[i].sign == NULL : *links[i].sign != '\0');
    if (i > 0)
      g_string_append_printf (text, " %s ", links[i].sign);
    g_string_append (text, names[links[i].input]);
  }
  return g_string_free (text, FALSE);
}

static void
test_chains_of_operations (void)
{
  static const struct {
    NnOp op;
    const gchar *chain;
  } cases[] = {
    { NN_OP_DENSE, "x × W + bias" },
    { NN_OP_CONV, "x ∗ W + bias" },
    { NN_OP_CONV_DX, "dz ∗ W" },
    { NN_OP_DENSE_DX, "dz × W" },
    { NN_OP_ROW_DIVIDE, "e ÷ s" },
    { NN_OP_DESCEND, "W − lr × step" },
    { NN_OP_MOMENTUM, "mu × v + g" },
    { NN_OP_MULTIPLY, "x × m" },
    { NN_OP_COPY, "x" },
    { NN_OP_FLATTEN, "" },
    { NN_OP_RELU, "" },
    { NN_OP_DENSE_DB, "" },
    { NN_OP_POOL_MEAN, "" },
    { NN_OP_SIGMOID_DX, "" },
    { NN_OP_CONCATENATE, "" },
    { NN_OP_SQUARED_ERROR, "" },
    { NN_OP_DECAY, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *chain = print_chain (nn_formula_for_op (cases[i].op), nn_op_get (cases[i].op)->inputs);

    g_assert_cmpstr (chain, ==, cases[i].chain);
  }
}

/* What would need brackets, reads an input twice, or not all of them, is none. */
static void
test_chains (void)
{
  static const gchar *const cases[][2] = {
    { "x[b,i] * W[i,b] - t[b]", "x × W − t" },
    { "t[b] - x[b,i] * W[i,b]", "t − x × W" },
    { "t[b] + sum(i: x[b,i] * W[i,o])", "t + x × W" },
    { "x[b,i] / t[b] / W[i,b]", "x ÷ t ÷ W" },
    { "x[b,i] - (W[i,b] + t[b])", "" },
    { "(x[b,i] + W[i,b]) * t[b]", "" },
    { "x[b,i] / (W[i,b] * t[b])", "" },
    { "x[b,i] * W[i,b]", "" },
    { "x[b,i] * W[i,b] - t[b] * x[b,i]", "" },
    { "x[b,i] * W[i,b] - t[b] + 1", "" },
    { "sum(i: x[b,i]) + W[i,b] + t[b]", "" },
    { "x[b,i] + W[i,b] - t[b + 1]", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *text = g_strconcat ("out[b,i,o] = ", cases[i][0], NULL);
    g_autoptr (NnFormula) formula = parse (text);
    g_autofree gchar *chain = print_chain (formula, inputs);

    g_assert_cmpstr (chain, ==, cases[i][1]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formula/arithmetic", test_arithmetic);
  g_test_add_func ("/formula/whole-numbers", test_whole_numbers);
  g_test_add_func ("/formula/reductions", test_reductions);
  g_test_add_func ("/formula/rounding", test_rounding);
  g_test_add_func ("/formula/nan", test_nan);
  g_test_add_func ("/formula/left-side", test_left_side);
  g_test_add_func ("/formula/refusals", test_refusals);
  g_test_add_func ("/formula/hostile", test_hostile);
  g_test_add_func ("/formula/terms", test_terms);
  g_test_add_func ("/formula/sums", test_sums);
  g_test_add_func ("/formula/chains", test_chains);
  g_test_add_func ("/formula/chains-of-operations", test_chains_of_operations);
  g_test_add_func ("/formula/small-numbers", test_small_numbers_keep_their_digits);
  g_test_add_func ("/formula/ln-sum", test_ln_sum);
  return g_test_run ();
}
