/* Teaching with the window: the projector, the teacher's window, lessons begun anew and rehearsed. */
#include <glib/gi18n-lib.h>

#include "gs-application.h"
#include "gs-dialogs.h"
#include "gs-presenter.h"
#include "gs-settings.h"
#include "gs-teacher.h"
#include "gs-window-private.h"

static GsLessonPlayer *
get_lesson (GsWindow *self)
{
  return self->lesson_pane != NULL ? gs_lesson_pane_get_player (self->lesson_pane) : NULL;
}

/* ---- the two windows ---- */

static void
show_teacher (GsWindow *self)
{
  if (self->teacher == NULL) {
    self->teacher = GTK_WINDOW (
        gs_teacher_new (self->view, GTK_WINDOW (self), G_ACTION_MAP (self), get_lesson (self), self->poll));
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
    self->presenter =
        GTK_WINDOW (gs_presenter_new (self->view, GTK_WINDOW (self), G_ACTION_MAP (self), get_lesson (self),
                                      self->poll, gs_sheet_pane_get_grid (self->sheet_pane)));
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

/* ---- lessons, begun anew ---- */

static void
set_enabled (GsWindow *self, const gchar *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)),
                               enabled);
}

static void
show_rehearsal (GsWindow *self)
{
  GsLessonPlayer *lesson = get_lesson (self);

  gs_actions_set_on (G_ACTION_MAP (self), "rehearse", lesson != NULL && !gs_lesson_player_is_kept (lesson));
}

void
gs_window_tell_teaching (GsWindow *self)
{
  GsLessonPlayer *lesson = get_lesson (self);

  gs_poll_clear (self->poll);
  if (self->presenter != NULL)
    gs_presenter_set_lesson (GS_PRESENTER (self->presenter), lesson);
  if (self->teacher != NULL)
    gs_teacher_set_lesson (GS_TEACHER (self->teacher), lesson);
  set_enabled (self, "lesson-anew", lesson != NULL);
  set_enabled (self, "rehearse", lesson != NULL);
  set_enabled (self, "hand-in", lesson != NULL);
  show_rehearsal (self);
}

/* The lesson from its file: from the step that `progress` knows, without one from the first. `anew` forgets
 * what has been done. */
static void
begin (GsWindow *self, GsLessonProgress *progress, gboolean anew)
{
  GsLessonPlayer *old = get_lesson (self);
  const GsLesson *known = gs_lesson_player_get_lesson (old);
  GtkWindow *front = gs_window_get_front (self);
  g_autoptr (GError) error = NULL;
  GsLesson *lesson = gs_lesson_load (known->path, gs_settings_get_lesson_language (), &error);

  if (lesson == NULL) {
    gs_dialogs_tell (front, _ ("This lesson cannot be opened"), error->message);
    return;
  }
  /* What the new one does to the sheet is no answer to the old one. */
  gs_lesson_player_leave (old);
  if (anew)
    gs_lesson_progress_forget (progress, known->id);
  if (!gs_window_start_lesson (self, lesson, progress, &error)) {
    gs_window_end_lesson (self);
    gs_dialogs_tell (front, _ ("This lesson cannot be opened"), error->message);
  }
}

static GsLessonProgress *
get_progress (GsWindow *self)
{
  return gs_application_get_progress (GS_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));
}

static void
on_anew_answered (gint button, gpointer user_data)
{
  GsWindow *self = user_data;

  if (button == 1 && get_lesson (self) != NULL)
    begin (self, get_progress (self), TRUE);
}

static void
begin_anew (GsWindow *self)
{
  static const gchar *const buttons[] = { N_ ("_Cancel"), N_ ("_Begin anew"), NULL };
  GsLessonPlayer *lesson = get_lesson (self);

  if (lesson == NULL || !gs_workbook_settle (gs_view_get_workbook (self->view), NULL))
    return;
  if (!gs_lesson_player_is_kept (lesson))
    begin (self, NULL, FALSE);
  else
    gs_dialogs_ask (
        gs_window_get_front (self), _ ("Begin this lesson anew?"),
        _ ("Which of its steps are solved, and how, is forgotten. Other lessons stay as they are."), buttons,
        on_anew_answered, self);
}

/* A rehearsal begins with the first step and leaves no trace; after it the lesson is where it was. */
static void
rehearse (GsWindow *self, gboolean on)
{
  if (get_lesson (self) != NULL && gs_workbook_settle (gs_view_get_workbook (self->view), NULL))
    begin (self, on ? NULL : get_progress (self), FALSE);
  show_rehearsal (self);
}

void
gs_window_add_teach_actions (GsWindow *self)
{
  static const GsAct acts[] = {
    { "present", G_CALLBACK (present) },
    { "teacher", G_CALLBACK (show_teacher) },
    { "black", G_CALLBACK (gs_presenter_toggle_black), GS_ACT_PLAIN, OF (presenter) },
    { "lesson-anew", G_CALLBACK (begin_anew) },
    { "rehearse", G_CALLBACK (rehearse), GS_ACT_OFF },
  };

  self->poll = gs_poll_new ();
  gs_actions_add (G_ACTION_MAP (self), acts, G_N_ELEMENTS (acts), self);
  gs_window_tell_teaching (self);
}
