/* Marking blank cells: a learner who rounds, slips, and goes on with what the slip gave. */
#include <math.h>
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "marking.h"

static const gchar *const networks[] = { "mazur", "welch", "xor", "conv", "residual", "branches" };
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

/* ---- a dependent that does not follow ---- */

/* After a slip, the right number for a dependent is right, what the slip gives is right given the slip, and
 * anything else is wrong. */
static void
test_dependents (void)
{
  g_autoptr (GsWorkbook) book = marking_open ("mazur", 1);
  g_autoptr (Learner) learner = learner_new (book, NULL);
  NnCell slip = learner_find (learner, "z1[1,1]"), dependent = learner_find (learner, "a1[1,1]");
  gdouble given;

  learner_fill_own (learner, &slip, make_slip (learner, &slip));
  given = learner->own[dependent.tensor][dependent.offset];
  for (gint i = 0; i < 4; i++) {
    gdouble exact = learner->exact[dependent.tensor][dependent.offset];
    gdouble tries[] = { exact, given, (exact + given) / 2, 1 - given };
    GsMark marks[] = { GS_MARK_RIGHT, GS_MARK_RIGHT_GIVEN_EARLIER, GS_MARK_WRONG, GS_MARK_WRONG };
    g_autoptr (GsMarking) marking = NULL;

    learner_type (learner, &dependent, tries[i]);
    marking = gs_marking_new (learner->blanks);
    assert_mark (learner, marking, &dependent, marks[i], "dependents");
  }
}

/* Two slips that meet in one sum: any of its numbers may be the own or the right one. */
static void
test_mixtures (void)
{
  g_autoptr (GsWorkbook) book = marking_open ("mazur", 2);
  g_autoptr (Learner) learner = learner_new (book, NULL);
  NnCell sum = learner_find (learner, "z2[1,1]");
  gdouble w[2] = { learner_get_exact (learner, "W2[1,1]"), learner_get_exact (learner, "W2[2,1]") };
  gdouble a[2] = { learner_get_exact (learner, "a1[1,1]"), learner_get_exact (learner, "a1[1,2]") };
  gdouble own[2] = { marking_round (a[0] / 2), marking_round (a[1] / 3) };
  gdouble bias = learner_get_exact (learner, "b2[1]");

  learner_fill_exact (learner);
  for (gint i = 0; i < 2; i++) {
    g_autofree gchar *name = g_strdup_printf ("a1[1,%d]", i + 1);
    NnCell cell = learner_find (learner, name);

    learner_type (learner, &cell, own[i]);
  }
  for (gint mask = 0; mask < 4; mask++) {
    gdouble value = bias;
    g_autoptr (GsMarking) marking = NULL;
    g_autoptr (GsMarkNote) note = NULL;

    for (gint i = 0; i < 2; i++)
      value += w[i] * ((mask >> i & 1) != 0 ? own[i] : a[i]);
    learner_type (learner, &sum, value);
    marking = gs_marking_new (learner->blanks);
    assert_mark (learner, marking, &sum, mask == 0 ? GS_MARK_RIGHT : GS_MARK_RIGHT_GIVEN_EARLIER, "mixtures");
    note = gs_marking_explain (marking, &sum, FALSE, NULL, 0);
    g_assert_cmpuint (note->earlier->len, ==, (guint) (mask & 1) + (guint) (mask >> 1));
  }
}

/* ---- usual mistakes ---- */

enum { SIGN, SLOPE, AFTER, SUM, TRANSPOSED, N_MISTAKES };

/* Reads the exact values but for one input, which is read from another tensor or with its axes exchanged. */
typedef struct {
  Learner *learner;
  const NnInstruction *line;
  gint role;
  gint instead;        /* tensor, or -1 */
  const NnShape *swap; /* or NULL */
} Misreading;

static gdouble
misread (gint input, gsize offset, gpointer user_data)
{
  const Misreading *self = user_data;
  gint tensor = self->line->inputs[input];

  if (input != self->role)
    return self->learner->exact[tensor][offset];
  if (self->instead >= 0)
    tensor = self->instead;
  if (self->swap != NULL) {
    gsize columns = (gsize) self->swap->dim[1], rows = (gsize) self->swap->dim[0];

    offset = offset % columns * rows + offset / columns;
  }
  return self->learner->exact[tensor][offset];
}

static gdouble
compute_misread (Learner *learner, const NnCell *cell, const gchar *role, gboolean after, gboolean swap)
{
  gint producer = nn_program_get_tensor (learner->program, cell->tensor)->producer;
  const NnInstruction *line = nn_program_get_instruction (learner->program, producer);
  const NnOpInfo *op = nn_op_get (line->op);
  Misreading self = { learner, line, -1, -1, NULL };
  NnBinding binding;

  for (gint i = 0; i < op->n_inputs; i++)
    if (g_str_equal (op->inputs[i], role))
      self.role = i;
  if (self.role < 0)
    return NAN;
  if (after)
    self.instead = nn_program_get_tensor (learner->program, line->inputs[self.role])->next;
  if (swap)
    self.swap = &nn_program_get_tensor (learner->program, line->inputs[self.role])->shape;
  nn_program_get_binding (learner->program, producer, &binding);
  binding.read = misread;
  binding.read_data = &self;
  return nn_formula_evaluate (nn_formula_for_op (line->op), &binding, cell->offset);
}

/* What somebody gets who makes the mistake in this cell; NaN where there is no occasion for it. */
static gdouble
make_mistake (Learner *learner, const NnCell *cell, gint kind)
{
  gint producer = nn_program_get_tensor (learner->program, cell->tensor)->producer;
  const NnInstruction *line = nn_program_get_instruction (learner->program, producer);
  const NnOpInfo *op = nn_op_get (line->op);
  gdouble exact = learner->exact[cell->tensor][cell->offset];

  switch (kind) {
  case SIGN: return -exact;
  case SLOPE:
    if (line->op == NN_OP_SIGMOID_DX || line->op == NN_OP_TANH_DX || line->op == NN_OP_RELU_DX)
      return learner->exact[line->inputs[0]][cell->offset];
    return NAN;
  case AFTER: return line->op == NN_OP_DENSE_DX ? compute_misread (learner, cell, "W", TRUE, FALSE) : NAN;
  case SUM:
    for (gint i = 0; i < op->n_attributes; i++)
      if (g_str_equal (op->attributes[i], "n"))
        return exact * line->attributes[i];
    return NAN;
  default:
    if (line->op == NN_OP_DENSE_DX || line->op == NN_OP_DENSE || line->op == NN_OP_MATMUL)
      return compute_misread (learner, cell, "W", FALSE, TRUE);
    return NAN;
  }
}

/* Somebody makes the mistake, goes on with what it gave, and is told which it was. */
static gboolean
check_mistake (Learner *learner, const NnCell *cell, gint kind, const gchar *where)
{
  static const gchar *const labels[] = { "sign", "slope", "after", "sum", "transposed" };
  gdouble exact = learner->exact[cell->tensor][cell->offset];
  GsMistake mistakes[N_MISTAKES];
  g_autoptr (GsMarking) marking = NULL;
  g_autoptr (GsMarkNote) note = NULL;

  for (gint i = 0; i < N_MISTAKES; i++)
    mistakes[i] = (GsMistake){ labels[i], make_mistake (learner, cell, i) };
  /* A mistake that changes next to nothing is none: the slope of a relu that is on, a bias of 0. */
  if (isnan (mistakes[kind].value) || fabs (mistakes[kind].value - exact) < 0.02 * MAX (fabs (exact), 0.02))
    return FALSE;
  learner_fill_own (learner, cell, mistakes[kind].value);
  check_marks (learner, cell, TRUE, where);
  marking = gs_marking_new (learner->blanks);
  note = gs_marking_explain (marking, cell, FALSE, mistakes, N_MISTAKES);
  g_assert_cmpint (note->mistake, >=, 0);
  g_assert_cmpint (note->mistake, <=, kind);
  g_assert_true (gs_marking_agrees (mistakes[kind].value, mistakes[note->mistake].value, 4));
  g_assert_cmpstr (note->verdict, ==, labels[note->mistake]);
  g_assert_null (note->expected);
  return TRUE;
}

static void
test_mistakes (void)
{
  gint n[N_MISTAKES] = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (networks); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (seeds); k++) {
      g_autoptr (GsWorkbook) book = marking_open (networks[i], seeds[k]);
      g_autoptr (Learner) learner = learner_new (book, NULL);

      for (guint at = 0; at < gs_blanks_get_n_cells (learner->blanks); at++)
        for (gint kind = 0; kind < N_MISTAKES; kind++)
          n[kind] += check_mistake (learner, gs_blanks_get_cell (learner->blanks, at), kind, networks[i]);
    }
  g_test_message ("%d signs, %d slopes, %d after, %d sums, %d transposed", n[SIGN], n[SLOPE], n[AFTER],
                  n[SUM], n[TRANSPOSED]);
  g_assert_cmpint (n[SIGN], >, 500);
  g_assert_cmpint (n[SLOPE], >, 50);
  g_assert_cmpint (n[AFTER], >, 50);
  g_assert_cmpint (n[SUM], >, 12);
  g_assert_cmpint (n[TRANSPOSED], >, 50);
}

/* ---- a few blanks far apart ---- */

/* What lies between passes an earlier number on: whether it stands in the sheet, or is blank and left empty.
 */
static void
test_far_apart (void)
{
  static const gchar *const lists[] = { "z1[1,2], dW1", "z1[1,2], z1..dW1" };

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++) {
    g_autoptr (GsWorkbook) book = marking_open ("mazur", 3);
    g_autoptr (Learner) learner = learner_new (book, lists[i]);
    NnCell slip = learner_find (learner, "z1[1,2]");
    NnCell far = learner_find (learner, "dW1[2,2]"), other = learner_find (learner, "dW1[1,1]");
    gdouble wrong = make_slip (learner, &slip), given;
    g_autoptr (GsMarking) marking = NULL;
    g_autoptr (GsMarkNote) note = NULL;

    /* All in the head, with a calculator that keeps all digits. */
    g_autoptr (Learner) thinking = learner_new (book, "z1[1,2]");
    learner_fill_own (thinking, &slip, wrong);
    given = thinking->own[far.tensor][far.offset];
    learner_type (learner, &slip, wrong);
    learner_type (learner, &far, given);
    learner_type (learner, &other, learner->exact[other.tensor][other.offset]);
    marking = gs_marking_new (learner->blanks);
    assert_mark (learner, marking, &slip, GS_MARK_WRONG, lists[i]);
    assert_mark (learner, marking, &far, GS_MARK_RIGHT_GIVEN_EARLIER, lists[i]);
    assert_mark (learner, marking, &other, GS_MARK_RIGHT, lists[i]);
    g_assert_false (gs_marking_is_done (marking));
    note = gs_marking_explain (marking, &far, FALSE, NULL, 0);
    g_assert_cmpuint (note->earlier->len, ==, 1);
    g_assert_cmpmem (&g_array_index (note->earlier, NnCell, 0).offset, sizeof (gsize), &slip.offset,
                     sizeof (gsize));
    g_assert_nonnull (strstr (note->verdict, "z1[1,2]"));
    /* The learner's numbers can be had, beyond the blanks too. */
    g_assert_cmpfloat (fabs (gs_marking_get_own (marking, &far) - given), <=, 0.0001);
    far = learner_find (learner, "W1.next[2,2]");
    g_assert_cmpfloat (fabs (gs_marking_get_own (marking, &far) - thinking->own[far.tensor][far.offset]), <=,
                       0.0001);
    far = learner_find (learner, "L");
    g_assert_cmpfloat (gs_marking_get_own (marking, &far), ==, thinking->own[far.tensor][far.offset]);
    g_assert_cmpfloat (gs_marking_get_exact (marking, &far), ==, learner->exact[far.tensor][far.offset]);
  }
}

/* ---- rounding on the way ---- */

/* Who subtracts what the sheet shows loses digits that nobody could have kept. */
static void
test_lost_digits (void)
{
  static const struct {
    const gchar *entry;
    GsMark mark;
  } rows[] = {
    { "-1.35e-4", GS_MARK_RIGHT }, { "-0.0001", GS_MARK_RIGHT },  { "-0.00014", GS_MARK_RIGHT },
    { "-0.0002", GS_MARK_WRONG },  { "0.0001", GS_MARK_WRONG },   { "0", GS_MARK_WRONG },
    { "1.35e-4", GS_MARK_WRONG },  { "-0.00135", GS_MARK_WRONG },
  };
  g_autofree gchar *path = g_strdup_printf ("%s/lessons/networks/mazur.gradsheet", SOURCE_ROOT);
  g_autoptr (GsWorkbook) book = gs_workbook_open (path, NULL);
  g_autoptr (Learner) learner = NULL;
  NnCell cell;

  /* a2[1,1] is 0.751365, shown as 0.7514. */
  g_assert_true (gs_workbook_set_text (book, "t[1,1]", "0.7515", NULL));
  learner = learner_new (book, "da2[1,1]");
  cell = learner_find (learner, "da2[1,1]");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GsMarking) marking = NULL;

    g_assert_true (gs_blanks_type (learner->blanks, &cell, rows[i].entry, NULL));
    marking = gs_marking_new (learner->blanks);
    assert_mark (learner, marking, &cell, rows[i].mark, rows[i].entry);
  }
}

/* Six hundred numbers, each rounded, make a sum that is off by many units, and right. */
static void
test_long_sum (void)
{
  static const gchar text[] =
      "{\"format\": \"gradsheet\", \"version\": 1, \"input\": [1], \"seed\": 1, \"layers\": [{\"kind\": "
      "\"dense\","
      " \"units\": 600, \"kernel-init\": {\"kind\": \"uniform\", \"a\": 0.10004, \"b\": 0.100049}},"
      " {\"kind\": \"dense\", \"units\": 1, \"kernel-init\": {\"kind\": \"constant\", \"a\": 1}}],"
      " \"data\": {\"inputs\": [[1]], \"targets\": [[1]]}}";
  g_autoptr (GsWorkbook) book =
      gs_workbook_new (gs_document_load_bytes (text, sizeof text - 1, "long", NULL), NULL);
  g_autoptr (Learner) learner = learner_new (book, "a1, z2");
  NnCell sum = learner_find (learner, "z2[1,1]"), first = learner_find (learner, "a1[1,1]");
  g_autoptr (GsMarking) marking = NULL;

  learner_fill_own (learner, NULL, 0);
  g_assert_cmpfloat (fabs (learner->own[sum.tensor][0] - 60), <, 0.001);
  g_assert_cmpfloat (learner->exact[sum.tensor][0], >, 60.02);
  assert_all_right (learner, "long sum");
  learner_fill_own (learner, &first, 3);
  marking = gs_marking_new (learner->blanks);
  assert_mark (learner, marking, &first, GS_MARK_WRONG, "long sum");
  assert_mark (learner, marking, &sum, GS_MARK_RIGHT_GIVEN_EARLIER, "long sum");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/marking/exact", test_exact);
  g_test_add_func ("/marking/rounded", test_rounded);
  g_test_add_func ("/marking/slips", test_slips);
  g_test_add_func ("/marking/dependents", test_dependents);
  g_test_add_func ("/marking/mixtures", test_mixtures);
  g_test_add_func ("/marking/mistakes", test_mistakes);
  g_test_add_func ("/marking/far-apart", test_far_apart);
  g_test_add_func ("/marking/lost-digits", test_lost_digits);
  g_test_add_func ("/marking/long-sum", test_long_sum);
  return g_test_run ();
}
