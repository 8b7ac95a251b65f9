/* What colours and marks mean, beneath the sheet. */
#include <glib/gi18n-lib.h>

#include "gs-painter-private.h"

#include "app/text/gs-number.h"

/* ---- colours ---- */

/* In the design's pixels, from 0, 0 on; `room` of them to the right. */
static void
draw_legend (GsPainter *painter, cairo_t *cr, const GsScene *scene, gdouble room)
{
  const gint width = 180;
  const gchar *scale_of;
  gdouble scale = gs_painter_get_scale (painter, scene, -1);
  g_autofree gchar *high = NULL, *low = NULL;
  gboolean whole = scene->sight->whole_scale;

  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE); /* no seams between them at other scales */
  for (gint i = 0; i < width; i++) {
    GsColour colour = gs_theme_unpack (gs_theme_map (scene->theme, 2.0 * i / (width - 1) - 1));

    gs_paint_set_colour (cr, &colour);
    cairo_rectangle (cr, i, 0, width - i, 7);
    cairo_fill (cr);
  }
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_DEFAULT);
  gs_paint_set_colour (cr, &scene->theme->grid);
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, -0.5, -0.5, width + 1, 8);
  cairo_stroke (cr);
  gs_paint_set_colour (cr, &scene->theme->dim);
  high = whole ? gs_number_show (scale, 5) : g_strdup (_ ("+ largest"));
  low = whole ? gs_number_show (-scale, 5) : g_strdup (_ ("− largest"));
  gs_paint_text (cr, low, 0, 20, 11, FALSE);
  gs_paint_text (cr, "0", width / 2.0 - 3, 20, 11, FALSE);
  gs_paint_text (cr, high, width - gs_paint_measure (cr, high, 11, FALSE), 20, 11, FALSE);
  scale_of = whole ? _ ("Scale: whole sheet")
             : scene->sight->is_scale_chosen || gs_sight_has_like_magnitudes (scene->sight)
                 ? _ ("Scale: each block")
                 : _ ("Scale: each block, they differ much");
  /* Where the window is narrow, half a sentence is worse than none. */
  if (width + 12 + gs_paint_measure (cr, scale_of, 11.5, FALSE) > room)
    return;
  gs_paint_text (cr, scale_of, width + 12, 8, 11.5, FALSE);
  if (scene->sight->differences)
    gs_paint_text (cr, _ ("now − before the edit"), width + 12, 24, 11.5, FALSE);
}

void
gs_painter_draw_legend (GsPainter *painter, cairo_t *cr, const GsScene *scene, gdouble x, gdouble y)
{
  gdouble scale = gs_scene_get_text_scale (scene);

  cairo_save (cr);
  cairo_scale (cr, scale, scale);
  cairo_translate (cr, x, y);
  draw_legend (painter, cr, scene, scene->width / scale - x);
  cairo_restore (cr);
}

/* ---- marks ---- */

#define MARK_SIZE 11.0
#define MARK_GAP  6.0  /* to its words */
#define ITEM_GAP  18.0 /* to the next mark */

typedef enum { DOT, CORNER, CHANGED, FOLLOWED, OUTPUT, INPUT, N_ITEMS } Item;

static const gchar *const meanings[N_ITEMS] = { N_ ("not computed yet"), N_ ("held fixed"),
                                                N_ ("edited"),           N_ ("follows from it"),
                                                N_ ("selected"),         N_ ("computed from") };

static void
draw_item (cairo_t *cr, const GsScene *scene, Item item, gdouble x, gdouble y)
{
  const GsTheme *theme = scene->theme;

  switch (item) {
  case DOT:
    gs_paint_set_colour (cr, &theme->dot);
    cairo_rectangle (cr, x + MARK_SIZE / 2 - 1, y + MARK_SIZE / 2 - 1, 2, 2);
    cairo_fill (cr);
    break;
  case CORNER:
    gs_paint_set_colour (cr, &theme->dim);
    cairo_move_to (cr, x + 2, y + 1);
    cairo_line_to (cr, x + 2 + MARK_SIZE * 0.7, y + 1);
    cairo_line_to (cr, x + 2, y + 1 + MARK_SIZE * 0.7);
    cairo_fill (cr);
    break;
  case CHANGED:
    gs_paint_set_colour (cr, &theme->accent);
    cairo_move_to (cr, x + MARK_SIZE - 1, y + 1);
    cairo_line_to (cr, x + MARK_SIZE - 1 - MARK_SIZE * 0.7, y + 1);
    cairo_line_to (cr, x + MARK_SIZE - 1, y + 1 + MARK_SIZE * 0.7);
    cairo_fill (cr);
    break;
  case FOLLOWED:
    gs_paint_set_colour (cr, &theme->accent);
    cairo_arc (cr, x + MARK_SIZE / 2, y + MARK_SIZE / 2, 2.5, 0, 2 * G_PI);
    cairo_fill (cr);
    break;
  case OUTPUT:
  case INPUT:
    gs_paint_set_colour (cr, &theme->accent);
    cairo_set_line_width (cr, item == OUTPUT ? 3 : 1.75);
    cairo_rectangle (cr, x - 1, y + 1, MARK_SIZE + 2, MARK_SIZE - 2);
    cairo_stroke (cr);
    break;
  case N_ITEMS:
  default: break;
  }
}

/* Draws where `scene` is given; returns how far it goes to the right. */
static gdouble
run_through (cairo_t *cr, const GsScene *scene)
{
  gdouble x = 0;

  for (gint i = 0; i < N_ITEMS; i++) {
    if (scene != NULL) {
      draw_item (cr, scene, (Item) i, x, 0);
      gs_paint_set_colour (cr, &scene->theme->dim);
      gs_paint_text (cr, _ (meanings[i]), x + MARK_SIZE + MARK_GAP, MARK_SIZE - 1.5, 11.5, FALSE);
    }
    x += MARK_SIZE + MARK_GAP + gs_paint_measure (cr, _ (meanings[i]), 11.5, FALSE) + ITEM_GAP;
  }
  return x - ITEM_GAP + 2;
}

gdouble
gs_painter_measure_marks_legend (gdouble text_scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (surface);
  gdouble width = run_through (cr, NULL);

  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return width * text_scale;
}

void
gs_painter_draw_marks_legend (cairo_t *cr, const GsScene *scene, gdouble x, gdouble y)
{
  gdouble scale = gs_scene_get_text_scale (scene);

  cairo_save (cr);
  cairo_scale (cr, scale, scale);
  cairo_translate (cr, x, y);
  run_through (cr, scene);
  cairo_restore (cr);
}
