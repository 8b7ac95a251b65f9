/* What is selected in a view; the size of a step, and the breakpoints at which running stops. */
#include "gs-view-private.h"

GsWorkbook *
gs_view_get_workbook (GsView *view)
{
  return view->book;
}

/* ---- selection ---- */

/* FALSE if the present program has no such cell. */
static gboolean
find_named (GsView *view, const gchar *tensor, gsize offset, NnCell *cell)
{
  NnProgram *program = gs_workbook_get_program (view->book);

  *cell = (NnCell){ nn_program_find (program, tensor), offset };
  return cell->tensor >= 0 && offset < nn_shape_count (&nn_program_get_tensor (program, cell->tensor)->shape);
}

static gboolean
find_selected (GsView *view, gsize offset, NnCell *cell)
{
  return view->has_selection && find_named (view, view->selected_tensor, offset, cell);
}

gboolean
gs_view_get_selected (GsView *view, NnCell *cell)
{
  return find_selected (view, view->selected, cell);
}

gboolean
gs_view_get_anchor (GsView *view, NnCell *anchor)
{
  return find_selected (view, view->anchor, anchor);
}

gboolean
gs_view_get_corner (GsView *view, NnCell *corner)
{
  return find_selected (view, view->corner, corner);
}

/* From now on a cell of this tensor is selected; FALSE if that was one of another. */
static gboolean
take_tensor (GsView *view, gint tensor)
{
  const gchar *name = nn_program_get_tensor (gs_workbook_get_program (view->book), tensor)->name;
  gboolean same = view->has_selection && g_str_equal (name, view->selected_tensor);

  if (!same) {
    g_free (view->selected_tensor);
    view->selected_tensor = g_strdup (name);
  }
  view->has_selection = TRUE;
  return same;
}

static void
select_cell (GsView *view, const NnCell *cell, gboolean extend, gboolean by_step)
{
  if (!gs_workbook_settle (view->book, NULL))
    return;
  view->selected_by_step = by_step;
  if (!extend || cell == NULL)
    g_clear_pointer (&view->other_tensor, g_free);
  if (cell == NULL) {
    view->has_selection = FALSE;
  } else {
    gboolean same = take_tensor (view, cell->tensor);

    if (!extend || !same)
      view->selected = view->anchor = cell->offset;
    view->corner = cell->offset;
  }
  gs_view_emit (view, GS_VIEW_SELECTION);
}

void
gs_view_select (GsView *view, const NnCell *cell, gboolean extend)
{
  select_cell (view, cell, extend, FALSE);
}

void
gs_view_select_by_step (GsView *view, const NnCell *cell)
{
  select_cell (view, cell, FALSE, TRUE);
}

void
gs_view_mark (GsView *view, const NnCell *anchor, const NnCell *corner, const NnCell *cell)
{
  g_assert (anchor->tensor == cell->tensor && corner->tensor == cell->tensor);
  if (!gs_workbook_settle (view->book, NULL))
    return;
  take_tensor (view, cell->tensor);
  view->selected_by_step = FALSE;
  view->anchor = anchor->offset;
  view->corner = corner->offset;
  view->selected = cell->offset;
  gs_view_emit (view, GS_VIEW_SELECTION);
}

void
gs_view_select_also (GsView *view, const NnCell *cell)
{
  g_autofree gchar *other = view->has_selection ? g_strdup (view->selected_tensor) : NULL;
  gsize anchor = view->anchor, corner = view->corner;

  if (!gs_workbook_settle (view->book, NULL))
    return;
  gs_view_select (view, cell, FALSE);
  view->other_tensor = g_steal_pointer (&other);
  view->other_anchor = anchor;
  view->other_corner = corner;
  gs_view_emit (view, GS_VIEW_SELECTION);
}

gboolean
gs_view_get_range (GsView *view, GsRange *range)
{
  NnCell anchor, corner;

  if (!gs_view_get_anchor (view, &anchor) || !gs_view_get_corner (view, &corner))
    return FALSE;
  gs_range_init (range, gs_workbook_get_program (view->book), &anchor, &corner);
  return TRUE;
}

gboolean
gs_view_get_other_range (GsView *view, GsRange *range)
{
  NnCell anchor, corner;

  if (view->other_tensor == NULL || !find_named (view, view->other_tensor, view->other_anchor, &anchor)
      || !find_named (view, view->other_tensor, view->other_corner, &corner))
    return FALSE;
  gs_range_init (range, gs_workbook_get_program (view->book), &anchor, &corner);
  return TRUE;
}

GArray *
gs_view_list_range (GsView *view)
{
  GsRange range;

  return gs_view_get_range (view, &range) ? gs_range_list (&range)
                                          : g_array_new (FALSE, FALSE, sizeof (NnCell));
}

void
gs_view_point_at (GsView *view, const NnCell *cell)
{
  gboolean same = cell != NULL && view->has_pointed && nn_cell_equal (&view->pointed, cell);

  if (same || (cell == NULL && !view->has_pointed))
    return;
  view->has_pointed = cell != NULL;
  if (cell != NULL)
    view->pointed = *cell;
  gs_view_emit (view, GS_VIEW_SELECTION);
}

gboolean
gs_view_get_pointed (GsView *view, NnCell *cell)
{
  *cell = view->pointed;
  return view->has_pointed;
}

/* ---- stepping ---- */

GsStep
gs_view_get_step (GsView *view)
{
  return view->step;
}

void
gs_view_set_step (GsView *view, GsStep step)
{
  view->step = step;
  gs_view_emit (view, GS_VIEW_OPTIONS);
}

gboolean
gs_view_get_current (GsView *view, NnCell *cell)
{
  return gs_frame_get_current (gs_workbook_get_frame (view->book), cell);
}

gboolean
gs_view_find_not_finite (GsView *view, NnCell *cell)
{
  return gs_frame_find_not_finite (gs_workbook_get_frame (view->book), cell);
}

static const gchar *
get_output_name (GsView *view, gint instruction)
{
  NnProgram *program = gs_workbook_get_program (view->book);
  gint output = nn_program_get_instruction (program, instruction)->output;

  return output >= 0 ? nn_program_get_tensor (program, output)->name : "commit";
}

gboolean
gs_view_has_breakpoint (GsView *view, gint instruction)
{
  return g_hash_table_contains (view->breakpoints, get_output_name (view, instruction));
}

void
gs_view_toggle_breakpoint (GsView *view, gint instruction)
{
  const gchar *name = get_output_name (view, instruction);

  if (!g_hash_table_remove (view->breakpoints, name))
    g_hash_table_add (view->breakpoints, g_strdup (name));
  gs_view_emit (view, GS_VIEW_OPTIONS);
}

gchar **
gs_view_list_breakpoints (GsView *view)
{
  GPtrArray *names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, view->breakpoints);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_add (names, NULL);
  return (gchar **) g_ptr_array_free (names, FALSE);
}
