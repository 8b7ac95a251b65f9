/* JSON: what RFC 8259 forbids is refused with line and column; every number is right to the bit. */
#include <float.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "app/document/gs-document.h"
#include "app/text/gs-json.h"
#include "pass.h"

/* The text lies at the very end of its memory, so that reading on is found. */
static cJSON *
parse (const gchar *text, gsize length, GError **error)
{
  g_autofree gchar *exact = g_memdup2 (text, length);

  return gs_json_parse (exact, length, "a.gradsheet", NULL, NULL, error);
}

static gdouble
random_bits (guint64 *random)
{
  gdouble value;

  do {
    pass_random (random);
    memcpy (&value, random, sizeof value);
  } while (!isfinite (value));
  return value;
}

static gboolean
same_bits (gdouble a, gdouble b)
{
  return memcmp (&a, &b, sizeof a) == 0;
}

/* ---- parsing ---- */

static void
test_refused (void)
{
  static const struct {
    const gchar *text, *message;
  } cases[] = {
    { "", "line 1, column 1: the text ends too early" },
    { "  \n ", "line 2, column 2: the text ends too early" },
    { "{", "ends too early" },
    { "[1,", "ends too early" },
    { "\"abc", "ends too early" },
    { "{} x", "line 1, column 4: more text behind the end" },
    { "[1]\n[2]", "line 2, column 1: more text" },
    { "[1,]", "line 1, column 4: a value is missing" },
    { "[,1]", "line 1, column 2: expected a value" },
    { "{\"a\":1,}", "expected a key in double quotes" },
    { "{a:1}", "expected a key in double quotes" },
    { "{'a':1}", "expected a key in double quotes" },
    { "{\"a\" 1}", "expected a colon" },
    { "{\"a\":1 \"b\":2}", "expected a comma or the object's closing brace" },
    { "[1 2]", "line 1, column 4: expected a comma or the list's closing bracket" },
    { "[1}", "closing bracket" },
    { "[01]", "cannot begin with 0" },
    { "[-01]", "cannot begin with 0" },
    { "[+1]", "expected a value" },
    { "[.5]", "expected a value" },
    { "[1.]", "digits are missing behind the point" },
    { "[1,5.]", "digits are missing behind the point" },
    { "[1e]", "digits are missing in the exponent" },
    { "[1e+]", "digits are missing in the exponent" },
    { "[-]", "not a number" },
    { "[0x10]", "expected a comma" },
    { "[1e309]", "line 1, column 2: the number is too large" },
    { "[-1e999]", "too large" },
    { "[NaN]", "NaN and Infinity are no numbers" },
    { "[Infinity]", "NaN and Infinity are no numbers" },
    { "[-Infinity]", "not a number" },
    { "[nan]", "expected a value" },
    { "[True]", "expected a value" },
    { "[nul]", "expected a value" },
    { "[\"\\x41\"]", "an unknown escape" },
    { "[\"\\u12\"]", "four hexadecimal digits" },
    { "[\"\\u0000\"]", "\\u0000 cannot stand" },
    { "[\"\\ud800\"]", "surrogate" },
    { "[\"\\udc00\"]", "surrogate" },
    { "[\"\\ud800\\u0041\"]", "surrogate" },
    { "[\"a\nb\"]", "line break or control character" },
    { "[\"\303\"]", "not UTF-8" },
    { "\377\376{}", "not UTF-8" },
    { "// c\n{}", "expected a value" },
    { "{\"a\":1,\"b\":{\"c\":1,\"c\":2}}", "b.c: this key stands twice" },
    { "{\"a\":1,\"\\u0061\":2}", "a: this key stands twice" },
    { "[{\"1\":1,\"2\":1,\"3\":1,\"4\":1,\"5\":1,\"6\":1,\"7\":1,\"8\":1,\"9\":1,\"2\":1}]",
      "[1].2: this key stands twice" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    cJSON *root = parse (cases[i].text, strlen (cases[i].text), &error);

    g_assert_null (root);
    g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_SYNTAX);
    g_assert_true (g_str_has_prefix (error->message, "a.gradsheet: "));
    if (strstr (error->message, cases[i].message) == NULL)
      g_error ("%s: got “%s”, wanted “%s”", cases[i].text, error->message, cases[i].message);
  }
}

static void
test_zero_byte (void)
{
  static const gchar *const texts[] = { "[1]\0",
                                        "[1,\0"
                                        "2]",
                                        "[\"a\0b\"]", "\0[]" };
  static const gsize lengths[] = { 4, 6, 7, 3 };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (parse (texts[i], lengths[i], &error));
    g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_SYNTAX);
  }
}

static void
test_depth (void)
{
  for (gint depth = GS_JSON_MAX_DEPTH; depth <= 1000000; depth = depth == 32 ? 33 : depth * 100) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GString) text = g_string_new (NULL);
    cJSON *root;

    for (gint i = 0; i < depth; i++)
      g_string_append_c (text, '[');
    for (gint i = 0; i < depth; i++)
      g_string_append_c (text, ']');
    root = parse (text->str, text->len, &error);
    g_assert_true ((root != NULL) == (depth == GS_JSON_MAX_DEPTH));
    if (root == NULL)
      g_assert_nonnull (strstr (error->message, "nested too deeply"));
    cJSON_Delete (root);
  }
}

/* Digits in texts and keys stay what they are; numbers elsewhere are taken in order. */
static void
test_accepted (void)
{
  static const gchar text[] =
      "\357\273\277 {\"1\": \"2 3\", \"\\u00b74\": [5, -0, {\"6\": 7e0}, true, null, \"\"],\r\n"
      "\t\"x\": 1E+2, \"\\ud83d\\ude00\": 0.5e-1}\n";
  g_autoptr (GError) error = NULL;
  cJSON *root = parse (text, sizeof text - 1, &error);
  const cJSON *list;

  g_assert_no_error (error);
  g_assert_cmpstr (gs_reader_find (root, "1")->valuestring, ==, "2 3");
  list = gs_reader_find (root, "·4");
  g_assert_cmpfloat (cJSON_GetArrayItem (list, 0)->valuedouble, ==, 5);
  g_assert_true (signbit (cJSON_GetArrayItem (list, 1)->valuedouble));
  g_assert_cmpfloat (gs_reader_find (cJSON_GetArrayItem (list, 2), "6")->valuedouble, ==, 7);
  g_assert_cmpfloat (gs_reader_find (root, "x")->valuedouble, ==, 100);
  g_assert_cmpfloat (gs_reader_find (root, "😀")->valuedouble, ==, 0.05);
  cJSON_Delete (root);
}

static void
test_raw (void)
{
  static const gchar text[] = "{\"a\": {\"extra\": 1}, \"extra\": {\"k\" : [1,  2.50]} , \"b\": 3}";
  gchar *raw = NULL;
  cJSON *root = gs_json_parse (text, sizeof text - 1, "a", "extra", &raw, NULL);

  g_assert_cmpstr (raw, ==, "{\"k\" : [1,  2.50]}");
  g_free (raw);
  cJSON_Delete (root);
  raw = NULL;
  root = gs_json_parse (text, sizeof text - 1, "a", "c", &raw, NULL);
  g_assert_null (raw);
  cJSON_Delete (root);
}

static void
test_numbers (void)
{
  static const gdouble special[] = { 0.0,
                                     -0.0,
                                     0.1,
                                     1e23,
                                     DBL_MIN,
                                     DBL_MAX,
                                     -DBL_MAX,
                                     0x1p-1074,
                                     0x0.fffffffffffffp-1022,
                                     DBL_EPSILON,
                                     9007199254740993.0,
                                     5e-324 };
  guint64 random = 11;

  for (gint i = 0; i < 4000; i++) {
    gdouble value = i < (gint) G_N_ELEMENTS (special) ? special[i] : random_bits (&random);
    GsWriter *writer = gs_writer_new ();
    g_autofree gchar *shortest = NULL, *long_text = NULL;
    gchar digits[64];
    gsize length;
    cJSON *root;

    gs_writer_begin_array (writer, TRUE);
    gs_writer_number (writer, value);
    gs_writer_end_array (writer);
    shortest = gs_writer_end (writer, &length);
    root = parse (shortest, length, NULL);
    g_assert_true (same_bits (root->child->valuedouble, value));
    g_assert_cmpuint (length, <=, 27);
    cJSON_Delete (root);
    /* Many digits round to the same number. */
    long_text = g_strdup_printf ("[%s]", g_ascii_formatd (digits, sizeof digits, "%.20e", value));
    root = parse (long_text, strlen (long_text), NULL);
    g_assert_true (same_bits (root->child->valuedouble, value));
    cJSON_Delete (root);
  }
}

/* A locale that writes decimals with a comma, made on the spot: machines for testing have none. */
static void
make_comma_locale (const gchar *folder)
{
  g_autofree gchar *path = g_build_filename (folder, "de_DE.UTF-8", NULL);
  const gchar *arguments[] = { "localedef", "-i", "de_DE", "-f", "UTF-8", path, NULL };
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, (gchar **) arguments, NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_setenv ("LOCPATH", folder, TRUE);
}

static void
test_locale (void)
{
  g_autofree gchar *old = g_strdup (setlocale (LC_ALL, NULL));
  g_autofree gchar *folder = g_dir_make_tmp ("gradsheet-XXXXXX", NULL);

  make_comma_locale (folder);
  g_assert_nonnull (setlocale (LC_ALL, "de_DE.UTF-8"));
  g_assert_cmpstr (localeconv ()->decimal_point, ==, ",");
  test_numbers ();
  setlocale (LC_ALL, old);
  g_unsetenv ("LOCPATH");
}

/* ---- tensors ---- */

static NnTensor *
read_tensor (const gchar *text, gsize max_cells, GError **error)
{
  cJSON *root = parse (text, strlen (text), error);
  GsReader reader;
  NnTensor *tensor;

  g_assert_nonnull (root);
  gs_reader_init (&reader, "a", max_cells);
  gs_reader_enter (&reader, "W1");
  tensor = gs_reader_to_tensor (&reader, root, "W1");
  g_assert_true ((tensor == NULL) == (reader.error != NULL));
  if (reader.error != NULL)
    g_propagate_error (error, g_steal_pointer (&reader.error));
  gs_reader_clear (&reader);
  cJSON_Delete (root);
  return tensor;
}

static void
test_tensors (void)
{
  guint64 random = 5;

  for (gint i = 0; i < 300; i++) {
    NnShape shape = nn_shape (0);
    gboolean base64 = i % 3 == 0;
    g_autoptr (NnTensor) tensor = NULL, again = NULL;
    g_autofree gchar *text = NULL;
    GsWriter *writer = gs_writer_new ();

    shape.rank = i % 5;
    for (gint axis = 0; axis < shape.rank; axis++)
      shape.dim[axis] = pass_random_int (&random, 1, 6);
    tensor = nn_tensor_new ("W1", &shape);
    for (gsize j = 0; j < nn_shape_count (&shape); j++)
      tensor->values[j] = random_bits (&random);
    if (base64)
      gs_writer_base64 (writer, &shape, tensor->values);
    else
      gs_writer_tensor (writer, &shape, tensor->values);
    text = gs_writer_end (writer, NULL);
    g_assert_true ((strstr (text, "base64") != NULL) == (base64 || nn_shape_count (&shape) > 256));
    again = read_tensor (text, nn_shape_count (&shape), NULL);
    g_assert_true (nn_shape_equal (&again->shape, &shape));
    g_assert_cmpmem (again->values, nn_shape_count (&shape) * sizeof (gdouble), tensor->values,
                     nn_shape_count (&shape) * sizeof (gdouble));
  }
}

/* Known bytes: 1.0 is 3ff0000000000000, little end first. */
static void
test_base64_bytes (void)
{
  g_autoptr (NnTensor) tensor =
      read_tensor ("{\"shape\": [2], \"base64\": \"AAAAAAAA8D8AAAAAAAAAwA==\"}", 2, NULL);

  g_assert_cmpfloat (tensor->values[0], ==, 1);
  g_assert_cmpfloat (tensor->values[1], ==, -2);
}

/* The same in 16 and in 32 bits: 1 is 3c00 and 3f800000. What is written so is what all numbers fit. */
static void
test_narrow (void)
{
  g_autoptr (NnTensor) half =
      read_tensor ("{\"shape\": [2], \"bits\": 16, \"base64\": \"ADwAwA==\"}", 2, NULL);
  g_autoptr (NnTensor) single =
      read_tensor ("{\"shape\": [2], \"bits\": 32, \"base64\": \"AACAPwAAAMA=\"}", 2, NULL);
  static const gdouble some[] = { 1, -2, 1 + 0x1p-20, 0.1 };
  static const gchar *const bits[] = { "\"bits\": 16,", "\"bits\": 32,", "\"shape\": [4], \"base64\"" };

  g_assert_cmpmem (half->values, 2 * sizeof (gdouble), some, 2 * sizeof (gdouble));
  g_assert_cmpmem (single->values, 2 * sizeof (gdouble), some, 2 * sizeof (gdouble));
  for (gint n = 2; n <= 4; n++) {
    GsWriter *writer = gs_writer_new ();
    g_autoptr (NnTensor) again = NULL;
    g_autofree gchar *text = NULL;
    NnShape shape = nn_shape (1, n);

    gs_writer_base64 (writer, &shape, some);
    text = gs_writer_end (writer, NULL);
    g_assert_nonnull (strstr (text, bits[n - 2]));
    again = read_tensor (text, 4, NULL);
    g_assert_cmpmem (again->values, n * sizeof (gdouble), some, n * sizeof (gdouble));
  }
}

static void
test_tensor_errors (void)
{
  static const struct {
    const gchar *text, *message;
  } cases[] = {
    { "[[1, 2], [3]]", "a: W1: has a list of 1 values where 2 were expected" },
    { "[[1], [2, 3]]", "more than 1 values where 1 were expected" },
    { "[1, [2]]", "is a list, but must be a number" },
    { "[[1], 2]", "is a number, but must be a list" },
    { "[]", "every list needs at least one number" },
    { "[[]]", "every list needs at least one number" },
    { "[[[[[1]]]]]", "at most 4 axes" },
    { "[\"1\"]", "is a text, but must be a number" },
    { "null", "is null" },
    { "[1, 2, 3, 4, 5, 6, 7, 8, 9]", "would not fit memory" },
    { "{\"shape\": [2]}", "“base64” is missing" },
    { "{\"values\": [2]}", "“shape” is missing" },
    { "{\"shape\": [2], \"value\": [1, 2]}", "did you mean “values”?" },
    { "{\"shape\": [1], \"values\": [2], \"base64\": \"\"}", "has both" },
    { "{\"shape\": [3], \"values\": [1, 2]}", "has a list of 2 values where 3 were expected" },
    { "{\"shape\": [1, 1, 1, 1, 1], \"values\": 1}", "W1.shape: has more than 4 sizes" },
    { "{\"shape\": [0], \"values\": []}", "must be a whole number from 1" },
    { "{\"shape\": [1.5], \"values\": [1]}", "is 1.5, but must be a whole number" },
    { "{\"shape\": [100000, 100000], \"base64\": \"\"}", "more numbers than fit memory" },
    { "{\"shape\": [268435456, 268435456, 268435456, 268435456], \"base64\": \"\"}", "than fit memory" },
    { "{\"shape\": [1], \"base64\": \"AAAAAAAA8D8\"}", "must be 12 letters of base64" },
    { "{\"shape\": [1], \"base64\": \"AAAAAAAA8D8A\"}", "holds 9 bytes" },
    { "{\"shape\": [1], \"base64\": \"AAAAAA A8D8=\"}", "letters of base64" },
    { "{\"shape\": [1], \"base64\": \"AAAAAAAA8H8=\"}", "number 1 is not finite" },
    { "{\"shape\": [1], \"base64\": \"AAAAAAAA+H8=\"}", "number 1 is not finite" },
    { "{\"shape\": [1], \"base64\": 7}", "letters of base64" },
    { "{\"shape\": [1], \"bits\": 8, \"base64\": \"AA==\"}", "from 16 to 64" },
    { "{\"shape\": [1], \"bits\": 24, \"base64\": \"AAAA\"}", "a: W1.bits: is 24, but must be 16, 32 or 64" },
    { "{\"shape\": [1], \"bits\": 16.5, \"base64\": \"AAAA\"}", "W1.bits: is 16.5" },
    { "{\"shape\": [1], \"bits\": 16, \"values\": [1]}", "goes with “base64” only" },
    { "{\"shape\": [1], \"bits\": 32, \"base64\": \"ADw=\"}",
      "8 letters of base64: 1 little-endian numbers of 32" },
    { "{\"shape\": [1], \"bits\": 16, \"base64\": \"AHw=\"}", "number 1 is not finite" },
    { "{\"shape\": [1], \"bits\": 32, \"base64\": \"AACAfw==\"}", "number 1 is not finite" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (read_tensor (cases[i].text, 8, &error));
    g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_FORMAT);
    if (strstr (error->message, cases[i].message) == NULL)
      g_error ("%s: got “%s”, wanted “%s”", cases[i].text, error->message, cases[i].message);
  }
}

/* ---- writing ---- */

static void
test_layout (void)
{
  static const gdouble values[] = { 1, 0.5, -2, 1e-7 };
  GsWriter *writer = gs_writer_new ();
  NnShape shape = nn_shape (2, 2, 2);
  g_autofree gchar *text = NULL;
  gsize length;

  gs_writer_begin_object (writer, FALSE);
  gs_writer_key (writer, "W1");
  gs_writer_values (writer, &shape, values);
  gs_writer_put_object (writer, "flat", TRUE);
  gs_writer_put_boolean (writer, "a", TRUE);
  gs_writer_put_integer (writer, "b", -3);
  gs_writer_end_object (writer);
  gs_writer_put_array (writer, "none", FALSE);
  gs_writer_end_array (writer);
  gs_writer_end_object (writer);
  text = gs_writer_end (writer, &length);
  g_assert_cmpstr (text, ==,
                   "{\n  \"W1\": [\n    [1, 0.5],\n    [-2, 1e-07]\n  ],\n"
                   "  \"flat\": {\"a\": true, \"b\": -3},\n  \"none\": []\n}\n");
  g_assert_cmpuint (length, ==, strlen (text));
}

static void
test_strings (void)
{
  static const gchar *const texts[] = { "", "a\"b\\c/", "line\nline\ttab\r\b\f\x01\x1f\x7f",
                                        "·×😀 \342\200\250" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    GsWriter *writer = gs_writer_new ();
    g_autofree gchar *text = NULL;
    gsize length;
    cJSON *root;

    gs_writer_string (writer, texts[i]);
    text = gs_writer_end (writer, &length);
    root = parse (text, length, NULL);
    g_assert_cmpstr (root->valuestring, ==, texts[i]);
    cJSON_Delete (root);
  }
}

static void
test_not_finite (void)
{
  GsWriter *writer = gs_writer_new ();
  const gdouble values[] = { 1, NAN };
  NnShape shape = nn_shape (1, 2);

  gs_writer_begin_object (writer, FALSE);
  gs_writer_put_number (writer, "good", DBL_MAX);
  g_assert_null (gs_writer_get_not_finite (writer));
  gs_writer_key (writer, "first");
  gs_writer_base64 (writer, &shape, values);
  gs_writer_put_number (writer, "second", INFINITY);
  g_assert_cmpstr (gs_writer_get_not_finite (writer), ==, "first");
  gs_writer_end_object (writer);
  g_free (gs_writer_end (writer, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/refused", test_refused);
  g_test_add_func ("/json/zero-byte", test_zero_byte);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/accepted", test_accepted);
  g_test_add_func ("/json/raw", test_raw);
  g_test_add_func ("/json/numbers", test_numbers);
  g_test_add_func ("/json/locale", test_locale);
  g_test_add_func ("/json/tensors", test_tensors);
  g_test_add_func ("/json/base64-bytes", test_base64_bytes);
  g_test_add_func ("/json/narrow", test_narrow);
  g_test_add_func ("/json/tensor-errors", test_tensor_errors);
  g_test_add_func ("/json/layout", test_layout);
  g_test_add_func ("/json/strings", test_strings);
  g_test_add_func ("/json/not-finite", test_not_finite);
  return g_test_run ();
}
