/* Marking by habit: whole rows, columns and blocks, to where a block ends, and Enter and Tab within what is
 * marked. Rows and columns are those of gs-range.h: in each marked channel its own.
 *
 *   gs_view_select (view, &cell, FALSE);
 *   gs_range_select_rows (view);              // its row, all columns of it
 *
 * Without a selection nothing happens.
 */
#pragma once

#include "gs-view.h"

G_BEGIN_DECLS

/* The rows (columns) of what is marked, whole; the selected cell stays. */
void gs_range_select_rows (GsView *view);
void gs_range_select_columns (GsView *view);
/* All of the block. */
void gs_range_select_block (GsView *view);
/* From where marking began to the end of the block in a direction (down, right: one of them -1 or 1). */
void gs_range_select_to_edge (GsView *view, gint down, gint right);
/* From where marking began to the block's first cell, or its last one. */
void gs_range_select_to_end (GsView *view, gboolean last);

/* The next cell of the marked range, down its columns or along its rows (by 1 or -1), and from its end to its
 * beginning; the range stays. FALSE if only one cell is marked. */
gboolean gs_range_walk (GsView *view, gint down, gint right);

G_END_DECLS
