/* Blank cells: which, what may be typed into them, and how they follow the workbook. */
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "marking.h"
#include "nn/nn-error.h"
#include "views.h"

/* Adds the text to no blanks and compares their names; "-" and an error's text for a refusal. */
static void
assert_cells (GsBlanks *blanks, const gchar *text, const gchar *wanted)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  NnProgram *program = gs_workbook_get_program (gs_blanks_get_book (blanks));

  gs_blanks_clear (blanks);
  if (!gs_blanks_add_text (blanks, text, &error)) {
    if (*wanted != '-' || strstr (error->message, wanted + 1) == NULL)
      g_error ("%s: %s", text, error->message);
    g_assert_cmpuint (gs_blanks_get_n_cells (blanks), ==, 0);
    return;
  }
  for (guint i = 0; i < gs_blanks_get_n_cells (blanks); i++) {
    const NnCell *cell = gs_blanks_get_cell (blanks, i);
    g_autofree gchar *name = gs_cell_name (program, cell);

    g_assert_cmpint (gs_blanks_find (blanks, cell), ==, (gint) i);
    g_string_append_printf (names, "%s%s", i > 0 ? " " : "", name);
  }
  g_assert_cmpstr (names->str, ==, wanted);
}

static void
test_names (void)
{
  g_autoptr (GsWorkbook) book = marking_open ("mazur", 1);
  g_autoptr (GsBlanks) blanks = gs_blanks_new (book);

  assert_cells (blanks, "z1", "z1[1,1] z1[1,2]");
  assert_cells (blanks, "dW1[2,1]", "dW1[2,1]");
  assert_cells (blanks, "dL/dW1[2,1]; L", "L dW1[2,1]");
  assert_cells (blanks, "dW1!B1", "dW1[1,2]");
  assert_cells (blanks, " a2 , z1[1,2],, z1[1,2] ", "z1[1,2] a2[1,1] a2[1,2]");
  assert_cells (blanks, "z1..z2", "z1[1,1] z1[1,2] a1[1,1] a1[1,2] z2[1,1] z2[1,2]");
  assert_cells (blanks, "L..da2", "L da2[1,1] da2[1,2]");
  assert_cells (blanks, "dW2[1,1]..dW2[2,1]", "dW2[1,1] dW2[2,1]");
  assert_cells (blanks, "dW2[2,2] .. dW2[1,1]", "dW2[1,1] dW2[1,2] dW2[2,1] dW2[2,2]");
  assert_cells (blanks, "W1.next[1,1]", "W1.next[1,1]");
  assert_cells (blanks, "", "-no cell is named");
  assert_cells (blanks, " ; ,", "-no cell is named");
  assert_cells (blanks, "zz1", "-there is no block called");
  assert_cells (blanks, "z1[1,3]", "-lies outside");
  assert_cells (blanks, "z1[1", "-is not a cell");
  assert_cells (blanks, "z2..z1", "-write z1..z2");
  assert_cells (blanks, "x..z1", "-x is given, not computed");
  assert_cells (blanks, "z1[1,1]..a1[1,1]", "-is no range");
  assert_cells (blanks, "z1..a1[1,1]", "-is no range");
  assert_cells (blanks, "z1..", "-the name of a cell is missing");
  assert_cells (blanks, "z1, W1", "-W1[1,1] is given, not computed");
}

static void
test_steps (void)
{
  g_autoptr (GsWorkbook) book = marking_open ("mazur", 1);
  g_autoptr (GsBlanks) blanks = gs_blanks_new (book);
  g_autoptr (GError) error = NULL;

  g_assert_true (gs_blanks_add_steps (blanks, 1, 3, &error));
  g_assert_cmpuint (gs_blanks_get_n_cells (blanks), ==, 4);
  g_assert_true (gs_blanks_add_steps (blanks, -5, 2, &error));
  g_assert_cmpuint (gs_blanks_get_n_cells (blanks), ==, 6);
  /* What is blank already stays so, with what was typed. */
  g_assert_true (gs_blanks_type (blanks, gs_blanks_get_cell (blanks, 5), "7", &error));
  g_assert_true (gs_blanks_add_steps (blanks, 0, G_MAXINT, &error));
  g_assert_cmpstr (gs_blanks_get_text (blanks, gs_blanks_get_cell (blanks, 5)), ==, "7");
  g_assert_cmpuint (gs_blanks_get_n_cells (blanks), ==, 33);
  g_assert_false (gs_blanks_add_steps (blanks, 13, 13, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
  g_clear_error (&error);
  /* The commit alone computes nothing. */
  g_assert_false (gs_blanks_add_steps (blanks, 13, 14, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
}

static void
test_refusals (void)
{
  g_autofree gchar *path = g_strdup_printf ("%s/lessons/networks/convnet.gradsheet", SOURCE_ROOT);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWorkbook) book = gs_workbook_open (path, &error);
  g_autoptr (GsBlanks) blanks = NULL;
  NnCell wrong = { 10000, 0 };
  NnCell cell = { -1, 0 };

  g_assert_no_error (error);
  gs_cell_name_parse (gs_workbook_get_scope (book), "a1[1,1,1,1]", &cell, &error);
  g_assert_true (gs_workbook_pin (book, &cell, 0.5, &error));
  blanks = gs_blanks_new (book);
  g_assert_false (gs_blanks_add (blanks, &wrong, 1, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_NAME);
  g_clear_error (&error);
  g_assert_false (gs_blanks_add (blanks, &cell, 1, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "a1[1,1,1,1]"));
  g_clear_error (&error);
  g_assert_true (gs_workbook_unpin (book, &cell, &error));
  g_assert_true (gs_blanks_add (blanks, &cell, 1, &error));
  g_assert_cmpint (gs_blanks_find (blanks, &wrong), ==, -1);
  g_assert_null (gs_blanks_get_text (blanks, &cell));
  g_assert_false (gs_blanks_type (blanks, &wrong, "1", &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_NAME);
}

static void
test_too_many (void)
{
  static const gchar text[] =
      "{\"format\": \"gradsheet\", \"version\": 1, \"input\": [50],"
      " \"layers\": [{\"kind\": \"dense\", \"units\": 100}], \"data\": {\"inputs\": [[%s]],"
      " \"targets\": [[%s]]}}";
  g_autoptr (GString) inputs = g_string_new ("1"), targets = g_string_new ("1");
  g_autofree gchar *document = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWorkbook) book = NULL;
  g_autoptr (GsBlanks) blanks = NULL;
  GsDocument *loaded;

  for (gint i = 1; i < 100; i++) {
    if (i < 50)
      g_string_append (inputs, ",1");
    g_string_append (targets, ",1");
  }
  document = g_strdup_printf (text, inputs->str, targets->str);
  loaded = gs_document_load_bytes (document, strlen (document), "wide", &error);
  g_assert_no_error (error);
  book = gs_workbook_new (loaded, &error);
  g_assert_no_error (error);
  blanks = gs_blanks_new (book);
  g_assert_false (gs_blanks_add_text (blanks, "dW1", &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_SIZE);
  g_clear_error (&error);
  g_assert_false (gs_blanks_add_steps (blanks, 0, G_MAXINT, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_SIZE);
  g_assert_cmpuint (gs_blanks_get_n_cells (blanks), ==, 0);
  g_assert_true (gs_blanks_add_text (blanks, "dW1[1,1]..dW1[40,100]", NULL));
  g_assert_cmpuint (gs_blanks_get_n_cells (blanks), ==, 4000);
}

/* ---- typing ---- */

/* `reason` NULL: the text is accepted as `number`. */
static void
assert_typed (GsBlanks *blanks, const gchar *text, gdouble number, const gchar *reason)
{
  const NnCell *cell = gs_blanks_get_cell (blanks, 0);
  g_autoptr (GError) error = NULL;
  gdouble found = 0;

  gs_blanks_forget_entries (blanks);
  g_assert_true (gs_blanks_type (blanks, cell, "4.5", NULL));
  if (gs_blanks_type (blanks, cell, text, &error)) {
    if (reason != NULL)
      g_error ("“%s” was accepted", text);
    g_assert_true (gs_blanks_get_number (blanks, cell, &found));
    g_assert_cmpfloat (found, ==, number);
    return;
  }
  if (reason == NULL || strstr (error->message, reason) == NULL)
    g_error ("“%s”: %s", text, error->message);
  /* What was there stays. */
  g_assert_cmpstr (gs_blanks_get_text (blanks, cell), ==, "4.5");
}

static void
test_typing (void)
{
  g_autoptr (GsWorkbook) book = marking_open ("mazur", 1);
  g_autoptr (GsBlanks) blanks = gs_blanks_new (book);

  gs_blanks_add_text (blanks, "z1", NULL);
  assert_typed (blanks, "0.25", 0.25, NULL);
  assert_typed (blanks, "  .25 ", 0.25, NULL);
  assert_typed (blanks, "0,25", 0.25, NULL);
  assert_typed (blanks, "-0,125", -0.125, NULL);
  assert_typed (blanks, "1,5e-3", 0.0015, NULL);
  assert_typed (blanks, "3/8", 0.375, NULL);
  assert_typed (blanks, "-1/4", -0.25, NULL);
  assert_typed (blanks, "−0.5", -0.5, NULL);
  assert_typed (blanks, "1234,5", 1234.5, NULL);
  assert_typed (blanks, "1,234", 0, "1.234 or 1234");
  assert_typed (blanks, "1,2,3", 0, "more than one number");
  assert_typed (blanks, "1.234,5", 0, "more than one number");
  assert_typed (blanks, "1/0", 0, "divides by 0");
  assert_typed (blanks, "hello", 0, "is not a number");
  assert_typed (blanks, "0.2.5", 0, "is more than one number");
  assert_typed (blanks, "nan", 0, "cannot stand in a cell");
  assert_typed (blanks, "1e999", 0, "too large");
  assert_typed (blanks, "=1+1", 0, "is not a number");
  assert_typed (blanks, "\xff", 0, "is not a number");
}

static void
count (gint *n)
{
  ++*n;
}

static void
test_entries (void)
{
  g_autoptr (GsWorkbook) book = marking_open ("mazur", 1);
  g_autoptr (GsBlanks) blanks = gs_blanks_new (book);
  gint n_changed = 0;
  NnCell cell;

  g_signal_connect_swapped (blanks, "changed", G_CALLBACK (count), &n_changed);
  gs_blanks_add_text (blanks, "z1", NULL);
  g_assert_cmpint (n_changed, ==, 1);
  cell = *gs_blanks_get_cell (blanks, 1);
  g_assert_cmpuint (gs_blanks_count_filled (blanks), ==, 0);
  gs_blanks_type (blanks, &cell, " 1/4 ", NULL);
  g_assert_cmpint (n_changed, ==, 2);
  g_assert_cmpstr (gs_blanks_get_text (blanks, &cell), ==, "1/4");
  g_assert_cmpuint (gs_blanks_count_filled (blanks), ==, 1);
  g_assert_false (gs_blanks_type (blanks, &cell, "?", NULL));
  g_assert_cmpint (n_changed, ==, 2);
  g_assert_true (gs_blanks_type (blanks, &cell, " \t", NULL));
  g_assert_null (gs_blanks_get_text (blanks, &cell));
  g_assert_cmpuint (gs_blanks_count_filled (blanks), ==, 0);
  gs_blanks_set_digits (blanks, 4);
  g_assert_cmpint (n_changed, ==, 3);
  gs_blanks_set_digits (blanks, 3);
  g_assert_cmpint (n_changed, ==, 4);
  g_assert_cmpint (gs_blanks_get_digits (blanks), ==, 3);
}

/* ---- following the workbook ---- */

static gdouble
get_exact (GsBlanks *blanks, const gchar *name)
{
  g_autoptr (GsHeldRun) held = gs_blanks_hold_run (blanks);
  NnCell cell;

  g_assert_true (gs_cell_name_parse ((GsCellScope){ nn_run_get_program (held->run) }, name, &cell, NULL));
  return nn_run_get_cell (held->run, &cell);
}

static void
test_edits (void)
{
  g_autoptr (GsWorkbook) book = marking_open ("mazur", 1);
  g_autoptr (GsBlanks) blanks = gs_blanks_new (book);
  g_autoptr (GsHeldRun) held = gs_blanks_hold_run (blanks);
  gdouble before, after;
  gint n_changed = 0;

  gs_blanks_add_text (blanks, "z1", NULL);
  gs_blanks_type (blanks, gs_blanks_get_cell (blanks, 0), "1", NULL);
  before = get_exact (blanks, "z1[1,1]");
  g_signal_connect_swapped (blanks, "changed", G_CALLBACK (count), &n_changed);
  g_assert_true (gs_workbook_set_text (book, "b1[1]", "0.75", NULL));
  g_assert_cmpint (n_changed, >, 0);
  after = get_exact (blanks, "z1[1,1]");
  g_assert_cmpfloat (before, !=, after);
  g_assert_cmpstr (gs_blanks_get_text (blanks, gs_blanks_get_cell (blanks, 0)), ==, "1");
  /* Who held the numbers still has the old ones. */
  g_assert_cmpfloat (nn_run_get_cell (held->run, gs_blanks_get_cell (blanks, 0)), ==, before);
  /* Elsewhere the blanks stay those of their pass. */
  g_assert_true (gs_blanks_is_current (blanks));
  g_assert_true (gs_workbook_train (book, 3, NULL, NULL, NULL, NULL));
  g_assert_false (gs_blanks_is_current (blanks));
  g_assert_true (gs_workbook_set_text (book, "b1[1]", "-2", NULL));
  g_assert_cmpfloat (get_exact (blanks, "z1[1,1]"), ==, after);
  g_assert_true (gs_workbook_step (book, GS_STEP_PASS, -3));
  g_assert_true (gs_blanks_is_current (blanks));
  g_assert_cmpfloat (get_exact (blanks, "z1[1,1]"), ==, after);
}

/* Another program has other numbers for the same cells. */
static void
test_rebuilt (void)
{
  g_autoptr (GsWorkbook) book = marking_open ("mazur", 1);
  g_autoptr (GsBlanks) blanks = gs_blanks_new (book);
  g_autofree gchar *name = NULL, *last = NULL;
  NnNetwork *network;
  NnCell pinned;

  gs_blanks_add_text (blanks, "z2, dW1, a1", NULL);
  gs_blanks_type (blanks, gs_blanks_get_cell (blanks, 7), "3", NULL);
  g_assert_true (gs_workbook_set_all_gradients (book, TRUE, NULL));
  g_assert_cmpuint (gs_blanks_get_n_cells (blanks), ==, 8);
  name = gs_cell_name (gs_workbook_get_program (book), gs_blanks_get_cell (blanks, 7));
  g_assert_cmpstr (name, ==, "dW1[2,2]");
  g_assert_cmpstr (gs_blanks_get_text (blanks, gs_blanks_get_cell (blanks, 7)), ==, "3");
  /* A cell that is held by hand now has nothing to be worked out. */
  pinned = *gs_blanks_get_cell (blanks, 0);
  g_assert_true (gs_workbook_pin (book, &pinned, 0.5, NULL));
  g_assert_cmpuint (gs_blanks_get_n_cells (blanks), ==, 7);
  g_assert_true (gs_workbook_undo (book));
  /* One layer less: what has gone is no blank any more. */
  network = nn_network_copy (gs_workbook_get_network (book));
  g_ptr_array_remove_index (network->layers, 1);
  g_assert_true (
      gs_workbook_set_network (book, network, gs_workbook_get_data (book), "Remove a layer", NULL));
  for (guint i = 0; i < gs_blanks_get_n_cells (blanks); i++)
    g_assert_cmpint (gs_blanks_find (blanks, gs_blanks_get_cell (blanks, i)), ==, (gint) i);
  last = gs_cell_name (gs_workbook_get_program (book),
                       gs_blanks_get_cell (blanks, gs_blanks_get_n_cells (blanks) - 1));
  g_assert_cmpstr (last, ==, "dW1[2,2]");
  g_assert_cmpuint (gs_blanks_get_n_cells (blanks), ==, 5);
}

/* Tab goes from blank to blank in the order of the pass, and nowhere from a cell that is none. */
static void
test_walk (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  g_autoptr (GsView) view = gs_view_new (book);
  g_autoptr (GsBlanks) blanks = gs_blanks_new (book);
  NnCell cell = book_find (book, "a2[1,1]"), selected;

  gs_view_select (view, &cell, FALSE);
  g_assert_false (gs_view_select_blank (view, 1));
  g_assert_true (gs_blanks_add_text (blanks, "a2[1,1], z1[1,2]", NULL));
  gs_view_set_blanks (view, blanks);
  g_assert_false (gs_view_select_blank (view, 1)); /* it is the last */
  g_assert_true (gs_view_select_blank (view, -1));
  cell = book_find (book, "z1[1,2]");
  g_assert_true (gs_view_get_selected (view, &selected));
  g_assert_true (nn_cell_equal (&selected, &cell));
  cell = book_find (book, "W1[1,1]");
  gs_view_select (view, &cell, FALSE);
  g_assert_false (gs_view_select_blank (view, 1));
  g_assert_null (gs_view_get_marking (view));
  gs_view_mark_blanks (view);
  g_assert_nonnull (gs_view_get_marking (view));
  gs_blanks_type (blanks, gs_blanks_get_cell (blanks, 0), "1", NULL);
  g_assert_null (gs_view_get_marking (view)); /* something else was typed */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blanks/names", test_names);
  g_test_add_func ("/blanks/walk", test_walk);
  g_test_add_func ("/blanks/steps", test_steps);
  g_test_add_func ("/blanks/refusals", test_refusals);
  g_test_add_func ("/blanks/too-many", test_too_many);
  g_test_add_func ("/blanks/typing", test_typing);
  g_test_add_func ("/blanks/entries", test_entries);
  g_test_add_func ("/blanks/edits", test_edits);
  g_test_add_func ("/blanks/rebuilt", test_rebuilt);
  return g_test_run ();
}
