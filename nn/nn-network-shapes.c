/* Do the layers fit each other? Shapes of one sample behind each layer, and errors that
 * name the layer's place, its kind, and the cure. */
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "nn-dialect.h"
#include "nn-error.h"
#include "nn-network-private.h"

/* No kernel, stride or padding is larger; it keeps every sum of sizes far from overflow. */
#define MAX_EXTENT (1 << 24)

static gboolean
is_image (const NnShape *shape)
{
  return shape->rank == 3;
}

static gboolean
require_image (const NnShape *in, GError **error)
{
  if (is_image (in))
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
               g_dngettext (GETTEXT_PACKAGE,
                            "needs an image of channels, rows and columns, but gets a row of %d number; "
                            "give the input as an image, or put this layer before the flatten",
                            "needs an image of channels, rows and columns, but gets a row of %d numbers; "
                            "give the input as an image, or put this layer before the flatten",
                            (gulong) in->dim[0]),
               in->dim[0]);
  return FALSE;
}

static gboolean
require_size (const NnShape *shape, GError **error)
{
  gint dim[NN_MAX_RANK] = { 1, 1, 1, 1 };

  if (nn_shape_is_valid (shape))
    return TRUE;
  memcpy (dim, shape->dim, (gsize) shape->rank * sizeof (gint));
  g_set_error (error, NN_ERROR, NN_ERROR_SIZE,
               _ ("%d×%d×%d×%d numbers do not fit memory; use fewer units or smaller images"), dim[0], dim[1],
               dim[2], dim[3]);
  return FALSE;
}

static gboolean
require_between (const gchar *what, gint value, gint low, gint high, GError **error)
{
  if (value >= low && value <= high)
    return TRUE;
  g_set_error (error, NN_ERROR, value > high ? NN_ERROR_SIZE : NN_ERROR_VALUE,
               _ ("%s is %d; it must be a whole number from %d to %d"), what, value, low, high);
  return FALSE;
}

/* ---- windows ---- */

static gint
extent (const NnLayer *layer, gint axis)
{
  return axis == 0 ? layer->kernel.rows : layer->kernel.columns;
}

static gint
stride (const NnLayer *layer, gint axis)
{
  return axis == 0 ? layer->stride.rows : layer->stride.columns;
}

void
nn_layer_get_padding (const NnLayer *layer, const NnShape *image, gint64 before[2], gint64 after[2])
{
  const gint explicit_before[2] = { layer->padding.top, layer->padding.left };
  const gint explicit_after[2] = { layer->padding.bottom, layer->padding.right };

  for (gint axis = 0; axis < 2; axis++) {
    gint64 size = image->dim[1 + axis];
    gint64 places, total;

    before[axis] = after[axis] = 0;
    if (layer->padding.kind == NN_PADDING_EXPLICIT) {
      before[axis] = explicit_before[axis];
      after[axis] = explicit_after[axis];
    } else if (layer->padding.kind == NN_PADDING_SAME) {
      /* ceil(size / stride) places; the odd pixel goes to the bottom and to the right. */
      places = (size + stride (layer, axis) - 1) / stride (layer, axis);
      total = MAX ((places - 1) * stride (layer, axis) + extent (layer, axis) - size, 0);
      before[axis] = total / 2;
      after[axis] = total - before[axis];
    }
  }
}

static gboolean
check_window_numbers (const NnLayer *layer, GError **error)
{
  const NnPadding *padding = &layer->padding;

  if ((guint) padding->kind > NN_PADDING_EXPLICIT) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_VALUE,
                         _ ("unknown padding; use valid, same, or four numbers"));
    return FALSE;
  }
  return require_between (_ ("the height of the kernel"), layer->kernel.rows, 1, MAX_EXTENT, error)
         && require_between (_ ("the width of the kernel"), layer->kernel.columns, 1, MAX_EXTENT, error)
         && require_between (_ ("the stride of the rows"), layer->stride.rows, 1, MAX_EXTENT, error)
         && require_between (_ ("the stride of the columns"), layer->stride.columns, 1, MAX_EXTENT, error)
         && require_between (_ ("the padding at the top"), padding->top, 0, MAX_EXTENT, error)
         && require_between (_ ("the padding at the bottom"), padding->bottom, 0, MAX_EXTENT, error)
         && require_between (_ ("the padding at the left"), padding->left, 0, MAX_EXTENT, error)
         && require_between (_ ("the padding at the right"), padding->right, 0, MAX_EXTENT, error);
}

/* The rows and columns that a window makes of an image. */
static gboolean
infer_window (const NnLayer *layer, const NnShape *in, gint places[2], GError **error)
{
  gint64 before[2], after[2], padded[2];

  if (!check_window_numbers (layer, error))
    return FALSE;
  nn_layer_get_padding (layer, in, before, after);
  for (gint axis = 0; axis < 2; axis++)
    padded[axis] = in->dim[1 + axis] + before[axis] + after[axis];
  if (padded[0] < layer->kernel.rows || padded[1] < layer->kernel.columns) {
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                 _ ("a %d×%d kernel does not fit a padded input of %" PRId64 "×%" PRId64
                    "; use a smaller kernel or more padding"),
                 layer->kernel.rows, layer->kernel.columns, padded[0], padded[1]);
    return FALSE;
  }
  for (gint axis = 0; axis < 2; axis++)
    places[axis] = (gint) ((padded[axis] - extent (layer, axis)) / stride (layer, axis)) + 1;
  return TRUE;
}

static gboolean
infer_pool (const NnLayer *layer, const NnShape *in, NnShape *out, GError **error)
{
  gint64 before[2], after[2];
  gint places[2];

  if (!require_image (in, error) || !infer_window (layer, in, places, error))
    return FALSE;
  nn_layer_get_padding (layer, in, before, after);
  for (gint axis = 0; axis < 2; axis++)
    if (before[axis] >= extent (layer, axis) || after[axis] >= extent (layer, axis)) {
      g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                   _ ("the padding must be smaller than the %d×%d window, or a window would cover nothing; "
                      "use less padding"),
                   layer->kernel.rows, layer->kernel.columns);
      return FALSE;
    }
  *out = nn_shape (3, in->dim[0], places[0], places[1]);
  return TRUE;
}

static gboolean
infer_conv (const NnLayer *layer, const NnShape *in, NnShape *out, GError **error)
{
  NnShape kernel;
  gint places[2];

  if (!require_image (in, error)
      || !require_between (_ ("the number of filters"), layer->units, 1, G_MAXINT, error)
      || !infer_window (layer, in, places, error))
    return FALSE;
  kernel = nn_shape (4, layer->units, in->dim[0], layer->kernel.rows, layer->kernel.columns);
  *out = nn_shape (3, layer->units, places[0], places[1]);
  return require_size (&kernel, error);
}

static gboolean
infer_dense (const NnLayer *layer, const NnShape *in, NnShape *out, GError **error)
{
  NnShape kernel;

  if (is_image (in)) {
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                 _ ("needs a row of numbers, but gets an image of %d×%d×%d; add a flatten layer before it"),
                 in->dim[0], in->dim[1], in->dim[2]);
    return FALSE;
  }
  if (!require_between (_ ("the number of units"), layer->units, 1, G_MAXINT, error))
    return FALSE;
  kernel = nn_shape (2, in->dim[0], layer->units);
  *out = nn_shape (1, layer->units);
  return require_size (&kernel, error);
}

static gboolean
infer_flatten (const NnShape *in, NnShape *out, GError **error)
{
  if (!is_image (in)) {
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                 g_dngettext (GETTEXT_PACKAGE,
                              "gets a row of %d number, which is flat already; remove this layer",
                              "gets a row of %d numbers, which is flat already; remove this layer",
                              (gulong) in->dim[0]),
                 in->dim[0]);
    return FALSE;
  }
  *out = nn_shape (1, (gint) nn_shape_count (in));
  return TRUE;
}

static gboolean
infer_layer (const NnLayer *layer, const NnShape *in, NnShape *out, GError **error)
{
  switch (layer->kind) {
  case NN_LAYER_DENSE: return infer_dense (layer, in, out, error);
  case NN_LAYER_CONV: return infer_conv (layer, in, out, error);
  case NN_LAYER_MAX_POOL:
  case NN_LAYER_AVERAGE_POOL: return infer_pool (layer, in, out, error);
  case NN_LAYER_FLATTEN: return infer_flatten (in, out, error);
  case NN_LAYER_ACTIVATION:
  case NN_LAYER_DROPOUT: *out = *in; return TRUE;
  case NN_LAYER_ADD:
  case NN_LAYER_CONCATENATE:
  case NN_LAYER_MULTIPLY: /* see infer_at() */
  case NN_N_LAYER_KINDS:
  default: break;
  }
  g_assert_not_reached ();
}

static gboolean
infer_at (const NnNetwork *network, gint position, NnShape *shapes, GError **error)
{
  const NnLayer *layer = g_ptr_array_index (network->layers, position);
  g_autoptr (GArray) sources = NULL;
  gint source;

  if ((guint) layer->kind < NN_N_LAYER_KINDS)
    sources = nn_network_list_sources (network, position, error);
  else
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _ ("is of an unknown kind, number %d"), (gint) layer->kind);
  if (sources == NULL)
    return FALSE;
  if (nn_layer_kind_merges (layer->kind))
    return nn_network_infer_merge (network, position, sources, shapes, &shapes[position], error);
  source = g_array_index (sources, gint, 0);
  return infer_layer (layer, source >= 0 ? &shapes[source] : &network->input, &shapes[position], error);
}

gboolean
nn_network_infer_shapes (const NnNetwork *network, NnShape *shapes, GError **error)
{
  const NnShape *in = &network->input;

  if (in->rank != 1 && in->rank != 3) {
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                 _ ("the input has %d axes; use one (features) or three (channels, rows, columns)"),
                 in->rank);
    return FALSE;
  }
  if (!nn_shape_is_valid (in)) {
    g_set_error_literal (
        error, NN_ERROR, NN_ERROR_SIZE,
        _ ("the input's sizes must be at least 1 and together fit memory; use smaller ones"));
    return FALSE;
  }
  for (guint i = 0; i < network->layers->len; i++) {
    shapes[i] = nn_shape (0);
    if (!infer_at (network, (gint) i, shapes, error) || !require_size (&shapes[i], error)) {
      g_autofree gchar *who = nn_network_describe_layer (network, (gint) i);

      g_prefix_error (error, "%s: ", who);
      return FALSE;
    }
  }
  return TRUE;
}

gboolean
nn_network_get_target_shape (const NnNetwork *network, NnShape *shape, GError **error)
{
  g_autofree NnShape *shapes = g_new (NnShape, network->layers->len + 1);

  if (!nn_network_infer_shapes (network, shapes, error))
    return FALSE;
  *shape = network->layers->len > 0 ? shapes[network->layers->len - 1] : network->input;
  return TRUE;
}

/* ---- activations ---- */

gboolean
nn_network_is_own_activation (const NnNetwork *network, gint layer)
{
  const NnLayer *at = g_ptr_array_index (network->layers, layer);
  const NnLayer *before = layer > 0 ? g_ptr_array_index (network->layers, layer - 1) : NULL;

  return at->kind == NN_LAYER_ACTIVATION && before != NULL && nn_layer_kind_has_parameters (before->kind)
         && before->activation == NN_ACTIVATION_LINEAR
         && (at->from == NULL || g_strcmp0 (at->from, before->name) == 0)
         && !nn_network_is_read (network, layer - 1, layer);
}

NnActivation
nn_network_get_activation (const NnNetwork *network, gint layer)
{
  const NnLayer *at = g_ptr_array_index (network->layers, layer);

  if (layer + 1 < (gint) network->layers->len && nn_network_is_own_activation (network, layer + 1))
    at = g_ptr_array_index (network->layers, layer + 1);
  return at->activation;
}

/* ---- numbers ---- */

static gboolean
check_fields (const NnLayer *layer, GError **error)
{
  for (const NnField *field = nn_layer_next_field (layer->kind, NULL); field != NULL;
       field = nn_layer_next_field (layer->kind, field))
    if (!nn_field_check (field, layer, error))
      return FALSE;
  return TRUE;
}

/* Where a gradient never comes, none can be handed on. */
static gboolean
check_pass_through (const NnNetwork *network, gint position, GError **error)
{
  const NnLayer *layer = g_ptr_array_index (network->layers, position);

  if (!layer->pass_through)
    return TRUE;
  if (layer->activation == NN_ACTIVATION_SOFTMAX) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_VALUE,
                         _ ("softmax mixes the numbers of a sample, so that no gradient can be handed on "
                            "unchanged; take pass-through away"));
    return FALSE;
  }
  if (layer->activation == NN_ACTIVATION_SIGMOID && position + 1 == (gint) network->layers->len
      && network->loss == NN_LOSS_BINARY_CROSS_ENTROPY) {
    g_set_error_literal (
        error, NN_ERROR, NN_ERROR_VALUE,
        _ ("bce reads what goes into this sigmoid, so that no gradient comes through it; take "
           "pass-through away, or use mse"));
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_penalty (const NnPenalty *penalty, GError **error)
{
  g_autofree gchar *l1 = nn_dialect_plain_number (penalty->l1);
  g_autofree gchar *l2 = nn_dialect_plain_number (penalty->l2);

  if (isfinite (penalty->l1) && penalty->l1 >= 0 && isfinite (penalty->l2) && penalty->l2 >= 0)
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
               _ ("the penalty's factors are %s and %s; they must be finite numbers, 0 or more"), l1, l2);
  return FALSE;
}

gboolean
nn_network_check (const NnNetwork *network, NnShape *shapes, GError **error)
{
  if (network->layers->len == 0) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_SHAPE, _ ("the network has no layers; add one"));
    return FALSE;
  }
  if (!nn_network_infer_shapes (network, shapes, error))
    return FALSE;
  for (guint i = 0; i < network->layers->len; i++)
    if (!check_fields (g_ptr_array_index (network->layers, i), error)
        || !check_pass_through (network, (gint) i, error)) {
      g_autofree gchar *who = nn_network_describe_layer (network, (gint) i);

      g_prefix_error (error, "%s: ", who);
      return FALSE;
    }
  if ((guint) network->loss >= NN_N_LOSSES || (guint) network->reduction > NN_REDUCTION_SUM) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_VALUE, _ ("unknown loss or reduction"));
    return FALSE;
  }
  return check_penalty (&network->penalty, error) && nn_optimizer_validate (&network->optimizer, error)
         && nn_network_check_names (network, error) && nn_network_check_graph (network, error);
}

gboolean
nn_network_validate (const NnNetwork *network, GError **error)
{
  g_autofree NnShape *shapes = g_new (NnShape, network->layers->len + 1);

  return nn_network_check (network, shapes, error);
}
