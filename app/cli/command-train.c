/* train: whole passes or epochs, saved as another document. */
#include "app/inspect/gs-evaluation.h"
#include "gs-command.h"
#include "gs-data-options.h"
#include "gs-terminal.h"
#include "nn/nn-dialect.h"
#include "nn/nn-error.h"

static gchar *output, *seed_text;
static gint n_passes, n_epochs;
static GsDataOptions rows = GS_DATA_OPTIONS;

static const GOptionEntry entries[] = {
  { "passes", 0, 0, G_OPTION_ARG_INT, &n_passes, "One pass is one batch and one update", "N" },
  { "epochs", 0, 0, G_OPTION_ARG_INT, &n_epochs, "One epoch is every batch once", "N" },
  { "seed", 0, 0, G_OPTION_ARG_STRING, &seed_text, "Start again from this seed", "S" },
  GS_DATA_OPTION_ENTRIES (rows),
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Where to save the result", "FILE" },
  { NULL },
};

/* 0 with an error. */
static guint32
count_passes (GsWorkbook *book, GError **error)
{
  gint64 per_epoch = gs_dataset_get_n_batches (gs_workbook_get_data (book));
  gint64 n = n_passes != 0 ? n_passes : n_epochs * per_epoch;

  if ((n_passes != 0) != (n_epochs != 0) && n > 0 && n <= G_MAXUINT32)
    return (guint32) n;
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
               "say how long: --passes N or --epochs N, one of the two, with N at least 1.");
  return 0;
}

/* Other rows than the document's, or its own divided otherwise. Scaling stays that of the document, unless
 * another is asked for. */
static gboolean
set_rows (GsWorkbook *book, GError **error)
{
  GsDataset *own = gs_workbook_get_data (book);
  g_autoptr (GsDataset) data = NULL;
  g_autofree gchar *said = NULL;

  if (!gs_data_options_given (&rows))
    return TRUE;
  if (rows.source != NULL)
    data = gs_data_options_read (&rows, gs_workbook_get_network (book), rows.scale == NULL ? own : NULL,
                                 &said, error);
  else
    data = gs_data_options_apply (&rows, own, error);
  if (said != NULL)
    g_print ("%s: %s\n", rows.source, said);
  return data != NULL && gs_workbook_set_data (book, data, "Rows to train on", error);
}

/* "test accuracy 97.20 %", where rows are kept apart for testing and say classes; else their loss. */
static gboolean
print_test (GsWorkbook *book, GError **error)
{
  g_autoptr (GsDataset) part = gs_dataset_get_part (gs_workbook_get_data (book), TRUE);
  g_autoptr (GsEvaluation) test = part != NULL ? gs_evaluation_new (book, part, error) : NULL;
  gchar percent[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree gchar *loss = NULL;

  if (test == NULL)
    return part == NULL;
  loss = nn_dialect_number (test->loss, 10, '\0');
  g_print ("test loss %s\n", loss);
  if (test->n_classes > 0)
    g_print ("test accuracy %s %%\n",
             g_ascii_formatd (percent, sizeof percent, "%.2f", 100.0 * test->n_right / test->n_rows));
  return TRUE;
}

static gint
train (GsWorkbook *book)
{
  GError *error = NULL;
  g_autofree gchar *number = NULL;
  gdouble loss = 0;
  guint32 passes;
  guint64 seed;
  gboolean done;

  if (!set_rows (book, &error) || (passes = count_passes (book, &error)) == 0)
    return gs_command_fail (error);
  if (seed_text != NULL) {
    if (!g_ascii_string_to_unsigned (seed_text, 10, 0, G_MAXUINT64, &seed, &error)
        || !gs_workbook_set_seed (book, seed, &error))
      return gs_command_fail (error);
  }
  done = gs_workbook_train (book, passes, gs_terminal_progress, NULL, &loss, &error);
  gs_terminal_end_progress ();
  if (!done)
    return gs_command_fail (error);
  if (!gs_workbook_save (book, output, &error))
    return gs_command_fail (error);
  number = nn_dialect_number (loss, 10, '\0');
  g_print ("%u %s, loss of the last %s\n", passes, passes == 1 ? "pass" : "passes", number);
  return print_test (book, &error) ? 0 : gs_command_fail (error);
}

static gint
run (gint n_arguments, gchar **arguments)
{
  g_autoptr (GsWorkbook) book = NULL;
  GError *error = NULL;

  if (n_arguments != 1 || output == NULL)
    return gs_command_fail_usage (&gs_command_train);
  if (!gs_command_check_output (output, &error))
    return gs_command_fail (error);
  book = gs_command_open (arguments[0]);
  return book != NULL ? train (book) : GS_EXIT_BAD;
}

const GsCommand gs_command_train = {
  .name = "train",
  .summary = "Train for some passes or epochs and save the result",
  .usage = "FILE --passes N | --epochs N -o OUT",
  .help =
      "Stops at the first NaN or infinity, says which cell it is, and saves nothing. With --data other rows\n"
      "take the place of the document's; with --test-share some are kept apart, and tested at the "
      "end.\n\nExample:\n"
      "  gradsheet-cli train xor --epochs 2000 -o trained.gradsheet\n",
  .options = entries,
  .run = run,
};
