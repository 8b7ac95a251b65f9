#include "gs-rows.h"

#include <string.h>

#include "app/text/gs-file.h"
#include "app/text/gs-number.h"
#include "nn/nn-error.h"

/* What stands between the numbers of this line, and whether a comma is then free to be a decimal sign. */
static gchar
find_separator (const gchar *line)
{
  return strchr (line, ';') != NULL    ? ';'
         : strchr (line, '\t') != NULL ? '\t'
         : strchr (line, ',') != NULL  ? ','
                                       : ' ';
}

static gboolean
append_number (gchar *word, gchar separator, gint column, GArray *numbers, GError **error)
{
  gdouble value;

  if (*word == '\0') {
    g_set_error (error, NN_ERROR, NN_ERROR_SYNTAX,
                 "number %d is missing: nothing stands between two separators; write the number there",
                 column);
    return FALSE;
  }
  if (separator == ';' || separator == '\t')
    g_strdelimit (word, ",", '.');
  if (!gs_number_parse (word, &value, error)) {
    g_prefix_error (error, "number %d: ", column);
    return FALSE;
  }
  g_array_append_val (numbers, value);
  return TRUE;
}

static gboolean
append_numbers (const gchar *line, GArray *numbers, GError **error)
{
  gchar separator = find_separator (line), between[] = { separator, '\0' };
  g_auto (GStrv) words = g_strsplit (line, between, -1);
  gint column = 0;

  for (gint i = 0; words[i] != NULL; i++) {
    g_strstrip (words[i]);
    if (*words[i] == '\0' && separator == ' ')
      continue;
    if (!append_number (words[i], separator, ++column, numbers, error))
      return FALSE;
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
  gsize length;
  gint n_rows = 0;

  if ((text = gs_file_read (path, GS_FILE_MAX_ROWS, &length, error)) == NULL) {
    g_prefix_error (error, "--data: ");
    return NULL;
  }
  if (strlen (text) != length) { /* what stands behind the zero would be lost */
    g_set_error (error, NN_ERROR, NN_ERROR_SYNTAX,
                 "%s: byte %" G_GSIZE_FORMAT
                 " is zero; this is no text. Save the rows as plain text (UTF-8).",
                 name, strlen (text) + 1);
    return NULL;
  }
  /* Spreadsheets put a byte order mark before what they export. */
  lines = g_strsplit (g_str_has_prefix (text, "\xef\xbb\xbf") ? text + 3 : text, "\n", -1);
  for (gint i = 0; lines[i] != NULL; i++) {
    g_autofree gdouble *row = NULL;

    lines[i][strcspn (lines[i], "#")] = '\0';
    if (*g_strstrip (lines[i]) == '\0')
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
