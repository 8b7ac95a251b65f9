/* Training rows dealt into batches anew in each epoch. */
#include <glib/gi18n-lib.h>

#include "gs-dataset-private.h"
#include "nn/nn-error.h"
#include "nn/nn-random.h"

gboolean
gs_dataset_is_shuffled (const GsDataset *dataset)
{
  return dataset->is_shuffled;
}

GsDataset *
gs_dataset_with_shuffling (GsDataset *dataset, gboolean shuffled, GError **error)
{
  GsDataset *other;

  if (shuffled == dataset->is_shuffled)
    return gs_dataset_ref (dataset);
  if (dataset->asked_size == 0) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_VALUE,
                         _ ("the batches are listed row by row, so nothing can be shuffled; choose how many "
                            "rows a batch has first"));
    return NULL;
  }
  other = gs_dataset_copy (dataset);
  other->is_shuffled = shuffled;
  gs_dataset_fill_batches (other, other->asked_size);
  return other;
}

/* Fisher and Yates, from the last place to the second (Knuth, The Art of Computer Programming 2, algorithm
 * 3.4.2P). The uniform is at most 1 - 2^-53, and its product with a whole number below 2^31 stays below that
 * number when it is rounded. */
static void
shuffle (gint *rows, gint n, guint64 seed, guint32 epoch)
{
  for (gint i = n - 1; i > 0; i--) {
    gint j = (gint) (nn_random_uniform (seed, NN_STREAM_SHUFFLE, epoch, 0, (guint32) i) * (i + 1));
    gint row = rows[i];

    rows[i] = rows[j];
    rows[j] = row;
  }
}

GsDataset *
gs_dataset_deal (GsDataset *dataset, guint64 seed, guint32 pass)
{
  guint32 epoch = (pass - 1) / (guint32) dataset->n_batches + 1;
  GsDataset *dealt;

  g_assert (pass >= 1);
  if (!dataset->is_shuffled || (dataset->epoch == epoch && dataset->epoch_seed == seed))
    return gs_dataset_ref (dataset);
  dealt = gs_dataset_copy (dataset);
  gs_dataset_fill_batches (dealt, dataset->asked_size);
  shuffle (dealt->rows, dealt->first[dealt->n_batches], seed, epoch);
  dealt->epoch = epoch;
  dealt->epoch_seed = seed;
  return dealt;
}
