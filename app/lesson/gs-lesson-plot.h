/* The small plot of a step, as numbers to be drawn: a curve with today's point and its tangent, the rows of
 * the data with a line through them, the loss along one parameter with the steps taken.
 *
 *   g_autoptr(GsLessonPlot) plot = gs_lesson_plot_new (player);     // NULL: the step has none
 *
 * Make it anew when the player says "changed". Whoever draws it computes nothing.
 */
#pragma once

#include "gs-lesson-player.h"

G_BEGIN_DECLS

typedef struct {
  gdouble x, y;
} GsPlotPoint;

/* A number that is drawn as a bar or as a pixel. */
typedef struct {
  gint column, row; /* from 0 */
  gdouble value;    /* NaN: not computed yet, or not to be seen */
} GsPlotCell;

typedef struct {
  GsLessonPlotKind kind;
  gchar *x_label, *y_label; /* "z1[1,1]", "sigmoid(z1[1,1])" */
  gdouble from, to;         /* the x axis */
  gdouble low, high;        /* the y axis: all that is drawn, with a margin */
  GArray *curve;            /* GsPlotPoint, from left to right; points that are not finite are left out */
  gboolean has_point;       /* today's: finite, and computed in the sheet */
  GsPlotPoint point;
  gdouble slope;    /* of the curve there; NaN at a kink */
  GArray *points;   /* LINE: the rows; DESCENT: the steps taken, the oldest first; PLANE: where they were, and
                     * in `curve` where they are, as many or none */
  GArray *cells;    /* BARS, PICTURE: GsPlotCell; pictures stand side by side with a column between */
  GPtrArray *names; /* BARS: one for each, those of the columns; NULL if one has none */
} GsLessonPlot;

GsLessonPlot *gs_lesson_plot_new (GsLessonPlayer *player);
void gs_lesson_plot_free (GsLessonPlot *plot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsLessonPlot, gs_lesson_plot_free)

G_END_DECLS
