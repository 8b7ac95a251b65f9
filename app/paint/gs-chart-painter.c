/* Small charts. */
#include "gs-chart-painter.h"

#include <math.h>

#include "app/text/gs-number.h"
#include "gs-map-painter.h"
#include "gs-painter-private.h"

#define LEFT     52.0
#define RIGHT    8.0
#define TOP      6.0
#define BOTTOM   18.0
#define SIZE     10.5
#define N_LEVELS 8

static GsRectangle
get_area (const GsChart *chart)
{
  gdouble s = chart->scale;

  return (GsRectangle){ LEFT * s, TOP * s, MAX (chart->width - (LEFT + RIGHT) * s, 1),
                        MAX (chart->height - (TOP + BOTTOM) * s, 1) };
}

static gdouble
to_x (const GsChart *chart, const GsRectangle *area, gdouble x)
{
  gdouble span = chart->right - chart->left;

  return area->x + (span > 0 ? (x - chart->left) / span : 0.5) * area->width;
}

static gdouble
to_y (const GsChart *chart, const GsRectangle *area, gdouble y)
{
  gdouble span = chart->high - chart->low;

  return area->y + area->height - (span > 0 ? (y - chart->low) / span : 0.5) * area->height;
}

static void
draw_number (cairo_t *cr, const GsChart *chart, gdouble value, gdouble x, gdouble y, gdouble along)
{
  g_autofree gchar *text = gs_number_show (value, 3);
  gdouble size = SIZE * chart->scale;

  gs_paint_text (cr, text, x - along * gs_paint_measure (cr, text, size, FALSE), y, size, FALSE);
}

void
gs_chart_draw_axes (cairo_t *cr, const GsChart *chart)
{
  GsRectangle area = get_area (chart);
  gdouble size = SIZE * chart->scale;

  gs_paint_set_colour (cr, &chart->theme->line);
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, floor (area.x) + 0.5, floor (area.y) + 0.5, floor (area.width), floor (area.height));
  cairo_stroke (cr);
  gs_paint_set_colour (cr, &chart->theme->dim);
  draw_number (cr, chart, chart->high, area.x - 4, area.y + size * 0.8, 1);
  draw_number (cr, chart, chart->low, area.x - 4, area.y + area.height, 1);
  draw_number (cr, chart, chart->left, area.x, area.y + area.height + size * 1.3, 0);
  draw_number (cr, chart, chart->right, area.x + area.width, area.y + area.height + size * 1.3, 1);
}

void
gs_chart_draw_line (cairo_t *cr,
                    const GsChart *chart,
                    const gdouble *xs,
                    const gdouble *ys,
                    guint n,
                    const GsColour *colour)
{
  GsRectangle area = get_area (chart);
  gboolean goes_on = FALSE;

  cairo_save (cr);
  cairo_rectangle (cr, area.x, area.y - 2, area.width, area.height + 4);
  cairo_clip (cr);
  cairo_new_path (cr);
  for (guint i = 0; i < n; i++) {
    if (isfinite (ys[i]))
      (goes_on ? cairo_line_to : cairo_move_to) (cr, to_x (chart, &area, xs[i]), to_y (chart, &area, ys[i]));
    goes_on = isfinite (ys[i]);
  }
  gs_paint_set_colour (cr, colour);
  cairo_set_line_width (cr, 1.75 * chart->scale);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND); /* a pointed one goes far beyond a peak */
  cairo_stroke (cr);
  cairo_restore (cr);
}

void
gs_chart_draw_dot (cairo_t *cr, const GsChart *chart, gdouble x, gdouble y)
{
  GsRectangle area = get_area (chart);

  cairo_new_path (cr);
  cairo_arc (cr, to_x (chart, &area, x), to_y (chart, &area, y), 4.5 * chart->scale, 0, 2 * G_PI);
  gs_paint_set_colour (cr, &chart->theme->accent);
  cairo_fill_preserve (cr);
  gs_paint_set_colour (cr, &chart->theme->canvas);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

void
gs_chart_draw_bars (cairo_t *cr, const GsChart *chart, const gint *counts, guint n)
{
  GsRectangle area = get_area (chart);

  for (guint i = 0; i < n; i++) {
    gdouble top = to_y (chart, &area, counts[i]),
            middle = chart->left + (i + 0.5) * (chart->right - chart->left) / n;

    gs_paint_set_colour (cr, middle < 0 ? &chart->theme->negative : &chart->theme->positive);
    cairo_rectangle (cr, area.x + i * area.width / n + 0.5, top, MAX (area.width / n - 1, 1),
                     area.y + area.height - top);
    cairo_fill (cr);
  }
}

void
gs_chart_draw_surface (cairo_t *cr, const GsChart *chart, const GsLandscape *land)
{
  GsRectangle area = get_area (chart);
  gint n = land->side * land->side;
  g_autofree gfloat *map = g_new (gfloat, n);
  gdouble least, greatest;

  if (!gs_landscape_get_bounds (land, &least, &greatest))
    return;
  for (gint i = 0; i < n; i++)
    map[i] = (gfloat) (land->losses[i] - least);
  gs_map_painter_draw (cr, chart->theme, map, land->side,
                       &(GsMapLook){ .scale = greatest - least, .strength = 0.8 }, &area);
  /* Closer together near the bottom, where one looks for the way down. */
  for (gint level = 1; level < N_LEVELS; level++)
    gs_map_painter_trace (cr, map, land->side, (greatest - least) * pow (level / (gdouble) N_LEVELS, 2),
                          &area);
  gs_paint_set_colour (cr, &chart->theme->dim);
  cairo_set_line_width (cr, 0.75);
  cairo_stroke (cr);
}
