/* Fuzzing formulas of lessons: whatever the text is, it is refused with a message, or has a value in a
 * network or a message why not, reads cells that exist, and can be printed with them. */
#include "app/cells/gs-expression.h"
#include "app/lesson/gs-lesson-text.h"
#include "app/lesson/gs-lesson-values.h"
#include "fuzz.h"

static GsWorkbook *
open_network (void)
{
  g_autoptr (GError) error = NULL;
  GsWorkbook *book = gs_workbook_open (SOURCE_ROOT "/lessons/networks/mazur.gradsheet", &error);

  g_assert (book != NULL);
  return book;
}

static void
evaluate (const GsExpression *formula, const GsExpressionScope *scope)
{
  g_autoptr (GError) error = NULL, list_error = NULL;
  g_autoptr (GArray) cells = NULL;
  gdouble value;
  gboolean good = gs_expression_evaluate (formula, scope, &value, &error);

  fuzz_check (good, error);
  cells = gs_expression_list_cells (formula, scope, FALSE, &list_error);
  fuzz_check (cells != NULL, list_error);
  for (guint i = 0; cells != NULL && i < cells->len; i++) {
    const NnCell *cell = &g_array_index (cells, NnCell, i);

    g_assert (cell->tensor >= 0 && cell->tensor < nn_program_get_n_tensors (scope->cells.program));
    g_assert (cell->offset
              < nn_shape_count (&nn_program_get_tensor (scope->cells.program, cell->tensor)->shape));
  }
  for (gint digits = 0; digits <= 6; digits += 6) {
    g_autoptr (GError) print_error = NULL;
    g_autofree gchar *printed = gs_expression_print_numbers (formula, scope, digits, &print_error);

    fuzz_check (printed != NULL, print_error);
    g_assert (printed == NULL || g_utf8_validate (printed, -1, NULL));
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static GsWorkbook *book;
  static GsLessonValues values;
  g_autofree gchar *text = fuzz_to_text (data, size);
  g_autoptr (GError) error = NULL, text_error = NULL;
  g_autoptr (GsExpression) formula = NULL;
  g_autoptr (GsLessonText) paragraph = NULL;
  GsExpressionScope scope;

  fuzz_begin ();
  if (book == NULL) {
    book = open_network ();
    gs_lesson_values_init (&values, book);
    gs_lesson_values_mark_start (&values);
  }
  gs_lesson_values_get_scope (&values, &scope);
  formula = gs_expression_parse (text, &error);
  fuzz_check (formula != NULL, error);
  if (formula != NULL)
    evaluate (formula, &scope);
  paragraph = gs_lesson_text_parse (text, &text_error); /* texts hold formulas in braces */
  fuzz_check (paragraph != NULL, text_error);
  return 0;
}
