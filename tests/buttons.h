/* Buttons in a widget, for tests that press them in their own process. */
#pragma once

#include <gtk/gtk.h>

/* The first with this label; borrowed, NULL if there is none. */
static inline GtkWidget *
find_button (GtkWidget *widget, const gchar *label)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, label);
  return found;
}
