/* The kept nodes of the sheet: after any move, edit, scroll and zoom the window shows what a plain drawing of
 * the same scene shows, and a step draws no more than it must. Needs no display: GSK's Cairo renderer draws
 * without one. */
#include <math.h>
#include <string.h>

#include "app/view/gs-view.h"
#include "ui/gs-sheet-nodes.h"

#define WIDTH  640
#define HEIGHT 420

typedef struct {
  GsView *view;
  GsLayout *layout;
  GsPainter *painter;
  GsSheetNodes *nodes;
  GskRenderer *renderer;
  GsScene scene;
} Stage;

static Stage *
stage_new (const gchar *name)
{
  g_autofree gchar *path = g_strdup_printf ("%s/lessons/networks/%s.gradsheet", SOURCE_ROOT, name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWorkbook) book = gs_workbook_open (path, &error);
  Stage *stage = g_new0 (Stage, 1);

  g_assert_no_error (error);
  stage->view = gs_view_new (book);
  stage->layout = gs_layout_new (gs_workbook_get_program (book));
  stage->painter = gs_painter_new ();
  stage->nodes = gs_sheet_nodes_new ();
  stage->renderer = gsk_cairo_renderer_new ();
  gsk_renderer_realize (stage->renderer, NULL, &error);
  g_assert_no_error (error);
  stage->scene = (GsScene){
    .layout = stage->layout, .theme = gs_theme_get (FALSE, FALSE), .zoom = 1, .width = WIDTH, .height = HEIGHT
  };
  return stage;
}

static void
stage_free (Stage *stage)
{
  gsk_renderer_unrealize (stage->renderer);
  g_object_unref (stage->renderer);
  gs_sheet_nodes_free (stage->nodes);
  gs_painter_free (stage->painter);
  gs_layout_free (stage->layout);
  g_object_unref (stage->view);
  g_free (stage);
}

static guchar *
draw_kept (Stage *stage)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  guchar *pixels = g_malloc0 (WIDTH * HEIGHT * 4);

  stage->scene.sight = gs_view_get_sight (stage->view);
  gs_sheet_nodes_snapshot (stage->nodes, stage->painter, &stage->scene, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (stage->renderer, node, &GRAPHENE_RECT_INIT (0, 0, WIDTH, HEIGHT));
  gdk_texture_download (texture, pixels, WIDTH * 4);
  return pixels;
}

static guchar *
draw_plain (Stage *stage)
{
  g_autoptr (GsPainter) painter = gs_painter_new ();
  guchar *pixels = g_malloc0 (WIDTH * HEIGHT * 4);
  cairo_surface_t *surface =
      cairo_image_surface_create_for_data (pixels, CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT, WIDTH * 4);
  cairo_t *cr = cairo_create (surface);

  stage->scene.sight = gs_view_get_sight (stage->view);
  gs_painter_draw (painter, cr, &stage->scene);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return pixels;
}

/* Marks go through a recording, which may round a blended edge another way: a pixel is another one if it is
 * off by more than a few of 255. A digit or a colour that is wrong is off by far more. */
static gint
count_differences (const guchar *a, const guchar *b)
{
  gint n = 0;

  for (gint i = 0; i < WIDTH * HEIGHT * 4; i++)
    n += ABS (a[i] - b[i]) > 6;
  return n;
}

static void
move_somehow (Stage *stage, GRand *random)
{
  GsWorkbook *book = gs_view_get_workbook (stage->view);
  NnCell weight = { nn_program_find (gs_workbook_get_program (book), "W1"), 0 };
  gdouble value = g_rand_double_range (random, -1, 1);

  switch (g_rand_int_range (random, 0, 9)) {
  case 0: gs_workbook_set_cells (book, &weight, &value, 1, NULL); break;
  case 1: gs_workbook_undo (book); break;
  case 2: gs_view_set_digits (stage->view, g_rand_int_range (random, 2, 8)); break;
  case 3: gs_view_set_whole_scale (stage->view, g_rand_boolean (random)); break;
  case 4: stage->scene.theme = gs_theme_get (g_rand_boolean (random), FALSE); break;
  case 5: stage->scene.zoom = g_rand_double_range (random, 0.2, 3); break;
  case 6: gs_view_select (stage->view, &weight, FALSE); break;
  default: gs_view_step (stage->view, g_rand_int_range (random, 0, 3) > 0 ? 1 : -1); break;
  }
  /* Whole pixels, as the sheet scrolls; also beyond the edge, where a small sheet is centred. */
  stage->scene.left = g_rand_int_range (random, -100, 900) / stage->scene.zoom;
  stage->scene.top = g_rand_int_range (random, -60, 500) / stage->scene.zoom;
}

static void
test_same (gconstpointer name)
{
  Stage *stage = stage_new (name);
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (gint i = 0; i < 80; i++) {
    g_autofree guchar *kept = NULL, *plain = NULL;

    move_somehow (stage, random);
    kept = draw_kept (stage);
    plain = draw_plain (stage);
    g_assert_cmpint (count_differences (kept, plain), ==, 0);
  }
  stage_free (stage);
}

static guint
count_drawn (Stage *stage)
{
  guint before = gs_sheet_nodes_get_n_drawn (stage->nodes);

  g_free (draw_kept (stage));
  return gs_sheet_nodes_get_n_drawn (stage->nodes) - before;
}

static void
test_few (void)
{
  Stage *stage = stage_new ("mazur");
  NnCell cell = { nn_program_find (gs_workbook_get_program (gs_view_get_workbook (stage->view)), "W1"), 1 };

  gs_view_set_whole_scale (stage->view, FALSE);
  gs_view_set_step (stage->view, GS_STEP_CELL);
  g_assert_cmpuint (count_drawn (stage), >, 3);
  g_assert_cmpuint (count_drawn (stage), ==, 0);
  /* Another cell selected, or some pixels scrolled: nothing is drawn again. */
  gs_view_select (stage->view, &cell, FALSE);
  g_assert_cmpuint (count_drawn (stage), ==, 0);
  for (gint i = 0; i < 12; i++) {
    gs_view_step (stage->view, 1);
    g_assert_cmpuint (count_drawn (stage), <=, 1);
  }
  stage_free (stage);
}

gint
main (gint argc, gchar **argv)
{
  /* Registers GSK's types, also where there is no display to open. */
  gtk_disable_setlocale ();
  gtk_init_check ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/sheet-nodes/same-mazur", "mazur", test_same);
  g_test_add_data_func ("/sheet-nodes/same-convnet", "convnet", test_same);
  g_test_add_func ("/sheet-nodes/few", test_few);
  return g_test_run ();
}
