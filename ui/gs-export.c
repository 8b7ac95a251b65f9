/* The table of formats, and a job that writes one. */
#include "gs-export.h"

#include <glib/gi18n-lib.h>

#include "app/exchange/gs-exchange.h"
#include "app/text/gs-quote.h"
#include "gs-style.h"
#include "nn/nn-error.h"

/* ---- pictures ---- */

GsScene
gs_export_make_scene (const GsExportOrder *order)
{
  GsScene scene =
      gs_picture_make_scene (order->sight, order->layout, gs_theme_get (order->dark, FALSE), order->scale);

  scene.is_clear = order->clear;
  return scene;
}

static gboolean
check_picture (const GsExportOrder *order, GError **error)
{
  GsScene scene = gs_export_make_scene (order);

  return gs_picture_check_size (&scene, error);
}

static gboolean
write_picture (GsExportOrder *order, GError **error)
{
  GsScene scene = gs_export_make_scene (order);

  return gs_picture_write_scene (&scene, order->path, error);
}

/* ---- for other programs (docs/EXCHANGE.md) ---- */

#define MANY_PASSES 5 /* so that one sees it learn; one, where that is more than the format takes */

static gboolean
hand_over (GsExportOrder *order, const gchar *name, GError **error)
{
  const GsExchange *format = gs_exchange_find (order->format->ending, name);
  GsExchangeOptions options = { .record.n_passes = MANY_PASSES };
  g_autoptr (GsWorkbook) book = gs_workbook_new (g_steal_pointer (&order->document), error);
  g_autoptr (GError) own = NULL;

  if (book == NULL)
    return FALSE;
  if (gs_exchange_write (format, gs_workbook_to_document (book), &options, order->path, &own))
    return TRUE;
  if (!g_error_matches (own, NN_ERROR, NN_ERROR_VALUE)) {
    g_propagate_error (error, g_steal_pointer (&own));
    return FALSE;
  }
  options.record.n_passes = 1;
  return gs_exchange_write (format, gs_workbook_to_document (book), &options, order->path, error);
}

static gboolean
write_exchange (GsExportOrder *order, GError **error)
{
  return hand_over (order, NULL, error);
}

static gboolean
write_torch (GsExportOrder *order, GError **error)
{
  return hand_over (order, "torch", error);
}

/* ---- the table ---- */

static const GsExportFormat formats[] = {
  { ".png", N_ ("Picture of pixels (PNG)"), GS_EXPORT_SCALE | GS_EXPORT_DARK | GS_EXPORT_CLEAR, FALSE,
    check_picture, write_picture },
  { ".svg", N_ ("Drawing (SVG)"), GS_EXPORT_SCALE | GS_EXPORT_DARK | GS_EXPORT_CLEAR, FALSE, check_picture,
    write_picture },
  { ".pdf", N_ ("Page (PDF)"), GS_EXPORT_SCALE | GS_EXPORT_DARK | GS_EXPORT_CLEAR, FALSE, check_picture,
    write_picture },
  { ".xlsx", N_ ("Live workbook (XLSX)"), 0, TRUE, NULL, write_exchange },
  { ".html", N_ ("Replay for the browser (HTML)"), 0, TRUE, NULL, write_exchange },
  { ".py", N_ ("Script with NumPy (PY)"), 0, TRUE, NULL, write_exchange },
  { ".py", N_ ("Script with PyTorch (PY)"), 0, TRUE, NULL, write_torch },
  { ".tex", N_ ("The pass in LaTeX (TEX)"), 0, TRUE, NULL, write_exchange },
  { ".md", N_ ("Tables in Markdown (MD)"), 0, TRUE, NULL, write_exchange },
  { ".npz", N_ ("Arrays for NumPy (NPZ)"), 0, TRUE, NULL, write_exchange },
  { ".onnx", N_ ("Model for other programs (ONNX)"), 0, TRUE, NULL, write_exchange },
};

const GsExportFormat *
gs_export_get (guint number)
{
  return number < G_N_ELEMENTS (formats) ? &formats[number] : NULL;
}

/* ---- orders ---- */

GsExportOrder *
gs_export_order_new (GsView *view, const GsExportFormat *format)
{
  GsExportOrder *order = g_new0 (GsExportOrder, 1);

  order->format = format;
  order->sight = gs_sight_ref ((GsSight *) gs_view_get_sight (view));
  order->layout = gs_layout_new_shown (view);
  order->document = format->takes_document ? gs_workbook_to_document (gs_view_get_workbook (view)) : NULL;
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
  g_free (order->path);
  g_free (order);
}

gboolean
gs_export_check (const GsExportOrder *order, GError **error)
{
  return order->format->check == NULL || order->format->check (order, error);
}

/* ---- the job ---- */

static gpointer
work (gpointer data, GError **error)
{
  GsExportOrder *order = data;

  return order->format->put_out (order, error) ? order : NULL;
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
