/* Narrow numbers: every half, singles at random, and that nothing is narrowed which would lose a bit.
 */
#include <math.h>
#include <string.h>

#include "app/text/gs-binary.h"
#include "pass.h"

static void
unpack_word (guint32 word, gint bits, gdouble *value)
{
  guint8 bytes[4] = { (guint8) word, (guint8) (word >> 8), (guint8) (word >> 16), (guint8) (word >> 24) };

  gs_binary_unpack (bytes, bits, 1, value);
}

static void
test_halves (void)
{
  /* Known ones, from IEEE 754: 1, -2, 65504 (the largest), 2^-24 (the least), 2^-14 (the least normal), 1/3
   */
  static const struct {
    guint16 half;
    gdouble value;
  } known[] = { { 0x3c00, 1 },       { 0xc000, -2 },       { 0x7bff, 65504 },         { 1, 0x1p-24 },
                { 0x0400, 0x1p-14 }, { 0x8001, -0x1p-24 }, { 0x3555, 0.333251953125 } };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++) {
    gdouble value;

    unpack_word (known[i].half, 16, &value);
    g_assert_cmpfloat (value, ==, known[i].value);
  }
  for (guint32 half = 0; half < 65536; half++) {
    g_autofree guint8 *bytes = NULL;
    gdouble value;

    unpack_word (half, 16, &value);
    if ((half >> 10 & 31) == 31) {
      g_assert_false (isfinite (value));
      g_assert_cmpint (gs_binary_find_bits (&value, 1), ==, 64);
      continue;
    }
    g_assert_cmpint (gs_binary_find_bits (&value, 1), ==, 16);
    bytes = gs_binary_pack (&value, 1, 16);
    g_assert_cmpint (bytes[0] | bytes[1] << 8, ==, half);
  }
}

static void
test_singles (void)
{
  guint64 random = 3;

  for (gint i = 0; i < 20000; i++) {
    guint32 word =
        (guint32) pass_random_int (&random, 0, 65535) << 16 | (guint32) pass_random_int (&random, 0, 65535);
    g_autofree guint8 *bytes = NULL;
    gdouble value;

    unpack_word (word, 32, &value);
    if (!isfinite (value))
      continue;
    g_assert_cmpint (gs_binary_find_bits (&value, 1), <=, 32);
    bytes = gs_binary_pack (&value, 1, 32);
    g_assert_cmpint (bytes[0] | bytes[1] << 8 | bytes[2] << 16 | (gint) ((guint32) bytes[3] << 24), ==,
                     (gint) word);
  }
}

/* The widest decides; a bit too much for the narrow one is enough. */
static void
test_widths (void)
{
  static const struct {
    gdouble values[3];
    gint bits;
  } cases[] = {
    { { 0, -0.0, 65504 }, 16 },    { { 0, 1, 65520 }, 32 },       { { 1, 1 + 0x1p-10, 0 }, 16 },
    { { 1, 1 + 0x1p-11, 0 }, 32 }, { { 0x1p-25, 0, 1 }, 32 },     { { 1, 0, 0.1 }, 64 },
    { { 0.1, 1, 1 }, 64 },         { { 1, 1 + 0x1p-23, 0 }, 32 }, { { 1, 1 + 0x1p-24, 0 }, 64 },
    { { 1e300, 0, 0 }, 64 },       { { 0x1p-149, 0, 0 }, 32 },    { { 5e-324, 0, 0 }, 64 },
    { { INFINITY, 0, 0 }, 64 },    { { 3, NAN, 0 }, 64 },         { { 65535, 0, 0 }, 32 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint bits = gs_binary_find_bits (cases[i].values, 3);
    g_autofree guint8 *bytes = gs_binary_pack (cases[i].values, 3, bits);
    gdouble again[3];

    g_assert_cmpint (bits, ==, cases[i].bits);
    gs_binary_unpack (bytes, bits, 3, again);
    g_assert_cmpmem (again, sizeof again, cases[i].values, sizeof again);
  }
  g_assert_cmpint (gs_binary_find_bits (NULL, 0), ==, 16);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/binary/halves", test_halves);
  g_test_add_func ("/binary/singles", test_singles);
  g_test_add_func ("/binary/widths", test_widths);
  return g_test_run ();
}
