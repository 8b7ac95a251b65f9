/* How good weights are on rows: the loss, how often the answer is right, and what is taken for what.
 *
 *   GsEvaluator *evaluator = gs_evaluator_new (network, data);
 *   g_autoptr (GsEvaluation) evaluation = gs_evaluator_run (evaluator, weights, &error);
 *   evaluation->loss; evaluation->n_right; evaluation->confusion[is * n_classes + answer];
 *
 * Without dropout; penalties count. The answer is the class of the largest output, the first of equals; of a
 * single output 1 from 0.5 on (where targets are -1 and 1: from 0 on). For any thread, one at a time.
 */
#pragma once

#include <gio/gio.h>

#include "app/data/gs-dataset.h"
#include "nn/nn-network.h"
#include "nn/nn-run.h"

G_BEGIN_DECLS

typedef struct {
  gint n_rows;
  gdouble loss;
  gint n_classes; /* 0: the targets are no classes; then there is nothing below */
  gint n_right;
  gint *confusion; /* rows are what is, columns what was answered */
} GsEvaluation;

void gs_evaluation_free (GsEvaluation *evaluation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsEvaluation, gs_evaluation_free)

/* Rows that fit the network, and what is made for them, for any number of weights. */
typedef struct _GsEvaluator GsEvaluator;
GsEvaluator *gs_evaluator_new (const NnNetwork *network, GsDataset *data);
void gs_evaluator_free (GsEvaluator *evaluator);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsEvaluator, gs_evaluator_free)
/* `weights`: as nn_run_save_state() gives them. NN_ERROR_NOT_FINITE with the cell where the network makes a
 * NaN or an infinity. `halt`, if it is not NULL, is atomic: when it is not 0 any more one stops, with
 * G_IO_ERROR_CANCELLED. */
GsEvaluation *
gs_evaluator_run (GsEvaluator *evaluator, const NnState *weights, const gint *halt, GError **error);

/* The outputs for `n` rows of inputs, row by row; probabilities where the loss makes them. Caller frees. */
gdouble *gs_evaluator_predict (const NnNetwork *network,
                               const NnState *weights,
                               const gdouble *inputs,
                               gint n,
                               GError **error);

/* The class that outputs answer with, from 0; see above. `signed_classes`: -1 and 1. */
gint gs_evaluation_get_answer (const gdouble *outputs, gsize n, gboolean signed_classes);

/* How the targets of rows say classes, if they do. */
typedef enum { GS_CLASSES_NONE, GS_CLASSES_PLAIN, GS_CLASSES_SIGNED } GsClassKind;
GsClassKind gs_evaluation_find_class_kind (GsDataset *data);
/* How many of the rows that a run has just computed it answers rightly; their numbers are from 1. */
gint gs_evaluation_count_right (GsClassKind kind, GsDataset *data, NnRun *run, const gint *rows, gint n_rows);

G_END_DECLS
