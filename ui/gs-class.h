/* Going on before a class: the same for the projector's keys and the teacher's. What is asked for is shown
 * first, then comes the next step: of the lesson, or without one of the pass.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/lesson/gs-lesson-player.h"
#include "app/view/gs-view.h"

G_BEGIN_DECLS

/* `lesson` may be NULL. An open editor is settled first; if it refuses, nothing happens. */
void gs_class_go_on (GsView *view, GsLessonPlayer *lesson);
void gs_class_go_back (GsView *view, GsLessonPlayer *lesson);
/* Whether something is asked for that has not been shown. */
gboolean gs_class_is_asking (GsView *view, GsLessonPlayer *lesson);
/* Whether the selected cell is what the step of a lesson asks about: cells and formula show it. */
gboolean gs_class_is_selection_asked (GsView *view, GsLessonPlayer *lesson);

/* What the document's window does by keys and buttons, as far as it makes sense before a class, is done in
 * `window`, too: the same actions, enabled and disabled together. The group, to which others may be added;
 * borrowed. */
GActionMap *gs_class_share_actions (GtkWidget *window, GActionMap *actions);

G_END_DECLS
