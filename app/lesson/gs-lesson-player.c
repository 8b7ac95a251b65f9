/* The player: what it holds, and the texts and cells of the step it is at. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "gs-lesson-player-private.h"

G_DEFINE_FINAL_TYPE (GsLessonPlayer, gs_lesson_player, G_TYPE_OBJECT)

void
gs_lesson_player_leave (GsLessonPlayer *player)
{
  if (player->book != NULL)
    g_signal_handlers_disconnect_by_data (player->book, player);
  if (player->view != NULL)
    gs_view_set_question (player->view, NULL, NULL, player);
  gs_lesson_player_drop_blanks (player);
  g_clear_object (&player->progress);
  player->has_left = TRUE;
}

static void
gs_lesson_player_dispose (GObject *object)
{
  GsLessonPlayer *self = GS_LESSON_PLAYER (object);

  gs_lesson_player_leave (self);
  gs_lesson_values_clear (&self->values);
  g_clear_object (&self->book);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (gs_lesson_player_parent_class)->dispose (object);
}

static void
gs_lesson_player_finalize (GObject *object)
{
  GsLessonPlayer *self = GS_LESSON_PLAYER (object);

  for (guint i = 0; self->lesson != NULL && i < self->lesson->steps->len; i++)
    gs_step_state_clear (&self->states[i]);
  g_free (self->states);
  g_free (self->wanted);
  gs_lesson_free (self->lesson);
  G_OBJECT_CLASS (gs_lesson_player_parent_class)->finalize (object);
}

static void
gs_lesson_player_class_init (GsLessonPlayerClass *klass)
{
  static const gchar *const names[] = { "changed", "moved", "solved" };

  G_OBJECT_CLASS (klass)->dispose = gs_lesson_player_dispose;
  G_OBJECT_CLASS (klass)->finalize = gs_lesson_player_finalize;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_signal_new (names[i], GS_TYPE_LESSON_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gs_lesson_player_init (GsLessonPlayer *self)
{
  self->seed = 1 + g_random_int ();
}

/* Something has been done in the sheet, by hand or by time. */
static void
on_book_changed (GsLessonPlayer *self)
{
  if (self->is_setting_up)
    return;
  gs_lesson_player_watch (self);
  gs_lesson_player_notify (self);
}

static void
read_progress (GsLessonPlayer *self)
{
  for (guint i = 0; i < self->lesson->steps->len; i++) {
    self->states[i].mistake = -1;
    if (self->progress != NULL)
      gs_lesson_progress_get (self->progress, self->lesson->id, gs_lesson_get_step (self->lesson, i)->id,
                              &self->states[i].done);
  }
}

GsLessonPlayer *
gs_lesson_player_new (GsLesson *lesson, GsView *view, GsLessonProgress *progress, GError **error)
{
  g_autoptr (GsLessonPlayer) self = g_object_new (GS_TYPE_LESSON_PLAYER, NULL);
  static const gchar *const names[] = { "changed", "moved", "rebuilt" };
  const gchar *place = progress != NULL ? gs_lesson_progress_get_place (progress, lesson->id) : NULL;
  gint number = place != NULL ? gs_lesson_find_step (lesson, place) : 0;

  self->lesson = lesson;
  self->view = g_object_ref (view);
  self->book = g_object_ref (gs_view_get_workbook (view));
  self->progress = progress != NULL ? g_object_ref (progress) : NULL;
  self->states = g_new0 (GsStepState, lesson->steps->len);
  gs_lesson_values_init (&self->values, self->book);
  read_progress (self);
  if (!gs_lesson_player_start (self, (guint) MAX (number, 0), error))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_signal_connect_swapped (self->book, names[i], G_CALLBACK (on_book_changed), self);
  return g_steal_pointer (&self);
}

GsLessonPlayer *
gs_lesson_player_open (const gchar *path, const gchar *language, GsLessonProgress *progress, GError **error)
{
  GsLesson *lesson = gs_lesson_load (path, language, error);
  GsDocument *document =
      lesson != NULL ? gs_lesson_open_network (lesson, gs_lesson_get_step (lesson, 0), error) : NULL;
  g_autoptr (GsWorkbook) book = document != NULL ? gs_workbook_new (document, error) : NULL;
  g_autoptr (GsView) view = book != NULL ? gs_view_new (book) : NULL;

  if (view != NULL)
    return gs_lesson_player_new (lesson, view, progress, error);
  gs_lesson_free (lesson);
  return NULL;
}

const GsLesson *
gs_lesson_player_get_lesson (GsLessonPlayer *player)
{
  return player->lesson;
}

gboolean
gs_lesson_player_is_kept (GsLessonPlayer *player)
{
  return player->progress != NULL;
}

GsView *
gs_lesson_player_get_view (GsLessonPlayer *player)
{
  return player->view;
}

guint
gs_lesson_player_get_n_steps (GsLessonPlayer *player)
{
  return player->lesson->steps->len;
}

guint
gs_lesson_player_get_number (GsLessonPlayer *player)
{
  return player->number;
}

gboolean
gs_lesson_player_is_solved (GsLessonPlayer *player, guint number)
{
  g_return_val_if_fail (number < player->lesson->steps->len, FALSE);
  return player->states[number].done.solved;
}

gboolean
gs_lesson_player_is_answered (GsLessonPlayer *player)
{
  const GsStepState *state = gs_lesson_player_get_state (player);

  return state->end != NULL || state->is_shown;
}

gboolean
gs_lesson_player_is_finished (GsLessonPlayer *player)
{
  guint i = 0;

  while (i < player->lesson->steps->len && player->states[i].done.solved)
    i++;
  return i == player->lesson->steps->len;
}

gboolean
gs_lesson_player_is_away (GsLessonPlayer *player)
{
  return player->away;
}

void
gs_lesson_player_set_seed (GsLessonPlayer *player, guint64 seed)
{
  player->seed = seed;
}

guint64
gs_lesson_player_get_seed (GsLessonPlayer *player)
{
  guint64 own = gs_lesson_player_get_state (player)->seed;

  return own != 0 ? own : player->seed;
}

void
gs_lesson_player_get_done (GsLessonPlayer *player, guint number, GsLessonDone *done)
{
  g_return_if_fail (number < player->lesson->steps->len);
  *done = player->states[number].done;
}

/* ---- texts ---- */

/* How a cell looks in a text that is read beside the sheet: what is not in the sheet is not said. */
static const gchar *
look (const NnCell *cell, gpointer user_data)
{
  GsLessonPlayer *self = user_data;

  GsSeen seen = gs_sight_see (gs_view_get_sight (self->view), cell, NULL);

  if (gs_lesson_player_is_hidden (self, cell) || seen == GS_SEEN_HIDDEN)
    return "?";
  return seen == GS_SEEN_BLANK ? "…" : NULL;
}

static GPtrArray *
new_paragraphs (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
}

/* `openly`: with the values of cells that are not computed yet. */
static void
add_paragraph (GsLessonPlayer *self, GPtrArray *paragraphs, const GsLessonText *text, gboolean openly)
{
  GsExpressionScope scope;

  gs_lesson_values_get_scope (&self->values, &scope);
  g_ptr_array_add (paragraphs,
                   gs_lesson_text_expand (text, &scope, openly ? NULL : look, self, self->lesson->digits));
}

static GPtrArray *
expand_all (GsLessonPlayer *self, const GPtrArray *texts, guint count, gboolean openly)
{
  GPtrArray *paragraphs = new_paragraphs ();

  for (guint i = 0; i < MIN (texts->len, count); i++)
    add_paragraph (self, paragraphs, g_ptr_array_index (texts, i), openly);
  return paragraphs;
}

GPtrArray *
gs_lesson_player_get_text (GsLessonPlayer *player)
{
  return expand_all (player, gs_lesson_player_get_step (player)->text, G_MAXUINT, FALSE);
}

GPtrArray *
gs_lesson_player_get_notes (GsLessonPlayer *player)
{
  return expand_all (player, gs_lesson_player_get_step (player)->notes, G_MAXUINT, TRUE);
}

/* How exact an answer is to be, unless it has fewer digits than that. */
static void
add_precision (GsLessonPlayer *self, const GsLessonTask *task, GPtrArray *paragraphs)
{
  gboolean asked = task->kind == GS_LESSON_TASK_FILL;
  g_autofree gchar *words = NULL;
  gdouble right, unit;

  if (task->kind == GS_LESSON_TASK_PREDICT && gs_lesson_player_get_right (self, &right, NULL)) {
    unit = gs_lesson_values_get_unit (right, task->digits);
    asked = fabs (unit * round (right / unit) - right) > 1e-9 * fabs (right);
  }
  if (!asked)
    return;
  words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d significant digit is enough.",
                                        "%d significant digits are enough.", (gulong) task->digits),
                           task->digits);
  g_ptr_array_add (paragraphs, gs_lesson_words_to_runs (words));
}

GPtrArray *
gs_lesson_player_get_prompt (GsLessonPlayer *player)
{
  const GsLessonTask *task = gs_lesson_player_get_task (player);
  GPtrArray *paragraphs;

  if (task == NULL)
    return NULL;
  paragraphs = new_paragraphs ();
  add_paragraph (player, paragraphs, task->prompt, FALSE);
  if (task->kind == GS_LESSON_TASK_REACH && task->updates > 0) {
    g_autofree gchar *most = gs_lesson_whole ((guint64) task->updates);
    g_autofree gchar *words = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "At most %s update.", "At most %s updates.", (gulong) task->updates),
        most);

    g_ptr_array_add (paragraphs, gs_lesson_words_to_runs (words));
  }
  add_precision (player, task, paragraphs);
  return paragraphs;
}

GPtrArray *
gs_lesson_player_get_option (GsLessonPlayer *player, guint number)
{
  const GsLessonTask *task = gs_lesson_player_get_task (player);
  GPtrArray *paragraphs = new_paragraphs ();

  g_return_val_if_fail (task != NULL && number >= 1 && number <= task->options->len, paragraphs);
  add_paragraph (player, paragraphs,
                 ((const GsLessonOption *) g_ptr_array_index (task->options, number - 1))->text, FALSE);
  return paragraphs;
}

GPtrArray *
gs_lesson_player_get_hints (GsLessonPlayer *player)
{
  const GsLessonTask *task = gs_lesson_player_get_task (player);

  return task != NULL ? expand_all (player, task->hints, gs_lesson_player_get_state (player)->n_hints, TRUE)
                      : new_paragraphs ();
}

GPtrArray *
gs_lesson_player_get_feedback (GsLessonPlayer *player)
{
  const GsStepState *state = gs_lesson_player_get_state (player);
  GPtrArray *paragraphs = new_paragraphs ();

  if (state->feedback != NULL)
    g_ptr_array_add (paragraphs, g_ptr_array_ref (state->feedback));
  return paragraphs;
}

GPtrArray *
gs_lesson_player_get_derivation (GsLessonPlayer *player)
{
  return gs_lesson_player_get_state (player)->is_shown ? gs_lesson_player_derive (player) : new_paragraphs ();
}

gchar *
gs_lesson_paragraphs_join (GPtrArray *paragraphs)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < paragraphs->len; i++) {
    g_autofree gchar *one = gs_lesson_runs_join (g_ptr_array_index (paragraphs, i));

    g_string_append_printf (text, "%s%s", i > 0 ? "\n\n" : "", one);
  }
  return g_string_free (text, FALSE);
}

/* ---- cells ---- */

GArray *
gs_lesson_player_list_highlighted (GsLessonPlayer *player)
{
  const GsLessonStep *step = gs_lesson_player_get_step (player);
  GArray *cells = gs_lesson_values_find (player->book, (const gchar *const *) step->show.highlight, NULL);

  return cells != NULL ? cells : g_array_new (FALSE, FALSE, sizeof (NnCell));
}

static void
hide_blanks (GsLessonPlayer *self, GArray *cells)
{
  if (self->blanks == NULL || !gs_blanks_is_current (self->blanks))
    return;
  for (guint i = 0; i < gs_blanks_get_n_cells (self->blanks); i++)
    g_array_append_val (cells, *gs_blanks_get_cell (self->blanks, i));
}

static GArray *
list_hidden (GsLessonPlayer *player)
{
  const GsLessonStep *step = gs_lesson_player_get_step (player);
  const GsStepState *state = gs_lesson_player_get_state (player);
  gboolean open = step->task != NULL ? state->end != NULL || state->is_shown : FALSE;
  GArray *cells =
      open ? NULL : gs_lesson_values_find (player->book, (const gchar *const *) step->show.hide, NULL);
  g_autoptr (GArray) own = NULL;

  if (cells == NULL)
    cells = g_array_new (FALSE, FALSE, sizeof (NnCell));
  if (!open)
    hide_blanks (player, cells);
  if (!open && step->task != NULL && step->task->kind == GS_LESSON_TASK_PREDICT)
    own = gs_lesson_values_find (player->book, (const gchar *const *) step->task->cells, NULL);
  if (own != NULL)
    g_array_append_vals (cells, own->data, own->len);
  return cells;
}

gboolean
gs_lesson_player_is_hidden (GsLessonPlayer *player, const NnCell *cell)
{
  g_autoptr (GArray) cells = list_hidden (player);

  return nn_cells_contain (cells, cell);
}

/* What is blank at the cursor has its formula, and a part of a test would tell the next part's. */
static void
add_uncomputed (GsLessonPlayer *self, GArray *cells)
{
  NnProgram *program = gs_workbook_get_program (self->book);

  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    const NnCell first = { .tensor = i };

    if (nn_program_get_tensor (program, i)->producer >= 0 && !gs_workbook_is_visible (self->book, &first))
      g_array_append_val (cells, first);
  }
}

/* In a test, and where one picks what a cell is made of, nothing tells it until a hint is taken. */
static void
show_secret (GsLessonPlayer *self)
{
  const GsLessonTask *task = gs_lesson_player_get_task (self);
  g_autoptr (GArray) cells = NULL;

  if (gs_lesson_player_is_secret (self) && task->test) {
    cells = g_array_new (FALSE, FALSE, sizeof (NnCell));
    hide_blanks (self, cells);
    add_uncomputed (self, cells);
  } else if (gs_lesson_player_is_secret (self)) {
    cells = gs_lesson_values_find (self->book, (const gchar *const *) task->cells, NULL);
  }
  gs_view_set_secret (self->view, cells);
}

static gboolean
judge_typed (const gchar *text, gpointer user_data, GError **error)
{
  g_autoptr (GPtrArray) said = NULL;
  g_autofree gchar *words = NULL;

  if (gs_lesson_player_answer (user_data, text) == GS_LESSON_VERDICT_RIGHT)
    return TRUE;
  said = gs_lesson_player_get_feedback (user_data);
  words = gs_lesson_paragraphs_join (said);
  g_set_error_literal (error, NN_ERROR, NN_ERROR_VALUE, words);
  return FALSE;
}

/* What is typed into the cell that is asked for answers the question. */
static void
show_question (GsLessonPlayer *self)
{
  const GsLessonTask *task = gs_lesson_player_get_task (self);
  g_autoptr (GArray) cells = NULL;

  if (task != NULL && task->kind == GS_LESSON_TASK_PREDICT && !gs_lesson_player_is_answered (self))
    cells = gs_lesson_values_find (self->book, (const gchar *const *) task->cells, NULL);
  gs_view_set_question (self->view,
                        cells != NULL && cells->len > 0 ? &g_array_index (cells, NnCell, 0) : NULL,
                        judge_typed, self);
}

void
gs_lesson_player_show (GsLessonPlayer *player, const GArray *picked)
{
  g_autoptr (GArray) highlighted = gs_lesson_player_list_highlighted (player);
  g_autoptr (GArray) hidden = list_hidden (player);

  if (player->has_left)
    return;
  if (picked->len > 0)
    g_array_append_vals (highlighted, picked->data, picked->len);
  gs_view_set_emphasis (player->view, highlighted, hidden);
  show_secret (player);
  show_question (player);
  gs_view_set_plain_captions (player->view, !player->lesson->captions);
  gs_view_set_blanks (player->view, player->blanks);
  if (player->marking != NULL && gs_view_get_marking (player->view) == NULL)
    gs_view_mark_blanks (player->view);
}

gboolean
gs_lesson_player_is_locked (GsLessonPlayer *player, GsLessonLock lock)
{
  return (gs_lesson_player_get_step (player)->show.lock & lock) != 0;
}

/* What the task is about setting: SET's cells, and those that a way to a condition sets. */
static gchar **
list_own_cells (const GsLessonTask *task)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  if (task->kind == GS_LESSON_TASK_SET)
    g_strv_builder_addv (names, (const gchar **) task->cells);
  for (guint i = 0; i < task->answer->len; i++) {
    const GsLessonMove *move = g_ptr_array_index (task->answer, i);

    for (guint k = 0; k < move->set->len; k++)
      g_strv_builder_add (names, ((const GsLessonSetting *) g_ptr_array_index (move->set, k))->cell);
  }
  return g_strv_builder_end (names);
}

gboolean
gs_lesson_player_can_edit (GsLessonPlayer *player, const NnCell *cell)
{
  const GsLessonTask *task = gs_lesson_player_get_task (player);
  g_autoptr (GArray) cells = NULL;
  g_auto (GStrv) names = NULL;

  if (!gs_lesson_player_is_locked (player, GS_LESSON_LOCK_EDIT))
    return TRUE;
  if (task == NULL)
    return FALSE;
  names = list_own_cells (task);
  cells = gs_lesson_values_find (player->book, (const gchar *const *) names, NULL);
  return nn_cells_contain (cells, cell);
}

/* ---- help ---- */

GsLessonVerdict
gs_lesson_player_get_verdict (GsLessonPlayer *player)
{
  return gs_lesson_player_get_state (player)->verdict;
}

gint
gs_lesson_player_get_mistake (GsLessonPlayer *player)
{
  return gs_lesson_player_get_state (player)->mistake;
}

const gchar *
gs_lesson_player_get_answer (GsLessonPlayer *player)
{
  return gs_lesson_player_get_state (player)->answer;
}

gboolean
gs_lesson_player_hint (GsLessonPlayer *player)
{
  const GsLessonTask *task = gs_lesson_player_get_task (player);
  GsStepState *state = gs_lesson_player_get_state (player);

  if (task == NULL || state->n_hints >= task->hints->len)
    return FALSE;
  state->n_hints++;
  if (!state->done.solved)
    state->done.hints = MAX (state->done.hints, state->n_hints);
  gs_lesson_player_save (player);
  gs_lesson_player_notify (player);
  return TRUE;
}

void
gs_lesson_player_reveal (GsLessonPlayer *player)
{
  GsStepState *state = gs_lesson_player_get_state (player);

  if (gs_lesson_player_get_task (player) == NULL)
    return;
  state->is_shown = TRUE;
  if (state->verdict != GS_LESSON_VERDICT_RIGHT) { /* "Try again" is over */
    g_clear_pointer (&state->feedback, g_ptr_array_unref);
    state->verdict = GS_LESSON_VERDICT_NONE;
    state->mistake = -1;
  }
  if (!state->done.solved)
    state->done.shown = TRUE;
  gs_lesson_player_compute_asked (player);
  gs_lesson_player_save (player);
  gs_lesson_player_notify (player);
}

GsBlanks *
gs_lesson_player_get_blanks (GsLessonPlayer *player)
{
  return player->blanks;
}

GsMarking *
gs_lesson_player_get_marking (GsLessonPlayer *player)
{
  return player->marking;
}
