/* Files: read within bounds, written as a whole or not at all. Whatever the program reads or writes goes
 * through here.
 *
 *   g_autofree gchar *text = gs_file_read ("rows.csv", GS_FILE_MAX_ROWS, &length, &error);
 *   gs_file_write ("mine.gradsheet", text, length, GS_FILE_PUBLIC, &error);
 *
 * Written means: beside the old file, flushed to the disk, then renamed over it. A full disk, a missing right
 * or a killed program leaves what was there. A link is followed; permissions, owner, group and access list
 * stay, and a file that cannot keep them, or that has other names (hard links), or is read-only, is not
 * replaced. What a killed program left beside is taken away by the next write in the same folder.
 *
 * Errors are GS_DOCUMENT_ERROR and whole sentences, with the file's name and the cure.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How long a file may be that is read as rows, or as a lesson, a translation or progress. (A document:
 * gs-json.h.) */
#define GS_FILE_MAX_ROWS   ((gsize) 1 << 30)
#define GS_FILE_MAX_LESSON ((gsize) 8 << 20)

/* Who may read a file that was not there before; the user's umask takes from it. */
#define GS_FILE_PUBLIC  0666
#define GS_FILE_PRIVATE 0600

/* The bytes of an ordinary file with a zero behind them, or NULL with GS_DOCUMENT_ERROR_READ: if it cannot be
 * read, is longer than `most` bytes, or is no ordinary file but a pipe or a device, which might never end.
 * Caller frees. */
gchar *gs_file_read (const gchar *path, gsize most, gsize *length, GError **error);

/* The same for what comes in on standard input, to its end. */
gchar *gs_file_read_input (gsize most, gsize *length, GError **error);

/* Puts `length` bytes in the place of what `path` holds, or changes nothing and gives
 * GS_DOCUMENT_ERROR_WRITE, or G_IO_ERROR_CANCELLED if the thread's task is stopped (gs-task.h). `mode`:
 * GS_FILE_PUBLIC or GS_FILE_PRIVATE, for a new file. */
gboolean gs_file_write (const gchar *path, const gchar *bytes, gsize length, gint mode, GError **error);

/* Makes a folder, and those it lies in, for the user alone, if it is missing. GS_DOCUMENT_ERROR_WRITE. */
gboolean gs_file_make_folder (const gchar *path, GError **error);

/* Holds the lock file `path`, made if it is missing, for this program alone; waits up to `milliseconds`.
 * Close the descriptor to let go; the system does when the program ends, however it ends. -1 with
 * GS_DOCUMENT_ERROR_LOCKED if another holds it, or GS_DOCUMENT_ERROR_WRITE. */
gint gs_file_lock (const gchar *path, guint milliseconds, GError **error);

/* A limit on the size of files (ulimit -f) is then an error like a full disk, not the end of the program.
 * main() calls it for what it prints; writing does so by itself. */
void gs_file_survive_limits (void);

G_END_DECLS
