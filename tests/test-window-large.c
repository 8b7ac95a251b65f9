/* The desktop's letters half as large again.
 *
 *   /window-large/lesson    it is there in a window of 1280x720, with a view over the sheet, too
 *   /window-large/asked     a panel that is asked for covers nothing of the sheet's controls, and the lesson
 * comes back /window-large/digits    the products' numbers have the room that they need
 *   /window-large/numbers   those of a lesson are there
 *   /window-large/windows   other windows are larger, too: no button is cut
 *   /window-large/kernel    and are there in a small window, too
 */
#include "app/cells/gs-cell-name.h"
#include "app/paint/gs-number-table.h"
#include "app/paint/gs-painter.h"
#include "app/paint/gs-products-painter.h"
#include "ui/gs-products-view.h"
#include "ui/gs-sheet-view-private.h"
#include "ui/gs-style.h"
#include "windows.h"

#define LARGE    700 /* pixels of the design that these windows have at least */
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

static void
test_asked (void)
{
  GsWindow *window = windows_open ("mazur");

  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 720);
  windows_begin_lesson (window, "09-backpropagation.json", NULL);
  g_action_group_activate_action (G_ACTION_GROUP (window), "practice", NULL);
  draw_often (window);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (window->practice)));
  windows_assert_uncovered (window, windows_find_button (GTK_WIDGET (window->sheet_pane), "Fit"));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (window->lesson_pane)));
  g_action_group_activate_action (G_ACTION_GROUP (window), "lesson-pane", NULL);
  draw_often (window);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (window->lesson_pane)));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (window->practice)));
  windows_assert_uncovered (window, windows_find_button (GTK_WIDGET (window->sheet_pane), "Fit"));
  windows_close (window);
}

/* The numbers of which a lesson speaks are numbers, as long as all of its blocks are seen. */
static void
test_numbers (void)
{
  GsWindow *window = windows_open ("mazur");
  GsSheetView *sheet = gs_sheet_pane_get_sheet (window->sheet_pane);
  GsScene scene;
  const GsBlock *first, *last;

  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 720);
  draw_often (window);
  windows_begin_lesson (window, "10-sleep-study-score.json", NULL);
  draw_often (window);
  gs_sheet_view_zoom_to_blocks (sheet, (const gchar *const[]){ "x", "L", "da2", NULL });
  draw_often (window);
  scene = gs_sheet_view_get_scene (sheet);
  first = gs_layout_find_block (scene.layout, nn_program_find (scene.sight->program, "x"));
  last = gs_layout_find_block (scene.layout, nn_program_find (scene.sight->program, "L"));
  g_assert_cmpfloat (first->cell_width * scene.zoom, >=, GS_NUMBER_WIDTH * gs_style_get_text_scale ());
  g_assert_cmpfloat (first->x, >=, scene.left);
  g_assert_cmpfloat ((last->x + last->width - scene.left) * scene.zoom, <=, scene.width);
  windows_close (window);
}

/* Whether any number stands where the tables are. */
static gboolean
has_numbers (GsView *view, gint width, gint height)
{
  const GsSight *sight = gs_view_get_sight (view);
  g_autoptr (GsProducts) products = gs_products_new (sight->explanation);
  const GsProductsScene scene = { .products = products,
                                  .sight = sight,
                                  .theme = gs_theme_get (FALSE, FALSE),
                                  .text_scale = gs_style_get_text_scale (),
                                  .part = 0,
                                  .width = width,
                                  .height = height };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);
  const gint stride = cairo_image_surface_get_stride (surface);
  const gint top = (gint) (GS_TABLE_TITLE * scene.text_scale) + 2,
             bottom = height - (gint) (GS_PRODUCTS_FOOT * scene.text_scale) - 6;
  gint n = 0;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  gs_products_draw (cr, &scene);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (gint y = top; y < bottom; y++)
    for (gint x = 0; x < width / 4; x++)
      n += (cairo_image_surface_get_data (surface)[y * stride + 4 * x] < 0x40);
  cairo_surface_destroy (surface);
  return n > 20;
}

/* A kernel's products are numbers in a small window, too. */
static void
test_kernel (void)
{
  GsWindow *window = windows_open ("digits8-conv");
  GtkWidget *area;
  NnCell cell;

  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 720);
  gs_view_step (window->view, 10);
  g_assert_true (
      gs_cell_name_parse ((GsCellScope){ gs_workbook_get_program (gs_view_get_workbook (window->view)) },
                          "z1[1,1,4,4]", &cell, NULL));
  gs_view_select (window->view, &cell, FALSE);
  g_action_group_change_action_state (G_ACTION_GROUP (window), "view", g_variant_new_string ("digits"));
  draw_often (window);
  draw_often (window);
  area = windows_find (windows_find (GTK_WIDGET (window), GS_TYPE_PRODUCTS_VIEW), GTK_TYPE_DRAWING_AREA);
  g_assert_true (has_numbers (window->view, gtk_widget_get_width (area), gtk_widget_get_height (area)));
  windows_close (window);
}

/* No button of a window ends outside of it, or of what scrolls in it, which need not be scrolled across: but
 * for tables. */
static void
assert_whole (GtkWidget *widget, GtkWidget *frame)
{
  graphene_rect_t place;

  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_SCROLLED_WINDOW (widget)) {
    GtkAdjustment *across = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (widget));

    if (!GTK_IS_VIEWPORT (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (widget))))
      return;
    g_assert_cmpfloat (gtk_adjustment_get_upper (across), <=, gtk_adjustment_get_page_size (across) + 1);
    frame = widget;
  }
  if (GTK_IS_BUTTON (widget) && gtk_widget_compute_bounds (widget, frame, &place)) {
    g_test_message ("%s", gtk_button_get_label (GTK_BUTTON (widget)));
    g_assert_cmpfloat (place.origin.x + place.size.width, <=, gtk_widget_get_width (frame) + 1);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    assert_whole (child, frame);
}

static void
test_windows (gconstpointer action)
{
  GsWindow *window = windows_open ("mazur");
  gint width, height;
  g_autoptr (GListModel) all = g_object_ref (gtk_window_get_toplevels ());

  windows_begin_lesson (window, "01-a-neuron.json", NULL);
  g_action_group_activate_action (G_ACTION_GROUP (window), action, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (all), ==, 2);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GtkWidget) other = g_list_model_get_item (all, i);

    if (other == GTK_WIDGET (window))
      continue;
    for (gint k = 0; k < 5; k++)
      windows_draw (other);
    gtk_window_get_default_size (GTK_WINDOW (other), &width, &height);
    g_assert_cmpint (width, >, LARGE * 3 / 2);
    assert_whole (other, other);
    gtk_window_destroy (GTK_WINDOW (other));
    break;
  }
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
  g_test_add_func ("/window-large/asked", test_asked);
  g_test_add_func ("/window-large/digits", test_digits);
  g_test_add_func ("/window-large/numbers", test_numbers);
  g_test_add_func ("/window-large/kernel", test_kernel);
  g_test_add_data_func ("/window-large/windows/make-lesson", "make-lesson", test_windows);
  g_test_add_data_func ("/window-large/windows/grades", "grades", test_windows);
  g_test_add_data_func ("/window-large/windows/race", "race", test_windows);
  return g_test_run ();
}
