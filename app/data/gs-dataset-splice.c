/* Rows put in, taken out and replaced. */
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "gs-dataset-private.h"
#include "nn/nn-error.h"

static GBytes *
splice_values (GBytes *old, gsize row_length, gint first, gint n_removed, gint n_added, const gdouble *added)
{
  gsize row = row_length * sizeof (gdouble);
  gsize head = (gsize) (first - 1) * row;
  gsize removed = (gsize) n_removed * row, new = (gsize) n_added *row;
  gsize size = g_bytes_get_size (old);
  const guint8 *from = g_bytes_get_data (old, NULL);
  guint8 *to = g_malloc (size - removed + new);

  if (head > 0)
    memcpy (to, from, head);
  if (n_added > 0)
    memcpy (to + head, added, new);
  if (size > head + removed)
    memcpy (to + head + new, from + head + removed, size - head - removed);
  return g_bytes_new_take (to, size - removed + new);
}

/* The listed batches of `old` for the rows of `dataset`; FALSE if none is left. */
static gboolean
splice_batches (GsDataset *dataset, const GsDataset *old, gint first, gint n_removed, gint n_added)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint));
  g_autoptr (GArray) lengths = g_array_new (FALSE, FALSE, sizeof (gint));
  gint n_replaced = MIN (n_removed, n_added);

  for (gint batch = 0; batch < old->n_batches; batch++) {
    guint before = rows->len;
    gint length;

    for (gint i = old->first[batch]; i < old->first[batch + 1]; i++) {
      gint row = old->rows[i];

      if (row >= first + n_replaced && row < first + n_removed)
        continue;
      if (row >= first + n_removed)
        row += n_added - n_removed;
      g_array_append_val (rows, row);
    }
    length = (gint) (rows->len - before);
    if (length > 0)
      g_array_append_val (lengths, length);
  }
  for (gint row = first + n_replaced; row < first + n_added; row++)
    g_array_append_val (rows, row);
  if (n_added > n_replaced) {
    gint length = n_added - n_replaced;

    g_array_append_val (lengths, length);
  }
  if (lengths->len == 0)
    return FALSE;
  gs_dataset_fill_listed_batches (dataset, rows, lengths);
  return TRUE;
}

/* Rows that are replaced keep their names. */
static GPtrArray *
splice_names (const GPtrArray *old, gint first, gint n_removed, gint n_added)
{
  g_autoptr (GPtrArray) names = NULL;

  if (old == NULL)
    return NULL;
  names = g_ptr_array_new ();
  for (gint row = 1; row < first + MIN (n_removed, n_added); row++)
    g_ptr_array_add (names, g_ptr_array_index (old, row - 1));
  for (gint i = n_removed; i < n_added; i++)
    g_ptr_array_add (names, (gpointer) "");
  for (guint row = (guint) (first + n_removed); row <= old->len; row++)
    g_ptr_array_add (names, g_ptr_array_index (old, row - 1));
  return gs_names_copy ((const gchar *const *) names->pdata, names->len);
}

static gboolean
check_splice (const GsDataset *dataset, gint first, gint n_removed, gint n_added, GError **error)
{
  gsize row = MAX (nn_shape_count (&dataset->input), nn_shape_count (&dataset->target));
  gint64 n_rows = (gint64) dataset->n_rows - n_removed + n_added;

  if (first < 1 || first > dataset->n_rows + 1 || n_removed < 0 || n_added < 0
      || n_removed > dataset->n_rows + 1 - first) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
                 _ ("there are no %d rows from row %d on; the rows go from 1 to %d"), n_removed, first,
                 dataset->n_rows);
    return FALSE;
  }
  if (n_rows < 1) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_VALUE,
                         _ ("the last row cannot be removed; replace it instead"));
    return FALSE;
  }
  if ((gsize) n_rows > NN_MAX_CELLS / row) {
    g_set_error (error, NN_ERROR, NN_ERROR_SIZE,
                 _ ("%" PRId64 " rows do not fit memory; keep fewer than %zu"), n_rows, NN_MAX_CELLS / row);
    return FALSE;
  }
  return TRUE;
}

GsDataset *
gs_dataset_splice (GsDataset *dataset,
                   gint first,
                   gint n_removed,
                   gint n_added,
                   const gdouble *inputs,
                   const gdouble *targets,
                   GError **error)
{
  g_autoptr (GsDataset) other = NULL;

  if (!check_splice (dataset, first, n_removed, n_added, error))
    return NULL;
  other = gs_dataset_alloc (
      &dataset->input, &dataset->target, dataset->n_rows - n_removed + n_added,
      splice_values (dataset->inputs, nn_shape_count (&dataset->input), first, n_removed, n_added, inputs),
      splice_values (dataset->targets, nn_shape_count (&dataset->target), first, n_removed, n_added,
                     targets));
  gs_dataset_share_description (other, dataset);
  other->names[GS_NAMES_ROWS] = splice_names (dataset->names[GS_NAMES_ROWS], first, n_removed, n_added);
  gs_dataset_choose_uses (other);
  if (dataset->asked_size > 0) {
    gs_dataset_fill_batches (other, dataset->asked_size);
  } else if (!splice_batches (other, dataset, first, n_removed, n_added)) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_VALUE,
                         _ ("no batch would be left; put the remaining rows into a batch first"));
    return NULL;
  }
  return g_steal_pointer (&other);
}
