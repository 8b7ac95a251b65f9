/* Layers: what a network is made of, as data.
 *
 *   NnLayer *layer = nn_layer_new (NN_LAYER_DENSE);
 *   layer->units = 8;
 *   layer->activation = NN_ACTIVATION_TANH;
 *
 * The members of NnLayer are the rows of NN_LAYER_FIELD_TABLE (nn-field.h says what a row means), and
 * everything that writes, reads, lists or explains them follows the rows.
 */
#pragma once

#include "nn-field.h"
#include "nn-op.h"
#include "nn-tensor.h"

G_BEGIN_DECLS

/* The table of kinds: X (ID, name, documentation). */
#define NN_LAYER_KIND_TABLE(X)                                                                               \
  X (DENSE, "dense", N_ ("Every neuron reads every number"))                                                 \
  X (CONV, "conv", N_ ("Filters slide over an image"))                                                       \
  X (MAX_POOL, "max-pool", N_ ("The largest number of each window"))                                         \
  X (AVERAGE_POOL, "average-pool", N_ ("The mean of each window"))                                           \
  X (FLATTEN, "flatten", N_ ("An image as one long row of numbers"))                                         \
  X (ACTIVATION, "activation", N_ ("A function of each number, for itself"))                                 \
  X (DROPOUT, "dropout", N_ ("Chance leaves cells out while training"))                                      \
  X (ADD, "add", N_ ("Cell by cell sum of what several layers give"))                                        \
  X (CONCATENATE, "concatenate", N_ ("What several layers give, side by side"))                              \
  X (MULTIPLY, "multiply", N_ ("Cell by cell product of what several layers give"))

typedef enum {
#define NN_LAYER_KIND_ENUM(ID, name, doc) NN_LAYER_##ID,
  NN_LAYER_KIND_TABLE (NN_LAYER_KIND_ENUM)
#undef NN_LAYER_KIND_ENUM
      NN_N_LAYER_KINDS
} NnLayerKind;

/* The table of activations: X (ID, name, sign over an arrow, operation). Softmax is several operations. */
#define NN_ACTIVATION_TABLE(X)                                                                               \
  X (LINEAR, "linear", "", NN_OP_COPY)                                                                       \
  X (SIGMOID, "sigmoid", "σ", NN_OP_SIGMOID)                                                                 \
  X (TANH, "tanh", "tanh", NN_OP_TANH)                                                                       \
  X (RELU, "relu", "relu", NN_OP_RELU)                                                                       \
  X (LEAKY_RELU, "leaky-relu", "leaky", NN_OP_LEAKY_RELU)                                                    \
  X (SOFTMAX, "softmax", "÷", NN_OP_ROW_DIVIDE)                                                              \
  X (SOFTPLUS, "softplus", "softplus", NN_OP_SOFTPLUS)                                                       \
  X (STEP, "step", "step", NN_OP_STEP)

typedef enum {
#define NN_ACTIVATION_ENUM(ID, name, sign, op) NN_ACTIVATION_##ID,
  NN_ACTIVATION_TABLE (NN_ACTIVATION_ENUM)
#undef NN_ACTIVATION_ENUM
      NN_N_ACTIVATIONS
} NnActivation;

typedef enum { NN_PADDING_VALID, NN_PADDING_SAME, NN_PADDING_EXPLICIT } NnPaddingKind;

typedef struct {
  NnPaddingKind kind;
  gint top, bottom, left, right; /* for NN_PADDING_EXPLICIT */
} NnPadding;

/* The table of initialisers: X (ID, name, how many of a and b it has). */
#define NN_INIT_TABLE(X)                                                                                     \
  X (DEFAULT, "default", 0) /* kernels: Glorot uniform, He normal before relu and leaky-relu; biases: 0 */   \
  X (ZEROS, "zeros", 0)                                                                                      \
  X (CONSTANT, "constant", 1)             /* a */                                                            \
  X (UNIFORM, "uniform", 2)               /* from a to b */                                                  \
  X (NORMAL, "normal", 2)                 /* mean a, standard deviation b */                                 \
  X (GLOROT_UNIFORM, "glorot-uniform", 0) /* +- sqrt(6 / (fan in + fan out)); Glorot and Bengio, 2010 */     \
  X (GLOROT_NORMAL, "glorot-normal", 0)   /* sd sqrt(2 / (fan in + fan out)) */                              \
  X (HE_UNIFORM, "he-uniform", 0)         /* +- sqrt(6 / fan in); He et al., 2015 */                         \
  X (HE_NORMAL, "he-normal", 0)           /* sd sqrt(2 / fan in) */                                          \
  X (VALUES, "values", 0)                 /* written out in the document */

typedef enum {
#define NN_INIT_ENUM(ID, name, n) NN_INIT_##ID,
  NN_INIT_TABLE (NN_INIT_ENUM)
#undef NN_INIT_ENUM
      NN_N_INITS
} NnInitKind;

typedef struct {
  NnInitKind kind;
  gdouble a, b;
  NnTensor *values; /* owned; for NN_INIT_VALUES */
} NnInit;

#define NN_LAYER_OF(ID)  NN_FIELD_OF (NN_LAYER_##ID)
#define NN_LAYER_ALL     (NN_FIELD_OF (NN_N_LAYER_KINDS) - 1)
#define NN_LAYER_NEURONS (NN_LAYER_OF (DENSE) | NN_LAYER_OF (CONV))
#define NN_LAYER_POOLS   (NN_LAYER_OF (MAX_POOL) | NN_LAYER_OF (AVERAGE_POOL))
#define NN_LAYER_WINDOWS (NN_LAYER_OF (CONV) | NN_LAYER_POOLS)
#define NN_LAYER_MERGES  (NN_LAYER_OF (ADD) | NN_LAYER_OF (CONCATENATE) | NN_LAYER_OF (MULTIPLY))
#define NN_LAYER_CURVES  (NN_LAYER_NEURONS | NN_LAYER_OF (ACTIVATION))

/* The words of NN_ACTIVATION_TABLE, for a range. */
#define NN_ACTIVATION_WORD(ID, name, sign, op) name " "

/* X (member, C type, type, name, kinds, default, range, spec, documentation); AGAIN describes a member for
 * kinds with another default. */
/* clang-format off */
#define NN_LAYER_FIELD_TABLE(X, AGAIN)                                                                       \
  X (name, gchar *, NAME, "name", NN_LAYER_ALL, 0, "", "as",                                                 \
     N_ ("The layer's own name, for its cells (hidden.W) and for those that read it"))                       \
  X (from, gchar *, NAME, "from", NN_LAYER_ALL, 0, "", "from",                                               \
     N_ ("The layer that it reads, by its name, or input; the one before it"))                               \
  X (with, gchar **, NAMES, "with", NN_LAYER_MERGES, 0, "", "=",                                             \
     N_ ("The layers that it takes in beside the one it reads"))                                             \
  X (units, gint, WHOLE, "units", NN_LAYER_NEURONS, 1, "[1, 1073741823]", "=",                               \
     N_ ("How many neurons, or filters"))                                                                    \
  X (kernel, NnPair, PAIR, "kernel", NN_LAYER_OF (CONV), 3, "[1, 16777216]", "=",                            \
     N_ ("Rows and columns of the window"))                                                                  \
  AGAIN (kernel, NnPair, PAIR, "kernel", NN_LAYER_POOLS, 2, "[1, 16777216]", "=",                            \
     N_ ("Rows and columns of the window"))                                                                  \
  X (stride, NnPair, PAIR, "stride", NN_LAYER_OF (CONV), 1, "[1, 16777216]", "stride",                       \
     N_ ("How far the window moves each time"))                                                              \
  AGAIN (stride, NnPair, PAIR, "stride", NN_LAYER_POOLS, NN_FIELD_AS_KERNEL, "[1, 16777216]", "stride",      \
     N_ ("How far the window moves each time; the window's size"))                                           \
  X (padding, NnPadding, PADDING, "padding", NN_LAYER_WINDOWS, 0, "[0, 16777216]", "pad",                    \
     N_ ("Cells around the image: none, as many as keep its size, or a number")) \
  X (count_padding, gboolean, FLAG, "count-padding", NN_LAYER_OF (AVERAGE_POOL), FALSE, "", "count-padding", \
     N_ ("Padding counts as zeros in the mean"))                                                             \
  X (activation, NnActivation, CHOICE, "activation", NN_LAYER_CURVES, NN_ACTIVATION_LINEAR,                  \
     NN_ACTIVATION_TABLE (NN_ACTIVATION_WORD), "", N_ ("The function of each number"))                       \
  X (slope, gdouble, NUMBER, "slope", NN_LAYER_CURVES, 0.01, "(-inf, inf)", "",                              \
     N_ ("Of leaky-relu below 0; the number behind its name"))                                               \
  X (pass_through, gboolean, FLAG, "pass-through", NN_LAYER_CURVES, FALSE, "", "pass-through",               \
     N_ ("The activation hands its gradient on unchanged: the delta rule"))                                  \
  X (keep, gdouble, NUMBER, "keep", NN_LAYER_OF (DROPOUT), 0.5, "(0, 1]", "=",                               \
     N_ ("The share that stays; the line says the share that is dropped"))                                   \
  X (bias, gboolean, FLAG, "bias", NN_LAYER_NEURONS, TRUE, "", "bias",                                       \
     N_ ("Whether a bias is added"))                                                                         \
  X (freeze_kernel, gboolean, FLAG, "freeze-kernel", NN_LAYER_NEURONS, FALSE, "", "frozen kernel",           \
     N_ ("The weights are not trained"))                                                                     \
  X (freeze_bias, gboolean, FLAG, "freeze-bias", NN_LAYER_NEURONS, FALSE, "", "frozen bias",                 \
     N_ ("The biases are not trained"))                                                                      \
  X (kernel_init, NnInit, INIT, "kernel-init", NN_LAYER_NEURONS, NN_INIT_DEFAULT, "", "init",                \
     N_ ("What the weights start with"))                                                                     \
  X (bias_init, NnInit, INIT, "bias-init", NN_LAYER_NEURONS, NN_INIT_DEFAULT, "", "bias-init",               \
     N_ ("What the biases start with"))
/* clang-format on */

typedef struct {
  NnLayerKind kind;
#define NN_LAYER_MEMBER(member, ctype, ...) ctype member;
#define NN_LAYER_NO_MEMBER(...)
  NN_LAYER_FIELD_TABLE (NN_LAYER_MEMBER, NN_LAYER_NO_MEMBER)
#undef NN_LAYER_MEMBER
#undef NN_LAYER_NO_MEMBER
} NnLayer;

/* A layer with its kind's defaults. */
NnLayer *nn_layer_new (NnLayerKind kind);
NnLayer *nn_layer_copy (const NnLayer *layer);
void nn_layer_free (NnLayer *layer);
void nn_init_clear (NnInit *init);

/* The rows that layers of this kind have, one after another (nn_field_next). */
const NnField *nn_layer_next_field (NnLayerKind kind, const NnField *previous);
/* The row of this name that layers of the kind have, or NULL. */
const NnField *nn_layer_find_field (NnLayerKind kind, const gchar *name);
/* Whether the field is what it is when nothing is said. */
gboolean nn_layer_is_default (const NnLayer *layer, const NnField *field);
/* Whether it can be seen in what the layer does: the slope only of a leaky relu. */
gboolean nn_layer_uses (const NnLayer *layer, const NnField *field);

/* "dense" ... "multiply", and the phrase on it (to be translated where it is shown); find returns -1. */
const gchar *nn_layer_kind_get_name (NnLayerKind kind);
const gchar *nn_layer_kind_get_doc (NnLayerKind kind);
gint nn_layer_kind_find (const gchar *name);
/* Whether it has weights; whether it takes in several layers. */
gboolean nn_layer_kind_has_parameters (NnLayerKind kind);
gboolean nn_layer_kind_merges (NnLayerKind kind);

const gchar *nn_activation_get_name (NnActivation activation);
gint nn_activation_find (const gchar *name);
NnOp nn_activation_get_op (NnActivation activation);
/* "σ" for NN_OP_SIGMOID: the activation's sign; NULL for what is none. */
const gchar *nn_activation_get_sign (NnOp op);

/* "default" ... "values"; how many of the numbers a and b it has. */
const gchar *nn_init_get_name (NnInitKind kind);
gint nn_init_find (const gchar *name);
gint nn_init_get_n_numbers (NnInitKind kind);

G_END_DECLS
