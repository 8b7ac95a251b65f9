/* The course, played as a learner would: every lesson from start to end with junk, with each wrong option,
 * then with the right answers; what it must have; and every number that its texts state without asking the
 * sheet. */
#include <float.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "app/lesson/gs-lesson-player.h"
#include "app/lesson/gs-lesson-plot.h"
#include "app/lesson/gs-lesson-values.h"
#include "app/lesson/gs-lessons.h"
#include "app/lesson/gs-plot.h"

static GsLesson *
take_lesson (GPtrArray *entries, guint number)
{
  GsLessonEntry *entry = g_ptr_array_index (entries, number);

  return g_steal_pointer (&entry->lesson);
}

static const gchar *const folders[] = { SOURCE_ROOT "/lessons", NULL };

static GsLessonPlayer *
open_player (GsLesson *lesson, GsLessonProgress *progress)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWorkbook) book = gs_workbook_open (SOURCE_ROOT "/lessons/networks/mazur.gradsheet", &error);
  g_autoptr (GsView) view = gs_view_new (book);
  GsLessonPlayer *player = gs_lesson_player_new (lesson, view, progress, &error);

  g_assert_no_error (error);
  gs_lesson_player_set_seed (player, 3);
  return player;
}

/* Which columns of the plot differ once a bar's name does: from the first to the last. */
static void
compare_named (GsLessonPlot *plot, guint bar, const gchar *name, gint *first, gint *last)
{
  cairo_surface_t *surfaces[2];
  gint stride = 0;

  for (gint i = 0; i < 2; i++) {
    cairo_t *cr;

    surfaces[i] = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 400, 200);
    cr = cairo_create (surfaces[i]);
    gs_plot_draw (plot, cr, gs_theme_get (FALSE, FALSE), 400, 200);
    cairo_destroy (cr);
    cairo_surface_flush (surfaces[i]);
    stride = cairo_image_surface_get_stride (surfaces[i]);
    g_free (g_ptr_array_index (plot->names, bar));
    g_ptr_array_index (plot->names, bar) = g_strdup (name);
  }
  *first = 400;
  *last = -1;
  for (gint i = 0; i < 400 * 200; i++) {
    gint place = i / 400 * stride + i % 400 * 4;

    if (memcmp (cairo_image_surface_get_data (surfaces[0]) + place,
                cairo_image_surface_get_data (surfaces[1]) + place, 4)
        == 0)
      continue;
    *first = MIN (*first, i % 400);
    *last = MAX (*last, i % 400);
  }
  for (gint i = 0; i < 2; i++)
    cairo_surface_destroy (surfaces[i]);
}

/* Bars of classes stand over the names of the classes, as the sheet has them: the digits 0 to 9. */
static void
test_bars (void)
{
  g_autoptr (GError) error = NULL;
  GsLesson *lesson = gs_lesson_load (SOURCE_ROOT "/lessons/28-digits.json", NULL, &error);
  g_autoptr (GsLessonPlayer) player = open_player (lesson, NULL);
  g_autoptr (GsLessonPlot) plot = NULL;
  gint first, last;

  g_assert_true (gs_lesson_player_go_to (player, (guint) gs_lesson_find_step (lesson, "read"), &error));
  g_assert_no_error (error);
  plot = gs_lesson_plot_new (player);
  g_assert_nonnull (plot->names);
  g_assert_cmpuint (plot->names->len, ==, 10);
  for (guint i = 0; i < 10; i++) {
    g_autofree gchar *digit = g_strdup_printf ("%u", i);

    g_assert_cmpstr (g_ptr_array_index (plot->names, i), ==, digit);
  }
  compare_named (plot, 8, "W", &first, &last);
  g_assert_cmpint (first, >, 300);
  g_assert_cmpint (last, >, first);
  g_assert_cmpint (last, <, 360);
}

/* ---- what the course must have ---- */

static void
test_course (void)
{
  g_autoptr (GPtrArray) entries = gs_lessons_list (folders, NULL);

  g_assert_cmpuint (entries->len, ==, 31);
  for (guint i = 0; i < entries->len; i++) {
    const GsLessonEntry *entry = g_ptr_array_index (entries, i);
    guint n_tasks = 0, n_chosen = 0;

    g_assert_no_error (entry->error);
    for (guint k = 0; k < entry->lesson->steps->len; k++) {
      const GsLessonTask *task = gs_lesson_get_step (entry->lesson, k)->task;

      n_tasks += task != NULL;
      n_chosen += task != NULL && task->kind == GS_LESSON_TASK_CHOOSE;
    }
    g_assert_cmpuint (entry->lesson->steps->len, >=, 5);
    g_assert_cmpuint (n_tasks, >=, 3);
    g_assert_cmpuint (n_tasks - n_chosen, >=, 3);
    g_assert_nonnull (entry->lesson->summary);
    /* Before backpropagation nobody knows what ⊙ and ᵀ above a block mean. */
    /* Before these signs are explained, and in the tests, where they would tell. */
    g_assert_cmpint (entry->lesson->captions, ==, i >= 8 && i + 1 != 15 && i + 1 != 31);
  }
}

/* Every lesson asks why, and those whose numbers make a picture show one. */
static void
test_questions (void)
{
  /* The words of arithmetic and of two tests have none; of others the loss's curve is the plot. */
  static const gchar *const without[] = { "neuron", "shapes", "backpropagation", "welch", "test-a" };
  g_autoptr (GPtrArray) entries = gs_lessons_list (folders, NULL);

  for (guint i = 0; i < entries->len; i++) {
    GsLesson *lesson = ((GsLessonEntry *) g_ptr_array_index (entries, i))->lesson;
    gboolean asks = FALSE, plots = FALSE;

    for (guint k = 0; k < lesson->steps->len; k++) {
      const GsLessonStep *step = gs_lesson_get_step (lesson, k);
      g_autofree gchar *prompt =
          step->task != NULL ? g_ascii_strdown (step->task->prompt->source, -1) : g_strdup ("");

      asks |=
          step->task != NULL && step->task->kind == GS_LESSON_TASK_CHOOSE && strstr (prompt, "why") != NULL;
      plots |= step->show.plot.kind != GS_LESSON_PLOT_NONE;
    }
    if (!asks)
      g_test_fail_printf ("%s asks no why", lesson->id);
    for (gsize k = 0; k < G_N_ELEMENTS (without); k++)
      plots |= g_str_equal (lesson->id, without[k]);
    if (!plots)
      g_test_fail_printf ("%s has no plot", lesson->id);
  }
}

/* Those of the first course, which has moved and grown since: what has been done in them is still known. */
static void
test_ids (void)
{
  static const gchar *const first[] = { "neuron",     "shapes",  "activations",     "losses", "line", "nudge",
                                        "chain-rule", "descent", "backpropagation", "welch",  "xor",  NULL };
  g_autoptr (GPtrArray) entries = gs_lessons_list (folders, NULL);
  g_autofree gchar *folder = g_dir_make_tmp ("gradsheet-XXXXXX", NULL);
  g_autofree gchar *path = g_build_filename (folder, "progress.json", NULL);
  g_autoptr (GsLessonProgress) progress = gs_lesson_progress_new (path);
  GsLessonDone done = { .solved = TRUE };
  guint n_known = 0;

  for (gsize i = 0; first[i] != NULL; i++)
    gs_lesson_progress_add (progress, first[i], "a-step-of-then", &done);
  for (guint i = 0; i < entries->len; i++) {
    GsLesson *lesson = ((GsLessonEntry *) g_ptr_array_index (entries, i))->lesson;

    n_known += g_strv_contains (first, lesson->id);
    gs_lesson_progress_add (progress, lesson->id, gs_lesson_get_step (lesson, 0)->id, &done);
    g_assert_cmpuint (gs_lesson_progress_count_done (progress, lesson), ==, 1);
  }
  g_assert_cmpuint (n_known, ==, g_strv_length ((gchar **) first));
  g_unlink (path);
  g_rmdir (folder);
}

/* What a lesson needs comes before it. */
static void
test_needs (void)
{
  g_autoptr (GPtrArray) entries = gs_lessons_list (folders, NULL);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < entries->len; i++) {
    const GsLessonEntry *entry = g_ptr_array_index (entries, i);

    for (gint k = 0; entry->lesson->needs != NULL && entry->lesson->needs[k] != NULL; k++)
      g_assert_true (g_hash_table_contains (known, entry->lesson->needs[k]));
    g_assert_true (g_hash_table_add (known, entry->lesson->id));
  }
}

/* ---- played ---- */

static gboolean
has_text (GPtrArray *paragraphs)
{
  g_autoptr (GPtrArray) owned = paragraphs;
  g_autofree gchar *text = gs_lesson_paragraphs_join (owned);

  return *text != '\0';
}

static void
answer_junk (GsLessonPlayer *player, const GsLessonTask *task)
{
  static const gchar *const junk[] = { "no idea", "", "1/0", "W1[9,9]", "1e999", "0x10", "½½" };

  if (task->kind != GS_LESSON_TASK_PREDICT)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (junk); i++) {
    g_assert_cmpint (gs_lesson_player_answer (player, junk[i]), ==, GS_LESSON_VERDICT_JUNK);
    g_assert_true (has_text (gs_lesson_player_get_feedback (player)));
  }
}

static void
choose_wrong (GsLessonPlayer *player, const GsLessonTask *task)
{
  for (guint i = 0; task->options != NULL && i < task->options->len; i++) {
    const GsLessonOption *option = g_ptr_array_index (task->options, i);
    g_autofree gchar *number = g_strdup_printf ("%u", i + 1);

    if (option->right)
      continue;
    g_assert_cmpint (gs_lesson_player_answer (player, number), ==, GS_LESSON_VERDICT_WRONG);
    g_assert_true (has_text (gs_lesson_player_get_feedback (player)));
  }
}

static void
solve (GsLessonPlayer *player)
{
  g_autofree gchar *answer = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (gs_lesson_player_carry_out (player, &answer, &error));
  if (answer != NULL)
    gs_lesson_player_answer (player, answer);
  else
    gs_lesson_player_check (player);
  g_assert_cmpint (gs_lesson_player_get_verdict (player), ==, GS_LESSON_VERDICT_RIGHT);
}

/* The highlighted cells must be there, and nothing that a text names may be missing. */
static void
check_texts (GsLessonPlayer *player)
{
  const GsLessonShow *show = &gs_lesson_player_get_step (player)->show;
  g_autoptr (GArray) highlighted = gs_lesson_player_list_highlighted (player);
  g_autoptr (GsLessonPlot) plot = gs_lesson_plot_new (player);
  g_autoptr (GPtrArray) text = gs_lesson_player_get_text (player);

  g_assert_cmpuint (highlighted->len, >=, g_strv_length (show->highlight));
  /* What is drawn is there: a plot of cells has all of them, and none that is asked for. */
  if (plot != NULL && plot->kind >= GS_LESSON_PLOT_BARS)
    g_assert_cmpuint (plot->cells->len + plot->points->len, >, 0);
  else if (plot != NULL)
    g_assert_cmpuint (plot->curve->len, >, 0);
  for (guint i = 0; i < text->len; i++) {
    const GPtrArray *runs = g_ptr_array_index (text, i);

    for (guint k = 0; k < runs->len; k++) {
      const GsLessonRun *run = g_ptr_array_index (runs, k);

      if (run->kind != GS_LESSON_RUN_VALUE)
        continue;
      /* Its cells exist, and are computed. */
      if (g_str_equal (run->text, "–") || g_str_equal (run->text, "…") || g_str_equal (run->text, "NaN"))
        g_test_fail_printf ("%s, %s: a value in paragraph %u reads %s",
                            gs_lesson_player_get_lesson (player)->id, gs_lesson_player_get_step (player)->id,
                            i + 1, run->text);
    }
  }
}

static void
show_captions (GsLessonPlayer *player)
{
  GsView *view = gs_lesson_player_get_view (player);
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (NnCell));

  gs_lesson_player_show (player, none);
  g_assert_cmpint (gs_view_get_sight (view)->is_plain, ==, !gs_lesson_player_get_lesson (player)->captions);
}

static void
play (GsLesson *lesson)
{
  g_autofree gchar *folder = g_dir_make_tmp ("gradsheet-XXXXXX", NULL);
  g_autofree gchar *path = g_build_filename (folder, "progress.json", NULL);
  g_autoptr (GsLessonProgress) progress = gs_lesson_progress_new (path);
  g_autofree gchar *id = g_strdup (lesson->id);
  guint n_steps = lesson->steps->len;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GsLessonPlayer) player = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  for (guint i = 0; i < n_steps; i++)
    g_ptr_array_add (ids, g_strdup (gs_lesson_get_step (lesson, i)->id));
  g_ptr_array_add (ids, NULL);
  player = open_player (lesson, progress);
  do {
    const GsLessonTask *task = gs_lesson_player_get_step (player)->task;

    g_assert_cmpuint (gs_lesson_player_get_number (player), ==, n++);
    check_texts (player);
    show_captions (player);
    if (task == NULL)
      continue;
    g_assert_false (gs_lesson_player_is_solved (player, n - 1));
    answer_junk (player, task);
    choose_wrong (player, task);
    while (gs_lesson_player_hint (player))
      ;
    solve (player);
    g_assert_true (gs_lesson_player_is_solved (player, n - 1));
  } while (gs_lesson_player_next (player, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, n_steps);
  g_assert_cmpuint (gs_lesson_progress_count (progress, id, (const gchar *const *) ids->pdata), ==, n_steps);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_play (void)
{
  g_autoptr (GPtrArray) entries = gs_lessons_list (folders, NULL);

  for (guint i = 0; i < entries->len; i++)
    play (take_lesson (entries, i));
}

/* ---- plots of cells ---- */

static const GsPlotCell *
get_cell (const GsLessonPlot *plot, guint number)
{
  return &g_array_index (plot->cells, GsPlotCell, number);
}

/* Pictures side by side, a column between; what is still asked for has its place and no number. */
static void
test_pictures (void)
{
  g_autoptr (GPtrArray) entries = gs_lessons_list (folders, NULL);
  g_autoptr (GsLessonPlayer) convolution = open_player (take_lesson (entries, 24), NULL);
  g_autoptr (GsLessonPlayer) colours = open_player (take_lesson (entries, 23), NULL);
  g_autoptr (GsLessonPlayer) softmax = open_player (take_lesson (entries, 15), NULL);
  g_autoptr (GsLessonPlayer) plane = open_player (take_lesson (entries, 28), NULL);
  g_autoptr (GsLessonPlot) map = gs_lesson_plot_new (convolution), red = NULL, scores = NULL, points = NULL,
                           moved = NULL;

  g_assert_cmpuint (map->cells->len, ==, 16 + 4 + 9);
  g_assert_cmpfloat (get_cell (map, 6)->value, ==, 7);
  g_assert_cmpint (get_cell (map, 6)->row, ==, 1);
  g_assert_cmpint (get_cell (map, 6)->column, ==, 2);
  g_assert_cmpint (get_cell (map, 16)->column, ==, 5);
  g_assert_cmpfloat (get_cell (map, 16)->value, ==, -1);
  g_assert_cmpint (get_cell (map, 28)->column, ==, 10);
  g_assert_true (isnan (get_cell (map, 20)->value));
  /* The three channels of a colour picture. */
  g_assert_true (gs_lesson_player_go_to (colours, 3, NULL));
  red = gs_lesson_plot_new (colours);
  g_assert_cmpuint (red->cells->len, ==, 12);
  g_assert_cmpint (get_cell (red, 4)->column, ==, 3);
  g_assert_cmpint (get_cell (red, 4)->row, ==, 0);
  g_assert_cmpint (get_cell (red, 11)->column, ==, 7);
  scores = gs_lesson_plot_new (softmax);
  g_assert_cmpuint (scores->cells->len, ==, 3);
  g_assert_cmpfloat (scores->low, ==, 0);
  g_assert_cmpfloat_with_epsilon (scores->high, 2.3, 1e-12);
  /* Points go nowhere before it is known where to. */
  points = gs_lesson_plot_new (plane);
  g_assert_cmpuint (points->points->len, ==, 4);
  g_assert_cmpuint (points->curve->len, ==, 0);
  g_assert_true (gs_lesson_player_go_to (plane, 1, NULL));
  moved = gs_lesson_plot_new (plane);
  g_assert_cmpuint (moved->curve->len, ==, 4);
  g_assert_cmpfloat (g_array_index (moved->curve, GsPlotPoint, 3).x, ==, 3);
}

/* ---- numbers that texts state ---- */

/* With the formula that gives them when the step begins. */
static const struct {
  const gchar *lesson, *step, *literal, *formula;
} stated[] = {
  { "nudge", "nudge", "1.51", "1.5 + 1 / 100" },
};

static gint
count_decimals (const gchar *literal)
{
  return (gint) strlen (strchr (literal, '.') + 1);
}

static gdouble
evaluate (GsLessonPlayer *player, const gchar *text)
{
  GsWorkbook *book = gs_view_get_workbook (gs_lesson_player_get_view (player));
  g_autoptr (GError) error = NULL;
  g_autoptr (GsExpression) formula = gs_expression_parse (text, &error);
  GsLessonValues values;
  GsExpressionScope scope;
  gdouble value;

  g_assert_no_error (error);
  gs_lesson_values_init (&values, book);
  gs_lesson_values_get_scope (&values, &scope);
  g_assert_true (gs_expression_evaluate (formula, &scope, &value, &error));
  gs_lesson_values_clear (&values);
  return value;
}

/* The text of the task's own formulas: a threshold that the prompt states is there, too. */
static gboolean
is_in_task (const GsLessonTask *task, const gchar *literal)
{
  if (task == NULL)
    return FALSE;
  if (task->condition != NULL && strstr (gs_expression_get_text (task->condition), literal) != NULL)
    return TRUE;
  for (guint i = 0; task->values != NULL && i < task->values->len; i++)
    if (strstr (gs_expression_get_text (g_ptr_array_index (task->values, i)), literal) != NULL)
      return TRUE;
  return FALSE;
}

static void
check_literal (GsLessonPlayer *player, const gchar *literal)
{
  const GsLesson *lesson = gs_lesson_player_get_lesson (player);
  const GsLessonStep *step = gs_lesson_player_get_step (player);

  for (gsize i = 0; i < G_N_ELEMENTS (stated); i++)
    if (g_str_equal (stated[i].lesson, lesson->id) && g_str_equal (stated[i].step, step->id)
        && g_str_equal (stated[i].literal, literal)) {
      g_assert_cmpfloat_with_epsilon (evaluate (player, stated[i].formula), g_ascii_strtod (literal, NULL),
                                      0.5001 * pow (10, -count_decimals (literal)));
      return;
    }
  /* The largest double, 1.8 times ten to the power of 308. */
  if (g_str_equal (literal, "1.8")) {
    g_assert_cmpfloat_with_epsilon (DBL_MAX / 1e308, 1.8, 0.005);
    return;
  }
  if (!is_in_task (step->task, literal))
    g_error ("%s, %s: %s stands in a text, and nothing shows that it is right", lesson->id, step->id,
             literal);
}

/* Numbers with a decimal point outside of live values and links. */
static void
check_text (GsLessonPlayer *player, const GsLessonText *text)
{
  for (guint i = 0; text != NULL && i < text->runs->len; i++) {
    const GsLessonRun *run = g_ptr_array_index (text->runs, i);
    g_autoptr (GRegex) regex = g_regex_new ("[0-9]+\\.[0-9]+", 0, 0, NULL);
    g_autoptr (GMatchInfo) match = NULL;

    if (run->kind == GS_LESSON_RUN_VALUE || run->kind == GS_LESSON_RUN_LINK)
      continue;
    for (g_regex_match (regex, run->text, 0, &match); g_match_info_matches (match);
         g_match_info_next (match, NULL)) {
      g_autofree gchar *literal = g_match_info_fetch (match, 0);

      check_literal (player, literal);
    }
  }
}

static void
check_list (GsLessonPlayer *player, const GPtrArray *texts)
{
  for (guint i = 0; texts != NULL && i < texts->len; i++)
    check_text (player, g_ptr_array_index (texts, i));
}

static void
check_task_texts (GsLessonPlayer *player, const GsLessonTask *task)
{
  check_text (player, task->prompt);
  check_text (player, task->right);
  check_text (player, task->derivation);
  check_list (player, task->hints);
  for (guint i = 0; i < task->mistakes->len; i++)
    check_text (player, ((const GsLessonMistake *) g_ptr_array_index (task->mistakes, i))->say);
  for (guint i = 0; task->options != NULL && i < task->options->len; i++) {
    check_text (player, ((const GsLessonOption *) g_ptr_array_index (task->options, i))->text);
    check_text (player, ((const GsLessonOption *) g_ptr_array_index (task->options, i))->say);
  }
}

static void
test_numbers (void)
{
  g_autoptr (GPtrArray) entries = gs_lessons_list (folders, NULL);

  for (guint i = 0; i < entries->len; i++) {
    g_autoptr (GsLessonPlayer) player = open_player (take_lesson (entries, i), NULL);
    g_autoptr (GError) error = NULL;

    do {
      const GsLessonStep *step = gs_lesson_player_get_step (player);

      check_list (player, step->text);
      check_list (player, step->notes);
      if (step->task != NULL) {
        check_task_texts (player, step->task);
        solve (player);
      }
    } while (gs_lesson_player_next (player, &error));
    g_assert_no_error (error);
  }
}

/* Whether a line says again what the one before it says: "z = 0.5" or "= 0.5" after "z = 0.5". */
static gboolean
says_again (const gchar *line, const gchar *before)
{
  return g_str_equal (line, before) || (g_str_has_prefix (line, "= ") && g_str_has_suffix (before, line))
         || (g_str_has_prefix (line, "= ") && g_str_equal (line + 2, before));
}

/* What has been shown says no number twice, as "= 0.5" after "= 0.5". */
static void
test_workings (void)
{
  g_autoptr (GPtrArray) entries = gs_lessons_list (folders, NULL);

  for (guint i = 0; i < entries->len; i++) {
    g_autoptr (GsLessonPlayer) player = open_player (take_lesson (entries, i), NULL);

    do {
      g_autoptr (GPtrArray) derivation = NULL;
      g_autofree gchar *text = NULL;
      g_auto (GStrv) lines = NULL;

      gs_lesson_player_reveal (player);
      derivation = gs_lesson_player_get_derivation (player);
      text = gs_lesson_paragraphs_join (derivation);
      lines = g_strsplit (text, "\n\n", -1);
      for (gsize k = 1; derivation->len > 1 && lines[k] != NULL; k++)
        if (says_again (lines[k], lines[k - 1]))
          g_error ("%s, %s: %s", gs_lesson_player_get_lesson (player)->id,
                   gs_lesson_player_get_step (player)->id, text);
    } while (gs_lesson_player_next (player, NULL));
  }
}

/* ---- Test A ---- */

/* All blanks right but one: exactly that one is marked wrong. */
static void
plant (GsLessonPlayer *player, guint wrong)
{
  GsBlanks *blanks = gs_lesson_player_get_blanks (player);
  guint n = gs_blanks_get_n_cells (blanks);
  g_autoptr (GsMarking) marking = NULL;

  for (guint i = 0; i < n; i++) {
    const NnCell *cell = gs_blanks_get_cell (blanks, i);
    gdouble right = nn_run_get_cell (gs_blanks_get_run (blanks), cell);
    gchar text[G_ASCII_DTOSTR_BUF_SIZE];

    g_ascii_dtostr (text, sizeof text, i == wrong ? right + 0.3 + fabs (right) / 2 : right);
    g_assert_true (gs_blanks_type (blanks, cell, text, NULL));
  }
  marking = gs_marking_new (blanks);
  g_assert_cmpuint (gs_marking_count (marking, GS_MARK_WRONG), ==, 1);
  g_assert_cmpint (gs_marking_get (marking, gs_blanks_get_cell (blanks, wrong)), ==, GS_MARK_WRONG);
}

static void
test_planted (void)
{
  for (guint64 seed = 1; seed <= 5; seed++) {
    g_autoptr (GPtrArray) entries = gs_lessons_list (folders, NULL);
    g_autoptr (GsLessonPlayer) player = open_player (take_lesson (entries, 14), NULL);
    g_autoptr (GError) error = NULL;

    g_assert_cmpstr (gs_lesson_player_get_lesson (player)->id, ==, "test-a");
    gs_lesson_player_set_seed (player, seed);
    for (guint step = 0; step < gs_lesson_player_get_n_steps (player); step++) {
      if (gs_lesson_get_step (gs_lesson_player_get_lesson (player), step)->task->kind != GS_LESSON_TASK_FILL)
        continue;
      g_assert_true (gs_lesson_player_go_to (player, step, &error));
      for (guint i = 0; i < gs_blanks_get_n_cells (gs_lesson_player_get_blanks (player)); i++)
        plant (player, i);
    }
  }
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/course/bars", test_bars);
  g_test_add_func ("/course/what-it-has", test_course);
  g_test_add_func ("/course/questions", test_questions);
  g_test_add_func ("/course/ids", test_ids);
  g_test_add_func ("/course/needs", test_needs);
  g_test_add_func ("/course/play", test_play);
  g_test_add_func ("/course/pictures", test_pictures);
  g_test_add_func ("/course/numbers", test_numbers);
  g_test_add_func ("/course/workings", test_workings);
  g_test_add_func ("/course/planted-errors", test_planted);
  return g_test_run ();
}
