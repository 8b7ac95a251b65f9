/* A network as an ONNX model: what it answers, with today's weights, for any runtime that reads opset 13.
 *
 * Numbers are float32, the batch is open. Values have the names of the sheet, nodes those of layers.
 */
#pragma once

#include "app/workbook/gs-workbook.h"

G_BEGIN_DECLS

/* NN_ERROR_VALUE for what ONNX has no operation for (a step), GS_DOCUMENT_ERROR_WRITE. */
gboolean gs_onnx_write (GsWorkbook *book, const gchar *path, GError **error);

/* Whether it could be written, but for the file. */
gboolean gs_onnx_check (GsWorkbook *book, GError **error);

G_END_DECLS
