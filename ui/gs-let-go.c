/* Widgets that are unmapped let go of what is being dragged on them. */
#include "gs-let-go.h"

static gboolean
let_go (G_GNUC_UNUSED GSignalInvocationHint *hint,
        G_GNUC_UNUSED guint n_values,
        const GValue *values,
        G_GNUC_UNUSED gpointer user_data)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (g_value_get_object (values));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_GESTURE (controller))
      gtk_event_controller_reset (controller);
  }
  return TRUE;
}

void
gs_let_go_start (void)
{
  GTypeClass *widgets = g_type_class_ref (GTK_TYPE_WIDGET); /* its signals */

  g_signal_add_emission_hook (g_signal_lookup ("unmap", GTK_TYPE_WIDGET), 0, let_go, NULL, NULL);
  g_type_class_unref (widgets);
}
