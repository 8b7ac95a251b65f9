/* What has the keyboard is in sight when a key acts on it. */
#include "gs-key-sight.h"

#include "gs-file-list.h"

void
gs_key_sight_stop_scrolling (GtkWidget *widget)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);

  if (scrolled == NULL)
    return;
  gtk_scrolled_window_set_kinetic_scrolling (GTK_SCROLLED_WINDOW (scrolled), FALSE);
  gtk_scrolled_window_set_kinetic_scrolling (GTK_SCROLLED_WINDOW (scrolled), TRUE);
}

static gboolean
opens_menu (guint key, GdkModifierType state)
{
  return key == GDK_KEY_Menu || (key == GDK_KEY_F10 && (state & GDK_SHIFT_MASK) != 0);
}

static gboolean
acts (guint key, GdkModifierType state)
{
  if (opens_menu (key, state))
    return TRUE;
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return FALSE;
  switch (key) {
  case GDK_KEY_space:
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
  case GDK_KEY_Up:
  case GDK_KEY_Down:
  case GDK_KEY_Left:
  case GDK_KEY_Right: return TRUE;
  default: return FALSE;
  }
}

static void
centre (GtkAdjustment *adjustment, gdouble at, gdouble size)
{
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + at + size / 2
                                            - gtk_adjustment_get_page_size (adjustment) / 2);
}

static gboolean
on_key (GtkEventControllerKey *keys, guint key, G_GNUC_UNUSED guint code, GdkModifierType state)
{
  GtkWidget *window = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (keys));
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
  GtkWidget *viewport = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_VIEWPORT) : NULL;
  graphene_rect_t place, seen;

  if (GTK_IS_TREE_VIEW (focus) && opens_menu (key, state))
    return gs_file_list_brings_back (GTK_TREE_VIEW (focus));
  if (viewport == NULL || !acts (key, state) || !gtk_widget_compute_bounds (focus, viewport, &place))
    return FALSE;
  seen = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (viewport), gtk_widget_get_height (viewport));
  if (graphene_rect_intersection (&place, &seen, NULL))
    return FALSE;
  gs_key_sight_stop_scrolling (viewport);
  centre (gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (viewport)), place.origin.x, place.size.width);
  centre (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport)), place.origin.y, place.size.height);
  /* What is typed is not lost. */
  return opens_menu (key, state) || !(GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus));
}

static void
on_windows_changed (GListModel *windows, guint position, G_GNUC_UNUSED guint removed, guint added)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
    GtkEventController *keys = gtk_event_controller_key_new ();

    gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
    g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), NULL);
    gtk_widget_add_controller (window, keys);
    gs_file_list_add_to (GTK_WINDOW (window));
  }
}

void
gs_key_sight_start (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  on_windows_changed (windows, 0, 0, g_list_model_get_n_items (windows));
  g_signal_connect (windows, "items-changed", G_CALLBACK (on_windows_changed), NULL);
}
