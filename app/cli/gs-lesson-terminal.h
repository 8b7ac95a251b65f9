/* A lesson in the terminal: each step's text, its task, and what is typed in answer, line by line. */
#pragma once

#include <stdio.h>

#include "app/lesson/gs-lesson-player.h"
#include "app/lesson/gs-lesson-values.h"

G_BEGIN_DECLS

/* Reads lines from `input` until the lesson ends, “quit”, or the end of the input. Whether the lesson was
 * finished. */
gboolean gs_lesson_terminal_play (GsLessonPlayer *player, FILE *input);

G_END_DECLS
