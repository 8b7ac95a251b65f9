/* A lesson played through by the program, and what is wrong with it. */
#include "gs-lesson-check.h"

#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-list.h"
#include "app/cells/gs-cell-name.h"
#include "gs-lesson-check-private.h"
#include "gs-lesson-translation.h"

/* ---- what texts speak of ---- */

static void
check_run (GsLessonCheck *check, const gchar *field, const GsLessonRun *run)
{
  g_autoptr (GError) error = NULL;
  GsExpressionScope scope;
  NnCell cell;
  gboolean whole;
  gdouble value;

  gs_lesson_values_get_scope (&check->player->values, &scope);
  if (run->kind == GS_LESSON_RUN_LINK
      && !gs_cell_name_parse_block (scope.cells, run->target, &cell, &whole, &error))
    gs_lesson_check_complain (check, field, "[[%s]]: %s", run->target, error->message);
  if (run->kind == GS_LESSON_RUN_VALUE && !gs_expression_evaluate (run->formula, &scope, &value, &error))
    gs_lesson_check_complain (check, field, "{}: %s", error->message);
}

static void
check_text (GsLessonCheck *check, const gchar *field, const GsLessonText *text)
{
  for (guint i = 0; text != NULL && i < text->runs->len; i++)
    check_run (check, field, g_ptr_array_index (text->runs, i));
  if (text != NULL)
    gs_lesson_check_sums (check, field, text);
}

static void
check_texts (GsLessonCheck *check, const gchar *field, const GPtrArray *texts)
{
  for (guint i = 0; i < texts->len; i++) {
    g_autofree gchar *one = g_strdup_printf ("%s[%u]", field, i + 1);

    check_text (check, one, g_ptr_array_index (texts, i));
  }
}

static void
check_task_texts (GsLessonCheck *check, const GsLessonTask *task)
{
  check_text (check, "task.prompt", task->prompt);
  check_text (check, "task.right", task->right);
  check_text (check, "task.not-yet", task->not_yet);
  check_text (check, "task.derivation", task->derivation);
  check_texts (check, "task.hints", task->hints);
  for (guint i = 0; i < task->mistakes->len; i++) {
    g_autofree gchar *field = g_strdup_printf ("task.mistakes[%u].say", i + 1);

    check_text (check, field, ((const GsLessonMistake *) g_ptr_array_index (task->mistakes, i))->say);
  }
  for (guint i = 0; i < task->options->len; i++) {
    const GsLessonOption *option = g_ptr_array_index (task->options, i);
    g_autofree gchar *field = g_strdup_printf ("task.options[%u]", i + 1);

    check_text (check, field, option->text);
    check_text (check, field, option->say);
  }
}

static void
check_length (GsLessonCheck *check)
{
  guint words = 0;

  for (guint i = 0; i < check->step->text->len; i++)
    words += gs_lesson_text_count_words (g_ptr_array_index (check->step->text, i));
  if (words > GS_LESSON_MAX_WORDS)
    gs_lesson_check_complain (check, "text", _ ("has %u words; at most %d are read at a glance"), words,
                              GS_LESSON_MAX_WORDS);
  if (words == 0)
    gs_lesson_check_complain (check, "text", _ ("is empty"));
}

/* ---- what the sheet shows ---- */

static void
check_cell (GsLessonCheck *check, const gchar *field, const gchar *name)
{
  g_autoptr (GError) error = NULL;
  NnCell cell;

  if (name != NULL && !gs_cell_name_parse (gs_workbook_get_scope (check->player->book), name, &cell, &error))
    gs_lesson_check_complain (check, field, "%s", error->message);
}

static void
check_cells (GsLessonCheck *check, const gchar *field, const gchar *names)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) cells =
      gs_cell_list_parse (gs_workbook_get_scope (check->player->book), names, G_MAXSIZE, &error);

  if (cells == NULL)
    gs_lesson_check_complain (check, field, "%s", error->message);
}

static void
check_formula (GsLessonCheck *check, const gchar *field, const GsExpression *formula)
{
  g_autoptr (GError) error = NULL;
  GsExpressionScope scope;
  gdouble value;

  gs_lesson_values_get_scope (&check->player->values, &scope);
  if (formula != NULL && !gs_expression_evaluate (formula, &scope, &value, &error))
    gs_lesson_check_complain (check, field, "%s", error->message);
}

static void
check_show (GsLessonCheck *check)
{
  const GsLessonShow *show = &check->step->show;

  check_cell (check, "show.select", show->select);
  check_cell (check, show->plot.kind == GS_LESSON_PLOT_LINE ? "show.plot.weight" : "show.plot.cell",
              show->plot.weight);
  check_cell (check, "show.plot.bias", show->plot.bias);
  for (gint i = 0; show->plot.cells != NULL && show->plot.cells[i] != NULL; i++)
    check_cells (check, "show.plot.cells", show->plot.cells[i]);
  check_formula (check, "show.plot.at", show->plot.at);
  check_formula (check, "show.plot.target", show->plot.target);
}

/* ---- lessons ---- */

static void
check_step (GsLessonCheck *check)
{
  check_length (check);
  check_texts (check, "text", check->step->text);
  check_texts (check, "notes", check->step->notes);
  check_show (check);
  if (check->step->task != NULL) {
    check_task_texts (check, check->step->task);
  }
  gs_lesson_check_faults (check);
  gs_lesson_check_view (check);
  if (check->step->task != NULL) {
    gs_lesson_check_states (check);
    gs_lesson_check_task (check);
  }
}

/* Every step in turn; a step that cannot be set up ends it, as those behind it may go on from it. */
static void
check_steps (GsLessonCheck *check)
{
  guint n = gs_lesson_player_get_n_steps (check->player);
  g_autoptr (GError) error = NULL;

  gs_lesson_player_set_seed (check->player, 1);
  for (guint i = 0; i < n; i++) {
    if (i > 0 && !gs_lesson_player_go_to (check->player, i, &error)) {
      g_ptr_array_add (check->problems, g_strdup (error->message));
      return;
    }
    check->number = i;
    check->step = gs_lesson_player_get_step (check->player);
    check_step (check);
  }
}

static gboolean
play (const gchar *path, const gchar *language, GPtrArray *problems, GError **error)
{
  g_autoptr (GsLessonPlayer) player = gs_lesson_player_open (path, language, NULL, error);
  GsLessonCheck check = { .problems = problems };

  if (player == NULL)
    return FALSE;
  check.player = player;
  check_steps (&check);
  if (language == NULL) {
    gs_lesson_check_words (&check);
    gs_lesson_check_needs (&check);
  }
  return TRUE;
}

GPtrArray *
gs_lesson_check (const gchar *path, const gchar *language, GError **error)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) others = NULL;

  if (!play (path, language, problems, error))
    return NULL;
  if (language != NULL) {
    others = gs_lesson_translation_check (path, language, error);
    if (others == NULL)
      return NULL;
    g_ptr_array_extend_and_steal (problems, g_steal_pointer (&others));
  }
  return g_steal_pointer (&problems);
}
