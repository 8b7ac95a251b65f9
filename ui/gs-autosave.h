/* What is kept in case of a crash: a copy of each document with changes, beside the user's state, written
 * now and then, and at once when the program is told to end. It is taken away when the changes are saved,
 * undone or thrown away by the user; what is left behind is offered at the next start.
 *
 * A copy is NAME.gradsheet with NAME unlike any other, and belongs to the program that holds the lock on
 * NAME.lock: one that lives, or is asking its user about it. A number of a process says nothing: it comes
 * again. NAME.origin says which file the document is, so that it is saved there again.
 *
 * Signal: "failed" (with a text for people: the copy cannot be written, and why), once until it can be again.
 */
#pragma once

#include <glib.h>

#include "app/workbook/gs-workbook.h"

G_BEGIN_DECLS

#define GS_TYPE_AUTOSAVE (gs_autosave_get_type ())
G_DECLARE_FINAL_TYPE (GsAutosave, gs_autosave, GS, AUTOSAVE, GObject)

/* Watches the workbook until it is gone; windows on the same workbook share one, each with a reference of its
 * own. When the last has let go the copy goes. */
GsAutosave *gs_autosave_new (GsWorkbook *book);

/* Writes the copy now if there are changes. What cannot be is said by "failed", too. */
gboolean gs_autosave_write (GsAutosave *autosave, GError **error);

/* Writes all copies now, and leaves them behind when they go: the program must end. What cannot be
 * kept is said on the error output. */
void gs_autosave_leave_all (void);

/* ---- after a crash ---- */

/* A copy whose program is gone, held so that no other program takes it. Freeing lets go of it. */
typedef struct _GsKept GsKept;

/* All there are; elements are GsKept. Caller unrefs. */
GPtrArray *gs_autosave_find_left_behind (void);

const gchar *gs_kept_get_path (const GsKept *kept);
/* Of the document, for people: its file's, or its title. Caller frees. */
gchar *gs_kept_get_name (const GsKept *kept);
/* The document, with its changes not saved; its file is the one it was opened from or saved in last. A
 * gs_autosave_new() for it goes on with this copy and takes it over; until then, and on an error, it stays
 * what it is. */
GsWorkbook *gs_kept_open (GsKept *kept, GError **error);
/* Because the user has said so. */
void gs_kept_throw_away (GsKept *kept);

G_END_DECLS
