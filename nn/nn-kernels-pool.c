/* Windows without weights: pooling forward and backward, flatten and its inverse. */
#include "nn-kernels.h"
#include "nn-simd.h"

/* A window operation's sizes. Attributes: kh kw sr sc pt pl pb pr. */
typedef struct {
  gint kh, kw, sr, sc, pt, pl;
  gint height, width;           /* of the image */
  gint out_height, out_width;   /* of the map of windows */
} Windows;

static Windows
windows_of (const NnCall *call, const NnShape *image, const NnShape *map)
{
  const gint *a = call->attribute;

  return (Windows){ a[0], a[1], a[2], a[3], a[4], a[5], image->dim[2], image->dim[3], map->dim[2], map->dim[3] };
}

/* The part of a window that lies in the image: rows [u, u_end), columns [v, v_end), from 0, and
 * the image cell under (0, 0). */
typedef struct {
  gint u, u_end, v, v_end, top, left;
} Window;

static inline Window
window_at (const Windows *w, gint r, gint c)
{
  gint top = w->sr * r - w->pt, left = w->sc * c - w->pl;

  return (Window){ MAX (0, -top), MIN (w->kh, w->height - top), MAX (0, -left), MIN (w->kw, w->width - left),
                   top,           left };
}

/* Runs `body` for each window of the planes [begin, end): `x` is the plane, `o` the cell of the map. */
#define WINDOWS(name, body)                                                                                  \
  NN_DECLARE_KERNEL (name);                                                                                  \
  void NN_KERNEL (name) (const NnCall *call, gsize begin, gsize end, void *scratch)                          \
  {                                                                                                          \
    const Windows w = windows_of (call, &call->in_shape[0], &call->out_shape);                               \
    for (gsize plane = begin; plane < end; plane++) {                                                        \
      const gdouble *x = call->in[0] + plane * (gsize) (w.height * w.width);                                 \
      gsize o = plane * (gsize) (w.out_height * w.out_width);                                                \
      for (gint r = 0; r < w.out_height; r++)                                                                \
        for (gint c = 0; c < w.out_width; c++, o++) {                                                        \
          const Window at = window_at (&w, r, c);                                                            \
          body                                                                                               \
        }                                                                                                    \
    }                                                                                                        \
  }                                                                                                          \
  void NN_PREPARE (name) (NnCall * call)                                                                     \
  {                                                                                                          \
    call->n_units = (gsize) call->out_shape.dim[0] * (gsize) call->out_shape.dim[1];                         \
  }

#define CELL(u, v) x[(at.top + (u)) * w.width + at.left + (v)]

/* clang-format off */
WINDOWS (pool_which, {
  gdouble best = CELL (at.u, at.v);
  gint place = at.u * w.kw + at.v;

  for (gint u = at.u; u < at.u_end; u++)
    for (gint v = at.v; v < at.v_end; v++) {
      const gboolean greater = CELL (u, v) > best;

      place = greater ? u * w.kw + v : place;
      best = greater ? CELL (u, v) : best;
    }
  call->out[o] = place + 1;
})

WINDOWS (pool_max, {
  gdouble best = CELL (at.u, at.v);

  for (gint u = at.u; u < at.u_end; u++)
    for (gint v = at.v; v < at.v_end; v++)
      best = CELL (u, v) > best ? CELL (u, v) : best;
  call->out[o] = best;
})

WINDOWS (pool_mean, {
  gdouble sum = 0.0;

  for (gint u = at.u; u < at.u_end; u++)
    for (gint v = at.v; v < at.v_end; v++)
      sum += CELL (u, v);
  call->out[o] = sum / call->in[1][r * w.out_width + c];
})

WINDOWS (pool_mean_padded, {
  gdouble sum = 0.0;

  for (gint u = at.u; u < at.u_end; u++)
    for (gint v = at.v; v < at.v_end; v++)
      sum += CELL (u, v);
  call->out[o] = sum / (w.kh * w.kw);
})
/* clang-format on */

NN_DECLARE_KERNEL (pool_count);

void
NN_KERNEL (pool_count) (const NnCall *call, gsize begin, gsize end, void *scratch)
{
  const NnShape map = nn_shape (4, 1, 1, call->out_shape.dim[0], call->out_shape.dim[1]);
  const Windows w = windows_of (call, &call->in_shape[0], &map);

  for (gsize o = begin; o < end; o++) {
    const Window at = window_at (&w, (gint) o / w.out_width, (gint) o % w.out_width);

    call->out[o] = (at.u_end - at.u) * (at.v_end - at.v);
  }
}

void
NN_PREPARE (pool_count) (NnCall *call)
{
  call->n_units = call->n_cells;
}

/* ---- backward: each image cell gathers from the windows that cover it ----
 *
 * In the formula's order, u and v ascending, a cell meets its windows from the last to the first; walking the windows
 * backwards and scattering gives every cell its terms in just that order. The zeros that the formula adds for
 * windows it did not win change nothing: a sum that starts at +0 is never −0 here. */

#define SCATTER(name, value)                                                                                 \
  NN_DECLARE_KERNEL (name);                                                                                  \
  void NN_KERNEL (name) (const NnCall *call, gsize begin, gsize end, void *scratch)                          \
  {                                                                                                          \
    const Windows w = windows_of (call, &call->out_shape, &call->in_shape[0]);                               \
    const gsize image = (gsize) (w.height * w.width), map = (gsize) (w.out_height * w.out_width);            \
    for (gsize plane = begin; plane < end; plane++) {                                                        \
      gdouble *x = call->out + plane * image;                                                                \
      memset (x, 0, image * sizeof (gdouble));                                                               \
      for (gint r = w.out_height - 1; r >= 0; r--)                                                           \
        for (gint c = w.out_width - 1; c >= 0; c--) {                                                        \
          const Window at = window_at (&w, r, c);                                                            \
          const gsize o = plane * map + (gsize) (r * w.out_width + c);                                       \
          value                                                                                              \
        }                                                                                                    \
    }                                                                                                        \
  }                                                                                                          \
  void NN_PREPARE (name) (NnCall * call)                                                                     \
  {                                                                                                          \
    call->n_units = (gsize) call->out_shape.dim[0] * (gsize) call->out_shape.dim[1];                         \
  }

#define SHARE(part)                                                                                          \
  const gdouble share = part;                                                                                \
  for (gint u = at.u; u < at.u_end; u++)                                                                     \
    for (gint v = at.v; v < at.v_end; v++)                                                                   \
      CELL (u, v) += share;

/* clang-format off */
SCATTER (pool_max_dx, {
  /* A pinned `which` may be any number; only a whole one in the window's part of the image is a place. */
  const gdouble which = call->in[1][o];

  for (gint u = at.u; u < at.u_end; u++)
    for (gint v = at.v; v < at.v_end; v++)
      if (which == u * w.kw + v + 1)
        CELL (u, v) += call->in[0][o];
})

SCATTER (pool_mean_dx, { SHARE (call->in[0][o] / call->in[1][r * w.out_width + c]) })
SCATTER (pool_mean_padded_dx, { SHARE (call->in[0][o] / (w.kh * w.kw)) })
/* clang-format on */

/* ---- flatten keeps the order of the cells, so both ways are a copy ---- */

#define COPY(name)                                                                                           \
  NN_DECLARE_KERNEL (name);                                                                                  \
  void NN_KERNEL (name) (const NnCall *call, gsize begin, gsize end, void *scratch)                          \
  {                                                                                                          \
    memcpy (call->out + begin, call->in[0] + begin, (end - begin) * sizeof (gdouble));                       \
  }                                                                                                          \
  void NN_PREPARE (name) (NnCall * call)                                                                     \
  {                                                                                                          \
    call->n_units = call->n_cells;                                                                           \
  }

COPY (flatten)
COPY (unflatten)
