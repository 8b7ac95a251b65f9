/* The stage: all that a class sees. Where one is, what the step says, the cells in play with the question
 * under the one that is asked for, a plot, the options, the formula, and the key that goes on.
 *
 *   GtkWidget *stage = gs_stage_new (view, player, poll, rows);
 *   gs_stage_show (stage, "playground");                   // in place of the cells (gs-stage-view.h)
 *   gs_stage_tell (stage, text);                           // a line at its foot, NULL takes it away
 *
 * Everything is sized for the room it has: by its height, as a screen 720 high is by the design. Text is
 * shortened to whole sentences where there is no room for all of it.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/lesson/gs-lesson-player.h"
#include "app/view/gs-data-grid.h"
#include "gs-poll.h"
#include "gs-sheet-view.h"

G_BEGIN_DECLS

#define GS_TYPE_STAGE (gs_stage_get_type ())
G_DECLARE_FINAL_TYPE (GsStage, gs_stage, GS, STAGE, GtkWidget)

/* `lesson` may be NULL. `rows`: those of the document's window. */
GtkWidget *gs_stage_new (GsView *view, GsLessonPlayer *lesson, GsPoll *poll, GsDataGrid *rows);
/* The view of this name in place of the cells; one that shows cells shows them. */
void gs_stage_show (GsStage *self, const gchar *name);
/* What has the keyboard. */
GtkWidget *gs_stage_get_front (GsStage *self);
/* Types into the selected cell, which is shown for as long. NULL: what it holds is changed. */
void gs_stage_edit (GsStage *self, const gchar *text);
/* After the keyboard has gone somewhere else: cells that were shown to be typed into are not needed any more.
 */
void gs_stage_check_front (GsStage *self);

GsSheetView *gs_stage_get_sheet (GsStage *self);
void gs_stage_tell (GsStage *self, const gchar *text);
/* Whether one step follows another by itself now. */
void gs_stage_set_running (GsStage *self, gboolean running);

G_END_DECLS
