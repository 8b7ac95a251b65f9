/* What a document can be exported as: pictures, and all that it can be handed over to other programs as
 * (gs-exchange.h). A format has its ending, a title, and what can be chosen about it.
 *
 *   GsExportOrder *order = gs_export_order_new (view, gs_export_get (0));
 *   order->scale = 2;
 *   if (gs_export_check (order, view, &error))                        // before one is asked where it goes
 *     gs_export_start (order, "sheet.png", place, owner, done); // a job beside the window
 */
#pragma once

#include "app/exchange/gs-exchange.h"
#include "app/paint/gs-picture.h"
#include "app/view/gs-view.h"
#include "gs-job.h"

G_BEGIN_DECLS

typedef enum {
  GS_EXPORT_SCALE = 1 << 0, /* how large */
  GS_EXPORT_DARK = 1 << 1,  /* the dark colours */
  GS_EXPORT_CLEAR = 1 << 2, /* without a ground */
} GsExportChoices;

typedef struct _GsExportFormat GsExportFormat;

/* Told of its path, and why it was not written. */
typedef void (*GsExportDone) (gpointer owner, const gchar *path, const GError *error);

/* All that is needed, as it stood when it was asked for; nobody writes it any more. */
typedef struct {
  const GsExportFormat *format;
  GsSight *sight;
  GsLayout *layout;
  GsDocument *document;      /* for other programs' formats; else NULL */
  GsExchangeOptions options; /* of these */
  gchar *tensor;             /* in the options */
  gdouble scale;             /* 1: as designed */
  gboolean dark, clear;
  gchar *path;
  GsExportDone done;
} GsExportOrder;

struct _GsExportFormat {
  const gchar *ending;        /* ".png" */
  const gchar *title;         /* to be translated where it is shown */
  guint choices;              /* GsExportChoices */
  const GsExchange *exchange; /* a format for other programs, or NULL: a picture */
};

/* NULL behind the last. */
const GsExportFormat *gs_export_get (guint number);

/* The scene of a format that is a picture. */
GsScene gs_export_make_scene (const GsExportOrder *order);

GsExportOrder *gs_export_order_new (GsView *view, const GsExportFormat *format);
/* The block or cell that is asked for; "": none in particular. */
void gs_export_order_set_tensor (GsExportOrder *order, const gchar *name);
void gs_export_order_free (GsExportOrder *order);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsExportOrder, gs_export_order_free)

/* What cannot be is refused here already, as far as it is known before numbers are computed. */
gboolean gs_export_check (const GsExportOrder *order, GsView *view, GError **error);
/* Takes the order; the bar is shown in `place` (gs-job.h). */
void gs_export_start (GsExportOrder *order,
                      const gchar *path,
                      GtkWidget *place,
                      gpointer owner,
                      GsExportDone done);

G_END_DECLS
