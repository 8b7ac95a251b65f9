/* The desktop's letters half as large again.
 *
 *   /window-large/lesson    it is there in a window of 1280x720, with a view over the sheet, too
 *   /window-large/digits    the products' numbers have the room that they need
 */
#include "ui/gs-products-view.h"
#include "windows.h"

#define PRODUCTS 300 /* pixels: half as many again as usual */

static void
draw_often (GsWindow *window)
{
  for (gint i = 0; i < 5; i++)
    windows_draw (GTK_WIDGET (window));
}

/* Its text says what is to be done: it does not fold. */
static void
test_lesson (void)
{
  GsWindow *window = windows_open ("mazur");
  gint least;

  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 720);
  windows_begin_lesson (window, "01-a-neuron.json", NULL);
  draw_often (window);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (window->lesson_pane)));
  g_action_group_change_action_state (G_ACTION_GROUP (window), "view", g_variant_new_string ("playground"));
  draw_often (window);
  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_VERTICAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <=, 720);
  windows_close (window);
}

static void
test_digits (void)
{
  GsWindow *window = windows_open ("digits8-conv");
  GtkWidget *products;

  gtk_window_set_default_size (GTK_WINDOW (window), 1600, 1000);
  draw_often (window);
  g_action_group_change_action_state (G_ACTION_GROUP (window), "view", g_variant_new_string ("digits"));
  draw_often (window);
  products = windows_find (GTK_WIDGET (window), GS_TYPE_PRODUCTS_VIEW);
  g_assert_cmpint (gtk_widget_get_height (products), >, PRODUCTS * 9 / 10);
  windows_close (window);
}

int
main (int argc, char **argv)
{
  GtkSettings *settings;
  gint dpi;

  g_test_init (&argc, &argv, NULL);
  windows_application ();
  settings = gtk_settings_get_default ();
  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", dpi * 3 / 2, NULL);
  g_test_add_func ("/window-large/lesson", test_lesson);
  g_test_add_func ("/window-large/digits", test_digits);
  return g_test_run ();
}
