/* The workbook's present weights on rows. */
#include "gs-evaluation.h"

#include <glib/gi18n-lib.h>

#include "nn/nn-error.h"

static gboolean
check_shapes (GsWorkbook *book, GsDataset *data, GError **error)
{
  GsDataset *own = gs_workbook_get_data (book);

  if (nn_shape_equal (gs_dataset_get_input_shape (own), gs_dataset_get_input_shape (data))
      && nn_shape_equal (gs_dataset_get_target_shape (own), gs_dataset_get_target_shape (data)))
    return TRUE;
  g_set_error_literal (error, NN_ERROR, NN_ERROR_SHAPE, _ ("the rows do not fit the network"));
  return FALSE;
}

GsEvaluation *
gs_evaluation_new (GsWorkbook *book, GsDataset *data, GError **error)
{
  g_autoptr (NnState) weights = nn_run_save_state (gs_workbook_get_run (book));
  g_autoptr (GsEvaluator) evaluator = NULL;

  if (!check_shapes (book, data, error))
    return NULL;
  evaluator = gs_evaluator_new (gs_workbook_get_network (book), data);
  return gs_evaluator_run (evaluator, weights, NULL, error);
}

gdouble *
gs_evaluation_predict (GsWorkbook *book, const gdouble *inputs, gint n, GError **error)
{
  g_autoptr (NnState) weights = nn_run_save_state (gs_workbook_get_run (book));

  return gs_evaluator_predict (gs_workbook_get_network (book), weights, inputs, n, error);
}
