/* A network in one line: "input 2 · dense 8 tanh · dense 1 sigmoid".
 *
 * Parts are separated by · or | or , or ->; the first says the input.
 *   input 2                        features
 *   input 1x28x28                  channels x rows x columns
 *   dense 8 tanh                   units, then an activation (linear when left out)
 *   conv 16 5x5 relu               filters, kernel; then in any order: stride 2 or 2x1, same, valid,
 *                                  pad 2 or pad 1,2,0,1 (top, bottom, left, right), no-bias
 *   max-pool 2  average-pool 3x3   size; stride, padding as above; average-pool: count-padding
 *   flatten · relu (an activation by its name alone, leaky-relu 0.1 with its slope)
 *   dropout 0.5                    the share that is dropped
 *   add h                          the layer before plus the one called h; multiply h likewise
 *   concatenate a b                the layer before, then a, then b
 * Behind any layer: as hidden (its name), from hidden (what it reads, if not the layer before; "input" is the
 * network's input). Where there are weights: frozen, frozen kernel, frozen bias, init he-normal, init
 * constant 0.5, bias-init uniform -1 1 ...; where there is an activation: pass-through. The words are those
 * of the table of fields in nn-layer.h.
 */
#pragma once

#include "nn/nn-network.h"

G_BEGIN_DECLS

/* Input and layers of `network` are replaced. NN_ERROR_SYNTAX with the part, what was
 * expected and an example; unknown words come with the nearest known one. */
gboolean gs_spec_parse (const gchar *text, NnNetwork *network, GError **error);

/* The words that may stand behind a layer of this kind and its numbers, NULL-terminated. Caller frees. */
gchar **gs_spec_list_options (NnLayerKind kind);

/* The line that gives this network's layers again (written-out initial values excepted). Caller frees. */
gchar *gs_spec_to_text (const NnNetwork *network);

G_END_DECLS
