/* What the tape draws: no text lies over another one, and no name is cut.
 *
 *   /window-tape/texts      each operation of a network, begun by cells and by terms, on broad cards and on
 * slim ones
 */
#include <dlfcn.h>

#include "windows.h"

typedef struct {
  gdouble left, top, right, bottom;
  gchar *text;
} Drawn;

static GArray *all_drawn; /* while it is not NULL */

static void
clear_drawn (gpointer item)
{
  g_free (((Drawn *) item)->text);
}

/* In front of Pango's own, which it calls. */
void
pango_cairo_show_layout (cairo_t *cr, PangoLayout *layout)
{
  void (*show) (cairo_t *, PangoLayout *) = NULL;
  Drawn drawn = { 0 };
  gint width, height;

  *(void **) &show = dlsym (RTLD_NEXT, "pango_cairo_show_layout");
  if (all_drawn != NULL) {
    /* The bar has the whole of a long formula, and of a cell's name. */
    if (pango_layout_is_ellipsized (layout) && strpbrk (pango_layout_get_text (layout), "([") == NULL)
      g_error ("“%s” is cut in %d", pango_layout_get_text (layout),
               pango_layout_get_width (layout) / PANGO_SCALE);
    pango_layout_get_pixel_size (layout, &width, &height);
    cairo_get_current_point (cr, &drawn.left, &drawn.top);
    drawn.right = drawn.left + width;
    drawn.bottom = drawn.top + height;
    cairo_user_to_device (cr, &drawn.left, &drawn.top);
    cairo_user_to_device (cr, &drawn.right, &drawn.bottom);
    drawn.text = g_strdup (pango_layout_get_text (layout));
    g_array_append_val (all_drawn, drawn);
  }
  show (cr, layout);
}

/* Draws the tape and nothing else. Returns whether it tells how far a card is. */
static gboolean
check_texts (GsWindow *window, GtkWidget *area)
{
  gboolean counted = FALSE;

  windows_settle ();
  windows_draw (GTK_WIDGET (window));
  all_drawn = g_array_new (FALSE, FALSE, sizeof (Drawn));
  g_array_set_clear_func (all_drawn, clear_drawn);
  gtk_widget_queue_draw (area);
  windows_draw (GTK_WIDGET (window));
  for (guint i = 0; i < all_drawn->len; i++)
    for (guint k = 0; k < i; k++) {
      const Drawn *a = &g_array_index (all_drawn, Drawn, i), *b = &g_array_index (all_drawn, Drawn, k);

      if (a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom)
        g_error ("“%s” (%g to %g) lies over “%s” (%g to %g)", a->text, a->left, a->right, b->text, b->left,
                 b->right);
    }
  for (guint i = 0; i < all_drawn->len; i++)
    counted |= strstr (g_array_index (all_drawn, Drawn, i).text, " / ") != NULL
               || g_str_has_suffix (g_array_index (all_drawn, Drawn, i).text, " %");
  g_clear_pointer (&all_drawn, g_array_unref);
  return counted;
}

static void
check_steps (GsWindow *window)
{
  gint n_counted = 0;
  GtkWidget *area = windows_find (GTK_WIDGET (window->tape), GTK_TYPE_DRAWING_AREA);
  GsWorkbook *book = gs_view_get_workbook (window->view);
  NnProgram *program = gs_workbook_get_program (book);

  for (gint i = 0; i < nn_program_get_n_instructions (program); i++) {
    gint output = nn_program_get_instruction (program, i)->output;
    GsCursor cursor = gs_workbook_get_cursor (book);
    g_autoptr (GError) error = NULL;

    if (output < 0 || nn_shape_count (&nn_program_get_tensor (program, output)->shape) < 2)
      continue;
    cursor.instruction = i;
    cursor.term = 0;
    for (gint end = 0; end < 2; end++) { /* at its first cell, and before its last */
      gsize n = nn_shape_count (&nn_program_get_tensor (program, output)->shape);

      cursor.cell = end ? n - 2 : 0;
      g_assert_true (gs_workbook_go_to (book, &cursor, &error));
      g_assert_no_error (error);
      for (GsStep step = GS_STEP_TERM; step <= GS_STEP_CELL; step++) {
        gs_workbook_step (book, step, 1);
        n_counted += check_texts (window, area);
      }
    }
  }
  g_assert_cmpint (n_counted, >=, 8);
}

static void
test_texts (void)
{
  static const gchar *const networks[] = { "mazur", "logistic", "digits8-conv" };

  for (gsize i = 0; i < G_N_ELEMENTS (networks); i++) {
    GsWindow *window = windows_open (networks[i]);

    check_steps (window);
    windows_close (window);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window-tape/texts", test_texts);
  return g_test_run ();
}
