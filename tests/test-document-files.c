/* Documents as files: replaced as a whole or not at all, and refused with a reason. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "document.h"

static gchar *folder;

static gchar *
in_folder (const gchar *name)
{
  return g_build_filename (folder, name, NULL);
}

static guint
count_files (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
assert_holds (const gchar *path, const gchar *text, gsize length)
{
  g_autofree gchar *content = NULL;
  gsize n;

  g_assert_true (g_file_get_contents (path, &content, &n, NULL));
  g_assert_cmpmem (content, n, text, length);
}

static GsDocument *
open_ready_made (void)
{
  g_autoptr (GError) error = NULL;
  GsDocument *document = gs_document_load (SOURCE_ROOT "/lessons/networks/mazur.gradsheet", &error);

  g_assert_no_error (error);
  return document;
}

static void
test_files (void)
{
  g_autoptr (GsDocument) document = open_ready_made ();
  g_autofree gchar *path = in_folder ("mine.gradsheet"), *link = in_folder ("link.gradsheet");
  g_autoptr (GsDocument) back = NULL;
  g_autoptr (GError) error = NULL;
  struct stat info;

  g_assert_true (gs_document_save (document, path, &error));
  g_assert_no_error (error);
  back = gs_document_load (path, &error);
  g_assert_no_error (error);
  document_assert_same (document, back);

  /* Saved over, through a link: the link stays, and so do the permissions. */
  g_assert_cmpint (g_chmod (path, 0640), ==, 0);
  g_assert_cmpint (symlink ("mine.gradsheet", link), ==, 0);
  document->seed++;
  g_assert_true (gs_document_save (document, link, &error));
  g_assert_cmpint (g_lstat (link, &info), ==, 0);
  g_assert_true (S_ISLNK (info.st_mode));
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0640);
  gs_document_free (g_steal_pointer (&back));
  back = gs_document_load (path, &error);
  document_assert_same (document, back);
  g_assert_cmpuint (count_files (), ==, 2);
  g_unlink (link);
  g_unlink (path);
}

static void
assert_not_saved (GsDocument *document, const gchar *path)
{
  g_autoptr (GError) error = NULL;
  guint n = count_files ();

  g_assert_false (gs_document_save (document, path, &error));
  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_WRITE);
  g_assert_true (g_str_has_prefix (error->message, path));
  g_assert_nonnull (strstr (error->message, "untouched"));
  g_assert_cmpuint (count_files (), ==, n);
}

/* What is there stays, and nothing lies beside it, whatever goes wrong. */
static void
test_not_saved (void)
{
  g_autoptr (GsDocument) document = open_ready_made ();
  g_autofree gchar *path = in_folder ("mine.gradsheet"), *missing = in_folder ("no/such/folder.gradsheet");
  struct rlimit old, small = { 512, 512 };
  void (*handler) (int);
  NnTensor *W1 = nn_state_find (document->state, "W1");
  gdouble value = W1->values[0];

  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  assert_not_saved (document, missing);
  assert_not_saved (document, folder);
  assert_not_saved (document, "/dev/full");
  W1->values[0] = -G_MAXDOUBLE * 2;
  assert_not_saved (document, path);
  W1->values[0] = value;

  /* As on a disk that is full: no file may grow beyond 512 bytes. */
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  small.rlim_max = old.rlim_max;
  handler = signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  assert_not_saved (document, path);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  signal (SIGXFSZ, handler);
  assert_holds (path, "before", 6);

  /* A folder in which nothing may be made; to the administrator nothing is forbidden. */
  if (geteuid () != 0) {
    g_assert_cmpint (g_chmod (folder, 0500), ==, 0);
    assert_not_saved (document, path);
    g_assert_cmpint (g_chmod (folder, 0700), ==, 0);
    assert_holds (path, "before", 6);
  }
  g_unlink (path);
}

static void
test_not_read (void)
{
  g_autofree gchar *missing = in_folder ("missing.gradsheet");
  g_autoptr (GError) error = NULL;

  g_assert_null (gs_document_load (missing, &error));
  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_READ);
  g_assert_true (g_str_has_prefix (error->message, missing));
  g_assert_nonnull (strstr (error->message, g_strerror (ENOENT)));
  g_clear_error (&error);
  g_assert_null (gs_document_load (folder, &error));
  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_READ);
  g_assert_nonnull (strstr (error->message, g_strerror (EISDIR)));
}

int
main (int argc, char **argv)
{
  gint result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("gradsheet-XXXXXX", NULL);
  g_assert_nonnull (folder);
  g_test_add_func ("/document-files/files", test_files);
  g_test_add_func ("/document-files/not-saved", test_not_saved);
  g_test_add_func ("/document-files/not-read", test_not_read);
  result = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return result;
}
