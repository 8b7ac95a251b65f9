/* Networks: the layers a user thinks in, their loss and their optimiser.
 *
 *   g_autoptr(NnNetwork) net = nn_network_new ();
 *   net->input = nn_shape (1, 2);
 *   NnLayer *dense = nn_network_add_layer (net, NN_LAYER_DENSE);
 *   dense->units = 8;
 *   dense->activation = NN_ACTIVATION_TANH;
 *   ...
 *   g_autoptr(NnProgram) program = nn_network_compile (net, batch, NN_COMPILE_TRAINING, NULL, &error);
 *
 * Names of tensors. Numbers count the layers that have parameters, from 1; what follows
 * one carries its number, what stands before the first carries 0:
 *   dense, conv   W1, b1, pre-activation z1, activation a1 (a copy of z1 when linear)
 *   activation    directly behind a dense or conv that has none of its own: it becomes that
 *                 layer's a1; elsewhere a1.2, a1.3 ...
 *   softmax       z1.max, z1.shift, z1.exp, z1.sum, then a1 (steps are called after the input)
 *   max-pool      p1.which, p1; average p1 (and p1.count where padding does not count); a
 *                 second one p1.2
 *   add s1, concatenate c1, multiply g1; of more than two the sums on the way are s1.first2, s1.first3 ...
 *   flatten f1; dropout: leaf u1, mask m1, result a1.drop (or whatever it thins: p1.drop, x.drop)
 *   hyperparameters of layers: m1.keep, a1.slope
 * A layer's own name, where it has one, replaces the number: hidden.W, hidden.b, hidden.z,
 * hidden.a, gradients hidden.dW, and hidden.W.next.
 * A layer reads the one before it, or the one that `from` names ("input" is the network's input); add,
 * concatenate and multiply take in the layers that `with` names as well. The last layer is the output.
 * Losses on logits add softmax's steps on the last activation where the last layer is no
 * softmax (probabilities: p), or p = sigmoid for binary cross-entropy.
 * Loss: L; with a penalty L.data, W1.l1, W1.l2, L.penalty (partial sums L.penalty.2 ...), L;
 * their factors are the cells lambda.l1 and lambda.l2.
 */
#pragma once

#include "nn-layer.h"
#include "nn-optimizer.h"

G_BEGIN_DECLS

typedef enum {
  NN_LOSS_SQUARED_ERROR,
  NN_LOSS_HALF_SQUARED_ERROR,
  NN_LOSS_BINARY_CROSS_ENTROPY,
  NN_LOSS_CROSS_ENTROPY,
  NN_LOSS_KL_DIVERGENCE,
  NN_N_LOSSES
} NnLossKind;

typedef enum {
  NN_REDUCTION_DEFAULT,    /* mse, bce: mean of all; others: mean over the batch */
  NN_REDUCTION_MEAN_ALL,   /* mean over all elements */
  NN_REDUCTION_MEAN_BATCH, /* mean over the batch of the sum over outputs */
  NN_REDUCTION_SUM
} NnReduction;

typedef enum { NN_PENALTY_KERNELS, NN_PENALTY_ALL } NnPenaltyScope;

typedef struct {
  gdouble l1, l2; /* starting values of lambda.l1, lambda.l2 */
  gboolean use_l1, use_l2;
  gboolean half_l2; /* lambda/2 * sum w² (PyTorch's weight_decay) instead of lambda * sum w² (Keras) */
  NnPenaltyScope scope;
} NnPenalty;

typedef struct {
  gchar *title;
  gchar *notes;
  NnShape input;     /* of one sample: rank 1 (features) or rank 3 (channels, rows, columns) */
  GPtrArray *layers; /* NnLayer */
  NnLossKind loss;
  NnReduction reduction;
  gboolean long_chain; /* softmax and cross-entropy: differentiate step by step */
  NnPenalty penalty;
  NnOptimizer optimizer;
  gboolean all_gradients; /* gradients of inputs and frozen parameters too */
  gdouble nudge;          /* by how much a number is moved to check its gradient; 0: as one likes */
} NnNetwork;

NnNetwork *nn_network_new (void); /* no layers, squared error, sgd */
NnNetwork *nn_network_copy (const NnNetwork *network);
void nn_network_free (NnNetwork *network);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnNetwork, nn_network_free)

/* Appends a layer with its kind's defaults. */
NnLayer *nn_network_add_layer (NnNetwork *network, NnLayerKind kind);

/* "mse", "half-mse", "bce", "cross-entropy", "kl" */
const gchar *nn_loss_get_name (NnLossKind loss);
gint nn_loss_find (const gchar *name);
/* "default", "mean", "batch-mean", "sum" */
const gchar *nn_reduction_get_name (NnReduction reduction);

/* The layers that a layer reads, in order: gint positions, -1 for the network's input. Caller unrefs.
 * NN_ERROR_NAME for a name that no layer before it has; nothing but layers before it can be read, so that
 * there are no circles. */
GArray *nn_network_list_sources (const NnNetwork *network, gint layer, GError **error);

/* The first layer but the last that no other reads, or -1; and the same as an error that says the cure. */
gint nn_network_find_unread (const NnNetwork *network);
gboolean nn_network_check_graph (const NnNetwork *network, GError **error);

/* Everything that can be said before the batch is known: layers, names, numbers, shapes, who reads whom. */
gboolean nn_network_validate (const NnNetwork *network, GError **error);

/* The shape of one sample behind each layer (network->layers->len of them). Fails with a
 * message that names the layer by its place and kind: "layer 2 (conv): a 5×5 kernel does not
 * fit a padded input of 4×4; use a smaller kernel or more padding". */
gboolean nn_network_infer_shapes (const NnNetwork *network, NnShape *shapes, GError **error);

/* The shape of one sample's target: that of the last layer's output. */
gboolean nn_network_get_target_shape (const NnNetwork *network, NnShape *shape, GError **error);

typedef enum {
  NN_COMPILE_TRAINING = 0,
  NN_COMPILE_PREDICTION = 1 << 0,   /* forward only, no dropout */
  NN_COMPILE_ALL_GRADIENTS = 1 << 1 /* as if network->all_gradients */
} NnCompileFlags;

/* The program of one pass on `batch` samples. `pinned` (NULL-terminated names, or NULL) are
 * computed tensors of which cells are held by hand: their gradients get gates, and fused
 * gradients that would bypass one give way to the step-by-step chain. Where one is a gradient that is
 * otherwise left out (dx), all gradients are in. */
NnProgram *nn_network_compile (const NnNetwork *network,
                               gint batch,
                               NnCompileFlags flags,
                               const gchar *const *pinned,
                               GError **error);

/* Whether the initialisers suit the parameters: what nn_network_initialize() would refuse, without drawing.
 */
gboolean nn_network_can_initialize (const NnNetwork *network, const NnProgram *program, GError **error);

/* The starting state (parameters by their initialisers from `seed`, optimiser state,
 * hyperparameters) of a training program. The generator's layer word is the number of the
 * parameter tensor in program order, from 1; its cell word the flat offset.
 * NN_ERROR_SHAPE when written-out values do not fit. */
NnState *
nn_network_initialize (const NnNetwork *network, const NnProgram *program, guint64 seed, GError **error);

/* Takes over from `old` every tensor whose name and shape still fit. */
void nn_state_keep_fitting (NnState *state, const NnState *old);

G_END_DECLS
