/* The small map of a sheet that is larger than its window: it never lies over a cell, wherever one has
 * scrolled to. */
#include "ui/gs-minimap.h"
#include "windows.h"

static GtkWidget *
find_map (GtkWidget *widget)
{
  if (GS_IS_MINIMAP (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_map (child);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static void
expect_free (GsWindow *window, GsSheetView *sheet, GtkWidget *map)
{
  NnProgram *program = gs_view_get_sight (window->view)->program;
  graphene_rect_t bounds;
  GdkRectangle place, common;

  g_assert_true (gtk_widget_compute_bounds (map, GTK_WIDGET (sheet), &bounds));
  place = (GdkRectangle){ (gint) bounds.origin.x, (gint) bounds.origin.y, (gint) bounds.size.width,
                          (gint) bounds.size.height };
  for (gint tensor = 0; tensor < nn_program_get_n_tensors (program); tensor++) {
    gsize n = nn_shape_count (&nn_program_get_tensor (program, tensor)->shape);

    for (gsize offset = 0; offset < n; offset++) {
      const NnCell cell = { tensor, offset };
      GdkRectangle own;

      if (gs_sheet_view_locate (sheet, &cell, &own) && gdk_rectangle_intersect (&own, &place, &common))
        g_error ("it lies over %s", nn_program_get_tensor (program, tensor)->name);
    }
  }
}

static gdouble
get_end (GtkAdjustment *adjustment)
{
  return MAX (gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment), 0);
}

/* Into each corner of the sheet and between, at several sizes. */
static void
test_no_cell_covered (gconstpointer network)
{
  GsWindow *window = windows_open (network);
  GsSheetView *sheet = gs_sheet_pane_get_sheet (window->sheet_pane);
  GtkWidget *map = find_map (GTK_WIDGET (window));
  guint n_shown = 0;

  g_assert_nonnull (map);
  for (gdouble zoom = 1; zoom < 4.5; zoom *= 1.5) {
    g_autoptr (GtkAdjustment) across = NULL, down = NULL;

    gs_sheet_view_set_zoom (sheet, zoom);
    windows_draw (GTK_WIDGET (window));
    g_object_get (sheet, "hadjustment", &across, "vadjustment", &down, NULL);
    for (gint i = 0; i <= 4; i++)
      for (gint k = 0; k <= 4; k++) {
        gtk_adjustment_set_value (across, get_end (across) * i / 4);
        gtk_adjustment_set_value (down, get_end (down) * k / 4);
        windows_settle ();
        windows_draw (GTK_WIDGET (window));
        windows_settle ();
        if (!gtk_widget_get_mapped (map))
          continue;
        windows_draw (GTK_WIDGET (window));
        expect_free (window, sheet, map);
        n_shown++;
      }
  }
  g_assert_cmpuint (n_shown, >, 5);
  windows_close (window);
}

/* Under the playground in a low window, wherever one has scrolled to: it keeps to the sheet. */
static void
test_low (void)
{
  GsWindow *window = windows_open ("circle");
  GtkWidget *sheet = GTK_WIDGET (gs_sheet_pane_get_sheet (window->sheet_pane));
  GtkWidget *map = find_map (GTK_WIDGET (window));
  g_autoptr (GtkAdjustment) across = NULL, down = NULL;

  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 720);
  windows_draw (GTK_WIDGET (window));
  g_action_group_change_action_state (G_ACTION_GROUP (window), "view", g_variant_new_string ("playground"));
  windows_draw (GTK_WIDGET (window));
  g_object_get (sheet, "hadjustment", &across, "vadjustment", &down, NULL);
  for (gint i = 0; i <= 6; i++)
    for (gint k = 0; k <= 6; k++) {
      graphene_rect_t bounds;

      gtk_adjustment_set_value (across, get_end (across) * i / 6);
      gtk_adjustment_set_value (down, get_end (down) * k / 6);
      windows_settle ();
      windows_draw (GTK_WIDGET (window));
      windows_settle ();
      g_assert_true (gtk_widget_compute_bounds (map, sheet, &bounds));
      g_assert_true (!gtk_widget_get_mapped (map) || bounds.origin.y >= 0);
    }
  windows_close (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/window-map/mazur", "mazur", test_no_cell_covered);
  g_test_add_data_func ("/window-map/convnet", "convnet", test_no_cell_covered);
  g_test_add_func ("/window-map/low", test_low);
  return g_test_run ();
}
