/* Documents in: strict, and every refusal says the file, the place and the cure. */
#include <glib/gi18n-lib.h>

#include "app/text/gs-file.h"
#include "app/text/gs-task.h"
#include "gs-document-private.h"

/* Of the time that it takes to open a file, roughly; what is left is for the program. */
#define READ_SHARE    0.05
#define NUMBERS_SHARE 0.2
/* A number in digits has about that many letters, and one in base64 eleven. */
#define LETTERS_PER_NUMBER 10

/* ---- parts ---- */

/* What the file says replaces what the seed gives. */
static void
read_given_state (GsReader *reader, const cJSON *object, GsDocument *document)
{
  const cJSON *item = gs_reader_find (object, "state");
  g_autoptr (NnState) given = NULL;
  gsize mark;

  if (item == NULL || reader->error != NULL)
    return;
  mark = gs_reader_enter (reader, "state");
  given = gs_document_read_state (reader, item);
  if (given != NULL)
    gs_document_check_state (reader, document->program, given);
  if (reader->error != NULL)
    return;
  nn_state_keep_fitting (document->state, given);
  gs_reader_leave (reader, mark);
}

/* What "back to the starting weights" goes back to. */
static void
read_start (GsReader *reader, const cJSON *object, GsDocument *document)
{
  const cJSON *item = gs_reader_find (object, "start");
  gsize mark;

  if (item == NULL || reader->error != NULL)
    return;
  mark = gs_reader_enter (reader, "start");
  document->start = gs_document_read_state (reader, item);
  if (reader->error == NULL)
    gs_reader_leave (reader, mark);
}

static void
read_pin (GsReader *reader, const cJSON *item, GPtrArray *pins)
{
  static const gchar *const keys[] = { "tensor", "offset", "value", NULL };
  g_autoptr (NnTensor) values = NULL;
  const gchar *name;
  gsize offset;

  if (!gs_reader_check_object (reader, item, keys))
    return;
  gs_reader_need (reader, item, "tensor", "\"z1\"");
  gs_reader_need (reader, item, "value", "0.5");
  name = gs_reader_get_string (reader, item, "tensor", "");
  offset = (gsize) gs_reader_get_integer (reader, item, "offset", 0, 0, GS_DOCUMENT_MAX_OFFSET);
  values = gs_document_read_numbers (reader, item, "value", 0);
  for (gint i = 0; values != NULL && i < values->shape.dim[0]; i++) {
    GsCellChange *pin = gs_cell_change_new (name, offset + (gsize) i, values->values[i], values->values[i]);

    pin->new_pinned = TRUE;
    g_ptr_array_add (pins, pin);
  }
}

static void
read_pins (GsReader *reader, const cJSON *object, GPtrArray *pins)
{
  const cJSON *list = gs_reader_find (object, "pins"), *item;
  GsReaderItems items = { 0 };
  gsize mark;

  if (list == NULL || reader->error != NULL)
    return;
  mark = gs_reader_enter (reader, "pins");
  while ((item = gs_reader_next (reader, list, &items)) != NULL)
    read_pin (reader, item, pins);
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
check_keys (GsReader *reader, const cJSON *root)
{
  static const gchar *const own[] = { "format",    "version", "seed",      "data",   "earlier-data",
                                      "state",     "start",   "bookmarks", "epochs", "place",
                                      "overrides", "pins",    "undo",      "redo",   NULL };
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
  GsReaderItems items = { 0 };
  gsize mark;

  g_ptr_array_add (table->list, gs_dataset_ref (document->data));
  if (list == NULL || reader->error != NULL)
    return;
  mark = gs_reader_enter (reader, "earlier-data");
  while ((item = gs_reader_next (reader, list, &items)) != NULL) {
    GsDataset *data = gs_document_read_data (reader, item, NULL, table);

    if (data != NULL)
      g_ptr_array_add (table->list, data);
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

/* Network, rows, pins and place: what there is a program for. */
static GsDataset *
make_no_rows (const NnNetwork *network)
{
  NnShape target;

  /* The network has been checked. */
  if (!nn_network_get_target_shape (network, &target, NULL))
    g_assert_not_reached ();
  return gs_dataset_new_empty (&network->input, &target);
}

static void
read_program (GsReader *reader, const cJSON *root, GsDocument *document)
{
  g_autoptr (GPtrArray) empty = g_ptr_array_new ();
  GsDataTable none = { empty };
  const cJSON *item;
  gsize mark;

  document->network = gs_document_read_network (reader, root);
  document->seed = read_seed (reader, root);
  item = gs_reader_find (root, "data");
  if (item == NULL && gs_reader_find (root, "version")->valuedouble < 2)
    gs_reader_need (reader, root, "data", "{\"inputs\": [[0, 1]], \"targets\": [[1]]}");
  if (reader->error != NULL)
    return;
  mark = gs_reader_enter (reader, "data");
  document->data = item != NULL ? gs_document_read_data (reader, item, document->network, &none)
                                : make_no_rows (document->network);
  if (document->data == NULL)
    return;
  gs_reader_leave (reader, mark);
  gs_document_read_cursor (reader, gs_reader_find (root, "place"), &document->cursor);
  read_pins (reader, root, document->pins);
}

static void
read_overrides (GsReader *reader, const cJSON *root, GsDocument *document, const GsDataTable *table)
{
  const cJSON *list = gs_reader_find (root, "overrides");
  gsize mark;

  if (list == NULL || reader->error != NULL)
    return;
  mark = gs_reader_enter (reader, "overrides");
  g_ptr_array_unref (document->overrides);
  document->overrides = gs_document_read_overrides (reader, list, table);
  if (reader->error == NULL)
    gs_reader_leave (reader, mark);
}

/* What stands around the program. */
static void
read_extras (GsReader *reader, const cJSON *root, GsDocument *document)
{
  GsDataTable table = { g_ptr_array_new_with_free_func ((GDestroyNotify) gs_dataset_unref) };

  read_given_state (reader, root, document);
  read_start (reader, root, document);
  document->bookmarks = gs_document_read_bookmarks (reader, root);
  document->epochs = gs_document_read_epochs (reader, root);
  read_data_table (reader, root, document, &table);
  read_overrides (reader, root, document, &table);
  g_ptr_array_unref (document->undo);
  document->undo = read_edits (reader, root, "undo", &table);
  g_ptr_array_unref (document->redo);
  document->redo = read_edits (reader, root, "redo", &table);
  g_ptr_array_unref (table.list);
}

static GsDocument *
read_document (GsReader *reader, const cJSON *root)
{
  g_autoptr (GsDocument) document = gs_document_new_empty ();
  GError *error = NULL;

  if (!check_keys (reader, root))
    return NULL;
  read_program (reader, root, document);
  if (!gs_document_check (reader, document))
    return NULL;
  document->state = nn_network_initialize (document->network, document->program, document->seed, &error);
  if (document->state == NULL) {
    gs_reader_fail_with (reader, error);
    return NULL;
  }
  read_extras (reader, root, document);
  if (gs_document_check (reader, document) && gs_document_check_edits (reader, document, FALSE) == 0)
    gs_document_check_edits (reader, document, TRUE);
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
  if (gs_json_check_version (root, name, "gradsheet", GS_FORMAT_VERSION, error)) {
    gs_reader_init (&reader, name, GS_DOCUMENT_MAX_CELLS);
    reader.expected = length / LETTERS_PER_NUMBER;
    gs_task_begin_part (NUMBERS_SHARE);
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
  g_autofree gchar *text = NULL, *checksum = NULL;
  GsDocument *document = NULL;

  gs_task_begin_part (READ_SHARE);
  text = gs_file_read (path, GS_JSON_MAX_LENGTH, &length, error);
  checksum = text != NULL ? gs_document_compute_checksum (text, length) : NULL;
  document = text != NULL ? gs_document_load_bytes (text, length, name, error) : NULL;
  if (document != NULL)
    document->checksum = g_steal_pointer (&checksum);
  return document;
}
