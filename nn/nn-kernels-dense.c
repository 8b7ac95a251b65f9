/* Dense layers: three matrix products, one tile.
 *
 * A tile computes MR rows of up to NV vectors of the output, each lane one output cell that adds its
 * products up in the formula's order. Long sums are cut into chunks that leave the panel of the
 * second factor in the first-level cache; the accumulators rest in the output in between.
 */
#include "nn-kernels.h"
#include "nn-simd.h"

#define INLINE static inline __attribute__ ((always_inline))

#if NN_W == 8
#define MAX_ROWS 12
#define MAX_VECTORS 2
#elif NN_W == 4
#define MAX_ROWS 6
#define MAX_VECTORS 2
#else
#define MAX_ROWS 4
#define MAX_VECTORS 2
#endif
#define PANEL (MAX_VECTORS * NN_W)
#define CHUNK 256

/* out(m, n) = sum(k: a(m, k) * b(k, n)) [+ bias(n)] */
typedef struct {
  const gdouble *a;
  gsize a_row, a_step; /* from m to m + 1, from k to k + 1 */
  const gdouble *b;
  gsize b_step; /* from k to k + 1; n runs along neighbours */
  gdouble *out;
  gsize out_row;
  const gdouble *bias; /* or NULL */
  gsize n_sum;
} Product;

INLINE void
tile (const Product *p, gsize m, gsize n, gsize width, gint rows, gint vectors, gsize k, gsize k_end)
{
  const gsize tail = width - (gsize) (vectors - 1) * NN_W;
  const gdouble *a = p->a + m * p->a_row + k * p->a_step;
  const gdouble *b = p->b + n + k * p->b_step;
  gdouble *out = p->out + m * p->out_row + n;
  NnV acc[MAX_ROWS][MAX_VECTORS];

#define LAST(v) ((v) == vectors - 1 && tail != NN_W)
#pragma GCC unroll 16
  for (gint i = 0; i < rows; i++)
#pragma GCC unroll 4
    for (gint v = 0; v < vectors; v++)
      acc[i][v] = k == 0    ? nn_v_set (0.0)
                  : LAST (v) ? nn_v_load_n (out + (gsize) i * p->out_row + v * NN_W, tail)
                             : nn_v_load (out + (gsize) i * p->out_row + v * NN_W);
  for (gsize j = k; j < k_end; j++, a += p->a_step, b += p->b_step) {
    NnV right[MAX_VECTORS];

#pragma GCC unroll 4
    for (gint v = 0; v < vectors; v++)
      right[v] = LAST (v) ? nn_v_load_n (b + v * NN_W, tail) : nn_v_load (b + v * NN_W);
#pragma GCC unroll 16
    for (gint i = 0; i < rows; i++) {
      NnV left = nn_v_set (a[(gsize) i * p->a_row]);

#pragma GCC unroll 4
      for (gint v = 0; v < vectors; v++)
        acc[i][v] = nn_v_fma (left, right[v], acc[i][v]);
    }
  }
#pragma GCC unroll 16
  for (gint i = 0; i < rows; i++)
#pragma GCC unroll 4
    for (gint v = 0; v < vectors; v++) {
      NnV sum = acc[i][v];

      if (k_end == p->n_sum && p->bias != NULL)
        sum = sum + (LAST (v) ? nn_v_load_n (p->bias + n + v * NN_W, tail) : nn_v_load (p->bias + n + v * NN_W));
      if (LAST (v))
        nn_v_store_n (out + (gsize) i * p->out_row + v * NN_W, sum, tail);
      else
        nn_v_store (out + (gsize) i * p->out_row + v * NN_W, sum);
    }
#undef LAST
}

/* The widths get copies of their own: full panels without masks, and the rest. */
#define ROWS(rows)                                                                                           \
  static __attribute__ ((noinline)) void full_##rows (const Product *p, gsize m, gsize n, gsize k, gsize e)  \
  {                                                                                                          \
    tile (p, m, n, PANEL, rows, MAX_VECTORS, k, e);                                                          \
  }                                                                                                          \
  static __attribute__ ((noinline)) void part_##rows (const Product *p, gsize m, gsize n, gsize width,       \
                                                      gsize k, gsize e)                                      \
  {                                                                                                          \
    if (width > NN_W)                                                                                        \
      tile (p, m, n, width, rows, 2, k, e);                                                                  \
    else                                                                                                     \
      tile (p, m, n, width, rows, 1, k, e);                                                                  \
  }
ROWS (1)
ROWS (2)
ROWS (4)
#if MAX_ROWS >= 6
ROWS (6)
#endif
#if MAX_ROWS >= 12
ROWS (8)
ROWS (12)
#endif

/* One panel of columns for rows [m, m_end), terms [k, e). */
INLINE void
panel (const Product *p, gsize m, gsize m_end, gsize n, gsize width, gsize k, gsize e)
{
#define SWEEP(rows)                                                                                          \
  for (; m + rows <= m_end; m += rows) {                                                                     \
    if (width == PANEL)                                                                                      \
      full_##rows (p, m, n, k, e);                                                                           \
    else                                                                                                     \
      part_##rows (p, m, n, width, k, e);                                                                    \
  }
#if MAX_ROWS >= 12
  SWEEP (12)
  SWEEP (8)
#endif
#if MAX_ROWS >= 6
  SWEEP (6)
#endif
  SWEEP (4)
  SWEEP (2)
  SWEEP (1)
#undef SWEEP
}

static void
product_run (const Product *p, gsize m, gsize m_end, gsize n_columns)
{
  for (gsize k = 0; k < p->n_sum; k += CHUNK)
    for (gsize n = 0; n < n_columns; n += PANEL)
      panel (p, m, m_end, n, MIN (PANEL, n_columns - n), k, MIN (k + CHUNK, p->n_sum));
}

/* ---- forward: rows are samples ---- */

NN_DECLARE_KERNEL (dense);
NN_DECLARE_KERNEL (matmul);

static inline void
forward (const NnCall *call, gsize begin, gsize end, const gdouble *bias)
{
  gsize in = (gsize) call->in_shape[0].dim[1], out = (gsize) call->out_shape.dim[1];
  Product p = { call->in[0], in, 1, call->in[1], out, call->out, out, bias, in };

  product_run (&p, begin, end, out);
}

void
NN_KERNEL (dense) (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  forward (call, begin, end, call->in[2]);
}

void
NN_KERNEL (matmul) (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  forward (call, begin, end, NULL);
}

static void
prepare_forward (NnCall *call)
{
  call->n_units = (gsize) call->out_shape.dim[0];
  call->flops = 2.0 * (gdouble) call->n_cells * call->in_shape[0].dim[1];
}

void
NN_PREPARE (dense) (NnCall *call)
{
  prepare_forward (call);
}

void
NN_PREPARE (matmul) (NnCall *call)
{
  prepare_forward (call);
}

/* ---- weights' gradient: rows are inputs, the sum runs over the batch ---- */

NN_DECLARE_KERNEL (dense_dw);

void
NN_KERNEL (dense_dw) (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  gsize in = (gsize) call->in_shape[0].dim[1], out = (gsize) call->out_shape.dim[1];
  Product p = { call->in[0], 1, in, call->in[1], out, call->out, out, NULL, (gsize) call->in_shape[0].dim[0] };

  product_run (&p, begin, end, out);
}

void
NN_PREPARE (dense_dw) (NnCall *call)
{
  call->n_units = (gsize) call->out_shape.dim[0];
  call->flops = 2.0 * (gdouble) call->n_cells * call->in_shape[0].dim[0];
}

/* ---- inputs' gradient: lanes are inputs, so a panel of W is turned first ---- */

NN_DECLARE_KERNEL (dense_dx);

void
NN_KERNEL (dense_dx) (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  gsize in = (gsize) call->out_shape.dim[1], out = (gsize) call->in_shape[0].dim[1];
  gsize batch = (gsize) call->out_shape.dim[0];
  gdouble *turned = scratch;

  for (gsize unit = begin; unit < end; unit++) {
    gsize i = unit * PANEL, width = MIN (PANEL, in - i);
    Product p = { call->in[0], out, 1, turned, PANEL, call->out + i, in, NULL, out };

    for (gsize lane = 0; lane < width; lane++) {
      const gdouble *row = call->in[1] + (i + lane) * out;

      for (gsize o = 0; o < out; o++)
        turned[o * PANEL + lane] = row[o];
    }
    for (gsize k = 0; k < out; k += CHUNK)
      panel (&p, 0, batch, 0, width, k, MIN (k + CHUNK, out));
  }
}

void
NN_PREPARE (dense_dx) (NnCall *call)
{
  gsize out = (gsize) call->in_shape[0].dim[1];

  call->n_units = ((gsize) call->out_shape.dim[1] + PANEL - 1) / PANEL;
  call->scratch_size = out * PANEL * sizeof (gdouble);
  call->flops = 2.0 * (gdouble) call->n_cells * (gdouble) out;
}

/* ---- bias' gradient ---- */

NN_DECLARE_KERNEL (dense_db);

void
NN_KERNEL (dense_db) (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  gsize n = (gsize) call->out_shape.dim[0], batch = (gsize) call->in_shape[0].dim[0];

  for (gsize o = begin; o < end; o += NN_W) {
    const gdouble *dz = call->in[0] + o;
    gsize width = MIN (NN_W, end - o);
    NnV sum = nn_v_set (0.0);

    for (gsize b = 0; b < batch; b++, dz += n)
      sum = sum + (width == NN_W ? nn_v_load (dz) : nn_v_load_n (dz, width));
    if (width == NN_W)
      nn_v_store (call->out + o, sum);
    else
      nn_v_store_n (call->out + o, sum, width);
  }
}

void
NN_PREPARE (dense_db) (NnCall *call)
{
  call->n_units = call->n_cells;
}
