/* Where a gradient comes from, by the chain rule. */
#include "gs-chain.h"

#include <glib/gi18n-lib.h>

static const gchar *
get_name (NnProgram *program, gint tensor)
{
  return nn_program_get_tensor (program, tensor)->name;
}

gint
gs_chain_find_through (NnProgram *program, gint instruction)
{
  const NnInstruction *line = nn_program_get_instruction (program, instruction);
  gint of = nn_program_get_tensor (program, line->output)->gradient_of;

  for (gint i = 0; i < line->n_inputs; i++) {
    gint read = nn_program_get_tensor (program, line->inputs[i])->gradient_of;

    if (read >= 0 && read != of)
      return read;
    if (nn_program_get_tensor (program, line->inputs[i])->role == NN_ROLE_SEED)
      return nn_program_get_loss (program);
  }
  return -1;
}

gchar *
gs_chain_print (NnProgram *program, gint tensor)
{
  const NnTensorInfo *info = nn_program_get_tensor (program, tensor);
  const NnInstruction *line;
  const gchar *of, *local;
  g_autofree gchar *factor = NULL;
  gint through;

  if (info->gradient_of < 0 || info->producer < 0)
    return NULL;
  line = nn_program_get_instruction (program, info->producer);
  of = get_name (program, info->gradient_of);
  if (line->op == NN_OP_ADD) {
    g_autofree gchar *sum = nn_program_get_brief (program, info->producer);

    return g_strdup_printf (_ ("dL/d%s = %s\nways meet: gradients add up"), of, sum);
  }
  local = nn_op_get_local_derivative (line->op);
  through = gs_chain_find_through (program, info->producer);
  if (local == NULL || through < 0)
    return NULL;
  factor = nn_program_print_roles (program, info->producer, _ (local));
  if (through == nn_program_get_loss (program))
    /* Translators: the derivative of the loss L by a tensor, and what it is. */
    return g_strdup_printf (_ ("chain rule begins: dL/dL = 1\ndL/d%s = %s"), of, factor);
  return g_strdup_printf (_ ("dL/d%s = dL/d%s · d%s/d%s\nwhere d%s/d%s = %s"), of,
                          get_name (program, through), get_name (program, through), of,
                          get_name (program, through), of, factor);
}
