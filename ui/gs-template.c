/* Widgets made of .ui files. */
#include "gs-template.h"

#include "gs-accessible.h"
#include "gs-ui-resources.h"
#include "gs-wheel.h"

void
gs_template_set (GtkWidgetClass *klass, const gchar *name)
{
  g_autofree gchar *path = g_strdup_printf ("/org/gradsheet/ui/%s.ui", name);

  gs_ui_get_resource (); /* named, so that a static library keeps it */
  gtk_widget_class_set_template_from_resource (klass, path);
}

/* Its letter does not move the keyboard away from where a number is typed. */
static gboolean
on_mnemonic (GtkWidget *button)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (button));
  GtkWidget *spin = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_SPIN_BUTTON) : NULL;

  if (spin != NULL)
    gtk_spin_button_update (GTK_SPIN_BUTTON (spin));
  return FALSE;
}

static void
prepare (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_button_get_use_underline (GTK_BUTTON (widget)))
    gs_accessible_set_button_name (widget);
  else if (GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL
           && gtk_widget_get_tooltip_text (widget) != NULL)
    gs_accessible_set_name (widget, gtk_widget_get_tooltip_text (widget));
  if (GTK_IS_BUTTON (widget))
    g_signal_connect (widget, "mnemonic-activate", G_CALLBACK (on_mnemonic), NULL);
  if (GTK_IS_SPIN_BUTTON (widget))
    gs_wheel_leave (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    prepare (child);
}

void
gs_template_init (GtkWidget *widget)
{
  gtk_widget_init_template (widget);
  prepare (widget);
}

/* A field takes what was typed when it loses the keyboard, at the latest as it goes. */
void
gs_template_take_typed (gpointer window)
{
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
}
