/* Fuzzing the readers of rows: whatever the bytes are, as a table, as rows for a network, as pictures with
 * labels (cut in two where the first byte says), they are read or refused with a message; what a table says
 * of itself holds for every cell. */
#include <math.h>
#include <string.h>

#include "app/data/gs-idx.h"
#include "app/data/gs-rows.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
assert_told (gboolean done, const GError *error)
{
  g_assert (done == (error == NULL));
  g_assert (error == NULL || g_utf8_validate (error->message, -1, NULL));
}

static NnNetwork *
make_network (gint n_inputs, gint n_units)
{
  NnNetwork *network = nn_network_new ();

  network->input = nn_shape (1, n_inputs);
  network->loss = n_units > 1 ? NN_LOSS_CROSS_ENTROPY : NN_LOSS_BINARY_CROSS_ENTROPY;
  nn_network_add_layer (network, NN_LAYER_DENSE)->units = n_units;
  return network;
}

static void
check_table (const GsTable *table)
{
  g_autofree gchar *said = gs_table_describe (table), *beginning = gs_table_describe_beginning (table);
  gint line = 0;

  g_assert (gs_table_get_n_rows (table) > 0 && said != NULL && beginning != NULL);
  for (gsize row = 0; row < gs_table_get_n_rows (table); row++) {
    g_assert (gs_table_get_line (table, row) > line);
    line = gs_table_get_line (table, row);
    for (gsize column = 0; column < gs_table_get_n_columns (table); column++) {
      gdouble value = gs_table_get_row (table, row)[column];
      gsize n_words;

      g_assert (isfinite (value));
      g_assert (gs_table_get_words (table, column, &n_words) == NULL
                || (value >= 0 && value < (gdouble) n_words));
    }
  }
}

static void
read_rows (const gchar *text, gsize size, gint n_inputs, gint n_units)
{
  g_autoptr (NnNetwork) network = make_network (n_inputs, n_units);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsTable) table = gs_table_read (text, size, "fuzz", gs_rows_count_columns (network), &error);
  g_autoptr (GsDataset) rows = NULL;
  g_autofree gchar *said = NULL;

  assert_told (table != NULL, error);
  if (table == NULL)
    return;
  check_table (table);
  rows = gs_rows_from_table (table, network, NULL, &said, &error);
  assert_told (rows != NULL, error);
  g_assert (rows == NULL || (gsize) gs_dataset_get_n_rows (rows) == gs_table_get_n_rows (table));
}

static void
read_pictures (const guint8 *data, gsize size)
{
  g_autoptr (NnNetwork) network = make_network (4, 3);
  g_auto (GsIdx) pictures = { 0 }, labels = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDataset) rows = NULL;
  gsize cut = MIN (data[0], size);
  gboolean done = gs_idx_read (&pictures, (const gchar *) data + 1, cut - 1, "a", &error)
                  && gs_idx_read (&labels, (const gchar *) data + cut, size - cut, "b", &error);

  assert_told (done, error);
  if (!done)
    return;
  rows = gs_idx_to_rows (&pictures, &labels, network, "a,b", &error);
  assert_told (rows != NULL, error);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree gchar *text = g_strndup ((const gchar *) data, size);

  memcpy (text, data, size); /* zeros inside, too */
  read_rows (text, size, 2, 1);
  read_rows (text, size, 1, 3);
  if (size > 0 && data[0] > 0)
    read_pictures (data, size);
  return 0;
}
