/* The player: a cell moved a little, as F7 does, without telling the gradient that is asked for. */
#include "gs-lesson-player-private.h"

gboolean
gs_lesson_player_nudge (GsLessonPlayer *player, const NnCell *cell, GsNudge *nudge, GError **error)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (NnCell));
  NnCell nudged = *cell, gradient;

  gs_lesson_player_show (player, none);
  if (!gs_view_may_nudge (player->view, &nudged, error)
      || !gs_nudge (player->book, &nudged, GS_NUDGE_STEP, nudge, error))
    return FALSE;
  gradient =
      (NnCell){ nn_program_get_tensor (gs_workbook_get_program (player->book), nudged.tensor)->gradient,
                nudged.offset };
  if (gradient.tensor >= 0 && gs_view_is_hidden (player->view, &gradient))
    nudge->is_covered = TRUE;
  return TRUE;
}
