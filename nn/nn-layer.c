/* Layers as data: making, copying, freeing, their fields, and the names of all kinds. */
#include "nn-layer.h"

#include "nn-words.h"

static const gchar *const layer_kind_names[NN_N_LAYER_KINDS] = {
#define KIND_NAME(ID, name, doc) name,
  NN_LAYER_KIND_TABLE (KIND_NAME)
#undef KIND_NAME
};

static const gchar *const layer_kind_docs[NN_N_LAYER_KINDS] = {
#define KIND_DOC(ID, name, doc) doc,
  NN_LAYER_KIND_TABLE (KIND_DOC)
#undef KIND_DOC
};

static const gchar *const activation_names[NN_N_ACTIVATIONS] = {
#define ACTIVATION_NAME(ID, name, sign, op) name,
  NN_ACTIVATION_TABLE (ACTIVATION_NAME)
#undef ACTIVATION_NAME
};

static const NnOp activation_ops[NN_N_ACTIVATIONS] = {
#define ACTIVATION_OP(ID, name, sign, op) op,
  NN_ACTIVATION_TABLE (ACTIVATION_OP)
#undef ACTIVATION_OP
};

static const gchar *const activation_signs[NN_N_ACTIVATIONS] = {
#define ACTIVATION_SIGN(ID, name, sign, op) sign,
  NN_ACTIVATION_TABLE (ACTIVATION_SIGN)
#undef ACTIVATION_SIGN
};

static const gchar *const init_names[NN_N_INITS] = {
#define INIT_NAME(ID, name, n) name,
  NN_INIT_TABLE (INIT_NAME)
#undef INIT_NAME
};

static const gint init_numbers[NN_N_INITS] = {
#define INIT_NUMBERS(ID, name, n) n,
  NN_INIT_TABLE (INIT_NUMBERS)
#undef INIT_NUMBERS
};

static const NnField fields[] = {
#define ROW(member, ctype, TYPE, name, kinds, otherwise, range, spec, doc)                                   \
  NN_FIELD_ROW (NnLayer, member, TYPE, name, kinds, otherwise, range, spec, NULL, NULL, doc)
  NN_LAYER_FIELD_TABLE (ROW, ROW)
#undef ROW
};

const gchar *
nn_layer_kind_get_name (NnLayerKind kind)
{
  g_assert ((guint) kind < NN_N_LAYER_KINDS);
  return layer_kind_names[kind];
}

const gchar *
nn_layer_kind_get_doc (NnLayerKind kind)
{
  g_assert ((guint) kind < NN_N_LAYER_KINDS);
  return layer_kind_docs[kind];
}

gint
nn_layer_kind_find (const gchar *name)
{
  return nn_words_find (layer_kind_names, NN_N_LAYER_KINDS, name);
}

gboolean
nn_layer_kind_has_parameters (NnLayerKind kind)
{
  return (NN_FIELD_OF (kind) & NN_LAYER_NEURONS) != 0;
}

gboolean
nn_layer_kind_merges (NnLayerKind kind)
{
  return (NN_FIELD_OF (kind) & NN_LAYER_MERGES) != 0;
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
  return nn_words_find (activation_names, NN_N_ACTIVATIONS, name);
}

NnOp
nn_activation_get_op (NnActivation activation)
{
  g_assert ((guint) activation < NN_N_ACTIVATIONS);
  return activation_ops[activation];
}

const gchar *
nn_activation_get_sign (NnOp op)
{
  for (gint i = 0; i < NN_N_ACTIVATIONS; i++)
    if (activation_ops[i] == op)
      return activation_signs[i];
  return NULL;
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
  return nn_words_find (init_names, NN_N_INITS, name);
}

gint
nn_init_get_n_numbers (NnInitKind kind)
{
  g_assert ((guint) kind < NN_N_INITS);
  return init_numbers[kind];
}

/* ---- fields ---- */

const NnField *
nn_layer_next_field (NnLayerKind kind, const NnField *previous)
{
  return nn_field_next (fields, G_N_ELEMENTS (fields), (gint) kind, previous);
}

const NnField *
nn_layer_find_field (NnLayerKind kind, const gchar *name)
{
  return nn_field_find (fields, G_N_ELEMENTS (fields), (gint) kind, name);
}

gboolean
nn_layer_uses (const NnLayer *layer, const NnField *field)
{
  return field->offset != G_STRUCT_OFFSET (NnLayer, slope) || layer->activation == NN_ACTIVATION_LEAKY_RELU;
}

gboolean
nn_layer_is_default (const NnLayer *layer, const NnField *field)
{
  if (field->type == NN_FIELD_PAIR && field->otherwise == NN_FIELD_AS_KERNEL)
    return layer->stride.rows == layer->kernel.rows && layer->stride.columns == layer->kernel.columns;
  return nn_field_is_default (field, layer);
}

/* ---- layers ---- */

NnLayer *
nn_layer_new (NnLayerKind kind)
{
  NnLayer *layer = g_new0 (NnLayer, 1);

  layer->kind = kind;
  /* What its kind has not gets the first default there is. */
  for (gsize i = G_N_ELEMENTS (fields); i-- > 0;)
    nn_field_reset (&fields[i], layer);
  for (const NnField *field = nn_layer_next_field (kind, NULL); field != NULL;
       field = nn_layer_next_field (kind, field))
    nn_field_reset (field, layer);
  if ((NN_FIELD_OF (kind) & NN_LAYER_POOLS) != 0)
    layer->stride = layer->kernel;
  return layer;
}

void
nn_init_clear (NnInit *init)
{
  g_clear_pointer (&init->values, nn_tensor_free);
  *init = (NnInit){ .kind = NN_INIT_DEFAULT };
}

NnLayer *
nn_layer_copy (const NnLayer *layer)
{
  NnLayer *copy = g_memdup2 (layer, sizeof *layer);

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    gpointer at = nn_field_at (&fields[i], copy, gchar);

    if (fields[i].type == NN_FIELD_NAME)
      *(gchar **) at = g_strdup (*(gchar **) at);
    else if (fields[i].type == NN_FIELD_NAMES)
      *(gchar ***) at = g_strdupv (*(gchar ***) at);
    else if (fields[i].type == NN_FIELD_INIT && ((NnInit *) at)->values != NULL)
      ((NnInit *) at)->values = nn_tensor_copy (((NnInit *) at)->values);
  }
  return copy;
}

void
nn_layer_free (NnLayer *layer)
{
  if (layer == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    gpointer at = nn_field_at (&fields[i], layer, gchar);

    if (fields[i].type == NN_FIELD_NAME)
      g_free (*(gchar **) at);
    else if (fields[i].type == NN_FIELD_NAMES)
      g_strfreev (*(gchar ***) at);
    else if (fields[i].type == NN_FIELD_INIT)
      nn_init_clear (at);
  }
  g_free (layer);
}
