/* What is at a place of the layout: headers, the nearest cell; and its ends. */
#include "gs-layout.h"

/* Which header of the block, x and y counted from its first cell. */
static GsHeader
get_header (const GsLayout *layout, const GsBlock *block, gdouble x, gdouble y)
{
  gdouble name = (GS_HEADER_HEIGHT + GS_CAPTION_SPACE) * gs_layout_get_letters (layout);
  gboolean left = x >= -GS_HEADER_HEIGHT && x < 0, above = y >= -GS_HEADER_HEIGHT && y < 0;

  if (above && x >= 0 && x < block->width)
    return GS_HEADER_COLUMN;
  if (left && y >= 0 && y < block->height)
    return GS_HEADER_ROW;
  if ((left && above)
      || (y < -GS_HEADER_HEIGHT && y >= -name && x >= 0 && x < MAX (block->width, GS_CELL_WIDTH)))
    return GS_HEADER_BLOCK;
  return GS_HEADER_NONE;
}

GsHeader
gs_layout_find_header (const GsLayout *layout, gdouble x, gdouble y, gint sample, NnCell *cell)
{
  for (gint i = 0; i < gs_layout_get_n_blocks (layout); i++) {
    const GsBlock *block = gs_layout_get_block (layout, i);
    GsHeader header = get_header (layout, block, x - block->x, y - block->y);

    if (header != GS_HEADER_NONE
        && gs_block_find_cell (block, header == GS_HEADER_COLUMN ? x - block->x : 0,
                               header == GS_HEADER_ROW ? y - block->y : 0, sample, cell))
      return header;
  }
  return GS_HEADER_NONE;
}

gboolean
gs_layout_find_nearest (const GsLayout *layout,
                        GsHeader header,
                        gdouble x,
                        gdouble y,
                        gint sample,
                        NnCell *cell)
{
  const GsBlock *block = gs_layout_find_block (layout, cell->tensor);

  if (block == NULL)
    return FALSE;
  x = header == GS_HEADER_ROW ? 0 : CLAMP (x - block->x, 0, block->width - 0.01);
  y = header == GS_HEADER_COLUMN ? 0 : CLAMP (y - block->y, 0, block->height - 0.01);
  return gs_block_find_cell (block, x, y, sample, cell);
}

NnCell
gs_layout_get_end (const GsLayout *layout, gint sample, gboolean last)
{
  const GsBlock *end = gs_layout_get_block (layout, 0);
  GsSpot spot = { 0 };
  gsize offset;

  for (gint i = 0; last && i < gs_layout_get_n_blocks (layout); i++) {
    const GsBlock *block = gs_layout_get_block (layout, i);

    if (block->band > end->band
        || (block->band == end->band && block->x + block->width >= end->x + end->width))
      end = block;
  }
  if (last)
    spot = (GsSpot){ (end->n_shown - 1) / end->tiles_across, (end->n_shown - 1) % end->tiles_across,
                     end->rows - 1, end->columns - 1 };
  /* The last row of a wrapped vector may be short. */
  while ((offset = gs_block_get_offset (end, sample, &spot)) == G_MAXSIZE && spot.column > 0)
    spot.column--;
  return (NnCell){ end->tensor, offset != G_MAXSIZE ? offset : 0 };
}
