/* A lesson's plot drawn with Cairo. */
#include "gs-plot.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "gs-lesson-text.h"

#define LEFT   38.0
#define RIGHT  10.0
#define TOP    20.0
#define BOTTOM 32.0
#define SIZE   10.5 /* of labels */

/* ---- places ---- */

static void
place (const GsLessonPlot *plot, gint width, gint height, gdouble x, gdouble y, gdouble *px, gdouble *py)
{
  gdouble across = plot->to - plot->from, up = plot->high - plot->low;

  *px = LEFT + (width - LEFT - RIGHT) * (across > 0 ? (x - plot->from) / across : 0.5);
  *py = height - BOTTOM - (height - TOP - BOTTOM) * (up > 0 ? (y - plot->low) / up : 0.5);
}

/* Round numbers from `from` to `to`, about `n` of them: gdouble, ascending. Caller unrefs. */
static GArray *
make_ticks (gdouble from, gdouble to, gint n)
{
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (gdouble));
  gdouble rough = (to - from) / MAX (n, 1), step;

  if (!(rough > 0) || !isfinite (rough))
    return ticks;
  step = pow (10, floor (log10 (rough)));
  step *= rough / step > 5 ? 10 : rough / step > 2 ? 5 : rough / step > 1 ? 2 : 1;
  for (gdouble k = ceil (from / step - 1e-9); k * step <= to + step * 1e-9; k++) {
    gdouble tick = k * step;

    g_array_append_val (ticks, tick);
  }
  return ticks;
}

/* ---- drawing ---- */

static gdouble
measure_text (cairo_t *cr, const gchar *text)
{
  cairo_text_extents_t extents;

  cairo_select_font_face (cr, gs_theme_get_font (), CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size (cr, SIZE);
  cairo_text_extents (cr, text, &extents);
  return extents.x_advance;
}

static void
show_text (cairo_t *cr, const gchar *text, gdouble x, gdouble y, gdouble align)
{
  gdouble width = measure_text (cr, text); /* sets the font, too */

  cairo_move_to (cr, x - align * width, y);
  cairo_show_text (cr, text);
}

/* One under each bar; only every second, third ... where they would touch each other. */
static GArray *
make_named_ticks (const GsLessonPlot *plot, cairo_t *cr, gint width)
{
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (gdouble));
  gdouble pitch = (width - LEFT - RIGHT) / plot->names->len, widest = 0;

  for (guint i = 0; i < plot->names->len; i++)
    widest = MAX (widest, measure_text (cr, g_ptr_array_index (plot->names, i)));
  for (guint i = 0; i < plot->names->len; i += (guint) MAX (1, ceil ((widest + 3) / MAX (pitch, 1)))) {
    gdouble tick = i + 1;

    g_array_append_val (ticks, tick);
  }
  return ticks;
}

static void
draw_axes (const GsLessonPlot *plot, cairo_t *cr, const GsTheme *theme, gint width, gint height)
{
  g_autoptr (GArray) across =
      plot->names != NULL ? make_named_ticks (plot, cr, width) : make_ticks (plot->from, plot->to, 4);
  g_autoptr (GArray) up = make_ticks (plot->low, plot->high, 3);
  gdouble x, y;

  cairo_set_line_width (cr, 1);
  for (guint i = 0; i < across->len + up->len; i++) {
    gboolean is_x = i < across->len;
    gdouble tick = is_x ? g_array_index (across, gdouble, i) : g_array_index (up, gdouble, i - across->len);
    g_autofree gchar *text = is_x && plot->names != NULL
                                 ? g_strdup (g_ptr_array_index (plot->names, (guint) tick - 1))
                                 : gs_lesson_number (tick, 3);

    place (plot, width, height, is_x ? tick : plot->from, is_x ? plot->low : tick, &x, &y);
    x = round (x) + 0.5;
    y = round (y) + 0.5;
    gs_paint_set_colour (cr, fabs (tick) < 1e-12 ? &theme->dim : &theme->line);
    cairo_move_to (cr, x, is_x ? TOP : y);
    cairo_line_to (cr, is_x ? x : width - RIGHT, is_x ? height - BOTTOM : y);
    cairo_stroke (cr);
    gs_paint_set_colour (cr, &theme->dim);
    if (is_x)
      show_text (cr, text, x, height - BOTTOM + 13, 0.5);
    else
      show_text (cr, text, LEFT - 5, y + 4, 1);
  }
  gs_paint_set_colour (cr, &theme->dim);
  show_text (cr, plot->x_label, width - RIGHT, height - 5, 1);
  show_text (cr, plot->y_label, 4, 11, 0);
}

static void
draw_curve (const GsLessonPlot *plot, cairo_t *cr, const GsTheme *theme, gint width, gint height)
{
  GsColour colour = gs_theme_unpack (gs_theme_map (theme, 1));
  gdouble x, y;

  gs_paint_set_colour (cr, &colour);
  cairo_set_line_width (cr, 2);
  for (guint i = 0; i < plot->curve->len; i++) {
    const GsPlotPoint *point = &g_array_index (plot->curve, GsPlotPoint, i);

    place (plot, width, height, point->x, point->y, &x, &y);
    cairo_line_to (cr, x, y);
  }
  cairo_stroke (cr);
}

/* The y of a straight line through the curve at x. */
static gdouble
find_on_curve (const GsLessonPlot *plot, gdouble x)
{
  for (guint i = 1; i < plot->curve->len; i++) {
    const GsPlotPoint *a = &g_array_index (plot->curve, GsPlotPoint, i - 1);
    const GsPlotPoint *b = &g_array_index (plot->curve, GsPlotPoint, i);

    if (x >= a->x && x <= b->x && b->x > a->x)
      return a->y + (b->y - a->y) * (x - a->x) / (b->x - a->x);
  }
  return NAN;
}

/* Rows with their errors, or the steps on the way down. */
static void
draw_points (const GsLessonPlot *plot, cairo_t *cr, const GsTheme *theme, gint width, gint height)
{
  GsColour colour = gs_theme_unpack (gs_theme_map (theme, -1));
  gboolean is_line = plot->kind == GS_LESSON_PLOT_LINE;
  gdouble x, y, at_x, at_y;

  gs_paint_set_colour (cr, is_line ? &colour : &theme->accent);
  cairo_set_line_width (cr, 1.25);
  for (guint i = 0; plot->points != NULL && i < plot->points->len; i++) {
    const GsPlotPoint *point = &g_array_index (plot->points, GsPlotPoint, i);
    gdouble on_line = is_line ? find_on_curve (plot, point->x) : NAN;

    place (plot, width, height, point->x, point->y, &x, &y);
    if (isfinite (on_line)) {
      place (plot, width, height, point->x, on_line, &at_x, &at_y);
      cairo_move_to (cr, x, y);
      cairo_line_to (cr, at_x, at_y);
      cairo_stroke (cr);
    } else if (!is_line && i > 0) {
      const GsPlotPoint *before = &g_array_index (plot->points, GsPlotPoint, i - 1);

      place (plot, width, height, before->x, before->y, &at_x, &at_y);
      cairo_move_to (cr, at_x, at_y);
      cairo_line_to (cr, x, y);
      cairo_stroke (cr);
    }
    cairo_arc (cr, x, y, is_line ? 3.5 : 2.5, 0, 2 * G_PI);
    cairo_fill (cr);
  }
}

static void
draw_today (const GsLessonPlot *plot, cairo_t *cr, const GsTheme *theme, gint width, gint height)
{
  static const gdouble dashes[] = { 4, 3 };
  gdouble x, y, reach = (plot->to - plot->from) / 6, at_x, at_y;

  if (!plot->has_point)
    return;
  gs_paint_set_colour (cr, &theme->accent);
  cairo_set_line_width (cr, 1.5);
  if (isfinite (plot->slope)) {
    cairo_set_dash (cr, dashes, 2, 0);
    place (plot, width, height, plot->point.x - reach, plot->point.y - reach * plot->slope, &x, &y);
    place (plot, width, height, plot->point.x + reach, plot->point.y + reach * plot->slope, &at_x, &at_y);
    cairo_move_to (cr, x, y);
    cairo_line_to (cr, at_x, at_y);
    cairo_stroke (cr);
    cairo_set_dash (cr, NULL, 0, 0);
  }
  place (plot, width, height, plot->point.x, plot->point.y, &x, &y);
  cairo_arc (cr, x, y, 4.5, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
draw_curves (const GsLessonPlot *plot, cairo_t *cr, const GsTheme *theme, gint width, gint height)
{
  draw_curve (plot, cr, theme, width, height);
  draw_points (plot, cr, theme, width, height);
  draw_today (plot, cr, theme, width, height);
}

/* ---- cells as they stand ---- */

static void
draw_bars (const GsLessonPlot *plot, cairo_t *cr, const GsTheme *theme, gint width, gint height)
{
  gdouble zero, left, right, y;

  for (guint i = 0; i < plot->cells->len; i++) {
    const GsPlotCell *cell = &g_array_index (plot->cells, GsPlotCell, i);
    GsColour colour = gs_theme_unpack (gs_theme_map (theme, cell->value < 0 ? -1 : 1));

    if (!isfinite (cell->value))
      continue;
    place (plot, width, height, cell->column + 0.65, 0, &left, &zero);
    place (plot, width, height, cell->column + 1.35, cell->value, &right, &y);
    gs_paint_set_colour (cr, &colour);
    cairo_rectangle (cr, left, MIN (y, zero), right - left, MAX (fabs (zero - y), 1));
    cairo_fill (cr);
  }
}

/* The largest magnitude has the deepest colour, as on the sheet. */
static void
draw_picture (const GsLessonPlot *plot, cairo_t *cr, const GsTheme *theme, gint width, gint height)
{
  gdouble scale = 0, size, left, top;
  gint n_columns = 1, n_rows = 1;

  for (guint i = 0; i < plot->cells->len; i++) {
    const GsPlotCell *cell = &g_array_index (plot->cells, GsPlotCell, i);

    n_columns = MAX (n_columns, cell->column + 1);
    n_rows = MAX (n_rows, cell->row + 1);
    scale = isfinite (cell->value) ? MAX (scale, fabs (cell->value)) : scale;
  }
  size = floor (MIN ((width - 2.0) / n_columns, (height - TOP - 2.0) / n_rows));
  left = floor ((width - size * n_columns) / 2);
  top = TOP;
  cairo_set_line_width (cr, 1);
  for (guint i = 0; i < plot->cells->len; i++) {
    const GsPlotCell *cell = &g_array_index (plot->cells, GsPlotCell, i);
    GsColour colour = gs_theme_unpack (gs_theme_map (theme, scale > 0 ? cell->value / scale : 0));

    cairo_rectangle (cr, left + size * cell->column + 0.5, top + size * cell->row + 0.5, size, size);
    if (isfinite (cell->value)) {
      gs_paint_set_colour (cr, &colour);
      cairo_fill_preserve (cr);
    }
    gs_paint_set_colour (cr, &theme->line);
    cairo_stroke (cr);
  }
  gs_paint_set_colour (cr, &theme->dim);
  show_text (cr, plot->x_label, 4, 11, 0);
}

/* Where the points were, hollow, and where they are. */
static void
draw_plane (const GsLessonPlot *plot, cairo_t *cr, const GsTheme *theme, gint width, gint height)
{
  gdouble x, y, to_x, to_y;

  cairo_set_line_width (cr, 1.25);
  for (guint i = 0; i < plot->points->len; i++) {
    const GsPlotPoint *before = &g_array_index (plot->points, GsPlotPoint, i);

    place (plot, width, height, before->x, before->y, &x, &y);
    gs_paint_set_colour (cr, &theme->dim);
    if (i < plot->curve->len) {
      const GsPlotPoint *after = &g_array_index (plot->curve, GsPlotPoint, i);

      place (plot, width, height, after->x, after->y, &to_x, &to_y);
      cairo_move_to (cr, x, y);
      cairo_line_to (cr, to_x, to_y);
      cairo_stroke (cr);
      gs_paint_set_colour (cr, &theme->accent);
      cairo_arc (cr, to_x, to_y, 3.5, 0, 2 * G_PI);
      cairo_fill (cr);
      gs_paint_set_colour (cr, &theme->dim);
    }
    cairo_arc (cr, x, y, 3.5, 0, 2 * G_PI);
    cairo_stroke (cr);
  }
}

void
gs_plot_draw (const GsLessonPlot *plot, cairo_t *cr, const GsTheme *theme, gint width, gint height)
{
  if (plot->kind == GS_LESSON_PLOT_PICTURE) {
    draw_picture (plot, cr, theme, width, height);
    return;
  }
  draw_axes (plot, cr, theme, width, height);
  cairo_save (cr);
  cairo_rectangle (cr, LEFT, TOP - 5, width - LEFT - RIGHT + 5, height - TOP - BOTTOM + 10);
  cairo_clip (cr);
  if (plot->kind == GS_LESSON_PLOT_BARS)
    draw_bars (plot, cr, theme, width, height);
  else if (plot->kind == GS_LESSON_PLOT_PLANE)
    draw_plane (plot, cr, theme, width, height);
  else
    draw_curves (plot, cr, theme, width, height);
  cairo_restore (cr);
}

gchar *
gs_plot_describe (const GsLessonPlot *plot)
{
  g_autofree gchar *x = gs_lesson_number (plot->point.x, 4), *y = gs_lesson_number (plot->point.y, 4);
  g_autofree gchar *slope = gs_lesson_number (plot->slope, 4);

  if (plot->kind == GS_LESSON_PLOT_BARS)
    return g_strdup_printf (_ ("%s as bars"), plot->x_label);
  if (plot->kind == GS_LESSON_PLOT_PICTURE)
    return g_strdup_printf (_ ("%s as pictures"), plot->x_label);
  if (plot->kind == GS_LESSON_PLOT_PLANE)
    return g_strdup_printf (_ ("%s as points of the plane"), plot->x_label);
  if (!plot->has_point)
    return g_strdup_printf (_ ("Plot of %s over %s"), plot->y_label, plot->x_label);
  if (!isfinite (plot->slope))
    return g_strdup_printf (_ ("Plot of %s over %s: today at %s, %s"), plot->y_label, plot->x_label, x, y);
  return g_strdup_printf (_ ("Plot of %s over %s: today at %s, %s, slope %s"), plot->y_label, plot->x_label,
                          x, y, slope);
}
