/* Fields of a lesson, of whatever step or task. */
#include <glib/gi18n-lib.h>

#include "app/text/gs-json.h"
#include "gs-lesson-private.h"

const gchar *
gs_lesson_loader_translate (const GsLessonLoader *loader, const gchar *text)
{
  const gchar *other = gs_lesson_translation_get (loader->translation, text);

  return other != NULL ? other : text;
}

static GsLessonText *
to_text (GsLessonLoader *loader, const cJSON *item)
{
  GsLessonText *text;
  const gchar *other;
  GError *error = NULL;

  if (loader->reader.error != NULL)
    return NULL;
  if (!cJSON_IsString (item)) {
    gs_reader_fail (&loader->reader, _ ("must be a text in double quotes"));
    return NULL;
  }
  other = gs_lesson_translation_get (loader->translation, item->valuestring);
  text = gs_lesson_text_parse (other != NULL ? other : item->valuestring, &error);
  if (text == NULL)
    gs_reader_fail_with (&loader->reader, error);
  else if (other != NULL)
    gs_lesson_text_set_signs (text, loader->translation->decimal, loader->translation->thousands);
  return text;
}

gchar *
gs_lesson_loader_get_words (GsLessonLoader *loader, const cJSON *object, const gchar *key)
{
  const gchar *text = gs_reader_get_string (&loader->reader, object, key, NULL);

  return text != NULL ? g_strdup (gs_lesson_loader_translate (loader, text)) : NULL;
}

gint
gs_lesson_loader_get_word (GsLessonLoader *loader,
                           const cJSON *object,
                           const gchar *key,
                           const gchar *const *words,
                           gint otherwise)
{
  const cJSON *item = gs_reader_find (object, key);
  gsize mark = gs_reader_enter (&loader->reader, key);

  if (item != NULL)
    otherwise = gs_reader_to_word (&loader->reader, item, words, g_strv_length ((gchar **) (gpointer) words));
  gs_reader_leave (&loader->reader, mark);
  return otherwise;
}

gchar **
gs_lesson_loader_get_names (GsLessonLoader *loader, const cJSON *object, const gchar *key)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  const cJSON *item = gs_reader_find (object, key);
  gboolean is_list = cJSON_IsArray (item);
  const cJSON *one = is_list ? item->child : item;
  gsize mark = gs_reader_enter (&loader->reader, key);

  for (gint n = 1; one != NULL && loader->reader.error == NULL; one = is_list ? one->next : NULL, n++) {
    gsize inner = loader->reader.path->len;

    if (is_list)
      gs_reader_enter_item (&loader->reader, n);
    if (cJSON_IsString (one))
      g_strv_builder_add (names, one->valuestring);
    else
      gs_reader_fail (&loader->reader, _ ("must be a name in double quotes, such as \"W1[1,1]\""));
    gs_reader_leave (&loader->reader, inner);
  }
  gs_reader_leave (&loader->reader, mark);
  return g_strv_builder_end (names);
}

GPtrArray *
gs_lesson_loader_get_settings (GsLessonLoader *loader, const cJSON *object, const gchar *key)
{
  GPtrArray *settings = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_lesson_setting_free);
  const cJSON *item = gs_reader_find (object, key), *child;
  gsize mark = gs_reader_enter (&loader->reader, key);

  if (item != NULL && !cJSON_IsObject (item))
    gs_reader_fail (&loader->reader, _ ("must be an object such as {\"W1[1,1]\": 0.5}"));
  if (cJSON_IsObject (item))
    cJSON_ArrayForEach (child, item)
    {
      gsize inner = gs_reader_enter (&loader->reader, child->string);
      GsLessonSetting *setting = g_new0 (GsLessonSetting, 1);

      setting->cell = g_strdup (child->string);
      setting->value = gs_lesson_loader_to_formula (loader, child);
      g_ptr_array_add (settings, setting);
      gs_reader_leave (&loader->reader, inner);
    }
  gs_reader_leave (&loader->reader, mark);
  return settings;
}

GsExpression *
gs_lesson_loader_get_formula (GsLessonLoader *loader, const cJSON *object, const gchar *key)
{
  const cJSON *item = gs_reader_find (object, key);
  gsize mark = gs_reader_enter (&loader->reader, key);
  GsExpression *formula = item != NULL ? gs_lesson_loader_to_formula (loader, item) : NULL;

  gs_reader_leave (&loader->reader, mark);
  return formula;
}

GsExpression *
gs_lesson_loader_get_condition (GsLessonLoader *loader, const cJSON *object, const gchar *key)
{
  GsExpression *formula = gs_lesson_loader_get_formula (loader, object, key);
  gsize mark = gs_reader_enter (&loader->reader, key);

  if (formula != NULL && !gs_expression_is_condition (formula))
    gs_reader_fail (&loader->reader, _ ("“%s” is no condition; write for example \"L < 0.01\""),
                    gs_expression_get_text (formula));
  gs_reader_leave (&loader->reader, mark);
  return formula;
}

GsLessonText *
gs_lesson_loader_get_text (GsLessonLoader *loader, const cJSON *object, const gchar *key)
{
  const cJSON *item = gs_reader_find (object, key);
  gsize mark = gs_reader_enter (&loader->reader, key);
  GsLessonText *text = item != NULL ? to_text (loader, item) : NULL;

  gs_reader_leave (&loader->reader, mark);
  return text;
}

GPtrArray *
gs_lesson_loader_get_texts (GsLessonLoader *loader, const cJSON *object, const gchar *key)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_lesson_text_free);
  const cJSON *item = gs_reader_find (object, key), *child;
  gsize mark = gs_reader_enter (&loader->reader, key);
  GsReaderItems items = { 0 };

  if (cJSON_IsArray (item)) {
    while ((child = gs_reader_next (&loader->reader, item, &items)) != NULL) {
      GsLessonText *text = to_text (loader, child);

      if (text != NULL)
        g_ptr_array_add (texts, text);
    }
  } else if (item != NULL) {
    GsLessonText *text = to_text (loader, item);

    if (text != NULL)
      g_ptr_array_add (texts, text);
  }
  gs_reader_leave (&loader->reader, mark);
  return texts;
}

GsExpression *
gs_lesson_loader_to_formula (GsLessonLoader *loader, const cJSON *item)
{
  GsExpression *formula = NULL;
  GError *error = NULL;

  if (loader->reader.error != NULL)
    return NULL;
  if (cJSON_IsNumber (item))
    return gs_expression_new_number (item->valuedouble);
  if (cJSON_IsString (item))
    formula = gs_expression_parse (item->valuestring, &error);
  else
    gs_reader_fail (&loader->reader, _ ("must be a number, or a formula in double quotes"));
  if (error != NULL)
    gs_reader_fail_with (&loader->reader, error);
  return formula;
}
