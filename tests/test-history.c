/* Past passes: what was recorded comes back to the bit and gives the same passes again; a budget
 * lets the oldest go; what is forgotten is really gone. */
#include <math.h>
#include <string.h>

#include "nn/nn-network.h"
#include "nn/nn-run.h"

#define SEED 42

/* Two inputs, dropout, Adam with a penalty: every kind of state there is. */
static NnRun *
new_run (gint batch)
{
  static const gdouble inputs[] = { 0.3, -0.7, 1.5, 0.2, -0.4, 0.9 }, targets[] = { 0.1, -0.2, 0.5 };
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autoptr (NnProgram) program = NULL;
  g_autoptr (NnState) state = NULL;
  g_autoptr (GError) error = NULL;
  NnLayer *layer;
  NnRun *run;

  network->input = nn_shape (1, 2);
  layer = nn_network_add_layer (network, NN_LAYER_DENSE);
  layer->units = 3;
  layer->activation = NN_ACTIVATION_TANH;
  nn_network_add_layer (network, NN_LAYER_DROPOUT);
  layer = nn_network_add_layer (network, NN_LAYER_DENSE);
  layer->units = 1;
  network->optimizer = nn_optimizer_default (NN_OPTIMIZER_ADAM);
  network->optimizer.lr = 0.05;
  network->penalty.use_l2 = TRUE;
  network->penalty.l2 = 0.01;
  program = nn_network_compile (network, batch, NN_COMPILE_TRAINING, NULL, &error);
  g_assert_no_error (error);
  state = nn_network_initialize (network, program, SEED, &error);
  g_assert_no_error (error);
  run = nn_run_new (program);
  nn_run_load_state (run, state);
  nn_run_set_values (run, nn_program_find (program, "x"), inputs);
  nn_run_set_values (run, nn_program_find (program, "t"), targets);
  return run;
}

static gint
find (NnRun *run, const gchar *name)
{
  gint tensor = nn_program_find (nn_run_get_program (run), name);

  g_assert_cmpint (tensor, >=, 0);
  return tensor;
}

/* The whole of pass `pass`; the loss before its commit. */
static gdouble
do_pass (NnRun *run, guint32 pass)
{
  NnProgram *program = nn_run_get_program (run);
  gdouble loss;

  nn_run_draw (run, SEED, pass);
  nn_run_ensure (run, nn_program_get_n_instructions (program), NULL, NULL);
  loss = nn_run_get_values (run, nn_program_get_loss (program))[0];
  nn_run_commit (run);
  return loss;
}

static void
assert_state (NnRun *run, const NnState *wanted)
{
  g_autoptr (NnState) state = nn_run_save_state (run);

  g_assert_true (nn_state_equal (state, wanted));
}

/* Passes 1 to 9, each recorded before it runs; then back to each, in a wild order. */
static void
test_there_and_back (void)
{
  static const guint32 order[] = { 9, 1, 5, 5, 2, 8, 3, 7, 4, 6, 1 };
  g_autoptr (NnRun) run = new_run (3);
  g_autoptr (NnHistory) history = nn_history_new (1 << 20);
  NnState *state[10];
  gdouble loss[10];

  for (guint32 pass = 1; pass <= 9; pass++) {
    nn_history_record (history, run, pass);
    state[pass] = nn_run_save_state (run);
    g_assert_true (pass == 1 || !nn_state_equal (state[pass], state[pass - 1]));
    loss[pass] = do_pass (run, pass);
  }
  g_assert_cmpuint (nn_history_get_oldest (history), ==, 1);
  g_assert_cmpuint (nn_history_get_newest (history), ==, 9);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++) {
    gdouble again;

    g_assert_true (nn_history_recall (history, run, order[i]));
    assert_state (run, state[order[i]]);
    /* Several passes on from there are the old ones: odd and even numbers of swaps. */
    for (guint32 pass = order[i]; pass <= MIN (order[i] + i % 3, 9); pass++) {
      assert_state (run, state[pass]);
      again = do_pass (run, pass);
      g_assert_cmpmem (&again, sizeof again, &loss[pass], sizeof again);
    }
  }
  for (guint32 pass = 1; pass <= 9; pass++)
    nn_state_free (state[pass]);
}

/* The optimiser's averages and powers, the learning rate, and the sign of a zero are in it. */
static void
test_every_kind_of_state (void)
{
  static const gchar *const names[] = { "W1",      "b2", "W1.m",      "b2.v",   "beta1.t",
                                        "beta2.t", "lr", "lambda.l2", "m1.keep" };
  g_autoptr (NnRun) run = new_run (3);
  g_autoptr (NnHistory) history = nn_history_new (1 << 20);

  do_pass (run, 1);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    NnCell cell = { find (run, names[i]), 0 };
    gdouble before = nn_run_get_cell (run, &cell);

    nn_run_set_cell (run, &cell, -0.0);
    nn_history_record (history, run, 2);
    nn_run_set_cell (run, &cell, 0.0);
    g_assert_true (nn_history_recall (history, run, 2));
    g_assert_true (signbit (nn_run_get_cell (run, &cell)));
    nn_run_set_cell (run, &cell, before);
  }
}

/* A recall within a pass makes what had run run again, with the old values. */
static void
test_recall_marks_what_depends (void)
{
  g_autoptr (NnRun) run = new_run (3);
  g_autoptr (NnHistory) history = nn_history_new (1 << 20);
  NnProgram *program = nn_run_get_program (run);
  gint loss = nn_program_get_loss (program), end = nn_program_get_n_instructions (program) - 1;
  NnCell weight = { find (run, "W1"), 2 };
  gdouble wanted, edited, again;
  guint64 n_executed;

  nn_run_draw (run, SEED, 1);
  nn_history_record (history, run, 1);
  nn_run_ensure (run, end, NULL, NULL);
  wanted = nn_run_get_values (run, loss)[0];
  nn_run_set_cell (run, &weight, 3.0);
  nn_run_ensure (run, end, NULL, NULL);
  edited = nn_run_get_values (run, loss)[0];
  g_assert_true (edited != wanted);
  g_assert_true (nn_history_recall (history, run, 1));
  nn_run_ensure (run, end, NULL, NULL);
  again = nn_run_get_values (run, loss)[0];
  g_assert_cmpmem (&again, sizeof again, &wanted, sizeof wanted);
  /* Recalling what is there already is no change. */
  n_executed = nn_run_get_n_executed (run);
  g_assert_true (nn_history_recall (history, run, 1));
  nn_run_ensure (run, end, NULL, NULL);
  g_assert_cmpuint (nn_run_get_n_executed (run), ==, n_executed);
}

/* ---- the budget ---- */

static gsize
get_cost_of_one (NnRun *run)
{
  g_autoptr (NnHistory) history = nn_history_new (1 << 20);

  g_assert_cmpuint (nn_history_get_used (history), ==, 0);
  nn_history_record (history, run, 1);
  return nn_history_get_used (history);
}

static gsize
count_bytes (NnRun *run)
{
  g_autoptr (NnState) state = nn_run_save_state (run);
  gsize n = 0;

  for (guint i = 0; i < nn_state_get_size (state); i++)
    n += nn_shape_count (&nn_state_get (state, i)->shape) * sizeof (gdouble);
  return n;
}

static void
test_budget_drops_the_oldest (void)
{
  g_autoptr (NnRun) run = new_run (3);
  gsize cost = get_cost_of_one (run);
  g_autoptr (NnHistory) history = nn_history_new (5 * cost + cost / 2);

  g_assert_cmpuint (cost, >=, count_bytes (run)); /* no free lunch */
  g_assert_cmpuint (cost, <, count_bytes (run) + 200);
  g_assert_cmpuint (nn_history_get_oldest (history), ==, 0);
  g_assert_cmpuint (nn_history_get_newest (history), ==, 0);
  for (guint32 pass = 1; pass <= 12; pass++) {
    guint32 oldest = pass > 5 ? pass - 4 : 1;

    nn_history_record (history, run, pass);
    g_assert_cmpuint (nn_history_get_oldest (history), ==, oldest);
    g_assert_cmpuint (nn_history_get_newest (history), ==, pass);
    g_assert_cmpuint (nn_history_get_used (history), ==, (pass - oldest + 1) * cost);
    for (guint32 i = 0; i <= 14; i++)
      g_assert_true (nn_history_has (history, i) == (i >= oldest && i <= pass));
    do_pass (run, pass);
  }
  g_assert_false (nn_history_recall (history, run, 7));
  g_assert_true (nn_history_recall (history, run, 8));
  nn_history_set_budget (history, 2 * cost);
  g_assert_cmpuint (nn_history_get_budget (history), ==, 2 * cost);
  g_assert_cmpuint (nn_history_get_oldest (history), ==, 11);
  g_assert_false (nn_history_recall (history, run, 10));
  g_assert_true (nn_history_recall (history, run, 11));
  nn_history_set_budget (history, 0);
  g_assert_cmpuint (nn_history_get_oldest (history), ==, 0);
  g_assert_cmpuint (nn_history_get_used (history), ==, 0);
}

/* A budget too small for one pass keeps none, and harms nothing. */
static void
test_budget_too_small (void)
{
  g_autoptr (NnRun) run = new_run (3);
  g_autoptr (NnHistory) history = nn_history_new (get_cost_of_one (run) - 1);

  for (guint32 pass = 1; pass <= 3; pass++) {
    nn_history_record (history, run, pass);
    g_assert_false (nn_history_has (history, pass));
    g_assert_cmpuint (nn_history_get_used (history), ==, 0);
  }
  g_assert_false (nn_history_recall (history, run, 3));
}

/* ---- forgetting ---- */

static void
test_truncate (void)
{
  g_autoptr (NnRun) run = new_run (3);
  g_autoptr (NnHistory) history = nn_history_new (1 << 20);
  gsize cost = get_cost_of_one (run);

  for (guint32 pass = 1; pass <= 6; pass++)
    nn_history_record (history, run, pass);
  nn_history_truncate (history, 9); /* there is none */
  g_assert_cmpuint (nn_history_get_newest (history), ==, 6);
  nn_history_truncate (history, 4);
  g_assert_cmpuint (nn_history_get_newest (history), ==, 3);
  g_assert_cmpuint (nn_history_get_used (history), ==, 3 * cost);
  g_assert_false (nn_history_recall (history, run, 4));
  g_assert_true (nn_history_recall (history, run, 3));
  /* After a gap nothing before it can be reached one by one. */
  nn_history_record (history, run, 8);
  g_assert_cmpuint (nn_history_get_oldest (history), ==, 8);
  g_assert_false (nn_history_has (history, 3));
  nn_history_truncate (history, 1);
  g_assert_cmpuint (nn_history_get_oldest (history), ==, 0);
  g_assert_cmpuint (nn_history_get_newest (history), ==, 0);
}

/* Recording a pass again, after an edit in it, replaces it and keeps the others. */
static void
test_record_again (void)
{
  g_autoptr (NnRun) run = new_run (3);
  g_autoptr (NnHistory) history = nn_history_new (1 << 20);
  NnCell weight = { find (run, "W2"), 1 };
  gsize used;

  for (guint32 pass = 1; pass <= 4; pass++)
    nn_history_record (history, run, pass);
  used = nn_history_get_used (history);
  nn_run_set_cell (run, &weight, 17.0);
  nn_history_record (history, run, 2);
  g_assert_cmpuint (nn_history_get_used (history), ==, used);
  g_assert_cmpuint (nn_history_get_newest (history), ==, 4);
  g_assert_true (nn_history_recall (history, run, 1));
  g_assert_true (nn_run_get_cell (run, &weight) != 17.0);
  g_assert_true (nn_history_recall (history, run, 2));
  g_assert_true (nn_run_get_cell (run, &weight) == 17.0);
}

/* A batch of another size is another program with the same state: the last, shorter batch. */
static void
test_other_batch_size (void)
{
  g_autoptr (NnRun) three = new_run (3);
  g_autoptr (NnRun) one = new_run (1);
  g_autoptr (NnHistory) history = nn_history_new (1 << 20);
  g_autoptr (NnState) wanted = NULL;

  for (guint32 pass = 1; pass <= 3; pass++)
    do_pass (three, pass);
  nn_history_record (history, three, 4);
  wanted = nn_run_save_state (three);
  g_assert_true (nn_history_recall (history, one, 4));
  assert_state (one, wanted);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/there-and-back", test_there_and_back);
  g_test_add_func ("/history/every-kind-of-state", test_every_kind_of_state);
  g_test_add_func ("/history/recall-marks-what-depends", test_recall_marks_what_depends);
  g_test_add_func ("/history/budget-drops-the-oldest", test_budget_drops_the_oldest);
  g_test_add_func ("/history/budget-too-small", test_budget_too_small);
  g_test_add_func ("/history/truncate", test_truncate);
  g_test_add_func ("/history/record-again", test_record_again);
  g_test_add_func ("/history/other-batch-size", test_other_batch_size);
  return g_test_run ();
}
