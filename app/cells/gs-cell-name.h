/* Cell names as people say them: "W1[2,3]", "dL/dW1[2,3]", "b2[1,2]", "L", "hidden.W.next[1,1]",
 * "W1!C2" (a block-relative spreadsheet address: column C, row 2), "z1" for a whole tensor. Where the data
 * have names they may stand for indices: those of features and classes (gs-cell-labels.h), x[1,"sleep"] and
 * p[6,"versicolor"], and those of the rows that are in the batch, x["Ada",1] and a1["Ada",2].
 */
#pragma once

#include "app/data/gs-dataset.h"
#include "nn/nn-program.h"
#include "nn/nn-run.h"

G_BEGIN_DECLS

/* Where names are looked up. */
typedef struct {
  const NnProgram *program;
  GsDataset *data; /* whose rows may have names; NULL: they have none */
  guint32 pass;    /* whose batch of them it is */
} GsCellScope;

/* Finds the cell. Case matters only where names differ by nothing else; spaces do not. A bias
 * may be given as a row (b2[1,2]). NN_ERROR_NAME for an unknown tensor or label (with the nearest one as a
 * suggestion), NN_ERROR_SHAPE for an index outside (saying the shape), NN_ERROR_SYNTAX otherwise. */
gboolean gs_cell_name_parse (GsCellScope scope, const gchar *text, NnCell *cell, GError **error);

/* As above, but a bare tensor name of several cells means all of them: *whole is set. */
gboolean gs_cell_name_parse_block (GsCellScope scope,
                                   const gchar *text,
                                   NnCell *cell,
                                   gboolean *whole,
                                   GError **error);

/* Behind the name in quotation marks, straight or curly, that begins here; NULL if none begins, or it does
 * not end. */
const gchar *gs_cell_name_skip_label (const gchar *text);

/* "W1[2,3]". Caller frees. */
gchar *gs_cell_name (const NnProgram *program, const NnCell *cell);

/* As formulas write it for people, by names where there are any: dW1["sleep",3]. Caller frees. */
gchar *gs_cell_name_labelled (const NnProgram *program, const NnCell *cell);

/* For people: "dL/dW1[2,3]" for a gradient, and names where there are any: x[1,"sleep"]. Caller frees. */
gchar *gs_cell_name_display (const NnProgram *program, const NnCell *cell);

G_END_DECLS
