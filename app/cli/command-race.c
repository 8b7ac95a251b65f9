/* race: the same training with one thing changed, or with every optimiser, from the same starting weights.
 */
#include <glib-unix.h>
#include <math.h>
#include <stdio.h>

#include "app/text/gs-file.h"
#include "app/text/gs-json.h"
#include "app/text/gs-number.h"
#include "app/workbook/gs-goal.h"
#include "app/workbook/gs-race.h"
#include "gs-command.h"
#include "gs-terminal.h"
#include "nn/nn-dialect.h"
#include "nn/nn-error.h"

static gint n_passes, n_epochs;
static gboolean as_json;
static gchar *log_path;

static const GOptionEntry entries[] = {
  { "passes", 0, 0, G_OPTION_ARG_INT, &n_passes, "How many each run trains", "N" },
  { "epochs", 0, 0, G_OPTION_ARG_INT, &n_epochs, "The same in epochs; 100 if neither is said", "N" },
  { "log", 0, 0, G_OPTION_ARG_FILENAME, &log_path, "A table of epochs of all runs, as CSV", "FILE" },
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "For programs", NULL },
  { NULL },
};

static guint32
count_passes (GsWorkbook *book, GError **error)
{
  gint64 per_epoch = MAX (gs_dataset_get_n_batches (gs_workbook_get_data (book)), 1);
  gint64 n = n_passes != 0 ? n_passes : (n_epochs != 0 ? n_epochs : 100) * per_epoch;

  if (n_passes >= 0 && n_epochs >= 0 && (n_passes == 0 || n_epochs == 0) && n <= GS_GOAL_MAX_PASSES)
    return (guint32) n;
  g_set_error_literal (error, NN_ERROR, NN_ERROR_VALUE,
                       "say --passes N or --epochs N, one of the two, with N at least 1.");
  return 0;
}

static void
on_told (guint32 done, guint32 total, gpointer user_data)
{
  GsRace *race = user_data;
  g_autoptr (GsLosses) losses = gs_race_get_losses (race, 0);
  guint n = gs_losses_get_n (losses);

  gs_terminal_progress (done, total, n > 0 ? gs_losses_get (losses, n - 1)->loss : NAN, NULL);
}

/* ---- what it came to ---- */

typedef struct {
  guint32 passes;
  gdouble loss; /* of the last pass */
  GsEpoch epoch;
} Result;

static Result
get_result (GsRace *race, guint run)
{
  g_autoptr (GsLosses) losses = gs_race_get_losses (race, run);
  g_autoptr (GsEpochs) epochs = gs_race_get_epochs (race, run);
  guint n = gs_losses_get_n (losses), n_told = gs_epochs_get_n (epochs);
  Result result = { 0, NAN, { .accuracy = NAN, .test_loss = NAN, .test_accuracy = NAN } };

  if (n > 0) {
    result.passes = gs_losses_get (losses, n - 1)->last;
    result.loss = gs_losses_get (losses, n - 1)->loss;
  }
  if (n_told > 0)
    result.epoch = *gs_epochs_get (epochs, n_told - 1);
  return result;
}

static void
print_cell (gdouble value, gboolean share)
{
  g_autofree gchar *number = isnan (value) ? g_strdup ("")
                             : share       ? g_strdup_printf ("%.2f %%", 100 * value)
                                           : nn_dialect_number (value, 6, '\0');
  g_autofree gchar *padded = gs_terminal_pad_left (number, 14);

  g_print ("%s", padded);
}

static void
print_table (GsRace *race)
{
  gint width = 10;

  for (guint i = 0; i < gs_race_get_n (race); i++)
    width = MAX (width, gs_terminal_width (gs_race_get_name (race, i)));
  g_print ("%-*s  passes          loss      accuracy     test loss test accuracy\n", width, "");
  for (guint i = 0; i < gs_race_get_n (race); i++) {
    Result result = get_result (race, i);
    g_autofree gchar *name = gs_terminal_pad (gs_race_get_name (race, i), width);
    g_autofree gchar *failure = gs_race_get_failure (race, i);

    g_print ("%s  %6u", name, result.passes);
    print_cell (result.loss, FALSE);
    print_cell (result.epoch.accuracy, TRUE);
    print_cell (result.epoch.test_loss, FALSE);
    print_cell (result.epoch.test_accuracy, TRUE);
    g_print ("\n");
    if (failure != NULL)
      g_print ("%*s  %s\n", width, "", failure);
  }
}

static void
put_known (GsWriter *writer, const gchar *key, gdouble value)
{
  if (isfinite (value))
    gs_writer_put_number (writer, key, value);
}

static void
print_json (GsRace *race)
{
  GsWriter *writer = gs_writer_new ();
  g_autofree gchar *text = NULL;

  gs_writer_begin_object (writer, FALSE);
  gs_writer_put_array (writer, "runs", FALSE);
  for (guint i = 0; i < gs_race_get_n (race); i++) {
    Result result = get_result (race, i);
    g_autofree gchar *failure = gs_race_get_failure (race, i);

    gs_writer_begin_object (writer, FALSE);
    gs_writer_put_string (writer, "name", gs_race_get_name (race, i));
    gs_writer_put_integer (writer, "passes", result.passes);
    put_known (writer, "loss", result.loss);
    put_known (writer, "accuracy", result.epoch.accuracy);
    put_known (writer, "test-loss", result.epoch.test_loss);
    put_known (writer, "test-accuracy", result.epoch.test_accuracy);
    gs_writer_put_string (writer, "failure", failure);
    gs_writer_end_object (writer);
  }
  gs_writer_end_array (writer);
  gs_writer_end_object (writer);
  text = gs_writer_end (writer, NULL);
  fputs (text, stdout);
}

static void
append_number (GString *text, gdouble value)
{
  gchar buffer[GS_NUMBER_BUFFER];

  g_string_append_printf (text, ",%s", isnan (value) ? "" : gs_number_to_text (value, buffer));
}

static gboolean
write_log (GsRace *race, GError **error)
{
  g_autoptr (GString) text = g_string_new ("run,epoch,passes,loss,accuracy,test loss,test accuracy\n");

  for (guint i = 0; i < gs_race_get_n (race); i++) {
    g_autoptr (GsEpochs) epochs = gs_race_get_epochs (race, i);

    for (guint k = 0; k < gs_epochs_get_n (epochs); k++) {
      const GsEpoch *epoch = gs_epochs_get (epochs, k);

      g_string_append_printf (text, "%s,%u,%u", gs_race_get_name (race, i), epoch->epoch, epoch->last_pass);
      append_number (text, epoch->loss);
      append_number (text, epoch->accuracy);
      append_number (text, epoch->test_loss);
      append_number (text, epoch->test_accuracy);
      g_string_append_c (text, '\n');
    }
  }
  return gs_file_write (log_path, text->str, text->len, GS_FILE_PUBLIC, error);
}

/* Every change is compared with the document as it is; without any, the optimisers with each other. */
static gboolean
add_runs (GsRace *race, gint n, gchar **changes, GError **error)
{
  if (n == 0)
    return gs_race_add_optimizers (race, error);
  if (!gs_race_add (race, "", error))
    return FALSE;
  for (gint i = 0; i < n; i++)
    if (!gs_race_add (race, changes[i], error))
      return FALSE;
  return TRUE;
}

static gint
run (gint n_arguments, gchar **arguments)
{
  g_autoptr (GsWorkbook) book = NULL;
  g_autoptr (GsRace) race = NULL;
  GError *error = NULL;
  guint32 passes;

  if (n_arguments < 1)
    return gs_command_fail_usage (&gs_command_race);
  if (log_path != NULL && !gs_command_check_folder (log_path, &error))
    return gs_command_fail (error);
  book = gs_command_open (arguments[0]);
  if (book == NULL)
    return GS_EXIT_BAD;
  passes = count_passes (book, &error);
  if (passes == 0)
    return gs_command_fail (error);
  race = gs_race_new (book);
  if (!add_runs (race, n_arguments - 1, arguments + 1, &error))
    return gs_command_fail (error);
  gs_race_run (race, passes, NULL, on_told, race);
  gs_terminal_end_progress ();
  if (as_json)
    print_json (race);
  else
    print_table (race);
  return log_path == NULL || write_log (race, &error) ? 0 : gs_command_fail (error);
}

const GsCommand gs_command_race = {
  .name = "race",
  .summary = "Train again with one thing changed, or with every optimiser",
  .usage = "FILE [CHANGE...]",
  .help = "All runs begin with the weights that the document began with, and nothing is saved. A CHANGE is\n"
          "lr=0.1, optimizer=adam, activation=relu, seed=5, or another of the optimiser's numbers; several "
          "in one\n"
          "argument go together. Without any, the seven optimisers are compared: the document's own as it "
          "is, the\n"
          "others with their usual numbers.\n\n"
          "Examples:\n  gradsheet-cli race xor --epochs 500\n"
          "  gradsheet-cli race xor --epochs 500 lr=0.1 'optimizer=adam lr=0.01' seed=7\n",
  .options = entries,
  .run = run,
};
