/* Steps by hand: what runs stands, what has been drawn is stepped. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/workbook/gs-trainer.h"
#include "app/workbook/gs-workbook-rows.h"
#include "gs-view-private.h"
#include "nn/nn-error.h"

void
gs_view_pause_training (GsView *view)
{
  GsTrainer *trainer = gs_workbook_get_trainer (view->book);

  if (trainer != NULL)
    gs_trainer_set_paused (trainer, TRUE);
}

static gint
find_input (NnProgram *program)
{
  gint tensor = 0;

  while (nn_program_get_tensor (program, tensor)->role != NN_ROLE_INPUT)
    tensor++;
  return tensor;
}

/* What is drawn, or a row that no pass takes. */
static gboolean
put_picture (GsView *view, GsDataset *data, gint row, GError **error)
{
  g_autofree gdouble *input = g_new (gdouble, nn_shape_count (gs_dataset_get_input_shape (data)));

  if (row > 0)
    memcpy (input, gs_dataset_get_input (data, row),
            nn_shape_count (gs_dataset_get_input_shape (data)) * sizeof (gdouble));
  else
    gs_drawing_to_input (gs_subject_get_drawing (view->subject), data, input);
  return gs_workbook_put_picture (view->book, gs_view_get_sample (view), input,
                                  gs_subject_get_meant (view->subject), error);
}

gboolean
gs_view_take_subject (GsView *view, GError **error)
{
  GsDataset *data = gs_workbook_get_data (view->book);
  gint row = gs_subject_get_row (view->subject), place = 1;

  gs_view_pause_training (view);
  if (!gs_view_may_edit (view, &(NnCell){ find_input (gs_workbook_get_program (view->book)), 0 })) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_VALUE,
                         _ ("In this step the lesson keeps this cell as it is."));
    return FALSE;
  }
  if (row == 0 || gs_dataset_get_use (data, row) != GS_ROWS_TRAINING) {
    if (!put_picture (view, data, row, error))
      return FALSE;
  } else if (gs_workbook_take_row (view->book, row, &place, error)) {
    gs_view_set_sample (view, place);
  } else {
    return FALSE;
  }
  gs_subject_take (view->subject);
  return TRUE;
}

/* Asked about under another network or other rows it may be no picture, or not there, any more. */
static gboolean
is_subject_there (GsView *view)
{
  GsDataset *data = gs_workbook_get_data (view->book);

  return gs_subject_is_new (view->subject) && gs_workbook_has_rows (view->book, NULL)
         && gs_dataset_get_input_shape (data)->rank == 3
         && gs_subject_get_row (view->subject) <= gs_dataset_get_n_rows (data);
}

/* To the start of its pass; a lesson's rows stay. */
static void
begin_with_subject (GsView *view)
{
  GsCursor start = { 0 };

  if (!is_subject_there (view) || !gs_view_take_subject (view, NULL))
    return;
  start.pass = gs_workbook_get_cursor (view->book).pass;
  gs_workbook_go_to (view->book, &start, NULL);
}

/* A whole operation is looked at from its first cell; of pictures from the first of the one that is shown. */
static gsize
find_first (GsView *view, gint tensor)
{
  NnProgram *program = gs_workbook_get_program (view->book);
  const NnTensorInfo *info = nn_program_get_tensor (program, tensor);

  if (nn_program_get_tensor (program, find_input (program))->shape.rank < 4 || info->axes[0] != 'b')
    return 0;
  return (gsize) (gs_view_get_sample (view) - 1) * nn_shape_count (&info->shape) / (gsize) info->shape.dim[0];
}

gboolean
gs_view_step (GsView *view, gint count)
{
  NnCell cell;
  gboolean moved;

  gs_view_pause_training (view);
  if (count > 0)
    begin_with_subject (view);
  moved = gs_workbook_step (view->book, view->step, count);
  if (gs_view_get_current (view, &cell)) {
    if (view->step > GS_STEP_CELL)
      cell.offset = find_first (view, cell.tensor);
    gs_view_select_by_step (view, &cell);
  }
  return moved;
}

/* The first breakpoint behind `instruction` in this pass, or -1. */
static gint
find_breakpoint (GsView *view, gint instruction)
{
  gint n = nn_program_get_n_instructions (gs_workbook_get_program (view->book));

  for (gint i = instruction + 1; i < n; i++)
    if (gs_view_has_breakpoint (view, i))
      return i;
  return -1;
}

gboolean
gs_view_run_step (GsView *view)
{
  GsCursor before, after;
  gboolean moved;
  gint stop;

  if (gs_workbook_has_editor (view->book))
    return TRUE;
  gs_view_pause_training (view);
  begin_with_subject (view);
  before = gs_workbook_get_cursor (view->book);
  stop = find_breakpoint (view, before.instruction);
  moved = gs_view_step (view, 1);
  after = gs_workbook_get_cursor (view->book);
  /* Over the end of a pass the breakpoints of the next one count from its start. */
  if (stop < 0 && after.pass > before.pass) {
    before = (GsCursor){ after.pass, -1, 0, 0 };
    stop = find_breakpoint (view, -1);
  }
  if (stop < 0 || (after.pass == before.pass && after.instruction < stop))
    return moved;
  after = (GsCursor){ before.pass, stop, 0, 0 };
  gs_workbook_go_to (view->book, &after, NULL);
  return FALSE;
}
