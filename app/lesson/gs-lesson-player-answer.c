/* The player: judging what is typed into the pane. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/text/gs-number.h"
#include "app/text/gs-words.h"
#include "gs-lesson-player-private.h"

/* ---- numbers ---- */

/* How many decimals were typed; -1 where that says nothing: fractions, exponents. */
static gint
count_decimals (const gchar *text)
{
  const gchar *point = strpbrk (text, ".,");

  if (strpbrk (text, "eE/") != NULL)
    return -1;
  return point != NULL ? (gint) strspn (point + 1, "0123456789") : 0;
}

/* Rounds correctly, but to fewer digits than were asked for. */
static gboolean
is_coarse (const gchar *text, gdouble answer, gdouble right)
{
  gint decimals = count_decimals (text);

  return decimals >= 0 && answer != 0 && fabs (answer - right) <= 0.5 * pow (10, -decimals) * (1 + 1e-9);
}

/* A point one to three places off. */
static gboolean
is_shifted (gdouble answer, gdouble right, gint digits)
{
  for (gint places = 1; places <= 3; places++) {
    gdouble factor = pow (10, places);

    if (gs_lesson_values_agree (answer / factor, right, digits)
        || gs_lesson_values_agree (answer * factor, right, digits))
      return right != 0;
  }
  return FALSE;
}

/* The name of another cell that shows what was answered, among networks one can look at; NULL if there is
 * none. */
static gchar *
find_other_cell (GsLessonPlayer *self, gdouble answer, gint digits)
{
  NnProgram *program = gs_workbook_get_program (self->book);

  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, i);
    gsize count = nn_shape_count (&info->shape);

    for (NnCell cell = { .tensor = i }; count <= 256 && cell.offset < count; cell.offset++)
      if (answer != 0 && answer != 1 && !nn_run_is_pinned (gs_workbook_get_run (self->book), &cell)
          && gs_lesson_values_agree (answer, gs_lesson_values_read (self->book, &cell), digits))
        return gs_cell_name_labelled (program, &cell);
  }
  return NULL;
}

/* Usual mistakes that need not be listed. */
static GsLessonVerdict
judge_wrong (GsLessonPlayer *self, const GsLessonTask *task, const gchar *text, gdouble answer, gdouble right)
{
  g_autofree gchar *words = NULL, *name = NULL;

  if (right != 0 && gs_lesson_values_agree (-answer, right, task->digits))
    words = g_strdup (_ ("The size is right, the sign is not."));
  else if (is_coarse (text, answer, right)) {
    words = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "Right as far as it goes: give it with %d significant digit.",
                     "Right as far as it goes: give it with %d significant digits.", (gulong) task->digits),
        task->digits);
    return gs_lesson_player_say (self, GS_LESSON_VERDICT_COARSE, NULL, words, answer);
  } else if (is_shifted (answer, right, task->digits))
    words = g_strdup (_ ("The digits are right, the decimal point is not where it belongs."));
  else if ((name = find_other_cell (self, answer, task->digits)) != NULL)
    words = g_strdup_printf (_ ("That is the number in %s."), name);
  else
    words = g_strdup (_ ("Not that number. Try again, or take a hint."));
  return gs_lesson_player_say (self, GS_LESSON_VERDICT_WRONG, NULL, words, answer);
}

static GsLessonVerdict
judge_number (GsLessonPlayer *self, const GsLessonTask *task, const gchar *text)
{
  GsStepState *state = gs_lesson_player_get_state (self);
  g_autoptr (GError) error = NULL;
  gdouble answer, right;

  if (!gs_number_parse (text, &answer, &error) || !gs_lesson_player_get_right (self, &right, &error))
    return gs_lesson_player_say (self, GS_LESSON_VERDICT_JUNK, NULL, error->message, NAN);
  state->done.tries++;
  if (gs_lesson_values_agree (answer, right, task->digits)) {
    gs_lesson_player_compute_asked (self);
    return gs_lesson_player_solve (self, task->right, answer);
  }
  state->mistake = gs_lesson_player_find_mistake (self, answer, task->digits);
  if (state->mistake < 0)
    return judge_wrong (self, task, text, answer, right);
  return gs_lesson_player_say (
      self, GS_LESSON_VERDICT_WRONG,
      ((const GsLessonMistake *) g_ptr_array_index (task->mistakes, (guint) state->mistake))->say, NULL,
      answer);
}

/* ---- choices ---- */

/* The option's number, or its text; 0 for neither. */
static guint
find_option (const GsLessonTask *task, const gchar *text)
{
  g_autofree gchar *trimmed = g_strstrip (g_strdup (text));
  g_autofree gchar *folded = g_utf8_casefold (trimmed, -1);
  gchar *end;
  guint64 number = g_ascii_strtoull (trimmed, &end, 10);

  if (g_ascii_isdigit (*trimmed) && *end == '\0')
    return number >= 1 && number <= task->options->len ? (guint) number : 0;
  for (guint i = 0; i < task->options->len; i++) {
    const GsLessonOption *option = g_ptr_array_index (task->options, i);
    g_autofree gchar *other = g_utf8_casefold (option->text->source, -1);

    if (g_str_equal (folded, other))
      return i + 1;
  }
  return 0;
}

static GsLessonVerdict
judge_choice (GsLessonPlayer *self, const GsLessonTask *task, const gchar *text)
{
  guint number = find_option (task, text);
  const GsLessonOption *option;
  g_autofree gchar *words = NULL;

  if (number == 0) {
    g_autofree gchar *quoted = gs_words_quote (text, strlen (text), 40);

    words = g_strdup_printf (_ ("“%s” is none of the choices: type a number from 1 to %u."), quoted,
                             task->options->len);
    return gs_lesson_player_say (self, GS_LESSON_VERDICT_JUNK, NULL, words, NAN);
  }
  option = g_ptr_array_index (task->options, number - 1);
  gs_lesson_player_get_state (self)->done.tries++;
  if (option->right)
    return gs_lesson_player_solve (self, option->say != NULL ? option->say : task->right, number);
  return gs_lesson_player_say (self, GS_LESSON_VERDICT_WRONG, option->say,
                               _ ("Not that one. Look again, or take a hint."), number);
}

/* ---- all of them ---- */

/* "z1[1,1] = 0.38", or a number for the first blank that is empty. */
static GsLessonVerdict
judge_blank (GsLessonPlayer *self, const gchar *text)
{
  const gchar *sign = strchr (text, '=');
  g_autofree gchar *name = sign != NULL ? g_strndup (text, (gsize) (sign - text)) : NULL;
  g_autoptr (GError) error = NULL;
  const NnCell *empty = NULL;
  NnCell cell;
  gboolean good;

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

static GsLessonVerdict
judge (GsLessonPlayer *self, const GsLessonTask *task, const gchar *text)
{
  switch (task->kind) {
  case GS_LESSON_TASK_PREDICT: return judge_number (self, task, text);
  case GS_LESSON_TASK_CHOOSE: return judge_choice (self, task, text);
  case GS_LESSON_TASK_PRECEDENTS: return gs_lesson_player_judge_cells (self, task, text);
  case GS_LESSON_TASK_FILL:
    if (self->blanks != NULL)
      return judge_blank (self, text);
    break;
  case GS_LESSON_TASK_SET:
  case GS_LESSON_TASK_STEP_TO:
  case GS_LESSON_TASK_REACH: break;
  }
  return gs_lesson_player_check (self);
}

GsLessonVerdict
gs_lesson_player_answer (GsLessonPlayer *player, const gchar *text)
{
  const GsLessonTask *task = gs_lesson_player_get_task (player);
  GsStepState *state = gs_lesson_player_get_state (player);
  g_autofree gchar *valid = g_utf8_make_valid (text, -1);
  GsLessonVerdict verdict;

  if (task == NULL)
    return GS_LESSON_VERDICT_NONE;
  if (state->end != NULL)
    return GS_LESSON_VERDICT_RIGHT;
  g_free (state->answer);
  state->answer = g_strdup (valid);
  state->mistake = -1;
  verdict = judge (player, task, valid);
  gs_lesson_player_save (player);
  gs_lesson_player_notify (player);
  return verdict;
}
