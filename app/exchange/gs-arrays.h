/* A pass as arrays: all tensors as an .npz, or one of them as an .npy or as CSV; arrays of others
 * (gs-array-file.h) put into a document.
 *
 * Keys are the names of the sheet. Numbers are exact to the last bit, in CSV too.
 */
#pragma once

#include "app/workbook/gs-workbook.h"

G_BEGIN_DECLS

/* Every tensor of a whole pass (gs-record.h). */
gboolean gs_arrays_write (GsFrame *frame, const gchar *path, GError **error);
/* One of them, by name: as CSV by the ending .csv, a line for each row of cells (a line without cells between
 * the tiles of images), else as .npy. NN_ERROR_NAME, with the names there are. */
gboolean gs_arrays_write_one (GsFrame *frame, const gchar *tensor, const gchar *path, GError **error);

/* Whether there is a tensor of this name; else the names there are. */
gboolean gs_arrays_check_name (NnProgram *program, const gchar *tensor, GError **error);

/* Puts arrays (NnTensor) in the place of inputs, targets, weights, optimiser's memory and hyperparameters of
 * the present pass that have their names, turned where they lie turned; others are passed over. One edit.
 * *n_taken gets how many. NN_ERROR_NAME if none fits, NN_ERROR_SHAPE for one of another shape. */
gboolean gs_arrays_put (GsWorkbook *book, GPtrArray *arrays, guint *n_taken, GError **error);

G_END_DECLS
