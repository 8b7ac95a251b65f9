/* The dialect of arrays: a formula as one expression over whole tensors, in words that NumPy and PyTorch
 * share.
 *
 *   g_autofree gchar *text = nn_dialect_print_array (formula, &names, &binding);
 *   // einsum("bi,io->bo", x, W1) + b1
 *
 * Names of tensors stand as they are given. Besides the operators of Python the text calls
 *
 *   sqrt exp log log1p tanh cospi where   cell by cell
 *   einsum (subscripts, a, b)             sums of products
 *   at (x, sizes, place, condition)       x at the places that `place` gives for indices counted from 1 along
 *                                         `sizes`; 0 where there is no such place or the condition fails
 *   inside (x, sizes, place, condition)   whether there is such a place
 *   count (n)                             1, 2, …, n
 *   largest (x, n), first_largest (x, n)  along the last n axes; the place counted from 1, the last axis
 *                                         fastest, the first of equals
 *   spread (x, shape)                     the same value for all along the axes that x lacks
 *   (…).sum (axis=…)
 */
#pragma once

#include "nn-dialect.h"

G_BEGIN_DECLS

/* The expression for all cells of the output; `binding` needs no values. Caller frees. */
gchar *nn_dialect_print_array (NnFormula *formula, const NnNames *names, const NnBinding *binding);

G_END_DECLS
