/* Programs: building, names, readers, and what a builder refuses. */
#include <string.h>

#include "nn/nn-error.h"
#include "nn/nn-names.h"
#include "nn/nn-network.h"
#include "nn/nn-program-builder.h"

typedef struct {
  NnProgramBuilder *builder;
  gint x, W, b, z, a;
} Small;

/* x(2x3) W(3x4) b(4): z1 = dense, a1 = tanh */
static void
small_init (Small *small)
{
  NnShape x = nn_shape (2, 2, 3), W = nn_shape (2, 3, 4), b = nn_shape (1, 4);

  small->builder = nn_program_builder_new (2);
  small->x = nn_program_builder_add_leaf (small->builder, "x", NN_ROLE_INPUT, &x, "bi");
  nn_program_builder_set_place (small->builder, NN_PHASE_FORWARD, 0);
  small->W = nn_program_builder_add_leaf (small->builder, "W1", NN_ROLE_PARAMETER, &W, "io");
  small->b = nn_program_builder_add_leaf (small->builder, "b1", NN_ROLE_PARAMETER, &b, "o");
  small->z = nn_program_builder_emit (small->builder, NN_OP_DENSE, "z1",
                                      NN_INPUTS (small->x, small->W, small->b), NULL);
  small->a = nn_program_builder_emit (small->builder, NN_OP_TANH, "a1", NN_INPUTS (small->z), NULL);
  g_assert_null (nn_program_builder_get_error (small->builder));
}

static void
test_build (void)
{
  Small small;
  g_autoptr (GError) error = NULL;
  g_autoptr (NnProgram) program = NULL;
  g_autofree gchar *brief = NULL;
  const NnTensorInfo *z;
  const gint *readers;
  NnBinding binding;
  NnNames names;
  gint n;

  small_init (&small);
  program = nn_program_builder_end (small.builder, -1, small.a, &error);
  g_assert_no_error (error);
  nn_program_builder_free (small.builder);
  g_assert_cmpint (nn_program_get_n_tensors (program), ==, 5);
  g_assert_cmpint (nn_program_get_n_instructions (program), ==, 2);
  g_assert_cmpint (nn_program_get_batch_size (program), ==, 2);
  g_assert_cmpint (nn_program_get_loss (program), ==, -1);
  g_assert_cmpint (nn_program_get_output (program), ==, small.a);
  g_assert_cmpint (nn_program_find (program, "z1"), ==, small.z);
  g_assert_cmpint (nn_program_find (program, "z2"), ==, -1);
  g_assert_cmpuint (nn_program_get_memory (program), ==, 8 * (6 + 12 + 4 + 8 + 8));
  z = nn_program_get_tensor (program, small.z);
  g_assert_cmpstr (z->axes, ==, "bo");
  g_assert_cmpint (z->producer, ==, 0);
  g_assert_cmpint (z->layer, ==, 0);
  g_assert_cmpint (nn_program_get_tensor (program, small.x)->layer, ==, -1);
  g_assert_cmpint (z->role, ==, NN_ROLE_COMPUTED);
  g_assert_cmpint (z->next, ==, -1);
  g_assert_cmpint (z->gradient, ==, -1);
  g_assert_cmpint (z->pins, ==, -1);
  g_assert_cmpstr (nn_program_get_tensor (program, small.a)->axes, ==, "bo");
  readers = nn_program_get_readers (program, small.z, &n);
  g_assert_cmpint (n, ==, 1);
  g_assert_cmpint (readers[0], ==, 1);
  nn_program_get_readers (program, small.a, &n);
  g_assert_cmpint (n, ==, 0);
  nn_program_get_names (program, 0, &names);
  g_assert_cmpstr (names.out, ==, "z1");
  g_assert_cmpstr (names.in[1], ==, "W1");
  g_assert_cmpstr (names.in_axes[1], ==, "io");
  nn_program_get_binding (program, 0, &binding);
  g_assert_true (nn_shape_equal (&binding.out_shape, &(NnShape){ 2, { 2, 4, 1, 1 } }));
  g_assert_true (nn_shape_equal (&binding.in_shape[2], &(NnShape){ 1, { 4, 1, 1, 1 } }));
  g_assert_null (binding.in[0]);
  brief = nn_program_get_brief (program, 0);
  g_assert_cmpstr (brief, ==, "x·W1 + b1");
}

/* Whole words only, and Greek letters stay. */
static void
test_briefs (void)
{
  Small small;
  g_autoptr (GError) error = NULL;
  g_autoptr (NnProgram) program = NULL;
  gint lr, t, da, L, decayed;

  small_init (&small);
  lr = nn_program_builder_add_scalar (small.builder, "lr", NN_ROLE_HYPER, 0.5);
  t = nn_program_builder_emit (small.builder, NN_OP_COPY, "p", NN_INPUTS (small.a), NULL);
  nn_program_builder_set_place (small.builder, NN_PHASE_LOSS, -1);
  L = nn_program_builder_emit (small.builder, NN_OP_SQUARED_ERROR, "L", NN_INPUTS (small.a, t),
                               NN_INPUTS (8));
  nn_program_builder_set_place (small.builder, NN_PHASE_BACKWARD, 0);
  da = nn_program_builder_emit (small.builder, NN_OP_SIGMOID_DX, "dz1", NN_INPUTS (t, small.a), NULL);
  decayed =
      nn_program_builder_emit (small.builder, NN_OP_DECAY, "W1.decayed", NN_INPUTS (small.W, lr, lr), NULL);
  nn_program_builder_emit (small.builder, NN_OP_DENSE_DX, "dx", NN_INPUTS (da, small.W), NULL);
  g_assert_cmpint (decayed, >, 0);
  program = nn_program_builder_end (small.builder, L, small.a, &error);
  g_assert_no_error (error);
  nn_program_builder_free (small.builder);
  {
    const gchar *expected[] = { "x·W1 + b1", "tanh(z1)",         "a1",     "Σ (a1−p)² / 8",
                                "p ⊙ σ'(z)", "W1 − lr·decay·W1", "dz1·W1ᵀ" };

    for (gsize i = 0; i < G_N_ELEMENTS (expected); i++) {
      g_autofree gchar *brief = nn_program_get_brief (program, (gint) i);

      g_assert_cmpstr (brief, ==, expected[i]);
    }
  }
  g_assert_cmpint (nn_program_get_n_instructions (program), ==, 8);
  g_assert_cmpint (nn_program_get_instruction (program, 7)->op, ==, NN_OP_COMMIT);
  g_assert_cmpint (nn_program_get_instruction (program, 7)->output, ==, -1);
  g_assert_cmpint (nn_program_get_instruction (program, 7)->phase, ==, NN_PHASE_COMMIT);
}

static void
test_readers_once (void)
{
  Small small;
  g_autoptr (GError) error = NULL;
  g_autoptr (NnProgram) program = NULL;
  const gint *readers;
  gint n;

  small_init (&small);
  nn_program_builder_emit (small.builder, NN_OP_ADD, "a1.2", NN_INPUTS (small.z, small.z), NULL);
  program = nn_program_builder_end (small.builder, -1, small.a, &error);
  g_assert_no_error (error);
  nn_program_builder_free (small.builder);
  readers = nn_program_get_readers (program, small.z, &n);
  g_assert_cmpint (n, ==, 2);
  g_assert_cmpint (readers[0], ==, 1);
  g_assert_cmpint (readers[1], ==, 2);
}

/* Of every tensor of a network's program, against a search through all instructions. */
static void
test_readers (void)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autoptr (NnProgram) program = NULL;
  g_autofree gchar *brief = NULL;
  g_autoptr (GError) error = NULL;
  NnLayer *layer = nn_network_add_layer (network, NN_LAYER_DENSE);

  layer->activation = NN_ACTIVATION_SOFTMAX;
  network->loss = NN_LOSS_CROSS_ENTROPY;
  network->penalty.use_l1 = TRUE;
  network->optimizer = nn_optimizer_default (NN_OPTIMIZER_ADAMW);
  program = nn_network_compile (network, 2, NN_COMPILE_ALL_GRADIENTS, NULL, &error);
  g_assert_no_error (error);
  for (gint t = 0; t < nn_program_get_n_tensors (program); t++) {
    gint found = 0, n;
    const gint *readers = nn_program_get_readers (program, t, &n);

    for (gint i = 0; i < nn_program_get_n_instructions (program); i++) {
      const NnInstruction *line = nn_program_get_instruction (program, i);
      gboolean reads = FALSE;

      for (gint k = 0; k < line->n_inputs; k++)
        reads = reads || line->inputs[k] == t;
      if (!reads)
        continue;
      g_assert_cmpint (found, <, n);
      g_assert_cmpint (readers[found++], ==, i);
    }
    g_assert_cmpint (found, ==, n);
  }
  brief = nn_program_get_brief (
      program, nn_program_get_tensor (program, nn_program_find (program, "L.data"))->producer);
  g_assert_cmpstr (brief, ==, "−Σ t·ln a1 / 2");
}

static void
test_phases (void)
{
  const gchar *names[] = { "forward", "loss", "backward", "update", "commit" };

  for (gint phase = NN_PHASE_FORWARD; phase <= NN_PHASE_COMMIT; phase++)
    g_assert_cmpstr (nn_phase_get_name ((NnPhase) phase), ==, names[phase]);
}

/* The error that ending gives; the builder is freed. */
static void
expect_error (Small *small, NnError code, const gchar *part)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (nn_program_builder_end (small->builder, -1, small->a, &error));
  g_assert_error (error, NN_ERROR, (gint) code);
  g_assert_nonnull (strstr (error->message, part));
  nn_program_builder_free (small->builder);
}

static gint
add_row (Small *small, const gchar *name, gint rows, gint columns)
{
  NnShape shape = nn_shape (2, rows, columns);

  return nn_program_builder_add_leaf (small->builder, name, NN_ROLE_INPUT, &shape, "bi");
}

static void
test_refusals (void)
{
  Small small;

  small_init (&small);
  g_assert_cmpint (add_row (&small, "z1", 1, 4), ==, -1);
  expect_error (&small, NN_ERROR_NAME, "z1 is used twice");
  small_init (&small);
  g_assert_cmpint (
      nn_program_builder_emit (small.builder, NN_OP_DENSE, "z2", NN_INPUTS (small.a, small.W, small.b), NULL),
      ==, -1);
  expect_error (&small, NN_ERROR_SHAPE, "z2: dense: ");
  small_init (&small);
  g_assert_cmpint (add_row (&small, "big", 1 << 15, 1 << 14), ==, -1);
  expect_error (&small, NN_ERROR_SIZE, "big");
  /* Each fits, together they do not. */
  small_init (&small);
  g_assert_cmpint (add_row (&small, "big1", 1 << 14, 1 << 14), >=, 0);
  g_assert_cmpint (add_row (&small, "big2", 1 << 14, 1 << 14), ==, -1);
  expect_error (&small, NN_ERROR_SIZE, "big2");
}

/* What follows the first error does nothing, and does not change it. */
static void
test_first_error (void)
{
  Small small;
  gint n, nothing;

  small_init (&small);
  g_assert_null (nn_program_builder_get_error (small.builder));
  nn_program_builder_prefix_error (small.builder, "nothing to stand before: ");
  nothing = add_row (&small, "z1", 2, 3);
  n = nn_program_builder_get_n_tensors (small.builder);
  g_assert_cmpint (add_row (&small, "fine", 2, 3), ==, -1);
  g_assert_cmpint (nn_program_builder_add_scalar (small.builder, "lr", NN_ROLE_HYPER, 1), ==, -1);
  g_assert_cmpint (
      nn_program_builder_emit (small.builder, NN_OP_ADD, "sum", NN_INPUTS (nothing, small.z), NULL), ==, -1);
  nn_program_builder_get_tensor (small.builder, nothing)->next = small.z;
  g_assert_cmpint (nn_program_builder_get_tensor (small.builder, nothing)->next, ==, -1);
  g_assert_cmpint (nn_program_builder_get_n_tensors (small.builder), ==, n);
  nn_program_builder_fail (small.builder, NN_ERROR_VALUE, "the second of %d", 2);
  nn_program_builder_prefix_error (small.builder, "layer 9: ");
  g_assert_cmpstr (nn_program_builder_get_error (small.builder)->message, ==,
                   "layer 9: the name z1 is used twice; rename one of the layers");
  expect_error (&small, NN_ERROR_NAME, "layer 9: ");
}

static void
test_ends_badly (void)
{
  for (gint way = 0; way < 4; way++) {
    Small small;
    g_autoptr (GError) error = NULL;
    g_autoptr (NnProgram) program = NULL;

    small_init (&small);
    if (way == 0)
      nn_program_builder_get_instruction (small.builder, 1)->output = small.z;
    if (way == 1)
      nn_program_builder_get_instruction (small.builder, 0)->inputs[0] = small.a;
    if (way == 2)
      nn_program_builder_get_tensor (small.builder, small.W)->next = small.z;
    if (way == 3)
      nn_program_builder_get_tensor (small.builder, small.W)->next = small.x;
    program = nn_program_builder_end (small.builder, -1, small.a, &error);
    g_assert_null (program);
    g_assert_error (error, NN_ERROR, (way < 2 ? NN_ERROR_NAME : NN_ERROR_SHAPE));
    nn_program_builder_free (small.builder);
  }
}

static void
test_gradient_names (void)
{
  const gchar *pairs[][2] = {
    { "W1", "dW1" },
    { "L", "dL" },
    { "x", "dx" },
    { "z1.max", "dz1.max" },
    { "a12.3", "da12.3" },
    { "hidden.W", "hidden.dW" },
    { "p", "dp" },
    { "p1.which", "dp1.which" },
    { "hidden.z.max", "hidden.dz.max" },
    { "L.data", "dL.data" },
    { "W1.l2", "dW1.l2" },
    { "x.drop", "dx.drop" },
    { "Wide.W", "Wide.dW" },
    { "a.a", "a.da" },
    { "L.penalty.2", "dL.penalty.2" },
    { "dW1", "ddW1" },
    { "lambda.l1", "dlambda.l1" },
    { "s1", "ds1" },
    { "s1.2", "ds1.2" },
    { "c2.first2", "dc2.first2" },
    { "g1.drop", "dg1.drop" },
    { "s1.max", "ds1.max" },
    { "s1.W", "s1.dW" }, /* a layer that somebody called s1 */
    { "s1.z.max", "s1.dz.max" },
    { "sum.s", "sum.ds" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autofree gchar *name = nn_gradient_name (pairs[i][0]);

    g_assert_cmpstr (name, ==, pairs[i][1]);
  }
}

static void
test_layer_names (void)
{
  const gchar *good[] = { "hidden", "H",  "a",   "z",  "layer_2", "conv1", "beta",
                          "Lx",     "xx", "W1a", "d1", "s1",      "c1",    "add" };
  const gchar *bad[] = { "",       "2a", "_a",  "a b",   "a.b", "ä",  "x",  "t",  "L",       "p",   "lr",
                         "lambda", "W1", "z12", "beta1", "dW1", "dL", "dx", "mu", "epsilon", "a[1]" };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GError) error = NULL;

    nn_name_check (good[i], &error);
    g_assert_no_error (error);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (nn_name_check (bad[i], &error));
    g_assert_error (error, NN_ERROR, NN_ERROR_NAME);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/program/build", test_build);
  g_test_add_func ("/program/briefs", test_briefs);
  g_test_add_func ("/program/readers-once", test_readers_once);
  g_test_add_func ("/program/readers", test_readers);
  g_test_add_func ("/program/phases", test_phases);
  g_test_add_func ("/program/refusals", test_refusals);
  g_test_add_func ("/program/first-error", test_first_error);
  g_test_add_func ("/program/ends-badly", test_ends_badly);
  g_test_add_func ("/program/gradient-names", test_gradient_names);
  g_test_add_func ("/program/layer-names", test_layer_names);
  return g_test_run ();
}
