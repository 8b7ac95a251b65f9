/* Runs to try things on, with the numbers of the workbook's pass. */
#include "gs-probe.h"

#include "gs-workbook-private.h"

static NnProgram *
compile (GsWorkbook *book, NnCompileFlags flags, GError **error)
{
  g_autoptr (GArray) pins = nn_run_list_pins (gs_workbook_get_run (book));
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  NnProgram *program = gs_workbook_get_program (book);

  if (flags == gs_timeline_get_flags (book->timeline))
    return nn_program_ref (program);
  for (guint i = 0; i < pins->len; i++) {
    gpointer name = nn_program_get_tensor (program, g_array_index (pins, NnCell, i).tensor)->name;

    if (!g_ptr_array_find (names, name, NULL))
      g_ptr_array_add (names, name);
  }
  g_ptr_array_add (names, NULL);
  return nn_network_compile (gs_workbook_get_network (book), nn_program_get_batch_size (program), flags,
                             (const gchar *const *) names->pdata, error);
}

NnRun *
gs_probe_new (GsWorkbook *book, NnCompileFlags flags, GError **error)
{
  NnRun *from = gs_workbook_get_run (book);
  NnProgram *program = gs_workbook_get_program (book);
  g_autoptr (NnProgram) own = gs_workbook_has_rows (book, error) ? compile (book, flags, error) : NULL;
  g_autoptr (GArray) pins = nn_run_list_pins (from);
  NnRun *probe;

  if (own == NULL)
    return NULL;
  probe = nn_run_new (own);
  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, i);
    gint tensor = nn_program_find (own, info->name);

    if (info->producer < 0 && tensor >= 0)
      nn_run_set_values (probe, tensor, nn_run_get_values (from, i));
  }
  for (guint i = 0; i < pins->len; i++) {
    const NnCell *cell = &g_array_index (pins, NnCell, i);
    NnCell found;

    if (gs_probe_find (probe, book, cell, &found))
      nn_run_pin (probe, &found, nn_run_get_pin (from, cell));
  }
  return probe;
}

NnCompileFlags
gs_probe_get_flags (GsWorkbook *book)
{
  return gs_timeline_get_flags (book->timeline);
}

gboolean
gs_probe_find (NnRun *probe, GsWorkbook *book, const NnCell *cell, NnCell *found)
{
  const gchar *name = nn_program_get_tensor (gs_workbook_get_program (book), cell->tensor)->name;

  *found = (NnCell){ nn_program_find (nn_run_get_program (probe), name), cell->offset };
  return found->tensor >= 0;
}
