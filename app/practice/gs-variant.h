/* Variants: the same network with other numbers, friendly on paper, drawn from a seed.
 *
 *   g_autoptr(GsDocument) other = gs_variant_new (document, seed, NULL, &error);
 *   gs_variant_apply (book, seed, NULL, &error);      // such numbers where one is, with undo
 *
 * Inputs, targets, weights and biases get few decimals; hyperparameters and the optimiser's state stay
 * as they are. Drawn again are numbers with which a sigmoid or tanh is saturated, a gradient
 * vanishes, a relu stands on its kink, a sum is 0 but for rounding, or two cells that a mistake would confuse
 * are equal. The same document, seed and rules give the same numbers everywhere.
 */
#pragma once

#include "app/workbook/gs-workbook.h"

G_BEGIN_DECLS

typedef struct {
  gint decimals;      /* of what is drawn, 1 to 4; 0: 1 */
  gint digits;        /* to which cells that mistakes confuse must differ; 0: 4 */
  gdouble weights;    /* the largest weight drawn; 0: 0.9, less where many are added up */
  gdouble inputs;     /* the largest input drawn; 0: 0.9 */
  gdouble saturation; /* the largest |z| before a sigmoid, two thirds of it before tanh; 0: 3 */
  gdouble gradient;   /* the smallest |dL/dw|; 0: 0.001 */
  gboolean keep_data; /* draw parameters only. Inputs that are all 0 or 1 are always kept, with their
                       * targets: they are what the network is about. */
} GsVariantRules;

/* At pass 1, without undo. NN_ERROR_VALUE if no draw among many is friendly (a network too large or
 * rules too strict). `rules` may be NULL. */
GsDocument *
gs_variant_new (const GsDocument *document, guint64 seed, const GsVariantRules *rules, GError **error);

/* Draws for the workbook's current pass. Undo takes back the parameters, then, if they were drawn, the data.
 */
gboolean gs_variant_apply (GsWorkbook *book, guint64 seed, const GsVariantRules *rules, GError **error);

G_END_DECLS
