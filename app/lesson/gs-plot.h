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

/* The same in words, for those who cannot see it. Caller frees. */
gchar *gs_plot_describe (const GsLessonPlot *plot);

G_END_DECLS
