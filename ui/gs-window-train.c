/* Training from the window: asking how long, telling the end, and what closing means meanwhile. */
#include <glib/gi18n-lib.h>

#include "app/workbook/gs-trainer.h"
#include "gs-dialogs.h"
#include "gs-job.h"
#include "gs-race-window.h"
#include "gs-window-private.h"

static GsTrainer *
get_trainer (GsWindow *self)
{
  return gs_workbook_get_trainer (gs_view_get_workbook (self->view));
}

static gboolean
check_goal (const gchar *text, GError **error)
{
  g_autoptr (GsGoal) goal = gs_goal_parse (text, error);

  return goal != NULL;
}

/* Told in the window that has asked for it. */
static void
on_trainer_changed (GsTrainer *trainer, GsWindow *self)
{
  g_autofree gchar *text = NULL;

  if (!gs_trainer_has_ended (trainer))
    return;
  g_signal_handlers_disconnect_by_data (trainer, self);
  text = gs_trainer_describe_end (trainer);
  gs_window_tell (self, text);
}

static void
train (GsWindow *self, const GsTrainerPlan *given)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) breakpoints = gs_view_list_breakpoints (self->view);
  GsTrainerPlan plan = *given;
  GsTrainer *trainer;

  plan.breakpoints = (const gchar *const *) breakpoints;
  trainer = gs_trainer_start (gs_view_get_workbook (self->view), &plan, &error);
  gs_window_tell (self, trainer == NULL ? error->message : NULL);
  if (trainer != NULL)
    g_signal_connect_object (trainer, "changed", G_CALLBACK (on_trainer_changed), self, 0);
}

static void
on_train_line (const gchar *text, gpointer user_data)
{
  GsWindow *self = user_data;
  g_autoptr (GsGoal) goal = text != NULL ? gs_goal_parse (text, NULL) : NULL;

  if (goal == NULL)
    return;
  g_free (self->goal);
  self->goal = g_strdup (text);
  train (self, &(GsTrainerPlan){ .goal = goal });
}

/* TRUE, and it is said why not, if the network is being trained. */
static gboolean
is_busy (GsWindow *self)
{
  if (get_trainer (self) != NULL)
    gs_window_tell (self, _ ("This network is being trained already. Stop that first (Ctrl+Shift+T), or "
                             "wait until it ends."));
  return get_trainer (self) != NULL;
}

static void
ask_and_train (GsWindow *self)
{
  if (!gs_workbook_settle (gs_view_get_workbook (self->view), NULL) || is_busy (self))
    return;
  gs_dialogs_ask_line (
      gs_window_get_front (self), _ ("Train"),
      _ ("How long? A number of passes, such as 100; 5 epochs; or until something is reached: "
         "loss < 0.01, test accuracy >= 98 %, validation loss not better for 5 epochs. Several are "
         "joined by “or”. These are the line's words in every language. One pass is one batch and one "
         "update, one epoch is every batch once."),
      self->goal != NULL ? self->goal : "100", _ ("_Train"), check_goal, on_train_line, self);
}

/* To the end of the epoch that one stands in: as a run, for it may take long. */
static void
train_epoch (GsWindow *self)
{
  GsWorkbook *book = gs_view_get_workbook (self->view);
  guint32 n = (guint32) MAX (gs_dataset_get_n_batches (gs_workbook_get_data (book)), 1);

  if (!gs_workbook_settle (book, NULL) || is_busy (self))
    return;
  train (self, &(GsTrainerPlan){ .passes = n - (gs_workbook_get_cursor (book).pass - 1) % n });
}

/* One batch, and the update that follows from it. */
static void
train_batch (GsWindow *self)
{
  if (gs_workbook_settle (gs_view_get_workbook (self->view), NULL) && !is_busy (self))
    train (self, &(GsTrainerPlan){ .passes = 1 });
}

/* Until it is stopped; again: stops it. */
static void
train_on (GsWindow *self)
{
  if (get_trainer (self) != NULL)
    gs_trainer_stop (get_trainer (self));
  else if (gs_workbook_settle (gs_view_get_workbook (self->view), NULL))
    train (self, &(GsTrainerPlan){ .passes = GS_GOAL_MAX_PASSES });
}

static gint
find_input (NnProgram *program)
{
  for (gint tensor = 0; tensor < nn_program_get_n_tensors (program); tensor++)
    if (nn_program_get_tensor (program, tensor)->role == NN_ROLE_INPUT)
      return tensor;
  return -1;
}

/* The next sample of the batch; behind its last one the batch has been seen, and the next one begins. */
static void
go_to_next_sample (GsWindow *self)
{
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (self->view));
  gint n = nn_program_get_batch_size (program), input = find_input (program);
  gint sample = gs_view_get_sample (self->view) + 1;
  gsize width = nn_shape_count (&nn_program_get_tensor (program, input)->shape) / (gsize) MAX (n, 1);

  if (sample > n)
    train_batch (self);
  sample = sample > n ? 1 : sample;
  gs_view_set_sample (self->view, sample);
  gs_view_select (self->view, &(NnCell){ input, (gsize) (sample - 1) * width }, FALSE);
}

static void
show_race (GsWindow *self)
{
  g_autoptr (GError) error = NULL;

  if (gs_workbook_has_rows (gs_view_get_workbook (self->view), &error))
    gtk_window_present (gs_race_window_new (GTK_WINDOW (self), gs_view_get_workbook (self->view)));
  else
    gs_window_tell (self, error->message);
}

static void
toggle_pause (GsWindow *self)
{
  GsTrainer *trainer = get_trainer (self);

  if (trainer != NULL)
    gs_trainer_set_paused (trainer, !gs_trainer_is_paused (trainer));
}

static void
stop_training (GsWindow *self)
{
  if (get_trainer (self) != NULL)
    gs_trainer_stop (get_trainer (self));
}

void
gs_window_add_train_actions (GsWindow *self)
{
  static const GsAct acts[] = {
    { "train-on", G_CALLBACK (train_on) },
    { "train", G_CALLBACK (ask_and_train) },
    { "train-epoch", G_CALLBACK (train_epoch) },
    { "train-batch", G_CALLBACK (train_batch) },
    { "train-sample", G_CALLBACK (go_to_next_sample) },
    { "pause-training", G_CALLBACK (toggle_pause) },
    { "stop-training", G_CALLBACK (stop_training) },
    { "race", G_CALLBACK (show_race) },
  };

  gs_actions_add (G_ACTION_MAP (self), acts, G_N_ELEMENTS (acts), self);
}

/* ---- closing ---- */

/* Other windows on the document go on showing it, and training it. */
static gboolean
is_last_of_its_document (GsWindow *self)
{
  GsWorkbook *book = gs_view_get_workbook (self->view);
  const GList *windows = gtk_application_get_windows (gtk_window_get_application (GTK_WINDOW (self)));

  for (const GList *link = windows; link != NULL; link = link->next)
    if (link->data != self && GS_IS_WINDOW (link->data)
        && gs_view_get_workbook (GS_WINDOW (link->data)->view) == book)
      return FALSE;
  return TRUE;
}

static void
on_close_answered (gint button, gpointer user_data)
{
  if (button != 1)
    return;
  stop_training (user_data);
  /* What is done is not saved, and is asked about as always. */
  gtk_window_close (user_data);
}

static void
on_close_job_answered (gint button, gpointer user_data)
{
  GsWindow *self = user_data;

  if (button != 1)
    return;
  gs_job_stop (gs_sheet_pane_get_work (self->sheet_pane));
  gtk_window_close (user_data);
}

static gboolean
has_job (gpointer owner)
{
  GsWindow *self = owner;

  return gs_job_find (gs_sheet_pane_get_work (self->sheet_pane)) != NULL;
}

static gboolean
is_trained (gpointer owner)
{
  return get_trainer (owner) != NULL;
}

static gboolean
ask_about_job (GsWindow *self)
{
  static const gchar *const buttons[] = { N_ ("_Cancel"), N_ ("_Stop and close"), NULL };
  const gchar *what = gs_job_find (gs_sheet_pane_get_work (self->sheet_pane));
  g_autofree gchar *text = NULL;

  if (what == NULL)
    return FALSE;
  text =
      g_strdup_printf (_ ("%s is still going on. If the window is closed now, nothing comes of it."), what);
  gs_dialogs_ask_while (GTK_WINDOW (self), _ ("Stop it?"), text, buttons, has_job, on_close_job_answered,
                        self);
  return TRUE;
}

gboolean
gs_window_ask_about_work (GsWindow *self)
{
  static const gchar *const buttons[] = { N_ ("_Cancel"), N_ ("_Stop training and close"), NULL };

  if (get_trainer (self) == NULL || !is_last_of_its_document (self))
    return ask_about_job (self);
  gs_dialogs_ask_while (
      GTK_WINDOW (self), _ ("Stop training?"),
      _ ("This network is being trained. The passes that are done are kept; the rest is not done."), buttons,
      is_trained, on_close_answered, self);
  return TRUE;
}
