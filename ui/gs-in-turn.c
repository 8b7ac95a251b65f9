/* Room is given to children one after another. */
#include "gs-in-turn.h"

static gint
get_spacing (GtkWidget *widget)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (widget), "spacing"));
}

static void
measure (GtkWidget *widget,
         GtkOrientation orientation,
         gint for_size,
         gint *minimum,
         gint *natural,
         gint *minimum_baseline,
         gint *natural_baseline)
{
  gint n = 0;

  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    gint least, wanted;

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, orientation, -1, &least, &wanted, NULL, NULL);
    if (orientation == GTK_ORIENTATION_VERTICAL) {
      *minimum = MAX (*minimum, least);
      *natural = MAX (*natural, wanted);
      continue;
    }
    *minimum += least + (n > 0 ? get_spacing (widget) : 0);
    *natural += wanted + (n > 0 ? get_spacing (widget) : 0);
    n++;
  }
}

static void
allocate (GtkWidget *widget, gint width, gint height, gint baseline)
{
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gint end = width, left, all;

  measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &all, &(gint){ 0 }, NULL, NULL);
  left = width - all;
  for (GtkWidget *child = gtk_widget_get_last_child (widget); child != NULL;
       child = gtk_widget_get_prev_sibling (child)) {
    GtkAllocation place = { 0, 0, 0, height };
    gint least, wanted;

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wanted, NULL, NULL);
    place.width = wanted - least <= left ? wanted : least;
    left -= place.width - least;
    end -= place.width;
    place.x = mirrored ? width - end - place.width : end;
    gtk_widget_size_allocate (child, &place, -1);
    end -= get_spacing (widget);
  }
}

void
gs_in_turn_set (GtkWidget *widget, gint spacing)
{
  g_object_set_data (G_OBJECT (widget), "spacing", GINT_TO_POINTER (spacing));
  gtk_widget_set_layout_manager (widget, gtk_custom_layout_new (NULL, measure, allocate));
}
