/* Instructions and tensors in columns of text. */
#include "gs-program-print.h"

#include "gs-terminal.h"

#define MAX_ROWS    8
#define MAX_COLUMNS 7

gchar *
gs_print_shape (const NnShape *shape)
{
  GString *text = g_string_new (NULL);

  if (shape->rank == 0)
    g_string_append (text, "scalar");
  for (gint i = 0; i < shape->rank; i++)
    g_string_append_printf (text, "%s%d", i > 0 ? "×" : "", shape->dim[i]);
  return g_string_free (text, FALSE);
}

gchar *
gs_print_formula (NnProgram *program, gint instruction, const NnConvention *dialect)
{
  const NnInstruction *line = nn_program_get_instruction (program, instruction);
  g_autoptr (GPtrArray) pieces = NULL;
  NnNames names;
  NnBinding binding;

  if (line->op == NN_OP_COMMIT)
    return g_strdup ("X.next becomes X");
  nn_program_get_names (program, instruction, &names);
  nn_program_get_binding (program, instruction, &binding);
  pieces =
      nn_dialect_print (dialect, nn_formula_for_op (line->op), &names, &binding, 0, NN_PRINT_GENERAL, NULL);
  return nn_pieces_join (pieces);
}

gchar *
gs_print_layer (GsWorkbook *book, gint layer)
{
  const NnNetwork *network = gs_workbook_get_network (book);
  const NnLayer *found;

  if (layer < 0)
    return g_strdup ("network");
  found = g_ptr_array_index (network->layers, layer);
  return g_strdup_printf ("layer %d (%s)", layer + 1, nn_layer_kind_get_name (found->kind));
}

gchar *
gs_print_instruction (NnProgram *program, gint instruction)
{
  const NnInstruction *line = nn_program_get_instruction (program, instruction);
  g_autofree gchar *brief = nn_program_get_brief (program, instruction);
  g_autofree gchar *shape = NULL, *name = NULL, *padded = NULL;

  if (line->op == NN_OP_COMMIT)
    return g_strdup_printf ("%4d  commit: every X.next becomes X, the next pass begins", instruction + 1);
  shape = gs_print_shape (&nn_program_get_tensor (program, line->output)->shape);
  name = gs_terminal_pad (nn_program_get_tensor (program, line->output)->name, 14);
  padded = gs_terminal_pad (shape, 12);
  return g_strdup_printf ("%4d  %s %s %s", instruction + 1, name, padded, brief);
}

static void
print_row (const gdouble *values, gint n, gint indent)
{
  gint shown = n > MAX_COLUMNS ? MAX_COLUMNS - 1 : n;

  g_print ("%*s", indent, "");
  for (gint i = 0; i < shown; i++) {
    g_autofree gchar *number = nn_dialect_number (values[i], 6, '\0');
    gint missing = MAX (12 - gs_terminal_width (number), 1); /* "−0.000530593" fills it */

    g_print ("%*s%s%s%s", missing, "", gs_terminal_begin (GS_INK_BOLD), number, gs_terminal_end ());
  }
  if (shown < n)
    g_print ("  … (%d columns)", n);
  g_print ("\n");
}

void
gs_print_values (const NnShape *shape, const gdouble *values, gint indent)
{
  gint columns = shape->rank > 0 ? shape->dim[shape->rank - 1] : 1;
  gint rows = (gint) (nn_shape_count (shape) / (gsize) columns);
  gint shown = rows > MAX_ROWS ? MAX_ROWS - 1 : rows;

  for (gint row = 0; row < shown; row++)
    print_row (values + (gsize) row * (gsize) columns, columns, indent);
  if (shown < rows)
    g_print ("%*s… (%d rows)\n", indent + 4, "", rows);
}
