/* Contributions to gradients, for nn-backward.c, which walks, and for the rules (nn-op-gradients.h), which
 * say what each use of a tensor contributes.
 *
 * While planning, a contribution is only noted. Then each is emitted under its number in the order of the
 * forward uses, dX.1, dX.2, and when the last one is there, their sum dX.
 */
#pragma once

#include "nn-program-builder.h"

G_BEGIN_DECLS

typedef struct {
  NnProgramBuilder *builder;
  gint loss;
  gboolean fused;
  gboolean planning;
  gint n_tensors;    /* of the forward program */
  gboolean *wanted;  /* by the caller */
  gboolean *needed;  /* depends on a wanted tensor */
  gboolean *reached; /* its gradient is on the way from the loss */
  GArray **uses;     /* per tensor: the keys of its contributions, gint, planning's result */
  gint **parts;      /* per tensor: the contributions themselves, in the order of the uses */
  gint *n_parts;     /* how many of them are there already */
  gint *passed;      /* per tensor: its gradient as what lies behind may read it, or -1 */
  gint instruction;  /* the one being differentiated */
  guint handled;     /* its inputs that got a contribution or are constant, as bits */
} NnBackward;

/* A fused contribution stands behind all inputs of its instruction. */
#define NN_LOGITS_SLOT NN_MAX_INPUTS

NnTensorInfo *nn_backward_get_tensor (NnBackward *self, gint tensor);
/* `gradient` is the whole gradient of `tensor`; what lies behind a tensor with pins gets it through a gate.
 */
void nn_backward_pass_on (NnBackward *self, gint tensor, gint gradient);

G_END_DECLS
