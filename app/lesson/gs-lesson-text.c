/* Marks of a lesson's text taken apart, and its values put in. */
#include "gs-lesson-text.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "app/text/gs-number.h"
#include "app/view/gs-view.h"
#include "nn/nn-error.h"

void
gs_lesson_run_free (GsLessonRun *run)
{
  if (run == NULL)
    return;
  g_free (run->text);
  g_free (run->target);
  gs_expression_free (run->formula);
  g_free (run);
}

static GsLessonRun *
add_run (GPtrArray *runs, GsLessonRunKind kind, const gchar *text, gsize length)
{
  GsLessonRun *run = g_new0 (GsLessonRun, 1);

  run->kind = kind;
  run->text = g_strndup (text, length);
  g_ptr_array_add (runs, run);
  return run;
}

/* ---- reading ---- */

static gboolean
refuse (const gchar *source, const gchar *at, const gchar *what, GError **error)
{
  g_autofree gchar *piece = g_utf8_substring (at, 0, MIN (g_utf8_strlen (at, -1), 20));

  g_set_error (error, NN_ERROR, NN_ERROR_SYNTAX, "“%s…”: %s", piece, what);
  return FALSE;
}

/* The “]]” that closes a link; brackets within it belong to its cell. */
static const gchar *
find_link_end (const gchar *at)
{
  gint depth = 0;

  for (; *at != '\0'; at++) {
    if (depth == 0 && g_str_has_prefix (at, "]]"))
      return at;
    depth += (*at == '[') - (*at == ']');
  }
  return NULL;
}

static gboolean
read_link (GsLessonText *text, const gchar **at, GError **error)
{
  const gchar *begin = *at + 2;
  const gchar *end = find_link_end (begin);
  const gchar *bar;
  GsLessonRun *run;

  if (end == NULL || end == begin)
    return refuse (text->source, *at, _ ("the link is not closed, or empty; write [[W1[1,1]]]"), error);
  bar = memchr (begin, '|', (gsize) (end - begin));
  if (bar != NULL && (bar == begin || bar + 1 == end))
    return refuse (text->source, *at, _ ("a link with words is written [[W1[1,1]|the weight]]"), error);
  if (bar != NULL)
    run = add_run (text->runs, GS_LESSON_RUN_LINK, bar + 1, (gsize) (end - bar - 1));
  else
    run = add_run (text->runs, GS_LESSON_RUN_LINK, begin, (gsize) (end - begin));
  run->target = g_strndup (begin, (gsize) ((bar != NULL ? bar : end) - begin));
  *at = end + 2;
  return TRUE;
}

/* "W1[1,1]:4": takes the digits off the end; 0 if there are none, -1 if there may not be so many. */
static gint
take_digits (gchar *inside)
{
  gchar *colon = strrchr (inside, ':');
  gint64 digits;

  if (colon == NULL || colon[1] == '\0' || strspn (colon + 1, "0123456789") != strlen (colon + 1))
    return 0;
  digits = g_ascii_strtoll (colon + 1, NULL, 10);
  *colon = '\0';
  return digits >= 2 && digits <= 17 ? (gint) digits : -1;
}

static gboolean
read_value (GsLessonText *text, const gchar **at, GError **error)
{
  const gchar *end = strchr (*at, '}');
  g_autofree gchar *inside = NULL;
  GsExpression *formula;
  GsLessonRun *run;
  gint digits;

  if (end == NULL)
    return refuse (text->source, *at, _ ("the value is not closed; write {L} or {L:4}, and \\{ for a brace"),
                   error);
  inside = g_strndup (*at + 1, (gsize) (end - *at - 1));
  digits = take_digits (inside);
  if (digits < 0)
    return refuse (text->source, *at, _ ("digits go from 2 to 17"), error);
  formula = gs_expression_parse (inside, error);
  if (formula == NULL)
    return FALSE;
  run = add_run (text->runs, GS_LESSON_RUN_VALUE, inside, strlen (inside));
  run->formula = formula;
  run->digits = digits;
  *at = end + 1;
  return TRUE;
}

static gboolean
read_enclosed (GsLessonText *text, const gchar **at, GsLessonRunKind kind, GError **error)
{
  const gchar *end = strchr (*at + 1, **at);

  if (end == NULL || end == *at + 1)
    return refuse (text->source, *at,
                   _ ("this mark is not closed, or empty; a \\ before it makes it a character"), error);
  add_run (text->runs, kind, *at + 1, (gsize) (end - *at - 1));
  *at = end + 1;
  return TRUE;
}

static void
flush_plain (GsLessonText *text, GString *plain)
{
  if (plain->len > 0)
    add_run (text->runs, GS_LESSON_RUN_PLAIN, plain->str, plain->len);
  g_string_truncate (plain, 0);
}

static gboolean
read_mark (GsLessonText *text, const gchar **at, GError **error)
{
  switch (**at) {
  case '[': return read_link (text, at, error);
  case '{': return read_value (text, at, error);
  case '*': return read_enclosed (text, at, GS_LESSON_RUN_EMPHASIS, error);
  default: return read_enclosed (text, at, GS_LESSON_RUN_FORMULA, error);
  }
}

GsLessonText *
gs_lesson_text_parse (const gchar *source, GError **error)
{
  g_autoptr (GsLessonText) text = g_new0 (GsLessonText, 1);
  g_autoptr (GString) plain = g_string_new (NULL);
  const gchar *at;

  text->source = g_strdup (source);
  gs_lesson_text_set_signs (text, ".", ",");
  text->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_lesson_run_free);
  for (at = text->source; *at != '\0';) {
    gboolean is_mark = *at == '{' || *at == '*' || *at == '`' || g_str_has_prefix (at, "[[");

    if (*at == '\\' && at[1] != '\0' && strchr ("*`{[\\", at[1]) != NULL)
      at++;
    else if (is_mark) {
      flush_plain (text, plain);
      if (!read_mark (text, &at, error))
        return NULL;
      continue;
    }
    g_string_append_c (plain, *at++);
  }
  flush_plain (text, plain);
  return g_steal_pointer (&text);
}

void
gs_lesson_text_free (GsLessonText *text)
{
  if (text == NULL)
    return;
  g_free (text->source);
  g_clear_pointer (&text->runs, g_ptr_array_unref);
  g_free (text);
}

void
gs_lesson_text_set_signs (GsLessonText *text, const gchar *decimal, const gchar *thousands)
{
  text->decimal = g_intern_string (decimal);
  text->thousands = g_intern_string (thousands);
}

guint
gs_lesson_text_count_words (const GsLessonText *text)
{
  guint words = 0;

  for (guint i = 0; i < text->runs->len; i++) {
    const GsLessonRun *run = g_ptr_array_index (text->runs, i);
    gboolean inside = FALSE, single = run->kind == GS_LESSON_RUN_FORMULA || run->kind == GS_LESSON_RUN_VALUE;

    words += single;
    for (const gchar *at = run->text; !single && *at != '\0'; at = g_utf8_next_char (at)) {
      gboolean letter = g_unichar_isalnum (g_utf8_get_char (at));

      words += letter && !inside;
      inside = letter || (inside && !g_unichar_isspace (g_utf8_get_char (at)));
    }
  }
  return words;
}

/* ---- numbers ---- */

/* So small that nobody would write its zeros, so large that nobody would count them. */
#define LEAST 1e-9
#define MOST  1e15

static gchar *
print_plainly (gdouble value, gint digits)
{
  gchar buffer[GS_VIEW_BUFFER], number[GS_VIEW_BUFFER], format[12];
  gdouble size = fabs (value);
  gint decimals;

  /* The text has a sign of its own. */
  g_strdelimit (gs_view_format (value, digits, buffer), ",", '.');
  if (strchr (buffer, 'e') == NULL || !(size >= LEAST && size < MOST))
    return g_strdup (buffer);
  decimals = MAX (0, digits - 1 - (gint) floor (log10 (size)));
  g_snprintf (format, sizeof format, "%%.%df", decimals);
  g_ascii_formatd (number, sizeof number, format, size);
  return g_strconcat (value < 0 ? "−" : "", number, NULL);
}

static gchar *
print_whole (guint64 count, const gchar *separator)
{
  g_autofree gchar *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, count);
  gsize length = strlen (digits);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < length; i++) {
    if (i > 0 && (length - i) % 3 == 0)
      g_string_append (text, separator);
    g_string_append_c (text, digits[i]);
  }
  return g_string_free (text, FALSE);
}

gchar *
gs_lesson_whole (guint64 count)
{
  const gchar *separator = localeconv ()->thousands_sep;

  return print_whole (count, separator != NULL && *separator != '\0' ? separator : ",");
}

/* Without zeros at its end. */
static gchar *
print_short (gdouble value, gint digits)
{
  gchar *text = print_plainly (value, digits);
  gchar *exponent = strchr (text, 'e');
  g_autofree gchar *tail = g_strdup (exponent != NULL ? exponent : "");
  gchar *end = exponent != NULL ? exponent : text + strlen (text);

  if (memchr (text, '.', (gsize) (end - text)) == NULL)
    return text;
  while (end[-1] == '0')
    end--;
  if (end[-1] == '.')
    end--;
  memmove (end, tail, strlen (tail) + 1);
  return text;
}

/* With the decimal sign of the text around it. */
static gchar *
print_number (gdouble value, gint digits, const gchar *decimal)
{
  g_autofree gchar *text = print_short (value, digits);
  gchar *point = strchr (text, '.');

  if (point == NULL)
    return g_steal_pointer (&text);
  *point = '\0';
  return g_strconcat (text, decimal, point + 1, NULL);
}

gchar *
gs_lesson_number (gdouble value, gint digits)
{
  gchar *text = print_short (value, digits);

  return g_strdelimit (text, ".", gs_number_get_sign ());
}

/* ---- expanding ---- */

static gboolean
is_plain_name (const gchar *text)
{
  return strpbrk (text, "+-*/()<>=") == NULL && g_ascii_isalpha (*text);
}

static gchar *
expand_value (const GsLessonText *text,
              const GsLessonRun *value,
              const GsExpressionScope *scope,
              GsLessonLook look,
              gpointer user_data,
              gint digits)
{
  g_autoptr (GArray) cells = gs_expression_list_cells (value->formula, scope, TRUE, NULL);
  gdouble number;

  if (cells == NULL || !gs_expression_evaluate (value->formula, scope, &number, NULL))
    return g_strdup ("–");
  for (guint i = 0; look != NULL && i < cells->len; i++) {
    const gchar *instead = look (&g_array_index (cells, NnCell, i), user_data);

    if (instead != NULL)
      return g_strdup (instead);
  }
  if (gs_expression_is_condition (value->formula))
    return g_strdup (number != 0 ? _ ("true") : _ ("false"));
  if ((g_str_equal (value->text, "pass") || g_str_equal (value->text, "updates")) && number >= 0)
    return print_whole ((guint64) number, text->thousands);
  return print_number (number, value->digits > 0 ? value->digits : digits, text->decimal);
}

/* Whether a negative number stands where its minus would meet another sign, or be squared without it. */
static gboolean
needs_brackets (GPtrArray *runs, const GsLessonRun *run, const GsLessonRun *next)
{
  static const gchar *const signs[] = { "×", "·", "+", "−", "÷", "/" };
  const GsLessonRun *last = runs->len > 1 ? g_ptr_array_index (runs, runs->len - 2) : NULL;
  g_autofree gchar *before = last != NULL ? g_strchomp (g_strdup (last->text)) : NULL;
  gboolean found = next != NULL && g_str_has_prefix (next->text, "²");

  if (!g_str_has_prefix (run->text, "−"))
    return FALSE;
  for (gsize i = 0; before != NULL && last->kind == GS_LESSON_RUN_PLAIN && i < G_N_ELEMENTS (signs); i++)
    found = found || g_str_has_suffix (before, signs[i]);
  return found;
}

GPtrArray *
gs_lesson_text_expand (const GsLessonText *text,
                       const GsExpressionScope *scope,
                       GsLessonLook look,
                       gpointer user_data,
                       gint digits)
{
  GPtrArray *runs = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_lesson_run_free);

  for (guint i = 0; i < text->runs->len; i++) {
    const GsLessonRun *from = g_ptr_array_index (text->runs, i);
    GsLessonRun *run = add_run (runs, from->kind, from->text, strlen (from->text));

    run->target = g_strdup (from->target);
    if (from->kind != GS_LESSON_RUN_VALUE)
      continue;
    if (is_plain_name (from->text) && !g_str_equal (from->text, "pass")
        && !g_str_equal (from->text, "updates") && !g_str_equal (from->text, "answer"))
      run->target = g_strdup (from->text);
    g_free (run->text);
    run->text = expand_value (text, from, scope, look, user_data, digits);
    if (needs_brackets (runs, run, i + 1 < text->runs->len ? g_ptr_array_index (text->runs, i + 1) : NULL)) {
      gchar *bracketed = g_strdup_printf ("(%s)", run->text);

      g_free (run->text);
      run->text = bracketed;
    }
  }
  return runs;
}

gchar *
gs_lesson_runs_join (GPtrArray *runs)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < runs->len; i++)
    g_string_append (text, ((const GsLessonRun *) g_ptr_array_index (runs, i))->text);
  return g_string_free (text, FALSE);
}
