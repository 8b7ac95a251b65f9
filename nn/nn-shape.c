/* Shapes counted, compared, written; indices and offsets. */
#include "nn-shape.h"

#include <stdarg.h>

NnShape
nn_shape (gint rank, ...)
{
  NnShape shape = { rank, { 1, 1, 1, 1 } };
  va_list arguments;

  g_assert (rank >= 0 && rank <= NN_MAX_RANK);
  va_start (arguments, rank);
  for (gint i = 0; i < rank; i++)
    shape.dim[i] = va_arg (arguments, gint);
  va_end (arguments);
  return shape;
}

gsize
nn_shape_count (const NnShape *shape)
{
  gsize count = 1;

  for (gint i = 0; i < shape->rank; i++)
    count *= (gsize) shape->dim[i];
  return count;
}

gboolean
nn_shape_equal (const NnShape *a, const NnShape *b)
{
  if (a->rank != b->rank)
    return FALSE;
  for (gint i = 0; i < a->rank; i++)
    if (a->dim[i] != b->dim[i])
      return FALSE;
  return TRUE;
}

gboolean
nn_shape_is_valid (const NnShape *shape)
{
  gsize count = 1;

  if (shape->rank < 0 || shape->rank > NN_MAX_RANK)
    return FALSE;
  for (gint i = 0; i < shape->rank; i++) {
    if (shape->dim[i] < 1 || (gsize) shape->dim[i] > NN_MAX_CELLS / count)
      return FALSE;
    count *= (gsize) shape->dim[i];
  }
  return TRUE;
}

gssize
nn_shape_offset (const NnShape *shape, const gint *index)
{
  gssize offset = 0;

  for (gint i = 0; i < shape->rank; i++) {
    if (index[i] < 1 || index[i] > shape->dim[i])
      return -1;
    offset = offset * shape->dim[i] + (index[i] - 1);
  }
  return offset;
}

void
nn_shape_index (const NnShape *shape, gsize offset, gint index[NN_MAX_RANK])
{
  for (gint i = NN_MAX_RANK - 1; i >= 0; i--) {
    gsize size = i < shape->rank ? (gsize) shape->dim[i] : 1;

    index[i] = (gint) (offset % size) + 1;
    offset /= size;
  }
}

gchar *
nn_shape_to_string (const NnShape *shape)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (shape->rank == 0)
    return g_strdup ("1");
  for (gint i = 0; i < shape->rank; i++)
    g_string_append_printf (text, "%s%d", i > 0 ? "×" : "", shape->dim[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
