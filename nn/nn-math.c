/* The elementary functions as scalars, for formulas. */
#include "nn-math.h"

#undef NN_ISA_AVX2
#undef NN_ISA_AVX512
#include "nn-math-inline.h"

gdouble
nn_exp (gdouble x)
{
  return nn_v_exp (x);
}

gdouble
nn_ln (gdouble x)
{
  return nn_v_ln (x);
}

gdouble
nn_ln1p (gdouble x)
{
  return nn_v_ln1p (x);
}

gdouble
nn_tanh (gdouble x)
{
  return nn_v_tanh (x);
}

gdouble
nn_cospi (gdouble x)
{
  return nn_v_cospi (x);
}
