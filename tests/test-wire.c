/* Protocol buffers on the wire: the bytes of the examples that their documentation gives, written and read,
 * and what is cut short. */
#include "app/exchange/gs-wire.h"

#include <string.h>

typedef struct {
  const guint8 *bytes;
  gsize length;
} Example;

#define EXAMPLE(...)                                                                                         \
  {                                                                                                          \
    (const guint8[]){ __VA_ARGS__ }, sizeof (const guint8[])                                                 \
    {                                                                                                        \
      __VA_ARGS__                                                                                            \
    }                                                                                                        \
  }

/* a = 150 in field 1, b = "testing" in field 2, c = { a = 150 } in field 3; and 1.0, whose bits are 3f800000.
 */
static const Example number = EXAMPLE (0x08, 0x96, 0x01),
                     text = EXAMPLE (0x12, 0x07, 't', 'e', 's', 't', 'i', 'n', 'g'),
                     message = EXAMPLE (0x1a, 0x03, 0x08, 0x96, 0x01), one = EXAMPLE (0x25, 0, 0, 0x80, 0x3f);

static void
assert_bytes (GByteArray *written, const Example *wanted)
{
  g_assert_cmpmem (written->data, written->len, wanted->bytes, wanted->length);
  g_byte_array_unref (written);
}

static void
test_written (void)
{
  GByteArray *out = g_byte_array_new (), *inner = g_byte_array_new ();

  gs_wire_put_number (out, 1, 150);
  assert_bytes (out, &number);
  out = g_byte_array_new ();
  gs_wire_put_text (out, 2, "testing");
  assert_bytes (out, &text);
  out = g_byte_array_new ();
  gs_wire_put_number (inner, 1, 150);
  gs_wire_put_message (out, 3, inner);
  assert_bytes (out, &message);
  out = g_byte_array_new ();
  gs_wire_put_float (out, 4, 1);
  assert_bytes (out, &one);
}

static GsWireField
read_one (const Example *example)
{
  GsWire wire = gs_wire (example->bytes, example->length);
  GsWireField field, none;

  g_assert_true (gs_wire_next (&wire, &field));
  g_assert_false (gs_wire_next (&wire, &none));
  g_assert_true (wire.good);
  return field;
}

static void
test_read (void)
{
  GsWireField field = read_one (&number), inner;
  g_autofree gchar *word = NULL;
  guint32 bits;
  gfloat value;

  g_assert_cmpuint (field.number, ==, 1);
  g_assert_cmpint (field.type, ==, GS_WIRE_VARINT);
  g_assert_cmpuint (field.value, ==, 150);
  field = read_one (&text);
  word = gs_wire_to_text (&field.bytes);
  g_assert_cmpstr (word, ==, "testing");
  field = read_one (&message);
  g_assert_cmpuint (gs_wire_get_length (&field.bytes), ==, 3);
  g_assert_true (gs_wire_next (&field.bytes, &inner));
  g_assert_cmpuint (inner.value, ==, 150);
  field = read_one (&one);
  bits = (guint32) field.value;
  memcpy (&value, &bits, sizeof value);
  g_assert_cmpfloat (value, ==, 1);
}

/* Wherever it is cut: no field, and not good. */
static void
test_cut (void)
{
  static const Example *const examples[] = { &number, &text, &message, &one };

  for (gsize i = 0; i < G_N_ELEMENTS (examples); i++)
    for (gsize length = 1; length < examples[i]->length; length++) {
      GsWire wire = gs_wire (examples[i]->bytes, length);
      GsWireField field;

      g_assert_false (gs_wire_next (&wire, &field));
      g_assert_false (wire.good);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/written", test_written);
  g_test_add_func ("/wire/read", test_read);
  g_test_add_func ("/wire/cut", test_cut);
  return g_test_run ();
}
