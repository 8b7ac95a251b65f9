/* Files in and out: only ordinary ones, only so long, and each replaced as a whole or left as it was. */
#include "gs-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#ifdef __linux__
#include <sys/xattr.h>
#endif
#include <unistd.h>

#include "gs-document-error.h"
#include "gs-task.h"

/* What is being written, beside the file it will replace. */
#define BESIDE ".gradsheet-saving-"
/* Nobody is so slow between making such a file and locking it, in seconds. */
#define LITTER_AGE 60

#define READ_AT_ONCE  ((gsize) 1 << 20)
#define WRITE_AT_ONCE ((gsize) 4 << 20)
#define WAIT          20000 /* microseconds */

/* ---- reading ---- */

static gchar *
refuse_to_read (const gchar *name, GError **error, const gchar *why, const gchar *cure)
{
  g_set_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_READ, _ ("%s cannot be read: %s. %s"), name, why,
               cure);
  return NULL;
}

static gchar *
refuse_length (const gchar *name, gsize most, GError **error)
{
  g_autofree gchar *size = g_format_size_full (most, G_FORMAT_SIZE_IEC_UNITS);
  g_autofree gchar *why = g_strdup_printf (_ ("it is longer than %s"), size);

  return refuse_to_read (name, error, why, _ ("Is it the right file? If it is, use a part of it."));
}

/* All that `file` gives, which is about `expected` bytes. */
static gchar *
read_all (gint file, const gchar *name, gsize expected, gsize most, gsize *length, GError **error)
{
  gsize room = MIN (expected, most) + 2, n = 0; /* one byte more than there may be, and the zero */
  g_autofree gchar *bytes = g_try_malloc (room);
  gssize got = 0;

  while (bytes != NULL) {
    if (!gs_task_go_on (n, room, error))
      return NULL;
    got = read (file, bytes + n, MIN (room - 1 - n, READ_AT_ONCE));
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0 || (n += (gsize) got) > most)
      break;
    if (n + 1 == room) {
      gchar *larger = g_try_realloc (bytes, room = MIN (2 * room, most + 2));

      bytes = larger != NULL ? larger : (g_free (bytes), NULL);
    }
  }
  if (bytes == NULL)
    return refuse_to_read (name, error, g_strerror (ENOMEM), _ ("Close what else needs memory."));
  if (got < 0)
    return refuse_to_read (name, error, g_strerror (errno), _ ("Check the name and the permissions."));
  if (n > most)
    return refuse_length (name, most, error);
  bytes[n] = '\0';
  *length = n;
  return g_steal_pointer (&bytes);
}

gchar *
gs_file_read (const gchar *path, gsize most, gsize *length, GError **error)
{
  g_autofree gchar *name = g_filename_display_name (path), *bytes = NULL;
  /* Opening a pipe that nobody writes to must not wait. */
  gint file = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat info;

  if (file < 0 || fstat (file, &info) != 0)
    refuse_to_read (name, error, g_strerror (errno), _ ("Check the name and the permissions."));
  else if (S_ISDIR (info.st_mode))
    refuse_to_read (name, error, g_strerror (EISDIR), _ ("Choose a file in it."));
  else if (!S_ISREG (info.st_mode))
    refuse_to_read (name, error, _ ("it is no ordinary file, but a pipe or a device"),
                    _ ("Copy what comes out of it to a file, and open that."));
  else if ((gsize) info.st_size > most)
    refuse_length (name, most, error);
  else
    bytes = read_all (file, name, (gsize) info.st_size, most, length, error);
  if (file >= 0)
    close (file);
  return g_steal_pointer (&bytes);
}

gchar *
gs_file_read_input (gsize most, gsize *length, GError **error)
{
  return read_all (STDIN_FILENO, _ ("standard input"), READ_AT_ONCE, most, length, error);
}

/* ---- writing ---- */

typedef struct {
  const gchar *path; /* as it was asked for */
  gchar *real;       /* with links followed */
  gboolean exists;
  struct stat there;
} Target;

static gboolean
refuse_to_write (const gchar *path, GError **error, const gchar *why, const gchar *cure)
{
  g_autofree gchar *name = g_filename_display_name (path);

  g_set_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_WRITE,
               _ ("%s: not saved (%s). What was there is untouched; %s."), name, why, cure);
  return FALSE;
}

static gboolean
refuse_for (const gchar *path, GError **error, gint reason)
{
  return refuse_to_write (path, error, g_strerror (reason), _ ("choose another place, or make room"));
}

/* Finds out what would be replaced, and whether it may be. */
static gboolean
find_target (Target *target, GError **error)
{
  const gchar *elsewhere = _ ("save under another name");
  struct stat link;

  target->real = realpath (target->path, NULL);
  if (target->real == NULL && errno == ENOENT && lstat (target->path, &link) == 0)
    return refuse_to_write (target->path, error, _ ("it is a link, and what it points to is missing"),
                            _ ("make the file it points to, or save under another name"));
  if (target->real == NULL && errno != ENOENT)
    return refuse_for (target->path, error, errno);
  if (target->real == NULL)
    target->real = strdup (target->path);
  target->exists = stat (target->real, &target->there) == 0;
  if (!target->exists)
    return TRUE;
  if (S_ISDIR (target->there.st_mode))
    return refuse_to_write (target->path, error, _ ("it is a folder"), _ ("choose a name for a file in it"));
  if (!S_ISREG (target->there.st_mode))
    return refuse_to_write (target->path, error, _ ("it is no ordinary file"), elsewhere);
  /* Root may write everything, but what nobody is meant to change is not changed by root either. */
  if ((target->there.st_mode & 0222) == 0 || faccessat (AT_FDCWD, target->real, W_OK, AT_EACCESS) != 0)
    return refuse_to_write (target->path, error, _ ("it is read-only"),
                            _ ("allow writing to it, or save under another name"));
  if (target->there.st_nlink > 1)
    return refuse_to_write (
        target->path, error,
        _ ("the file has other names too (hard links), which would keep the old contents"), elsewhere);
  return TRUE;
}

#ifdef __linux__
#define ACCESS_LIST "system.posix_acl_access"

static gboolean
copy_attribute (gint file, const gchar *from, const gchar *name)
{
  gssize n = getxattr (from, name, NULL, 0);
  g_autofree gchar *value = g_malloc ((gsize) MAX (n, 0) + 1);

  if (n >= 0)
    n = getxattr (from, name, value, (gsize) n);
  return n >= 0 && fsetxattr (file, name, value, (gsize) n, 0) == 0;
}

/* Access lists, and what else people hang on files. Only the list must come along: without it, or with the
 * one that the folder gives to new files, others could read what they could not. */
static gboolean
copy_attributes (gint file, const gchar *from)
{
  gssize n = listxattr (from, NULL, 0);
  g_autofree gchar *names = g_malloc0 ((gsize) MAX (n, 0) + 1);

  if (n > 0)
    n = listxattr (from, names, (gsize) n);
  if (fremovexattr (file, ACCESS_LIST) != 0 && errno != ENODATA && errno != ENOTSUP)
    return FALSE;
  for (const gchar *name = names; n > 0 && name < names + n; name += strlen (name) + 1)
    if (!copy_attribute (file, from, name) && g_str_equal (name, ACCESS_LIST))
      return FALSE;
  return TRUE;
}
#else
static gboolean
copy_attributes (gint file, const gchar *from)
{
  return TRUE;
}
#endif

/* The new file looks to everybody as the old one did. */
static gboolean
take_over_rights (gint file, const Target *target, GError **error)
{
  struct stat own;

  if (!target->exists)
    return TRUE;
  if (fstat (file, &own) != 0)
    return refuse_for (target->path, error, errno);
  if ((own.st_uid != target->there.st_uid || own.st_gid != target->there.st_gid)
      && fchown (file, target->there.st_uid, target->there.st_gid) != 0)
    return refuse_to_write (target->path, error,
                            _ ("it belongs to another user or group, and would no longer"),
                            _ ("save under another name"));
  if (fchmod (file, target->there.st_mode & 07777) != 0)
    return refuse_for (target->path, error, errno);
  return copy_attributes (file, target->real)
         || refuse_to_write (target->path, error, _ ("its access list could not be kept"),
                             _ ("save under another name"));
}

/* 0, or why not; of a task that is stopped the caller knows. */
static gint
write_all (gint file, const gchar *bytes, gsize length)
{
  while (length > 0) {
    gssize n = write (file, bytes, MIN (length, WRITE_AT_ONCE));

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return errno;
    bytes += n;
    length -= (gsize) n;
    if (gs_task_is_cancelled ())
      return ECANCELED;
  }
  return fsync (file) == 0 ? 0 : errno;
}

/* Whether nobody writes this file any more; then it can go. */
static gboolean
is_litter (const gchar *path)
{
  gint file = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  gboolean litter;
  struct stat info;

  if (file < 0)
    return FALSE;
  litter = fstat (file, &info) == 0 && S_ISREG (info.st_mode) && info.st_uid == geteuid ()
           && info.st_mtime < g_get_real_time () / G_USEC_PER_SEC - LITTER_AGE
           && flock (file, LOCK_EX | LOCK_NB) == 0;
  close (file);
  return litter;
}

static void
sweep (const gchar *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const gchar *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree gchar *path = g_str_has_prefix (name, BESIDE) ? g_build_filename (folder, name, NULL) : NULL;

    if (path != NULL && is_litter (path))
      g_unlink (path);
  }
}

/* The new name reaches the disk too. Not every file system can, and the file is whole either way. */
static void
flush_folder (const gchar *folder)
{
  gint file = open (folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY);

  if (file < 0)
    return;
  if (fsync (file) != 0)
    g_debug ("%s cannot be flushed", folder);
  close (file);
}

/* Writes to `beside`, open as `file`, and renames it; what is left if that fails is the caller's care. */
static gboolean
write_and_rename (gint file,
                  const gchar *beside,
                  const gchar *bytes,
                  gsize length,
                  const Target *target,
                  GError **error)
{
  gint reason;

  /* Held while we live, so that nobody takes it for litter; where there are no locks its age must do. */
  flock (file, LOCK_EX | LOCK_NB);
  if (!take_over_rights (file, target, error)) {
    close (file);
    return FALSE;
  }
  reason = write_all (file, bytes, length);
  if (close (file) != 0 && reason == 0)
    reason = errno;
  if (!gs_task_go_on (0, 0, error))
    return FALSE;
  if (reason == 0 && g_rename (beside, target->real) != 0)
    reason = errno;
  return reason == 0 || refuse_for (target->path, error, reason);
}

static gboolean
write_target (const Target *target, const gchar *bytes, gsize length, gint mode, GError **error)
{
  g_autofree gchar *folder = g_path_get_dirname (target->real);
  g_autofree gchar *beside = g_build_filename (folder, BESIDE "XXXXXX", NULL);
  gint file;

  sweep (folder);
  file = g_mkstemp_full (beside, O_RDWR | O_CLOEXEC, target->exists ? GS_FILE_PRIVATE : mode);
  if (file < 0)
    return refuse_for (target->path, error, errno);
  if (!write_and_rename (file, beside, bytes, length, target, error)) {
    g_unlink (beside);
    return FALSE;
  }
  flush_folder (folder);
  return TRUE;
}

gboolean
gs_file_write (const gchar *path, const gchar *bytes, gsize length, gint mode, GError **error)
{
  Target target = { .path = path };
  gboolean done;

  gs_file_survive_limits ();
  done = find_target (&target, error) && write_target (&target, bytes, length, mode, error);
  free (target.real);
  return done;
}

void
gs_file_survive_limits (void)
{
  static gsize done;

  if (g_once_init_enter (&done)) {
    signal (SIGXFSZ, SIG_IGN);
    g_once_init_leave (&done, 1);
  }
}

gboolean
gs_file_make_folder (const gchar *path, GError **error)
{
  g_autofree gchar *name = NULL;
  gint reason;

  if (g_mkdir_with_parents (path, 0700) == 0)
    return TRUE;
  reason = errno;
  name = g_filename_display_name (path);
  g_set_error (
      error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_WRITE,
      _ ("The folder %s cannot be made: %s. What it lies in must be yours to write to, and have room."), name,
      g_strerror (reason));
  return FALSE;
}

/* ---- locks ---- */

/* Whether `path` still is the file that `file` has open: its last holder may have taken it away. */
static gboolean
is_there (const gchar *path, gint file)
{
  struct stat open_one, named;

  return fstat (file, &open_one) == 0 && lstat (path, &named) == 0 && open_one.st_ino == named.st_ino
         && open_one.st_dev == named.st_dev;
}

gint
gs_file_lock (const gchar *path, guint milliseconds, GError **error)
{
  gint64 end = g_get_monotonic_time () + (gint64) milliseconds * 1000;
  g_autofree gchar *name = g_filename_display_name (path);

  while (TRUE) {
    gint file = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, GS_FILE_PRIVATE);

    if (file < 0) {
      g_set_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_WRITE,
                   _ ("%s cannot be made: %s. Its folder must be yours to write to, and have room."), name,
                   g_strerror (errno));
      return -1;
    }
    /* A file system may have no locks; then one does as well as one can. */
    if ((flock (file, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) && is_there (path, file))
      return file;
    close (file);
    if (g_get_monotonic_time () >= end)
      break;
    g_usleep (WAIT);
  }
  g_set_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_LOCKED,
               _ ("%s: another program holds it. Wait until that is done, or close it."), name);
  return -1;
}
