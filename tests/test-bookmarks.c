/* Bookmarks: weights under a name come back to the bit, through training, files and undo; what does not fit
 * is refused. */
#include <math.h>
#include <string.h>

#include "app/workbook/gs-trainer.h"
#include "app/workbook/gs-workbook-bookmarks.h"
#include "books.h"
#include "nn/nn-error.h"

static void
train (GsWorkbook *book, guint32 passes)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (gs_workbook_train (book, passes, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
}

static NnState *
get_state (GsWorkbook *book)
{
  return nn_run_save_state (gs_workbook_get_run (book));
}

static GsWorkbook *
save_and_open (GsWorkbook *book)
{
  g_autoptr (GsDocument) document = gs_workbook_to_document (book);
  g_autoptr (GError) error = NULL;
  gsize length;
  g_autofree gchar *text = gs_document_to_text (document, &length);
  GsWorkbook *again;

  g_clear_pointer (&document, gs_document_free);
  document = gs_document_load_bytes (text, length, "marked", &error);
  g_assert_no_error (error);
  again = gs_workbook_new (g_steal_pointer (&document), &error);
  g_assert_no_error (error);
  return again;
}

static void
test_there_and_back (void)
{
  g_autoptr (GsWorkbook) book = book_open ("xor"), again = NULL;
  g_autoptr (NnState) marked = NULL, later = NULL, way = NULL, same = NULL;
  g_autoptr (GError) error = NULL;
  const GsBookmark *kept;

  train (book, 20);
  marked = get_state (book);
  g_assert_false (gs_workbook_get_bookmarks (book)->len > 0);
  g_assert_true (gs_workbook_add_bookmark (book, "early “one”", &error));
  g_assert_no_error (error);
  g_assert_true (gs_workbook_is_modified (book));
  train (book, 30);
  later = get_state (book);
  again = save_and_open (book);
  for (gint i = 0; i < 2; i++) {
    GsWorkbook *own = i == 0 ? book : again;
    g_autoptr (NnState) now = NULL, back = NULL;

    g_assert_true (gs_workbook_go_to_bookmark (own, "early “one”", &error));
    g_assert_no_error (error);
    now = get_state (own);
    g_assert_true (nn_state_equal (now, marked));
    g_assert_cmpuint (gs_workbook_get_cursor (own).pass, ==, 21);
    g_assert_cmpint (gs_workbook_get_cursor (own).instruction, ==, gs_workbook_find_behind_loss (own));
    g_assert_true (gs_workbook_undo (own));
    back = get_state (own);
    g_assert_true (nn_state_equal (back, later));
    g_assert_cmpuint (gs_workbook_get_cursor (own).pass, ==, 51);
    g_assert_true (gs_workbook_redo (own));
  }
  /* The way on from there is the way that was gone. */
  train (again, 30);
  way = get_state (again);
  g_assert_true (nn_state_equal (way, later));
  /* A name that is taken keeps its weights until it is removed; then it is free. */
  g_assert_false (gs_workbook_add_bookmark (again, "early “one”", &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_NAME);
  g_clear_error (&error);
  kept = gs_bookmarks_find (gs_workbook_get_bookmarks (again), "early “one”");
  g_assert_true (nn_state_equal (kept->state, marked));
  g_assert_true (gs_workbook_remove_bookmark (again, "early “one”"));
  g_assert_true (gs_workbook_add_bookmark (again, "early “one”", &error));
  g_assert_cmpuint (gs_workbook_get_bookmarks (again)->len, ==, 1);
  g_assert_true (gs_workbook_go_to_bookmark (again, "early “one”", &error));
  same = get_state (again);
  g_assert_true (nn_state_equal (same, later));
  g_assert_true (gs_workbook_remove_bookmark (again, "early “one”"));
  g_assert_false (gs_workbook_remove_bookmark (again, "early “one”"));
}

/* What is set while one trains is what has been trained. */
static void
test_while_one_trains (void)
{
  g_autoptr (GsWorkbook) book = book_open ("xor"), plain = book_open ("xor");
  g_autoptr (GsTrainer) trainer =
      g_object_ref (gs_trainer_start (book, &(GsTrainerPlan){ .passes = 1000000 }, NULL));
  g_autoptr (NnState) state = NULL;
  const GsBookmark *bookmark;
  GsTrainerProgress progress = { 0 };

  while (progress.done < 100) {
    g_main_context_iteration (NULL, TRUE);
    gs_trainer_get_progress (trainer, &progress);
  }
  g_assert_true (gs_workbook_add_bookmark (book, "on the way", NULL));
  bookmark = gs_bookmarks_find (gs_workbook_get_bookmarks (book), "on the way");
  g_assert_cmpuint (bookmark->pass, >, 100);
  gs_trainer_stop (trainer);
  train (plain, bookmark->pass - 1);
  state = get_state (plain);
  g_assert_true (nn_state_equal (state, bookmark->state));
}

static void
test_refusals (void)
{
  g_autoptr (GsWorkbook) book = book_open ("xor"), other = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree gchar *long_name = g_strnfill (GS_BOOKMARK_MAX_NAME + 1, 'a');
  const gchar *const bad[] = { "", "two\nlines", "\x01", "\xff", long_name };
  NnNetwork *network = nn_network_copy (gs_workbook_get_network (book));

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_assert_false (gs_workbook_add_bookmark (book, bad[i], &error));
    g_assert_error (error, NN_ERROR, NN_ERROR_NAME);
    g_clear_error (&error);
  }
  g_assert_false (gs_workbook_go_to_bookmark (book, "none", &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_NAME);
  g_clear_error (&error);
  g_assert_true (gs_workbook_add_bookmark (book, "narrow", NULL));
  g_assert_true (gs_workbook_add_bookmark (book, "other", NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (bad) + 2; i++) {
    const gchar *name = i < G_N_ELEMENTS (bad) ? bad[i] : i == G_N_ELEMENTS (bad) ? "narrow" : "new";

    g_assert_false (
        gs_workbook_rename_bookmark (book, i <= G_N_ELEMENTS (bad) ? "other" : "none", name, &error));
    g_assert_error (error, NN_ERROR, NN_ERROR_NAME);
    g_clear_error (&error);
  }
  g_assert_true (gs_workbook_rename_bookmark (book, "narrow", "narrow", NULL));
  g_assert_true (gs_workbook_rename_bookmark (book, "other", "another", NULL));
  g_assert_cmpstr (((GsBookmark *) g_ptr_array_index (gs_workbook_get_bookmarks (book), 1))->name, ==,
                   "another");
  /* In another network it cannot be, and no file of that has it; undo brings both back. */
  ((NnLayer *) g_ptr_array_index (network->layers, 0))->units = 5;
  g_assert_true (gs_workbook_set_network (book, network, gs_workbook_get_data (book), "Wider", NULL));
  g_assert_false (gs_workbook_go_to_bookmark (book, "narrow", &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_SHAPE);
  other = save_and_open (book);
  g_assert_cmpuint (gs_workbook_get_bookmarks (other)->len, ==, 0);
  g_assert_true (gs_workbook_undo (book));
  g_assert_true (gs_workbook_go_to_bookmark (book, "narrow", NULL));
}

/* `from` in the text of a document with a bookmark becomes `to`: it is refused, and `says` why. */
static void
try_file (const gchar *text, const gchar *from, const gchar *to, const gchar *says)
{
  g_autoptr (GString) changed = g_string_new (text);
  g_autoptr (GsDocument) document = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (g_string_replace (changed, from, to, 1), ==, 1);
  document = gs_document_load_bytes (changed->str, changed->len, "bad", &error);
  g_assert_null (document);
  g_assert_nonnull (strstr (error->message, "bookmarks"));
  g_assert_nonnull (strstr (error->message, says));
}

static void
test_files (void)
{
  g_autoptr (GsWorkbook) book = book_open ("xor");
  g_autoptr (GsDocument) document = NULL;
  g_autofree gchar *text = NULL;
  gsize length;

  g_assert_true (gs_workbook_add_bookmark (book, "one", NULL));
  g_assert_true (gs_workbook_add_bookmark (book, "two", NULL));
  document = gs_workbook_to_document (book);
  text = gs_document_to_text (document, &length);
  try_file (text, "\"two\"", "\"one\"", "another");
  try_file (text, "\"two\"", "\"\"", "from 1 to");
  try_file (text, "\"name\": \"two\"", "\"title\": \"two\"", "title");
  try_file (text, "\"pass\": 1", "\"pass\": 0", "pass");
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bookmarks/there-and-back", test_there_and_back);
  g_test_add_func ("/bookmarks/while-one-trains", test_while_one_trains);
  g_test_add_func ("/bookmarks/refusals", test_refusals);
  g_test_add_func ("/bookmarks/files", test_files);
  return g_test_run ();
}
