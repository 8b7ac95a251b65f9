/* The workbook: time runs both ways to the same bits. The oracle is a second workbook that only ever went
 * forward. Beside it: predictions, and a document that has no rows yet. */
#include "books.h"
#include "document.h"
#include "random-books.h"

static void
test_there_and_back (void)
{
  for (guint64 seed = 1; seed <= 12; seed++) {
    g_autoptr (GsWorkbook) book = make_book (seed);
    guint64 random = seed * 77;

    for (gint i = 0; i < 60; i++) {
      g_autoptr (GsWorkbook) fresh = make_book (seed);
      GsStep step = (GsStep) pass_random_int (&random, GS_STEP_TERM, GS_STEP_PASS);
      gint count = pass_random_int (&random, -7, 9);
      GsCursor cursor;

      gs_workbook_step (book, step, count);
      cursor = gs_workbook_get_cursor (book);
      go (fresh, &cursor);
      assert_same_view (book, fresh);
    }
  }
}

/* Forward to the end of two passes by each kind of step, and back by the same steps. */
static void
test_every_step_is_undone_by_its_opposite (void)
{
  g_autoptr (GsWorkbook) book = make_book (5);

  for (GsStep step = GS_STEP_TERM; step <= GS_STEP_OPERATION; step++) {
    g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (GsCursor));

    while (gs_workbook_get_cursor (book).pass < 3) {
      GsCursor cursor = gs_workbook_get_cursor (book);

      g_array_append_val (places, cursor);
      assert_step (book, step, 1);
    }
    g_assert_cmpuint (places->len, >, 20);
    while (places->len > 0) {
      GsCursor want = g_array_index (places, GsCursor, places->len - 1), got;

      assert_step (book, step, -1);
      got = gs_workbook_get_cursor (book);
      g_assert_cmpuint (got.pass, ==, want.pass);
      g_assert_cmpint (got.instruction, ==, want.instruction);
      g_assert_cmpuint (got.cell, ==, want.cell);
      g_assert_cmpuint (got.term, ==, want.term);
      g_array_set_size (places, places->len - 1);
    }
    g_assert_false (gs_workbook_step (book, step, -1));
  }
}

static void
test_layers_and_cells (void)
{
  g_autoptr (GsWorkbook) book = make_book (2);
  NnProgram *program = gs_workbook_get_program (book);
  gint n_steps = 0, n_changes = 0;
  NnCell loss = { nn_program_get_loss (program), 0 };
  gdouble value;

  for (gint i = 1; i < nn_program_get_n_instructions (program); i++) {
    const NnInstruction *a = nn_program_get_instruction (program, i - 1);
    const NnInstruction *b = nn_program_get_instruction (program, i);

    n_changes += a->phase != b->phase || a->layer != b->layer;
  }
  while (gs_workbook_get_cursor (book).pass == 1) {
    assert_step (book, GS_STEP_LAYER, 1);
    n_steps++;
  }
  g_assert_cmpint (n_steps, ==, n_changes + 1); /* the commit is a step of its own */
  while (gs_workbook_step (book, GS_STEP_LAYER, -1))
    n_steps--;
  g_assert_cmpint (n_steps, ==, 0);

  g_assert_cmpint (gs_workbook_look (book, &loss, &value), ==, GS_CELL_BLANK);
  gs_workbook_run_to_cell (book, &loss);
  g_assert_cmpint (gs_workbook_look (book, &loss, &value), ==, GS_CELL_VALUE);
  assert_step (book, GS_STEP_CELL, -1);
  g_assert_cmpint (gs_workbook_look (book, &loss, &value), ==, GS_CELL_BLANK);
}

static void
test_budget (void)
{
  g_autoptr (GsWorkbook) book = make_book (3);
  NnHistory *history = gs_workbook_get_history (book);
  g_autoptr (GError) error = NULL;
  gsize one;

  one = nn_history_get_used (history);
  g_assert_cmpuint (one, >, 0);
  nn_history_set_budget (history, 4 * one);
  assert_step (book, GS_STEP_PASS, 11); /* the first one to the loss of pass 1 */
  g_assert_cmpuint (gs_workbook_get_oldest_pass (book), ==, 8);
  g_assert_false (gs_workbook_step (book, GS_STEP_PASS, -5));
  g_assert_cmpuint (gs_workbook_get_cursor (book).pass, ==, 8);
  /* Single steps end there; farther back one computes again from the start of the epoch (test-milestones.c).
   */
  g_assert_true (gs_workbook_go_to (book, &(GsCursor){ 2, 0, 0, 0 }, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (gs_workbook_get_cursor (book).pass, ==, 2);
  g_assert_cmpuint (gs_workbook_get_newest_pass (book), ==, 11);
  g_assert_false (gs_workbook_go_to (book, &(GsCursor){ 0, 0, 0, 0 }, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
}

static void
test_predict (void)
{
  g_autoptr (GsWorkbook) book = make_book (2); /* with dropout in training */
  g_autoptr (GError) error = NULL;
  g_autoptr (NnTensor) a = NULL, b = NULL;
  gdouble input[16] = { 0.25, -0.5, 1, 0.125 };

  a = gs_workbook_predict (book, input, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (nn_shape_count (&a->shape), ==, 2);
  g_assert_true (gs_workbook_train (book, 5, NULL, NULL, NULL, &error));
  b = gs_workbook_predict (book, input, &error);
  g_assert_cmpint (memcmp (a->values, b->values, 2 * sizeof (gdouble)), !=, 0);
}

/* What training takes for a logit, prediction does: behind a sigmoid and a last dropout, bce squashes once
 * more, in both. */
static void
test_prediction_squashes_as_training (void)
{
  static const gchar *const specs[] = { "input 2 · dense 2 sigmoid · dropout 0",
                                        "input 2 · dense 2 sigmoid",
                                        "input 2 · dense 2",
                                        "input 2 · dense 2 tanh · dropout 0",
                                        "input 2 · dense 2 softmax · dropout 0",
                                        "input 2 · dense 2 softmax" };
  static const gdouble input[] = { 0.5, -2 }, target[] = { 1, 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (specs); i++)
    for (gint loss = 0; loss < NN_N_LOSSES; loss++) {
      g_autoptr (GsWorkbook) book = book_new (specs[i], (NnLossKind) loss, 1, input, target);
      g_autoptr (GError) error = NULL;
      g_autoptr (NnTensor) output = gs_workbook_predict (book, input, &error);
      const gdouble *trained;
      gint p = nn_program_find (gs_workbook_get_program (book), "p");

      g_assert_no_error (error);
      gs_workbook_run_to_cell (book, &(NnCell){ nn_program_get_loss (gs_workbook_get_program (book)), 0 });
      if (p < 0)
        p = nn_program_get_output (gs_workbook_get_program (book));
      trained = nn_run_get_values (gs_workbook_get_run (book), p);
      for (gint k = 0; k < 2; k++)
        g_assert_cmpfloat (output->values[k], ==, trained[k]);
    }
}

static void
assert_saved (GsWorkbook *book)
{
  g_autoptr (GsDocument) document = gs_workbook_to_document (book);

  document_assert_there_and_back (document);
}

/* A document without rows stands at its beginning, blank, until there are some; undo takes them away again.
 */
static void
test_no_rows (void)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  NnShape output = nn_shape (1, 1);
  g_autoptr (GsDataset) none = NULL;
  g_autoptr (GsDataset) rows = NULL;
  g_autoptr (GsWorkbook) book = NULL;
  g_autoptr (GError) error = NULL;
  NnCell x, W, cells[3];
  gdouble value;

  network->input = nn_shape (1, 2);
  nn_network_add_layer (network, NN_LAYER_DENSE);
  none = gs_dataset_new_empty (&network->input, &output);
  g_assert_cmpint (gs_dataset_get_n_rows (none), ==, 0);
  g_assert_cmpint (gs_dataset_get_n_batches (none), ==, 1);
  g_assert_cmpint (gs_dataset_count_samples (none, 7), ==, 1);
  book = gs_workbook_new (gs_document_new (g_steal_pointer (&network), none, 1, &error), &error);
  g_assert_no_error (error);
  x = (NnCell){ nn_program_find (gs_workbook_get_program (book), "x"), 0 };
  W = (NnCell){ nn_program_find (gs_workbook_get_program (book), "W1"), 0 };
  g_assert_cmpint (gs_workbook_look (book, &x, &value), ==, GS_CELL_BLANK);
  g_assert_cmpint (gs_workbook_look (book, &W, &value), !=, GS_CELL_BLANK);
  g_assert_false (gs_frame_is_visible (gs_workbook_get_frame (book), &x));
  g_assert_true (gs_frame_is_visible (gs_workbook_get_frame (book), &W));
  for (gint step = GS_STEP_TERM; step <= GS_STEP_PASS; step++)
    g_assert_false (gs_workbook_step (book, (GsStep) step, 1));
  gs_workbook_run_to_cell (book, &(NnCell){ nn_program_get_loss (gs_workbook_get_program (book)), 0 });
  g_assert_cmpint (gs_workbook_get_cursor (book).instruction, ==, 0);
  g_assert_false (gs_workbook_train (book, 3, NULL, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "no rows yet"));
  g_clear_error (&error);
  g_assert_false (gs_workbook_set_text (book, "x[1,1]", "1", &error));
  g_assert_nonnull (strstr (error->message, "inputs (2) and targets (1)"));
  g_clear_error (&error);
  cells[0] = x;
  cells[1] = (NnCell){ x.tensor, 1 };
  cells[2] = (NnCell){ nn_program_find (gs_workbook_get_program (book), "t"), 0 };
  g_assert_true (gs_workbook_set_cells (book, cells, (const gdouble[]){ 1, 2, 3 }, 3, &error));
  g_assert_true (gs_workbook_step (book, GS_STEP_OPERATION, 1));
  g_assert_cmpint (gs_workbook_look (book, &x, &value), !=, GS_CELL_BLANK);
  g_assert_cmpfloat (value, ==, 1);
  rows =
      gs_dataset_splice (none, 1, 0, 2, (const gdouble[]){ 1, 2, 3, 4 }, (const gdouble[]){ 5, 6 }, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gs_dataset_get_n_rows (rows), ==, 2);
  assert_saved (book);
  g_assert_true (gs_workbook_undo (book));
  g_assert_cmpint (gs_workbook_look (book, &x, &value), ==, GS_CELL_BLANK);
  assert_saved (book);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workbook/there-and-back", test_there_and_back);
  g_test_add_func ("/workbook/steps", test_every_step_is_undone_by_its_opposite);
  g_test_add_func ("/workbook/layers-and-cells", test_layers_and_cells);
  g_test_add_func ("/workbook/budget", test_budget);
  g_test_add_func ("/workbook/predict", test_predict);
  g_test_add_func ("/workbook/prediction-squashes-as-training", test_prediction_squashes_as_training);
  g_test_add_func ("/workbook/no-rows", test_no_rows);
  return g_test_run ();
}
