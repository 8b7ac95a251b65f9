/* Instructions and tensors as people read them on a terminal. */
#pragma once

#include "app/workbook/gs-workbook.h"
#include "nn/nn-dialect.h"

G_BEGIN_DECLS

/* "2×3", "scalar". Caller frees. */
gchar *gs_print_shape (const NnShape *shape);

/* For people, NN_DIALECT_WORDS as in the window: "z1[b,o] = sum over i of (x[b,i] × W1[i,o]) + b1[o]"; for
 * JSON NN_DIALECT_MATH: "z1[b,o] = sum(i: x[b,i] × W1[i,o]) + b1[o]". Caller frees. */
gchar *gs_print_formula (NnProgram *program, gint instruction, const NnConvention *dialect);

/* "layer 1 (dense)", "loss", "network". Caller frees. */
gchar *gs_print_layer (GsWorkbook *book, gint layer);

/* One line: number, output, shape, formula in brief. Caller frees. */
gchar *gs_print_instruction (NnProgram *program, gint instruction);

/* The values as rows of columns, cut to a screenful, each line indented by `indent`. */
void gs_print_values (const NnShape *shape, const gdouble *values, gint indent);

G_END_DECLS
