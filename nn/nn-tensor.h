/* Tensors: named row-major arrays of doubles, rank 0 to 4, that own their values.
 *
 * Used for what outlives a program: parameters, optimiser state, hyperparameters, rows
 * of data. The tensors of a running program are buffers of its NnRun.
 */
#pragma once

#include "nn-shape.h"

G_BEGIN_DECLS

typedef struct {
  gchar *name;
  NnShape shape;
  gdouble *values; /* nn_shape_count() of them, row-major */
} NnTensor;

/* All zeros. `name` is copied; the shape must be valid. */
NnTensor *nn_tensor_new (const gchar *name, const NnShape *shape);
NnTensor *nn_tensor_copy (const NnTensor *tensor);
void nn_tensor_free (NnTensor *tensor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnTensor, nn_tensor_free)

/* A state: the ordered set of named tensors that persist from pass to pass (parameters,
 * optimiser state, hyperparameters). Names are unique. */
typedef struct _NnState NnState;

NnState *nn_state_new (void);
NnState *nn_state_copy (const NnState *state);
void nn_state_free (NnState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnState, nn_state_free)

/* Takes the tensor; replaces one of the same name in its place. */
void nn_state_put (NnState *state, NnTensor *tensor);
/* Borrowed, or NULL. */
NnTensor *nn_state_find (const NnState *state, const gchar *name);
gboolean nn_state_remove (NnState *state, const gchar *name);
guint nn_state_get_size (const NnState *state);
NnTensor *nn_state_get (const NnState *state, guint position);
/* Same names, shapes and bits (so -0 differs from 0). */
gboolean nn_state_equal (const NnState *a, const NnState *b);

G_END_DECLS
