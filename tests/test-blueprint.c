/* A network being built: parts added, moved and taken out, shapes and parameters, errors at their place. */
#include <string.h>

#include "app/network/gs-blueprint.h"
#include "app/text/gs-number.h"
#include "app/workbook/gs-workbook.h"

static GsBlueprint *
make (const gchar *line)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  GsBlueprint *blueprint;

  network->input = (NnShape){ 1, { 2 } };
  nn_network_add_layer (network, NN_LAYER_DENSE)->units = 1;
  blueprint = gs_blueprint_new (network);
  gs_blueprint_set_line (blueprint, line);
  return blueprint;
}

static void
assert_line (GsBlueprint *blueprint, const gchar *wanted)
{
  g_autofree gchar *line = gs_blueprint_get_line (blueprint);

  g_assert_cmpstr (line, ==, wanted);
}

static void
assert_part (GsBlueprint *blueprint, guint number, const gchar *shape, gsize n_parameters)
{
  g_autoptr (GArray) parts = gs_blueprint_check (blueprint);
  const GsBlueprintPart *part = &g_array_index (parts, GsBlueprintPart, number);

  g_assert_cmpstr (part->problem, ==, NULL);
  g_assert_cmpstr (part->shape, ==, shape);
  g_assert_cmpuint (part->n_parameters, ==, n_parameters);
}

static void
test_parts (void)
{
  g_autoptr (GsBlueprint) blueprint = make ("input 2 | dense 8 tanh, dense 1 sigmoid");

  assert_line (blueprint, "input 2 · dense 8 tanh · dense 1 sigmoid");
  gs_blueprint_insert (blueprint, 2, "dense 3 relu");
  assert_line (blueprint, "input 2 · dense 8 tanh · dense 3 relu · dense 1 sigmoid");
  g_assert_true (gs_blueprint_move (blueprint, 2, -1));
  assert_line (blueprint, "input 2 · dense 3 relu · dense 8 tanh · dense 1 sigmoid");
  g_assert_true (gs_blueprint_move (blueprint, 1, 1));
  g_assert_false (gs_blueprint_move (blueprint, 1, -1));
  g_assert_false (gs_blueprint_move (blueprint, 3, 1));
  g_assert_false (gs_blueprint_move (blueprint, 0, 1));
  gs_blueprint_remove (blueprint, 1);
  assert_line (blueprint, "input 2 · dense 3 relu · dense 1 sigmoid");
  gs_blueprint_set (blueprint, 1, "dense 5");
  assert_line (blueprint, "input 2 · dense 5 · dense 1 sigmoid");
  gs_blueprint_set_line (blueprint, "input 1x6x6 -> conv 2 3x3 pad 1,2,0,1 → flatten");
  assert_line (blueprint, "input 1x6x6 · conv 2 3x3 pad 1,2,0,1 · flatten");
}

static void
test_shapes (void)
{
  g_autoptr (GsBlueprint) blueprint = make ("input 2 · dense 8 tanh · dense 1 sigmoid");
  g_autoptr (GsBlueprint) images =
      make ("input 1x28x28 · conv 8 5x5 relu · max-pool 2 · flatten · dropout 0.5 · dense 10 no-bias");

  assert_part (blueprint, 0, "2", 0);
  assert_part (blueprint, 1, "8", 24);
  assert_part (blueprint, 2, "1", 9);
  assert_part (images, 0, "1×28×28", 0);
  assert_part (images, 1, "8×24×24", 8 * 26);
  assert_part (images, 2, "8×12×12", 0);
  assert_part (images, 3, "1152", 0);
  assert_part (images, 4, "1152", 0);
  assert_part (images, 5, "10", 11520);
}

/* Only the part that does not fit has a problem; behind it nothing is known. */
static void
assert_problem (const gchar *line, guint number, const gchar *word)
{
  g_autoptr (GsBlueprint) blueprint = make (line);
  g_autoptr (GArray) parts = gs_blueprint_check (blueprint);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < parts->len; i++) {
    const GsBlueprintPart *part = &g_array_index (parts, GsBlueprintPart, i);

    g_assert_true ((part->problem != NULL) == (i == number));
    g_assert_true ((part->shape != NULL) == (i < number));
    if (i == number)
      g_assert_nonnull (strstr (part->problem, word));
  }
  g_assert_null (gs_blueprint_build (blueprint, &error));
  g_assert_nonnull (error);
}

static void
test_problems (void)
{
  assert_problem ("input 2 · dense 8 tanj · dense 1", 1, "tanh");
  assert_problem ("input 2 · dense 8 · conv 4 3x3 · dense 1", 2, "conv");
  assert_problem ("input 1x4x4 · conv 2 5x5 · flatten", 1, "5×5");
  assert_problem ("input x · dense 8", 0, "input");
  assert_problem ("input 2 · dense 0 · dense 1", 1, "units");
  assert_problem ("input 2 · · dense 1", 1, "");
}

static const NnField *
find_field (GsBlueprint *blueprint, const gchar *name)
{
  return nn_optimizer_find_field (gs_blueprint_get_optimizer (blueprint), name);
}

static void
assert_field (GsBlueprint *blueprint, const gchar *name, const gchar *wanted)
{
  g_autofree gchar *text = gs_blueprint_get_field (blueprint, find_field (blueprint, name));

  g_assert_cmpstr (text, ==, wanted);
}

/* Loss and optimiser are changed, weights that fit are kept, and it is one step of undo. */
static void
test_apply (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWorkbook) book = gs_workbook_open (SOURCE_ROOT "/lessons/networks/mazur.gradsheet", &error);
  g_autoptr (GsBlueprint) blueprint = gs_blueprint_new (gs_workbook_get_network (book));
  GsDataset *data = gs_workbook_get_data (book);
  NnProgram *program;
  NnNetwork *network;

  gs_blueprint_set (blueprint, 2, "dense 2 tanh");
  gs_blueprint_set_loss (blueprint, NN_LOSS_SQUARED_ERROR);
  gs_blueprint_set_optimizer (blueprint, NN_OPTIMIZER_ADAM);
  assert_field (blueprint, "lr", "0.001");
  g_assert_true (gs_blueprint_set_field (blueprint, find_field (blueprint, "lr"), "1/20", &error));
  network = gs_blueprint_build (blueprint, &error);
  g_assert_no_error (error);
  g_assert_true (gs_workbook_set_network (book, network, data, "Change the layers", &error));
  g_assert_cmpint (gs_workbook_get_network (book)->optimizer.kind, ==, NN_OPTIMIZER_ADAM);
  g_assert_cmpint (gs_workbook_get_network (book)->loss, ==, NN_LOSS_SQUARED_ERROR);
  program = gs_workbook_get_program (book);
  g_assert_cmpfloat (nn_run_get_values (gs_workbook_get_run (book), nn_program_find (program, "W1"))[0], ==,
                     0.15);
  g_assert_cmpfloat (nn_run_get_values (gs_workbook_get_run (book), nn_program_find (program, "lr"))[0], ==,
                     0.05);
  g_assert_true (gs_workbook_undo (book));
  g_assert_null (gs_workbook_get_undo_label (book));
  g_assert_cmpint (gs_workbook_get_network (book)->optimizer.kind, ==, NN_OPTIMIZER_SGD);
}

/* Every field of an optimiser, and what is not one. */
static void
test_fields (void)
{
  g_autoptr (GsBlueprint) blueprint = make ("input 2 · dense 1");
  g_autoptr (GError) error = NULL;

  g_assert_null (find_field (blueprint, "mu"));
  g_assert_false (gs_blueprint_set_field (blueprint, find_field (blueprint, "lr"), "-1", &error));
  g_assert_cmpstr (error->message, ==, "Learning rate lr is -1; it must be a finite number, 0 or more");
  g_clear_error (&error);
  g_assert_false (gs_blueprint_set_field (blueprint, find_field (blueprint, "lr"), "quick", &error));
  assert_field (blueprint, "lr", "0.01");
  gs_blueprint_set_optimizer (blueprint, NN_OPTIMIZER_RMSPROP);
  assert_field (blueprint, "mu", "");
  gs_number_prefer_sign (',');
  assert_field (blueprint, "lr", "0,001");
  gs_number_prefer_sign ('\0');
  assert_field (blueprint, "epsilon-place", "outside");
  g_assert_true (gs_blueprint_set_field (blueprint, find_field (blueprint, "mu"), "0.5", NULL));
  assert_field (blueprint, "mu", "0.5");
  g_assert_true (gs_blueprint_set_field (blueprint, find_field (blueprint, "mu"), "", NULL));
  g_assert_true (gs_blueprint_set_field (blueprint, find_field (blueprint, "epsilon-place"), "inside", NULL));
  assert_field (blueprint, "mu", "");
  assert_field (blueprint, "epsilon-place", "inside");
  g_assert_false (
      gs_blueprint_set_field (blueprint, find_field (blueprint, "epsilon-place"), "uncorrected", NULL));
}

/* What a schedule's numbers say, they say only while it is the one; the build reads the rate of the pass. */
static void
test_schedule (void)
{
  g_autoptr (GsWorkbook) book = gs_workbook_open (SOURCE_ROOT "/lessons/networks/xor.gradsheet", NULL);
  g_autoptr (GsBlueprint) blueprint = gs_blueprint_new (gs_workbook_get_network (book));
  g_autoptr (NnNetwork) network = NULL;
  g_autoptr (NnProgram) program = NULL;

  g_assert_false (gs_blueprint_uses_field (blueprint, find_field (blueprint, "step-every")));
  g_assert_true (gs_blueprint_uses_field (blueprint, find_field (blueprint, "warm-up")));
  g_assert_true (gs_blueprint_set_field (blueprint, find_field (blueprint, "schedule"), "step", NULL));
  g_assert_true (gs_blueprint_uses_field (blueprint, find_field (blueprint, "step-every")));
  g_assert_false (gs_blueprint_uses_field (blueprint, find_field (blueprint, "final-lr")));
  network = gs_blueprint_build (blueprint, NULL);
  program = nn_network_compile (network, 1, NN_COMPILE_TRAINING, NULL, NULL);
  g_assert_cmpint (nn_program_find (program, "lr.now"), >=, 0);
}

/* Whatever is offered can be read. */
static void
test_templates (void)
{
  const gchar *const *templates = gs_blueprint_list_templates ();

  for (gint i = 0; templates[i] != NULL; i++) {
    g_autoptr (GsBlueprint) blueprint = make ("input 1x8x8 · conv 2 3x3 same as h · flatten");
    g_autoptr (GArray) parts = NULL;
    const gchar *problem;

    gs_blueprint_append (blueprint, templates[i]);
    parts = gs_blueprint_check (blueprint);
    problem = g_array_index (parts, GsBlueprintPart, 3).problem;
    g_assert_true (problem == NULL || strstr (problem, "unknown word") == NULL);
  }
}

/* Branches: what a layer reads, the name it gets for it, and a layer that nobody reads. */
static void
test_graph (void)
{
  g_autoptr (GsBlueprint) blueprint = make ("input 4 · dense 8 relu as h · dense 8 relu · add h · dense 3");
  g_autoptr (GArray) parts = NULL;

  assert_part (blueprint, 3, "8", 0);
  assert_part (blueprint, 4, "3", 27);
  g_assert_cmpstr (gs_blueprint_name_part (blueprint, 0), ==, "input");
  g_assert_cmpstr (gs_blueprint_name_part (blueprint, 1), ==, "h");
  g_assert_cmpstr (gs_blueprint_name_part (blueprint, 2), ==, "h1");
  assert_line (blueprint, "input 4 · dense 8 relu as h · dense 8 relu as h1 · add h · dense 3");
  gs_blueprint_set_loss (blueprint, NN_LOSS_CROSS_ENTROPY);
  g_assert_cmpint (gs_blueprint_get_loss (blueprint), ==, NN_LOSS_CROSS_ENTROPY);
  gs_blueprint_append (blueprint, "concatenate");
  assert_line (blueprint,
               "input 4 · dense 8 relu as h · dense 8 relu as h1 · add h as h2 · dense 3 · concatenate h2");
  gs_blueprint_remove (blueprint, 5);
  gs_blueprint_set (blueprint, 4, "dense 3 from h");
  assert_problem ("input 4 · dense 8 as h · dense 6 · add h", 3, "make them alike");
  assert_problem ("input 4 · dense 8 · dense 6 from g", 2, "no layer has that name");
  parts = gs_blueprint_check (blueprint);
  /* All of it fits, but nothing comes of the third. */
  g_assert_nonnull (strstr (g_array_index (parts, GsBlueprintPart, 3).problem, "no layer reads it"));
  g_assert_cmpstr (g_array_index (parts, GsBlueprintPart, 4).shape, ==, "3");
  g_assert_cmpuint (g_array_index (parts, GsBlueprintPart, 4).n_parameters, ==, 27);
  g_assert_null (gs_blueprint_build (blueprint, NULL));
}

/* What goes with the output, until something else is chosen. */
static void
test_follows (void)
{
  g_autoptr (GsBlueprint) blueprint = gs_blueprint_new_from_line ("input 2 · dense 8 tanh · dense 1 sigmoid");
  g_autoptr (GsBlueprint) own = make ("input 2 · dense 3");
  NnLossKind loss;

  g_assert_cmpint (gs_blueprint_get_loss (blueprint), ==, NN_LOSS_BINARY_CROSS_ENTROPY);
  g_assert_cmpint (gs_blueprint_get_optimizer (blueprint), ==, NN_OPTIMIZER_SGD);
  gs_blueprint_set (blueprint, 2, "dense 3 softmax");
  g_assert_cmpint (gs_blueprint_get_loss (blueprint), ==, NN_LOSS_CROSS_ENTROPY);
  g_assert_cmpint (gs_blueprint_get_optimizer (blueprint), ==, NN_OPTIMIZER_ADAM);
  /* What does not read yet leaves all as it is. */
  gs_blueprint_set (blueprint, 2, "dense");
  g_assert_false (gs_blueprint_propose_loss (blueprint, &loss));
  g_assert_cmpint (gs_blueprint_get_loss (blueprint), ==, NN_LOSS_CROSS_ENTROPY);
  gs_blueprint_set (blueprint, 2, "dense 3");
  g_assert_cmpint (gs_blueprint_get_loss (blueprint), ==, NN_LOSS_SQUARED_ERROR);
  gs_blueprint_append (blueprint, "softmax");
  g_assert_cmpint (gs_blueprint_get_loss (blueprint), ==, NN_LOSS_CROSS_ENTROPY);
  gs_blueprint_remove (blueprint, 3);
  gs_blueprint_set_optimizer (blueprint, NN_OPTIMIZER_MOMENTUM);
  gs_blueprint_set_loss (blueprint, NN_LOSS_HALF_SQUARED_ERROR);
  gs_blueprint_set_line (blueprint, "input 2 · dense 3 softmax");
  g_assert_cmpint (gs_blueprint_get_loss (blueprint), ==, NN_LOSS_HALF_SQUARED_ERROR);
  g_assert_cmpint (gs_blueprint_get_optimizer (blueprint), ==, NN_OPTIMIZER_MOMENTUM);
  gs_blueprint_set_loss (blueprint, NN_LOSS_CROSS_ENTROPY);
  gs_blueprint_set_line (blueprint, "input 2 · dense 3 sigmoid");
  g_assert_cmpint (gs_blueprint_get_loss (blueprint), ==, NN_LOSS_BINARY_CROSS_ENTROPY);
  /* A network that there is keeps its optimiser. */
  gs_blueprint_set (own, 1, "dense 3 softmax");
  g_assert_cmpint (gs_blueprint_get_optimizer (own), ==, NN_OPTIMIZER_SGD);
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blueprint/parts", test_parts);
  g_test_add_func ("/blueprint/shapes", test_shapes);
  g_test_add_func ("/blueprint/problems", test_problems);
  g_test_add_func ("/blueprint/apply", test_apply);
  g_test_add_func ("/blueprint/fields", test_fields);
  g_test_add_func ("/blueprint/graph", test_graph);
  g_test_add_func ("/blueprint/templates", test_templates);
  g_test_add_func ("/blueprint/schedule", test_schedule);
  g_test_add_func ("/blueprint/follows", test_follows);
  return g_test_run ();
}
