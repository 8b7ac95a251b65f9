/* Menus stay in their window, whatever happens to what they belong to: beside the screen GTK has nowhere to
 * put them.
 *
 *   /window-menus/smaller    the sheet becomes smaller under its menu
 *   /window-menus/overflow   what lies on the projector's screen is more than its height, for a moment
 */
#include "ui/gs-menus.h"
#include "ui/gs-paragraphs.h"
#include "ui/gs-presenter.h"
#include "ui/gs-sheet-view-private.h"
#include "windows.h"

/* The menu of the last cell that is in sight. */
static GtkWidget *
open_low (GtkWidget *window, GsView *view)
{
  GsSheetView *sheet = GS_SHEET_VIEW (windows_find (window, GS_TYPE_SHEET_VIEW));
  gint width = gtk_widget_get_width (GTK_WIDGET (sheet)), height = gtk_widget_get_height (GTK_WIDGET (sheet));

  gs_menus_open_at (sheet->menu, (GdkRectangle){ width - 30, height - 30, 20, 20 });
  windows_draw (window);
  g_assert_true (gtk_widget_get_mapped (sheet->menu));
  return sheet->menu;
}

static void
test_smaller (void)
{
  GsWindow *window = windows_open ("mazur");
  GtkWidget *menu = open_low (GTK_WIDGET (window), window->view), *sheet = gtk_widget_get_parent (menu);
  GdkRectangle before, now;

  g_assert_true (gtk_popover_get_pointing_to (GTK_POPOVER (menu), &before));
  gtk_widget_set_margin_bottom (gtk_widget_get_ancestor (sheet, GTK_TYPE_SCROLLED_WINDOW), 200);
  for (guint i = 0; i < 3; i++)
    windows_draw (GTK_WIDGET (window));
  g_assert_true (gtk_popover_get_pointing_to (GTK_POPOVER (menu), &now));
  g_assert_cmpint (before.y + before.height, >, gtk_widget_get_height (sheet));
  g_assert_cmpint (now.y + now.height, <=, gtk_widget_get_height (sheet));
  windows_close (window);
}

static GPtrArray *
make_long (void)
{
  GPtrArray *paragraphs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < 40; i++) {
    GPtrArray *runs = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_lesson_run_free);
    GsLessonRun *run = g_new0 (GsLessonRun, 1);

    run->text = g_strdup ("More than the screen can hold.");
    g_ptr_array_add (runs, run);
    g_ptr_array_add (paragraphs, runs);
  }
  return paragraphs;
}

static void
test_overflow (void)
{
  GsWindow *window = windows_open ("mazur");
  GtkWidget *stage, *menu;

  g_action_group_activate_action (G_ACTION_GROUP (window), "present", NULL);
  stage = GTK_WIDGET (window->presenter);
  for (guint i = 0; i < 3; i++)
    windows_draw (stage);
  menu = open_low (stage, window->view);
  gs_paragraphs_set (GS_PARAGRAPHS (windows_find (stage, GS_TYPE_PARAGRAPHS)), make_long ());
  for (guint i = 0; i < 3; i++)
    windows_draw (stage);
  g_assert_false (gtk_widget_get_visible (menu));
  windows_close (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window-menus/smaller", test_smaller);
  g_test_add_func ("/window-menus/overflow", test_overflow);
  return g_test_run ();
}
