/* Backward rules: which instructions follow, in the backward phase, from one forward
 * instruction. Private to nn-backward.c, nn-gradient.c and nn-op-gradients.c.
 *
 * A rule looks at the forward instruction and contributes to the gradients of its inputs:
 *
 *   contribute (g, X, NN_OP_DENSE_DX, NN_INPUTS (g->dout, g->in[W]), NULL);
 *
 * Contributions nobody wants are dropped by the context. Every wanted input must get a
 * contribution or be declared constant; else the backward pass stops with an error.
 */
#pragma once

#include "nn-program-builder.h"

G_BEGIN_DECLS

typedef struct {
  NnOp op;
  const gint *in; /* tensors, in the order of the row's roles */
  gint out;
  gint dout; /* the gradient that reaches the output, past any pins */
  const gint *attributes;
  gint probability; /* for a loss on logits: the probabilities to fuse with, or -1: go step by step */
  gint logits;      /* what a fused gradient goes to directly */
  gpointer backward;
} NnGradient;

typedef void (*NnGradientRule) (NnGradient *g);

/* NULL if the operation has none. */
NnGradientRule nn_op_get_gradient_rule (NnOp op);

/* In nn-gradient.c: the gradient of input `slot` gets what `op` makes of `inputs`. */
void nn_gradient_contribute (NnGradient *g, gint slot, NnOp op, const gint *inputs, const gint *attributes);

/* The gradient of g->logits gets it, past the operations between them and the loss. */
void nn_gradient_contribute_to_logits (NnGradient *g, NnOp op, const gint *inputs, const gint *attributes);

/* Nothing flows through input `slot`: it does not vary in the backward pass, or its part is
 * in the logits' gradient already. */
void nn_gradient_constant (NnGradient *g, gint slot);

G_END_DECLS
