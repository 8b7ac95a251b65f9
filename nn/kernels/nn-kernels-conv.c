/* Convolution forward.
 *
 * The image of one sample is copied so that, for each term (k, u, v) of the formula, the cells that all
 * places of the grid need lie side by side: a plane for each channel, kernel column and row
 * phase, padded with zeros. Then a tile of filters x places is a product of matrices whose B
 * rows begin at `offset[term]`, and each cell one chain of fused multiply-adds in the formula's order.
 * Why the zeros do no harm: see nn-kernels-conv.h.
 */
#include "nn-kernels-conv.h"

#if NN_W == 8
#define FILTERS 8
#else
#define FILTERS 4
#endif
#define VECTORS 3

/* ---- the exact path ---- */

static inline gdouble
exact_cell (const NnConv *g, const gdouble *x, const gdouble *W, gssize r, gssize c)
{
  gdouble acc = 0.0;

  for (gssize k = 0; k < g->channels; k++)
    for (gssize u = 0; u < g->kh; u++)
      for (gssize v = 0; v < g->kw; v++) {
        gssize y = r * g->sr + u - g->pt, z = c * g->sc + v - g->pl;

        if (y >= 0 && y < g->height && z >= 0 && z < g->width)
          acc = fma (x[(k * g->height + y) * g->width + z], W[(k * g->kh + u) * g->kw + v], acc);
      }
  return acc;
}

/* Filters first to last of one sample. */
static void
exact_filters (const NnCall *call, const NnConv *g, gssize b, gssize first, gssize last)
{
  const gdouble *x = call->in[0] + b * g->channels * g->height * g->width;
  gdouble *out = call->out + (b * g->filters + first) * g->rows * g->columns;

  for (gssize f = first; f < last; f++)
    for (gssize r = 0; r < g->rows; r++)
      for (gssize c = 0; c < g->columns; c++) {
        gdouble acc = exact_cell (g, x, call->in[1] + f * g->channels * g->kh * g->kw, r, c);

        *out++ = call->op == NN_OP_CONV ? acc + call->in[2][f] : acc;
      }
}

/* ---- planes ---- */

typedef struct {
  gssize n_terms, n_phases;
  gssize plane_rows, plane_size; /* grid rows of one phase, and cells */
  gssize n_planes;
  gssize *offset;  /* of each term */
  gdouble *planes; /* [channel, kernel column, phase] [row, column] */
} Planes;

/* Without scratch only the sizes. */
static inline Planes
planes_of (const NnConv *g, void *scratch)
{
  Planes p = { .n_terms = g->channels * g->kh * g->kw, .n_phases = MIN (g->sr, g->kh) };

  p.plane_rows = g->rows + (g->kh - 1) / g->sr;
  p.plane_size = p.plane_rows * g->columns;
  p.n_planes = g->channels * g->kw * p.n_phases;
  p.offset = scratch;
  p.planes = scratch != NULL ? (gdouble *) scratch + nn_round_up ((gsize) p.n_terms, 8) : NULL;
  return p;
}

/* How many doubles; a gdouble, because a strange kernel could ask for more than a gssize holds. */
static gdouble
planes_scratch (const NnConv *g)
{
  Planes p = planes_of (g, NULL);

  return (gdouble) p.n_terms + 8 + (gdouble) p.n_planes * (gdouble) p.plane_size + (VECTORS + 1) * NN_W;
}

static void
planes_begin (const NnConv *g, Planes *p)
{
  gssize t = 0;

  for (gssize k = 0; k < g->channels; k++)
    for (gssize u = 0; u < g->kh; u++)
      for (gssize v = 0; v < g->kw; v++)
        p->offset[t++] = ((k * g->kw + v) * p->n_phases + u % g->sr) * p->plane_size + u / g->sr * g->columns;
  memset (p->planes, 0, (gsize) (p->n_planes * p->plane_size + (VECTORS + 1) * NN_W) * sizeof (gdouble));
}

/* One row of a plane: cells c of the grid read x[c * step]. */
static inline void
fill_row (gdouble *plane, const gdouble *x, gssize count, gssize step)
{
  gssize c = 0;

  if (step == 1) {
    for (; c + NN_W <= count; c += NN_W)
      nn_v_store (plane + c, nn_v_load (x + c));
    if (c < count)
      nn_store_cells (plane + c, nn_load_cells (x + c, (gsize) (count - c)), (gsize) (count - c));
    return;
  }
  for (; c < count; c++)
    plane[c] = x[c * step];
}

/* Writes what lies in the image; the zeros around it stay from planes_begin(). */
static void
planes_fill (const NnConv *g, const Planes *p, const gdouble *x)
{
  gdouble *plane = p->planes;

  for (gssize k = 0; k < g->channels; k++)
    for (gssize v = 0; v < g->kw; v++) {
      /* Grid columns c with 0 <= c sc + v - pl < width. */
      gssize shift = v - g->pl;
      gssize first = shift < 0 ? (-shift + g->sc - 1) / g->sc : 0;
      gssize last = g->width > shift ? MIN (g->columns, (g->width - shift - 1) / g->sc + 1) : 0;

      for (gssize phase = 0; phase < p->n_phases; phase++, plane += p->plane_size)
        for (gssize q = 0; q < p->plane_rows; q++) {
          gssize y = q * g->sr + phase - g->pt;

          if (y >= 0 && y < g->height && first < last)
            fill_row (plane + q * g->columns + first,
                      x + (k * g->height + y) * g->width + first * g->sc + shift, last - first, g->sc);
        }
    }
}

/* ---- tiles ---- */

typedef struct {
  const Planes *planes;
  const gdouble *W;    /* of the first filter */
  const gdouble *bias; /* of the first filter, or NULL */
  gdouble *out;        /* of the first filter */
  gssize n_places;
} Product;

typedef void (*Tile) (const Product *p, gssize place, gsize last);

static inline __attribute__ ((always_inline)) void
multiply_tile (const Product *p, gssize place, gsize last, gint filters, gint vectors)
{
  const gdouble *x = p->planes->planes + place, *W = p->W, *bias = p->bias;
  gdouble *out = p->out + place;
  const gssize *offset = p->planes->offset;
  gssize n_terms = p->planes->n_terms, n_places = p->n_places;
  NnV acc[8][VECTORS], xv[VECTORS];

  NN_UNROLL
  for (gint f = 0; f < filters; f++)
    NN_UNROLL
  for (gint j = 0; j < vectors; j++)
    acc[f][j] = nn_v_set (0.0);
  for (gssize t = 0; t < n_terms; t++) {
    const gdouble *from = x + offset[t];

    NN_UNROLL
    for (gint j = 0; j < vectors; j++)
      xv[j] = nn_v_load (from + j * NN_W);
    NN_UNROLL
    for (gint f = 0; f < filters; f++) {
      NnV w = nn_v_set (W[f * n_terms + t]);

      NN_UNROLL
      for (gint j = 0; j < vectors; j++)
        acc[f][j] = nn_v_fma (xv[j], w, acc[f][j]);
    }
  }
  if (bias != NULL)
    NN_UNROLL
  for (gint f = 0; f < filters; f++)
    NN_UNROLL
  for (gint j = 0; j < vectors; j++)
    acc[f][j] = acc[f][j] + nn_v_set (bias[f]);
  NN_UNROLL
  for (gint f = 0; f < filters; f++)
    NN_UNROLL
  for (gint j = 0; j < vectors; j++)
    nn_store_cells (out + f * n_places + j * NN_W, acc[f][j], j == vectors - 1 ? last : NN_W);
}

#define TILE(filters, vectors)                                                                               \
  static void tile_##filters##_##vectors (const Product *p, gssize place, gsize last)                        \
  {                                                                                                          \
    multiply_tile (p, place, last, filters, vectors);                                                        \
  }
#define TILES(filters) TILE (filters, 1) TILE (filters, 2) TILE (filters, 3)
#define NAMES(filters)                                                                                       \
  {                                                                                                          \
    tile_##filters##_1, tile_##filters##_2, tile_##filters##_3                                               \
  }

TILES (1)
TILES (2)
TILES (3)
TILES (4)
#if FILTERS == 8
TILES (5)
TILES (6)
TILES (7)
TILES (8)
static const Tile tiles[FILTERS][VECTORS] = { NAMES (1), NAMES (2), NAMES (3), NAMES (4),
                                              NAMES (5), NAMES (6), NAMES (7), NAMES (8) };
#else
static const Tile tiles[FILTERS][VECTORS] = { NAMES (1), NAMES (2), NAMES (3), NAMES (4) };
#endif

static void
multiply (const Product *p, gssize filters)
{
  gssize place = 0, left;

  for (; (left = p->n_places - place) > 0; place += VECTORS * NN_W) {
    gssize vectors = MIN (VECTORS, (left + NN_W - 1) / NN_W);
    gsize last = (gsize) MIN (NN_W, left - (vectors - 1) * NN_W);

    tiles[filters - 1][vectors - 1](p, place, last);
  }
}

/* ---- kernels; a unit is a group of filters of one sample ---- */

static inline gssize
n_groups (const NnConv *g)
{
  return (g->filters + FILTERS - 1) / FILTERS;
}

static void
conv_exact_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  NnConv g = nn_conv_of (call, &call->in_shape[0], &call->in_shape[1], &call->out_shape);

  for (gssize unit = (gssize) begin; unit < (gssize) end; unit++) {
    gssize first = unit % n_groups (&g) * FILTERS;

    exact_filters (call, &g, unit / n_groups (&g), first, MIN (first + FILTERS, g.filters));
  }
}

static void
conv_kernel (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  NnConv g = nn_conv_of (call, &call->in_shape[0], &call->in_shape[1], &call->out_shape);
  const gint *a = call->attribute;
  gboolean padded = (a[2] | a[3] | a[4] | a[5]) != 0, tame = FALSE;
  gboolean W_tame = !padded || nn_all_tame (call->in[1], nn_shape_count (&call->in_shape[1]));
  gssize size = g.channels * g.height * g.width, filled = -1;
  Planes planes = planes_of (&g, scratch);

  planes_begin (&g, &planes);
  for (gssize unit = (gssize) begin; unit < (gssize) end; unit++) {
    gssize b = unit / n_groups (&g), first = unit % n_groups (&g) * FILTERS;
    gssize filters = MIN (FILTERS, g.filters - first);
    Product p = { .planes = &planes,
                  .W = call->in[1] + first * planes.n_terms,
                  .bias = call->op == NN_OP_CONV ? call->in[2] + first : NULL,
                  .out = call->out + (b * g.filters + first) * g.rows * g.columns,
                  .n_places = g.rows * g.columns };

    if (b != filled) {
      tame = W_tame && (!padded || nn_all_tame (call->in[0] + b * size, (gsize) size));
      planes_fill (&g, &planes, call->in[0] + b * size);
      filled = b;
    }
    if (tame)
      multiply (&p, filters);
    else
      exact_filters (call, &g, b, first, first + filters);
  }
}

static void
conv_set (NnCall *call)
{
  NnConv g = nn_conv_of (call, &call->in_shape[0], &call->in_shape[1], &call->out_shape);
  gdouble products = nn_conv_products (&g), bytes = planes_scratch (&g) * sizeof (gdouble);
  gboolean fits = bytes <= NN_CONV_MAX_SCRATCH;

  nn_call_set (call, fits ? conv_kernel : conv_exact_kernel, (gsize) (g.batch * n_groups (&g)),
               products / NN_W);
  if (fits)
    call->scratch_size = (gsize) bytes;
}

void
NN_PREPARE (conv) (NnCall *call)
{
  conv_set (call);
}

void
NN_PREPARE (conv_no_bias) (NnCall *call)
{
  conv_set (call);
}
