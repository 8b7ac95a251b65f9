/* A window on one document: header bar, formula bar, sheet, side panel, tape. */
#pragma once

#include <gtk/gtk.h>

#include "app/lesson/gs-work.h"
#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_WINDOW (gs_window_get_type ())
G_DECLARE_FINAL_TYPE (GsWindow, gs_window, GS, WINDOW, GtkApplicationWindow)

/* `path` is NULL for a document that has not been saved anywhere. */
GsWindow *gs_window_new (GtkApplication *application, GsWorkbook *book, const gchar *path);

GsView *gs_window_get_view (GsWindow *self);
/* Where its jobs are seen (gs-job.h). */
GtkWidget *gs_window_get_work (GsWindow *self);

/* Plays a lesson in the window, with the sheet's document in place of its own; takes the lesson. On an error
 * the window is as it was. */
gboolean
gs_window_start_lesson (GsWindow *self, GsLesson *lesson, GsLessonProgress *progress, GError **error);

/* In the lesson that the window plays: goes to the step, counted from 0. */
gboolean gs_window_go_to_step (GsWindow *self, guint step, GError **error);
/* In the lesson that the window plays: goes to this step with what a learner has handed in, marked. `cell`, a
 * name or NULL, is selected. */
gboolean gs_window_show_work (GsWindow *self,
                              const GsWork *work,
                              const gchar *step,
                              const gchar *cell,
                              GError **error);

/* Says what there is to be said about the progress of lessons, such as that it cannot be kept. */
void gs_window_tell_notice (GsWindow *self);

G_END_DECLS
