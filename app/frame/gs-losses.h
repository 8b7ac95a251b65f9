/* The losses of passes, pass by pass, in bounded memory however long one trains.
 *
 *   gs_losses_add (losses, pass, loss);         // in the order of passes
 *   gs_losses_forget (losses, pass);            // this pass and later ones hold no more
 *   n = gs_losses_get_n (losses);               // points of a curve
 *   point = gs_losses_get (losses, i);
 *
 * While there are few, a point stands for one pass. When GS_LOSSES_MAX points are full, neighbours are
 * joined, two and two: a point then stands for 2, 4, 8, … passes and keeps the least and the greatest loss of
 * them, so that a curve drawn between these shows every peak. The last pass' loss is always exact.
 *
 * What is shared (gs_losses_ref()) never changes: who wants to add makes it his own first.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GS_LOSSES_MAX 32768 /* points; about 1 MiB */

typedef struct {
  guint32 first, last; /* the passes it stands for */
  gdouble loss;        /* of `last` */
  gdouble min, max;    /* over all of them; a NaN counts as neither */
} GsLossPoint;

typedef struct _GsLosses GsLosses;

GsLosses *gs_losses_new (void);
/* For any thread. */
GsLosses *gs_losses_ref (GsLosses *losses);
void gs_losses_unref (GsLosses *losses);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsLosses, gs_losses_unref)

/* Takes the caller's reference and gives one that nobody shares: the same, or a copy. */
GsLosses *gs_losses_own (GsLosses *losses);

/* ---- only on one's own ---- */

/* A pass that is there already, or one before the last, is left as it is: a way gone again gives the same
 * loss. */
void gs_losses_add (GsLosses *losses, guint32 pass, gdouble loss);
/* A point that stands for earlier passes too goes whole: its least and greatest may be later ones'. */
void gs_losses_forget (GsLosses *losses, guint32 pass);

/* ---- reading ---- */

guint gs_losses_get_n (const GsLosses *losses);
/* Borrowed until the next change. */
const GsLossPoint *gs_losses_get (const GsLosses *losses, guint n);
/* FALSE if the exact loss of `pass` is not kept. */
gboolean gs_losses_find (const GsLosses *losses, guint32 pass, gdouble *loss);

G_END_DECLS
