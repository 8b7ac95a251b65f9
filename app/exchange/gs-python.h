/* A script that computes the same pass: by NumPy with the backward pass as it stands in the sheet, or by
 * PyTorch with its own gradients. For whoever wants to see that a program of theirs is on the right way.
 *
 * Each line of the script is an instruction's formula (nn-dialect-array.h); names are those of the sheet,
 * W1.next as W1_next. Few numbers stand in it; many lie in an .npz beside it.
 */
#pragma once

#include "app/frame/gs-frame.h"
#include "nn/nn-network.h"

G_BEGIN_DECLS

typedef enum { GS_PYTHON_NUMPY, GS_PYTHON_TORCH } GsPythonKind;

/* `frame` is of a whole pass (gs-record.h). GS_DOCUMENT_ERROR_WRITE. */
gboolean gs_python_write (const NnNetwork *network,
                          GsFrame *frame,
                          GsPythonKind kind,
                          const gchar *path,
                          GError **error);

G_END_DECLS
