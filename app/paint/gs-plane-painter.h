/* The painter of the plane: what the network answers at each point of it, or the map of one neuron, with the
 * rows as points: those one trains on are filled, those kept for testing hollow.
 *
 * It reads what it is given and nothing else.
 */
#pragma once

#include "app/plane/gs-plane.h"
#include "gs-painter.h"

G_BEGIN_DECLS

typedef struct {
  const GsPlane *plane; /* where points lie */
  const GsMaps *maps;   /* or NULL: not made yet */
  gint layer, neuron;   /* what is shown; GS_MAPS_ANSWER: the answer */
  const gchar *title;   /* what that is called */
  const GsSight *sight;
  const GsTheme *theme;
  gboolean is_low; /* without room for what is pointed at in words */
  gdouble scale;   /* of text */
  gint width, height;
  gboolean is_discrete, hides_rows, hides_test;
  gboolean is_hidden;         /* the map is asked for: a question mark stands in its place */
  gboolean has_cursor;        /* a place that is pointed at, with the keyboard */
  gdouble cursor_x, cursor_y; /* on the plane */
  gint carried;               /* the row that is being moved there; 0: none */
} GsPlaneScene;

/* From places on the plane to pixels and back; FALSE outside. */
void gs_plane_painter_to_pixels (const GsPlaneScene *scene, gdouble x, gdouble y, gdouble *px, gdouble *py);
gboolean
gs_plane_painter_to_plane (const GsPlaneScene *scene, gdouble px, gdouble py, gdouble *x, gdouble *y);
/* The row whose point is at a pixel, from 1; 0 if none is. */
gint gs_plane_painter_find_row (const GsPlaneScene *scene, gdouble px, gdouble py);

void gs_plane_painter_draw (cairo_t *cr, const GsPlaneScene *scene);

G_END_DECLS
