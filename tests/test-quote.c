/* Texts of others where we repeat them: visible, not cut inside a character, and for a shell. */
#include <string.h>

#include "app/text/gs-json.h"
#include "app/text/gs-quote.h"
#include "app/text/gs-words.h"

/* Whether a terminal takes nothing in it for a command. */
static void
assert_harmless (const gchar *text, gboolean lines)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!lines || strchr ("\n\t", *text) == NULL)
      g_assert_false (g_unichar_iscntrl (g_utf8_get_char (text)));
}

static void
test_visible (void)
{
  static const struct {
    const gchar *text, *visible;
  } cases[] = {
    { "", "" },
    { "plain – größer", "plain – größer" },
    { "\033[31mred\033[0m", "\\u001b[31mred\\u001b[0m" },
    { "a\nb\tc\rd", "a\\u000ab\\u0009c\\u000dd" },
    { "\x7f", "\\u007f" },
    { "\xc2\x9b"
      "31m",
      "\\u009b31m" }, /* C1's own way to begin a sequence */
    { "\xff\xfe", "\xef\xbf\xbd\xef\xbf\xbd" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *visible = gs_quote_visible (cases[i].text, FALSE);

    g_assert_cmpstr (visible, ==, cases[i].visible);
  }
  for (gint c = 1; c < 256; c++) {
    gchar bytes[] = { (gchar) c, 'x', '\0' }, latin[3] = "";
    g_autofree gchar *one = gs_quote_visible (bytes, FALSE), *other = NULL, *lines = NULL;

    g_unichar_to_utf8 ((gunichar) c, latin);
    latin[c < 128 ? 1 : 2] = '\0';
    other = gs_quote_visible (latin, FALSE);
    lines = gs_quote_visible (latin, TRUE);
    assert_harmless (one, FALSE);
    assert_harmless (other, FALSE);
    assert_harmless (lines, TRUE);
  }
}

/* A text of many bytes a character, cut everywhere, is whole characters. */
static void
test_cut (void)
{
  GString *text = g_string_new (NULL);

  for (gint i = 0; i < 50; i++)
    g_string_append (text, i % 3 == 0 ? "é" : i % 3 == 1 ? "€" : "𝛿");
  for (gint most = 0; most < 60; most++) {
    g_autofree gchar *quoted = gs_words_quote (text->str, text->len, most);

    assert_harmless (quoted, FALSE);
    g_assert_cmpint (g_utf8_strlen (quoted, -1), ==, most < 50 ? most + 1 : 50);
    g_assert_cmpint (g_str_has_suffix (quoted, "…"), ==, most < 50);
  }
  g_string_free (text, TRUE);
}

/* In the place that a message names, too. */
static void
test_place (void)
{
  g_autofree gchar *key = g_strnfill (59, 'k'), *long_key = g_strconcat (key, "€uro", NULL);
  GsReader reader;

  gs_reader_init (&reader, "file", 1);
  gs_reader_enter (&reader, long_key);
  gs_reader_enter (&reader, "a\033[2Jb");
  gs_reader_fail (&reader, "is wrong");
  assert_harmless (reader.error->message, FALSE);
  g_assert_nonnull (strstr (reader.error->message, "k€…"));
  g_assert_nonnull (strstr (reader.error->message, "a\\u001b[2Jb"));
  gs_reader_clear (&reader);
}

static void
test_shell (void)
{
  static const gchar *const names[] = { "plain.gradsheet",
                                        "/a/b-c_d+e.f",
                                        "with space",
                                        "it's",
                                        "$HOME `x` \"q\" \\ !",
                                        "größe",
                                        "caf\xe9.gradsheet",
                                        "new\nline\ttab",
                                        "\033[31m",
                                        "\xc2\x9b",
                                        "-begins",
                                        "a*b?[c]",
                                        "~",
                                        "#",
                                        "" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree gchar *quoted = gs_quote_for_shell (names[i]), *output = NULL;
    g_autofree gchar *command = g_strconcat ("printf %s ", quoted, NULL);
    const gchar *const arguments[] = { "bash", "-c", command, NULL };
    gint status;

    assert_harmless (quoted, FALSE);
    g_assert_true (g_spawn_sync (NULL, (gchar **) (gpointer) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                                 &output, NULL, &status, NULL));
    g_assert_cmpint (status, ==, 0);
    g_assert_cmpstr (output, ==, names[i]);
  }
  {
    g_autofree gchar *plain = gs_quote_for_shell ("lessons/networks/mazur.gradsheet");

    g_assert_cmpstr (plain, ==, "lessons/networks/mazur.gradsheet");
  }
}

/* What a document holds is read back, and its file can be looked at on a terminal. */
static void
test_json (void)
{
  g_autoptr (GString) text = g_string_new (NULL), json = g_string_new ("[");
  GError *error = NULL;
  cJSON *root;

  for (gunichar c = 1; c < 0x180; c++)
    g_string_append_unichar (text, c);
  gs_json_append_text (json, text->str);
  g_string_append_c (json, ']');
  assert_harmless (json->str, FALSE);
  root = gs_json_parse (json->str, json->len, "text", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (root->child->valuestring, ==, text->str);
  cJSON_Delete (root);
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quote/visible", test_visible);
  g_test_add_func ("/quote/cut", test_cut);
  g_test_add_func ("/quote/place", test_place);
  g_test_add_func ("/quote/shell", test_shell);
  g_test_add_func ("/quote/json", test_json);
  return g_test_run ();
}
