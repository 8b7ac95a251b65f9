/* Documents in: strict, and every refusal says the file, the place and the cure. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/text/gs-file.h"
#include "gs-document-private.h"

/* ---- parts ---- */

void
gs_document_read_cursor (GsReader *reader, const cJSON *object, GsCursor *cursor)
{
  static const gchar *const keys[] = { "pass", "instruction", "cell", "term", NULL };
  gsize mark;

  if (object == NULL || reader->error != NULL)
    return;
  mark = gs_reader_enter (reader, "place");
  if (gs_reader_check_object (reader, object, keys)) {
    cursor->pass = (guint32) gs_reader_get_integer (reader, object, "pass", 1, 1, GS_DOCUMENT_MAX_PASS);
    cursor->instruction = (gint) gs_reader_get_integer (reader, object, "instruction", 0, 0, G_MAXINT);
    cursor->cell = (gsize) gs_reader_get_integer (reader, object, "cell", 0, 0, GS_DOCUMENT_MAX_OFFSET);
    cursor->term = (gsize) gs_reader_get_integer (reader, object, "term", 0, 0, GS_DOCUMENT_MAX_OFFSET);
  }
  if (reader->error == NULL)
    gs_reader_leave (reader, mark);
}

NnState *
gs_document_read_state (GsReader *reader, const cJSON *object)
{
  g_autoptr (NnState) state = nn_state_new ();
  const cJSON *item;

  if (!cJSON_IsObject (object)) {
    gs_reader_fail (reader, _ ("must be an object such as {\"W1\": [[0.1, 0.2]]}"));
    return NULL;
  }
  cJSON_ArrayForEach (item, object)
  {
    gsize mark = gs_reader_enter (reader, item->string);
    NnTensor *tensor = gs_reader_to_tensor (reader, item, item->string);

    if (tensor == NULL)
      return NULL;
    nn_state_put (state, tensor);
    gs_reader_leave (reader, mark);
  }
  return g_steal_pointer (&state);
}

GPtrArray *
gs_document_read_overrides (GsReader *reader, const cJSON *array)
{
  static const gchar *const keys[] = { "pass", "tensor", "offset", "value", NULL };
  GPtrArray *overrides = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_override_free);
  const cJSON *item;
  gint number = 0;

  if (gs_reader_check_array (reader, array)) {
    cJSON_ArrayForEach (item, array)
    {
      gsize mark = gs_reader_enter_item (reader, ++number);

      if (gs_reader_check_object (reader, item, keys)) {
        gs_reader_need (reader, item, "tensor", "\"W1\"");
        gs_reader_need (reader, item, "value", "0.5");
        g_ptr_array_add (
            overrides,
            gs_override_new (
                (guint32) gs_reader_get_integer (reader, item, "pass", 1, 1, GS_DOCUMENT_MAX_PASS),
                gs_reader_get_string (reader, item, "tensor", ""),
                (gsize) gs_reader_get_integer (reader, item, "offset", 0, 0, GS_DOCUMENT_MAX_OFFSET),
                gs_reader_get_number (reader, item, "value", 0)));
      }
      if (reader->error != NULL)
        break;
      gs_reader_leave (reader, mark);
    }
  }
  return overrides;
}

/* ---- what must fit the program ---- */

static gint
get_largest_batch (GsDataset *data)
{
  gint n_rows, largest = 1;

  for (gint batch = 1; batch <= gs_dataset_get_n_batches (data); batch++) {
    gs_dataset_get_batch (data, batch, &n_rows);
    largest = MAX (largest, n_rows);
  }
  return largest;
}

/* The program the state belongs to; pins do not change what persists. */
static NnProgram *
compile (GsReader *reader, const GsDocument *document)
{
  GError *error = NULL;
  NnProgram *program =
      nn_network_compile (document->network, get_largest_batch (document->data), 0, NULL, &error);

  if (program == NULL)
    gs_reader_fail_with (reader, error);
  return program;
}

/* What the file says replaces what the seed gives. */
static void
read_given_state (GsReader *reader, const cJSON *object, NnProgram *program, NnState *state)
{
  const cJSON *item = gs_reader_find (object, "state");
  g_autoptr (NnState) given = NULL;
  gsize outer, mark;

  if (item == NULL || reader->error != NULL)
    return;
  outer = gs_reader_enter (reader, "state");
  given = gs_document_read_state (reader, item);
  for (guint i = 0; given != NULL && i < nn_state_get_size (given); i++) {
    NnTensor *tensor = nn_state_get (given, i), *own = nn_state_find (state, tensor->name);

    mark = gs_reader_enter (reader, tensor->name);
    if (!gs_document_check_tensor (reader, program, tensor->name, FALSE))
      return;
    if (!nn_shape_equal (&own->shape, &tensor->shape)) {
      g_autofree gchar *wanted = gs_document_describe_shape (&own->shape),
                       *shape = gs_document_describe_shape (&tensor->shape);

      gs_reader_fail (reader, _ ("is %s, but in this network it is %s"), shape, wanted);
      return;
    }
    memcpy (own->values, tensor->values, nn_shape_count (&own->shape) * sizeof (gdouble));
    gs_reader_leave (reader, mark);
  }
  if (given != NULL)
    gs_reader_leave (reader, outer);
}

static void
read_pin (GsReader *reader, const cJSON *item, NnProgram *program, const GsDocument *document)
{
  static const gchar *const keys[] = { "tensor", "offset", "value", NULL };
  const gchar *name;
  gsize offset, mark;
  GsCellChange *pin;

  if (!gs_reader_check_object (reader, item, keys))
    return;
  gs_reader_need (reader, item, "tensor", "\"z1\"");
  gs_reader_need (reader, item, "value", "0.5");
  name = gs_reader_get_string (reader, item, "tensor", "");
  if (!gs_document_check_tensor (reader, program, name, TRUE))
    return;
  offset = (gsize) gs_reader_get_integer (reader, item, "offset", 0, 0, GS_DOCUMENT_MAX_OFFSET);
  mark = gs_reader_enter (reader, "offset");
  if (!gs_document_check_pin_offset (reader, document->network, program, name, offset))
    return;
  gs_reader_leave (reader, mark);
  pin = gs_cell_change_new (name, offset, 0, gs_reader_get_number (reader, item, "value", 0));
  pin->old_value = pin->new_value;
  pin->new_pinned = TRUE;
  g_ptr_array_add (document->pins, pin);
}

static void
read_pins (GsReader *reader, const cJSON *object, NnProgram *program, const GsDocument *document)
{
  const cJSON *list = gs_reader_find (object, "pins"), *item;
  gsize mark;
  gint number = 0;

  if (list == NULL || reader->error != NULL)
    return;
  mark = gs_reader_enter (reader, "pins");
  if (gs_reader_check_array (reader, list)) {
    cJSON_ArrayForEach (item, list)
    {
      gsize inner = gs_reader_enter_item (reader, ++number);

      read_pin (reader, item, program, document);
      if (reader->error != NULL)
        return;
      gs_reader_leave (reader, inner);
    }
  }
  gs_reader_leave (reader, mark);
}

/* ---- the whole ---- */

static guint64
read_seed (GsReader *reader, const cJSON *object)
{
  const cJSON *item = gs_reader_find (object, "seed");
  guint64 seed = 0;

  if (item == NULL)
    return 1;
  if (cJSON_IsString (item)) {
    if (!g_ascii_string_to_unsigned (item->valuestring, 10, 0, G_MAXUINT64, &seed, NULL)) {
      gs_reader_enter (reader, "seed");
      gs_reader_fail (reader, _ ("must be a whole number from 0 up"));
    }
    return seed;
  }
  return (guint64) gs_reader_get_integer (reader, object, "seed", 1, 0, (gint64) 1 << 53);
}

static gboolean
check_version (const cJSON *root, const gchar *name, GError **error)
{
  const cJSON *format = gs_reader_find (root, "format"), *version = gs_reader_find (root, "version");

  if (!cJSON_IsObject (root) || !cJSON_IsString (format) || !g_str_equal (format->valuestring, "gradsheet")) {
    g_set_error (
        error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_FORMAT,
        _ ("%s: this is JSON, but no Gradsheet document: it does not begin with \"format\": \"gradsheet\""),
        name);
    return FALSE;
  }
  if (!cJSON_IsNumber (version) || version->valuedouble < 1
      || version->valuedouble != floor (version->valuedouble)) {
    g_set_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_FORMAT,
                 _ ("%s: version: the format's version is missing; write \"version\": %d"), name,
                 GS_FORMAT_VERSION);
    return FALSE;
  }
  if (version->valuedouble > GS_FORMAT_VERSION) {
    g_set_error (
        error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_NEWER,
        _ ("%s: this document is of format version %.0f, made by a newer Gradsheet; this one reads up to %d. "
           "Install the newer one to open it; the file is untouched."),
        name, version->valuedouble, GS_FORMAT_VERSION);
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_keys (GsReader *reader, const cJSON *root)
{
  static const gchar *const own[] = { "format", "version",   "seed", "data", "earlier-data", "state",
                                      "place",  "overrides", "pins", "undo", "redo",         NULL };
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();

  for (gint i = 0; own[i] != NULL; i++)
    g_ptr_array_add (keys, (gpointer) own[i]);
  for (gint i = 0; gs_document_network_keys[i] != NULL; i++)
    g_ptr_array_add (keys, (gpointer) gs_document_network_keys[i]);
  g_ptr_array_add (keys, NULL);
  return gs_reader_check_object (reader, root, (const gchar *const *) keys->pdata);
}

static void
read_data_table (GsReader *reader, const cJSON *root, const GsDocument *document, GsDataTable *table)
{
  const cJSON *list = gs_reader_find (root, "earlier-data"), *item;
  gsize mark;
  gint number = 0;

  g_ptr_array_add (table->list, gs_dataset_ref (document->data));
  if (list == NULL || reader->error != NULL)
    return;
  mark = gs_reader_enter (reader, "earlier-data");
  if (gs_reader_check_array (reader, list)) {
    cJSON_ArrayForEach (item, list)
    {
      gsize inner = gs_reader_enter_item (reader, ++number);
      GsDataset *data = gs_document_read_data (reader, item, NULL, table);

      if (data == NULL)
        return;
      g_ptr_array_add (table->list, data);
      gs_reader_leave (reader, inner);
    }
  }
  gs_reader_leave (reader, mark);
}

static GPtrArray *
read_edits (GsReader *reader, const cJSON *root, const gchar *key, const GsDataTable *table)
{
  const cJSON *list = gs_reader_find (root, key);
  gsize mark;
  GPtrArray *edits;

  if (list == NULL || reader->error != NULL)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) gs_edit_free);
  mark = gs_reader_enter (reader, key);
  edits = gs_document_read_edits (reader, list, table);
  if (reader->error == NULL)
    gs_reader_leave (reader, mark);
  return edits;
}

static void
read_extras (GsReader *reader, const cJSON *root, NnProgram *program, GsDocument *document)
{
  GsDataTable table = { g_ptr_array_new_with_free_func ((GDestroyNotify) gs_dataset_unref) };
  const cJSON *overrides = gs_reader_find (root, "overrides");

  read_given_state (reader, root, program, document->state);
  gs_document_read_cursor (reader, gs_reader_find (root, "place"), &document->cursor);
  read_pins (reader, root, program, document);
  if (overrides != NULL && reader->error == NULL) {
    gsize mark = gs_reader_enter (reader, "overrides");

    g_ptr_array_unref (document->overrides);
    document->overrides = gs_document_read_overrides (reader, overrides);
    if (reader->error == NULL)
      gs_reader_leave (reader, mark);
  }
  read_data_table (reader, root, document, &table);
  g_ptr_array_unref (document->undo);
  document->undo = read_edits (reader, root, "undo", &table);
  g_ptr_array_unref (document->redo);
  document->redo = read_edits (reader, root, "redo", &table);
  g_ptr_array_unref (table.list);
  gs_document_check_edits (reader, document, program);
}

static GsDocument *
read_document (GsReader *reader, const cJSON *root)
{
  GsDataTable none = { NULL };
  g_autoptr (NnNetwork) network = NULL;
  g_autoptr (GsDataset) data = NULL;
  g_autoptr (GsDocument) document = NULL;
  g_autoptr (NnProgram) program = NULL;
  g_autoptr (GPtrArray) empty = g_ptr_array_new ();
  const cJSON *item;
  GError *error = NULL;
  guint64 seed;
  gsize mark;

  none.list = empty;
  if (!check_keys (reader, root))
    return NULL;
  network = gs_document_read_network (reader, root);
  seed = read_seed (reader, root);
  item = gs_reader_need (reader, root, "data", "{\"inputs\": [[0, 1]], \"targets\": [[1]]}");
  if (reader->error != NULL)
    return NULL;
  mark = gs_reader_enter (reader, "data");
  data = gs_document_read_data (reader, item, network, &none);
  if (data == NULL)
    return NULL;
  gs_reader_leave (reader, mark);
  document = gs_document_new (g_steal_pointer (&network), data, seed, &error);
  if (document == NULL) {
    gs_reader_fail_with (reader, error);
    return NULL;
  }
  program = compile (reader, document);
  if (program != NULL)
    read_extras (reader, root, program, document);
  return reader->error == NULL ? g_steal_pointer (&document) : NULL;
}

GsDocument *
gs_document_load_bytes (const gchar *text, gsize length, const gchar *name, GError **error)
{
  cJSON *root = gs_json_parse (text, length, name, NULL, NULL, error);
  GsDocument *document = NULL;
  GsReader reader;

  if (root == NULL)
    return NULL;
  if (check_version (root, name, error)) {
    gs_reader_init (&reader, name, GS_DOCUMENT_MAX_CELLS);
    document = read_document (&reader, root);
    if (document == NULL)
      g_propagate_error (error, g_steal_pointer (&reader.error));
    gs_reader_clear (&reader);
  }
  cJSON_Delete (root);
  return document;
}

GsDocument *
gs_document_load (const gchar *path, GError **error)
{
  g_autofree gchar *name = g_filename_display_name (path);
  gsize length = 0;
  g_autofree gchar *text = gs_file_read (path, GS_JSON_MAX_LENGTH, &length, error);

  return text != NULL ? gs_document_load_bytes (text, length, name, error) : NULL;
}
