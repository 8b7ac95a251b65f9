/* Documents there and back: every field and every bit of networks, rows, state and undo, compared
 * field by field, not by what is written. And files: replaced as a whole or not at all. */
#include <errno.h>
#include <float.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

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
  case 0: return gs_dataset_with_batch_size (data, pass_random_int (random, 1, 9));
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
  document_assert_there_and_back (document);
}

/* ---- undo ---- */

/* Six rows of 2×2 in batches of 4 and 2. */
static GsWorkbook *
make_book (gint units, guint64 seed)
{
  NnNetwork *network = nn_network_new ();
  NnShape target = nn_shape (1, 1);
  gdouble inputs[24], targets[6];
  g_autoptr (GsDataset) all = NULL, data = NULL;
  g_autoptr (GError) error = NULL;
  GsDocument *document;
  GsWorkbook *book;
  guint64 random = seed;

  network->input = nn_shape (3, 1, 2, 2);
  nn_network_add_layer (network, NN_LAYER_FLATTEN);
  nn_network_add_layer (network, NN_LAYER_DENSE)->units = units;
  nn_network_add_layer (network, NN_LAYER_DENSE)->units = 1;
  network->optimizer = nn_optimizer_default (NN_OPTIMIZER_ADAM);
  for (gint i = 0; i < 24; i++)
    inputs[i] = pass_random (&random);
  for (gint i = 0; i < 6; i++)
    targets[i] = pass_random (&random);
  all = gs_dataset_new (&network->input, &target, 6, inputs, targets);
  data = gs_dataset_with_batch_size (all, 4);
  document = gs_document_new (network, data, seed, &error);
  g_assert_no_error (error);
  book = gs_workbook_new (document, &error);
  g_assert_no_error (error);
  return book;
}

/* Sometimes with other rows, since the outputs become more or fewer. */
static void
edit_network (guint64 *random, GsWorkbook *book)
{
  NnNetwork *network = nn_network_copy (gs_workbook_get_network (book));
  NnLayer *hidden = g_ptr_array_index (network->layers, 1), *last = g_ptr_array_index (network->layers, 2);
  GsDataset *data = gs_workbook_get_data (book);
  NnShape target = nn_shape (1, pass_random_int (random, 1, 2));
  gdouble targets[12] = { 0.25, -0.0 };
  g_autoptr (GsDataset) other = NULL;
  g_autoptr (GError) error = NULL;

  switch (pass_random_int (random, 0, 2)) {
  case 0: hidden->units = pass_random_int (random, 1, 4); break;
  case 1: network->optimizer = nn_optimizer_default ((NnOptimizerKind) pass_random_int (random, 0, 6)); break;
  default:
    last->units = target.dim[0];
    other = gs_dataset_new (&network->input, &target, MIN (gs_dataset_get_n_rows (data), 6),
                            gs_dataset_get_input (data, 1), targets);
  }
  gs_workbook_set_network (book, network, other != NULL ? other : data, "Change the network", &error);
  g_assert_no_error (error);
}

static void
edit_data (guint64 *random, GsWorkbook *book)
{
  GsDataset *data = gs_workbook_get_data (book);
  gdouble inputs[8], targets[4];
  g_autoptr (GsDataset) changed = NULL;
  g_autoptr (GError) error = NULL;
  gint first = pass_random_int (random, 1, gs_dataset_get_n_rows (data));

  for (gint i = 0; i < 8; i++)
    inputs[i] = pass_random (random) - 0.5;
  for (gint i = 0; i < 4; i++)
    targets[i] = pass_random (random);
  changed = gs_dataset_splice (data, first, 1, pass_random_int (random, 1, 2), inputs, targets, &error);
  g_assert_no_error (error);
  gs_workbook_set_data (book, changed, "Change rows", &error);
  g_assert_no_error (error);
}

static void
edit_names (guint64 *random, GsWorkbook *book)
{
  static const gchar *const words[] = { "", "setosa", "Größe 1", "versicolor", "a.png", "0" };
  GsNameKind kind = pass_random_int (random, 0, 1) == 0 ? GS_NAMES_TARGETS : GS_NAMES_ROWS;
  GsDataset *data = gs_workbook_get_data (book);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GsDataset) named = NULL;
  g_autoptr (GError) error = NULL;
  gint first = pass_random_int (random, 0, 4);

  for (gsize i = 0; i < gs_dataset_get_n_names (data, kind); i++)
    g_ptr_array_add (names, (gpointer) words[((gsize) first + i) % G_N_ELEMENTS (words)]);
  named = gs_dataset_with_names (data, kind, pass_random_int (random, 0, 3) == 0 ? NULL : names, &error);
  g_assert_no_error (error);
  gs_workbook_set_data (book, named, "Name columns", &error);
  g_assert_no_error (error);
}

/* Rows kept apart, and inputs scaled, if they are not yet. */
static void
edit_split (guint64 *random, GsWorkbook *book)
{
  GsDataset *data = gs_workbook_get_data (book);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDataset) parted =
      gs_dataset_with_test_rows (data, pass_random_int (random, 0, 2) / 7.0, *random >> 12, &error);
  g_autoptr (GsDataset) scaled = NULL;

  g_assert_no_error (error);
  scaled = gs_dataset_with_scaling (parted, (GsScalingKind) pass_random_int (random, 0, 2), NULL);
  gs_workbook_set_data (book, scaled != NULL ? scaled : parted, "Keep rows for testing", &error);
  g_assert_no_error (error);
}

static void
edit_cell (guint64 *random, GsWorkbook *book)
{
  static const gchar *const leaves[] = { "W1", "b1", "W2", "W1.v", "beta1.t", "lr" };
  NnProgram *program = gs_workbook_get_program (book);
  NnCell cell = { nn_program_find (program, leaves[pass_random_int (random, 0, 5)]), 0 };
  gdouble value = pass_random (random) / 3;

  if (cell.tensor >= 0)
    gs_workbook_set_cells (book, &cell, &value, 1, NULL);
}

static void
edit_pin (guint64 *random, GsWorkbook *book)
{
  NnCell cell = { nn_program_find (gs_workbook_get_program (book), "z1"), 0 };

  if (pass_random_int (random, 0, 2) == 0)
    gs_workbook_unpin (book, &cell, NULL);
  else
    gs_workbook_pin (book, &cell, pass_random (random), NULL);
}

static void
do_something (guint64 *random, GsWorkbook *book)
{
  switch (pass_random_int (random, 0, 11)) {
  case 0: edit_network (random, book); break;
  case 1: edit_data (random, book); break;
  case 10: edit_names (random, book); break;
  case 11: edit_split (random, book); break;
  case 2: gs_workbook_train (book, 2, NULL, NULL, NULL, NULL); break;
  case 3: gs_workbook_set_seed (book, *random, NULL); break;
  case 4:
  case 5: edit_cell (random, book); break;
  case 6: edit_pin (random, book); break;
  case 7: gs_workbook_undo (book); break;
  case 8: gs_workbook_redo (book); break;
  default: gs_workbook_step (book, GS_STEP_PASS, pass_random_int (random, 0, 1) ? 1 : -1);
  }
}

static void
test_undo (void)
{
  guint64 random = 77;
  guint kinds[GS_EDIT_STATE + 1] = { 0 }, redone = 0, pinned = 0, anchored = 0, named = 0, parted = 0;

  for (gint i = 0; i < 25; i++) {
    g_autoptr (GsWorkbook) book = make_book (i % 3 == 0 ? 80 : 3, (guint64) i + 1);

    for (gint j = 0; j < 24; j++) {
      do_something (&random, book);
      if (j % 6 == 5) {
        g_autoptr (GsDocument) document = gs_workbook_to_document (book);

        document_assert_there_and_back (document);
        redone += document->redo->len;
        pinned += document->pins->len;
        named += gs_dataset_get_names (document->data, GS_NAMES_ROWS) != NULL;
        parted += gs_dataset_get_test_share (document->data, NULL) > 0;
        for (guint k = 0; k < document->undo->len; k++) {
          const GsEdit *edit = g_ptr_array_index (document->undo, k);

          kinds[edit->kind]++;
          anchored += edit->anchor != NULL;
        }
      }
    }
  }
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_assert_cmpuint (kinds[i], >, 10);
  g_assert_cmpuint (redone, >, 0);
  g_assert_cmpuint (pinned, >, 0);
  g_assert_cmpuint (named, >, 0);
  g_assert_cmpuint (parted, >, 0);
  g_assert_cmpuint (anchored, >, 0);
}

/* ---- any bytes ---- */

/* With everything a document can hold. */
static gchar *
make_rich_text (gsize *length)
{
  g_autoptr (GsWorkbook) book = make_book (2, 5);
  g_autoptr (GsDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  NnCell z1 = { nn_program_find (gs_workbook_get_program (book), "z1"), 1 };
  guint64 random = 9;

  g_assert_true (gs_workbook_set_text (book, "W1[1,1]", "1/4", &error));
  edit_data (&random, book);
  edit_names (&random, book);
  edit_split (&random, book);
  edit_network (&random, book);
  g_assert_true (gs_workbook_train (book, 2, NULL, NULL, NULL, &error));
  z1.tensor = nn_program_find (gs_workbook_get_program (book), "z1");
  g_assert_true (gs_workbook_pin (book, &z1, 0.5, &error));
  g_assert_true (gs_workbook_set_text (book, "b1[1]", "2", &error));
  g_assert_true (gs_workbook_undo (book));
  document = gs_workbook_to_document (book);
  g_ptr_array_add (document->overrides, gs_override_new (document->cursor.pass + 1, "lr", 0, 0.125));
  return gs_document_to_text (document, length);
}

static void
test_prefixes (void)
{
  gsize length;
  g_autofree gchar *text = make_rich_text (&length);

  /* Without the last newline it is whole. */
  for (gsize n = 0; n < length - 1; n++) {
    g_autofree gchar *prefix = g_memdup2 (text, MAX (n, 1));
    g_autoptr (GError) error = NULL;

    g_assert_null (gs_document_load_bytes (prefix, n, "cut", &error));
    g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_SYNTAX);
    g_assert_true (g_str_has_prefix (error->message, "cut: line "));
  }
  g_assert_cmpint (text[length - 1], ==, '\n');
}

static void
mutate (guint64 *random, GString *bytes)
{
  static const gchar *const pieces[] = { "-1",          "1e308", "[",  "]",       "{",
                                         "}",           "\"",    ",",  "null",    "true",
                                         "99999999999", "0.5",   "W9", "\\u0000", "\xff",
                                         "\"like\": 2", "[[]]",  "{}", "1e-400" };
  gsize at = (gsize) pass_random_int (random, 0, (gint) bytes->len - 1);
  gsize n = (gsize) pass_random_int (random, 1, (gint) MIN (bytes->len - at, 20));

  switch (pass_random_int (random, 0, 3)) {
  case 0: bytes->str[at] = (gchar) pass_random_int (random, 0, 255); break;
  case 1: g_string_erase (bytes, (gssize) at, (gssize) n); break;
  case 2:
    g_string_insert (bytes, (gssize) at, pieces[pass_random_int (random, 0, G_N_ELEMENTS (pieces) - 1)]);
    break;
  default:
    /* Another digit: most often still JSON, and another document. */
    while (at < bytes->len && !g_ascii_isdigit (bytes->str[at]))
      at++;
    if (at < bytes->len)
      bytes->str[at] = (gchar) pass_random_int (random, '0', '9');
  }
}

/* An edit that a spoilt file puts where no pass is kept stays as it is, and says so. */
static gboolean
is_fatal (const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer user_data)
{
  (void) domain;
  (void) user_data;
  return (level & G_LOG_LEVEL_WARNING) == 0 || strstr (message, " was not ") == NULL;
}

static void
say_unless_expected (const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer user_data)
{
  if (is_fatal (domain, level, message, user_data))
    g_test_message ("%s", message);
}

/* Whatever the file says was done can be taken back, done again and gone on from. */
static void
play (GsDocument *document)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWorkbook) book = gs_workbook_new (document, &error);
  g_autoptr (GsDocument) again = NULL;
  guint n = 0;

  g_assert_true ((book == NULL) == (error != NULL));
  if (book == NULL)
    return;
  while (n < 20 && gs_workbook_undo (book))
    n++;
  while (gs_workbook_redo (book))
    g_assert_cmpuint (n++, <, 60);
  gs_workbook_step (book, GS_STEP_PASS, 2);
  gs_workbook_step (book, GS_STEP_LAYER, -3);
  again = gs_workbook_to_document (book);
  g_assert_nonnull (again);
}

static void
test_mutations (void)
{
  guint64 random = 4711;
  gsize length;
  g_autofree gchar *text = make_rich_text (&length);
  guint loaded = 0, refused = 0;
  GLogFunc log;

  g_test_log_set_fatal_handler (is_fatal, NULL);
  log = g_log_set_default_handler (say_unless_expected, NULL);
  for (gint i = 0; i < 2000; i++) {
    g_autoptr (GString) bytes = g_string_new_len (text, (gssize) length);
    g_autofree gchar *copy = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (GsDocument) document = NULL;

    for (gint n = pass_random_int (&random, 1, 3); n > 0 && bytes->len > 1; n--)
      mutate (&random, bytes);
    /* Not a byte longer than needed, for those who look for reading beyond the end. */
    copy = g_memdup2 (bytes->str, bytes->len);
    document = gs_document_load_bytes (copy, bytes->len, "any", &error);
    g_assert_true ((document == NULL) == (error != NULL));
    if (document != NULL) {
      loaded++;
      document_assert_there_and_back (document);
      play (g_steal_pointer (&document));
    } else {
      refused++;
      g_assert_cmpint (error->domain, ==, GS_DOCUMENT_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_true (g_str_has_prefix (error->message, "any: "));
    }
  }
  g_log_set_default_handler (log, NULL);
  g_assert_cmpuint (loaded, >, 100);
  g_assert_cmpuint (refused, >, 100);
}

/* ---- files ---- */

static gchar *folder;

static gchar *
in_folder (const gchar *name)
{
  return g_build_filename (folder, name, NULL);
}

static guint
count_files (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
assert_holds (const gchar *path, const gchar *text, gsize length)
{
  g_autofree gchar *content = NULL;
  gsize n;

  g_assert_true (g_file_get_contents (path, &content, &n, NULL));
  g_assert_cmpmem (content, n, text, length);
}

static GsDocument *
make_rich_document (void)
{
  gsize length;
  g_autofree gchar *text = make_rich_text (&length);
  g_autoptr (GError) error = NULL;
  GsDocument *document = gs_document_load_bytes (text, length, "rich", &error);

  g_assert_no_error (error);
  return document;
}

static void
test_files (void)
{
  g_autoptr (GsDocument) document = make_rich_document ();
  g_autofree gchar *path = in_folder ("mine.gradsheet"), *link = in_folder ("link.gradsheet");
  g_autoptr (GsDocument) back = NULL;
  g_autoptr (GError) error = NULL;
  struct stat info;

  g_assert_true (gs_document_save (document, path, &error));
  g_assert_no_error (error);
  back = gs_document_load (path, &error);
  g_assert_no_error (error);
  document_assert_same (document, back);

  /* Saved over, through a link: the link stays, and so do the permissions. */
  g_assert_cmpint (g_chmod (path, 0640), ==, 0);
  g_assert_cmpint (symlink ("mine.gradsheet", link), ==, 0);
  document->seed++;
  g_assert_true (gs_document_save (document, link, &error));
  g_assert_cmpint (g_lstat (link, &info), ==, 0);
  g_assert_true (S_ISLNK (info.st_mode));
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0640);
  gs_document_free (g_steal_pointer (&back));
  back = gs_document_load (path, &error);
  document_assert_same (document, back);
  g_assert_cmpuint (count_files (), ==, 2);
  g_unlink (link);
  g_unlink (path);
}

static void
assert_not_saved (GsDocument *document, const gchar *path)
{
  g_autoptr (GError) error = NULL;
  guint n = count_files ();

  g_assert_false (gs_document_save (document, path, &error));
  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_WRITE);
  g_assert_true (g_str_has_prefix (error->message, path));
  g_assert_nonnull (strstr (error->message, "untouched"));
  g_assert_cmpuint (count_files (), ==, n);
}

/* What is there stays, and nothing lies beside it, whatever goes wrong. */
static void
test_not_saved (void)
{
  g_autoptr (GsDocument) document = make_rich_document ();
  g_autofree gchar *path = in_folder ("mine.gradsheet"), *missing = in_folder ("no/such/folder.gradsheet");
  struct rlimit old, small = { 512, 512 };
  void (*handler) (int);
  NnTensor *W1 = nn_state_find (document->state, "W1");
  gdouble value = W1->values[0];

  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  assert_not_saved (document, missing);
  assert_not_saved (document, folder);
  assert_not_saved (document, "/dev/full");
  W1->values[0] = -G_MAXDOUBLE * 2;
  assert_not_saved (document, path);
  W1->values[0] = value;

  /* As on a disk that is full: no file may grow beyond 512 bytes. */
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  small.rlim_max = old.rlim_max;
  handler = signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  assert_not_saved (document, path);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  signal (SIGXFSZ, handler);
  assert_holds (path, "before", 6);

  /* A folder in which nothing may be made; to the administrator nothing is forbidden. */
  if (geteuid () != 0) {
    g_assert_cmpint (g_chmod (folder, 0500), ==, 0);
    assert_not_saved (document, path);
    g_assert_cmpint (g_chmod (folder, 0700), ==, 0);
    assert_holds (path, "before", 6);
  }
  g_unlink (path);
}

static void
test_not_read (void)
{
  g_autofree gchar *missing = in_folder ("missing.gradsheet");
  g_autoptr (GError) error = NULL;

  g_assert_null (gs_document_load (missing, &error));
  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_READ);
  g_assert_true (g_str_has_prefix (error->message, missing));
  g_assert_nonnull (strstr (error->message, g_strerror (ENOENT)));
  g_clear_error (&error);
  g_assert_null (gs_document_load (folder, &error));
  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_READ);
  g_assert_nonnull (strstr (error->message, g_strerror (EISDIR)));
}

int
main (int argc, char **argv)
{
  gint result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("gradsheet-XXXXXX", NULL);
  g_assert_nonnull (folder);
  g_test_add_func ("/document/networks", test_networks);
  g_test_add_func ("/document/left-out", test_left_out);
  g_test_add_func ("/document/undo", test_undo);
  g_test_add_func ("/document/prefixes", test_prefixes);
  g_test_add_func ("/document/mutations", test_mutations);
  g_test_add_func ("/document/files", test_files);
  g_test_add_func ("/document/not-saved", test_not_saved);
  g_test_add_func ("/document/not-read", test_not_read);
  result = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return result;
}
