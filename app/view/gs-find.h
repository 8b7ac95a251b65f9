/* Finding on the sheet: a number that stands there, or a name.
 *
 *   g_autoptr (GArray) cells = gs_find_cells (gs_view_get_sight (view), "0.25");
 *
 * A number is found in every cell that shows it: that comes to it when rounded to as many decimals as were
 * typed; a whole number, a fraction and one with an exponent only where it stands exactly. Anything else is
 * looked for, whatever the case, in the names of blocks and in those of features, targets, classes and rows
 * on them; a cell's name is found as such. What is blank or hidden is not found.
 */
#pragma once

#include "gs-sight.h"

G_BEGIN_DECLS

/* How far a number may be from what was typed and still be it; see above. */
gdouble gs_find_get_reach (const gchar *text);
gboolean gs_find_is_near (gdouble value, gdouble wanted, gdouble reach);

/* Elements NnCell, by block and place; at most a million. Caller unrefs. */
GArray *gs_find_cells (const GsSight *sight, const gchar *text);

/* Which of the cells comes behind `from` (before it, with `back`), and from the last on the first again; NULL
 * `from` means the first. `cells` has some. */
guint gs_find_next (const GArray *cells, const NnCell *from, gboolean back);

G_END_DECLS
