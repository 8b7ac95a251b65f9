/* Programs built: see nn-program-builder.h. */
#include "nn-program-builder.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "nn-program-private.h"

struct _NnProgramBuilder {
  NnProgram *program;
  gsize n_cells;
  NnPhase phase;
  gint layer;
  GError *error;        /* the first */
  NnTensorInfo nothing; /* tensor -1, after an error */
};

static void
clear_tensor (gpointer data)
{
  NnTensorInfo *info = data;

  g_free (info->name);
  for (gint axis = 0; axis < NN_MAX_RANK; axis++)
    g_clear_pointer (&info->labels[axis], g_ptr_array_unref);
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

NnProgramBuilder *
nn_program_builder_new (gint batch_size)
{
  NnProgramBuilder *builder = g_new0 (NnProgramBuilder, 1);

  builder->program = program_new (batch_size);
  builder->layer = -1;
  return builder;
}

void
nn_program_builder_free (NnProgramBuilder *builder)
{
  if (builder == NULL)
    return;
  nn_program_unref (builder->program);
  g_clear_error (&builder->error);
  g_free (builder);
}

void
nn_program_builder_set_place (NnProgramBuilder *builder, NnPhase phase, gint layer)
{
  builder->phase = phase;
  builder->layer = layer;
}

/* ---- the first error ---- */

const GError *
nn_program_builder_get_error (const NnProgramBuilder *builder)
{
  return builder->error;
}

void
nn_program_builder_fail (NnProgramBuilder *builder, NnError code, const gchar *format, ...)
{
  va_list arguments;

  if (builder->error != NULL)
    return;
  va_start (arguments, format);
  builder->error = g_error_new_valist (NN_ERROR, (gint) code, format, arguments);
  va_end (arguments);
}

void
nn_program_builder_prefix_error (NnProgramBuilder *builder, const gchar *prefix)
{
  if (builder->error != NULL)
    g_prefix_error (&builder->error, "%s", prefix);
}

/* ---- looking ---- */

NnTensorInfo *
nn_program_builder_get_tensor (NnProgramBuilder *builder, gint tensor)
{
  if (tensor < 0 && builder->error != NULL) {
    builder->nothing = (NnTensorInfo){ .name = (gchar *) "",
                                       .shape = nn_shape (0),
                                       .role = NN_ROLE_HYPER,
                                       .layer = -1,
                                       .producer = -1,
                                       .next = -1,
                                       .gradient = -1,
                                       .gradient_of = -1,
                                       .part_of = -1,
                                       .pins = -1 };
    return &builder->nothing;
  }
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
nn_program_builder_get_n_tensors (const NnProgramBuilder *builder)
{
  return (gint) builder->program->tensors->len;
}

gint
nn_program_builder_get_n_instructions (const NnProgramBuilder *builder)
{
  return (gint) builder->program->instructions->len;
}

gint
nn_program_builder_find (const NnProgramBuilder *builder, const gchar *name)
{
  return nn_program_find (builder->program, name);
}

/* ---- adding ---- */

static gint
add_tensor (NnProgramBuilder *builder,
            const gchar *name,
            NnRole role,
            const NnShape *shape,
            const gchar *axes)
{
  NnProgram *program = builder->program;
  NnTensorInfo info = { .shape = *shape, .role = role, .layer = builder->layer, .producer = -1 };
  gint tensor = (gint) program->tensors->len;

  if (g_hash_table_contains (program->by_name, name)) {
    nn_program_builder_fail (builder, NN_ERROR_NAME,
                             _ ("the name %s is used twice; rename one of the layers"), name);
    return -1;
  }
  if (!nn_shape_is_valid (shape) || nn_shape_count (shape) > NN_MAX_PROGRAM_CELLS - builder->n_cells) {
    g_autofree gchar *text = nn_shape_to_string (shape);

    nn_program_builder_fail (builder, NN_ERROR_SIZE,
                             _ ("%s (%s) does not fit memory; use smaller layers, images or batches"), name,
                             text);
    return -1;
  }
  builder->n_cells += nn_shape_count (shape);
  g_assert (strlen (axes) == (gsize) shape->rank);
  info.name = g_strdup (name);
  g_strlcpy (info.axes, axes, sizeof info.axes);
  info.next = info.gradient = info.gradient_of = info.part_of = info.pins = -1;
  g_array_append_val (program->tensors, info);
  g_hash_table_insert (program->by_name, info.name, GINT_TO_POINTER (tensor));
  return tensor;
}

gint
nn_program_builder_add_leaf (NnProgramBuilder *builder,
                             const gchar *name,
                             NnRole role,
                             const NnShape *shape,
                             const gchar *axes)
{
  g_assert (role != NN_ROLE_COMPUTED);
  return builder->error == NULL ? add_tensor (builder, name, role, shape, axes) : -1;
}

gint
nn_program_builder_add_scalar (NnProgramBuilder *builder, const gchar *name, NnRole role, gdouble value)
{
  NnShape scalar = nn_shape (0);
  gint tensor = nn_program_builder_add_leaf (builder, name, role, &scalar, "");

  nn_program_builder_get_tensor (builder, tensor)->value = value;
  return tensor;
}

static gboolean
infer_output (NnProgramBuilder *builder,
              const NnInstruction *line,
              const NnShape *given,
              NnShape *shape,
              gchar axes[NN_MAX_RANK + 1])
{
  NnShape shapes[NN_MAX_INPUTS];
  const gchar *letters[NN_MAX_INPUTS] = { NULL };

  for (gint i = 0; i < line->n_inputs; i++) {
    NnTensorInfo *input = nn_program_builder_get_tensor (builder, line->inputs[i]);

    shapes[i] = input->shape;
    letters[i] = input->axes;
  }
  if (!nn_op_infer_shape (line->op, shapes, line->attributes, given, shape, &builder->error))
    return FALSE;
  nn_formula_get_out_axes (nn_formula_for_op (line->op), letters, axes);
  return TRUE;
}

static gint
emit (NnProgramBuilder *builder,
      NnOp op,
      const gchar *name,
      const gint *inputs,
      const gint *attributes,
      const NnTensorInfo *like)
{
  const NnOpInfo *row = nn_op_get (op);
  NnInstruction line = {
    .op = op, .n_inputs = row->n_inputs, .phase = builder->phase, .layer = builder->layer, .probability = -1
  };
  gchar axes[NN_MAX_RANK + 1] = "";
  NnShape shape;

  g_assert (op != NN_OP_COMMIT);
  if (builder->error != NULL)
    return -1;
  for (gint i = 0; i < row->n_inputs; i++)
    line.inputs[i] = inputs[i];
  for (gint i = 0; i < row->n_attributes; i++)
    line.attributes[i] = attributes[i];
  if (!infer_output (builder, &line, like != NULL ? &like->shape : NULL, &shape, axes)) {
    g_prefix_error (&builder->error, "%s: ", name);
    return -1;
  }
  g_assert (like == NULL || nn_shape_equal (&shape, &like->shape));
  line.output = add_tensor (builder, name, NN_ROLE_COMPUTED, &shape, like != NULL ? like->axes : axes);
  if (line.output < 0)
    return -1;
  nn_program_builder_get_tensor (builder, line.output)->producer = (gint) builder->program->instructions->len;
  g_array_append_val (builder->program->instructions, line);
  return line.output;
}

gint
nn_program_builder_emit (NnProgramBuilder *builder,
                         NnOp op,
                         const gchar *name,
                         const gint *inputs,
                         const gint *attributes)
{
  return emit (builder, op, name, inputs, attributes, NULL);
}

gint
nn_program_builder_emit_like (NnProgramBuilder *builder,
                              NnOp op,
                              const gchar *name,
                              const gint *inputs,
                              const gint *attributes,
                              gint like)
{
  NnTensorInfo info = *nn_program_builder_get_tensor (builder, like);

  return emit (builder, op, name, inputs, attributes, &info);
}

/* ---- the end ---- */

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
  if (builder->error != NULL) {
    g_propagate_error (error, g_steal_pointer (&builder->error));
    return NULL;
  }
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
