/* The check: whether what a step brings into view can be read on a small screen. */
#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "app/paint/gs-layout.h"
#include "gs-lesson-check-private.h"

/* What is left for the sheet beside a lesson, of 1280 x 720 pixels; what a panel at the other side takes; and
 * the scale below which cells have colours and no numbers. */
#define SHEET_WIDTH  970
#define PANEL_WIDTH  285
#define SHEET_HEIGHT 465
#define READABLE     0.45

/* At the right of the sheet. */
static gboolean
has_panel (const GsLessonShow *show)
{
  return show->panels[GS_LESSON_PANEL_OPERATION] == 1 || show->panels[GS_LESSON_PANEL_LOSS] == 1
         || show->panels[GS_LESSON_PANEL_DATA] == 1;
}

/* The whole sheet, or the blocks named. */
static gdouble
find_scale (const GsLayout *layout, GsLessonCheck *check, const GsLessonShow *show)
{
  gdouble width, height, left = G_MAXDOUBLE, top = G_MAXDOUBLE, right = 0, bottom = 0;

  gs_layout_get_size (layout, &width, &height);
  for (gint i = 0; show->zoom != NULL && show->zoom[i] != NULL; i++) {
    const GsBlock *block;
    NnCell cell;
    gboolean whole;

    if (!gs_cell_name_parse_block (gs_workbook_get_scope (check->player->book), show->zoom[i], &cell, &whole,
                                   NULL))
      continue;
    block = gs_layout_find_block (layout, cell.tensor);
    if (block == NULL)
      continue;
    left = MIN (left, block->x);
    top = MIN (top, block->y);
    right = MAX (right, block->x + block->width);
    bottom = MAX (bottom, block->y + block->height);
  }
  if (left < right) {
    width = right - left + 100;
    height = bottom - top + 120;
  }
  return MIN ((SHEET_WIDTH - (has_panel (&check->step->show) ? PANEL_WIDTH : 0)) / width,
              SHEET_HEIGHT / height);
}

void
gs_lesson_check_view (GsLessonCheck *check)
{
  const GsLesson *lesson = gs_lesson_player_get_lesson (check->player);
  const GsLessonShow *show = &check->step->show;
  NnProgram *program = gs_workbook_get_program (check->player->book);
  g_autoptr (GsLayout) layout = NULL;
  gdouble scale;

  if (gs_layout_is_large (program))
    return;
  for (guint i = check->number; i > 0 && show->zoom == NULL && !show->fit;)
    show = &gs_lesson_get_step (lesson, --i)->show;
  layout = gs_layout_new (program);
  scale = find_scale (layout, check, show);
  if (scale < READABLE)
    gs_lesson_check_complain (
        check, "show.zoom",
        _ ("brings so much into view (%.0f %%) that no number can be read; name fewer blocks"), 100 * scale);
}
