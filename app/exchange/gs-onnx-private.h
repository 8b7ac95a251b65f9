/* What the files that import a model share. */
#pragma once

#include "gs-onnx-model.h"
#include "nn/nn-network.h"

G_BEGIN_DECLS

/* What a name of the model stands for: what a layer gives, or a constant. */
typedef struct {
  gint layer;       /* position, -1: the network's input */
  NnShape shape;    /* of one sample */
  gint64 pads[4];   /* of zeros, top, left, bottom, right, that a Pad node has put around the image */
  gboolean is_last; /* an image whose channels come last in the model; `shape` has them first, as ours */
  NnShape mixed;    /* a row that the model has laid down from such an image: its shape; else of rank 0 */
  GsOnnxTensor *constant;
} GsOnnxFlow;

typedef struct {
  GsOnnxModel *model;
  NnNetwork *network;
  GHashTable *flows;   /* name to GsOnnxFlow */
  GHashTable *readers; /* name to how many nodes read it */
  GPtrArray *report;
  gint64 batch;
  gboolean is_flat;   /* the input had axes that rows of numbers have not: only what goes cell by cell fits */
  gboolean is_logits; /* a LogSoftmax at the end was left to the loss */
} GsOnnxImport;

/* What messages call it: by its name, or by what it gives. */
const gchar *gs_onnx_name_node (const GsOnnxNode *node);
/* Always FALSE: NN_ERROR_VALUE, with the node's name and operation. */
gboolean gs_onnx_refuse (const GsOnnxNode *node, GError **error, const gchar *what);

/* The flow of the k-th input; NULL, with an error, if there is none such, or if its numbers lie otherwise
 * than the node could take them. */
GsOnnxFlow *gs_onnx_get_flow (GsOnnxImport *self, const GsOnnxNode *node, guint k, GError **error);
/* The same where it must be a constant, or must be none. */
const GsOnnxTensor *
gs_onnx_get_constant (GsOnnxImport *self, const GsOnnxNode *node, guint k, GError **error);
/* What the node gives lies as what it reads. */
void gs_onnx_keep_order (GsOnnxImport *self, const GsOnnxNode *node, const GsOnnxFlow *from);
void gs_onnx_put_flow (GsOnnxImport *self, const GsOnnxNode *node, gint layer, const NnShape *shape);
void gs_onnx_put_constant (GsOnnxImport *self, const GsOnnxNode *node, GsOnnxTensor *constant);

void
gs_onnx_put (GsOnnxImport *self, const gchar *name, gint layer, const NnShape *shape, GsOnnxTensor *constant);

/* ---- layers for nodes ---- */

/* Of the node's name made valid and unique, reading what `source` gives; and a line in the report. */
NnLayer *gs_onnx_add_layer (GsOnnxImport *self, const GsOnnxNode *node, NnLayerKind kind, gint source);
const gchar *gs_onnx_get_source_name (GsOnnxImport *self, gint layer);
void gs_onnx_report_nothing (GsOnnxImport *self, const GsOnnxNode *node, const gchar *why);
/* What the last layer gives is what the node gives. */
gboolean gs_onnx_finish (GsOnnxImport *self, const GsOnnxNode *node, const NnShape *shape, GError **error);
/* The node hands its input on. */
gboolean gs_onnx_pass_on (GsOnnxImport *self, const GsOnnxNode *node, const gchar *why, GError **error);
/* Written-out values, zeros at first. */
void gs_onnx_set_values (NnInit *init, const gchar *name, const NnShape *shape);
gboolean gs_onnx_fill_bias (const GsOnnxNode *node,
                            const GsOnnxTensor *bias,
                            NnTensor *to,
                            gdouble factor,
                            GError **error);

gboolean gs_onnx_add_conv (GsOnnxImport *self, const GsOnnxNode *node, GError **error);
gboolean gs_onnx_add_pool (GsOnnxImport *self, const GsOnnxNode *node, GError **error);
gboolean gs_onnx_add_pad (GsOnnxImport *self, const GsOnnxNode *node, GError **error);

/* Constants of constants: TRUE if the node was worked out; FALSE without an error if it is none of these. */
gboolean gs_onnx_fold (GsOnnxImport *self, const GsOnnxNode *node, GError **error);

/* A node as a layer. */
gboolean gs_onnx_add_node (GsOnnxImport *self, const GsOnnxNode *node, GError **error);
/* Whether a Transpose turns images so that channels come first, or last. */
gboolean gs_onnx_turns (const GsOnnxNode *node, gboolean to_first);
gboolean gs_onnx_is_known (const gchar *op);

G_END_DECLS
