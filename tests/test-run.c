/* Runs: the numbers of a published example, and that a run that recomputes only what is
 * missing always shows what a computation from scratch gives (by formulas, see pass.h). */
#include "pass.h"

#include "nn/nn-error.h"
#include "nn/nn-kernel.h"
#include "nn/nn-random.h"
#include "nn/nn-run.h"

static NnLayer *
add_dense (NnNetwork *network, gint units, NnActivation activation)
{
  NnLayer *layer = nn_network_add_layer (network, NN_LAYER_DENSE);

  layer->units = units;
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
set (NnRun *run, const gchar *name, const gdouble *values)
{
  nn_run_set_values (run, nn_program_find (nn_run_get_program (run), name), values);
}

static const gdouble *
get (NnRun *run, const gchar *name)
{
  gint tensor = nn_program_find (nn_run_get_program (run), name);

  g_assert_cmpint (tensor, >=, 0);
  return nn_run_get_values (run, tensor);
}

static gint
end_of (NnRun *run)
{
  return nn_program_get_n_instructions (nn_run_get_program (run)) - 1;
}

/* ---- M. Mazur, "A Step by Step Backpropagation Example" (2015) ---- */

static NnRun *
new_mazur_run (void)
{
  static const gdouble x[] = { 0.05, 0.10 }, t[] = { 0.01, 0.99 };
  static const gdouble w1[] = { 0.15, 0.25, 0.20, 0.30 }, w2[] = { 0.40, 0.50, 0.45, 0.55 };
  static const gdouble b1[] = { 0.35, 0.35 }, b2[] = { 0.60, 0.60 };
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autoptr (NnProgram) program = NULL;
  NnRun *run;

  network->input = nn_shape (1, 2);
  add_dense (network, 2, NN_ACTIVATION_SIGMOID)->freeze_bias = TRUE;
  add_dense (network, 2, NN_ACTIVATION_SIGMOID)->freeze_bias = TRUE;
  network->loss = NN_LOSS_HALF_SQUARED_ERROR;
  network->reduction = NN_REDUCTION_SUM;
  network->optimizer.lr = 0.5;
  program = compile (network, 1, NN_COMPILE_TRAINING, NULL);
  run = nn_run_new (program);
  set (run, "x", x);
  set (run, "t", t);
  set (run, "W1", w1);
  set (run, "W2", w2);
  set (run, "b1", b1);
  set (run, "b2", b2);
  return run;
}

static void
test_mazur (void)
{
  g_autoptr (NnRun) run = new_mazur_run ();
  NnCell bad;
  g_autoptr (GError) error = NULL;

  g_assert_true (nn_run_advance (run, end_of (run), &bad, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (get (run, "L")[0], 0.2983711088, 1e-10);
  g_assert_cmpfloat_with_epsilon (get (run, "dW2")[0], 0.0821670406, 1e-10);
  g_assert_cmpfloat_with_epsilon (get (run, "W1.next")[0], 0.1497807161, 1e-10);
  nn_run_commit (run);
  g_assert_cmpint (nn_run_get_position (run), ==, 0);
  g_assert_cmpfloat_with_epsilon (get (run, "W1")[0], 0.1497807161, 1e-10);
  g_assert_true (nn_run_advance (run, end_of (run), &bad, &error));
  g_assert_cmpfloat_with_epsilon (get (run, "L")[0], 0.2910277737, 1e-10);
}

/* A commit exchanges buffers, and two of them give the first back. */
static void
test_commit_swaps (void)
{
  g_autoptr (NnRun) run = new_mazur_run ();
  const gdouble *w = get (run, "W1"), *next = get (run, "W1.next"), *bias = get (run, "b1");
  guint64 n_executed;

  g_assert_cmpuint (GPOINTER_TO_SIZE (w) % 64, ==, 0);
  nn_run_advance (run, end_of (run), NULL, NULL);
  n_executed = nn_run_get_n_executed (run);
  g_assert_cmpuint (n_executed, ==, (guint64) end_of (run));
  nn_run_commit (run);
  g_assert_true (get (run, "W1") == next && get (run, "W1.next") == w && get (run, "b1") == bias);
  g_assert_cmpuint (nn_run_get_n_executed (run), ==, n_executed);
  g_assert_false (nn_run_is_computed (run, nn_program_find (nn_run_get_program (run), "z1")));
  nn_run_advance (run, end_of (run), NULL, NULL);
  nn_run_commit (run);
  g_assert_true (get (run, "W1") == w && get (run, "W1.next") == next);
}

static void
test_nothing_twice (void)
{
  g_autoptr (NnRun) run = new_mazur_run ();
  gint loss = nn_program_get_loss (nn_run_get_program (run));
  gint behind_loss = nn_program_get_tensor (nn_run_get_program (run), loss)->producer + 1;
  gint b2 = nn_program_find (nn_run_get_program (run), "b2");
  guint64 n;

  nn_run_advance (run, behind_loss, NULL, NULL);
  n = nn_run_get_n_executed (run);
  nn_run_advance (run, 0, NULL, NULL);
  g_assert_false (nn_run_is_computed (run, loss));
  nn_run_advance (run, behind_loss, NULL, NULL);
  g_assert_true (nn_run_is_computed (run, loss));
  g_assert_cmpuint (nn_run_get_n_executed (run), ==, n);
  /* The same value again is no change; another one makes z2, a2 and L run, not z1 and a1. */
  nn_run_set_cell (run, &(NnCell){ b2, 1 }, 0.60);
  nn_run_advance (run, behind_loss, NULL, NULL);
  g_assert_cmpuint (nn_run_get_n_executed (run), ==, n);
  nn_run_set_cell (run, &(NnCell){ b2, 1 }, 0.61);
  nn_run_advance (run, behind_loss, NULL, NULL);
  g_assert_cmpuint (nn_run_get_n_executed (run), ==, n + 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/mazur", test_mazur);
  g_test_add_func ("/run/commit-swaps", test_commit_swaps);
  g_test_add_func ("/run/nothing-twice", test_nothing_twice);
  return g_test_run ();
}
