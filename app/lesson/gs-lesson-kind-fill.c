/* Tasks with blank cells that are filled in, and their marks. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "gs-lesson-player-private.h"

/* A test is passed with most of it right, and what was once reached is never lost by a correction. */
static GsLessonVerdict
score_test (GsLessonPlayer *self, const GsLessonTask *task, guint n, guint right)
{
  GsLessonDone *done = &gs_lesson_player_get_state (self)->done;
  guint score = 100 * right / n;
  g_autofree gchar *words = NULL;

  done->score = MAX (done->score, score);
  words = g_strdup_printf (_ ("%u of %u are right: %u %%. Your best so far is %u %%; %d %% passes."), right,
                           n, score, done->score, GS_LESSON_PASS_SCORE);
  if (score < GS_LESSON_PASS_SCORE)
    return gs_lesson_player_say (self, GS_LESSON_VERDICT_WRONG, NULL, words, NAN);
  if (score == 100)
    return gs_lesson_player_solve (self, task->right, NAN);
  gs_lesson_player_solve (self, NULL, NAN);
  g_free (words);
  words = g_strdup_printf (_ ("Passed: %u of %u are right, %u %%."), right, n, score);
  return gs_lesson_player_say (self, GS_LESSON_VERDICT_RIGHT, NULL, words, NAN);
}

static GsLessonVerdict
mark (GsLessonPlayer *self, const GsLessonTask *task)
{
  guint n = self->blanks != NULL ? gs_blanks_get_n_cells (self->blanks) : 0;
  g_autofree gchar *words = NULL;
  guint empty, wrong;

  if (n == 0 || gs_blanks_count_filled (self->blanks) == 0)
    return gs_lesson_player_say (self, GS_LESSON_VERDICT_JUNK, NULL, _ ("All cells are still empty."), NAN);
  g_clear_pointer (&self->marking, gs_marking_free);
  self->marking = gs_marking_new (self->blanks);
  gs_lesson_player_get_state (self)->is_marked = TRUE;
  gs_lesson_player_get_state (self)->done.tries++;
  empty = gs_marking_count (self->marking, GS_MARK_EMPTY);
  wrong = gs_marking_count (self->marking, GS_MARK_WRONG);
  if (task->test)
    return score_test (self, task, n, n - empty - wrong);
  if (gs_marking_is_done (self->marking))
    return gs_lesson_player_solve (self, task->right, NAN);
  words = g_strdup_printf (_ ("%u of %u are right, %u wrong, %u empty."), n - empty - wrong, n, wrong, empty);
  return gs_lesson_player_say (self, wrong > 0 ? GS_LESSON_VERDICT_WRONG : GS_LESSON_VERDICT_COARSE, NULL,
                               words, NAN);
}

/* ---- why ---- */

static gdouble
read_own (const NnCell *cell, gboolean at_start, gpointer user_data)
{
  return gs_marking_get_own (user_data, cell);
}

static gboolean
belongs_to (GsLessonPlayer *self, const GsLessonMistake *mistake, const NnCell *cell)
{
  g_autoptr (GArray) cells = gs_lesson_values_find (self->book, (const gchar *const *) mistake->cells, NULL);

  return nn_cells_contain (cells, cell);
}

gboolean
gs_lesson_player_get_blank_mistake (GsLessonPlayer *player,
                                    const GsLessonMistake *mistake,
                                    const NnCell *cell,
                                    gdouble *value)
{
  GsExpressionScope scope;

  if (!belongs_to (player, mistake, cell) || gs_expression_is_condition (mistake->when))
    return FALSE;
  gs_lesson_values_get_scope (&player->values, &scope);
  if (player->marking != NULL) {
    scope.read = read_own;
    scope.user_data = player->marking;
  }
  return gs_expression_evaluate (mistake->when, &scope, value, NULL);
}

/* What is said of a mistake, as a plain sentence. */
static gchar *
get_sentence (GsLessonPlayer *self, const GsLessonMistake *mistake, const NnCell *cell)
{
  g_autoptr (GPtrArray) runs = NULL;
  GsExpressionScope scope;

  gs_lesson_values_get_scope (&self->values, &scope);
  gs_blanks_get_number (self->blanks, cell, &scope.answer);
  runs = gs_lesson_text_expand (mistake->say, &scope, NULL, NULL, self->lesson->digits);
  return gs_lesson_runs_join (runs);
}

GsMarkNote *
gs_lesson_player_explain_blank (GsLessonPlayer *player, const NnCell *cell, gboolean reveal)
{
  const GsLessonTask *task = gs_lesson_player_get_task (player);
  g_autoptr (GArray) mistakes = g_array_new (FALSE, FALSE, sizeof (GsMistake));
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);
  GsMarkNote *note;

  if (player->marking == NULL || gs_blanks_find (player->blanks, cell) < 0)
    return NULL;
  for (guint i = 0; i < task->mistakes->len; i++) {
    const GsLessonMistake *one = g_ptr_array_index (task->mistakes, i);
    GsMistake mistake;

    if (!gs_lesson_player_get_blank_mistake (player, one, cell, &mistake.value))
      continue;
    g_ptr_array_add (sentences, get_sentence (player, one, cell));
    mistake.label = g_ptr_array_index (sentences, sentences->len - 1);
    g_array_append_val (mistakes, mistake);
  }
  note = gs_marking_explain (player->marking, cell, reveal, (const GsMistake *) (gpointer) mistakes->data,
                             mistakes->len);
  if (gs_lesson_player_is_secret (player)) {
    g_clear_pointer (&note->formula, g_free);
    g_clear_pointer (&note->numbers, g_free);
  }
  return note;
}

/* ---- answers ---- */

/* "z1[1,1] = 0.38", or a number for the first blank that is empty. */
static GsLessonVerdict
judge (GsLessonPlayer *self, const GsLessonTask *task, const gchar *text)
{
  const gchar *sign = strchr (text, '=');
  g_autofree gchar *name = sign != NULL ? g_strndup (text, (gsize) (sign - text)) : NULL;
  g_autoptr (GError) error = NULL;
  const NnCell *empty = NULL;
  NnCell cell;
  gboolean good;

  if (self->blanks == NULL)
    return gs_lesson_player_check (self);
  for (guint i = 0; name == NULL && empty == NULL && i < gs_blanks_get_n_cells (self->blanks); i++)
    if (gs_blanks_get_text (self->blanks, gs_blanks_get_cell (self->blanks, i)) == NULL)
      empty = gs_blanks_get_cell (self->blanks, i);
  if (name == NULL && empty == NULL)
    return gs_lesson_player_check (self);
  if (empty != NULL)
    cell = *empty;
  good = name == NULL || gs_cell_name_parse (gs_workbook_get_scope (self->book), name, &cell, &error);
  if (!good || !gs_blanks_type (self->blanks, &cell, sign != NULL ? sign + 1 : text, &error))
    return gs_lesson_player_say (self, GS_LESSON_VERDICT_JUNK, NULL, error->message, NAN);
  if (gs_blanks_count_filled (self->blanks) == gs_blanks_get_n_cells (self->blanks))
    return gs_lesson_player_check (self);
  return gs_lesson_player_say (self, GS_LESSON_VERDICT_NONE, NULL, NULL, NAN);
}

/* Types into every blank what the cell holds, to as many digits as count. */
static gboolean
fill (GsLessonPlayer *self, GError **error)
{
  NnRun *run = self->blanks != NULL ? gs_blanks_get_run (self->blanks) : NULL;

  for (guint i = 0; run != NULL && i < gs_blanks_get_n_cells (self->blanks); i++) {
    NnCell cell = *gs_blanks_get_cell (self->blanks, i);
    g_autofree gchar *text =
        gs_lesson_number (nn_run_get_cell (run, &cell), gs_blanks_get_digits (self->blanks));

    if (!gs_blanks_type (self->blanks, &cell, text, error))
      return FALSE;
  }
  return TRUE;
}

/* Who asks between another program and the blanks that follow it gets none. */
static void
derive (GsLessonPlayer *self, const GsLessonTask *task, GPtrArray *paragraphs)
{
  if (self->blanks == NULL
      || nn_run_get_program (gs_blanks_get_run (self->blanks)) != gs_workbook_get_program (self->book))
    return;
  for (guint i = 0; i < gs_blanks_get_n_cells (self->blanks); i++)
    gs_lesson_derive_cell (self, gs_blanks_get_cell (self->blanks, i), task->digits, paragraphs);
}

const GsLessonKind gs_lesson_kind_fill = { .judge = judge, .mark = mark, .fill = fill, .derive = derive };
