/* From layers to programs: which tensors, in which order, called what.
 *
 * Every list here is written by hand; the layers' kinds are in test-network-layers.c, the errors in
 * test-network-errors.c, the numbers in test-backward.c and test-optimizer.c.
 */
#include "programs.h"

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
  g_assert_cmpint (nn_program_find_replaced (program, nn_program_find (program, "W1.next")), ==,
                   nn_program_find (program, "W1"));
  g_assert_cmpint (nn_program_find_replaced (program, nn_program_find (program, "W1")), ==, -1);
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
  g_test_add_func ("/network/penalties", test_penalties);
  g_test_add_func ("/network/penalty-on-frozen", test_penalty_on_frozen);
  g_test_add_func ("/network/reductions", test_reductions);
  g_test_add_func ("/network/pins", test_pins);
  g_test_add_func ("/network/pins-on-binary", test_pins_on_binary);
  g_test_add_func ("/network/invariants", test_invariants);
  g_test_add_func ("/network/copy", test_copy);
  return g_test_run ();
}
