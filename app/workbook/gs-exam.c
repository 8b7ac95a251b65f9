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
  gint n_rows, n_right;           /* n_right is -1 where there are no classes */
  GsDataset *data;                /* whose rows the evaluators have */
  GsEvaluator *test, *validation; /* NULL without such rows */
  gint64 looked, took;            /* when, and how long that lasted; microseconds */
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
  gs_evaluator_free (exam->test);
  gs_evaluator_free (exam->validation);
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

/* An evaluator of the rows of one use, or NULL. */
static GsEvaluator *
make_evaluator (GsTimeline *timeline, GsDataset *data, GsRowUse use)
{
  g_autoptr (GsDataset) part = gs_dataset_get_part (data, use);

  return part != NULL ? gs_evaluator_new (gs_timeline_get_network (timeline), part) : NULL;
}

static void
prepare (GsExam *exam, GsTimeline *timeline, GsDataset *data)
{
  if (data == exam->data)
    return;
  g_clear_pointer (&exam->test, gs_evaluator_free);
  g_clear_pointer (&exam->validation, gs_evaluator_free);
  g_clear_pointer (&exam->data, gs_dataset_unref);
  exam->data = gs_dataset_ref (data);
  exam->took = 0;
  exam->test = make_evaluator (timeline, data, GS_ROWS_TEST);
  exam->validation = make_evaluator (timeline, data, GS_ROWS_VALIDATION);
}

/* FALSE if halted. A NaN on the way is not the test's to report: training will meet it. */
static gboolean
measure (GsExam *exam, GsEvaluator *evaluator, const NnState *weights, gdouble *loss, gdouble *accuracy)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsEvaluation) evaluation = NULL;

  if (evaluator == NULL)
    return TRUE;
  evaluation = gs_evaluator_run (evaluator, weights, exam->halt, &error);
  if (evaluation == NULL)
    return !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  *loss = evaluation->loss;
  if (evaluation->n_classes > 0)
    *accuracy = (gdouble) evaluation->n_right / evaluation->n_rows;
  return TRUE;
}

static gboolean
test (GsExam *exam, GsTimeline *timeline, GsEpoch *epoch)
{
  gint64 now = g_get_monotonic_time ();
  g_autoptr (NnState) weights = NULL;
  gboolean done;

  if ((exam->test == NULL && exam->validation == NULL)
      || (!exam->always && (gdouble) exam->took > SHARE * (gdouble) (now - exam->looked)))
    return TRUE;
  weights = nn_run_save_state (gs_timeline_get_run (timeline));
  done = measure (exam, exam->test, weights, &epoch->test_loss, &epoch->test_accuracy)
         && measure (exam, exam->validation, weights, &epoch->validation_loss, &epoch->validation_accuracy);
  exam->looked = g_get_monotonic_time ();
  exam->took = exam->looked - now;
  return done;
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
                      .test_accuracy = NAN,
                      .validation_loss = NAN,
                      .validation_accuracy = NAN };
  prepare (exam, timeline, data);
  gs_exam_begin (exam);
  return look (exam, timeline, epoch);
}
