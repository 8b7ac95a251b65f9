/* Room in small windows.
 *
 *   /window-room/first     a large network opens so that its numbers are read, in the middle of the sheet
 *   /window-room/panel     a panel that is asked for covers nothing of the sheet's controls
 */
#include "app/paint/gs-painter.h"
#include "ui/gs-sheet-view-private.h"
#include "windows.h"

#define ENOUGH 5 /* frames until everything has its place */

static GsWindow *
open_small (const gchar *network)
{
  GsWindow *window = windows_open (network);

  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 720);
  for (gint i = 0; i < ENOUGH; i++)
    windows_draw (GTK_WIDGET (window));
  return window;
}

/* All values from edge to edge, with margins alike, and cells in which a number has room. */
static void
test_first (gconstpointer network)
{
  GsWindow *window = open_small (network);
  GsSheetView *sheet = gs_sheet_pane_get_sheet (window->sheet_pane);
  const gint width = gtk_widget_get_width (GTK_WIDGET (sheet)),
             height = gtk_widget_get_height (GTK_WIDGET (sheet));
  GsScene scene = gs_sheet_view_get_scene (sheet);
  gdouble left = G_MAXDOUBLE, right = 0, bottom = 0;
  gboolean has_numbers = FALSE;

  for (gint i = 0; i < gs_layout_get_n_blocks (scene.layout); i++) {
    const GsBlock *block = gs_layout_get_block (scene.layout, i);

    left = MIN (left, (block->x - scene.left) * scene.zoom);
    right = MAX (right, (block->x + block->width - scene.left) * scene.zoom);
    has_numbers = has_numbers || block->cell_width * scene.zoom >= GS_NUMBER_WIDTH;
    if (block->band == GS_BAND_VALUES)
      bottom = MAX (bottom, (block->y + block->height - scene.top) * scene.zoom);
  }
  g_assert_true (has_numbers);
  g_assert_cmpfloat (left, >=, 0);
  g_assert_cmpfloat (bottom, <=, height);
  g_assert_cmpfloat_with_epsilon (left, width - right, width / 30.0);
  windows_close (window);
}

/* The side panel beside a layer's sheet, in a window of 1024x768. */
static void
test_panel (void)
{
  GsWindow *window = windows_open ("excelnet");

  gtk_window_set_default_size (GTK_WINDOW (window), 1024, 768);
  gs_view_set_tab (window->view, 2);
  for (gint i = 0; i < ENOUGH; i++)
    windows_draw (GTK_WIDGET (window));
  g_assert_false (gtk_widget_get_mapped (window->side));
  g_action_group_activate_action (G_ACTION_GROUP (window), "side", NULL);
  for (gint i = 0; i < ENOUGH; i++)
    windows_draw (GTK_WIDGET (window));
  g_assert_true (gtk_widget_get_mapped (window->side));
  windows_assert_uncovered (window, windows_find_button (GTK_WIDGET (window->sheet_pane), "Fit"));
  windows_close (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  windows_application ();
  g_test_add_data_func ("/window-room/first/digits8-conv", "digits8-conv", test_first);
  g_test_add_data_func ("/window-room/first/digits8-dense", "digits8-dense", test_first);
  g_test_add_func ("/window-room/panel", test_panel);
  return g_test_run ();
}
