/* What a learner has done: for each lesson the step one is at, which steps are solved, and how. Kept in one
 * JSON file in the user's data folder.
 *
 *   g_autoptr(GsLessonProgress) progress = gs_lesson_progress_new (NULL);
 *   gs_lesson_progress_get (progress, "chain-rule", "sum", &done);
 *   done.solved = TRUE;
 *   gs_lesson_progress_add (progress, "chain-rule", "sum", &done);
 *   gs_lesson_progress_save (progress, &error);
 *
 * Saving adds what was done here to what the file says by then: several programs may learn at once, and what
 * one has solved stays solved. A damaged file is put aside under a name of its own (FILE.damaged,
 * FILE.damaged-2, ...) and begun anew; one of a newer version, or one that cannot be read, is left alone, and
 * nothing is kept.
 *
 * Signal: "changed" (when what was done is to be kept, also where it cannot be written).
 */
#pragma once

#include "gs-lesson.h"

G_BEGIN_DECLS

#define GS_TYPE_LESSON_PROGRESS (gs_lesson_progress_get_type ())
G_DECLARE_FINAL_TYPE (GsLessonProgress, gs_lesson_progress, GS, LESSON_PROGRESS, GObject)

typedef struct {
  gboolean solved; /* or, where there is no task, read */
  gboolean shown;  /* the answer was shown first */
  guint tries, hints;
  guint score; /* of a test: the best so far, of 100 */
} GsLessonDone;

/* `path`: NULL for gradsheet/progress.json in the user's data folder. */
GsLessonProgress *gs_lesson_progress_new (const gchar *path);
/* What the learner should be told now, and has not been: that a damaged file was put aside, or, once, that
 * nothing is kept and why. NULL if there is nothing. Caller frees. */
gchar *gs_lesson_progress_take_notice (GsLessonProgress *progress);

/* All 0 for a step nobody has been at. */
void gs_lesson_progress_get (GsLessonProgress *progress,
                             const gchar *lesson,
                             const gchar *step,
                             GsLessonDone *done);
/* Adds to what is known: solved stays solved, the greater number of tries and hints counts. */
void gs_lesson_progress_add (GsLessonProgress *progress,
                             const gchar *lesson,
                             const gchar *step,
                             const GsLessonDone *done);

/* The id of the step one was at last; NULL at the beginning. Borrowed until set. */
const gchar *gs_lesson_progress_get_place (GsLessonProgress *progress, const gchar *lesson);
void gs_lesson_progress_set_place (GsLessonProgress *progress, const gchar *lesson, const gchar *step);

/* How many of the steps, by their ids (NULL-terminated), are solved. */
guint gs_lesson_progress_count (GsLessonProgress *progress, const gchar *lesson, const gchar *const *steps);

/* How many of the lesson's steps are done: all of them where its last task in cells has been done without the
 * answer shown, for whoever can do that may skip the rest. */
guint gs_lesson_progress_count_done (GsLessonProgress *progress, const GsLesson *lesson);

/* Begins the lesson anew. */
void gs_lesson_progress_forget (GsLessonProgress *progress, const gchar *lesson);

/* Does nothing if nothing has changed. On an error what was done is kept in mind, and written by the next
 * that succeeds. */
gboolean gs_lesson_progress_save (GsLessonProgress *progress, GError **error);

/* The text of such a file: ids of lessons to what was done in them, only to be unreferenced (for tests).
 * Errors are GS_DOCUMENT_ERROR. */
GHashTable *gs_lesson_progress_parse (const gchar *text, gsize length, const gchar *name, GError **error);

G_END_DECLS
