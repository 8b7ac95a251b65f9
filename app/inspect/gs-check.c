/* Every gradient against its difference. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/cells/gs-cell-name.h"
#include "gs-nudge-private.h"

static void
free_row (GsCheckRow *row)
{
  if (row == NULL)
    return;
  g_free (row->name);
  g_free (row);
}

static GsCheckRow *
check_cell (GsNudger *nudger, const NnCell *cell)
{
  GsCheckRow *row = g_new0 (GsCheckRow, 1);
  const GsNudge *nudge = &row->nudge;
  gdouble scale;

  row->cell = *cell;
  row->name = gs_cell_name_display (nudger->program, cell);
  gs_nudger_nudge (nudger, cell, 0, &row->nudge);
  scale = MAX (1.0, MAX (fabs (nudge->difference), fabs (nudge->gradient)));
  row->error = fabs (nudge->difference - nudge->gradient) / scale;
  row->noise = gs_nudge_get_noise (nudge) / scale;
  return row;
}

/* The worst first; what is not smooth behind, kind by kind in the program's order. NaN is worst of all. */
static gint
compare_rows (gconstpointer a, gconstpointer b)
{
  const GsCheckRow *first = *(const GsCheckRow *const *) a, *second = *(const GsCheckRow *const *) b;
  gboolean rough = first->nudge.kind != GS_NUDGE_SMOOTH;

  if (first->nudge.kind != second->nudge.kind)
    return first->nudge.kind < second->nudge.kind ? -1 : 1;
  if (isnan (first->error) != isnan (second->error))
    return isnan (first->error) ? -1 : 1;
  if (!rough && first->error != second->error)
    return first->error > second->error ? -1 : 1;
  if (first->cell.tensor != second->cell.tensor)
    return first->cell.tensor < second->cell.tensor ? -1 : 1;
  return first->cell.offset < second->cell.offset ? -1 : first->cell.offset > second->cell.offset;
}

static gboolean
is_checked (GsNudger *nudger, gint tensor)
{
  const NnTensorInfo *info = nn_program_get_tensor (nudger->program, tensor);

  return (info->role == NN_ROLE_PARAMETER || info->role == NN_ROLE_INPUT) && info->gradient >= 0;
}

GPtrArray *
gs_check (GsWorkbook *book, GsProgress progress, gpointer user_data, GError **error)
{
  g_autoptr (GsNudger) nudger = gs_nudger_new (book, NN_COMPILE_ALL_GRADIENTS, error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) free_row);
  gsize total = 0;

  if (nudger == NULL || !gs_nudger_rest (nudger, error))
    return NULL;
  for (gint i = 0; i < nn_program_get_n_tensors (nudger->program); i++)
    if (is_checked (nudger, i))
      total += nn_shape_count (&nn_program_get_tensor (nudger->program, i)->shape);
  for (gint i = 0; i < nn_program_get_n_tensors (nudger->program); i++) {
    gsize n = nn_shape_count (&nn_program_get_tensor (nudger->program, i)->shape);

    for (gsize offset = 0; is_checked (nudger, i) && offset < n; offset++) {
      g_ptr_array_add (rows, check_cell (nudger, &(NnCell){ i, offset }));
      if (progress != NULL && (rows->len % 64 == 0 || rows->len == total)
          && !progress (rows->len, (guint32) total, nudger->loss_at_rest, user_data)) {
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("The check was cancelled."));
        return NULL;
      }
    }
  }
  g_ptr_array_sort (rows, compare_rows);
  return g_steal_pointer (&rows);
}
