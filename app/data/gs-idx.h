/* IDX, the format in which MNIST and its relatives are distributed: a header with the sizes, then numbers.
 *
 * Two zero bytes, a byte for the type of the numbers, a byte for how many sizes follow, the sizes (32 bits,
 * the highest byte first), the numbers row by row. Read are unsigned bytes (type 8), as all those files have.
 */
#pragma once

#include "gs-dataset.h"
#include "nn/nn-network.h"

G_BEGIN_DECLS

typedef struct {
  gint rank;
  gint dim[4];   /* pictures: how many, channels where there are four sizes, rows, columns */
  guint8 *bytes; /* owned */
} GsIdx;

void gs_idx_clear (GsIdx *idx);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GsIdx, gs_idx_clear)

/* Whether bytes begin as IDX does. */
gboolean gs_idx_looks_like (const gchar *bytes, gsize length);

/* Reads the whole of `length` bytes. `name` goes before messages. NN_ERROR_SYNTAX if this is no IDX, or if
 * the header does not tell the truth about what follows; NN_ERROR_SIZE beyond memory. */
gboolean gs_idx_read (GsIdx *idx, const gchar *bytes, gsize length, const gchar *name, GError **error);

/* How many bytes there are. */
gsize gs_idx_count (const GsIdx *idx);

/* How large each picture is, in pixels, and how many channels it has. */
void gs_idx_get_size (const GsIdx *pictures, gint *channels, gint *rows, gint *columns);

/* Keeps the middle `size` x `size` pixels of each picture; where as many cannot stay on both sides, one more
 * stays at the right and at the bottom. NN_ERROR_SHAPE if the pictures are smaller. */
gboolean gs_idx_crop (GsIdx *pictures, gint size, const gchar *name, GError **error);

/* Whether these are pictures and as many labels; NN_ERROR_SHAPE. */
gboolean gs_idx_are_pairs (const GsIdx *pictures, const GsIdx *labels, GError **error);
/* Whether they fit each other and the network; NN_ERROR_SHAPE with the cure. */
gboolean gs_idx_fits (const GsIdx *pictures, const GsIdx *labels, const NnNetwork *network, GError **error);

/* Pictures with their labels as rows for a network: pixels divided by 255, labels as classes, called as
 * `classes` says, or "0", "1" and so on (NULL). NN_ERROR_SHAPE if the two or the network do not fit each
 * other. */
GsDataset *gs_idx_to_rows (const GsIdx *pictures,
                           const GsIdx *labels,
                           const NnNetwork *network,
                           const GPtrArray *classes,
                           const gchar *name,
                           GError **error);

G_END_DECLS
