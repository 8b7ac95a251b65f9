/* What each epoch of training came to, epoch by epoch, in bounded memory.
 *
 *   gs_epochs_add (epochs, &epoch);             // in the order of epochs
 *   gs_epochs_forget (epochs, pass);            // what has seen this pass or later ones holds no more
 *
 * When GS_EPOCHS_MAX are full every second one goes, the last never. What is shared (gs_epochs_ref()) never
 * changes: who wants to add makes it his own first.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GS_EPOCHS_MAX 16384

/* NaN where nobody knows: no classes, no rows kept apart, or not looked at. */
typedef struct {
  guint32 epoch, last_pass;
  gdouble loss;      /* the mean of its passes' */
  gdouble accuracy;  /* the share of its rows that were answered rightly, each with the weights of its pass */
  gdouble test_loss; /* of the rows kept apart for testing, with the weights that the epoch has led to */
  gdouble test_accuracy;                        /* likewise */
  gdouble validation_loss, validation_accuracy; /* of the rows kept apart for that */
} GsEpoch;

typedef struct _GsEpochs GsEpochs;

GsEpochs *gs_epochs_new (void);
/* For any thread. */
GsEpochs *gs_epochs_ref (GsEpochs *epochs);
void gs_epochs_unref (GsEpochs *epochs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsEpochs, gs_epochs_unref)
/* Takes the caller's reference and gives one that nobody shares: the same, or a copy. */
GsEpochs *gs_epochs_own (GsEpochs *epochs);

/* Only on one's own. One that is there already is left as it is. */
void gs_epochs_add (GsEpochs *epochs, const GsEpoch *epoch);
void gs_epochs_forget (GsEpochs *epochs, guint32 pass);

guint gs_epochs_get_n (const GsEpochs *epochs);
/* Borrowed until the next change. */
const GsEpoch *gs_epochs_get (const GsEpochs *epochs, guint n);

G_END_DECLS
