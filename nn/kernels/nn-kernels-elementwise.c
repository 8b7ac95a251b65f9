/* Operations whose output cell reads one cell of each tensor, and scalars.
 *
 * One line each: NN_CELLWISE (name, what it reads, its formula on vectors of cells).
 *   CELLS (x, 0)    the cells of input 0 that stand where the output's do
 *   SCALAR (lr, 2)  input 2, a scalar, in every lane
 *   NUMBER (n, 0)   the first attribute
 * The formula's order of operations is kept; nothing is fused that it does not fuse. Both sides
 * of an `if` are computed and one is selected.
 */
#include "nn-kernels.h"
#include "nn/nn-math-inline.h"

#define CELLS(x, k)  const NnV x = nn_load_cells (call->in[k] + i, n);
#define SCALAR(x, k) const NnV x = nn_v_set (call->in[k][0]);
#define NUMBER(x, k) const NnV x = nn_v_set ((gdouble) call->attribute[k]);

#define ZERO nn_v_set (0.0)
#define ONE  nn_v_set (1.0)
#define TWO  nn_v_set (2.0)

/* Cells in blocks from the last to the first: the operation before has written a large input in
 * ascending order, so its end is what the cache still holds, and the next one wants the beginning. */
#define BLOCK ((gsize) 4096)

#define NN_CELLWISE(name, reads, result)                                                                     \
  static inline void name##_cells (const NnCall *call, gsize i, gsize n)                                     \
  {                                                                                                          \
    reads nn_store_cells (call->out + i, result, n);                                                         \
  }                                                                                                          \
  static void name##_kernel (const NnCall *given, gsize begin, gsize end, void *scratch)                     \
  {                                                                                                          \
    const NnCall own = *given, *call = &own; /* no store can change its pointers: they stay in registers */  \
    gsize stop = end;                                                                                        \
                                                                                                             \
    while (stop > begin) {                                                                                   \
      gsize i = stop - begin > BLOCK ? stop - BLOCK : begin, start = i;                                      \
                                                                                                             \
      for (; i + NN_W <= stop; i += NN_W)                                                                    \
        name##_cells (call, i, NN_W);                                                                        \
      if (i < stop)                                                                                          \
        name##_cells (call, i, stop - i);                                                                    \
      stop = start;                                                                                          \
    }                                                                                                        \
  }                                                                                                          \
  void NN_PREPARE (name) (NnCall * call)                                                                     \
  {                                                                                                          \
    nn_call_set (call, name##_kernel, call->n_cells, (gdouble) call->n_cells);                               \
  }

/* 1 / (1 + exp(-x)) where x >= 0, otherwise exp(x) / (1 + exp(x)). */
static inline NnV
sigmoid_of (NnV x)
{
  NnM right = nn_v_ge (x, ZERO);
  NnV e = nn_v_exp (nn_v_select (right, nn_v_negate (x), x));

  return nn_v_select (right, ONE, e) / (ONE + e);
}

/* x + ln1p(exp(-x)) where x > 0, otherwise ln1p(exp(x)). */
static inline NnV
softplus_of (NnV x)
{
  NnM right = nn_v_gt (x, ZERO);
  NnV rest = nn_v_ln1p (nn_v_exp (nn_v_select (right, nn_v_negate (x), x)));

  return nn_v_select (right, x + rest, rest);
}

/* clang-format off */

/* ---- forward ---- */
NN_CELLWISE (copy, CELLS (x, 0), x)
NN_CELLWISE (sigmoid, CELLS (x, 0), sigmoid_of (x))
NN_CELLWISE (tanh, CELLS (x, 0), nn_v_tanh (x))
NN_CELLWISE (relu, CELLS (x, 0), nn_v_select (nn_v_gt (x, ZERO), x, ZERO))
NN_CELLWISE (leaky_relu, CELLS (x, 0) SCALAR (slope, 1), nn_v_select (nn_v_gt (x, ZERO), x, slope * x))
NN_CELLWISE (softplus, CELLS (x, 0), softplus_of (x))
NN_CELLWISE (step, CELLS (x, 0), nn_v_select (nn_v_ge (x, ZERO), ONE, ZERO))
NN_CELLWISE (exp, CELLS (x, 0), nn_v_exp (x))
NN_CELLWISE (dropout_mask, CELLS (u, 0) SCALAR (keep, 1), nn_v_select (nn_v_gt (keep, u), ONE / keep, ZERO))
NN_CELLWISE (multiply, CELLS (x, 0) CELLS (m, 1), x * m)
NN_CELLWISE (add, CELLS (x, 0) CELLS (y, 1), x + y)

/* ---- backward ---- */
NN_CELLWISE (sigmoid_dx, CELLS (da, 0) CELLS (a, 1), da * (a * (ONE - a)))
NN_CELLWISE (tanh_dx, CELLS (da, 0) CELLS (a, 1), da * (ONE - a * a))
NN_CELLWISE (relu_dx, CELLS (da, 0) CELLS (z, 1), nn_v_select (nn_v_gt (z, ZERO), da, ZERO))
NN_CELLWISE (leaky_relu_dx, CELLS (da, 0) CELLS (z, 1) SCALAR (slope, 2),
             nn_v_select (nn_v_gt (z, ZERO), da, slope * da))
NN_CELLWISE (softplus_dx, CELLS (da, 0) CELLS (z, 1), da * sigmoid_of (z))
NN_CELLWISE (flat_dx, CELLS (da, 0), ZERO * da)
NN_CELLWISE (pass_through, CELLS (da, 0), da)
NN_CELLWISE (exp_dx, CELLS (dy, 0) CELLS (y, 1), dy * y)
NN_CELLWISE (squared_error_da, SCALAR (dL, 0) CELLS (a, 1) CELLS (t, 2) NUMBER (count, 0),
             dL * (TWO * (a - t)) / count)
NN_CELLWISE (half_squared_error_da, SCALAR (dL, 0) CELLS (a, 1) CELLS (t, 2) NUMBER (count, 0),
             dL * (a - t) / count)
NN_CELLWISE (binary_cross_entropy_dz, SCALAR (dL, 0) CELLS (p, 1) CELLS (t, 2) NUMBER (count, 0),
             dL * (p - t) / count)
NN_CELLWISE (binary_cross_entropy_of_z, SCALAR (dL, 0) CELLS (z, 1) CELLS (t, 2) NUMBER (count, 0),
             dL * (sigmoid_of (z) - t) / count)
NN_CELLWISE (cross_entropy_dshift, SCALAR (dL, 0) CELLS (t, 1) NUMBER (count, 0),
             nn_v_select (nn_v_eq (t, ZERO), ZERO, nn_v_negate (dL * t / count)))
NN_CELLWISE (kl_of_probabilities_dp, SCALAR (dL, 0) CELLS (t, 1) CELLS (p, 2) NUMBER (count, 0),
             nn_v_select (nn_v_eq (t, ZERO), ZERO, nn_v_negate (dL * t / p / count)))
NN_CELLWISE (l1_penalty_dw, SCALAR (dy, 0) CELLS (W, 1) SCALAR (lambda, 2),
             nn_v_select (nn_v_gt (W, ZERO), dy * lambda,
                          nn_v_select (nn_v_gt (ZERO, W), nn_v_negate (dy * lambda), ZERO)))
NN_CELLWISE (l2_penalty_dw, SCALAR (dy, 0) CELLS (W, 1) SCALAR (lambda, 2), dy * lambda * TWO * W)
NN_CELLWISE (l2_half_penalty_dw, SCALAR (dy, 0) CELLS (W, 1) SCALAR (lambda, 2), dy * lambda * W)
NN_CELLWISE (pin_gate, CELLS (dy, 0) CELLS (pin, 1), nn_v_select (nn_v_eq (pin, ONE), ZERO, dy))

/* ---- update ---- */
NN_CELLWISE (descend, CELLS (W, 0) CELLS (step, 1) SCALAR (lr, 2), W - lr * step)
NN_CELLWISE (decay, CELLS (W, 0) SCALAR (lr, 1) SCALAR (rate, 2), W - lr * rate * W)
NN_CELLWISE (momentum, CELLS (v, 0) CELLS (g, 1) SCALAR (mu, 2), mu * v + g)
NN_CELLWISE (nesterov, CELLS (g, 0) CELLS (v, 1) SCALAR (mu, 2), g + mu * v)
NN_CELLWISE (average, CELLS (m, 0) CELLS (g, 1) SCALAR (beta, 2), beta * m + (ONE - beta) * g)
NN_CELLWISE (average_square, CELLS (s, 0) CELLS (g, 1) SCALAR (rho, 2), rho * s + (ONE - rho) * g * g)
NN_CELLWISE (add_square, CELLS (s, 0) CELLS (g, 1), s + g * g)
NN_CELLWISE (over_root, CELLS (g, 0) CELLS (s, 1) SCALAR (epsilon, 2), g / (nn_v_sqrt (s) + epsilon))
NN_CELLWISE (over_root_inside, CELLS (g, 0) CELLS (s, 1) SCALAR (epsilon, 2), g / nn_v_sqrt (s + epsilon))
NN_CELLWISE (momentum_step, CELLS (m, 0) CELLS (step, 1) SCALAR (mu, 2) SCALAR (lr, 3), mu * m + lr * step)
NN_CELLWISE (subtract, CELLS (W, 0) CELLS (m, 1), W - m)
NN_CELLWISE (power, SCALAR (p, 0) SCALAR (beta, 1), p * beta)
NN_CELLWISE (unbias, CELLS (m, 0) SCALAR (p, 1), m / (ONE - p))
NN_CELLWISE (adam_uncorrected,
             CELLS (m, 0) CELLS (v, 1) SCALAR (p1, 2) SCALAR (p2, 3) SCALAR (epsilon, 4),
             nn_v_sqrt (ONE - p2) / (ONE - p1) * m / (nn_v_sqrt (v) + epsilon))

/* ---- the learning rate of a pass ---- */
NN_CELLWISE (epoch, SCALAR (pass, 0) SCALAR (batches, 1), (pass - ONE) / batches)
NN_CELLWISE (steps_taken,
             SCALAR (taken, 0) SCALAR (epoch, 1) SCALAR (due, 2) SCALAR (factor, 3),
             nn_v_select (nn_v_ge (epoch, due), taken * factor, taken))
NN_CELLWISE (step_due,
             SCALAR (due, 0) SCALAR (epoch, 1) SCALAR (every, 2),
             nn_v_select (nn_v_ge (epoch, due), due + every, due))
NN_CELLWISE (stepped_rate, SCALAR (lr, 0) SCALAR (taken, 1), lr * taken)
NN_CELLWISE (cosine_rate,
             SCALAR (lr, 0) SCALAR (low, 1) SCALAR (epoch, 2) SCALAR (epochs, 3),
             nn_v_select (nn_v_gt (epochs, epoch),
                          low + (lr - low) * (ONE + nn_v_cospi (epoch / epochs)) / nn_v_set (2.0),
                          low))
NN_CELLWISE (warm_up,
             SCALAR (lr, 0) SCALAR (pass, 1) SCALAR (batches, 2) SCALAR (epochs, 3),
             nn_v_select (nn_v_gt (epochs * batches, pass), lr * (pass / (epochs * batches)), lr))

/* Cells of the same order in another shape. */
NN_CELLWISE (flatten, CELLS (x, 0), x)
NN_CELLWISE (unflatten, CELLS (dy, 0), dy)
