/* What a translator gets: every text of a lesson, and which translations do not say the same. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/text/gs-file.h"
#include "app/text/gs-json.h"
#include "gs-lesson-private.h"

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

/* A network is in no language, but for its title, its notes, and the names of features, classes and rows. */
static void
visit_network (const cJSON *item, VisitText visit, gpointer user_data)
{
  const cJSON *child, *names;

  cJSON_ArrayForEach (child, item)
  {
    if (child->string == NULL || !gs_lesson_is_network_text (child->string)) {
      visit_network (child, visit, user_data);
    } else {
      visit_strings (child, visit, user_data);
      cJSON_ArrayForEach (names, child) visit_strings (names, visit, user_data);
    }
  }
}

/* Everything else that people read stands under one of these keys. */
static void
visit_texts (const cJSON *item, VisitText visit, gpointer user_data)
{
  static const gchar *const keys[] = { "title", "summary",    "text", "notes",   "prompt", "hints",
                                       "right", "derivation", "say",  "not-yet", NULL };
  const cJSON *child;

  cJSON_ArrayForEach (child, item)
  {
    if (child->string != NULL
        && (g_str_equal (child->string, "show") || g_str_equal (child->string, "networks")))
      visit_network (child, visit, user_data);
    else if (child->string != NULL && g_strv_contains (keys, child->string))
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

/* Every text once, in the order of reading, and the lesson's id; NULL with an error if it cannot be read. */
static GPtrArray *
list_texts (const gchar *path, gchar **id, GError **error)
{
  GPtrArray *texts;
  cJSON *root = open_lesson (path, error);

  if (root == NULL)
    return NULL;
  texts = g_ptr_array_new_with_free_func (g_free);
  visit_texts (root, note_text, texts);
  *id = g_strdup (gs_reader_find (root, "id")->valuestring);
  cJSON_Delete (root);
  return texts;
}

gchar *
gs_lesson_translation_template (const gchar *path, const gchar *language, GError **error)
{
  g_autoptr (GsLessonTranslation) known = NULL;
  g_autoptr (GPtrArray) texts = NULL;
  g_autofree gchar *id = NULL;
  GsWriter *writer;

  if (!gs_lesson_translation_find (path, language, &known, error))
    return NULL;
  texts = list_texts (path, &id, error);
  if (texts == NULL)
    return NULL;
  writer = gs_writer_new ();
  gs_writer_begin_object (writer, FALSE);
  gs_writer_put_string (writer, "format", "gradsheet-lesson-translation");
  gs_writer_put_integer (writer, "version", GS_LESSON_VERSION);
  gs_writer_put_string (writer, "lesson", id);
  gs_writer_put_string (writer, "language", language);
  gs_writer_put_string (writer, "decimal-sign", known != NULL ? known->decimal : ".");
  gs_writer_put_string (writer, "thousands-sign", known != NULL ? known->thousands : ",");
  gs_writer_put_object (writer, "texts", FALSE);
  for (guint i = 0; i < texts->len; i++) {
    const gchar *text = g_ptr_array_index (texts, i), *other = gs_lesson_translation_get (known, text);

    gs_writer_put_string (writer, text, other != NULL ? other : "");
  }
  gs_writer_end_object (writer);
  gs_writer_end_object (writer);
  return gs_writer_end (writer, NULL);
}

/* ---- what does not say the same ---- */

static gboolean
is_sign (const gchar *at, const gchar *sign, gsize digits)
{
  gsize length = strlen (sign);

  return length > 0 && g_str_has_prefix (at, sign) && strspn (at + length, "0123456789") >= digits;
}

gchar *
gs_lesson_translation_plain_numbers (const gchar *text, const gchar *decimal, const gchar *thousands)
{
  GString *plain = g_string_new (NULL);

  for (const gchar *at = text; *at != '\0';) {
    gboolean behind_digit = at > text && g_ascii_isdigit (at[-1]);

    if (behind_digit && is_sign (at, decimal, 1)) {
      g_string_append_c (plain, '.');
      at += strlen (decimal);
    } else if (behind_digit && is_sign (at, thousands, 3)) {
      at += strlen (thousands);
    } else if (behind_digit && is_sign (at, ".", 1)) {
      g_string_append_c (plain, ','); /* another language's sign: no number of this one */
      at++;
    } else {
      g_string_append_c (plain, *at++);
    }
  }
  return g_string_free (plain, FALSE);
}

static gint
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

/* The numbers that are written out; those in brackets behind a name are a cell's. */
static void
list_numbers (GPtrArray *marks, const gchar *source, const gchar *decimal, const gchar *thousands)
{
  g_autofree gchar *text = gs_lesson_translation_plain_numbers (source, decimal, thousands);

  for (const gchar *at = text; *at != '\0';) {
    gsize length = strspn (at, "0123456789.");

    if (*at == '[') {
      at += strcspn (at, "]");
    } else if (g_ascii_isdigit (*at)) {
      while (at[length - 1] == '.') /* a sentence's end */
        length--;
      g_ptr_array_add (marks, g_strndup (at, length));
      at += length;
    } else {
      at++;
    }
  }
}

/* The values, links and numbers of a text, sorted, as one line. */
static gchar *
list_marks (const gchar *source, const gchar *decimal, const gchar *thousands)
{
  g_autoptr (GsLessonText) text = gs_lesson_text_parse (source, NULL);
  g_autoptr (GPtrArray) marks = g_ptr_array_new_with_free_func (g_free);
  GString *line = g_string_new (NULL);

  for (guint i = 0; text != NULL && i < text->runs->len; i++) {
    const GsLessonRun *run = g_ptr_array_index (text->runs, i);

    if (run->kind == GS_LESSON_RUN_VALUE)
      g_ptr_array_add (marks, g_strdup_printf ("{%s:%d}", run->text, run->digits));
    else if (run->kind == GS_LESSON_RUN_LINK)
      g_ptr_array_add (marks, g_strdup_printf ("[[%s]]", run->target));
    else
      list_numbers (marks, run->text, decimal, thousands);
  }
  g_ptr_array_sort (marks, compare_texts);
  for (guint i = 0; i < marks->len; i++)
    g_string_append_printf (line, " %s", (const gchar *) g_ptr_array_index (marks, i));
  return g_string_free (line, FALSE);
}

G_GNUC_PRINTF (3, 4)
static void
complain (GPtrArray *problems, const GsLessonTranslation *translation, const gchar *format, ...)
{
  g_autofree gchar *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (problems, g_strdup_printf ("%s: %s", translation->path, what));
}

static void
compare_text (const GsLessonTranslation *translation, const gchar *original, GPtrArray *problems)
{
  const gchar *other = gs_lesson_translation_get (translation, original);
  g_autofree gchar *wanted = list_marks (original, ".", ","), *found = NULL;

  if (other == NULL) {
    complain (problems, translation, _ ("“%s” is not translated"), original);
    return;
  }
  found = list_marks (other, translation->decimal, translation->thousands);
  if (!g_str_equal (wanted, found))
    complain (problems, translation,
              _ ("“%s” has other values, links or numbers than its original “%s”:%s, not%s"), other, original,
              found, wanted);
}

GPtrArray *
gs_lesson_translation_check (const gchar *path, const gchar *language, GError **error)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free), texts = NULL;
  g_autoptr (GsLessonTranslation) translation = NULL;
  g_autofree gchar *id = NULL;
  GHashTableIter iter;
  gpointer original;

  if (!gs_lesson_translation_find (path, language, &translation, error))
    return NULL;
  texts = list_texts (path, &id, error);
  if (texts == NULL)
    return NULL;
  for (guint i = 0; translation != NULL && i < texts->len; i++)
    compare_text (translation, g_ptr_array_index (texts, i), problems);
  if (translation != NULL)
    g_hash_table_iter_init (&iter, translation->texts);
  while (translation != NULL && g_hash_table_iter_next (&iter, &original, NULL))
    if (!g_ptr_array_find_with_equal_func (texts, original, g_str_equal, NULL))
      complain (problems, translation, _ ("“%s” is translated, but is no text of the lesson"),
                (const gchar *) original);
  return g_steal_pointer (&problems);
}
