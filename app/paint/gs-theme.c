/* The tables of colours, and the map from numbers to colour. */
#include "gs-theme.h"

#include <pango/pangocairo.h>

#include <math.h>

#define HALF 512 /* of the map: from -1 to 0, and from 0 to 1 */
G_STATIC_ASSERT (G_N_ELEMENTS (((GsTheme *) NULL)->map) == 2 * HALF + 1);

/* The tokens of one theme, 0xRRGGBB. */
typedef struct {
  guint32 window, header, card, button, border;
  guint32 canvas, grid, head, line, panel, text, dim, faint, dot, accent, on_accent, tint, ok, error, ink;
  guint32 negative, positive, classes[GS_THEME_CLASSES];
  guint32 stops[7]; /* at -1, -0.5, -0.2, 0, 0.2, 0.5, 1 */
} Tokens;

static const Tokens light = {
  .window = 0xF6F6F4,
  .header = 0xECECE9,
  .card = 0xFFFFFF,
  .button = 0xFFFFFF,
  .border = 0xCFCFCA,
  .canvas = 0xFFFFFF,
  .grid = 0xD3D5D4,
  .head = 0xF1F1EE,
  .line = 0xDCDCD7,
  .panel = 0xFAFAF8,
  .text = 0x1B1E22,
  .dim = 0x555B63,
  .faint = 0x6B7179,
  .dot = 0xB4B8BC,
  .accent = 0x8A2A7C,
  .on_accent = 0xFFFFFF,
  .tint = 0xF6E9F3,
  .ok = 0x1D6B45,
  .error = 0xA4262C,
  .ink = 0x14171A,
  .negative = 0xC4600F,
  .positive = 0x2E6CAB,
  .classes = { 0x1F5A9A, 0xB35208, 0x1D6B45, 0x6A3FA0, 0x00707A, 0x7A5230 },
  .stops = { 0xDB7022, 0xF2AE74, 0xFBDDC2, 0xFFFFFF, 0xD3E4F4, 0x91BCE4, 0x4688CA },
};

static const Tokens dark = {
  .window = 0x202225,
  .header = 0x2A2C30,
  .card = 0x292C30,
  .button = 0x34373C,
  .border = 0x484C52,
  .canvas = 0x17191C,
  .grid = 0x3D4146,
  .head = 0x24272B,
  .line = 0x393D42,
  .panel = 0x202225,
  .text = 0xF1F2F3,
  .dim = 0xB4B9BF,
  .faint = 0x989EA5,
  .dot = 0x5F656C,
  .accent = 0xDC92CE,
  .on_accent = 0x1B1E22,
  .tint = 0x3B2838,
  .ok = 0x7FD0A4,
  .error = 0xFF8F8F,
  .ink = 0xFFFFFF,
  .negative = 0xE08A45,
  .positive = 0x6AA7E0,
  .classes = { 0x8FBFF0, 0xF5AE6E, 0x7FD0A4, 0xC3A6F0, 0x74D0DA, 0xD9B48F },
  .stops = { 0xB0561A, 0x774019, 0x46301F, 0x1E2125, 0x223548, 0x285080, 0x2F6FB5 },
};

static const gdouble stop_places[7] = { -1, -0.5, -0.2, 0, 0.2, 0.5, 1 };

GsColour
gs_theme_unpack (guint32 rgb)
{
  return (GsColour){ ((rgb >> 16) & 0xFF) / 255.0, ((rgb >> 8) & 0xFF) / 255.0, (rgb & 0xFF) / 255.0 };
}

/* Between two stops, linear in sRGB. */
static guint32
mix (guint32 a, guint32 b, gdouble part)
{
  guint32 rgb = 0;

  for (gint shift = 16; shift >= 0; shift -= 8) {
    gdouble from = (a >> shift) & 0xFF, to = (b >> shift) & 0xFF;

    rgb |= (guint32) lround (from + (to - from) * part) << shift;
  }
  return rgb;
}

static guint32
interpolate (const guint32 stops[7], gdouble t)
{
  gint i = 0;

  while (i < 5 && t > stop_places[i + 1])
    i++;
  return mix (stops[i], stops[i + 1], (t - stop_places[i]) / (stop_places[i + 1] - stop_places[i]));
}

static void
fill (GsTheme *theme, const Tokens *tokens, gboolean is_dark, gboolean high_contrast)
{
  theme->is_dark = is_dark;
  theme->window = gs_theme_unpack (tokens->window);
  theme->header = gs_theme_unpack (tokens->header);
  theme->card = gs_theme_unpack (tokens->card);
  theme->button = gs_theme_unpack (tokens->button);
  theme->border = gs_theme_unpack (tokens->border);
  theme->canvas = gs_theme_unpack (tokens->canvas);
  theme->grid = gs_theme_unpack (high_contrast ? tokens->dim : tokens->grid);
  theme->head = gs_theme_unpack (tokens->head);
  theme->line = gs_theme_unpack (high_contrast ? tokens->dim : tokens->line);
  theme->panel = gs_theme_unpack (tokens->panel);
  theme->text = gs_theme_unpack (tokens->text);
  theme->dim = gs_theme_unpack (high_contrast ? tokens->text : tokens->dim);
  theme->faint = gs_theme_unpack (high_contrast ? tokens->text : tokens->faint);
  theme->dot = gs_theme_unpack (high_contrast ? tokens->text : tokens->dot);
  theme->accent = gs_theme_unpack (tokens->accent);
  theme->on_accent = gs_theme_unpack (tokens->on_accent);
  theme->tint = gs_theme_unpack (tokens->tint);
  theme->ok = gs_theme_unpack (tokens->ok);
  theme->error = gs_theme_unpack (tokens->error);
  theme->ink = gs_theme_unpack (tokens->ink);
  theme->negative = gs_theme_unpack (tokens->negative);
  theme->positive = gs_theme_unpack (tokens->positive);
  for (gint i = 0; i < GS_THEME_CLASSES; i++)
    theme->classes[i] = gs_theme_unpack (tokens->classes[i]);
  theme->outline = high_contrast ? 1 : 0;
  for (gint i = -HALF; i <= HALF; i++)
    theme->map[i + HALF] = interpolate (tokens->stops, i / (gdouble) HALF);
}

const GsTheme *
gs_theme_get (gboolean is_dark, gboolean high_contrast)
{
  static GsTheme themes[2][2];
  static gsize ready;

  if (g_once_init_enter (&ready)) {
    for (gint contrast = 0; contrast < 2; contrast++) {
      fill (&themes[0][contrast], &light, FALSE, contrast);
      fill (&themes[1][contrast], &dark, TRUE, contrast);
    }
    g_once_init_leave (&ready, 1);
  }
  return &themes[is_dark ? 1 : 0][high_contrast ? 1 : 0];
}

guint32
gs_theme_map (const GsTheme *theme, gdouble t)
{
  return theme->map[(gint) lround (CLAMP (t, -1.0, 1.0) * HALF) + HALF];
}

static gdouble
linearise (gdouble c)
{
  return c <= 0.03928 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4);
}

static gdouble
luminance (const GsColour *colour)
{
  return 0.2126 * linearise (colour->red) + 0.7152 * linearise (colour->green)
         + 0.0722 * linearise (colour->blue);
}

gdouble
gs_theme_contrast (const GsColour *a, const GsColour *b)
{
  gdouble first = luminance (a), second = luminance (b);

  return (MAX (first, second) + 0.05) / (MIN (first, second) + 0.05);
}

/* ---- font ---- */

static gboolean
has_family (PangoFontFamily **families, gint n, const gchar *name)
{
  for (gint i = 0; i < n; i++)
    if (g_ascii_strcasecmp (pango_font_family_get_name (families[i]), name) == 0)
      return TRUE;
  return FALSE;
}

const gchar *
gs_theme_get_font (void)
{
  static const gchar *const wanted[] = { "Inter", "Cantarell", "Noto Sans" };
  static const gchar *font;

  if (g_once_init_enter (&font)) {
    const gchar *found = "sans-serif";
    g_autoptr (PangoFontMap) map = pango_cairo_font_map_new ();
    g_autofree PangoFontFamily **families = NULL;
    gint n;

    pango_font_map_list_families (map, &families, &n);
    for (gsize i = G_N_ELEMENTS (wanted); i-- > 0;)
      if (has_family (families, n, wanted[i]))
        found = wanted[i];
    g_once_init_leave (&font, found);
  }
  return font;
}

void
gs_paint_set_colour (cairo_t *cr, const GsColour *colour)
{
  cairo_set_source_rgb (cr, colour->red, colour->green, colour->blue);
}
