/* Protocol buffers on the wire (protobuf.dev, "Encoding"). */
#include "gs-wire.h"

#include <string.h>

GsWire
gs_wire (const guint8 *bytes, gsize length)
{
  return (GsWire){ bytes, bytes + length, TRUE };
}

gsize
gs_wire_get_length (const GsWire *wire)
{
  return (gsize) (wire->end - wire->at);
}

static gboolean
fail (GsWire *wire)
{
  wire->good = FALSE;
  wire->at = wire->end;
  return FALSE;
}

gboolean
gs_wire_next_varint (GsWire *wire, guint64 *value)
{
  *value = 0;
  if (wire->at == wire->end)
    return FALSE;
  for (gint shift = 0; shift < 64; shift += 7) {
    guint8 byte;

    if (wire->at == wire->end)
      return fail (wire);
    byte = *wire->at++;
    *value |= (guint64) (byte & 0x7f) << shift;
    if ((byte & 0x80) == 0)
      return TRUE;
  }
  return fail (wire);
}

static gboolean
take_fixed (GsWire *wire, gint size, guint64 *value)
{
  if (gs_wire_get_length (wire) < (gsize) size)
    return fail (wire);
  *value = 0;
  for (gint i = 0; i < size; i++)
    *value |= (guint64) *wire->at++ << (8 * i);
  return TRUE;
}

gboolean
gs_wire_next (GsWire *wire, GsWireField *field)
{
  guint64 key, length;

  if (!gs_wire_next_varint (wire, &key))
    return FALSE;
  field->number = (guint) MIN (key >> 3, G_MAXUINT);
  field->type = (GsWireType) (key & 7);
  field->value = 0;
  switch ((gint) field->type) {
  case GS_WIRE_VARINT: return gs_wire_next_varint (wire, &field->value) || fail (wire);
  case GS_WIRE_FIXED64: return take_fixed (wire, 8, &field->value);
  case GS_WIRE_FIXED32: return take_fixed (wire, 4, &field->value);
  case GS_WIRE_BYTES:
    if (!gs_wire_next_varint (wire, &length) || length > gs_wire_get_length (wire))
      return fail (wire);
    field->bytes = gs_wire (wire->at, (gsize) length);
    wire->at += length;
    return TRUE;
  default: return fail (wire);
  }
}

gchar *
gs_wire_to_text (const GsWire *wire)
{
  g_autofree gchar *text = g_strndup ((const gchar *) wire->at, gs_wire_get_length (wire));

  return g_utf8_make_valid (text, -1);
}

/* ---- writing ---- */

static void
put_varint (GByteArray *out, guint64 value)
{
  do {
    guint8 byte = (guint8) ((value & 0x7f) | (value > 0x7f ? 0x80 : 0));

    g_byte_array_append (out, &byte, 1);
    value >>= 7;
  } while (value > 0);
}

void
gs_wire_put_number (GByteArray *out, guint field, guint64 value)
{
  put_varint (out, (guint64) field << 3 | GS_WIRE_VARINT);
  put_varint (out, value);
}

static void
put_bytes (GByteArray *out, guint field, const void *bytes, gsize length)
{
  put_varint (out, (guint64) field << 3 | GS_WIRE_BYTES);
  put_varint (out, length);
  g_byte_array_append (out, bytes, (guint) length);
}

void
gs_wire_put_text (GByteArray *out, guint field, const gchar *text)
{
  put_bytes (out, field, text, strlen (text));
}

void
gs_wire_put_float (GByteArray *out, guint field, gfloat value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof bits);
  bits = GUINT32_TO_LE (bits);
  put_varint (out, (guint64) field << 3 | GS_WIRE_FIXED32);
  g_byte_array_append (out, (const guint8 *) &bits, sizeof bits);
}

void
gs_wire_put_message (GByteArray *out, guint field, GByteArray *message)
{
  put_bytes (out, field, message->data, message->len);
  g_byte_array_unref (message);
}
