/* The beginning: the weights that the document began with. */
#include <string.h>

#include "gs-workbook-private.h"

/* A file that stands in pass 1 begins with what is written in it; another one says what it began with, or the
 * seed does. */
void
gs_workbook_take_start (GsWorkbook *book, GsDocument *document)
{
  book->start_seed = document->seed;
  book->start = g_steal_pointer (&document->start);
  if (book->start == NULL && document->cursor.pass == 1)
    book->start = g_steal_pointer (&document->state);
}

void
gs_workbook_note_start (GsWorkbook *book, const NnState *state)
{
  nn_state_free (book->start);
  book->start = nn_state_copy (state);
  book->start_seed = gs_timeline_get_seed (book->timeline);
}

NnState *
gs_workbook_copy_start (GsWorkbook *book)
{
  const NnNetwork *network = gs_timeline_get_network (book->timeline);
  const NnProgram *program = nn_run_get_program (gs_timeline_get_run (book->timeline));
  g_autoptr (NnState) drawn = NULL, start = NULL;

  if (book->start == NULL || book->start_seed != gs_timeline_get_seed (book->timeline))
    return NULL;
  drawn = nn_network_initialize (network, program, book->start_seed, NULL);
  start = nn_state_new ();
  for (gint i = 0; drawn != NULL && i < nn_program_get_n_tensors (program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, i);
    const NnTensor *own = info->role != NN_ROLE_HYPER ? nn_state_find (drawn, info->name) : NULL;
    const NnTensor *given = own != NULL ? nn_state_find (book->start, info->name) : NULL;

    if (given != NULL && nn_shape_equal (&given->shape, &own->shape)
        && memcmp (given->values, own->values, nn_shape_count (&own->shape) * sizeof (gdouble)) != 0)
      nn_state_put (start, nn_tensor_copy (given));
  }
  return nn_state_get_size (start) > 0 ? g_steal_pointer (&start) : NULL;
}
