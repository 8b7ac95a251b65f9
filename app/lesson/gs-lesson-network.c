/* Networks that are written into a lesson: documents with a line for their layers. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/network/gs-spec.h"
#include "gs-lesson-private.h"

gboolean
gs_lesson_is_network_text (const gchar *key)
{
  static const gchar *const keys[] = { "title", "notes", "names", NULL };

  return g_strv_contains (keys, key);
}

/* What people read is translated: a network's title, its notes, the names of features, classes and rows. */
static void
write_item (GsWriter *writer, const cJSON *item, const GsLessonLoader *loader, gboolean is_text)
{
  const cJSON *child;

  if (cJSON_IsObject (item)) {
    gs_writer_begin_object (writer, FALSE);
    cJSON_ArrayForEach (child, item)
    {
      gs_writer_key (writer, child->string);
      write_item (writer, child, loader, is_text || gs_lesson_is_network_text (child->string));
    }
    gs_writer_end_object (writer);
  } else if (cJSON_IsArray (item)) {
    gs_writer_begin_array (writer, TRUE);
    cJSON_ArrayForEach (child, item) write_item (writer, child, loader, is_text);
    gs_writer_end_array (writer);
  } else if (cJSON_IsNumber (item)) {
    gs_writer_number (writer, item->valuedouble);
  } else if (cJSON_IsString (item)) {
    gs_writer_string (writer,
                      is_text ? gs_lesson_loader_translate (loader, item->valuestring) : item->valuestring);
  } else if (cJSON_IsBool (item)) {
    gs_writer_boolean (writer, cJSON_IsTrue (item));
  } else {
    gs_writer_raw (writer, "null");
  }
}

/* The document of a bare network with the line's layers, as a tree to take them from. */
static cJSON *
open_spec (const gchar *spec, GError **error)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autoptr (GsDataset) data = NULL;
  g_autoptr (GsDocument) document = NULL;
  g_autofree gdouble *zeros = NULL;
  g_autofree gchar *text = NULL;
  NnShape target;
  gsize length;

  if (!gs_spec_parse (spec, network, error) || !nn_network_get_target_shape (network, &target, error))
    return NULL;
  zeros = g_new0 (gdouble, MAX (nn_shape_count (&network->input), nn_shape_count (&target)));
  data = gs_dataset_new (&network->input, &target, 1, zeros, zeros);
  document = gs_document_new (g_steal_pointer (&network), data, 1, error);
  if (document == NULL)
    return NULL;
  text = gs_document_to_text (document, &length);
  return gs_json_parse (text, length, "spec", NULL, NULL, error);
}

static void
write_spec (GsLessonLoader *loader, GsWriter *writer, const cJSON *spec)
{
  GsReader *reader = &loader->reader;
  gsize mark = gs_reader_enter (reader, "spec");
  GError *error = NULL;
  cJSON *tree = NULL;

  if (!cJSON_IsString (spec))
    gs_reader_fail (reader, _ ("must be a line such as \"input 2 · dense 3 tanh · dense 1\""));
  else
    tree = open_spec (spec->valuestring, &error);
  if (tree != NULL) {
    static const gchar *const taken[] = { "input", "layers" };

    for (gsize i = 0; i < G_N_ELEMENTS (taken); i++) {
      gs_writer_key (writer, taken[i]);
      write_item (writer, gs_reader_find (tree, taken[i]), loader, FALSE);
    }
  } else if (error != NULL) {
    gs_reader_fail_with (reader, error);
  }
  cJSON_Delete (tree);
  gs_reader_leave (reader, mark);
}

/* The text of a whole document. */
static gchar *
complete (GsLessonLoader *loader, const cJSON *item, gsize *length)
{
  GsWriter *writer = gs_writer_new ();
  const cJSON *spec = gs_reader_find (item, "spec"), *child;

  gs_writer_begin_object (writer, FALSE);
  gs_writer_put_string (writer, "format", "gradsheet");
  gs_writer_put_integer (writer, "version", GS_FORMAT_VERSION);
  if (spec != NULL)
    write_spec (loader, writer, spec);
  cJSON_ArrayForEach (child, item)
  {
    if (child == spec)
      continue;
    gs_writer_key (writer, child->string);
    write_item (writer, child, loader, gs_lesson_is_network_text (child->string));
  }
  gs_writer_end_object (writer);
  return gs_writer_end (writer, length);
}

static void
read_inline (GsLessonLoader *loader, const cJSON *item, GsLessonShow *show)
{
  static const gchar *const given[] = { "format", "version" };
  GsReader *reader = &loader->reader;
  g_autofree gchar *text = NULL, *name = NULL;
  g_autoptr (GsDocument) document = NULL;
  GError *error = NULL;
  gsize length;

  for (gsize i = 0; i < G_N_ELEMENTS (given); i++)
    if (gs_reader_find (item, given[i]) != NULL)
      gs_reader_fail (reader, _ ("has “%s”, which a network in a lesson has not; remove it"), given[i]);
  if (gs_reader_find (item, "spec") != NULL
      && (gs_reader_find (item, "input") != NULL || gs_reader_find (item, "layers") != NULL))
    gs_reader_fail (reader, _ ("has “spec” and “input” or “layers”; keep the one or the other"));
  /* A document may be without rows, a lesson has something to show. */
  gs_reader_need (reader, item, "data", "{\"inputs\": [[0, 1]], \"targets\": [[1]]}");
  if (reader->error != NULL)
    return;
  text = complete (loader, item, &length);
  if (reader->error != NULL)
    return;
  name = g_strdup_printf ("%s: %s", reader->name, reader->path->str);
  document = gs_document_load_bytes (text, length, name, &error);
  if (document == NULL) {
    reader->error = error;
    return;
  }
  show->network = g_strdup ("");
  show->document = g_steal_pointer (&text);
}

void
gs_lesson_loader_read_network (GsLessonLoader *loader, const cJSON *item, GsLessonShow *show)
{
  GsReader *reader = &loader->reader;
  const cJSON *own = NULL;

  if (cJSON_IsString (item)) {
    g_autofree gchar *path = NULL;

    own = loader->networks != NULL ? gs_reader_find (loader->networks, item->valuestring) : NULL;
    path = own == NULL ? gs_lesson_find_network (reader->name, item->valuestring) : NULL;
    if (own == NULL && path == NULL)
      gs_reader_fail (reader,
                      _ ("there is no network called “%s”, neither in the lesson's “networks” nor among the "
                         "ready-made ones"),
                      item->valuestring);
    else if (own == NULL)
      show->network = g_strdup (item->valuestring);
  } else {
    own = item;
  }
  if (own != NULL && !cJSON_IsObject (own))
    gs_reader_fail (reader, _ ("must be the name of a network, or an object with “spec” or “layers”"));
  else if (own != NULL && reader->error == NULL)
    read_inline (loader, own, show);
}
