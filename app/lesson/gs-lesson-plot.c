/* The points of a lesson's plot. */
#include "gs-lesson-plot.h"

#include <math.h>

#include "app/cells/gs-cell-list.h"
#include "app/cells/gs-cell-name.h"
#include "app/workbook/gs-probe.h"
#include "gs-lesson-player-private.h"
#include "nn/nn-formula.h"
#include "nn/nn-math.h"

/* How many points make a curve, and how many steps are shown. */
#define N_POINTS  121
#define MAX_STEPS 200
/* More cells than can be told apart in so small a plot. */
#define MAX_CELLS 4096

/* y at x, of whatever is plotted. */
typedef struct _Curve Curve;

struct _Curve {
  gdouble (*evaluate) (const Curve *curve, gdouble x);
  gint function;
  gdouble target;       /* LOSS */
  gdouble weight, bias; /* LINE */
  NnRun *probe;         /* DESCENT */
  NnCell cell;
};

/* ---- functions ---- */

/* By the operation's own formula. */
static gdouble
evaluate_activation (const Curve *curve, gdouble x)
{
  static const gdouble slope = 0.01; /* a leaky relu's, unless a layer says otherwise */
  NnBinding binding = { .out_shape = nn_shape (0), .in_shape = { nn_shape (0) }, .in = { &x, &slope } };

  return nn_formula_evaluate (nn_formula_for_op (nn_activation_get_op ((NnActivation) curve->function)),
                              &binding, 0);
}

static gdouble
evaluate_loss (const Curve *curve, gdouble x)
{
  gdouble difference = x - curve->target;

  if (curve->function == NN_LOSS_BINARY_CROSS_ENTROPY) {
    /* A term with a target of 0 is exactly 0. */
    gdouble one = curve->target != 0 ? curve->target * nn_ln (x) : 0;
    gdouble other = curve->target != 1 ? (1 - curve->target) * nn_ln (1 - x) : 0;

    return -(one + other);
  }
  return curve->function == NN_LOSS_HALF_SQUARED_ERROR ? 0.5 * difference * difference
                                                       : difference * difference;
}

static gdouble
evaluate_line (const Curve *curve, gdouble x)
{
  return curve->weight * x + curve->bias;
}

static gdouble
evaluate_descent (const Curve *curve, gdouble x)
{
  gint loss = nn_program_get_loss (nn_run_get_program (curve->probe));
  NnCell cell = { .tensor = loss };

  nn_run_set_cell (curve->probe, &curve->cell, x);
  nn_run_ensure (curve->probe, nn_program_get_tensor (nn_run_get_program (curve->probe), loss)->producer + 1,
                 NULL, NULL);
  return nn_run_get_cell (curve->probe, &cell);
}

/* From both sides; NaN where they differ: a kink has no tangent. */
static gdouble
get_slope (const Curve *curve, gdouble x)
{
  gdouble h = 1e-6 * MAX (1, fabs (x)), here = curve->evaluate (curve, x);
  gdouble right = (curve->evaluate (curve, x + h) - here) / h;
  gdouble left = (here - curve->evaluate (curve, x - h)) / h;

  return fabs (right - left) <= 1e-3 * MAX (1, fabs (right)) ? (right + left) / 2 : NAN;
}

/* ---- what is drawn ---- */

static void
add_point (GArray *points, gdouble x, gdouble y)
{
  GsPlotPoint point = { x, y };

  if (isfinite (x) && isfinite (y))
    g_array_append_val (points, point);
}

static void
widen (GsLessonPlot *plot, const GArray *points)
{
  for (guint i = 0; i < points->len; i++) {
    gdouble y = g_array_index (points, GsPlotPoint, i).y;

    plot->low = MIN (plot->low, y);
    plot->high = MAX (plot->high, y);
  }
}

static void
draw_curve (GsLessonPlot *plot, const Curve *curve)
{
  gdouble margin;

  for (gint i = 0; i < N_POINTS; i++) {
    gdouble x = plot->from + (plot->to - plot->from) * i / (N_POINTS - 1);

    add_point (plot->curve, x, curve->evaluate (curve, x));
  }
  plot->low = INFINITY;
  plot->high = -INFINITY;
  widen (plot, plot->curve);
  widen (plot, plot->points);
  if (!(plot->low <= plot->high))
    plot->low = plot->high = 0;
  margin = plot->high > plot->low ? 0.08 * (plot->high - plot->low) : 1;
  plot->low -= margin;
  plot->high += margin;
}

static void
put_point (GsLessonPlot *plot, const Curve *curve, gdouble x)
{
  plot->point = (GsPlotPoint){ x, curve->evaluate (curve, x) };
  plot->has_point = isfinite (plot->point.x) && isfinite (plot->point.y);
  plot->slope = plot->has_point ? get_slope (curve, x) : NAN;
}

/* ---- kinds ---- */

/* Whether all cells of the formula have been computed, and none is hidden. */
static gboolean
is_seen (GsLessonPlayer *player, const GsExpression *formula, const GsExpressionScope *scope)
{
  g_autoptr (GArray) cells = gs_expression_list_cells (formula, scope, TRUE, NULL);

  for (guint i = 0; cells != NULL && i < cells->len; i++) {
    const NnCell *cell = &g_array_index (cells, NnCell, i);

    if (!gs_workbook_is_visible (player->book, cell) || gs_lesson_player_is_hidden (player, cell))
      return FALSE;
  }
  return cells != NULL;
}

static void
plot_function (GsLessonPlayer *player, GsLessonPlot *plot, const GsLessonPlotSpec *spec)
{
  gboolean is_loss = spec->kind == GS_LESSON_PLOT_LOSS;
  Curve curve = { .evaluate = is_loss ? evaluate_loss : evaluate_activation, .function = spec->function };
  GsExpressionScope scope;
  gdouble x;

  gs_lesson_values_get_scope (&player->values, &scope);
  plot->x_label = g_strdup (gs_expression_get_text (spec->at));
  plot->y_label = is_loss ? g_strdup (nn_loss_get_name ((NnLossKind) spec->function))
                          : g_strdup_printf ("%s(%s)", nn_activation_get_name ((NnActivation) spec->function),
                                             plot->x_label);
  if (is_loss && !gs_expression_evaluate (spec->target, &scope, &curve.target, NULL))
    return;
  draw_curve (plot, &curve);
  if (is_seen (player, spec->at, &scope) && gs_expression_evaluate (spec->at, &scope, &x, NULL))
    put_point (plot, &curve, x);
}

static gdouble
read_named (GsLessonPlayer *player, const gchar *name)
{
  NnCell cell;

  if (name == NULL || !gs_cell_name_parse (gs_workbook_get_scope (player->book), name, &cell, NULL))
    return 0;
  return gs_lesson_values_read (player->book, &cell);
}

static void
plot_line (GsLessonPlayer *player, GsLessonPlot *plot, const GsLessonPlotSpec *spec)
{
  GsDataset *data = gs_workbook_get_data (player->book);
  Curve curve = { .evaluate = evaluate_line,
                  .weight = read_named (player, spec->weight),
                  .bias = read_named (player, spec->bias) };

  plot->x_label = g_strdup ("x");
  plot->y_label = g_strdup ("t");
  for (gint row = 1; row <= gs_dataset_get_n_rows (data); row++)
    add_point (plot->points, *gs_dataset_get_input (data, row), *gs_dataset_get_target (data, row));
  draw_curve (plot, &curve);
}

/* Where the parameter stood at the start of each pass that is kept, and the loss there. */
static void
add_steps (GsLessonPlayer *player, GsLessonPlot *plot, const Curve *curve)
{
  NnHistory *history = gs_workbook_get_history (player->book);
  g_autoptr (NnRun) past = gs_probe_new (player->book, gs_probe_get_flags (player->book), NULL);
  const GsLosses *losses = gs_workbook_get_losses (player->book);
  guint n = gs_losses_get_n (losses);

  for (guint i = n > MAX_STEPS ? n - MAX_STEPS : 0; past != NULL && i < n; i++) {
    const GsLossPoint *point = gs_losses_get (losses, i);

    if (nn_history_recall (history, past, point->last))
      add_point (plot->points, nn_run_get_cell (past, &curve->cell), point->loss);
  }
}

static void
plot_descent (GsLessonPlayer *player, GsLessonPlot *plot, const GsLessonPlotSpec *spec)
{
  g_autoptr (NnRun) probe = gs_probe_new (player->book, gs_probe_get_flags (player->book), NULL);
  NnProgram *program = gs_workbook_get_program (player->book);
  Curve curve = { .evaluate = evaluate_descent, .probe = probe };

  plot->x_label = g_strdup (spec->weight);
  plot->y_label = g_strdup ("L");
  if (probe == NULL
      || !gs_cell_name_parse (gs_workbook_get_scope (player->book), spec->weight, &curve.cell, NULL)
      || nn_program_get_tensor (program, curve.cell.tensor)->producer >= 0
      || nn_program_get_loss (program) < 0)
    return;
  add_steps (player, plot, &curve);
  draw_curve (plot, &curve);
  put_point (plot, &curve, gs_lesson_values_read (player->book, &curve.cell));
}

/* ---- cells as they stand: bars, pictures, points of the plane ---- */

/* NaN for a cell that is not to be seen now. */
static gdouble
read_seen (GsLessonPlayer *player, const NnCell *cell)
{
  if (!gs_workbook_is_visible (player->book, cell) || gs_lesson_player_is_hidden (player, cell)
      || gs_view_is_blanked (player->view, cell))
    return NAN;
  return gs_lesson_values_read (player->book, cell);
}

/* The cells of the picture in reading order; those of one block that stand behind each other, as channels do,
 * go side by side. Returns the column behind them. */
static gint
add_picture (GsLessonPlayer *player, GsLessonPlot *plot, const GArray *cells, gint column)
{
  const NnCell *first = &g_array_index (cells, NnCell, 0);
  const NnShape *shape =
      &nn_program_get_tensor (gs_workbook_get_program (player->book), first->tensor)->shape;
  gint width = shape->rank > 0 ? shape->dim[shape->rank - 1] : 1;
  gint height = shape->rank > 1 ? shape->dim[shape->rank - 2] : 1;
  gint top = (gint) (first->offset / (gsize) width) % height, left = (gint) (first->offset % (gsize) width);
  gint right = left, end = column;

  for (guint i = 0; i < cells->len; i++)
    right = MAX (right, (gint) (g_array_index (cells, NnCell, i).offset % (gsize) width));
  for (guint i = 0; i < cells->len; i++) {
    const NnCell *cell = &g_array_index (cells, NnCell, i);
    gint sheet =
        (gint) ((cell->offset - first->offset + (gsize) (top * width + left)) / (gsize) (width * height));
    GsPlotCell one = { .column =
                           column + sheet * (right - left + 2) + (gint) (cell->offset % (gsize) width) - left,
                       .row = (gint) (cell->offset / (gsize) width) % height - top,
                       .value = read_seen (player, cell) };

    g_array_append_val (plot->cells, one);
    end = MAX (end, one.column + 1);
  }
  return end;
}

/* The name of a cell's column; NULL if it has none. */
static const gchar *
get_column_name (GsLessonPlayer *player, const NnCell *cell)
{
  NnProgram *program = gs_workbook_get_program (player->book);
  const NnShape *shape = &nn_program_get_tensor (program, cell->tensor)->shape;
  gint axis = shape->rank - 1;

  return axis < 0 ? NULL
                  : nn_program_get_label (program, cell->tensor, axis,
                                          (gint) (cell->offset % (gsize) shape->dim[axis]) + 1);
}

static void
name_bar (GsLessonPlayer *player, GsLessonPlot *plot, const NnCell *cell)
{
  const gchar *name = get_column_name (player, cell);

  if (name == NULL)
    g_clear_pointer (&plot->names, g_ptr_array_unref);
  else if (plot->names != NULL)
    g_ptr_array_add (plot->names, g_strdup (name));
}

static void
add_bars (GsLessonPlayer *player, GsLessonPlot *plot, const GArray *cells)
{
  for (guint i = 0; i < cells->len; i++) {
    GsPlotCell one = { .column = (gint) plot->cells->len,
                       .value = read_seen (player, &g_array_index (cells, NnCell, i)) };

    g_array_append_val (plot->cells, one);
    name_bar (player, plot, &g_array_index (cells, NnCell, i));
    if (isfinite (one.value)) {
      plot->low = MIN (plot->low, one.value);
      plot->high = MAX (plot->high, one.value);
    }
  }
}

/* Rows of two numbers each are points; of those that are not all to be seen there are none. */
static void
add_points (GsLessonPlayer *player, GArray *points, const GArray *cells)
{
  for (guint i = 0; i + 1 < cells->len; i += 2)
    add_point (points, read_seen (player, &g_array_index (cells, NnCell, i)),
               read_seen (player, &g_array_index (cells, NnCell, i + 1)));
  if (points->len < cells->len / 2)
    g_array_set_size (points, 0);
}

static void
plot_cells (GsLessonPlayer *player, GsLessonPlot *plot, const GsLessonPlotSpec *spec)
{
  gint column = 0;

  plot->x_label = g_strjoinv (", ", spec->cells);
  plot->y_label = g_strdup ("");
  plot->low = plot->kind == GS_LESSON_PLOT_PLANE ? spec->from : 0;
  plot->high = plot->kind == GS_LESSON_PLOT_PLANE ? spec->to : 0;
  if (plot->kind == GS_LESSON_PLOT_BARS)
    plot->names = g_ptr_array_new_with_free_func (g_free);
  for (gint i = 0; spec->cells[i] != NULL; i++) {
    g_autoptr (GArray) cells =
        gs_cell_list_parse (gs_workbook_get_scope (player->book), spec->cells[i], MAX_CELLS, NULL);

    if (cells == NULL || cells->len == 0)
      continue;
    if (plot->kind == GS_LESSON_PLOT_BARS)
      add_bars (player, plot, cells);
    else if (plot->kind == GS_LESSON_PLOT_PLANE)
      add_points (player, i == 0 ? plot->points : plot->curve, cells);
    else
      column = 1 + add_picture (player, plot, cells, column);
  }
  if (plot->kind == GS_LESSON_PLOT_BARS) {
    if (plot->names != NULL && plot->names->len == 0)
      g_clear_pointer (&plot->names, g_ptr_array_unref);
    plot->from = 0.5;
    plot->to = (gdouble) plot->cells->len + 0.5;
    if (!(plot->high > plot->low))
      plot->high = plot->low + 1;
  }
}

GsLessonPlot *
gs_lesson_plot_new (GsLessonPlayer *player)
{
  const GsLessonPlotSpec *spec = &gs_lesson_player_get_step (player)->show.plot;
  GsLessonPlot *plot;

  if (spec->kind == GS_LESSON_PLOT_NONE)
    return NULL;
  plot = g_new0 (GsLessonPlot, 1);
  plot->kind = spec->kind;
  plot->from = spec->from;
  plot->to = spec->to;
  plot->slope = NAN;
  plot->curve = g_array_new (FALSE, FALSE, sizeof (GsPlotPoint));
  plot->points = g_array_new (FALSE, FALSE, sizeof (GsPlotPoint));
  plot->cells = g_array_new (FALSE, FALSE, sizeof (GsPlotCell));
  if (spec->kind >= GS_LESSON_PLOT_BARS)
    plot_cells (player, plot, spec);
  else if (spec->kind == GS_LESSON_PLOT_LINE)
    plot_line (player, plot, spec);
  else if (spec->kind == GS_LESSON_PLOT_DESCENT)
    plot_descent (player, plot, spec);
  else
    plot_function (player, plot, spec);
  return plot;
}

void
gs_lesson_plot_free (GsLessonPlot *plot)
{
  if (plot == NULL)
    return;
  g_free (plot->x_label);
  g_free (plot->y_label);
  g_array_unref (plot->curve);
  g_array_unref (plot->points);
  g_array_unref (plot->cells);
  g_clear_pointer (&plot->names, g_ptr_array_unref);
  g_free (plot);
}
