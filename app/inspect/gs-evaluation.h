/* How good the workbook's network is on rows (gs-evaluator.h).
 *
 *   g_autoptr (GsEvaluation) evaluation = gs_evaluation_new (book, data, &error);
 *   evaluation->loss; evaluation->n_right; evaluation->confusion[is * n_classes + answer];
 */
#pragma once

#include "app/workbook/gs-evaluator.h"
#include "app/workbook/gs-workbook.h"

G_BEGIN_DECLS

/* `data` may be others than the document's; they must fit its network (NN_ERROR_SHAPE). */
GsEvaluation *gs_evaluation_new (GsWorkbook *book, GsDataset *data, GError **error);

/* The outputs for `n` rows of inputs, row by row; probabilities where the loss makes them. Caller frees. */
gdouble *gs_evaluation_predict (GsWorkbook *book, const gdouble *inputs, gint n, GError **error);

G_END_DECLS
