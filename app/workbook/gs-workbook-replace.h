/* Another document in a workbook that is already looked at: lessons set up each step aside and then
 * show it in the sheet that is open, without views being made anew.
 */
#pragma once

#include "gs-workbook.h"

G_BEGIN_DECLS

/* Exchanges all that two workbooks hold: time, edits, losses. Both emit "rebuilt", "changed", "moved". */
void gs_workbook_exchange (GsWorkbook *book, GsWorkbook *other);

/* Edits up to now can no longer be taken back, and count as saved. */
void gs_workbook_forget_edits (GsWorkbook *book);

/* How many edits undo could take back now. */
guint gs_workbook_count_edits (GsWorkbook *book);

G_END_DECLS
