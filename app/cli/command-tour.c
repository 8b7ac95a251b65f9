/* tour: one pass of a network, instruction by instruction, with the numbers in the formulas. */
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/inspect/gs-explain.h"
#include "app/text/gs-quote.h"
#include "gs-command.h"
#include "gs-program-print.h"
#include "gs-terminal.h"

#define WIDTH         78
#define FORMULA_WIDTH 92

static const GsInk inks[] = { [NN_PHASE_FORWARD] = GS_INK_VALUE,
                              [NN_PHASE_LOSS] = GS_INK_BOLD,
                              [NN_PHASE_BACKWARD] = GS_INK_GRADIENT,
                              [NN_PHASE_UPDATE] = GS_INK_UPDATE,
                              [NN_PHASE_COMMIT] = GS_INK_UPDATE };

static const gchar *const headings[] = { [NN_PHASE_FORWARD] = "Forward: from the inputs to the outputs",
                                         [NN_PHASE_LOSS] = "Loss: how wrong is that?",
                                         [NN_PHASE_BACKWARD] =
                                             "Backward: how does each number change the loss?",
                                         [NN_PHASE_UPDATE] = "Update: every weight a small step downhill",
                                         [NN_PHASE_COMMIT] =
                                             "Commit: the new numbers take the places of the old ones" };

static void
print_rule (void)
{
  g_print ("%s", gs_terminal_begin (GS_INK_FAINT));
  for (gint i = 0; i < WIDTH; i++)
    g_print ("─");
  g_print ("%s\n", gs_terminal_end ());
}

/* Where to break `text` so that at most `room` characters stay: behind a comma or before a sign. NULL if
 * it cannot be broken. */
static const gchar *
find_break (const gchar *text, gint room)
{
  static const gchar *const places[] = { " + ", ", ", " × ", " and ", " − ", " / " };
  const gchar *end = g_utf8_offset_to_pointer (text, room);

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    const gchar *found = g_strrstr_len (text, end - text, places[i]);

    if (found != NULL && g_utf8_pointer_to_offset (text, found) > room / 3)
      return *found == ',' ? found + 1 : found;
  }
  return NULL;
}

/* A line too long for a terminal goes on below. */
static void
print_wrapped (const gchar *text, gint indent, gint width)
{
  while (gs_terminal_width (text) > width - indent) {
    const gchar *cut = find_break (text, width - indent);

    if (cut == NULL)
      break;
    g_print ("%.*s\n%*s", (gint) (cut - text), text, indent, "");
    text = cut + 1;
  }
  g_print ("%s\n", text);
}

static void
print_cell (GsWorkbook *book, const NnCell *cell, GsInk ink)
{
  NnPrintLimits limits = { .digits = 6, .enough = TRUE, .max_terms = 4 };
  g_autoptr (GsFrame) frame = gs_workbook_look_ahead (book, cell);
  g_autoptr (GsExplanation) explanation = gs_explanation_new (frame, cell, NULL);
  g_autofree gchar *name = gs_cell_name_labelled (gs_workbook_get_program (book), cell);
  g_autofree gchar *numbers =
      gs_explanation_print (explanation, NN_DIALECT_NUMBERS, NN_PRINT_EXPANDED, &limits);
  g_autofree gchar *value = nn_dialect_number (gs_explanation_get_value (explanation), 6, '\0');
  gint indent = 5 + MAX (gs_terminal_width (name), 12) + 3;
  g_autofree gchar *padded = gs_terminal_pad (name, 12);
  g_autofree gchar *line = NULL;

  if (g_str_equal (numbers, value)) {
    g_print ("     %s = %s%s%s\n", padded, gs_terminal_begin (ink), value, gs_terminal_end ());
    return;
  }
  line = g_strdup_printf ("%s = %s%s%s", numbers, gs_terminal_begin (ink), value, gs_terminal_end ());
  g_print ("     %s = ", padded);
  print_wrapped (line, indent, WIDTH);
}

static void
print_step (GsWorkbook *book, gint instruction, gsize max_cells)
{
  NnProgram *program = gs_workbook_get_program (book);
  const NnInstruction *line = nn_program_get_instruction (program, instruction);
  g_autofree gchar *formula = gs_print_formula (program, instruction, NN_DIALECT_WORDS);
  /* The commit computes nothing. */
  gsize n = line->output >= 0 ? nn_shape_count (&nn_program_get_tensor (program, line->output)->shape) : 0;

  g_print ("%s%3d  ", gs_terminal_begin (GS_INK_FAINT), instruction + 1);
  print_wrapped (formula, 7, FORMULA_WIDTH);
  g_print ("%s", gs_terminal_end ());
  for (gsize offset = 0; offset < MIN (n, max_cells); offset++)
    print_cell (book, &(NnCell){ line->output, offset }, inks[line->phase]);
  if (n > max_cells)
    g_print ("     … and %" G_GSIZE_FORMAT " %s more\n", n - max_cells,
             n - max_cells == 1 ? "cell" : "cells");
}

static gdouble
get_loss (GsWorkbook *book)
{
  NnCell cell = { nn_program_get_loss (gs_workbook_get_program (book)), 0 };

  gs_workbook_run_to_cell (book, &cell);
  return nn_run_get_cell (gs_workbook_get_run (book), &cell);
}

static void
print_leaves (GsWorkbook *book)
{
  NnProgram *program = gs_workbook_get_program (book);

  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, i);
    g_autofree gchar *shape = gs_print_shape (&info->shape);

    if (info->producer >= 0 || info->role > NN_ROLE_PARAMETER)
      continue;
    g_print ("     %s%s%s", gs_terminal_begin (GS_INK_FAINT), info->name, gs_terminal_end ());
    if (info->shape.rank > 2) {
      g_print ("   %s, %" G_GSIZE_FORMAT " %s\n", shape, nn_shape_count (&info->shape),
               nn_shape_count (&info->shape) == 1 ? "number" : "numbers");
      continue;
    }
    g_print ("\n");
    gs_print_values (&info->shape, nn_run_get_values (gs_workbook_get_run (book), i), 5);
  }
}

static gboolean
has_dropout (const NnNetwork *network)
{
  for (guint i = 0; i < network->layers->len; i++)
    if (((const NnLayer *) g_ptr_array_index (network->layers, i))->kind == NN_LAYER_DROPOUT)
      return TRUE;
  return FALSE;
}

/* The next pass would take the next batch, and its loss could not be compared. Nothing is saved here. */
static gboolean
stay_with_this_batch (GsWorkbook *book, GError **error)
{
  GsDataset *data = gs_workbook_get_data (book);
  gint n_rows;
  const gint *rows = gs_workbook_get_batch (book, &n_rows);
  g_autoptr (GsDataset) only = NULL;

  if (gs_dataset_get_n_batches (data) == 1)
    return TRUE;
  only = gs_dataset_with_batches (data, 1, &rows, &n_rows, error);
  return only != NULL && gs_workbook_set_data (book, only, "One batch", error);
}

static void
print_losses (GsWorkbook *book, gdouble before)
{
  g_autofree gchar *was = nn_dialect_number (before, 9, '\0');
  g_autofree gchar *is = nn_dialect_number (get_loss (book), 9, '\0');
  const gchar *bold = gs_terminal_begin (GS_INK_BOLD), *end = gs_terminal_end ();

  g_print ("\n");
  print_rule ();
  g_print ("The loss was %s%s%s; with the new weights it is %s%s%s%s.\n", bold, was, end, bold, is, end,
           has_dropout (gs_workbook_get_network (book)) ? " (dropout drew anew)" : "");
  print_rule ();
}

static void
tour (GsWorkbook *book)
{
  NnProgram *program = gs_workbook_get_program (book);
  const NnNetwork *network = gs_workbook_get_network (book);
  g_autofree gchar *title = gs_quote_visible (network->title != NULL ? network->title : "A network", FALSE);
  gint phase = -1;
  gdouble before;

  print_rule ();
  g_print ("%s%s%s\n", gs_terminal_begin (GS_INK_BOLD), title, gs_terminal_end ());
  print_rule ();
  g_print ("\nWhat is given: inputs x, targets t, weights W and biases b.\n\n");
  print_leaves (book);
  before = get_loss (book);
  gs_workbook_go_to (book, &(GsCursor){ gs_workbook_get_cursor (book).pass, G_MAXINT, 0, 0 }, NULL);
  for (gint i = 0; i < nn_program_get_n_instructions (program); i++) {
    const NnInstruction *line = nn_program_get_instruction (program, i);

    if ((gint) line->phase != phase)
      g_print ("\n%s%s%s\n\n", gs_terminal_begin (GS_INK_BOLD), headings[line->phase], gs_terminal_end ());
    phase = (gint) line->phase;
    print_step (book, i, 4);
  }
  gs_workbook_step (book, GS_STEP_PASS, 1);
  print_losses (book, before);
}

static void
print_hints (const gchar *program)
{
  g_print ("\nAsk any number why:   %s explain mazur 'dW2[1,1]'\n"
           "Another network:      %s tour xor\n"
           "All commands:         %s --help\n",
           program, program, program);
}

static gint
run (gint n_arguments, gchar **arguments)
{
  const gchar *file = n_arguments > 0 ? arguments[0] : "mazur";
  g_autoptr (GsWorkbook) book = NULL;
  GError *error = NULL;

  if (n_arguments > 1)
    return gs_command_fail_usage (&gs_command_tour);
  book = gs_command_open (file);
  if (book == NULL)
    return GS_EXIT_BAD;
  if (!gs_workbook_has_rows (book, &error) || !stay_with_this_batch (book, &error))
    return gs_command_fail (error);
  tour (book);
  if (n_arguments == 0)
    print_hints (gs_command_get_program ());
  return 0;
}

const GsCommand gs_command_tour = {
  .name = "tour",
  .summary = "Step through one pass of a network, every number with its formula",
  .usage = "[FILE]",
  .help = "Without a file: Mazur's worked example, 2-2-2.\n\nExample:\n  gradsheet-cli tour xor\n",
  .options = NULL,
  .run = run,
};
