/* Nodes whose windows slide over images, as layers. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "gs-onnx-private.h"

/* Strides, padding, and the size of what comes out; kernel and layer are there. */
static gboolean
set_window (const GsOnnxNode *node, NnLayer *layer, const GsOnnxFlow *flow, NnShape *out, GError **error)
{
  const NnShape *in = &flow->shape;
  const GsOnnxAttribute *automatic = gs_onnx_node_find (node, "auto_pad");
  const gchar *word = automatic != NULL && automatic->text != NULL ? automatic->text : "NOTSET";
  gint64 pads[4], stride[2] = { gs_onnx_node_get_item (node, "strides", 0, 1),
                                gs_onnx_node_get_item (node, "strides", 1, 1) };
  gint kernel[2] = { layer->kernel.rows, layer->kernel.columns };

  for (guint i = 0; i < 4; i++)
    pads[i] = g_str_equal (word, "NOTSET") ? gs_onnx_node_get_item (node, "pads", i, 0) : 0;
  for (guint axis = 0; axis < 2; axis++) {
    gint64 size = in->dim[1 + axis], needed;

    if (gs_onnx_node_get_item (node, "dilations", axis, 1) != 1)
      return gs_onnx_refuse (node, error, _ ("windows with gaps (dilations) are not there yet"));
    if (stride[axis] < 1 || stride[axis] > 1 << 24 || pads[axis] < 0 || pads[axis] > 1 << 24
        || pads[2 + axis] < 0 || pads[2 + axis] > 1 << 24)
      return gs_onnx_refuse (node, error, _ ("its strides or pads cannot be"));
    needed = ((size + stride[axis] - 1) / stride[axis] - 1) * stride[axis] + kernel[axis] - size;
    if (g_str_has_prefix (word, "SAME") && needed > 0) {
      pads[axis] = g_str_equal (word, "SAME_LOWER") ? (needed + 1) / 2 : needed / 2;
      pads[2 + axis] = needed - pads[axis];
    }
    pads[axis] += flow->pads[axis];
    pads[2 + axis] += flow->pads[2 + axis];
    if (size + pads[axis] + pads[2 + axis] < kernel[axis])
      return gs_onnx_refuse (node, error, _ ("its window is larger than the image"));
    out->dim[1 + axis] = (gint) ((size + pads[axis] + pads[2 + axis] - kernel[axis]) / stride[axis] + 1);
  }
  layer->stride = (NnPair){ (gint) stride[0], (gint) stride[1] };
  if (pads[0] + pads[1] + pads[2] + pads[3] > 0)
    layer->padding =
        (NnPadding){ NN_PADDING_EXPLICIT, (gint) pads[0], (gint) pads[2], (gint) pads[1], (gint) pads[3] };
  return TRUE;
}

static gboolean
check_image (const GsOnnxNode *node, const GsOnnxFlow *flow, GError **error)
{
  if (flow == NULL)
    return FALSE;
  if (flow->constant != NULL || flow->shape.rank != 3)
    return gs_onnx_refuse (node, error, _ ("it takes images"));
  return TRUE;
}

/* Remembered for the window behind it. */
gboolean
gs_onnx_add_pad (GsOnnxImport *self, const GsOnnxNode *node, GError **error)
{
  const GsOnnxFlow *flow = gs_onnx_get_flow (self, node, 0, error);
  const GsOnnxAttribute *mode = gs_onnx_node_find (node, "mode");
  gboolean listed = gs_onnx_node_get_input (node, 1) != NULL;
  const GsOnnxTensor *sizes = NULL, *value = NULL;
  gint64 pads[8];
  GsOnnxFlow *padded;
  NnShape shape;
  gint layer;

  if (!check_image (node, flow, error)
      || (listed && (sizes = gs_onnx_get_constant (self, node, 1, error)) == NULL))
    return FALSE;
  if (gs_onnx_node_get_input (node, 2) != NULL
      && (value = gs_onnx_get_constant (self, node, 2, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < 8; i++) {
    pads[i] = sizes != NULL ? (sizes->n == 8 ? (gint64) sizes->values[i] : -1)
                            : gs_onnx_node_get_item (node, "pads", i, -1);
    if (pads[i] < 0 || pads[i] > 1 << 20 || (i % 4 < 2 && pads[i] != 0))
      return gs_onnx_refuse (node, error, _ ("it must put rows and columns around images"));
  }
  if ((mode != NULL && g_strcmp0 (mode->text, "constant") != 0)
      || (value != NULL && value->n > 0 && value->values[0] != 0)
      || gs_onnx_node_get_number (node, "value", 0) != 0)
    return gs_onnx_refuse (node, error, _ ("it must put zeros"));
  layer = flow->layer;
  shape = flow->shape;
  gs_onnx_report_nothing (self, node, _ ("goes to the window behind it"));
  gs_onnx_put_flow (self, node, layer, &shape);
  padded = g_hash_table_lookup (self->flows, g_ptr_array_index (node->outputs, 0));
  for (guint i = 0; i < 2; i++) {
    padded->pads[i] = pads[2 + i];
    padded->pads[2 + i] = pads[6 + i];
  }
  return TRUE;
}

gboolean
gs_onnx_add_conv (GsOnnxImport *self, const GsOnnxNode *node, GError **error)
{
  const GsOnnxFlow *flow = gs_onnx_get_flow (self, node, 0, error);
  gboolean has_bias = gs_onnx_node_get_input (node, 2) != NULL;
  const GsOnnxTensor *weights, *bias = NULL;
  NnShape in, out, kernel, row;
  NnLayer *layer;

  if (!check_image (node, flow, error))
    return FALSE;
  in = out = flow->shape;
  weights = gs_onnx_get_constant (self, node, 1, error);
  if (weights == NULL || (has_bias && (bias = gs_onnx_get_constant (self, node, 2, error)) == NULL))
    return FALSE;
  if (gs_onnx_node_get_whole (node, "group", 1) != 1)
    return gs_onnx_refuse (node, error,
                           _ ("filters that see a part of the channels only (groups) are not there yet"));
  if (weights->rank != 4 || weights->dim[1] != in.dim[0] || weights->n == 0)
    return gs_onnx_refuse (node, error, _ ("its weights do not fit the image's channels"));
  kernel = nn_shape (4, (gint) weights->dim[0], (gint) weights->dim[1], (gint) weights->dim[2],
                     (gint) weights->dim[3]);
  row = nn_shape (1, kernel.dim[0]);
  layer = gs_onnx_add_layer (self, node, NN_LAYER_CONV, flow->layer);
  layer->units = kernel.dim[0];
  layer->kernel = (NnPair){ kernel.dim[2], kernel.dim[3] };
  layer->bias = has_bias;
  gs_onnx_set_values (&layer->kernel_init, "W", &kernel);
  memcpy (layer->kernel_init.values->values, weights->values, weights->n * sizeof (gdouble));
  if (has_bias) {
    gs_onnx_set_values (&layer->bias_init, "b", &row);
    if (!gs_onnx_fill_bias (node, bias, layer->bias_init.values, 1, error))
      return FALSE;
  }
  out.dim[0] = kernel.dim[0];
  return set_window (node, layer, flow, &out, error) && gs_onnx_finish (self, node, &out, error);
}

gboolean
gs_onnx_add_pool (GsOnnxImport *self, const GsOnnxNode *node, GError **error)
{
  const GsOnnxFlow *flow = gs_onnx_get_flow (self, node, 0, error);
  gboolean whole = g_str_equal (node->op, "GlobalAveragePool");
  NnShape in, out;
  NnLayer *layer;
  gint64 size[2];

  if (!check_image (node, flow, error))
    return FALSE;
  in = out = flow->shape;
  for (guint axis = 0; axis < 2; axis++)
    size[axis] = whole ? in.dim[1 + axis] : gs_onnx_node_get_item (node, "kernel_shape", axis, 0);
  if (size[0] < 1 || size[1] < 1 || size[0] > 1 << 24 || size[1] > 1 << 24
      || gs_onnx_node_get_whole (node, "ceil_mode", 0) != 0 || node->outputs->len > 1)
    return gs_onnx_refuse (
        node, error,
        _ ("its windows are counted in a way that is not there (ceil_mode, indices, or no size)"));
  layer = gs_onnx_add_layer (
      self, node, g_str_equal (node->op, "MaxPool") ? NN_LAYER_MAX_POOL : NN_LAYER_AVERAGE_POOL, flow->layer);
  layer->kernel = (NnPair){ (gint) size[0], (gint) size[1] };
  layer->count_padding = gs_onnx_node_get_whole (node, "count_include_pad", 0) != 0
                         || (flow->pads[0] | flow->pads[1] | flow->pads[2] | flow->pads[3]) != 0;
  return set_window (node, layer, flow, &out, error) && gs_onnx_finish (self, node, &out, error);
}
