/* NumPy's files (numpy.lib.format, versions 1 and 2). */
#include "gs-npz.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/text/gs-document-error.h"
#include "app/text/gs-file.h"
#include "app/text/gs-task.h"
#include "gs-zip.h"

#define MAGIC      "\x93NUMPY"
#define MAX_HEADER 65536

/* ---- reading ---- */

typedef struct {
  gchar kind; /* f, i, u, b */
  gint size;  /* bytes of one number */
  gboolean swapped;
  gboolean fortran;
  NnShape shape;
} Header;

static gboolean
refuse (GError **error, const gchar *what)
{
  g_set_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_READ, "%s", what);
  return FALSE;
}

/* What stands behind 'key': in the header's dictionary, or NULL. */
static const gchar *
find_value (const gchar *header, const gchar *key)
{
  g_autofree gchar *quoted = g_strdup_printf ("'%s':", key);
  const gchar *found = strstr (header, quoted);

  return found != NULL ? found + strlen (quoted) + strspn (found + strlen (quoted), " ") : NULL;
}

static gboolean
read_type (const gchar *text, Header *header)
{
  if (text == NULL || *text != '\'' || strchr ("<>|=", text[1]) == NULL || text[1] == '\0')
    return FALSE;
  header->kind = text[2];
  header->size = text[2] != '\0' && g_ascii_isdigit (text[3]) && text[4] == '\'' ? text[3] - '0' : 0;
  header->swapped = (text[1] == '>') != (G_BYTE_ORDER == G_BIG_ENDIAN) && text[1] != '|' && text[1] != '=';
  switch (header->kind) {
  case 'f': return header->size == 2 || header->size == 4 || header->size == 8;
  case 'i':
  case 'u': return header->size == 1 || header->size == 2 || header->size == 4 || header->size == 8;
  case 'b': return header->size == 1;
  default: return FALSE;
  }
}

static gboolean
read_shape (const gchar *text, NnShape *shape)
{
  *shape = nn_shape (0);
  if (text == NULL || *text++ != '(')
    return FALSE;
  while (*text != ')') {
    gchar *behind;
    gint64 size = g_ascii_strtoll (text, &behind, 10);

    if (behind == text || size < 1 || size > (gint64) NN_MAX_CELLS || shape->rank == NN_MAX_RANK)
      return FALSE;
    shape->dim[shape->rank++] = (gint) size;
    text = behind + strspn (behind, ", ");
  }
  return nn_shape_is_valid (shape);
}

static gdouble
read_half (guint16 bits)
{
  gint exponent = (bits >> 10) & 31, fraction = bits & 1023;
  gdouble value = exponent == 0    ? ldexp (fraction, -24)
                  : exponent == 31 ? (fraction != 0 ? NAN : INFINITY)
                                   : ldexp (1024 + fraction, exponent - 25);

  return (bits & 0x8000) != 0 ? -value : value;
}

static gdouble
read_number (const guint8 *at, const Header *header)
{
  guint64 bits = 0;

  for (gint i = 0; i < header->size; i++) /* as if the file were little-endian */
    bits |= (guint64) at[(G_BYTE_ORDER == G_BIG_ENDIAN) != header->swapped ? header->size - 1 - i : i]
            << (8 * i);
  switch (header->kind) {
  case 'f':
    if (header->size == 8) {
      gdouble value;

      memcpy (&value, &bits, sizeof value);
      return value;
    }
    if (header->size == 4) {
      guint32 word = (guint32) bits;
      gfloat value;

      memcpy (&value, &word, sizeof value);
      return (gdouble) value;
    }
    return read_half ((guint16) bits);
  case 'i': {
    gint unused = 64 - 8 * header->size;

    return (gdouble) ((gint64) (bits << unused) >> unused);
  }
  default: return (gdouble) bits;
  }
}

/* From the place in Fortran's order, first axis fastest, to ours. */
static gsize
turn (const NnShape *shape, gsize place)
{
  gint index[NN_MAX_RANK];

  for (gint i = 0; i < shape->rank; i++) {
    index[i] = (gint) (place % (gsize) shape->dim[i]) + 1;
    place /= (gsize) shape->dim[i];
  }
  return (gsize) nn_shape_offset (shape, index);
}

static NnTensor *
read_array (const guint8 *bytes, gsize length, const gchar *name, GError **error)
{
  gsize at, header_length, n;
  g_autofree gchar *text = NULL;
  const gchar *order;
  Header header = { 0 };
  NnTensor *tensor;

  if (length < 12 || memcmp (bytes, MAGIC, 6) != 0 || bytes[6] < 1 || bytes[6] > 3) {
    refuse (error, _ ("it is no array of NumPy's"));
    return NULL;
  }
  at = bytes[6] == 1 ? 10 : 12;
  header_length = bytes[8] | (gsize) bytes[9] << 8;
  if (bytes[6] > 1)
    header_length |= (gsize) bytes[10] << 16 | (gsize) bytes[11] << 24;
  if (header_length > MAX_HEADER || header_length > length - at) {
    refuse (error, _ ("the array's header is cut"));
    return NULL;
  }
  text = g_strndup ((const gchar *) bytes + at, header_length);
  order = find_value (text, "fortran_order");
  header.fortran = order != NULL && g_str_has_prefix (order, "True");
  if (!read_type (find_value (text, "descr"), &header)) {
    refuse (error, _ ("the array holds something else than numbers of up to 8 bytes; save it as float64"));
    return NULL;
  }
  if (!read_shape (find_value (text, "shape"), &header.shape)) {
    refuse (error, _ ("the array has no cell, more than 4 axes or too many cells"));
    return NULL;
  }
  n = nn_shape_count (&header.shape);
  at += header_length;
  if ((length - at) / (gsize) header.size < n) {
    refuse (error, _ ("the array is cut: there are fewer numbers than its shape has cells"));
    return NULL;
  }
  tensor = nn_tensor_new (name, &header.shape);
  for (gsize i = 0; i < n; i++)
    tensor->values[header.fortran ? turn (&header.shape, i) : i] =
        read_number (bytes + at + i * (gsize) header.size, &header);
  return tensor;
}

static gboolean
read_members (GPtrArray *members, GPtrArray *arrays, GError **error)
{
  for (guint i = 0; i < members->len; i++) {
    const GsZipMember *member = g_ptr_array_index (members, i);
    gsize length;
    const guint8 *bytes = g_bytes_get_data (member->bytes, &length);
    g_autofree gchar *name = g_utf8_make_valid (member->name, -1);
    NnTensor *tensor;

    if (g_str_has_suffix (name, ".npy"))
      name[strlen (name) - 4] = '\0';
    for (guint j = 0; j < arrays->len; j++)
      if (g_str_equal (((NnTensor *) g_ptr_array_index (arrays, j))->name, name)) {
        g_set_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_READ, _ ("there are two arrays called “%s”"),
                     name);
        return FALSE;
      }
    tensor = read_array (bytes, length, name, error);
    if (tensor == NULL) {
      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }
    g_ptr_array_add (arrays, tensor);
  }
  return TRUE;
}

GPtrArray *
gs_npz_read_bytes (const guint8 *bytes, gsize length, const gchar *name, GError **error)
{
  g_autoptr (GPtrArray) arrays = g_ptr_array_new_with_free_func ((GDestroyNotify) nn_tensor_free);
  gboolean done;

  if (length >= 6 && memcmp (bytes, MAGIC, 6) == 0) {
    NnTensor *tensor = read_array (bytes, length, "", error);

    done = tensor != NULL;
    if (done)
      g_ptr_array_add (arrays, tensor);
  } else {
    g_autoptr (GPtrArray) members = gs_zip_read (bytes, length, GS_NPZ_MAX_BYTES, error);

    done = members != NULL && read_members (members, arrays, error);
  }
  if (!done) {
    g_prefix_error (error, "%s: ", name);
    return NULL;
  }
  return g_steal_pointer (&arrays);
}

GPtrArray *
gs_npz_read (const gchar *path, GError **error)
{
  gsize length;
  g_autofree gchar *bytes = gs_file_read (path, GS_NPZ_MAX_BYTES, &length, error);

  return bytes != NULL ? gs_npz_read_bytes ((const guint8 *) bytes, length, path, error) : NULL;
}

/* ---- writing ---- */

static GBytes *
make_array (const NnTensor *tensor)
{
  g_autoptr (GString) header = g_string_new ("{'descr': '<f8', 'fortran_order': False, 'shape': (");
  GByteArray *out = g_byte_array_new ();
  gsize n = nn_shape_count (&tensor->shape);
  guint8 length[2];

  for (gint i = 0; i < tensor->shape.rank; i++)
    g_string_append_printf (header, "%d%s", tensor->shape.dim[i],
                            i + 1 < tensor->shape.rank ? ", "
                            : i == 0                   ? ","
                                                       : "");
  g_string_append (header, "), }");
  while ((10 + header->len + 1) % 64 != 0)
    g_string_append_c (header, ' ');
  g_string_append_c (header, '\n');
  length[0] = (guint8) header->len;
  length[1] = (guint8) (header->len >> 8);
  g_byte_array_append (out, (const guint8 *) MAGIC "\x01\x00", 8);
  g_byte_array_append (out, length, 2);
  g_byte_array_append (out, (const guint8 *) header->str, (guint) header->len);
  for (gsize i = 0; i < n; i++) {
    guint64 bits;

    memcpy (&bits, &tensor->values[i], sizeof bits);
    bits = GUINT64_TO_LE (bits);
    g_byte_array_append (out, (const guint8 *) &bits, sizeof bits);
  }
  return g_byte_array_free_to_bytes (out);
}

gboolean
gs_npz_write (GPtrArray *tensors, const gchar *path, GError **error)
{
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_zip_member_free);
  g_autoptr (GByteArray) archive = NULL;

  for (guint i = 0; i < tensors->len; i++) {
    const NnTensor *tensor = g_ptr_array_index (tensors, i);
    GsZipMember *member = g_new0 (GsZipMember, 1);

    member->name = g_strconcat (tensor->name, ".npy", NULL);
    member->bytes = make_array (tensor);
    g_ptr_array_add (members, member);
    if (!gs_task_go_on (i, tensors->len, error))
      return FALSE;
  }
  if (g_str_has_suffix (path, ".npy") && members->len == 1) {
    gsize length;
    const gchar *bytes = g_bytes_get_data (((GsZipMember *) g_ptr_array_index (members, 0))->bytes, &length);

    return gs_file_write (path, bytes, length, GS_FILE_PUBLIC, error);
  }
  archive = gs_zip_write (members);
  if (archive == NULL)
    return refuse (error, _ ("the arrays are more than an archive of 4 GiB holds"));
  return gs_file_write (path, (const gchar *) archive->data, archive->len, GS_FILE_PUBLIC, error);
}
