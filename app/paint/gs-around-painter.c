/* The selected cell among its neighbours. */
#include "gs-around-painter.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "gs-painter-private.h"

#define HANDLE 6.0

/* The piece of the map that is shown. */
typedef struct {
  const NnShape *shape;
  gsize map;        /* offset of the map's first cell */
  gint row, column; /* of the selected cell, from 0 */
  gint top, left, rows, columns;
} Piece;

static const NnTensorInfo *
get_info (const GsSight *sight)
{
  return nn_program_get_tensor (sight->program, sight->selected.tensor);
}

gboolean
gs_around_has (const GsSight *sight)
{
  return sight->has_selection && get_info (sight)->shape.rank == 4
         && get_info (sight)->shape.dim[2] * get_info (sight)->shape.dim[3] > 1;
}

static Piece
find_piece (const GsAroundScene *scene)
{
  const GsSight *sight = scene->table.sight;
  const NnShape *shape = &get_info (sight)->shape;
  const gsize width = (gsize) shape->dim[3], cells = (gsize) shape->dim[2] * width;
  const gsize place = sight->selected.offset % cells;
  Piece piece = { .shape = shape,
                  .map = sight->selected.offset - place,
                  .row = (gint) (place / width),
                  .column = (gint) (place % width),
                  .rows = MIN (scene->side, shape->dim[2]),
                  .columns = MIN (scene->side, shape->dim[3]) };

  piece.top = CLAMP (piece.row - piece.rows / 2, 0, shape->dim[2] - piece.rows);
  piece.left = CLAMP (piece.column - piece.columns / 2, 0, shape->dim[3] - piece.columns);
  return piece;
}

static NnCell
get_cell (const GsAroundScene *scene, const Piece *piece, gint row, gint column)
{
  return (NnCell){ scene->table.sight->selected.tensor,
                   piece->map + (gsize) ((piece->top + row) * piece->shape->dim[3] + piece->left + column) };
}

static gboolean
is_partial (const GsAroundScene *scene, const NnCell *cell)
{
  const GsSight *sight = scene->table.sight;

  return sight->writing != NULL && nn_cell_equal (gs_explanation_get_cell (sight->writing), cell)
         && !gs_sight_is_hidden (sight, cell);
}

/* While the cell is written term by term, what it has come to so far. */
static GsSeen
see (const GsAroundScene *scene, const NnCell *cell, gdouble *value)
{
  const GsSight *sight = scene->table.sight;
  GsSeen seen = gs_sight_see (sight, cell, value);

  if (seen != GS_SEEN_BLANK || !is_partial (scene, cell))
    return seen;
  *value = sight->term.running;
  return GS_SEEN_NUMBER;
}

static void
draw_selected (cairo_t *cr, const GsAroundScene *scene, gdouble x, gdouble y)
{
  const gdouble width = scene->table.cell_width, height = scene->table.cell_height;

  gs_paint_set_colour (cr, &scene->table.theme->accent);
  cairo_set_line_width (cr, 3 + scene->table.theme->outline);
  cairo_rectangle (cr, round (x) + 0.5, round (y) + 0.5, round (width), round (height));
  cairo_stroke (cr);
  cairo_rectangle (cr, round (x + width) - HANDLE / 2, round (y + height) - HANDLE / 2, HANDLE, HANDLE);
  cairo_fill (cr);
}

gchar *
gs_around_name_map (const GsSight *sight)
{
  const NnShape *shape = &get_info (sight)->shape;
  const gsize channels = (gsize) shape->dim[1];
  const gsize map = sight->selected.offset / ((gsize) shape->dim[2] * (gsize) shape->dim[3]);

  return g_strdup_printf ("%s[%zu,%zu]", get_info (sight)->name, map / channels + 1, map % channels + 1);
}

static void
draw_heads (cairo_t *cr, const GsAroundScene *scene, const Piece *piece)
{
  const GsNumberTable *table = &scene->table;

  for (gint row = 0; row < piece->rows; row++)
    gs_number_table_draw_head (cr, table, piece->top + row + 1, TRUE, scene->x,
                               scene->y + row * table->cell_height);
  for (gint column = 0; column < piece->columns; column++)
    gs_number_table_draw_head (cr, table, piece->left + column + 1, FALSE,
                               scene->x + column * table->cell_width, scene->y);
}

static void
align (cairo_t *cr, const GsAroundScene *scene, const Piece *piece, GsNumberTable *table)
{
  g_autofree gdouble *values = g_new (gdouble, piece->rows * piece->columns);
  gint n = 0;

  for (gint i = 0; i < piece->rows * piece->columns; i++) {
    NnCell cell = get_cell (scene, piece, i / piece->columns, i % piece->columns);

    if (see (scene, &cell, &values[n]) == GS_SEEN_NUMBER)
      n++;
  }
  gs_number_table_align (cr, table, values, n);
}

/* A sum that is not whole yet has the accent's letters and no colour. */
static void
draw_neighbour (cairo_t *cr,
                const GsAroundScene *scene,
                const GsNumberTable *table,
                const Piece *piece,
                gdouble largest,
                gint row,
                gint column)
{
  const NnCell cell = get_cell (scene, piece, row, column);
  const gboolean is_open = is_partial (scene, &cell);
  GsNumberTable own = *table;
  gdouble value = 0;
  GsSeen seen = see (scene, &cell, &value);

  own.ink = is_open ? &table->theme->accent : NULL;
  gs_number_table_draw_cell (cr, &own, seen, value, is_open ? INFINITY : largest,
                             scene->x + column * table->cell_width, scene->y + row * table->cell_height);
}

void
gs_around_draw (cairo_t *cr, const GsAroundScene *scene)
{
  GsNumberTable aligned = scene->table, *table = &aligned;
  g_autofree gchar *name = NULL;
  gdouble largest;
  Piece piece;

  if (!gs_around_has (scene->table.sight))
    return;
  piece = find_piece (scene);
  largest = gs_sight_get_largest (table->sight, table->sight->selected.tensor);
  align (cr, scene, &piece, table);
  name = gs_around_name_map (table->sight);
  gs_number_table_draw_title (cr, table, name, C_ ("table", "around the cell"), scene->x,
                              scene->side * table->cell_width);
  if (table->has_numbers)
    draw_heads (cr, scene, &piece);
  for (gint row = 0; row < piece.rows; row++)
    for (gint column = 0; column < piece.columns; column++)
      draw_neighbour (cr, scene, table, &piece, largest, row, column);
  gs_number_table_draw_lines (cr, table, scene->x, scene->y, piece.rows, piece.columns);
  draw_selected (cr, scene, scene->x + (piece.column - piece.left) * table->cell_width,
                 scene->y + (piece.row - piece.top) * table->cell_height);
}

gboolean
gs_around_find_cell (const GsAroundScene *scene, gdouble x, gdouble y, NnCell *cell)
{
  const gint row = (gint) floor ((y - scene->y) / scene->table.cell_height);
  const gint column = (gint) floor ((x - scene->x) / scene->table.cell_width);
  Piece piece;

  if (!gs_around_has (scene->table.sight))
    return FALSE;
  piece = find_piece (scene);
  if (row < 0 || column < 0 || row >= piece.rows || column >= piece.columns)
    return FALSE;
  *cell = get_cell (scene, &piece, row, column);
  return TRUE;
}
