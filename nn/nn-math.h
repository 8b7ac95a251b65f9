/* Elementary functions with the same bits everywhere.
 *
 * The C library's exp, log and tanh change their last bits from machine to machine.
 * These are fixed sequences of IEEE operations; nn-math-inline.h holds the one source,
 * compiled here as scalars for formulas and in the kernel files as vectors.
 *
 * Errors, tested against higher precision over the whole range: exp, ln and tanh each below
 * 1 ulp. Special values: exp(-inf) = 0, exp(inf) = inf, ln(0) = -inf, ln(negative) = NaN,
 * tanh(+-inf) = +-1, tanh(-0) = -0; NaN gives NaN.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gdouble nn_exp (gdouble x);
gdouble nn_ln (gdouble x);
gdouble nn_tanh (gdouble x);

G_END_DECLS
