/* A live workbook converted to OpenDocument. */
#include "gs-ods.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "app/text/gs-file.h"
#include "gs-xlsx.h"
#include "nn/nn-error.h"

#define MAX_BYTES ((gsize) 1 << 30)

/* workbook.xlsx to workbook.ods, in `folder`; LibreOffice with a profile of its own, so that one that is open
 * does not answer in its place. */
static gboolean
convert (const gchar *folder, GError **error)
{
  g_autofree gchar *ssconvert = g_find_program_in_path ("ssconvert");
  g_autofree gchar *soffice = ssconvert == NULL ? g_find_program_in_path ("soffice") : NULL;
  g_autofree gchar *profile = g_strdup_printf ("-env:UserInstallation=file://%s/profile", folder);
  const gchar *const by_gnumeric[] = { ssconvert, "workbook.xlsx", "workbook.ods", NULL };
  const gchar *const by_office[] = { soffice, profile,         "--headless", "--convert-to",
                                     "ods",   "workbook.xlsx", NULL };
  gint status;

  if (ssconvert == NULL && soffice == NULL) {
    g_set_error_literal (
        error, NN_ERROR, NN_ERROR_VALUE,
        _ ("an .ods is made by Gnumeric or LibreOffice, and neither is installed; export an .xlsx, "
           "which LibreOffice opens, too"));
    return FALSE;
  }
  return g_spawn_sync (folder, (gchar **) (ssconvert != NULL ? by_gnumeric : by_office), NULL,
                       G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                       &status, error)
         && g_spawn_check_wait_status (status, error);
}

static void
remove_all (const gchar *path)
{
  g_autoptr (GDir) folder = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const gchar *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    g_autofree gchar *inner = g_build_filename (path, name, NULL);

    remove_all (inner);
  }
  g_remove (path);
}

gboolean
gs_ods_write (const NnNetwork *network,
              GPtrArray *frames,
              gint first_layer,
              const gchar *path,
              GError **error)
{
  g_autofree gchar *folder = g_dir_make_tmp ("gradsheet-XXXXXX", error);
  g_autofree gchar *xlsx = NULL, *ods = NULL, *bytes = NULL;
  gboolean done;
  gsize length;

  if (folder == NULL)
    return FALSE;
  xlsx = g_build_filename (folder, "workbook.xlsx", NULL);
  ods = g_build_filename (folder, "workbook.ods", NULL);
  done = gs_xlsx_write (network, frames, first_layer, xlsx, error) && convert (folder, error)
         && (bytes = gs_file_read (ods, MAX_BYTES, &length, error)) != NULL
         && gs_file_write (path, bytes, length, GS_FILE_PUBLIC, error);
  remove_all (folder);
  return done;
}
