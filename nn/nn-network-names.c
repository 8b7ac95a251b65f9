/* What layers are called in messages, and how their tensors get their names. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "nn-error.h"
#include "nn-names.h"
#include "nn-network-private.h"

gchar *
nn_network_describe_layer (const NnNetwork *network, gint layer)
{
  const NnLayer *at = g_ptr_array_index (network->layers, layer);
  const gchar *kind = (guint) at->kind < NN_N_LAYER_KINDS ? nn_layer_kind_get_name (at->kind) : "unknown";

  if (at->name != NULL)
    return g_strdup_printf (_ ("layer %d (%s “%s”)"), layer + 1, kind, at->name);
  return g_strdup_printf (_ ("layer %d (%s)"), layer + 1, kind);
}

void
nn_namer_begin (NnNamer *namer)
{
  memset (namer->used, 0, sizeof namer->used);
  namer->number++;
}

gchar *
nn_namer_next (NnNamer *namer, const NnLayer *layer, gchar letter)
{
  gint place;

  g_assert (letter >= 'W' && letter <= 'z');
  if (layer->name != NULL) {
    /* The layer's own a counts, so that the next one is a1.2 and nothing is called a1. */
    if (nn_layer_kind_has_parameters (layer->kind))
      namer->used[(gint) letter]++;
    return g_strdup_printf ("%s.%c", layer->name, letter);
  }
  place = ++namer->used[(gint) letter];
  if (place == 1)
    return g_strdup_printf ("%c%d", letter, namer->number);
  return g_strdup_printf ("%c%d.%d", letter, namer->number, place);
}

gboolean
nn_network_check_names (const NnNetwork *network, GError **error)
{
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < network->layers->len; i++) {
    const NnLayer *layer = g_ptr_array_index (network->layers, i);
    gpointer earlier;

    if (layer->name == NULL)
      continue;
    if (!nn_name_check (layer->name, error)) {
      g_autofree gchar *who = nn_network_describe_layer (network, (gint) i);

      g_prefix_error (error, "%s: ", who);
      return FALSE;
    }
    if (g_hash_table_lookup_extended (places, layer->name, NULL, &earlier)) {
      g_autofree gchar *who = nn_network_describe_layer (network, (gint) i);

      g_set_error (error, NN_ERROR, NN_ERROR_NAME,
                   _ ("%s: the name “%s” is used twice, layer %d has it already; choose another"), who,
                   layer->name, GPOINTER_TO_INT (earlier) + 1);
      return FALSE;
    }
    g_hash_table_insert (places, layer->name, GINT_TO_POINTER ((gint) i));
  }
  return TRUE;
}
