/* Numbers that leave the wheel to the panel they are in. */
#include "gs-wheel.h"

static void
on_map (GtkWidget *spin)
{
  gboolean scrolls = gtk_widget_get_ancestor (spin, GTK_TYPE_SCROLLED_WINDOW) != NULL;
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (spin);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
      gtk_event_controller_set_propagation_phase (controller, scrolls ? GTK_PHASE_NONE : GTK_PHASE_BUBBLE);
  }
}

void
gs_wheel_leave (GtkWidget *spin)
{
  g_return_if_fail (GTK_IS_SPIN_BUTTON (spin));
  g_signal_connect (spin, "map", G_CALLBACK (on_map), NULL);
}
