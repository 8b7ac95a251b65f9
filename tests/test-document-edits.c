/* Documents there and back after edits of every kind, with all there is to undo and to do again; and any
 * bytes instead of a document: refused with a reason, or opened and gone on from. */
#include <string.h>

#include "app/workbook/gs-workbook.h"
#include "document.h"
#include "pass.h"

/* Six rows of 2×2 in batches of 4 and 2. */
static GsWorkbook *
make_book (gint units, guint64 seed)
{
  NnNetwork *network = nn_network_new ();
  NnShape target = nn_shape (1, 1);
  gdouble inputs[24], targets[6];
  g_autoptr (GsDataset) all = NULL, data = NULL;
  g_autoptr (GError) error = NULL;
  GsDocument *document;
  GsWorkbook *book;
  guint64 random = seed;

  network->input = nn_shape (3, 1, 2, 2);
  nn_network_add_layer (network, NN_LAYER_FLATTEN);
  nn_network_add_layer (network, NN_LAYER_DENSE)->units = units;
  nn_network_add_layer (network, NN_LAYER_DENSE)->units = 1;
  network->optimizer = nn_optimizer_default (NN_OPTIMIZER_ADAM);
  for (gint i = 0; i < 24; i++)
    inputs[i] = pass_random (&random);
  for (gint i = 0; i < 6; i++)
    targets[i] = pass_random (&random);
  all = gs_dataset_new (&network->input, &target, 6, inputs, targets);
  data = gs_dataset_with_batch_size (all, 4);
  document = gs_document_new (network, data, seed, &error);
  g_assert_no_error (error);
  book = gs_workbook_new (document, &error);
  g_assert_no_error (error);
  return book;
}

/* Sometimes with other rows, since the outputs become more or fewer. */
static void
edit_network (guint64 *random, GsWorkbook *book)
{
  NnNetwork *network = nn_network_copy (gs_workbook_get_network (book));
  NnLayer *hidden = g_ptr_array_index (network->layers, 1), *last = g_ptr_array_index (network->layers, 2);
  GsDataset *data = gs_workbook_get_data (book);
  NnShape target = nn_shape (1, pass_random_int (random, 1, 2));
  gdouble targets[12] = { 0.25, -0.0 };
  g_autoptr (GsDataset) other = NULL;
  g_autoptr (GError) error = NULL;

  switch (pass_random_int (random, 0, 2)) {
  case 0: hidden->units = pass_random_int (random, 1, 4); break;
  case 1: network->optimizer = nn_optimizer_default ((NnOptimizerKind) pass_random_int (random, 0, 6)); break;
  default:
    last->units = target.dim[0];
    other = gs_dataset_new (&network->input, &target, MIN (gs_dataset_get_n_rows (data), 6),
                            gs_dataset_get_input (data, 1), targets);
  }
  gs_workbook_set_network (book, network, other != NULL ? other : data, "Change the network", &error);
  g_assert_no_error (error);
}

static void
edit_data (guint64 *random, GsWorkbook *book)
{
  GsDataset *data = gs_workbook_get_data (book);
  gdouble inputs[8], targets[4];
  g_autoptr (GsDataset) changed = NULL;
  g_autoptr (GError) error = NULL;
  gint first = pass_random_int (random, 1, gs_dataset_get_n_rows (data));

  for (gint i = 0; i < 8; i++)
    inputs[i] = pass_random (random) - 0.5;
  for (gint i = 0; i < 4; i++)
    targets[i] = pass_random (random);
  changed = gs_dataset_splice (data, first, 1, pass_random_int (random, 1, 2), inputs, targets, &error);
  g_assert_no_error (error);
  gs_workbook_set_data (book, changed, "Change rows", &error);
  g_assert_no_error (error);
}

static void
edit_names (guint64 *random, GsWorkbook *book)
{
  static const gchar *const words[] = { "", "setosa", "Größe 1", "versicolor", "a.png", "0" };
  GsNameKind kind = pass_random_int (random, 0, 1) == 0 ? GS_NAMES_TARGETS : GS_NAMES_ROWS;
  GsDataset *data = gs_workbook_get_data (book);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GsDataset) named = NULL;
  g_autoptr (GError) error = NULL;
  gint first = pass_random_int (random, 0, 4);

  for (gsize i = 0; i < gs_dataset_get_n_names (data, kind); i++)
    g_ptr_array_add (names, (gpointer) words[((gsize) first + i) % G_N_ELEMENTS (words)]);
  named = gs_dataset_with_names (data, kind, pass_random_int (random, 0, 3) == 0 ? NULL : names, &error);
  g_assert_no_error (error);
  gs_workbook_set_data (book, named, "Name columns", &error);
  g_assert_no_error (error);
}

/* Rows kept apart, and inputs scaled, if they are not yet. */
static void
edit_split (guint64 *random, GsWorkbook *book)
{
  GsDataset *data = gs_workbook_get_data (book);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDataset) parted =
      gs_dataset_with_split (data, pass_random_int (random, 0, 2) / 7.0, pass_random_int (random, 0, 1) / 9.0,
                             *random >> 12, &error);
  g_autoptr (GsDataset) scaled = NULL, dealt = NULL;

  g_assert_no_error (error);
  scaled = gs_dataset_with_scaling (parted, (GsScalingKind) pass_random_int (random, 0, 2), NULL);
  dealt =
      gs_dataset_with_shuffling (scaled != NULL ? scaled : parted, pass_random_int (random, 0, 1), &error);
  g_assert_no_error (error);
  gs_workbook_set_data (book, dealt, "Keep rows for testing", &error);
  g_assert_no_error (error);
}

static void
edit_cell (guint64 *random, GsWorkbook *book)
{
  static const gchar *const leaves[] = { "W1", "b1", "W2", "W1.v", "beta1.t", "lr" };
  NnProgram *program = gs_workbook_get_program (book);
  NnCell cell = { nn_program_find (program, leaves[pass_random_int (random, 0, 5)]), 0 };
  gdouble value = pass_random (random) / 3;

  if (cell.tensor >= 0)
    gs_workbook_set_cells (book, &cell, &value, 1, NULL);
}

static void
edit_pin (guint64 *random, GsWorkbook *book)
{
  NnCell cell = { nn_program_find (gs_workbook_get_program (book), "z1"), 0 };

  if (pass_random_int (random, 0, 2) == 0)
    gs_workbook_unpin (book, &cell, NULL);
  else
    gs_workbook_pin (book, &cell, pass_random (random), NULL);
}

static void
do_something (guint64 *random, GsWorkbook *book)
{
  switch (pass_random_int (random, 0, 11)) {
  case 0: edit_network (random, book); break;
  case 1: edit_data (random, book); break;
  case 10: edit_names (random, book); break;
  case 11: edit_split (random, book); break;
  case 2: gs_workbook_train (book, 2, NULL, NULL, NULL, NULL); break;
  case 3: gs_workbook_set_seed (book, *random, NULL); break;
  case 4:
  case 5: edit_cell (random, book); break;
  case 6: edit_pin (random, book); break;
  case 7: gs_workbook_undo (book); break;
  case 8: gs_workbook_redo (book); break;
  default: gs_workbook_step (book, GS_STEP_PASS, pass_random_int (random, 0, 1) ? 1 : -1);
  }
}

static void
test_undo (void)
{
  guint64 random = 77;
  guint kinds[GS_EDIT_STATE + 1] = { 0 }, redone = 0, pinned = 0, anchored = 0, named = 0, parted = 0;

  for (gint i = 0; i < 25; i++) {
    g_autoptr (GsWorkbook) book = make_book (i % 3 == 0 ? 80 : 3, (guint64) i + 1);

    for (gint j = 0; j < 24; j++) {
      do_something (&random, book);
      if (j % 6 == 5) {
        g_autoptr (GsDocument) document = gs_workbook_to_document (book);

        document_assert_there_and_back (document);
        redone += document->redo->len;
        pinned += document->pins->len;
        named += gs_dataset_get_names (document->data, GS_NAMES_ROWS) != NULL;
        parted += gs_dataset_get_test_share (document->data, NULL) > 0;
        for (guint k = 0; k < document->undo->len; k++) {
          const GsEdit *edit = g_ptr_array_index (document->undo, k);

          kinds[edit->kind]++;
          anchored += edit->anchor != NULL;
        }
      }
    }
  }
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_assert_cmpuint (kinds[i], >, 10);
  g_assert_cmpuint (redone, >, 0);
  g_assert_cmpuint (pinned, >, 0);
  g_assert_cmpuint (named, >, 0);
  g_assert_cmpuint (parted, >, 0);
  g_assert_cmpuint (anchored, >, 0);
}

/* ---- any bytes ---- */

/* With everything a document can hold. */
static gchar *
make_rich_text (gsize *length)
{
  g_autoptr (GsWorkbook) book = make_book (2, 5);
  g_autoptr (GsDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  NnCell z1 = { nn_program_find (gs_workbook_get_program (book), "z1"), 1 };
  guint64 random = 9;

  g_assert_true (gs_workbook_set_text (book, "W1[1,1]", "1/4", &error));
  edit_data (&random, book);
  edit_names (&random, book);
  edit_split (&random, book);
  edit_network (&random, book);
  g_assert_true (gs_workbook_train (book, 2, NULL, NULL, NULL, &error));
  z1.tensor = nn_program_find (gs_workbook_get_program (book), "z1");
  g_assert_true (gs_workbook_pin (book, &z1, 0.5, &error));
  g_assert_true (gs_workbook_set_text (book, "b1[1]", "2", &error));
  g_assert_true (gs_workbook_undo (book));
  document = gs_workbook_to_document (book);
  g_ptr_array_add (document->overrides, gs_override_new (document->cursor.pass + 1, "lr", 0, 0.125));
  return gs_document_to_text (document, length);
}

static void
test_prefixes (void)
{
  gsize length;
  g_autofree gchar *text = make_rich_text (&length);

  /* Without the last newline it is whole. */
  for (gsize n = 0; n < length - 1; n++) {
    g_autofree gchar *prefix = g_memdup2 (text, MAX (n, 1));
    g_autoptr (GError) error = NULL;

    g_assert_null (gs_document_load_bytes (prefix, n, "cut", &error));
    g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_SYNTAX);
    g_assert_true (g_str_has_prefix (error->message, "cut: line "));
  }
  g_assert_cmpint (text[length - 1], ==, '\n');
}

static void
mutate (guint64 *random, GString *bytes)
{
  static const gchar *const pieces[] = { "-1",          "1e308", "[",  "]",       "{",
                                         "}",           "\"",    ",",  "null",    "true",
                                         "99999999999", "0.5",   "W9", "\\u0000", "\xff",
                                         "\"like\": 2", "[[]]",  "{}", "1e-400" };
  gsize at = (gsize) pass_random_int (random, 0, (gint) bytes->len - 1);
  gsize n = (gsize) pass_random_int (random, 1, (gint) MIN (bytes->len - at, 20));

  switch (pass_random_int (random, 0, 3)) {
  case 0: bytes->str[at] = (gchar) pass_random_int (random, 0, 255); break;
  case 1: g_string_erase (bytes, (gssize) at, (gssize) n); break;
  case 2:
    g_string_insert (bytes, (gssize) at, pieces[pass_random_int (random, 0, G_N_ELEMENTS (pieces) - 1)]);
    break;
  default:
    /* Another digit: most often still JSON, and another document. */
    while (at < bytes->len && !g_ascii_isdigit (bytes->str[at]))
      at++;
    if (at < bytes->len)
      bytes->str[at] = (gchar) pass_random_int (random, '0', '9');
  }
}

/* An edit that a spoilt file puts where no pass is kept stays as it is, and says so. */
static gboolean
is_fatal (const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer user_data)
{
  (void) domain;
  (void) user_data;
  return (level & G_LOG_LEVEL_WARNING) == 0 || strstr (message, " was not ") == NULL;
}

static void
say_unless_expected (const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer user_data)
{
  if (is_fatal (domain, level, message, user_data))
    g_test_message ("%s", message);
}

/* Whatever the file says was done can be taken back, done again and gone on from. */
static void
play (GsDocument *document)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWorkbook) book = gs_workbook_new (document, &error);
  g_autoptr (GsDocument) again = NULL;
  guint n = 0;

  g_assert_true ((book == NULL) == (error != NULL));
  if (book == NULL)
    return;
  while (n < 20 && gs_workbook_undo (book))
    n++;
  while (gs_workbook_redo (book))
    g_assert_cmpuint (n++, <, 60);
  gs_workbook_step (book, GS_STEP_PASS, 2);
  gs_workbook_step (book, GS_STEP_LAYER, -3);
  again = gs_workbook_to_document (book);
  g_assert_nonnull (again);
}

static void
test_mutations (void)
{
  guint64 random = 4711;
  gsize length;
  g_autofree gchar *text = make_rich_text (&length);
  guint loaded = 0, refused = 0;
  GLogFunc log;

  g_test_log_set_fatal_handler (is_fatal, NULL);
  log = g_log_set_default_handler (say_unless_expected, NULL);
  for (gint i = 0; i < 2000; i++) {
    g_autoptr (GString) bytes = g_string_new_len (text, (gssize) length);
    g_autofree gchar *copy = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (GsDocument) document = NULL;

    for (gint n = pass_random_int (&random, 1, 3); n > 0 && bytes->len > 1; n--)
      mutate (&random, bytes);
    /* Not a byte longer than needed, for those who look for reading beyond the end. */
    copy = g_memdup2 (bytes->str, bytes->len);
    document = gs_document_load_bytes (copy, bytes->len, "any", &error);
    g_assert_true ((document == NULL) == (error != NULL));
    if (document != NULL) {
      loaded++;
      document_assert_there_and_back (document);
      play (g_steal_pointer (&document));
    } else {
      refused++;
      g_assert_cmpint (error->domain, ==, GS_DOCUMENT_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_true (g_str_has_prefix (error->message, "any: "));
    }
  }
  g_log_set_default_handler (log, NULL);
  g_assert_cmpuint (loaded, >, 100);
  g_assert_cmpuint (refused, >, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-edits/undo", test_undo);
  g_test_add_func ("/document-edits/prefixes", test_prefixes);
  g_test_add_func ("/document-edits/mutations", test_mutations);
  return g_test_run ();
}
