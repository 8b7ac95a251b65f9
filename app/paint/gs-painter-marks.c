/* What lies over the cells: the selected one, what it is computed from, arrows, and the marks of
 * cells that are held fixed or pinned. */
#include <math.h>

#include "gs-painter-private.h"

#define RADIUS      8.0
#define MAX_ARROWS  6
#define MAX_OUTLINE 4000 /* precedents looked at for outlines */

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
draw_outline (cairo_t *cr, const GsScene *scene, const GsRectangle *place, gdouble width)
{
  gdouble x = round (place->x), y = round (place->y);

  width += scene->theme->outline;
  gs_paint_set_colour (cr, &scene->theme->accent);
  cairo_set_line_width (cr, width);
  cairo_rectangle (cr, x + 0.5, y + 0.5, round (place->x + place->width) - x,
                   round (place->y + place->height) - y);
  cairo_stroke (cr);
}

gboolean
gs_painter_get_handle (const GsScene *scene, gdouble *x, gdouble *y)
{
  const GArray *range = scene->sight->range;
  GsRectangle cell;

  if (range->len == 0 || !gs_scene_get_cell (scene, &g_array_index (range, NnCell, range->len - 1), &cell))
    return FALSE;
  *x = round (cell.x + cell.width) + 0.5;
  *y = round (cell.y + cell.height) + 0.5;
  return TRUE;
}

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

/* Cells of one tensor: few are outlined one by one, many as a range. */
typedef struct {
  gint tensor;
  gint n;
  GsRectangle range, place[MAX_ARROWS];
  NnCell cell[MAX_ARROWS];
} Group;

static Group *
find_group (GArray *groups, gint tensor)
{
  for (guint i = 0; i < groups->len; i++)
    if (g_array_index (groups, Group, i).tensor == tensor)
      return &g_array_index (groups, Group, i);
  g_array_append_val (groups, ((Group){ .tensor = tensor }));
  return &g_array_index (groups, Group, groups->len - 1);
}

static gboolean
has_cell (const Group *group, const NnCell *cell)
{
  for (gint i = 0; i < MIN (group->n, MAX_ARROWS); i++)
    if (group->cell[i].offset == cell->offset)
      return TRUE;
  return FALSE;
}

static void
add_to_groups (const GsScene *scene, GArray *groups, const GArray *cells)
{
  for (guint i = 0; i < cells->len; i++) {
    const NnCell *cell = &g_array_index (cells, NnCell, i);
    GsRectangle place;
    Group *group;

    if (!gs_scene_get_cell (scene, cell, &place))
      continue;
    group = find_group (groups, cell->tensor);
    if (has_cell (group, cell))
      continue;
    join (&group->range, &place, group->n == 0);
    if (group->n < MAX_ARROWS) {
      group->place[group->n] = place;
      group->cell[group->n] = *cell;
    }
    group->n++;
  }
}

/* What the cells of a group are computed from, or what is computed from them, by tensor. */
static GArray *
collect_groups (const GsScene *scene, const Group *from, gboolean back)
{
  GArray *groups = g_array_new (FALSE, FALSE, sizeof (Group));

  for (gint i = 0; i < MIN (from->n, MAX_ARROWS); i++) {
    g_autoptr (GsExplanation) explanation = gs_explanation_new (scene->sight->frame, &from->cell[i], NULL);
    g_autoptr (GArray) cells = back ? gs_explanation_get_precedents (explanation, MAX_OUTLINE)
                                    : gs_explanation_get_dependents (explanation, MAX_OUTLINE);

    add_to_groups (scene, groups, cells);
  }
  return groups;
}

/* The factors of the last term, while one steps by terms. */
static void
draw_term (cairo_t *cr, const GsScene *scene)
{
  const GsSight *sight = scene->sight;

  for (gint i = 0; sight->writing != NULL && i < sight->term.n_factors; i++) {
    NnCell factor = gs_explanation_get_factor (sight->writing, &sight->term, i);
    GsRectangle rectangle;

    if (!gs_scene_get_cell (scene, &factor, &rectangle))
      continue;
    draw_outline (cr, scene, &rectangle, 3);
    rectangle.x += 3;
    rectangle.y += rectangle.height - 6;
    rectangle.width -= 6;
    rectangle.height = 3;
    gs_paint_set_colour (cr, &scene->theme->accent);
    cairo_rectangle (cr, rectangle.x, rectangle.y, rectangle.width, rectangle.height);
    cairo_fill (cr);
  }
}

/* ---- arrows: along grid lines and gutters, never over a number ---- */

/* A way with right angles and round corners. */
static void
trace_way (cairo_t *cr, const gdouble (*points)[2], gint n)
{
  cairo_move_to (cr, points[0][0], points[0][1]);
  for (gint i = 1; i < n - 1; i++) {
    gdouble before = hypot (points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1]);
    gdouble after = hypot (points[i + 1][0] - points[i][0], points[i + 1][1] - points[i][1]);
    gdouble radius = MIN (RADIUS, MIN (before, after) / 2);
    gdouble ux = before > 0 ? (points[i][0] - points[i - 1][0]) / before : 0;
    gdouble uy = before > 0 ? (points[i][1] - points[i - 1][1]) / before : 0;
    gdouble vx = after > 0 ? (points[i + 1][0] - points[i][0]) / after : 0;
    gdouble vy = after > 0 ? (points[i + 1][1] - points[i][1]) / after : 0;
    gdouble ax = points[i][0] - ux * radius, ay = points[i][1] - uy * radius;
    gdouble bx = points[i][0] + vx * radius, by = points[i][1] + vy * radius;

    cairo_line_to (cr, ax, ay);
    cairo_curve_to (cr, ax + ux * radius * 0.55, ay + uy * radius * 0.55, bx - vx * radius * 0.55,
                    by - vy * radius * 0.55, bx, by);
  }
  cairo_line_to (cr, points[n - 1][0], points[n - 1][1]);
}

static void
draw_head (cairo_t *cr, gdouble x, gdouble y)
{
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x - 7, y - 4.5);
  cairo_line_to (cr, x - 7, y + 4.5);
  cairo_close_path (cr);
  cairo_fill (cr);
}

/* A height at or below `y` at which a line from x0 to x1 crosses no block. */
static gdouble
find_gutter (const GsScene *scene, gdouble y, gdouble x0, gdouble x1)
{
  gdouble step = 7 * scene->zoom;
  gboolean clear;

  y += step;
  do {
    clear = TRUE;
    for (gint i = 0; i < gs_layout_get_n_blocks (scene->layout); i++) {
      GsRectangle place = gs_scene_get_block (scene, gs_layout_get_block (scene->layout, i));

      if (place.x - 3 < MAX (x0, x1) && place.x + place.width + 3 > MIN (x0, x1) && y > place.y - 3
          && y < place.y + place.height + step - 1) {
        y = place.y + place.height + step;
        clear = FALSE;
      }
    }
  } while (!clear);
  return round (y) + 0.5;
}

/* From the lower edge of the source's block, through the gutter below it, to the gutter left of the
 * target, and in from the left. */
static void
draw_arrow (cairo_t *cr, const GsScene *scene, gint tensor, const GsRectangle *source, gdouble x, gdouble y)
{
  const GsBlock *block = gs_layout_find_block (scene->layout, tensor);
  GsRectangle around = gs_scene_get_block (scene, block);
  gdouble bottom = around.y + around.height;
  /* Down along the grid line right of the cell where others lie below it. */
  gboolean is_lowest = source->y + source->height > bottom - 1;
  gdouble start_x = round (is_lowest ? source->x + source->width / 2 : source->x + source->width) + 0.5;
  gdouble start_y = is_lowest ? bottom : source->y + source->height / 2;
  gdouble gutter = find_gutter (scene, bottom, start_x, x);
  const gdouble points[][2] = { { start_x, start_y }, { start_x, gutter }, { x, gutter }, { x, y } };

  trace_way (cr, points, 4);
}

/* Arrows from each of the groups to one place of a tensor. */
static void
draw_arrows (cairo_t *cr, const GsScene *scene, const GArray *sources, gint tensor, const GsRectangle *target)
{
  const GsBlock *block = gs_layout_find_block (scene->layout, tensor);
  GsRectangle around = gs_scene_get_block (scene, block);
  gdouble x = round (around.x - (block->header_width + 6) * scene->zoom) + 0.5;
  gdouble y = round (target->y + target->height / 2) + 0.5;
  gint n = 0;

  gs_paint_set_colour (cr, &scene->theme->accent);
  cairo_set_line_width (cr, 1.75 + scene->theme->outline);
  for (guint i = 0; i < sources->len; i++) {
    const Group *source = &g_array_index (sources, Group, i);
    gboolean few = source->n <= 2;

    if (source->tensor == tensor)
      continue;
    for (gint k = 0; k < (few ? source->n : 1); k++, n++)
      draw_arrow (cr, scene, source->tensor, few ? &source->place[k] : &source->range, x, y);
  }
  if (n == 0) {
    cairo_new_path (cr);
    return;
  }
  cairo_stroke (cr);
  /* The last stretch runs over the row's number only, and from the block's edge along the cell's middle
   * when other cells stand before it: there it would cross numbers, so it ends at the edge. */
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, around.x - 5, y);
  cairo_stroke (cr);
  draw_head (cr, around.x + 1, y);
  if (n > 1) {
    gs_paint_set_colour (cr, &scene->theme->canvas);
    cairo_arc (cr, x, y, 4.5, 0, 2 * G_PI);
    cairo_fill_preserve (cr);
    gs_paint_set_colour (cr, &scene->theme->accent);
    cairo_stroke (cr);
  }
}

/* ---- levels of arrows ---- */

static void
outline_groups (cairo_t *cr, const GsScene *scene, const GArray *groups, gdouble width)
{
  for (guint i = 0; i < groups->len; i++) {
    const Group *group = &g_array_index (groups, Group, i);

    for (gint k = 0; group->n <= 4 && k < group->n; k++)
      draw_outline (cr, scene, &group->place[k], width);
    if (group->n > 4)
      draw_outline (cr, scene, &group->range, width);
  }
}

/* Back from a group, level by level; what is farther away is dashed. */
static void
draw_back (cairo_t *cr, const GsScene *scene, const Group *to, gint level, gint levels, gdouble width)
{
  static const gdouble dashes[] = { 5, 3 };
  g_autoptr (GArray) groups = NULL;

  if (level > levels)
    return;
  groups = collect_groups (scene, to, TRUE);
  cairo_set_dash (cr, dashes, level > 1 ? 2 : 0, 0);
  outline_groups (cr, scene, groups, width);
  if (!scene->hide_arrows)
    draw_arrows (cr, scene, groups, to->tensor, to->n == 1 ? &to->place[0] : &to->range);
  for (guint i = 0; i < groups->len; i++)
    draw_back (cr, scene, &g_array_index (groups, Group, i), level + 1, levels, width);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
draw_on (cairo_t *cr, const GsScene *scene, const Group *from, gint level, gint levels, gdouble width)
{
  static const gdouble dashes[] = { 2, 3 };
  g_autoptr (GArray) groups = NULL, source = NULL;

  if (level > levels)
    return;
  groups = collect_groups (scene, from, FALSE);
  source = g_array_new (FALSE, FALSE, sizeof (Group));
  g_array_append_val (source, *from);
  cairo_set_dash (cr, dashes, 2, 0);
  outline_groups (cr, scene, groups, width);
  for (guint i = 0; i < groups->len; i++) {
    const Group *to = &g_array_index (groups, Group, i);

    if (!scene->hide_arrows)
      draw_arrows (cr, scene, source, to->tensor, to->n == 1 ? &to->place[0] : &to->range);
    draw_on (cr, scene, to, level + 1, levels, width);
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
  g_autoptr (GArray) groups = g_array_new (FALSE, FALSE, sizeof (Group));

  if (cells == NULL)
    return;
  add_to_groups (scene, groups, cells);
  cairo_set_dash (cr, dashes, 2, 0);
  for (guint i = 0; i < groups->len; i++) {
    const Group *group = &g_array_index (groups, Group, i);

    for (gint k = 0; k < (group->n <= 4 ? group->n : 1); k++) {
      const GsRectangle *place = group->n <= 4 ? &group->place[k] : &group->range;

      cairo_set_source_rgba (cr, scene->theme->accent.red, scene->theme->accent.green,
                             scene->theme->accent.blue, 0.12);
      cairo_rectangle (cr, place->x, place->y, place->width, place->height);
      cairo_fill (cr);
      draw_outline (cr, scene, place, 2);
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

/* Exactly the marked cells: of several channels each has an outline of its own, a wrapped vector one a row.
 */
static void
draw_range (cairo_t *cr, const GsScene *scene, const GArray *cells)
{
  GsRectangle part = { 0 };
  const NnCell *before = NULL;

  for (guint i = 0; i <= cells->len; i++) {
    const NnCell *cell = i < cells->len ? &g_array_index (cells, NnCell, i) : NULL;
    GsRectangle place;
    gboolean shown = cell != NULL && gs_scene_get_cell (scene, cell, &place);
    const NnShape *shape =
        cell != NULL ? &nn_program_get_tensor (scene->sight->program, cell->tensor)->shape : NULL;

    if (before != NULL
        && (!shown || !goes_on (shape, before, cell) || (shape->rank < 2 && place.y != part.y))) {
      cairo_set_source_rgba (cr, scene->theme->accent.red, scene->theme->accent.green,
                             scene->theme->accent.blue, 0.16);
      cairo_rectangle (cr, part.x, part.y, part.width, part.height);
      cairo_fill (cr);
      draw_outline (cr, scene, &part, 1.75);
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
draw_selection (cairo_t *cr, const GsScene *scene, const NnCell *selected)
{
  Group own = { .tensor = selected->tensor, .n = 1, .cell = { *selected } };
  gdouble width = CLAMP (scene->zoom, 1, 2); /* of lines: visible from far away where cells are */

  if (!gs_scene_get_cell (scene, selected, &own.place[0]))
    return;
  own.range = own.place[0];
  draw_back (cr, scene, &own, 1, scene->sight->levels_back, 1.75 * width);
  draw_on (cr, scene, &own, 1, scene->sight->levels_on, 1.75 * width);
  draw_outline (cr, scene, &own.place[0], 3 * width);
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
  if (sight->has_selection)
    draw_selection (cr, scene, &sight->selected);
  draw_term (cr, scene);
  if (sight->has_pointed && gs_scene_get_cell (scene, &sight->pointed, &place))
    draw_outline (cr, scene, &place, 1.75);
}
