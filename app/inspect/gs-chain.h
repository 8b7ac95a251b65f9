/* The chain rule that a gradient follows, in names of tensors:
 *
 *   dL/dW2 = dL/dz2 · dz2/dW2
 *   where dz2/dW2 = a1
 *
 * It comes from the operation's own rule: which gradient it reads, and the local derivative that it
 * multiplies it by (nn_op_get_local_derivative()).
 */
#pragma once

#include "nn/nn-program.h"

G_BEGIN_DECLS

/* Two lines; NULL for a tensor that is no gradient. Caller frees. */
gchar *gs_chain_print (NnProgram *program, gint tensor);

/* The tensor through which the instruction's gradient came back; -1 if there is none. */
gint gs_chain_find_through (NnProgram *program, gint instruction);

G_END_DECLS
