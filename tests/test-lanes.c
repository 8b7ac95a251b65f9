/* Rows of the canvas: a branch stands on its own, and no two blocks ever lie on each other. */
#include "app/network/gs-spec.h"
#include "app/paint/gs-lanes.h"
#include "app/paint/gs-layout.h"

static NnProgram *
compile (const gchar *line)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autoptr (GError) error = NULL;
  NnProgram *program;

  gs_spec_parse (line, network, &error);
  g_assert_no_error (error);
  network->optimizer = nn_optimizer_default (NN_OPTIMIZER_ADAM);
  program = nn_network_compile (network, 2, NN_COMPILE_ALL_GRADIENTS, NULL, &error);
  g_assert_no_error (error);
  return program;
}

static const struct {
  const gchar *line, *lanes; /* of the layers, in order */
} cases[] = {
  { "input 2 · dense 3 tanh · dropout 0.5 · dense 1 sigmoid", "000" },
  /* The way around a layer has no blocks of its own. */
  { "input 4 · dense 8 relu as h · dense 8 relu · add h · dense 3", "0000" },
  { "input 2 · dense 2 relu as a · dense 2 as b from input · concatenate a · dense 1", "0100" },
  /* Three ways from the input, which meet in one. */
  { "input 2 · dense 2 as a · dense 2 as b from input · dense 2 from input · add a b", "0120" },
  /* Each branch goes on where it is, in whatever order they are written. */
  { "input 2 · dense 2 as a · dense 3 as b from input · dense 2 as c from a · dense 2 from b · add c",
    "01010" },
  /* A lane whose branch has ended is free for one that begins behind it. */
  { "input 2 · dense 2 as a · dense 2 from input · add a as s · dense 2 as c · dense 2 from s · add c",
    "010010" },
  /* One that begins before it is not: it gets a lane of its own. */
  { "input 2 · dense 2 as a · dense 2 from input · add a as s · dense 2 from input · add s", "01020" },
  { "input 1x6x6 · conv 2 3x3 same relu as e · conv 2 1x1 as f from input · multiply e · max-pool 2 · "
    "flatten · dense 2 "
    "softmax",
    "010000" },
};

static void
test_lanes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (NnProgram) program = compile (cases[i].line);
    g_autoptr (GsLanes) lanes = gs_lanes_new (program);
    g_autoptr (GString) got = g_string_new (NULL);

    for (gint layer = 0; cases[i].lanes[layer] != '\0'; layer++)
      g_string_append_printf (got, "%d", gs_lanes_get (lanes, layer, -1));
    g_assert_cmpstr (got->str, ==, cases[i].lanes);
    g_assert_cmpint (gs_lanes_get (lanes, -1, 7), ==, 7);
  }
}

static gboolean
overlap (const GsBlock *a, const GsBlock *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height
         && b->y < a->y + a->height;
}

/* No two blocks lie on each other, and what an instruction of the forward pass reads stands to its left (in a
 * drawing it may stand above). */
static void
test_blocks (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (NnProgram) program = compile (cases[i].line);
    g_autoptr (GsLayout) layout = gs_layout_new (program);
    gint n = gs_layout_get_n_blocks (layout);

    for (gint a = 0; a < n; a++)
      for (gint b = 0; b < a; b++)
        if (overlap (gs_layout_get_block (layout, a), gs_layout_get_block (layout, b)))
          g_error ("%s: blocks %d and %d overlap", cases[i].line, b, a);
    for (gint k = 0; k < nn_program_get_n_instructions (program); k++) {
      const NnInstruction *line = nn_program_get_instruction (program, k);

      if (line->phase != NN_PHASE_FORWARD || line->op == NN_OP_POOL_MAX)
        continue;
      for (gint j = 0; j < line->n_inputs; j++) {
        const GsBlock *from = gs_layout_find_block (layout, line->inputs[j]);
        const GsBlock *to = gs_layout_find_block (layout, line->output);

        /* A drawing leaves some out, and some share a column. */
        if (gs_layout_get_room (layout) == GS_ROOM_DRAWING)
          continue;
        g_assert_cmpfloat (from->x, <, to->x);
      }
    }
  }
}

/* In each band, whatever stands in a lower lane stands below all of the one above it; a gradient stands in
 * the lane and the column of what it is the gradient of. */
static void
test_rows (void)
{
  g_autoptr (NnProgram) program = compile (cases[3].line);
  g_autoptr (GsLayout) layout = gs_layout_new (program);
  gint n = gs_layout_get_n_blocks (layout), n_parts = 0;

  for (gint i = 0; i < n; i++) {
    const GsBlock *block = gs_layout_get_block (layout, i);
    const NnTensorInfo *info = nn_program_get_tensor (program, block->tensor);
    gint of = info->gradient_of >= 0 ? info->gradient_of : info->part_of;

    /* The parts of dx, which three layers read. */
    n_parts += info->part_of >= 0;

    for (gint k = 0; k < n; k++) {
      const GsBlock *other = gs_layout_get_block (layout, k);

      if (other->band == block->band && other->lane > block->lane)
        g_assert_cmpfloat (other->y, >, block->y + block->height);
    }
    if (of >= 0) {
      g_assert_cmpint (gs_layout_find_block (layout, of)->lane, ==, block->lane);
      g_assert_cmpint (gs_layout_find_block (layout, of)->column, ==, block->column);
    }
  }
  g_assert_cmpint (n_parts, ==, 4); /* dx.1, dx.2, dx.3, and dx.12 */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lanes/lanes", test_lanes);
  g_test_add_func ("/lanes/blocks", test_blocks);
  g_test_add_func ("/lanes/rows", test_rows);
  return g_test_run ();
}
