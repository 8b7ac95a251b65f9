/* Every row, with its answer and its error. */
#include "gs-answers.h"

#include <math.h>
#include <stdlib.h>

#include "nn/nn-math.h"

struct _GsAnswers {
  GArray *list; /* GsRowAnswer */
  gint n_classes;
  gint *counts; /* rows are what is, columns what was answered */
};

/* One output's part of the loss; 0 ln 0 is 0, as in the losses' formulas. */
static gdouble
term_of (NnLossKind loss, gdouble output, gdouble target)
{
  switch (loss) {
  case NN_LOSS_SQUARED_ERROR: return (output - target) * (output - target);
  case NN_LOSS_HALF_SQUARED_ERROR: return (output - target) * (output - target) / 2;
  case NN_LOSS_BINARY_CROSS_ENTROPY:
    return (target > 0 ? -target * nn_ln (output) : 0)
           + (target < 1 ? -(1 - target) * nn_ln (1 - output) : 0);
  case NN_LOSS_CROSS_ENTROPY: return target > 0 ? -target * nn_ln (output) : 0;
  case NN_LOSS_KL_DIVERGENCE: return target > 0 ? target * (nn_ln (target) - nn_ln (output)) : 0;
  case NN_N_LOSSES:
  default: g_assert_not_reached ();
  }
}

gdouble
gs_answers_compute_error (NnLossKind loss, const gdouble *outputs, const gdouble *targets, gsize n)
{
  gdouble sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += term_of (loss, outputs[i], targets[i]);
  return loss == NN_LOSS_SQUARED_ERROR || loss == NN_LOSS_BINARY_CROSS_ENTROPY ? sum / (gdouble) n : sum;
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  const GsRowAnswer *first = a, *second = b;

  if (first->error != second->error)
    return first->error > second->error ? -1 : 1;
  return first->row - second->row;
}

GsAnswers *
gs_answers_new (const NnNetwork *network, GsDataset *data, const NnState *weights, GError **error)
{
  gint n_rows = gs_dataset_get_n_rows (data);
  gsize n = nn_shape_count (gs_dataset_get_target_shape (data));
  GsClassKind kind = gs_evaluation_find_class_kind (data);
  g_autofree gdouble *outputs = NULL;
  GsAnswers *answers;

  if (!gs_dataset_has_rows (data, error))
    return NULL;
  outputs = gs_evaluator_predict (network, weights, gs_dataset_get_input (data, 1), n_rows, error);
  if (outputs == NULL)
    return NULL;
  answers = g_new0 (GsAnswers, 1);
  answers->list = g_array_sized_new (FALSE, FALSE, sizeof (GsRowAnswer), (guint) n_rows);
  answers->n_classes = kind == GS_CLASSES_NONE ? 0 : n == 1 ? 2 : (gint) n;
  answers->counts = g_new0 (gint, (gsize) answers->n_classes * (gsize) answers->n_classes);
  for (gint row = 1; row <= n_rows; row++) {
    const gdouble *own = outputs + (gsize) (row - 1) * n, *target = gs_dataset_get_target (data, row);
    GsRowAnswer answer = { .row = row,
                           .is = -1,
                           .answer = -1,
                           .error = gs_answers_compute_error (network->loss, own, target, n),
                           .use = gs_dataset_get_use (data, row) };

    if (kind != GS_CLASSES_NONE) {
      answer.is = gs_evaluation_get_answer (target, n, kind == GS_CLASSES_SIGNED);
      answer.answer = gs_evaluation_get_answer (own, n, kind == GS_CLASSES_SIGNED);
      answers->counts[answer.is * answers->n_classes + answer.answer]++;
    }
    g_array_append_val (answers->list, answer);
  }
  g_array_sort (answers->list, compare);
  return answers;
}

void
gs_answers_free (GsAnswers *answers)
{
  if (answers == NULL)
    return;
  g_array_unref (answers->list);
  g_free (answers->counts);
  g_free (answers);
}

guint
gs_answers_get_n (const GsAnswers *answers)
{
  return answers->list->len;
}

const GsRowAnswer *
gs_answers_get (const GsAnswers *answers, guint n)
{
  return &g_array_index (answers->list, GsRowAnswer, n);
}

gint
gs_answers_get_n_classes (const GsAnswers *answers)
{
  return answers->n_classes;
}

gint
gs_answers_count (const GsAnswers *answers, gint is, gint answer)
{
  return answers->counts[is * answers->n_classes + answer];
}

gint
gs_answers_count_use (const GsAnswers *answers, GsRowUse use, gint *n_right, gdouble *error)
{
  gint n = 0;

  *n_right = 0;
  *error = 0;
  for (guint i = 0; i < answers->list->len; i++) {
    const GsRowAnswer *one = gs_answers_get (answers, i);

    if (one->use != use)
      continue;
    n++;
    *n_right += one->is >= 0 && one->is == one->answer;
    *error += one->error;
  }
  *error /= MAX (n, 1);
  return n;
}

GsAnswersOrder *
gs_answers_order_new (GsWorkbook *book)
{
  GsAnswersOrder *order = g_new (GsAnswersOrder, 1);

  order->network = nn_network_copy (gs_workbook_get_network (book));
  order->data = gs_dataset_ref (gs_workbook_get_data (book));
  order->weights = nn_run_save_state (gs_workbook_get_run (book));
  return order;
}

void
gs_answers_order_free (GsAnswersOrder *order)
{
  nn_network_free (order->network);
  gs_dataset_unref (order->data);
  nn_state_free (order->weights);
  g_free (order);
}
