/* IDX files become rows. */
#include "gs-idx.h"

#include "app/text/gs-task.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "nn/nn-error.h"

void
gs_idx_clear (GsIdx *idx)
{
  g_clear_pointer (&idx->bytes, g_free);
}

gboolean
gs_idx_looks_like (const gchar *bytes, gsize length)
{
  return length >= 4 && bytes[0] == 0 && bytes[1] == 0 && bytes[2] >= 8 && bytes[2] <= 14 && bytes[3] >= 1
         && bytes[3] <= 8;
}

static guint32
read_size (const gchar *at)
{
  guint32 size;

  memcpy (&size, at, sizeof size);
  return GUINT32_FROM_BE (size);
}

static gboolean
read_header (GsIdx *idx, const gchar *bytes, gsize length, gsize *count, GError **error)
{
  gsize header = 4 + 4 * (gsize) (length >= 4 ? bytes[3] : 0);

  if (!gs_idx_looks_like (bytes, length) || length < header) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_SYNTAX,
                         _ ("this is no IDX file: it does not begin with two zero bytes, a type and sizes"));
    return FALSE;
  }
  if (bytes[2] != 8 || (bytes[3] != 1 && bytes[3] != 3)) {
    g_set_error (
        error, NN_ERROR, NN_ERROR_SYNTAX,
        _ ("the header says type %d and %d sizes; read are bytes (type 8) of labels (1 size) or pictures (3 "
           "sizes)"),
        bytes[2], bytes[3]);
    return FALSE;
  }
  idx->rank = (guint8) bytes[3];
  *count = 1;
  for (gint axis = 0; axis < idx->rank; axis++) {
    guint32 size = read_size (bytes + 4 + 4 * axis);

    if (size == 0 || size > NN_MAX_CELLS / *count) {
      g_set_error (error, NN_ERROR, NN_ERROR_SIZE,
                   size == 0 ? _ ("the header says that size %d is %u; there is nothing in it")
                             : _ ("the header says that size %d is %u, which does not fit memory"),
                   axis + 1, size);
      return FALSE;
    }
    idx->dim[axis] = (gint) size;
    *count *= size;
  }
  return TRUE;
}

gboolean
gs_idx_read (GsIdx *idx, const gchar *bytes, gsize length, const gchar *name, GError **error)
{
  gsize count, there;

  *idx = (GsIdx){ 0 };
  if (!read_header (idx, bytes, length, &count, error)) {
    g_prefix_error (error, "%s: ", name);
    return FALSE;
  }
  there = length - 4 - 4 * (gsize) idx->rank;
  if (there != count) {
    g_set_error (error, NN_ERROR, NN_ERROR_SYNTAX,
                 _ ("%s: the header says that %zu bytes follow, and there are %zu; the file is not whole, or "
                    "is none of "
                    "this kind. Fetch it again."),
                 name, count, there);
    return FALSE;
  }
  idx->bytes = g_memdup2 (bytes + length - there, there);
  return TRUE;
}

gsize
gs_idx_count (const GsIdx *idx)
{
  gsize n = 1;

  for (gint axis = 0; axis < idx->rank; axis++)
    n *= (gsize) idx->dim[axis];
  return n;
}

/* ---- rows ---- */

void
gs_idx_get_size (const GsIdx *pictures, gint *channels, gint *rows, gint *columns)
{
  *channels = pictures->rank == 4 ? pictures->dim[1] : 1;
  *rows = pictures->dim[pictures->rank - 2];
  *columns = pictures->dim[pictures->rank - 1];
}

gboolean
gs_idx_are_pairs (const GsIdx *pictures, const GsIdx *labels, GError **error)
{
  if (pictures->rank < 3 || labels->rank != 1) {
    g_set_error_literal (
        error, NN_ERROR, NN_ERROR_SHAPE,
        _ ("one file holds the pictures and the other one their labels: these two are of one kind"));
    return FALSE;
  }
  if (pictures->dim[0] == labels->dim[0])
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, _ ("there are %d pictures and %d labels; each needs its own"),
               pictures->dim[0], labels->dim[0]);
  return FALSE;
}

gboolean
gs_idx_fits (const GsIdx *pictures, const GsIdx *labels, const NnNetwork *network, GError **error)
{
  NnShape target;
  const NnShape *input = &network->input;
  gint channels, rows, columns;
  gboolean fits;

  if (!nn_network_get_target_shape (network, &target, error))
    return FALSE;
  if (!gs_idx_are_pairs (pictures, labels, error))
    return FALSE;
  gs_idx_get_size (pictures, &channels, &rows, &columns);
  fits = input->rank == 1 ? (gsize) input->dim[0] == (gsize) channels * (gsize) rows * (gsize) columns
                          : input->dim[0] == channels && input->dim[1] == rows && input->dim[2] == columns;
  if (!fits) {
    g_autofree gchar *wanted = nn_shape_to_string (input);

    if (input->rank == 3 && input->dim[0] == channels && input->dim[1] == input->dim[2]
        && input->dim[1] <= MIN (rows, columns))
      g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                   _ ("the pictures are %d×%d and the network takes %s; write :crop=%d behind the source for "
                      "the middle of "
                      "each, or begin the network with input %dx%dx%d"),
                   rows, columns, wanted, input->dim[1], channels, rows, columns);
    else
      g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                   _ ("the pictures are %d×%d and the network takes %s; begin it with input %dx%dx%d"), rows,
                   columns, wanted, channels, rows, columns);
    return FALSE;
  }
  for (gint row = 0; row < labels->dim[0]; row++)
    if ((gsize) labels->bytes[row] >= nn_shape_count (&target)) {
      g_set_error (
          error, NN_ERROR, NN_ERROR_SHAPE,
          _ ("label %d is %d; the network has %zu outputs, for the classes from 0 on. Give it one for each."),
          row + 1, labels->bytes[row], nn_shape_count (&target));
      return FALSE;
    }
  return TRUE;
}

gboolean
gs_idx_crop (GsIdx *pictures, gint size, const gchar *name, GError **error)
{
  gint channels, rows, columns, top, left;
  guint8 *to = pictures->bytes;

  if (pictures->rank < 3) {
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                 _ ("%s: these are no pictures, so nothing can be cut out of them"), name);
    return FALSE;
  }
  gs_idx_get_size (pictures, &channels, &rows, &columns);
  if (size > rows || size > columns) {
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                 _ ("%s: the pictures are %d×%d, so no %d×%d pixels can be cut out of them"), name, rows,
                 columns, size, size);
    return FALSE;
  }
  top = (rows - size) / 2;
  left = (columns - size) / 2;
  /* In place: what is read lies behind what is written, or is the same. */
  for (gint plane = 0; plane < pictures->dim[0] * channels; plane++)
    for (gint row = 0; row < size; row++, to += size)
      memmove (to,
               pictures->bytes + ((gsize) plane * (gsize) rows + (gsize) (top + row)) * (gsize) columns
                   + (gsize) left,
               (gsize) size);
  pictures->dim[pictures->rank - 2] = pictures->dim[pictures->rank - 1] = size;
  return TRUE;
}

static GsDataset *
name_classes (GsDataset *data, gsize n_classes, const GPtrArray *classes)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GsDataset) plain = data;

  if (n_classes < 2 && (classes == NULL || classes->len != 2))
    return g_steal_pointer (&plain);
  for (gsize i = 0; i < MAX (n_classes, 2); i++)
    g_ptr_array_add (names, classes != NULL && i < classes->len ? g_strdup (g_ptr_array_index (classes, i))
                                                                : g_strdup_printf ("%zu", i));
  return gs_dataset_with_names (plain, n_classes < 2 ? GS_NAMES_CLASSES : GS_NAMES_TARGETS, names, NULL);
}

GsDataset *
gs_idx_to_rows (const GsIdx *pictures,
                const GsIdx *labels,
                const NnNetwork *network,
                const GPtrArray *classes,
                const gchar *name,
                GError **error)
{
  gsize n_pixels, n_targets, n_rows;
  gdouble grey[256], *inputs, *targets;
  NnShape target;

  if (!gs_idx_fits (pictures, labels, network, error)) {
    g_prefix_error (error, "%s: ", name);
    return NULL;
  }
  nn_network_get_target_shape (network, &target, NULL);
  n_rows = (gsize) pictures->dim[0];
  n_pixels = nn_shape_count (&network->input);
  n_targets = nn_shape_count (&target);
  if (n_targets > NN_MAX_CELLS / n_rows) {
    g_set_error (error, NN_ERROR, NN_ERROR_SIZE, _ ("%s: the rows are more than fit memory; use fewer"),
                 name);
    return NULL;
  }
  for (gint i = 0; i < 256; i++)
    grey[i] = i / 255.0;
  inputs = g_new (gdouble, n_rows * n_pixels);
  targets = g_new0 (gdouble, n_rows * n_targets);
  for (gsize row = 0; row < n_rows; row++) {
    if (row % 256 == 0 && !gs_task_go_on (row, n_rows, error)) {
      g_free (inputs);
      g_free (targets);
      return NULL;
    }
    for (gsize i = row * n_pixels; i < (row + 1) * n_pixels; i++)
      inputs[i] = grey[pictures->bytes[i]];
    if (n_targets == 1)
      targets[row] = labels->bytes[row];
    else
      targets[row * n_targets + labels->bytes[row]] = 1;
  }
  return name_classes (gs_dataset_new_take (&network->input, &target, (gint) n_rows, inputs, targets),
                       n_targets, classes);
}
