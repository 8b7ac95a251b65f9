/* Undo in documents: what was saved with its history is undone and done again to the bit, and a
 * history that somebody made up is refused or undone as far as it makes sense, without a crash. */
#include <math.h>
#include <string.h>

#include "app/gs-workbook.h"
#include "pass.h"

/* ---- workbooks of every kind ---- */

static void
add_parameters (guint64 *random, NnLayer *layer)
{
  static const NnInitKind kinds[] = { NN_INIT_DEFAULT,       NN_INIT_ZEROS,      NN_INIT_CONSTANT,
                                      NN_INIT_UNIFORM,       NN_INIT_NORMAL,     NN_INIT_GLOROT_UNIFORM,
                                      NN_INIT_GLOROT_NORMAL, NN_INIT_HE_UNIFORM, NN_INIT_HE_NORMAL };

  layer->units = pass_random_int (random, 1, 3);
  layer->activation = (NnActivation) pass_random_int (random, 0, NN_N_ACTIVATIONS - 1);
  layer->bias = pass_random_int (random, 0, 4) > 0;
  layer->freeze_bias = pass_random_int (random, 0, 4) == 0;
  layer->kernel_init = (NnInit){ kinds[pass_random_int (random, 0, 8)], 0.1, 0.7, NULL };
  layer->bias_init = (NnInit){ NN_INIT_UNIFORM, -0.3, 0.2, NULL };
}

static void
add_layers (guint64 *random, NnNetwork *network)
{
  network->input = nn_shape (1, 3);
  if (pass_random_int (random, 0, 1)) {
    NnLayerKind pool = pass_random_int (random, 0, 1) ? NN_LAYER_MAX_POOL : NN_LAYER_AVERAGE_POOL;

    network->input = nn_shape (3, 1, 5, 4);
    add_parameters (random, nn_network_add_layer (network, NN_LAYER_CONV));
    nn_network_add_layer (network, pool)->padding.kind = NN_PADDING_SAME;
    nn_network_add_layer (network, NN_LAYER_FLATTEN);
  }
  if (pass_random_int (random, 0, 1))
    nn_network_add_layer (network, NN_LAYER_DROPOUT)->keep = 0.7;
  if (pass_random_int (random, 0, 1))
    nn_network_add_layer (network, NN_LAYER_ACTIVATION)->activation = NN_ACTIVATION_TANH;
  if (pass_random_int (random, 0, 1))
    add_parameters (random, nn_network_add_layer (network, NN_LAYER_DENSE));
  add_parameters (random, nn_network_add_layer (network, NN_LAYER_DENSE));
}

static NnNetwork *
make_network (guint64 *random)
{
  NnNetwork *network = nn_network_new ();
  NnLayer *last;

  add_layers (random, network);
  last = g_ptr_array_index (network->layers, network->layers->len - 1);
  last->units = 2;
  last->activation = NN_ACTIVATION_LINEAR;
  network->loss = (NnLossKind) pass_random_int (random, 0, NN_N_LOSSES - 1);
  network->reduction = (NnReduction) pass_random_int (random, 0, NN_REDUCTION_SUM);
  network->optimizer =
      nn_optimizer_default ((NnOptimizerKind) pass_random_int (random, 0, NN_N_OPTIMIZERS - 1));
  network->optimizer.lr = 0.001;
  network->penalty.use_l2 = pass_random_int (random, 0, 1);
  network->penalty.l2 = 0.01;
  return network;
}

static GsDataset *
make_data (guint64 *random, const NnNetwork *network)
{
  NnShape target = nn_shape (1, 2);
  gsize width = nn_shape_count (&network->input);
  gint n_rows = pass_random_int (random, 1, 6);
  g_autofree gdouble *inputs = g_new (gdouble, (gsize) n_rows * width);
  g_autofree gdouble *targets = g_new (gdouble, (gsize) n_rows * 2);
  g_autoptr (GsDataset) all = NULL;

  for (gsize i = 0; i < (gsize) n_rows * width; i++)
    inputs[i] = pass_random (random) * 2 - 1;
  for (gint row = 0; row < n_rows; row++) {
    targets[2 * row] = pass_random (random);
    targets[2 * row + 1] = 1 - targets[2 * row];
  }
  all = gs_dataset_new (&network->input, &target, n_rows, inputs, targets);
  return gs_dataset_with_batch_size (all, pass_random_int (random, 1, 7));
}

static GsWorkbook *
make_book (guint64 *random)
{
  NnNetwork *network = make_network (random);
  g_autoptr (GsDataset) data = make_data (random, network);
  g_autoptr (GError) error = NULL;
  GsDocument *document = gs_document_new (network, data, (guint64) pass_random_int (random, 0, 1000), &error);
  GsWorkbook *book;

  g_assert_no_error (error);
  book = gs_workbook_new (document, &error);
  g_assert_no_error (error);
  return book;
}

/* ---- edits ---- */

static gboolean
edit_cell (GsWorkbook *book, guint64 *random)
{
  NnProgram *program = gs_workbook_get_program (book);
  NnCell cell = { pass_random_int (random, 0, nn_program_get_n_tensors (program) - 1), 0 };
  const NnTensorInfo *info = nn_program_get_tensor (program, cell.tensor);
  gdouble value = pass_random (random) / 8;

  cell.offset = (gsize) pass_random_int (random, 0, (gint) nn_shape_count (&info->shape) - 1);
  if (info->producer < 0)
    return gs_workbook_set_cells (book, &cell, &value, 1, NULL);
  if (nn_run_is_pinned (gs_workbook_get_run (book), &cell) && pass_random_int (random, 0, 1))
    return gs_workbook_unpin (book, &cell, NULL);
  return gs_workbook_pin (book, &cell, value, NULL);
}

static gboolean
edit_network (GsWorkbook *book, guint64 *random)
{
  NnNetwork *network = nn_network_copy (gs_workbook_get_network (book));
  NnLayer *first = g_ptr_array_index (network->layers, 0);

  network->optimizer =
      nn_optimizer_default ((NnOptimizerKind) pass_random_int (random, 0, NN_N_OPTIMIZERS - 1));
  network->optimizer.lr = 0.001;
  if (first->kind == NN_LAYER_CONV || network->layers->len > 1)
    first->units = MAX (first->units, 1) + pass_random_int (random, 0, 1);
  return gs_workbook_set_network (book, network, gs_workbook_get_data (book), "Change the network", NULL);
}

static gboolean
edit_data (GsWorkbook *book, guint64 *random)
{
  g_autoptr (GsDataset) data = make_data (random, gs_workbook_get_network (book));

  return gs_workbook_set_data (book, data, "Replace all rows", NULL);
}

/* In the newest pass only: what came after an edit in the past cannot be told from a file alone. */
static gboolean
edit_something (GsWorkbook *book, guint64 *random)
{
  switch (pass_random_int (random, 0, 9)) {
  case 0: return edit_network (book, random);
  case 1: return edit_data (book, random);
  case 2: return gs_workbook_set_seed (book, (guint64) pass_random_int (random, 0, 99), NULL);
  case 3: return gs_workbook_train (book, (guint32) pass_random_int (random, 1, 4), NULL, NULL, NULL, NULL);
  case 4: return gs_workbook_reset (book, NULL);
  default: return edit_cell (book, random);
  }
}

/* ---- comparing ---- */

static gint
compare_pins (gconstpointer a, gconstpointer b)
{
  const GsCellChange *first = *(const GsCellChange *const *) a, *second = *(const GsCellChange *const *) b;
  gint order = strcmp (first->tensor, second->tensor);

  return order != 0 ? order : (first->offset > second->offset) - (first->offset < second->offset);
}

static gchar *
to_text (GsWorkbook *book, gboolean with_history)
{
  g_autoptr (GsDocument) document = gs_workbook_to_document (book);

  if (!with_history) {
    /* Their order has no meaning. */
    g_ptr_array_sort (document->pins, compare_pins);
    g_ptr_array_set_size (document->undo, 0);
    g_ptr_array_set_size (document->redo, 0);
  }
  return gs_document_to_text (document, NULL);
}

static void
assert_same_text (const gchar *first, const gchar *second)
{
  g_auto (GStrv) lines = g_strsplit (first, "\n", -1), others = g_strsplit (second, "\n", -1);

  for (gint i = 0; lines[i] != NULL || others[i] != NULL; i++)
    if (g_strcmp0 (lines[i], others[i]) != 0)
      g_error ("line %d: “%s” is not “%s” in:\n%s", i + 1, lines[i], others[i], first);
}

static GsWorkbook *
open_text (const gchar *text, GError **error)
{
  GsDocument *document = gs_document_load_bytes (text, strlen (text), "test", error);

  return document != NULL ? gs_workbook_new (document, error) : NULL;
}

static GsWorkbook *
save_and_open (GsWorkbook *book)
{
  g_autofree gchar *text = to_text (book, TRUE), *again = NULL;
  g_autoptr (GError) error = NULL;
  GsWorkbook *result = open_text (text, &error);

  g_assert_no_error (error);
  again = to_text (result, TRUE);
  assert_same_text (text, again);
  return result;
}

/* The same network, rows, state, pins and place, to the bit. */
static void
assert_same (GsWorkbook *a, GsWorkbook *b)
{
  g_autofree gchar *first = to_text (a, FALSE), *second = to_text (b, FALSE);

  assert_same_text (first, second);
  g_assert_cmpstr (gs_workbook_get_undo_label (a), ==, gs_workbook_get_undo_label (b));
  g_assert_cmpstr (gs_workbook_get_redo_label (a), ==, gs_workbook_get_redo_label (b));
}

/* ---- there and back ---- */

/* Pins can lead to a division by 0, and no file holds what comes of it. */
static gboolean
is_finite (GsWorkbook *book)
{
  g_autofree gchar *text = to_text (book, TRUE);

  return strstr (text, "NaN") == NULL && strstr (text, "Infinity") == NULL;
}

/* How many edits were made. */
static gint
make_history (GsWorkbook *book, guint64 *random)
{
  gint n = 0;

  for (gint i = 0; i < 10; i++) {
    n += edit_something (book, random);
    if (pass_random_int (random, 0, 2) == 0)
      gs_workbook_step (book, GS_STEP_PASS, 1);
    gs_workbook_step (book, GS_STEP_OPERATION, pass_random_int (random, 0, 3));
  }
  return n;
}

static void
test_histories (void)
{
  gint n_edits = 0;

  for (guint64 seed = 1; seed <= 60; seed++) {
    guint64 random = seed * 7919;
    g_autoptr (GsWorkbook) book = make_book (&random);
    g_autoptr (GsWorkbook) opened = NULL, halfway = NULL;
    gint n = make_history (book, &random), half;

    if (!is_finite (book))
      continue;
    opened = save_and_open (book);
    assert_same (book, opened);
    for (half = 0; half < n / 2; half++) {
      g_assert_true (gs_workbook_undo (book));
      g_assert_true (gs_workbook_undo (opened));
      assert_same (book, opened);
    }
    /* With undo and redo both filled, once more through a file. */
    halfway = save_and_open (opened);
    for (; half < n; half++) {
      g_assert_true (gs_workbook_undo (book));
      g_assert_true (gs_workbook_undo (halfway));
      assert_same (book, halfway);
    }
    g_assert_false (gs_workbook_undo (halfway));
    for (gint i = 0; i < n; i++) {
      g_assert_true (gs_workbook_redo (book));
      g_assert_true (gs_workbook_redo (halfway));
      assert_same (book, halfway);
    }
    g_assert_false (gs_workbook_redo (halfway));
    n_edits += n;
  }
  g_assert_cmpint (n_edits, >, 300);
}

/* A pin of a row that is gone holds nothing, but comes back when the row does. */
static void
test_pin_of_a_row_that_is_gone (void)
{
  guint64 random = 5;
  g_autoptr (GsWorkbook) book = NULL, opened = NULL;
  g_autoptr (GsDataset) whole = NULL, less = NULL;
  NnShape input = nn_shape (1, 2), target = nn_shape (1, 1);
  const gdouble inputs[] = { 0, 0, 0, 1, 1, 0, 1, 1 }, targets[] = { 0, 1, 1, 0 };
  NnNetwork *network = nn_network_new ();
  g_autoptr (GError) error = NULL;
  NnCell cell;
  gdouble value;

  network->input = input;
  nn_network_add_layer (network, NN_LAYER_DENSE)->units = 1;
  whole = gs_dataset_new (&input, &target, 4, inputs, targets);
  book = gs_workbook_new (gs_document_new (network, whole, 1, NULL), &error);
  cell = (NnCell){ nn_program_find (gs_workbook_get_program (book), "z1"), 3 };
  g_assert_true (gs_workbook_pin (book, &cell, 0.25, &error));
  less = gs_dataset_splice (whole, 4, 1, 0, NULL, NULL, &error);
  g_assert_true (gs_workbook_set_data (book, less, "Remove row 4", &error));
  gs_workbook_step (book, GS_STEP_PASS, pass_random_int (&random, 1, 2));
  opened = save_and_open (book);
  g_assert_true (gs_workbook_undo (opened));
  gs_workbook_step (opened, GS_STEP_LAYER, 1);
  cell.tensor = nn_program_find (gs_workbook_get_program (opened), "z1");
  g_assert_cmpint (gs_workbook_look (opened, &cell, &value), ==, GS_CELL_PINNED);
  g_assert_cmpfloat (value, ==, 0.25);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-undo/histories", test_histories);
  g_test_add_func ("/document-undo/pin-of-a-row-that-is-gone", test_pin_of_a_row_that_is_gone);
  return g_test_run ();
}
