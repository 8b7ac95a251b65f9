/* How good a network is on rows: its loss, how often it is right, and what it takes for what.
 *
 *   g_autoptr (GsEvaluation) evaluation = gs_evaluation_new (book, data, &error);
 *   evaluation->loss; evaluation->n_right; evaluation->confusion[is * n_classes + answer];
 *
 * The present weights answer, without dropout; penalties count. The answer is the class of the largest
 * output, the first of equals; of a single output 1 from 0.5 on (where targets are -1 and 1: from 0 on).
 */
#pragma once

#include "app/workbook/gs-workbook.h"

G_BEGIN_DECLS

typedef struct {
  gint n_rows;
  gdouble loss;
  gint n_classes; /* 0: the targets are no classes; then there is nothing below */
  gint n_right;
  gint *confusion; /* rows are what is, columns what was answered */
} GsEvaluation;

/* `data` may be others than the document's; they must fit its network (NN_ERROR_SHAPE). NN_ERROR_NOT_FINITE
 * with the cell where the network makes a NaN or an infinity. */
GsEvaluation *gs_evaluation_new (GsWorkbook *book, GsDataset *data, GError **error);
void gs_evaluation_free (GsEvaluation *evaluation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsEvaluation, gs_evaluation_free)

/* The outputs for `n` rows of inputs, row by row; probabilities where the loss makes them. Caller frees. */
gdouble *gs_evaluation_predict (GsWorkbook *book, const gdouble *inputs, gint n, GError **error);

/* The class that outputs answer with, from 0; see above. `signed_classes`: -1 and 1. */
gint gs_evaluation_get_answer (const gdouble *outputs, gsize n, gboolean signed_classes);

G_END_DECLS
