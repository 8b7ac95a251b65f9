/* The backward rules. Above each stands the forward line that it differentiates. */
#include "nn-op-gradients.h"

#include <glib/gi18n-lib.h>

/* The rule of an operation whose first input gets one gradient, computed from these tensors. */
#define GRADIENT(name, op, ...)                                                                              \
  static void nn_gradient_##name (NnGradient *g)                                                             \
  {                                                                                                          \
    nn_gradient_contribute (g, 0, op, NN_INPUTS (__VA_ARGS__), NULL);                                        \
  }

/* out[b,o] = sum(i: x[b,i] * W[i,o]) + bias[o]
 *   dW[i,o] = sum(b: x[b,i] * dout[b,o])   dbias[o] = sum(b: dout[b,o])
 *   dx[b,i] = sum(o: dout[b,o] * W[i,o]) */
static void
nn_gradient_dense (NnGradient *g)
{
  enum { X, W, BIAS };

  nn_gradient_contribute (g, W, NN_OP_DENSE_DW, NN_INPUTS (g->in[X], g->dout), NULL);
  if (g->op == NN_OP_DENSE)
    nn_gradient_contribute (g, BIAS, NN_OP_DENSE_DB, NN_INPUTS (g->dout), NULL);
  nn_gradient_contribute (g, X, NN_OP_DENSE_DX, NN_INPUTS (g->dout, g->in[W]), NULL);
}

/* out[b,f,r,c] = sum(k,u,v: x[b,k,sr*(r-1)+u-pt,sc*(c-1)+v-pl] * W[f,k,u,v]) + bias[f]
 *   Each product gives its factors the other factor times dout; gathered per weight, per pixel. */
static void
nn_gradient_conv (NnGradient *g)
{
  enum { X, W, BIAS };

  nn_gradient_contribute (g, W, NN_OP_CONV_DW, NN_INPUTS (g->in[X], g->dout), g->attributes);
  if (g->op == NN_OP_CONV)
    nn_gradient_contribute (g, BIAS, NN_OP_CONV_DB, NN_INPUTS (g->dout), NULL);
  nn_gradient_contribute (g, X, NN_OP_CONV_DX, NN_INPUTS (g->dout, g->in[W]), g->attributes);
}

/* out[b,k,r,c] = max(u=1..kh,v=1..kw: x[b,k,sr*(r-1)+u-pt,sc*(c-1)+v-pl])
 *   The cell at `which` gets dout, the others nothing; `which` itself moves in jumps. */
static void
nn_gradient_pool_max (NnGradient *g)
{
  enum { X, WHICH };

  nn_gradient_contribute (g, X, NN_OP_POOL_MAX_DX, NN_INPUTS (g->dout, g->in[WHICH]), g->attributes);
  nn_gradient_constant (g, WHICH);
}

/* out[b,k,r,c] = sum(u=1..kh,v=1..kw: x[b,k,sr*(r-1)+u-pt,sc*(c-1)+v-pl]) / count[r,c]
 *   The count depends on the sizes alone, never on x's values. */
static void
nn_gradient_pool_mean (NnGradient *g)
{
  enum { X, COUNT };

  nn_gradient_contribute (g, X, NN_OP_POOL_MEAN_DX, NN_INPUTS (g->dout, g->in[COUNT]), g->attributes);
  nn_gradient_constant (g, COUNT);
}

/* out[b,k,r,c] = sum(u=1..kh,v=1..kw: x[b,k,sr*(r-1)+u-pt,sc*(c-1)+v-pl]) / (kh*kw) */
static void
nn_gradient_pool_mean_padded (NnGradient *g)
{
  nn_gradient_contribute (g, 0, NN_OP_POOL_MEAN_PADDED_DX, NN_INPUTS (g->dout), g->attributes);
}

/* out[b,j] = x[b,(j-1) div (height*width)+1,((j-1) div width) mod height+1,(j-1) mod width+1] */
static void
nn_gradient_flatten (NnGradient *g)
{
  nn_gradient_contribute (g, 0, NN_OP_UNFLATTEN, NN_INPUTS (g->dout), g->attributes + 1);
}

/* out[..] = x[..] */
GRADIENT (copy, NN_OP_COPY, g->dout)

/* out[..] = if(x[..] >= 0, 1 / (1 + exp(-x[..])), exp(x[..]) / (1 + exp(x[..])))
 *   dx = dout * out * (1 - out) */
GRADIENT (sigmoid, NN_OP_SIGMOID_DX, g->dout, g->out)

/* out[..] = tanh(x[..])
 *   dx = dout * (1 - out * out) */
GRADIENT (tanh, NN_OP_TANH_DX, g->dout, g->out)

/* out[..] = if(x[..] > 0, x[..], 0) */
GRADIENT (relu, NN_OP_RELU_DX, g->dout, g->in[0])

/* out[..] = if(x[..] > 0, x[..], slope * x[..]) */
GRADIENT (leaky_relu, NN_OP_LEAKY_RELU_DX, g->dout, g->in[0], g->in[1])

/* out[..] = if(x[..] > 0, x[..] + ln1p(exp(-x[..])), ln1p(exp(x[..])))
 *   dx = dout * sigmoid(x) */
GRADIENT (softplus, NN_OP_SOFTPLUS_DX, g->dout, g->in[0])

/* out[..] = if(x[..] >= 0, 1, 0) */
GRADIENT (step, NN_OP_FLAT_DX, g->dout)

/* out[b,o,..] = z[b,o,..] - m[b,..]
 *   m is only there to keep the exponentials small: softmax is the same whatever m is. */
static void
nn_gradient_row_shift (NnGradient *g)
{
  enum { Z, M };

  nn_gradient_contribute (g, Z, NN_OP_COPY, NN_INPUTS (g->dout), NULL);
  nn_gradient_constant (g, M);
}

/* out[..] = exp(x[..])
 *   dx = dout * out */
GRADIENT (exp, NN_OP_EXP_DX, g->dout, g->out)

/* out[b,..] = sum(o: e[b,o,..]) */
GRADIENT (row_sum, NN_OP_ROW_SUM_DX, g->dout)

/* out[b,o,..] = e[b,o,..] / s[b,..]
 *   de = dout / s   ds[b,..] = -sum(o: dout * out) / s */
static void
nn_gradient_row_divide (NnGradient *g)
{
  enum { E, S };

  nn_gradient_contribute (g, E, NN_OP_ROW_DIVIDE, NN_INPUTS (g->dout, g->in[S]), NULL);
  nn_gradient_contribute (g, S, NN_OP_ROW_DIVIDE_DS, NN_INPUTS (g->dout, g->out, g->in[S]), NULL);
}

/* out[b,..] = ln1p(sum(o: if(e[b,o,..] < 1, e[b,o,..], 0)) + (sum(o: if(e[b,o,..] < 1, 0, e[b,o,..])) - 1))
 *   de = dout / sum(e) */
GRADIENT (ln_sum, NN_OP_LN_SUM_DE, g->dout, g->in[0])

/* out[..] = x[..] * m[..] */
static void
nn_gradient_multiply (NnGradient *g)
{
  enum { X, M };

  nn_gradient_contribute (g, X, NN_OP_MULTIPLY, NN_INPUTS (g->dout, g->in[M]), NULL);
  nn_gradient_contribute (g, M, NN_OP_MULTIPLY, NN_INPUTS (g->dout, g->in[X]), NULL);
}

/* out[b,o,..] = if(o <= n, x[b,o,..], y[b,o-n,..]) */
static void
nn_gradient_concatenate (NnGradient *g)
{
  enum { X, Y };

  nn_gradient_contribute (g, X, NN_OP_CONCATENATE_DX, NN_INPUTS (g->dout), (const gint[]){ 0 });
  nn_gradient_contribute (g, Y, NN_OP_CONCATENATE_DX, NN_INPUTS (g->dout), g->attributes);
}

/* out = sum(..: (a[..] - t[..]) * (a[..] - t[..])) / n */
static void
nn_gradient_squared_error (NnGradient *g)
{
  enum { A, T };

  nn_gradient_contribute (g, A, NN_OP_SQUARED_ERROR_DA, NN_INPUTS (g->dout, g->in[A], g->in[T]),
                          g->attributes);
}

/* out = 1 / 2 * sum(..: (a[..] - t[..]) * (a[..] - t[..])) / n */
static void
nn_gradient_half_squared_error (NnGradient *g)
{
  enum { A, T };

  nn_gradient_contribute (g, A, NN_OP_HALF_SQUARED_ERROR_DA, NN_INPUTS (g->dout, g->in[A], g->in[T]),
                          g->attributes);
}

/* out = sum(..: if(z[..] >= 0, z[..] - z[..] * t[..] + ln1p(exp(-z[..])),
 *                  ln1p(exp(z[..])) - z[..] * t[..])) / n
 *   dz = (sigmoid(z) - t) / n; the probabilities, where they are cells already, are sigmoid(z). */
static void
nn_gradient_binary_cross_entropy (NnGradient *g)
{
  enum { Z, T };

  if (g->probability >= 0)
    nn_gradient_contribute (g, Z, NN_OP_BINARY_CROSS_ENTROPY_DZ,
                            NN_INPUTS (g->dout, g->probability, g->in[T]), g->attributes);
  else
    nn_gradient_contribute (g, Z, NN_OP_BINARY_CROSS_ENTROPY_OF_Z, NN_INPUTS (g->dout, g->in[Z], g->in[T]),
                            g->attributes);
}

/* out = sum(b,o,..: if(t[b,o,..] = 0, 0, t[b,o,..] * (lse[b,..] - shift[b,o,..]))) / n
 *   dshift = -t / n   dlse[b] = sum(o: t) / n; through exp, sum and ln together
 *   dz = (p sum(t) - t) / n. KL divergence differs by a constant, the targets' own. */
static void
nn_gradient_cross_entropy (NnGradient *g)
{
  enum { T, SHIFT, LSE };

  if (g->probability >= 0) {
    nn_gradient_contribute_to_logits (g, NN_OP_SOFTMAX_CROSS_ENTROPY_DZ,
                                      NN_INPUTS (g->dout, g->probability, g->in[T]), g->attributes);
    nn_gradient_constant (g, SHIFT);
    nn_gradient_constant (g, LSE);
    return;
  }
  nn_gradient_contribute (g, SHIFT, NN_OP_CROSS_ENTROPY_DSHIFT, NN_INPUTS (g->dout, g->in[T]), g->attributes);
  nn_gradient_contribute (g, LSE, NN_OP_CROSS_ENTROPY_DLSE, NN_INPUTS (g->dout, g->in[T]), g->attributes);
}

/* out = sum(..: if(t[..] = 0, 0, t[..] * (ln(t[..]) - ln(p[..])))) / n */
static void
nn_gradient_kl_of_probabilities (NnGradient *g)
{
  enum { T, P };

  nn_gradient_contribute (g, P, NN_OP_KL_OF_PROBABILITIES_DP, NN_INPUTS (g->dout, g->in[T], g->in[P]),
                          g->attributes);
}

/* out = lambda * sum(..: if(W[..] < 0, -W[..], W[..])) */
GRADIENT (l1_penalty, NN_OP_L1_PENALTY_DW, g->dout, g->in[0], g->in[1])

/* out = lambda * sum(..: W[..] * W[..]) */
GRADIENT (l2_penalty, NN_OP_L2_PENALTY_DW, g->dout, g->in[0], g->in[1])

/* out = lambda / 2 * sum(..: W[..] * W[..]) */
GRADIENT (l2_half_penalty, NN_OP_L2_HALF_PENALTY_DW, g->dout, g->in[0], g->in[1])

/* out[..] = x[..] + y[..] */
static void
nn_gradient_add (NnGradient *g)
{
  nn_gradient_contribute (g, 0, NN_OP_COPY, NN_INPUTS (g->dout), NULL);
  nn_gradient_contribute (g, 1, NN_OP_COPY, NN_INPUTS (g->dout), NULL);
}

/* A row that names a rule missing above does not compile. */
#define nn_gradient_none NULL
static const NnGradientRule rules[NN_N_OPS] = {
#define GRADIENT_RULE(ID, name, inputs, attributes, shape_rule, gradient, ...)                               \
  [NN_OP_##ID] = nn_gradient_##gradient,
  NN_OP_TABLE (GRADIENT_RULE)
#undef GRADIENT_RULE
};

NnGradientRule
nn_op_get_gradient_rule (NnOp op)
{
  return rules[op];
}

/* ---- in words ---- */

/* Those of a loss by its inputs are what their briefs say. */
const gchar *
nn_op_get_local_derivative (NnOp op)
{
  switch ((gint) op) {
  case NN_OP_DENSE_DX:
  case NN_OP_CONV_DX: return "W";
  case NN_OP_DENSE_DW:
  case NN_OP_CONV_DW: return "x";
  case NN_OP_MULTIPLY: return "m";
  case NN_OP_DENSE_DB:
  case NN_OP_CONV_DB:
  case NN_OP_COPY:
  case NN_OP_UNFLATTEN:
  case NN_OP_CONCATENATE_DX:
  case NN_OP_ROW_SUM_DX: return "1";
  case NN_OP_POOL_MAX_DX: return N_ ("1 where it won its window, else 0");
  case NN_OP_POOL_MEAN_DX: return "1 / count";
  case NN_OP_POOL_MEAN_PADDED_DX: return "1 / (kh·kw)";
  case NN_OP_SIGMOID_DX: return "a·(1 − a)";
  case NN_OP_TANH_DX: return "1 − a²";
  case NN_OP_RELU_DX: return N_ ("1 where z > 0, else 0");
  case NN_OP_LEAKY_RELU_DX: return N_ ("1 where z > 0, else slope");
  case NN_OP_SOFTPLUS_DX: return "σ(z)";
  case NN_OP_FLAT_DX: return "0";
  case NN_OP_PASS_THROUGH: return N_ ("1, by the delta rule");
  case NN_OP_EXP_DX: return "y";
  case NN_OP_ROW_DIVIDE: return "1 / s";
  case NN_OP_ROW_DIVIDE_DS: return "−Σ p / s";
  case NN_OP_LN_SUM_DE: return "1 / Σ e";
  case NN_OP_SQUARED_ERROR_DA:
  case NN_OP_HALF_SQUARED_ERROR_DA:
  case NN_OP_BINARY_CROSS_ENTROPY_DZ:
  case NN_OP_BINARY_CROSS_ENTROPY_OF_Z:
  case NN_OP_SOFTMAX_CROSS_ENTROPY_DZ:
  case NN_OP_CROSS_ENTROPY_DSHIFT:
  case NN_OP_CROSS_ENTROPY_DLSE:
  case NN_OP_KL_OF_PROBABILITIES_DP:
  case NN_OP_L1_PENALTY_DW:
  case NN_OP_L2_PENALTY_DW:
  case NN_OP_L2_HALF_PENALTY_DW: return nn_op_get (op)->brief;
  default: return NULL;
  }
}
