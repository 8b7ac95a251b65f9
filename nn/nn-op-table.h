/* The table of operations: one row each, read by everything else.
 *
 * A row is X (ID, name, inputs, attributes, shape rule, gradient rule,
 *             formula, brief, why)
 *
 *   ID          NN_OP_<ID>, and the kernel nn_kernel_<name> must exist
 *   name        what a trace calls it
 *   inputs      the roles of the inputs in order, as the formula calls them
 *   attributes  whole numbers fixed when the program is built (strides, padding)
 *   shape rule  how the output's shape follows, see nn-op-shapes.c
 *   gradient    which rule emits the backward instructions, see nn-op-gradients.c
 *   formula     ONE output cell; the definition of the operation
 *   brief       the whole tensor in a few characters, for block titles and the tape
 *   why         one line of documentation, shown to learners, to be translated where it is shown
 *
 * The formula language (nn-formula.h has its grammar):
 *   out[b,o] = ...      letters in the brackets are indices, counted from 1
 *   x[b,i]              a cell of an input; a bare role is a scalar input
 *   ..                  all remaining axes, those of the first input that says it
 *   sum(i: t)           over index i, whose range follows from where it stands plainly as
 *                       a subscript; u=1..kh gives a range; a `where` may restrict it
 *   max, min, count, argmax   likewise; argmax gives the place in the index box, counted
 *                       from 1 with the last index fastest, the first maximum wins
 *   if(condition, a, b) with = < > <= >= and `and`
 *   either(condition, a, b) likewise, where both are the same number and only their rounding differs:
 *                       people are shown a
 *   + - * / sqrt exp ln ln1p tanh cospi (the cosine of π times x), and div, mod (floored) in index arithmetic
 * A term of a reduction whose index leaves its tensor does not exist.
 * A sum of products a * b is accumulated from 0 as acc = fma(a, b, acc); any other sum
 * as acc = acc + t. Everything else rounds after each operation, left to right.
 * max keeps its value unless a later term is greater.
 *
 * Index letters: b sample, i and o features in and out, k channel in, f filter,
 * r and c row and column, u and v row and column of a kernel or window, j any other.
 */
#pragma once

#include <glib/gi18n-lib.h>

/* clang-format off */
#define NN_OP_TABLE(X)                                                                          \
  /* ---- forward: layers ---- */                                                               \
  X (DENSE, dense, "x W bias", "", FORMULA, dense,                                              \
     "out[b,o] = sum(i: x[b,i] * W[i,o]) + bias[o]", "x·W + bias",                              \
     N_ ("Each neuron multiplies every input by its weight, adds the products up, and adds its bias.")) \
  X (MATMUL, matmul, "x W", "", FORMULA, dense,                                                 \
     "out[b,o] = sum(i: x[b,i] * W[i,o])", "x·W",                                               \
     N_ ("Each neuron multiplies every input by its weight and adds the products up.")) \
  X (CONV, conv, "x W bias", "sr sc pt pl pb pr", CONV, conv,                                   \
     "out[b,f,r,c] = sum(k,u,v: x[b,k,sr*(r-1)+u-pt,sc*(c-1)+v-pl] * W[f,k,u,v]) + bias[f]",    \
     "x∗W + bias",                                                                              \
     N_ ("Each filter slides over the image; at each place it multiplies what it covers by its weights and adds up.")) \
  X (CONV_NO_BIAS, conv_no_bias, "x W", "sr sc pt pl pb pr", CONV, conv,                        \
     "out[b,f,r,c] = sum(k,u,v: x[b,k,sr*(r-1)+u-pt,sc*(c-1)+v-pl] * W[f,k,u,v])", "x∗W",       \
     N_ ("Each filter slides over the image; at each place it multiplies what it covers by its weights and adds up.")) \
  X (POOL_WHICH, pool_which, "x", "kh kw sr sc pt pl pb pr", POOL, none,                        \
     "out[b,k,r,c] = argmax(u=1..kh,v=1..kw: x[b,k,sr*(r-1)+u-pt,sc*(c-1)+v-pl])", "which(x)",  \
     N_ ("Where in each window the largest value stands, counted row by row from 1; the first wins a tie.")) \
  X (POOL_MAX, pool_max, "x which", "kh kw sr sc pt pl pb pr", POOL, pool_max,                  \
     "out[b,k,r,c] = max(u=1..kh,v=1..kw: x[b,k,sr*(r-1)+u-pt,sc*(c-1)+v-pl])", "max(x)",       \
     N_ ("The largest value in each window stands for the window.")) \
  X (POOL_COUNT, pool_count, "x", "kh kw sr sc pt pl pb pr", POOL_COUNT, none,                  \
     "out[r,c] = count(u=1..kh,v=1..kw: x[1,1,sr*(r-1)+u-pt,sc*(c-1)+v-pl])", "count(x)",       \
     N_ ("How many cells of the image each window covers; padding does not count.")) \
  X (POOL_MEAN, pool_mean, "x count", "kh kw sr sc pt pl pb pr", POOL, pool_mean,               \
     "out[b,k,r,c] = sum(u=1..kh,v=1..kw: x[b,k,sr*(r-1)+u-pt,sc*(c-1)+v-pl]) / count[r,c]", "mean(x)", \
     N_ ("The mean of the image's cells in each window.")) \
  X (POOL_MEAN_PADDED, pool_mean_padded, "x", "kh kw sr sc pt pl pb pr", POOL, pool_mean_padded, \
     "out[b,k,r,c] = sum(u=1..kh,v=1..kw: x[b,k,sr*(r-1)+u-pt,sc*(c-1)+v-pl]) / (kh*kw)", "mean(x)", \
     N_ ("The mean of each window, its padding counted as zeros.")) \
  X (FLATTEN, flatten, "x", "channels height width", FLATTEN, flatten,                          \
     "out[b,j] = x[b,(j-1) div (height*width)+1,((j-1) div width) mod height+1,(j-1) mod width+1]", "flat(x)", \
     N_ ("The channels' grids are laid out in one long row: channel by channel, row by row.")) \
  /* ---- forward: activations ---- */                                                          \
  X (COPY, copy, "x", "", FORMULA, copy,                                                        \
     "out[..] = x[..]", "x",                                                                    \
     N_ ("The value passes through unchanged.")) \
  X (SIGMOID, sigmoid, "x", "", FORMULA, sigmoid,                                               \
     "out[..] = either(x[..] >= 0, 1 / (1 + exp(-x[..])), exp(x[..]) / (1 + exp(x[..])))", "σ(x)",  \
     N_ ("Squeezes any number into the range from 0 to 1. Below 0 it is computed as e^x / (1 + e^x), the same number, which no e^−x can overflow.")) \
  X (TANH, tanh, "x", "", FORMULA, tanh,                                                        \
     "out[..] = tanh(x[..])", "tanh(x)",                                                        \
     N_ ("Squeezes any number into the range from -1 to 1.")) \
  X (RELU, relu, "x", "", FORMULA, relu,                                                        \
     "out[..] = if(x[..] > 0, x[..], 0)", "relu(x)",                                            \
     N_ ("Lets positive numbers pass and turns negative ones into 0.")) \
  X (LEAKY_RELU, leaky_relu, "x slope", "", FORMULA, leaky_relu,                                \
     "out[..] = if(x[..] > 0, x[..], slope * x[..])", "leaky(x)",                               \
     N_ ("Lets positive numbers pass and shrinks negative ones by the slope.")) \
  X (SOFTPLUS, softplus, "x", "", FORMULA, softplus,                                            \
     "out[..] = if(x[..] > 0, x[..] + ln1p(exp(-x[..])), ln1p(exp(x[..])))", "softplus(x)",      \
     N_ ("A relu with a round corner. Both branches are the same curve; neither overflows or loses digits. ln1p(x) is ln(1 + x).")) \
  X (STEP, step, "x", "", FORMULA, step,                                                        \
     "out[..] = if(x[..] >= 0, 1, 0)", "step(x)",                                               \
     N_ ("A perceptron's yes or no: 1 from 0 on, 0 below.")) \
  X (ROW_MAX, row_max, "z", "", FORMULA, none,                                                  \
     "out[b,..] = max(o: z[b,o,..])", "max(z)",                                                 \
     N_ ("Softmax, step 1: the largest score of each sample.")) \
  X (ROW_SHIFT, row_shift, "z m", "", FORMULA, row_shift,                                       \
     "out[b,o,..] = z[b,o,..] - m[b,..]", "z − m",                                              \
     N_ ("Softmax, step 2: the largest score becomes 0, so that no exponential can overflow.")) \
  X (EXP, exp, "x", "", FORMULA, exp,                                                           \
     "out[..] = exp(x[..])", "exp(x)",                                                          \
     N_ ("Softmax, step 3: every score becomes positive.")) \
  X (ROW_SUM, row_sum, "e", "", FORMULA, row_sum,                                               \
     "out[b,..] = sum(o: e[b,o,..])", "Σ e",                                                    \
     N_ ("Softmax, step 4: what the exponentials of a sample add up to.")) \
  X (ROW_DIVIDE, row_divide, "e s", "", FORMULA, row_divide,                                    \
     "out[b,o,..] = e[b,o,..] / s[b,..]", "e / s",                                              \
     N_ ("Softmax, step 5: the shares, which add up to 1.")) \
  X (LN_SUM, ln_sum, "e", "", FORMULA, ln_sum,                                                  \
     "out[b,..] = ln1p(sum(o: if(e[b,o,..] < 1, e[b,o,..], 0)) + (sum(o: if(e[b,o,..] < 1, 0, e[b,o,..])) - 1))", "ln Σ e", \
     N_ ("The logarithm of what the exponentials add up to. The largest is 1; it is taken off, and ln1p(x) = ln(1 + x) adds it again, so that the digits of small ones are kept.")) \
  X (DROPOUT_MASK, dropout_mask, "u keep", "", FORMULA, none,                                   \
     "out[..] = if(u[..] < keep, 1 / keep, 0)", "u < keep",                                     \
     N_ ("Chance decides which cells stay; those that stay are enlarged to make up for the others.")) \
  X (MULTIPLY, multiply, "x m", "", FORMULA, multiply,                                          \
     "out[..] = x[..] * m[..]", "x ⊙ m",                                                        \
     N_ ("Cell by cell product.")) \
  X (CONCATENATE, concatenate, "x y", "n", CONCATENATE, concatenate,                            \
     "out[b,o,..] = if(o <= n, x[b,o,..], y[b,o-n,..])", "x, y",                                \
     N_ ("Side by side: first all features (or channels) of the one, then those of the other.")) \
  /* ---- loss ---- */                                                                          \
  X (SQUARED_ERROR, squared_error, "a t", "n", FORMULA, squared_error,                          \
     "out = sum(..: (a[..] - t[..]) * (a[..] - t[..])) / n", "Σ (a−t)² / n",                    \
     N_ ("How far the output is from the target, squared so that misses either way count.")) \
  X (HALF_SQUARED_ERROR, half_squared_error, "a t", "n", FORMULA, half_squared_error,           \
     "out = 1 / 2 * sum(..: (a[..] - t[..]) * (a[..] - t[..])) / n", "½ Σ (a−t)² / n",          \
     N_ ("Half the squared miss: the half cancels the 2 that the gradient would have.")) \
  X (BINARY_CROSS_ENTROPY, binary_cross_entropy, "z t", "n", FORMULA, binary_cross_entropy,     \
     "out = sum(..: if(z[..] >= 0, z[..] - z[..] * t[..] + ln1p(exp(-z[..])), ln1p(exp(z[..])) - z[..] * t[..])) / n", \
     "−Σ (t·ln σ(z) + (1−t)·ln(1−σ(z))) / n",                                                   \
     N_ ("The surprise at each yes or no, worked out from the pre-activation so that it stays exact far from 0.")) \
  X (CROSS_ENTROPY, cross_entropy, "t shift lse", "n", FORMULA, cross_entropy,                  \
     "out = sum(b,o,..: if(t[b,o,..] = 0, 0, t[b,o,..] * (lse[b,..] - shift[b,o,..]))) / n", "−Σ t·ln p / n", \
     N_ ("The surprise at the right class: minus the logarithm of its probability, ln p = shift − ln sum.")) \
  X (KL_DIVERGENCE, kl_divergence, "t shift lse", "n", FORMULA, cross_entropy,                  \
     "out = sum(b,o,..: if(t[b,o,..] = 0, 0, t[b,o,..] * (ln(t[b,o,..]) + (lse[b,..] - shift[b,o,..])))) / n", \
     "Σ t·(ln t − ln p) / n",                                                                   \
     N_ ("How much more surprised one is when expecting p while t is true; 0 when they agree.")) \
  X (KL_OF_PROBABILITIES, kl_of_probabilities, "t p", "n", FORMULA, kl_of_probabilities,        \
     "out = sum(..: if(t[..] = 0, 0, t[..] * (ln(t[..]) - ln(p[..])))) / n", "Σ t·(ln t − ln p) / n", \
     N_ ("How much more surprised one is when expecting p while t is true; 0 when they agree.")) \
  X (L1_PENALTY, l1_penalty, "W lambda", "", FORMULA, l1_penalty,                               \
     "out = lambda * sum(..: if(W[..] < 0, -W[..], W[..]))", "λ Σ |W|",                         \
     N_ ("A price on every weight's size; it pushes small weights all the way to 0.")) \
  X (L2_PENALTY, l2_penalty, "W lambda", "", FORMULA, l2_penalty,                               \
     "out = lambda * sum(..: W[..] * W[..])", "λ Σ W²",                                         \
     N_ ("A price on every weight's square; it keeps large weights in check.")) \
  X (L2_HALF_PENALTY, l2_half_penalty, "W lambda", "", FORMULA, l2_half_penalty,                \
     "out = lambda / 2 * sum(..: W[..] * W[..])", "λ/2 Σ W²",                                   \
     N_ ("Half a price on every weight's square; the half cancels the 2 of the gradient.")) \
  X (ADD, add, "x y", "", FORMULA, add,                                                         \
     "out[..] = x[..] + y[..]", "x + y",                                                        \
     N_ ("Cell by cell sum. Where a value is used twice, its gradients are added up like this, too.")) \
  /* ---- backward ---- */                                                                      \
  X (DENSE_DX, dense_dx, "dz W", "", FORMULA, none,                                             \
     "out[b,i] = sum(o: dz[b,o] * W[i,o])", "dz·Wᵀ",                                            \
     N_ ("Each input collects the blame of every neuron it feeds, through the same weights backwards.")) \
  X (DENSE_DW, dense_dw, "x dz", "", FORMULA, none,                                             \
     "out[i,o] = sum(b: x[b,i] * dz[b,o])", "xᵀ·dz",                                            \
     N_ ("Each weight gets what went in, times the error that came back: a strong input makes its weight more responsible.")) \
  X (DENSE_DB, dense_db, "dz", "", FORMULA, none,                                               \
     "out[o] = sum(b: dz[b,o])", "Σ dz",                                                        \
     N_ ("Each bias gets the sum of the errors that came back to its neuron.")) \
  X (CONV_DX, conv_dx, "dz W", "sr sc pt pl pb pr", GIVEN, none,                                \
     "out[b,k,r,c] = sum(f,u,v where (r+pt-u) mod sr = 0 and (c+pl-v) mod sc = 0: dz[b,f,(r+pt-u) div sr+1,(c+pl-v) div sc+1] * W[f,k,u,v])", \
     "dz ∗ᵀ W",                                                                                 \
     N_ ("Each pixel collects the blame of every filter position that covered it.")) \
  X (CONV_DW, conv_dw, "x dz", "sr sc pt pl pb pr", GIVEN, none,                                \
     "out[f,k,u,v] = sum(b,r,c: x[b,k,sr*(r-1)+u-pt,sc*(c-1)+v-pl] * dz[b,f,r,c])", "x ∗ dz",   \
     N_ ("Each filter weight gets the pixels it met, times the errors that came back from there.")) \
  X (CONV_DB, conv_db, "dz", "", FORMULA, none,                                                 \
     "out[f] = sum(b,r,c: dz[b,f,r,c])", "Σ dz",                                                \
     N_ ("Each filter's bias gets the sum of the errors that came back to its map.")) \
  X (POOL_MAX_DX, pool_max_dx, "dy which", "kh kw sr sc pt pl pb pr", GIVEN, none,              \
     "out[b,k,r,c] = sum(u=1..kh,v=1..kw where (r+pt-u) mod sr = 0 and (c+pl-v) mod sc = 0: if(which[b,k,(r+pt-u) div sr+1,(c+pl-v) div sc+1] = (u-1)*kw+v, dy[b,k,(r+pt-u) div sr+1,(c+pl-v) div sc+1], 0))", \
     "dy at which",                                                                             \
     N_ ("Only the cell that won its window gets the error; the others had no say.")) \
  X (POOL_MEAN_DX, pool_mean_dx, "dy count", "kh kw sr sc pt pl pb pr", GIVEN, none,            \
     "out[b,k,r,c] = sum(u=1..kh,v=1..kw where (r+pt-u) mod sr = 0 and (c+pl-v) mod sc = 0: dy[b,k,(r+pt-u) div sr+1,(c+pl-v) div sc+1] / count[(r+pt-u) div sr+1,(c+pl-v) div sc+1])", \
     "dy shared",                                                                               \
     N_ ("Each cell of a window gets an equal share of the window's error.")) \
  X (POOL_MEAN_PADDED_DX, pool_mean_padded_dx, "dy", "kh kw sr sc pt pl pb pr", GIVEN, none,    \
     "out[b,k,r,c] = sum(u=1..kh,v=1..kw where (r+pt-u) mod sr = 0 and (c+pl-v) mod sc = 0: dy[b,k,(r+pt-u) div sr+1,(c+pl-v) div sc+1] / (kh*kw))", \
     "dy shared",                                                                               \
     N_ ("Each cell of a window gets an equal share of the window's error.")) \
  X (UNFLATTEN, unflatten, "dy", "height width", GIVEN, none,                                   \
     "out[b,k,r,c] = dy[b,((k-1)*height+r-1)*width+c]", "grid(dy)",                             \
     N_ ("The long row of errors is folded back into the channels' grids.")) \
  X (SIGMOID_DX, sigmoid_dx, "da a", "", FORMULA, none,                                         \
     "out[..] = da[..] * (a[..] * (1 - a[..]))", "da ⊙ σ'(z)",                                  \
     N_ ("The derivative of the sigmoid is a times 1 − a: largest in the middle, nearly 0 at both ends.")) \
  X (TANH_DX, tanh_dx, "da a", "", FORMULA, none,                                               \
     "out[..] = da[..] * (1 - a[..] * a[..])", "da ⊙ tanh'(z)",                                 \
     N_ ("The derivative of tanh is 1 − a²: 1 in the middle, nearly 0 at both ends.")) \
  X (RELU_DX, relu_dx, "da z", "", FORMULA, none,                                               \
     "out[..] = if(z[..] > 0, da[..], 0)", "da ⊙ relu'(z)",                                     \
     N_ ("Where the unit was on, the error passes; where it was off, and at 0 itself, nothing does.")) \
  X (LEAKY_RELU_DX, leaky_relu_dx, "da z slope", "", FORMULA, none,                             \
     "out[..] = if(z[..] > 0, da[..], slope * da[..])", "da ⊙ leaky'(z)",                       \
     N_ ("Where the unit was on, the error passes; elsewhere it is shrunk by the slope.")) \
  X (SOFTPLUS_DX, softplus_dx, "da z", "", FORMULA, none,                                       \
     "out[..] = da[..] * either(z[..] >= 0, 1 / (1 + exp(-z[..])), exp(z[..]) / (1 + exp(z[..])))", \
     "da ⊙ σ(z)",                                                                               \
     N_ ("The derivative of softplus is the sigmoid: 1 far to the right, 0 far to the left.")) \
  X (FLAT_DX, flat_dx, "da", "", FORMULA, none,                                                 \
     "out[..] = 0 * da[..]", "0 ⊙ da",                                                          \
     N_ ("A step is flat on both sides: its gradient is 0, and nothing that lies before it learns.")) \
  X (PASS_THROUGH, pass_through, "da", "", FORMULA, none,                                       \
     "out[..] = da[..]", "da, passed through",                                                  \
     N_ ("The delta rule: the gradient is handed on unchanged, as if there were no activation.")) \
  X (CONCATENATE_DX, concatenate_dx, "dy", "first", GIVEN, none,                                \
     "out[b,o,..] = dy[b,o+first,..]", "part of dy",                                            \
     N_ ("Each of those that stand side by side gets its own part of the gradient.")) \
  X (EXP_DX, exp_dx, "dy y", "", FORMULA, none,                                                 \
     "out[..] = dy[..] * y[..]", "dy ⊙ y",                                                      \
     N_ ("The exponential is its own derivative.")) \
  X (ROW_SUM_DX, row_sum_dx, "ds", "", GIVEN, none,                                             \
     "out[b,o,..] = ds[b,..]", "ds",                                                            \
     N_ ("Every term of a sum gets the sum's gradient.")) \
  X (ROW_DIVIDE_DS, row_divide_ds, "dp p s", "", FORMULA, none,                                 \
     "out[b,..] = -sum(o: dp[b,o,..] * p[b,o,..]) / s[b,..]", "−Σ dp⊙p / s",                    \
     N_ ("A larger sum makes every share smaller.")) \
  X (LN_SUM_DE, ln_sum_de, "dy e", "", GIVEN, none,                                             \
     "out[b,o,..] = dy[b,..] / sum(j: e[b,j,..])", "dy / Σ e",                                  \
     N_ ("The derivative of the logarithm of a sum is 1 / the sum, the same for each of its terms.")) \
  X (SQUARED_ERROR_DA, squared_error_da, "dL a t", "n", FORMULA, none,                          \
     "out[..] = dL * (2 * (a[..] - t[..])) / n", "2 (a − t) / n",                               \
     N_ ("The gradient of the squared error: twice the miss.")) \
  X (HALF_SQUARED_ERROR_DA, half_squared_error_da, "dL a t", "n", FORMULA, none,                \
     "out[..] = dL * (a[..] - t[..]) / n", "(a − t) / n",                                       \
     N_ ("The gradient of half the squared error is the miss itself.")) \
  X (BINARY_CROSS_ENTROPY_DZ, binary_cross_entropy_dz, "dL p t", "n", FORMULA, none,            \
     "out[..] = dL * (p[..] - t[..]) / n", "(p − t) / n",                                       \
     N_ ("Sigmoid and cross-entropy together have the simplest gradient: probability minus target.")) \
  X (BINARY_CROSS_ENTROPY_OF_Z, binary_cross_entropy_of_z, "dL z t", "n", FORMULA, none,        \
     "out[..] = dL * (either(z[..] >= 0, 1 / (1 + exp(-z[..])), exp(z[..]) / (1 + exp(z[..]))) - t[..]) / n", \
     "(σ(z) − t) / n",                                                                          \
     N_ ("Sigmoid and cross-entropy together have the simplest gradient: probability minus target.")) \
  X (SOFTMAX_CROSS_ENTROPY_DZ, softmax_cross_entropy_dz, "dL p t", "n", FORMULA, none,          \
     "out[b,o,..] = dL * (p[b,o,..] * sum(j: t[b,j,..]) - t[b,o,..]) / n", "(p·Σt − t) / n",    \
     N_ ("Softmax and cross-entropy together have the simplest gradient: probability minus target.")) \
  X (CROSS_ENTROPY_DSHIFT, cross_entropy_dshift, "dL t", "n", FORMULA, none,                    \
     "out[..] = if(t[..] = 0, 0, -(dL * t[..] / n))", "−t / n",                                 \
     N_ ("Raising the right class's score lowers the loss, in step with its target.")) \
  X (CROSS_ENTROPY_DLSE, cross_entropy_dlse, "dL t", "n", FORMULA, none,                        \
     "out[b,..] = sum(o: if(t[b,o,..] = 0, 0, dL * t[b,o,..] / n))", "Σ t / n",                 \
     N_ ("The logarithm of the sum stands in every class's term, once for each unit of target.")) \
  X (KL_OF_PROBABILITIES_DP, kl_of_probabilities_dp, "dL t p", "n", FORMULA, none,              \
     "out[..] = if(t[..] = 0, 0, -(dL * t[..] / p[..] / n))", "−t / p / n",                     \
     N_ ("The less probable the truth was held to be, the stronger the push.")) \
  X (L1_PENALTY_DW, l1_penalty_dw, "dy W lambda", "", FORMULA, none,                            \
     "out[..] = if(W[..] > 0, dy * lambda, if(W[..] < 0, -(dy * lambda), 0))", "λ sign(W)",     \
     N_ ("The same push towards 0 whatever the weight's size; none at 0 itself.")) \
  X (L2_PENALTY_DW, l2_penalty_dw, "dy W lambda", "", FORMULA, none,                            \
     "out[..] = dy * lambda * 2 * W[..]", "2λ W",                                               \
     N_ ("A push towards 0 in proportion to the weight.")) \
  X (L2_HALF_PENALTY_DW, l2_half_penalty_dw, "dy W lambda", "", FORMULA, none,                  \
     "out[..] = dy * lambda * W[..]", "λ W",                                                    \
     N_ ("A push towards 0 in proportion to the weight.")) \
  X (PIN_GATE, pin_gate, "dy pin", "", FORMULA, none,                                           \
     "out[..] = if(pin[..] = 1, 0, dy[..])", "dy unless pinned",                                \
     N_ ("A cell that is held by hand does not listen: nothing behind it gets any of its gradient.")) \
  /* ---- update ---- */                                                                        \
  X (DESCEND, descend, "W step lr", "", FORMULA, none,                                          \
     "out[..] = W[..] - lr * step[..]", "W − lr·step",                                          \
     N_ ("A small step downhill: against the gradient, in proportion to the learning rate.")) \
  X (DECAY, decay, "W lr rate", "", FORMULA, none,                                              \
     "out[..] = W[..] - lr * rate * W[..]", "W − lr·decay·W",                                   \
     N_ ("Weight decay: every weight shrinks a little before the step.")) \
  X (MOMENTUM, momentum, "v g mu", "", FORMULA, none,                                           \
     "out[..] = mu * v[..] + g[..]", "μ·v + g",                                                 \
     N_ ("The velocity keeps most of what it had and gains the new gradient.")) \
  X (NESTEROV, nesterov, "g v mu", "", FORMULA, none,                                           \
     "out[..] = g[..] + mu * v[..]", "g + μ·v",                                                 \
     N_ ("Nesterov's look ahead: the gradient plus where the velocity is about to carry us.")) \
  X (AVERAGE, average, "m g beta", "", FORMULA, none,                                           \
     "out[..] = beta * m[..] + (1 - beta) * g[..]", "β·m + (1−β)·g",                            \
     N_ ("A running average of the gradients; the older they are, the less they count.")) \
  X (AVERAGE_SQUARE, average_square, "s g rho", "", FORMULA, none,                              \
     "out[..] = rho * s[..] + (1 - rho) * g[..] * g[..]", "ρ·s + (1−ρ)·g²",                     \
     N_ ("A running average of the squared gradients: how large they have been of late.")) \
  X (ADD_SQUARE, add_square, "s g", "", FORMULA, none,                                          \
     "out[..] = s[..] + g[..] * g[..]", "s + g²",                                               \
     N_ ("Every squared gradient so far, added up.")) \
  X (OVER_ROOT, over_root, "g s epsilon", "", FORMULA, none,                                    \
     "out[..] = g[..] / (sqrt(s[..]) + epsilon)", "g / (√s + ε)",                               \
     N_ ("The gradient in units of its usual size; epsilon keeps the division safe.")) \
  X (OVER_ROOT_INSIDE, over_root_inside, "g s epsilon", "", FORMULA, none,                      \
     "out[..] = g[..] / sqrt(s[..] + epsilon)", "g / √(s + ε)",                                 \
     N_ ("The gradient in units of its usual size; epsilon, under the root, keeps the division safe.")) \
  X (MOMENTUM_STEP, momentum_step, "m step mu lr", "", FORMULA, none,                           \
     "out[..] = mu * m[..] + lr * step[..]", "μ·m + lr·step",                                   \
     N_ ("The movement keeps most of what it had and gains the new step.")) \
  X (SUBTRACT, subtract, "W m", "", FORMULA, none,                                              \
     "out[..] = W[..] - m[..]", "W − m",                                                        \
     N_ ("Cell by cell difference.")) \
  X (POWER, power, "p beta", "", FORMULA, none,                                                 \
     "out = p * beta", "p·β",                                                                   \
     N_ ("Beta to the power of the pass, by one more factor in each pass.")) \
  X (UNBIAS, unbias, "m p", "", FORMULA, none,                                                  \
     "out[..] = m[..] / (1 - p)", "m / (1 − βᵗ)",                                               \
     N_ ("The average began at 0; in the first passes it is too small by just this factor.")) \
  X (ADAM_UNCORRECTED, adam_uncorrected, "m v p1 p2 epsilon", "", FORMULA, none,                \
     "out[..] = sqrt(1 - p2) / (1 - p1) * m[..] / (sqrt(v[..]) + epsilon)", "√(1−β₂ᵗ)/(1−β₁ᵗ)·m / (√v + ε)", \
     N_ ("Adam's step with both corrections in front, epsilon beside the uncorrected root."))         \
  /* ---- update: the learning rate of a pass ---- */                                           \
  X (EPOCH, epoch, "pass batches", "", FORMULA, none,                                           \
     "out = (pass - 1) / batches", "(pass − 1) / batches",                                      \
     N_ ("How many epochs are behind us: the passes done, over the batches of an epoch."))      \
  X (STEPS_TAKEN, steps_taken, "taken epoch due factor", "", FORMULA, none,                     \
     "out = if(epoch >= due, taken * factor, taken)", "taken·factor, if due",                   \
     N_ ("When a step is due, the rate shrinks by the factor once more."))                      \
  X (STEP_DUE, step_due, "due epoch every", "", FORMULA, none,                                  \
     "out = if(epoch >= due, due + every, due)", "due + every, if due",                         \
     N_ ("The epoch in which the rate shrinks next."))                                          \
  X (STEPPED_RATE, stepped_rate, "lr taken", "", FORMULA, none,                                 \
     "out = lr * taken", "lr·taken",                                                            \
     N_ ("The learning rate, shrunk by all the steps taken so far."))                           \
  X (COSINE_RATE, cosine_rate, "lr low epoch epochs", "", FORMULA, none,                        \
     "out = if(epoch < epochs, low + (lr - low) * (1 + cospi(epoch / epochs)) / 2, low)",       \
     "low + (lr − low)·(1 + cos(π·epoch/epochs))/2",                                            \
     N_ ("The learning rate goes down along half a wave: slowly at first and at the end, fast in between.")) \
  X (WARM_UP, warm_up, "lr pass batches epochs", "", FORMULA, none,                             \
     "out = if(pass < epochs * batches, lr * (pass / (epochs * batches)), lr)", "lr·pass/(epochs·batches), at most lr", \
     N_ ("The first passes take small steps that grow evenly, until the rate is reached."))

/* clang-format on */
