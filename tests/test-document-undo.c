/* Undo in documents: what was saved with its history is undone and done again to the bit, and a
 * history that somebody made up is refused or undone as far as it makes sense, without a crash. */
#include <math.h>
#include <string.h>

#include "edits.h"

/* ---- comparing ---- */

static gint
compare_pins (gconstpointer a, gconstpointer b)
{
  const GsCellChange *first = *(const GsCellChange *const *) a, *second = *(const GsCellChange *const *) b;
  gint order = strcmp (first->tensor, second->tensor);

  return order != 0 ? order : (first->offset > second->offset) - (first->offset < second->offset);
}

static gchar *
to_text (GsWorkbook *book, gboolean with_history)
{
  g_autoptr (GsDocument) document = gs_workbook_to_document (book);

  if (!with_history) {
    /* Their order has no meaning. */
    g_ptr_array_sort (document->pins, compare_pins);
    g_ptr_array_set_size (document->undo, 0);
    g_ptr_array_set_size (document->redo, 0);
    /* A document opened in pass 1 begins with what it holds there. */
    g_clear_pointer (&document->start, nn_state_free);
    /* An edit from a file that is taken back lays down what stood there, where one of this sitting knows that
     * nothing was laid down: the passes ahead tell whether that is the same. */
    g_ptr_array_set_size (document->overrides, 0);
  }
  return gs_document_to_text (document, NULL);
}

static void
assert_same_text (const gchar *first, const gchar *second)
{
  g_auto (GStrv) lines = g_strsplit (first, "\n", -1), others = g_strsplit (second, "\n", -1);

  for (gint i = 0; lines[i] != NULL || others[i] != NULL; i++)
    if (g_strcmp0 (lines[i], others[i]) != 0)
      g_error ("line %d: “%s” is not “%s” in:\n%s", i + 1, lines[i], others[i], first);
}

static GsWorkbook *
open_text (const gchar *text, GError **error)
{
  GsDocument *document = gs_document_load_bytes (text, strlen (text), "test", error);

  return document != NULL ? gs_workbook_new (document, error) : NULL;
}

static GsWorkbook *
save_and_open (GsWorkbook *book)
{
  g_autofree gchar *text = to_text (book, TRUE), *again = NULL;
  g_autoptr (GError) error = NULL;
  GsWorkbook *result = open_text (text, &error);

  g_assert_no_error (error);
  again = to_text (result, TRUE);
  assert_same_text (text, again);
  return result;
}

/* What was laid down for passes ahead shows in them. */
static void
assert_same_ahead (GsWorkbook *a, GsWorkbook *b)
{
  GsCursor cursor = gs_workbook_get_cursor (a);

  for (guint32 pass = cursor.pass + 1; pass <= cursor.pass + 6; pass++) {
    const GsCursor to = { .pass = pass };
    gboolean done = gs_workbook_go_to (a, &to, NULL);

    g_assert_cmpint (gs_workbook_go_to (b, &to, NULL), ==, done);
    if (!done)
      break;
    for (gint i = 0; i < nn_program_get_n_tensors (gs_workbook_get_program (a)); i++) {
      const NnTensorInfo *info = nn_program_get_tensor (gs_workbook_get_program (a), i);
      gsize n = nn_shape_count (&info->shape) * sizeof (gdouble);

      if (info->producer < 0)
        g_assert_cmpmem (nn_run_get_values (gs_workbook_get_run (a), i), n,
                         nn_run_get_values (gs_workbook_get_run (b), i), n);
    }
  }
  g_assert_true (gs_workbook_go_to (a, &cursor, NULL));
  g_assert_true (gs_workbook_go_to (b, &cursor, NULL));
}

/* The same network, rows, state, pins and place, to the bit, and so on. */
static void
assert_same (GsWorkbook *a, GsWorkbook *b)
{
  g_autofree gchar *first = to_text (a, FALSE), *second = to_text (b, FALSE);

  assert_same_text (first, second);
  g_assert_cmpstr (gs_workbook_get_undo_label (a), ==, gs_workbook_get_undo_label (b));
  g_assert_cmpstr (gs_workbook_get_redo_label (a), ==, gs_workbook_get_redo_label (b));
  assert_same_ahead (a, b);
}

/* ---- there and back ---- */

/* Pins can lead to a division by 0, and no file holds what comes of it: edits with such numbers are not kept.
 */
static gboolean
is_finite (GsWorkbook *book)
{
  g_autoptr (GsDocument) document = gs_workbook_to_document (book);

  return edits_are_finite (document);
}

/* How many edits were made. */
static gint
make_history (GsWorkbook *book, Choices *random)
{
  gint n = 0;

  for (gint i = 0; i < 10; i++) {
    n += edits_make (book, random);
    if (edits_int (random, 0, 2) == 0)
      gs_workbook_step (book, GS_STEP_PASS, 1);
    gs_workbook_step (book, GS_STEP_OPERATION, edits_int (random, 0, 3));
  }
  return n;
}

static void
test_histories (void)
{
  gint n_edits = 0;

  for (guint64 seed = 1; seed <= 200; seed++) {
    Choices random = { .state = seed * 7919 };
    g_autoptr (GsWorkbook) book = edits_make_book (&random);
    g_autoptr (GsWorkbook) opened = NULL, halfway = NULL;
    gint n = make_history (book, &random), half;

    if (!is_finite (book))
      continue;
    opened = save_and_open (book);
    assert_same (book, opened);
    for (half = 0; half < n / 2; half++) {
      g_assert_true (gs_workbook_undo (book));
      g_assert_true (gs_workbook_undo (opened));
      assert_same (book, opened);
    }
    /* With undo and redo both filled, once more through a file. */
    halfway = save_and_open (opened);
    for (; half < n; half++) {
      g_assert_true (gs_workbook_undo (book));
      g_assert_true (gs_workbook_undo (halfway));
      assert_same (book, halfway);
    }
    g_assert_false (gs_workbook_undo (halfway));
    for (gint i = 0; i < n; i++) {
      g_assert_true (gs_workbook_redo (book));
      g_assert_true (gs_workbook_redo (halfway));
      assert_same (book, halfway);
    }
    g_assert_false (gs_workbook_redo (halfway));
    n_edits += n;
  }
  g_assert_cmpint (n_edits, >, 300);
}

/* A pin of a row that is gone holds nothing, but comes back when the row does. */
static void
test_pin_of_a_row_that_is_gone (void)
{
  Choices random = { .state = 5 };
  g_autoptr (GsWorkbook) book = NULL, opened = NULL;
  g_autoptr (GsDataset) whole = NULL, less = NULL;
  NnShape input = nn_shape (1, 2), target = nn_shape (1, 1);
  const gdouble inputs[] = { 0, 0, 0, 1, 1, 0, 1, 1 }, targets[] = { 0, 1, 1, 0 };
  NnNetwork *network = nn_network_new ();
  g_autoptr (GError) error = NULL;
  NnCell cell;
  gdouble value;

  network->input = input;
  nn_network_add_layer (network, NN_LAYER_DENSE)->units = 1;
  whole = gs_dataset_new (&input, &target, 4, inputs, targets);
  book = gs_workbook_new (gs_document_new (network, whole, 1, NULL), &error);
  cell = (NnCell){ nn_program_find (gs_workbook_get_program (book), "z1"), 3 };
  g_assert_true (gs_workbook_pin (book, &cell, 0.25, &error));
  less = gs_dataset_splice (whole, 4, 1, 0, NULL, NULL, &error);
  g_assert_true (gs_workbook_set_data (book, less, "Remove row 4", &error));
  gs_workbook_step (book, GS_STEP_PASS, edits_int (&random, 1, 2));
  opened = save_and_open (book);
  g_assert_true (gs_workbook_undo (opened));
  gs_workbook_step (opened, GS_STEP_LAYER, 1);
  cell.tensor = nn_program_find (gs_workbook_get_program (opened), "z1");
  g_assert_cmpint (gs_workbook_look (opened, &cell, &value), ==, GS_CELL_PINNED);
  g_assert_cmpfloat (value, ==, 0.25);
}

/* One held cell gives another that can be held, in that pass only; a new network lets both go and begins in
 * the first. */
static void
test_pin_that_needs_another (void)
{
  static const gchar *const names[] = { "W1.l2", "dW1.l2.free" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWorkbook) opened = NULL,
                         book = open_text ("{\"format\": \"gradsheet\", \"version\": 2, \"input\": [2], "
                                           "\"layers\": [{\"kind\": \"dense\", \"units\": 1}], "
                                           "\"penalty\": {\"l2\": 0.01, \"on\": \"kernels\"}, "
                                           "\"data\": {\"inputs\": [[1, 2]], \"targets\": [[1]]}}",
                                           &error);

  g_assert_no_error (error);
  gs_workbook_step (book, GS_STEP_PASS, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    NnCell cell = { nn_program_find (gs_workbook_get_program (book), names[i]), 0 };

    g_assert_cmpint (cell.tensor, >=, 0);
    g_assert_true (gs_workbook_pin (book, &cell, 0.5, &error));
  }
  g_assert_true (gs_workbook_set_seed (book, 7, &error));
  for (gint i = 0; i < 3; i++) {
    opened = save_and_open (book);
    assert_same (book, opened);
    g_clear_object (&opened);
    g_assert_true (gs_workbook_undo (book));
  }
  opened = save_and_open (book);
  for (gint i = 0; i < 3; i++) {
    g_assert_true (gs_workbook_redo (book));
    g_assert_true (gs_workbook_redo (opened));
    assert_same (book, opened);
  }
}

/* ---- made-up histories ---- */

/* The undone edit that fails is told as a warning; that is no failure here. */
static void
hear (const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer user_data)
{
  if (level & (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR))
    g_error ("%s", message);
}

/* Everything undone, done again, undone, with steps in between; and what is left can be saved and opened. */
static void
walk_history (GsWorkbook *book)
{
  GLogFunc old = g_log_set_default_handler (hear, NULL);

  for (gint round = 0; round < 3; round++) {
    gint n = 0;

    while (n++ < 40 && (round % 2 == 0 ? gs_workbook_undo (book) : gs_workbook_redo (book)))
      gs_workbook_step (book, GS_STEP_OPERATION, n % 3 - 1);
    gs_workbook_step (book, GS_STEP_PASS, 1);
    gs_workbook_step (book, GS_STEP_CELL, -2);
  }
  g_log_set_default_handler (old, NULL);
  if (is_finite (book))
    g_object_unref (save_and_open (book));
}

#define STATE         "{\"W1\": [[1], [2]], \"b1\": [0], \"lr\": 0.01}"
#define NETWORK       "{\"input\": [2], \"layers\": [{\"kind\": \"dense\", \"units\": 1}]}"
#define AT            "\"place\": {\"pass\": 1, \"instruction\": 0}"
#define CELLS(change) "{\"kind\": \"cells\", " AT ", \"cells\": [" change "]}"
#define PIN(change)   "{\"kind\": \"pin\", " AT ", \"cells\": [" change "]}"

#define DROPPED(text) "{\"kind\": \"cells\", " AT ", \"dropped\": [{\"pass\": 2, " text "}]}"
#define OLD_PINS(kind, tensor)                                                                               \
  "{\"kind\": \"" kind "\", " AT ", \"old-state\": {}, \"new-state\": {}, \"old-network\": " NETWORK         \
  ", \"new-network\": " NETWORK ", \"old-pins\": [{\"tensor\": \"" tensor                                    \
  "\", \"offset\": 5, \"old\": 1, \"old-pinned\": true}]}"

static const struct {
  const gchar *edit;
  gboolean sensible;
} histories[] = {
  { CELLS ("{\"tensor\": \"W1\", \"offset\": 1, \"old\": 1, \"new\": 2}"), TRUE },
  { CELLS ("{\"tensor\": \"W1\", \"offset\": 2}"), FALSE },
  { CELLS ("{\"tensor\": \"W1\", \"offset\": 268435455}"), FALSE },
  { CELLS ("{\"tensor\": \"W9\"}"), FALSE },
  { CELLS ("{\"tensor\": \"\"}"), FALSE },
  { CELLS ("{\"tensor\": \"z1\"}"), FALSE },
  { CELLS ("{\"tensor\": \"x\"}"), FALSE },
  { CELLS ("{\"tensor\": \"lr\", \"old\": 0.5}"), TRUE },
  { CELLS (""), TRUE },
  { PIN ("{\"tensor\": \"z1\", \"old-pinned\": true, \"old\": 3}"), TRUE },
  { PIN ("{\"tensor\": \"z1\", \"offset\": 268435455, \"old-pinned\": true}"), TRUE },
  { PIN ("{\"tensor\": \"W1\", \"old-pinned\": true}"), FALSE },
  { PIN ("{\"tensor\": \"W1.next\", \"old-pinned\": true, \"old\": -1e308}"), TRUE },
  { PIN ("{\"tensor\": \"none\", \"old-pinned\": true}"), FALSE },
  { "{\"kind\": \"data\", " AT ", \"old-data\": 1, \"new-data\": 1}", TRUE },
  { "{\"kind\": \"data\", " AT ", \"old-data\": 2, \"new-data\": 1}", FALSE },
  { "{\"kind\": \"data\", " AT ", \"old-data\": 3, \"new-data\": 1}", FALSE },
  { "{\"kind\": \"data\", " AT "}", FALSE },
  { "{\"kind\": \"state\", " AT ", \"old-state\": " STATE ", \"new-state\": " STATE "}", TRUE },
  { "{\"kind\": \"state\", " AT ", \"old-state\": {}, \"new-state\": {}}", TRUE },
  { "{\"kind\": \"state\", " AT ", \"old-state\": {\"W1\": 1}, \"new-state\": {}}", FALSE },
  { "{\"kind\": \"state\", " AT ", \"old-state\": {\"q\": 1}, \"new-state\": {}}", FALSE },
  { "{\"kind\": \"state\", " AT ", \"old-state\": {}}", FALSE },
  { "{\"kind\": \"state\", " AT ", \"old-pass\": 2147483647, \"new-pass\": 5, \"old-state\": {}, "
    "\"new-state\": {}}",
    TRUE },
  { "{\"kind\": \"network\", " AT ", \"old-state\": {}, \"new-state\": {}, \"old-network\": " NETWORK
    ", \"new-network\": " NETWORK "}",
    TRUE },
  { "{\"kind\": \"network\", " AT ", \"old-state\": {}, \"new-state\": {}, \"old-network\": {\"input\": [3], "
    "\"layers\": [{\"kind\": \"flatten\"}]}, \"new-network\": " NETWORK "}",
    FALSE },
  { "{\"kind\": \"network\", " AT ", \"old-state\": {}, \"new-state\": {}, \"new-network\": " NETWORK "}",
    FALSE },
  { "{\"kind\": \"cells\", \"place\": {\"pass\": 2147483647, \"instruction\": 2147483647, \"cell\": "
    "268435455, "
    "\"term\": 268435455}, \"anchor\": " STATE "}",
    TRUE },
  { "{\"kind\": \"cells\", \"place\": {\"pass\": 2147483647}}", FALSE },
  { OLD_PINS ("network", "z1"), TRUE },
  { OLD_PINS ("network", "z9"), FALSE },
  { OLD_PINS ("network", "W1"), FALSE },
  { OLD_PINS ("network", "L"), FALSE },
  { OLD_PINS ("state", "z9"), FALSE },
  { OLD_PINS ("cells", "W1"), FALSE },
  { PIN ("{\"tensor\": \"dW1\", \"offset\": 2, \"old-pinned\": true}"), FALSE },
  { "{\"kind\": \"cells\", " AT ", \"anchor\": {\"W1\": [1]}}", FALSE },
  { "{\"kind\": \"cells\", " AT ", \"dropped\": [{\"pass\": 2, \"tensor\": \"W1\", \"value\": 7}]}", TRUE },
  { "{\"kind\": \"cells\", " AT ", \"dropped\": [{\"pass\": 2, \"tensor\": \"z1\", \"value\": 7}]}", FALSE },
  { "{\"kind\": \"cells\", " AT ", \"dropped\": [{\"tensor\": \"W1\", \"offset\": 9, \"value\": 7}]}",
    FALSE },
  { DROPPED ("\"tensor\": \"z1\", \"value\": 7, \"pinned\": true"), TRUE },
  { DROPPED ("\"tensor\": \"z1\", \"pinned\": false"), FALSE },
  { DROPPED ("\"tensor\": \"W1\", \"value\": 7, \"pinned\": true"), FALSE },
  { DROPPED ("\"tensor\": \"dz1.free\", \"value\": 7, \"pinned\": true"), FALSE },
  { DROPPED ("\"tensor\": \"z1\", \"value\": 7, \"pinned\": true}, {\"pass\": 3, \"tensor\": \"dz1.free\", "
             "\"value\": 7, \"pinned\": true"),
    TRUE },
  { DROPPED ("\"data\": 1"), TRUE },
  { DROPPED ("\"data\": 2"), FALSE },
};

/* The second dataset does not fit the network. */
#define BASE                                                                                                 \
  "{\"format\": \"gradsheet\", \"version\": 1, \"input\": [2], \"layers\": [{\"kind\": \"dense\", "          \
  "\"units\": 1}], "                                                                                         \
  "\"data\": {\"inputs\": [[0, 1], [1, 0]], \"targets\": [[1], [0]], \"batch-size\": 1}, "                   \
  "\"earlier-data\": [{\"inputs\": [[0, 1, 2]], \"targets\": [[1]]}], \"%s\": [%s]}"

static void
test_made_up_histories (void)
{
  for (gsize i = 0; i < 2 * G_N_ELEMENTS (histories); i++) {
    const gchar *key = i % 2 == 0 ? "undo" : "redo";
    g_autofree gchar *text = g_strdup_printf (BASE, key, histories[i / 2].edit);
    g_autoptr (GError) error = NULL;
    g_autoptr (GsWorkbook) book = open_text (text, &error);

    if ((error == NULL) != histories[i / 2].sensible)
      g_error ("%s: %s", text, error != NULL ? error->message : "was opened");
    if (error != NULL)
      g_assert_nonnull (strstr (error->message, key));
    else
      walk_history (book);
  }
}

/* Words and numbers of a rich history changed into others of its own: much of that is still a document. */
static void
test_mutated_histories (void)
{
  Choices random = { .state = 4711 };
  g_autoptr (GsWorkbook) book = edits_make_book (&random);
  g_autofree gchar *text = NULL;
  g_autoptr (GRegex) word = g_regex_new ("\"[^\"]*\"|-?[0-9][-+.0-9e]*", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (gint));
  gint n_opened = 0;

  while (!is_finite (book) || make_history (book, &random) < 5)
    continue;
  text = to_text (book, TRUE);
  for (g_regex_match (word, text, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL)) {
    gint from, to;

    g_match_info_fetch_pos (match, 0, &from, &to);
    g_array_append_val (places, from);
    g_array_append_val (places, to);
  }
  for (gint i = 0; i < 2000; i++) {
    gint a = 2 * edits_int (&random, 0, (gint) places->len / 2 - 1);
    gint b = 2 * edits_int (&random, 0, (gint) places->len / 2 - 1);
    gint from = g_array_index (places, gint, a), to = g_array_index (places, gint, a + 1);
    gint start = g_array_index (places, gint, b), end = g_array_index (places, gint, b + 1);
    g_autoptr (GString) changed = g_string_new_len (text, from);
    g_autoptr (GError) error = NULL;
    g_autoptr (GsWorkbook) opened = NULL;

    g_string_append_len (changed, text + start, end - start);
    g_string_append (changed, text + to);
    opened = open_text (changed->str, &error);
    g_assert_true ((opened == NULL) == (error != NULL));
    if (opened != NULL && n_opened++ % 4 == 0)
      walk_history (opened);
  }
  g_assert_cmpint (n_opened, >, 100);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-undo/histories", test_histories);
  g_test_add_func ("/document-undo/pin-of-a-row-that-is-gone", test_pin_of_a_row_that_is_gone);
  g_test_add_func ("/document-undo/pin-that-needs-another", test_pin_that_needs_another);
  g_test_add_func ("/document-undo/made-up-histories", test_made_up_histories);
  g_test_add_func ("/document-undo/mutated-histories", test_mutated_histories);
  return g_test_run ();
}
