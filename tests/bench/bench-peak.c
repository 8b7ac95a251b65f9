/* Bursts of multiply-and-add, timed. */
#include "bench-peak.h"

#include "nn/nn-kernel.h"

gdouble bench_exercise_baseline (gsize rounds);
#ifdef __x86_64__
gdouble bench_exercise_avx2 (gsize rounds);
gdouble bench_exercise_avx512 (gsize rounds);
#endif

gdouble
bench_burst (gsize rounds)
{
#ifdef __x86_64__
  if (nn_cpu_is_supported (NN_CPU_AVX512))
    return bench_exercise_avx512 (rounds);
  if (nn_cpu_is_supported (NN_CPU_AVX2))
    return bench_exercise_avx2 (rounds);
#endif
  return bench_exercise_baseline (rounds);
}

gdouble
bench_measure_peak (void)
{
  const gint64 duration = 50 * 1000;
  gint64 begin = g_get_monotonic_time (), now;
  gdouble best = 0.0;

  do {
    gint64 start = g_get_monotonic_time ();
    gdouble flops = bench_burst (100 * 1000);

    now = g_get_monotonic_time ();
    if (now > start)
      best = MAX (best, flops * 1e6 / (gdouble) (now - start));
  } while (now - begin < duration);
  return best;
}
