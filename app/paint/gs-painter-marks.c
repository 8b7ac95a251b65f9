/* What lies over the cells: the selected one, what it is computed from, arrows, and the marks of
 * cells that are held fixed or pinned. */
#include <math.h>

#include "gs-painter-private.h"

#define MAX_OUTLINE 4000 /* precedents looked at for outlines */
#define LEAST_CELL  12   /* pixels: smaller ones are not told apart */

/* ---- marks in cells ---- */

static void
draw_corner (cairo_t *cr, const GsRectangle *cell, gboolean right, const GsColour *colour)
{
  gdouble size = CLAMP (cell->height * 0.24, 3, 12);
  gdouble x = right ? cell->x + cell->width : cell->x + 1, y = cell->y + 1;

  gs_paint_set_colour (cr, colour);
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, right ? x - size : x + size, y);
  cairo_line_to (cr, x, y + size);
  cairo_close_path (cr);
  cairo_fill (cr);
}

/* The cells of a frozen parameter. */
void
gs_paint_frozen (cairo_t *cr, const GsScene *scene, const GsBlock *block)
{
  const NnTensorInfo *info = nn_program_get_tensor (scene->sight->program, block->tensor);
  gsize n = nn_shape_count (&info->shape);

  if (!info->frozen || block->cell_width * scene->zoom < 12 || n > 512)
    return;
  for (gsize offset = 0; offset < n; offset++) {
    GsRectangle cell;

    if (gs_scene_get_cell (scene, &(NnCell){ block->tensor, offset }, &cell))
      draw_corner (cr, &cell, FALSE, &scene->theme->dim);
  }
}

static void
draw_pins (cairo_t *cr, const GsScene *scene)
{
  const GArray *pins = gs_frame_get_pins (scene->sight->frame);

  for (guint i = 0; i < pins->len; i++) {
    GsRectangle cell;

    if (!gs_scene_get_cell (scene, &g_array_index (pins, NnCell, i), &cell))
      continue;
    draw_corner (cr, &cell, FALSE, &scene->theme->accent);
    gs_paint_set_colour (cr, &scene->theme->accent);
    cairo_rectangle (cr, cell.x + cell.width * 0.2, cell.y + cell.height * 0.78, cell.width * 0.6, 1);
    cairo_fill (cr);
  }
}

/* ---- outlines ---- */

static void
draw_handle (cairo_t *cr, const GsScene *scene)
{
  gdouble x, y;

  if (!gs_painter_get_handle (scene, &x, &y))
    return;
  /* On whole pixels. */
  x = floor (x) - 3;
  y = floor (y) - 3;
  cairo_rectangle (cr, x - 1, y - 1, 8, 8);
  gs_paint_set_colour (cr, &scene->theme->canvas);
  cairo_fill (cr);
  cairo_rectangle (cr, x, y, 6, 6);
  gs_paint_set_colour (cr, &scene->theme->accent);
  cairo_fill (cr);
}

static void
join (GsRectangle *all, const GsRectangle *one, gboolean first)
{
  gdouble right, bottom;

  if (first) {
    *all = *one;
    return;
  }
  right = MAX (all->x + all->width, one->x + one->width);
  bottom = MAX (all->y + all->height, one->y + one->height);
  all->x = MIN (all->x, one->x);
  all->y = MIN (all->y, one->y);
  all->width = right - all->x;
  all->height = bottom - all->y;
}

static GsGroup *
find_group (GArray *groups, gint tensor)
{
  for (guint i = 0; i < groups->len; i++)
    if (g_array_index (groups, GsGroup, i).tensor == tensor)
      return &g_array_index (groups, GsGroup, i);
  g_array_append_val (groups, ((GsGroup){ .tensor = tensor }));
  return &g_array_index (groups, GsGroup, groups->len - 1);
}

static gboolean
has_cell (const GsGroup *group, const NnCell *cell)
{
  for (gint i = 0; i < MIN (group->n, GS_MAX_ARROWS); i++)
    if (group->cell[i].offset == cell->offset)
      return TRUE;
  return FALSE;
}

static void
add_to_tiles (const GsScene *scene, GsGroup *group, const NnCell *cell, const GsRectangle *place)
{
  const GsBlock *block = gs_layout_find_block (scene->layout, cell->tensor);
  GsSpot spot;
  gint tile, i;

  if (block->gap == 0 || !gs_block_find_spot (block, cell->offset, scene->sight->sample, &spot))
    return;
  tile = spot.tile_row * block->tiles_across + spot.tile_column;
  for (i = 0; i < MIN (group->n_tiles, GS_MAX_TILES) && group->tile[i] != tile; i++)
    ;
  if (i < GS_MAX_TILES) {
    join (&group->in_tile[i], place, i == group->n_tiles);
    group->tile[i] = tile;
  }
  group->n_tiles = MAX (group->n_tiles, i + 1);
}

static void
add_to_groups (const GsScene *scene, GArray *groups, const GArray *cells, gboolean back)
{
  for (guint i = 0; cells != NULL && i < cells->len; i++) {
    const NnCell *cell = &g_array_index (cells, NnCell, i);
    GsRectangle place;
    GsGroup *group;

    if (!gs_scene_get_cell (scene, cell, &place)
        || (!back && gs_sight_is_secret (scene->sight, cell->tensor)))
      continue;
    group = find_group (groups, cell->tensor);
    if (has_cell (group, cell))
      continue;
    join (&group->range, &place, group->n == 0);
    add_to_tiles (scene, group, cell, &place);
    if (group->n < GS_MAX_ARROWS) {
      group->place[group->n] = place;
      group->cell[group->n] = *cell;
    }
    group->n++;
  }
}

/* What the cells of a group are computed from, or what is computed from them, by tensor. */
static GArray *
collect_groups (const GsScene *scene, const GsGroup *from, gboolean back)
{
  GArray *groups = g_array_new (FALSE, FALSE, sizeof (GsGroup));

  for (gint i = 0; i < MIN (from->n, GS_MAX_ARROWS); i++) {
    g_autoptr (GsExplanation) explanation = gs_explanation_new (scene->sight->frame, &from->cell[i], NULL);
    gboolean secret = back && gs_sight_is_secret (scene->sight, from->tensor);
    g_autoptr (GArray) cells = secret ? NULL
                               : back ? gs_explanation_get_precedents (explanation, MAX_OUTLINE)
                                      : gs_explanation_get_dependents (explanation, MAX_OUTLINE);

    add_to_groups (scene, groups, cells, back);
  }
  return groups;
}

/* ---- levels of arrows ---- */

static void
outline_groups (cairo_t *cr, const GsScene *scene, const GArray *groups, gdouble width)
{
  for (guint i = 0; i < groups->len; i++) {
    gint n;
    const GsRectangle *parts = gs_paint_get_parts (scene, &g_array_index (groups, GsGroup, i), &n);

    for (gint k = 0; k < n; k++)
      gs_paint_outline (cr, scene, &parts[k], width);
  }
}

/* A block that is selected as a whole, where its cells are too small to be told apart: it comes from blocks,
 * too. */
static gboolean
find_whole (const GsScene *scene, gint tensor, GsRectangle *place)
{
  const GsBlock *block = gs_layout_find_block (scene->layout, tensor);
  const GArray *range = scene->sight->range;

  if (block == NULL || block->cell_width * scene->zoom >= LEAST_CELL || range->len < 2
      || g_array_index (range, NnCell, 0).tensor != tensor
      || range->len < nn_shape_count (&nn_program_get_tensor (scene->sight->program, tensor)->shape))
    return FALSE;
  *place = gs_scene_get_block (scene, block);
  return TRUE;
}

static void
widen_to_blocks (const GsScene *scene, GArray *groups)
{
  for (guint i = 0; i < groups->len; i++) {
    GsGroup *group = &g_array_index (groups, GsGroup, i);

    group->range = gs_scene_get_block (scene, gs_layout_find_block (scene->layout, group->tensor));
    group->n_tiles = 0;
    for (gint k = 0; k < MIN (group->n, GS_MAX_ARROWS); k++)
      group->place[k] = group->range;
  }
}

/* Back from a group, level by level; what is farther away is dashed. */
static void
draw_back (GsPainter *painter,
           cairo_t *cr,
           const GsScene *scene,
           const GsGroup *to,
           gint level,
           gdouble width)
{
  static const gdouble dashes[] = { 5, 3 };
  g_autoptr (GArray) groups = NULL;
  GsRectangle whole;

  if (level > scene->sight->levels_back)
    return;
  groups = collect_groups (scene, to, TRUE);
  if (level == 1 && find_whole (scene, to->tensor, &whole))
    widen_to_blocks (scene, groups);
  cairo_set_dash (cr, dashes, level > 1 ? 2 : 0, 0);
  outline_groups (cr, scene, groups, width);
  if (!scene->hide_arrows)
    gs_paint_arrows (painter, cr, scene, groups, to);
  for (guint i = 0; i < groups->len; i++)
    draw_back (painter, cr, scene, &g_array_index (groups, GsGroup, i), level + 1, width);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
draw_on (GsPainter *painter,
         cairo_t *cr,
         const GsScene *scene,
         const GsGroup *from,
         gint level,
         gdouble width)
{
  static const gdouble dashes[] = { 2, 3 };
  g_autoptr (GArray) groups = NULL, source = NULL;

  if (level > scene->sight->levels_on)
    return;
  groups = collect_groups (scene, from, FALSE);
  source = g_array_new (FALSE, FALSE, sizeof (GsGroup));
  g_array_append_val (source, *from);
  cairo_set_dash (cr, dashes, 2, 0);
  outline_groups (cr, scene, groups, width);
  for (guint i = 0; i < groups->len; i++) {
    const GsGroup *to = &g_array_index (groups, GsGroup, i);

    if (!scene->hide_arrows)
      gs_paint_arrows (painter, cr, scene, source, to);
    draw_on (painter, cr, scene, to, level + 1, width);
    cairo_set_dash (cr, dashes, 2, 0);
  }
  cairo_set_dash (cr, NULL, 0, 0);
}

/* What a lesson points at: tinted, with a dashed edge; many cells of a block as a range. */
static void
draw_highlighted (cairo_t *cr, const GsScene *scene)
{
  static const gdouble dashes[] = { 6, 3 };
  const GArray *cells = scene->sight->highlighted;
  g_autoptr (GArray) groups = g_array_new (FALSE, FALSE, sizeof (GsGroup));

  /* To a class the outlines of what the cell comes from say it, unless these are hidden. */
  if (cells == NULL || (scene->for_class && scene->sight->explanation != NULL && !scene->hide_sources))
    return;
  add_to_groups (scene, groups, cells, TRUE);
  cairo_set_dash (cr, dashes, 2, 0);
  for (guint i = 0; i < groups->len; i++) {
    gint n;
    const GsRectangle *place = gs_paint_get_parts (scene, &g_array_index (groups, GsGroup, i), &n);

    for (gint k = 0; k < n; k++, place++) {
      cairo_set_source_rgba (cr, scene->theme->accent.red, scene->theme->accent.green,
                             scene->theme->accent.blue, 0.12);
      cairo_rectangle (cr, place->x, place->y, place->width, place->height);
      cairo_fill (cr);
      gs_paint_outline (cr, scene, place, 2);
    }
  }
  cairo_set_dash (cr, NULL, 0, 0);
}

/* ---- all of it ---- */

/* Whether the cell lies in the same tile and goes on where `before` ends: next to it, or in the row beneath.
 */
static gboolean
goes_on (const NnShape *shape, const NnCell *before, const NnCell *cell)
{
  gsize tile = 1;

  for (gint axis = MAX (0, shape->rank - 2); axis < shape->rank; axis++)
    tile *= (gsize) shape->dim[axis];
  return before->offset / tile == cell->offset / tile;
}

static void
tint_part (cairo_t *cr, const GsScene *scene, const GsRectangle *part)
{
  cairo_set_source_rgba (cr, scene->theme->accent.red, scene->theme->accent.green, scene->theme->accent.blue,
                         0.16);
  cairo_rectangle (cr, part->x, part->y, part->width, part->height);
  cairo_fill (cr);
  gs_paint_outline (cr, scene, part, 1.75);
}

/* Exactly the marked cells: of several channels each has an outline of its own, a wrapped vector one a row, a
 * whole block one.
 */
static void
draw_range (cairo_t *cr, const GsScene *scene, const GArray *cells)
{
  GsRectangle part = { 0 };
  const NnCell *before = NULL;

  if (cells->len > 1 && find_whole (scene, g_array_index (cells, NnCell, 0).tensor, &part)
      && cells == scene->sight->range)
    return; /* the outline of what is selected is around it */
  for (guint i = 0; i <= cells->len; i++) {
    const NnCell *cell = i < cells->len ? &g_array_index (cells, NnCell, i) : NULL;
    GsRectangle place;
    gboolean shown = cell != NULL && gs_scene_get_cell (scene, cell, &place);
    const NnShape *shape =
        cell != NULL ? &nn_program_get_tensor (scene->sight->program, cell->tensor)->shape : NULL;

    if (before != NULL
        && (!shown || !goes_on (shape, before, cell) || (shape->rank < 2 && place.y != part.y))) {
      tint_part (cr, scene, &part);
      before = NULL;
    }
    if (!shown)
      continue;
    join (&part, &place, before == NULL);
    before = cell;
  }
}

/* The earlier of two ranges, and what a drag of the handle would fill: dashed. */
static void
draw_beside (cairo_t *cr, const GsScene *scene)
{
  static const gdouble dashes[] = { 4, 3 };

  cairo_set_dash (cr, dashes, 2, 0);
  if (scene->sight->other != NULL)
    draw_range (cr, scene, scene->sight->other);
  if (scene->preview != NULL)
    draw_range (cr, scene, scene->preview);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
draw_selection (GsPainter *painter, cairo_t *cr, const GsScene *scene, const NnCell *selected)
{
  const GsSight *sight = scene->sight;
  gboolean writing =
      sight->writing != NULL && nn_cell_equal (gs_explanation_get_cell (sight->writing), selected);
  GsGroup own = { .tensor = selected->tensor, .n = 1, .cell = { *selected } };
  gdouble width = CLAMP (scene->zoom, 1, 2); /* of lines: visible from far away where cells are */

  if (!gs_scene_get_cell (scene, selected, &own.place[0]))
    return;
  (void) find_whole (scene, selected->tensor, &own.place[0]);
  own.range = own.place[0];
  if (!writing && !scene->hide_sources)
    draw_back (painter, cr, scene, &own, 1, 1.75 * width);
  draw_on (painter, cr, scene, &own, 1, 1.75 * width);
  gs_paint_outline (cr, scene, &own.place[0], 3 * width);
  if (!scene->for_class)
    draw_handle (cr, scene);
}

void
gs_painter_draw_marks (GsPainter *painter, cairo_t *cr, const GsScene *scene)
{
  const GsSight *sight = scene->sight;
  GsRectangle place;

  draw_pins (cr, scene);
  draw_highlighted (cr, scene);
  if (sight->range->len > 1 || sight->other != NULL)
    draw_range (cr, scene, sight->range);
  draw_beside (cr, scene);
  if (!scene->hide_arrows && (sight->has_selection || sight->writing != NULL))
    gs_paint_raise_walls (painter, cr, scene);
  if (sight->has_selection)
    draw_selection (painter, cr, scene, &sight->selected);
  gs_paint_term (painter, cr, scene);
  if (sight->has_pointed && gs_scene_get_cell (scene, &sight->pointed, &place))
    gs_paint_outline (cr, scene, &place, 1.75);
}
