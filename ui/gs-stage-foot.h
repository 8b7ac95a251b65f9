/* The foot of the stage: the key that goes on, what is told, how training goes on; and where a network is
 * watched rather than asked about, buttons to run it, to run it slowly, to train it and to stop.
 *
 *   GtkWidget *foot = gs_stage_foot_new (view, player);
 *   gs_stage_foot_update (GS_STAGE_FOOT (foot));            // another step, or the answer has been told
 */
#pragma once

#include <gtk/gtk.h>

#include "app/lesson/gs-lesson-player.h"
#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_STAGE_FOOT (gs_stage_foot_get_type ())
G_DECLARE_FINAL_TYPE (GsStageFoot, gs_stage_foot, GS, STAGE_FOOT, GtkWidget)

/* `lesson` may be NULL. Its buttons ask for "win.run", "win.run-slowly" and "win.train-on". */
GtkWidget *gs_stage_foot_new (GsView *view, GsLessonPlayer *lesson);
void gs_stage_foot_update (GsStageFoot *self);
/* NULL takes away what is told. */
void gs_stage_foot_tell (GsStageFoot *self, const gchar *text);
/* Whether one step follows another by itself now. */
void gs_stage_foot_set_running (GsStageFoot *self, gboolean running);
/* Whether the buttons are there; at first they are not. */
void gs_stage_foot_set_buttons (GsStageFoot *self, gboolean shown);

G_END_DECLS
