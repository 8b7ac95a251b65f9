/* Fuzzing pictures with labels in IDX (cut in two where the first byte says): read, or refused with a
 * message. */
#include "app/data/gs-idx.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_auto (GsIdx) pictures = { 0 }, labels = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDataset) rows = NULL;
  gsize cut;
  gboolean done;

  fuzz_begin ();
  if (size == 0 || data[0] == 0)
    return 0;
  network->input = nn_shape (1, 4);
  network->loss = NN_LOSS_CROSS_ENTROPY;
  nn_network_add_layer (network, NN_LAYER_DENSE)->units = 3;
  cut = MIN (data[0], size);
  done = gs_idx_read (&pictures, (const gchar *) data + 1, cut - 1, "a", &error)
         && gs_idx_read (&labels, (const gchar *) data + cut, size - cut, "b", &error);
  fuzz_check (done, error);
  if (!done)
    return 0;
  rows = gs_idx_to_rows (&pictures, &labels, network, NULL, "a,b", &error);
  fuzz_check (rows != NULL, error);
  return 0;
}
