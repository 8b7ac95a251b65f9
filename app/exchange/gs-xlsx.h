/* A live workbook: a network as a spreadsheet (.xlsx) that computes, and learns from pass to pass, without
 * us.
 *
 *   g_autoptr (GPtrArray) frames = gs_record_take (book, &options, &error);
 *   gs_xlsx_write (network, frames, options.first_layer, "mazur.xlsx", &error);
 *
 * Inputs, targets and weights are numbers to edit, hyperparameters named cells; every other cell is its
 * operation's formula (nn-dialect-sheet.h), with today's value kept beside it for programs that do not
 * compute when they open a file. Weights of a later pass are the `.next` of the one before. The same frames
 * give the same bytes. Numbers have 16 digits, which is what libxlsxwriter writes.
 */
#pragma once

#include "gs-sheet-plan.h"

G_BEGIN_DECLS

/* NN_ERROR_VALUE for what a spreadsheet cannot hold, GS_DOCUMENT_ERROR_WRITE. */
gboolean gs_xlsx_write (const NnNetwork *network,
                        GPtrArray *frames,
                        gint first_layer,
                        const gchar *path,
                        GError **error);

G_END_DECLS
