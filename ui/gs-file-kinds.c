/* The table of kinds of files. */
#include "gs-file-kinds.h"

#include "app/text/gs-file.h"

static const struct {
  const gchar *ending;
  GsFileKind kind;
} kinds[] = {
  { ".gradsheet", GS_FILE_DOCUMENT }, { ".onnx", GS_FILE_MODEL }, { ".json", GS_FILE_LESSON },
  { ".npz", GS_FILE_ARRAYS },         { ".npy", GS_FILE_ARRAYS }, { ".csv", GS_FILE_ROWS },
  { ".tsv", GS_FILE_ROWS },           { ".txt", GS_FILE_ROWS },   { ".gz", GS_FILE_ROWS },
};

GsFileKind
gs_file_kinds_find (const gchar *path)
{
  g_autofree gchar *folded = g_ascii_strdown (path, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_suffix (folded, kinds[i].ending))
      return kinds[i].kind;
  return GS_FILE_ROWS;
}

void
gs_file_kinds_add_patterns (GtkFileFilter *filter, guint wanted)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if ((kinds[i].kind & wanted) != 0)
      gtk_file_filter_add_suffix (filter, kinds[i].ending + 1);
}

gboolean
gs_file_kinds_is_document (const gchar *path)
{
  gsize length;
  g_autofree gchar *text = gs_file_read (path, GS_FILE_MAX_ROWS, &length, NULL);

  return text != NULL && length > 0 && *text == '{';
}

gchar *
gs_file_kinds_find_name (GFile *file)
{
  g_autofree gchar *path = g_file_get_path (file), *folder = NULL, *here = NULL;

  if (path == NULL || g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  folder = g_path_get_dirname (path);
  here = g_get_current_dir ();
  return g_str_equal (folder, here) ? g_path_get_basename (path) : NULL;
}
