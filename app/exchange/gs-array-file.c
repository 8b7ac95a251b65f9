/* A file of arrays read, by what it is. */
#include "gs-array-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/data/gs-table.h"
#include "app/text/gs-file.h"
#include "gs-npz.h"
#include "nn/nn-error.h"

#define MAX_TABLE ((gsize) 1 << 28)

static NnTensor *
read_table (const gchar *path, const gchar *name, GError **error)
{
  gsize length;
  g_autofree gchar *text = gs_file_read (path, MAX_TABLE, &length, error);
  g_autofree gchar *file = g_filename_display_basename (path);
  g_autoptr (GsTable) table = text != NULL ? gs_table_read (text, length, file, 0, error) : NULL;
  gsize rows, columns, n_words;
  NnTensor *tensor;
  NnShape shape;

  if (table == NULL)
    return NULL;
  rows = gs_table_get_n_rows (table);
  columns = gs_table_get_n_columns (table);
  for (gsize c = 0; c < columns; c++)
    if (gs_table_get_words (table, c, &n_words) != NULL) {
      g_autofree gchar *place = gs_table_describe_place (table, 0, (gssize) c);

      g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _ ("%s: there are words in this column, not numbers"),
                   place);
      return NULL;
    }
  if (rows < 1 || columns < 1 || rows > NN_MAX_CELLS / columns) {
    g_set_error (error, NN_ERROR, NN_ERROR_SIZE, _ ("%s: the table has no cell, or too many"), file);
    return NULL;
  }
  shape = nn_shape (2, (gint) rows, (gint) columns);
  tensor = nn_tensor_new (name, &shape);
  for (gsize r = 0; r < rows; r++)
    memcpy (tensor->values + r * columns, gs_table_get_row (table, r), columns * sizeof (gdouble));
  return tensor;
}

GPtrArray *
gs_array_file_read (const gchar *path, GError **error)
{
  g_autofree gchar *base = g_path_get_basename (path), *name = g_utf8_make_valid (base, -1);
  g_autofree gchar *folded = g_ascii_strdown (path, -1);
  gchar *dot = strrchr (name, '.');
  g_autoptr (GPtrArray) arrays = NULL;

  if (dot != NULL)
    *dot = '\0';
  if (g_str_has_suffix (folded, ".csv")) {
    NnTensor *tensor = read_table (path, name, error);

    if (tensor == NULL)
      return NULL;
    arrays = g_ptr_array_new_with_free_func ((GDestroyNotify) nn_tensor_free);
    g_ptr_array_add (arrays, tensor);
    return g_steal_pointer (&arrays);
  }
  arrays = gs_npz_read (path, error);
  if (arrays != NULL && arrays->len == 1) {
    NnTensor *only = g_ptr_array_index (arrays, 0);

    if (*only->name == '\0') { /* an .npy says no name */
      g_free (only->name);
      only->name = g_steal_pointer (&name);
    }
  }
  return g_steal_pointer (&arrays);
}
