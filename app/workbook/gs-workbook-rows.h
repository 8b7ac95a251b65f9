/* Rows put into a workbook: from a file, made, pasted. Each is one edit; `said` is told how they were
 * understood, as a whole sentence, and may be NULL; caller frees.
 *
 *   if (!gs_workbook_import_rows (book, "rows.csv", &said, &error)) ...
 */
#pragma once

#include "app/data/gs-table.h"
#include "gs-workbook.h"

G_BEGIN_DECLS

/* In the place of those that are there; `source` as in gs-source.h. The size of a batch stays. */
gboolean gs_workbook_import_rows (GsWorkbook *book, const gchar *source, gchar **said, GError **error);
/* The same in three parts, so that reading can be done on another thread, and stopped (gs-task.h): what is to
 * be read for the workbook's network; reading it, which touches nothing of the workbook; taking the rows that
 * were read. */
typedef struct _GsRowsOrder GsRowsOrder;
GsRowsOrder *gs_workbook_order_rows (GsWorkbook *book, const gchar *source);
/* Before that one may look at what it is: the table, with its columns, or NULL for pictures and made rows,
 * and say which columns a row has, from 0, in their order; then the table is not read again. */
gboolean gs_rows_order_look (GsRowsOrder *order, GError **error);
const GsTable *gs_rows_order_get_table (const GsRowsOrder *order);
GsRowsOrder *gs_rows_order_ref (GsRowsOrder *order);
/* As it was given, and with what was picked. Borrowed. */
const gchar *gs_rows_order_get_source (const GsRowsOrder *order);
/* That they are read for. Borrowed. */
const NnNetwork *gs_rows_order_get_network (const GsRowsOrder *order);
/* How their inputs are scaled when they have been read: not at all unless said. */
void gs_rows_order_scale (GsRowsOrder *order, GsScalingKind kind);
/* What becomes of them when they have been read: a share that is kept for testing, and whether they are dealt
 * anew for each epoch where they come in several batches: in order of their classes, each would hold one. */
void gs_rows_order_part (GsRowsOrder *order, gdouble test, gboolean shuffled);
/* Picks and reads; what is refused leaves the order as it was, to be picked otherwise, unless the file itself
 * has changed or gone: then there is no table any more. */
gboolean gs_rows_order_try (GsRowsOrder *order, const gsize *columns, gsize n, GError **error);
gboolean gs_rows_order_read (GsRowsOrder *order, GError **error);
gboolean gs_workbook_take_rows (GsWorkbook *book, const GsRowsOrder *order, gchar **said, GError **error);
/* Lets go of it; whoever holds a reference besides keeps it. */
void gs_rows_order_free (GsRowsOrder *order);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsRowsOrder, gs_rows_order_free)
/* One more behind the last: the last one again. NN_ERROR_VALUE where there is none. */
gboolean gs_workbook_add_row (GsWorkbook *book, GError **error);
/* Takes out a row from 1 on; the last one that there is stays. */
gboolean gs_workbook_remove_row (GsWorkbook *book, gint row, GError **error);
/* What columns or classes are called: "sleep, study"; "" takes the names away. Names that are there already
 * are no edit. */
gboolean gs_workbook_name (GsWorkbook *book, GsNameKind kind, const gchar *line, GError **error);

/* How rows are parted: shares kept for testing and validation, drawn by the seed; rows of a batch, 0 for all
 * in one, -1 to leave batches as they are. Batches that are listed row by row become batches of the first
 * one's size where other rows are kept apart, for they would train on those, and where rows are to be
 * shuffled. What was scaled stays scaled by the numbers there are. Nothing new is no edit. NN_ERROR_VALUE
 * unless rows are left for training. */
typedef struct {
  gdouble test, validation;
  guint64 seed;
  gint batch_size;
  gboolean is_shuffled; /* gs_dataset_deal() */
} GsRowParts;
gboolean gs_workbook_part_rows (GsWorkbook *book, const GsRowParts *parts, GError **error);

/* Inputs scaled by what the training rows say now, or as they were read; one edit, nothing new is none. */
gboolean gs_workbook_scale_rows (GsWorkbook *book, GsScalingKind kind, GError **error);

/* Behind those that are there, from text that a spreadsheet copied (gs_rows_append()). */
gboolean gs_workbook_append_rows (GsWorkbook *book, const gchar *text, gchar **said, GError **error);

/* So that the present pass takes the row: nothing if its batch has it, else the row changes places with the
 * first of the batch, and all batches, of this epoch where they are shuffled, are listed from now on. *place
 * is told which of the batch it is, from 1. NN_ERROR_VALUE for a row that is kept for testing. */
gboolean gs_workbook_take_row (GsWorkbook *book, gint row, gint *place, GError **error);

/* So that a row of the present batch, from 1, is this picture of this class (from 0), where targets stand for
 * classes; else the target stays. One edit; see gs_workbook_set_cells(). */
gboolean gs_workbook_put_picture (GsWorkbook *book,
                                  gint place,
                                  const gdouble *input,
                                  gint class_number,
                                  GError **error);

G_END_DECLS
