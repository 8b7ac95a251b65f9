/* How long one trains: so many passes or epochs, or until a measure is good enough.
 *
 *   GsGoal *goal = gs_goal_parse ("100 epochs or test accuracy >= 98 %", &error);
 *   gs_goal_check_data (goal, data, &error);          // whether the rows can tell
 *   if (gs_goal_is_reached (goal, &epoch, &reason))   // after each epoch
 *
 * One line for the window's dialog and the command line, parts joined by "or" or commas; the first that is
 * reached ends it:
 *
 *   300    300 passes    5 epochs    epoch 20
 *   loss < 0.01    test loss <= 0.05    accuracy > 0.9    test accuracy >= 98 %
 *   test loss not better for 5 epochs
 *
 * Loss and accuracy are those of an epoch (gs-epochs.h); "validation" is the rows kept apart for
 * that, or the test rows where there are none. A number alone, or "300 passes", counts from where one begins,
 * "epoch 20" from the start.
 */
#pragma once

#include "app/data/gs-dataset.h"
#include "app/document/gs-epochs.h"

G_BEGIN_DECLS

/* No training is longer. */
#define GS_GOAL_MAX_PASSES 1000000000

typedef struct _GsGoal GsGoal;

/* NN_ERROR_SYNTAX or NN_ERROR_VALUE, with what can be said. */
GsGoal *gs_goal_parse (const gchar *text, GError **error);
GsGoal *gs_goal_copy (const GsGoal *goal);
void gs_goal_free (GsGoal *goal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsGoal, gs_goal_free)

/* Whether rows are kept apart, and targets are classes, where a part asks for that: NN_ERROR_VALUE. */
gboolean gs_goal_check_data (const GsGoal *goal, GsDataset *data, GError **error);
/* Whether a part asks for the test rows. */
gboolean gs_goal_needs_test (const GsGoal *goal);

/* How many passes from the start of `pass` on it says at most; GS_GOAL_MAX_PASSES where it says nothing. */
guint32 gs_goal_count_passes (const GsGoal *goal, GsDataset *data, guint32 pass);

/* Call once an epoch, in order: some parts remember. `reason` gets "the test accuracy is 98.33 %"; caller
 * frees. */
gboolean gs_goal_is_reached (GsGoal *goal, const GsEpoch *epoch, gchar **reason);

G_END_DECLS
