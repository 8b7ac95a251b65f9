/* What the two halves of a run share: nn-run.c holds the values, nn-run-ensure.c computes. */
#pragma once

#include "nn-kernel.h"
#include "nn-run.h"

#include <stdatomic.h>

typedef struct {
  gsize offset;
  gdouble value;
} NnPin;

/* A leaf that commit replaces by what an instruction has written. */
typedef struct {
  gint leaf, line;
} NnReplaced;

/* The pins of one tensor; both NULL without any. */
typedef struct {
  GArray *pins;  /* NnPin */
  guint *places; /* by offset: the place in `pins` from 1, 0 for none */
} NnHeld;

/* A tensor and its `next` share two buffers that change places at each commit. Rather
 * than rewriting pointers, everything that holds pointers exists twice, once per parity. */
struct _NnRun {
  NnProgram *program;
  gint n_tensors;
  gint n_executable; /* instructions before commit */
  gboolean has_commit;
  gpointer arena;
  gdouble **values[2]; /* per parity, per tensor */
  NnCall *calls[2];    /* per parity, per instruction */
  guint parity;

  gint fresh;           /* instructions from here on have not run, or not with the present inputs */
  gint first_dirty;     /* no dirty instruction stands before this one */
  guint8 *dirty;        /* per instruction below `fresh`: reads something that has changed */
  gint *partner;        /* per instruction: a later one that runs block by block with it, or -1 */
  gint *leader;         /* the other way round */
  guint8 *always_check; /* per instruction: may write infinity without a status flag */
  gint n_finite;        /* instructions before this one have been looked at and are finite */
  gboolean suspect;     /* something may hold a NaN or infinity that nobody has refused */
  NnHeld *held;         /* by tensor */
  guint n_pins;
  guint64 n_executed;
  guint64 clock;       /* the last stamp given; its upper bits are the run's own */
  guint64 *leaf_stamp; /* per tensor, of leaves */
  guint64 *line_stamp; /* per instruction, of what it writes */
  NnReplaced *replaced;
  gint n_replaced;
};

/* The values that an instruction writes change. */
static inline void
nn_run_stamp_line (NnRun *run, gint instruction)
{
  run->line_stamp[instruction] = ++run->clock;
}

/* The readers of `tensor` that have already run are out of date. */
void nn_run_mark_readers (NnRun *run, gint tensor);
void nn_run_mark_instruction (NnRun *run, gint instruction);
/* Writes the pinned cells of the instruction's output over. */
void nn_run_apply_pins (NnRun *run, gint instruction);

/* Of the process. */
extern atomic_ullong nn_run_n_executed, nn_run_n_made;
