/* An ONNX model as it stands in its file: nodes with attributes, constants, inputs, outputs. What of it
 * becomes layers, gs-onnx-import.h says.
 *
 * Constants are float, double, float16 and whole numbers, in the file or in one beside it that lies in the
 * same folder; sizes are checked before memory is taken. GS_DOCUMENT_ERROR_READ.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GS_ONNX_MAX_RANK 8

typedef struct {
  gint rank;
  gint64 dim[GS_ONNX_MAX_RANK];
  gdouble *values;
  gsize n;
} GsOnnxTensor;

void gs_onnx_tensor_free (GsOnnxTensor *tensor);
GsOnnxTensor *gs_onnx_tensor_new (gint rank, const gint64 *dim);
GsOnnxTensor *gs_onnx_tensor_copy (const GsOnnxTensor *tensor);

typedef struct {
  gchar *name;
  gboolean has_number;
  gint64 whole;
  gdouble number; /* the same, or a float */
  gchar *text;
  GArray *wholes; /* gint64; NULL */
  GsOnnxTensor *tensor;
} GsOnnxAttribute;

typedef struct {
  gchar *name, *op, *domain;
  GPtrArray *inputs, *outputs; /* texts; "" for what is left out */
  GPtrArray *attributes;
} GsOnnxNode;

typedef struct {
  gchar *name;
  gint rank;                    /* -1: not said */
  gint64 dim[GS_ONNX_MAX_RANK]; /* -1: not said */
} GsOnnxValue;

typedef struct {
  gint64 opset;
  gchar *producer;
  GPtrArray *nodes, *inputs, *outputs;
  GHashTable *constants; /* name to GsOnnxTensor */
} GsOnnxModel;

/* `folder`: where an external file may lie, or NULL. */
GsOnnxModel *gs_onnx_model_read (const guint8 *bytes, gsize length, const gchar *folder, GError **error);
void gs_onnx_model_free (GsOnnxModel *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsOnnxModel, gs_onnx_model_free)

/* NULL if the node has none of the name. */
const GsOnnxAttribute *gs_onnx_node_find (const GsOnnxNode *node, const gchar *name);
gint64 gs_onnx_node_get_whole (const GsOnnxNode *node, const gchar *name, gint64 otherwise);
gdouble gs_onnx_node_get_number (const GsOnnxNode *node, const gchar *name, gdouble otherwise);
/* The k-th of a list, or `otherwise` where there is none. */
gint64 gs_onnx_node_get_item (const GsOnnxNode *node, const gchar *name, guint k, gint64 otherwise);
/* The name of the k-th input; NULL if it is left out. */
const gchar *gs_onnx_node_get_input (const GsOnnxNode *node, guint k);

G_END_DECLS
