/* The selected cell's map, enlarged. */
#include "gs-enlarged-map.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "gs-around-painter.h"
#include "gs-painter-private.h"

#define CAPTION 32.0 /* two lines, above */

/* The map as it is drawn, in pixels. */
typedef struct {
  gint rows, columns, side; /* of a cell */
  gint x, y;
  gsize first; /* offset of its first cell */
} Map;

gboolean
gs_enlarged_map_get_extent (const GsScene *scene, gdouble *x, gdouble *y, gdouble *width, gdouble *height)
{
  const GsStrip *strip = gs_layout_get_strip (scene->layout);
  GsRectangle place;

  if (strip == NULL || strip->map_side <= 0)
    return FALSE;
  place = (GsRectangle){ (strip->map_x - scene->left) * scene->zoom,
                         (strip->map_y - CAPTION - scene->top) * scene->zoom,
                         (strip->map_side + 4) * scene->zoom, (strip->map_side + CAPTION + 4) * scene->zoom };
  *x = place.x;
  *y = place.y;
  *width = place.width;
  *height = place.height;
  return gs_scene_is_visible (scene, &place);
}

/* Cells of whole pixels. */
static gboolean
find_map (const GsScene *scene, Map *map)
{
  const GsSight *sight = scene->sight;
  const GsStrip *strip = gs_layout_get_strip (scene->layout);
  gdouble x, y, width, height;
  const NnShape *shape;

  if (!gs_enlarged_map_get_extent (scene, &x, &y, &width, &height) || !gs_around_has (sight))
    return FALSE;
  shape = &nn_program_get_tensor (sight->program, sight->selected.tensor)->shape;
  map->rows = shape->dim[2];
  map->columns = shape->dim[3];
  map->side = (gint) floor (strip->map_side * scene->zoom / MAX (map->rows, map->columns));
  map->x = (gint) round (x) + 1; /* beside its frame */
  map->y = (gint) round (y + CAPTION * scene->zoom);
  map->first = sight->selected.offset - sight->selected.offset % ((gsize) map->rows * (gsize) map->columns);
  return map->side >= 1;
}

static guint32
choose_colour (const GsScene *scene, const NnCell *cell, gdouble largest)
{
  const GsColour *tint = &scene->theme->tint;
  gdouble value = 0;

  switch (gs_sight_see (scene->sight, cell, &value)) {
  case GS_SEEN_HIDDEN:
    return (guint32) lround (tint->red * 255) << 16 | (guint32) lround (tint->green * 255) << 8
           | (guint32) lround (tint->blue * 255);
  case GS_SEEN_NUMBER:
    return gs_theme_map (scene->theme, isfinite (value) && largest > 0 ? value / largest : 0);
  case GS_SEEN_BLANK:
  default: return gs_theme_map (scene->theme, 0);
  }
}

/* One pixel a cell, enlarged as it is painted. */
static void
draw_cells (cairo_t *cr, const GsScene *scene, const Map *map)
{
  const gint tensor = scene->sight->selected.tensor;
  const gdouble largest = gs_sight_get_largest (scene->sight, tensor);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, map->columns, map->rows);
  const gint stride = cairo_image_surface_get_stride (surface) / 4;
  guint32 *pixels = (guint32 *) (gpointer) cairo_image_surface_get_data (surface);

  cairo_surface_flush (surface);
  for (gint row = 0; row < map->rows; row++)
    for (gint column = 0; column < map->columns; column++) {
      const NnCell cell = { tensor, map->first + (gsize) (row * map->columns + column) };

      pixels[row * stride + column] = choose_colour (scene, &cell, largest);
    }
  cairo_surface_mark_dirty (surface);
  cairo_save (cr);
  cairo_translate (cr, map->x, map->y);
  cairo_scale (cr, map->side, map->side);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle (cr, 0, 0, map->columns, map->rows);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

static void
draw_caption (cairo_t *cr, const GsScene *scene, const Map *map)
{
  g_autofree gchar *name = gs_around_name_map (scene->sight);

  gs_paint_set_colour (cr, &scene->theme->text);
  gs_paint_text (cr, name, map->x, map->y - 19 * scene->zoom, 12 * scene->zoom, TRUE);
  gs_paint_set_colour (cr, &scene->theme->dim);
  gs_paint_text (cr, C_ ("map", "enlarged"), map->x, map->y - 6 * scene->zoom, 11 * scene->zoom, FALSE);
}

void
gs_enlarged_map_draw (cairo_t *cr, const GsScene *scene)
{
  GsRectangle place;
  gint selected, row;
  Map map;

  if (!find_map (scene, &map))
    return;
  draw_caption (cr, scene, &map);
  draw_cells (cr, scene, &map);
  gs_paint_set_colour (cr, &scene->theme->grid);
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, map.x - 0.5, map.y - 0.5, map.columns * map.side + 1, map.rows * map.side + 1);
  cairo_stroke (cr);
  selected = (gint) (scene->sight->selected.offset - map.first);
  row = selected / map.columns;
  place =
      (GsRectangle){ map.x + selected % map.columns * map.side, map.y + row * map.side, map.side, map.side };
  gs_paint_outline (cr, scene, &place, 2);
}

gboolean
gs_enlarged_map_find_cell (const GsScene *scene, gdouble x, gdouble y, NnCell *cell)
{
  gint row, column;
  Map map;

  if (!find_map (scene, &map))
    return FALSE;
  row = (gint) floor ((y - map.y) / map.side);
  column = (gint) floor ((x - map.x) / map.side);
  if (row < 0 || column < 0 || row >= map.rows || column >= map.columns)
    return FALSE;
  *cell = (NnCell){ scene->sight->selected.tensor, map.first + (gsize) (row * map.columns + column) };
  return TRUE;
}
