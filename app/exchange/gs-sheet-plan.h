/* A plan of a workbook: which sheet each tensor of each pass lies on, and where. As in the window, the
 * network runs from left to right, gradients lie under values and updates under gradients; the passes follow
 * one another down each sheet.
 *
 *   g_autoptr (GsSheetPlan) plan = gs_sheet_plan_new (network, frames, first_layer, &error);
 *   NnSheetSpot spot = gs_sheet_plan_find (plan, pass, tensor, offset);
 *
 * Sheet 0 is the overview, which holds hyperparameters and losses; they have no block. A matrix is one grid,
 * of images each channel of each sample is a tile with a line for its name above.
 *
 * The gradient of a convolution's input reads each kernel backwards. No spreadsheet can, in few words, so
 * such kernels lie there a second time, turned.
 */
#pragma once

#include "app/frame/gs-frame.h"
#include "nn/nn-dialect-sheet.h"
#include "nn/nn-network.h"

G_BEGIN_DECLS

typedef struct _GsSheetPlan GsSheetPlan;

typedef struct {
  gint sheet;         /* -1: the tensor is not on the sheets */
  gint group, band;   /* which column of blocks; 0 values, 1 gradients, 2 update */
  gint row, column;   /* of its title, from 0; a line of headers follows, and one stands to the left */
  gint rows, columns; /* of one tile */
  gint tiles_down, tiles_across;
} GsSheetBlock;

/* `frames` of whole passes (gs-record.h); instructions of layers before `first_layer` are left out, and what
 * others need of them lies there as numbers. NN_ERROR_VALUE, with the numbers and what to do, if it is more
 * than a spreadsheet holds. */
GsSheetPlan *
gs_sheet_plan_new (const NnNetwork *network, GPtrArray *frames, gint first_layer, GError **error);
void gs_sheet_plan_free (GsSheetPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsSheetPlan, gs_sheet_plan_free)

guint gs_sheet_plan_get_n_sheets (const GsSheetPlan *plan);
/* Valid and unique in any spreadsheet; borrowed. */
const gchar *gs_sheet_plan_get_title (const GsSheetPlan *plan, guint sheet);
/* The row in which a pass begins on a sheet. */
gint gs_sheet_plan_get_pass_row (const GsSheetPlan *plan, guint pass, guint sheet);
gint gs_sheet_plan_get_n_columns (const GsSheetPlan *plan, guint sheet);

const GsSheetBlock *gs_sheet_plan_get_block (const GsSheetPlan *plan, guint pass, gint tensor);
/* Whether the tensor's instruction is on the sheets; otherwise its cells are plain numbers. */
gboolean gs_sheet_plan_is_computed (const GsSheetPlan *plan, guint pass, gint tensor);
/* The tensor must have a block. */
NnSheetSpot gs_sheet_plan_find (const GsSheetPlan *plan, guint pass, gint tensor, gsize offset);

/* The copy of the tensor in which each tile's rows and columns run backwards; its sheet is -1 if nothing
 * reads it. */
const GsSheetBlock *gs_sheet_plan_get_turned (const GsSheetPlan *plan, guint pass, gint tensor);
/* From a spot of the tensor's block to that of the same cell in its turned copy; FALSE if there is none. */
gboolean gs_sheet_plan_turn (const GsSheetPlan *plan, guint pass, gint tensor, NnSheetSpot *spot);

G_END_DECLS
