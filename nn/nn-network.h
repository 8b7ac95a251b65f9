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
 *   flatten f1; dropout: leaf u1, mask m1, result a1.drop (or whatever it thins: p1.drop, x.drop)
 *   hyperparameters of layers: m1.keep, a1.slope
 * A layer's own name, where it has one, replaces the number: hidden.W, hidden.b, hidden.z,
 * hidden.a, gradients hidden.dW, and hidden.W.next.
 * Losses on logits add softmax's steps on the last activation where the last layer is no
 * softmax (probabilities: p), or p = sigmoid for binary cross-entropy.
 * Loss: L; with a penalty L.data, W1.l1, W1.l2, L.penalty (partial sums L.penalty.2 ...), L;
 * their factors are the cells lambda.l1 and lambda.l2.
 */
#pragma once

#include "nn-optimizer.h"
#include "nn-program.h"
#include "nn-tensor.h"

G_BEGIN_DECLS

typedef enum {
  NN_LAYER_DENSE,
  NN_LAYER_CONV,
  NN_LAYER_MAX_POOL,
  NN_LAYER_AVERAGE_POOL,
  NN_LAYER_FLATTEN,
  NN_LAYER_ACTIVATION,
  NN_LAYER_DROPOUT,
  NN_N_LAYER_KINDS
} NnLayerKind;

/* The table of activations: X (ID, name, operation). Softmax is several operations. */
#define NN_ACTIVATION_TABLE(X)                                                                               \
  X (LINEAR, "linear", NN_OP_COPY)                                                                           \
  X (SIGMOID, "sigmoid", NN_OP_SIGMOID)                                                                      \
  X (TANH, "tanh", NN_OP_TANH)                                                                               \
  X (RELU, "relu", NN_OP_RELU)                                                                               \
  X (LEAKY_RELU, "leaky-relu", NN_OP_LEAKY_RELU)                                                             \
  X (SOFTMAX, "softmax", NN_OP_ROW_DIVIDE)                                                                   \
  X (SOFTPLUS, "softplus", NN_OP_SOFTPLUS)

typedef enum {
#define NN_ACTIVATION_ENUM(ID, name, op) NN_ACTIVATION_##ID,
  NN_ACTIVATION_TABLE (NN_ACTIVATION_ENUM)
#undef NN_ACTIVATION_ENUM
      NN_N_ACTIVATIONS
} NnActivation;

typedef enum { NN_PADDING_VALID, NN_PADDING_SAME, NN_PADDING_EXPLICIT } NnPaddingKind;

typedef struct {
  NnPaddingKind kind;
  gint top, bottom, left, right; /* for NN_PADDING_EXPLICIT */
} NnPadding;

typedef enum {
  NN_INIT_DEFAULT, /* kernels: Glorot uniform, He normal before relu and leaky-relu; biases: zeros */
  NN_INIT_ZEROS,
  NN_INIT_CONSTANT,       /* a */
  NN_INIT_UNIFORM,        /* from a to b */
  NN_INIT_NORMAL,         /* mean a, standard deviation b */
  NN_INIT_GLOROT_UNIFORM, /* +- sqrt(6 / (fan in + fan out)); Glorot and Bengio, 2010 */
  NN_INIT_GLOROT_NORMAL,  /* sd sqrt(2 / (fan in + fan out)) */
  NN_INIT_HE_UNIFORM,     /* +- sqrt(6 / fan in); He et al., 2015 */
  NN_INIT_HE_NORMAL,      /* sd sqrt(2 / fan in) */
  NN_INIT_VALUES,         /* written out in the document */
  NN_N_INITS
} NnInitKind;

typedef struct {
  NnInitKind kind;
  gdouble a, b;
  NnTensor *values; /* owned; for NN_INIT_VALUES */
} NnInit;

typedef struct {
  NnLayerKind kind;
  gchar *name;                      /* the user's own, or NULL; letters, digits, _; begins with a letter */
  gint units;                       /* dense: features; conv: filters */
  gint kernel_height, kernel_width; /* conv, pools */
  gint stride_rows, stride_columns;
  NnPadding padding;
  gboolean bias;           /* dense, conv; TRUE at first */
  gboolean count_padding;  /* average pool: padding counts as zeros */
  NnActivation activation; /* dense, conv, activation */
  gdouble slope;           /* leaky relu; 0.01 */
  gdouble keep;            /* dropout: the share that stays, above 0 up to 1; 0.5 */
  gboolean freeze_kernel, freeze_bias;
  NnInit kernel_init, bias_init;
} NnLayer;

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
} NnNetwork;

NnNetwork *nn_network_new (void); /* no layers, squared error, sgd */
NnNetwork *nn_network_copy (const NnNetwork *network);
void nn_network_free (NnNetwork *network);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NnNetwork, nn_network_free)

/* Appends a layer with its kind's defaults (kernel 3x3 for conv, 2x2 with equal stride for pools). */
NnLayer *nn_network_add_layer (NnNetwork *network, NnLayerKind kind);
NnLayer *nn_layer_new (NnLayerKind kind);
NnLayer *nn_layer_copy (const NnLayer *layer);
void nn_layer_free (NnLayer *layer);
void nn_init_clear (NnInit *init);

/* Names as in documents and on the command line: "dense", "conv", "max-pool",
 * "average-pool", "flatten", "activation", "dropout"; find returns -1. */
const gchar *nn_layer_kind_get_name (NnLayerKind kind);
gint nn_layer_kind_find (const gchar *name);
const gchar *nn_activation_get_name (NnActivation activation);
gint nn_activation_find (const gchar *name);
/* "mse", "half-mse", "bce", "cross-entropy", "kl" */
const gchar *nn_loss_get_name (NnLossKind loss);
gint nn_loss_find (const gchar *name);
/* "default", "mean", "batch-mean", "sum" */
const gchar *nn_reduction_get_name (NnReduction reduction);
gint nn_reduction_find (const gchar *name);
/* "default", "zeros", "constant", "uniform", "normal", "glorot-uniform", "glorot-normal",
 * "he-uniform", "he-normal", "values" */
const gchar *nn_init_get_name (NnInitKind kind);
gint nn_init_find (const gchar *name);

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
 * gradients that would bypass one give way to the step-by-step chain. */
NnProgram *nn_network_compile (const NnNetwork *network,
                               gint batch,
                               NnCompileFlags flags,
                               const gchar *const *pinned,
                               GError **error);

/* The starting state (parameters by their initialisers from `seed`, optimiser state,
 * hyperparameters) of a training program. The generator's layer word is the number of the
 * parameter tensor in program order, from 1; its cell word the flat offset.
 * NN_ERROR_SHAPE when written-out values do not fit. */
NnState *
nn_network_initialize (const NnNetwork *network, const NnProgram *program, guint64 seed, GError **error);

/* Takes over from `old` every tensor whose name and shape still fit. */
void nn_state_keep_fitting (NnState *state, const NnState *old);

G_END_DECLS
