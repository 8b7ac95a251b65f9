/* Numbers from the clipboard. */
#include "gs-pasted.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <string.h>

#include "app/data/gs-table.h"
#include "app/text/gs-number.h"
#include "nn/nn-error.h"

static gboolean
refuse (GError **error, const gchar *text)
{
  g_set_error_literal (error, NN_ERROR, NN_ERROR_VALUE, text);
  return FALSE;
}

/* One number a line, as people type them: fractions, the locale's decimal sign. */
static gboolean
read_column (const gchar *text, GsPasted *pasted)
{
  g_autofree gchar *trimmed = g_strchomp (g_strdup (text));
  g_auto (GStrv) lines = g_strsplit (trimmed, "\n", -1);
  gsize n = g_strv_length (lines);

  /* Commas may part columns: of several lines the reader of tables finds out. */
  if (n > 1 && strchr (text, ',') != NULL && *localeconv ()->decimal_point != ',')
    return FALSE;
  pasted->values = g_new (gdouble, MAX (n, 1));
  for (gsize i = 0; i < n; i++)
    if (!gs_number_parse (lines[i], &pasted->values[i], NULL)) {
      g_clear_pointer (&pasted->values, g_free);
      return FALSE;
    }
  pasted->n_lines = n;
  pasted->n_columns = 1;
  return n > 0;
}

static gboolean
read_table (const gchar *text, gsize n_expected, GsPasted *pasted, GError **error)
{
  g_autoptr (GsTable) table = gs_table_read (text, strlen (text), NULL, n_expected, error);

  if (table == NULL)
    return FALSE;
  if (gs_table_get_heading (table, 0) != NULL)
    return refuse (error, _ ("The first line is a heading; copy the numbers only. Nothing was pasted."));
  for (gsize column = 0; column < gs_table_get_n_columns (table); column++)
    if (!gs_table_need_numbers (table, column, error))
      return FALSE;
  pasted->n_lines = gs_table_get_n_rows (table);
  pasted->n_columns = gs_table_get_n_columns (table);
  pasted->values = g_new (gdouble, pasted->n_lines * pasted->n_columns);
  for (gsize line = 0; line < pasted->n_lines; line++)
    memcpy (pasted->values + line * pasted->n_columns, gs_table_get_row (table, line),
            pasted->n_columns * sizeof (gdouble));
  return TRUE;
}

gboolean
gs_pasted_read (GsPasted *pasted, const gchar *text, gsize n_expected, GError **error)
{
  if (strspn (text, " \t\r\n") == strlen (text))
    return refuse (error, _ ("There are no numbers to paste."));
  return read_column (text, pasted) || read_table (text, n_expected, pasted, error);
}
