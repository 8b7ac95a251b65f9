/* Fuzzing NumPy's files: whatever the bytes are, they are refused with a message, or are arrays that can be
 * compared with a network's, or it is said why not. */
#include "app/exchange/gs-compare.h"
#include "app/exchange/gs-npz.h"
#include "app/network/gs-spec.h"
#include "fuzz.h"

static GsWorkbook *
make_book (void)
{
  static const gdouble x[2] = { 1, 2 }, t[1] = { 1 };
  NnNetwork *network = nn_network_new ();
  g_autoptr (GsDataset) data = NULL;
  NnShape target;

  gs_spec_parse ("input 2 · dense 2 tanh · dense 1", network, NULL);
  nn_network_get_target_shape (network, &target, NULL);
  data = gs_dataset_new (&network->input, &target, 1, x, t);
  return gs_workbook_new (gs_document_new (network, data, 1, NULL), NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  static GsWorkbook *book;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) arrays = NULL;
  g_autoptr (GsComparison) comparison = NULL;

  fuzz_begin ();
  arrays = gs_npz_read_bytes (bytes, length, "fuzz", &error);
  fuzz_check (arrays != NULL, error);
  if (arrays == NULL)
    return 0;
  if (book == NULL)
    book = make_book ();
  comparison = gs_comparison_new (book, arrays, 1e-6, &error);
  fuzz_check (comparison != NULL, error);
  return 0;
}
