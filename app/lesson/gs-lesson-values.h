/* The values that formulas of lessons are evaluated on: what each cell of a workbook holds, or will hold when
 * the pass comes to it, and what it held when a step began.
 *
 *   GsLessonValues values;
 *   gs_lesson_values_init (&values, book);
 *   gs_lesson_values_get_scope (&values, &scope);
 *   gs_expression_evaluate (formula, &scope, &value, &error);
 */
#pragma once

#include "app/cells/gs-expression.h"
#include "app/workbook/gs-workbook.h"

G_BEGIN_DECLS

typedef struct {
  GsWorkbook *book; /* borrowed */
  NnRun *start;     /* of the pass in which the step began, or NULL */
  guint32 start_pass;
} GsLessonValues;

void gs_lesson_values_init (GsLessonValues *values, GsWorkbook *book);
void gs_lesson_values_clear (GsLessonValues *values);
/* The step begins now. */
void gs_lesson_values_mark_start (GsLessonValues *values);

/* Good until the workbook's program changes; the answer is NaN. */
void gs_lesson_values_get_scope (GsLessonValues *values, GsExpressionScope *scope);
gdouble gs_lesson_values_read (GsWorkbook *book, const NnCell *cell);

/* ---- numbers as answers ---- */

/* One unit of the last digit that a cell shows of `value`; beside a 0, of the last of its decimals. */
gdouble gs_lesson_values_get_unit (gdouble value, gint digits);
/* At most that far apart. */
gboolean gs_lesson_values_agree (gdouble answer, gdouble value, gint digits);

/* Sets a leaf, or holds a computed cell. */
gboolean gs_lesson_values_put (GsWorkbook *book, const NnCell *cell, gdouble value, GError **error);

/* All cells that the names (cells and whole blocks) stand for, as NnCell; NULL with an error. Caller unrefs.
 */
GArray *gs_lesson_values_find (GsWorkbook *book, const gchar *const *names, GError **error);

G_END_DECLS
