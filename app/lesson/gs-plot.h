/* Draws the small plot of a lesson's step: the curve, today's point with its tangent, the rows with the line
 * through them, the way down the loss. All numbers come in a GsLessonPlot; nothing is computed here but
 * pixels.
 */
#pragma once

#include <cairo.h>

#include "app/paint/gs-theme.h"
#include "gs-lesson-plot.h"

G_BEGIN_DECLS

/* Into width x height pixels. */
void gs_plot_draw (const GsLessonPlot *plot, cairo_t *cr, const GsTheme *theme, gint width, gint height);

/* Where a point lands, in the same pixels. */
void gs_plot_place (const GsLessonPlot *plot,
                    gint width,
                    gint height,
                    gdouble x,
                    gdouble y,
                    gdouble *px,
                    gdouble *py);

/* Round numbers from `from` to `to`, about `n` of them: gdouble, ascending. Caller unrefs. */
GArray *gs_plot_make_ticks (gdouble from, gdouble to, gint n);

/* The same in words, for those who cannot see it. Caller frees. */
gchar *gs_plot_describe (const GsLessonPlot *plot);

G_END_DECLS
