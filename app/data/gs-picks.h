/* What each column of a table is for, before rows are made of it: a name, an input, a target, or nothing.
 *
 *   g_autofree GsPick *picks = gs_picks_propose (table, network);
 *   columns = gs_picks_check (table, picks, network, &n, &said, &error);    // for gs_table_pick()
 *
 * What is proposed is what gs_rows_from_table() would take where the columns are as many as a row needs; else
 * the first inputs that are numbers, and the last columns as the target. Rows take columns in their order:
 * names of rows, inputs, targets.
 */
#pragma once

#include "gs-table.h"
#include "nn/nn-network.h"

G_BEGIN_DECLS

typedef enum { GS_PICK_NONE, GS_PICK_NAME, GS_PICK_INPUT, GS_PICK_TARGET } GsPick;

/* One for each column. Caller frees. */
GsPick *gs_picks_propose (const GsTable *table, const NnNetwork *network);

/* The columns that a row takes, in its order, from 0; caller frees. *said tells as sentences what becomes of
 * them; caller frees. NULL with NN_ERROR_SHAPE or _VALUE, and what to pick, if the network cannot take them;
 * with NN_ERROR_NAME for a heading or a word that would be a name and cannot be one. */
gsize *gs_picks_check (const GsTable *table,
                       const GsPick *picks,
                       const NnNetwork *network,
                       gsize *n,
                       gchar **said,
                       GError **error);

G_END_DECLS
