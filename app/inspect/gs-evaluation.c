/* Rows go through the network a batch at a time. */
#include "gs-evaluation.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "nn/nn-error.h"

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

/* A run of `n_rows` rows with the present weights. */
static gboolean
pass_init (Pass *pass, GsWorkbook *book, gint n_rows, NnCompileFlags flags, GError **error)
{
  const NnNetwork *network = gs_workbook_get_network (book);
  g_autoptr (NnProgram) program = nn_network_compile (network, n_rows, flags, NULL, error);
  g_autoptr (NnState) state = NULL;
  const NnInstruction *line;

  pass_clear (pass);
  if (program == NULL)
    return FALSE;
  state = nn_run_save_state (gs_workbook_get_run (book));
  *pass = (Pass){ .run = nn_run_new (program), .n_rows = n_rows, .loss = nn_program_get_loss (program) };
  nn_run_load_state (pass->run, state);
  nn_run_draw (pass->run, 1, 1);
  keep_everything (pass->run, network);
  pass->input = find_role (program, NN_ROLE_INPUT);
  pass->target = find_role (program, NN_ROLE_TARGET);
  pass->output = nn_program_get_output (program);
  for (gint i = 0; pass->loss >= 0 && i < nn_program_get_n_instructions (program); i++) {
    line = nn_program_get_instruction (program, i);
    if (line->phase == NN_PHASE_LOSS && line->probability >= 0)
      pass->output = line->probability;
  }
  pass->n_instructions = MAX (get_end (program, pass->loss), get_end (program, pass->output));
  return TRUE;
}

/* ---- outputs ---- */

gdouble *
gs_evaluation_predict (GsWorkbook *book, const gdouble *inputs, gint n, GError **error)
{
  gsize n_inputs = nn_shape_count (&gs_workbook_get_network (book)->input), n_outputs = 0;
  g_auto (Pass) pass = { 0 };
  g_autofree gdouble *outputs = NULL;
  NnCell bad;

  for (gint row = 0; row < n; row += pass.n_rows) {
    gint here = MIN (n - row, BATCH);

    if (here != pass.n_rows && !pass_init (&pass, book, here, NN_COMPILE_PREDICTION, error))
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

typedef enum { CLASSES_NONE, CLASSES_PLAIN, CLASSES_SIGNED } ClassKind;

/* Whether targets say classes: one 1 among zeros, 0 and 1, or -1 and 1. */
static ClassKind
find_class_kind (GsDataset *data)
{
  gboolean plain = gs_dataset_get_target_shape (data)->rank == 1;
  gboolean is_signed = nn_shape_count (gs_dataset_get_target_shape (data)) == 1;

  for (gint row = 1; row <= gs_dataset_get_n_rows (data) && (plain || is_signed); row++) {
    gdouble first = gs_dataset_get_target (data, row)[0];

    plain = plain && gs_dataset_get_class (data, row) >= 0;
    is_signed = is_signed && (first == -1 || first == 1);
  }
  return plain ? CLASSES_PLAIN : is_signed ? CLASSES_SIGNED : CLASSES_NONE;
}

static void
count_row (GsEvaluation *evaluation, GsDataset *data, gint row, const gdouble *outputs, ClassKind kind)
{
  gsize n = nn_shape_count (gs_dataset_get_target_shape (data));
  gint is =
      kind == CLASSES_SIGNED ? gs_dataset_get_target (data, row)[0] > 0 : gs_dataset_get_class (data, row);
  gint answer = gs_evaluation_get_answer (outputs, n, kind == CLASSES_SIGNED);

  evaluation->n_right += is == answer;
  evaluation->confusion[is * evaluation->n_classes + answer]++;
}

/* What the loss of a batch counts for in that of all rows. */
static gdouble
get_weight (const NnNetwork *network, gint here, gint all)
{
  return network->reduction == NN_REDUCTION_SUM ? 1 : (gdouble) here / all;
}

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
  const NnNetwork *network = gs_workbook_get_network (book);
  g_autoptr (GsEvaluation) evaluation = g_new0 (GsEvaluation, 1);
  ClassKind kind = find_class_kind (data);
  gsize n_targets = nn_shape_count (gs_dataset_get_target_shape (data));
  g_auto (Pass) pass = { 0 };
  NnCell bad;

  if (!check_shapes (book, data, error))
    return NULL;
  evaluation->n_rows = gs_dataset_get_n_rows (data);
  if (kind != CLASSES_NONE) {
    evaluation->n_classes = n_targets == 1 ? 2 : (gint) n_targets;
    evaluation->confusion = g_new0 (gint, (gsize) evaluation->n_classes * (gsize) evaluation->n_classes);
  }
  for (gint row = 0; row < evaluation->n_rows; row += pass.n_rows) {
    gint here = MIN (evaluation->n_rows - row, BATCH);

    if (here != pass.n_rows && !pass_init (&pass, book, here, NN_COMPILE_TRAINING, error))
      return NULL;
    nn_run_set_values (pass.run, pass.input, gs_dataset_get_input (data, row + 1));
    nn_run_set_values (pass.run, pass.target, gs_dataset_get_target (data, row + 1));
    if (!nn_run_ensure (pass.run, pass.n_instructions, &bad, error))
      return NULL;
    evaluation->loss +=
        get_weight (network, here, evaluation->n_rows) * nn_run_get_values (pass.run, pass.loss)[0];
    for (gint i = 0; kind != CLASSES_NONE && i < here; i++)
      count_row (evaluation, data, row + i + 1,
                 nn_run_get_values (pass.run, pass.output) + (gsize) i * n_targets, kind);
  }
  return g_steal_pointer (&evaluation);
}
