/* What a lesson or an exercise does to the sheet: cells it points at, cells it covers, cells that are to
 * be filled in. */
#include "gs-view-private.h"

/* ---- pointing and covering ---- */

static GArray *
copy_sorted (const GArray *cells)
{
  GArray *copy;

  if (cells == NULL || cells->len == 0)
    return NULL;
  copy = g_array_sized_new (FALSE, FALSE, sizeof (NnCell), cells->len);
  g_array_append_vals (copy, cells->data, cells->len);
  g_array_sort (copy, gs_sight_compare_cells);
  return copy;
}

void
gs_view_set_emphasis (GsView *view, const GArray *highlighted, const GArray *covered)
{
  g_clear_pointer (&view->highlighted, g_array_unref);
  g_clear_pointer (&view->covered, g_array_unref);
  view->highlighted = copy_sorted (highlighted);
  view->covered = copy_sorted (covered);
  gs_view_emit (view, GS_VIEW_OPTIONS);
}

void
gs_view_set_may_edit (GsView *view, GsViewMayEdit may_edit, gpointer user_data)
{
  view->may_edit = may_edit;
  view->may_edit_data = user_data;
}

gboolean
gs_view_may_edit (GsView *view, const NnCell *cell)
{
  return view->may_edit == NULL || gs_view_is_blanked (view, cell)
         || view->may_edit (cell, view->may_edit_data);
}

/* ---- blanks ---- */

static void
on_blanks_changed (GsView *view)
{
  g_clear_pointer (&view->marking, gs_marking_free);
  gs_view_emit (view, GS_VIEW_OPTIONS);
}

void
gs_view_set_blanks (GsView *view, GsBlanks *blanks)
{
  if (view->blanks == blanks)
    return;
  /* Whoever refuses is told of cells that are asked no more. */
  gs_workbook_settle (view->book, NULL);
  gs_view_forget_exercise (view);
  if (blanks != NULL) {
    view->blanks = g_object_ref (blanks);
    g_signal_connect_swapped (blanks, "changed", G_CALLBACK (on_blanks_changed), view);
  }
  gs_view_emit (view, GS_VIEW_OPTIONS);
}

void
gs_view_forget_exercise (GsView *view)
{
  g_clear_pointer (&view->marking, gs_marking_free);
  if (view->blanks != NULL)
    g_signal_handlers_disconnect_by_data (view->blanks, view);
  g_clear_object (&view->blanks);
}

GsBlanks *
gs_view_get_blanks (GsView *view)
{
  return view->blanks;
}

void
gs_view_mark_blanks (GsView *view)
{
  if (view->blanks == NULL || !gs_workbook_settle (view->book, NULL))
    return;
  g_clear_pointer (&view->marking, gs_marking_free);
  view->marking = gs_marking_new (view->blanks);
  gs_view_emit (view, GS_VIEW_OPTIONS);
}

GsMarking *
gs_view_get_marking (GsView *view)
{
  return view->marking;
}
