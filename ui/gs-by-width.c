/* One child, as high as it wants at the width there is. */
#include "gs-by-width.h"

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
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
  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation, for_size, minimum, natural, NULL,
                      NULL);
}

static void
allocate (GtkWidget *widget, gint width, gint height, gint baseline)
{
  gtk_widget_size_allocate (gtk_widget_get_first_child (widget), &(GtkAllocation){ 0, 0, width, height },
                            baseline);
}

void
gs_by_width_set (GtkWidget *widget)
{
  gtk_widget_set_layout_manager (widget, gtk_custom_layout_new (get_request_mode, measure, allocate));
}
