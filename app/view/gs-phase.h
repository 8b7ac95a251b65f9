/* Where one is in a pass, before people. Phases in their language: "Forward"; traces and documents use
 * nn_phase_get_name(), which is the same everywhere. */
#pragma once

#include "app/document/gs-edit.h"
#include "nn/nn-program.h"

G_BEGIN_DECLS

const gchar *gs_phase_title (NnPhase phase);
/* The same within a sentence: "forward". */
const gchar *gs_phase_name (NnPhase phase);

/* What has been worked on last: the instruction that is being written, else the last one that is done; -1
 * before the first. What comes next is the cursor's own instruction, unless it is being written. */
gint gs_phase_find_now (const GsCursor *cursor);

G_END_DECLS
