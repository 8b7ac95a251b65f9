/* Networks of pictures laid out as pictures: what belongs to a filter stands in its line, every cell is found
 * where it is drawn, none lies over another, gradients lie below.
 */
#include <math.h>

#include "app/network/gs-spec.h"
#include "app/paint/gs-layout-names.h"
#include "app/paint/gs-layout.h"
#include "app/paint/gs-painter-private.h"
#include "app/view/gs-view.h"
#include "books.h"

static const gchar *const networks[] = { "convnet",         "convnetjs",    "excelnet",
                                         "digits8-dense",   "digits8-conv", "convnetjs-trained",
                                         "excelnet-trained" };

static const GsBlock *
find (const GsLayout *layout, NnProgram *program, const gchar *name)
{
  gint tensor = nn_program_find (program, name);

  g_assert_cmpint (tensor, >=, 0);
  return gs_layout_find_block (layout, tensor);
}

/* The middle of a tile, of tile_row and tile_column. */
static gdouble
get_middle (const GsBlock *block, gint line)
{
  return block->y + line * block->pitch_y + block->rows * block->cell_height / 2;
}

static void
test_lines (void)
{
  static const gchar *const of_filter[] = { "W1", "z1", "a1", "p1", "dW1", "dz1", "da1", "dp1" };
  g_autoptr (GsWorkbook) book = book_open ("convnetjs");
  NnProgram *program = gs_workbook_get_program (book);
  g_autoptr (GsLayout) layout = gs_layout_new_pictures (program, NULL, 1);
  const GsBlock *x = find (layout, program, "x"), *weights = find (layout, program, "W3");

  for (gsize i = 0; i < G_N_ELEMENTS (of_filter); i++) {
    const GsBlock *block = find (layout, program, of_filter[i]);

    g_assert_nonnull (block);
    g_assert_cmpint (block->n_shown, ==, 8);
    g_assert_cmpint (block->band, ==, i < 4 ? GS_BAND_VALUES : GS_BAND_GRADIENTS);
    if (i % 4 == 0)
      continue;
    for (gint line = 0; line < 4; line++)
      g_assert_cmpfloat_with_epsilon (get_middle (block, line),
                                      get_middle (find (layout, program, of_filter[i - 1]), line), 1e-9);
    g_assert_cmpfloat (block->x, >, find (layout, program, of_filter[i - 1])->x);
  }
  /* Pooling halves a map, and its cells are as large as those of the map. */
  g_assert_cmpfloat (find (layout, program, "p1")->cell_width, ==, find (layout, program, "a1")->cell_width);
  g_assert_cmpint (find (layout, program, "p1")->columns, ==, 12);
  g_assert_cmpfloat (x->x, <, find (layout, program, "W1")->x);
  /* Ten outputs read sixteen maps of 4 by 4 each. */
  g_assert_cmpint (weights->n_shown, ==, 10);
  g_assert_cmpint (weights->part_columns, ==, 4);
  g_assert_cmpint (weights->rows * weights->columns, ==, 256);
  g_assert_true (weights->is_numbered);
  g_assert_null (gs_layout_find_block (layout, nn_program_find (program, "W1.next")));
}

/* Every cell of every block, there and back; and that nothing lies over anything. */
static void
test_places (gconstpointer name)
{
  g_autoptr (GsWorkbook) book = book_open (name);
  NnProgram *program = gs_workbook_get_program (book);
  g_autoptr (GsLayout) layout = gs_layout_new_pictures (program, NULL, 1);
  gdouble width, height;
  gsize n_cells = 0;

  gs_layout_get_size (layout, &width, &height);
  g_assert_cmpint (gs_layout_get_n_blocks (layout), >=, 5);
  for (gint i = 0; i < gs_layout_get_n_blocks (layout); i++) {
    const GsBlock *block = gs_layout_get_block (layout, i);
    gsize n = nn_shape_count (&nn_program_get_tensor (program, block->tensor)->shape);

    g_assert_cmpfloat (block->x + block->width, <=, width);
    g_assert_cmpfloat (block->y + block->height, <=, height);
    /* Names stand beside each other, below those of the layers. */
    if (block->band == GS_BAND_VALUES)
      g_assert_cmpfloat_with_epsilon (block->y - block->raised, gs_layout_get_block (layout, 0)->y, 1e-9);
    for (gsize offset = 0; offset<n; offset += n> 20000 ? 37 : 1) {
      NnCell cell = { block->tensor, offset }, found;
      gdouble x, y;

      if (!gs_layout_get_cell (layout, &cell, 1, &x, &y))
        continue;
      n_cells++;
      g_assert_true (
          gs_layout_find_cell (layout, x + block->cell_width / 2, y + block->cell_height / 2, 1, &found));
      if (!nn_cell_equal (&found, &cell))
        g_error ("%s: %s[%zu] lies under %s[%zu]", (const gchar *) name,
                 nn_program_get_tensor (program, cell.tensor)->name, cell.offset,
                 nn_program_get_tensor (program, found.tensor)->name, found.offset);
    }
  }
  g_assert_cmpuint (n_cells, >, 200);
}

/* A line turns as a whole, with its kernels. */
static void
test_pages (void)
{
  static const gchar *const of_filter[] = { "W2", "z2", "a2", "p2", "dz2" };
  g_autoptr (GsWorkbook) book = book_open ("convnetjs");
  NnProgram *program = gs_workbook_get_program (book);
  g_autoptr (GHashTable) pages = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GsLayout) layout = NULL;
  gdouble x, y;
  gint turn;

  g_hash_table_insert (pages, (gpointer) "W2", GINT_TO_POINTER (2));
  g_hash_table_insert (pages, (gpointer) "z2", GINT_TO_POINTER (1)); /* has no say */
  layout = gs_layout_new_pictures (program, pages, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (of_filter); i++) {
    const GsBlock *block = find (layout, program, of_filter[i]);
    gboolean has_picker = gs_layout_get_picker (layout, block, &x, &y);

    g_assert_cmpint (block->first_tile, ==, 8);
    g_assert_cmpint (block->n_shown, ==, 4);
    g_assert_cmpint (block->page_of, ==, nn_program_find (program, "W2"));
    g_assert_cmpint (has_picker, ==, i == 0);
    if (has_picker)
      g_assert_true (gs_layout_find_picker (layout, x + 1, y + 1, &turn) == block && turn == -1);
  }
}

/* The gradient of the picture, where there is one, lies below the picture; a copy lies with what it is of. */
static void
test_gradients (void)
{
  g_autoptr (GsWorkbook) book = book_open ("excelnet");
  g_autoptr (GError) error = NULL;
  g_autoptr (GsLayout) layout = NULL;
  NnProgram *program;

  gs_workbook_set_all_gradients (book, TRUE, &error);
  g_assert_no_error (error);
  program = gs_workbook_get_program (book);
  layout = gs_layout_new_pictures (program, NULL, 1);
  g_assert_cmpfloat (find (layout, program, "dx")->x, ==, find (layout, program, "x")->x);
  g_assert_cmpfloat (find (layout, program, "dx")->y, >, find (layout, program, "x")->y);
  g_assert_cmpint (find (layout, program, "dx")->band, ==, GS_BAND_GRADIENTS);
  g_assert_true (find (layout, program, "z1") == find (layout, program, "a1"));
  g_assert_true (find (layout, program, "dz1") == find (layout, program, "da1"));
}

static GsScene
make_scene (const GsLayout *layout, GsView *view, gdouble zoom)
{
  return (GsScene){ .layout = layout,
                    .sight = gs_view_get_sight (view),
                    .theme = gs_theme_get (FALSE, FALSE),
                    .zoom = zoom,
                    .width = 1000,
                    .height = 700 };
}

/* How many pixels of the block's first tile are near the accent's purple. */
static guint
count_accent (cairo_surface_t *surface, const GsBlock *block)
{
  const guint32 *pixels = (const guint32 *) (gpointer) cairo_image_surface_get_data (surface);
  gint stride = cairo_image_surface_get_stride (surface) / 4;
  guint n = 0;

  for (gint y = (gint) block->y; y < block->y + block->rows * block->cell_height; y++)
    for (gint x = (gint) block->x; x < block->x + block->columns * block->cell_width; x++) {
      guint32 pixel = pixels[y * stride + x];

      n += (pixel >> 16 & 255) > 120 && (pixel >> 8 & 255) < 60 && (pixel & 255) > 100;
    }
  return n;
}

/* What a pixel's gradient comes from, its window in each map and the kernels, is outlined picture by picture:
 * no line lies over the maps between them. */
static void
test_outlines (void)
{
  g_autoptr (GsWorkbook) book = book_open ("digits8-conv");
  g_autoptr (GsView) view = gs_view_new (book);
  g_autoptr (GsLayout) layout = NULL;
  g_autoptr (GsPainter) painter = gs_painter_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1400, 900);
  cairo_t *cr = cairo_create (surface);
  NnProgram *program;
  NnCell cell;
  GsScene scene;

  gs_workbook_set_all_gradients (book, TRUE, NULL);
  program = gs_workbook_get_program (book);
  gs_workbook_step (book, GS_STEP_OPERATION, nn_program_get_n_instructions (program) - 1);
  cell = book_find (book, "dx[1,1,4,4]");
  gs_view_select (view, &cell, FALSE);
  layout = gs_layout_new_pictures (program, NULL, 1);
  scene = make_scene (layout, view, 1);
  scene.width = 1400;
  scene.height = 900;
  gs_painter_draw (painter, cr, &scene);
  cairo_surface_flush (surface);
  g_assert_cmpuint (count_accent (surface, find (layout, program, "W1")), >, 40);
  g_assert_cmpuint (count_accent (surface, find (layout, program, "dz1")), >, 40);
  g_assert_cmpuint (count_accent (surface, find (layout, program, "z1")), ==, 0);
  g_assert_cmpuint (count_accent (surface, find (layout, program, "a1")), ==, 0);
  g_assert_cmpuint (count_accent (surface, find (layout, program, "da1")), ==, 0);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* How many pixels on the right edge of a cell are near the accent's purple. */
static guint
count_on_edge (cairo_surface_t *surface, const GsScene *scene, const NnCell *cell)
{
  const guint32 *pixels = (const guint32 *) (gpointer) cairo_image_surface_get_data (surface);
  gint stride = cairo_image_surface_get_stride (surface) / 4;
  GsRectangle place;
  guint n = 0;

  g_assert_true (gs_scene_get_cell (scene, cell, &place));
  for (gint y = (gint) place.y + 4; y < place.y + place.height - 4; y++) {
    guint32 pixel = pixels[y * stride + (gint) round (place.x + place.width)];

    n += (pixel >> 16 & 255) > 120 && (pixel >> 8 & 255) < 60 && (pixel & 255) > 100;
  }
  return n;
}

/* On the sheet of numbers, too, each channel's window has an outline of its own, wherever the windows are;
 * the whole of both has one. */
static void
test_windows (void)
{
  static const gchar *const of_sum[] = { "z1[1,1,1,1]", "z1[1,1,2,1]" };
  gdouble inputs[32] = { 0 }, targets[4] = { 0 };
  g_autoptr (GsWorkbook) book =
      book_new ("input 2x4x4 · conv 1 2x2 linear stride 2", NN_LOSS_HALF_SQUARED_ERROR, 1, inputs, targets);
  g_autoptr (GsView) view = gs_view_new (book);
  g_autoptr (GsLayout) layout = gs_layout_new (gs_workbook_get_program (book));
  g_autoptr (GsPainter) painter = gs_painter_new ();

  for (gint i = 0; i < 2; i++) {
    cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1400, 900);
    cairo_t *cr = cairo_create (surface);
    NnCell sum = book_find (book, of_sum[i]), kernel = book_find (book, "W1[1,1,1,2]");
    GsScene scene;

    gs_view_select (view, &sum, FALSE);
    scene = make_scene (layout, view, 1);
    scene.width = 1400;
    scene.height = 900;
    scene.hide_arrows = TRUE;
    gs_painter_draw (painter, cr, &scene);
    cairo_surface_flush (surface);
    for (gint channel = 1; channel <= 2; channel++) {
      g_autofree gchar *last = g_strdup_printf ("x[1,%d,%d,2]", channel, 2 * i + 1);
      g_autofree gchar *beyond = g_strdup_printf ("x[1,%d,%d,2]", channel, 3 - 2 * i);
      NnCell in = book_find (book, last), out = book_find (book, beyond);

      g_assert_cmpuint (count_on_edge (surface, &scene, &in), >, 10);
      g_assert_cmpuint (count_on_edge (surface, &scene, &out), ==, 0);
    }
    g_assert_cmpuint (count_on_edge (surface, &scene, &kernel), ==, 0);
    cairo_destroy (cr);
    cairo_surface_destroy (surface);
  }
}

/* Layers from elsewhere have long names; none is written over the next one's. */
static void
test_headings (void)
{
  NnNetwork *network = nn_network_new ();
  NnShape input = nn_shape (3, 2, 6, 6), target = nn_shape (1, 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDataset) none = gs_dataset_new_empty (&input, &target);
  g_autoptr (GsWorkbook) book = NULL;
  g_autoptr (GsView) view = NULL;
  g_autoptr (GsLayout) layout = NULL;
  GsPainter *painter = gs_painter_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 16, 16);
  cairo_t *cr = cairo_create (surface);
  guint n_beside = 0;

  g_assert_true (gs_spec_parse ("input 2x6x6 · conv 4 3x3 pad 1 as features_0_convolution · avg-pool 2 as "
                                "features_1_pooling · flatten · dense 2 as classifier_of_everything",
                                network, &error));
  book = gs_workbook_new (gs_document_new (network, none, 1, &error), &error);
  g_assert_no_error (error);
  view = gs_view_new (book);
  layout = gs_layout_new_pictures (gs_workbook_get_program (book), NULL, 1);
  for (gdouble zoom = 0.6; zoom < 2; zoom += 0.4)
    for (gint i = 0; i < gs_layout_get_n_blocks (layout); i++) {
      const GsScene scene = make_scene (layout, view, zoom);
      const GsBlock *block = gs_layout_get_block (layout, i);
      gdouble width = gs_paint_measure_heading (painter, cr, &scene, i);

      for (gint k = 0; k < gs_layout_get_n_blocks (layout); k++) {
        const GsBlock *other = gs_layout_get_block (layout, k);

        if (other->x <= block->x || fabs (other->y - other->raised - block->y + block->raised) > 6)
          continue;
        g_assert_cmpfloat (block->x * zoom + width, <=, (other->x - other->header_width) * zoom);
        n_beside++;
      }
    }
  g_assert_cmpuint (n_beside, >, 10);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  gs_painter_free (painter);
}

/* However small the whole is drawn, names are as large as they are to be: the columns make room for them, and
 * for the numbers over tiles; a layer's biases are counted though they are not drawn. */
static void
test_letters (gconstpointer name)
{
  g_autoptr (GsWorkbook) book = book_open (name);
  g_autoptr (GsView) view = gs_view_new (book);
  NnProgram *program = gs_workbook_get_program (book);
  g_autoptr (GsPainter) painter = gs_painter_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 16, 16);
  cairo_t *cr = cairo_create (surface);

  for (gdouble letters = 1; letters < 3.1; letters += 0.5) {
    g_autoptr (GsLayout) layout = gs_layout_new_pictures (program, NULL, letters);
    GsScene scene = make_scene (layout, view, 1 / letters);
    g_autoptr (GArray) headings = gs_layout_list_headings (layout, program, gs_view_get_tabs (view));

    g_assert_cmpfloat (gs_scene_get_letters (&scene), ==, 1);
    for (gint i = 0; i < gs_layout_get_n_blocks (layout); i++) {
      const GsBlock *block = gs_layout_get_block (layout, i);
      const gchar *title = nn_program_get_tensor (program, block->tensor)->name;

      g_assert_cmpfloat (gs_paint_measure_heading (painter, cr, &scene, i), >=,
                         gs_paint_measure (cr, title, 12, TRUE));
      if (block->is_numbered && block->tiles_down > 1)
        g_assert_cmpfloat ((block->pitch_y - block->rows * block->cell_height) / letters, >=, 9.5 + 3);
    }
    for (guint i = 0; i < headings->len; i++)
      if (g_str_equal (g_array_index (headings, GsLayoutHeading, i).title, "conv 1"))
        g_assert_cmpuint (g_array_index (headings, GsLayoutHeading, i).n_parameters, ==,
                          g_str_has_prefix (name, "excelnet") ? 520 : 208);
  }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* What turns the pages of a long batch stands behind the name, and nothing is written under it. */
static void
test_pickers (void)
{
  static const gdouble zeros[40];
  NnNetwork *network = nn_network_new ();
  NnShape input = nn_shape (1, 1), target = nn_shape (1, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDataset) rows = gs_dataset_new (&input, &target, 40, zeros, zeros);
  g_autoptr (GsWorkbook) book = NULL;
  g_autoptr (GsView) view = NULL;
  g_autoptr (GsLayout) layout = NULL;
  g_autoptr (GsPainter) painter = gs_painter_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 16, 16);
  cairo_t *cr = cairo_create (surface);
  guint n_pickers = 0;

  g_assert_true (gs_spec_parse ("input 1 · dense 1 sigmoid", network, &error));
  book = gs_workbook_new (gs_document_new (network, rows, 1, &error), &error);
  g_assert_no_error (error);
  view = gs_view_new (book);
  layout = gs_layout_new_shown (view);
  for (gdouble zoom = 0.6; zoom < 2; zoom += 0.2)
    for (gint i = 0; i < gs_layout_get_n_blocks (layout); i++) {
      const GsScene scene = make_scene (layout, view, zoom);
      const GsBlock *block = gs_layout_get_block (layout, i);
      gdouble x, y;

      if (!gs_layout_get_picker (layout, block, &x, &y))
        continue;
      g_assert_cmpfloat (block->x * zoom + gs_paint_measure_heading (painter, cr, &scene, i), <=, x * zoom);
      n_pickers++;
    }
  g_assert_cmpuint (n_pickers, >, 20);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_which (void)
{
  g_autoptr (GsWorkbook) numbers = book_open ("mazur"), pictures = book_open ("convnet");

  g_assert_false (gs_layout_has_pictures (gs_workbook_get_network (numbers)));
  g_assert_true (gs_layout_has_pictures (gs_workbook_get_network (pictures)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout-pictures/lines", test_lines);
  for (gsize i = 0; i < G_N_ELEMENTS (networks); i++) {
    g_autofree gchar *path = g_strdup_printf ("/layout-pictures/places/%s", networks[i]);
    g_autofree gchar *letters = g_strdup_printf ("/layout-pictures/letters/%s", networks[i]);

    g_test_add_data_func (path, networks[i], test_places);
    g_test_add_data_func (letters, networks[i], test_letters);
  }
  g_test_add_func ("/layout-pictures/pages", test_pages);
  g_test_add_func ("/layout-pictures/gradients", test_gradients);
  g_test_add_func ("/layout-pictures/outlines", test_outlines);
  g_test_add_func ("/layout-pictures/windows", test_windows);
  g_test_add_func ("/layout-pictures/headings", test_headings);
  g_test_add_func ("/layout-pictures/pickers", test_pickers);
  g_test_add_func ("/layout-pictures/which", test_which);
  return g_test_run ();
}
