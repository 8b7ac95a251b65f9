/* The help's pages out of the program's resources. */
#include "gs-help-pages.h"

#include <gio/gio.h>
#include <string.h>

#include "gs-help-markup.h"
#include "gs-help-resources.h"
#include "gs-help.h"

#define KEYS "keys"

const gchar *const *
gs_help_pages_list (void)
{
  static const gchar *const names[] = { "start",      "lessons", "sheet",    "formula-bar",
                                        "stepping",   "editing", "building", "data",
                                        "playground", "digits",  "panels",   "presenter",
                                        "exchange",   KEYS,      "glossary", NULL };

  return names;
}

static gchar *
load_in (const gchar *name, const gchar *language)
{
  g_autofree gchar *path = g_strdup_printf ("/org/gradsheet/help/%s/%s.md", language, name);
  g_autoptr (GBytes) bytes =
      g_resource_lookup_data (gs_help_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  gsize size;
  const gchar *text;

  if (bytes == NULL)
    return NULL;
  text = g_bytes_get_data (bytes, &size);
  return g_strndup (text, size);
}

gchar *
gs_help_page_load (const gchar *name)
{
  const gchar *const *languages = g_get_language_names ();
  gchar *text = NULL;

  /* The last language is C, in which every page is. */
  for (gint i = 0; languages[i] != NULL && text == NULL; i++)
    text = load_in (name, languages[i]);
  if (text != NULL && g_str_equal (name, KEYS)) {
    g_autofree gchar *before = text, *keys = gs_help_print_shortcuts ();

    text = g_strconcat (before, "\n", keys, NULL);
  }
  return text;
}

gchar *
gs_help_page_get_title (const gchar *text)
{
  g_autoptr (GPtrArray) paragraphs = gs_help_markup_parse (text);

  for (guint i = 0; i < paragraphs->len; i++) {
    const GsHelpParagraph *paragraph = g_ptr_array_index (paragraphs, i);

    if (paragraph->kind == GS_HELP_HEADING)
      return gs_help_paragraph_to_text (paragraph);
  }
  return g_strdup ("");
}

/* Capitals and accents put aside. */
static gchar *
fold (const gchar *text)
{
  g_autofree gchar *apart = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  g_autofree gchar *plain = apart != NULL ? g_utf8_casefold (apart, -1) : NULL;
  GString *folded = g_string_new (NULL);

  for (const gchar *at = plain; at != NULL && *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_ismark (g_utf8_get_char (at)))
      g_string_append_unichar (folded, g_utf8_get_char (at));
  return g_string_free (folded, FALSE);
}

guint
gs_help_page_count (const gchar *text, const gchar *words)
{
  g_autoptr (GPtrArray) paragraphs = gs_help_markup_parse (text);
  g_autofree gchar *wanted = fold (words);
  guint n = 0;

  if (*wanted == '\0')
    return 0;
  for (guint i = 0; i < paragraphs->len; i++) {
    g_autofree gchar *plain = gs_help_paragraph_to_text (g_ptr_array_index (paragraphs, i));
    g_autofree gchar *folded = fold (plain);

    for (const gchar *at = folded; (at = strstr (at, wanted)) != NULL; at += strlen (wanted))
      n++;
  }
  return n;
}
