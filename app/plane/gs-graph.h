/* A network as a drawing: its neurons in columns, the weights as lines between them.
 *
 *   g_autoptr (GsGraph) graph = gs_graph_new (network, program);    // NULL: it is none of rows of neurons
 *   gs_graph_lay_out (graph, 900, 400, 1);
 *   g_array_index (graph->nodes, GsGraphNode, i).x …
 *   if (gs_graph_find (graph, x, y, &hit)) cell = gs_graph_get_cell (graph, &hit, sample);
 *
 * Activations and dropout stand in the column of the layer they follow; a layer that takes in several has
 * lines without weights. Of a large layer the first neurons are drawn. Lengths are pixels.
 */
#pragma once

#include "nn/nn-network.h"
#include "nn/nn-run.h"

G_BEGIN_DECLS

#define GS_GRAPH_MAX_SHOWN 12 /* neurons of a column */

typedef struct {
  gint layer;           /* whose neurons these are, -1: the network's input */
  gint tensor;          /* what they give */
  gint weights, biases; /* tensors, or -1 */
  gint depth;           /* columns that stand one above the other have the same */
  gint n, n_shown;      /* neurons */
  gboolean has_names;   /* there is room for names beneath them; what is named by the data has it always */
  guint first;          /* node */
  gdouble x, top;       /* of the caption: its middle, its upper edge */
} GsGraphColumn;

typedef struct {
  guint column;
  gint neuron;  /* from 0 */
  gdouble x, y; /* its middle */
} GsGraphNode;

typedef struct {
  guint from, to; /* nodes */
  NnCell weight;  /* tensor -1: the number is handed on as it is */
} GsGraphLine;

typedef struct {
  NnProgram *program;
  GArray *columns, *nodes, *lines;
  gdouble size; /* of a node */
} GsGraph;

typedef enum { GS_GRAPH_NODE, GS_GRAPH_BIAS, GS_GRAPH_LINE } GsGraphPart;

typedef struct {
  GsGraphPart part;
  guint index; /* of the node or the line */
} GsGraphHit;

/* The program must be the network's. NULL if a layer's neurons are pictures. */
GsGraph *gs_graph_new (const NnNetwork *network, NnProgram *program);
void gs_graph_free (GsGraph *graph);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsGraph, gs_graph_free)
/* Whether there is a drawing of the network. */
gboolean gs_graph_can_draw (const NnNetwork *network);

/* How high it must be for nothing to be cut where text has the scale 1. */
gdouble gs_graph_get_least_height (const GsGraph *graph);
/* `scale`: of text. */
void gs_graph_lay_out (GsGraph *graph, gdouble width, gdouble height, gdouble scale);

static inline const GsGraphColumn *
gs_graph_get_column (const GsGraph *graph, guint node)
{
  return &g_array_index (graph->columns, GsGraphColumn,
                         g_array_index (graph->nodes, GsGraphNode, node).column);
}

/* What is at a place: a node, the dot of its bias, or the nearest line within a few pixels. */
gboolean gs_graph_find (const GsGraph *graph, gdouble x, gdouble y, GsGraphHit *hit);
/* Where a cell of a sample, of weights or of biases is drawn. */
gboolean gs_graph_find_cell (const GsGraph *graph, const NnCell *cell, GsGraphHit *hit);
/* The cell that a part stands for, a neuron's of this sample, from 1; tensor -1 if it has none. */
NnCell gs_graph_get_cell (const GsGraph *graph, const GsGraphHit *hit, gint sample);
/* Where a line is at `t`, from 0 to 1: a curve that leaves and arrives level. */
void gs_graph_get_point (const GsGraph *graph, guint line, gdouble t, gdouble *x, gdouble *y);
/* The middle of a bias' dot. */
void gs_graph_get_bias (const GsGraph *graph, guint node, gdouble *x, gdouble *y);

/* The part next to one in a direction: neurons up and down in their column, lines of a neuron one after the
 * other, left and right from neurons over their lines to neurons. FALSE where there is none. */
gboolean gs_graph_walk (const GsGraph *graph, const GsGraphHit *from, gint right, gint down, GsGraphHit *to);

G_END_DECLS
