/* The folders of lessons, listed in order. */
#include "gs-lessons.h"

#include "gs-lesson-translation.h"
#include "gs-places.h"
#include <glib/gi18n-lib.h>
#include <string.h>

static void
entry_free (gpointer pointer)
{
  GsLessonEntry *entry = pointer;

  g_free (entry->path);
  gs_lesson_free (entry->lesson);
  g_clear_error (&entry->error);
  g_free (entry);
}

/* "01-neuron.json", not "01-neuron.de.json", which is its translation. */
static gboolean
is_lesson (const gchar *name)
{
  const gchar *point = strchr (name, '.');

  return point != NULL && point > name && g_str_equal (point, ".json");
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

static GPtrArray *
list_files (const gchar *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  GDir *dir = g_dir_open (folder, 0, NULL);
  const gchar *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (is_lesson (name))
      g_ptr_array_add (names, g_strdup (name));
  g_clear_pointer (&dir, g_dir_close);
  g_ptr_array_sort (names, compare_names);
  return names;
}

static gboolean
has_id (const GPtrArray *entries, const gchar *id)
{
  for (guint i = 0; i < entries->len; i++) {
    const GsLessonEntry *entry = g_ptr_array_index (entries, i);

    if (entry->lesson != NULL && g_str_equal (entry->lesson->id, id))
      return TRUE;
  }
  return FALSE;
}

static void
add_folder (GPtrArray *entries, const gchar *folder, const gchar *language)
{
  g_autoptr (GPtrArray) names = list_files (folder);

  for (guint i = 0; i < names->len; i++) {
    GsLessonEntry *entry = g_new0 (GsLessonEntry, 1);

    entry->path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);
    entry->number = (guint) g_ascii_strtoull (g_ptr_array_index (names, i), NULL, 10);
    if (entry->number == 0)
      entry->number = entries->len + 1;
    entry->lesson = gs_lesson_load (entry->path, language, &entry->error);
    if (entry->lesson != NULL && has_id (entries, entry->lesson->id))
      entry_free (entry);
    else
      g_ptr_array_add (entries, entry);
  }
}

/* Those that are looked through where none are named. */
static const gchar *const *
get_folders (void)
{
  static const gchar *all[] = { NULL, GS_LESSONS_SOURCE, GS_LESSONS_INSTALLED, NULL };

  all[0] = g_getenv ("GRADSHEET_LESSONS");
  return all[0] != NULL && *all[0] != '\0' ? all : all + 1;
}

GPtrArray *
gs_lessons_list (const gchar *const *folders, const gchar *language)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (entry_free);

  for (folders = folders != NULL ? folders : get_folders (); *folders != NULL; folders++)
    add_folder (entries, *folders, language);
  return entries;
}

static void
add_languages (GPtrArray *languages, const gchar *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const gchar *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree gchar *path = g_build_filename (folder, name, NULL), *language = NULL;
    g_autofree gchar *lesson = gs_lesson_translation_get_lesson (path, &language);

    if (lesson != NULL && !g_ptr_array_find_with_equal_func (languages, language, g_str_equal, NULL))
      g_ptr_array_add (languages, g_steal_pointer (&language));
  }
  g_clear_pointer (&dir, g_dir_close);
}

gchar **
gs_lessons_list_languages (const gchar *const *folders)
{
  GPtrArray *languages = g_ptr_array_new ();

  g_ptr_array_add (languages, g_strdup ("en"));
  for (folders = folders != NULL ? folders : get_folders (); *folders != NULL; folders++)
    add_languages (languages, *folders);
  g_ptr_array_sort (languages, compare_names);
  g_ptr_array_add (languages, NULL);
  return (gchar **) g_ptr_array_free (languages, FALSE);
}

static gboolean
is_called (const GsLessonEntry *entry, const gchar *name)
{
  g_autofree gchar *base = g_path_get_basename (entry->path);
  gsize digits = strspn (name, "0123456789");

  if (entry->lesson != NULL && g_str_equal (entry->lesson->id, name))
    return TRUE;
  if (digits > 0 && name[digits] == '\0')
    return g_ascii_isdigit (*base) && g_ascii_strtoull (base, NULL, 10) == g_ascii_strtoull (name, NULL, 10);
  return g_str_equal (base, name)
         || (g_str_has_prefix (base, name) && g_str_equal (base + strlen (name), ".json"));
}

gchar *
gs_lessons_find (const gchar *name, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;

  if (g_file_test (name, G_FILE_TEST_EXISTS))
    return g_strdup (name);
  entries = gs_lessons_list (NULL, NULL);
  for (guint i = 0; i < entries->len; i++)
    if (is_called (g_ptr_array_index (entries, i), name))
      return g_strdup (((const GsLessonEntry *) g_ptr_array_index (entries, i))->path);
  g_set_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_READ,
               _ ("There is no lesson “%s”. All of them: gradsheet-cli lesson list"), name);
  return NULL;
}
