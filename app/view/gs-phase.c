/* The names that people read for phases. */
#include "gs-phase.h"

#include <glib/gi18n-lib.h>

const gchar *
gs_phase_title (NnPhase phase)
{
  switch (phase) {
  case NN_PHASE_FORWARD: return _ ("Forward");
  case NN_PHASE_LOSS: return _ ("Loss");
  case NN_PHASE_BACKWARD: return _ ("Backward");
  case NN_PHASE_UPDATE: return _ ("Update");
  case NN_PHASE_COMMIT: return _ ("Commit");
  default: g_return_val_if_reached ("");
  }
}

const gchar *
gs_phase_name (NnPhase phase)
{
  switch (phase) {
  case NN_PHASE_FORWARD: return _ ("forward");
  case NN_PHASE_LOSS: return _ ("loss");
  case NN_PHASE_BACKWARD: return _ ("backward");
  case NN_PHASE_UPDATE: return _ ("update");
  case NN_PHASE_COMMIT: return _ ("commit");
  default: g_return_val_if_reached ("");
  }
}

gint
gs_phase_find_now (const GsCursor *cursor)
{
  return cursor->cell > 0 || cursor->term > 0 ? cursor->instruction : cursor->instruction - 1;
}
