/* Lists of cells as people write them: "z1[1,1], dW1", "z1[1,1]..z1[1,3]", "z1..a2". */
#pragma once

#include "gs-cell-name.h"

G_BEGIN_DECLS

/* Elements NnCell, in the order of the text, each once; caller unrefs. Between commas or semicolons stand
 *   z1[1,1]             a cell, in any spelling of gs-cell-name.h
 *   dW1                 a whole tensor
 *   z1[1,1]..z1[1,3]    all cells of a tensor between two corners
 *   z1..a2              every tensor that is computed from z1 to a2, both included
 * Fails as gs_cell_name_parse() does, or with NN_ERROR_SYNTAX for an empty list or a range that is none,
 * NN_ERROR_SIZE when there are more than `max_cells`. */
GArray *gs_cell_list_parse (GsCellScope scope, const gchar *text, gsize max_cells, GError **error);

/* Where the name at the beginning ends: at one of the separators outside its brackets, or with the text. */
const gchar *gs_cell_list_find_end (const gchar *text, const gchar *separators);

G_END_DECLS
