/* Sums over an epoch, and the rows kept apart. */
#include "gs-exam.h"

#include <math.h>

#include "gs-evaluator.h"

/* Test rows that nobody waits for may take this share of the time. */
#define SHARE 0.1

struct _GsExam {
  gboolean always;
  gdouble sum; /* of the losses of `n_passes` */
  guint n_passes;
  gint n_rows, n_right; /* n_right is -1 where there are no classes */
  GsDataset *data;      /* whose test rows the evaluator has */
  GsEvaluator *evaluator;
  gint64 looked, took; /* when, and how long that lasted; microseconds */
  const gint *halt;
  GsEpoch halted; /* what is still to be looked at; its number is 0 if nothing is */
};

GsExam *
gs_exam_new (gboolean always, const gint *halt)
{
  GsExam *exam = g_new0 (GsExam, 1);

  exam->always = always;
  exam->halt = halt;
  return exam;
}

void
gs_exam_free (GsExam *exam)
{
  if (exam == NULL)
    return;
  gs_evaluator_free (exam->evaluator);
  g_clear_pointer (&exam->data, gs_dataset_unref);
  g_free (exam);
}

void
gs_exam_begin (GsExam *exam)
{
  exam->sum = 0;
  exam->n_passes = 0;
  exam->n_rows = exam->n_right = 0;
}

static void
prepare (GsExam *exam, GsTimeline *timeline, GsDataset *data)
{
  g_autoptr (GsDataset) part = NULL;

  if (data == exam->data)
    return;
  g_clear_pointer (&exam->evaluator, gs_evaluator_free);
  g_clear_pointer (&exam->data, gs_dataset_unref);
  exam->data = gs_dataset_ref (data);
  exam->took = 0;
  part = gs_dataset_get_test_share (data, NULL) > 0 ? gs_dataset_get_part (data, TRUE) : NULL;
  if (part != NULL)
    exam->evaluator = gs_evaluator_new (gs_timeline_get_network (timeline), part);
}

/* FALSE if halted. A NaN on the way is not the test's to report: training will meet it. */
static gboolean
test (GsExam *exam, GsTimeline *timeline, GsEpoch *epoch)
{
  gint64 now = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (NnState) weights = NULL;
  g_autoptr (GsEvaluation) evaluation = NULL;

  if (exam->evaluator == NULL
      || (!exam->always && (gdouble) exam->took > SHARE * (gdouble) (now - exam->looked)))
    return TRUE;
  weights = nn_run_save_state (gs_timeline_get_run (timeline));
  evaluation = gs_evaluator_run (exam->evaluator, weights, exam->halt, &error);
  exam->looked = g_get_monotonic_time ();
  exam->took = exam->looked - now;
  if (evaluation == NULL)
    return !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  epoch->test_loss = evaluation->loss;
  if (evaluation->n_classes > 0)
    epoch->test_accuracy = (gdouble) evaluation->n_right / evaluation->n_rows;
  return TRUE;
}

/* Looks at the test rows, or leaves that for later. */
static gboolean
look (GsExam *exam, GsTimeline *timeline, GsEpoch *epoch)
{
  if (!test (exam, timeline, epoch)) {
    exam->halted = *epoch;
    return FALSE;
  }
  exam->halted.epoch = 0;
  gs_timeline_add_epoch (timeline, epoch);
  return TRUE;
}

gboolean
gs_exam_go_on (GsExam *exam, GsTimeline *timeline, GsEpoch *epoch)
{
  *epoch = exam->halted;
  return epoch->epoch > 0 && look (exam, timeline, epoch);
}

gboolean
gs_exam_note (GsExam *exam, GsTimeline *timeline, const GsPassDone *pass, GsEpoch *epoch)
{
  guint32 done = gs_timeline_get_pass (timeline) - 1;
  GsDataset *data = gs_regime_get_data (gs_timeline_get_regime (timeline), done);
  guint32 n_batches = (guint32) MAX (gs_dataset_get_n_batches (data), 1);

  exam->sum += pass->loss;
  exam->n_passes++;
  exam->n_rows += pass->n_rows;
  exam->n_right = pass->n_right < 0 || exam->n_right < 0 ? -1 : exam->n_right + pass->n_right;
  if (done % n_batches != 0)
    return FALSE;
  *epoch = (GsEpoch){ .epoch = done / n_batches,
                      .last_pass = done,
                      .loss = exam->sum / exam->n_passes,
                      .accuracy = exam->n_right >= 0 ? (gdouble) exam->n_right / exam->n_rows : NAN,
                      .test_loss = NAN,
                      .test_accuracy = NAN };
  prepare (exam, timeline, data);
  gs_exam_begin (exam);
  return look (exam, timeline, epoch);
}
