/* What the files of the check share: gs-lesson-check.c plays the steps, -task tries their tasks. */
#pragma once

#include "gs-lesson-check.h"
#include "gs-lesson-player-private.h"

G_BEGIN_DECLS

typedef struct {
  GsLessonPlayer *player;
  const GsLessonStep *step;
  guint number;
  GPtrArray *problems;
} GsLessonCheck;

/* `field` within the step, such as "task.cells". */
void gs_lesson_check_complain (GsLessonCheck *check, const gchar *field, const gchar *format, ...)
    G_GNUC_PRINTF (3, 4);
/* The step has just begun; afterwards it is solved, or there is a problem. */
void gs_lesson_check_task (GsLessonCheck *check);

G_END_DECLS
