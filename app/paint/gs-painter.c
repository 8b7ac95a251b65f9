/* The sheet in its parts: the ground, blocks, marks; what a kept picture of a block depends on; the legend.
 */
#include "gs-painter.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/text/gs-task.h"
#include "gs-enlarged-map.h"
#include "gs-painter-private.h"
#include "gs-strip.h"

GsPainter *
gs_painter_new (void)
{
  GsPainter *painter = g_new0 (GsPainter, 1);

  painter->scales = g_array_new (FALSE, FALSE, sizeof (gdouble));
  painter->widths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  painter->walls = g_array_new (FALSE, FALSE, sizeof (GsRectangle));
  return painter;
}

void
gs_painter_free (GsPainter *painter)
{
  if (painter == NULL)
    return;
  g_clear_pointer (&painter->digits.font, cairo_scaled_font_destroy);
  g_array_unref (painter->scales);
  g_hash_table_unref (painter->widths);
  g_array_unref (painter->walls);
  g_free (painter);
}

void
gs_painter_draw_ground (cairo_t *cr, const GsScene *scene)
{
  if (!scene->is_clear) {
    gs_paint_set_colour (cr, &scene->theme->canvas);
    cairo_paint (cr);
  }
  gs_paint_bands (cr, scene);
  gs_paint_signs (cr, scene);
}

gboolean
gs_painter_get_extent (const GsScene *scene,
                       gint block,
                       gdouble *x,
                       gdouble *y,
                       gdouble *width,
                       gdouble *height)
{
  GsRectangle place = gs_scene_get_block (scene, gs_layout_get_block (scene->layout, block));
  gdouble raised = gs_layout_get_block (scene->layout, block)->raised;
  gdouble above =
      raised * scene->zoom + (GS_HEADER_HEIGHT + GS_CAPTION_SPACE + 9) * gs_scene_get_letters (scene) + 8;
  gdouble left = gs_layout_get_block (scene->layout, block)->header_width * scene->zoom + 3;
  GsRectangle around = { place.x - left, place.y - above,
                         left + 3 + MAX (place.width, gs_paint_estimate_heading (scene, block)),
                         place.height + above + 3 };

  *x = around.x;
  *y = around.y;
  *width = around.width;
  *height = around.height;
  return gs_scene_is_visible (scene, &around);
}

void
gs_painter_draw_block (GsPainter *painter, cairo_t *cr, const GsScene *scene, gint block_number)
{
  const GsBlock *block = gs_layout_get_block (scene->layout, block_number);

  gs_paint_headings (painter, cr, scene, block_number);
  gs_painter_draw_cells (painter, cr, scene, block_number);
  gs_paint_frozen (cr, scene, block);
}

void
gs_painter_draw (GsPainter *painter, cairo_t *cr, const GsScene *scene)
{
  gdouble x, y, width, height;

  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, scene->width, scene->height);
  cairo_clip (cr);
  gs_painter_draw_ground (cr, scene);
  /* A picture for a file may be given up. */
  for (gint i = 0, n = gs_layout_get_n_blocks (scene->layout);
       i < n && gs_task_go_on ((gsize) i, (gsize) n, NULL); i++)
    if (gs_painter_get_extent (scene, i, &x, &y, &width, &height))
      gs_painter_draw_block (painter, cr, scene, i);
  gs_strip_draw (cr, scene);
  gs_enlarged_map_draw (cr, scene);
  gs_painter_draw_marks (painter, cr, scene);
  cairo_restore (cr);
}

/* ---- what a block's picture depends on ---- */

static guint64
mix (guint64 key, guint64 number)
{
  key = (key ^ number) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return key ^ (key >> 29);
}

static guint64
mix_double (guint64 key, gdouble number)
{
  guint64 bits;

  memcpy (&bits, &number, sizeof bits);
  return mix (key, bits);
}

guint64
gs_painter_get_key (GsPainter *painter, const GsScene *scene, gint block_number)
{
  const GsSight *sight = scene->sight;
  GsDataset *data = gs_frame_get_data (sight->frame);
  gint tensor = gs_layout_get_block (scene->layout, block_number)->tensor;
  const NnTensorInfo *info = nn_program_get_tensor (sight->program, tensor);
  gsize n, n_before;
  guint64 key = mix (gs_frame_get_stamp (sight->frame, tensor), (guint64) info->producer);

  gs_frame_get_values (sight->frame, tensor, &n);
  gs_frame_get_before (sight->frame, tensor, &n_before);
  key = mix (mix (key, n), n_before);
  key = mix (key, (guint64) (sight->digits * 8 + sight->scientific * 4
                             + (gint) gs_sight_get_display (sight, tensor)));
  key = mix (key, (guint64) (sight->signs * 2 + sight->differences));
  key = mix (key, (guint64) (sight->sample * 2 + info->frozen));
  key = mix (key, (guint64) (info->producer < gs_frame_get_cursor (sight->frame)->instruction));
  key = mix (key, (guint64) (guintptr) (data != NULL ? gs_dataset_get_names (data, GS_NAMES_ROWS) : NULL));
  key = mix (key, (guint64) (guintptr) scene->theme);
  key = mix_double (key, scene->zoom);
  key = mix_double (key, gs_painter_get_scale (painter, scene, sight->whole_scale ? -1 : block_number));
  return mix (key, sight->hiding);
}
