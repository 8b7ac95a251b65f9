/* The painter of the data's sheet. */
#include "gs-data-painter.h"

#include <math.h>

#include "gs-painter-private.h"

#define ROW_HEIGHT   29.0
#define GROUP_HEIGHT 24.0
#define TITLE_HEIGHT 24.0
#define SIDE_WIDTH   64.0
#define NUMBER_WIDTH 84.0
#define PADDING      8.0
#define TEXT_SIZE    12.0
#define TITLE_LETTER 8.0
#define BAR_WIDTH    48.0

/* ---- sizes ---- */

/* Numbers are as wide as their titles, within reason. */
static gdouble
get_width (const GsDataScene *scene, gint column)
{
  static const gdouble widths[] = { [GS_DATA_NAME] = 130,
                                    [GS_DATA_INPUT] = NUMBER_WIDTH,
                                    [GS_DATA_TARGET] = NUMBER_WIDTH,
                                    [GS_DATA_CLASS] = 110,
                                    [GS_DATA_SET] = 60,
                                    [GS_DATA_BATCH] = 84,
                                    [GS_DATA_OUTPUT] = NUMBER_WIDTH,
                                    [GS_DATA_ANSWER] = 124,
                                    [GS_DATA_ERROR] = 128 };
  const GsDataColumn *at = gs_data_grid_get_column (scene->grid, column);
  gdouble width = widths[at->kind];

  if (gs_data_kind_is_number (at->kind))
    width = CLAMP (g_utf8_strlen (at->title, -1) * TITLE_LETTER + 2 * PADDING, width, 2 * width);
  return width * scene->scale;
}

/* The left edge of a column, before it is scrolled. */
static gdouble
get_left (const GsDataScene *scene, gint column)
{
  gdouble x = SIDE_WIDTH * scene->scale;

  for (gint i = 0; i < column; i++)
    x += get_width (scene, i);
  return x;
}

gdouble
gs_data_painter_get_row_height (const GsDataScene *scene)
{
  return round (ROW_HEIGHT * scene->scale);
}

gdouble
gs_data_painter_get_head_height (const GsDataScene *scene)
{
  return round ((GROUP_HEIGHT + TITLE_HEIGHT) * scene->scale);
}

gdouble
gs_data_painter_get_side_width (const GsDataScene *scene)
{
  return SIDE_WIDTH * scene->scale;
}

void
gs_data_painter_get_size (const GsDataScene *scene, gdouble *width, gdouble *height)
{
  *width = get_left (scene, gs_data_grid_get_n_columns (scene->grid)) + 2;
  *height = gs_data_painter_get_head_height (scene)
            + (gs_data_grid_get_n_rows (scene->grid) + 1) * gs_data_painter_get_row_height (scene) + 2;
}

void
gs_data_painter_get_cell (const GsDataScene *scene,
                          gint row,
                          gint column,
                          gdouble *x,
                          gdouble *y,
                          gdouble *width,
                          gdouble *height)
{
  *x = get_left (scene, column) - scene->left;
  *height = gs_data_painter_get_row_height (scene);
  *y = gs_data_painter_get_head_height (scene) + (row - 1) * *height - scene->top;
  *width = get_width (scene, column);
}

static gint
find_column (const GsDataScene *scene, gdouble x)
{
  gint n = gs_data_grid_get_n_columns (scene->grid), column = 0;
  gdouble right = SIDE_WIDTH * scene->scale - scene->left + get_width (scene, 0);

  while (column < n - 1 && x >= right)
    right += get_width (scene, ++column);
  return column;
}

/* The end of what is marked. */
static void
get_handle (const GsDataScene *scene, gdouble *x, gdouble *y)
{
  GsDataBox box = gs_data_grid_get_box (scene->grid);
  gdouble width, height;

  gs_data_painter_get_cell (scene, box.bottom, box.right, x, y, &width, &height);
  *x = round (*x + width);
  *y = round (*y + height);
}

GsDataPlace
gs_data_painter_find (const GsDataScene *scene, gdouble x, gdouble y, gint *row, gint *column)
{
  gdouble head = gs_data_painter_get_head_height (scene), side = SIDE_WIDTH * scene->scale, handle_x,
          handle_y;
  gdouble right = get_left (scene, gs_data_grid_get_n_columns (scene->grid)) - scene->left;
  gint last = gs_data_grid_get_n_rows (scene->grid) + 1;
  gdouble at = floor ((y - head + scene->top) / gs_data_painter_get_row_height (scene)) + 1;

  *row = (gint) CLAMP (at, 1, last);
  *column = find_column (scene, x);
  get_handle (scene, &handle_x, &handle_y);
  if (fabs (x - handle_x) <= 5 && fabs (y - handle_y) <= 5 && y > head)
    return GS_DATA_PLACE_HANDLE;
  if (x >= right || at > last)
    return GS_DATA_PLACE_NONE;
  if (y < head)
    return x < side ? GS_DATA_PLACE_CORNER : GS_DATA_PLACE_COLUMN;
  return x < side ? GS_DATA_PLACE_ROW : GS_DATA_PLACE_CELL;
}

/* ---- cells ---- */

static void
fill (cairo_t *cr, const GsColour *colour, gdouble x, gdouble y, gdouble width, gdouble height)
{
  gs_paint_set_colour (cr, colour);
  cairo_rectangle (cr, x, y, width, height);
  cairo_fill (cr);
}

/* A text in its box: numbers at the right, words at the left. */
static void
draw_text (cairo_t *cr,
           const GsDataScene *scene,
           const gchar *text,
           const gdouble *box,
           gboolean right,
           gboolean bold)
{
  gdouble size = TEXT_SIZE * scene->scale, padding = PADDING * scene->scale;
  g_autofree gchar *cut = gs_paint_shorten (cr, text, box[2] - 2 * padding, size, bold);
  gdouble x = right ? box[0] + box[2] - padding - gs_paint_measure (cr, cut, size, bold) : box[0] + padding;

  gs_paint_text (cr, cut, x, box[1] + box[3] / 2 + size * 0.36, size, bold);
}

/* A check or a cross in front of the answer. */
static gdouble
draw_mark (cairo_t *cr, const GsDataScene *scene, gint right, const gdouble *box)
{
  gdouble s = 4 * scene->scale, x = box[0] + PADDING * scene->scale + s, y = box[1] + box[3] / 2;

  if (right == 0)
    return 0;
  gs_paint_set_colour (cr, right > 0 ? &scene->theme->ok : &scene->theme->error);
  cairo_set_line_width (cr, 1.75 * scene->scale);
  if (right > 0) {
    cairo_move_to (cr, x - s, y);
    cairo_line_to (cr, x - s * 0.2, y + s * 0.8);
    cairo_line_to (cr, x + s, y - s);
  } else {
    cairo_move_to (cr, x - s, y - s);
    cairo_line_to (cr, x + s, y + s);
    cairo_move_to (cr, x - s, y + s);
    cairo_line_to (cr, x + s, y - s);
  }
  cairo_stroke (cr);
  return 3 * s;
}

/* How far it is off, beside the worst: as a bar at the left of the number, strong where the answer is wrong.
 */
static void
draw_bar (cairo_t *cr, const GsDataScene *scene, gint row, const gdouble *box)
{
  gdouble share = gs_data_grid_get_share (scene->grid, row), height = 8 * scene->scale;
  GsColour colour = scene->theme->accent;

  if (share == 0)
    return;
  cairo_set_source_rgba (cr, colour.red, colour.green, colour.blue,
                         gs_data_grid_is_right (scene->grid, row) > 0 ? 0.55 : 1);
  cairo_rectangle (cr, box[0] + PADDING * scene->scale, round (box[1] + (box[3] - height) / 2),
                   MAX (share * BAR_WIDTH * scene->scale, 1), height);
  cairo_fill (cr);
}

/* As many digits as there is room for: half an exponent would be another number. Caller frees. */
static gchar *
print_number (cairo_t *cr, const GsDataScene *scene, gint row, gint column, gdouble room)
{
  const GsSight *sight = gs_view_get_sight (gs_data_grid_get_view (scene->grid));
  gdouble size = TEXT_SIZE * scene->scale, value;
  gchar buffer[GS_VIEW_BUFFER];

  if (!gs_data_grid_get_value (scene->grid, row, column, &value))
    return NULL;
  for (gint digits = sight->digits; digits >= 2; digits--)
    if (gs_paint_measure (cr, gs_sight_format (sight, value, digits, buffer), size, FALSE) <= room)
      return g_strdup (buffer);
  return g_strdup (gs_view_format_power (value, buffer));
}

/* For a number; the error has a bar beside it. */
static gdouble
get_room (const GsDataScene *scene, GsDataKind kind, gdouble width)
{
  return width - ((kind == GS_DATA_ERROR ? BAR_WIDTH + PADDING : 0) + 2 * PADDING) * scene->scale;
}

static void
draw_cell (cairo_t *cr, const GsDataScene *scene, gint row, gint column, const gdouble *place)
{
  const GsDataColumn *at = gs_data_grid_get_column (scene->grid, column);
  gdouble tone = gs_data_grid_get_tone (scene->grid, row, column);
  g_autofree gchar *number = gs_data_kind_is_number (at->kind)
                                 ? print_number (cr, scene, row, column, get_room (scene, at->kind, place[2]))
                                 : NULL;
  g_autofree gchar *text =
      number != NULL ? g_steal_pointer (&number) : gs_data_grid_get_text (scene->grid, row, column);
  gdouble box[] = { place[0], place[1], place[2], place[3] };
  gint right = at->kind == GS_DATA_ANSWER ? gs_data_grid_is_right (scene->grid, row) : 0;

  if (tone != 0) {
    GsColour colour = gs_theme_unpack (gs_theme_map (scene->theme, tone));

    fill (cr, &colour, box[0], box[1], box[2], box[3]);
  }
  fill (cr, &scene->theme->grid, box[0] + box[2] - 1, box[1], 1, box[3]);
  if (at->kind == GS_DATA_ERROR)
    draw_bar (cr, scene, row, box);
  if (at->kind == GS_DATA_ANSWER) {
    gdouble room = draw_mark (cr, scene, right, box);

    box[0] += room;
    box[2] -= room;
  }
  gs_paint_set_colour (cr, right < 0                           ? &scene->theme->error
                           : at->kind == GS_DATA_BATCH         ? &scene->theme->accent
                           : at->kind == GS_DATA_SET           ? &scene->theme->dim
                           : gs_data_kind_is_number (at->kind) ? &scene->theme->ink
                                                               : &scene->theme->text);
  draw_text (cr, scene, text, box, gs_data_kind_is_number (at->kind), FALSE);
}

void
gs_data_painter_draw_rows (cairo_t *cr, const GsDataScene *scene, gint first, gint last)
{
  gdouble height = gs_data_painter_get_row_height (scene), side = SIDE_WIDTH * scene->scale;
  gint n = gs_data_grid_get_n_columns (scene->grid);

  last = MIN (last, gs_data_grid_get_n_rows (scene->grid) + 1);
  for (gint row = first; row <= last; row++) {
    gdouble y = (row - first) * height, x = side - scene->left;

    fill (cr, &scene->theme->canvas, 0, y, scene->width, height);
    for (gint column = 0; column < n && x < scene->width; column++) {
      gdouble place[] = { round (x), y, round (x + get_width (scene, column)) - round (x), height };

      if (x + place[2] > side)
        draw_cell (cr, scene, row, column, place);
      x += get_width (scene, column);
    }
    fill (cr, &scene->theme->grid, 0, y + height - 1, MIN (x, scene->width), 1);
  }
}

/* ---- marks ---- */

static void
outline (cairo_t *cr, const GsDataScene *scene, const GsDataBox *box, gdouble width)
{
  gdouble x, y, w, h, right, bottom;

  gs_data_painter_get_cell (scene, box->top, box->left, &x, &y, &w, &h);
  gs_data_painter_get_cell (scene, box->bottom, box->right, &right, &bottom, &w, &h);
  x = round (x) - 0.5;
  y = round (y) - 0.5;
  gs_paint_set_colour (cr, &scene->theme->accent);
  cairo_set_line_width (cr, width + scene->theme->outline);
  cairo_rectangle (cr, x, y, round (right + w) - x - 0.5, round (bottom + h) - y - 0.5);
  cairo_stroke (cr);
}

static void
tint (cairo_t *cr, const GsDataScene *scene, const GsDataBox *box)
{
  gdouble x, y, w, h, right, bottom;

  gs_data_painter_get_cell (scene, box->top, box->left, &x, &y, &w, &h);
  gs_data_painter_get_cell (scene, box->bottom, box->right, &right, &bottom, &w, &h);
  cairo_set_source_rgba (cr, scene->theme->accent.red, scene->theme->accent.green, scene->theme->accent.blue,
                         0.14);
  cairo_rectangle (cr, x, y, right + w - x, bottom + h - y);
  cairo_fill (cr);
}

void
gs_data_painter_draw_marks (cairo_t *cr, const GsDataScene *scene)
{
  static const gdouble dashes[] = { 4, 3 };
  GsDataBox box = gs_data_grid_get_box (scene->grid), cell;
  gint stepped = gs_data_grid_get_stepped (scene->grid);
  gdouble x, y;

  if (stepped > 0) {
    cell = (GsDataBox){ stepped, 0, stepped, gs_data_grid_get_n_columns (scene->grid) - 1 };
    outline (cr, scene, &cell, 1.75);
  }
  if (box.top < box.bottom || box.left < box.right) {
    tint (cr, scene, &box);
    outline (cr, scene, &box, 1.75);
  }
  gs_data_grid_get_cursor (scene->grid, &cell.top, &cell.left);
  cell.bottom = cell.top;
  cell.right = cell.left;
  outline (cr, scene, &cell, scene->focused ? 3 : 1.75);
  if (scene->fill_to > box.bottom) {
    cell = (GsDataBox){ box.top, box.left, scene->fill_to, box.right };
    cairo_set_dash (cr, dashes, 2, 0);
    outline (cr, scene, &cell, 1.75);
    cairo_set_dash (cr, NULL, 0, 0);
  }
  get_handle (scene, &x, &y);
  fill (cr, &scene->theme->canvas, x - 4, y - 4, 8, 8);
  fill (cr, &scene->theme->accent, x - 3, y - 3, 6, 6);
}

/* ---- headings ---- */

static void
draw_row_head (cairo_t *cr, const GsDataScene *scene, gint row)
{
  gdouble x, y, width, height, side = SIDE_WIDTH * scene->scale, s = scene->scale;
  gboolean is_new = row > gs_data_grid_get_n_rows (scene->grid),
           stepped = row == gs_data_grid_get_stepped (scene->grid);
  gboolean in_batch = gs_data_grid_get_place (scene->grid, row) > 0;
  g_autofree gchar *text =
      is_new ? g_strdup ("*") : g_strdup_printf ("%d", gs_data_grid_get_number (scene->grid, row));

  gs_data_painter_get_cell (scene, row, 0, &x, &y, &width, &height);
  fill (cr, stepped ? &scene->theme->tint : &scene->theme->head, 0, y, side, height);
  fill (cr, &scene->theme->grid, 0, y + height - 1, side, 1);
  if (in_batch)
    fill (cr, &scene->theme->accent, 0, y, 3 * s, height - 1);
  gs_paint_set_colour (cr, in_batch ? &scene->theme->accent : &scene->theme->dim);
  draw_text (cr, scene, text, (gdouble[]){ 0, y, side, height }, TRUE, in_batch);
  if (!stepped)
    return;
  cairo_move_to (cr, 9 * s, y + height / 2 - 4.5 * s);
  cairo_line_to (cr, 17 * s, y + height / 2);
  cairo_line_to (cr, 9 * s, y + height / 2 + 4.5 * s);
  cairo_close_path (cr);
  cairo_fill (cr);
}

/* The group's name stands over its first column; where that is scrolled away, at the left edge. */
static void
draw_column_heads (cairo_t *cr, const GsDataScene *scene)
{
  gdouble group = GROUP_HEIGHT * scene->scale, title = TITLE_HEIGHT * scene->scale,
          side = SIDE_WIDTH * scene->scale;
  gdouble x = side - scene->left, group_end = 0;
  gint n = gs_data_grid_get_n_columns (scene->grid);

  for (gint column = 0; column < n && x < scene->width; column++) {
    const GsDataColumn *at = gs_data_grid_get_column (scene->grid, column);
    gdouble width = get_width (scene, column), place[] = { x, group, width, title };

    if (x + width > side) {
      gs_paint_set_colour (cr, &scene->theme->text);
      draw_text (cr, scene, at->title, place, gs_data_kind_is_number (at->kind), TRUE);
      fill (cr, &scene->theme->grid, round (x + width) - 1, group, 1, title);
      if (group_end <= MAX (x, side)
          && (at->offset == 0 || x <= side
              || gs_data_grid_get_column (scene->grid, column - 1)->kind != at->kind)) {
        const gchar *name = gs_data_kind_get_title (at->kind);
        gdouble size = TEXT_SIZE * scene->scale;

        gs_paint_set_colour (cr, &scene->theme->dim);
        gs_paint_text (cr, name, MAX (x, side) + 2, group * 0.68, size, FALSE);
        group_end = MAX (x, side) + gs_paint_measure (cr, name, size, FALSE) + 8;
      }
    }
    x += width;
  }
}

void
gs_data_painter_draw_heads (cairo_t *cr, const GsDataScene *scene)
{
  gdouble head = gs_data_painter_get_head_height (scene), side = SIDE_WIDTH * scene->scale;
  gdouble height = gs_data_painter_get_row_height (scene);
  gint last = gs_data_grid_get_n_rows (scene->grid) + 1;
  gint first = (gint) CLAMP (floor (scene->top / height) + 1, 1, last);

  for (gint row = first; row <= last && (row - 1) * height - scene->top < scene->height; row++)
    draw_row_head (cr, scene, row);
  fill (cr, &scene->theme->grid, side - 1, 0, 1, MIN (scene->height, head + last * height - scene->top));
  fill (cr, &scene->theme->canvas, 0, 0, scene->width, GROUP_HEIGHT * scene->scale);
  fill (cr, &scene->theme->head, 0, GROUP_HEIGHT * scene->scale, scene->width,
        head - GROUP_HEIGHT * scene->scale);
  fill (cr, &scene->theme->grid, 0, head - 1, scene->width, 1);
  cairo_save (cr);
  cairo_rectangle (cr, side, 0, scene->width - side, head);
  cairo_clip (cr);
  draw_column_heads (cr, scene);
  cairo_restore (cr);
}
