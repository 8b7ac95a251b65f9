/* Rows of data as text, as spreadsheets put them on the clipboard: a row a line, its inputs, then its
 * targets, with tabs between; semicolons, commas or blanks do, too.
 */
#pragma once

#include "gs-dataset.h"

G_BEGIN_DECLS

/* The dataset with the text's rows behind its own. NN_ERROR_VALUE or _SYNTAX, with the line, if a row has
 * another number of cells or one of them is no number; then nothing has changed. */
GsDataset *gs_row_text_append (GsDataset *data, const gchar *text, GError **error);

G_END_DECLS
