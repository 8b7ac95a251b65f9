/* Networks asked at every point of a square. */
#include "gs-plane.h"

#include <math.h>
#include <string.h>

#include "app/data/gs-feature.h"
#include "app/workbook/gs-forward.h"
#include "gs-graph.h"

#define ROWS_AT_ONCE 100 /* points that are computed at a time */

struct _GsPlane {
  NnNetwork *network;
  GsDataset *data;
  gint n_inputs;
  GsFeature features[GS_N_FEATURES]; /* behind x1 and x2 */
  GsPlaneBox box;
  GsClassKind class_kind;
  const gdouble *subtract, *divide; /* of the data; NULL where nothing was scaled */
  GsForward pass;
};

/* ---- places ---- */

void
gs_plane_get_point (const GsPlane *plane, const gdouble *input, gdouble *x, gdouble *y)
{
  *x = plane->divide != NULL ? input[0] * plane->divide[0] + plane->subtract[0] : input[0];
  *y = plane->divide != NULL ? input[1] * plane->divide[1] + plane->subtract[1] : input[1];
}

void
gs_plane_get_input (const GsPlane *plane, gdouble x, gdouble y, gdouble *input)
{
  input[0] = x;
  input[1] = y;
  for (gint i = 2; i < plane->n_inputs; i++)
    input[i] = gs_feature_evaluate (plane->features[i - 2], x, y);
  gs_dataset_scale_inputs (plane->data, 1, input);
}

/* The next number of 1, 2, 3, 4, 5, 6, 8 times a power of ten from `value` on. */
static gdouble
round_up (gdouble value)
{
  static const gdouble round[] = { 1, 2, 3, 4, 5, 6, 8, 10 };
  gdouble power = pow (10, floor (log10 (MAX (value, 1e-6))));

  for (gsize i = 0; i < G_N_ELEMENTS (round); i++)
    if (value <= round[i] * power * (1 + 1e-9))
      return round[i] * power;
  return 10 * power;
}

/* The middle is 0 where the rows lie around it, else theirs. */
static void
span (gdouble least, gdouble greatest, gdouble *low, gdouble *high)
{
  gdouble size = greatest - least > 0 ? greatest - least : 1;
  gdouble step = round_up (size / 20);

  if (least < 0 && greatest > 0) {
    *high = round_up (MAX (greatest, -least));
    *low = -*high;
    return;
  }
  *low = floor ((least - size * 0.08) / step) * step;
  *high = ceil ((greatest + size * 0.08) / step) * step;
}

static void
find_box (GsPlane *plane)
{
  gdouble least[2] = { INFINITY, INFINITY }, greatest[2] = { -INFINITY, -INFINITY };
  gint n = gs_dataset_get_n_rows (plane->data);

  for (gint row = 1; row <= n; row++) {
    gdouble at[2];

    gs_plane_get_point (plane, gs_dataset_get_input (plane->data, row), &at[0], &at[1]);
    for (gint i = 0; i < 2; i++) {
      least[i] = MIN (least[i], at[i]);
      greatest[i] = MAX (greatest[i], at[i]);
    }
  }
  if (n == 0) {
    plane->box = (GsPlaneBox){ -6, 6, -6, 6 };
    return;
  }
  span (least[0], greatest[0], &plane->box.left, &plane->box.right);
  span (least[1], greatest[1], &plane->box.bottom, &plane->box.top);
  /* Around the middle both axes are alike, so that a circle is one. */
  if (plane->box.left == -plane->box.right && plane->box.bottom == -plane->box.top) {
    gdouble reach = MAX (plane->box.right, plane->box.top);

    plane->box = (GsPlaneBox){ -reach, reach, -reach, reach };
  }
}

/* Which inputs behind the first two are worked out from them: their headings say so. FALSE if one is not. */
static gboolean
list_features (GsDataset *data, gint n, GsFeature *features)
{
  const GPtrArray *names = gs_dataset_get_names (data, GS_NAMES_FEATURES);

  for (gint i = 2; i < n; i++) {
    gint feature = i - 2 < GS_N_FEATURES ? gs_feature_find (gs_names_get (names, (gsize) i)) : -1;

    if (feature < 0)
      return FALSE;
    features[i - 2] = (GsFeature) feature;
  }
  return TRUE;
}

GsPlane *
gs_plane_new (const NnNetwork *network, GsDataset *data)
{
  GsFeature features[GS_N_FEATURES];
  gint n = network->input.dim[0];
  GsPlane *plane;

  if (!gs_graph_can_draw (network) || n < 2
      || !nn_shape_equal (&network->input, gs_dataset_get_input_shape (data))
      || !list_features (data, n, features))
    return NULL;
  plane = g_new0 (GsPlane, 1);
  plane->n_inputs = n;
  memcpy (plane->features, features, sizeof features);
  plane->network = nn_network_copy (network);
  plane->data = gs_dataset_ref (data);
  plane->class_kind = gs_evaluation_find_class_kind (data);
  if (gs_dataset_get_scaling (data, &plane->subtract, &plane->divide) == GS_SCALING_NONE)
    plane->subtract = plane->divide = NULL;
  find_box (plane);
  return plane;
}

void
gs_plane_free (GsPlane *plane)
{
  if (plane == NULL)
    return;
  gs_forward_clear (&plane->pass);
  nn_network_free (plane->network);
  gs_dataset_unref (plane->data);
  g_free (plane);
}

const GsPlaneBox *
gs_plane_get_box (const GsPlane *plane)
{
  return &plane->box;
}

GsClassKind
gs_plane_get_class_kind (const GsPlane *plane)
{
  return plane->class_kind;
}

/* ---- maps ---- */

GsMaps *
gs_maps_ref (GsMaps *maps)
{
  atomic_fetch_add (&maps->n_refs, 1);
  return maps;
}

void
gs_maps_unref (GsMaps *maps)
{
  if (maps == NULL || atomic_fetch_sub (&maps->n_refs, 1) > 1)
    return;
  g_ptr_array_unref (maps->layers);
  g_array_unref (maps->counts);
  g_array_unref (maps->largest);
  g_free (maps);
}

/* A place for the maps of a tensor's neurons; nothing for -1. */
static void
add_layer (GsMaps *maps, NnProgram *program, gint tensor)
{
  const NnShape *shape = tensor >= 0 ? &nn_program_get_tensor (program, tensor)->shape : NULL;
  gint n = shape != NULL && shape->rank == 2 ? MIN (shape->dim[1], GS_MAPS_MAX_NEURONS) : 0;

  g_ptr_array_add (maps->layers, g_new (gfloat, (gsize) n * (gsize) (maps->side * maps->side)));
  g_array_append_val (maps->counts, n);
}

/* The values of some points, from `first` on, into a layer's maps. */
static void
take_values (GsMaps *maps, guint place, NnRun *run, gint tensor, gsize first, gsize n_points)
{
  gsize n = (gsize) g_array_index (maps->counts, gint, place), size = (gsize) maps->side * (gsize) maps->side;
  gsize stride = n > 0 ? (gsize) nn_program_get_tensor (nn_run_get_program (run), tensor)->shape.dim[1] : 0;
  const gdouble *values = n > 0 ? nn_run_get_values (run, tensor) : NULL;
  gfloat *map = g_ptr_array_index (maps->layers, place);

  for (gsize neuron = 0; neuron < n; neuron++)
    for (gsize i = 0; i < n_points; i++)
      map[neuron * size + first + i] = (gfloat) values[i * stride + neuron];
}

/* Pictures ask for it again and again. */
static void
find_largest (GsMaps *maps)
{
  for (guint place = 0; place < maps->layers->len; place++) {
    gsize n = (gsize) g_array_index (maps->counts, gint, place) * (gsize) maps->side * (gsize) maps->side;
    const gfloat *values = g_ptr_array_index (maps->layers, place);
    gdouble largest = 0;

    for (gsize i = 0; i < n; i++)
      if (isfinite (values[i]))
        largest = MAX (largest, fabs ((gdouble) values[i]));
    g_array_append_val (maps->largest, largest);
  }
}

static void
describe_answer (const GsPlane *plane, GsMaps *maps)
{
  gint n = nn_shape_count (gs_dataset_get_target_shape (plane->data));

  maps->kind = plane->class_kind == GS_CLASSES_NONE ? GS_ANSWER_NUMBER
               : n == 1                             ? GS_ANSWER_SIDE
                                                    : GS_ANSWER_CLASS;
  maps->boundary = plane->class_kind == GS_CLASSES_SIGNED ? 0 : 0.5;
  maps->n_classes = n;
}

/* The tensors whose values are wanted, by place. Caller unrefs. */
static GArray *
list_tensors (const GsPlane *plane)
{
  NnProgram *program = nn_run_get_program (plane->pass.run);
  g_autoptr (GsGraph) graph = gs_graph_new (plane->network, program);
  GArray *tensors = g_array_new (FALSE, FALSE, sizeof (gint));
  gint none = -1;

  for (guint i = 0; i < plane->network->layers->len + 2; i++)
    g_array_append_val (tensors, none);
  for (guint i = 0; i < graph->columns->len; i++) {
    const GsGraphColumn *column = &g_array_index (graph->columns, GsGraphColumn, i);

    g_array_index (tensors, gint, column->layer + 1) = column->tensor;
  }
  g_array_index (tensors, gint, plane->network->layers->len + 1) = plane->pass.output;
  return tensors;
}

GsMaps *
gs_plane_ask (GsPlane *plane, const NnState *weights, gint side, GError **error)
{
  gsize n_points = (gsize) side * (gsize) side, n = ROWS_AT_ONCE;
  g_autoptr (GsMaps) maps = NULL;
  g_autoptr (GArray) tensors = NULL;
  g_autofree gdouble *inputs = g_new (gdouble, n * (gsize) plane->n_inputs);
  gint end;

  if (plane->pass.run != NULL)
    gs_forward_load (&plane->pass, plane->network, weights);
  else if (!gs_forward_init (&plane->pass, plane->network, weights, ROWS_AT_ONCE, NN_COMPILE_TRAINING, error))
    return NULL;
  maps = g_new0 (GsMaps, 1);
  *maps = (GsMaps){ .n_refs = 1, .side = side, .box = plane->box };
  maps->layers = g_ptr_array_new_with_free_func (g_free);
  maps->counts = g_array_new (FALSE, FALSE, sizeof (gint));
  maps->largest = g_array_new (FALSE, FALSE, sizeof (gdouble));
  describe_answer (plane, maps);
  tensors = list_tensors (plane);
  for (guint i = 0; i < tensors->len; i++)
    add_layer (maps, nn_run_get_program (plane->pass.run), g_array_index (tensors, gint, i));
  end = nn_program_get_tensor (nn_run_get_program (plane->pass.run), plane->pass.output)->producer + 1;
  for (gsize first = 0; first < n_points; first += n) {
    for (gsize i = 0; i < n; i++) {
      gsize at = MIN (first + i, n_points - 1), row = at / (gsize) side, column = at % (gsize) side;

      gs_plane_get_input (
          plane, plane->box.left + ((gdouble) column + 0.5) / side * (plane->box.right - plane->box.left),
          plane->box.bottom + ((gdouble) row + 0.5) / side * (plane->box.top - plane->box.bottom),
          inputs + i * (gsize) plane->n_inputs);
    }
    nn_run_set_values (plane->pass.run, plane->pass.input, inputs);
    nn_run_ensure (plane->pass.run, end, NULL, NULL);
    for (guint i = 0; i < tensors->len; i++)
      take_values (maps, i, plane->pass.run, g_array_index (tensors, gint, i), first,
                   MIN (n, n_points - first));
  }
  find_largest (maps);
  return g_steal_pointer (&maps);
}

static guint
get_place (const GsMaps *maps, gint layer)
{
  return layer == GS_MAPS_ANSWER ? maps->layers->len - 1 : (guint) (layer + 1);
}

const gfloat *
gs_maps_get (const GsMaps *maps, gint layer, gint neuron)
{
  guint place = get_place (maps, layer);

  if (place >= maps->layers->len || neuron >= g_array_index (maps->counts, gint, place))
    return NULL;
  return (const gfloat *) g_ptr_array_index (maps->layers, place)
         + (gsize) neuron * (gsize) maps->side * (gsize) maps->side;
}

gdouble
gs_maps_get_largest (const GsMaps *maps, gint layer)
{
  guint place = get_place (maps, layer);

  return place < maps->largest->len ? g_array_index (maps->largest, gdouble, place) : 0;
}

gdouble
gs_maps_read (const GsMaps *maps, gint layer, gint neuron, gdouble x, gdouble y)
{
  const gfloat *map = gs_maps_get (maps, layer, neuron);
  gdouble across = (x - maps->box.left) / (maps->box.right - maps->box.left) * maps->side;
  gdouble up = (y - maps->box.bottom) / (maps->box.top - maps->box.bottom) * maps->side;

  if (map == NULL || !(across >= 0 && across < maps->side && up >= 0 && up < maps->side))
    return NAN;
  return map[(gsize) up * (gsize) maps->side + (gsize) across];
}
