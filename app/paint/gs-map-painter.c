/* Maps as pictures. */
#include "gs-map-painter.h"

#include <math.h>

/* A colour over the canvas. */
static guint32
blend (const GsColour *canvas, const GsColour *colour, gdouble strength)
{
  guint32 red = (guint32) lround (255 * (canvas->red + (colour->red - canvas->red) * strength));
  guint32 green = (guint32) lround (255 * (canvas->green + (colour->green - canvas->green) * strength));
  guint32 blue = (guint32) lround (255 * (canvas->blue + (colour->blue - canvas->blue) * strength));

  return red << 16 | green << 8 | blue;
}

/* Pixels of a map, from above down; caller destroys. */
static cairo_surface_t *
new_surface (gint side, guint32 **pixels, gint *stride)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, side, side);

  cairo_surface_flush (surface);
  *pixels = (guint32 *) (void *) cairo_image_surface_get_data (surface);
  *stride = cairo_image_surface_get_stride (surface) / 4;
  return surface;
}

static void
draw_surface (cairo_t *cr,
              cairo_surface_t *surface,
              gint side,
              gboolean is_discrete,
              const GsRectangle *place)
{
  cairo_surface_mark_dirty (surface);
  cairo_save (cr);
  cairo_rectangle (cr, place->x, place->y, place->width, place->height);
  cairo_clip (cr);
  cairo_translate (cr, place->x, place->y);
  cairo_scale (cr, place->width / side, place->height / side);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr),
                            is_discrete ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_BILINEAR);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

void
gs_map_painter_draw (cairo_t *cr,
                     const GsTheme *theme,
                     const gfloat *map,
                     gint side,
                     const GsMapLook *look,
                     const GsRectangle *place)
{
  guint32 *pixels, colours[1025];
  gint stride;
  cairo_surface_t *surface = new_surface (side, &pixels, &stride);
  guint32 canvas = blend (&theme->canvas, &theme->canvas, 0);

  for (gint i = 0; i < 1025; i++) {
    GsColour colour = gs_theme_unpack (theme->map[i]);

    colours[i] = blend (&theme->canvas, &colour, look->strength);
  }
  for (gint row = 0; row < side; row++)
    for (gint column = 0; column < side; column++) {
      gdouble value = (gdouble) map[(side - 1 - row) * side + column] - look->middle;
      gdouble t = look->is_discrete ? (value > 0) - (value < 0) : look->scale > 0 ? value / look->scale : 0;

      pixels[row * stride + column] =
          isfinite (value) ? colours[lround (512 + 512 * CLAMP (t, -1.0, 1.0))] : canvas;
    }
  draw_surface (cr, surface, side, look->is_discrete, place);
}

void
gs_map_painter_draw_classes (cairo_t *cr,
                             const GsTheme *theme,
                             const GsMaps *maps,
                             gboolean is_discrete,
                             const GsRectangle *place)
{
  gint side = maps->side, stride, n = MIN (maps->n_classes, GS_MAPS_MAX_NEURONS);
  gdouble scale = MAX (gs_maps_get_largest (maps, GS_MAPS_ANSWER), 1e-300);
  guint32 *pixels;
  cairo_surface_t *surface = new_surface (side, &pixels, &stride);

  for (gint i = 0; i < side * side; i++) {
    gfloat best = -INFINITY, next = -INFINITY;
    gint class = 0;

    for (gint k = 0; k < n; k++) {
      gfloat value = gs_maps_get (maps, GS_MAPS_ANSWER, k)[i];

      if (value > best) {
        next = best;
        best = value;
        class = k;
      } else {
        next = MAX (next, value);
      }
    }
    pixels[(side - 1 - i / side) * stride + i % side] =
        blend (&theme->canvas, &theme->classes[class % GS_THEME_CLASSES],
               is_discrete ? 0.35 : 0.08 + 0.37 * CLAMP ((gdouble) (best - next) / scale, 0, 1));
  }
  draw_surface (cr, surface, side, is_discrete, place);
}

/* ---- the line between two sides: each square of four points by itself ---- */

static gdouble
cross (gdouble from, gdouble to, gdouble level)
{
  return (level - from) / (to - from);
}

/* Where the level crosses the square's edges: below, right, above, left; at most four. */
static gint
list_crossings (const gdouble corner[4], gdouble level, gdouble across[4], gdouble up[4])
{
  gint n = 0;

  if ((corner[0] < level) != (corner[1] < level))
    across[n] = cross (corner[0], corner[1], level), up[n++] = 0;
  if ((corner[1] < level) != (corner[3] < level))
    across[n] = 1, up[n++] = cross (corner[1], corner[3], level);
  if ((corner[2] < level) != (corner[3] < level))
    across[n] = cross (corner[2], corner[3], level), up[n++] = 1;
  if ((corner[0] < level) != (corner[2] < level))
    across[n] = 0, up[n++] = cross (corner[0], corner[2], level);
  return n;
}

void
gs_map_painter_trace (cairo_t *cr, const gfloat *map, gint side, gdouble level, const GsRectangle *place)
{
  gdouble across_one = place->width / side, up_one = place->height / side;

  for (gint row = 0; row + 1 < side; row++)
    for (gint column = 0; column + 1 < side; column++) {
      const gfloat *at = map + row * side + column;
      gdouble corner[4] = { at[0], at[1], at[side], at[side + 1] }, across[4], up[4];
      gint n = list_crossings (corner, level, across, up);

      for (gint i = 0; i + 1 < n; i += 2) {
        cairo_move_to (cr, place->x + (column + 0.5 + across[i]) * across_one,
                       place->y + place->height - (row + 0.5 + up[i]) * up_one);
        cairo_line_to (cr, place->x + (column + 0.5 + across[i + 1]) * across_one,
                       place->y + place->height - (row + 0.5 + up[i + 1]) * up_one);
      }
    }
}
