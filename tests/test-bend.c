/* What a layer does to the plane, rows on their way through a network, and that pictures keep what is asked
 * for to themselves; points are found where they are drawn. */
#include <math.h>
#include <string.h>

#include "app/paint/gs-graph-painter.h"
#include "app/paint/gs-plane-painter.h"
#include "app/plane/gs-bend.h"
#include "app/plane/gs-tour.h"
#include "app/view/gs-view.h"
#include "app/workbook/gs-evaluator.h"
#include "books.h"

static GsGraph *
draw (GsWorkbook *book)
{
  GsGraph *graph = gs_graph_new (gs_workbook_get_network (book), gs_workbook_get_program (book));

  gs_graph_lay_out (graph, 700, 420, 1);
  return graph;
}

/* ---- the bent plane ---- */

static void
test_bend_is_found (void)
{
  g_autoptr (GsWorkbook) book =
      book_make ("input 2 · dense 2 tanh · dense 2 relu · dense 1", "circle:rows=8");
  g_autoptr (GsWorkbook) wide = book_make ("input 2 · dense 3 tanh · dense 1", "circle:rows=8");
  g_autoptr (GsGraph) graph = draw (book), wide_graph = draw (wide);
  GsBend bend;

  g_assert_true (gs_bend_find (&bend, graph, -1, 6));
  g_assert_cmpint (bend.layer, ==, 0);
  g_assert_cmpfloat (bend.reach, ==, 6);
  g_assert_true (gs_bend_find (&bend, graph, 1, 6));
  g_assert_cmpint (bend.layer, ==, 1);
  g_assert_cmpfloat (bend.reach, ==, 1); /* what it reads are activations */
  g_assert_false (gs_bend_find (&bend, wide_graph, -1, 6));
}

/* A place goes where the cells say. */
static void
test_bend_maps (void)
{
  static const gchar *const activations[] = { "linear", "tanh", "sigmoid", "relu", "softplus" };

  for (gsize i = 0; i < G_N_ELEMENTS (activations); i++) {
    g_autofree gchar *line = g_strdup_printf ("input 2 · dense 2 %s · dense 1", activations[i]);
    g_autoptr (GsWorkbook) book = book_make (line, "circle:rows=8");
    g_autoptr (GsGraph) graph = draw (book);
    NnCell first = book_find (book, "a1[1,1]"), second = book_find (book, "a1[1,2]");
    const gdouble *input = gs_dataset_get_input (gs_workbook_get_data (book), 1);
    GsBend bend;
    gdouble u, v, wanted;

    g_assert_true (gs_bend_find (&bend, graph, -1, 6));
    gs_workbook_go_to_pass (book, 1, NULL);
    gs_bend_map (&bend, gs_workbook_get_frame (book), input[0], input[1], &u, &v);
    gs_frame_look (gs_workbook_get_frame (book), &first, &wanted);
    g_assert_cmpfloat_with_epsilon (u, wanted, 1e-14);
    gs_frame_look (gs_workbook_get_frame (book), &second, &wanted);
    g_assert_cmpfloat_with_epsilon (v, wanted, 1e-14);
  }
}

/* What is dragged is where the pointer is; all of a drag is one edit. */
static void
test_bend_is_dragged (void)
{
  g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 2 tanh · dense 1", "circle:rows=8");
  g_autoptr (GsGraph) graph = draw (book);
  const gchar *label;
  GsBend bend;

  gs_bend_find (&bend, graph, -1, 6);
  for (gint handle = 0; handle < GS_BEND_N_HANDLES; handle++) {
    g_autoptr (GError) error = NULL;
    gdouble x, y, u, v;

    gs_workbook_begin_gesture (book);
    for (gint i = 0; i < 5; i++)
      gs_bend_drag (&bend, book, (GsBendHandle) handle, 0.1 * i - 0.3, 0.6 - 0.1 * i, &error);
    gs_workbook_end_gesture (book);
    g_assert_no_error (error);
    gs_bend_get_handle (&bend, (GsBendHandle) handle, &x, &y);
    gs_bend_map (&bend, gs_workbook_get_frame (book), x, y, &u, &v);
    g_assert_cmpfloat_with_epsilon (u, 0.1, 1e-9);
    g_assert_cmpfloat_with_epsilon (v, 0.2, 1e-9);
    /* Beyond the activation's end it stays finite. */
    gs_bend_drag (&bend, book, (GsBendHandle) handle, 5, -5, &error);
    g_assert_no_error (error);
    g_assert_true (gs_workbook_undo (book));
  }
  for (gint handle = 0; handle < GS_BEND_N_HANDLES; handle++)
    g_assert_true (gs_workbook_undo (book));
  label = gs_workbook_get_undo_label (book);
  g_assert_true (label == NULL || !g_str_has_prefix (label, "Edit"));
}

/* ---- the tour ---- */

static void
test_tour (void)
{
  g_autoptr (GsWorkbook) book =
      book_make ("input 2 · dense 4 tanh · dense 3 softmax", "blobs:rows=60,noise=0.1");
  g_autoptr (GsDataset) parted = gs_dataset_with_test_rows (gs_workbook_get_data (book), 0.3, 1, NULL);
  g_autoptr (GsGraph) graph = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GsTour) tour = NULL;
  g_autoptr (NnState) weights = NULL;
  g_autofree gchar *text = NULL, *number = NULL;
  gint right = 0;

  gs_workbook_set_data (book, parted, "Keep rows apart", &error);
  g_assert_no_error (error);
  graph = draw (book);
  tour = gs_tour_new (book, graph, 200, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tour->travellers->len, ==, 60);
  g_assert_cmpint (tour->n_stations, ==, 3);
  weights = nn_run_save_state (gs_workbook_get_run (book));
  for (guint i = 0; i < 60; i++) {
    const GsTraveller *traveller = &g_array_index (tour->travellers, GsTraveller, i);
    g_autofree gdouble *outputs = gs_evaluator_predict (
        gs_workbook_get_network (book), weights, gs_dataset_get_input (parted, traveller->row), 1, NULL);
    const GsGraphColumn *last = gs_graph_get_column (graph, traveller->stations[2]);
    gdouble x, y, start_x, start_y;

    g_assert_cmpint (traveller->answer, ==, gs_evaluation_get_answer (outputs, 3, FALSE));
    g_assert_cmpint (traveller->class, ==, gs_dataset_get_class (parted, traveller->row));
    g_assert_cmpuint (traveller->stations[2], ==, last->first + (guint) traveller->answer);
    g_assert_cmpint (traveller->is_test, ==, gs_dataset_is_test (parted, traveller->row));
    right += !traveller->is_test && traveller->answer == traveller->class;
    /* It sets out at the inputs and ends behind its output: trained above, held out below. */
    g_assert_cmpint (gs_tour_locate (tour, graph, i, 0, 1, &start_x, &start_y), ==, i == 0);
    g_assert_true (gs_tour_locate (tour, graph, i, 1, 1, &x, &y));
    g_assert_cmpfloat (x, >, last->x + graph->size / 2);
    g_assert_cmpint (y > g_array_index (graph->nodes, GsGraphNode, traveller->stations[2]).y, ==,
                     traveller->is_test);
  }
  text = gs_tour_describe (tour);
  number = g_strdup_printf (" %d came", right);
  g_assert_nonnull (strstr (text, number));
}

/* No two lie on each other at the end. */
static void
test_tour_piles (void)
{
  g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 3 tanh · dense 1 tanh", "moons:rows=50");
  g_autoptr (GsGraph) graph = draw (book);
  g_autoptr (GsTour) tour = gs_tour_new (book, graph, 50, NULL);

  for (guint i = 0; i < 50; i++)
    for (guint k = 0; k < i; k++) {
      gdouble x, y, other_x, other_y;

      gs_tour_locate (tour, graph, i, 1, 1, &x, &y);
      gs_tour_locate (tour, graph, k, 1, 1, &other_x, &other_y);
      g_assert_cmpfloat (hypot (x - other_x, y - other_y), >, 5);
    }
}

/* ---- pictures ---- */

static cairo_surface_t *
paint_graph (GsWorkbook *book, const GsMaps *maps, gboolean covered)
{
  g_autoptr (GsView) view = gs_view_new (book);
  g_autoptr (GsGraph) graph = draw (book);
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (NnCell));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 700, 420);
  cairo_t *cr = cairo_create (surface);
  static const gchar *const names[] = { "W1[1,1]", "W1[2,1]", "W2[1,1]", "a1[1,1]", "a2[1,1]", "b1[1]" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    NnCell cell = book_find (book, names[i]);

    g_array_append_val (cells, cell);
  }
  gs_workbook_go_to_pass (book, 1, NULL);
  if (covered)
    gs_view_set_emphasis (view, NULL, cells);
  gs_graph_painter_draw (cr, &(GsGraphScene){ .graph = graph,
                                              .maps = maps,
                                              .sight = gs_view_get_sight (view),
                                              .theme = gs_theme_get (FALSE, FALSE),
                                              .scale = 1,
                                              .width = 700,
                                              .height = 420 });
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static gboolean
look_alike (cairo_surface_t *a, cairo_surface_t *b)
{
  return memcmp (cairo_image_surface_get_data (a), cairo_image_surface_get_data (b),
                 (gsize) cairo_image_surface_get_stride (a) * (gsize) cairo_image_surface_get_height (a))
         == 0;
}

/* How many pixels have this colour, about. */
static guint
count_colour (cairo_surface_t *surface, GsColour colour)
{
  const guint32 *pixels = (const guint32 *) (gpointer) cairo_image_surface_get_data (surface);
  const gdouble parts[] = { colour.red, colour.green, colour.blue };
  guint n = 0;

  for (gsize i = 0; i < 700 * 420; i++) {
    gboolean is_near = TRUE;

    for (gint part = 0; part < 3; part++)
      is_near = is_near && fabs ((gdouble) (pixels[i] >> (16 - 8 * part) & 255) - 255 * parts[part]) < 10;
    n += is_near;
  }
  return n;
}

/* The larger a weight, the wider its line; a negative one has the other colour and is dashed. */
static void
test_picture_of_weights (void)
{
  static const gdouble weights[] = { 2, 0.2, -2 };
  const GsTheme *theme = gs_theme_get (FALSE, FALSE);
  guint blue[3], orange[3];

  for (gint i = 0; i < 3; i++) {
    g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 1 tanh · dense 1 tanh", "moons:rows=1");
    cairo_surface_t *surface;

    book_set (book, "W1[1,1]", 2);
    book_set (book, "W1[2,1]", 2);
    book_set (book, "W2[1,1]", weights[i]);
    surface = paint_graph (book, NULL, FALSE);
    blue[i] = count_colour (surface, theme->positive);
    orange[i] = count_colour (surface, theme->negative);
    cairo_surface_destroy (surface);
  }
  g_assert_cmpuint (blue[0], >, blue[1] + 300);
  g_assert_cmpuint (blue[1], >=, blue[2]);
  g_assert_cmpuint (orange[0], ==, orange[1]); /* of the legend */
  g_assert_cmpuint (orange[2], >, orange[0] + 300);
  g_assert_cmpuint (orange[2] - orange[0], <, (blue[0] - blue[2]) * 4 / 5);
}

/* Neither lines nor maps tell a number that is asked for; uncovered they do. */
static void
test_picture_hides (void)
{
  for (gint covered = 0; covered < 2; covered++) {
    cairo_surface_t *pictures[2];

    for (gint i = 0; i < 2; i++) {
      g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 1 tanh · dense 1 tanh", "moons:rows=1");
      g_autoptr (GsPlane) plane = NULL;
      g_autoptr (NnState) weights = NULL;
      g_autoptr (GsMaps) maps = NULL;

      book_set (book, "W1[1,1]", i == 0 ? 0.5 : -1.5);
      plane = gs_plane_new (gs_workbook_get_network (book), gs_workbook_get_data (book));
      weights = nn_run_save_state (gs_workbook_get_run (book));
      maps = gs_plane_ask (plane, weights, 20, NULL);
      pictures[i] = paint_graph (book, maps, covered);
    }
    g_assert_cmpint (look_alike (pictures[0], pictures[1]), ==, covered);
    cairo_surface_destroy (pictures[0]);
    cairo_surface_destroy (pictures[1]);
  }
}

/* A point is found where it is drawn, and a pixel's place is drawn at that pixel. */
static void
test_found (void)
{
  g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 1 sigmoid", "gaussians:rows=8");
  GsDataset *data = gs_workbook_get_data (book);
  g_autoptr (GsPlane) plane = gs_plane_new (gs_workbook_get_network (book), data);
  g_autoptr (GsView) view = gs_view_new (book);
  GsPlaneScene scene = { .plane = plane,
                         .layer = GS_MAPS_ANSWER,
                         .sight = gs_view_get_sight (view),
                         .scale = 1,
                         .width = 320,
                         .height = 380 };
  gdouble x, y, px, py;

  for (gint row = 1; row <= gs_dataset_get_n_rows (data); row++) {
    gint found;

    gs_plane_get_point (plane, gs_dataset_get_input (data, row), &x, &y);
    gs_plane_painter_to_pixels (&scene, x, y, &px, &py);
    found = gs_plane_painter_find_row (&scene, px, py);
    g_assert_cmpint (found, >, 0);
    gs_plane_get_point (plane, gs_dataset_get_input (data, found), &x, &y);
    gs_plane_painter_to_pixels (&scene, x, y, &x, &y);
    g_assert_cmpfloat (hypot (x - px, y - py), <, 8); /* it, or one that lies on it */
  }
  g_assert_true (gs_plane_painter_to_plane (&scene, px, py, &x, &y));
  gs_plane_painter_to_pixels (&scene, x, y, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, px, 1e-6);
  g_assert_cmpfloat_with_epsilon (y, py, 1e-6);
  g_assert_false (gs_plane_painter_to_plane (&scene, -5, -5, &x, &y));
  g_assert_cmpint (gs_plane_painter_find_row (&scene, -5, -5), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bend/is-found", test_bend_is_found);
  g_test_add_func ("/bend/maps", test_bend_maps);
  g_test_add_func ("/bend/is-dragged", test_bend_is_dragged);
  g_test_add_func ("/bend/tour", test_tour);
  g_test_add_func ("/bend/tour-piles", test_tour_piles);
  g_test_add_func ("/bend/picture-of-weights", test_picture_of_weights);
  g_test_add_func ("/bend/points-are-found", test_found);
  g_test_add_func ("/bend/picture-hides", test_picture_hides);
  return g_test_run ();
}
