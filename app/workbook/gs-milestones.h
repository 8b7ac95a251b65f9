/* States far back, thinly: what one goes back to when the history of single passes no longer reaches.
 *
 *   gs_milestones_add (stones, pass, state);         // at the start of an epoch; takes the state
 *   pass = gs_milestones_find (stones, 700, &state); // the last one up to there
 *   gs_milestones_forget (stones, pass);             // from there on they hold no more
 *
 * One stands at the start of every epoch, so that any pass is at most an epoch of work away. When they take
 * more than their budget every second one goes, then every second of those: however long one trains, the
 * whole past is in reach, evenly.
 */
#pragma once

#include "nn/nn-tensor.h"

G_BEGIN_DECLS

#define GS_MILESTONES_BUDGET ((gsize) 128 << 20)

typedef struct _GsMilestones GsMilestones;

GsMilestones *gs_milestones_new (gsize budget);
void gs_milestones_free (GsMilestones *stones);

/* Behind the last one; another of the same pass or an earlier one is thrown away. */
void gs_milestones_add (GsMilestones *stones, guint32 pass, NnState *state);
void gs_milestones_forget (GsMilestones *stones, guint32 pass);
/* Takes over those of `later`, which come behind. */
void gs_milestones_join (GsMilestones *stones, GsMilestones *later);

/* 0 if there is none. `state` is borrowed until the next change. */
guint32 gs_milestones_find (const GsMilestones *stones, guint32 pass, const NnState **state);
guint32 gs_milestones_get_first (const GsMilestones *stones);
guint32 gs_milestones_get_last (const GsMilestones *stones);

G_END_DECLS
