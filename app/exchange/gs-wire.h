/* Protocol buffers on the wire, read and written: what an ONNX model needs of them.
 *
 *   GsWire wire = gs_wire (bytes, length);
 *   GsWireField field;
 *   while (gs_wire_next (&wire, &field))       // field.number, field.value or field.bytes
 *     ...
 *   if (!wire.good) ...                        // cut, or no such thing
 *
 * Nothing is allocated and nothing points outside of the bytes. Writing appends to a GByteArray.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  const guint8 *at, *end;
  gboolean good;
} GsWire;

typedef enum { GS_WIRE_VARINT = 0, GS_WIRE_FIXED64 = 1, GS_WIRE_BYTES = 2, GS_WIRE_FIXED32 = 5 } GsWireType;

typedef struct {
  guint number;
  GsWireType type;
  guint64 value; /* of a number, as its bits */
  GsWire bytes;  /* of GS_WIRE_BYTES */
} GsWireField;

GsWire gs_wire (const guint8 *bytes, gsize length);
gboolean gs_wire_next (GsWire *wire, GsWireField *field);
/* Numbers without fields, as packed ones lie. */
gboolean gs_wire_next_varint (GsWire *wire, guint64 *value);
gsize gs_wire_get_length (const GsWire *wire);
/* The bytes as text that is UTF-8; caller frees. */
gchar *gs_wire_to_text (const GsWire *wire);

void gs_wire_put_number (GByteArray *out, guint field, guint64 value);
void gs_wire_put_text (GByteArray *out, guint field, const gchar *text);
void gs_wire_put_float (GByteArray *out, guint field, gfloat value);
/* Takes what was written apart. */
void gs_wire_put_message (GByteArray *out, guint field, GByteArray *message);

G_END_DECLS
