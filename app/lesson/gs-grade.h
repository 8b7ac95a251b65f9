/* Grades: what work (gs-work.h) is worth, step by step, with credit for what follows from a slip.
 *
 *   g_autoptr(GsGrade) grade = gs_grade_new ("lessons/15-test-a.json", languages, work, &error);
 *   grade->points, grade->most
 *   for each: const GsGradeStep *step = g_ptr_array_index (grade->steps, i);
 *
 * A blank cell is a point, any other task one. The answers are given to the lesson once more, with the
 * numbers that the learner had, so that marks and recognised mistakes are those of the window. Of what is
 * done in the sheet (set, step-to, reach) there is only whether it was solved. A step whose answer was shown
 * has no points.
 */
#pragma once

#include "gs-work.h"

G_BEGIN_DECLS

typedef struct {
  const gchar *id, *title; /* of the step; the title may be NULL. The grade's lesson owns them */
  guint points, most;
  GPtrArray *mistakes; /* texts: a mistake's name or what is said of it, each once */
  gchar *astray;       /* the first cell that does not follow from those before it; or NULL */
} GsGradeStep;

typedef struct {
  GsLessonPlayer *player; /* that the answers were given to: it has the lesson */
  GPtrArray *steps;       /* GsGradeStep: those with a task */
  guint points, most;
} GsGrade;

/* GS_DOCUMENT_ERROR if the lesson cannot be read, or the work is of another one. The work may lack steps:
 * they have no points. `languages` are those of the lesson's words (gs-lesson-translation.h), or NULL. */
GsGrade *gs_grade_new (const gchar *lesson, const gchar *languages, const GsWork *work, GError **error);
/* In a player of the lesson: goes to the step `number`, with the learner's numbers, and gives the learner's
 * answers, marked, to be looked at together. On an error the player is where it was. */
gboolean gs_grade_replay (GsLessonPlayer *player, const GsWork *work, guint number, GError **error);

void gs_grade_free (GsGrade *grade);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsGrade, gs_grade_free)

/* Of a class: how many made which mistake where, the most frequent first. Elements GsGradeMistake; caller
 * unrefs. */
typedef struct {
  gchar *step, *text;
  guint n;
} GsGradeMistake;
GPtrArray *gs_grade_count_mistakes (const GPtrArray *grades);

G_END_DECLS
