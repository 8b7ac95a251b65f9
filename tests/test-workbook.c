/* The workbook: time runs both ways to the same bits, edits follow through, undo takes back
 * to the bit, also after saving. The oracle is a second workbook that only ever went forward. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "app/workbook/gs-workbook.h"
#include "books.h"
#include "document.h"
#include "nn/nn-error.h"
#include "pass.h"

/* ---- networks ---- */

static NnNetwork *
make_network (guint64 *random)
{
  NnNetwork *network = nn_network_new ();
  gint kind = pass_random_int (random, 0, 2);
  NnLayer *layer;

  if (kind == 0) {
    network->input = nn_shape (3, 1, 4, 4);
    layer = nn_network_add_layer (network, NN_LAYER_CONV);
    layer->units = 2;
    layer->activation = NN_ACTIVATION_RELU;
    nn_network_add_layer (network, NN_LAYER_FLATTEN);
  } else {
    network->input = nn_shape (1, 3);
    layer = nn_network_add_layer (network, NN_LAYER_DENSE);
    layer->units = 4;
    layer->activation = kind == 1 ? NN_ACTIVATION_TANH : NN_ACTIVATION_SIGMOID;
    if (kind == 2)
      nn_network_add_layer (network, NN_LAYER_DROPOUT);
  }
  layer = nn_network_add_layer (network, NN_LAYER_DENSE);
  layer->units = 2;
  network->loss = kind == 1 ? NN_LOSS_CROSS_ENTROPY : NN_LOSS_SQUARED_ERROR;
  network->optimizer = nn_optimizer_default (pass_random_int (random, 0, NN_N_OPTIMIZERS - 1));
  return network;
}

static GsDataset *
make_data (guint64 *random, const NnNetwork *network)
{
  NnShape target = nn_shape (1, 2);
  gsize width = nn_shape_count (&network->input);
  g_autofree gdouble *inputs = g_new (gdouble, 7 * width);
  gdouble targets[14];
  g_autoptr (GsDataset) all = NULL;

  for (gsize i = 0; i < 7 * width; i++)
    inputs[i] = pass_random (random) * 2 - 1;
  for (gint i = 0; i < 14; i++)
    targets[i] = (i / 2 + i) % 2;
  all = gs_dataset_new (&network->input, &target, 7, inputs, targets);
  return gs_dataset_with_batch_size (all, 3); /* batches of 3, 3 and 1 */
}

static GsWorkbook *
make_book (guint64 seed)
{
  guint64 random = seed;
  NnNetwork *network = make_network (&random);
  g_autoptr (GsDataset) data = make_data (&random, network);
  g_autoptr (GError) error = NULL;
  GsDocument *document = gs_document_new (network, data, seed, &error);
  GsWorkbook *book;

  g_assert_no_error (error);
  book = gs_workbook_new (document, &error);
  g_assert_no_error (error);
  return book;
}

static NnCell
find (GsWorkbook *book, const gchar *tensor, gsize offset)
{
  NnCell cell = { nn_program_find (gs_workbook_get_program (book), tensor), offset };

  g_assert_cmpint (cell.tensor, >=, 0);
  return cell;
}

static void
assert_step (GsWorkbook *book, GsStep step, gint count)
{
  g_assert_true (gs_workbook_step (book, step, count));
}

/* ---- comparing ---- */

/* Everything that can be seen, to the bit. */
static void
assert_same_view (GsWorkbook *a, GsWorkbook *b)
{
  NnProgram *program = gs_workbook_get_program (a);
  GsCursor cursor = gs_workbook_get_cursor (a), other = gs_workbook_get_cursor (b);

  g_assert_cmpuint (cursor.pass, ==, other.pass);
  g_assert_cmpint (cursor.instruction, ==, other.instruction);
  g_assert_cmpuint (cursor.cell, ==, other.cell);
  g_assert_cmpuint (cursor.term, ==, other.term);
  g_assert_cmpint (nn_program_get_n_tensors (program), ==,
                   nn_program_get_n_tensors (gs_workbook_get_program (b)));
  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    gsize n = nn_shape_count (&nn_program_get_tensor (program, i)->shape);

    for (gsize offset = 0; offset < n; offset++) {
      NnCell cell = { i, offset };
      gdouble value, expected;

      g_assert_cmpint (gs_workbook_look (a, &cell, &value), ==, gs_workbook_look (b, &cell, &expected));
      if (memcmp (&value, &expected, sizeof value) != 0)
        g_error ("%s[%" G_GSIZE_FORMAT "]: %.17g is not %.17g", nn_program_get_tensor (program, i)->name,
                 offset, value, expected);
    }
  }
}

static GsCursor
go (GsWorkbook *book, const GsCursor *cursor)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (gs_workbook_go_to (book, cursor, &error));
  g_assert_no_error (error);
  return gs_workbook_get_cursor (book);
}

/* ---- time ---- */

static void
test_there_and_back (void)
{
  for (guint64 seed = 1; seed <= 12; seed++) {
    g_autoptr (GsWorkbook) book = make_book (seed);
    guint64 random = seed * 77;

    for (gint i = 0; i < 60; i++) {
      g_autoptr (GsWorkbook) fresh = make_book (seed);
      GsStep step = (GsStep) pass_random_int (&random, GS_STEP_TERM, GS_STEP_PASS);
      gint count = pass_random_int (&random, -7, 9);
      GsCursor cursor;

      gs_workbook_step (book, step, count);
      cursor = gs_workbook_get_cursor (book);
      go (fresh, &cursor);
      assert_same_view (book, fresh);
    }
  }
}

/* Forward to the end of two passes by each kind of step, and back by the same steps. */
static void
test_every_step_is_undone_by_its_opposite (void)
{
  g_autoptr (GsWorkbook) book = make_book (5);

  for (GsStep step = GS_STEP_TERM; step <= GS_STEP_OPERATION; step++) {
    g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (GsCursor));

    while (gs_workbook_get_cursor (book).pass < 3) {
      GsCursor cursor = gs_workbook_get_cursor (book);

      g_array_append_val (places, cursor);
      assert_step (book, step, 1);
    }
    g_assert_cmpuint (places->len, >, 20);
    while (places->len > 0) {
      GsCursor want = g_array_index (places, GsCursor, places->len - 1), got;

      assert_step (book, step, -1);
      got = gs_workbook_get_cursor (book);
      g_assert_cmpuint (got.pass, ==, want.pass);
      g_assert_cmpint (got.instruction, ==, want.instruction);
      g_assert_cmpuint (got.cell, ==, want.cell);
      g_assert_cmpuint (got.term, ==, want.term);
      g_array_set_size (places, places->len - 1);
    }
    g_assert_false (gs_workbook_step (book, step, -1));
  }
}

static void
test_layers_and_cells (void)
{
  g_autoptr (GsWorkbook) book = make_book (2);
  NnProgram *program = gs_workbook_get_program (book);
  gint n_steps = 0, n_changes = 0;
  NnCell loss = { nn_program_get_loss (program), 0 };
  gdouble value;

  for (gint i = 1; i < nn_program_get_n_instructions (program); i++) {
    const NnInstruction *a = nn_program_get_instruction (program, i - 1);
    const NnInstruction *b = nn_program_get_instruction (program, i);

    n_changes += a->phase != b->phase || a->layer != b->layer;
  }
  while (gs_workbook_get_cursor (book).pass == 1) {
    assert_step (book, GS_STEP_LAYER, 1);
    n_steps++;
  }
  g_assert_cmpint (n_steps, ==, n_changes + 1); /* the commit is a step of its own */
  while (gs_workbook_step (book, GS_STEP_LAYER, -1))
    n_steps--;
  g_assert_cmpint (n_steps, ==, 0);

  g_assert_cmpint (gs_workbook_look (book, &loss, &value), ==, GS_CELL_BLANK);
  gs_workbook_run_to_cell (book, &loss);
  g_assert_cmpint (gs_workbook_look (book, &loss, &value), ==, GS_CELL_VALUE);
  assert_step (book, GS_STEP_CELL, -1);
  g_assert_cmpint (gs_workbook_look (book, &loss, &value), ==, GS_CELL_BLANK);
}

static void
test_budget (void)
{
  g_autoptr (GsWorkbook) book = make_book (3);
  NnHistory *history = gs_workbook_get_history (book);
  g_autoptr (GError) error = NULL;
  gsize one;

  one = nn_history_get_used (history);
  g_assert_cmpuint (one, >, 0);
  nn_history_set_budget (history, 4 * one);
  assert_step (book, GS_STEP_PASS, 11); /* the first one to the loss of pass 1 */
  g_assert_cmpuint (gs_workbook_get_oldest_pass (book), ==, 8);
  g_assert_false (gs_workbook_step (book, GS_STEP_PASS, -5));
  g_assert_cmpuint (gs_workbook_get_cursor (book).pass, ==, 8);
  g_assert_false (gs_workbook_go_to (book, &(GsCursor){ 2, 0, 0, 0 }, &error));
  g_assert_error (error, NN_ERROR, NN_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "pass 8"));
}

/* ---- edits ---- */

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

/* The state at each of the first passes, as one text. */
static gchar *
describe (GsWorkbook *book)
{
  GString *text = g_string_new (NULL);
  GsCursor cursor = gs_workbook_get_cursor (book);

  for (guint32 pass = cursor.pass; pass < cursor.pass + 4; pass++) {
    NnProgram *program;

    go (book, &(GsCursor){ pass, G_MAXINT, 0, 0 });
    program = gs_workbook_get_program (book);
    for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
      const NnTensorInfo *info = nn_program_get_tensor (program, i);

      g_string_append_printf (text, "%u %s", pass, info->name);
      for (gsize offset = 0; offset < nn_shape_count (&info->shape); offset++)
        g_string_append_printf (text, " %a", nn_run_get_values (gs_workbook_get_run (book), i)[offset]);
      g_string_append_c (text, '\n');
    }
  }
  go (book, &cursor);
  return g_string_free (text, FALSE);
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

/* ---- training ---- */

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

    g_assert_false (gs_workbook_get_loss_before (book, &before));
    assert_step (book, GS_STEP_PASS, 1);
    assert_behind_loss (book, 1);
    gs_workbook_look (book, &loss, &first);
    assert_step (book, GS_STEP_PASS, 1);
    assert_behind_loss (book, 2);
    g_assert_true (gs_workbook_get_loss_before (book, &before));
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
    g_assert_true (gs_workbook_get_loss_before (book, &before));
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
    g_assert_true (gs_workbook_get_loss_before (book, &before));
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
test_predict (void)
{
  g_autoptr (GsWorkbook) book = make_book (2); /* with dropout in training */
  g_autoptr (GError) error = NULL;
  g_autoptr (NnTensor) a = NULL, b = NULL;
  gdouble input[16] = { 0.25, -0.5, 1, 0.125 };

  a = gs_workbook_predict (book, input, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (nn_shape_count (&a->shape), ==, 2);
  g_assert_true (gs_workbook_train (book, 5, NULL, NULL, NULL, &error));
  b = gs_workbook_predict (book, input, &error);
  g_assert_cmpint (memcmp (a->values, b->values, 2 * sizeof (gdouble)), !=, 0);
}

/* ---- prediction ---- */

/* What training takes for a logit, prediction does: behind a sigmoid and a last dropout, bce squashes once
 * more, in both. */
static void
test_prediction_squashes_as_training (void)
{
  static const gchar *const specs[] = { "input 2 · dense 2 sigmoid · dropout 0",
                                        "input 2 · dense 2 sigmoid",
                                        "input 2 · dense 2",
                                        "input 2 · dense 2 tanh · dropout 0",
                                        "input 2 · dense 2 softmax · dropout 0",
                                        "input 2 · dense 2 softmax" };
  static const gdouble input[] = { 0.5, -2 }, target[] = { 1, 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (specs); i++)
    for (gint loss = 0; loss < NN_N_LOSSES; loss++) {
      g_autoptr (GsWorkbook) book = book_new (specs[i], (NnLossKind) loss, 1, input, target);
      g_autoptr (GError) error = NULL;
      g_autoptr (NnTensor) output = gs_workbook_predict (book, input, &error);
      const gdouble *trained;
      gint p = nn_program_find (gs_workbook_get_program (book), "p");

      g_assert_no_error (error);
      gs_workbook_run_to_cell (book, &(NnCell){ nn_program_get_loss (gs_workbook_get_program (book)), 0 });
      if (p < 0)
        p = nn_program_get_output (gs_workbook_get_program (book));
      trained = nn_run_get_values (gs_workbook_get_run (book), p);
      for (gint k = 0; k < 2; k++)
        g_assert_cmpfloat (output->values[k], ==, trained[k]);
    }
}

/* ---- no rows ---- */

static void
assert_saved (GsWorkbook *book)
{
  g_autoptr (GsDocument) document = gs_workbook_to_document (book);

  document_assert_there_and_back (document);
}

/* A document without rows stands at its beginning, blank, until there are some; undo takes them away again.
 */
static void
test_no_rows (void)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  NnShape output = nn_shape (1, 1);
  g_autoptr (GsDataset) none = NULL;
  g_autoptr (GsDataset) rows = NULL;
  g_autoptr (GsWorkbook) book = NULL;
  g_autoptr (GError) error = NULL;
  NnCell x, W, cells[3];
  gdouble value;

  network->input = nn_shape (1, 2);
  nn_network_add_layer (network, NN_LAYER_DENSE);
  none = gs_dataset_new_empty (&network->input, &output);
  g_assert_cmpint (gs_dataset_get_n_rows (none), ==, 0);
  g_assert_cmpint (gs_dataset_get_n_batches (none), ==, 1);
  g_assert_cmpint (gs_dataset_count_samples (none, 7), ==, 1);
  book = gs_workbook_new (gs_document_new (g_steal_pointer (&network), none, 1, &error), &error);
  g_assert_no_error (error);
  x = (NnCell){ nn_program_find (gs_workbook_get_program (book), "x"), 0 };
  W = (NnCell){ nn_program_find (gs_workbook_get_program (book), "W1"), 0 };
  g_assert_cmpint (gs_workbook_look (book, &x, &value), ==, GS_CELL_BLANK);
  g_assert_cmpint (gs_workbook_look (book, &W, &value), !=, GS_CELL_BLANK);
  g_assert_false (gs_frame_is_visible (gs_workbook_get_frame (book), &x));
  g_assert_true (gs_frame_is_visible (gs_workbook_get_frame (book), &W));
  for (gint step = GS_STEP_TERM; step <= GS_STEP_PASS; step++)
    g_assert_false (gs_workbook_step (book, (GsStep) step, 1));
  gs_workbook_run_to_cell (book, &(NnCell){ nn_program_get_loss (gs_workbook_get_program (book)), 0 });
  g_assert_cmpint (gs_workbook_get_cursor (book).instruction, ==, 0);
  g_assert_false (gs_workbook_train (book, 3, NULL, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "no rows yet"));
  g_clear_error (&error);
  g_assert_false (gs_workbook_set_text (book, "x[1,1]", "1", &error));
  g_assert_nonnull (strstr (error->message, "2 inputs and 1 targets"));
  g_clear_error (&error);
  cells[0] = x;
  cells[1] = (NnCell){ x.tensor, 1 };
  cells[2] = (NnCell){ nn_program_find (gs_workbook_get_program (book), "t"), 0 };
  g_assert_true (gs_workbook_set_cells (book, cells, (const gdouble[]){ 1, 2, 3 }, 3, &error));
  g_assert_true (gs_workbook_step (book, GS_STEP_OPERATION, 1));
  g_assert_cmpint (gs_workbook_look (book, &x, &value), !=, GS_CELL_BLANK);
  g_assert_cmpfloat (value, ==, 1);
  rows =
      gs_dataset_splice (none, 1, 0, 2, (const gdouble[]){ 1, 2, 3, 4 }, (const gdouble[]){ 5, 6 }, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gs_dataset_get_n_rows (rows), ==, 2);
  assert_saved (book);
  g_assert_true (gs_workbook_undo (book));
  g_assert_cmpint (gs_workbook_look (book, &x, &value), ==, GS_CELL_BLANK);
  assert_saved (book);
}

/* ---- files that somebody else writes ---- */

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
  g_test_add_func ("/workbook/there-and-back", test_there_and_back);
  g_test_add_func ("/workbook/steps", test_every_step_is_undone_by_its_opposite);
  g_test_add_func ("/workbook/layers-and-cells", test_layers_and_cells);
  g_test_add_func ("/workbook/budget", test_budget);
  g_test_add_func ("/workbook/undo-everything", test_undo_everything);
  g_test_add_func ("/workbook/undo-survives-saving", test_undo_survives_saving);
  g_test_add_func ("/workbook/labels", test_labels_and_modified);
  g_test_add_func ("/workbook/refusals", test_refusals);
  g_test_add_func ("/workbook/training", test_training_is_stepping);
  g_test_add_func ("/workbook/after-a-pass", test_after_a_pass);
  g_test_add_func ("/workbook/starting-weights", test_starting_weights);
  g_test_add_func ("/workbook/mixed-cells", test_mixed_cells);
  g_test_add_func ("/workbook/gestures", test_gestures);
  g_test_add_func ("/workbook/loss-before-among-many", test_loss_before_among_many);
  g_test_add_func ("/workbook/losses", test_losses);
  g_test_add_func ("/workbook/blow-up", test_blow_up);
  g_test_add_func ("/workbook/network", test_network_keeps_weights);
  g_test_add_func ("/workbook/predict", test_predict);
  g_test_add_func ("/workbook/prediction-squashes-as-training", test_prediction_squashes_as_training);
  g_test_add_func ("/workbook/no-rows", test_no_rows);
  g_test_add_func ("/workbook/changed-file", test_changed_file);
  return g_test_run ();
}
