/* Optimisers: update rules as instructions.
 *
 * For gradient g = dW of every trainable parameter W (names shown for W1):
 *
 *   kind      state          instructions
 *   sgd       -              W1.next = W1 - lr g
 *   momentum  W1.v           W1.v.next = mu v + g;  W1.next = W1 - lr v.next
 *   nesterov  W1.v           W1.v.next = mu v + g;  W1.step = g + mu v.next;  W1.next = W1 - lr step
 *   rmsprop   W1.s           W1.s.next = rho s + (1-rho) g²;  W1.step = g / root;  W1.next = W1 - lr step
 *     with momentum, W1.m    W1.m.next = mu m + lr step;  W1.next = W1 - m.next
 *   adagrad   W1.s           W1.s.next = s + g²;  W1.step = g / root;  W1.next = W1 - lr step
 *   adam      W1.m W1.v      W1.m.next = beta1 m + (1-beta1) g;  W1.v.next = beta2 v + (1-beta2) g²;
 *             beta1.t        beta1.t.next = beta1.t beta1 (once for the network; likewise beta2.t);
 *             beta2.t        W1.mhat = m.next / (1 - beta1.t.next);  W1.vhat likewise;
 *                            W1.step = mhat / root of vhat;  W1.next = W1 - lr step
 *   adamw     as adam        first W1.decayed = W1 - lr decay W1, then W1.next = W1.decayed - lr step
 *
 * root is sqrt(s) + epsilon (epsilon "outside", PyTorch's way and the default), or
 * sqrt(s + epsilon) ("inside"); for adam and adamw also "uncorrected":
 * W1.step = sqrt(1 - beta2.t.next) / (1 - beta1.t.next) m.next / (sqrt(v.next) + epsilon),
 * Keras' way. State starts at 0, adagrad's W1.s at `initial_accumulator`, the powers at 1.
 *
 * Hyperparameters are scalar cells: lr, mu, rho, beta1, beta2, epsilon, decay.
 */
#pragma once

#include "nn-program-builder.h"

G_BEGIN_DECLS

typedef enum {
  NN_OPTIMIZER_SGD,
  NN_OPTIMIZER_MOMENTUM,
  NN_OPTIMIZER_NESTEROV,
  NN_OPTIMIZER_RMSPROP,
  NN_OPTIMIZER_ADAGRAD,
  NN_OPTIMIZER_ADAM,
  NN_OPTIMIZER_ADAMW,
  NN_N_OPTIMIZERS
} NnOptimizerKind;

typedef enum { NN_EPSILON_OUTSIDE, NN_EPSILON_INSIDE, NN_EPSILON_UNCORRECTED } NnEpsilonPlace;

/* Starting values of the hyperparameter cells, and what shapes the instructions. */
typedef struct {
  NnOptimizerKind kind;
  gdouble lr;                  /* sgd, momentum, nesterov, adagrad 0.01; others 0.001 */
  gdouble mu;                  /* 0.9; for rmsprop 0: no momentum, no W.m */
  gdouble rho;                 /* rmsprop 0.9 */
  gdouble beta1;               /* 0.9 */
  gdouble beta2;               /* 0.999 */
  gdouble epsilon;             /* 1e-8; rmsprop and adagrad 1e-7 */
  gdouble decay;               /* adamw 0.01 */
  gdouble initial_accumulator; /* adagrad 0.1 */
  gboolean rmsprop_momentum;   /* rmsprop: with W.m and mu */
  NnEpsilonPlace epsilon_place;
} NnOptimizer;

/* Defaults for the kind, as in the comments above. */
NnOptimizer nn_optimizer_default (NnOptimizerKind kind);

/* "sgd" ... "adamw" and back; find returns -1 for an unknown name. */
const gchar *nn_optimizer_get_name (NnOptimizerKind kind);
gint nn_optimizer_find (const gchar *name);

/* Whether every number is finite and in its range, and the place of epsilon fits the kind. */
gboolean nn_optimizer_validate (const NnOptimizer *optimizer, GError **error);

/* Emits the update of every parameter in `parameters` whose gradient tensor exists, in
 * order, adds the leaves it needs, and sets `next`. The optimiser must be valid. */
void nn_optimizer_emit (const NnOptimizer *optimizer,
                        NnProgramBuilder *builder,
                        const gint *parameters,
                        gint n_parameters);

G_END_DECLS
