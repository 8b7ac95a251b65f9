/* train: passes, epochs or until a goal, saved as another document. */
#include <glib-unix.h>
#include <signal.h>

#include "app/inspect/gs-evaluation.h"
#include "app/workbook/gs-crew.h"
#include "app/workbook/gs-trainer.h"
#include "gs-command.h"
#include "gs-data-options.h"
#include "gs-optimizer-options.h"
#include "gs-terminal.h"
#include "gs-train-report.h"
#include "nn/nn-dialect.h"
#include "nn/nn-error.h"
#include "nn/nn-threads.h"

static gchar *output, *seed_text, *until, *log_path;
static gint n_passes = G_MININT, n_epochs = G_MININT, n_threads = G_MININT; /* not asked for */
static GsDataOptions rows = GS_DATA_OPTIONS;
static GsOptimizerOptions how;

static const GOptionEntry entries[] = {
  { "passes", 0, 0, G_OPTION_ARG_INT, &n_passes, "One pass is one batch and one update", "N" },
  { "epochs", 0, 0, G_OPTION_ARG_INT, &n_epochs, "One epoch is every batch once", "N" },
  { "until", 0, 0, G_OPTION_ARG_STRING, &until, "Ends earlier, or alone says when: see below", "GOAL" },
  { "seed", 0, 0, G_OPTION_ARG_STRING, &seed_text, "Start again from this seed", "S" },
  GS_OPTIMIZER_OPTION_ENTRIES{ "threads", 0, 0, G_OPTION_ARG_INT, &n_threads,
                               "How many; as many as pay if left out", "N" },
  { "log", 0, 0, G_OPTION_ARG_FILENAME, &log_path, "A table of epochs, as CSV", "FILE" },
  GS_DATA_OPTION_ENTRIES (rows),
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Where to save the result", "FILE" },
  { NULL },
};

/* What the options say together; NULL with an error. */
static GsGoal *
make_goal (GError **error)
{
  gint n = n_passes != G_MININT ? n_passes : n_epochs;
  g_autoptr (GString) text = g_string_new (until);
  GsGoal *goal;

  if ((n_passes != G_MININT && n_epochs != G_MININT) || (n == G_MININT && until == NULL)
      || (n != G_MININT && (n < 1 || n > GS_GOAL_MAX_PASSES))) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
                 "say how long: --passes N or --epochs N, one of the two, with N at least 1; or --until "
                 "GOAL.");
    return NULL;
  }
  goal = until != NULL ? gs_goal_parse (until, error) : NULL;
  if (until != NULL && goal == NULL) {
    g_prefix_error (error, "--until: ");
    return NULL;
  }
  if (n == G_MININT)
    return goal;
  gs_goal_free (goal);
  g_string_append_printf (text, "%s%d %s", until != NULL ? " or " : "", n,
                          n_passes != G_MININT ? "passes" : "epochs");
  return gs_goal_parse (text->str, error);
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
  g_autoptr (GsDataset) part = gs_dataset_get_part (gs_workbook_get_data (book), GS_ROWS_TEST);
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

/* ---- how ---- */

static gboolean
set_seed (GsWorkbook *book, GError **error)
{
  guint64 seed;

  if (seed_text == NULL)
    return TRUE;
  if (g_ascii_string_to_unsigned (seed_text, 10, 0, G_MAXUINT64, &seed, error))
    return gs_workbook_set_seed (book, seed, error);
  g_prefix_error (error, "--seed: ");
  return FALSE;
}

static gboolean
set_threads (GError **error)
{
  if (n_threads == G_MININT)
    return TRUE;
  if (n_threads >= 1 && n_threads <= NN_MAX_THREADS) {
    gs_crew_fix ((guint) n_threads);
    return TRUE;
  }
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE, "--threads: from 1 to %d; left out, as many as pay.",
               NN_MAX_THREADS);
  return FALSE;
}

/* ---- the run ---- */

typedef struct {
  GsTrainReport *report;
  GError *error; /* of the log */
  gboolean interrupted;
  GsTrainer *trainer;
} Session;

static void
on_changed (GsTrainer *trainer, gpointer user_data)
{
  Session *session = user_data;
  GsTrainerProgress progress;

  gs_trainer_get_progress (trainer, &progress);
  if (progress.done > 0 && n_passes != G_MININT)
    gs_terminal_progress (progress.done, progress.total, progress.loss, NULL);
  if (session->error == NULL
      && !gs_train_report_update (session->report, trainer, gs_trainer_has_ended (trainer), &session->error))
    gs_trainer_stop (trainer);
}

/* What is done is kept. */
static gboolean
on_signal (gpointer user_data)
{
  Session *session = user_data;

  session->interrupted = TRUE;
  gs_trainer_stop (session->trainer);
  return G_SOURCE_CONTINUE;
}

static gboolean
run_trainer (GsWorkbook *book, GsGoal *goal, Session *session, GError **error)
{
  GsTrainer *trainer =
      gs_trainer_start (book, &(GsTrainerPlan){ .goal = goal, .tests_always = n_passes == G_MININT }, error);
  guint sources[2];

  if (trainer == NULL)
    return FALSE;
  session->trainer = g_object_ref (trainer);
  g_signal_connect (trainer, "changed", G_CALLBACK (on_changed), session);
  sources[0] = g_unix_signal_add (SIGINT, on_signal, session);
  sources[1] = g_unix_signal_add (SIGTERM, on_signal, session);
  while (!gs_trainer_has_ended (session->trainer))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (sources[0]);
  g_source_remove (sources[1]);
  gs_terminal_end_progress ();
  if (gs_trainer_get_error (session->trainer) != NULL)
    g_propagate_error (error, g_error_copy (gs_trainer_get_error (session->trainer)));
  return gs_trainer_get_error (session->trainer) == NULL;
}

/* "20 passes, loss of the last 0.298", and why it ended where a goal or somebody ended it. */
static void
print_end (GsTrainer *trainer)
{
  GsTrainerState state = gs_trainer_get_state (trainer);
  GsTrainerProgress progress;
  g_autofree gchar *number = NULL, *end = gs_trainer_describe_end (trainer);

  gs_trainer_get_progress (trainer, &progress);
  number = nn_dialect_number (progress.loss, 10, '\0');
  if (state == GS_TRAINER_REACHED || state == GS_TRAINER_STOPPED)
    g_print ("%s\n", end);
  if (progress.done > 0)
    g_print ("%u %s, loss of the last %s\n", progress.done, progress.done == 1 ? "pass" : "passes", number);
}

static gint
train_and_save (GsWorkbook *book, GsGoal *goal, Session *session)
{
  GError *error = NULL;

  if (!run_trainer (book, goal, session, &error))
    return gs_command_fail (error);
  if (session->error != NULL)
    error = g_steal_pointer (&session->error);
  /* What is trained is saved, whatever became of the log. */
  if (!gs_workbook_save (book, output, error == NULL ? &error : NULL) || error != NULL)
    return gs_command_fail (error);
  print_end (session->trainer);
  if (!print_test (book, &error))
    return gs_command_fail (error);
  return session->interrupted ? GS_EXIT_INTERRUPTED : 0;
}

static gint
train (GsWorkbook *book)
{
  GError *error = NULL;
  g_autoptr (GsGoal) goal = NULL;
  Session session = { NULL, NULL, FALSE, NULL };
  gint status;

  if ((goal = make_goal (&error)) == NULL || !set_threads (&error) || !set_rows (book, &error)
      || !set_seed (book, &error) || !gs_optimizer_options_set (&how, book, &error)
      || (log_path != NULL && !gs_command_check_folder (log_path, &error)))
    return gs_command_fail (error);
  gs_data_options_advise (gs_workbook_get_data (book));
  session.report = gs_train_report_new (log_path, n_passes == G_MININT);
  status = train_and_save (book, goal, &session);
  gs_train_report_free (session.report);
  g_clear_error (&session.error);
  g_clear_object (&session.trainer);
  return status;
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
  .summary = "Train for some passes or epochs, or until a goal, and save the result",
  .usage = "FILE --passes N | --epochs N | --until GOAL -o OUT",
  .help = "Each epoch is told in a line: its loss, how much was right, the same of the rows kept apart, "
          "samples a\n"
          "second, the time left. Ctrl+C ends it and saves what is trained (exit status 130). At the first "
          "NaN or\n"
          "infinity it stops, says which cell it is, and saves nothing. With --data other rows take the "
          "place of\n"
          "the document's; with --test-share some are kept apart, and tested.\n\n"
          "A GOAL is one of these, or several joined by “or”:\n"
          "  300 passes    5 epochs    epoch 20\n"
          "  loss < 0.01    accuracy > 0.9    test loss <= 0.05    test accuracy >= 98 %\n"
          "  test loss not better for 5 epochs\n\nExample:\n"
          "  gradsheet-cli train xor --epochs 2000 -o trained.gradsheet\n"
          "  gradsheet-cli train iris.gradsheet --until 'test accuracy >= 95 % or 200 epochs' -o "
          "trained.gradsheet\n",
  .options = entries,
  .run = run,
};
