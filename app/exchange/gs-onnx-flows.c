/* What names of a model stand for, and layers added for its nodes. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "gs-onnx-private.h"
#include "nn/nn-error.h"
#include "nn/nn-names.h"

const gchar *
gs_onnx_name_node (const GsOnnxNode *node)
{
  if (*node->name != '\0' || node->outputs->len == 0)
    return node->name;
  return g_ptr_array_index (node->outputs, 0);
}

gboolean
gs_onnx_refuse (const GsOnnxNode *node, GError **error, const gchar *what)
{
  if (error != NULL && *error != NULL)
    return FALSE; /* the first one says it */
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE, "%s “%s”: %s", node->op, gs_onnx_name_node (node), what);
  return FALSE;
}

/* ---- flows ---- */

/* What goes cell by cell does so in any order; an image may be turned or laid into a row, and what reads that
 * row sorts its weights. */
static gboolean
takes_order (const GsOnnxNode *node, const GsOnnxFlow *flow)
{
  static const gchar *const always[] = { "Relu",     "LeakyRelu", "Sigmoid",  "Tanh",
                                         "Softplus", "Dropout",   "Identity", NULL };
  static const gchar *const images[] = { "Transpose", "Reshape", "Flatten", NULL };
  static const gchar *const rows[] = { "Gemm", "MatMul", NULL };

  if (!flow->is_last && flow->mixed.rank == 0)
    return TRUE;
  return g_strv_contains (always, node->op) || g_strv_contains (flow->is_last ? images : rows, node->op);
}

void
gs_onnx_keep_order (GsOnnxImport *self, const GsOnnxNode *node, const GsOnnxFlow *from)
{
  GsOnnxFlow *flow = g_hash_table_lookup (self->flows, g_ptr_array_index (node->outputs, 0));

  flow->is_last = from->is_last;
  flow->mixed = from->mixed;
}

GsOnnxFlow *
gs_onnx_get_flow (GsOnnxImport *self, const GsOnnxNode *node, guint k, GError **error)
{
  const gchar *name = gs_onnx_node_get_input (node, k);
  GsOnnxFlow *flow = name != NULL ? g_hash_table_lookup (self->flows, name) : NULL;

  if (flow == NULL)
    gs_onnx_refuse (node, error, _ ("it reads what no node before it gives"));
  else if (flow->constant == NULL && (flow->pads[0] | flow->pads[1] | flow->pads[2] | flow->pads[3]) != 0
           && !g_str_equal (node->op, "Conv") && !g_str_equal (node->op, "AveragePool")) {
    gs_onnx_refuse (node, error, _ ("zeros around an image (Pad) go before a convolution or a mean only"));
    return NULL;
  } else if (!takes_order (node, flow)) {
    gs_onnx_refuse (
        node, error,
        _ ("channels come last in what it reads; let them come first when the model is exported"));
    return NULL;
  }
  return flow;
}

const GsOnnxTensor *
gs_onnx_get_constant (GsOnnxImport *self, const GsOnnxNode *node, guint k, GError **error)
{
  const GsOnnxFlow *flow = gs_onnx_get_flow (self, node, k, error);

  if (flow != NULL && flow->constant == NULL)
    gs_onnx_refuse (node, error, _ ("its weights must be constants of the model"));
  return flow != NULL ? flow->constant : NULL;
}

void
gs_onnx_put (GsOnnxImport *self, const gchar *name, gint layer, const NnShape *shape, GsOnnxTensor *constant)
{
  GsOnnxFlow *flow = g_new0 (GsOnnxFlow, 1);

  flow->layer = layer;
  flow->constant = constant;
  if (shape != NULL)
    flow->shape = *shape;
  g_hash_table_replace (self->flows, g_strdup (name), flow);
}

void
gs_onnx_put_flow (GsOnnxImport *self, const GsOnnxNode *node, gint layer, const NnShape *shape)
{
  gs_onnx_put (self, g_ptr_array_index (node->outputs, 0), layer, shape, NULL);
}

void
gs_onnx_put_constant (GsOnnxImport *self, const GsOnnxNode *node, GsOnnxTensor *constant)
{
  gs_onnx_put (self, g_ptr_array_index (node->outputs, 0), -1, NULL, constant);
}

/* ---- adding ---- */

static gboolean
is_taken (GsOnnxImport *self, const gchar *name)
{
  for (guint i = 0; i < self->network->layers->len; i++) {
    const NnLayer *layer = g_ptr_array_index (self->network->layers, i);

    if (g_strcmp0 (layer->name, name) == 0)
      return TRUE;
  }
  return !nn_name_check (name, NULL) || g_str_equal (name, "input");
}

/* "/features/conv1/Conv" is features_conv1; a name that cannot be gets the operation's before it, one that is
 * taken a number. */
static gchar *
make_name (GsOnnxImport *self, const GsOnnxNode *node)
{
  g_autofree gchar *lower = g_ascii_strdown (node->op, -1), *tail = g_strconcat ("/", node->op, NULL);
  g_autoptr (GString) name = g_string_new (node->name);

  if (name->len > strlen (tail) + 1 && g_str_has_suffix (name->str, tail))
    g_string_truncate (name, name->len - strlen (tail));
  while (name->len > 0 && !g_ascii_isalnum (name->str[0]))
    g_string_erase (name, 0, 1);
  for (gsize i = 0; i < name->len; i++)
    if (!g_ascii_isalnum (name->str[i]))
      name->str[i] = '_';
  g_string_truncate (name, MIN (name->len, 40));
  if (name->len == 0)
    g_string_assign (name, lower);
  else if (!g_ascii_isalpha (name->str[0]) || !nn_name_check (name->str, NULL)) {
    g_string_prepend_c (name, '_');
    g_string_prepend (name, lower);
  }
  for (guint i = 1;; i++) {
    gchar *wanted = i == 1 ? g_strdup (name->str) : g_strdup_printf ("%s_%u", name->str, i);

    if (!is_taken (self, wanted))
      return wanted;
    g_free (wanted);
  }
}

const gchar *
gs_onnx_get_source_name (GsOnnxImport *self, gint layer)
{
  return layer < 0 ? "input" : ((NnLayer *) g_ptr_array_index (self->network->layers, layer))->name;
}

NnLayer *
gs_onnx_add_layer (GsOnnxImport *self, const GsOnnxNode *node, NnLayerKind kind, gint source)
{
  g_autofree gchar *name = make_name (self, node);
  gint place = (gint) self->network->layers->len;
  NnLayer *layer = nn_network_add_layer (self->network, kind);

  layer->name = g_steal_pointer (&name);
  if (source != place - 1)
    layer->from = g_strdup (gs_onnx_get_source_name (self, source));
  g_ptr_array_add (self->report, g_strdup_printf (_ ("%s %s became the layer %s (%s)"), node->op, node->name,
                                                  layer->name, nn_layer_kind_get_name (kind)));
  return layer;
}

void
gs_onnx_report_nothing (GsOnnxImport *self, const GsOnnxNode *node, const gchar *why)
{
  g_ptr_array_add (self->report, g_strdup_printf ("%s %s: %s", node->op, node->name, why));
}

gboolean
gs_onnx_finish (GsOnnxImport *self, const GsOnnxNode *node, const NnShape *shape, GError **error)
{
  if (!nn_shape_is_valid (shape))
    return gs_onnx_refuse (node, error, _ ("it would give nothing, or too much"));
  gs_onnx_put_flow (self, node, (gint) self->network->layers->len - 1, shape);
  return TRUE;
}

/* Hands its input on. */
gboolean
gs_onnx_pass_on (GsOnnxImport *self, const GsOnnxNode *node, const gchar *why, GError **error)
{
  const GsOnnxFlow *flow = gs_onnx_get_flow (self, node, 0, error);
  GsOnnxFlow copy;

  if (flow == NULL)
    return FALSE;
  copy = *flow;
  gs_onnx_report_nothing (self, node, why);
  gs_onnx_put_flow (self, node, copy.layer, &copy.shape);
  gs_onnx_keep_order (self, node, &copy);
  return TRUE;
}

void
gs_onnx_set_values (NnInit *init, const gchar *name, const NnShape *shape)
{
  init->kind = NN_INIT_VALUES;
  init->values = nn_tensor_new (name, shape);
}

/* A bias that is a list, or a number for all; possibly within axes of one cell. */
gboolean
gs_onnx_fill_bias (const GsOnnxNode *node,
                   const GsOnnxTensor *bias,
                   NnTensor *to,
                   gdouble factor,
                   GError **error)
{
  gsize n = nn_shape_count (&to->shape);

  if (bias->n != n && bias->n != 1)
    return gs_onnx_refuse (node, error, _ ("the bias is not one number for each output"));
  for (gsize i = 0; i < n; i++)
    to->values[i] = factor * bias->values[bias->n == 1 ? 0 : i];
  return TRUE;
}
