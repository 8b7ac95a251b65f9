/* The dialect of arrays: a formula as one expression over whole tensors, in words that NumPy and PyTorch
 * share.
 *
 *   NnArrayUse use = { 0 };
 *   g_autofree gchar *text = nn_dialect_print_array (formula, &names, &binding, &use);
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

typedef enum {
  NN_ARRAY_EINSUM,
  NN_ARRAY_EXP,
  NN_ARRAY_LOG,
  NN_ARRAY_LOG1P,
  NN_ARRAY_SQRT,
  NN_ARRAY_TANH,
  NN_ARRAY_WHERE,
  NN_ARRAY_COSPI,
  NN_ARRAY_COUNT,
  NN_ARRAY_SPREAD,
  NN_ARRAY_INSIDE,
  NN_ARRAY_AT,
  NN_ARRAY_FIRST_LARGEST,
  NN_ARRAY_LARGEST,
  NN_N_ARRAY_WORDS
} NnArrayWord;

const gchar *nn_array_word_get_name (NnArrayWord word);

/* What a text asks of the script around it. */
typedef struct {
  guint words;      /* those it calls, 1 << NnArrayWord; added to what is there */
  gboolean is_name; /* it is an input's name and nothing else, so that both are the same array */
} NnArrayUse;

/* The expression for all cells of the output; `binding` needs no values. Caller frees. */
gchar *
nn_dialect_print_array (NnFormula *formula, const NnNames *names, const NnBinding *binding, NnArrayUse *use);

G_END_DECLS
