/* Grades: a learner's answers given to the lesson once more. */
#include "gs-grade.h"

#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "app/text/gs-document-error.h"
#include "gs-lesson-player-private.h"

static void
step_free (gpointer data)
{
  GsGradeStep *step = data;

  g_ptr_array_unref (step->mistakes);
  g_free (step->astray);
  g_free (step);
}

void
gs_grade_free (GsGrade *self)
{
  g_clear_object (&self->player);
  g_ptr_array_unref (self->steps);
  g_free (self);
}

/* What a mistake is called, else what is said of it as the lesson's file has it. */
static void
note_text (GsGradeStep *step, const gchar *text)
{
  for (guint i = 0; i < step->mistakes->len; i++)
    if (g_str_equal (g_ptr_array_index (step->mistakes, i), text))
      return;
  g_ptr_array_add (step->mistakes, g_strdup (text));
}

static void
note_mistake (GsGradeStep *step, const GsLessonMistake *mistake)
{
  note_text (step, mistake->name != NULL ? mistake->name : mistake->say->source);
}

/* ---- blanks ---- */

static void
note_blank_mistake (GsLessonPlayer *player, GsGradeStep *step, const NnCell *cell)
{
  const GsLessonTask *task = gs_lesson_player_get_task (player);
  gdouble entry, value;

  if (!gs_blanks_get_number (player->blanks, cell, &entry))
    return;
  for (guint i = 0; i < task->mistakes->len; i++) {
    const GsLessonMistake *mistake = g_ptr_array_index (task->mistakes, i);

    if (gs_lesson_player_get_blank_mistake (player, mistake, cell, &value)
        && gs_marking_agrees (entry, value, gs_blanks_get_digits (player->blanks))) {
      note_mistake (step, mistake);
      return;
    }
  }
}

static void
type_cells (GsLessonPlayer *player, const GsWorkStep *done)
{
  GsBlanks *blanks = player->blanks;
  NnProgram *program = gs_workbook_get_program (player->book);

  for (guint i = 0; i < gs_blanks_get_n_cells (blanks); i++) {
    NnCell cell = *gs_blanks_get_cell (blanks, i);
    g_autofree gchar *name = gs_cell_name (program, &cell);
    const gchar *text = g_hash_table_lookup (done->cells, name);

    if (text != NULL)
      gs_blanks_type (blanks, &cell, text, NULL); /* what is no number stays an empty cell */
  }
}

static void
grade_blanks (GsLessonPlayer *player, const GsWorkStep *done, GsGradeStep *step)
{
  step->most = gs_blanks_get_n_cells (player->blanks);
  if (done == NULL || done->done.shown)
    return;
  type_cells (player, done);
  g_clear_pointer (&player->marking, gs_marking_free);
  player->marking = gs_marking_new (player->blanks);
  for (guint i = 0; i < step->most; i++) {
    const NnCell *cell = gs_blanks_get_cell (player->blanks, i);
    GsMark mark = gs_marking_get (player->marking, cell);

    step->points += mark == GS_MARK_RIGHT || mark == GS_MARK_RIGHT_GIVEN_EARLIER;
    if (mark != GS_MARK_WRONG)
      continue;
    note_blank_mistake (player, step, cell);
    if (step->astray == NULL)
      step->astray = gs_cell_name (gs_workbook_get_program (player->book), cell);
  }
}

/* ---- other tasks ---- */

/* The wrong option that was chosen. */
static void
note_choice (GsGradeStep *step, const GsLessonTask *task, const gchar *answer)
{
  guint64 number;

  if (g_ascii_string_to_unsigned (answer, 10, 1, task->options->len, &number, NULL))
    note_text (step, ((const GsLessonOption *) g_ptr_array_index (task->options, number - 1))->text->source);
}

static void
grade_answer (GsLessonPlayer *player, const GsWorkStep *done, GsGradeStep *step)
{
  const GsLessonTask *task = gs_lesson_player_get_task (player);
  gint mistake;

  step->most = 1;
  if (done == NULL || done->done.shown || done->answer == NULL)
    return;
  step->points = gs_lesson_player_answer (player, done->answer) == GS_LESSON_VERDICT_RIGHT;
  mistake = gs_lesson_player_get_mistake (player);
  if (step->points > 0)
    return;
  if (mistake >= 0 && mistake < (gint) task->mistakes->len)
    note_mistake (step, g_ptr_array_index (task->mistakes, mistake));
  else if (task->kind == GS_LESSON_TASK_CHOOSE)
    note_choice (step, task, done->answer);
}

static void
grade_step (GsGrade *self, const GsWorkStep *done)
{
  GsLessonPlayer *player = self->player;
  const GsLessonStep *of = gs_lesson_player_get_step (player);
  const GsLessonKind *kind = gs_lesson_kind_get (of->task->kind);
  GsGradeStep *step = g_new0 (GsGradeStep, 1);

  step->id = of->id;
  step->title = of->title;
  step->mistakes = g_ptr_array_new_with_free_func (g_free);
  if (kind->fill != NULL) {
    if (player->blanks != NULL)
      grade_blanks (player, done, step);
  } else if (kind->find_answer != NULL) {
    grade_answer (player, done, step);
  } else {
    step->most = 1;
    step->points = done != NULL && done->done.solved && !done->done.shown;
  }
  self->points += step->points;
  self->most += step->most;
  g_ptr_array_add (self->steps, step);
}

/* The step, with the numbers that the learner had. */
static gboolean
go_to_step (GsLessonPlayer *player, guint number, const GsWorkStep *done, GError **error)
{
  if (done != NULL)
    gs_lesson_player_set_seed (player, done->seed);
  return gs_lesson_player_go_to (player, number, error);
}

gboolean
gs_grade_replay (GsLessonPlayer *player, const GsWork *work, guint number, GError **error)
{
  const GsLessonStep *step = gs_lesson_get_step (gs_lesson_player_get_lesson (player), number);
  const GsWorkStep *done = gs_work_find_step (work, step->id);

  if (!go_to_step (player, number, done, error))
    return FALSE;
  if (done == NULL || step->task == NULL)
    return TRUE;
  if (player->blanks != NULL) {
    type_cells (player, done);
    gs_lesson_player_check (player);
  } else if (done->answer != NULL) {
    gs_lesson_player_answer (player, done->answer);
  }
  return TRUE;
}

GsGrade *
gs_grade_new (const gchar *lesson, const gchar *languages, const GsWork *work, GError **error)
{
  g_autoptr (GsGrade) self = g_new0 (GsGrade, 1);
  const GsLesson *of;

  self->steps = g_ptr_array_new_with_free_func (step_free);
  self->player = gs_lesson_player_open (lesson, languages, NULL, error);
  if (self->player == NULL)
    return NULL;
  of = gs_lesson_player_get_lesson (self->player);
  if (!g_str_equal (of->id, gs_work_get_lesson (work))) {
    g_set_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_FORMAT,
                 _ ("this is work of the lesson “%s”, not of “%s”. Grade it with its own lesson."),
                 gs_work_get_lesson (work), of->id);
    return NULL;
  }
  for (guint i = 0; i < of->steps->len; i++) {
    const GsLessonStep *step = gs_lesson_get_step (of, i);
    const GsWorkStep *done = gs_work_find_step (work, step->id);

    if (step->task == NULL)
      continue;
    if (!go_to_step (self->player, i, done, error))
      return NULL;
    grade_step (self, done);
  }
  return g_steal_pointer (&self);
}

/* ---- a class ---- */

static void
mistake_free (gpointer data)
{
  GsGradeMistake *mistake = data;

  g_free (mistake->step);
  g_free (mistake->text);
  g_free (mistake);
}

static gint
compare_mistakes (gconstpointer a, gconstpointer b)
{
  const GsGradeMistake *left = *(const GsGradeMistake *const *) a,
                       *right = *(const GsGradeMistake *const *) b;

  return left->n != right->n ? (left->n < right->n ? 1 : -1) : g_strcmp0 (left->text, right->text);
}

static void
count (GPtrArray *mistakes, const gchar *step, const gchar *text)
{
  GsGradeMistake *fresh;

  for (guint i = 0; i < mistakes->len; i++) {
    GsGradeMistake *mistake = g_ptr_array_index (mistakes, i);

    if (g_str_equal (mistake->step, step) && g_str_equal (mistake->text, text)) {
      mistake->n++;
      return;
    }
  }
  fresh = g_new0 (GsGradeMistake, 1);
  fresh->step = g_strdup (step);
  fresh->text = g_strdup (text);
  fresh->n = 1;
  g_ptr_array_add (mistakes, fresh);
}

GPtrArray *
gs_grade_count_mistakes (const GPtrArray *grades)
{
  GPtrArray *mistakes = g_ptr_array_new_with_free_func (mistake_free);

  for (guint i = 0; i < grades->len; i++) {
    const GsGrade *grade = g_ptr_array_index (grades, i);

    for (guint k = 0; k < grade->steps->len; k++) {
      const GsGradeStep *step = g_ptr_array_index (grade->steps, k);

      for (guint m = 0; m < step->mistakes->len; m++)
        count (mistakes, step->id, g_ptr_array_index (step->mistakes, m));
    }
  }
  g_ptr_array_sort (mistakes, compare_mistakes);
  return mistakes;
}
