/* Whole passes here and now, and predicting. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "gs-workbook-private.h"
#include "nn/nn-error.h"

/* How often, at most, somebody who watches is told; in microseconds. */
#define PROGRESS_INTERVAL (50 * 1000)

typedef struct {
  GsProgress progress; /* or NULL */
  gpointer user_data;
  guint32 done, total;
  gdouble loss;
  gint64 told;
} Listener;

static gboolean
on_pass_done (GsTimeline *timeline, const GsPassDone *pass, gpointer user_data)
{
  Listener *listener = user_data;

  listener->done++;
  listener->loss = pass->loss;
  if (listener->progress == NULL
      || (listener->done < listener->total && g_get_monotonic_time () - listener->told < PROGRESS_INTERVAL))
    return TRUE;
  listener->told = g_get_monotonic_time ();
  return listener->progress (listener->done, listener->total, pass->loss, listener->user_data);
}

gboolean
gs_workbook_train (GsWorkbook *book,
                   guint32 passes,
                   GsProgress progress,
                   gpointer user_data,
                   gdouble *loss,
                   GError **error)
{
  g_autoptr (GsEdit) edit = NULL;
  g_autoptr (GError) failure = NULL;
  Listener listener = { progress, user_data, 0, passes, 0, g_get_monotonic_time () };
  GsPasses way = { .passes = passes, .pass_done = on_pass_done, .user_data = &listener };
  guint32 done;
  gint stopped_at;

  if (!gs_workbook_settle (book, error) || !gs_workbook_check_untrained (book, error)
      || !gs_workbook_has_rows (book, error))
    return FALSE;
  edit = gs_workbook_begin_state_edit (book, "Train");
  gs_workbook_leave_pass (book);
  done = gs_timeline_run_passes (book->timeline, &way, &stopped_at, &failure);
  gs_workbook_show (
      book, &(GsCursor){ .instruction = stopped_at >= 0 ? stopped_at : gs_workbook_find_behind_loss (book) });
  if (done > 0) {
    gs_edit_finish_training (edit, book->timeline, done);
    gs_workbook_push (book, g_steal_pointer (&edit));
    if (loss != NULL)
      *loss = listener.loss;
  }
  gs_workbook_notify (book, done > 0, TRUE);
  if (failure == NULL)
    return TRUE;
  if (g_error_matches (failure, NN_ERROR, NN_ERROR_NOT_FINITE))
    g_prefix_error (&failure, _ ("Stopped in pass %u: "), book->cursor.pass);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

NnTensor *
gs_workbook_predict (GsWorkbook *book, const gdouble *input, GError **error)
{
  g_autoptr (NnState) state = nn_run_save_state (gs_workbook_get_run (book));
  NnProgram *program;
  const NnTensorInfo *info;
  NnTensor *output;
  NnCell bad;

  if (book->predictor == NULL) {
    g_autoptr (NnProgram) made =
        nn_network_compile (gs_workbook_get_network (book), 1, NN_COMPILE_PREDICTION, NULL, error);

    if (made == NULL)
      return NULL;
    book->predictor = nn_run_new (made);
  }
  program = nn_run_get_program (book->predictor);
  nn_run_load_state (book->predictor, state);
  for (gint tensor = 0; tensor < nn_program_get_n_tensors (program); tensor++)
    if (nn_program_get_tensor (program, tensor)->role == NN_ROLE_INPUT)
      nn_run_set_values (book->predictor, tensor, input);
  if (!nn_run_ensure (book->predictor, G_MAXINT, &bad, error))
    return NULL;
  info = nn_program_get_tensor (program, nn_program_get_output (program));
  output = nn_tensor_new (info->name, &info->shape);
  memcpy (output->values, nn_run_get_values (book->predictor, nn_program_get_output (program)),
          nn_shape_count (&info->shape) * sizeof (gdouble));
  return output;
}
