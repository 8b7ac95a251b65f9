/* Children on as many lines as they need. */
#include "gs-wrap.h"

#define GAP "gs-wrap-gap"

static gint
get_gap (GtkWidget *box)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (box), GAP));
}

static GtkSizeRequestMode
get_request_mode (GtkWidget *box)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Returns how high all lines are; with `allocates` the children are put there. */
static gint
lay_out (GtkWidget *box, gint width, gboolean allocates)
{
  gboolean rtl = gtk_widget_get_direction (box) == GTK_TEXT_DIR_RTL;
  gint x = 0, y = 0, line = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkAllocation place;
    gint wide, high;

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &wide, NULL, NULL);
    wide = MIN (wide, width);
    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, wide, NULL, &high, NULL, NULL);
    if (x > 0 && x + wide > width) {
      x = 0;
      y += line + get_gap (box);
      line = 0;
    }
    place.x = rtl ? width - x - wide : x;
    place.y = y;
    place.width = wide;
    place.height = high;
    if (allocates)
      gtk_widget_size_allocate (child, &place, -1);
    x += wide + get_gap (box);
    line = MAX (line, high);
  }
  return y + line;
}

static void
measure (GtkWidget *box,
         GtkOrientation orientation,
         gint for_size,
         gint *minimum,
         gint *natural,
         gint *minimum_baseline,
         gint *natural_baseline)
{
  gint all = -get_gap (box);

  *minimum = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    gint least, wanted;

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wanted, NULL, NULL);
    *minimum = MAX (*minimum, least);
    all += wanted + get_gap (box);
  }
  *natural = MAX (all, *minimum);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = lay_out (box, for_size >= 0 ? MAX (for_size, *minimum) : *natural, FALSE);
}

static void
allocate (GtkWidget *box, gint width, gint height, gint baseline)
{
  lay_out (box, width, TRUE);
}

void
gs_wrap_children (GtkWidget *box, gint gap)
{
  g_object_set_data (G_OBJECT (box), GAP, GINT_TO_POINTER (gap));
  gtk_widget_set_layout_manager (box, gtk_custom_layout_new (get_request_mode, measure, allocate));
}

void
gs_wrap_label (GtkWidget *button)
{
  for (GtkWidget *child = gtk_widget_get_first_child (button); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LABEL (child))
      gtk_label_set_wrap (GTK_LABEL (child), TRUE);
}
