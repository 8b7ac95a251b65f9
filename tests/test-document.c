/* Documents there and back: every field and every bit of networks, rows and state, compared field by field,
 * not by what is written. */
#include <float.h>
#include <string.h>

#include "app/workbook/gs-workbook.h"
#include "document.h"
#include "pass.h"

/* ---- random documents ---- */

static void
choose_init (guint64 *random, NnInit *init)
{
  init->kind = (NnInitKind) pass_random_int (random, 0, NN_N_INITS - 2);
  if (init->kind == NN_INIT_CONSTANT || init->kind == NN_INIT_UNIFORM || init->kind == NN_INIT_NORMAL)
    init->a = -pass_random (random);
  if (init->kind == NN_INIT_UNIFORM || init->kind == NN_INIT_NORMAL)
    init->b = pass_random (random);
}

static void
choose_activation (guint64 *random, NnLayer *layer)
{
  layer->activation = (NnActivation) pass_random_int (random, 0, NN_N_ACTIVATIONS - 1);
  if (layer->activation == NN_ACTIVATION_LEAKY_RELU)
    layer->slope = pass_random (random);
}

static void
choose_padding (guint64 *random, NnLayer *layer)
{
  layer->padding.kind = (NnPaddingKind) pass_random_int (random, 0, 2);
  if (layer->padding.kind != NN_PADDING_EXPLICIT)
    return;
  layer->padding.top = pass_random_int (random, 0, layer->kernel.rows - 1);
  layer->padding.bottom = pass_random_int (random, 0, layer->kernel.rows - 1);
  layer->padding.left = pass_random_int (random, 0, layer->kernel.columns - 1);
  layer->padding.right = pass_random_int (random, 0, layer->kernel.columns - 1);
}

static NnLayer *
add_layer (guint64 *random, NnNetwork *network, NnLayerKind kind)
{
  NnLayer *layer = nn_network_add_layer (network, kind);

  if (pass_random_int (random, 0, 2) == 0)
    layer->name = g_strdup_printf ("layer_%u", network->layers->len);
  if (kind == NN_LAYER_DENSE || kind == NN_LAYER_CONV) {
    layer->units = pass_random_int (random, 1, 4);
    layer->bias = pass_random_int (random, 0, 3) > 0;
    layer->freeze_kernel = pass_random_int (random, 0, 3) == 0;
    layer->freeze_bias = layer->bias && pass_random_int (random, 0, 3) == 0;
    choose_activation (random, layer);
    choose_init (random, &layer->kernel_init);
    if (layer->bias)
      layer->bias_init.kind = pass_random_int (random, 0, 1) ? NN_INIT_ZEROS : NN_INIT_DEFAULT;
  }
  if (kind == NN_LAYER_CONV || kind == NN_LAYER_MAX_POOL || kind == NN_LAYER_AVERAGE_POOL) {
    layer->kernel.rows = pass_random_int (random, 1, 3);
    layer->kernel.columns = pass_random_int (random, 1, 3);
    layer->stride.rows = pass_random_int (random, 1, 2);
    layer->stride.columns = pass_random_int (random, 1, 2);
    choose_padding (random, layer);
  }
  if (kind == NN_LAYER_AVERAGE_POOL)
    layer->count_padding = pass_random_int (random, 0, 1);
  if (kind == NN_LAYER_ACTIVATION)
    choose_activation (random, layer);
  if (nn_layer_kind_has_parameters (kind) || kind == NN_LAYER_ACTIVATION)
    layer->pass_through = layer->activation != NN_ACTIVATION_SOFTMAX && pass_random_int (random, 0, 3) == 0;
  if (kind == NN_LAYER_DROPOUT)
    layer->keep = 1 - pass_random (random) / 2;
  return layer;
}

static NnOptimizer
choose_optimizer (guint64 *random)
{
  NnOptimizerKind kind = (NnOptimizerKind) pass_random_int (random, 0, NN_N_OPTIMIZERS - 1);
  NnOptimizer optimizer = nn_optimizer_default (kind);
  gboolean is_adam = kind == NN_OPTIMIZER_ADAM || kind == NN_OPTIMIZER_ADAMW;

  optimizer.lr = pass_random (random);
  if (kind == NN_OPTIMIZER_RMSPROP) {
    optimizer.rho = pass_random (random);
    optimizer.mu = pass_random_int (random, 0, 1) ? pass_random (random) : NAN;
  }
  if (kind == NN_OPTIMIZER_MOMENTUM || kind == NN_OPTIMIZER_NESTEROV)
    optimizer.mu = pass_random (random);
  if (is_adam) {
    optimizer.beta1 = pass_random (random);
    optimizer.beta2 = pass_random (random);
  }
  if (is_adam || kind == NN_OPTIMIZER_RMSPROP || kind == NN_OPTIMIZER_ADAGRAD) {
    optimizer.epsilon = pass_random (random) * 1e-6;
    optimizer.epsilon_place = (NnEpsilonPlace) pass_random_int (random, 0, is_adam ? 2 : 1);
  }
  if (kind == NN_OPTIMIZER_ADAMW)
    optimizer.decay = pass_random (random);
  if (kind == NN_OPTIMIZER_ADAGRAD)
    optimizer.initial_accumulator = pass_random (random);
  optimizer.schedule = (NnSchedule) pass_random_int (random, 0, NN_SCHEDULE_COSINE);
  if (optimizer.schedule == NN_SCHEDULE_STEP) {
    optimizer.step_every = 1 + pass_random (random);
    optimizer.step_factor = 0.5 + pass_random (random) / 2;
  } else if (optimizer.schedule == NN_SCHEDULE_COSINE) {
    optimizer.cosine_epochs = 1 + pass_random (random);
    optimizer.final_lr = pass_random (random);
  }
  if (pass_random_int (random, 0, 2) == 0)
    optimizer.warm_up = 1 + pass_random (random);
  return optimizer;
}

static void
choose_penalty (guint64 *random, NnPenalty *penalty)
{
  penalty->use_l1 = pass_random_int (random, 0, 1);
  penalty->use_l2 = pass_random_int (random, 0, 1);
  penalty->l1 = penalty->use_l1 ? pass_random (random) : 0;
  penalty->l2 = penalty->use_l2 ? pass_random (random) : 0;
  if (penalty->use_l1 || penalty->use_l2) {
    penalty->half_l2 = pass_random_int (random, 0, 1);
    penalty->scope = pass_random_int (random, 0, 1) ? NN_PENALTY_ALL : NN_PENALTY_KERNELS;
  }
}

/* What there is, and a branch beside it that reads the last layer but one or the same. */
static void
add_branch (guint64 *random, NnNetwork *network)
{
  NnLayer *last = g_ptr_array_index (network->layers, network->layers->len - 1);
  NnLayer *merge;
  const gchar *names[] = { "end", "end", NULL };

  g_free (last->name);
  last->name = g_strdup ("end");
  merge =
      add_layer (random, network, (NnLayerKind) pass_random_int (random, NN_LAYER_ADD, NN_LAYER_MULTIPLY));
  if (pass_random_int (random, 0, 1))
    names[1] = NULL;
  merge->with = g_strdupv ((gchar **) names);
  if (pass_random_int (random, 0, 1))
    merge->from = g_strdup ("end");
}

static NnNetwork *
make_network (guint64 *random)
{
  NnNetwork *network = nn_network_new ();
  gint n = pass_random_int (random, 1, 3);

  if (pass_random_int (random, 0, 1)) {
    network->input = nn_shape (3, pass_random_int (random, 1, 2), 9, 8);
    for (gint i = 0; i < n; i++)
      add_layer (random, network,
                 (NnLayerKind) pass_random_int (random, NN_LAYER_CONV, NN_LAYER_AVERAGE_POOL));
    add_layer (random, network, NN_LAYER_FLATTEN);
  } else {
    network->input = nn_shape (1, pass_random_int (random, 1, 4));
  }
  for (gint i = 0; i < n; i++)
    add_layer (random, network, pass_random_int (random, 0, 1) ? NN_LAYER_ACTIVATION : NN_LAYER_DROPOUT);
  add_layer (random, network, NN_LAYER_DENSE);
  if (pass_random_int (random, 0, 1))
    add_branch (random, network);
  if (pass_random_int (random, 0, 1))
    network->title = g_strdup ("Größe \"1\"\\\n\t€ \xf0\x9f\x98\x80");
  if (pass_random_int (random, 0, 1))
    network->notes = g_strdup ("");
  network->loss = (NnLossKind) pass_random_int (random, 0, NN_N_LOSSES - 1);
  network->reduction = (NnReduction) pass_random_int (random, 0, NN_REDUCTION_SUM);
  network->long_chain = pass_random_int (random, 0, 1);
  network->all_gradients = pass_random_int (random, 0, 1);
  network->optimizer = choose_optimizer (random);
  choose_penalty (random, &network->penalty);
  return network;
}

/* Any finite double: denormals and both zeros often. */
static gdouble
any_double (guint64 *random)
{
  static const gdouble edges[] = { 0.0,     -0.0,      DBL_MAX,     -DBL_MAX,           DBL_MIN, DBL_TRUE_MIN,
                                   -5e-324, 1.0 / 3.0, DBL_EPSILON, 9007199254740992.0, 0.1,     -1e22 };
  guint64 bits;
  gdouble value;

  if (pass_random_int (random, 0, 1))
    return edges[pass_random_int (random, 0, G_N_ELEMENTS (edges) - 1)];
  pass_random (random);
  bits = *random;
  if (pass_random_int (random, 0, 3) == 0)
    bits &= 0x800fffffffffffff;
  if ((bits >> 52 & 0x7ff) == 0x7ff)
    bits ^= (guint64) 1 << 62;
  memcpy (&value, &bits, sizeof value);
  return value;
}

static void
fill (guint64 *random, gdouble *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    values[i] = any_double (random);
}

static GsDataset *
make_data (guint64 *random, const NnNetwork *network)
{
  gint n_rows = pass_random_int (random, 1, 5);
  gint first[] = { n_rows, 1 }, second[] = { 1 };
  const gint *lists[] = { first, second };
  const gint lengths[] = { 2, 1 };
  NnShape target;
  gsize n_inputs, n_targets;
  g_autofree gdouble *inputs = NULL, *targets = NULL;
  g_autoptr (GsDataset) data = NULL;

  g_assert_true (nn_network_get_target_shape (network, &target, NULL));
  n_inputs = (gsize) n_rows * nn_shape_count (&network->input);
  n_targets = (gsize) n_rows * nn_shape_count (&target);
  inputs = g_new (gdouble, n_inputs);
  targets = g_new (gdouble, n_targets);
  fill (random, inputs, n_inputs);
  fill (random, targets, n_targets);
  data = gs_dataset_new (&network->input, &target, n_rows, inputs, targets);
  switch (pass_random_int (random, 0, 2)) {
  case 0: {
    g_autoptr (GsDataset) batched = gs_dataset_with_batch_size (data, pass_random_int (random, 1, 9));

    return gs_dataset_with_shuffling (batched, pass_random_int (random, 0, 1), NULL);
  }
  case 1: return gs_dataset_with_batches (data, 2, lists, lengths, NULL);
  default: return g_steal_pointer (&data);
  }
}

/* NULL if the layers drawn do not go together. */
static GsDocument *
make_document (guint64 *random)
{
  NnNetwork *network = make_network (random);
  NnShape target;
  g_autoptr (GsDataset) data = NULL;
  guint64 seed;

  if (!nn_network_get_target_shape (network, &target, NULL)) {
    nn_network_free (network);
    return NULL;
  }
  data = make_data (random, network);
  pass_random (random);
  seed = pass_random_int (random, 0, 1) ? *random : *random >> 50;
  return gs_document_new (network, data, seed, NULL);
}

/* ---- networks and numbers ---- */

typedef struct {
  guint layers[NN_N_LAYER_KINDS], activations[NN_N_ACTIVATIONS], losses[NN_N_LOSSES];
  guint optimizers[NN_N_OPTIMIZERS], inits[NN_N_INITS], paddings[3], batches[3];
} Seen;

static void
count_seen (Seen *seen, const GsDocument *document)
{
  gint asked = gs_dataset_get_asked_batch_size (document->data);

  for (guint i = 0; i < document->network->layers->len; i++) {
    const NnLayer *layer = g_ptr_array_index (document->network->layers, i);

    seen->layers[layer->kind]++;
    seen->activations[layer->activation]++;
    seen->inits[layer->kernel_init.kind]++;
    seen->paddings[layer->padding.kind]++;
  }
  seen->losses[document->network->loss]++;
  seen->optimizers[document->network->optimizer.kind]++;
  seen->batches[asked == G_MAXINT ? 0 : asked > 0 ? 1 : 2]++;
}

/* Writes the parameters out as starting values of their layers. */
static void
write_out (GsDocument *document)
{
  gint number = 0;

  for (guint i = 0; i < document->network->layers->len; i++) {
    NnLayer *layer = g_ptr_array_index (document->network->layers, i);
    g_autofree gchar *name = NULL;

    if (layer->kind != NN_LAYER_DENSE && layer->kind != NN_LAYER_CONV)
      continue;
    number++;
    name = layer->name != NULL ? g_strdup_printf ("%s.W", layer->name) : g_strdup_printf ("W%d", number);
    layer->kernel_init.kind = NN_INIT_VALUES;
    layer->kernel_init.a = layer->kernel_init.b = 0;
    layer->kernel_init.values = nn_tensor_copy (nn_state_find (document->state, name));
  }
}

static void
test_networks (void)
{
  guint64 random = 20240607;
  Seen seen = { 0 };
  const guint *counts = (const guint *) &seen;
  guint made = 0;

  for (gint i = 0; i < 1500 && made < 250; i++) {
    g_autoptr (GsDocument) document = make_document (&random);

    if (document == NULL)
      continue;
    made++;
    for (guint j = 0; j < nn_state_get_size (document->state); j++) {
      NnTensor *tensor = nn_state_get (document->state, j);

      if (strchr (tensor->name, 'W') != NULL)
        fill (&random, tensor->values, nn_shape_count (&tensor->shape));
    }
    if (pass_random_int (&random, 0, 3) == 0)
      write_out (document);
    document->cursor.pass = (guint32) pass_random_int (&random, 1, G_MAXINT32 - 1);
    document->cursor.instruction = pass_random_int (&random, 0, 9);
    document->cursor.cell = (gsize) pass_random_int (&random, 0, 9);
    document->cursor.term = (gsize) pass_random_int (&random, 0, 9);
    count_seen (&seen, document);
    document_assert_there_and_back (document);
  }
  g_assert_cmpuint (made, ==, 250);
  for (gsize i = 0; i < sizeof seen / sizeof counts[0]; i++)
    g_assert_cmpuint (counts[i], >, 0);
}

/* Seeds of 64 bits, and what a file may leave out. */
static void
test_left_out (void)
{
  static const gchar text[] = "{\"format\": \"gradsheet\", \"version\": 1, \"input\": [2],"
                              " \"layers\": [{\"kind\": \"dense\", \"units\": 1}],"
                              " \"data\": {\"inputs\": [[0, 1]], \"targets\": [[1]]}}";
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDocument) document = gs_document_load_bytes (text, strlen (text), "short", &error);
  g_autoptr (GsDocument) fresh = NULL;
  NnNetwork *network = nn_network_new ();

  g_assert_no_error (error);
  network->input = nn_shape (1, 2);
  nn_network_add_layer (network, NN_LAYER_DENSE)->units = 1;
  fresh = gs_document_new (network, document->data, 1, &error);
  g_assert_no_error (error);
  document_assert_same (document, fresh);
  g_assert_cmpint (gs_dataset_get_asked_batch_size (document->data), ==, G_MAXINT);
  document->seed = G_MAXUINT64;
  document_assert_there_and_back (document);
  document->seed = ((guint64) 1 << 53) + 1;
  document->network->nudge = 1e-5;
  document_assert_there_and_back (document);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document/networks", test_networks);
  g_test_add_func ("/document/left-out", test_left_out);
  return g_test_run ();
}
