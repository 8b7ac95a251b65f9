/* Usual mistakes in a pass that was computed by hand or by a program of one's own. */
#include "gs-mistakes.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct {
  GsMarking *marking;
  NnProgram *program;
  const NnInstruction *line;
  NnCell cell;
  gdouble right; /* what follows from their own numbers */
  GArray *list;
} Search;

static void
add (Search *self, const gchar *label, gdouble value)
{
  const GsMistake mistake = { label, value };

  if (isfinite (value) && value != self->right)
    g_array_append_val (self->list, mistake);
}

static gdouble
read_own (gint input, gsize offset, gpointer user_data)
{
  Search *self = user_data;

  return gs_marking_get_own (self->marking, &(NnCell){ self->line->inputs[input], offset });
}

static const NnTensorInfo *
get_input (const Search *self, gint input)
{
  return nn_program_get_tensor (self->program, self->line->inputs[input]);
}

/* The input's cell at the same place, where it has the shape of the output, else the only one of a scalar. */
static gdouble
read_same (Search *self, gint input)
{
  return read_own (input, nn_shape_count (&get_input (self, input)->shape) == 1 ? 0 : self->cell.offset,
                   self);
}

/* ---- by operation ---- */

/* The bias of a neuron or filter. */
static void
add_bias (Search *self)
{
  const NnShape *shape = &nn_program_get_tensor (self->program, self->line->output)->shape;
  gint index[NN_MAX_RANK];

  if (self->line->op != NN_OP_DENSE && self->line->op != NN_OP_CONV)
    return;
  nn_shape_index (shape, self->cell.offset, index);
  add (self, _ ("The bias is missing."), self->right - read_own (2, (gsize) index[1] - 1, self));
}

/* A gradient that goes through a function: its slope left out. */
static void
add_slope (Search *self)
{
  switch ((gint) self->line->op) {
  case NN_OP_SIGMOID_DX:
  case NN_OP_TANH_DX:
  case NN_OP_RELU_DX:
  case NN_OP_LEAKY_RELU_DX:
  case NN_OP_SOFTPLUS_DX:
    add (self, _ ("The slope of the activation is missing: the gradient was handed on as it came."),
         read_same (self, 0));
    break;
  default: break;
  }
  if (self->line->op == NN_OP_SIGMOID_DX || self->line->op == NN_OP_TANH_DX)
    add (self, _ ("The slope was taken at the wrong number: the activation already is the function's value."),
         self->line->op == NN_OP_TANH_DX
             ? read_same (self, 0) / pow (cosh (read_same (self, 1)), 2)
             : read_same (self, 0) * exp (-read_same (self, 1)) / pow (1 + exp (-read_same (self, 1)), 2));
}

static void
add_update (Search *self)
{
  gdouble before, step;

  if (self->line->op != NN_OP_DESCEND)
    return;
  before = read_same (self, 0);
  step = read_same (self, 1);
  add (self, _ ("The step goes uphill: it must be subtracted."), 2 * before - self->right);
  add (self, _ ("The learning rate is missing."), before - step);
  add (self, _ ("The gradient was not applied."), before);
}

/* The number of rows, and whatever else a mean is taken over. */
static void
add_mean (Search *self)
{
  gint rows = nn_program_get_batch_size (self->program);
  const NnShape *shape = &nn_program_get_tensor (self->program, nn_program_get_output (self->program))->shape;
  gsize n_outputs = nn_shape_count (shape) / (gsize) shape->dim[0];
  gdouble outputs = (gdouble) n_outputs;

  if (self->line->phase != NN_PHASE_LOSS && self->line->phase != NN_PHASE_BACKWARD)
    return;
  add (self, _ ("It is a sum over the rows where the mean is asked for."), self->right * rows);
  add (self, _ ("It is a mean over the rows where the sum is asked for."), self->right / rows);
  add (self, _ ("A factor 2 is too much."), 2 * self->right);
  add (self, _ ("A factor 2 is missing."), self->right / 2);
  add (self, _ ("It is a sum over the outputs where the mean is asked for."), self->right * outputs);
  add (self, _ ("It is a mean over the outputs where the sum is asked for."), self->right / outputs);
  add (self, _ ("It is a sum over rows and outputs where the mean is asked for."),
       self->right * outputs * rows);
}

static void
add_turned (Search *self)
{
  const NnShape *shape = &nn_program_get_tensor (self->program, self->line->output)->shape;
  gint index[NN_MAX_RANK], turned[2];
  gssize offset;
  NnBinding binding;

  if (shape->rank != 2 || shape->dim[0] != shape->dim[1])
    return;
  nn_shape_index (shape, self->cell.offset, index);
  turned[0] = index[1];
  turned[1] = index[0];
  offset = nn_shape_offset (shape, turned);
  nn_program_get_binding (self->program, nn_program_get_tensor (self->program, self->line->output)->producer,
                          &binding);
  binding.read = read_own;
  binding.read_data = self;
  add (self, _ ("Rows and columns are exchanged."),
       nn_formula_evaluate (nn_formula_for_op (self->line->op), &binding, (gsize) offset));
}

GArray *
gs_mistakes_list (GsMarking *marking, NnProgram *program, const NnCell *cell)
{
  Search self = { .marking = marking, .program = program, .cell = *cell };
  gint producer = nn_program_get_tensor (program, cell->tensor)->producer;
  NnBinding binding;

  self.list = g_array_new (FALSE, FALSE, sizeof (GsMistake));
  self.line = nn_program_get_instruction (program, producer);
  nn_program_get_binding (program, producer, &binding);
  binding.read = read_own;
  binding.read_data = &self;
  self.right = nn_formula_evaluate (nn_formula_for_op (self.line->op), &binding, cell->offset);
  add_update (&self);
  add_bias (&self);
  add_slope (&self);
  add (&self, _ ("The sign is the wrong way round."), -self.right);
  add_mean (&self);
  add_turned (&self);
  return self.list;
}
