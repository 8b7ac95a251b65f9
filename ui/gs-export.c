/* The table of formats, and a job that writes one. */
#include "gs-export.h"

#include <glib/gi18n-lib.h>

#include "app/text/gs-quote.h"
#include "gs-style.h"

GsScene
gs_export_make_scene (const GsExportOrder *order)
{
  GsScene scene =
      gs_picture_make_scene (order->sight, order->layout, gs_theme_get (order->dark, FALSE), order->scale);

  scene.is_clear = order->clear;
  return scene;
}

/* ---- the table ---- */

#define PICTURE (GS_EXPORT_SCALE | GS_EXPORT_DARK | GS_EXPORT_CLEAR)

static const GsExportFormat pictures[] = {
  { ".png", N_ ("Picture of pixels"), PICTURE, NULL },
  { ".svg", N_ ("Drawing"), PICTURE, NULL },
  { ".pdf", N_ ("Page"), PICTURE, NULL },
};

#define MAX_OTHERS 32

const GsExportFormat *
gs_export_get (guint number)
{
  static GsExportFormat others[MAX_OTHERS];
  const GsExchange *exchange;

  if (number < G_N_ELEMENTS (pictures))
    return &pictures[number];
  number -= G_N_ELEMENTS (pictures);
  exchange = gs_exchange_get (number);
  if (exchange == NULL)
    return NULL;
  g_assert (number < MAX_OTHERS);
  others[number] = (GsExportFormat){ exchange->ending, exchange->title, 0, exchange };
  return &others[number];
}

/* ---- orders ---- */

GsExportOrder *
gs_export_order_new (GsView *view, const GsExportFormat *format)
{
  GsExportOrder *order = g_new0 (GsExportOrder, 1);

  order->format = format;
  order->sight = gs_sight_ref ((GsSight *) gs_view_get_sight (view));
  order->layout = gs_layout_new_shown (view);
  if (format->exchange != NULL)
    order->document = gs_workbook_to_document (gs_view_get_workbook (view));
  order->scale = 1;
  order->dark = gs_style_is_dark ();
  return order;
}

void
gs_export_order_free (GsExportOrder *order)
{
  if (order == NULL)
    return;
  gs_sight_unref (order->sight);
  gs_layout_free (order->layout);
  g_clear_pointer (&order->document, gs_document_free);
  g_free (order->tensor);
  g_free (order->path);
  g_free (order);
}

void
gs_export_order_set_tensor (GsExportOrder *order, const gchar *name)
{
  g_free (order->tensor);
  order->tensor = *name != '\0' ? g_strdup (name) : NULL;
  order->options.tensor = order->tensor;
}

gboolean
gs_export_check (const GsExportOrder *order, GsView *view, GError **error)
{
  const GsExchange *exchange = order->format->exchange;
  GsExchangeOptions options = order->options;
  GsScene scene;

  if (exchange != NULL)
    return gs_exchange_check (exchange, gs_workbook_to_document (gs_view_get_workbook (view)), &options,
                              error);
  scene = gs_export_make_scene (order);
  return gs_picture_check_size (&scene, error);
}

/* ---- the job ---- */

static gpointer
work (gpointer data, GError **error)
{
  GsExportOrder *order = data;

  gboolean done;

  if (order->format->exchange != NULL) {
    done = gs_exchange_write (order->format->exchange, g_steal_pointer (&order->document), &order->options,
                              order->path, error);
  } else {
    GsScene scene = gs_export_make_scene (order);

    done = gs_picture_write_scene (&scene, order->path, error);
  }
  return done ? order : NULL;
}

static void
finish (gpointer owner, gpointer data, gpointer result, const GError *error)
{
  GsExportOrder *order = data;

  order->done (owner, order->path, error);
}

static void
free_order (gpointer order)
{
  gs_export_order_free (order);
}

void
gs_export_start (GsExportOrder *order, const gchar *path, GtkWidget *place, gpointer owner, GsExportDone done)
{
  static const GsJobKind kind = { work, finish, free_order, NULL };
  g_autofree gchar *name = g_filename_display_basename (path), *visible = gs_quote_visible (name, TRUE);
  g_autofree gchar *what = g_strdup_printf (_ ("Exporting %s"), visible);

  order->path = g_strdup (path);
  order->done = done;
  gs_job_start (place, &kind, what, order, owner);
}
