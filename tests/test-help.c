/* The help: its light Markdown, and its pages: that links lead somewhere, that keys are the program's, that
 * the glossary has its terms. */
#include <gtk/gtk.h>
#include <string.h>

#include "ui/gs-help-markup.h"
#include "ui/gs-help-pages.h"
#include "ui/gs-help.h"

/* ---- markup ---- */

static const GsHelpParagraph *
get (GPtrArray *paragraphs, guint i)
{
  g_assert_cmpuint (i, <, paragraphs->len);
  return g_ptr_array_index (paragraphs, i);
}

static void
check_span (const GsHelpParagraph *paragraph,
            guint i,
            GsHelpStyle style,
            const gchar *text,
            const gchar *target)
{
  const GsHelpSpan *span;

  g_assert_cmpuint (i, <, paragraph->spans->len);
  span = g_ptr_array_index (paragraph->spans, i);
  g_assert_cmpint (span->style, ==, style);
  g_assert_cmpstr (span->text, ==, text);
  g_assert_cmpstr (span->target, ==, target);
}

static void
test_paragraphs (void)
{
  g_autoptr (GPtrArray) paragraphs = gs_help_markup_parse ("# Title\nfirst line\nsecond line\n\n\n"
                                                           "## Two\n- one\n  goes on\n- two\n\n"
                                                           "```\n# no heading\n\n- no item\n```\nafter\n"
                                                           "#no heading\n#### too deep");
  static const GsHelpKind kinds[] = { GS_HELP_HEADING, GS_HELP_TEXT, GS_HELP_HEADING, GS_HELP_ITEM,
                                      GS_HELP_ITEM,    GS_HELP_CODE, GS_HELP_TEXT };

  g_assert_cmpuint (paragraphs->len, ==, G_N_ELEMENTS (kinds));
  for (guint i = 0; i < paragraphs->len; i++)
    g_assert_cmpint (get (paragraphs, i)->kind, ==, kinds[i]);
  g_assert_cmpint (get (paragraphs, 0)->level, ==, 1);
  g_assert_cmpint (get (paragraphs, 2)->level, ==, 2);
  check_span (get (paragraphs, 1), 0, GS_HELP_PLAIN, "first line second line", NULL);
  check_span (get (paragraphs, 3), 0, GS_HELP_PLAIN, "one goes on", NULL);
  check_span (get (paragraphs, 5), 0, GS_HELP_LITERAL, "# no heading\n\n- no item", NULL);
  check_span (get (paragraphs, 6), 0, GS_HELP_PLAIN, "after #no heading #### too deep", NULL);
}

static void
test_spans (void)
{
  g_autoptr (GPtrArray) paragraphs =
      gs_help_markup_parse ("a **b** `c*d` [e f](page#g)!\n\n**all**\n\n\\*\\* \\[x](y) \\`z\\\\");
  const GsHelpParagraph *first = get (paragraphs, 0);
  g_autofree gchar *text = gs_help_paragraph_to_text (first);

  g_assert_cmpuint (first->spans->len, ==, 7);
  check_span (first, 0, GS_HELP_PLAIN, "a ", NULL);
  check_span (first, 1, GS_HELP_STRONG, "b", NULL);
  check_span (first, 3, GS_HELP_LITERAL, "c*d", NULL);
  check_span (first, 5, GS_HELP_LINK, "e f", "page#g");
  check_span (first, 6, GS_HELP_PLAIN, "!", NULL);
  g_assert_cmpstr (text, ==, "a b c*d e f!");
  check_span (get (paragraphs, 1), 0, GS_HELP_STRONG, "all", NULL);
  check_span (get (paragraphs, 2), 0, GS_HELP_PLAIN, "** [x](y) `z\\", NULL);
}

/* What does not close, and what is empty, is text; nothing is lost. */
static void
test_unfinished (void)
{
  static const gchar *const texts[] = { "**open", "`open", "[a](b", "[a]", "[](b)", "[a]()", "****",
                                        "``",     "**",    "`",     "[",   "](",    "\\",    "a [b] (c)" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GPtrArray) paragraphs = gs_help_markup_parse (texts[i]);

    g_assert_cmpuint (paragraphs->len, ==, 1);
    check_span (get (paragraphs, 0), 0, GS_HELP_PLAIN, texts[i], NULL);
  }
  for (gsize i = 0; i < 3; i++) {
    static const gchar *const empty[] = { "", "\n \n", "```\n```" };
    g_autoptr (GPtrArray) paragraphs = gs_help_markup_parse (empty[i]);

    g_assert_cmpuint (paragraphs->len, ==, 0);
  }
}

static void
test_anchors (void)
{
  static const gchar *const pairs[][2] = { { "Chain rule", "chain-rule" },
                                           { "What if: pins", "what-if-pins" },
                                           { "1. The network", "1-the-network" },
                                           { "Übung (ß)!", "übung-ß" },
                                           { "…", "" } };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autofree gchar *anchor = gs_help_markup_make_anchor (pairs[i][0]);

    g_assert_cmpstr (anchor, ==, pairs[i][1]);
  }
}

/* ---- pages ---- */

static gboolean
has_heading (const gchar *page, const gchar *anchor)
{
  g_autofree gchar *text = gs_help_page_load (page);
  g_autoptr (GPtrArray) paragraphs = text != NULL ? gs_help_markup_parse (text) : NULL;

  for (guint i = 0; paragraphs != NULL && i < paragraphs->len; i++) {
    g_autofree gchar *heading = gs_help_paragraph_to_text (get (paragraphs, i));
    g_autofree gchar *own = gs_help_markup_make_anchor (heading);

    if (get (paragraphs, i)->kind == GS_HELP_HEADING && g_str_equal (own, anchor))
      return TRUE;
  }
  return FALSE;
}

static void
check_link (const gchar *page, const gchar *target)
{
  const gchar *hash = strchr (target, '#');
  g_autofree gchar *name = hash != NULL ? g_strndup (target, (gsize) (hash - target)) : g_strdup (target);
  g_autofree gchar *text = gs_help_page_load (*name != '\0' ? name : page);

  if (text == NULL || (hash != NULL && !has_heading (*name != '\0' ? name : page, hash + 1)))
    g_error ("%s links to %s, which is not there", page, target);
}

/* Calls `check` on every span of every page. */
static guint
visit_spans (void (*check) (const gchar *page, const GsHelpSpan *span))
{
  const gchar *const *pages = gs_help_pages_list ();
  guint n = 0;

  for (gint i = 0; pages[i] != NULL; i++) {
    g_autofree gchar *text = gs_help_page_load (pages[i]);
    g_autoptr (GPtrArray) paragraphs = gs_help_markup_parse (text);

    for (guint j = 0; j < paragraphs->len; j++)
      for (guint k = 0; k < get (paragraphs, j)->spans->len; k++, n++)
        check (pages[i], g_ptr_array_index (get (paragraphs, j)->spans, k));
  }
  return n;
}

static void
check_span_link (const gchar *page, const GsHelpSpan *span)
{
  if (span->style == GS_HELP_LINK)
    check_link (page, span->target);
  else
    g_assert_null (strstr (span->text, "]("));
}

static void
test_pages (void)
{
  const gchar *const *pages = gs_help_pages_list ();

  for (gint i = 0; pages[i] != NULL; i++) {
    g_autofree gchar *text = gs_help_page_load (pages[i]);
    g_autofree gchar *title = text != NULL ? gs_help_page_get_title (text) : NULL;

    g_assert_nonnull (text);
    g_assert_true (g_utf8_validate (text, -1, NULL));
    g_assert_true (g_str_has_prefix (text, "# "));
    g_assert_cmpuint (strlen (title), >, 3);
    g_assert_cmpuint (strlen (text), >, 400);
  }
  g_assert_null (gs_help_page_load ("no-such-page"));
  g_assert_null (gs_help_page_load (""));
  g_assert_cmpuint (visit_spans (check_span_link), >, 500);
}

/* A key as the pages write it: its last part alone, or behind Ctrl, Shift, Alt. */
static gboolean
is_key (const gchar *text)
{
  return g_regex_match_simple ("^((Ctrl|Shift|Alt)\\+)+.|^F\\d+$|^Page |^Delete$|^Escape$", text,
                               G_REGEX_OPTIMIZE, 0);
}

/* Keys that are no entry of their own in the list. */
static gboolean
is_known_otherwise (const gchar *text)
{
  static const gchar *const others[] = { "Shift+Ctrl+Z", NULL };

  return g_strv_contains (others, text) || g_regex_match_simple ("^Alt\\+[1-5]$", text, G_REGEX_OPTIMIZE, 0);
}

static void
check_span_key (const gchar *page, const GsHelpSpan *span)
{
  g_autofree gchar *keys = NULL, *quoted = NULL;

  if (span->style != GS_HELP_LITERAL || !is_key (span->text) || is_known_otherwise (span->text))
    return;
  keys = gs_help_print_shortcuts ();
  quoted = g_strdup_printf ("`%s`", span->text);
  if (strstr (keys, quoted) == NULL)
    g_error ("%s speaks of the key %s, which the list of keys does not have:\n%s", page, span->text, keys);
}

static void
test_keys (void)
{
  g_autofree gchar *page = gs_help_page_load ("keys");

  visit_spans (check_span_key);
  g_assert_nonnull (strstr (page, "`Alt+Home`  —  To the start of the pass"));
  g_assert_nonnull (strstr (page, "`Alt+1 … 5`"));
  g_assert_false (g_regex_match_simple ("<\\w", page, 0, 0));
}

static void
test_glossary (void)
{
  static const gchar *const terms[] = {
    "neuron",
    "layer",
    "weight",
    "bias",
    "pre-activation",
    "activation",
    "logits",
    "softmax",
    "loss",
    "gradient",
    "pass",
    "chain-rule",
    "step",
    "backpropagation",
    "learning-rate",
    "optimiser",
    "momentum",
    "epoch",
    "batch",
    "pin",
    "nan",
    "sigmoid",
    "relu",
    "cross-entropy",
    "derivative",
    "convolution",
    "tensor",
    "parameter",
  };
  g_autofree gchar *text = gs_help_page_load ("glossary"), *last = g_strdup ("");
  g_autoptr (GPtrArray) paragraphs = gs_help_markup_parse (text);

  for (gsize i = 0; i < G_N_ELEMENTS (terms); i++)
    if (!has_heading ("glossary", terms[i]))
      g_error ("the glossary lacks %s", terms[i]);
  /* In order, and each with its one explanation of at most three sentences. */
  for (guint i = 1; i < paragraphs->len; i += 2) {
    g_autofree gchar *term = gs_help_paragraph_to_text (get (paragraphs, i));
    g_autofree gchar *folded = g_utf8_casefold (term, -1);
    g_autofree gchar *explanation = gs_help_paragraph_to_text (get (paragraphs, i + 1));
    g_auto (GStrv) sentences = g_regex_split_simple ("[.?!”] +(?=[A-Z])", explanation, 0, 0);

    g_assert_cmpint (get (paragraphs, i)->kind, ==, GS_HELP_HEADING);
    g_assert_cmpint (get (paragraphs, i + 1)->kind, ==, GS_HELP_TEXT);
    g_assert_cmpstr (last, <, folded);
    g_assert_cmpuint (g_strv_length (sentences), <=, 3);
    g_assert_true (g_str_has_suffix (explanation, "."));
    g_free (last);
    last = g_steal_pointer (&folded);
  }
}

static void
test_search (void)
{
  const gchar *text = "# Café\n\nThe **gradi**ent of a Gradient. CAFE";

  g_assert_cmpuint (gs_help_page_count (text, "gradient"), ==, 2);
  g_assert_cmpuint (gs_help_page_count (text, "CAFÉ"), ==, 2);
  g_assert_cmpuint (gs_help_page_count (text, "**"), ==, 0);
  g_assert_cmpuint (gs_help_page_count (text, ""), ==, 0);
  g_assert_cmpuint (gs_help_page_count (text, "gradients"), ==, 0);
}

/* A page is shown in the user's language, and in English where the language has none. */
static void
test_language (void)
{
  static const gchar *const begins[][2] = { { "de_AT:fr", "# Erste Schritte\n" },
                                            { "fr:de", "# Erste Schritte\n" },
                                            { "fr", "# Getting started\n" } };

  for (gsize i = 0; i < G_N_ELEMENTS (begins); i++) {
    if (g_test_subprocess ()) {
      g_autofree gchar *text = gs_help_page_load ("start");

      g_print ("%s", text);
      return;
    }
    g_setenv ("LANGUAGE", begins[i][0], TRUE);
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_passed ();
    {
      g_autofree gchar *pattern = g_strdup_printf ("*%s*", begins[i][1]);

      g_test_trap_assert_stdout (pattern);
    }
  }
  g_unsetenv ("LANGUAGE");
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/help/markup/paragraphs", test_paragraphs);
  g_test_add_func ("/help/markup/spans", test_spans);
  g_test_add_func ("/help/markup/unfinished", test_unfinished);
  g_test_add_func ("/help/markup/anchors", test_anchors);
  g_test_add_func ("/help/pages", test_pages);
  g_test_add_func ("/help/keys", test_keys);
  g_test_add_func ("/help/glossary", test_glossary);
  g_test_add_func ("/help/search", test_search);
  g_test_add_func ("/help/language", test_language);
  return g_test_run ();
}
