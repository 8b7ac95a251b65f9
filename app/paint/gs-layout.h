/* Layout: where each tensor lies on the sheet.
 *
 * Three bands, one below the other: values, gradients, what the update makes. A tensor, its gradient
 * and its update share a column, so that the forward pass runs to the right and the backward pass
 * to the left beneath it. Places are in units of a pixel at zoom 1; a block's place is that of its cells,
 * headers stand above and to the left of it.
 *
 * A matrix is a grid of its rows and columns. Of images (batch, channel, row, column) one sample is shown,
 * channel beside channel; kernels (filter, channel, row, column) lie filter under filter.
 */
#pragma once

#include "nn/nn-program.h"
#include "nn/nn-run.h"

G_BEGIN_DECLS

typedef enum { GS_BAND_VALUES, GS_BAND_GRADIENTS, GS_BAND_UPDATE, GS_N_BANDS } GsBand;

#define GS_CELL_WIDTH    58.0
#define GS_CELL_HEIGHT   34.0
#define GS_HEADER_HEIGHT 12.0 /* of column numbers; row numbers are as wide */
#define GS_CAPTION_SPACE 20.0 /* above the headers, for the name */
#define GS_TILE_GAP      6.0  /* between channels */

typedef struct {
  gint tensor;
  GsBand band;
  gint column;
  gdouble x, y, width, height;
  gint rows, columns; /* of one tile */
  gint tiles_down, tiles_across;
  gdouble cell_width, cell_height;
  gint n_tiles;       /* in all: the last row of tiles may be short */
  gboolean by_sample; /* only one sample of the batch is shown */
} GsBlock;

typedef struct _GsLayout GsLayout;

GsLayout *gs_layout_new (NnProgram *program);
/* Only what one instruction reads and writes, side by side: for the projector. */
GsLayout *gs_layout_new_focus (NnProgram *program, gint instruction);
void gs_layout_free (GsLayout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsLayout, gs_layout_free)

gint gs_layout_get_n_blocks (const GsLayout *layout);
const GsBlock *gs_layout_get_block (const GsLayout *layout, gint block);
/* The block of a tensor, or NULL: pins and dL's helpers are not shown. */
const GsBlock *gs_layout_find_block (const GsLayout *layout, gint tensor);
void gs_layout_get_size (const GsLayout *layout, gdouble *width, gdouble *height);
/* The top of a band's title, and its bottom; a band without blocks has no height. */
void gs_layout_get_band (const GsLayout *layout, GsBand band, gdouble *top, gdouble *bottom);

/* The cell at a place, of sample `sample` (from 1) where images are shown. */
gboolean gs_layout_find_cell (const GsLayout *layout, gdouble x, gdouble y, gint sample, NnCell *cell);
/* The rectangle of a cell. FALSE if it is not shown (another sample, no block). */
gboolean gs_layout_get_cell (const GsLayout *layout, const NnCell *cell, gint sample, gdouble *x, gdouble *y);

/* The offset of the cell in row and column (from 0) of a tile of a block. */
gsize gs_block_get_offset (const GsBlock *block,
                           gint sample,
                           gint tile_row,
                           gint tile_column,
                           gint row,
                           gint column);

/* The next cell in a direction within the block, stopping at its edge. Steps are -1, 0, 1 (or whole tiles'
 * worth). */
NnCell gs_layout_move (const GsLayout *layout, const NnCell *cell, gint sample, gint down, gint right);
/* The first cell of the block beside (right, down: one of -1, 0, 1); the same cell if there is none. */
NnCell gs_layout_move_block (const GsLayout *layout, const NnCell *cell, gint sample, gint down, gint right);

G_END_DECLS
