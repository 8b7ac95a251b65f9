/* trace: every instruction of one or several passes with its values. Streams: nothing is kept. */
#include <math.h>
#include <stdio.h>

#include "app/text/gs-json.h"
#include "app/text/gs-number.h"
#include "gs-command.h"
#include "gs-program-print.h"
#include "gs-terminal.h"
#include "nn/nn-error.h"

static gint n_passes = 1;
static gboolean all_gradients, as_json;

static const GOptionEntry entries[] = {
  { "passes", 0, 0, G_OPTION_ARG_INT, &n_passes, "How many passes; 1", "N" },
  { "all-gradients", 0, 0, G_OPTION_ARG_NONE, &all_gradients, "Those of inputs and frozen parameters, too",
    NULL },
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "For programs, at full precision", NULL },
  { NULL },
};

/* ---- JSON ---- */

static void
write_text (const gchar *text)
{
  GString *quoted = g_string_new (NULL);

  gs_json_append_text (quoted, text);
  fputs (quoted->str, stdout);
  g_string_free (quoted, TRUE);
}

/* NaN and infinities as text, which JSON has no numbers for. */
static void
write_number (gdouble value)
{
  gchar buffer[GS_NUMBER_BUFFER];

  printf (isfinite (value) ? "%s" : "\"%s\"", gs_number_to_text (value, buffer));
}

static void
write_shape_and_values (NnRun *run, gint tensor)
{
  const NnShape *shape = &nn_program_get_tensor (nn_run_get_program (run), tensor)->shape;
  const gdouble *values = nn_run_get_values (run, tensor);
  gsize n = nn_shape_count (shape);

  fputs ("\"shape\":[", stdout);
  for (gint i = 0; i < shape->rank; i++)
    printf ("%s%d", i > 0 ? "," : "", shape->dim[i]);
  fputs ("],\"values\":[", stdout);
  for (gsize i = 0; i < n; i++) {
    if (i > 0)
      putchar (',');
    write_number (values[i]);
  }
  putchar (']');
}

static void
write_leaves (NnRun *run)
{
  NnProgram *program = nn_run_get_program (run);
  gboolean first = TRUE;

  fputs ("\"leaves\":{", stdout);
  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, i);

    if (info->producer >= 0)
      continue;
    fputs (first ? "\n" : ",\n", stdout);
    write_text (info->name);
    fputs (":{", stdout);
    write_shape_and_values (run, i);
    putchar ('}');
    first = FALSE;
  }
  putchar ('}');
}

static void
write_key (const gchar *key, const gchar *text)
{
  printf ("\"%s\":", key);
  write_text (text);
  putchar (',');
}

static void
write_instruction (GsWorkbook *book, gint instruction)
{
  NnProgram *program = gs_workbook_get_program (book);
  const NnInstruction *line = nn_program_get_instruction (program, instruction);
  g_autofree gchar *formula = gs_print_formula (program, instruction, NN_DIALECT_MATH);
  g_autofree gchar *layer = gs_print_layer (book, line->layer);

  putchar ('{');
  write_key ("output", nn_program_get_tensor (program, line->output)->name);
  write_key ("operation", nn_op_get (line->op)->name);
  write_key ("phase", nn_phase_get_name (line->phase));
  write_key ("layer", layer);
  write_key ("formula", formula);
  write_shape_and_values (gs_workbook_get_run (book), line->output);
  putchar ('}');
}

/* The whole pass has run: every value of it can be read. The commit, its last, has no values of its own:
 * they are the leaves of the next pass. */
static void
write_pass (GsWorkbook *book)
{
  NnRun *run = gs_workbook_get_run (book);
  NnProgram *program = nn_run_get_program (run);
  NnCell loss = { nn_program_get_loss (program), 0 };

  fputs ("{\"loss\":", stdout);
  write_number (nn_run_get_cell (run, &loss));
  fputs (",\n", stdout);
  write_leaves (run);
  fputs (",\n\"instructions\":[", stdout);
  for (gint i = 0; i < nn_program_get_n_instructions (program) - 1; i++) {
    fputs (i > 0 ? ",\n" : "\n", stdout);
    write_instruction (book, i);
  }
  fputs ("]}", stdout);
}

/* ---- text ---- */

static void
print_pass (GsWorkbook *book)
{
  NnRun *run = gs_workbook_get_run (book);
  NnProgram *program = nn_run_get_program (run);
  NnCell loss = { nn_program_get_loss (program), 0 };
  g_autofree gchar *number = nn_dialect_number (nn_run_get_cell (run, &loss), 10, '\0');
  gint phase = -1;

  g_print ("%sPass %u%s  loss %s\n", gs_terminal_begin (GS_INK_BOLD), gs_workbook_get_cursor (book).pass,
           gs_terminal_end (), number);
  for (gint i = 0; i < nn_program_get_n_instructions (program); i++) {
    const NnInstruction *line = nn_program_get_instruction (program, i);
    g_autofree gchar *formula = gs_print_formula (program, i, NN_DIALECT_WORDS);

    if ((gint) line->phase != phase)
      g_print ("\n%s%s%s\n", gs_terminal_begin (GS_INK_FAINT), nn_phase_get_name (line->phase),
               gs_terminal_end ());
    phase = (gint) line->phase;
    g_print ("%4d  %s\n", i + 1, formula);
    if (line->output < 0) /* the commit, after which the next pass begins */
      continue;
    gs_print_values (&nn_program_get_tensor (program, line->output)->shape,
                     nn_run_get_values (run, line->output), 6);
  }
  g_print ("\n");
}

/* ---- the command ---- */

static gint
trace (GsWorkbook *book)
{
  if (as_json)
    fputs ("{\"passes\":[", stdout);
  for (gint pass = 0; pass < n_passes; pass++) {
    GsCursor end = gs_workbook_get_cursor (book);

    end.instruction = G_MAXINT;
    end.cell = end.term = 0;
    gs_workbook_go_to (book, &end, NULL);
    if (as_json) {
      fputs (pass > 0 ? ",\n" : "\n", stdout);
      write_pass (book);
    } else {
      print_pass (book);
    }
    if (pass + 1 < n_passes && !gs_workbook_step (book, GS_STEP_PASS, 1))
      break;
  }
  if (as_json)
    fputs ("\n]}\n", stdout);
  return 0;
}

static gint
run (gint n_arguments, gchar **arguments)
{
  g_autoptr (GsWorkbook) book = NULL;
  GError *error = NULL;

  if (n_arguments != 1)
    return gs_command_fail_usage (&gs_command_trace);
  if (n_passes < 1)
    return gs_command_fail (
        g_error_new (NN_ERROR, NN_ERROR_VALUE, "--passes: at least 1, not %d.", n_passes));
  book = gs_command_open (arguments[0]);
  if (book == NULL)
    return GS_EXIT_BAD;
  if (!gs_workbook_has_rows (book, &error)
      || (all_gradients && !gs_workbook_set_all_gradients (book, TRUE, &error)))
    return gs_command_fail (error);
  return trace (book);
}

const GsCommand gs_command_trace = {
  .name = "trace",
  .summary = "Every instruction in order, with its values; writes no file",
  .usage = "FILE",
  .help = "Begins at the beginning of the document's current pass.\n\nExample:\n"
          "  gradsheet-cli trace mazur --passes 2 --json\n",
  .options = entries,
  .run = run,
};
