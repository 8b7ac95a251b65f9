#include "gs-document.h"

#include <glib/gi18n-lib.h>

#include "gs-document-private.h"

#include "nn/nn-error.h"

void
gs_document_free (GsDocument *document)
{
  if (document == NULL)
    return;
  nn_network_free (document->network);
  g_clear_pointer (&document->data, gs_dataset_unref);
  nn_state_free (document->state);
  g_clear_pointer (&document->pins, g_ptr_array_unref);
  g_clear_pointer (&document->overrides, g_ptr_array_unref);
  g_clear_pointer (&document->undo, g_ptr_array_unref);
  g_clear_pointer (&document->redo, g_ptr_array_unref);
  g_free (document);
}

static gboolean
check_rows (const NnNetwork *network, GsDataset *data, GError **error)
{
  NnShape target;

  if (!nn_network_get_target_shape (network, &target, error))
    return FALSE;
  if (nn_shape_equal (&network->input, gs_dataset_get_input_shape (data))
      && nn_shape_equal (&target, gs_dataset_get_target_shape (data)))
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
               _ ("The rows do not fit the network: it takes %zu inputs and %zu"
                  " targets a row, they have %zu and %zu."),
               nn_shape_count (&network->input), nn_shape_count (&target),
               nn_shape_count (gs_dataset_get_input_shape (data)),
               nn_shape_count (gs_dataset_get_target_shape (data)));
  return FALSE;
}

/* What no file could hold is refused before it is drawn. */
static gboolean
check_size (const NnNetwork *network, const NnProgram *program, GError **error)
{
  gsize cells = 0;

  if (network->layers->len > GS_DOCUMENT_MAX_LAYERS) {
    g_set_error (error, NN_ERROR, NN_ERROR_SIZE, _ ("The network has %u layers; use at most %d."),
                 network->layers->len, GS_DOCUMENT_MAX_LAYERS);
    return FALSE;
  }
  for (gint i = 0; program != NULL && i < nn_program_get_n_tensors (program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, i);

    if (info->role == NN_ROLE_PARAMETER || info->role == NN_ROLE_STATE)
      cells += nn_shape_count (&info->shape);
  }
  if (cells <= GS_DOCUMENT_MAX_CELLS)
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_SIZE,
               _ ("The weights and what the optimizer keeps are %zu"
                  " numbers, more than fit memory; use smaller layers."),
               cells);
  return FALSE;
}

GsDocument *
gs_document_new (NnNetwork *network, GsDataset *data, guint64 seed, GError **error)
{
  g_autoptr (GsDocument) document = g_new0 (GsDocument, 1);
  g_autoptr (NnProgram) program = NULL;
  gint n_rows;

  document->network = network;
  document->data = gs_dataset_ref (data);
  document->seed = seed;
  document->cursor = (GsCursor){ 1, 0, 0, 0 };
  document->pins = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_cell_change_free);
  document->overrides = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_override_free);
  document->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_edit_free);
  document->redo = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_edit_free);
  if (!check_size (network, NULL, error) || !check_rows (network, data, error))
    return NULL;
  gs_dataset_get_batch (data, 1, &n_rows);
  program = nn_network_compile (network, n_rows, 0, NULL, error);
  if (program == NULL || !check_size (network, program, error))
    return NULL;
  document->state = nn_network_initialize (network, program, seed, error);
  return document->state != NULL ? g_steal_pointer (&document) : NULL;
}
