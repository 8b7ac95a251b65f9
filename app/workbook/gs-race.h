/* Races: the same training again, each time with one thing changed, from the same starting weights.
 *
 *   GsRace *race = gs_race_new (book);
 *   gs_race_add (race, "", &error);                        // as the document is
 *   gs_race_add (race, "lr=0.1", &error);
 *   gs_race_add (race, "optimizer=adam lr=0.01", &error);  // what stands in one text goes together
 *   gs_race_run (race, 500, &halt, NULL, NULL);            // on any thread
 *   gs_race_get_losses (race, 1);                          // meanwhile, from any other
 *
 * What may be changed: `optimizer`, any field of it (`lr`, `mu`, `schedule` …), `activation` (of every layer
 * but the last that has one), `seed` (then the starting weights are others, too). Runs take turns, so that
 * their curves grow beside each other. They begin with the weights that the document began with and train on
 * its rows; what was pinned or changed by hand on the way is not repeated. The workbook is only read, by
 * gs_race_new().
 */
#pragma once

#include "app/frame/gs-frame.h"
#include "gs-workbook.h"

G_BEGIN_DECLS

#define GS_RACE_MAX_RUNS 8

typedef struct _GsRace GsRace;

GsRace *gs_race_new (GsWorkbook *book);
void gs_race_free (GsRace *race);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsRace, gs_race_free)

/* Before the run. NN_ERROR with what can be said, for a change that cannot be. */
gboolean gs_race_add (GsRace *race, const gchar *changes, GError **error);
/* One for each optimiser: the document's own as it is, the others with their usual numbers. */
gboolean gs_race_add_optimizers (GsRace *race, GError **error);

guint gs_race_get_n (const GsRace *race);
/* "as it is", or the changes. Borrowed. */
const gchar *gs_race_get_name (const GsRace *race, guint run);

/* Trains each run through `passes` passes, or until it makes a NaN or infinity. `halt` is atomic: when it is
 * not 0 one stops. `told` (or NULL) is called on this thread whenever all have got a little farther. */
void gs_race_run (GsRace *race,
                  guint32 passes,
                  const gint *halt,
                  void (*told) (guint32 done, guint32 total, gpointer user_data),
                  gpointer user_data);

/* ---- for any thread, while it runs and afterwards; callers unref or free ---- */

GsLosses *gs_race_get_losses (GsRace *race, guint run);
GsEpochs *gs_race_get_epochs (GsRace *race, guint run);
/* Why a run ended early: the cell and the pass; NULL if it did not. */
gchar *gs_race_get_failure (GsRace *race, guint run);

/* ---- when it has ended ---- */

/* All cells up to the loss with the weights that a run has led to, to be compared with those of `beside`: it
 * has changes where both have gone through the same number of passes. */
GsFrame *gs_race_make_frame (GsRace *race, guint run, guint beside);

G_END_DECLS
