/* The one source of exp, ln, ln1p, tanh and cospi, in the vocabulary of nn-simd.h.
 *
 * No branches: every lane takes the same sequence of IEEE operations, so a scalar and a vector
 * give the same bits. Polynomials are Taylor series on intervals short enough for them, or close to them.
 */
#pragma once

#include "nn-simd.h"

/* 1/2 + r/6 + r²/24 + ... + r¹²/14!, for |r| <= ln(2)/2: exp (r) = 1 + (r + r² q(r)). The last term is
 * not computed: Chebyshev's polynomial T12 tells how much of it the even powers below can take over.
 * In pairs, so that a short tensor does not wait for one long chain. */
static inline NnV
nn_v_exp_tail (NnV r, NnV r2)
{
  NnV r4 = r2 * r2;
  NnV a = nn_v_fma (r, nn_v_set (1.0 / 6), nn_v_set (1.0 / 2));
  NnV b = nn_v_fma (r, nn_v_set (1.0 / 120), nn_v_set (1.0 / 24));
  NnV c = nn_v_fma (r, nn_v_set (1.0 / 5040), nn_v_set (0x1.6c16c16c15a73p-10));
  NnV d = nn_v_fma (r, nn_v_set (1.0 / 362880), nn_v_set (0x1.a01a01a9e4972p-16));
  NnV e = nn_v_fma (r, nn_v_set (1.0 / 39916800), nn_v_set (0x1.27e4d429f0554p-22));
  NnV f = nn_v_fma (r, nn_v_set (1.0 / 6227020800.0), nn_v_set (0x1.1f7efd0c012b6p-29));

  a = nn_v_fma (r2, b, a);
  c = nn_v_fma (r2, d, c);
  e = nn_v_fma (r2, f, e);
  return nn_v_fma (r4, nn_v_fma (r4, e, c), a);
}

/* x = k ln 2 + r, exp (r) = 1 + r + tail; the low bits of *t hold k. What rounding takes from r
 * goes into the tail, so that the one large rounding left is the last. */
static inline NnV
nn_v_exp_reduce (NnV x, NnV *k, NnV *t, NnV *tail)
{
  const NnV magic = nn_v_set (0x1.8p52);
  NnV high, low, r, r2;

  *t = nn_v_fma (x, nn_v_set (0x1.71547652b82fep+0), magic);
  *k = *t - magic;
  high = nn_v_fma (*k, nn_v_set (-0x1.62e42fefa3800p-1), x); /* ln 2 in 42 bits: exact */
  low = *k * nn_v_set (-0x1.ef35793c76730p-45);
  r = high + low;
  low = low - (r - high);
  r2 = r * r;
  *tail = nn_v_fma (r2, nn_v_exp_tail (r, r2), low);
  return r;
}

static inline NnV
nn_v_exp (NnV x)
{
  const NnV magic = nn_v_set (0x1.8p52);
  NnV k, t, half, r, tail, sum;

  /* Beyond these the result is infinite or zero anyway; NaN passes both comparisons by. */
  x = nn_v_select (nn_v_gt (x, nn_v_set (710.0)), nn_v_set (710.0), x);
  x = nn_v_select (nn_v_gt (nn_v_set (-750.0), x), nn_v_set (-750.0), x);
  r = nn_v_exp_reduce (x, &k, &t, &tail);
  sum = nn_v_set (1.0) + r;
  sum = sum + (tail + (r - (sum - nn_v_set (1.0))));
  /* 2^k in two factors, so that subnormal results round once and nothing overflows early. */
  half = nn_v_fma (k, nn_v_set (0.5), magic);
  t = k - (half - magic) + magic;
  return sum * nn_v_exponent (half) * nn_v_exponent (t);
}

/* ln (x + low) for a low of less than an ulp of x: ln x = e ln 2 + ln m, m in [sqrt(1/2), sqrt 2); with
 * f = m - 1, s = f / (2 + f): ln m = f - (f²/2 - s (f²/2 + R)),  R = 2/3 s² + 2/5 s⁴ + ...
 * What `low` adds, low / x, joins the small part before the last roundings. */
static inline NnV
nn_v_ln_of_sum (NnV x, NnV low)
{
  NnM tiny = nn_v_gt (nn_v_set (0x1p-1022), x);
  NnV scaled = nn_v_select (tiny, x * nn_v_set (0x1p54), x);
  NnV e = nn_v_get_exponent (scaled) - nn_v_select (tiny, nn_v_set (1023.0 + 54.0), nn_v_set (1023.0));
  NnV m = nn_v_get_mantissa (scaled);
  NnM large = nn_v_gt (m, nn_v_set (0x1.6a09e667f3bcdp+0));
  NnV f, s, z, w, even, odd, half, result;

  m = nn_v_select (large, m * nn_v_set (0.5), m);
  e = nn_v_select (large, e + nn_v_set (1.0), e);
  f = m - nn_v_set (1.0);
  s = f / (nn_v_set (2.0) + f);
  z = s * s;
  w = z * z;
  odd = nn_v_fma (w, nn_v_set (2.0 / 19), nn_v_set (2.0 / 15));
  odd = nn_v_fma (w, odd, nn_v_set (2.0 / 11));
  odd = nn_v_fma (w, odd, nn_v_set (2.0 / 7));
  odd = nn_v_fma (w, odd, nn_v_set (2.0 / 3));
  even = nn_v_fma (w, nn_v_set (2.0 / 21), nn_v_set (2.0 / 17));
  even = nn_v_fma (w, even, nn_v_set (2.0 / 13));
  even = nn_v_fma (w, even, nn_v_set (2.0 / 9));
  even = nn_v_fma (w, even, nn_v_set (2.0 / 5));
  odd = nn_v_fma (z, odd, w * even);
  half = nn_v_set (0.5) * f * f;
  result = half - nn_v_fma (s, half + odd, e * nn_v_set (0x1.ef35793c76730p-45)) - low / x;
  result = e * nn_v_set (0x1.62e42fefa3800p-1) - (result - f);

  result = nn_v_select (nn_v_eq (x, nn_v_set (0.0)), nn_v_set (-INFINITY), result);
  result = nn_v_select (nn_v_eq (x, nn_v_set (INFINITY)), x, result);
  /* Negative or NaN: everything that is not >= 0. */
  return nn_v_select (nn_v_ge (x, nn_v_set (0.0)), result, nn_v_set (NAN));
}

static inline NnV
nn_v_ln (NnV x)
{
  return nn_v_ln_of_sum (x, nn_v_set (0.0));
}

/* 1 + x = sum + low exactly, whichever of the two is larger. */
static inline NnV
nn_v_ln1p (NnV x)
{
  const NnV one = nn_v_set (1.0);
  NnV sum = one + x;
  NnV part = sum - one;
  NnV low = (one - (sum - part)) + (x - part);
  NnV result = nn_v_ln_of_sum (sum, low);

  return nn_v_select (nn_v_eq (x, nn_v_set (0.0)), x, result);
}

/* tanh |x| = E / D, D = E + 2, E = exp (2|x|) - 1 = (2^k - 1) + 2^k r + 2^k tail. The rounding errors of E
 * and D are kept and put right in the quotient; small x lose nothing. */
static inline NnV
nn_v_tanh (NnV x)
{
  const NnV magic = nn_v_set (0x1.8p52), one = nn_v_set (1.0), two = nn_v_set (2.0);
  NnV twice = nn_v_abs (x) * two;
  NnV k, t, r, tail, scale, less, sum, rest, e, e_low, d, d_low, part, inverse, q;

  twice = nn_v_select (nn_v_gt (twice, nn_v_set (50.0)), nn_v_set (50.0), twice);
  r = nn_v_exp_reduce (twice, &k, &t, &tail);
  scale = nn_v_exponent (k + magic);
  less = scale - one;
  sum = nn_v_fma (scale, r, less);
  rest = nn_v_fma (scale, tail, nn_v_fma (scale, r, less - sum));
  e = sum + rest;
  e_low = rest - (e - sum);
  d = e + two;
  part = d - e;
  d_low = (e - (d - part)) + (two - part) + e_low;
  inverse = one / d;
  q = e * inverse;
  q = nn_v_fma (nn_v_fma (-q, d_low, nn_v_fma (-q, d, e) + e_low), inverse, q);
  return nn_v_copy_sign (q, x);
}

/* Taylor series in s = (πy)², y up to 1/4: sin (πy) = πy (1 + s f(s)), cos (πy) = 1 - s/2 + s² g(s). The last
 * terms left out are below 1e-19. */
static inline NnV
nn_v_sine_series (NnV s)
{
  NnV f = nn_v_fma (s, nn_v_set (1.0 / 355687428096000.0), nn_v_set (-1.0 / 1307674368000.0));

  f = nn_v_fma (s, f, nn_v_set (1.0 / 6227020800.0));
  f = nn_v_fma (s, f, nn_v_set (-1.0 / 39916800));
  f = nn_v_fma (s, f, nn_v_set (1.0 / 362880));
  f = nn_v_fma (s, f, nn_v_set (-1.0 / 5040));
  f = nn_v_fma (s, f, nn_v_set (1.0 / 120));
  return nn_v_fma (s, f, nn_v_set (-1.0 / 6));
}

static inline NnV
nn_v_cosine_series (NnV s)
{
  NnV g = nn_v_fma (s, nn_v_set (1.0 / 20922789888000.0), nn_v_set (-1.0 / 87178291200.0));

  g = nn_v_fma (s, g, nn_v_set (1.0 / 479001600));
  g = nn_v_fma (s, g, nn_v_set (-1.0 / 3628800));
  g = nn_v_fma (s, g, nn_v_set (1.0 / 40320));
  g = nn_v_fma (s, g, nn_v_set (-1.0 / 720));
  return nn_v_fma (s, g, nn_v_set (1.0 / 24));
}

/* cos (πx): r is x less the nearest even number, y how far |r| is from 0, 1/2 or 1, whichever is nearest; all
 * differences are exact. There it is cos (πy), sin (πy) or -cos (πy), with what is rounded off πy and its
 * square put right. Beyond 2^52 an x is taken for even; infinity less itself is NaN. */
static inline NnV
nn_v_cospi (NnV x)
{
  const NnV magic = nn_v_set (0x1.8p52), one = nn_v_set (1.0), half = nn_v_set (0.5);
  const NnV pi = nn_v_set (0x1.921fb54442d18p+1), pi_rest = nn_v_set (0x1.1a62633145c07p-53);
  NnV size = nn_v_abs (x), r, y, high, low, s, s_low, w, sine, cosine;
  NnM middle, far;

  r = nn_v_fma (size, half, magic) - magic;
  r = nn_v_abs (nn_v_fma (r, nn_v_set (-2.0), size));
  r = nn_v_select (nn_v_gt (size, nn_v_set (0x1p52)), size - size, r);
  far = nn_v_gt (r, half);
  middle = nn_v_gt (nn_v_set (0.25), nn_v_abs (r - half));
  y = nn_v_select (middle, half - r, nn_v_select (far, one - r, r));
  high = pi * y;
  low = nn_v_fma (pi_rest, y, nn_v_fma (pi, y, nn_v_negate (high)));
  s = high * high;
  s_low = nn_v_fma (high, high, nn_v_negate (s)) + (high + high) * low;
  low = nn_v_fma (low * s, nn_v_set (-0.5), low);
  sine = high + nn_v_fma (high * s, nn_v_sine_series (s), low);
  w = one - half * s;
  cosine =
      w + (((one - w) - half * s) + nn_v_fma (s * s, nn_v_cosine_series (s), nn_v_negate (half * s_low)));
  return nn_v_select (middle, sine, nn_v_select (far, nn_v_negate (cosine), cosine));
}
