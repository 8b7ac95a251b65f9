/* Doubles as the narrowest IEEE 754 numbers that hold every one of them to the bit: 16, 32 or 64 bits each,
 * the lowest byte first. What was rounded to 16 bits, ones and zeros of classes, and memory that is still
 * empty then take a quarter of the room, and nothing is lost.
 *
 *   gint bits = gs_binary_find_bits (values, n);
 *   g_autofree guint8 *bytes = gs_binary_pack (values, n, bits);
 *   gs_binary_unpack (bytes, bits, n, values);
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* 16, 32 or 64. Infinities and NaN take 64. */
gint gs_binary_find_bits (const gdouble *values, gsize n);

/* n * bits / 8 bytes; the values must fit. Caller frees. */
guint8 *gs_binary_pack (const gdouble *values, gsize n, gint bits);
void gs_binary_unpack (const guint8 *bytes, gint bits, gsize n, gdouble *values);

G_END_DECLS
