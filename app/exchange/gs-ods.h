/* A live workbook for LibreOffice (.ods): the .xlsx, converted by a spreadsheet program that is installed,
 * Gnumeric's ssconvert or LibreOffice itself.
 */
#pragma once

#include "nn/nn-network.h"

G_BEGIN_DECLS

/* Whether one of them is installed. */
gboolean gs_ods_check (GError **error);

/* As gs_xlsx_write(); NN_ERROR_VALUE, with what to do, if neither program is there or it fails. */
gboolean gs_ods_write (const NnNetwork *network,
                       GPtrArray *frames,
                       gint first_layer,
                       const gchar *path,
                       GError **error);

G_END_DECLS
