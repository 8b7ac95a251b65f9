/* Runs: the numbers of a published example, cells held by hand, chance, and where a run stops at NaN and
 * infinity. Random networks are in test-run-random.c. */
#include "programs.h"

#include "nn/nn-error.h"
#include "nn/nn-kernel.h"
#include "nn/nn-random.h"
#include "nn/nn-run.h"

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

  g_assert_true (nn_run_ensure (run, end_of (run), &bad, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (get (run, "L")[0], 0.2983711088, 1e-10);
  g_assert_cmpfloat_with_epsilon (get (run, "dW2")[0], 0.0821670406, 1e-10);
  g_assert_cmpfloat_with_epsilon (get (run, "W1.next")[0], 0.1497807161, 1e-10);
  nn_run_commit (run);
  g_assert_cmpint (nn_run_get_n_computed (run), ==, 0);
  g_assert_cmpfloat_with_epsilon (get (run, "W1")[0], 0.1497807161, 1e-10);
  g_assert_true (nn_run_ensure (run, end_of (run), &bad, &error));
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
  nn_run_ensure (run, end_of (run), NULL, NULL);
  n_executed = nn_run_get_n_executed (run);
  g_assert_cmpuint (n_executed, ==, (guint64) end_of (run));
  nn_run_commit (run);
  g_assert_true (get (run, "W1") == next && get (run, "W1.next") == w && get (run, "b1") == bias);
  g_assert_cmpuint (nn_run_get_n_executed (run), ==, n_executed);
  g_assert_false (nn_run_is_computed (run, nn_program_find (nn_run_get_program (run), "z1")));
  nn_run_ensure (run, end_of (run), NULL, NULL);
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

  nn_run_ensure (run, behind_loss, NULL, NULL);
  n = nn_run_get_n_executed (run);
  g_assert_true (nn_run_is_computed (run, loss));
  for (gint i = 0; i <= behind_loss; i++)
    nn_run_ensure (run, i, NULL, NULL);
  g_assert_cmpint (nn_run_get_n_computed (run), ==, behind_loss);
  g_assert_cmpuint (nn_run_get_n_executed (run), ==, n);
  /* The same value again is no change; another one makes z2, a2 and L run, not z1 and a1. */
  nn_run_set_cell (run, &(NnCell){ b2, 1 }, 0.60);
  nn_run_ensure (run, behind_loss, NULL, NULL);
  g_assert_cmpuint (nn_run_get_n_executed (run), ==, n);
  nn_run_set_cell (run, &(NnCell){ b2, 1 }, 0.61);
  g_assert_false (nn_run_is_computed (run, loss));
  nn_run_ensure (run, behind_loss, NULL, NULL);
  g_assert_cmpuint (nn_run_get_n_executed (run), ==, n + 3);
}

/* Held, a cell shows the value; what the formula would give is still to be had; let go, all
 * is as it was. */
static void
test_pin_and_back (void)
{
  g_autoptr (NnRun) run = new_mazur_run ();
  NnProgram *program = nn_run_get_program (run);
  NnCell h = { nn_program_find (program, "a1"), 0 };
  gdouble before, loss, again;

  nn_run_ensure (run, end_of (run), NULL, NULL);
  before = nn_run_get_cell (run, &h);
  loss = get (run, "L")[0];
  nn_run_pin (run, &h, 0.9);
  nn_run_pin (run, &h, 0.25);
  nn_run_ensure (run, end_of (run), NULL, NULL);
  g_assert_cmpfloat (nn_run_get_cell (run, &h), ==, 0.25);
  g_assert_true (get (run, "L")[0] != loss);
  nn_run_unpin (run, &h);
  nn_run_unpin (run, &h); /* which is not pinned any more */
  nn_run_ensure (run, end_of (run), NULL, NULL);
  g_assert_cmpfloat (nn_run_get_cell (run, &h), ==, before);
  again = get (run, "L")[0];
  g_assert_cmpmem (&again, sizeof again, &loss, sizeof loss);
}

/* ---- NaN and infinity ---- */

static void
assert_stops (NnRun *run, const gchar *tensor, gsize offset, const gchar *cell)
{
  g_autoptr (GError) error = NULL;
  NnProgram *program = nn_run_get_program (run);
  NnCell bad = { -1, 0 };

  g_assert_false (nn_run_ensure (run, end_of (run), &bad, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_NOT_FINITE);
  g_assert_cmpstr (nn_program_get_tensor (program, bad.tensor)->name, ==, tensor);
  g_assert_cmpuint (bad.offset, ==, offset);
  g_assert_true (g_str_has_prefix (error->message, cell));
  /* As often as it is asked. */
  g_clear_error (&error);
  g_assert_false (nn_run_ensure (run, end_of (run), &bad, &error));
  g_assert_true (g_str_has_prefix (error->message, cell));
  /* What stands before it is finite. */
  g_assert_true (nn_run_ensure (run, nn_program_get_tensor (program, bad.tensor)->producer, &bad, NULL));
}

static void
test_stops_at_the_first (void)
{
  for (guint n_threads = 1; n_threads <= 2; n_threads++) {
    g_autoptr (NnRun) run = new_mazur_run ();
    NnProgram *program = nn_run_get_program (run);
    NnCell w = { nn_program_find (program, "W1"), 3 }, x = { nn_program_find (program, "x"), 1 };
    NnCell bad;
    g_autoptr (GError) error = NULL;

    nn_kernel_set_n_threads (n_threads);
    /* 1e308 * 10 * ... overflows in the second cell of z1. */
    nn_run_set_cell (run, &w, 1e308);
    nn_run_set_cell (run, &x, 100.0);
    assert_stops (run, "z1", 1, "z1[1,2] became infinite");
    /* Who goes on regardless may, and sigmoid makes 1 of it; who asks is told again. */
    g_assert_true (nn_run_ensure (run, end_of (run), NULL, NULL));
    g_assert_cmpfloat (get (run, "a1")[1], ==, 1);
    assert_stops (run, "z1", 1, "z1[1,2]");
    nn_run_set_cell (run, &w, -1e308);
    assert_stops (run, "z1", 1, "z1[1,2] became minus infinite");
    /* Mended, it runs; by hand one may go on in any case. */
    nn_run_set_cell (run, &w, 0.3);
    nn_run_set_cell (run, &x, 0.1);
    g_assert_true (nn_run_ensure (run, end_of (run), &bad, &error));
    g_assert_no_error (error);
    nn_run_set_cell (run, &w, NAN);
    g_assert_true (nn_run_ensure (run, end_of (run), NULL, NULL));
    g_assert_true (isnan (get (run, "L")[0]));
    assert_stops (run, "z1", 1, "z1[1,2] became NaN");
  }
  nn_kernel_set_n_threads (1);
}

/* A pass that blows up in its update: the next pass finds an infinite weight, even one that
 * a commit brought in unchecked. */
static void
test_blow_up (void)
{
  g_autoptr (NnRun) run = new_mazur_run ();
  gint lr = nn_program_find (nn_run_get_program (run), "lr");

  nn_run_set_cell (run, &(NnCell){ lr, 0 }, 1e308);
  nn_run_ensure (run, end_of (run), NULL, NULL);
  nn_run_commit (run);
  nn_run_set_cell (run, &(NnCell){ lr, 0 }, 0.5);
  /* Weights of 1e306 and more: z2's sums of products stay finite or not, formulas tell. */
  {
    g_autoptr (GError) error = NULL;
    NnCell bad;

    if (!nn_run_ensure (run, end_of (run), &bad, &error))
      g_assert_error (error, NN_ERROR, NN_ERROR_NOT_FINITE);
    else
      for (gint i = 0; i < nn_program_get_n_tensors (nn_run_get_program (run)); i++)
        g_assert_true (isfinite (nn_run_get_values (run, i)[0]));
  }
}

/* An edit behind the last instruction, computed by who asks for no check: the weight it makes infinite is
 * noticed, though infinity times a number raises no flag of the processor. */
static void
test_edit_before_commit (void)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autoptr (NnProgram) program = NULL;
  g_autoptr (NnRun) run = NULL;
  g_autoptr (GError) error = NULL;
  NnCell bad = { -1, 0 };

  network->input = nn_shape (1, 1);
  add_dense (network, 1, NN_ACTIVATION_LINEAR)->bias = FALSE;
  program = compile (network, 1, NN_COMPILE_TRAINING, NULL);
  run = nn_run_new (program);
  g_assert_true (nn_run_ensure (run, end_of (run), &bad, &error));
  nn_run_set_cell (run, &(NnCell){ nn_program_find (program, "x"), 0 }, 1e-160);
  nn_run_set_cell (run, &(NnCell){ nn_program_find (program, "W1"), 0 }, G_MAXDOUBLE);
  nn_run_set_cell (run, &(NnCell){ nn_program_find (program, "t"), 0 }, 4e148);
  nn_run_set_cell (run, &(NnCell){ nn_program_find (program, "lr"), 0 }, 1e308);
  nn_run_ensure (run, end_of (run), NULL, NULL);
  nn_run_commit (run);
  g_assert_true (isinf (get (run, "W1")[0]));
  g_assert_false (nn_run_ensure (run, 1, &bad, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_NOT_FINITE);
  g_assert_cmpint (bad.tensor, ==, nn_program_find (program, "z1"));
}

static void
test_draw (void)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autoptr (NnProgram) program = NULL;
  g_autoptr (NnRun) run = NULL;
  gdouble first[2][20];
  gint u[2];

  network->input = nn_shape (1, 20);
  nn_network_add_layer (network, NN_LAYER_DROPOUT);
  add_dense (network, 10, NN_ACTIVATION_TANH);
  nn_network_add_layer (network, NN_LAYER_DROPOUT);
  add_dense (network, 1, NN_ACTIVATION_LINEAR);
  program = compile (network, 2, NN_COMPILE_TRAINING, NULL);
  run = nn_run_new (program);
  u[0] = nn_program_find (program, "u0");
  u[1] = nn_program_find (program, "u1");
  nn_run_draw (run, 7, 3);
  for (gint k = 0; k < 2; k++) {
    memcpy (first[k], nn_run_get_values (run, u[k]), sizeof first[k]);
    for (guint32 i = 0; i < 20; i++) /* layers 1 and 3 of the network */
      g_assert_cmpfloat (first[k][i], ==, nn_random_uniform (7, NN_STREAM_DROPOUT, 3, k == 0 ? 1 : 3, i));
  }
  nn_run_draw (run, 7, 4);
  g_assert_true (memcmp (first[0], nn_run_get_values (run, u[0]), sizeof first[0]) != 0);
  nn_run_draw (run, 8, 3);
  g_assert_true (memcmp (first[0], nn_run_get_values (run, u[0]), sizeof first[0]) != 0);
  nn_run_draw (run, 7, 3);
  for (gint k = 0; k < 2; k++)
    g_assert_cmpmem (first[k], sizeof first[k], nn_run_get_values (run, u[k]), sizeof first[k]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/mazur", test_mazur);
  g_test_add_func ("/run/commit-swaps", test_commit_swaps);
  g_test_add_func ("/run/nothing-twice", test_nothing_twice);
  g_test_add_func ("/run/pin-and-back", test_pin_and_back);
  g_test_add_func ("/run/stops-at-the-first", test_stops_at_the_first);
  g_test_add_func ("/run/blow-up", test_blow_up);
  g_test_add_func ("/run/edit-before-commit", test_edit_before_commit);
  g_test_add_func ("/run/draw", test_draw);
  return g_test_run ();
}
