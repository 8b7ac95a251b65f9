/* Building a program: leaves first, then instruction after instruction.
 *
 *   g_autoptr(NnProgramBuilder) builder = nn_program_builder_new (batch);
 *   nn_program_builder_set_place (builder, NN_PHASE_FORWARD, 0);
 *   W = nn_program_builder_add_leaf (builder, "W1", NN_ROLE_PARAMETER, &shape, "io");
 *   z = nn_program_builder_emit (builder, NN_OP_MATMUL, "z1", NN_INPUTS (x, W), NULL);
 *   a = nn_program_builder_emit (builder, NN_OP_TANH, "a1", NN_INPUTS (z), NULL);
 *   program = nn_program_builder_end (builder, -1, a, &error);
 *
 * The builder keeps its first error; afterwards everything returns -1 at once, tensor -1 may be asked for
 * and is a nameless scalar, and nn_program_builder_end() reports what happened. So nobody needs to ask in
 * between.
 */
#pragma once

#include "nn-error.h"
#include "nn-program.h"

G_BEGIN_DECLS

#define NN_INPUTS(...) ((const gint[]){ __VA_ARGS__ })

typedef struct _NnProgramBuilder NnProgramBuilder;

NnProgramBuilder *nn_program_builder_new (gint batch_size);
void nn_program_builder_free (NnProgramBuilder *builder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnProgramBuilder, nn_program_builder_free)

/* Where everything that follows belongs: its phase, and its position in the network's layers from 0, or -1.
 */
void nn_program_builder_set_place (NnProgramBuilder *builder, NnPhase phase, gint layer);

/* Each returns the new tensor, or -1: NN_ERROR_NAME (twice the same name), NN_ERROR_SHAPE, NN_ERROR_SIZE. */
gint nn_program_builder_add_leaf (NnProgramBuilder *builder,
                                  const gchar *name,
                                  NnRole role,
                                  const NnShape *shape,
                                  const gchar *axes);
/* A leaf of one cell that starts with `value`. */
gint nn_program_builder_add_scalar (NnProgramBuilder *builder, const gchar *name, NnRole role, gdouble value);
/* A hyperparameter that starts with `value` and may be what the field says. */
gint nn_program_builder_add_hyper (NnProgramBuilder *builder,
                                   const gchar *name,
                                   gdouble value,
                                   const NnField *field);
/* `attributes` in the order of the operation's row; NULL if it has none. */
gint nn_program_builder_emit (NnProgramBuilder *builder,
                              NnOp op,
                              const gchar *name,
                              const gint *inputs,
                              const gint *attributes);
/* The same with the output's shape and letters taken from tensor `like`: for gradients. */
gint nn_program_builder_emit_like (NnProgramBuilder *builder,
                                   NnOp op,
                                   const gchar *name,
                                   const gint *inputs,
                                   const gint *attributes,
                                   gint like);

/* Mutable until the builder ends; pointers are good until the next tensor or instruction. */
NnTensorInfo *nn_program_builder_get_tensor (NnProgramBuilder *builder, gint tensor);
NnInstruction *nn_program_builder_get_instruction (NnProgramBuilder *builder, gint instruction);
gint nn_program_builder_get_n_tensors (const NnProgramBuilder *builder);
gint nn_program_builder_get_n_instructions (const NnProgramBuilder *builder);
gint nn_program_builder_find (const NnProgramBuilder *builder, const gchar *name);

/* The first error, or NULL while all is well. */
const GError *nn_program_builder_get_error (const NnProgramBuilder *builder);
/* Makes an error, unless there is one; `layer 2 (conv): ` before the one there is. */
void nn_program_builder_fail (NnProgramBuilder *builder, NnError code, const gchar *format, ...)
    G_GNUC_PRINTF (3, 4);
void nn_program_builder_prefix_error (NnProgramBuilder *builder, const gchar *prefix);

/* Appends commit (for a training program), checks single assignment and that `next` fits,
 * and gives the program, or NULL with the first error. The builder is empty afterwards. */
NnProgram *nn_program_builder_end (NnProgramBuilder *builder, gint loss, gint output, GError **error);

/* ---- backward ---- */

/* Emits the backward phase: for every tensor of `wanted` the gradient of `loss`, reading the
 * forward instructions from the last to the first. A tensor that is used k > 1 times on
 * the way to the loss gets dX.1 ... dX.k in the order of its uses and a visible add; the
 * gradient of a tensor with pins passes through a visible gate, `dX.free`.
 * NN_ERROR_NO_GRADIENT if an operation on the way has no rule: never a silent zero. */
void
nn_backward_emit (NnProgramBuilder *builder, gint loss, const gint *wanted, gint n_wanted, gboolean fused);

G_END_DECLS
