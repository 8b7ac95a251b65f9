/* Curves over passes in a widget: read off by the pointer or, with the focus, by the arrow keys.
 *
 *   GsCurveView *view = gs_curve_view_new (_("Loss"));
 *   gs_curve_view_take (view, curves, 12);      // what there is to see now, and the pass one stands in
 *
 * Below it stands, in words, what the curves say under the pointer, else at the pass one stands in; a screen
 * reader hears the same.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/paint/gs-curves.h"

G_BEGIN_DECLS

#define GS_TYPE_CURVE_VIEW (gs_curve_view_get_type ())
G_DECLARE_FINAL_TYPE (GsCurveView, gs_curve_view, GS, CURVE_VIEW, GtkWidget)

/* `title` names it for screen readers, too. */
GsCurveView *gs_curve_view_new (const gchar *title);
/* Takes the curves. */
void gs_curve_view_take (GsCurveView *view, GsCurves *curves, guint32 pass);
/* Pixels for one of the design's, in place of the desktop's size of text; the curves take the room there is.
 */
void gs_curve_view_set_scale (GsCurveView *view, gdouble scale);
/* Without the title, where room is scarce: the words below say what is drawn. */
void gs_curve_view_be_brief (GsCurveView *view);

G_END_DECLS
