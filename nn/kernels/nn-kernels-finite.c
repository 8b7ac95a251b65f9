/* Looking for NaN and infinity in whole tensors. */
#include "nn-kernels.h"

/* x - x is 0 for what is finite and NaN for the rest. */
gboolean
NN_ISA_JOIN (nn_all_finite, NN_ISA) (const gdouble *values, gsize n)
{
  enum { CHAINS = 4 };
  NnV acc[CHAINS];
  gdouble lane[NN_W], sum = 0.0;
  gsize i = 0;

  for (gint k = 0; k < CHAINS; k++)
    acc[k] = nn_v_set (0.0);
  for (; i + CHAINS * NN_W <= n; i += CHAINS * NN_W)
    for (gint k = 0; k < CHAINS; k++) {
      NnV x = nn_v_load (values + i + k * NN_W);

      acc[k] = acc[k] + (x - x);
    }
  for (; i < n; i += NN_W) {
    NnV x = nn_load_cells (values + i, MIN (NN_W, n - i));

    acc[0] = acc[0] + (x - x);
  }
  nn_v_store (lane, (acc[0] + acc[1]) + (acc[2] + acc[3]));
  for (gint k = 0; k < NN_W; k++)
    sum += lane[k];
  return sum == 0.0;
}
