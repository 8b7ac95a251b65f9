#include "nn-program.h"

#include <string.h>

#include "nn-error.h"

struct _NnProgram {
  gatomicrefcount ref_count;
  gint batch;
  gint loss;
  gint output;
  GArray *tensors;      /* NnTensorInfo */
  GArray *instructions; /* NnInstruction */
  GHashTable *by_name;  /* name -> tensor; the names belong to the tensors */
  gint *readers;        /* instructions, those of tensor t from first_reader[t] on */
  gint *first_reader;   /* one more than there are tensors */
};

struct _NnProgramBuilder {
  NnProgram *program;
  gsize n_cells;
};

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

static void
clear_tensor (gpointer data)
{
  g_free (((NnTensorInfo *) data)->name);
}

static NnProgram *
program_new (gint batch)
{
  NnProgram *program = g_new0 (NnProgram, 1);

  g_atomic_ref_count_init (&program->ref_count);
  program->batch = batch;
  program->loss = -1;
  program->output = -1;
  program->tensors = g_array_new (FALSE, FALSE, sizeof (NnTensorInfo));
  g_array_set_clear_func (program->tensors, clear_tensor);
  program->instructions = g_array_new (FALSE, FALSE, sizeof (NnInstruction));
  program->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  return program;
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
  if (line->output >= 0)
    names->out = nn_program_get_tensor (program, line->output)->name;
  for (gint i = 0; i < line->n_inputs; i++) {
    const NnTensorInfo *input = nn_program_get_tensor (program, line->inputs[i]);

    names->in[i] = input->name;
    names->in_axes[i] = input->axes;
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
  GString *brief = g_string_new (NULL);

  for (const gchar *at = nn_op_get (line->op)->brief; *at != '\0';) {
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

/* ---- building ---- */

NnProgramBuilder *
nn_program_builder_new (gint batch_size)
{
  NnProgramBuilder *builder = g_new0 (NnProgramBuilder, 1);

  builder->program = program_new (batch_size);
  return builder;
}

void
nn_program_builder_free (NnProgramBuilder *builder)
{
  if (builder == NULL)
    return;
  nn_program_unref (builder->program);
  g_free (builder);
}

NnTensorInfo *
nn_program_builder_get_tensor (NnProgramBuilder *builder, gint tensor)
{
  g_assert (tensor >= 0 && tensor < (gint) builder->program->tensors->len);
  return &g_array_index (builder->program->tensors, NnTensorInfo, tensor);
}

NnInstruction *
nn_program_builder_get_instruction (NnProgramBuilder *builder, gint instruction)
{
  g_assert (instruction >= 0 && instruction < (gint) builder->program->instructions->len);
  return &g_array_index (builder->program->instructions, NnInstruction, instruction);
}

gint
nn_program_builder_get_n_tensors (NnProgramBuilder *builder)
{
  return (gint) builder->program->tensors->len;
}

gint
nn_program_builder_get_n_instructions (NnProgramBuilder *builder)
{
  return (gint) builder->program->instructions->len;
}

gint
nn_program_builder_find (NnProgramBuilder *builder, const gchar *name)
{
  return nn_program_find (builder->program, name);
}

static gint
add_tensor (NnProgramBuilder *builder,
            const gchar *name,
            NnRole role,
            const NnShape *shape,
            const gchar *axes,
            gint layer,
            GError **error)
{
  NnProgram *program = builder->program;
  NnTensorInfo info = { .shape = *shape, .role = role, .layer = layer, .producer = -1 };
  gint tensor = (gint) program->tensors->len;

  if (g_hash_table_contains (program->by_name, name)) {
    g_set_error (error, NN_ERROR, NN_ERROR_NAME, "the name %s is used twice; rename one of the layers", name);
    return -1;
  }
  if (!nn_shape_is_valid (shape) || nn_shape_count (shape) > NN_MAX_PROGRAM_CELLS - builder->n_cells) {
    g_autofree gchar *text = nn_shape_to_string (shape);

    g_set_error (error, NN_ERROR, NN_ERROR_SIZE,
                 "%s (%s) does not fit memory; use smaller layers, images or batches", name, text);
    return -1;
  }
  builder->n_cells += nn_shape_count (shape);
  g_assert (strlen (axes) == (gsize) shape->rank);
  info.name = g_strdup (name);
  g_strlcpy (info.axes, axes, sizeof info.axes);
  info.next = info.gradient = info.gradient_of = info.pins = -1;
  g_array_append_val (program->tensors, info);
  g_hash_table_insert (program->by_name, info.name, GINT_TO_POINTER (tensor));
  return tensor;
}

gint
nn_program_builder_add_leaf (NnProgramBuilder *builder,
                             const gchar *name,
                             NnRole role,
                             const NnShape *shape,
                             const gchar *axes,
                             gint layer,
                             GError **error)
{
  g_assert (role != NN_ROLE_COMPUTED);
  return add_tensor (builder, name, role, shape, axes, layer, error);
}

static gboolean
infer_output (NnProgramBuilder *builder,
              const NnInstruction *line,
              const NnShape *given,
              NnShape *shape,
              gchar axes[NN_MAX_RANK + 1],
              GError **error)
{
  NnShape shapes[NN_MAX_INPUTS];
  const gchar *letters[NN_MAX_INPUTS] = { NULL };

  for (gint i = 0; i < line->n_inputs; i++) {
    NnTensorInfo *input = nn_program_builder_get_tensor (builder, line->inputs[i]);

    shapes[i] = input->shape;
    letters[i] = input->axes;
  }
  if (!nn_op_infer_shape (line->op, shapes, line->attributes, given, shape, error))
    return FALSE;
  nn_formula_get_out_axes (nn_formula_for_op (line->op), letters, axes);
  return TRUE;
}

gint
nn_program_builder_emit (NnProgramBuilder *builder,
                         NnOp op,
                         const gchar *name,
                         const gint *inputs,
                         const gint *attributes,
                         const NnShape *given,
                         NnPhase phase,
                         gint layer,
                         GError **error)
{
  const NnOpInfo *row = nn_op_get (op);
  NnInstruction line = {
    .op = op, .n_inputs = row->n_inputs, .phase = phase, .layer = layer, .probability = -1
  };
  gchar axes[NN_MAX_RANK + 1] = "";
  NnShape shape;

  g_assert (op != NN_OP_COMMIT);
  for (gint i = 0; i < row->n_inputs; i++)
    line.inputs[i] = inputs[i];
  for (gint i = 0; i < row->n_attributes; i++)
    line.attributes[i] = attributes[i];
  if (!infer_output (builder, &line, given, &shape, axes, error)) {
    g_prefix_error (error, "%s: ", name);
    return -1;
  }
  line.output = add_tensor (builder, name, NN_ROLE_COMPUTED, &shape, axes, layer, error);
  if (line.output < 0)
    return -1;
  nn_program_builder_get_tensor (builder, line.output)->producer = (gint) builder->program->instructions->len;
  g_array_append_val (builder->program->instructions, line);
  return line.output;
}

/* Each computed tensor is written once, and before it is read. */
static gboolean
check_single_assignment (const NnProgram *program, GError **error)
{
  for (gint i = 0; i < nn_program_get_n_instructions (program); i++) {
    const NnInstruction *line = nn_program_get_instruction (program, i);

    if (line->op == NN_OP_COMMIT)
      continue;
    if (nn_program_get_tensor (program, line->output)->producer != i) {
      g_set_error (error, NN_ERROR, NN_ERROR_NAME, "%s is written twice",
                   nn_program_get_tensor (program, line->output)->name);
      return FALSE;
    }
    for (gint k = 0; k < line->n_inputs; k++)
      if (nn_program_get_tensor (program, line->inputs[k])->producer >= i) {
        g_set_error (error, NN_ERROR, NN_ERROR_NAME, "%s is read before it is written",
                     nn_program_get_tensor (program, line->inputs[k])->name);
        return FALSE;
      }
  }
  return TRUE;
}

/* What replaces a tensor at the commit must be computed and have its shape. */
static gboolean
check_next (const NnProgram *program, GError **error)
{
  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, i);
    const NnTensorInfo *next = info->next >= 0 ? nn_program_get_tensor (program, info->next) : NULL;

    if (next == NULL)
      continue;
    if (info->role == NN_ROLE_COMPUTED || next->role != NN_ROLE_COMPUTED
        || !nn_shape_equal (&info->shape, &next->shape)) {
      g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, "%s cannot take the place of %s", next->name, info->name);
      return FALSE;
    }
  }
  return TRUE;
}

/* An instruction that reads a tensor in two places counts once. */
static gboolean
reads_again (const NnInstruction *line, gint input)
{
  for (gint earlier = 0; earlier < input; earlier++)
    if (line->inputs[earlier] == line->inputs[input])
      return TRUE;
  return FALSE;
}

static void
list_readers (NnProgram *program)
{
  gint n_tensors = nn_program_get_n_tensors (program);
  gint n_instructions = nn_program_get_n_instructions (program);
  gint *first = program->first_reader = g_new0 (gint, n_tensors + 1);

  for (gint i = 0; i < n_instructions; i++) {
    const NnInstruction *line = nn_program_get_instruction (program, i);

    for (gint k = 0; k < line->n_inputs; k++)
      if (!reads_again (line, k))
        first[line->inputs[k]]++;
  }
  for (gint t = 1; t <= n_tensors; t++)
    first[t] += first[t - 1];
  program->readers = g_new (gint, first[n_tensors] + 1);
  /* From the last to the first: each list fills from its end, where `first` points now. */
  for (gint i = n_instructions - 1; i >= 0; i--) {
    const NnInstruction *line = nn_program_get_instruction (program, i);

    for (gint k = 0; k < line->n_inputs; k++)
      if (!reads_again (line, k))
        program->readers[--first[line->inputs[k]]] = i;
  }
}

NnProgram *
nn_program_builder_end (NnProgramBuilder *builder, gint loss, gint output, GError **error)
{
  g_autoptr (NnProgram) program = g_steal_pointer (&builder->program);

  builder->program = program_new (program->batch);
  builder->n_cells = 0;
  program->loss = loss;
  program->output = output;
  if (loss >= 0) {
    NnInstruction commit = {
      .op = NN_OP_COMMIT, .output = -1, .phase = NN_PHASE_COMMIT, .layer = -1, .probability = -1
    };

    g_array_append_val (program->instructions, commit);
  }
  if (!check_single_assignment (program, error) || !check_next (program, error))
    return NULL;
  list_readers (program);
  return g_steal_pointer (&program);
}
