/* The busiest a core can be, compiled once for each instruction set: what kernels are measured against. */
#include "nn/kernels/nn-kernels.h"

gdouble NN_ISA_JOIN (bench_exercise, NN_ISA) (gsize rounds);

/* Twelve chains: more than latency times width of any processor so far, and few enough for 16 registers. */
#define EXERCISE_CHAINS 12

#if NN_W > 1 || defined(__FP_FAST_FMA)
#define EXERCISE_LANES         NN_W
#define EXERCISE_STEP(a, b, c) nn_v_fma (a, b, c)
typedef NnV Exercise;
#else
/* No fused instruction in this copy: a multiplication and an addition. */
#define EXERCISE_LANES         2
#define EXERCISE_STEP(a, b, c) ((a) * (b) + (c))
typedef gdouble Exercise __attribute__ ((vector_size (16)));
#endif

gdouble
NN_ISA_JOIN (bench_exercise, NN_ISA) (gsize rounds)
{
  Exercise acc[EXERCISE_CHAINS], factor, addend;
  volatile gdouble sink;
  gdouble lane[EXERCISE_LANES];

  for (gint i = 0; i < EXERCISE_LANES; i++)
    lane[i] = 0.999999;
  memcpy (&factor, lane, sizeof factor);
  for (gint i = 0; i < EXERCISE_LANES; i++)
    lane[i] = 0.000001;
  memcpy (&addend, lane, sizeof addend);
  for (gint k = 0; k < EXERCISE_CHAINS; k++)
    acc[k] = addend;
  for (gsize round = 0; round < rounds; round++)
    NN_UNROLL
  for (gint k = 0; k < EXERCISE_CHAINS; k++)
    acc[k] = EXERCISE_STEP (acc[k], factor, addend);
  for (gint k = 1; k < EXERCISE_CHAINS; k++)
    acc[0] = acc[0] + acc[k];
  memcpy (lane, &acc[0], sizeof lane);
  sink = lane[0];
  (void) sink;
  return 2.0 * EXERCISE_LANES * EXERCISE_CHAINS * (gdouble) rounds;
}
