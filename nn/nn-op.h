/* Operations: the kinds of instruction a program is made of.
 *
 * Everything about a kind stands in one row of nn-op-table.h; this module gives the
 * rows to the rest of the program. nn_op_get (NN_OP_DENSE)->formula is the text that
 * the evaluator, the printers, the arrows, the stepper and the marker all read.
 */
#pragma once

#include "nn-op-table.h"
#include "nn-shape.h"

G_BEGIN_DECLS

typedef enum {
#define NN_OP_ENUM(ID, ...) NN_OP_##ID,
  NN_OP_TABLE (NN_OP_ENUM)
#undef NN_OP_ENUM
      NN_OP_COMMIT, /* ends the pass; writes nothing, has no formula */
  NN_N_OPS
} NnOp;

#define NN_MAX_INPUTS     6
#define NN_MAX_ATTRIBUTES 8

typedef enum {
  NN_SHAPE_RULE_FORMULA,    /* every index stands plainly as a subscript of some input */
  NN_SHAPE_RULE_GIVEN,      /* the caller says; the formula checks what it can */
  NN_SHAPE_RULE_CONV,       /* windows of a kernel with strides and padding */
  NN_SHAPE_RULE_POOL,       /* windows given by attributes */
  NN_SHAPE_RULE_POOL_COUNT, /* one number per window place */
  NN_SHAPE_RULE_FLATTEN,
  NN_SHAPE_RULE_CONCATENATE
} NnShapeRule;

typedef struct {
  NnOp op;
  const gchar *name;
  gint n_inputs;
  const gchar *const *inputs; /* roles, n_inputs of them, NULL-terminated */
  gint n_attributes;
  const gchar *const *attributes; /* names, NULL-terminated */
  NnShapeRule shape_rule;
  gboolean has_gradient; /* whether a backward rule exists at all */
  const gchar *formula;
  const gchar *brief;
  const gchar *why;
} NnOpInfo;

/* The row of `op`, for every value below NN_OP_COMMIT. Static; never NULL. */
const NnOpInfo *nn_op_get (NnOp op);

/* The shape of the output, from the inputs' shapes and the attributes by the row's
 * shape rule. `given` is the wanted shape for NN_SHAPE_RULE_GIVEN, otherwise NULL.
 * Fails with NN_ERROR_SHAPE when the shapes do not fit; the message names the roles. */
gboolean nn_op_infer_shape (NnOp op,
                            const NnShape *inputs,
                            const gint *attributes,
                            const NnShape *given,
                            NnShape *out,
                            GError **error);

/* Of an operation of the backward phase: the local derivative by which it multiplies the gradient that comes
 * back, in the roles of its row, as in "dL/dW = dL/dz · dz/dW, where dz/dW = x". NULL for others. Static. */
const gchar *nn_op_get_local_derivative (NnOp op);

/* For tests only: let `op` be defined by another formula text, NULL for the table's own.
 * Not thread-safe. What a formula feeds must all follow; a test shows that it does. */
void nn_op_override_formula (NnOp op, const gchar *formula);

/* Changes whenever nn_op_override_formula() is called; caches of parsed formulas compare it. */
guint nn_op_get_formula_serial (void);

G_END_DECLS
