/* The painter of a bent plane (gs-bend.h): the grid of the inputs where the layer puts it, the rows as points
 * where it reads the network's inputs, and the three places that can be grabbed.
 */
#pragma once

#include "app/plane/gs-bend.h"
#include "app/plane/gs-plane.h"
#include "gs-painter.h"

G_BEGIN_DECLS

typedef struct {
  const GsBend *bend;
  const GsPlane *plane; /* whose rows are shown; NULL: none */
  const GsSight *sight;
  const GsTheme *theme;
  gdouble scale; /* of text */
  gint width, height;
  gint held; /* the GsBendHandle that is grabbed; -1: none */
} GsBendScene;

void gs_bend_painter_to_pixels (const GsBendScene *scene, gdouble u, gdouble v, gdouble *px, gdouble *py);
void gs_bend_painter_to_plane (const GsBendScene *scene, gdouble px, gdouble py, gdouble *u, gdouble *v);
/* The handle at a pixel, or -1. */
gint gs_bend_painter_find (const GsBendScene *scene, gdouble px, gdouble py);
void gs_bend_painter_draw (cairo_t *cr, const GsBendScene *scene);

G_END_DECLS
