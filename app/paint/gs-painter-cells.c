/* The cells of one block: colours as one image, the grid, and digits in one go. */
#include <math.h>
#include <string.h>

#include "gs-painter-private.h"

/* A smaller cell shows its colour only, in pixels at the ordinary size of text. */
#define MIN_NUMBER_HEIGHT 14.0
#define ROOM              0.95 /* of a cell's width, for its number */
#define MAX_VECTOR_CELLS  600  /* on paper: rectangles up to so many, a picture beyond */

/* The part of a block that can be seen: tiles and cells, from..to with to excluded. */
typedef struct {
  const GsScene *scene;
  const GsBlock *block;
  const NnTensorInfo *info;
  const gdouble *values;
  gsize n_visible;       /* cells from the start of the tensor that are computed */
  const gdouble *before; /* the last edit, for n_before cells; NULL if it changed nothing here */
  gsize n_before;
  gboolean differences; /* now minus before is shown instead of the values */
  GsDisplay display;
  gint sample;
  gdouble x, y, cell_width, cell_height; /* pixels, of the present tile */
  gint tile_row, tile_column;
  gint row0, row1, column0, column1;
  gdouble scale;
} Tile;

static gboolean
is_blank (const Tile *tile, gsize offset)
{
  return offset >= tile->n_visible;
}

/* The end of a wrapped vector's last row. */
static gboolean
is_absent (gsize offset)
{
  return offset == G_MAXSIZE;
}

static gboolean
is_hidden (const Tile *tile, gsize offset)
{
  return !is_absent (offset) && gs_sight_may_hide (tile->scene->sight)
         && gs_sight_is_hidden (tile->scene->sight, &(NnCell){ tile->block->tensor, offset });
}

static gsize
get_offset (const Tile *tile, gint row, gint column)
{
  return gs_block_get_offset (tile->block, tile->sample,
                              &(GsSpot){ tile->tile_row, tile->tile_column, row, column });
}

static guint32
pack (const GsColour *colour)
{
  return (guint32) lround (colour->red * 255) << 16 | (guint32) lround (colour->green * 255) << 8
         | (guint32) lround (colour->blue * 255);
}

static gboolean
is_changed (const Tile *tile, gsize offset)
{
  return tile->before != NULL && offset < tile->n_before && offset < tile->n_visible
         && memcmp (&tile->values[offset], &tile->before[offset], sizeof (gdouble)) != 0;
}

/* What the cell shows. */
static gdouble
get_value (const Tile *tile, gsize offset)
{
  if (!tile->differences)
    return tile->values[offset];
  return is_changed (tile, offset) ? tile->values[offset] - tile->before[offset] : 0;
}

static guint32
get_colour (const Tile *tile, gsize offset)
{
  const GsTheme *theme = tile->scene->theme;
  gdouble value;

  if (is_hidden (tile, offset))
    return pack (&theme->tint);
  if (is_blank (tile, offset) || tile->display == GS_DISPLAY_NUMBERS)
    return pack (&theme->canvas);
  value = get_value (tile, offset);
  if (!isfinite (value))
    return pack (&theme->canvas);
  return gs_theme_map (theme, tile->scale > 0 ? value / tile->scale : 0);
}

/* ---- colours ---- */

static void
draw_rectangles (cairo_t *cr, const Tile *tile)
{
  for (gint row = tile->row0; row < tile->row1; row++)
    for (gint column = tile->column0; column < tile->column1; column++) {
      GsColour colour = gs_theme_unpack (get_colour (tile, get_offset (tile, row, column)));

      gs_paint_set_colour (cr, &colour);
      cairo_rectangle (cr, tile->x + column * tile->cell_width, tile->y + row * tile->cell_height,
                       tile->cell_width, tile->cell_height);
      cairo_fill (cr);
    }
}

/* One pixel a cell, scaled up without smoothing: a rectangle for each would take many times as long. */
static void
draw_image (cairo_t *cr, const Tile *tile)
{
  gint width = tile->column1 - tile->column0, height = tile->row1 - tile->row0;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  guchar *data = cairo_image_surface_get_data (surface);
  gint stride = cairo_image_surface_get_stride (surface);
  gdouble left = tile->x + tile->column0 * tile->cell_width, top = tile->y + tile->row0 * tile->cell_height;

  for (gint row = 0; row < height; row++) {
    guint32 *line = (guint32 *) (gpointer) (data + (gsize) row * (gsize) stride);

    for (gint column = 0; column < width; column++)
      line[column] = get_colour (tile, get_offset (tile, tile->row0 + row, tile->column0 + column));
  }
  cairo_surface_mark_dirty (surface);
  cairo_save (cr);
  /* Whole pixels, as the grid's lines. */
  cairo_rectangle (cr, round (left), round (top), round (left + width * tile->cell_width) - round (left),
                   round (top + height * tile->cell_height) - round (top));
  cairo_clip (cr);
  cairo_translate (cr, left, top);
  cairo_scale (cr, tile->cell_width, tile->cell_height);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

static void
draw_grid (cairo_t *cr, const Tile *tile)
{
  gdouble left = round (tile->x), right = round (tile->x + tile->block->columns * tile->cell_width);
  gdouble top = round (tile->y), bottom = round (tile->y + tile->block->rows * tile->cell_height);

  gs_paint_set_colour (cr, &tile->scene->theme->grid);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  if (tile->cell_width >= 8 && tile->cell_height >= 8) {
    for (gint column = tile->column0; column <= tile->column1; column++)
      cairo_rectangle (cr, round (tile->x + column * tile->cell_width), top, 1, bottom - top + 1);
    for (gint row = tile->row0; row <= tile->row1; row++)
      cairo_rectangle (cr, left, round (tile->y + row * tile->cell_height), right - left + 1, 1);
  } else {
    cairo_rectangle (cr, left - 1, top - 1, right - left + 2, 1);
    cairo_rectangle (cr, left - 1, bottom, right - left + 2, 1);
    cairo_rectangle (cr, left - 1, top, 1, bottom - top);
    cairo_rectangle (cr, right, top, 1, bottom - top);
  }
  cairo_fill (cr);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_DEFAULT);
}

/* ---- digits ---- */

static gint
find_glyph (const GsDigits *digits, gunichar character)
{
  for (gint i = 0; i < digits->n; i++)
    if (digits->characters[i] == character)
      return i;
  return 0;
}

static void
shape_digits (GsDigits *digits, cairo_t *cr, gdouble size)
{
  const gchar *c = GS_GLYPHS;
  cairo_font_extents_t extents;

  if (digits->font != NULL && digits->size == size)
    return;
  g_clear_pointer (&digits->font, cairo_scaled_font_destroy);
  cairo_save (cr);
  cairo_select_font_face (cr, gs_theme_get_font (), CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size (cr, size);
  digits->font = cairo_scaled_font_reference (cairo_get_scaled_font (cr));
  cairo_restore (cr);
  digits->size = size;
  cairo_scaled_font_extents (digits->font, &extents);
  digits->ascent = extents.ascent;
  for (digits->n = 0; *c != '\0'; c = g_utf8_next_char (c), digits->n++) {
    cairo_glyph_t glyph, *glyphs = &glyph;
    gint n = 1, length = (gint) (g_utf8_next_char (c) - c);
    cairo_text_extents_t size_of;

    cairo_scaled_font_text_to_glyphs (digits->font, 0, 0, c, length, &glyphs, &n, NULL, NULL, NULL);
    cairo_scaled_font_glyph_extents (digits->font, glyphs, 1, &size_of);
    digits->characters[digits->n] = g_utf8_get_char (c);
    digits->index[digits->n] = glyphs[0].index;
    digits->advance[digits->n] = size_of.x_advance;
    if (glyphs != &glyph)
      cairo_glyph_free (glyphs);
  }
  /* Tabular figures, whatever the font: points stand beneath each other. */
  for (gint i = 1; i < 10; i++)
    digits->advance[0] = MAX (digits->advance[0], digits->advance[i]);
  digits->minus = digits->advance[find_glyph (digits, 0x2212)];
  for (gint i = 1; i < 10; i++) {
    digits->indent[i] = (digits->advance[0] - digits->advance[i]) / 2;
    digits->advance[i] = digits->advance[0];
  }
}

static gdouble
measure (const GsDigits *digits, const gchar *text)
{
  gdouble width = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    width += digits->advance[find_glyph (digits, g_utf8_get_char (text))];
  return width;
}

static void
append_text (const GsDigits *digits, GArray *glyphs, const gchar *text, const GsRectangle *cell)
{
  gdouble x = cell->x + (cell->width - measure (digits, text)) / 2;
  gdouble y = cell->y + cell->height / 2 + digits->size * 0.355;

  for (; *text != '\0'; text = g_utf8_next_char (text)) {
    gint i = find_glyph (digits, g_utf8_get_char (text));
    cairo_glyph_t glyph = { digits->index[i], x + digits->indent[i], y };

    g_array_append_val (glyphs, glyph);
    x += digits->advance[i];
  }
}

/* The same room for a number and its negative, so that both have as many digits. */
static gboolean
fits (const GsDigits *digits, const gchar *text, gdouble value, gdouble room)
{
  return measure (digits, text) + (value < 0 ? 0 : digits->minus) <= room;
}

/* With as many digits as fit; then the power of ten alone, "1e126"; "#" where not even that has room, as in a
 * spreadsheet. */
static void
print_number (const GsDigits *digits, const GsSight *sight, gdouble value, gdouble room, gchar *text)
{
  gint n_digits = sight->digits;

  do
    gs_sight_format (sight, value, n_digits, text);
  while (!fits (digits, text, value, room) && --n_digits >= 1);
  if (n_digits < 1 && !fits (digits, gs_view_format_power (value, text), value, room))
    g_strlcpy (text, "#", GS_VIEW_BUFFER);
}

static void
append_number (const GsDigits *digits,
               GArray *glyphs,
               const GsSight *sight,
               gdouble value,
               const GsRectangle *cell)
{
  gchar text[GS_VIEW_BUFFER];

  print_number (digits, sight, value, cell->width * ROOM, text);
  append_text (digits, glyphs, text, cell);
}

gdouble
gs_painter_get_digit_size (gdouble cell_width, gdouble cell_height)
{
  return round (24 * MIN (cell_width / GS_CELL_WIDTH, cell_height / GS_CELL_HEIGHT)) / 2;
}

gdouble
gs_painter_get_block_digit_size (const GsBlock *block, gdouble zoom)
{
  return block->is_flat ? gs_painter_get_digit_size (GS_CELL_WIDTH * zoom, GS_CELL_HEIGHT * zoom)
                        : gs_painter_get_digit_size (block->cell_width * zoom, block->cell_height * zoom);
}

gchar *
gs_painter_print_number (GsPainter *painter,
                         cairo_t *cr,
                         const GsSight *sight,
                         gdouble value,
                         gdouble width,
                         gdouble height,
                         gchar buffer[GS_VIEW_BUFFER])
{
  shape_digits (&painter->digits, cr, gs_painter_get_digit_size (width, height));
  print_number (&painter->digits, sight, value, width * ROOM, buffer);
  return buffer;
}

static void
show (cairo_t *cr, const GsDigits *digits, GArray *glyphs, const GsColour *colour)
{
  if (glyphs->len > 0) {
    cairo_set_scaled_font (cr, digits->font);
    gs_paint_set_colour (cr, colour);
    cairo_show_glyphs (cr, (const cairo_glyph_t *) (gpointer) glyphs->data, (gint) glyphs->len);
  }
  g_array_set_size (glyphs, 0);
}

/* Diagonal hatching beneath a NaN or an infinity. */
static void
draw_hatching (cairo_t *cr, const GsScene *scene, const GsRectangle *cell)
{
  cairo_save (cr);
  cairo_rectangle (cr, cell->x, cell->y, cell->width, cell->height);
  cairo_clip (cr);
  gs_paint_set_colour (cr, &scene->theme->error);
  cairo_set_line_width (cr, 1);
  for (gint i = 0; 6 * i < cell->width + cell->height; i++) {
    gdouble x = cell->x - cell->height + 6 * i;

    cairo_move_to (cr, x, cell->y + cell->height);
    cairo_line_to (cr, x + cell->height, cell->y);
  }
  cairo_stroke (cr);
  cairo_restore (cr);
  gs_paint_set_colour (cr, &scene->theme->canvas);
  cairo_rectangle (cr, cell->x + 6, cell->y + cell->height * 0.22, cell->width - 12, cell->height * 0.56);
  cairo_fill (cr);
}

/* One for a whole tile whose cells are too small for dots of their own. */
static void
draw_dot (cairo_t *cr, const Tile *tile, gdouble row, gdouble column)
{
  gs_paint_set_colour (cr, &tile->scene->theme->dot);
  cairo_rectangle (cr, round (tile->x + column * tile->cell_width) - 1,
                   round (tile->y + row * tile->cell_height) - 1, 2, 2);
  cairo_fill (cr);
}

static void
draw_dots (cairo_t *cr, const Tile *tile)
{
  gs_paint_set_colour (cr, &tile->scene->theme->dot);
  for (gint row = tile->row0; row < tile->row1; row++)
    for (gint column = tile->column0; column < tile->column1; column++) {
      gsize offset = get_offset (tile, row, column);

      if (is_absent (offset) || !is_blank (tile, offset))
        continue;
      cairo_rectangle (cr, round (tile->x + (column + 0.5) * tile->cell_width) - 1,
                       round (tile->y + (row + 0.5) * tile->cell_height) - 1, 2, 2);
    }
  cairo_fill (cr);
}

/* ---- cells to be filled in ---- */

static void
draw_mark (cairo_t *cr, const GsScene *scene, const GsRectangle *cell, GsMark mark)
{
  static const gdouble dashes[] = { 4, 3 };
  gdouble size = CLAMP (cell->height * 0.2, 4, 10), x = cell->x + cell->width - size - 4, y = cell->y + 4;

  if (mark == GS_MARK_EMPTY)
    return;
  gs_paint_set_colour (cr, mark == GS_MARK_WRONG ? &scene->theme->error : &scene->theme->ok);
  cairo_set_line_width (cr, 2);
  if (mark == GS_MARK_RIGHT_GIVEN_EARLIER)
    cairo_set_dash (cr, dashes, 2, 0);
  cairo_rectangle (cr, round (cell->x) + 2, round (cell->y) + 2, round (cell->width) - 3,
                   round (cell->height) - 3);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  if (mark == GS_MARK_WRONG) {
    cairo_move_to (cr, x, y);
    cairo_line_to (cr, x + size, y + size);
    cairo_move_to (cr, x + size, y);
    cairo_line_to (cr, x, y + size);
  } else {
    cairo_move_to (cr, x, y + size * 0.55);
    cairo_line_to (cr, x + size * 0.4, y + size);
    cairo_line_to (cr, x + size, y);
  }
  cairo_stroke (cr);
}

/* What was typed, and its mark; empty, a line to write on. FALSE if the cell is none to be filled in. */
static gboolean
draw_blank (GsPainter *painter, cairo_t *cr, const Tile *tile, gsize offset, const GsRectangle *cell)
{
  const GsScene *scene = tile->scene;
  const NnCell place = { tile->block->tensor, offset };
  const GsEntry *entry = gs_sight_find_entry (scene->sight, &place);
  const gchar *typed;

  if (entry == NULL)
    return FALSE;
  gs_paint_set_colour (cr, &scene->theme->canvas);
  cairo_rectangle (cr, round (cell->x) + 1, round (cell->y) + 1, round (cell->width) - 1,
                   round (cell->height) - 1);
  cairo_fill (cr);
  typed = entry->text;
  gs_paint_set_colour (cr, typed != NULL ? &scene->theme->ink : &scene->theme->accent);
  if (typed != NULL) {
    gdouble size = painter->digits.size, width = gs_paint_measure (cr, typed, size, FALSE);

    if (width > cell->width - 6)
      size *= (cell->width - 6) / width;
    width = MIN (width, cell->width - 6);
    gs_paint_text (cr, typed, cell->x + (cell->width - width) / 2, cell->y + cell->height / 2 + size * 0.36,
                   size, FALSE);
  } else {
    cairo_rectangle (cr, round (cell->x + cell->width * 0.2), round (cell->y + cell->height * 0.74),
                     round (cell->width * 0.6), 1.5);
    cairo_fill (cr);
  }
  draw_mark (cr, scene, cell, entry->mark);
  return TRUE;
}

/* Seen from the back row. */
static void
draw_question (GsPainter *painter, cairo_t *cr, const GsScene *scene, const GsRectangle *cell)
{
  gdouble size = MIN (1.5 * painter->digits.size, cell->height * 0.9);

  gs_paint_set_colour (cr, &scene->theme->accent);
  gs_paint_text (cr, "?", cell->x + (cell->width - gs_paint_measure (cr, "?", size, TRUE)) / 2,
                 cell->y + cell->height / 2 + 0.36 * size, size, TRUE);
}

static void
draw_numbers (GsPainter *painter, cairo_t *cr, const Tile *tile)
{
  const GsScene *scene = tile->scene;
  g_autoptr (GArray) ink = g_array_new (FALSE, FALSE, sizeof (cairo_glyph_t));
  g_autoptr (GArray) bad = g_array_new (FALSE, FALSE, sizeof (cairo_glyph_t));
  g_autoptr (GArray) asked = g_array_new (FALSE, FALSE, sizeof (cairo_glyph_t));

  shape_digits (&painter->digits, cr, gs_painter_get_block_digit_size (tile->block, scene->zoom));
  draw_dots (cr, tile);
  for (gint row = tile->row0; row < tile->row1; row++)
    for (gint column = tile->column0; column < tile->column1; column++) {
      gsize offset = get_offset (tile, row, column);
      GsRectangle cell = { tile->x + column * tile->cell_width, tile->y + row * tile->cell_height,
                           tile->cell_width, tile->cell_height };

      if (is_absent (offset) || draw_blank (painter, cr, tile, offset, &cell)
          || (is_blank (tile, offset) && !is_hidden (tile, offset)))
        continue;
      if (is_hidden (tile, offset) && scene->for_class) {
        draw_question (painter, cr, scene, &cell);
      } else if (is_hidden (tile, offset)) {
        append_text (&painter->digits, asked, "?", &cell);
      } else if (!isfinite (get_value (tile, offset))) {
        draw_hatching (cr, scene, &cell);
        append_number (&painter->digits, bad, scene->sight, get_value (tile, offset), &cell);
      } else if (!tile->differences || is_changed (tile, offset)) {
        append_number (&painter->digits, ink, scene->sight, get_value (tile, offset), &cell);
      }
    }
  show (cr, &painter->digits, ink, &scene->theme->ink);
  show (cr, &painter->digits, bad, &scene->theme->error);
  show (cr, &painter->digits, asked, &scene->theme->accent);
}

/* The sign without colour: a short bar in what is negative. */
static void
draw_signs (cairo_t *cr, const Tile *tile)
{
  gdouble width = MAX (round (tile->cell_width * 0.4), 3);

  if (!tile->scene->sight->signs)
    return;
  gs_paint_set_colour (cr, &tile->scene->theme->ink);
  for (gint row = tile->row0; row < tile->row1; row++)
    for (gint column = tile->column0; column < tile->column1; column++) {
      gsize offset = get_offset (tile, row, column);

      if (is_blank (tile, offset) || is_hidden (tile, offset) || !(get_value (tile, offset) < 0))
        continue;
      cairo_rectangle (cr, round (tile->x + column * tile->cell_width + (tile->cell_width - width) / 2),
                       round (tile->y + (row + 0.5) * tile->cell_height), width, 1);
    }
  cairo_fill (cr);
}

/* A triangle where the edit was made, a dot on what followed from it. */
static void
draw_changes (cairo_t *cr, const Tile *tile)
{
  gdouble size = CLAMP (tile->cell_height * 0.24, 3, 12), radius = CLAMP (tile->cell_height * 0.07, 1.5, 4);

  if (tile->before == NULL)
    return;
  gs_paint_set_colour (cr, &tile->scene->theme->accent);
  for (gint row = tile->row0; row < tile->row1; row++)
    for (gint column = tile->column0; column < tile->column1; column++) {
      gsize offset = get_offset (tile, row, column);
      gdouble right = tile->x + (column + 1) * tile->cell_width, top = tile->y + row * tile->cell_height + 1;

      if (!is_changed (tile, offset) || is_hidden (tile, offset))
        continue;
      if (tile->info->producer < 0) {
        cairo_move_to (cr, right, top);
        cairo_line_to (cr, right - size, top);
        cairo_line_to (cr, right, top + size);
        cairo_close_path (cr);
      } else {
        cairo_new_sub_path (cr);
        cairo_arc (cr, right - radius - 2, top + radius + 1, radius, 0, 2 * G_PI);
      }
    }
  cairo_fill (cr);
}

/* ---- tiles ---- */

static void
draw_tile (GsPainter *painter, cairo_t *cr, Tile *tile)
{
  const GsScene *scene = tile->scene;
  gdouble text = gs_scene_get_text_scale (scene);
  gboolean shows_numbers =
      tile->cell_width >= GS_NUMBER_WIDTH * text && tile->cell_height >= MIN_NUMBER_HEIGHT * text;

  /* A pixel more at the left and at the top: a line that closes the grid stands behind the last cell. */
  tile->column0 = CLAMP ((gint) floor ((-2 - tile->x) / tile->cell_width), 0, tile->block->columns);
  tile->column1 = CLAMP ((gint) ceil ((scene->width - tile->x) / tile->cell_width), 0, tile->block->columns);
  tile->row0 = CLAMP ((gint) floor ((-2 - tile->y) / tile->cell_height), 0, tile->block->rows);
  tile->row1 = CLAMP ((gint) ceil ((scene->height - tile->y) / tile->cell_height), 0, tile->block->rows);
  if (tile->column0 >= tile->column1 || tile->row0 >= tile->row1)
    return;
  if (scene->is_vector && (tile->row1 - tile->row0) * (tile->column1 - tile->column0) <= MAX_VECTOR_CELLS)
    draw_rectangles (cr, tile);
  else
    draw_image (cr, tile);
  draw_grid (cr, tile);
  if (shows_numbers && tile->display != GS_DISPLAY_COLOURS)
    draw_numbers (painter, cr, tile);
  else if (tile->cell_width >= 12)
    draw_dots (cr, tile);
  else if (is_blank (tile, get_offset (tile, 0, 0)))
    draw_dot (cr, tile, tile->block->rows / 2.0, tile->block->columns / 2.0);
  if (tile->cell_width >= 10 && (!shows_numbers || tile->display == GS_DISPLAY_COLOURS))
    draw_signs (cr, tile);
  if (tile->cell_width >= 12)
    draw_changes (cr, tile);
}

void
gs_painter_draw_cells (GsPainter *painter, cairo_t *cr, const GsScene *scene, gint block_number)
{
  const GsBlock *block = gs_layout_get_block (scene->layout, block_number);
  const GsSight *sight = scene->sight;
  Tile tile = { .scene = scene, .block = block };
  GsRectangle around = gs_scene_get_block (scene, block);

  tile.info = nn_program_get_tensor (sight->program, block->tensor);
  tile.values = gs_frame_get_values (sight->frame, block->tensor, &tile.n_visible);
  tile.before = gs_frame_get_before (sight->frame, block->tensor, &tile.n_before);
  tile.differences = sight->differences;
  tile.display = gs_sight_get_display (sight, block->tensor);
  tile.sample = sight->sample;
  tile.cell_width = block->cell_width * scene->zoom;
  tile.cell_height = block->cell_height * scene->zoom;
  tile.scale = gs_painter_get_scale (painter, scene, sight->whole_scale ? -1 : block_number);
  for (tile.tile_row = 0; tile.tile_row < block->tiles_down; tile.tile_row++)
    for (tile.tile_column = 0; tile.tile_column < block->tiles_across; tile.tile_column++) {
      if (tile.tile_row * block->tiles_across + tile.tile_column >= block->n_shown)
        continue;
      tile.x = around.x + tile.tile_column * block->pitch_x * scene->zoom;
      tile.y = around.y + tile.tile_row * block->pitch_y * scene->zoom;
      draw_tile (painter, cr, &tile);
    }
}
