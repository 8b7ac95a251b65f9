/* The projector: the stage (gs-stage.h) on the whole screen, and the keys of who stands before the class.
 *
 * Space and Page Down show the answer where the class is asked, then go on; Page Up and Backspace go back: so
 * the buttons of a clicker work. What is typed is typed into the selected cell. F12 makes the screen black,
 * F11 throws a spotlight on what is under the pointer, Ctrl with plus, minus and 9 zooms, Escape and F5 end.
 * Stepping, running, training and undoing have the keys of the document's own window, which stays as it is,
 * for the teacher.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/lesson/gs-lesson-player.h"
#include "app/view/gs-data-grid.h"
#include "gs-poll.h"

G_BEGIN_DECLS

#define GS_TYPE_PRESENTER (gs_presenter_get_type ())
G_DECLARE_FINAL_TYPE (GsPresenter, gs_presenter, GS, PRESENTER, GtkWindow)

/* Whether there is another monitor than the one that `parent` is on. */
gboolean gs_presenter_has_other_screen (GtkWindow *parent);
/* Full screen, on another monitor than the window's, if there is one. `actions` are the document's window's
 * own: those that make sense before a class are done here, too; what its "view" says is shown. With a lesson
 * (or NULL) its steps are gone through. `rows`: those of the document's window. */
GsPresenter *gs_presenter_new (GsView *view,
                               GtkWindow *parent,
                               GActionMap *actions,
                               GsLessonPlayer *lesson,
                               GsPoll *poll,
                               GsDataGrid *rows);
/* The window's lesson is another one, or none any more (NULL). */
void gs_presenter_set_lesson (GsPresenter *self, GsLessonPlayer *lesson);
/* A line at the foot, until the next key; NULL takes it away. */
void gs_presenter_tell (GsPresenter *self, const gchar *text);
/* Somebody types into a cell there, and what is wrong with that is said there. */
gboolean gs_presenter_is_typing (GsPresenter *self);
void gs_presenter_toggle_black (GsPresenter *self);

G_END_DECLS
