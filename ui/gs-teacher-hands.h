/* The counts of a show of hands, to be typed in: a row for each option of the step's question, with its bar.
 * Hidden where a step has no options.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/lesson/gs-lesson-player.h"
#include "gs-poll.h"

G_BEGIN_DECLS

/* Into a box, which is to be filled by nobody else. `lesson` may be NULL. How many options there are. */
guint gs_teacher_hands_show (GtkWidget *box, GsLessonPlayer *lesson, GsPoll *poll);

G_END_DECLS
