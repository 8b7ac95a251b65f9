/* Pools and their gradients. A unit is one channel of one sample. */
#include "nn-kernels.h"

/* The windows of one call, on images of height x width and grids of rows x columns. */
typedef struct {
  gssize height, width, rows, columns;
  gssize kh, kw, sr, sc, pt, pl;
} Pool;

static inline Pool
pool_of (const NnCall *call, const NnShape *image, const NnShape *grid)
{
  const gint *a = call->attribute;

  return (
      Pool){ image->dim[2], image->dim[3], grid->dim[2], grid->dim[3], a[0], a[1], a[2], a[3], a[4], a[5] };
}

/* Where a window meets the image along one axis: kernel places [first, last), counted from 0, and the
 * image's cell under place 0 (which may lie outside). */
typedef struct {
  gssize origin, first, last;
} Span;

static inline Span
span_at (gssize place, gssize stride, gssize padding, gssize kernel, gssize size)
{
  gssize origin = place * stride - padding;

  return (Span){ origin, MAX (0, -origin), MIN (kernel, size - origin) };
}

static inline gssize
image_offset (const Pool *pool, Span r, gssize u, Span c, gssize v)
{
  return (r.origin + u) * pool->width + c.origin + v;
}

/* ---- forward ---- */

/* The largest cell of a window, and where it stands, counted from 1; the first one wins. */
static inline gdouble
window_max (const Pool *pool, const gdouble *x, Span r, Span c, gdouble *which)
{
  gdouble best = x[image_offset (pool, r, r.first, c, c.first)];
  gssize place = r.first * pool->kw + c.first;

  for (gssize u = r.first; u < r.last; u++) {
    const gdouble *row = x + image_offset (pool, r, u, c, 0);

    for (gssize v = c.first; v < c.last; v++) {
      gboolean better = row[v] > best;

      best = better ? row[v] : best;
      place = better ? u * pool->kw + v : place;
    }
  }
  *which = (gdouble) (place + 1);
  return best;
}

static inline gdouble
window_sum (const Pool *pool, const gdouble *x, Span r, Span c)
{
  gdouble acc = 0.0;

  for (gssize u = r.first; u < r.last; u++)
    for (gssize v = c.first; v < c.last; v++)
      acc = acc + x[image_offset (pool, r, u, c, v)];
  return acc;
}

typedef enum { POOL_WHICH, POOL_MAX, POOL_MEAN, POOL_MEAN_PADDED } PoolKind;

static inline gdouble
pool_cell (const NnCall *call,
           const Pool *pool,
           PoolKind kind,
           const gdouble *x,
           Span r,
           Span c,
           gssize place)
{
  gdouble which, best;

  switch (kind) {
  case POOL_WHICH: window_max (pool, x, r, c, &which); return which;
  case POOL_MAX: best = window_max (pool, x, r, c, &which); return best;
  case POOL_MEAN: return window_sum (pool, x, r, c) / call->in[1][place];
  case POOL_MEAN_PADDED: return window_sum (pool, x, r, c) / ((gdouble) pool->kh * (gdouble) pool->kw);
  }
  return 0.0;
}

/* All windows lie in the image, none in the padding. */
static inline gboolean
is_inside (const Pool *pool)
{
  return pool->pt == 0 && pool->pl == 0 && (pool->rows - 1) * pool->sr + pool->kh <= pool->height
         && (pool->columns - 1) * pool->sc + pool->kw <= pool->width;
}

/* The largest cells of `n` windows side by side, the first of which begins at x, or where they stand. */
static inline __attribute__ ((always_inline)) NnV
windows_max (const Pool *pool, const gdouble *x, gsize n, gboolean where)
{
  NnV best = nn_v_load_step (x, (gsize) pool->sc, n), place = nn_v_set (1.0);

  for (gssize w = 1, u = 0; u < pool->kh; u++)
    for (gssize v = u == 0; v < pool->kw; v++) {
      NnV cell = nn_v_load_step (x + u * pool->width + v, (gsize) pool->sc, n);
      NnM better = nn_v_gt (cell, best);

      best = nn_v_select (better, cell, best);
      w++;
      if (where)
        place = nn_v_select (better, nn_v_set ((gdouble) w), place);
    }
  return where ? place : best;
}

/* The same of NN_W windows of 2 x 2. */
static inline __attribute__ ((always_inline)) NnV
pairs_max (const Pool *pool, const gdouble *x, gboolean where)
{
  NnV cell[4], best, place = nn_v_set (1.0);

  nn_v_load_pairs (x, &cell[0], &cell[1]);
  nn_v_load_pairs (x + pool->width, &cell[2], &cell[3]);
  best = cell[0];
  NN_UNROLL
  for (gint w = 1; w < 4; w++) {
    NnM better = nn_v_gt (cell[w], best);

    best = nn_v_select (better, cell[w], best);
    if (where)
      place = nn_v_select (better, nn_v_set (w + 1.0), place);
  }
  return where ? place : best;
}

/* A row of windows. The last vector begins early enough to be whole: some windows are looked at twice. */
static inline __attribute__ ((always_inline)) void
row_max (const Pool *pool, const gdouble *x, gdouble *out, gboolean where)
{
  if (pool->columns < NN_W) {
    gsize n = (gsize) pool->columns;

    nn_v_store_n (out, windows_max (pool, x, n, where), n);
    return;
  }
  for (gssize c = 0; c < pool->columns; c += NN_W) {
    gssize from = MIN (c, pool->columns - NN_W);

    nn_v_store (out + from, pool->sc == 2 && pool->kh == 2 && pool->kw == 2
                                ? pairs_max (pool, x + from * 2, where)
                                : windows_max (pool, x + from * pool->sc, NN_W, where));
  }
}

/* The usual strides, told to the compiler. */
static inline __attribute__ ((always_inline)) void
max_inside (const NnCall *call, gsize begin, gsize end, const Pool *pool, gboolean where)
{
  for (gssize row = (gssize) begin * pool->rows; row < (gssize) end * pool->rows; row++) {
    const gdouble *x =
        call->in[0] + (row / pool->rows * pool->height + row % pool->rows * pool->sr) * pool->width;
    gdouble *out = call->out + row * pool->columns;

    row_max (pool, x, out, where);
  }
}

static inline __attribute__ ((always_inline)) gboolean
max_fast (const NnCall *call, gsize begin, gsize end, gboolean where)
{
  Pool pool = pool_of (call, &call->in_shape[0], &call->out_shape);

  if (!is_inside (&pool))
    return FALSE;
  if (pool.sc == 2 && pool.kh == 2 && pool.kw == 2)
    max_inside (call, begin, end, (pool.sc = pool.kh = pool.kw = 2, &pool), where);
  else if (pool.sc == 3 && pool.kh == 3 && pool.kw == 3)
    max_inside (call, begin, end, (pool.sc = pool.kh = pool.kw = 3, &pool), where);
  else
    max_inside (call, begin, end, &pool, where);
  return TRUE;
}

static inline __attribute__ ((always_inline)) void
pool_forward (const NnCall *call, gsize begin, gsize end, PoolKind kind)
{
  Pool geometry = pool_of (call, &call->in_shape[0], &call->out_shape);
  const Pool *pool = &geometry;

  if (kind == POOL_WHICH || kind == POOL_MAX)
    if (max_fast (call, begin, end, kind == POOL_WHICH))
      return;
  for (gssize unit = (gssize) begin; unit < (gssize) end; unit++) {
    const gdouble *x = call->in[0] + unit * pool->height * pool->width;
    gdouble *out = call->out + unit * pool->rows * pool->columns;

    for (gssize row = 0; row < pool->rows; row++) {
      Span r = span_at (row, pool->sr, pool->pt, pool->kh, pool->height);

      for (gssize column = 0; column < pool->columns; column++) {
        Span c = span_at (column, pool->sc, pool->pl, pool->kw, pool->width);
        gssize place = row * pool->columns + column;

        out[place] = pool_cell (call, pool, kind, x, r, c, place);
      }
    }
  }
}

static void
pool_set (NnCall *call, NnKernel kernel)
{
  gdouble work = (gdouble) call->n_cells * call->attribute[0] * call->attribute[1];

  nn_call_set (call, kernel, (gsize) call->out_shape.dim[0] * (gsize) call->out_shape.dim[1], 2 * work);
}

#define POOL_FORWARD(name, KIND)                                                                             \
  static void name##_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)                      \
  {                                                                                                          \
    pool_forward (call, begin, end, KIND);                                                                   \
  }                                                                                                          \
  void NN_PREPARE (name) (NnCall * call)                                                                     \
  {                                                                                                          \
    pool_set (call, name##_kernel);                                                                          \
  }

POOL_FORWARD (pool_which, POOL_WHICH)
POOL_FORWARD (pool_max, POOL_MAX)
POOL_FORWARD (pool_mean, POOL_MEAN)
POOL_FORWARD (pool_mean_padded, POOL_MEAN_PADDED)

static void
pool_count_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  NnShape grid = { 4, { 1, 1, call->out_shape.dim[0], call->out_shape.dim[1] } };
  Pool pool = pool_of (call, &call->in_shape[0], &grid);

  for (gssize row = (gssize) begin; row < (gssize) end; row++) {
    Span r = span_at (row, pool.sr, pool.pt, pool.kh, pool.height);

    for (gssize column = 0; column < pool.columns; column++) {
      Span c = span_at (column, pool.sc, pool.pl, pool.kw, pool.width);

      call->out[row * pool.columns + column] = (gdouble) ((r.last - r.first) * (c.last - c.first));
    }
  }
}

void
NN_PREPARE (pool_count) (NnCall *call)
{
  nn_call_set (call, pool_count_kernel, (gsize) call->out_shape.dim[0], (gdouble) call->n_cells);
}

/* ---- backward ---- */

/* A cell adds up what its windows pass to it in the order of its place in them, first place first, that
 * is last window first. Walking the windows backwards and adding to the cell at `which` is the
 * same: the terms left out are +0, and adding +0 to a sum that began at +0 changes no bit
 * (such a sum is never -0). */
static inline void
pass_to_winner (const Pool *pool, gdouble *out, gssize row, gssize column, gdouble which, gdouble dy)
{
  gssize w, r, c;

  /* `which` may have been set by hand: what is no place in the window wins nothing. */
  if (!(which >= 1.0 && which <= (gdouble) pool->kh * (gdouble) pool->kw))
    return;
  w = (gssize) which - 1;
  r = row * pool->sr - pool->pt + w / pool->kw;
  c = column * pool->sc - pool->pl + w % pool->kw;
  if (which == (gdouble) (w + 1) && r >= 0 && r < pool->height && c >= 0 && c < pool->width)
    out[r * pool->width + c] = out[r * pool->width + c] + dy;
}

/* How far from a window's first cell its others lie, for windows of a usual size. */
#define MAX_PLACES 64

static void
list_places (const Pool *pool, gssize *place)
{
  for (gssize w = 0; w < pool->kh * pool->kw; w++)
    place[w] = w / pool->kw * pool->width + w % pool->kw;
}

/* One image whose windows all lie inside it. */
static inline void
pass_inside (const Pool *pool, const gssize *place, const gdouble *dy, const gdouble *which, gdouble *out)
{
  gdouble n_places = (gdouble) (pool->kh * pool->kw);

  for (gssize row = pool->rows - 1; row >= 0; row--) {
    gdouble *first = out + row * pool->sr * pool->width;

    for (gssize column = pool->columns - 1; column >= 0; column--) {
      gdouble w = which[row * pool->columns + column];
      gssize at;

      if (!(w >= 1.0 && w <= n_places))
        continue;
      at = (gssize) w;
      if (w == (gdouble) at)
        first[column * pool->sc + place[at - 1]] += dy[row * pool->columns + column];
    }
  }
}

/* Windows of 2 x 2 beside each other, in rows of a vector at least. */
static inline gboolean
is_pairs (const Pool *pool)
{
  return is_inside (pool) && pool->kh == 2 && pool->kw == 2 && pool->sr == 2 && pool->sc == 2
         && pool->columns >= NN_W;
}

/* One image of such: each cell has one window, and what comes through it if it has won. As in row_max(), some
 * windows are looked at twice. A sum that begins at +0 makes +0 of -0. */
static inline void
pass_pairs (const Pool *pool, const gdouble *dy, const gdouble *which, gdouble *out)
{
  const NnV zero = nn_v_set (0.0);

  for (gssize row = 0; row < pool->rows; row++, dy += pool->columns, which += pool->columns)
    for (gssize c = 0; c < pool->columns; c += NN_W) {
      gssize from = MIN (c, pool->columns - NN_W);
      NnV passed = zero + nn_v_load (dy + from), winner = nn_v_load (which + from);

      NN_UNROLL
      for (gint u = 0; u < 2; u++)
        nn_v_store_pairs (out + (2 * row + u) * pool->width + 2 * from,
                          nn_v_select (nn_v_eq (winner, nn_v_set (2.0 * u + 1.0)), passed, zero),
                          nn_v_select (nn_v_eq (winner, nn_v_set (2.0 * u + 2.0)), passed, zero));
    }
}

static void
pool_max_dx_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  Pool pool = pool_of (call, &call->out_shape, &call->in_shape[0]);
  gssize n = pool.rows * pool.columns, size = pool.height * pool.width, place_of[MAX_PLACES];
  gboolean fast = is_inside (&pool) && pool.kh * pool.kw <= MAX_PLACES;
  gboolean pairs = is_pairs (&pool), covered = pairs && size == 4 * n;

  if (fast)
    list_places (&pool, place_of);
  for (gssize unit = (gssize) begin; unit < (gssize) end; unit++) {
    const gdouble *dy = call->in[0] + unit * n, *which = call->in[1] + unit * n;
    gdouble *out = call->out + unit * size;

    if (!covered)
      memset (out, 0, (gsize) size * sizeof *out);
    if (pairs) {
      pass_pairs (&pool, dy, which, out);
      continue;
    }
    if (fast) {
      pass_inside (&pool, place_of, dy, which, out);
      continue;
    }
    for (gssize row = pool.rows - 1; row >= 0; row--)
      for (gssize column = pool.columns - 1; column >= 0; column--) {
        gssize place = row * pool.columns + column;

        pass_to_winner (&pool, out, row, column, which[place], dy[place]);
      }
  }
}

/* The places of a window, first to last, that may lie on cell `r` of the image. */
static inline Span
places_on (gssize r, gssize stride, gssize padding, gssize kernel, gssize n_windows)
{
  gssize last = r + padding;

  return (Span){ last, MAX (0, last - (n_windows - 1) * stride), MIN (kernel - 1, last) };
}

static inline gdouble
mean_gradient (const Pool *pool, const gdouble *dy, const gdouble *count, gssize r, gssize c)
{
  Span us = places_on (r, pool->sr, pool->pt, pool->kh, pool->rows);
  Span vs = places_on (c, pool->sc, pool->pl, pool->kw, pool->columns);
  gdouble acc = 0.0, size = (gdouble) pool->kh * (gdouble) pool->kw;

  for (gssize u = us.first; u <= us.last; u++)
    for (gssize v = vs.first; (us.origin - u) % pool->sr == 0 && v <= vs.last; v++)
      if ((vs.origin - v) % pool->sc == 0) {
        gssize place = (us.origin - u) / pool->sr * pool->columns + (vs.origin - v) / pool->sc;

        acc = acc + dy[place] / (count != NULL ? count[place] : size);
      }
  return acc;
}

static void
pool_mean_dx_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  Pool pool = pool_of (call, &call->out_shape, &call->in_shape[0]);
  const gdouble *count = call->op == NN_OP_POOL_MEAN_DX ? call->in[1] : NULL;

  for (gssize unit = (gssize) begin; unit < (gssize) end; unit++) {
    const gdouble *dy = call->in[0] + unit * pool.rows * pool.columns;
    gdouble *out = call->out + unit * pool.height * pool.width;

    for (gssize r = 0; r < pool.height; r++)
      for (gssize c = 0; c < pool.width; c++)
        *out++ = mean_gradient (&pool, dy, count, r, c);
  }
}

void
NN_PREPARE (pool_max_dx) (NnCall *call)
{
  pool_set (call, pool_max_dx_kernel);
}

void
NN_PREPARE (pool_mean_dx) (NnCall *call)
{
  pool_set (call, pool_mean_dx_kernel);
}

void
NN_PREPARE (pool_mean_padded_dx) (NnCall *call)
{
  pool_set (call, pool_mean_dx_kernel);
}
