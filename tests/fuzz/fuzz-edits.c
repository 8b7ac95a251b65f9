/* Fuzzing edit, save, open: the bytes choose a network, its rows, and what is done with them: edits of every
 * kind, steps, undo, training. Now and then and at the end the document is saved, and opened as it was, in
 * this pass and in those that follow; the only refusal is a number that no file can hold. */
#include "../document.h"
#include "../edits.h"
#include "fuzz.h"

/* Saved and opened; NULL if the writer refused. */
static GsWorkbook *
save_and_open (GsWorkbook *book)
{
  g_autoptr (GsDocument) document = gs_workbook_to_document (book), back = NULL;
  g_autoptr (GError) error = NULL;
  gsize length, length_again;
  g_autofree gchar *text = gs_document_to_file (document, "a.gradsheet", &length, &error), *again = NULL;
  GsDocument *opened;
  GsWorkbook *result;

  if (text == NULL) {
    if (strstr (error->message, "NaN or infinity") == NULL)
      g_error ("not saved: %s", error->message);
    return NULL;
  }
  opened = gs_document_load_bytes (text, length, "a.gradsheet", &error);
  if (opened == NULL)
    g_error ("saved, but not opened: %s\n%s", error->message, text);
  if (edits_are_finite (document))
    document_assert_same (document, opened);
  result = gs_workbook_new (opened, &error);
  if (result == NULL)
    g_error ("opened, but not shown: %s\n%s", error->message, text);
  back = gs_workbook_to_document (result);
  again = gs_document_to_text (back, &length_again);
  if (length != length_again || memcmp (text, again, length) != 0)
    g_error ("opened as something else:\n%s\n%s", text, again);
  return result;
}

static void
move (GsWorkbook *book, Choices *choices)
{
  switch (edits_int (choices, 0, 7)) {
  case 0: gs_workbook_step (book, GS_STEP_PASS, edits_bool (choices) ? 1 : -1); break;
  case 1: gs_workbook_undo (book); break;
  case 2: gs_workbook_redo (book); break;
  case 3: gs_workbook_set_all_gradients (book, edits_bool (choices), NULL); break;
  case 4: gs_workbook_step (book, GS_STEP_TERM, edits_int (choices, 0, 20)); break;
  case 5: gs_workbook_step (book, GS_STEP_OPERATION, edits_int (choices, 0, 9) - 3); break;
  default: break;
  }
}

/* What lies ahead has been saved, too. */
static void
assert_same_ahead (GsWorkbook *book, GsWorkbook *opened)
{
  GsCursor cursor = gs_workbook_get_cursor (book);

  for (guint32 pass = cursor.pass + 1; pass <= cursor.pass + 2; pass++) {
    g_autoptr (NnState) state = NULL, other = NULL;

    if (!gs_workbook_go_to_pass (book, pass, NULL))
      break;
    if (!gs_workbook_go_to_pass (opened, pass, NULL))
      g_error ("pass %u is not reached", pass);
    nn_run_ensure (gs_workbook_get_run (book), G_MAXINT, NULL, NULL);
    nn_run_ensure (gs_workbook_get_run (opened), G_MAXINT, NULL, NULL);
    state = nn_run_save_state (gs_workbook_get_run (book));
    other = nn_run_save_state (gs_workbook_get_run (opened));
    if (!nn_state_equal (state, other))
      g_error ("pass %u is another", pass);
  }
  gs_workbook_go_to (book, &cursor, NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  Choices choices = { .data = data, .size = size };
  g_autoptr (GsWorkbook) book = edits_make_book (&choices);

  for (gint i = 0; i < 12 && choices.size > 0; i++) {
    g_autoptr (GsWorkbook) opened = NULL;

    edits_make (book, &choices);
    move (book, &choices);
    /* Most of the time goes into this. */
    if (edits_int (&choices, 0, 3) > 0 && i < 11 && choices.size > 0)
      continue;
    opened = save_and_open (book);
    if (opened != NULL && edits_bool (&choices))
      g_set_object (&book, opened);
    else if (opened != NULL)
      assert_same_ahead (book, opened);
  }
  return 0;
}
