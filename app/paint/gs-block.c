/* How the cells of one tensor lie on the sheet. */
#include "gs-block.h"

#include <math.h>

#define MAX_NUMBERS   16    /* rows or columns up to which cells have room for numbers at zoom 1 */
#define MAX_SIDE      420.0 /* of a block of a small network whose cells are made small */
#define ROWS_PER_PAGE 10    /* of a batch that is longer than MAX_NUMBERS */
#define TILE_GAP      6.0
#define LETTER_WIDTH  5.8  /* of a name in a head */
#define LEAST_LABEL   24.0 /* of rows that have names, in a drawing */
#define NUMBER_WIDTH  48.0 /* of a cell with a number in a drawing */
#define NUMBER_HEIGHT 22.0
#define LARGEST_SIDE  16.0 /* that a cell grows to */

typedef struct {
  gdouble width, height; /* at most */
} Bound;

static const Bound bounds[] = {
  [GS_ROOM_NUMBERS] = { G_MAXDOUBLE, G_MAXDOUBLE },
  [GS_ROOM_DRAWING] = { 200, 285 },
  [GS_ROOM_LAYER] = { 300, 260 },
};

/* ---- what a tile is ---- */

static void
set_grid (GsBlock *block, gint rows, gint columns)
{
  block->rows = block->part_rows = rows;
  block->columns = block->part_columns = columns;
  block->n_cells = (gsize) rows * (gsize) columns;
}

/* So many cells a row: a square picture stays one, anything else is as wide as reads well. */
static gint
choose_wrap (gint n)
{
  gint side = (gint) round (sqrt (n));

  if (side * side == n)
    return side;
  return n > 100 ? 25 : (gint) ceil (sqrt (n));
}

static void
set_wrapped (GsBlock *block, gint n)
{
  gint columns = choose_wrap (n);

  set_grid (block, (n + columns - 1) / columns, columns);
  block->n_cells = (gsize) n;
}

/* A vector, in a row where its numbers have room, else wrapped. */
static void
set_vector (GsBlock *block, gint n, GsRoom room)
{
  if (room == GS_ROOM_NUMBERS)
    set_grid (block, 1, n);
  else if (n <= MAX_NUMBERS - 4)
    set_grid (block, n, 1);
  else
    set_wrapped (block, n);
}

static void
set_matrix (GsBlock *block, const NnTensorInfo *info, GsRoom room)
{
  const gint *dim = info->shape.dim;

  if (room == GS_ROOM_NUMBERS && info->axes[0] == 'b' && dim[0] > MAX_NUMBERS) { /* a long batch, in pages */
    set_grid (block, 1, dim[1]);
    block->n_tiles = dim[0];
  } else if (room == GS_ROOM_NUMBERS) {
    set_grid (block, dim[0], dim[1]);
  } else if (info->axes[0] == 'b') { /* one sample's features */
    block->by_sample = TRUE;
    block->sample_stride = (gsize) dim[1];
    set_vector (block, dim[1], room);
  } else if (dim[0] <= 64 && dim[1] <= 64) {
    set_grid (block, dim[0], dim[1]);
  } else { /* a tile for each output: the weights of all that it reads */
    set_wrapped (block, dim[0]);
    block->n_tiles = dim[1];
    block->tile_stride = 1;
    block->cell_stride = (gsize) dim[1];
  }
}

/* Filters; a deep one is one tile of its kernels, as the maps it reads lie. */
static void
set_filters (GsBlock *block, const gint *dim, GsRoom room)
{
  gint across = (gint) ceil (sqrt (dim[1]));

  set_grid (block, dim[2], dim[3]);
  if (room == GS_ROOM_NUMBERS || dim[1] == 1) {
    block->n_tiles = dim[0] * dim[1];
    return;
  }
  block->n_tiles = dim[0];
  block->columns = across * dim[3];
  block->rows = (dim[1] + across - 1) / across * dim[2];
  block->n_cells = (gsize) dim[1] * (gsize) dim[2] * (gsize) dim[3];
}

static void
set_tile (GsBlock *block, const NnTensorInfo *info, GsRoom room)
{
  const gint *dim = info->shape.dim;

  set_grid (block, 1, 1);
  block->n_tiles = 1;
  block->cell_stride = 1;
  switch (info->shape.rank) {
  case 1:
    if (room == GS_ROOM_DRAWING && dim[0] > 25)
      set_wrapped (block, dim[0]);
    else
      set_grid (block, 1, dim[0]);
    break;
  case 2: set_matrix (block, info, room); break;
  case 3:
    set_grid (block, dim[1], dim[2]);
    block->n_tiles = dim[0];
    break;
  case 4:
    block->by_sample = info->axes[0] == 'b';
    if (block->by_sample) {
      block->sample_stride = nn_shape_count (&info->shape) / (gsize) dim[0];
      if (room != GS_ROOM_NUMBERS && dim[2] * dim[3] == 1) { /* maps of one cell: a vector */
        set_vector (block, dim[1], room);
        break;
      }
      set_grid (block, dim[2], dim[3]);
      block->n_tiles = dim[1];
    } else {
      set_filters (block, dim, room);
    }
    break;
  default: break;
  }
  if (block->tile_stride == 0)
    block->tile_stride = block->n_cells;
}

/* ---- how many tiles, and how large ---- */

/* Tiles side by side that make the block about square, kernels of several channels filter under filter. */
static void
set_tiles_for_numbers (GsBlock *block, const NnTensorInfo *info)
{
  const gint *dim = info->shape.dim;

  block->tiles_across = block->n_tiles;
  if (info->shape.rank == 2 && block->n_tiles > 1) {
    block->tiles_across = 1;
    block->tiles_down = ROWS_PER_PAGE;
    return;
  }
  if (info->shape.rank == 4 && !block->by_sample && dim[1] > 1)
    block->tiles_across = dim[1];
  else if (info->shape.rank == 4 && (block->by_sample ? dim[1] > 4 : dim[0] > 1))
    block->tiles_across = (gint) ceil (sqrt (block->n_tiles));
  block->tiles_down = (block->n_tiles + block->tiles_across - 1) / block->tiles_across;
}

static void
set_cells_for_numbers (GsBlock *block, const NnTensorInfo *info)
{
  gint across = block->columns * block->tiles_across, down = block->rows * block->tiles_down;

  block->gap = info->shape.rank == 2 ? 0 : TILE_GAP;
  block->cell_width = GS_CELL_WIDTH;
  block->cell_height = GS_CELL_HEIGHT;
  if (across > MAX_NUMBERS || down > MAX_NUMBERS)
    block->cell_width = block->cell_height = CLAMP (MIN (MAX_SIDE / across, MAX_SIDE / down), 0.5, 28.0);
  else if (info->shape.rank == 4)
    block->cell_width = block->cell_height = 40.0;
}

/* As many tiles as the bound has room for, near a square. */
static void
fit_tiles (GsBlock *block, const Bound *bound)
{
  gdouble width = block->columns * block->cell_width + block->gap;
  gdouble height = block->rows * block->cell_height + block->gap;
  gint most_across = MAX ((gint) ((bound->width + block->gap) / width), 1);
  gint most_down = MAX ((gint) ((bound->height + block->gap) / height), 1);

  block->tiles_across =
      CLAMP ((gint) ceil (sqrt (block->n_tiles * height / width)), 1, MIN (most_across, block->n_tiles));
  block->tiles_down = (block->n_tiles + block->tiles_across - 1) / block->tiles_across;
  if (block->tiles_down > most_down) {
    block->tiles_across = MIN (most_across, block->n_tiles);
    block->tiles_down = MIN ((block->n_tiles + block->tiles_across - 1) / block->tiles_across, most_down);
  }
}

/* The side of a cell when a large network is drawn: whole pixels, so that pooling visibly halves a map. */
static gdouble
choose_side (const GsBlock *block, const NnTensorInfo *info)
{
  if (info->shape.rank == 4 && !block->by_sample)
    return info->shape.dim[1] == 1 ? 4 : 2;
  if (block->by_sample && info->shape.rank == 4)
    return block->columns >= 12 && block->n_tiles > 1 ? 2 : 3;
  if (info->shape.rank == 1) /* a bias: a strip under its weights */
    return block->rows == 1 ? 8 : 4;
  return block->n_tiles > 1 ? 2 : 4;
}

static void
set_cells_for_drawing (GsBlock *block, const NnTensorInfo *info, GsRoom room)
{
  const Bound *bound = &bounds[room];
  gdouble side = choose_side (block, info);

  block->gap = info->shape.rank == 4 && !block->by_sample ? (info->shape.dim[1] == 1 ? 4 : 5) : 1;
  if (block->n_tiles == 1 && (info->shape.rank != 1 || room == GS_ROOM_LAYER)
      && block->columns * NUMBER_WIDTH <= bound->width && block->rows * NUMBER_HEIGHT <= bound->height) {
    block->cell_width = NUMBER_WIDTH;
    block->cell_height = NUMBER_HEIGHT;
  } else {
    /* A single large matrix must stay within the bound whatever its cells come to. */
    side = MIN (side, MIN (bound->width / block->columns, bound->height / block->rows));
    block->cell_width = block->cell_height = side;
  }
  fit_tiles (block, bound);
  if (room != GS_ROOM_LAYER || block->cell_width == NUMBER_WIDTH)
    return;
  /* On a sheet of its own a layer has room to grow, as long as as many tiles are shown. */
  for (gint larger = (gint) side + 1; larger <= 28; larger++) {
    GsBlock grown = *block;

    grown.cell_width = grown.cell_height = larger;
    if (grown.columns * larger > bound->width || grown.rows * larger > bound->height)
      break;
    fit_tiles (&grown, bound);
    if (grown.tiles_across * grown.tiles_down < MIN (block->n_tiles, block->tiles_across * block->tiles_down))
      break;
    *block = grown;
  }
}

gint
gs_block_get_row_axis (const GsBlock *block, const NnTensorInfo *info)
{
  const gint *dim = info->shape.dim;

  if (info->shape.rank != 2 || gs_block_is_drawing (block))
    return -1;
  if (block->by_sample)
    return block->columns == 1 && block->rows == dim[1] ? 1 : -1;
  return block->n_tiles == dim[0] || block->part_rows == dim[0] ? 0 : -1;
}

/* The room it takes, within what a name may take: whole pixels, at 150 %, too. */
static gdouble
measure_name (gsize n_letters, gdouble least)
{
  return CLAMP (2 * ceil ((LETTER_WIDTH * (gdouble) n_letters + 6) / 2), least, GS_NAMED_WIDTH);
}

gsize
gs_block_count_letters (const GPtrArray *names)
{
  glong most = 0;

  for (guint i = 0; names != NULL && i < names->len; i++)
    if (g_ptr_array_index (names, i) != NULL)
      most = MAX (most, g_utf8_strlen (g_ptr_array_index (names, i), -1));
  return (gsize) most;
}

/* Columns with names are as wide as these. */
static void
widen (GsBlock *block, const NnTensorInfo *info)
{
  gint axis = info->shape.rank - 1;

  if (axis < 0 || axis > 1 || block->part_columns != info->shape.dim[axis]
      || block->cell_width < GS_CELL_WIDTH)
    return;
  block->cell_width = measure_name (gs_block_count_letters (info->labels[axis]), GS_CELL_WIDTH);
}

static void
set_size (GsBlock *block)
{
  block->pitch_x = block->columns * block->cell_width + block->gap;
  block->pitch_y = block->rows * block->cell_height + block->gap;
  block->width = block->tiles_across * block->pitch_x - block->gap;
  block->height = block->tiles_down * block->pitch_y - block->gap;
}

gboolean
gs_block_is_batch (const GsBlock *block)
{
  return block->n_tiles > 1 && block->tiles_across == 1 && block->part_rows == 1;
}

gint
gs_block_count_growth (const GsBlock *block)
{
  const Bound *bound = &bounds[GS_ROOM_DRAWING];
  const gint most = (gint) MIN (bound->width / block->width, bound->height / block->height);

  return gs_block_is_drawing (block) ? CLAMP (most, 1, GS_MOST_GROWTH) : GS_MOST_GROWTH;
}

void
gs_block_grow (GsBlock *block, gint times)
{
  const Bound *bound = &bounds[GS_ROOM_DRAWING];
  const gdouble side = block->cell_width, most = MIN (times * side, MAX (side, LARGEST_SIDE));
  const gint page = block->first_tile / (block->tiles_across * block->tiles_down);

  if (!gs_block_is_drawing (block))
    return;
  for (gint less = 0; most - less > side; less++) {
    block->cell_width = block->cell_height = most - less;
    set_size (block);
    if (block->width <= bound->width && block->height <= bound->height)
      break;
    block->cell_width = block->cell_height = side;
  }
  set_size (block);
  gs_block_set_page (block, page);
}

void
gs_block_cut (GsBlock *block, gint first_row, gint rows, gint first_column, gint columns)
{
  g_return_if_fail (block->rows == block->part_rows && block->columns == block->part_columns);
  if (gs_block_is_batch (block)) {
    block->first_tile = first_row;
    block->tiles_down = block->n_shown = rows;
    block->page_of = -1; /* there are none to turn */
  } else {
    block->first_row = first_row;
    block->rows = rows;
  }
  block->first_column = first_column;
  block->columns = columns;
  block->cell_width = MAX (block->cell_width, GS_CELL_WIDTH);
  block->cell_height = GS_CELL_HEIGHT;
  set_size (block);
}

void
gs_block_set_board_cells (GsBlock *block, gboolean flat)
{
  if (gs_block_is_drawing (block))
    return;
  block->is_flat = flat;
  if (block->cell_width <= GS_CELL_WIDTH)
    block->cell_width = flat ? GS_FLAT_WIDTH : GS_CELL_WIDTH;
  block->cell_height = flat ? GS_FLAT_HEIGHT : GS_CELL_HEIGHT;
  set_size (block);
}

gboolean
gs_block_is_cut (const GsBlock *block)
{
  return block->rows < block->part_rows || block->columns < block->part_columns;
}

void
gs_block_uncut (GsBlock *block)
{
  block->first_row = block->first_column = 0;
  block->rows = block->part_rows;
  block->columns = block->part_columns;
  set_size (block);
}

GsBlock
gs_block_shape (const NnTensorInfo *info, GsRoom room, gint page)
{
  GsBlock block = { 0 };
  gint row_axis;

  set_tile (&block, info, room);
  if (room == GS_ROOM_NUMBERS) {
    set_tiles_for_numbers (&block, info);
    set_cells_for_numbers (&block, info);
    widen (&block, info);
  } else {
    set_cells_for_drawing (&block, info, room);
  }
  set_size (&block);
  gs_block_set_page (&block, page);
  row_axis = gs_block_get_row_axis (&block, info);
  block.title_width = GS_CELL_WIDTH;
  block.header_width = GS_HEADER_HEIGHT;
  if (row_axis >= 0 && info->labels[row_axis] != NULL)
    gs_block_name_rows (&block, gs_block_count_letters (info->labels[row_axis]));
  return block;
}

void
gs_block_name_rows (GsBlock *block, gsize n_letters)
{
  block->header_width =
      measure_name (n_letters, block->cell_width < GS_CELL_WIDTH ? LEAST_LABEL : GS_LABEL_WIDTH);
}

void
gs_block_set_page (GsBlock *block, gint page)
{
  gint per_page = block->tiles_across * block->tiles_down;

  block->first_tile = CLAMP (page, 0, gs_block_get_n_pages (block) - 1) * per_page;
  block->n_shown = MIN (per_page, block->n_tiles - block->first_tile);
  block->width = (block->tiles_across - 1) * block->pitch_x + block->columns * block->cell_width;
  block->height = (block->tiles_down - 1) * block->pitch_y + block->rows * block->cell_height;
}

gint
gs_block_get_n_pages (const GsBlock *block)
{
  gint per_page = block->tiles_across * block->tiles_down;

  return (block->n_tiles + per_page - 1) / per_page;
}

gboolean
gs_block_is_drawing (const GsBlock *block)
{
  return block->cell_width < 30 || block->cell_height < 14;
}

/* ---- cells and spots ---- */

/* The number of a cell within its tile: part by part, each row by row. */
static gsize
get_number (const GsBlock *block, const GsSpot *spot)
{
  gint parts_across = MAX (block->columns / block->part_columns, 1);
  gint row = spot->row + block->first_row, column = spot->column + block->first_column;
  gint part = row / block->part_rows * parts_across + column / block->part_columns;

  return ((gsize) part * (gsize) block->part_rows + (gsize) (row % block->part_rows))
             * (gsize) block->part_columns
         + (gsize) (column % block->part_columns);
}

gsize
gs_block_get_offset (const GsBlock *block, gint sample, const GsSpot *spot)
{
  gint tile = spot->tile_row * block->tiles_across + spot->tile_column;
  gsize number = get_number (block, spot), offset;

  if (tile >= block->n_shown || number >= block->n_cells)
    return G_MAXSIZE;
  offset = (gsize) (block->first_tile + tile) * block->tile_stride + number * block->cell_stride;
  return block->by_sample ? offset + (gsize) (sample - 1) * block->sample_stride : offset;
}

/* Tile and number of a cell, whatever the page; FALSE for another sample. */
static gboolean
split_offset (const GsBlock *block, gsize offset, gint sample, gint *tile, gsize *number)
{
  if (block->by_sample) {
    if (offset / block->sample_stride != (gsize) (sample - 1))
      return FALSE;
    offset %= block->sample_stride;
  }
  if (block->n_tiles == 1) {
    *tile = 0;
    *number = offset;
  } else if (block->cell_stride > 1) {
    *tile = (gint) (offset % block->cell_stride);
    *number = offset / block->cell_stride;
  } else {
    *tile = (gint) (offset / block->tile_stride);
    *number = offset % block->tile_stride;
  }
  return TRUE;
}

gint
gs_block_find_page (const GsBlock *block, gsize offset)
{
  gint sample = block->by_sample ? (gint) (offset / block->sample_stride) + 1 : 1, tile = 0;
  gsize number;

  split_offset (block, offset, sample, &tile, &number);
  return tile / (block->tiles_across * block->tiles_down);
}

gboolean
gs_block_find_spot (const GsBlock *block, gsize offset, gint sample, GsSpot *spot)
{
  gsize part_cells = (gsize) block->part_rows * (gsize) block->part_columns, number;
  gint parts_across = MAX (block->columns / block->part_columns, 1), tile, part;

  if (!split_offset (block, offset, sample, &tile, &number) || tile < block->first_tile
      || tile >= block->first_tile + block->n_shown)
    return FALSE;
  tile -= block->first_tile;
  part = (gint) (number / part_cells);
  number %= part_cells;
  spot->tile_row = tile / block->tiles_across;
  spot->tile_column = tile % block->tiles_across;
  spot->row = part / parts_across * block->part_rows + (gint) (number / (gsize) block->part_columns);
  spot->column = part % parts_across * block->part_columns + (gint) (number % (gsize) block->part_columns);
  spot->row -= block->first_row;
  spot->column -= block->first_column;
  return spot->row >= 0 && spot->row < block->rows && spot->column >= 0 && spot->column < block->columns;
}

void
gs_block_get_corner (const GsBlock *block, const GsSpot *spot, gdouble *x, gdouble *y)
{
  *x = spot->tile_column * block->pitch_x + spot->column * block->cell_width;
  *y = spot->tile_row * block->pitch_y + spot->row * block->cell_height;
}

/* Which of `n` tiles of `cells` cells a distance falls into, and which cell; FALSE in a gap. */
static gboolean
split_distance (gdouble distance, gint n, gint cells, gdouble size, gdouble pitch, gint *tile, gint *cell)
{
  if (distance < 0)
    return FALSE;
  *tile = (gint) (distance / pitch);
  *cell = (gint) ((distance - *tile * pitch) / size);
  return *tile < n && *cell < cells;
}

gboolean
gs_block_find_at (const GsBlock *block, gdouble x, gdouble y, GsSpot *spot)
{
  return split_distance (x, block->tiles_across, block->columns, block->cell_width, block->pitch_x,
                         &spot->tile_column, &spot->column)
         && split_distance (y, block->tiles_down, block->rows, block->cell_height, block->pitch_y,
                            &spot->tile_row, &spot->row)
         && gs_block_get_offset (block, 1, spot) != G_MAXSIZE;
}

gboolean
gs_block_find_cell (const GsBlock *block, gdouble x, gdouble y, gint sample, NnCell *cell)
{
  GsSpot spot;

  if (!gs_block_find_at (block, x, y, &spot))
    return FALSE;
  *cell = (NnCell){ block->tensor, gs_block_get_offset (block, sample, &spot) };
  return TRUE;
}
