/* Reading JSON: each refusal says what, where and what to write instead; whatever the bytes are, nothing
 * crashes. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "app/document/gs-document.h"
#include "app/text/gs-json.h"
#include "pass.h"

/* ---- helpers ---- */

static cJSON *
parse (const gchar *text)
{
  g_autoptr (GError) error = NULL;
  cJSON *root = gs_json_parse (text, strlen (text), "test", NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (root);
  return root;
}

static void
assert_refused_bytes (const gchar *text, gsize length, const gchar *says)
{
  g_autoptr (GError) error = NULL;
  cJSON *root = gs_json_parse (text, length, "test", NULL, NULL, &error);

  g_assert_null (root);
  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_SYNTAX);
  g_assert_true (g_str_has_prefix (error->message, "test: "));
  if (strstr (error->message, says) == NULL)
    g_error ("%.60s: no “%s” in: %s", text, says, error->message);
}

static void
assert_refused (const gchar *text, const gchar *says)
{
  assert_refused_bytes (text, strlen (text), says);
}

static gboolean
same_bits (gdouble a, gdouble b)
{
  return memcmp (&a, &b, sizeof a) == 0;
}

/* ---- the scanner ---- */

static void
test_syntax_errors (void)
{
  static const struct {
    const gchar *text, *says;
  } cases[] = {
    { "", "line 1, column 1: the text ends too early" },
    { "  \n ", "line 2, column 2: the text ends too early" },
    { "{\"a\": 1", "the text ends too early" },
    { "\"abc", "the text ends too early" },
    { "{\"a\": 1} x", "column 10: more text behind the end" },
    { "[1] [2]", "more text behind the end" },
    { "[1,]", "a comma too many" },
    { "{\"a\":}", "a comma too many" },
    { "{\"a\": 1,}", "expected a key in double quotes" },
    { "{a: 1}", "column 2: expected a key in double quotes" },
    { "{'a': 1}", "expected a key in double quotes" },
    { "{\"a\" 1}", "expected a colon" },
    { "[1 2]", "closing bracket ]" },
    { "{\"a\": 1 \"b\": 2}", "closing brace }" },
    { "[1}", "closing bracket ]" },
    { "[\n  \"é\", NaN]", "line 2, column 8: NaN and Infinity are no numbers" },
    { "[Infinity]", "NaN and Infinity are no numbers" },
    { "[-Infinity]", "not a number" },
    { "[nan]", "expected a value" },
    { "[True]", "expected a value" },
    { "[nul]", "expected a value" },
    { "[1e999]", "column 2: the number is too large" },
    { "[-1.8e308]", "the number is too large" },
    { "[01]", "cannot begin with 0" },
    { "[-01]", "cannot begin with 0" },
    { "[+1]", "expected a value" },
    { "[.5]", "expected a value" },
    { "[1.]", "digits are missing behind the point" },
    { "[1e]", "digits are missing in the exponent" },
    { "[1e+]", "digits are missing in the exponent" },
    { "[-]", "not a number" },
    { "[0x10]", "closing bracket ]" },
    { "[\"a\nb\"]", "a line break or control character" },
    { "[\"a\tb\"]", "a line break or control character" },
    { "[\"\\x41\"]", "an unknown escape" },
    { "[\"\\u12g4\"]", "four hexadecimal digits" },
    { "[\"a\\u0000b\"]", "\\u0000 cannot stand in a text" },
    { "[\"\\ud83d\"]", "half of a surrogate pair" },
    { "[\"\\ude00\\ud83d\"]", "half of a surrogate pair" },
    { "[\"\\ud83d\\u0041\"]", "half of a surrogate pair" },
    { "[\"\xff\"]", "not UTF-8" },
    { "[\"\xed\xa0\x80\"]", "not UTF-8" },
    { "[1] // why", "more text behind the end" },
    { "{\"a\": 1, \"a\": 2}", "a: this key stands twice" },
    { "{\"a\": [1, {\"b\": 1, \"\\u0062\": 2}]}", "a[2].b: this key stands twice" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (cases[i].text, cases[i].says);
}

/* The text need not end with a 0: what stands behind it does not count. */
static void
test_length_is_the_end (void)
{
  g_autoptr (GError) error = NULL;
  cJSON *root = gs_json_parse ("[12345", 6, "test", NULL, NULL, &error);

  g_assert_null (root);
  g_clear_error (&error);
  root = gs_json_parse ("123456", 3, "test", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (root->valuedouble, ==, 123);
  cJSON_Delete (root);
  root = gs_json_parse ("[7]]]]", 3, "test", NULL, NULL, &error);
  g_assert_no_error (error);
  cJSON_Delete (root);
}

/* Twice among many, where a table is used instead of a search. */
static void
test_duplicates_among_many (void)
{
  for (gint n = 2; n < 40; n++) {
    g_autoptr (GString) text = g_string_new ("{");

    for (gint i = 1; i < n; i++)
      g_string_append_printf (text, "\"k%d\": %d, ", i, i);
    g_string_append_printf (text, "\"k%d\": 0}", (n + 1) / 2);
    assert_refused (text->str, n > 2 ? "this key stands twice" : "k1: this key stands twice");
  }
}

/* ---- numbers ---- */

/* Decimals between two doubles go to the nearest, ties to even. */
static void
test_rounding (void)
{
  cJSON *root =
      parse ("[9007199254740993, 9007199254740993.0000000000000000000000000001, 2.4703282292062327e-324,"
             " 2.4703282292062329e-324, 1.7976931348623158e308, 1e-400, -1e-400,"
             " 0.1000000000000000055511151231257827021181583404541015625]");
  const gdouble expected[] = { 0x1p53, 0x1p53 + 2, 0, 0x1p-1074, DBL_MAX, 0.0, -0.0, 0.1 };

  for (gint i = 0; i < 8; i++)
    if (!same_bits (cJSON_GetArrayItem (root, i)->valuedouble, expected[i]))
      g_error ("number %d is %.17g", i + 1, cJSON_GetArrayItem (root, i)->valuedouble);
  cJSON_Delete (root);
}

/* ---- the reader ---- */

typedef void (*Read) (GsReader *reader, const cJSON *root);

static void
read_integer (GsReader *reader, const cJSON *root)
{
  gs_reader_get_integer (reader, root, "n", 1, 1, 10);
}

static void
read_number (GsReader *reader, const cJSON *root)
{
  gs_reader_get_number (reader, root, "n", 0);
}

static void
read_boolean (GsReader *reader, const cJSON *root)
{
  gs_reader_get_boolean (reader, root, "n", FALSE);
}

static void
read_string (GsReader *reader, const cJSON *root)
{
  gs_reader_get_string (reader, root, "n", NULL);
}

static void
read_word (GsReader *reader, const cJSON *root)
{
  static const gchar *const words[] = { "dense", "conv", "flatten" };

  gs_reader_enter (reader, "n");
  gs_reader_to_word (reader, gs_reader_find (root, "n"), words, 3);
}

static void
read_keys (GsReader *reader, const cJSON *root)
{
  static const gchar *const keys[] = { "units", "kernel", NULL };

  gs_reader_enter (reader, "n");
  gs_reader_enter_item (reader, 3);
  gs_reader_check_object (reader, gs_reader_find (root, "n"), keys);
}

static void
read_list (GsReader *reader, const cJSON *root)
{
  gs_reader_enter (reader, "n");
  gs_reader_check_array (reader, gs_reader_find (root, "n"));
}

static void
read_needed (GsReader *reader, const cJSON *root)
{
  gs_reader_need (reader, root, "units", "8");
}

static void
read_tensor (GsReader *reader, const cJSON *root)
{
  g_autoptr (NnTensor) tensor = NULL;

  gs_reader_enter (reader, "n");
  tensor = gs_reader_to_tensor (reader, gs_reader_find (root, "n"), "n");
  g_assert_true ((tensor != NULL) == (reader->error == NULL));
}

/* `says` NULL: fine. */
static void
check_read (Read read, const gchar *value, const gchar *says)
{
  g_autofree gchar *text = g_strdup_printf ("{\"n\": %s}", value);
  cJSON *root = parse (text);
  GsReader reader;

  gs_reader_init (&reader, "test", 1000);
  read (&reader, root);
  if (says == NULL) {
    g_assert_no_error (reader.error);
  } else {
    g_assert_error (reader.error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_FORMAT);
    if (!g_str_has_prefix (reader.error->message, "test: ") || strstr (reader.error->message, says) == NULL)
      g_error ("%s: no “%s” in: %s", value, says, reader.error->message);
  }
  gs_reader_clear (&reader);
  cJSON_Delete (root);
}

static void
test_reader_errors (void)
{
  check_read (read_integer, "10", NULL);
  check_read (read_integer, "1e1", NULL);
  check_read (read_integer, "0", "n: is 0, but must be a whole number from 1 to 10");
  check_read (read_integer, "11", "from 1 to 10");
  check_read (read_integer, "2.5", "n: is 2.5, but must be a whole number");
  check_read (read_integer, "1e300", "must be a whole number");
  check_read (read_integer, "-1e300", "must be a whole number");
  check_read (read_integer, "\"3\"", "n: is a text, but must be a number");
  check_read (read_number, "null", "n: is null, but must be a number");
  check_read (read_number, "[1]", "n: is a list, but must be a number");
  check_read (read_boolean, "1", "n: is a number, but must be true or false");
  check_read (read_string, "true", "n: is true or false, but must be a text in double quotes");
  check_read (read_word, "\"conv\"", NULL);
  check_read (read_word, "\"dens\"", "n: is “dens”; did you mean “dense”?; write one of \"dense\", \"conv\"");
  check_read (read_word, "\"zzzzzzz\"", "“zzzzzzz”; write one of");
  check_read (read_word, "{}", "n: is an object; write one of");
  check_read (read_keys, "{\"kernel\": 1}", NULL);
  check_read (read_keys, "{\"unit\": 1}", "n[3]: has the unknown key “unit”; did you mean “units”?");
  check_read (read_keys, "{\"Units\": 1}", "did you mean “units”?");
  check_read (read_keys, "{\"\": 1}", "has the unknown key “”");
  check_read (read_keys, "7", "n[3]: is a number, but must be an object");
  check_read (read_list, "[]", NULL);
  check_read (read_list, "{}", "n: is an object, but must be a list");
  check_read (read_needed, "1", "test: “units” is missing; add for example \"units\": 8");
}

static void
test_tensor_errors (void)
{
  check_read (read_tensor, "3", NULL);
  check_read (read_tensor, "[[1, 2], [3, 4]]", NULL);
  check_read (read_tensor, "{\"shape\": [], \"values\": 3}", NULL);
  check_read (read_tensor, "{\"shape\": [2, 1], \"values\": [[1], [2]]}", NULL);
  check_read (read_tensor, "{\"shape\": [1], \"base64\": \"AAAAAAAA8D8=\"}", NULL);
  check_read (read_tensor, "[]", "empty list");
  check_read (read_tensor, "[[], []]", "empty list");
  check_read (read_tensor, "[[1, 2], [3]]", "a list of 1 values where 2 were expected");
  check_read (read_tensor, "[[1], [2, 3]]", "more than 1 values where 1 were expected");
  check_read (read_tensor, "[[1], 2]", "is a number, but must be a list");
  check_read (read_tensor, "[1, [2]]", "is a list, but must be a number");
  check_read (read_tensor, "[[[[[1]]]]]", "more than 4 levels");
  check_read (read_tensor, "\"1\"", "is a text, but must be a number");
  check_read (read_tensor, "[true]", "is true or false, but must be a number");
  check_read (read_tensor, "{}", "“shape” is missing");
  check_read (read_tensor, "{\"shape\": [2]}", "“base64” is missing");
  check_read (read_tensor, "{\"shape\": 2, \"values\": [1, 2]}", "n.shape: is a number, but must be a list");
  check_read (read_tensor, "{\"shape\": [0], \"values\": []}", "must be a whole number from 1");
  check_read (read_tensor, "{\"shape\": [-1], \"values\": [1]}", "must be a whole number from 1");
  check_read (read_tensor, "{\"shape\": [1, 1, 1, 1, 1], \"values\": 1}", "more than 4 sizes");
  check_read (read_tensor, "{\"shape\": [3], \"values\": [1, 2]}", "2 values where 3 were expected");
  check_read (read_tensor, "{\"shape\": [2], \"values\": [1, 2, 3]}", "more than 2 values");
  check_read (read_tensor, "{\"shape\": [1], \"values\": [1], \"base64\": \"\"}", "keep one of the two");
  check_read (read_tensor, "{\"shape\": [1], \"valeus\": [1]}", "did you mean “values”?");
  check_read (read_tensor, "{\"shape\": [268435456, 268435456], \"base64\": \"\"}",
              "more numbers than fit memory");
  check_read (read_tensor, "{\"shape\": [65536, 65536, 65536, 65536], \"base64\": \"\"}",
              "more numbers than fit memory");
  check_read (read_tensor, "{\"shape\": [1001], \"base64\": \"AAAA\"}", "would not fit memory");
  check_read (read_tensor, "{\"shape\": [1], \"base64\": 7}", "must be 12 letters of base64");
  check_read (read_tensor, "{\"shape\": [1], \"base64\": \"\"}", "must be 12 letters of base64");
  check_read (read_tensor, "{\"shape\": [1], \"base64\": \"AAAAAAAA8D8\"}", "must be 12 letters of base64");
  check_read (read_tensor, "{\"shape\": [1], \"base64\": \"AAAAAAAA8D8=AAAA\"}",
              "must be 12 letters of base64");
  check_read (read_tensor, "{\"shape\": [1], \"base64\": \"AAAA AAA8D8=\"}", "must be 12 letters of base64");
  check_read (read_tensor, "{\"shape\": [1], \"base64\": \"AAAAAAAA8D-=\"}", "must be 12 letters of base64");
  check_read (read_tensor, "{\"shape\": [1], \"base64\": \"AAAAAAAA8D==\"}", "holds 7 bytes");
  check_read (read_tensor, "{\"shape\": [1], \"base64\": \"AAAAAAAA8H8=\"}", "number 1 is not finite");
  check_read (read_tensor, "{\"shape\": [1], \"base64\": \"AAAAAAAA+H8=\"}", "number 1 is not finite");
}

/* The first error is the one that is told; the path goes back. */
static void
test_first_error_sticks (void)
{
  cJSON *root = parse ("{\"a\": \"x\", \"b\": \"y\"}");
  gsize mark;
  GsReader reader;

  gs_reader_init (&reader, "test", 10);
  mark = gs_reader_enter (&reader, "layers");
  gs_reader_enter_item (&reader, 2);
  gs_reader_leave (&reader, mark);
  g_assert_cmpstr (reader.path->str, ==, "");
  g_assert_true (gs_reader_claim (&reader, 10));
  g_assert_cmpfloat (gs_reader_get_number (&reader, root, "c", 7), ==, 7);
  gs_reader_get_number (&reader, root, "a", 0);
  gs_reader_get_number (&reader, root, "b", 0);
  g_assert_cmpstr (reader.error->message, ==,
                   "test: a: is a text, but must be a number; write for example 0.25");
  g_assert_false (gs_reader_claim (&reader, 0));
  gs_reader_clear (&reader);
  gs_reader_init (&reader, "test", 10);
  g_assert_false (gs_reader_claim (&reader, 11));
  g_assert_nonnull (strstr (reader.error->message, "would not fit memory"));
  gs_reader_clear (&reader);
  cJSON_Delete (root);
}

/* A hostile key makes no endless message. */
static void
test_long_keys (void)
{
  g_autofree gchar *name = g_strnfill (100000, 'k');
  g_autofree gchar *text = g_strdup_printf ("{\"%s\": 1, \"%s\": 2}", name, name);
  g_autoptr (GError) error = NULL;

  g_assert_null (gs_json_parse (text, strlen (text), "test", NULL, NULL, &error));
  g_assert_cmpuint (strlen (error->message), <, 300);
}

/* ---- anything at all ---- */

static void
test_mutations (void)
{
  static const gchar seed_text[] =
      "{\"a\": [1, -2.5e-3, {\"shape\": [1], \"base64\": \"AAAAAAAA8D8=\"}], "
      "\"b\": {\"c\": \"\\u00e9\\n\", \"d\": [true, false, null]}, \"e\": [[1, 2], [3, 4]]}";
  static const gchar letters[] = "{}[]\",:\\u0e-+.19 \n\0ntf\xc3";
  guint64 random = 77;

  for (gint round = 0; round < 4000; round++) {
    g_autofree gchar *text = g_memdup2 (seed_text, sizeof seed_text - 1);
    g_autoptr (GError) error = NULL;
    gint n = (gint) sizeof seed_text - 1;
    cJSON *root;

    for (gint i = pass_random_int (&random, 1, 4); i > 0; i--)
      text[pass_random_int (&random, 0, n - 1)] =
          letters[pass_random_int (&random, 0, (gint) sizeof letters - 2)];
    root = gs_json_parse (text, (gsize) pass_random_int (&random, n / 2, n), "test", "b", NULL, &error);
    g_assert_true ((root == NULL) == (error != NULL));
    g_assert_true (error == NULL || g_utf8_validate (error->message, -1, NULL));
    cJSON_Delete (root);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-reader/syntax-errors", test_syntax_errors);
  g_test_add_func ("/json-reader/length-is-the-end", test_length_is_the_end);
  g_test_add_func ("/json-reader/duplicates-among-many", test_duplicates_among_many);
  g_test_add_func ("/json-reader/rounding", test_rounding);
  g_test_add_func ("/json-reader/reader-errors", test_reader_errors);
  g_test_add_func ("/json-reader/tensor-errors", test_tensor_errors);
  g_test_add_func ("/json-reader/first-error-sticks", test_first_error_sticks);
  g_test_add_func ("/json-reader/long-keys", test_long_keys);
  g_test_add_func ("/json-reader/mutations", test_mutations);
  return g_test_run ();
}
