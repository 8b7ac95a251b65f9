/* What a network answers to one input after another, with the weights that a frame shows: on a run of its
 * own, so that neither cursor nor sheet are moved, and fast enough to answer while somebody draws.
 *
 *   GsPredictor *predictor = gs_predictor_new (network, &error);
 *   gs_predictor_take_weights (predictor, frame);                // what has changed since the last time
 *   outputs = gs_predictor_run (predictor, input, &n, &error);   // probabilities where the loss makes them
 *
 * Without dropout and without what is held by hand.
 */
#pragma once

#include "app/frame/gs-frame.h"
#include "nn/nn-network.h"

G_BEGIN_DECLS

typedef struct _GsPredictor GsPredictor;

/* NULL with the layer that does not fit. */
GsPredictor *gs_predictor_new (const NnNetwork *network, GError **error);
void gs_predictor_free (GsPredictor *predictor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsPredictor, gs_predictor_free)

/* Parameters and the layers' settings by name, of a frame whose network has the same layers. */
void gs_predictor_take_weights (GsPredictor *predictor, const GsFrame *frame);

/* The outputs for one input, nn_shape_count (network->input) numbers; borrowed until the next call. NULL with
 * NN_ERROR_NOT_FINITE and the cell where the network makes a NaN or an infinity. */
const gdouble *
gs_predictor_run (GsPredictor *predictor, const gdouble *input, gsize *n_outputs, GError **error);

G_END_DECLS
