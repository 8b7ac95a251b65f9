/* Lanes: which row of the canvas each layer's blocks stand on.
 *
 * The first layer begins lane 0. A layer goes on in the lane of the one it reads if that one is the last
 * there so far; a second reader of the same layer is a branch and begins a lane of its own below. Where
 * branches meet they go on in the uppermost. A lane is used again by a branch that begins behind all that
 * stands in it, so that no two branches ever cross.
 */
#pragma once

#include "nn/nn-program.h"

G_BEGIN_DECLS

typedef struct {
  gint n_lanes;
  GArray *lane; /* gint, by layer */
} GsLanes;

GsLanes *gs_lanes_new (const NnProgram *program);
void gs_lanes_free (GsLanes *lanes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsLanes, gs_lanes_free)

/* The lane of a layer; what belongs to none (the input, the loss) goes with `otherwise`'s. */
gint gs_lanes_get (const GsLanes *lanes, gint layer, gint otherwise);

G_END_DECLS
