/* The sheet on one page of paper. */
#include "gs-print.h"

#include <glib/gi18n-lib.h>

#include "app/paint/gs-painter.h"
#include "app/view/gs-view.h"
#include "gs-dialogs.h"

#define KEY   "gs-print-operation"
#define STATE "gs-print-state" /* of an operation: whether it has begun, and drawn */

enum { NOT_BEGUN, BEGUN, DRAWN };

static void
set_state (GtkPrintOperation *operation, gint state)
{
  g_object_set_data (G_OBJECT (operation), STATE, GINT_TO_POINTER (state));
}

static void
on_begin (GtkPrintOperation *operation, GtkPrintContext *context, gpointer user_data)
{
  gtk_print_operation_set_n_pages (operation, 1);
  set_state (operation, BEGUN);
}

static void
on_draw (GtkPrintOperation *operation, GtkPrintContext *context, gint page, GsView *view)
{
  g_autoptr (GsLayout) layout = gs_layout_new_shown (view);
  g_autoptr (GsPainter) painter = gs_painter_new ();
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  gdouble width, height, scale;
  GsScene scene = { .layout = layout,
                    .sight = gs_view_get_sight (view),
                    .theme = gs_theme_get (FALSE, FALSE),
                    .zoom = 1,
                    .is_vector = TRUE,
                    .hide_arrows = TRUE };

  set_state (operation, DRAWN);
  gs_layout_get_size (layout, &width, &height);
  /* Small sheets are not blown up beyond what reads well. */
  scale = MIN (
      MIN (gtk_print_context_get_width (context) / width, gtk_print_context_get_height (context) / height),
      1.5);
  scene.width = (gint) width + 1;
  scene.height = (gint) height + 1;
  cairo_save (cr);
  cairo_scale (cr, scale, scale);
  gs_painter_draw (painter, cr, &scene);
  cairo_restore (cr);
}

/* Sheets are wider than high. */
static GtkPrintOperation *
make_operation (GsView *view)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();

  gtk_page_setup_set_orientation (setup, GTK_PAGE_ORIENTATION_LANDSCAPE);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_job_name (operation, _ ("Gradsheet sheet"));
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  g_signal_connect (operation, "begin-print", G_CALLBACK (on_begin), NULL);
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (on_draw), g_object_ref (view),
                         (GClosureNotify) (void (*) (void)) g_object_unref, 0);
  return operation;
}

/* The window that is printed from may be closed meanwhile. */
static void
on_done (GtkPrintOperation *operation, GtkPrintOperationResult result, GtkWindow *parent)
{
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR) {
    gtk_print_operation_get_error (operation, &error);
    gs_dialogs_tell (parent, _ ("Nothing was printed"), error->message);
  } else if (GPOINTER_TO_INT (g_object_get_data (G_OBJECT (operation), STATE)) == BEGUN) {
    /* The dialog takes any range of pages. */
    gs_dialogs_tell (parent, _ ("Nothing was printed"),
                     _ ("The sheet is one page, and another one was asked for. Print all pages."));
  }
  g_object_set_data (G_OBJECT (parent), KEY, NULL);
}

static gboolean
let_go (gpointer dialog)
{
  g_object_unref (dialog);
  return G_SOURCE_REMOVE;
}

static void
on_closed (GtkWidget *dialog)
{
  g_signal_handlers_disconnect_by_func (dialog, on_closed, NULL);
  g_idle_add (let_go, dialog);
}

/* When GTK's dialog is freed it still empties its list of printers, which tells a view that has gone already:
 * with criticals, if the event that closed it holds that list. So it is freed only when the event is over.
 * That it is closed one sees by its surface: it would be told to be destroyed only when nobody holds it. */
static void
hold_dialog (GtkWindow *parent)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    if (gtk_window_get_transient_for (window) == parent
        && g_str_equal (G_OBJECT_TYPE_NAME (window), "GtkPrintUnixDialog"))
      g_signal_connect (g_object_ref (window), "unrealize", G_CALLBACK (on_closed), NULL);
  }
}

/* The dialog stands beside the main loop, not in one of its own: with that, closing the window would have
 * ended what still ran. One at a time. */
void
gs_print_sheet (GtkWindow *parent, GsView *view)
{
  GtkPrintOperation *operation;

  if (g_object_get_data (G_OBJECT (parent), KEY) != NULL)
    return;
  operation = make_operation (view);
  g_object_set_data_full (G_OBJECT (parent), KEY, operation, g_object_unref);
  g_signal_connect_object (operation, "done", G_CALLBACK (on_done), parent, 0);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, parent, NULL);
  hold_dialog (parent);
}

gboolean
gs_print_sheet_to_pdf (GsView *view, const gchar *path, GError **error)
{
  g_autoptr (GtkPrintOperation) operation = make_operation (view);

  gtk_print_operation_set_export_filename (operation, path);
  return gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, error)
         != GTK_PRINT_OPERATION_RESULT_ERROR;
}
