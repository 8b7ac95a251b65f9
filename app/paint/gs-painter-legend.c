/* What colours and marks mean, beneath the sheet. */
#include <glib/gi18n-lib.h>

#include "gs-painter-private.h"

#include "app/text/gs-number.h"
#include "app/view/gs-data-grid.h"

/* ---- colours ---- */

/* The bar with its ends, in the design's pixels, from 0, 0 on; beside it what it is of, in `room` to the
 * right. */
static void
draw_scale (cairo_t *cr,
            const GsTheme *theme,
            const gchar *low,
            const gchar *high,
            const gchar *words,
            const gchar *more,
            gdouble room)
{
  const gint width = 180;

  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE); /* no seams between them at other scales */
  for (gint i = 0; i < width; i++) {
    GsColour colour = gs_theme_unpack (gs_theme_map (theme, 2.0 * i / (width - 1) - 1));

    gs_paint_set_colour (cr, &colour);
    cairo_rectangle (cr, i, 0, width - i, 7);
    cairo_fill (cr);
  }
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_DEFAULT);
  gs_paint_set_colour (cr, &theme->grid);
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, -0.5, -0.5, width + 1, 8);
  cairo_stroke (cr);
  gs_paint_set_colour (cr, &theme->dim);
  gs_paint_text (cr, low, 0, 20, 11, FALSE);
  gs_paint_text (cr, "0", width / 2.0 - 3, 20, 11, FALSE);
  gs_paint_text (cr, high, width - gs_paint_measure (cr, high, 11, FALSE), 20, 11, FALSE);
  /* Where the window is narrow, half a sentence is worse than none. */
  if (width + 12
          + MAX (gs_paint_measure (cr, words, 11.5, FALSE),
                 more != NULL ? gs_paint_measure (cr, more, 11.5, FALSE) : 0)
      > room)
    return;
  gs_paint_text (cr, words, width + 12, 8, 11.5, FALSE);
  if (more != NULL)
    gs_paint_text (cr, more, width + 12, 24, 11.5, FALSE);
}

static void
draw_legend (GsPainter *painter, cairo_t *cr, const GsScene *scene, gdouble room)
{
  gdouble scale = gs_painter_get_scale (painter, scene, -1);
  gboolean whole = scene->sight->whole_scale;
  g_autofree gchar *high = whole ? gs_number_show (scale, 5) : g_strdup (_ ("+ largest"));
  g_autofree gchar *low = whole ? gs_number_show (-scale, 5) : g_strdup (_ ("− largest"));
  const gchar *scale_of = whole ? _ ("Scale: whole sheet")
                          : scene->sight->is_scale_chosen || gs_sight_has_like_magnitudes (scene->sight)
                              ? _ ("Scale: each block")
                              : _ ("Scale: each block, they differ much");

  draw_scale (cr, scene->theme, low, high, scale_of,
              scene->sight->differences ? _ ("now − before the edit") : NULL, room);
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

void
gs_painter_draw_data_legend (cairo_t *cr, const GsScene *scene, gdouble x, gdouble y)
{
  gdouble scale = gs_scene_get_text_scale (scene);
  g_autofree gchar *high = gs_number_show (GS_DATA_MANY_DEVIATIONS, 3);
  g_autofree gchar *low = gs_number_show (-GS_DATA_MANY_DEVIATIONS, 3);

  cairo_save (cr);
  cairo_scale (cr, scale, scale);
  cairo_translate (cr, x, y);
  draw_scale (cr, scene->theme, low, high, _ ("Standard deviations"), _ ("from an input's mean"),
              scene->width / scale - x);
  cairo_restore (cr);
}

/* ---- marks ---- */

#define MARK_SIZE 11.0
#define MARK_GAP  6.0  /* to its words */
#define ITEM_GAP  18.0 /* to the next mark */

typedef enum {
  DOT,
  CORNER,
  OUTPUT,
  INPUT,
  CHANGED,
  FOLLOWED,
  PAST,
  NOW,
  NEXT,
  PARTIAL,
  IN_BATCH,
  STEPPED,
  WRONG,
  N_ITEMS
} Item;

static const gchar *const meanings[N_ITEMS] = {
  N_ ("not computed yet"), N_ ("held fixed"),    N_ ("selected"),
  N_ ("computed from"),    N_ ("edited"),        N_ ("follows from it"),
  N_ ("added already"),    N_ ("now"),           N_ ("next"),
  N_ ("sum so far"),       N_ ("in this batch"), N_ ("the row that is stepped"),
  N_ ("wrong answer"),
};

/* The first of them stay where there is room for few. */
static const Item of_sheet[] = { DOT, CORNER, OUTPUT, INPUT, CHANGED, FOLLOWED };
static const Item of_terms[] = { PAST, NOW, NEXT, PARTIAL, DOT, CORNER };
static const Item of_data[] = { IN_BATCH, STEPPED, WRONG };

static void
trace_box (cairo_t *cr, gdouble x, gdouble y)
{
  cairo_rectangle (cr, x - 1, y + 1, MARK_SIZE + 2, MARK_SIZE - 2);
}

/* What the cells of a sum have while it is written term by term (gs-painter-term.c), smaller. */
static void
draw_item_of_term (cairo_t *cr, const GsTheme *theme, Item item, gdouble x, gdouble y)
{
  static const gdouble dashes[] = { 3, 2 };

  trace_box (cr, x, y);
  gs_paint_set_colour (cr, item == NOW ? &theme->tint : &theme->canvas);
  cairo_fill_preserve (cr);
  cairo_set_source_rgba (cr, theme->accent.red, theme->accent.green, theme->accent.blue,
                         item == PAST ? 0.5 : 1);
  cairo_set_line_width (cr, item == PAST || item == NEXT ? 1.75 : 2.5);
  if (item == NEXT) {
    gs_paint_set_colour (cr, &theme->dim);
    cairo_set_dash (cr, dashes, 2, 0);
  }
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  if (item == PAST) {
    gs_paint_set_colour (cr, &theme->ok);
    cairo_move_to (cr, x + 2.5, y + 5.5);
    cairo_line_to (cr, x + 4.5, y + 8);
    cairo_line_to (cr, x + 8.5, y + 3.5);
    cairo_stroke (cr);
  }
  if (item == PARTIAL) {
    cairo_rectangle (cr, x + 1.5, y + 6, 4, 2);
    cairo_fill (cr);
  }
}

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
    trace_box (cr, x, y);
    cairo_stroke (cr);
    break;
  case PAST:
  case NOW:
  case NEXT:
  case PARTIAL: draw_item_of_term (cr, theme, item, x, y); break;
  case IN_BATCH:
    gs_paint_set_colour (cr, &theme->accent);
    cairo_rectangle (cr, x + MARK_SIZE - 5, y - 1, 3, MARK_SIZE + 1);
    cairo_fill (cr);
    break;
  case STEPPED:
    gs_paint_set_colour (cr, &theme->accent);
    cairo_move_to (cr, x + 2, y + 1);
    cairo_line_to (cr, x + MARK_SIZE - 1, y + MARK_SIZE / 2);
    cairo_line_to (cr, x + 2, y + MARK_SIZE - 1);
    cairo_fill (cr);
    break;
  case WRONG:
    gs_paint_set_colour (cr, &theme->error);
    cairo_set_line_width (cr, 1.75);
    cairo_move_to (cr, x + 2, y + 1.5);
    cairo_line_to (cr, x + MARK_SIZE - 2, y + MARK_SIZE - 2.5);
    cairo_move_to (cr, x + MARK_SIZE - 2, y + 1.5);
    cairo_line_to (cr, x + 2, y + MARK_SIZE - 2.5);
    cairo_stroke (cr);
    break;
  case N_ITEMS:
  default: break;
  }
}

static gdouble
draw_items (cairo_t *cr, const GsScene *scene, const Item *items, gsize n, gdouble x, gdouble y)
{
  gdouble scale = gs_scene_get_text_scale (scene), at = x, end = x;

  cairo_save (cr);
  cairo_scale (cr, scale, scale);
  for (gsize i = 0; i < n; i++) {
    const gchar *words = _ (meanings[items[i]]);
    gdouble words_at = at + MARK_SIZE + MARK_GAP;

    if (words_at + gs_paint_measure (cr, words, 11.5, FALSE) + 2 > scene->width / scale)
      break;
    draw_item (cr, scene, items[i], at, y);
    gs_paint_set_colour (cr, &scene->theme->dim);
    gs_paint_text (cr, words, words_at, y + MARK_SIZE - 1.5, 11.5, FALSE);
    end = words_at + gs_paint_measure (cr, words, 11.5, FALSE) + 2;
    at = end + ITEM_GAP;
  }
  cairo_restore (cr);
  return end * scale;
}

gdouble
gs_painter_draw_marks_legend (cairo_t *cr, const GsScene *scene, gdouble x, gdouble y)
{
  return scene->sight->writing != NULL ? draw_items (cr, scene, of_terms, G_N_ELEMENTS (of_terms), x, y)
                                       : draw_items (cr, scene, of_sheet, G_N_ELEMENTS (of_sheet), x, y);
}

gdouble
gs_painter_draw_data_marks_legend (cairo_t *cr, const GsScene *scene, gdouble x, gdouble y)
{
  return draw_items (cr, scene, of_data, G_N_ELEMENTS (of_data), x, y);
}
