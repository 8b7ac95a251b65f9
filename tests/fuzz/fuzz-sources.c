/* Fuzzing where rows come from: packed bytes are unpacked within the stated bounds or refused; a word is
 * refused with a message, or says rows whose text is a table of as many rows. */
#include "app/data/gs-packed.h"
#include "app/data/gs-source.h"
#include "fuzz.h"

/* More of them take longer, and are no other rows. */
#define MAX_ROWS 50

static void
check_packed (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  g_autofree gchar *bytes = gs_packed_unpack ((const gchar *) data, size, "fuzz.gz", &length, &error);

  fuzz_check (bytes != NULL, error);
  if (bytes != NULL)
    g_assert (bytes[length] == '\0' && length <= MAX (size * GS_PACKED_MAX_GROWTH, GS_PACKED_MAY_GROW));
}

static void
check_word (const gchar *text)
{
  GsGenerator made = { 0 };
  g_autofree gchar *curve = NULL, *rows = NULL;
  g_autoptr (GError) error = NULL, refused = NULL;
  g_autoptr (GsTable) table = NULL;
  gboolean done = gs_source_read_made (text, &made, &error);
  gsize length;

  fuzz_check (done, error);
  if (!done)
    return;
  curve = made.curve;
  made.n_rows = MIN (made.n_rows, MAX_ROWS);
  rows = gs_generator_make (&made, &length, &refused);
  fuzz_check (rows != NULL, refused);
  if (rows == NULL)
    return;
  table = gs_table_read (rows, length, NULL, 0, &error);
  if (table == NULL)
    g_error ("what was made cannot be read: %s", error->message);
  g_assert (gs_table_get_n_rows (table) == (gsize) made.n_rows);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree gchar *text = fuzz_to_text (data, size);

  fuzz_begin ();
  if (gs_packed_looks_like ((const gchar *) data, size))
    check_packed (data, size);
  else
    check_word (text);
  return 0;
}
