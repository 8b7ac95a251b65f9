/* What a translator gets: every text of a lesson, and which translations do not say the same. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/text/gs-file.h"
#include "app/text/gs-json.h"
#include "gs-lesson-translation.h"
#include "gs-lesson.h"

typedef void (*VisitText) (const gchar *text, gpointer user_data);

static void
visit_strings (const cJSON *item, VisitText visit, gpointer user_data)
{
  const cJSON *child;

  if (cJSON_IsString (item))
    visit (item->valuestring, user_data);
  if (cJSON_IsArray (item))
    cJSON_ArrayForEach (child, item) if (cJSON_IsString (child)) visit (child->valuestring, user_data);
}

/* Everything people read stands under one of these keys; networks and what the sheet shows are in no
 * language. */
static void
visit_texts (const cJSON *item, VisitText visit, gpointer user_data)
{
  static const gchar *const keys[] = { "title", "summary", "text",       "notes", "prompt",
                                       "hints", "right",   "derivation", "say",   NULL };
  const cJSON *child;

  cJSON_ArrayForEach (child, item)
  {
    if (child->string != NULL
        && (g_str_equal (child->string, "show") || g_str_equal (child->string, "networks")))
      continue;
    if (child->string != NULL && g_strv_contains (keys, child->string))
      visit_strings (child, visit, user_data);
    else
      visit_texts (child, visit, user_data);
  }
}

static void
note_text (const gchar *text, gpointer user_data)
{
  GPtrArray *texts = user_data;

  for (guint i = 0; i < texts->len; i++)
    if (g_str_equal (g_ptr_array_index (texts, i), text))
      return;
  if (*text != '\0')
    g_ptr_array_add (texts, g_strdup (text));
}

/* The lesson's tree, so that what is a text is known to be one. */
static cJSON *
open_lesson (const gchar *path, GError **error)
{
  g_autoptr (GsLesson) lesson = gs_lesson_load (path, NULL, error);
  g_autofree gchar *text = NULL;
  gsize length;

  if (lesson == NULL)
    return NULL;
  text = gs_file_read (path, GS_FILE_MAX_LESSON, &length, error);
  return text != NULL ? gs_json_parse (text, length, path, NULL, NULL, error) : NULL;
}

gchar *
gs_lesson_translation_template (const gchar *path, const gchar *language, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) known = NULL;
  GsWriter *writer;
  cJSON *root;

  if (!gs_lesson_translation_find (path, language, &known, error))
    return NULL;
  root = open_lesson (path, error);
  if (root == NULL)
    return NULL;
  visit_texts (root, note_text, texts);
  writer = gs_writer_new ();
  gs_writer_begin_object (writer, FALSE);
  gs_writer_put_string (writer, "format", "gradsheet-lesson-translation");
  gs_writer_put_integer (writer, "version", GS_LESSON_VERSION);
  gs_writer_put_string (writer, "lesson", gs_reader_find (root, "id")->valuestring);
  gs_writer_put_string (writer, "language", language);
  gs_writer_put_object (writer, "texts", FALSE);
  for (guint i = 0; i < texts->len; i++) {
    const gchar *text = g_ptr_array_index (texts, i);
    const gchar *other = known != NULL ? g_hash_table_lookup (known, text) : NULL;

    gs_writer_put_string (writer, text, other != NULL ? other : "");
  }
  gs_writer_end_object (writer);
  gs_writer_end_object (writer);
  cJSON_Delete (root);
  return gs_writer_end (writer, NULL);
}

static gint
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

/* The values and links of a text, sorted, as one line. */
static gchar *
list_marks (const gchar *source)
{
  g_autoptr (GsLessonText) text = gs_lesson_text_parse (source, NULL);
  g_autoptr (GPtrArray) marks = g_ptr_array_new_with_free_func (g_free);
  GString *line = g_string_new (NULL);

  for (guint i = 0; text != NULL && i < text->runs->len; i++) {
    const GsLessonRun *run = g_ptr_array_index (text->runs, i);

    if (run->kind == GS_LESSON_RUN_VALUE)
      g_ptr_array_add (marks, g_strdup_printf ("{%s:%d}", run->text, run->digits));
    if (run->kind == GS_LESSON_RUN_LINK)
      g_ptr_array_add (marks, g_strdup_printf ("[[%s]]", run->target));
  }
  g_ptr_array_sort (marks, compare_texts);
  for (guint i = 0; i < marks->len; i++)
    g_string_append_printf (line, " %s", (const gchar *) g_ptr_array_index (marks, i));
  return g_string_free (line, FALSE);
}

GPtrArray *
gs_lesson_translation_check (const gchar *path, const gchar *language, GError **error)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) texts = NULL;
  GHashTableIter iter;
  gpointer original, other;

  if (!gs_lesson_translation_find (path, language, &texts, error))
    return NULL;
  if (texts != NULL) {
    g_hash_table_iter_init (&iter, texts);
    while (g_hash_table_iter_next (&iter, &original, &other)) {
      g_autofree gchar *wanted = list_marks (original), *found = list_marks (other);

      if (*(const gchar *) other != '\0' && !g_str_equal (wanted, found))
        g_ptr_array_add (problems,
                         g_strdup_printf (_ ("“%s” has other values or links than its original “%s”"),
                                          (const gchar *) other, (const gchar *) original));
    }
  }
  return g_steal_pointer (&problems);
}
