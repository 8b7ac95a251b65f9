/* The projector's window and its keys. */
#include "gs-presenter.h"

#include <glib/gi18n-lib.h>

#include "gs-actions.h"
#include "gs-class.h"
#include "gs-help-window.h"
#include "gs-screen.h"
#include "gs-spotlight.h"
#include "gs-stage.h"
#include "gs-template.h"

struct _GsPresenter {
  GtkWindow parent_instance;

  GsView *view;
  GsLessonPlayer *lesson; /* or NULL */
  GsPoll *poll;
  GsDataGrid *rows;
  GAction *run;   /* whose state says whether one step follows another by itself */
  GAction *shown; /* which view the document's window shows */
  GAction *tell;  /* of that window */
  GtkWidget *stack, *place,
      *spotlight; /* the stage's place in the stack, for a stack may go on holding what it had */
  GsStage *stage;
};

G_DEFINE_FINAL_TYPE (GsPresenter, gs_presenter, GTK_TYPE_WINDOW)

void
gs_presenter_tell (GsPresenter *self, const gchar *text)
{
  gs_stage_tell (self->stage, text);
}

void
gs_presenter_toggle_black (GsPresenter *self)
{
  gboolean black = g_str_equal (gtk_stack_get_visible_child_name (GTK_STACK (self->stack)), "black");

  /* What is hidden with the keyboard in it twice before the next frame, GTK 4.8 holds once too often. */
  if (!black)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), black ? "show" : "black");
}

static void
on_running (GsPresenter *self)
{
  g_autoptr (GVariant) state = g_action_get_state (self->run);

  gs_stage_set_running (self->stage, state != NULL && g_variant_get_boolean (state));
}

/* What the document's window shows: another view than its sheet, or the data on that. */
static void
on_shown (GsPresenter *self)
{
  g_autoptr (GVariant) state = g_action_get_state (self->shown);
  const gchar *name = g_variant_get_string (state, NULL);
  GtkWidget *before = gs_stage_get_front (self->stage), *front;

  gs_stage_show (self->stage, g_str_equal (name, "sheet") && gs_view_shows_data (self->view) ? "data" : name);
  front = gs_stage_get_front (self->stage);
  if (front != before)
    gtk_widget_grab_focus (front);
}

static void
on_view_changed (GsPresenter *self, guint change)
{
  if ((change & (GS_VIEW_SHEET | GS_VIEW_PROGRAM)) != 0)
    on_shown (self);
}

/* Cells that were typed into are left again. */
static void
on_focus (GsPresenter *self)
{
  if (self->stage != NULL)
    gs_stage_check_front (self->stage);
}

/* ---- keys ---- */

static void
on_motion (GtkEventControllerMotion *motion, gdouble x, gdouble y, GsPresenter *self)
{
  gs_spotlight_move (GS_SPOTLIGHT (self->spotlight), x, y);
}

gboolean
gs_presenter_is_typing (GsPresenter *self)
{
  return gs_sheet_view_is_editing (gs_stage_get_sheet (self->stage));
}

/* Who types into a cell needs every key but those of a clicker. */
static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, GsPresenter *self)
{
  gboolean typing = gs_presenter_is_typing (self);

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  gs_presenter_tell (self, NULL);
  switch (key) {
  case GDK_KEY_Page_Down: gs_class_go_on (self->view, self->lesson); return TRUE;
  case GDK_KEY_Page_Up: gs_class_go_back (self->view, self->lesson); return TRUE;
  case GDK_KEY_F12: gs_presenter_toggle_black (self); return TRUE;
  case GDK_KEY_F11:
    gs_spotlight_set_on (GS_SPOTLIGHT (self->spotlight),
                         !gs_spotlight_is_on (GS_SPOTLIGHT (self->spotlight)));
    return TRUE;
  case GDK_KEY_F5:
    if ((state & GDK_SHIFT_MASK) != 0)
      return FALSE; /* the teacher's window */
    gtk_window_close (GTK_WINDOW (self));
    return TRUE;
  case GDK_KEY_F10:
    return gtk_widget_activate_action (GTK_WIDGET (self),
                                       (state & GDK_SHIFT_MASK) != 0 ? "win.back" : "win.step", NULL);
  default: break;
  }
  if (typing)
    return FALSE;
  switch (key) {
  case GDK_KEY_space:
    if ((state & GDK_SHIFT_MASK) != 0)
      return FALSE;
    gs_class_go_on (self->view, self->lesson);
    return TRUE;
  case GDK_KEY_BackSpace: gs_class_go_back (self->view, self->lesson); return TRUE;
  case GDK_KEY_Escape: gtk_window_close (GTK_WINDOW (self)); return TRUE;
  default: return FALSE;
  }
}

/* ---- what is done in the document's window, done here ---- */

static void
edit_selected (GsPresenter *self, const gchar *text)
{
  gs_stage_edit (self->stage, *text != '\0' ? text : NULL);
}

static void
add_actions (GsPresenter *self, GActionMap *actions)
{
  static const GsAct own[] = {
    { "tell", G_CALLBACK (gs_presenter_tell), GS_ACT_TEXT },
    { "edit-selected", G_CALLBACK (edit_selected), GS_ACT_TEXT },
  };
  GActionMap *group = gs_class_share_actions (GTK_WIDGET (self), actions);

  gs_actions_add (group, own, G_N_ELEMENTS (own), self);
  self->run = g_object_ref (g_action_map_lookup_action (actions, "run"));
  g_signal_connect_swapped (self->run, "notify::state", G_CALLBACK (on_running), self);
  self->shown = g_object_ref (g_action_map_lookup_action (actions, "view"));
  g_signal_connect_swapped (self->shown, "notify::state", G_CALLBACK (on_shown), self);
  self->tell = g_object_ref (g_action_map_lookup_action (actions, "tell"));
}

/* ---- the window ---- */

static void
show_stage (GsPresenter *self)
{
  if (self->stage != NULL)
    gtk_box_remove (GTK_BOX (self->place), GTK_WIDGET (self->stage));
  self->stage = GS_STAGE (gs_stage_new (self->view, self->lesson, self->poll, self->rows));
  gtk_widget_set_hexpand (GTK_WIDGET (self->stage), TRUE);
  gtk_box_append (GTK_BOX (self->place), GTK_WIDGET (self->stage));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "show");
  on_running (self);
  on_shown (self);
  gtk_widget_grab_focus (gs_stage_get_front (self->stage));
}

void
gs_presenter_set_lesson (GsPresenter *self, GsLessonPlayer *lesson)
{
  if (g_set_object (&self->lesson, lesson))
    show_stage (self);
}

static void
dispose (GObject *object)
{
  GsPresenter *self = GS_PRESENTER (object);

  gs_template_take_typed (self);
  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_clear_object (&self->run);
  if (self->shown != NULL)
    g_signal_handlers_disconnect_by_data (self->shown, self);
  g_clear_object (&self->shown);
  g_clear_object (&self->tell);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_object (&self->rows);
  g_clear_object (&self->lesson);
  g_clear_object (&self->poll);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (gs_presenter_parent_class)->dispose (object);
}

static void
gs_presenter_class_init (GsPresenterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  gs_help_window_bind_keys (GTK_WIDGET_CLASS (klass), "presenter");
}

static void
gs_presenter_init (GsPresenter *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (on_focus), NULL);
}

static void
build (GsPresenter *self)
{
  GtkWidget *black = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *overlay = gtk_overlay_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_widget_add_css_class (black, "gs-black");
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), black, "black");
  self->place = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_stack_add_named (GTK_STACK (self->stack), self->place, "show");
  self->spotlight = gs_spotlight_new ();
  gtk_overlay_set_child (GTK_OVERLAY (overlay), self->stack);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->spotlight);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  gtk_widget_add_controller (overlay, motion);
  gtk_window_set_child (GTK_WINDOW (self), overlay);
}

/* The projector is the monitor the teacher's window is not on. */
static GdkMonitor *
find_other_monitor (GtkWindow *parent)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (parent));
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (parent));
  GdkMonitor *own = surface != NULL ? gdk_display_get_monitor_at_surface (display, surface) : NULL;
  GListModel *monitors = gdk_display_get_monitors (display);

  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++) {
    g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);

    if (monitor != own)
      return monitor; /* the display keeps it */
  }
  return NULL;
}

gboolean
gs_presenter_has_other_screen (GtkWindow *parent)
{
  return find_other_monitor (parent) != NULL;
}

/* On the screen that is left it would lie over the teacher's notes. */
static void
on_screen_gone (GsPresenter *self)
{
  g_action_activate (self->tell,
                     g_variant_new_string (_ ("The projector's screen is gone. F5 shows it again.")));
  gtk_window_close (GTK_WINDOW (self));
}

GsPresenter *
gs_presenter_new (GsView *view,
                  GtkWindow *parent,
                  GActionMap *actions,
                  GsLessonPlayer *lesson,
                  GsPoll *poll,
                  GsDataGrid *rows)
{
  GsPresenter *self = g_object_new (GS_TYPE_PRESENTER, "title", _ ("Gradsheet presenter"), "application",
                                    gtk_window_get_application (parent), NULL);
  GdkMonitor *other = find_other_monitor (parent);

  gs_screen_set_size (GTK_WINDOW (self), 1600, 1000);
  self->view = g_object_ref (view);
  self->poll = g_object_ref (poll);
  self->rows = g_object_ref (rows);
  g_set_object (&self->lesson, lesson);
  gtk_widget_add_css_class (GTK_WIDGET (self), "gs");
  gtk_widget_add_css_class (GTK_WIDGET (self), "gs-presenter");
  gtk_window_set_decorated (GTK_WINDOW (self), FALSE);
  build (self);
  add_actions (self, actions);
  show_stage (self);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  if (other != NULL) {
    gtk_window_fullscreen_on_monitor (GTK_WINDOW (self), other);
    g_signal_connect_object (other, "invalidate", G_CALLBACK (on_screen_gone), self, G_CONNECT_SWAPPED);
  } else {
    gtk_window_fullscreen (GTK_WINDOW (self));
  }
  return self;
}
