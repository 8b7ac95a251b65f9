/* Shapes: how many cells a tensor has along each of its axes.
 *
 * A shape has a rank of 0 to 4. Values are stored row-major: the last axis
 * runs fastest. A scalar (the loss, the learning rate) has rank 0 and one cell.
 * Indices that people see start at 1; the flat offset of a cell starts at 0.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define NN_MAX_RANK 4

/* No tensor may hold more cells than this, so that no product of sizes can
 * overflow and a hostile file cannot ask for the whole machine: 2^28 doubles
 * are 2 GiB. */
#define NN_MAX_CELLS ((gsize) 1 << 28)

typedef struct {
  gint rank;
  gint dim[NN_MAX_RANK]; /* unused axes are 1 */
} NnShape;

/* A shape from its sizes: nn_shape (2, 3, 4) is a 3 x 4 matrix; nn_shape (0) a scalar. */
NnShape nn_shape (gint rank, ...);

/* The number of cells; 1 for a scalar. */
gsize nn_shape_count (const NnShape *shape);

gboolean nn_shape_equal (const NnShape *a, const NnShape *b);

/* Whether every size is at least 1 and the count at most NN_MAX_CELLS. */
gboolean nn_shape_is_valid (const NnShape *shape);

/* The flat offset of the cell at `index` (1-based, rank entries), or -1 outside. */
gssize nn_shape_offset (const NnShape *shape, const gint *index);

/* The 1-based indices of the cell at `offset`; inverse of nn_shape_offset(). */
void nn_shape_index (const NnShape *shape, gsize offset, gint index[NN_MAX_RANK]);

/* "3×4", or "1" for a scalar. Caller frees. */
gchar *nn_shape_to_string (const NnShape *shape);

G_END_DECLS
