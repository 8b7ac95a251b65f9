/* What the convolution kernels share: the geometry of a call, and when zeros may be added or left out.
 *
 * The lemma of zeros. The fast kernels run over zeros in the padding, where the formula has no term, and
 * leave out terms whose factor dz is zero, where the formula has one. Such a term is
 * fma (0, w, acc), and it changes no bit if w is finite and acc is not -0. A sum that
 * starts at +0 becomes -0 only when a product underflows: x + y of opposite numbers is +0. No
 * product can underflow, even in part, when every factor is 0 or at least 2^-480 in size: all its bits then
 * stand above 2^-1074, and so do those of every sum. Numbers of that kind are called tame here.
 * All that is not tame (NaN, infinities and such tiny numbers) takes the exact path, which
 * follows the formula term by term.
 */
#pragma once

#include "nn-kernels.h"

/* The fast kernels ask for no more scratch than this, in bytes; larger calls take the exact path. */
#define NN_CONV_MAX_SCRATCH ((gdouble) ((gsize) 64 << 20))

/* Samples, channels, image, filters, kernel, grid of places, strides, padding before. */
typedef struct {
  gssize batch, channels, height, width, filters, kh, kw, rows, columns, sr, sc, pt, pl;
} NnConv;

static inline NnConv
nn_conv_of (const NnCall *call, const NnShape *image, const NnShape *kernel, const NnShape *grid)
{
  const gint *a = call->attribute;

  return (NnConv){ .batch = image->dim[0],
                   .channels = image->dim[1],
                   .height = image->dim[2],
                   .width = image->dim[3],
                   .filters = kernel->dim[0],
                   .kh = kernel->dim[2],
                   .kw = kernel->dim[3],
                   .rows = grid->dim[2],
                   .columns = grid->dim[3],
                   .sr = a[0],
                   .sc = a[1],
                   .pt = a[2],
                   .pl = a[3] };
}

/* Products in the whole call, padding included, as the literature counts them. */
static inline gdouble
nn_conv_products (const NnConv *g)
{
  return (gdouble) g->batch * (gdouble) g->filters * (gdouble) (g->rows * g->columns) * (gdouble) g->channels
         * (gdouble) (g->kh * g->kw);
}

static inline gsize
nn_round_up (gsize n, gsize multiple)
{
  return (n + multiple - 1) / multiple * multiple;
}

/* Every number is 0, or finite and at least 2^-480 in size. */
static inline gboolean
nn_all_tame (const gdouble *values, gsize n)
{
  const NnV tiny = nn_v_set (0x1p-480);
  NnV acc = nn_v_set (0.0);
  gdouble lane[NN_W], sum = 0.0;

  for (gsize i = 0; i < n; i += NN_W) {
    NnV size = nn_v_abs (nn_load_cells (values + i, MIN (NN_W, n - i)));

    acc = acc + nn_v_select (nn_v_gt (tiny, size), size, size - size);
  }
  nn_v_store (lane, acc);
  for (gint k = 0; k < NN_W; k++)
    sum += lane[k];
  return sum == 0.0;
}
