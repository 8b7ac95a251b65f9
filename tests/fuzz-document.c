/* Fuzzing the loader: whatever the bytes are, they are refused with a message, or what was read
 * is written and read again as the same text. */
#include <string.h>

#include "app/gs-document.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDocument) first = gs_document_load_bytes ((const gchar *) data, size, "fuzz", &error);
  g_autoptr (GsDocument) second = NULL;
  g_autofree gchar *text = NULL, *again = NULL;
  gsize length, length_again;

  g_assert ((first == NULL) == (error != NULL));
  if (first == NULL) {
    g_assert (g_utf8_validate (error->message, -1, NULL));
    return 0;
  }
  text = gs_document_to_text (first, &length);
  second = gs_document_load_bytes (text, length, "again", &error);
  g_assert_no_error (error);
  again = gs_document_to_text (second, &length_again);
  g_assert (length == length_again && memcmp (text, again, length) == 0);
  return 0;
}
