/* A network as a drawing and as maps: every weight and neuron is found where it is drawn, and a map's numbers
 * are those of the cells. */
#include "app/data/gs-feature.h"
#include "app/paint/gs-graph-painter.h"
#include "app/paint/gs-plane-painter.h"
#include "app/plane/gs-graph.h"
#include "app/plane/gs-mapper.h"
#include "app/plane/gs-points.h"
#include "app/plane/gs-recipe.h"
#include "app/view/gs-view.h"
#include "app/workbook/gs-workbook-layers.h"
#include "app/workbook/gs-workbook-rows.h"
#include "books.h"

#include <math.h>
#include <string.h>

static GsGraph *
draw (GsWorkbook *book)
{
  GsGraph *graph = gs_graph_new (gs_workbook_get_network (book), gs_workbook_get_program (book));

  g_assert_nonnull (graph);
  gs_graph_lay_out (graph, 700, 420, 1);
  return graph;
}

/* ---- the drawing ---- */

static void
test_graph_finds (void)
{
  g_autoptr (GsWorkbook) book =
      book_make ("input 2 · dense 4 tanh · dropout 0.5 · dense 2 · relu · dense 1", "circle:rows=20");
  g_autoptr (GsGraph) graph = draw (book);

  /* Dropout and the activation stand in the columns of their layers. */
  g_assert_cmpuint (graph->columns->len, ==, 4);
  g_assert_cmpuint (graph->nodes->len, ==, 2 + 4 + 2 + 1);
  g_assert_cmpuint (graph->lines->len, ==, 8 + 8 + 2);
  g_assert_cmpstr (
      nn_program_get_tensor (graph->program, g_array_index (graph->columns, GsGraphColumn, 1).tensor)->name,
      ==, "a1.drop");
  for (guint i = 0; i < graph->nodes->len; i++) {
    const GsGraphNode *node = &g_array_index (graph->nodes, GsGraphNode, i);
    GsGraphHit hit, back;
    NnCell cell;

    g_assert_true (node->x - graph->size / 2 >= 0 && node->x + graph->size / 2 <= 700);
    g_assert_true (node->y - graph->size / 2 >= 0 && node->y + graph->size / 2 <= 420);
    g_assert_true (gs_graph_find (graph, node->x, node->y, &hit));
    g_assert_cmpint (hit.part, ==, GS_GRAPH_NODE);
    g_assert_cmpuint (hit.index, ==, i);
    cell = gs_graph_get_cell (graph, &hit, 3);
    g_assert_true (gs_graph_find_cell (graph, &cell, &back));
    g_assert_cmpuint (back.index, ==, i);
    g_assert_cmpint (back.part, ==, GS_GRAPH_NODE);
  }
  for (guint i = 0; i < graph->lines->len; i++) {
    GsGraphHit hit;

    g_assert_true (gs_graph_find_cell (graph, &g_array_index (graph->lines, GsGraphLine, i).weight, &hit));
    g_assert_cmpint (hit.part, ==, GS_GRAPH_LINE);
    g_assert_cmpuint (hit.index, ==, i);
  }
}

/* The weight between two neurons is that of W's row and column. */
static void
test_graph_weights (void)
{
  g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 3 tanh · dense 3", "blobs:rows=20");
  g_autoptr (GsGraph) graph = NULL;
  GsGraphHit hit;
  NnCell cell;

  book_set (book, "W2[3,1]", 0.5);
  graph = draw (book);
  cell = book_find (book, "W2[3,1]");
  g_assert_true (gs_graph_find_cell (graph, &cell, &hit));
  g_assert_cmpuint (g_array_index (graph->lines, GsGraphLine, hit.index).from, ==, 2 + 2);
  g_assert_cmpuint (g_array_index (graph->lines, GsGraphLine, hit.index).to, ==, 2 + 3 + 0);
  cell = book_find (book, "b1[2]");
  g_assert_true (gs_graph_find_cell (graph, &cell, &hit));
  g_assert_cmpint (hit.part, ==, GS_GRAPH_BIAS);
  g_assert_cmpuint (hit.index, ==, 3);
}

/* The arrow keys get everywhere: from the first neuron each one is reached, and each weight. */
static void
test_graph_walks (void)
{
  g_autoptr (GsWorkbook) book =
      book_make ("input 2 · dense 3 tanh · dense 2 tanh · dense 1", "circle:rows=20");
  g_autoptr (GsGraph) graph = draw (book);
  g_autofree gboolean *seen = g_new0 (gboolean, 2 * graph->nodes->len + graph->lines->len);
  g_autoptr (GArray) open = g_array_new (FALSE, FALSE, sizeof (GsGraphHit));
  static const gint ways[4][2] = { { 1, 0 }, { -1, 0 }, { 0, 1 }, { 0, -1 } };
  GsGraphHit first = { GS_GRAPH_NODE, 0 };
  guint n = 0;

  g_array_append_val (open, first);
  while (open->len > 0) {
    GsGraphHit at = g_array_index (open, GsGraphHit, open->len - 1), to;
    guint place = at.part == GS_GRAPH_LINE ? 2 * graph->nodes->len + at.index
                                           : 2 * at.index + (at.part == GS_GRAPH_BIAS);

    g_array_set_size (open, open->len - 1);
    n += !seen[place];
    if (seen[place])
      continue;
    seen[place] = TRUE;
    for (gint i = 0; i < 4; i++)
      if (gs_graph_walk (graph, &at, ways[i][0], ways[i][1], &to))
        g_array_append_val (open, to);
  }
  /* Inputs have no bias. */
  g_assert_cmpuint (n, ==, 2 * graph->nodes->len - 2 + graph->lines->len);
}

/* The captions of the columns stand in one line, those of branches below each other. */
static void
test_graph_captions (void)
{
  g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 8 tanh · dense 1 sigmoid", "circle:rows=20"),
                         branches = book_open ("branches");
  g_autoptr (GsGraph) graph = draw (book), forked = draw (branches);
  gdouble first = g_array_index (graph->columns, GsGraphColumn, 0).top;
  guint n_lower = 0;

  for (guint i = 0; i < graph->columns->len; i++) {
    const GsGraphColumn *column = &g_array_index (graph->columns, GsGraphColumn, i);

    g_assert_cmpfloat (column->top, ==, first);
    for (gint k = 0; k < column->n_shown; k++)
      g_assert_cmpfloat (g_array_index (graph->nodes, GsGraphNode, column->first + (guint) k).y
                             - graph->size / 2,
                         >, column->top + 32);
  }
  first = g_array_index (forked->columns, GsGraphColumn, 0).top;
  for (guint i = 0; i < forked->columns->len; i++)
    n_lower += g_array_index (forked->columns, GsGraphColumn, i).top > first;
  g_assert_cmpuint (n_lower, ==, 1);
}

/* In a crowd the neurons are larger and have no names beneath them, but for what the data names. */
static void
test_graph_crowd (void)
{
  g_autoptr (GsWorkbook) book =
      book_make ("input 2 · dense 4 tanh · dense 12 tanh · dense 1 sigmoid", "circle:rows=20");
  g_autoptr (GsGraph) graph = draw (book);
  static const gboolean has_names[] = { TRUE, TRUE, FALSE, TRUE };

  g_assert_cmpfloat (graph->size, >=, 18);
  for (guint i = 0; i < graph->columns->len; i++) {
    const GsGraphColumn *column = &g_array_index (graph->columns, GsGraphColumn, i);

    g_assert_cmpint (column->has_names, ==, has_names[i]);
    for (gint k = 0; k + 1 < column->n_shown; k++) {
      const GsGraphNode *node = &g_array_index (graph->nodes, GsGraphNode, column->first + (guint) k);

      g_assert_cmpfloat (node[1].y - node->y, >=, graph->size + (has_names[i] ? 20 : 6));
    }
  }
  gs_graph_lay_out (graph, 700, 900, 1);
  g_assert_true (g_array_index (graph->columns, GsGraphColumn, 2).has_names);
}

/* So high, and all of it is seen; less, and it is not. */
static void
test_graph_least_height (void)
{
  g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 8 tanh · dense 1 sigmoid", "circle:rows=20");
  g_autoptr (GsGraph) graph = draw (book);
  gdouble least = gs_graph_get_least_height (graph);

  for (gdouble scale = 1; scale <= 2; scale += 0.5) {
    gs_graph_lay_out (graph, 700, least * scale, scale);
    for (guint i = 0; i < graph->columns->len; i++)
      g_assert_cmpfloat (g_array_index (graph->columns, GsGraphColumn, i).top, >=, 0);
  }
  gs_graph_lay_out (graph, 700, 0.8 * least, 1);
  g_assert_cmpfloat (g_array_index (graph->columns, GsGraphColumn, 1).top, <, 0);
}

static void
test_graph_branches (void)
{
  g_autoptr (GsWorkbook) book = book_open ("residual"), pictures = book_open ("convnet");
  g_autoptr (GsGraph) graph = draw (book);
  guint n_handed_on = 0;

  for (guint i = 0; i < graph->lines->len; i++)
    n_handed_on += g_array_index (graph->lines, GsGraphLine, i).weight.tensor < 0;
  g_assert_cmpuint (n_handed_on, >, 0);
  g_assert_false (gs_graph_can_draw (gs_workbook_get_network (pictures)));
  g_assert_null (gs_graph_new (gs_workbook_get_network (pictures), gs_workbook_get_program (pictures)));
}

/* ---- maps ---- */

static void
check_maps (const gchar *line, const gchar *source, GsAnswerKind kind)
{
  g_autoptr (GsWorkbook) book = book_make (line, source);
  const NnNetwork *network = gs_workbook_get_network (book);
  g_autoptr (GsPlane) plane = gs_plane_new (network, gs_workbook_get_data (book));
  g_autoptr (NnState) weights = nn_run_save_state (gs_workbook_get_run (book));
  g_autoptr (GError) error = NULL;
  g_autoptr (GsMaps) maps = gs_plane_ask (plane, weights, 30, &error);
  const GsPlaneBox *box = gs_plane_get_box (plane);
  gsize n_outputs = nn_shape_count (gs_dataset_get_target_shape (gs_workbook_get_data (book)));

  g_assert_no_error (error);
  g_assert_cmpint (maps->kind, ==, kind);
  for (gint row = 0; row < 30; row += 7)
    for (gint column = 0; column < 30; column += 5) {
      gdouble x = box->left + (column + 0.5) / 30 * (box->right - box->left);
      gdouble y = box->bottom + (row + 0.5) / 30 * (box->top - box->bottom), input[2], back_x, back_y;
      g_autofree gdouble *outputs = NULL;

      gs_plane_get_input (plane, x, y, input);
      gs_plane_get_point (plane, input, &back_x, &back_y);
      g_assert_cmpfloat_with_epsilon (back_x, x, 1e-12);
      g_assert_cmpfloat_with_epsilon (back_y, y, 1e-12);
      g_assert_cmpfloat (gs_maps_get (maps, GS_MAPS_INPUT, 0)[row * 30 + column], ==, (gfloat) input[0]);
      outputs = gs_evaluator_predict (network, weights, input, 1, &error);
      g_assert_no_error (error);
      for (gsize i = 0; i < n_outputs; i++)
        g_assert_cmpfloat (gs_maps_get (maps, (gint) network->layers->len - 1, (gint) i)[row * 30 + column],
                           ==, (gfloat) outputs[i]);
      g_assert_cmpfloat (gs_maps_read (maps, GS_MAPS_INPUT, 1, x, y), ==, (gfloat) input[1]);
    }
  g_assert_true (isnan (gs_maps_read (maps, GS_MAPS_INPUT, 0, box->right + 1, 0)));
  g_assert_null (gs_maps_get (maps, GS_MAPS_INPUT, 2));
}

static void
test_maps (void)
{
  check_maps ("input 2 · dense 8 tanh · dense 8 tanh · dense 1 tanh", "spiral:rows=50,noise=0.1",
              GS_ANSWER_SIDE);
  check_maps ("input 2 · dense 4 relu · dropout 0.5 · dense 3 softmax", "blobs:rows=50", GS_ANSWER_CLASS);
  check_maps ("input 2 · dense 4 tanh · dense 1", "multi-gaussian:rows=50", GS_ANSWER_NUMBER);
}

/* What the loss makes of the outputs is the answer: probabilities of logits. */
static void
test_answer_is_probability (void)
{
  g_autoptr (GsWorkbook) book = book_open ("xor");
  g_autoptr (GsPlane) plane = gs_plane_new (gs_workbook_get_network (book), gs_workbook_get_data (book));
  g_autoptr (NnState) weights = nn_run_save_state (gs_workbook_get_run (book));
  g_autoptr (GsMaps) maps = gs_plane_ask (plane, weights, 10, NULL);
  const gfloat *logits = gs_maps_get (maps, 1, 0), *answers = gs_maps_get (maps, GS_MAPS_ANSWER, 0);

  for (gint i = 0; i < 100; i++)
    g_assert_cmpfloat_with_epsilon ((gdouble) answers[i], 1 / (1 + exp (-(gdouble) logits[i])), 1e-6);
}

static void
test_no_plane (void)
{
  g_autoptr (GsWorkbook) book = book_make ("input 4 · dense 3 softmax", "iris");

  g_assert_null (gs_plane_new (gs_workbook_get_network (book), gs_workbook_get_data (book)));
}

/* A circle lies in a square around the middle, what lies elsewhere in a frame of its own. */
static void
test_box (void)
{
  const gdouble inputs[] = { 3, 5, 5, 1, 10, 2 }, targets[] = { 0.75, 0.82, 0.93 };
  g_autoptr (GsWorkbook) circle = book_make ("input 2 · dense 1", "moons:rows=50");
  g_autoptr (GsWorkbook) sleep = book_new ("input 2 · dense 1", NN_LOSS_SQUARED_ERROR, 3, inputs, targets);
  g_autoptr (GsPlane) around = gs_plane_new (gs_workbook_get_network (circle), gs_workbook_get_data (circle));
  g_autoptr (GsPlane) beside = gs_plane_new (gs_workbook_get_network (sleep), gs_workbook_get_data (sleep));
  const GsPlaneBox *box = gs_plane_get_box (around);

  g_assert_cmpfloat (box->right, ==, -box->left);
  g_assert_cmpfloat (box->top, ==, box->right);
  box = gs_plane_get_box (beside);
  g_assert_true (box->left > 0 && box->left < 3 && box->right > 10 && box->right < 14);
  g_assert_true (box->bottom < 1 && box->top > 5);
}

/* What is worked out from x1 and x2 is worked out at each point of the plane, too. */
static void
test_features (void)
{
  g_autoptr (GsWorkbook) book = book_make ("input 5 · dense 3 tanh · dense 1 tanh",
                                           "circle:rows=30,noise=0.1,features=x1*x1;x1*x2;sin(x2)");
  GsDataset *data = gs_workbook_get_data (book);
  g_autoptr (GsPlane) plane = gs_plane_new (gs_workbook_get_network (book), data);

  g_assert_nonnull (plane);
  for (gint row = 1; row <= 30; row++) {
    const gdouble *given = gs_dataset_get_input (data, row);
    gdouble input[5], x, y;

    gs_plane_get_point (plane, given, &x, &y);
    gs_plane_get_input (plane, x, y, input);
    for (gint i = 0; i < 5; i++)
      g_assert_cmpfloat (input[i], ==, given[i]);
    g_assert_cmpfloat (given[2], ==, x * x);
    g_assert_cmpfloat (given[3], ==, x * y);
    g_assert_cmpfloat_with_epsilon (given[4], sin (y), 1e-15);
  }
}

/* ---- points by hand ---- */

static void
test_points (void)
{
  g_autoptr (GsWorkbook) book =
      book_make ("input 3 · dense 2 tanh · dense 1 sigmoid", "circle:rows=10,features=x1*x2");
  g_autoptr (GsDataset) scaled =
      gs_dataset_with_scaling (gs_workbook_get_data (book), GS_SCALING_STANDARD, NULL);
  g_autoptr (GsPlane) plane = NULL;
  g_autoptr (GError) error = NULL;
  GsDataset *data;
  gdouble x, y, input[3];

  gs_workbook_set_data (book, scaled, "Scale", &error);
  g_assert_no_error (error);
  plane = gs_plane_new (gs_workbook_get_network (book), gs_workbook_get_data (book));
  g_assert_cmpint (gs_points_get_n_classes (plane, scaled), ==, 2);
  gs_points_add (book, plane, 1.5, -2, 1, &error);
  g_assert_no_error (error);
  data = gs_workbook_get_data (book);
  g_assert_cmpint (gs_dataset_get_n_rows (data), ==, 11);
  g_assert_cmpfloat (gs_dataset_get_target (data, 11)[0], ==, 1);
  gs_plane_get_point (plane, gs_dataset_get_input (data, 11), &x, &y);
  g_assert_cmpfloat_with_epsilon (x, 1.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (y, -2, 1e-12);
  /* What is worked out from the place goes along. */
  gs_points_move (book, plane, 11, 3, 1, &error);
  g_assert_no_error (error);
  gs_plane_get_input (plane, 3, 1, input);
  data = gs_workbook_get_data (book);
  for (gint i = 0; i < 3; i++)
    g_assert_cmpfloat (gs_dataset_get_input (data, 11)[i], ==, input[i]);
  g_assert_cmpfloat (gs_dataset_get_target (data, 11)[0], ==, 1);
  gs_points_remove (book, 11, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gs_dataset_get_n_rows (gs_workbook_get_data (book)), ==, 10);
  for (gint i = 0; i < 3; i++)
    g_assert_true (gs_workbook_undo (book));
  g_assert_true (gs_workbook_get_data (book) == scaled);
}

/* ---- what is chosen ---- */

static void
put (const GsRecipe *recipe, GsWorkbook *book)
{
  g_autoptr (GError) error = NULL;

  gs_recipe_put (recipe, book, &error);
  g_assert_no_error (error);
}

static NnLayer *
get_last (GsWorkbook *book)
{
  const NnNetwork *network = gs_workbook_get_network (book);

  return g_ptr_array_index (network->layers, network->layers->len - 1);
}

/* What was put is what is read; nothing chosen is no edit. */
static void
test_recipe (void)
{
  g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 4 tanh · dense 1 tanh", "circle:rows=50");
  g_auto (GsRecipe) recipe = { 0 }, again = { 0 };
  const gchar *label = gs_workbook_get_undo_label (book);

  gs_recipe_read (&recipe, book);
  g_assert_true (recipe.is_made && recipe.is_chain);
  g_assert_cmpint (recipe.n_hidden, ==, 1);
  put (&recipe, book);
  g_assert_cmpstr (gs_workbook_get_undo_label (book), ==, label);
  recipe.generator.kind = GS_GENERATOR_SPIRAL;
  recipe.generator.noise = 0.25;
  recipe.generator.features = 1u << GS_FEATURE_SQUARE_1 | 1u << GS_FEATURE_SINE_2;
  recipe.test_share = 0.3;
  recipe.batch_size = 7;
  recipe.hidden[0] = 6;
  recipe.hidden[1] = 3;
  recipe.n_hidden = 2;
  recipe.activation = NN_ACTIVATION_RELU;
  recipe.rate = 0.03;
  recipe.l1 = 0.002;
  recipe.l2 = 0.001;
  recipe.optimizer = NN_OPTIMIZER_ADAM;
  recipe.seed = 39;
  put (&recipe, book);
  gs_recipe_read (&again, book);
  g_assert_cmpint (again.generator.kind, ==, GS_GENERATOR_SPIRAL);
  g_assert_cmpfloat (again.generator.noise, ==, 0.25);
  g_assert_cmpuint (again.generator.features, ==, recipe.generator.features);
  g_assert_cmpfloat (again.test_share, ==, 0.3);
  g_assert_cmpint (again.batch_size, ==, 7);
  g_assert_cmpint (again.n_hidden, ==, 2);
  g_assert_cmpint (again.hidden[0], ==, 6);
  g_assert_cmpint (again.hidden[1], ==, 3);
  g_assert_cmpint (again.activation, ==, NN_ACTIVATION_RELU);
  g_assert_cmpfloat (again.rate, ==, 0.03);
  g_assert_cmpfloat (again.l1, ==, 0.002);
  g_assert_cmpfloat (again.l2, ==, 0.001);
  g_assert_cmpint (again.optimizer, ==, NN_OPTIMIZER_ADAM);
  g_assert_cmpuint (again.seed, ==, 39);
  /* All of it can be taken back. */
  while (gs_workbook_undo (book))
    ;
  g_assert_cmpint (gs_workbook_get_network (book)->input.dim[0], ==, 2);
}

/* The last layer follows what is to be learned. */
static void
test_recipe_outputs (void)
{
  g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 4 tanh · dense 1 sigmoid", "circle:rows=50");
  g_auto (GsRecipe) recipe = { 0 };

  gs_recipe_read (&recipe, book);
  recipe.generator.kind = GS_GENERATOR_BLOBS;
  put (&recipe, book);
  g_assert_cmpint (get_last (book)->units, ==, 3);
  g_assert_cmpint (gs_workbook_get_network (book)->loss, ==, NN_LOSS_CROSS_ENTROPY);
  recipe.generator.kind = GS_GENERATOR_PLANE;
  put (&recipe, book);
  g_assert_cmpint (get_last (book)->units, ==, 1);
  g_assert_cmpint (get_last (book)->activation, ==, NN_ACTIVATION_LINEAR);
  g_assert_cmpint (gs_workbook_get_network (book)->loss, ==, NN_LOSS_HALF_SQUARED_ERROR);
  recipe.generator.kind = GS_GENERATOR_CURVE;
  recipe.generator.curve = g_strdup ("x/2");
  put (&recipe, book);
  g_assert_cmpint (get_last (book)->units, ==, 1);
}

static gint
count_ones (GsDataset *data)
{
  gint n, n_ones = 0;
  const gint *rows = gs_dataset_get_batch (data, 1, &n);

  for (gint i = 0; i < n; i++)
    n_ones += gs_dataset_get_target (data, rows[i])[0] > 0;
  return n_ones;
}

/* Points come class by class: other ones in several batches are shuffled, so that a batch has both classes,
 * and so are those that come to be in several. Who has ended it keeps his order with other noise. */
static void
test_recipe_shuffles (void)
{
  static const GsGeneratorKind kinds[] = { GS_GENERATOR_MOONS, GS_GENERATOR_SPIRAL };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 4 tanh · dense 1 tanh", "circle:rows=100");
    g_autoptr (GsDataset) plain = NULL;
    g_auto (GsRecipe) recipe = { 0 };
    g_autoptr (GError) error = NULL;

    gs_recipe_read (&recipe, book);
    recipe.generator.kind = kinds[i];
    recipe.batch_size = 0;
    put (&recipe, book);
    g_assert_false (gs_dataset_is_shuffled (gs_workbook_get_data (book)));
    recipe.batch_size = 10;
    put (&recipe, book);
    g_assert_true (gs_dataset_is_shuffled (gs_workbook_get_data (book)));
    g_assert_cmpint (count_ones (gs_workbook_get_data (book)), >=, 1);
    g_assert_cmpint (count_ones (gs_workbook_get_data (book)), <=, 9);
    plain = gs_dataset_with_shuffling (gs_workbook_get_data (book), FALSE, &error);
    g_assert_true (gs_workbook_set_data (book, plain, "In order", &error));
    g_assert_no_error (error);
    recipe.generator.noise = 0.3;
    put (&recipe, book);
    g_assert_false (gs_dataset_is_shuffled (gs_workbook_get_data (book)));
    recipe.generator.kind = GS_GENERATOR_CIRCLE;
    put (&recipe, book);
    g_assert_true (gs_dataset_is_shuffled (gs_workbook_get_data (book)));
  }
}

/* What somebody has made of the network stays while something else is chosen. */
static void
test_recipe_keeps (void)
{
  static const struct {
    const gchar *line, *source;
    NnLossKind loss;
  } cases[] = {
    { "input 2 · dense 100 relu · dense 3 tanh · dense 1 sigmoid", "circle:rows=20", NN_LOSS_SQUARED_ERROR },
    { "input 2 · dense 3 tanh · dense 3", "blobs:rows=20", NN_LOSS_CROSS_ENTROPY },
    { "input 2 · dense 3 tanh · dense 1 tanh", "plane:rows=20", NN_LOSS_SQUARED_ERROR },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GsWorkbook) book = book_make (cases[i].line, cases[i].source);
    NnNetwork *network = nn_network_copy (gs_workbook_get_network (book));
    g_auto (GsRecipe) recipe = { 0 };
    g_autofree gchar *before = NULL, *after = NULL;
    g_autoptr (GError) error = NULL;

    network->loss = cases[i].loss;
    gs_workbook_set_network (book, network, gs_workbook_get_data (book), "Another loss", &error);
    g_assert_no_error (error);
    before = gs_spec_to_text (gs_workbook_get_network (book));
    gs_recipe_read (&recipe, book);
    recipe.generator.noise = 0.3;
    recipe.rate = 0.07;
    put (&recipe, book);
    after = gs_spec_to_text (gs_workbook_get_network (book));
    g_assert_cmpstr (after, ==, before);
    g_assert_cmpint (gs_workbook_get_network (book)->loss, ==, cases[i].loss);
  }
}

/* Batches that were listed, as by a click on a row, stay; other points come in batches as large. */
static void
test_recipe_batches (void)
{
  g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 3 tanh · dense 1 tanh", "circle:rows=20");
  g_autoptr (GsDataset) batched = gs_dataset_with_batch_size (gs_workbook_get_data (book), 5);
  g_auto (GsRecipe) recipe = { 0 };
  g_autoptr (GError) error = NULL;
  GsDataset *listed;
  gint place;

  gs_workbook_set_data (book, batched, "Batches", &error);
  g_assert_true (gs_workbook_take_row (book, 17, &place, &error));
  listed = gs_workbook_get_data (book);
  g_assert_cmpint (gs_dataset_get_batch_size (listed), ==, 0);
  gs_recipe_read (&recipe, book);
  g_assert_cmpint (recipe.batch_size, ==, 5);
  recipe.rate = 0.2;
  put (&recipe, book);
  g_assert_true (gs_workbook_get_data (book) == listed);
  recipe.generator.noise = 0.2;
  put (&recipe, book);
  g_assert_cmpint (gs_dataset_get_batch_size (gs_workbook_get_data (book)), ==, 5);
}

/* What cannot be is said, and nothing has changed. */
static void
test_recipe_refused (void)
{
  g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 4 tanh · dense 1", "circle:rows=50");
  g_auto (GsRecipe) recipe = { 0 };
  g_autoptr (GError) error = NULL;
  const gchar *label = gs_workbook_get_undo_label (book);

  gs_recipe_read (&recipe, book);
  recipe.generator.kind = GS_GENERATOR_CURVE;
  recipe.generator.curve = g_strdup ("x +");
  g_assert_false (gs_recipe_put (&recipe, book, &error));
  g_assert_nonnull (strstr (error->message, "x +"));
  g_assert_cmpstr (gs_workbook_get_undo_label (book), ==, label);
}

/* ---- beside a view ---- */

static void
on_changed (GsMapper *mapper, gint *n)
{
  ++*n;
}

static void
wait_for_maps (GsMapper *mapper)
{
  while (!gs_mapper_is_current (mapper) || gs_mapper_get_maps (mapper) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_mapper (void)
{
  g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 2 tanh · dense 1 tanh", "circle:rows=20");
  g_autoptr (GsView) view = gs_view_new (book);
  g_autoptr (GsMapper) mapper = gs_mapper_new (view);
  g_autoptr (GsMaps) first = NULL;
  g_autoptr (GsDataset) in_twos = NULL, shuffled = NULL;
  gint n = 0;

  g_signal_connect (mapper, "changed", G_CALLBACK (on_changed), &n);
  g_assert_null (gs_mapper_get_maps (mapper)); /* nobody looks */
  gs_mapper_set_watched (mapper, TRUE);
  wait_for_maps (mapper);
  first = gs_maps_ref (gs_mapper_get_maps (mapper));
  book_set (book, "W1[1,1]", 2);
  g_assert_false (gs_mapper_is_current (mapper));
  g_assert_true (gs_mapper_get_maps (mapper) == first); /* until there are others */
  wait_for_maps (mapper);
  g_assert_cmpfloat (gs_maps_get (first, 0, 0)[0], !=, gs_maps_get (gs_mapper_get_maps (mapper), 0, 0)[0]);
  g_assert_cmpfloat (gs_maps_get (first, 0, 1)[0], ==, gs_maps_get (gs_mapper_get_maps (mapper), 0, 1)[0]);
  g_assert_cmpint (n, ==, 2);
  /* Stepping changes no weight. */
  gs_workbook_step (book, GS_STEP_OPERATION, 1);
  g_assert_true (gs_mapper_is_current (mapper));
  /* Other rows, another plane. */
  gs_workbook_import_rows (book, "gaussians:rows=20", NULL, NULL);
  g_assert_null (gs_mapper_get_maps (mapper));
  wait_for_maps (mapper);
  /* Shuffled ones are dealt anew for each epoch, and stay where they are. */
  in_twos = gs_dataset_with_batch_size (gs_workbook_get_data (book), 2);
  shuffled = gs_dataset_with_shuffling (in_twos, TRUE, NULL);
  g_assert_true (gs_workbook_set_data (book, shuffled, "Shuffle", NULL));
  wait_for_maps (mapper);
  for (gint pass = 2; pass <= 25; pass++) {
    g_assert_true (gs_workbook_go_to (book, &(GsCursor){ (guint32) pass, 0, 0, 0 }, NULL));
    g_assert_nonnull (gs_mapper_get_maps (mapper));
  }
}

/* ---- the drawing of the rows ---- */

/* However many rows there are, no rim covers a mark: in the middle of each is the colour of a class. */
static void
check_marks (const gchar *source)
{
  g_autoptr (GsWorkbook) book = book_make ("input 2 · dense 1 sigmoid", source);
  GsDataset *data = gs_workbook_get_data (book);
  g_autoptr (GsPlane) plane = gs_plane_new (gs_workbook_get_network (book), data);
  g_autoptr (GsView) view = gs_view_new (book);
  GsPlaneScene scene = { .plane = plane,
                         .layer = GS_MAPS_ANSWER,
                         .title = "",
                         .sight = gs_view_get_sight (view),
                         .theme = gs_theme_get (FALSE, FALSE),
                         .scale = 1,
                         .width = 320,
                         .height = 380 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, scene.width, scene.height);
  cairo_t *cr = cairo_create (surface);
  gdouble ring_x, ring_y; /* of the first row, which is stepped */

  gs_plane_painter_draw (cr, &scene);
  cairo_surface_flush (surface);
  gs_plane_get_point (plane, gs_dataset_get_input (data, 1), &ring_x, &ring_y);
  gs_plane_painter_to_pixels (&scene, ring_x, ring_y, &ring_x, &ring_y);
  for (gint row = 2; row <= gs_dataset_get_n_rows (data); row++) {
    const guchar *pixel;
    gdouble x, y;

    gs_plane_get_point (plane, gs_dataset_get_input (data, row), &x, &y);
    gs_plane_painter_to_pixels (&scene, x, y, &x, &y);
    if (hypot (x - ring_x, y - ring_y) < 12)
      continue;
    pixel = cairo_image_surface_get_data (surface) + (gint) y * cairo_image_surface_get_stride (surface)
            + (gint) x * 4;
    g_assert_cmpint (MIN (pixel[0], pixel[2]), <, 120); /* neither a rim nor the canvas */
  }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_marks (void)
{
  check_marks ("moons:rows=1000");
  check_marks ("gaussians:rows=20");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plane/graph/finds", test_graph_finds);
  g_test_add_func ("/plane/graph/weights", test_graph_weights);
  g_test_add_func ("/plane/graph/walks", test_graph_walks);
  g_test_add_func ("/plane/graph/captions", test_graph_captions);
  g_test_add_func ("/plane/graph/crowd", test_graph_crowd);
  g_test_add_func ("/plane/graph/least-height", test_graph_least_height);
  g_test_add_func ("/plane/graph/branches", test_graph_branches);
  g_test_add_func ("/plane/maps", test_maps);
  g_test_add_func ("/plane/answer-is-probability", test_answer_is_probability);
  g_test_add_func ("/plane/none", test_no_plane);
  g_test_add_func ("/plane/box", test_box);
  g_test_add_func ("/plane/features", test_features);
  g_test_add_func ("/plane/points", test_points);
  g_test_add_func ("/plane/recipe/read", test_recipe);
  g_test_add_func ("/plane/recipe/outputs", test_recipe_outputs);
  g_test_add_func ("/plane/recipe/shuffles", test_recipe_shuffles);
  g_test_add_func ("/plane/recipe/keeps", test_recipe_keeps);
  g_test_add_func ("/plane/recipe/batches", test_recipe_batches);
  g_test_add_func ("/plane/recipe/refused", test_recipe_refused);
  g_test_add_func ("/plane/mapper", test_mapper);
  g_test_add_func ("/plane/marks", test_marks);
  return g_test_run ();
}
