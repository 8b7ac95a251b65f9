/* Tensors and states: made, copied, compared, found by name. */
#include "nn-tensor.h"

#include <string.h>

struct _NnState {
  GPtrArray *tensors;  /* owned NnTensor, in order */
  GHashTable *by_name; /* name -> NnTensor, borrowed */
};

NnTensor *
nn_tensor_new (const gchar *name, const NnShape *shape)
{
  NnTensor *tensor = g_new0 (NnTensor, 1);

  g_assert (nn_shape_is_valid (shape));
  tensor->name = g_strdup (name);
  tensor->shape = *shape;
  tensor->values = g_new0 (gdouble, nn_shape_count (shape));
  return tensor;
}

NnTensor *
nn_tensor_copy (const NnTensor *tensor)
{
  NnTensor *copy = nn_tensor_new (tensor->name, &tensor->shape);

  memcpy (copy->values, tensor->values, nn_shape_count (&tensor->shape) * sizeof (gdouble));
  return copy;
}

void
nn_tensor_free (NnTensor *tensor)
{
  if (tensor == NULL)
    return;
  g_free (tensor->name);
  g_free (tensor->values);
  g_free (tensor);
}

NnState *
nn_state_new (void)
{
  NnState *state = g_new0 (NnState, 1);

  state->tensors = g_ptr_array_new_with_free_func ((GDestroyNotify) nn_tensor_free);
  state->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  return state;
}

NnState *
nn_state_copy (const NnState *state)
{
  NnState *copy = nn_state_new ();

  for (guint i = 0; i < state->tensors->len; i++)
    nn_state_put (copy, nn_tensor_copy (state->tensors->pdata[i]));
  return copy;
}

void
nn_state_free (NnState *state)
{
  if (state == NULL)
    return;
  g_hash_table_unref (state->by_name);
  g_ptr_array_unref (state->tensors);
  g_free (state);
}

void
nn_state_put (NnState *state, NnTensor *tensor)
{
  NnTensor *old = nn_state_find (state, tensor->name);
  guint position;

  g_assert (old != tensor);
  if (old == NULL) {
    g_ptr_array_add (state->tensors, tensor);
  } else {
    g_assert (g_ptr_array_find (state->tensors, old, &position));
    g_hash_table_remove (state->by_name, old->name);
    state->tensors->pdata[position] = tensor;
    nn_tensor_free (old);
  }
  g_hash_table_insert (state->by_name, tensor->name, tensor);
}

NnTensor *
nn_state_find (const NnState *state, const gchar *name)
{
  return g_hash_table_lookup (state->by_name, name);
}

gboolean
nn_state_remove (NnState *state, const gchar *name)
{
  NnTensor *tensor = nn_state_find (state, name);

  if (tensor == NULL)
    return FALSE;
  g_hash_table_remove (state->by_name, name);
  return g_ptr_array_remove (state->tensors, tensor);
}

guint
nn_state_get_size (const NnState *state)
{
  return state->tensors->len;
}

NnTensor *
nn_state_get (const NnState *state, guint position)
{
  g_assert (position < state->tensors->len);
  return state->tensors->pdata[position];
}

gboolean
nn_state_equal (const NnState *a, const NnState *b)
{
  if (a->tensors->len != b->tensors->len)
    return FALSE;
  for (guint i = 0; i < a->tensors->len; i++) {
    const NnTensor *left = a->tensors->pdata[i];
    const NnTensor *right = nn_state_find (b, left->name);

    if (right == NULL || !nn_shape_equal (&left->shape, &right->shape)
        || memcmp (left->values, right->values, nn_shape_count (&left->shape) * sizeof (gdouble)) != 0)
      return FALSE;
  }
  return TRUE;
}
