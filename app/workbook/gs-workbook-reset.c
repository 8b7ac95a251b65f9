/* Back to the weights that the document began with. */
#include <glib/gi18n-lib.h>

#include "gs-trainer-private.h"
#include "gs-workbook-private.h"

/* Weights and the optimiser's memory are those of the beginning, as far as this network has them; what was
 * drawn anew with another seed begins with that. The optimiser's numbers, such as the rate, are no weights:
 * they stay. */
static NnState *
make_start (GsWorkbook *book, GError **error)
{
  const NnNetwork *network = gs_workbook_get_network (book);
  g_autoptr (NnProgram) program = nn_network_compile (network, 1, 0, NULL, error);
  g_autoptr (NnState) now = nn_run_save_state (gs_workbook_get_run (book)), given = NULL;
  NnState *state = NULL;

  if (program != NULL)
    state = nn_network_initialize (network, program, gs_workbook_get_seed (book), error);
  if (state == NULL)
    return NULL;
  if (book->start != NULL && book->start_seed == gs_workbook_get_seed (book))
    given = nn_state_copy (book->start);
  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, i);

    if (info->role == NN_ROLE_HYPER && given != NULL)
      nn_state_remove (given, info->name);
    else if (info->role != NN_ROLE_HYPER)
      nn_state_remove (now, info->name);
  }
  if (given != NULL)
    nn_state_keep_fitting (state, given);
  nn_state_keep_fitting (state, now);
  return state;
}

gboolean
gs_workbook_reset (GsWorkbook *book, GError **error)
{
  g_autoptr (GsTrainerHold) hold G_GNUC_UNUSED = NULL;
  g_autoptr (GsEdit) edit = NULL;
  g_autoptr (NnState) start = NULL;

  if (!gs_workbook_settle (book, error))
    return FALSE;
  hold = gs_trainer_hold_for_edit (book);
  edit = gs_workbook_begin_state_edit (book, _ ("Reset to the starting weights"));
  start = make_start (book, error);
  if (start == NULL || !gs_workbook_move_to_state (book, edit, g_steal_pointer (&start), 1, error))
    return FALSE;
  gs_workbook_push (book, g_steal_pointer (&edit));
  gs_workbook_show (book, &(GsCursor){ .instruction = gs_workbook_find_behind_loss (book) });
  gs_workbook_notify (book, TRUE, TRUE);
  return TRUE;
}
