#include "gs-rows.h"

#include <string.h>

#include "app/gs-number.h"
#include "nn/nn-error.h"

static const gchar *
find_separators (const gchar *line)
{
  return strpbrk (line, ";\t") != NULL ? ";\t" : strchr (line, ',') != NULL ? "," : " ";
}

static gboolean
append_numbers (const gchar *line, GArray *numbers, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (line, find_separators (line), -1);
  gint column = 0;

  for (gint i = 0; words[i] != NULL; i++) {
    gdouble value;

    if (*g_strstrip (words[i]) == '\0')
      continue;
    column++;
    if (!gs_number_parse (words[i], &value, error)) {
      g_prefix_error (error, "number %d: ", column);
      return FALSE;
    }
    g_array_append_val (numbers, value);
  }
  return TRUE;
}

gdouble *
gs_rows_parse (const gchar *text, gsize n, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gdouble));

  if (!append_numbers (text, numbers, error))
    return NULL;
  if (numbers->len != n) {
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE,
                 "%u numbers where the network takes %" G_GSIZE_FORMAT " in a row", numbers->len, n);
    return NULL;
  }
  return (gdouble *) (gpointer) g_array_free (g_steal_pointer (&numbers), FALSE);
}

GsDataset *
gs_rows_load (const gchar *path, const NnShape *input, const NnShape *target, GError **error)
{
  gsize n_inputs = nn_shape_count (input), n_targets = nn_shape_count (target);
  g_autoptr (GArray) inputs = g_array_new (FALSE, FALSE, sizeof (gdouble));
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (gdouble));
  g_autofree gchar *text = NULL, *name = g_filename_display_name (path);
  g_auto (GStrv) lines = NULL;
  gint n_rows = 0;

  if (!g_file_get_contents (path, &text, NULL, error)) {
    g_prefix_error (error, "--data: ");
    return NULL;
  }
  lines = g_strsplit (text, "\n", -1);
  for (gint i = 0; lines[i] != NULL; i++) {
    g_autofree gdouble *row = NULL;

    if (*g_strstrip (lines[i]) == '\0' || *lines[i] == '#')
      continue;
    row = gs_rows_parse (lines[i], n_inputs + n_targets, error);
    if (row == NULL) {
      g_prefix_error (error, "%s, line %d: ", name, i + 1);
      return NULL;
    }
    g_array_append_vals (inputs, row, (guint) n_inputs);
    g_array_append_vals (targets, row + n_inputs, (guint) n_targets);
    n_rows++;
  }
  if (n_rows == 0 || n_rows > (gint) (NN_MAX_CELLS / (n_inputs + n_targets))) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
                 n_rows == 0 ? "%s: there are no rows in it." : "%s: more rows than fit memory.", name);
    return NULL;
  }
  return gs_dataset_new (input, target, n_rows, (const gdouble *) (gpointer) inputs->data,
                         (const gdouble *) (gpointer) targets->data);
}
