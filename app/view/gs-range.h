/* Ranges: the cells of one tensor between two corners, as a table of lines and columns. The one notion of
 * what is marked, for all that is done with it.
 *
 *   GsRange range;
 *   if (gs_view_get_range (view, &range))
 *     for (gsize line = 0; line < range.n_lines; line++)
 *       ... gs_range_get_offset (&range, line, column) ...
 *
 * Columns run along the tensor's last axis. Lines run along the others, the last of them first: rows of a
 * matrix; of images and kernels the rows of one channel, then those of the next marked one. A bias is one
 * line. Nothing between the tiles that lies outside both corners' channels is in it.
 */
#pragma once

#include "app/cells/gs-cell-name.h"

G_BEGIN_DECLS

typedef struct {
  gint tensor;
  NnShape shape;
  gint from[NN_MAX_RANK], to[NN_MAX_RANK]; /* indices from 1; both ends are in it */
  gsize n_lines, n_columns;
} GsRange;

/* Between two cells of one tensor, in whatever order. */
void gs_range_init (GsRange *range, const NnProgram *program, const NnCell *cell, const NnCell *corner);
gboolean gs_range_contains (const GsRange *range, const NnCell *cell);

/* What a name box takes: a block ("W2"), a cell ("W2[1,1]", "W2!C1") or two with a colon between
 * ("W1[1,1]:W1[2,2]", "W1!A1:B2"), whose corners they are. Fails as gs_cell_name_parse() does, and with
 * NN_ERROR_SYNTAX if the two are of different blocks. */
gboolean gs_range_parse (GsRange *range, GsCellScope scope, const gchar *text, GError **error);

gsize gs_range_count (const GsRange *range);
/* Both from 0. */
gsize gs_range_get_offset (const GsRange *range, gsize line, gsize column);
/* Elements NnCell, line by line; caller unrefs. */
GArray *gs_range_list (const GsRange *range);

/* `n_lines` rows of `n_columns` from the range's first cell on, in the same channel. FALSE if there is no
 * room: *range is then as much of it as there is. */
gboolean gs_range_extend (GsRange *range, gsize n_lines, gsize n_columns);

G_END_DECLS
