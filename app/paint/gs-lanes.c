/* Lanes from the forward instructions: who reads what of another layer. */
#include "gs-lanes.h"

typedef struct {
  GsLanes *lanes;
  GArray *tail; /* gint, by lane: the last layer in it; -1 for the input */
} Walk;

static gint
get_tail (const Walk *walk, gint lane)
{
  return g_array_index (walk->tail, gint, lane);
}

/* A lane for a branch from layer `source`. */
static gint
begin_lane (Walk *walk, gint source)
{
  gint lane = 1;

  /* Whatever is read later than all that a lane holds lies behind it. */
  while (lane < walk->lanes->n_lanes && get_tail (walk, lane) >= source)
    lane++;
  if (lane == walk->lanes->n_lanes) {
    g_array_append_val (walk->tail, source);
    walk->lanes->n_lanes++;
  }
  return lane;
}

/* The layers that `layer` reads, in order. */
static GArray *
list_sources (const NnProgram *program, gint layer)
{
  GArray *sources = g_array_new (FALSE, FALSE, sizeof (gint));

  for (gint i = 0; i < nn_program_get_n_instructions (program); i++) {
    const NnInstruction *line = nn_program_get_instruction (program, i);

    if (line->phase != NN_PHASE_FORWARD || line->layer != layer)
      continue;
    for (gint k = 0; k < line->n_inputs; k++) {
      const NnTensorInfo *info = nn_program_get_tensor (program, line->inputs[k]);

      if (info->layer != layer && (info->producer >= 0 || info->role == NN_ROLE_INPUT))
        g_array_append_val (sources, info->layer);
    }
  }
  return sources;
}

static gint
choose_lane (Walk *walk, const GArray *sources)
{
  gint best = -1;

  for (guint i = 0; i < sources->len; i++) {
    gint source = g_array_index (sources, gint, i), lane = gs_lanes_get (walk->lanes, source, 0);

    if (get_tail (walk, lane) == source && (best < 0 || lane < best))
      best = lane;
  }
  return best >= 0 ? best : begin_lane (walk, sources->len > 0 ? g_array_index (sources, gint, 0) : -1);
}

GsLanes *
gs_lanes_new (const NnProgram *program)
{
  GsLanes *lanes = g_new0 (GsLanes, 1);
  g_autoptr (GArray) tail = g_array_new (FALSE, FALSE, sizeof (gint));
  Walk walk = { lanes, tail };
  gint input = -1, n_layers = 0;

  lanes->n_lanes = 1;
  lanes->lane = g_array_new (FALSE, FALSE, sizeof (gint));
  g_array_append_val (tail, input);
  for (gint i = 0; i < nn_program_get_n_instructions (program); i++)
    n_layers = MAX (n_layers, nn_program_get_instruction (program, i)->layer + 1);
  for (gint layer = 0; layer < n_layers; layer++) {
    g_autoptr (GArray) sources = list_sources (program, layer);
    /* A layer without instructions (dropout where nothing is trained) stands nowhere. */
    gint lane = sources->len > 0 ? choose_lane (&walk, sources) : 0;

    g_array_append_val (lanes->lane, lane);
    if (sources->len > 0)
      g_array_index (tail, gint, lane) = layer;
  }
  return lanes;
}

void
gs_lanes_free (GsLanes *lanes)
{
  if (lanes == NULL)
    return;
  g_array_unref (lanes->lane);
  g_free (lanes);
}

gint
gs_lanes_get (const GsLanes *lanes, gint layer, gint otherwise)
{
  return layer >= 0 && layer < (gint) lanes->lane->len ? g_array_index (lanes->lane, gint, layer) : otherwise;
}
