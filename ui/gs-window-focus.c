/* The keyboard is always somewhere: where what had it goes, or a popover closes, it comes back to where one
 * was, or to the sheet. */
#include "gs-window-private.h"

static gboolean
is_there (GtkWidget *widget)
{
  return widget != NULL && gtk_widget_get_mapped (widget) && gtk_widget_is_sensitive (widget);
}

/* An open popover has the keyboard, and closes when that is taken away. */
static GtkWidget *
find_popover (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (GTK_IS_POPOVER (widget) && gtk_widget_get_mapped (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_popover (child);
  return found;
}

gboolean
gs_window_check_focus (GsWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if ((is_there (focus) && !self->is_astray) || find_popover (GTK_WIDGET (self)) != NULL)
    return FALSE;
  self->is_astray = FALSE;
  if (is_there (self->home) && gtk_widget_grab_focus (self->home))
    return TRUE;
  return gtk_widget_grab_focus (gs_sheet_pane_get_front (self->sheet_pane));
}

static gboolean
on_idle (gpointer user_data)
{
  GsWindow *self = user_data;

  self->focus_later = 0;
  gs_window_check_focus (self);
  return G_SOURCE_REMOVE;
}

/* Later: GTK may be about to give it to somebody. */
static void
check_later (GsWindow *self)
{
  if (self->focus_later == 0 && !gtk_widget_in_destruction (GTK_WIDGET (self)))
    self->focus_later = g_idle_add (on_idle, self);
}

static void
watch (GsWindow *self, GtkWidget *widget)
{
  if (widget == NULL)
    return;
  g_signal_handlers_disconnect_by_func (widget, check_later, self);
  g_signal_connect_object (widget, "unmap", G_CALLBACK (check_later), self, G_CONNECT_SWAPPED);
}

static void
on_focus_moved (GsWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *popover;

  if (gtk_widget_in_destruction (GTK_WIDGET (self)))
    return;
  popover = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) : NULL;

  /* Of a widget that goes while its panel stays, and of the popover it is in. */
  watch (self, focus);
  watch (self, popover);
  /* Keys in there are not told to the window. */
  if (popover != NULL)
    self->is_navigating = FALSE;
  /* GTK gives it to the button of a menu that closes; only by the keyboard one goes there oneself. */
  self->is_astray = focus != NULL && popover == NULL && !self->is_navigating
                    && gtk_widget_get_ancestor (focus, GTK_TYPE_MENU_BUTTON) != NULL;
  if (focus != NULL && popover == NULL && !self->is_astray)
    g_set_weak_pointer (&self->home, focus);
  check_later (self);
}

/* A stack hands the keyboard from the page that goes to the one that comes, which nobody has asked for. */
static void
on_page (GsWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus == NULL || self->is_navigating || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->side_stack)))
    return;
  self->is_astray = TRUE;
  g_clear_weak_pointer (&self->home);
  check_later (self);
}

void
gs_window_note_key (GsWindow *self, guint key)
{
  self->is_navigating = key == GDK_KEY_Tab || key == GDK_KEY_ISO_Left_Tab || key == GDK_KEY_F6
                        || key == GDK_KEY_Left || key == GDK_KEY_Right;
}

static void
on_pressed (GsWindow *self)
{
  self->is_navigating = FALSE;
}

void
gs_window_watch_focus (GsWindow *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (on_focus_moved), NULL);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (check_later), NULL);
  g_signal_connect_object (self->side_stack, "notify::visible-child", G_CALLBACK (on_page), self,
                           G_CONNECT_SWAPPED);
}

void
gs_window_forget_focus (GsWindow *self)
{
  g_clear_handle_id (&self->focus_later, g_source_remove);
  g_clear_weak_pointer (&self->home);
}

/* A click on a button does what it says; it is no wish to have the keyboard there. */
void
gs_window_keep_focus_on_click (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget))
    gtk_widget_set_focus_on_click (widget, FALSE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gs_window_keep_focus_on_click (child);
}
