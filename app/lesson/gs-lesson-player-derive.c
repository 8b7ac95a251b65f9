/* The player: how a task is done, in words. */
#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "app/inspect/gs-explain.h"
#include "app/text/gs-number.h"
#include "gs-lesson-player-private.h"

void
gs_lesson_derive_line (GPtrArray *paragraphs, GsLessonRunKind kind, gchar *line)
{
  GPtrArray *runs = gs_lesson_words_to_runs (line);

  ((GsLessonRun *) g_ptr_array_index (runs, 0))->kind = kind;
  g_ptr_array_add (paragraphs, runs);
  g_free (line);
}

/* A formula, its numbers, its result: what is a number already is not said twice. */
static void
add_formula (GPtrArray *paragraphs, gchar *line)
{
  g_autofree gchar *before =
      paragraphs->len > 0 ? gs_lesson_runs_join (g_ptr_array_index (paragraphs, paragraphs->len - 1)) : NULL;
  const gchar *said = line;

  if (g_str_has_prefix (line, "= ") && before != NULL && !g_str_has_prefix (before, "= "))
    said += 2;
  if (g_strcmp0 (before, said) != 0)
    gs_lesson_derive_line (paragraphs, GS_LESSON_RUN_FORMULA, line);
  else
    g_free (line);
}

/* The formula of the cell in symbols, in numbers, and the result. */
void
gs_lesson_derive_cell (GsLessonPlayer *self, const NnCell *cell, gint digits, GPtrArray *paragraphs)
{
  g_autoptr (GsFrame) frame = gs_workbook_look_ahead (self->book, cell);
  g_autoptr (GsExplanation) explanation = gs_explanation_new (frame, cell, NULL);
  NnPrintLimits limits = { .digits = digits, .enough = TRUE, .decimal_point = gs_number_get_sign () };
  g_autofree gchar *name = gs_cell_name_labelled (gs_workbook_get_program (self->book), cell);
  g_autofree gchar *number = gs_lesson_number (gs_explanation_get_value (explanation), digits);
  gchar *numbers;

  if (gs_explanation_get_op (explanation) != NULL) {
    gs_lesson_derive_line (paragraphs, GS_LESSON_RUN_FORMULA,
                           gs_explanation_print (explanation, NN_DIALECT_MATH, NN_PRINT_EXPANDED, &limits));
    numbers = gs_explanation_print (explanation, NN_DIALECT_NUMBERS, NN_PRINT_EXPANDED, &limits);
    add_formula (paragraphs, g_strdup_printf ("%s = %s", name, numbers));
    g_free (numbers);
  }
  add_formula (paragraphs, g_strdup_printf ("%s = %s", name, number));
}

void
gs_lesson_derive_formula (GsLessonPlayer *self,
                          const GsExpression *formula,
                          gint digits,
                          GPtrArray *paragraphs)
{
  g_autofree gchar *numbers = NULL, *result = NULL;
  gchar *symbols;
  GsExpressionScope scope;
  gdouble value;

  gs_lesson_values_get_scope (&self->values, &scope);
  numbers = gs_expression_print_numbers (formula, &scope, MIN (digits + 2, 17), NULL);
  if (numbers == NULL || !gs_expression_evaluate (formula, &scope, &value, NULL))
    return;
  result = gs_lesson_number (value, digits);
  symbols = gs_expression_print_numbers (formula, &scope, 0, NULL);
  if (symbols != NULL)
    gs_lesson_derive_line (paragraphs, GS_LESSON_RUN_FORMULA, symbols);
  add_formula (paragraphs, g_strdup_printf ("= %s", numbers));
  add_formula (paragraphs, g_strdup_printf ("= %s", result));
}

void
gs_lesson_derive_named (GsLessonPlayer *self, const GsLessonTask *task, GPtrArray *paragraphs)
{
  NnCell cell;

  if (task->cells[0] != NULL
      && gs_cell_name_parse (gs_workbook_get_scope (self->book), task->cells[0], &cell, NULL))
    gs_lesson_derive_cell (self, &cell, task->digits, paragraphs);
}

GPtrArray *
gs_lesson_player_derive (GsLessonPlayer *self)
{
  GPtrArray *paragraphs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  const GsLessonTask *task = gs_lesson_player_get_task (self);
  GsExpressionScope scope;

  if (task != NULL && task->derivation != NULL) {
    gs_lesson_values_get_scope (&self->values, &scope);
    g_ptr_array_add (paragraphs, gs_lesson_text_expand (task->derivation, &scope, NULL, NULL, task->digits));
  }
  if (task != NULL)
    gs_lesson_kind_get (task->kind)->derive (self, task, paragraphs);
  return paragraphs;
}
