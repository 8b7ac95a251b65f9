/* Blocks: how the cells of one tensor lie on the sheet.
 *
 * A block is one or more tiles, a tile is a grid of cells. A matrix is one tile; of images one sample is
 * shown, a tile for each channel; kernels have a tile for each filter, made of a part for each channel it
 * reads. A long vector wraps. A tensor with more tiles than there is room for shows a page of them:
 *
 *   GsBlock block = gs_block_shape (info, GS_ROOM_DRAWING, page);
 *   gsize offset = gs_block_get_offset (&block, sample, spot);    // of the cell at a spot
 *   gs_block_find_spot (&block, offset, sample, &spot);           // and back
 *
 * Lengths are pixels at zoom 1. The place of a block is that of its first cell; headers stand above and to
 * the left.
 */
#pragma once

#include "nn/nn-program.h"
#include "nn/nn-run.h"

G_BEGIN_DECLS

typedef enum { GS_BAND_VALUES, GS_BAND_GRADIENTS, GS_BAND_UPDATE, GS_N_BANDS } GsBand;

#define GS_CELL_WIDTH    58.0
#define GS_CELL_HEIGHT   34.0
#define GS_FLAT_WIDTH    52.0
#define GS_FLAT_HEIGHT   20.0
#define GS_HEADER_HEIGHT 12.0  /* of column numbers; row numbers are as wide */
#define GS_LABEL_WIDTH   54.0  /* of rows that have names, and more for long ones */
#define GS_NAMED_WIDTH   104.0 /* cells and heads are never wider for the sake of a name */
#define GS_CAPTION_SPACE 20.0  /* above the headers, for the name */

/* How much room a block may take. */
typedef enum {
  GS_ROOM_NUMBERS, /* as much as its numbers need: a small network */
  GS_ROOM_DRAWING, /* a large network drawn whole: cells of a few pixels, at most 200 x 285 */
  GS_ROOM_LAYER    /* one layer on a sheet of its own: at most 300 x 260 */
} GsRoom;

typedef struct {
  gint tensor;
  gint page_of; /* whose page it shows; its own where nothing else is said */
  GsBand band;
  gint column;
  gint lane; /* gs-lanes.h */
  gdouble x, y, width, height;
  gdouble header_width; /* of its rows */
  gdouble cell_width, cell_height;
  gboolean is_flat;              /* cells no larger than their digits need, which are as large as in others */
  gdouble gap;                   /* between tiles; 0: they are one grid */
  gdouble pitch_x, pitch_y;      /* from tile to tile */
  gdouble raised;                /* how much higher its name stands than right over its cells */
  gdouble title_width;           /* that its name has for itself with what turns its pages, at least */
  gboolean is_numbered;          /* each tile has its number, or its name, over it */
  gint rows, columns;            /* of one tile */
  gint part_rows, part_columns;  /* of the parts a tile is made of; the tile's own where it is one part */
  gint first_row, first_column;  /* of a tile that is cut, from 0; its parts stay as large as they are */
  gsize n_cells;                 /* of one tile: the last row of a wrapped vector may be short */
  gint tiles_down, tiles_across; /* shown */
  gint n_tiles, first_tile;      /* in all, and the first one shown, from 0 */
  gint n_shown;
  gboolean by_sample; /* one sample of the batch is shown */
  gsize tile_stride, cell_stride, sample_stride;
} GsBlock;

/* A cell's place in its block, from 0. */
typedef struct {
  gint tile_row, tile_column, row, column;
} GsSpot;

/* The place on the canvas is left 0. `page` counts from 0 and is cut to what exists. */
GsBlock gs_block_shape (const NnTensorInfo *info, GsRoom room, gint page);
/* The whole of the pages that tiles_down x tiles_across tiles make, this one first; then its size. */
void gs_block_set_page (GsBlock *block, gint page);
/* How many pages of tiles there are; 1 if all are shown. */
gint gs_block_get_n_pages (const GsBlock *block);
/* The page on which a cell is. */
gint gs_block_find_page (const GsBlock *block, gsize offset);
/* Rows with names, the longest of so many letters, have heads that are as wide. */
void gs_block_name_rows (GsBlock *block, gsize n_letters);
gsize gs_block_count_letters (const GPtrArray *names); /* of the longest; 0 if there are none */
/* The axis whose cells the rows of the grid are, one by one; -1 if there is none. */
gint gs_block_get_row_axis (const GsBlock *block, const NnTensorInfo *info);
/* Whether cells are shown that have no room for numbers at zoom 1. */
gboolean gs_block_is_drawing (const GsBlock *block);

#define GS_MOST_GROWTH 4

/* How many times as large it may be drawn within the bound of a drawing. */
gint gs_block_count_growth (const GsBlock *block);
/* The cells of a drawing, so many times as large or as much as the bound has room for, in whole pixels. */
void gs_block_grow (GsBlock *block, gint times);

/* A batch that is too long for a block: each row is a tile, so many to a page. */
gboolean gs_block_is_batch (const GsBlock *block);
/* Cuts the one part that each tile has to these rows and columns (from 0), with cells that have room for
 * numbers; of a batch these rows are shown, whatever page they are on. */
void gs_block_cut (GsBlock *block, gint first_row, gint rows, gint first_column, gint columns);
gboolean gs_block_is_cut (const GsBlock *block);
/* Before a class numbers are as large in pictures as elsewhere; flat cells lose what room they do not need.
 */
void gs_block_set_board_cells (GsBlock *block, gboolean flat);
/* Whole again, with cells as large as they are. */
void gs_block_uncut (GsBlock *block);

/* The flat offset of the cell at a spot of the sample (from 1); G_MAXSIZE where the last row or page ends
 * early. */
gsize gs_block_get_offset (const GsBlock *block, gint sample, const GsSpot *spot);
/* FALSE if the cell is of another sample or page. */
gboolean gs_block_find_spot (const GsBlock *block, gsize offset, gint sample, GsSpot *spot);

/* The upper left corner of a cell, from the corner of the block. */
void gs_block_get_corner (const GsBlock *block, const GsSpot *spot, gdouble *x, gdouble *y);
/* The spot at a place within the block; FALSE in a gap, outside, and where there is no cell. */
gboolean gs_block_find_at (const GsBlock *block, gdouble x, gdouble y, GsSpot *spot);
/* The same as the cell of a sample (from 1). */
gboolean gs_block_find_cell (const GsBlock *block, gdouble x, gdouble y, gint sample, NnCell *cell);

G_END_DECLS
