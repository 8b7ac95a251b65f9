/* Tasks that are done by setting cells, to numbers or until a condition holds. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/cells/gs-cell-name.h"
#include "app/text/gs-number.h"
#include "gs-lesson-player-private.h"

/* How far typed numbers may be from a written one. */
#define EXACT 1e-9

static gboolean
is_wanted (GsLessonPlayer *self, const GsLessonTask *task, guint number, gdouble value)
{
  const GsExpression *formula = g_ptr_array_index (task->values, number);
  gdouble wanted = self->wanted[number];

  if (gs_expression_is_number (formula))
    return fabs (value - wanted) <= EXACT * MAX (1, fabs (wanted));
  return gs_lesson_values_agree (value, wanted, task->digits);
}

/* The cell's value now, NaN if it is gone. */
static gdouble
read_named (GsLessonPlayer *self, const gchar *name)
{
  NnCell cell;

  if (!gs_cell_name_parse (gs_workbook_get_scope (self->book), name, &cell, NULL))
    return NAN;
  return gs_lesson_values_read (self->book, &cell);
}

static gboolean
is_done (GsLessonPlayer *self, const GsLessonTask *task)
{
  if (task->condition != NULL)
    return gs_lesson_player_holds (self, task->condition);
  for (guint i = 0; i < task->values->len; i++)
    if (!is_wanted (self, task, i, read_named (self, task->cells[i])))
      return FALSE;
  return TRUE;
}

/* The first cell that is not what it is to be. */
static gchar *
describe (GsLessonPlayer *self, const GsLessonTask *task, gboolean *passed)
{
  if (task->condition != NULL)
    return g_strdup (_ ("Not yet. Read again what is asked for, or take a hint."));
  for (guint i = 0; i < task->values->len; i++) {
    gdouble value = read_named (self, task->cells[i]);
    g_autofree gchar *now = gs_lesson_number (value, task->digits);

    if (!is_wanted (self, task, i, value))
      return g_strdup_printf (_ ("Not yet: %s is %s."), task->cells[i], now);
  }
  return g_strdup ("");
}

/* The number of one cell that is to be set. */
static gdouble
read_answer (GsLessonPlayer *self, const GsLessonTask *task)
{
  return task->values->len == 1 ? read_named (self, task->cells[0]) : NAN;
}

static gboolean
are_leaves (GsWorkbook *book, const GArray *cells)
{
  for (guint i = 0; i < cells->len; i++)
    if (nn_program_get_tensor (gs_workbook_get_program (book), g_array_index (cells, NnCell, i).tensor)
            ->producer
        >= 0)
      return FALSE;
  return TRUE;
}

/* All values are worked out before the first cell is set, as they speak of the sheet as the step began; and
 * they are set at one stroke, so that nothing half done is looked at. */
static gboolean
carry_out (const GsLessonTask *task, GsWorkbook *book, GsLessonValues *values, GError **error)
{
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (NnCell));
  g_autofree gdouble *numbers = g_new0 (gdouble, task->values->len + 1);
  gboolean good = TRUE;
  GsExpressionScope scope;

  gs_lesson_values_get_scope (values, &scope);
  for (guint i = 0; i < task->values->len && good; i++) {
    NnCell cell;

    good = gs_cell_name_parse (scope.cells, task->cells[i], &cell, error)
           && gs_expression_evaluate (g_ptr_array_index (task->values, i), &scope, &numbers[i], error);
    if (good)
      g_array_append_val (cells, cell);
  }
  if (good && are_leaves (book, cells))
    return gs_workbook_set_cells (book, (const NnCell *) (gpointer) cells->data, numbers, cells->len, error);
  for (guint i = 0; i < cells->len && good; i++)
    good = gs_lesson_values_put (book, &g_array_index (cells, NnCell, i), numbers[i], error);
  return good;
}

static void
derive (GsLessonPlayer *self, const GsLessonTask *task, GPtrArray *paragraphs)
{
  for (guint i = 0; i < task->values->len; i++) {
    gchar buffer[GS_NUMBER_BUFFER];

    gs_lesson_derive_line (
        paragraphs, GS_LESSON_RUN_FORMULA,
        g_strdup_printf ("%s = %s", task->cells[i], gs_number_to_text (self->wanted[i], buffer)));
  }
}

const GsLessonKind gs_lesson_kind_set = { .edits = TRUE,
                                          .is_done = is_done,
                                          .describe = describe,
                                          .read_answer = read_answer,
                                          .carry_out = carry_out,
                                          .derive = derive };
