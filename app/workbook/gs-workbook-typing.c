/* The open editor: what is being typed is settled before anything moves. */
#include "gs-workbook-private.h"

gboolean
gs_workbook_open_editor (GsWorkbook *book, gpointer editor, GsCommit commit, GError **error)
{
  if (!gs_workbook_settle (book, error))
    return FALSE;
  book->editor = editor;
  book->commit = commit;
  return TRUE;
}

void
gs_workbook_close_editor (GsWorkbook *book, gpointer editor)
{
  if (book->editor != editor)
    return;
  book->editor = NULL;
  book->commit = NULL;
}

gboolean
gs_workbook_has_editor (GsWorkbook *book)
{
  return book->editor != NULL;
}

gboolean
gs_workbook_settle (GsWorkbook *book, GError **error)
{
  g_autoptr (GError) reason = NULL;
  gpointer editor = book->editor;
  GsCommit commit = book->commit;

  if (editor == NULL)
    return TRUE;
  /* What the commit itself changes finds nothing open. */
  gs_workbook_close_editor (book, editor);
  if (commit (editor, &reason))
    return TRUE;
  book->editor = editor;
  book->commit = commit;
  g_signal_emit_by_name (book, "refused", reason->message);
  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}
