/* Fuzzing ONNX models: whatever the bytes are, they are refused with a message, or become a document that can
 * be saved and opened again. */
#include "app/exchange/gs-onnx-import.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;
  g_autoptr (GPtrArray) report = NULL;
  g_autoptr (GsDocument) document = NULL;
  g_autoptr (GsDocument) other = NULL;
  g_autofree gchar *text = NULL;
  gsize size;

  fuzz_begin ();
  document = gs_onnx_import_bytes (bytes, length, "fuzz", NULL, &report, &error);
  fuzz_check (document != NULL, error);
  if (document == NULL)
    return 0;
  text = gs_document_to_file (document, "fuzz", &size, &again);
  if (text == NULL)
    return 0; /* weights that are no numbers */
  other = gs_document_load_bytes (text, size, "fuzz", &again);
  fuzz_check (other != NULL, again);
  g_assert_nonnull (other);
  return 0;
}
