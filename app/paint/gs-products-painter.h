/* Draws the terms of a cell as tables beside each other: what goes in, its weights, their products; under
 * them what these come to. Numbers where there is room for them, else colours.
 *
 *   GsProductsScene scene = { .products = products, .sight = sight, .theme = theme, .part = -1, .width = 900,
 * .height = 260 }; gs_products_draw (cr, &scene); if (gs_products_find_cell (&scene, x, y, &cell))
 * gs_view_select (view, &cell, FALSE);
 */
#pragma once

#include <cairo.h>

#include "app/inspect/gs-products.h"
#include "app/view/gs-sight.h"
#include "gs-theme.h"

G_BEGIN_DECLS

typedef struct {
  const GsProducts *products; /* NULL: none; then it is said why */
  const GsSight *sight;       /* whose selected cell they are of */
  const GsTheme *theme;
  gdouble text_scale;
  gint part; /* from 0, or -1: all of them */
  gint width, height;
  gboolean has_heads;    /* rows and columns have numbers */
  gboolean is_elsewhere; /* the selected cell is on another sheet */
  gint
      around; /* rows and columns of the cells around the selected one, at the right; 0: they are not shown */
} GsProductsScene;

/* Lengths, for one of the text scale. */
#define GS_PRODUCTS_CELL_WIDTH  52.0
#define GS_PRODUCTS_CELL_HEIGHT 26.0
#define GS_PRODUCTS_SIGN_WIDTH  44.0 /* between tables */
#define GS_PRODUCTS_ARROW_WIDTH 88.0 /* to the cell and those around it */
#define GS_PRODUCTS_FOOT        26.0
#define GS_PRODUCTS_MARGIN      2.0

void gs_products_draw (cairo_t *cr, const GsProductsScene *scene);
/* A factor at a place, or one of the cells around the selected one. */
gboolean gs_products_find_cell (const GsProductsScene *scene, gdouble x, gdouble y, NnCell *cell);
/* "sum of 25 products 3.4887 + b1[1] −0.4084 = z1[1,1,12,13] 3.0803", as far as it may be said. Caller
 * frees. */
gchar *gs_products_describe (const GsProducts *products, const GsSight *sight);
/* Why there are no tables; of a cell that is elsewhere nothing is said. Caller frees. */
gchar *gs_products_describe_none (const GsSight *sight, gboolean is_elsewhere);

G_END_DECLS
