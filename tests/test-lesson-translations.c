/* Lessons in other languages: which file is taken, what falls back to the original, how numbers are written,
 * what the check and a translator are told. */
#include <glib/gstdio.h>
#include <string.h>

#include "app/lesson/gs-lesson-check.h"
#include "app/lesson/gs-lesson-player.h"
#include "app/lesson/gs-lesson-translation.h"
#include "app/lesson/gs-lessons.h"
#include "app/text/gs-language.h"

#define LESSON                                                                                               \
  "{\"format\": \"gradsheet-lesson\", \"version\": 1, \"id\": \"first-sum\", \"title\": \"A first sum\","    \
  " \"minutes\": 5, \"steps\": [{\"id\": \"one\", \"text\": [\"Half of it: 0.5 × 2 = {x[1,1]}, "            \
  "{z1[1,1]}.\","                                                                                            \
  " \"In short, 1.5; of 60,000.\"],"                                                                         \
  " \"show\": {\"network\": {\"title\": \"A try\", \"spec\": \"input 1 · dense 1\", \"state\": {\"W1\": "   \
  "[[0.5]], \"b1\": [0.25]},"                                                                                \
  " \"data\": {\"inputs\": [[1]], \"targets\": [[1]], \"names\": {\"features\": [\"size\"]}}},"              \
  " \"cursor\": \"end\"}, \"task\": {\"kind\": \"reach\", \"condition\": \"L < 0.01\", \"prompt\": "         \
  "\"Train.\","                                                                                              \
  " \"not-yet\": \"Go on with [[L]].\", \"answer\": [{\"train\": 100}]}}]}"

#define TRANSLATION(SIGN, TEXTS)                                                                             \
  "{\"format\": \"gradsheet-lesson-translation\", \"version\": 1, \"lesson\": \"first-sum\","                \
  " \"language\": \"de\"," SIGN " \"texts\": {" TEXTS "}}"
#define COMMA "\"decimal-sign\": \",\", \"thousands-sign\": \".\","

typedef struct {
  gchar *folder, *lesson;
} Fixture;

static gchar *
write_file (const Fixture *fixture, const gchar *name, const gchar *text)
{
  gchar *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
put (const Fixture *fixture, const gchar *name, const gchar *text)
{
  g_free (write_file (fixture, name, text));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("gradsheet-test-XXXXXX", NULL);
  fixture->lesson = write_file (fixture, "01-sum.json", LESSON);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  GDir *dir = g_dir_open (fixture->folder, 0, NULL);
  const gchar *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree gchar *path = g_build_filename (fixture->folder, name, NULL);

    g_assert_cmpint (g_unlink (path), ==, 0);
  }
  g_dir_close (dir);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->lesson);
}

static void
assert_contains (const gchar *text, const gchar *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in “%s”", part, text);
}

static void
assert_title (const Fixture *fixture, const gchar *languages, const gchar *title)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsLesson) lesson = gs_lesson_load (fixture->lesson, languages, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (lesson->title, ==, title);
}

/* ---- which one ---- */

static void
test_languages (Fixture *fixture, gconstpointer data)
{
  put (fixture, "01-sum.de.json", TRANSLATION (COMMA, "\"A first sum\": \"Eine erste Summe\""));
  put (fixture, "01-sum.pt_BR.json", TRANSLATION (COMMA, "\"A first sum\": \"Uma primeira soma\""));
  assert_title (fixture, "de", "Eine erste Summe");
  assert_title (fixture, "de_AT", "Eine erste Summe");
  assert_title (fixture, "de_DE.UTF-8", "Eine erste Summe");
  assert_title (fixture, "pt_BR", "Uma primeira soma");
  assert_title (fixture, "pt", "A first sum");
  assert_title (fixture, "fr:de", "Eine erste Summe");
  assert_title (fixture, "en_GB:en:de", "A first sum");
  assert_title (fixture, "", "A first sum");
  assert_title (fixture, "../01-sum.de", "A first sum");
  assert_title (fixture, NULL, "A first sum");
}

static void
test_files (Fixture *fixture, gconstpointer data)
{
  g_autofree gchar *german = write_file (fixture, "01-sum.de.json", TRANSLATION ("", ""));
  g_autofree gchar *alone = write_file (fixture, "02-gone.de.json", TRANSLATION ("", ""));
  g_autofree gchar *language = NULL, *lesson = gs_lesson_translation_get_lesson (german, &language);
  gchar *none;

  g_assert_cmpstr (lesson, ==, fixture->lesson);
  g_assert_cmpstr (language, ==, "de");
  g_assert_null (gs_lesson_translation_get_lesson (alone, &none));
  g_assert_null (gs_lesson_translation_get_lesson (fixture->lesson, &none));
  g_assert_null (none);
}

/* ---- how it reads ---- */

static gchar *
get_paragraph (GsLessonPlayer *player, guint number)
{
  g_autoptr (GPtrArray) text = gs_lesson_player_get_text (player);

  return gs_lesson_runs_join (g_ptr_array_index (text, number));
}

static GsLessonPlayer *
open_german (const Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GsLessonPlayer *player = gs_lesson_player_open (fixture->lesson, "de", NULL, &error);

  g_assert_no_error (error);
  return player;
}

/* A live value looks like the numbers written beside it, also where a text has stayed in English. */
static void
test_signs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GsLessonPlayer) german = NULL, english = NULL, half = NULL;
  g_autofree gchar *comma = NULL, *point = NULL, *fallen_back = NULL;

  english = open_german (fixture);
  point = get_paragraph (english, 0);
  g_assert_cmpstr (point, ==, "Half of it: 0.5 × 2 = 1, 0.75.");
  put (fixture, "01-sum.de.json",
       TRANSLATION (COMMA, "\"Half of it: 0.5 × 2 = {x[1,1]}, {z1[1,1]}.\":"
                           " \"Davon die Hälfte: 0,5 × 2 = {x[1,1]}, {z1[1,1]}.\""));
  german = open_german (fixture);
  comma = get_paragraph (german, 0);
  g_assert_cmpstr (comma, ==, "Davon die Hälfte: 0,5 × 2 = 1, 0,75.");
  put (fixture, "01-sum.de.json", TRANSLATION (COMMA, "\"A first sum\": \"Eine erste Summe\""));
  half = open_german (fixture);
  fallen_back = get_paragraph (half, 0);
  g_assert_cmpstr (fallen_back, ==, "Half of it: 0.5 × 2 = 1, 0.75.");
}

static void
test_counts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GsLessonText) text = gs_lesson_text_parse ("{updates}", NULL);
  GsExpressionScope scope = { .updates = 12345 };
  g_autoptr (GPtrArray) english = gs_lesson_text_expand (text, &scope, NULL, NULL, 4), german = NULL;
  g_autofree gchar *comma = gs_lesson_runs_join (english), *point = NULL;

  g_assert_cmpstr (comma, ==, "12,345");
  gs_lesson_text_set_signs (text, ",", ".");
  german = gs_lesson_text_expand (text, &scope, NULL, NULL, 4);
  point = gs_lesson_runs_join (german);
  g_assert_cmpstr (point, ==, "12.345");
}

/* A network's title stands at the top, names of features beside the cells. */
static void
test_names (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GsLesson) lesson = NULL;

  put (fixture, "01-sum.de.json", TRANSLATION (COMMA, "\"size\": \"Größe\", \"A try\": \"Ein Versuch\""));
  lesson = gs_lesson_load (fixture->lesson, "de", NULL);
  assert_contains (gs_lesson_get_step (lesson, 0)->show.document, "\"Größe\"");
  assert_contains (gs_lesson_get_step (lesson, 0)->show.document, "\"title\": \"Ein Versuch\"");
  g_assert_null (strstr (gs_lesson_get_step (lesson, 0)->show.document, "\"size\""));
}

/* ---- what is refused ---- */

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const gchar *text, *part;
  } files[] = { { "{\"texts\": 3}", "no file of the kind" },
                { TRANSLATION ("", "\"a\": 3"), "must be a text" },
                { TRANSLATION ("\"decimal-sign\": \"\",", ""), "must be one character" },
                { TRANSLATION ("\"thousands-sign\": \"..\",", ""), "must be one character" },
                { TRANSLATION ("\"decimal\": \",\",", ""), "unknown key" },
                { TRANSLATION ("", "\"Train.\": \"{L\""), "not closed" } };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (GError) error = NULL;

    put (fixture, "01-sum.de.json", files[i].text);
    g_assert_null (gs_lesson_load (fixture->lesson, "de", &error));
    assert_contains (error->message, "01-sum.");
    assert_contains (error->message, files[i].part);
  }
}

/* ---- for translators ---- */

static void
test_template (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar *blank = gs_lesson_translation_template (fixture->lesson, "de", &error), *filled = NULL;
  static const gchar *const texts[] = { "A first sum", "In short, 1.5; of 60,000.", "Train.",
                                        "Go on with [[L]].", "size" };

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree gchar *line = g_strdup_printf ("\"%s\": \"\"", texts[i]);

    assert_contains (blank, line);
  }
  g_assert_null (strstr (blank, "first-sum\": \""));
  g_assert_null (strstr (blank, "input 1"));
  put (fixture, "01-sum.de.json", TRANSLATION (COMMA, "\"Train.\": \"Trainiere.\""));
  filled = gs_lesson_translation_template (fixture->lesson, "de", &error);
  assert_contains (filled, "\"Train.\": \"Trainiere.\"");
  assert_contains (filled, "\"decimal-sign\": \",\"");
  assert_contains (filled, "\"size\": \"\"");
}

#define WHOLE                                                                                                \
  "\"A first sum\": \"Eine erste Summe\", \"size\": \"Größe\", \"A try\": \"Ein Versuch\", \"Train.\": "   \
  "\"Trainiere.\","                                                                                          \
  "\"Half of it: 0.5 × 2 = {x[1,1]}, {z1[1,1]}.\": \"{z1[1,1]}; davon die Hälfte: 0,5 × 2 = {x[1,1]}.\","

static gchar *
check (const Fixture *fixture, const gchar *translation)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) problems = NULL;

  put (fixture, "01-sum.de.json", translation);
  problems = gs_lesson_check (fixture->lesson, "de", &error);
  g_assert_no_error (error);
  g_ptr_array_add (problems, NULL);
  return g_strjoinv ("\n", (gchar **) problems->pdata);
}

static void
test_check (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const gchar *translation, *complaint;
  } cases[] = {
    { TRANSLATION (COMMA, WHOLE "\"In short, 1.5; of 60,000.\": \"Kurz: von 60.000 also 1,5.\","
                                "\"Go on with [[L]].\": \"Weiter mit [[L]].\""),
      "" },
    { TRANSLATION (COMMA, WHOLE "\"In short, 1.5; of 60,000.\": \"Kurz: von 60.000 also 1.5.\","
                                "\"Go on with [[L]].\": \"Weiter mit [[L]].\""),
      "other values, links or numbers" },
    { TRANSLATION (COMMA, WHOLE "\"In short, 1.5; of 60,000.\": \"Kurz: von 6.000 also 1,5.\","
                                "\"Go on with [[L]].\": \"Weiter mit [[L]].\""),
      "other values, links or numbers" },
    { TRANSLATION (COMMA, WHOLE "\"In short, 1.5; of 60,000.\": \"Kurz: von 60.000 also 1,5.\","
                                "\"Go on with [[L]].\": \"Weiter mit [[W1]].\""),
      "other values, links or numbers" },
    { TRANSLATION (COMMA, WHOLE "\"In short, 1.5; of 60,000.\": \"Kurz: von 60.000 also 1,5.\""),
      "“Go on with [[L]].” is not translated" },
    { TRANSLATION (COMMA,
                   WHOLE "\"In short, 1.5; of 60,000.\": \"\", \"Go on with [[L]].\": \"Weiter mit [[L]].\""),
      "“In short, 1.5; of 60,000.” is not translated" },
    { TRANSLATION (COMMA, WHOLE "\"In short, 1.5; of 60,000.\": \"Kurz: von 60.000 also 1,5.\","
                                "\"Go on with [[L]].\": \"Weiter mit [[L]].\", \"Gone.\": \"Weg.\""),
      "“Gone.” is translated, but is no text of the lesson" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *said = check (fixture, cases[i].translation);

    if (*cases[i].complaint == '\0')
      g_assert_cmpstr (said, ==, "");
    assert_contains (said, cases[i].complaint);
    g_assert_null (strchr (said, '\n'));
    if (*said != '\0')
      assert_contains (said, "01-sum.de.json: “");
  }
}

/* The arithmetic in a translation is worked out with its own signs. */
static void
test_sums (Fixture *fixture, gconstpointer data)
{
  g_autofree gchar *said = NULL, *right = NULL;

  said =
      check (fixture, TRANSLATION (COMMA, "\"In short, 1.5; of 60,000.\": \"0,5 × 60.000 × 1,5 = 46.000\""));
  assert_contains (said, "steps[1].text[2]: does not add up as it is printed: 0.5 * 60000 * 1.5 = 46000");
  right =
      check (fixture, TRANSLATION (COMMA, "\"In short, 1.5; of 60,000.\": \"0,5 × 60.000 × 1,5 = 45.000\""));
  g_assert_null (strstr (right, "does not add up"));
}

/* ---- the course ---- */

static void
assert_whole (const gchar *path, const gchar *language)
{
  g_autoptr (GsLessonTranslation) translation = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;

  gs_lesson_translation_find (path, language, &translation, &error);
  g_assert_no_error (error);
  if (translation == NULL)
    g_error ("%s has no translation “%s”", path, language);
  g_assert_cmpstr (translation->decimal, ==, ",");
  g_assert_cmpstr (translation->thousands, !=, ",");
  problems = gs_lesson_check (path, language, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < problems->len; i++)
    g_test_message ("%s", (const gchar *) g_ptr_array_index (problems, i));
  g_assert_cmpuint (problems->len, ==, 0);
}

/* No text is missing or left over, links, live values and numbers are those of the original, and the lesson
 * passes its check in the language, too. */
static void
test_course (void)
{
  static const gchar *const folders[] = { SOURCE_ROOT "/lessons", NULL };
  g_autoptr (GPtrArray) lessons = gs_lessons_list (folders, NULL);

  g_assert_cmpuint (lessons->len, >=, 31);
  for (guint i = 0; i < lessons->len; i++) {
    const GsLessonEntry *entry = g_ptr_array_index (lessons, i);

    assert_whole (entry->path, "de");
    if (i < 15)
      assert_whole (entry->path, "pl");
  }
}

#define ADD(NAME, FUNCTION)                                                                                  \
  g_test_add ("/lesson-translations/" NAME, Fixture, NULL, set_up, FUNCTION, tear_down)

/* Those that lessons come in, sorted, and as their speakers call them. */
static void
test_languages_there_are (void)
{
  g_autofree gchar *folder = g_build_filename (SOURCE_ROOT, "lessons", NULL);
  g_auto (GStrv) languages = gs_lessons_list_languages ((const gchar *const[]){ folder, NULL });
  g_autofree gchar *list = g_strjoinv (" ", languages);

  g_assert_cmpstr (list, ==, "de en pl");
  g_assert_cmpstr (gs_language_get_own_name ("de"), ==, "Deutsch");
  g_assert_cmpstr (gs_language_get_own_name ("pl"), ==, "polski");
  g_assert_cmpstr (gs_language_get_own_name ("tlh"), ==, "tlh");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("languages", test_languages);
  ADD ("files", test_files);
  ADD ("signs", test_signs);
  ADD ("counts", test_counts);
  ADD ("names", test_names);
  ADD ("refusals", test_refusals);
  ADD ("template", test_template);
  ADD ("check", test_check);
  ADD ("sums", test_sums);
  g_test_add_func ("/lesson-translations/course", test_course);
  g_test_add_func ("/lesson-translations/languages-there-are", test_languages_there_are);
  return g_test_run ();
}
