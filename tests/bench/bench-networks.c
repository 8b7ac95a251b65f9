#include "bench-networks.h"

#include <math.h>

#include "nn/nn-kernel.h"
#include "nn/nn-random.h"

#define N_SPIRAL_POINTS 500

/* ---- networks ---- */

static NnNetwork *
new_network (NnShape input, NnLossKind loss)
{
  NnNetwork *network = nn_network_new ();

  network->input = input;
  network->loss = loss;
  network->reduction = NN_REDUCTION_MEAN_BATCH;
  network->optimizer.lr = 0.001;
  return network;
}

static void
add_dense (NnNetwork *network, gint units, NnActivation activation)
{
  NnLayer *layer = nn_network_add_layer (network, NN_LAYER_DENSE);

  layer->units = units;
  layer->activation = activation;
}

static void
add_conv (NnNetwork *network, gint filters, gint kernel, gint padding, NnActivation activation)
{
  NnLayer *layer = nn_network_add_layer (network, NN_LAYER_CONV);

  layer->units = filters;
  layer->kernel.rows = layer->kernel.columns = kernel;
  layer->padding = (NnPadding){ NN_PADDING_EXPLICIT, padding, padding, padding, padding };
  layer->activation = activation;
}

static void
add_max_pool (NnNetwork *network, gint size)
{
  NnLayer *layer = nn_network_add_layer (network, NN_LAYER_MAX_POOL);

  layer->kernel.rows = layer->kernel.columns = size;
  layer->stride.rows = layer->stride.columns = size;
}

static NnNetwork *
make_tanh (void)
{
  NnNetwork *network = new_network (nn_shape (1, 2), NN_LOSS_HALF_SQUARED_ERROR);

  add_dense (network, 8, NN_ACTIVATION_TANH);
  add_dense (network, 8, NN_ACTIVATION_TANH);
  add_dense (network, 1, NN_ACTIVATION_TANH);
  return network;
}

static NnNetwork *
make_dense (void)
{
  NnNetwork *network = new_network (nn_shape (1, 784), NN_LOSS_CROSS_ENTROPY);

  add_dense (network, 128, NN_ACTIVATION_RELU);
  add_dense (network, 10, NN_ACTIVATION_SOFTMAX);
  return network;
}

static NnNetwork *
make_conv (void)
{
  NnNetwork *network = new_network (nn_shape (3, 1, 24, 24), NN_LOSS_CROSS_ENTROPY);

  add_conv (network, 8, 5, 2, NN_ACTIVATION_RELU);
  add_max_pool (network, 2);
  add_conv (network, 16, 5, 2, NN_ACTIVATION_RELU);
  add_max_pool (network, 3);
  nn_network_add_layer (network, NN_LAYER_FLATTEN);
  add_dense (network, 10, NN_ACTIVATION_SOFTMAX);
  return network;
}

NnNetwork *
bench_make_excelnet (void)
{
  NnNetwork *network = new_network (nn_shape (3, 1, 28, 28), NN_LOSS_CROSS_ENTROPY);

  add_conv (network, 20, 5, 0, NN_ACTIVATION_LINEAR);
  add_max_pool (network, 2);
  add_conv (network, 50, 5, 0, NN_ACTIVATION_LINEAR);
  add_max_pool (network, 2);
  add_conv (network, 500, 4, 0, NN_ACTIVATION_RELU);
  nn_network_add_layer (network, NN_LAYER_FLATTEN);
  add_dense (network, 10, NN_ACTIVATION_SOFTMAX);
  network->optimizer = nn_optimizer_default (NN_OPTIMIZER_ADAM);
  return network;
}

const BenchWorkload bench_workloads[] = {
  { "W1", "2-8-8-1 tanh, batch 10", make_tanh, 10, N_SPIRAL_POINTS / 10, TRUE, 0.0, 15 },
  { "W2", "784-128-10 relu, batch 32", make_dense, 32, 1, TRUE, 0.70, 40 },
  { "W3", "two conv and pools, batch 20", make_conv, 20, 1, TRUE, 0.60, 65 },
  { "W4a", "W1's, one sample, no update", make_tanh, 1, N_SPIRAL_POINTS, FALSE, 0.0, 5 },
  { "W4b", "W2's, one sample, no update", make_dense, 1, 32, FALSE, 0.0, 18 },
  { "W4c", "W3's, one sample, no update", make_conv, 1, 20, FALSE, 0.0, 45 },
};
const gint bench_n_workloads = G_N_ELEMENTS (bench_workloads);

/* ---- data ---- */

/* Two arms of a spiral, alternately; the target tells which. */
static void
fill_spiral (gdouble *x, gdouble *t, gint point)
{
  gdouble way = (gdouble) (point / 2) / (N_SPIRAL_POINTS / 2);
  gdouble angle = 1.75 * way * 2 * G_PI + (point % 2 == 0 ? 0 : G_PI);

  x[0] = way * sin (angle);
  x[1] = way * cos (angle);
  t[0] = point % 2 == 0 ? 1 : -1;
}

/* Dense numbers in [-1, 1) and one class of n. */
static void
fill_random (gdouble *x, gsize n_inputs, gdouble *t, gsize n_classes, gint sample)
{
  for (gsize i = 0; i < n_inputs; i++)
    x[i] = 2 * nn_random_uniform (1, NN_STREAM_DATA, 0, (guint32) sample, (guint32) i) - 1;
  for (gsize i = 0; i < n_classes; i++)
    t[i] = i == (gsize) sample % n_classes;
}

static void
make_data (Bench *bench)
{
  gint batch = bench->workload->batch;
  gsize n_x = nn_shape_count (&nn_program_get_tensor (bench->program, bench->x)->shape) / (gsize) batch;
  gsize n_t = nn_shape_count (&nn_program_get_tensor (bench->program, bench->t)->shape) / (gsize) batch;

  bench->inputs = g_new0 (gdouble *, bench->workload->n_batches);
  bench->targets = g_new0 (gdouble *, bench->workload->n_batches);
  for (gint i = 0; i < bench->workload->n_batches; i++) {
    bench->inputs[i] = g_new (gdouble, n_x * (gsize) batch);
    bench->targets[i] = g_new (gdouble, n_t * (gsize) batch);
    for (gint k = 0; k < batch; k++) {
      gdouble *x = bench->inputs[i] + n_x * (gsize) k, *t = bench->targets[i] + n_t * (gsize) k;

      if (n_t == 1)
        fill_spiral (x, t, i * batch + k);
      else
        fill_random (x, n_x, t, n_t, i * batch + k);
    }
  }
}

/* ---- runs ---- */

/* Products of dense and conv and their gradients, padding included, each a multiplication and an addition;
 * everything else is left out of the count. */
static gdouble
count_products (NnProgram *program, const NnInstruction *line)
{
  const NnShape *out = &nn_program_get_tensor (program, line->output)->shape;
  const NnShape *first = &nn_program_get_tensor (program, line->inputs[0])->shape;
  const NnShape *second = &nn_program_get_tensor (program, line->inputs[1])->shape;
  gdouble patch = (gdouble) second->dim[1] * second->dim[2] * second->dim[3];

  switch ((gint) line->op) {
  case NN_OP_DENSE:
  case NN_OP_DENSE_DX: return (gdouble) nn_shape_count (out) * first->dim[1];
  case NN_OP_DENSE_DW: return (gdouble) nn_shape_count (out) * first->dim[0];
  case NN_OP_CONV: return (gdouble) nn_shape_count (out) * patch;
  case NN_OP_CONV_DX: return (gdouble) nn_shape_count (first) * patch;
  case NN_OP_CONV_DW: return (gdouble) nn_shape_count (second) * out->dim[1] * out->dim[2] * out->dim[3];
  default: return 0;
  }
}

gdouble
bench_count_flops (NnProgram *program, gint begin, gint end)
{
  gdouble flops = 0.0;

  for (gint i = begin; i < end; i++)
    flops += 2 * count_products (program, nn_program_get_instruction (program, i));
  return flops;
}

/* Behind the last instruction before the update, or before commit. */
static gint
find_end (NnProgram *program, gboolean trains)
{
  gint end = nn_program_get_n_instructions (program) - 1;

  while (!trains && nn_program_get_instruction (program, end - 1)->phase == NN_PHASE_UPDATE)
    end--;
  return end;
}

Bench *
bench_new (const BenchWorkload *workload)
{
  g_autoptr (NnNetwork) network = workload->make ();
  g_autoptr (GError) error = NULL;
  g_autoptr (NnState) state = NULL;
  Bench *bench = g_new0 (Bench, 1);

  bench->workload = workload;
  bench->program = nn_network_compile (network, workload->batch, NN_COMPILE_TRAINING, NULL, &error);
  if (bench->program != NULL)
    state = nn_network_initialize (network, bench->program, 1, &error);
  if (state == NULL)
    g_error ("%s: %s", workload->name, error->message);
  bench->run = nn_run_new (bench->program);
  nn_run_load_state (bench->run, state);
  bench->end = find_end (bench->program, workload->trains);
  bench->x = nn_program_find (bench->program, "x");
  bench->t = nn_program_find (bench->program, "t");
  make_data (bench);
  nn_run_set_values (bench->run, bench->x, bench->inputs[0]);
  nn_run_set_values (bench->run, bench->t, bench->targets[0]);
  bench->flops = bench_count_flops (bench->program, 0, bench->end);
  bench->sample_flops = bench->flops / workload->batch;
  return bench;
}

void
bench_free (Bench *bench)
{
  for (gint i = 0; i < bench->workload->n_batches; i++) {
    g_free (bench->inputs[i]);
    g_free (bench->targets[i]);
  }
  g_free (bench->inputs);
  g_free (bench->targets);
  nn_run_free (bench->run);
  nn_program_unref (bench->program);
  g_free (bench);
}

void
bench_load (Bench *bench)
{
  if (bench->workload->n_batches == 1)
    return;
  nn_run_set_values (bench->run, bench->x, bench->inputs[bench->next]);
  nn_run_set_values (bench->run, bench->t, bench->targets[bench->next]);
  bench->next = bench->next + 1 < bench->workload->n_batches ? bench->next + 1 : 0;
}

void
bench_pass (Bench *bench)
{
  bench_load (bench);
  nn_run_ensure (bench->run, bench->end, NULL, NULL);
  if (bench->workload->trains)
    nn_run_commit (bench->run);
}
