/* Operations that add up a whole tensor: losses and penalties, one output cell each.
 *
 * The terms are worked out as vectors, a block at a time, and added one after the other in the
 * formula's order; that order is the definition, so these sums are not split.
 */
#include "nn-kernels.h"
#include "nn/nn-math-inline.h"

#define ZERO nn_v_set (0.0)
#define ONE  nn_v_set (1.0)

#define BLOCK 64

/* acc + t[0] + t[1] ..., or fma where the term is a square. */
static inline gdouble
add_terms (gdouble acc, const gdouble *term, gsize n)
{
  for (gsize i = 0; i < n; i++)
    acc = acc + term[i];
  return acc;
}

static inline gdouble
add_squares (gdouble acc, const gdouble *term, gsize n)
{
  for (gsize i = 0; i < n; i++)
    acc = fma (term[i], term[i], acc);
  return acc;
}

/* sum(..: term of the cells of `first` and `second`), then `result` of acc. */
#define TOTAL(name, first, second, add, term, result)                                                        \
  static void name##_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)                      \
  {                                                                                                          \
    const gdouble *first_cells = call->in[first], *second_cells = call->in[second];                          \
    gsize count = nn_shape_count (&call->in_shape[first]);                                                   \
    gdouble terms[BLOCK], acc = 0.0;                                                                         \
                                                                                                             \
    for (gsize from = 0; from < count; from += BLOCK) {                                                      \
      gsize size = MIN (BLOCK, count - from);                                                                \
                                                                                                             \
      for (gsize i = 0; i < size; i += NN_W) {                                                               \
        gsize n = MIN (NN_W, size - i);                                                                      \
        NnV a = nn_load_cells (first_cells + from + i, n);                                                   \
        NnV t = nn_load_cells (second_cells + from + i, n);                                                  \
                                                                                                             \
        (void) t;                                                                                            \
        nn_store_cells (terms + i, term, n);                                                                 \
      }                                                                                                      \
      acc = add (acc, terms, size);                                                                          \
    }                                                                                                        \
    call->out[0] = result;                                                                                   \
  }                                                                                                          \
  void NN_PREPARE (name) (NnCall * call)                                                                     \
  {                                                                                                          \
    nn_call_set (call, name##_kernel, 1, 0.0);                                                               \
  }

#define N      ((gdouble) call->attribute[0])
#define LAMBDA (call->in[1][0])

/* z - z t + ln1p(exp(-z)) where z >= 0, otherwise ln1p(exp(z)) - z t. */
static inline NnV
surprise (NnV z, NnV t)
{
  NnM right = nn_v_ge (z, ZERO);
  NnV rest = nn_v_ln1p (nn_v_exp (nn_v_select (right, nn_v_negate (z), z)));
  NnV product = z * t;

  return nn_v_select (right, (z - product) + rest, rest - product);
}

static inline NnV
divergence (NnV t, NnV p)
{
  return nn_v_select (nn_v_eq (t, ZERO), ZERO, t * (nn_v_ln (t) - nn_v_ln (p)));
}

TOTAL (squared_error, 0, 1, add_squares, a - t, acc / N)
TOTAL (half_squared_error, 0, 1, add_squares, a - t, 0.5 * acc / N)
TOTAL (binary_cross_entropy, 0, 1, add_terms, surprise (a, t), acc / N)
TOTAL (kl_of_probabilities, 0, 1, add_terms, divergence (a, t), acc / N)
TOTAL (l1_penalty, 0, 0, add_terms, nn_v_select (nn_v_gt (ZERO, a), nn_v_negate (a), a), LAMBDA *acc)
TOTAL (l2_penalty, 0, 0, add_squares, a, LAMBDA *acc)
TOTAL (l2_half_penalty, 0, 0, add_squares, a, LAMBDA / 2.0 * acc)

/* ---- losses on softmax's steps: t and shift are (b, o, rest), lse is (b, rest) ---- */

static inline NnV
log_loss (NnV t, NnV shift, NnV lse, gboolean with_entropy)
{
  NnV surprise_of_p = lse - shift;

  if (with_entropy)
    surprise_of_p = nn_v_ln (t) + surprise_of_p;
  return nn_v_select (nn_v_eq (t, ZERO), ZERO, t * surprise_of_p);
}

/* The terms of `count` cells in a row; lse is one number for all where `spread`. */
static inline gdouble
add_run (gdouble acc,
         const gdouble *t,
         const gdouble *shift,
         const gdouble *lse,
         gsize count,
         gboolean spread,
         gboolean with_entropy)
{
  gdouble terms[BLOCK];

  for (gsize from = 0; from < count; from += BLOCK) {
    gsize size = MIN (BLOCK, count - from);

    for (gsize i = 0; i < size; i += NN_W) {
      gsize n = MIN (NN_W, size - i), k = from + i;
      NnV s = spread ? nn_v_set (lse[0]) : nn_load_cells (lse + k, n);

      nn_store_cells (terms + i,
                      log_loss (nn_load_cells (t + k, n), nn_load_cells (shift + k, n), s, with_entropy), n);
    }
    acc = add_terms (acc, terms, size);
  }
  return acc;
}

static inline void
add_log_loss (const NnCall *call, gboolean with_entropy)
{
  NnRows rows = nn_rows (&call->in_shape[0]);
  gsize run = rows.rest == 1 ? rows.o : rows.rest;
  gsize n_runs = rows.rest == 1 ? rows.b : rows.b * rows.o;
  gdouble acc = 0.0;

  for (gsize k = 0; k < n_runs; k++) {
    const gdouble *lse = call->in[2] + (rows.rest == 1 ? k : k / rows.o * rows.rest);

    acc = add_run (acc, call->in[0] + k * run, call->in[1] + k * run, lse, run, rows.rest == 1, with_entropy);
  }
  call->out[0] = acc / N;
}

static void
cross_entropy_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  add_log_loss (call, FALSE);
}

static void
kl_divergence_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  add_log_loss (call, TRUE);
}

void
NN_PREPARE (cross_entropy) (NnCall *call)
{
  nn_call_set (call, cross_entropy_kernel, 1, 0.0);
}

void
NN_PREPARE (kl_divergence) (NnCall *call)
{
  nn_call_set (call, kl_divergence_kernel, 1, 0.0);
}
