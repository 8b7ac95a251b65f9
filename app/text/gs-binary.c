/* Numbers of 16, 32 and 64 bits; the narrow ones are read and written with integers alone. */
#include "gs-binary.h"

#include <math.h>
#include <string.h>

/* The number whose bits these are, of binary16: a sign, 5 bits of exponent, 10 of fraction. */
static gdouble
widen_half (guint16 half)
{
  gint exponent = half >> 10 & 31, fraction = half & 1023;
  gdouble size = exponent == 31  ? (fraction == 0 ? INFINITY : NAN)
                 : exponent == 0 ? ldexp (fraction, -24)
                                 : ldexp (1024 + fraction, exponent - 25);

  return half & 0x8000 ? -size : size;
}

/* The half whose value this is; where there is none, one of another value. */
static guint16
narrow_half (gdouble value)
{
  guint16 sign = signbit (value) ? 0x8000 : 0;
  gdouble size = fabs (value);
  gint exponent;

  if (!(size < 65536))
    return sign | 0x7c00;
  if (size < 0x1p-14)
    return sign | (guint16) (size * 0x1p24);
  frexp (size, &exponent); /* size is from 2^(exponent - 1) on */
  return sign | (guint16) ((exponent + 14) << 10) | ((guint16) ldexp (size, 11 - exponent) & 1023);
}

static gboolean
is_same (gdouble a, gdouble b)
{
  return memcmp (&a, &b, sizeof a) == 0;
}

static gboolean
fits (gdouble value, gint bits)
{
  if (!isfinite (value) || fabs (value) > G_MAXFLOAT)
    return FALSE;
  return is_same (bits == 16 ? widen_half (narrow_half (value)) : (gdouble) (gfloat) value, value);
}

gint
gs_binary_find_bits (const gdouble *values, gsize n)
{
  gint bits = 16;

  for (gsize i = 0; i < n && bits < 64; i++)
    while (bits < 64 && !fits (values[i], bits))
      bits *= 2;
  return bits;
}

/* Numbers that fit 16 bits fit 32 too, so that nothing seen before has to be asked again. */
guint8 *
gs_binary_pack (const gdouble *values, gsize n, gint bits)
{
  gsize width = (gsize) bits / 8;
  guint8 *bytes = g_malloc (n * width);

  for (gsize i = 0; i < n; i++) {
    gfloat single = bits == 32 ? (gfloat) values[i] : 0;
    guint64 number = bits == 16 ? narrow_half (values[i]) : 0;
    guint32 word;

    if (bits == 32) {
      memcpy (&word, &single, sizeof word);
      number = word;
    } else if (bits == 64) {
      memcpy (&number, &values[i], sizeof number);
    }
    for (gsize byte = 0; byte < width; byte++)
      bytes[i * width + byte] = (guint8) (number >> 8 * byte);
  }
  return bytes;
}

void
gs_binary_unpack (const guint8 *bytes, gint bits, gsize n, gdouble *values)
{
  gsize width = (gsize) bits / 8;

  for (gsize i = 0; i < n; i++) {
    guint64 number = 0;
    guint32 word;
    gfloat single;

    for (gsize byte = 0; byte < width; byte++)
      number |= (guint64) bytes[i * width + byte] << 8 * byte;
    if (bits == 16) {
      values[i] = widen_half ((guint16) number);
    } else if (bits == 32) {
      word = (guint32) number;
      memcpy (&single, &word, sizeof single);
      values[i] = single;
    } else {
      memcpy (&values[i], &number, sizeof number);
    }
  }
}
