/* The bar of a growing sum. */
#include "gs-sum-painter.h"

#include <math.h>

#include "gs-painter-private.h"

#define BAR   16.0
#define SIZE  11.0
#define EDGE  1.0
#define TERMS 64 /* of a longer sum the last ones are pieces of their own */

/* From numbers to pixels. */
typedef struct {
  cairo_t *cr;
  const GsTheme *theme;
  gdouble least, most, width;
} Bar;

static gdouble
place (const Bar *bar, gdouble value)
{
  gdouble span = bar->most - bar->least;

  return EDGE + (span > 0 ? (value - bar->least) / span : 0) * (bar->width - 2 * EDGE);
}

static void
reach (Bar *bar, gdouble value)
{
  bar->least = MIN (bar->least, value);
  bar->most = MAX (bar->most, value);
}

static void
trace_piece (const Bar *bar, gdouble from, gdouble to)
{
  gdouble left = place (bar, MIN (from, to)), right = place (bar, MAX (from, to));

  cairo_rectangle (bar->cr, left + 0.5, 0.5, MAX (right - left - 1, 1), BAR - 1);
}

static void
draw_piece (const Bar *bar, gdouble from, gdouble to, gboolean now)
{
  const GsColour *accent = &bar->theme->accent;

  trace_piece (bar, from, to);
  if (to >= from) {
    cairo_set_source_rgba (bar->cr, accent->red, accent->green, accent->blue, now ? 1 : 0.5);
    cairo_fill (bar->cr);
    return;
  }
  gs_paint_set_colour (bar->cr, &bar->theme->card);
  cairo_fill_preserve (bar->cr);
  cairo_set_source_rgba (bar->cr, accent->red, accent->green, accent->blue, now ? 1 : 0.5);
  cairo_set_line_width (bar->cr, 1.5);
  cairo_stroke (bar->cr);
}

static void
draw_rest (const Bar *bar, gdouble from, gdouble to)
{
  static const gdouble dashes[] = { 3, 2 };

  trace_piece (bar, from, to);
  gs_paint_set_colour (bar->cr, &bar->theme->dim);
  cairo_set_line_width (bar->cr, 1);
  cairo_set_dash (bar->cr, dashes, 2, 0);
  cairo_stroke (bar->cr);
  cairo_set_dash (bar->cr, NULL, 0, 0);
}

/* Under its place, within the bar. */
static void
write_number (const Bar *bar, const gchar *text, gdouble value, gboolean bold)
{
  gdouble width = gs_paint_measure (bar->cr, text, SIZE, bold);

  gs_paint_text (bar->cr, text, CLAMP (place (bar, value) - width / 2, 0, MAX (bar->width - width, 0)),
                 BAR + 15, SIZE, bold);
}

gboolean
gs_sum_painter_can_draw (const GsSight *sight)
{
  const gchar *sign = sight->writing != NULL ? gs_explanation_get_sign (sight->writing, 0) : NULL;

  return sign != NULL && g_str_equal (sign, "+") && isfinite (sight->term.running)
         && !gs_sight_is_hidden (sight, gs_explanation_get_cell (sight->writing));
}

static void
draw_pieces (Bar *bar, const GsSight *sight, gsize first)
{
  NnTerm term;

  for (gsize number = first; number <= sight->term.number; number++)
    if (gs_explanation_get_term (sight->writing, number, &term))
      draw_piece (bar, term.running - term.value, term.running, number == sight->term.number);
}

void
gs_sum_painter_draw (cairo_t *cr,
                     const GsSight *sight,
                     const GsTheme *theme,
                     gdouble width,
                     gdouble text_scale)
{
  Bar bar = { cr, theme, 0, 0, width / text_scale };
  gsize n = gs_explanation_count_terms (sight->writing);
  gsize first = sight->term.number > TERMS ? sight->term.number - TERMS : 1;
  gdouble running = sight->term.running, whole = running;
  gchar text[GS_VIEW_BUFFER];
  NnTerm term;

  /* As long as the whole sum needs, so that one sees it grow. */
  for (gsize number = first; number <= MIN (n, first + TERMS); number++)
    if (gs_explanation_get_term (sight->writing, number, &term)) {
      whole = term.running;
      reach (&bar, whole);
    }
  cairo_save (cr);
  cairo_scale (cr, text_scale, text_scale);
  if (first > 1 && gs_explanation_get_term (sight->writing, first - 1, &term))
    draw_piece (&bar, 0, term.running, FALSE);
  draw_pieces (&bar, sight, first);
  if (sight->term.number < n)
    draw_rest (&bar, running, whole);
  gs_paint_set_colour (cr, &theme->accent);
  write_number (&bar, gs_sight_format (sight, running, 0, text), running, TRUE);
  gs_paint_set_colour (cr, &theme->dim);
  if (ABS (place (&bar, running) - place (&bar, 0)) > gs_paint_measure (cr, text, SIZE, TRUE) / 2 + 12)
    write_number (&bar, "0", 0, FALSE);
  cairo_restore (cr);
}
