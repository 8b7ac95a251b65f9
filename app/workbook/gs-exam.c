/* Sums over an epoch, and the rows kept apart. */
#include "gs-exam.h"

#include <math.h>

#include "gs-evaluator.h"

/* Test rows that nobody waits for may take this share of the time. */
#define SHARE 0.1

struct _GsExam {
  gboolean always;
  guint32 last; /* the pass that was noted last */
  gdouble sum;  /* of the losses of `n_passes` */
  guint n_passes;
  gint n_rows, n_right;           /* n_right is -1 where there are no classes */
  GsDataset *data;                /* whose rows the evaluators have */
  GsEvaluator *test, *validation; /* NULL without such rows */
  gint64 looked, took;            /* when, and how long that lasted; microseconds */
  const gint *halt;
  GsEpoch halted;   /* what is still to be looked at */
  NnState *weights; /* its; NULL if nothing is */
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
  g_clear_pointer (&exam->weights, nn_state_free);
  g_free (exam);
}

static void
begin_epoch (GsExam *exam)
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
is_due (const GsExam *exam)
{
  return (exam->test != NULL || exam->validation != NULL)
         && (exam->always
             || (gdouble) exam->took <= SHARE * (gdouble) (g_get_monotonic_time () - exam->looked));
}

static gboolean
test (GsExam *exam, const NnState *weights, GsEpoch *epoch)
{
  gint64 now = g_get_monotonic_time ();
  gboolean done =
      measure (exam, exam->test, weights, &epoch->test_loss, &epoch->test_accuracy)
      && measure (exam, exam->validation, weights, &epoch->validation_loss, &epoch->validation_accuracy);

  exam->looked = g_get_monotonic_time ();
  exam->took = exam->looked - now;
  return done;
}

/* Looks at the test rows, unless there are no `weights` (which it takes), or leaves that for later. */
static gboolean
look (GsExam *exam, GsTimeline *timeline, NnState *weights, GsEpoch *epoch)
{
  g_autoptr (NnState) own = weights;

  if (own != NULL && !test (exam, own, epoch)) {
    exam->halted = *epoch;
    exam->weights = g_steal_pointer (&own);
    return FALSE;
  }
  gs_timeline_add_epoch (timeline, epoch);
  return TRUE;
}

gboolean
gs_exam_go_on (GsExam *exam, GsTimeline *timeline, GsEpoch *epoch)
{
  g_autoptr (NnState) weights = g_steal_pointer (&exam->weights);

  *epoch = exam->halted;
  /* One may have gone back meanwhile. */
  return weights != NULL && gs_timeline_get_pass (timeline) > epoch->last_pass
         && look (exam, timeline, g_steal_pointer (&weights), epoch);
}

gboolean
gs_exam_is_halted (const GsExam *exam)
{
  return exam->weights != NULL;
}

gboolean
gs_exam_note (GsExam *exam, GsTimeline *timeline, const GsPassDone *pass, GsEpoch *epoch)
{
  guint32 done = gs_timeline_get_pass (timeline) - 1;
  GsDataset *data = gs_regime_get_data (gs_timeline_get_regime (timeline), done);
  guint32 n_batches = (guint32) MAX (gs_dataset_get_n_batches (data), 1);

  if (done != exam->last + 1)
    begin_epoch (exam);
  exam->last = done;
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
  begin_epoch (exam);
  return look (exam, timeline, is_due (exam) ? nn_run_save_state (gs_timeline_get_run (timeline)) : NULL,
               epoch);
}
