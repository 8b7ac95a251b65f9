/* Elementary functions with the same bits everywhere.
 *
 * The C library's exp, log, tanh and cos change their last bits from machine to machine.
 * These are fixed sequences of IEEE operations; nn-math-inline.h holds the one source,
 * compiled here as scalars for formulas and in the kernel files as vectors.
 *
 * Errors, tested against higher precision over the whole range: exp, ln, ln1p, tanh
 * and cospi each below 1 ulp. Special values: exp(-inf) = 0, exp(inf) = inf, ln(0) = ln1p(-1) = -inf,
 * ln(negative) = ln1p(less than -1) = NaN, ln1p(-0) = -0, tanh(+-inf) = +-1, tanh(-0) = -0; NaN gives NaN.
 *
 * ln1p(x) = ln(1 + x) keeps the digits of a small x, which 1 + x has lost: ln1p(1e-20) is 1e-20 and not 0.
 * cospi(x) = cos(πx): exactly 0 at every half, 1 and -1 at whole numbers (1 beyond 2^52); NaN for an
 * infinity.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gdouble nn_exp (gdouble x);
gdouble nn_ln (gdouble x);
gdouble nn_ln1p (gdouble x);
gdouble nn_tanh (gdouble x);
gdouble nn_cospi (gdouble x);

G_END_DECLS
