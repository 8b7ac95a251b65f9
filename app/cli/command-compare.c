/* compare: numbers of others beside ours. */
#include "app/exchange/gs-compare.h"
#include "gs-command.h"
#include "nn/nn-error.h"

static gdouble tolerance = 1e-6;

static const GOptionEntry entries[] = {
  { "tolerance", 0, 0, G_OPTION_ARG_DOUBLE, &tolerance,
    "How far apart numbers may be, in parts of themselves and of the tensor's largest; 1e-6", "T" },
  { NULL },
};

static void
print_parting (const GsComparison *comparison)
{
  g_autofree gchar *text = gs_comparison_describe (comparison);

  g_print ("\n%s\n", text);
  if (comparison->mistake != NULL)
    g_print ("%s\n", comparison->mistake);
  if (comparison->note == NULL)
    return;
  g_print ("  %s\n", comparison->note->formula);
  if (comparison->note->numbers != NULL)
    g_print ("  %s = %s\n", comparison->note->numbers, comparison->note->expected);
}

static gint
run (gint n_arguments, gchar **arguments)
{
  g_autoptr (GsWorkbook) book = NULL;
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
  comparison = gs_comparison_of_file (book, arguments[1], tolerance, &error);
  if (comparison == NULL)
    return gs_command_fail (error);
  for (guint i = 0; i < comparison->tensors->len; i++) {
    const GsComparedTensor *one = g_ptr_array_index (comparison->tensors, i);
    g_autofree gchar *text = gs_compared_describe (comparison, one);

    g_print ("  %-12s %s\n", one->name, text);
  }
  if (gs_comparison_is_equal (comparison)) {
    g_print ("\nEqual.\n");
    return 0;
  }
  if (comparison->parts_at >= 0)
    print_parting (comparison);
  return GS_EXIT_OFF;
}

const GsCommand gs_command_compare = {
  .name = "compare",
  .summary = "Numbers from elsewhere beside ours: where they part",
  .usage = "FILE THEIRS.npz|NAME.npy|NAME.csv",
  .help = "Arrays are called as in the sheet: W1, a1, dW1, W1.next; a single one as its file, dW1.csv. The "
          "exit status is 0 if they are equal, "
          "1 if\n"
          "they differ, 2 if they cannot be compared.\n\nExample:\n"
          "  gradsheet-cli compare mazur theirs.npz\n",
  .options = entries,
  .run = run,
  .can_be_stopped = TRUE,
};
