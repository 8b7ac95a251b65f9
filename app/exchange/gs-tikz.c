/* A network drawn in TikZ. */
#include <string.h>

#include "gs-latex.h"

#define MAX_NEURONS 10 /* of a column; of more, it is one box with its size */

/* A tensor that stands as a column: the input, and what neurons give. */
static gint
count_neurons (const NnTensorInfo *info)
{
  return info->shape.rank == 2 && info->shape.dim[1] <= MAX_NEURONS ? info->shape.dim[1] : 1;
}

static void
append_name (GString *text, const gchar *name)
{
  for (const gchar *c = name; *c != '\0'; c++)
    g_string_append_printf (text, *c == '_' ? "\\_" : "%c", *c);
}

static void
append_column (GString *text, NnProgram *program, gint tensor, gint column)
{
  const NnTensorInfo *info = nn_program_get_tensor (program, tensor);
  gint n = count_neurons (info);

  for (gint i = 0; i < n; i++) {
    gdouble y = (n - 1) / 2.0 - i;
    gchar buffer[G_ASCII_DTOSTR_BUF_SIZE];

    g_ascii_formatd (buffer, sizeof buffer, "%.2f", 1.3 * y);
    g_string_append_printf (text, "  \\node[%s] (t%d-%d) at (%d,%s) {$\\mathit{",
                            n > 1 || info->shape.rank == 2 ? "neuron" : "block", tensor, i, 3 * column,
                            buffer);
    append_name (text, info->name);
    if (n > 1 || (info->shape.rank == 2 && info->shape.dim[1] == 1)) {
      g_string_append_printf (text, "}_{%d}$};\n", i + 1);
    } else {
      g_autofree gchar *shape = nn_shape_to_string (&info->shape);

      g_string_append_printf (text, "}$\\\\\\scriptsize ");
      for (const gchar *c = shape; *c != '\0'; c++)
        if (g_ascii_isdigit (*c))
          g_string_append_c (text, *c);
        else if ((guchar) *c == 0xc3) /* the multiplication sign, in ASCII */
          g_string_append (text, "$\\times$");
      g_string_append (text, "};\n");
    }
  }
}

/* Back from what a column holds, over what goes cell by cell, to the column it comes from. */
static void
append_arrows (GString *text, NnProgram *program, const gint *columns, gint from, gint to)
{
  gint n = count_neurons (nn_program_get_tensor (program, to)), m = 1;
  const NnTensorInfo *info = nn_program_get_tensor (program, from);

  if (columns[from] < 0) {
    const NnInstruction *line =
        info->producer >= 0 ? nn_program_get_instruction (program, info->producer) : NULL;

    for (gint i = 0; line != NULL && i < line->n_inputs; i++)
      append_arrows (text, program, columns, line->inputs[i], to);
    return;
  }
  m = count_neurons (info);
  for (gint i = 0; i < m; i++)
    for (gint k = 0; k < n; k++)
      g_string_append_printf (text, "  \\draw[joins] (t%d-%d) -- (t%d-%d);\n", from, i, to, k);
}

/* Whether the tensor ends a layer: nothing that goes on cell by cell follows it. */
static gboolean
is_column (NnProgram *program, gint tensor)
{
  const NnTensorInfo *info = nn_program_get_tensor (program, tensor);
  gint n_readers;
  const gint *readers = nn_program_get_readers (program, tensor, &n_readers);

  if (info->role == NN_ROLE_INPUT)
    return TRUE;
  if (info->producer < 0 || nn_program_get_instruction (program, info->producer)->phase != NN_PHASE_FORWARD)
    return FALSE;
  for (gint i = 0; i < n_readers; i++) {
    const NnInstruction *line = nn_program_get_instruction (program, readers[i]);

    if (line->phase == NN_PHASE_FORWARD && line->layer == info->layer)
      return FALSE;
  }
  return TRUE;
}

void
gs_tikz_append (GString *text, NnProgram *program)
{
  gint n = nn_program_get_n_tensors (program), next = 0;
  g_autofree gint *columns = g_new (gint, n);

  g_string_append (text, "\\begin{tikzpicture}[neuron/.style={circle,draw,minimum size=9mm,inner sep=1pt},\n"
                         "  block/.style={rectangle,draw,rounded corners,align=center,inner sep=4pt},\n"
                         "  joins/.style={->,gray}]\n");
  for (gint i = 0; i < n; i++) {
    columns[i] = is_column (program, i) ? next++ : -1;
    if (columns[i] >= 0)
      append_column (text, program, i, columns[i]);
  }
  for (gint i = 0; i < n; i++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, i);
    const NnInstruction *line =
        info->producer >= 0 ? nn_program_get_instruction (program, info->producer) : NULL;

    for (gint k = 0; columns[i] >= 0 && line != NULL && k < line->n_inputs; k++)
      append_arrows (text, program, columns, line->inputs[k], i);
  }
  g_string_append (text, "\\end{tikzpicture}\n");
}
