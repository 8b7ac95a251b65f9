/* Parts that a document and its edits share: a cursor, a state, what was set by hand, runs of numbers. */
#include <glib/gi18n-lib.h>

#include "app/text/gs-json.h"
#include "gs-document-private.h"

/* ---- writing ---- */

void
gs_document_write_numbers (GsWriter *writer, const gchar *key, const gdouble *values, gsize n)
{
  NnShape shape = nn_shape (1, (gint) n);

  gs_writer_key (writer, key);
  if (n == 1)
    gs_writer_number (writer, values[0]);
  else
    gs_writer_tensor (writer, &shape, values);
}

void
gs_document_write_cursor (GsWriter *writer, const GsCursor *cursor)
{
  gs_writer_begin_object (writer, TRUE);
  gs_writer_put_integer (writer, "pass", cursor->pass);
  gs_writer_put_integer (writer, "instruction", cursor->instruction);
  if (cursor->cell > 0 || cursor->term > 0) {
    gs_writer_put_integer (writer, "cell", (gint64) cursor->cell);
    gs_writer_put_integer (writer, "term", (gint64) cursor->term);
  }
  gs_writer_end_object (writer);
}

void
gs_document_write_state (GsWriter *writer, const NnState *state)
{
  gs_writer_begin_object (writer, FALSE);
  for (guint i = 0; i < nn_state_get_size (state); i++) {
    const NnTensor *tensor = nn_state_get (state, i);

    gs_writer_key (writer, tensor->name);
    gs_writer_tensor (writer, &tensor->shape, tensor->values);
  }
  gs_writer_end_object (writer);
}

/* ---- reading ---- */

NnTensor *
gs_document_read_numbers (GsReader *reader, const cJSON *object, const gchar *key, gdouble otherwise)
{
  const cJSON *item = gs_reader_find (object, key);
  NnShape one = nn_shape (1, 1);
  NnTensor *numbers;
  gsize mark;

  if (reader->error != NULL)
    return NULL;
  mark = gs_reader_enter (reader, key);
  if (item == NULL || cJSON_IsNumber (item)) {
    numbers = nn_tensor_new (key, &one);
    numbers->values[0] = item != NULL ? gs_reader_to_number (reader, item) : otherwise;
  } else if (cJSON_IsArray (item) || cJSON_IsObject (item)) {
    numbers = gs_reader_to_tensor (reader, item, key);
    if (numbers != NULL && numbers->shape.rank != 1)
      gs_reader_fail (reader, _ ("must be a number, or a list of them for cells that follow each other"));
  } else {
    gs_reader_to_number (reader, item);
    numbers = NULL;
  }
  if (reader->error != NULL) {
    g_clear_pointer (&numbers, nn_tensor_free);
    return NULL;
  }
  gs_reader_leave (reader, mark);
  return numbers;
}

void
gs_document_read_cursor (GsReader *reader, const cJSON *object, GsCursor *cursor)
{
  static const gchar *const keys[] = { "pass", "instruction", "cell", "term", NULL };
  gsize mark;

  if (object == NULL || reader->error != NULL)
    return;
  mark = gs_reader_enter (reader, "place");
  if (gs_reader_check_object (reader, object, keys)) {
    cursor->pass = (guint32) gs_reader_get_integer (reader, object, "pass", 1, 1, GS_MAX_PASS);
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
