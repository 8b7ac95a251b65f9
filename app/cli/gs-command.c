#include "gs-command.h"

#include <string.h>

gint
gs_command_fail (GError *error)
{
  /* What was typed is quoted in messages, and need not be text. */
  g_autofree gchar *message = g_utf8_make_valid (error->message, -1);

  g_printerr ("gradsheet-cli: %s\n", message);
  g_error_free (error);
  return GS_EXIT_BAD;
}

gint
gs_command_fail_usage (const GsCommand *command)
{
  g_printerr ("Usage: gradsheet-cli %s %s\nMore: gradsheet-cli %s --help\n", command->name, command->usage,
              command->name);
  return GS_EXIT_BAD;
}

gchar *
gs_command_find_file (const gchar *path)
{
  static const gchar *const folders[] = { GS_NETWORKS_SOURCE, GS_NETWORKS_INSTALLED };
  g_autofree gchar *base = g_path_get_basename (path);
  g_autofree gchar *name =
      g_str_has_suffix (base, ".gradsheet") ? g_strdup (base) : g_strconcat (base, ".gradsheet", NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return g_strdup (path);
  /* A bare name, not a path that was mistyped. */
  for (gsize i = 0; strchr (path, G_DIR_SEPARATOR) == NULL && i < G_N_ELEMENTS (folders); i++) {
    g_autofree gchar *found = g_build_filename (folders[i], name, NULL);

    if (g_file_test (found, G_FILE_TEST_EXISTS))
      return g_steal_pointer (&found);
  }
  return g_strdup (path);
}

GsWorkbook *
gs_command_open (const gchar *path)
{
  g_autofree gchar *found = gs_command_find_file (path);
  GError *error = NULL;
  GsWorkbook *book = gs_workbook_open (found, &error);

  if (book == NULL)
    gs_command_fail (error);
  return book;
}
