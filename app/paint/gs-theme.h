/* Themes: the colours of the sheet, light, dark, and with high contrast; the map from numbers to colour.
 *
 * The map is diverging and safe for colour-blind eyes: orange below zero, blue above. Its ends are
 * chosen so that the ink passes a contrast of 4.5:1 on every colour of it.
 */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  gdouble red, green, blue; /* 0 to 1 */
} GsColour;

#define GS_THEME_CLASSES 6

typedef struct {
  gboolean is_dark;
  GsColour window, header, card, button, border; /* of widgets only */
  GsColour canvas, grid, head, line, panel, text, dim, faint, dot;
  GsColour accent, on_accent, tint, ok, error, ink;
  GsColour negative, positive;        /* lines of weights */
  GsColour classes[GS_THEME_CLASSES]; /* marks of rows; of two classes the second and the first */
  gdouble outline;                    /* extra width of outlines */
  guint32 map[1025];                  /* 0xRRGGBB for t from -1 to 1 */
} GsTheme;

const GsTheme *gs_theme_get (gboolean dark, gboolean high_contrast);

/* The map's colour at t = value / scale, clamped; 0xRRGGBB. Not for NaN. */
guint32 gs_theme_map (const GsTheme *theme, gdouble t);
GsColour gs_theme_unpack (guint32 rgb);
void gs_paint_set_colour (cairo_t *cr, const GsColour *colour);

/* The contrast of two colours by WCAG 2: 1 to 21. */
gdouble gs_theme_contrast (const GsColour *a, const GsColour *b);

/* The font of numbers and captions: the first of Inter, Cantarell and Noto Sans that is installed, else the
 * desktop's sans-serif. */
const gchar *gs_theme_get_font (void);

G_END_DECLS
