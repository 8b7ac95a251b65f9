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
 * Hyperparameters are scalar cells: lr, mu, rho, beta1, beta2, epsilon, decay. Where the rate has a schedule
 * or a warm-up, the rules above read lr.now instead of lr (nn-schedule.h).
 */
#pragma once

#include <math.h>

#include "nn-field.h"
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

typedef enum { NN_SCHEDULE_CONSTANT, NN_SCHEDULE_STEP, NN_SCHEDULE_COSINE } NnSchedule;

typedef enum { NN_EPSILON_OUTSIDE, NN_EPSILON_INSIDE, NN_EPSILON_UNCORRECTED } NnEpsilonPlace;

#define NN_OPTIMIZER_OF(ID) NN_FIELD_OF (NN_OPTIMIZER_##ID)
#define NN_OPTIMIZER_ALL    (NN_FIELD_OF (NN_N_OPTIMIZERS) - 1)
#define NN_OPTIMIZER_ADAMS  (NN_OPTIMIZER_OF (ADAM) | NN_OPTIMIZER_OF (ADAMW))
#define NN_OPTIMIZER_MOVERS (NN_OPTIMIZER_OF (MOMENTUM) | NN_OPTIMIZER_OF (NESTEROV))
#define NN_OPTIMIZER_ROOTS  (NN_OPTIMIZER_OF (RMSPROP) | NN_OPTIMIZER_OF (ADAGRAD))

/* X (member, C type, type, name, kinds, default, range, spec, label, shown, documentation); AGAIN describes a
 * member for kinds with another default or range. */
/* clang-format off */
#define NN_OPTIMIZER_FIELD_TABLE(X, AGAIN)                                                                   \
  X (lr, gdouble, NUMBER, "lr", NN_OPTIMIZER_OF (SGD) | NN_OPTIMIZER_MOVERS | NN_OPTIMIZER_OF (ADAGRAD),     \
     0.01, "[0, inf)", "", N_ ("Learning rate lr"), NULL, N_ ("Learning rate"))                              \
  AGAIN (lr, gdouble, NUMBER, "lr", NN_OPTIMIZER_OF (RMSPROP) | NN_OPTIMIZER_ADAMS, 0.001, "[0, inf)", "",   \
     N_ ("Learning rate lr"), NULL, N_ ("Learning rate"))                                                    \
  X (mu, gdouble, NUMBER, "mu", NN_OPTIMIZER_MOVERS, 0.9, "[0, 1]", "",                                      \
     N_ ("Momentum mu"), NULL, N_ ("Momentum"))                                                              \
  AGAIN (mu, gdouble, OPTIONAL, "mu", NN_OPTIMIZER_OF (RMSPROP), NAN, "[0, 1]", "",                          \
     N_ ("Momentum mu"), NULL, N_ ("Momentum; none unless it is said"))                                      \
  X (rho, gdouble, NUMBER, "rho", NN_OPTIMIZER_OF (RMSPROP), 0.9, "[0, 1]", "",                              \
     "rho", NULL, N_ ("How much of the average of squares is kept"))                                         \
  X (beta1, gdouble, NUMBER, "beta1", NN_OPTIMIZER_ADAMS, 0.9, "[0, 1)", "",                                 \
     "beta1", NULL, N_ ("How much of the average of gradients is kept"))                                     \
  X (beta2, gdouble, NUMBER, "beta2", NN_OPTIMIZER_ADAMS, 0.999, "[0, 1)", "",                               \
     "beta2", NULL, N_ ("How much of the average of squares is kept"))                                       \
  X (epsilon, gdouble, NUMBER, "epsilon", NN_OPTIMIZER_ROOTS, 1e-7, "[0, inf)", "",                          \
     "epsilon", NULL, N_ ("Added to the root, so that nothing is divided by 0"))                             \
  AGAIN (epsilon, gdouble, NUMBER, "epsilon", NN_OPTIMIZER_ADAMS, 1e-8, "[0, inf)", "",                      \
     "epsilon", NULL, N_ ("Added to the root, so that nothing is divided by 0"))                             \
  X (epsilon_place, NnEpsilonPlace, CHOICE, "epsilon-place", NN_OPTIMIZER_ADAMS, NN_EPSILON_OUTSIDE,         \
     "outside inside uncorrected", "", N_ ("Place of epsilon"), N_ ("outside|inside|uncorrected"),           \
     N_ ("Where epsilon is added: outside the root, inside, or beside the uncorrected root"))                \
  AGAIN (epsilon_place, NnEpsilonPlace, CHOICE, "epsilon-place", NN_OPTIMIZER_ROOTS, NN_EPSILON_OUTSIDE,     \
     "outside inside", "", N_ ("Place of epsilon"), N_ ("outside|inside"),                                   \
     N_ ("Where epsilon is added: outside the root or inside"))                                              \
  X (decay, gdouble, NUMBER, "decay", NN_OPTIMIZER_OF (ADAMW), 0.01, "[0, inf)", "",                         \
     N_ ("Weight decay"), NULL, N_ ("Weight decay"))                                                         \
  X (initial_accumulator, gdouble, NUMBER, "initial-accumulator", NN_OPTIMIZER_OF (ADAGRAD), 0.1,            \
     "[0, inf)", "", N_ ("First sum of squares"), NULL, N_ ("What the sum of squares starts with"))          \
  X (schedule, NnSchedule, CHOICE, "schedule", NN_OPTIMIZER_ALL, NN_SCHEDULE_CONSTANT,                       \
     "constant step cosine", "", N_ ("Schedule"), N_ ("constant|in steps|cosine"),                           \
     N_ ("How the learning rate goes on: constant, in steps, or down along a cosine"))                       \
  X (step_every, gdouble, NUMBER, "step-every", NN_OPTIMIZER_ALL, 10, "(0, inf)", "",                        \
     N_ ("Epochs per step"), NULL, N_ ("Epochs from one step of the rate to the next"))                      \
  X (step_factor, gdouble, NUMBER, "step-factor", NN_OPTIMIZER_ALL, 0.5, "(0, 1]", "",                       \
     N_ ("Factor per step"), NULL, N_ ("What the rate is multiplied by at each step"))                       \
  X (cosine_epochs, gdouble, NUMBER, "cosine-epochs", NN_OPTIMIZER_ALL, 100, "(0, inf)", "",                 \
     N_ ("Epochs of the cosine"), NULL, N_ ("Epochs until the cosine is at its end"))                        \
  X (final_lr, gdouble, NUMBER, "final-lr", NN_OPTIMIZER_ALL, 0, "[0, inf)", "",                             \
     N_ ("Final rate"), NULL, N_ ("Learning rate at the cosine's end"))                                      \
  X (warm_up, gdouble, OPTIONAL, "warm-up", NN_OPTIMIZER_ALL, NAN, "(0, inf)", "",                           \
     N_ ("Warm-up epochs"), NULL,                                                                            \
     N_ ("Epochs in which the rate rises evenly from 0; none unless it is said"))
/* clang-format on */

/* Starting values of the hyperparameter cells, and what shapes the instructions. */
typedef struct {
  NnOptimizerKind kind;
#define NN_OPTIMIZER_MEMBER(member, ctype, ...) ctype member;
#define NN_OPTIMIZER_NO_MEMBER(...)
  NN_OPTIMIZER_FIELD_TABLE (NN_OPTIMIZER_MEMBER, NN_OPTIMIZER_NO_MEMBER)
#undef NN_OPTIMIZER_MEMBER
#undef NN_OPTIMIZER_NO_MEMBER
} NnOptimizer;

/* The rows that this kind of optimiser has, one after another (nn_field_next). */
const NnField *nn_optimizer_next_field (NnOptimizerKind kind, const NnField *previous);

/* The row of this name that the kind has, or NULL. */
const NnField *nn_optimizer_find_field (NnOptimizerKind kind, const gchar *name);

/* Each field as its row says; those of other kinds as theirs. */
NnOptimizer nn_optimizer_default (NnOptimizerKind kind);

/* "sgd" ... "adamw" and back; find returns -1 for an unknown name. */
const gchar *nn_optimizer_get_name (NnOptimizerKind kind);
gint nn_optimizer_find (const gchar *name);

/* Whether the field says anything: those of a schedule do only where it is the one. */
gboolean nn_optimizer_uses (const NnOptimizer *optimizer, const NnField *field);

/* Whether every field of its kind lies in its range. */
gboolean nn_optimizer_validate (const NnOptimizer *optimizer, GError **error);

/* Emits the update of every parameter in `parameters` whose gradient tensor exists, in
 * order, adds the leaves it needs, and sets `next`. The optimiser must be valid. */
void nn_optimizer_emit (const NnOptimizer *optimizer,
                        NnProgramBuilder *builder,
                        const gint *parameters,
                        gint n_parameters);

G_END_DECLS
