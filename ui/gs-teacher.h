/* The teacher's window: what the class does not see yet. The time and how long this step has taken, the
 * question with its answer, the usual wrong answers and what they mean, the counts of a show of hands, what
 * comes next, the notes. Its keys are those of the projector; what is typed into a count is typed there.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/lesson/gs-lesson-player.h"
#include "app/view/gs-view.h"
#include "gs-poll.h"

G_BEGIN_DECLS

#define GS_TYPE_TEACHER (gs_teacher_get_type ())
G_DECLARE_FINAL_TYPE (GsTeacher, gs_teacher, GS, TEACHER, GtkWindow)

/* `parent` is the document's window, with its `actions` (gs-class.h). With a lesson (or NULL) question,
 * answers and notes are those of its step. */
GsTeacher *
gs_teacher_new (GsView *view, GtkWindow *parent, GActionMap *actions, GsLessonPlayer *lesson, GsPoll *poll);
/* The window's lesson is another one, or none any more (NULL). */
void gs_teacher_set_lesson (GsTeacher *self, GsLessonPlayer *lesson);

G_END_DECLS
