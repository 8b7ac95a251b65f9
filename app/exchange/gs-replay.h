/* A replay: recorded passes as one page for any browser, stepped forwards and back with formula bar, heatmaps
 * and arrows. Nothing is loaded from elsewhere, so it can be handed out after class and opened on a phone.
 *
 * What it shows are frames (gs-record.h): the numbers of the sheet, to the last bit. Each cell says its
 * formula where there are not too many of them. The page itself is replay.html beside this file.
 */
#pragma once

#include "app/frame/gs-frame.h"
#include "nn/nn-network.h"

G_BEGIN_DECLS

/* NN_ERROR_VALUE if there are more cells than a page takes, GS_DOCUMENT_ERROR_WRITE. */
gboolean gs_replay_write (const NnNetwork *network, GPtrArray *frames, const gchar *path, GError **error);

/* Whether a page takes them; the frames need no numbers (gs_record_foresee()). */
gboolean gs_replay_check (const NnNetwork *network, GPtrArray *frames, GError **error);

G_END_DECLS
