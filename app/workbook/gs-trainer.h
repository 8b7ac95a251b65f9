/* A trainer: whole passes on a thread of its own, beside the workbook that windows go on showing.
 *
 *   GsTrainer *trainer = gs_trainer_start (book, &(GsTrainerPlan){ .passes = 3000 }, &error);
 *   g_signal_connect (trainer, "changed", …);       // in the main loop: progress, standing, the end
 *   gs_trainer_set_paused (trainer, TRUE);          // the workbook has what is done
 *   gs_trainer_stop (trainer);                      // what is done stays
 *
 * It begins from a copy of where the workbook stands and works on a timeline of its own, so nobody waits for
 * it. When it ends the workbook takes that timeline over in one step: one entry for undo, "Train 57 passes".
 * A workbook has one trainer at a time. Whoever edits the workbook meanwhile, from whatever window,
 * makes it stand: what is done is taken over as an entry of its own, the edit is made, and a moment later the
 * trainer goes on with the rest. The edits of gs-workbook.h do this themselves. Looking, stepping and saving
 * disturb nothing: a document saved meanwhile is that of the last finished pass.
 *
 * While it runs, windows see it learn: about thirty times a second the workbook's frame is one of the
 * trainer's, behind the loss of a pass, until somebody steps by hand.
 *
 * All functions are for the thread that made the trainer, which must run the main context that was its
 * default then.
 */
#pragma once

#include "app/document/gs-epochs.h"
#include "gs-goal.h"
#include "gs-workbook.h"

G_BEGIN_DECLS

#define GS_TYPE_TRAINER (gs_trainer_get_type ())
G_DECLARE_FINAL_TYPE (GsTrainer, gs_trainer, GS, TRAINER, GObject)

typedef struct {
  guint32 passes; /* at most; 0: as the goal says */
  /* "5 epochs", "test accuracy >= 98 %" and the like (gs-goal.h), or NULL. It is copied. */
  const GsGoal *goal;
  /* Test rows are looked at after each epoch, whatever that takes; else where the goal asks for it, or as
   * often as costs little. */
  gboolean tests_always;
  /* Names of tensors before whose computing it stops, as in a debugger, or "commit"; NULL-terminated, or
   * NULL. The cursor's own place does not count, so that one can go on from a breakpoint. */
  const gchar *const *breakpoints;
} GsTrainerPlan;

typedef enum {
  GS_TRAINER_RUNNING,
  GS_TRAINER_STANDING,   /* for the moment of an edit, or paused */
  GS_TRAINER_DONE,       /* all passes; this and the following are the end */
  GS_TRAINER_REACHED,    /* the goal */
  GS_TRAINER_STOPPED,    /* by gs_trainer_stop(), or because another document was put in */
  GS_TRAINER_BREAKPOINT, /* the cursor stands before it */
  GS_TRAINER_FAILED      /* see gs_trainer_get_error() */
} GsTrainerState;

typedef struct {
  guint32 done, total;
  gdouble loss;               /* of the last pass done; NaN before the first */
  gdouble seconds_left;       /* negative: not known yet */
  gdouble samples_per_second; /* 0: not known yet */
  GsEpoch epoch;              /* the last one done; its number is 0 before the first */
} GsTrainerProgress;

/* Starts. NN_ERROR_VALUE if the workbook is being trained already, or its rows cannot tell what the goal asks
 * for. Borrowed: the workbook owns it until it
 * ends. */
GsTrainer *gs_trainer_start (GsWorkbook *book, const GsTrainerPlan *plan, GError **error);

GsTrainerState gs_trainer_get_state (GsTrainer *trainer);
gboolean gs_trainer_has_ended (GsTrainer *trainer);
void gs_trainer_get_progress (GsTrainer *trainer, GsTrainerProgress *progress);
/* What the epochs of the workbook came to, those that it has not taken over yet too; caller unrefs. (Frames
 * of the workbook hold them, and the losses.) */
GsEpochs *gs_trainer_get_epochs (GsTrainer *trainer);
/* Why it failed: a NaN or infinity with its cell and pass, or a batch that does not fit memory. NULL
 * otherwise. */
const GError *gs_trainer_get_error (GsTrainer *trainer);
/* "57 of 3000 passes done; the loss of the last was 0.298." or why it ended, as a sentence; caller frees. */
gchar *gs_trainer_describe_end (GsTrainer *trainer);

/* Ends it after the last finished pass; the workbook takes over what is done. Nothing if it has ended. */
void gs_trainer_stop (GsTrainer *trainer);

/* Makes it stand, or go on. What is done is taken over when it stands. */
void gs_trainer_set_paused (GsTrainer *trainer, gboolean paused);
gboolean gs_trainer_is_paused (GsTrainer *trainer);

G_END_DECLS
