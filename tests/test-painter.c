/* The painter and the layout: what is drawn is what is there. Ink can be read on every colour, blocks do not
 * overlap, what is blank or hidden shows nothing of a number, and a kept picture of a block is dropped as
 * soon as it would be wrong. */
#include <math.h>
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/paint/gs-layout-names.h"
#include "app/paint/gs-painter.h"
#include "app/view/gs-view.h"
#include "views.h"

static const gchar *const networks[] = { "mazur",    "welch",   "xor",       "logistic",
                                         "softmax3", "convnet", "convnetjs", "excelnet" };

static NnProgram *
get_program (GsView *view)
{
  return gs_workbook_get_program (gs_view_get_workbook (view));
}

static NnCell
find (GsView *view, const gchar *name)
{
  NnCell cell;

  g_assert_true (gs_cell_name_parse ((GsCellScope){ get_program (view) }, name, &cell, NULL));
  return cell;
}

/* ---- pictures ---- */

static GsScene
make_scene (GsView *view, const GsLayout *layout)
{
  return (GsScene){ .layout = layout,
                    .sight = gs_view_get_sight (view),
                    .theme = gs_theme_get (FALSE, FALSE),
                    .zoom = 1,
                    .width = 1000,
                    .height = 700 };
}

/* `block` -1: everything. */
/* The scene as the view shows it now. */
static GsScene *
look (GsScene *scene, GsView *view)
{
  scene->sight = gs_view_get_sight (view);
  return scene;
}

static cairo_surface_t *
draw (GsPainter *painter, const GsScene *scene, gint block)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, scene->width, scene->height);
  cairo_t *cr = cairo_create (surface);

  if (block < 0)
    gs_painter_draw (painter, cr, scene);
  else
    gs_painter_draw_block (painter, cr, scene, block);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static gboolean
is_equal (cairo_surface_t *a, cairo_surface_t *b)
{
  gsize n = (gsize) cairo_image_surface_get_stride (a) * (gsize) cairo_image_surface_get_height (a);

  return memcmp (cairo_image_surface_get_data (a), cairo_image_surface_get_data (b), n) == 0;
}

/* The picture by a painter that has never drawn before. */
static cairo_surface_t *
draw_afresh (const GsScene *scene, gint block)
{
  g_autoptr (GsPainter) painter = gs_painter_new ();

  return draw (painter, scene, block);
}

/* ---- colours ---- */

static void
test_contrast (void)
{
  for (gint look = 0; look < 4; look++) {
    const GsTheme *theme = gs_theme_get (look & 1, look & 2);
    const GsColour *pairs[][2] = { { &theme->text, &theme->canvas },  { &theme->text, &theme->panel },
                                   { &theme->text, &theme->head },    { &theme->dim, &theme->canvas },
                                   { &theme->dim, &theme->panel },    { &theme->dim, &theme->head },
                                   { &theme->ink, &theme->canvas },   { &theme->on_accent, &theme->accent },
                                   { &theme->error, &theme->canvas }, { &theme->accent, &theme->canvas },
                                   { &theme->accent, &theme->tint } };

    for (gint t = -1000; t <= 1000; t++) {
      GsColour colour = gs_theme_unpack (gs_theme_map (theme, t / 1000.0));

      g_assert_cmpfloat (gs_theme_contrast (&theme->ink, &colour), >=, 4.5);
    }
    for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
      gdouble contrast = gs_theme_contrast (pairs[i][0], pairs[i][1]);

      if (contrast < 4.5)
        g_error ("look %d, pair %d: a contrast of %.2f only", look, (gint) i, contrast);
    }
  }
}

/* Black on white is 21; the formula's own example of grey 0x777777 on white is 4.48. */
static void
test_contrast_formula (void)
{
  GsColour black = { 0, 0, 0 }, white = { 1, 1, 1 }, grey = { 119 / 255.0, 119 / 255.0, 119 / 255.0 };

  g_assert_cmpfloat_with_epsilon (gs_theme_contrast (&black, &white), 21, 1e-9);
  g_assert_cmpfloat_with_epsilon (gs_theme_contrast (&grey, &white), 4.478, 1e-3);
}

static gdouble
get_luminance (const GsTheme *theme, gdouble t)
{
  GsColour black = { 0, 0, 0 }, colour = gs_theme_unpack (gs_theme_map (theme, t));

  return gs_theme_contrast (&colour, &black);
}

/* Zero is the middle, and further from zero is further from the middle's brightness. */
static void
test_map (void)
{
  for (gint look = 0; look < 4; look++) {
    const GsTheme *theme = gs_theme_get (look & 1, look & 2);
    gdouble zero = get_luminance (theme, 0);

    for (gint i = 1; i <= 10; i++)
      for (gint sign = -1; sign <= 1; sign += 2)
        g_assert_cmpfloat (fabs (get_luminance (theme, sign * i / 10.0) - zero), >=,
                           fabs (get_luminance (theme, sign * (i - 1) / 10.0) - zero));
    g_assert_cmphex (gs_theme_map (theme, 1), !=, gs_theme_map (theme, -1));
    g_assert_cmphex (gs_theme_map (theme, 5), ==, gs_theme_map (theme, 1));
  }
}

/* ---- layout ---- */

static gboolean
overlap (const GsBlock *a, const GsBlock *b)
{
  gdouble above = GS_HEADER_HEIGHT + GS_CAPTION_SPACE;

  return a->x - a->header_width < b->x + b->width && b->x - b->header_width < a->x + a->width
         && a->y - above < b->y + b->height && b->y - above < a->y + a->height;
}

static void
check_layout (const GsLayout *layout)
{
  gdouble width, height;

  gs_layout_get_size (layout, &width, &height);
  for (gint i = 0; i < gs_layout_get_n_blocks (layout); i++) {
    const GsBlock *block = gs_layout_get_block (layout, i);

    g_assert_cmpfloat (block->x, >=, 0);
    g_assert_cmpfloat (block->y, >=, 0);
    g_assert_cmpfloat (block->x + block->width, <=, width);
    g_assert_cmpfloat (block->y + block->height, <=, height);
    for (gint k = 0; k < i; k++)
      g_assert_false (overlap (block, gs_layout_get_block (layout, k)));
  }
}

/* Every cell that has a place is found there. */
static void
check_places (const GsLayout *layout, NnProgram *program)
{
  for (gint i = 0; i < gs_layout_get_n_blocks (layout); i++) {
    const GsBlock *block = gs_layout_get_block (layout, i);
    gsize n = nn_shape_count (&nn_program_get_tensor (program, block->tensor)->shape), seen = 0;
    gsize stride = n > 5000 ? 37 : 1;

    for (gsize offset = 0; offset < n; offset += stride) {
      NnCell cell = { block->tensor, offset }, found;
      gdouble x, y;

      if (!gs_layout_get_cell (layout, &cell, 1, &x, &y))
        continue;
      seen++;
      g_assert_true (
          gs_layout_find_cell (layout, x + block->cell_width / 2, y + block->cell_height / 2, 1, &found));
      g_assert_cmpint (found.tensor, ==, cell.tensor);
      g_assert_cmpuint (found.offset, ==, cell.offset);
    }
    if (!block->by_sample && gs_block_get_n_pages (block) == 1) /* test-block turns all pages */
      g_assert_cmpuint (seen, ==, (n + stride - 1) / stride);
    else
      g_assert_cmpuint (seen, >, 0);
  }
}

static void
test_layout (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (networks); i++) {
    g_autoptr (GsView) view = view_open (networks[i]);
    NnProgram *program = get_program (view);
    g_autoptr (GsLayout) layout = gs_layout_new (program);

    check_layout (layout);
    check_places (layout, program);
  }
}

/* Gradients stand in their values' column, below them. */
/* A drawing names its layers over their columns, from left to right and apart; a copy shares a block and says
 * so. */
static void
test_headings (void)
{
  g_autoptr (GsView) large = view_open ("excelnet"), small = view_open ("mazur");
  g_autoptr (GsLayout) drawing = gs_layout_new_shown (large), numbers = gs_layout_new_shown (small);
  g_autoptr (GArray) headings =
      gs_layout_list_headings (drawing, get_program (large), gs_view_get_tabs (large));
  g_autoptr (GArray) none = gs_layout_list_headings (numbers, get_program (small), gs_view_get_tabs (small));
  gint shared = -1;
  gdouble last = 0;
  gsize parameters = 0;

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (headings->len, >=, 5);
  for (guint i = 0; i < headings->len; i++) {
    const GsLayoutHeading *heading = &g_array_index (headings, GsLayoutHeading, i);

    g_assert_cmpfloat (heading->left, >=, last);
    g_assert_cmpfloat (heading->right, >, heading->left);
    last = heading->right;
    parameters += heading->n_parameters;
  }
  g_assert_cmpuint (parameters, ==, 431080);
  for (gint i = 0; i < gs_layout_get_n_blocks (drawing); i++) {
    g_autofree gchar *title = gs_layout_print_title (drawing, get_program (large), i);

    if (g_str_equal (title, "z1 = a1"))
      shared = i;
  }
  g_assert_cmpint (shared, >=, 0);
  g_assert_true (gs_layout_get_block (drawing, shared)
                 == gs_layout_find_block (drawing, find (large, "a1[1,1,1,1]").tensor));
}

static void
test_columns (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  g_autoptr (GsLayout) layout = gs_layout_new (get_program (view));
  static const gchar *const pairs[][2] = { { "W1[1,1]", "dW1[1,1]" }, { "z2[1,1]", "dz2[1,1]" } };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
    const GsBlock *value = gs_layout_find_block (layout, find (view, pairs[i][0]).tensor);
    const GsBlock *gradient = gs_layout_find_block (layout, find (view, pairs[i][1]).tensor);

    g_assert_cmpfloat (value->x, ==, gradient->x);
    g_assert_cmpfloat (gradient->y, >, value->y + value->height);
  }
}

/* ---- blank, hidden, not finite ---- */

/* Forth through the pass and back again: nothing of what was computed may be left. */
static void
test_blank (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  g_autoptr (GsLayout) layout = gs_layout_new (get_program (view));
  g_autoptr (GsPainter) painter = gs_painter_new ();
  GsScene scene = make_scene (view, layout);
  cairo_surface_t *before, *far, *after;

  gs_view_select (view, NULL, FALSE);
  before = draw (painter, look (&scene, view), -1);
  gs_workbook_step (gs_view_get_workbook (view), GS_STEP_OPERATION, 9);
  far = draw (painter, look (&scene, view), -1);
  g_assert_false (is_equal (before, far));
  gs_workbook_step (gs_view_get_workbook (view), GS_STEP_OPERATION, -9);
  after = draw (painter, look (&scene, view), -1);
  g_assert_true (is_equal (before, after));
  cairo_surface_destroy (before);
  cairo_surface_destroy (far);
  cairo_surface_destroy (after);
}

static cairo_surface_t *
draw_asked (gdouble input, gboolean reveal)
{
  g_autoptr (GsView) view = view_open ("mazur");
  g_autoptr (GsLayout) layout = gs_layout_new (get_program (view));
  NnCell x = find (view, "x[1,1]");
  GsScene scene = make_scene (view, layout);
  gint block = 0;

  gs_workbook_set_cells (gs_view_get_workbook (view), &x, &input, 1, NULL);
  gs_view_set_ask_first (view, TRUE);
  gs_view_set_step (view, GS_STEP_OPERATION);
  gs_view_step (view, 1);
  if (reveal)
    gs_view_reveal (view);
  while (gs_layout_get_block (layout, block)->tensor != find (view, "z1[1,1]").tensor)
    block++;
  return draw_afresh (look (&scene, view), block);
}

/* Neither digits nor colour of a hidden number depend on it. */
static void
test_hidden (void)
{
  cairo_surface_t *small = draw_asked (0.05, FALSE), *large = draw_asked (0.9, FALSE);
  cairo_surface_t *small_shown = draw_asked (0.05, TRUE), *large_shown = draw_asked (0.9, TRUE);

  g_assert_true (is_equal (small, large));
  g_assert_false (is_equal (small_shown, large_shown));
  g_assert_false (is_equal (small, small_shown));
  cairo_surface_destroy (small);
  cairo_surface_destroy (large);
  cairo_surface_destroy (small_shown);
  cairo_surface_destroy (large_shown);
}

/* A hidden number tells nothing by way of the colours' scale, which the legend prints. */
static void
test_hidden_scale (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  g_autoptr (GsLayout) layout = gs_layout_new (get_program (view));
  g_autoptr (GsPainter) painter = gs_painter_new ();
  GsScene scene = make_scene (view, layout);
  gdouble before;
  NnCell x = find (view, "x[1,1]");

  g_assert_true (gs_workbook_set_cells (gs_view_get_workbook (view), &x, &(gdouble){ 0.95 }, 1, NULL));
  gs_view_set_ask_first (view, TRUE);
  gs_view_set_step (view, GS_STEP_OPERATION);
  before = gs_painter_get_scale (painter, look (&scene, view), -1);
  /* b1 and the weights make z1 larger than all there is so far if the weights are. */
  x = find (view, "W1[1,1]");
  g_assert_true (gs_workbook_set_cells (gs_view_get_workbook (view), &x, &(gdouble){ 0.99 }, 1, NULL));
  gs_view_step (view, 1);
  g_assert_cmpfloat (gs_painter_get_scale (painter, look (&scene, view), -1), ==, MAX (before, 0.99));
  gs_view_reveal (view);
  g_assert_cmpfloat (gs_painter_get_scale (painter, look (&scene, view), -1), >, MAX (before, 0.99));
}

/* Whether anything in the picture has the colour of errors: it changes with that colour. */
static gboolean
shows_error (GsPainter *painter, const GsScene *scene)
{
  GsTheme other = *scene->theme;
  GsScene again = *scene;
  cairo_surface_t *a = draw (painter, scene, -1), *b;
  gboolean shows;

  other.error = (GsColour){ 0, 1, 0 };
  again.theme = &other;
  b = draw (painter, &again, -1);
  shows = !is_equal (a, b);
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
  return shows;
}

/* An infinity has the colour of errors, and does not take the others' scale away. */
static void
assert_prints (GsPainter *painter, GsView *view, gdouble value, gdouble width, const gchar *wanted)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 8, 8);
  cairo_t *cr = cairo_create (surface);
  gchar text[GS_VIEW_BUFFER];

  gs_painter_print_number (painter, cr, gs_view_get_sight (view), value, width, GS_CELL_HEIGHT, text);
  g_assert_cmpstr (text, ==, wanted);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* So that the C library reads it. */
static const gchar *
replace_minus (gchar *text)
{
  gchar *minus = strstr (text, "−");

  if (minus != NULL) {
    *minus = '-';
    memmove (minus + 1, minus + strlen ("−"), strlen (minus + strlen ("−")) + 1);
  }
  return text;
}

/* Numbers that fit: with fewer digits, then as a power of ten, "#" last; a number and its negative alike. */
static void
test_numbers_fit (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  g_autoptr (GsPainter) painter = gs_painter_new ();
  static const gdouble values[] = { 0.15,   0.05,       1.2249,      35.25,
                                    1234.5, 98765432.1, 4.385677e-4, 1.387778780781446e-17,
                                    3e126 };

  gs_view_set_digits (view, 4);
  assert_prints (painter, view, 0.15, 400, "0.1500");
  assert_prints (painter, view, -0.15, 400, "−0.1500");
  assert_prints (painter, view, 1e126, 400, "1.000e126");
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    for (gdouble width = 200; width >= 30; width -= 2) {
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 8, 8);
      cairo_t *cr = cairo_create (surface);
      gchar text[GS_VIEW_BUFFER], negative[GS_VIEW_BUFFER];

      gs_painter_print_number (painter, cr, gs_view_get_sight (view), values[i], width, GS_CELL_HEIGHT, text);
      gs_painter_print_number (painter, cr, gs_view_get_sight (view), -values[i], width, GS_CELL_HEIGHT,
                               negative);
      g_assert_cmpstr (text, !=, "#");
      g_assert_cmpstr (negative + strlen ("−"), ==, text);
      g_assert_cmpint (lround (log10 (g_ascii_strtod (replace_minus (text), NULL) / values[i])), ==, 0);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
  }
  /* A cell of the design has four digits of an ordinary number, and shows where a large or tiny one lies. */
  assert_prints (painter, view, -0.2171, GS_CELL_WIDTH, "−0.2171");
  gs_view_set_digits (view, 17);
  assert_prints (painter, view, -3e126, GS_CELL_WIDTH * 0.75, "−3e126");
}

/* How far right and down something is drawn that is not the canvas. */
static void
find_drawn (cairo_surface_t *surface, gint *right, gint *bottom)
{
  const guchar *data = cairo_image_surface_get_data (surface);
  gint stride = cairo_image_surface_get_stride (surface);

  *right = *bottom = 0;
  for (gint y = 0; y < cairo_image_surface_get_height (surface); y++)
    for (gint x = 0; x < cairo_image_surface_get_width (surface); x++)
      if (((const guint32 *) (gconstpointer) (data + (gsize) y * (gsize) stride))[x] != 0) {
        *right = MAX (*right, x + 1);
        *bottom = MAX (*bottom, y + 1);
      }
}

/* With larger text the legend grows, and cells show numbers only from that much larger sizes on. */
static void
test_text_scale (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  g_autoptr (GsLayout) layout = gs_layout_new (get_program (view));
  g_autoptr (GsPainter) painter = gs_painter_new ();
  GsScene scene = make_scene (view, layout);
  gint right[2], bottom[2], block = 0;

  for (gint i = 0; i < 2; i++) {
    cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, scene.width, scene.height);
    cairo_t *cr = cairo_create (surface);

    scene.text_scale = 1 + i;
    gs_painter_draw_legend (painter, cr, &scene, 0, 2);
    cairo_destroy (cr);
    cairo_surface_flush (surface);
    find_drawn (surface, &right[i], &bottom[i]);
    cairo_surface_destroy (surface);
  }
  g_assert_cmpfloat (fabs (right[1] / (gdouble) right[0] - 2), <, 0.1);
  g_assert_cmpfloat (fabs (bottom[1] / (gdouble) bottom[0] - 2), <, 0.1);
  while (gs_layout_get_block (layout, block)->tensor != find (view, "W1[1,1]").tensor)
    block++;
  /* 40 pixels wide: numbers at the ordinary size of text, colours alone at twice that. */
  scene.zoom = 40 / GS_CELL_WIDTH;
  for (gint i = 0; i < 2; i++) {
    cairo_surface_t *both, *colours;

    scene.text_scale = 1 + i;
    gs_view_set_display (view, find (view, "W1[1,1]").tensor, GS_DISPLAY_BOTH);
    both = draw (painter, look (&scene, view), block);
    gs_view_set_display (view, find (view, "W1[1,1]").tensor, GS_DISPLAY_COLOURS);
    colours = draw (painter, look (&scene, view), block);
    g_assert_cmpint (is_equal (both, colours), ==, i == 1);
    cairo_surface_destroy (both);
    cairo_surface_destroy (colours);
  }
}

static void
test_not_finite (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  GsWorkbook *book = gs_view_get_workbook (view);
  g_autoptr (GsLayout) layout = gs_layout_new (get_program (view));
  g_autoptr (GsPainter) painter = gs_painter_new ();
  GsScene scene = make_scene (view, layout);
  NnCell weight = find (view, "W1[1,1]"), input = find (view, "x[1,1]");
  gdouble huge = 1e300;

  gs_view_select (view, NULL, FALSE);
  g_assert_false (shows_error (painter, look (&scene, view)));
  g_assert_true (gs_workbook_set_cells (book, &weight, &huge, 1, NULL));
  g_assert_true (gs_workbook_set_cells (book, &input, &huge, 1, NULL));
  gs_workbook_step (book, GS_STEP_OPERATION, 1);
  g_assert_true (shows_error (painter, look (&scene, view)));
  g_assert_true (isfinite (gs_painter_get_scale (painter, look (&scene, view), -1)));
}

/* Signs are seen where a negative number shows its colour only, and nowhere else. */
static void
test_signs (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  g_autoptr (GsLayout) layout = gs_layout_new (get_program (view));
  NnCell weight = find (view, "W1[1,1]");
  GsScene scene = make_scene (view, layout);

  scene.zoom = 0.4; /* too small for numbers */
  for (gint negative = 0; negative < 2; negative++) {
    gdouble value = negative ? -0.5 : 0.5;
    cairo_surface_t *without, *with;

    g_assert_true (gs_workbook_set_cells (gs_view_get_workbook (view), &weight, &value, 1, NULL));
    gs_view_set_signs (view, FALSE);
    without = draw_afresh (look (&scene, view), -1);
    gs_view_set_signs (view, TRUE);
    with = draw_afresh (look (&scene, view), -1);
    g_assert_true (is_equal (without, with) == !negative);
    cairo_surface_destroy (without);
    cairo_surface_destroy (with);
  }
}

/* ---- kept pictures ---- */

static void
move_somehow (GsView *view, GRand *random)
{
  GsWorkbook *book = gs_view_get_workbook (view);
  NnCell weight = { nn_program_find (get_program (view), g_rand_boolean (random) ? "W1" : "W2"), 0 };
  gdouble value = g_rand_double_range (random, -1, 1);

  switch (g_rand_int_range (random, 0, 15)) {
  case 0: gs_workbook_set_cells (book, &weight, &value, 1, NULL); break;
  case 1: gs_workbook_undo (book); break;
  case 2: gs_view_set_digits (view, g_rand_int_range (random, 2, 8)); break;
  case 3: gs_view_set_whole_scale (view, g_rand_boolean (random)); break;
  case 4: gs_view_set_ask_first (view, g_rand_boolean (random)); break;
  case 5: gs_view_reveal (view); break;
  case 7: gs_view_set_differences (view, g_rand_boolean (random)); break;
  case 10: gs_view_set_signs (view, g_rand_boolean (random)); break;
  case 8: gs_view_set_scientific (view, g_rand_boolean (random)); break;
  case 9: gs_view_set_display (view, weight.tensor, (GsDisplay) g_rand_int_range (random, 0, 3)); break;
  case 6: gs_view_set_step (view, (GsStep) g_rand_int_range (random, GS_STEP_CELL, GS_STEP_PASS + 1)); break;
  default: gs_view_step (view, g_rand_int_range (random, 0, 3) > 0 ? 1 : -1); break;
  }
}

/* As a screen keeps them: a block is drawn again only if its key has changed; it must always look as if
 * it had been drawn just now. And the keys must not change for nothing. */
static void
test_keys (gconstpointer name)
{
  g_autoptr (GsView) view = view_open (name);
  g_autoptr (GsLayout) layout = gs_layout_new (get_program (view));
  g_autoptr (GsPainter) painter = gs_painter_new ();
  GsScene scene = make_scene (view, layout);
  gint n = gs_layout_get_n_blocks (layout), n_drawn = 0, n_looked = 0;
  g_autofree guint64 *keys = g_new0 (guint64, n);
  g_autofree cairo_surface_t **kept = g_new0 (cairo_surface_t *, n);
  g_autoptr (GRand) random = g_rand_new_with_seed (5);

  for (gint move = 0; move < 60; move++) {
    move_somehow (view, random);
    for (gint i = 0; i < n; i++, n_looked++) {
      guint64 key = gs_painter_get_key (painter, look (&scene, view), i);
      cairo_surface_t *fresh = draw_afresh (look (&scene, view), i);

      if (kept[i] == NULL || key != keys[i]) {
        g_clear_pointer (&kept[i], cairo_surface_destroy);
        kept[i] = draw (painter, look (&scene, view), i);
        keys[i] = key;
        n_drawn++;
      }
      g_assert_true (is_equal (kept[i], fresh));
      cairo_surface_destroy (fresh);
    }
  }
  g_assert_cmpint (n_drawn, <, n_looked);
  for (gint i = 0; i < n; i++)
    cairo_surface_destroy (kept[i]);
}

/* One cell more is one block's picture: the others keep their keys. */
static void
test_key_of_cell (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  g_autoptr (GsLayout) layout = gs_layout_new (get_program (view));
  g_autoptr (GsPainter) painter = gs_painter_new ();
  GsScene scene = make_scene (view, layout);
  gint n = gs_layout_get_n_blocks (layout);
  g_autofree guint64 *keys = g_new0 (guint64, n);

  gs_view_set_whole_scale (view, FALSE);
  gs_view_set_step (view, GS_STEP_CELL);
  for (gint step = 0; step < 30; step++) {
    gint n_changed = 0;

    gs_view_step (view, 1);
    for (gint i = 0; i < n; i++) {
      guint64 key = gs_painter_get_key (painter, look (&scene, view), i);

      n_changed += step > 0 && key != keys[i];
      keys[i] = key;
    }
    g_assert_cmpint (n_changed, <=, 1);
  }
}

/* Nothing of a block is painted outside what it says it covers. */
static void
test_extent (void)
{
  for (gsize i = 0; i < 7; i++) {
    g_autoptr (GsView) view = view_open (networks[i]);
    g_autoptr (GsLayout) layout = gs_layout_new (get_program (view));
    g_autoptr (GsPainter) painter = gs_painter_new ();
    GsScene scene = make_scene (view, layout);

    for (gint block = 0; block < gs_layout_get_n_blocks (layout); block++)
      for (scene.zoom = 0.3; scene.zoom < 4; scene.zoom *= 2) {
        cairo_rectangle_t whole = { -1e5, -1e5, 2e5, 2e5 };
        cairo_surface_t *record = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, &whole);
        cairo_t *cr = cairo_create (record);
        gdouble x, y, width, height, ink_x, ink_y, ink_width, ink_height;

        gs_painter_draw_block (painter, cr, look (&scene, view), block);
        cairo_recording_surface_ink_extents (record, &ink_x, &ink_y, &ink_width, &ink_height);
        gs_painter_get_extent (look (&scene, view), block, &x, &y, &width, &height);
        if (ink_width > 0) {
          g_assert_cmpfloat (ink_x, >=, floor (x) - 1);
          g_assert_cmpfloat (ink_y, >=, floor (y) - 1);
          g_assert_cmpfloat (ink_x + ink_width, <=, ceil (x + width) + 1);
          g_assert_cmpfloat (ink_y + ink_height, <=, ceil (y + height) + 1);
        }
        cairo_destroy (cr);
        cairo_surface_destroy (record);
      }
  }
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/theme/contrast", test_contrast);
  g_test_add_func ("/theme/contrast-formula", test_contrast_formula);
  g_test_add_func ("/theme/map", test_map);
  g_test_add_func ("/layout/places", test_layout);
  g_test_add_func ("/layout/columns", test_columns);
  g_test_add_func ("/layout/headings", test_headings);
  g_test_add_func ("/painter/blank", test_blank);
  g_test_add_func ("/painter/numbers-fit", test_numbers_fit);
  g_test_add_func ("/painter/text-scale", test_text_scale);
  g_test_add_func ("/painter/hidden", test_hidden);
  g_test_add_func ("/painter/hidden-scale", test_hidden_scale);
  g_test_add_func ("/painter/not-finite", test_not_finite);
  g_test_add_data_func ("/painter/keys-mazur", "mazur", test_keys);
  g_test_add_data_func ("/painter/keys-convnet", "convnet", test_keys);
  g_test_add_func ("/painter/key-of-cell", test_key_of_cell);
  g_test_add_func ("/painter/signs", test_signs);
  g_test_add_func ("/painter/extent", test_extent);
  return g_test_run ();
}
