/* Arrows: ways between walls are as short as can be, and what is drawn over a sheet covers no number, header
 * or heading of it. */
#include <math.h>
#include <string.h>

#include "app/paint/gs-painter-private.h"
#include "app/paint/gs-route.h"
#include "app/view/gs-view.h"
#include "app/workbook/gs-workbook-layers.h"
#include "app/workbook/gs-workbook-rows.h"
#include "books.h"

/* ---- ways between walls ---- */

#define SIZE      24
#define CROSSINGS (SIZE * SIZE * 2)

/* Whether a unit step along an axis runs through the inside of a wall. */
static gboolean
is_walled (const GsRectangle *walls, gint n_walls, gint x, gint y, gint axis)
{
  gdouble middle_x = x + (axis == 0 ? 0.5 : 0), middle_y = y + (axis == 1 ? 0.5 : 0);

  for (gint i = 0; i < n_walls; i++)
    if (middle_x > walls[i].x && middle_x < walls[i].x + walls[i].width && middle_y > walls[i].y
        && middle_y < walls[i].y + walls[i].height)
      return TRUE;
  return FALSE;
}

/* Prices on squared paper from one crossing to all, by going over all steps until nothing gets cheaper. */
static void
price_all (const GsRectangle *walls, gint n_walls, GsPoint aim, gdouble prices[CROSSINGS])
{
  gboolean changed = TRUE;

  for (gint i = 0; i < CROSSINGS; i++)
    prices[i] = INFINITY;
  prices[2 * ((gint) aim.y * SIZE + (gint) aim.x)] = prices[2 * ((gint) aim.y * SIZE + (gint) aim.x) + 1] = 0;
  while (changed) {
    changed = FALSE;
    for (gint node = 0; node < CROSSINGS; node++) {
      gint x = node / 2 % SIZE, y = node / 2 / SIZE;

      for (gint turn = 0; turn < 4; turn++) {
        gint axis = turn / 2, sign = turn % 2 ? 1 : -1, to_x = x + (axis == 0) * sign,
             to_y = y + (axis == 1) * sign;
        gint to = 2 * (to_y * SIZE + to_x) + axis;
        gdouble price = prices[node] + 1 + (axis != node % 2 ? GS_ROUTE_CORNER : 0);

        if (to_x < 0 || to_y < 0 || to_x >= SIZE || to_y >= SIZE
            || is_walled (walls, n_walls, MIN (x, to_x), MIN (y, to_y), axis) || price >= prices[to])
          continue;
        prices[to] = price;
        changed = TRUE;
      }
    }
  }
}

/* From the place to the aim, each stretch along one axis and outside the walls; what it costs. */
static gdouble
walk (const GsRectangle *walls, gint n_walls, const GArray *way, GsPoint place, GsPoint aim)
{
  const GsPoint *points = (const GsPoint *) (gpointer) way->data;
  gdouble cost = 0;

  g_assert_true (points[0].x == place.x && points[0].y == place.y);
  g_assert_true (points[way->len - 1].x == aim.x && points[way->len - 1].y == aim.y);
  for (guint i = 1; i < way->len; i++) {
    gint axis = points[i].x != points[i - 1].x ? 0 : 1;
    gint steps = (gint) fabs (points[i].x - points[i - 1].x + points[i].y - points[i - 1].y);

    g_assert_true ((points[i].x == points[i - 1].x) != (points[i].y == points[i - 1].y));
    for (gint k = 0; k < steps; k++)
      g_assert_false (is_walled (walls, n_walls, (gint) MIN (points[i].x, points[i - 1].x) + (axis == 0) * k,
                                 (gint) MIN (points[i].y, points[i - 1].y) + (axis == 1) * k, axis));
    cost += steps + (i > 1 ? GS_ROUTE_CORNER : 0);
  }
  return cost;
}

static void
test_ways (void)
{
  guint n_ways = 0, n_none = 0;

  for (gint round = 0; round < 400; round++) {
    gint n_walls = g_test_rand_int_range (0, 9);
    GsRectangle walls[9];
    GsPoint places[6];
    g_autoptr (GsRoutes) routes = NULL;
    gdouble prices[CROSSINGS];

    for (gint i = 0; i < n_walls; i++)
      walls[i] = (GsRectangle){ g_test_rand_int_range (1, SIZE - 4), g_test_rand_int_range (1, SIZE - 4),
                                g_test_rand_int_range (1, 12), g_test_rand_int_range (1, 12) };
    for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
      places[i] = (GsPoint){ g_test_rand_int_range (0, SIZE), g_test_rand_int_range (0, SIZE) };
    /* On squared paper that is as large as the lattice: walls that leave it are its border. */
    for (gint i = 0; i < n_walls; i++) {
      walls[i].width = MIN (walls[i].width, SIZE - 1 - walls[i].x);
      walls[i].height = MIN (walls[i].height, SIZE - 1 - walls[i].y);
    }
    routes = gs_routes_new (walls, n_walls, (GsPoint){ 0, 0 }, places, G_N_ELEMENTS (places), 0);
    price_all (walls, n_walls, places[0], prices);
    for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
      gint node = 2 * ((gint) places[i].y * SIZE + (gint) places[i].x);
      gdouble price = MIN (prices[node], prices[node + 1]);
      g_autoptr (GArray) way = gs_routes_get_way (routes, (gint) i);

      g_assert_cmpfloat (gs_routes_get_cost (routes, (gint) i), ==, price);
      g_assert_true ((way == NULL) == isinf (price));
      if (way != NULL && way->len > 1) {
        g_assert_cmpfloat (walk (walls, n_walls, way, places[i], places[0]), ==, price);
        n_ways++;
      }
      n_none += way == NULL;
    }
  }
  g_assert_cmpuint (n_ways, >, 1000);
  g_assert_cmpuint (n_none, >, 50);
}

static void
test_margin (void)
{
  const GsRectangle wall = { 10, -1000, 10, 1010 };
  const GsPoint places[] = { { 0, 0 }, { 40, 0 }, { 21, 0 } };
  g_autoptr (GsRoutes) routes = gs_routes_new (&wall, 1, (GsPoint){ 3, 2 }, places, 3, 0);
  g_autoptr (GArray) way = gs_routes_get_way (routes, 1), none = gs_routes_get_way (routes, 2);

  /* Below the wall, as far from it as was asked for. */
  g_assert_nonnull (way);
  g_assert_cmpuint (way->len, ==, 4);
  g_assert_cmpfloat (g_array_index (way, GsPoint, 1).y, ==, 12);
  /* A place that is too near. */
  g_assert_null (none);
  g_assert_true (isinf (gs_routes_get_cost (routes, 2)));
  g_assert_false (gs_walls_leave_free (&wall, 1, &(GsRectangle){ 19, 0, 5, 5 }));
  g_assert_true (gs_walls_leave_free (&wall, 1, &(GsRectangle){ 20, 0, 5, 5 }));
}

/* Its distance is what was asked for, but for how it was calculated: 0.1 + 0.2 is more than 0.3. */
static void
test_rounding (void)
{
  const GsRectangle wall = { 0, 0, 10, 0.1 };
  const gdouble margin = 0.2, edge = 0.3;
  const GsPoint places[] = { { 30, 20 }, { 5, edge } };
  g_autoptr (GsRoutes) routes = gs_routes_new (&wall, 1, (GsPoint){ margin, margin }, places, 2, 0);
  g_autoptr (GArray) way = gs_routes_get_way (routes, 1);

  g_assert_cmpfloat (wall.height + margin, !=, edge);
  g_assert_nonnull (way);
}

/* ---- over a sheet ---- */

static GsView *
open_view (const gchar *name)
{
  g_autoptr (GsWorkbook) book = book_open (name);
  GsCursor cursor = { .pass = 1 };

  cursor.instruction = nn_program_get_n_instructions (gs_workbook_get_program (book)) - 1;
  g_assert_true (gs_workbook_go_to (book, &cursor, NULL));
  return gs_view_new (book);
}

static cairo_surface_t *
draw (GsPainter *painter, const GsScene *scene)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, scene->width, scene->height);
  cairo_t *cr = cairo_create (surface);

  gs_painter_draw (painter, cr, scene);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static guint32
get_pixel (cairo_surface_t *surface, gint x, gint y)
{
  const guchar *row =
      cairo_image_surface_get_data (surface) + (gsize) y * (gsize) cairo_image_surface_get_stride (surface);
  guint32 pixel;

  memcpy (&pixel, row + 4 * x, sizeof pixel);
  return pixel & 0xffffff;
}

static guint32
pack (const GsColour *colour)
{
  return (guint32) lround (colour->red * 255) << 16 | (guint32) lround (colour->green * 255) << 8
         | (guint32) lround (colour->blue * 255);
}

/* Whether arrows may be where the pixel is: on what is empty, on the line between bands, on grid lines and
 * the narrow edge of cells beside them, and where the head ends in the target. */
static gboolean
may_be_drawn (const GsScene *scene, cairo_surface_t *plain, const NnCell *target, gint x, gint y)
{
  guint32 pixel = get_pixel (plain, x, y);
  gdouble cell_x, cell_y;

  gs_layout_get_cell (scene->layout, target, 1, &cell_x, &cell_y);
  cell_x = (cell_x - scene->left) * scene->zoom;
  cell_y = (cell_y - scene->top) * scene->zoom;
  if (x >= cell_x - 3 && x <= cell_x + GS_CELL_WIDTH * scene->zoom + 3
      && y >= cell_y + GS_CELL_HEIGHT * scene->zoom - 9 && y <= cell_y + GS_CELL_HEIGHT * scene->zoom + 3)
    return TRUE;
  for (gint i = 0; i < gs_layout_get_n_blocks (scene->layout); i++) {
    const GsBlock *block = gs_layout_get_block (scene->layout, i);
    gdouble left = (block->x - scene->left) * scene->zoom, top = (block->y - scene->top) * scene->zoom;
    gdouble width = block->cell_width * scene->zoom, height = block->cell_height * scene->zoom;

    if (x < left - 1 || y < top - 1 || x > left + block->width * scene->zoom + 1
        || y > top + block->height * scene->zoom + 1)
      continue;
    return fabs (remainder (x - left, width)) <= 4 || fabs (remainder (y - top, height)) <= 4;
  }
  return pixel == pack (&scene->theme->canvas) || pixel == pack (&scene->theme->line);
}

/* Draws with and without arrows and looks at each pixel that they change. */
static guint
check_cell (GsView *view, GsPainter *painter, GsScene *scene, const NnCell *cell)
{
  cairo_surface_t *plain, *with;
  guint n = 0;

  gs_view_select (view, cell, FALSE);
  scene->sight = gs_view_get_sight (view);
  scene->hide_arrows = TRUE;
  plain = draw (painter, scene);
  scene->hide_arrows = FALSE;
  with = draw (painter, scene);
  for (gint y = 0; y < scene->height; y++)
    for (gint x = 0; x < scene->width; x++) {
      if (get_pixel (plain, x, y) == get_pixel (with, x, y))
        continue;
      n++;
      if (!may_be_drawn (scene, plain, cell, x, y)) {
        g_autofree gchar *name = gs_view_describe (view, cell);

        cairo_surface_write_to_png (with, "arrows-failed.png");
        g_error ("%s: an arrow covers what stands at %d, %d", name, x, y);
      }
    }
  cairo_surface_destroy (plain);
  cairo_surface_destroy (with);
  return n;
}

/* Each cell of small networks, at two sizes, in every corner of its block. */
static void
test_nothing_covered (void)
{
  static const gchar *const names[] = { "mazur", "xor", "softmax3", "branches", "residual", "logistic" };
  guint n_cells = 0, n_drawn = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GsView) view = open_view (names[i]);
    g_autoptr (GsPainter) painter = gs_painter_new ();
    NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (view));
    g_autoptr (GsLayout) layout = gs_layout_new (program);
    gdouble width, height;

    gs_layout_get_size (layout, &width, &height);
    for (gint block = 0; block < gs_layout_get_n_blocks (layout); block++) {
      gint tensor = gs_layout_get_block (layout, block)->tensor;
      gsize n = nn_shape_count (&nn_program_get_tensor (program, tensor)->shape);

      if (nn_program_get_tensor (program, tensor)->producer < 0)
        continue;
      for (gsize at = 0; at < n; at += MAX (n / 5, 1)) {
        GsScene scene = { .layout = layout,
                          .theme = gs_theme_get (FALSE, FALSE),
                          .zoom = block % 2 ? 1 : 1.5,
                          .width = (gint) (width * 1.5),
                          .height = (gint) (height * 1.5) };

        n_cells++;
        n_drawn += check_cell (view, painter, &scene, &(NnCell){ tensor, at }) > 60;
      }
    }
  }
  g_assert_cmpuint (n_cells, >, 150);
  /* Only where a whole block leads to itself there are none. */
  g_assert_cmpuint (n_drawn * 100, >, n_cells * 90);
}

/* How many pixels of a rectangle the cell's arrows change. */
static guint
count_changed (GsView *view, GsScene *scene, const gchar *name, const GsRectangle *place)
{
  g_autoptr (GsPainter) painter = gs_painter_new ();
  NnCell cell = book_find (gs_view_get_workbook (view), name);
  cairo_surface_t *plain, *with;
  gdouble x0, y0;
  guint n = 0;

  gs_view_select (view, &cell, FALSE);
  scene->sight = gs_view_get_sight (view);
  gs_layout_get_cell (scene->layout, &cell, 1, &x0, &y0);
  scene->hide_arrows = TRUE;
  plain = draw (painter, scene);
  scene->hide_arrows = FALSE;
  with = draw (painter, scene);
  for (gint y = (gint) (y0 + place->y); y < (gint) (y0 + place->y + place->height); y++)
    for (gint x = (gint) (x0 + place->x); x < (gint) (x0 + place->x + place->width); x++)
      n += get_pixel (plain, x, y) != get_pixel (with, x, y);
  cairo_surface_destroy (plain);
  cairo_surface_destroy (with);
  return n;
}

/* What comes to a cell as it is ends in it, with no line beyond; what is multiplied comes to the sign, none
 * past it. */
static void
test_nothing_beyond (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWorkbook) book = gs_workbook_new_from_line ("input 2 · dense 1", &error);
  g_autoptr (GsView) view = NULL;
  g_autoptr (GsLayout) layout = NULL;
  GsScene scene = { .theme = gs_theme_get (FALSE, FALSE), .zoom = 1 };
  GsCursor cursor = { .pass = 1 };
  const gdouble middle = GS_CELL_WIDTH / 2.0, end = GS_CELL_HEIGHT;
  gdouble width, height;

  g_assert_no_error (error);
  g_assert_true (gs_workbook_append_rows (book, "1 2 3", NULL, &error));
  cursor.instruction = nn_program_get_n_instructions (gs_workbook_get_program (book)) - 1;
  g_assert_true (gs_workbook_go_to (book, &cursor, NULL));
  view = gs_view_new (book);
  scene.layout = layout = gs_layout_new (gs_workbook_get_program (book));
  gs_layout_get_size (layout, &width, &height);
  scene.width = (gint) width;
  scene.height = (gint) height;
  /* The arrow of da1 comes in from below, 9 pixels under the cell, and goes no deeper. */
  g_assert_cmpuint (count_changed (view, &scene, "dz1[1,1]", &(GsRectangle){ middle - 3, end + 3, 6, 10 }), >,
                    5);
  g_assert_cmpuint (count_changed (view, &scene, "dz1[1,1]", &(GsRectangle){ middle - 3, end + 13, 6, 20 }),
                    ==, 0);
  /* dL comes to the sign of da1, too: nothing meets the line between sign and cell. */
  g_assert_cmpuint (count_changed (view, &scene, "da1[1,1]", &(GsRectangle){ middle - 3, end + 12, 6, 30 }),
                    >, 5);
  g_assert_cmpuint (count_changed (view, &scene, "da1[1,1]", &(GsRectangle){ middle + 9, end + 5, 3, 9 }), ==,
                    0);
}

/* What 800 cells of a block lead to has one arrow from there, and one from each other block; few cells have
 * one each. */
static void
test_one_for_a_block (void)
{
  static const struct {
    gint n[2], arrows;
  } cases[] = { { { 800, 800 }, 2 }, { { 800, 1 }, 2 }, { { 3, 1 }, 2 }, { { 2, 1 }, 3 } };
  g_autoptr (GsView) view = open_view ("excelnet");
  g_autoptr (GsLayout) layout = gs_layout_new_shown (view);
  g_autoptr (GsPainter) painter = gs_painter_new ();
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (view));
  const GsScene scene = { .layout = layout,
                          .sight = gs_view_get_sight (view),
                          .theme = gs_theme_get (FALSE, FALSE),
                          .zoom = 0.6,
                          .width = 1100,
                          .height = 600 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, scene.width, scene.height);
  cairo_t *cr = cairo_create (surface);

  gs_paint_raise_walls (painter, cr, &scene);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GArray) groups = g_array_new (FALSE, FALSE, sizeof (GsGroup));

    for (gint k = 0; k < 2; k++) {
      GsGroup group = { .tensor = nn_program_find (program, k == 0 ? "p2" : "W3"), .n = cases[i].n[k] };

      group.range = gs_scene_get_block (&scene, gs_layout_find_block (layout, group.tensor));
      for (gint at = 0; at < MIN (group.n, GS_MAX_ARROWS); at++) {
        group.cell[at] = (NnCell){ group.tensor, (gsize) at };
        g_assert_true (gs_scene_get_cell (&scene, &group.cell[at], &group.place[at]));
      }
      g_array_append_val (groups, group);
    }
    g_assert_cmpint (
        gs_paint_ways (painter, cr, &scene, groups, ((GsPoint){ 900, 500 }), ((GsPoint){ 900, 500 })), ==,
        cases[i].arrows);
  }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* By term through L: the factors come to their circle by no way that would look as if it led into the plate
 * with what they make. */
static void
test_plate (void)
{
  g_autoptr (GsView) view = open_view ("mazur");
  GsWorkbook *book = gs_view_get_workbook (view);
  g_autoptr (GsLayout) layout = gs_layout_new (gs_workbook_get_program (book));
  g_autoptr (GsPainter) painter = gs_painter_new ();
  GsScene scene = {
    .layout = layout, .theme = gs_theme_get (FALSE, FALSE), .zoom = 1, .width = 1400, .height = 700
  };
  GsGroup target = { .n = 1, .cell = { { nn_program_get_loss (gs_workbook_get_program (book)), 0 } } };
  GsEntrance entrance;
  cairo_surface_t *surface;
  cairo_t *cr;

  g_assert_true (gs_workbook_go_to (book, &(GsCursor){ 1, 4, 0, 0 }, NULL));
  gs_view_set_step (view, GS_STEP_TERM);
  gs_view_step (view, 1);
  scene.sight = gs_view_get_sight (view);
  surface = draw (painter, &scene);
  cr = cairo_create (surface);
  gs_paint_raise_walls (painter, cr, &scene);
  g_assert_true (gs_scene_get_cell (&scene, &target.cell[0], &target.place[0]));
  target.tensor = target.cell[0].tensor;
  target.range = target.place[0];
  entrance = gs_paint_find_entrance (painter, &scene, &target, TRUE);
  for (gint dx = (gint) entrance.radius + 4; dx < 60; dx++)
    for (gint side = -1; side <= 1; side += 2)
      g_assert_cmphex (get_pixel (surface, (gint) entrance.aim.x + side * dx, (gint) entrance.aim.y + 13), ==,
                       pack (&scene.theme->canvas));
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/arrows/ways", test_ways);
  g_test_add_func ("/arrows/margin", test_margin);
  g_test_add_func ("/arrows/rounding", test_rounding);
  g_test_add_func ("/arrows/nothing-covered", test_nothing_covered);
  g_test_add_func ("/arrows/nothing-beyond", test_nothing_beyond);
  g_test_add_func ("/arrows/one-for-a-block", test_one_for_a_block);
  g_test_add_func ("/arrows/plate", test_plate);
  return g_test_run ();
}
