/* The backward phase: its names and order on small programs made by hand, kinks and
 * extremes, and every gradient of many random networks against central differences.
 *
 * Both sides of the comparison are evaluated by formulas, so a wrong rule and a wrong
 * kernel cannot hide each other. */
#include "pass.h"

#include "nn/nn-error.h"
#include "nn/nn-program-builder.h"

typedef struct {
  NnProgramBuilder *builder;
  gint W, t, extra;
} Bench;

static void
bench_init (Bench *bench, gint rows, gint columns)
{
  NnShape shape = nn_shape (2, rows, columns);

  bench->builder = nn_program_builder_new (rows);
  nn_program_builder_set_place (bench->builder, NN_PHASE_FORWARD, 0);
  bench->W = nn_program_builder_add_leaf (bench->builder, "W1", NN_ROLE_PARAMETER, &shape, "bo");
  bench->t = nn_program_builder_add_leaf (bench->builder, "t", NN_ROLE_TARGET, &shape, "bo");
  bench->extra = nn_program_builder_add_scalar (bench->builder, "a1.slope", NN_ROLE_HYPER, 0);
}

static gint
put (Bench *bench, NnOp op, const gchar *name, const gint *inputs)
{
  gint one = 1;
  gint tensor = nn_program_builder_emit (bench->builder, op, name, inputs, &one);

  g_assert_null (nn_program_builder_get_error (bench->builder));
  return tensor;
}

static NnProgram *
finish (Bench *bench, gint loss, gint wanted)
{
  g_autoptr (GError) error = NULL;
  NnProgram *program;

  nn_backward_emit (bench->builder, loss, &wanted, 1, TRUE);
  program = nn_program_builder_end (bench->builder, loss, loss, &error);
  g_assert_no_error (error);
  nn_program_builder_free (bench->builder);
  return program;
}

static void
refuse (Bench *bench, gint loss, gint wanted, const gchar *one, const gchar *two)
{
  g_autoptr (GError) error = NULL;

  nn_backward_emit (bench->builder, loss, &wanted, 1, TRUE);
  g_assert_null (nn_program_builder_end (bench->builder, loss, loss, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_NO_GRADIENT);
  g_assert_nonnull (strstr (error->message, one));
  g_assert_nonnull (strstr (error->message, two));
  nn_program_builder_free (bench->builder);
}

/* ---- names and order ---- */

/* Contributions are numbered by the forward uses, whatever order they come in. */
static void
test_fan_out (void)
{
  Bench bench;
  g_autoptr (NnProgram) program = NULL;
  g_autofree gchar *list = NULL;
  gint twice, product, L;

  bench_init (&bench, 2, 3);
  twice = put (&bench, NN_OP_ADD, "z1", NN_INPUTS (bench.W, bench.W));
  product = put (&bench, NN_OP_MULTIPLY, "a1", NN_INPUTS (twice, bench.W));
  L = put (&bench, NN_OP_SQUARED_ERROR, "L", NN_INPUTS (product, bench.t));
  program = finish (&bench, L, bench.W);
  list = pass_list (program, NN_PHASE_BACKWARD, NN_PHASE_BACKWARD);
  g_assert_cmpstr (list, ==, "da1 dz1 dW1.3 dW1.1 dW1.2 dW1.12 dW1");
  g_assert_cmpint (nn_program_get_tensor (program, bench.W)->gradient, ==, nn_program_find (program, "dW1"));
}

static void
test_many_uses (void)
{
  Bench bench;
  g_autoptr (NnProgram) program = NULL;
  gint sum, L;

  bench_init (&bench, 1, 2);
  sum = put (&bench, NN_OP_ADD, "s2", NN_INPUTS (bench.W, bench.W));
  for (gint i = 3; i <= 13; i++) {
    g_autofree gchar *name = g_strdup_printf ("s%d", i);

    sum = put (&bench, NN_OP_ADD, name, NN_INPUTS (sum, bench.W));
  }
  L = put (&bench, NN_OP_SQUARED_ERROR, "L", NN_INPUTS (sum, bench.t));
  program = finish (&bench, L, bench.W);
  g_assert_cmpint (nn_program_find (program, "dW1.13"), >=, 0);
  g_assert_cmpint (nn_program_find (program, "dW1.1to12"), >=, 0);
  {
    g_autoptr (Pass) pass = pass_new (program);

    pass_set (pass, "W1", (gdouble[]){ 1, 2 });
    pass_run (pass, NN_PHASE_BACKWARD);
    /* L = sum (13 w)^2 */
    g_assert_cmpfloat_with_epsilon (pass_values (pass, "dW1")[0], 338, 1e-9);
    g_assert_cmpfloat_with_epsilon (pass_values (pass, "dW1")[1], 676, 1e-9);
  }
}

static void
test_no_rule (void)
{
  Bench bench;
  gint max, mask, z, L;

  /* The row maximum alone has no rule. */
  bench_init (&bench, 2, 2);
  max = put (&bench, NN_OP_ROW_MAX, "z1", NN_INPUTS (bench.W));
  L = put (&bench, NN_OP_L2_PENALTY, "L", NN_INPUTS (max, bench.extra));
  refuse (&bench, L, bench.W, "row_max", "W1");
  bench_init (&bench, 2, 2);
  mask = put (&bench, NN_OP_DROPOUT_MASK, "m1", NN_INPUTS (bench.W, bench.extra));
  z = put (&bench, NN_OP_MULTIPLY, "z1", NN_INPUTS (bench.t, mask));
  L = put (&bench, NN_OP_SQUARED_ERROR, "L", NN_INPUTS (z, bench.t));
  refuse (&bench, L, bench.W, "m1", "dropout_mask");
  /* A rule exists, but not for this input. */
  bench_init (&bench, 2, 2);
  z = put (&bench, NN_OP_LEAKY_RELU, "a1", NN_INPUTS (bench.W, bench.extra));
  L = put (&bench, NN_OP_SQUARED_ERROR, "L", NN_INPUTS (z, bench.t));
  refuse (&bench, L, bench.extra, "leaky_relu", "a1.slope");
  bench_init (&bench, 2, 2);
  L = put (&bench, NN_OP_SQUARED_ERROR, "L", NN_INPUTS (bench.W, bench.t));
  refuse (&bench, L, bench.t, "squared_error", "t");
  /* No way at all is an error too, not a zero. */
  bench_init (&bench, 2, 2);
  L = put (&bench, NN_OP_SQUARED_ERROR, "L", NN_INPUTS (bench.W, bench.t));
  refuse (&bench, L, bench.extra, "L does not depend on", "a1.slope");
}

static void
test_nothing_wanted (void)
{
  Bench bench;
  gint L;

  bench_init (&bench, 2, 2);
  L = put (&bench, NN_OP_SQUARED_ERROR, "L", NN_INPUTS (bench.W, bench.t));
  nn_backward_emit (bench.builder, L, NULL, 0, TRUE);
  g_assert_null (nn_program_builder_get_error (bench.builder));
  g_assert_cmpint (nn_program_builder_find (bench.builder, "dL"), ==, -1);
  nn_program_builder_free (bench.builder);
}

/* ---- kinks, ties, extremes ---- */

/* L = sum (activation (w) - t)^2 with t one less than the activation: dL/da = 2. */
static void
check_slopes (NnOp op, const gdouble *w, const gdouble *slopes, gint n)
{
  Bench bench;
  g_autoptr (NnProgram) program = NULL;
  g_autoptr (Pass) pass = NULL;
  gint a, L;

  bench_init (&bench, 1, n);
  a = put (&bench, op, "a1", NN_INPUTS (bench.W, bench.extra));
  L = put (&bench, NN_OP_SQUARED_ERROR, "L", NN_INPUTS (a, bench.t));
  program = finish (&bench, L, bench.W);
  pass = pass_new (program);
  pass_values (pass, "a1.slope")[0] = 0.25;
  pass_set (pass, "W1", w);
  pass_run (pass, NN_PHASE_FORWARD);
  for (gint i = 0; i < n; i++)
    pass_values (pass, "t")[i] = pass_values (pass, "a1")[i] - 1;
  pass_run (pass, NN_PHASE_BACKWARD);
  for (gint i = 0; i < n; i++)
    g_assert_cmpfloat (pass_values (pass, "dW1")[i], ==, 2 * slopes[i]);
}

static void
test_kinks (void)
{
  const gdouble w[] = { 0, -0.0, 1, -1, 0x1p-1074, -0x1p-1074 };

  check_slopes (NN_OP_RELU, w, (const gdouble[]){ 0, 0, 1, 0, 1, 0 }, 6);
  check_slopes (NN_OP_LEAKY_RELU, w, (const gdouble[]){ 0.25, 0.25, 1, 0.25, 1, 0.25 }, 6);
  check_slopes (NN_OP_SIGMOID, w, (const gdouble[]){ 0.25, 0.25 }, 2);
  check_slopes (NN_OP_TANH, w, (const gdouble[]){ 1, 1 }, 2);
}

static void
test_penalty_at_zero (void)
{
  Bench bench;
  g_autoptr (NnProgram) program = NULL;
  g_autoptr (Pass) pass = NULL;
  gint L;

  bench_init (&bench, 1, 4);
  L = put (&bench, NN_OP_L1_PENALTY, "L", NN_INPUTS (bench.W, bench.extra));
  program = finish (&bench, L, bench.W);
  pass = pass_new (program);
  pass_values (pass, "a1.slope")[0] = 0.5;
  pass_set (pass, "W1", (const gdouble[]){ 0, -0.0, 3, -3 });
  pass_run (pass, NN_PHASE_BACKWARD);
  g_assert_cmpfloat (pass_values (pass, "L")[0], ==, 3);
  g_assert_cmpfloat (pass_values (pass, "dW1")[0], ==, 0);
  g_assert_cmpfloat (pass_values (pass, "dW1")[1], ==, 0);
  g_assert_cmpfloat (pass_values (pass, "dW1")[2], ==, 0.5);
  g_assert_cmpfloat (pass_values (pass, "dW1")[3], ==, -0.5);
}

/* The first maximum of a window gets everything. */
static void
test_pool_ties (void)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autoptr (NnProgram) program = NULL;
  g_autoptr (Pass) pass = NULL;
  g_autoptr (GError) error = NULL;
  const gdouble expected[] = { 0, 2, 0, 0, 2, 0, 0, 0 };

  network->input = nn_shape (3, 1, 2, 4);
  nn_network_add_layer (network, NN_LAYER_MAX_POOL);
  network->reduction = NN_REDUCTION_SUM;
  network->all_gradients = TRUE;
  program = nn_network_compile (network, 1, NN_COMPILE_TRAINING, NULL, &error);
  g_assert_no_error (error);
  pass = pass_new (program);
  pass_set (pass, "x", (const gdouble[]){ 1, 5, 3, 2, 5, 5, 3, 3 });
  pass_set (pass, "t", (const gdouble[]){ 4, 2 });
  pass_run (pass, NN_PHASE_BACKWARD);
  g_assert_cmpfloat (pass_values (pass, "p0.which")[0], ==, 2);
  g_assert_cmpfloat (pass_values (pass, "p0.which")[1], ==, 1);
  g_assert_cmpmem (pass_values (pass, "dx"), 2 * sizeof (gdouble), expected, 2 * sizeof (gdouble));
  g_assert_cmpfloat (pass_values (pass, "dx")[2], ==, 2);
  g_assert_cmpfloat (pass_values (pass, "dx")[3], ==, 0);
  for (gint i = 4; i < 8; i++)
    g_assert_cmpfloat (pass_values (pass, "dx")[i], ==, 0);
}

/* Logits of any size, ties and -0: fused and long chain agree, and both are finite. */
static void
test_extreme_logits (void)
{
  const gdouble logits[][3] = { { 1000, -1000, 0 }, { -1000, -1000, -1000 }, { 1000, 1000, 999 },
                                { 0, -0.0, 0 },     { 1e-300, 0, -1e-300 },  { 710, -745, 3 } };
  const gdouble targets[][3] = { { 0, 1, 0 }, { 1, 0, 0 }, { 0.25, 0.25, 0.5 }, { 0, 0, 0 }, { 2, 0, 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (logits); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (targets); k++)
      for (gint kl = 0; kl < 2; kl++) {
        gdouble gradient[2][3], loss[2];

        for (gint chain = 0; chain < 2; chain++) {
          g_autoptr (NnNetwork) network = nn_network_new ();
          g_autoptr (NnProgram) program = NULL;
          g_autoptr (Pass) pass = NULL;

          network->input = nn_shape (1, 3);
          nn_network_add_layer (network, NN_LAYER_ACTIVATION)->activation = NN_ACTIVATION_SOFTMAX;
          network->loss = kl ? NN_LOSS_KL_DIVERGENCE : NN_LOSS_CROSS_ENTROPY;
          network->long_chain = chain;
          network->all_gradients = TRUE;
          program = nn_network_compile (network, 1, NN_COMPILE_TRAINING, NULL, NULL);
          g_assert_cmpint (nn_program_find (program, "dx.lse") >= 0, ==, chain);
          pass = pass_new (program);
          pass_set (pass, "x", logits[i]);
          pass_set (pass, "t", targets[k]);
          pass_run (pass, NN_PHASE_BACKWARD);
          memcpy (gradient[chain], pass_values (pass, "dx"), sizeof gradient[chain]);
          loss[chain] = pass_values (pass, "L")[0];
        }
        g_assert_true (isfinite (loss[0]));
        g_assert_cmpfloat (loss[0], ==, loss[1]);
        for (gint c = 0; c < 3; c++) {
          g_assert_true (isfinite (gradient[0][c]));
          g_assert_cmpfloat_with_epsilon (gradient[0][c], gradient[1][c], 1e-14);
        }
      }
}

static void
test_extreme_binary (void)
{
  const gdouble z[] = { 1000, -1000, 0, -0.0, 800, -800 };
  const gdouble t[] = { 0, 1, 0.5, 1, 1, 0 };
  const gdouble terms[] = { 1000, 1000, G_LN2, G_LN2, 0, 0 };
  const gdouble slopes[] = { 1, -1, 0, -0.5, 0, 0 };
  Bench bench;
  g_autoptr (NnProgram) program = NULL;
  g_autoptr (Pass) pass = NULL;
  gint L;
  gdouble sum = 0;

  bench_init (&bench, 1, 6);
  L = put (&bench, NN_OP_BINARY_CROSS_ENTROPY, "L", NN_INPUTS (bench.W, bench.t));
  program = finish (&bench, L, bench.W);
  pass = pass_new (program);
  pass_set (pass, "W1", z);
  pass_set (pass, "t", t);
  pass_run (pass, NN_PHASE_BACKWARD);
  for (gint i = 0; i < 6; i++) {
    sum += terms[i];
    g_assert_cmpfloat_with_epsilon (pass_values (pass, "dW1")[i], slopes[i], 1e-15);
  }
  g_assert_cmpfloat_with_epsilon (pass_values (pass, "L")[0], sum, 1e-12);
}

/* ---- random networks against central differences ---- */

static NnActivation
random_activation (guint64 *random)
{
  return (NnActivation) pass_random_int (random, 0, NN_N_ACTIVATIONS - 1);
}

static void
random_padding (guint64 *random, NnLayer *layer)
{
  gboolean pool = layer->kind != NN_LAYER_CONV;
  gint high = pool ? layer->kernel.rows - 1 : 2;
  gint wide = pool ? layer->kernel.columns - 1 : 2;

  layer->padding.kind = (NnPaddingKind) pass_random_int (random, 0, 2);
  layer->padding.top = pass_random_int (random, 0, high);
  layer->padding.bottom = pass_random_int (random, 0, high);
  layer->padding.left = pass_random_int (random, 0, wide);
  layer->padding.right = pass_random_int (random, 0, wide);
}

static void
add_random_layer (guint64 *random, NnNetwork *network, NnLayerKind kind)
{
  NnLayer *layer = nn_network_add_layer (network, kind);

  layer->units = pass_random_int (random, 1, 3);
  layer->kernel.rows = pass_random_int (random, 1, 3);
  layer->kernel.columns = pass_random_int (random, 1, 3);
  layer->stride.rows = pass_random_int (random, 1, 2);
  layer->stride.columns = pass_random_int (random, 1, 2);
  random_padding (random, layer);
  layer->bias = pass_random (random) < 0.7;
  layer->count_padding = pass_random (random) < 0.5;
  layer->activation = random_activation (random);
  layer->slope = 0.1 + 0.3 * pass_random (random);
  layer->keep = 0.4 + 0.6 * pass_random (random);
  layer->freeze_kernel = pass_random (random) < 0.15;
  layer->freeze_bias = pass_random (random) < 0.15;
}

static void
add_random_layers (guint64 *random, NnNetwork *network)
{
  static const NnLayerKind image_kinds[] = { NN_LAYER_CONV,         NN_LAYER_CONV,       NN_LAYER_MAX_POOL,
                                             NN_LAYER_AVERAGE_POOL, NN_LAYER_ACTIVATION, NN_LAYER_DROPOUT };
  static const NnLayerKind row_kinds[] = { NN_LAYER_DENSE, NN_LAYER_DENSE, NN_LAYER_ACTIVATION,
                                           NN_LAYER_DROPOUT };
  gint n = pass_random_int (random, 1, 4);

  if (pass_random (random) < 0.5) {
    network->input = nn_shape (3, pass_random_int (random, 1, 2), pass_random_int (random, 3, 6),
                               pass_random_int (random, 3, 6));
    for (gint i = 0; i < n; i++)
      add_random_layer (random, network, image_kinds[pass_random_int (random, 0, 5)]);
    if (pass_random (random) < 0.3)
      return;
    nn_network_add_layer (network, NN_LAYER_FLATTEN);
    n = 1;
  } else {
    network->input = nn_shape (1, pass_random_int (random, 1, 4));
  }
  for (gint i = 0; i < n; i++)
    add_random_layer (random, network, row_kinds[pass_random_int (random, 0, 3)]);
}

/* The last layer and one before it, or the input, taken together. */
static void
add_random_merge (guint64 *random, NnNetwork *network)
{
  g_autofree NnShape *shapes = g_new0 (NnShape, network->layers->len + 1);
  gint last = (gint) network->layers->len - 1, other = pass_random_int (random, -1, MAX (last - 1, -1));
  NnLayerKind kind = (NnLayerKind) pass_random_int (random, NN_LAYER_ADD, NN_LAYER_MULTIPLY);
  const gchar *names[] = { "input", NULL, NULL };
  const NnShape *shape;
  NnShape alike;

  if (!nn_network_infer_shapes (network, shapes, NULL))
    return;
  shape = other >= 0 ? &shapes[other] : &network->input;
  alike = *shape;
  if (kind == NN_LAYER_CONCATENATE)
    alike.dim[0] = shapes[last].dim[0];
  if (!nn_shape_equal (&alike, &shapes[last]))
    return;
  if (other >= 0) {
    NnLayer *layer = g_ptr_array_index (network->layers, other);

    if (layer->name == NULL)
      layer->name = g_strdup_printf ("n%d", other);
    names[0] = layer->name;
  }
  if (pass_random (random) < 0.3)
    names[1] = names[0];
  nn_network_add_layer (network, kind)->with = g_strdupv ((gchar **) names);
}

static NnNetwork *
random_network (guint64 *random)
{
  NnNetwork *network = nn_network_new ();
  NnLayer *last;

  add_random_layers (random, network);
  for (gint i = pass_random_int (random, 0, 2); i > 0; i--) {
    add_random_merge (random, network);
    if (i > 1)
      nn_network_add_layer (network, NN_LAYER_ACTIVATION)->activation = random_activation (random);
  }
  network->loss = (NnLossKind) pass_random_int (random, 0, NN_N_LOSSES - 1);
  network->reduction = (NnReduction) pass_random_int (random, 0, 3);
  network->long_chain = pass_random (random) < 0.4;
  network->all_gradients = pass_random (random) < 0.5;
  network->penalty = (NnPenalty){
    0.2 * pass_random (random), 0.2 * pass_random (random),
    pass_random (random) < 0.3, pass_random (random) < 0.3,
    pass_random (random) < 0.5, pass_random (random) < 0.5 ? NN_PENALTY_ALL : NN_PENALTY_KERNELS
  };
  if (network->loss == NN_LOSS_KL_DIVERGENCE || pass_random (random) < 0.3) {
    /* The divergence of anything but positive numbers is not a number. */
    last = nn_network_add_layer (network, NN_LAYER_ACTIVATION);
    last->activation = pass_random (random) < 0.5 ? NN_ACTIVATION_SIGMOID : NN_ACTIVATION_SOFTMAX;
  }
  return network;
}

static void
fill_randomly (guint64 *random, const NnNetwork *network, Pass *pass)
{
  gboolean shares = network->loss >= NN_LOSS_BINARY_CROSS_ENTROPY;

  for (gint i = 0; i < nn_program_get_n_tensors (pass->program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (pass->program, i);

    for (gsize k = 0; k < pass_count (pass, i); k++) {
      gdouble u = pass_random (random);

      if (info->role == NN_ROLE_PARAMETER || info->role == NN_ROLE_INPUT)
        pass->values[i][k] = 2.4 * u - 1.2;
      else if (info->role == NN_ROLE_TARGET)
        pass->values[i][k] = !shares ? 2 * u - 1 : u < 0.25 ? 0 : u > 0.9 ? 1 : u;
      else if (info->role == NN_ROLE_RANDOM)
        pass->values[i][k] = u;
    }
  }
}

/* dL by d(one cell) from both sides and from each alone; at a kink they differ. */
typedef struct {
  gdouble middle, left, right;
} Slopes;

/* A computed cell is held at the values around its own. */
static Slopes
measure_slopes (Pass *pass, gint tensor, gsize offset, gdouble h)
{
  gboolean computed = nn_program_get_tensor (pass->program, tensor)->role == NN_ROLE_COMPUTED;
  gdouble own = pass->values[tensor][offset];
  gdouble loss[5];

  for (gint i = 0; i < 5; i++) {
    gdouble value = own + (i - 2) * h;

    if (computed)
      pass->pin[pass->n_pins++] = (PassPin){ tensor, offset, value };
    else
      pass->values[tensor][offset] = value;
    loss[i] = pass_loss (pass);
    if (computed)
      pass->n_pins--;
  }
  if (!computed)
    pass->values[tensor][offset] = own;
  pass_run (pass, NN_PHASE_LOSS);
  return (Slopes){ .middle = (8 * (loss[3] - loss[1]) - (loss[4] - loss[0])) / (12 * h),
                   .left = (3 * loss[2] - 4 * loss[1] + loss[0]) / (2 * h),
                   .right = (-3 * loss[2] + 4 * loss[3] - loss[4]) / (2 * h) };
}

typedef struct {
  gint checks, kinks, nonzero;
} Tally;

static void
check_cell (Pass *pass, gint tensor, gsize offset, Tally *tally)
{
  const NnTensorInfo *info = nn_program_get_tensor (pass->program, tensor);
  gdouble analytic = pass->values[info->gradient][offset];
  gdouble coarse = measure_slopes (pass, tensor, offset, 1e-3).middle;
  Slopes slopes = measure_slopes (pass, tensor, offset, 1e-4);
  gdouble fine = slopes.middle;

  tally->checks++;
  if (fabs (coarse - fine) > 1e-6 * (1 + fabs (fine))
      || fabs (slopes.left - slopes.right) > 1e-5 * (1 + fabs (fine))) {
    tally->kinks++;
    return;
  }
  if (fabs (analytic) > 1e-9)
    tally->nonzero++;
  if (!(fabs (analytic - fine) <= 2e-7 * (1 + fabs (fine)))) {
    g_autofree gchar *list = pass_list (pass->program, NN_PHASE_FORWARD, NN_PHASE_BACKWARD);

    g_error ("d%s, cell %" G_GSIZE_FORMAT ": %.12g, but differences give %.12g; in %s", info->name, offset,
             analytic, fine, list);
  }
}

static void
check_program (guint64 *random, Pass *pass, Tally *tally)
{
  pass_run (pass, NN_PHASE_BACKWARD);
  for (gint i = 0; i < nn_program_get_n_tensors (pass->program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (pass->program, i);
    gsize count = pass_count (pass, i);
    gsize trials = MIN (count, 3);

    if (info->gradient < 0)
      continue;
    for (gsize k = 0; k < trials; k++)
      check_cell (pass, i, (gsize) (pass_random (random) * (gdouble) count), tally);
  }
}

static void
test_differences (void)
{
  guint64 random = 20240229;
  Tally tally = { 0 };
  gint compiled = 0;

  for (gint trial = 0; trial < 150; trial++) {
    g_autoptr (NnNetwork) network = random_network (&random);
    g_autoptr (GError) error = NULL;
    g_autoptr (NnProgram) program =
        nn_network_compile (network, pass_random_int (&random, 1, 3), NN_COMPILE_TRAINING, NULL, &error);
    g_autoptr (Pass) pass = NULL;

    if (program == NULL) {
      /* A kernel may have outgrown its image; nothing else may go wrong. */
      g_assert_error (error, NN_ERROR, NN_ERROR_SHAPE);
      continue;
    }
    compiled++;
    pass = pass_new (program);
    fill_randomly (&random, network, pass);
    check_program (&random, pass, &tally);
  }
  g_test_message ("%d networks, %d cells, %d kinks, %d not 0", compiled, tally.checks, tally.kinks,
                  tally.nonzero);
  g_assert_cmpint (compiled, >, 90);
  g_assert_cmpint (tally.kinks * 20, <, tally.checks);
  g_assert_cmpint (tally.nonzero * 3, >, tally.checks);
}

/* The row maximum is a constant of the backward pass. Softmax as a whole does not depend on
 * it, but a softmax with one step held by hand does: hold the maximum where it is, too. */
static void
hold_row_maxima (Pass *pass)
{
  for (gint i = 0; i < nn_program_get_n_instructions (pass->program); i++) {
    const NnInstruction *line = nn_program_get_instruction (pass->program, i);

    if (line->op != NN_OP_ROW_MAX)
      continue;
    for (gsize k = 0; k < pass_count (pass, line->output); k++)
      pass_hold (pass, nn_program_get_tensor (pass->program, line->output)->name, k,
                 pass->values[line->output][k]);
  }
}

/* One computed cell is held by hand, in a gated program: what lies behind it gets 0 from it. */
static void
test_differences_with_pins (void)
{
  guint64 random = 31337;
  Tally tally = { 0 };
  gint compiled = 0;

  for (gint trial = 0; trial < 150; trial++) {
    g_autoptr (NnNetwork) network = random_network (&random);
    g_autoptr (NnProgram) open = nn_network_compile (network, 2, NN_COMPILE_TRAINING, NULL, NULL);
    g_autoptr (NnProgram) gated = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (Pass) pass = NULL;
    const NnInstruction *line;
    const NnTensorInfo *held;
    gsize offset;

    if (open == NULL)
      continue;
    do
      line = nn_program_get_instruction (
          open, pass_random_int (&random, 0, nn_program_get_n_instructions (open) - 1));
    while (line->phase > NN_PHASE_LOSS);
    held = nn_program_get_tensor (open, line->output);
    /* A place in a window or a count cannot be half of another. */
    if (line->op == NN_OP_POOL_WHICH || line->op == NN_OP_POOL_COUNT)
      continue;
    gated =
        nn_network_compile (network, 2, NN_COMPILE_TRAINING, (const gchar *[]){ held->name, NULL }, &error);
    g_assert_no_error (error);
    compiled++;
    pass = pass_new (gated);
    fill_randomly (&random, network, pass);
    pass_run (pass, NN_PHASE_LOSS);
    hold_row_maxima (pass);
    offset = (gsize) (pass_random (&random) * (gdouble) nn_shape_count (&held->shape));
    pass_hold (pass, held->name, offset, 1.1 * pass_values (pass, held->name)[offset] + 0.05);
    check_program (&random, pass, &tally);
  }
  g_test_message ("%d networks, %d cells, %d kinks, %d not 0", compiled, tally.checks, tally.kinks,
                  tally.nonzero);
  g_assert_cmpint (compiled, >, 80);
  g_assert_cmpint (tally.kinks * 20, <, tally.checks);
}

/* The differences must be able to fail: a wrong sign in a backward formula is seen. */
static void
test_differences_notice (void)
{
  Bench bench;
  g_autoptr (NnProgram) program = NULL;
  g_autoptr (Pass) pass = NULL;
  gint a, L;

  bench_init (&bench, 1, 1);
  a = put (&bench, NN_OP_TANH, "a1", NN_INPUTS (bench.W));
  L = put (&bench, NN_OP_SQUARED_ERROR, "L", NN_INPUTS (a, bench.t));
  nn_op_override_formula (NN_OP_TANH_DX, "out[..] = da[..] * (1 + a[..] * a[..])");
  program = finish (&bench, L, bench.W);
  pass = pass_new (program);
  pass_values (pass, "W1")[0] = 0.5;
  pass_run (pass, NN_PHASE_BACKWARD);
  g_assert_cmpfloat (fabs (measure_slopes (pass, bench.W, 0, 1e-3).middle - pass_values (pass, "dW1")[0]), >,
                     0.1);
  nn_op_override_formula (NN_OP_TANH_DX, NULL);
  pass_run (pass, NN_PHASE_BACKWARD);
  g_assert_cmpfloat_with_epsilon (measure_slopes (pass, bench.W, 0, 1e-3).middle,
                                  pass_values (pass, "dW1")[0], 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backward/fan-out", test_fan_out);
  g_test_add_func ("/backward/many-uses", test_many_uses);
  g_test_add_func ("/backward/no-rule", test_no_rule);
  g_test_add_func ("/backward/nothing-wanted", test_nothing_wanted);
  g_test_add_func ("/backward/kinks", test_kinks);
  g_test_add_func ("/backward/penalty-at-zero", test_penalty_at_zero);
  g_test_add_func ("/backward/pool-ties", test_pool_ties);
  g_test_add_func ("/backward/extreme-logits", test_extreme_logits);
  g_test_add_func ("/backward/extreme-binary", test_extreme_binary);
  g_test_add_func ("/backward/differences", test_differences);
  g_test_add_func ("/backward/differences-with-pins", test_differences_with_pins);
  g_test_add_func ("/backward/differences-notice", test_differences_notice);
  return g_test_run ();
}
