/* Draws the list of a cell's terms (gs-term-list.h): a line for each with its factors, their product and the
 * sum so far, in columns; the sum of all in the accent's colour. With as many of the sight's digits as the
 * width has room for.
 *
 *   GsTermsScene scene = { .sight = sight, .theme = theme, .first = 1, .n = 32, .width = 248 };
 *   gs_terms_draw (cr, &scene);       // gs_terms_get_height (n, text_scale) pixels high
 *   if (gs_terms_find_cell (&scene, y, &cell)) gs_view_point_at (view, &cell);
 */
#pragma once

#include <cairo.h>

#include "app/view/gs-term-list.h"
#include "gs-theme.h"

G_BEGIN_DECLS

typedef struct {
  const GsSight *sight; /* whose selected cell's terms they are */
  const GsTheme *theme;
  gdouble text_scale; /* by the desktop's size of text; 0 means 1 */
  gsize first, n;     /* as in gs_term_list_new() */
  gdouble width;
} GsTermsScene;

/* Of so many terms and the heads of their columns. */
gdouble gs_terms_get_height (gsize n, gdouble text_scale);
void gs_terms_draw (cairo_t *cr, const GsTermsScene *scene);
/* The first factor of the term at a height. FALSE if there is none. */
gboolean gs_terms_find_cell (const GsTermsScene *scene, gdouble y, NnCell *cell);

G_END_DECLS
