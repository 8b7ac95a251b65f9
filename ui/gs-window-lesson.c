/* A lesson in the window: its pane beside the sheet, the panels it shows and hides, what it locks. */
#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "app/lesson/gs-grade.h"
#include "app/text/gs-quote.h"
#include "gs-dialogs.h"
#include "gs-host.h"
#include "gs-settings.h"
#include "gs-window-private.h"

/* ---- what a step locks ---- */

static const struct {
  GsLessonLock lock;
  const gchar *action;
} locked[] = {
  { GS_LESSON_LOCK_STEP, "step" },        { GS_LESSON_LOCK_STEP, "back" },
  { GS_LESSON_LOCK_STEP, "start" },       { GS_LESSON_LOCK_STEP, "end" },
  { GS_LESSON_LOCK_STEP, "run" },         { GS_LESSON_LOCK_STEP, "run-slowly" },
  { GS_LESSON_LOCK_STEP, "run-to-cell" }, { GS_LESSON_LOCK_TRAIN, "train" },
  { GS_LESSON_LOCK_TRAIN, "reset" },      { GS_LESSON_LOCK_NETWORK, "layers" },
  { GS_LESSON_LOCK_NETWORK, "build" },    { GS_LESSON_LOCK_EDIT, "fill-down" },
  { GS_LESSON_LOCK_EDIT, "fill-right" },
};

static gboolean
may_edit (const NnCell *cell, gpointer user_data)
{
  return gs_lesson_player_can_edit (user_data, cell);
}

static void
apply_locks (GsWindow *self, GsLessonPlayer *player)
{
  for (gsize i = 0; i < G_N_ELEMENTS (locked); i++) {
    GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), locked[i].action);

    if (action != NULL)
      g_simple_action_set_enabled (G_SIMPLE_ACTION (action),
                                   player == NULL || !gs_lesson_player_is_locked (player, locked[i].lock));
  }
  gtk_widget_set_sensitive (GTK_WIDGET (self->tape),
                            player == NULL || !gs_lesson_player_is_locked (player, GS_LESSON_LOCK_STEP));
  gtk_widget_set_sensitive (self->data_panel,
                            player == NULL || !gs_lesson_player_is_locked (player, GS_LESSON_LOCK_DATA));
  gs_view_set_may_edit (self->view, player != NULL ? may_edit : NULL, player);
}

/* ---- which panels it shows ---- */

static void
show_panel (GtkWidget *widget, gint wanted)
{
  if (wanted >= 0)
    gtk_widget_set_visible (widget, wanted);
}

static void
apply_panels (GsWindow *self, const gint *panels)
{
  static const struct {
    GsLessonPanel panel;
    const gchar *page;
  } pages[] = { { GS_LESSON_PANEL_OPERATION, "operation" },
                { GS_LESSON_PANEL_LOSS, "loss" },
                { GS_LESSON_PANEL_DATA, "data" } };
  gint n_hidden = 0;

  show_panel (GTK_WIDGET (self->formula_bar), panels[GS_LESSON_PANEL_FORMULA]);
  show_panel (GTK_WIDGET (self->tape), panels[GS_LESSON_PANEL_TAPE]);
  show_panel (GTK_WIDGET (self->transport), panels[GS_LESSON_PANEL_TRANSPORT]);
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++) {
    gint wanted = panels[pages[i].panel];

    show_panel (gtk_stack_get_child_by_name (self->side_stack, pages[i].page), wanted);
    n_hidden += wanted == 0;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    if (panels[pages[i].panel] > 0) {
      gtk_stack_set_visible_child_name (self->side_stack, pages[i].page);
      break;
    }
  /* With none of its pages wanted the side has nothing to say. */
  gtk_widget_set_visible (self->side, n_hidden < (gint) G_N_ELEMENTS (pages));
}

static void
on_panels (GsWindow *self)
{
  GsLessonPlayer *player = gs_lesson_pane_get_player (self->lesson_pane);

  apply_panels (self, gs_lesson_player_get_step (player)->show.panels);
  apply_locks (self, player);
  /* It would run away from what the new step shows. */
  if (gs_transport_is_running (self->transport))
    gs_transport_toggle_run (self->transport, FALSE);
}

void
gs_window_tell_notice (GsWindow *self)
{
  g_autofree gchar *notice = gs_lesson_progress_take_notice (gs_host_get_progress ());

  if (notice != NULL)
    gs_dialogs_tell (GTK_WINDOW (self), _ ("What you have done in lessons"), notice);
}

static void
on_player_changed (GsWindow *self)
{
  apply_locks (self, gs_lesson_pane_get_player (self->lesson_pane));
  gs_window_tell_notice (self);
}

/* ---- beginning and ending ---- */

static void
set_enabled (GsWindow *self, const gchar *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)),
                               enabled);
}

static void
show_rehearsal (GsWindow *self)
{
  GsLessonPlayer *lesson = gs_window_get_lesson (self);

  gs_actions_set_on (G_ACTION_MAP (self), "rehearse", lesson != NULL && !gs_lesson_player_is_kept (lesson));
}

/* Another lesson, or none any more: all that shows it follows, and what can be done with it. */
static void
tell_of_lesson (GsWindow *self)
{
  gboolean has_lesson = gs_window_get_lesson (self) != NULL;

  gs_window_tell_teaching (self);
  set_enabled (self, "lesson-anew", has_lesson);
  set_enabled (self, "rehearse", has_lesson);
  set_enabled (self, "hand-in", has_lesson);
  show_rehearsal (self);
}

/* The window would hold what is hidden with the keyboard in it until it looks for another place, and GTK 4.8
 * forgets the first of two that go before: so the keyboard is taken out of what goes. */
static void
take_keyboard_out (GsWindow *self, GtkWidget *part)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus != NULL && gtk_widget_is_ancestor (focus, part))
    gtk_widget_grab_focus (gs_sheet_pane_get_front (self->sheet_pane));
}

/* It may be its own button that ended it, under the pointer: it goes when that has been heard. */
static void
leave_pane (gpointer owner)
{
  GsWindow *self = owner;

  if (self->lesson_pane == NULL)
    gs_panes_set_start (self->panes, NULL);
}

void
gs_window_end_lesson (GsWindow *self)
{
  gint all[GS_LESSON_N_PANELS];

  if (self->lesson_pane == NULL)
    return;
  g_clear_pointer (&self->work, gs_work_free);
  g_clear_object (&self->lesson_monitor);
  g_signal_handlers_disconnect_by_data (gs_lesson_pane_get_player (self->lesson_pane), self);
  for (gint i = 0; i < GS_LESSON_N_PANELS; i++)
    all[i] = 1;
  apply_locks (self, NULL);
  gs_lesson_pane_leave (self->lesson_pane);
  take_keyboard_out (self, GTK_WIDGET (self->lesson_pane));
  gtk_widget_set_visible (GTK_WIDGET (self->lesson_pane), FALSE);
  gtk_widget_set_visible (self->lesson_button, FALSE);
  gs_later_at_rest (&self->pane_later, 0, leave_pane, self);
  g_signal_handlers_disconnect_by_data (self->lesson_pane, self);
  self->lesson_pane = NULL;
  apply_panels (self, all);
  gs_window_update_actions (self);
  tell_of_lesson (self);
}

static void
on_ended (GsWindow *self)
{
  gs_window_end_lesson (self);
  gs_host_show_welcome ();
}

static void watch_file (GsWindow *self, const gchar *path);

gboolean
gs_window_start_lesson (GsWindow *self, GsLesson *lesson, GsLessonProgress *progress, GError **error)
{
  g_autoptr (GsLessonPlayer) player = gs_lesson_player_new (lesson, self->view, progress, error);

  if (player == NULL)
    return FALSE;
  gs_window_end_lesson (self);
  /* What is done in a lesson is kept with the learner, not in a document. */
  self->may_close = TRUE;
  gs_window_keep_no_more (self);
  self->lesson_pane =
      GS_LESSON_PANE (gs_lesson_pane_new (player, gs_sheet_pane_get_sheet (self->sheet_pane)));
  self->work = gs_work_new (player, NULL);
  gs_panes_set_start (self->panes, GTK_WIDGET (self->lesson_pane));
  gtk_widget_set_visible (self->lesson_button, TRUE);
  g_signal_connect_swapped (self->lesson_pane, "panels", G_CALLBACK (on_panels), self);
  g_signal_connect_swapped (self->lesson_pane, "ended", G_CALLBACK (on_ended), self);
  g_signal_connect_object (player, "changed", G_CALLBACK (on_player_changed), self, G_CONNECT_SWAPPED);
  on_panels (self);
  gs_lesson_pane_focus (self->lesson_pane);
  tell_of_lesson (self);
  watch_file (self, gs_lesson_player_get_lesson (player)->path);
  return TRUE;
}

/* ---- its file changes ---- */

static guint
find_step (const GsLesson *lesson, const gchar *id, guint number)
{
  for (guint i = 0; i < lesson->steps->len; i++)
    if (g_str_equal (gs_lesson_get_step (lesson, i)->id, id))
      return i;
  return MIN (number, lesson->steps->len - 1);
}

/* What the file says now, at the step one is at; the lesson stays as it is where the file is no lesson any
 * more. */
static void
reload_lesson (GsWindow *self)
{
  g_autoptr (GsLessonPlayer) before = g_object_ref (gs_lesson_pane_get_player (self->lesson_pane));
  GsLessonProgress *progress = gs_lesson_player_is_kept (before) ? gs_host_get_progress () : NULL;
  const gchar *id = gs_lesson_player_get_step (before)->id;
  g_autoptr (GError) error = NULL;
  g_autofree gchar *text = NULL;
  GsLesson *lesson =
      gs_lesson_load (gs_lesson_player_get_lesson (before)->path, gs_settings_get_lesson_language (), &error);

  if (lesson != NULL && gs_window_start_lesson (self, lesson, progress, &error)) {
    GsLessonPlayer *player = gs_lesson_pane_get_player (self->lesson_pane);
    guint number = find_step (gs_lesson_player_get_lesson (player), id, gs_lesson_player_get_number (before));

    if (gs_lesson_player_get_number (player) == number || gs_lesson_player_go_to (player, number, &error))
      text = g_strdup (_ ("The lesson's file has changed; it was read again."));
  }
  if (text == NULL)
    text = g_strdup_printf (
        _ ("The lesson's file has changed and cannot be read: %s\nThe lesson goes on as it was."),
        error->message);
  gs_window_tell (self, text);
}

static void
on_file_changed (GFileMonitor *monitor,
                 GFile *file,
                 GFile *other,
                 GFileMonitorEvent event,
                 gpointer user_data)
{
  GsWindow *self = user_data;

  if (event == G_FILE_MONITOR_EVENT_CHANGES_DONE_HINT && self->lesson_pane != NULL)
    reload_lesson (self);
}

/* A lesson that cannot be watched is only not read again. */
static void
watch_file (GsWindow *self, const gchar *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  self->lesson_monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->lesson_monitor != NULL)
    g_signal_connect_object (self->lesson_monitor, "changed", G_CALLBACK (on_file_changed), self, 0);
}

gboolean
gs_window_go_to_step (GsWindow *self, guint step, GError **error)
{
  return gs_lesson_player_go_to (gs_lesson_pane_get_player (self->lesson_pane), step, error);
}

/* ---- work that was handed in ---- */

/* What was typed into the pane is no cell that one could see. */
static void
tell_whose (GsWindow *self, const gchar *learner, const gchar *answer)
{
  g_autofree gchar *whose = learner != NULL && *learner != '\0'
                                ? g_strdup_printf (_ ("Handed in by %s."), learner)
                                : g_strdup (_ ("This was handed in."));
  g_autofree gchar *text =
      answer != NULL
          ? g_strdup_printf (_ ("%s The answer was: %s. Nothing that you do here is kept."), whose, answer)
          : g_strdup_printf (_ ("%s Nothing that you do here is kept."), whose);
  g_autofree gchar *visible = gs_quote_visible (text, FALSE);

  gs_window_tell (self, visible);
}

gboolean
gs_window_show_work (GsWindow *self, const GsWork *work, const gchar *step, const gchar *cell, GError **error)
{
  GsLessonPlayer *player = gs_lesson_pane_get_player (self->lesson_pane);
  gint number = gs_lesson_find_step (gs_lesson_player_get_lesson (player), step);
  const GsWorkStep *done = gs_work_find_step (work, step);
  NnCell at;

  g_assert (number >= 0); /* it was graded by this lesson */
  if (!gs_grade_replay (player, work, (guint) number, error))
    return FALSE;
  if (cell != NULL
      && gs_cell_name_parse (gs_workbook_get_scope (gs_view_get_workbook (self->view)), cell, &at, NULL))
    gs_view_select (self->view, &at, FALSE);
  tell_whose (self, gs_work_get_learner (work), done != NULL ? done->answer : NULL);
  return TRUE;
}

/* ---- begun anew ---- */

/* The lesson from its file: from the step that `progress` knows, without one from the first. `anew` forgets
 * what has been done. */
static void
begin (GsWindow *self, GsLessonProgress *progress, gboolean anew)
{
  GsLessonPlayer *old = gs_window_get_lesson (self);
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

static void
on_anew_answered (gint button, gpointer user_data)
{
  GsWindow *self = user_data;

  if (button == 1 && gs_window_get_lesson (self) != NULL)
    begin (self, gs_host_get_progress (), TRUE);
}

static void
begin_anew (GsWindow *self)
{
  static const gchar *const buttons[] = { N_ ("_Cancel"), N_ ("_Begin anew"), NULL };
  GsLessonPlayer *lesson = gs_window_get_lesson (self);

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
  if (gs_window_get_lesson (self) != NULL && gs_workbook_settle (gs_view_get_workbook (self->view), NULL))
    begin (self, on ? NULL : gs_host_get_progress (), FALSE);
  show_rehearsal (self);
}

/* ---- keys ---- */

static void
show_lessons (GsWindow *self)
{
  gs_host_show_welcome ();
}

void
gs_window_add_lesson_actions (GsWindow *self)
{
  static const GsAct acts[] = {
    { "lessons", G_CALLBACK (show_lessons) },
    { "lesson-next", G_CALLBACK (gs_lesson_pane_next), GS_ACT_PLAIN, OF (lesson_pane) },
    { "lesson-previous", G_CALLBACK (gs_lesson_pane_previous), GS_ACT_PLAIN, OF (lesson_pane) },
    { "lesson-anew", G_CALLBACK (begin_anew) },
    { "rehearse", G_CALLBACK (rehearse), GS_ACT_OFF },
    { "lesson-pick", G_CALLBACK (gs_lesson_pane_pick), GS_ACT_PLAIN, OF (lesson_pane) },
  };

  gs_actions_add (G_ACTION_MAP (self), acts, G_N_ELEMENTS (acts), self);
  tell_of_lesson (self);
}
