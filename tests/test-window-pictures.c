/* A network of pictures in the window: what is told of the row that is stepped.
 *
 *   /window-pictures/sample   the box of the sheet says which of the batch is shown, whoever has chosen it
 *   /window-pictures/none     a cell that is no sum is told as one, not sent to terms that are not there,
 * and in as many lines as it needs
 *   /window-pictures/tab      the tab that was chosen stays while one steps, unless the step is followed
 *   /window-pictures/mark     the tab at work is marked, and followed, by what the tape shows: the last step
 *   /window-pictures/told     a step that puts a drawing in the place of a row says so, and which
 */
#include "app/paint/gs-number-table.h"
#include "app/paint/gs-products-painter.h"
#include "app/view/gs-tabs.h"
#include "ui/gs-digits.h"
#include "ui/gs-sheet-pane.h"
#include "ui/gs-tab-bar.h"
#include "windows.h"

static void
test_sample (void)
{
  GsWindow *window = windows_open ("digits8-conv");
  GtkWidget *pane = windows_find (GTK_WIDGET (window), GS_TYPE_SHEET_PANE);
  GtkWidget *box = windows_find (pane, GTK_TYPE_SPIN_BUTTON);
  GsWorkbook *book = gs_view_get_workbook (window->view);
  gint n, place;
  const gint *batch = gs_workbook_get_batch (book, &n);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (n, >, 4);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (box)), ==, 1);
  gs_subject_set_row (gs_view_get_subject (window->view), batch[3], 0);
  gs_view_step (window->view, 1);
  place = gs_view_get_sample (window->view);
  g_assert_cmpint (place, ==, 4);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (box)), ==, place);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (box), 2);
  g_assert_cmpint (gs_view_get_sample (window->view), ==, 2);
  windows_close (window);
}

/* The rows of points at which anything is drawn below `top`. */
static gint
count_rows (const GsProductsScene *scene, gint top)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, scene->width, scene->height);
  cairo_t *cr = cairo_create (surface);
  const gint stride = cairo_image_surface_get_stride (surface);
  gint n = 0;

  gs_products_draw (cr, scene);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (gint y = top; y < scene->height; y++) {
    const guchar *row = cairo_image_surface_get_data (surface) + y * stride;
    gint x = 0;

    while (x < scene->width && row[x] == 0)
      x++;
    n += x < scene->width;
  }
  cairo_surface_destroy (surface);
  return n;
}

static void
test_none (void)
{
  GsWindow *window = windows_open ("digits8-conv");
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (window->view));
  NnCell cell = { nn_program_find (program, "a1"), 9 };
  g_autofree gchar *text = NULL;
  GsProductsScene scene = {
    .theme = gs_theme_get (FALSE, FALSE), .text_scale = 1, .width = 260, .height = 200
  };
  const gint first = (gint) GS_TABLE_TITLE + 14 + 6; /* below the first line */

  g_assert_true (gs_workbook_go_to_pass (gs_view_get_workbook (window->view), 1, NULL));
  gs_view_select (window->view, &cell, FALSE);
  text = gs_products_describe_none (gs_view_get_sight (window->view), FALSE);
  g_assert_nonnull (strstr (text, "no sum"));
  /* On a narrow sheet it goes on in the next line. */
  scene.sight = gs_view_get_sight (window->view);
  g_assert_cmpint (count_rows (&scene, 0), >, 0);
  g_assert_cmpint (count_rows (&scene, first), >, 0);
  scene.width = 1000;
  g_assert_cmpint (count_rows (&scene, first), ==, 0);
  windows_close (window);
}

static guint
find_tab (GsWindow *window, const gchar *title)
{
  const GArray *tabs = gs_view_get_tabs (window->view);

  for (guint i = 0; i < tabs->len; i++)
    if (g_str_equal (g_array_index (tabs, GsTab, i).title, title))
      return i;
  g_error ("there is no tab %s", title);
}

static void
test_tab (void)
{
  GsWindow *window = windows_open ("convnet");
  GsView *view = window->view;
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (view));
  NnCell cell = { nn_program_find (program, "z1"), 0 };
  const guint pool = find_tab (window, "max-pool"), conv = find_tab (window, "conv");

  g_assert_false (gs_tab_holds (&g_array_index (gs_view_get_tabs (view), GsTab, pool), program, cell.tensor));
  gs_view_set_tab (view, pool);
  for (gint i = 0; i < nn_program_get_n_instructions (program); i++) {
    gs_view_step (view, 1);
    g_assert_cmpuint (gs_view_get_tab (view), ==, pool);
    /* Nor does it go when a cell is pointed at. */
    gs_view_point_at (view, &cell);
    gs_view_point_at (view, NULL);
    g_assert_cmpuint (gs_view_get_tab (view), ==, pool);
  }
  /* Who selects a cell sees it. */
  gs_view_select (view, &cell, FALSE);
  g_assert_cmpuint (gs_view_get_tab (view), ==, conv);
  gs_view_set_tab (view, pool);
  gs_workbook_run_to_cell (gs_view_get_workbook (view), &(NnCell){ nn_program_find (program, "x"), 0 });
  gs_view_set_follow (view, TRUE);
  gs_view_step (view, 1);
  g_assert_cmpuint (gs_view_get_tab (view), ==, conv);
  windows_close (window);
}

static void
test_mark (void)
{
  GsWindow *window = windows_open ("convnet");
  GsView *view = window->view;
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (view));
  GtkWidget *bar = windows_find (GTK_WIDGET (window), GS_TYPE_TAB_BAR);

  gs_view_set_follow (view, TRUE);
  for (gint i = 0; i < nn_program_get_n_instructions (program) - 1; i++) {
    guint tab = gs_tabs_find_instruction (gs_view_get_tabs (view), program, i);
    GtkWidget *button =
        gtk_widget_get_first_child (gtk_widget_get_parent (windows_find (bar, GTK_TYPE_TOGGLE_BUTTON)));

    gs_view_step (view, 1);
    g_assert_cmpuint (gs_view_get_tab (view), ==, tab);
    for (guint k = 0; button != NULL; k++, button = gtk_widget_get_next_sibling (button))
      g_assert_cmpint (gtk_widget_has_css_class (button, "gs-current"), ==, k == tab);
  }
  windows_close (window);
}

static void
test_told (void)
{
  GsWindow *window = windows_open ("digits8-conv");
  GsSubject *subject = gs_view_get_subject (window->view);
  GtkWidget *label = windows_find (GTK_WIDGET (window->message), GTK_TYPE_LABEL);
  gint n, row = gs_workbook_get_batch (gs_view_get_workbook (window->view), &n)[0];
  g_autofree gchar *place = g_strdup_printf ("place of row %d ", row);

  g_action_group_activate_action (G_ACTION_GROUP (window), "view", g_variant_new_string ("digits"));
  windows_draw (GTK_WIDGET (window));
  gs_view_step (window->view, 1);
  g_assert_false (gs_message_is_shown (window->message));
  gs_drawing_begin (gs_subject_get_drawing (subject), 0.3, 0.2);
  gs_drawing_draw_to (gs_subject_get_drawing (subject), 0.7, 0.8);
  gs_subject_drawn (subject);
  g_assert_false (gs_message_is_shown (window->message));
  gs_view_step (window->view, 1);
  windows_settle ();
  g_assert_true (gs_message_is_shown (window->message));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (label)), place));
  /* Once: the next step goes on in the same picture. */
  gs_message_set (window->message, NULL);
  gs_view_step (window->view, 1);
  windows_settle ();
  g_assert_false (gs_message_is_shown (window->message));
  windows_close (window);
}

int
main (int argc, char **argv)
{
  windows_application ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window-pictures/sample", test_sample);
  g_test_add_func ("/window-pictures/none", test_none);
  g_test_add_func ("/window-pictures/tab", test_tab);
  g_test_add_func ("/window-pictures/mark", test_mark);
  g_test_add_func ("/window-pictures/told", test_told);
  return g_test_run ();
}
