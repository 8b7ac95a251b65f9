/* Nodes of a model as layers. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "gs-onnx-private.h"

#define MAX_DIAGONAL 2048 /* features that are scaled one by one through a matrix */

/* ---- dense ---- */

static gboolean
check_row (GsOnnxImport *self, const GsOnnxNode *node, const GsOnnxFlow *flow, GError **error)
{
  if (flow == NULL)
    return FALSE;
  if (flow->constant != NULL || flow->shape.rank != 1 || self->is_flat)
    return gs_onnx_refuse (node, error, _ ("it takes rows of numbers"));
  return TRUE;
}

static NnLayer *
add_dense (GsOnnxImport *self, const GsOnnxNode *node, gint source, const NnShape *kernel, gboolean bias)
{
  NnLayer *layer = gs_onnx_add_layer (self, node, NN_LAYER_DENSE, source);
  NnShape row = nn_shape (1, kernel->dim[1]);

  layer->units = kernel->dim[1];
  layer->bias = bias;
  gs_onnx_set_values (&layer->kernel_init, "W", kernel);
  if (bias)
    gs_onnx_set_values (&layer->bias_init, "b", &row);
  return layer;
}

/* Where the model has our i-th number of a row: another place if the row was an image with its channels last.
 */
static gint
find_place (const NnShape *mixed, gint i)
{
  gint tile = mixed->dim[1] * mixed->dim[2];

  return mixed->rank == 0 ? i : i % tile * mixed->dim[0] + i / tile;
}

static gboolean
add_gemm (GsOnnxImport *self, const GsOnnxNode *node, GError **error)
{
  const GsOnnxFlow *flow = gs_onnx_get_flow (self, node, 0, error);
  gboolean is_matmul = g_str_equal (node->op, "MatMul");
  gboolean turned = !is_matmul && gs_onnx_node_get_whole (node, "transB", 0) != 0;
  gdouble alpha = is_matmul ? 1 : gs_onnx_node_get_number (node, "alpha", 1);
  gboolean has_bias = !is_matmul && gs_onnx_node_get_input (node, 2) != NULL;
  const GsOnnxTensor *weights, *bias = NULL;
  NnShape kernel, out;
  NnLayer *layer;

  if (!check_row (self, node, flow, error))
    return FALSE;
  weights = gs_onnx_get_constant (self, node, 1, error);
  if (weights == NULL || (has_bias && (bias = gs_onnx_get_constant (self, node, 2, error)) == NULL))
    return FALSE;
  if ((!is_matmul && gs_onnx_node_get_whole (node, "transA", 0) != 0) || weights->rank != 2 || weights->n == 0
      || weights->dim[turned ? 1 : 0] != flow->shape.dim[0])
    return gs_onnx_refuse (node, error, _ ("its weights do not fit rows of numbers"));
  kernel = nn_shape (2, (gint) weights->dim[turned ? 1 : 0], (gint) weights->dim[turned ? 0 : 1]);
  layer = add_dense (self, node, flow->layer, &kernel, has_bias);
  for (gint i = 0; i < kernel.dim[0]; i++) {
    gint from = find_place (&flow->mixed, i);

    for (gint o = 0; o < kernel.dim[1]; o++)
      layer->kernel_init.values->values[i * kernel.dim[1] + o] =
          alpha * weights->values[turned ? o * kernel.dim[0] + from : from * kernel.dim[1] + o];
  }
  if (has_bias
      && !gs_onnx_fill_bias (node, bias, layer->bias_init.values, gs_onnx_node_get_number (node, "beta", 1),
                             error))
    return FALSE;
  out = nn_shape (1, kernel.dim[1]);
  return gs_onnx_finish (self, node, &out, error);
}

/* ---- activations ---- */

/* Over the channels, or the features of a row. */
static gboolean
check_softmax (GsOnnxImport *self, const GsOnnxNode *node, const GsOnnxFlow *flow, GError **error)
{
  gint64 axis = gs_onnx_node_get_whole (node, "axis", self->model->opset < 13 ? 1 : -1);
  gint rank = flow->shape.rank + 1;

  axis += axis < 0 ? rank : 0;
  if (self->is_flat || axis != 1 || (rank != 2 && self->model->opset < 13))
    return gs_onnx_refuse (node, error, _ ("it runs along another axis than that of features or channels"));
  return TRUE;
}

static gboolean
add_activation (GsOnnxImport *self, const GsOnnxNode *node, GError **error)
{
  static const struct {
    const gchar *op;
    NnActivation activation;
  } rows[] = { { "Relu", NN_ACTIVATION_RELU },         { "Sigmoid", NN_ACTIVATION_SIGMOID },
               { "Tanh", NN_ACTIVATION_TANH },         { "LeakyRelu", NN_ACTIVATION_LEAKY_RELU },
               { "Softplus", NN_ACTIVATION_SOFTPLUS }, { "Softmax", NN_ACTIVATION_SOFTMAX } };
  const GsOnnxFlow *flow = gs_onnx_get_flow (self, node, 0, error);
  GsOnnxFlow from;
  NnLayer *layer;

  if (flow == NULL)
    return FALSE;
  if (flow->constant != NULL)
    return gs_onnx_refuse (node, error, _ ("it is of a constant"));
  if (g_str_equal (node->op, "Softmax") && !check_softmax (self, node, flow, error))
    return FALSE;
  from = *flow;
  layer = gs_onnx_add_layer (self, node, NN_LAYER_ACTIVATION, from.layer);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].op, node->op))
      layer->activation = rows[i].activation;
  if (layer->activation == NN_ACTIVATION_LEAKY_RELU)
    layer->slope = gs_onnx_node_get_number (node, "alpha", 0.01);
  if (!gs_onnx_finish (self, node, &from.shape, error))
    return FALSE;
  gs_onnx_keep_order (self, node, &from);
  return TRUE;
}

/* At the end only: ln p is in the loss, from the same numbers. */
static gboolean
add_log_softmax (GsOnnxImport *self, const GsOnnxNode *node, GError **error)
{
  const GsOnnxFlow *flow = gs_onnx_get_flow (self, node, 0, error);
  const GsOnnxValue *output = g_ptr_array_index (self->model->outputs, 0);

  if (flow == NULL || !check_softmax (self, node, flow, error))
    return FALSE;
  if (flow->constant != NULL || node->outputs->len != 1
      || !g_str_equal (output->name, g_ptr_array_index (node->outputs, 0)))
    return gs_onnx_refuse (node, error, _ ("a LogSoftmax can only stand at the end"));
  self->is_logits = TRUE;
  return gs_onnx_pass_on (self, node,
                          _ ("left to the loss, cross-entropy, which works from the same numbers"), error);
}

/* ---- several at once ---- */

/* Each feature or channel times a number of its own, plus another: a matrix with a diagonal only. */
static gboolean
add_diagonal (GsOnnxImport *self,
              const GsOnnxNode *node,
              const GsOnnxFlow *flow,
              const gdouble *factors,
              const gdouble *shifts,
              GError **error)
{
  NnShape shape = flow->shape, kernel, row;
  gint n = shape.dim[0];
  NnLayer *layer;

  if (n > MAX_DIAGONAL || self->is_flat)
    return gs_onnx_refuse (node, error, _ ("it has more features than are scaled one by one"));
  kernel = shape.rank == 3 ? nn_shape (4, n, n, 1, 1) : nn_shape (2, n, n);
  row = nn_shape (1, n);
  layer = gs_onnx_add_layer (self, node, shape.rank == 3 ? NN_LAYER_CONV : NN_LAYER_DENSE, flow->layer);
  layer->units = n;
  layer->kernel = (NnPair){ 1, 1 };
  layer->freeze_kernel = layer->freeze_bias = TRUE;
  gs_onnx_set_values (&layer->kernel_init, "W", &kernel);
  gs_onnx_set_values (&layer->bias_init, "b", &row);
  for (gint i = 0; i < n; i++) {
    layer->kernel_init.values->values[i * n + i] = factors[i];
    layer->bias_init.values->values[i] = shifts[i];
  }
  return gs_onnx_finish (self, node, &shape, error);
}

static gboolean
add_batch_normalization (GsOnnxImport *self, const GsOnnxNode *node, GError **error)
{
  const GsOnnxFlow *flow = gs_onnx_get_flow (self, node, 0, error);
  gdouble epsilon = gs_onnx_node_get_number (node, "epsilon", 1e-5);
  const GsOnnxTensor *parts[4];
  g_autofree gdouble *factors = NULL, *shifts = NULL;
  gint n;

  if (flow == NULL)
    return FALSE;
  if (flow->constant != NULL || gs_onnx_node_get_whole (node, "training_mode", 0) != 0)
    return gs_onnx_refuse (node, error, _ ("only what it does at inference is there"));
  n = flow->shape.dim[0];
  for (guint i = 0; i < 4; i++) {
    parts[i] = gs_onnx_get_constant (self, node, 1 + i, error);
    if (parts[i] == NULL)
      return FALSE;
    if (parts[i]->n != (gsize) n)
      return gs_onnx_refuse (node, error, _ ("it has not one number for each channel"));
  }
  factors = g_new (gdouble, n);
  shifts = g_new (gdouble, n);
  for (gint i = 0; i < n; i++) {
    factors[i] = parts[0]->values[i] / sqrt (parts[3]->values[i] + epsilon);
    shifts[i] = parts[1]->values[i] - parts[2]->values[i] * factors[i];
  }
  return add_diagonal (self, node, flow, factors, shifts, error);
}

/* The axis of a constant that runs along features or channels when it is broadcast; all others are 1. */
static gboolean
is_per_feature (const GsOnnxTensor *constant, const NnShape *shape)
{
  gint rank = shape->rank + 1;

  if (constant->n == 1)
    return TRUE;
  if (constant->n != (gsize) shape->dim[0] || constant->rank > rank)
    return FALSE;
  return constant->rank - shape->rank >= 0 && constant->dim[constant->rank - shape->rank] == shape->dim[0];
}

static gint
count_readers (GsOnnxImport *self, const gchar *name)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->readers, name));
}

/* MatMul and Add are one dense layer, Conv and Add one convolution. */
static gboolean
give_bias (GsOnnxImport *self, const GsOnnxNode *node, guint k, const GsOnnxTensor *constant, GError **error)
{
  const GsOnnxFlow *flow = gs_onnx_get_flow (self, node, k, error);
  NnLayer *layer = flow->layer >= 0 ? g_ptr_array_index (self->network->layers, flow->layer) : NULL;
  NnShape shape = flow->shape, row = nn_shape (1, shape.dim[0]);

  if (layer == NULL || !nn_layer_kind_has_parameters (layer->kind) || layer->bias
      || count_readers (self, gs_onnx_node_get_input (node, k)) > 1)
    return FALSE;
  layer->bias = TRUE;
  gs_onnx_set_values (&layer->bias_init, "b", &row);
  if (!gs_onnx_fill_bias (node, constant, layer->bias_init.values, 1, error))
    return FALSE;
  g_ptr_array_add (self->report,
                   g_strdup_printf (_ ("%s %s became the bias of %s"), node->op, node->name, layer->name));
  gs_onnx_put_flow (self, node, flow->layer, &shape);
  return TRUE;
}

static gboolean
add_with_constant (GsOnnxImport *self,
                   const GsOnnxNode *node,
                   guint k,
                   const GsOnnxTensor *constant,
                   GError **error)
{
  const GsOnnxFlow *flow = gs_onnx_get_flow (self, node, k, error);
  gboolean adds = g_str_equal (node->op, "Add");
  g_autofree gdouble *factors = NULL, *shifts = NULL;

  if (!is_per_feature (constant, &flow->shape) || self->is_flat)
    return gs_onnx_refuse (node, error, _ ("its constant is not one number for each feature or channel"));
  if (adds && give_bias (self, node, k, constant, error))
    return TRUE;
  factors = g_new (gdouble, flow->shape.dim[0]);
  shifts = g_new0 (gdouble, flow->shape.dim[0]);
  for (gint i = 0; i < flow->shape.dim[0]; i++) {
    gdouble value = constant->values[constant->n == 1 ? 0 : i];

    factors[i] = adds ? 1 : value;
    shifts[i] = adds ? value : 0;
  }
  return add_diagonal (self, node, flow, factors, shifts, error);
}

static gboolean
add_merge (GsOnnxImport *self, const GsOnnxNode *node, GError **error)
{
  gboolean joins = g_str_equal (node->op, "Concat");
  g_autoptr (GPtrArray) with = g_ptr_array_new ();
  const GsOnnxFlow *first;
  NnLayer *layer;
  NnShape shape;

  first = gs_onnx_get_flow (self, node, 0, error);
  if (first == NULL)
    return FALSE;
  if (joins
      && (self->is_flat
          || (gs_onnx_node_get_whole (node, "axis", 0) + first->shape.rank + 1) % (first->shape.rank + 1)
                 != 1))
    return gs_onnx_refuse (node, error, _ ("it joins along another axis than that of features or channels"));
  for (guint i = 0; i < node->inputs->len; i++) {
    const GsOnnxFlow *flow = gs_onnx_get_flow (self, node, i, error);

    if (flow == NULL)
      return FALSE;
    if (flow->constant != NULL && !joins && node->inputs->len == 2) {
      const GsOnnxFlow *other = gs_onnx_get_flow (self, node, 1 - i, error);

      if (other == NULL)
        return FALSE;
      return other->constant != NULL ? gs_onnx_refuse (node, error, _ ("it is of constants"))
                                     : add_with_constant (self, node, 1 - i, flow->constant, error);
    }
    if (flow->constant != NULL)
      return gs_onnx_refuse (node, error, _ ("it joins a constant"));
    if (!joins && !nn_shape_equal (&flow->shape, &first->shape))
      return gs_onnx_refuse (node, error, _ ("its inputs have different shapes"));
  }
  shape = first->shape;
  if (node->inputs->len == 1)
    return gs_onnx_pass_on (self, node, _ ("of one thing, which is handed on"), error);
  layer = gs_onnx_add_layer (self, node,
                             joins                           ? NN_LAYER_CONCATENATE
                             : g_str_equal (node->op, "Add") ? NN_LAYER_ADD
                                                             : NN_LAYER_MULTIPLY,
                             first->layer);
  for (guint i = 1; i < node->inputs->len; i++) {
    const GsOnnxFlow *flow = gs_onnx_get_flow (self, node, i, error);

    g_ptr_array_add (with, g_strdup (gs_onnx_get_source_name (self, flow->layer)));
    if (joins && flow->shape.dim[0] > G_MAXINT - shape.dim[0])
      shape.dim[0] = 0; /* refused by finish() */
    else if (joins)
      shape.dim[0] += flow->shape.dim[0];
  }
  g_ptr_array_add (with, NULL);
  g_strfreev (layer->with);
  layer->with = (gchar **) g_ptr_array_free (g_steal_pointer (&with), FALSE);
  return gs_onnx_finish (self, node, &shape, error);
}

/* ---- shapes ---- */

static gboolean
flatten (GsOnnxImport *self, const GsOnnxNode *node, const GsOnnxFlow *flow, GError **error)
{
  NnShape row = nn_shape (1, (gint) nn_shape_count (&flow->shape)), image = flow->shape;
  gboolean is_mixed = flow->is_last;

  if (flow->shape.rank == 1)
    return gs_onnx_pass_on (self, node, _ ("nothing to do: it is a row already"), error);
  gs_onnx_add_layer (self, node, NN_LAYER_FLATTEN, flow->layer);
  if (!gs_onnx_finish (self, node, &row, error))
    return FALSE;
  if (is_mixed)
    gs_onnx_keep_order (self, node, &(GsOnnxFlow){ .mixed = image });
  return TRUE;
}

static gboolean
add_flatten (GsOnnxImport *self, const GsOnnxNode *node, GError **error)
{
  const GsOnnxFlow *flow = gs_onnx_get_flow (self, node, 0, error);
  gint64 axis = gs_onnx_node_get_whole (node, "axis", 1);

  if (flow == NULL)
    return FALSE;
  if (flow->constant != NULL || self->is_flat || (axis != 1 && axis != -flow->shape.rank))
    return gs_onnx_refuse (node, error, _ ("only all axes behind the batch are laid into a row"));
  return flatten (self, node, flow, error);
}

/* To a row, or to what it is already. */
static gboolean
add_reshape (GsOnnxImport *self, const GsOnnxNode *node, GError **error)
{
  const GsOnnxFlow *flow = gs_onnx_get_flow (self, node, 0, error);
  const GsOnnxTensor *wanted = flow != NULL ? gs_onnx_get_constant (self, node, 1, error) : NULL;
  gboolean same;
  gsize count;

  if (wanted == NULL)
    return FALSE;
  count = nn_shape_count (&flow->shape);
  if (self->is_flat || wanted->n < 2
      || (wanted->values[0] != 0 && wanted->values[0] != -1 && (gint64) wanted->values[0] != self->batch))
    return gs_onnx_refuse (node, error, _ ("it mixes the rows of a batch"));
  if (wanted->n == 2 && (wanted->values[1] == -1 || wanted->values[1] == (gdouble) count))
    return flatten (self, node, flow, error);
  same = !flow->is_last && (gint) wanted->n == flow->shape.rank + 1;
  for (gint i = 1; same && i < (gint) wanted->n; i++)
    same = wanted->values[i] == flow->shape.dim[i - 1] || wanted->values[i] == 0 || wanted->values[i] == -1;
  if (same)
    return gs_onnx_pass_on (self, node, _ ("nothing to do: the shape is the same"), error);
  return gs_onnx_refuse (node, error, _ ("only all axes behind the batch are laid into a row"));
}

static gboolean
add_nothing (GsOnnxImport *self, const GsOnnxNode *node, GError **error)
{
  return gs_onnx_pass_on (self, node, _ ("left out: it does nothing at inference"), error);
}

static gboolean
refuse_clip (GsOnnxImport *self, const GsOnnxNode *node, GError **error)
{
  return gs_onnx_refuse (node, error,
                         _ ("a bounded relu (relu6) is not there yet; train with a relu in its place"));
}

gboolean
gs_onnx_turns (const GsOnnxNode *node, gboolean to_first)
{
  static const gint64 orders[2][4] = { { 0, 2, 3, 1 }, { 0, 3, 1, 2 } };

  for (guint i = 0; i < 4; i++)
    if (gs_onnx_node_get_item (node, "perm", i, -1) != orders[to_first][i])
      return FALSE;
  return TRUE;
}

/* Of an image, between channels last and first: ours lie first all the time. */
static gboolean
add_transpose (GsOnnxImport *self, const GsOnnxNode *node, GError **error)
{
  const GsOnnxFlow *flow = gs_onnx_get_flow (self, node, 0, error);
  gboolean is_last;

  if (flow == NULL)
    return FALSE;
  is_last = flow->is_last;
  if (flow->shape.rank != 3 || self->is_flat || !gs_onnx_turns (node, is_last))
    return gs_onnx_refuse (
        node, error, _ ("only constants are turned, and images between channels last and channels first"));
  if (!gs_onnx_pass_on (self, node, _ ("left out: channels come first here all the time"), error))
    return FALSE;
  gs_onnx_keep_order (self, node, &(GsOnnxFlow){ .is_last = !is_last });
  return TRUE;
}

static const struct {
  const gchar *op;
  gboolean (*add) (GsOnnxImport *self, const GsOnnxNode *node, GError **error); /* NULL: of constants only */
} kinds[] = {
  { "Gemm", add_gemm },
  { "MatMul", add_gemm },
  { "Conv", gs_onnx_add_conv },
  { "Pad", gs_onnx_add_pad },
  { "MaxPool", gs_onnx_add_pool },
  { "AveragePool", gs_onnx_add_pool },
  { "GlobalAveragePool", gs_onnx_add_pool },
  { "Relu", add_activation },
  { "LeakyRelu", add_activation },
  { "Sigmoid", add_activation },
  { "Tanh", add_activation },
  { "Softplus", add_activation },
  { "Softmax", add_activation },
  { "LogSoftmax", add_log_softmax },
  { "BatchNormalization", add_batch_normalization },
  { "Add", add_merge },
  { "Mul", add_merge },
  { "Concat", add_merge },
  { "Flatten", add_flatten },
  { "Reshape", add_reshape },
  { "Dropout", add_nothing },
  { "Identity", add_nothing },
  { "Clip", refuse_clip },
  { "Transpose", add_transpose },
  { "Constant", NULL },
  { "Shape", NULL },
  { "Gather", NULL },
  { "Unsqueeze", NULL },
  { "Squeeze", NULL },
  { "Cast", NULL },
};

gboolean
gs_onnx_is_known (const gchar *op)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].op, op))
      return TRUE;
  return FALSE;
}

gboolean
gs_onnx_add_node (GsOnnxImport *self, const GsOnnxNode *node, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].op, node->op))
      return kinds[i].add != NULL ? kinds[i].add (self, node, error)
                                  : gs_onnx_refuse (node, error, _ ("it is there for constants only"));
  return gs_onnx_refuse (node, error, _ ("there is no such operation here"));
}
