/* A window that grades what a class has handed in: points of each learner and task, how many made which
 * mistake, where each went astray.
 *
 *   GtkWindow *grades = gs_grades_window_new (parent, lesson_path);
 *   gtk_window_present (grades);
 *
 * Files or a folder are chosen or dropped; they are graded beside the window (gs-class.h). A task's points
 * open the lesson at that step with the learner's answers in it. What cannot be graded is listed with its
 * reason.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GS_TYPE_GRADES_WINDOW (gs_grades_window_get_type ())
G_DECLARE_FINAL_TYPE (GsGradesWindow, gs_grades_window, GS, GRADES_WINDOW, GtkWindow)

/* `lesson`, a file or NULL, is tried before the lessons that are installed. `parent` is a window of the
 * application, which the windows of learners' work belong to. */
GtkWindow *gs_grades_window_new (GtkWindow *parent, const gchar *lesson);

G_END_DECLS
