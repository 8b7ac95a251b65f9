/* Passes gone through, for exports. */
#include "gs-record.h"

#include <glib/gi18n-lib.h>

#include "app/text/gs-task.h"
#include "nn/nn-error.h"

/* Every batch with its first rows only; of what is shuffled those that are dealt for the present epoch. */
static gboolean
cut_batches (GsWorkbook *book, GsDataset *whole, gint n_rows, GError **error)
{
  g_autoptr (GsDataset) data =
      gs_dataset_deal (whole, gs_workbook_get_seed (book), gs_workbook_get_cursor (book).pass);
  gint n = gs_dataset_get_n_batches (data);
  g_autofree const gint **batches = g_new (const gint *, n);
  g_autofree gint *lengths = g_new (gint, n);
  g_autoptr (GsDataset) fewer = NULL;
  gboolean cuts = FALSE;

  for (gint i = 0; i < n; i++) {
    batches[i] = gs_dataset_get_batch (data, i + 1, &lengths[i]);
    cuts = cuts || lengths[i] > n_rows;
    lengths[i] = MIN (lengths[i], n_rows);
  }
  if (!cuts)
    return TRUE;
  fewer = gs_dataset_with_batches (data, n, batches, lengths, error);
  return fewer != NULL && gs_workbook_set_data (book, fewer, NULL, error);
}

static gboolean
check_options (GsWorkbook *book, GsRecordOptions *options, GError **error)
{
  gint n = (gint) gs_workbook_get_network (book)->layers->len;

  if (options->n_rows < 0 || options->n_layers < 0 || options->n_layers > n) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
                 _ ("rows must be 1 or more, and layers from 1 to %d; leave them out for all"), n);
    return FALSE;
  }
  options->n_passes = MAX (options->n_passes, 1);
  options->first_layer = options->n_layers > 0 ? n - options->n_layers : 0;
  return TRUE;
}

static gboolean
check_finite (GsFrame *frame, GError **error)
{
  NnProgram *program = gs_frame_get_program (frame);
  g_autofree gchar *name = NULL;
  NnCell cell;

  if (!gs_frame_find_not_finite (frame, &cell))
    return TRUE;
  name = nn_cell_name (nn_program_get_tensor (program, cell.tensor)->name,
                       &nn_program_get_tensor (program, cell.tensor)->shape, cell.offset);
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
               _ ("%s becomes no number in pass %u, so there is nothing to hand over; take fewer passes or a "
                  "smaller learning rate"),
               name, gs_frame_get_cursor (frame)->pass);
  return FALSE;
}

static gboolean
prepare (GsWorkbook *book, GsRecordOptions *options, GError **error)
{
  return gs_workbook_has_rows (book, error) && check_options (book, options, error)
         && (options->n_rows == 0 || cut_batches (book, gs_workbook_get_data (book), options->n_rows, error));
}

GPtrArray *
gs_record_foresee (GsWorkbook *book, GsRecordOptions *options, GError **error)
{
  g_autoptr (GPtrArray) frames = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_frame_unref);

  if (!prepare (book, options, error))
    return NULL;
  for (guint i = 0; i < options->n_passes; i++)
    g_ptr_array_add (frames, gs_frame_ref (gs_workbook_get_frame (book)));
  return g_steal_pointer (&frames);
}

GPtrArray *
gs_record_take (GsWorkbook *book, GsRecordOptions *options, GError **error)
{
  g_autoptr (GPtrArray) frames = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_frame_unref);
  g_autoptr (GsDataset) whole = gs_dataset_ref (gs_workbook_get_data (book));
  gboolean cuts_anew = options->n_rows > 0 && gs_dataset_is_shuffled (whole);

  if (!prepare (book, options, error))
    return NULL;
  for (guint i = 0; i < options->n_passes; i++) {
    GsCursor end = { gs_workbook_get_cursor (book).pass, G_MAXINT, 0, 0 };

    if (!gs_task_go_on (i, options->n_passes, error) || !gs_workbook_go_to (book, &end, error))
      return NULL;
    g_ptr_array_add (frames, gs_frame_ref (gs_workbook_get_frame (book)));
    if (!check_finite (gs_workbook_get_frame (book), error))
      return NULL;
    if (i + 1 < options->n_passes)
      gs_workbook_step (book, GS_STEP_PASS, 1);
    if (i + 1 < options->n_passes && cuts_anew && !cut_batches (book, whole, options->n_rows, error))
      return NULL;
  }
  return g_steal_pointer (&frames);
}
