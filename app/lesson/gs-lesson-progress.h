/* What a learner has done: for each lesson the step one is at, which steps are solved, and how. Kept in one
 * JSON file in the user's data folder.
 *
 *   g_autoptr(GsLessonProgress) progress = gs_lesson_progress_new (NULL);
 *   gs_lesson_progress_get (progress, "chain-rule", "sum", &done);
 *   done.solved = TRUE;
 *   gs_lesson_progress_set (progress, "chain-rule", "sum", &done);
 *   gs_lesson_progress_save (progress, &error);
 *
 * A damaged file is put aside as FILE.damaged and begun anew. Written atomically.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define GS_TYPE_LESSON_PROGRESS (gs_lesson_progress_get_type ())
G_DECLARE_FINAL_TYPE (GsLessonProgress, gs_lesson_progress, GS, LESSON_PROGRESS, GObject)

typedef struct {
  gboolean solved; /* or, where there is no task, read */
  gboolean shown;  /* the answer was shown first */
  guint tries, hints;
} GsLessonDone;

/* `path`: NULL for gradsheet/progress.json in the user's data folder. */
GsLessonProgress *gs_lesson_progress_new (const gchar *path);
/* Whether the file was damaged and put aside; its new name, or NULL. */
const gchar *gs_lesson_progress_get_damaged (GsLessonProgress *progress);

/* All 0 for a step nobody has been at. */
void gs_lesson_progress_get (GsLessonProgress *progress,
                             const gchar *lesson,
                             const gchar *step,
                             GsLessonDone *done);
void gs_lesson_progress_set (GsLessonProgress *progress,
                             const gchar *lesson,
                             const gchar *step,
                             const GsLessonDone *done);

/* The id of the step one was at last; NULL at the beginning. Borrowed until set. */
const gchar *gs_lesson_progress_get_place (GsLessonProgress *progress, const gchar *lesson);
void gs_lesson_progress_set_place (GsLessonProgress *progress, const gchar *lesson, const gchar *step);

/* How many of the steps, by their ids (NULL-terminated), are solved. */
guint gs_lesson_progress_count (GsLessonProgress *progress, const gchar *lesson, const gchar *const *steps);

/* Begins the lesson anew. */
void gs_lesson_progress_forget (GsLessonProgress *progress, const gchar *lesson);

/* Does nothing if nothing has changed. */
gboolean gs_lesson_progress_save (GsLessonProgress *progress, GError **error);

G_END_DECLS
