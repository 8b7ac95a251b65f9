/* The terms of a cell as tables: what lies under the window, the weights, and each product, in the shape that
 * they have in their pictures. So a convolution is a kernel laid over a piece of a picture, a score is a
 * picture of what each input says for a class, and a pooled gradient is the places it may have come from.
 *
 *   g_autoptr (GsProducts) products = gs_products_new (explanation);     // NULL: no terms, or no numbers
 *   const GsProduct *product = gs_products_get (products, part, row, column);  // NULL: there is none
 *
 * A part is a channel (of a kernel's filter, of the maps that a layer reads) or a sample: what lies on
 * another grid. A blank cell has none: its numbers would tell what is to come.
 */
#pragma once

#include "gs-explain.h"

G_BEGIN_DECLS

#define GS_PRODUCTS_MAX 4096 /* terms; cells of more have no tables */

typedef struct {
  gsize number; /* of the term, from 1 */
  NnCell cells[2];
  gdouble value; /* of the term */
} GsProduct;

/* What the terms come to. */
typedef enum { GS_OUTCOME_SUM, GS_OUTCOME_MEAN, GS_OUTCOME_LARGEST, GS_OUTCOME_PLACE } GsOutcome;

typedef struct {
  gint n_parts, rows, columns;
  gint n_factors; /* 1 or 2: what the tables are of */
  gint tensors[2];
  GsOutcome outcome;   /* PLACE: where in the window the largest stands */
  gint n_terms;        /* in the tables */
  gdouble sum;         /* what these come to; of a mean before it is divided */
  gint n_rest;         /* terms behind them, such as a bias */
  NnCell rest;         /* the first of these */
  gdouble rest_value;  /* what they come to */
  GPtrArray *products; /* GsProduct or NULL, part by part, row by row */
} GsProducts;

GsProducts *gs_products_new (GsExplanation *explanation);
void gs_products_free (GsProducts *products);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsProducts, gs_products_free)

/* The term that is the largest of a window, the first of equals; NULL where that is not what they come to. */
const GsProduct *gs_products_find_largest (const GsProducts *products);

/* All from 0. */
const GsProduct *gs_products_get (const GsProducts *products, gint part, gint row, gint column);

G_END_DECLS
