/* What is marked is what is copied, filled, pasted, turned and held: in a matrix, a bias, the channels of an
 * image and the kernels of a convolution. */
#include <locale.h>
#include <math.h>

#include "app/workbook/gs-workbook-replace.h"
#include "ranges.h"

static gdouble
get (GsView *view, const gchar *tensor, gsize offset)
{
  NnCell cell = find (view, tensor, offset);

  return nn_run_get_cell (gs_workbook_get_run (gs_view_get_workbook (view)), &cell);
}

static guint
count_edits (GsView *view)
{
  return gs_workbook_count_edits (gs_view_get_workbook (view));
}

/* Into all that is marked. */
static gboolean
type (GsView *view, const gchar *text, GError **error)
{
  g_autoptr (GArray) cells = gs_view_list_range (view);

  return gs_range_type (view, cells, text, NULL, error);
}

/* Refused with these words, and nothing has changed. */
static void
assert_refused (GsView *view, gboolean done, GError *error, const gchar *reason, guint n_edits)
{
  g_autoptr (GError) owned = error;

  g_assert_false (done);
  if (strstr (error->message, reason) == NULL)
    g_error ("got “%s”, wanted “%s”", error->message, reason);
  g_assert_cmpuint (count_edits (view), ==, n_edits);
}

static void
assert_not_pasted (GsView *view, const gchar *text, const gchar *reason)
{
  GError *error = NULL;
  g_autoptr (GsDocument) before = gs_workbook_to_document (gs_view_get_workbook (view));
  g_autofree gchar *old = gs_document_to_text (before, NULL), *now = NULL;
  g_autoptr (GsDocument) after = NULL;
  guint n_edits = count_edits (view);
  gboolean done = gs_range_paste (view, text, NULL, &error);

  assert_refused (view, done, error, reason, n_edits);
  after = gs_workbook_to_document (gs_view_get_workbook (view));
  now = gs_document_to_text (after, NULL);
  g_assert_cmpstr (old, ==, now);
}

static void
paste (GsView *view, const gchar *text)
{
  g_autoptr (GError) error = NULL;
  guint n_edits = count_edits (view);

  gboolean done = gs_range_paste (view, text, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (done);
  g_assert_cmpuint (count_edits (view), ==, n_edits + 1);
}

/* ---- the table ---- */

static void
test_tables (void)
{
  g_autoptr (GsView) dense = open_dense (), conv = open_conv ();
  GsRange range;

  g_assert_false (gs_view_get_range (dense, &range));
  mark (dense, "W1", 10, 1); /* from the lower right to the upper left */
  g_assert_true (gs_view_get_range (dense, &range));
  g_assert_cmpuint (range.n_lines, ==, 3);
  g_assert_cmpuint (range.n_columns, ==, 2);
  assert_copied (dense, "2\t3\n6\t7\n10\t11");
  mark (dense, "b1", 1, 3);
  assert_copied (dense, "0.25\t-1\t2");
  mark (dense, "lr", 0, 0);
  assert_copied (dense, "0.01");

  /* The lower right 2×2 of both channels: one below the other, and nothing in between. */
  mark (conv, "x", 4, 17);
  g_assert_true (gs_view_get_range (conv, &range));
  g_assert_cmpuint (range.n_lines, ==, 4);
  assert_copied (conv, "5\t6\n8\t9\n15\t16\n18\t19");
  /* One row of each filter's second channel. */
  mark (conv, "W1", 6, 15);
  g_assert_true (gs_view_get_range (conv, &range));
  g_assert_cmpuint (range.n_lines * range.n_columns, ==, 4);
}

/* What is copied can be pasted over the same marks, and changes nothing else. */
static void
test_copy_and_paste (void)
{
  static const struct {
    const gchar *tensor;
    gsize from, to;
  } ranges[] = { { "x", 4, 17 },  { "x", 0, 0 },  { "x", 2, 9 }, { "W1", 0, 15 },
                 { "W1", 6, 15 }, { "b1", 0, 1 }, { "t", 1, 6 } };

  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++) {
    g_autoptr (GsView) view = open_conv ();
    g_autoptr (GArray) marked = NULL;
    g_autofree gchar *text = NULL;
    g_autofree gdouble *before = NULL;
    NnCell cell = find (view, ranges[i].tensor, 0);
    GsWorkbook *book = gs_view_get_workbook (view);
    gsize n = nn_shape_count (&nn_program_get_tensor (gs_workbook_get_program (book), cell.tensor)->shape);

    mark (view, ranges[i].tensor, ranges[i].from, ranges[i].to);
    text = gs_range_copy (view, GS_COPY_LOCAL);
    marked = gs_view_list_range (view);
    before = g_memdup2 (nn_run_get_values (gs_workbook_get_run (book), cell.tensor), n * sizeof (gdouble));
    paste (view, "77");
    for (gsize offset = 0; offset < n; offset++) {
      gboolean in_range = FALSE;

      for (guint k = 0; k < marked->len; k++)
        in_range = in_range || g_array_index (marked, NnCell, k).offset == offset;
      g_assert_cmpfloat (get (view, ranges[i].tensor, offset), ==, in_range ? 77 : before[offset]);
    }
    paste (view, text);
    for (gsize offset = 0; offset < n; offset++)
      g_assert_cmpfloat (get (view, ranges[i].tensor, offset), ==, before[offset]);
  }
}

static void
test_paste (void)
{
  g_autoptr (GsView) view = open_dense ();

  /* From one cell on. */
  mark (view, "W1", 5, 5);
  paste (view, "-1\t-2\r\n-3\t-4\r\n");
  mark (view, "W1", 0, 11);
  assert_copied (view, "1\t2\t3\t4\n5\t-1\t-2\t8\n9\t-3\t-4\t12");
  g_assert_true (gs_workbook_undo (gs_view_get_workbook (view)));
  assert_copied (view, "1\t2\t3\t4\n5\t6\t7\t8\n9\t10\t11\t12");
  /* Decimal commas behind semicolons; a fraction; several times over. */
  mark (view, "W1", 0, 1);
  paste (view, "0,5;0,25");
  g_assert_cmpfloat (get (view, "W1", 1), ==, 0.25);
  mark (view, "W1", 0, 11);
  paste (view, "1/4");
  g_assert_cmpfloat (get (view, "W1", 11), ==, 0.25);
  paste (view, "1\t2");
  assert_copied (view, "1\t2\t1\t2\n1\t2\t1\t2\n1\t2\t1\t2");
  paste (view, "7\n8\n9");
  assert_copied (view, "7\t7\t7\t7\n8\t8\t8\t8\n9\t9\t9\t9");
}

static void
test_not_pasted (void)
{
  g_autoptr (GsView) view = open_dense (), conv = open_conv ();

  assert_not_pasted (view, "1", "Select a cell first");
  mark (view, "W1", 6, 6);
  assert_not_pasted (view, "1\t2\t3\n4\t5\t6\n7\t8\t9",
                     "3×3 numbers do not fit: from W1[2,3] on there is room for 2×2, 5 would be left out");
  assert_not_pasted (view, "1\t\t2", "empty");
  assert_not_pasted (view, "1\tx", "not a number");
  assert_not_pasted (view, "a\tb\n1\t2", "heading");
  assert_not_pasted (view, " \n", "no numbers to paste");
  assert_not_pasted (view, "1\t2\n3", "ine 2");
  mark (view, "W1", 0, 5);
  assert_not_pasted (view, "1\t2\t3", "1×3 numbers do not fit the 2×2 marked cells: 1 would be left out");
  mark (view, "W1", 0, 11);
  assert_not_pasted (view, "1\t2\t3", "do not fill the 3×4 marked cells evenly");
  /* A bias is one line; an image ends with its channel. */
  mark (view, "b1", 0, 0);
  assert_not_pasted (view, "1\n2", "2×1 numbers do not fit: from b1[1] on there is room for 1×1");
  mark (conv, "x", 6, 6);
  assert_not_pasted (conv, "1\n2", "1 would be left out");
}

/* With a decimal comma the copy has one, and comes back. */
static void
test_locale (void)
{
  g_autoptr (GsView) view = open_dense ();
  g_autofree gchar *text = NULL, *pointed = NULL, *html = NULL;

  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL) {
    g_test_skip ("optional: no locale with a decimal comma is installed");
    return;
  }
  mark (view, "b1", 0, 3);
  text = gs_range_copy (view, GS_COPY_LOCAL);
  paste (view, "3");
  paste (view, text);
  pointed = gs_range_copy (view, GS_COPY_POINT);
  html = gs_range_copy (view, GS_COPY_HTML);
  setlocale (LC_NUMERIC, "C");
  g_assert_cmpstr (text, ==, "0,5\t0,25\t-1\t2");
  g_assert_cmpstr (pointed, ==, "0.5\t0.25\t-1\t2");
  g_assert_nonnull (strstr (html, "<tr><td align=\"right\" sdval=\"0.5\">0,5</td><td"));
  assert_copied (view, "0.5\t0.25\t-1\t2");
}

/* ---- filling, typing, turning ---- */

static void
test_fill (void)
{
  g_autoptr (GsView) view = open_dense (), conv = open_conv ();
  GError *error = NULL;
  gboolean done;

  mark (view, "W1", 1, 10);
  g_assert_true (gs_range_fill (view, TRUE, NULL, NULL));
  assert_copied (view, "2\t3\n2\t3\n2\t3");
  g_assert_true (gs_range_fill (view, FALSE, NULL, NULL));
  assert_copied (view, "2\t2\n2\t2\n2\t2");
  g_assert_cmpuint (count_edits (view), ==, 2);
  g_assert_cmpfloat (get (view, "W1", 0), ==, 1);
  mark (view, "W1", 0, 1);
  done = gs_range_fill (view, TRUE, NULL, &error);
  assert_refused (view, done, error, "several rows", 2);
  /* One row takes what stands above it, one column what stands before it. */
  mark (view, "W1", 4, 5);
  g_assert_true (gs_range_fill (view, TRUE, NULL, NULL));
  assert_copied (view, "1\t2");
  mark (view, "W1", 3, 3);
  g_assert_true (gs_range_fill (view, FALSE, NULL, NULL));
  assert_copied (view, "2");
  /* Each channel from its own first row; rows of a single line from the first channel. */
  mark (conv, "x", 3, 17);
  g_assert_true (gs_range_fill (conv, TRUE, NULL, NULL));
  assert_copied (conv, "4\t5\t6\n4\t5\t6\n14\t15\t16\n14\t15\t16");
  mark (conv, "x", 0, 11);
  g_assert_true (gs_range_fill (conv, TRUE, NULL, NULL));
  assert_copied (conv, "1\t2\t3\n1\t2\t3");
  /* What has not been computed is nothing to copy. */
  mark (view, "z1", 0, 7);
  error = NULL;
  done = gs_range_fill (view, TRUE, NULL, &error);
  assert_refused (view, done, error, "not been computed", 4);
}

static void
fill_to (GsView *view, const gchar *tensor, gsize offset, guint n_filled, const gchar *want)
{
  NnCell to = find (view, tensor, offset);
  g_autoptr (GArray) preview = gs_range_list_fill (view, &to);
  guint n_edits = count_edits (view);

  g_assert_cmpuint (preview != NULL ? preview->len : 0, ==, n_filled);
  g_assert_true (gs_range_fill_to (view, &to, NULL, NULL));
  g_assert_cmpuint (count_edits (view), ==, n_edits + (n_filled > 0));
  assert_copied (view, want);
}

/* What the handle fills: one line is copied, an even series goes on, anything else is repeated. */
static void
test_fill_to (void)
{
  g_autoptr (GsView) view = open_dense ();

  mark (view, "W1", 0, 0);
  fill_to (view, "W1", 0, 0, "1");
  fill_to (view, "W1", 8, 2, "1\n1\n1");
  mark (view, "b1", 0, 1);
  fill_to (view, "b1", 3, 2, "0.5\t0.25\t0\t-0.25");
  mark (view, "W1", 6, 7);
  fill_to (view, "W1", 4, 2, "5\t6\t7\t8");
  mark (view, "W1", 9, 9);
  g_assert_true (gs_range_paste (view, "0.1", NULL, NULL));
  mark (view, "W1", 10, 10);
  g_assert_true (gs_range_paste (view, "0.2", NULL, NULL));
  mark (view, "W1", 9, 10);
  fill_to (view, "W1", 11, 1, "0.1\t0.2\t0.3");
  /* Both ways at once: the longer one counts. */
  mark (view, "W1", 5, 5);
  fill_to (view, "W1", 11, 2, "6\t6\t6");
  /* Of another block nothing is filled. */
  fill_to (view, "b1", 0, 0, "6\t6\t6");
}

static void
test_clear (void)
{
  g_autoptr (GsView) view = open_dense ();
  GError *error = NULL;
  gboolean done;

  mark (view, "W1", 1, 6);
  g_assert_true (gs_range_clear (view, NULL, NULL));
  assert_copied (view, "0\t0\n0\t0");
  mark (view, "z1", 0, 1);
  done = gs_range_clear (view, NULL, &error);
  assert_refused (view, done, error, "cannot be deleted", 1);
  g_assert_true (type (view, "3", NULL));
  mark (view, "z1", 0, 7);
  g_assert_true (gs_range_clear (view, NULL, NULL));
  assert_copied (view, "\t\t\t\n\t\t\t");
  g_assert_cmpuint (count_edits (view), ==, 3);
}

static void
test_type (void)
{
  g_autoptr (GsView) view = open_dense ();
  GsWorkbook *book = gs_view_get_workbook (view);
  NnCell cell;

  mark (view, "W1", 0, 5);
  g_assert_true (type (view, "1/8", NULL));
  assert_copied (view, "0.125\t0.125\n0.125\t0.125");
  /* Computed cells are held, all of them, as one edit. */
  mark (view, "z1", 1, 6);
  g_assert_true (type (view, "3", NULL));
  g_assert_cmpuint (count_edits (view), ==, 2);
  for (gsize offset = 0; offset < 8; offset++) {
    cell = find (view, "z1", offset);
    g_assert_cmpint (nn_run_is_pinned (gs_workbook_get_run (book), &cell), ==,
                     offset % 4 == 1 || offset % 4 == 2);
  }
  g_assert_true (gs_range_let_go (view, NULL));
  g_assert_false (gs_range_let_go (view, NULL));
  cell = find (view, "z1", 1);
  g_assert_false (nn_run_is_pinned (gs_workbook_get_run (book), &cell));
  g_assert_true (gs_workbook_undo (book));
  cell = find (view, "z1", 6);
  g_assert_true (nn_run_is_pinned (gs_workbook_get_run (book), &cell));
  g_assert_true (gs_workbook_undo (book));
  cell = find (view, "z1", 1);
  g_assert_false (nn_run_is_pinned (gs_workbook_get_run (book), &cell));
  /* Held where they are, once they are computed. */
  g_assert_false (gs_range_hold (view, NULL));
  gs_workbook_step (book, GS_STEP_OPERATION, 1);
  g_assert_true (gs_range_hold (view, NULL));
  g_assert_cmpuint (count_edits (view), ==, 2);
}

static void
turn (GsView *view, const gchar *tensor, gsize offset, gdouble steps)
{
  NnCell cell = find (view, tensor, offset);
  g_autoptr (GError) error = NULL;

  g_assert_true (gs_range_turn (view, &cell, steps, NULL, &error));
  g_assert_no_error (error);
}

static void
test_turn (void)
{
  g_autoptr (GsView) view = open_dense ();
  GsWorkbook *book = gs_view_get_workbook (view);

  mark (view, "b1", 0, 0);
  g_assert_true (type (view, "0.15", NULL));
  turn (view, "b1", 0, 1);
  g_assert_cmpfloat (get (view, "b1", 0), ==, 0.16);
  g_assert_true (type (view, "-3e-15", NULL));
  turn (view, "b1", 0, -2);
  g_assert_cmpfloat (get (view, "b1", 0), ==, -3.2e-15);
  g_assert_true (type (view, "0", NULL));
  turn (view, "b1", 0, 3);
  g_assert_cmpfloat (get (view, "b1", 0), ==, 0.03);
  /* All that is marked goes with it; another cell alone. */
  mark (view, "W1", 0, 5);
  turn (view, "W1", 0, 2);
  assert_copied (view, "1.2\t2.2\n5.2\t6.2");
  turn (view, "W1", 11, 1);
  g_assert_cmpfloat (get (view, "W1", 11), ==, 13);
  g_assert_cmpfloat (get (view, "W1", 0), ==, 1.2);
  assert_copied (view, "13");
  /* What a gesture does bit by bit is one entry. */
  gs_workbook_undo (book);
  gs_workbook_begin_gesture (book);
  turn (view, "W1", 11, 1);
  turn (view, "W1", 11, 1);
  turn (view, "W1", 11, 1);
  g_assert_cmpfloat (get (view, "W1", 11), ==, 15);
  g_assert_true (gs_workbook_undo (book));
  g_assert_cmpfloat (get (view, "W1", 11), ==, 12);
  g_assert_true (gs_workbook_redo (book));
  g_assert_cmpfloat (get (view, "W1", 11), ==, 15);
  gs_workbook_end_gesture (book);
  gs_workbook_begin_gesture (book);
  turn (view, "x", 0, 1);
  turn (view, "x", 0, 1);
  g_assert_true (gs_workbook_undo (book));
  g_assert_cmpfloat (get (view, "x", 0), ==, 1);
}

/* ---- targets that the loss cannot take ---- */

/* The first target, of two with bce, is marked; what is done with it is done, and then said. */
static void
assert_said (gboolean done, gchar **said, const gchar *want)
{
  g_assert_true (done);
  if (want == NULL ? *said != NULL : *said == NULL || strstr (*said, want) == NULL)
    g_error ("said “%s”, wanted “%s”", *said, want);
  g_clear_pointer (said, g_free);
}

static void
test_targets (void)
{
  g_autoptr (GsView) view = open_view (
      "{\"format\":\"gradsheet\",\"version\":2,\"input\":[1],\"layers\":[{\"kind\":\"dense\",\"units\":2,"
      "\"activation\":\"sigmoid\"}],\"loss\":{\"kind\":\"bce\"},\"data\":{\"inputs\":[[1],[2]],"
      "\"targets\":[[1,0],[0,1]]}}");
  NnCell first = find (view, "t", 0), below = find (view, "t", 2);
  g_autoptr (GArray) cells = NULL;
  g_autofree gchar *said = NULL;

  mark (view, "t", 0, 0);
  cells = gs_view_list_range (view);
  assert_said (gs_range_type (view, cells, "2", &said, NULL), &said,
               "t[1,1]: the target 2 does not lie between");
  assert_said (gs_range_type (view, cells, "=1+2", &said, NULL), &said, "t[1,1]: the target 3");
  assert_said (gs_range_type (view, cells, "=1-0.5", &said, NULL), &said, "is 0.5");
  assert_said (gs_range_type (view, cells, "1", &said, NULL), &said, NULL);
  assert_said (gs_range_paste (view, "0.5\t7\n0\t1", &said, NULL), &said, "t[1,2]: the target 7");
  assert_said (gs_range_paste (view, "1\t0", &said, NULL), &said, NULL);
  assert_said (gs_range_turn (view, &first, 1, &said, NULL), &said, "t[1,1]: the target 1.1");
  assert_said (gs_range_fill_to (view, &below, &said, NULL), &said, "t[2,1]: the target 1.1");
  mark (view, "t", 1, 1);
  assert_said (gs_range_fill (view, FALSE, &said, NULL), &said, "t[1,1]: the target 1.1");
  mark (view, "t", 0, 3);
  assert_said (gs_range_clear (view, &said, NULL), &said, NULL);
  mark (view, "x", 0, 0);
  assert_said (gs_range_paste (view, "7", &said, NULL), &said, NULL);
}

/* Of a class with cross-entropy nothing but zeros is no target. */
static void
test_no_class (void)
{
  g_autoptr (GsView) view = open_view (
      "{\"format\":\"gradsheet\",\"version\":2,\"input\":[1],\"layers\":[{\"kind\":\"dense\",\"units\":2}],"
      "\"loss\":{\"kind\":\"cross-entropy\"},\"data\":{\"inputs\":[[1]],\"targets\":[[1,0]]}}");
  g_autofree gchar *said = NULL;

  mark (view, "t", 0, 1);
  assert_said (gs_range_clear (view, &said, NULL), &said, "all targets are 0");
}

/* ---- lessons ---- */

static gboolean
may_edit (const NnCell *cell, gpointer user_data)
{
  return cell->offset != 5;
}

static void
test_locked (void)
{
  g_autoptr (GsView) view = open_dense ();
  GError *error = NULL;
  gboolean done;

  gs_view_set_may_edit (view, may_edit, NULL);
  mark (view, "W1", 0, 11);
  assert_not_pasted (view, "1", "the lesson keeps W1[2,2] as it is");
  done = gs_range_fill (view, TRUE, NULL, &error);
  assert_refused (view, done, error, "the lesson keeps", 0);
  error = NULL;
  done = type (view, "1", &error);
  assert_refused (view, done, error, "the lesson keeps", 0);
  mark (view, "W1", 0, 3);
  paste (view, "1");
}

static void
test_answers (void)
{
  g_autoptr (GsView) view = open_dense ();
  g_autoptr (GsBlanks) blanks = gs_blanks_new (gs_view_get_workbook (view));
  NnCell cell = find (view, "z1", 1);
  g_autoptr (GError) error = NULL;

  g_assert_true (gs_blanks_add_text (blanks, "z1", &error));
  gs_view_set_blanks (view, blanks);
  mark (view, "z1", 0, 3);
  g_assert_true (gs_range_paste (view, "1\t2.5\t3\t4", NULL, &error));
  g_assert_cmpstr (gs_blanks_get_text (blanks, &cell), ==, "2.5");
  mark (view, "z1", 1, 1);
  g_assert_true (type (view, "0.50", &error));
  g_assert_cmpstr (gs_blanks_get_text (blanks, &cell), ==, "0.50");
  g_assert_true (gs_range_let_go (view, &error));
  g_assert_null (gs_blanks_get_text (blanks, &cell));
  g_assert_cmpuint (count_edits (view), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ranges/tables", test_tables);
  g_test_add_func ("/ranges/copy-and-paste", test_copy_and_paste);
  g_test_add_func ("/ranges/paste", test_paste);
  g_test_add_func ("/ranges/not-pasted", test_not_pasted);
  g_test_add_func ("/ranges/locale", test_locale);
  g_test_add_func ("/ranges/fill", test_fill);
  g_test_add_func ("/ranges/fill-to", test_fill_to);
  g_test_add_func ("/ranges/clear", test_clear);
  g_test_add_func ("/ranges/type", test_type);
  g_test_add_func ("/ranges/turn", test_turn);
  g_test_add_func ("/ranges/targets", test_targets);
  g_test_add_func ("/ranges/no-class", test_no_class);
  g_test_add_func ("/ranges/locked", test_locked);
  g_test_add_func ("/ranges/answers", test_answers);
  return g_test_run ();
}
