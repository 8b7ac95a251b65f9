/* Files packed by gzip.
 *
 *   if (gs_packed_looks_like (bytes, size))
 *     text = gs_packed_unpack (bytes, size, "rows.csv.gz", &length, &error);
 *
 * A small file can hold gigabytes: unpacking stops where it is more than GS_PACKED_MAX_GROWTH times as long
 * and longer than GS_PACKED_MAY_GROW, and at GS_PACKED_MAX.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Tables and pictures are packed to a tenth, blank ones to a hundredth; what grows more is made to fill
 * memory. */
#define GS_PACKED_MAX_GROWTH 250
#define GS_PACKED_MAY_GROW   ((gsize) 64 << 20) /* a small file of zeros hurts nobody */
#define GS_PACKED_MAX        ((gsize) 2 << 30)

gboolean gs_packed_looks_like (const gchar *bytes, gsize size);
/* The unpacked bytes with a zero behind them, which *length does not count. NN_ERROR_SIZE, _SYNTAX for what
 * is damaged, with `name` before the message. Caller frees. */
gchar *gs_packed_unpack (const gchar *bytes, gsize size, const gchar *name, gsize *length, GError **error);

G_END_DECLS
