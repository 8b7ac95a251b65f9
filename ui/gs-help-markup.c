/* The help's Markdown, line by line into blocks and spans. */
#include "gs-help-markup.h"

#include <string.h>

static void
span_free (gpointer pointer)
{
  GsHelpSpan *span = pointer;

  g_free (span->text);
  g_free (span->target);
  g_free (span);
}

static void
paragraph_free (gpointer pointer)
{
  GsHelpParagraph *paragraph = pointer;

  g_ptr_array_unref (paragraph->spans);
  g_free (paragraph);
}

static GsHelpParagraph *
paragraph_new (GsHelpKind kind, gint level)
{
  GsHelpParagraph *paragraph = g_new0 (GsHelpParagraph, 1);

  paragraph->kind = kind;
  paragraph->level = level;
  paragraph->spans = g_ptr_array_new_with_free_func (span_free);
  return paragraph;
}

static void
add_span (GsHelpParagraph *paragraph, GsHelpStyle style, const gchar *text, gssize length, gchar *target)
{
  GsHelpSpan *span = g_new0 (GsHelpSpan, 1);

  span->style = style;
  span->text = length < 0 ? g_strdup (text) : g_strndup (text, (gsize) length);
  span->target = target;
  g_ptr_array_add (paragraph->spans, span);
}

/* ---- within a paragraph ---- */

static void
add_plain (GsHelpParagraph *paragraph, GString *plain)
{
  if (plain->len > 0)
    add_span (paragraph, GS_HELP_PLAIN, plain->str, -1, NULL);
  g_string_truncate (plain, 0);
}

/* A piece that opens at `at`, put behind what is plain so far; where it ends, or NULL for no such piece. */
static const gchar *
take_piece (GsHelpParagraph *paragraph, GString *plain, const gchar *at)
{
  const gchar *close = NULL, *end;

  if (*at == '`' && (close = strchr (at + 1, '`')) != NULL && close > at + 1) {
    add_plain (paragraph, plain);
    add_span (paragraph, GS_HELP_LITERAL, at + 1, close - at - 1, NULL);
    return close + 1;
  }
  if (g_str_has_prefix (at, "**") && (close = strstr (at + 2, "**")) != NULL && close > at + 2) {
    add_plain (paragraph, plain);
    add_span (paragraph, GS_HELP_STRONG, at + 2, close - at - 2, NULL);
    return close + 2;
  }
  if (*at == '[' && (close = strstr (at, "](")) != NULL && (end = strchr (close, ')')) != NULL
      && close > at + 1 && end > close + 2) {
    add_plain (paragraph, plain);
    add_span (paragraph, GS_HELP_LINK, at + 1, close - at - 1,
              g_strndup (close + 2, (gsize) (end - close - 2)));
    return end + 1;
  }
  return NULL;
}

static void
add_spans (GsHelpParagraph *paragraph, const gchar *text)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  while (*text != '\0') {
    const gchar *end = take_piece (paragraph, plain, text);

    if (end != NULL) {
      text = end;
      continue;
    }
    if (*text == '\\' && text[1] != '\0' && strchr ("*`[\\", text[1]) != NULL)
      text++;
    g_string_append_c (plain, *text++);
  }
  add_plain (paragraph, plain);
}

/* ---- paragraphs ---- */

typedef struct {
  GPtrArray *paragraphs;
  GsHelpKind kind; /* of what is being read */
  GString *text;
  gboolean in_code;
} Reader;

static void
finish (Reader *reader)
{
  GsHelpParagraph *paragraph;

  if (reader->text->len == 0)
    return;
  paragraph = paragraph_new (reader->kind, 0);
  if (reader->kind == GS_HELP_CODE)
    add_span (paragraph, GS_HELP_LITERAL, reader->text->str, -1, NULL);
  else
    add_spans (paragraph, reader->text->str);
  g_ptr_array_add (reader->paragraphs, paragraph);
  g_string_truncate (reader->text, 0);
  reader->kind = GS_HELP_TEXT;
}

static void
append_line (Reader *reader, const gchar *line)
{
  if (reader->text->len > 0)
    g_string_append_c (reader->text, reader->kind == GS_HELP_CODE ? '\n' : ' ');
  g_string_append (reader->text, line);
}

static gint
count_hashes (const gchar *line)
{
  gint n = 0;

  while (line[n] == '#')
    n++;
  return n >= 1 && n <= 3 && line[n] == ' ' ? n : 0;
}

static void
read_line (Reader *reader, gchar *line)
{
  gint level = count_hashes (line);

  if (g_str_has_prefix (line, "```")) {
    finish (reader);
    reader->in_code = !reader->in_code;
    reader->kind = reader->in_code ? GS_HELP_CODE : GS_HELP_TEXT;
  } else if (reader->in_code) {
    append_line (reader, line);
  } else if (level > 0) {
    GsHelpParagraph *heading = paragraph_new (GS_HELP_HEADING, level);

    finish (reader);
    add_spans (heading, g_strstrip (line + level));
    g_ptr_array_add (reader->paragraphs, heading);
  } else if (g_str_has_prefix (line, "- ")) {
    finish (reader);
    reader->kind = GS_HELP_ITEM;
    append_line (reader, g_strstrip (line + 2));
  } else if (*g_strstrip (line) == '\0') {
    finish (reader);
  } else {
    append_line (reader, line);
  }
}

GPtrArray *
gs_help_markup_parse (const gchar *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  Reader reader = { g_ptr_array_new_with_free_func (paragraph_free), GS_HELP_TEXT, g_string_new (NULL),
                    FALSE };

  for (gint i = 0; lines[i] != NULL; i++)
    read_line (&reader, lines[i]);
  finish (&reader);
  g_string_free (reader.text, TRUE);
  return reader.paragraphs;
}

gchar *
gs_help_paragraph_to_text (const GsHelpParagraph *paragraph)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < paragraph->spans->len; i++)
    g_string_append (text, ((const GsHelpSpan *) g_ptr_array_index (paragraph->spans, i))->text);
  return g_string_free (text, FALSE);
}

gchar *
gs_help_markup_make_anchor (const gchar *heading)
{
  GString *anchor = g_string_new (NULL);

  for (; *heading != '\0'; heading = g_utf8_next_char (heading)) {
    gunichar letter = g_utf8_get_char (heading);

    if (g_unichar_isalnum (letter))
      g_string_append_unichar (anchor, g_unichar_tolower (letter));
    else if (anchor->len > 0 && anchor->str[anchor->len - 1] != '-')
      g_string_append_c (anchor, '-');
  }
  if (anchor->len > 0 && anchor->str[anchor->len - 1] == '-')
    g_string_truncate (anchor, anchor->len - 1);
  return g_string_free (anchor, FALSE);
}
