/* What a phase of a pass is called before people, in their language: "Forward". Traces and documents
 * use nn_phase_get_name(), which is the same everywhere. */
#pragma once

#include "nn/nn-program.h"

G_BEGIN_DECLS

const gchar *gs_phase_title (NnPhase phase);
/* The same within a sentence: "forward". */
const gchar *gs_phase_name (NnPhase phase);

G_END_DECLS
