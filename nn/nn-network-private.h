/* What the parts of the network compiler share: nn-network-shapes.c, -graph.c, -names.c, -compile.c, -loss.c,
 * nn-compiler.c.
 */
#pragma once

#include "nn-network.h"

G_BEGIN_DECLS

/* ---- shapes ---- */

/* "layer 2 (conv “edges”)". Caller frees. */
gchar *nn_network_describe_layer (const NnNetwork *network, gint layer);

/* The padding of a conv or pool in cells, for an image of this shape (channels, rows, columns). */
void nn_layer_get_padding (const NnLayer *layer, const NnShape *image, gint64 before[2], gint64 after[2]);

/* Everything that can be said before the batch is known: layers, names, numbers, shapes. */
gboolean nn_network_check (const NnNetwork *network, NnShape *shapes, GError **error);

/* Whether the layer stands directly behind a linear dense or conv that nobody else reads, and becomes its
 * activation. */
gboolean nn_network_is_own_activation (const NnNetwork *network, gint layer);

/* The activation of a dense or conv, be it its own or the layer's directly behind. */
NnActivation nn_network_get_activation (const NnNetwork *network, gint layer);

/* ---- who reads whom ---- */

/* Whether any layer but `other_than` reads this one. */
gboolean nn_network_is_read (const NnNetwork *network, gint layer, gint other_than);

/* The shape of a sample behind an add, concatenate or multiply; `shapes` are those of the layers before. */
gboolean nn_network_infer_merge (const NnNetwork *network,
                                 gint layer,
                                 const GArray *sources,
                                 const NnShape *shapes,
                                 NnShape *out,
                                 GError **error);

/* ---- names ---- */

/* Gives layers' tensors their names, in order (see the head of nn-network.h). */
typedef struct {
  gint number;        /* of the last layer with parameters */
  gint used['z' + 1]; /* how many tensors of each letter the number has */
} NnNamer;

/* A layer with parameters begins: the number goes up, its W, b, z, a are taken. */
void nn_namer_begin (NnNamer *namer);

/* "W1", "p1.2" or "hidden.W". Caller frees. */
gchar *nn_namer_next (NnNamer *namer, const NnLayer *layer, gchar letter);

gboolean nn_network_check_names (const NnNetwork *network, GError **error);

/* ---- compiling ---- */

typedef struct {
  const NnNetwork *network;
  NnProgramBuilder *builder;
  gint batch;
  gboolean prediction;
  NnNamer namer;
  gint layer;   /* the position being compiled, -1 for the loss */
  gint current; /* the tensor that the layer reads, then the one it gives */
  gint input;   /* x */
  gint *given;  /* per layer: the tensor it gives */
  /* The last layer, if it is a sigmoid or softmax: what a loss on logits reads. */
  NnActivation last;
  gint before;        /* what the activation read */
  gint shift, exp;    /* of a softmax */
  GArray *parameters; /* gint, in layer order */
} NnCompiler;

/* Each returns the new tensor, or -1 after an error in the builder. */
gint
nn_compiler_emit (NnCompiler *self, NnOp op, const gchar *name, const gint *inputs, const gint *attributes);
gint nn_compiler_add_hyper (NnCompiler *self, const gchar *name, gdouble value, const NnField *field);
/* Named after `tensor`: "z1.max". */
gint nn_compiler_emit_after (NnCompiler *self, NnOp op, gint tensor, const gchar *suffix, const gint *inputs);
/* "z1" and "max": "z1.max". Caller frees. */
gchar *nn_compiler_name_after (NnCompiler *self, gint tensor, const gchar *suffix);
/* Softmax in its five steps; sets shift and exp. */
gint nn_compiler_emit_softmax (NnCompiler *self, gint z, const gchar *name);

/* The loss phase; returns L. */
gint nn_compiler_emit_loss (NnCompiler *self);
/* For a prediction: the probabilities, where the loss would have made them. */
gint nn_compiler_emit_probabilities (NnCompiler *self);

G_END_DECLS
