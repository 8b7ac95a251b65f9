/* set: cells changed by name, saved as another document. */
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/text/gs-number.h"
#include "gs-command.h"
#include "nn/nn-error.h"

static gchar *output;
static gboolean pin;

static const GOptionEntry entries[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Where to save the result", "FILE" },
  { "pin", 0, 0, G_OPTION_ARG_NONE, &pin, "Hold computed cells at these values (CELL= lets go)", NULL },
  { NULL },
};

static gboolean
pin_cell (GsWorkbook *book, const gchar *cell, const gchar *text, GError **error)
{
  NnCell place;
  gdouble value;

  if (!gs_cell_name_parse (gs_workbook_get_scope (book), cell, &place, error))
    return FALSE;
  if (*text == '\0')
    return gs_workbook_unpin (book, &place, error);
  return gs_number_parse (text, &value, error) && gs_workbook_pin (book, &place, value, error);
}

static gboolean
is_computed (GsWorkbook *book, const gchar *cell)
{
  NnProgram *program = gs_workbook_get_program (book);
  NnCell place;

  return gs_cell_name_parse (gs_workbook_get_scope (book), cell, &place, NULL)
         && nn_program_get_tensor (program, place.tensor)->producer >= 0;
}

/* "W1[1,1]=0.25" as a cell and what stands behind the sign. */
static gboolean
split (GsWorkbook *book, const gchar *assignment, gchar **cell, const gchar **value, GError **error)
{
  const gchar *sign = strrchr (assignment, '=');

  if (sign == NULL) {
    g_set_error (error, NN_ERROR, NN_ERROR_SYNTAX, "“%s”: say CELL=VALUE, as in W1[1,1]=0.25", assignment);
    return FALSE;
  }
  *cell = g_strndup (assignment, (gsize) (sign - assignment));
  *value = sign + 1;
  if (pin || !is_computed (book, *cell))
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
               "%s: %s is computed. To hold it at a value by hand, pin it: the option is --pin.", assignment,
               *cell);
  return FALSE;
}

/* All of them are one edit: the first row of a document that has none is made of all its cells. */
static gboolean
set_cells (GsWorkbook *book, gint n, gchar **assignments, GError **error)
{
  g_autofree NnCell *cells = g_new (NnCell, n);
  g_autofree gdouble *values = g_new (gdouble, n);

  for (gint i = 0; i < n; i++) {
    g_autofree gchar *cell = NULL;
    const gchar *text;

    if (!split (book, assignments[i], &cell, &text, error))
      return FALSE;
    if (pin ? !pin_cell (book, cell, text, error)
            : !gs_cell_name_parse (gs_workbook_get_scope (book), cell, &cells[i], error)
                  || !gs_number_parse (text, &values[i], error)) {
      g_prefix_error (error, "%s: ", assignments[i]);
      return FALSE;
    }
  }
  return pin || gs_workbook_set_cells (book, cells, values, (gsize) n, error);
}

/* Once all is set: of a row with several targets some may have been wrong on the way. */
static void
warn_of_target (GsWorkbook *book, const gchar *assignment)
{
  g_autofree gchar *name = g_strndup (assignment, (gsize) (strrchr (assignment, '=') - assignment));
  g_autoptr (GError) warning = NULL;
  NnCell cell;

  if (gs_cell_name_parse (gs_workbook_get_scope (book), name, &cell, NULL)
      && !gs_workbook_check_target (book, &cell, &warning))
    g_printerr ("gradsheet-cli: warning: %s\n", warning->message);
}

static gint
run (gint n_arguments, gchar **arguments)
{
  g_autoptr (GsWorkbook) book = NULL;
  GError *error = NULL;

  if (n_arguments < 2 || output == NULL)
    return gs_command_fail_usage (&gs_command_set);
  if (!gs_command_check_output (output, &error))
    return gs_command_fail (error);
  book = gs_command_open (arguments[0]);
  if (book == NULL)
    return GS_EXIT_BAD;
  if (!set_cells (book, n_arguments - 1, arguments + 1, &error))
    return gs_command_fail (error);
  for (gint i = 1; i < n_arguments; i++)
    warn_of_target (book, arguments[i]);
  return gs_workbook_save (book, output, &error) ? 0 : gs_command_fail (error);
}

const GsCommand gs_command_set = {
  .name = "set",
  .summary = "Change cells and save the result",
  .usage = "FILE CELL=VALUE... -o OUT",
  .help = "Inputs, targets, parameters and hyperparameters. A value is a decimal, with the locale's decimal\n"
          "sign where it has one, or a fraction. With --pin, computed cells are held at their values.\n\n"
          "Example:\n  gradsheet-cli set mazur 'W1[1,1]=1/4' lr=0.1 -o mine.gradsheet\n",
  .options = entries,
  .run = run,
};
