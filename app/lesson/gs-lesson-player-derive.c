/* The player: how a task is done, in words and in the sheet. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/cells/gs-cell-name.h"
#include "app/inspect/gs-explain.h"
#include "app/text/gs-number.h"
#include "gs-lesson-player-private.h"

/* ---- in the sheet ---- */

static gboolean
put_named (GsWorkbook *book,
           const gchar *name,
           const GsExpression *value,
           GsLessonValues *values,
           GError **error)
{
  GsExpressionScope scope;
  NnCell cell;
  gdouble number;

  gs_lesson_values_get_scope (values, &scope);
  return gs_cell_name_parse (gs_workbook_get_scope (book), name, &cell, error)
         && gs_expression_evaluate (value, &scope, &number, error)
         && gs_lesson_values_put (book, &cell, number, error);
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
carry_out_set (const GsLessonTask *task, GsWorkbook *book, GsLessonValues *values, GError **error)
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

static gboolean
carry_out_step_to (const GsLessonTask *task, GsWorkbook *book, GError **error)
{
  GsCursor cursor = { .pass = (guint32) task->pass };
  NnCell cell;

  if (task->pass > 0 && cursor.pass != gs_workbook_get_cursor (book).pass
      && !gs_workbook_go_to (book, &cursor, error))
    return FALSE;
  if (task->cells[0] == NULL)
    return gs_workbook_go_to (book, &cursor, error);
  if (!gs_cell_name_parse (gs_workbook_get_scope (book), task->cells[0], &cell, error))
    return FALSE;
  gs_workbook_run_to_cell (book, &cell);
  return TRUE;
}

static gboolean
carry_out_reach (const GsLessonTask *task, GsWorkbook *book, GsLessonValues *values, GError **error)
{
  for (guint i = 0; i < task->answer->len; i++) {
    const GsLessonMove *move = g_ptr_array_index (task->answer, i);

    for (guint k = 0; k < move->set->len; k++) {
      const GsLessonSetting *setting = g_ptr_array_index (move->set, k);

      if (!put_named (book, setting->cell, setting->value, values, error)) {
        g_prefix_error (error, "answer[%u].set.%s: ", i + 1, setting->cell);
        return FALSE;
      }
    }
    if (move->train > 0 && !gs_workbook_train (book, move->train, NULL, NULL, NULL, error)) {
      g_prefix_error (error, "answer[%u].train: ", i + 1);
      return FALSE;
    }
  }
  return TRUE;
}

/* The number that was asked for is in the sheet when it has been told. */
static gboolean
carry_out_predict (const GsLessonTask *task, GsWorkbook *book, GError **error)
{
  NnCell cell;

  if (task->cells == NULL || task->cells[0] == NULL)
    return TRUE;
  if (!gs_cell_name_parse (gs_workbook_get_scope (book), task->cells[0], &cell, error))
    return FALSE;
  if (!gs_workbook_is_visible (book, &cell))
    gs_workbook_run_to_cell (book, &cell);
  return TRUE;
}

gboolean
gs_lesson_task_carry_out (const GsLessonTask *task, GsWorkbook *book, GsLessonValues *values, GError **error)
{
  switch (task->kind) {
  case GS_LESSON_TASK_SET: return carry_out_set (task, book, values, error);
  case GS_LESSON_TASK_STEP_TO: return carry_out_step_to (task, book, error);
  case GS_LESSON_TASK_REACH: return carry_out_reach (task, book, values, error);
  case GS_LESSON_TASK_PREDICT: return carry_out_predict (task, book, error);
  case GS_LESSON_TASK_CHOOSE:
  case GS_LESSON_TASK_FILL:
  case GS_LESSON_TASK_PRECEDENTS: break;
  }
  return TRUE;
}

/* ---- as an answer ---- */

static guint
find_right_option (const GsLessonTask *task)
{
  for (guint i = 0; i < task->options->len; i++)
    if (((const GsLessonOption *) g_ptr_array_index (task->options, i))->right)
      return i + 1;
  return 0;
}

/* The names of the cells it is computed from, with spaces between. */
static gchar *
list_precedents (GsLessonPlayer *self, const gchar *name, GError **error)
{
  NnProgram *program = gs_workbook_get_program (self->book);
  g_autoptr (GsExplanation) explanation = NULL;
  g_autoptr (GArray) cells = NULL;
  GString *names;
  NnCell cell;

  if (!gs_cell_name_parse (gs_workbook_get_scope (self->book), name, &cell, error))
    return NULL;
  explanation = gs_explanation_new (gs_workbook_get_frame (self->book), &cell, error);
  if (explanation == NULL)
    return NULL;
  cells = gs_explanation_get_precedents (explanation, 0);
  names = g_string_new (NULL);
  for (guint i = 0; i < cells->len; i++) {
    g_autofree gchar *one = gs_cell_name (program, &g_array_index (cells, NnCell, i));

    g_string_append_printf (names, "%s%s", i > 0 ? " " : "", one);
  }
  return g_string_free (names, FALSE);
}

/* Types into every blank what the cell holds, to as many digits as count. */
static gboolean
fill_blanks (GsLessonPlayer *self, GError **error)
{
  NnRun *run = self->blanks != NULL ? gs_blanks_get_run (self->blanks) : NULL;

  for (guint i = 0; run != NULL && i < gs_blanks_get_n_cells (self->blanks); i++) {
    NnCell cell = *gs_blanks_get_cell (self->blanks, i);
    g_autofree gchar *text =
        gs_lesson_number (nn_run_get_cell (run, &cell), gs_blanks_get_digits (self->blanks));

    if (!gs_blanks_type (self->blanks, &cell, text, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
gs_lesson_player_carry_out (GsLessonPlayer *player, gchar **answer, GError **error)
{
  const GsLessonTask *task = gs_lesson_player_get_task (player);
  gchar buffer[GS_NUMBER_BUFFER];
  gdouble value;

  *answer = NULL;
  if (task == NULL)
    return TRUE;
  switch (task->kind) {
  case GS_LESSON_TASK_PREDICT:
    if (!gs_lesson_player_get_right (player, &value, error))
      return FALSE;
    *answer = g_strdup (gs_number_to_text (value, buffer));
    return TRUE;
  case GS_LESSON_TASK_CHOOSE: *answer = g_strdup_printf ("%u", find_right_option (task)); return TRUE;
  case GS_LESSON_TASK_PRECEDENTS:
    *answer = list_precedents (player, task->cells[0], error);
    return *answer != NULL;
  case GS_LESSON_TASK_FILL: return fill_blanks (player, error);
  case GS_LESSON_TASK_SET:
  case GS_LESSON_TASK_STEP_TO:
  case GS_LESSON_TASK_REACH: return gs_lesson_task_carry_out (task, player->book, &player->values, error);
  }
  return TRUE;
}

/* ---- in words ---- */

static void
add_line (GPtrArray *paragraphs, GsLessonRunKind kind, gchar *line)
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
    add_line (paragraphs, GS_LESSON_RUN_FORMULA, line);
  else
    g_free (line);
}

/* The formula of the cell in symbols, in numbers, and the result. */
static void
derive_cell (GsLessonPlayer *self, const NnCell *cell, gint digits, GPtrArray *paragraphs)
{
  g_autoptr (GsFrame) frame = gs_workbook_look_ahead (self->book, cell);
  g_autoptr (GsExplanation) explanation = gs_explanation_new (frame, cell, NULL);
  NnPrintLimits limits = { .digits = digits, .enough = TRUE, .decimal_point = gs_number_get_sign () };
  g_autofree gchar *name = gs_cell_name_labelled (gs_workbook_get_program (self->book), cell);
  g_autofree gchar *number = gs_lesson_number (gs_explanation_get_value (explanation), digits);
  gchar *numbers;

  if (gs_explanation_get_op (explanation) != NULL) {
    add_line (paragraphs, GS_LESSON_RUN_FORMULA,
              gs_explanation_print (explanation, NN_DIALECT_MATH, NN_PRINT_EXPANDED, &limits));
    numbers = gs_explanation_print (explanation, NN_DIALECT_NUMBERS, NN_PRINT_EXPANDED, &limits);
    add_formula (paragraphs, g_strdup_printf ("%s = %s", name, numbers));
    g_free (numbers);
  }
  add_formula (paragraphs, g_strdup_printf ("%s = %s", name, number));
}

static void
derive_formula (GsLessonPlayer *self, const GsExpression *formula, gint digits, GPtrArray *paragraphs)
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
    add_line (paragraphs, GS_LESSON_RUN_FORMULA, symbols);
  add_formula (paragraphs, g_strdup_printf ("= %s", numbers));
  add_formula (paragraphs, g_strdup_printf ("= %s", result));
}

static void
derive_named (GsLessonPlayer *self, const GsLessonTask *task, GPtrArray *paragraphs)
{
  NnCell cell;

  if (task->cells[0] != NULL
      && gs_cell_name_parse (gs_workbook_get_scope (self->book), task->cells[0], &cell, NULL))
    derive_cell (self, &cell, task->digits, paragraphs);
}

static void
derive_option (GsLessonPlayer *self, const GsLessonTask *task, GPtrArray *paragraphs)
{
  const GsLessonOption *option = g_ptr_array_index (task->options, find_right_option (task) - 1);
  GsExpressionScope scope;

  gs_lesson_values_get_scope (&self->values, &scope);
  g_ptr_array_add (paragraphs, gs_lesson_text_expand (option->text, &scope, NULL, NULL, task->digits));
  if (option->say != NULL)
    g_ptr_array_add (paragraphs, gs_lesson_text_expand (option->say, &scope, NULL, NULL, task->digits));
}

static void
derive_set (GsLessonPlayer *self, const GsLessonTask *task, GPtrArray *paragraphs)
{
  for (guint i = 0; i < task->values->len; i++) {
    gchar buffer[GS_NUMBER_BUFFER];

    add_line (paragraphs, GS_LESSON_RUN_FORMULA,
              g_strdup_printf ("%s = %s", task->cells[i], gs_number_to_text (self->wanted[i], buffer)));
  }
}

static void
derive_reach (const GsLessonTask *task, GPtrArray *paragraphs)
{
  for (guint i = 0; i < task->answer->len; i++) {
    const GsLessonMove *move = g_ptr_array_index (task->answer, i);

    for (guint k = 0; k < move->set->len; k++) {
      const GsLessonSetting *setting = g_ptr_array_index (move->set, k);

      add_line (paragraphs, GS_LESSON_RUN_FORMULA,
                g_strdup_printf ("%s = %s", setting->cell, gs_expression_get_text (setting->value)));
    }
    if (move->train > 0)
      add_line (paragraphs, GS_LESSON_RUN_PLAIN,
                g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Run %u pass.", "Run %u passes.", move->train),
                                 move->train));
  }
}

/* Who asks between another program and the blanks that follow it gets none. */
static void
derive_blanks (GsLessonPlayer *self, const GsLessonTask *task, GPtrArray *paragraphs)
{
  if (self->blanks == NULL
      || nn_run_get_program (gs_blanks_get_run (self->blanks)) != gs_workbook_get_program (self->book))
    return;
  for (guint i = 0; i < gs_blanks_get_n_cells (self->blanks); i++)
    derive_cell (self, gs_blanks_get_cell (self->blanks, i), task->digits, paragraphs);
}

static void
derive_kind (GsLessonPlayer *self, const GsLessonTask *task, GPtrArray *paragraphs)
{
  g_autofree gchar *names = NULL;

  switch (task->kind) {
  case GS_LESSON_TASK_PREDICT:
    if (task->values->len > 0)
      derive_formula (self, g_ptr_array_index (task->values, 0), task->digits, paragraphs);
    else
      derive_named (self, task, paragraphs);
    break;
  case GS_LESSON_TASK_CHOOSE: derive_option (self, task, paragraphs); break;
  case GS_LESSON_TASK_SET: derive_set (self, task, paragraphs); break;
  case GS_LESSON_TASK_REACH: derive_reach (task, paragraphs); break;
  case GS_LESSON_TASK_FILL: derive_blanks (self, task, paragraphs); break;
  case GS_LESSON_TASK_PRECEDENTS:
    names = list_precedents (self, task->cells[0], NULL);
    derive_named (self, task, paragraphs);
    if (names != NULL)
      add_line (paragraphs, GS_LESSON_RUN_PLAIN, g_strdup_printf (_ ("It is computed from %s."), names));
    break;
  case GS_LESSON_TASK_STEP_TO:
    if (task->cells[0] != NULL)
      add_line (
          paragraphs, GS_LESSON_RUN_PLAIN,
          g_strdup_printf (_ ("Step forward until %s has its number, or select the cell and run to it."),
                           task->cells[0]));
    else
      add_line (paragraphs, GS_LESSON_RUN_PLAIN,
                g_strdup_printf (_ ("Step to the start of pass %d."), task->pass));
    break;
  }
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
    derive_kind (self, task, paragraphs);
  return paragraphs;
}
