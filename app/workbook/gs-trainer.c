/* The trainer: pieces of work on a thread, between two edits each; what a piece has done is taken over whole.
 */
#include "gs-trainer.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <pthread.h>

#include "app/text/gs-number.h"
#include "gs-exam.h"
#include "gs-trainer-private.h"
#include "gs-workbook-private.h"
#include "nn/nn-error.h"

/* Microseconds between two frames, as often as a screen is drawn that shows them. A frame calls the main loop
 * by itself; where none comes, progress is looked at as often. */
#define TICK (33 * 1000)
/* After an edit one waits so long (microseconds) before going on: the next notch of a wheel, the next key. */
#define QUIET (250 * 1000)

/* What the worker tells while it runs. */
typedef struct {
  guint32 done; /* passes of this piece */
  gdouble loss;
  guint64 samples;
  gsize history; /* bytes */
  GsEpoch epoch; /* the last one, of whatever piece */
  gboolean over; /* it has ended by itself */
} Told;

struct _GsTrainer {
  GObject parent_instance;

  GsWorkbook *book; /* owns the trainer; NULL once that has ended */
  GsTrainerState state;
  GError *error;
  gchar **breakpoints;
  guint32 total;
  GSource *tick;
  guint holds; /* edits under way, and a pause */
  gboolean paused;
  gint64 resume_at;
  guint32 frontier; /* the pass to go on from, wherever one looks meanwhile */

  /* Of pieces that were taken over. */
  guint32 done;
  guint64 samples;
  gdouble loss;
  gint64 ran; /* microseconds of work, of the present piece too except since `begun` */

  /* The present piece; no edit while it stands. */
  GsEdit *edit;
  GsTimeline *branch; /* the worker's while there is a thread */
  gint from;
  NnProgram *shown; /* the program of frames that may be shown; NULL if nobody looks */
  guint32 saved;    /* how many passes of the piece the saved document has */
  GThread *thread;
  gint64 begun;
  gint halt; /* atomic */
  /* The worker's until it is joined. */
  guint32 todo;
  gint stopped_at;
  GError *failure;
  GsFrame *last_frame;
  GsGoal *goal;  /* or NULL */
  gchar *reason; /* why it is reached */
  GsExam *exam;
  pthread_mutex_t mutex; /* plain, as the thread sanitiser understands it */
  Told told;             /* under the mutex */
  GsFrame *frame;        /* atomic; what the window has not taken yet, or NULL */
  GsLosses *losses;      /* under the mutex; of the present piece and of what stood before it */
  GsEpochs *epochs;      /* likewise */
};

G_DEFINE_FINAL_TYPE (GsTrainer, gs_trainer, G_TYPE_OBJECT)

static guint changed_signal;

static Told
ask (GsTrainer *self)
{
  Told told;

  pthread_mutex_lock (&self->mutex);
  told = self->told;
  pthread_mutex_unlock (&self->mutex);
  return told;
}

/* ---- on the worker's thread ---- */

/* FALSE if with this epoch the goal is reached. */
static gboolean
note_epoch (GsTrainer *self, const GsEpoch *epoch)
{
  pthread_mutex_lock (&self->mutex);
  self->told.epoch = *epoch;
  self->epochs = gs_epochs_own (self->epochs);
  gs_epochs_add (self->epochs, epoch);
  pthread_mutex_unlock (&self->mutex);
  return self->goal == NULL || !gs_goal_is_reached (self->goal, epoch, &self->reason);
}

static gboolean
on_pass_done (GsTimeline *timeline, const GsPassDone *pass, gpointer user_data)
{
  GsTrainer *self = user_data;
  gsize history = nn_history_get_used (gs_timeline_get_history (timeline));
  GsEpoch epoch;

  pthread_mutex_lock (&self->mutex);
  self->told.done++;
  self->told.loss = pass->loss;
  self->told.samples += (guint64) pass->n_rows;
  self->told.history = history;
  self->losses = gs_losses_own (self->losses);
  gs_losses_add (self->losses, gs_timeline_get_pass (timeline) - 1, pass->loss);
  pthread_mutex_unlock (&self->mutex);
  return !gs_exam_note (self->exam, timeline, pass, &epoch) || note_epoch (self, &epoch);
}

/* Frames are of the program that the window shows; a batch of another size is not seen. Until the last one is
 * taken another would be made for nobody. */
static gboolean
on_look (GsTimeline *timeline, gpointer user_data)
{
  GsTrainer *self = user_data;
  NnRun *run = gs_timeline_get_run (timeline);
  guint32 pass = gs_timeline_get_pass (timeline);
  gdouble before;
  GsFrame *frame;

  if (nn_run_get_program (run) != self->shown || g_atomic_pointer_get (&self->frame) != NULL)
    return FALSE;
  frame = gs_frame_new (
      &(GsFrameSource){ .run = run,
                        .cursor = { .pass = pass, .instruction = gs_program_find_behind_loss (self->shown) },
                        .data = gs_timeline_get_data (timeline),
                        .losses = gs_timeline_get_losses (timeline),
                        .epochs = gs_timeline_get_epochs (timeline),
                        .loss_before = gs_timeline_get_loss_before (timeline, &before) ? &before : NULL,
                        .previous = self->last_frame });
  gs_frame_unref (self->last_frame);
  self->last_frame = gs_frame_ref (frame);
  g_atomic_pointer_set (&self->frame, frame);
  g_source_set_ready_time (self->tick, 0);
  return TRUE;
}

static gpointer
work (gpointer data)
{
  GsTrainer *self = data;
  GsPasses passes = { .passes = self->todo,
                      .breakpoints = (const gchar *const *) self->breakpoints,
                      .from = self->from,
                      .pass_done = on_pass_done,
                      .counts_right = TRUE,
                      .look = self->shown != NULL ? on_look : NULL,
                      .look_every = TICK,
                      .user_data = self,
                      .halt = &self->halt };
  GsEpoch epoch;
  guint32 done = 0;

  /* An epoch that was halted while it was looked at may have been the last. */
  if (!gs_exam_go_on (self->exam, self->branch, &epoch) || note_epoch (self, &epoch))
    done = gs_timeline_run_passes (self->branch, &passes, &self->stopped_at, &self->failure);

  if ((done < self->todo || gs_exam_is_halted (self->exam)) && self->stopped_at < 0 && self->failure == NULL
      && self->reason == NULL)
    return NULL;
  pthread_mutex_lock (&self->mutex);
  self->told.over = TRUE;
  pthread_mutex_unlock (&self->mutex);
  g_source_set_ready_time (self->tick, 0);
  return NULL;
}

/* ---- a piece of work ---- */

static void
start_thread (GsTrainer *self)
{
  guint32 done = self->told.done;

  self->todo = self->total - self->done - done;
  if (done > 0)
    self->from = -1;
  self->begun = g_get_monotonic_time ();
  self->thread = g_thread_new ("trainer", work, self);
}

static void
join_thread (GsTrainer *self)
{
  if (self->thread == NULL)
    return;
  g_atomic_int_set (&self->halt, 1);
  g_thread_join (g_steal_pointer (&self->thread));
  g_atomic_int_set (&self->halt, 0);
  self->ran += g_get_monotonic_time () - self->begun;
}

static void
begin_piece (GsTrainer *self)
{
  GsWorkbook *book = self->book;

  g_assert (self->edit == NULL);
  if (book->cursor.pass != self->frontier)
    gs_workbook_go_to (book, &(GsCursor){ .pass = self->frontier }, NULL);
  gs_workbook_leave_pass (book);
  self->edit = gs_workbook_begin_state_edit (book, "Train");
  self->branch = gs_timeline_branch (book->timeline, self->edit->old_state);
  self->from = book->cursor.instruction;
  self->stopped_at = -1;
  self->shown = book->frame != NULL ? nn_program_ref (gs_workbook_get_program (book)) : NULL;
  book->shows_live = TRUE;
  self->saved = 0;
  self->told = (Told){ .loss = NAN, .epoch = self->told.epoch };
  self->epochs = gs_epochs_ref (gs_timeline_get_epochs (self->branch));
  self->losses = gs_losses_ref (gs_timeline_get_losses (self->branch));
  self->state = GS_TRAINER_RUNNING;
  start_thread (self);
}

static void
clear_piece (GsTrainer *self)
{
  g_clear_pointer (&self->edit, gs_edit_free);
  g_clear_pointer (&self->branch, gs_timeline_free);
  g_clear_pointer (&self->losses, gs_losses_unref);
  g_clear_pointer (&self->epochs, gs_epochs_unref);
  g_clear_pointer (&self->shown, nn_program_unref);
  g_clear_pointer (&self->frame, gs_frame_unref);
  g_clear_pointer (&self->last_frame, gs_frame_unref);
}

/* Where the workbook is to stand with what the branch has done. */
static GsCursor
find_cursor (GsTrainer *self)
{
  NnProgram *program = nn_run_get_program (gs_timeline_get_run (self->branch));

  return (GsCursor){ .pass = gs_timeline_get_pass (self->branch),
                     .instruction =
                         self->stopped_at >= 0 ? self->stopped_at : gs_program_find_behind_loss (program) };
}

/* The workbook goes to where the branch has got to: one entry for undo. Whoever calls notifies. */
static void
take_over (GsTrainer *self, gboolean *changed, gboolean *moved)
{
  GsWorkbook *book = self->book;
  GsCursor cursor;
  guint32 done;

  *changed = *moved = FALSE;
  join_thread (self);
  if (self->edit == NULL)
    return;
  done = self->told.done;
  *changed = done > 0;
  *moved = done > 0 || self->stopped_at >= 0 || book->live != NULL;
  g_clear_pointer (&book->live, gs_frame_unref);
  gs_workbook_tell_curves (book, NULL, NULL);
  nn_history_set_budget (gs_workbook_get_history (book), GS_HISTORY_BUDGET);
  if (done > 0 || self->stopped_at >= 0) {
    gs_workbook_leave_pass (book);
    cursor = find_cursor (self);
    gs_timeline_join (book->timeline, self->branch);
    gs_workbook_show (book, &cursor);
  } else
    gs_timeline_take_epochs (book->timeline, gs_epochs_ref (gs_timeline_get_epochs (self->branch)));
  if (*changed) {
    gs_edit_finish_training (self->edit, book->timeline, done);
    gs_workbook_push (book, g_steal_pointer (&self->edit));
    if (done == self->saved)
      book->saved_depth = (gint) book->undo->len;
    self->loss = self->told.loss;
  }
  self->done += done;
  self->samples += self->told.samples;
  self->told = (Told){ .loss = self->loss, .epoch = self->told.epoch };
  if (*moved)
    self->frontier = book->cursor.pass;
  clear_piece (self);
}

/* ---- the end ---- */

static void
leave (GsTrainer *self, GsTrainerState state)
{
  self->state = state;
  g_source_destroy (self->tick);
  self->epochs = gs_epochs_ref (gs_workbook_get_epochs (self->book));
  self->book->trainer = NULL;
  self->book = NULL;
}

/* Nobody is there to take over what is done. */
static void
on_book_gone (gpointer data, GObject *book)
{
  GsTrainer *self = data;

  join_thread (self);
  clear_piece (self);
  leave (self, GS_TRAINER_STOPPED);
  g_object_unref (self);
}

static void
end (GsTrainer *self, GsTrainerState state)
{
  g_autoptr (GsWorkbook) book = g_object_ref (self->book);
  gboolean changed, moved;

  take_over (self, &changed, &moved);
  if (g_error_matches (self->failure, NN_ERROR, NN_ERROR_NOT_FINITE))
    g_prefix_error (&self->failure, _ ("Stopped in pass %u: "), book->cursor.pass);
  self->error = g_steal_pointer (&self->failure);
  g_object_weak_unref (G_OBJECT (book), on_book_gone, self);
  leave (self, state);
  /* From here on the workbook is anybody's. */
  gs_workbook_notify (book, changed, moved);
  g_signal_emit (self, changed_signal, 0);
  gs_workbook_notify_training (book);
  g_object_unref (self);
}

/* The worker has ended by itself. */
static void
end_by_itself (GsTrainer *self)
{
  join_thread (self);
  end (self, self->failure != NULL   ? GS_TRAINER_FAILED
             : self->stopped_at >= 0 ? GS_TRAINER_BREAKPOINT
             : self->reason != NULL  ? GS_TRAINER_REACHED
                                     : GS_TRAINER_DONE);
}

static void
show_frame (GsTrainer *self)
{
  g_autoptr (GsFrame) frame = NULL;

  pthread_mutex_lock (&self->mutex);
  gs_workbook_tell_curves (self->book, self->losses, self->epochs);
  pthread_mutex_unlock (&self->mutex);
  if (!self->book->shows_live)
    return;
  frame = g_atomic_pointer_exchange (&self->frame, NULL);
  if (frame != NULL && gs_frame_get_program (frame) == gs_workbook_get_program (self->book))
    gs_workbook_show_live (self->book, frame);
}

/* Called by the worker, too, which may be while this runs: the time for the next is set before it is asked.
 */
static gboolean
on_tick (gpointer user_data)
{
  GsTrainer *self = user_data;
  Told told;

  g_source_set_ready_time (self->tick, g_get_monotonic_time ()
                                           + (self->thread != NULL && self->shown != NULL ? 2 : 1) * TICK);
  told = ask (self);

  /* A look at it may have joined a thread that was through: what it has done is not begun anew. */
  if (told.over) {
    end_by_itself (self);
    return G_SOURCE_REMOVE;
  }
  if (self->thread == NULL) {
    if (self->holds == 0 && g_get_monotonic_time () >= self->resume_at) {
      begin_piece (self);
      g_signal_emit (self, changed_signal, 0);
    }
  } else {
    /* Both together stay within what one may take. */
    nn_history_set_budget (gs_workbook_get_history (self->book),
                           GS_HISTORY_BUDGET - MIN (told.history, GS_HISTORY_BUDGET));
    g_object_ref (self);
    show_frame (self);
    g_signal_emit (self, changed_signal, 0);
    g_object_unref (self);
  }
  return G_SOURCE_CONTINUE;
}

void
gs_trainer_stop (GsTrainer *self)
{
  if (self->book != NULL)
    end (self, GS_TRAINER_STOPPED);
}

/* ---- standing ---- */

static void
hold (GsTrainer *self)
{
  gboolean changed, moved;

  if (self->book == NULL)
    return;
  join_thread (self);
  if (self->told.over) {
    end_by_itself (self);
    return;
  }
  self->holds++;
  self->state = GS_TRAINER_STANDING;
  take_over (self, &changed, &moved);
  g_object_ref (self);
  gs_workbook_notify (self->book, changed, moved);
  g_signal_emit (self, changed_signal, 0);
  g_object_unref (self);
}

static void
release (GsTrainer *self, gint64 quiet)
{
  if (self->book == NULL || self->holds == 0)
    return;
  self->holds--;
  self->resume_at = g_get_monotonic_time () + quiet;
}

void
gs_trainer_set_paused (GsTrainer *self, gboolean paused)
{
  if (self->book == NULL || self->paused == !!paused)
    return;
  g_object_ref (self);
  self->paused = !!paused;
  if (paused)
    hold (self);
  else
    release (self, 0);
  g_signal_emit (self, changed_signal, 0);
  g_object_unref (self);
}

gboolean
gs_trainer_is_paused (GsTrainer *self)
{
  return self->paused;
}

GsTrainerHold *
gs_trainer_hold_for_edit (GsWorkbook *book)
{
  GsTrainer *trainer = book->trainer;

  if (trainer == NULL)
    return NULL;
  g_object_ref (trainer);
  hold (trainer);
  return trainer;
}

void
gs_trainer_hold_free (GsTrainerHold *hold)
{
  /* Where the edit was made: later passes are void. */
  if (hold->book != NULL)
    hold->frontier = hold->book->cursor.pass;
  release (hold, QUIET);
  g_object_unref (hold);
}

/* ---- a look at what is done ---- */

guint32
gs_trainer_rest (GsTrainer *self, GsTimeline **branch, GsEdit **edit, GsCursor *cursor)
{
  join_thread (self);
  if (self->edit == NULL || self->told.done == 0)
    return 0;
  *branch = self->branch;
  *edit = gs_edit_copy (self->edit);
  gs_edit_finish_training (*edit, self->branch, self->told.done);
  *cursor = find_cursor (self);
  return self->told.done;
}

void
gs_trainer_go_on (GsTrainer *self)
{
  if (self->edit != NULL && self->thread == NULL && !self->told.over)
    start_thread (self);
}

guint32
gs_trainer_count_pending (GsTrainer *self)
{
  return self->edit != NULL ? ask (self).done : 0;
}

void
gs_trainer_note_saved (GsTrainer *self, guint32 pending)
{
  self->saved = pending;
}

gboolean
gs_trainer_is_saved (GsTrainer *self)
{
  return gs_trainer_count_pending (self) == self->saved;
}

GsTrainerState
gs_trainer_get_state (GsTrainer *self)
{
  return self->state;
}

gboolean
gs_trainer_has_ended (GsTrainer *self)
{
  return self->book == NULL;
}

const GError *
gs_trainer_get_error (GsTrainer *self)
{
  return self->error;
}

void
gs_trainer_get_progress (GsTrainer *self, GsTrainerProgress *progress)
{
  Told told = ask (self);
  gint64 ran = self->ran + (self->thread != NULL ? g_get_monotonic_time () - self->begun : 0);
  guint32 done = self->done + told.done;

  *progress = (GsTrainerProgress){ .done = done,
                                   .total = self->total,
                                   .loss = told.done > 0 ? told.loss : self->loss,
                                   .seconds_left = -1,
                                   .epoch = told.epoch };
  if (done > 0 && ran > 0) {
    if (self->total < GS_GOAL_MAX_PASSES)
      progress->seconds_left = (gdouble) ran / 1e6 / done * (self->total - done);
    progress->samples_per_second = (gdouble) (self->samples + told.samples) * 1e6 / (gdouble) ran;
  }
}

GsEpochs *
gs_trainer_get_epochs (GsTrainer *self)
{
  GsEpochs *epochs;

  if (self->epochs == NULL)
    return gs_epochs_ref (gs_workbook_get_epochs (self->book));
  pthread_mutex_lock (&self->mutex);
  epochs = gs_epochs_ref (self->epochs);
  pthread_mutex_unlock (&self->mutex);
  return epochs;
}

gchar *
gs_trainer_describe_end (GsTrainer *self)
{
  g_autofree gchar *loss = gs_number_show (self->loss, 6);

  if (self->error != NULL)
    return g_strdup (self->error->message);
  if (self->done == 0)
    return g_strdup (_ ("Training ended before a pass was done."));
  if (self->reason != NULL)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Epoch %u: %s. %u pass done.",
                                         "Epoch %u: %s. %u passes done.", self->done),
                            self->told.epoch.epoch, self->reason, self->done);
  if (self->done == self->total)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u pass done; its loss was %s.",
                                         "%u passes done; the loss of the last was %s.", self->done),
                            self->done, loss);
  if (self->total == GS_GOAL_MAX_PASSES)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Stopped after %u pass; its loss was %s.",
                                         "Stopped after %u passes; the loss of the last was %s.", self->done),
                            self->done, loss);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Stopped after %u of %u pass; the loss was %s.",
                                       "Stopped after %u of %u passes; the loss of the last was %s.",
                                       self->total),
                          self->done, self->total, loss);
}

/* ---- the object ---- */

/* A source with nothing but the time when it is ready, which the worker may put forward. */
static gboolean
dispatch_tick (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs tick_functions = { .dispatch = dispatch_tick };

static void
finalize (GObject *object)
{
  GsTrainer *self = GS_TRAINER (object);

  g_assert (self->thread == NULL);
  clear_piece (self);
  g_clear_error (&self->error);
  g_clear_error (&self->failure);
  g_strfreev (self->breakpoints);
  g_clear_pointer (&self->epochs, gs_epochs_unref);
  gs_goal_free (self->goal);
  g_free (self->reason);
  gs_exam_free (self->exam);
  g_clear_pointer (&self->tick, g_source_unref);
  pthread_mutex_destroy (&self->mutex);
  G_OBJECT_CLASS (gs_trainer_parent_class)->finalize (object);
}

static void
gs_trainer_class_init (GsTrainerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  changed_signal =
      g_signal_new ("changed", GS_TYPE_TRAINER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gs_trainer_init (GsTrainer *self)
{
  pthread_mutex_init (&self->mutex, NULL);
  self->loss = NAN;
}

gboolean
gs_workbook_check_untrained (GsWorkbook *book, GError **error)
{
  GsTrainerProgress progress;

  if (book->trainer == NULL)
    return TRUE;
  gs_trainer_get_progress (book->trainer, &progress);
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
               _ ("This network is being trained already: %u of %u passes are done. Stop that first, or wait "
                  "until it ends."),
               progress.done, progress.total);
  return FALSE;
}

GsTrainer *
gs_trainer_start (GsWorkbook *book, const GsTrainerPlan *plan, GError **error)
{
  GsTrainer *self;

  guint32 passes = plan->passes;

  g_assert (plan->passes > 0 || plan->goal != NULL);
  if (!gs_workbook_check_untrained (book, error) || !gs_workbook_has_rows (book, error)
      || (plan->goal != NULL && !gs_goal_check_data (plan->goal, gs_workbook_get_data (book), error)))
    return NULL;
  if (plan->goal != NULL)
    passes = MIN (passes - 1,
                  gs_goal_count_passes (plan->goal, gs_workbook_get_data (book), book->cursor.pass) - 1)
             + 1;
  if (passes == 0) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_VALUE, _ ("That epoch is reached already."));
    return NULL;
  }
  self = g_object_new (GS_TYPE_TRAINER, NULL);
  self->book = book;
  self->total = passes;
  self->goal = plan->goal != NULL ? gs_goal_copy (plan->goal) : NULL;
  self->exam = gs_exam_new (plan->tests_always || (plan->goal != NULL && gs_goal_needs_test (plan->goal)),
                            &self->halt);
  self->breakpoints = g_strdupv ((gchar **) plan->breakpoints);
  self->tick = g_source_new (&tick_functions, sizeof (GSource));
  g_source_set_ready_time (self->tick, g_get_monotonic_time () + TICK);
  g_source_set_callback (self->tick, on_tick, self, NULL);
  g_source_attach (self->tick, g_main_context_get_thread_default ());
  self->frontier = book->cursor.pass;
  book->trainer = self;
  g_object_weak_ref (G_OBJECT (book), on_book_gone, self);
  begin_piece (self);
  gs_workbook_notify_training (book);
  return self;
}
