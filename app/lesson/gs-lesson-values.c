/* What lessons read: cells, now and as they were when the step began, computed first where they are not yet.
 */
#include "gs-lesson-values.h"

#include <math.h>

#include "app/cells/gs-cell-name.h"
#include "app/text/gs-number.h"
#include "app/workbook/gs-probe.h"

/* No block is larger than anybody could look at. */
#define MAX_CELLS 100000

gdouble
gs_lesson_values_read (GsWorkbook *book, const NnCell *cell)
{
  NnRun *run = gs_workbook_get_run (book);

  nn_run_ensure (run, nn_program_get_tensor (nn_run_get_program (run), cell->tensor)->producer + 1, NULL,
                 NULL);
  return nn_run_get_cell (run, cell);
}

static gdouble
read_start (GsLessonValues *self, const NnCell *cell)
{
  NnCell found;

  if (self->start == NULL || !gs_probe_find (self->start, self->book, cell, &found)
      || found.offset >= nn_shape_count (
             &nn_program_get_tensor (nn_run_get_program (self->start), found.tensor)->shape))
    return NAN;
  return nn_run_get_cell (self->start, &found);
}

static gdouble
read_cell (const NnCell *cell, gboolean at_start, gpointer user_data)
{
  GsLessonValues *self = user_data;

  return at_start ? read_start (self, cell) : gs_lesson_values_read (self->book, cell);
}

void
gs_lesson_values_init (GsLessonValues *values, GsWorkbook *book)
{
  *values = (GsLessonValues){ .book = book, .start_pass = gs_workbook_get_cursor (book).pass };
}

void
gs_lesson_values_clear (GsLessonValues *values)
{
  g_clear_pointer (&values->start, nn_run_free);
}

void
gs_lesson_values_mark_start (GsLessonValues *values)
{
  gs_lesson_values_clear (values);
  values->start = gs_probe_new (values->book, gs_probe_get_flags (values->book), NULL);
  if (values->start != NULL)
    nn_run_ensure (values->start, G_MAXINT, NULL, NULL);
  values->start_pass = gs_workbook_get_cursor (values->book).pass;
}

void
gs_lesson_values_get_scope (GsLessonValues *values, GsExpressionScope *scope)
{
  guint32 pass = gs_workbook_get_cursor (values->book).pass;

  *scope = (GsExpressionScope){
    .cells = gs_workbook_get_scope (values->book),
    .read = read_cell,
    .user_data = values,
    .pass = pass,
    .updates = pass > values->start_pass ? pass - values->start_pass : 0,
    .answer = NAN,
  };
}

/* ---- numbers as answers ---- */

gdouble
gs_lesson_values_get_unit (gdouble value, gint digits)
{
  return value == 0 ? pow (10, -digits) : gs_number_get_unit (value, digits);
}

gboolean
gs_lesson_values_agree (gdouble answer, gdouble value, gint digits)
{
  if (!isfinite (answer) || !isfinite (value))
    return FALSE;
  /* A little more, for the rounding of the difference itself. */
  return fabs (answer - value) <= gs_lesson_values_get_unit (value, digits) * (1 + 1e-9);
}

gboolean
gs_lesson_values_put (GsWorkbook *book, const NnCell *cell, gdouble value, GError **error)
{
  const NnTensorInfo *info = nn_program_get_tensor (gs_workbook_get_program (book), cell->tensor);

  return info->producer < 0 ? gs_workbook_set_cells (book, cell, &value, 1, error)
                            : gs_workbook_pin (book, cell, value, error);
}

GArray *
gs_lesson_values_find (GsWorkbook *book, const gchar *const *names, GError **error)
{
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (NnCell));
  NnProgram *program = gs_workbook_get_program (book);

  for (; *names != NULL; names++) {
    NnCell cell;
    gboolean whole;
    gsize last;

    if (!gs_cell_name_parse_block (gs_workbook_get_scope (book), *names, &cell, &whole, error))
      return NULL;
    last = whole ? nn_shape_count (&nn_program_get_tensor (program, cell.tensor)->shape) - 1 : cell.offset;
    for (; cell.offset <= last && cells->len < MAX_CELLS; cell.offset++)
      g_array_append_val (cells, cell);
  }
  return g_steal_pointer (&cells);
}
