/* A lesson in the window: its pane beside the sheet, the panels it shows and hides, what it locks. */
#include <glib/gi18n-lib.h>

#include "gs-application.h"
#include "gs-dialogs.h"
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
}

void
gs_window_tell_notice (GsWindow *self)
{
  GsApplication *application = GS_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  g_autofree gchar *notice = gs_lesson_progress_take_notice (gs_application_get_progress (application));

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

/* It may be its own button that ended it, under the pointer: it goes when that has been heard. */
static gboolean
on_pane_left (gpointer user_data)
{
  GsWindow *self = user_data;

  if (self->lesson_pane == NULL)
    gs_panes_set_start (self->panes, NULL);
  return G_SOURCE_REMOVE;
}

void
gs_window_end_lesson (GsWindow *self)
{
  gint all[GS_LESSON_N_PANELS];

  if (self->lesson_pane == NULL)
    return;
  g_clear_pointer (&self->work, gs_work_free);
  g_signal_handlers_disconnect_by_data (gs_lesson_pane_get_player (self->lesson_pane), self);
  for (gint i = 0; i < GS_LESSON_N_PANELS; i++)
    all[i] = 1;
  apply_locks (self, NULL);
  gs_lesson_pane_leave (self->lesson_pane);
  gtk_widget_set_visible (GTK_WIDGET (self->lesson_pane), FALSE);
  gtk_widget_set_visible (self->lesson_button, FALSE);
  g_idle_add_full (G_PRIORITY_LOW, on_pane_left, g_object_ref (self), g_object_unref);
  g_signal_handlers_disconnect_by_data (self->lesson_pane, self);
  self->lesson_pane = NULL;
  apply_panels (self, all);
  gs_window_update_actions (self);
  gs_window_tell_teaching (self);
}

static void
on_ended (GsWindow *self)
{
  gs_window_end_lesson (self);
  gs_application_show_welcome (GS_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))),
                               GTK_WINDOW (self));
}

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
  gs_window_tell_teaching (self);
  return TRUE;
}

/* ---- keys ---- */

static void
on_next (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (GS_WINDOW (user_data)->lesson_pane != NULL)
    gs_lesson_pane_next (GS_WINDOW (user_data)->lesson_pane);
}

static void
on_previous (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (GS_WINDOW (user_data)->lesson_pane != NULL)
    gs_lesson_pane_previous (GS_WINDOW (user_data)->lesson_pane);
}

static void
on_pick (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (GS_WINDOW (user_data)->lesson_pane != NULL)
    gs_lesson_pane_pick (GS_WINDOW (user_data)->lesson_pane);
}

static void
on_lessons (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gs_application_show_welcome (GS_APPLICATION (gtk_window_get_application (user_data)), user_data);
}

void
gs_window_add_lesson_actions (GsWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "lessons", .activate = on_lessons },
    { .name = "lesson-next", .activate = on_next },
    { .name = "lesson-previous", .activate = on_previous },
    { .name = "lesson-pick", .activate = on_pick },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
