/* The far past: whatever the history of single passes has let go, any epoch is at most an epoch of work away,
 * to the bit; what is edited there has another future. */
#include <string.h>

#include "app/workbook/gs-milestones.h"
#include "app/workbook/gs-trainer.h"
#include "books.h"
#include "pass.h"

#define N_BATCHES 100

static GsWorkbook *
make_book (void)
{
  g_autofree gdouble *inputs = g_new (gdouble, 2 * 3 * N_BATCHES), *targets = g_new (gdouble, 3 * N_BATCHES);
  g_autoptr (GsWorkbook) whole = NULL;
  g_autoptr (GsDataset) data = NULL;
  guint64 random = 3;

  for (gint i = 0; i < 3 * N_BATCHES; i++) {
    inputs[2 * i] = pass_random (&random) * 2 - 1;
    inputs[2 * i + 1] = pass_random (&random) * 2 - 1;
    targets[i] = inputs[2 * i] * inputs[2 * i + 1];
  }
  whole =
      book_new ("input 2 · dense 4 tanh · dense 1", NN_LOSS_SQUARED_ERROR, 3 * N_BATCHES, inputs, targets);
  data = gs_dataset_with_batch_size (gs_workbook_get_data (whole), 3);
  g_assert_true (gs_workbook_set_data (whole, data, "Batches", NULL));
  return g_steal_pointer (&whole);
}

static void
train (GsWorkbook *book, guint32 passes)
{
  g_assert_true (gs_workbook_train (book, passes, NULL, NULL, NULL, NULL));
}

static void
assert_same (GsWorkbook *a, GsWorkbook *b)
{
  g_autoptr (NnState) state = nn_run_save_state (gs_workbook_get_run (a)),
                      other = nn_run_save_state (gs_workbook_get_run (b));

  g_assert_cmpuint (gs_workbook_get_cursor (a).pass, ==, gs_workbook_get_cursor (b).pass);
  g_assert_true (nn_state_equal (state, other));
}

static void
test_any_epoch (gconstpointer by_trainer)
{
  static const guint32 passes[] = { 1501, 701, 699, 1, 2, 101, 1999, 1950, 1000, 2500 };
  g_autoptr (GsWorkbook) book = make_book ();
  guint64 instructions = (guint64) nn_program_get_n_instructions (gs_workbook_get_program (book));

  nn_history_set_budget (gs_workbook_get_history (book), 20000);
  if (by_trainer != NULL) {
    g_autoptr (GsTrainer) trainer =
        g_object_ref (gs_trainer_start (book, &(GsTrainerPlan){ .passes = 2499 }, NULL));

    while (!gs_trainer_has_ended (trainer))
      g_main_context_iteration (NULL, TRUE);
    nn_history_set_budget (gs_workbook_get_history (book), 20000);
  } else {
    train (book, 2499);
  }
  g_assert_cmpuint (gs_workbook_get_oldest_pass (book), >, 2300);
  g_assert_cmpuint (gs_workbook_get_earliest_pass (book), ==, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (passes); i++) {
    g_autoptr (GsWorkbook) plain = make_book ();
    guint64 before = nn_run_count_executed ();
    guint32 near = gs_workbook_find_near_pass (book, passes[i]);

    g_assert_cmpuint (near, <=, passes[i]);
    g_assert_cmpuint (passes[i] - near, <, N_BATCHES);
    g_assert_true (gs_workbook_go_to_pass (book, passes[i], NULL));
    g_assert_cmpuint (nn_run_count_executed () - before, <=, instructions * (N_BATCHES + 2));
    if (passes[i] > 1)
      train (plain, passes[i] - 1);
    assert_same (book, plain);
    /* Nothing of what comes later is lost. */
    g_assert_cmpuint (gs_workbook_get_newest_pass (book), ==, 2500);
    g_assert_cmpuint (gs_workbook_get_earliest_pass (book), ==, 1);
  }
}

static void
test_edited_there (void)
{
  g_autoptr (GsWorkbook) book = make_book (), plain = make_book ();

  nn_history_set_budget (gs_workbook_get_history (book), 20000);
  train (book, 2000);
  train (plain, 649);
  g_assert_true (gs_workbook_go_to_pass (book, 650, NULL));
  g_assert_true (gs_workbook_set_text (book, "W1[1,2]", "0.5", NULL));
  g_assert_true (gs_workbook_set_text (plain, "W1[1,2]", "0.5", NULL));
  assert_same (book, plain);
  g_assert_cmpuint (gs_workbook_get_newest_pass (book), ==, 650);
  train (book, 500);
  train (plain, 500);
  assert_same (book, plain);
  for (guint32 pass = 901; pass > 1; pass -= 300) {
    g_assert_true (gs_workbook_go_to_pass (book, pass, NULL));
    g_assert_true (gs_workbook_go_to_pass (plain, pass, NULL));
    assert_same (book, plain);
  }
}

/* ---- the list itself ---- */

static NnState *
make_state (gdouble value)
{
  NnState *state = nn_state_new ();
  NnShape shape = nn_shape (1, 100);
  NnTensor *tensor = nn_tensor_new ("W1", &shape);

  tensor->values[0] = value;
  nn_state_put (state, tensor);
  return state;
}

static void
test_thinned (void)
{
  GsMilestones *stones = gs_milestones_new (20 * 1300);
  const NnState *state = NULL;
  guint32 last = 0, gap = 0, widest = 0, n = 0;

  g_assert_cmpuint (gs_milestones_find (stones, 5, &state), ==, 0);
  for (guint32 i = 0; i < 1000; i++)
    gs_milestones_add (stones, 10 * i + 1, make_state (i));
  for (guint32 pass = gs_milestones_find (stones, 9991, &state); pass > 0; n++) {
    g_assert_cmpfloat (nn_state_get (state, 0)->values[0], ==, (pass - 1) / 10);
    gap = last > 0 ? last - pass : 0;
    widest = MAX (widest, gap);
    last = pass;
    pass = pass > 1 ? gs_milestones_find (stones, pass - 1, &state) : 0;
  }
  /* The beginning stays, and no gap is much wider than it must be. */
  g_assert_cmpuint (last, ==, 1);
  g_assert_cmpuint (n, >=, 8);
  g_assert_cmpuint (n, <=, 21);
  g_assert_cmpuint (widest, <=, 10000 / 8);
  gs_milestones_forget (stones, 5000);
  g_assert_cmpuint (gs_milestones_get_last (stones), <, 5000);
  gs_milestones_add (stones, 6000, make_state (6));
  gs_milestones_add (stones, 6000, make_state (7)); /* is there */
  g_assert_cmpuint (gs_milestones_find (stones, 7000, &state), ==, 6000);
  g_assert_cmpfloat (nn_state_get (state, 0)->values[0], ==, 6);
  gs_milestones_forget (stones, 0);
  g_assert_cmpuint (gs_milestones_get_first (stones), ==, 0);
  gs_milestones_free (stones);
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/milestones/any-epoch", NULL, test_any_epoch);
  g_test_add_data_func ("/milestones/any-epoch-of-a-trainer", "", test_any_epoch);
  g_test_add_func ("/milestones/edited-there", test_edited_there);
  g_test_add_func ("/milestones/thinned", test_thinned);
  return g_test_run ();
}
