/* What each epoch comes to, while one trains: its mean loss, how much was right, and how the test rows fare.
 *
 *   exam = gs_exam_new (always, &halt);
 *   if (gs_exam_go_on (exam, timeline, &epoch))          // one was halted while it was looked at
 *     gs_epochs_add (epochs, &epoch);
 *   if (gs_exam_note (exam, timeline, &pass, &epoch))    // after each pass
 *     gs_epochs_add (epochs, &epoch);
 *
 * An epoch ends with its last batch; one that was begun in the middle counts what was seen of it. Pauses make
 * no difference. For the thread that trains.
 */
#pragma once

#include "gs-timeline.h"

G_BEGIN_DECLS

typedef struct _GsExam GsExam;

/* `always`: test rows are looked at after each epoch; else only if that takes little of the time. `halt` is
 * atomic: when it is not 0 looking stops, and is done by gs_exam_go_on(), with the weights of that epoch. */
GsExam *gs_exam_new (gboolean always, const gint *halt);
void gs_exam_free (GsExam *exam);

/* Whether an epoch has ended and is looked at; then it is in `epoch`, and among the timeline's. */
gboolean gs_exam_note (GsExam *exam, GsTimeline *timeline, const GsPassDone *pass, GsEpoch *epoch);
gboolean gs_exam_go_on (GsExam *exam, GsTimeline *timeline, GsEpoch *epoch);
/* Whether an epoch is still to be looked at. */
gboolean gs_exam_is_halted (const GsExam *exam);

G_END_DECLS
