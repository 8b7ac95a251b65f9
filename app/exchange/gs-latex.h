/* A pass on paper: LaTeX, with a drawing of the network in TikZ, and Markdown.
 *
 * LaTeX is a document that compiles by itself (amsmath, TikZ): the drawing, then each operation with its
 * formula, its value as a matrix, and, where cells are few, each cell in numbers. Of one cell it is the lines
 * to put into a document of one's own. Markdown is a table for each tensor.
 */
#pragma once

#include "app/frame/gs-frame.h"
#include "nn/nn-network.h"

G_BEGIN_DECLS

/* `frame` is of a whole pass (gs-record.h). GS_DOCUMENT_ERROR_WRITE. */
gboolean gs_latex_write (const NnNetwork *network, GsFrame *frame, const gchar *path, GError **error);
/* A formula in symbols and in numbers, as an align*. */
gboolean gs_latex_write_cell (GsFrame *frame, const NnCell *cell, const gchar *path, GError **error);
gboolean gs_markdown_write (const NnNetwork *network, GsFrame *frame, const gchar *path, GError **error);

/* The network's neurons and what joins them, by name: a tikzpicture. Appends. */
void gs_tikz_append (GString *text, NnProgram *program);

G_END_DECLS
