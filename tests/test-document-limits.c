/* Documents of every size: the ready-made ones, one as large as ExcelNet, datasets of which many rows
 * were edited, histories that cannot be kept whole; and small files that ask for more than a machine has. */
#include <math.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "document.h"

static GsDocument *
load_text (const gchar *text, gsize length, GError **error)
{
  /* Exactly as long as it says, so that reading on is found. */
  g_autofree gchar *exact = g_memdup2 (text, length);

  return gs_document_load_bytes (exact, length, "a.gradsheet", error);
}

static void
test_ready_made (void)
{
  static const gchar *const names[] = { "mazur",    "welch",   "xor",       "logistic",
                                        "softmax3", "convnet", "convnetjs", "excelnet" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree gchar *file = g_strconcat (names[i], ".gradsheet", NULL);
    g_autofree gchar *path = g_build_filename (SOURCE_ROOT, "lessons", "networks", file, NULL);
    g_autofree gchar *text = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (GsDocument) document = gs_document_load (path, &error), again = NULL;
    gsize length;

    g_assert_no_error (error);
    g_assert_nonnull (document->network->title);
    text = gs_document_to_text (document, &length);
    again = load_text (text, length, &error);
    g_assert_no_error (error);
    document_assert_same (document, again);
  }
}

/* The size of ExcelNet: everything of a convolution of 400,000 weights, three times with Adam. */
static void
test_large (void)
{
  g_autofree gchar *path = g_build_filename (SOURCE_ROOT, "lessons", "networks", "excelnet.gradsheet", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDocument) document = gs_document_load (path, &error), again = NULL;
  g_autofree gchar *text = NULL;
  gdouble start, saved;
  gsize length, cells = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < nn_state_get_size (document->state); i++)
    cells += nn_shape_count (&nn_state_get (document->state, i)->shape);
  g_assert_cmpuint (cells, >=, 431080);
  start = (gdouble) g_get_monotonic_time ();
  text = gs_document_to_text (document, &length);
  saved = (gdouble) g_get_monotonic_time ();
  again = load_text (text, length, &error);
  g_assert_no_error (error);
  g_test_message ("%zu numbers: written in %.0f ms, read in %.0f ms", cells, (saved - start) / 1e3,
                  ((gdouble) g_get_monotonic_time () - saved) / 1e3);
  document_assert_same (document, again);
}

/* Many rows, many of them changed by one edit: written as what differs. */
static void
test_earlier_data (void)
{
  g_autoptr (GString) rows = g_string_new ("[0.5]"), changed = g_string_new (NULL);
  g_autofree gchar *text = NULL, *again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDocument) document = NULL, second = NULL;
  const GsEdit *edit;
  gsize length;

  for (gint row = 2; row <= 5000; row++)
    g_string_append (rows, ",[0.5]");
  for (gint row = 1; row <= 5000; row += 3)
    g_string_append_printf (changed, "%s{\"row\":%d,\"input\":[%d],\"target\":[7]}", row > 1 ? "," : "", row,
                            row);
  text = g_strdup_printf (
      "{\"format\":\"gradsheet\",\"version\":1,\"input\":[1],\"layers\":[{\"kind\":\"dense\",\"units\":1}],"
      "\"data\":{\"inputs\":[%s],\"targets\":[%s],\"batches\":[[1,2],[5000]]},"
      "\"earlier-data\":[{\"like\":1,\"changed\":[%s]}],"
      "\"undo\":[{\"kind\":\"data\",\"place\":{},\"old-data\":2,\"new-data\":1}]}",
      rows->str, rows->str, changed->str);
  document = load_text (text, strlen (text), &error);
  g_assert_no_error (error);
  edit = g_ptr_array_index (document->undo, 0);
  g_assert_true (edit->new_data == document->data);
  g_assert_cmpfloat (*gs_dataset_get_input (edit->old_data, 4), ==, 4);
  g_assert_cmpfloat (*gs_dataset_get_input (edit->old_data, 5), ==, 0.5);
  g_assert_cmpint (gs_dataset_get_n_batches (edit->old_data), ==, 2);
  again = gs_document_to_text (document, &length);
  g_assert_nonnull (strstr (again, "\"like\": 1"));
  second = load_text (again, length, &error);
  g_assert_no_error (error);
  document_assert_same (document, second);
}

/* An edit with a number that no document can hold goes, and those behind it; the document is saved. */
static void
test_history_cut (void)
{
  static const gchar text[] =
      "{\"format\":\"gradsheet\",\"version\":1,\"input\":[1],\"layers\":[{\"kind\":\"dense\",\"units\":1}],"
      "\"data\":{\"inputs\":[[1]],\"targets\":[[1]]},\"undo\":["
      "{\"kind\":\"cells\",\"label\":\"first\",\"place\":{},\"cells\":[{\"tensor\":\"lr\",\"old\":1,\"new\":"
      "2}]},"
      "{\"kind\":\"state\",\"label\":\"second\",\"place\":{},\"old-state\":{\"lr\":1},\"new-state\":{\"lr\":"
      "2}},"
      "{\"kind\":\"cells\",\"label\":\"third\",\"place\":{},\"cells\":[{\"tensor\":\"lr\",\"old\":1,\"new\":"
      "2}]}]}";
  g_autofree gchar *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDocument) document = load_text (text, sizeof text - 1, &error), again = NULL;
  GsEdit *second;
  gint file;

  g_assert_no_error (error);
  second = g_ptr_array_index (document->undo, 1);
  nn_state_find (second->new_state, "lr")->values[0] = NAN;
  file = g_file_open_tmp ("gradsheet-XXXXXX", &path, NULL);
  close (file);
  g_assert_true (gs_document_save (document, path, &error));
  g_assert_no_error (error);
  again = gs_document_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->undo->len, ==, 1);
  g_assert_cmpstr (((GsEdit *) g_ptr_array_index (again->undo, 0))->label, ==, "third");
  g_ptr_array_remove_range (document->undo, 0, 2);
  document_assert_same (document, again);
  g_unlink (path);
}

/* A cell that was pinned because it computed NaN: the number it had is of no use to undo. */
static void
test_pinned_nan (void)
{
  static const gchar text[] =
      "{\"format\":\"gradsheet\",\"version\":1,\"input\":[1],\"layers\":[{\"kind\":\"dense\",\"units\":1}],"
      "\"data\":{\"inputs\":[[1]],\"targets\":[[1]]},\"undo\":[{\"kind\":\"pin\",\"place\":{},"
      "\"cells\":[{\"tensor\":\"z1\",\"old\":1,\"new\":2,\"new-pinned\":true}]}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDocument) document = load_text (text, sizeof text - 1, &error), again = NULL;
  const GsEdit *edit = g_ptr_array_index (document->undo, 0);
  g_autofree gchar *saved = NULL;
  gsize length;

  ((GsCellChange *) g_ptr_array_index (edit->cells, 0))->old_value = NAN;
  saved = gs_document_to_text (document, &length);
  again = load_text (saved, length, &error);
  g_assert_no_error (error);
  edit = g_ptr_array_index (again->undo, 0);
  g_assert_cmpfloat (((GsCellChange *) g_ptr_array_index (edit->cells, 0))->new_value, ==, 2);
  g_assert_true (((GsCellChange *) g_ptr_array_index (edit->cells, 0))->new_pinned);
}

/* ---- hostile ---- */

static void
assert_refused (const gchar *layers, const gchar *rest, const gchar *message)
{
  g_autofree gchar *text =
      g_strdup_printf ("{\"format\":\"gradsheet\",\"version\":1,\"input\":[1],\"layers\":[%s],"
                       "\"data\":{\"inputs\":[[1]],\"targets\":[[1]]}%s}",
                       layers, rest);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDocument) document = load_text (text, strlen (text), &error);

  g_assert_null (document);
  if (strstr (error->message, message) == NULL)
    g_error ("got “%s”, wanted “%s”", error->message, message);
}

static gchar *
repeat (const gchar *text, gint n)
{
  GString *all = g_string_new (text);

  for (gint i = 1; i < n; i++)
    g_string_append_printf (all, ",%s", text);
  return g_string_free (all, FALSE);
}

static void
test_hostile (void)
{
  static const gchar one[] = "{\"kind\":\"dense\",\"units\":1}",
                     wide[] = "{\"kind\":\"dense\",\"units\":9000}";
  g_autofree gchar *many = repeat (one, 1001), *deep = repeat (wide, 50), *pair = repeat (wide, 2);
  g_autofree gchar *heavy = g_strdup_printf ("%s,%s", pair, one),
                   *heaviest = g_strdup_printf ("%s,%s", deep, one);
  g_autoptr (GString) state =
      g_string_new (",\"undo\":[{\"kind\":\"cells\",\"place\":{},\"anchor\":{\"a\":1");

  assert_refused (many, "", "layers: has 1001 layers; use at most 1000");
  assert_refused (heaviest, "", "does not fit memory");
  /* 81 million weights alone are more than a file holds. */
  assert_refused (heavy, "", "The weights and what the optimizer keeps are 81");
  assert_refused (one, ",\"state\":{\"W1\":{\"shape\":[16384,16384],\"base64\":\"\"}}",
                  "would not fit memory");
  for (gint i = 0; i < 20000; i++)
    g_string_append_printf (state, ",\"q%d\":1", i);
  g_string_append (state, "}}]");
  assert_refused (one, state->str, "undo[1].anchor.a: this network has no tensor “a”");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-limits/ready-made", test_ready_made);
  g_test_add_func ("/document-limits/large", test_large);
  g_test_add_func ("/document-limits/earlier-data", test_earlier_data);
  g_test_add_func ("/document-limits/history-cut", test_history_cut);
  g_test_add_func ("/document-limits/pinned-nan", test_pinned_nan);
  g_test_add_func ("/document-limits/hostile", test_hostile);
  return g_test_run ();
}
