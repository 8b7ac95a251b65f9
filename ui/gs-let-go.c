/* Windows that go let go of what is being dragged in them. */
#include "gs-let-go.h"

static void
let_go (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_GESTURE (controller))
      gtk_event_controller_reset (controller);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    let_go (child);
}

static void
on_windows_changed (GListModel *windows, guint position, G_GNUC_UNUSED guint removed, guint added)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    g_signal_connect (window, "unmap", G_CALLBACK (let_go), NULL);
  }
}

void
gs_let_go_start (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  on_windows_changed (windows, 0, 0, g_list_model_get_n_items (windows));
  g_signal_connect (windows, "items-changed", G_CALLBACK (on_windows_changed), NULL);
}
