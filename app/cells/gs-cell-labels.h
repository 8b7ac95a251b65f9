/* Which cells carry the names of the data: columns of x and rows of the weights that read it are called after
 * features; columns of t, of what the last layer computes and of its weights after targets or classes; their
 * gradients likewise.
 */
#pragma once

#include "app/data/gs-dataset.h"
#include "nn/nn-network.h"

G_BEGIN_DECLS

/* Labels a program that was just compiled from `network` and that nobody else has yet. */
void gs_cell_labels_set (NnProgram *program, const NnNetwork *network, GsDataset *data);

/* A text that differs between programs whose labels differ. Caller frees. */
gchar *gs_cell_labels_get_key (GsDataset *data);

G_END_DECLS
