/* Fuzzing rows: whatever the bytes are, they are refused with a message, or are a table of finite numbers,
 * each row with its line; and what a network makes of it is refused or fits the network and its loss. */
#include <math.h>
#include <string.h>

#include "app/data/gs-rows.h"
#include "app/network/gs-spec.h"
#include "fuzz.h"

static void
check_table (const GsTable *table)
{
  gsize n_rows = gs_table_get_n_rows (table), n_columns = gs_table_get_n_columns (table);
  g_autofree gchar *said = gs_table_describe (table);
  gint line = 0;

  g_assert (n_rows > 0 && n_columns > 0 && n_columns <= GS_TABLE_MAX_COLUMNS);
  g_assert (g_utf8_validate (said, -1, NULL));
  for (gsize row = 0; row < n_rows; row++) {
    g_assert (gs_table_get_line (table, row) > line);
    line = gs_table_get_line (table, row);
    for (gsize column = 0; column < n_columns; column++)
      g_assert (isfinite (gs_table_get_row (table, row)[column]));
  }
  for (gsize column = 0; column < n_columns; column++) {
    gsize n_words = 0;
    const gchar *const *words = gs_table_get_words (table, column, &n_words);
    g_autoptr (GError) error = NULL;
    gboolean is_number;

    for (gsize i = 0; words != NULL && i < n_words; i++)
      g_assert (g_utf8_validate (words[i], -1, NULL) && (i == 0 || strcmp (words[i - 1], words[i]) < 0));
    is_number = gs_table_need_numbers (table, column, &error);

    fuzz_check (is_number, error);
    g_assert ((words == NULL) == (error == NULL));
  }
}

static void
check_rows (const GsTable *table, const NnNetwork *network)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar *said = NULL;
  g_autoptr (GsDataset) data = gs_rows_from_table (table, network, NULL, &said, &error);

  fuzz_check (data != NULL, error);
  if (data == NULL)
    return;
  g_assert ((gsize) gs_dataset_get_n_rows (data) == gs_table_get_n_rows (table));
  for (gint row = 1; row <= gs_dataset_get_n_rows (data); row++) {
    gsize offset;

    g_assert (gs_target_fits (network->loss, gs_dataset_get_target_shape (data),
                              gs_dataset_get_target (data, row), &offset, NULL));
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const struct {
    const gchar *spec;
    NnLossKind loss;
  } networks[] = { { "input 2 · dense 1", NN_LOSS_SQUARED_ERROR },
                   { "input 1 · dense 1 sigmoid", NN_LOSS_BINARY_CROSS_ENTROPY },
                   { "input 2 · dense 3 softmax", NN_LOSS_CROSS_ENTROPY } };
  g_autoptr (GError) error = NULL;
  g_autoptr (GsTable) table = NULL;

  fuzz_begin ();
  table = gs_table_read ((const gchar *) data, size, "fuzz.csv", size % 4, &error);
  fuzz_check (table != NULL, error);
  if (table == NULL)
    return 0;
  check_table (table);
  for (gsize i = 0; i < G_N_ELEMENTS (networks); i++) {
    g_autoptr (NnNetwork) network = nn_network_new ();

    g_assert (gs_spec_parse (networks[i].spec, network, NULL));
    network->loss = networks[i].loss;
    check_rows (table, network);
  }
  return 0;
}
