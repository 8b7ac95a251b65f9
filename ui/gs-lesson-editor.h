/* A window to make a lesson in, beside the sheet that it is made from.
 *
 *   GtkWindow *editor = gs_lesson_editor_new (parent, view, path, &error);
 *   gtk_window_present (editor);
 *
 * What the sheet shows now becomes a step; a text is written to it, a marked cell is made its task, the usual
 * mistakes are proposed; it is tried, checked and saved (app/lesson/gs-lesson-draft.h).
 */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_LESSON_EDITOR (gs_lesson_editor_get_type ())
G_DECLARE_FINAL_TYPE (GsLessonEditor, gs_lesson_editor, GS, LESSON_EDITOR, GtkWindow)

/* Edits the lesson of this file; NULL: a new one. NULL with an error if it cannot be read. The editor keeps
 * the view, is a window of the parent's application, and belongs to the parent, which destroys it. */
GtkWindow *gs_lesson_editor_new (GtkWindow *parent, GsView *view, const gchar *path, GError **error);

/* FALSE if there is nothing that is not saved. Else that is asked about; when it has been saved or given up,
 * the editor is closed, and its parent after it. */
gboolean gs_lesson_editor_ask (GsLessonEditor *editor);

G_END_DECLS
