/* What a class is asked, and what is said to the answer: the lesson's question, or without a lesson that for
 * the number which is hidden. To be laid over the cells; hidden where nothing is asked.
 *
 *   GtkWidget *question = gs_stage_question_new (view, player);
 *   gs_stage_question_update (GS_STAGE_QUESTION (question));   // another step, or the answer has been told
 */
#pragma once

#include <gtk/gtk.h>

#include "app/lesson/gs-lesson-player.h"
#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_STAGE_QUESTION (gs_stage_question_get_type ())
G_DECLARE_FINAL_TYPE (GsStageQuestion, gs_stage_question, GS, STAGE_QUESTION, GtkWidget)

/* `lesson` may be NULL. */
GtkWidget *gs_stage_question_new (GsView *view, GsLessonPlayer *lesson);
void gs_stage_question_update (GsStageQuestion *self);

G_END_DECLS
