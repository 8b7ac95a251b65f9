/* What one chooses in the playground, read off a workbook and put into it: which points, how many neurons,
 * how they are trained.
 *
 *   g_auto (GsRecipe) recipe = { 0 };
 *   gs_recipe_read (&recipe, book);
 *   recipe.noise = 0.2;
 *   gs_recipe_put (&recipe, book, &error);          // one edit, or several where several things are others
 *
 * The last layer follows the points: one output for two classes or a number to learn, as many as there are
 * classes for more, with the loss that suits them. Everything else of the network stays as it is. Points of
 * another kind, and those that come to be in several batches, are shuffled in each epoch, for they are made
 * class by class; who has ended that keeps his order.
 */
#pragma once

#include "app/data/gs-generator.h"
#include "app/workbook/gs-workbook.h"

G_BEGIN_DECLS

#define GS_RECIPE_MAX_LAYERS  6
#define GS_RECIPE_MAX_NEURONS 64

typedef struct {
  gboolean is_made; /* the rows; else they are the document's own, and only kept apart and put in batches */
  GsGenerator generator; /* of made rows */
  gdouble test_share;
  gint batch_size; /* 0: all in one */

  gboolean is_chain; /* of dense layers: else the network is changed elsewhere */
  gint n_hidden, hidden[GS_RECIPE_MAX_LAYERS];
  NnActivation activation; /* of the hidden layers */
  gdouble l1, l2;          /* 0: none */
  NnOptimizerKind optimizer;
  gdouble rate;
  guint64 seed; /* of the weights */
} GsRecipe;

void gs_recipe_clear (GsRecipe *recipe);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GsRecipe, gs_recipe_clear)
/* What the recipe was is cleared. */
void gs_recipe_read (GsRecipe *recipe, GsWorkbook *book);
gboolean gs_recipe_put (const GsRecipe *recipe, GsWorkbook *book, GError **error);

G_END_DECLS
