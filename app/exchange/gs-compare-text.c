/* What a comparison says, in sentences. */
#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "gs-compare.h"

#define DIGITS 9

/* "differs, 2 of 4 cells, turned; farthest dW1[1,2]: 0.5, here 0.25" */
static gchar *
describe_difference (NnProgram *program, const GsComparedTensor *one)
{
  g_autofree gchar *cell = gs_cell_name_display (program, &one->worst);
  g_autofree gchar *theirs = nn_dialect_number (one->theirs, DIGITS, '\0');
  g_autofree gchar *ours = nn_dialect_number (one->ours, DIGITS, '\0');

  return g_strdup_printf (one->is_turned ? _ ("differs, %zu of %zu cells, turned; farthest %s: %s, here %s")
                                         : _ ("differs, %zu of %zu cells; farthest %s: %s, here %s"),
                          one->n_off, one->n_cells, cell, theirs, ours);
}

gchar *
gs_compared_describe (const GsComparison *comparison, const GsComparedTensor *one)
{
  NnProgram *program = comparison->program;
  g_autofree gchar *shape = NULL;

  switch (one->verdict) {
  case GS_COMPARED_UNKNOWN: return g_strdup (_ ("no block has this name"));
  case GS_COMPARED_SHAPE:
    shape = nn_shape_to_string (&nn_program_get_tensor (program, one->tensor)->shape);
    return g_strdup_printf (_ ("cannot be compared: here it is %s"), shape);
  case GS_COMPARED_EQUAL:
    return g_strdup_printf (
        one->is_turned ? g_dngettext (GETTEXT_PACKAGE, "equal, %zu cell, turned", "equal, %zu cells, turned",
                                      one->n_cells)
                       : g_dngettext (GETTEXT_PACKAGE, "equal, %zu cell", "equal, %zu cells", one->n_cells),
        one->n_cells);
  case GS_COMPARED_DIFFERS:
  default: return describe_difference (program, one);
  }
}

gchar *
gs_comparison_describe (const GsComparison *comparison)
{
  NnProgram *program = comparison->program;
  const NnTensorInfo *info;
  g_autofree gchar *cell = NULL, *theirs = NULL, *ours = NULL, *brief = NULL;

  if (comparison->parts_at < 0)
    return NULL;
  info = nn_program_get_tensor (program, comparison->parts_at);
  cell = gs_cell_name_display (program, &comparison->cell);
  theirs = nn_dialect_number (comparison->theirs, DIGITS, '\0');
  ours = nn_dialect_number (comparison->ours, DIGITS, '\0');
  if (info->producer < 0)
    return g_strdup_printf (_ ("They part at %s, which is given and not computed: %s is %s, here %s.\n"
                               "Nothing that follows from it can agree."),
                            info->name, cell, theirs, ours);
  brief = nn_program_get_brief (program, info->producer);
  return g_strdup_printf (_ ("They part at instruction %d, %s = %s: %s is %s, here %s."), info->producer + 1,
                          info->name, brief, cell, theirs, ours);
}
