/* The data as a sheet of its own: what the network answers on all rows, and the rows chosen by it. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "gs-data-grid-private.h"
#include "nn/nn-error.h"

/* ---- answers ---- */

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const GsAnswersOrder *order = data;
  GError *error = NULL;
  GsAnswers *answers = gs_answers_new (order->network, order->data, order->weights, &error);

  if (answers != NULL)
    g_task_return_pointer (task, answers, (GDestroyNotify) gs_answers_free);
  else
    g_task_return_error (task, error);
}

static gdouble
find_worst (const GsAnswers *answers)
{
  for (guint i = 0; i < gs_answers_get_n (answers); i++)
    if (isfinite (gs_answers_get (answers, i)->error))
      return gs_answers_get (answers, i)->error;
  return 0;
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GsDataGrid *grid = GS_DATA_GRID (source);
  const GsAnswersOrder *order = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GsAnswers) answers = g_task_propagate_pointer (G_TASK (result), &error);

  /* One that was given up has a successor. */
  if (grid->view == NULL || grid->asking != g_task_get_cancellable (G_TASK (result)))
    return;
  g_clear_object (&grid->asking);
  if (answers == NULL) {
    grid->choice = gs_data_choice_all;
    gs_data_grid_lay_out (grid);
    grid->failure = g_steal_pointer (&error);
  } else {
    gs_answers_free (grid->answers);
    grid->answers = g_steal_pointer (&answers);
    grid->worst = find_worst (grid->answers);
    grid->is_edited = !gs_dataset_equal (order->data, grid->data);
    gs_data_grid_lay_out (grid);
  }
  gs_data_grid_emit (grid, FALSE);
}

gboolean
gs_data_grid_ask (GsDataGrid *grid, GError **error)
{
  g_autoptr (GTask) task = NULL;

  if (gs_sight_may_hide (gs_view_get_sight (grid->view))) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_VALUE,
                         _ ("What the network answers may be asked for now, so it is not told. Switch off "
                            "that numbers are asked for first."));
    return FALSE;
  }
  if (!gs_dataset_has_rows (grid->data, error))
    return FALSE;
  g_clear_error (&grid->failure);
  if (grid->asking != NULL)
    g_cancellable_cancel (grid->asking);
  g_clear_object (&grid->asking);
  grid->asking = g_cancellable_new ();
  grid->asked_for = gs_data_grid_stamp_weights (grid);
  task = g_task_new (grid, grid->asking, on_done, NULL);
  g_task_set_task_data (task, gs_answers_order_new (gs_view_get_workbook (grid->view)),
                        (GDestroyNotify) gs_answers_order_free);
  g_task_run_in_thread (task, work);
  gs_data_grid_emit (grid, FALSE);
  return TRUE;
}

gboolean
gs_data_grid_is_asking (GsDataGrid *grid)
{
  return grid->asking != NULL;
}

const gchar *
gs_data_grid_get_failure (GsDataGrid *grid)
{
  return grid->failure != NULL ? grid->failure->message : NULL;
}

const GsAnswers *
gs_data_grid_get_answers (GsDataGrid *grid)
{
  return grid->answers;
}

gboolean
gs_data_grid_is_stale (GsDataGrid *grid)
{
  return grid->answers != NULL && (grid->is_edited || grid->asked_for != gs_data_grid_stamp_weights (grid));
}

/* ---- choosing ---- */

/* Rows that came or went made the answers void. */
static void
on_changed (GsDataGrid *grid, gboolean only_cursor, gpointer user_data)
{
  if (grid->answers != NULL || grid->asking != NULL || !gs_data_choice_needs_answers (&grid->choice)
      || gs_data_grid_ask (grid, NULL))
    return;
  grid->choice = gs_data_choice_all;
  gs_data_grid_lay_out (grid);
}

gboolean
gs_data_grid_choose (GsDataGrid *grid, const GsDataChoice *choice, GError **error)
{
  gboolean must_ask =
      gs_data_choice_needs_answers (choice) && (grid->answers == NULL || gs_data_grid_is_stale (grid));

  if (!gs_workbook_settle (gs_view_get_workbook (grid->view), error)
      || (must_ask && !gs_data_grid_ask (grid, error)))
    return FALSE;
  grid->choice = *choice;
  gs_data_grid_lay_out (grid);
  g_signal_handlers_disconnect_by_func (grid, on_changed, NULL);
  if (gs_data_choice_needs_answers (choice))
    g_signal_connect (grid, "changed", G_CALLBACK (on_changed), NULL);
  gs_data_grid_emit (grid, FALSE);
  return TRUE;
}

gdouble
gs_data_grid_get_share (GsDataGrid *grid, gint row)
{
  gdouble error;

  /* Beside the worst of other weights it would tell nothing. */
  if (grid->answers == NULL || gs_data_grid_is_stale (grid))
    return 0;
  for (gint column = gs_data_grid_get_n_columns (grid) - 1; column >= 0; column--)
    if (gs_data_grid_get_column (grid, column)->kind == GS_DATA_ERROR)
      return gs_data_grid_get_value (grid, row, column, &error) && error > 0
                 ? (grid->worst > 0 ? MIN (error / grid->worst, 1) : 0)
                 : 0;
  return 0;
}
