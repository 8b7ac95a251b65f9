/* A frame: what there is to see of a workbook at one revision. Immutable, reference-counted, for any thread.
 *
 * Who steps, edits or trains computes (nn_run_ensure()) and then makes a frame of the run; who paints, reads
 * aloud or prints reads the frame and nothing else, and so can neither compute nor disturb.
 *
 *   GsFrame *frame = gs_frame_new (&(GsFrameSource){ .run = run, .cursor = cursor, .data = data,
 *                                                    .previous = last });
 *   const gdouble *values = gs_frame_get_values (frame, tensor, &n);    // NULL: all of it is blank
 *   gs_frame_unref (frame);
 *
 * Only what the cursor has passed is in it. Each tensor's values are in a buffer that is never written
 * again; a frame takes over the previous frame's buffer of a tensor that has not changed since, and copies
 * the others: after a step, what the step has written.
 */
#pragma once

#include "app/data/gs-dataset.h"
#include "app/document/gs-edit.h"
#include "app/document/gs-epochs.h"
#include "gs-losses.h"
#include "nn/nn-run.h"

G_BEGIN_DECLS

typedef struct _GsFrame GsFrame;

typedef struct {
  NnRun *run;                 /* computed up to the cursor, the instruction it stands in included */
  GsCursor cursor;            /* its cells and terms lie within the program */
  GsDataset *data;            /* of this pass; or NULL */
  GsLosses *losses;           /* of passes that were gone through; or NULL */
  GsEpochs *epochs;           /* what each one came to; or NULL */
  const gdouble *loss_before; /* the loss of the pass before; or NULL */
  GsFrame *previous;          /* the frame before this one, whose buffers are shared; or NULL */
  GsFrame *before;            /* the frame before the last edit of this pass, to compare with; or NULL */
} GsFrameSource;

/* Copies and refs what it needs. Nobody may write to the run meanwhile. */
GsFrame *gs_frame_new (const GsFrameSource *source);
GsFrame *gs_frame_ref (GsFrame *frame);
void gs_frame_unref (GsFrame *frame);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsFrame, gs_frame_unref)

/* Another one for every frame that is made. */
guint64 gs_frame_get_revision (const GsFrame *frame);
NnProgram *gs_frame_get_program (const GsFrame *frame);
const GsCursor *gs_frame_get_cursor (const GsFrame *frame);
GsDataset *gs_frame_get_data (const GsFrame *frame); /* or NULL */
/* The rows of the data in this pass' batch, borrowed from the data, which must be there. */
const gint *gs_frame_get_batch (const GsFrame *frame, gint *n_rows);

/* The name of the row at an index of the batch, from 1; NULL if it has none. */
const gchar *gs_frame_get_row_name (const GsFrame *frame, gint index);
/* What the cells at a number, from 1, along an axis of a tensor are called: by the names of the batch's rows
 * or by those of the program. NULL if they have none. */
const gchar *gs_frame_get_label (const GsFrame *frame, gint tensor, gint axis, gint number);

/* ---- values ---- */

/* What one sees in a cell. */
typedef enum { GS_CELL_BLANK, GS_CELL_VALUE, GS_CELL_PINNED, GS_CELL_FROZEN, GS_CELL_NOT_FINITE } GsCellLook;

/* The values of a tensor as far as the cursor has passed it, `n` of them; NULL if it has passed none. */
const gdouble *gs_frame_get_values (const GsFrame *frame, gint tensor, gsize *n);
/* The same number as long as the tensor's values, and what they were before the last edit, stay what they
 * are; 0 if all is blank. */
guint64 gs_frame_get_stamp (const GsFrame *frame, gint tensor);
/* The largest finite magnitude among them; 0 if there is none. */
gdouble gs_frame_get_largest (const GsFrame *frame, gint tensor);

/* Whether the cursor has passed the cell. Leaves are always visible, but for inputs and targets while there
 * are no rows. */
gboolean gs_frame_is_visible (const GsFrame *frame, const NnCell *cell);
/* `value` is 0 where the cell is blank. */
GsCellLook gs_frame_look (const GsFrame *frame, const NnCell *cell, gdouble *value);
/* The first visible cell, leaves first and then in the program's order, that holds a NaN or an infinity. */
gboolean gs_frame_find_not_finite (const GsFrame *frame, NnCell *cell);

/* The first `n` values as they were before the last edit of this pass, where any of them was another; else
 * NULL. */
const gdouble *gs_frame_get_before (const GsFrame *frame, gint tensor, gsize *n);
/* Whether there is any such tensor. */
gboolean gs_frame_has_changes (const GsFrame *frame);
/* Whether the cell's bits are others than before the edit; `difference` (or NULL) gets now minus before. */
gboolean gs_frame_get_change (const GsFrame *frame, const NnCell *cell, gdouble *difference);

/* Cells held by hand, visible or not: NnCell, in the order of pinning. Borrowed. */
const GArray *gs_frame_get_pins (const GsFrame *frame);
gboolean gs_frame_is_pinned (const GsFrame *frame, const NnCell *cell);

/* ---- where the cursor stands ---- */

/* The cell that the last step wrote or is writing: the last one before the cursor. FALSE at the start. */
gboolean gs_frame_get_current (const GsFrame *frame, NnCell *cell);
/* While one steps by terms: the cell being written, and its last term so far, from 1. FALSE otherwise. */
gboolean gs_frame_get_term (const GsFrame *frame, NnCell *cell, gsize *term);

/* The binding of an instruction, for formulas: inputs that are visible to their last cell have values. */
void gs_frame_get_binding (const GsFrame *frame, gint instruction, NnBinding *binding);

/* ---- passes ---- */

/* The losses of passes that were gone through and still hold; NULL if nobody has kept them. */
const GsLosses *gs_frame_get_losses (const GsFrame *frame);
/* What the epochs of training came to, as far as they hold; NULL if nobody has kept them. */
const GsEpochs *gs_frame_get_epochs (const GsFrame *frame);
/* The loss of the pass before this one, to stand beside this one's. FALSE if nobody knows it. */
gboolean gs_frame_get_loss_before (const GsFrame *frame, gdouble *loss);

G_END_DECLS
