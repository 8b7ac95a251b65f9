/* From layers to programs: which tensors, in which order, called what.
 *
 * Every list here is written by hand; the errors are in test-network-errors.c, the
 * numbers in test-backward.c and test-optimizer.c.
 */
#include "pass.h"

#include "nn/nn-error.h"

static NnLayer *
add_dense (NnNetwork *network, gint units, NnActivation activation)
{
  NnLayer *layer = nn_network_add_layer (network, NN_LAYER_DENSE);

  layer->units = units;
  layer->activation = activation;
  return layer;
}

static NnLayer *
add_conv (NnNetwork *network, gint filters, gint kernel, NnActivation activation)
{
  NnLayer *layer = nn_network_add_layer (network, NN_LAYER_CONV);

  layer->units = filters;
  layer->kernel.rows = layer->kernel.columns = kernel;
  layer->activation = activation;
  return layer;
}

static NnProgram *
compile (NnNetwork *network, gint batch, NnCompileFlags flags, const gchar *const *pinned)
{
  g_autoptr (GError) error = NULL;
  NnProgram *program = nn_network_compile (network, batch, flags, pinned, &error);

  g_assert_no_error (error);
  return program;
}

static void
assert_phase (NnProgram *program, NnPhase phase, const gchar *expected)
{
  g_autofree gchar *list = pass_list (program, phase, phase);

  g_assert_cmpstr (list, ==, expected);
}

/* Names of the forward, loss, backward and update phases; NULL: not looked at. */
static void
assert_program (NnNetwork *network,
                NnCompileFlags flags,
                const gchar *forward,
                const gchar *loss,
                const gchar *backward,
                const gchar *update)
{
  g_autoptr (NnProgram) program = compile (network, 2, flags, NULL);
  const gchar *expected[] = { forward, loss, backward, update };

  for (gint phase = NN_PHASE_FORWARD; phase <= NN_PHASE_UPDATE; phase++)
    if (expected[phase] != NULL)
      assert_phase (program, (NnPhase) phase, expected[phase]);
}

static const NnTensorInfo *
info_of (NnProgram *program, const gchar *name)
{
  gint tensor = nn_program_find (program, name);

  if (tensor < 0)
    g_error ("no tensor %s", name);
  return nn_program_get_tensor (program, tensor);
}

static const NnInstruction *
line_of (NnProgram *program, const gchar *name)
{
  return nn_program_get_instruction (program, info_of (program, name)->producer);
}

static NnNetwork *
mazur_new (gboolean frozen)
{
  NnNetwork *network = nn_network_new ();

  network->input = nn_shape (1, 2);
  add_dense (network, 2, NN_ACTIVATION_SIGMOID)->freeze_bias = frozen;
  add_dense (network, 2, NN_ACTIVATION_SIGMOID)->freeze_bias = frozen;
  network->loss = NN_LOSS_HALF_SQUARED_ERROR;
  network->reduction = NN_REDUCTION_SUM;
  network->optimizer.lr = 0.5;
  return network;
}

static void
test_mazur (void)
{
  g_autoptr (NnNetwork) network = mazur_new (TRUE);
  g_autoptr (NnProgram) program = compile (network, 1, NN_COMPILE_TRAINING, NULL);
  g_autofree gchar *list = pass_list (program, NN_PHASE_FORWARD, NN_PHASE_COMMIT);
  g_autofree gchar *leaves = pass_list_leaves (program);

  g_assert_cmpstr (list, ==, "z1 a1 z2 a2 L da2 dz2 dW2 da1 dz1 dW1 W1.next W2.next commit");
  g_assert_cmpstr (leaves, ==, "x W1 b1 W2 b2 t dL lr");
  g_assert_cmpint (nn_program_get_loss (program), ==, nn_program_find (program, "L"));
  g_assert_cmpint (nn_program_get_output (program), ==, nn_program_find (program, "a2"));
  g_assert_true (info_of (program, "b1")->frozen);
  g_assert_false (info_of (program, "W1")->frozen);
  g_assert_cmpint (info_of (program, "b1")->gradient, ==, -1);
  g_assert_cmpint (info_of (program, "b1")->next, ==, -1);
  g_assert_cmpint (info_of (program, "x")->gradient, ==, -1);
  g_assert_cmpint (info_of (program, "W1")->gradient, ==, nn_program_find (program, "dW1"));
  g_assert_cmpint (info_of (program, "dW1")->gradient_of, ==, nn_program_find (program, "W1"));
  g_assert_cmpint (info_of (program, "L")->gradient, ==, nn_program_find (program, "dL"));
  g_assert_cmpint (info_of (program, "W1")->next, ==, nn_program_find (program, "W1.next"));
  g_assert_cmpint (info_of (program, "dL")->role, ==, NN_ROLE_SEED);
  g_assert_cmpfloat (info_of (program, "dL")->value, ==, 1);
  g_assert_cmpfloat (info_of (program, "lr")->value, ==, 0.5);
  g_assert_cmpint (line_of (program, "L")->attributes[0], ==, 1);
}

/* Mazur's published numbers, by formulas alone. */
static void
test_mazur_numbers (void)
{
  g_autoptr (NnNetwork) network = mazur_new (TRUE);
  g_autoptr (NnProgram) program = compile (network, 1, NN_COMPILE_TRAINING, NULL);
  g_autoptr (Pass) pass = pass_new (program);

  /* He numbers the weights neuron by neuron; W is (in, out). */
  pass_set (pass, "x", (gdouble[]){ 0.05, 0.10 });
  pass_set (pass, "t", (gdouble[]){ 0.01, 0.99 });
  pass_set (pass, "W1", (gdouble[]){ 0.15, 0.25, 0.20, 0.30 });
  pass_set (pass, "W2", (gdouble[]){ 0.40, 0.50, 0.45, 0.55 });
  pass_set (pass, "b1", (gdouble[]){ 0.35, 0.35 });
  pass_set (pass, "b2", (gdouble[]){ 0.60, 0.60 });
  pass_run (pass, NN_PHASE_UPDATE);
  g_assert_cmpfloat_with_epsilon (pass_values (pass, "L")[0], 0.298371109, 1e-9);
  g_assert_cmpfloat_with_epsilon (pass_values (pass, "dW2")[0], 0.082167041, 1e-9);
  g_assert_cmpfloat_with_epsilon (pass_values (pass, "W1.next")[0], 0.149780716, 1e-9);
  pass_commit (pass);
  g_assert_cmpfloat_with_epsilon (pass_loss (pass), 0.291027774, 1e-9);
}

static void
test_trained_biases (void)
{
  g_autoptr (NnNetwork) network = mazur_new (FALSE);

  assert_program (network, NN_COMPILE_TRAINING, "z1 a1 z2 a2", "L", "da2 dz2 dW2 db2 da1 dz1 dW1 db1",
                  "W1.next b1.next W2.next b2.next");
}

/* Nothing is computed only for what nobody wants. */
static void
test_frozen (void)
{
  g_autoptr (NnNetwork) network = mazur_new (FALSE);
  NnLayer *first = g_ptr_array_index (network->layers, 0);
  NnLayer *second = g_ptr_array_index (network->layers, 1);

  first->freeze_kernel = first->freeze_bias = TRUE;
  assert_program (network, NN_COMPILE_TRAINING, "z1 a1 z2 a2", "L", "da2 dz2 dW2 db2", "W2.next b2.next");
  assert_program (network, NN_COMPILE_ALL_GRADIENTS, "z1 a1 z2 a2", "L", "da2 dz2 dW2 db2 da1 dz1 dW1 db1 dx",
                  "W2.next b2.next");
  second->freeze_kernel = second->freeze_bias = TRUE;
  assert_program (network, NN_COMPILE_TRAINING, "z1 a1 z2 a2", "L", "", "");
  network->all_gradients = TRUE;
  assert_program (network, NN_COMPILE_TRAINING, "z1 a1 z2 a2", "L", "da2 dz2 dW2 db2 da1 dz1 dW1 db1 dx", "");
}

static void
test_softmax_cross_entropy (void)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autoptr (NnProgram) program = NULL;

  network->input = nn_shape (1, 4);
  add_dense (network, 8, NN_ACTIVATION_RELU);
  add_dense (network, 3, NN_ACTIVATION_SOFTMAX);
  network->loss = NN_LOSS_CROSS_ENTROPY;
  assert_program (network, NN_COMPILE_TRAINING, "z1 a1 z2 z2.max z2.shift z2.exp z2.sum a2", "z2.lse L",
                  "dz2 dW2 db2 da1 dz1 dW1 db1", "W1.next b1.next W2.next b2.next");
  assert_program (network, NN_COMPILE_PREDICTION, "z1 a1 z2 z2.max z2.shift z2.exp z2.sum a2", "", "", "");
  program = compile (network, 2, NN_COMPILE_TRAINING, NULL);
  g_assert_cmpint (line_of (program, "L")->probability, ==, nn_program_find (program, "a2"));
  g_assert_cmpint (line_of (program, "L")->attributes[0], ==, 2);
  g_assert_cmpint (line_of (program, "dz2")->op, ==, NN_OP_SOFTMAX_CROSS_ENTROPY_DZ);
  network->long_chain = TRUE;
  assert_program (network, NN_COMPILE_TRAINING, NULL, "z2.lse L",
                  "dz2.shift.2 dz2.lse dz2.exp dz2.shift.1 dz2.shift dz2 dW2 db2 da1 dz1 dW1 db1", NULL);
  network->loss = NN_LOSS_KL_DIVERGENCE;
  network->long_chain = FALSE;
  assert_program (network, NN_COMPILE_TRAINING, NULL, "z2.lse L", "dz2 dW2 db2 da1 dz1 dW1 db1", NULL);
}

static void
test_logits (void)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autoptr (NnProgram) training = NULL, prediction = NULL;

  network->input = nn_shape (1, 4);
  add_dense (network, 3, NN_ACTIVATION_LINEAR);
  network->loss = NN_LOSS_CROSS_ENTROPY;
  assert_program (network, NN_COMPILE_TRAINING, "z1 a1", "a1.max a1.shift a1.exp a1.sum p a1.lse L",
                  "da1 dz1 dW1 db1", "W1.next b1.next");
  assert_program (network, NN_COMPILE_PREDICTION, "z1 a1 a1.max a1.shift a1.exp a1.sum p", "", "", "");
  training = compile (network, 2, NN_COMPILE_TRAINING, NULL);
  prediction = compile (network, 2, NN_COMPILE_PREDICTION, NULL);
  g_assert_cmpint (nn_program_get_output (training), ==, nn_program_find (training, "a1"));
  g_assert_cmpint (nn_program_get_output (prediction), ==, nn_program_find (prediction, "p"));
  g_assert_cmpint (nn_program_get_loss (prediction), ==, -1);
  g_assert_cmpint (line_of (training, "L")->probability, ==, nn_program_find (training, "p"));
  network->loss = NN_LOSS_KL_DIVERGENCE;
  assert_program (network, NN_COMPILE_TRAINING, "z1 a1", "L", "da1 dz1 dW1 db1", NULL);
  assert_program (network, NN_COMPILE_PREDICTION, "z1 a1", "", "", "");
}

static void
test_binary (void)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autoptr (NnProgram) program = NULL;
  NnLayer *layer;

  network->input = nn_shape (1, 4);
  layer = add_dense (network, 3, NN_ACTIVATION_SIGMOID);
  network->loss = NN_LOSS_BINARY_CROSS_ENTROPY;
  assert_program (network, NN_COMPILE_TRAINING, "z1 a1", "L", "dz1 dW1 db1", NULL);
  program = compile (network, 2, NN_COMPILE_TRAINING, NULL);
  g_assert_cmpint (line_of (program, "dz1")->op, ==, NN_OP_BINARY_CROSS_ENTROPY_DZ);
  g_assert_cmpint (line_of (program, "dz1")->inputs[1], ==, nn_program_find (program, "a1"));
  g_assert_cmpint (line_of (program, "L")->attributes[0], ==, 6);
  layer->activation = NN_ACTIVATION_LINEAR;
  assert_program (network, NN_COMPILE_TRAINING, "z1 a1", "p L", "da1 dz1 dW1 db1", NULL);
  assert_program (network, NN_COMPILE_PREDICTION, "z1 a1 p", "", "", "");
}

static void
test_hidden_softmax (void)
{
  g_autoptr (NnNetwork) network = nn_network_new ();

  network->input = nn_shape (1, 4);
  add_dense (network, 3, NN_ACTIVATION_SOFTMAX);
  add_dense (network, 1, NN_ACTIVATION_LINEAR)->bias = FALSE;
  assert_program (network, NN_COMPILE_TRAINING, "z1 z1.max z1.shift z1.exp z1.sum a1 z2 a2", "L",
                  "da2 dz2 dW2 da1 dz1.exp.2 dz1.sum dz1.exp.1 dz1.exp dz1.shift dz1 dW1 db1",
                  "W1.next b1.next W2.next");
}

static NnNetwork *
image_network_new (void)
{
  NnNetwork *network = nn_network_new ();

  network->input = nn_shape (3, 1, 8, 8);
  add_conv (network, 2, 3, NN_ACTIVATION_RELU);
  nn_network_add_layer (network, NN_LAYER_MAX_POOL);
  nn_network_add_layer (network, NN_LAYER_FLATTEN);
  add_dense (network, 3, NN_ACTIVATION_SOFTMAX);
  network->loss = NN_LOSS_CROSS_ENTROPY;
  return network;
}

static void
test_images (void)
{
  g_autoptr (NnNetwork) network = image_network_new ();
  g_autoptr (NnProgram) program = compile (network, 5, NN_COMPILE_TRAINING, NULL);

  assert_program (network, NN_COMPILE_TRAINING, "z1 a1 p1.which p1 f1 z2 z2.max z2.shift z2.exp z2.sum a2",
                  "z2.lse L", "dz2 dW2 db2 df1 dp1 da1 dz1 dW1 db1", "W1.next b1.next W2.next b2.next");
  g_assert_true (nn_shape_equal (&info_of (program, "W1")->shape, &(NnShape){ 4, { 2, 1, 3, 3 } }));
  g_assert_true (nn_shape_equal (&info_of (program, "z1")->shape, &(NnShape){ 4, { 5, 2, 6, 6 } }));
  g_assert_true (nn_shape_equal (&info_of (program, "p1")->shape, &(NnShape){ 4, { 5, 2, 3, 3 } }));
  g_assert_true (nn_shape_equal (&info_of (program, "f1")->shape, &(NnShape){ 2, { 5, 18, 1, 1 } }));
  g_assert_true (nn_shape_equal (&info_of (program, "df1")->shape, &(NnShape){ 2, { 5, 18, 1, 1 } }));
  g_assert_true (nn_shape_equal (&info_of (program, "W2")->shape, &(NnShape){ 2, { 18, 3, 1, 1 } }));
  g_assert_cmpstr (info_of (program, "x")->axes, ==, "bkrc");
  g_assert_cmpstr (info_of (program, "W1")->axes, ==, "fkuv");
  g_assert_cmpstr (info_of (program, "z1")->axes, ==, "bfrc");
  g_assert_cmpstr (info_of (program, "dz1")->axes, ==, "bfrc");
  g_assert_cmpstr (info_of (program, "df1")->axes, ==, "bj");
  g_assert_cmpstr (info_of (program, "b1")->axes, ==, "f");
  g_assert_cmpstr (info_of (program, "W1.next")->axes, ==, "fkuv");
}

/* p1, p1.2; p0 before the first parameters; counts where padding does not count. */
static void
test_pools (void)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  NnLayer *layer;

  network->input = nn_shape (3, 2, 16, 16);
  nn_network_add_layer (network, NN_LAYER_AVERAGE_POOL);
  nn_network_add_layer (network, NN_LAYER_AVERAGE_POOL)->count_padding = TRUE;
  layer = add_conv (network, 2, 1, NN_ACTIVATION_LINEAR);
  layer->bias = FALSE;
  nn_network_add_layer (network, NN_LAYER_MAX_POOL);
  nn_network_add_layer (network, NN_LAYER_AVERAGE_POOL);
  assert_program (network, NN_COMPILE_TRAINING, "p0.count p0 p0.2 z1 a1 p1.which p1 p1.2.count p1.2", "L",
                  "dp1.2 dp1 da1 dz1 dW1", "W1.next");
  assert_program (network, NN_COMPILE_ALL_GRADIENTS, NULL, NULL, "dp1.2 dp1 da1 dz1 dW1 dp0.2 dp0 dx", NULL);
}

static void
test_activation_layers (void)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  NnLayer *leaky;

  network->input = nn_shape (1, 3);
  nn_network_add_layer (network, NN_LAYER_ACTIVATION)->activation = NN_ACTIVATION_TANH;
  add_dense (network, 3, NN_ACTIVATION_LINEAR);
  leaky = nn_network_add_layer (network, NN_LAYER_ACTIVATION);
  leaky->activation = NN_ACTIVATION_LEAKY_RELU;
  leaky->slope = 0.25;
  nn_network_add_layer (network, NN_LAYER_ACTIVATION)->activation = NN_ACTIVATION_SOFTMAX;
  nn_network_add_layer (network, NN_LAYER_ACTIVATION)->activation = NN_ACTIVATION_SIGMOID;
  assert_program (network, NN_COMPILE_TRAINING, "a0 z1 a1 a1.max a1.shift a1.exp a1.sum a1.2 a1.3", "L", NULL,
                  NULL);
  {
    g_autoptr (NnProgram) program = compile (network, 2, NN_COMPILE_TRAINING, NULL);

    g_assert_cmpfloat (info_of (program, "a1.slope")->value, ==, 0.25);
    g_assert_cmpint (info_of (program, "a1")->layer, ==, 2);
    g_assert_cmpint (info_of (program, "z1")->layer, ==, 1);
    g_assert_cmpint (info_of (program, "da1")->layer, ==, 3);
    g_assert_cmpint (info_of (program, "x")->layer, ==, -1);
  }
}

static void
test_dropout (void)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autoptr (NnProgram) program = NULL;
  g_autofree gchar *leaves = NULL;

  network->input = nn_shape (1, 3);
  nn_network_add_layer (network, NN_LAYER_DROPOUT)->keep = 0.8;
  add_dense (network, 4, NN_ACTIVATION_TANH);
  nn_network_add_layer (network, NN_LAYER_DROPOUT);
  nn_network_add_layer (network, NN_LAYER_DROPOUT);
  add_dense (network, 1, NN_ACTIVATION_LINEAR);
  assert_program (network, NN_COMPILE_TRAINING, "m0 x.drop z1 a1 m1 a1.drop m1.2 a1.drop.drop z2 a2", "L",
                  "da2 dz2 dW2 db2 da1.drop.drop da1.drop da1 dz1 dW1 db1", NULL);
  assert_program (network, NN_COMPILE_PREDICTION, "z1 a1 z2 a2", "", "", "");
  program = compile (network, 2, NN_COMPILE_TRAINING, NULL);
  leaves = pass_list_leaves (program);
  g_assert_cmpstr (leaves, ==, "x u0 m0.keep W1 b1 u1 m1.keep u1.2 m1.2.keep W2 b2 t dL lr");
  g_assert_cmpfloat (info_of (program, "m0.keep")->value, ==, 0.8);
  g_assert_cmpint (info_of (program, "u1")->role, ==, NN_ROLE_RANDOM);
  g_assert_cmpint (info_of (program, "u1")->layer, ==, 2);
  g_assert_cmpstr (info_of (program, "u1")->axes, ==, "bo");
}

static void
test_own_names (void)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autoptr (NnProgram) program = NULL;
  g_autofree gchar *leaves = NULL;

  network->input = nn_shape (3, 1, 6, 6);
  add_conv (network, 2, 3, NN_ACTIVATION_LINEAR)->name = g_strdup ("edges");
  nn_network_add_layer (network, NN_LAYER_ACTIVATION)->activation = NN_ACTIVATION_RELU;
  nn_network_add_layer (network, NN_LAYER_MAX_POOL)->name = g_strdup ("down");
  nn_network_add_layer (network, NN_LAYER_ACTIVATION)->activation = NN_ACTIVATION_TANH;
  nn_network_add_layer (network, NN_LAYER_FLATTEN);
  nn_network_add_layer (network, NN_LAYER_DROPOUT)->name = g_strdup ("thin");
  add_dense (network, 2, NN_ACTIVATION_LINEAR);
  network->optimizer = nn_optimizer_default (NN_OPTIMIZER_MOMENTUM);
  assert_program (
      network, NN_COMPILE_TRAINING, "edges.z edges.a down.p.which down.p a1.2 f1 thin.m f1.drop z2 a2", "L",
      "da2 dz2 dW2 db2 df1.drop df1 da1.2 down.dp edges.da edges.dz edges.dW edges.db",
      "edges.W.v.next edges.W.next edges.b.v.next edges.b.next W2.v.next W2.next b2.v.next b2.next");
  program = compile (network, 2, NN_COMPILE_TRAINING, NULL);
  leaves = pass_list_leaves (program);
  g_assert_cmpstr (leaves, ==,
                   "x edges.W edges.b thin.u thin.m.keep W2 b2 t dL lr mu edges.W.v edges.b.v W2.v b2.v");
}

static void
test_penalties (void)
{
  g_autoptr (NnNetwork) network = nn_network_new ();

  network->input = nn_shape (1, 3);
  add_dense (network, 2, NN_ACTIVATION_TANH);
  network->penalty.use_l1 = TRUE;
  network->penalty.l1 = 0.5;
  assert_program (network, NN_COMPILE_TRAINING, "z1 a1", "L.data W1.l1 L.penalty L",
                  "dL.data dL.penalty dW1.l1 dW1.2 da1 dz1 dW1.1 dW1 db1", "W1.next b1.next");
  network->penalty.use_l2 = TRUE;
  assert_program (network, NN_COMPILE_TRAINING, "z1 a1", "L.data W1.l1 W1.l2 L.penalty L",
                  "dL.data dL.penalty dW1.l1 dW1.l2 dW1.3 dW1.2 da1 dz1 dW1.1 dW1.12 dW1 db1", NULL);
  network->penalty.scope = NN_PENALTY_ALL;
  network->penalty.use_l1 = FALSE;
  network->penalty.half_l2 = TRUE;
  add_dense (network, 2, NN_ACTIVATION_TANH)->bias = FALSE;
  assert_program (network, NN_COMPILE_TRAINING, "z1 a1 z2 a2",
                  "L.data W1.l2 b1.l2 W2.l2 L.penalty.2 L.penalty L",
                  "dL.data dL.penalty dL.penalty.2 dW2.l2 dW1.l2 db1.l2 dW2.2 db1.2 dW1.2 "
                  "da2 dz2 dW2.1 dW2 da1 dz1 dW1.1 dW1 db1.1 db1",
                  NULL);
  {
    g_autoptr (NnProgram) program = compile (network, 2, NN_COMPILE_TRAINING, NULL);

    g_assert_cmpint (line_of (program, "W2.l2")->op, ==, NN_OP_L2_HALF_PENALTY);
    g_assert_cmpint (line_of (program, "W1.next")->inputs[1], ==, nn_program_find (program, "dW1"));
    g_assert_cmpint (info_of (program, "W1")->gradient, ==, nn_program_find (program, "dW1"));
    g_assert_cmpint (info_of (program, "dW1.1")->gradient_of, ==, -1);
    g_assert_cmpint (nn_program_find (program, "lambda.l1"), ==, -1);
  }
}

/* A penalty on a frozen parameter counts in the loss; its gradient is not computed. */
static void
test_penalty_on_frozen (void)
{
  g_autoptr (NnNetwork) network = nn_network_new ();

  network->input = nn_shape (1, 3);
  add_dense (network, 2, NN_ACTIVATION_TANH)->freeze_kernel = TRUE;
  network->penalty.use_l2 = TRUE;
  assert_program (network, NN_COMPILE_TRAINING, NULL, "L.data W1.l2 L.penalty L", "dL.data da1 dz1 db1",
                  "b1.next");
}

static void
test_reductions (void)
{
  const struct {
    NnLossKind loss;
    NnReduction reduction;
    gint n;
  } cases[] = {
    { NN_LOSS_SQUARED_ERROR, NN_REDUCTION_DEFAULT, 12 },
    { NN_LOSS_HALF_SQUARED_ERROR, NN_REDUCTION_DEFAULT, 4 },
    { NN_LOSS_BINARY_CROSS_ENTROPY, NN_REDUCTION_DEFAULT, 12 },
    { NN_LOSS_CROSS_ENTROPY, NN_REDUCTION_DEFAULT, 4 },
    { NN_LOSS_KL_DIVERGENCE, NN_REDUCTION_DEFAULT, 4 },
    { NN_LOSS_SQUARED_ERROR, NN_REDUCTION_MEAN_BATCH, 4 },
    { NN_LOSS_CROSS_ENTROPY, NN_REDUCTION_MEAN_ALL, 12 },
    { NN_LOSS_CROSS_ENTROPY, NN_REDUCTION_SUM, 1 },
    { NN_LOSS_SQUARED_ERROR, NN_REDUCTION_SUM, 1 },
    { NN_LOSS_KL_DIVERGENCE, NN_REDUCTION_MEAN_ALL, 12 },
  };
  g_autoptr (NnNetwork) network = nn_network_new ();

  network->input = nn_shape (1, 2);
  add_dense (network, 3, NN_ACTIVATION_SIGMOID);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (NnProgram) program = NULL;

    network->loss = cases[i].loss;
    network->reduction = cases[i].reduction;
    program = compile (network, 4, NN_COMPILE_TRAINING, NULL);
    g_assert_cmpint (line_of (program, "L")->attributes[0], ==, cases[i].n);
  }
}

/* What a fused gradient would pass over must not be held by hand behind its back. */
static void
test_pins (void)
{
  g_autoptr (NnNetwork) network = mazur_new (TRUE);
  g_autoptr (NnProgram) gated =
      compile (network, 1, NN_COMPILE_TRAINING, (const gchar *[]){ "z1", "L", "dW1", NULL });
  g_autofree gchar *leaves = pass_list_leaves (gated);
  const gchar *const steps[] = { "z2.max", "z2.shift", "z2.exp", "z2.sum", "z2.lse", "a2" };

  assert_phase (gated, NN_PHASE_BACKWARD, "dL.free da2 dz2 dW2 da1 dz1 dz1.free dW1");
  g_assert_cmpstr (leaves, ==, "x W1 b1 W2 b2 t z1.pin L.pin dL lr");
  g_assert_cmpint (info_of (gated, "z1")->pins, ==, nn_program_find (gated, "z1.pin"));
  g_assert_cmpint (info_of (gated, "z1")->gradient, ==, nn_program_find (gated, "dz1"));
  g_assert_cmpint (info_of (gated, "z1.pin")->role, ==, NN_ROLE_PIN);
  g_assert_cmpint (line_of (gated, "dW1")->inputs[1], ==, nn_program_find (gated, "dz1.free"));
  g_assert_cmpint (line_of (gated, "da2")->inputs[0], ==, nn_program_find (gated, "dL.free"));

  g_clear_pointer (&network, nn_network_free);
  network = image_network_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autoptr (NnProgram) program =
        compile (network, 1, NN_COMPILE_TRAINING, (const gchar *[]){ steps[i], NULL });

    g_assert_cmpint (line_of (program, "dz2")->op, ==, NN_OP_COPY);
    g_assert_cmpint (nn_program_find (program, "dz2.lse"), >=, 0);
  }
  {
    g_autoptr (NnProgram) program =
        compile (network, 1, NN_COMPILE_TRAINING, (const gchar *[]){ "z2", NULL });

    g_assert_cmpint (line_of (program, "dz2")->op, ==, NN_OP_SOFTMAX_CROSS_ENTROPY_DZ);
    g_assert_cmpint (line_of (program, "dW2")->inputs[1], ==, nn_program_find (program, "dz2.free"));
  }
}

static void
test_pins_on_binary (void)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autoptr (NnProgram) program = NULL;

  network->input = nn_shape (1, 2);
  add_dense (network, 3, NN_ACTIVATION_SIGMOID);
  network->loss = NN_LOSS_BINARY_CROSS_ENTROPY;
  program = compile (network, 1, NN_COMPILE_TRAINING, (const gchar *[]){ "a1", NULL });
  g_assert_cmpint (line_of (program, "dz1")->op, ==, NN_OP_BINARY_CROSS_ENTROPY_OF_Z);
  g_assert_cmpint (line_of (program, "dz1")->inputs[1], ==, nn_program_find (program, "z1"));
}

/* Single assignment, forward in one direction, phases in order, gradients of the right shape. */
static void
test_invariants (void)
{
  g_autoptr (NnNetwork) network = image_network_new ();
  const gint optimizers[] = { NN_OPTIMIZER_SGD, NN_OPTIMIZER_RMSPROP, NN_OPTIMIZER_ADAMW };

  network->penalty.use_l1 = network->penalty.use_l2 = TRUE;
  for (gsize k = 0; k < G_N_ELEMENTS (optimizers); k++) {
    g_autoptr (NnProgram) program = NULL;
    g_autoptr (GHashTable) written = g_hash_table_new (NULL, NULL);
    NnPhase phase = NN_PHASE_FORWARD;
    gint n;

    network->optimizer = nn_optimizer_default (optimizers[k]);
    network->all_gradients = k == 1;
    program = compile (network, 3, NN_COMPILE_TRAINING, NULL);
    n = nn_program_get_n_instructions (program);
    for (gint i = 0; i < n; i++) {
      const NnInstruction *line = nn_program_get_instruction (program, i);

      g_assert_cmpint (line->phase, >=, phase);
      phase = line->phase;
      g_assert_cmpint (line->op == NN_OP_COMMIT, ==, i == n - 1);
      if (line->op == NN_OP_COMMIT)
        continue;
      for (gint j = 0; j < line->n_inputs; j++)
        g_assert_true (nn_program_get_tensor (program, line->inputs[j])->role != NN_ROLE_COMPUTED
                       || g_hash_table_contains (written, GINT_TO_POINTER (line->inputs[j])));
      g_assert_true (g_hash_table_add (written, GINT_TO_POINTER (line->output)));
    }
    for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
      const NnTensorInfo *info = nn_program_get_tensor (program, i);

      g_assert_cmpint (nn_program_find (program, info->name), ==, i);
      g_assert_cmpuint (strlen (info->axes), ==, (guint) info->shape.rank);
      if (info->role == NN_ROLE_PARAMETER || info->role == NN_ROLE_STATE) {
        g_autofree gchar *next = g_strconcat (info->name, ".next", NULL);

        g_assert_cmpint (info->next, ==, nn_program_find (program, next));
        g_assert_cmpint (info->next, >=, 0);
        g_assert_true (nn_shape_equal (&info->shape, &nn_program_get_tensor (program, info->next)->shape));
      }
      if (info->gradient >= 0) {
        const NnTensorInfo *gradient = nn_program_get_tensor (program, info->gradient);
        g_autofree gchar *name = nn_gradient_name (info->name);

        g_assert_cmpstr (gradient->name, ==, name);
        g_assert_cmpint (gradient->gradient_of, ==, i);
        g_assert_true (nn_shape_equal (&gradient->shape, &info->shape));
        g_assert_cmpstr (gradient->axes, ==, info->axes);
      }
    }
    g_assert_cmpint (nn_program_find (program, "dx") >= 0, ==, k == 1);
  }
}

static void
test_copy (void)
{
  g_autoptr (NnNetwork) network = image_network_new ();
  g_autoptr (NnNetwork) copy = NULL;
  NnLayer *layer = g_ptr_array_index (network->layers, 0);
  NnShape row = nn_shape (1, 2);
  g_autofree gchar *list = NULL;
  g_autoptr (NnProgram) program = NULL;

  network->title = g_strdup ("digits");
  layer->bias_init.kind = NN_INIT_VALUES;
  layer->bias_init.values = nn_tensor_new ("b1", &row);
  copy = nn_network_copy (network);
  g_clear_pointer (&network, nn_network_free);
  g_assert_cmpstr (copy->title, ==, "digits");
  program = compile (copy, 1, NN_COMPILE_TRAINING, NULL);
  list = pass_list (program, NN_PHASE_LOSS, NN_PHASE_LOSS);
  g_assert_cmpstr (list, ==, "z2.lse L");
  g_assert_cmpint (((NnLayer *) g_ptr_array_index (copy->layers, 1))->kind, ==, NN_LAYER_MAX_POOL);
}

static void
test_kinds (void)
{
  for (gint i = 0; i < NN_N_LAYER_KINDS; i++)
    g_assert_cmpint (nn_layer_kind_find (nn_layer_kind_get_name ((NnLayerKind) i)), ==, i);
  for (gint i = 0; i < NN_N_ACTIVATIONS; i++)
    g_assert_cmpint (nn_activation_find (nn_activation_get_name ((NnActivation) i)), ==, i);
  for (gint i = 0; i < NN_N_LOSSES; i++)
    g_assert_cmpint (nn_loss_find (nn_loss_get_name ((NnLossKind) i)), ==, i);
  for (gint i = 0; i <= NN_REDUCTION_SUM; i++)
    g_assert_cmpint (nn_reduction_find (nn_reduction_get_name ((NnReduction) i)), ==, i);
  for (gint i = 0; i < NN_N_INITS; i++)
    g_assert_cmpint (nn_init_find (nn_init_get_name ((NnInitKind) i)), ==, i);
  g_assert_cmpint (nn_layer_kind_find ("pool"), ==, -1);
  g_assert_cmpint (nn_activation_find ("Relu"), ==, -1);
  g_assert_cmpint (nn_loss_find (""), ==, -1);
  g_assert_cmpint (nn_activation_find ("leaky-relu"), ==, NN_ACTIVATION_LEAKY_RELU);
  g_assert_cmpint (nn_loss_find ("half-mse"), ==, NN_LOSS_HALF_SQUARED_ERROR);
}

/* ---- graphs ---- */

static void
take_in (NnLayer *layer, const gchar *first, const gchar *second)
{
  const gchar *names[] = { first, second, NULL };

  layer->with = g_strdupv ((gchar **) names);
}

/* input 3 · dense 3 relu as h · dense 3 tanh · add h: the gradient of h comes by two ways and is added up. */
static void
test_residual (void)
{
  g_autoptr (NnNetwork) network = nn_network_new ();

  network->input = nn_shape (1, 3);
  add_dense (network, 3, NN_ACTIVATION_RELU)->name = g_strdup ("h");
  add_dense (network, 3, NN_ACTIVATION_TANH);
  take_in (nn_network_add_layer (network, NN_LAYER_ADD), "h", NULL);
  assert_program (network, NN_COMPILE_TRAINING, "h.z h.a z2 a2 s2", "L",
                  "ds2 da2 h.da.2 dz2 dW2 db2 h.da.1 h.da h.dz h.dW h.db",
                  "h.W.next h.b.next W2.next b2.next");
  assert_program (network, NN_COMPILE_PREDICTION, "h.z h.a z2 a2 s2", NULL, NULL, NULL);
}

/* Of more than two, one after another; a second add of the same number is s1.2. */
static void
test_merges (void)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  NnLayer *layer;

  network->input = nn_shape (1, 2);
  add_dense (network, 2, NN_ACTIVATION_LINEAR)->name = g_strdup ("h");
  take_in (nn_network_add_layer (network, NN_LAYER_ADD), "h", "input");
  take_in (nn_network_add_layer (network, NN_LAYER_ADD), "h", NULL);
  take_in (nn_network_add_layer (network, NN_LAYER_CONCATENATE), "input", "h");
  layer = nn_network_add_layer (network, NN_LAYER_MULTIPLY);
  take_in (layer, "wide", NULL);
  layer->name = g_strdup ("gate");
  ((NnLayer *) g_ptr_array_index (network->layers, 3))->name = g_strdup ("wide");
  assert_program (network, NN_COMPILE_TRAINING, "h.z h.a s1.first2 s1 s1.2 wide.c.first2 wide.c gate.g", "L",
                  NULL, "h.W.next h.b.next");
}

/* Directly behind a linear dense an activation is its own, unless somebody else reads the dense. */
static void
test_own_activation (void)
{
  g_autoptr (NnNetwork) network = nn_network_new ();

  network->input = nn_shape (1, 2);
  add_dense (network, 2, NN_ACTIVATION_LINEAR)->name = g_strdup ("h");
  nn_network_add_layer (network, NN_LAYER_ACTIVATION)->activation = NN_ACTIVATION_RELU;
  assert_program (network, NN_COMPILE_PREDICTION, "h.z h.a", NULL, NULL, NULL);
  take_in (nn_network_add_layer (network, NN_LAYER_ADD), "h", NULL);
  assert_program (network, NN_COMPILE_PREDICTION, "h.z h.a a1.2 s1", NULL, NULL, NULL);
}

/* The rule stands in the instruction that hands the gradient on. */
static void
test_delta_rule (void)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autoptr (NnProgram) program = NULL;
  NnLayer *layer;

  network->input = nn_shape (1, 2);
  layer = add_dense (network, 1, NN_ACTIVATION_STEP);
  program = compile (network, 1, NN_COMPILE_TRAINING, NULL);
  g_assert_cmpint (nn_program_get_instruction (
                       program, nn_program_get_tensor (program, nn_program_find (program, "dz1"))->producer)
                       ->op,
                   ==, NN_OP_FLAT_DX);
  g_clear_pointer (&program, nn_program_unref);
  layer->pass_through = TRUE;
  program = compile (network, 1, NN_COMPILE_TRAINING, NULL);
  g_assert_cmpint (nn_program_get_instruction (
                       program, nn_program_get_tensor (program, nn_program_find (program, "dz1"))->producer)
                       ->op,
                   ==, NN_OP_PASS_THROUGH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/mazur", test_mazur);
  g_test_add_func ("/network/mazur-numbers", test_mazur_numbers);
  g_test_add_func ("/network/trained-biases", test_trained_biases);
  g_test_add_func ("/network/frozen", test_frozen);
  g_test_add_func ("/network/softmax-cross-entropy", test_softmax_cross_entropy);
  g_test_add_func ("/network/logits", test_logits);
  g_test_add_func ("/network/binary", test_binary);
  g_test_add_func ("/network/hidden-softmax", test_hidden_softmax);
  g_test_add_func ("/network/images", test_images);
  g_test_add_func ("/network/pools", test_pools);
  g_test_add_func ("/network/activation-layers", test_activation_layers);
  g_test_add_func ("/network/dropout", test_dropout);
  g_test_add_func ("/network/own-names", test_own_names);
  g_test_add_func ("/network/penalties", test_penalties);
  g_test_add_func ("/network/penalty-on-frozen", test_penalty_on_frozen);
  g_test_add_func ("/network/reductions", test_reductions);
  g_test_add_func ("/network/pins", test_pins);
  g_test_add_func ("/network/pins-on-binary", test_pins_on_binary);
  g_test_add_func ("/network/invariants", test_invariants);
  g_test_add_func ("/network/copy", test_copy);
  g_test_add_func ("/network/kinds", test_kinds);
  g_test_add_func ("/network/residual", test_residual);
  g_test_add_func ("/network/merges", test_merges);
  g_test_add_func ("/network/own-activation", test_own_activation);
  g_test_add_func ("/network/delta-rule", test_delta_rule);
  return g_test_run ();
}
