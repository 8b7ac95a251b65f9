/* The strict scanner, and the tree with its numbers. */
#include "gs-json.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "gs-document-error.h"
#include "gs-task.h"

#define ENDS_EARLY _ ("the text ends too early; it may have been cut off, use another copy")

/* Of the time that it takes to open a file, roughly. */
#define SCAN_SHARE 0.35
#define TREE_SHARE 0.3

typedef struct {
  const gchar *text, *at, *end;
  gchar *copy;     /* of the text, for cJSON; every number in it is 0 and spaces */
  GArray *numbers; /* gdouble, in order */
  gint depth;
  gsize n_values;
  const gchar *reason; /* why the scan stopped, at `at` */
  GError *stopped;     /* somebody did not want to wait */
  const gchar *raw_key;
  gchar *raw;
} Scanner;

static gboolean scan_value (Scanner *scanner);

static gboolean
stop (Scanner *scanner, const gchar *reason)
{
  scanner->reason = scanner->at >= scanner->end ? ENDS_EARLY : reason;
  return FALSE;
}

static gchar
peek (const Scanner *scanner)
{
  return scanner->at < scanner->end ? *scanner->at : '\0';
}

static void
skip_spaces (Scanner *scanner)
{
  while (peek (scanner) == ' ' || peek (scanner) == '\t' || peek (scanner) == '\n' || peek (scanner) == '\r')
    scanner->at++;
}

/* ---- strings ---- */

/* Four hexadecimal digits, or -1. */
static gint
scan_hex (Scanner *scanner)
{
  gint value = 0;

  for (gint i = 0; i < 4; i++) {
    if (!g_ascii_isxdigit (peek (scanner)))
      return -1;
    value = value * 16 + g_ascii_xdigit_value (*scanner->at++);
  }
  return value;
}

/* Behind "\u". */
static gboolean
scan_unicode (Scanner *scanner)
{
  gint code = scan_hex (scanner);

  if (code < 0)
    return stop (scanner, "\\u needs four hexadecimal digits; write for example \\u00b7");
  if (code == 0)
    return stop (scanner, "\\u0000 cannot stand in a text; remove it");
  if (code < 0xd800 || code > 0xdfff)
    return TRUE;
  if (code <= 0xdbff && scanner->end - scanner->at >= 2 && scanner->at[0] == '\\' && scanner->at[1] == 'u') {
    scanner->at += 2;
    code = scan_hex (scanner);
    if (code >= 0xdc00 && code <= 0xdfff)
      return TRUE;
  }
  return stop (scanner, _ ("half of a surrogate pair; write the character itself"));
}

static gboolean
scan_string (Scanner *scanner)
{
  if (peek (scanner) != '"')
    return stop (scanner, _ ("expected a text in double quotes"));
  scanner->at++;
  while (scanner->at < scanner->end && *scanner->at != '"') {
    if ((guchar) *scanner->at < 0x20)
      return stop (scanner, _ ("a line break or control character in a text; is a closing quote missing?"));
    if (*scanner->at++ != '\\')
      continue;
    if (peek (scanner) == 'u') {
      scanner->at++;
      if (!scan_unicode (scanner))
        return FALSE;
    } else if (peek (scanner) != '\0' && strchr ("\"\\/bfnrt", *scanner->at) != NULL) {
      scanner->at++;
    } else {
      return stop (scanner, _ ("an unknown escape; write \\\\ for a backslash"));
    }
  }
  if (scanner->at >= scanner->end)
    return stop (scanner, "");
  scanner->at++;
  return TRUE;
}

/* ---- numbers ---- */

static gboolean
scan_digits (Scanner *scanner)
{
  const gchar *start = scanner->at;

  while (g_ascii_isdigit (peek (scanner)))
    scanner->at++;
  return scanner->at > start;
}

static gboolean
scan_number (Scanner *scanner)
{
  const gchar *start = scanner->at;
  gdouble value;

  scanner->at += peek (scanner) == '-';
  if (peek (scanner) == '0' && scanner->end - scanner->at > 1 && g_ascii_isdigit (scanner->at[1]))
    return stop (scanner, _ ("a number cannot begin with 0 and another digit; remove the 0"));
  if (!scan_digits (scanner))
    return stop (scanner, _ ("not a number; write for example -0.25 or 1e-3"));
  if (peek (scanner) == '.') {
    scanner->at++;
    if (!scan_digits (scanner))
      return stop (scanner, _ ("digits are missing behind the point; write for example 1.0"));
  }
  if (peek (scanner) == 'e' || peek (scanner) == 'E') {
    scanner->at++;
    scanner->at += peek (scanner) == '-' || peek (scanner) == '+';
    if (!scan_digits (scanner))
      return stop (scanner, _ ("digits are missing in the exponent; write for example 1e-3"));
  }
  value = g_ascii_strtod (start, NULL);
  if (!isfinite (value)) {
    scanner->at = start;
    return stop (scanner, _ ("the number is too large to be finite; numbers reach to about 1.8e308"));
  }
  g_array_append_val (scanner->numbers, value);
  memset (scanner->copy + (start - scanner->text), ' ', (gsize) (scanner->at - start));
  scanner->copy[start - scanner->text] = '0';
  return TRUE;
}

/* ---- values ---- */

static gboolean
scan_word (Scanner *scanner, const gchar *word)
{
  gsize length = strlen (word);

  if ((gsize) (scanner->end - scanner->at) < length || memcmp (scanner->at, word, length) != 0)
    return FALSE;
  scanner->at += length;
  return TRUE;
}

static gboolean
scan_member (Scanner *scanner)
{
  const gchar *key = scanner->at;
  const gchar *key_end, *value;

  if (peek (scanner) != '"')
    return stop (scanner, _ ("expected a key in double quotes"));
  if (!scan_string (scanner))
    return FALSE;
  key_end = scanner->at;
  skip_spaces (scanner);
  if (peek (scanner) != ':')
    return stop (scanner, _ ("expected a colon behind the key"));
  scanner->at++;
  skip_spaces (scanner);
  value = scanner->at;
  if (!scan_value (scanner))
    return FALSE;
  if (scanner->depth == 1 && scanner->raw_key != NULL && scanner->raw == NULL
      && (gsize) (key_end - key) == strlen (scanner->raw_key) + 2
      && memcmp (key + 1, scanner->raw_key, strlen (scanner->raw_key)) == 0)
    scanner->raw = g_strndup (value, (gsize) (scanner->at - value));
  return TRUE;
}

/* A list up to ']' or an object up to '}'. */
static gboolean
scan_container (Scanner *scanner, gchar close)
{
  gboolean is_object = close == '}';

  scanner->at++;
  if (++scanner->depth > GS_JSON_MAX_DEPTH)
    return stop (scanner, _ ("lists and objects are nested too deeply; use at most 32 levels"));
  skip_spaces (scanner);
  if (peek (scanner) != close) {
    for (;;) {
      skip_spaces (scanner);
      if (is_object ? !scan_member (scanner) : !scan_value (scanner))
        return FALSE;
      skip_spaces (scanner);
      if (peek (scanner) != ',')
        break;
      scanner->at++;
    }
    if (peek (scanner) != close)
      return stop (scanner, is_object ? _ ("expected a comma or the object's closing brace }")
                                      : _ ("expected a comma or the list's closing bracket ]"));
  }
  scanner->at++;
  scanner->depth--;
  return TRUE;
}

static gboolean
scan_value (Scanner *scanner)
{
  const gchar *start = scanner->at;
  gchar c = peek (scanner);

  if (scanner->n_values % 4096 == 0
      && !gs_task_go_on ((gsize) (scanner->at - scanner->text), (gsize) (scanner->end - scanner->text),
                         &scanner->stopped))
    return FALSE;
  if (++scanner->n_values > GS_JSON_MAX_VALUES)
    return stop (scanner, _ ("too many values in one file; write large tensors as base64"));
  if (c == '{')
    return scan_container (scanner, '}');
  if (c == '[')
    return scan_container (scanner, ']');
  if (c == '"')
    return scan_string (scanner);
  if (c == '-' || g_ascii_isdigit (c))
    return scan_number (scanner);
  if (scan_word (scanner, "true") || scan_word (scanner, "false") || scan_word (scanner, "null"))
    return TRUE;
  if (scan_word (scanner, "NaN") || scan_word (scanner, "Infinity")) {
    scanner->at = start;
    return stop (scanner, _ ("NaN and Infinity are no numbers in a document; write a finite one"));
  }
  return stop (scanner, c == ']' || c == '}'
                            ? _ ("a value is missing; is there a comma too many?")
                            : _ ("expected a value: a number, a text in quotes, a list or an object"));
}

static gboolean
scan_text (Scanner *scanner)
{
  const gchar *invalid;

  if (!g_utf8_validate_len (scanner->text, (gsize) (scanner->end - scanner->text), &invalid)) {
    scanner->at = invalid;
    scanner->reason = _ ("not UTF-8 text; save the file as UTF-8");
    return FALSE;
  }
  if (scan_word (scanner, "\357\273\277")) /* a byte order mark */
    memset (scanner->copy, ' ', 3);
  skip_spaces (scanner);
  if (!scan_value (scanner))
    return FALSE;
  skip_spaces (scanner);
  if (scanner->at < scanner->end)
    return stop (scanner, _ ("more text behind the end of the document; remove it"));
  return TRUE;
}

static void
set_syntax_error (const Scanner *scanner, const gchar *name, GError **error)
{
  gint line = 1, column = 1;

  for (const gchar *at = scanner->text; at < scanner->at; at++) {
    if (*at == '\n') {
      line++;
      column = 1;
    } else if (((guchar) *at & 0xc0) != 0x80) {
      column++;
    }
  }
  g_set_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_SYNTAX, _ ("%s: line %d, column %d: %s"), name,
               line, column, scanner->reason);
}

/* ---- the tree ---- */

static void
put_numbers (cJSON *item, const gdouble **next)
{
  for (; item != NULL; item = item->next) {
    if (cJSON_IsNumber (item))
      item->valuedouble = *(*next)++;
    put_numbers (item->child, next);
  }
}

/* A key that stands twice in the object, or NULL. */
static const gchar *
find_duplicate_key (const cJSON *object)
{
  g_autoptr (GHashTable) seen = NULL;
  const cJSON *child;
  gint n = 0;

  /* Most objects are small. */
  cJSON_ArrayForEach (child, object)
  {
    const cJSON *earlier = object->child;

    if (++n > 8)
      break;
    for (; earlier != child; earlier = earlier->next)
      if (g_str_equal (earlier->string, child->string))
        return child->string;
  }
  if (n <= 8)
    return NULL;
  seen = g_hash_table_new (g_str_hash, g_str_equal);
  cJSON_ArrayForEach (child, object)
  {
    if (!g_hash_table_add (seen, child->string))
      return child->string;
  }
  return NULL;
}

/* The depth is bounded by the scanner. */
static gboolean
check_keys (GsReader *reader, const cJSON *item)
{
  const cJSON *child;
  gint number = 0;

  if (cJSON_IsObject (item)) {
    const gchar *twice = find_duplicate_key (item);

    if (twice != NULL) {
      gs_reader_enter (reader, twice);
      gs_reader_fail (reader, _ ("this key stands twice; keep one of the two"));
      return FALSE;
    }
  }
  cJSON_ArrayForEach (child, item)
  {
    gsize mark;

    number++;
    if (child->child == NULL)
      continue;
    mark = cJSON_IsObject (item) ? gs_reader_enter (reader, child->string)
                                 : gs_reader_enter_item (reader, number);
    if (!check_keys (reader, child))
      return FALSE;
    gs_reader_leave (reader, mark);
  }
  return TRUE;
}

static cJSON *
build_tree (const Scanner *scanner, const gchar *name, GError **error)
{
  gsize length = (gsize) (scanner->end - scanner->text);
  const gdouble *next = (const gdouble *) (gpointer) scanner->numbers->data;
  cJSON *root = cJSON_ParseWithLengthOpts (scanner->copy, length + 1, NULL, TRUE);
  GsReader reader;

  if (root == NULL) {
    g_set_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_SYNTAX,
                 _ ("%s: the document does not fit memory; close other programs and try again"), name);
    return NULL;
  }
  put_numbers (root, &next);
  gs_reader_init (&reader, name, 0);
  if (!check_keys (&reader, root)) {
    reader.error->code = GS_DOCUMENT_ERROR_SYNTAX;
    g_propagate_error (error, g_steal_pointer (&reader.error));
    g_clear_pointer (&root, cJSON_Delete);
  }
  gs_reader_clear (&reader);
  return root;
}

cJSON *
gs_json_parse (const gchar *text,
               gsize length,
               const gchar *name,
               const gchar *raw_key,
               gchar **raw,
               GError **error)
{
  /* The copy is the text that is scanned: it ends with a 0 wherever the caller's ends. */
  g_autofree gchar *original = NULL;
  g_autofree gchar *copy = NULL;
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gdouble));
  Scanner scanner = { .numbers = numbers, .raw_key = raw_key };
  cJSON *root = NULL;

  if (length > GS_JSON_MAX_LENGTH) {
    g_set_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_SYNTAX,
                 _ ("%s: the file is longer than 1 GiB, which no document is; choose another"), name);
    return NULL;
  }
  original = g_malloc0 (length + 1);
  if (length > 0)
    memcpy (original, text, length);
  copy = g_memdup2 (original, length + 1);
  scanner.text = scanner.at = original;
  scanner.end = original + length;
  scanner.copy = copy;
  gs_task_begin_part (SCAN_SHARE);
  if (!scan_text (&scanner)) {
    if (scanner.stopped != NULL)
      g_propagate_error (error, scanner.stopped);
    else
      set_syntax_error (&scanner, name, error);
  } else {
    gs_task_begin_part (TREE_SHARE);
    root = build_tree (&scanner, name, error);
  }
  if (root != NULL && raw != NULL)
    *raw = g_steal_pointer (&scanner.raw);
  g_free (scanner.raw);
  return root;
}
