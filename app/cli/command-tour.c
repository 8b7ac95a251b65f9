/* tour: one pass of a network, instruction by instruction, with the numbers in the formulas. */
#include <string.h>

#include "app/gs-cell-name.h"
#include "app/gs-explain.h"
#include "gs-command.h"
#include "gs-program-print.h"
#include "gs-terminal.h"

#define WIDTH 78

static const GsInk inks[] = { [NN_PHASE_FORWARD] = GS_INK_VALUE,
                              [NN_PHASE_LOSS] = GS_INK_BOLD,
                              [NN_PHASE_BACKWARD] = GS_INK_GRADIENT,
                              [NN_PHASE_UPDATE] = GS_INK_UPDATE,
                              [NN_PHASE_COMMIT] = GS_INK_UPDATE };

static const gchar *const headings[] = { [NN_PHASE_FORWARD] = "Forward: from the inputs to the outputs",
                                         [NN_PHASE_LOSS] = "Loss: how wrong is that?",
                                         [NN_PHASE_BACKWARD] =
                                             "Backward: how does each number change the loss?",
                                         [NN_PHASE_UPDATE] = "Update: every weight a small step downhill" };

static void
print_rule (void)
{
  g_print ("%s", gs_terminal_begin (GS_INK_FAINT));
  for (gint i = 0; i < WIDTH; i++)
    g_print ("─");
  g_print ("%s\n", gs_terminal_end ());
}

/* A line too long for a terminal goes on below, broken behind a sum's sign. */
static void
print_wrapped (const gchar *text, gint indent)
{
  gint room = WIDTH - indent;

  while (gs_terminal_width (text) > room) {
    const gchar *end = g_utf8_offset_to_pointer (text, room);
    const gchar *cut = g_strrstr_len (text, end - text, " + ");

    if (cut == NULL || cut == text)
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
  g_autoptr (GsExplanation) explanation = gs_explanation_new (book, cell, NULL);
  g_autofree gchar *name = gs_cell_name (gs_workbook_get_program (book), cell);
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
  print_wrapped (line, indent);
}

static void
print_step (GsWorkbook *book, gint instruction, gsize max_cells)
{
  NnProgram *program = gs_workbook_get_program (book);
  const NnInstruction *line = nn_program_get_instruction (program, instruction);
  g_autofree gchar *formula = gs_print_formula (program, instruction);
  gsize n = nn_shape_count (&nn_program_get_tensor (program, line->output)->shape);

  g_print ("%s%3d  %s%s\n", gs_terminal_begin (GS_INK_FAINT), instruction + 1, formula, gs_terminal_end ());
  for (gsize offset = 0; offset < MIN (n, max_cells); offset++)
    print_cell (book, &(NnCell){ line->output, offset }, inks[line->phase]);
  if (n > max_cells)
    g_print ("     … and %" G_GSIZE_FORMAT " cells more\n", n - max_cells);
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

    if (info->producer >= 0 || info->role > NN_ROLE_PARAMETER || info->shape.rank > 2)
      continue;
    g_print ("     %s%s%s\n", gs_terminal_begin (GS_INK_FAINT), info->name, gs_terminal_end ());
    gs_print_values (&info->shape, nn_run_get_values (gs_workbook_get_run (book), i), 5);
  }
}

static void
tour (GsWorkbook *book)
{
  NnProgram *program = gs_workbook_get_program (book);
  const NnNetwork *network = gs_workbook_get_network (book);
  gint phase = -1;
  gdouble before, after;

  print_rule ();
  g_print ("%s%s%s\n", gs_terminal_begin (GS_INK_BOLD), network->title != NULL ? network->title : "A network",
           gs_terminal_end ());
  print_rule ();
  g_print ("\nWhat is given: inputs x, targets t, weights W and biases b.\n\n");
  print_leaves (book);
  before = get_loss (book);
  gs_workbook_go_to (book, &(GsPlace){ gs_workbook_get_place (book).pass, G_MAXINT, 0, 0 }, NULL);
  for (gint i = 0; i < nn_program_get_n_instructions (program) - 1; i++) {
    const NnInstruction *line = nn_program_get_instruction (program, i);

    if ((gint) line->phase != phase)
      g_print ("\n%s%s%s\n\n", gs_terminal_begin (GS_INK_BOLD), headings[line->phase], gs_terminal_end ());
    phase = (gint) line->phase;
    print_step (book, i, 4);
  }
  gs_workbook_step (book, GS_STEP_PASS, 1);
  after = get_loss (book);
  g_print ("\n");
  print_rule ();
  g_print ("The loss was %s%.9f%s; with the new weights it is %s%.9f%s.\n", gs_terminal_begin (GS_INK_BOLD),
           before, gs_terminal_end (), gs_terminal_begin (GS_INK_BOLD), after, gs_terminal_end ());
  print_rule ();
}

static gint
run (gint n_arguments, gchar **arguments)
{
  const gchar *file = n_arguments > 0 ? arguments[0] : "mazur";
  g_autoptr (GsWorkbook) book = NULL;

  if (n_arguments > 1)
    return gs_command_fail_usage (&gs_command_tour);
  book = gs_command_open (file);
  if (book == NULL)
    return GS_EXIT_BAD;
  tour (book);
  if (n_arguments == 0)
    g_print ("\nAsk any number why:   gradsheet-cli explain mazur 'dW2[1,1]'\n"
             "Another network:      gradsheet-cli tour xor\n"
             "All commands:         gradsheet-cli --help\n");
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
