/* Curves over passes: losses and accuracies, of training, test and validation, or of several trainers.
 *
 *   GsCurves *curves = gs_curves_new (GS_CURVES_LOG);
 *   guint loss = gs_curves_add (curves, "loss", GS_CURVE_TRAINING);
 *   gs_curves_put (curves, loss, 12, 0.31);           // pass, value; in the order of passes
 *   gs_curves_draw (curves, cr, theme, width, height, 12);
 *   gs_curves_find (curves, width, 240, &pass);       // what lies under the pointer
 *   gs_curves_read (curves, pass);                    // "pass 12: loss 0.31, test loss 0.35"
 *
 * Training is a solid line, test a dashed one in accent, validation a dotted one: never colour alone. Curves
 * of trainers have a colour and a dash each, and their names at the end. On a logarithmic scale what is not
 * above 0 is left out.
 */
#pragma once

#include <cairo.h>

#include "gs-theme.h"

G_BEGIN_DECLS

typedef enum {
  GS_CURVES_LINEAR, /* from 0, or below where values are */
  GS_CURVES_LOG,
  GS_CURVES_SHARE /* from 0 to 1, told in percent */
} GsCurvesScale;

/* From GS_CURVE_OTHER on: curves of several, the first, second … */
typedef enum { GS_CURVE_TRAINING, GS_CURVE_TEST, GS_CURVE_VALIDATION, GS_CURVE_OTHER } GsCurveLook;

#define GS_CURVES_MAX_OTHERS 8

typedef struct _GsCurves GsCurves;

GsCurves *gs_curves_new (GsCurvesScale scale);
void gs_curves_free (GsCurves *curves);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsCurves, gs_curves_free)

/* Copies the name, which is in the user's language. Returns its number. */
guint gs_curves_add (GsCurves *curves, const gchar *name, guint look);
/* Behind the point before. What is not finite is left out. */
void gs_curves_put (GsCurves *curves, guint curve, guint32 pass, gdouble value);
/* Whether there is a point that is shown. */
gboolean gs_curves_is_empty (const GsCurves *curves);

/* In pixels of the design; `pass` is marked on every curve, 0: none. */
void gs_curves_draw (const GsCurves *curves,
                     cairo_t *cr,
                     const GsTheme *theme,
                     gint width,
                     gint height,
                     guint32 pass);

/* The pass nearest to `x`, of any curve. FALSE if there is none. */
gboolean gs_curves_find (const GsCurves *curves, gint width, gdouble x, guint32 *pass);
/* The pass of the next point behind (`step` 1) or before (-1) `pass`; itself at the end. */
guint32 gs_curves_step (const GsCurves *curves, guint32 pass, gint step);
/* What each curve says at its last point up to the pass, and the pass of the last of these; NULL where none
 * has one. Caller frees. */
gchar *gs_curves_read (const GsCurves *curves, guint32 pass);

G_END_DECLS
