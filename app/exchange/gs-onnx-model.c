/* The file of an ONNX model (onnx.proto, IR versions 3 to 9). */
#include "gs-onnx-model.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/text/gs-document-error.h"
#include "app/text/gs-file.h"
#include "gs-wire.h"

#define MAX_CELLS ((gsize) 1 << 27)
#define MAX_FILE  ((gsize) 1 << 30)

enum { FLOAT = 1, UINT8 = 2, INT8 = 3, INT32 = 6, INT64 = 7, BOOL = 9, FLOAT16 = 10, DOUBLE = 11 };

typedef struct {
  const gchar *folder;
  GError **error;
} Reading;

static gboolean
refuse (Reading *self, const gchar *what)
{
  if (self->error != NULL && *self->error == NULL)
    g_set_error (self->error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_READ, "%s", what);
  return FALSE;
}

/* ---- tensors ---- */

void
gs_onnx_tensor_free (GsOnnxTensor *tensor)
{
  if (tensor == NULL)
    return;
  g_free (tensor->values);
  g_free (tensor);
}

/* NULL if it would have too many cells. */
GsOnnxTensor *
gs_onnx_tensor_new (gint rank, const gint64 *dim)
{
  GsOnnxTensor *tensor;
  gsize n = 1;

  for (gint i = 0; i < rank; i++) {
    if (dim[i] < 0 || (dim[i] > 0 && n > MAX_CELLS / (gsize) dim[i]))
      return NULL;
    n *= (gsize) dim[i];
  }
  tensor = g_new0 (GsOnnxTensor, 1);
  tensor->rank = rank;
  if (rank > 0)
    memcpy (tensor->dim, dim, (gsize) rank * sizeof *dim);
  tensor->n = n;
  tensor->values = g_new0 (gdouble, n + 1);
  return tensor;
}

GsOnnxTensor *
gs_onnx_tensor_copy (const GsOnnxTensor *tensor)
{
  GsOnnxTensor *copy = gs_onnx_tensor_new (tensor->rank, tensor->dim);

  memcpy (copy->values, tensor->values, tensor->n * sizeof (gdouble));
  return copy;
}

static gint
get_size (gint type)
{
  return type == FLOAT || type == INT32 ? 4 : type == INT64 || type == DOUBLE ? 8 : type == FLOAT16 ? 2 : 1;
}

static gdouble
to_number (gint type, guint64 bits)
{
  switch (type) {
  case FLOAT: {
    guint32 word = (guint32) bits;
    gfloat value;

    memcpy (&value, &word, sizeof value);
    return (gdouble) value;
  }
  case DOUBLE: {
    gdouble value;

    memcpy (&value, &bits, sizeof value);
    return value;
  }
  case FLOAT16: {
    gint exponent = (gint) (bits >> 10) & 31, fraction = (gint) bits & 1023;
    gdouble value = exponent == 0    ? ldexp (fraction, -24)
                    : exponent == 31 ? (fraction != 0 ? NAN : INFINITY)
                                     : ldexp (1024 + fraction, exponent - 25);

    return (bits & 0x8000) != 0 ? -value : value;
  }
  case INT32: return (gdouble) (gint32) bits;
  case INT64: return (gdouble) (gint64) bits;
  case INT8: return (gdouble) (gint8) bits;
  default: return (gdouble) bits;
  }
}

static gboolean
fill_raw (Reading *self, GsOnnxTensor *tensor, gint type, const guint8 *bytes, gsize length)
{
  gsize size = (gsize) get_size (type);

  if (length / size != tensor->n || length % size != 0)
    return refuse (self, _ ("a constant has another size than its shape says"));
  for (gsize i = 0; i < tensor->n; i++) {
    guint64 bits = 0;

    for (gsize k = 0; k < size; k++)
      bits |= (guint64) bytes[i * size + k] << (8 * k);
    tensor->values[i] = to_number (type, bits);
  }
  return TRUE;
}

/* Numbers one by one, packed or each with its field. */
static gboolean
fill_list (Reading *self, GsOnnxTensor *tensor, gint type, const GArray *bits)
{
  if (bits->len != tensor->n)
    return refuse (self, _ ("a constant has another size than its shape says"));
  for (gsize i = 0; i < tensor->n; i++)
    tensor->values[i] = to_number (type, g_array_index (bits, guint64, i));
  return TRUE;
}

static void
collect (GArray *list, const GsWireField *field, gint size)
{
  GsWire wire = field->bytes;
  guint64 value;

  if (field->type != GS_WIRE_BYTES) {
    g_array_append_val (list, field->value);
    return;
  }
  while (size == 0 ? gs_wire_next_varint (&wire, &value) : gs_wire_get_length (&wire) >= (gsize) size) {
    if (size > 0) {
      value = 0;
      for (gint k = 0; k < size; k++)
        value |= (guint64) *wire.at++ << (8 * k);
    }
    g_array_append_val (list, value);
  }
}

/* In a file beside the model, and nowhere else. */
static gboolean
fill_external (Reading *self, GsOnnxTensor *tensor, gint type, GHashTable *where)
{
  const gchar *location = g_hash_table_lookup (where, "location");
  const gchar *offset_text = g_hash_table_lookup (where, "offset"),
              *length_text = g_hash_table_lookup (where, "length");
  guint64 offset = offset_text != NULL ? g_ascii_strtoull (offset_text, NULL, 10) : 0;
  g_autofree gchar *path = NULL, *bytes = NULL;
  guint64 wanted = tensor->n * (guint64) get_size (type);
  gsize length;

  if (location == NULL || self->folder == NULL || strchr (location, '/') != NULL
      || strchr (location, '\\') != NULL || g_str_equal (location, "..") || g_str_equal (location, "."))
    return refuse (self, _ ("a constant lies in another file that is not in the model's folder"));
  path = g_build_filename (self->folder, location, NULL);
  bytes = gs_file_read (path, MAX_FILE, &length, self->error);
  if (bytes == NULL)
    return FALSE;
  if (length_text != NULL && g_ascii_strtoull (length_text, NULL, 10) != wanted)
    return refuse (self, _ ("a constant has another size than its shape says"));
  if (offset > length || wanted > length - offset)
    return refuse (self, _ ("the file with the model's constants is cut"));
  return fill_raw (self, tensor, type, (const guint8 *) bytes + offset, (gsize) wanted);
}

static void
read_entry (GHashTable *where, GsWire wire)
{
  GsWireField field;
  gchar *key = NULL, *value = NULL;

  while (gs_wire_next (&wire, &field))
    if (field.type == GS_WIRE_BYTES && (field.number == 1 || field.number == 2)) {
      gchar **text = field.number == 1 ? &key : &value;

      g_free (*text);
      *text = gs_wire_to_text (&field.bytes);
    }
  if (key != NULL && value != NULL)
    g_hash_table_replace (where, key, value);
  else {
    g_free (key);
    g_free (value);
  }
}

/* TensorProto. */
static GsOnnxTensor *
read_tensor (Reading *self, GsWire wire, gchar **name)
{
  g_autoptr (GHashTable) where = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GArray) dims = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (guint64));
  GsWire raw = { NULL, NULL, FALSE };
  gint64 dim[GS_ONNX_MAX_RANK];
  gboolean external = FALSE, done;
  GsOnnxTensor *tensor;
  GsWireField field;
  gint type = 0;

  while (gs_wire_next (&wire, &field))
    switch (field.number) {
    case 1: collect (dims, &field, 0); break;
    case 2: type = (gint) MIN (field.value, 1000); break;
    case 4: collect (list, &field, 4); break;
    case 5:
    case 7: collect (list, &field, 0); break;
    case 10: collect (list, &field, 8); break;
    case 8:
      if (name != NULL && field.type == GS_WIRE_BYTES) {
        g_free (*name);
        *name = gs_wire_to_text (&field.bytes);
      }
      break;
    case 9:
      if (field.type == GS_WIRE_BYTES)
        raw = field.bytes;
      break;
    case 13:
      if (field.type == GS_WIRE_BYTES)
        read_entry (where, field.bytes);
      break;
    case 14: external = field.value == 1; break;
    default: break;
    }
  if (!wire.good || dims->len > GS_ONNX_MAX_RANK) {
    refuse (self, _ ("a constant is cut, or has more than 8 axes"));
    return NULL;
  }
  if (type != FLOAT && type != DOUBLE && type != FLOAT16 && type != INT64 && type != INT32 && type != BOOL
      && type != UINT8 && type != INT8) {
    refuse (self, _ ("a constant holds something else than numbers"));
    return NULL;
  }
  for (guint i = 0; i < dims->len; i++)
    dim[i] = (gint64) g_array_index (dims, guint64, i);
  tensor = gs_onnx_tensor_new ((gint) dims->len, dim);
  if (tensor == NULL) {
    refuse (self, _ ("a constant claims more cells than can be"));
    return NULL;
  }
  done = external   ? fill_external (self, tensor, type, where)
         : raw.good ? fill_raw (self, tensor, type, raw.at, gs_wire_get_length (&raw))
                    : fill_list (self, tensor, type, list);
  if (done)
    return tensor;
  gs_onnx_tensor_free (tensor);
  return NULL;
}

/* ---- nodes ---- */

static void
attribute_free (gpointer pointer)
{
  GsOnnxAttribute *self = pointer;

  g_free (self->name);
  g_free (self->text);
  g_clear_pointer (&self->wholes, g_array_unref);
  gs_onnx_tensor_free (self->tensor);
  g_free (self);
}

static gboolean
read_attribute (Reading *self, GsWire wire, GsOnnxNode *node)
{
  GsOnnxAttribute *attribute = g_new0 (GsOnnxAttribute, 1);
  GsWireField field;

  g_ptr_array_add (node->attributes, attribute);
  while (gs_wire_next (&wire, &field))
    switch (field.number) {
    case 1:
    case 4:
      if (field.type == GS_WIRE_BYTES) {
        gchar **text = field.number == 1 ? &attribute->name : &attribute->text;

        g_free (*text);
        *text = gs_wire_to_text (&field.bytes);
      }
      break;
    case 2:
      attribute->number = to_number (FLOAT, field.value);
      attribute->has_number = TRUE;
      break;
    case 3:
      attribute->whole = (gint64) field.value;
      attribute->number = (gdouble) attribute->whole;
      attribute->has_number = TRUE;
      break;
    case 5:
      if (field.type == GS_WIRE_BYTES && attribute->tensor == NULL) {
        attribute->tensor = read_tensor (self, field.bytes, NULL);
        if (attribute->tensor == NULL)
          return FALSE;
      }
      break;
    case 8:
      if (attribute->wholes == NULL)
        attribute->wholes = g_array_new (FALSE, FALSE, sizeof (guint64));
      collect (attribute->wholes, &field, 0);
      break;
    default: break;
    }
  if (attribute->name == NULL)
    attribute->name = g_strdup ("");
  return wire.good || refuse (self, _ ("the model is cut"));
}

static void
node_free (gpointer pointer)
{
  GsOnnxNode *node = pointer;

  g_free (node->name);
  g_free (node->op);
  g_free (node->domain);
  g_ptr_array_unref (node->inputs);
  g_ptr_array_unref (node->outputs);
  g_ptr_array_unref (node->attributes);
  g_free (node);
}

static gboolean
read_node (Reading *self, GsWire wire, GsOnnxModel *model)
{
  GsOnnxNode *node = g_new0 (GsOnnxNode, 1);
  GsWireField field;

  node->inputs = g_ptr_array_new_with_free_func (g_free);
  node->outputs = g_ptr_array_new_with_free_func (g_free);
  node->attributes = g_ptr_array_new_with_free_func (attribute_free);
  node->name = g_strdup ("");
  node->op = g_strdup ("");
  node->domain = g_strdup ("");
  g_ptr_array_add (model->nodes, node);
  while (gs_wire_next (&wire, &field)) {
    gchar **text = field.number == 3 ? &node->name : field.number == 4 ? &node->op : &node->domain;

    if (field.type != GS_WIRE_BYTES)
      continue;
    switch (field.number) {
    case 1: g_ptr_array_add (node->inputs, gs_wire_to_text (&field.bytes)); break;
    case 2: g_ptr_array_add (node->outputs, gs_wire_to_text (&field.bytes)); break;
    case 3:
    case 4:
    case 7:
      g_free (*text);
      *text = gs_wire_to_text (&field.bytes);
      break;
    case 5:
      if (!read_attribute (self, field.bytes, node))
        return FALSE;
      break;
    default: break;
    }
  }
  return wire.good || refuse (self, _ ("the model is cut"));
}

/* ---- inputs and outputs ---- */

static void
value_free (gpointer pointer)
{
  GsOnnxValue *value = pointer;

  g_free (value->name);
  g_free (value);
}

/* The one field of this number that holds a message. */
static gboolean
find_message (GsWire wire, guint number, GsWire *found)
{
  GsWireField field;

  while (gs_wire_next (&wire, &field))
    if (field.number == number && field.type == GS_WIRE_BYTES) {
      *found = field.bytes;
      return TRUE;
    }
  return FALSE;
}

/* ValueInfoProto, down to its shape. */
static gboolean
read_value (Reading *self, GsWire wire, GPtrArray *values)
{
  GsOnnxValue *value = g_new0 (GsOnnxValue, 1);
  GsWire name, type, tensor, shape;
  GsWireField field;

  value->rank = -1;
  value->name = find_message (wire, 1, &name) ? gs_wire_to_text (&name) : g_strdup ("");
  g_ptr_array_add (values, value);
  if (!find_message (wire, 2, &type) || !find_message (type, 1, &tensor) || !find_message (tensor, 2, &shape))
    return TRUE;
  value->rank = 0;
  while (gs_wire_next (&shape, &field)) {
    GsWire dim = field.bytes;
    GsWireField size;

    if (field.number != 1 || field.type != GS_WIRE_BYTES)
      continue;
    if (value->rank == GS_ONNX_MAX_RANK)
      return refuse (self, _ ("an input has more than 8 axes"));
    value->dim[value->rank] = -1;
    while (gs_wire_next (&dim, &size))
      if (size.number == 1 && size.type == GS_WIRE_VARINT)
        value->dim[value->rank] = (gint64) size.value;
    value->rank++;
  }
  return TRUE;
}

static gboolean
read_constant (Reading *self, GsWire wire, GsOnnxModel *model)
{
  gchar *name = NULL;
  GsOnnxTensor *tensor = read_tensor (self, wire, &name);

  if (tensor == NULL || name == NULL || g_hash_table_contains (model->constants, name)) {
    if (tensor != NULL)
      refuse (self, _ ("a constant has no name of its own"));
    gs_onnx_tensor_free (tensor);
    g_free (name);
    return FALSE;
  }
  g_hash_table_insert (model->constants, name, tensor);
  return TRUE;
}

static gboolean
read_graph (Reading *self, GsWire wire, GsOnnxModel *model)
{
  GsWireField field;

  while (gs_wire_next (&wire, &field)) {
    gboolean done = TRUE;

    if (field.type != GS_WIRE_BYTES)
      continue;
    switch (field.number) {
    case 1: done = read_node (self, field.bytes, model); break;
    case 5: done = read_constant (self, field.bytes, model); break;
    case 11: done = read_value (self, field.bytes, model->inputs); break;
    case 12: done = read_value (self, field.bytes, model->outputs); break;
    case 15: done = refuse (self, _ ("sparse constants are not read")); break;
    default: break;
    }
    if (!done)
      return FALSE;
  }
  return wire.good || refuse (self, _ ("the model is cut"));
}

static void
read_opset (GsWire wire, GsOnnxModel *model)
{
  GsWireField field;
  gboolean own = TRUE;
  gint64 version = 0;

  while (gs_wire_next (&wire, &field)) {
    if (field.number == 1 && field.type == GS_WIRE_BYTES)
      own = gs_wire_get_length (&field.bytes) == 0 || gs_wire_get_length (&field.bytes) == strlen ("ai.onnx");
    if (field.number == 2 && field.type == GS_WIRE_VARINT)
      version = (gint64) field.value;
  }
  if (own)
    model->opset = version;
}

GsOnnxModel *
gs_onnx_model_read (const guint8 *bytes, gsize length, const gchar *folder, GError **error)
{
  g_autoptr (GsOnnxModel) model = g_new0 (GsOnnxModel, 1);
  GError *first = NULL;
  Reading self = { folder, &first };
  GsWire wire = gs_wire (bytes, length);
  gboolean has_graph = FALSE;
  GsWireField field;

  model->nodes = g_ptr_array_new_with_free_func (node_free);
  model->inputs = g_ptr_array_new_with_free_func (value_free);
  model->outputs = g_ptr_array_new_with_free_func (value_free);
  model->constants =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) gs_onnx_tensor_free);
  while (first == NULL && gs_wire_next (&wire, &field)) {
    if (field.type != GS_WIRE_BYTES)
      continue;
    if (field.number == 2 && model->producer == NULL)
      model->producer = gs_wire_to_text (&field.bytes);
    else if (field.number == 7 && !has_graph)
      has_graph = read_graph (&self, field.bytes, model);
    else if (field.number == 8)
      read_opset (field.bytes, model);
  }
  if (first == NULL && (!wire.good || !has_graph || model->nodes->len == 0))
    refuse (&self, _ ("it is no ONNX model, or it is cut"));
  if (first == NULL)
    return g_steal_pointer (&model);
  g_propagate_error (error, first);
  return NULL;
}

void
gs_onnx_model_free (GsOnnxModel *model)
{
  if (model == NULL)
    return;
  g_free (model->producer);
  g_clear_pointer (&model->nodes, g_ptr_array_unref);
  g_clear_pointer (&model->inputs, g_ptr_array_unref);
  g_clear_pointer (&model->outputs, g_ptr_array_unref);
  g_clear_pointer (&model->constants, g_hash_table_unref);
  g_free (model);
}

/* ---- asking a node ---- */

const GsOnnxAttribute *
gs_onnx_node_find (const GsOnnxNode *node, const gchar *name)
{
  for (guint i = 0; i < node->attributes->len; i++) {
    const GsOnnxAttribute *attribute = g_ptr_array_index (node->attributes, i);

    if (g_str_equal (attribute->name, name))
      return attribute;
  }
  return NULL;
}

gint64
gs_onnx_node_get_whole (const GsOnnxNode *node, const gchar *name, gint64 otherwise)
{
  const GsOnnxAttribute *attribute = gs_onnx_node_find (node, name);

  return attribute != NULL && attribute->has_number ? attribute->whole : otherwise;
}

gdouble
gs_onnx_node_get_number (const GsOnnxNode *node, const gchar *name, gdouble otherwise)
{
  const GsOnnxAttribute *attribute = gs_onnx_node_find (node, name);

  return attribute != NULL && attribute->has_number ? attribute->number : otherwise;
}

gint64
gs_onnx_node_get_item (const GsOnnxNode *node, const gchar *name, guint k, gint64 otherwise)
{
  const GsOnnxAttribute *attribute = gs_onnx_node_find (node, name);

  return attribute != NULL && attribute->wholes != NULL && k < attribute->wholes->len
             ? (gint64) g_array_index (attribute->wholes, guint64, k)
             : otherwise;
}

const gchar *
gs_onnx_node_get_input (const GsOnnxNode *node, guint k)
{
  const gchar *name = k < node->inputs->len ? g_ptr_array_index (node->inputs, k) : "";

  return *name != '\0' ? name : NULL;
}
