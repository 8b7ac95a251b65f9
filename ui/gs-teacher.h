/* The teacher's window: what the class does not see yet. The number that is being asked for, the step that
 * comes next and its answer, and the document's notes; the presenter shows the class the same workbook.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/lesson/gs-lesson-player.h"
#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_TEACHER (gs_teacher_get_type ())
G_DECLARE_FINAL_TYPE (GsTeacher, gs_teacher, GS, TEACHER, GtkWindow)

/* With a lesson (or NULL) the notes are those of its step. */
GsTeacher *gs_teacher_new (GsView *view, GtkApplication *application, GsLessonPlayer *lesson);
/* The window's lesson is another one, or none any more (NULL). */
void gs_teacher_set_lesson (GsTeacher *self, GsLessonPlayer *lesson);

G_END_DECLS
