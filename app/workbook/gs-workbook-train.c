/* Whole passes: training, the starting weights, and predicting. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "gs-workbook-private.h"
#include "nn/nn-error.h"

/* How often, at most, somebody who watches is told; in microseconds. */
#define PROGRESS_INTERVAL (50 * 1000)

static GsEdit *
begin_state_edit (GsWorkbook *book, const gchar *label)
{
  GsEdit *edit = gs_edit_new (GS_EDIT_STATE, label, &book->cursor);

  edit->before = gs_regime_ref (gs_timeline_get_regime (book->timeline));
  edit->old_pass = book->cursor.pass;
  edit->old_state = nn_run_save_state (gs_workbook_get_run (book));
  return edit;
}

/* Whole passes until `passes` are done, one fails, or the caller has had enough. `stop` is where the last
 * one, not done, has got to. */
static guint32
run_passes (GsWorkbook *book,
            guint32 passes,
            GsProgress progress,
            gpointer user_data,
            gdouble *loss,
            gint *stop,
            GError **error)
{
  gint64 told = g_get_monotonic_time ();
  guint32 done = 0;

  *stop = 0;
  while (done < passes) {
    NnRun *run = gs_workbook_get_run (book);
    NnCell bad, cell = { nn_program_get_loss (nn_run_get_program (run)), 0 };

    if (!nn_run_ensure (run, G_MAXINT, &bad, error)) {
      *stop = nn_program_get_tensor (nn_run_get_program (run), bad.tensor)->producer + 1;
      break;
    }
    *loss = nn_run_get_cell (run, &cell);
    if (!gs_timeline_next (book->timeline, error)) {
      *stop = nn_program_get_n_instructions (nn_run_get_program (run)) - 1;
      break;
    }
    done++;
    if (progress == NULL)
      continue;
    if (done == passes || g_get_monotonic_time () - told >= PROGRESS_INTERVAL) {
      told = g_get_monotonic_time ();
      if (!progress (done, passes, *loss, user_data))
        break;
    }
  }
  return done;
}

gboolean
gs_workbook_train (GsWorkbook *book,
                   guint32 passes,
                   GsProgress progress,
                   gpointer user_data,
                   gdouble *loss,
                   GError **error)
{
  g_autoptr (GsEdit) edit = begin_state_edit (book, "Train");
  g_autoptr (GError) failure = NULL;
  gdouble last = 0;
  guint32 done;
  gint stop;

  gs_workbook_leave_pass (book);
  done = run_passes (book, passes, progress, user_data, &last, &stop, &failure);
  gs_workbook_show (book, &(GsCursor){ 0, stop, 0, 0 });
  if (done > 0) {
    g_free (edit->label);
    edit->label =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Train %u pass", "Train %u passes", done), done);
    edit->after = gs_regime_ref (gs_timeline_get_regime (book->timeline));
    edit->new_pass = book->cursor.pass;
    edit->new_state = nn_run_save_state (gs_workbook_get_run (book));
    gs_workbook_push (book, g_steal_pointer (&edit));
    if (loss != NULL)
      *loss = last;
  }
  gs_workbook_notify (book, done > 0, TRUE);
  if (failure == NULL)
    return TRUE;
  if (g_error_matches (failure, NN_ERROR, NN_ERROR_NOT_FINITE))
    g_prefix_error (&failure, _ ("Stopped in pass %u: "), book->cursor.pass);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
gs_workbook_reset (GsWorkbook *book, GError **error)
{
  g_autoptr (GsEdit) edit = begin_state_edit (book, _ ("Reset to the starting weights"));
  g_autoptr (NnProgram) program = nn_network_compile (gs_workbook_get_network (book), 1, 0, NULL, error);

  if (program == NULL)
    return FALSE;
  edit->new_state =
      nn_network_initialize (gs_workbook_get_network (book), program, gs_workbook_get_seed (book), error);
  if (edit->new_state == NULL)
    return FALSE;
  edit->new_pass = 1;
  g_ptr_array_unref (edit->dropped);
  edit->dropped = gs_regime_get_overrides_after (edit->before, book->cursor.pass);
  edit->after = gs_regime_copy (edit->before);
  gs_regime_collapse (edit->after, book->cursor.pass, TRUE);
  gs_workbook_leave_pass (book);
  if (!gs_timeline_set_regime (book->timeline, edit->after, error)
      || !gs_timeline_restart (book->timeline, edit->new_state, 1, TRUE, error))
    return FALSE;
  gs_workbook_push (book, g_steal_pointer (&edit));
  gs_workbook_show (book, &(GsCursor){ 0 });
  gs_workbook_notify (book, TRUE, TRUE);
  return TRUE;
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
