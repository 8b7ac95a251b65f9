/* Rows for a network, from a table: which columns are inputs, which say the target.
 *
 * A row holds the inputs, then the targets. Instead of several targets one column may say the class: by
 * words, one for each output in their order, or by whole numbers, from 0. Where there is one output, a column
 * of two words says 0 and 1. A column of words in front, more than a row needs, names the rows. The heading's
 * names become those of features and targets, words of classes those of the outputs.
 *
 * Targets that the loss cannot take are refused, with line, column and cure. `said` is told what was decided,
 * as a sentence's piece (gs_table_describe()); it may be NULL; caller frees.
 */
#pragma once

#include "gs-dataset.h"
#include "gs-table.h"
#include "nn/nn-network.h"

G_BEGIN_DECLS

/* `like`, if not NULL, has the names that the new rows must not contradict: classes keep their order. Inputs
 * are scaled as those of `like` were. */
GsDataset *gs_rows_from_table (const GsTable *table,
                               const NnNetwork *network,
                               GsDataset *like,
                               gchar **said,
                               GError **error);

/* The inputs of a table without targets, row by row, scaled as those of `like` were, whose names the heading
 * must not contradict; *row_names gets the names of rows, or NULL. NULL without an error if the table's width
 * says that there are targets. Caller frees both. */
gdouble *gs_rows_inputs_from_table (const GsTable *table,
                                    const NnNetwork *network,
                                    GsDataset *like,
                                    GPtrArray **row_names,
                                    GError **error);

/* How many columns the reader of a table may hope for. */
gsize gs_rows_count_columns (const NnNetwork *network);

/* The dataset with the text's rows behind its own; NULL if anything is wrong, and then nothing has changed.
 */
GsDataset *
gs_rows_append (GsDataset *data, const NnNetwork *network, const gchar *text, gchar **said, GError **error);

/* A line about a row, from 1: "  3   anna   1  2  →  setosa". Caller frees. */
gchar *gs_rows_describe (GsDataset *data, gint row);

/* Takes rows; gives them with inputs scaled as those of `like` were. */
GsDataset *gs_rows_scale_like (GsDataset *data, GsDataset *like);

/* The inputs of one row, scaled as those of `like` (or NULL) were. Caller frees. */
gdouble *gs_rows_read_input (const gchar *text, const NnNetwork *network, GsDataset *like, GError **error);

/* Whether the loss can take the target of one row; else NN_ERROR_VALUE with the cure, and *offset is the
 * cell, counted from 0 in the row. */
gboolean
gs_target_fits (NnLossKind loss, const NnShape *shape, const gdouble *target, gsize *offset, GError **error);

G_END_DECLS
