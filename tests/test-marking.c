/* Marking blank cells: a learner who rounds, slips, and goes on with what the slip gave. */
#include <math.h>
#include <string.h>

#include "app/gs-cell-name.h"
#include "app/gs-view.h"
#include "marking.h"
#include "nn/nn-error.h"

static const gchar *const networks[] = { "mazur", "welch", "xor", "conv" };
static const guint64 seeds[] = { 1, 2, 3 };

typedef void (*TestOne) (const gchar *name, guint64 seed);

static void
for_each (TestOne test)
{
  for (gsize i = 0; i < G_N_ELEMENTS (networks); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (seeds); k++)
      test (networks[i], seeds[k]);
}

static void
assert_mark (Learner *learner, GsMarking *marking, const NnCell *cell, GsMark wanted, const gchar *where)
{
  g_autofree gchar *name = gs_cell_name (learner->program, cell);
  GsMark mark = gs_marking_get (marking, cell);

  if (mark != wanted)
    g_error ("%s: %s = %s is marked %d, not %d; the exact value is %.17g", where, name,
             gs_blanks_get_text (learner->blanks, cell), (int) mark, (int) wanted,
             learner->exact[cell->tensor][cell->offset]);
}

static void
assert_all_right (Learner *learner, const gchar *where)
{
  g_autoptr (GsMarking) marking = gs_marking_new (learner->blanks);

  for (guint i = 0; i < gs_blanks_get_n_cells (learner->blanks); i++)
    assert_mark (learner, marking, gs_blanks_get_cell (learner->blanks, i), GS_MARK_RIGHT, where);
  g_assert_true (gs_marking_is_done (marking));
}

/* ---- no slip ---- */

static void
check_exact (const gchar *name, guint64 seed)
{
  g_autoptr (GsWorkbook) book = marking_open (name, seed);
  g_autoptr (Learner) learner = learner_new (book, NULL);
  gint n_cells = 0;

  for (gint i = 0; i < learner->n_instructions; i++)
    n_cells += (gint) nn_shape_count (
        &nn_program_get_tensor (learner->program, nn_program_get_instruction (learner->program, i)->output)
             ->shape);
  g_assert_cmpint ((gint) gs_blanks_get_n_cells (learner->blanks), ==, n_cells);
  learner_fill_exact (learner);
  assert_all_right (learner, name);
}

static void
test_exact (void)
{
  for_each (check_exact);
}

static void
check_rounded (const gchar *name, guint64 seed)
{
  g_autoptr (GsWorkbook) book = marking_open (name, seed);
  g_autoptr (Learner) learner = learner_new (book, NULL);

  learner_fill_own (learner, NULL, 0);
  assert_all_right (learner, name);
}

/* Who rounds every number and goes on with the rounded one is right to the end. */
static void
test_rounded (void)
{
  for_each (check_rounded);
}

/* ---- a slip in each cell in turn ---- */

static gdouble
make_slip (Learner *learner, const NnCell *cell)
{
  gdouble exact = learner->exact[cell->tensor][cell->offset];

  return marking_round (exact + 0.4 * MAX (fabs (exact), 0.1));
}

static void
check_marks (Learner *learner, const NnCell *slip, gboolean carried_on, const gchar *where)
{
  g_autoptr (GsMarking) marking = gs_marking_new (learner->blanks);
  guint8 **reached = learner_reach (learner, slip);

  g_assert_cmpuint (gs_marking_count (marking, GS_MARK_WRONG), ==, 1);
  assert_mark (learner, marking, slip, GS_MARK_WRONG, where);
  for (guint i = 0; i < gs_blanks_get_n_cells (learner->blanks); i++) {
    const NnCell *cell = gs_blanks_get_cell (learner->blanks, i);
    gdouble exact = learner->exact[cell->tensor][cell->offset];
    gdouble own = learner->own[cell->tensor][cell->offset];

    if (cell->tensor == slip->tensor && cell->offset == slip->offset)
      continue;
    if (!carried_on || !reached[cell->tensor][cell->offset])
      assert_mark (learner, marking, cell, GS_MARK_RIGHT, where);
    /* Far from the exact number there is only the slip that can have led there. */
    if (gs_marking_get (marking, cell) == GS_MARK_RIGHT && carried_on)
      g_assert_cmpfloat (fabs (own - exact), <=, 0.05 * MAX (fabs (exact), 0.1));
  }
  g_strfreev ((gchar **) reached);
}

static void
check_slips (const gchar *name, guint64 seed)
{
  g_autoptr (GsWorkbook) book = marking_open (name, seed);
  g_autoptr (Learner) learner = learner_new (book, NULL);
  guint n = gs_blanks_get_n_cells (learner->blanks);
  gint n_given = 0;

  for (guint i = 0; i < n; i++) {
    NnCell slip = *gs_blanks_get_cell (learner->blanks, i);
    g_autoptr (GsMarking) marking = NULL;

    learner_fill_own (learner, &slip, make_slip (learner, &slip));
    check_marks (learner, &slip, TRUE, name);
    marking = gs_marking_new (learner->blanks);
    n_given += (gint) gs_marking_count (marking, GS_MARK_RIGHT_GIVEN_EARLIER);

    /* And one who notices nothing, but copies all the rest from a friend. */
    learner_fill_exact (learner);
    learner_type (learner, &slip, make_slip (learner, &slip));
    check_marks (learner, &slip, FALSE, name);
  }
  /* Credit is really given: on the average a slip is carried on into more than one cell. */
  g_assert_cmpint (n_given, >, (gint) n);
}

static void
test_slips (void)
{
  for_each (check_slips);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/marking/exact", test_exact);
  g_test_add_func ("/marking/rounded", test_rounded);
  g_test_add_func ("/marking/slips", test_slips);
  return g_test_run ();
}
