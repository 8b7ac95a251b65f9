/* Columns of neurons and the lines between them. */
#include "gs-graph.h"

#include <math.h>

#define MARGIN   24.0
#define CAPTION  48.0 /* above the nodes */
#define FOOT     34.0 /* beneath the last one's name */
#define NAME     20.0 /* beneath a node */
#define BARE     6.0  /* the same without a name */
#define CROWDED  22.0 /* smaller nodes have no names, so that there is something to be seen of them */
#define GAP      12.0
#define MAX_SIZE 72.0
#define MIN_SIZE 14.0
#define NEAR     7.0 /* of a line, in pixels */
#define STEPS    24  /* that a curve is looked at in */

/* ---- what is drawn ---- */

/* What a layer gives: the last tensor of its that the forward pass writes. */
static gint
find_output (NnProgram *program, gint layer)
{
  gint output = -1;

  for (gint i = 0; i < nn_program_get_n_instructions (program); i++) {
    const NnInstruction *line = nn_program_get_instruction (program, i);

    if (line->phase == NN_PHASE_FORWARD && line->layer == layer)
      output = line->output;
  }
  return output;
}

static gint
find_leaf (NnProgram *program, NnRole role, gint layer, gint rank)
{
  for (gint tensor = 0; tensor < nn_program_get_n_tensors (program); tensor++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, tensor);

    if (info->role == role && info->layer == layer && (rank < 0 || info->shape.rank == rank))
      return tensor;
  }
  return -1;
}

static gboolean
follows_in_place (const NnLayer *layer)
{
  return layer->kind == NN_LAYER_ACTIVATION || layer->kind == NN_LAYER_DROPOUT;
}

gboolean
gs_graph_can_draw (const NnNetwork *network)
{
  for (guint i = 0; i < network->layers->len; i++) {
    const NnLayer *layer = g_ptr_array_index (network->layers, i);

    if (layer->kind != NN_LAYER_DENSE && !follows_in_place (layer) && !nn_layer_kind_merges (layer->kind))
      return FALSE;
  }
  return network->input.rank == 1;
}

static guint
add_column (GsGraph *graph, gint layer, gint tensor, gint depth)
{
  const NnShape *shape = &nn_program_get_tensor (graph->program, tensor)->shape;
  GsGraphColumn column = { .layer = layer, .tensor = tensor, .weights = -1, .biases = -1, .depth = depth };

  column.n = shape->dim[shape->rank - 1];
  column.n_shown = MIN (column.n, GS_GRAPH_MAX_SHOWN);
  column.first = graph->nodes->len;
  for (gint neuron = 0; neuron < column.n_shown; neuron++) {
    GsGraphNode node = { graph->columns->len, neuron, 0, 0 };

    g_array_append_val (graph->nodes, node);
  }
  g_array_append_val (graph->columns, column);
  return graph->columns->len - 1;
}

static GsGraphColumn *
get_column (const GsGraph *graph, guint column)
{
  return &g_array_index (graph->columns, GsGraphColumn, column);
}

/* Every neuron with every one. */
static void
add_weights (GsGraph *graph, guint from, guint to)
{
  const GsGraphColumn *source = get_column (graph, from), *target = get_column (graph, to);

  for (gint i = 0; i < source->n_shown; i++)
    for (gint j = 0; j < target->n_shown; j++) {
      GsGraphLine line = { source->first + (guint) i,
                           target->first + (guint) j,
                           { target->weights, (gsize) i * (gsize) target->n + (gsize) j } };

      g_array_append_val (graph->lines, line);
    }
}

/* Every neuron with its own one; what is put side by side begins behind `offset` others. */
static void
add_handed_on (GsGraph *graph, guint from, guint to, gint offset)
{
  const GsGraphColumn *source = get_column (graph, from), *target = get_column (graph, to);

  for (gint i = 0; i < source->n_shown && i + offset < target->n_shown; i++) {
    GsGraphLine line = { source->first + (guint) i, target->first + (guint) (i + offset), { -1, 0 } };

    g_array_append_val (graph->lines, line);
  }
}

/* Whether no other layer reads what `source` gives. */
static gboolean
is_read_once (const NnNetwork *network, gint source)
{
  gint n = 0;

  for (guint i = 0; i < network->layers->len; i++) {
    g_autoptr (GArray) sources = nn_network_list_sources (network, (gint) i, NULL);

    for (guint k = 0; k < sources->len; k++)
      n += g_array_index (sources, gint, k) == source;
  }
  return n == 1;
}

/* `columns`: of the input and of each layer, from 0; this layer's is found. */
static void
add_layer (GsGraph *graph, const NnNetwork *network, gint number, guint *columns)
{
  const NnLayer *layer = g_ptr_array_index (network->layers, number);
  g_autoptr (GArray) sources = nn_network_list_sources (network, number, NULL);
  gint tensor = find_output (graph->program, number), depth = 0, offset = 0;
  guint first = columns[g_array_index (sources, gint, 0) + 1], own;

  if (follows_in_place (layer) && first != 0 && is_read_once (network, g_array_index (sources, gint, 0))) {
    get_column (graph, first)->tensor = tensor;
    columns[number + 1] = first;
    return;
  }
  for (guint i = 0; i < sources->len; i++)
    depth = MAX (depth, get_column (graph, columns[g_array_index (sources, gint, i) + 1])->depth + 1);
  own = columns[number + 1] = add_column (graph, number, tensor, depth);
  get_column (graph, own)->weights = find_leaf (graph->program, NN_ROLE_PARAMETER, number, 2);
  get_column (graph, own)->biases = find_leaf (graph->program, NN_ROLE_PARAMETER, number, 1);
  for (guint i = 0; i < sources->len; i++) {
    guint source = columns[g_array_index (sources, gint, i) + 1];

    if (get_column (graph, own)->weights >= 0)
      add_weights (graph, source, own);
    else
      add_handed_on (graph, source, own, layer->kind == NN_LAYER_CONCATENATE ? offset : 0);
    offset += get_column (graph, source)->n;
  }
}

GsGraph *
gs_graph_new (const NnNetwork *network, NnProgram *program)
{
  gint n = (gint) network->layers->len;
  g_autofree guint *columns = g_new0 (guint, n + 1);
  GsGraph *graph;

  if (!gs_graph_can_draw (network))
    return NULL;
  graph = g_new0 (GsGraph, 1);
  graph->program = nn_program_ref (program);
  graph->columns = g_array_new (FALSE, TRUE, sizeof (GsGraphColumn));
  graph->nodes = g_array_new (FALSE, TRUE, sizeof (GsGraphNode));
  graph->lines = g_array_new (FALSE, TRUE, sizeof (GsGraphLine));
  add_column (graph, -1, find_leaf (program, NN_ROLE_INPUT, -1, -1), 0);
  for (gint i = 0; i < n; i++)
    add_layer (graph, network, i, columns);
  return graph;
}

void
gs_graph_free (GsGraph *graph)
{
  if (graph == NULL)
    return;
  nn_program_unref (graph->program);
  g_array_unref (graph->columns);
  g_array_unref (graph->nodes);
  g_array_unref (graph->lines);
  g_free (graph);
}

/* ---- where ---- */

static gint
get_n_depths (const GsGraph *graph)
{
  gint n = 0;

  for (guint i = 0; i < graph->columns->len; i++)
    n = MAX (n, get_column (graph, i)->depth + 1);
  return n;
}

/* Neurons that stand one above the other, and how many captions. */
static gint
count_at (const GsGraph *graph, gint depth, gint *n_columns)
{
  gint n = 0;

  *n_columns = 0;
  for (guint i = 0; i < graph->columns->len; i++)
    if (get_column (graph, i)->depth == depth) {
      n += get_column (graph, i)->n_shown;
      ++*n_columns;
    }
  return n;
}

/* Beneath a neuron of these columns. */
static gdouble
get_foot (const GsGraph *graph, gint depth)
{
  for (guint i = 0; i < graph->columns->len; i++)
    if (get_column (graph, i)->depth == depth)
      return get_column (graph, i)->has_names ? NAME : BARE;
  return NAME;
}

/* Whether its neurons have names in the data. */
static gboolean
is_depth_named (const GsGraph *graph, gint depth)
{
  for (guint i = 0; i < graph->columns->len; i++) {
    const GsGraphColumn *column = get_column (graph, i);
    gint last = nn_program_get_tensor (graph->program, column->tensor)->shape.rank - 1;

    if (column->depth == depth && nn_program_get_label (graph->program, column->tensor, last, 1) != NULL)
      return TRUE;
  }
  return FALSE;
}

/* The size of nodes with which this depth's fit, with names beneath them if there is room for that. */
static gdouble
fit_depth (GsGraph *graph, gint depth, gdouble height, gdouble scale)
{
  gint n_columns, n = count_at (graph, depth, &n_columns);
  gdouble each = (height - (n_columns * CAPTION + FOOT) * scale) / n - 3 * scale;
  gboolean has_names = is_depth_named (graph, depth) || each - NAME * scale >= CROWDED * scale;

  for (guint i = 0; i < graph->columns->len; i++)
    if (get_column (graph, i)->depth == depth)
      get_column (graph, i)->has_names = has_names;
  return each - (has_names ? NAME : BARE) * scale;
}

static void
place_depth (GsGraph *graph, gint depth, gdouble x, gdouble height, gdouble scale)
{
  gint n_columns, n = count_at (graph, depth, &n_columns);
  gdouble step = graph->size + get_foot (graph, depth) * scale;
  gdouble room = height - (n_columns * CAPTION + FOOT) * scale;
  gdouble spread = n > 1 ? CLAMP ((room - n * step) / (n - 1), 0, 40 * scale) : 0;
  gdouble y = (room - n * step - (n - 1) * spread) / 2;

  for (guint i = 0; i < graph->columns->len; i++) {
    GsGraphColumn *column = get_column (graph, i);

    if (column->depth != depth)
      continue;
    column->x = x;
    column->top = y;
    y += CAPTION * scale;
    for (gint k = 0; k < column->n_shown; k++) {
      GsGraphNode *node = &g_array_index (graph->nodes, GsGraphNode, column->first + (guint) k);

      node->x = x;
      node->y = y + graph->size / 2;
      y += step + spread;
    }
  }
}

/* The uppermost captions stand in one line. */
static void
align_captions (GsGraph *graph, gint n_depths)
{
  gdouble top = G_MAXDOUBLE;

  for (guint i = 0; i < graph->columns->len; i++)
    top = MIN (top, get_column (graph, i)->top);
  for (gint depth = 0; depth < n_depths; depth++) {
    GsGraphColumn *first = NULL;

    for (guint i = 0; i < graph->columns->len; i++) {
      GsGraphColumn *column = get_column (graph, i);

      if (column->depth == depth && (first == NULL || column->top < first->top))
        first = column;
    }
    if (first != NULL)
      first->top = top;
  }
}

gdouble
gs_graph_get_least_height (const GsGraph *graph)
{
  gdouble least = 0;

  for (gint depth = 0; depth < get_n_depths (graph); depth++) {
    gint n_columns, n = count_at (graph, depth, &n_columns);

    least = MAX (least, n_columns * CAPTION + FOOT
                            + n * (MIN_SIZE + (is_depth_named (graph, depth) ? NAME : BARE) + 3));
  }
  return least;
}

void
gs_graph_lay_out (GsGraph *graph, gdouble width, gdouble height, gdouble scale)
{
  gint n_depths = get_n_depths (graph);
  gdouble left;

  graph->size = MAX_SIZE * scale;
  for (gint depth = 0; depth < n_depths; depth++)
    graph->size = MIN (graph->size, fit_depth (graph, depth, height, scale));
  graph->size = MIN (graph->size, (width - 2 * MARGIN * scale) / (2.2 * n_depths));
  graph->size = floor (MAX (graph->size, MIN_SIZE * scale));
  left = MARGIN * scale + graph->size / 2;
  for (gint depth = 0; depth < n_depths; depth++)
    place_depth (graph, depth, n_depths > 1 ? left + depth * (width - 2 * left) / (n_depths - 1) : width / 2,
                 height, scale);
  align_captions (graph, n_depths);
}

void
gs_graph_get_point (const GsGraph *graph, guint line, gdouble t, gdouble *x, gdouble *y)
{
  const GsGraphLine *at = &g_array_index (graph->lines, GsGraphLine, line);
  const GsGraphNode *from = &g_array_index (graph->nodes, GsGraphNode, at->from);
  const GsGraphNode *to = &g_array_index (graph->nodes, GsGraphNode, at->to);
  gdouble start = from->x + graph->size / 2, end = to->x - graph->size / 2, middle = (start + end) / 2;
  gdouble s = 1 - t, a = s * s * s, b = 3 * s * s * t, c = 3 * s * t * t, d = t * t * t;

  *x = a * start + (b + c) * middle + d * end;
  *y = (a + b) * from->y + (c + d) * to->y;
}

void
gs_graph_get_bias (const GsGraph *graph, guint node, gdouble *x, gdouble *y)
{
  const GsGraphNode *at = &g_array_index (graph->nodes, GsGraphNode, node);

  *x = at->x - graph->size / 2;
  *y = at->y + graph->size / 2;
}

/* ---- finding ---- */

static gdouble
measure_distance (const GsGraph *graph, guint line, gdouble x, gdouble y)
{
  gdouble best = INFINITY, at_x, at_y, last_x, last_y;

  gs_graph_get_point (graph, line, 0, &last_x, &last_y);
  for (gint i = 1; i <= STEPS; i++) {
    gdouble along_x, along_y, t;

    gs_graph_get_point (graph, line, i / (gdouble) STEPS, &at_x, &at_y);
    along_x = at_x - last_x;
    along_y = at_y - last_y;
    t = ((x - last_x) * along_x + (y - last_y) * along_y) / MAX (along_x * along_x + along_y * along_y, 1e-9);
    t = CLAMP (t, 0, 1);
    best = MIN (best, hypot (x - last_x - t * along_x, y - last_y - t * along_y));
    last_x = at_x;
    last_y = at_y;
  }
  return best;
}

gboolean
gs_graph_find (const GsGraph *graph, gdouble x, gdouble y, GsGraphHit *hit)
{
  gdouble nearest = NEAR;

  for (guint i = 0; i < graph->nodes->len; i++) {
    const GsGraphNode *node = &g_array_index (graph->nodes, GsGraphNode, i);
    gdouble dot_x, dot_y;

    gs_graph_get_bias (graph, i, &dot_x, &dot_y);
    *hit = (GsGraphHit){ GS_GRAPH_BIAS, i };
    if (gs_graph_get_column (graph, i)->biases >= 0 && hypot (x - dot_x, y - dot_y) <= NEAR)
      return TRUE;
    hit->part = GS_GRAPH_NODE;
    if (fabs (x - node->x) <= graph->size / 2 && fabs (y - node->y) <= graph->size / 2)
      return TRUE;
  }
  for (guint i = 0; i < graph->lines->len; i++) {
    gdouble distance = measure_distance (graph, i, x, y);

    if (distance < nearest) {
      nearest = distance;
      *hit = (GsGraphHit){ GS_GRAPH_LINE, i };
    }
  }
  return nearest < NEAR;
}

gboolean
gs_graph_find_cell (const GsGraph *graph, const NnCell *cell, GsGraphHit *hit)
{
  for (guint i = 0; i < graph->lines->len; i++) {
    *hit = (GsGraphHit){ GS_GRAPH_LINE, i };
    if (nn_cell_equal (cell, &g_array_index (graph->lines, GsGraphLine, i).weight))
      return TRUE;
  }
  for (guint i = 0; i < graph->nodes->len; i++) {
    const GsGraphColumn *column = gs_graph_get_column (graph, i);
    gsize neuron = (gsize) g_array_index (graph->nodes, GsGraphNode, i).neuron;

    *hit = (GsGraphHit){ column->tensor == cell->tensor ? GS_GRAPH_NODE : GS_GRAPH_BIAS, i };
    if ((column->tensor == cell->tensor || column->biases == cell->tensor)
        && cell->offset % (gsize) column->n == neuron)
      return TRUE;
  }
  return FALSE;
}

NnCell
gs_graph_get_cell (const GsGraph *graph, const GsGraphHit *hit, gint sample)
{
  const GsGraphColumn *column;
  gsize neuron;

  if (hit->part == GS_GRAPH_LINE)
    return g_array_index (graph->lines, GsGraphLine, hit->index).weight;
  column = gs_graph_get_column (graph, hit->index);
  neuron = (gsize) g_array_index (graph->nodes, GsGraphNode, hit->index).neuron;
  if (hit->part == GS_GRAPH_BIAS)
    return (NnCell){ column->biases, neuron };
  return (NnCell){ column->tensor, (gsize) (sample - 1) * (gsize) column->n + neuron };
}

/* ---- walking ---- */

/* The line that leaves a node or arrives at it, next to `line` from the one or the other; -1 if none is. */
static gint
find_line (const GsGraph *graph, guint node, gboolean leaves, gint line, gint by)
{
  gint n = (gint) graph->lines->len;

  for (gint i = line + by; i >= 0 && i < n; i += by) {
    const GsGraphLine *at = &g_array_index (graph->lines, GsGraphLine, i);

    if ((leaves ? at->from : at->to) == node)
      return i;
  }
  return -1;
}

static gboolean
walk_from_line (const GsGraph *graph, guint index, gint right, gint down, GsGraphHit *to)
{
  const GsGraphLine *line = &g_array_index (graph->lines, GsGraphLine, index);
  gint next;

  if (right != 0) {
    *to = (GsGraphHit){ GS_GRAPH_NODE, right > 0 ? line->to : line->from };
    return TRUE;
  }
  next = find_line (graph, line->from, TRUE, (gint) index, down);
  *to = (GsGraphHit){ GS_GRAPH_LINE, (guint) MAX (next, 0) };
  return next >= 0;
}

gboolean
gs_graph_walk (const GsGraph *graph, const GsGraphHit *from, gint right, gint down, GsGraphHit *to)
{
  const GsGraphColumn *column;
  gint next;

  if (from->part == GS_GRAPH_LINE)
    return walk_from_line (graph, from->index, right, down, to);
  column = gs_graph_get_column (graph, from->index);
  if (right != 0) {
    next = find_line (graph, from->index, right > 0, -1, 1);
    *to = (GsGraphHit){ GS_GRAPH_LINE, (guint) MAX (next, 0) };
    return next >= 0;
  }
  /* From a neuron to its bias to the next neuron. */
  if (from->part == GS_GRAPH_NODE && down > 0 && column->biases >= 0) {
    *to = (GsGraphHit){ GS_GRAPH_BIAS, from->index };
    return TRUE;
  }
  if (from->part == GS_GRAPH_BIAS && down < 0) {
    *to = (GsGraphHit){ GS_GRAPH_NODE, from->index };
    return TRUE;
  }
  next = (gint) from->index + down;
  if (next < (gint) column->first || next >= (gint) column->first + column->n_shown)
    return FALSE;
  *to = (GsGraphHit){ down < 0 && column->biases >= 0 ? GS_GRAPH_BIAS : GS_GRAPH_NODE, (guint) next };
  return TRUE;
}
