/* A small table of numbers on the colours of the map, as those of a cell's products are: cells, the lines
 * between them, the numbers of rows and columns, a title of two lines above.
 *
 *   GsNumberTable table = { .sight = sight, .theme = theme, .scale = 1, .cell_width = 52, .cell_height = 26,
 *                           .has_numbers = TRUE };
 *   gs_number_table_draw_cell (cr, &table, GS_SEEN_NUMBER, 0.25, 1, x, y);
 *   gs_number_table_draw_lines (cr, &table, x, y, 1, 1);
 *
 * Lengths are pixels.
 */
#pragma once

#include <cairo.h>

#include "app/view/gs-sight.h"
#include "gs-theme.h"

G_BEGIN_DECLS

#define GS_TABLE_TITLE       34.0 /* of a title's two lines, for one of the scale; so are these: */
#define GS_TABLE_HEAD_WIDTH  17.0 /* of the numbers of rows */
#define GS_TABLE_HEAD_HEIGHT 13.0 /* and of columns */

typedef struct {
  const GsSight *sight; /* how numbers are written */
  const GsTheme *theme;
  gdouble scale; /* of letters */
  gdouble cell_width, cell_height;
  gboolean has_numbers; /* else colours alone */
  gboolean is_aligned;  /* numbers have `decimals` places, all of them; else each as many digits as fit */
  gint decimals;
  const GsColour *ink; /* of numbers; NULL: the theme's */
} GsNumberTable;

/* Gives all of these numbers the same decimals: as many as the largest has with the sight's digits, or fewer
 * that have room. Only where none but 0 is written as 0 then. */
void gs_number_table_align (cairo_t *cr, GsNumberTable *table, const gdouble *values, gint n);
/* What one sees of a cell; `largest` is the end of the colours. */
void gs_number_table_draw_cell (cairo_t *cr,
                                const GsNumberTable *table,
                                GsSeen seen,
                                gdouble value,
                                gdouble largest,
                                gdouble x,
                                gdouble y);
/* Around so many rows and columns, and between them where they are large enough. */
void gs_number_table_draw_lines (cairo_t *cr,
                                 const GsNumberTable *table,
                                 gdouble left,
                                 gdouble top,
                                 gint rows,
                                 gint columns);
/* Around so many rows and columns, as what is selected or at work is outlined. */
void gs_number_table_draw_outline (cairo_t *cr,
                                   const GsNumberTable *table,
                                   gdouble left,
                                   gdouble top,
                                   gint rows,
                                   gint columns,
                                   gdouble width);
/* The number of a row, left of the cell at x, y, or of a column, above it. */
void gs_number_table_draw_head (cairo_t *cr,
                                const GsNumberTable *table,
                                gint number,
                                gboolean is_row,
                                gdouble x,
                                gdouble y);
/* The two lines of a title at the top of a drawing, as much of them as `room` has. */
void gs_number_table_draw_title (cairo_t *cr,
                                 const GsNumberTable *table,
                                 const gchar *name,
                                 const gchar *what,
                                 gdouble x,
                                 gdouble room);

G_END_DECLS
