/* Probes: a second run beside the workbook's, to try things on without moving the cursor.
 *
 * A probe starts with the leaves and pins of the workbook's current pass, dropout's mask
 * included, and may have a program of its own, such as one with all gradients.
 */
#pragma once

#include "gs-workbook.h"

G_BEGIN_DECLS

/* `flags` as for nn_network_compile(); the workbook's own program is shared if they are its own. */
NnRun *gs_probe_new (GsWorkbook *book, NnCompileFlags flags, GError **error);

/* Those of the workbook's own program. */
NnCompileFlags gs_probe_get_flags (GsWorkbook *book);

/* The same cell in the probe's program, by name. FALSE if it has none. */
gboolean gs_probe_find (NnRun *probe, GsWorkbook *book, const NnCell *cell, NnCell *found);

G_END_DECLS
