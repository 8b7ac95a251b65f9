#include "gs-layout.h"

#include <math.h>
#include <string.h>

#define LEFT_MARGIN   30.0
#define RIGHT_MARGIN  110.0 /* for the caption of the loss */
#define TOP_MARGIN    20.0
#define BAND_TITLE    42.0
#define COLUMN_GAP    22.0
#define BLOCK_GAP     18.0
#define BAND_GAP      30.0
#define HEADER_WIDTH  14.0
#define MAX_SIDE      420.0 /* of a block whose cells are made small */
#define MAX_NUMBERS   16    /* rows or columns up to which cells have room for numbers at zoom 1 */
#define MAX_TILE_ROWS 12

struct _GsLayout {
  NnProgram *program;
  GArray *blocks;
  gint *block_of; /* per tensor: index into blocks, or -1 */
  gint n_columns;
  gdouble width, height;
  gdouble band_top[GS_N_BANDS], band_bottom[GS_N_BANDS];
};

/* ---- the shape of a block ---- */

static void
shape_block (GsBlock *block, const NnTensorInfo *info)
{
  const gint *dim = info->shape.dim;
  gint across, down;

  block->rows = block->columns = block->tiles_down = block->tiles_across = 1;
  if (info->shape.rank == 1) {
    block->columns = dim[0];
  } else if (info->shape.rank == 2) {
    block->rows = dim[0];
    block->columns = dim[1];
  } else if (info->shape.rank == 3) {
    block->tiles_across = dim[0];
    block->rows = dim[1];
    block->columns = dim[2];
  } else if (info->shape.rank == 4) {
    block->by_sample = info->axes[0] == 'b';
    block->tiles_down = block->by_sample ? 1 : dim[0];
    block->tiles_across = dim[1];
    block->rows = dim[2];
    block->columns = dim[3];
    /* One column of many filters would be endless: a single channel's filters lie side by side. */
    if (!block->by_sample && dim[1] == 1 && dim[0] > 1) {
      block->tiles_across = (gint) ceil (sqrt (dim[0]));
      block->tiles_down = (dim[0] + block->tiles_across - 1) / block->tiles_across;
    } else if (block->by_sample && dim[1] > 4) {
      block->tiles_across = (gint) ceil (sqrt (dim[1]));
      block->tiles_down = (dim[1] + block->tiles_across - 1) / block->tiles_across;
    }
  }
  across = block->columns * block->tiles_across;
  down = block->rows * block->tiles_down;
  block->cell_width = GS_CELL_WIDTH;
  block->cell_height = GS_CELL_HEIGHT;
  if (across > MAX_NUMBERS || down > MAX_NUMBERS) {
    gdouble side = MIN (MAX_SIDE / across, MAX_SIDE / down);

    block->cell_width = block->cell_height = CLAMP (side, 0.5, 28.0);
  } else if (info->shape.rank == 4) {
    block->cell_width = block->cell_height = 40.0;
  }
  block->width = across * block->cell_width + (block->tiles_across - 1) * GS_TILE_GAP;
  block->height = down * block->cell_height + (block->tiles_down - 1) * GS_TILE_GAP;
}

/* Tiles that stand side by side although the tensor lists them one below the other are counted through. */
static gint
get_n_tiles (const GsBlock *block, const NnShape *shape)
{
  if (shape->rank == 3)
    return shape->dim[0];
  if (shape->rank < 4)
    return 1;
  return block->by_sample ? shape->dim[1] : shape->dim[0] * shape->dim[1];
}

gsize
gs_block_get_offset (const GsBlock *block,
                     gint sample,
                     gint tile_row,
                     gint tile_column,
                     gint row,
                     gint column)
{
  gsize tile = (gsize) tile_row * (gsize) block->tiles_across + (gsize) tile_column;

  if (block->by_sample)
    tile += (gsize) (sample - 1) * (gsize) block->n_tiles;
  return (tile * (gsize) block->rows + (gsize) row) * (gsize) block->columns + (gsize) column;
}

/* ---- which column ---- */

static gint
add_block (GsLayout *layout, gint tensor, GsBand band, gint column)
{
  const NnTensorInfo *info = nn_program_get_tensor (layout->program, tensor);
  GsBlock block = { .tensor = tensor, .band = band, .column = column };

  if (layout->block_of[tensor] >= 0 || info->role == NN_ROLE_PIN)
    return column;
  shape_block (&block, info);
  block.n_tiles = get_n_tiles (&block, &info->shape);
  layout->block_of[tensor] = (gint) layout->blocks->len;
  g_array_append_val (layout->blocks, block);
  layout->n_columns = MAX (layout->n_columns, column + 1);
  return column;
}

static gint
get_column (const GsLayout *layout, gint tensor)
{
  return tensor >= 0 && layout->block_of[tensor] >= 0
             ? g_array_index (layout->blocks, GsBlock, layout->block_of[tensor]).column
             : -1;
}

/* The leaves an instruction reads stand before its output: one column for all of them. */
static void
place_leaves (GsLayout *layout, const NnInstruction *line)
{
  gint column = -1;

  for (gint i = 0; i < line->n_inputs; i++) {
    const NnTensorInfo *info = nn_program_get_tensor (layout->program, line->inputs[i]);

    if (info->producer >= 0 || layout->block_of[line->inputs[i]] >= 0 || info->role == NN_ROLE_TARGET
        || info->role == NN_ROLE_PIN)
      continue;
    if (info->role == NN_ROLE_INPUT) {
      add_block (layout, line->inputs[i], GS_BAND_VALUES, layout->n_columns);
      continue;
    }
    if (column < 0)
      column = layout->n_columns;
    add_block (layout, line->inputs[i], GS_BAND_VALUES, column);
  }
}

/* What helps another operation shares its column: the places of a max, the count of a mean, a mask. */
static gboolean
is_beside (NnOp op)
{
  return op == NN_OP_POOL_MAX || op == NN_OP_POOL_MEAN;
}

static void
place_forward (GsLayout *layout)
{
  gint output = nn_program_get_output (layout->program);

  for (gint i = 0; i < nn_program_get_n_instructions (layout->program); i++) {
    const NnInstruction *line = nn_program_get_instruction (layout->program, i);
    gint column;

    if (line->phase > NN_PHASE_LOSS)
      break;
    place_leaves (layout, line);
    column = layout->n_columns;
    if (is_beside (line->op))
      column = MAX (get_column (layout, line->inputs[1]), 0);
    add_block (layout, line->output, GS_BAND_VALUES, column);
    for (gint k = 0; k < line->n_inputs; k++)
      if (nn_program_get_tensor (layout->program, line->inputs[k])->role == NN_ROLE_TARGET)
        add_block (layout, line->inputs[k], GS_BAND_VALUES, MAX (get_column (layout, output), 0));
  }
}

/* The column of the tensor that this one is about: its gradient's, its parameter's, or by its name. */
static gint
find_home (const GsLayout *layout, const NnTensorInfo *info)
{
  g_autofree gchar *name = g_strdup (info->name);
  gchar *dot;

  if (get_column (layout, info->gradient_of) >= 0)
    return get_column (layout, info->gradient_of);
  /* "W1.m.next" is about "W1.m", which is about "W1"; "dz1.exp.2" about "dz1.exp", and that about "z1.exp".
   */
  while ((dot = strrchr (name, '.')) != NULL) {
    gint tensor, column;

    *dot = '\0';
    tensor = nn_program_find (layout->program, name);
    column = get_column (layout, tensor);
    if (column < 0 && name[0] == 'd')
      column = get_column (layout, nn_program_find (layout->program, name + 1));
    if (column >= 0)
      return column;
  }
  return name[0] == 'd' ? get_column (layout, nn_program_find (layout->program, name + 1)) : -1;
}

static void
place_rest (GsLayout *layout)
{
  gint seed = -1;

  for (gint i = 0; i < nn_program_get_n_instructions (layout->program); i++) {
    const NnInstruction *line = nn_program_get_instruction (layout->program, i);
    const NnTensorInfo *info;

    if (line->phase <= NN_PHASE_LOSS || line->op == NN_OP_COMMIT)
      continue;
    info = nn_program_get_tensor (layout->program, line->output);
    for (gint k = 0; k < line->n_inputs; k++) {
      const NnTensorInfo *leaf = nn_program_get_tensor (layout->program, line->inputs[k]);

      if (leaf->producer >= 0 || layout->block_of[line->inputs[k]] >= 0)
        continue;
      if (leaf->role == NN_ROLE_SEED)
        seed = line->inputs[k];
      else if (line->phase == NN_PHASE_UPDATE)
        add_block (layout, line->inputs[k], GS_BAND_UPDATE, MAX (find_home (layout, leaf), 0));
    }
    if (seed >= 0)
      add_block (layout, seed, GS_BAND_GRADIENTS,
                 MAX (get_column (layout, nn_program_get_loss (layout->program)), 0));
    add_block (layout, line->output, line->phase == NN_PHASE_BACKWARD ? GS_BAND_GRADIENTS : GS_BAND_UPDATE,
               MAX (find_home (layout, info), 0));
  }
}

/* ---- coordinates ---- */

static void
set_columns (GsLayout *layout)
{
  g_autofree gdouble *width = g_new0 (gdouble, layout->n_columns + 1);
  g_autofree gdouble *left = g_new0 (gdouble, layout->n_columns + 1);
  gdouble x = LEFT_MARGIN;

  for (guint i = 0; i < layout->blocks->len; i++) {
    const GsBlock *block = &g_array_index (layout->blocks, GsBlock, i);

    width[block->column] = MAX (width[block->column], MAX (block->width, GS_CELL_WIDTH));
  }
  for (gint column = 0; column < layout->n_columns; column++) {
    left[column] = x;
    if (width[column] > 0)
      x += width[column] + COLUMN_GAP;
  }
  layout->width = x - COLUMN_GAP + RIGHT_MARGIN;
  for (guint i = 0; i < layout->blocks->len; i++) {
    GsBlock *block = &g_array_index (layout->blocks, GsBlock, i);

    block->x = left[block->column];
  }
}

static void
set_rows (GsLayout *layout)
{
  g_autofree gdouble *next = g_new0 (gdouble, layout->n_columns + 1);
  gdouble y = TOP_MARGIN;

  for (gint band = 0; band < GS_N_BANDS; band++) {
    gdouble top = y + BAND_TITLE, bottom = 0;

    for (gint column = 0; column < layout->n_columns; column++)
      next[column] = top;
    for (guint i = 0; i < layout->blocks->len; i++) {
      GsBlock *block = &g_array_index (layout->blocks, GsBlock, i);

      if ((gint) block->band != band)
        continue;
      block->y = next[block->column] + GS_CAPTION_SPACE + GS_HEADER_HEIGHT;
      next[block->column] = block->y + block->height + BLOCK_GAP;
      bottom = MAX (bottom, block->y + block->height);
    }
    layout->band_top[band] = y;
    layout->band_bottom[band] = bottom > 0 ? bottom + BAND_GAP : y;
    y = layout->band_bottom[band];
  }
  layout->height = y;
}

static GsLayout *
new_empty (NnProgram *program)
{
  GsLayout *layout = g_new0 (GsLayout, 1);
  gint n = nn_program_get_n_tensors (program);

  layout->program = nn_program_ref (program);
  layout->blocks = g_array_new (FALSE, FALSE, sizeof (GsBlock));
  layout->block_of = g_new (gint, n);
  for (gint i = 0; i < n; i++)
    layout->block_of[i] = -1;
  return layout;
}

GsLayout *
gs_layout_new_focus (NnProgram *program, gint instruction)
{
  GsLayout *layout = new_empty (program);
  const NnInstruction *line = nn_program_get_instruction (program, instruction);
  gdouble x = LEFT_MARGIN, bottom = 0;

  for (gint i = 0; i < line->n_inputs; i++)
    add_block (layout, line->inputs[i], GS_BAND_VALUES, layout->n_columns);
  if (line->output >= 0)
    add_block (layout, line->output, GS_BAND_VALUES, layout->n_columns);
  for (guint i = 0; i < layout->blocks->len; i++) {
    GsBlock *block = &g_array_index (layout->blocks, GsBlock, i);

    block->x = x;
    block->y = TOP_MARGIN + GS_CAPTION_SPACE + GS_HEADER_HEIGHT;
    x += MAX (block->width, GS_CELL_WIDTH) + 1.4 * COLUMN_GAP;
    bottom = MAX (bottom, block->y + block->height);
  }
  layout->width = x;
  layout->height = bottom + BLOCK_GAP;
  return layout;
}

GsLayout *
gs_layout_new (NnProgram *program)
{
  GsLayout *layout = new_empty (program);

  place_forward (layout);
  place_rest (layout);
  set_columns (layout);
  set_rows (layout);
  return layout;
}

void
gs_layout_free (GsLayout *layout)
{
  if (layout == NULL)
    return;
  nn_program_unref (layout->program);
  g_array_unref (layout->blocks);
  g_free (layout->block_of);
  g_free (layout);
}

gint
gs_layout_get_n_blocks (const GsLayout *layout)
{
  return (gint) layout->blocks->len;
}

const GsBlock *
gs_layout_get_block (const GsLayout *layout, gint block)
{
  return &g_array_index (layout->blocks, GsBlock, block);
}

const GsBlock *
gs_layout_find_block (const GsLayout *layout, gint tensor)
{
  return layout->block_of[tensor] >= 0 ? gs_layout_get_block (layout, layout->block_of[tensor]) : NULL;
}

void
gs_layout_get_size (const GsLayout *layout, gdouble *width, gdouble *height)
{
  *width = layout->width;
  *height = layout->height;
}

void
gs_layout_get_band (const GsLayout *layout, GsBand band, gdouble *top, gdouble *bottom)
{
  *top = layout->band_top[band];
  *bottom = layout->band_bottom[band];
}

/* ---- from places to cells and back ---- */

/* Which of `n` tiles of `cells` cells a distance falls into, and which cell; FALSE in a gap. */
static gboolean
split (gdouble distance, gint n, gint cells, gdouble size, gint *tile, gint *cell)
{
  gdouble step = cells * size + GS_TILE_GAP, rest;

  if (distance < 0)
    return FALSE;
  *tile = (gint) (distance / step);
  rest = distance - *tile * step;
  *cell = (gint) (rest / size);
  return *tile < n && *cell < cells;
}

gboolean
gs_layout_find_cell (const GsLayout *layout, gdouble x, gdouble y, gint sample, NnCell *cell)
{
  for (guint i = 0; i < layout->blocks->len; i++) {
    const GsBlock *block = &g_array_index (layout->blocks, GsBlock, i);
    gint tile_row, tile_column, row, column;

    if (!split (x - block->x, block->tiles_across, block->columns, block->cell_width, &tile_column, &column)
        || !split (y - block->y, block->tiles_down, block->rows, block->cell_height, &tile_row, &row)
        || tile_row * block->tiles_across + tile_column >= block->n_tiles)
      continue;
    *cell =
        (NnCell){ block->tensor, gs_block_get_offset (block, sample, tile_row, tile_column, row, column) };
    return TRUE;
  }
  return FALSE;
}

typedef struct {
  gint tile_row, tile_column, row, column;
} Spot;

static gboolean
find_spot (const GsBlock *block, gsize offset, gint sample, Spot *spot)
{
  gsize tile = offset / ((gsize) block->rows * (gsize) block->columns);
  gsize rest = offset % ((gsize) block->rows * (gsize) block->columns);

  if (block->by_sample) {
    if (tile / (gsize) block->n_tiles != (gsize) (sample - 1))
      return FALSE;
    tile %= (gsize) block->n_tiles;
  }
  spot->tile_row = (gint) (tile / (gsize) block->tiles_across);
  spot->tile_column = (gint) (tile % (gsize) block->tiles_across);
  spot->row = (gint) (rest / (gsize) block->columns);
  spot->column = (gint) (rest % (gsize) block->columns);
  return TRUE;
}

gboolean
gs_layout_get_cell (const GsLayout *layout, const NnCell *cell, gint sample, gdouble *x, gdouble *y)
{
  const GsBlock *block = gs_layout_find_block (layout, cell->tensor);
  Spot spot;

  if (block == NULL || !find_spot (block, cell->offset, sample, &spot))
    return FALSE;
  *x = block->x + spot.tile_column * (block->columns * block->cell_width + GS_TILE_GAP)
       + spot.column * block->cell_width;
  *y = block->y + spot.tile_row * (block->rows * block->cell_height + GS_TILE_GAP)
       + spot.row * block->cell_height;
  return TRUE;
}

/* ---- walking ---- */

NnCell
gs_layout_move (const GsLayout *layout, const NnCell *cell, gint sample, gint down, gint right)
{
  const GsBlock *block = gs_layout_find_block (layout, cell->tensor);
  Spot spot;
  gint row, column;
  NnCell moved = *cell;

  if (block == NULL || !find_spot (block, cell->offset, sample, &spot))
    return moved;
  row = CLAMP (spot.tile_row * block->rows + spot.row + down, 0, block->tiles_down * block->rows - 1);
  column = CLAMP (spot.tile_column * block->columns + spot.column + right, 0,
                  block->tiles_across * block->columns - 1);
  if (row / block->rows * block->tiles_across + column / block->columns >= block->n_tiles)
    return moved;
  moved.offset = gs_block_get_offset (block, sample, row / block->rows, column / block->columns,
                                      row % block->rows, column % block->columns);
  return moved;
}

NnCell
gs_layout_move_block (const GsLayout *layout, const NnCell *cell, gint sample, gint down, gint right)
{
  const GsBlock *from = gs_layout_find_block (layout, cell->tensor);
  const GsBlock *best = NULL;
  gdouble nearest = G_MAXDOUBLE;

  for (guint i = 0; from != NULL && i < layout->blocks->len; i++) {
    const GsBlock *block = &g_array_index (layout->blocks, GsBlock, i);
    gdouble dx = (block->x - from->x) * right, dy = (block->y - from->y) * down;
    gdouble ahead = right != 0 ? dx : dy;
    gdouble aside = right != 0 ? fabs (block->y - from->y) : fabs (block->x - from->x);

    if (ahead > 0.5 && ahead + 4 * aside < nearest) {
      nearest = ahead + 4 * aside;
      best = block;
    }
  }
  return best != NULL ? (NnCell){ best->tensor, gs_block_get_offset (best, sample, 0, 0, 0, 0) } : *cell;
}
