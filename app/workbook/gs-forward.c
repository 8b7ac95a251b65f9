/* A run of rows without dropout. */
#include "gs-forward.h"

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

gint
gs_forward_find_answer (NnProgram *program)
{
  gint answer = nn_program_get_output (program);

  for (gint i = 0; nn_program_get_loss (program) >= 0 && i < nn_program_get_n_instructions (program); i++) {
    const NnInstruction *line = nn_program_get_instruction (program, i);

    if (line->phase == NN_PHASE_LOSS && line->probability >= 0)
      answer = line->probability;
  }
  return answer;
}

void
gs_forward_clear (GsForward *pass)
{
  g_clear_pointer (&pass->run, nn_run_free);
}

void
gs_forward_load (GsForward *pass, const NnNetwork *network, const NnState *weights)
{
  nn_run_load_state (pass->run, weights);
  keep_everything (pass->run, network);
}

gboolean
gs_forward_init (GsForward *pass,
                 const NnNetwork *network,
                 const NnState *weights,
                 gint n_rows,
                 NnCompileFlags flags,
                 GError **error)
{
  g_autoptr (NnProgram) program = nn_network_compile (network, n_rows, flags, NULL, error);

  gs_forward_clear (pass);
  if (program == NULL)
    return FALSE;
  *pass = (GsForward){ .run = nn_run_new (program), .n_rows = n_rows, .loss = nn_program_get_loss (program) };
  gs_forward_load (pass, network, weights);
  nn_run_draw (pass->run, 1, 1);
  pass->input = find_role (program, NN_ROLE_INPUT);
  pass->target = find_role (program, NN_ROLE_TARGET);
  pass->output = gs_forward_find_answer (program);
  pass->n_instructions = MAX (get_end (program, pass->loss), get_end (program, pass->output));
  return TRUE;
}
