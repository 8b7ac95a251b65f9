/* What exporters write in the place of numbers: chains of Shape, Gather, Unsqueeze, Concat and their like. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "gs-onnx-private.h"

static gint
count_inputs (const GsOnnxNode *node)
{
  return (gint) node->inputs->len;
}

static const GsOnnxTensor *
get (GsOnnxImport *self, const GsOnnxNode *node, guint k)
{
  const gchar *name = gs_onnx_node_get_input (node, k);
  const GsOnnxFlow *flow = name != NULL ? g_hash_table_lookup (self->flows, name) : NULL;

  return flow != NULL ? flow->constant : NULL;
}

static gboolean
put (GsOnnxImport *self, const GsOnnxNode *node, GsOnnxTensor *tensor, GError **error)
{
  if (tensor == NULL)
    return gs_onnx_refuse (node, error, _ ("its result would have more cells than can be"));
  gs_onnx_put_constant (self, node, tensor);
  return TRUE;
}

static gboolean
fold_shape (GsOnnxImport *self, const GsOnnxNode *node, GError **error)
{
  const GsOnnxFlow *flow = gs_onnx_get_flow (self, node, 0, error);
  GsOnnxTensor *shape;
  gint64 rank;

  if (flow == NULL)
    return FALSE;
  rank = flow->constant != NULL ? flow->constant->rank : flow->shape.rank + 1;
  shape = gs_onnx_tensor_new (1, &rank);
  for (gint i = 0; i < rank; i++)
    shape->values[i] = flow->constant != NULL ? (gdouble) flow->constant->dim[i]
                       : i == 0               ? (gdouble) self->batch
                                              : flow->shape.dim[i - 1];
  return put (self, node, shape, error);
}

/* The same numbers with other axes. */
static gboolean
fold_axes (GsOnnxImport *self, const GsOnnxNode *node, gint rank, const gint64 *dim, GError **error)
{
  const GsOnnxTensor *x = get (self, node, 0);
  GsOnnxTensor *made = gs_onnx_tensor_new (rank, dim);

  if (made == NULL || made->n != x->n) {
    gs_onnx_tensor_free (made);
    return gs_onnx_refuse (node, error, _ ("the new shape does not fit the constant"));
  }
  memcpy (made->values, x->values, x->n * sizeof (gdouble));
  return put (self, node, made, error);
}

static gboolean
fold_reshape (GsOnnxImport *self, const GsOnnxNode *node, GError **error)
{
  const GsOnnxTensor *x = get (self, node, 0), *shape = get (self, node, 1);
  gint64 dim[GS_ONNX_MAX_RANK];
  gsize known = 1;
  gint open = -1;

  if (shape == NULL || shape->n > GS_ONNX_MAX_RANK)
    return gs_onnx_refuse (node, error, _ ("its shape is no constant of up to 8 sizes"));
  for (gint i = 0; i < (gint) shape->n; i++) {
    dim[i] = (gint64) shape->values[i];
    if (i < x->rank && dim[i] == 0)
      dim[i] = x->dim[i];
    if (dim[i] == -1)
      open = i;
    else if (dim[i] > 0 && dim[i] < ((gint64) 1 << 31) && known < ((gsize) 1 << 31))
      known *= (gsize) dim[i];
  }
  if (open >= 0)
    dim[open] = (gint64) (x->n / known);
  return fold_axes (self, node, (gint) shape->n, dim, error);
}

/* Unsqueeze puts axes of one cell in, Squeeze takes them out; the axes are an attribute or an input. */
static gboolean
fold_squeeze (GsOnnxImport *self, const GsOnnxNode *node, gboolean adds, GError **error)
{
  const GsOnnxTensor *x = get (self, node, 0), *axes = get (self, node, 1);
  const GsOnnxAttribute *attribute = gs_onnx_node_find (node, "axes");
  guint n = attribute != NULL && attribute->wholes != NULL ? attribute->wholes->len
            : axes != NULL                                 ? (guint) MIN (axes->n, 64)
                                                           : 0;
  gboolean chosen[2 * GS_ONNX_MAX_RANK] = { FALSE };
  gint64 dim[GS_ONNX_MAX_RANK];
  gint rank = adds ? x->rank + (gint) n : x->rank, at = 0, made = 0;

  if (rank > GS_ONNX_MAX_RANK)
    return gs_onnx_refuse (node, error, _ ("it has more than 8 axes"));
  for (guint i = 0; i < n; i++) {
    gint64 axis = attribute != NULL && attribute->wholes != NULL ? gs_onnx_node_get_item (node, "axes", i, 0)
                                                                 : (gint64) axes->values[i];

    axis += axis < 0 ? rank : 0;
    if (axis < 0 || axis >= rank)
      return gs_onnx_refuse (node, error, _ ("it names an axis that there is not"));
    chosen[axis] = TRUE;
  }
  for (gint i = 0; i < rank; i++) {
    if (adds)
      dim[made++] = chosen[i] || at >= x->rank ? 1 : x->dim[at++];
    else if (!(chosen[i] || (n == 0 && x->dim[i] == 1)))
      dim[made++] = x->dim[i];
  }
  return fold_axes (self, node, made, dim, error);
}

/* Along the first axis, which is how sizes are picked from a shape. */
static gboolean
fold_gather (GsOnnxImport *self, const GsOnnxNode *node, GError **error)
{
  const GsOnnxTensor *x = get (self, node, 0), *index = get (self, node, 1);
  GsOnnxTensor *made;

  if (x->rank != 1 || gs_onnx_node_get_whole (node, "axis", 0) != 0 || index == NULL)
    return gs_onnx_refuse (node, error, _ ("only numbers of a list are picked"));
  made = gs_onnx_tensor_new (index->rank, index->dim);
  for (gsize i = 0; i < index->n; i++) {
    gint64 place = (gint64) index->values[i] + (index->values[i] < 0 ? (gint64) x->n : 0);

    if (place < 0 || place >= (gint64) x->n) {
      gs_onnx_tensor_free (made);
      return gs_onnx_refuse (node, error, _ ("it picks a number that there is not"));
    }
    made->values[i] = x->values[place];
  }
  return put (self, node, made, error);
}

static gboolean
fold_concat (GsOnnxImport *self, const GsOnnxNode *node, GError **error)
{
  gint64 n = 0;
  GsOnnxTensor *made;

  for (gint i = 0; i < count_inputs (node); i++) {
    const GsOnnxTensor *part = get (self, node, (guint) i);

    if (part == NULL || part->rank != 1)
      return gs_onnx_refuse (node, error, _ ("only lists are joined"));
    n += (gint64) part->n;
  }
  made = gs_onnx_tensor_new (1, &n);
  n = 0;
  for (gint i = 0; made != NULL && i < count_inputs (node); i++) {
    const GsOnnxTensor *part = get (self, node, (guint) i);

    memcpy (made->values + n, part->values, part->n * sizeof (gdouble));
    n += (gint64) part->n;
  }
  return put (self, node, made, error);
}

static gboolean
fold_transpose (GsOnnxImport *self, const GsOnnxNode *node, GError **error)
{
  const GsOnnxTensor *x = get (self, node, 0);
  gint64 dim[GS_ONNX_MAX_RANK] = { 0 }, stride[GS_ONNX_MAX_RANK] = { 0 }, own[GS_ONNX_MAX_RANK] = { 0 },
         next = 1;
  gboolean seen[GS_ONNX_MAX_RANK] = { FALSE };
  GsOnnxTensor *made;

  for (gint i = x->rank - 1; i >= 0; i--) {
    own[i] = next;
    next *= x->dim[i];
  }
  for (gint i = 0; i < x->rank; i++) {
    gint64 from = gs_onnx_node_get_item (node, "perm", (guint) i, x->rank - 1 - i);

    if (from < 0 || from >= x->rank || seen[from])
      return gs_onnx_refuse (node, error, _ ("it names an axis that there is not"));
    seen[from] = TRUE;
    dim[i] = x->dim[from];
    stride[i] = own[from];
  }
  made = gs_onnx_tensor_new (x->rank, dim);
  for (gsize i = 0; made != NULL && i < made->n; i++) {
    gsize rest = i;
    gint64 from = 0;

    for (gint axis = x->rank - 1; axis >= 0; axis--) {
      from += (gint64) (rest % (gsize) dim[axis]) * stride[axis];
      rest /= (gsize) dim[axis];
    }
    made->values[i] = x->values[from];
  }
  return put (self, node, made, error);
}

gboolean
gs_onnx_fold (GsOnnxImport *self, const GsOnnxNode *node, GError **error)
{
  const gchar *op = node->op;

  if (g_str_equal (op, "Constant")) {
    const GsOnnxAttribute *value = gs_onnx_node_find (node, "value");
    GsOnnxTensor *scalar;

    if (value != NULL && value->tensor != NULL)
      return put (self, node, gs_onnx_tensor_copy (value->tensor), error);
    value = node->attributes->len == 1 ? g_ptr_array_index (node->attributes, 0) : NULL;
    if (value == NULL || !value->has_number)
      return gs_onnx_refuse (node, error, _ ("it holds no numbers"));
    scalar = gs_onnx_tensor_new (0, NULL);
    scalar->values[0] = value->number;
    return put (self, node, scalar, error);
  }
  if (g_str_equal (op, "Shape"))
    return fold_shape (self, node, error);
  if (count_inputs (node) == 0 || get (self, node, 0) == NULL)
    return FALSE;
  if (g_str_equal (op, "Identity") || g_str_equal (op, "Cast"))
    return put (self, node, gs_onnx_tensor_copy (get (self, node, 0)), error);
  if (g_str_equal (op, "Reshape"))
    return fold_reshape (self, node, error);
  if (g_str_equal (op, "Unsqueeze") || g_str_equal (op, "Squeeze"))
    return fold_squeeze (self, node, g_str_equal (op, "Unsqueeze"), error);
  if (g_str_equal (op, "Gather"))
    return fold_gather (self, node, error);
  if (g_str_equal (op, "Concat"))
    return fold_concat (self, node, error);
  if (g_str_equal (op, "Transpose"))
    return fold_transpose (self, node, error);
  return FALSE;
}
