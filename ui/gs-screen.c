/* How large a window begins. */
#include "gs-screen.h"

#include "gs-style.h"

void
gs_screen_set_size (GtkWindow *window, gint width, gint height)
{
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (window)));

  /* Which one it will come up on is not known yet: it fits all of them. */
  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++) {
    g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);
    GdkRectangle place;

    gdk_monitor_get_geometry (monitor, &place);
    width = MIN (width, place.width);
    height = MIN (height, place.height);
  }
  gtk_window_set_default_size (window, width, height);
}

void
gs_screen_set_design_size (GtkWindow *window, gint width, gint height)
{
  gdouble scale = gs_style_get_text_scale ();

  gs_screen_set_size (window, (gint) (width * scale), (gint) (height * scale));
}
