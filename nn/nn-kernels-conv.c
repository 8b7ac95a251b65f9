/* Convolution, forward and backward.
 *
 * Forward: lanes are filters, rows of a tile are neighbouring places; the image is copied with
 * its padding, the kernel turned so that a term's weights lie side by side.
 * Backward: every non-zero of dz is scattered over the window it came from, in an order that gives each cell
 * its terms as the formula has them; behind a max-pool most of dz is zero, and is left out.
 * Where that could change a bit (see the lemma in nn-kernels.h) the formula's own loops run instead.
 */
#include "nn-kernels.h"
#include "nn-simd.h"

#define INLINE static inline __attribute__ ((always_inline))

typedef struct {
  gint batch, channels, height, width; /* of the image */
  gint filters, out_height, out_width; /* of the map */
  gint kh, kw, sr, sc, pt, pl;
  gsize n_sum;   /* channels * kh * kw */
  gsize padded_height, padded_width;
} Conv;

static Conv
conv_of (const NnCall *call, const NnShape *image, const NnShape *kernel, const NnShape *map)
{
  const gint *a = call->attribute;
  Conv c = { image->dim[0], image->dim[1], image->dim[2], image->dim[3], kernel->dim[0], map->dim[2],
             map->dim[3],   kernel->dim[2], kernel->dim[3], a[0], a[1], a[2], a[3], 0, 0, 0 };

  c.n_sum = (gsize) (c.channels * c.kh * c.kw);
  c.padded_height = (gsize) ((c.out_height - 1) * c.sr + c.kh);
  c.padded_width = (gsize) ((c.out_width - 1) * c.sc + c.kw);
  return c;
}

/* ---- the formula's own loops ---- */

static gdouble
exact_forward (const Conv *c, const gdouble *x, const gdouble *W, gint row, gint column)
{
  gdouble sum = 0.0;

  for (gint k = 0; k < c->channels; k++)
    for (gint u = 0; u < c->kh; u++)
      for (gint v = 0; v < c->kw; v++, W++) {
        gint r = c->sr * row + u - c->pt, s = c->sc * column + v - c->pl;

        if (r >= 0 && r < c->height && s >= 0 && s < c->width)
          sum = fma (x[(k * c->height + r) * c->width + s], *W, sum);
      }
  return sum;
}

static gdouble
exact_dx (const Conv *c, const gdouble *dz, const gdouble *W, gint k, gint row, gint column)
{
  gdouble sum = 0.0;

  for (gint f = 0; f < c->filters; f++)
    for (gint u = 0; u < c->kh; u++)
      for (gint v = 0; v < c->kw; v++) {
        gint r = row + c->pt - u, s = column + c->pl - v;

        if (r < 0 || s < 0 || r % c->sr != 0 || s % c->sc != 0 || r / c->sr >= c->out_height
            || s / c->sc >= c->out_width)
          continue;
        sum = fma (dz[(f * c->out_height + r / c->sr) * c->out_width + s / c->sc],
                   W[((f * c->channels + k) * c->kh + u) * c->kw + v], sum);
      }
  return sum;
}

static gdouble
exact_dw (const Conv *c, const gdouble *x, const gdouble *dz, gint f, gint k, gint u, gint v)
{
  gdouble sum = 0.0;

  for (gint b = 0; b < c->batch; b++)
    for (gint row = 0; row < c->out_height; row++)
      for (gint column = 0; column < c->out_width; column++) {
        gint r = c->sr * row + u - c->pt, s = c->sc * column + v - c->pl;

        if (r >= 0 && r < c->height && s >= 0 && s < c->width)
          sum = fma (x[((b * c->channels + k) * c->height + r) * c->width + s],
                     dz[((b * c->filters + f) * c->out_height + row) * c->out_width + column], sum);
      }
  return sum;
}

/* ---- forward: units are samples ---- */

#if NN_W == 8
#define MAX_ROWS 12
#elif NN_W == 4
#define MAX_ROWS 6
#else
#define MAX_ROWS 4
#endif
#define PANEL (2 * NN_W)

/* `rows` neighbouring places, one panel of filters; terms by their offsets in the padded image. */
INLINE void
tile (const gdouble *x, gsize x_step, const gsize *term, gsize n_sum, const gdouble *W, gdouble *sums, gint rows)
{
  NnV acc[MAX_ROWS][2];

#pragma GCC unroll 16
  for (gint i = 0; i < rows; i++)
    acc[i][0] = acc[i][1] = nn_v_set (0.0);
  for (gsize j = 0; j < n_sum; j++, W += PANEL) {
    const gdouble *left = x + term[j];
    const NnV w0 = nn_v_load (W), w1 = nn_v_load (W + NN_W);

#pragma GCC unroll 16
    for (gint i = 0; i < rows; i++) {
      NnV a = nn_v_set (left[(gsize) i * x_step]);

      acc[i][0] = nn_v_fma (a, w0, acc[i][0]);
      acc[i][1] = nn_v_fma (a, w1, acc[i][1]);
    }
  }
#pragma GCC unroll 16
  for (gint i = 0; i < rows; i++) {
    nn_v_store (sums + i * PANEL, acc[i][0]);
    nn_v_store (sums + i * PANEL + NN_W, acc[i][1]);
  }
}

/* The same with one vector of filters, for kernels of at most NN_W. */
INLINE void
tile_narrow (const gdouble *x,
             gsize x_step,
             const gsize *term,
             gsize n_sum,
             const gdouble *W,
             gdouble *sums,
             gint rows)
{
  NnV acc[2 * MAX_ROWS];

#pragma GCC unroll 32
  for (gint i = 0; i < rows; i++)
    acc[i] = nn_v_set (0.0);
  for (gsize j = 0; j < n_sum; j++, W += PANEL) {
    const gdouble *left = x + term[j];
    const NnV w = nn_v_load (W);

#pragma GCC unroll 32
    for (gint i = 0; i < rows; i++)
      acc[i] = nn_v_fma (nn_v_set (left[(gsize) i * x_step]), w, acc[i]);
  }
#pragma GCC unroll 32
  for (gint i = 0; i < rows; i++)
    nn_v_store (sums + i * PANEL, acc[i]);
}

typedef void (*Tile) (const gdouble *, gsize, const gsize *, gsize, const gdouble *, gdouble *);

#define TILE(rows)                                                                                           \
  static __attribute__ ((noinline)) void wide_##rows (const gdouble *x, gsize x_step, const gsize *term,     \
                                                      gsize n, const gdouble *W, gdouble *sums)              \
  {                                                                                                          \
    tile (x, x_step, term, n, W, sums, rows);                                                                \
  }                                                                                                          \
  static __attribute__ ((noinline)) void narrow_##rows (const gdouble *x, gsize x_step, const gsize *term,   \
                                                        gsize n, const gdouble *W, gdouble *sums)            \
  {                                                                                                          \
    tile_narrow (x, x_step, term, n, W, sums, rows);                                                         \
  }
TILE (1)
TILE (2)
TILE (3)
TILE (4)
#if MAX_ROWS >= 6
TILE (5)
TILE (6)
#endif
#if MAX_ROWS >= 12
TILE (8)
TILE (12)
#endif

static const struct {
  gint rows;
  Tile wide, narrow;
} tiles[] = {
#if MAX_ROWS >= 12
  { 12, wide_12, narrow_12 }, { 8, wide_8, narrow_8 },
#endif
#if MAX_ROWS >= 6
  { 6, wide_6, narrow_6 },    { 5, wide_5, narrow_5 },
#endif
  { 4, wide_4, narrow_4 },    { 3, wide_3, narrow_3 }, { 2, wide_2, narrow_2 }, { 1, wide_1, narrow_1 },
};

/* Scratch: the terms' offsets, the turned kernel by panels, one padded image, one tile of sums. */
typedef struct {
  gsize *term;
  gdouble *W, *image, *sums;
} ForwardScratch;

static gsize
n_panels (const Conv *c)
{
  return ((gsize) c->filters + PANEL - 1) / PANEL;
}

static gsize
padded_size (const Conv *c)
{
  return (gsize) c->channels * c->padded_height * c->padded_width;
}

static gsize
forward_scratch_size (const Conv *c)
{
  return c->n_sum * sizeof (gsize)
         + (n_panels (c) * PANEL * c->n_sum + padded_size (c) + MAX_ROWS * PANEL) * sizeof (gdouble);
}

static ForwardScratch
forward_scratch (const Conv *c, void *scratch)
{
  ForwardScratch s;

  s.term = scratch;
  s.W = (gdouble *) (s.term + c->n_sum);
  s.image = s.W + n_panels (c) * PANEL * c->n_sum;
  s.sums = s.image + padded_size (c);
  return s;
}

static void
turn_kernel (const Conv *c, const gdouble *W, const ForwardScratch *s)
{
  gsize j = 0;

  for (gint k = 0; k < c->channels; k++)
    for (gint u = 0; u < c->kh; u++)
      for (gint v = 0; v < c->kw; v++)
        s->term[j++] = ((gsize) k * c->padded_height + (gsize) u) * c->padded_width + (gsize) v;
  for (gsize p = 0; p < n_panels (c); p++)
    for (gsize lane = 0; lane < PANEL; lane++) {
      gsize f = p * PANEL + lane;
      gdouble *to = s->W + p * PANEL * c->n_sum + lane;

      for (j = 0; j < c->n_sum; j++)
        to[j * PANEL] = f < (gsize) c->filters ? W[f * c->n_sum + j] : 0.0;
    }
}

/* The padded image is as large as the windows reach; beyond the image it holds zeros. */
static void
pad_image (const Conv *c, const gdouble *x, gdouble *image)
{
  const gint first = MAX (0, -c->pl), columns = MIN (c->width, (gint) c->padded_width - c->pl);

  memset (image, 0, padded_size (c) * sizeof (gdouble));
  for (gint k = 0; k < c->channels; k++)
    for (gint r = 0; r < c->height && r + c->pt < (gint) c->padded_height; r++)
      if (columns > first)
        memcpy (image + ((gsize) k * c->padded_height + (gsize) (r + c->pt)) * c->padded_width + c->pl + first,
                x + (k * c->height + r) * c->width + first, (gsize) (columns - first) * sizeof (gdouble));
}

static void
forward_row (const Conv *c, const ForwardScratch *s, gsize p, gint row, const gdouble *bias, gdouble *out)
{
  const gint lanes = MIN (PANEL, c->filters - (gint) p * PANEL);
  const gsize map = (gsize) (c->out_height * c->out_width);
  const gdouble *image = s->image + (gsize) (row * c->sr) * c->padded_width;
  gint column = 0;

  out += p * PANEL * map + (gsize) (row * c->out_width);
  for (guint t = 0; t < G_N_ELEMENTS (tiles); t++)
    for (; column + tiles[t].rows <= c->out_width; column += tiles[t].rows) {
      (lanes > NN_W ? tiles[t].wide : tiles[t].narrow) (image + (gsize) (column * c->sc), (gsize) c->sc, s->term,
                                                        c->n_sum, s->W + p * PANEL * c->n_sum, s->sums);
      for (gint lane = 0; lane < lanes; lane++) {
        gdouble *to = out + (gsize) lane * map + column;
        const gdouble b = bias != NULL ? bias[(gint) p * PANEL + lane] : 0.0;

        for (gint i = 0; i < tiles[t].rows; i++)
          to[i] = bias != NULL ? s->sums[i * PANEL + lane] + b : s->sums[i * PANEL + lane];
      }
    }
}

static void
forward_exact (const Conv *c, const gdouble *x, const gdouble *W, const gdouble *bias, gdouble *out)
{
  for (gint f = 0; f < c->filters; f++)
    for (gint r = 0; r < c->out_height; r++)
      for (gint s = 0; s < c->out_width; s++, out++) {
        *out = exact_forward (c, x, W + (gsize) f * c->n_sum, r, s);
        if (bias != NULL)
          *out += bias[f];
      }
}

static void
forward (const NnCall *call, gsize begin, gsize end, void *scratch, const gdouble *bias)
{
  const Conv c = conv_of (call, &call->in_shape[0], &call->in_shape[1], &call->out_shape);
  const gsize image = (gsize) (c.channels * c.height * c.width);
  const gsize map = (gsize) (c.filters * c.out_height * c.out_width);
  const ForwardScratch s = forward_scratch (&c, scratch);
  const gboolean padded = call->attribute[2] != 0 || call->attribute[3] != 0 || call->attribute[4] != 0
                          || call->attribute[5] != 0;

  turn_kernel (&c, call->in[1], &s);
  for (gsize b = begin; b < end; b++) {
    const gdouble *x = call->in[0] + b * image;
    gdouble *out = call->out + b * map;

    if (padded && !nn_kernels_range_safe (x, image, call->in[1], (gsize) c.filters * c.n_sum)) {
      forward_exact (&c, x, call->in[1], bias, out);
      continue;
    }
    pad_image (&c, x, s.image);
    for (gsize p = 0; p < n_panels (&c); p++)
      for (gint row = 0; row < c.out_height; row++)
        forward_row (&c, &s, p, row, bias, out);
  }
}

NN_DECLARE_KERNEL (conv);
NN_DECLARE_KERNEL (conv_no_bias);

void
NN_KERNEL (conv) (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  forward (call, begin, end, scratch, call->in[2]);
}

void
NN_KERNEL (conv_no_bias) (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  forward (call, begin, end, scratch, NULL);
}

static void
prepare_forward (NnCall *call)
{
  const Conv c = conv_of (call, &call->in_shape[0], &call->in_shape[1], &call->out_shape);

  call->n_units = (gsize) c.batch;
  call->scratch_size = forward_scratch_size (&c);
  call->flops = 2.0 * (gdouble) call->n_cells * (gdouble) c.n_sum;
}

void
NN_PREPARE (conv) (NnCall *call)
{
  prepare_forward (call);
}

void
NN_PREPARE (conv_no_bias) (NnCall *call)
{
  prepare_forward (call);
}

/* ---- backward ---- */

/* to[0..n) += factor * from[0..n), fused. */
INLINE void
add_scaled (gdouble *to, const gdouble *from, gdouble factor, gsize n)
{
  const NnV f = nn_v_set (factor);
  gsize i = 0;

  for (; i + NN_W <= n; i += NN_W)
    nn_v_store (to + i, nn_v_fma (f, nn_v_load (from + i), nn_v_load (to + i)));
  if (i < n)
    nn_v_store_n (to + i, nn_v_fma (f, nn_v_load_n (from + i, n - i), nn_v_load_n (to + i, n - i)), n - i);
}

/* (channels, plane) to (plane, channels) and back. */
static void
turn (const gdouble *from, gdouble *to, gsize rows, gsize columns)
{
  for (gsize r = 0; r < rows; r++)
    for (gsize c = 0; c < columns; c++)
      to[c * rows + r] = from[r * columns + c];
}

/* The rows [u, u_end) and columns [v, v_end) of the window at (row, column) that lie in the image. */
typedef struct {
  gint u, u_end, v, v_end, top, left;
} Reach;

static inline Reach
reach (const Conv *c, gint row, gint column)
{
  gint top = c->sr * row - c->pt, left = c->sc * column - c->pl;

  return (Reach){ MAX (0, -top), MIN (c->kh, c->height - top), MAX (0, -left), MIN (c->kw, c->width - left),
                  top,           left };
}

NN_DECLARE_KERNEL (conv_dx);

/* One sample. acc and W have the channel fastest: (row, column, k) and (f, u, v, k). A cell meets u and v ascending when
 * the places are walked backwards. */
static void
scatter_dx (const Conv *c, const gdouble *dz, const gdouble *W, gdouble *acc)
{
  const gsize channels = (gsize) c->channels;

  for (gint f = 0; f < c->filters; f++)
    for (gint row = c->out_height - 1; row >= 0; row--)
      for (gint column = c->out_width - 1; column >= 0; column--) {
        const gdouble factor = dz[(f * c->out_height + row) * c->out_width + column];
        const Reach at = reach (c, row, column);

        if (factor == 0 || at.v >= at.v_end)
          continue;
        for (gint u = at.u; u < at.u_end; u++)
          add_scaled (acc + (gsize) ((at.top + u) * c->width + at.left + at.v) * channels,
                      W + (gsize) (((f * c->kh + u) * c->kw) + at.v) * channels, factor,
                      (gsize) (at.v_end - at.v) * channels);
      }
}

void
NN_KERNEL (conv_dx) (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  const Conv c = conv_of (call, &call->out_shape, &call->in_shape[1], &call->in_shape[0]);
  const gsize plane = (gsize) (c.height * c.width), image = plane * (gsize) c.channels;
  const gsize map = (gsize) (c.filters * c.out_height * c.out_width), window = (gsize) (c.kh * c.kw);
  gdouble *W = scratch, *acc = W + (gsize) c.filters * c.n_sum;

  for (gint f = 0; f < c.filters; f++)
    turn (call->in[1] + (gsize) f * c.n_sum, W + (gsize) f * c.n_sum, (gsize) c.channels, window);
  for (gsize b = begin; b < end; b++) {
    const gdouble *dz = call->in[0] + b * map;
    gdouble *out = call->out + b * image;

    if (nn_kernels_range_safe (dz, map, W, (gsize) c.filters * c.n_sum)) {
      memset (acc, 0, image * sizeof (gdouble));
      scatter_dx (&c, dz, W, acc);
      turn (acc, out, plane, (gsize) c.channels);
    } else {
      for (gint k = 0; k < c.channels; k++)
        for (gint r = 0; r < c.height; r++)
          for (gint s = 0; s < c.width; s++, out++)
            *out = exact_dx (&c, dz, call->in[1], k, r, s);
    }
  }
}

void
NN_PREPARE (conv_dx) (NnCall *call)
{
  const Conv c = conv_of (call, &call->out_shape, &call->in_shape[1], &call->in_shape[0]);

  call->n_units = (gsize) c.batch;
  call->scratch_size
      = ((gsize) c.filters * c.n_sum + (gsize) (c.channels * c.height * c.width)) * sizeof (gdouble);
  call->flops = 2.0 * (gdouble) nn_shape_count (&call->in_shape[0]) * (gdouble) c.n_sum;
}

NN_DECLARE_KERNEL (conv_dw);

/* One sample's part of filters [begin, end). image: (row, column, k); acc: (f, u, v, k). */
static void
scatter_dw (const Conv *c, const gdouble *image, const gdouble *dz, gdouble *acc, gsize begin, gsize end)
{
  const gsize channels = (gsize) c->channels;

  for (gsize f = begin; f < end; f++) {
    const gdouble *factor = dz + f * (gsize) (c->out_height * c->out_width);

    for (gint row = 0; row < c->out_height; row++)
      for (gint column = 0; column < c->out_width; column++, factor++) {
        const Reach at = reach (c, row, column);

        if (*factor == 0 || at.v >= at.v_end)
          continue;
        for (gint u = at.u; u < at.u_end; u++)
          add_scaled (acc + (f - begin) * c->n_sum + (gsize) (u * c->kw + at.v) * channels,
                      image + (gsize) ((at.top + u) * c->width + at.left + at.v) * channels, *factor,
                      (gsize) (at.v_end - at.v) * channels);
      }
  }
}

void
NN_KERNEL (conv_dw) (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  const Conv c = conv_of (call, &call->in_shape[0], &call->out_shape, &call->in_shape[1]);
  const gsize plane = (gsize) (c.height * c.width), image = plane * (gsize) c.channels;
  const gsize map = (gsize) (c.filters * c.out_height * c.out_width), window = (gsize) (c.kh * c.kw);
  gdouble *turned = scratch, *acc = turned + image;
  gdouble *out = call->out + begin * c.n_sum;

  if (!nn_kernels_range_safe (call->in[0], (gsize) c.batch * image, call->in[1], (gsize) c.batch * map)) {
    for (gsize f = begin; f < end; f++)
      for (gint k = 0; k < c.channels; k++)
        for (gint u = 0; u < c.kh; u++)
          for (gint v = 0; v < c.kw; v++)
            *out++ = exact_dw (&c, call->in[0], call->in[1], (gint) f, k, u, v);
    return;
  }
  memset (acc, 0, (end - begin) * c.n_sum * sizeof (gdouble));
  for (gsize b = 0; b < (gsize) c.batch; b++) {
    turn (call->in[0] + b * image, turned, (gsize) c.channels, plane);
    scatter_dw (&c, turned, call->in[1] + b * map, acc, begin, end);
  }
  for (gsize f = 0; f < end - begin; f++)
    turn (acc + f * c.n_sum, out + f * c.n_sum, window, (gsize) c.channels);
}

void
NN_PREPARE (conv_dw) (NnCall *call)
{
  const Conv c = conv_of (call, &call->in_shape[0], &call->out_shape, &call->in_shape[1]);

  call->n_units = (gsize) c.filters;
  call->scratch_size
      = ((gsize) (c.channels * c.height * c.width) + (gsize) c.filters * c.n_sum) * sizeof (gdouble);
  call->flops = 2.0 * (gdouble) nn_shape_count (&call->in_shape[1]) * (gdouble) c.n_sum;
}

NN_DECLARE_KERNEL (conv_db);

/* Per filter one plain sum over samples, rows and columns; filters are independent chains. */
void
NN_KERNEL (conv_db) (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  const NnShape *map = &call->in_shape[0];
  const gsize plane = (gsize) map->dim[2] * (gsize) map->dim[3], filters = (gsize) map->dim[1];

  for (gsize f = begin; f < end; f += 4) {
    const gsize n = MIN (4, end - f);
    gdouble sum[4] = { 0.0, 0.0, 0.0, 0.0 };

    for (gsize b = 0; b < (gsize) map->dim[0]; b++) {
      const gdouble *dz = call->in[0] + (b * filters + f) * plane;

      for (gsize i = 0; i < plane; i++)
        for (gsize j = 0; j < 4; j++)
          sum[j] += dz[(j < n ? j : 0) * plane + i];
    }
    memcpy (call->out + f, sum, n * sizeof (gdouble));
  }
}

void
NN_PREPARE (conv_db) (NnCall *call)
{
  call->n_units = call->n_cells;
}
