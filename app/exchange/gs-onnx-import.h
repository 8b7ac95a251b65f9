/* ONNX models from PyTorch, Keras and others as documents.
 *
 *   g_autoptr (GPtrArray) report = NULL;
 *   g_autoptr (GsDocument) document = gs_onnx_import ("model.onnx", &report, &error);
 *
 * Dense, convolutional and residual networks: each node becomes a layer of its name, or part of one, or
 * nothing (dropout, which does nothing at inference); the report says what became what, a line for each node;
 * of a model that is refused, at least each node that is not supported.
 * A document without rows comes out: it predicts and steps on rows that are given then. The loss follows from
 * the end: cross-entropy behind a softmax, binary cross-entropy behind a sigmoid, else the squared error.
 */
#pragma once

#include "app/document/gs-document.h"

G_BEGIN_DECLS

/* GS_DOCUMENT_ERROR_READ for a file that is none, NN_ERROR_VALUE for what we lack, each such node by name. */
GsDocument *gs_onnx_import (const gchar *path, GPtrArray **report, GError **error);
/* The same of bytes; an external file may lie in `folder` (or NULL: nowhere). */
GsDocument *gs_onnx_import_bytes (const guint8 *bytes,
                                  gsize length,
                                  const gchar *name,
                                  const gchar *folder,
                                  GPtrArray **report,
                                  GError **error);

G_END_DECLS
