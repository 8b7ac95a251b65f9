/* Rows that a document does not hold but knows where to find, in the object of the data. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/data/gs-source.h"
#include "gs-document-private.h"

void
gs_document_write_source (GsWriter *writer, GsDataset *data)
{
  const GsDatasetSource *source = gs_dataset_get_source (data);
  const NnShape *input = gs_dataset_get_input_shape (data);

  gs_writer_put_object (writer, "source", FALSE);
  gs_writer_put_string (writer, "rows", source->text);
  if (source->sum != NULL) {
    gs_writer_put_integer (writer, "size", (gint64) source->size);
    gs_writer_put_string (writer, "sha256", source->sum);
  }
  gs_writer_put_array (writer, "input", TRUE);
  for (gint axis = 0; axis < input->rank; axis++)
    gs_writer_integer (writer, input->dim[axis]);
  gs_writer_end_array (writer);
  gs_writer_put_integer (writer, "targets", gs_dataset_get_target_shape (data)->dim[0]);
  gs_writer_end_object (writer);
}

/* What of the network matters for reading rows: how many numbers go in and come out. */
static NnNetwork *
read_shapes (GsReader *reader, const cJSON *object)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  const cJSON *input = gs_reader_need (reader, object, "input", "[2]"), *item;
  gint64 n_targets = gs_reader_get_integer (reader, object, "targets", 1, 1, NN_MAX_CELLS);
  gsize mark = gs_reader_enter (reader, "input");
  NnShape shape = { 0 };

  if (input == NULL || !gs_reader_check_array (reader, input))
    return NULL;
  if (cJSON_GetArraySize (input) != 1 && cJSON_GetArraySize (input) != 3) {
    gs_reader_fail (reader, _ ("must be [features] or [channels, rows, columns]"));
    return NULL;
  }
  cJSON_ArrayForEach (item, input) shape.dim[shape.rank++] =
      (gint) gs_reader_to_integer (reader, item, 1, NN_MAX_CELLS);
  for (gint axis = shape.rank; axis < NN_MAX_RANK; axis++)
    shape.dim[axis] = 1;
  if (reader->error != NULL || !nn_shape_is_valid (&shape)) {
    gs_reader_fail (reader, _ ("does not fit memory"));
    return NULL;
  }
  gs_reader_leave (reader, mark);
  network->input = shape;
  if (shape.rank == 3)
    nn_network_add_layer (network, NN_LAYER_FLATTEN);
  nn_network_add_layer (network, NN_LAYER_DENSE)->units = (gint) n_targets;
  return g_steal_pointer (&network);
}

/* A file is looked for where it was, and beside the document. */
static GsSource *
open_source (GsReader *reader, const gchar *text)
{
  g_autoptr (GError) error = NULL, ignored = NULL;
  GsSource *source = gs_source_open (text, &error);

  if (source == NULL && !g_path_is_absolute (text) && strchr (reader->name, G_DIR_SEPARATOR) != NULL) {
    g_autofree gchar *folder = g_path_get_dirname (reader->name);
    g_autofree gchar *beside = gs_source_put_beside (text, folder);

    source = gs_source_open (beside, &ignored);
  }
  if (source == NULL)
    gs_reader_fail (
        reader,
        _ ("the rows are not in the document, and they are gone: %s Put the file back where it was, "
           "or beside the document."),
        error->message);
  return source;
}

static gboolean
check_sum (GsReader *reader, const cJSON *object, const GsSource *source, const gchar *text)
{
  const gchar *sum = gs_source_get_sum (source),
              *want = gs_reader_get_string (reader, object, "sha256", NULL);

  if (reader->error != NULL)
    return FALSE;
  if (g_strcmp0 (sum, want) == 0)
    return TRUE;
  gs_reader_fail (
      reader,
      _ ("%s is not what it was when the document was saved: its SHA-256 is another. Put the old file back, "
         "or make the document anew from this one."),
      text);
  return FALSE;
}

GsDataset *
gs_document_read_source (GsReader *reader, const cJSON *object)
{
  static const gchar *const keys[] = { "rows", "size", "sha256", "input", "targets", NULL };
  gsize mark = gs_reader_enter (reader, "source");
  g_autoptr (NnNetwork) network = NULL;
  g_autoptr (GsSource) source = NULL;
  g_autoptr (GsDataset) data = NULL;
  const gchar *text;
  GError *error = NULL;

  if (!gs_reader_check_object (reader, object, keys) || (network = read_shapes (reader, object)) == NULL
      || gs_reader_need (reader, object, "rows", "\"circle\"") == NULL
      || (text = gs_reader_get_string (reader, object, "rows", NULL)) == NULL)
    return NULL;
  if (g_str_equal (text, "-")) {
    gs_reader_fail (reader, _ ("standard input cannot be read again; name a file"));
    return NULL;
  }
  source = open_source (reader, text);
  if (source == NULL || !check_sum (reader, object, source, text))
    return NULL;
  data = gs_source_read (source, network, NULL, NULL, &error);
  if (data == NULL) {
    gs_reader_fail_with (reader, error);
    return NULL;
  }
  gs_reader_leave (reader, mark);
  return gs_dataset_with_source (data, text, gs_source_get_size (source), gs_source_get_sum (source));
}
