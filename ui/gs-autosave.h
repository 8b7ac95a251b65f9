/* What is kept in case of a crash: a copy of each document with changes, beside the user's state, written
 * now and then and taken away when the window closes. Copies left behind are offered at the next start.
 */
#pragma once

#include <glib.h>

#include "app/workbook/gs-workbook.h"

G_BEGIN_DECLS

typedef struct _GsAutosave GsAutosave;

/* Watches the workbook until it is freed; freeing takes the copy away. */
GsAutosave *gs_autosave_new (GsWorkbook *book);
void gs_autosave_free (GsAutosave *autosave);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsAutosave, gs_autosave_free)

/* Writes the copy now if there are changes. */
void gs_autosave_write (GsAutosave *autosave);

/* Paths of copies whose program is gone; NULL-terminated, caller frees. */
gchar **gs_autosave_list_left_behind (void);

G_END_DECLS
