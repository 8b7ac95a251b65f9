/* compare: numbers of others beside ours. */
#include "app/cells/gs-cell-name.h"
#include "app/exchange/gs-compare.h"
#include "app/exchange/gs-npz.h"
#include "gs-command.h"
#include "nn/nn-error.h"

static gdouble tolerance = 1e-6;

static const GOptionEntry entries[] = {
  { "tolerance", 0, 0, G_OPTION_ARG_DOUBLE, &tolerance,
    "How far apart numbers may be, in parts of themselves and of the tensor's largest; 1e-6", "T" },
  { NULL },
};

static void
print_tensor (NnProgram *program, const GsComparedTensor *one)
{
  g_autofree gchar *cell = NULL, *theirs = NULL, *ours = NULL;

  if (one->verdict == GS_COMPARED_UNKNOWN) {
    g_print ("  %-12s no tensor has this name\n", one->name);
    return;
  }
  if (one->verdict == GS_COMPARED_SHAPE) {
    g_autofree gchar *shape = nn_shape_to_string (&nn_program_get_tensor (program, one->tensor)->shape);

    g_print ("  %-12s cannot be compared: here it is %s\n", one->name, shape);
    return;
  }
  if (one->verdict == GS_COMPARED_EQUAL) {
    g_print ("  %-12s equal, %zu cells%s\n", one->name, one->n_cells, one->is_turned ? ", turned" : "");
    return;
  }
  cell = gs_cell_name_display (program, &one->worst);
  theirs = nn_dialect_number (one->theirs, 9, '\0');
  ours = nn_dialect_number (one->ours, 9, '\0');
  g_print ("  %-12s differs, %zu of %zu cells%s; farthest %s: %s, here %s\n", one->name, one->n_off,
           one->n_cells, one->is_turned ? ", turned" : "", cell, theirs, ours);
}

static void
print_parting (NnProgram *program, const GsComparison *comparison)
{
  const NnTensorInfo *info = nn_program_get_tensor (program, comparison->parts_at);
  g_autofree gchar *cell = gs_cell_name_display (program, &comparison->cell);
  g_autofree gchar *theirs = nn_dialect_number (comparison->theirs, 9, '\0');
  g_autofree gchar *ours = nn_dialect_number (comparison->ours, 9, '\0');

  if (info->producer < 0) {
    g_print ("\nThey part at %s, which is given and not computed: %s is %s, here %s.\n"
             "Nothing that follows from it can agree.\n",
             info->name, cell, theirs, ours);
    return;
  }
  {
    g_autofree gchar *brief = nn_program_get_brief (program, info->producer);

    g_print ("\nThey part at instruction %d, %s = %s: %s is %s, here %s.\n", info->producer + 1, info->name,
             brief, cell, theirs, ours);
  }
  if (comparison->mistake != NULL)
    g_print ("%s\n", comparison->mistake);
  if (comparison->note != NULL) {
    g_print ("  %s\n", comparison->note->formula);
    if (comparison->note->numbers != NULL)
      g_print ("  %s = %s\n", comparison->note->numbers, comparison->note->expected);
  }
}

static gint
run (gint n_arguments, gchar **arguments)
{
  g_autoptr (GsWorkbook) book = NULL;
  g_autoptr (GPtrArray) arrays = NULL;
  g_autoptr (GsComparison) comparison = NULL;
  GError *error = NULL;

  if (n_arguments != 2)
    return gs_command_fail_usage (&gs_command_compare);
  if (!(tolerance > 0 && tolerance < 1))
    return gs_command_fail (
        g_error_new (NN_ERROR, NN_ERROR_VALUE, "--tolerance: between 0 and 1, such as 1e-6."));
  book = gs_command_open (arguments[0]);
  if (book == NULL)
    return GS_EXIT_BAD;
  arrays = gs_npz_read (arguments[1], &error);
  if (arrays == NULL)
    return gs_command_fail (error);
  if (!gs_workbook_set_all_gradients (book, TRUE, &error))
    return gs_command_fail (error);
  comparison = gs_comparison_new (book, arrays, tolerance, &error);
  if (comparison == NULL)
    return gs_command_fail (error);
  for (guint i = 0; i < comparison->tensors->len; i++)
    print_tensor (gs_workbook_get_program (book), g_ptr_array_index (comparison->tensors, i));
  if (gs_comparison_is_equal (comparison)) {
    g_print ("\nEqual.\n");
    return 0;
  }
  if (comparison->parts_at >= 0)
    print_parting (gs_workbook_get_program (book), comparison);
  return GS_EXIT_OFF;
}

const GsCommand gs_command_compare = {
  .name = "compare",
  .summary = "Numbers from elsewhere beside ours: where they part",
  .usage = "FILE THEIRS.npz",
  .help = "Arrays are called as in the sheet: W1, a1, dW1, W1.next. The exit status is 0 if they are equal, "
          "1 if\n"
          "they differ, 2 if they cannot be compared.\n\nExample:\n"
          "  gradsheet-cli compare mazur theirs.npz\n",
  .options = entries,
  .run = run,
};
