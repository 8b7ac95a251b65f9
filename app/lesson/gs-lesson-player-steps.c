/* The player: setting up steps, and finding back to them. */
#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "app/practice/gs-variant.h"
#include "app/workbook/gs-workbook-replace.h"
#include "gs-lesson-player-private.h"
#include "nn/nn-error.h"

static GsWorkbook *build (GsLessonPlayer *self, guint number, GError **error);

void
gs_step_state_clear (GsStepState *state)
{
  g_clear_pointer (&state->begin, gs_document_free);
  g_clear_pointer (&state->end, gs_document_free);
  g_clear_pointer (&state->feedback, g_ptr_array_unref);
  g_clear_pointer (&state->answer, g_free);
  g_clear_pointer (&state->entries, g_hash_table_unref);
}

/* "08-chain.json: steps[2].show.cursor: " before the message. */
static gboolean
prefix (GsLessonPlayer *self, guint number, const gchar *field, GError **error)
{
  g_prefix_error (error, "%s: steps[%u].%s: ", self->lesson->path, number + 1, field);
  return FALSE;
}

/* ---- what a step shows ---- */

static gboolean
set_one (GsWorkbook *book, const GsLessonSetting *setting, GsLessonValues *values, GError **error)
{
  GsExpressionScope scope;
  NnCell cell;
  gdouble value;

  gs_lesson_values_get_scope (values, &scope);
  return gs_cell_name_parse (gs_workbook_get_scope (book), setting->cell, &cell, error)
         && gs_expression_evaluate (setting->value, &scope, &value, error)
         && gs_lesson_values_put (book, &cell, value, error);
}

static gboolean
set_cells (GsLessonPlayer *self, guint number, GsWorkbook *book, const GPtrArray *settings, GError **error)
{
  GsLessonValues values;
  gboolean good = TRUE;

  gs_lesson_values_init (&values, book);
  if (settings->len > 0)
    gs_lesson_values_mark_start (&values);
  for (guint i = 0; i < settings->len && good; i++) {
    const GsLessonSetting *setting = g_ptr_array_index (settings, i);

    good = set_one (book, setting, &values, error);
    if (!good) {
      g_prefix_error (error, "%s: ", setting->cell);
      prefix (self, number, "show.set", error);
    }
  }
  gs_lesson_values_clear (&values);
  return good;
}

/* Training that ends in NaN is what some lessons show; the cursor stands just behind it. */
static gboolean
train (GsLessonPlayer *self, guint number, GsWorkbook *book, guint32 passes, GError **error)
{
  g_autoptr (GError) own = NULL;

  if (passes == 0 || gs_workbook_train (book, passes, NULL, NULL, NULL, &own)
      || g_error_matches (own, NN_ERROR, NN_ERROR_NOT_FINITE))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&own));
  return prefix (self, number, "show.train", error);
}

static gboolean
place_cursor (GsLessonPlayer *self, guint number, GsWorkbook *book, const GsLessonShow *show, GError **error)
{
  GsCursor cursor = { .pass = gs_workbook_get_cursor (book).pass };
  gint n = nn_program_get_n_instructions (gs_workbook_get_program (book)) - 1;
  NnCell cell;

  switch (show->cursor) {
  case GS_LESSON_CURSOR_KEEP: return TRUE;
  case GS_LESSON_CURSOR_START: break;
  case GS_LESSON_CURSOR_END: cursor.instruction = n; break;
  case GS_LESSON_CURSOR_STEP:
    if (show->cursor_step > n) {
      g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _ ("the pass has only %d operations"), n);
      return prefix (self, number, "show.cursor", error);
    }
    cursor.instruction = show->cursor_step;
    break;
  case GS_LESSON_CURSOR_CELL:
    if (!gs_cell_name_parse (gs_workbook_get_scope (book), show->cursor_cell, &cell, error))
      return prefix (self, number, "show.cursor", error);
    gs_workbook_run_to_cell (book, &cell);
    return TRUE;
  }
  return gs_workbook_go_to (book, &cursor, error) || prefix (self, number, "show.cursor", error);
}

static gboolean
apply (GsLessonPlayer *self, guint number, GsWorkbook *book, GError **error)
{
  const GsLessonShow *show = &gs_lesson_get_step (self->lesson, number)->show;

  if (!set_cells (self, number, book, show->set, error) || !train (self, number, book, show->train, error)
      || !place_cursor (self, number, book, show, error))
    return FALSE;
  gs_workbook_forget_edits (book);
  return TRUE;
}

/* ---- the sheet a step begins with ---- */

/* A workbook with the document, which stays. */
static GsWorkbook *
reopen (GsDocument **document, GError **error)
{
  GsWorkbook *book = gs_workbook_new (g_steal_pointer (document), error);

  if (book != NULL)
    *document = gs_workbook_to_document (book);
  return book;
}

/* As the step is left when its task has been done. */
static GsWorkbook *
open_outcome (GsLessonPlayer *self, guint number, GError **error)
{
  const GsLessonTask *task = gs_lesson_get_step (self->lesson, number)->task;
  GsStepState *state = &self->states[number];
  g_autoptr (GsWorkbook) book = NULL;
  GsLessonValues values;
  gboolean good;

  if (state->end != NULL)
    return reopen (&state->end, error);
  book = state->begin != NULL ? reopen (&state->begin, error) : build (self, number, error);
  if (book == NULL || task == NULL)
    return g_steal_pointer (&book);
  gs_lesson_values_init (&values, book);
  gs_lesson_values_mark_start (&values);
  good = gs_lesson_task_carry_out (task, book, &values, error) || prefix (self, number, "task", error);
  gs_lesson_values_clear (&values);
  if (!good)
    return NULL;
  gs_workbook_forget_edits (book);
  return g_steal_pointer (&book);
}

static GsWorkbook *
vary (GsLessonPlayer *self, guint number, GsWorkbook *book, GError **error)
{
  g_autoptr (GsDocument) document = gs_workbook_to_document (book);
  GsVariantRules rules = { .digits = gs_lesson_get_step (self->lesson, number)->task->digits };
  GsDocument *other = gs_variant_new (document, self->seed, &rules, error);

  self->states[number].seed = self->seed;
  if (other == NULL)
    prefix (self, number, "task.seeded", error);
  return other != NULL ? gs_workbook_new (other, error) : NULL;
}

static GsWorkbook *
build (GsLessonPlayer *self, guint number, GError **error)
{
  const GsLessonStep *step = gs_lesson_get_step (self->lesson, number);
  g_autoptr (GsWorkbook) book = NULL;

  if (step->show.network != NULL) {
    GsDocument *document = gs_lesson_open_network (self->lesson, step, error);

    book = document != NULL ? gs_workbook_new (document, error) : NULL;
    if (book == NULL)
      prefix (self, number, "show.network", error);
  } else {
    book = open_outcome (self, number - 1, error);
  }
  if (book != NULL && step->task != NULL && step->task->seeded) {
    GsWorkbook *other = vary (self, number, book, error);

    g_object_unref (book);
    book = other;
  }
  if (book == NULL || !apply (self, number, book, error))
    return NULL;
  return g_steal_pointer (&book);
}

/* ---- the step as it begins ---- */

static void
add_phase (GsBlanks *blanks, GsWorkbook *book, NnPhase phase, GError **error)
{
  NnProgram *program = gs_workbook_get_program (book);
  gint first = 0, end, n = nn_program_get_n_instructions (program) - 1;

  while (first < n && nn_program_get_instruction (program, first)->phase != phase)
    first++;
  for (end = first; end < n && nn_program_get_instruction (program, end)->phase == phase;)
    end++;
  if (first == end)
    g_set_error (error, NN_ERROR, NN_ERROR_NAME, _ ("the pass computes nothing in the phase “%s”"),
                 nn_phase_get_name (phase));
  else
    gs_blanks_add_steps (blanks, first, end, error);
}

static GsBlanks *
make_blanks (GsWorkbook *book, const GsLessonTask *task, GError **error)
{
  g_autoptr (GsBlanks) blanks = gs_blanks_new (book);
  GError *own = NULL;

  gs_blanks_set_digits (blanks, task->digits);
  for (gint i = 0; task->cells[i] != NULL && own == NULL; i++) {
    gint phase = NN_PHASE_FORWARD;

    while (phase < NN_PHASE_COMMIT && !g_str_equal (nn_phase_get_name ((NnPhase) phase), task->cells[i]))
      phase++;
    if (phase < NN_PHASE_COMMIT)
      add_phase (blanks, book, (NnPhase) phase, &own);
    else
      gs_blanks_add_text (blanks, task->cells[i], &own);
  }
  if (own == NULL && gs_blanks_get_n_cells (blanks) == 0)
    g_set_error (&own, NN_ERROR, NN_ERROR_VALUE, _ ("there are no blank cells"));
  if (own == NULL)
    return g_steal_pointer (&blanks);
  g_propagate_error (error, own);
  return NULL;
}

/* For when one comes back to the step. */
static void
keep_entries (GsLessonPlayer *self)
{
  GsStepState *state = gs_lesson_player_get_state (self);
  NnProgram *program = gs_blanks_is_current (self->blanks)
                           ? gs_workbook_get_program (self->book)
                           : nn_run_get_program (gs_blanks_get_run (self->blanks));

  g_clear_pointer (&state->entries, g_hash_table_unref);
  state->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < gs_blanks_get_n_cells (self->blanks); i++) {
    const NnCell *cell = gs_blanks_get_cell (self->blanks, i);
    const gchar *text = gs_blanks_get_text (self->blanks, cell);

    if (text != NULL)
      g_hash_table_insert (state->entries, gs_cell_name (program, cell), g_strdup (text));
  }
  state->is_marked = FALSE;
}

static void
restore_entries (GsLessonPlayer *self)
{
  const GsStepState *state = gs_lesson_player_get_state (self);
  GHashTableIter entries;
  gpointer name, text;
  NnCell cell;

  if (state->entries == NULL)
    return;
  g_hash_table_iter_init (&entries, state->entries);
  while (g_hash_table_iter_next (&entries, &name, &text))
    if (gs_cell_name_parse (gs_workbook_get_scope (self->book), name, &cell, NULL))
      gs_blanks_type (self->blanks, &cell, text, NULL);
  if (state->is_marked)
    self->marking = gs_marking_new (self->blanks);
}

static void
on_blanks_changed (GsLessonPlayer *self)
{
  g_clear_pointer (&self->marking, gs_marking_free);
  if (!self->is_setting_up) /* the next step's numbers are no reason to ask for the marks again */
    keep_entries (self);
  gs_lesson_player_notify (self);
}

void
gs_lesson_player_drop_blanks (GsLessonPlayer *self)
{
  g_clear_pointer (&self->marking, gs_marking_free);
  if (self->blanks != NULL)
    g_signal_handlers_disconnect_by_data (self->blanks, self);
  g_clear_object (&self->blanks);
}

/* A step that says of nothing that it be selected: a cell that it points at; of another network none that the
 * step before was about. */
static void
select_pointed (GsLessonPlayer *self, const GsLessonShow *show)
{
  g_autoptr (GArray) cells =
      show->highlight != NULL
          ? gs_lesson_values_find (self->book, (const gchar *const *) show->highlight, NULL)
          : NULL;
  NnCell cell;

  if (cells != NULL && cells->len > 0) {
    if (!gs_view_get_selected (self->view, &cell) || !nn_cells_contain (cells, &cell))
      gs_view_select (self->view, &g_array_index (cells, NnCell, 0), FALSE);
  } else if (show->network != NULL)
    gs_view_select (self->view, NULL, FALSE);
}

/* What is selected: the step's own choice, else what the task is about. */
static void
select_cell (GsLessonPlayer *self, const GsLessonStep *step)
{
  const GsLessonTask *task = step->task;
  const gchar *name = step->show.select;
  NnCell cell;

  if (name == NULL && task != NULL && task->kind != GS_LESSON_TASK_FILL
      && task->kind != GS_LESSON_TASK_STEP_TO)
    name = task->cells[0];
  if (self->blanks != NULL && name == NULL)
    cell = *gs_blanks_get_cell (self->blanks, 0);
  else if (name == NULL) {
    select_pointed (self, &step->show);
    return;
  } else if (!gs_cell_name_parse (gs_workbook_get_scope (self->book), name, &cell, NULL))
    return;
  gs_view_select (self->view, &cell, FALSE);
}

/* The numbers that SET wants, from the sheet as it is now. */
static void
work_out_wanted (GsLessonPlayer *self, const GsLessonTask *task)
{
  GsExpressionScope scope;

  g_clear_pointer (&self->wanted, g_free);
  if (task == NULL || task->kind != GS_LESSON_TASK_SET)
    return;
  self->wanted = g_new0 (gdouble, task->values->len + 1);
  gs_lesson_values_get_scope (&self->values, &scope);
  for (guint i = 0; i < task->values->len; i++)
    gs_expression_evaluate (g_ptr_array_index (task->values, i), &scope, &self->wanted[i], NULL);
}

static void
begin_step (GsLessonPlayer *self)
{
  const GsLessonStep *step = gs_lesson_player_get_step (self);
  GsStepState *state = gs_lesson_player_get_state (self);

  gs_lesson_player_drop_blanks (self);
  if (state->begin == NULL)
    state->begin = gs_workbook_to_document (self->book);
  gs_lesson_values_mark_start (&self->values);
  work_out_wanted (self, step->task);
  if (step->task != NULL && step->task->kind == GS_LESSON_TASK_FILL)
    self->blanks = make_blanks (self->book, step->task, NULL);
  if (self->blanks != NULL) {
    restore_entries (self);
    /* Behind the view, which drops marks of cells that are asked no more: who hears of it here may look at
     * them. */
    g_signal_connect_data (self->blanks, "changed", G_CALLBACK (on_blanks_changed), self, NULL,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  }
  self->begin_cursor = gs_workbook_get_cursor (self->book);
  self->away = FALSE;
  gs_view_set_digits (self->view, self->lesson->digits);
  if (step->show.step_size >= 0)
    gs_view_set_step (self->view, (GsStep) step->show.step_size);
  select_cell (self, step);
}

void
gs_lesson_player_compute_asked (GsLessonPlayer *player)
{
  const GsLessonTask *task = gs_lesson_player_get_task (player);

  if (task->kind != GS_LESSON_TASK_PREDICT)
    return;
  player->is_setting_up = TRUE;
  gs_lesson_task_carry_out (task, player->book, &player->values, NULL);
  player->is_setting_up = FALSE;
}

/* ---- moving ---- */

/* What a step names exists: found out before it is shown. */
static gboolean
check_names (GsLessonPlayer *self, guint number, GsWorkbook *book, GError **error)
{
  const GsLessonStep *step = gs_lesson_get_step (self->lesson, number);
  const gchar *const *lists[] = { (const gchar *const *) step->show.highlight,
                                  (const gchar *const *) step->show.hide,
                                  (const gchar *const *) step->show.zoom };
  static const gchar *const fields[] = { "show.highlight", "show.hide", "show.zoom" };

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++) {
    g_autoptr (GArray) cells = lists[i] != NULL ? gs_lesson_values_find (book, lists[i], error) : NULL;

    if (lists[i] != NULL && cells == NULL)
      return prefix (self, number, fields[i], error);
  }
  if (step->task != NULL && step->task->kind == GS_LESSON_TASK_FILL) {
    g_autoptr (GsBlanks) blanks = make_blanks (book, step->task, error);

    return blanks != NULL || prefix (self, number, "task.cells", error);
  }
  if (step->task != NULL) {
    g_autoptr (GArray) cells = gs_lesson_values_find (book, (const gchar *const *) step->task->cells, error);

    return cells != NULL || prefix (self, number, "task.cells", error);
  }
  return TRUE;
}

static void
arrive (GsLessonPlayer *self, guint number)
{
  gboolean moved = number != self->number;

  self->number = number;
  begin_step (self);
  self->is_setting_up = FALSE;
  gs_lesson_player_save (self);
  if (moved)
    gs_lesson_player_tell_moved (self);
  gs_lesson_player_watch (self);
  gs_lesson_player_notify (self);
}

/* Whether the next step goes on with the sheet just as it is, its past passes and losses included. */
static gboolean
can_go_on (GsLessonPlayer *self, guint number)
{
  const GsStepState *state = gs_lesson_player_get_state (self);
  const GsLessonStep *next = gs_lesson_get_step (self->lesson, number);

  return number == self->number + 1 && self->states[number].begin == NULL && next->show.network == NULL
         && (next->task == NULL || !next->task->seeded) && !self->away
         && (gs_lesson_player_get_task (self) == NULL || state->end != NULL);
}

static gboolean
go_on (GsLessonPlayer *self, guint number, GError **error)
{
  GsStepState *state = gs_lesson_player_get_state (self);
  const GsDocument *left = state->end != NULL ? state->end : state->begin;
  gboolean good;

  self->is_setting_up = TRUE;
  good = gs_workbook_go_to (self->book, &left->cursor, error) && apply (self, number, self->book, error)
         && check_names (self, number, self->book, error);
  if (good)
    arrive (self, number);
  else if (!gs_lesson_player_return (self, NULL))
    self->is_setting_up = FALSE;
  return good;
}

static gboolean
show_book (GsLessonPlayer *self, guint number, GsWorkbook *book, GError **error)
{
  if (!check_names (self, number, book, error))
    return FALSE;
  self->is_setting_up = TRUE;
  gs_lesson_player_drop_blanks (self);
  gs_workbook_exchange (self->book, book);
  arrive (self, number);
  return TRUE;
}

gboolean
gs_lesson_player_start (GsLessonPlayer *player, guint number, GError **error)
{
  g_autoptr (GsWorkbook) book = build (player, number, error);

  return book != NULL && show_book (player, number, book, error);
}

gboolean
gs_lesson_player_go_to (GsLessonPlayer *player, guint number, GError **error)
{
  g_autoptr (GsWorkbook) book = NULL;
  GsStepState *state;

  g_return_val_if_fail (GS_IS_LESSON_PLAYER (player) && number < player->lesson->steps->len, FALSE);
  state = &player->states[number];
  if (gs_lesson_player_get_task (player) == NULL && number > player->number)
    gs_lesson_player_get_state (player)->done.solved = TRUE;
  if (can_go_on (player, number))
    return go_on (player, number, error);
  if (state->end != NULL)
    book = reopen (&state->end, error);
  else if (state->begin != NULL)
    book = reopen (&state->begin, error);
  else
    book = build (player, number, error);
  return book != NULL && show_book (player, number, book, error);
}

gboolean
gs_lesson_player_next (GsLessonPlayer *player, GError **error)
{
  if (player->number + 1 < player->lesson->steps->len)
    return gs_lesson_player_go_to (player, player->number + 1, error);
  /* The last step has been read. */
  if (gs_lesson_player_get_task (player) == NULL)
    gs_lesson_player_get_state (player)->done.solved = TRUE;
  gs_lesson_player_save (player);
  gs_lesson_player_notify (player);
  return FALSE;
}

gboolean
gs_lesson_player_previous (GsLessonPlayer *player, GError **error)
{
  return player->number > 0 && gs_lesson_player_go_to (player, player->number - 1, error);
}

gboolean
gs_lesson_player_return (GsLessonPlayer *player, GError **error)
{
  GsStepState *state = gs_lesson_player_get_state (player);
  g_autoptr (GsWorkbook) book = reopen (state->end != NULL ? &state->end : &state->begin, error);

  return book != NULL && show_book (player, player->number, book, error);
}

gboolean
gs_lesson_player_restart (GsLessonPlayer *player, GError **error)
{
  GsStepState *state = gs_lesson_player_get_state (player);
  const GsLessonTask *task = gs_lesson_player_get_task (player);
  GsLessonDone done = state->done;
  g_autoptr (GsWorkbook) book = NULL;

  if (task != NULL && task->seeded) {
    player->seed++;
    book = build (player, player->number, error);
  } else {
    book = reopen (&state->begin, error);
  }
  if (book == NULL)
    return FALSE;
  gs_step_state_clear (state);
  *state = (GsStepState){ .done = done, .seed = state->seed, .mistake = -1 };
  return show_book (player, player->number, book, error);
}
