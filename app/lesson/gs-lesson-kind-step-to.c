/* Tasks that are done by stepping to a cell, or to a pass. */
#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "gs-lesson-player-private.h"

/* -1: not there yet; 0: there; 1: gone past. */
static gint
compare_cursor (GsLessonPlayer *self, const GsLessonTask *task)
{
  GsCursor cursor = gs_workbook_get_cursor (self->book);
  NnCell cell;
  gint producer;

  if (task->pass > 0 && cursor.pass != (guint32) task->pass)
    return cursor.pass < (guint32) task->pass ? -1 : 1;
  if (task->cells[0] == NULL)
    return 0;
  if (!gs_cell_name_parse (gs_workbook_get_scope (self->book), task->cells[0], &cell, NULL)
      || !gs_workbook_is_visible (self->book, &cell))
    return -1;
  if (!task->exactly)
    return 0;
  producer = nn_program_get_tensor (gs_workbook_get_program (self->book), cell.tensor)->producer;
  if (producer < 0)
    return cursor.instruction == 0 && cursor.cell == 0 && cursor.term == 0 ? 0 : 1;
  if (cursor.instruction == producer)
    return 0;
  return cursor.instruction == producer + 1 && cursor.cell == 0 && cursor.term == 0 ? 0 : 1;
}

static gboolean
is_done (GsLessonPlayer *self, const GsLessonTask *task)
{
  return compare_cursor (self, task) == 0;
}

static gboolean
is_past (GsLessonPlayer *self, const GsLessonTask *task)
{
  return compare_cursor (self, task) > 0;
}

static gchar *
describe (GsLessonPlayer *self, const GsLessonTask *task, gboolean *passed)
{
  return g_strdup (_ ("Not there yet."));
}

static gboolean
carry_out (const GsLessonTask *task, GsWorkbook *book, GsLessonValues *values, GError **error)
{
  GsCursor cursor = { .pass = (guint32) task->pass };
  NnCell cell;

  if (task->pass > 0 && cursor.pass != gs_workbook_get_cursor (book).pass
      && !gs_workbook_go_to (book, &cursor, error))
    return FALSE;
  if (task->cells[0] == NULL)
    return gs_workbook_go_to (book, &cursor, error);
  if (!gs_cell_name_parse (gs_workbook_get_scope (book), task->cells[0], &cell, error))
    return FALSE;
  gs_workbook_run_to_cell (book, &cell);
  return TRUE;
}

static void
derive (GsLessonPlayer *self, const GsLessonTask *task, GPtrArray *paragraphs)
{
  gs_lesson_derive_line (
      paragraphs, GS_LESSON_RUN_PLAIN,
      task->cells[0] != NULL ? g_strdup_printf (
          _ ("Step forward until %s has its number, or select the cell and run to it."), task->cells[0])
                             : g_strdup_printf (_ ("Step to the start of pass %d."), task->pass));
}

const GsLessonKind gs_lesson_kind_step_to = { .is_done = is_done,
                                              .is_past = is_past,
                                              .describe = describe,
                                              .carry_out = carry_out,
                                              .derive = derive };
