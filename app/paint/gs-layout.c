/* Where each tensor lies on the sheet. */
#include "gs-layout.h"

#include <math.h>

#include "gs-lanes.h"
#include "gs-layout-private.h"

#define RIGHT_MARGIN       110.0 /* for the caption of the loss */
#define DRAWING_MARGIN     50.0  /* captions are short there */
#define COLUMN_GAP         22.0
#define TITLE_LETTER_WIDTH 8.3 /* of a block's name */
#define TITLE_MARGIN       8.0
#define BLOCK_GAP          26.0 /* an arrow with its circle fits in */
#define BAND_GAP           30.0
#define STRIP_GAP          42.0  /* an arrow with its sign fits in when all is drawn small, too */
#define LANE_GAP           34.0  /* between branches */
#define LOW                130.0 /* a block in a drawing below which another has room */

/* ---- which column ---- */

static gint
get_page (const GsLayout *layout, const NnTensorInfo *info)
{
  if (layout->room == GS_ROOM_NUMBERS && info->axes[0] == 'b')
    return layout->choice.rows_page;
  return layout->choice.pages != NULL
             ? GPOINTER_TO_INT (g_hash_table_lookup (layout->choice.pages, info->name))
             : 0;
}

/* Of a large network drawn whole the update is one line of text; elsewhere only what leads to it is folded.
 */
static gboolean
is_folded (const GsLayout *layout, gint tensor, GsBand band)
{
  return layout->choice.folded
         && (gs_tab_is_inner_update (layout->program, tensor)
             || (layout->room == GS_ROOM_DRAWING && band == GS_BAND_UPDATE));
}

gboolean
gs_layout_is_inner_step (NnOp op)
{
  return op == NN_OP_POOL_WHICH || op == NN_OP_POOL_COUNT || op == NN_OP_ROW_MAX || op == NN_OP_ROW_SHIFT
         || op == NN_OP_EXP || op == NN_OP_ROW_SUM || op == NN_OP_LN_SUM;
}

gboolean
gs_layout_is_copy (NnOp op)
{
  return op == NN_OP_COPY || op == NN_OP_FLATTEN || op == NN_OP_UNFLATTEN;
}

/* Whether a large network's drawing has a block for it. A copy shares the block of what it copies: "z1 = a1".
 */
static gboolean
is_drawn (GsLayout *layout, gint tensor, GsBand band)
{
  const NnTensorInfo *info = nn_program_get_tensor (layout->program, tensor);
  const NnInstruction *line;

  if (info->producer < 0)
    return TRUE;
  line = nn_program_get_instruction (layout->program, info->producer);
  if (gs_layout_is_copy (line->op)) {
    layout->block_of[tensor] = layout->block_of[line->inputs[0]];
    return FALSE;
  }
  if (band == GS_BAND_GRADIENTS && info->gradient_of >= 0 && layout->block_of[info->gradient_of] < 0)
    return FALSE;
  return !gs_layout_is_inner_step (line->op);
}

/* Where the names of the data's rows stand. */
static gboolean
has_row_names (const GsLayout *layout, const GsBlock *block, const NnTensorInfo *info)
{
  return layout->choice.row_names > 0 && info->axes[0] == 'b' && gs_block_get_row_axis (block, info) == 0
         && (info->role == NN_ROLE_INPUT || info->role == NN_ROLE_TARGET
             || block->tensor == nn_program_get_output (layout->program));
}

/* Nothing happens if it has a block already or is not shown on this sheet. */
static void
add_block (GsLayout *layout, gint tensor, GsBand band, gint column, gint lane)
{
  const NnTensorInfo *info = nn_program_get_tensor (layout->program, tensor);
  GsBlock block;

  if (layout->block_of[tensor] >= 0 || info->role == NN_ROLE_PIN
      || (layout->choice.tab != NULL && !gs_tab_holds (layout->choice.tab, layout->program, tensor)))
    return;
  if (is_folded (layout, tensor, band)) {
    layout->n_folded++;
    return;
  }
  if (layout->room == GS_ROOM_DRAWING && !is_drawn (layout, tensor, band))
    return;
  block = gs_block_shape (info, layout->room, get_page (layout, info));
  if (layout->growth > 1)
    gs_block_grow (&block, layout->growth);
  block.tensor = block.page_of = tensor;
  block.band = band;
  block.column = column;
  block.lane = lane;
  if (has_row_names (layout, &block, info))
    gs_block_name_rows (&block, layout->choice.row_names);
  layout->block_of[tensor] = (gint) layout->blocks->len;
  g_array_append_val (layout->blocks, block);
  layout->n_columns = MAX (layout->n_columns, column + 1);
}

static gint
get_column (const GsLayout *layout, gint tensor)
{
  return tensor >= 0 && layout->block_of[tensor] >= 0
             ? g_array_index (layout->blocks, GsBlock, layout->block_of[tensor]).column
             : -1;
}

static gint
get_lane (const GsLayout *layout, gint tensor)
{
  return tensor >= 0 && layout->block_of[tensor] >= 0
             ? g_array_index (layout->blocks, GsBlock, layout->block_of[tensor]).lane
             : 0;
}

/* While the forward pass is laid out: the next free column of each lane. */
typedef struct {
  GsLayout *layout;
  gint *next;
} Placing;

static void
put (Placing *placing, gint tensor, gint column, gint lane)
{
  guint n = placing->layout->blocks->len;

  add_block (placing->layout, tensor, GS_BAND_VALUES, column, lane);
  if (placing->layout->blocks->len > n)
    placing->next[lane] = MAX (placing->next[lane], column + 1);
}

/* The leaves an instruction reads stand before its output: one column for all of them. */
static void
place_leaves (Placing *placing, const NnInstruction *line, gint lane)
{
  const GsLayout *layout = placing->layout;
  gint column = -1;

  for (gint i = 0; i < line->n_inputs; i++) {
    const NnTensorInfo *info = nn_program_get_tensor (layout->program, line->inputs[i]);

    if (info->producer >= 0 || layout->block_of[line->inputs[i]] >= 0 || info->role == NN_ROLE_TARGET
        || info->role == NN_ROLE_PIN)
      continue;
    if (info->role == NN_ROLE_INPUT) {
      put (placing, line->inputs[i], placing->next[lane], lane);
      continue;
    }
    if (column < 0)
      column = placing->next[lane];
    put (placing, line->inputs[i], column, lane);
  }
}

/* Whatever an instruction reads stands to its left. */
static void
move_behind_inputs (Placing *placing, const NnInstruction *line, gint lane)
{
  for (gint k = 0; k < line->n_inputs; k++)
    placing->next[lane] = MAX (placing->next[lane], get_column (placing->layout, line->inputs[k]) + 1);
}

/* The column of what an operation's output stands below: a max below its places where there is no strip, in a
 * drawing a low activation below its pre-activation. -1: a column of its own. */
static gint
find_column_beside (const GsLayout *layout, const NnInstruction *line)
{
  const GsBlock *input = gs_layout_find_block (layout, line->inputs[0]);

  if (layout->room != GS_ROOM_LAYER && (line->op == NN_OP_POOL_MAX || line->op == NN_OP_POOL_MEAN))
    return get_column (layout, line->inputs[1]);
  if (layout->room == GS_ROOM_DRAWING && line->n_inputs == 1 && input != NULL
      && line->phase == NN_PHASE_FORWARD && input->height < LOW
      && nn_shape_equal (&nn_program_get_tensor (layout->program, line->inputs[0])->shape,
                         &nn_program_get_tensor (layout->program, line->output)->shape))
    return input->column;
  return -1;
}

static void
place_forward (GsLayout *layout)
{
  g_autoptr (GsLanes) lanes = gs_lanes_new (layout->program);
  g_autofree gint *next = g_new0 (gint, lanes->n_lanes);
  gint output = nn_program_get_output (layout->program);
  gint end = gs_lanes_get (lanes, nn_program_get_tensor (layout->program, output)->layer, 0);
  Placing placing = { layout, next };

  layout->n_lanes = lanes->n_lanes;
  for (gint i = 0; i < nn_program_get_n_instructions (layout->program); i++) {
    const NnInstruction *line = nn_program_get_instruction (layout->program, i);
    gint lane = gs_lanes_get (lanes, line->layer, end), column;

    if (line->phase > NN_PHASE_LOSS)
      break;
    move_behind_inputs (&placing, line, lane);
    place_leaves (&placing, line, lane);
    column = find_column_beside (layout, line);
    put (&placing, line->output, column >= 0 ? column : next[lane], lane);
    for (gint k = 0; k < line->n_inputs; k++)
      if (nn_program_get_tensor (layout->program, line->inputs[k])->role == NN_ROLE_TARGET) {
        column = layout->room == GS_ROOM_NUMBERS ? get_column (layout, output) : -1;
        put (&placing, line->inputs[k], column >= 0 ? column : next[end], end);
      }
  }
}

/* The tensor that this one is about: what it is the gradient of, or its parameter, by its name; -1 if that
 * has no block. */
static gint
find_home (const GsLayout *layout, const NnTensorInfo *info)
{
  g_autofree gchar *name = g_strdup (info->name);
  gchar *dot;
  gint tensor;

  if (get_column (layout, info->gradient_of) >= 0)
    return info->gradient_of;
  if (get_column (layout, info->part_of) >= 0)
    return info->part_of;
  /* "W1.m.next" is about "W1.m", which is about "W1"; "dz1.exp.2" about "dz1.exp", and that about "z1.exp".
   */
  while ((dot = strrchr (name, '.')) != NULL) {
    *dot = '\0';
    tensor = nn_program_find (layout->program, name);
    if (get_column (layout, tensor) < 0 && name[0] == 'd')
      tensor = nn_program_find (layout->program, name + 1);
    if (get_column (layout, tensor) >= 0)
      return tensor;
  }
  tensor = name[0] == 'd' ? nn_program_find (layout->program, name + 1) : -1;
  return get_column (layout, tensor) >= 0 ? tensor : -1;
}

static void
add_at_home (GsLayout *layout, gint tensor, GsBand band, gint home)
{
  add_block (layout, tensor, band, MAX (get_column (layout, home), 0), get_lane (layout, home));
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
        add_at_home (layout, line->inputs[k], GS_BAND_UPDATE, find_home (layout, leaf));
    }
    if (seed >= 0)
      add_at_home (layout, seed, GS_BAND_GRADIENTS, nn_program_get_loss (layout->program));
    add_at_home (layout, line->output, line->phase == NN_PHASE_BACKWARD ? GS_BAND_GRADIENTS : GS_BAND_UPDATE,
                 find_home (layout, info));
  }
}

/* ---- coordinates ---- */

/* Of its cells, or of its name where that is longer than what it has besides. */
static gdouble
get_width (const GsLayout *layout, const GsBlock *block, gdouble besides)
{
  const gchar *name = nn_program_get_tensor (layout->program, block->tensor)->name;
  /* Whole pixels, at 150 %, too. */
  gdouble title = 2 * ceil ((TITLE_LETTER_WIDTH * (gdouble) g_utf8_strlen (name, -1) - besides) / 2);

  return MAX (block->width, layout->room == GS_ROOM_NUMBERS ? MAX (title, GS_CELL_WIDTH) : GS_CELL_WIDTH);
}

static void
set_columns (GsLayout *layout)
{
  g_autofree gdouble *width = g_new0 (gdouble, layout->n_columns + 1);
  g_autofree gdouble *left = g_new0 (gdouble, layout->n_columns + 1);
  g_autofree gdouble *header = g_new0 (gdouble, layout->n_columns + 1);
  gdouble x = GS_LAYOUT_LEFT;

  for (guint i = 0; i < layout->blocks->len; i++) {
    const GsBlock *block = &g_array_index (layout->blocks, GsBlock, i);

    width[block->column] =
        MAX (width[block->column], get_width (layout, block, COLUMN_GAP - GS_HEADER_HEIGHT - 4));
    header[block->column] = MAX (header[block->column], block->header_width);
  }
  for (gint column = 0; column < layout->n_columns; column++) {
    /* The gap has room for numbers of rows. */
    left[column] = x + MAX (header[column] - GS_HEADER_HEIGHT, 0);
    if (width[column] > 0)
      x = left[column] + width[column] + COLUMN_GAP;
  }
  layout->width = x - COLUMN_GAP + (layout->room == GS_ROOM_DRAWING ? DRAWING_MARGIN : RIGHT_MARGIN);
  for (guint i = 0; i < layout->blocks->len; i++) {
    GsBlock *block = &g_array_index (layout->blocks, GsBlock, i);

    block->x = left[block->column];
  }
}

/* The blocks of one lane in one band, from `top` on; the bottom, or 0 if there are none. */
static gdouble
set_lane_rows (GsLayout *layout, gint band, gint lane, gdouble top, gdouble *next)
{
  gdouble bottom = 0;

  for (gint column = 0; column < layout->n_columns; column++)
    next[column] = top;
  for (guint i = 0; i < layout->blocks->len; i++) {
    GsBlock *block = &g_array_index (layout->blocks, GsBlock, i);

    if ((gint) block->band != band || block->lane != lane)
      continue;
    block->y = next[block->column] + GS_CAPTION_SPACE + GS_HEADER_HEIGHT;
    next[block->column] = block->y + block->height + BLOCK_GAP;
    bottom = MAX (bottom, block->y + block->height);
  }
  return bottom;
}

static void
set_rows (GsLayout *layout)
{
  g_autofree gdouble *next = g_new0 (gdouble, layout->n_columns + 1);
  gdouble y = GS_LAYOUT_TOP;

  for (gint band = 0; band < GS_N_BANDS; band++) {
    gdouble top = y + GS_LAYOUT_TITLE, bottom = 0;

    for (gint lane = 0; lane < layout->n_lanes; lane++) {
      gdouble lane_bottom = set_lane_rows (layout, band, lane, bottom > 0 ? bottom + LANE_GAP : top, next);

      bottom = MAX (bottom, lane_bottom);
    }
    if (band == GS_BAND_VALUES && layout->strip.width > 0) {
      layout->strip.y = bottom + STRIP_GAP;
      bottom = layout->strip.y + layout->strip.height;
    }
    layout->band_top[band] = y;
    layout->band_bottom[band] = bottom > 0 ? bottom + BAND_GAP : y;
    y = layout->band_bottom[band];
  }
  layout->height = y;
}

GsLayout *
gs_layout_new_empty (NnProgram *program)
{
  GsLayout *layout = g_new0 (GsLayout, 1);
  gint n = nn_program_get_n_tensors (program);

  layout->program = nn_program_ref (program);
  layout->letters = 1;
  layout->blocks = g_array_new (FALSE, FALSE, sizeof (GsBlock));
  layout->block_of = g_new (gint, n);
  for (gint i = 0; i < n; i++)
    layout->block_of[i] = -1;
  return layout;
}

/* FALSE if it has no block. */
static gboolean
add_piece (GsLayout *layout, const GsPiece *piece, gboolean flat)
{
  guint n = layout->blocks->len;
  GsBlock *block;

  add_block (layout, piece->tensor, GS_BAND_VALUES, layout->n_columns, 0);
  if (layout->blocks->len == n)
    return FALSE;
  block = &g_array_index (layout->blocks, GsBlock, n);
  if (piece->is_cut)
    gs_block_cut (block, piece->first_row, piece->rows, piece->first_column, piece->columns);
  gs_block_set_board_cells (block, flat);
  g_array_append_val (layout->signs, piece->sign);
  return TRUE;
}

GsLayout *
gs_layout_new_board (NnProgram *program, const GArray *pieces, gint per_row, gboolean flat)
{
  const gdouble above = GS_CAPTION_SPACE + GS_HEADER_HEIGHT;
  GsLayout *layout = gs_layout_new_empty (program);
  gdouble x = 0, top = 0, bottom = 0;

  layout->signs = g_array_new (FALSE, FALSE, sizeof (const gchar *));
  for (guint i = 0; i < pieces->len; i++) {
    GsBlock *block;

    if (!add_piece (layout, &g_array_index (pieces, GsPiece, i), flat))
      continue;
    block = &g_array_index (layout->blocks, GsBlock, layout->blocks->len - 1);
    if ((layout->blocks->len - 1) % (guint) per_row == 0) {
      x = 0;
      top = bottom + (bottom > 0 ? BLOCK_GAP / 4 : 0);
    }
    /* The first of all stands at the margin; in later rows the sign of a first one has room, too. */
    block->x = x + (pieces->len > (guint) per_row || x > 0 ? GS_SIGN_WIDTH : 0) + block->header_width;
    block->y = top + above;
    x = block->x + get_width (layout, block, GS_SIGN_WIDTH - 4);
    /* Where none follows there is the margin beside the name. */
    layout->width = MAX (layout->width, block->x + get_width (layout, block, -TITLE_MARGIN) + 2);
    bottom = MAX (bottom, block->y + block->height);
  }
  layout->height = bottom + 2;
  return layout;
}

const gchar *
gs_layout_get_sign (const GsLayout *layout, gint block)
{
  return layout->signs != NULL ? g_array_index (layout->signs, const gchar *, block) : NULL;
}

gboolean
gs_layout_is_large (NnProgram *program)
{
  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    GsBlock block = gs_block_shape (nn_program_get_tensor (program, i), GS_ROOM_NUMBERS, 0);

    if (gs_block_is_drawing (&block))
      return TRUE;
  }
  return FALSE;
}

GsLayout *
gs_layout_new (NnProgram *program)
{
  return gs_layout_new_sheet (program, &(GsLayoutChoice){ 0 });
}

GsLayout *
gs_layout_new_shown (GsView *view)
{
  GsDataset *data = gs_frame_get_data (gs_view_get_sight (view)->frame);
  const GPtrArray *names = data != NULL ? gs_dataset_get_names (data, GS_NAMES_ROWS) : NULL;
  GsLayoutChoice choice = { .row_names = gs_block_count_letters (names),
                            .tab = &g_array_index (gs_view_get_tabs (view), GsTab, gs_view_get_tab (view)),
                            .folded = gs_view_get_folded (view),
                            .pages = gs_view_get_pages (view),
                            .rows_page = gs_view_get_rows_page (view),
                            .part = gs_view_get_part (view) };

  /* Behind the sheet of rows everything lies as on the first one. */
  if (choice.tab->kind == GS_TAB_DATA)
    choice.tab = &g_array_index (gs_view_get_tabs (view), GsTab, 0);
  if (choice.tab->kind == GS_TAB_OPTIMIZER)
    choice.folded = FALSE;
  return gs_layout_new_sheet (gs_workbook_get_program (gs_view_get_workbook (view)), &choice);
}

/* Small pictures are drawn larger, all of them and their maps as many times, so that pooling visibly halves a
 * map. */
static gint
choose_growth (NnProgram *program)
{
  gint growth = GS_MOST_GROWTH;

  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, i);
    const GsBlock block = gs_block_shape (info, GS_ROOM_DRAWING, 0);

    if (block.by_sample && info->shape.rank == 4)
      growth = MIN (growth, gs_block_count_growth (&block));
  }
  return growth;
}

GsLayout *
gs_layout_new_sheet (NnProgram *program, const GsLayoutChoice *choice)
{
  GsLayout *layout = gs_layout_new_empty (program);

  layout->choice = *choice;
  if (gs_layout_is_large (program))
    layout->room = choice->tab == NULL || choice->tab->kind == GS_TAB_ALL ? GS_ROOM_DRAWING : GS_ROOM_LAYER;
  if (layout->room == GS_ROOM_DRAWING)
    layout->growth = choose_growth (program);
  place_forward (layout);
  place_rest (layout);
  set_columns (layout);
  gs_layout_measure_strip (layout);
  set_rows (layout);
  gs_layout_place_map (layout);
  return layout;
}

void
gs_layout_free (GsLayout *layout)
{
  if (layout == NULL)
    return;
  nn_program_unref (layout->program);
  g_array_unref (layout->blocks);
  g_clear_pointer (&layout->signs, g_array_unref);
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

GsRoom
gs_layout_get_room (const GsLayout *layout)
{
  return layout->room;
}

gdouble
gs_layout_get_letters (const GsLayout *layout)
{
  return layout->letters;
}

gint
gs_layout_get_n_folded (const GsLayout *layout)
{
  return layout->n_folded;
}

/* ---- from places to cells and back ---- */

gboolean
gs_layout_find_cell (const GsLayout *layout, gdouble x, gdouble y, gint sample, NnCell *cell)
{
  for (guint i = 0; i < layout->blocks->len; i++) {
    const GsBlock *block = &g_array_index (layout->blocks, GsBlock, i);

    if (gs_block_find_cell (block, x - block->x, y - block->y, sample, cell))
      return TRUE;
  }
  return FALSE;
}

gboolean
gs_layout_get_cell (const GsLayout *layout, const NnCell *cell, gint sample, gdouble *x, gdouble *y)
{
  const GsBlock *block = gs_layout_find_block (layout, cell->tensor);
  GsSpot spot;

  if (block == NULL || !gs_block_find_spot (block, cell->offset, sample, &spot))
    return FALSE;
  gs_block_get_corner (block, &spot, x, y);
  *x += block->x;
  *y += block->y;
  return TRUE;
}

/* ---- pages ---- */

gboolean
gs_layout_get_picker (const GsLayout *layout, const GsBlock *block, gdouble *x, gdouble *y)
{
  if (gs_block_get_n_pages (block) < 2 || block->page_of != block->tensor)
    return FALSE;
  *x = block->x + MAX (block->width, block->title_width) - 2 * GS_PICKER_WIDTH * layout->letters;
  *y = block->y - block->raised - (GS_HEADER_HEIGHT + GS_CAPTION_SPACE) * layout->letters;
  return TRUE;
}

const GsBlock *
gs_layout_find_picker (const GsLayout *layout, gdouble x, gdouble y, gint *turn)
{
  const gdouble size = GS_PICKER_WIDTH * layout->letters;

  for (guint i = 0; i < layout->blocks->len; i++) {
    const GsBlock *block = &g_array_index (layout->blocks, GsBlock, i);
    gdouble left, top;

    if (!gs_layout_get_picker (layout, block, &left, &top) || x < left || x >= left + 2 * size || y < top
        || y >= top + size)
      continue;
    *turn = x < left + size ? -1 : 1;
    return block;
  }
  return NULL;
}

/* ---- walking ---- */

NnCell
gs_layout_move (const GsLayout *layout, const NnCell *cell, gint sample, gint down, gint right)
{
  const GsBlock *block = gs_layout_find_block (layout, cell->tensor);
  GsBlock whole;
  GsSpot spot;
  gint row, column;
  gsize offset;

  if (block == NULL)
    return *cell;
  /* As if every page lay below the one before: one may walk on to a tile that is not shown yet. */
  whole = *block;
  if (gs_block_is_cut (&whole))
    gs_block_uncut (&whole);
  whole.first_tile = 0;
  whole.n_shown = whole.n_tiles;
  whole.tiles_down = (whole.n_tiles + whole.tiles_across - 1) / whole.tiles_across;
  if (!gs_block_find_spot (&whole, cell->offset, sample, &spot))
    return *cell;
  row = CLAMP (spot.tile_row * whole.rows + spot.row + down, 0, whole.tiles_down * whole.rows - 1);
  column = CLAMP (spot.tile_column * whole.columns + spot.column + right, 0,
                  whole.tiles_across * whole.columns - 1);
  spot = (GsSpot){ row / whole.rows, column / whole.columns, row % whole.rows, column % whole.columns };
  offset = gs_block_get_offset (&whole, sample, &spot);
  return offset != G_MAXSIZE ? (NnCell){ cell->tensor, offset } : *cell;
}

/* The cell at the upper left of what is shown of a block. */
static NnCell
get_first_cell (const GsBlock *block, gint sample)
{
  return (NnCell){ block->tensor, gs_block_get_offset (block, sample, &(GsSpot){ 0 }) };
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
  return best != NULL ? get_first_cell (best, sample) : *cell;
}
