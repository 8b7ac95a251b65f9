/* The plane: a network asked at every point of a square, so that each of its neurons is a map.
 *
 *   g_autoptr (GsPlane) plane = gs_plane_new (network, data);           // NULL: it has no two inputs
 *   g_autoptr (GsMaps) maps = gs_plane_ask (plane, weights, 100, &error);
 *   map = gs_maps_get (maps, layer, neuron);                            // 100 rows of 100, from below up
 *
 * The square reaches a little beyond the rows. Places on it are those of x1 and x2 before they were scaled,
 * where rows were. Maps are immutable and may go to any thread; a plane is asked by one at a time.
 */
#pragma once

#include <stdatomic.h>

#include "app/workbook/gs-evaluator.h"

G_BEGIN_DECLS

#define GS_MAPS_MAX_NEURONS 16 /* of a layer that are looked at */

typedef struct {
  gdouble left, right, bottom, top;
} GsPlaneBox;

typedef enum {
  GS_ANSWER_NUMBER, /* a number that is learned: a surface */
  GS_ANSWER_SIDE,   /* of a single output, on which side of a boundary it is */
  GS_ANSWER_CLASS   /* the class of the largest output */
} GsAnswerKind;

typedef struct _GsPlane GsPlane;

/* NULL unless rows are points: of two inputs, or of more that are worked out from the first two
 * (gs-feature.h). */
GsPlane *gs_plane_new (const NnNetwork *network, GsDataset *data);
void gs_plane_free (GsPlane *plane);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsPlane, gs_plane_free)

const GsPlaneBox *gs_plane_get_box (const GsPlane *plane);
/* How the rows' targets say classes. */
GsClassKind gs_plane_get_class_kind (const GsPlane *plane);
/* Where a row's input, as the network reads it, lies. */
void gs_plane_get_point (const GsPlane *plane, const gdouble *input, gdouble *x, gdouble *y);
/* What the network reads at a point: as many numbers as it has inputs. */
void gs_plane_get_input (const GsPlane *plane, gdouble x, gdouble y, gdouble *input);

typedef struct {
  atomic_uint n_refs;
  gint side;
  GsPlaneBox box;
  GsAnswerKind kind;
  gdouble boundary;  /* for GS_ANSWER_SIDE: the output where one class becomes the other */
  gint n_classes;    /* for GS_ANSWER_CLASS */
  GPtrArray *layers; /* gfloat *, neuron by neuron: of the input, of each layer (NULL: none), of the answer */
  GArray *counts;    /* gint: how many neurons */
  GArray *largest;   /* gdouble: the largest finite magnitude of each layer */
} GsMaps;

/* All maps, `side` points in each direction. NULL with the reason if the network cannot be compiled. What is
 * not finite stays so. */
GsMaps *gs_plane_ask (GsPlane *plane, const NnState *weights, gint side, GError **error);
GsMaps *gs_maps_ref (GsMaps *maps);
void gs_maps_unref (GsMaps *maps);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsMaps, gs_maps_unref)

#define GS_MAPS_INPUT  (-1)
#define GS_MAPS_ANSWER G_MAXINT /* what the network answers: probabilities where the loss makes them */

/* NULL if there is none of it. `layer` from 0, or one of the two above. */
const gfloat *gs_maps_get (const GsMaps *maps, gint layer, gint neuron);
/* The largest finite magnitude of a layer's maps; 0 if there is none. */
gdouble gs_maps_get_largest (const GsMaps *maps, gint layer);
/* The number of a map at a point of the plane, NaN outside. */
gdouble gs_maps_read (const GsMaps *maps, gint layer, gint neuron, gdouble x, gdouble y);

G_END_DECLS
