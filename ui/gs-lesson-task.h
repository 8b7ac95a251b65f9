/* The card of a lesson's task: what is asked, where one answers, what was said to it, hints, the answer.
 *
 * Numbers and choices are answered in the card; cells are set, filled in and stepped to in the sheet, which
 * the card watches through the player. Cells are picked by selecting them and pressing the card's button, or
 * Insert in the sheet.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/lesson/gs-lesson-player.h"

G_BEGIN_DECLS

#define GS_TYPE_LESSON_TASK_CARD (gs_lesson_task_card_get_type ())
G_DECLARE_FINAL_TYPE (GsLessonTaskCard, gs_lesson_task_card, GS, LESSON_TASK_CARD, GtkWidget)

GtkWidget *gs_lesson_task_card_new (GsLessonPlayer *player);

/* Another step, or something about it has changed. */
void gs_lesson_task_card_update (GsLessonTaskCard *self, gboolean is_new);
/* Where an answer is typed, or else the sheet's business: FALSE. */
gboolean gs_lesson_task_card_focus (GsLessonTaskCard *self);
/* Picks the selected cells, or lets them go. */
void gs_lesson_task_card_pick (GsLessonTaskCard *self);
/* The cells picked so far, as NnCell; caller unrefs. */
GArray *gs_lesson_task_card_list_picked (GsLessonTaskCard *self);

G_END_DECLS
