/* Drawings: where the ink comes to lie, that size and place on the pad make no difference, and that trained
 * networks read what is drawn.
 */
#include <math.h>

#include "app/workbook/gs-evaluator.h"
#include "app/workbook/gs-predictor.h"
#include "app/workbook/gs-workbook-rows.h"
#include "digits.h"

static void
test_strokes (void)
{
  g_autoptr (GsDrawing) drawing = gs_drawing_new ();
  const GsDrawingPoint *points;
  gdouble pixels[64];
  guint n;

  g_assert_false (gs_drawing_undo (drawing));
  gs_drawing_render (drawing, 8, 8, pixels);
  for (gint i = 0; i < 64; i++)
    g_assert_cmpfloat (pixels[i], ==, 0);
  gs_drawing_begin (drawing, 0.5, 0.5);
  gs_drawing_draw_to (drawing, 2, -1);
  gs_drawing_begin (drawing, 0.1, 0.2);
  g_assert_cmpuint (gs_drawing_get_n_strokes (drawing), ==, 2);
  points = gs_drawing_get_stroke (drawing, 0, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat (points[1].x, ==, 1);
  g_assert_cmpfloat (points[1].y, ==, 0);
  g_assert_true (gs_drawing_undo (drawing));
  g_assert_cmpuint (gs_drawing_get_n_strokes (drawing), ==, 1);
  gs_drawing_clear (drawing);
  g_assert_cmpuint (gs_drawing_get_n_strokes (drawing), ==, 0);
}

/* As MNIST's: the centre of mass in the middle (to a point, of which a pixel has eight), within a box of 20
 * of 28, in steps of 1/255. */
static void
test_mnist (void)
{
  for (gint digit = 0; digit < 10; digit++) {
    g_autoptr (GsDrawing) drawing = digits_draw (digit, 1, 0, 0);
    gdouble pixels[28 * 28], x = 0, y = 0, ink = 0;
    gint top = 28, bottom = -1;

    gs_drawing_render (drawing, 28, 28, pixels);
    for (gint i = 0; i < 28 * 28; i++) {
      g_assert_cmpfloat (pixels[i] * 255, ==, round (pixels[i] * 255));
      ink += pixels[i];
      x += pixels[i] * (i % 28 + 0.5);
      y += pixels[i] * (i / 28 + 0.5);
      if (pixels[i] > 0) {
        top = MIN (top, i / 28);
        bottom = MAX (bottom, i / 28);
      }
    }
    g_assert_cmpfloat (fabs (x / ink - 14), <, 0.125);
    g_assert_cmpfloat (fabs (y / ink - 14), <, 0.125);
    g_assert_cmpint (bottom - top + 1, >=, 20);
    g_assert_cmpint (bottom - top + 1, <=, 21); /* it need not begin where a pixel does */
    /* MNIST's digits cover 19 % of 20x20 a digit, more or less */
    g_assert_cmpfloat (ink, >, 30);
    g_assert_cmpfloat (ink, <, 180);
  }
}

/* The middle 24 of 28 pixels. */
static void
test_middle (void)
{
  g_autoptr (GsDrawing) drawing = digits_draw (5, 1, 0, 0);
  gdouble whole[28 * 28], middle[24 * 24];

  gs_drawing_render (drawing, 28, 28, whole);
  gs_drawing_render (drawing, 24, 24, middle);
  for (gint row = 0; row < 24; row++)
    for (gint column = 0; column < 24; column++)
      g_assert_cmpfloat_with_epsilon (middle[row * 24 + column], whole[(row + 2) * 28 + column + 2], 0.1);
}

/* As UCI's: whole sixteenths, from the first row to the last. */
static void
test_blocks (void)
{
  for (gint digit = 0; digit < 10; digit++) {
    g_autoptr (GsDrawing) drawing = digits_draw (digit, 1, 0, 0);
    gdouble pixels[64], first = 0, last = 0;

    gs_drawing_render (drawing, 8, 8, pixels);
    for (gint i = 0; i < 64; i++)
      g_assert_cmpfloat (pixels[i] * 16, ==, round (pixels[i] * 16));
    for (gint i = 0; i < 8; i++) {
      first += pixels[i];
      last += pixels[56 + i];
    }
    g_assert_cmpfloat (first, >, 0);
    g_assert_cmpfloat (last, >, 0);
  }
}

/* However large and wherever one draws. */
static void
test_size (void)
{
  for (gint size = 8; size <= 28; size += 20) {
    g_autoptr (GsDrawing) large = digits_draw (3, 1, 0, 0), small = digits_draw (3, 0.5, 0.4, 0.1);
    gdouble one[28 * 28], other[28 * 28], off = 0;

    gs_drawing_render (large, size, size, one);
    gs_drawing_render (small, size, size, other);
    for (gint i = 0; i < size * size; i++)
      off = MAX (off, fabs (one[i] - other[i]));
    g_assert_cmpfloat (off, <, 0.13);
  }
}

/* A dot does not fill the picture, and lies in its middle. */
static void
test_dot (void)
{
  g_autoptr (GsDrawing) drawing = gs_drawing_new ();
  gdouble pixels[28 * 28], ink = 0;

  gs_drawing_begin (drawing, 0.9, 0.05);
  gs_drawing_render (drawing, 28, 28, pixels);
  for (gint i = 0; i < 28 * 28; i++)
    ink += pixels[i];
  g_assert_cmpfloat (pixels[14 * 28 + 14], >, 0.5);
  g_assert_cmpfloat (pixels[0], ==, 0);
  g_assert_cmpfloat (ink, <, 10);
}

/* Paper and ink are those of the rows; of no rows 0 and 1; every channel is drawn on. */
static void
test_input (void)
{
  NnShape input = nn_shape (3, 2, 8, 8), target = nn_shape (1, 1);
  gdouble rows[128], drawn[128], classes = 0;
  g_autoptr (GsDrawing) drawing = digits_draw (0, 1, 0, 0);
  g_autoptr (GsDataset) data = NULL, empty = gs_dataset_new_empty (&input, &target);

  for (gint i = 0; i < 128; i++)
    rows[i] = i < 64 ? i % 17 : -1 + i % 2 * 3;
  data = gs_dataset_new (&input, &target, 1, rows, &classes);
  gs_drawing_to_input (drawing, data, drawn);
  g_assert_cmpfloat (drawn[0], ==, 0);
  g_assert_cmpfloat (drawn[64], ==, -1);
  for (gint i = 0; i < 64; i++)
    g_assert_cmpfloat (drawn[64 + i], ==, -1 + drawn[i] / 16 * 3);
  gs_drawing_to_input (drawing, empty, rows);
  for (gint i = 0; i < 64; i++)
    g_assert_cmpfloat (rows[i], ==, drawn[i] / 16);
}

/* What it is all for: the networks that come trained read them; and as fast as one draws, since only what has
 * changed is loaded. */
static void
test_read (gconstpointer name)
{
  g_autofree gchar *path =
      g_strdup_printf ("%s/lessons/networks/%s.gradsheet", SOURCE_ROOT, (const gchar *) name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWorkbook) book = gs_workbook_open (path, &error);
  const NnNetwork *network;
  g_autoptr (GsPredictor) predictor = NULL;
  g_autofree gdouble *input = NULL;
  g_autoptr (NnState) weights = NULL;
  gint n_right = 0;

  g_assert_no_error (error);
  network = gs_workbook_get_network (book);
  predictor = gs_predictor_new (network, &error);
  input = g_new (gdouble, nn_shape_count (&network->input));
  weights = nn_run_save_state (gs_workbook_get_run (book));
  for (gint digit = 0; digit < 10; digit++) {
    g_autoptr (GsDrawing) drawing = digits_draw (digit, 0.8, 0.1, 0.1);
    g_autofree gdouble *same = NULL;
    const gdouble *outputs;
    gsize n;

    gs_predictor_take_weights (predictor, gs_workbook_get_frame (book));
    gs_drawing_to_input (drawing, gs_workbook_get_data (book), input);
    outputs = gs_predictor_run (predictor, input, &n, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (n, ==, 10);
    same = gs_evaluator_predict (network, weights, input, 1, &error);
    g_assert_cmpmem (outputs, n * sizeof (gdouble), same, n * sizeof (gdouble));
    n_right += gs_evaluation_get_answer (outputs, n, FALSE) == digit;
  }
  g_assert_cmpint (n_right, >=, 9);
}

/* Other weights are another answer; a number that is none is told. */
static void
test_weights (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWorkbook) book =
      gs_workbook_open (SOURCE_ROOT "/lessons/networks/digits8-dense.gradsheet", &error);
  g_autoptr (GsPredictor) predictor = gs_predictor_new (gs_workbook_get_network (book), &error);
  gdouble input[64] = { 0 }, before;
  gsize n;

  gs_predictor_take_weights (predictor, gs_workbook_get_frame (book));
  before = gs_predictor_run (predictor, input, &n, &error)[3];
  g_assert_true (gs_workbook_set_text (book, "b2[4]", "9", &error));
  g_assert_cmpfloat (gs_predictor_run (predictor, input, &n, &error)[3], ==, before);
  gs_predictor_take_weights (predictor, gs_workbook_get_frame (book));
  g_assert_cmpfloat (gs_predictor_run (predictor, input, &n, &error)[3], >, 0.9);
  input[0] = 1e308;
  input[1] = 1e308;
  g_assert_null (gs_predictor_run (predictor, input, &n, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_NOT_FINITE);
}

/* In the place of the row that is stepped, as one edit. */
static void
test_put (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWorkbook) book =
      gs_workbook_open (SOURCE_ROOT "/lessons/networks/digits8-conv.gradsheet", &error);
  gint n, row = gs_workbook_get_batch (book, &n)[4];
  g_autofree gdouble *before =
      g_memdup2 (gs_dataset_get_input (gs_workbook_get_data (book), row), 64 * sizeof (gdouble));
  g_autoptr (GsDrawing) drawing = digits_draw (7, 1, 0, 0);
  gdouble input[64];

  gs_drawing_to_input (drawing, gs_workbook_get_data (book), input);
  g_assert_true (gs_workbook_put_picture (book, 5, input, 7, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (gs_dataset_get_input (gs_workbook_get_data (book), row), sizeof input, input,
                   sizeof input);
  g_assert_cmpint (gs_dataset_get_class (gs_workbook_get_data (book), row), ==, 7);
  g_assert_true (gs_workbook_undo (book));
  g_assert_cmpmem (gs_dataset_get_input (gs_workbook_get_data (book), row), sizeof input, before,
                   sizeof input);
  g_assert_false (gs_workbook_undo (book));
}

/* What a view of pictures is called by. */
static void
test_digits (void)
{
  static const gchar *const names[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" };
  NnShape grey = nn_shape (3, 1, 8, 8), coloured = nn_shape (3, 3, 8, 8), ten = nn_shape (1, 10),
          two = nn_shape (1, 2);
  g_autoptr (GsDataset) plain = gs_dataset_new_empty (&grey, &ten),
                        colours = gs_dataset_new_empty (&coloured, &ten),
                        few = gs_dataset_new_empty (&grey, &two), named = NULL, clothes = NULL;
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  for (gint i = 0; i < 10; i++)
    g_ptr_array_add (list, (gpointer) names[i]);
  named = gs_dataset_with_names (plain, GS_NAMES_TARGETS, list, NULL);
  list->pdata[9] = (gpointer) "boot";
  clothes = gs_dataset_with_names (plain, GS_NAMES_TARGETS, list, NULL);
  g_assert_true (gs_drawing_are_digits (plain));
  g_assert_true (gs_drawing_are_digits (named));
  g_assert_false (gs_drawing_are_digits (clothes));
  g_assert_false (gs_drawing_are_digits (colours));
  g_assert_false (gs_drawing_are_digits (few));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drawing/strokes", test_strokes);
  g_test_add_func ("/drawing/mnist", test_mnist);
  g_test_add_func ("/drawing/middle", test_middle);
  g_test_add_func ("/drawing/blocks", test_blocks);
  g_test_add_func ("/drawing/size", test_size);
  g_test_add_func ("/drawing/dot", test_dot);
  g_test_add_func ("/drawing/input", test_input);
  g_test_add_func ("/drawing/weights", test_weights);
  g_test_add_func ("/drawing/put", test_put);
  g_test_add_func ("/drawing/digits", test_digits);
  g_test_add_data_func ("/drawing/digits8-dense", "digits8-dense", test_read);
  g_test_add_data_func ("/drawing/digits8-conv", "digits8-conv", test_read);
  g_test_add_data_func ("/drawing/convnetjs-trained", "convnetjs-trained", test_read);
  g_test_add_data_func ("/drawing/excelnet-trained", "excelnet-trained", test_read);
  return g_test_run ();
}
