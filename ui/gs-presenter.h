/* The presenter: one operation on the whole screen, legible from the back row.
 *
 * Space, Page Down and F10 step (and first reveal, where the class is asked), Page Up goes back, B blackens
 * the screen, S throws a spotlight on what is under the pointer, plus and minus (and Ctrl with the wheel)
 * zoom, 0 fits again, Escape and F5 end. The document's own window stays as it is, for the teacher.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/lesson/gs-lesson-player.h"
#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_PRESENTER (gs_presenter_get_type ())
G_DECLARE_FINAL_TYPE (GsPresenter, gs_presenter, GS, PRESENTER, GtkWindow)

/* Full screen on another monitor than `parent`, if there is one. */
gboolean gs_presenter_has_other_screen (GtkWindow *parent);
/* With a lesson (or NULL) its text stands beside the sheet, and the clicker goes through its steps. */
GsPresenter *gs_presenter_new (GsView *view, GtkWindow *parent, GsLessonPlayer *lesson);
/* The window's lesson is another one, or none any more (NULL). */
void gs_presenter_set_lesson (GsPresenter *self, GsLessonPlayer *lesson);

G_END_DECLS
