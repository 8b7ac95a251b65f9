/* The menu of a file comes up beside that file. */
#include "gs-file-list.h"

/* A press that asks for the menu marks what lies under it, or nothing. */
static void
on_pressed (GtkGestureClick *gesture, gint n, gdouble x, gdouble y)
{
  GtkWidget *window = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  GtkWidget *picked = gtk_widget_pick (window, x, y, GTK_PICK_DEFAULT);
  GtkWidget *list = picked != NULL ? gtk_widget_get_ancestor (picked, GTK_TYPE_TREE_VIEW) : NULL;
  GtkTreePath *row = NULL;
  GtkTreeSelection *selection;
  gint bin_x, bin_y;

  if (list == NULL || !GTK_IS_FILE_CHOOSER (window)
      || !gtk_widget_translate_coordinates (window, list, x, y, &x, &y))
    return;
  gtk_tree_view_convert_widget_to_bin_window_coords (GTK_TREE_VIEW (list), (gint) x, (gint) y, &bin_x,
                                                     &bin_y);
  selection = gtk_tree_view_get_selection (GTK_TREE_VIEW (list));
  gtk_tree_view_get_path_at_pos (GTK_TREE_VIEW (list), bin_x, bin_y, &row, NULL, NULL, NULL);
  if (row == NULL) {
    gtk_tree_selection_unselect_all (selection);
  } else if (!gtk_tree_selection_path_is_selected (selection, row)) {
    gtk_tree_selection_unselect_all (selection);
    gtk_tree_selection_select_path (selection, row);
  }
  gtk_tree_path_free (row);
}

gboolean
gs_file_list_brings_back (GtkTreeView *list)
{
  g_autolist (GtkTreePath) rows =
      gtk_tree_selection_get_selected_rows (gtk_tree_view_get_selection (list), NULL);
  GdkRectangle row, seen;

  if (gtk_widget_get_height (GTK_WIDGET (list)) == 0)
    return TRUE;
  if (rows == NULL)
    return FALSE;
  gtk_tree_view_get_background_area (list, rows->data, NULL, &row);
  gtk_tree_view_get_visible_rect (list, &seen);
  if (row.y + row.height > 0 && row.y < seen.height)
    return FALSE;
  gtk_tree_view_scroll_to_cell (list, rows->data, NULL, FALSE, 0, 0);
  return TRUE;
}

void
gs_file_list_add_to (GtkWindow *window)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), NULL);
  gtk_widget_add_controller (GTK_WIDGET (window), GTK_EVENT_CONTROLLER (click));
}
