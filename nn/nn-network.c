/* Networks as data: making, copying, freeing, and the names of all kinds. */
#include "nn-network.h"

static const gchar *const layer_kind_names[NN_N_LAYER_KINDS] = { "dense",        "conv",    "max-pool",
                                                                 "average-pool", "flatten", "activation",
                                                                 "dropout" };

static const gchar *const activation_names[NN_N_ACTIVATIONS] = {
#define ACTIVATION_NAME(ID, name, op) name,
  NN_ACTIVATION_TABLE (ACTIVATION_NAME)
#undef ACTIVATION_NAME
};

static const gchar *const loss_names[NN_N_LOSSES] = { "mse", "half-mse", "bce", "cross-entropy", "kl" };

static const gchar *const reduction_names[] = { "default", "mean", "batch-mean", "sum" };

static const gchar *const init_names[NN_N_INITS] = { "default",       "zeros",      "constant",
                                                     "uniform",       "normal",     "glorot-uniform",
                                                     "glorot-normal", "he-uniform", "he-normal",
                                                     "values" };

static gint
find_name (const gchar *const *names, gint n_names, const gchar *name)
{
  for (gint i = 0; i < n_names; i++)
    if (g_str_equal (names[i], name))
      return i;
  return -1;
}

const gchar *
nn_layer_kind_get_name (NnLayerKind kind)
{
  g_assert ((guint) kind < NN_N_LAYER_KINDS);
  return layer_kind_names[kind];
}

gint
nn_layer_kind_find (const gchar *name)
{
  return find_name (layer_kind_names, NN_N_LAYER_KINDS, name);
}

const gchar *
nn_activation_get_name (NnActivation activation)
{
  g_assert ((guint) activation < NN_N_ACTIVATIONS);
  return activation_names[activation];
}

gint
nn_activation_find (const gchar *name)
{
  return find_name (activation_names, NN_N_ACTIVATIONS, name);
}

const gchar *
nn_loss_get_name (NnLossKind loss)
{
  g_assert ((guint) loss < NN_N_LOSSES);
  return loss_names[loss];
}

gint
nn_loss_find (const gchar *name)
{
  return find_name (loss_names, NN_N_LOSSES, name);
}

const gchar *
nn_reduction_get_name (NnReduction reduction)
{
  g_assert ((guint) reduction < G_N_ELEMENTS (reduction_names));
  return reduction_names[reduction];
}

gint
nn_reduction_find (const gchar *name)
{
  return find_name (reduction_names, G_N_ELEMENTS (reduction_names), name);
}

const gchar *
nn_init_get_name (NnInitKind kind)
{
  g_assert ((guint) kind < NN_N_INITS);
  return init_names[kind];
}

gint
nn_init_find (const gchar *name)
{
  return find_name (init_names, NN_N_INITS, name);
}

/* ---- layers ---- */

NnLayer *
nn_layer_new (NnLayerKind kind)
{
  NnLayer *layer = g_new0 (NnLayer, 1);

  layer->kind = kind;
  layer->units = 1;
  layer->kernel_height = layer->kernel_width = 3;
  layer->stride_rows = layer->stride_columns = 1;
  layer->bias = TRUE;
  layer->slope = 0.01;
  layer->keep = 0.5;
  if (kind == NN_LAYER_MAX_POOL || kind == NN_LAYER_AVERAGE_POOL) {
    layer->kernel_height = layer->kernel_width = 2;
    layer->stride_rows = layer->stride_columns = 2;
  }
  return layer;
}

void
nn_init_clear (NnInit *init)
{
  g_clear_pointer (&init->values, nn_tensor_free);
  *init = (NnInit){ .kind = NN_INIT_DEFAULT };
}

static NnInit
copy_init (const NnInit *init)
{
  NnInit copy = *init;

  if (init->values != NULL)
    copy.values = nn_tensor_copy (init->values);
  return copy;
}

NnLayer *
nn_layer_copy (const NnLayer *layer)
{
  NnLayer *copy = g_new (NnLayer, 1);

  *copy = *layer;
  copy->name = g_strdup (layer->name);
  copy->kernel_init = copy_init (&layer->kernel_init);
  copy->bias_init = copy_init (&layer->bias_init);
  return copy;
}

void
nn_layer_free (NnLayer *layer)
{
  if (layer == NULL)
    return;
  g_free (layer->name);
  nn_init_clear (&layer->kernel_init);
  nn_init_clear (&layer->bias_init);
  g_free (layer);
}

/* ---- networks ---- */

NnNetwork *
nn_network_new (void)
{
  NnNetwork *network = g_new0 (NnNetwork, 1);

  network->input = nn_shape (1, 1);
  network->layers = g_ptr_array_new_with_free_func ((GDestroyNotify) nn_layer_free);
  network->optimizer = nn_optimizer_default (NN_OPTIMIZER_SGD);
  return network;
}

static gpointer
copy_layer (gconstpointer layer, gpointer user_data)
{
  return nn_layer_copy (layer);
}

NnNetwork *
nn_network_copy (const NnNetwork *network)
{
  NnNetwork *copy = g_new (NnNetwork, 1);

  *copy = *network;
  copy->title = g_strdup (network->title);
  copy->notes = g_strdup (network->notes);
  copy->layers = g_ptr_array_copy (network->layers, copy_layer, NULL);
  g_ptr_array_set_free_func (copy->layers, (GDestroyNotify) nn_layer_free);
  return copy;
}

void
nn_network_free (NnNetwork *network)
{
  if (network == NULL)
    return;
  g_free (network->title);
  g_free (network->notes);
  g_ptr_array_unref (network->layers);
  g_free (network);
}

NnLayer *
nn_network_add_layer (NnNetwork *network, NnLayerKind kind)
{
  NnLayer *layer = nn_layer_new (kind);

  g_ptr_array_add (network->layers, layer);
  return layer;
}
