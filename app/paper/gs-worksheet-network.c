/* The network of a worksheet as circles and lines: black on white, negative weights dashed. */
#include <math.h>

#include <glib/gi18n-lib.h>

#include "gs-worksheet-private.h"

#define MAX_LAYERS  4
#define MAX_UNITS   5
#define MAX_LABELS  9 /* weights between two columns that still have room for their numbers */
#define MAX_LETTERS 6
#define RADIUS      11.5
#define UNIT_SPACE  46.0
#define MIN_SPACE   58.0 /* between columns */
#define HEADING     16.0
#define HEAD_LENGTH 5.0

typedef struct {
  gint tensor;        /* what its units hold */
  gint weights, bias; /* -1: the inputs have none */
  gint n;
} Column;

typedef struct {
  const GsExercise *exercise;
  NnProgram *program;
  Column columns[MAX_LAYERS];
  gint n;
  gdouble space; /* from column to column */
  gdouble height;
} Drawing;

/* Follows the forward pass from the inputs on. FALSE if it is more than a chain of small dense layers. */
static gboolean
find_columns (Drawing *self)
{
  gint current = nn_program_find (self->program, "x");

  if (current < 0 || nn_program_get_tensor (self->program, current)->shape.rank != 2)
    return FALSE;
  self->columns[self->n++] =
      (Column){ current, -1, -1, nn_program_get_tensor (self->program, current)->shape.dim[1] };
  for (gint i = 0; i < nn_program_get_n_instructions (self->program); i++) {
    const NnInstruction *instruction = nn_program_get_instruction (self->program, i);
    gboolean is_dense = instruction->op == NN_OP_DENSE || instruction->op == NN_OP_MATMUL;
    Column *last = &self->columns[self->n - 1];

    if (instruction->phase != NN_PHASE_FORWARD)
      break;
    if (is_dense && (instruction->inputs[0] != current || self->n == MAX_LAYERS))
      return FALSE;
    if (is_dense)
      self->columns[self->n++] =
          (Column){ instruction->output, instruction->inputs[1],
                    instruction->n_inputs > 2 ? instruction->inputs[2] : -1,
                    nn_program_get_tensor (self->program, instruction->output)->shape.dim[1] };
    else if (instruction->n_inputs == 1 && instruction->inputs[0] == current
             && nn_shape_equal (&nn_program_get_tensor (self->program, instruction->output)->shape,
                                &nn_program_get_tensor (self->program, current)->shape))
      last->tensor = instruction->output;
    else
      return FALSE;
    current = instruction->output;
  }
  for (gint i = 0; i < self->n; i++)
    if (self->columns[i].n > MAX_UNITS)
      return FALSE;
  return self->n > 1;
}

static void
find_place (const Drawing *self, gint column, gint unit, gdouble *x, gdouble *y)
{
  *x = RADIUS + 4 + column * self->space;
  *y = HEADING + (self->height - HEADING) / 2 + (unit - (self->columns[column].n - 1) / 2.0) * UNIT_SPACE;
}

static gdouble
get_weight (const Drawing *self, gint column, gint from, gint to)
{
  NnCell cell = { self->columns[column].weights, (gsize) (from * self->columns[column].n + to) };

  return gs_exercise_get_value (self->exercise, &cell);
}

static void
draw_label (const Drawing *self, cairo_t *cr, gdouble x, gdouble y, gdouble value)
{
  g_autofree gchar *text = gs_paper_print_given (self->exercise, value);
  gdouble width = MIN (gs_paper_measure (text, 8.5, TRUE), self->space * 0.45);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_rectangle (cr, x - width / 2 - 2, y - 6, width + 4, 12);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  gs_paper_show_centred (cr, text, x, y, self->space * 0.45, 8.5, TRUE);
}

static void
draw_line (const Drawing *self, cairo_t *cr, gint column, gint from, gint to)
{
  gdouble x0, y0, x1, y1, length, dx, dy;
  const gdouble dashes[] = { 4, 2.5 };

  find_place (self, column - 1, from, &x0, &y0);
  find_place (self, column, to, &x1, &y1);
  length = hypot (x1 - x0, y1 - y0);
  dx = (x1 - x0) / length;
  dy = (y1 - y0) / length;
  cairo_set_dash (cr, dashes, get_weight (self, column, from, to) < 0 ? 2 : 0, 0);
  cairo_move_to (cr, x0 + RADIUS * dx, y0 + RADIUS * dy);
  cairo_line_to (cr, x1 - (RADIUS + HEAD_LENGTH) * dx, y1 - (RADIUS + HEAD_LENGTH) * dy);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_move_to (cr, x1 - RADIUS * dx, y1 - RADIUS * dy);
  cairo_rel_line_to (cr, -HEAD_LENGTH * dx - 2 * dy, -HEAD_LENGTH * dy + 2 * dx);
  cairo_rel_line_to (cr, 4 * dy, -4 * dx);
  cairo_close_path (cr);
  cairo_fill (cr);
}

/* Whether the numbers of all weights into the column have room at their lines. */
static gboolean
has_room (const Drawing *self, gint column)
{
  gint n_from = self->columns[column - 1].n, n_to = self->columns[column].n;

  for (gint from = 0; from < n_from; from++)
    for (gint to = 0; to < n_to; to++) {
      g_autofree gchar *text = gs_paper_print_given (self->exercise, get_weight (self, column, from, to));

      if (g_utf8_strlen (text, -1) > MAX_LETTERS)
        return FALSE;
    }
  return n_from * n_to <= MAX_LABELS;
}

/* Where lines cross in the middle, numbers stand before it. */
static void
draw_weights (const Drawing *self, cairo_t *cr, gint column)
{
  gint n_from = self->columns[column - 1].n, n_to = self->columns[column].n;

  for (gint from = 0; from < n_from; from++)
    for (gint to = 0; to < n_to; to++)
      draw_line (self, cr, column, from, to);
  for (gint from = 0; has_room (self, column) && from < n_from; from++)
    for (gint to = 0; to < n_to; to++) {
      gdouble x0, y0, x1, y1, part = n_from == 1 || n_to == 1 ? 0.5 : 0.34;

      find_place (self, column - 1, from, &x0, &y0);
      find_place (self, column, to, &x1, &y1);
      draw_label (self, cr, x0 + part * (x1 - x0), y0 + part * (y1 - y0),
                  get_weight (self, column, from, to));
    }
}

static void
draw_units (const Drawing *self, cairo_t *cr, gint number)
{
  const Column *column = &self->columns[number];
  const gchar *name = nn_program_get_tensor (self->program, column->tensor)->name;

  for (gint unit = 0; unit < column->n; unit++) {
    const gchar *label = nn_program_get_label (self->program, column->tensor, 1, unit + 1);
    g_autofree gchar *own = label != NULL ? g_strdup (label) : g_strdup_printf ("%s,%d", name, unit + 1);
    gdouble x, y;

    find_place (self, number, unit, &x, &y);
    cairo_new_path (cr);
    cairo_arc (cr, x, y, RADIUS, 0, 2 * G_PI);
    cairo_stroke (cr);
    gs_paper_show_centred (cr, own, x, y, 2 * RADIUS - 4, 8.5, TRUE);
    if (column->bias >= 0) {
      g_autofree gchar *number_text = gs_paper_print_given (
          self->exercise, gs_exercise_get_value (self->exercise, &(NnCell){ column->bias, (gsize) unit }));
      g_autofree gchar *text = g_strdup_printf (_ ("bias %s"), number_text);

      gs_paper_show_centred (cr, text, x, y + RADIUS + 7, self->space * 0.7, 7.5, FALSE);
    }
  }
}

gdouble
gs_paper_draw_network (cairo_t *cr, const GsExercise *exercise, gdouble width)
{
  Drawing self = { .exercise = exercise, .program = gs_workbook_get_program (exercise->book) };
  gint most = 0;

  if (!find_columns (&self))
    return 0;
  self.space = (width - 2 * RADIUS - 8) / (self.n - 1);
  if (self.space < MIN_SPACE)
    return 0;
  self.space = MIN (self.space, 105);
  for (gint i = 0; i < self.n; i++)
    most = MAX (most, self.columns[i].n);
  self.height = HEADING + most * UNIT_SPACE;
  cairo_set_line_width (cr, 0.8);
  cairo_set_source_rgb (cr, 0, 0, 0);
  for (gint i = 1; i < self.n; i++)
    draw_weights (&self, cr, i);
  for (gint i = 0; i < self.n; i++)
    draw_units (&self, cr, i);
  return self.height;
}
