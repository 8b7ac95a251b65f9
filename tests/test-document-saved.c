/* What is saved can be opened: after edits of every kind the writer refuses, or the reader takes the file and
 * everything in it is as it was. */
#include <glib/gstdio.h>

#include "books.h"
#include "document.h"
#include "edits.h"

/* Calls of the compiler: the program is linked with --wrap. */
static gint n_compiled;

NnProgram *
__real_nn_network_compile (const NnNetwork *, gint, NnCompileFlags, const gchar *const *, GError **);
NnProgram *__wrap_nn_network_compile (const NnNetwork *network,
                                      gint batch,
                                      NnCompileFlags flags,
                                      const gchar *const *pinned,
                                      GError **error);

NnProgram *
__wrap_nn_network_compile (const NnNetwork *network,
                           gint batch,
                           NnCompileFlags flags,
                           const gchar *const *pinned,
                           GError **error)
{
  n_compiled++;
  return __real_nn_network_compile (network, batch, flags, pinned, error);
}

/* Through the text of a file; NULL if the writer refuses. */
static GsWorkbook *
save_and_open (GsWorkbook *book, GError **error)
{
  g_autoptr (GsDocument) document = gs_workbook_to_document (book);
  gsize length, length_again;
  g_autofree gchar *text = gs_document_to_file (document, "a.gradsheet", &length, error), *again = NULL;
  g_autoptr (GError) failure = NULL;
  GsDocument *opened, *back;
  GsWorkbook *result;

  if (text == NULL)
    return NULL;
  opened = gs_document_load_bytes (text, length, "a.gradsheet", &failure);
  if (opened == NULL)
    g_error ("saved, but not opened: %s\n%s", failure->message, text);
  if (edits_are_finite (document))
    document_assert_same (document, opened);
  result = gs_workbook_new (opened, &failure);
  g_assert_no_error (failure);
  /* And shows what it was. */
  back = gs_workbook_to_document (result);
  again = gs_document_to_file (back, "a.gradsheet", &length_again, &failure);
  g_assert_no_error (failure);
  g_assert_cmpmem (text, length, again, length_again);
  gs_document_free (back);
  return result;
}

static void
pin (GsWorkbook *book, const gchar *name, gdouble value)
{
  NnCell cell = { nn_program_find (gs_workbook_get_program (book), name), 0 };
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (cell.tensor, >=, 0);
  g_assert_true (gs_workbook_pin (book, &cell, value, &error));
  g_assert_no_error (error);
}

static void
assert_pinned (GsWorkbook *book, const gchar *name, gdouble value)
{
  NnCell cell = { nn_program_find (gs_workbook_get_program (book), name), 0 };

  g_assert_cmpint (cell.tensor, >=, 0);
  g_assert_true (nn_run_is_pinned (gs_workbook_get_run (book), &cell));
  g_assert_cmpfloat (nn_run_get_pin (gs_workbook_get_run (book), &cell), ==, value);
}

/* ---- tensors that are there because of pins ---- */

static void
test_gate (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur"), opened = NULL;
  g_autoptr (GError) error = NULL;

  pin (book, "a1", 0.5);
  pin (book, "da1.free", 0.1);
  opened = save_and_open (book, &error);
  g_assert_no_error (error);
  assert_pinned (opened, "a1", 0.5);
  assert_pinned (opened, "da1.free", 0.1);
  while (gs_workbook_undo (opened))
    continue;
  g_assert_cmpint (nn_program_find (gs_workbook_get_program (opened), "da1.free"), ==, -1);
  while (gs_workbook_redo (opened))
    continue;
  assert_pinned (opened, "da1.free", 0.1);
}

/* A gradient that is shown but is no part of the document becomes one when it is held. */
static void
test_gradient_of_input (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur"), opened = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (gs_workbook_set_all_gradients (book, TRUE, &error));
  pin (book, "dx", 0.25);
  opened = save_and_open (book, &error);
  g_assert_no_error (error);
  assert_pinned (opened, "dx", 0.25);
  /* Shown no longer, it stays as long as it is held. */
  g_assert_true (gs_workbook_set_all_gradients (book, FALSE, &error));
  assert_pinned (book, "dx", 0.25);
  g_assert_true (gs_workbook_undo (book));
  g_assert_cmpint (nn_program_find (gs_workbook_get_program (book), "dx"), ==, -1);
}

static void
test_long_chain (void)
{
  static const gchar text[] =
      "{\"format\":\"gradsheet\",\"version\":1,\"input\":[2],\"layers\":[{\"kind\":\"dense\",\"units\":3,"
      "\"activation\":\"softmax\"}],\"loss\":\"cross-entropy\",\"data\":{\"inputs\":[[1,2]],\"targets\":[[0,"
      "1,0]]}}";
  g_autoptr (GError) error = NULL;
  GsDocument *document = gs_document_load_bytes (text, sizeof text - 1, "chain", &error);
  g_autoptr (GsWorkbook) book = gs_workbook_new (document, &error), opened = NULL;
  NnCell cell;

  g_assert_no_error (error);
  pin (book, "z1.exp", 2);
  pin (book, "dz1.shift", 0.5);
  opened = save_and_open (book, &error);
  g_assert_no_error (error);
  assert_pinned (opened, "z1.exp", 2);
  assert_pinned (opened, "dz1.shift", 0.5);
  /* What holds up the other cannot go first. */
  cell = (NnCell){ nn_program_find (gs_workbook_get_program (opened), "z1.exp"), 0 };
  g_assert_false (gs_workbook_unpin (opened, &cell, &error));
  g_assert_nonnull (strstr (error->message, "dz1.shift is held by hand"));
}

/* Of two pins the one that cannot be is named, not the one that the other brings about. */
static void
test_blame (void)
{
  static const gchar text[] =
      "{\"format\":\"gradsheet\",\"version\":1,\"input\":[1],\"layers\":[{\"kind\":\"dense\",\"units\":1}],"
      "\"data\":{\"inputs\":[[1]],\"targets\":[[1]]},\"pins\":[{\"tensor\":\"dz1.free\",\"value\":1},"
      "{\"tensor\":\"z1\",\"value\":1},{\"tensor\":\"z9\",\"value\":1}]}";
  g_autoptr (GError) error = NULL;

  g_assert_null (gs_document_load_bytes (text, sizeof text - 1, "a", &error));
  g_assert_nonnull (strstr (error->message, "pins[3]: this network has no tensor “z9”"));
}

/* ---- limits ---- */

static void
test_last_pass (void)
{
  static const gchar text[] =
      "{\"format\":\"gradsheet\",\"version\":1,\"input\":[1],\"layers\":[{\"kind\":\"dense\",\"units\":1}],"
      "\"data\":{\"inputs\":[[1]],\"targets\":[[1]]},\"place\":{\"pass\":2147483640}}";
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWorkbook) book =
      gs_workbook_new (gs_document_load_bytes (text, sizeof text - 1, "late", &error), &error);
  g_autoptr (GsWorkbook) opened = NULL;

  g_assert_no_error (error);
  g_assert_false (gs_workbook_train (book, 100, NULL, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "Pass 2147483647 is the last"));
  g_clear_error (&error);
  g_assert_cmpuint (gs_workbook_get_cursor (book).pass, ==, GS_MAX_PASS);
  g_assert_false (gs_workbook_step (book, GS_STEP_PASS, 1));
  opened = save_and_open (book, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (gs_workbook_get_cursor (opened).pass, ==, GS_MAX_PASS);
}

/* One weight too many: refused before anything is drawn, and by the writer if it is there already. */
static void
test_too_large (void)
{
  NnNetwork *network = nn_network_new ();
  NnShape input = nn_shape (1, 8192);
  g_autofree gdouble *values = g_new0 (gdouble, 8192);
  g_autoptr (GsDataset) data = gs_dataset_new (&input, &input, 1, values, values);
  g_autoptr (GError) error = NULL;
  NnLayer *layer;

  network->input = input;
  layer = nn_network_add_layer (network, NN_LAYER_DENSE);
  layer->units = 8192;
  layer->bias = FALSE;
  g_assert_null (gs_document_new (network, data, 1, &error));
  g_assert_nonnull (strstr (error->message, "67108865 numbers"));
  g_assert_nonnull (strstr (error->message, "smaller layers"));
}

/* What the reader would refuse is not written, and what was there stays. */
static void
assert_refused (GsDocument *document, const gchar *reason)
{
  g_autofree gchar *folder = g_dir_make_tmp ("saved-XXXXXX", NULL);
  g_autofree gchar *path = g_build_filename (folder, "a.gradsheet", NULL), *left = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  g_assert_false (gs_document_save (document, path, &error));
  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_WRITE);
  g_assert_true (g_str_has_prefix (error->message, path));
  if (strstr (error->message, reason) == NULL)
    g_error ("got “%s”, wanted “%s”", error->message, reason);
  g_assert_nonnull (strstr (error->message, "untouched"));
  g_assert_true (g_file_get_contents (path, &left, NULL, NULL));
  g_assert_cmpstr (left, ==, "before");
  g_unlink (path);
  g_rmdir (folder);
}

static GsDocument *
make_document (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur");

  return gs_workbook_to_document (book);
}

static void
test_refused (void)
{
  g_autoptr (GsDocument) pins = make_document (), place = make_document (), state = make_document (),
                         ahead = make_document (), rows = make_document ();
  g_autoptr (GsDataset) other = NULL;
  NnShape one = nn_shape (1, 1);
  gdouble number = 0;

  g_ptr_array_add (pins->pins, gs_cell_change_new ("da1.free", 0, 0, 0));
  assert_refused (pins, "pins[1]: this network has no tensor “da1.free”");
  place->cursor.pass = GS_MAX_PASS + 100;
  assert_refused (place, "place: pass 2147483747 is none");
  nn_state_put (state->state, nn_tensor_new ("W9", &one));
  assert_refused (state, "state.W9: this network has no tensor “W9”");
  g_ptr_array_add (ahead->overrides, gs_override_new (7, "W1", 99, 1));
  assert_refused (ahead, "overrides[1]: W1 has 4 cells");
  other = gs_dataset_new (&one, &one, 1, &number, &number);
  gs_dataset_unref (rows->data);
  rows->data = gs_dataset_ref (other);
  assert_refused (rows, "do not fit the network");
}

/* Undo that no file can hold is left out; the document is saved. */
static void
test_cut (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  g_autoptr (GsDocument) document = NULL, opened = NULL;
  g_autofree gchar *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  for (gint i = 0; i < 3; i++)
    g_assert_true (gs_workbook_set_text (book, "W1[1,1]", i == 1 ? "0.5" : "0.25", &error));
  document = gs_workbook_to_document (book);
  ((GsEdit *) g_ptr_array_index (document->undo, 1))->cursor.pass = 0;
  text = gs_document_to_file (document, "a", &length, &error);
  g_assert_no_error (error);
  opened = gs_document_load_bytes (text, length, "a", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (opened->undo->len, ==, 1);
}

/* ---- compiling ---- */

static void
test_compiled_once (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur"), opened = NULL;
  g_autofree gchar *text = NULL;
  g_autoptr (GsDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  pin (book, "a1", 0.5);
  pin (book, "dW2", 0.5);
  g_assert_true (gs_workbook_train (book, 3, NULL, NULL, NULL, &error));
  n_compiled = 0;
  document = gs_workbook_to_document (book);
  g_ptr_array_set_size (document->undo, 0);
  text = gs_document_to_file (document, "a", &length, &error);
  g_assert_no_error (error);
  /* It is the workbook's own program. */
  g_assert_cmpint (n_compiled, ==, 0);
  opened = gs_workbook_new (gs_document_load_bytes (text, length, "a", &error), &error);
  g_assert_no_error (error);
  g_assert_cmpint (n_compiled, ==, 1);
  n_compiled = 0;
  g_object_unref (book_open ("mazur"));
  g_assert_cmpint (n_compiled, ==, 1);
}

/* ---- other passes ---- */

#define N_PASSES 7

/* All that a pass computes, and what is held in it. */
static void
assert_same_pass (GsWorkbook *a, GsWorkbook *b, guint32 pass)
{
  NnProgram *program, *other;
  g_autoptr (GArray) pins = NULL, other_pins = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (gs_workbook_go_to_pass (a, pass, &error));
  g_assert_true (gs_workbook_go_to_pass (b, pass, &error));
  g_assert_no_error (error);
  nn_run_ensure (gs_workbook_get_run (a), G_MAXINT, NULL, NULL);
  nn_run_ensure (gs_workbook_get_run (b), G_MAXINT, NULL, NULL);
  program = gs_workbook_get_program (a);
  other = gs_workbook_get_program (b);
  g_assert_cmpint (nn_program_get_n_tensors (program), ==, nn_program_get_n_tensors (other));
  for (gint tensor = 0; tensor < nn_program_get_n_tensors (program); tensor++) {
    gsize n = nn_shape_count (&nn_program_get_tensor (program, tensor)->shape) * sizeof (gdouble);

    g_assert_cmpmem (nn_run_get_values (gs_workbook_get_run (a), tensor), n,
                     nn_run_get_values (gs_workbook_get_run (b), tensor), n);
  }
  pins = nn_run_list_pins (gs_workbook_get_run (a));
  other_pins = nn_run_list_pins (gs_workbook_get_run (b));
  g_assert_cmpuint (pins->len, ==, other_pins->len);
  for (guint i = 0; i < pins->len; i++) {
    const NnCell *cell = &g_array_index (pins, NnCell, i);

    g_assert_true (gs_workbook_is_pinned (b, cell));
    document_assert_bits (nn_run_get_pin (gs_workbook_get_run (a), cell),
                          nn_run_get_pin (gs_workbook_get_run (b), cell));
  }
}

/* Edits in passes chosen at random, so that most are made ahead of where the document is saved, or behind. */
static void
scatter_edits (GsWorkbook *book, Choices *choices)
{
  gs_workbook_go_to_pass (book, (guint32) edits_int (choices, 1, N_PASSES), NULL);
  for (gint i = 0; i < 8; i++) {
    if (edits_int (choices, 0, 3) == 0)
      edits_change_data (book, choices);
    else if (edits_int (choices, 0, 5) == 0)
      edits_make (book, choices);
    else
      edits_change_cell (book, choices);
    if (edits_int (choices, 0, 7) == 0)
      gs_workbook_undo (book);
    /* Mostly on, as what lies ahead of an edit becomes void. */
    gs_workbook_go_to_pass (book, gs_workbook_get_cursor (book).pass + (guint32) edits_int (choices, 0, 2),
                            NULL);
  }
}

static gboolean
has_ahead (GsWorkbook *book, GsOverrideKind kind)
{
  g_autoptr (GsDocument) document = gs_workbook_to_document (book);
  gboolean found = FALSE;

  for (guint i = 0; i < document->overrides->len; i++) {
    const GsOverride *set = g_ptr_array_index (document->overrides, i);

    found = found || (set->kind == kind && set->pass > document->cursor.pass);
  }
  return found;
}

/* The same undone one edit after another, and what is then in each of the passes around it. */
static gint
undo_both (GsWorkbook *a, GsWorkbook *b)
{
  gint n = 0;

  while (gs_workbook_undo (a)) {
    guint32 pass = gs_workbook_get_cursor (a).pass;

    g_assert_true (gs_workbook_undo (b));
    g_assert_cmpuint (gs_workbook_get_cursor (b).pass, ==, pass);
    for (guint32 i = pass; i < pass + 3; i++)
      assert_same_pass (a, b, i);
    n++;
  }
  g_assert_false (gs_workbook_undo (b));
  return n;
}

/* Where a document is saved, what is laid down for other passes is there when it is opened: every pass from
 * there on is the same, to the bit, and undo leads through the same ones. */
static void
test_other_passes (void)
{
  gint n_opened = 0, n_pins = 0, n_rows = 0, n_undone = 0;

  for (guint64 seed = 1; seed <= 250; seed++) {
    Choices choices = { .state = seed * 7907 };
    g_autoptr (GsWorkbook) book = edits_make_book (&choices), opened = NULL;
    g_autoptr (GError) error = NULL;
    guint32 pass;

    scatter_edits (book, &choices);
    pass = (guint32) edits_int (&choices, 1, N_PASSES);
    gs_workbook_go_to_pass (book, pass, NULL);
    pass = gs_workbook_get_cursor (book).pass;
    opened = save_and_open (book, &error);
    if (opened == NULL) {
      g_assert_nonnull (strstr (error->message, "NaN or infinity"));
      continue;
    }
    n_opened++;
    n_pins += has_ahead (book, GS_OVERRIDE_PIN);
    n_rows += has_ahead (book, GS_OVERRIDE_DATA);
    for (guint32 i = pass; i < pass + N_PASSES; i++)
      assert_same_pass (book, opened, i);
    {
      g_autoptr (GsDocument) document = gs_workbook_to_document (book);

      if (edits_are_finite (document))
        n_undone += undo_both (book, opened);
    }
  }
  g_test_message ("%d opened, %d with pins ahead, %d with rows, %d edits undone", n_opened, n_pins, n_rows,
                  n_undone);
  g_assert_cmpint (n_opened, >, 200);
  g_assert_cmpint (n_pins, >, 20);
  g_assert_cmpint (n_rows, >, 20);
  g_assert_cmpint (n_undone, >, 500);
}

/* ---- anything ---- */

/* Moves and views that are no edits. */
static void
move (GsWorkbook *book, Choices *choices)
{
  switch (edits_int (choices, 0, 11)) {
  case 0: gs_workbook_step (book, GS_STEP_PASS, 1); break;
  case 1: gs_workbook_step (book, GS_STEP_PASS, -1); break;
  case 2: gs_workbook_undo (book); break;
  case 3: gs_workbook_redo (book); break;
  case 4: gs_workbook_set_all_gradients (book, edits_bool (choices), NULL); break;
  case 5: gs_workbook_step (book, GS_STEP_TERM, edits_int (choices, 0, 20)); break;
  default: gs_workbook_step (book, GS_STEP_OPERATION, edits_int (choices, 0, 9) - 3);
  }
}

static void
test_random (void)
{
  gint n_opened = 0, n_refused = 0, n_kept = 0;

  for (guint64 seed = 1; seed <= 300; seed++) {
    Choices choices = { .state = seed * 7919 };
    g_autoptr (GsWorkbook) book = edits_make_book (&choices);

    for (gint i = 0; i < 12; i++) {
      g_autoptr (GsWorkbook) opened = NULL;
      g_autoptr (GError) error = NULL;

      edits_make (book, &choices);
      move (book, &choices);
      opened = save_and_open (book, &error);
      if (opened == NULL) {
        /* The only reason there is. */
        g_assert_nonnull (strstr (error->message, "NaN or infinity"));
        n_refused++;
        continue;
      }
      n_opened++;
      /* Goes on from the file now and then. */
      if (edits_int (&choices, 0, 3) == 0) {
        g_set_object (&book, opened);
        n_kept++;
      }
    }
  }
  g_test_message ("%d saved and opened, %d refused, %d went on from the file", n_opened, n_refused, n_kept);
  g_assert_cmpint (n_opened, >, 3000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-saved/gate", test_gate);
  g_test_add_func ("/document-saved/gradient-of-input", test_gradient_of_input);
  g_test_add_func ("/document-saved/long-chain", test_long_chain);
  g_test_add_func ("/document-saved/blame", test_blame);
  g_test_add_func ("/document-saved/last-pass", test_last_pass);
  g_test_add_func ("/document-saved/too-large", test_too_large);
  g_test_add_func ("/document-saved/refused", test_refused);
  g_test_add_func ("/document-saved/cut", test_cut);
  g_test_add_func ("/document-saved/compiled-once", test_compiled_once);
  g_test_add_func ("/document-saved/other-passes", test_other_passes);
  g_test_add_func ("/document-saved/random", test_random);
  return g_test_run ();
}
