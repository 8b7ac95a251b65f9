/* The loss over cells, the history of a few of them, and what is wrong here. */
#include <math.h>
#include <string.h>

#include "app/paint/gs-map-painter.h"
#include "app/plane/gs-diagnosis.h"
#include "app/plane/gs-landscape.h"
#include "app/plane/gs-trail.h"
#include "app/view/gs-summary.h"
#include "app/view/gs-view.h"
#include "books.h"

static gdouble
read_loss (GsWorkbook *book)
{
  NnCell cell = book_find (book, "L");
  g_autoptr (GsFrame) frame = gs_workbook_look_ahead (book, &cell);
  gdouble loss;

  g_assert_cmpint (gs_frame_look (frame, &cell, &loss), ==, GS_CELL_VALUE);
  return loss;
}

/* ---- the loss over cells ---- */

/* Each point is the loss that the workbook has with that number, to the bit; the workbook stays as it is. */
static void
test_curve (void)
{
  g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 3 tanh · dense 1 tanh", "circle:rows=20");
  NnCell cell = book_find (book, "W1[2,1]");
  g_autoptr (GError) error = NULL;
  g_autoptr (GsLandscape) land = gs_landscape_new (book, &cell, 1, 21, 1.5, &error);
  const gchar *label = gs_workbook_get_undo_label (book);

  g_assert_no_error (error);
  g_assert_cmpstr (label, ==, gs_workbook_get_undo_label (book));
  g_assert_cmpfloat (land->loss, ==, read_loss (book));
  g_assert_cmpfloat (land->losses[10], ==, land->loss);
  g_assert_cmpfloat (gs_landscape_get_number (land, 0, 10), ==, land->today[0]);
  for (gint i = 0; i < 21; i += 4) {
    book_set (book, "W1[2,1]", gs_landscape_get_number (land, 0, i));
    g_assert_cmpfloat (land->losses[i], ==, read_loss (book));
  }
}

static void
test_surface (void)
{
  g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 2 tanh · dense 1", "moons:rows=20");
  NnCell cells[2] = { book_find (book, "W2[1,1]"), book_find (book, "b2[1]") };
  g_autoptr (GsLandscape) land = gs_landscape_new (book, cells, 2, 11, 0, NULL);
  gdouble least, greatest;

  g_assert_cmpfloat (land->losses[5 * 11 + 5], ==, land->loss);
  book_set (book, "W2[1,1]", gs_landscape_get_number (land, 0, 8));
  book_set (book, "b2[1]", gs_landscape_get_number (land, 1, 2));
  g_assert_cmpfloat (land->losses[2 * 11 + 8], ==, read_loss (book));
  g_assert_true (gs_landscape_get_bounds (land, &least, &greatest));
  g_assert_true (least <= land->loss && land->loss <= greatest);
}

/* A computed cell is held; what the loss does not follow from is said. */
static void
test_curve_of_computed (void)
{
  g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 2 tanh · dense 1", "moons:rows=4");
  NnCell cell = book_find (book, "z1[1,2]"), gradient;
  g_autoptr (GsLandscape) land = gs_landscape_new (book, &cell, 1, 5, 1, NULL);
  g_autoptr (GError) error = NULL;
  gdouble value = gs_landscape_get_number (land, 0, 4);

  gs_workbook_pin (book, &cell, value, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (land->losses[4], ==, read_loss (book));
  gradient = book_find (book, "dW1[1,1]");
  g_assert_null (gs_landscape_new (book, &gradient, 1, 5, 1, &error));
  g_assert_nonnull (strstr (error->message, "dW1"));
}

/* ---- followed cells ---- */

static void
test_trail (void)
{
  g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 2 tanh · dense 1", "moons:rows=20");
  g_autoptr (GsTrail) trail = gs_trail_new ();
  const GArray *points = gs_trail_get_points (trail);

  g_assert_true (gs_trail_follow (trail, "W1[1,1]"));
  for (gint pass = 1; pass <= 5; pass++) {
    gs_trail_note (trail, gs_workbook_get_frame (book));
    gs_workbook_step (book, GS_STEP_PASS, 1);
  }
  gs_trail_note (trail, gs_workbook_get_frame (book));
  for (guint i = 0; i < points->len; i++) {
    const GsTrailPoint *point = &g_array_index (points, GsTrailPoint, i);
    NnCell cell = book_find (book, "W1[1,1]");

    g_assert_true (i == 0 || point->pass > g_array_index (points, GsTrailPoint, i - 1).pass);
    gs_workbook_go_to_pass (book, point->pass, NULL);
    g_assert_cmpfloat (point->values[0], ==, nn_run_get_cell (gs_workbook_get_run (book), &cell));
    g_assert_true (isnan (point->values[1]));
  }
  g_assert_cmpuint (points->len, >=, 5);
  /* Six at most; again means no longer. */
  for (gint i = 0; i < 5; i++) {
    g_autofree gchar *name = g_strdup_printf ("W1[2,%d]", i);

    g_assert_true (gs_trail_follow (trail, name));
  }
  g_assert_false (gs_trail_follow (trail, "b1[1]"));
  g_assert_true (gs_trail_follow (trail, "W1[1,1]"));
  g_assert_null (gs_trail_get_cell (trail, 0));
  g_assert_true (gs_trail_follow (trail, "b1[1]"));
}

static void
test_trail_is_bounded (void)
{
  g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 1", "moons:rows=20");
  g_autoptr (GsTrail) trail = gs_trail_new ();
  const GArray *points = gs_trail_get_points (trail);

  gs_trail_note (trail, gs_workbook_get_frame (book));
  g_assert_cmpuint (points->len, ==, 0); /* nothing is followed */
  g_assert_true (gs_trail_follow (trail, "b1[1]"));
  for (gint pass = 0; pass < GS_TRAIL_MAX_POINTS + 100; pass++) {
    gs_trail_note (trail, gs_workbook_get_frame (book));
    gs_workbook_step (book, GS_STEP_PASS, 1);
  }
  g_assert_cmpuint (points->len, <=, GS_TRAIL_MAX_POINTS);
  g_assert_cmpuint (g_array_index (points, GsTrailPoint, 0).pass, ==, 1);
}

/* ---- how numbers are spread ---- */

/* Of weights, activations and gradients alike: each number in its bar, the largest at the end. */
static void
test_spread (void)
{
  static const gchar *const names[] = { "W1", "a1", "dW1" };
  g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 3 tanh · dense 1 tanh", "moons:rows=20");
  g_autoptr (GsView) view = gs_view_new (book);
  NnProgram *program = gs_workbook_get_program (book);
  gint counts[8], expected[8];
  gdouble largest;

  /* What is not computed has no bars. */
  g_assert_false (
      gs_summary_spread (gs_view_get_sight (view), nn_program_find (program, "a1"), 8, counts, &largest));
  gs_workbook_step (book, GS_STEP_OPERATION, nn_program_get_n_instructions (program) - 1);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    NnCell cell = { nn_program_find (program, names[i]), 0 };
    gsize n = nn_shape_count (&nn_program_get_tensor (program, cell.tensor)->shape);
    gint sum = 0;

    memset (expected, 0, sizeof expected);
    g_assert_true (gs_summary_spread (gs_view_get_sight (view), cell.tensor, 8, counts, &largest));
    for (cell.offset = 0; cell.offset < n; cell.offset++) {
      gdouble value;
      gint bar = 0;

      gs_workbook_look (book, &cell, &value);
      while (bar < 7 && value >= -largest + (bar + 1) * largest / 4)
        bar++;
      expected[bar]++;
    }
    for (gint bar = 0; bar < 8; bar++) {
      g_assert_cmpint (counts[bar], ==, expected[bar]);
      sum += counts[bar];
    }
    g_assert_cmpint (sum, ==, (gint) n);
    g_assert_cmpint (counts[0] + counts[7], >, 0);
  }
}

/* ---- what is wrong ---- */

/* Behind the loss: outputs and loss are there. */
static GPtrArray *
examine (GsWorkbook *book)
{
  gs_workbook_go_to_pass (book, gs_workbook_get_cursor (book).pass, NULL);
  return gs_diagnosis_list (gs_workbook_get_frame (book));
}

static void
expect_finding (GsWorkbook *book, const gchar *cell, const gchar *word)
{
  g_autoptr (GPtrArray) findings = examine (book);
  NnCell wanted = book_find (book, cell);

  for (guint i = 0; i < findings->len; i++) {
    const GsFinding *finding = g_ptr_array_index (findings, i);

    if (nn_cell_equal (&finding->cell, &wanted) && strstr (finding->text, word) != NULL)
      return;
  }
  g_test_message ("of %u findings none says “%s” of %s", findings->len, word, cell);
  g_test_fail ();
}

static void
test_healthy (void)
{
  g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 3 tanh · dense 1", "moons:rows=20");
  g_autoptr (GPtrArray) findings = examine (book);

  g_assert_cmpuint (findings->len, ==, 0);
}

static void
test_dead_and_saturated (void)
{
  g_autoptr (GsWorkbook) relu = book_make ("input 2 · dense 3 relu · dense 1", "moons:rows=20");
  g_autoptr (GsWorkbook) tanh_book = book_make ("input 2 · dense 3 tanh · dense 1", "moons:rows=20");
  g_autoptr (GsWorkbook) certain = book_make ("input 2 · dense 1 tanh", "moons:rows=20");
  g_autoptr (GPtrArray) nothing = NULL;

  book_set (relu, "b1[2]", -100);
  expect_finding (relu, "a1[1,2]", "dead");
  book_set (tanh_book, "b1[3]", 100);
  expect_finding (tanh_book, "a1[1,3]", "saturated");
  /* A certain answer is no fault. */
  book_set (certain, "b1[1]", 100);
  nothing = examine (certain);
  for (guint i = 0; i < nothing->len; i++)
    g_assert_null (strstr (((const GsFinding *) g_ptr_array_index (nothing, i))->text, "saturated"));
  g_clear_pointer (&nothing, g_ptr_array_unref);
  /* What is not computed yet is not judged. */
  gs_workbook_go_to (relu, &(GsCursor){ 1, 0, 0, 0 }, NULL);
  nothing = gs_diagnosis_list (gs_workbook_get_frame (relu));
  g_assert_cmpuint (nothing->len, ==, 0);
}

static void
test_alike (void)
{
  g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 2 tanh · dense 1", "moons:rows=20");

  book_set (book, "W2[1,1]", 0);
  book_set (book, "W2[2,1]", 0);
  expect_finding (book, "a2[1,1]", "the same for every row");
}

static void
test_grows (void)
{
  g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 2 tanh · dense 1", "plane:rows=20");

  book_set (book, "lr", 3);
  for (gint i = 0; i < 8; i++)
    gs_workbook_step (book, GS_STEP_PASS, 1);
  expect_finding (book, "lr", "The loss grows");
}

static void
test_not_finite (void)
{
  g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 1", "plane:rows=20");

  book_set (book, "W1[1,1]", 1e200);
  expect_finding (book, "L", "no finite number");
}

/* The line on which x² + y² is a quarter is a circle, and closed: it has the length of one. */
static void
test_traced (void)
{
  const GsRectangle place = { 10, 20, 200, 200 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (surface);
  gfloat map[100 * 100];
  cairo_path_t *path;
  gdouble length = 0, last_x = 0, last_y = 0;

  for (gint i = 0; i < 100 * 100; i++) {
    gdouble x = (i % 100 + 0.5) / 50 - 1, y = (i / 100 + 0.5) / 50 - 1;

    map[i] = (gfloat) (x * x + y * y);
  }
  gs_map_painter_trace (cr, map, 100, 0.25, &place);
  path = cairo_copy_path (cr);
  for (gint i = 0; i < path->num_data; i += path->data[i].header.length) {
    gdouble x, y;

    if (path->data[i].header.type == CAIRO_PATH_CLOSE_PATH)
      continue;
    x = (path->data[i + 1].point.x - 110) / 100;
    y = (path->data[i + 1].point.y - 120) / 100;
    g_assert_cmpfloat_with_epsilon (hypot (x, y), 0.5, 1e-3);
    if (path->data[i].header.type == CAIRO_PATH_LINE_TO)
      length += hypot (x - last_x, y - last_y);
    last_x = x;
    last_y = y;
  }
  g_assert_cmpfloat_with_epsilon (length, G_PI, 0.01);
  cairo_path_destroy (path);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/curves/curve", test_curve);
  g_test_add_func ("/curves/surface", test_surface);
  g_test_add_func ("/curves/computed", test_curve_of_computed);
  g_test_add_func ("/curves/trail", test_trail);
  g_test_add_func ("/curves/trail-is-bounded", test_trail_is_bounded);
  g_test_add_func ("/curves/spread", test_spread);
  g_test_add_func ("/curves/healthy", test_healthy);
  g_test_add_func ("/curves/dead-and-saturated", test_dead_and_saturated);
  g_test_add_func ("/curves/alike", test_alike);
  g_test_add_func ("/curves/grows", test_grows);
  g_test_add_func ("/curves/not-finite", test_not_finite);
  g_test_add_func ("/curves/traced", test_traced);
  return g_test_run ();
}
