/* Philox, counter by counter, and what is drawn with it. */
#include "nn-random.h"

#include <math.h>

#include "nn-math.h"

#define PHILOX_ROUNDS 10
#define PHILOX_M0     0xD2511F53u
#define PHILOX_M1     0xCD9E8D57u
#define PHILOX_W0     0x9E3779B9u /* the golden ratio */
#define PHILOX_W1     0xBB67AE85u /* the square root of 3, less 1 */

void
nn_random_philox (const guint32 counter[4], const guint32 key[2], guint32 out[4])
{
  guint32 c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
  guint32 k0 = key[0], k1 = key[1];

  for (gint round = 0; round < PHILOX_ROUNDS; round++) {
    guint64 left = (guint64) PHILOX_M0 * c0;
    guint64 right = (guint64) PHILOX_M1 * c2;
    guint32 old_c1 = c1, old_c3 = c3;

    c0 = (guint32) (right >> 32) ^ old_c1 ^ k0;
    c1 = (guint32) right;
    c2 = (guint32) (left >> 32) ^ old_c3 ^ k1;
    c3 = (guint32) left;
    k0 += PHILOX_W0;
    k1 += PHILOX_W1;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/* The 53 bits that make the double. */
static guint64
draw_bits (guint64 seed, NnStream stream, guint32 pass, guint32 layer, guint32 cell)
{
  const guint32 counter[4] = { cell, layer, pass, (guint32) stream };
  const guint32 key[2] = { (guint32) seed, (guint32) (seed >> 32) };
  guint32 out[4];

  nn_random_philox (counter, key, out);
  return (((guint64) out[1] << 32) | out[0]) >> 11;
}

gdouble
nn_random_uniform (guint64 seed, NnStream stream, guint32 pass, guint32 layer, guint32 cell)
{
  return (gdouble) draw_bits (seed, stream, pass, layer, cell) * 0x1p-53;
}

/* Horner's rule from the highest coefficient down. Plain multiply and add, so that the
 * bits do not depend on whether the processor fuses them. */
static gdouble
polynomial (const gdouble coefficients[8], gdouble x)
{
  gdouble sum = coefficients[7];

  for (gint i = 6; i >= 0; i--)
    sum = sum * x + coefficients[i];
  return sum;
}

/* The quantile of the normal distribution: M. J. Wichura, "Algorithm AS 241: The percentage
 * points of the normal distribution", Applied Statistics 37 (1988), routine PPND16; its
 * relative error is about 1e-16. */
static const gdouble middle_top[8] = {
  3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
  4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3,
};
static const gdouble middle_bottom[8] = {
  1.0,
  4.2313330701600911252e+1,
  6.8718700749205790830e+2,
  5.3941960214247511077e+3,
  2.1213794301586595867e+4,
  3.9307895800092710610e+4,
  2.8729085735721942674e+4,
  5.2264952788528545610e+3,
};
static const gdouble side_top[8] = {
  1.42343711074968357734e0, 4.63033784615654529590e0,  5.76949722146069140550e0,  3.64784832476320460504e0,
  1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
};
static const gdouble side_bottom[8] = {
  1.0,
  2.05319162663775882187e0,
  1.67638483018380384940e0,
  6.89767334985100004550e-1,
  1.48103976427480074590e-1,
  1.51986665636164571966e-2,
  5.47593808499534494600e-4,
  1.05075007164441684324e-9,
};
static const gdouble tail_top[8] = {
  6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,  2.96560571828504891230e-1,
  2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
};
static const gdouble tail_bottom[8] = {
  1.0,
  5.99832206555887937690e-1,
  1.36929880922735805310e-1,
  1.48753612908506148525e-2,
  7.86869131145613259100e-4,
  1.84631831751005468180e-5,
  1.42151175831644588870e-7,
  2.04426310338993978564e-15,
};

static gdouble
normal_quantile (gdouble p)
{
  gdouble q = p - 0.5, r, size;

  if (fabs (q) <= 0.425) {
    r = 0.180625 - q * q;
    return q * polynomial (middle_top, r) / polynomial (middle_bottom, r);
  }
  r = sqrt (-nn_ln (q < 0 ? p : 1 - p));
  if (r <= 5)
    size = polynomial (side_top, r - 1.6) / polynomial (side_bottom, r - 1.6);
  else
    size = polynomial (tail_top, r - 5) / polynomial (tail_bottom, r - 5);
  return q < 0 ? -size : size;
}

gdouble
nn_random_normal (guint64 seed, NnStream stream, guint32 pass, guint32 layer, guint32 cell)
{
  /* One bit fewer than the uniform has, and a half: every value is exact, 0 and 1 never
   * occur, and what lies on both sides of 1/2 is mirrored. */
  guint64 bits = draw_bits (seed, stream, pass, layer, cell) >> 1;

  return normal_quantile (((gdouble) bits + 0.5) * 0x1p-52);
}
