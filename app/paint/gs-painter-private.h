/* What the painter's files share. */
#pragma once

#include "gs-painter.h"
#include "gs-route.h"

G_BEGIN_DECLS

/* Characters of numbers, shaped once for a size. */
#define GS_GLYPHS "0123456789.,−e∞NaN?#…"

typedef struct {
  gdouble size;
  cairo_scaled_font_t *font;
  gunichar characters[24];
  gulong index[24];
  gdouble advance[24];
  gdouble minus;      /* the advance of a minus sign */
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
  GHashTable *widths;     /* gdouble of parts of headings, by size and text */
  GArray *walls;          /* GsRectangle: what arrows go around, while marks are drawn */
};

/* Where a cell lies, in pixels. */
gboolean gs_scene_get_cell (const GsScene *scene, const NnCell *cell, GsRectangle *rectangle);
GsRectangle gs_scene_get_block (const GsScene *scene, const GsBlock *block);
/* Pixels for one of the lengths of names: of pictures they are larger than what they stand over. */
gdouble gs_scene_get_letters (const GsScene *scene);
gboolean gs_scene_is_visible (const GsScene *scene, const GsRectangle *rectangle);

void gs_paint_text (cairo_t *cr, const gchar *text, gdouble x, gdouble y, gdouble size, gboolean bold);
/* The text, or as much of it as `room` has, with an ellipsis. Caller frees. */
gchar *gs_paint_shorten (cairo_t *cr, const gchar *text, gdouble room, gdouble size, gboolean bold);
gdouble gs_paint_measure (cairo_t *cr, const gchar *text, gdouble size, gboolean bold);
/* The two signs that turn a page, back and on, each in a square of this size. */
void gs_paint_turners (cairo_t *cr,
                       const GsTheme *theme,
                       gdouble x,
                       gdouble y,
                       gdouble size,
                       gboolean has_back,
                       gboolean has_on);
/* Name, page picker, column and row headers of a block; and the titles of the bands. */
void gs_paint_headings (GsPainter *painter, cairo_t *cr, const GsScene *scene, gint block_number);
void gs_paint_signs (cairo_t *cr, const GsScene *scene);
void gs_paint_bands (cairo_t *cr, const GsScene *scene);
/* At least as wide as the heading will be, without measuring it. */
gdouble gs_paint_estimate_heading (const GsScene *scene, gint block_number);
/* How wide a block's heading is. */
gdouble gs_paint_measure_heading (GsPainter *painter, cairo_t *cr, const GsScene *scene, gint block_number);
/* Where the title of a band stands. FALSE if the band is empty. */
gboolean gs_paint_get_band_title (cairo_t *cr, const GsScene *scene, GsBand band, GsRectangle *place);

void gs_painter_draw_cells (GsPainter *painter, cairo_t *cr, const GsScene *scene, gint block_number);
void gs_paint_frozen (cairo_t *cr, const GsScene *scene, const GsBlock *block);
void gs_paint_outline (cairo_t *cr, const GsScene *scene, const GsRectangle *place, gdouble width);

/* ---- arrows ---- */

#define GS_MAX_ARROWS 6
#define GS_MAX_TILES  24

/* Cells of one tensor. */
typedef struct {
  gint tensor;
  gint n;
  GsRectangle range, place[GS_MAX_ARROWS];
  NnCell cell[GS_MAX_ARROWS];
  gint n_tiles; /* that they are in, where tiles are apart; more than GS_MAX_TILES: too many */
  gint tile[GS_MAX_TILES];
  GsRectangle in_tile[GS_MAX_TILES];
} GsGroup;

/* What is outlined: few cells one by one; of many what each tile has, or all of them as a range. */
const GsRectangle *gs_paint_get_parts (const GsScene *scene, const GsGroup *group, gint *n);

/* Where arrows end: the last corner before the cell, from which one line with a head leads to it. */
typedef struct {
  GsPoint aim, way[3]; /* from the aim to the tip */
  gint n;
  gdouble radius; /* of the circle at the aim; 0 if there is no room for one */
} GsEntrance;

/* Blocks, headers and headings, which arrows go around. */
void gs_paint_raise_walls (GsPainter *painter, cairo_t *cr, const GsScene *scene);
/* Whether none of them is in the way. */
gboolean gs_paint_is_free (const GsPainter *painter, const GsRectangle *place);
/* With room for a circle before the cell, if there is a sign to be put into one. */
GsEntrance
gs_paint_find_entrance (GsPainter *painter, const GsScene *scene, const GsGroup *target, gboolean has_sign);
/* From each group to the aim, in the present colour; from there one line goes on by way of `trunk`. How many
 * there are. */
gint gs_paint_ways (GsPainter *painter,
                    cairo_t *cr,
                    const GsScene *scene,
                    const GArray *groups,
                    GsPoint aim,
                    GsPoint trunk);
/* Whether none of them would be missing. */
gboolean gs_paint_have_ways (GsPainter *painter, const GsScene *scene, const GArray *groups, GsPoint aim);
#define GS_ARROW_HEAD 7.0 /* pixels */
void gs_paint_head (cairo_t *cr, GsPoint from, GsPoint tip);
void gs_paint_circle (cairo_t *cr, const GsScene *scene, GsPoint centre, gdouble radius, const gchar *sign);
/* All of it: from the groups to one cell or range, through a circle with the sign of its operation. */
void gs_paint_arrows (GsPainter *painter,
                      cairo_t *cr,
                      const GsScene *scene,
                      const GArray *groups,
                      const GsGroup *target);
/* A cell while it is written term by term: what is done, now, and next. */
void gs_paint_term (GsPainter *painter, cairo_t *cr, const GsScene *scene);

G_END_DECLS
