/* Networks in a document: what is not the default is written, what is missing is the default. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "gs-document-private.h"

const gchar *const gs_document_network_keys[] = { "title",   "notes",     "input",         "layers", "loss",
                                                  "penalty", "optimizer", "all-gradients", NULL };

static const gchar *const padding_names[] = { "valid", "same" };
static const gchar *const scope_names[] = { "kernels", "all" };
static const gchar *const epsilon_names[] = { "outside", "inside", "uncorrected" };

/* ---- writing ---- */

static void
write_string (GsWriter *writer, const gchar *key, const gchar *text)
{
  if (text == NULL)
    return;
  gs_writer_key (writer, key);
  gs_writer_string (writer, text);
}

static void
write_number (GsWriter *writer, const gchar *key, gdouble value)
{
  gs_writer_key (writer, key);
  gs_writer_number (writer, value);
}

static void
write_flag (GsWriter *writer, const gchar *key, gboolean value, gboolean otherwise)
{
  if (value == otherwise)
    return;
  gs_writer_key (writer, key);
  gs_writer_boolean (writer, value);
}

static void
write_pair (GsWriter *writer, const gchar *key, gint first, gint second)
{
  gs_writer_key (writer, key);
  gs_writer_begin_array (writer, TRUE);
  gs_writer_integer (writer, first);
  gs_writer_integer (writer, second);
  gs_writer_end_array (writer);
}

static gboolean
init_has_b (NnInitKind kind)
{
  return kind == NN_INIT_UNIFORM || kind == NN_INIT_NORMAL;
}

static gboolean
init_has_a (NnInitKind kind)
{
  return kind == NN_INIT_CONSTANT || init_has_b (kind);
}

static void
write_init (GsWriter *writer, const gchar *key, const NnInit *init)
{
  if (init->kind == NN_INIT_DEFAULT)
    return;
  gs_writer_key (writer, key);
  gs_writer_begin_object (writer, TRUE);
  write_string (writer, "kind", nn_init_get_name (init->kind));
  if (init_has_a (init->kind))
    write_number (writer, "a", init->a);
  if (init_has_b (init->kind))
    write_number (writer, "b", init->b);
  if (init->kind == NN_INIT_VALUES) {
    gs_writer_key (writer, "values");
    gs_writer_tensor (writer, &init->values->shape, init->values->values);
  }
  gs_writer_end_object (writer);
}

static gboolean
has_window (const NnLayer *layer)
{
  return layer->kind == NN_LAYER_CONV || layer->kind == NN_LAYER_MAX_POOL
         || layer->kind == NN_LAYER_AVERAGE_POOL;
}

static gboolean
has_parameters (const NnLayer *layer)
{
  return layer->kind == NN_LAYER_DENSE || layer->kind == NN_LAYER_CONV;
}

static gboolean
has_activation (const NnLayer *layer)
{
  return has_parameters (layer) || layer->kind == NN_LAYER_ACTIVATION;
}

static void
write_padding (GsWriter *writer, const NnPadding *padding)
{
  gs_writer_key (writer, "padding");
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
write_layer (GsWriter *writer, const NnLayer *layer)
{
  gs_writer_begin_object (writer, TRUE);
  write_string (writer, "kind", nn_layer_kind_get_name (layer->kind));
  write_string (writer, "name", layer->name);
  if (has_parameters (layer)) {
    gs_writer_key (writer, "units");
    gs_writer_integer (writer, layer->units);
  }
  if (has_window (layer)) {
    write_pair (writer, "kernel", layer->kernel_height, layer->kernel_width);
    write_pair (writer, "stride", layer->stride_rows, layer->stride_columns);
    write_padding (writer, &layer->padding);
  }
  if (layer->kind == NN_LAYER_AVERAGE_POOL)
    write_flag (writer, "count-padding", layer->count_padding, FALSE);
  if (has_activation (layer))
    write_string (writer, "activation", nn_activation_get_name (layer->activation));
  if (has_activation (layer) && layer->activation == NN_ACTIVATION_LEAKY_RELU)
    write_number (writer, "slope", layer->slope);
  if (layer->kind == NN_LAYER_DROPOUT)
    write_number (writer, "keep", layer->keep);
  if (has_parameters (layer)) {
    write_flag (writer, "bias", layer->bias, TRUE);
    write_flag (writer, "freeze-kernel", layer->freeze_kernel, FALSE);
    write_flag (writer, "freeze-bias", layer->freeze_bias, FALSE);
    write_init (writer, "kernel-init", &layer->kernel_init);
    write_init (writer, "bias-init", &layer->bias_init);
  }
  gs_writer_end_object (writer);
}

static void
write_penalty (GsWriter *writer, const NnPenalty *penalty)
{
  if (!penalty->use_l1 && !penalty->use_l2)
    return;
  gs_writer_key (writer, "penalty");
  gs_writer_begin_object (writer, TRUE);
  if (penalty->use_l1)
    write_number (writer, "l1", penalty->l1);
  if (penalty->use_l2)
    write_number (writer, "l2", penalty->l2);
  write_flag (writer, "half-l2", penalty->half_l2, FALSE);
  write_string (writer, "on", scope_names[penalty->scope]);
  gs_writer_end_object (writer);
}

static void
write_optimizer (GsWriter *writer, const NnOptimizer *optimizer)
{
  NnOptimizerKind kind = optimizer->kind;
  gboolean is_adam = kind == NN_OPTIMIZER_ADAM || kind == NN_OPTIMIZER_ADAMW;
  gboolean is_rmsprop = kind == NN_OPTIMIZER_RMSPROP;

  gs_writer_key (writer, "optimizer");
  gs_writer_begin_object (writer, TRUE);
  write_string (writer, "kind", nn_optimizer_get_name (kind));
  write_number (writer, "lr", optimizer->lr);
  if (kind == NN_OPTIMIZER_MOMENTUM || kind == NN_OPTIMIZER_NESTEROV
      || (is_rmsprop && optimizer->rmsprop_momentum))
    write_number (writer, "mu", optimizer->mu);
  if (is_rmsprop)
    write_number (writer, "rho", optimizer->rho);
  if (is_adam) {
    write_number (writer, "beta1", optimizer->beta1);
    write_number (writer, "beta2", optimizer->beta2);
  }
  if (is_adam || is_rmsprop || kind == NN_OPTIMIZER_ADAGRAD) {
    write_number (writer, "epsilon", optimizer->epsilon);
    if (optimizer->epsilon_place != NN_EPSILON_OUTSIDE)
      write_string (writer, "epsilon-place", epsilon_names[optimizer->epsilon_place]);
  }
  if (kind == NN_OPTIMIZER_ADAMW)
    write_number (writer, "decay", optimizer->decay);
  if (kind == NN_OPTIMIZER_ADAGRAD)
    write_number (writer, "initial-accumulator", optimizer->initial_accumulator);
  gs_writer_end_object (writer);
}

void
gs_document_write_network (GsWriter *writer, const NnNetwork *network)
{
  write_string (writer, "title", network->title);
  write_string (writer, "notes", network->notes);
  gs_writer_key (writer, "input");
  gs_writer_begin_array (writer, TRUE);
  for (gint i = 0; i < network->input.rank; i++)
    gs_writer_integer (writer, network->input.dim[i]);
  gs_writer_end_array (writer);
  gs_writer_key (writer, "layers");
  gs_writer_begin_array (writer, FALSE);
  for (guint i = 0; i < network->layers->len; i++)
    write_layer (writer, g_ptr_array_index (network->layers, i));
  gs_writer_end_array (writer);
  gs_writer_key (writer, "loss");
  gs_writer_begin_object (writer, TRUE);
  write_string (writer, "kind", nn_loss_get_name (network->loss));
  if (network->reduction != NN_REDUCTION_DEFAULT)
    write_string (writer, "reduction", nn_reduction_get_name (network->reduction));
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
read_pair (GsReader *reader, const cJSON *object, const gchar *key, gint *first, gint *second)
{
  const cJSON *item = gs_reader_find (object, key);
  gsize mark;

  if (item == NULL || reader->error != NULL)
    return;
  mark = gs_reader_enter (reader, key);
  if (cJSON_IsNumber (item)) {
    *first = *second = (gint) gs_reader_to_integer (reader, item, 1, NN_MAX_CELLS);
  } else if (gs_reader_check_array (reader, item) && cJSON_GetArraySize (item) == 2) {
    *first = (gint) gs_reader_to_integer (reader, cJSON_GetArrayItem (item, 0), 1, NN_MAX_CELLS);
    *second = (gint) gs_reader_to_integer (reader, cJSON_GetArrayItem (item, 1), 1, NN_MAX_CELLS);
  } else {
    gs_reader_fail (reader, _ ("must be a number or two of them: [rows, columns]"));
  }
  gs_reader_leave (reader, mark);
}

static void
read_padding (GsReader *reader, const cJSON *object, NnPadding *padding)
{
  const cJSON *item = gs_reader_find (object, "padding");
  gint *sides[] = { &padding->top, &padding->bottom, &padding->left, &padding->right };
  gsize mark;

  if (item == NULL || reader->error != NULL)
    return;
  mark = gs_reader_enter (reader, "padding");
  if (cJSON_IsString (item)) {
    padding->kind = (NnPaddingKind) gs_reader_to_word (reader, item, padding_names, 2);
  } else if (cJSON_IsArray (item) && cJSON_GetArraySize (item) == 4) {
    padding->kind = NN_PADDING_EXPLICIT;
    for (gint i = 0; i < 4; i++)
      *sides[i] = (gint) gs_reader_to_integer (reader, cJSON_GetArrayItem (item, i), 0, G_MAXINT16);
  } else {
    gs_reader_fail (reader, _ ("must be \"valid\", \"same\", or [top, bottom, left, right]"));
  }
  gs_reader_leave (reader, mark);
}

static void
read_init (GsReader *reader, const cJSON *object, const gchar *key, NnInit *init)
{
  const gchar *keys[] = { "kind", NULL, NULL, NULL };
  const cJSON *item = gs_reader_find (object, key), *values;
  gsize mark;

  if (item == NULL || reader->error != NULL)
    return;
  mark = gs_reader_enter (reader, key);
  init->kind = (NnInitKind) read_named (reader, item, "kind", (GetName) nn_init_get_name, NN_N_INITS, 0);
  keys[1] = init->kind == NN_INIT_VALUES ? "values" : init_has_a (init->kind) ? "a" : NULL;
  keys[2] = init_has_b (init->kind) ? "b" : NULL;
  if (gs_reader_check_object (reader, item, keys)) {
    gs_reader_need (reader, item, "kind", "\"glorot-uniform\"");
    init->a = gs_reader_get_number (reader, item, "a", 0);
    init->b = gs_reader_get_number (reader, item, "b", 0);
    if (init->kind == NN_INIT_VALUES) {
      values = gs_reader_need (reader, item, "values", "[[0.1, 0.2]]");
      init->values = values != NULL ? gs_reader_to_tensor (reader, values, "values") : NULL;
    }
  }
  gs_reader_leave (reader, mark);
}

/* The keys this kind of layer has. */
static void
list_layer_keys (const NnLayer *layer, const gchar *keys[20])
{
  gint n = 0;

  keys[n++] = "kind";
  keys[n++] = "name";
  if (has_parameters (layer)) {
    keys[n++] = "units";
    keys[n++] = "bias";
    keys[n++] = "freeze-kernel";
    keys[n++] = "freeze-bias";
    keys[n++] = "kernel-init";
    keys[n++] = "bias-init";
  }
  if (has_window (layer)) {
    keys[n++] = "kernel";
    keys[n++] = "stride";
    keys[n++] = "padding";
  }
  if (layer->kind == NN_LAYER_AVERAGE_POOL)
    keys[n++] = "count-padding";
  if (has_activation (layer)) {
    keys[n++] = "activation";
    keys[n++] = "slope";
  }
  if (layer->kind == NN_LAYER_DROPOUT)
    keys[n++] = "keep";
  keys[n] = NULL;
}

static void
read_layer_options (GsReader *reader, const cJSON *item, NnLayer *layer)
{
  layer->name = g_strdup (gs_reader_get_string (reader, item, "name", NULL));
  if (has_parameters (layer)) {
    gs_reader_need (reader, item, "units", "8");
    layer->units = (gint) gs_reader_get_integer (reader, item, "units", 1, 1, NN_MAX_CELLS);
  }
  if (has_window (layer)) {
    read_pair (reader, item, "kernel", &layer->kernel_height, &layer->kernel_width);
    if (layer->kind != NN_LAYER_CONV) {
      layer->stride_rows = layer->kernel_height;
      layer->stride_columns = layer->kernel_width;
    }
    read_pair (reader, item, "stride", &layer->stride_rows, &layer->stride_columns);
    read_padding (reader, item, &layer->padding);
  }
  layer->count_padding = gs_reader_get_boolean (reader, item, "count-padding", FALSE);
  layer->activation = (NnActivation) read_named (reader, item, "activation", (GetName) nn_activation_get_name,
                                                 NN_N_ACTIVATIONS, layer->activation);
  layer->slope = gs_reader_get_number (reader, item, "slope", layer->slope);
  layer->keep = gs_reader_get_number (reader, item, "keep", layer->keep);
  layer->bias = gs_reader_get_boolean (reader, item, "bias", layer->bias);
  layer->freeze_kernel = gs_reader_get_boolean (reader, item, "freeze-kernel", FALSE);
  layer->freeze_bias = gs_reader_get_boolean (reader, item, "freeze-bias", FALSE);
  read_init (reader, item, "kernel-init", &layer->kernel_init);
  read_init (reader, item, "bias-init", &layer->bias_init);
}

static void
read_layer (GsReader *reader, const cJSON *item, NnNetwork *network)
{
  const gchar *keys[20];
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
  list_layer_keys (layer, keys);
  if (gs_reader_check_object (reader, item, keys))
    read_layer_options (reader, item, layer);
}

static void
read_layers (GsReader *reader, const cJSON *object, NnNetwork *network)
{
  const cJSON *list = gs_reader_need (reader, object, "layers", "[{\"kind\": \"dense\", \"units\": 8}]");
  const cJSON *item;
  gsize mark = gs_reader_enter (reader, "layers");
  gint number = 0;

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
  if (list != NULL && gs_reader_check_array (reader, list)) {
    cJSON_ArrayForEach (item, list)
    {
      gsize inner = gs_reader_enter_item (reader, ++number);

      read_layer (reader, item, network);
      if (reader->error != NULL)
        return;
      gs_reader_leave (reader, inner);
    }
  }
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

/* The keys this optimizer has. */
static void
list_optimizer_keys (NnOptimizerKind kind, const gchar *keys[12])
{
  gboolean is_adam = kind == NN_OPTIMIZER_ADAM || kind == NN_OPTIMIZER_ADAMW;
  gint n = 0;

  keys[n++] = "kind";
  keys[n++] = "lr";
  if (kind == NN_OPTIMIZER_MOMENTUM || kind == NN_OPTIMIZER_NESTEROV || kind == NN_OPTIMIZER_RMSPROP)
    keys[n++] = "mu";
  if (kind == NN_OPTIMIZER_RMSPROP)
    keys[n++] = "rho";
  if (is_adam) {
    keys[n++] = "beta1";
    keys[n++] = "beta2";
  }
  if (is_adam || kind == NN_OPTIMIZER_RMSPROP || kind == NN_OPTIMIZER_ADAGRAD) {
    keys[n++] = "epsilon";
    keys[n++] = "epsilon-place";
  }
  if (kind == NN_OPTIMIZER_ADAMW)
    keys[n++] = "decay";
  if (kind == NN_OPTIMIZER_ADAGRAD)
    keys[n++] = "initial-accumulator";
  keys[n] = NULL;
}

static void
read_optimizer_numbers (GsReader *reader, const cJSON *item, NnOptimizer *optimizer)
{
  optimizer->lr = gs_reader_get_number (reader, item, "lr", optimizer->lr);
  optimizer->rmsprop_momentum =
      optimizer->kind == NN_OPTIMIZER_RMSPROP && gs_reader_find (item, "mu") != NULL;
  optimizer->mu = gs_reader_get_number (reader, item, "mu", optimizer->mu);
  optimizer->rho = gs_reader_get_number (reader, item, "rho", optimizer->rho);
  optimizer->beta1 = gs_reader_get_number (reader, item, "beta1", optimizer->beta1);
  optimizer->beta2 = gs_reader_get_number (reader, item, "beta2", optimizer->beta2);
  optimizer->epsilon = gs_reader_get_number (reader, item, "epsilon", optimizer->epsilon);
  optimizer->decay = gs_reader_get_number (reader, item, "decay", optimizer->decay);
  optimizer->initial_accumulator =
      gs_reader_get_number (reader, item, "initial-accumulator", optimizer->initial_accumulator);
  optimizer->epsilon_place =
      (NnEpsilonPlace) read_word (reader, item, "epsilon-place", epsilon_names, 3, optimizer->epsilon_place);
}

static void
read_optimizer (GsReader *reader, const cJSON *object, NnOptimizer *optimizer)
{
  const cJSON *item = gs_reader_find (object, "optimizer");
  const gchar *keys[12];
  gsize mark;

  if (item == NULL || reader->error != NULL)
    return;
  mark = gs_reader_enter (reader, "optimizer");
  *optimizer = nn_optimizer_default ((NnOptimizerKind) read_named (
      reader, item, "kind", (GetName) nn_optimizer_get_name, NN_N_OPTIMIZERS, NN_OPTIMIZER_SGD));
  list_optimizer_keys (optimizer->kind, keys);
  if (gs_reader_check_object (reader, item, keys))
    read_optimizer_numbers (reader, item, optimizer);
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
  if (reader->error != NULL)
    return NULL;
  shapes = g_new0 (NnShape, network->layers->len + 1);
  if (!nn_network_infer_shapes (network, shapes, &error)
      || !nn_optimizer_validate (&network->optimizer, &error)) {
    gs_reader_fail_with (reader, error);
    return NULL;
  }
  return g_steal_pointer (&network);
}
