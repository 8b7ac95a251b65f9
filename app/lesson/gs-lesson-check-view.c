/* The check: whether what a step speaks of is in view on a small screen, and large enough to be read. */
#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "app/inspect/gs-explain.h"
#include "app/paint/gs-layout.h"
#include "app/paint/gs-painter.h"
#include "gs-lesson-check-private.h"

/* What is left for the sheet beside a lesson, of 1280 x 720 pixels; what a panel at the other side takes. */
#define SHEET_WIDTH  970
#define PANEL_WIDTH  280
#define SHEET_HEIGHT 465
/* Four digits in a cell of the least width that has numbers are not yet read with ease. */
#define READABLE (GS_NUMBER_WIDTH + 2)

typedef struct {
  GsLayout *layout;
  gdouble scale, left, top, right, bottom; /* what is in view, in the layout's lengths */
  GHashTable *looked_at;                   /* blocks */
  gboolean is_small;                       /* which is said once */
} View;

static void
clear_view (View *view)
{
  g_clear_pointer (&view->layout, gs_layout_free);
  g_clear_pointer (&view->looked_at, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (View, clear_view)

/* At the right of the sheet. */
static gboolean
has_panel (const GsLessonShow *show)
{
  return show->panels[GS_LESSON_PANEL_OPERATION] == 1 || show->panels[GS_LESSON_PANEL_LOSS] == 1
         || show->panels[GS_LESSON_PANEL_DATA] == 1;
}

/* -1 if there is no block of that name. */
static gint
find_tensor (GsLessonCheck *check, const gchar *name)
{
  NnCell cell;
  gboolean whole;

  return gs_cell_name_parse_block (gs_workbook_get_scope (check->player->book), name, &cell, &whole, NULL)
             ? cell.tensor
             : -1;
}

/* As the window does: the whole sheet, or the blocks named by the last step that named some. */
static void
find_view (GsLessonCheck *check, View *view)
{
  const GsLesson *lesson = gs_lesson_player_get_lesson (check->player);
  const GsLessonShow *show = &check->step->show;
  gdouble room = SHEET_WIDTH - (has_panel (show) ? PANEL_WIDTH : 0), width, height;

  for (guint i = check->number; i > 0 && show->zoom == NULL && !show->fit && show->network == NULL;)
    show = &gs_lesson_get_step (lesson, --i)->show;
  gs_layout_get_size (view->layout, &width, &height);
  view->left = view->top = G_MAXDOUBLE;
  for (gint i = 0; show->zoom != NULL && show->zoom[i] != NULL; i++) {
    gint tensor = find_tensor (check, show->zoom[i]);
    const GsBlock *block = tensor >= 0 ? gs_layout_find_block (view->layout, tensor) : NULL;

    if (block == NULL)
      continue;
    view->left = MIN (view->left, block->x);
    view->top = MIN (view->top, block->y);
    view->right = MAX (view->right, block->x + block->width);
    view->bottom = MAX (view->bottom, block->y + block->height);
  }
  if (view->left > view->right) {
    view->left = view->top = 0;
    view->right = width;
    view->bottom = height;
    view->scale = MIN (MIN (room / width, SHEET_HEIGHT / height), 2);
    return;
  }
  view->scale =
      MIN (MIN (room / (view->right - view->left + 100), SHEET_HEIGHT / (view->bottom - view->top + 120)), 2);
  width = room / view->scale - (view->right - view->left);
  height = SHEET_HEIGHT / view->scale - (view->bottom - view->top);
  view->left -= width / 2;
  view->right += width / 2;
  view->top -= height / 2;
  view->bottom += height / 2;
}

/* Pictures have small cells, and short numbers in them; who steps to a cell need not read it. */
static gdouble
get_least_width (GsLessonCheck *check, const GsBlock *block)
{
  if (check->step->task != NULL && check->step->task->kind == GS_LESSON_TASK_STEP_TO)
    return 0;
  return block->cell_width < GS_CELL_WIDTH ? GS_NUMBER_WIDTH : READABLE;
}

/* Of a block that the step speaks of; `what` it does with it goes into the sentence. */
static void
check_block (GsLessonCheck *check, View *view, gint tensor, const gchar *what)
{
  const GsBlock *block = tensor >= 0 ? gs_layout_find_block (view->layout, tensor) : NULL;
  const gchar *name;

  if (block == NULL || !g_hash_table_add (view->looked_at, GINT_TO_POINTER (tensor)))
    return;
  name = nn_program_get_tensor (gs_workbook_get_program (check->player->book), tensor)->name;
  if (block->x < view->left || block->y < view->top || block->x + block->width > view->right
      || block->y + block->height > view->bottom)
    gs_lesson_check_complain (check, "show.zoom", what, name);
  else if (!view->is_small && block->cell_width * view->scale < get_least_width (check, block)) {
    view->is_small = TRUE;
    gs_lesson_check_complain (
        check, "show.zoom",
        _ ("brings so much into view (%.0f %%) that the numbers of %s can hardly be read; name fewer blocks"),
        100 * view->scale, name);
  }
}

/* A number that stands in the text need not be looked for in the sheet. */
static gboolean
is_told (GsLessonCheck *check, const GsLessonText *text, gint tensor)
{
  GsExpressionScope scope;
  gboolean told = FALSE;

  gs_lesson_values_get_scope (&check->player->values, &scope);
  for (guint i = 0; i < text->runs->len; i++) {
    const GsLessonRun *run = g_ptr_array_index (text->runs, i);
    g_autoptr (GArray) cells =
        run->kind == GS_LESSON_RUN_VALUE ? gs_expression_list_cells (run->formula, &scope, TRUE, NULL) : NULL;

    for (guint k = 0; cells != NULL && k < cells->len; k++)
      told = told || g_array_index (cells, NnCell, k).tensor == tensor;
  }
  return told;
}

static gboolean
is_told_in_step (GsLessonCheck *check, gint tensor)
{
  gboolean told = is_told (check, check->step->task->prompt, tensor);

  for (guint i = 0; i < check->step->text->len; i++)
    told = told || is_told (check, g_ptr_array_index (check->step->text, i), tensor);
  return told;
}

/* What is asked must be seen, and what it is made of. */
static void
check_asked (GsLessonCheck *check, View *view, const NnCell *asked)
{
  g_autoptr (GsExplanation) explanation =
      gs_explanation_new (gs_workbook_get_frame (check->player->book), asked, NULL);
  g_autoptr (GArray) cells = gs_explanation_get_precedents (explanation, 64);
  gint seed = nn_program_find (gs_workbook_get_program (check->player->book), "dL"); /* always 1 */

  check_block (check, view, asked->tensor, _ ("the task asks for %s, which is not in view"));
  for (guint i = 0; i < cells->len; i++) {
    gint tensor = g_array_index (cells, NnCell, i).tensor;

    if (tensor != seed && !is_told_in_step (check, tensor))
      check_block (check, view, tensor, _ ("what is asked is made of %s, which is not in view"));
  }
}

/* What a condition watches must be seen when the step begins, or nobody knows where they stand. */
static void
check_condition (GsLessonCheck *check, View *view, const GsLessonTask *task)
{
  NnProgram *program = gs_workbook_get_program (check->player->book);
  g_autoptr (GArray) cells = NULL;
  GsExpressionScope scope;

  if (task->condition == NULL)
    return;
  gs_lesson_values_get_scope (&check->player->values, &scope);
  cells = gs_expression_list_cells (task->condition, &scope, TRUE, NULL);
  for (guint i = 0; cells != NULL && i < cells->len; i++) {
    const NnCell *cell = &g_array_index (cells, NnCell, i);
    g_autofree gchar *name = gs_cell_name (program, cell);

    if (!gs_workbook_is_visible (check->player->book, cell))
      gs_lesson_check_complain (check, "show.cursor",
                                _ ("the task watches %s, which is blank when the step begins"), name);
    else if (view->layout != NULL)
      check_block (check, view, cell->tensor, _ ("the task watches %s, which is not in view"));
  }
}

static void
check_task (GsLessonCheck *check, View *view, const GsLessonTask *task)
{
  GsBlanks *blanks = check->player->blanks;

  for (guint i = 0; blanks != NULL && i < gs_blanks_get_n_cells (blanks); i++)
    check_asked (check, view, gs_blanks_get_cell (blanks, i));
  for (gint i = 0; task->kind != GS_LESSON_TASK_FILL && task->cells != NULL && task->cells[i] != NULL; i++) {
    NnCell cell;

    if (gs_cell_name_parse (gs_workbook_get_scope (check->player->book), task->cells[i], &cell, NULL))
      check_block (check, view, cell.tensor, _ ("the task asks for %s, which is not in view"));
  }
}

void
gs_lesson_check_view (GsLessonCheck *check)
{
  const GsLessonTask *task = check->step->task;
  g_auto (View) view = { .looked_at = g_hash_table_new (NULL, NULL) };
  g_autoptr (GArray) shown = gs_lesson_player_list_highlighted (check->player);

  if (!gs_layout_is_large (gs_workbook_get_program (check->player->book))) {
    view.layout = gs_layout_new_shown (gs_lesson_player_get_view (check->player));
    find_view (check, &view);
  }
  if (task != NULL)
    check_condition (check, &view, task);
  if (task != NULL && view.layout != NULL)
    check_task (check, &view, task);
  for (guint i = 0; view.layout != NULL && i < shown->len; i++)
    check_block (check, &view, g_array_index (shown, NnCell, i).tensor,
                 _ ("%s is pointed at and not in view"));
  for (gint i = 0; view.layout != NULL && check->step->show.zoom != NULL && check->step->show.zoom[i] != NULL;
       i++)
    check_block (check, &view, find_tensor (check, check->step->show.zoom[i]), "%s");
}
