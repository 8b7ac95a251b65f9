/* Maps over the plane as pictures. Read from below up, as axes run.
 *
 *   gs_map_painter_draw (cr, theme, map, side, &(GsMapLook){ .scale = 1, .strength = 0.62 }, &place);
 */
#pragma once

#include <cairo.h>

#include "app/plane/gs-plane.h"
#include "gs-route.h"
#include "gs-theme.h"

G_BEGIN_DECLS

typedef struct {
  gdouble middle, scale; /* white is `middle`, the ends of the colours are so far from it; 0: all is white */
  gdouble strength;      /* of the colours over the canvas, 0 to 1 */
  gboolean is_discrete;  /* one colour on each side of the middle */
} GsMapLook;

void gs_map_painter_draw (cairo_t *cr,
                          const GsTheme *theme,
                          const gfloat *map,
                          gint side,
                          const GsMapLook *look,
                          const GsRectangle *place);

/* Which of several classes is answered at each point: its colour, the fainter the nearer the next one is. */
void gs_map_painter_draw_classes (cairo_t *cr,
                                  const GsTheme *theme,
                                  const GsMaps *maps,
                                  gboolean is_discrete,
                                  const GsRectangle *place);

/* The line on which a map is `level`, as a path, not stroked. */
void
gs_map_painter_trace (cairo_t *cr, const gfloat *map, gint side, gdouble level, const GsRectangle *place);

G_END_DECLS
