/* gzip, unpacked within bounds. */
#include "gs-packed.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "nn/nn-error.h"

#define PIECE (1 << 18)

gboolean
gs_packed_looks_like (const gchar *bytes, gsize size)
{
  return size >= 3 && memcmp (bytes, "\x1f\x8b\x08", 3) == 0;
}

static gboolean
check_length (gsize length, gsize packed, const gchar *name, GError **error)
{
  if (length >= GS_PACKED_MAX) {
    g_set_error (error, NN_ERROR, NN_ERROR_SIZE, _ ("%s: unpacked it is longer than 2 GiB; use fewer rows"),
                 name);
    return FALSE;
  }
  if (length <= MAX (packed * GS_PACKED_MAX_GROWTH, GS_PACKED_MAY_GROW))
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_SIZE,
               _ ("%s: unpacked it is more than %d times as long, as no rows are; if they are, unpack the "
                  "file first"),
               name, GS_PACKED_MAX_GROWTH);
  return FALSE;
}

gchar *
gs_packed_unpack (const gchar *bytes, gsize size, const gchar *name, gsize *length, GError **error)
{
  g_autoptr (GInputStream) memory = g_memory_input_stream_new_from_data (bytes, (gssize) size, NULL);
  g_autoptr (GZlibDecompressor) gzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GInputStream) stream = g_converter_input_stream_new (memory, G_CONVERTER (gzip));
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_autofree guint8 *piece = g_malloc (PIECE);
  g_autoptr (GError) failure = NULL;
  gssize n;

  while ((n = g_input_stream_read (stream, piece, PIECE, NULL, &failure)) > 0) {
    if (!check_length (all->len + (gsize) n, size, name, error))
      return NULL;
    g_byte_array_append (all, piece, (guint) n);
  }
  if (failure != NULL) {
    g_set_error (error, NN_ERROR, NN_ERROR_SYNTAX, _ ("%s: cannot be unpacked (%s); fetch the file again"),
                 name, failure->message);
    return NULL;
  }
  *length = all->len;
  g_byte_array_append (all, (const guint8 *) "", 1);
  return (gchar *) g_byte_array_free (g_steal_pointer (&all), FALSE);
}
