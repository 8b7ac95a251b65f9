/* Cell by cell: each output cell reads one cell of every tensor and the scalars.
 *
 * MAP (name, tensors, expression): `tensors` has a bit for each input that is a tensor, the others
 * are scalars. In the expression the inputs are a, b, c, d, e in the row's order, and n is the
 * first attribute. Write the formula's operations in the formula's order, and the bits are the formula's.
 */
#include "nn-kernels.h"
#include "nn-math-inline.h"

#define T1 1u
#define T2 2u
#define T3 4u
#define T4 8u

typedef NnV (*Map) (NnV a, NnV b, NnV c, NnV d, NnV e, NnV n);

static inline __attribute__ ((always_inline)) void
run_map (const NnCall *call, gsize begin, gsize end, guint tensors, gint n_inputs, Map map)
{
  const gdouble *const *in = call->in;
  gdouble *out = call->out;
  const NnV zero = nn_v_set (0.0), n = nn_v_set ((gdouble) call->attribute[0]);
  NnV v[5] = { zero, zero, zero, zero, zero };
  gsize i = begin;

  for (gint k = 0; k < 5; k++)
    if (k < n_inputs && (tensors >> k & 1) == 0)
      v[k] = nn_v_set (*in[k]);
  for (; i + NN_W <= end; i += NN_W) {
    for (gint k = 0; k < 5; k++)
      if (tensors >> k & 1)
        v[k] = nn_v_load (in[k] + i);
    nn_v_store (out + i, map (v[0], v[1], v[2], v[3], v[4], n));
  }
  if (i < end) {
    for (gint k = 0; k < 5; k++)
      if (tensors >> k & 1)
        v[k] = nn_v_load_n (in[k] + i, end - i);
    nn_v_store_n (out + i, map (v[0], v[1], v[2], v[3], v[4], n), end - i);
  }
}

#define MAP(name, n_inputs, tensors, expression)                                                             \
  NN_DECLARE_KERNEL (name);                                                                                  \
  static inline NnV map_##name (NnV a, NnV b, NnV c, NnV d, NnV e, NnV n)                                    \
  {                                                                                                          \
    return expression;                                                                                       \
  }                                                                                                          \
  void NN_KERNEL (name) (const NnCall *call, gsize begin, gsize end, void *scratch)                          \
  {                                                                                                          \
    run_map (call, begin, end, tensors, n_inputs, map_##name);                                               \
  }                                                                                                          \
  void NN_PREPARE (name) (NnCall * call)                                                                     \
  {                                                                                                          \
    call->n_units = call->n_cells;                                                                           \
  }

#define ONE nn_v_set (1.0)
#define TWO nn_v_set (2.0)
#define ZERO nn_v_set (0.0)

/* Both branches of the sigmoid use exp (-|x|): 1 / (1 + e) or e / (1 + e). */
static inline NnV
sigmoid (NnV x)
{
  NnV e = nn_v_exp (nn_v_negate (nn_v_abs (x)));

  return nn_v_select (nn_v_ge (x, ZERO), ONE, e) / (ONE + e);
}

/* x + ln (1 + exp (-x)) for x > 0, else ln (1 + exp (x)). */
static inline NnV
softplus (NnV x)
{
  NnV l = nn_v_ln (ONE + nn_v_exp (nn_v_negate (nn_v_abs (x))));

  return nn_v_select (nn_v_gt (x, ZERO), x + l, l);
}

/* clang-format off */
MAP (copy, 1, T1, a)
MAP (sigmoid, 1, T1, sigmoid (a))
MAP (tanh, 1, T1, nn_v_tanh (a))
MAP (relu, 1, T1, nn_v_select (nn_v_gt (a, ZERO), a, ZERO))
MAP (leaky_relu, 2, T1, nn_v_select (nn_v_gt (a, ZERO), a, b * a))
MAP (softplus, 1, T1, softplus (a))
MAP (exp, 1, T1, nn_v_exp (a))
MAP (ln, 1, T1, nn_v_ln (a))
MAP (dropout_mask, 2, T1, nn_v_select (nn_v_gt (b, a), ONE / b, ZERO))
MAP (multiply, 2, T1 | T2, a * b)
MAP (add, 2, T1 | T2, a + b)

MAP (sigmoid_dx, 2, T1 | T2, a * (b * (ONE - b)))
MAP (tanh_dx, 2, T1 | T2, a * (ONE - b * b))
MAP (relu_dx, 2, T1 | T2, nn_v_select (nn_v_gt (b, ZERO), a, ZERO))
MAP (leaky_relu_dx, 3, T1 | T2, nn_v_select (nn_v_gt (b, ZERO), a, c * a))
MAP (softplus_dx, 2, T1 | T2, a * sigmoid (b))
MAP (exp_dx, 2, T1 | T2, a * b)
MAP (ln_dx, 2, T1 | T2, a / b)

MAP (squared_error_da, 3, T2 | T3, a * (TWO * (b - c)) / n)
MAP (half_squared_error_da, 3, T2 | T3, a * (b - c) / n)
MAP (binary_cross_entropy_dz, 3, T2 | T3, a * (b - c) / n)
MAP (binary_cross_entropy_of_z, 3, T2 | T3, a * (sigmoid (b) - c) / n)
MAP (cross_entropy_dshift, 2, T2, nn_v_select (nn_v_eq (b, ZERO), ZERO, nn_v_negate (a * b / n)))
MAP (kl_of_probabilities_dp, 3, T2 | T3, nn_v_select (nn_v_eq (b, ZERO), ZERO, nn_v_negate (a * b / c / n)))
MAP (l1_penalty_dw, 3, T2, nn_v_select (nn_v_gt (b, ZERO), a * c, nn_v_select (nn_v_gt (ZERO, b), nn_v_negate (a * c), ZERO)))
MAP (l2_penalty_dw, 3, T2, a * c * TWO * b)
MAP (l2_half_penalty_dw, 3, T2, a * c * b)
MAP (pin_gate, 2, T1 | T2, nn_v_select (nn_v_eq (b, ONE), ZERO, a))

MAP (descend, 3, T1 | T2, a - c * b)
MAP (decay, 3, T1, a - b * c * a)
MAP (momentum, 3, T1 | T2, c * a + b)
MAP (nesterov, 3, T1 | T2, a + c * b)
MAP (average, 3, T1 | T2, c * a + (ONE - c) * b)
MAP (average_square, 3, T1 | T2, c * a + (ONE - c) * b * b)
MAP (add_square, 2, T1 | T2, a + b * b)
MAP (over_root, 3, T1 | T2, a / (nn_v_sqrt (b) + c))
MAP (over_root_inside, 3, T1 | T2, a / nn_v_sqrt (b + c))
MAP (momentum_step, 4, T1 | T2, c * a + d * b)
MAP (subtract, 2, T1 | T2, a - b)
MAP (power, 2, T1, a * b)
MAP (unbias, 2, T1, a / (ONE - b))
MAP (adam_uncorrected, 5, T1 | T2, nn_v_sqrt (ONE - d) / (ONE - c) * a / (nn_v_sqrt (b) + e))
/* clang-format on */
