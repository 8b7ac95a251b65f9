/* Tasks that ask which cells a cell is computed from. */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/cells/gs-cell-list.h"
#include "app/cells/gs-cell-name.h"
#include "app/inspect/gs-explain.h"
#include "gs-lesson-player-private.h"

/* "x[1,1], W1[1,1] b1" into names. */
static gchar **
split_names (const gchar *text)
{
  static const gchar separators[] = " \t\n,;";
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (text += strspn (text, separators); *text != '\0'; text += strspn (text, separators)) {
    const gchar *end = gs_cell_list_find_end (text, separators);
    g_autofree gchar *name = g_strndup (text, (gsize) (end - text));

    g_strv_builder_add (names, name);
    text = end;
  }
  return g_strv_builder_end (names);
}

/* The first cell of `cells` that is not among the others, or NULL; how many in *count. */
static const NnCell *
find_outside (const GArray *cells, const GArray *others, guint *count)
{
  const NnCell *found = NULL;

  *count = 0;
  for (guint i = cells->len; i-- > 0;)
    if (!nn_cells_contain (others, &g_array_index (cells, NnCell, i))) {
      found = &g_array_index (cells, NnCell, i);
      ++*count;
    }
  return found;
}

/* All cells of a mistake picked that should not be, or the other way round. */
static gint
find_cell_mistake (GsLessonPlayer *self, const GsLessonTask *task, const GArray *picked, const GArray *right)
{
  for (guint i = 0; i < task->mistakes->len; i++) {
    const GsLessonMistake *mistake = g_ptr_array_index (task->mistakes, i);
    g_autoptr (GArray) cells =
        gs_lesson_values_find (self->book, (const gchar *const *) mistake->cells, NULL);
    gboolean fits = cells != NULL && cells->len > 0;

    for (guint k = 0; fits && k < cells->len; k++) {
      const NnCell *cell = &g_array_index (cells, NnCell, k);

      fits = nn_cells_contain (picked, cell) != mistake->missing
             && nn_cells_contain (right, cell) == mistake->missing;
    }
    if (fits)
      return (gint) i;
  }
  return -1;
}

static GsLessonVerdict
compare_cells (GsLessonPlayer *self, const GsLessonTask *task, const GArray *picked, const GArray *right)
{
  GsStepState *state = gs_lesson_player_get_state (self);
  guint n_wrong, n_missing;
  const NnCell *wrong = find_outside (picked, right, &n_wrong);
  g_autofree gchar *words = NULL, *name = NULL;

  find_outside (right, picked, &n_missing);
  state->done.tries++;
  if (n_wrong == 0 && n_missing == 0)
    return gs_lesson_player_solve (self, task->right, NAN);
  state->mistake = find_cell_mistake (self, task, picked, right);
  if (state->mistake >= 0)
    return gs_lesson_player_say (
        self, GS_LESSON_VERDICT_WRONG,
        ((const GsLessonMistake *) g_ptr_array_index (task->mistakes, (guint) state->mistake))->say, NULL,
        NAN);
  if (n_wrong > 0) {
    name = gs_cell_name_labelled (gs_workbook_get_program (self->book), wrong);
    words = g_strdup_printf (_ ("%s is not among them."), name);
    return gs_lesson_player_say (self, GS_LESSON_VERDICT_WRONG, NULL, words, NAN);
  }
  words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Right so far; %u is missing.",
                                        "Right so far; %u are missing.", n_missing),
                           n_missing);
  return gs_lesson_player_say (self, GS_LESSON_VERDICT_COARSE, NULL, words, NAN);
}

static GsLessonVerdict
judge (GsLessonPlayer *self, const GsLessonTask *task, const gchar *text)
{
  g_auto (GStrv) names = split_names (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) picked = gs_lesson_values_find (self->book, (const gchar *const *) names, &error);
  g_autoptr (GArray) right = NULL;
  g_autoptr (GsExplanation) explanation = NULL;
  NnCell cell;

  if (picked == NULL)
    return gs_lesson_player_say (self, GS_LESSON_VERDICT_JUNK, NULL, error->message, NAN);
  if (picked->len == 0)
    return gs_lesson_player_say (self, GS_LESSON_VERDICT_JUNK, NULL,
                                 _ ("No cell is picked yet. Name cells, such as W1[1,1], or click them."),
                                 NAN);
  if (gs_cell_name_parse (gs_workbook_get_scope (self->book), task->cells[0], &cell, &error))
    explanation = gs_explanation_new (gs_workbook_get_frame (self->book), &cell, &error);
  if (explanation == NULL)
    return gs_lesson_player_say (self, GS_LESSON_VERDICT_JUNK, NULL, error->message, NAN);
  right = gs_explanation_get_precedents (explanation, 0);
  return compare_cells (self, task, picked, right);
}

/* The names of the cells it is computed from, with spaces between. */
static gchar *
find_answer (GsLessonPlayer *self, const GsLessonTask *task, GError **error)
{
  NnProgram *program = gs_workbook_get_program (self->book);
  g_autoptr (GsExplanation) explanation = NULL;
  g_autoptr (GArray) cells = NULL;
  GString *names;
  NnCell cell;

  if (!gs_cell_name_parse (gs_workbook_get_scope (self->book), task->cells[0], &cell, error))
    return NULL;
  explanation = gs_explanation_new (gs_workbook_get_frame (self->book), &cell, error);
  if (explanation == NULL)
    return NULL;
  cells = gs_explanation_get_precedents (explanation, 0);
  names = g_string_new (NULL);
  for (guint i = 0; i < cells->len; i++) {
    g_autofree gchar *one = gs_cell_name (program, &g_array_index (cells, NnCell, i));

    g_string_append_printf (names, "%s%s", i > 0 ? " " : "", one);
  }
  return g_string_free (names, FALSE);
}

static void
derive (GsLessonPlayer *self, const GsLessonTask *task, GPtrArray *paragraphs)
{
  g_autofree gchar *names = find_answer (self, task, NULL);

  gs_lesson_derive_named (self, task, paragraphs);
  if (names != NULL)
    gs_lesson_derive_line (paragraphs, GS_LESSON_RUN_PLAIN,
                           g_strdup_printf (_ ("It is computed from %s."), names));
}

const GsLessonKind gs_lesson_kind_precedents = { .judge = judge,
                                                 .find_answer = find_answer,
                                                 .derive = derive };
