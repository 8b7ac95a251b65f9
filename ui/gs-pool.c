/* Children of a container that are made once and used again. */
#include "gs-pool.h"

static void
append (GtkWidget *container, GtkWidget *child)
{
  if (GTK_IS_LIST_BOX (container))
    gtk_list_box_append (GTK_LIST_BOX (container), child);
  else if (GTK_IS_FLOW_BOX (container))
    gtk_flow_box_append (GTK_FLOW_BOX (container), child);
  else if (GTK_IS_FIXED (container))
    gtk_fixed_put (GTK_FIXED (container), child, 0, 0);
  else
    gtk_box_append (GTK_BOX (container), child);
}

GtkWidget *
gs_pool_get (GtkWidget *container, guint i, GsPoolMake make, gpointer user_data)
{
  GtkWidget *child = gtk_widget_get_first_child (container);

  while (child != NULL && i-- > 0)
    child = gtk_widget_get_next_sibling (child);
  if (child == NULL) {
    append (container, make (user_data));
    child = gtk_widget_get_last_child (container);
  }
  gtk_widget_set_visible (child, TRUE);
  return GTK_IS_LIST_BOX_ROW (child) || GTK_IS_FLOW_BOX_CHILD (child) ? gtk_widget_get_first_child (child)
                                                                      : child;
}

void
gs_pool_trim (GtkWidget *container, guint n)
{
  guint i = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (container); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (i++ >= n)
      gtk_widget_set_visible (child, FALSE);
}
