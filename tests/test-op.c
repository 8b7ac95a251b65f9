/* The table of operations and its shape rules. */
#include <string.h>

#include "nn/nn-error.h"
#include "nn/nn-formula.h"
#include "nn/nn-op.h"

static void
assert_message (GError *error, gint code, const gchar *const *words)
{
  g_assert_error (error, NN_ERROR, code);
  for (gint i = 0; words[i] != NULL; i++)
    if (strstr (error->message, words[i]) == NULL)
      g_error ("“%s” does not say “%s”", error->message, words[i]);
}
#define WORDS(...) ((const gchar *const[]){ __VA_ARGS__, NULL })

static void
test_rows (void)
{
  for (gint op = 0; op < NN_N_OPS; op++) {
    const NnOpInfo *row = nn_op_get (op);

    g_assert_cmpint (row->op, ==, op);
    g_assert_cmpuint (g_strv_length ((gchar **) row->inputs), ==, (guint) row->n_inputs);
    g_assert_cmpuint (g_strv_length ((gchar **) row->attributes), ==, (guint) row->n_attributes);
    g_assert_cmpint (row->n_inputs, <=, NN_MAX_INPUTS);
    g_assert_cmpint (row->n_attributes, <=, NN_MAX_ATTRIBUTES);
    g_assert_cmpuint (strlen (row->why), >, 10);
    g_assert_cmpuint (strlen (row->brief), >, 0);
    if (op != NN_OP_COMMIT)
      g_assert_true (g_str_has_prefix (row->formula, "out"));
  }
  g_assert_cmpint (nn_op_get (NN_OP_DENSE)->n_inputs, ==, 3);
  g_assert_cmpstr (nn_op_get (NN_OP_DENSE)->inputs[2], ==, "bias");
  g_assert_true (nn_op_get (NN_OP_DENSE)->has_gradient);
  g_assert_false (nn_op_get (NN_OP_ROW_MAX)->has_gradient);
  g_assert_false (nn_op_get (NN_OP_DENSE_DX)->has_gradient);
  g_assert_cmpint (nn_op_get (NN_OP_POOL_MAX)->n_attributes, ==, 8);
  g_assert_cmpint (nn_op_get (NN_OP_CONV)->shape_rule, ==, NN_SHAPE_RULE_CONV);
}

static void
test_override (void)
{
  guint serial = nn_op_get_formula_serial ();
  const gchar *own = nn_op_get (NN_OP_ADD)->formula;
  gdouble x = 5, y = 3;
  NnShape scalar = nn_shape (0);
  NnBinding binding = { .out_shape = scalar, .in_shape = { scalar, scalar }, .in = { &x, &y } };

  g_assert_cmpfloat (nn_formula_evaluate (nn_formula_for_op (NN_OP_ADD), &binding, 0), ==, 8);
  nn_op_override_formula (NN_OP_ADD, "out[..] = x[..] - y[..]");
  g_assert_cmpuint (nn_op_get_formula_serial (), !=, serial);
  g_assert_cmpstr (nn_op_get (NN_OP_ADD)->formula, ==, "out[..] = x[..] - y[..]");
  g_assert_cmpfloat (nn_formula_evaluate (nn_formula_for_op (NN_OP_ADD), &binding, 0), ==, 2);
  nn_op_override_formula (NN_OP_ADD, NULL);
  g_assert_true (nn_op_get (NN_OP_ADD)->formula == own);
  g_assert_cmpfloat (nn_formula_evaluate (nn_formula_for_op (NN_OP_ADD), &binding, 0), ==, 8);
}

/* How often a window fits, by trying every place. */
static gint
count_by_trying (gint size, gint kernel, gint stride, gint before, gint after)
{
  gint places = 0;

  for (gint start = -before; start + kernel <= size + after; start += stride)
    places++;
  return places;
}

static void
test_windows (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  gint fitting = 0;

  for (gint trial = 0; trial < 2000; trial++) {
    gint b = g_rand_int_range (random, 1, 4), k = g_rand_int_range (random, 1, 4),
         f = g_rand_int_range (random, 1, 5);
    gint h = g_rand_int_range (random, 1, 9), w = g_rand_int_range (random, 1, 9);
    gint kh = g_rand_int_range (random, 1, 6), kw = g_rand_int_range (random, 1, 6);
    gint a[8] = { kh, kw, g_rand_int_range (random, 1, 4), g_rand_int_range (random, 1, 4) };
    NnShape in[3] = { nn_shape (4, b, k, h, w), nn_shape (4, f, k, kh, kw), nn_shape (1, f) };
    g_autoptr (GError) error = NULL;
    gint rows, columns;
    NnShape out;

    for (gint i = 4; i < 8; i++)
      a[i] = g_rand_int_range (random, 0, i % 2 ? kw : kh);
    rows = count_by_trying (h, kh, a[2], a[4], a[6]);
    columns = count_by_trying (w, kw, a[3], a[5], a[7]);
    if (rows == 0 || columns == 0) {
      g_assert_false (nn_op_infer_shape (NN_OP_CONV, in, a + 2, NULL, &out, &error));
      assert_message (error, NN_ERROR_SHAPE, WORDS ("conv", "does not fit"));
      continue;
    }
    fitting++;
    g_assert_true (nn_op_infer_shape (NN_OP_CONV, in, a + 2, NULL, &out, &error));
    g_assert_true (nn_shape_equal (&out, &(NnShape){ 4, { b, f, rows, columns } }));
    g_assert_true (nn_op_infer_shape (NN_OP_POOL_WHICH, in, a, NULL, &out, &error));
    g_assert_true (nn_shape_equal (&out, &(NnShape){ 4, { b, k, rows, columns } }));
    in[1] = out;
    g_assert_true (nn_op_infer_shape (NN_OP_POOL_MAX, in, a, NULL, &out, &error));
    g_assert_true (nn_shape_equal (&out, &in[1]));
    g_assert_true (nn_op_infer_shape (NN_OP_POOL_COUNT, in, a, NULL, &out, &error));
    g_assert_true (nn_shape_equal (&out, &(NnShape){ 2, { rows, columns, 1, 1 } }));
  }
  g_assert_cmpint (fitting, >, 1000);
}

typedef struct {
  NnOp op;
  NnShape in[3];
  gint attributes[8];
  NnShape given; /* rank -1: none */
  gint code;
  const gchar *words[4];
} Misfit;

#define NO_SHAPE                                                                                             \
  {                                                                                                          \
    -1,                                                                                                      \
    {                                                                                                        \
      1, 1, 1, 1                                                                                             \
    }                                                                                                        \
  }
static const Misfit misfits[] = {
  { NN_OP_CONV,
    { { 4, { 2, 3, 5, 5 } }, { 4, { 4, 2, 3, 3 } }, { 1, { 4, 1, 1, 1 } } },
    { 1, 1 },
    NO_SHAPE,
    NN_ERROR_SHAPE,
    { "3 channels", "2" } },
  { NN_OP_CONV,
    { { 4, { 2, 2, 5, 5 } }, { 4, { 4, 2, 3, 3 } }, { 1, { 5, 1, 1, 1 } } },
    { 1, 1 },
    NO_SHAPE,
    NN_ERROR_SHAPE,
    { "bias", "5", "4" } },
  { NN_OP_CONV,
    { { 2, { 2, 2, 1, 1 } }, { 4, { 4, 2, 3, 3 } }, { 1, { 4, 1, 1, 1 } } },
    { 1, 1 },
    NO_SHAPE,
    NN_ERROR_SHAPE,
    { "x", "2 axes", "4" } },
  { NN_OP_CONV_NO_BIAS,
    { { 4, { 2, 2, 5, 5 } }, { 4, { 4, 2, 3, 3 } } },
    { 0, 1 },
    NO_SHAPE,
    NN_ERROR_SHAPE,
    { "stride" } },
  { NN_OP_CONV_NO_BIAS,
    { { 4, { 2, 2, 5, 5 } }, { 4, { 4, 2, 3, 3 } } },
    { 1, 1, -1 },
    NO_SHAPE,
    NN_ERROR_SHAPE,
    { "padding" } },
  { NN_OP_CONV_NO_BIAS,
    { { 4, { 2, 2, 5, 5 } }, { 4, { 4, 2, 3, 6 } } },
    { 1, 1 },
    NO_SHAPE,
    NN_ERROR_SHAPE,
    { "6 columns", "5 columns" } },
  { NN_OP_CONV_NO_BIAS,
    { { 4, { 2, 2, 5, 5 } }, { 4, { 4, 2, 3, 3 } } },
    { 1, 1, G_MAXINT, 0, G_MAXINT, 0 },
    NO_SHAPE,
    NN_ERROR_SIZE,
    { "rows", "memory" } },
  { NN_OP_POOL_MAX,
    { { 4, { 2, 2, 4, 4 } }, { 4, { 2, 2, 2, 1 } } },
    { 2, 2, 2, 2 },
    NO_SHAPE,
    NN_ERROR_SHAPE,
    { "which" } },
  { NN_OP_POOL_MEAN,
    { { 4, { 2, 2, 4, 4 } }, { 4, { 2, 2, 2, 2 } } },
    { 2, 2, 2, 2 },
    NO_SHAPE,
    NN_ERROR_SHAPE,
    { "count" } },
  { NN_OP_POOL_WHICH,
    { { 4, { 2, 2, 4, 4 } } },
    { 2, 2, 2, 2, 2, 0, 0, 0 },
    NO_SHAPE,
    NN_ERROR_SHAPE,
    { "padding", "smaller" } },
  { NN_OP_FLATTEN, { { 4, { 2, 2, 4, 4 } } }, { 2, 4, 3 }, NO_SHAPE, NN_ERROR_SHAPE, { "flatten" } },
  { NN_OP_FLATTEN, { { 2, { 2, 4, 1, 1 } } }, { 2, 4, 3 }, NO_SHAPE, NN_ERROR_SHAPE, { "flatten", "axes" } },
  { NN_OP_CONV_DX,
    { { 4, { 2, 4, 3, 3 } }, { 4, { 4, 2, 3, 3 } } },
    { 1, 1 },
    { 4, { 2, 2, 6, 5 } },
    NN_ERROR_SHAPE,
    { "dz" } },
  { NN_OP_CONV_DX,
    { { 4, { 2, 4, 3, 3 } }, { 4, { 4, 2, 3, 3 } } },
    { 1, 1 },
    NO_SHAPE,
    NN_ERROR_SHAPE,
    { "given" } },
  { NN_OP_CONV_DW,
    { { 4, { 2, 2, 5, 5 } }, { 4, { 2, 4, 3, 3 } } },
    { 1, 1 },
    { 4, { 4, 2, 3, 2 } },
    NN_ERROR_SHAPE,
    { "dz" } },
  { NN_OP_POOL_MAX_DX,
    { { 4, { 2, 2, 2, 2 } }, { 4, { 2, 2, 2, 2 } } },
    { 2, 2, 2, 2 },
    { 4, { 2, 2, 7, 4 } },
    NN_ERROR_SHAPE,
    { "dy" } },
  { NN_OP_POOL_MEAN_DX,
    { { 4, { 2, 2, 2, 2 } }, { 2, { 2, 3, 1, 1 } } },
    { 2, 2, 2, 2 },
    { 4, { 2, 2, 4, 4 } },
    NN_ERROR_SHAPE,
    { "count" } },
  { NN_OP_UNFLATTEN, { { 2, { 2, 9, 1, 1 } } }, { 2, 2 }, { 4, { 2, 2, 2, 2 } }, NN_ERROR_SHAPE, { "dy" } },
  { NN_OP_ROW_SUM_DX, { { 1, { 2, 1, 1, 1 } } }, { 0 }, { 2, { 3, 2, 1, 1 } }, NN_ERROR_SHAPE, { "ds" } },
  { NN_OP_ROW_SUM_DX, { { 1, { 2, 1, 1, 1 } } }, { 0 }, NO_SHAPE, NN_ERROR_SHAPE, { "given" } },
  { NN_OP_LN_SUM_DE,
    { { 1, { 3, 1, 1, 1 } }, { 2, { 2, 3, 1, 1 } } },
    { 0 },
    { 2, { 2, 3, 1, 1 } },
    NN_ERROR_SHAPE,
    { "ln_sum_de", "dy" } },
  { NN_OP_LN_SUM_DE,
    { { 1, { 2, 1, 1, 1 } }, { 2, { 2, 4, 1, 1 } } },
    { 0 },
    { 2, { 2, 3, 1, 1 } },
    NN_ERROR_SHAPE,
    { "ln_sum_de", "e" } },
  { NN_OP_DENSE,
    { { 2, { 2, 3, 1, 1 } }, { 2, { 4, 5, 1, 1 } }, { 1, { 5, 1, 1, 1 } } },
    { 0 },
    NO_SHAPE,
    NN_ERROR_SHAPE,
    { "dense" } },
  { NN_OP_DENSE,
    { { 2, { 2, 3, 1, 1 } }, { 2, { 3, 5, 1, 1 } }, { 1, { 4, 1, 1, 1 } } },
    { 0 },
    NO_SHAPE,
    NN_ERROR_SHAPE,
    { "dense" } },
  { NN_OP_ADD, { { 2, { 2, 3, 1, 1 } }, { 2, { 2, 4, 1, 1 } } }, { 0 }, NO_SHAPE, NN_ERROR_SHAPE, { "add" } },
  { NN_OP_ROW_SHIFT,
    { { 2, { 2, 3, 1, 1 } }, { 1, { 3, 1, 1, 1 } } },
    { 0 },
    NO_SHAPE,
    NN_ERROR_SHAPE,
    { "row_shift" } },
};

static void
test_misfits (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (misfits); i++) {
    const Misfit *misfit = &misfits[i];
    g_autoptr (GError) error = NULL;
    NnShape out;

    g_test_message ("misfit %" G_GSIZE_FORMAT ": %s", i, nn_op_get (misfit->op)->name);
    g_assert_false (nn_op_infer_shape (misfit->op, misfit->in, misfit->attributes,
                                       misfit->given.rank < 0 ? NULL : &misfit->given, &out, &error));
    assert_message (error, misfit->code, misfit->words);
  }
}

typedef struct {
  NnOp op;
  NnShape in[5];
  gint attributes[8];
  NnShape given;
  NnShape out;
} Fit;

#define SCALAR                                                                                               \
  {                                                                                                          \
    0,                                                                                                       \
    {                                                                                                        \
      1, 1, 1, 1                                                                                             \
    }                                                                                                        \
  }
static const Fit fits[] = {
  { NN_OP_DENSE,
    { { 2, { 7, 3, 1, 1 } }, { 2, { 3, 5, 1, 1 } }, { 1, { 5, 1, 1, 1 } } },
    { 0 },
    NO_SHAPE,
    { 2, { 7, 5, 1, 1 } } },
  { NN_OP_MATMUL, { { 2, { 7, 3, 1, 1 } }, { 2, { 3, 5, 1, 1 } } }, { 0 }, NO_SHAPE, { 2, { 7, 5, 1, 1 } } },
  { NN_OP_DENSE_DW,
    { { 2, { 7, 3, 1, 1 } }, { 2, { 7, 5, 1, 1 } } },
    { 0 },
    NO_SHAPE,
    { 2, { 3, 5, 1, 1 } } },
  { NN_OP_DENSE_DB, { { 2, { 7, 5, 1, 1 } } }, { 0 }, NO_SHAPE, { 1, { 5, 1, 1, 1 } } },
  { NN_OP_DENSE_DX,
    { { 2, { 7, 5, 1, 1 } }, { 2, { 3, 5, 1, 1 } } },
    { 0 },
    NO_SHAPE,
    { 2, { 7, 3, 1, 1 } } },
  { NN_OP_CONV_DX,
    { { 4, { 2, 4, 3, 3 } }, { 4, { 4, 2, 3, 3 } } },
    { 1, 1 },
    { 4, { 2, 2, 5, 5 } },
    { 4, { 2, 2, 5, 5 } } },
  { NN_OP_CONV_DW,
    { { 4, { 2, 2, 5, 5 } }, { 4, { 2, 4, 3, 3 } } },
    { 1, 1 },
    { 4, { 4, 2, 3, 3 } },
    { 4, { 4, 2, 3, 3 } } },
  { NN_OP_CONV_DB, { { 4, { 2, 4, 3, 3 } } }, { 0 }, NO_SHAPE, { 1, { 4, 1, 1, 1 } } },
  { NN_OP_FLATTEN, { { 4, { 2, 2, 3, 5 } } }, { 2, 3, 5 }, NO_SHAPE, { 2, { 2, 30, 1, 1 } } },
  { NN_OP_UNFLATTEN, { { 2, { 2, 30, 1, 1 } } }, { 3, 5 }, { 4, { 2, 2, 3, 5 } }, { 4, { 2, 2, 3, 5 } } },
  { NN_OP_ROW_MAX, { { 2, { 7, 5, 1, 1 } } }, { 0 }, NO_SHAPE, { 1, { 7, 1, 1, 1 } } },
  { NN_OP_ROW_MAX, { { 4, { 7, 5, 2, 3 } } }, { 0 }, NO_SHAPE, { 3, { 7, 2, 3, 1 } } },
  { NN_OP_ROW_SHIFT,
    { { 4, { 7, 5, 2, 3 } }, { 3, { 7, 2, 3, 1 } } },
    { 0 },
    NO_SHAPE,
    { 4, { 7, 5, 2, 3 } } },
  { NN_OP_ROW_SUM_DX, { { 3, { 7, 2, 3, 1 } } }, { 0 }, { 4, { 7, 5, 2, 3 } }, { 4, { 7, 5, 2, 3 } } },
  { NN_OP_LN_SUM, { { 4, { 7, 5, 2, 3 } } }, { 0 }, NO_SHAPE, { 3, { 7, 2, 3, 1 } } },
  { NN_OP_LN_SUM_DE,
    { { 3, { 7, 2, 3, 1 } }, { 4, { 7, 5, 2, 3 } } },
    { 0 },
    { 4, { 7, 5, 2, 3 } },
    { 4, { 7, 5, 2, 3 } } },
  { NN_OP_ROW_DIVIDE_DS,
    { { 2, { 7, 5, 1, 1 } }, { 2, { 7, 5, 1, 1 } }, { 1, { 7, 1, 1, 1 } } },
    { 0 },
    NO_SHAPE,
    { 1, { 7, 1, 1, 1 } } },
  { NN_OP_SQUARED_ERROR, { { 2, { 7, 5, 1, 1 } }, { 2, { 7, 5, 1, 1 } } }, { 35 }, NO_SHAPE, SCALAR },
  { NN_OP_SQUARED_ERROR_DA,
    { SCALAR, { 2, { 7, 5, 1, 1 } }, { 2, { 7, 5, 1, 1 } } },
    { 35 },
    NO_SHAPE,
    { 2, { 7, 5, 1, 1 } } },
  { NN_OP_CROSS_ENTROPY,
    { { 4, { 7, 5, 2, 3 } }, { 4, { 7, 5, 2, 3 } }, { 3, { 7, 2, 3, 1 } } },
    { 1 },
    NO_SHAPE,
    SCALAR },
  { NN_OP_L2_PENALTY, { { 4, { 4, 2, 3, 3 } }, SCALAR }, { 0 }, NO_SHAPE, SCALAR },
  { NN_OP_L2_PENALTY_DW, { SCALAR, { 4, { 4, 2, 3, 3 } }, SCALAR }, { 0 }, NO_SHAPE, { 4, { 4, 2, 3, 3 } } },
  { NN_OP_DESCEND,
    { { 1, { 6, 1, 1, 1 } }, { 1, { 6, 1, 1, 1 } }, SCALAR },
    { 0 },
    NO_SHAPE,
    { 1, { 6, 1, 1, 1 } } },
  { NN_OP_POWER, { SCALAR, SCALAR }, { 0 }, NO_SHAPE, SCALAR },
  { NN_OP_COSINE_RATE, { SCALAR, SCALAR, SCALAR, SCALAR }, { 0 }, NO_SHAPE, SCALAR },
};

static void
test_fits (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fits); i++) {
    const Fit *fit = &fits[i];
    g_autoptr (GError) error = NULL;
    NnShape out;

    g_test_message ("fit %" G_GSIZE_FORMAT ": %s", i, nn_op_get (fit->op)->name);
    nn_op_infer_shape (fit->op, fit->in, fit->attributes, fit->given.rank < 0 ? NULL : &fit->given, &out,
                       &error);
    g_assert_no_error (error);
    g_assert_true (nn_shape_equal (&out, &fit->out));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/op/rows", test_rows);
  g_test_add_func ("/op/override", test_override);
  g_test_add_func ("/op/shapes/windows", test_windows);
  g_test_add_func ("/op/shapes/misfits", test_misfits);
  g_test_add_func ("/op/shapes/fits", test_fits);
  return g_test_run ();
}
