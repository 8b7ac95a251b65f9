/* Changes: what the last edit has changed, cell by cell.
 *
 *   GsChanges *changes = gs_changes_new (book);
 *   ... an edit, undo or redo of the workbook ...
 *   if (gs_changes_get (changes, &cell, &difference)) ...   // now minus before
 *
 * The values are kept as they were before the edit, and compared with what they are now. Only cells that were
 * computed before and are computed now can have changed. It is over with the next edit, with another
 * pass and with another program.
 */
#pragma once

#include "app/workbook/gs-workbook.h"

G_BEGIN_DECLS

typedef struct _GsChanges GsChanges;

GsChanges *gs_changes_new (GsWorkbook *book);
void gs_changes_free (GsChanges *changes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsChanges, gs_changes_free)

/* FALSE if there is no edit to look back on, or nothing of the program has changed. */
gboolean gs_changes_is_any (GsChanges *changes);

/* Whether the cell's bits are others than before the edit; `difference` (or NULL) gets now minus before. */
gboolean gs_changes_get (GsChanges *changes, const NnCell *cell, gdouble *difference);

/* The values before the edit, as far as they were computed (`n` of them), if any of the tensor has changed;
 * else NULL. Borrowed until the next change. */
const gdouble *gs_changes_get_before (GsChanges *changes, gint tensor, gsize *n);

G_END_DECLS
