/* What the painter's files share. */
#pragma once

#include "gs-painter.h"

G_BEGIN_DECLS

/* Characters of numbers, shaped once for a size. */
#define GS_GLYPHS "0123456789.−e∞NaN?#…"

typedef struct {
  gdouble size;
  cairo_scaled_font_t *font;
  gunichar characters[24];
  gulong index[24];
  gdouble advance[24];
  gdouble indent[24]; /* of a narrow digit in the room of a wide one */
  gint n;
  gdouble ascent;
} GsDigits;

struct _GsPainter {
  GsDigits digits;
  GArray *scales; /* gdouble per block */
  gdouble whole_scale;
  const GsLayout *layout; /* whose scales these are */
  guint64 scaled;         /* the serial of the sight that they are of */
};

typedef struct {
  gdouble x, y, width, height;
} GsRectangle;

/* Where a cell lies, in pixels. */
gboolean gs_scene_get_cell (const GsScene *scene, const NnCell *cell, GsRectangle *rectangle);
GsRectangle gs_scene_get_block (const GsScene *scene, const GsBlock *block);
gboolean gs_scene_is_visible (const GsScene *scene, const GsRectangle *rectangle);

void gs_paint_set_colour (cairo_t *cr, const GsColour *colour);
void gs_paint_text (cairo_t *cr, const gchar *text, gdouble x, gdouble y, gdouble size, gboolean bold);
/* The text, or as much of it as `room` has, with an ellipsis. Caller frees. */
gchar *gs_paint_shorten (cairo_t *cr, const gchar *text, gdouble room, gdouble size, gboolean bold);
gdouble gs_paint_measure (cairo_t *cr, const gchar *text, gdouble size, gboolean bold);

void gs_painter_draw_cells (GsPainter *painter, cairo_t *cr, const GsScene *scene, gint block_number);
void gs_paint_frozen (cairo_t *cr, const GsScene *scene, const GsBlock *block);

G_END_DECLS
