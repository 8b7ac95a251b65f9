/* What the files of a worksheet share. */
#pragma once

#include "gs-worksheet.h"

G_BEGIN_DECLS

/* ---- tables ---- */

/* Cells of one tensor as a grid. Of a tensor with more than two axes it is one of several. */
typedef struct {
  gint tensor;
  gint column; /* in which it stands, in the order of the pass: dz1 and dW1 in that of z1 */
  gsize first; /* the offset of its upper left cell */
  gint rows, columns;
  gint stride;    /* from row to row */
  gdouble side;   /* room for the names or numbers of rows */
  gdouble widest; /* of the numbers that are printed in it */
  gchar *title;
} GsPaperTable;

/* Elements GsPaperTable, in program order: of what is asked in a phase, or of what is given. Caller unrefs.
 */
GPtrArray *gs_paper_list_asked (const GsExercise *exercise, NnPhase first, NnPhase last);
GPtrArray *gs_paper_list_given (const GsExercise *exercise);

/* A cell to write in, and one that is printed. */
#define GS_PAPER_WRITE_WIDTH  (16.6 * GS_PAPER_MM)
#define GS_PAPER_WRITE_HEIGHT (10 * GS_PAPER_MM)
#define GS_PAPER_GIVEN_WIDTH  (11.5 * GS_PAPER_MM)
#define GS_PAPER_GIVEN_HEIGHT (6.2 * GS_PAPER_MM)

typedef struct {
  gdouble width, height; /* of a cell */
  gdouble
      room; /* for the whole table; its cells get narrower where it is too wide, and wider for long numbers */
  gboolean shows_asked; /* the key: with the numbers */
} GsPaperCells;

gdouble gs_paper_measure_table (const GsPaperTable *table, const GsPaperCells *cells);
gdouble gs_paper_get_table_height (const GsPaperTable *table, const GsPaperCells *cells);
void gs_paper_draw_table (cairo_t *cr,
                          const GsExercise *exercise,
                          const GsPaperTable *table,
                          const GsPaperCells *cells,
                          gdouble x,
                          gdouble y);

/* A number that is given: exact if it is short, else with two digits more than are asked for. Caller frees.
 */
gchar *gs_paper_print_given (const GsExercise *exercise, gdouble value);

/* ---- the network ---- */

/* Draws it as circles and lines within the width and says how high that is; 0, and nothing drawn, where it is
 * no chain of a few small dense layers. */
gdouble gs_paper_draw_network (cairo_t *cr, const GsExercise *exercise, gdouble width);

G_END_DECLS
