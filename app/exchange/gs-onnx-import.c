/* A model as a document. */
#include "gs-onnx-import.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/text/gs-file.h"
#include "app/text/gs-task.h"
#include "gs-onnx-private.h"
#include "nn/nn-error.h"

#define MAX_FILE ((gsize) 1 << 30)

static void
flow_free (gpointer pointer)
{
  GsOnnxFlow *flow = pointer;

  gs_onnx_tensor_free (flow->constant);
  g_free (flow);
}

/* ---- the way in ---- */

/* The one input that is no constant. */
static const GsOnnxValue *
find_input (GsOnnxModel *model, GError **error)
{
  const GsOnnxValue *found = NULL;
  guint n = 0;

  for (guint i = 0; i < model->inputs->len; i++) {
    const GsOnnxValue *value = g_ptr_array_index (model->inputs, i);

    if (!g_hash_table_contains (model->constants, value->name)) {
      found = value;
      n++;
    }
  }
  if (n != 1) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _ ("the model has %u inputs; it must have one"), n);
    return NULL;
  }
  return found;
}

/* Keras' images have their channels last: all that reads them turns them first. */
static gboolean
has_channels_last (GsOnnxImport *self, const GsOnnxValue *value)
{
  gboolean any = FALSE;

  for (guint i = 0; value->rank == 4 && i < self->model->nodes->len; i++) {
    const GsOnnxNode *node = g_ptr_array_index (self->model->nodes, i);

    for (guint k = 0; k < node->inputs->len; k++) {
      if (!g_str_equal (g_ptr_array_index (node->inputs, k), value->name))
        continue;
      if (!g_str_equal (node->op, "Transpose") || !gs_onnx_turns (node, TRUE))
        return FALSE;
      any = TRUE;
    }
  }
  return any;
}

static gboolean
take_input (GsOnnxImport *self, GError **error)
{
  const GsOnnxValue *value = find_input (self->model, error);
  NnShape *input = &self->network->input;
  gint64 count = 1;

  if (value == NULL)
    return FALSE;
  for (gint i = 1; i < value->rank; i++) {
    if (value->dim[i] < 1 || value->dim[i] > (gint64) NN_MAX_CELLS / count)
      value = NULL;
    else
      count *= value->dim[i];
    if (value == NULL)
      break;
  }
  if (value == NULL || value->rank < 1) {
    g_set_error_literal (
        error, NN_ERROR, NN_ERROR_VALUE,
        _ ("the model does not say how large its input is; export it with fixed sizes, but for "
           "the batch"));
    return FALSE;
  }
  self->batch = value->dim[0] > 0 ? value->dim[0] : 1;
  self->is_flat = value->rank != 2 && value->rank != 4;
  *input = value->rank == 4 ? nn_shape (3, (gint) value->dim[1], (gint) value->dim[2], (gint) value->dim[3])
                            : nn_shape (1, (gint) count);
  if (has_channels_last (self, value)) {
    *input = nn_shape (3, (gint) value->dim[3], (gint) value->dim[1], (gint) value->dim[2]);
    g_ptr_array_add (self->report, g_strdup_printf (_ ("%s: the input's channels come last in the model and "
                                                       "first here"),
                                                    value->name));
    gs_onnx_put (self, value->name, -1, input, NULL);
    ((GsOnnxFlow *) g_hash_table_lookup (self->flows, value->name))->is_last = TRUE;
    return TRUE;
  }
  gs_onnx_put (self, value->name, -1, input, NULL);
  return TRUE;
}

static void
take_constants (GsOnnxImport *self)
{
  GHashTableIter iter;
  gpointer name, tensor;

  g_hash_table_iter_init (&iter, self->model->constants);
  while (g_hash_table_iter_next (&iter, &name, &tensor))
    gs_onnx_put (self, name, -1, NULL, gs_onnx_tensor_copy (tensor));
}

/* ---- which nodes ---- */

/* Those on the way to the output: marks in the order of the model; and how many of them read each name. */
static gboolean *
find_needed (GsOnnxImport *self, const gchar *output)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean *needed = g_new0 (gboolean, self->model->nodes->len);

  g_hash_table_add (wanted, (gpointer) output);
  for (guint i = self->model->nodes->len; i-- > 0;) {
    const GsOnnxNode *node = g_ptr_array_index (self->model->nodes, i);

    for (guint k = 0; k < node->outputs->len; k++)
      needed[i] = needed[i] || g_hash_table_contains (wanted, g_ptr_array_index (node->outputs, k));
    for (guint k = 0; needed[i] && k < node->inputs->len; k++) {
      gchar *name = g_ptr_array_index (node->inputs, k);

      g_hash_table_add (wanted, name);
      g_hash_table_replace (
          self->readers, name,
          GINT_TO_POINTER (GPOINTER_TO_INT (g_hash_table_lookup (self->readers, name)) + 1));
    }
  }
  return needed;
}

/* All at once, so that one knows what to change. */
static gboolean
check_operations (GsOnnxImport *self, const gboolean *needed, GError **error)
{
  g_autoptr (GString) missing = g_string_new (NULL);
  g_autoptr (GHashTable) made = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->model->nodes->len; i++) {
    const GsOnnxNode *node = g_ptr_array_index (self->model->nodes, i);

    for (guint k = 0; k < node->outputs->len; k++) {
      gchar *name = g_ptr_array_index (node->outputs, k);

      if (*name != '\0' && (!g_hash_table_add (made, name) || g_hash_table_contains (self->flows, name)))
        return gs_onnx_refuse (node, error, _ ("what it gives has the name of something else"));
    }
    if (needed[i]
        && (node->outputs->len == 0 || !gs_onnx_is_known (node->op)
            || (*node->domain != '\0' && !g_str_equal (node->domain, "ai.onnx")))) {
      const gchar *name = gs_onnx_name_node (node);

      g_string_append_printf (missing, "%s%s “%s”", missing->len > 0 ? ", " : "", node->op, name);
      g_ptr_array_add (self->report, g_strdup_printf (_ ("%s %s is not supported"), node->op, name));
    }
  }
  if (missing->len == 0)
    return TRUE;
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _ ("these nodes are not supported: %s"), missing->str);
  return FALSE;
}

static gboolean
take_nodes (GsOnnxImport *self, const gchar *output, GError **error)
{
  g_autofree gboolean *needed = find_needed (self, output);

  if (!check_operations (self, needed, error))
    return FALSE;
  for (guint i = 0; i < self->model->nodes->len; i++) {
    const GsOnnxNode *node = g_ptr_array_index (self->model->nodes, i);
    GError *own = NULL;

    if (!gs_task_go_on (i, self->model->nodes->len, error))
      return FALSE;
    if (!needed[i] || gs_onnx_fold (self, node, &own))
      continue;
    if (own != NULL || !gs_onnx_add_node (self, node, &own)) {
      if (own == NULL)
        gs_onnx_refuse (node, &own, _ ("it cannot be taken over"));
      g_propagate_error (error, own);
      return FALSE;
    }
  }
  return TRUE;
}

/* ---- the document ---- */

static void
choose_loss (GsOnnxImport *self)
{
  const NnLayer *last = g_ptr_array_index (self->network->layers, self->network->layers->len - 1);

  if (self->is_logits || last->activation == NN_ACTIVATION_SOFTMAX)
    self->network->loss = NN_LOSS_CROSS_ENTROPY;
  else if (last->kind == NN_LAYER_ACTIVATION && last->activation == NN_ACTIVATION_SIGMOID)
    self->network->loss = NN_LOSS_BINARY_CROSS_ENTROPY;
}

static GsDocument *
make_document (GsOnnxImport *self, const gchar *output, GError **error)
{
  const GsOnnxFlow *flow = g_hash_table_lookup (self->flows, output);
  g_autoptr (GsDataset) data = NULL;
  NnShape target;

  if (flow == NULL || flow->constant != NULL || flow->mixed.rank > 0
      || flow->layer != (gint) self->network->layers->len - 1 || flow->layer < 0) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_VALUE,
                         _ ("the model's output is not what its last layer gives"));
    return NULL;
  }
  choose_loss (self);
  if (!nn_network_validate (self->network, error)
      || !nn_network_get_target_shape (self->network, &target, error))
    return NULL;
  data = gs_dataset_new_empty (&self->network->input, &target);
  return gs_document_new (g_steal_pointer (&self->network), data, 1, error);
}

static GsDocument *
import (GsOnnxImport *self, GError **error)
{
  const GsOnnxValue *output;

  if (self->model->outputs->len != 1) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _ ("the model has %u outputs; it must have one"),
                 self->model->outputs->len);
    return NULL;
  }
  output = g_ptr_array_index (self->model->outputs, 0);
  take_constants (self);
  if (!take_input (self, error) || !take_nodes (self, output->name, error))
    return NULL;
  return make_document (self, output->name, error);
}

GsDocument *
gs_onnx_import_bytes (const guint8 *bytes,
                      gsize length,
                      const gchar *name,
                      const gchar *folder,
                      GPtrArray **report,
                      GError **error)
{
  g_autoptr (GsOnnxModel) model = gs_onnx_model_read (bytes, length, folder, error);
  GsOnnxImport self = { .model = model };
  GsDocument *document = NULL;

  self.report = g_ptr_array_new_with_free_func (g_free);
  if (model != NULL) {
    self.network = nn_network_new ();
    self.flows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, flow_free);
    self.readers = g_hash_table_new (g_str_hash, g_str_equal);
    document = import (&self, error);
    g_clear_pointer (&self.network, nn_network_free);
    g_hash_table_unref (self.flows);
    g_hash_table_unref (self.readers);
  }
  if (document == NULL)
    g_prefix_error (error, "%s: ", name);
  if (report != NULL)
    *report = g_ptr_array_ref (self.report);
  g_ptr_array_unref (self.report);
  return document;
}

GsDocument *
gs_onnx_import (const gchar *path, GPtrArray **report, GError **error)
{
  g_autofree gchar *folder = g_path_get_dirname (path);
  gsize length;
  g_autofree gchar *bytes = gs_file_read (path, MAX_FILE, &length, error);

  return bytes != NULL ? gs_onnx_import_bytes ((const guint8 *) bytes, length, path, folder, report, error)
                       : NULL;
}
