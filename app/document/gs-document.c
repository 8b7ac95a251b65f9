/* Documents: made, and the program they stand for. */
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
  nn_state_free (document->start);
  g_clear_pointer (&document->pins, g_ptr_array_unref);
  g_clear_pointer (&document->overrides, g_ptr_array_unref);
  g_clear_pointer (&document->undo, g_ptr_array_unref);
  g_clear_pointer (&document->redo, g_ptr_array_unref);
  g_clear_pointer (&document->bookmarks, g_ptr_array_unref);
  g_clear_pointer (&document->epochs, gs_epochs_unref);
  g_clear_pointer (&document->program, nn_program_unref);
  g_free (document->program_key);
  g_free (document->checksum);
  g_free (document);
}

/* ---- what there must be room for ---- */

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
               _ ("The rows do not fit the network: it takes inputs (%zu) and targets (%zu) "
                  "in a row, they have %zu and %zu."),
               nn_shape_count (&network->input), nn_shape_count (&target),
               nn_shape_count (gs_dataset_get_input_shape (data)),
               nn_shape_count (gs_dataset_get_target_shape (data)));
  return FALSE;
}

static gboolean
check_layers (const NnNetwork *network, GError **error)
{
  if (network->layers->len <= GS_DOCUMENT_MAX_LAYERS)
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_SIZE, _ ("The network has %u layers; use at most %d."),
               network->layers->len, GS_DOCUMENT_MAX_LAYERS);
  return FALSE;
}

/* What no file could hold is refused before it is drawn. */
static gboolean
check_size (const GsDocument *document, GError **error)
{
  NnProgram *program = document->program;
  gsize n_state = 0, n_data = gs_document_count_data (document->data);

  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, i);

    if (info->role == NN_ROLE_PARAMETER || info->role == NN_ROLE_STATE || info->role == NN_ROLE_HYPER)
      n_state += nn_shape_count (&info->shape);
  }
  if (n_state > GS_DOCUMENT_MAX_CELLS)
    g_set_error (error, NN_ERROR, NN_ERROR_SIZE,
                 _ ("The weights and what the optimizer keeps are %zu"
                    " numbers, more than fit memory; use smaller layers."),
                 n_state);
  else if (n_data > GS_DOCUMENT_MAX_CELLS - n_state)
    g_set_error (error, NN_ERROR, NN_ERROR_SIZE,
                 _ ("The weights and what the optimizer keeps are %zu numbers, the rows %zu; a document holds"
                    " %zu in all. Use smaller layers, or fewer rows."),
                 n_state, n_data, GS_DOCUMENT_MAX_CELLS);
  else
    return TRUE;
  return FALSE;
}

/* ---- the program ---- */

/* What the program depends on, the network apart; *pinned and *n_rows what it is compiled for. */
static gchar *
make_key (const GsDocument *document, gchar ***pinned, gint *n_rows)
{
  g_autofree gchar *names = NULL;

  *pinned = gs_cell_changes_list_tensors (document->pins);
  names = g_strjoinv (" ", *pinned);
  *n_rows = gs_dataset_count_samples (document->data, document->cursor.pass);
  return g_strdup_printf ("%d %s", *n_rows, names);
}

NnProgram *
gs_document_get_program (GsDocument *document, GError **error)
{
  g_auto (GStrv) pinned = NULL;
  gint n_rows;
  g_autofree gchar *key = make_key (document, &pinned, &n_rows);

  if (document->program == NULL || g_strcmp0 (document->program_key, key) != 0) {
    g_clear_pointer (&document->program, nn_program_unref);
    g_free (document->program_key);
    document->program_key = g_steal_pointer (&key);
    document->program =
        nn_network_compile (document->network, n_rows, 0, (const gchar *const *) pinned, error);
  }
  return document->program;
}

void
gs_document_take_program (GsDocument *document, NnProgram *program)
{
  g_auto (GStrv) pinned = NULL;
  gint n_rows;

  g_clear_pointer (&document->program, nn_program_unref);
  g_free (document->program_key);
  document->program_key = make_key (document, &pinned, &n_rows);
  document->program = program;
}

/* ---- making ---- */

gchar *
gs_document_compute_checksum (const gchar *text, gsize length)
{
  return g_compute_checksum_for_data (G_CHECKSUM_SHA1, (const guchar *) text, length);
}

GsDocument *
gs_document_new_empty (void)
{
  GsDocument *document = g_new0 (GsDocument, 1);

  document->cursor = (GsCursor){ 1, 0, 0, 0 };
  document->pins = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_cell_change_free);
  document->overrides = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_override_free);
  document->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_edit_free);
  document->redo = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_edit_free);
  return document;
}

gboolean
gs_document_fits (GsDocument *document, GError **error)
{
  return check_layers (document->network, error) && check_rows (document->network, document->data, error)
         && nn_optimizer_validate (&document->network->optimizer, error)
         && gs_document_get_program (document, error) != NULL && check_size (document, error)
         && nn_network_can_initialize (document->network, document->program, error);
}

GsDocument *
gs_document_new (NnNetwork *network, GsDataset *data, guint64 seed, GError **error)
{
  g_autoptr (GsDocument) document = gs_document_new_empty ();

  document->network = network;
  document->data = gs_dataset_ref (data);
  document->seed = seed;
  if (!gs_document_fits (document, error))
    return NULL;
  document->state = nn_network_initialize (network, document->program, seed, error);
  return document->state != NULL ? g_steal_pointer (&document) : NULL;
}
