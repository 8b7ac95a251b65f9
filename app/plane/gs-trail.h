/* What cells have been, pass by pass, as far as one has looked: the history of up to six that one follows.
 *
 *   gs_trail_follow (trail, "W1[2,3]");                // again: no more
 *   gs_trail_note (trail, frame);                      // whenever there is another frame to see
 *
 * A pass seen again takes the place of what it was. When there are very many passes every second one goes.
 */
#pragma once

#include "app/frame/gs-frame.h"

G_BEGIN_DECLS

#define GS_TRAIL_MAX_CELLS  6
#define GS_TRAIL_MAX_POINTS 4096

typedef struct {
  guint32 pass;
  gdouble values[GS_TRAIL_MAX_CELLS]; /* NaN where the cell was not followed or not computed */
} GsTrailPoint;

typedef struct _GsTrail GsTrail;

GsTrail *gs_trail_new (void);
void gs_trail_free (GsTrail *trail);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsTrail, gs_trail_free)

/* Follows the cell of this name, or no longer. FALSE if six are followed already. */
gboolean gs_trail_follow (GsTrail *trail, const gchar *cell);
/* The name of the n-th, from 0 to 5; NULL: none. */
const gchar *gs_trail_get_cell (const GsTrail *trail, gint n);
/* Nothing while no cell is followed. */
void gs_trail_note (GsTrail *trail, const GsFrame *frame);
/* GsTrailPoint, in the order of passes. Borrowed. */
const GArray *gs_trail_get_points (const GsTrail *trail);

G_END_DECLS
