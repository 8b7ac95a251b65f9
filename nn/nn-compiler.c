/* What the forward pass and the loss both emit. */
#include "nn-network-private.h"

gint
nn_compiler_emit (NnCompiler *self, NnOp op, const gchar *name, const gint *inputs, const gint *attributes)
{
  return nn_program_builder_emit (self->builder, op, name, inputs, attributes);
}

gint
nn_compiler_add_hyper (NnCompiler *self, const gchar *name, gdouble value, const NnField *field)
{
  return nn_program_builder_add_hyper (self->builder, name, value, field);
}

gchar *
nn_compiler_name_after (NnCompiler *self, gint tensor, const gchar *suffix)
{
  return g_strdup_printf ("%s.%s", nn_program_builder_get_tensor (self->builder, tensor)->name, suffix);
}

gint
nn_compiler_emit_after (NnCompiler *self, NnOp op, gint tensor, const gchar *suffix, const gint *inputs)
{
  g_autofree gchar *name = nn_compiler_name_after (self, tensor, suffix);

  return nn_compiler_emit (self, op, name, inputs, NULL);
}

gint
nn_compiler_emit_softmax (NnCompiler *self, gint z, const gchar *name)
{
  gint max = nn_compiler_emit_after (self, NN_OP_ROW_MAX, z, "max", NN_INPUTS (z));
  gint sum;

  self->shift = nn_compiler_emit_after (self, NN_OP_ROW_SHIFT, z, "shift", NN_INPUTS (z, max));
  self->exp = nn_compiler_emit_after (self, NN_OP_EXP, z, "exp", NN_INPUTS (self->shift));
  sum = nn_compiler_emit_after (self, NN_OP_ROW_SUM, z, "sum", NN_INPUTS (self->exp));
  return nn_compiler_emit (self, NN_OP_ROW_DIVIDE, name, NN_INPUTS (self->exp, sum), NULL);
}
