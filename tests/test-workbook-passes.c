/* Many passes at once: training is stepping, its losses are kept, and it goes back to the weights it began
 * with. */
#include <glib/gstdio.h>
#include <math.h>
#include <unistd.h>

#include "nn/nn-error.h"
#include "random-books.h"

static gboolean
stop_at_once (guint32 done, guint32 total, gdouble loss, gpointer user_data)
{
  *(guint32 *) user_data = done;
  return FALSE;
}

static void
test_training_is_stepping (void)
{
  for (guint64 seed = 1; seed <= 6; seed++) {
    g_autoptr (GsWorkbook) trained = make_book (seed), stepped = make_book (seed);
    g_autoptr (GError) error = NULL;
    gdouble loss = -1;
    guint32 done = 0;

    g_assert_true (gs_workbook_train (trained, 20, NULL, NULL, &loss, &error));
    g_assert_no_error (error);
    g_assert_cmpfloat (loss, >, 0);
    assert_step (stepped, GS_STEP_PASS, 21); /* the first one to the loss of pass 1 */
    assert_same_view (trained, stepped);
    g_assert_true (gs_workbook_undo (trained));
    g_assert_cmpuint (gs_workbook_get_cursor (trained).pass, ==, 1);
    g_assert_true (gs_workbook_redo (trained));
    assert_same_view (trained, stepped);
    g_assert_true (gs_workbook_reset (trained, &error));
    {
      g_autoptr (GsWorkbook) fresh = make_book (seed);

      assert_step (fresh, GS_STEP_PASS, 1);
      assert_same_view (trained, fresh);
    }
    g_assert_true (gs_workbook_undo (trained));
    assert_same_view (trained, stepped);
    g_assert_true (gs_workbook_train (trained, 1, stop_at_once, &done, NULL, &error));
    g_assert_cmpuint (done, ==, 1);
  }
}

static void
assert_behind_loss (GsWorkbook *book, guint32 pass)
{
  NnProgram *program = gs_workbook_get_program (book);
  GsCursor cursor = gs_workbook_get_cursor (book);
  NnCell loss = { nn_program_get_loss (program), 0 };
  gdouble value;

  g_assert_cmpuint (cursor.pass, ==, pass);
  g_assert_cmpint (cursor.instruction, ==, gs_workbook_find_behind_loss (book));
  g_assert_cmpuint (cursor.cell + cursor.term, ==, 0);
  g_assert_cmpint (gs_workbook_look (book, &loss, &value), ==, GS_CELL_VALUE);
  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    gint producer = nn_program_get_tensor (program, i)->producer;
    gboolean is_forward =
        producer < 0 || nn_program_get_instruction (program, producer)->phase <= NN_PHASE_LOSS;

    g_assert_true (gs_workbook_is_visible (book, &(NnCell){ i, 0 }) == is_forward);
  }
}

/* Of the state all but the learning rate and the like. */
static void
assert_same_weights (const NnState *a, const NnState *b, NnProgram *program)
{
  for (guint i = 0; i < nn_state_get_size (a); i++) {
    const NnTensor *tensor = nn_state_get (a, i), *other = nn_state_find (b, tensor->name);

    if (nn_program_get_tensor (program, nn_program_find (program, tensor->name))->role != NN_ROLE_HYPER)
      g_assert_cmpmem (tensor->values, nn_shape_count (&tensor->shape) * sizeof (gdouble), other->values,
                       nn_shape_count (&other->shape) * sizeof (gdouble));
  }
}

/* What a document began with: what is written in its file, and batches and masks from the first on. */
static void
test_starting_weights (void)
{
  g_autofree gchar *folder = g_dir_make_tmp ("gradsheet-XXXXXX", NULL);
  g_autofree gchar *path = g_build_filename (folder, "start.gradsheet", NULL);

  for (guint64 seed = 1; seed <= 6; seed++) {
    g_autoptr (GsWorkbook) made = make_book (seed), book = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (NnState) written = NULL, now = NULL, drawn = NULL;
    NnCell loss, lr;
    gdouble first, value;

    /* A weight and the optimiser's memory that no seed draws. */
    g_assert_true (gs_workbook_set_text (made, "b1[2]", "0.125", &error));
    g_assert_true (gs_workbook_set_text (made, "W2[1,1]", "-0.75", &error));
    g_assert_true (gs_workbook_save (made, path, &error));
    book = gs_workbook_open (path, &error);
    g_assert_no_error (error);
    written = nn_run_save_state (gs_workbook_get_run (book));
    assert_step (book, GS_STEP_PASS, 1);
    loss = find (book, "L", 0);
    gs_workbook_look (book, &loss, &first);

    g_assert_true (gs_workbook_train (book, 5, NULL, NULL, NULL, &error));
    g_assert_true (gs_workbook_set_text (book, "lr", "0.002", &error));
    g_assert_true (gs_workbook_set_text (book, "b1[2]", "9", &error));
    g_assert_true (gs_workbook_train (book, 2, NULL, NULL, NULL, &error));
    /* Saved and opened in between, without the edits that would tell. */
    {
      g_autoptr (GsDocument) document = gs_workbook_to_document (book);
      gsize length;
      g_autofree gchar *text = NULL;

      g_assert_nonnull (document->start);
      g_ptr_array_set_size (document->undo, 0);
      text = gs_document_to_text (document, &length);
      g_clear_pointer (&document, gs_document_free);
      document = gs_document_load_bytes (text, length, "start", &error);
      g_assert_no_error (error);
      g_set_object (&book, NULL);
      book = gs_workbook_new (g_steal_pointer (&document), &error);
    }
    g_assert_true (gs_workbook_train (book, 1, NULL, NULL, NULL, &error));
    g_assert_true (gs_workbook_reset (book, &error));
    assert_behind_loss (book, 1);
    now = nn_run_save_state (gs_workbook_get_run (book));
    assert_same_weights (now, written, gs_workbook_get_program (book));
    gs_workbook_look (book, &loss, &value);
    g_assert_cmpfloat (value, ==, first);
    lr = find (book, "lr", 0);
    g_assert_cmpfloat (nn_run_get_cell (gs_workbook_get_run (book), &lr), ==, 0.002);
    g_assert_true (gs_workbook_undo (book));
    g_assert_cmpuint (gs_workbook_get_cursor (book).pass, ==, 9);

    /* Another seed is another beginning; undo brings the first one back. */
    g_assert_true (gs_workbook_set_seed (book, 4711, &error));
    assert_behind_loss (book, 1);
    drawn = nn_run_save_state (gs_workbook_get_run (book));
    g_assert_false (nn_state_equal (drawn, written));
    g_assert_true (gs_workbook_train (book, 3, NULL, NULL, NULL, &error));
    g_assert_true (gs_workbook_reset (book, &error));
    g_clear_pointer (&now, nn_state_free);
    now = nn_run_save_state (gs_workbook_get_run (book));
    assert_same_weights (now, drawn, gs_workbook_get_program (book));
    for (gint i = 0; i < 3; i++)
      g_assert_true (gs_workbook_undo (book));
    g_assert_true (gs_workbook_reset (book, &error));
    g_clear_pointer (&now, nn_state_free);
    now = nn_run_save_state (gs_workbook_get_run (book));
    assert_same_weights (now, written, gs_workbook_get_program (book));
    g_remove (path);
  }
  g_rmdir (folder);
}

/* Whatever goes over passes ends where one sees what they have done, and the loss of the pass before is at
 * hand. */
static void
test_after_a_pass (void)
{
  for (guint64 seed = 1; seed <= 6; seed++) {
    g_autoptr (GsWorkbook) book = make_book (seed), opened = NULL;
    g_autoptr (GsDocument) document = NULL;
    g_autoptr (GError) error = NULL;
    NnCell loss = { nn_program_get_loss (gs_workbook_get_program (book)), 0 };
    gdouble first, now, before;

    g_assert_false (gs_frame_get_loss_before (gs_workbook_get_frame (book), &before));
    assert_step (book, GS_STEP_PASS, 1);
    assert_behind_loss (book, 1);
    gs_workbook_look (book, &loss, &first);
    assert_step (book, GS_STEP_PASS, 1);
    assert_behind_loss (book, 2);
    g_assert_true (gs_frame_get_loss_before (gs_workbook_get_frame (book), &before));
    g_assert_cmpfloat (before, ==, first);
    /* On by operations through the blank start of the next pass, and back by pass. */
    while (gs_workbook_get_cursor (book).pass == 2)
      assert_step (book, GS_STEP_OPERATION, 1);
    g_assert_cmpint (gs_workbook_get_cursor (book).instruction, ==, 0);
    assert_step (book, GS_STEP_PASS, -1);
    assert_behind_loss (book, 2);
    assert_step (book, GS_STEP_OPERATION, 3);
    assert_step (book, GS_STEP_PASS, -1);
    assert_behind_loss (book, 2);
    assert_step (book, GS_STEP_PASS, -1);
    assert_behind_loss (book, 1);
    assert_step (book, GS_STEP_PASS, -1);
    g_assert_cmpint (gs_workbook_get_cursor (book).instruction, ==, 0);
    g_assert_false (gs_workbook_step (book, GS_STEP_PASS, -1));

    g_assert_true (gs_workbook_train (book, 7, NULL, NULL, NULL, &error));
    assert_behind_loss (book, 8);
    document = gs_workbook_to_document (book);
    opened = gs_workbook_new (g_steal_pointer (&document), &error);
    assert_behind_loss (opened, 8);
    g_assert_true (gs_workbook_go_to_pass (book, 4, &error));
    assert_behind_loss (book, 4);
    gs_workbook_look (book, &loss, &now);
    g_assert_true (gs_workbook_go_to_pass (book, 5, &error));
    g_assert_true (gs_frame_get_loss_before (gs_workbook_get_frame (book), &before));
    g_assert_cmpfloat (before, ==, now);
    g_assert_true (gs_workbook_reset (book, &error));
    assert_behind_loss (book, 1);
    gs_workbook_look (book, &loss, &now);
    g_assert_cmpfloat (now, ==, first);
    g_assert_true (gs_workbook_undo (book));
    assert_behind_loss (book, 5);
    g_assert_true (gs_workbook_undo (book)); /* the training began at the blank start */
    g_assert_cmpint (gs_workbook_get_cursor (book).instruction, ==, 0);
    g_assert_true (gs_workbook_redo (book));
    assert_behind_loss (book, 8);
  }
}

/* What thinning has let go is computed again where one goes to look. */
static void
test_loss_before_among_many (void)
{
  g_autoptr (GsWorkbook) book = make_book (2);
  g_autoptr (GError) error = NULL;
  gdouble before, now;
  NnCell loss = { nn_program_get_loss (gs_workbook_get_program (book)), 0 };
  gint n_computed = 0;

  g_assert_true (gs_workbook_train (book, 3 * GS_LOSSES_MAX, NULL, NULL, NULL, &error));
  g_assert_cmpuint (gs_losses_get_n (gs_workbook_get_losses (book)), <=, GS_LOSSES_MAX);
  for (guint32 pass = 70000; pass < 70012; pass++) {
    g_assert_true (gs_workbook_go_to_pass (book, pass, &error));
    gs_workbook_look (book, &loss, &now);
    g_assert_true (gs_workbook_go_to_pass (book, pass + 1, &error));
    n_computed += !gs_losses_find (gs_workbook_get_losses (book), pass, &before);
    g_assert_true (gs_frame_get_loss_before (gs_workbook_get_frame (book), &before));
    g_assert_cmpfloat (before, ==, now);
  }
  g_assert_cmpint (n_computed, >, 3);
}

/* Losses are known of passes that were gone through, until an edit makes them void. */
static void
test_losses (void)
{
  g_autoptr (GsWorkbook) book = make_book (1);
  g_autoptr (GError) error = NULL;
  gdouble losses[6], last = 0;

  g_assert_cmpuint (gs_losses_get_n (gs_workbook_get_losses (book)), ==, 0);
  for (gint i = 0; i < 6; i++) {
    NnCell cell = { nn_program_get_loss (gs_workbook_get_program (book)), 0 };

    assert_step (book, GS_STEP_PASS, 1);
    g_assert_cmpint (gs_workbook_look (book, &cell, &losses[i]), ==, GS_CELL_VALUE);
    g_assert_cmpuint (gs_workbook_get_cursor (book).pass, ==, i + 1);
  }
  assert_step (book, GS_STEP_PASS, 1);
  g_assert_cmpuint (gs_losses_get_n (gs_workbook_get_losses (book)), ==, 6);
  for (guint i = 0; i < 6; i++) {
    const GsLossPoint *point = gs_losses_get (gs_workbook_get_losses (book), i);

    g_assert_cmpfloat (point->loss, ==, losses[i]);
    g_assert_cmpuint (point->first, ==, i + 1);
    g_assert_cmpuint (point->last, ==, i + 1);
  }
  assert_step (book, GS_STEP_PASS, -3);
  g_assert_cmpuint (gs_losses_get_n (gs_workbook_get_losses (book)), ==, 6);
  g_assert_true (gs_workbook_set_text (book, "lr", "0.02", &error));
  g_assert_cmpuint (gs_losses_get_n (gs_workbook_get_losses (book)), ==, 3);
  g_assert_true (gs_workbook_train (book, 4, NULL, NULL, &last, &error));
  g_assert_cmpuint (gs_losses_get_n (gs_workbook_get_losses (book)), ==, 7);
  g_assert_cmpfloat (gs_losses_get (gs_workbook_get_losses (book), 6)->loss, ==, last);
}

static void
test_blow_up (void)
{
  g_autoptr (GsWorkbook) book = make_book (2);
  g_autoptr (GError) error = NULL;
  g_autofree gchar *folder = g_dir_make_tmp ("gradsheet-XXXXXX", NULL);
  g_autofree gchar *path = g_build_filename (folder, "bad.gradsheet", NULL);
  NnNetwork *network = nn_network_copy (gs_workbook_get_network (book));
  GsCursor cursor;

  network->optimizer = nn_optimizer_default (NN_OPTIMIZER_SGD);
  network->optimizer.lr = 1e200;
  for (guint i = 0; i < network->layers->len; i++)
    ((NnLayer *) g_ptr_array_index (network->layers, i))->activation = NN_ACTIVATION_LINEAR;
  gs_workbook_set_network (book, network, gs_workbook_get_data (book), "Edit", &error);
  g_assert_no_error (error);
  g_assert_false (gs_workbook_train (book, 100, NULL, NULL, NULL, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_NOT_FINITE);
  g_assert_true (g_str_has_prefix (error->message, "Stopped in pass "));
  g_clear_error (&error);
  cursor = gs_workbook_get_cursor (book);
  g_assert_cmpint (cursor.instruction, >, 0);
  /* Everything before the instruction is finite. */
  for (gint i = 0; i < nn_program_get_n_tensors (gs_workbook_get_program (book)); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (gs_workbook_get_program (book), i);
    const gdouble *values = nn_run_get_values (gs_workbook_get_run (book), i);
    gboolean finite = TRUE;

    for (gsize offset = 0; offset < nn_shape_count (&info->shape); offset++)
      finite = finite && isfinite (values[offset]);
    if (info->producer < cursor.instruction)
      g_assert_true (finite == (info->producer != cursor.instruction - 1));
  }
  /* By hand one may go on, but not save. */
  assert_step (book, GS_STEP_PASS, 3);
  g_assert_false (gs_workbook_save (book, path, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_NOT_FINITE);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  rmdir (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workbook/training", test_training_is_stepping);
  g_test_add_func ("/workbook/after-a-pass", test_after_a_pass);
  g_test_add_func ("/workbook/starting-weights", test_starting_weights);
  g_test_add_func ("/workbook/loss-before-among-many", test_loss_before_among_many);
  g_test_add_func ("/workbook/losses", test_losses);
  g_test_add_func ("/workbook/blow-up", test_blow_up);
  return g_test_run ();
}
