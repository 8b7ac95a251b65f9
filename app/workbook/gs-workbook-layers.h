/* Networks of a workbook, from a line or as built in parts; a new workbook with one.
 *
 *   book = gs_workbook_new_from_network (gs_blueprint_build (blueprint, &error), 10, &error);   // without
 * rows gs_workbook_set_layers (book, gs_blueprint_build (blueprint, &error), &error);
 */
#pragma once

#include "gs-workbook.h"

G_BEGIN_DECLS

/* Whether the line (gs-spec.h) is a whole network. */
gboolean gs_workbook_check_line (const gchar *line, GError **error);
/* Takes the network, which is one. Rows that come will go into batches of `batch_size`; 0: all into one. */
GsWorkbook *gs_workbook_new_from_network (NnNetwork *network, gint batch_size, GError **error);
/* The line's network, with the loss that suits its output; NULL with the reason if it is none. */
GsWorkbook *gs_workbook_new_from_line (const gchar *line, GError **error);

/* Whether the rows that there are suit the network. */
gboolean gs_workbook_rows_fit (GsWorkbook *book, const NnNetwork *network);
/* One edit. Weights that still fit are kept; rows, if all of them do. Takes the network. */
gboolean gs_workbook_set_layers (GsWorkbook *book, NnNetwork *network, GError **error);
/* The same with the line's input and layers, and everything else of the network as it is. */
gboolean gs_workbook_set_line (GsWorkbook *book, const gchar *line, GError **error);

G_END_DECLS
