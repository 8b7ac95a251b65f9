/* Operations that work along the second axis: softmax's steps and what belongs to them.
 *
 * A tensor (b, o, rest) meets one of (b, rest). Units are samples.
 */
#include "nn-kernels.h"
#include "nn/nn-math-inline.h"

#include <string.h>

/* out[b,o,..] from cell e and the row's s: `s` is one number where there is no rest. */
#define ROWWISE(name, result)                                                                                \
  static inline void name##_run (gdouble *out, const gdouble *cells, const gdouble *row, gsize count,        \
                                 gboolean spread)                                                            \
  {                                                                                                          \
    for (gsize i = 0; i < count; i += NN_W) {                                                                \
      gsize n = MIN (NN_W, count - i);                                                                       \
      NnV e = nn_load_cells (cells + i, n), s = spread ? nn_v_set (row[0]) : nn_load_cells (row + i, n);     \
                                                                                                             \
      (void) e;                                                                                              \
      nn_store_cells (out + i, result, n);                                                                   \
    }                                                                                                        \
  }                                                                                                          \
  static void name##_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)                      \
  {                                                                                                          \
    NnRows rows = nn_rows (&call->out_shape);                                                                \
                                                                                                             \
    if (rows.rest == 1) {                                                                                    \
      for (gsize b = begin; b < end; b++)                                                                    \
        name##_run (call->out + b * rows.o, CELL_ROW (b * rows.o), call->in[ROW_INPUT] + b, rows.o, TRUE);   \
      return;                                                                                                \
    }                                                                                                        \
    for (gsize k = begin * rows.o; k < end * rows.o; k++)                                                    \
      name##_run (call->out + k * rows.rest, CELL_ROW (k * rows.rest),                                       \
                  call->in[ROW_INPUT] + k / rows.o * rows.rest, rows.rest, FALSE);                           \
  }                                                                                                          \
  void NN_PREPARE (name) (NnCall * call)                                                                     \
  {                                                                                                          \
    nn_call_set (call, name##_kernel, (gsize) call->out_shape.dim[0], (gdouble) call->n_cells);              \
  }

#define ROW_INPUT   1
#define CELL_ROW(k) (call->in[0] + (k))
ROWWISE (row_shift, e - s)
ROWWISE (row_divide, e / s)
#undef ROW_INPUT
#undef CELL_ROW

#define ROW_INPUT   0
#define CELL_ROW(k) (call->out + (k))
ROWWISE (row_sum_dx, s)
#undef ROW_INPUT
#undef CELL_ROW

/* out[b,..] by a walk over o for each cell; `first` starts from the first term, otherwise from 0. */
#define ROW_REDUCTION(name, input, first, step, result)                                                      \
  static void name##_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)                      \
  {                                                                                                          \
    NnRows rows = nn_rows (&call->in_shape[input]);                                                          \
                                                                                                             \
    for (gsize b = begin; b < end; b++)                                                                      \
      for (gsize j = 0; j < rows.rest; j++) {                                                                \
        gsize place = b * rows.o * rows.rest + j, row = b * rows.rest + j;                                   \
        gdouble acc = first;                                                                                 \
                                                                                                             \
        for (gsize o = 0; o < rows.o; o++, place += rows.rest)                                               \
          step;                                                                                              \
        call->out[row] = result;                                                                             \
      }                                                                                                      \
  }                                                                                                          \
  void NN_PREPARE (name) (NnCall * call)                                                                     \
  {                                                                                                          \
    gdouble n = (gdouble) nn_shape_count (&call->in_shape[input]);                                           \
                                                                                                             \
    nn_call_set (call, name##_kernel, (gsize) call->in_shape[input].dim[0], 2 * n);                          \
  }

#define IN(k) (call->in[k][place])

ROW_REDUCTION (row_max, 0, IN (0), acc = IN (0) > acc ? IN (0) : acc, acc)
ROW_REDUCTION (row_sum, 0, 0.0, acc = acc + IN (0), acc)
ROW_REDUCTION (row_divide_ds, 0, 0.0, acc = fma (IN (0), IN (1), acc), -acc / call->in[2][row])
ROW_REDUCTION (cross_entropy_dlse,
               1,
               0.0,
               acc = acc + (IN (1) == 0.0 ? 0.0 : call->in[0][0] * IN (1) / (gdouble) call->attribute[0]),
               acc)

/* Everything but the 1 of the largest, then the logarithm of 1 + that, in vectors. */
static void
ln_sum_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  NnRows rows = nn_rows (&call->in_shape[0]);
  gsize first = begin * rows.rest, stop = end * rows.rest;

  for (gsize row = first; row < stop; row++) {
    const gdouble *e = call->in[0] + row / rows.rest * rows.o * rows.rest + row % rows.rest;
    gdouble small = 0.0, large = 0.0;

    for (gsize o = 0; o < rows.o; o++, e += rows.rest) {
      small = small + (*e < 1.0 ? *e : 0.0);
      large = large + (*e < 1.0 ? 0.0 : *e);
    }
    call->out[row] = small + (large - 1.0);
  }
  for (gsize row = first; row < stop; row += NN_W) {
    gsize n = MIN (NN_W, stop - row);

    nn_store_cells (call->out + row, nn_v_ln1p (nn_load_cells (call->out + row, n)), n);
  }
}

void
NN_PREPARE (ln_sum) (NnCall *call)
{
  nn_call_set (call, ln_sum_kernel, (gsize) call->in_shape[0].dim[0],
               2.0 * (gdouble) nn_shape_count (&call->in_shape[0]));
}

/* out[b,o,..] = dy[b,..] / sum(j: e[b,j,..]); the sum once for each row. */
static void
ln_sum_de_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  NnRows rows = nn_rows (&call->out_shape);

  for (gsize row = begin * rows.rest; row < end * rows.rest; row++) {
    gsize place = row / rows.rest * rows.o * rows.rest + row % rows.rest;
    gdouble total = 0.0, result;

    for (gsize o = 0; o < rows.o; o++)
      total = total + call->in[1][place + o * rows.rest];
    result = call->in[0][row] / total;
    for (gsize o = 0; o < rows.o; o++)
      call->out[place + o * rows.rest] = result;
  }
}

void
NN_PREPARE (ln_sum_de) (NnCall *call)
{
  nn_call_set (call, ln_sum_de_kernel, (gsize) call->out_shape.dim[0], 2.0 * (gdouble) call->n_cells);
}

/* out[b,o,..] = dL * (p[b,o,..] * sum(j: t[b,j,..]) - t[b,o,..]) / n; the sum once for each row. */
static void
softmax_cross_entropy_dz_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  NnRows rows = nn_rows (&call->out_shape);
  gdouble dL = call->in[0][0], n = (gdouble) call->attribute[0];

  for (gsize b = begin; b < end; b++)
    for (gsize j = 0; j < rows.rest; j++) {
      const gdouble *p = call->in[1] + b * rows.o * rows.rest + j;
      const gdouble *t = call->in[2] + b * rows.o * rows.rest + j;
      gdouble *out = call->out + b * rows.o * rows.rest + j;
      gdouble total = 0.0;

      for (gsize o = 0; o < rows.o; o++)
        total = total + t[o * rows.rest];
      for (gsize o = 0; o < rows.o; o++)
        out[o * rows.rest] = dL * (p[o * rows.rest] * total - t[o * rows.rest]) / n;
    }
}

void
NN_PREPARE (softmax_cross_entropy_dz) (NnCall *call)
{
  nn_call_set (call, softmax_cross_entropy_dz_kernel, (gsize) call->out_shape.dim[0],
               8.0 * (gdouble) call->n_cells);
}

/* ---- side by side ---- */

static void
concatenate_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  NnRows first = nn_rows (&call->in_shape[0]), second = nn_rows (&call->in_shape[1]);
  gsize n = first.o * first.rest, m = second.o * second.rest;

  for (gsize b = begin; b < end; b++) {
    memcpy (call->out + b * (n + m), call->in[0] + b * n, n * sizeof (gdouble));
    memcpy (call->out + b * (n + m) + n, call->in[1] + b * m, m * sizeof (gdouble));
  }
}

void
NN_PREPARE (concatenate) (NnCall *call)
{
  nn_call_set (call, concatenate_kernel, (gsize) call->out_shape.dim[0], (gdouble) call->n_cells);
}

static void
concatenate_dx_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  NnRows part = nn_rows (&call->out_shape), whole = nn_rows (&call->in_shape[0]);
  gsize n = part.o * part.rest, first = (gsize) call->attribute[0] * whole.rest;

  for (gsize b = begin; b < end; b++)
    memcpy (call->out + b * n, call->in[0] + b * whole.o * whole.rest + first, n * sizeof (gdouble));
}

void
NN_PREPARE (concatenate_dx) (NnCall *call)
{
  nn_call_set (call, concatenate_dx_kernel, (gsize) call->out_shape.dim[0], (gdouble) call->n_cells);
}
