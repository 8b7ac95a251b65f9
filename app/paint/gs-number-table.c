/* Numbers on colours in a grid with heads and a title. */
#include "gs-number-table.h"

#include <math.h>

#include "gs-painter-private.h"

#define SIZE 12.0

static gdouble
get_size (const GsNumberTable *table)
{
  return MIN (SIZE * table->scale, table->cell_height * 0.6);
}

void
gs_number_table_align (cairo_t *cr, GsNumberTable *table, const gdouble *values, gint n)
{
  gdouble least = INFINITY, largest = 0;
  gchar buffer[GS_VIEW_BUFFER];
  gint decimals;

  for (gint i = 0; i < n; i++) {
    largest = MAX (largest, fabs (values[i]));
    least = values[i] != 0 ? MIN (least, fabs (values[i])) : least;
  }
  if (table->sight->scientific || largest <= 0 || !isfinite (largest))
    return;
  decimals = table->sight->digits - 1 - (gint) floor (log10 (largest));
  for (; decimals > 0; decimals--) {
    gs_view_format_fixed (-largest, decimals, buffer);
    if (gs_paint_measure (cr, buffer, get_size (table), FALSE) <= table->cell_width - 4)
      break;
  }
  table->decimals = decimals;
  table->is_aligned = decimals > 0 && decimals < 16 && least >= 0.5 * pow (10, -decimals);
}

/* With as many digits as fit. */
static void
write_number (cairo_t *cr, const GsNumberTable *table, gdouble value, gchar buffer[GS_VIEW_BUFFER])
{
  const gdouble room = table->cell_width - 4, size = get_size (table);

  if (table->is_aligned) {
    gs_view_format_fixed (value, table->decimals, buffer);
    return;
  }
  for (gint digits = table->sight->digits; digits >= 2; digits--)
    if (gs_paint_measure (cr, gs_sight_format (table->sight, value, digits, buffer), size, FALSE) <= room)
      return;
  gs_view_format_power (value, buffer);
}

static void
draw_number (cairo_t *cr, const GsNumberTable *table, gdouble x, gdouble y, gdouble value)
{
  const gdouble size = get_size (table);
  gchar buffer[GS_VIEW_BUFFER];
  gdouble width;

  write_number (cr, table, value, buffer);
  width = gs_paint_measure (cr, buffer, size, FALSE);
  gs_paint_set_colour (cr, table->ink != NULL ? table->ink : &table->theme->ink);
  gs_paint_text (cr, buffer, x + (table->cell_width - width) / 2, y + table->cell_height / 2 + size * 0.36,
                 size, FALSE);
}

void
gs_number_table_draw_cell (cairo_t *cr,
                           const GsNumberTable *table,
                           GsSeen seen,
                           gdouble value,
                           gdouble largest,
                           gdouble x,
                           gdouble y)
{
  gdouble side = MIN (table->cell_width, table->cell_height);
  GsColour colour = table->theme->canvas;

  if (seen == GS_SEEN_NUMBER && isfinite (value))
    colour = gs_theme_unpack (gs_theme_map (table->theme, largest > 0 ? value / largest : 0));
  else if (seen == GS_SEEN_HIDDEN)
    colour = table->theme->tint;
  gs_paint_set_colour (cr, &colour);
  cairo_rectangle (cr, x, y, table->cell_width, table->cell_height);
  cairo_fill (cr);
  if (seen == GS_SEEN_BLANK && side < 8)
    return;
  if (seen == GS_SEEN_BLANK) {
    gs_paint_set_colour (cr, &table->theme->dot);
    cairo_arc (cr, x + table->cell_width / 2, y + table->cell_height / 2, 1.5, 0, 2 * G_PI);
    cairo_fill (cr);
  } else if (table->has_numbers && seen == GS_SEEN_NUMBER) {
    draw_number (cr, table, x, y, value);
  } else if (table->has_numbers) {
    gs_paint_set_colour (cr, &table->theme->accent);
    gs_paint_text (cr, "?", x + table->cell_width / 2 - 3, y + table->cell_height / 2 + 5, 12 * table->scale,
                   TRUE);
  }
}

void
gs_number_table_draw_lines (cairo_t *cr,
                            const GsNumberTable *table,
                            gdouble left,
                            gdouble top,
                            gint rows,
                            gint columns)
{
  const gdouble right = left + columns * table->cell_width, bottom = top + rows * table->cell_height;

  gs_paint_set_colour (cr, &table->theme->grid);
  cairo_set_line_width (cr, 1);
  for (gint row = 0; row <= rows && table->cell_height >= 6; row++) {
    cairo_move_to (cr, left, round (top + row * table->cell_height) + 0.5);
    cairo_line_to (cr, right, round (top + row * table->cell_height) + 0.5);
  }
  for (gint column = 0; column <= columns && table->cell_width >= 6; column++) {
    cairo_move_to (cr, round (left + column * table->cell_width) + 0.5, top);
    cairo_line_to (cr, round (left + column * table->cell_width) + 0.5, bottom);
  }
  cairo_rectangle (cr, round (left) + 0.5, round (top) + 0.5, round (right - left), round (bottom - top));
  cairo_stroke (cr);
}

void
gs_number_table_draw_outline (cairo_t *cr,
                              const GsNumberTable *table,
                              gdouble left,
                              gdouble top,
                              gint rows,
                              gint columns,
                              gdouble width)
{
  gs_paint_set_colour (cr, &table->theme->accent);
  cairo_set_line_width (cr, width + table->theme->outline);
  cairo_rectangle (cr, round (left) + 0.5, round (top) + 0.5, round (columns * table->cell_width),
                   round (rows * table->cell_height));
  cairo_stroke (cr);
}

void
gs_number_table_draw_head (cairo_t *cr,
                           const GsNumberTable *table,
                           gint number,
                           gboolean is_row,
                           gdouble x,
                           gdouble y)
{
  const gdouble scale = table->scale, size = 9.5 * scale;
  gchar text[16];
  gdouble width;

  g_snprintf (text, sizeof text, "%d", number);
  width = gs_paint_measure (cr, text, size, FALSE);
  gs_paint_set_colour (cr, &table->theme->head);
  if (is_row)
    cairo_rectangle (cr, x - GS_TABLE_HEAD_WIDTH * scale, y, GS_TABLE_HEAD_WIDTH * scale - 1,
                     table->cell_height);
  else
    cairo_rectangle (cr, x, y - GS_TABLE_HEAD_HEIGHT * scale, table->cell_width,
                     GS_TABLE_HEAD_HEIGHT * scale - 1);
  cairo_fill (cr);
  gs_paint_set_colour (cr, &table->theme->dim);
  if (is_row)
    gs_paint_text (cr, text, x - (GS_TABLE_HEAD_WIDTH * scale + width) / 2,
                   y + table->cell_height / 2 + size * 0.36, size, FALSE);
  else
    gs_paint_text (cr, text, x + (table->cell_width - width) / 2, y - 3.5 * scale, size, FALSE);
}

void
gs_number_table_draw_title (cairo_t *cr,
                            const GsNumberTable *table,
                            const gchar *name,
                            const gchar *what,
                            gdouble x,
                            gdouble room)
{
  gdouble scale = table->scale;
  g_autofree gchar *shown = gs_paint_shorten (cr, name, room, 12 * scale, TRUE);
  g_autofree gchar *words = gs_paint_shorten (cr, what, room, 11 * scale, FALSE);

  gs_paint_set_colour (cr, &table->theme->text);
  gs_paint_text (cr, shown, x, (GS_TABLE_TITLE - 20) * scale, 12 * scale, TRUE);
  gs_paint_set_colour (cr, &table->theme->dim);
  gs_paint_text (cr, words, x, (GS_TABLE_TITLE - 6) * scale, 11 * scale, FALSE);
}
