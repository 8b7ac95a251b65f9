/* Answers: what a network makes of each row, and how far it is off; the worst first.
 *
 *   GsAnswers *answers = gs_answers_new (network, data, weights, &error);    // for any thread
 *   for (guint i = 0; i < gs_answers_get_n (answers); i++)
 *     gs_answers_get (answers, i)->row, ->error
 *
 * A row's error is the loss of that row alone, without penalties and reductions: for mse the mean of (a - t)²
 * over the outputs, for half-mse half their sum, for bce the mean of -t ln p - (1-t) ln (1-p), for
 * cross-entropy -Σ t ln p, for kl Σ t (ln t - ln p). Where the targets say classes, the answer is as
 * gs-evaluator.h has it.
 */
#pragma once

#include "app/workbook/gs-evaluator.h"
#include "app/workbook/gs-workbook.h"

G_BEGIN_DECLS

typedef struct {
  gint row;        /* from 1 */
  gint is, answer; /* classes, from 0; -1 where there are none */
  gdouble error;   /* may be infinite */
  GsRowUse use;
} GsRowAnswer;

typedef struct _GsAnswers GsAnswers;

/* The error of one row of n outputs, as above. */
gdouble gs_answers_compute_error (NnLossKind loss, const gdouble *outputs, const gdouble *targets, gsize n);

GsAnswers *gs_answers_new (const NnNetwork *network, GsDataset *data, const NnState *weights, GError **error);
void gs_answers_free (GsAnswers *answers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsAnswers, gs_answers_free)

guint gs_answers_get_n (const GsAnswers *answers);
/* By falling error, rows of equal ones in their order. */
const GsRowAnswer *gs_answers_get (const GsAnswers *answers, guint n);
/* 0: the targets are no classes. */
gint gs_answers_get_n_classes (const GsAnswers *answers);
/* How many rows of class `is` were answered with `answer`. */
gint gs_answers_count (const GsAnswers *answers, gint is, gint answer);
/* How many rows there are of a use, and how many of these were answered rightly; *error gets the mean. */
gint gs_answers_count_use (const GsAnswers *answers, GsRowUse use, gint *n_right, gdouble *error);

/* ---- for another thread ---- */

/* What a workbook's answers are worked out from: a copy, so that nobody waits. */
typedef struct {
  NnNetwork *network;
  GsDataset *data;
  NnState *weights;
} GsAnswersOrder;

GsAnswersOrder *gs_answers_order_new (GsWorkbook *book);
void gs_answers_order_free (GsAnswersOrder *order);

G_END_DECLS
