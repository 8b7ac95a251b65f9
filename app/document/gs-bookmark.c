/* Bookmarks, and how a file has them. */
#include "gs-bookmark.h"

#include <glib/gi18n-lib.h>

#include "gs-document-private.h"
#include "nn/nn-error.h"

GsBookmark *
gs_bookmark_new (const gchar *name, guint32 pass, NnState *state)
{
  GsBookmark *bookmark = g_new (GsBookmark, 1);

  *bookmark = (GsBookmark){ g_strdup (name), pass, state };
  return bookmark;
}

static void
bookmark_free (GsBookmark *bookmark)
{
  g_free (bookmark->name);
  nn_state_free (bookmark->state);
  g_free (bookmark);
}

GPtrArray *
gs_bookmarks_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) bookmark_free);
}

GPtrArray *
gs_bookmarks_copy (const GPtrArray *bookmarks)
{
  GPtrArray *copy = gs_bookmarks_new ();

  for (guint i = 0; bookmarks != NULL && i < bookmarks->len; i++) {
    const GsBookmark *one = g_ptr_array_index (bookmarks, i);

    g_ptr_array_add (copy, gs_bookmark_new (one->name, one->pass, nn_state_copy (one->state)));
  }
  return copy;
}

GsBookmark *
gs_bookmarks_find (const GPtrArray *bookmarks, const gchar *name)
{
  for (guint i = 0; bookmarks != NULL && i < bookmarks->len; i++)
    if (g_str_equal (((GsBookmark *) g_ptr_array_index (bookmarks, i))->name, name))
      return g_ptr_array_index (bookmarks, i);
  return NULL;
}

gsize
gs_bookmarks_count_cells (const GPtrArray *bookmarks)
{
  gsize n = 0;

  for (guint i = 0; bookmarks != NULL && i < bookmarks->len; i++) {
    const GsBookmark *bookmark = g_ptr_array_index (bookmarks, i);

    for (guint k = 0; k < nn_state_get_size (bookmark->state); k++)
      n += nn_shape_count (&nn_state_get (bookmark->state, k)->shape);
  }
  return n;
}

gboolean
gs_bookmark_check_name (const gchar *name, GError **error)
{
  gboolean good =
      *name != '\0' && g_utf8_validate (name, -1, NULL) && g_utf8_strlen (name, -1) <= GS_BOOKMARK_MAX_NAME;

  for (const gchar *at = name; good && *at != '\0'; at = g_utf8_next_char (at))
    good = !g_unichar_iscntrl (g_utf8_get_char (at));
  if (!good)
    g_set_error (error, NN_ERROR, NN_ERROR_NAME,
                 _ ("a bookmark's name has from 1 to %d characters, in one line"), GS_BOOKMARK_MAX_NAME);
  return good;
}

gboolean
gs_bookmark_fits (const GsBookmark *bookmark, const NnProgram *program)
{
  guint n = 0;

  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, i);
    const NnTensor *own = nn_tensor_info_persists (info) ? nn_state_find (bookmark->state, info->name) : NULL;

    if (!nn_tensor_info_persists (info))
      continue;
    if (own == NULL || !nn_shape_equal (&own->shape, &info->shape))
      return FALSE;
    n++;
  }
  return n == nn_state_get_size (bookmark->state);
}

/* ---- files ---- */

void
gs_document_write_bookmarks (GsWriter *writer, const GPtrArray *bookmarks)
{
  if (bookmarks == NULL || bookmarks->len == 0)
    return;
  gs_writer_key (writer, "bookmarks");
  gs_writer_begin_array (writer, FALSE);
  for (guint i = 0; i < bookmarks->len; i++) {
    const GsBookmark *bookmark = g_ptr_array_index (bookmarks, i);

    gs_writer_begin_object (writer, FALSE);
    gs_writer_key (writer, "name");
    gs_writer_string (writer, bookmark->name);
    gs_writer_key (writer, "pass");
    gs_writer_integer (writer, bookmark->pass);
    gs_writer_key (writer, "state");
    gs_document_write_state (writer, bookmark->state);
    gs_writer_end_object (writer);
  }
  gs_writer_end_array (writer);
}

static GsBookmark *
read_bookmark (GsReader *reader, const cJSON *item, const GPtrArray *earlier)
{
  static const gchar *const keys[] = { "name", "pass", "state", NULL };
  GError *error = NULL;
  const gchar *name;
  const cJSON *state;
  guint32 pass;
  gsize mark;
  NnState *own;

  if (!gs_reader_check_object (reader, item, keys)
      || gs_reader_need (reader, item, "name", "\"best\"") == NULL
      || gs_reader_need (reader, item, "pass", "1") == NULL
      || (state = gs_reader_need (reader, item, "state", "{\"W1\": [[0.5]]}")) == NULL)
    return NULL;
  name = gs_reader_get_string (reader, item, "name", "");
  pass = (guint32) gs_reader_get_integer (reader, item, "pass", 1, 1, GS_MAX_PASS);
  if (reader->error == NULL && !gs_bookmark_check_name (name, &error))
    gs_reader_fail_with (reader, error);
  if (reader->error == NULL && gs_bookmarks_find (earlier, name) != NULL)
    gs_reader_fail (reader, _ ("two bookmarks have this name; give one of them another"));
  mark = gs_reader_enter (reader, "state");
  own = reader->error == NULL ? gs_document_read_state (reader, state) : NULL;
  if (reader->error != NULL) {
    nn_state_free (own);
    return NULL;
  }
  gs_reader_leave (reader, mark);
  return gs_bookmark_new (name, pass, own);
}

GPtrArray *
gs_document_read_bookmarks (GsReader *reader, const cJSON *root)
{
  const cJSON *list = gs_reader_find (root, "bookmarks"), *item;
  g_autoptr (GPtrArray) bookmarks = gs_bookmarks_new ();
  GsReaderItems items = { 0 };
  gsize outer;

  if (list == NULL || reader->error != NULL)
    return g_steal_pointer (&bookmarks);
  outer = gs_reader_enter (reader, "bookmarks");
  while ((item = gs_reader_next (reader, list, &items)) != NULL) {
    GsBookmark *bookmark = read_bookmark (reader, item, bookmarks);

    if (bookmark != NULL)
      g_ptr_array_add (bookmarks, bookmark);
  }
  if (reader->error != NULL)
    return NULL;
  if (gs_bookmarks_count_cells (bookmarks) > GS_BOOKMARKS_MAX_CELLS) {
    gs_reader_fail (reader, _ ("the bookmarks hold more numbers than fit; remove some"));
    return NULL;
  }
  gs_reader_leave (reader, outer);
  return g_steal_pointer (&bookmarks);
}
