/* The projector's screen is pulled out: monitors of the test's own stand in for the display's.
 *
 *   /window-screens/gone     the presentation ends, and the document's window says so
 *   /window-screens/other    another one that goes is nothing to it
 */
#include "ui/gs-presenter.h"
#include "windows.h"

static GListStore *monitors; /* while it is not NULL */

/* In the place of GTK's own: an X server of one screen has one monitor, for good. */
GListModel *
gdk_display_get_monitors (GdkDisplay *display)
{
  if (monitors == NULL) {
    monitors = g_list_store_new (GDK_TYPE_MONITOR);
    for (gint i = 0; i < 2; i++) {
      g_autoptr (GdkMonitor) monitor = g_object_new (GDK_TYPE_MONITOR, "display", display, NULL);

      g_list_store_append (monitors, monitor);
    }
  }
  return G_LIST_MODEL (monitors);
}

static void
pull_out (guint number)
{
  g_autoptr (GdkMonitor) monitor = g_list_model_get_item (G_LIST_MODEL (monitors), number);

  g_list_store_remove (monitors, number);
  g_signal_emit_by_name (monitor, "invalidate");
  windows_settle ();
}

static const gchar *
find_said (GtkWidget *widget)
{
  const gchar *found = NULL;

  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), "screen is gone") != NULL)
    return gtk_label_get_text (GTK_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_said (child);
  return found;
}

/* The document's window is on no monitor of the list, so the first one is the projector. */
static GsWindow *
present (void)
{
  GsWindow *window = windows_open ("mazur");

  g_action_group_activate_action (G_ACTION_GROUP (window), "present", NULL);
  windows_draw (GTK_WIDGET (window->presenter));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (window->presenter)));
  g_assert_null (find_said (GTK_WIDGET (window)));
  return window;
}

static void
test_gone (void)
{
  GsWindow *window = present ();

  pull_out (0);
  g_assert_null (window->presenter);
  g_assert_nonnull (find_said (GTK_WIDGET (window)));
  windows_close (window);
  g_clear_object (&monitors);
}

static void
test_other (void)
{
  GsWindow *window = present ();

  pull_out (1);
  g_assert_nonnull (window->presenter);
  g_assert_null (find_said (GTK_WIDGET (window)));
  windows_close (window);
  g_clear_object (&monitors);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window-screens/gone", test_gone);
  g_test_add_func ("/window-screens/other", test_other);
  return g_test_run ();
}
