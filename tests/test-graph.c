/* The painter of a network as a drawing: what it says has room, and is there to the last letter. */
#include "app/paint/gs-graph-painter.h"
#include "app/plane/gs-graph.h"
#include "app/view/gs-view.h"
#include "books.h"

#include <glib/gstdio.h>
#include <string.h>

/* The network of rows whose last input and last class have these names, drawn. Returns the surface. */
static cairo_surface_t *
paint_names (const gchar *input, const gchar *class, gint width, gdouble scale, cairo_surface_t *surface)
{
  g_autofree gchar *folder = g_dir_make_tmp ("names-XXXXXX", NULL);
  g_autofree gchar *path = g_build_filename (folder, "rows.csv", NULL);
  g_autofree gchar *text =
      g_strdup_printf ("a,b,c,%s,kind\n1,2,3,4,setosa\n2,3,4,5,versicolor\n3,4,5,7,%s\n", input, class);
  g_autoptr (GsWorkbook) book = NULL;
  g_autoptr (GsView) view = NULL;
  g_autoptr (GsGraph) graph = NULL;
  cairo_t *cr = cairo_create (surface);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  book = book_make ("input 4 · dense 6 tanh · dense 3 softmax", path);
  g_unlink (path);
  g_rmdir (folder);
  view = gs_view_new (book);
  graph = gs_graph_new (gs_workbook_get_network (book), gs_workbook_get_program (book));
  gs_graph_lay_out (graph, width, 420, scale);
  gs_graph_painter_draw (cr, &(GsGraphScene){ .graph = graph,
                                              .sight = gs_view_get_sight (view),
                                              .theme = gs_theme_get (FALSE, FALSE),
                                              .scale = scale,
                                              .width = width,
                                              .height = 420 });
  cairo_destroy (cr);
  return surface;
}

/* Names of inputs and classes are there to their last letters, in a narrow drawing and in large letters. */
static void
test_names (void)
{
  static const struct {
    gint width;
    gdouble scale;
  } sizes[] = { { 900, 1 }, { 480, 1 }, { 780, 1.9 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    static const gchar *const names[][2] = { { "petal widtx", "virginicx" },
                                             { "petal widty", "virginicx" },
                                             { "petal widtx", "virginicy" } };
    cairo_surface_t *pictures[3];

    for (gint k = 0; k < 3; k++)
      pictures[k] = paint_names (names[k][0], names[k][1], sizes[i].width, sizes[i].scale,
                                 cairo_image_surface_create (CAIRO_FORMAT_RGB24, sizes[i].width, 420));
    for (gint k = 1; k < 3; k++)
      g_assert_cmpint (memcmp (cairo_image_surface_get_data (pictures[0]),
                               cairo_image_surface_get_data (pictures[k]),
                               (gsize) (4 * sizes[i].width * 420)),
                       !=, 0);
    for (gint k = 0; k < 3; k++)
      cairo_surface_destroy (pictures[k]);
  }
}

/* What the lines mean is said in as much room as there is: beside the drawing nothing is drawn. */
static void
test_legend (void)
{
  const gint width = 380, wide = 580;
  cairo_surface_t *surface = paint_names ("width", "virginica", width, 1.5,
                                          cairo_image_surface_create (CAIRO_FORMAT_RGB24, wide, 420));
  const guint32 *pixels = (const guint32 *) (gpointer) cairo_image_surface_get_data (surface);

  for (gint i = 0; i < wide * 420; i++)
    g_assert_true (i % wide < width || pixels[i] == pixels[wide - 1]);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graph/names", test_names);
  g_test_add_func ("/graph/legend", test_legend);
  return g_test_run ();
}
