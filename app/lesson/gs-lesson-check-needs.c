/* What a lesson needs: that it is there, and does not need this lesson in its turn. */
#include <glib/gi18n-lib.h>

#include "gs-lesson-check-private.h"
#include "gs-lessons.h"
#include "gs-places.h"

static const GsLesson *
find (const GPtrArray *entries, const gchar *id)
{
  for (guint i = 0; i < entries->len; i++) {
    const GsLessonEntry *entry = g_ptr_array_index (entries, i);

    if (entry->lesson != NULL && g_str_equal (entry->lesson->id, id))
      return entry->lesson;
  }
  return NULL;
}

/* "nudge → line → neuron": the way from a lesson to `id` along what each needs, or NULL. `seen` has the
 * lessons from which there is none. */
static gchar *
find_way (const GPtrArray *entries, const GsLesson *from, const gchar *id, GHashTable *seen)
{
  if (!g_hash_table_add (seen, from->id))
    return NULL;
  for (gchar **need = from->needs; need != NULL && *need != NULL; need++) {
    const GsLesson *next = find (entries, *need);
    g_autofree gchar *way = NULL;

    if (g_str_equal (*need, id))
      return g_strdup_printf ("%s → %s", from->id, id);
    way = next != NULL ? find_way (entries, next, id, seen) : NULL;
    if (way != NULL)
      return g_strdup_printf ("%s → %s", from->id, way);
  }
  return NULL;
}

void
gs_lesson_check_needs (GsLessonCheck *check)
{
  const GsLesson *lesson = gs_lesson_player_get_lesson (check->player);
  g_autofree gchar *folder = g_path_get_dirname (lesson->path);
  const gchar *const folders[] = { folder, GS_LESSONS_SOURCE, GS_LESSONS_INSTALLED, NULL };
  g_autoptr (GPtrArray) entries = gs_lessons_list (folders, NULL);

  for (gchar **need = lesson->needs; need != NULL && *need != NULL; need++) {
    const GsLesson *before = find (entries, *need);
    g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
    g_autofree gchar *way = g_str_equal (*need, lesson->id) ? g_strdup (*need)
                            : before != NULL                ? find_way (entries, before, lesson->id, seen)
                                                            : NULL;

    if (way != NULL)
      g_ptr_array_add (check->problems,
                       g_strdup_printf (_ ("%s: needs: lessons that need each other, %s → %s; take one out"),
                                        lesson->path, lesson->id, way));
    else if (before == NULL)
      g_ptr_array_add (check->problems,
                       g_strdup_printf (_ ("%s: needs: there is no lesson “%s” that could come before"),
                                        lesson->path, *need));
  }
}
