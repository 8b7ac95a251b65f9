/* What the workbook itself asks of its trainer. */
#pragma once

#include "gs-timeline.h"
#include "gs-trainer.h"

G_BEGIN_DECLS

/* Held while a workbook is edited; NULL if nobody trains it.
 *
 *   g_autoptr (GsTrainerHold) hold G_GNUC_UNUSED = gs_trainer_hold_for_edit (book);
 */
typedef GsTrainer GsTrainerHold;
GsTrainerHold *gs_trainer_hold_for_edit (GsWorkbook *book);
void gs_trainer_hold_free (GsTrainerHold *hold);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsTrainerHold, gs_trainer_hold_free)

/* Joins the thread, so that what is done can be looked at; gs_trainer_go_on() starts it again. Returns how
 * many passes of the piece since the last edit are done; if there are any, `branch` gets where they have led,
 * `edit` a copy of what will be their entry for undo and `cursor` where the workbook would stand. */
guint32 gs_trainer_rest (GsTrainer *trainer, GsTimeline **branch, GsEdit **edit, GsCursor *cursor);
void gs_trainer_go_on (GsTrainer *trainer);

/* How many passes the workbook has not taken over yet. */
guint32 gs_trainer_count_pending (GsTrainer *trainer);
/* As many as those are saved now: with them the workbook will not be modified. */
void gs_trainer_note_saved (GsTrainer *trainer, guint32 pending);
gboolean gs_trainer_is_saved (GsTrainer *trainer);

G_END_DECLS
