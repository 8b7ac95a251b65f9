/* Arrow keys in a box whose children flow into lines (the links of a cell, the acts of practice, the cards of
 * the welcome page).
 *
 *   /window-flow/no-line-yet    before the box has been given a size: no line to go down
 *   /window-flow/each           every such box of a window that holds something, in all directions
 */
#include "ui/gs-accessible.h"
#include "windows.h"

/* What GTK asks of a box at Up and Down, Left and Right; nothing is answered, so that the key goes on. */
static void
press_arrows (GtkFlowBox *flow)
{
  static const GtkMovementStep steps[] = { GTK_MOVEMENT_DISPLAY_LINES, GTK_MOVEMENT_VISUAL_POSITIONS };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    for (gint count = -1; count <= 1; count += 2) {
      gboolean taken = TRUE;

      g_signal_emit_by_name (flow, "move-cursor", steps[i], count, FALSE, FALSE, &taken);
      g_assert_false (taken);
    }
}

static void
test_no_line_yet (void)
{
  g_autoptr (GtkWidget) flow = g_object_ref_sink (gtk_flow_box_new ());
  GtkWidget *window = gtk_window_new ();

  for (guint i = 0; i < 3; i++)
    gtk_flow_box_append (GTK_FLOW_BOX (flow), gtk_button_new_with_label ("link"));
  gs_accessible_skip_flow_children (GTK_FLOW_BOX (flow));
  gtk_window_set_child (GTK_WINDOW (window), flow);
  g_assert_true (gtk_widget_child_focus (flow, GTK_DIR_TAB_FORWARD));
  press_arrows (GTK_FLOW_BOX (flow));
  gtk_window_destroy (GTK_WINDOW (window));
}

static guint
press_in_each (GtkWidget *widget)
{
  guint n = 0;

  if (GTK_IS_FLOW_BOX (widget) && gtk_widget_get_first_child (widget) != NULL) {
    gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
    press_arrows (GTK_FLOW_BOX (widget));
    n = 1;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += press_in_each (child);
  return n;
}

static void
test_each (void)
{
  GsWindow *window = windows_open ("mazur");
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (window->view));
  NnCell hidden = { nn_program_find (program, "a1"), 0 };

  gs_view_select (window->view, &hidden, FALSE); /* which has links both ways */
  windows_draw (GTK_WIDGET (window));
  g_assert_cmpuint (press_in_each (GTK_WIDGET (window)), ==, 3);
  windows_close (window);
}

int
main (int argc, char **argv)
{
  windows_application ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window-flow/no-line-yet", test_no_line_yet);
  g_test_add_func ("/window-flow/each", test_each);
  return g_test_run ();
}
