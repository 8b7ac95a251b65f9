/* Edits follow through, and undo takes back to the bit, also after saving; gestures, refusals, another
 * network, and a file that somebody else has written. */
#include <glib/gstdio.h>
#include <unistd.h>

#include "nn/nn-error.h"
#include "random-books.h"

/* A random edit; FALSE if it was refused. */
static gboolean
edit_something (GsWorkbook *book, guint64 *random)
{
  static const gchar *const leaves[] = { "W1", "b1", "W2", "lr", "x", "t", "W1.v", "W1.s" };
  NnProgram *program = gs_workbook_get_program (book);
  gint choice = pass_random_int (random, 0, 11);
  gdouble value = pass_random (random);
  NnCell cell;

  if (choice < 8) {
    cell.tensor = nn_program_find (program, leaves[choice]);
    if (cell.tensor < 0)
      return FALSE;
  } else {
    const NnInstruction *line = nn_program_get_instruction (
        program, pass_random_int (random, 0, nn_program_get_n_instructions (program) - 2));

    cell.tensor = line->output;
  }
  cell.offset = (gsize) pass_random_int (
      random, 0, (gint) nn_shape_count (&nn_program_get_tensor (program, cell.tensor)->shape) - 1);
  if (choice < 8)
    return gs_workbook_set_cells (book, &cell, &value, 1, NULL);
  if (nn_run_is_pinned (gs_workbook_get_run (book), &cell))
    return gs_workbook_unpin (book, &cell, NULL);
  return gs_workbook_pin (book, &cell, value, NULL);
}

/* Edits and moves in any order; then everything undone gives the start, redone the end. */
static void
test_undo_everything (void)
{
  for (guint64 seed = 1; seed <= 15; seed++) {
    g_autoptr (GsWorkbook) book = make_book (seed);
    guint64 random = seed * 31;
    g_autofree gchar *start = describe (book), *end = NULL, *again = NULL;
    GsCursor cursor;
    gint n_edits = 0, n = 0;

    while (n_edits < 12) {
      n_edits += edit_something (book, &random);
      gs_workbook_step (book, pass_random_int (&random, 0, 1) ? GS_STEP_PASS : GS_STEP_OPERATION,
                        pass_random_int (&random, -2, 3));
    }
    cursor = gs_workbook_get_cursor (book);
    end = describe (book);
    while (gs_workbook_undo (book)) {
      gs_workbook_step (book, GS_STEP_PASS, pass_random_int (&random, -1, 2));
      n++;
    }
    g_assert_cmpint (n, ==, n_edits);
    go (book, &(GsCursor){ 1, 0, 0, 0 });
    again = describe (book);
    g_assert_cmpstr (start, ==, again);
    g_clear_pointer (&again, g_free);
    while (gs_workbook_redo (book))
      gs_workbook_step (book, GS_STEP_PASS, pass_random_int (&random, -1, 2));
    go (book, &cursor);
    again = describe (book);
    g_assert_cmpstr (end, ==, again);
  }
}

static GsWorkbook *
save_and_load (GsWorkbook *book)
{
  g_autoptr (GsDocument) document = gs_workbook_to_document (book);
  gsize length;
  g_autofree gchar *text = gs_document_to_text (document, &length);
  g_autoptr (GError) error = NULL;
  GsDocument *loaded = gs_document_load_bytes (text, length, "test", &error);
  GsWorkbook *result;

  g_assert_no_error (error);
  result = gs_workbook_new (loaded, &error);
  g_assert_no_error (error);
  return result;
}

/* Edits only ever made in the latest pass, saved and opened after each: undo still leads to the start. */
static void
test_undo_survives_saving (void)
{
  for (guint64 seed = 1; seed <= 8; seed++) {
    g_autoptr (GsWorkbook) book = make_book (seed);
    guint64 random = seed * 13;
    g_autofree gchar *start = describe (book), *again = NULL;
    g_autoptr (GsWorkbook) last = NULL;
    gint n_edits = 0, n = 0;

    while (n_edits < 8) {
      GsWorkbook *loaded;

      n_edits += edit_something (book, &random);
      gs_workbook_step (book, GS_STEP_OPERATION, pass_random_int (&random, 0, 30));
      loaded = save_and_load (book);
      assert_same_view (book, loaded);
      g_object_unref (book);
      book = loaded;
    }
    for (; gs_workbook_undo (book); n++) {
      GsWorkbook *loaded = save_and_load (book);

      assert_same_view (book, loaded);
      g_object_unref (book);
      book = loaded;
    }
    g_assert_cmpint (n, ==, n_edits);
    go (book, &(GsCursor){ gs_workbook_get_cursor (book).pass, 0, 0, 0 });
    if (gs_workbook_get_cursor (book).pass == 1) {
      again = describe (book);
      g_assert_cmpstr (start, ==, again);
    }
  }
}

static void
test_labels_and_modified (void)
{
  g_autoptr (GsWorkbook) book = make_book (1);
  g_autoptr (GError) error = NULL;
  NnCell z1 = find (book, "z1", 1);

  g_assert_null (gs_workbook_get_undo_label (book));
  g_assert_false (gs_workbook_is_modified (book));
  g_assert_true (gs_workbook_set_text (book, "W2[1,2]", "1/4", &error));
  g_assert_cmpstr (gs_workbook_get_undo_label (book), ==, "Edit W2[1,2]");
  g_assert_true (gs_workbook_is_modified (book));
  g_assert_true (gs_workbook_undo (book));
  g_assert_false (gs_workbook_is_modified (book));
  g_assert_cmpstr (gs_workbook_get_redo_label (book), ==, "Edit W2[1,2]");
  g_assert_true (gs_workbook_pin (book, &z1, 0.5, &error));
  g_assert_null (gs_workbook_get_redo_label (book));
  g_assert_true (g_str_has_prefix (gs_workbook_get_undo_label (book), "Pin z1["));
  g_assert_true (gs_workbook_train (book, 3, NULL, NULL, NULL, &error));
  g_assert_cmpstr (gs_workbook_get_undo_label (book), ==, "Train 3 passes");
  g_assert_no_error (error);
}

static void
assert_refused (GsWorkbook *book, const gchar *cell, const gchar *text, const gchar *reason)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (gs_workbook_set_text (book, cell, text, &error));
  g_assert_nonnull (error);
  if (strstr (error->message, reason) == NULL)
    g_error ("%s: no “%s” in it", error->message, reason);
  g_assert_null (gs_workbook_get_undo_label (book));
}

static void
test_refusals (void)
{
  g_autoptr (GsWorkbook) book = make_book (1);
  g_autoptr (GError) error = NULL;
  NnCell w1 = find (book, "W1", 0), z1 = find (book, "z1", 0);

  assert_refused (book, "z1[1,1,1,1]", "1", "pin it");
  assert_refused (book, "Q[1]", "1", "Q");
  assert_refused (book, "b1[99]", "1", "99");
  assert_refused (book, "b1[1]", "abc", "abc");
  assert_refused (book, "b1[1]", "1/0", "0");
  assert_refused (book, "lr", "-1", "lr");
  g_assert_false (gs_workbook_pin (book, &w1, 1, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (gs_workbook_pin (book, &z1, NAN, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (gs_workbook_unpin (book, &z1, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
}

/* Inputs, targets and weights in one call are one edit; what cannot be set whole is not set at all. */
static void
test_mixed_cells (void)
{
  g_autoptr (GsWorkbook) book = make_book (1);
  g_autoptr (GError) error = NULL;
  g_autofree gchar *before = describe (book), *after = NULL, *again = NULL;
  NnCell cells[] = { find (book, "x", 1), find (book, "W2", 0), find (book, "t", 0), find (book, "lr", 0) };
  const gdouble values[] = { 0.5, 0.25, 1, 0.0625 }, bad[] = { 3, 3, 3, -1 };

  g_assert_false (gs_workbook_set_cells (book, cells, bad, G_N_ELEMENTS (cells), &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
  g_clear_error (&error);
  after = describe (book);
  g_assert_cmpstr (before, ==, after);
  g_assert_null (gs_workbook_get_undo_label (book));

  g_assert_true (gs_workbook_set_cells (book, cells, values, G_N_ELEMENTS (cells), &error));
  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    g_assert_cmpfloat (nn_run_get_cell (gs_workbook_get_run (book), &cells[i]), ==, values[i]);
  /* Through a file, too. */
  {
    g_autoptr (GsDocument) document = gs_workbook_to_document (book);
    gsize length;
    g_autofree gchar *text = gs_document_to_text (document, &length);
    g_autoptr (GsDocument) read = gs_document_load_bytes (text, length, "mixed", &error);
    g_autoptr (GsWorkbook) opened = NULL;

    g_assert_no_error (error);
    opened = gs_workbook_new (g_steal_pointer (&read), &error);
    g_assert_true (gs_workbook_undo (opened));
    g_assert_false (gs_workbook_undo (opened));
    again = describe (opened);
    g_assert_cmpstr (before, ==, again);
  }
  g_assert_true (gs_workbook_undo (book));
  g_assert_null (gs_workbook_get_undo_label (book));
  g_clear_pointer (&after, g_free);
  after = describe (book);
  g_assert_cmpstr (before, ==, after);
}

static void
set (GsWorkbook *book, const gchar *cell, const gchar *text)
{
  g_autoptr (GError) error = NULL;

  gs_workbook_set_text (book, cell, text, &error);
  g_assert_no_error (error);
}

static GsWorkbook *
make_dense_book (void)
{
  for (guint64 seed = 1;; seed++) {
    g_autoptr (GsWorkbook) book = make_book (seed * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15));
    NnCell weight = find (book, "W1", 0);

    if (nn_program_get_tensor (gs_workbook_get_program (book), weight.tensor)->shape.rank == 2)
      return g_steal_pointer (&book);
  }
}

static void
test_gestures (void)
{
  g_autoptr (GsWorkbook) book = make_dense_book ();
  g_autofree gchar *before = NULL, *after = NULL, *done = NULL;

  set (book, "W1[1,1]", "2");
  before = describe (book);
  gs_workbook_begin_gesture (book);
  set (book, "W1[1,2]", "0.1");
  set (book, "W1[1,2]", "0.2");
  set (book, "W1[1,2]", "0.3");
  g_assert_cmpstr (gs_workbook_get_undo_label (book), ==, "Edit W1[1,2]");
  set (book, "x[1,1]", "0.4");
  set (book, "x[1,1]", "0.5");
  g_assert_cmpstr (gs_workbook_get_undo_label (book), ==, "Edit W1[1,2] and more");
  gs_workbook_end_gesture (book);
  done = describe (book);
  set (book, "W1[1,2]", "7");
  g_assert_true (gs_workbook_undo (book));
  after = describe (book);
  g_assert_cmpstr (after, ==, done);
  g_assert_true (gs_workbook_undo (book));
  g_clear_pointer (&after, g_free);
  after = describe (book);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpstr (gs_workbook_get_undo_label (book), ==, "Edit W1[1,1]");
  g_assert_true (gs_workbook_redo (book));
  g_clear_pointer (&after, g_free);
  after = describe (book);
  g_assert_cmpstr (after, ==, done);
  /* What lies between ends it: an undo, another pass, another kind of edit. */
  gs_workbook_begin_gesture (book);
  set (book, "W1[1,1]", "1");
  assert_step (book, GS_STEP_PASS, 2);
  set (book, "W1[1,1]", "1.5");
  set (book, "W1[1,1]", "1.75");
  g_assert_true (gs_workbook_undo (book));
  set (book, "W1[1,1]", "4");
  set (book, "W1[1,1]", "5");
  g_assert_true (gs_workbook_undo (book));
  g_assert_true (gs_workbook_undo (book));
  g_assert_cmpuint (gs_workbook_get_cursor (book).pass, ==, 2);
  g_assert_true (gs_workbook_undo (book));
  g_assert_cmpuint (gs_workbook_get_cursor (book).pass, ==, 1);
  g_assert_cmpstr (gs_workbook_get_undo_label (book), ==, "Edit W1[1,2] and more");
}

static void
test_network_keeps_weights (void)
{
  g_autoptr (GsWorkbook) book = make_book (1);
  g_autoptr (GError) error = NULL;
  NnNetwork *network = nn_network_copy (gs_workbook_get_network (book));
  g_autofree gchar *before = NULL, *after = NULL;
  gdouble w2;
  NnCell cell = find (book, "W2", 3);

  assert_step (book, GS_STEP_PASS, 4);
  before = describe (book);
  w2 = nn_run_get_cell (gs_workbook_get_run (book), &cell);
  network->optimizer = nn_optimizer_default (
      network->optimizer.kind == NN_OPTIMIZER_ADAM ? NN_OPTIMIZER_SGD : NN_OPTIMIZER_ADAM);
  g_assert_true (
      gs_workbook_set_network (book, network, gs_workbook_get_data (book), "Choose the optimiser", &error));
  cell = find (book, "W2", 3);
  g_assert_cmpfloat (nn_run_get_cell (gs_workbook_get_run (book), &cell), ==, w2);
  cell = find (book, "lr", 0);
  g_assert_cmpfloat (nn_run_get_cell (gs_workbook_get_run (book), &cell), ==,
                     gs_workbook_get_network (book)->optimizer.lr);
  g_assert_true (gs_workbook_undo (book));
  after = describe (book);
  g_assert_cmpstr (before, ==, after);
  g_assert_true (gs_workbook_set_seed (book, 99, &error));
  g_assert_cmpuint (gs_workbook_get_seed (book), ==, 99);
  g_assert_true (gs_workbook_undo (book));
  g_clear_pointer (&after, g_free);
  after = describe (book);
  g_assert_cmpstr (before, ==, after);
}

static void
write_other (const gchar *path, const gchar *text)
{
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
assert_holds (const gchar *path, const gchar *want)
{
  g_autofree gchar *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true ((strstr (text, want) != NULL));
}

/* The document's own file holds something else: not saved until one says so. Where it lies does not matter.
 */
static void
test_changed_file (void)
{
  g_autofree gchar *folder = g_dir_make_tmp ("changed-XXXXXX", NULL);
  g_autofree gchar *path = g_build_filename (folder, "mine.gradsheet", NULL);
  g_autofree gchar *other = g_build_filename (folder, "other.gradsheet", NULL);
  g_autofree gchar *link = g_build_filename (folder, "link.gradsheet", NULL);
  g_autofree gchar *text = NULL, *same = NULL;
  g_autoptr (GsWorkbook) book = NULL, again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (SOURCE_ROOT "/lessons/networks/mazur.gradsheet", &text, NULL, NULL));
  write_other (path, text);
  g_assert_cmpint (symlink ("mine.gradsheet", link), ==, 0);
  book = gs_workbook_open (path, &error);
  g_assert_no_error (error);

  /* Touched, or written anew as it was: no question. */
  write_other (path, text);
  g_assert_true (gs_workbook_set_text (book, "W1[1,1]", "0.5", &error));
  g_assert_true (gs_workbook_save (book, path, &error));
  g_assert_no_error (error);
  g_assert_true (gs_workbook_save (book, path, &error));

  write_other (path, "written by another");
  g_assert_true (gs_workbook_set_text (book, "W1[1,1]", "0.25", &error));
  g_assert_false (gs_workbook_save (book, path, &error));
  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_CHANGED);
  g_assert_true (gs_workbook_is_modified (book));
  assert_holds (path, "written by another");
  g_clear_error (&error);
  /* By another name it is the same file. */
  g_assert_false (gs_workbook_save (book, link, &error));
  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_CHANGED);
  g_clear_error (&error);
  /* Elsewhere is elsewhere, and then the document's own place. */
  write_other (other, "something");
  g_assert_true (gs_workbook_save (book, other, &error));
  assert_holds (path, "written by another");
  g_assert_true (gs_workbook_save (book, other, &error));
  write_other (other, "by another, too");
  g_assert_false (gs_workbook_save (book, other, NULL));
  g_assert_true (gs_workbook_save_over (book, other, &error));
  g_assert_no_error (error);
  g_assert_true (gs_workbook_save (book, other, &error));
  again = gs_workbook_open (other, &error);
  g_assert_no_error (error);
  /* What is gone is written again. */
  g_assert_cmpint (g_unlink (other), ==, 0);
  g_assert_true (gs_workbook_save (book, other, &error));
  g_unlink (path);
  g_unlink (other);
  g_unlink (link);
  g_rmdir (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workbook/undo-everything", test_undo_everything);
  g_test_add_func ("/workbook/undo-survives-saving", test_undo_survives_saving);
  g_test_add_func ("/workbook/labels", test_labels_and_modified);
  g_test_add_func ("/workbook/refusals", test_refusals);
  g_test_add_func ("/workbook/mixed-cells", test_mixed_cells);
  g_test_add_func ("/workbook/gestures", test_gestures);
  g_test_add_func ("/workbook/network", test_network_keeps_weights);
  g_test_add_func ("/workbook/changed-file", test_changed_file);
  return g_test_run ();
}
