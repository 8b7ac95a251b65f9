/* For tests of networks and of runs: layers, programs, and what is in them by name. Program lists are as in
 * pass.h. */
#pragma once

#include "pass.h"

static inline NnLayer *
add_dense (NnNetwork *network, gint units, NnActivation activation)
{
  NnLayer *layer = nn_network_add_layer (network, NN_LAYER_DENSE);

  layer->units = units;
  layer->activation = activation;
  return layer;
}

static inline NnLayer *
add_conv (NnNetwork *network, gint filters, gint kernel, NnActivation activation)
{
  NnLayer *layer = nn_network_add_layer (network, NN_LAYER_CONV);

  layer->units = filters;
  layer->kernel.rows = layer->kernel.columns = kernel;
  layer->activation = activation;
  return layer;
}

static inline NnProgram *
compile (NnNetwork *network, gint batch, NnCompileFlags flags, const gchar *const *pinned)
{
  g_autoptr (GError) error = NULL;
  NnProgram *program = nn_network_compile (network, batch, flags, pinned, &error);

  g_assert_no_error (error);
  return program;
}

static inline void
assert_phase (NnProgram *program, NnPhase phase, const gchar *expected)
{
  g_autofree gchar *list = pass_list (program, phase, phase);

  g_assert_cmpstr (list, ==, expected);
}

/* Names of the forward, loss, backward and update phases; NULL: not looked at. */
static inline void
assert_program (NnNetwork *network,
                NnCompileFlags flags,
                const gchar *forward,
                const gchar *loss,
                const gchar *backward,
                const gchar *update)
{
  g_autoptr (NnProgram) program = compile (network, 2, flags, NULL);
  const gchar *expected[] = { forward, loss, backward, update };

  for (gint phase = NN_PHASE_FORWARD; phase <= NN_PHASE_UPDATE; phase++)
    if (expected[phase] != NULL)
      assert_phase (program, (NnPhase) phase, expected[phase]);
}

static inline const NnTensorInfo *
info_of (NnProgram *program, const gchar *name)
{
  gint tensor = nn_program_find (program, name);

  if (tensor < 0)
    g_error ("no tensor %s", name);
  return nn_program_get_tensor (program, tensor);
}

static inline const NnInstruction *
line_of (NnProgram *program, const gchar *name)
{
  return nn_program_get_instruction (program, info_of (program, name)->producer);
}

static inline NnNetwork *
image_network_new (void)
{
  NnNetwork *network = nn_network_new ();

  network->input = nn_shape (3, 1, 8, 8);
  add_conv (network, 2, 3, NN_ACTIVATION_RELU);
  nn_network_add_layer (network, NN_LAYER_MAX_POOL);
  nn_network_add_layer (network, NN_LAYER_FLATTEN);
  add_dense (network, 3, NN_ACTIVATION_SOFTMAX);
  network->loss = NN_LOSS_CROSS_ENTROPY;
  return network;
}
