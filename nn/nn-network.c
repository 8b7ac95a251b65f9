/* Networks as data: making, copying, freeing; the names of losses. */
#include "nn-network.h"
#include "nn-words.h"

static const gchar *const loss_names[NN_N_LOSSES] = { "mse", "half-mse", "bce", "cross-entropy", "kl" };

static const gchar *const reduction_names[] = { "default", "mean", "batch-mean", "sum" };

const gchar *
nn_loss_get_name (NnLossKind loss)
{
  g_assert ((guint) loss < NN_N_LOSSES);
  return loss_names[loss];
}

gint
nn_loss_find (const gchar *name)
{
  return nn_words_find (loss_names, NN_N_LOSSES, name);
}

const gchar *
nn_reduction_get_name (NnReduction reduction)
{
  g_assert ((guint) reduction < G_N_ELEMENTS (reduction_names));
  return reduction_names[reduction];
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
