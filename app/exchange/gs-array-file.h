/* Arrays of others, as files hold them: NumPy's, or one as a table.
 *
 *   g_autoptr (GPtrArray) arrays = gs_array_file_read ("dW1.csv", &error);    // one NnTensor, called dW1
 */
#pragma once

#include "nn/nn-tensor.h"

G_BEGIN_DECLS

/* Arrays (NnTensor) of a file: an .npz, or one that has the name of its file, as dW1.npy and dW1.csv have. A
 * table has as many columns as numbers in a line; what it may look like, gs-table.h says.
 * GS_DOCUMENT_ERROR_READ and the errors of tables. Caller unrefs. */
GPtrArray *gs_array_file_read (const gchar *path, GError **error);

G_END_DECLS
