/* What stands above and beside a block: its name, what it is, numbers or names of rows and columns; and the
 * titles of the bands. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "gs-heads.h"
#include "gs-layout-names.h"
#include "gs-painter-private.h"

/* Texts whose widths a painter remembers. */
#define MAX_WIDTHS 1000
/* Names are never smaller than 8; where they would be smaller than this by the zoom there is no room for
 * them. */
#define LEAST_LETTERS 4.5

/* ---- headers and captions ---- */

/* The name of a column from 1 on, which grids of rows and columns may have; or NULL. */
static const gchar *
get_column_label (const GsScene *scene, const GsBlock *block, gint column)
{
  NnProgram *program = scene->sight->program;
  const NnShape *shape = &nn_program_get_tensor (program, block->tensor)->shape;
  gint axis = shape->rank - 1;
  gboolean is_whole = (axis == 0 || axis == 1) && block->part_columns == shape->dim[axis];

  return is_whole ? nn_program_get_label (program, block->tensor, axis, column) : NULL;
}

/* The name of a row of the grid from 1 on, or NULL: what the program calls the cells there, or the data. */
static const gchar *
get_row_label (const GsScene *scene, const GsBlock *block, gint row)
{
  NnProgram *program = scene->sight->program;
  const NnTensorInfo *info = nn_program_get_tensor (program, block->tensor);
  gint axis = gs_block_get_row_axis (block, info);

  if (axis < 0 || block->header_width <= GS_HEADER_HEIGHT)
    return NULL;
  return gs_frame_get_label (scene->sight->frame, block->tensor, axis, row);
}

/* Whether there is room for them. */
static gboolean
has_headers (const GsScene *scene, const GsBlock *block)
{
  gdouble zoom = scene->zoom;

  return block->cell_width * zoom >= 18 && block->cell_height * zoom >= 14 && GS_HEADER_HEIGHT * zoom >= 7;
}

/* Numbers or names of rows and columns. */
static void
draw_headers (cairo_t *cr, const GsScene *scene, const GsBlock *block)
{
  gdouble zoom = scene->zoom, depth = GS_HEADER_HEIGHT * zoom, side = block->header_width * zoom;
  gdouble cell_width = block->cell_width * zoom, cell_height = block->cell_height * zoom;
  gdouble size = CLAMP (MIN (9.5 * zoom, 0.32 * cell_height), 7, 24);
  gdouble beside =
      MIN (MIN (9.5 * gs_scene_get_letters (scene), 0.6 * cell_height), 12 * gs_scene_get_text_scale (scene));
  GsRectangle place = gs_scene_get_block (scene, block);

  if (!has_headers (scene, block))
    return;
  for (gint tile = 0; tile < block->tiles_across; tile++) {
    gdouble left = place.x + tile * block->pitch_x * zoom;

    for (gint column = 0; column < block->columns; column++) {
      const GsRectangle head = { left + column * cell_width, place.y - depth, cell_width, depth };
      gint number = block->first_column + column + 1;

      gs_head_draw (cr, scene->theme, &head, get_column_label (scene, block, number), number, size);
    }
  }
  for (gint tile = 0; tile < block->tiles_down; tile++) {
    gdouble top = place.y + tile * block->pitch_y * zoom;
    /* The rows of a long batch are counted through, page after page. */
    gint first = block->first_row + (block->gap == 0 ? block->first_tile + tile : 0);

    for (gint row = 0; row < block->rows && (block->gap > 0 || tile < block->n_shown); row++) {
      const GsRectangle head = { place.x - side, top + row * cell_height, side, cell_height };

      gs_head_draw (cr, scene->theme, &head, get_row_label (scene, block, first + row + 1), first + row + 1,
                    MAX (size, beside));
    }
  }
}

/* The signs before blocks that stand in a row, at the height of their first cells. */
void
gs_paint_signs (cairo_t *cr, const GsScene *scene)
{
  gdouble size = 15 * scene->zoom;

  gs_paint_set_colour (cr, &scene->theme->dim);
  for (gint i = 0; i < gs_layout_get_n_blocks (scene->layout); i++) {
    const GsBlock *block = gs_layout_get_block (scene->layout, i);
    const gchar *sign = gs_layout_get_sign (scene->layout, i);
    gdouble x = block->x - block->header_width - GS_SIGN_WIDTH / 2, y = block->y + block->cell_height / 2;

    if (sign != NULL)
      gs_paint_text (cr, sign, (x - scene->left) * scene->zoom - gs_paint_measure (cr, sign, size, FALSE) / 2,
                     (y - scene->top) * scene->zoom + size * 0.34, size, FALSE);
  }
}

/* Over each tile which filter it is, or which output its weights are for. */
static void
draw_tile_numbers (cairo_t *cr, const GsScene *scene, const GsBlock *block)
{
  NnProgram *program = scene->sight->program;
  gint axis = nn_program_get_tensor (program, block->tensor)->shape.rank == 2 ? 1 : 0;
  gdouble letters = gs_scene_get_letters (scene), size = 9.5 * letters;
  GsRectangle place = gs_scene_get_block (scene, block);

  if (size < 7)
    return;
  gs_paint_set_colour (cr, &scene->theme->dim);
  for (gint tile = 0; tile < block->n_shown; tile++) {
    gint number = block->first_tile + tile + 1;
    const gchar *label = nn_program_get_label (program, block->tensor, axis, number);
    g_autofree gchar *text = label != NULL ? g_strdup (label) : g_strdup_printf ("%d", number);

    gint across = tile % block->tiles_across, down = tile / block->tiles_across;

    gs_paint_text (cr, text, place.x + across * block->pitch_x * scene->zoom,
                   place.y + down * block->pitch_y * scene->zoom - 3 * letters, size, FALSE);
  }
}

static gchar *
make_caption (const GsScene *scene, const NnTensorInfo *info)
{
  if (info->producer >= 0) {
    const GsSight *sight = scene->sight;
    g_autofree gchar *brief = sight->is_plain ? NULL : nn_program_get_brief (sight->program, info->producer);

    if (gs_sight_is_secret (sight, nn_program_get_instruction (sight->program, info->producer)->output))
      return g_strdup ("= ?");
    if (sight->is_plain)
      return g_strdup ("");

    return g_strdup_printf ("= %s", brief);
  }
  switch (info->role) {
  case NN_ROLE_INPUT: return g_strdup (C_ ("caption", "input"));
  case NN_ROLE_TARGET: return g_strdup (C_ ("caption", "target"));
  case NN_ROLE_PARAMETER:
    return g_strdup (info->frozen            ? C_ ("caption", "fixed")
                     : info->shape.rank == 1 ? C_ ("caption", "bias")
                                             : C_ ("caption", "weights"));
  case NN_ROLE_RANDOM: return g_strdup (C_ ("caption", "random"));
  case NN_ROLE_STATE: return g_strdup (C_ ("caption", "memory"));
  case NN_ROLE_HYPER:
  case NN_ROLE_CLOCK:
  case NN_ROLE_SEED:
  case NN_ROLE_PIN:
  case NN_ROLE_COMPUTED:
  default: return g_strdup ("");
  }
}

/* The lower end of a block's name. */
static gdouble
get_heading_bottom (const GsScene *scene, const GsBlock *block)
{
  return block->y - block->raised - GS_HEADER_HEIGHT * gs_layout_get_letters (scene->layout);
}

/* The next block to the right in the same row limits how far a caption may run. */
static gdouble
find_room (const GsScene *scene, const GsBlock *block)
{
  gdouble width, height, room, bottom = get_heading_bottom (scene, block);
  gdouble space = GS_CAPTION_SPACE * gs_layout_get_letters (scene->layout);

  gs_layout_get_size (scene->layout, &width, &height);
  room = width - block->x - 8;
  for (gint i = 0; i < gs_layout_get_n_blocks (scene->layout); i++) {
    const GsBlock *other = gs_layout_get_block (scene->layout, i);

    /* The caption stands above the headers; what reaches into that height is in its way. */
    if (other->x > block->x && bottom > get_heading_bottom (scene, other) - space
        && bottom - space < other->y + other->height)
      room = MIN (room, other->x - other->header_width - block->x - 4);
  }
  return room * scene->zoom;
}

/* The same for the line of its name, at whose end stands what turns its pages. */
static gdouble
find_room_for_name (const GsScene *scene, const GsBlock *block, gdouble room)
{
  gdouble x, y;

  return gs_layout_get_picker (scene->layout, block, &x, &y) ? MIN (room, (x - block->x - 2) * scene->zoom)
                                                             : room;
}

/* "20×5×5": a tile, by the parts it is made of. Caller frees. */
static gchar *
describe_tile (const GsBlock *block)
{
  gsize part = (gsize) (block->part_rows * block->part_columns);

  if (block->part_columns < block->columns || block->part_rows < block->rows)
    return g_strdup_printf ("%zu×%d×%d", block->n_cells / part, block->part_rows, block->part_columns);
  if (block->n_cells < part || block->columns == 1 || block->rows == 1)
    return g_strdup_printf ("%zu", block->n_cells);
  return g_strdup_printf ("%d×%d", block->rows, block->columns);
}

/* "1–12 of 500, each 50×4×4 ±0.17": what of a block is shown, and the end of its colours. Caller frees. */
static gchar *
describe_block (GsPainter *painter, const GsScene *scene, gint block_number)
{
  const GsBlock *block = gs_layout_get_block (scene->layout, block_number);
  gdouble scale = gs_painter_get_scale (painter, scene, block_number);
  g_autofree gchar *tile = describe_tile (block), *what = NULL;
  gchar number[GS_VIEW_BUFFER];

  if (block->n_shown < block->n_tiles)
    what = g_strdup_printf (_ ("%d–%d of %d, each %s"), block->first_tile + 1,
                            block->first_tile + block->n_shown, block->n_tiles, tile);
  else if (block->n_tiles > 1)
    what = g_strdup_printf (_ ("%d of %s"), block->n_tiles, tile);
  else
    what = g_steal_pointer (&tile);
  return scale > 0 ? g_strdup_printf ("%s ±%s", what, gs_view_format (scale, 2, number))
                   : g_steal_pointer (&what);
}

/* Headings stay while one steps: their walls are raised again for each drawing, but they are measured once.
 */
static gdouble
measure (GsPainter *painter, cairo_t *cr, const gchar *text, gdouble size, gboolean bold)
{
  g_autofree gchar *key = g_strdup_printf ("%a %d %s", size, bold, text);
  gdouble *width = g_hash_table_lookup (painter->widths, key);

  if (width != NULL)
    return *width;
  if (g_hash_table_size (painter->widths) >= MAX_WIDTHS)
    g_hash_table_remove_all (painter->widths);
  width = g_new (gdouble, 1);
  *width = gs_paint_measure (cr, text, size, bold);
  g_hash_table_insert (painter->widths, g_steal_pointer (&key), width);
  return *width;
}

/* What stands above a block, and how wide it is. */
typedef struct {
  gchar *name;
  gchar *caption, *what; /* NULL where there is no room for it */
  gdouble size, name_width, width;
} Heading;

static void
measure_heading (GsPainter *painter, cairo_t *cr, const GsScene *scene, gint block_number, Heading *heading)
{
  const GsBlock *block = gs_layout_get_block (scene->layout, block_number);
  const NnTensorInfo *info = nn_program_get_tensor (scene->sight->program, block->tensor);
  gdouble room = find_room (scene, block), beside = find_room_for_name (scene, block, room), wide;

  *heading = (Heading){ .name = gs_layout_print_title (scene->layout, scene->sight->program, block_number),
                        .size = CLAMP (12 * gs_scene_get_letters (scene), 8, 40) };
  if (measure (painter, cr, heading->name, heading->size, TRUE) > beside) {
    g_free (heading->name);
    heading->name = measure (painter, cr, info->name, heading->size, TRUE) > beside
                        ? gs_paint_shorten (cr, info->name, beside, heading->size, TRUE)
                        : g_strdup (info->name);
  }
  heading->name_width = heading->width = measure (painter, cr, heading->name, heading->size, TRUE);
  if (gs_layout_get_room (scene->layout) != GS_ROOM_NUMBERS && gs_block_is_drawing (block)) {
    heading->what = describe_block (painter, scene, block_number);
    wide = measure (painter, cr, heading->what, heading->size * 0.88, FALSE);
    if (wide > room)
      g_clear_pointer (&heading->what, g_free);
    else
      heading->width = MAX (heading->width, wide);
  }
  heading->caption = make_caption (scene, info);
  wide = heading->name_width + 7 + measure (painter, cr, heading->caption, heading->size * 0.94, FALSE);
  if (wide > beside)
    g_clear_pointer (&heading->caption, g_free);
  else
    heading->width = MAX (heading->width, wide);
}

static void
clear_heading (Heading *heading)
{
  g_clear_pointer (&heading->name, g_free);
  g_clear_pointer (&heading->caption, g_free);
  g_clear_pointer (&heading->what, g_free);
}

gdouble
gs_paint_measure_heading (GsPainter *painter, cairo_t *cr, const GsScene *scene, gint block_number)
{
  Heading heading;

  if (12 * gs_scene_get_letters (scene) < LEAST_LETTERS)
    return 0;
  measure_heading (painter, cr, scene, block_number, &heading);
  clear_heading (&heading);
  return heading.width;
}

static void
draw_caption (GsPainter *painter, cairo_t *cr, const GsScene *scene, gint block_number)
{
  const GsBlock *block = gs_layout_get_block (scene->layout, block_number);
  const NnTensorInfo *info = nn_program_get_tensor (scene->sight->program, block->tensor);
  GsRectangle place = gs_scene_get_block (scene, block);
  gdouble letters = gs_scene_get_letters (scene);
  gdouble y = place.y - block->raised * scene->zoom - (GS_HEADER_HEIGHT + 5) * letters;
  gboolean computed = info->producer < gs_frame_get_cursor (scene->sight->frame)->instruction;
  Heading heading;

  if (12 * letters < LEAST_LETTERS)
    return;
  measure_heading (painter, cr, scene, block_number, &heading);
  if (heading.what != NULL && has_headers (scene, block))
    y -= heading.size * 0.7;
  if (heading.what != NULL) {
    gs_paint_set_colour (cr, &scene->theme->dim);
    gs_paint_text (cr, heading.what, place.x, y + heading.size * 0.65, heading.size * 0.88, FALSE);
  }
  if (gs_layout_get_room (scene->layout) != GS_ROOM_NUMBERS)
    y -= heading.size * 0.55;
  gs_paint_set_colour (cr, computed ? &scene->theme->text : &scene->theme->dim);
  gs_paint_text (cr, heading.name, place.x, y, heading.size, TRUE);
  gs_paint_set_colour (cr, &scene->theme->dim);
  if (heading.caption != NULL)
    gs_paint_text (cr, heading.caption, place.x + heading.name_width + 7 * MIN (letters, 1.5), y,
                   heading.size * 0.94, FALSE);
  clear_heading (&heading);
}

void
gs_paint_turners (cairo_t *cr,
                  const GsTheme *theme,
                  gdouble x,
                  gdouble y,
                  gdouble size,
                  gboolean has_back,
                  gboolean has_on)
{
  cairo_set_line_width (cr, MAX (1.5 * size / GS_PICKER_WIDTH, 1));
  for (gint turn = -1; turn <= 1; turn += 2) {
    gdouble middle = x + size * (turn < 0 ? 0.5 : 1.5), reach = size * 0.16, line = y + size / 2;

    gs_paint_set_colour (cr, (turn < 0 ? has_back : has_on) ? &theme->text : &theme->dot);
    cairo_move_to (cr, middle - turn * reach, line - 2 * reach);
    cairo_line_to (cr, middle + turn * reach, line);
    cairo_line_to (cr, middle - turn * reach, line + 2 * reach);
    cairo_stroke (cr);
  }
}

static void
draw_picker (cairo_t *cr, const GsScene *scene, const GsBlock *block)
{
  gdouble x, y, size = GS_PICKER_WIDTH * gs_scene_get_letters (scene);
  gint page = block->first_tile / (block->tiles_across * block->tiles_down);

  if (!gs_layout_get_picker (scene->layout, block, &x, &y) || size < 8)
    return;
  gs_paint_turners (cr, scene->theme, (x - scene->left) * scene->zoom, (y - scene->top) * scene->zoom, size,
                    page > 0, page < gs_block_get_n_pages (block) - 1);
}

/* ---- bands ---- */

/* "conv 1  520 parameters ———", before the next heading, in the row of the band's title, over the columns of
 * the layer. One without parameters is named by its block where there is no room for more. */
static void
draw_heading (cairo_t *cr,
              const GsScene *scene,
              const GsLayoutHeading *heading,
              gdouble next,
              gdouble y,
              gdouble size)
{
  gdouble x = (heading->left - scene->left) * scene->zoom, end = (heading->right - scene->left) * scene->zoom;
  gdouble room = (next - scene->left) * scene->zoom - x - 6;
  g_autofree gchar *title = gs_paint_shorten (cr, heading->title, room, size, TRUE);
  g_autofree gchar *details = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%zu parameter", "%zu parameters", heading->n_parameters),
      heading->n_parameters);
  gdouble width = gs_paint_measure (cr, details, size * 0.9, FALSE);

  if (heading->n_parameters == 0 && !g_str_equal (title, heading->title))
    return;
  gs_paint_set_colour (cr, &scene->theme->text);
  gs_paint_text (cr, title, x, y, size, TRUE);
  x += gs_paint_measure (cr, title, size, TRUE) + 8;
  if (heading->n_parameters > 0 && x + width <= end) {
    gs_paint_set_colour (cr, &scene->theme->dim);
    gs_paint_text (cr, details, x, y, size * 0.9, FALSE);
    x += width + 8;
  }
  gs_paint_set_colour (cr, &scene->theme->line);
  cairo_rectangle (cr, x, round (y - size * 0.35), MAX (end - x, 0), 1);
  cairo_fill (cr);
}

/* Those that begin at `from` pixels or later. FALSE if there are none at all. */
static gboolean
draw_headings (cairo_t *cr, const GsScene *scene, gdouble from, gdouble y, gdouble size)
{
  g_autoptr (GArray) headings =
      scene->tabs != NULL ? gs_layout_list_headings (scene->layout, scene->sight->program, scene->tabs)
                          : NULL;

  for (guint i = 0; headings != NULL && i < headings->len; i++) {
    const GsLayoutHeading *heading = &g_array_index (headings, GsLayoutHeading, i);

    /* The band's own title is not written over. */
    if ((heading->left - scene->left) * scene->zoom >= from)
      draw_heading (cr, scene, heading, i + 1 < headings->len ? heading[1].left : G_MAXDOUBLE, y, size);
  }
  return headings != NULL && headings->len > 0;
}

static const gchar *const band_titles[] = { N_ ("Values"), N_ ("Gradients"), N_ ("After the update") };
static const gchar *const band_notes[] = { N_ ("forward, left to right →"), N_ ("backward, right to left ←"),
                                           "" };

static gdouble
get_band_size (const GsScene *scene)
{
  return CLAMP (12.5 * gs_scene_get_letters (scene), 9, 30);
}

static const gchar *
get_band_note (GsBand band)
{
  return *band_notes[band] != '\0' ? _ (band_notes[band]) : "";
}

gboolean
gs_paint_get_band_title (cairo_t *cr, const GsScene *scene, GsBand band, GsRectangle *place)
{
  gdouble size = get_band_size (scene), top, bottom;

  gs_layout_get_band (scene->layout, band, &top, &bottom);
  if (bottom <= top)
    return FALSE; /* nothing in it, or one operation alone */
  place->x = (30 - scene->left) * scene->zoom;
  place->y = round ((top - scene->top) * scene->zoom) + 26 * gs_scene_get_letters (scene) - size;
  place->height = size * 1.3;
  place->width = gs_paint_measure (cr, _ (band_titles[band]), size, TRUE) + 12
                 + gs_paint_measure (cr, get_band_note (band), size * 0.94, FALSE);
  return TRUE;
}

void
gs_paint_bands (cairo_t *cr, const GsScene *scene)
{
  gdouble size = get_band_size (scene);

  for (gint band = 0; band < GS_N_BANDS; band++) {
    const gchar *title = _ (band_titles[band]);
    GsRectangle place;
    gdouble top, bottom;

    if (!gs_paint_get_band_title (cr, scene, (GsBand) band, &place))
      continue;
    gs_layout_get_band (scene->layout, (GsBand) band, &top, &bottom);
    if (band > 0) {
      gs_paint_set_colour (cr, &scene->theme->line);
      cairo_rectangle (cr, 14, round ((top - scene->top) * scene->zoom), scene->width - 28, 1);
      cairo_fill (cr);
    }
    gs_paint_set_colour (cr, &scene->theme->text);
    gs_paint_text (cr, title, place.x, place.y + size, size, TRUE);
    if (band == GS_BAND_VALUES
        && draw_headings (cr, scene, place.x + gs_paint_measure (cr, title, size, TRUE) + 6, place.y + size,
                          size * 0.96))
      continue;
    gs_paint_set_colour (cr, &scene->theme->dim);
    gs_paint_text (cr, get_band_note ((GsBand) band), place.x + gs_paint_measure (cr, title, size, TRUE) + 12,
                   place.y + size, size * 0.94, FALSE);
  }
}

gdouble
gs_paint_estimate_heading (const GsScene *scene, gint block)
{
  const NnTensorInfo *info =
      nn_program_get_tensor (scene->sight->program, gs_layout_get_block (scene->layout, block)->tensor);
  g_autofree gchar *caption = make_caption (scene, info);
  glong n = g_utf8_strlen (info->name, -1) + g_utf8_strlen (caption, -1);

  return (gdouble) (n + 2) * 0.8 * CLAMP (12 * gs_scene_get_letters (scene), 8, 40);
}

void
gs_paint_headings (GsPainter *painter, cairo_t *cr, const GsScene *scene, gint block_number)
{
  const GsBlock *block = gs_layout_get_block (scene->layout, block_number);

  draw_caption (painter, cr, scene, block_number);
  draw_picker (cr, scene, block);
  if (block->is_numbered)
    draw_tile_numbers (cr, scene, block);
  else
    draw_headers (cr, scene, block);
}
