/* Translations of lessons: found beside the lesson, and read. */
#include "gs-lesson-translation.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <string.h>

#include "app/text/gs-file.h"
#include "app/text/gs-json.h"
#include "app/text/gs-words.h"
#include "gs-lesson.h"

static void
read_texts (GsReader *reader, const cJSON *item, GHashTable *texts)
{
  gsize mark = gs_reader_enter (reader, "texts");
  const cJSON *child;

  if (item != NULL && !cJSON_IsObject (item))
    gs_reader_fail (reader, _ ("must be an object with each translation under its original"));
  if (cJSON_IsObject (item))
    cJSON_ArrayForEach (child, item)
    {
      g_autofree gchar *quoted = gs_words_quote (child->string, strlen (child->string), 40);

      if (!cJSON_IsString (child))
        gs_reader_fail (reader, _ ("“%s”: its translation must be a text in double quotes"), quoted);
      else
        g_hash_table_insert (texts, g_strdup (child->string), g_strdup (child->valuestring));
    }
  gs_reader_leave (reader, mark);
}

static GHashTable *
read_translation (const gchar *path, GError **error)
{
  static const gchar *const keys[] = { "format", "version", "lesson", "language", "texts", NULL };
  g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gsize length;
  g_autofree gchar *text = gs_file_read (path, GS_FILE_MAX_LESSON, &length, error);
  cJSON *root = text != NULL ? gs_json_parse (text, length, path, NULL, NULL, error) : NULL;
  gboolean good = FALSE;

  if (root != NULL
      && gs_json_check_version (root, path, "gradsheet-lesson-translation", GS_LESSON_VERSION, error)) {
    GsReader reader;

    gs_reader_init (&reader, path, GS_JSON_MAX_VALUES);
    if (gs_reader_check_object (&reader, root, keys))
      read_texts (&reader, gs_reader_need (&reader, root, "texts", "{}"), texts);
    good = reader.error == NULL;
    if (!good)
      g_propagate_error (error, g_steal_pointer (&reader.error));
    gs_reader_clear (&reader);
  }
  cJSON_Delete (root);
  return good ? g_steal_pointer (&texts) : NULL;
}

static gchar *
get_translation_path (const gchar *path, const gchar *language)
{
  g_autofree gchar *stem =
      g_strndup (path, strlen (path) - (g_str_has_suffix (path, ".json") ? strlen (".json") : 0));

  return g_strdup_printf ("%s.%s.json", stem, language);
}

gboolean
gs_lesson_translation_find (const gchar *path, const gchar *language, GHashTable **texts, GError **error)
{
  g_autofree gchar *plain = g_strndup (language, strcspn (language, "_@"));
  const gchar *const languages[] = { language, plain };

  *texts = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (languages) && strchr (language, G_DIR_SEPARATOR) == NULL; i++) {
    g_autofree gchar *file = get_translation_path (path, languages[i]);

    if (!g_file_test (file, G_FILE_TEST_IS_REGULAR))
      continue;
    *texts = read_translation (file, error);
    return *texts != NULL;
  }
  return TRUE;
}

gchar *
gs_lesson_translation_get_language (void)
{
  const gchar *locale = setlocale (LC_MESSAGES, NULL);
  g_autofree gchar *language = locale != NULL ? g_strndup (locale, strcspn (locale, ".@")) : NULL;

  if (language == NULL || *language == '\0' || g_str_equal (language, "C") || g_str_equal (language, "POSIX"))
    return NULL;
  return g_steal_pointer (&language);
}

/* ---- comparing ---- */
