/* The cursor: every size of step goes where it says, steps back undo steps forward, and what may be seen is
 * just what the cursor has passed. Beside it a plain count of instructions, cells and terms. */
#include <string.h>

#include "app/view/gs-phase.h"
#include "books.h"
#include "nn/nn-error.h"
#include "nn/nn-formula.h"
#include "pass.h"
#include "views.h"

static GsWorkbook *
make_book (void)
{
  static const gdouble inputs[] = { 0.5, -1, 2, 1, 0, 3 }, targets[] = { 1, 0, 0, 1, 1, 0 };

  return book_new ("input 2 · dense 3 tanh · dense 2", NN_LOSS_SQUARED_ERROR, 3, inputs, targets);
}

/* ---- the plain count ---- */

static gsize
count_cells (GsWorkbook *book, gint instruction)
{
  NnProgram *program = gs_workbook_get_program (book);
  gint output = nn_program_get_instruction (program, instruction)->output;

  return nn_shape_count (&nn_program_get_tensor (program, output)->shape);
}

static gsize
count_terms (GsWorkbook *book, gint instruction, gsize cell)
{
  NnOp op = nn_program_get_instruction (gs_workbook_get_program (book), instruction)->op;
  NnBinding binding;
  NnTerm term;
  gsize n = 0;

  nn_run_get_binding (gs_workbook_get_run (book), instruction, &binding);
  {
    g_autoptr (NnTermIter) iter = nn_term_iter_new (nn_formula_for_op (op), &binding, cell);

    while (nn_term_iter_next (iter, &term))
      n++;
  }
  return MAX (n, 1);
}

/* All places of one pass at the step of a term, in order, the end included. The pass has to be computed, so
 * that terms can be counted. */
static GArray *
list_places (GsWorkbook *book)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (GsCursor));
  gint n = nn_program_get_n_instructions (gs_workbook_get_program (book)) - 1;
  GsCursor place = gs_workbook_get_cursor (book);

  for (place.instruction = 0; place.instruction < n; place.instruction++)
    for (place.cell = 0; place.cell < count_cells (book, place.instruction); place.cell++)
      for (place.term = 0; place.term < count_terms (book, place.instruction, place.cell); place.term++)
        g_array_append_val (places, place);
  place.cell = place.term = 0;
  g_array_append_val (places, place);
  return places;
}

static void
assert_at (GsWorkbook *book, const GsCursor *place)
{
  GsCursor cursor = gs_workbook_get_cursor (book);

  if (cursor.pass != place->pass || cursor.instruction != place->instruction || cursor.cell != place->cell
      || cursor.term != place->term)
    g_error ("pass %u, %d, %zu, %zu instead of pass %u, %d, %zu, %zu", cursor.pass, cursor.instruction,
             cursor.cell, cursor.term, place->pass, place->instruction, place->cell, place->term);
}

/* ---- steps ---- */

static gboolean
is_start (const GsCursor *place, GsStep step)
{
  return step == GS_STEP_TERM || (place->term == 0 && (step == GS_STEP_CELL || place->cell == 0));
}

/* Term by term, cell by cell, operation by operation, there and back. */
static void
test_sizes (void)
{
  for (GsStep step = GS_STEP_TERM; step <= GS_STEP_OPERATION; step++) {
    g_autoptr (GsWorkbook) book = make_book ();
    g_autoptr (GArray) places = NULL;
    GsCursor end = { 1, G_MAXINT, 0, 0 };

    gs_workbook_go_to (book, &end, NULL);
    places = list_places (book);
    g_assert_cmpuint (places->len, >, 150);
    gs_workbook_go_to (book, &(GsCursor){ 1, 0, 0, 0 }, NULL);
    for (guint i = 1; i < places->len; i++) {
      const GsCursor *place = &g_array_index (places, GsCursor, i);

      if (!is_start (place, step))
        continue;
      g_assert_true (gs_workbook_step (book, step, 1));
      assert_at (book, place);
    }
    for (guint i = places->len - 1; i-- > 0;) {
      const GsCursor *place = &g_array_index (places, GsCursor, i);

      if (!is_start (place, step))
        continue;
      g_assert_true (gs_workbook_step (book, step, -1));
      assert_at (book, place);
    }
    g_assert_false (gs_workbook_step (book, step, -1)); /* nothing lies before the first pass */
    assert_at (book, &(GsCursor){ 1, 0, 0, 0 });
  }
}

/* A layer is what has the same phase and layer, one behind the other. */
static void
test_layers (void)
{
  g_autoptr (GsWorkbook) book = make_book ();
  NnProgram *program = gs_workbook_get_program (book);
  gint n = nn_program_get_n_instructions (program) - 1;
  g_autoptr (GArray) starts = g_array_new (FALSE, FALSE, sizeof (gint));

  for (gint i = 0; i < n; i++) {
    const NnInstruction *line = nn_program_get_instruction (program, i);
    const NnInstruction *last = i > 0 ? nn_program_get_instruction (program, i - 1) : NULL;

    if (last == NULL || last->phase != line->phase || last->layer != line->layer)
      g_array_append_val (starts, i);
  }
  g_array_append_val (starts, n);
  g_assert_cmpuint (starts->len, >, 5);
  for (guint i = 1; i < starts->len; i++) {
    g_assert_true (gs_workbook_step (book, GS_STEP_LAYER, 1));
    assert_at (book, &(GsCursor){ 1, g_array_index (starts, gint, i), 0, 0 });
  }
  for (guint i = starts->len - 1; i-- > 0;) {
    g_assert_true (gs_workbook_step (book, GS_STEP_LAYER, -1));
    assert_at (book, &(GsCursor){ 1, g_array_index (starts, gint, i), 0, 0 });
  }
}

static void
test_passes (void)
{
  g_autoptr (GsWorkbook) book = make_book ();
  NnProgram *program = gs_workbook_get_program (book);
  gint n = nn_program_get_n_instructions (program) - 1;
  gint behind = nn_program_get_tensor (program, nn_program_get_loss (program))->producer + 1;

  g_assert_true (gs_workbook_step (book, GS_STEP_PASS, 3)); /* from loss to loss */
  assert_at (book, &(GsCursor){ 3, behind, 0, 0 });
  g_assert_true (gs_workbook_step (book, GS_STEP_OPERATION, 2));
  g_assert_true (gs_workbook_step (book, GS_STEP_PASS, -1)); /* to the loss of this one first */
  assert_at (book, &(GsCursor){ 3, behind, 0, 0 });
  g_assert_true (gs_workbook_step (book, GS_STEP_PASS, -1));
  assert_at (book, &(GsCursor){ 2, behind, 0, 0 });
  g_assert_true (gs_workbook_step (book, GS_STEP_PASS, 2));
  assert_at (book, &(GsCursor){ 4, behind, 0, 0 });
  /* Back over the commit, and forward over it again. */
  g_assert_true (gs_workbook_go_to (book, &(GsCursor){ 3, 0, 0, 0 }, NULL));
  g_assert_true (gs_workbook_step (book, GS_STEP_OPERATION, -1));
  assert_at (book, &(GsCursor){ 2, n, 0, 0 });
  g_assert_true (gs_workbook_step (book, GS_STEP_TERM, 1));
  assert_at (book, &(GsCursor){ 3, 0, 0, 0 });
}

/* ---- what may be seen ---- */

static void
test_visible (void)
{
  g_autoptr (GsWorkbook) book = make_book ();
  NnProgram *program = gs_workbook_get_program (book);

  do {
    GsCursor cursor = gs_workbook_get_cursor (book);

    for (gint tensor = 0; tensor < nn_program_get_n_tensors (program); tensor++) {
      const NnTensorInfo *info = nn_program_get_tensor (program, tensor);

      for (gsize offset = 0; offset < nn_shape_count (&info->shape); offset++) {
        NnCell cell = { tensor, offset };
        gboolean passed = info->producer < cursor.instruction
                          || (info->producer == cursor.instruction && offset < cursor.cell);

        g_assert_cmpint (gs_workbook_is_visible (book, &cell), ==, passed);
        g_assert_cmpint (gs_frame_is_visible (gs_workbook_get_frame (book), &cell), ==, passed);
      }
    }
    gs_workbook_step (book, GS_STEP_CELL, 1);
  } while (gs_workbook_get_cursor (book).pass == 1);
}

/* Behind each cell, just so that it may be seen and the next may not. */
static void
test_run_to_cell (void)
{
  g_autoptr (GsWorkbook) book = make_book ();
  NnProgram *program = gs_workbook_get_program (book);

  for (gint tensor = 0; tensor < nn_program_get_n_tensors (program); tensor++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, tensor);
    gsize n = nn_shape_count (&info->shape);

    for (gsize offset = 0; offset < n; offset++) {
      NnCell cell = { tensor, offset }, next = { tensor, offset + 1 };

      gs_workbook_run_to_cell (book, &cell);
      g_assert_true (gs_workbook_is_visible (book, &cell));
      if (info->producer < 0)
        assert_at (book, &(GsCursor){ 1, 0, 0, 0 });
      else if (offset + 1 < n)
        g_assert_false (gs_workbook_is_visible (book, &next));
    }
  }
}

/* ---- anywhere ---- */

static void
test_go_to (void)
{
  g_autoptr (GsWorkbook) book = make_book ();
  g_autoptr (GError) error = NULL;
  gint n = nn_program_get_n_instructions (gs_workbook_get_program (book)) - 1;
  guint64 random = 11;

  g_assert_false (gs_workbook_go_to (book, &(GsCursor){ 0, 0, 0, 0 }, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
  g_clear_error (&error);
  for (gint i = 0; i < 200; i++) {
    GsCursor place = { (guint32) pass_random_int (&random, 1, 5), pass_random_int (&random, 0, n - 1), 0, 0 };

    place.cell = (gsize) pass_random_int (&random, 0, (gint) count_cells (book, place.instruction) - 1);
    g_assert_true (gs_workbook_go_to (book, &place, &error));
    assert_at (book, &place);
  }
  /* What does not exist is the nearest that does. */
  g_assert_true (gs_workbook_go_to (book, &(GsCursor){ 2, -5, 9, 9 }, &error));
  assert_at (book, &(GsCursor){ 2, 0, 0, 0 });
  g_assert_true (gs_workbook_go_to (book, &(GsCursor){ 2, n + 7, 1, 1 }, &error));
  assert_at (book, &(GsCursor){ 2, n, 0, 0 });
  g_assert_true (gs_workbook_go_to (book, &(GsCursor){ 2, 1, 100000, 1 }, &error));
  assert_at (book, &(GsCursor){ 2, 1, 0, 0 });
  g_assert_true (gs_workbook_go_to (book, &(GsCursor){ 2, 0, 1, 100000 }, &error));
  assert_at (book, &(GsCursor){ 2, 0, 1, 0 });
  g_assert_cmpuint (gs_workbook_get_newest_pass (book), >=, 5);
  g_assert_cmpuint (gs_workbook_get_oldest_pass (book), ==, 1);
}

/* Worked on last: what is being written, else what is done. */
static void
test_where_one_is (void)
{
  g_autoptr (GsView) view = view_open ("mazur");
  GsWorkbook *book = gs_view_get_workbook (view);
  g_autofree gchar *start = NULL, *backward = NULL, *term = NULL;

  g_assert_cmpint (gs_phase_find_now (&(GsCursor){ .instruction = 0 }), ==, -1);
  g_assert_cmpint (gs_phase_find_now (&(GsCursor){ .instruction = 4 }), ==, 3);
  g_assert_cmpint (gs_phase_find_now (&(GsCursor){ .instruction = 4, .cell = 1 }), ==, 4);
  g_assert_cmpint (gs_phase_find_now (&(GsCursor){ .instruction = 4, .term = 2 }), ==, 4);
  gs_workbook_go_to (book, &(GsCursor){ .pass = 1, .instruction = 8 }, NULL);
  backward = gs_sight_describe_step (gs_view_get_sight (view));
  g_assert_cmpstr (backward, ==, "Pass 1  ·  Backward  ·  step 8 of 14");
  gs_workbook_go_to (book, &(GsCursor){ .pass = 1 }, NULL);
  gs_workbook_step (book, GS_STEP_TERM, 2);
  term = gs_sight_describe_step (gs_view_get_sight (view));
  g_assert_cmpstr (term, ==, "Pass 1  ·  Forward  ·  z1  ·  term 2 of 3");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cursor/sizes", test_sizes);
  g_test_add_func ("/cursor/layers", test_layers);
  g_test_add_func ("/cursor/passes", test_passes);
  g_test_add_func ("/cursor/visible", test_visible);
  g_test_add_func ("/cursor/run-to-cell", test_run_to_cell);
  g_test_add_func ("/cursor/go-to", test_go_to);
  g_test_add_func ("/cursor/where-one-is", test_where_one_is);
  return g_test_run ();
}
