/* Shapes, tensors and states: offsets, limits, ownership, equality to the bit. */
#include "nn/nn-tensor.h"

static void
test_offsets (void)
{
  NnShape shape = nn_shape (4, 2, 3, 4, 5);

  g_assert_cmpuint (nn_shape_count (&shape), ==, 120);
  for (gsize offset = 0; offset < 120; offset++) {
    gint index[NN_MAX_RANK];

    nn_shape_index (&shape, offset, index);
    g_assert_cmpint (nn_shape_offset (&shape, index), ==, (gssize) offset);
  }
  g_assert_cmpint (nn_shape_offset (&shape, (gint[]){ 1, 1, 1, 2 }), ==, 1);
  g_assert_cmpint (nn_shape_offset (&shape, (gint[]){ 2, 1, 1, 1 }), ==, 60);
  g_assert_cmpint (nn_shape_offset (&shape, (gint[]){ 2, 3, 4, 6 }), ==, -1);
  g_assert_cmpint (nn_shape_offset (&shape, (gint[]){ 0, 1, 1, 1 }), ==, -1);
}

static void
test_scalar (void)
{
  NnShape scalar = nn_shape (0);
  g_autofree gchar *text = nn_shape_to_string (&scalar);

  g_assert_cmpuint (nn_shape_count (&scalar), ==, 1);
  g_assert_cmpint (nn_shape_offset (&scalar, NULL), ==, 0);
  g_assert_cmpstr (text, ==, "1");
}

static void
test_limits (void)
{
  NnShape zero = nn_shape (2, 3, 0), negative = nn_shape (1, -1);
  NnShape largest = nn_shape (2, 1 << 14, 1 << 14), over = nn_shape (2, 1 << 14, (1 << 14) + 1);
  NnShape overflow = nn_shape (4, G_MAXINT, G_MAXINT, G_MAXINT, G_MAXINT);

  g_assert_false (nn_shape_is_valid (&zero));
  g_assert_false (nn_shape_is_valid (&negative));
  g_assert_true (nn_shape_is_valid (&largest));
  g_assert_false (nn_shape_is_valid (&over));
  g_assert_false (nn_shape_is_valid (&overflow));
}

static NnTensor *
make (const gchar *name, gdouble first)
{
  NnShape shape = nn_shape (2, 2, 2);
  NnTensor *tensor = nn_tensor_new (name, &shape);

  tensor->values[0] = first;
  return tensor;
}

static void
test_state (void)
{
  g_autoptr (NnState) state = nn_state_new ();
  g_autoptr (NnState) copy = NULL;

  nn_state_put (state, make ("W1", 1.0));
  nn_state_put (state, make ("b1", 0.0));
  copy = nn_state_copy (state);
  g_assert_true (nn_state_equal (state, copy));

  nn_state_find (copy, "b1")->values[0] = -0.0;
  g_assert_false (nn_state_equal (state, copy));

  nn_state_put (copy, make ("b1", 0.0));
  g_assert_true (nn_state_equal (state, copy));
  g_assert_cmpstr (nn_state_get (copy, 1)->name, ==, "b1");

  g_assert_true (nn_state_remove (copy, "W1"));
  g_assert_false (nn_state_remove (copy, "W1"));
  g_assert_cmpuint (nn_state_get_size (copy), ==, 1);
  g_assert_null (nn_state_find (copy, "W1"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shape/offsets", test_offsets);
  g_test_add_func ("/shape/scalar", test_scalar);
  g_test_add_func ("/shape/limits", test_limits);
  g_test_add_func ("/tensor/state", test_state);
  return g_test_run ();
}
