/* A cell while it is written term by term: what is done, what is added now and how, what comes next. */
#include <math.h>

#include "gs-painter-private.h"

#define MAX_MARKED 12 /* factors of so many earlier terms are marked */
#define MAX_BARS   8  /* a bar for each term, up to so many; more make one bar */

/* ---- factors ---- */

static gboolean
get_factor (const GsScene *scene, const NnTerm *term, gint i, NnCell *cell, GsRectangle *place)
{
  *cell = gs_explanation_get_factor (scene->sight->writing, term, i);
  return gs_scene_get_cell (scene, cell, place);
}

static void
set_accent (cairo_t *cr, const GsScene *scene, gdouble alpha)
{
  const GsColour *accent = &scene->theme->accent;

  cairo_set_source_rgba (cr, accent->red, accent->green, accent->blue, alpha);
}

static void
trace_outline (cairo_t *cr, const GsRectangle *place, gdouble width)
{
  gdouble x = round (place->x), y = round (place->y);

  cairo_set_line_width (cr, width);
  cairo_rectangle (cr, x + 0.5, y + 0.5, round (place->x + place->width) - x,
                   round (place->y + place->height) - y);
}

/* Added already: a paler outline, and a check mark. */
static void
mark_past (cairo_t *cr, const GsScene *scene, const GsRectangle *place)
{
  gdouble size = CLAMP (place->height * 0.2, 4, 9), x = place->x + 4, y = place->y + 3;

  trace_outline (cr, place, 1.75 + scene->theme->outline);
  set_accent (cr, scene, 0.5);
  cairo_stroke (cr);
  if (place->width < 20)
    return;
  gs_paint_set_colour (cr, &scene->theme->ok);
  cairo_set_line_width (cr, 1.75);
  cairo_move_to (cr, x, y + size * 0.55);
  cairo_line_to (cr, x + size * 0.4, y + size);
  cairo_line_to (cr, x + size, y);
  cairo_stroke (cr);
}

static void
mark_now (cairo_t *cr, const GsScene *scene, const GsRectangle *place)
{
  cairo_rectangle (cr, round (place->x), round (place->y), round (place->width), round (place->height));
  set_accent (cr, scene, 0.12);
  cairo_fill (cr);
  gs_paint_outline (cr, scene, place, 3);
}

static void
mark_next (cairo_t *cr, const GsScene *scene, const GsRectangle *place)
{
  static const gdouble dashes[] = { 4, 3 };

  cairo_set_dash (cr, dashes, 2, 0);
  trace_outline (cr, place, 2);
  gs_paint_set_colour (cr, &scene->theme->dim);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* A cell that is read again keeps the mark of now. */
static gboolean
is_of_now (const GsScene *scene, const NnCell *cell)
{
  const GsSight *sight = scene->sight;

  for (gint i = 0; i < sight->term.n_factors; i++) {
    NnCell factor = gs_explanation_get_factor (sight->writing, &sight->term, i);

    if (nn_cell_equal (&factor, cell))
      return TRUE;
  }
  return FALSE;
}

static void
mark_factors (cairo_t *cr,
              const GsScene *scene,
              const NnTerm *term,
              void (*mark) (cairo_t *, const GsScene *, const GsRectangle *))
{
  NnCell cell;
  GsRectangle place;

  for (gint i = 0; i < term->n_factors; i++)
    if (get_factor (scene, term, i, &cell, &place) && (mark == mark_now || !is_of_now (scene, &cell)))
      mark (cr, scene, &place);
}

static void
mark_terms (cairo_t *cr, const GsScene *scene)
{
  const GsSight *sight = scene->sight;
  gsize now = sight->term.number;
  NnTerm term;

  for (gsize number = now > MAX_MARKED ? now - MAX_MARKED : 1; number < now; number++)
    if (gs_explanation_get_term (sight->writing, number, &term))
      mark_factors (cr, scene, &term, mark_past);
  if (gs_explanation_get_term (sight->writing, now + 1, &term))
    mark_factors (cr, scene, &term, mark_next);
  mark_factors (cr, scene, &sight->term, mark_now);
}

/* ---- the cell that is filled ---- */

/* Along the lower edge: how many of the terms are done. */
static void
draw_bars (cairo_t *cr, const GsScene *scene, const GsRectangle *place, gsize n)
{
  gdouble height = CLAMP (round (place->height * 0.09), 2, 6), left = place->x + 5;
  gdouble width = place->width - 10, y = round (place->y + place->height - height - 4);
  gsize done = scene->sight->term.number, bars = n <= MAX_BARS ? n : 1;
  gdouble each = (width + 3) / (gdouble) bars;

  if (place->width < 30)
    return;
  for (gsize i = 0; i < bars; i++) {
    gdouble filled = n <= MAX_BARS ? (i < done) : (gdouble) done / (gdouble) n;

    gs_paint_set_colour (cr, &scene->theme->line);
    cairo_rectangle (cr, left + (gdouble) i * each, y, each - 3, height);
    cairo_fill (cr);
    gs_paint_set_colour (cr, &scene->theme->accent);
    cairo_rectangle (cr, left + (gdouble) i * each, y, (each - 3) * filled, height);
    cairo_fill (cr);
  }
}

/* Its sum so far, marked as such. */
static void
draw_partial (cairo_t *cr, const GsScene *scene, const GsRectangle *place)
{
  const GsSight *sight = scene->sight;
  gchar text[GS_VIEW_BUFFER];
  gint tensor = gs_explanation_get_cell (sight->writing)->tensor;
  gdouble size = gs_painter_get_block_digit_size (gs_layout_find_block (scene->layout, tensor), scene->zoom);
  gdouble width = 0;

  gs_paint_set_colour (cr, &scene->theme->canvas);
  cairo_rectangle (cr, round (place->x) + 1, round (place->y) + 1, round (place->width) - 1,
                   round (place->height) - 1);
  cairo_fill (cr);
  if (place->width < 30 || gs_sight_is_hidden (sight, gs_explanation_get_cell (sight->writing)))
    return;
  for (gint digits = sight->digits; digits >= 2; digits--) {
    gs_sight_format (sight, sight->term.running, digits, text);
    width = gs_paint_measure (cr, text, size, TRUE);
    if (width <= place->width - 10) /* beside its outline */
      break;
  }
  gs_paint_set_colour (cr, &scene->theme->accent);
  gs_paint_text (cr, text, place->x + (place->width - width) / 2,
                 place->y + place->height * 0.44 + size * 0.36, size, TRUE);
  draw_bars (cr, scene, place, gs_explanation_count_terms (sight->writing));
}

/* ---- how it is made ---- */

/* A number on a plate across a line. */
static void
draw_plate (cairo_t *cr, const GsScene *scene, GsPoint centre, const gchar *text, gdouble size)
{
  gdouble width = gs_paint_measure (cr, text, size, TRUE), radius = size * 0.8;

  cairo_new_sub_path (cr);
  cairo_arc (cr, centre.x + width / 2, centre.y, radius, -G_PI / 2, G_PI / 2);
  cairo_arc (cr, centre.x - width / 2, centre.y, radius, G_PI / 2, 3 * G_PI / 2);
  cairo_close_path (cr);
  gs_paint_set_colour (cr, &scene->theme->tint);
  cairo_fill_preserve (cr);
  gs_paint_set_colour (cr, &scene->theme->accent);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  gs_paint_text (cr, text, centre.x - width / 2, centre.y + size * 0.36, size, TRUE);
}

static GArray *
group_factors (const GsScene *scene, const NnTerm *term)
{
  GArray *groups = g_array_new (FALSE, FALSE, sizeof (GsGroup));

  for (gint i = 0; i < term->n_factors; i++) {
    GsGroup group = { .n = 1 };

    if (!get_factor (scene, term, i, &group.cell[0], &group.place[0]))
      continue;
    group.tensor = group.cell[0].tensor;
    group.range = group.place[0];
    g_array_append_val (groups, group);
  }
  return groups;
}

/* Where the factors meet, beside the circle in which their product is added: at the left, at the right or
 * below, wherever there is room for the product between; that room is a wall for
 * the factors' ways then, if they have others. FALSE if there is none. */
static gboolean
find_meeting (GsPainter *painter,
              const GsScene *scene,
              const GArray *groups,
              const GsEntrance *entrance,
              gdouble plate,
              GsPoint *meeting)
{
  gdouble radius = entrance->radius, reach = plate + 2 * radius + 20, height = 3 * radius + 2 * 14;
  GsPoint aim = entrance->aim;
  const GsRectangle rooms[] = {
    { aim.x - reach - radius - 4, aim.y - radius - 3, reach + radius + 4, 2 * radius + 6 },
    { aim.x, aim.y - radius - 3, reach + radius + 4, 2 * radius + 6 },
    { aim.x - plate / 2 - radius, aim.y, plate + 2 * radius, height + radius + 4 },
  };
  const GsPoint meetings[] = { { aim.x - reach, aim.y },
                               { aim.x + reach, aim.y },
                               { aim.x, aim.y + height } };

  /* From there the product goes on to the cell, and no factor comes that way. */
  GsPoint tip = entrance->way[entrance->n - 1];
  const GsRectangle walls[] = {
    { aim.x - reach + radius + 2, aim.y - 2, reach - radius - 2, 4 },
    { aim.x, aim.y - 2, reach - radius - 2, 4 },
    { aim.x - 2, aim.y, 4, height - radius - 4 },
    { MIN (aim.x, tip.x) - 2, MIN (aim.y, tip.y), fabs (aim.x - tip.x) + 4, fabs (aim.y - tip.y) },
  };
  gint first = -1;

  for (gint i = 0; i < (gint) G_N_ELEMENTS (rooms) && radius > 0; i++) {
    if (!gs_paint_is_free (painter, &rooms[i]))
      continue;
    first = first >= 0 ? first : i;
    *meeting = meetings[i];
    g_array_append_val (painter->walls, walls[i]);
    g_array_append_val (painter->walls, walls[3]);
    if (gs_paint_have_ways (painter, scene, groups, *meeting))
      return TRUE;
    g_array_set_size (painter->walls, painter->walls->len - 2);
  }
  if (first >= 0)
    *meeting = meetings[first];
  return first >= 0;
}

/* The way of what is added next, faint and without its numbers. */
static void
draw_next (GsPainter *painter, cairo_t *cr, const GsScene *scene, const GsEntrance *entrance)
{
  static const gdouble dashes[] = { 4, 3 };
  g_autoptr (GArray) groups = NULL;
  NnTerm next;

  if (!gs_explanation_get_term (scene->sight->writing, scene->sight->term.number + 1, &next)
      || next.n_factors != 1)
    return;
  groups = group_factors (scene, &next);
  gs_paint_set_colour (cr, &scene->theme->dim);
  cairo_set_dash (cr, dashes, 2, 0);
  gs_paint_ways (painter, cr, scene, groups, entrance->aim, entrance->way[1]);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* "0.0125 + 0.0300 = 0.0425" beside the circle, where nothing else stands. */
static void
write_sum (GsPainter *painter, cairo_t *cr, const GsScene *scene, const GsEntrance *entrance, gboolean right)
{
  const GsSight *sight = scene->sight;
  gdouble size = CLAMP (11.5 * scene->zoom, 9, 22), width;
  gchar was[GS_VIEW_BUFFER], value[GS_VIEW_BUFFER], now[GS_VIEW_BUFFER];
  g_autofree gchar *text = NULL;
  GsRectangle place;
  NnTerm before;

  if (sight->term.number < 2 || !gs_explanation_get_term (sight->writing, sight->term.number - 1, &before))
    return;
  text = g_strdup_printf ("%s %s %s = %s", gs_sight_format (sight, before.running, 0, was),
                          sight->term.value < 0 ? "−" : "+",
                          gs_sight_format (sight, fabs (sight->term.value), 0, value),
                          gs_sight_format (sight, sight->term.running, 0, now));
  width = gs_paint_measure (cr, text, size, TRUE);
  place = (GsRectangle){ entrance->aim.x + (right ? entrance->radius + 10 : -entrance->radius - 10 - width),
                         entrance->aim.y - size * 0.7, width, size * 1.4 };
  if (!gs_paint_is_free (painter, &place))
    return;
  gs_paint_set_colour (cr, &scene->theme->canvas);
  cairo_rectangle (cr, place.x - 2, place.y, place.width + 4, place.height);
  cairo_fill (cr);
  gs_paint_set_colour (cr, &scene->theme->accent);
  gs_paint_text (cr, text, place.x, entrance->aim.y + size * 0.36, size, TRUE);
}

/* The factors' ways, the circle where they meet, their product, the circle in which it is added. */
static void
draw_making (GsPainter *painter, cairo_t *cr, const GsScene *scene, const GsRectangle *place, gboolean hidden)
{
  const GsSight *sight = scene->sight;
  const NnCell *cell = gs_explanation_get_cell (sight->writing);
  GsGroup target = {
    .tensor = cell->tensor, .n = 1, .cell = { *cell }, .place = { *place }, .range = *place
  };
  const gchar *join = gs_explanation_get_sign (sight->writing, 0);
  const gchar *make = gs_explanation_get_sign (sight->writing, sight->term.number);
  g_autoptr (GArray) groups = group_factors (scene, &sight->term);
  GsEntrance entrance = gs_paint_find_entrance (painter, scene, &target, TRUE);
  gdouble size = CLAMP (11.5 * scene->zoom, 9, 22);
  GsPoint meeting = entrance.aim, tip;
  gchar product[GS_VIEW_BUFFER];
  guint n_walls = painter->walls->len;
  gboolean apart;

  if (hidden)
    g_strlcpy (product, "?", sizeof product);
  else
    gs_sight_format (sight, sight->term.value, 0, product);
  draw_next (painter, cr, scene, &entrance);
  apart = groups->len > 1 && !g_str_equal (join, make)
          && find_meeting (painter, scene, groups, &entrance,
                           gs_paint_measure (cr, product, size, TRUE) + 1.6 * size, &meeting);
  gs_paint_set_colour (cr, &scene->theme->accent);
  gs_paint_ways (painter, cr, scene, groups, meeting, apart ? entrance.aim : entrance.way[1]);
  g_array_set_size (painter->walls, n_walls);
  cairo_move_to (cr, meeting.x, meeting.y);
  cairo_line_to (cr, entrance.aim.x, entrance.aim.y);
  for (gint i = 0; i < entrance.n; i++)
    cairo_line_to (cr, entrance.way[i].x, entrance.way[i].y);
  cairo_stroke (cr);
  gs_paint_head (cr, entrance.way[entrance.n - 2], entrance.way[entrance.n - 1]);
  if (apart) {
    tip = (GsPoint){ entrance.aim.x + entrance.radius * (meeting.x > entrance.aim.x)
                         - entrance.radius * (meeting.x < entrance.aim.x),
                     entrance.aim.y + entrance.radius * (meeting.y > entrance.aim.y) };
    gs_paint_head (cr, meeting, tip);
    gs_paint_circle (cr, scene, meeting, entrance.radius, make);
    draw_plate (cr, scene, (GsPoint){ (meeting.x + entrance.aim.x) / 2, (meeting.y + entrance.aim.y) / 2 },
                product, size);
  }
  if (entrance.radius > 0)
    gs_paint_circle (cr, scene, entrance.aim, entrance.radius, apart || groups->len < 2 ? join : make);
  if (!hidden && g_str_equal (join, "+"))
    write_sum (painter, cr, scene, &entrance, meeting.x <= entrance.aim.x);
}

void
gs_paint_term (GsPainter *painter, cairo_t *cr, const GsScene *scene)
{
  const GsSight *sight = scene->sight;
  GsRectangle place;
  gboolean hidden;

  if (sight->writing == NULL)
    return;
  mark_terms (cr, scene);
  if (!gs_scene_get_cell (scene, gs_explanation_get_cell (sight->writing), &place))
    return;
  hidden = gs_sight_is_hidden (sight, gs_explanation_get_cell (sight->writing));
  if (!hidden)
    draw_partial (cr, scene, &place);
  gs_paint_outline (cr, scene, &place, 3);
  if (scene->hide_arrows)
    return;
  draw_making (painter, cr, scene, &place, hidden);
}
