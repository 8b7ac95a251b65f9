/* What a document must not say: each refusal names the file, the place and what to do. Every case is
 * a sound document in which one key is another, so that nothing else can be the reason. */
#include <string.h>

#include "app/gs-document.h"

static const struct {
  const gchar *key, *value;
} sound[] = {
  { "format", "\"gradsheet\"" },
  { "version", "1" },
  { "input", "[2]" },
  { "layers", "[{\"kind\": \"dense\", \"units\": 3}, {\"kind\": \"dense\", \"units\": 1}]" },
  { "loss", "\"mse\"" },
  { "optimizer", "{\"kind\": \"adam\"}" },
  { "seed", "1" },
  { "data", "{\"inputs\": [[0, 1], [1, 0]], \"targets\": [[1], [0]]}" },
};

/* `value` NULL: without the key. A key that is not there is added. */
static gchar *
make_text (const gchar *key, const gchar *value)
{
  GString *text = g_string_new ("{");
  gboolean found = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (sound); i++) {
    gboolean this = g_str_equal (sound[i].key, key);

    found |= this;
    if (!this || value != NULL)
      g_string_append_printf (text, "%s\"%s\": %s", text->len > 1 ? ", " : "", sound[i].key,
                              this ? value : sound[i].value);
  }
  if (!found)
    g_string_append_printf (text, ", \"%s\": %s", key, value);
  return g_string_free (g_string_append (text, "}"), FALSE);
}

static GError *
refuse (const gchar *key, const gchar *value)
{
  g_autofree gchar *text = make_text (key, value);
  GError *error = NULL;
  GsDocument *document = gs_document_load_bytes (text, strlen (text), "mine.gradsheet", &error);

  if (document != NULL)
    g_error ("accepted: %s", text);
  g_assert_nonnull (error);
  return error;
}

/* The message begins with the file and `begin`, and says `also` somewhere behind. */
static void
assert_refused (const gchar *key, const gchar *value, const gchar *begin, const gchar *also)
{
  g_autoptr (GError) error = refuse (key, value);
  g_autofree gchar *prefix = g_strconcat ("mine.gradsheet: ", begin, NULL);

  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_FORMAT);
  if (!g_str_has_prefix (error->message, prefix) || strstr (error->message, also) == NULL)
    g_error ("%s = %s\nwanted: %s … %s\ngot:    %s", key, value, prefix, also, error->message);
}

typedef struct {
  const gchar *key, *value, *begin, *also;
} Case;

static void
assert_all (const Case *cases, gsize n)
{
  for (gsize i = 0; i < n; i++)
    assert_refused (cases[i].key, cases[i].value, cases[i].begin, cases[i].also);
}

static void
test_sound (void)
{
  g_autofree gchar *text = make_text ("title", "\"sound\"");
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDocument) document = gs_document_load_bytes (text, strlen (text), "mine.gradsheet", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (document->network->title, ==, "sound");
}

static void
test_kind_of_file (void)
{
  static const Case cases[] = {
    { "format", NULL, "", "no Gradsheet document" },
    { "format", "\"sheet\"", "", "no Gradsheet document" },
    { "version", NULL, "version: ", "write \"version\": 1" },
    { "version", "1.5", "version: ", "write \"version\": 1" },
    { "version", "0", "version: ", "write \"version\": 1" },
    { "lossy", "1", "", "“loss”?" },
    { "zzzzzzzz", "1", "", "remove it" },
    { "title", "1", "title: ", "double quotes" },
    { "all-gradients", "1", "all-gradients: ", "true or false" },
    { "seed", "-1", "seed: ", "whole number from 0" },
    { "seed", "1.5", "seed: ", "whole number" },
    { "seed", "9007199254740994", "seed: ", "whole number" },
    { "seed", "\"18446744073709551616\"", "seed: ", "whole number" },
    { "seed", "\"-1\"", "seed: ", "whole number" },
    { "place", "{\"pass\": 0}", "place.pass: ", "whole number from 1" },
    { "place", "{\"pass\": 2147483648}", "place.pass: ", "whole number" },
    { "place", "{\"pas\": 1}", "place: ", "“pass”?" },
    { "place", "[]", "place: ", "object" },
  };
  static const gchar *const not_objects[] = { "[]", "1", "null", "\"gradsheet\"" };

  assert_all (cases, G_N_ELEMENTS (cases));
  for (gsize i = 0; i < G_N_ELEMENTS (not_objects); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (gs_document_load_bytes (not_objects[i], strlen (not_objects[i]), "mine", &error));
    g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_FORMAT);
  }
}

static void
test_newer (void)
{
  g_autoptr (GError) error = refuse ("version", "2"), far = refuse ("version", "1e300");

  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_NEWER);
  g_assert_nonnull (strstr (error->message, "mine.gradsheet: "));
  g_assert_nonnull (strstr (error->message, "version 2"));
  g_assert_nonnull (strstr (error->message, "up to 1"));
  g_assert_error (far, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_NEWER);
}

static void
test_syntax (void)
{
  static const struct {
    const gchar *value, *says;
  } cases[] = {
    { "1} trailing", "more text" },  { "1, \"seed\": 1", "seed" }, { "1e999", "too large to be finite" },
    { "NaN", "finite" },             { "01", "0" },                { "'1'", "expected a value" },
    { "[1,]", "comma too many" },    { "\"\\u0000\"", "u0000" },   { "\"\xff\"", "UTF-8" },
    { "// no\n1", "expected a value" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = refuse ("seed", cases[i].value);

    if (error->code != GS_DOCUMENT_ERROR_SYNTAX && i != 1)
      g_error ("%s: %s", cases[i].value, error->message);
    if (strstr (error->message, cases[i].says) == NULL)
      g_error ("%s: no “%s” in: %s", cases[i].value, cases[i].says, error->message);
  }
}
