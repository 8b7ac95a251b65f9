/* Layers of every kind: what each of them adds to a program, its shapes and its names.
 *
 * Every list here is written by hand; whole networks are in test-network.c.
 */
#include "programs.h"

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

static void
test_kinds (void)
{
  for (gint i = 0; i < NN_N_LAYER_KINDS; i++)
    g_assert_cmpint (nn_layer_kind_find (nn_layer_kind_get_name ((NnLayerKind) i)), ==, i);
  for (gint i = 0; i < NN_N_ACTIVATIONS; i++)
    g_assert_cmpint (nn_activation_find (nn_activation_get_name ((NnActivation) i)), ==, i);
  for (gint i = 0; i < NN_N_LOSSES; i++)
    g_assert_cmpint (nn_loss_find (nn_loss_get_name ((NnLossKind) i)), ==, i);
  for (gint i = 0; i < NN_N_INITS; i++)
    g_assert_cmpint (nn_init_find (nn_init_get_name ((NnInitKind) i)), ==, i);
  g_assert_cmpint (nn_layer_kind_find ("pool"), ==, -1);
  g_assert_cmpint (nn_activation_find ("Relu"), ==, -1);
  g_assert_cmpint (nn_loss_find (""), ==, -1);
  g_assert_cmpint (nn_activation_find ("leaky-relu"), ==, NN_ACTIVATION_LEAKY_RELU);
  g_assert_cmpint (nn_loss_find ("half-mse"), ==, NN_LOSS_HALF_SQUARED_ERROR);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network-layers/images", test_images);
  g_test_add_func ("/network-layers/pools", test_pools);
  g_test_add_func ("/network-layers/activation-layers", test_activation_layers);
  g_test_add_func ("/network-layers/dropout", test_dropout);
  g_test_add_func ("/network-layers/own-names", test_own_names);
  g_test_add_func ("/network-layers/residual", test_residual);
  g_test_add_func ("/network-layers/merges", test_merges);
  g_test_add_func ("/network-layers/own-activation", test_own_activation);
  g_test_add_func ("/network-layers/delta-rule", test_delta_rule);
  g_test_add_func ("/network-layers/kinds", test_kinds);
  return g_test_run ();
}
