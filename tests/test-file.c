/* Files: only ordinary ones are read, and only so long; what is written replaces all or nothing. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#ifdef __linux__
#include <sys/xattr.h>
#endif
#include <unistd.h>
#include <utime.h>

#include "app/text/gs-document-error.h"
#include "app/text/gs-file.h"

#define NOBODY 65534

static gchar *folder;

static gchar *
in_folder (const gchar *name)
{
  return g_build_filename (folder, name, NULL);
}

static gchar *
make_file (const gchar *name, const gchar *text)
{
  gchar *path = in_folder (name);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
assert_holds (const gchar *path, const gchar *text)
{
  g_autofree gchar *there = NULL;

  g_assert_true (g_file_get_contents (path, &there, NULL, NULL));
  g_assert_cmpstr (there, ==, text);
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

/* Also that the message says `why`. */
static void
assert_not_written (const gchar *path, const gchar *why)
{
  g_autoptr (GError) error = NULL;
  guint n = count_files ();

  g_assert_false (gs_file_write (path, "after", 5, GS_FILE_PUBLIC, &error));
  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_WRITE);
  g_assert_true (g_str_has_prefix (error->message, path));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, why));
  g_assert_cmpuint (count_files (), ==, n);
}

static void
assert_written (const gchar *path)
{
  g_autoptr (GError) error = NULL;

  gs_file_write (path, "after", 5, GS_FILE_PUBLIC, &error);
  g_assert_no_error (error);
  assert_holds (path, "after");
}

static void
assert_not_read (const gchar *path, gsize most, const gchar *why)
{
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_null (gs_file_read (path, most, &length, &error));
  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_READ);
  g_assert_true (g_str_has_prefix (error->message, path));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, why));
}

/* ---- reading ---- */

static void
test_read (void)
{
  g_autofree gchar *path = make_file ("five", "12345"), *empty = make_file ("empty", "");
  g_autofree gchar *text = NULL, *nothing = NULL, *grown = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  text = gs_file_read (path, 5, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (text, length + 1, "12345", 6);
  nothing = gs_file_read (empty, 5, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (nothing, length + 1, "", 1);
  /* Its size is said to be 0. */
  grown = gs_file_read ("/proc/self/status", 1 << 20, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (length, >, 100);
  g_assert_cmpuint (strlen (grown), ==, length);
  g_unlink (path);
  g_unlink (empty);
}

static void
test_large (void)
{
  g_autofree gchar *path = in_folder ("large"), *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length, n = (5 << 20) + 7;
  g_autofree gchar *wanted = g_malloc (n);

  for (gsize i = 0; i < n; i++)
    wanted[i] = (gchar) (i * 7919 >> 3);
  g_assert_true (gs_file_write (path, wanted, n, GS_FILE_PUBLIC, &error));
  text = gs_file_read (path, n, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (text, length, wanted, n);
  assert_not_read (path, n - 1, "longer than 5.0");
  g_unlink (path);
}

static void
test_not_read (void)
{
  g_autofree gchar *path = make_file ("five", "12345"), *pipe = in_folder ("pipe"),
                   *missing = in_folder ("no");

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  assert_not_read (path, 4, "longer than 4");
  assert_not_read ("/proc/self/status", 10, "longer than 10"); /* it grows while it is read */
  assert_not_read (missing, 10, g_strerror (ENOENT));
  assert_not_read (folder, 10, g_strerror (EISDIR));
  assert_not_read ("/dev/zero", 10, "device");
  assert_not_read (pipe, 10, "pipe"); /* and nobody waits for it */
  g_unlink (path);
  g_unlink (pipe);
}

/* Runs `say` in a shell with standard output as our standard input, and reads that. */
static gchar *
read_input (const gchar *say, gsize most, gsize *length, GError **error)
{
  gint ends[2], old = dup (STDIN_FILENO);
  const gchar *const arguments[] = { "sh", "-c", say, NULL };
  gchar *text;

  g_assert_cmpint (pipe (ends), ==, 0);
  g_assert_true (g_spawn_async_with_fds (NULL, (gchar **) (gpointer) arguments, NULL, G_SPAWN_SEARCH_PATH,
                                         NULL, NULL, NULL, -1, ends[1], -1, NULL));
  close (ends[1]);
  g_assert_cmpint (dup2 (ends[0], STDIN_FILENO), ==, 0);
  close (ends[0]);
  text = gs_file_read_input (most, length, error);
  dup2 (old, STDIN_FILENO);
  close (old);
  return text;
}

static void
test_input (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar *text = NULL;
  gsize length;

  text = read_input ("printf 123; sleep 0.1; printf 45", 100, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (text, length + 1, "12345", 6);
  g_assert_null (read_input ("cat /dev/zero", 3 << 20, &length, &error));
  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_READ);
  g_assert_nonnull (strstr (error->message, "longer than 3.0"));
}

/* ---- writing ---- */

static void
test_write (void)
{
  g_autofree gchar *path = in_folder ("file"), *link = in_folder ("link"), *private = in_folder ("private");
  mode_t mask = umask (0027);
  struct stat info;

  assert_written (path);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0640);
  g_assert_true (gs_file_write (private, "", 0, GS_FILE_PRIVATE, NULL));
  g_assert_cmpint (g_stat (private, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0600);
  umask (mask);

  g_assert_cmpint (symlink ("file", link), ==, 0);
  g_assert_cmpint (g_chmod (path, 0604), ==, 0);
  g_assert_true (g_file_set_contents_full (path, "before", -1, G_FILE_SET_CONTENTS_NONE, 0604, NULL));
  assert_written (link);
  g_assert_cmpint (g_lstat (link, &info), ==, 0);
  g_assert_true (S_ISLNK (info.st_mode));
  g_assert_cmpint (g_lstat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode, ==, S_IFREG | 0604);
  g_assert_cmpuint (count_files (), ==, 3);
  g_unlink (link);
  g_unlink (path);
  g_unlink (private);
}

static void
test_not_written (void)
{
  g_autofree gchar *path = make_file ("file", "before"), *link = in_folder ("link"),
                   *pipe = in_folder ("pipe");
  g_autofree gchar *other = in_folder ("other"), *missing = in_folder ("no/such/folder"),
                   *circle = in_folder ("circle");

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  assert_not_written (pipe, "no ordinary file");
  assert_not_written ("/dev/full", "no ordinary file");
  assert_not_written (folder, "folder");
  assert_not_written (missing, g_strerror (ENOENT));

  g_assert_cmpint (symlink ("nowhere", link), ==, 0);
  assert_not_written (link, "is missing");
  g_assert_cmpint (symlink ("circle", circle), ==, 0);
  assert_not_written (circle, g_strerror (ELOOP));

  g_assert_cmpint (g_chmod (path, 0444), ==, 0);
  assert_not_written (path, "read-only");
  g_assert_cmpint (g_chmod (path, 0644), ==, 0);
  g_assert_cmpint (linkat (AT_FDCWD, path, AT_FDCWD, other, 0), ==, 0);
  assert_not_written (path, "hard links");
  assert_not_written (other, "hard links");
  assert_holds (path, "before");
  g_unlink (other);
  assert_written (path);
  g_unlink (path);
  g_unlink (link);
  g_unlink (pipe);
  g_unlink (circle);
}

/* As on a disk that is full; and the program lives. */
static void
test_limit (void)
{
  g_autofree gchar *path = make_file ("file", "before"), *large = g_strnfill (4096, 'x');
  struct rlimit old, small;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  small = (struct rlimit){ 1000, old.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_false (gs_file_write (path, large, 4096, GS_FILE_PUBLIC, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_WRITE);
  g_assert_nonnull (strstr (error->message, g_strerror (EFBIG)));
  assert_holds (path, "before");
  g_assert_cmpuint (count_files (), ==, 1);
  g_unlink (path);
}

/* ---- whose a file is ---- */

/* Runs the test as one who may not do everything. */
static void
as_nobody (void (*test) (void))
{
  pid_t child = fork ();
  gint status;

  if (child == 0) {
    g_assert_cmpint (setgid (NOBODY), ==, 0);
    g_assert_cmpint (setuid (NOBODY), ==, 0);
    test ();
    _exit (0);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
}

static void
write_as_nobody (void)
{
  g_autofree gchar *theirs = in_folder ("theirs"), *locked = in_folder ("locked/file");

  assert_not_written (theirs, "belongs to another");
  assert_not_written (locked, g_strerror (EACCES));
}

static void
test_owners (void)
{
  g_autofree gchar *theirs = make_file ("theirs", "before"), *ours = make_file ("ours", "before");
  g_autofree gchar *locked = in_folder ("locked"), *inside = NULL;
  struct stat info;

  if (geteuid () != 0) {
    g_test_skip ("only root can make files of other owners");
    g_unlink (theirs);
    g_unlink (ours);
    return;
  }
  g_assert_cmpint (g_mkdir (locked, 0555), ==, 0);
  inside = make_file ("locked/file", "before");
  g_assert_cmpint (chown (inside, NOBODY, NOBODY), ==, 0);
  g_assert_cmpint (g_chmod (theirs, 0666), ==, 0);
  g_assert_cmpint (g_chmod (folder, 0777), ==, 0);
  as_nobody (write_as_nobody);
  assert_holds (theirs, "before");
  assert_holds (inside, "before");

  g_assert_cmpint (chown (ours, NOBODY, NOBODY), ==, 0); /* root may, and the owner stays */
  g_assert_cmpint (g_chmod (ours, 0640), ==, 0);
  assert_written (ours);
  g_assert_cmpint (g_stat (ours, &info), ==, 0);
  g_assert_cmpint (info.st_uid, ==, NOBODY);
  g_assert_cmpint (info.st_gid, ==, NOBODY);
  g_assert_cmpint (info.st_mode & 07777, ==, 0640);
  g_unlink (inside);
  g_rmdir (locked);
  g_unlink (theirs);
  g_unlink (ours);
}

/* An access list goes with the file: without it, its mask would open the file to the group. */
static void
test_access_list (void)
{
#ifdef __linux__
  static const gchar list[] =
      "\2\0\0\0\1\0\6\0\377\377\377\377\2\0\6\0\376\377\0\0\4\0\0\0\377\377\377\377\20\0\6\0\377\377\377\377"
      "\40\0\0\0\377\377\377\377"; /* rw- for its owner, rw- for user 65534, --- for group and others */
  g_autofree gchar *path = make_file ("file", "before"), *plain = make_file ("plain", "before");
  gchar there[sizeof list], value[8];
  struct stat before, after;

  if (setxattr (path, "system.posix_acl_access", list, sizeof list - 1, 0) != 0) {
    g_test_skip ("no access lists on this file system");
  } else {
    g_assert_cmpint (g_stat (path, &before), ==, 0);
    g_assert_cmpint (before.st_mode & 0777, ==, 0660);
    assert_written (path);
    g_assert_cmpint (g_stat (path, &after), ==, 0);
    g_assert_cmpint (after.st_mode, ==, before.st_mode);
    g_assert_cmpint (getxattr (path, "system.posix_acl_access", there, sizeof there), ==, sizeof list - 1);
    g_assert_cmpmem (there, sizeof list - 1, list, sizeof list - 1);
    /* Where new files get a list from the folder, an old one without stays without. */
    g_assert_cmpint (g_chmod (plain, 0600), ==, 0);
    g_assert_cmpint (setxattr (folder, "system.posix_acl_default", list, sizeof list - 1, 0), ==, 0);
    assert_written (plain);
    g_assert_cmpint (removexattr (folder, "system.posix_acl_default"), ==, 0);
    g_assert_cmpint (getxattr (plain, "system.posix_acl_access", there, sizeof there), ==, -1);
    g_assert_cmpint (g_stat (plain, &after), ==, 0);
    g_assert_cmpint (after.st_mode & 07777, ==, 0600);
    if (setxattr (plain, "user.note", "mine", 4, 0) == 0) {
      assert_written (plain);
      g_assert_cmpint (getxattr (plain, "user.note", value, sizeof value), ==, 4);
    }
  }
  g_unlink (path);
  g_unlink (plain);
#else
  g_test_skip ("access lists are not kept on this system");
#endif
}

/* ---- what killed programs leave ---- */

static void
test_litter (void)
{
  static const gchar *const names[] = { ".gradsheet-saving-old000", ".gradsheet-saving-new000",
                                        ".gradsheet-saving-held00", ".gradsheet-saved", "saving-x" };
  g_autofree gchar *path = in_folder ("file"), *held_path = in_folder (names[2]),
                   *link = in_folder (".gradsheet-saving-link00");
  struct utimbuf long_ago = { .actime = 1, .modtime = 1 };
  gint held;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree gchar *litter = make_file (names[i], "half");

    if (i != 1)
      g_assert_cmpint (utime (litter, &long_ago), ==, 0);
  }
  g_assert_cmpint (symlink ("saving-x", link), ==, 0);
  held = open (held_path, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (flock (held, LOCK_EX), ==, 0);
  assert_written (path);
  g_assert_cmpuint (count_files (), ==, G_N_ELEMENTS (names) + 1); /* the link and the file for the first */
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree gchar *litter = in_folder (names[i]);

    g_assert_cmpint (g_file_test (litter, G_FILE_TEST_EXISTS), ==, i != 0);
  }
  close (held);
  assert_written (path);
  g_assert_false (g_file_test (held_path, G_FILE_TEST_EXISTS));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree gchar *litter = in_folder (names[i]);

    g_unlink (litter);
  }
  g_unlink (link);
  g_unlink (path);
}

/* ---- folders and locks ---- */

static void
test_make_folder (void)
{
  g_autofree gchar *outer = in_folder ("a"), *path = in_folder ("a/b"), *file = make_file ("file", ""),
                   *inside = in_folder ("file/x");
  g_autoptr (GError) error = NULL;
  struct stat info;

  g_assert_true (gs_file_make_folder (path, &error));
  g_assert_true (gs_file_make_folder (path, &error)); /* it is there already */
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0700);
  g_assert_false (gs_file_make_folder (inside, &error));
  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_WRITE);
  g_assert_nonnull (strstr (error->message, g_strerror (ENOTDIR)));
  g_rmdir (path);
  g_rmdir (outer);
  g_unlink (file);
}

static void
test_lock (void)
{
  g_autofree gchar *path = in_folder ("lock"), *missing = in_folder ("no/such/lock");
  g_autoptr (GError) error = NULL;
  gint held = gs_file_lock (path, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpint (gs_file_lock (path, 50, &error), ==, -1);
  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_LOCKED);
  g_clear_error (&error);
  close (held);
  held = gs_file_lock (path, 0, &error);
  g_assert_no_error (error);
  close (held);
  g_assert_cmpint (gs_file_lock (missing, 0, &error), ==, -1);
  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_WRITE);
  g_unlink (path);
}

gint
main (gint argc, gchar **argv)
{
  gint result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("gradsheet-XXXXXX", NULL);
  g_test_add_func ("/file/read", test_read);
  g_test_add_func ("/file/large", test_large);
  g_test_add_func ("/file/not-read", test_not_read);
  g_test_add_func ("/file/input", test_input);
  g_test_add_func ("/file/write", test_write);
  g_test_add_func ("/file/not-written", test_not_written);
  g_test_add_func ("/file/limit", test_limit);
  g_test_add_func ("/file/owners", test_owners);
  g_test_add_func ("/file/access-list", test_access_list);
  g_test_add_func ("/file/litter", test_litter);
  g_test_add_func ("/file/make-folder", test_make_folder);
  g_test_add_func ("/file/lock", test_lock);
  result = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return result;
}
