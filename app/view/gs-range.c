/* Ranges: boxes of indices, read line by line. */
#include "gs-range.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/cells/gs-cell-list.h"
#include "app/cells/gs-cell-name.h"
#include "nn/nn-error.h"

static void
count (GsRange *range)
{
  gint last = range->shape.rank - 1;

  range->n_columns = last < 0 ? 1 : (gsize) (range->to[last] - range->from[last] + 1);
  range->n_lines = 1;
  for (gint axis = 0; axis < last; axis++)
    range->n_lines *= (gsize) (range->to[axis] - range->from[axis] + 1);
}

void
gs_range_init (GsRange *range, const NnProgram *program, const NnCell *cell, const NnCell *corner)
{
  gint from[NN_MAX_RANK] = { 0 }, to[NN_MAX_RANK] = { 0 };

  g_assert (cell->tensor == corner->tensor);
  *range = (GsRange){ .tensor = cell->tensor, .shape = nn_program_get_tensor (program, cell->tensor)->shape };
  nn_shape_index (&range->shape, cell->offset, from);
  nn_shape_index (&range->shape, corner->offset, to);
  for (gint axis = 0; axis < range->shape.rank; axis++) {
    range->from[axis] = MIN (from[axis], to[axis]);
    range->to[axis] = MAX (from[axis], to[axis]);
  }
  count (range);
}

gboolean
gs_range_contains (const GsRange *range, const NnCell *cell)
{
  gint index[NN_MAX_RANK];

  if (cell->tensor != range->tensor)
    return FALSE;
  nn_shape_index (&range->shape, cell->offset, index);
  for (gint axis = 0; axis < range->shape.rank; axis++)
    if (index[axis] < range->from[axis] || index[axis] > range->to[axis])
      return FALSE;
  return TRUE;
}

/* The second half of "W1!A1:B2" leaves the block's name out. */
static gchar *
complete (const gchar *first, const gchar *second)
{
  const gchar *sign = strchr (first, '!');

  return sign != NULL && strpbrk (second, "![") == NULL
             ? g_strdup_printf ("%.*s!%s", (gint) (sign - first), first, second)
             : g_strdup (second);
}

gboolean
gs_range_parse (GsRange *range, GsCellScope scope, const gchar *text, GError **error)
{
  const gchar *colon = gs_cell_list_find_end (text, ":");
  g_autofree gchar *first = g_strndup (text, (gsize) (colon - text)), *second = NULL;
  NnCell from, to;
  gboolean whole;

  if (!gs_cell_name_parse_block (scope, first, &from, &whole, error))
    return FALSE;
  if (*colon == '\0') {
    to = from;
    if (whole)
      to.offset = nn_shape_count (&nn_program_get_tensor (scope.program, to.tensor)->shape) - 1;
    gs_range_init (range, scope.program, &from, &to);
    return TRUE;
  }
  second = complete (first, colon + 1);
  if (!gs_cell_name_parse (scope, first, &from, error) || !gs_cell_name_parse (scope, second, &to, error))
    return FALSE;
  if (from.tensor == to.tensor) {
    gs_range_init (range, scope.program, &from, &to);
    return TRUE;
  }
  g_set_error (error, NN_ERROR, NN_ERROR_SYNTAX,
               _ ("“%s” goes from one block to another; a range lies within one, as in W1[1,1]:W1[2,2]"),
               text);
  return FALSE;
}

gsize
gs_range_count (const GsRange *range)
{
  return range->n_lines * range->n_columns;
}

gsize
gs_range_get_offset (const GsRange *range, gsize line, gsize column)
{
  gint index[NN_MAX_RANK] = { 0 };
  gint last = range->shape.rank - 1;

  if (last < 0)
    return 0;
  index[last] = range->from[last] + (gint) column;
  for (gint axis = last - 1; axis >= 0; axis--) {
    gsize n = (gsize) (range->to[axis] - range->from[axis] + 1);

    index[axis] = range->from[axis] + (gint) (line % n);
    line /= n;
  }
  return (gsize) nn_shape_offset (&range->shape, index);
}

GArray *
gs_range_list (const GsRange *range)
{
  GArray *cells = g_array_sized_new (FALSE, FALSE, sizeof (NnCell), (guint) gs_range_count (range));

  for (gsize line = 0; line < range->n_lines; line++)
    for (gsize column = 0; column < range->n_columns; column++)
      g_array_append_val (cells, ((NnCell){ range->tensor, gs_range_get_offset (range, line, column) }));
  return cells;
}

/* Makes the range `n` long along the axis; FALSE if the tensor ends before. */
static gboolean
stretch (GsRange *range, gint axis, gsize n)
{
  gint end = axis >= 0 ? range->shape.dim[axis] : 0;
  gboolean fits = axis >= 0 ? n <= (gsize) (end - range->from[axis] + 1) : n <= 1;

  if (axis >= 0)
    range->to[axis] = fits ? range->from[axis] + (gint) n - 1 : end;
  return fits;
}

gboolean
gs_range_extend (GsRange *range, gsize n_lines, gsize n_columns)
{
  gboolean down, right;

  for (gint axis = 0; axis < range->shape.rank; axis++)
    range->to[axis] = range->from[axis];
  down = stretch (range, range->shape.rank - 2, n_lines);
  right = stretch (range, range->shape.rank - 1, n_columns);
  count (range);
  return down && right;
}
