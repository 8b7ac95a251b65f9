/* Programs read: tensors, instructions, readers, and an instruction in a few words. */
#include <string.h>

#include "nn-program-private.h"

const gchar *
nn_phase_get_name (NnPhase phase)
{
  switch (phase) {
  case NN_PHASE_FORWARD: return "forward";
  case NN_PHASE_LOSS: return "loss";
  case NN_PHASE_BACKWARD: return "backward";
  case NN_PHASE_UPDATE: return "update";
  case NN_PHASE_COMMIT: return "commit";
  }
  g_assert_not_reached ();
}

NnProgram *
nn_program_ref (NnProgram *program)
{
  g_atomic_ref_count_inc (&program->ref_count);
  return program;
}

void
nn_program_unref (NnProgram *program)
{
  if (program == NULL || !g_atomic_ref_count_dec (&program->ref_count))
    return;
  g_hash_table_unref (program->by_name);
  g_array_unref (program->tensors);
  g_array_unref (program->instructions);
  g_free (program->readers);
  g_free (program->first_reader);
  g_free (program);
}

gint
nn_program_get_n_tensors (const NnProgram *program)
{
  return (gint) program->tensors->len;
}

const NnTensorInfo *
nn_program_get_tensor (const NnProgram *program, gint tensor)
{
  g_assert (tensor >= 0 && tensor < (gint) program->tensors->len);
  return &g_array_index (program->tensors, NnTensorInfo, tensor);
}

void
nn_program_set_labels (NnProgram *program, gint tensor, gint axis, GPtrArray *labels)
{
  NnTensorInfo *info = &g_array_index (program->tensors, NnTensorInfo, tensor);

  g_assert (axis < info->shape.rank && (gint) labels->len == info->shape.dim[axis]);
  g_clear_pointer (&info->labels[axis], g_ptr_array_unref);
  info->labels[axis] = g_ptr_array_ref (labels);
}

const gchar *
nn_program_get_label (const NnProgram *program, gint tensor, gint axis, gint index)
{
  const GPtrArray *labels = nn_program_get_tensor (program, tensor)->labels[axis];
  const gchar *label = labels != NULL ? g_ptr_array_index (labels, index - 1) : "";

  return *label != '\0' ? label : NULL;
}

gint
nn_program_get_n_instructions (const NnProgram *program)
{
  return (gint) program->instructions->len;
}

const NnInstruction *
nn_program_get_instruction (const NnProgram *program, gint instruction)
{
  g_assert (instruction >= 0 && instruction < (gint) program->instructions->len);
  return &g_array_index (program->instructions, NnInstruction, instruction);
}

gint
nn_program_get_batch_size (const NnProgram *program)
{
  return program->batch;
}

gint
nn_program_find (const NnProgram *program, const gchar *name)
{
  gpointer tensor;

  return g_hash_table_lookup_extended (program->by_name, name, NULL, &tensor) ? GPOINTER_TO_INT (tensor) : -1;
}

gint
nn_program_find_replaced (const NnProgram *program, gint tensor)
{
  for (gint i = 0; i < nn_program_get_n_tensors (program); i++)
    if (nn_program_get_tensor (program, i)->next == tensor)
      return i;
  return -1;
}

gint
nn_program_get_loss (const NnProgram *program)
{
  return program->loss;
}

gint
nn_program_get_output (const NnProgram *program)
{
  return program->output;
}

const gint *
nn_program_get_readers (const NnProgram *program, gint tensor, gint *n_readers)
{
  g_assert (tensor >= 0 && tensor < (gint) program->tensors->len);
  *n_readers = program->first_reader[tensor + 1] - program->first_reader[tensor];
  return program->readers + program->first_reader[tensor];
}

void
nn_program_get_names (const NnProgram *program, gint instruction, NnNames *names)
{
  const NnInstruction *line = nn_program_get_instruction (program, instruction);

  *names = (NnNames){ 0 };
  if (line->output >= 0) {
    const NnTensorInfo *output = nn_program_get_tensor (program, line->output);

    names->out = output->name;
    names->out_labels = output->labels;
  }
  for (gint i = 0; i < line->n_inputs; i++) {
    const NnTensorInfo *input = nn_program_get_tensor (program, line->inputs[i]);

    names->in[i] = input->name;
    names->in_axes[i] = input->axes;
    names->in_labels[i] = input->labels;
  }
}

void
nn_program_get_binding (const NnProgram *program, gint instruction, NnBinding *binding)
{
  const NnInstruction *line = nn_program_get_instruction (program, instruction);

  *binding = (NnBinding){ 0 };
  if (line->output >= 0)
    binding->out_shape = nn_program_get_tensor (program, line->output)->shape;
  for (gint i = 0; i < line->n_inputs; i++)
    binding->in_shape[i] = nn_program_get_tensor (program, line->inputs[i])->shape;
  memcpy (binding->attribute, line->attributes, sizeof binding->attribute);
}

/* Today's name for a word of a brief, or NULL if the word is no role. */
static const gchar *
find_role (const NnProgram *program, const NnInstruction *line, const gchar *word, gsize length)
{
  const NnOpInfo *row = nn_op_get (line->op);

  for (gint i = 0; i < row->n_inputs; i++)
    if (strlen (row->inputs[i]) == length && memcmp (row->inputs[i], word, length) == 0)
      return nn_program_get_tensor (program, line->inputs[i])->name;
  if (line->probability >= 0 && length == 1 && word[0] == 'p')
    return nn_program_get_tensor (program, line->probability)->name;
  return NULL;
}

/* What a mean is taken over is a number here; a sum divides by nothing. */
static void
finish_mean (const NnInstruction *line, GString *brief)
{
  const NnOpInfo *op = nn_op_get (line->op);

  for (gint i = 0; i < op->n_attributes; i++) {
    g_autofree gchar *number = NULL;

    if (!g_str_equal (op->attributes[i], "n"))
      continue;
    number = line->attributes[i] == 1 ? g_strdup ("") : g_strdup_printf (" / %d", line->attributes[i]);
    g_string_replace (brief, " / n", number, 0);
  }
}

gchar *
nn_program_get_brief (const NnProgram *program, gint instruction)
{
  const NnInstruction *line = nn_program_get_instruction (program, instruction);

  return nn_program_print_roles (program, instruction, nn_op_get (line->op)->brief);
}

gchar *
nn_program_print_roles (const NnProgram *program, gint instruction, const gchar *text)
{
  const NnInstruction *line = nn_program_get_instruction (program, instruction);
  GString *brief = g_string_new (NULL);

  for (const gchar *at = text; *at != '\0';) {
    gsize length = 0;
    const gchar *name;

    while (g_ascii_isalnum (at[length]) || at[length] == '_')
      length++;
    name = length > 0 ? find_role (program, line, at, length) : NULL;
    if (name != NULL)
      g_string_append (brief, name);
    else
      g_string_append_len (brief, at, (gssize) MAX (length, 1));
    at += MAX (length, 1);
  }
  finish_mean (line, brief);
  return g_string_free (brief, FALSE);
}

gsize
nn_program_get_memory (const NnProgram *program)
{
  gsize bytes = 0;

  for (gint i = 0; i < nn_program_get_n_tensors (program); i++)
    bytes += nn_shape_count (&nn_program_get_tensor (program, i)->shape) * sizeof (gdouble);
  return bytes;
}
