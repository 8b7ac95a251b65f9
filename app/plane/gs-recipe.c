/* The playground's choices. */
#include "gs-recipe.h"

#include <glib/gi18n-lib.h>

#include "app/data/gs-source.h"

void
gs_recipe_clear (GsRecipe *recipe)
{
  g_clear_pointer (&recipe->generator.curve, g_free);
}

/* ---- read ---- */

static gdouble
read_cell (GsWorkbook *book, const gchar *name)
{
  gint tensor = nn_program_find (gs_workbook_get_program (book), name);

  return tensor >= 0 ? nn_run_get_values (gs_workbook_get_run (book), tensor)[0] : 0;
}

/* Dense layers one behind the other, which is what most networks on the plane are. */
static gboolean
is_chain (const NnNetwork *network)
{
  for (guint i = 0; i < network->layers->len; i++) {
    const NnLayer *layer = g_ptr_array_index (network->layers, i);

    if (layer->kind != NN_LAYER_DENSE || layer->from != NULL)
      return FALSE;
  }
  return network->input.rank == 1 && network->layers->len <= GS_RECIPE_MAX_LAYERS;
}

static void
read_network (GsRecipe *recipe, const NnNetwork *network)
{
  recipe->is_chain = is_chain (network);
  recipe->activation = NN_ACTIVATION_TANH;
  for (guint i = 0; recipe->is_chain && i + 1 < network->layers->len; i++) {
    const NnLayer *layer = g_ptr_array_index (network->layers, i);

    recipe->hidden[recipe->n_hidden++] = layer->units;
    recipe->activation = layer->activation;
  }
}

/* How many rows a batch has; 0: all in one. Of batches that are listed the first one tells. */
static gint
count_batch (GsDataset *data)
{
  gint size = gs_dataset_get_asked_batch_size (data), n = 0;

  if (gs_dataset_get_batch_size (data) == 0 && gs_dataset_get_n_batches (data) > 1)
    gs_dataset_get_batch (data, 1, &n);
  return gs_dataset_get_batch_size (data) == 0 ? n : size == G_MAXINT ? 0 : size;
}

static void
read_rows (GsRecipe *recipe, GsDataset *data)
{
  const GsDatasetSource *from = gs_dataset_get_source (data);
  guint64 seed;

  recipe->is_made =
      from != NULL && from->sum == NULL && gs_source_read_made (from->text, &recipe->generator, NULL);
  if (!recipe->is_made)
    recipe->generator = (GsGenerator){ .n_rows = 200, .noise = 0.1, .seed = 1 };
  recipe->test_share = gs_dataset_get_test_share (data, &seed);
  recipe->batch_size = count_batch (data);
}

void
gs_recipe_read (GsRecipe *recipe, GsWorkbook *book)
{
  gs_recipe_clear (recipe);
  *recipe =
      (GsRecipe){ .rate = read_cell (book, "lr"),
                  .l1 = gs_workbook_get_network (book)->penalty.use_l1 ? read_cell (book, "lambda.l1") : 0,
                  .optimizer = gs_workbook_get_network (book)->optimizer.kind,
                  .l2 = gs_workbook_get_network (book)->penalty.use_l2 ? read_cell (book, "lambda.l2") : 0,
                  .seed = gs_workbook_get_seed (book) };
  read_network (recipe, gs_workbook_get_network (book));
  read_rows (recipe, gs_workbook_get_data (book));
}

/* ---- put ---- */

static NnLayer *
get_last (NnNetwork *network)
{
  return g_ptr_array_index (network->layers, network->layers->len - 1);
}

/* The last layer and the loss that suit what is to be learned. */
static void
suit_output (NnNetwork *network, gint n_classes)
{
  NnLayer *last = get_last (network);
  gboolean shares = network->loss == NN_LOSS_CROSS_ENTROPY || network->loss == NN_LOSS_KL_DIVERGENCE;

  if (n_classes > 2 && last->units == n_classes)
    return;
  if (n_classes > 2) {
    last->units = n_classes;
    last->activation = NN_ACTIVATION_SOFTMAX;
    network->loss = NN_LOSS_CROSS_ENTROPY;
    return;
  }
  if (n_classes == 2 && last->units == 2 && shares)
    return;
  last->units = 1;
  if (n_classes == 0 && (shares || network->loss == NN_LOSS_BINARY_CROSS_ENTROPY))
    network->loss = NN_LOSS_HALF_SQUARED_ERROR;
  if (n_classes == 0
      && (last->activation == NN_ACTIVATION_SIGMOID || last->activation == NN_ACTIVATION_SOFTMAX))
    last->activation = NN_ACTIVATION_LINEAR;
  if (n_classes == 2 && (shares || last->activation == NN_ACTIVATION_SOFTMAX)) {
    last->activation = NN_ACTIVATION_SIGMOID;
    network->loss = NN_LOSS_BINARY_CROSS_ENTROPY;
  }
}

/* Layers that are there keep their activation, unless another one is chosen for all. */
static void
lay_hidden (NnNetwork *network, const GsRecipe *recipe, gboolean other_activation)
{
  gint n = (gint) network->layers->len - 1;

  for (; n > recipe->n_hidden; n--)
    g_ptr_array_remove_index (network->layers, (guint) n - 1);
  for (; n < recipe->n_hidden; n++) {
    NnLayer *layer = nn_layer_new (NN_LAYER_DENSE);

    layer->activation = recipe->activation;
    g_ptr_array_insert (network->layers, n, layer);
  }
  for (gint i = 0; i < n; i++) {
    NnLayer *layer = g_ptr_array_index (network->layers, i);

    layer->units = recipe->hidden[i];
    if (other_activation)
      layer->activation = recipe->activation;
  }
}

static gboolean
is_same_network (const NnNetwork *a, const NnNetwork *b)
{
  gboolean same = a->layers->len == b->layers->len && a->loss == b->loss
                  && a->penalty.use_l1 == b->penalty.use_l1 && a->penalty.use_l2 == b->penalty.use_l2
                  && a->optimizer.kind == b->optimizer.kind && nn_shape_equal (&a->input, &b->input);

  for (guint i = 0; same && i < a->layers->len; i++) {
    const NnLayer *one = g_ptr_array_index (a->layers, i), *other = g_ptr_array_index (b->layers, i);

    same = one->units == other->units && one->activation == other->activation;
  }
  return same;
}

/* Whether all layers have the sizes they had. */
static gboolean
has_same_sizes (const NnNetwork *a, const NnNetwork *b)
{
  gboolean same = a->layers->len == b->layers->len && nn_shape_equal (&a->input, &b->input);

  for (guint i = 0; same && i < a->layers->len; i++)
    same = ((const NnLayer *) g_ptr_array_index (a->layers, i))->units
           == ((const NnLayer *) g_ptr_array_index (b->layers, i))->units;
  return same;
}

/* Weights that were written out are those of other sizes. */
static void
forget_written (NnNetwork *network)
{
  for (guint i = 0; i < network->layers->len; i++) {
    NnLayer *layer = g_ptr_array_index (network->layers, i);

    if (layer->kernel_init.kind == NN_INIT_VALUES)
      nn_init_clear (&layer->kernel_init);
    if (layer->bias_init.kind == NN_INIT_VALUES)
      nn_init_clear (&layer->bias_init);
  }
}

/* As the recipe asks for it; caller frees. */
static NnNetwork *
make_network (const GsRecipe *recipe, GsWorkbook *book, gint n_inputs)
{
  NnNetwork *network = nn_network_copy (gs_workbook_get_network (book));
  g_auto (GsRecipe) now = { 0 };

  gs_recipe_read (&now, book);
  network->input.dim[0] = n_inputs;
  /* What somebody has made of the outputs stays while the points are of the same kind. */
  if (recipe->is_made && (!now.is_made || now.generator.kind != recipe->generator.kind))
    suit_output (network, gs_generator_get_n_classes (recipe->generator.kind));
  if (recipe->is_chain)
    lay_hidden (network, recipe, recipe->activation != now.activation);
  if (recipe->optimizer != network->optimizer.kind) {
    network->optimizer = nn_optimizer_default (recipe->optimizer);
    network->optimizer.lr = recipe->rate;
  }
  network->penalty.use_l1 = recipe->l1 > 0;
  if (recipe->l1 > 0)
    network->penalty.l1 = recipe->l1;
  network->penalty.use_l2 = recipe->l2 > 0;
  if (recipe->l2 > 0)
    network->penalty.l2 = recipe->l2;
  if (!has_same_sizes (network, gs_workbook_get_network (book)))
    forget_written (network);
  return network;
}

/* Made class by class, a batch would hold one class. Who has points of this kind in several batches already
 * has seen that, and has chosen. */
static gboolean
is_to_be_shuffled (const GsRecipe *recipe, GsWorkbook *book, GsDataset *data)
{
  GsDataset *old = gs_workbook_get_data (book);
  g_auto (GsRecipe) now = { 0 };

  gs_recipe_read (&now, book);
  return gs_dataset_is_shuffled (old)
         || (recipe->is_made && gs_dataset_get_n_batches (data) > 1
             && (!now.is_made || now.generator.kind != recipe->generator.kind
                 || gs_dataset_get_n_batches (old) <= 1));
}

/* The rows, kept apart and in batches; NULL with an error. */
static GsDataset *
make_rows (const GsRecipe *recipe, GsWorkbook *book, const NnNetwork *network, gboolean anew, GError **error)
{
  GsDataset *old = gs_workbook_get_data (book);
  g_autofree gchar *name = anew ? gs_source_write_made (&recipe->generator, error) : NULL;
  g_autoptr (GsSource) source = name != NULL ? gs_source_open (name, error) : NULL;
  g_autoptr (GsDataset) read = NULL, parted = NULL, sized = NULL, batched = NULL;
  const gdouble *subtract, *divide;
  guint64 seed;
  gint size = recipe->batch_size > 0 ? recipe->batch_size : G_MAXINT;
  gboolean same_share;

  if (anew && source == NULL)
    return NULL;
  read = anew ? gs_source_read (source, network, NULL, NULL, error) : gs_dataset_ref (old);
  if (read == NULL)
    return NULL;
  /* Batches that are listed stay as long as nobody asks for others. */
  same_share = gs_dataset_get_test_share (old, &seed) == recipe->test_share;
  parted = !anew && same_share ? gs_dataset_ref (read)
                               : gs_dataset_with_test_rows (read, recipe->test_share, MAX (seed, 1), error);
  if (parted == NULL)
    return NULL;
  sized = !anew && count_batch (parted) == recipe->batch_size ? gs_dataset_ref (parted)
                                                              : gs_dataset_with_batch_size (parted, size);
  batched = gs_dataset_with_shuffling (sized, is_to_be_shuffled (recipe, book, sized), error);
  if (!anew || batched == NULL)
    return g_steal_pointer (&batched);
  if (gs_dataset_get_scaling (old, &subtract, &divide) != GS_SCALING_NONE) {
    g_autoptr (GsDataset) scaled =
        gs_dataset_with_scaling (batched, gs_dataset_get_scaling (old, &subtract, &divide), error);

    return scaled != NULL ? gs_dataset_with_source (scaled, name, 0, NULL) : NULL;
  }
  return gs_dataset_with_source (batched, name, 0, NULL);
}

static gboolean
is_same_source (const GsRecipe *recipe, GsWorkbook *book)
{
  g_auto (GsRecipe) now = { 0 };
  g_autofree gchar *name = NULL, *old = NULL;

  gs_recipe_read (&now, book);
  name = gs_source_write_made (&recipe->generator, NULL);
  old = gs_source_write_made (&now.generator, NULL);
  return !recipe->is_made || (now.is_made && name != NULL && g_strcmp0 (name, old) == 0);
}

/* A number that is a cell is set as one. */
static gboolean
put_cell (GsWorkbook *book, const gchar *name, gdouble value, GError **error)
{
  gint tensor = nn_program_find (gs_workbook_get_program (book), name);
  NnCell cell = { tensor, 0 };

  return tensor < 0 || read_cell (book, name) == value
         || gs_workbook_set_cells (book, &cell, &value, 1, error);
}

static gint
count_bits (guint bits)
{
  gint n = 0;

  for (; bits != 0; bits &= bits - 1)
    n++;
  return n;
}

gboolean
gs_recipe_put (const GsRecipe *recipe, GsWorkbook *book, GError **error)
{
  gint n_inputs = recipe->is_made ? 2 + count_bits (recipe->generator.features)
                                  : gs_workbook_get_network (book)->input.dim[0];
  g_autoptr (NnNetwork) network = make_network (recipe, book, n_inputs);
  gboolean same_network = is_same_network (network, gs_workbook_get_network (book));
  gboolean same_source = is_same_source (recipe, book);
  g_autoptr (GsDataset) data = NULL;

  if (!nn_network_validate (network, error))
    return FALSE;
  data = make_rows (recipe, book, network, !same_source, error);
  if (data == NULL)
    return FALSE;
  if (!same_network
      && !gs_workbook_set_network (book, g_steal_pointer (&network), data,
                                   same_source ? _ ("Change the layers") : _ ("Other points"), error))
    return FALSE;
  if (same_network && !gs_dataset_equal (data, gs_workbook_get_data (book))
      && !gs_workbook_set_data (book, data, same_source ? _ ("Change the batches") : _ ("Other points"),
                                error))
    return FALSE;
  if (recipe->seed != gs_workbook_get_seed (book) && !gs_workbook_set_seed (book, recipe->seed, error))
    return FALSE;
  return put_cell (book, "lr", recipe->rate, error) && put_cell (book, "lambda.l1", recipe->l1, error)
         && put_cell (book, "lambda.l2", recipe->l2, error);
}
