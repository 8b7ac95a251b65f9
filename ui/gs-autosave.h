/* What is kept in case of a crash: a copy of each document with changes, beside the user's state, written
 * now and then, and at once when the program is told to end. It is taken away when the changes are saved,
 * undone or thrown away by the user; what is left behind is offered at the next start.
 *
 * A copy is NAME.gradsheet with NAME unlike any other, and belongs to the program that holds the lock on
 * NAME.lock: one that lives, or is asking its user about it. A number of a process says nothing: it comes
 * again.
 */
#pragma once

#include <glib.h>

#include "app/workbook/gs-workbook.h"

G_BEGIN_DECLS

typedef struct _GsAutosave GsAutosave;

/* Watches the workbook until it is freed; windows on the same workbook share one. When the last has freed it
 * the copy goes. */
GsAutosave *gs_autosave_new (GsWorkbook *book);
void gs_autosave_free (GsAutosave *autosave);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsAutosave, gs_autosave_free)

/* Writes the copy now if there are changes. */
gboolean gs_autosave_write (GsAutosave *autosave, GError **error);

/* Writes all copies now, and leaves them behind when they are freed: the program must end. What cannot be
 * kept is said on the error output. */
void gs_autosave_leave_all (void);

/* ---- after a crash ---- */

/* A copy whose program is gone, held so that no other program takes it. Freeing lets go of it. */
typedef struct _GsKept GsKept;

/* All there are; elements are GsKept. Caller unrefs. */
GPtrArray *gs_autosave_find_left_behind (void);

const gchar *gs_kept_get_path (const GsKept *kept);
/* The document, with its changes not saved. A gs_autosave_new() for it goes on with this copy and takes it
 * over; until then, and on an error, it stays what it is. */
GsWorkbook *gs_kept_open (GsKept *kept, GError **error);
/* Because the user has said so. */
void gs_kept_throw_away (GsKept *kept);

G_END_DECLS
