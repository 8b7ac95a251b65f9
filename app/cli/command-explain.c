/* explain: why a cell holds its number. */
#include <stdio.h>

#include "app/cells/gs-cell-name.h"
#include "app/inspect/gs-explain.h"
#include "app/text/gs-json.h"
#include "app/text/gs-number.h"
#include "gs-command.h"
#include "gs-program-print.h"
#include "gs-terminal.h"
#include "nn/nn-error.h"

#define MAX_CELLS 12
#define MAX_TERMS 12

static gboolean as_json, all_gradients;

static const GOptionEntry entries[] = {
  { "all-gradients", 0, 0, G_OPTION_ARG_NONE, &all_gradients,
    "Know the gradients of inputs and frozen parameters, too", NULL },
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "For programs", NULL },
  { NULL },
};

/* ---- text ---- */

static void
print_line (const gchar *label, const gchar *text)
{
  g_autofree gchar *padded = gs_terminal_pad (label, 11);

  g_print ("  %s%s%s%s\n", gs_terminal_begin (GS_INK_FAINT), padded, gs_terminal_end (), text);
}

static void
print_cells (GsWorkbook *book, const gchar *label, GArray *cells)
{
  NnProgram *program = gs_workbook_get_program (book);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (cells->len, MAX_CELLS); i++) {
    g_autofree gchar *name = gs_cell_name_display (program, &g_array_index (cells, NnCell, i));

    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", name);
  }
  if (cells->len > MAX_CELLS)
    g_string_append_printf (text, ", … (%u cells)", cells->len);
  if (cells->len == 0)
    g_string_append (text, "no other cell");
  print_line (label, text->str);
  g_string_free (text, TRUE);
}

static void
print_term (GsWorkbook *book, GsExplanation *explanation, gsize number)
{
  NnProgram *program = gs_workbook_get_program (book);
  NnTerm term;
  g_autoptr (GString) factors = g_string_new (NULL);
  g_autofree gchar *value = NULL, *running = NULL;

  if (!gs_explanation_get_term (explanation, number, &term))
    return;
  for (gint i = 0; i < term.n_factors; i++) {
    NnCell cell = gs_explanation_get_factor (explanation, &term, i);
    g_autofree gchar *name = gs_cell_name_display (program, &cell);

    g_string_append_printf (factors, "%s%s", i > 0 ? ", " : "", name);
  }
  value = nn_dialect_number (term.value, 8, '\0');
  running = nn_dialect_number (term.running, 8, '\0');
  g_print ("  %9" G_GSIZE_FORMAT "  %-14s so far %-14s from %s\n", term.number, value, running, factors->str);
}

static void
print_terms (GsWorkbook *book, GsExplanation *explanation)
{
  gsize n = gs_explanation_count_terms (explanation);

  if (n < 2)
    return;
  g_print ("  %sterms%s\n", gs_terminal_begin (GS_INK_FAINT), gs_terminal_end ());
  for (gsize number = 1; number <= MIN (n, MAX_TERMS); number++)
    print_term (book, explanation, number);
  if (n > MAX_TERMS) {
    g_print ("  %9s\n", "…");
    print_term (book, explanation, n);
  }
}

static const gchar *
describe_leaf (const NnTensorInfo *info)
{
  switch (info->role) {
  case NN_ROLE_INPUT: return "an input, from the data";
  case NN_ROLE_TARGET: return "a target, from the data";
  case NN_ROLE_PARAMETER: return info->frozen ? "a parameter, frozen" : "a parameter";
  case NN_ROLE_STATE: return "what the optimiser remembers from pass to pass";
  case NN_ROLE_HYPER: return "a hyperparameter";
  case NN_ROLE_RANDOM: return "a random number, from the seed, the pass and the place";
  case NN_ROLE_CLOCK: return "how far training is: the pass, or the batches of an epoch";
  case NN_ROLE_SEED: return "where the backward pass begins: dL/dL = 1";
  case NN_ROLE_PIN: return "1 where a cell is held by hand";
  case NN_ROLE_COMPUTED:
  default: return "computed";
  }
}

static void
print_formulas (GsExplanation *explanation)
{
  NnPrintLimits limits = { .digits = 8, .enough = TRUE };
  g_autofree gchar *general = gs_explanation_print (explanation, NN_DIALECT_WORDS, NN_PRINT_GENERAL, &limits);
  g_autofree gchar *expanded =
      gs_explanation_print (explanation, NN_DIALECT_MATH, NN_PRINT_EXPANDED, &limits);
  g_autofree gchar *numbers =
      gs_explanation_print (explanation, NN_DIALECT_NUMBERS, NN_PRINT_EXPANDED, &limits);
  g_autofree gchar *result = nn_dialect_number (gs_explanation_get_formula_value (explanation), 8, '\0');
  g_autofree gchar *line = g_strdup_printf ("%s = %s", numbers, result);

  print_line ("everywhere", general);
  print_line ("here", expanded);
  print_line ("numbers", line);
}

/* What the pin does, to the value and to the gradient. */
static void
print_pin (GsWorkbook *book, const NnCell *cell, GsExplanation *explanation)
{
  NnProgram *program = gs_workbook_get_program (book);
  const NnTensorInfo *info = nn_program_get_tensor (program, cell->tensor);
  g_autofree gchar *gradient = nn_gradient_name (info->name);
  g_autofree gchar *gate = g_strconcat (gradient, ".free", NULL);
  g_autofree gchar *number = nn_dialect_number (gs_explanation_get_formula_value (explanation), 8, '\0');
  g_autofree gchar *line = NULL;
  NnCell behind = { nn_program_find (program, gate), cell->offset };

  if (behind.tensor >= 0) {
    g_autofree gchar *name = gs_cell_name_display (program, &behind);

    line = g_strdup_printf ("held by hand; the formula gives %s. It passes no gradient on: %s = 0.", number,
                            name);
  } else {
    line = g_strdup_printf ("held by hand; the formula gives %s.", number);
  }
  print_line ("pinned", line);
}

static void
print_text (GsWorkbook *book, const NnCell *cell, GsExplanation *explanation)
{
  NnProgram *program = gs_workbook_get_program (book);
  const NnTensorInfo *info = nn_program_get_tensor (program, cell->tensor);
  const NnOpInfo *op = gs_explanation_get_op (explanation);
  g_autofree gchar *name = gs_cell_name_display (program, cell);
  g_autofree gchar *value = nn_dialect_number (gs_explanation_get_value (explanation), 0, '\0');
  g_autofree gchar *layer = gs_print_layer (book, info->layer);
  g_autofree gchar *what = NULL;
  g_autoptr (GArray) precedents = gs_explanation_get_precedents (explanation, 0);
  g_autoptr (GArray) dependents = gs_explanation_get_dependents (explanation, 0);

  g_print ("%s%s = %s%s%s\n", gs_terminal_begin (GS_INK_BOLD), name, value, gs_terminal_end (),
           gs_explanation_is_pinned (explanation) ? "  (pinned by hand)" : "");
  if (op != NULL) {
    what = g_strdup_printf ("%s, %s: instruction %d", layer,
                            nn_phase_get_name (nn_program_get_instruction (program, info->producer)->phase),
                            info->producer + 1);
    print_line ("what", what);
    print_line ("why", op->why);
    if (gs_explanation_is_pinned (explanation))
      print_pin (book, cell, explanation);
    print_formulas (explanation);
    print_cells (book, "reads", precedents);
  } else {
    print_line ("what", describe_leaf (info));
  }
  print_cells (book, "read by", dependents);
  print_terms (book, explanation);
}

/* ---- JSON ---- */

static void
write_line (GsWriter *writer,
            const gchar *key,
            GsExplanation *explanation,
            NnDialect dialect,
            NnPrintForm form)
{
  NnPrintLimits limits = { .digits = 17, .max_terms = 64 };
  g_autofree gchar *text = gs_explanation_print (explanation, dialect, form, &limits);

  gs_writer_put_string (writer, key, text);
}

static void
write_number (GsWriter *writer, const gchar *key, gdouble value)
{
  gchar buffer[GS_NUMBER_BUFFER];

  gs_writer_key (writer, key);
  if (value - value == 0)
    gs_writer_number (writer, value);
  else
    gs_writer_string (writer, gs_number_to_text (value, buffer));
}

static void
write_cells (GsWriter *writer, GsWorkbook *book, const gchar *key, GArray *cells)
{
  gs_writer_put_array (writer, key, TRUE);
  for (guint i = 0; i < cells->len; i++) {
    g_autofree gchar *name = gs_cell_name (gs_workbook_get_program (book), &g_array_index (cells, NnCell, i));

    gs_writer_string (writer, name);
  }
  gs_writer_end_array (writer);
}

static void
print_json (GsWorkbook *book, const NnCell *cell, GsExplanation *explanation)
{
  NnProgram *program = gs_workbook_get_program (book);
  g_autofree gchar *name = gs_cell_name (program, cell), *text = NULL;
  g_autoptr (GArray) precedents = gs_explanation_get_precedents (explanation, 0);
  g_autoptr (GArray) dependents = gs_explanation_get_dependents (explanation, 0);
  const NnOpInfo *op = gs_explanation_get_op (explanation);
  GsWriter *writer = gs_writer_new ();

  gs_writer_begin_object (writer, FALSE);
  gs_writer_put_string (writer, "cell", name);
  write_number (writer, "value", gs_explanation_get_value (explanation));
  gs_writer_put_boolean (writer, "pinned", gs_explanation_is_pinned (explanation));
  if (op != NULL) {
    gs_writer_put_string (writer, "operation", op->name);
    gs_writer_put_string (writer, "why", op->why);
    write_number (writer, "formula-value", gs_explanation_get_formula_value (explanation));
  }
  write_line (writer, "symbols", explanation, NN_DIALECT_MATH, NN_PRINT_GENERAL);
  write_line (writer, "cell-symbols", explanation, NN_DIALECT_MATH, NN_PRINT_EXPANDED);
  write_line (writer, "numbers", explanation, NN_DIALECT_NUMBERS, NN_PRINT_EXPANDED);
  write_line (writer, "latex", explanation, NN_DIALECT_LATEX, NN_PRINT_GENERAL);
  write_line (writer, "python", explanation, NN_DIALECT_PYTHON, NN_PRINT_CELL);
  gs_writer_put_integer (writer, "terms", (gint64) gs_explanation_count_terms (explanation));
  write_cells (writer, book, "precedents", precedents);
  write_cells (writer, book, "dependents", dependents);
  gs_writer_end_object (writer);
  text = gs_writer_end (writer, NULL);
  fputs (text, stdout);
}

/* A gradient that nobody asked for is no cell of the program; then it is said how to ask. */
static gboolean
find_cell (GsWorkbook *book, const gchar *name, NnCell *cell, GError **error)
{
  g_autoptr (GError) first = NULL, second = NULL;
  gboolean exists;

  if (gs_cell_name_parse (gs_workbook_get_scope (book), name, cell, &first))
    return TRUE;
  exists = g_error_matches (first, NN_ERROR, NN_ERROR_NAME) && !all_gradients
           && gs_workbook_set_all_gradients (book, TRUE, NULL)
           && (gs_cell_name_parse (gs_workbook_get_scope (book), name, cell, &second)
               || !g_error_matches (second, NN_ERROR, NN_ERROR_NAME));
  if (exists)
    g_set_error (
        error, NN_ERROR, NN_ERROR_NAME,
        "%s: the gradients of inputs and of frozen parameters are not computed unless they are asked "
        "for. Add --all-gradients.",
        name);
  else
    g_propagate_error (error, g_steal_pointer (&first));
  return FALSE;
}

static gint
run (gint n_arguments, gchar **arguments)
{
  g_autoptr (GsWorkbook) book = NULL;
  g_autoptr (GsFrame) frame = NULL;
  g_autoptr (GsExplanation) explanation = NULL;
  GError *error = NULL;
  NnCell cell;

  if (n_arguments != 2)
    return gs_command_fail_usage (&gs_command_explain);
  book = gs_command_open (arguments[0]);
  if (book == NULL)
    return GS_EXIT_BAD;
  if (!gs_workbook_has_rows (book, &error)
      || (all_gradients && !gs_workbook_set_all_gradients (book, TRUE, &error))
      || !find_cell (book, arguments[1], &cell, &error))
    return gs_command_fail (error);
  frame = gs_workbook_look_ahead (book, &cell);
  explanation = gs_explanation_new (frame, &cell, NULL);
  if (as_json)
    print_json (book, &cell, explanation);
  else
    print_text (book, &cell, explanation);
  return 0;
}

const GsCommand gs_command_explain = {
  .name = "explain",
  .summary = "Why a cell holds its number: formula, numbers, terms, arrows",
  .usage = "FILE CELL",
  .help = "CELL is a name such as W1[2,3], dW2[1,1] or dL/dW2[1,1], L, W1.next[1,1].\n\nExample:\n"
          "  gradsheet-cli explain mazur 'dW2[1,1]'\n",
  .options = entries,
  .run = run,
};
