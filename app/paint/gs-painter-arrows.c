/* Arrows: from what a cell is computed from to the cell itself, along grid lines and gutters. They cross no
 * number, header or heading. */
#include <math.h>

#include "gs-enlarged-map.h"
#include "gs-painter-private.h"
#include "gs-strip.h"

#define CORNER 8.0
#define NEAR   5.0 /* between a head and its cell, outline included */
/* Between an arrow and what it goes around, at zoom 1: the middle of a gutter; and above or below it. */
#define BESIDE     4.9
#define BELOW      9.0
#define FROM_CELL  22.0 /* from a cell to the circle of its sign, where there is room */
#define SMALL_CELL 18.0 /* pixels: smaller ones have no arrows of their own, their block has */

/* ---- walls ---- */

static void
add_wall (GsPainter *painter, gdouble x, gdouble y, gdouble width, gdouble height)
{
  g_array_append_val (painter->walls, ((GsRectangle){ x, y, width, height }));
}

void
gs_paint_raise_walls (GsPainter *painter, cairo_t *cr, const GsScene *scene)
{
  gdouble header = GS_HEADER_HEIGHT * gs_scene_get_letters (scene),
          caption = GS_CAPTION_SPACE * gs_scene_get_letters (scene);

  g_array_set_size (painter->walls, 0);
  for (gint i = 0; i < gs_layout_get_n_blocks (scene->layout); i++) {
    const GsBlock *block = gs_layout_get_block (scene->layout, i);
    GsRectangle place = gs_scene_get_block (scene, block);
    gdouble left = block->header_width * scene->zoom;

    add_wall (painter, place.x - left, place.y - header, place.width + left, place.height + header);
    add_wall (painter, place.x, place.y - header - caption, gs_paint_measure_heading (painter, cr, scene, i),
              caption);
  }
  if (gs_layout_get_strip (scene->layout) != NULL) {
    GsRectangle strip, map;

    gs_strip_get_extent (scene, &strip.x, &strip.y, &strip.width, &strip.height);
    g_array_append_val (painter->walls, strip);
    if (gs_enlarged_map_get_extent (scene, &map.x, &map.y, &map.width, &map.height))
      g_array_append_val (painter->walls, map);
  }
  for (gint band = 0; band < GS_N_BANDS; band++) {
    GsRectangle title;

    if (gs_paint_get_band_title (cr, scene, (GsBand) band, &title))
      g_array_append_val (painter->walls, title);
  }
}

gboolean
gs_paint_is_free (const GsPainter *painter, const GsRectangle *place)
{
  return gs_walls_leave_free ((const GsRectangle *) (gpointer) painter->walls->data,
                              (gint) painter->walls->len, place);
}

/* ---- where arrows leave and enter ---- */

/* Small cells have no numbers that could be crossed, and no room for heads: their block stands for them. */
static GsRectangle
get_place (const GsScene *scene, const GsGroup *group, gint part)
{
  const GsBlock *block = gs_layout_find_block (scene->layout, group->tensor);
  gint n;
  const GsRectangle *parts = gs_paint_get_parts (scene, group, &n);

  if (MIN (block->cell_width, block->cell_height) * scene->zoom < SMALL_CELL)
    return gs_scene_get_block (scene, block);
  return part >= 0 ? parts[part] : group->n > 4 ? parts[n - 1] : group->range;
}

static GsRectangle
get_around (const GsScene *scene, gint tensor)
{
  return gs_scene_get_block (scene, gs_layout_find_block (scene->layout, tensor));
}

/* A way out of a block: from the cell to a place in the gutter. */
typedef struct {
  GsPoint from, out;
} Exit;

/* Below, along the grid line beside the cell where others lie beneath it; and to the right from the last
 * column. */
static gint
list_exits (const GsScene *scene, gint tensor, const GsRectangle *place, Exit exits[2])
{
  GsRectangle around = get_around (scene, tensor);
  gdouble right = place->x + place->width, bottom = place->y + place->height;
  gdouble end = around.y + around.height, middle = round (place->y + place->height / 2) + 0.5;
  gboolean is_lowest = bottom > end - 1;
  gdouble x = round (is_lowest ? place->x + place->width / 2 : right) + 0.5;

  exits[0] = (Exit){ { x, is_lowest ? bottom : middle }, { x, end + BELOW * scene->zoom } };
  if (right < around.x + around.width - 1)
    return 1;
  exits[1] = (Exit){ { right, middle }, { right + BESIDE * scene->zoom, middle } };
  return 2;
}

/* From below: straight up to a cell with nothing beneath it, else along the grid line at its left and, from
 * its lower edge, into it. */
static GsEntrance
enter_from_below (const GsScene *scene, const GsRectangle *place, const GsRectangle *around, gdouble depth)
{
  gdouble bottom = place->y + place->height, end = around->y + around->height;
  gdouble middle = round (place->x + place->width / 2) + 0.5, left = round (place->x) + 0.5;

  if (bottom > end - 1)
    return (GsEntrance){ { middle, end + depth }, { { middle, end + depth }, { middle, end + 2 } }, 2, 0 };
  bottom = round (bottom) + 0.5;
  return (GsEntrance){
    { left, end + depth }, { { left, bottom }, { middle, bottom }, { middle, bottom - GS_ARROW_HEAD } }, 3, 0
  };
}

GsEntrance
gs_paint_find_entrance (GsPainter *painter, const GsScene *scene, const GsGroup *target, gboolean has_sign)
{
  GsRectangle place = get_place (scene, target, target->n == 1 ? 0 : -1);
  GsRectangle around = get_around (scene, target->tensor);
  gdouble radius = CLAMP (7 * scene->zoom, 5, 14), end = around.y + around.height, right;
  const gdouble depths[] = { MAX (FROM_CELL * scene->zoom, radius + GS_ARROW_HEAD + NEAR),
                             radius + GS_ARROW_HEAD + 2 };
  GsEntrance entrance;

  for (gsize i = 0; has_sign && i < G_N_ELEMENTS (depths); i++) {
    entrance = enter_from_below (scene, &place, &around, depths[i]);
    entrance.radius = radius;
    if (gs_paint_is_free (painter, &(GsRectangle){ entrance.aim.x - radius - 2, end + 1, 2 * radius + 4,
                                                   entrance.aim.y + radius + 1 - end }))
      return entrance;
  }
  right = around.x + around.width;
  if (has_sign && place.x + place.width > right - 1) {
    gdouble y = round (place.y + place.height / 2) + 0.5;

    entrance =
        (GsEntrance){ { right + depths[1], y }, { { right + depths[1], y }, { right + 2, y } }, 2, radius };
    if (gs_paint_is_free (
            painter, &(GsRectangle){ right + 1, y - radius - 2, depths[1] + radius + 1, 2 * radius + 4 }))
      return entrance;
  }
  return enter_from_below (scene, &place, &around, BELOW * scene->zoom);
}

/* ---- drawing ---- */

/* A way with right angles and round corners. */
static void
trace_way (cairo_t *cr, const GsPoint *points, gint n)
{
  cairo_move_to (cr, points[0].x, points[0].y);
  for (gint i = 1; i < n - 1; i++) {
    gdouble before = hypot (points[i].x - points[i - 1].x, points[i].y - points[i - 1].y);
    gdouble after = hypot (points[i + 1].x - points[i].x, points[i + 1].y - points[i].y);
    gdouble radius = MIN (CORNER, MIN (before, after) / 2);
    gdouble ux = before > 0 ? (points[i].x - points[i - 1].x) / before : 0;
    gdouble uy = before > 0 ? (points[i].y - points[i - 1].y) / before : 0;
    gdouble vx = after > 0 ? (points[i + 1].x - points[i].x) / after : 0;
    gdouble vy = after > 0 ? (points[i + 1].y - points[i].y) / after : 0;
    gdouble ax = points[i].x - ux * radius, ay = points[i].y - uy * radius;
    gdouble bx = points[i].x + vx * radius, by = points[i].y + vy * radius;

    cairo_line_to (cr, ax, ay);
    cairo_curve_to (cr, ax + ux * radius * 0.55, ay + uy * radius * 0.55, bx - vx * radius * 0.55,
                    by - vy * radius * 0.55, bx, by);
  }
  cairo_line_to (cr, points[n - 1].x, points[n - 1].y);
}

/* A circle, or what a longer word needs. */
void
gs_paint_circle (cairo_t *cr, const GsScene *scene, GsPoint centre, gdouble radius, const gchar *sign)
{
  gdouble size = radius * 1.5, width = gs_paint_measure (cr, sign, size, TRUE);
  gdouble reach = MAX (0, width / 2 - radius * 0.6);

  cairo_set_dash (cr, NULL, 0, 0);
  cairo_new_sub_path (cr);
  cairo_arc (cr, centre.x + reach, centre.y, radius, -G_PI / 2, G_PI / 2);
  cairo_arc (cr, centre.x - reach, centre.y, radius, G_PI / 2, 3 * G_PI / 2);
  cairo_close_path (cr);
  gs_paint_set_colour (cr, &scene->theme->canvas);
  cairo_fill_preserve (cr);
  gs_paint_set_colour (cr, &scene->theme->accent);
  cairo_set_line_width (cr, 1.75 + scene->theme->outline);
  cairo_stroke (cr);
  gs_paint_text (cr, sign, centre.x - width / 2, centre.y + size * 0.36, size, TRUE);
}

/* The exits of all groups, and how many of them each arrow may choose from. */
typedef struct {
  GArray *exits;   /* Exit */
  GArray *choices; /* gint */
} Exits;

static void
add_exits (Exits *self, const GsScene *scene, const GsGroup *group)
{
  gint n_parts;

  (void) gs_paint_get_parts (scene, group, &n_parts);
  for (gint i = 0; i < (n_parts <= 2 ? n_parts : 1); i++) {
    GsRectangle place = get_place (scene, group, n_parts <= 2 ? i : -1);
    Exit exits[2];
    gint n = list_exits (scene, group->tensor, &place, exits);

    g_array_append_vals (self->exits, exits, (guint) n);
    g_array_append_val (self->choices, n);
  }
}

/* A way that would come to the aim along the line that leads on from there to the cell goes beside it
 * instead, where there is room: what is combined at the aim is seen to come there. */
static void
keep_off_trunk (GsPainter *painter, GArray *way, GsPoint trunk)
{
  GsPoint *corners = (GsPoint *) (gpointer) way->data, *aim = &corners[way->len - 1], *last = aim - 1, beside;

  if (way->len < 4 || last->x != aim->x || (last->y - aim->y) * (trunk.y - aim->y) <= 0
      || (last - 1)->y != last->y)
    return;
  beside = (GsPoint){ (last - 1)->x, aim->y };
  if (gs_paint_is_free (painter,
                        &(GsRectangle){ MIN (beside.x, aim->x), aim->y - 2, fabs (beside.x - aim->x), 4 })
      && gs_paint_is_free (painter,
                           &(GsRectangle){ beside.x - 2, MIN (last->y, aim->y), 4, fabs (last->y - aim->y) }))
    *last = beside;
}

/* The shortest of those that it may choose from; NULL if there is none. */
static GArray *
choose_way (const GsRoutes *routes, const Exits *exits, gint first, gint n)
{
  GArray *way;
  gint best = 0;

  for (gint i = 1; i < n; i++)
    if (gs_routes_get_cost (routes, 1 + first + i) < gs_routes_get_cost (routes, 1 + first + best))
      best = i;
  way = gs_routes_get_way (routes, 1 + first + best);
  if (way != NULL)
    g_array_prepend_val (way, g_array_index (exits->exits, Exit, first + best).from);
  return way;
}

/* Arrays of GsPoint, one for each arrow that there is a way for. */
static GPtrArray *
find_ways (GsPainter *painter, const GsScene *scene, const GArray *groups, GsPoint aim, gint *n_arrows)
{
  GPtrArray *ways = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_autoptr (GArray) exits = g_array_new (FALSE, FALSE, sizeof (Exit));
  g_autoptr (GArray) choices = g_array_new (FALSE, FALSE, sizeof (gint));
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (GsPoint));
  g_autoptr (GsRoutes) routes = NULL;
  Exits all = { exits, choices };
  gint first = 0;

  for (guint i = 0; i < groups->len; i++)
    add_exits (&all, scene, &g_array_index (groups, GsGroup, i));
  *n_arrows = (gint) choices->len;
  if (exits->len == 0)
    return ways;
  g_array_append_val (places, aim);
  for (guint i = 0; i < exits->len; i++)
    g_array_append_val (places, g_array_index (exits, Exit, i).out);
  routes = gs_routes_new ((const GsRectangle *) (gpointer) painter->walls->data, (gint) painter->walls->len,
                          ((GsPoint){ BESIDE * scene->zoom, BELOW * scene->zoom }),
                          (const GsPoint *) (gpointer) places->data, (gint) places->len, 0);
  for (guint i = 0; i < choices->len; i++) {
    gint n = g_array_index (choices, gint, i);
    GArray *way = choose_way (routes, &all, first, n);

    if (way != NULL)
      g_ptr_array_add (ways, way);
    first += n;
  }
  return ways;
}

gint
gs_paint_ways (GsPainter *painter,
               cairo_t *cr,
               const GsScene *scene,
               const GArray *groups,
               GsPoint aim,
               GsPoint trunk)
{
  gint n_arrows;
  g_autoptr (GPtrArray) ways = find_ways (painter, scene, groups, aim, &n_arrows);

  cairo_set_line_width (cr, 1.75 + scene->theme->outline);
  for (guint i = 0; i < ways->len; i++) {
    GArray *way = g_ptr_array_index (ways, i);

    keep_off_trunk (painter, way, trunk);
    trace_way (cr, (const GsPoint *) (gpointer) way->data, (gint) way->len);
  }
  cairo_stroke (cr);
  return n_arrows;
}

gboolean
gs_paint_have_ways (GsPainter *painter, const GsScene *scene, const GArray *groups, GsPoint aim)
{
  gint n_arrows;
  g_autoptr (GPtrArray) ways = find_ways (painter, scene, groups, aim, &n_arrows);

  return (gint) ways->len == n_arrows;
}

/* What makes the target's first cell out of what the arrows bring. */
static const gchar *
find_sign (const GsScene *scene, const GsGroup *target)
{
  g_autoptr (GsExplanation) explanation = gs_explanation_new (scene->sight->frame, &target->cell[0], NULL);

  if (gs_sight_is_hidden (scene->sight, &target->cell[0])
      && gs_sight_get_solved (scene->sight, &target->cell[0]) == NULL)
    return "?";
  return gs_explanation_get_sign (explanation, 0);
}

void
gs_paint_arrows (GsPainter *painter,
                 cairo_t *cr,
                 const GsScene *scene,
                 const GArray *groups,
                 const GsGroup *target)
{
  const gchar *sign = find_sign (scene, target);
  GsEntrance entrance = gs_paint_find_entrance (painter, scene, target, *sign != '\0');
  g_autoptr (GArray) others = g_array_new (FALSE, FALSE, sizeof (GsGroup));
  const GsPoint *way = entrance.way;
  gint n;

  /* Within one block the outlines say enough. */
  for (guint i = 0; i < groups->len; i++)
    if (g_array_index (groups, GsGroup, i).tensor != target->tensor)
      g_array_append_val (others, g_array_index (groups, GsGroup, i));
  gs_paint_set_colour (cr, &scene->theme->accent);
  n = gs_paint_ways (painter, cr, scene, others, entrance.aim, way[1]);
  if (n == 0)
    return;
  cairo_move_to (cr, entrance.aim.x, entrance.aim.y);
  for (gint i = 0; i < entrance.n; i++)
    cairo_line_to (cr, way[i].x, way[i].y);
  cairo_stroke (cr);
  gs_paint_head (cr, way[entrance.n - 2], way[entrance.n - 1]);
  if (*sign != '\0' && entrance.radius > 0)
    gs_paint_circle (cr, scene, entrance.aim, entrance.radius, sign);
}
