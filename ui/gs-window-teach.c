/* Teaching with the window: the projector and the teacher's window. */
#include <glib/gi18n-lib.h>

#include "gs-presenter.h"
#include "gs-teacher.h"
#include "gs-window-private.h"

GsLessonPlayer *
gs_window_get_lesson (GsWindow *self)
{
  return self->lesson_pane != NULL ? gs_lesson_pane_get_player (self->lesson_pane) : NULL;
}

/* ---- the two windows ---- */

static void
show_teacher (GsWindow *self)
{
  if (self->teacher == NULL) {
    self->teacher = GTK_WINDOW (gs_teacher_new (self->view, GTK_WINDOW (self), G_ACTION_MAP (self),
                                                gs_window_get_lesson (self), self->poll));
    g_object_add_weak_pointer (G_OBJECT (self->teacher), (gpointer *) &self->teacher);
  }
  gtk_window_present (self->teacher);
}

static void
present (GsWindow *self)
{
  /* With two screens the class gets one, and the teacher's notes the other. */
  if (gs_presenter_has_other_screen (GTK_WINDOW (self)))
    show_teacher (self);
  if (self->presenter == NULL) {
    self->presenter = GTK_WINDOW (gs_presenter_new (self->view, GTK_WINDOW (self), G_ACTION_MAP (self),
                                                    gs_window_get_lesson (self), self->poll,
                                                    gs_sheet_pane_get_grid (self->sheet_pane)));
    g_object_add_weak_pointer (G_OBJECT (self->presenter), (gpointer *) &self->presenter);
  }
  gtk_window_present (self->presenter);
}

static void
drop_window (GtkWindow **window)
{
  if (*window == NULL)
    return;
  g_object_remove_weak_pointer (G_OBJECT (*window), (gpointer *) window);
  g_clear_pointer (window, gtk_window_destroy);
}

void
gs_window_stop_teaching (GsWindow *self)
{
  drop_window (&self->presenter);
  drop_window (&self->teacher);
  drop_window (&self->lesson_editor);
  g_clear_object (&self->poll);
}

void
gs_window_show_class (GsWindow *self, const gchar *text)
{
  if (self->presenter != NULL)
    gs_presenter_tell (GS_PRESENTER (self->presenter), text);
}

GtkWindow *
gs_window_get_front (GsWindow *self)
{
  return self->presenter != NULL && gtk_window_is_active (self->presenter) ? self->presenter
                                                                           : GTK_WINDOW (self);
}

void
gs_window_tell_teaching (GsWindow *self)
{
  GsLessonPlayer *lesson = gs_window_get_lesson (self);

  gs_poll_clear (self->poll);
  if (self->presenter != NULL)
    gs_presenter_set_lesson (GS_PRESENTER (self->presenter), lesson);
  if (self->teacher != NULL)
    gs_teacher_set_lesson (GS_TEACHER (self->teacher), lesson);
}

void
gs_window_add_teach_actions (GsWindow *self)
{
  static const GsAct acts[] = {
    { "present", G_CALLBACK (present) },
    { "teacher", G_CALLBACK (show_teacher) },
    { "black", G_CALLBACK (gs_presenter_toggle_black), GS_ACT_PLAIN, OF (presenter) },
  };

  self->poll = gs_poll_new ();
  gs_actions_add (G_ACTION_MAP (self), acts, G_N_ELEMENTS (acts), self);
}
