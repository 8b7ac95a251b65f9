/* Convolution backward: by pixels, by weights, by biases.
 *
 * Behind a max-pool only one cell of dz in four or nine is not zero, and a relu takes more. Both kernels
 * list the cells of dz that are not and walk those: for the pixels each adds a patch of W to an image of
 * sums, for the weights each adds a patch of x to a kernel of sums. Images are
 * turned so that the channels lie side by side; then one kernel row, all its columns and channels,
 * is one run of numbers. Why the zeros may be left out: see nn-kernels-conv.h.
 */
#include "nn-kernels-conv.h"

/* Images with the channels last, as large as what the kernel covers. */
typedef struct {
  gssize height, width; /* in cells, padding included */
  gssize line;          /* numbers in one line: width * channels */
  gssize run;           /* numbers in one kernel row, rounded up to whole vectors */
} Turned;

static inline Turned
turned_of (const NnConv *g)
{
  Turned t = { .height = (g->rows - 1) * g->sr + g->kh, .width = (g->columns - 1) * g->sc + g->kw };

  t.line = t.width * g->channels;
  t.run = (gssize) nn_round_up ((gsize) (g->kw * g->channels), NN_W);
  return t;
}

/* An image, the vectors that reach beyond its last line; W or its gradient as runs; three lists of places. */
static gdouble
turned_scratch (const NnConv *g)
{
  Turned t = turned_of (g);

  return (gdouble) t.height * (gdouble) t.line + (gdouble) t.run + 8
         + (gdouble) g->filters * (gdouble) g->kh * (gdouble) t.run
         + 3.0 * ((gdouble) g->rows * (gdouble) g->columns + NN_W);
}

typedef struct {
  gdouble *image, *runs;
  gssize *place;     /* where in the image the patch of each cell of a plane of dz begins */
  gssize *at;        /* those of the cells that count */
  gdouble *gradient; /* and what these hold */
} Scratch;

static inline Scratch
scratch_of (const NnConv *g, const Turned *t, void *memory)
{
  Scratch s = { .image = memory };
  gssize n_places = g->rows * g->columns;

  s.runs = s.image + nn_round_up ((gsize) (t->height * t->line + t->run), 8);
  s.place = (gssize *) (s.runs + g->filters * g->kh * t->run);
  s.at = s.place + n_places + NN_W;
  s.gradient = (gdouble *) (s.at + n_places + NN_W);
  for (gssize r = 0; r < g->rows; r++)
    for (gssize c = 0; c < g->columns; c++)
      s.place[r * g->columns + c] = r * g->sr * t->line + c * g->sc * g->channels;
  return s;
}

/* The cells of one plane of dz that are not zero, in order; returns how many, or -1 if one is not tame. The
 * lists have room for a vector more than there are cells. */
static inline gssize
list_cells (const NnConv *g, const gdouble *dz, const Scratch *s)
{
  gssize n_places = g->rows * g->columns, count = 0, i = 0;

#if NN_W == 8
  for (; i < n_places; i += 8) {
    NnV cells = nn_load_cells (dz + i, (gsize) MIN (8, n_places - i));
    NnM some = _mm512_cmp_pd_mask (cells, _mm512_setzero_pd (), _CMP_NEQ_UQ);

    _mm512_storeu_pd (s->gradient + count, _mm512_maskz_compress_pd (some, cells));
    _mm512_storeu_si512 (s->at + count,
                         _mm512_maskz_compress_epi64 (some, _mm512_loadu_si512 (s->place + i)));
    count += __builtin_popcount (some);
  }
#endif
  for (; i < n_places; i++) {
    s->at[count] = s->place[i];
    s->gradient[count] = dz[i];
    count += dz[i] != 0.0;
  }
  return nn_all_tame (s->gradient, (gsize) count) ? count : -1;
}

/* ---- turning ---- */

/* to[c,k] = from[k,c], of n_k x n_c numbers in lines of `from_line` and `to_line`. The last tiles begin early
 * enough to be whole. */
static inline void
turn (const gdouble *from, gssize from_line, gssize n_k, gssize n_c, gdouble *to, gssize to_line)
{
  if (n_k < NN_W || n_c < NN_W) {
    for (gssize k = 0; k < n_k; k++)
      for (gssize c = 0; c < n_c; c++)
        to[c * to_line + k] = from[k * from_line + c];
    return;
  }
  for (gssize k = 0; k < n_k; k += NN_W)
    for (gssize c = 0; c < n_c; c += NN_W) {
      gssize k0 = MIN (k, n_k - NN_W), c0 = MIN (c, n_c - NN_W);
      NnV tile[NN_W];

      NN_UNROLL
      for (gint j = 0; j < NN_W; j++)
        tile[j] = nn_v_load (from + (k0 + j) * from_line + c0);
      nn_v_transpose (tile);
      NN_UNROLL
      for (gint j = 0; j < NN_W; j++)
        nn_v_store (to + (c0 + j) * to_line + k0, tile[j]);
    }
}

/* ---- by pixels: a unit is a sample ---- */

static inline gdouble
exact_dx_cell (const NnConv *g, const gdouble *dz, const gdouble *W, gssize k, gssize r, gssize c)
{
  gdouble acc = 0.0;

  for (gssize f = 0; f < g->filters; f++)
    for (gssize u = 0; u < g->kh; u++)
      for (gssize v = 0; v < g->kw; v++) {
        gssize y = r + g->pt - u, z = c + g->pl - v;

        if (y >= 0 && y % g->sr == 0 && y / g->sr < g->rows && z >= 0 && z % g->sc == 0
            && z / g->sc < g->columns)
          acc = fma (dz[(f * g->rows + y / g->sr) * g->columns + z / g->sc],
                     W[((f * g->channels + k) * g->kh + u) * g->kw + v], acc);
      }
  return acc;
}

static void
conv_dx_exact_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  NnConv g = nn_conv_of (call, &call->out_shape, &call->in_shape[1], &call->in_shape[0]);
  gdouble *out = call->out + (gssize) begin * g.channels * g.height * g.width;

  for (gssize b = (gssize) begin; b < (gssize) end; b++)
    for (gssize k = 0; k < g.channels; k++)
      for (gssize r = 0; r < g.height; r++)
        for (gssize c = 0; c < g.width; c++)
          *out++ = exact_dx_cell (&g, call->in[0] + b * g.filters * g.rows * g.columns, call->in[1], k, r, c);
}

/* runs[f, u][v, k] = W[f,k,u,v]; beyond the last, zeros. */
static void
turn_weights (const NnConv *g, const Turned *t, const gdouble *W, gdouble *runs)
{
  for (gssize f = 0; f < g->filters; f++)
    for (gssize u = 0; u < g->kh; u++, runs += t->run) {
      for (gssize v = 0; v < g->kw; v++)
        for (gssize k = 0; k < g->channels; k++)
          runs[v * g->channels + k] = W[((f * g->channels + k) * g->kh + u) * g->kw + v];
      for (gssize i = g->kw * g->channels; i < t->run; i++)
        runs[i] = 0.0;
    }
}

/* Adds gradient times one filter's runs to the lines of the image from `image` on. */
static inline __attribute__ ((always_inline)) void
add_patch (const Turned *t, gssize kh, gssize run, gdouble gradient, const gdouble *runs, gdouble *image)
{
  NnV factor = nn_v_set (gradient);

  for (gssize u = 0; u < kh; u++, image += t->line, runs += run)
    for (gssize i = 0; i < run; i += NN_W)
      nn_v_store (image + i, nn_v_fma (factor, nn_v_load (runs + i), nn_v_load (image + i)));
}

/* A cell of the image gets its terms in the order of u and v, that is from the last place of the grid
 * that covers it to the first. */
static inline void
add_patches (const NnConv *g, const Turned *t, const Scratch *s, gssize count, const gdouble *runs)
{
  if (t->run == 5 * NN_W && g->kh == 5)
    while (count-- > 0)
      add_patch (t, 5, 5 * NN_W, s->gradient[count], runs, s->image + s->at[count]);
  else
    while (count-- > 0)
      add_patch (t, g->kh, t->run, s->gradient[count], runs, s->image + s->at[count]);
}

static void
turn_back (const NnConv *g, const Turned *t, const gdouble *image, gdouble *out)
{
  gssize size = g->height * g->width, n_r = CLAMP (t->height - g->pt, 0, g->height);
  gssize n_c = CLAMP (t->width - g->pl, 0, g->width);

  if (n_r < g->height || n_c < g->width)
    memset (out, 0, (gsize) (g->channels * size) * sizeof (gdouble));
  for (gssize r = 0; r < n_r; r++)
    turn (image + (r + g->pt) * t->line + g->pl * g->channels, g->channels, n_c, g->channels,
          out + r * g->width, size);
}

/* One sample; FALSE if a cell of dz is not tame. */
static gboolean
add_sample_dx (const NnConv *g, const Turned *t, const Scratch *s, const gdouble *dz, gdouble *out)
{
  memset (s->image, 0, (gsize) (t->height * t->line + t->run) * sizeof (gdouble));
  for (gssize f = 0; f < g->filters; f++) {
    gssize count = list_cells (g, dz + f * g->rows * g->columns, s);

    if (count < 0)
      return FALSE;
    add_patches (g, t, s, count, s->runs + f * g->kh * t->run);
  }
  turn_back (g, t, s->image, out);
  return TRUE;
}

static void
conv_dx_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  NnConv g = nn_conv_of (call, &call->out_shape, &call->in_shape[1], &call->in_shape[0]);
  Turned t = turned_of (&g);
  Scratch s = scratch_of (&g, &t, scratch);
  gboolean tame = nn_all_tame (call->in[1], nn_shape_count (&call->in_shape[1]));

  turn_weights (&g, &t, call->in[1], s.runs);
  for (gssize b = (gssize) begin; b < (gssize) end; b++) {
    const gdouble *dz = call->in[0] + b * g.filters * g.rows * g.columns;

    if (!tame || !add_sample_dx (&g, &t, &s, dz, call->out + b * g.channels * g.height * g.width))
      conv_dx_exact_kernel (call, (gsize) b, (gsize) b + 1, NULL);
  }
}

static void
gradient_set (NnCall *call, const NnConv *g, NnKernel fast, NnKernel exact, gssize n_units)
{
  gdouble products = nn_conv_products (g), bytes = turned_scratch (g) * sizeof (gdouble);
  gboolean fits = bytes <= NN_CONV_MAX_SCRATCH;

  nn_call_set (call, fits ? fast : exact, (gsize) n_units, products / (4 * NN_W));
  if (fits)
    call->scratch_size = (gsize) bytes;
}

void
NN_PREPARE (conv_dx) (NnCall *call)
{
  NnConv g = nn_conv_of (call, &call->out_shape, &call->in_shape[1], &call->in_shape[0]);

  gradient_set (call, &g, conv_dx_kernel, conv_dx_exact_kernel, g.batch);
}

/* ---- by weights: a unit is a filter ---- */

static inline gdouble
exact_dw_cell (const NnConv *g, const gdouble *x, const gdouble *dz, gssize u, gssize v)
{
  gdouble acc = 0.0;

  for (gssize b = 0; b < g->batch; b++)
    for (gssize r = 0; r < g->rows; r++)
      for (gssize c = 0; c < g->columns; c++) {
        gssize y = r * g->sr + u - g->pt, z = c * g->sc + v - g->pl;

        if (y >= 0 && y < g->height && z >= 0 && z < g->width)
          acc = fma (x[(b * g->channels * g->height + y) * g->width + z],
                     dz[(b * g->filters * g->rows + r) * g->columns + c], acc);
      }
  return acc;
}

static void
conv_dw_exact_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  NnConv g = nn_conv_of (call, &call->in_shape[0], &call->out_shape, &call->in_shape[1]);
  gdouble *out = call->out + (gssize) begin * g.channels * g.kh * g.kw;

  for (gssize f = (gssize) begin; f < (gssize) end; f++)
    for (gssize k = 0; k < g.channels; k++)
      for (gssize u = 0; u < g.kh; u++)
        for (gssize v = 0; v < g.kw; v++)
          *out++ = exact_dw_cell (&g, call->in[0] + k * g.height * g.width,
                                  call->in[1] + f * g.rows * g.columns, u, v);
}

/* image[r + pt, c + pl, k] = x[k,r,c]; what lies outside is zero already. */
static void
turn_image (const NnConv *g, const Turned *t, const gdouble *x, gdouble *image)
{
  gssize n_r = MIN (g->height, t->height - g->pt), n_c = MIN (g->width, t->width - g->pl);

  for (gssize r = 0; r < n_r; r++) {
    gdouble *line = image + (r + g->pt) * t->line + g->pl * g->channels;

    if (g->channels == 1 && n_c > 0)
      memcpy (line, x + r * g->width, (gsize) n_c * sizeof (gdouble));
    else
      turn (x + r * g->width, g->height * g->width, g->channels, n_c, line, g->channels);
  }
}

/* The sums of one filter while one sample is added to them. */
typedef struct {
  const gdouble *image;
  gdouble *sums; /* [kernel row][column, channel], each row a run */
  gssize line, run;
  const gdouble *gradient; /* of the cells that count, and where their patches begin in the image */
  const gssize *at;
  gssize count;
} Gather;

/* Vectors first to first + vectors of the sums. */
static inline __attribute__ ((always_inline)) void
gather_patches (const Gather *g, gssize first, gint vectors)
{
  const gdouble *patch[9];
  NnV acc[9];

  NN_UNROLL
  for (gint j = 0; j < vectors; j++) {
    gssize at = (first + j) * NN_W;

    patch[j] = g->image + at / g->run * g->line + at % g->run;
    acc[j] = nn_v_load (g->sums + at);
  }
  for (gssize i = 0; i < g->count; i++) {
    NnV gradient = nn_v_set (g->gradient[i]);

    NN_UNROLL
    for (gint j = 0; j < vectors; j++)
      acc[j] = nn_v_fma (nn_v_load (patch[j] + g->at[i]), gradient, acc[j]);
  }
  NN_UNROLL
  for (gint j = 0; j < vectors; j++)
    nn_v_store (g->sums + (first + j) * NN_W, acc[j]);
}

static void
gather_sample (const Gather *g, gssize n_vectors)
{
  gssize first = 0;

  /* One vector alone would wait for itself as long as eight do. */
  for (; first + 9 < n_vectors; first += 8)
    gather_patches (g, first, 8);
  switch (n_vectors - first) {
  case 9: gather_patches (g, first, 9); break;
  case 8: gather_patches (g, first, 8); break;
  case 7: gather_patches (g, first, 7); break;
  case 6: gather_patches (g, first, 6); break;
  case 5: gather_patches (g, first, 5); break;
  case 4: gather_patches (g, first, 4); break;
  case 3: gather_patches (g, first, 3); break;
  case 2: gather_patches (g, first, 2); break;
  case 1: gather_patches (g, first, 1); break;
  default: break;
  }
}

/* FALSE if a cell of dz is not tame. */
static inline gboolean
add_sample (const NnConv *g, const Turned *t, const Scratch *s, const gdouble *dz, gdouble *sums)
{
  Gather gather = { .image = s->image,
                    .sums = sums,
                    .line = t->line,
                    .run = t->run,
                    .gradient = s->gradient,
                    .at = s->at,
                    .count = list_cells (g, dz, s) };

  if (gather.count > 0)
    gather_sample (&gather, g->kh * t->run / NN_W);
  return gather.count >= 0;
}

/* W's gradient from its runs, the inverse of turn_weights(). */
static void
turn_weights_back (const NnConv *g, const Turned *t, const gdouble *runs, gdouble *out)
{
  for (gssize k = 0; k < g->channels; k++)
    for (gssize u = 0; u < g->kh; u++)
      for (gssize v = 0; v < g->kw; v++)
        *out++ = runs[u * t->run + v * g->channels + k];
}

static void
conv_dw_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  NnConv g = nn_conv_of (call, &call->in_shape[0], &call->out_shape, &call->in_shape[1]);
  Turned t = turned_of (&g);
  Scratch s = scratch_of (&g, &t, scratch);
  gssize n_places = g.rows * g.columns, n_sums = g.kh * t.run, n_weights = g.channels * g.kh * g.kw;

  if (!nn_all_tame (call->in[0], nn_shape_count (&call->in_shape[0]))) {
    conv_dw_exact_kernel (call, begin, end, NULL);
    return;
  }
  memset (s.image, 0, (gsize) (t.height * t.line + t.run) * sizeof (gdouble));
  memset (s.runs, 0, (gsize) (g.filters * n_sums) * sizeof (gdouble));
  for (gssize b = 0; b < g.batch; b++) {
    turn_image (&g, &t, call->in[0] + b * g.channels * g.height * g.width, s.image);
    for (gssize f = (gssize) begin; f < (gssize) end; f++)
      if (!add_sample (&g, &t, &s, call->in[1] + (b * g.filters + f) * n_places, s.runs + f * n_sums)) {
        conv_dw_exact_kernel (call, begin, end, NULL);
        return;
      }
  }
  for (gssize f = (gssize) begin; f < (gssize) end; f++)
    turn_weights_back (&g, &t, s.runs + f * n_sums, call->out + f * n_weights);
}

void
NN_PREPARE (conv_dw) (NnCall *call)
{
  NnConv g = nn_conv_of (call, &call->in_shape[0], &call->out_shape, &call->in_shape[1]);

  gradient_set (call, &g, conv_dw_kernel, conv_dw_exact_kernel, g.filters);
}

/* ---- by biases: sum(b,r,c: dz[b,f,r,c]); a unit is a filter ---- */

/* Several filters side by side: each sum is one chain, and one chain alone would wait for itself. */
#define CHAINS 8

static inline __attribute__ ((always_inline)) void
add_chains (const gdouble *dz, gssize batch, gssize step, gssize n_places, gdouble *out, gint chains)
{
  gdouble acc[CHAINS] = { 0.0 };

  for (gssize b = 0; b < batch; b++, dz += step)
    for (gssize i = 0; i < n_places; i++)
      NN_UNROLL
  for (gint j = 0; j < chains; j++)
    acc[j] = acc[j] + dz[j * n_places + i];
  for (gint j = 0; j < chains; j++)
    out[j] = acc[j];
}

static void
conv_db_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  const NnShape *shape = &call->in_shape[0];
  gssize batch = shape->dim[0], n_places = (gssize) shape->dim[2] * shape->dim[3];
  gssize step = shape->dim[1] * n_places, f = (gssize) begin;

  for (; f + CHAINS <= (gssize) end; f += CHAINS)
    add_chains (call->in[0] + f * n_places, batch, step, n_places, call->out + f, CHAINS);
  for (; f < (gssize) end; f++)
    add_chains (call->in[0] + f * n_places, batch, step, n_places, call->out + f, 1);
}

void
NN_PREPARE (conv_db) (NnCall *call)
{
  gdouble n = (gdouble) nn_shape_count (&call->in_shape[0]);

  nn_call_set (call, conv_db_kernel, call->n_cells, n);
}
