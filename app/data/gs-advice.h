/* What is said of rows before a network learns badly from them: that inputs are large, that a class has no
 * rows to be learned from.
 *
 *   g_autofree gchar *said = gs_advice_on_table (table, picks);
 *       // "Inputs reach 731, in “size”: a network learns best from numbers near 1."
 *
 * How to scale them is for the caller to say, who knows where that is chosen; nothing is scaled by itself.
 */
#pragma once

#include "gs-dataset.h"
#include "gs-picks.h"

G_BEGIN_DECLS

/* Pixels of 0 to 16, measures in cm and points on the plane are learned from as they are. */
#define GS_ADVICE_LARGE 20

/* A whole sentence, or NULL where no input is beyond GS_ADVICE_LARGE in either direction. Caller frees. Of a
 * table inputs are what is picked as such; without picks all numbers but those of the last column. */
gchar *gs_advice_on_table (const GsTable *table, const GsPick *picks);
/* Of all rows, as they are scaled. */
gchar *gs_advice_on_rows (GsDataset *data);

/* That classes which rows for testing or validation have are not among those for training, and what to do;
 * NULL where none is. Caller frees. */
gchar *gs_advice_on_split (GsDataset *data);

G_END_DECLS
