/* Which sheets have a strip of numbers, and how large it is. */
#include <math.h>

#include "gs-layout-private.h"
#include "gs-number-table.h"
#include "gs-products-painter.h"

#define LEAST_AROUND 3 /* rows and columns around the selected cell */
#define MOST_AROUND  5
#define BESIDE_TILES 60.0 /* for the tiles' own titles, and arrows */
#define BELOW_MAP    30.0
#define LEAST_MAP    140.0
#define MOST_MAP     300.0
#define MOST_KERNEL  7 /* rows and columns of a kernel that have room for their numbers */

/* The kernel that the sheet's layer slides over its input; NULL if it slides none. */
static const NnShape *
find_kernel (const GsLayout *layout)
{
  for (guint i = 0; i < layout->blocks->len; i++) {
    const GsBlock *block = &g_array_index (layout->blocks, GsBlock, i);
    const NnTensorInfo *info = nn_program_get_tensor (layout->program, block->tensor);
    const NnInstruction *line =
        info->producer >= 0 ? nn_program_get_instruction (layout->program, info->producer) : NULL;

    if (block->band == GS_BAND_VALUES && line != NULL
        && (line->op == NN_OP_CONV || line->op == NN_OP_CONV_NO_BIAS))
      return &nn_program_get_tensor (layout->program, line->inputs[1])->shape;
  }
  return NULL;
}

/* Three tables with their heads, the arrow, the cells around the selected one; titles above, a line below. */
static void
measure (gint rows, gint columns, GsStrip *strip)
{
  const gdouble width = 3 * (columns * GS_PRODUCTS_CELL_WIDTH + GS_TABLE_HEAD_WIDTH)
                        + 2 * GS_PRODUCTS_SIGN_WIDTH + GS_PRODUCTS_ARROW_WIDTH
                        + strip->around * GS_PRODUCTS_CELL_WIDTH + GS_TABLE_HEAD_WIDTH
                        + 3 * GS_PRODUCTS_MARGIN;
  const gdouble height = GS_TABLE_TITLE + GS_TABLE_HEAD_HEIGHT
                         + MAX (rows, strip->around) * GS_PRODUCTS_CELL_HEIGHT + GS_PRODUCTS_FOOT;

  strip->width = ceil (ceil (width) * GS_STRIP_LETTERS);
  strip->height = ceil (ceil (height) * GS_STRIP_LETTERS);
}

void
gs_layout_measure_strip (GsLayout *layout)
{
  const GsTab *tab = layout->choice.tab;
  const NnShape *kernel =
      layout->room == GS_ROOM_LAYER && tab->kind == GS_TAB_LAYER ? find_kernel (layout) : NULL;
  gint rows, columns;

  if (kernel == NULL)
    return;
  rows = MIN (kernel->dim[2], MOST_KERNEL);
  columns = MIN (kernel->dim[3], MOST_KERNEL);
  layout->strip.around = CLAMP (MAX (rows, columns), LEAST_AROUND, MOST_AROUND);
  layout->strip.part = layout->choice.part;
  layout->strip.x = GS_LAYOUT_LEFT;
  measure (rows, columns, &layout->strip);
  layout->width = MAX (layout->width, layout->strip.x + layout->strip.width + GS_LAYOUT_LEFT);
}

void
gs_layout_place_map (GsLayout *layout)
{
  GsStrip *strip = &layout->strip;
  const gdouble right = strip->x + strip->width;
  gdouble x = 0, y = G_MAXDOUBLE;

  for (guint i = 0; strip->width > 0 && i < layout->blocks->len; i++) {
    const GsBlock *block = &g_array_index (layout->blocks, GsBlock, i);

    if (block->band != GS_BAND_VALUES)
      continue;
    x = MAX (x, block->x + MAX (block->width, block->title_width));
    y = MIN (y, block->y);
  }
  strip->map_x = x + BESIDE_TILES;
  strip->map_y = y;
  strip->map_side = floor (MIN (MIN (right - strip->map_x, strip->y - BELOW_MAP - y), MOST_MAP));
  if (strip->map_side < LEAST_MAP)
    strip->map_side = 0;
}

const GsStrip *
gs_layout_get_strip (const GsLayout *layout)
{
  return layout->strip.width > 0 ? &layout->strip : NULL;
}
