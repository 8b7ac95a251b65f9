/* Exercises: which cells are asked, what is given for them, and where lessons ask for numbers. */
#include "gs-exercise.h"

#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "app/document/gs-ready-made.h"
#include "app/inspect/gs-explain.h"
#include "app/lesson/gs-lesson-player.h"
#include "app/practice/gs-variant.h"
#include "nn/nn-error.h"

/* Every cell that the pass computes and nobody holds. FALSE if there are more than fit on paper. */
static gboolean
add_everything (GsExercise *self, GError **error)
{
  NnProgram *program = gs_workbook_get_program (self->book);
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (NnCell));
  gsize n = 0;

  for (gint i = 0; i < nn_program_get_n_instructions (program); i++) {
    const NnInstruction *instruction = nn_program_get_instruction (program, i);
    gsize size;

    if (instruction->output < 0)
      continue;
    size = nn_shape_count (&nn_program_get_tensor (program, instruction->output)->shape);
    n += size;
    for (gsize offset = 0; n <= GS_EXERCISE_MAX_CELLS && offset < size; offset++) {
      NnCell cell = { instruction->output, offset };

      if (!gs_workbook_is_pinned (self->book, &cell))
        g_array_append_val (cells, cell);
    }
  }
  if (n <= GS_EXERCISE_MAX_CELLS)
    return gs_blanks_add (self->blanks, (const NnCell *) cells->data, cells->len, error);
  g_set_error (
      error, NN_ERROR, NN_ERROR_SIZE,
      _ ("A pass of this network computes %zu numbers, and paper has room for %d. Say which cells to "
         "ask for, such as z1..a1, or take fewer rows."),
      n, GS_EXERCISE_MAX_CELLS);
  return FALSE;
}

GsExercise *
gs_exercise_new (GsDocument *document, const gchar *cells, gint digits, GError **error)
{
  g_autoptr (GsExercise) self = g_new0 (GsExercise, 1);

  self->title = g_strdup (gs_ready_made_translate (document->network->title));
  self->book = gs_workbook_new (document, error);
  if (self->book == NULL || !gs_workbook_has_rows (self->book, error))
    return NULL;
  self->blanks = gs_blanks_new (self->book);
  gs_blanks_set_digits (self->blanks, digits);
  if (cells == NULL ? !add_everything (self, error) : !gs_blanks_add_text (self->blanks, cells, error))
    return NULL;
  if (gs_blanks_get_n_cells (self->blanks) <= GS_EXERCISE_MAX_CELLS)
    return g_steal_pointer (&self);
  g_set_error (error, NN_ERROR, NN_ERROR_SIZE,
               _ ("These are %u cells, and paper has room for %d. Ask for fewer."),
               gs_blanks_get_n_cells (self->blanks), GS_EXERCISE_MAX_CELLS);
  return NULL;
}

void
gs_exercise_free (GsExercise *self)
{
  g_clear_object (&self->blanks);
  g_clear_object (&self->book);
  g_free (self->title);
  g_free (self);
}

/* The names of the blanks, with commas between. Caller frees. */
static gchar *
list_cells (GsBlanks *blanks)
{
  NnProgram *program = gs_workbook_get_program (gs_blanks_get_book (blanks));
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < gs_blanks_get_n_cells (blanks); i++) {
    g_autofree gchar *name = gs_cell_name (program, gs_blanks_get_cell (blanks, i));

    g_string_append_printf (names, "%s%s", i == 0 ? "" : ", ", name);
  }
  return g_string_free (names, FALSE);
}

static GsExercise *
vary (const GsExercise *self, guint64 seed, GError **error)
{
  g_autoptr (GsDocument) document = gs_workbook_to_document (self->book);
  GsDocument *other = gs_variant_new (document, seed, NULL, error);
  g_autofree gchar *cells = list_cells (self->blanks);
  GsExercise *variant =
      other != NULL ? gs_exercise_new (other, cells, gs_blanks_get_digits (self->blanks), error) : NULL;

  if (variant != NULL) {
    g_free (variant->title);
    variant->title = g_strdup (self->title);
  }
  return variant;
}

GPtrArray *
gs_exercise_vary (const GPtrArray *exercises, guint n, guint64 seed, GError **error)
{
  g_autoptr (GPtrArray) variants = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < n; i++) {
    GPtrArray *variant = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_exercise_free);

    g_ptr_array_add (variants, variant);
    for (guint k = 0; k < exercises->len; k++) {
      GsExercise *exercise = vary (g_ptr_array_index (exercises, k), seed + i, error);

      if (exercise == NULL)
        return NULL;
      g_ptr_array_add (variant, exercise);
    }
  }
  return g_steal_pointer (&variants);
}

/* ---- of lessons ---- */

/* Whether two exercises have the same tensors, and the same numbers in what is given. */
static gboolean
has_same_numbers (const GsExercise *a, const GsExercise *b)
{
  NnRun *left = gs_blanks_get_run (a->blanks), *right = gs_blanks_get_run (b->blanks);
  NnProgram *program = nn_run_get_program (left), *other = nn_run_get_program (right);

  if (nn_program_get_n_tensors (program) != nn_program_get_n_tensors (other))
    return FALSE;
  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, i), *twin = nn_program_get_tensor (other, i);
    const gdouble *values = nn_run_get_values (left, i), *others = nn_run_get_values (right, i);

    if (!g_str_equal (info->name, twin->name) || !nn_shape_equal (&info->shape, &twin->shape))
      return FALSE;
    for (gsize k = 0; info->producer < 0 && k < nn_shape_count (&info->shape); k++)
      if (values[k] != others[k])
        return FALSE;
  }
  return TRUE;
}

/* The cells that the player's step lets one compute; NULL if there are none. Caller frees. */
static gchar *
list_asked (GsLessonPlayer *player)
{
  const GsLessonTask *task = gs_lesson_player_get_step (player)->task;

  if (task != NULL && task->kind == GS_LESSON_TASK_FILL)
    return list_cells (gs_lesson_player_get_blanks (player));
  if (task == NULL || task->kind != GS_LESSON_TASK_PREDICT || task->cells == NULL || task->cells[0] == NULL)
    return NULL;
  return g_strjoinv (", ", task->cells);
}

/* Adds the step's exercise, or its cells to the one before, which has the same numbers. */
static gboolean
add_step (GsLessonPlayer *player, GPtrArray *exercises, GError **error)
{
  const GsLessonStep *step = gs_lesson_player_get_step (player);
  GsExercise *before = exercises->len > 0 ? g_ptr_array_index (exercises, exercises->len - 1) : NULL;
  g_autofree gchar *cells = list_asked (player);
  g_autoptr (GsExercise) exercise = NULL;
  gint digits;

  if (cells == NULL)
    return TRUE;
  digits = step->task->digits > 0 ? step->task->digits : GS_BLANKS_DEFAULT_DIGITS;
  exercise =
      gs_exercise_new (gs_workbook_to_document (gs_view_get_workbook (gs_lesson_player_get_view (player))),
                       cells, digits, error);
  if (exercise == NULL && step->task->kind == GS_LESSON_TASK_PREDICT) {
    g_clear_error (error); /* a cell that is given, or held: not one to compute */
    return TRUE;
  }
  if (exercise == NULL) {
    g_prefix_error (error, _ ("step %s: "), step->id);
    return FALSE;
  }
  if (before != NULL && has_same_numbers (before, exercise))
    return gs_blanks_add_text (before->blanks, cells, error);
  g_free (exercise->title);
  exercise->title = g_strdup (step->title);
  g_ptr_array_add (exercises, g_steal_pointer (&exercise));
  return TRUE;
}

GPtrArray *
gs_exercise_list_of_lesson (const gchar *path, const gchar *languages, guint64 seed, GError **error)
{
  g_autoptr (GPtrArray) exercises = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_exercise_free);
  g_autoptr (GsLessonPlayer) player = gs_lesson_player_open (path, languages, NULL, error);

  if (player == NULL)
    return NULL;
  gs_lesson_player_set_seed (player, seed);
  for (guint i = 0; i < gs_lesson_player_get_n_steps (player); i++)
    if (!gs_lesson_player_go_to (player, i, error) || !add_step (player, exercises, error))
      return NULL;
  if (exercises->len > 0)
    return g_steal_pointer (&exercises);
  g_set_error (
      error, NN_ERROR, NN_ERROR_VALUE,
      _ ("The lesson “%s” asks for no numbers that are computed in cells, so there is nothing to write "
         "down on paper. Take another one, or a document."),
      gs_lesson_player_get_lesson (player)->title);
  return NULL;
}

/* ---- what is asked, what is given ---- */

gboolean
gs_exercise_asks_cell (const GsExercise *self, const NnCell *cell)
{
  return gs_blanks_find (self->blanks, cell) >= 0;
}

GsAsked
gs_exercise_asks (const GsExercise *self, gint tensor)
{
  const NnTensorInfo *info = nn_program_get_tensor (gs_workbook_get_program (self->book), tensor);
  gsize size = nn_shape_count (&info->shape), n = 0;

  for (gsize offset = 0; info->producer >= 0 && offset < size; offset++)
    n += gs_exercise_asks_cell (self, &(NnCell){ tensor, offset });
  return n == 0 ? GS_ASKED_NONE : n == size ? GS_ASKED_ALL : GS_ASKED_SOME;
}

GArray *
gs_exercise_list_given (const GsExercise *self)
{
  NnProgram *program = gs_workbook_get_program (self->book);
  gint n_tensors = nn_program_get_n_tensors (program);
  g_autofree gboolean *is_given = g_new0 (gboolean, n_tensors);
  GArray *given = g_array_new (FALSE, FALSE, sizeof (gint));

  for (gint i = 0; i < nn_program_get_n_instructions (program); i++) {
    const NnInstruction *instruction = nn_program_get_instruction (program, i);

    if (instruction->output < 0 || gs_exercise_asks (self, instruction->output) == GS_ASKED_NONE)
      continue;
    for (gint k = 0; k < instruction->n_inputs; k++)
      is_given[instruction->inputs[k]] |= gs_exercise_asks (self, instruction->inputs[k]) != GS_ASKED_ALL;
  }
  for (gint tensor = 0; tensor < n_tensors; tensor++)
    if (is_given[tensor])
      g_array_append_val (given, tensor);
  return given;
}

GArray *
gs_exercise_list_read (const GsExercise *self, gint tensor)
{
  GsFrame *frame = gs_workbook_get_frame (self->book);
  GArray *read = g_array_new (FALSE, FALSE, sizeof (NnCell));

  for (guint i = 0; i < gs_blanks_get_n_cells (self->blanks); i++) {
    g_autoptr (GsExplanation) why = gs_explanation_new (frame, gs_blanks_get_cell (self->blanks, i), NULL);
    g_autoptr (GArray) cells = gs_explanation_get_precedents (why, 0);

    for (guint k = 0; k < cells->len; k++)
      if (g_array_index (cells, NnCell, k).tensor == tensor)
        g_array_append_val (read, g_array_index (cells, NnCell, k));
  }
  return read;
}

gdouble
gs_exercise_get_value (const GsExercise *self, const NnCell *cell)
{
  return nn_run_get_cell (gs_blanks_get_run (self->blanks), cell);
}
