/* Rows go through the network a batch at a time. */
#include "gs-evaluator.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "gs-forward.h"

#define BATCH 100 /* rows that are computed at a time */

void
gs_evaluation_free (GsEvaluation *evaluation)
{
  if (evaluation == NULL)
    return;
  g_free (evaluation->confusion);
  g_free (evaluation);
}

/* ---- outputs ---- */

gdouble *
gs_evaluator_predict (const NnNetwork *network,
                      const NnState *weights,
                      const gdouble *inputs,
                      gint n,
                      GError **error)
{
  gsize n_inputs = nn_shape_count (&network->input), n_outputs = 0;
  g_auto (GsForward) pass = { 0 };
  g_autofree gdouble *outputs = NULL;
  NnCell bad;

  for (gint row = 0; row < n; row += pass.n_rows) {
    gint here = MIN (n - row, BATCH);

    if (here != pass.n_rows && !gs_forward_init (&pass, network, weights, here, NN_COMPILE_PREDICTION, error))
      return NULL;
    nn_run_set_values (pass.run, pass.input, inputs + (gsize) row * n_inputs);
    if (!nn_run_ensure (pass.run, pass.n_instructions, &bad, error))
      return NULL;
    if (outputs == NULL) {
      n_outputs = nn_shape_count (&nn_program_get_tensor (nn_run_get_program (pass.run), pass.output)->shape)
                  / (gsize) here;
      outputs = g_new (gdouble, (gsize) n * n_outputs);
    }
    memcpy (outputs + (gsize) row * n_outputs, nn_run_get_values (pass.run, pass.output),
            (gsize) here * n_outputs * sizeof (gdouble));
  }
  return g_steal_pointer (&outputs);
}

gint
gs_evaluation_get_answer (const gdouble *outputs, gsize n, gboolean signed_classes)
{
  gsize best = 0;

  if (n == 1)
    return outputs[0] >= (signed_classes ? 0 : 0.5);
  for (gsize i = 1; i < n; i++)
    if (outputs[i] > outputs[best])
      best = i;
  return (gint) best;
}

/* ---- right and wrong ---- */

/* Whether targets say classes: one 1 among zeros, 0 and 1, or -1 and 1. */
GsClassKind
gs_evaluation_find_class_kind (GsDataset *data)
{
  gboolean plain = gs_dataset_get_target_shape (data)->rank == 1;
  gboolean is_signed = nn_shape_count (gs_dataset_get_target_shape (data)) == 1;

  for (gint row = 1; row <= gs_dataset_get_n_rows (data) && (plain || is_signed); row++) {
    gdouble first = gs_dataset_get_target (data, row)[0];

    plain = plain && gs_dataset_get_class (data, row) >= 0;
    is_signed = is_signed && (first == -1 || first == 1);
  }
  return plain ? GS_CLASSES_PLAIN : is_signed ? GS_CLASSES_SIGNED : GS_CLASSES_NONE;
}

/* The class that a row is of, and the one that outputs answer with. */
static gint
get_true_class (GsDataset *data, gint row, GsClassKind kind)
{
  return kind == GS_CLASSES_SIGNED ? gs_dataset_get_target (data, row)[0] > 0
                                   : gs_dataset_get_class (data, row);
}

gint
gs_evaluation_count_right (GsClassKind kind, GsDataset *data, NnRun *run, const gint *rows, gint n_rows)
{
  const gdouble *outputs = nn_run_get_values (run, gs_forward_find_answer (nn_run_get_program (run)));
  gsize n = nn_shape_count (gs_dataset_get_target_shape (data));
  gint right = 0;

  for (gint i = 0; kind != GS_CLASSES_NONE && i < n_rows; i++)
    right += gs_evaluation_get_answer (outputs + (gsize) i * n, n, kind == GS_CLASSES_SIGNED)
             == get_true_class (data, rows[i], kind);
  return right;
}

static void
count_row (GsEvaluation *evaluation, GsDataset *data, gint row, const gdouble *outputs, GsClassKind kind)
{
  gsize n = nn_shape_count (gs_dataset_get_target_shape (data));
  gint is = get_true_class (data, row, kind);
  gint answer = gs_evaluation_get_answer (outputs, n, kind == GS_CLASSES_SIGNED);

  g_assert (evaluation->confusion != NULL);
  evaluation->n_right += is == answer;
  evaluation->confusion[is * evaluation->n_classes + answer]++;
}

/* What the loss of a batch counts for in that of all rows. */
static gdouble
get_weight (const NnNetwork *network, gint here, gint all)
{
  return network->reduction == NN_REDUCTION_SUM ? 1 : (gdouble) here / all;
}

/* ---- again and again ---- */

struct _GsEvaluator {
  NnNetwork *network;
  GsDataset *data;
  GsClassKind kind;
  GsForward whole, rest; /* of a full batch, and of the last one */
};

GsEvaluator *
gs_evaluator_new (const NnNetwork *network, GsDataset *data)
{
  GsEvaluator *evaluator = g_new0 (GsEvaluator, 1);

  evaluator->network = nn_network_copy (network);
  evaluator->data = gs_dataset_ref (data);
  evaluator->kind = gs_evaluation_find_class_kind (data);
  return evaluator;
}

void
gs_evaluator_free (GsEvaluator *evaluator)
{
  if (evaluator == NULL)
    return;
  gs_forward_clear (&evaluator->whole);
  gs_forward_clear (&evaluator->rest);
  nn_network_free (evaluator->network);
  gs_dataset_unref (evaluator->data);
  g_free (evaluator);
}

/* The pass for so many rows, with these weights; NULL with an error. */
static GsForward *
get_pass (GsEvaluator *evaluator, gint n_rows, const NnState *weights, GError **error)
{
  GsForward *pass = n_rows == BATCH ? &evaluator->whole : &evaluator->rest;

  if (pass->run == NULL || pass->n_rows != n_rows)
    return gs_forward_init (pass, evaluator->network, weights, n_rows, NN_COMPILE_TRAINING, error) ? pass
                                                                                                   : NULL;
  gs_forward_load (pass, evaluator->network, weights);
  return pass;
}

GsEvaluation *
gs_evaluator_run (GsEvaluator *evaluator, const NnState *weights, const gint *halt, GError **error)
{
  g_autoptr (GsEvaluation) evaluation = g_new0 (GsEvaluation, 1);
  GsDataset *data = evaluator->data;
  gsize n_targets = nn_shape_count (gs_dataset_get_target_shape (data));
  GsForward *pass = NULL;
  NnCell bad;

  evaluation->n_rows = gs_dataset_get_n_rows (data);
  if (evaluator->kind != GS_CLASSES_NONE) {
    evaluation->n_classes = n_targets == 1 ? 2 : (gint) n_targets;
    evaluation->confusion = g_new0 (gint, (gsize) evaluation->n_classes * (gsize) evaluation->n_classes);
  }
  for (gint row = 0; row < evaluation->n_rows; row += pass->n_rows) {
    gint here = MIN (evaluation->n_rows - row, BATCH);

    if (halt != NULL && g_atomic_int_get (halt) != 0) {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Stopped."));
      return NULL;
    }
    if ((pass == NULL || here != pass->n_rows) && (pass = get_pass (evaluator, here, weights, error)) == NULL)
      return NULL;
    nn_run_set_values (pass->run, pass->input, gs_dataset_get_input (data, row + 1));
    nn_run_set_values (pass->run, pass->target, gs_dataset_get_target (data, row + 1));
    if (!nn_run_ensure (pass->run, pass->n_instructions, &bad, error))
      return NULL;
    evaluation->loss += get_weight (evaluator->network, here, evaluation->n_rows)
                        * nn_run_get_values (pass->run, pass->loss)[0];
    for (gint i = 0; evaluator->kind != GS_CLASSES_NONE && i < here; i++)
      count_row (evaluation, data, row + i + 1,
                 nn_run_get_values (pass->run, pass->output) + (gsize) i * n_targets, evaluator->kind);
  }
  return g_steal_pointer (&evaluation);
}
