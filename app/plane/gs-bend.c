/* What a layer does to the plane. */
#include "gs-bend.h"

#include <math.h>

#include "nn/nn-formula.h"

#define FAR 20.0 /* where every activation has come to its end */

static gboolean
is_bending (NnOp op)
{
  return op == NN_OP_COPY || op == NN_OP_TANH || op == NN_OP_SIGMOID || op == NN_OP_RELU
         || op == NN_OP_SOFTPLUS;
}

static gboolean
has_two_by_two (NnProgram *program, const GsGraphColumn *column)
{
  const NnTensorInfo *info = nn_program_get_tensor (program, column->tensor);

  if (column->weights < 0 || info->producer < 0
      || !is_bending (nn_program_get_instruction (program, info->producer)->op))
    return FALSE;
  info = nn_program_get_tensor (program, column->weights);
  return info->shape.rank == 2 && info->shape.dim[0] == 2 && info->shape.dim[1] == 2;
}

/* Whether the column's neurons read the network's inputs. */
static gboolean
reads_input (const GsGraph *graph, guint number)
{
  for (guint i = 0; i < graph->lines->len; i++) {
    const GsGraphLine *line = &g_array_index (graph->lines, GsGraphLine, i);

    if (g_array_index (graph->nodes, GsGraphNode, line->to).column == number)
      return gs_graph_get_column (graph, line->from)->layer < 0;
  }
  return FALSE;
}

gboolean
gs_bend_find (GsBend *bend, const GsGraph *graph, gint layer, gdouble reach)
{
  gint found = -1;

  for (guint i = 1; i < graph->columns->len; i++) {
    const GsGraphColumn *column = &g_array_index (graph->columns, GsGraphColumn, i);

    if (has_two_by_two (graph->program, column) && (found < 0 || column->layer == layer))
      found = (gint) i;
  }
  if (found < 0)
    return FALSE;
  {
    const GsGraphColumn *column = &g_array_index (graph->columns, GsGraphColumn, (guint) found);

    *bend = (GsBend){ column->layer,
                      column->weights,
                      column->biases,
                      column->tensor,
                      nn_program_get_tensor (graph->program, column->tensor)->producer,
                      reads_input (graph, (guint) found) ? reach : 1 };
  }
  return TRUE;
}

/* ---- there ---- */

/* The activation's own formula, of one number. */
static gdouble
activate (NnProgram *program, const GsBend *bend, gdouble z)
{
  NnFormula *formula = nn_formula_for_op (nn_program_get_instruction (program, bend->activation)->op);
  NnBinding binding = { .out_shape = nn_shape (0), .in_shape = { nn_shape (0) }, .in = { &z } };

  return nn_formula_evaluate (formula, &binding, 0);
}

static gdouble
read_number (const GsFrame *frame, gint tensor, gsize offset)
{
  gsize n;
  const gdouble *values = tensor >= 0 ? gs_frame_get_values (frame, tensor, &n) : NULL;

  return values != NULL ? values[offset] : 0;
}

void
gs_bend_map (const GsBend *bend, const GsFrame *frame, gdouble x, gdouble y, gdouble *u, gdouble *v)
{
  gdouble *to[] = { u, v };

  for (gsize k = 0; k < 2; k++) {
    gdouble z = fma (y, read_number (frame, bend->weights, 2 + k), x * read_number (frame, bend->weights, k))
                + read_number (frame, bend->biases, k);

    *to[k] = activate (gs_frame_get_program (frame), bend, z);
  }
}

void
gs_bend_get_handle (const GsBend *bend, GsBendHandle handle, gdouble *x, gdouble *y)
{
  gdouble step = bend->reach / 2;

  *x = handle == GS_BEND_FIRST ? step : 0;
  *y = handle == GS_BEND_SECOND ? step : 0;
}

/* ---- and back ---- */

/* The number that the activation makes nearest to `wanted`: all of them rise, or at least never fall. */
static gdouble
deactivate (NnProgram *program, const GsBend *bend, gdouble wanted)
{
  gdouble low = -FAR, high = FAR;

  if (nn_program_get_instruction (program, bend->activation)->op == NN_OP_COPY)
    return wanted;
  for (gint i = 0; i < 60; i++) {
    gdouble middle = (low + high) / 2;

    if (activate (program, bend, middle) < wanted)
      low = middle;
    else
      high = middle;
  }
  return CLAMP ((low + high) / 2, -4, FAR);
}

gboolean
gs_bend_drag (const GsBend *bend, GsWorkbook *book, GsBendHandle handle, gdouble u, gdouble v, GError **error)
{
  NnProgram *program = gs_workbook_get_program (book);
  const GsFrame *frame = gs_workbook_get_frame (book);
  gdouble wanted[2] = { u, v }, values[2], step = bend->reach / 2;
  NnCell cells[2];

  if (handle == GS_BEND_ORIGIN && bend->biases < 0)
    return TRUE;
  for (gsize k = 0; k < 2; k++) {
    gdouble z = deactivate (program, bend, wanted[k]);

    if (nn_program_get_instruction (program, bend->activation)->op != NN_OP_COPY)
      z = MIN (z, 4); /* farther out nothing can be seen to move, nor learn */
    if (handle == GS_BEND_ORIGIN) {
      cells[k] = (NnCell){ bend->biases, k };
      values[k] = z;
    } else {
      cells[k] = (NnCell){ bend->weights, (handle == GS_BEND_SECOND ? 2 : 0) + k };
      values[k] = (z - read_number (frame, bend->biases, k)) / step;
    }
  }
  return gs_workbook_set_cells (book, cells, values, 2, error);
}
