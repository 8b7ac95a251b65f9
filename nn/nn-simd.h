/* One vocabulary for vectors of doubles: 8 lanes with AVX-512, 4 with AVX2 and FMA, 1 elsewhere.
 *
 * Sources written in it are compiled once per instruction set and give the same bits in each: every
 * lane is one output cell, and every operation here rounds as IEEE 754 says.
 * NN_ISA_AVX512, NN_ISA_AVX2 or nothing is defined by the build.
 */
#pragma once

#include <glib.h>
#include <math.h>
#include <string.h>

/* Before a loop of a few steps, known to the compiler, whose arrays are to live in registers. */
#ifdef __clang__
#define NN_UNROLL _Pragma ("unroll")
#else
#define NN_UNROLL _Pragma ("GCC unroll 16")
#endif

/* Asks for the cache line at p, which need not exist; baseline processors are left to guess. */
#if defined(NN_ISA_AVX512) || defined(NN_ISA_AVX2)
#define nn_prefetch(p)          __builtin_prefetch (p)
#define nn_prefetch_to_write(p) __builtin_prefetch (p, 1)
#else
#define nn_prefetch(p)          ((void) (p))
#define nn_prefetch_to_write(p) ((void) (p))
#endif

#if defined(NN_ISA_AVX512)
#include <immintrin.h>

#define NN_W 8
typedef __m512d NnV;
typedef __mmask8 NnM;

#define nn_v_set(x)           _mm512_set1_pd (x)
#define nn_v_load(p)          _mm512_loadu_pd (p)
#define nn_v_store(p, v)      _mm512_storeu_pd (p, v)
#define nn_v_load_n(p, n)     _mm512_maskz_loadu_pd ((NnM) ((1u << (n)) - 1), p)
#define nn_v_store_n(p, v, n) _mm512_mask_storeu_pd (p, (NnM) ((1u << (n)) - 1), v)
#define nn_v_load_1(p)        _mm512_zextpd128_pd512 (_mm_load_sd (p))
#define nn_v_store_1(p, v)    _mm_store_sd (p, _mm512_castpd512_pd128 (v))
#define nn_v_fma(a, b, c)     _mm512_fmadd_pd (a, b, c)
#define nn_v_sqrt(a)          _mm512_sqrt_pd (a)
#define nn_v_gt(a, b)         _mm512_cmp_pd_mask (a, b, _CMP_GT_OQ)
#define nn_v_ge(a, b)         _mm512_cmp_pd_mask (a, b, _CMP_GE_OQ)
#define nn_v_eq(a, b)         _mm512_cmp_pd_mask (a, b, _CMP_EQ_OQ)
#define nn_v_select(m, a, b)  _mm512_mask_blend_pd (m, b, a)
#define nn_v_abs(a)           _mm512_abs_pd (a)
#define nn_v_negate(a)                                                                                       \
  _mm512_castsi512_pd (_mm512_xor_si512 (_mm512_castpd_si512 (a), _mm512_set1_epi64 (G_MININT64)))
#define nn_v_copy_sign(a, s)                                                                                 \
  _mm512_castsi512_pd (_mm512_ternarylogic_epi64 (_mm512_castpd_si512 (a), _mm512_castpd_si512 (s),          \
                                                  _mm512_set1_epi64 (G_MININT64), 0xD8))
/* bits: shift left by 52 and add the bits of 1.0; for 2^k from a number that holds k in its low bits */
#define nn_v_exponent(t)                                                                                     \
  _mm512_castsi512_pd (_mm512_add_epi64 (_mm512_slli_epi64 (_mm512_castpd_si512 (t), 52),                    \
                                         _mm512_set1_epi64 (0x3ff0000000000000)))
/* bits: the biased exponent as a double; the mantissa in [1, 2) */
#define nn_v_get_exponent(x)                                                                                 \
  (_mm512_castsi512_pd (_mm512_or_si512 (_mm512_srli_epi64 (_mm512_castpd_si512 (x), 52),                    \
                                         _mm512_set1_epi64 (0x4330000000000000)))                            \
   - nn_v_set (0x1p52))
#define nn_v_get_mantissa(x)                                                                                 \
  _mm512_castsi512_pd (                                                                                      \
      _mm512_or_si512 (_mm512_and_si512 (_mm512_castpd_si512 (x), _mm512_set1_epi64 (0x000fffffffffffff)),   \
                       _mm512_set1_epi64 (0x3ff0000000000000)))

/* p[0], p[step], ... of n lanes; nothing behind the last is read. */
static inline NnV
nn_v_load_step (const gdouble *p, gsize step, gsize n)
{
  gsize cells = (n - 1) * step + 1;
#define NN_PART(from)                                                                                        \
  _mm512_maskz_loadu_pd ((NnM) (cells > (from) ? (1u << MIN (cells - (from), 8)) - 1 : 0), p + (from))

  if (step == 1)
    return nn_v_load_n (p, n);
  if (step == 2)
    return _mm512_permutex2var_pd (NN_PART (0), _mm512_set_epi64 (14, 12, 10, 8, 6, 4, 2, 0), NN_PART (8));
  if (step == 3)
    return _mm512_permutex2var_pd (
        _mm512_permutex2var_pd (NN_PART (0), _mm512_set_epi64 (0, 0, 15, 12, 9, 6, 3, 0), NN_PART (8)),
        _mm512_set_epi64 (13, 10, 5, 4, 3, 2, 1, 0), NN_PART (16));
  return _mm512_mask_i64gather_pd (
      _mm512_setzero_pd (), (NnM) ((1u << n) - 1),
      _mm512_mullo_epi64 (_mm512_set_epi64 (7, 6, 5, 4, 3, 2, 1, 0), _mm512_set1_epi64 ((gint64) step)), p,
      8);
#undef NN_PART
}

/* p[0], p[2], ... and p[1], p[3], ..., and the way back. */
static inline void
nn_v_load_pairs (const gdouble *p, NnV *even, NnV *odd)
{
  NnV low = nn_v_load (p), high = nn_v_load (p + 8);

  *even = _mm512_permutex2var_pd (low, _mm512_set_epi64 (14, 12, 10, 8, 6, 4, 2, 0), high);
  *odd = _mm512_permutex2var_pd (low, _mm512_set_epi64 (15, 13, 11, 9, 7, 5, 3, 1), high);
}

static inline void
nn_v_store_pairs (gdouble *p, NnV even, NnV odd)
{
  nn_v_store (p, _mm512_permutex2var_pd (even, _mm512_set_epi64 (11, 3, 10, 2, 9, 1, 8, 0), odd));
  nn_v_store (p + 8, _mm512_permutex2var_pd (even, _mm512_set_epi64 (15, 7, 14, 6, 13, 5, 12, 4), odd));
}

/* Eight rows become eight columns. */
static inline void
nn_v_transpose (NnV v[NN_W])
{
  const __m512i low = _mm512_set_epi64 (13, 12, 5, 4, 9, 8, 1, 0),
                high = _mm512_add_epi64 (low, _mm512_set1_epi64 (2));
  NnV a[8], b[8];

  for (gint i = 0; i < 8; i += 2) {
    a[i] = _mm512_unpacklo_pd (v[i], v[i + 1]);
    a[i + 1] = _mm512_unpackhi_pd (v[i], v[i + 1]);
  }
  /* Pairs of pairs: b[0] holds columns 0 and 4, b[1] 1 and 5, b[2] 2 and 6, b[3] 3 and 7, of rows 0 to 3. */
  for (gint i = 0; i < 2; i++) {
    for (gint k = 0; k < 2; k++) {
      b[4 * i + k] = _mm512_permutex2var_pd (a[4 * i + k], low, a[4 * i + 2 + k]);
      b[4 * i + 2 + k] = _mm512_permutex2var_pd (a[4 * i + k], high, a[4 * i + 2 + k]);
    }
  }
  for (gint k = 0; k < 4; k++) {
    v[k] = _mm512_shuffle_f64x2 (b[k], b[4 + k], 0x44);
    v[4 + k] = _mm512_shuffle_f64x2 (b[k], b[4 + k], 0xEE);
  }
}

#elif defined(NN_ISA_AVX2)
#include <immintrin.h>

#define NN_W 4
typedef __m256d NnV;
typedef __m256d NnM;

static inline __m256i
nn_v_lanes (gsize n)
{
  static const gint64 lanes[8] = { -1, -1, -1, -1, 0, 0, 0, 0 };

  return _mm256_loadu_si256 ((const __m256i *) (lanes + 4 - n));
}

static inline __m256d
nn_v_load_step (const gdouble *p, gsize step, gsize n)
{
  return _mm256_set_pd (n > 3 ? p[3 * step] : 0, n > 2 ? p[2 * step] : 0, n > 1 ? p[step] : 0, p[0]);
}

static inline void
nn_v_load_pairs (const gdouble *p, __m256d *even, __m256d *odd)
{
  __m256d low = _mm256_loadu_pd (p), high = _mm256_loadu_pd (p + 4);
  __m256d a = _mm256_permute2f128_pd (low, high, 0x20), b = _mm256_permute2f128_pd (low, high, 0x31);

  *even = _mm256_unpacklo_pd (a, b);
  *odd = _mm256_unpackhi_pd (a, b);
}

static inline void
nn_v_store_pairs (gdouble *p, __m256d even, __m256d odd)
{
  __m256d a = _mm256_unpacklo_pd (even, odd), b = _mm256_unpackhi_pd (even, odd);

  _mm256_storeu_pd (p, _mm256_permute2f128_pd (a, b, 0x20));
  _mm256_storeu_pd (p + 4, _mm256_permute2f128_pd (a, b, 0x31));
}

/* Four rows become four columns. */
static inline void
nn_v_transpose (__m256d v[4])
{
  __m256d a = _mm256_unpacklo_pd (v[0], v[1]), b = _mm256_unpackhi_pd (v[0], v[1]);
  __m256d c = _mm256_unpacklo_pd (v[2], v[3]), d = _mm256_unpackhi_pd (v[2], v[3]);

  v[0] = _mm256_permute2f128_pd (a, c, 0x20);
  v[1] = _mm256_permute2f128_pd (b, d, 0x20);
  v[2] = _mm256_permute2f128_pd (a, c, 0x31);
  v[3] = _mm256_permute2f128_pd (b, d, 0x31);
}

#define nn_v_set(x)           _mm256_set1_pd (x)
#define nn_v_load(p)          _mm256_loadu_pd (p)
#define nn_v_store(p, v)      _mm256_storeu_pd (p, v)
#define nn_v_load_n(p, n)     _mm256_maskload_pd (p, nn_v_lanes (n))
#define nn_v_store_n(p, v, n) _mm256_maskstore_pd (p, nn_v_lanes (n), v)
#define nn_v_load_1(p)        _mm256_zextpd128_pd256 (_mm_load_sd (p))
#define nn_v_store_1(p, v)    _mm_store_sd (p, _mm256_castpd256_pd128 (v))
#define nn_v_fma(a, b, c)     _mm256_fmadd_pd (a, b, c)
#define nn_v_sqrt(a)          _mm256_sqrt_pd (a)
#define nn_v_gt(a, b)         _mm256_cmp_pd (a, b, _CMP_GT_OQ)
#define nn_v_ge(a, b)         _mm256_cmp_pd (a, b, _CMP_GE_OQ)
#define nn_v_eq(a, b)         _mm256_cmp_pd (a, b, _CMP_EQ_OQ)
#define nn_v_select(m, a, b)  _mm256_blendv_pd (b, a, m)
#define nn_v_abs(a)           _mm256_andnot_pd (_mm256_set1_pd (-0.0), a)
#define nn_v_negate(a)        _mm256_xor_pd (a, _mm256_set1_pd (-0.0))
#define nn_v_copy_sign(a, s)                                                                                 \
  _mm256_or_pd (_mm256_andnot_pd (_mm256_set1_pd (-0.0), a), _mm256_and_pd (_mm256_set1_pd (-0.0), s))
#define nn_v_exponent(t)                                                                                     \
  _mm256_castsi256_pd (_mm256_add_epi64 (_mm256_slli_epi64 (_mm256_castpd_si256 (t), 52),                    \
                                         _mm256_set1_epi64x (0x3ff0000000000000)))
#define nn_v_get_exponent(x)                                                                                 \
  (_mm256_castsi256_pd (_mm256_or_si256 (_mm256_srli_epi64 (_mm256_castpd_si256 (x), 52),                    \
                                         _mm256_set1_epi64x (0x4330000000000000)))                           \
   - nn_v_set (0x1p52))
#define nn_v_get_mantissa(x)                                                                                 \
  _mm256_castsi256_pd (                                                                                      \
      _mm256_or_si256 (_mm256_and_si256 (_mm256_castpd_si256 (x), _mm256_set1_epi64x (0x000fffffffffffff)),  \
                       _mm256_set1_epi64x (0x3ff0000000000000)))

#else

#define NN_W 1
typedef gdouble NnV;
typedef gboolean NnM;

static inline guint64
nn_v_bits (gdouble x)
{
  guint64 bits;

  memcpy (&bits, &x, sizeof bits);
  return bits;
}

static inline gdouble
nn_v_from_bits (guint64 bits)
{
  gdouble x;

  memcpy (&x, &bits, sizeof x);
  return x;
}

static inline gdouble
nn_v_load_step (const gdouble *p, gsize step, gsize n)
{
  return *p;
}

static inline void
nn_v_load_pairs (const gdouble *p, gdouble *even, gdouble *odd)
{
  *even = p[0];
  *odd = p[1];
}

static inline void
nn_v_store_pairs (gdouble *p, gdouble even, gdouble odd)
{
  p[0] = even;
  p[1] = odd;
}

static inline void
nn_v_transpose (gdouble v[1])
{
}

#define nn_v_set(x)           (x)
#define nn_v_load(p)          (*(p))
#define nn_v_store(p, v)      (*(p) = (v))
#define nn_v_load_n(p, n)     (*(p))
#define nn_v_store_n(p, v, n) (*(p) = (v))
#define nn_v_load_1(p)        (*(p))
#define nn_v_store_1(p, v)    (*(p) = (v))
#define nn_v_fma(a, b, c)     fma (a, b, c)
#define nn_v_sqrt(a)          sqrt (a)
#define nn_v_gt(a, b)         ((a) > (b))
#define nn_v_ge(a, b)         ((a) >= (b))
#define nn_v_eq(a, b)         ((a) == (b))
#define nn_v_select(m, a, b)  ((m) ? (a) : (b))
#define nn_v_abs(a)           fabs (a)
#define nn_v_negate(a)        (-(a))
#define nn_v_copy_sign(a, s)  copysign (a, s)
#define nn_v_exponent(t)      nn_v_from_bits ((nn_v_bits (t) << 52) + G_GUINT64_CONSTANT (0x3ff0000000000000))
#define nn_v_get_exponent(x)  ((gdouble) (nn_v_bits (x) >> 52))
#define nn_v_get_mantissa(x)                                                                                 \
  nn_v_from_bits ((nn_v_bits (x) & G_GUINT64_CONSTANT (0x000fffffffffffff))                                  \
                  | G_GUINT64_CONSTANT (0x3ff0000000000000))

#endif
