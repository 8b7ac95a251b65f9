/* Another document in the same workbook. */
#include "gs-workbook-replace.h"

#include "gs-workbook-private.h"

void
gs_workbook_exchange (GsWorkbook *book, GsWorkbook *other)
{
  GsWorkbook *books[] = { book, other };
  GsTimeline *timeline;
  GsCursor cursor;
  GPtrArray *undo, *redo;
  gint saved_depth;
  NnState *start;
  GPtrArray *bookmarks;
  guint64 start_seed;
  gchar *file, *checksum;

  g_assert (book != other);
  /* What was trained goes with what it was done to. */
  for (gsize i = 0; i < G_N_ELEMENTS (books); i++) {
    if (books[i]->trainer != NULL)
      gs_trainer_stop (books[i]->trainer);
    gs_workbook_end_gesture (books[i]);
  }
  timeline = book->timeline;
  cursor = book->cursor;
  undo = book->undo;
  redo = book->redo;
  saved_depth = book->saved_depth;
  start = book->start;
  bookmarks = book->bookmarks;
  start_seed = book->start_seed;
  file = book->file;
  checksum = book->checksum;
  book->timeline = other->timeline;
  book->cursor = other->cursor;
  book->undo = other->undo;
  book->redo = other->redo;
  book->saved_depth = other->saved_depth;
  book->start = other->start;
  book->bookmarks = other->bookmarks;
  book->start_seed = other->start_seed;
  book->file = other->file;
  book->checksum = other->checksum;
  other->timeline = timeline;
  other->cursor = cursor;
  other->undo = undo;
  other->redo = redo;
  other->saved_depth = saved_depth;
  other->start = start;
  other->bookmarks = bookmarks;
  other->start_seed = start_seed;
  other->file = file;
  other->checksum = checksum;
  for (gsize i = 0; i < G_N_ELEMENTS (books); i++) {
    g_clear_pointer (&books[i]->predictor, nn_run_free);
    /* Nothing of this is what an edit has changed. */
    g_clear_pointer (&books[i]->before, gs_frame_unref);
    /* Whatever its count, it is another program. */
    books[i]->n_rebuilt = G_MAXUINT;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (books); i++)
    gs_workbook_notify (books[i], TRUE, TRUE);
}

void
gs_workbook_forget_edits (GsWorkbook *book)
{
  if (book->trainer != NULL)
    gs_trainer_stop (book->trainer);
  gs_workbook_end_gesture (book);
  g_ptr_array_set_size (book->undo, 0);
  g_ptr_array_set_size (book->redo, 0);
  book->saved_depth = 0;
  g_clear_pointer (&book->before, gs_frame_unref);
  gs_workbook_notify (book, TRUE, FALSE);
}

guint
gs_workbook_count_edits (GsWorkbook *book)
{
  return book->undo->len;
}
