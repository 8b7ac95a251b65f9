/* For tests: workbooks of every kind and edits of every kind, chosen by a random generator or by the bytes of
 * a fuzzer.
 *
 *   Choices choices = { .state = seed };
 *   g_autoptr (GsWorkbook) book = edits_make_book (&choices);
 *   edits_make (book, &choices);            // FALSE: refused, and nothing has changed
 */
#pragma once

#include <math.h>
#include <string.h>

#include "app/workbook/gs-workbook.h"
#include "nn/nn-kernel.h"

typedef struct {
  guint64 state;      /* of xorshift, not 0 */
  const guint8 *data; /* if not NULL, these decide; 0 beyond their end */
  gsize size;
} Choices;

static inline guint
edits_next (Choices *choices)
{
  if (choices->data != NULL) {
    guint byte = choices->size > 0 ? *choices->data : 0;

    choices->data += choices->size > 0;
    choices->size -= choices->size > 0;
    return byte;
  }
  choices->state ^= choices->state << 13;
  choices->state ^= choices->state >> 7;
  choices->state ^= choices->state << 17;
  return (guint) (choices->state >> 40);
}

static inline gint
edits_int (Choices *choices, gint low, gint high)
{
  return low + (gint) (edits_next (choices) % (guint) (high - low + 1));
}

static inline gboolean
edits_bool (Choices *choices)
{
  return edits_int (choices, 0, 1);
}

/* From -1 to 1. */
static inline gdouble
edits_number (Choices *choices)
{
  return (edits_int (choices, 0, 250) - 125) / 125.0 + edits_int (choices, 0, 9) / 1000.0;
}

/* ---- workbooks ---- */

static inline void
edits_add_parameters (Choices *choices, NnLayer *layer)
{
  static const NnInitKind kinds[] = { NN_INIT_DEFAULT,       NN_INIT_ZEROS,      NN_INIT_CONSTANT,
                                      NN_INIT_UNIFORM,       NN_INIT_NORMAL,     NN_INIT_GLOROT_UNIFORM,
                                      NN_INIT_GLOROT_NORMAL, NN_INIT_HE_UNIFORM, NN_INIT_HE_NORMAL };

  layer->units = edits_int (choices, 1, 3);
  layer->activation = (NnActivation) edits_int (choices, 0, NN_N_ACTIVATIONS - 1);
  layer->bias = edits_int (choices, 0, 4) > 0;
  layer->freeze_bias = edits_int (choices, 0, 4) == 0;
  layer->freeze_kernel = edits_int (choices, 0, 4) == 0;
  layer->kernel_init.kind = kinds[edits_int (choices, 0, 8)];
  if (layer->kernel_init.kind >= NN_INIT_CONSTANT && layer->kernel_init.kind <= NN_INIT_NORMAL)
    layer->kernel_init.a = 0.1;
  if (layer->kernel_init.kind == NN_INIT_UNIFORM || layer->kernel_init.kind == NN_INIT_NORMAL)
    layer->kernel_init.b = 0.7;
  layer->bias_init = (NnInit){ NN_INIT_UNIFORM, -0.3, 0.2, NULL };
}

static inline void
edits_add_layers (Choices *choices, NnNetwork *network)
{
  network->input = nn_shape (1, 3);
  if (edits_bool (choices)) {
    NnLayerKind pool = edits_bool (choices) ? NN_LAYER_MAX_POOL : NN_LAYER_AVERAGE_POOL;

    network->input = nn_shape (3, 1, 5, 4);
    edits_add_parameters (choices, nn_network_add_layer (network, NN_LAYER_CONV));
    nn_network_add_layer (network, pool)->padding.kind = NN_PADDING_SAME;
    nn_network_add_layer (network, NN_LAYER_FLATTEN);
  }
  if (edits_bool (choices))
    nn_network_add_layer (network, NN_LAYER_DROPOUT)->keep = 0.7;
  if (edits_bool (choices))
    nn_network_add_layer (network, NN_LAYER_ACTIVATION)->activation = NN_ACTIVATION_TANH;
  if (edits_bool (choices))
    edits_add_parameters (choices, nn_network_add_layer (network, NN_LAYER_DENSE));
  edits_add_parameters (choices, nn_network_add_layer (network, NN_LAYER_DENSE));
}

/* All that can be chosen without another shape. */
static inline void
edits_choose_options (Choices *choices, NnNetwork *network)
{
  NnLayer *last = g_ptr_array_index (network->layers, network->layers->len - 1);

  network->loss = (NnLossKind) edits_int (choices, 0, NN_N_LOSSES - 1);
  network->reduction = (NnReduction) edits_int (choices, 0, NN_REDUCTION_SUM);
  network->long_chain = edits_int (choices, 0, 3) == 0;
  network->all_gradients = edits_int (choices, 0, 3) == 0;
  network->optimizer = nn_optimizer_default ((NnOptimizerKind) edits_int (choices, 0, NN_N_OPTIMIZERS - 1));
  network->optimizer.lr = 0.001;
  network->penalty.use_l2 = edits_bool (choices);
  network->penalty.l2 = network->penalty.use_l2 ? 0.01 : 0;
  last->activation = edits_bool (choices) ? NN_ACTIVATION_SOFTMAX : NN_ACTIVATION_LINEAR;
}

static inline NnNetwork *
edits_make_network (Choices *choices)
{
  NnNetwork *network = nn_network_new ();

  edits_add_layers (choices, network);
  ((NnLayer *) g_ptr_array_index (network->layers, network->layers->len - 1))->units = 2;
  edits_choose_options (choices, network);
  return network;
}

static inline GsDataset *
edits_make_data (Choices *choices, const NnNetwork *network)
{
  NnShape target = nn_shape (1, 2);
  gsize width = nn_shape_count (&network->input);
  gint n_rows = edits_int (choices, 1, 6);
  g_autofree gdouble *inputs = g_new (gdouble, (gsize) n_rows * width);
  g_autofree gdouble *targets = g_new (gdouble, (gsize) n_rows * 2);
  g_autoptr (GsDataset) all = NULL, batched = NULL;

  for (gsize i = 0; i < (gsize) n_rows * width; i++)
    inputs[i] = edits_number (choices);
  for (gint row = 0; row < n_rows; row++) {
    targets[2 * row] = fabs (edits_number (choices)) / 2;
    targets[2 * row + 1] = 1 - targets[2 * row];
  }
  all = gs_dataset_new (&network->input, &target, n_rows, inputs, targets);
  batched = gs_dataset_with_batch_size (all, edits_int (choices, 1, 7));
  return gs_dataset_with_shuffling (batched, edits_bool (choices), NULL);
}

static inline GsWorkbook *
edits_make_book (Choices *choices)
{
  NnNetwork *network = edits_make_network (choices);
  g_autoptr (GsDataset) data = edits_make_data (choices, network);
  g_autoptr (GError) error = NULL;
  GsDocument *document = gs_document_new (network, data, (guint64) edits_int (choices, 0, 255), &error);
  GsWorkbook *book;

  g_assert_no_error (error);
  book = gs_workbook_new (document, &error);
  g_assert_no_error (error);
  return book;
}

/* ---- edits ---- */

static inline gboolean
edits_change_cell (GsWorkbook *book, Choices *choices)
{
  NnProgram *program = gs_workbook_get_program (book);
  NnCell cell = { edits_int (choices, 0, nn_program_get_n_tensors (program) - 1), 0 };
  const NnTensorInfo *info = nn_program_get_tensor (program, cell.tensor);
  gdouble value = edits_number (choices) / 8;

  cell.offset = (gsize) edits_int (choices, 0, (gint) nn_shape_count (&info->shape) - 1);
  if (info->producer < 0)
    return gs_workbook_set_cells (book, &cell, &value, 1, NULL);
  if (nn_run_is_pinned (gs_workbook_get_run (book), &cell) && edits_bool (choices))
    return gs_workbook_unpin (book, &cell, NULL);
  return gs_workbook_pin (book, &cell, value, NULL);
}

static inline gboolean
edits_change_range (GsWorkbook *book, Choices *choices)
{
  NnProgram *program = gs_workbook_get_program (book);
  gint tensor = edits_int (choices, 0, nn_program_get_n_tensors (program) - 1);
  gsize n = nn_shape_count (&nn_program_get_tensor (program, tensor)->shape);
  gsize first = (gsize) edits_int (choices, 0, (gint) n - 1);
  g_autofree NnCell *cells = g_new (NnCell, n - first);
  g_autofree gdouble *values = g_new (gdouble, n - first);

  for (gsize i = first; i < n; i++) {
    cells[i - first] = (NnCell){ tensor, i };
    values[i - first] = edits_number (choices) / 8;
  }
  return gs_workbook_set_cells (book, cells, values, n - first, NULL);
}

static inline gboolean
edits_change_network (GsWorkbook *book, Choices *choices)
{
  NnNetwork *network = nn_network_copy (gs_workbook_get_network (book));
  NnLayer *first = g_ptr_array_index (network->layers, 0);

  if (edits_bool (choices))
    edits_choose_options (choices, network);
  if (edits_bool (choices)
      && (first->kind == NN_LAYER_CONV || (first->kind == NN_LAYER_DENSE && network->layers->len > 1)))
    first->units = MAX (first->units, 1) + edits_int (choices, 0, 1);
  return gs_workbook_set_network (book, network, gs_workbook_get_data (book), "Change the network", NULL);
}

static inline gboolean
edits_change_data (GsWorkbook *book, Choices *choices)
{
  g_autoptr (GsDataset) data = edits_make_data (choices, gs_workbook_get_network (book));

  return gs_workbook_set_data (book, data, "Replace all rows", NULL);
}

/* One edit; FALSE if it was refused. */
static inline gboolean
edits_make (GsWorkbook *book, Choices *choices)
{
  switch (edits_int (choices, 0, 10)) {
  case 0: return edits_change_network (book, choices);
  case 1: return edits_change_data (book, choices);
  case 2: return gs_workbook_set_seed (book, (guint64) edits_int (choices, 0, 99), NULL);
  case 3: return gs_workbook_train (book, (guint32) edits_int (choices, 1, 4), NULL, NULL, NULL, NULL);
  case 4: return gs_workbook_reset (book, NULL);
  case 5: return edits_change_range (book, choices);
  default: return edits_change_cell (book, choices);
  }
}

/* ---- what a file can hold ---- */

static inline gboolean
edits_is_finite_state (const NnState *state)
{
  for (guint i = 0; state != NULL && i < nn_state_get_size (state); i++)
    if (!nn_kernel_all_finite (nn_state_get (state, i)->values,
                               nn_shape_count (&nn_state_get (state, i)->shape)))
      return FALSE;
  return TRUE;
}

/* Whether no number in the document, its history included, is NaN or infinite. */
static inline gboolean
edits_are_finite (const GsDocument *document)
{
  const GPtrArray *lists[] = { document->undo, document->redo };

  for (gint k = 0; k < 2; k++)
    for (guint i = 0; i < lists[k]->len; i++) {
      const GsEdit *edit = g_ptr_array_index (lists[k], i);

      for (guint j = 0; edit->kind == GS_EDIT_CELLS && j < edit->cells->len; j++)
        if (!isfinite (((const GsCellChange *) g_ptr_array_index (edit->cells, j))->old_value))
          return FALSE;
      if (!edits_is_finite_state (edit->anchor) || !edits_is_finite_state (edit->old_state)
          || !edits_is_finite_state (edit->new_state))
        return FALSE;
    }
  return edits_is_finite_state (document->state);
}
