/* Fuzzing documents: whatever the bytes are, they are refused with a message; or what was read is written
 * and read again as the same text, can be opened, stepped through and undone, and what is left of it is
 * a document again. */
#include <string.h>

#include "app/workbook/gs-workbook.h"
#include "fuzz.h"

/* Beyond this a single pass takes too long for fuzzing. */
#define MAX_CELLS 4096

static gboolean
is_small (const GsDocument *document)
{
  g_autoptr (NnProgram) program = NULL;
  gsize n_cells = 0;
  gint n_rows = gs_dataset_get_n_rows (document->data);

  for (gint batch = 1; batch <= gs_dataset_get_n_batches (document->data); batch++) {
    gint n;

    gs_dataset_get_batch (document->data, batch, &n);
    n_rows = MAX (n_rows, n);
  }
  program = nn_network_compile (document->network, n_rows, 0, NULL, NULL);
  for (gint i = 0; program != NULL && i < nn_program_get_n_tensors (program) && n_cells <= MAX_CELLS; i++)
    n_cells += nn_shape_count (&nn_program_get_tensor (program, i)->shape);
  return program != NULL && n_cells <= MAX_CELLS;
}

static GsDocument *
load_again (const gchar *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  GsDocument *document = gs_document_load_bytes (text, length, "again", &error);

  if (document == NULL)
    g_error ("what was written cannot be read: %s\n%s", error->message, text);
  return document;
}

static void
assert_same (const gchar *text, gsize length, const GsDocument *document)
{
  gsize again_length;
  g_autofree gchar *again = gs_document_to_text (document, &again_length);

  if (length != again_length || memcmp (text, again, length) != 0)
    g_error ("what was written is read as something else:\n%s\n%s", text, again);
}

static void
walk (GsWorkbook *book)
{
  for (gint round = 0; round < 2; round++) {
    gint n = 0;

    while (n++ < 16 && (round == 0 ? gs_workbook_undo (book) : gs_workbook_redo (book)))
      gs_workbook_step (book, GS_STEP_OPERATION, n % 3 - 1);
    gs_workbook_step (book, GS_STEP_TERM, 2);
    gs_workbook_step (book, GS_STEP_PASS, 2);
    gs_workbook_step (book, GS_STEP_CELL, -1);
  }
}

static void
open_and_walk (const gchar *text, gsize length)
{
  GsDocument *document = load_again (text, length);
  g_autoptr (GsWorkbook) book = NULL;
  g_autoptr (GsDocument) left = NULL, again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree gchar *result = NULL;
  gsize n;

  if (!is_small (document)) {
    gs_document_free (document);
    return;
  }
  book = gs_workbook_new (document, &error);
  fuzz_check (book != NULL, error);
  if (book == NULL)
    return;
  walk (book);
  left = gs_workbook_to_document (book);
  result = gs_document_to_text (left, &n);
  /* No file holds these, and saving says so. */
  if (strstr (result, "NaN") != NULL || strstr (result, "Infinity") != NULL)
    return;
  again = load_again (result, n);
  assert_same (result, n, again);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDocument) first = NULL, second = NULL;
  g_autofree gchar *text = NULL;
  gsize length;

  fuzz_begin ();
  first = gs_document_load_bytes ((const gchar *) data, size, "fuzz", &error);
  fuzz_check (first != NULL, error);
  if (first == NULL)
    return 0;
  text = gs_document_to_text (first, &length);
  second = load_again (text, length);
  assert_same (text, length, second);
  open_and_walk (text, length);
  return 0;
}
