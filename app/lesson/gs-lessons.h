/* The installed lessons, in the order of their files.
 *
 *   g_autoptr(GPtrArray) lessons = gs_lessons_list (NULL, language);
 *   for each: const GsLessonEntry *entry; entry->lesson, or NULL and entry->error: the others go on.
 */
#pragma once

#include "gs-lesson.h"

G_BEGIN_DECLS

typedef struct {
  gchar *path;
  guint number;     /* with which its file's name begins, or its place in the list; by it people call it */
  GsLesson *lesson; /* NULL if it cannot be read */
  GError *error;    /* why */
} GsLessonEntry;

/* Lessons of the folders (NULL-terminated); NULL for those of the folder that GRADSHEET_LESSONS names, if it
 * does, and then the program's own. Of two with one id the first is listed: a lesson can be replaced.
 * Elements GsLessonEntry; caller unrefs. */
GPtrArray *gs_lessons_list (const gchar *const *folders, const gchar *language);

/* The languages that some lesson there is has, sorted: "de", "en", "pl". Folders as above. NULL-terminated,
 * caller frees. */
gchar **gs_lessons_list_languages (const gchar *const *folders);

/* A lesson's file by path, id, file name, or the number its file name begins with; NULL with an error. Caller
 * frees. */
gchar *gs_lessons_find (const gchar *name, GError **error);

G_END_DECLS
