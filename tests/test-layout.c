/* The sheet's layout, as the pointer and the keyboard use it: headers, pages, walking from cell to cell and
 * from block to block. */
#include <math.h>
#include <string.h>

#include "app/paint/gs-heads.h"
#include "app/paint/gs-layout.h"
#include "app/paint/gs-painter-private.h"
#include "app/paint/gs-sum-painter.h"
#include "books.h"

typedef struct {
  GsWorkbook *book;
  GsLayout *layout;
} Stage;

static void
stage_clear (Stage *stage)
{
  gs_layout_free (stage->layout);
  g_object_unref (stage->book);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stage, stage_clear)

/* Takes the workbook. */
static Stage
make_stage (GsWorkbook *book)
{
  return (Stage){ book, gs_layout_new (gs_workbook_get_program (book)) };
}

static const GsBlock *
find_block (const Stage *stage, const gchar *tensor)
{
  return gs_layout_find_block (stage->layout,
                               nn_program_find (gs_workbook_get_program (stage->book), tensor));
}

static void
assert_cell (const Stage *stage, const NnCell *cell, const gchar *expected)
{
  g_autofree gchar *name = gs_cell_name (gs_workbook_get_program (stage->book), cell);

  g_assert_cmpstr (name, ==, expected);
}

static void
assert_move (const Stage *stage, const gchar *from, gint down, gint right, const gchar *to)
{
  NnCell cell = book_find (stage->book, from);
  NnCell there = gs_layout_move (stage->layout, &cell, 1, down, right);

  assert_cell (stage, &there, to);
}

static void
assert_next_block (const Stage *stage, const gchar *from, gint down, gint right, const gchar *to)
{
  NnCell cell = book_find (stage->book, from);
  NnCell there = gs_layout_move_block (stage->layout, &cell, 1, down, right);

  assert_cell (stage, &there, to);
}

static void
test_walking (void)
{
  g_auto (Stage) stage = make_stage (book_open ("mazur"));
  NnCell first = gs_layout_get_end (stage.layout, 1, FALSE), last = gs_layout_get_end (stage.layout, 1, TRUE);

  assert_move (&stage, "W1[1,1]", 1, 0, "W1[2,1]");
  assert_move (&stage, "W1[1,1]", 0, 1, "W1[1,2]");
  assert_move (&stage, "W1[2,2]", 1, 1, "W1[2,2]"); /* the edge */
  assert_move (&stage, "W1[1,1]", -1, -1, "W1[1,1]");
  assert_next_block (&stage, "x[1,2]", 0, 1, "W1[1,1]");
  assert_next_block (&stage, "W1[2,2]", 0, -1, "x[1,1]");
  assert_next_block (&stage, "x[1,1]", 0, -1, "x[1,1]"); /* there is none */
  assert_next_block (&stage, "W1[1,1]", 1, 0, "b1[1]");
  assert_cell (&stage, &first, "x[1,1]");
  /* The last cell of all has no band below its own. */
  for (gint i = 0; i < gs_layout_get_n_blocks (stage.layout); i++)
    g_assert_cmpint (gs_layout_get_block (stage.layout, i)->band, <=,
                     gs_layout_find_block (stage.layout, last.tensor)->band);
  g_assert_cmpuint (
      last.offset, ==,
      nn_shape_count (&nn_program_get_tensor (gs_workbook_get_program (stage.book), last.tensor)->shape) - 1);
}

static void
assert_header (const Stage *stage, gdouble x, gdouble y, GsHeader expected, const gchar *name)
{
  NnCell cell;

  g_assert_cmpint (gs_layout_find_header (stage->layout, x, y, 1, &cell), ==, expected);
  if (name != NULL)
    assert_cell (stage, &cell, name);
}

static void
test_headers (void)
{
  g_auto (Stage) stage = make_stage (book_open ("mazur"));
  const GsBlock *block = find_block (&stage, "W1");
  gdouble column = block->x + 1.5 * block->cell_width, row = block->y + 1.5 * block->cell_height;
  NnCell cell = book_find (stage.book, "W1[1,1]");

  assert_header (&stage, column, block->y - GS_HEADER_HEIGHT / 2, GS_HEADER_COLUMN, "W1[1,2]");
  assert_header (&stage, block->x - block->header_width / 2, row, GS_HEADER_ROW, "W1[2,1]");
  assert_header (&stage, block->x + 4, block->y - GS_HEADER_HEIGHT - 4, GS_HEADER_BLOCK, "W1[1,1]");
  assert_header (&stage, column, row, GS_HEADER_NONE, NULL);
  /* A drag that began on a header counts along one axis, wherever it has got to along the other. */
  g_assert_true (gs_layout_find_nearest (stage.layout, GS_HEADER_COLUMN, column + 5000, row, 1, &cell));
  assert_cell (&stage, &cell, "W1[1,2]");
  g_assert_true (gs_layout_find_nearest (stage.layout, GS_HEADER_ROW, column, row + 5000, 1, &cell));
  assert_cell (&stage, &cell, "W1[2,1]");
  g_assert_true (gs_layout_find_nearest (stage.layout, GS_HEADER_NONE, -5000, -5000, 1, &cell));
  assert_cell (&stage, &cell, "W1[1,1]");
}

/* Rows of a long batch stand on pages, turned by two signs. */
static void
test_pages (void)
{
  gdouble inputs[80], targets[40];
  gdouble x, y;
  gint turn;

  for (gint i = 0; i < 80; i++)
    inputs[i] = targets[i / 2] = i;
  {
    g_auto (Stage) stage =
        make_stage (book_new ("input 2 · dense 1", NN_LOSS_SQUARED_ERROR, 40, inputs, targets));
    const GsBlock *block = find_block (&stage, "x");

    g_assert_cmpint (gs_block_get_n_pages (block), ==, 4);
    g_assert_true (gs_layout_get_picker (stage.layout, block, &x, &y));
    g_assert_true (gs_layout_find_picker (stage.layout, x + 2, y + 2, &turn) == block);
    g_assert_cmpint (turn, ==, -1);
    g_assert_true (gs_layout_find_picker (stage.layout, x + GS_PICKER_WIDTH + 2, y + 2, &turn) == block);
    g_assert_cmpint (turn, ==, 1);
    g_assert_null (gs_layout_find_picker (stage.layout, x - 2, y + 2, &turn));
    g_assert_false (gs_layout_get_picker (stage.layout, find_block (&stage, "W1"), &x, &y));
    assert_move (&stage, "x[10,1]", 1, 0, "x[11,1]"); /* onto the next page */
  }
}

/* The legend of the marks on a strip of this width: how far it says that it went, and the last column with
 * ink. */
static gdouble
draw_marks (GsScene scene, gint width, gint *last)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 1200, 40);
  cairo_t *cr = cairo_create (surface);
  const guchar *pixels;
  gdouble end;

  scene.width = width;
  end = gs_painter_draw_marks_legend (cr, &scene, 10, 20);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  pixels = cairo_image_surface_get_data (surface);
  *last = 0;
  for (gint y = 0; y < 40; y++)
    for (gint x = 0; x < 1200; x++)
      if (((const guint32 *) (gconstpointer) (pixels + y * cairo_image_surface_get_stride (surface)))[x] != 0)
        *last = MAX (*last, x);
  cairo_surface_destroy (surface);
  return end;
}

/* The legend of the marks says as many as there is room for, each whole, and while a cell is written term by
 * term those of terms. */
static void
test_marks_legend (void)
{
  g_auto (Stage) stage = make_stage (book_open ("mazur"));
  GsWorkbook *book = stage.book;
  g_autoptr (GsView) view = gs_view_new (book);
  GsScene scene = { .layout = stage.layout,
                    .sight = gs_view_get_sight (view),
                    .theme = gs_theme_get (FALSE, FALSE),
                    .zoom = 1,
                    .text_scale = 1,
                    .height = 40 };
  gint last;
  gdouble end = draw_marks (scene, 1200, &last), fewer, terms;

  g_assert_cmpint (last, >, 300);
  g_assert_cmpint (last, <=, (gint) end);
  g_assert_cmpfloat (draw_marks (scene, (gint) end + 1, &last), ==, end);
  fewer = draw_marks (scene, (gint) end - 3, &last);
  g_assert_cmpfloat (fewer, <, end - 30);
  g_assert_cmpint (last, <=, (gint) fewer);
  draw_marks (scene, 20, &last);
  g_assert_cmpint (last, ==, 0);
  gs_view_set_step (view, GS_STEP_TERM);
  gs_view_step (view, 1);
  scene.sight = gs_view_get_sight (view);
  g_assert_nonnull (scene.sight->writing);
  terms = draw_marks (scene, 1200, &last);
  g_assert_cmpint (last, <=, (gint) terms);
  g_assert_cmpfloat (ABS (terms - end), >, 4);
}

/* Whether a pixel of the bar of the growing sum has just this colour. */
static gboolean
has_colour (cairo_surface_t *surface, gdouble x, const GsColour *colour)
{
  const guchar *pixels =
      cairo_image_surface_get_data (surface) + 8 * cairo_image_surface_get_stride (surface);
  const guint32 pixel = ((const guint32 *) (gconstpointer) pixels)[(gint) x];

  return pixel >> 24 == 255 && ABS ((pixel >> 16 & 255) - 255 * colour->red) < 2
         && ABS ((pixel >> 8 & 255) - 255 * colour->green) < 2;
}

/* The bar as one sees it, 380 wide. */
static cairo_surface_t *
draw_sum (GsView *view)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 380, GS_SUM_HEIGHT);
  cairo_t *cr = cairo_create (surface);

  g_assert_true (gs_sum_painter_can_draw (gs_view_get_sight (view)));
  gs_sum_painter_draw (cr, gs_view_get_sight (view), gs_theme_get (FALSE, FALSE), 380, 1);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* z1[1,1] = 0.05 × 0.15 + 0.1 × 0.2 + 0.35: behind the first term 0.0075 of 0.3775, behind the second 0.0275,
 * of which 0.02 came last. Where a weight is negative its piece is empty. */
static void
test_growing_sum (void)
{
  const GsColour *accent = &gs_theme_get (FALSE, FALSE)->accent;
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  g_autoptr (GsView) view = gs_view_new (book);
  cairo_surface_t *surface;

  gs_view_set_step (view, GS_STEP_TERM);
  g_assert_false (gs_sum_painter_can_draw (gs_view_get_sight (view)));
  gs_view_step (view, 1);
  surface = draw_sum (view);
  g_assert_true (has_colour (surface, 4, accent));
  g_assert_false (has_colour (surface, 18, accent)); /* there is more to come */
  g_assert_false (has_colour (surface, 200, accent));
  cairo_surface_destroy (surface);
  gs_view_step (view, 1);
  surface = draw_sum (view);
  g_assert_false (has_colour (surface, 4, accent)); /* the first term: pale */
  g_assert_true (has_colour (surface, 18, accent));
  g_assert_false (has_colour (surface, 32, accent)); /* what comes next: nothing but its edge */
  g_assert_false (has_colour (surface, 200, accent));
  cairo_surface_destroy (surface);
  g_assert_true (gs_workbook_set_text (book, "W1[1,1]", "-4", NULL));
  g_assert_true (gs_workbook_go_to (book, &(GsCursor){ 1, 0, 0, 0 }, NULL));
  gs_view_step (view, 1);
  surface = draw_sum (view); /* -0.2 to 0, in a bar from -0.2 to 0.17 */
  g_assert_false (has_colour (surface, 100, accent));
  cairo_surface_destroy (surface);
}

/* No heading runs into the block at its right, however large or small one looks at it, on no sheet of a
 * network. */
static void
test_headings_at_every_zoom (gconstpointer name)
{
  g_autoptr (GsWorkbook) book = book_open (name);
  g_autoptr (GsView) view = gs_view_new (book);
  g_autoptr (GsPainter) painter = gs_painter_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 16, 16);
  cairo_t *cr = cairo_create (surface);
  guint n_beside = 0;

  for (guint tab = 0; tab + 1 < gs_view_get_tabs (view)->len; tab++) { /* the last is the data's */
    g_autoptr (GsLayout) layout = NULL;

    gs_view_set_tab (view, tab);
    layout = gs_layout_new_shown (view);
    for (gdouble zoom = 0.2; zoom < 5; zoom *= 1.25)
      for (gint i = 0; i < gs_layout_get_n_blocks (layout); i++) {
        const GsScene scene = { .layout = layout,
                                .sight = gs_view_get_sight (view),
                                .theme = gs_theme_get (FALSE, FALSE),
                                .zoom = zoom,
                                .width = 1000,
                                .height = 700 };
        const GsBlock *block = gs_layout_get_block (layout, i);
        gdouble right = block->x * zoom + gs_paint_measure_heading (painter, cr, &scene, i);

        for (gint k = 0; k < gs_layout_get_n_blocks (layout); k++) {
          const GsBlock *other = gs_layout_get_block (layout, k);

          if (other->x <= block->x || fabs (other->y - other->raised - block->y + block->raised) > 6)
            continue;
          if (right > (other->x - other->header_width) * zoom + 0.5)
            g_error ("%s, sheet %u, at %.0f %%: the heading of block %d runs into block %d",
                     (const gchar *) name, tab, 100 * zoom, i, k);
          n_beside++;
        }
      }
  }
  g_assert_cmpuint (n_beside, >, 100);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* Names of columns and rows, and of blocks, have the room they need. */
static void
test_names (void)
{
  static const gchar *const names[] = { "staying indoors", "rain" };
  g_autoptr (GsWorkbook) book = gs_workbook_new_from_line ("input 3 · dense 2 · dense 2", NULL);
  NnProgram *program = gs_workbook_get_program (book);
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  gint z = nn_program_find (program, "z1"), w = nn_program_find (program, "W2");
  g_autoptr (GsLayout) plain = gs_layout_new (program), named = NULL, rows = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_ptr_array_add (labels, (gpointer) names[i]);
  nn_program_set_labels (program, z, 1, labels);
  nn_program_set_labels (program, w, 0, labels);
  named = gs_layout_new (program);
  g_assert_cmpfloat (gs_layout_find_block (plain, z)->cell_width, ==, GS_CELL_WIDTH);
  g_assert_cmpfloat (gs_layout_find_block (named, z)->cell_width, >=, 15 * 5.5);
  g_assert_cmpfloat (gs_layout_find_block (named, z)->cell_width, <=, GS_NAMED_WIDTH);
  g_assert_cmpfloat (gs_layout_find_block (named, w)->header_width, >=, 15 * 5.5);
  g_assert_cmpfloat (gs_layout_find_block (named, w)->cell_width, ==, GS_CELL_WIDTH);
  /* Names of rows stand beside the inputs, as wide as the longest. */
  rows = gs_layout_new_sheet (program, &(GsLayoutChoice){ .row_names = 15 });
  g_assert_cmpfloat (gs_layout_find_block (rows, nn_program_find (program, "x"))->header_width, >=, 15 * 5.5);
}

static gdouble
get_room (const GsLayout *layout, gint left, gint right)
{
  const GsBlock *next = gs_layout_find_block (layout, right);

  return next->x - next->header_width - gs_layout_find_block (layout, left)->x;
}

/* The name above a block is not cut either: "lambda.l2" over a single cell. */
static void
test_titles (void)
{
  NnNetwork *network = nn_network_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWorkbook) book = NULL;
  g_autoptr (GsLayout) layout = NULL;
  NnProgram *program;
  gint n = 0;

  gs_spec_parse ("input 1 · dense 1", network, &error);
  g_assert_no_error (error);
  network->penalty.l2 = 0.1;
  network->penalty.use_l2 = TRUE;
  network->optimizer.kind = NN_OPTIMIZER_ADAM;
  book = gs_workbook_new_from_network (network, 1, &error);
  g_assert_no_error (error);
  program = gs_workbook_get_program (book);
  layout = gs_layout_new (program);
  for (gint i = 0; i + 1 < gs_layout_get_n_blocks (layout); i++) {
    const GsBlock *block = gs_layout_get_block (layout, i), *next = gs_layout_get_block (layout, i + 1);

    if (next->y != block->y || next->x <= block->x)
      continue;
    n += strlen (nn_program_get_tensor (program, block->tensor)->name) > 7;
    g_assert_cmpfloat (get_room (layout, block->tensor, next->tensor), >=,
                       8 * (gdouble) strlen (nn_program_get_tensor (program, block->tensor)->name) + 4);
  }
  g_assert_cmpint (n, >=, 2);
}

/* Ink in a part of a head, from y to end. */
/* Anything within columns and rows, ends left out, that is not as their first corner. */
static gboolean
has_ink_within (cairo_surface_t *surface, gint left, gint right, gint top, gint bottom)
{
  gint stride = cairo_image_surface_get_stride (surface) / 4;
  const guint32 *pixels = (const guint32 *) (gpointer) cairo_image_surface_get_data (surface);

  for (gint y = top; y < bottom; y++)
    for (gint x = left; x < right; x++)
      if (pixels[y * stride + x] != pixels[top * stride + left])
        return TRUE;
  return FALSE;
}

static gboolean
has_ink (cairo_surface_t *surface, gint from, gint end)
{
  return has_ink_within (surface, 0, cairo_image_surface_get_width (surface), from, end);
}

static gboolean
stands_in_two_lines (const gchar *name, gint height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 54, height);
  cairo_t *cr = cairo_create (surface);
  gboolean is_two;

  gs_head_draw (cr, gs_theme_get (FALSE, FALSE), &(GsRectangle){ 0, 0, 54, height }, name, 1, 9.5);
  cairo_surface_flush (surface);
  is_two = has_ink (surface, 0, height / 2 - 6) && has_ink (surface, height / 2 + 6, height);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return is_two;
}

static void
test_two_lines (void)
{
  g_assert_false (stands_in_two_lines ("rain", 34));
  g_assert_true (stands_in_two_lines ("staying indoors", 34));
  g_assert_true (stands_in_two_lines ("Donaudampfschiff", 34));
  g_assert_false (stands_in_two_lines ("staying indoors", 12));
}

/* Digits have ink above their middle, at the left and at the right, and none beside the head; "…" has none
 * there. */
static void
check_number (gint number, gint width, gdouble size)
{
  gint height = 2 * width, middle = height / 2, end = 2 * width;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 3 * width, height);
  cairo_t *cr = cairo_create (surface);

  gs_head_draw (cr, gs_theme_get (FALSE, FALSE), &(GsRectangle){ width, 0, width, height }, NULL, number,
                size);
  cairo_surface_flush (surface);
  g_test_message ("%d, %d wide, letters of %g", number, width, size);
  g_assert_true (has_ink_within (surface, width, width + (width + 1) / 2, 0, middle));
  g_assert_true (has_ink_within (surface, width + width / 2, end, 0, middle));
  g_assert_false (has_ink_within (surface, 0, width, 0, height));
  g_assert_false (has_ink_within (surface, end, 3 * width, 0, height));
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_numbers_of_rows (void)
{
  /* Under 7 pixels they are not drawn. */
  for (gdouble zoom = 7 / GS_HEADER_HEIGHT; zoom <= 2; zoom += 0.05)
    for (gdouble size = 7; size <= 24; size++) {
      check_number (8, (gint) (GS_HEADER_HEIGHT * zoom), size);
      check_number (88, (gint) (GS_HEADER_HEIGHT * zoom), size);
    }
}

/* Small pictures are drawn larger, their maps as many times: pooling halves a map. None leaves its bound. */
static void
test_growth (void)
{
  g_auto (Stage) small = make_stage (book_open ("digits8-conv")), large = make_stage (book_open ("excelnet"));
  const GsBlock *map = find_block (&small, "a1"), *pooled = find_block (&small, "p1");

  g_assert_cmpfloat (map->cell_width, >=, 6);
  g_assert_cmpfloat (find_block (&small, "x")->cell_width, ==, map->cell_width);
  g_assert_cmpfloat (pooled->cell_width, ==, map->cell_width);
  g_assert_cmpint (2 * pooled->columns, ==, map->columns);
  g_assert_cmpfloat (find_block (&large, "z1")->cell_width, ==, 2);
  /* Names of rows take what they need there. */
  g_assert_cmpfloat (find_block (&small, "z2")->header_width, <, 30);
  for (gint i = 0; i < gs_layout_get_n_blocks (small.layout); i++) {
    const GsBlock *block = gs_layout_get_block (small.layout, i);

    g_assert_cmpfloat (block->width, <=, 200);
    g_assert_cmpfloat (block->height, <=, 285);
    g_assert_cmpfloat (block->cell_width, ==, floor (block->cell_width));
  }
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/walking", test_walking);
  g_test_add_func ("/layout/headers", test_headers);
  g_test_add_func ("/layout/names", test_names);
  g_test_add_func ("/layout/titles", test_titles);
  g_test_add_func ("/layout/two-lines", test_two_lines);
  g_test_add_func ("/layout/numbers-of-rows", test_numbers_of_rows);
  g_test_add_func ("/layout/growth", test_growth);
  g_test_add_func ("/layout/pages", test_pages);
  g_test_add_func ("/layout/marks-legend", test_marks_legend);
  g_test_add_func ("/layout/growing-sum", test_growing_sum);
  g_test_add_data_func ("/layout/headings-at-every-zoom/mazur", "mazur", test_headings_at_every_zoom);
  g_test_add_data_func ("/layout/headings-at-every-zoom/convnetjs", "convnetjs", test_headings_at_every_zoom);
  g_test_add_data_func ("/layout/headings-at-every-zoom/excelnet", "excelnet", test_headings_at_every_zoom);
  return g_test_run ();
}
