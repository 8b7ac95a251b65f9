/* The small plot of a lesson's step; it hides itself where the step has none. */
#pragma once

#include <gtk/gtk.h>

#include "app/lesson/gs-lesson-player.h"

G_BEGIN_DECLS

#define GS_TYPE_LESSON_PLOT_VIEW (gs_lesson_plot_view_get_type ())
G_DECLARE_FINAL_TYPE (GsLessonPlotView, gs_lesson_plot_view, GS, LESSON_PLOT_VIEW, GtkWidget)

GtkWidget *gs_lesson_plot_view_new (GsLessonPlayer *player);
/* Pixels for one of the design's, in place of the desktop's size of text. */
void gs_lesson_plot_view_set_scale (GsLessonPlotView *self, gdouble scale);

G_END_DECLS
