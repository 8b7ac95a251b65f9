/* What every part of a picture needs: where blocks and cells lie in pixels, texts, the scale of colours. */
#include <pango/pangocairo.h>

#include "gs-painter-private.h"

#define TILES_APART 8 /* at zoom 1: more than between the tiles of one picture */

/* ---- places ---- */

GsRectangle
gs_scene_get_block (const GsScene *scene, const GsBlock *block)
{
  return (GsRectangle){ (block->x - scene->left) * scene->zoom, (block->y - scene->top) * scene->zoom,
                        block->width * scene->zoom, block->height * scene->zoom };
}

gdouble
gs_scene_get_letters (const GsScene *scene)
{
  return scene->zoom * gs_layout_get_letters (scene->layout);
}

gboolean
gs_scene_get_cell (const GsScene *scene, const NnCell *cell, GsRectangle *rectangle)
{
  const GsBlock *block = gs_layout_find_block (scene->layout, cell->tensor);
  gdouble x, y;

  if (!gs_layout_get_cell (scene->layout, cell, scene->sight->sample, &x, &y))
    return FALSE;
  *rectangle = (GsRectangle){ (x - scene->left) * scene->zoom, (y - scene->top) * scene->zoom,
                              block->cell_width * scene->zoom, block->cell_height * scene->zoom };
  return TRUE;
}

gboolean
gs_scene_is_visible (const GsScene *scene, const GsRectangle *rectangle)
{
  return rectangle->x < scene->width && rectangle->y < scene->height && rectangle->x + rectangle->width > 0
         && rectangle->y + rectangle->height > 0;
}

/* ---- colours and texts ---- */

static void
choose_font (cairo_t *cr, gdouble size, gboolean bold)
{
  cairo_select_font_face (cr, gs_theme_get_font (), CAIRO_FONT_SLANT_NORMAL,
                          bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size (cr, size);
}

/* Signs beyond ASCII, "xᵀ ⊙ σ", may be missing in a font: Pango takes them from another one. Letters and
 * digits, which every font has, are drawn without that trouble, for there are many. Caller unrefs. */
static PangoLayout *
make_layout (cairo_t *cr, const gchar *text, gdouble size, gboolean bold)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  g_autoptr (PangoFontDescription) font = pango_font_description_new ();

  pango_font_description_set_family (font, gs_theme_get_font ());
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

void
gs_paint_text (cairo_t *cr, const gchar *text, gdouble x, gdouble y, gdouble size, gboolean bold)
{
  g_autoptr (PangoLayout) layout = NULL;

  cairo_move_to (cr, x, y);
  if (g_str_is_ascii (text)) {
    choose_font (cr, size, bold);
    cairo_show_text (cr, text);
    return;
  }
  layout = make_layout (cr, text, size, bold);
  pango_cairo_show_layout_line (cr, pango_layout_get_line_readonly (layout, 0));
}

gdouble
gs_paint_measure (cairo_t *cr, const gchar *text, gdouble size, gboolean bold)
{
  g_autoptr (PangoLayout) layout = NULL;
  cairo_text_extents_t extents;
  PangoRectangle logical;

  if (g_str_is_ascii (text)) {
    choose_font (cr, size, bold);
    cairo_text_extents (cr, text, &extents);
    return extents.x_advance;
  }
  layout = make_layout (cr, text, size, bold);
  pango_layout_get_extents (layout, NULL, &logical);
  return logical.width / (gdouble) PANGO_SCALE;
}

gchar *
gs_paint_shorten (cairo_t *cr, const gchar *text, gdouble room, gdouble size, gboolean bold)
{
  glong length = g_utf8_strlen (text, -1);

  if (gs_paint_measure (cr, text, size, bold) <= room)
    return g_strdup (text);
  for (glong n = length - 1; n > 0; n--) {
    g_autofree gchar *begin = g_utf8_substring (text, 0, n), *shorter = g_strconcat (begin, "…", NULL);

    if (gs_paint_measure (cr, shorter, size, bold) <= room)
      return g_steal_pointer (&shorter);
  }
  return g_strdup ("…");
}

/* ---- scales ---- */

/* Places of a max, counts, rates and the like are no values of the network: they would wash the others out.
 */
static gboolean
is_on_common_scale (const GsScene *scene, const GsBlock *block)
{
  NnProgram *program = scene->sight->program;
  const NnTensorInfo *info = nn_program_get_tensor (program, block->tensor);
  NnOp op = info->producer >= 0 ? nn_program_get_instruction (program, info->producer)->op : NN_OP_COPY;

  return op != NN_OP_POOL_WHICH && op != NN_OP_POOL_COUNT && info->role != NN_ROLE_HYPER
         && info->role != NN_ROLE_RANDOM && info->role != NN_ROLE_CLOCK && info->role != NN_ROLE_SEED;
}

gdouble
gs_painter_get_scale (GsPainter *painter, const GsScene *scene, gint block)
{
  gint n = gs_layout_get_n_blocks (scene->layout);

  if (painter->layout != scene->layout || painter->scaled != scene->sight->serial) {
    painter->layout = scene->layout;
    painter->scaled = scene->sight->serial;
    painter->whole_scale = 0;
    g_array_set_size (painter->scales, (guint) n);
    for (gint i = 0; i < n; i++) {
      gdouble largest = gs_sight_get_largest (scene->sight, gs_layout_get_block (scene->layout, i)->tensor);

      g_array_index (painter->scales, gdouble, i) = largest;
      if (is_on_common_scale (scene, gs_layout_get_block (scene->layout, i)))
        painter->whole_scale = MAX (painter->whole_scale, largest);
    }
  }
  return block < 0 ? painter->whole_scale : g_array_index (painter->scales, gdouble, block);
}

void
gs_paint_outline (cairo_t *cr, const GsScene *scene, const GsRectangle *place, gdouble width)
{
  gdouble x = round (place->x), y = round (place->y);

  width += scene->theme->outline;
  gs_paint_set_colour (cr, &scene->theme->accent);
  cairo_set_line_width (cr, width);
  cairo_rectangle (cr, x + 0.5, y + 0.5, round (place->x + place->width) - x,
                   round (place->y + place->height) - y);
  cairo_stroke (cr);
}

/* Whether one outline around all says which cells they are: whole tiles, none but theirs between them. Those
 * of pictures stand apart, with what belongs to each between them. */
static gboolean
are_one (const GsScene *scene, const GsGroup *group)
{
  const GsBlock *block = gs_layout_find_block (scene->layout, group->tensor);
  gdouble width = (block->columns - 0.5) * block->cell_width * scene->zoom;
  gdouble height = (block->rows - 0.5) * block->cell_height * scene->zoom;
  gint top = G_MAXINT, left = G_MAXINT, bottom = 0, right = 0;

  for (gint i = 0; i < group->n_tiles; i++) {
    gint row = group->tile[i] / block->tiles_across, column = group->tile[i] % block->tiles_across;

    if (group->in_tile[i].width < width || group->in_tile[i].height < height)
      return FALSE;
    top = MIN (top, row);
    left = MIN (left, column);
    bottom = MAX (bottom, row + 1);
    right = MAX (right, column + 1);
  }
  return block->gap < TILES_APART && (bottom - top) * (right - left) == group->n_tiles;
}

const GsRectangle *
gs_paint_get_parts (const GsScene *scene, const GsGroup *group, gint *n)
{
  gboolean by_tile = group->n > 4 && group->n_tiles > 1 && group->n_tiles <= GS_MAX_TILES;

  if (by_tile && !are_one (scene, group)) {
    *n = group->n_tiles;
    return group->in_tile;
  }
  *n = group->n > 4 ? 1 : group->n;
  return group->n > 4 ? &group->range : group->place;
}

gboolean
gs_painter_get_handle (const GsScene *scene, gdouble *x, gdouble *y)
{
  const GArray *range = scene->sight->range;
  GsRectangle cell;

  if (range->len == 0 || !gs_scene_get_cell (scene, &g_array_index (range, NnCell, range->len - 1), &cell))
    return FALSE;
  *x = round (cell.x + cell.width) + 0.5;
  *y = round (cell.y + cell.height) + 0.5;
  return TRUE;
}

void
gs_paint_head (cairo_t *cr, GsPoint from, GsPoint tip)
{
  gdouble length = hypot (tip.x - from.x, tip.y - from.y);
  gdouble ux = length > 0 ? (tip.x - from.x) / length : 0, uy = length > 0 ? (tip.y - from.y) / length : -1;
  gdouble x = tip.x - ux * GS_ARROW_HEAD, y = tip.y - uy * GS_ARROW_HEAD;

  cairo_move_to (cr, tip.x, tip.y);
  cairo_line_to (cr, x - uy * 4.5, y + ux * 4.5);
  cairo_line_to (cr, x + uy * 4.5, y - ux * 4.5);
  cairo_close_path (cr);
  cairo_fill (cr);
}
