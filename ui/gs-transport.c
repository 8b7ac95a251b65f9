#include "gs-transport.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "gs-settings.h"

struct _GsTransport {
  GtkWidget parent_instance;

  GsView *view;
  GtkWidget *box;
  GtkWidget *run;
  GtkWidget *steps[GS_STEP_PASS + 1];
  GtkWidget *speed;
  guint timer;
};

G_DEFINE_FINAL_TYPE (GsTransport, gs_transport, GTK_TYPE_WIDGET)

/* Milliseconds between two steps; small ones run faster. The slider goes from a quarter of the speed to
 * sixteen times it, by powers of two. */
static guint
get_interval (GsTransport *self)
{
  static const guint intervals[] = { 120, 200, 500, 900, 60 };
  gdouble speed = gtk_range_get_value (GTK_RANGE (self->speed));

  return (guint) MAX (intervals[gs_view_get_step (self->view)] * pow (2, -speed), 8);
}

static void
show_running (GsTransport *self)
{
  gboolean running = self->timer != 0;

  gtk_button_set_icon_name (GTK_BUTTON (self->run),
                            running ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (self->run, running ? _ ("Stop (F9)") : _ ("Run, step after step (F9)"));
}

static gboolean
on_tick (gpointer user_data)
{
  GsTransport *self = user_data;

  if (gs_view_run_step (self->view))
    return G_SOURCE_CONTINUE;
  self->timer = 0;
  show_running (self);
  return G_SOURCE_REMOVE;
}

void
gs_transport_toggle_run (GsTransport *self)
{
  if (self->timer != 0)
    g_clear_handle_id (&self->timer, g_source_remove);
  else
    self->timer = g_timeout_add (get_interval (self), on_tick, self);
  show_running (self);
}

static void
on_speed (GsTransport *self)
{
  if (self->timer == 0)
    return;
  g_source_remove (self->timer);
  self->timer = g_timeout_add (get_interval (self), on_tick, self);
}

/* Beside the run button: how fast it runs. */
static GtkWidget *
make_speed (GsTransport *self)
{
  GtkWidget *button = gtk_menu_button_new (), *popover = gtk_popover_new ();

  self->speed = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, -2, 4, 0.5);
  gtk_scale_set_draw_value (GTK_SCALE (self->speed), FALSE);
  gs_settings_bind ("run-speed", gtk_range_get_adjustment (GTK_RANGE (self->speed)), "value");
  gtk_scale_add_mark (GTK_SCALE (self->speed), -2, GTK_POS_BOTTOM, _ ("slow"));
  gtk_scale_add_mark (GTK_SCALE (self->speed), 0, GTK_POS_BOTTOM, NULL);
  gtk_scale_add_mark (GTK_SCALE (self->speed), 4, GTK_POS_BOTTOM, _ ("fast"));
  gtk_widget_set_size_request (self->speed, 220, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->speed), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Speed"),
                                  -1);
  g_signal_connect_swapped (self->speed, "value-changed", G_CALLBACK (on_speed), self);
  gtk_popover_set_child (GTK_POPOVER (popover), self->speed);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "pan-down-symbolic");
  gtk_widget_set_tooltip_text (button, _ ("How fast it runs"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Speed"), -1);
  return button;
}

static void
on_view_changed (GsTransport *self, guint change)
{
  if (change & GS_VIEW_OPTIONS)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->steps[gs_view_get_step (self->view)]), TRUE);
}

static void
on_toggled (GtkToggleButton *button, GsTransport *self)
{
  gint step = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "step"));

  if (gtk_toggle_button_get_active (button) && (gint) gs_view_get_step (self->view) != step)
    gs_view_set_step (self->view, (GsStep) step);
}

static GtkWidget *
add_button (GtkWidget *box, const gchar *icon, const gchar *action, const gchar *tooltip)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
add_steps (GsTransport *self)
{
  static const gchar *const names[] = { N_ ("Term"), N_ ("Cell"), N_ ("Operation"), N_ ("Layer"),
                                        N_ ("Pass") };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (box, "linked");
  for (gint step = GS_STEP_PASS; step >= GS_STEP_TERM; step--) {
    GtkWidget *button = gtk_toggle_button_new_with_label (_ (names[step]));

    self->steps[step] = button;
    if (step < GS_STEP_PASS)
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (self->steps[GS_STEP_PASS]));
    g_object_set_data (G_OBJECT (button), "step", GINT_TO_POINTER (step));
    gtk_widget_set_tooltip_text (button, _ ("How large a step is"));
    gtk_box_append (GTK_BOX (box), button);
  }
  gtk_box_append (GTK_BOX (self->box), box);
}

static void
dispose (GObject *object)
{
  GsTransport *self = GS_TRANSPORT (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_object (&self->view);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (gs_transport_parent_class)->dispose (object);
}

static void
gs_transport_class_init (GsTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
gs_transport_init (GsTransport *self)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_valign (self->box, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (buttons, "linked");
  add_button (buttons, "media-skip-backward-symbolic", "win.start",
              _ ("To the start of the pass (Ctrl+Home)"));
  add_button (buttons, "media-seek-backward-symbolic", "win.back", _ ("One step back (Shift+F10)"));
  self->run =
      add_button (buttons, "media-playback-start-symbolic", "win.run", _ ("Run, step after step (F9)"));
  gtk_box_append (GTK_BOX (buttons), make_speed (self));
  add_button (buttons, "media-seek-forward-symbolic", "win.step", _ ("One step (F10)"));
  add_button (buttons, "media-skip-forward-symbolic", "win.end", _ ("To the end of the pass (Ctrl+End)"));
  gtk_box_append (GTK_BOX (self->box), buttons);
  add_steps (self);
}

GtkWidget *
gs_transport_new (GsView *view)
{
  GsTransport *self = g_object_new (GS_TYPE_TRANSPORT, NULL);

  self->view = g_object_ref (view);
  on_view_changed (self, GS_VIEW_OPTIONS);
  for (gint step = GS_STEP_TERM; step <= GS_STEP_PASS; step++)
    g_signal_connect (self->steps[step], "toggled", G_CALLBACK (on_toggled), self);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  return GTK_WIDGET (self);
}
