/* Rows of a file before there is a network: what it holds, a network that takes them, whether another does.
 *
 *   GsFoundRows *found = gs_found_rows_open ("iris.csv", &error);   // for any thread
 *   gs_found_rows_describe (found);                   "150 rows: 5 columns separated by commas, …"
 *   gs_found_rows_propose (found);                    "input 4 · dense 8 tanh · dense 3 softmax"
 *   gs_found_rows_check (found, network, &said, &error);
 *
 * Of a table words in the first column name the rows; the last column is the target: words are classes, and
 * so are whole numbers from 0 on of which each occurs; other numbers are to be learned.
 */
#pragma once

#include "app/data/gs-table.h"
#include "nn/nn-network.h"

G_BEGIN_DECLS

typedef struct _GsFoundRows GsFoundRows;

/* A source as gs-source.h takes it; reads the whole of it. Errors as there, and those of gs_table_read(). */
GsFoundRows *gs_found_rows_open (const gchar *source, GError **error);
void gs_found_rows_free (GsFoundRows *found);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsFoundRows, gs_found_rows_free)

/* As it was given. Borrowed. */
const gchar *gs_found_rows_get_source (const GsFoundRows *found);
/* A whole sentence. Caller frees. */
gchar *gs_found_rows_describe (const GsFoundRows *found);
/* A line for gs_spec_parse(), whose output says the loss. Caller frees. */
gchar *gs_found_rows_propose (const GsFoundRows *found);
/* Whether the columns, or the size of the pictures, fit the network; *said tells of a table as sentences what
 * becomes of the columns, "" of pictures. Caller frees. */
gboolean
gs_found_rows_check (const GsFoundRows *found, const NnNetwork *network, gchar **said, GError **error);

/* What gs_advice_on_table() says of the columns that this network would take as inputs; NULL for nothing, and
 * of pictures. Caller frees. */
gchar *gs_found_rows_advise (const GsFoundRows *found, const NnNetwork *network);

G_END_DECLS
