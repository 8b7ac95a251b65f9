/* The workbook: the open document, its timeline, the cursor, and every edit.
 *
 * All that windows, lessons and the command line do goes through here. A workbook owns the
 * program and the run of the current pass, the history of past ones, and undo.
 *
 *   g_autoptr(GsWorkbook) book = gs_workbook_open ("mazur.gradsheet", &error);
 *   gs_workbook_step (book, GS_STEP_OPERATION, 1);      // forward one operation
 *   gs_workbook_step (book, GS_STEP_PASS, -1);          // back to the loss of the pass before
 *   gs_workbook_set_text (book, "W1[1,1]", "1/4", &error);
 *   gs_workbook_undo (book);
 *
 * Time. The cursor has four parts: pass, instruction, cell, term. Everything before it is
 * computed, everything else blank; commit leads to the start of the next pass. The
 * timeline is a function of the state it began with and the hand-made changes on the way, so
 * going back and forth gives the same bits. How far back reaches is the history's budget.
 * An edit in the past makes later passes void; undo brings them back.
 *
 * Signals: "changing" (an edit, undo or redo comes: all is still as before), "changed" (values, pins, labels
 * of undo), "moved" (the cursor), "rebuilt" (another program: tensors and instructions have new numbers),
 * "training" (a trainer has begun or ended), "live" (the frame is another one of its),
 * "refused" (with a text: nothing moves because what stands in an open editor cannot be taken).
 */
#pragma once

#include "app/cells/gs-cell-name.h"
#include "app/document/gs-document.h"
#include "app/document/gs-epochs.h"
#include "app/frame/gs-frame.h"
#include "nn/nn-run.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define GS_TYPE_WORKBOOK (gs_workbook_get_type ())
G_DECLARE_FINAL_TYPE (GsWorkbook, gs_workbook, GS, WORKBOOK, GObject)

/* Takes the document. */
GsWorkbook *gs_workbook_new (GsDocument *document, GError **error);
GsWorkbook *gs_workbook_open (const gchar *path, GError **error);
/* A copy of the ready-made network of this name, not saved anywhere. */
GsWorkbook *gs_workbook_open_ready_made (const gchar *name, GError **error);
/* GS_DOCUMENT_ERROR_CHANGED if the document's own file holds something else by now than when it was read or
 * saved last: ask, and then save over it. */
gboolean gs_workbook_save (GsWorkbook *book, const gchar *path, GError **error);
gboolean gs_workbook_save_over (GsWorkbook *book, const gchar *path, GError **error);
/* The document's own file, links followed, and what it held when it was read or saved last; both NULL if
 * there is none. */
const gchar *gs_workbook_get_file (GsWorkbook *book, const gchar **checksum);
/* For one that was read from a copy of it, or, with NULL, whose file is nobody's to write. */
void gs_workbook_set_file (GsWorkbook *book, const gchar *file, const gchar *checksum);
/* Edits since the last save or opening. */
gboolean gs_workbook_is_modified (GsWorkbook *book);
/* Says that there are changes although there has been no edit: the document was kept through a crash. */
void gs_workbook_set_modified (GsWorkbook *book);

/* The document as it would be saved now; caller frees. */
GsDocument *gs_workbook_to_document (GsWorkbook *book);

/* Borrowed; good until "rebuilt". */
NnProgram *gs_workbook_get_program (GsWorkbook *book);
NnRun *gs_workbook_get_run (GsWorkbook *book);
const NnNetwork *gs_workbook_get_network (GsWorkbook *book);
GsDataset *gs_workbook_get_data (GsWorkbook *book);
/* Where names of cells are looked up now. */
GsCellScope gs_workbook_get_scope (GsWorkbook *book);
guint64 gs_workbook_get_seed (GsWorkbook *book);

/* The rows of the data in the current pass' batch, borrowed. */
const gint *gs_workbook_get_batch (GsWorkbook *book, gint *n_rows);

/* Gradients of inputs and frozen parameters too, without touching the document. */
gboolean gs_workbook_set_all_gradients (GsWorkbook *book, gboolean all, GError **error);

/* What there is to see of it now: made when first asked for after a change, the same until the next.
 * Borrowed until then; who keeps it, or hands it to another thread, takes a reference. */
GsFrame *gs_workbook_get_frame (GsWorkbook *book);
/* A frame of this pass in which the cell has its number, if there are rows to compute it from: computes up to
 * it if need be; the cursor stays, and so does what windows show. For who acts on a request, never for who
 * only draws or reads. Caller unrefs. */
GsFrame *gs_workbook_look_ahead (GsWorkbook *book, const NnCell *cell);

/* ---- time ---- */

typedef enum { GS_STEP_TERM, GS_STEP_CELL, GS_STEP_OPERATION, GS_STEP_LAYER, GS_STEP_PASS } GsStep;

GsCursor gs_workbook_get_cursor (GsWorkbook *book);

/* Moves `count` steps (negative: back); by pass, from loss to loss. Returns FALSE where time ends: at the
 * start of the oldest pass still kept (see gs_workbook_get_oldest_pass), or nowhere forward; and where an
 * open editor refuses. */
gboolean gs_workbook_step (GsWorkbook *book, GsStep step, gint count);

/* To just after `cell` has been computed in this pass (a leaf: the start of the pass). */
void gs_workbook_run_to_cell (GsWorkbook *book, const NnCell *cell);
/* Anywhere the timeline reaches: NN_ERROR_VALUE if that pass is not kept and cannot be reached. */
gboolean gs_workbook_go_to (GsWorkbook *book, const GsCursor *cursor, GError **error);
/* To where one sees what the passes before `pass` have done: its outputs and its loss are computed, nothing
 * behind them. Training, resetting and steps by pass end there, too. */
gboolean gs_workbook_go_to_pass (GsWorkbook *book, guint32 pass, GError **error);
/* The instruction that comes next there. */
gint gs_workbook_find_behind_loss (GsWorkbook *book);
guint32 gs_workbook_get_oldest_pass (GsWorkbook *book);
guint32 gs_workbook_get_newest_pass (GsWorkbook *book);
/* Farther back than single passes are kept, one state of each epoch is (gs-milestones.h): the first pass that
 * gs_workbook_go_to_pass() reaches, and the last one up to `pass` that takes no work to go to. */
guint32 gs_workbook_get_earliest_pass (GsWorkbook *book);
guint32 gs_workbook_find_near_pass (GsWorkbook *book, guint32 pass);
NnHistory *gs_workbook_get_history (GsWorkbook *book);

/* Whether the cursor has passed the cell (leaves always are visible). */
gboolean gs_workbook_is_visible (GsWorkbook *book, const NnCell *cell);

/* The losses of passes that were gone through and still hold. Borrowed until the next move or edit; who keeps
 * them takes a reference. */
GsLosses *gs_workbook_get_losses (GsWorkbook *book);

/* What epochs that were trained through came to, likewise (gs-epochs.h). */
GsEpochs *gs_workbook_get_epochs (GsWorkbook *book);

GsCellLook gs_workbook_look (GsWorkbook *book, const NnCell *cell, gdouble *value);

/* ---- training ---- */

/* Whether there are rows to work on; NN_ERROR_VALUE with what to do. A document may have none yet: then its
 * inputs and targets are blank, and it stands at its beginning. */
gboolean gs_workbook_has_rows (GsWorkbook *book, GError **error);

/* Called now and then with passes done; FALSE cancels. */
typedef gboolean (*GsProgress) (guint32 done, guint32 total, gdouble loss, gpointer user_data);

/* Runs whole passes from the start of the current one, here and now; on a thread of its own a trainer does
 * (gs-trainer.h). One entry for undo. Stops at the instruction that first makes a NaN or infinity:
 * NN_ERROR_NOT_FINITE, its cell named, the cursor just behind it. `loss` gets the last completed pass' loss
 * (or NULL). It ends behind the loss of the present weights. NN_ERROR_VALUE if a trainer is at work. */
gboolean gs_workbook_train (GsWorkbook *book,
                            guint32 passes,
                            GsProgress progress,
                            gpointer user_data,
                            gdouble *loss,
                            GError **error);

/* Who trains it beside us, or NULL. Borrowed. Edits make it stand for a moment; see gs-trainer.h. */
struct _GsTrainer *gs_workbook_get_trainer (GsWorkbook *book);

/* Back to the weights and the optimiser's memory that the document began with (those written in its file,
 * else those of the seed), behind the loss of pass 1: batches and dropout's masks begin anew, too. The
 * learning rate and the like stay, and so do rows and pins. An edit. */
gboolean gs_workbook_reset (GsWorkbook *book, GError **error);

/* The output for one input (nn_shape_count (network->input) numbers); caller frees. Uses the
 * parameters of the current pass; no edit. */
NnTensor *gs_workbook_predict (GsWorkbook *book, const gdouble *input, GError **error);

/* ---- an open editor ---- */

/* Somebody types into a cell. Text typed for one cell must land in no other, so before the cursor moves, an
 * edit is undone, the network or the rows change, or another cell is selected, `commit` is called: it applies
 * the text to its own cell and closes the editor, or says why it cannot, and then nothing moves. One editor
 * is open at a time: opening one settles the one before, or fails with its reason. */
typedef gboolean (*GsCommit) (gpointer editor, GError **error);
gboolean gs_workbook_open_editor (GsWorkbook *book, gpointer editor, GsCommit commit, GError **error);
/* Closes it, if it is the open one; without applying anything. */
void gs_workbook_close_editor (GsWorkbook *book, gpointer editor);
gboolean gs_workbook_has_editor (GsWorkbook *book);
/* FALSE, and "refused" is emitted, if what is typed cannot be taken. */
gboolean gs_workbook_settle (GsWorkbook *book, GError **error);

/* ---- edits; each is undoable and emits "changed" ---- */

/* Inputs and targets (x, t: the row of the data changes), parameters, optimiser state,
 * hyperparameters: several cells, of rows and weights alike, are one edit, made whole or not at all. Not for
 * computed cells: pin those. NN_ERROR_VALUE for NaN, infinity or a hyperparameter out of range. */
gboolean gs_workbook_set_cells (GsWorkbook *book,
                                const NnCell *cells,
                                const gdouble *values,
                                gsize n_cells,
                                GError **error);
/* By name and typed text ("1/4", "0,5"). */
gboolean gs_workbook_set_text (GsWorkbook *book, const gchar *cell, const gchar *text, GError **error);

/* FALSE if the cell is of a target that the loss cannot take as it stands: then a warning, with the cure and
 * with the name of the number that is wrong. */
gboolean gs_workbook_check_target (GsWorkbook *book, const NnCell *cell, GError **error);

/* Whether a computed cell is held, computed in this pass already or not. */
gboolean gs_workbook_is_pinned (GsWorkbook *book, const NnCell *cell);
gboolean gs_workbook_pin (GsWorkbook *book, const NnCell *cell, gdouble value, GError **error);
gboolean gs_workbook_unpin (GsWorkbook *book, const NnCell *cell, GError **error);
/* Several computed cells, as one edit, all or none. */
gboolean gs_workbook_pin_cells (GsWorkbook *book,
                                const NnCell *cells,
                                const gdouble *values,
                                gsize n_cells,
                                GError **error);
gboolean gs_workbook_unpin_cells (GsWorkbook *book, const NnCell *cells, gsize n_cells, GError **error);

gboolean gs_workbook_set_data (GsWorkbook *book, GsDataset *data, const gchar *label, GError **error);
/* Weights that still fit are kept; pass 1 again if any shape changed. Takes `network`. */
gboolean gs_workbook_set_network (GsWorkbook *book,
                                  NnNetwork *network,
                                  GsDataset *data,
                                  const gchar *label,
                                  GError **error);
/* Everything begins anew with this seed: weights drawn from it, pass 1, its masks. */
gboolean gs_workbook_set_seed (GsWorkbook *book, guint64 seed, GError **error);

/* Numbers set between these two, in one pass, are one edit for undo: a turn of the wheel, a drag. Undo and
 * saving end it, too. */
void gs_workbook_begin_gesture (GsWorkbook *book);
void gs_workbook_end_gesture (GsWorkbook *book);

/* While one trains, the first undo ends the run, which is an entry then, and takes nothing back. */
gboolean gs_workbook_undo (GsWorkbook *book);
gboolean gs_workbook_redo (GsWorkbook *book);
/* "Edit W1[2,3]", "Training" while one trains, or NULL. Borrowed until the next edit. */
const gchar *gs_workbook_get_undo_label (GsWorkbook *book);
const gchar *gs_workbook_get_redo_label (GsWorkbook *book);

G_END_DECLS
