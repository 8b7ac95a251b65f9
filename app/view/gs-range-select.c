/* Marking by habit: whole rows, columns, blocks. */
#include "gs-range-select.h"

static NnProgram *
get_program (GsView *view)
{
  return gs_workbook_get_program (gs_view_get_workbook (view));
}

/* The range with the selected cell in it. */
static void
mark (GsView *view, const GsRange *range)
{
  NnCell anchor = { range->tensor, gs_range_get_offset (range, 0, 0) };
  NnCell corner = { range->tensor, gs_range_get_offset (range, range->n_lines - 1, range->n_columns - 1) };
  NnCell selected;

  if (gs_view_get_selected (view, &selected))
    gs_view_mark (view, &anchor, &corner, gs_range_contains (range, &selected) ? &selected : &anchor);
}

/* The range made as long as its tensor along an axis; -1 for none. */
static void
open_axis (GsRange *range, NnProgram *program, gint axis)
{
  gint from[NN_MAX_RANK], to[NN_MAX_RANK];
  NnCell first = { range->tensor, 0 }, last = { range->tensor, 0 };

  for (gint i = 0; i < range->shape.rank; i++) {
    from[i] = i == axis ? 1 : range->from[i];
    to[i] = i == axis ? range->shape.dim[i] : range->to[i];
  }
  first.offset = (gsize) nn_shape_offset (&range->shape, from);
  last.offset = (gsize) nn_shape_offset (&range->shape, to);
  gs_range_init (range, program, &first, &last);
}

static void
open_and_mark (GsView *view, gint axes_from_last)
{
  GsRange range;

  if (!gs_view_get_range (view, &range))
    return;
  open_axis (&range, get_program (view), range.shape.rank - axes_from_last);
  mark (view, &range);
}

void
gs_range_select_rows (GsView *view)
{
  open_and_mark (view, 1);
}

void
gs_range_select_columns (GsView *view)
{
  open_and_mark (view, 2);
}

void
gs_range_select_block (GsView *view)
{
  GsRange range;

  if (!gs_view_get_range (view, &range))
    return;
  for (gint axis = 0; axis < range.shape.rank; axis++)
    open_axis (&range, get_program (view), axis);
  mark (view, &range);
}

void
gs_range_select_to_edge (GsView *view, gint down, gint right)
{
  NnCell corner;
  const NnShape *shape;
  gint index[NN_MAX_RANK], axis;

  if (!gs_view_get_corner (view, &corner))
    return;
  shape = &nn_program_get_tensor (get_program (view), corner.tensor)->shape;
  nn_shape_index (shape, corner.offset, index);
  axis = shape->rank - (right != 0 ? 1 : 2);
  if (axis >= 0)
    index[axis] = down + right > 0 ? shape->dim[axis] : 1;
  corner.offset = shape->rank > 0 ? (gsize) nn_shape_offset (shape, index) : 0;
  gs_view_select (view, &corner, TRUE);
}

void
gs_range_select_to_end (GsView *view, gboolean last)
{
  NnCell corner;

  if (!gs_view_get_corner (view, &corner))
    return;
  corner.offset =
      last ? nn_shape_count (&nn_program_get_tensor (get_program (view), corner.tensor)->shape) - 1 : 0;
  gs_view_select (view, &corner, TRUE);
}

/* The place of a cell in the range's lines and columns. */
static void
find_place (const GsRange *range, const NnCell *cell, gsize *line, gsize *column)
{
  gint index[NN_MAX_RANK] = { 0 };
  gint last = range->shape.rank - 1;

  nn_shape_index (&range->shape, cell->offset, index);
  *line = 0;
  *column = last >= 0 ? (gsize) (index[last] - range->from[last]) : 0;
  for (gint axis = 0; axis < last; axis++)
    *line =
        *line * (gsize) (range->to[axis] - range->from[axis] + 1) + (gsize) (index[axis] - range->from[axis]);
}

gboolean
gs_range_walk (GsView *view, gint down, gint right)
{
  GsRange range;
  NnCell cell, anchor, corner;
  gsize line, column, n, at;

  if (!gs_view_get_range (view, &range) || (n = gs_range_count (&range)) < 2)
    return FALSE;
  gs_view_get_selected (view, &cell);
  gs_view_get_anchor (view, &anchor);
  gs_view_get_corner (view, &corner);
  find_place (&range, &cell, &line, &column);
  at = down != 0 ? column * range.n_lines + line : line * range.n_columns + column;
  at = (at + (down + right > 0 ? 1 : n - 1)) % n;
  cell.offset = down != 0 ? gs_range_get_offset (&range, at % range.n_lines, at / range.n_lines)
                          : gs_range_get_offset (&range, at / range.n_columns, at % range.n_columns);
  gs_view_mark (view, &anchor, &corner, &cell);
  return TRUE;
}
