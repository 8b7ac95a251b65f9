/* A live workbook converted to OpenDocument. */
#include "gs-ods.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "app/text/gs-file.h"
#include "gs-xlsx.h"
#include "nn/nn-error.h"

#define MAX_BYTES ((gsize) 1 << 30)

gboolean
gs_ods_check (GError **error)
{
  g_autofree gchar *ssconvert = g_find_program_in_path ("ssconvert"),
                   *soffice = g_find_program_in_path ("soffice");

  if (ssconvert != NULL || soffice != NULL)
    return TRUE;
  g_set_error_literal (
      error, NN_ERROR, NN_ERROR_VALUE,
      _ ("an .ods is made by Gnumeric or LibreOffice, and neither is installed; export an .xlsx, "
         "which LibreOffice opens, too"));
  return FALSE;
}

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
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) process = NULL;

  if (!gs_ods_check (error))
    return FALSE;
  g_subprocess_launcher_set_cwd (launcher, folder);
  process = g_subprocess_launcher_spawnv (launcher, ssconvert != NULL ? by_gnumeric : by_office, error);
  if (process == NULL)
    return FALSE;
  if (g_subprocess_wait_check (process, g_cancellable_get_current (), error))
    return TRUE;
  g_subprocess_force_exit (process); /* where the task was stopped */
  return FALSE;
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
