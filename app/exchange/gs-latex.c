/* A pass as LaTeX. */
#include "gs-latex.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/document/gs-ready-made.h"
#include "app/inspect/gs-explain.h"
#include "app/text/gs-file.h"
#include "app/text/gs-task.h"

#define MAX_SIDE  10 /* rows and columns of a matrix that is shown */
#define MAX_CELLS 12 /* cells of a tensor that are each shown in numbers */

static const NnPrintLimits limits = { .digits = 6, .enough = TRUE };

static void
append_escaped (GString *text, const gchar *plain)
{
  for (const gchar *c = plain; *c != '\0'; c++) {
    if (strchr ("&%$#_{}", *c) != NULL)
      g_string_append_printf (text, "\\%c", *c);
    else if (strchr ("\\~^", *c) != NULL)
      g_string_append_c (text, ' ');
    else
      g_string_append_c (text, *c);
  }
}

static void
append_number (GString *text, gdouble value)
{
  g_autofree gchar *number = nn_dialect_number (value, 6, '\0');
  g_autoptr (GString) plain = g_string_new (number);

  g_string_replace (plain, "−", "-", 0);
  g_string_append (text, plain->str);
}

/* In symbols, and with numbers in the place of cells. */
static void
append_cell (GString *text, GsExplanation *why)
{
  g_autofree gchar *symbols = gs_explanation_print (why, NN_DIALECT_LATEX, NN_PRINT_EXPANDED, &limits);
  NnConvention numbers = nn_convention_latex;
  g_autofree gchar *values = NULL;
  g_autoptr (GString) aligned = g_string_new (symbols);

  numbers.shows_values = TRUE;
  values = gs_explanation_print (why, &numbers, NN_PRINT_EXPANDED, &limits);
  if (symbols == NULL)
    return;
  g_string_replace (aligned, " = ", " &= ", 1);
  g_string_append_printf (text, "%s \\\\\n", aligned->str);
  if (values != NULL) {
    g_string_append_printf (text, " &= %s = ", values);
    append_number (text, gs_explanation_get_value (why));
    g_string_append (text, " \\\\\n");
  }
}

static void
end_align (GString *text)
{
  if (g_str_has_suffix (text->str, " \\\\\n"))
    g_string_truncate (text, text->len - 4);
  g_string_append (text, "\n\\end{align*}\n");
}

/* Of rank 0 to 2, and not too large. */
static void
append_matrix (GString *text, GsFrame *frame, gint tensor)
{
  const NnShape *shape = &nn_program_get_tensor (gs_frame_get_program (frame), tensor)->shape;
  gint rows = shape->rank == 2 ? shape->dim[0] : 1,
       columns = shape->rank > 0 ? shape->dim[shape->rank - 1] : 1;
  gsize n;
  const gdouble *values = gs_frame_get_values (frame, tensor, &n);

  if (shape->rank > 2 || rows > MAX_SIDE || columns > MAX_SIDE)
    return;
  g_string_append (text, " &= \\begin{pmatrix} ");
  for (gint r = 0; r < rows; r++)
    for (gint c = 0; c < columns; c++) {
      append_number (text, values[r * columns + c]);
      g_string_append (text, c + 1 < columns ? " & " : r + 1 < rows ? " \\\\ " : "");
    }
  g_string_append (text, " \\end{pmatrix} \\\\\n");
}

static void
append_instruction (GString *text, GsFrame *frame, gint instruction)
{
  NnProgram *program = gs_frame_get_program (frame);
  gint tensor = nn_program_get_instruction (program, instruction)->output;
  gsize n = nn_shape_count (&nn_program_get_tensor (program, tensor)->shape);
  g_autoptr (GsExplanation) why = gs_explanation_new (frame, &(NnCell){ tensor, 0 }, NULL);
  g_autofree gchar *general = gs_explanation_print (why, NN_DIALECT_LATEX, NN_PRINT_GENERAL, &limits);
  g_autoptr (GString) aligned = g_string_new (general);

  g_string_replace (aligned, " = ", " &= ", 1);
  g_string_append_printf (text, "\\begin{align*}\n%s \\\\\n", aligned->str);
  append_matrix (text, frame, tensor);
  for (gsize i = 0; n <= MAX_CELLS && i < n; i++) {
    g_autoptr (GsExplanation) cell = gs_explanation_new (frame, &(NnCell){ tensor, i }, NULL);

    append_cell (text, cell);
  }
  end_align (text);
}

gboolean
gs_latex_write (const NnNetwork *network, GsFrame *frame, const gchar *path, GError **error)
{
  NnProgram *program = gs_frame_get_program (frame);
  g_autoptr (GString) text =
      g_string_new ("\\documentclass[fleqn]{article}\n\\usepackage[utf8]{inputenc}\n"
                    "\\usepackage{amsmath}\n\\usepackage{tikz}\n\\allowdisplaybreaks\n\\title{");
  gint phase = -1;

  append_escaped (text, network->title != NULL ? network->title : "A neural network");
  g_string_append (text, "}\n\\date{}\n\\begin{document}\n\\maketitle\n\n\\noindent\n");
  gs_tikz_append (text, program);
  for (gint i = 0; i < nn_program_get_n_instructions (program); i++) {
    const NnInstruction *line = nn_program_get_instruction (program, i);

    if (line->output < 0)
      continue;
    if ((gint) line->phase != phase)
      g_string_append_printf (text, "\n\\section*{%s}\n", nn_phase_get_name (line->phase));
    phase = (gint) line->phase;
    append_instruction (text, frame, i);
    if (!gs_task_go_on ((gsize) i, (gsize) nn_program_get_n_instructions (program), error))
      return FALSE;
  }
  g_string_append (text, "\n\\end{document}\n");
  return gs_file_write (path, text->str, text->len, GS_FILE_PUBLIC, error);
}

gboolean
gs_latex_write_cell (GsFrame *frame, const NnCell *cell, const gchar *path, GError **error)
{
  g_autoptr (GsExplanation) why = gs_explanation_new (frame, cell, error);
  g_autoptr (GString) text = g_string_new ("\\begin{align*}\n");

  if (why == NULL)
    return FALSE;
  append_cell (text, why);
  end_align (text);
  return gs_file_write (path, text->str, text->len, GS_FILE_PUBLIC, error);
}

/* ---- Markdown ---- */

static void
append_table (GString *text, GsFrame *frame, gint tensor)
{
  NnProgram *program = gs_frame_get_program (frame);
  const NnTensorInfo *info = nn_program_get_tensor (program, tensor);
  const NnShape *shape = &info->shape;
  gint columns = shape->rank > 0 ? shape->dim[shape->rank - 1] : 1;
  g_autofree gchar *brief = info->producer >= 0 ? nn_program_get_brief (program, info->producer) : NULL;
  gsize n;
  const gdouble *values = gs_frame_get_values (frame, tensor, &n);

  g_string_append_printf (text, "\n### %s%s%s\n\n|  |", info->name, brief != NULL ? " = " : "",
                          brief != NULL ? brief : "");
  for (gint c = 1; c <= columns; c++) {
    const gchar *label = shape->rank > 0 ? nn_program_get_label (program, tensor, shape->rank - 1, c) : NULL;

    if (label != NULL)
      g_string_append_printf (text, " %s |", label);
    else
      g_string_append_printf (text, " %d |", c);
  }
  g_string_append (text, "\n| --- |");
  for (gint c = 0; c < columns; c++)
    g_string_append (text, " ---: |");
  for (gsize i = 0; i < n; i++) {
    g_autofree gchar *number = nn_dialect_number (values[i], 6, '\0');

    if (i % (gsize) columns == 0) {
      gint index[NN_MAX_RANK];

      nn_shape_index (shape, i, index);
      g_string_append (text, "\n| ");
      for (gint axis = 0; axis + 1 < shape->rank; axis++)
        g_string_append_printf (text, "%s%d", axis > 0 ? "," : "", index[axis]);
      g_string_append (text, " |");
    }
    g_string_append_printf (text, " %s |", number);
  }
  g_string_append_c (text, '\n');
}

gboolean
gs_markdown_write (const NnNetwork *network, GsFrame *frame, const gchar *path, GError **error)
{
  NnProgram *program = gs_frame_get_program (frame);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "# %s\n\n%s %u\n", gs_ready_made_get_title (network->title), _ ("Pass"),
                          gs_frame_get_cursor (frame)->pass);
  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    append_table (text, frame, i);
    if (!gs_task_go_on ((gsize) i, (gsize) nn_program_get_n_tensors (program), error))
      return FALSE;
  }
  return gs_file_write (path, text->str, text->len, GS_FILE_PUBLIC, error);
}
