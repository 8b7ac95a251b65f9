/* The painter of the data's sheet: rows as lines, under two lines of headings, beside the numbers of the
 * rows. Heading and numbers stay where they are while the rest scrolls.
 *
 *   GsDataScene scene = { .grid = grid, .theme = theme, .scale = 1, .width = 800, .height = 600 };
 *   gs_data_painter_draw_rows (cr, &scene, 1, 50);   // translated to where they lie
 *   gs_data_painter_draw_marks (cr, &scene);
 *   gs_data_painter_draw_heads (cr, &scene);
 *
 * The picture of some rows is the same as long as the grid's revision, the scroll to the right, scale and
 * theme are, so that a screen keeps it.
 */
#pragma once

#include <cairo.h>

#include "app/view/gs-data-grid.h"
#include "gs-theme.h"

G_BEGIN_DECLS

typedef struct {
  GsDataGrid *grid;
  const GsTheme *theme;
  gdouble scale;      /* of everything: the desktop's text */
  gdouble left, top;  /* what is scrolled away, in pixels */
  gint width, height; /* of what is drawn on */
  gboolean focused;
  gint fill_to; /* the row that a drag of the handle has got to; 0: none */
} GsDataScene;

typedef enum {
  GS_DATA_PLACE_NONE,
  GS_DATA_PLACE_CELL,
  GS_DATA_PLACE_ROW,
  GS_DATA_PLACE_COLUMN,
  GS_DATA_PLACE_CORNER,
  GS_DATA_PLACE_HANDLE
} GsDataPlace;

/* Of all rows, the empty one and headings. */
void gs_data_painter_get_size (const GsDataScene *scene, gdouble *width, gdouble *height);
gdouble gs_data_painter_get_row_height (const GsDataScene *scene);
gdouble gs_data_painter_get_head_height (const GsDataScene *scene);
gdouble gs_data_painter_get_side_width (const GsDataScene *scene);

/* What is at a place, with the nearest row and column. */
GsDataPlace gs_data_painter_find (const GsDataScene *scene, gdouble x, gdouble y, gint *row, gint *column);
/* Where a cell lies, in pixels; it may be out of sight. */
void gs_data_painter_get_cell (const GsDataScene *scene,
                               gint row,
                               gint column,
                               gdouble *x,
                               gdouble *y,
                               gdouble *width,
                               gdouble *height);

/* Cells of the rows from `first` to `last`, whose upper edge is at 0. */
void gs_data_painter_draw_rows (cairo_t *cr, const GsDataScene *scene, gint first, gint last);
/* What is marked, over the cells; then headings and numbers of rows, over all of it. */
void gs_data_painter_draw_marks (cairo_t *cr, const GsDataScene *scene);
void gs_data_painter_draw_heads (cairo_t *cr, const GsDataScene *scene);

G_END_DECLS
