/* Filling: down, right, and as far as the handle is dragged. */
#include <glib/gi18n-lib.h>

#include "gs-range-edit-private.h"
#include "gs-series.h"
#include "nn/nn-error.h"

static gboolean
fail (GError **error, const gchar *text)
{
  g_set_error_literal (error, NN_ERROR, NN_ERROR_VALUE, text);
  return FALSE;
}

/* The number of the cell as it is seen. */
static gboolean
look (GsView *view, const NnCell *cell, gdouble *value, GError **error)
{
  if (gs_sight_see (gs_view_get_sight (view), cell, value) == GS_SEEN_NUMBER)
    return TRUE;
  return fail (error, _ ("What is to be copied has not been computed yet, or is hidden."));
}

/* The cell at `place` of an axis, otherwise where `cell` is. */
static NnCell
move_along (const GsRange *range, const NnCell *cell, gint axis, gint place)
{
  gint index[NN_MAX_RANK] = { 0 };

  nn_shape_index (&range->shape, cell->offset, index);
  index[axis] = place;
  return (NnCell){ range->tensor, (gsize) nn_shape_offset (&range->shape, index) };
}

/* ---- down and right ---- */

/* The axis to fill along: to the right the last one, down the one above it, or the next that has several
 * marked; else the first of them, if something stands before what is marked. -1 if there is none. */
static gint
find_axis (const GsRange *range, gboolean down)
{
  gint last = range->shape.rank - 1, highest = down ? last - 1 : last, lowest = down ? 0 : MAX (last, 0);

  for (gint axis = highest; axis >= lowest; axis--)
    if (range->to[axis] > range->from[axis])
      return axis;
  return highest >= 0 && range->from[highest] > 1 ? highest : -1;
}

gboolean
gs_range_fill (GsView *view, gboolean down, gchar **said, GError **error)
{
  g_autoptr (GArray) cells = NULL;
  g_autofree gdouble *values = NULL;
  GsRange range;
  gint axis, source;

  if (!gs_view_get_range (view, &range))
    return fail (error, _ ("Select a cell first, or a range of them."));
  axis = find_axis (&range, down);
  if (axis < 0)
    return fail (
        error,
        down ? _ ("Nothing stands above this row. Select a range of several rows: drag over it, or hold "
                  "Shift with the arrow keys.")
             : _ ("Nothing stands before this column. Select a range of several columns: drag over it, "
                  "or hold Shift with the arrow keys."));
  source = range.to[axis] > range.from[axis] ? range.from[axis] : range.from[axis] - 1;
  cells = gs_range_list (&range);
  values = g_new (gdouble, cells->len);
  for (guint i = 0; i < cells->len; i++) {
    NnCell from = move_along (&range, &g_array_index (cells, NnCell, i), axis, source);

    if (!look (view, &from, &values[i], error))
      return FALSE;
  }
  return gs_range_put (view, cells, values, NULL, said, error);
}

/* ---- the handle ---- */

/* What a drag fills: along which axis, and from where to where; nothing if first > last. */
typedef struct {
  GsRange range;
  gint axis, first, last;
} Drag;

static gint
measure (const GsRange *range, gint axis, gint place)
{
  return MAX (MAX (place - range->to[axis], range->from[axis] - place), 0);
}

static gboolean
find_drag (GsView *view, const NnCell *to, Drag *drag)
{
  GsRange *range = &drag->range;
  gint index[NN_MAX_RANK], last;

  if (!gs_view_get_range (view, range) || to->tensor != range->tensor || range->shape.rank == 0)
    return FALSE;
  nn_shape_index (&range->shape, to->offset, index);
  last = range->shape.rank - 1;
  drag->axis = last > 0 && measure (range, last - 1, index[last - 1]) > measure (range, last, index[last])
                   ? last - 1
                   : last;
  drag->first = drag->last = index[drag->axis];
  if (drag->first < range->from[drag->axis])
    drag->last = range->from[drag->axis] - 1;
  else
    drag->first = range->to[drag->axis] + 1;
  return drag->first <= drag->last;
}

static GArray *
list (const Drag *drag)
{
  GsRange filled = drag->range;

  filled.from[drag->axis] = drag->first;
  filled.to[drag->axis] = drag->last;
  filled.n_lines = filled.n_columns = 1;
  for (gint axis = 0; axis < filled.shape.rank; axis++)
    *(axis == filled.shape.rank - 1 ? &filled.n_columns : &filled.n_lines) *=
        (gsize) (filled.to[axis] - filled.from[axis] + 1);
  return gs_range_list (&filled);
}

GArray *
gs_range_list_fill (GsView *view, const NnCell *to)
{
  Drag drag;

  return find_drag (view, to, &drag) ? list (&drag) : NULL;
}

gboolean
gs_range_fill_to (GsView *view, const NnCell *to, gchar **said, GError **error)
{
  g_autoptr (GArray) cells = NULL;
  g_autofree gdouble *values = NULL, *line = NULL;
  NnCell anchor, corner, selected;
  Drag drag;
  gint count;

  if (!find_drag (view, to, &drag))
    return TRUE;
  cells = list (&drag);
  values = g_new (gdouble, cells->len);
  count = drag.range.to[drag.axis] - drag.range.from[drag.axis] + 1;
  line = g_new (gdouble, count);
  for (guint i = 0; i < cells->len; i++) {
    const NnCell *cell = &g_array_index (cells, NnCell, i);
    gint index[NN_MAX_RANK];

    nn_shape_index (&drag.range.shape, cell->offset, index);
    for (gint k = 0; k < count; k++) {
      NnCell from = move_along (&drag.range, cell, drag.axis, drag.range.from[drag.axis] + k);

      if (!look (view, &from, &line[k], error))
        return FALSE;
    }
    values[i] = gs_series_get (line, count, index[drag.axis] - drag.range.from[drag.axis]);
  }
  if (!gs_range_put (view, cells, values, NULL, said, error))
    return FALSE;
  gs_view_get_selected (view, &selected);
  anchor = (NnCell){ drag.range.tensor, gs_range_get_offset (&drag.range, 0, 0) };
  corner = (NnCell){ drag.range.tensor,
                     gs_range_get_offset (&drag.range, drag.range.n_lines - 1, drag.range.n_columns - 1) };
  if (drag.last < drag.range.from[drag.axis])
    anchor = move_along (&drag.range, &anchor, drag.axis, drag.first);
  else
    corner = move_along (&drag.range, &corner, drag.axis, drag.last);
  gs_view_mark (view, &anchor, &corner, &selected);
  return TRUE;
}
