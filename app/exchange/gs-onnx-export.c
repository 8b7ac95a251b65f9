/* A network as an ONNX model: the prediction program's instructions as nodes. */
#include "gs-onnx-export.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/text/gs-file.h"
#include "gs-wire.h"
#include "nn/nn-error.h"

/* Fields of onnx.proto. */
enum { MODEL_IR = 1, MODEL_PRODUCER = 2, MODEL_GRAPH = 7, MODEL_OPSET = 8 };
enum { GRAPH_NODE = 1, GRAPH_NAME = 2, GRAPH_CONSTANT = 5, GRAPH_INPUT = 11, GRAPH_OUTPUT = 12 };
enum { NODE_INPUT = 1, NODE_OUTPUT = 2, NODE_NAME = 3, NODE_OP = 4, NODE_ATTRIBUTE = 5 };
enum {
  ATTRIBUTE_NAME = 1,
  ATTRIBUTE_FLOAT = 2,
  ATTRIBUTE_WHOLE = 3,
  ATTRIBUTE_WHOLES = 8,
  ATTRIBUTE_TYPE = 20
};
enum { TYPE_FLOAT = 1, TYPE_WHOLE = 2, TYPE_WHOLES = 7 }; /* of attributes */
enum { TENSOR_DIM = 1, TENSOR_TYPE = 2, TENSOR_NAME = 8, TENSOR_RAW = 9 };
#define FLOAT32 1
#define OPSET   13
#define IR      7

typedef struct {
  NnProgram *program;
  NnState *state;
  GByteArray *graph;
} Export;

static const gchar *
get_name (const Export *self, gint tensor)
{
  return nn_program_get_tensor (self->program, tensor)->name;
}

/* ---- nodes ---- */

static GByteArray *
begin_node (Export *self, const NnInstruction *line, const gchar *op)
{
  GByteArray *node = g_byte_array_new ();

  gs_wire_put_text (node, NODE_OP, op);
  gs_wire_put_text (node, NODE_NAME, get_name (self, line->output));
  gs_wire_put_text (node, NODE_OUTPUT, get_name (self, line->output));
  return node;
}

static void
put_input (Export *self, GByteArray *node, gint tensor)
{
  gs_wire_put_text (node, NODE_INPUT, get_name (self, tensor));
}

static void
put_attribute (GByteArray *node, const gchar *name, gint type, gint64 whole, gfloat number)
{
  GByteArray *attribute = g_byte_array_new ();

  gs_wire_put_text (attribute, ATTRIBUTE_NAME, name);
  if (type == TYPE_FLOAT)
    gs_wire_put_float (attribute, ATTRIBUTE_FLOAT, number);
  else
    gs_wire_put_number (attribute, ATTRIBUTE_WHOLE, (guint64) whole);
  gs_wire_put_number (attribute, ATTRIBUTE_TYPE, (guint64) type);
  gs_wire_put_message (node, NODE_ATTRIBUTE, attribute);
}

static void
put_wholes (GByteArray *node, const gchar *name, const gint *values, gint n)
{
  GByteArray *attribute = g_byte_array_new ();

  gs_wire_put_text (attribute, ATTRIBUTE_NAME, name);
  for (gint i = 0; i < n; i++)
    gs_wire_put_number (attribute, ATTRIBUTE_WHOLES, (guint64) values[i]);
  gs_wire_put_number (attribute, ATTRIBUTE_TYPE, TYPE_WHOLES);
  gs_wire_put_message (node, NODE_ATTRIBUTE, attribute);
}

static void
end_node (Export *self, GByteArray *node)
{
  gs_wire_put_message (self->graph, GRAPH_NODE, node);
}

/* All inputs in their order. */
static void
put_plain (Export *self, const NnInstruction *line, const gchar *op)
{
  GByteArray *node = begin_node (self, line, op);

  for (gint i = 0; i < line->n_inputs; i++)
    put_input (self, node, line->inputs[i]);
  end_node (self, node);
}

/* Of one input, the first. */
static void
put_of_first (Export *self,
              const NnInstruction *line,
              const gchar *op,
              const gchar *attribute,
              gint type,
              gdouble value)
{
  GByteArray *node = begin_node (self, line, op);

  put_input (self, node, line->inputs[0]);
  if (attribute != NULL)
    put_attribute (node, attribute, type, (gint64) value, (gfloat) value);
  end_node (self, node);
}

/* kh kw sr sc pt pl pb pr; a convolution's attributes begin with the strides. */
static void
put_window (Export *self, const NnInstruction *line, const gchar *op, const gint *kernel, const gint *rest)
{
  GByteArray *node = begin_node (self, line, op);
  gboolean is_conv = g_str_equal (op, "Conv");

  for (gint i = 0; i < (is_conv ? line->n_inputs : 1); i++)
    put_input (self, node, line->inputs[i]);
  put_wholes (node, "kernel_shape", kernel, 2);
  put_wholes (node, "strides", rest, 2);
  put_wholes (node, "pads", rest + 2, 4);
  if (line->op == NN_OP_POOL_MEAN_PADDED)
    put_attribute (node, "count_include_pad", TYPE_WHOLE, 1, 0);
  end_node (self, node);
}

static void
put_conv (Export *self, const NnInstruction *line)
{
  const NnShape *weights = &nn_program_get_tensor (self->program, line->inputs[1])->shape;

  put_window (self, line, "Conv", &weights->dim[2], line->attributes);
}

/* The five steps of a softmax are one node, of what the first of them read. */
static void
put_softmax (Export *self, const NnInstruction *line)
{
  const NnInstruction *exp = nn_program_get_instruction (
      self->program, nn_program_get_tensor (self->program, line->inputs[0])->producer);
  const NnInstruction *shift = nn_program_get_instruction (
      self->program, nn_program_get_tensor (self->program, exp->inputs[0])->producer);
  GByteArray *node = begin_node (self, line, "Softmax");

  put_input (self, node, shift->inputs[0]);
  put_attribute (node, "axis", TYPE_WHOLE, 1, 0);
  end_node (self, node);
}

static gboolean
put_instruction (Export *self, const NnInstruction *line, GError **error)
{
  const NnTensor *slope;

  switch ((gint) line->op) {
  case NN_OP_DENSE: put_plain (self, line, "Gemm"); return TRUE;
  case NN_OP_MATMUL: put_plain (self, line, "MatMul"); return TRUE;
  case NN_OP_CONV:
  case NN_OP_CONV_NO_BIAS: put_conv (self, line); return TRUE;
  case NN_OP_POOL_MAX:
    put_window (self, line, "MaxPool", line->attributes, line->attributes + 2);
    return TRUE;
  case NN_OP_POOL_MEAN:
  case NN_OP_POOL_MEAN_PADDED:
    put_window (self, line, "AveragePool", line->attributes, line->attributes + 2);
    return TRUE;
  case NN_OP_FLATTEN: put_of_first (self, line, "Flatten", "axis", TYPE_WHOLE, 1); return TRUE;
  case NN_OP_COPY: put_of_first (self, line, "Identity", NULL, 0, 0); return TRUE;
  case NN_OP_SIGMOID: put_of_first (self, line, "Sigmoid", NULL, 0, 0); return TRUE;
  case NN_OP_TANH: put_of_first (self, line, "Tanh", NULL, 0, 0); return TRUE;
  case NN_OP_RELU: put_of_first (self, line, "Relu", NULL, 0, 0); return TRUE;
  case NN_OP_SOFTPLUS: put_of_first (self, line, "Softplus", NULL, 0, 0); return TRUE;
  case NN_OP_LEAKY_RELU:
    slope = nn_state_find (self->state, get_name (self, line->inputs[1]));
    put_of_first (self, line, "LeakyRelu", "alpha", TYPE_FLOAT, slope != NULL ? slope->values[0] : 0.01);
    return TRUE;
  case NN_OP_ROW_DIVIDE: put_softmax (self, line); return TRUE;
  case NN_OP_ADD: put_plain (self, line, "Add"); return TRUE;
  case NN_OP_MULTIPLY: put_plain (self, line, "Mul"); return TRUE;
  case NN_OP_CONCATENATE: {
    GByteArray *node = begin_node (self, line, "Concat");

    put_input (self, node, line->inputs[0]);
    put_input (self, node, line->inputs[1]);
    put_attribute (node, "axis", TYPE_WHOLE, 1, 0);
    end_node (self, node);
    return TRUE;
  }
  case NN_OP_POOL_WHICH:
  case NN_OP_POOL_COUNT:
  case NN_OP_ROW_MAX:
  case NN_OP_ROW_SHIFT:
  case NN_OP_EXP:
  case NN_OP_ROW_SUM: return TRUE; /* part of the node behind them */
  default:
    g_set_error (
        error, NN_ERROR, NN_ERROR_VALUE,
        _ ("%s is computed by “%s”, for which ONNX models have no operation here; take another activation"),
        get_name (self, line->output), nn_op_get (line->op)->name);
    return FALSE;
  }
}

/* ---- what is given, what goes in and out ---- */

static void
put_constant (Export *self, const NnTensor *tensor)
{
  GByteArray *message = g_byte_array_new (), *raw = g_byte_array_new ();
  gsize n = nn_shape_count (&tensor->shape);

  for (gint i = 0; i < tensor->shape.rank; i++)
    gs_wire_put_number (message, TENSOR_DIM, (guint64) tensor->shape.dim[i]);
  gs_wire_put_number (message, TENSOR_TYPE, FLOAT32);
  gs_wire_put_text (message, TENSOR_NAME, tensor->name);
  for (gsize i = 0; i < n; i++) {
    gfloat value = (gfloat) tensor->values[i];
    guint32 bits;

    memcpy (&bits, &value, sizeof bits);
    bits = GUINT32_TO_LE (bits);
    g_byte_array_append (raw, (const guint8 *) &bits, sizeof bits);
  }
  gs_wire_put_message (message, TENSOR_RAW, raw);
  gs_wire_put_message (self->graph, GRAPH_CONSTANT, message);
}

/* ValueInfoProto: name and type, whose shape has an open batch. */
static void
put_value (Export *self, guint field, gint tensor)
{
  const NnTensorInfo *info = nn_program_get_tensor (self->program, tensor);
  GByteArray *value = g_byte_array_new (), *type = g_byte_array_new (), *of_tensor = g_byte_array_new (),
             *shape = g_byte_array_new ();

  for (gint i = 0; i < info->shape.rank; i++) {
    GByteArray *dim = g_byte_array_new ();

    if (i == 0)
      gs_wire_put_text (dim, 2, "batch");
    else
      gs_wire_put_number (dim, 1, (guint64) info->shape.dim[i]);
    gs_wire_put_message (shape, 1, dim);
  }
  gs_wire_put_number (of_tensor, 1, FLOAT32);
  gs_wire_put_message (of_tensor, 2, shape);
  gs_wire_put_message (type, 1, of_tensor);
  gs_wire_put_text (value, 1, info->name);
  gs_wire_put_message (value, 2, type);
  gs_wire_put_message (self->graph, field, value);
}

static GByteArray *
make_model (GByteArray *graph)
{
  GByteArray *model = g_byte_array_new (), *opset = g_byte_array_new ();

  gs_wire_put_number (model, MODEL_IR, IR);
  gs_wire_put_text (model, MODEL_PRODUCER, "gradsheet");
  gs_wire_put_message (model, MODEL_GRAPH, graph);
  gs_wire_put_text (opset, 1, "");
  gs_wire_put_number (opset, 2, OPSET);
  gs_wire_put_message (model, MODEL_OPSET, opset);
  return model;
}

static gboolean
put_graph (Export *self, GError **error)
{
  gs_wire_put_text (self->graph, GRAPH_NAME, "network");
  for (gint i = 0; i < nn_program_get_n_instructions (self->program); i++) {
    const NnInstruction *line = nn_program_get_instruction (self->program, i);

    if (line->output >= 0 && !put_instruction (self, line, error))
      return FALSE;
  }
  for (gint i = 0; i < nn_program_get_n_tensors (self->program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (self->program, i);
    const NnTensor *tensor = info->role == NN_ROLE_PARAMETER ? nn_state_find (self->state, info->name) : NULL;

    if (tensor != NULL)
      put_constant (self, tensor);
    if (info->role == NN_ROLE_INPUT)
      put_value (self, GRAPH_INPUT, i);
  }
  put_value (self, GRAPH_OUTPUT, nn_program_get_output (self->program));
  return TRUE;
}

static GByteArray *
write_model (GsWorkbook *book, GError **error)
{
  g_autoptr (NnProgram) program =
      nn_network_compile (gs_workbook_get_network (book), 1, NN_COMPILE_PREDICTION, NULL, error);
  g_autoptr (NnState) state = NULL;
  g_autoptr (GByteArray) graph = g_byte_array_new ();
  Export self = { .program = program, .graph = graph };

  if (program == NULL)
    return NULL;
  state = nn_run_save_state (gs_workbook_get_run (book));
  self.state = state;
  return put_graph (&self, error) ? make_model (g_steal_pointer (&graph)) : NULL;
}

gboolean
gs_onnx_check (GsWorkbook *book, GError **error)
{
  g_autoptr (GByteArray) model = write_model (book, error);

  return model != NULL;
}

gboolean
gs_onnx_write (GsWorkbook *book, const gchar *path, GError **error)
{
  g_autoptr (GByteArray) model = write_model (book, error);

  return model != NULL
         && gs_file_write (path, (const gchar *) model->data, model->len, GS_FILE_PUBLIC, error);
}
