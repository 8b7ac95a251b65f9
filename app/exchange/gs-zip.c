/* Zip archives in memory (PKWARE, APPNOTE 6.3.4, sections 4.3.6 to 4.3.16). */
#include "gs-zip.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/text/gs-document-error.h"

#define LOCAL        0x04034b50u
#define CENTRAL      0x02014b50u
#define END          0x06054b50u
#define LOCAL_SIZE   30
#define CENTRAL_SIZE 46
#define END_SIZE     22
#define MAX_COMMENT  65535
#define MAX_MEMBERS  4096
#define STORED       0
#define DEFLATED     8
#define DAY_ONE      0x0021 /* 1 January 1980 */

void
gs_zip_member_free (GsZipMember *member)
{
  g_free (member->name);
  g_clear_pointer (&member->bytes, g_bytes_unref);
  g_free (member);
}

static guint32
get16 (const guint8 *at)
{
  return (guint32) at[0] | (guint32) at[1] << 8;
}

static guint32
get32 (const guint8 *at)
{
  return get16 (at) | get16 (at + 2) << 16;
}

/* CRC-32, ISO 3309. */
static guint32
compute_sum (const guint8 *bytes, gsize length)
{
  static guint32 table[256];
  static gsize made;
  guint32 sum = 0xffffffffu;

  if (g_once_init_enter (&made)) {
    for (guint32 i = 0; i < 256; i++) {
      guint32 c = i;

      for (gint bit = 0; bit < 8; bit++)
        c = (c & 1) != 0 ? 0xedb88320u ^ (c >> 1) : c >> 1;
      table[i] = c;
    }
    g_once_init_leave (&made, 1);
  }
  for (gsize i = 0; i < length; i++)
    sum = table[(sum ^ bytes[i]) & 0xff] ^ (sum >> 8);
  return sum ^ 0xffffffffu;
}

/* ---- reading ---- */

static gboolean
refuse (GError **error, const gchar *what)
{
  g_set_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_READ, "%s", what);
  return FALSE;
}

static const guint8 *
find_end (const guint8 *bytes, gsize length)
{
  for (gsize back = END_SIZE; back <= MIN (length, END_SIZE + MAX_COMMENT); back++)
    if (get32 (bytes + length - back) == END)
      return bytes + length - back;
  return NULL;
}

static GBytes *
inflate (const guint8 *bytes, gsize length, gsize size, GError **error)
{
  g_autoptr (GZlibDecompressor) decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW);
  g_autofree guint8 *out = g_malloc (size + 1);
  gsize done = 0, taken = 0;

  for (;;) {
    gsize n_read = 0, n_written = 0;
    GConverterResult result =
        g_converter_convert (G_CONVERTER (decompressor), bytes + taken, length - taken, out + done,
                             size + 1 - done, G_CONVERTER_INPUT_AT_END, &n_read, &n_written, error);

    if (result == G_CONVERTER_ERROR)
      return NULL;
    taken += n_read;
    done += n_written;
    if (done > size || (n_read == 0 && n_written == 0 && result != G_CONVERTER_FINISHED)) {
      refuse (error, _ ("a part of the archive unpacks to more than it says"));
      return NULL;
    }
    if (result == G_CONVERTER_FINISHED)
      return g_bytes_new_take (g_steal_pointer (&out), done);
  }
}

/* One entry of the list at the end. */
static GsZipMember *
read_member (const guint8 *bytes, gsize length, const guint8 *entry, gsize *left, GError **error)
{
  gsize packed = get32 (entry + 20), size = get32 (entry + 24), at = get32 (entry + 42);
  gsize name_length = get16 (entry + 28), start;
  guint32 method = get16 (entry + 10);
  g_autoptr (GBytes) content = NULL;
  GsZipMember *member;

  if ((get16 (entry + 8) & 1) != 0 || (method != STORED && method != DEFLATED)) {
    refuse (error, _ ("a part of the archive is encrypted or packed in a way that is not read"));
    return NULL;
  }
  if (at + LOCAL_SIZE > length || get32 (bytes + at) != LOCAL) {
    refuse (error, _ ("the archive is cut, or its list points to nowhere"));
    return NULL;
  }
  start = at + LOCAL_SIZE + get16 (bytes + at + 26) + get16 (bytes + at + 28);
  if (start > length || packed > length - start || size > *left || (method == STORED && packed != size)) {
    refuse (error, _ ("a part of the archive claims a size that it cannot have"));
    return NULL;
  }
  *left -= size;
  content =
      method == STORED ? g_bytes_new (bytes + start, size) : inflate (bytes + start, packed, size, error);
  if (content == NULL)
    return NULL;
  if (g_bytes_get_size (content) != size
      || compute_sum (g_bytes_get_data (content, NULL), size) != get32 (entry + 16)) {
    refuse (error, _ ("a part of the archive is damaged: its sum is another"));
    return NULL;
  }
  member = g_new0 (GsZipMember, 1);
  member->name = g_strndup ((const gchar *) entry + CENTRAL_SIZE, name_length);
  member->bytes = g_steal_pointer (&content);
  return member;
}

GPtrArray *
gs_zip_read (const guint8 *bytes, gsize length, gsize most, GError **error)
{
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_zip_member_free);
  const guint8 *end = length >= END_SIZE ? find_end (bytes, length) : NULL;
  gsize n, at;

  if (end == NULL) {
    refuse (error, _ ("it is no zip archive, or it is cut"));
    return NULL;
  }
  n = get16 (end + 10);
  at = get32 (end + 16);
  if (n > MAX_MEMBERS) {
    refuse (error, _ ("the archive has too many parts"));
    return NULL;
  }
  for (gsize i = 0; i < n; i++) {
    GsZipMember *member;

    if (at + CENTRAL_SIZE > length || get32 (bytes + at) != CENTRAL
        || at + CENTRAL_SIZE + get16 (bytes + at + 28) > length) {
      refuse (error, _ ("the archive's list is cut"));
      return NULL;
    }
    member = read_member (bytes, length, bytes + at, &most, error);
    if (member == NULL)
      return NULL;
    g_ptr_array_add (members, member);
    at += CENTRAL_SIZE + get16 (bytes + at + 28) + get16 (bytes + at + 30) + get16 (bytes + at + 32);
  }
  return g_steal_pointer (&members);
}

/* ---- writing ---- */

static void
put (GByteArray *out, guint32 value, gint n_bytes)
{
  for (gint i = 0; i < n_bytes; i++) {
    guint8 byte = (guint8) (value >> (8 * i));

    g_byte_array_append (out, &byte, 1);
  }
}

/* What the local header and the list's entry share. */
static void
put_description (GByteArray *out, const GsZipMember *member)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (member->bytes, &size);

  put (out, 20, 2);     /* version needed */
  put (out, 0x0800, 2); /* names are UTF-8 */
  put (out, STORED, 2);
  put (out, 0, 2);
  put (out, DAY_ONE, 2);
  put (out, compute_sum (bytes, size), 4);
  put (out, (guint32) size, 4);
  put (out, (guint32) size, 4);
  put (out, (guint32) strlen (member->name), 2);
  put (out, 0, 2);
}

GByteArray *
gs_zip_write (GPtrArray *members)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint64 total = 0;
  guint32 list;

  for (guint i = 0; i < members->len; i++)
    total += g_bytes_get_size (((GsZipMember *) g_ptr_array_index (members, i))->bytes) + 1024;
  if (total > G_MAXUINT32)
    return NULL;
  for (guint i = 0; i < members->len; i++) {
    const GsZipMember *member = g_ptr_array_index (members, i);
    guint32 place = out->len;
    gsize size;
    const guint8 *bytes = g_bytes_get_data (member->bytes, &size);

    g_array_append_val (places, place);
    put (out, LOCAL, 4);
    put_description (out, member);
    g_byte_array_append (out, (const guint8 *) member->name, (guint) strlen (member->name));
    g_byte_array_append (out, bytes, (guint) size);
  }
  list = out->len;
  for (guint i = 0; i < members->len; i++) {
    const GsZipMember *member = g_ptr_array_index (members, i);

    put (out, CENTRAL, 4);
    put (out, 20, 2);
    put_description (out, member);
    put (out, 0, 2); /* comment */
    put (out, 0, 2); /* disk */
    put (out, 0, 2); /* attributes */
    put (out, 0, 4);
    put (out, g_array_index (places, guint32, i), 4);
    g_byte_array_append (out, (const guint8 *) member->name, (guint) strlen (member->name));
  }
  {
    guint32 size = out->len - list;

    put (out, END, 4);
    put (out, 0, 4);
    put (out, members->len, 2);
    put (out, members->len, 2);
    put (out, size, 4);
    put (out, list, 4);
    put (out, 0, 2);
  }
  return g_steal_pointer (&out);
}
