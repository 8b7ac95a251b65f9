/* What the check of lessons must see: steps with faults that were once taught with, each with what is said of
 * it; and what was mended in the player so that they cannot come back: the nudge beside an asked gradient,
 * tests that give nothing away, numbers as they are written by hand. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/lesson/gs-lesson-check.h"
#include "app/lesson/gs-lesson-glossary.h"
#include "app/lesson/gs-lesson-player.h"

#define FAULTY SOURCE_ROOT "/tests/fixtures/lessons-faulty/"

static gboolean
is_said (const GPtrArray *problems, const gchar *place, const gchar *part)
{
  for (guint i = 0; i < problems->len; i++) {
    const gchar *one = g_ptr_array_index (problems, i);

    if (strstr (one, place) != NULL && strstr (one, part) != NULL)
      return TRUE;
  }
  return FALSE;
}

static const struct {
  const gchar *file, *place, *part;
} faults[] = {
  { "01-activations.json", "steps[1].text", "uses “slope”" },
  { "01-activations.json", "steps[1].text", "uses “derivative”" },
  { "02-nudge.json", "steps[1].task.mistakes", "where the loss is the least" },
  { "02-nudge.json", "steps[1].task.not-yet", "is missing" },
  { "02-nudge.json", "steps[2].show.cursor", "watches L, which is blank" },
  { "02-nudge.json", "steps[3].task.mistakes", "goes too far alike" },
  { "02-nudge.json", "steps[4].task.refuse", "is missing" },
  { "02-nudge.json", "steps[4].task.prompt", "look at the loss" },
  { "02-nudge.json", "steps[5].show.network", "cannot be told apart" },
  { "02-nudge.json", "steps[6].task.value", "the sheet shows the answer, in dW1[1,1]" },
  { "02-nudge.json", "steps[7].task.mistakes[1].when", "the wrong is praised" },
  { "02-nudge.json", "steps[8].task.prompt", "asks to look at a1" },
  { "02-nudge.json", "steps[9].task.digits", "passes for the answer" },
  { "02-nudge.json", "steps[10].show.highlight", "show p" },
  { "02-nudge.json", "steps[11].task", "\"test\": true" },
  { "02-nudge.json", "steps[11].show.network", "dW2[1,1] is a sum of one term" },
  { "02-nudge.json", "steps[12].show.zoom", "can hardly be read" },
  { "02-nudge.json", "steps[13].show.highlight", "show p" },
};

static void
test_faults (void)
{
  g_autofree gchar *seen = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_autofree gchar *path = g_strconcat (FAULTY, faults[i].file, NULL);

    if (g_strcmp0 (seen, path) != 0) {
      g_clear_pointer (&problems, g_ptr_array_unref);
      problems = gs_lesson_check (path, NULL, &error);
      g_assert_no_error (error);
      g_free (seen);
      seen = g_strdup (path);
    }
    if (!is_said (problems, faults[i].place, faults[i].part))
      g_error ("%s: nothing is said of %s: “%s”", faults[i].file, faults[i].place, faults[i].part);
  }
}

/* ---- good lessons spoilt in one place ---- */

static const struct {
  const gchar *lesson, *beside; /* the second is only there to explain */
  const gchar *old, *new, *place, *part;
} planted[] = {
  /* It presses the key that the text names, on the cell that the text names. */
  { "08-chain-rule", NULL, "\"cell\": \"db1[1]\"", "\"cell\": \"dW1[1,1]\"", "task.prompt",
    "the nudge gives" },
  { "08-chain-rule", NULL, "Nudge the bias [[b1[1]]]:", "Nudge the bias:", "task.prompt", "links no cell" },
  /* What is watched is in view. */
  { "06-how-wrong-losses", NULL, "\"zoom\": [\"x\", \"W1\", \"b1\", \"a1\", \"t\", \"L\"]",
    "\"zoom\": [\"x\", \"W1\"]", "show.zoom", "watches L, which is not in view" },
  { "17-cross-entropy-and-kl", NULL, "\"zoom\": [\"x\", \"W1\", \"b1\", \"a1\", \"db1\"]",
    "\"zoom\": [\"x\", \"W1\", \"b1\"]", "show.zoom", "asks for db1, which is not in view" },
  { "21-relu-dead-units", NULL, "\"zoom\": [\"z1\", \"a1\", \"da1\", \"dz1\"]",
    "\"zoom\": [\"da1\", \"dz1\"]", "show.zoom", "is made of z1, which is not in view" },
  { "20-rmsprop-and-adam", NULL, "\"W1.v.next\", \"beta1\", \"beta2\"]", "\"W1.v.next\"]", "show.zoom",
    "beta2 is pointed at" },
  /* In type that one can read, beside a panel, too. */
  { "15-test-a", NULL, "\"zoom\": [\"x\", \"b1\", \"t\", \"L\"]", "\"zoom\": \"fit\"", "show.zoom",
    "can hardly be read" },
  { "17-cross-entropy-and-kl", NULL, "\"zoom\": [\"a1\", \"t\", \"L\"]", "\"zoom\": [\"x\", \"L\"]",
    "show.zoom", "can hardly be read" },
  /* No answer stands in the question. */
  { "01-a-neuron", NULL, "{x[1,2]} × {W1[2,1]}?", "{x[1,2]} × {W1[2,1]}? Is it {x[1,2] * W1[2,1]}?",
    "task.prompt", "shows the answer" },
  /* Wrong states do not pass; right ones do, and are not scolded. */
  { "01-a-neuron", NULL, "\"refuse\": [{\"set\": {\"W1[2,1]\": -0.4}}",
    "\"refuse\": [{\"set\": {\"W1[2,1]\": -0.5}}", "task.refuse", "passes" },
  { "01-a-neuron", NULL, "\"accept\": [{\"set\": {\"W1[2,1]\": -0.5}}",
    "\"accept\": [{\"set\": {\"W1[2,1]\": -0.7}}", "task.accept", "does not pass" },
  { "03-fit-a-line-by-hand", NULL, "W1[1,1] > 1.6\"", "W1[1,1] > 1.3\"", "task", "mistake" },
  /* Numbers add up as they are printed. */
  { "09-backpropagation", NULL, "{W2[1,1]} = {dz2[1,1] * W2[1,1]:4}", "{W2[1,1]} = {dz2[1,1] * W2[1,2]:4}",
    "text", "does not add up" },
  /* Words and signs are explained where they first stand. */
  { "01-a-neuron", NULL, "called the *pre-activation*", "called the pre-activation", "text",
    "for the first time" },
  { "08-chain-rule", "09-backpropagation", "each link has", "each linkᵀ has", "text", "uses “ᵀ”" },
  { "16-softmax", "23-l2-and-dropout", "The largest wins.", "The largest wins, with λ.", "text", "uses “λ”" },
  /* What is to come before is there, and does not wait for this one. */
  { "03-fit-a-line-by-hand", NULL, "\"needs\": [\"neuron\"]", "\"needs\": [\"neuron\", \"nudge\"]", "needs",
    "line → nudge → line" },
  { "03-fit-a-line-by-hand", NULL, "\"needs\": [\"neuron\"]", "\"needs\": [\"line\"]", "needs",
    "line → line" },
  { "03-fit-a-line-by-hand", NULL, "\"needs\": [\"neuron\"]", "\"needs\": [\"nowhere\"]", "needs",
    "“nowhere”" },
  /* Never silence. */
  { "04-a-slope-is-a-nudge", NULL,
    "\"not-yet\": \"The loss is {L:4} and was {start(L):4}. Both weights are to move.\",", "", "task.not-yet",
    "is missing" },
};

static void
copy_lesson (const gchar *folder, const gchar *name, const gchar *old, const gchar *new)
{
  g_autofree gchar *file = g_strconcat (name, ".json", NULL), *from = NULL, *to = NULL, *text = NULL;
  g_autoptr (GString) changed = NULL;

  from = g_build_filename (SOURCE_ROOT, "lessons", file, NULL);
  to = g_build_filename (folder, file, NULL);
  g_assert_true (g_file_get_contents (from, &text, NULL, NULL));
  changed = g_string_new (text);
  if (old != NULL && g_string_replace (changed, old, new, 1) == 0)
    g_error ("%s has no “%s” any more", name, old);
  g_assert_true (g_file_set_contents (to, changed->str, -1, NULL));
}

static void
remove_lesson (const gchar *folder, const gchar *name)
{
  g_autofree gchar *file = g_strconcat (name, ".json", NULL), *path = g_build_filename (folder, file, NULL);

  g_unlink (path);
}

static void
test_planted (void)
{
  g_autofree gchar *folder = g_dir_make_tmp ("gradsheet-XXXXXX", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (planted); i++) {
    g_autofree gchar *file = g_strconcat (planted[i].lesson, ".json", NULL);
    g_autofree gchar *path = g_build_filename (folder, file, NULL), *all = NULL;
    g_autoptr (GPtrArray) problems = NULL;
    g_autoptr (GError) error = NULL;

    copy_lesson (folder, planted[i].lesson, planted[i].old, planted[i].new);
    if (planted[i].beside != NULL)
      copy_lesson (folder, planted[i].beside, NULL, NULL);
    problems = gs_lesson_check (path, NULL, &error);
    g_assert_no_error (error);
    if (!is_said (problems, planted[i].place, planted[i].part)) {
      g_ptr_array_add (problems, NULL);
      all = g_strjoinv ("\n", (gchar **) problems->pdata);
      g_ptr_array_set_size (problems, (gint) problems->len - 1);
      g_test_fail_printf ("%s, %s: nothing is said of “%s” but\n%s", planted[i].lesson, planted[i].new,
                          planted[i].part, all);
    }
    remove_lesson (folder, planted[i].lesson);
    if (planted[i].beside != NULL)
      remove_lesson (folder, planted[i].beside);
  }
  g_rmdir (folder);
}

/* ---- lessons of one step ---- */

#define HEAD                                                                                                 \
  "{\"format\": \"gradsheet-lesson\", \"version\": 1, \"id\": \"one\", \"title\": \"One\", \"minutes\": 1, " \
  "\"steps\": [{\"id\": \"a\", \"text\": \"Text.\", \"show\": {\"network\": \"mazur\", \"cursor\": "         \
  "\"%s\"}, \"task\": %s}]}"

static GsLessonPlayer *
open_task (const gchar *cursor, const gchar *task)
{
  g_autofree gchar *text = g_strdup_printf (HEAD, cursor, task);
  g_autoptr (GError) error = NULL;
  GsLesson *lesson =
      gs_lesson_load_bytes (text, strlen (text), SOURCE_ROOT "/lessons/one.json", NULL, &error);
  g_autoptr (GsWorkbook) book = gs_workbook_open (SOURCE_ROOT "/lessons/networks/mazur.gradsheet", NULL);
  g_autoptr (GsView) view = gs_view_new (book);
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (NnCell));
  GsLessonPlayer *player;

  g_assert_no_error (error);
  player = gs_lesson_player_new (lesson, view, NULL, &error);
  g_assert_no_error (error);
  gs_lesson_player_set_seed (player, 5);
  gs_lesson_player_show (player, none);
  return player;
}

static NnCell
find (GsLessonPlayer *player, const gchar *name)
{
  GsView *view = gs_lesson_player_get_view (player);
  NnCell cell;

  g_assert_true (gs_cell_name_parse (gs_workbook_get_scope (gs_view_get_workbook (view)), name, &cell, NULL));
  return cell;
}

/* ---- the nudge ---- */

/* Beside an asked gradient it shows the quotient, and the gradient stays covered; in a test nothing. */
static void
test_nudge (void)
{
  g_autoptr (GsLessonPlayer) player =
      open_task ("end", "{\"kind\": \"predict\", \"cell\": \"dW1[2,2]\", \"prompt\": \"F7\"}");
  g_autoptr (GsLessonPlayer) tested = open_task (
      "L", "{\"kind\": \"fill\", \"cells\": [\"backward\"], \"test\": true, \"prompt\": \"Fill.\"}");
  NnCell weight = find (player, "W1[2,2]"), gradient = find (player, "dW1[2,2]"),
         other = find (player, "W1[1,1]");
  g_autoptr (GError) error = NULL;
  g_autofree gchar *text = NULL;
  GsNudge nudge;

  g_assert_true (gs_lesson_player_nudge (player, &gradient, &nudge, &error));
  g_assert_true (nudge.is_covered);
  text = g_strdup_printf ("%.17g", nudge.difference);
  g_assert_true (gs_lesson_player_nudge (player, &other, &nudge, &error));
  g_assert_false (nudge.is_covered);
  g_assert_cmpint (gs_lesson_player_answer (player, text), ==, GS_LESSON_VERDICT_RIGHT);
  weight = find (tested, "W1[2,2]");
  g_assert_false (gs_lesson_player_nudge (tested, &weight, &nudge, &error));
  g_assert_nonnull (strstr (error->message, "still asked for"));
}

/* ---- nothing given away ---- */

static void
assert_secret (GsLessonPlayer *player, const gchar *name, gboolean secret)
{
  GsView *view = gs_lesson_player_get_view (player);
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (NnCell));
  NnCell cell = find (player, name);
  g_autofree gchar *spoken = NULL;

  gs_lesson_player_show (player, none);
  gs_view_select (view, &cell, FALSE);
  g_assert_cmpint (gs_sight_is_secret (gs_view_get_sight (view), cell.tensor), ==, secret);
  spoken = gs_sight_speak_origin (gs_view_get_sight (view), &cell);
  g_assert_cmpint (strstr (spoken, "from") == NULL, ==, secret);
}

static void
test_secret (void)
{
  g_autoptr (GsLessonPlayer) player = open_task (
      "start",
      "{\"kind\": \"precedents\", \"cell\": \"z1[1,2]\", \"prompt\": \"Pick.\", \"hints\": [\"x and W1\"]}");
  g_autoptr (GsLessonPlayer) tested =
      open_task ("L", "{\"kind\": \"fill\", \"cells\": [\"backward\"], \"test\": true, \"prompt\": "
                      "\"Fill.\", \"hints\": [\"a − t\"]}");

  assert_secret (player, "z1[1,2]", TRUE);
  assert_secret (player, "z2[1,1]", FALSE);
  g_assert_true (gs_lesson_player_hint (player));
  assert_secret (player, "z1[1,2]", FALSE);
  assert_secret (tested, "dz2[1,1]", TRUE);
  assert_secret (tested, "dW1[2,1]", TRUE);
  assert_secret (tested, "W1.next[1,1]", TRUE); /* blank, and asked in another part */
  assert_secret (tested, "z2[1,1]", FALSE);
  g_assert_true (gs_lesson_player_hint (tested));
  assert_secret (tested, "dW1[2,1]", FALSE);
}

/* ---- the score ---- */

static void
type (GsLessonPlayer *player, guint number, gboolean right)
{
  GsBlanks *blanks = gs_lesson_player_get_blanks (player);
  const NnCell *cell = gs_blanks_get_cell (blanks, number);
  gdouble value = nn_run_get_cell (gs_blanks_get_run (blanks), cell);
  gchar text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_dtostr (text, sizeof text, right ? value : 7.5 + number);
  g_assert_true (gs_blanks_type (blanks, cell, text, NULL));
}

/* Eighty of a hundred pass, and a correction takes nothing away. */
static void
test_score (void)
{
  const gchar *task =
      "{\"kind\": \"fill\", \"cells\": [\"z1\", \"a1\", \"a2\", \"z2\", \"W1.next\"], \"test\": true, "
      "\"prompt\": \"Fill.\"}";
  g_autoptr (GsLessonPlayer) player = open_task ("start", task);
  g_autoptr (GsLessonPlayer) other = open_task ("start", task);
  g_autofree gchar *said = NULL;
  g_autoptr (GPtrArray) feedback = NULL;

  /* Twelve blanks: nine of them are 75 %, ten 83 %. */
  for (guint i = 0; i < 12; i++)
    type (player, i, i >= 3);
  g_assert_cmpint (gs_lesson_player_check (player), ==, GS_LESSON_VERDICT_WRONG);
  type (player, 11, FALSE);
  type (player, 10, FALSE);
  g_assert_cmpint (gs_lesson_player_check (player), ==, GS_LESSON_VERDICT_WRONG);
  feedback = gs_lesson_player_get_feedback (player);
  said = gs_lesson_paragraphs_join (feedback);
  g_assert_nonnull (strstr (said, "best so far is 75 %"));
  for (guint i = 0; i < 12; i++)
    type (other, i, i < 10);
  g_assert_cmpint (gs_lesson_player_check (other), ==, GS_LESSON_VERDICT_RIGHT);
  g_assert_true (gs_lesson_player_is_solved (other, 0));
}

/* ---- numbers ---- */

static void
test_numbers (void)
{
  static const struct {
    gdouble value;
    const gchar *text;
  } numbers[] = { { 0.0000066, "0.0000066" },
                  { -0.00043857, "−0.0004386" },
                  { 20000, "20000" },
                  { 0.25, "0.25" },
                  { NAN, "NaN" } };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    g_autofree gchar *text = gs_lesson_number (numbers[i].value, 4);

    g_assert_cmpstr (text, ==, numbers[i].text);
  }
  {
    g_autofree gchar *small = gs_lesson_whole (999), *large = gs_lesson_whole (1234567);

    g_assert_cmpstr (small, ==, "999");
    g_assert_cmpstr (large, ==, "1,234,567");
  }
}

/* A minus never meets another sign. */
static void
test_brackets (void)
{
  g_autoptr (GsLessonPlayer) player =
      open_task ("end", "{\"kind\": \"predict\", \"value\": \"1\", \"prompt\": "
                        "\"2 × {0-3} + {0-1}, {0-2}² and {0-4}\"}");
  g_autoptr (GPtrArray) prompt = gs_lesson_player_get_prompt (player);
  g_autofree gchar *text = gs_lesson_paragraphs_join (prompt);

  g_assert_cmpstr (text, ==, "2 × (−3) + (−1), (−2)² and −4");
}

/* ---- never silence, never code ---- */

static void
test_feedback (void)
{
  g_autoptr (GsLessonPlayer) player = open_task (
      "end",
      "{\"kind\": \"set\", \"cells\": [\"W1[1,1]\"], \"condition\": \"W1[1,1] > 0.9\", \"answer\": [1], "
      "\"prompt\": \"Set.\", \"not-yet\": \"{W1[1,1]} is still too small.\"}");
  g_autoptr (GsLessonPlayer) limited = open_task ("L", "{\"kind\": \"reach\", \"condition\": \"L < 0.0001\", "
                                                       "\"updates\": 10000, \"answer\": [{\"train\": 9000}], "
                                                       "\"prompt\": \"Train.\"}");
  GsWorkbook *book = gs_view_get_workbook (gs_lesson_player_get_view (player));
  g_autoptr (GPtrArray) feedback = NULL, prompt = NULL;
  g_autofree gchar *said = NULL, *asked = NULL;

  g_assert_true (gs_workbook_set_text (book, "W1[1,1]", "0.5", NULL));
  feedback = gs_lesson_player_get_feedback (player);
  said = gs_lesson_paragraphs_join (feedback);
  g_assert_cmpstr (said, ==, "0.5 is still too small.");
  prompt = gs_lesson_player_get_prompt (limited);
  asked = gs_lesson_paragraphs_join (prompt);
  g_assert_nonnull (strstr (asked, "At most 10,000 updates."));
}

/* ---- words ---- */

static void
test_glossary (void)
{
  const GsLessonWord slope = { "slope", "nudge" }, sign = { "ᵀ", "backpropagation" };

  g_assert_nonnull (gs_lesson_glossary_find (&slope, "Two Slopes are added"));
  g_assert_null (gs_lesson_glossary_find (&slope, "a landslope"));
  g_assert_nonnull (gs_lesson_glossary_find (&sign, "aᵀ·dz"));
  for (gsize i = 0; i < gs_lesson_glossary_get_size (); i++)
    g_assert_nonnull (gs_lesson_glossary_get (i)->lesson);
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson-check/faults", test_faults);
  g_test_add_func ("/lesson-check/planted", test_planted);
  g_test_add_func ("/lesson-check/nudge", test_nudge);
  g_test_add_func ("/lesson-check/secret", test_secret);
  g_test_add_func ("/lesson-check/score", test_score);
  g_test_add_func ("/lesson-check/numbers", test_numbers);
  g_test_add_func ("/lesson-check/brackets", test_brackets);
  g_test_add_func ("/lesson-check/feedback", test_feedback);
  g_test_add_func ("/lesson-check/glossary", test_glossary);
  return g_test_run ();
}
