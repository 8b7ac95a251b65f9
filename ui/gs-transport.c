/* The buttons of stepping, and the size of a step. */
#include "gs-transport.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "gs-accessible.h"
#include "gs-choice.h"
#include "gs-settings.h"
#include "gs-squeezer.h"
#include "gs-template.h"

struct _GsTransport {
  GtkWidget parent_instance;

  GsView *view;
  GtkWidget *box;
  GtkWidget *run;
  GtkWidget *steps[GS_STEP_PASS + 1];
  GtkWidget *narrow, *sizes; /* a drop-down for them */
  GtkWidget *speed;
  guint timer;
  gboolean slowly;
};

G_DEFINE_FINAL_TYPE (GsTransport, gs_transport, GTK_TYPE_WIDGET)

#define SLOW 2000 /* milliseconds between two steps that somebody explains */

static guint running_changed;

/* Milliseconds between two steps; small ones run faster. The slider goes from a quarter of the speed to
 * sixteen times it, by powers of two. */
static guint
get_interval (GsTransport *self)
{
  static const guint intervals[] = { 120, 200, 500, 900, 60 };
  gdouble speed = gtk_range_get_value (GTK_RANGE (self->speed));

  if (self->slowly)
    return SLOW;
  return (guint) MAX (intervals[gs_view_get_step (self->view)] * pow (2, -speed), 8);
}

static void
show_running (GsTransport *self)
{
  gboolean running = self->timer != 0;

  gtk_button_set_icon_name (GTK_BUTTON (self->run),
                            running ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (self->run, running ? _ ("Stop (F9)") : _ ("Run, step after step (F9)"));
  gs_accessible_set_name (self->run, gtk_widget_get_tooltip_text (self->run));
  g_signal_emit (self, running_changed, 0);
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

gboolean
gs_transport_is_running (GsTransport *self)
{
  return self->timer != 0;
}

void
gs_transport_toggle_run (GsTransport *self, gboolean slowly)
{
  /* A run that is under way waits while one types; one that begins takes what is typed, or does not begin. */
  if (self->timer == 0 && !gs_workbook_settle (gs_view_get_workbook (self->view), NULL))
    return;
  self->slowly = slowly;
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

static void
on_view_changed (GsTransport *self, guint change)
{
  if ((change & GS_VIEW_OPTIONS) == 0)
    return;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->steps[gs_view_get_step (self->view)]), TRUE);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->sizes), (guint) gs_view_get_step (self->view));
}

static void
choose_step (GsTransport *self, GsStep step)
{
  if (self->view != NULL && gs_view_get_step (self->view) != step)
    gs_view_set_step (self->view, step);
}

static void
on_toggled (GtkToggleButton *button, GsTransport *self)
{
  for (gint step = GS_STEP_TERM; step <= GS_STEP_PASS; step++)
    if (GTK_WIDGET (button) == self->steps[step] && gtk_toggle_button_get_active (button))
      choose_step (self, (GsStep) step);
}

static void
on_chosen (GsTransport *self)
{
  choose_step (self, (GsStep) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->sizes)));
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
  static const gchar *const steps[] = { "term", "cell", "operation", "layer", "pass" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  running_changed =
      g_signal_new ("running", GS_TYPE_TRANSPORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  g_type_ensure (GS_TYPE_SQUEEZER);
  gs_template_set (widget_class, "gs-transport");
  gtk_widget_class_bind_template_child (widget_class, GsTransport, box);
  gtk_widget_class_bind_template_child (widget_class, GsTransport, run);
  gtk_widget_class_bind_template_child (widget_class, GsTransport, speed);
  gtk_widget_class_bind_template_child (widget_class, GsTransport, narrow);
  for (gint step = GS_STEP_TERM; step <= GS_STEP_PASS; step++)
    gtk_widget_class_bind_template_child_full (widget_class, steps[step], FALSE,
                                               G_STRUCT_OFFSET (GsTransport, steps)
                                                   + step * (gssize) sizeof (GtkWidget *));
  gtk_widget_class_bind_template_callback (widget_class, on_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_speed);
}

static void
gs_transport_init (GsTransport *self)
{
  const gchar *sizes[] = { _ ("Term"), _ ("Cell"), _ ("Operation"), _ ("Layer"), _ ("Pass"), NULL };

  gs_template_init (GTK_WIDGET (self));
  gs_settings_bind ("run-speed", gtk_range_get_adjustment (GTK_RANGE (self->speed)), "value");
  /* Where the window is narrow. */
  self->sizes = gs_choice_new (sizes, _ ("How large a step is"));
  gs_choice_keep_whole (self->sizes);
  gtk_widget_set_tooltip_text (self->sizes, _ ("How large a step is"));
  g_signal_connect_swapped (self->sizes, "notify::selected", G_CALLBACK (on_chosen), self);
  gtk_box_append (GTK_BOX (self->narrow), self->sizes);
}

GtkWidget *
gs_transport_new (GsView *view)
{
  GsTransport *self = g_object_new (GS_TYPE_TRANSPORT, NULL);

  self->view = g_object_ref (view);
  on_view_changed (self, GS_VIEW_OPTIONS);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  return GTK_WIDGET (self);
}
