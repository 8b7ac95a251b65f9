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

/* A sign within numbers; what nobody says is as in English. */
static const gchar *
read_sign (GsReader *reader, const cJSON *root, const gchar *key, const gchar *otherwise)
{
  const gchar *sign = gs_reader_get_string (reader, root, key, otherwise);

  if (sign != NULL && g_utf8_strlen (sign, -1) != 1)
    gs_reader_fail (reader, _ ("%s: must be one character, such as \",\""), key);
  return g_intern_string (sign);
}

static void
read_root (GsReader *reader, const cJSON *root, GsLessonTranslation *translation)
{
  static const gchar *const keys[] = { "format",       "version",        "lesson", "language",
                                       "decimal-sign", "thousands-sign", "texts",  NULL };

  if (!gs_reader_check_object (reader, root, keys))
    return;
  translation->decimal = read_sign (reader, root, "decimal-sign", ".");
  translation->thousands = read_sign (reader, root, "thousands-sign", ",");
  read_texts (reader, gs_reader_need (reader, root, "texts", "{}"), translation->texts);
}

static GsLessonTranslation *
read_translation (const gchar *path, GError **error)
{
  g_autoptr (GsLessonTranslation) translation = g_new0 (GsLessonTranslation, 1);
  gsize length;
  g_autofree gchar *text = gs_file_read (path, GS_FILE_MAX_LESSON, &length, error);
  cJSON *root = text != NULL ? gs_json_parse (text, length, path, NULL, NULL, error) : NULL;
  gboolean good = FALSE;

  translation->path = g_strdup (path);
  translation->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (root != NULL
      && gs_json_check_version (root, path, "gradsheet-lesson-translation", GS_LESSON_VERSION, error)) {
    GsReader reader;

    gs_reader_init (&reader, path, GS_JSON_MAX_VALUES);
    read_root (&reader, root, translation);
    good = reader.error == NULL;
    if (!good)
      g_propagate_error (error, g_steal_pointer (&reader.error));
    gs_reader_clear (&reader);
  }
  cJSON_Delete (root);
  return good ? g_steal_pointer (&translation) : NULL;
}

void
gs_lesson_translation_free (GsLessonTranslation *translation)
{
  if (translation == NULL)
    return;
  g_free (translation->path);
  g_clear_pointer (&translation->texts, g_hash_table_unref);
  g_free (translation);
}

const gchar *
gs_lesson_translation_get (const GsLessonTranslation *translation, const gchar *text)
{
  const gchar *other = translation != NULL ? g_hash_table_lookup (translation->texts, text) : NULL;

  return other != NULL && *other != '\0' ? other : NULL;
}

/* ---- finding ---- */

static gchar *
get_translation_path (const gchar *path, const gchar *language)
{
  g_autofree gchar *stem =
      g_strndup (path, strlen (path) - (g_str_has_suffix (path, ".json") ? strlen (".json") : 0));

  return g_strdup_printf ("%s.%s.json", stem, language);
}

/* The file for "de_AT", or else for "de"; NULL where there is none. Caller frees. */
static gchar *
find_file (const gchar *path, const gchar *language)
{
  g_autofree gchar *plain = g_strndup (language, strcspn (language, "_@."));
  const gchar *const names[] = { language, plain };

  for (gsize i = 0; i < G_N_ELEMENTS (names) && strchr (language, G_DIR_SEPARATOR) == NULL; i++) {
    g_autofree gchar *file = get_translation_path (path, names[i]);

    if (*names[i] != '\0' && g_file_test (file, G_FILE_TEST_IS_REGULAR))
      return g_steal_pointer (&file);
  }
  return NULL;
}

static gboolean
is_english (const gchar *language)
{
  return g_str_has_prefix (language, "en") && !g_ascii_isalpha (language[2]);
}

gboolean
gs_lesson_translation_find (const gchar *path,
                            const gchar *languages,
                            GsLessonTranslation **translation,
                            GError **error)
{
  g_auto (GStrv) list = g_strsplit (languages, ":", -1);

  *translation = NULL;
  for (gchar **language = list; *language != NULL; language++) {
    g_autofree gchar *file = find_file (path, *language);

    if (file != NULL) {
      *translation = read_translation (file, error);
      return *translation != NULL;
    }
    if (is_english (*language))
      break;
  }
  return TRUE;
}

gchar *
gs_lesson_translation_get_languages (void)
{
  const gchar *locale = setlocale (LC_MESSAGES, NULL);
  g_autofree gchar *own = locale != NULL ? g_strndup (locale, strcspn (locale, ".@")) : NULL;
  g_autoptr (GPtrArray) languages = g_ptr_array_new ();

  /* As gettext has it: LANGUAGE says nothing to those who have chosen none. */
  if (own == NULL || *own == '\0' || g_str_equal (own, "C") || g_str_equal (own, "POSIX"))
    return NULL;
  for (const gchar *const *name = g_get_language_names (); *name != NULL; name++)
    if (strchr (*name, '.') == NULL && !g_str_equal (*name, "C"))
      g_ptr_array_add (languages, (gpointer) *name);
  g_ptr_array_add (languages, NULL);
  return g_strjoinv (":", (gchar **) languages->pdata);
}

gchar *
gs_lesson_translation_get_lesson (const gchar *path, gchar **language)
{
  g_autofree gchar *folder = g_path_get_dirname (path), *base = g_path_get_basename (path);
  g_auto (GStrv) parts = g_strsplit (base, ".", -1);
  g_autofree gchar *name = NULL, *lesson = NULL;

  *language = NULL;
  if (g_strv_length (parts) != 3 || !g_str_equal (parts[2], "json"))
    return NULL;
  name = g_strconcat (parts[0], ".json", NULL);
  lesson = g_build_filename (folder, name, NULL);
  if (!g_file_test (lesson, G_FILE_TEST_IS_REGULAR))
    return NULL;
  *language = g_strdup (parts[1]);
  return g_steal_pointer (&lesson);
}
