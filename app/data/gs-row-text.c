#include "gs-row-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/text/gs-number.h"
#include "nn/nn-error.h"

/* What stands between cells: the first of these that the line has. A comma may be a decimal sign, so it is
 * asked last. */
static const gchar *
find_separator (const gchar *line)
{
  static const gchar *const separators[] = { "\t", ";", ", ", " ", "," };

  for (gsize i = 0; i < G_N_ELEMENTS (separators); i++)
    if (strstr (line, separators[i]) != NULL)
      return separators[i];
  return "\t";
}

static gboolean
read_line (const gchar *line, gint number, gsize n_cells, GArray *values, GError **error)
{
  g_auto (GStrv) words = g_strsplit (line, find_separator (line), -1);
  gsize n = 0;

  for (gint i = 0; words[i] != NULL; i++) {
    const gchar *word = g_strstrip (words[i]);
    gdouble value;

    if (*word == '\0')
      continue;
    if (!gs_number_parse (word, &value, error)) {
      g_prefix_error (error, _ ("Line %d: "), number);
      return FALSE;
    }
    g_array_append_val (values, value);
    n++;
  }
  if (n == n_cells)
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
               _ ("Line %d has %lu numbers. A row here has %lu: its inputs, then its targets."), number,
               (gulong) n, (gulong) n_cells);
  return FALSE;
}

GsDataset *
gs_row_text_append (GsDataset *data, const gchar *text, GError **error)
{
  gsize n_in = nn_shape_count (gs_dataset_get_input_shape (data));
  gsize n_out = nn_shape_count (gs_dataset_get_target_shape (data));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (gdouble));
  g_autofree gdouble *inputs = NULL, *targets = NULL;
  gsize n_cells = MAX (n_in + n_out, 1), n_rows;

  for (gint i = 0; lines[i] != NULL; i++)
    if (*g_strstrip (lines[i]) != '\0' && !read_line (lines[i], i + 1, n_cells, values, error))
      return NULL;
  n_rows = values->len / n_cells;
  if (n_rows == 0) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _ ("There are no rows of numbers on the clipboard."));
    return NULL;
  }
  inputs = g_new (gdouble, n_rows * n_in);
  targets = g_new (gdouble, n_rows * n_out);
  for (gsize row = 0; row < n_rows; row++) {
    const gdouble *from = &g_array_index (values, gdouble, row * n_cells);

    memcpy (inputs + row * n_in, from, n_in * sizeof (gdouble));
    memcpy (targets + row * n_out, from + n_in, n_out * sizeof (gdouble));
  }
  return gs_dataset_splice (data, gs_dataset_get_n_rows (data) + 1, 0, (gint) n_rows, inputs, targets, error);
}
