/* Programs: a pass as one list of instructions in single assignment.
 *
 * Tensors are named and written at most once; those that no instruction writes are
 * leaves (inputs, targets, parameters, optimiser state, hyperparameters, dL = 1).
 * Instructions run in order: forward, loss, backward, update, and at the end `commit`,
 * which writes nothing: X.next becomes X and the next pass begins.
 *
 * A program is built once and never changes afterwards (but for labels, which its maker sets before anybody
 * else has it); it holds no values (see nn-run.h).
 * People build networks (nn-network.h); nn_network_compile() builds the program with
 * nn-program-builder.h.
 */
#pragma once

#include "nn-dialect.h"
#include "nn-field.h"
#include "nn-formula.h"
#include "nn-op.h"

G_BEGIN_DECLS

typedef enum { NN_PHASE_FORWARD, NN_PHASE_LOSS, NN_PHASE_BACKWARD, NN_PHASE_UPDATE, NN_PHASE_COMMIT } NnPhase;

/* All tensors of a program together may hold no more cells than this (4 GiB). */
#define NN_MAX_PROGRAM_CELLS (2 * NN_MAX_CELLS)

/* "forward", "loss", "backward", "update", "commit". */
const gchar *nn_phase_get_name (NnPhase phase);

typedef enum {
  NN_ROLE_INPUT,
  NN_ROLE_TARGET,
  NN_ROLE_PARAMETER,
  NN_ROLE_STATE,   /* of the optimiser */
  NN_ROLE_HYPER,   /* learning rate, momentum, keep, slope, lambda ... */
  NN_ROLE_RANDOM,  /* dropout's u */
  NN_ROLE_CLOCK,   /* pass, and how many batches an epoch has */
  NN_ROLE_SEED,    /* dL, which is 1 */
  NN_ROLE_PIN,     /* 1 where a computed cell is held by hand, else 0 */
  NN_ROLE_COMPUTED /* written by an instruction */
} NnRole;

typedef struct {
  gchar *name; /* "dW1"; unique in the program */
  NnShape shape;
  gchar axes[NN_MAX_RANK + 1]; /* letters, "io" */
  NnRole role;
  gint layer;       /* position in the network's layers from 0, or -1 (loss, hyperparameters) */
  gint producer;    /* the instruction that writes it, or -1 for a leaf */
  gint next;        /* for a parameter or state: the tensor that replaces it at commit, or -1 */
  gint gradient;    /* the tensor holding dL/d(this), or -1 if the program has none */
  gint gradient_of; /* the tensor of which this is the gradient, or -1 */
  gint part_of;     /* the tensor of which this is a part of the gradient (dX.1, dX.12, dX.free), or -1 */
  gint pins;        /* for a computed tensor with gated pins: its pin leaf, or -1 */
  gboolean frozen;
  const NnField *field; /* for a hyperparameter: what it may be; or NULL */
  gdouble value; /* what every cell of a leaf starts with (hyperparameter, optimiser state, dL), else 0 */
  GPtrArray *labels[NN_MAX_RANK]; /* texts for the cells along an axis, or NULL: nn_program_set_labels() */
} NnTensorInfo;

/* The leaves of NN_ROLE_CLOCK. */
#define NN_CLOCK_PASS    "pass"
#define NN_CLOCK_BATCHES "batches"

/* Whether the tensor goes from pass to pass: a parameter, a state of the optimiser, a hyperparameter. */
static inline gboolean
nn_tensor_info_persists (const NnTensorInfo *info)
{
  return info->role == NN_ROLE_PARAMETER || info->role == NN_ROLE_STATE || info->role == NN_ROLE_HYPER;
}

typedef struct {
  NnOp op;
  gint output; /* tensor, or -1 for commit */
  gint n_inputs;
  gint inputs[NN_MAX_INPUTS];
  gint attributes[NN_MAX_ATTRIBUTES];
  NnPhase phase;
  gint layer;            /* as in NnTensorInfo */
  gint probability;      /* for a loss on logits: the tensor of probabilities its fused gradient
                          * reads, or -1; not an input of the formula */
  gboolean pass_through; /* hands its gradient on unchanged to its first input */
} NnInstruction;

typedef struct _NnProgram NnProgram;

NnProgram *nn_program_ref (NnProgram *program);
void nn_program_unref (NnProgram *program);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnProgram, nn_program_unref)

gint nn_program_get_n_tensors (const NnProgram *program);
const NnTensorInfo *nn_program_get_tensor (const NnProgram *program, gint tensor);
gint nn_program_get_n_instructions (const NnProgram *program);
const NnInstruction *nn_program_get_instruction (const NnProgram *program, gint instruction);
gint nn_program_get_batch_size (const NnProgram *program);

/* The tensor of this exact name, or -1. */
gint nn_program_find (const NnProgram *program, const gchar *name);
/* The tensor that this one replaces when a pass ends, W1 of W1.next; -1 for any other. */
gint nn_program_find_replaced (const NnProgram *program, gint tensor);

/* Names for people along an axis: "sleep" for the first column of x. As many texts as the axis has cells; an
 * empty one is none. Takes a reference. For whoever compiled the program, before anybody else has it. */
void nn_program_set_labels (NnProgram *program, gint tensor, gint axis, GPtrArray *labels);
/* The label of the cells at `index`, from 1, along an axis; NULL if they have none. */
const gchar *nn_program_get_label (const NnProgram *program, gint tensor, gint axis, gint index);

/* The loss L, or -1 in a prediction program; the network's output (its last activation). */
gint nn_program_get_loss (const NnProgram *program);
gint nn_program_get_output (const NnProgram *program);

/* The instructions that read `tensor`, ascending. Borrowed. */
const gint *nn_program_get_readers (const NnProgram *program, gint tensor, gint *n_readers);

/* Names and letters for printing instruction `instruction`; borrowed from the program. */
void nn_program_get_names (const NnProgram *program, gint instruction, NnNames *names);
/* Shapes and attributes; the values stay NULL. */
void nn_program_get_binding (const NnProgram *program, gint instruction, NnBinding *binding);

/* "x·W1 + b1": the row's brief with today's names. Caller frees. */
gchar *nn_program_get_brief (const NnProgram *program, gint instruction);
/* Any text in the roles of the instruction's row, with the tensors' names in their place. Caller frees. */
gchar *nn_program_print_roles (const NnProgram *program, gint instruction, const gchar *text);

/* Bytes of all tensors of one run. */
gsize nn_program_get_memory (const NnProgram *program);

/* "dW1" for "W1", "hidden.dW" for "hidden.W", "dL" for "L". Caller frees. */
gchar *nn_gradient_name (const gchar *name);

G_END_DECLS
