/* One text becomes columns of numbers and words, or an error with its place. */
#include "gs-table.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/text/gs-number.h"
#include "app/text/gs-task.h"
#include "app/text/gs-words.h"
#include "gs-table-scan.h"
#include "nn/nn-error.h"
#include "nn/nn-shape.h"

#define MAX_QUOTED 40 /* characters of a cell that messages quote */

typedef struct {
  gchar *heading;
  gchar *first;     /* the first cell, for messages */
  GPtrArray *words; /* NULL: numbers */
  GHashTable *numbers_by_word;
  gint place; /* in the text, from 1; 0: where it stands here */
} Column;

/* Where a cell showed something that the whole text is then held to. */
typedef struct {
  gchar *text;
  gint line, column;
} Witness;

struct _GsTable {
  gchar *name;
  gchar separator;
  gchar sign; /* the decimal sign; 0 while all numbers are whole */
  gboolean has_heading;
  gint first_line; /* of the heading, if there is one, else of the first row */
  gint n_comments;
  gsize n_columns;
  Column *columns;
  GArray *values;                    /* gdouble, row by row */
  GArray *lines;                     /* gint, of each row */
  Witness signed_cell, grouped_cell; /* with the decimal sign; with what may be thousands, as in 1,234 */
  gboolean is_decimal;               /* a comma has been seen that cannot group thousands */
};

static void
clear_column (Column *column)
{
  g_clear_pointer (&column->heading, g_free);
  g_clear_pointer (&column->first, g_free);
  g_clear_pointer (&column->words, g_ptr_array_unref);
  g_clear_pointer (&column->numbers_by_word, g_hash_table_unref);
}

void
gs_table_free (GsTable *table)
{
  if (table == NULL)
    return;
  for (gsize i = 0; i < table->n_columns; i++)
    clear_column (&table->columns[i]);
  g_free (table->columns);
  g_array_unref (table->values);
  g_array_unref (table->lines);
  g_free (table->signed_cell.text);
  g_free (table->grouped_cell.text);
  g_free (table->name);
  g_free (table);
}

/* ---- messages ---- */

/* "rows.csv, line 3, column 2"; column 0 is none. */
static gchar *
describe_place (const gchar *name, gint line, gint column)
{
  g_autofree gchar *place =
      column > 0
          ? g_strdup_printf (name != NULL ? _ ("line %d, column %d") : _ ("Line %d, column %d"), line, column)
          : g_strdup_printf (name != NULL ? _ ("line %d") : _ ("Line %d"), line);

  return name != NULL ? g_strdup_printf ("%s, %s", name, place) : g_steal_pointer (&place);
}

static gchar *
quote (const gchar *text, gsize length)
{
  return gs_words_quote (text, length, MAX_QUOTED);
}

static gboolean G_GNUC_PRINTF (6, 7) refuse (const GsTable *table,
                                             gint line,
                                             gint column,
                                             NnError code,
                                             GError **error,
                                             const gchar *format,
                                             ...)
{
  g_autofree gchar *place = describe_place (table->name, line, column), *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, NN_ERROR, code, "%s: %s", place, message);
  return FALSE;
}

static gboolean
refuse_whole (const GsTable *table, NnError code, GError **error, const gchar *message)
{
  if (table->name != NULL)
    g_set_error (error, NN_ERROR, code, "%s: %s", table->name, message);
  else
    g_set_error_literal (error, NN_ERROR, code, message);
  return FALSE;
}

/* ---- the decimal sign ---- */

static void
remember (Witness *witness, const GsTableCell *cell)
{
  if (witness->text != NULL)
    return;
  *witness = (Witness){ quote (cell->text, cell->length), cell->line, cell->column };
}

/* Whether the comma in "1,234" might be there to group thousands. */
static gboolean
may_be_grouped (const GsTableCell *cell)
{
  const gchar *begin = cell->text, *end = begin + cell->length, *comma = memchr (begin, ',', cell->length);

  begin += begin < end && (*begin == '-' || *begin == '+');
  if (comma == NULL || comma == begin || comma - begin > 3 || *begin == '0' || end - comma != 4)
    return FALSE;
  for (const gchar *at = begin; at < end; at++)
    if (at != comma && !g_ascii_isdigit (*at))
      return FALSE;
  return TRUE;
}

static gboolean
take_sign (GsTable *table, const GsTableCell *cell, gchar sign, GError **error)
{
  if (table->sign == '\0') {
    table->sign = sign;
    remember (&table->signed_cell, cell);
  }
  if (sign != table->sign) {
    g_autofree gchar *here = quote (cell->text, cell->length);

    return refuse (
        table, cell->line, cell->column, NN_ERROR_SYNTAX, error,
        _ ("“%s” and “%s” (line %d, column %d) have different decimal signs; write all numbers with a "
           "point, or all with a comma, and no sign between thousands"),
        here, table->signed_cell.text, table->signed_cell.line, table->signed_cell.column);
  }
  if (sign == ',' && may_be_grouped (cell))
    remember (&table->grouped_cell, cell);
  else
    table->is_decimal = table->is_decimal || sign == ',';
  return TRUE;
}

/* Programs that put semicolons between cells do so because the comma is the decimal sign. */
static gboolean
check_sign (const GsTable *table, GError **error)
{
  const Witness *cell = &table->grouped_cell;
  g_autofree gchar *whole = NULL, *decimal = NULL;
  gchar *comma;

  if (cell->text == NULL || table->is_decimal || table->separator == ';')
    return TRUE;
  decimal = g_strdup (cell->text);
  g_strdelimit (decimal, ",", '.');
  whole = g_strdup (cell->text);
  comma = strchr (whole, ',');
  memmove (comma, comma + 1, strlen (comma));
  return refuse (table, cell->line, cell->column, NN_ERROR_SYNTAX, error,
                 _ ("“%s” may be %s or %s, and no other number tells which; write it in one of these ways"),
                 cell->text, decimal, whole);
}

/* ---- cells ---- */

/* Why a cell is no number. */
static gboolean
is_number (const gchar *text)
{
  gdouble value;
  gchar sign;

  return gs_number_read_cell (text, strlen (text), &sign, &value);
}

/* "2.450,75" or "2,450.75" without the sign between thousands, which comes first; caller frees. NULL where it
 * is something else. */
static gchar *
ungroup (const gchar *word)
{
  const gchar *sign = strpbrk (word, ".,"),
              *other = sign != NULL ? strchr (word, *sign == '.' ? ',' : '.') : NULL;
  g_autoptr (GString) plain = g_string_new (NULL);

  if (other == NULL || strspn (word, "0123456789.,+-") != strlen (word) || strpbrk (other + 1, ".,") != NULL)
    return NULL;
  for (const gchar *letter = word; *letter != '\0'; letter++)
    if (*letter != *sign)
      g_string_append_c (plain, *letter);
  return is_number (plain->str) ? g_string_free (g_steal_pointer (&plain), FALSE) : NULL;
}

static gboolean
refuse_word (const GsTable *table, const gchar *word, gint line, gint column, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree gchar *plain = ungroup (word);
  gdouble value;

  if (plain != NULL)
    return refuse (table, line, column, NN_ERROR_SYNTAX, error,
                   _ ("“%s” has a sign between thousands, which must go; write %s"), word, plain);
  /* With a comma inside, what gs_number_parse() says depends on the locale. */
  if (strchr (word, ',') == NULL && !gs_number_parse (word, &value, &reason))
    return refuse (table, line, column, (NnError) reason->code, error, "%s", reason->message);
  return refuse (table, line, column, NN_ERROR_SYNTAX, error,
                 _ ("“%s” is not a number; write for example 0.25, -1e-3 or 1/3"), word);
}

static gboolean
is_grouped (const gchar *word)
{
  g_autofree gchar *plain = ungroup (word);

  return plain != NULL;
}

/* NaN, infinity, or a fraction of 0: meant as a number, but none that a cell may hold. */
static gboolean
is_bad_number (const gchar *word)
{
  g_autoptr (GError) reason = NULL;
  gdouble value;

  return !gs_number_parse (word, &value, &reason) && g_error_matches (reason, NN_ERROR, NN_ERROR_VALUE);
}

static gboolean
refuse_mixture (const GsTable *table, const GsTableCell *cell, gboolean is_number, GError **error)
{
  const Column *column = &table->columns[cell->column - 1];
  gint line = g_array_index (table->lines, gint, 0);
  g_autofree gchar *here = quote (cell->text, cell->length);

  if (!is_number)
    return refuse_word (table, here, cell->line, cell->column, error);
  if (is_bad_number (column->first) || is_grouped (column->first))
    return refuse_word (table, column->first, line, cell->column, error);
  return refuse (table, cell->line, cell->column, NN_ERROR_SYNTAX, error,
                 _ ("“%s” is a number, and the column begins with the word “%s” (line %d); write numbers "
                    "throughout, or words, or names alone into the first line"),
                 here, column->first, line);
}

static gdouble
find_word (Column *column, const GsTableCell *cell)
{
  g_autofree gchar *word = g_strndup (cell->text, cell->length);
  gpointer number;

  if (!g_hash_table_lookup_extended (column->numbers_by_word, word, NULL, &number)) {
    number = GUINT_TO_POINTER (column->words->len);
    g_hash_table_insert (column->numbers_by_word, word, number);
    g_ptr_array_add (column->words, g_steal_pointer (&word));
  }
  return GPOINTER_TO_UINT (number);
}

static gboolean
append_cell (GsTable *table, const GsTableCell *cell, GError **error)
{
  Column *column = &table->columns[cell->column - 1];
  gdouble value;
  gchar sign;
  gboolean is_number;

  if (cell->length == 0)
    return refuse (table, cell->line, cell->column, NN_ERROR_SYNTAX, error,
                   _ ("the cell is empty; write what belongs there"));
  is_number = gs_number_read_cell (cell->text, cell->length, &sign, &value);
  if (column->first == NULL) {
    column->first = quote (cell->text, cell->length);
    if (!is_number) {
      column->words = g_ptr_array_new_with_free_func (g_free);
      column->numbers_by_word = g_hash_table_new (g_str_hash, g_str_equal);
    }
  }
  if (is_number != (column->words == NULL))
    return refuse_mixture (table, cell, is_number, error);
  if (!is_number)
    value = find_word (column, cell);
  else if (sign != '\0' && !take_sign (table, cell, sign, error))
    return FALSE;
  g_array_append_val (table->values, value);
  return TRUE;
}

static gboolean
refuse_width (const GsTable *table, gint line, gsize width, GError **error)
{
  g_autofree gchar *cells = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "the line has %zu cell", "the line has %zu cells", width), width);

  return refuse (table, line, 0, NN_ERROR_SHAPE, error,
                 _ ("%s where those before it have %zu; give each line as many"), cells, table->n_columns);
}

/* ---- rows ---- */

/* One row behind the others; FALSE with no error at the end of the text. */
static gboolean
append_row (GsTable *table, GsTableScanner *scanner, gboolean *end, GError **error)
{
  GsTableCell cell = { 0 };
  g_autoptr (GError) failure = NULL;

  *end = FALSE;
  do {
    if (!gs_table_scan (scanner, &cell, &failure)) {
      *end = failure == NULL;
      if (failure != NULL)
        return refuse_whole (table, NN_ERROR_SYNTAX, error, failure->message);
      return TRUE;
    }
    if (cell.column == 1)
      g_array_append_val (table->lines, cell.line);
    if ((gsize) cell.column <= table->n_columns && !append_cell (table, &cell, error))
      return FALSE;
  } while (!cell.last);
  if ((gsize) cell.column != table->n_columns)
    return refuse_width (table, cell.line, (gsize) cell.column, error);
  if (table->values->len > NN_MAX_CELLS)
    return refuse_whole (table, NN_ERROR_SIZE, error, _ ("the rows are more than fit memory; use fewer"));
  return TRUE;
}

/* ---- the first line ---- */

/* The cells of one line as texts; NULL after an error; empty at the end. */
static GPtrArray *
read_texts (const GsTable *table, GsTableScanner *scanner, gint *line, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) failure = NULL;
  GsTableCell cell = { 0 };

  *line = 0;
  while (!cell.last && gs_table_scan (scanner, &cell, &failure)) {
    if (cell.column > GS_TABLE_MAX_COLUMNS) {
      refuse (table, cell.line, 0, NN_ERROR_SIZE, error,
              _ ("the line has more than %d cells; use fewer columns"), GS_TABLE_MAX_COLUMNS);
      return NULL;
    }
    *line = cell.column == 1 ? cell.line : *line;
    g_ptr_array_add (texts, g_strndup (cell.text, cell.length));
  }
  if (failure == NULL)
    return g_steal_pointer (&texts);
  refuse_whole (table, NN_ERROR_SYNTAX, error, failure->message);
  return NULL;
}

/* Names alone over a line with a number make a heading. */
static gboolean
is_heading (const GPtrArray *first, const GPtrArray *second)
{
  gboolean names = FALSE, numbers = FALSE;

  for (guint i = 0; i < first->len; i++) {
    const gchar *text = g_ptr_array_index (first, i);

    if (is_number (text) || is_bad_number (text) || is_grouped (text))
      return FALSE;
    names = names || *text != '\0';
  }
  for (guint i = 0; i < second->len; i++)
    numbers = numbers || is_number (g_ptr_array_index (second, i));
  return names && numbers;
}

/* Without a number nobody can tell names from words, nor rows from a heading. */
static gboolean
check_numbers (const GsTable *table, const GPtrArray *first, gint line, GError **error)
{
  g_autofree gchar *here = NULL;

  for (guint i = 0; i < first->len; i++)
    if (is_number (g_ptr_array_index (first, i)) || is_bad_number (g_ptr_array_index (first, i))
        || is_grouped (g_ptr_array_index (first, i)))
      return TRUE;
  here = quote (g_ptr_array_index (first, 0), strlen (g_ptr_array_index (first, 0)));
  return refuse (
      table, line, 1, NN_ERROR_SYNTAX, error,
      _ ("“%s” is not a number, nor is there one in the rest of the line or in the next; there are no rows"),
      here);
}

/* Sets up the columns, and leaves `scanner` at the first row of values. */
static gboolean
read_heading (GsTable *table, GsTableScanner *scanner, GError **error)
{
  GsTableScanner ahead = *scanner;
  g_autoptr (GPtrArray) first = read_texts (table, &ahead, &table->first_line, error), second = NULL;
  GsTableScanner behind = ahead;
  gint line;

  if (first == NULL)
    return FALSE;
  if (first->len == 0)
    return refuse_whole (table, NN_ERROR_VALUE, error, _ ("there are no rows"));
  second = read_texts (table, &ahead, &line, error);
  if (second == NULL)
    return FALSE;
  table->n_columns = first->len;
  table->columns = g_new0 (Column, first->len);
  table->has_heading = is_heading (first, second);
  if (!table->has_heading)
    return check_numbers (table, first, table->first_line, error);
  for (guint i = 0; i < first->len; i++) {
    const gchar *text = g_ptr_array_index (first, i);

    table->columns[i].heading = *text != '\0' ? g_strdup (text) : NULL;
  }
  *scanner = behind;
  return TRUE;
}

/* ---- the whole ---- */

static gint
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

/* From the order in which the words came to that of their bytes. */
static void
sort_words (GsTable *table, gsize at)
{
  Column *column = &table->columns[at];
  g_autofree gdouble *places = g_new (gdouble, column->words->len);

  g_ptr_array_sort (column->words, compare_words);
  for (guint i = 0; i < column->words->len; i++)
    places[GPOINTER_TO_UINT (
        g_hash_table_lookup (column->numbers_by_word, g_ptr_array_index (column->words, i)))] = i;
  for (gsize row = 0; row < gs_table_get_n_rows (table); row++) {
    gdouble *value = &g_array_index (table->values, gdouble, row * table->n_columns + at);

    *value = places[(gsize) *value];
  }
  g_clear_pointer (&column->numbers_by_word, g_hash_table_unref);
}

/* What UTF-8 text cannot hold is told apart by what people did: saved as UTF-16, or in an old character set.
 */
static gboolean
check_text (const GsTable *table, const gchar *text, gsize length, GError **error)
{
  const gchar *zero = memchr (text, '\0', length), *end;
  gint line = 1;

  if (zero != NULL) {
    g_autofree gchar *message =
        g_strdup_printf (_ ("byte %zu is zero; this is no text. Save the rows as plain text (UTF-8)."),
                         (gsize) (zero - text) + 1);

    return refuse_whole (table, NN_ERROR_SYNTAX, error, message);
  }
  if (g_utf8_validate_len (text, length, &end))
    return TRUE;
  for (const gchar *at = text; at < end; at++)
    line += *at == '\n' || (*at == '\r' && at[1] != '\n');
  return refuse (table, line, 0, NN_ERROR_SYNTAX, error,
                 _ ("the line holds a byte that is no text in UTF-8. Save the rows as plain text (UTF-8)."));
}

static gboolean
read_rows (GsTable *table, GsTableScanner *scanner, GError **error)
{
  const gchar *begin = scanner->at;
  gboolean end = FALSE;

  if (!read_heading (table, scanner, error))
    return FALSE;
  while (!end)
    if (!append_row (table, scanner, &end, error)
        || (table->lines->len % 256 == 0
            && !gs_task_go_on ((gsize) (scanner->at - begin), (gsize) (scanner->end - begin), error)))
      return FALSE;
  if (!check_sign (table, error))
    return FALSE;
  for (gsize column = 0; column < table->n_columns; column++)
    if (table->columns[column].words != NULL)
      sort_words (table, column);
  table->n_comments = scanner->n_comments;
  return TRUE;
}

GsTable *
gs_table_read (const gchar *text, gsize length, const gchar *name, gsize n_expected, GError **error)
{
  g_autoptr (GsTable) table = g_new0 (GsTable, 1);
  g_autoptr (GString) unquoted = g_string_new (NULL);
  GsTableScanner scanner = { .at = text, .end = text + length, .line = 1, .column = 1, .unquoted = unquoted };

  table->name = g_strdup (name);
  table->values = g_array_new (FALSE, FALSE, sizeof (gdouble));
  table->lines = g_array_new (FALSE, FALSE, sizeof (gint));
  if (!check_text (table, text, length, error))
    return NULL;
  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    scanner.at += 3;
  scanner.separator = table->separator = gs_table_find_separator (&scanner, n_expected);
  return read_rows (table, &scanner, error) ? g_steal_pointer (&table) : NULL;
}

gsize
gs_table_get_n_rows (const GsTable *table)
{
  return table->values->len / table->n_columns;
}

gsize
gs_table_get_n_columns (const GsTable *table)
{
  return table->n_columns;
}

const gdouble *
gs_table_get_row (const GsTable *table, gsize row)
{
  g_assert (row < gs_table_get_n_rows (table));
  return &g_array_index (table->values, gdouble, row * table->n_columns);
}

gint
gs_table_get_line (const GsTable *table, gsize row)
{
  return g_array_index (table->lines, gint, row);
}

/* Where a column stands in the text, from 1; for -1 it is 0, which is none. */
static gint
find_place (const GsTable *table, gssize column)
{
  gint place = column >= 0 && (gsize) column < table->n_columns ? table->columns[column].place : 0;

  return place > 0 ? place : (gint) column + 1;
}

gchar *
gs_table_describe_place (const GsTable *table, gsize row, gssize column)
{
  return describe_place (table->name, gs_table_get_line (table, row), find_place (table, column));
}

gchar *
gs_table_describe_beginning (const GsTable *table)
{
  return describe_place (table->name, table->first_line, 0);
}

const gchar *
gs_table_get_heading (const GsTable *table, gsize column)
{
  return table->columns[column].heading;
}

const gchar *const *
gs_table_get_words (const GsTable *table, gsize column, gsize *n_words)
{
  const Column *at = &table->columns[column];

  *n_words = at->words != NULL ? at->words->len : 0;
  return at->words != NULL ? (const gchar *const *) at->words->pdata : NULL;
}

gboolean
gs_table_need_numbers (const GsTable *table, gsize column, GError **error)
{
  if (table->columns[column].words == NULL)
    return TRUE;
  return refuse_word (table, table->columns[column].first, gs_table_get_line (table, 0),
                      find_place (table, (gssize) column), error);
}

static gboolean
check_pick (const GsTable *table, const gsize *columns, gsize n, GError **error)
{
  g_autofree gboolean *taken = g_new0 (gboolean, table->n_columns);

  for (gsize i = 0; i < n; i++) {
    if (columns[i] < table->n_columns && !taken[columns[i]]) {
      taken[columns[i]] = TRUE;
      continue;
    }
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
                 columns[i] < table->n_columns ? _ ("column %zu is picked twice; the rows have %zu columns")
                                               : _ ("there is no column %zu; the rows have %zu columns"),
                 columns[i] + 1, table->n_columns);
    return FALSE;
  }
  return TRUE;
}

gboolean
gs_table_pick (GsTable *table, const gsize *columns, gsize n, GError **error)
{
  gsize n_rows = gs_table_get_n_rows (table);
  g_autoptr (GArray) values = NULL;
  Column *picked;

  g_assert (n > 0);
  if (!check_pick (table, columns, n, error))
    return FALSE;
  values = g_array_sized_new (FALSE, FALSE, sizeof (gdouble), (guint) (n_rows * n));
  for (gsize row = 0; row < n_rows; row++)
    for (gsize i = 0; i < n; i++)
      g_array_append_val (values, gs_table_get_row (table, row)[columns[i]]);
  picked = g_new0 (Column, n);
  for (gsize i = 0; i < n; i++) {
    picked[i] = table->columns[columns[i]];
    picked[i].place = find_place (table, (gssize) columns[i]);
    table->columns[columns[i]] = (Column){ NULL };
  }
  for (gsize i = 0; i < table->n_columns; i++)
    clear_column (&table->columns[i]);
  g_free (table->columns);
  table->columns = picked;
  table->n_columns = n;
  g_array_unref (table->values);
  table->values = g_steal_pointer (&values);
  return TRUE;
}

/* ---- what was decided ---- */

static gchar *
describe_columns (const GsTable *table)
{
  gsize n = table->n_columns;

  switch (table->separator) {
  case '\t': return g_strdup_printf (_ ("%zu columns separated by tabs"), n);
  case ';': return g_strdup_printf (_ ("%zu columns separated by semicolons"), n);
  case ',': return g_strdup_printf (_ ("%zu columns separated by commas"), n);
  case ' ': return g_strdup_printf (_ ("%zu columns separated by spaces"), n);
  default: return g_strdup (_ ("1 column"));
  }
}

gchar *
gs_table_describe (const GsTable *table)
{
  g_autofree gchar *columns = describe_columns (table);
  g_autofree gchar *comments =
      table->n_comments > 0
          ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, ", %d comment passed over",
                                          ", %d comments passed over", (gulong) table->n_comments),
                             table->n_comments)
          : g_strdup ("");

  return g_strdup_printf ("%s, %s, %s%s", columns,
                          table->sign == ','   ? _ ("decimal comma")
                          : table->sign == '.' ? _ ("decimal point")
                                               : _ ("whole numbers"),
                          table->has_heading ? _ ("first line is a heading") : _ ("no heading"), comments);
}
