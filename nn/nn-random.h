/* Random numbers: one counter-based generator, Philox 4x32-10 (Salmon, Moraes, Dror and
 * Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
 *
 * There is no hidden state: a number is a function of the document's seed, a stream and a
 * counter, so the same file gives the same run everywhere and stepping back is exact.
 *
 *   uniform in [0, 1):  nn_random_uniform (seed, NN_STREAM_DROPOUT, pass, layer, cell)
 *
 * The key is the seed (64 bits); the 128-bit counter is, from its low word: cell (32 bits),
 * layer (32 bits), pass (32 bits), stream (32 bits). The double is made from the first two
 * output words: (word1 * 2^32 + word0) >> 11, times 2^-53.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  NN_STREAM_INITIAL = 1, /* starting values; layer: see nn-network.h, pass 0 */
  NN_STREAM_DROPOUT = 2,
  NN_STREAM_CHECK = 3, /* probing directions of numerical checks */
  NN_STREAM_DATA = 4,
  NN_STREAM_SHUFFLE = 5, /* the order of rows in an epoch: pass: the epoch, layer 0, cell: the place */
  NN_STREAM_CROP = 6 /* what is cut out of a picture: pass: the epoch, layer 0 top, 1 left, cell: the row */
} NnStream;

/* The raw block, for tests against the published vectors. */
void nn_random_philox (const guint32 counter[4], const guint32 key[2], guint32 out[4]);

gdouble nn_random_uniform (guint64 seed, NnStream stream, guint32 pass, guint32 layer, guint32 cell);

/* Standard normal: the quantile (Wichura's AS 241, PPND16, with nn_ln) of the uniform's upper
 * 52 bits k at (k + 1/2) * 2^-52. A sine or cosine would bring the C library's bits in. */
gdouble nn_random_normal (guint64 seed, NnStream stream, guint32 pass, guint32 layer, guint32 cell);

G_END_DECLS
