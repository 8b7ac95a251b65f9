/* Lessons as files: what is refused and with which words, what the check finds, the list of lessons,
 * progress. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/lesson/gs-lesson-check.h"
#include "app/lesson/gs-lesson-progress.h"
#include "app/lesson/gs-lessons.h"

#define KINDS SOURCE_ROOT "/tests/fixtures/lesson-kinds.json"

/* ---- files that are no lessons ---- */

/* The good file with the first `old` replaced. Caller frees. */
static gchar *
spoil (const gchar *old, const gchar *new)
{
  g_autofree gchar *text = NULL;
  gchar *at, *spoilt;

  g_assert_true (g_file_get_contents (KINDS, &text, NULL, NULL));
  at = strstr (text, old);
  if (at == NULL)
    g_error ("“%s” is not in the file", old);
  spoilt = g_strdup_printf ("%.*s%s%s", (gint) (at - text), text, new, at + strlen (old));
  return spoilt;
}

static void
assert_contains (const gchar *text, const gchar *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in “%s”", part, text);
}

static const struct {
  const gchar *old, *new, *place, *part;
} refusals[] = {
  { "\"gradsheet-lesson\"", "\"gradsheet\"", "kinds.json: ", "no file of the kind" },
  { "\"version\": 1", "\"version\": 0", "version: ", "\"version\": 1" },
  { "\"version\": 1", "\"version\": 2", "kinds.json: ", "newer Gradsheet" },
  { "\"minutes\": 5", "\"minutes\": \"5\"", "minutes: ", "a number" },
  { "\"minutes\": 5", "\"minutes\": 0", "minutes: ", "from 1 to 240" },
  { "\"minutes\": 5", "\"hours\": 5", "kinds.json: ", "unknown key" },
  { "\"minutes\": 5,", "", "kinds.json: ", "“minutes” is missing" },
  { "\"level\": \"beginner\"", "\"level\": \"beginer\"", "level: ", "did you mean" },
  { "\"id\": \"all-kinds\"", "\"id\": \"All Kinds\"", "id: ", "small letters" },
  { "\"id\": \"predict2\"", "\"id\": \"predict\"", "steps[2]: ", "another step's" },
  { "\"id\": \"choose\",", "", "steps[3]: ", "“id” is missing" },
  { "\"text\": \"Choose.\"", "\"text\": 3", "steps[3].text: ", "must be a text" },
  { "\"text\": \"Choose.\"", "\"text\": [\"a\", null]", "steps[3].text[2]: ", "must be a text" },
  { "\"text\": \"Choose.\"", "\"text\": \"{L\"", "steps[3].text: ", "not closed" },
  { "\"network\": \"mazur222\"", "\"network\": \"mazur223\"",
    "steps[1].show.network: ", "no network called" },
  { "\"network\": \"mazur222\"", "\"network\": \"../networks/mazur\"",
    "steps[1].show.network: ", "no network" },
  { "\"network\": \"mazur222\"", "\"network\": 7", "steps[1].show.network: ", "must be the name" },
  { "\"network\": \"mazur222\", ", "", "steps[1]: ", "needs a “network”" },
  { "\"spec\": \"input 1 · dense 1\"", "\"spec\": \"input 1 · dens 1\"", "networks.line.spec: ", "dens" },
  { "\"spec\": \"input 1 · dense 1\"", "\"spec\": 1", "networks.line.spec: ", "must be a line" },
  { "\"spec\": \"input 1 · dense 1\",", "", "networks.line: ", "“input” is missing" },
  { "\"spec\"", "\"input\": [1], \"spec\"", "networks.line: ", "keep the one" },
  { "\"spec\"", "\"version\": 1, \"spec\"", "networks.line: ", "remove it" },
  { "\"targets\": [[2], [4]]", "\"targets\": [[2], [4], [6]]", "networks.line: data",
    "each input needs its target" },
  { "\"W1\": [[0.5]]", "\"W1\": [[0.5, 1]]", "networks.line: state", "W1: is 1×2, but" },
  { "\"cursor\": \"start\"", "\"cursor\": {\"step\": -1}", "steps[1].show.cursor.step: ", "whole number" },
  { "\"cursor\": \"start\"", "\"cursor\": 3", "steps[1].show.cursor: ", "must be an object" },
  { "\"cursor\": \"start\"", "\"train\": 0", "steps[1].show.train: ", "from 1" },
  { "\"cursor\": \"start\"", "\"panels\": {\"tap\": true}", "steps[1].show.panels: ", "did you mean “tape”" },
  { "\"cursor\": \"start\"", "\"zoom\": [1]", "steps[1].show.zoom[1]: ", "must be a name" },
  { "\"cursor\": \"start\"", "\"set\": {\"lr\": [1]}", "steps[1].show.set.lr: ", "a number, or a formula" },
  { "\"cursor\": \"start\"", "\"plot\": {\"kind\": \"loss\"}",
    "steps[1].show.plot: ", "“function” is missing" },
  { "\"cursor\": \"start\"", "\"plot\": {\"kind\": \"pie\"}", "steps[1].show.plot.kind: ", "descent" },
  { "\"lock\": [\"edit\"]", "\"lock\": [\"edits\"]", "steps[5].show.lock[1]: ", "did you mean “edit”" },
  { "\"from\": 0, \"to\": 3", "\"from\": 3, \"to\": 0", "steps[5].show.plot: ", "smaller" },
  { "\"kind\": \"predict\"", "\"kind\": \"predicts\"", "steps[1].task.kind: ", "did you mean “predict”" },
  { "\"cell\": \"z1[1,1]\",", "", "steps[1].task: ", "“cell” is missing" },
  { "\"cell\": \"z1[1,1]\",", "\"cell\": [],", "steps[1].task: ", "names no cell" },
  { "\"cell\": \"z1[1,1]\",", "\"cell\": [\"L\", \"L\"],", "steps[1].task: ", "must be one cell" },
  { "\"cell\": \"z1[1,1]\",", "\"cell\": \"L\", \"value\": 3,", "steps[1].task: ", "keep the one" },
  { "\"prompt\": \"What will [[z1[1,1]]] be?\",", "", "steps[1].task: ", "“prompt” is missing" },
  { "\"when\": \"sum(i: x[1,i]*W1[i,1])\"", "\"when\": \"sum(i: x[1,i]\"",
    "steps[1].task.mistakes[1].when: ", "missing" },
  { "\"when\": \"4\"", "\"cells\": [\"L\"]", "steps[5].task.mistakes[1]: ", "must have “when”" },
  { "\"digits\": 6", "\"digits\": 40", "steps[2].task.digits: ", "from 2 to 17" },
  { "\"right\": true, ", "", "steps[3].task: ", "0 options that are right" },
  { "{\"text\": \"Up\"", "{\"right\": true, \"text\": \"Up\"", "steps[3].task: ", "2 options" },
  { "\"answer\": [2, 0]", "\"answer\": [2]", "steps[6].task: ", "2 cells and 1 values" },
  { "\"condition\": \"L < 0.1\"", "\"condition\": \"L\"", "steps[6].task.condition: ", "is no condition" },
  { "\"value\": \"1/4\"", "\"value\": true", "steps[5].task.value: ", "a number, or a formula" },
  { "\"when\": \"tanh(z1[1,1])\", ", "", "steps[9].task.mistakes[1]: ", "the blanks it belongs to" },
};

/* A part that is empty would be found in every message. */
static void
assert_says_something (const gchar *part)
{
  g_assert_cmpuint (strlen (part), >=, 2);
}

static void
test_refusals (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autofree gchar *text = spoil (refusals[i].old, refusals[i].new);
    g_autoptr (GError) error = NULL;
    g_autoptr (GsLesson) lesson = gs_lesson_load_bytes (text, strlen (text), "kinds.json", NULL, &error);

    g_test_message ("%s -> %s: %s", refusals[i].old, refusals[i].new,
                    error != NULL ? error->message : "taken");
    g_assert_null (lesson);
    g_assert_nonnull (error);
    g_assert_true (error->domain == GS_DOCUMENT_ERROR);
    g_assert_true (g_str_has_prefix (error->message, "kinds.json: "));
    assert_contains (error->message, refusals[i].place);
    assert_says_something (refusals[i].part);
    assert_contains (error->message, refusals[i].part);
  }
}

static void
test_newer (void)
{
  g_autofree gchar *text = spoil ("\"version\": 1", "\"version\": 9, \"holograms\": true");
  g_autoptr (GError) error = NULL;

  g_assert_null (gs_lesson_load_bytes (text, strlen (text), "kinds.json", NULL, &error));
  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_NEWER);
}

/* Cut anywhere, or with any byte changed: refused or taken, never worse. */
static void
test_damaged (void)
{
  g_autofree gchar *text = NULL;
  guint64 state = 88172645463325252;
  gsize length;

  g_assert_true (g_file_get_contents (KINDS, &text, &length, NULL));
  for (gsize n = 0; n + 2 < length; n += 37) {
    g_autoptr (GError) error = NULL;

    g_assert_null (gs_lesson_load_bytes (text, n, "cut.json", NULL, &error));
    g_assert_nonnull (error);
  }
  for (gint i = 0; i < 400; i++) {
    g_autofree gchar *other = g_memdup2 (text, length + 1);
    g_autoptr (GError) error = NULL;
    g_autoptr (GsLesson) lesson = NULL;

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    other[state % length] = (gchar) (1 + (state >> 40) % 126);
    lesson = gs_lesson_load_bytes (other, length, "changed.json", NULL, &error);
    g_assert_true ((lesson == NULL) == (error != NULL));
  }
}

static void
test_no_file (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (gs_lesson_load ("/nowhere/lesson.json", NULL, &error));
  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_READ);
  g_clear_error (&error);
  g_assert_null (gs_lesson_load (SOURCE_ROOT "/lessons", NULL, &error));
  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_READ);
}

/* ---- what the check finds ---- */

static const struct {
  const gchar *old, *new, *place, *part;
} findings[] = {
  { "[[x[1,1]]] =", "[[x[1,3]]] =", "steps[1].text[1]: ", "lies outside" },
  { "\"Choose.\"", "\"{W7[1,1]}\"", "steps[3].text[1]: ", "no block" },
  { "\"Wait for {z1[1,1]}.\"", "\"{z9}\"", "steps[1].notes[1]: ", "no block" },
  { "Add {b1[1]}.", "Add {b1[4]}.", "steps[1].task.hints[2]: ", "lies outside" },
  { "Column, not row.", "[[W9]]", "steps[1].task.mistakes[2].say: ", "no block" },
  { "\"highlight\": [\"W1\"", "\"highlight\": [\"V1\"", "steps[1].show.highlight: ", "no block" },
  { "\"hide\": [\"W1.next\"]", "\"hide\": [\"W1.after\"]", "steps[2].show.hide: ", "no block" },
  { "\"cursor\": \"end\"", "\"cursor\": \"q[1]\"", "steps[2].show.cursor: ", "no block" },
  { "\"cursor\": \"end\"", "\"cursor\": {\"step\": 999}", "steps[2].show.cursor: ", "only" },
  { "\"cursor\": \"end\"", "\"set\": {\"lr\": \"1/0\"}", "steps[2].show.set: lr: ", "cannot be infinite" },
  { "\"cursor\": \"end\"", "\"select\": \"W1\"", "steps[2].show.select: ", "not one cell" },
  { "\"weight\": \"W1[1,1]\"", "\"weight\": \"W2[1,1]\"", "steps[5].show.plot.weight: ", "no block" },
  { "\"cell\": \"z1[1,1]\"", "\"cell\": \"z3[1,1]\"", "steps[1].task.cells: ", "no block" },
  { "x[1,i]*W1[1,i]", "x[1,i]*W1[i,1]", "steps[1].task.mistakes[2].when: ", "also the right answer" },
  { "x[1,i]*W1[1,i]) + b1[1]", "x[1,i]*W1[i,1])", "steps[1].task.mistakes[2].when: ", "as mistake 1 does" },
  { "\"when\": \"answer > 10\"", "\"when\": \"answer > 0\"",
    "steps[2].task.mistakes[2].when: ", "holds for the right answer" },
  { "\"when\": \"sum(i: x[1,i]*W1[i,1])\"", "\"when\": \"1 / 0\"",
    "steps[1].task.mistakes[1].when: ", "no number" },
  { ", \"say\": \"No: L grows.\"", "", "steps[3].task.options[1]: ", "why is it wrong" },
  { "\"cells\": [\"W1[2,1]\"]", "\"cells\": [\"W1[2,2]\"]",
    "steps[4].task.mistakes[1].cells: ", "not recognised" },
  { "\"cells\": [\"W1[2,1]\"]", "\"cells\": [\"W1[9,9]\"]",
    "steps[4].task.mistakes[1].cells: ", "does not exist" },
  { "\"cell\": \"z1[1,2]\"", "\"cell\": \"x[1,2]\"", "steps[4].task.cell: ", "computed from nothing" },
  { "\"value\": \"1/4\"", "\"value\": 0.5", "steps[5].task: ", "done already" },
  { "\"value\": \"1/4\"", "\"value\": 4", "steps[5].task.mistakes[1].when: ", "also the right answer" },
  { "\"when\": \"answer < 0\"", "\"when\": \"answer > 0\"",
    "steps[5].task.mistakes[2].when: ", "has been done" },
  { "\"answer\": [2, 0]", "\"answer\": [2, 3]", "steps[6].task: ", "cannot be solved" },
  { "\"condition\": \"L < 0.1\"", "\"condition\": \"L < 0\"", "steps[6].task: ", "cannot be solved" },
  { "\"updates\": 20", "\"updates\": 10", "steps[8].task: ", "cannot be solved" },
  { "{\"train\": 20}", "{\"train\": 2}", "steps[8].task: ", "cannot be solved" },
  { "\"cell\": \"a1[1,1]\", \"exactly\"", "\"cell\": \"x[1,1]\", \"exactly\"",
    "steps[7].task: ", "done already" },
  { "\"cells\": [\"z1\", ", "\"cells\": [\"W1\", ",
    "steps[9].task.cells: ", "W1[1,1] is given, not computed" },
  { "\"when\": \"tanh(z1[1,1])\"", "\"when\": \"sigmoid(z1[1,1])\"",
    "steps[9].task.mistakes[1]: ", "also right" },
  { "{\"cells\": [\"a1[1,1]\"]", "{\"cells\": [\"a2[1,1]\"]",
    "steps[9].task.mistakes[1].cells: ", "no blank" },
};

static gchar *
write_file (const gchar *folder, const gchar *name, const gchar *text)
{
  gchar *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static gchar *
make_folder (void)
{
  gchar *folder = g_dir_make_tmp ("gradsheet-lesson-XXXXXX", NULL);

  g_assert_nonnull (folder);
  return folder;
}

static void
remove_folder (const gchar *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const gchar *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree gchar *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
  g_clear_pointer (&dir, g_dir_close);
  g_rmdir (folder);
}

/* All that the check says of the file, or why it cannot be played. Caller frees. */
static gchar *
check_text (const gchar *folder, const gchar *text)
{
  g_autofree gchar *path = write_file (folder, "kinds.json", text);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) problems = gs_lesson_check (path, NULL, &error);

  if (problems == NULL)
    return g_strdup (error->message);
  g_ptr_array_add (problems, NULL);
  return g_strjoinv ("\n", (gchar **) problems->pdata);
}

static void
test_findings (void)
{
  g_autofree gchar *folder = make_folder ();
  g_autofree gchar *good = spoil ("\"minutes\": 5", "\"minutes\": 6"), *nothing = check_text (folder, good);

  g_assert_cmpstr (nothing, ==, "");
  for (gsize i = 0; i < G_N_ELEMENTS (findings); i++) {
    g_autofree gchar *text = spoil (findings[i].old, findings[i].new);
    g_autofree gchar *said = check_text (folder, text);

    g_test_message ("%s -> %s: %s", findings[i].old, findings[i].new, said);
    assert_contains (said, "kinds.json: ");
    assert_contains (said, findings[i].place);
    assert_says_something (findings[i].part);
    assert_contains (said, findings[i].part);
  }
  remove_folder (folder);
}

/* More digits than blanks can have are as many as they can. */
static void
test_many_digits (void)
{
  g_autofree gchar *folder = make_folder (), *before = spoil ("\"digits\": 3,", "");
  gchar *at = strstr (before, "\"minutes\": 5");
  g_autofree gchar *text = g_strdup_printf ("%.*s\"digits\": 17, %s", (gint) (at - before), before, at);
  g_autofree gchar *said = check_text (folder, text);

  g_assert_cmpstr (said, ==, "");
  remove_folder (folder);
}

static void
test_lengths (void)
{
  g_autofree gchar *folder = make_folder ();
  GString *words = g_string_new ("\"");
  g_autofree gchar *good = NULL, *bad = NULL, *said_good = NULL, *said_bad = NULL;

  for (gint i = 0; i < GS_LESSON_MAX_WORDS; i++)
    g_string_append (words, "word ");
  g_string_append_c (words, '"');
  good = spoil ("\"Choose.\"", words->str);
  said_good = check_text (folder, good);
  g_assert_cmpstr (said_good, ==, "");
  g_string_insert (words, 1, "more ");
  bad = spoil ("\"Choose.\"", words->str);
  said_bad = check_text (folder, bad);
  assert_contains (said_bad, "steps[3].text: has 91 words");
  g_string_free (words, TRUE);
  remove_folder (folder);
}

/* ---- the list ---- */

static void
test_list (void)
{
  g_autofree gchar *folder = make_folder (), *good = spoil ("\"minutes\": 5", "\"minutes\": 6");
  g_autofree gchar *again = NULL, *broken = NULL, *other = NULL, *translation = NULL, *named = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree gchar *text = spoil ("\"all-kinds\"", "\"third\"");
  const gchar *const folders[] = { folder, "/nowhere", NULL };
  const GsLessonEntry *entry;

  named = write_file (folder, "01-kinds.json", good);
  broken = write_file (folder, "02-broken.json", "{\"format\": \"gradsheet-lesson\"");
  again = write_file (folder, "03-again.json", good);
  other = write_file (folder, "04-third.json", text);
  translation = write_file (folder, "01-kinds.de.json",
                            "{\"format\": \"gradsheet-lesson-translation\", \"version\": 1, \"texts\": {}}");
  entries = gs_lessons_list (folders, NULL);
  g_assert_cmpuint (entries->len, ==, 3);
  entry = g_ptr_array_index (entries, 0);
  g_assert_cmpstr (entry->lesson->id, ==, "all-kinds");
  entry = g_ptr_array_index (entries, 1);
  g_assert_null (entry->lesson);
  assert_contains (entry->error->message, "02-broken.json: line 1");
  entry = g_ptr_array_index (entries, 2);
  g_assert_cmpstr (entry->lesson->id, ==, "third");
  remove_folder (folder);
}

/* ---- progress ---- */

static void
test_progress (void)
{
  g_autofree gchar *folder = make_folder (), *path = g_build_filename (folder, "progress.json", NULL);
  static const gchar *const steps[] = { "one", "two", "three", NULL };
  g_autoptr (GsLessonProgress) first = gs_lesson_progress_new (path), second = NULL;
  GsLessonDone done = { .solved = TRUE, .tries = 3, .hints = 1 };
  g_autoptr (GError) error = NULL;

  g_assert_null (gs_lesson_progress_get_place (first, "a-lesson"));
  g_assert_true (gs_lesson_progress_save (first, &error));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  gs_lesson_progress_add (first, "a-lesson", "two", &done);
  gs_lesson_progress_set_place (first, "a-lesson", "three");
  gs_lesson_progress_set_place (first, "gone", "one");
  g_assert_true (gs_lesson_progress_save (first, &error));
  g_assert_no_error (error);
  second = gs_lesson_progress_new (path);
  g_assert_null (gs_lesson_progress_take_notice (second));
  done = (GsLessonDone){ 0 };
  gs_lesson_progress_get (second, "a-lesson", "two", &done);
  g_assert_true (done.solved);
  g_assert_false (done.shown);
  g_assert_cmpuint (done.tries, ==, 3);
  g_assert_cmpuint (done.hints, ==, 1);
  gs_lesson_progress_get (second, "a-lesson", "one", &done);
  g_assert_false (done.solved);
  g_assert_cmpuint (gs_lesson_progress_count (second, "a-lesson", steps), ==, 1);
  g_assert_cmpstr (gs_lesson_progress_get_place (second, "a-lesson"), ==, "three");
  g_assert_cmpstr (gs_lesson_progress_get_place (second, "gone"), ==, "one");
  gs_lesson_progress_forget (second, "a-lesson");
  g_assert_cmpuint (gs_lesson_progress_count (second, "a-lesson", steps), ==, 0);
  remove_folder (folder);
}

static gchar *
make_progress_text (const gchar *lessons, gint version)
{
  return g_strdup_printf ("{\"format\": \"gradsheet-progress\", \"version\": %d, \"lessons\": %s}", version,
                          lessons);
}

static void
solve (GsLessonProgress *progress, const gchar *step)
{
  GsLessonDone done = { .solved = TRUE, .tries = 1 };

  gs_lesson_progress_add (progress, "a-lesson", step, &done);
}

static void
assert_saved (GsLessonProgress *progress)
{
  g_autoptr (GError) error = NULL;

  gs_lesson_progress_save (progress, &error);
  g_assert_no_error (error);
}

static guint
count_solved (const gchar *path)
{
  static const gchar *const steps[] = { "one", "two", "three", "four", NULL };
  g_autoptr (GsLessonProgress) progress = gs_lesson_progress_new (path);

  return gs_lesson_progress_count (progress, "a-lesson", steps);
}

/* Two programs, and two windows of one: nobody takes back what another has done. */
static void
test_progress_of_two (void)
{
  g_autofree gchar *folder = make_folder (), *path = g_build_filename (folder, "progress.json", NULL);
  g_autoptr (GsLessonProgress) first = gs_lesson_progress_new (path), second = gs_lesson_progress_new (path);
  GsLessonDone less = { .tries = 5 }, done;

  solve (first, "one");
  solve (first, "two");
  assert_saved (first);
  gs_lesson_progress_set_place (second, "a-lesson", "one"); /* knows of nothing */
  assert_saved (second);
  g_assert_cmpuint (count_solved (path), ==, 2);
  solve (second, "three");
  assert_saved (second);
  solve (first, "four");
  assert_saved (first);
  g_assert_cmpuint (count_solved (path), ==, 4);

  /* One who has it open longer comes with what it was then. */
  gs_lesson_progress_add (second, "a-lesson", "one", &less);
  assert_saved (second);
  gs_lesson_progress_get (second, "a-lesson", "one", &done);
  g_assert_true (done.solved);
  g_assert_cmpuint (done.tries, ==, 5);
  g_assert_cmpuint (count_solved (path), ==, 4);

  /* To begin anew is said of the whole lesson, and the others do not bring it back. */
  gs_lesson_progress_forget (first, "a-lesson");
  assert_saved (first);
  gs_lesson_progress_set_place (second, "a-lesson", "three");
  assert_saved (second);
  g_assert_cmpuint (count_solved (path), ==, 0);

  /* A file that is gone is written with all that is known. */
  solve (second, "one");
  assert_saved (second);
  g_unlink (path);
  solve (second, "two");
  assert_saved (second);
  g_assert_cmpuint (count_solved (path), ==, 2);
  remove_folder (folder);
}

#define N_LEARNERS 8
#define N_STEPS    12

/* Programs that save at the same time, each its own steps: all are there in the end. */
static void
test_progress_of_many (void)
{
  g_autofree gchar *folder = make_folder (), *path = g_build_filename (folder, "progress.json", NULL);
  g_autoptr (GsLessonProgress) all = NULL;

  for (gint learner = 0; learner < N_LEARNERS; learner++)
    if (fork () == 0) {
      g_autoptr (GsLessonProgress) progress = gs_lesson_progress_new (path);

      for (gint i = 0; i < N_STEPS; i++) {
        g_autofree gchar *step = g_strdup_printf ("%d-%d", learner, i);

        solve (progress, step);
        /* One who waits for too long says so, and tries again. */
        while (!gs_lesson_progress_save (progress, NULL))
          ;
      }
      _exit (0);
    }
  for (gint learner = 0; learner < N_LEARNERS; learner++) {
    gint status;

    g_assert_cmpint (wait (&status), >, 0);
    g_assert_cmpint (status, ==, 0);
  }
  all = gs_lesson_progress_new (path);
  for (gint i = 0; i < N_LEARNERS * N_STEPS; i++) {
    g_autofree gchar *step = g_strdup_printf ("%d-%d", i / N_STEPS, i % N_STEPS);
    GsLessonDone done;

    gs_lesson_progress_get (all, "a-lesson", step, &done);
    g_assert_true (done.solved);
  }
  remove_folder (folder);
}

/* Nothing is put aside that another version can read, or that may only not be read just now. */
static void
test_progress_left_alone (void)
{
  g_autofree gchar *folder = make_folder (), *path = g_build_filename (folder, "progress.json", NULL);
  g_autofree gchar *newer = make_progress_text ("{\"a\": {\"steps\": [1]}}", 2), *there = NULL,
                   *notice = NULL;
  g_autoptr (GsLessonProgress) progress = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, newer, -1, NULL));
  progress = gs_lesson_progress_new (path);
  notice = gs_lesson_progress_take_notice (progress);
  assert_contains (notice, "not kept");
  assert_contains (notice, "newer Gradsheet");
  solve (progress, "one");
  g_assert_false (gs_lesson_progress_save (progress, &error));
  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_NEWER);
  g_assert_null (gs_lesson_progress_take_notice (progress)); /* said once */
  g_assert_true (g_file_get_contents (path, &there, NULL, NULL));
  g_assert_cmpstr (there, ==, newer);
  g_clear_error (&error);
  g_clear_object (&progress);
  g_free (g_steal_pointer (&notice));

  g_unlink (path);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  progress = gs_lesson_progress_new (path);
  notice = gs_lesson_progress_take_notice (progress);
  assert_contains (notice, "pipe");
  solve (progress, "one");
  g_assert_false (gs_lesson_progress_save (progress, &error));
  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_READ);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_clear_error (&error);

  /* Once it can be written, nothing is missing. */
  g_unlink (path);
  assert_saved (progress);
  g_assert_cmpuint (count_solved (path), ==, 1);
  remove_folder (folder);
}

static void
test_damaged_progress (void)
{
  g_autofree gchar *folder = make_folder (), *path = g_build_filename (folder, "progress.json", NULL);
  g_autofree gchar *no_object = make_progress_text ("[]", 1),
                   *no_step = make_progress_text ("{\"a\": {\"steps\": {\"b\": 3}}}", 1),
                   *negative = make_progress_text ("{\"a\": {\"steps\": {\"b\": {\"tries\": -1}}}}", 1),
                   *no_version = make_progress_text ("{}", 0);
  const gchar *const texts[] = { "",         "{",
                                 "[]",       no_object,
                                 no_step,    negative,
                                 no_version, "{\"format\": \"gradsheet\", \"version\": 2, \"lessons\": {}}" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree gchar *aside = i == 0 ? g_strconcat (path, ".damaged", NULL)
                                     : g_strdup_printf ("%s.damaged-%" G_GSIZE_FORMAT, path, i + 1);
    g_autoptr (GsLessonProgress) progress = NULL;
    g_autofree gchar *notice = NULL;

    g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
    progress = gs_lesson_progress_new (path);
    notice = gs_lesson_progress_take_notice (progress);
    assert_contains (notice, aside);
    g_assert_null (gs_lesson_progress_take_notice (progress));
    gs_lesson_progress_set_place (progress, "a", "b");
    assert_saved (progress);
    g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  }
  /* The later ones have replaced none of the earlier. */
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree gchar *aside = i == 0 ? g_strconcat (path, ".damaged", NULL)
                                     : g_strdup_printf ("%s.damaged-%" G_GSIZE_FORMAT, path, i + 1);
    g_autofree gchar *kept = NULL;

    g_assert_true (g_file_get_contents (aside, &kept, NULL, NULL));
    g_assert_cmpstr (kept, ==, texts[i]);
  }
  remove_folder (folder);
}

static void
test_progress_cannot_be_written (void)
{
  g_autoptr (GsLessonProgress) progress = gs_lesson_progress_new ("/proc/nothing/progress.json");
  g_autofree gchar *notice = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (gs_lesson_progress_take_notice (progress));
  gs_lesson_progress_set_place (progress, "a", "b");
  g_assert_false (gs_lesson_progress_save (progress, &error));
  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_WRITE);
  notice = gs_lesson_progress_take_notice (progress);
  assert_contains (notice, "not kept");
  assert_contains (notice, error->message);
  g_assert_false (gs_lesson_progress_save (progress, NULL));
  g_assert_null (gs_lesson_progress_take_notice (progress));
}

/* Who does the last task in cells by themselves knows the lesson; the question behind it, or the answer
 * shown, is not enough. */
static void
test_known (void)
{
  g_autofree gchar *folder = make_folder (), *path = g_build_filename (folder, "progress.json", NULL);
  g_autoptr (GsLessonProgress) progress = gs_lesson_progress_new (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsLesson) lesson = gs_lesson_load (KINDS, NULL, &error);
  GsLessonDone done = { .solved = TRUE, .shown = TRUE }, own = { .solved = TRUE };

  g_assert_no_error (error);
  gs_lesson_progress_add (progress, lesson->id, "choose", &own);
  g_assert_cmpuint (gs_lesson_progress_count_done (progress, lesson), ==, 1);
  gs_lesson_progress_add (progress, lesson->id, "fill", &own);
  g_assert_cmpuint (gs_lesson_progress_count_done (progress, lesson), ==, lesson->steps->len);
  gs_lesson_progress_add (progress, lesson->id, "fill", &done);
  g_assert_cmpuint (gs_lesson_progress_count_done (progress, lesson), ==, 2);
  remove_folder (folder);
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson-files/refusals", test_refusals);
  g_test_add_func ("/lesson-files/newer", test_newer);
  g_test_add_func ("/lesson-files/damaged", test_damaged);
  g_test_add_func ("/lesson-files/no-file", test_no_file);
  g_test_add_func ("/lesson-files/findings", test_findings);
  g_test_add_func ("/lesson-files/many-digits", test_many_digits);
  g_test_add_func ("/lesson-files/lengths", test_lengths);
  g_test_add_func ("/lesson-files/list", test_list);
  g_test_add_func ("/lesson-files/progress", test_progress);
  g_test_add_func ("/lesson-files/progress/of-two", test_progress_of_two);
  g_test_add_func ("/lesson-files/progress/of-many", test_progress_of_many);
  g_test_add_func ("/lesson-files/progress/left-alone", test_progress_left_alone);
  g_test_add_func ("/lesson-files/progress/damaged", test_damaged_progress);
  g_test_add_func ("/lesson-files/known", test_known);
  g_test_add_func ("/lesson-files/progress/cannot-be-written", test_progress_cannot_be_written);
  return g_test_run ();
}
