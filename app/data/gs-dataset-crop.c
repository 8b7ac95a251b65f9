/* Pictures of which each epoch takes another part. */
#include <string.h>

#include "gs-dataset-private.h"
#include "nn/nn-random.h"

GsDataset *
gs_dataset_with_crops (GsDataset *dataset, GBytes *whole, gint channels, gint rows, gint columns, gint size)
{
  GsDataset *other = gs_dataset_copy (dataset);

  g_assert (size <= rows && size <= columns);
  g_assert (nn_shape_count (&dataset->input) == (gsize) channels * (gsize) size * (gsize) size);
  g_assert (g_bytes_get_size (whole)
            == (gsize) dataset->n_rows * (gsize) channels * (gsize) rows * (gsize) columns);
  g_clear_pointer (&other->crops.whole, g_bytes_unref);
  other->crops = (GsDatasetCrops){ g_bytes_ref (whole), channels, rows, columns, size };
  return other;
}

gboolean
gs_dataset_is_cropped (const GsDataset *dataset)
{
  return dataset->crops.whole != NULL;
}

/* The uniform is at most 1 - 2^-53, so that its product with a whole number stays below that number. */
static gint
draw (guint64 seed, guint32 epoch, guint32 axis, gint row, gint n_places)
{
  return (gint) (nn_random_uniform (seed, NN_STREAM_CROP, epoch, axis, (guint32) (row - 1)) * n_places);
}

void
gs_dataset_get_crop (const GsDataset *dataset, gint row, guint64 seed, guint32 pass, gint *top, gint *left)
{
  const GsDatasetCrops *crops = &dataset->crops;
  gint high = crops->rows - crops->size, wide = crops->columns - crops->size;
  guint32 epoch = (pass - 1) / (guint32) dataset->n_batches + 1;
  gboolean is_training = gs_dataset_get_use (dataset, row) == GS_ROWS_TRAINING;

  g_assert (crops->whole != NULL && pass >= 1);
  *top = is_training ? draw (seed, epoch, 0, row, high + 1) : high / 2;
  *left = is_training ? draw (seed, epoch, 1, row, wide + 1) : wide / 2;
}

void
gs_dataset_copy_input (const GsDataset *dataset, gint row, guint64 seed, guint32 pass, gdouble *to)
{
  const GsDatasetCrops *crops = &dataset->crops;
  const guint8 *from;
  gdouble *value = to;
  gint top, left;

  if (crops->whole == NULL) {
    memcpy (to, gs_dataset_get_input (dataset, row), nn_shape_count (&dataset->input) * sizeof (gdouble));
    return;
  }
  gs_dataset_get_crop (dataset, row, seed, pass, &top, &left);
  from = g_bytes_get_data (crops->whole, NULL);
  from += (gsize) (row - 1) * (gsize) crops->channels * (gsize) crops->rows * (gsize) crops->columns;
  for (gint y = 0; y < crops->channels * crops->size; y++) {
    gint line = y / crops->size * crops->rows + top + y % crops->size;

    for (gint x = 0; x < crops->size; x++)
      *value++ = from[line * crops->columns + left + x] / 255.0;
  }
  gs_dataset_scale_inputs (dataset, 1, to);
}
