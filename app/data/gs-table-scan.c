/* The cells of a text: RFC 4180 with any separator, and spaces around cells. */
#include "gs-table-scan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/text/gs-number.h"
#include "nn/nn-error.h"

/* How much is looked at to find what separates. */
#define SAMPLE_ROWS  200
#define SAMPLE_BYTES (256 * 1024)

/* ---- lines ---- */

static gboolean
is_line_end (gchar c)
{
  return c == '\n' || c == '\r';
}

/* A space or tab that separates nothing. */
static gboolean
is_blank (const GsTableScanner *scanner, gchar c)
{
  return c == ' ' || (c == '\t' && scanner->separator != '\t');
}

/* LF, CR and CRLF each end one line. */
static void
pass_line_end (GsTableScanner *scanner)
{
  if (scanner->at == scanner->end)
    return;
  scanner->at += scanner->at[0] == '\r' && scanner->at + 1 < scanner->end && scanner->at[1] == '\n' ? 2 : 1;
  scanner->line++;
}

static void
pass_blanks (GsTableScanner *scanner)
{
  while (scanner->at < scanner->end && is_blank (scanner, *scanner->at))
    scanner->at++;
}

static void
pass_comment (GsTableScanner *scanner)
{
  while (scanner->at < scanner->end && !is_line_end (*scanner->at))
    scanner->at++;
  scanner->n_comments++;
}

/* To the beginning of the next line that has cells; FALSE if there is none. */
static gboolean
find_row (GsTableScanner *scanner)
{
  while (scanner->at < scanner->end) {
    const gchar *begin = scanner->at;

    while (scanner->at < scanner->end && (*scanner->at == ' ' || *scanner->at == '\t'))
      scanner->at++;
    if (scanner->at < scanner->end && *scanner->at == '#')
      pass_comment (scanner);
    if (scanner->at < scanner->end && !is_line_end (*scanner->at)) {
      scanner->at = begin;
      return TRUE;
    }
    pass_line_end (scanner);
  }
  return FALSE;
}

/* ---- cells ---- */

/* Not in "1,#5", where the # belongs to the cell. */
static gboolean
begins_comment (const GsTableScanner *scanner)
{
  return *scanner->at == '#' && is_blank (scanner, scanner->at[-1]);
}

/* `scanner` stands at the opening quote, and afterwards behind the closing one. */
static gboolean
scan_quoted (GsTableScanner *scanner, GsTableCell *cell, GError **error)
{
  const gchar *from = ++scanner->at;

  g_string_truncate (scanner->unquoted, 0);
  for (;;) {
    while (scanner->at < scanner->end && *scanner->at != '"' && !is_line_end (*scanner->at))
      scanner->at++;
    if (scanner->at == scanner->end) {
      g_set_error (
          error, NN_ERROR, NN_ERROR_SYNTAX,
          _ ("a quotation mark opens line %d, column %d and none closes it; close it, or take it away"),
          cell->line, cell->column);
      return FALSE;
    }
    if (*scanner->at != '"') {
      pass_line_end (scanner);
    } else if (scanner->at + 1 < scanner->end && scanner->at[1] == '"') {
      scanner->at++;
      g_string_append_len (scanner->unquoted, from, scanner->at - from);
      from = ++scanner->at;
    } else {
      break;
    }
  }
  cell->text = from;
  cell->length = (gsize) (scanner->at - from);
  if (scanner->unquoted->len > 0) {
    g_string_append_len (scanner->unquoted, from, scanner->at - from);
    cell->text = scanner->unquoted->str;
    cell->length = scanner->unquoted->len;
  }
  cell->quoted = TRUE;
  scanner->at++;
  return TRUE;
}

static void
scan_plain (GsTableScanner *scanner, GsTableCell *cell)
{
  const gchar *begin = scanner->at, *end;

  while (scanner->at < scanner->end && *scanner->at != scanner->separator && !is_line_end (*scanner->at)
         && !begins_comment (scanner))
    scanner->at++;
  end = scanner->at;
  while (end > begin && is_blank (scanner, end[-1]))
    end--;
  cell->text = begin;
  cell->length = (gsize) (end - begin);
}

/* Behind a cell: over the separator, or to the next line. */
static gboolean
end_cell (GsTableScanner *scanner, GsTableCell *cell, GError **error)
{
  const gchar *behind = scanner->at;

  pass_blanks (scanner);
  if (scanner->at < scanner->end && *scanner->at == '#' && (scanner->at > behind || !cell->quoted))
    pass_comment (scanner);
  cell->last = scanner->at == scanner->end || is_line_end (*scanner->at);
  if (cell->last) {
    pass_line_end (scanner);
    scanner->column = 1;
    return TRUE;
  }
  if (scanner->separator == *scanner->at || (scanner->separator == ' ' && scanner->at > behind)) {
    scanner->at += scanner->separator == *scanner->at;
    scanner->column++;
    return TRUE;
  }
  g_set_error (
      error, NN_ERROR, NN_ERROR_SYNTAX,
      _ ("there is text behind the closing quotation mark of line %d, column %d; a quotation mark inside "
         "a quoted cell is written twice"),
      cell->line, cell->column);
  return FALSE;
}

gboolean
gs_table_scan (GsTableScanner *scanner, GsTableCell *cell, GError **error)
{
  if (scanner->column == 1 && !find_row (scanner))
    return FALSE;
  pass_blanks (scanner);
  *cell = (GsTableCell){ .line = scanner->line, .column = scanner->column };
  if (scanner->at < scanner->end && *scanner->at == '"') {
    if (!scan_quoted (scanner, cell, error))
      return FALSE;
  } else {
    scan_plain (scanner, cell);
  }
  return end_cell (scanner, cell, error);
}

/* ---- what separates ---- */

typedef struct {
  gchar separator;
  gint n_rows, n_separated; /* rows in all; rows of several cells */
  gsize width;              /* of the first row */
  gboolean consistent;      /* all rows are as wide */
  gsize n_cells, n_numbers, n_broken;
} Reading;

/* A cell that looks as if it had been cut at the wrong places. */
static gboolean
is_broken (const GsTableCell *cell)
{
  return !cell->quoted
         && (memchr (cell->text, '\t', cell->length) != NULL || memchr (cell->text, ';', cell->length) != NULL
             || cell->text[0] == ',' || cell->text[cell->length - 1] == ',');
}

static void
count_cell (Reading *reading, const GsTableCell *cell)
{
  gdouble value;
  gchar sign;

  if (cell->length == 0)
    return;
  reading->n_cells++;
  if (gs_number_read_cell (cell->text, cell->length, &sign, &value))
    reading->n_numbers++;
  else if (is_broken (cell))
    reading->n_broken++;
}

/* How the rows look if `separator` stands between their cells. The first may be a heading, and counts only if
 * it is alone. */
static Reading
try_separator (const GsTableScanner *start, gchar separator)
{
  GsTableScanner scanner = *start;
  Reading reading = { .separator = separator, .consistent = TRUE };
  g_autoptr (GError) error = NULL;
  GsTableCell cell = { 0 };

  scanner.separator = separator;
  while (reading.n_rows < SAMPLE_ROWS && scanner.at - start->at < SAMPLE_BYTES
         && gs_table_scan (&scanner, &cell, &error)) {
    if (reading.n_rows == 1 && cell.column == 1)
      reading.n_cells = reading.n_numbers = reading.n_broken = 0;
    count_cell (&reading, &cell);
    if (!cell.last)
      continue;
    if (reading.n_rows++ == 0)
      reading.width = (gsize) cell.column;
    reading.n_separated += cell.column > 1;
    reading.consistent = reading.consistent && (gsize) cell.column == reading.width;
  }
  if (error != NULL) { /* quotes that do not match are said when the rows are read */
    reading.n_rows++;
    reading.n_separated += scanner.column > 1;
    reading.consistent = FALSE;
  } else if (reading.n_rows == 0 && cell.column > 1) { /* a first row that goes on beyond the sample */
    reading.n_rows = reading.n_separated = 1;
    reading.width = (gsize) cell.column;
  }
  return reading;
}

static gdouble
get_share (gsize n, const Reading *reading)
{
  return reading->n_cells > 0 ? (gdouble) n / (gdouble) reading->n_cells : 0;
}

/* Above 0 if `a` makes more sense than `b`, which is asked for before it. */
static gdouble
compare_readings (const Reading *a, const Reading *b, gsize n_expected)
{
  gdouble broken = get_share (b->n_broken, b) - get_share (a->n_broken, a);
  gdouble numbers = get_share (a->n_numbers, a) - get_share (b->n_numbers, b);
  /* Tabs and semicolons hardly ever stand inside of cells. */
  gboolean b_strong = (b->separator == '\t' || b->separator == ';') && 2 * b->n_separated > b->n_rows;

  if (broken != 0)
    return broken;
  if (b_strong)
    return -1;
  if (numbers != 0)
    return numbers;
  if (a->consistent != b->consistent)
    return a->consistent ? 1 : -1;
  return a->width == n_expected && b->width != n_expected ? 1 : -1;
}

gchar
gs_table_find_separator (const GsTableScanner *scanner, gsize n_expected)
{
  static const gchar separators[] = { '\t', ';', ',', ' ', '\0' };
  Reading best = { .separator = '\0' };

  for (gsize i = 0; i < G_N_ELEMENTS (separators); i++) {
    Reading reading = try_separator (scanner, separators[i]);
    gboolean separates = separators[i] == '\0' ? n_expected == 1 : reading.n_separated > 0;

    if (separates && (best.n_rows == 0 || compare_readings (&reading, &best, n_expected) > 0))
      best = reading;
  }
  return best.separator;
}
