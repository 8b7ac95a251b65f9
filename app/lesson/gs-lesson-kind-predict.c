/* Tasks that ask for a number, and what is told about a wrong one. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/text/gs-number.h"
#include "gs-lesson-player-private.h"

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
judge (GsLessonPlayer *self, const GsLessonTask *task, const gchar *text)
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

/* The number that was asked for is in the sheet when it has been told. */
static gboolean
carry_out (const GsLessonTask *task, GsWorkbook *book, GsLessonValues *values, GError **error)
{
  NnCell cell;

  if (task->cells == NULL || task->cells[0] == NULL)
    return TRUE;
  if (!gs_cell_name_parse (gs_workbook_get_scope (book), task->cells[0], &cell, error))
    return FALSE;
  if (!gs_workbook_is_visible (book, &cell))
    gs_workbook_run_to_cell (book, &cell);
  return TRUE;
}

static gchar *
find_answer (GsLessonPlayer *self, const GsLessonTask *task, GError **error)
{
  gchar buffer[GS_NUMBER_BUFFER];
  gdouble value;

  return gs_lesson_player_get_right (self, &value, error) ? g_strdup (gs_number_to_text (value, buffer))
                                                          : NULL;
}

static void
derive (GsLessonPlayer *self, const GsLessonTask *task, GPtrArray *paragraphs)
{
  if (task->values->len > 0)
    gs_lesson_derive_formula (self, g_ptr_array_index (task->values, 0), task->digits, paragraphs);
  else
    gs_lesson_derive_named (self, task, paragraphs);
}

const GsLessonKind gs_lesson_kind_predict = { .judge = judge,
                                              .find_answer = find_answer,
                                              .carry_out = carry_out,
                                              .derive = derive };
