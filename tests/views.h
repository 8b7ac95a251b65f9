/* Views for tests: over a ready-made network. */
#pragma once

#include "app/view/gs-view.h"
#include "books.h"

static inline GsView *
view_open (const gchar *name)
{
  g_autoptr (GsWorkbook) book = book_open (name);

  return gs_view_new (book);
}

static inline NnCell
view_find (GsView *view, const gchar *name)
{
  return book_find (gs_view_get_workbook (view), name);
}
