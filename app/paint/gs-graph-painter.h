/* The painter of a network as a drawing (gs-graph.h): neurons as maps over the plane, or with their numbers
 * where there is none, weights as lines.
 *
 * It reads what it is given and nothing else. A neuron is blank where its cell is, and hidden where that is.
 */
#pragma once

#include "app/plane/gs-graph.h"
#include "app/plane/gs-plane.h"
#include "app/plane/gs-tour.h"
#include "gs-painter.h"

G_BEGIN_DECLS

typedef struct {
  const GsGraph *graph;
  const GsMaps *maps; /* NULL: numbers instead */
  const GsSight *sight;
  const GsTheme *theme;
  gdouble scale; /* of text */
  gint width, height;
  const GsGraphHit *hover; /* what the pointer is on; or NULL */
  gboolean is_discrete;
  const GsTour *tour; /* rows on their way; or NULL */
  gdouble time;       /* of it, 0 to 1 */
} GsGraphScene;

void gs_graph_painter_draw (cairo_t *cr, const GsGraphScene *scene);

G_END_DECLS
