/* Rows go through the network a batch at a time. */
#include "gs-evaluator.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BATCH 100 /* rows that are computed at a time */

void
gs_evaluation_free (GsEvaluation *evaluation)
{
  if (evaluation == NULL)
    return;
  g_free (evaluation->confusion);
  g_free (evaluation);
}

/* ---- a batch ---- */

typedef struct {
  NnRun *run;
  gint n_rows, input, target, output, loss; /* tensors; target and loss are -1 for outputs alone */
  gint n_instructions;                      /* up to the last one that is needed */
} Pass;

static void
pass_clear (Pass *pass)
{
  g_clear_pointer (&pass->run, nn_run_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pass, pass_clear)

/* With all of its units dropout does nothing. */
static void
keep_everything (NnRun *run, const NnNetwork *network)
{
  NnProgram *program = nn_run_get_program (run);

  for (gint tensor = 0; tensor < nn_program_get_n_tensors (program); tensor++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, tensor);
    const NnLayer *layer = info->layer >= 0 ? g_ptr_array_index (network->layers, info->layer) : NULL;

    if (info->role == NN_ROLE_HYPER && layer != NULL && layer->kind == NN_LAYER_DROPOUT)
      nn_run_set_cell (run, &(NnCell){ tensor, 0 }, 1);
  }
}

static gint
find_role (NnProgram *program, NnRole role)
{
  for (gint tensor = 0; tensor < nn_program_get_n_tensors (program); tensor++)
    if (nn_program_get_tensor (program, tensor)->role == role)
      return tensor;
  return -1;
}

static gint
get_end (NnProgram *program, gint tensor)
{
  return tensor >= 0 ? nn_program_get_tensor (program, tensor)->producer + 1 : 0;
}

/* What a program answers with: probabilities where the loss makes them. */
static gint
find_answer (NnProgram *program)
{
  gint answer = nn_program_get_output (program);

  for (gint i = 0; nn_program_get_loss (program) >= 0 && i < nn_program_get_n_instructions (program); i++) {
    const NnInstruction *line = nn_program_get_instruction (program, i);

    if (line->phase == NN_PHASE_LOSS && line->probability >= 0)
      answer = line->probability;
  }
  return answer;
}

/* A run of `n_rows` rows with these weights. */
static gboolean
pass_init (Pass *pass,
           const NnNetwork *network,
           const NnState *state,
           gint n_rows,
           NnCompileFlags flags,
           GError **error)
{
  g_autoptr (NnProgram) program = nn_network_compile (network, n_rows, flags, NULL, error);

  pass_clear (pass);
  if (program == NULL)
    return FALSE;
  *pass = (Pass){ .run = nn_run_new (program), .n_rows = n_rows, .loss = nn_program_get_loss (program) };
  nn_run_load_state (pass->run, state);
  nn_run_draw (pass->run, 1, 1);
  keep_everything (pass->run, network);
  pass->input = find_role (program, NN_ROLE_INPUT);
  pass->target = find_role (program, NN_ROLE_TARGET);
  pass->output = find_answer (program);
  pass->n_instructions = MAX (get_end (program, pass->loss), get_end (program, pass->output));
  return TRUE;
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
  g_auto (Pass) pass = { 0 };
  g_autofree gdouble *outputs = NULL;
  NnCell bad;

  for (gint row = 0; row < n; row += pass.n_rows) {
    gint here = MIN (n - row, BATCH);

    if (here != pass.n_rows && !pass_init (&pass, network, weights, here, NN_COMPILE_PREDICTION, error))
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
  const gdouble *outputs = nn_run_get_values (run, find_answer (nn_run_get_program (run)));
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
  Pass whole, rest; /* of a full batch, and of the last one */
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
  pass_clear (&evaluator->whole);
  pass_clear (&evaluator->rest);
  nn_network_free (evaluator->network);
  gs_dataset_unref (evaluator->data);
  g_free (evaluator);
}

/* The pass for so many rows, with these weights; NULL with an error. */
static Pass *
get_pass (GsEvaluator *evaluator, gint n_rows, const NnState *weights, GError **error)
{
  Pass *pass = n_rows == BATCH ? &evaluator->whole : &evaluator->rest;

  if (pass->run == NULL || pass->n_rows != n_rows)
    return pass_init (pass, evaluator->network, weights, n_rows, NN_COMPILE_TRAINING, error) ? pass : NULL;
  nn_run_load_state (pass->run, weights);
  keep_everything (pass->run, evaluator->network);
  return pass;
}

GsEvaluation *
gs_evaluator_run (GsEvaluator *evaluator, const NnState *weights, const gint *halt, GError **error)
{
  g_autoptr (GsEvaluation) evaluation = g_new0 (GsEvaluation, 1);
  GsDataset *data = evaluator->data;
  gsize n_targets = nn_shape_count (gs_dataset_get_target_shape (data));
  Pass *pass = NULL;
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
