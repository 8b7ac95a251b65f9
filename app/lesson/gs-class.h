/* A class: works of one lesson, graded, in the order in which they were added.
 *
 *   g_autoptr(GsClass) class = gs_class_new ("lessons/15-test-a.json", languages, &error);
 *   gs_class_add (class, "handed-in", &error);                // a folder, or a file
 *   class->problems                                           // what could not be graded, and why
 *   g_autofree gchar *csv = gs_class_to_csv (class);
 *
 *   g_autoptr(GsClass) class = gs_class_collect (paths, NULL, languages, &error);  // finds the lesson
 */
#pragma once

#include "gs-grade.h"

G_BEGIN_DECLS

typedef struct {
  gchar *path; /* of the file */
  GsWork *work;
  GsGrade *grade;
} GsClassWork;

/* A file that is not among the works, and why. */
typedef struct {
  gchar *path, *reason;
} GsClassProblem;

/* Whose work it is: the learner's name, else the file's. Caller frees. */
gchar *gs_class_work_get_name (const GsClassWork *work);

typedef struct {
  gchar *lesson_path, *languages;
  GsLesson *lesson;
  GPtrArray *works;    /* GsClassWork */
  GPtrArray *problems; /* GsClassProblem */
} GsClass;

/* `languages` are those of the lesson's words (gs-lesson-translation.h), NULL for the original. */
GsClass *gs_class_new (const gchar *lesson, const gchar *languages, GError **error);
void gs_class_free (GsClass *class);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsClass, gs_class_free)

/* The work in this file, or in all .json files of this folder in the order of their names. What cannot be
 * graded is a problem, and the others go on: FALSE only if the folder has no such file, or the thread's task
 * is cancelled. */
gboolean gs_class_add (GsClass *class, const gchar *path, GError **error);
/* All work among these files, and among the .json files of these folders in the order of their names: of the
 * lesson that most of them are of. What is of another lesson, cut short or no work at all is a problem, and
 * the others go on. `lesson` is a file to be tried before those that are installed, or NULL. NULL if nothing
 * is left, with a reason that names the first file; or if the thread's task is cancelled. May run on a
 * thread. */
GsClass *
gs_class_collect (const gchar *const *paths, const gchar *lesson, const gchar *languages, GError **error);

/* As gs_grade_count_mistakes(). */
GPtrArray *gs_class_count_mistakes (const GsClass *class);

/* RFC 4180, with a heading: file, learner, points, most, percent, minutes, edited, then for each step with a
 * task its points, and a remark: why a file could not be graded, which has no points then. Caller frees. */
gchar *gs_class_to_csv (const GsClass *class);

G_END_DECLS
