/* A view: what it holds, and what it hears from the workbook. */
#include "gs-view-private.h"

G_DEFINE_FINAL_TYPE (GsView, gs_view, G_TYPE_OBJECT)

static void
on_book_changed (GsView *view)
{
  gs_view_emit (view, GS_VIEW_VALUES);
}

static void
on_book_moved (GsView *view)
{
  gs_view_follow_cursor (view);
  gs_view_emit (view, GS_VIEW_CURSOR);
}

/* Others train it, and this is what they have got to. */
static void
on_book_live (GsView *view)
{
  gs_view_emit (view, GS_VIEW_LIVE);
}

static void
on_book_rebuilt (GsView *view)
{
  view->has_pointed = FALSE;
  /* They named cells of the program that was. */
  g_clear_pointer (&view->highlighted, g_array_unref);
  g_clear_pointer (&view->covered, g_array_unref);
  g_clear_pointer (&view->secret, g_array_unref);
  gs_view_list_tabs (view);
  gs_view_emit (view, GS_VIEW_PROGRAM);
}

static void
gs_view_dispose (GObject *object)
{
  GsView *view = GS_VIEW (object);

  gs_view_forget_exercise (view);
  g_clear_pointer (&view->highlighted, g_array_unref);
  g_clear_pointer (&view->covered, g_array_unref);
  g_clear_pointer (&view->secret, g_array_unref);
  g_clear_pointer (&view->sight, gs_sight_unref);
  if (view->book != NULL)
    g_signal_handlers_disconnect_by_data (view->book, view);
  g_clear_object (&view->subject);
  g_clear_object (&view->book);
  G_OBJECT_CLASS (gs_view_parent_class)->dispose (object);
}

static void
gs_view_finalize (GObject *object)
{
  gs_view_clear_tabs (GS_VIEW (object));
  g_free (GS_VIEW (object)->selected_tensor);
  g_free (GS_VIEW (object)->other_tensor);
  g_free (GS_VIEW (object)->data_cell);
  g_hash_table_unref (GS_VIEW (object)->displays);
  g_hash_table_unref (GS_VIEW (object)->breakpoints);
  G_OBJECT_CLASS (gs_view_parent_class)->finalize (object);
}

static void
gs_view_class_init (GsViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gs_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = gs_view_finalize;
  g_signal_new ("changed", GS_TYPE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
gs_view_init (GsView *view)
{
  view->step = GS_STEP_OPERATION;
  view->digits = 4;
  view->sample = 1;
  view->levels_back = 1;
  view->subject = gs_subject_new ();
  view->breakpoints = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  view->displays = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  view->pages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

GsView *
gs_view_new (GsWorkbook *book)
{
  GsView *view = g_object_new (GS_TYPE_VIEW, NULL);

  view->book = g_object_ref (book);
  gs_view_list_tabs (view);
  /* From now on somebody looks, and an edit is compared with what was seen before it. */
  gs_workbook_get_frame (book);
  g_signal_connect_swapped (book, "rebuilt", G_CALLBACK (on_book_rebuilt), view);
  g_signal_connect_swapped (book, "changed", G_CALLBACK (on_book_changed), view);
  g_signal_connect_swapped (book, "moved", G_CALLBACK (on_book_moved), view);
  g_signal_connect_swapped (book, "live", G_CALLBACK (on_book_live), view);
  return view;
}
