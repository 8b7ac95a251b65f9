/* The names of features, targets, classes and rows, in the object of the data. */
#include <glib/gi18n-lib.h>

#include "gs-document-private.h"

static const gchar *const keys[] = { "features", "targets", "classes", "rows", NULL }; /* by GsNameKind */

G_STATIC_ASSERT (G_N_ELEMENTS (keys) == GS_N_NAMES + 1);

static gboolean
has_same_names (GsDataset *a, GsDataset *b)
{
  for (gint kind = 0; kind < GS_N_NAMES; kind++)
    if (!gs_names_equal (gs_dataset_get_names (a, (GsNameKind) kind),
                         gs_dataset_get_names (b, (GsNameKind) kind)))
      return FALSE;
  return TRUE;
}

void
gs_document_write_names (GsWriter *writer, GsDataset *data, GsDataset *base)
{
  gboolean named = FALSE;

  for (gint kind = 0; kind < GS_N_NAMES; kind++)
    named = named || gs_dataset_get_names (data, (GsNameKind) kind) != NULL;
  if (base != NULL ? has_same_names (data, base) : !named)
    return;
  gs_writer_put_object (writer, "names", FALSE);
  for (gint kind = 0; kind < GS_N_NAMES; kind++) {
    const GPtrArray *names = gs_dataset_get_names (data, (GsNameKind) kind);

    if (names == NULL)
      continue;
    gs_writer_put_array (writer, keys[kind], TRUE);
    for (guint i = 0; i < names->len; i++)
      gs_writer_string (writer, g_ptr_array_index (names, i));
    gs_writer_end_array (writer);
  }
  gs_writer_end_object (writer);
}

/* One list, as `data` would take it; NULL after an error. */
static GsDataset *
read_list (GsReader *reader, const cJSON *list, GsNameKind kind, GsDataset *data)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GsDataset *named;
  const cJSON *item;
  GError *error = NULL;
  GsReaderItems items = { 0 };

  while ((item = gs_reader_next (reader, list, &items)) != NULL) {
    if (!cJSON_IsString (item))
      gs_reader_fail (reader, _ ("must be a text such as \"sleep\""));
    g_ptr_array_add (names, item->valuestring);
  }
  if (reader->error != NULL)
    return NULL;
  named = gs_dataset_with_names (data, kind, names, &error);
  if (named == NULL)
    gs_reader_fail_with (reader, error);
  return named;
}

GsDataset *
gs_document_read_names (GsReader *reader, const cJSON *object, GsDataset *data)
{
  const cJSON *names = gs_reader_find (object, "names");
  g_autoptr (GsDataset) named = gs_dataset_ref (data);
  gsize outer;

  /* What the document does not say, a heading in the source does not either. */
  for (gint kind = 0; names == NULL && gs_dataset_get_source (data) != NULL && kind < GS_N_NAMES; kind++) {
    GsDataset *plain = gs_dataset_with_names (named, (GsNameKind) kind, NULL, NULL);

    gs_dataset_unref (named);
    named = plain;
  }
  if (names == NULL)
    return g_steal_pointer (&named);
  outer = gs_reader_enter (reader, "names");
  if (!gs_reader_check_object (reader, names, keys))
    return NULL;
  for (gint kind = 0; kind < GS_N_NAMES; kind++) {
    const cJSON *list = gs_reader_find (names, keys[kind]);
    gsize mark = gs_reader_enter (reader, keys[kind]);
    GsDataset *next = list != NULL ? read_list (reader, list, (GsNameKind) kind, named)
                                   : gs_dataset_with_names (named, (GsNameKind) kind, NULL, NULL);

    if (next == NULL)
      return NULL;
    gs_reader_leave (reader, mark);
    gs_dataset_unref (named);
    named = next;
  }
  gs_reader_leave (reader, outer);
  return g_steal_pointer (&named);
}
