/* The lesson beside the sheet: text, plot, task, and the way from step to step. It also does to the sheet
 * what the step asks for: points at cells, covers and blanks them, zooms.
 *
 * Signals: "panels" (another step: it may want other panels shown), "ended" (the learner closes the lesson,
 * or has come to its end).
 */
#pragma once

#include <gtk/gtk.h>

#include "app/lesson/gs-lesson-player.h"
#include "gs-sheet-view.h"

G_BEGIN_DECLS

#define GS_TYPE_LESSON_PANE (gs_lesson_pane_get_type ())
G_DECLARE_FINAL_TYPE (GsLessonPane, gs_lesson_pane, GS, LESSON_PANE, GtkWidget)

/* `sheet` is the one beside it. */
GtkWidget *gs_lesson_pane_new (GsLessonPlayer *player, GsSheetView *sheet);

GsLessonPlayer *gs_lesson_pane_get_player (GsLessonPane *self);

/* The lesson is over: the view is as it was without it, and the pane hears of nothing any more. */
void gs_lesson_pane_leave (GsLessonPane *self);

/* For keys. */
void gs_lesson_pane_next (GsLessonPane *self);
void gs_lesson_pane_previous (GsLessonPane *self);
void gs_lesson_pane_pick (GsLessonPane *self);
void gs_lesson_pane_focus (GsLessonPane *self);

G_END_DECLS
