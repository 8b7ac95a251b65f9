/* NumPy's files: one array (.npy) or several with names (.npz), in and out.
 *
 *   g_autoptr (GPtrArray) arrays = gs_npz_read ("theirs.npz", &error);       // NnTensor
 *   gs_npz_write (arrays, "ours.npz", &error);
 *
 * Read are arrays of 1 to 4 axes, or of none, of float64, float32, float16, whole numbers and truths, of
 * either byte order, in C's or Fortran's order; stored or deflated. The array of an .npy has the name "".
 * What a file claims is checked before memory is taken for it: GS_DOCUMENT_ERROR_READ says what is wrong.
 */
#pragma once

#include "nn/nn-tensor.h"

G_BEGIN_DECLS

/* No file may unpack to more. */
#define GS_NPZ_MAX_BYTES ((gsize) 1 << 30)

GPtrArray *gs_npz_read (const gchar *path, GError **error);
/* The same of bytes; `name` is the file's, for messages. */
GPtrArray *gs_npz_read_bytes (const guint8 *bytes, gsize length, const gchar *name, GError **error);

/* Written as float64, stored: an .npy of the only array, or an .npz, by the ending. The same arrays give the
 * same bytes. */
gboolean gs_npz_write (GPtrArray *tensors, const gchar *path, GError **error);

G_END_DECLS
