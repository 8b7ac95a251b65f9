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
on_present (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GsWindow *self = user_data;

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

/* The class looks at the teacher now. */
static void
on_black (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GsWindow *self = user_data;

  if (self->presenter != NULL)
    gs_presenter_toggle_black (GS_PRESENTER (self->presenter));
}

static void
on_teacher (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_teacher (user_data);
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

void
gs_window_tell_teaching (GsWindow *self)
{
  GsLessonPlayer *lesson = get_lesson (self);
  GAction *rehearse = g_action_map_lookup_action (G_ACTION_MAP (self), "rehearse");

  gs_poll_clear (self->poll);
  if (self->presenter != NULL)
    gs_presenter_set_lesson (GS_PRESENTER (self->presenter), lesson);
  if (self->teacher != NULL)
    gs_teacher_set_lesson (GS_TEACHER (self->teacher), lesson);
  set_enabled (self, "lesson-anew", lesson != NULL);
  set_enabled (self, "rehearse", lesson != NULL);
  set_enabled (self, "hand-in", lesson != NULL);
  g_simple_action_set_state (G_SIMPLE_ACTION (rehearse),
                             g_variant_new_boolean (lesson != NULL && !gs_lesson_player_is_kept (lesson)));
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
on_anew (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  static const gchar *const buttons[] = { N_ ("_Cancel"), N_ ("_Begin anew"), NULL };
  GsWindow *self = user_data;
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
change_rehearse (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  GsWindow *self = user_data;

  if (get_lesson (self) != NULL && gs_workbook_settle (gs_view_get_workbook (self->view), NULL))
    begin (self, g_variant_get_boolean (state) ? NULL : get_progress (self), FALSE);
}

void
gs_window_add_teach_actions (GsWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "present", .activate = on_present },
    { .name = "teacher", .activate = on_teacher },
    { .name = "black", .activate = on_black },
    { .name = "lesson-anew", .activate = on_anew },
    { .name = "rehearse", .state = "false", .change_state = change_rehearse },
  };

  self->poll = gs_poll_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  gs_window_tell_teaching (self);
}
