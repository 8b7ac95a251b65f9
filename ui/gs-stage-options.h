/* The options of a question as a class sees them, numbered, with a bar for those who raised their hands where
 * the teacher shows that; the right one is marked when the answer has been told. Hidden where a step has
 * none.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/lesson/gs-lesson-player.h"
#include "gs-poll.h"

G_BEGIN_DECLS

#define GS_TYPE_STAGE_OPTIONS (gs_stage_options_get_type ())
G_DECLARE_FINAL_TYPE (GsStageOptions, gs_stage_options, GS, STAGE_OPTIONS, GtkWidget)

/* `lesson` may be NULL. */
GtkWidget *gs_stage_options_new (GsLessonPlayer *lesson, GsPoll *poll);

G_END_DECLS
