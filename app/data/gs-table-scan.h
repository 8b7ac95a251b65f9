/* Private to the reader of tables: the cells of a text one after the other, and what separates them.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  const gchar *at, *end;
  gchar separator;   /* tab, semicolon, comma, space (any number of them), or 0: lines are cells */
  gint line;         /* that `at` is in, from 1 */
  gint column;       /* of the cell that comes next, from 1 */
  gint n_comments;   /* passed over so far */
  GString *unquoted; /* room for a cell with doubled quotes; owned by whoever made the scanner */
} GsTableScanner;

/* Good until the next cell is read. */
typedef struct {
  const gchar *text; /* without quotes and the spaces around it */
  gsize length;
  gint line, column;
  gboolean quoted;
  gboolean last; /* of its row */
} GsTableCell;

/* The next cell; FALSE at the end, and with NN_ERROR_SYNTAX where quotes do not match. */
gboolean gs_table_scan (GsTableScanner *scanner, GsTableCell *cell, GError **error);

/* Reads the rows' beginning as if each possible character separated, and gives the one whose cells make the
 * most sense. `scanner` stands at the beginning and stays there. */
gchar gs_table_find_separator (const GsTableScanner *scanner, gsize n_expected);

G_END_DECLS
