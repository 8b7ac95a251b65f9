/* Small rates in the playground: what stands in the field is what the document has, and what is typed is
 * taken.
 *
 *   /window-rates/small   a rate of 0.00002
 */
#include "app/text/gs-number.h"
#include "ui/gs-play-controls.h"
#include "windows.h"

#define DEADLINE (30 * G_TIME_SPAN_SECOND)

/* The first whose numbers may be small. */
static GtkWidget *
find_rate (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (GTK_IS_SPIN_BUTTON (widget) && gtk_spin_button_get_digits (GTK_SPIN_BUTTON (widget)) > 2)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_rate (child);
  return found;
}

static gdouble
read_rate (GsWorkbook *book)
{
  NnCell cell = { nn_program_find (gs_workbook_get_program (book), "lr"), 0 };

  return nn_run_get_cell (gs_workbook_get_run (book), &cell);
}

static void
test_small (void)
{
  static const struct {
    const gchar *typed;
    gdouble value;
    const gchar *shown;
  } rates[] = { { "3e-5", 3e-5, "3e−5" }, { "0,000021", 2.1e-5, "2.1e−5" }, { "1/8", 0.125, "0.125" } };
  GsWindow *window = windows_open ("moons");
  GsWorkbook *book = gs_view_get_workbook (window->view);
  g_autoptr (GError) error = NULL;
  GtkWidget *spin;

  g_action_group_activate_action (G_ACTION_GROUP (window), "view", g_variant_new_string ("playground"));
  windows_draw (GTK_WIDGET (window));
  spin = find_rate (windows_find (GTK_WIDGET (window), GS_TYPE_PLAY_CONTROLS));
  g_assert_true (gs_workbook_set_text (book, "lr", "0.00002", &error));
  g_assert_no_error (error);
  windows_draw (GTK_WIDGET (window));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, "2e−5");
  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++) {
    gint64 end = g_get_monotonic_time () + DEADLINE;

    gtk_editable_set_text (GTK_EDITABLE (spin), rates[i].typed);
    gtk_spin_button_update (GTK_SPIN_BUTTON (spin));
    while (read_rate (book) != rates[i].value) {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      windows_settle ();
      g_usleep (1000);
    }
    g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, rates[i].shown);
    /* Looked at and left as it is. */
    gtk_spin_button_update (GTK_SPIN_BUTTON (spin));
    windows_draw (GTK_WIDGET (window));
    g_assert_cmpfloat (read_rate (book), ==, rates[i].value);
  }
  windows_close (window);
}

int
main (int argc, char **argv)
{
  windows_application ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window-rates/small", test_small);
  return g_test_run ();
}
