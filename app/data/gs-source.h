/* Where rows come from, in one word of a command or of a document:
 *
 *   rows.csv, rows.csv.gz       a table (gs-table.h)
 *   -                           the same, from standard input
 *   images.gz,labels.gz         pictures and labels in IDX, plain or .gz (gs-idx.h)
 *   pictures/                   a folder of pictures, PNG or JPEG, with a folder for each class (gs-pixels.h)
 *   iris, digits8               data that come with the program
 *   digits28:rows=2000,seed=1   pictures made from these (gs-enlarged.h)
 *   circle, circle:rows=200,noise=0.1,seed=7, "curve:f=x*x/4 - 2"
 *   circle:features=x1*x1;x2*x2   with more columns (gs-feature.h)
 *                               made rows (gs-generator.h); 500 without noise from seed 1 where nothing is
 * said
 *
 *   g_autoptr (GsSource) source = gs_source_open ("circle:noise=0.1", &error);
 *   g_autoptr (GsDataset) data = gs_source_read (source, network, NULL, &said, &error);
 *
 *   rows.csv:columns=1;3-5;2    of a table these columns only, in this order: names of rows, if any, inputs,
 *                               targets
 *   images.gz,labels.gz:crop=24 of each picture the middle 24x24 pixels (gs_idx_crop())
 *   …:crop=24,random            while one trains another 24x24 pixels in each epoch (gs_dataset_with_crops())
 *
 * A file or folder of a name comes before made rows of that name. A source that has been opened holds the
 * bytes, so that what it says of them and the rows that are read belong together.
 */
#pragma once

#include "gs-generator.h"
#include "gs-idx.h"
#include "gs-table.h"

G_BEGIN_DECLS

typedef enum { GS_SOURCE_TABLE, GS_SOURCE_PICTURES, GS_SOURCE_MADE } GsSourceKind;

/* Made rows' description, without making them; the curve is the caller's. */
gboolean gs_source_read_made (const gchar *text, GsGenerator *generator, GError **error);

/* The word for made rows, as all functions here take it; the curve as one types it. NN_ERROR_SYNTAX if that
 * is none: it has no room for what would be read as another setting. Caller frees. */
gchar *gs_source_write_made (const GsGenerator *generator, GError **error);

typedef struct _GsSource GsSource;

/* NULL with the file and the cure if it cannot be read or is nothing of the kind. */
GsSource *gs_source_open (const gchar *text, GError **error);
void gs_source_free (GsSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsSource, gs_source_free)

GsSourceKind gs_source_get_kind (const GsSource *source);
/* The text as a table; NULL with an error for pictures, or if it is none. */
GsTable *gs_source_read_table (const GsSource *source, gsize n_expected, GError **error);
/* Pictures and labels; NULL for tables. */
const GsIdx *gs_source_get_pictures (const GsSource *source);
const GsIdx *gs_source_get_labels (const GsSource *source);
/* How many files of a folder are no pictures and are left out, as a sentence without its end; NULL for none.
 * Caller frees. */
gchar *gs_source_describe_left_out (const GsSource *source);
guint gs_source_get_n_left_out (const GsSource *source);
/* What the classes are called, NULL where they are numbers only. Borrowed. */
const GPtrArray *gs_source_get_classes (const GsSource *source);

/* The files as they were named, NULL for made rows; how many bytes they have; their SHA-256, one after the
 * other for two files. Borrowed. */
const gchar *gs_source_get_path (const GsSource *source);
gsize gs_source_get_size (const GsSource *source);
const gchar *gs_source_get_sum (const GsSource *source);

/* Rows for a network, as gs_rows_from_table() and gs_idx_to_rows() make them. The text is let go on the way,
 * so that there is room for the rows: a source of text is read once. */
GsDataset *
gs_source_read (GsSource *source, const NnNetwork *network, GsDataset *like, gchar **said, GError **error);

/* The text of a table that has been read is not needed any more. */
void gs_source_let_go (GsSource *source);

/* Whether a document had better not hold the rows itself: made ones can be made again, and large tables would
 * make a large document. Words that took the order of the classes of other rows, `like`, would be read in
 * another order again. */
gboolean gs_source_is_kept_outside (const GsSource *source, GsDataset *data, GsDataset *like);

/* The same source with its files in a folder. Caller frees. */
gchar *gs_source_put_beside (const gchar *text, const gchar *folder);

G_END_DECLS
