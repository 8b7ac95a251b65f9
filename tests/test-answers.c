/* Answers of every row: in the order of their errors, counted as the evaluator counts, and errors that add up
 * to the loss. */
#include "app/inspect/gs-answers.h"

#include <math.h>

#include "app/network/gs-spec.h"
#include "app/workbook/gs-workbook.h"
#include "pass.h"

static GsWorkbook *
make (const gchar *line, NnLossKind loss, gint n_targets)
{
  NnShape input = nn_shape (1, 3), target = nn_shape (1, n_targets);
  g_autofree gdouble *inputs = g_new (gdouble, 90), *targets = g_new0 (gdouble, 30 * n_targets);
  g_autoptr (GsDataset) all = NULL, data = NULL;
  g_autoptr (GError) error = NULL;
  NnNetwork *network = nn_network_new ();
  GsWorkbook *book;
  guint64 random = 5;

  for (gint i = 0; i < 90; i++)
    inputs[i] = pass_random (&random) * 2 - 1;
  for (gint i = 0; i < 30; i++)
    if (n_targets == 1)
      targets[i] = inputs[3 * i] > 0;
    else
      targets[i * n_targets + (inputs[3 * i] > 0 ? 0 : inputs[3 * i + 1] > 0 ? 1 : 2)] = 1;
  all = gs_dataset_new (&input, &target, 30, inputs, targets);
  data = gs_dataset_with_split (all, 0.3, 0.1, 1, &error);
  gs_spec_parse (line, network, &error);
  network->loss = loss;
  book = gs_workbook_new (gs_document_new (network, data, 2, &error), &error);
  g_assert_no_error (error);
  return book;
}

static void
check (const gchar *line, NnLossKind loss, gint n_targets)
{
  g_autoptr (GsWorkbook) book = make (line, loss, n_targets);
  GsDataset *data = gs_workbook_get_data (book);
  g_autoptr (NnState) weights = nn_run_save_state (gs_workbook_get_run (book));
  g_autoptr (GError) error = NULL;
  g_autoptr (GsAnswers) answers = gs_answers_new (gs_workbook_get_network (book), data, weights, &error);
  g_autoptr (GsEvaluator) evaluator = gs_evaluator_new (gs_workbook_get_network (book), data);
  g_autoptr (GsEvaluation) evaluation = gs_evaluator_run (evaluator, weights, NULL, &error);
  gdouble sum = 0, mean;
  gint n_right, n;

  g_assert_no_error (error);
  g_assert_cmpuint (gs_answers_get_n (answers), ==, 30);
  for (guint i = 0; i < 30; i++) {
    sum += gs_answers_get (answers, i)->error;
    g_assert_true (i == 0 || gs_answers_get (answers, i)->error <= gs_answers_get (answers, i - 1)->error);
    g_assert_cmpint (gs_answers_get (answers, i)->use, ==,
                     gs_dataset_get_use (data, gs_answers_get (answers, i)->row));
  }
  g_assert_cmpfloat_with_epsilon (sum / 30, evaluation->loss, 1e-9);
  g_assert_cmpint (gs_answers_get_n_classes (answers), ==, evaluation->n_classes);
  for (gint is = 0; is < evaluation->n_classes; is++)
    for (gint answer = 0; answer < evaluation->n_classes; answer++)
      g_assert_cmpint (gs_answers_count (answers, is, answer), ==,
                       evaluation->confusion[is * evaluation->n_classes + answer]);
  n = gs_answers_count_use (answers, GS_ROWS_TEST, &n_right, &mean);
  g_assert_cmpint (n, ==, 9);
  {
    g_autoptr (GsDataset) part = gs_dataset_get_part (data, GS_ROWS_TEST);
    g_autoptr (GsEvaluator) other = gs_evaluator_new (gs_workbook_get_network (book), part);
    g_autoptr (GsEvaluation) test = gs_evaluator_run (other, weights, NULL, NULL);

    g_assert_cmpint (n_right, ==, test->n_right);
    g_assert_cmpfloat_with_epsilon (mean, test->loss, 1e-9);
  }
}

static void
test_losses (void)
{
  check ("input 3 · dense 4 tanh · dense 3", NN_LOSS_CROSS_ENTROPY, 3);
  check ("input 3 · dense 4 tanh · dense 3 softmax", NN_LOSS_KL_DIVERGENCE, 3);
  check ("input 3 · dense 4 tanh · dense 1", NN_LOSS_BINARY_CROSS_ENTROPY, 1);
  check ("input 3 · dense 4 tanh · dense 3 sigmoid", NN_LOSS_SQUARED_ERROR, 3);
  check ("input 3 · dense 4 tanh · dense 3 sigmoid", NN_LOSS_HALF_SQUARED_ERROR, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/answers/losses", test_losses);
  return g_test_run ();
}
