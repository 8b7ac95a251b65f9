/* Lessons: every kind of task answered right, wrongly in each listed way, and with junk; leaving and coming
 * back; formulas, texts and plots. Numbers are worked out here, not by the program. */
#include <math.h>
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/lesson/gs-lesson-player.h"
#include "app/lesson/gs-lesson-plot.h"
#include "app/lesson/gs-lesson-sentences.h"

#define KINDS SOURCE_ROOT "/tests/fixtures/lesson-kinds.json"

/* Mazur's network: z1[1,1] = 0.05 * 0.15 + 0.1 * 0.2 + 0.35. */
#define Z11 0.3775

static GsLessonPlayer *
play_lesson (GsLesson *lesson, GsLessonProgress *progress)
{
  g_autoptr (GError) error = NULL;
  GsDocument *document = gs_lesson_open_network (lesson, gs_lesson_get_step (lesson, 0), &error);
  g_autoptr (GsWorkbook) book = gs_workbook_new (document, &error);
  g_autoptr (GsView) view = gs_view_new (book);
  GsLessonPlayer *player = gs_lesson_player_new (lesson, view, progress, &error);

  g_assert_no_error (error);
  return player;
}

static GsLessonPlayer *
play (const gchar *step)
{
  g_autoptr (GError) error = NULL;
  GsLesson *lesson = gs_lesson_load (KINDS, NULL, &error);
  GsLessonPlayer *player;
  gint number;

  g_assert_no_error (error);
  number = gs_lesson_find_step (lesson, step);
  g_assert_cmpint (number, >=, 0);
  player = play_lesson (lesson, NULL);
  gs_lesson_player_set_seed (player, 7);
  if (number > 0)
    g_assert_true (gs_lesson_player_go_to (player, (guint) number, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (gs_lesson_player_get_step (player)->id, ==, step);
  return player;
}

static GsWorkbook *
book_of (GsLessonPlayer *player)
{
  return gs_view_get_workbook (gs_lesson_player_get_view (player));
}

/* Takes the paragraphs. */
static gchar *
join (GPtrArray *paragraphs)
{
  gchar *text = gs_lesson_paragraphs_join (paragraphs);

  g_ptr_array_unref (paragraphs);
  return text;
}

static void
assert_said (GsLessonPlayer *player, const gchar *wanted)
{
  g_autofree gchar *said = join (gs_lesson_player_get_feedback (player));

  g_assert_cmpstr (said, ==, wanted);
}

static void
assert_answer (GsLessonPlayer *player, const gchar *answer, GsLessonVerdict verdict, gint mistake)
{
  GsLessonVerdict found = gs_lesson_player_answer (player, answer);

  g_test_message ("%s", g_utf8_validate (answer, -1, NULL) ? answer : "not UTF-8");
  g_assert_cmpint (found, ==, verdict);
  g_assert_cmpint (gs_lesson_player_get_verdict (player), ==, verdict);
  g_assert_cmpint (gs_lesson_player_get_mistake (player), ==, mistake);
}

static void
set (GsLessonPlayer *player, const gchar *cell, const gchar *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (gs_workbook_set_text (book_of (player), cell, text, &error));
  g_assert_no_error (error);
}

static gdouble
value_of (GsLessonPlayer *player, const gchar *name)
{
  NnCell cell;

  g_assert_true (gs_cell_name_parse (gs_workbook_get_scope (book_of (player)), name, &cell, NULL));
  return nn_run_get_cell (gs_workbook_get_run (book_of (player)), &cell);
}

/* ---- predict ---- */

static void
test_predict (void)
{
  g_autoptr (GsLessonPlayer) player = play ("predict");
  const gchar *const right[] = { "0.3775", "0,3775", "151/400", "0.37754", ".3774", "0.3776" };
  NnCell cell;

  gs_cell_name_parse (gs_workbook_get_scope (book_of (player)), "z1[1,1]", &cell, NULL);
  g_assert_true (gs_lesson_player_is_hidden (player, &cell));
  assert_answer (player, "0.0275", GS_LESSON_VERDICT_WRONG, 0);
  assert_said (player, "The bias 0.35 is missing; you said 0.0275.");
  /* 0.05 * 0.15 + 0.1 * 0.25 + 0.35 */
  assert_answer (player, "0.3825", GS_LESSON_VERDICT_WRONG, 1);
  assert_answer (player, "-0.3775", GS_LESSON_VERDICT_WRONG, -1);
  assert_said (player, "The size is right, the sign is not.");
  assert_answer (player, "3.775", GS_LESSON_VERDICT_WRONG, -1);
  assert_said (player, "The digits are right, the decimal point is not where it belongs.");
  assert_answer (player, "0.38", GS_LESSON_VERDICT_COARSE, -1);
  assert_said (player, "Right as far as it goes: give it with 4 significant digits.");
  assert_answer (player, "0.15", GS_LESSON_VERDICT_WRONG, -1);
  assert_said (player, "That is the number in W1[1,1].");
  assert_answer (player, "0.3773", GS_LESSON_VERDICT_WRONG, -1);
  assert_answer (player, "0.77", GS_LESSON_VERDICT_WRONG, -1);
  assert_answer (player, "hello", GS_LESSON_VERDICT_JUNK, -1);
  assert_answer (player, "", GS_LESSON_VERDICT_JUNK, -1);
  assert_answer (player, "1/0", GS_LESSON_VERDICT_JUNK, -1);
  assert_answer (player, "1,234", GS_LESSON_VERDICT_JUNK, -1);
  assert_answer (player, "\xff\xfe", GS_LESSON_VERDICT_JUNK, -1);
  g_assert_false (gs_lesson_player_is_solved (player, 0));
  for (gsize i = 0; i < G_N_ELEMENTS (right); i++) {
    assert_answer (player, right[i], GS_LESSON_VERDICT_RIGHT, -1);
    g_assert_true (gs_lesson_player_is_solved (player, 0));
    g_assert_true (gs_lesson_player_restart (player, NULL));
    g_assert_cmpint (gs_lesson_player_get_verdict (player), ==, GS_LESSON_VERDICT_NONE);
  }
  g_assert_cmpstr (gs_lesson_player_get_answer (player), ==, NULL);
}

/* With other weights the right answer and every mistake follow. */
static void
test_predict_follows (void)
{
  g_autoptr (GsLessonPlayer) player = play ("predict");

  set (player, "W1[1,1]", "2");
  set (player, "b1[1]", "0.5");
  g_assert_true (gs_lesson_player_is_away (player));
  assert_answer (player, "0.12", GS_LESSON_VERDICT_WRONG, 0);
  assert_said (player, "The bias 0.5 is missing; you said 0.12.");
  assert_answer (player, "0.3775", GS_LESSON_VERDICT_WRONG, -1);
  assert_answer (player, "0.62", GS_LESSON_VERDICT_RIGHT, -1);
}

static void
test_predict_formula (void)
{
  g_autoptr (GsLessonPlayer) player = play ("predict2");
  /* Mazur's own number; the gradient is twice the difference, as the rate is 0.5. */
  gdouble updated = 0.14978071613276281;
  g_autofree gchar *up = g_strdup_printf ("%.9f", 0.15 + (0.15 - updated));

  assert_answer (player, up, GS_LESSON_VERDICT_WRONG, 0);
  assert_answer (player, "11", GS_LESSON_VERDICT_WRONG, 1);
  assert_answer (player, "0.1498", GS_LESSON_VERDICT_COARSE, -1);
  assert_answer (player, "0.149781", GS_LESSON_VERDICT_RIGHT, -1);
}

/* ---- help ---- */

static void
test_hints_and_answer (void)
{
  g_autoptr (GsLessonPlayer) player = play ("predict");
  g_autofree gchar *none = join (gs_lesson_player_get_hints (player));
  g_autofree gchar *hidden = join (gs_lesson_player_get_derivation (player));
  g_autofree gchar *hints = NULL, *derivation = NULL;
  NnCell cell;

  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (hidden, ==, "");
  g_assert_true (gs_lesson_player_hint (player));
  g_assert_true (gs_lesson_player_hint (player));
  g_assert_false (gs_lesson_player_hint (player));
  hints = join (gs_lesson_player_get_hints (player));
  g_assert_cmpstr (hints, ==, "0.05 × 0.15 + …\n\nAdd 0.35.");
  gs_lesson_player_reveal (player);
  derivation = join (gs_lesson_player_get_derivation (player));
  g_assert_cmpstr (derivation, ==,
                   "z1[1,1] = x[1,1] × W1[1,1] + x[1,2] × W1[2,1] + b1[1]\n\n"
                   "z1[1,1] = 0.05 × 0.15 + 0.1 × 0.2 + 0.35\n\nz1[1,1] = 0.3775");
  /* The cell shows it, and one is still at the step. */
  g_assert_true (gs_cell_name_parse (gs_workbook_get_scope (book_of (player)), "z1[1,1]", &cell, NULL));
  g_assert_true (gs_workbook_is_visible (book_of (player), &cell));
  g_assert_false (gs_lesson_player_is_away (player));
}

/* What the teacher sees, whatever has been shown to the class. */
static void
test_teach (void)
{
  g_autoptr (GsLessonPlayer) player = play ("predict");
  g_autofree gchar *solution = join (gs_lesson_player_get_solution (player));
  g_autofree gchar *mistakes = join (gs_lesson_player_get_mistakes (player));
  g_autofree gchar *shown = join (gs_lesson_player_get_derivation (player));

  g_assert_true (g_str_has_suffix (solution, "z1[1,1] = 0.3775"));
  g_assert_cmpstr (shown, ==, "");
  /* The number that the mistake leads to, and what it means. */
  g_assert_nonnull (strstr (mistakes, "0.0275: The bias"));
  g_assert_false (gs_lesson_player_is_answered (player));
}

/* A text is shortened to whole sentences; a paragraph ends one, too. */
static void
test_sentences (void)
{
  g_autoptr (GsLessonPlayer) player = play ("predict");
  g_autoptr (GPtrArray) text = gs_lesson_player_get_text (player);
  g_autofree gchar *one = join (gs_lesson_take_sentences (text, 1)),
                   *two = join (gs_lesson_take_sentences (text, 2));
  g_autofree gchar *all = join (gs_lesson_take_sentences (text, 99));

  g_assert_cmpuint (gs_lesson_count_sentences (text), ==, 2);
  g_assert_cmpstr (one, ==, "A neuron with input x[1,1] = 0.05, z = x·w.");
  g_assert_cmpstr (two, ==, "A neuron with input x[1,1] = 0.05, z = x·w. z is ?.");
  g_assert_cmpstr (all, ==, two);
}

/* Without a progress nothing is kept; with one, a lesson that is over keeps nothing more. */
static void
test_leave (void)
{
  g_autoptr (GsLessonPlayer) player = play ("predict");

  g_assert_false (gs_lesson_player_is_finished (player));
  gs_lesson_player_leave (player);
  g_assert_false (gs_lesson_player_is_kept (player));
  gs_lesson_player_leave (player);
}

static void
test_derive_formula (void)
{
  g_autoptr (GsLessonPlayer) player = play ("predict2");
  g_autofree gchar *derivation = NULL;

  gs_lesson_player_reveal (player);
  derivation = join (gs_lesson_player_get_derivation (player));
  g_assert_cmpstr (derivation, ==,
                   "W1[1,1] − lr × dL/dW1[1,1]\n\n= 0.15 − 0.5 × 0.00043856773\n\n= 0.149781");
}

/* Every kind says how it is done, and its own answer passes. */
static void
test_every_answer (void)
{
  g_autoptr (GsLessonPlayer) player = play ("predict");
  guint n = gs_lesson_player_get_n_steps (player);

  for (guint i = 0; i < n; i++) {
    g_autoptr (GError) error = NULL;
    g_autofree gchar *answer = NULL, *derivation = NULL;

    if (i > 0)
      g_assert_true (gs_lesson_player_go_to (player, i, &error));
    if (gs_lesson_player_get_step (player)->task == NULL)
      continue;
    gs_lesson_player_reveal (player);
    derivation = join (gs_lesson_player_get_derivation (player));
    g_assert_cmpuint (strlen (derivation), >, 3);
    g_assert_true (gs_lesson_player_carry_out (player, &answer, &error));
    g_assert_no_error (error);
    if (answer != NULL)
      gs_lesson_player_answer (player, answer);
    else
      gs_lesson_player_check (player);
    g_assert_cmpint (gs_lesson_player_get_verdict (player), ==, GS_LESSON_VERDICT_RIGHT);
  }
}

/* ---- choose, precedents ---- */

static void
test_choose (void)
{
  g_autoptr (GsLessonPlayer) player = play ("choose");
  g_autofree gchar *option = join (gs_lesson_player_get_option (player, 2));

  g_assert_cmpstr (option, ==, "Down");
  assert_answer (player, "1", GS_LESSON_VERDICT_WRONG, -1);
  assert_said (player, "No: L grows.");
  assert_answer (player, "3", GS_LESSON_VERDICT_JUNK, -1);
  assert_answer (player, "0", GS_LESSON_VERDICT_JUNK, -1);
  assert_answer (player, "99999999999999999999", GS_LESSON_VERDICT_JUNK, -1);
  assert_answer (player, "sideways", GS_LESSON_VERDICT_JUNK, -1);
  assert_answer (player, " down ", GS_LESSON_VERDICT_RIGHT, -1);
  assert_said (player, "Yes.");
}

static void
test_precedents (void)
{
  g_autoptr (GsLessonPlayer) player = play ("pick");

  assert_answer (player, "x W1[2,1]", GS_LESSON_VERDICT_WRONG, 0);
  assert_said (player, "Neuron 1's.");
  assert_answer (player, "x W1[1,2] W1[2,2]", GS_LESSON_VERDICT_WRONG, 1);
  assert_answer (player, "x W1[1,2] b1[2]", GS_LESSON_VERDICT_COARSE, -1);
  assert_said (player, "Right so far; 1 is missing.");
  assert_answer (player, "x W1[1,2] W1[2,2] b1[2] b2[1]", GS_LESSON_VERDICT_WRONG, -1);
  assert_said (player, "b2[1] is not among them.");
  assert_answer (player, "x[1,1] nonsense", GS_LESSON_VERDICT_JUNK, -1);
  assert_answer (player, "  ", GS_LESSON_VERDICT_JUNK, -1);
  assert_answer (player, "x[1,1], x[1,2]; W1[1,2] W1[2,2], b1[2]", GS_LESSON_VERDICT_RIGHT, -1);
}

/* ---- set ---- */

static void
count_signal (guint *count)
{
  ++*count;
}

static void
test_set (void)
{
  g_autoptr (GsLessonPlayer) player = play ("set");
  GsWorkbook *book = book_of (player);
  guint solved = 0;
  NnCell own, other;

  g_signal_connect_swapped (player, "solved", G_CALLBACK (count_signal), &solved);
  gs_cell_name_parse (gs_workbook_get_scope (book), "W1[1,1]", &own, NULL);
  gs_cell_name_parse (gs_workbook_get_scope (book), "b1[1]", &other, NULL);
  g_assert_true (gs_lesson_player_can_edit (player, &own));
  g_assert_false (gs_lesson_player_can_edit (player, &other));
  g_assert_true (gs_lesson_player_is_locked (player, GS_LESSON_LOCK_EDIT));
  g_assert_false (gs_lesson_player_is_locked (player, GS_LESSON_LOCK_STEP));
  set (player, "W1[1,1]", "4");
  g_assert_cmpint (gs_lesson_player_get_mistake (player), ==, 0);
  assert_said (player, "A quarter is 1/4.");
  set (player, "W1[1,1]", "-0.25");
  g_assert_cmpint (gs_lesson_player_get_mistake (player), ==, 1);
  set (player, "W1[1,1]", "0.2501");
  g_assert_cmpint (gs_lesson_player_get_verdict (player), ==, GS_LESSON_VERDICT_NONE);
  g_assert_cmpint (gs_lesson_player_check (player), ==, GS_LESSON_VERDICT_WRONG);
  assert_said (player, "Not yet: W1[1,1] is 0.2501.");
  g_assert_cmpuint (solved, ==, 0);
  g_assert_false (gs_lesson_player_is_away (player));
  set (player, "W1[1,1]", "1/4");
  g_assert_cmpuint (solved, ==, 1);
  g_assert_cmpint (gs_lesson_player_get_verdict (player), ==, GS_LESSON_VERDICT_RIGHT);
}

static void
test_set_condition (void)
{
  g_autoptr (GsLessonPlayer) player = play ("go");

  /* Passed over, the step before left its own answer. */
  g_assert_cmpfloat (value_of (player, "W1[1,1]"), ==, 0.25);
  set (player, "W1[1,1]", "1.7");
  /* (0.3² + 0.6²) / 4 */
  g_assert_cmpint (gs_lesson_player_get_verdict (player), ==, GS_LESSON_VERDICT_NONE);
  g_assert_cmpint (gs_lesson_player_check (player), ==, GS_LESSON_VERDICT_WRONG);
  set (player, "b1[1]", "0.5");
  g_assert_cmpint (gs_lesson_player_get_verdict (player), ==, GS_LESSON_VERDICT_RIGHT);
}

/* ---- step-to, reach ---- */

static void
test_step_to (void)
{
  g_autoptr (GsLessonPlayer) player = play ("step");
  GsView *view = gs_lesson_player_get_view (player);

  g_assert_cmpint (gs_view_get_step (view), ==, GS_STEP_OPERATION);
  gs_view_step (view, 1);
  g_assert_cmpint (gs_lesson_player_get_verdict (player), ==, GS_LESSON_VERDICT_NONE);
  g_assert_cmpint (gs_lesson_player_check (player), ==, GS_LESSON_VERDICT_WRONG);
  assert_said (player, "Not there yet.");
  gs_view_step (view, 3);
  g_assert_cmpint (gs_lesson_player_get_verdict (player), ==, GS_LESSON_VERDICT_WRONG);
  assert_said (player, "That was too far: step back.");
  gs_view_step (view, -2);
  g_assert_cmpint (gs_lesson_player_get_verdict (player), ==, GS_LESSON_VERDICT_RIGHT);
}

static void
test_reach (void)
{
  g_autoptr (GsLessonPlayer) player = play ("reach");
  GsWorkbook *book = book_of (player);
  NnCell rate, bias;

  gs_cell_name_parse (gs_workbook_get_scope (book), "lr", &rate, NULL);
  gs_cell_name_parse (gs_workbook_get_scope (book), "b1[1]", &bias, NULL);
  g_assert_true (gs_lesson_player_can_edit (player, &rate));
  g_assert_false (gs_lesson_player_can_edit (player, &bias));
  set (player, "lr", "1");
  g_assert_true (gs_workbook_train (book, 2, NULL, NULL, NULL, NULL));
  g_assert_cmpint (gs_lesson_player_get_mistake (player), ==, 0);
  assert_said (player, "It grew.");
  g_assert_true (gs_lesson_player_restart (player, NULL));
  g_assert_cmpfloat (value_of (player, "lr"), ==, 0.1);
  g_assert_cmpfloat (value_of (player, "W1[1,1]"), ==, 0.5);
  g_assert_true (gs_workbook_train (book, 200, NULL, NULL, NULL, NULL));
  g_assert_cmpint (gs_lesson_player_get_verdict (player), ==, GS_LESSON_VERDICT_NONE);
  g_assert_cmpint (gs_lesson_player_check (player), ==, GS_LESSON_VERDICT_WRONG);
  assert_said (player,
               "That took 200 updates; 20 are allowed. Go back to the start of the step and try again.");
  g_assert_true (gs_lesson_player_restart (player, NULL));
  set (player, "lr", "0.3");
  g_assert_true (gs_workbook_train (book, 20, NULL, NULL, NULL, NULL));
  g_assert_cmpint (gs_lesson_player_get_verdict (player), ==, GS_LESSON_VERDICT_RIGHT);
}

/* ---- fill ---- */

static gdouble
sigmoid (gdouble z)
{
  return 1 / (1 + exp (-z));
}

static void
type_blank (GsLessonPlayer *player, const gchar *name, gdouble value)
{
  g_autofree gchar *text = g_strdup_printf ("%s = %.6f", name, value);

  gs_lesson_player_answer (player, text);
}

static void
test_fill (void)
{
  g_autoptr (GsLessonPlayer) player = play ("fill");
  GsBlanks *blanks = gs_lesson_player_get_blanks (player);
  g_autoptr (GsMarkNote) note = NULL;
  gdouble z[2];
  NnCell cell;

  g_assert_nonnull (blanks);
  g_assert_cmpuint (gs_blanks_get_n_cells (blanks), ==, 4);
  for (gint o = 0; o < 2; o++) {
    g_autofree gchar *w1 = g_strdup_printf ("W1[1,%d]", o + 1), *w2 = g_strdup_printf ("W1[2,%d]", o + 1);
    g_autofree gchar *b = g_strdup_printf ("b1[%d]", o + 1);

    z[o] = value_of (player, "x[1,1]") * value_of (player, w1)
           + value_of (player, "x[1,2]") * value_of (player, w2) + value_of (player, b);
  }
  g_assert_cmpint (gs_lesson_player_check (player), ==, GS_LESSON_VERDICT_JUNK);
  g_assert_cmpint (gs_lesson_player_answer (player, "junk"), ==, GS_LESSON_VERDICT_JUNK);
  g_assert_cmpint (gs_lesson_player_answer (player, "x[1,1] = 3"), ==, GS_LESSON_VERDICT_JUNK);
  /* Wrong from here on, but what follows from it is right. */
  type_blank (player, "z1[1,1]", z[0] + 0.5);
  type_blank (player, "z1[1,2]", z[1]);
  type_blank (player, "a1[1,1]", sigmoid (z[0] + 0.5));
  g_assert_cmpint (gs_lesson_player_get_verdict (player), ==, GS_LESSON_VERDICT_NONE);
  type_blank (player, "a1[1,2]", sigmoid (z[1]));
  g_assert_cmpint (gs_lesson_player_get_verdict (player), ==, GS_LESSON_VERDICT_WRONG);
  assert_said (player, "3 of 4 are right, 1 wrong, 0 empty.");
  gs_cell_name_parse (gs_workbook_get_scope (book_of (player)), "a1[1,1]", &cell, NULL);
  g_assert_cmpint (gs_marking_get (gs_lesson_player_get_marking (player), &cell), ==,
                   GS_MARK_RIGHT_GIVEN_EARLIER);
  /* The listed mistake, made on one's own wrong number. */
  type_blank (player, "a1[1,1]", tanh (z[0] + 0.5));
  note = gs_lesson_player_explain_blank (player, &cell, FALSE);
  g_assert_nonnull (note);
  g_assert_cmpint (note->mark, ==, GS_MARK_WRONG);
  g_assert_cmpint (note->mistake, ==, 0);
  g_assert_nonnull (strstr (note->verdict, "That is tanh."));
  type_blank (player, "z1[1,1]", z[0]);
  type_blank (player, "a1[1,1]", sigmoid (z[0]));
  g_assert_cmpint (gs_lesson_player_get_verdict (player), ==, GS_LESSON_VERDICT_RIGHT);
}

static GsBlanks *
leave_and_return (GsLessonPlayer *player)
{
  g_assert_true (gs_lesson_player_next (player, NULL) && gs_lesson_player_previous (player, NULL));
  return gs_lesson_player_get_blanks (player);
}

/* Before a class the numbers are as short as they would be on paper, and right; and stand there until the
 * step is begun anew. */
static void
test_fill_told (void)
{
  g_autoptr (GsLessonPlayer) player = play ("fill");
  GsBlanks *blanks = gs_lesson_player_get_blanks (player);
  g_autofree gchar *answer = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (gs_lesson_player_carry_out (player, &answer, &error));
  for (guint i = 0; i < gs_blanks_get_n_cells (blanks); i++)
    g_assert_cmpint (g_utf8_strlen (gs_blanks_get_text (blanks, gs_blanks_get_cell (blanks, i)), -1), <=,
                     gs_blanks_get_digits (blanks) + 3);
  g_assert_cmpint (gs_lesson_player_check (player), ==, GS_LESSON_VERDICT_RIGHT);
  g_assert_cmpuint (gs_blanks_count_filled (leave_and_return (player)), ==, 4);
  g_assert_true (gs_marking_is_done (gs_lesson_player_get_marking (player)));
  g_assert_true (gs_lesson_player_restart (player, NULL));
  g_assert_cmpuint (gs_blanks_count_filled (gs_lesson_player_get_blanks (player)), ==, 0);
}

/* What was typed stands there when one comes back, marked only if it was. */
static void
test_fill_kept (void)
{
  g_autoptr (GsLessonPlayer) player = play ("fill");

  type_blank (player, "z1[1,1]", 77);
  g_assert_cmpuint (gs_blanks_count_filled (leave_and_return (player)), ==, 1);
  g_assert_null (gs_lesson_player_get_marking (player));
}

static void
test_fill_seeds (void)
{
  g_autoptr (GsLessonPlayer) player = play ("fill");
  gdouble first = value_of (player, "W1[1,1]"), second = value_of (player, "W1[2,1]");

  gs_lesson_player_set_seed (player, 6);
  g_assert_true (gs_lesson_player_restart (player, NULL));
  g_assert_cmpfloat (value_of (player, "W1[1,1]"), ==, first);
  g_assert_true (gs_lesson_player_restart (player, NULL));
  g_assert_true (value_of (player, "W1[1,1]") != first || value_of (player, "W1[2,1]") != second);
  g_assert_nonnull (gs_lesson_player_get_blanks (player));
}

/* ---- leaving the rails ---- */

static void
test_away (void)
{
  g_autoptr (GsLessonPlayer) player = play ("predict");
  GsWorkbook *book = book_of (player);

  g_assert_false (gs_lesson_player_is_away (player));
  gs_workbook_step (book, GS_STEP_OPERATION, 2);
  g_assert_false (gs_lesson_player_is_away (player));
  set (player, "W1[1,1]", "9");
  g_assert_true (gs_lesson_player_is_away (player));
  g_assert_true (gs_workbook_train (book, 3, NULL, NULL, NULL, NULL));
  g_assert_true (gs_lesson_player_return (player, NULL));
  g_assert_false (gs_lesson_player_is_away (player));
  g_assert_cmpfloat (value_of (player, "W1[1,1]"), ==, 0.15);
  g_assert_cmpuint (gs_workbook_get_cursor (book).pass, ==, 1);
  g_assert_cmpint (gs_workbook_get_cursor (book).instruction, ==, 0);
  g_assert_null (gs_workbook_get_undo_label (book));
  /* The next step begins as if one had never been away. */
  set (player, "W1[1,1]", "9");
  g_assert_true (gs_lesson_player_next (player, NULL));
  g_assert_cmpfloat (value_of (player, "W1[1,1]"), ==, 0.15);
  assert_answer (player, "0.149781", GS_LESSON_VERDICT_RIGHT, -1);
}

/* From an edited sheet to other networks and back: nothing that one network had is looked for in the other,
 * or shown as changed there. */
static void
test_other_networks (void)
{
  g_autoptr (GsLessonPlayer) player = play ("predict");
  static const gchar *const steps[] = { "set", "pick", "reach", "fill", "predict" };
  GsView *view = gs_lesson_player_get_view (player);

  set (player, "W1[1,1]", "9");
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    gint number = gs_lesson_find_step (gs_lesson_player_get_lesson (player), steps[i]);
    NnCell cell;

    g_assert_true (gs_lesson_player_go_to (player, (guint) number, NULL));
    gs_cell_name_parse (gs_workbook_get_scope (book_of (player)), "W1[1,1]", &cell, NULL);
    g_assert_false (gs_frame_get_change (gs_view_get_sight (view)->frame, &cell, NULL));
  }
}

/* A step that was solved is come back to as it was then. */
static void
test_return_to_solved (void)
{
  g_autoptr (GsLessonPlayer) player = play ("go");

  set (player, "b1[1]", "-0.1");
  set (player, "W1[1,1]", "2.1");
  g_assert_cmpint (gs_lesson_player_get_verdict (player), ==, GS_LESSON_VERDICT_RIGHT);
  set (player, "b1[1]", "7");
  g_assert_true (gs_lesson_player_is_away (player));
  g_assert_true (gs_lesson_player_next (player, NULL));
  g_assert_cmpfloat (value_of (player, "W1[1,1]"), ==, 2.1);
  g_assert_cmpfloat (value_of (player, "b1[1]"), ==, -0.1);
  g_assert_true (gs_lesson_player_previous (player, NULL));
  g_assert_cmpfloat (value_of (player, "b1[1]"), ==, -0.1);
  g_assert_cmpint (gs_lesson_player_get_verdict (player), ==, GS_LESSON_VERDICT_RIGHT);
}

static void
test_ends (void)
{
  g_autoptr (GsLessonPlayer) player = play ("end");
  g_autoptr (GError) error = NULL;
  guint last = gs_lesson_player_get_number (player);

  g_assert_false (gs_lesson_player_is_solved (player, last));
  g_assert_false (gs_lesson_player_next (player, &error));
  g_assert_no_error (error);
  g_assert_true (gs_lesson_player_is_solved (player, last));
  g_assert_cmpint (gs_lesson_player_answer (player, "1"), ==, GS_LESSON_VERDICT_NONE);
  g_assert_true (gs_lesson_player_go_to (player, 0, NULL));
  g_assert_false (gs_lesson_player_previous (player, &error));
  g_assert_no_error (error);
}

/* ---- texts and plots ---- */

static void
test_live_text (void)
{
  g_autoptr (GsLessonPlayer) player = play ("predict");
  g_autofree gchar *before = join (gs_lesson_player_get_text (player));
  g_autofree gchar *after = NULL, *notes = join (gs_lesson_player_get_notes (player));
  g_autofree gchar *solved = NULL;

  g_assert_cmpstr (before, ==, "A neuron with input x[1,1] = 0.05, z = x·w. z is ?.");
  g_assert_cmpstr (notes, ==, "Wait for 0.3775.");
  set (player, "x[1,1]", "0.25");
  after = join (gs_lesson_player_get_text (player));
  g_assert_cmpstr (after, ==, "A neuron with input x[1,1] = 0.25, z = x·w. z is ?.");
  gs_lesson_player_return (player, NULL);
  assert_answer (player, "0.3775", GS_LESSON_VERDICT_RIGHT, -1);
  assert_said (player, "Yes: 0.3775, that is z.");
  solved = join (gs_lesson_player_get_text (player));
  /* Not hidden any more, and in the sheet. */
  g_assert_cmpstr (solved, ==, "A neuron with input x[1,1] = 0.05, z = x·w. z is 0.3775.");
}

static void
test_plots (void)
{
  g_autoptr (GsLessonPlayer) player = play ("set");
  g_autoptr (GsLessonPlot) line = gs_lesson_plot_new (player), descent = NULL, none = NULL;
  const GsPlotPoint *last;

  g_assert_cmpuint (line->points->len, ==, 2);
  g_assert_cmpfloat (g_array_index (line->points, GsPlotPoint, 1).y, ==, 4);
  last = &g_array_index (line->curve, GsPlotPoint, line->curve->len - 1);
  g_assert_cmpfloat (last->x, ==, 3);
  g_assert_cmpfloat (last->y, ==, 1.5);
  g_assert_cmpfloat (line->low, <, 0);
  g_assert_cmpfloat (line->high, >, 4);
  g_assert_true (gs_lesson_player_go_to (player, 7, NULL));
  g_assert_true (gs_workbook_train (book_of (player), 3, NULL, NULL, NULL, NULL));
  descent = gs_lesson_plot_new (player);
  g_assert_cmpuint (descent->points->len, ==, 3);
  g_assert_cmpfloat (g_array_index (descent->points, GsPlotPoint, 0).x, ==, 0.5);
  /* (1.5² + 3²) / 4 */
  g_assert_cmpfloat_with_epsilon (g_array_index (descent->points, GsPlotPoint, 0).y, 2.8125, 1e-12);
  g_assert_true (descent->has_point);
  g_assert_cmpfloat (descent->slope, <, 0);
  g_assert_true (gs_lesson_player_go_to (player, 0, NULL));
  none = gs_lesson_plot_new (player);
  g_assert_null (none);
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/predict", test_predict);
  g_test_add_func ("/lesson/predict/follows-the-sheet", test_predict_follows);
  g_test_add_func ("/lesson/predict/formula", test_predict_formula);
  g_test_add_func ("/lesson/hints-and-answer", test_hints_and_answer);
  g_test_add_func ("/lesson/leave", test_leave);
  g_test_add_func ("/lesson/teach", test_teach);
  g_test_add_func ("/lesson/sentences", test_sentences);
  g_test_add_func ("/lesson/derivation-of-a-formula", test_derive_formula);
  g_test_add_func ("/lesson/every-answer", test_every_answer);
  g_test_add_func ("/lesson/choose", test_choose);
  g_test_add_func ("/lesson/precedents", test_precedents);
  g_test_add_func ("/lesson/set", test_set);
  g_test_add_func ("/lesson/set/condition", test_set_condition);
  g_test_add_func ("/lesson/step-to", test_step_to);
  g_test_add_func ("/lesson/reach", test_reach);
  g_test_add_func ("/lesson/fill", test_fill);
  g_test_add_func ("/lesson/fill/told", test_fill_told);
  g_test_add_func ("/lesson/fill/kept", test_fill_kept);
  g_test_add_func ("/lesson/fill/seeds", test_fill_seeds);
  g_test_add_func ("/lesson/away", test_away);
  g_test_add_func ("/lesson/other-networks", test_other_networks);
  g_test_add_func ("/lesson/return-to-solved", test_return_to_solved);
  g_test_add_func ("/lesson/ends", test_ends);
  g_test_add_func ("/lesson/live-text", test_live_text);
  g_test_add_func ("/lesson/plots", test_plots);
  return g_test_run ();
}
