/* Dense layers: products of matrices, forward and backward.
 *
 * All three are C[m,n] = sum(k: A[m,k] * B[k,n]) with the n of one vector side by side in B and C:
 *   forward  out[b,o] = sum(i: x[b,i] * W[i,o])    A = x,             B = W
 *   weights  out[i,o] = sum(b: x[b,i] * dz[b,o])   A = x transposed,  B = dz
 *   inputs   out[b,i] = sum(o: dz[b,o] * W[i,o])   A = dz,            B = W transposed (copied)
 * A tile of C stays in registers while k runs; each of its cells is one chain of fused
 * multiply-adds from 0 in the order of k, as the formula says.
 */
#include "nn-kernels.h"

typedef struct {
  const gdouble *a;
  gsize a_row, a_step; /* A[m,k] = a[m * a_row + k * a_step] */
  const gdouble *b;
  gsize b_step; /* B[k,n] = b[k * b_step + n] */
  gdouble *c;
  gsize c_row;
  const gdouble *bias;  /* n of them, or NULL */
  const gdouble *ahead; /* laid out as C and to be written right after it: fetched meanwhile; or NULL */
  gboolean is_long;     /* set by multiply(): B is larger than the innermost cache */
} Product;

/* A sum of more terms than this runs over more rows of B than the innermost cache holds. */
#define LONG ((gsize) 192)

typedef void (*Tile) (const Product *p, gsize m, gsize n, gsize k0, gsize k1, gsize last, gboolean ends);

/* Hides from the compiler how x came about. It would otherwise compute each row's address by itself, run out
 * of registers and fetch the addresses from the stack in every step. */
#define KEEP(x) __asm__("" : "+r"(x))

/* The cell 0 to 3 rows below p: an address that the processor adds up by itself. */
static inline __attribute__ ((always_inline)) const gdouble *
cell_below (const gdouble *p, gint rows, gsize row, gsize row3)
{
  return rows == 0 ? p : rows == 1 ? p + row : rows == 2 ? p + 2 * row : p + row3;
}

#define LANES(j) ((j) == vectors - 1 ? last : NN_W)

static inline __attribute__ ((always_inline)) void
add_bias (NnV acc[8][16], const gdouble *bias, gsize last, gint rows, gint vectors)
{
  NN_UNROLL
  for (gint j = 0; j < vectors; j++) {
    NnV b = nn_load_cells (bias + j * NN_W, LANES (j));

    NN_UNROLL
    for (gint i = 0; i < rows; i++)
      acc[i][j] = acc[i][j] + b;
  }
}

/* The tile of ROWS x VECTORS at (m, n), for k from k0 to k1; it begins at 0 when k0 is 0 and takes up
 * what is in C otherwise. `last` lanes of the last vector exist. `ends`: the bias comes on top. `far`: B is
 * not in the innermost cache, so its rows are asked for in time. */
static inline __attribute__ ((always_inline)) void
multiply_tile (const Product *p,
               gsize m,
               gsize n,
               gsize k0,
               gsize k1,
               gsize last,
               gboolean ends,
               gboolean far,
               gint rows,
               gint vectors)
{
  const gdouble *a = p->a + m * p->a_row + k0 * p->a_step, *b = p->b + k0 * p->b_step + n;
  gdouble *c = p->c + m * p->c_row + n, *row = c;
  gsize a_row = p->a_row, a_step = p->a_step, b_step = p->b_step, c_row = p->c_row;
  gsize a_row3 = 3 * a_row;
  const gdouble *a4 = a + 4 * a_row, *b8 = b + 8 * b_step;
  const gboolean whole = !far && last == NN_W; /* then k0 is 0; told to the compiler where it sees `last` */
  NnV acc[8][16], bv[16];                      /* what is beyond rows and vectors does not come to be */

  /* As many cells as this tile writes, one line after the other. */
  gsize soon_step = p->ahead != NULL ? 8 : 0;
  const gdouble *soon = p->ahead != NULL ? p->ahead + m * c_row + 8 * n : b;

  KEEP (a_row3);
  KEEP (a4);
  NN_UNROLL
  for (gint i = 0; i < rows; i++) {
    NN_UNROLL
    for (gint j = 0; j < vectors; j++)
      acc[i][j] = k0 == 0 || whole ? nn_v_set (0.0) : nn_load_cells (row + j * NN_W, LANES (j));
    row += c_row;
    KEEP (row);
  }
  for (gsize k = k0; k < k1; k++) {
    NN_UNROLL
    for (gint j = 0; j < vectors; j++) {
      bv[j] = nn_load_cells (b + j * NN_W, LANES (j));
      if (far && rows > 1)
        nn_prefetch (b8 + j * NN_W);
    }
    NN_UNROLL
    for (gint i = 0; i < rows; i++) {
      NnV av = nn_v_set (*cell_below (i < 4 ? a : a4, i % 4, a_row, a_row3));

      NN_UNROLL
      for (gint j = 0; j < vectors; j++)
        acc[i][j] = nn_v_fma (av, bv[j], acc[i][j]);
    }
    if (!far && rows == 8) {
      nn_prefetch_to_write (soon);
      soon += soon_step;
    }
    a += a_step;
    a4 += a_step;
    b += b_step;
    if (far) {
      b8 += b_step;
      KEEP (b8);
    }
  }
  if (ends && p->bias != NULL)
    add_bias (acc, p->bias + n, last, rows, vectors);
  row = c;
  NN_UNROLL
  for (gint i = 0; i < rows; i++) {
    NN_UNROLL
    for (gint j = 0; j < vectors; j++)
      nn_store_cells (row + j * NN_W, acc[i][j], LANES (j));
    row += c_row;
    KEEP (row);
  }
#undef LANES
}

/* Three copies of each tile: plain vectors near and far, and the last vector of a row cut short. */
#define TILE(rows, vectors)                                                                                  \
  static void tile_##rows##_##vectors (const Product *p, gsize m, gsize n, gsize k0, gsize k1, gsize last,   \
                                       gboolean ends)                                                        \
  {                                                                                                          \
    if (last != NN_W)                                                                                        \
      multiply_tile (p, m, n, k0, k1, last, ends, FALSE, rows, vectors);                                     \
    else if (p->is_long)                                                                                     \
      multiply_tile (p, m, n, k0, k1, NN_W, ends, TRUE, rows, vectors);                                      \
    else                                                                                                     \
      multiply_tile (p, m, n, k0, k1, NN_W, ends, FALSE, rows, vectors);                                     \
  }                                                                                                          \
  G_STATIC_ASSERT ((rows) * (vectors) < 32)

/* Tiles by number of rows and vectors, widest first; they fill the registers there are. */
#if NN_W == 8
TILE (8, 3);
TILE (8, 2);
TILE (8, 1);
TILE (4, 4);
TILE (4, 2);
TILE (4, 1);
TILE (2, 8);
TILE (2, 2);
TILE (2, 1);
TILE (1, 16);
TILE (1, 8);
TILE (1, 2);
TILE (1, 1);

/* Four vectors are better as two of these than as two halves of eight rows: fewer loads for each step. But
 * they read B twice, which must be near. */
static void
tile_8_4 (const Product *p, gsize m, gsize n, gsize k0, gsize k1, gsize last, gboolean ends)
{
  tile_4_4 (p, m, n, k0, k1, last, ends);
  tile_4_4 (p, m + 4, n, k0, k1, last, ends);
}

static const struct {
  gsize rows, vectors[4];
  Tile tile[4];
} shapes[] = {
  { 8, { 3, 2, 1, 4 }, { tile_8_3, tile_8_2, tile_8_1, tile_8_4 } },
  { 4, { 4, 2, 1 }, { tile_4_4, tile_4_2, tile_4_1 } },
  { 2, { 8, 2, 1 }, { tile_2_8, tile_2_2, tile_2_1 } },
  { 1, { 16, 8, 2, 1 }, { tile_1_16, tile_1_8, tile_1_2, tile_1_1 } },
};
#else
TILE (4, 3);
TILE (4, 2);
TILE (4, 1);
TILE (2, 4);
TILE (2, 2);
TILE (2, 1);
TILE (1, 8);
TILE (1, 2);
TILE (1, 1);

static const struct {
  gsize rows, vectors[4];
  Tile tile[4];
} shapes[] = {
  { 4, { 3, 2, 1 }, { tile_4_3, tile_4_2, tile_4_1 } },
  { 2, { 4, 2, 1 }, { tile_2_4, tile_2_2, tile_2_1 } },
  { 1, { 8, 2, 1 }, { tile_1_8, tile_1_2, tile_1_1 } },
};
#endif

/* Which of a shape's widths the next tile has, of `left` vectors. A lone one at the end, where it can be
 * avoided, is: it would keep the units waiting. */
static inline gsize
choose_width (const gsize *vectors, gsize left, gboolean is_long)
{
  if (left == 4 && vectors[0] == 3)
    return NN_W == 8 && !is_long ? 3 : 1;
  for (gsize t = 0;; t++)
    if (left >= vectors[t])
      return t;
}

/* Rows m0 to m1 of the columns n0 to n1, steps k0 to k1. */
static void
multiply_block (const Product *p, gsize m0, gsize m1, gsize n0, gsize n1, gsize k0, gsize k1, gboolean ends)
{
  gsize m = m0;

  for (gsize shape = 0; shape < G_N_ELEMENTS (shapes); shape++)
    for (; m + shapes[shape].rows <= m1; m += shapes[shape].rows)
      for (gsize n = n0; n < n1;) {
        gsize left = (n1 - n + NN_W - 1) / NN_W; /* a cut vector counts as a whole one */
        gsize t = choose_width (shapes[shape].vectors, left, p->is_long),
              width = shapes[shape].vectors[t] * NN_W;

        shapes[shape].tile[t](p, m, n, k0, k1, MIN (NN_W, n1 - n - (width - NN_W)), ends);
        n += width;
      }
}

/* Of a long sum, a stretch at a time: its panel of B stays in the second cache for all rows of A. */
#define STRETCH ((gsize) 1024)

static void
multiply (Product *p, gsize m0, gsize m1, gsize n, gsize k)
{
  p->is_long = k > LONG;
  if (!p->is_long || m1 - m0 < 8) {
    multiply_block (p, m0, m1, 0, n, 0, k, TRUE);
    return;
  }
  for (gsize k0 = 0; k0 < k; k0 += STRETCH) {
    gsize k1 = MIN (k, k0 + STRETCH);

    for (gsize n0 = 0; n0 < n;) {
      gsize left = (n - n0 + NN_W - 1) / NN_W;
      gsize n1 = MIN (n, n0 + shapes[0].vectors[choose_width (shapes[0].vectors, left, TRUE)] * NN_W);

      multiply_block (p, m0, m1, n0, n1, k0, k1, k1 == k);
      n0 = n1;
    }
  }
}

/* ---- forward ---- */

static void
dense_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  gsize n_in = (gsize) call->in_shape[1].dim[0], n_out = (gsize) call->in_shape[1].dim[1];
  Product p = { .a = call->in[0],
                .a_row = n_in,
                .a_step = 1,
                .b = call->in[1],
                .b_step = n_out,
                .c = call->out,
                .c_row = n_out,
                .bias = call->op == NN_OP_DENSE ? call->in[2] : NULL };

  multiply (&p, begin, end, n_out, n_in);
}

static void
dense_set (NnCall *call, NnKernel kernel, gsize n_units, gsize n_terms)
{
  nn_call_set (call, kernel, n_units, (gdouble) call->n_cells * (gdouble) n_terms / NN_W);
}

void
NN_PREPARE (dense) (NnCall *call)
{
  dense_set (call, dense_kernel, (gsize) call->out_shape.dim[0], (gsize) call->in_shape[1].dim[0]);
}

void
NN_PREPARE (matmul) (NnCall *call)
{
  dense_set (call, dense_kernel, (gsize) call->out_shape.dim[0], (gsize) call->in_shape[1].dim[0]);
}

/* ---- weights ---- */

/* One sample: out[i,o] = x[i] * dz[o] is all writing. dz stays in registers, and rows are written whole. */
static void
dense_dw_sample_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  enum { VECTORS = NN_W == 8 ? 16 : 8 };
  const gdouble *x = call->in[0];
  gsize n_out = (gsize) call->out_shape.dim[1], n = 0;
  NnV dz[VECTORS];

  for (; n + VECTORS * NN_W <= n_out; n += VECTORS * NN_W) {
    gdouble *out = call->out + begin * n_out + n;

    NN_UNROLL
    for (gint j = 0; j < VECTORS; j++)
      dz[j] = nn_v_load (call->in[1] + n + j * NN_W);
    for (gsize i = begin; i < end; i++, out += n_out) {
      NnV factor = nn_v_set (x[i]);

      NN_UNROLL
      for (gint j = 0; j < VECTORS; j++)
        nn_v_store (out + j * NN_W, nn_v_fma (factor, dz[j], nn_v_set (0.0)));
    }
  }
  for (; n < n_out; n += NN_W) {
    gsize left = MIN (NN_W, n_out - n);

    dz[0] = nn_load_cells (call->in[1] + n, left);
    for (gsize i = begin; i < end; i++)
      nn_store_cells (call->out + i * n_out + n, nn_v_fma (nn_v_set (x[i]), dz[0], nn_v_set (0.0)), left);
  }
}

static void
dense_dw_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  gsize batch = (gsize) call->in_shape[0].dim[0], n_in = (gsize) call->out_shape.dim[0];
  gsize n_out = (gsize) call->out_shape.dim[1];
  Product p = { .a = call->in[0],
                .a_row = 1,
                .a_step = n_in,
                .b = call->in[1],
                .b_step = n_out,
                .c = call->out,
                .c_row = n_out,
                .ahead = call->ahead };

  multiply (&p, begin, end, n_out, batch);
}

/* One neuron: its weights lie side by side, and so do the inputs that they get. */
static void
dense_dw_single_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  gsize batch = (gsize) call->in_shape[0].dim[0], n_in = (gsize) call->out_shape.dim[0];
  Product p = { .a = call->in[1],
                .a_row = 1,
                .a_step = 1,
                .b = call->in[0] + begin,
                .b_step = n_in,
                .c = call->out + begin,
                .c_row = n_in };

  multiply (&p, 0, 1, end - begin, batch);
}

void
NN_PREPARE (dense_dw) (NnCall *call)
{
  NnKernel kernel = dense_dw_kernel;

  if (call->out_shape.dim[1] == 1)
    kernel = dense_dw_single_kernel;
  else if (call->in_shape[0].dim[0] == 1)
    kernel = dense_dw_sample_kernel;
  dense_set (call, kernel, (gsize) call->out_shape.dim[0], (gsize) call->in_shape[0].dim[0]);
}

/* sum(b: dz[b,o]); units are neurons. */
static void
dense_db_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  gsize batch = (gsize) call->in_shape[0].dim[0], n_out = (gsize) call->in_shape[0].dim[1];

  for (gsize o = begin; o < end; o += NN_W) {
    gsize n = MIN (NN_W, end - o);
    const gdouble *dz = call->in[0] + o;
    NnV acc = nn_v_set (0.0);

    for (gsize b = 0; b < batch; b++, dz += n_out)
      acc = acc + nn_load_cells (dz, n);
    nn_store_cells (call->out + o, acc, n);
  }
}

void
NN_PREPARE (dense_db) (NnCall *call)
{
  gdouble n = (gdouble) nn_shape_count (&call->in_shape[0]);

  nn_call_set (call, dense_db_kernel, call->n_cells, n);
}

/* ---- inputs ---- */

/* How many rows of W, `n_out` long, are copied as columns at a time: at most a few MiB. */
static inline gsize
copied_at_once (gsize n_in, gsize n_out)
{
  gsize fitting = MAX (NN_W, ((gsize) 1 << 18) / n_out);

  return MIN (n_in, MIN (16 * NN_W, fitting));
}

/* block[k] = W[.., k] of up to NN_W rows, side by side, and columns of W. */
static inline __attribute__ ((always_inline)) void
load_turned (const gdouble *W, gsize n_out, gsize rows, gsize columns, NnV block[NN_W])
{
  NN_UNROLL
  for (gsize k = 0; k < NN_W; k++)
    block[k] = k < rows ? nn_load_cells (W + k * n_out, columns) : nn_v_set (0.0);
  nn_v_transpose (block);
}

/* Wt[o,i] = W[first + i, o] for `count` rows of W. */
static void
transpose (const gdouble *W, gsize n_out, gsize first, gsize count, gdouble *Wt)
{
  NnV block[NN_W];

  for (gsize i = 0; i < count; i += NN_W)
    for (gsize o = 0; o < n_out; o += NN_W) {
      gsize rows = MIN (NN_W, count - i), columns = MIN (NN_W, n_out - o);

      load_turned (W + (first + i) * n_out + o, n_out, rows, columns, block);
      for (gsize k = 0; k < columns; k++)
        nn_store_cells (Wt + (o + k) * count + i, block[k], rows);
    }
}

/* One sample: each block of W is used where it has been turned. */
static void
dense_dx_sample_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  gsize n_in = (gsize) call->in_shape[1].dim[0], n_out = (gsize) call->in_shape[1].dim[1];
  const gdouble *dz = call->in[0];
  NnV block[NN_W];

  for (gsize i = 0; i < n_in; i += NN_W) {
    gsize rows = MIN (NN_W, n_in - i), o = 0;
    NnV acc = nn_v_set (0.0);

    for (; o + NN_W <= n_out; o += NN_W) {
      load_turned (call->in[1] + i * n_out + o, n_out, rows, NN_W, block);
      NN_UNROLL
      for (gsize k = 0; k < NN_W; k++)
        acc = nn_v_fma (nn_v_set (dz[o + k]), block[k], acc);
    }
    if (o < n_out)
      load_turned (call->in[1] + i * n_out + o, n_out, rows, n_out - o, block);
    for (gsize k = 0; k < n_out - o; k++)
      acc = nn_v_fma (nn_v_set (dz[o + k]), block[k], acc);
    nn_store_cells (call->out + i, acc, rows);
  }
}

static void
dense_dx_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  gsize n_in = (gsize) call->in_shape[1].dim[0], n_out = (gsize) call->in_shape[1].dim[1];
  gsize step = copied_at_once (n_in, n_out);
  Product p = { .a = call->in[0], .a_row = n_out, .a_step = 1, .c_row = n_in };

  if (n_out == 1) {
    p.b = call->in[1];
    p.b_step = n_in;
    p.c = call->out;
    multiply (&p, begin, end, n_in, 1);
    return;
  }
  for (gsize first = 0; first < n_in; first += step) {
    gsize count = MIN (step, n_in - first);

    transpose (call->in[1], n_out, first, count, scratch);
    p.b = scratch;
    p.b_step = count;
    p.c = call->out + first;
    multiply (&p, begin, end, count, n_out);
  }
}

void
NN_PREPARE (dense_dx) (NnCall *call)
{
  gsize n_out = (gsize) call->in_shape[1].dim[1];
  gboolean single = call->out_shape.dim[0] == 1 && n_out > 1;

  dense_set (call, single ? dense_dx_sample_kernel : dense_dx_kernel, (gsize) call->out_shape.dim[0], n_out);
  if (n_out > 1 && !single)
    call->scratch_size = copied_at_once ((gsize) call->in_shape[1].dim[0], n_out) * n_out * sizeof (gdouble);
}
