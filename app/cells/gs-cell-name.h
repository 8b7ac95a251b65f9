/* Cell names as people say them: "W1[2,3]", "dL/dW1[2,3]", "b2[1,2]", "L", "hidden.W.next[1,1]",
 * "W1!C2" (a block-relative spreadsheet address: column C, row 2), "z1" for a whole tensor. Where the data
 * have names (gs-cell-labels.h) they may stand for indices: x[1,"sleep"], p[6,"versicolor"].
 */
#pragma once

#include "nn/nn-program.h"
#include "nn/nn-run.h"

G_BEGIN_DECLS

/* Finds the cell in the program. Case matters only where names differ by nothing else; spaces do not. A bias
 * may be given as a row (b2[1,2]). NN_ERROR_NAME for an unknown tensor or label (with the nearest one as a
 * suggestion), NN_ERROR_SHAPE for an index outside (saying the shape), NN_ERROR_SYNTAX otherwise. */
gboolean gs_cell_name_parse (const NnProgram *program, const gchar *text, NnCell *cell, GError **error);

/* As above, but a bare tensor name of several cells means all of them: *whole is set. */
gboolean gs_cell_name_parse_block (const NnProgram *program,
                                   const gchar *text,
                                   NnCell *cell,
                                   gboolean *whole,
                                   GError **error);

/* "W1[2,3]". Caller frees. */
gchar *gs_cell_name (const NnProgram *program, const NnCell *cell);

/* As formulas write it for people, by names where there are any: dW1["sleep",3]. Caller frees. */
gchar *gs_cell_name_labelled (const NnProgram *program, const NnCell *cell);

/* For people: "dL/dW1[2,3]" for a gradient, and names where there are any: x[1,"sleep"]. Caller frees. */
gchar *gs_cell_name_display (const NnProgram *program, const NnCell *cell);

G_END_DECLS
