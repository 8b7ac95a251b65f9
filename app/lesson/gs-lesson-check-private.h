/* What the files of the check share: gs-lesson-check.c plays the steps, -faults looks at what stands there
 * when one begins, -states at what it may be left in, -view at what is in view, -sums at arithmetic, -words
 * at words, -needs at what comes before, -task tries tasks. */
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
/* The same, before: what is not in view, what gives itself away, what cannot be told apart. */
void gs_lesson_check_faults (GsLessonCheck *check);
void gs_lesson_check_view (GsLessonCheck *check);
void gs_lesson_check_states (GsLessonCheck *check);
/* Numbers joined by signs give what stands behind the equals sign, as printed. */
void gs_lesson_check_sums (GsLessonCheck *check, const gchar *field, const GsLessonText *text);
/* The whole lesson against the glossary and the lessons beside it. */
void gs_lesson_check_words (GsLessonCheck *check);
/* What it needs against the lessons beside it and the program's own. */
void gs_lesson_check_needs (GsLessonCheck *check);

G_END_DECLS
