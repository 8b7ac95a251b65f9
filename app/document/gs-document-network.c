/* Networks in a document: what is not the default is written, what is missing is the default. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/text/gs-number.h"
#include "gs-document-private.h"

const gchar *const gs_document_network_keys[] = { "title",   "notes",     "input",         "layers", "loss",
                                                  "penalty", "optimizer", "all-gradients", "nudge",  NULL };

static const gchar *const padding_names[] = { "valid", "same" };
static const gchar *const scope_names[] = { "kernels", "all" };

/* ---- writing ---- */

static void
write_flag (GsWriter *writer, const gchar *key, gboolean value, gboolean otherwise)
{
  if (value == otherwise)
    return;
  gs_writer_put_boolean (writer, key, value);
}

static void
write_pair (GsWriter *writer, const NnPair *pair)
{
  gs_writer_begin_array (writer, TRUE);
  gs_writer_integer (writer, pair->rows);
  gs_writer_integer (writer, pair->columns);
  gs_writer_end_array (writer);
}

static void
write_init (GsWriter *writer, const NnInit *init)
{
  gs_writer_begin_object (writer, TRUE);
  gs_writer_put_string (writer, "kind", nn_init_get_name (init->kind));
  if (nn_init_get_n_numbers (init->kind) > 0)
    gs_writer_put_number (writer, "a", init->a);
  if (nn_init_get_n_numbers (init->kind) > 1)
    gs_writer_put_number (writer, "b", init->b);
  if (init->kind == NN_INIT_VALUES) {
    gs_writer_key (writer, "values");
    gs_writer_tensor (writer, &init->values->shape, init->values->values);
  }
  gs_writer_end_object (writer);
}

static void
write_padding (GsWriter *writer, const NnPadding *padding)
{
  if (padding->kind != NN_PADDING_EXPLICIT) {
    gs_writer_string (writer, padding_names[padding->kind]);
    return;
  }
  gs_writer_begin_array (writer, TRUE);
  gs_writer_integer (writer, padding->top);
  gs_writer_integer (writer, padding->bottom);
  gs_writer_integer (writer, padding->left);
  gs_writer_integer (writer, padding->right);
  gs_writer_end_array (writer);
}

static void
write_names (GsWriter *writer, gchar **names)
{
  gs_writer_begin_array (writer, TRUE);
  for (gint i = 0; names[i] != NULL; i++)
    gs_writer_string (writer, names[i]);
  gs_writer_end_array (writer);
}

static void
write_choice (GsWriter *writer, const NnField *field, gint place)
{
  g_auto (GStrv) words = nn_field_list_words (field);

  gs_writer_string (writer, words[place]);
}

/* Sizes, numbers and choices are always said; what there is or is not, only where it is not as usual. */
static gboolean
is_worth_saying (const NnField *field, gconstpointer object)
{
  return field->type == NN_FIELD_WHOLE || field->type == NN_FIELD_NUMBER || field->type == NN_FIELD_CHOICE
         || field->type == NN_FIELD_PAIR || field->type == NN_FIELD_PADDING
         || !nn_field_is_default (field, object);
}

static void
write_field (GsWriter *writer, const NnField *field, gconstpointer object)
{
  if (!is_worth_saying (field, object))
    return;
  gs_writer_key (writer, field->name);
  switch (field->type) {
  case NN_FIELD_WHOLE: gs_writer_integer (writer, *nn_field_at (field, object, const gint)); break;
  case NN_FIELD_NUMBER:
  case NN_FIELD_OPTIONAL: gs_writer_number (writer, *nn_field_at (field, object, const gdouble)); break;
  case NN_FIELD_FLAG: gs_writer_boolean (writer, *nn_field_at (field, object, const gboolean)); break;
  case NN_FIELD_CHOICE: write_choice (writer, field, *nn_field_at (field, object, const gint)); break;
  case NN_FIELD_PAIR: write_pair (writer, nn_field_at (field, object, const NnPair)); break;
  case NN_FIELD_PADDING: write_padding (writer, nn_field_at (field, object, const NnPadding)); break;
  case NN_FIELD_INIT: write_init (writer, nn_field_at (field, object, const NnInit)); break;
  case NN_FIELD_NAME: gs_writer_string (writer, *nn_field_at (field, object, gchar *const)); break;
  case NN_FIELD_NAMES: write_names (writer, *nn_field_at (field, object, gchar * *const)); break;
  }
}

static void
write_layer (GsWriter *writer, const NnLayer *layer)
{
  gs_writer_begin_object (writer, TRUE);
  gs_writer_put_string (writer, "kind", nn_layer_kind_get_name (layer->kind));
  for (const NnField *field = nn_layer_next_field (layer->kind, NULL); field != NULL;
       field = nn_layer_next_field (layer->kind, field))
    if (nn_layer_uses (layer, field))
      write_field (writer, field, layer);
  gs_writer_end_object (writer);
}

static void
write_penalty (GsWriter *writer, const NnPenalty *penalty)
{
  if (!penalty->use_l1 && !penalty->use_l2)
    return;
  gs_writer_put_object (writer, "penalty", TRUE);
  if (penalty->use_l1)
    gs_writer_put_number (writer, "l1", penalty->l1);
  if (penalty->use_l2)
    gs_writer_put_number (writer, "l2", penalty->l2);
  write_flag (writer, "half-l2", penalty->half_l2, FALSE);
  gs_writer_put_string (writer, "on", scope_names[penalty->scope]);
  gs_writer_end_object (writer);
}

static void
write_optimizer (GsWriter *writer, const NnOptimizer *optimizer)
{
  gs_writer_put_object (writer, "optimizer", TRUE);
  gs_writer_put_string (writer, "kind", nn_optimizer_get_name (optimizer->kind));
  for (const NnField *field = nn_optimizer_next_field (optimizer->kind, NULL); field != NULL;
       field = nn_optimizer_next_field (optimizer->kind, field))
    if (nn_optimizer_uses (optimizer, field))
      write_field (writer, field, optimizer);
  gs_writer_end_object (writer);
}

void
gs_document_write_network (GsWriter *writer, const NnNetwork *network)
{
  gs_writer_put_string (writer, "title", network->title);
  gs_writer_put_string (writer, "notes", network->notes);
  if (network->nudge > 0)
    gs_writer_put_number (writer, "nudge", network->nudge);
  gs_writer_put_array (writer, "input", TRUE);
  for (gint i = 0; i < network->input.rank; i++)
    gs_writer_integer (writer, network->input.dim[i]);
  gs_writer_end_array (writer);
  gs_writer_put_array (writer, "layers", FALSE);
  for (guint i = 0; i < network->layers->len; i++)
    write_layer (writer, g_ptr_array_index (network->layers, i));
  gs_writer_end_array (writer);
  gs_writer_put_object (writer, "loss", TRUE);
  gs_writer_put_string (writer, "kind", nn_loss_get_name (network->loss));
  if (network->reduction != NN_REDUCTION_DEFAULT)
    gs_writer_put_string (writer, "reduction", nn_reduction_get_name (network->reduction));
  write_flag (writer, "long-chain", network->long_chain, FALSE);
  gs_writer_end_object (writer);
  write_penalty (writer, &network->penalty);
  write_optimizer (writer, &network->optimizer);
  write_flag (writer, "all-gradients", network->all_gradients, FALSE);
}

/* ---- reading ---- */

typedef const gchar *(*GetName) (gint);

/* The word under `key` among n names; `otherwise` if it is missing. */
static gint
read_word (GsReader *reader,
           const cJSON *object,
           const gchar *key,
           const gchar *const *words,
           gsize n,
           gint otherwise)
{
  const cJSON *item = gs_reader_find (object, key);
  gsize mark;
  gint word;

  if (item == NULL || reader->error != NULL)
    return otherwise;
  mark = gs_reader_enter (reader, key);
  word = gs_reader_to_word (reader, item, words, n);
  gs_reader_leave (reader, mark);
  return word;
}

/* The same, the words being those that `get_name` gives. */
static gint
read_named (GsReader *reader, const cJSON *object, const gchar *key, GetName get_name, gint n, gint otherwise)
{
  const gchar *words[64];

  g_assert (n <= (gint) G_N_ELEMENTS (words));
  for (gint i = 0; i < n; i++)
    words[i] = get_name (i);
  return read_word (reader, object, key, words, (gsize) n, otherwise);
}

static void
read_pair (GsReader *reader, const cJSON *item, gint most, NnPair *pair)
{
  if (cJSON_IsNumber (item)) {
    pair->rows = pair->columns = (gint) gs_reader_to_integer (reader, item, 1, most);
  } else if (gs_reader_check_array (reader, item) && cJSON_GetArraySize (item) == 2) {
    pair->rows = (gint) gs_reader_to_integer (reader, cJSON_GetArrayItem (item, 0), 1, most);
    pair->columns = (gint) gs_reader_to_integer (reader, cJSON_GetArrayItem (item, 1), 1, most);
  } else {
    gs_reader_fail (reader, _ ("must be a number or two of them: [rows, columns]"));
  }
}

static void
read_padding (GsReader *reader, const cJSON *item, NnPadding *padding)
{
  gint *sides[] = { &padding->top, &padding->bottom, &padding->left, &padding->right };

  if (cJSON_IsString (item)) {
    padding->kind = (NnPaddingKind) gs_reader_to_word (reader, item, padding_names, 2);
  } else if (cJSON_IsArray (item) && cJSON_GetArraySize (item) == 4) {
    padding->kind = NN_PADDING_EXPLICIT;
    for (gint i = 0; i < 4; i++)
      *sides[i] = (gint) gs_reader_to_integer (reader, cJSON_GetArrayItem (item, i), 0, G_MAXINT16);
  } else {
    gs_reader_fail (reader, _ ("must be \"valid\", \"same\", or [top, bottom, left, right]"));
  }
}

static void
read_init (GsReader *reader, const cJSON *item, NnInit *init)
{
  const gchar *keys[] = { "kind", NULL, NULL, NULL };
  const cJSON *values;
  gint n_numbers;

  init->kind = (NnInitKind) read_named (reader, item, "kind", (GetName) nn_init_get_name, NN_N_INITS, 0);
  n_numbers = nn_init_get_n_numbers (init->kind);
  keys[1] = init->kind == NN_INIT_VALUES ? "values" : n_numbers > 0 ? "a" : NULL;
  keys[2] = n_numbers > 1 ? "b" : NULL;
  if (!gs_reader_check_object (reader, item, keys))
    return;
  gs_reader_need (reader, item, "kind", "\"glorot-uniform\"");
  init->a = gs_reader_get_number (reader, item, "a", 0);
  init->b = gs_reader_get_number (reader, item, "b", 0);
  if (init->kind == NN_INIT_VALUES) {
    values = gs_reader_need (reader, item, "values", "[[0.1, 0.2]]");
    init->values = values != NULL ? gs_reader_to_tensor (reader, values, "values") : NULL;
  }
}

static gchar **
read_names (GsReader *reader, const cJSON *item)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  const cJSON *name;

  if (!gs_reader_check_array (reader, item))
    return NULL;
  cJSON_ArrayForEach (name, item)
  {
    if (!cJSON_IsString (name)) {
      gs_reader_fail (reader, _ ("must be a list of layers' names, as in [\"hidden\"]"));
      return NULL;
    }
    g_strv_builder_add (names, name->valuestring);
  }
  return g_strv_builder_end (names);
}

static void
read_choice (GsReader *reader, const cJSON *item, const NnField *field, gint *place)
{
  g_auto (GStrv) words = nn_field_list_words (field);

  *place = gs_reader_to_word (reader, item, (const gchar *const *) words, g_strv_length (words));
}

/* The number must lie in the field's range. */
static void
read_ranged (GsReader *reader, const cJSON *item, const NnField *field, gdouble *number)
{
  g_autofree gchar *range = nn_field_describe_range (field);
  gchar buffer[GS_NUMBER_BUFFER];

  *number = gs_reader_to_number (reader, item);
  if (reader->error == NULL && !nn_field_contains (field, *number))
    gs_reader_fail (reader, _ ("is %s; it must be %s"), gs_number_to_text (*number, buffer), range);
}

/* The greatest whole number in the range. */
static gint
get_most (const NnField *field)
{
  gdouble ends[2];
  gboolean closed[2];

  nn_field_get_range (field, ends, closed);
  return (gint) MIN (ends[1], NN_MAX_CELLS);
}

static void
read_field (GsReader *reader, const cJSON *object, const NnField *field, gpointer made)
{
  const cJSON *item = gs_reader_find (object, field->name);
  gsize mark;

  if (item == NULL || reader->error != NULL)
    return;
  if (field->type == NN_FIELD_NAME) {
    *nn_field_at (field, made, gchar *) = g_strdup (gs_reader_get_string (reader, object, field->name, NULL));
    return;
  }
  if (field->type == NN_FIELD_FLAG) {
    *nn_field_at (field, made, gboolean) = gs_reader_get_boolean (reader, object, field->name, FALSE);
    return;
  }
  mark = gs_reader_enter (reader, field->name);
  switch (field->type) {
  case NN_FIELD_WHOLE:
    *nn_field_at (field, made, gint) = (gint) gs_reader_to_integer (reader, item, 1, get_most (field));
    break;
  case NN_FIELD_NUMBER:
  case NN_FIELD_OPTIONAL: read_ranged (reader, item, field, nn_field_at (field, made, gdouble)); break;
  case NN_FIELD_CHOICE: read_choice (reader, item, field, nn_field_at (field, made, gint)); break;
  case NN_FIELD_PAIR: read_pair (reader, item, get_most (field), nn_field_at (field, made, NnPair)); break;
  case NN_FIELD_PADDING: read_padding (reader, item, nn_field_at (field, made, NnPadding)); break;
  case NN_FIELD_INIT: read_init (reader, item, nn_field_at (field, made, NnInit)); break;
  case NN_FIELD_NAMES: *nn_field_at (field, made, gchar **) = read_names (reader, item); break;
  case NN_FIELD_NAME:
  case NN_FIELD_FLAG: break;
  }
  if (reader->error == NULL)
    gs_reader_leave (reader, mark);
}

/* Whether `item` has no keys but "kind" and those of the fields. */
static gboolean
check_fields (GsReader *reader, const cJSON *item, const NnField *(*next) (gint, const NnField *), gint kind)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();

  g_ptr_array_add (keys, (gpointer) "kind");
  for (const NnField *field = next (kind, NULL); field != NULL; field = next (kind, field))
    g_ptr_array_add (keys, (gpointer) field->name);
  g_ptr_array_add (keys, NULL);
  return gs_reader_check_object (reader, item, (const gchar *const *) keys->pdata);
}

static const NnField *
next_layer_field (gint kind, const NnField *previous)
{
  return nn_layer_next_field ((NnLayerKind) kind, previous);
}

static const NnField *
next_optimizer_field (gint kind, const NnField *previous)
{
  return nn_optimizer_next_field ((NnOptimizerKind) kind, previous);
}

static void
read_layer_fields (GsReader *reader, const cJSON *item, NnLayer *layer)
{
  if (nn_layer_kind_has_parameters (layer->kind))
    gs_reader_need (reader, item, "units", "8");
  for (const NnField *field = nn_layer_next_field (layer->kind, NULL); field != NULL;
       field = nn_layer_next_field (layer->kind, field)) {
    read_field (reader, item, field, layer);
    if (field->type == NN_FIELD_PAIR && field->otherwise == NN_FIELD_AS_KERNEL
        && gs_reader_find (item, field->name) == NULL)
      layer->stride = layer->kernel;
  }
}

static void
read_layer (GsReader *reader, const cJSON *item, NnNetwork *network)
{
  NnLayer *layer;
  gint kind;

  if (!cJSON_IsObject (item)) {
    gs_reader_fail (reader, _ ("must be a layer such as {\"kind\": \"dense\", \"units\": 8}"));
    return;
  }
  gs_reader_need (reader, item, "kind", "\"dense\"");
  kind = read_named (reader, item, "kind", (GetName) nn_layer_kind_get_name, NN_N_LAYER_KINDS, 0);
  if (reader->error != NULL)
    return;
  layer = nn_network_add_layer (network, (NnLayerKind) kind);
  if (check_fields (reader, item, next_layer_field, kind))
    read_layer_fields (reader, item, layer);
}

static void
read_layers (GsReader *reader, const cJSON *object, NnNetwork *network)
{
  const cJSON *list = gs_reader_need (reader, object, "layers", "[{\"kind\": \"dense\", \"units\": 8}]");
  const cJSON *item;
  gsize mark = gs_reader_enter (reader, "layers");
  GsReaderItems items = { 0 };

  if (cJSON_IsArray (list) && cJSON_GetArraySize (list) == 0) {
    gs_reader_fail (reader,
                    _ ("is empty; add at least one layer such as {\"kind\": \"dense\", \"units\": 8}"));
    return;
  }
  if (cJSON_GetArraySize (list) > GS_DOCUMENT_MAX_LAYERS) {
    gs_reader_fail (reader, _ ("has %d layers; use at most %d"), cJSON_GetArraySize (list),
                    GS_DOCUMENT_MAX_LAYERS);
    return;
  }
  while ((item = gs_reader_next (reader, list, &items)) != NULL)
    read_layer (reader, item, network);
  gs_reader_leave (reader, mark);
}

static void
read_input (GsReader *reader, const cJSON *object, NnShape *shape)
{
  const cJSON *list = gs_reader_need (reader, object, "input", "[2]");
  gsize mark = gs_reader_enter (reader, "input");
  gint n = list != NULL ? cJSON_GetArraySize (list) : 0;

  if (list == NULL || !gs_reader_check_array (reader, list))
    return;
  if (n != 1 && n != 3) {
    gs_reader_fail (reader, _ ("must be [features] or [channels, rows, columns]"));
    return;
  }
  shape->rank = n;
  for (gint i = 0; i < n; i++)
    shape->dim[i] = (gint) gs_reader_to_integer (reader, cJSON_GetArrayItem (list, i), 1, NN_MAX_CELLS);
  gs_reader_leave (reader, mark);
}

static void
read_loss (GsReader *reader, const cJSON *object, NnNetwork *network)
{
  static const gchar *const keys[] = { "kind", "reduction", "long-chain", NULL };
  const cJSON *item = gs_reader_find (object, "loss");
  gsize mark;

  if (item == NULL || reader->error != NULL)
    return;
  if (cJSON_IsString (item)) {
    network->loss =
        (NnLossKind) read_named (reader, object, "loss", (GetName) nn_loss_get_name, NN_N_LOSSES, 0);
    return;
  }
  mark = gs_reader_enter (reader, "loss");
  if (gs_reader_check_object (reader, item, keys)) {
    network->loss =
        (NnLossKind) read_named (reader, item, "kind", (GetName) nn_loss_get_name, NN_N_LOSSES, 0);
    network->reduction = (NnReduction) read_named (reader, item, "reduction", (GetName) nn_reduction_get_name,
                                                   NN_REDUCTION_SUM + 1, NN_REDUCTION_DEFAULT);
    network->long_chain = gs_reader_get_boolean (reader, item, "long-chain", FALSE);
  }
  gs_reader_leave (reader, mark);
}

static void
read_penalty (GsReader *reader, const cJSON *object, NnPenalty *penalty)
{
  static const gchar *const keys[] = { "l1", "l2", "half-l2", "on", NULL };
  const cJSON *item = gs_reader_find (object, "penalty");
  gsize mark;

  if (item == NULL || reader->error != NULL)
    return;
  mark = gs_reader_enter (reader, "penalty");
  if (gs_reader_check_object (reader, item, keys)) {
    penalty->use_l1 = gs_reader_find (item, "l1") != NULL;
    penalty->use_l2 = gs_reader_find (item, "l2") != NULL;
    penalty->l1 = gs_reader_get_number (reader, item, "l1", 0);
    penalty->l2 = gs_reader_get_number (reader, item, "l2", 0);
    penalty->half_l2 = gs_reader_get_boolean (reader, item, "half-l2", FALSE);
    penalty->scope = (NnPenaltyScope) read_word (reader, item, "on", scope_names, 2, NN_PENALTY_KERNELS);
  }
  gs_reader_leave (reader, mark);
}

static void
read_optimizer (GsReader *reader, const cJSON *object, NnOptimizer *optimizer)
{
  const cJSON *item = gs_reader_find (object, "optimizer");
  gsize mark;

  if (item == NULL || reader->error != NULL)
    return;
  mark = gs_reader_enter (reader, "optimizer");
  *optimizer = nn_optimizer_default ((NnOptimizerKind) read_named (
      reader, item, "kind", (GetName) nn_optimizer_get_name, NN_N_OPTIMIZERS, NN_OPTIMIZER_SGD));
  if (check_fields (reader, item, next_optimizer_field, (gint) optimizer->kind))
    for (const NnField *field = nn_optimizer_next_field (optimizer->kind, NULL); field != NULL;
         field = nn_optimizer_next_field (optimizer->kind, field))
      read_field (reader, item, field, optimizer);
  if (reader->error == NULL)
    gs_reader_leave (reader, mark);
}

NnNetwork *
gs_document_read_network (GsReader *reader, const cJSON *object)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autofree NnShape *shapes = NULL;
  GError *error = NULL;

  network->title = g_strdup (gs_reader_get_string (reader, object, "title", NULL));
  network->notes = g_strdup (gs_reader_get_string (reader, object, "notes", NULL));
  read_input (reader, object, &network->input);
  read_layers (reader, object, network);
  read_loss (reader, object, network);
  read_penalty (reader, object, &network->penalty);
  read_optimizer (reader, object, &network->optimizer);
  network->all_gradients = gs_reader_get_boolean (reader, object, "all-gradients", FALSE);
  network->nudge = gs_reader_get_number (reader, object, "nudge", 0);
  if (reader->error == NULL && network->nudge == 0 ? gs_reader_find (object, "nudge") != NULL
                                                   : !(network->nudge >= 0 && network->nudge <= 1))
    gs_reader_fail (reader, _ ("the nudge must lie above 0 and be at most 1"));
  if (reader->error != NULL)
    return NULL;
  shapes = g_new0 (NnShape, network->layers->len + 1);
  if (!nn_network_infer_shapes (network, shapes, &error) || !nn_network_check_graph (network, &error)
      || !nn_optimizer_validate (&network->optimizer, &error)) {
    gs_reader_fail_with (reader, error);
    return NULL;
  }
  return g_steal_pointer (&network);
}
