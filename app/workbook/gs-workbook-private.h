/* What the files of the workbook share, from the ground up, each calling only those before it: gs-workbook.c
 * is what all of them look at and tell of changes, -start knows the beginning, -typing the open editor,
 * -steps moves, gs-trainer.c and -train run whole passes, -file reads and saves, -edits and its like change,
 * gs-undo.c takes back. */
#pragma once

#include "gs-timeline.h"
#include "gs-trainer.h"
#include "gs-workbook.h"

G_BEGIN_DECLS

struct _GsWorkbook {
  GObject parent_instance;

  GsTimeline *timeline;
  GsCursor cursor;
  GPtrArray *undo, *redo; /* GsEdit; the next one last */
  gint saved_depth;       /* length of `undo` when last saved; -1 if that state cannot be had any more */
  guint n_rebuilt;        /* as last told by "rebuilt" */
  gchar *file, *checksum; /* where the document lies, links followed, and what was there when it was read or
                             written last; NULL if nowhere */
  GsFrame *frame;         /* the last one made, or NULL */
  GsFrame *before;        /* what was seen before the last edit of this pass, or NULL */
  GsFrame *live;          /* a trainer's, shown instead; or NULL */
  GsLosses *told_losses;  /* a trainer's, that are not taken over yet; or NULL */
  GsEpochs *told_epochs;  /* likewise */
  gboolean shows_live; /* FALSE: somebody looks at something else by hand, until the trainer has stood once */
  gboolean frame_is_old;
  NnState *start;     /* what the document began with; NULL: what the seed draws */
  guint64 start_seed; /* the seed it began with */
  GPtrArray *bookmarks;
  gint gesture;       /* length of `undo` when a gesture began; -1 outside of one */
  GsTrainer *trainer; /* while there is one */
  gpointer editor;    /* that is open, or NULL */
  GsCommit commit;    /* its */
  NnRun *predictor;   /* made when first asked for; forgotten with the network */
};

/* Which instruction the cursor stands at, so that it is found again in another program. */
typedef struct {
  gchar *output; /* of the next instruction; NULL at the end of the pass */
  NnPhase phase;
} GsLandmark;

void gs_landmark_init (GsLandmark *landmark, NnProgram *program, gint instruction);
/* The cursor of another program at the landmark, which it clears. */
GsCursor gs_landmark_find (GsLandmark *landmark, const GsCursor *cursor, NnProgram *program);

/* Where the workbook's cursor stands. */
void gs_workbook_mark (GsWorkbook *book, GsLandmark *landmark);
/* Puts the cursor where the landmark is now, and computes up to it. Clears the landmark. */
void gs_workbook_return_to (GsWorkbook *book, GsLandmark *landmark);

/* Sets the cursor within the current pass (cut to what exists) and computes up to it. */
void gs_workbook_show (GsWorkbook *book, const GsCursor *cursor);

/* Keeps what undo and redo will need of the current pass; before any move to another. */
void gs_workbook_leave_pass (GsWorkbook *book);

/* What the document begins with; may take its state. */
void gs_workbook_take_start (GsWorkbook *book, GsDocument *document);
/* What a document that does not stand in pass 1 must say of its beginning; NULL if the seed tells. Caller
 * frees. */
NnState *gs_workbook_copy_start (GsWorkbook *book);
/* It was saved in pass 1, with this state. */
void gs_workbook_note_start (GsWorkbook *book, const NnState *state);

/* Takes the edit; redo is over. In a gesture it is joined to the one before. */
void gs_workbook_push (GsWorkbook *book, GsEdit *edit);

/* Puts another timeline in; takes it. */
void gs_workbook_take_timeline (GsWorkbook *book, GsTimeline *timeline);

/* An edit that changes pass and state: training, or back to the beginning. */
GsEdit *gs_workbook_begin_state_edit (GsWorkbook *book, const gchar *label);
/* The rest of it, and the move: to the start of `pass` with this state (which it takes), and the rows and
 * pins that hold now. */
gboolean
gs_workbook_move_to_state (GsWorkbook *book, GsEdit *edit, NnState *state, guint32 pass, GError **error);
/* What `passes` passes up to where `timeline` stands make of it. */
void gs_edit_finish_training (GsEdit *edit, GsTimeline *timeline, guint32 passes);
/* FALSE with an error if a trainer has the workbook. */
gboolean gs_workbook_check_untrained (GsWorkbook *book, GError **error);

/* Shows a trainer's frame until the workbook itself moves. Emits "live". */
void gs_workbook_show_live (GsWorkbook *book, GsFrame *frame);

/* What a trainer has of losses and epochs: the frames that are made from now on hold them, until it is taken
 * over (NULL). */
void gs_workbook_tell_curves (GsWorkbook *book, GsLosses *losses, GsEpochs *epochs);

/* Emits "training". */
void gs_workbook_notify_training (GsWorkbook *book);

/* Emits "changing": before anything is set. */
void gs_workbook_announce (GsWorkbook *book);

/* Emits "rebuilt" if the program is another one, then what is asked for. */
void gs_workbook_notify (GsWorkbook *book, gboolean changed, gboolean moved);

G_END_DECLS
