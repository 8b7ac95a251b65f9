/* Features: inputs beside x1 and x2 that are worked out from them, as columns whose heading is the formula.
 *
 *   value = gs_feature_evaluate (GS_FEATURE_PRODUCT, x1, x2);
 *   feature = gs_feature_find ("x1*x2");
 *
 * Rows that are made have them as they are asked for (gs-generator.h); whoever has such rows can ask the
 * network about any point of the plane (app/plane).
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* X (ID, heading, how people write it, formula in C) */
#define GS_FEATURE_TABLE(X)                                                                                  \
  X (SQUARE_1, "x1*x1", "x1²", x1 *x1)                                                                       \
  X (SQUARE_2, "x2*x2", "x2²", x2 *x2)                                                                       \
  X (PRODUCT, "x1*x2", "x1·x2", x1 *x2)                                                                      \
  X (SINE_1, "sin(x1)", "sin x1", gs_sine (x1))                                                              \
  X (SINE_2, "sin(x2)", "sin x2", gs_sine (x2))

typedef enum {
#define GS_FEATURE_ENUM(ID, ...) GS_FEATURE_##ID,
  GS_FEATURE_TABLE (GS_FEATURE_ENUM)
#undef GS_FEATURE_ENUM
      GS_N_FEATURES
} GsFeature;

const gchar *gs_feature_get_name (GsFeature feature);
const gchar *gs_feature_get_title (GsFeature feature);
/* -1 if there is none of that heading. */
gint gs_feature_find (const gchar *name);
/* The formula with these texts for x1 and x2: "x1 × x1", "0.5 × 0.5". Caller frees. */
gchar *gs_feature_print (GsFeature feature, const gchar *x1, const gchar *x2);
gdouble gs_feature_evaluate (GsFeature feature, gdouble x1, gdouble x2);

G_END_DECLS
