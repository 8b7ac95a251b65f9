/* The strip of numbers on the sheet of a layer that slides a window: which sheets have one, that it lies
 * between values and gradients whatever is selected, which cells stand in it, channels and the term at work.
 */
#include <math.h>

#include "app/paint/gs-enlarged-map.h"
#include "app/paint/gs-strip.h"
#include "views.h"

#define WIDTH  1800
#define HEIGHT 1500

/* At the end of the first pass, on the tab of a name. */
static GsView *
open_tab (const gchar *name, const gchar *title)
{
  GsView *view = view_open (name);
  GsWorkbook *book = gs_view_get_workbook (view);
  const GArray *tabs = gs_view_get_tabs (view);

  gs_workbook_step (book, GS_STEP_OPERATION,
                    nn_program_get_n_instructions (gs_workbook_get_program (book)) - 1);
  for (guint i = 0; i < tabs->len; i++)
    if (g_str_equal (g_array_index (tabs, GsTab, i).title, title)) {
      gs_view_set_tab (view, i);
      return view;
    }
  g_error ("there is no tab %s", title);
}

static GsScene
make_scene (GsView *view, const GsLayout *layout)
{
  return (GsScene){ .layout = layout,
                    .sight = gs_view_get_sight (view),
                    .theme = gs_theme_get (FALSE, FALSE),
                    .zoom = 1,
                    .width = WIDTH,
                    .height = HEIGHT };
}

static void
choose (GsView *view, const gchar *name)
{
  NnCell cell = view_find (view, name);

  gs_view_select (view, &cell, FALSE);
}

/* The names of all cells that stand in the strip, each once. */
static GHashTable *
list_cells (const GsScene *scene)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const GsStrip *strip = gs_layout_get_strip (scene->layout);
  NnCell cell;

  /* A cell is larger. */
  for (gdouble y = strip->y; y < strip->y + strip->height; y += 15)
    for (gdouble x = strip->x; x < strip->x + strip->width; x += 30)
      if (gs_strip_find_cell (scene, x, y, &cell))
        g_hash_table_add (names, gs_cell_name (scene->sight->program, &cell));
  return names;
}

static gboolean
is_window_tab (GsView *view, guint tab)
{
  const gchar *title = g_array_index (gs_view_get_tabs (view), GsTab, tab).title;

  return g_str_has_prefix (title, "conv") || strstr (title, "pool") != NULL;
}

static void
test_where (void)
{
  static const gchar *const networks[] = { "convnetjs", "digits8-conv", "excelnet", "mazur" };

  for (gsize i = 0; i < G_N_ELEMENTS (networks); i++) {
    g_autoptr (GsView) view = view_open (networks[i]);

    for (guint tab = 0; tab + 1 < gs_view_get_tabs (view)->len; tab++) { /* the last is the data's */
      g_autoptr (GsLayout) layout = NULL;
      const GsStrip *strip;
      gdouble width, height, top, bottom;

      gs_view_set_tab (view, tab);
      layout = gs_layout_new_shown (view);
      strip = gs_layout_get_strip (layout);
      g_assert_cmpint (strip != NULL, ==, is_window_tab (view, tab));
      if (strip == NULL)
        continue;
      gs_layout_get_size (layout, &width, &height);
      gs_layout_get_band (layout, GS_BAND_VALUES, &top, &bottom);
      g_assert_cmpfloat (strip->x + strip->width, <=, width);
      g_assert_cmpfloat (strip->y + strip->height, <, bottom);
      for (gint k = 0; k < gs_layout_get_n_blocks (layout); k++) {
        const GsBlock *block = gs_layout_get_block (layout, k);

        if (block->band == GS_BAND_VALUES)
          g_assert_cmpfloat (block->y + block->height, <, strip->y);
        else
          g_assert_cmpfloat (block->y, >, bottom);
      }
    }
  }
}

/* Nothing has another place because of what is selected. */
static void
test_stays (void)
{
  static const gchar *const cells[] = { "x[1,1,1,1]", "a1[1,2,3,4]", "W1[1,1,1,1]", "dW1[2,1,3,3]", "b1[2]" };
  g_autoptr (GsView) view = open_tab ("convnetjs-trained", "conv 1");
  g_autoptr (GsLayout) layout = gs_layout_new_shown (view);

  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++) {
    g_autoptr (GsLayout) other = NULL;

    choose (view, cells[i]);
    other = gs_layout_new_shown (view);
    g_assert_cmpfloat (gs_layout_get_strip (other)->y, ==, gs_layout_get_strip (layout)->y);
    g_assert_cmpfloat (gs_layout_get_strip (other)->height, ==, gs_layout_get_strip (layout)->height);
  }
}

static void
assert_has (GHashTable *names, const gchar *name, gboolean has)
{
  g_assert_cmpint (g_hash_table_contains (names, name), ==, has);
}

/* The map of the selected cell is enlarged in the room beside the tiles; each of its cells is there. */
static void
test_map (void)
{
  g_autoptr (GsView) view = open_tab ("convnetjs-trained", "conv 1");
  g_autoptr (GsLayout) layout = gs_layout_new_shown (view);
  const GsStrip *strip = gs_layout_get_strip (layout);
  GsScene scene = make_scene (view, layout);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  const guint32 *pixels = (guint32 *) (gpointer) cairo_image_surface_get_data (surface);
  const gint side = (gint) (strip->map_side / 24);
  NnCell cell;

  g_assert_cmpfloat (strip->map_side, >=, 140);
  g_assert_cmpfloat (strip->map_x + strip->map_side, <=, strip->x + strip->width);
  g_assert_cmpfloat (strip->map_y + strip->map_side, <, strip->y);
  for (gint i = 0; i < gs_layout_get_n_blocks (layout); i++) {
    const GsBlock *block = gs_layout_get_block (layout, i);

    if (block->band == GS_BAND_VALUES)
      g_assert_cmpfloat (block->x + block->width, <, strip->map_x);
  }
  g_assert_false (gs_enlarged_map_find_cell (&scene, strip->map_x + 5, strip->map_y + 5, &cell));
  choose (view, "z1[1,3,12,13]");
  scene = make_scene (view, layout);
  gs_enlarged_map_draw (cr, &scene);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (gint row = 0; row < 24; row++)
    for (gint column = 0; column < 24; column++) {
      const gint x = (gint) round (strip->map_x) + column * side + side / 2,
                 y = (gint) round (strip->map_y) + row * side + side / 2;
      gdouble value;

      g_assert_true (gs_enlarged_map_find_cell (&scene, x, y, &cell));
      g_assert_cmpuint (cell.offset, ==, (gsize) ((2 * 24 + row) * 24 + column));
      gs_sight_see (scene.sight, &cell, &value);
      g_assert_cmphex (pixels[y * cairo_image_surface_get_stride (surface) / 4 + x] & 0xffffff, ==,
                       gs_theme_map (scene.theme, value / gs_sight_get_largest (scene.sight, cell.tensor)));
    }
  cairo_surface_destroy (surface);
  choose (view, "b1[2]");
  scene = make_scene (view, layout);
  g_assert_false (gs_enlarged_map_find_cell (&scene, strip->map_x + 5, strip->map_y + 5, &cell));
}

/* What lies under the window, the kernel, and the cell among its neighbours: 25 numbers each. */
static void
test_cells (void)
{
  g_autoptr (GsView) view = open_tab ("convnetjs-trained", "conv 1");
  g_autoptr (GsLayout) layout = gs_layout_new_shown (view);
  g_autoptr (GHashTable) names = NULL;
  GsScene scene;

  choose (view, "z1[1,3,12,13]");
  scene = make_scene (view, layout);
  names = list_cells (&scene);
  g_assert_cmpuint (g_hash_table_size (names), ==, 75);
  assert_has (names, "x[1,1,10,11]", TRUE);
  assert_has (names, "x[1,1,14,15]", TRUE);
  assert_has (names, "x[1,1,9,11]", FALSE);
  assert_has (names, "W1[3,1,1,1]", TRUE);
  assert_has (names, "W1[3,1,5,5]", TRUE);
  assert_has (names, "z1[1,3,10,11]", TRUE);
  assert_has (names, "z1[1,3,14,15]", TRUE);
}

/* At a corner of the map 9 cells of the picture lie under the kernel; the map's own piece is whole. */
static void
test_corner (void)
{
  g_autoptr (GsView) view = open_tab ("convnetjs-trained", "conv 1");
  g_autoptr (GsLayout) layout = gs_layout_new_shown (view);
  g_autoptr (GHashTable) names = NULL;
  GsScene scene;

  choose (view, "z1[1,1,1,24]");
  scene = make_scene (view, layout);
  names = list_cells (&scene);
  g_assert_cmpuint (g_hash_table_size (names), ==, 9 + 9 + 25);
  assert_has (names, "z1[1,1,1,20]", TRUE);
  assert_has (names, "z1[1,1,5,24]", TRUE);
  assert_has (names, "x[1,1,1,22]", TRUE);
}

/* Cells without products have their neighbours alone; those of no map, or of another sheet, nothing. */
static void
test_others (void)
{
  static const struct {
    const gchar *cell;
    guint n;
  } cases[] = {
    { "a1[1,2,3,4]", 25 }, { "x[1,1,9,9]", 25 }, { "W1[2,1,3,3]", 25 }, { "b1[2]", 0 }, { "W2[2,1,3,3]", 0 }
  };
  g_autoptr (GsView) view = open_tab ("convnetjs-trained", "conv 1");
  g_autoptr (GsLayout) layout = gs_layout_new_shown (view);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GHashTable) names = NULL;
    GsScene scene;

    choose (view, cases[i].cell);
    scene = make_scene (view, layout);
    names = list_cells (&scene);
    g_assert_cmpuint (g_hash_table_size (names), ==, cases[i].n);
  }
}

/* The part of a picture that the strip is in, as a sum of its bytes. */
static guint
paint_strip (GsView *view, const GsLayout *layout, gdouble zoom)
{
  GsScene scene = make_scene (view, layout);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  guint sum = 0;

  scene.zoom = zoom;
  gs_strip_draw (cr, &scene);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (gint i = 0; i < HEIGHT * cairo_image_surface_get_stride (surface); i++)
    sum = sum * 31 + cairo_image_surface_get_data (surface)[i];
  cairo_surface_destroy (surface);
  return sum;
}

/* What lies in the window of a pooling layer, and the cell that comes of it among its neighbours. */
static void
test_pool (void)
{
  static const gchar *const cells[] = { "p2[1,3,2,2]", "p2.which[1,3,2,2]" };
  g_autoptr (GsView) view = open_tab ("convnetjs-trained", "max-pool 2");
  g_autoptr (GsLayout) layout = gs_layout_new_shown (view);
  guint none = paint_strip (view, layout, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++) {
    g_autoptr (GHashTable) names = NULL;
    GsScene scene;

    choose (view, cells[i]);
    scene = make_scene (view, layout);
    names = list_cells (&scene);
    g_assert_cmpuint (g_hash_table_size (names), ==, 9 + 9);
    assert_has (names, "a2[1,3,4,4]", TRUE);
    assert_has (names, "a2[1,3,6,6]", TRUE);
    assert_has (names, "a2[1,3,7,6]", FALSE);
    assert_has (names, cells[i], TRUE);
    g_assert_cmpuint (paint_strip (view, layout, 1), !=, none);
  }
}

/* What a cell is made of is asked for: then it is not told here. */
static void
test_secret (void)
{
  g_autoptr (GsView) view = open_tab ("convnetjs-trained", "conv 1");
  g_autoptr (GsLayout) layout = gs_layout_new_shown (view);
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (NnCell));
  g_autoptr (GHashTable) names = NULL;
  NnCell cell = view_find (view, "z1[1,3,12,13]");
  GsScene scene;

  g_array_append_val (cells, cell);
  gs_view_set_secret (view, cells);
  choose (view, "z1[1,3,12,13]");
  scene = make_scene (view, layout);
  names = list_cells (&scene);
  assert_has (names, "W1[3,1,1,1]", FALSE);
}

/* Where a sign turns to the channel, if there is one. */
static gboolean
find_turn (const GsScene *scene, gint wanted, gdouble *x, gdouble *y)
{
  const GsStrip *strip = gs_layout_get_strip (scene->layout);
  gint part;

  for (*y = strip->y + strip->height - 40; *y < strip->y + strip->height; *y += 8)
    for (*x = strip->x + strip->width - 80; *x < strip->x + strip->width; *x += 8)
      if (gs_strip_find_turn (scene, *x, *y, &part) && part == wanted)
        return TRUE;
  return FALSE;
}

static void
test_channels (void)
{
  g_autoptr (GsView) view = open_tab ("convnetjs-trained", "conv 2");
  g_autoptr (GsLayout) first = NULL, third = NULL;
  g_autoptr (GHashTable) names = NULL, others = NULL;
  GsScene scene;
  gdouble x, y;

  choose (view, "z2[1,2,6,6]");
  first = gs_layout_new_shown (view);
  scene = make_scene (view, first);
  names = list_cells (&scene);
  assert_has (names, "W2[2,1,1,1]", TRUE);
  assert_has (names, "W2[2,3,1,1]", FALSE);
  g_assert_true (find_turn (&scene, 1, &x, &y));
  g_assert_true (find_turn (&scene, 0, &x, &y)); /* back from the first: it stays */
  gs_view_set_part (view, 2);
  third = gs_layout_new_shown (view);
  scene = make_scene (view, third);
  others = list_cells (&scene);
  assert_has (others, "W2[2,1,1,1]", FALSE);
  assert_has (others, "W2[2,3,1,1]", TRUE);
  assert_has (others, "p1[1,3,6,6]", TRUE);
  g_assert_true (find_turn (&scene, 1, &x, &y));
  g_assert_true (find_turn (&scene, 3, &x, &y));
}

/* While one steps by term the channel is that of the term, and there are no signs of others for one window.
 */
static void
test_term (void)
{
  g_autoptr (GsView) view = open_tab ("convnetjs-trained", "conv 2");
  g_autoptr (GsLayout) layout = gs_layout_new_shown (view);
  g_autoptr (GHashTable) names = NULL;
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (view));
  gint z2 = nn_program_get_tensor (program, nn_program_find (program, "z2"))->producer;
  GsScene scene;
  gdouble x, y;

  gs_workbook_go_to (gs_view_get_workbook (view), &(GsCursor){ .pass = 1, .instruction = z2 }, NULL);
  gs_view_set_step (view, GS_STEP_TERM);
  gs_view_step (view, 12); /* the corner has nine for each channel */
  scene = make_scene (view, layout);
  g_assert_nonnull (scene.sight->writing);
  g_assert_cmpuint (scene.sight->term.number, ==, 12);
  names = list_cells (&scene);
  assert_has (names, "W2[1,2,3,3]", TRUE);
  assert_has (names, "W2[1,1,3,3]", FALSE);
  choose (view, "z1[1,1,9,9]");
  scene = make_scene (view, layout);
  g_assert_false (find_turn (&scene, 0, &x, &y));
}

static void
test_drawn (void)
{
  g_autoptr (GsView) view = open_tab ("convnetjs-trained", "conv 1");
  g_autoptr (GsLayout) layout = gs_layout_new_shown (view);
  guint none = paint_strip (view, layout, 1), first, pointed;
  NnCell cell = view_find (view, "W1[3,1,2,2]");

  choose (view, "z1[1,3,12,13]");
  first = paint_strip (view, layout, 1);
  g_assert_cmpuint (first, !=, none);
  g_assert_cmpuint (first, ==, paint_strip (view, layout, 1));
  gs_view_point_at (view, &cell);
  pointed = paint_strip (view, layout, 1);
  g_assert_cmpuint (pointed, !=, first);
  gs_view_point_at (view, NULL);
  choose (view, "z1[1,3,12,14]");
  g_assert_cmpuint (paint_strip (view, layout, 1), !=, first);
  /* However small. */
  paint_strip (view, layout, 0.02);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/strip/where", test_where);
  g_test_add_func ("/strip/stays", test_stays);
  g_test_add_func ("/strip/map", test_map);
  g_test_add_func ("/strip/cells", test_cells);
  g_test_add_func ("/strip/corner", test_corner);
  g_test_add_func ("/strip/others", test_others);
  g_test_add_func ("/strip/pool", test_pool);
  g_test_add_func ("/strip/secret", test_secret);
  g_test_add_func ("/strip/channels", test_channels);
  g_test_add_func ("/strip/term", test_term);
  g_test_add_func ("/strip/drawn", test_drawn);
  return g_test_run ();
}
