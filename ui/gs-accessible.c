/* Names for the screen reader, set through GTK's accessible interface. */
#include "gs-accessible.h"

void
gs_accessible_set_name (GtkWidget *widget, const gchar *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
gs_accessible_set_description (GtkWidget *widget, const gchar *description)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description != NULL ? description : "", -1);
}

void
gs_accessible_set_button_name (GtkWidget *button)
{
  gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

/* Arrow keys then lead on as they do anywhere else. The box's own way looks for children that can have the
 * focus, without end where no line of it has been laid out. */
static gboolean
on_move_cursor (GtkFlowBox *flow)
{
  g_signal_stop_emission_by_name (flow, "move-cursor");
  return FALSE;
}

void
gs_accessible_skip_flow_children (GtkFlowBox *flow)
{
  if (g_signal_handler_find (flow, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, on_move_cursor, NULL) == 0)
    g_signal_connect (flow, "move-cursor", G_CALLBACK (on_move_cursor), NULL);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (flow)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_focusable (child, FALSE);
}
