/* Tables as text: what stands in a file of rows, on the clipboard, or behind a command. The one reader.
 *
 *   g_autoptr (GsTable) table = gs_table_read (text, length, "rows.csv", 0, &error);
 *   g_autofree gchar *said = gs_table_describe (table);
 *       // "3 columns separated by semicolons, decimal comma, first line is a heading"
 *
 * Cells are separated and quoted by RFC 4180, lines end in LF, CR or both, a byte order mark may come first.
 * What separates (tab, semicolon, comma, spaces), the decimal sign, and whether the first line is a heading
 * are decided once, for the whole text; what would read it in two ways is refused, with line and column.
 * Lines of spaces, and what stands behind a # at the beginning of a line or behind a space, are passed over.
 *
 * A column is numbers or words throughout. Words are numbered in their order (as bytes), from 0: the
 * classes of the column. Rows and columns count from 0 here, lines and columns in messages from 1.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GS_TABLE_MAX_COLUMNS 100000

typedef struct _GsTable GsTable;

/* Reads `length` bytes of UTF-8. `name` goes before messages: a file, or NULL. `n_expected` is how many
 * columns the reader hopes for; it counts only where the text fits two readings, as "1,5" does; 0 is none.
 * NN_ERROR_SYNTAX or _VALUE for what a cell holds, _SHAPE for rows of different lengths, _SIZE beyond the
 * limits. */
GsTable *gs_table_read (const gchar *text, gsize length, const gchar *name, gsize n_expected, GError **error);
void gs_table_free (GsTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsTable, gs_table_free)

/* Keeps these columns only (from 0, each at most once), in this order; messages go on naming the places of
 * the text. NN_ERROR_VALUE for a column that there is not, or twice. */
gboolean gs_table_pick (GsTable *table, const gsize *columns, gsize n, GError **error);

/* What was decided, as a piece of a sentence. Caller frees. */
gchar *gs_table_describe (const GsTable *table);

gsize gs_table_get_n_rows (const GsTable *table);
gsize gs_table_get_n_columns (const GsTable *table);
/* One row: numbers, and for columns of words the number of the word. */
const gdouble *gs_table_get_row (const GsTable *table, gsize row);
/* The line that a row begins on, from 1. */
gint gs_table_get_line (const GsTable *table, gsize row);
/* "rows.csv, line 3, column 2", for messages about a cell; "rows.csv, line 3" for column -1. Caller frees. */
gchar *gs_table_describe_place (const GsTable *table, gsize row, gssize column);
/* The same for the line of the heading, or the first row where there is none. Caller frees. */
gchar *gs_table_describe_beginning (const GsTable *table);

/* The column's heading; NULL if there is none. */
const gchar *gs_table_get_heading (const GsTable *table, gsize column);
/* The words of a column in their order; NULL for a column of numbers. */
const gchar *const *gs_table_get_words (const GsTable *table, gsize column, gsize *n_words);
/* Whether the column has numbers; else why its first cell is none, with its place. */
gboolean gs_table_need_numbers (const GsTable *table, gsize column, GError **error);

G_END_DECLS
