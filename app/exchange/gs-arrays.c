/* A pass as arrays. */
#include "gs-arrays.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/text/gs-file.h"
#include "app/text/gs-number.h"
#include "app/text/gs-task.h"
#include "gs-compare.h"
#include "gs-npz.h"
#include "nn/nn-error.h"

static NnTensor *
copy_tensor (GsFrame *frame, gint tensor)
{
  const NnTensorInfo *info = nn_program_get_tensor (gs_frame_get_program (frame), tensor);
  NnTensor *copy = nn_tensor_new (info->name, &info->shape);
  gsize n;
  const gdouble *values = gs_frame_get_values (frame, tensor, &n);

  memcpy (copy->values, values, n * sizeof (gdouble));
  return copy;
}

gboolean
gs_arrays_write (GsFrame *frame, const gchar *path, GError **error)
{
  g_autoptr (GPtrArray) tensors = g_ptr_array_new_with_free_func ((GDestroyNotify) nn_tensor_free);

  for (gint i = 0; i < nn_program_get_n_tensors (gs_frame_get_program (frame)); i++)
    g_ptr_array_add (tensors, copy_tensor (frame, i));
  return gs_npz_write (tensors, path, error);
}

static gboolean
write_csv (const NnTensor *tensor, const gchar *path, GError **error)
{
  const NnShape *shape = &tensor->shape;
  gsize n = nn_shape_count (shape);
  gsize columns = shape->rank > 0 ? (gsize) shape->dim[shape->rank - 1] : 1;
  gsize tile = shape->rank > 2 ? columns * (gsize) shape->dim[shape->rank - 2] : n;
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < n; i++) {
    gchar buffer[GS_NUMBER_BUFFER];

    if (i % 4096 == 0 && !gs_task_go_on (i, n, error))
      return FALSE;
    g_string_append (text, i > 0 && i % tile == 0 ? "\n" : "");
    g_string_append (text, gs_number_to_text (tensor->values[i], buffer));
    g_string_append_c (text, (i + 1) % columns == 0 ? '\n' : ',');
  }
  return gs_file_write (path, text->str, text->len, GS_FILE_PUBLIC, error);
}

static gint
find_tensor (NnProgram *program, const gchar *tensor, GError **error)
{
  gint found = gs_compare_find_tensor (program, tensor);
  g_autoptr (GString) names = g_string_new (NULL);

  if (found >= 0)
    return found;
  for (gint i = 0; i < nn_program_get_n_tensors (program); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", nn_program_get_tensor (program, i)->name);
  g_set_error (error, NN_ERROR, NN_ERROR_NAME, _ ("there is no tensor “%s”; there are %s"), tensor,
               names->str);
  return -1;
}

gboolean
gs_arrays_check_name (NnProgram *program, const gchar *tensor, GError **error)
{
  return find_tensor (program, tensor, error) >= 0;
}

gboolean
gs_arrays_write_one (GsFrame *frame, const gchar *tensor, const gchar *path, GError **error)
{
  gint found = find_tensor (gs_frame_get_program (frame), tensor, error);
  g_autoptr (GPtrArray) tensors = g_ptr_array_new_with_free_func ((GDestroyNotify) nn_tensor_free);

  if (found < 0)
    return FALSE;
  g_ptr_array_add (tensors, copy_tensor (frame, found));
  if (g_str_has_suffix (path, ".csv"))
    return write_csv (g_ptr_array_index (tensors, 0), path, error);
  return gs_npz_write (tensors, path, error);
}

/* ---- in ---- */

/* ---- into a document ---- */

static gboolean
add_cells (const NnTensorInfo *info,
           gint tensor,
           const NnTensor *array,
           GArray *cells,
           GArray *values,
           GError **error)
{
  const NnShape *shape = &info->shape;
  gsize n = nn_shape_count (shape);
  gboolean turned = shape->rank == 2 && array->shape.rank == 2 && shape->dim[0] == array->shape.dim[1]
                    && shape->dim[1] == array->shape.dim[0] && shape->dim[0] != shape->dim[1];

  if (nn_shape_count (&array->shape) != n
      || (!turned && shape->rank == 2 && array->shape.rank == 2 && !nn_shape_equal (shape, &array->shape))) {
    g_autofree gchar *is = nn_shape_to_string (&array->shape), *wanted = nn_shape_to_string (shape);

    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, _ ("%s is %s in the file and %s here"), info->name, is,
                 wanted);
    return FALSE;
  }
  for (gsize i = 0; i < n; i++) {
    gsize rows = (gsize) shape->dim[0], columns = (gsize) shape->dim[1];
    NnCell cell = { tensor, i };

    g_array_append_val (cells, cell);
    g_array_append_val (values, array->values[turned ? i % columns * rows + i / columns : i]);
  }
  return TRUE;
}

gboolean
gs_arrays_put (GsWorkbook *book, GPtrArray *arrays, guint *n_taken, GError **error)
{
  NnProgram *program = gs_workbook_get_program (book);
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (NnCell));
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (gdouble));

  *n_taken = 0;
  for (guint i = 0; i < arrays->len; i++) {
    const NnTensor *array = g_ptr_array_index (arrays, i);
    gint tensor = gs_compare_find_tensor (program, array->name);
    const NnTensorInfo *info = tensor >= 0 ? nn_program_get_tensor (program, tensor) : NULL;

    if (info == NULL
        || (info->role != NN_ROLE_INPUT && info->role != NN_ROLE_TARGET && !nn_tensor_info_persists (info)))
      continue;
    if (!add_cells (info, tensor, array, cells, values, error))
      return FALSE;
    (*n_taken)++;
  }
  if (*n_taken == 0) {
    g_set_error (
        error, NN_ERROR, NN_ERROR_NAME,
        _ ("none of the arrays has the name of an input, a target or a weight, such as x, t, W1 or b1"));
    return FALSE;
  }
  return gs_workbook_set_cells (book, (const NnCell *) (gpointer) cells->data,
                                (const gdouble *) (gpointer) values->data, cells->len, error);
}
