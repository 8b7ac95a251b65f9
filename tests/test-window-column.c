/* The lesson beside the sheet in a window of 1280x720, in each language, step by step.
 *
 *   /window-column/NN-lesson    as wide as ever, some of the text and all of the plot above the task
 */
#include "ui/gs-lesson-plot-view.h"
#include "ui/gs-lesson-task.h"
#include "windows.h"

#define WIDTH       299 /* and a line beside it */
#define LEAST_LINES 4   /* the title among them */
#define LINE        16

/* Where the widget begins and ends in the pane, from above. */
static gdouble
find_top (GtkWidget *widget, GtkWidget *pane, gdouble y)
{
  gdouble left, top;

  g_assert_true (gtk_widget_translate_coordinates (widget, pane, 0, y, &left, &top));
  return top;
}

/* What of the plot another widget or the window hides, in pixels. */
static gint
count_hidden (GtkWidget *pane)
{
  GtkWidget *plot = windows_find (pane, GS_TYPE_LESSON_PLOT_VIEW);
  GtkWidget *task =
      gtk_widget_get_ancestor (windows_find (pane, GS_TYPE_LESSON_TASK_CARD), GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget *around = gtk_widget_get_ancestor (plot, GTK_TYPE_SCROLLED_WINDOW);
  gdouble end;

  if (!gtk_widget_get_visible (plot))
    return 0;
  end = find_top (plot, pane, gtk_widget_get_height (plot));
  return (gint) MAX (end - find_top (task, pane, 0),
                     around != NULL ? end - find_top (around, pane, gtk_widget_get_height (around)) : 0);
}

/* Lines of text, of those that go on. */
static gint
count_lines (GtkWidget *pane)
{
  GtkScrolledWindow *text = GTK_SCROLLED_WINDOW (windows_find (pane, GTK_TYPE_SCROLLED_WINDOW));
  GtkAdjustment *scrolled = gtk_scrolled_window_get_vadjustment (text);
  gdouble page = gtk_adjustment_get_page_size (scrolled);

  return page < gtk_adjustment_get_upper (scrolled) ? (gint) (page / LINE) : G_MAXINT;
}

static void
look (GsWindow *window, const gchar *name, const gchar *language)
{
  GtkWidget *pane = GTK_WIDGET (window->lesson_pane);
  GsLessonPlayer *player = gs_lesson_pane_get_player (window->lesson_pane);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < gs_lesson_player_get_n_steps (player); i++) {
    gs_lesson_player_go_to (player, i, &error);
    g_assert_no_error (error);
    for (gint k = 0; k < 3; k++)
      windows_draw (GTK_WIDGET (window));
    if (gtk_widget_get_width (pane) != WIDTH || count_hidden (pane) > 0 || count_lines (pane) < LEAST_LINES)
      g_error ("%s in “%s”, step %u: %d wide, %d of the plot hidden, %d lines of text", name, language, i + 1,
               gtk_widget_get_width (pane), count_hidden (pane), count_lines (pane));
  }
}

static void
test_lesson (gconstpointer name)
{
  static const gchar *const languages[] = { "en", "de", "pl" };
  GsWindow *window = windows_open ("mazur");

  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 720);
  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++) {
    windows_begin_lesson (window, name, languages[i]);
    look (window, name, languages[i]);
  }
  windows_close (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  windows_add_lessons ("window-column", test_lesson);
  return g_test_run ();
}
