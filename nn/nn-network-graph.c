/* Who reads whom: the names in `from` and `with` as positions, and what is wrong with them. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "nn-error.h"
#include "nn-network-private.h"

/* What the network's input goes by in `from` and `with`, unless a layer is called so. */
#define INPUT "input"

/* The position of the layer of this name, -1 for the input, -2 if there is none. */
static gint
find_layer (const NnNetwork *network, const gchar *name)
{
  for (guint i = 0; i < network->layers->len; i++)
    if (g_strcmp0 (((const NnLayer *) g_ptr_array_index (network->layers, i))->name, name) == 0)
      return (gint) i;
  return g_str_equal (name, INPUT) ? -1 : -2;
}

/* "a, b and the input": what layer `before` may name. */
static gchar *
list_names (const NnNetwork *network, gint before)
{
  g_autoptr (GString) names = g_string_new (INPUT);

  for (gint i = 0; i < before; i++) {
    const NnLayer *layer = g_ptr_array_index (network->layers, i);

    if (layer->name != NULL)
      g_string_append_printf (names, ", %s", layer->name);
  }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static gboolean
add_source (const NnNetwork *network, gint reader, const gchar *name, GArray *sources, GError **error)
{
  gint source = find_layer (network, name);
  g_autofree gchar *names = NULL;

  if (source > -2 && source < reader) {
    g_array_append_val (sources, source);
    return TRUE;
  }
  if (source == reader)
    g_set_error (error, NN_ERROR, NN_ERROR_NAME,
                 _ ("reads itself, which is a circle; let it read a layer before it"));
  else if (source > reader)
    g_set_error (
        error, NN_ERROR, NN_ERROR_NAME,
        _ ("reads “%s”, which comes behind it as layer %d: that would be a circle; let it read a layer "
           "before it, or move it behind “%s”"),
        name, source + 1, name);
  else {
    names = list_names (network, reader);
    g_set_error (error, NN_ERROR, NN_ERROR_NAME,
                 _ ("reads “%s”, but no layer has that name; it can read %s. A layer gets its name by “as”"),
                 name, names);
  }
  return FALSE;
}

GArray *
nn_network_list_sources (const NnNetwork *network, gint layer, GError **error)
{
  const NnLayer *at = g_ptr_array_index (network->layers, layer);
  g_autoptr (GArray) sources = g_array_new (FALSE, FALSE, sizeof (gint));
  gint before = layer - 1;

  if (at->from == NULL)
    g_array_append_val (sources, before);
  else if (!add_source (network, layer, at->from, sources, error))
    return NULL;
  for (gint i = 0; at->with != NULL && at->with[i] != NULL; i++)
    if (!add_source (network, layer, at->with[i], sources, error))
      return NULL;
  if (nn_layer_kind_merges (at->kind) && sources->len < 2) {
    g_set_error (error, NN_ERROR, NN_ERROR_NAME,
                 _ ("needs a second layer; say its name, as in “%s h”, and name that one by “as h”"),
                 nn_layer_kind_get_name (at->kind));
    return NULL;
  }
  return g_steal_pointer (&sources);
}

gboolean
nn_network_is_read (const NnNetwork *network, gint layer, gint other_than)
{
  const NnLayer *at = g_ptr_array_index (network->layers, layer);

  for (gint i = layer + 1; i < (gint) network->layers->len; i++) {
    const NnLayer *reader = g_ptr_array_index (network->layers, i);

    if (i == other_than)
      continue;
    if (reader->from == NULL ? i == layer + 1 : g_strcmp0 (reader->from, at->name) == 0)
      return TRUE;
    if (at->name != NULL && reader->with != NULL
        && g_strv_contains ((const gchar *const *) reader->with, at->name))
      return TRUE;
  }
  return FALSE;
}

gint
nn_network_find_unread (const NnNetwork *network)
{
  for (gint i = 0; i + 1 < (gint) network->layers->len; i++)
    if (!nn_network_is_read (network, i, -1))
      return i;
  return -1;
}

gboolean
nn_network_check_graph (const NnNetwork *network, GError **error)
{
  gint unread = nn_network_find_unread (network);
  const NnLayer *layer;
  g_autofree gchar *who = NULL;

  if (unread < 0)
    return TRUE;
  layer = g_ptr_array_index (network->layers, unread);
  who = nn_network_describe_layer (network, unread);
  if (layer->name != NULL)
    g_set_error (error, NN_ERROR, NN_ERROR_NAME,
                 _ ("%s: no layer reads it; read it by “from %s”, or take it out"), who, layer->name);
  else
    g_set_error (error, NN_ERROR, NN_ERROR_NAME,
                 _ ("%s: no layer reads it; give it a name by “as” and read it, or take it out"), who);
  return FALSE;
}

/* ---- shapes that meet ---- */

/* "layer 1 (dense “h”)", or the input. */
static gchar *
describe_source (const NnNetwork *network, gint source)
{
  return source >= 0 ? nn_network_describe_layer (network, source) : g_strdup (_ ("the input"));
}

static gboolean
refuse_meeting (const NnNetwork *network,
                NnLayerKind kind,
                const gint source[2],
                const NnShape *const shape[2],
                GError **error)
{
  g_autofree gchar *first = describe_source (network, source[0]),
                   *second = describe_source (network, source[1]), *one = nn_shape_to_string (shape[0]),
                   *other = nn_shape_to_string (shape[1]);

  if (kind == NN_LAYER_CONCATENATE)
    g_set_error (
        error, NN_ERROR, NN_ERROR_SHAPE,
        _ ("%s gives %s and %s gives %s; images side by side need the same rows and columns, and rows of "
           "numbers only go beside rows of numbers"),
        first, one, second, other);
  else
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, _ ("%s gives %s, but %s gives %s; make them alike"), first,
                 one, second, other);
  return FALSE;
}

gboolean
nn_network_infer_merge (const NnNetwork *network,
                        gint layer,
                        const GArray *sources,
                        const NnShape *shapes,
                        NnShape *out,
                        GError **error)
{
  const NnLayer *at = g_ptr_array_index (network->layers, layer);
  gint source[2] = { g_array_index (sources, gint, 0) };
  gint64 n_features;

  *out = source[0] >= 0 ? shapes[source[0]] : network->input;
  n_features = out->dim[0];
  for (guint i = 1; i < sources->len; i++) {
    const NnShape *first = source[0] >= 0 ? &shapes[source[0]] : &network->input, *next;
    NnShape alike;

    source[1] = g_array_index (sources, gint, i);
    next = source[1] >= 0 ? &shapes[source[1]] : &network->input;
    alike = *next;
    if (at->kind == NN_LAYER_CONCATENATE)
      alike.dim[0] = first->dim[0];
    if (!nn_shape_equal (&alike, first))
      return refuse_meeting (network, at->kind, source, (const NnShape *const[]){ first, next }, error);
    n_features += next->dim[0];
  }
  if (at->kind == NN_LAYER_CONCATENATE)
    out->dim[0] = (gint) MIN (n_features, G_MAXINT);
  return TRUE;
}
