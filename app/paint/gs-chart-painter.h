/* Small charts: axes with their numbers, lines, bars, a surface seen from above.
 *
 *   GsChart chart = { .theme = theme, .scale = 1, .width = 250, .height = 140, .left = -2, .right = 2,
 *                     .low = 0, .high = 1 };
 *   gs_chart_draw_axes (cr, &chart);
 *   gs_chart_draw_line (cr, &chart, xs, ys, n, &theme->accent);
 */
#pragma once

#include <cairo.h>

#include "app/plane/gs-landscape.h"
#include "gs-theme.h"

G_BEGIN_DECLS

typedef struct {
  const GsTheme *theme;
  gdouble scale; /* of text */
  gint width, height;
  gdouble left, right, low, high; /* the numbers at the edges */
} GsChart;

void gs_chart_draw_axes (cairo_t *cr, const GsChart *chart);
/* Breaks off where a number is not finite. */
void gs_chart_draw_line (cairo_t *cr,
                         const GsChart *chart,
                         const gdouble *xs,
                         const gdouble *ys,
                         guint n,
                         const GsColour *colour);
void gs_chart_draw_dot (cairo_t *cr, const GsChart *chart, gdouble x, gdouble y);
/* Bars from the lower edge up, side by side from left to right. */
void gs_chart_draw_bars (cairo_t *cr, const GsChart *chart, const gint *counts, guint n);
/* The loss as a colour: the deeper, the higher; lines of equal loss. */
void gs_chart_draw_surface (cairo_t *cr, const GsChart *chart, const GsLandscape *land);

G_END_DECLS
