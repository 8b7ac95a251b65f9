/* Sums to one number, and the row by row steps of softmax.
 *
 * A sum is one chain in the formula's order, so its terms are worked out as vectors in blocks and
 * then added one after the other.
 */
#include "nn-kernels.h"
#include "nn-math-inline.h"

#define BLOCK 64

typedef NnV (*Term) (NnV a, NnV b);

/* sum of term (a[i], b[i]), b may be NULL. */
static inline __attribute__ ((always_inline)) gdouble
sum_terms (const gdouble *a, const gdouble *b, gsize n, Term term)
{
  gdouble block[BLOCK], sum = 0.0;

  for (gsize i = 0; i < n; i += BLOCK) {
    gsize size = MIN (BLOCK, n - i), j = 0;

    for (; j + NN_W <= size; j += NN_W)
      nn_v_store (block + j, term (nn_v_load (a + i + j), b != NULL ? nn_v_load (b + i + j) : nn_v_set (0.0)));
    if (j < size)
      nn_v_store_n (block + j,
                    term (nn_v_load_n (a + i + j, size - j),
                          b != NULL ? nn_v_load_n (b + i + j, size - j) : nn_v_set (0.0)),
                    size - j);
    for (j = 0; j < size; j++)
      sum += block[j];
  }
  return sum;
}

/* sum of (a - b)² as one chain of fused multiply-adds. */
static gdouble
sum_squares (const gdouble *a, const gdouble *b, gsize n)
{
  gdouble sum = 0.0;

  for (gsize i = 0; i < n; i++) {
    gdouble d = b != NULL ? a[i] - b[i] : a[i];

    sum = fma (d, d, sum);
  }
  return sum;
}

#define REDUCTION(name, expression)                                                                          \
  NN_DECLARE_KERNEL (name);                                                                                  \
  void NN_KERNEL (name) (const NnCall *call, gsize begin, gsize end, void *scratch)                          \
  {                                                                                                          \
    const gdouble *const *in = call->in;                                                                     \
    const gsize n_cells = nn_shape_count (&call->in_shape[0]);                                               \
    const gdouble n = call->attribute[0];                                                                    \
    (void) n;                                                                                                \
    *call->out = expression;                                                                                 \
  }                                                                                                          \
  void NN_PREPARE (name) (NnCall * call)                                                                     \
  {                                                                                                          \
    call->n_units = 1;                                                                                       \
  }

static inline NnV
binary_cross_entropy (NnV z, NnV t)
{
  NnV l = nn_v_ln (nn_v_set (1.0) + nn_v_exp (nn_v_negate (nn_v_abs (z))));

  return nn_v_select (nn_v_ge (z, nn_v_set (0.0)), z - z * t + l, l - z * t);
}

static inline NnV
kl_of_probabilities (NnV t, NnV p)
{
  return nn_v_select (nn_v_eq (t, nn_v_set (0.0)), nn_v_set (0.0), t * (nn_v_ln (t) - nn_v_ln (p)));
}

static inline NnV
magnitude (NnV w, NnV unused)
{
  return nn_v_select (nn_v_gt (nn_v_set (0.0), w), nn_v_negate (w), w);
}

/* clang-format off */
REDUCTION (squared_error, sum_squares (in[0], in[1], n_cells) / n)
REDUCTION (half_squared_error, 1.0 / 2.0 * sum_squares (in[0], in[1], n_cells) / n)
REDUCTION (binary_cross_entropy, sum_terms (in[0], in[1], n_cells, binary_cross_entropy) / n)
REDUCTION (kl_of_probabilities, sum_terms (in[0], in[1], n_cells, kl_of_probabilities) / n)
REDUCTION (l1_penalty, *in[1] * sum_terms (in[0], NULL, n_cells, magnitude))
REDUCTION (l2_penalty, *in[1] * sum_squares (in[0], NULL, n_cells))
REDUCTION (l2_half_penalty, *in[1] / 2.0 * sum_squares (in[0], NULL, n_cells))
/* clang-format on */

/* ---- row by row: tensors (b, o, rest), rows (b, rest) ---- */

typedef struct {
  gsize n_rows, n_classes, n_rest;
} Rows;

static inline Rows
rows_of (const NnShape *shape)
{
  Rows rows = { (gsize) shape->dim[0], (gsize) shape->dim[1], 1 };

  rows.n_rest = nn_shape_count (shape) / (rows.n_rows * rows.n_classes);
  return rows;
}

/* Runs `body` for each row unit: `s` is the row's offset, `z` the offset of its first class, `step` from
 * class to class. */
#define ROWS(name, shape, body)                                                                              \
  NN_DECLARE_KERNEL (name);                                                                                  \
  void NN_KERNEL (name) (const NnCall *call, gsize begin, gsize end, void *scratch)                          \
  {                                                                                                          \
    const Rows rows = rows_of (&(shape));                                                                    \
    const gsize step = rows.n_rest, count = rows.n_classes;                                                  \
    for (gsize s = begin; s < end; s++) {                                                                    \
      const gsize z = s / rows.n_rest * count * step + s % rows.n_rest;                                      \
      body                                                                                                   \
    }                                                                                                        \
  }                                                                                                          \
  void NN_PREPARE (name) (NnCall * call)                                                                     \
  {                                                                                                          \
    const Rows rows = rows_of (&(shape));                                                                    \
    call->n_units = rows.n_rows * rows.n_rest;                                                               \
  }

/* clang-format off */
ROWS (row_max, call->in_shape[0], {
  const gdouble *x = call->in[0] + z;
  gdouble max = x[0];

  for (gsize o = 1; o < count; o++)
    max = x[o * step] > max ? x[o * step] : max;
  call->out[s] = max;
})

ROWS (row_shift, call->in_shape[0], {
  const gdouble max = call->in[1][s];

  for (gsize o = 0; o < count; o++)
    call->out[z + o * step] = call->in[0][z + o * step] - max;
})

ROWS (row_sum, call->in_shape[0], {
  gdouble sum = 0.0;

  for (gsize o = 0; o < count; o++)
    sum += call->in[0][z + o * step];
  call->out[s] = sum;
})

ROWS (row_divide, call->in_shape[0], {
  const gdouble sum = call->in[1][s];

  for (gsize o = 0; o < count; o++)
    call->out[z + o * step] = call->in[0][z + o * step] / sum;
})

ROWS (row_sum_dx, call->out_shape, {
  for (gsize o = 0; o < count; o++)
    call->out[z + o * step] = call->in[0][s];
})

ROWS (row_divide_ds, call->in_shape[0], {
  gdouble sum = 0.0;

  for (gsize o = 0; o < count; o++)
    sum = fma (call->in[0][z + o * step], call->in[1][z + o * step], sum);
  call->out[s] = -sum / call->in[2][s];
})

ROWS (softmax_cross_entropy_dz, call->out_shape, {
  const gdouble dl = *call->in[0];
  const gdouble n = call->attribute[0];
  gdouble sum = 0.0;

  for (gsize o = 0; o < count; o++)
    sum += call->in[2][z + o * step];
  for (gsize o = 0; o < count; o++)
    call->out[z + o * step] = dl * (call->in[1][z + o * step] * sum - call->in[2][z + o * step]) / n;
})

ROWS (cross_entropy_dlse, call->in_shape[1], {
  const gdouble dl = *call->in[0];
  const gdouble n = call->attribute[0];
  gdouble sum = 0.0;

  for (gsize o = 0; o < count; o++) {
    const gdouble t = call->in[1][z + o * step];

    sum += t == 0 ? 0.0 : dl * t / n;
  }
  call->out[s] = sum;
})
/* clang-format on */

/* ---- losses that read the steps of softmax: terms in the order b, o, rest ---- */

/* The terms need the row's lse: worked out one by one, in order. */
static gdouble
cross_entropy_sum (const NnCall *call, gboolean divergence)
{
  const Rows rows = rows_of (&call->in_shape[0]);
  const gdouble *t = call->in[0], *shift = call->in[1];
  gdouble sum = 0.0, logs[NN_W];

  for (gsize b = 0; b < rows.n_rows; b++)
    for (gsize o = 0; o < rows.n_classes; o++)
      for (gsize r = 0; r < rows.n_rest; r++, t++, shift++) {
        const gdouble lse = call->in[2][b * rows.n_rest + r];

        if (*t == 0) {
          sum += 0.0;
        } else if (divergence) {
          nn_v_store (logs, nn_v_ln (nn_v_set (*t)));
          sum += *t * (logs[0] + (lse - *shift));
        } else {
          sum += *t * (lse - *shift);
        }
      }
  return sum / call->attribute[0];
}

REDUCTION (cross_entropy, ((void) in, (void) n_cells, cross_entropy_sum (call, FALSE)))
REDUCTION (kl_divergence, ((void) in, (void) n_cells, cross_entropy_sum (call, TRUE)))
