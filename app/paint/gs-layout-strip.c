/* Which sheets have a strip of numbers, and how large it is. */
#include <math.h>

#include "gs-layout-private.h"
#include "gs-number-table.h"
#include "gs-products-painter.h"

#define LEAST_AROUND 3 /* rows and columns around the selected cell */
#define MOST_AROUND  5
#define LEAST_TABLES 300.0 /* for the line below, and where there are no tables for what is said instead */
#define BESIDE_TILES 60.0  /* for the tiles' own titles, and arrows */
#define BELOW_MAP    30.0
#define LEAST_MAP    140.0
#define MOST_MAP     300.0
#define MOST_KERNEL  7 /* rows and columns of a kernel that have room for their numbers */

/* A window that slides over a picture: its rows and columns, and how many tables its numbers make. */
typedef struct {
  gint rows, columns, n_tables;
} Window;

static gint
get_attribute (const NnInstruction *line, const gchar *name)
{
  const NnOpInfo *op = nn_op_get (line->op);

  for (gint i = 0; i < op->n_attributes; i++)
    if (g_str_equal (op->attributes[i], name))
      return line->attributes[i];
  return 0;
}

static gboolean
read_window (const GsLayout *layout, const NnInstruction *line, Window *window)
{
  switch ((gint) line->op) {
  case NN_OP_CONV:
  case NN_OP_CONV_NO_BIAS: {
    const NnShape *kernel = &nn_program_get_tensor (layout->program, line->inputs[1])->shape;

    *window = (Window){ kernel->dim[2], kernel->dim[3], 3 };
    return TRUE;
  }
  case NN_OP_POOL_MAX:
  case NN_OP_POOL_MEAN:
  case NN_OP_POOL_MEAN_PADDED:
    *window = (Window){ get_attribute (line, "kh"), get_attribute (line, "kw"), 1 };
    return TRUE;
  default: return FALSE;
  }
}

/* That which the sheet's layer slides over its input. FALSE if it slides none. */
static gboolean
find_window (const GsLayout *layout, Window *window)
{
  for (guint i = 0; i < layout->blocks->len; i++) {
    const GsBlock *block = &g_array_index (layout->blocks, GsBlock, i);
    const NnTensorInfo *info = nn_program_get_tensor (layout->program, block->tensor);
    const NnInstruction *line =
        info->producer >= 0 ? nn_program_get_instruction (layout->program, info->producer) : NULL;

    /* What another layer's window has made may be there, too: as what this one reads. */
    if (block->band == GS_BAND_VALUES && line != NULL && line->layer == layout->choice.tab->layer
        && read_window (layout, line, window))
      return TRUE;
  }
  return FALSE;
}

/* The tables with their heads, the arrow, the cells around the selected one; titles above, a line below. */
static void
measure (const Window *window, gint rows, gint columns, GsStrip *strip)
{
  const gdouble tables = window->n_tables * (columns * GS_PRODUCTS_CELL_WIDTH + GS_TABLE_HEAD_WIDTH)
                         + (window->n_tables - 1) * GS_PRODUCTS_SIGN_WIDTH;
  const gdouble width = MAX (tables, LEAST_TABLES) + GS_PRODUCTS_ARROW_WIDTH
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
  gint rows, columns;
  Window window;

  if (layout->room != GS_ROOM_LAYER || tab->kind != GS_TAB_LAYER || !find_window (layout, &window))
    return;
  rows = MIN (window.rows, MOST_KERNEL);
  columns = MIN (window.columns, MOST_KERNEL);
  layout->strip.around = CLAMP (MAX (rows, columns), LEAST_AROUND, MOST_AROUND);
  layout->strip.part = layout->choice.part;
  layout->strip.x = GS_LAYOUT_LEFT;
  measure (&window, rows, columns, &layout->strip);
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
