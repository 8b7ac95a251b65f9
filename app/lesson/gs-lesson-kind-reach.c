/* Tasks that are done however one likes, by weights or by training, until a condition holds. */
#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "gs-lesson-player-private.h"

static guint
count_updates (GsLessonPlayer *self)
{
  GsExpressionScope scope;

  gs_lesson_values_get_scope (&self->values, &scope);
  return (guint) scope.updates;
}

static gboolean
is_over (GsLessonPlayer *self, const GsLessonTask *task)
{
  return task->updates >= 0 && count_updates (self) > (guint) task->updates;
}

static gboolean
is_done (GsLessonPlayer *self, const GsLessonTask *task)
{
  return gs_lesson_player_holds (self, task->condition) && !is_over (self, task);
}

static gchar *
describe (GsLessonPlayer *self, const GsLessonTask *task, gboolean *passed)
{
  guint updates = count_updates (self);
  gchar *used, *most, *words;

  if (!is_over (self, task))
    return g_strdup (_ ("Not yet. Go on, or take a hint."));
  *passed = TRUE;
  if (task->updates == 0)
    return g_strdup (
        _ ("That was an update; here it is to be done by hand. Go back to the start of the step."));
  used = gs_lesson_whole (updates);
  most = gs_lesson_whole ((guint64) task->updates);
  words = g_strdup_printf (
      _ ("That took %s updates; %s are allowed. Go back to the start of the step and try again."), used,
      most);
  g_free (used);
  g_free (most);
  return words;
}

static gboolean
put_named (GsWorkbook *book,
           const gchar *name,
           const GsExpression *value,
           GsLessonValues *values,
           GError **error)
{
  GsExpressionScope scope;
  NnCell cell;
  gdouble number;

  gs_lesson_values_get_scope (values, &scope);
  return gs_cell_name_parse (gs_workbook_get_scope (book), name, &cell, error)
         && gs_expression_evaluate (value, &scope, &number, error)
         && gs_lesson_values_put (book, &cell, number, error);
}

static gboolean
carry_out (const GsLessonTask *task, GsWorkbook *book, GsLessonValues *values, GError **error)
{
  for (guint i = 0; i < task->answer->len; i++) {
    const GsLessonMove *move = g_ptr_array_index (task->answer, i);

    for (guint k = 0; k < move->set->len; k++) {
      const GsLessonSetting *setting = g_ptr_array_index (move->set, k);

      if (!put_named (book, setting->cell, setting->value, values, error)) {
        g_prefix_error (error, "answer[%u].set.%s: ", i + 1, setting->cell);
        return FALSE;
      }
    }
    if (move->train > 0 && !gs_workbook_train (book, move->train, NULL, NULL, NULL, error)) {
      g_prefix_error (error, "answer[%u].train: ", i + 1);
      return FALSE;
    }
  }
  return TRUE;
}

static void
derive (GsLessonPlayer *self, const GsLessonTask *task, GPtrArray *paragraphs)
{
  for (guint i = 0; i < task->answer->len; i++) {
    const GsLessonMove *move = g_ptr_array_index (task->answer, i);

    for (guint k = 0; k < move->set->len; k++) {
      const GsLessonSetting *setting = g_ptr_array_index (move->set, k);

      gs_lesson_derive_line (
          paragraphs, GS_LESSON_RUN_FORMULA,
          g_strdup_printf ("%s = %s", setting->cell, gs_expression_get_text (setting->value)));
    }
    if (move->train > 0)
      gs_lesson_derive_line (
          paragraphs, GS_LESSON_RUN_PLAIN,
          g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Run %u pass.", "Run %u passes.", move->train),
                           move->train));
  }
}

const GsLessonKind gs_lesson_kind_reach = { .edits = TRUE,
                                            .is_done = is_done,
                                            .describe = describe,
                                            .carry_out = carry_out,
                                            .derive = derive };
