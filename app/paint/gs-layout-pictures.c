/* A network that reads pictures, laid out as pictures: kernel, map and pooled map of a filter side by side.
 */
#include <math.h>
#include <string.h>

#include "gs-layout-private.h"

#define MAX_MAPS     6     /* of one layer, one after the other: z, a, pooled */
#define INPUT_SIDE   168.0 /* of the picture that is read */
#define MAP_SIDE     84.0  /* of a map at most; its cells are whole pixels */
#define KERNEL_SIDE  46.0
#define WEIGHTS_SIDE 66.0 /* of one output's weights */
#define MAX_CELL     12.0
#define LINES        4     /* filters, one below the other */
#define FIRST_WIDTH  660.0 /* of the first layer: filters side by side as long as they fit */
#define NEXT_WIDTH   330.0 /* of those behind it */
#define LINE_GAP     20.0
#define NUMBER_GAP   13.0 /* between tiles with numbers over them, for one of the letters' lengths */
#define LETTER       10.5 /* of a name, at most */
#define MAX_LETTERS  4    /* of a name that has room for all of them: "p1.2" */
#define MAP_GAP      18.0
#define GROUP_GAP    26.0 /* between filters side by side */
#define STAGE_GAP    44.0
#define BAND_GAP     30.0

/* A layer with what follows it: maps, or features in a row. */
typedef struct {
  gint weights; /* tensor, or -1 */
  gint reads;   /* what the layer's first instruction reads */
  gint outputs[MAX_MAPS];
  gint n_outputs;
  gboolean has_maps;
} Stage;

typedef struct {
  GsLayout *layout;
  GHashTable *pages;
  gdouble x, bottom;
} Placing;

static const NnTensorInfo *
get_info (const GsLayout *layout, gint tensor)
{
  return nn_program_get_tensor (layout->program, tensor);
}

/* ---- which tensors ---- */

static gint
find_weights (const GsLayout *layout, const NnInstruction *line)
{
  for (gint i = 0; i < line->n_inputs; i++) {
    const NnTensorInfo *info = get_info (layout, line->inputs[i]);

    if (info->role == NN_ROLE_PARAMETER && info->shape.rank > 1)
      return line->inputs[i];
  }
  return -1;
}

static gboolean
is_map (const NnTensorInfo *info)
{
  return info->shape.rank == 4 && info->shape.dim[2] * info->shape.dim[3] > 1;
}

/* Of the forward pass, but for places of a max, steps of a softmax, and copies. */
static gboolean
is_shown (const GsLayout *layout, const NnInstruction *line)
{
  const NnTensorInfo *info = get_info (layout, line->output);

  return !gs_layout_is_copy (line->op) && !gs_layout_is_inner_step (line->op) && info->axes[0] == 'b'
         && (info->shape.rank == 4 || info->shape.rank == 2);
}

static GArray *
list_stages (const GsLayout *layout)
{
  GArray *stages = g_array_new (FALSE, FALSE, sizeof (Stage));

  for (gint i = 0; i < nn_program_get_n_instructions (layout->program); i++) {
    const NnInstruction *line = nn_program_get_instruction (layout->program, i);
    Stage *last = stages->len > 0 ? &g_array_index (stages, Stage, stages->len - 1) : NULL;
    gint weights;

    if (line->phase > NN_PHASE_LOSS || line->op == NN_OP_COMMIT)
      break;
    if (!is_shown (layout, line))
      continue;
    weights = find_weights (layout, line);
    if (last == NULL || weights >= 0 || last->n_outputs == MAX_MAPS
        || last->has_maps != is_map (get_info (layout, line->output))) {
      Stage stage = { .weights = weights,
                      .reads = line->inputs[0],
                      .has_maps = is_map (get_info (layout, line->output)) };

      g_array_append_val (stages, stage);
      last = &g_array_index (stages, Stage, stages->len - 1);
    }
    last->outputs[last->n_outputs++] = line->output;
  }
  return stages;
}

/* ---- where they lie ---- */

static gint
get_page (const Placing *placing, gint tensor)
{
  return placing->pages != NULL ? GPOINTER_TO_INT (
             g_hash_table_lookup (placing->pages, get_info (placing->layout, tensor)->name))
                                : 0;
}

/* How much a name wants up to the next one, with what turns the block's pages; that of the gradient below is
 * one letter longer. */
static gdouble
measure_title (const Placing *placing, gint tensor, gint n_pages)
{
  gsize length = MIN (strlen (get_info (placing->layout, tensor)->name), MAX_LETTERS);

  return ((gdouble) (length + 1) * LETTER + (n_pages > 1 ? 2 * GS_PICKER_WIDTH : 0))
             * placing->layout->letters
         + GS_HEADER_HEIGHT + 4;
}

static gdouble
get_line_gap (const Placing *placing)
{
  return MAX (LINE_GAP, NUMBER_GAP * placing->layout->letters);
}

static void
add_block (Placing *placing, GsBlock *block, gint tensor, gdouble x, gdouble y)
{
  GsLayout *layout = placing->layout;

  block->tensor = tensor;
  block->band = GS_BAND_VALUES;
  block->x = x;
  block->y = y;
  block->column = layout->n_columns++;
  layout->block_of[tensor] = (gint) layout->blocks->len;
  g_array_append_val (layout->blocks, *block);
  placing->bottom = MAX (placing->bottom, y + block->height);
}

static gdouble
get_top (const Placing *placing)
{
  return GS_LAYOUT_TOP + (GS_LAYOUT_TITLE + GS_CAPTION_SPACE + GS_HEADER_HEIGHT) * placing->layout->letters;
}

/* Cells of whole pixels, so that a tile is about so large. */
static void
set_cells (GsBlock *block, gdouble side)
{
  block->cell_width = block->cell_height =
      CLAMP (floor (side / MAX (block->columns, block->rows)), 1, side == INPUT_SIDE ? 20 : MAX_CELL);
}

static void
set_tiles (GsBlock *block, gint down, gint across, gdouble pitch_y, gdouble pitch_x, gint page)
{
  block->tiles_down = down;
  block->tiles_across = across;
  block->pitch_x = pitch_x;
  block->pitch_y = pitch_y;
  block->gap = MAX (pitch_x - block->columns * block->cell_width, 1);
  gs_block_set_page (block, page);
}

static void
place_input (Placing *placing)
{
  for (gint i = 0; i < nn_program_get_n_tensors (placing->layout->program); i++) {
    const NnTensorInfo *info = get_info (placing->layout, i);
    GsBlock block;

    if (info->role != NN_ROLE_INPUT)
      continue;
    block = gs_block_shape (info, GS_ROOM_DRAWING, 0);
    set_cells (&block, INPUT_SIDE);
    block.page_of = i;
    set_tiles (&block, MIN (block.n_tiles, LINES), 1, block.rows * block.cell_height + get_line_gap (placing),
               block.columns * block.cell_width, get_page (placing, i));
    add_block (placing, &block, i, placing->x, get_top (placing));
    placing->x += block.width + STAGE_GAP;
  }
}

/* A tile of the tensor, its cells as large as they will be. */
static GsBlock
shape_tile (const Placing *placing, gint tensor, gdouble side)
{
  GsBlock block = gs_block_shape (get_info (placing->layout, tensor), GS_ROOM_DRAWING, 0);

  set_cells (&block, side);
  return block;
}

/* A line for each filter: kernel, map, what follows. What is pooled keeps the size of its map's cells. */
static void
place_maps (Placing *placing, const Stage *stage, gdouble room)
{
  gint tensors[MAX_MAPS + 1], n = 0, lines, across;
  GsBlock tiles[MAX_MAPS + 1];
  gdouble step[MAX_MAPS + 1], group = GROUP_GAP - MAP_GAP, height = 0, x = placing->x;

  if (stage->weights >= 0)
    tensors[n++] = stage->weights;
  for (gint i = 0; i < stage->n_outputs; i++)
    tensors[n++] = stage->outputs[i];
  for (gint i = 0; i < n; i++) {
    gboolean is_kernel = tensors[i] == stage->weights;

    tiles[i] = shape_tile (placing, tensors[i], is_kernel ? KERNEL_SIDE : MAP_SIDE);
    if (!is_kernel && tensors[i] != stage->outputs[0])
      tiles[i].cell_width = tiles[i].cell_height = tiles[i - 1].cell_width;
    step[i] = tiles[i].columns * tiles[i].cell_width + MAP_GAP;
    group += step[i];
    height = MAX (height, tiles[i].rows * tiles[i].cell_height);
  }
  g_assert (n > 0);
  lines = MIN (tiles[0].n_tiles, LINES);
  across = CLAMP ((gint) (room / group), 1, (tiles[0].n_tiles + lines - 1) / lines);
  group = GROUP_GAP - MAP_GAP;
  for (gint i = 0; i < n; i++) {
    gint n_pages = i == 0 && across == 1 ? (tiles[0].n_tiles + lines - 1) / lines : 1;

    step[i] = MAX (step[i], measure_title (placing, tensors[i], n_pages));
    tiles[i].title_width = step[i] - GS_HEADER_HEIGHT - 4;
    group += step[i];
  }
  for (gint i = 0; i < n; i++) {
    GsBlock *tile = &tiles[i];

    tile->page_of = tensors[0];
    tile->raised = (height - tile->rows * tile->cell_height) / 2;
    tile->is_numbered = tensors[i] == stage->weights;
    set_tiles (tile, lines, across, height + get_line_gap (placing), group, get_page (placing, tensors[0]));
    add_block (placing, tile, tensors[i], x, get_top (placing) + tile->raised);
    x += step[i];
  }
  placing->x += across * group + STAGE_GAP - GROUP_GAP;
}

/* The weights of each output as the maps that it reads lie. FALSE if it reads none. */
static gboolean
shape_weights (const Placing *placing, const Stage *stage, GsBlock *block)
{
  const NnTensorInfo *info = get_info (placing->layout, stage->weights),
                     *flat = get_info (placing->layout, stage->reads);
  const NnInstruction *line =
      flat->producer >= 0 ? nn_program_get_instruction (placing->layout->program, flat->producer) : NULL;
  const gint *map;
  gint across, shown;

  if (info->shape.rank != 2 || line == NULL || line->op != NN_OP_FLATTEN)
    return FALSE;
  map = get_info (placing->layout, line->inputs[0])->shape.dim;
  across = (gint) ceil (sqrt (map[1]));
  *block = (GsBlock){ .rows = (map[1] + across - 1) / across * map[2],
                      .columns = across * map[3],
                      .part_rows = map[2],
                      .part_columns = map[3],
                      .n_cells = (gsize) info->shape.dim[0],
                      .n_tiles = info->shape.dim[1],
                      .tile_stride = 1,
                      .cell_stride = (gsize) info->shape.dim[1],
                      .header_width = GS_HEADER_HEIGHT,
                      .raised = get_line_gap (placing) / 2,
                      .title_width = GS_CELL_WIDTH,
                      .is_numbered = TRUE };
  set_cells (block, WEIGHTS_SIDE);
  shown = MIN (block->n_tiles, 10);
  set_tiles (block, MIN (shown, LINES + 1), (shown + LINES) / (LINES + 1),
             block->rows * block->cell_height + get_line_gap (placing),
             block->columns * block->cell_width + LINE_GAP, get_page (placing, stage->weights));
  return TRUE;
}

static void
place_features (Placing *placing, const Stage *stage)
{
  for (gint i = stage->weights >= 0 ? -1 : 0; i < stage->n_outputs; i++) {
    gint tensor = i < 0 ? stage->weights : stage->outputs[i];
    GsBlock block;

    if (i >= 0 || !shape_weights (placing, stage, &block))
      block =
          gs_block_shape (get_info (placing->layout, tensor), GS_ROOM_DRAWING, get_page (placing, tensor));
    block.page_of = tensor;
    block.title_width = MAX (GS_CELL_WIDTH, measure_title (placing, tensor, gs_block_get_n_pages (&block)));
    placing->x += block.header_width - GS_HEADER_HEIGHT;
    add_block (placing, &block, tensor, placing->x, get_top (placing) + block.raised);
    placing->x += MAX (block.width, block.title_width) + (i < stage->n_outputs - 1 ? MAP_GAP : STAGE_GAP);
  }
}

/* Gradients in the same places, in the band below. */
static void
place_gradients (Placing *placing)
{
  GsLayout *layout = placing->layout;
  gdouble top = placing->bottom + BAND_GAP, down = top - GS_LAYOUT_TOP;
  guint n = layout->blocks->len;

  layout->band_top[GS_BAND_VALUES] = GS_LAYOUT_TOP;
  layout->band_bottom[GS_BAND_VALUES] = layout->band_top[GS_BAND_GRADIENTS] =
      layout->band_bottom[GS_BAND_GRADIENTS] = top;
  for (guint i = 0; i < n; i++) {
    GsBlock block = g_array_index (layout->blocks, GsBlock, i);
    gint gradient = get_info (layout, block.tensor)->gradient;

    if (gradient < 0)
      continue;
    add_block (placing, &block, gradient, block.x, block.y + down);
    g_array_index (layout->blocks, GsBlock, layout->blocks->len - 1).band = GS_BAND_GRADIENTS;
  }
  if (layout->blocks->len > n)
    layout->band_bottom[GS_BAND_GRADIENTS] = placing->bottom + BAND_GAP;
  layout->band_top[GS_BAND_UPDATE] = layout->band_bottom[GS_BAND_UPDATE] = layout->height =
      layout->band_bottom[GS_BAND_GRADIENTS];
}

/* A copy lies where the one lies that it is of, be it that it has the gradient's block first. */
static void
share_copies (GsLayout *layout)
{
  for (gint i = 0; i < nn_program_get_n_instructions (layout->program); i++) {
    const NnInstruction *line = nn_program_get_instruction (layout->program, i);

    if (line->op != NN_OP_COPY)
      continue;
    if (layout->block_of[line->output] < 0)
      layout->block_of[line->output] = layout->block_of[line->inputs[0]];
    else if (layout->block_of[line->inputs[0]] < 0)
      layout->block_of[line->inputs[0]] = layout->block_of[line->output];
  }
}

GsLayout *
gs_layout_new_pictures (NnProgram *program, GHashTable *pages, gdouble letters)
{
  GsLayout *layout = gs_layout_new_empty (program);
  Placing placing = { .layout = layout, .pages = pages, .x = GS_LAYOUT_LEFT };
  g_autoptr (GArray) stages = list_stages (layout);

  layout->room = GS_ROOM_DRAWING;
  layout->letters = letters;
  layout->n_lanes = 1;
  place_input (&placing);
  for (guint i = 0; i < stages->len; i++) {
    const Stage *stage = &g_array_index (stages, Stage, i);

    if (stage->has_maps)
      place_maps (&placing, stage, i == 0 ? FIRST_WIDTH : NEXT_WIDTH);
    else
      place_features (&placing, stage);
  }
  layout->width = placing.x;
  place_gradients (&placing);
  share_copies (layout);
  return layout;
}

gboolean
gs_layout_has_pictures (const NnNetwork *network)
{
  return network->input.rank == 3;
}
