/* The painter: draws the sheet on a cairo_t, for the screen, for pictures and for paper alike.
 *
 *   GsPainter *painter = gs_painter_new ();
 *   GsScene scene = { .layout = layout, .sight = sight, .theme = theme, .zoom = 1, .width = 1600,
 *                     .height = 900 };
 *   gs_painter_draw (painter, cr, &scene);
 *
 * It reads the sight and nothing else, so that it may run on any thread. Shaped digits and the scales of the
 * colours are kept from frame to frame.
 *
 * A screen that keeps what it has drawn does so in parts: the ground, each block, the marks over them. As
 * long as gs_painter_get_key() of a block is the same, so is its picture.
 */
#pragma once

#include <cairo.h>

#include "app/view/gs-sight.h"
#include "gs-layout.h"
#include "gs-theme.h"

G_BEGIN_DECLS

typedef struct {
  const GsLayout *layout;
  const GArray *tabs; /* GsTab: what the layers of a drawing are called; or NULL */
  const GsSight *sight;
  const GsTheme *theme;
  gdouble zoom;         /* pixels for one of the layout's: the view's zoom times text_scale */
  gdouble text_scale;   /* by the desktop's size of text; 0 and 1 mean that of the design */
  gdouble left, top;    /* the place of the layout that is at the upper left corner */
  gint width, height;   /* of what is drawn on, in pixels */
  gboolean is_clear;    /* the ground is not painted: what is behind shows through between the blocks */
  gboolean is_vector;   /* paper: colours as rectangles where they are few */
  gboolean hide_arrows; /* to the selected cell; outlines stay */
  gboolean for_class;   /* what a lesson points at is not marked beside what the cell comes from; no handle */
  gboolean hide_sources; /* what the selected cell is computed from is not outlined: it is asked for */
  gboolean focused;      /* whether the sheet has the keyboard */
  const GArray *preview; /* NnCell: what a drag of the fill handle would fill; or NULL */
} GsScene;

/* Pixels of a cell from which on it has its number; below there is only its colour. */
#define GS_NUMBER_WIDTH 30.0

typedef struct _GsPainter GsPainter;

GsPainter *gs_painter_new (void);
void gs_painter_free (GsPainter *painter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsPainter, gs_painter_free)

void gs_painter_draw (GsPainter *painter, cairo_t *cr, const GsScene *scene);

/* Its parts, from the bottom to the top: the canvas and the titles of the bands; one block with its
 * caption and headers; selection, arrows and the other marks. */
void gs_painter_draw_ground (cairo_t *cr, const GsScene *scene);
void gs_painter_draw_block (GsPainter *painter, cairo_t *cr, const GsScene *scene, gint block);
void gs_painter_draw_marks (GsPainter *painter, cairo_t *cr, const GsScene *scene);

/* The middle of the fill handle, at the end of what is marked; FALSE if that is not shown. */
gboolean gs_painter_get_handle (const GsScene *scene, gdouble *x, gdouble *y);

/* All that a block paints on, headers and caption included, in pixels; FALSE if that is out of sight. */
gboolean gs_painter_get_extent (const GsScene *scene,
                                gint block,
                                gdouble *x,
                                gdouble *y,
                                gdouble *width,
                                gdouble *height);
/* Of everything that a block's picture shows: the numbers in it, the scale of its colours, the cursor, the
 * look. */
guint64 gs_painter_get_key (GsPainter *painter, const GsScene *scene, gint block);

/* The largest magnitude the colours of a block stand for (-1: of the whole sheet); 0 if nothing is computed.
 */
gdouble gs_painter_get_scale (GsPainter *painter, const GsScene *scene, gint block);

/* The size of the digits in cells of this size, in pixels. */
gdouble gs_painter_get_digit_size (gdouble cell_width, gdouble cell_height);
gdouble gs_painter_get_block_digit_size (const GsBlock *block, gdouble zoom);
/* What a cell of this size, in pixels, shows of a number: as many of the sight's digits as fit, then its
 * power of ten alone, then "#". Returns `buffer`. */
gchar *gs_painter_print_number (GsPainter *painter,
                                cairo_t *cr,
                                const GsSight *sight,
                                gdouble value,
                                gdouble width,
                                gdouble height,
                                gchar buffer[GS_VIEW_BUFFER]);

/* Pixels of text for one of the design's. */
static inline gdouble
gs_scene_get_text_scale (const GsScene *scene)
{
  return scene->text_scale > 0 ? scene->text_scale : 1;
}

/* The bar of the colour map with its numbers, about 240 x 36 pixels at x, y, times the scale of text. */
void gs_painter_draw_legend (GsPainter *painter, cairo_t *cr, const GsScene *scene, gdouble x, gdouble y);

/* What the marks on cells mean, or those of a cell that is written term by term: in one line of 11 x
 * text_scale pixels, as many whole ones as the scene is wide. Returns how far to the right it went. */
gdouble gs_painter_draw_marks_legend (cairo_t *cr, const GsScene *scene, gdouble x, gdouble y);
/* The same two of the data's sheet; the scene needs neither layout nor sight. */
void gs_painter_draw_data_legend (cairo_t *cr, const GsScene *scene, gdouble x, gdouble y);
gdouble gs_painter_draw_data_marks_legend (cairo_t *cr, const GsScene *scene, gdouble x, gdouble y);

/* From pixels to the layout and back. */
static inline void
gs_scene_to_layout (const GsScene *scene, gdouble px, gdouble py, gdouble *x, gdouble *y)
{
  *x = scene->left + px / scene->zoom;
  *y = scene->top + py / scene->zoom;
}

G_END_DECLS
